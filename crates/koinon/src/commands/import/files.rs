//! Files and folders of an import: found in one order, read whole, unpacked within bounds.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, cannot};

/// The largest file, packed or unpacked, in bytes. The largest of the Oxford tracker has 190 MB.
pub(crate) const FILE_BYTES_MAX: u64 = 256 << 20;
/// All files of one import, unpacked, in bytes.
pub(crate) const ALL_BYTES_MAX: u64 = 1 << 30;
/// Files of one import.
const FILES_MAX: usize = 2_000;
/// Folders within folders.
const DEPTH_MAX: usize = 8;

/// The CSV files that `paths` mean, each once: files as given, folders searched, in order of name.
pub(crate) fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        let what = std::fs::metadata(path).map_err(|error| cannot("read", path, &error))?;
        if what.is_dir() { walk(path, 0, &mut found)? } else { found.push(path.clone()) }
    }
    if found.is_empty() {
        return Err(Failure::not_found("there is no `.csv` or `.csv.gz` file there"));
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|path| seen.insert(path.clone()));
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if depth > DEPTH_MAX {
        return Err(Failure::failed(format!("`{}` lies more than {DEPTH_MAX} folders deep; give it by itself", folder.display())));
    }
    let listed = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut listed: Vec<PathBuf> = listed.map_err(|error| cannot("list", folder, &error))?.iter().map(std::fs::DirEntry::path).collect();
    listed.sort();
    for path in listed {
        if path.is_dir() {
            walk(&path, depth + 1, found)?;
        } else if is_csv(&path) {
            found.push(path);
        }
        if found.len() > FILES_MAX {
            return Err(Failure::failed(format!("`{}` holds more than {FILES_MAX} files; give it in parts", folder.display())));
        }
    }
    Ok(())
}

fn is_csv(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    name.ends_with(".csv") || name.ends_with(".csv.gz")
}

/// The bytes of a file, unpacked where they are gzip by their first two bytes, whatever the name says.
pub(crate) fn unpacked(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut unpacked = Vec::with_capacity(length_told(&bytes));
    let read = flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(FILE_BYTES_MAX + 1).read_to_end(&mut unpacked);
    read.map_err(|error| Failure::failed(format!("`{name}` can't be unpacked: {error}; fetch it again")))?;
    if u64::try_from(unpacked.len()).is_ok_and(|length| length > FILE_BYTES_MAX) {
        return Err(Failure::failed(format!("`{name}` unpacks to more than {} MiB; give it in parts", FILE_BYTES_MAX >> 20)));
    }
    Ok(unpacked)
}

/// The length that the last four bytes of a gzip file tell (RFC 1952, ISIZE), as far as it is to be believed: a file says what it likes.
fn length_told(bytes: &[u8]) -> usize {
    const BELIEVED_MAX: usize = 8 << 20;
    let told = bytes.last_chunk::<4>().map_or(0, |told| u32::from_le_bytes(*told));
    usize::try_from(told).unwrap_or(BELIEVED_MAX).saturating_add(1).min(BELIEVED_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn gzip_is_known_by_its_bytes() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(b"a,b\n").unwrap();
        assert_eq!(unpacked("x.csv", packer.finish().unwrap()).unwrap(), b"a,b\n");
        assert_eq!(unpacked("x.csv.gz", b"a,b\n".to_vec()).unwrap(), b"a,b\n");
        assert!(unpacked("x.csv.gz", vec![0x1f, 0x8b, 8, 0]).is_err());
    }
}
