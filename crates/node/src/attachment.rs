//! Attachments: files named by their SHA-256, below `attachments/`.
//!
//! ```text
//! attachments/9d/9d97…64 hex digits…
//! ```
//! Written whole or not at all, and checked each time they are read. Their name is their content, so any process may add one at any time:
//! no lock, no hand-over to the serving node.

use std::path::{Path, PathBuf};

use record::EntryId;
use record::name::hex_digest;

use crate::error::ReadError;
use crate::files;
use crate::limits::ATTACHMENT_BYTES_MAX;

/// An attachment, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// SHA-256, 64 lower-case hex digits.
    pub sha256: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a statement cites of an attachment that was just stored.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Attached {
    /// SHA-256, 64 lower-case hex digits.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Whether it was there before.
    pub known: bool,
}

/// Why a file was not taken as an attachment.
#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    /// Above [`ATTACHMENT_BYTES_MAX`].
    #[error("`{}` is longer than {} MiB; an attachment holds at most that", .0.display(), ATTACHMENT_BYTES_MAX >> 20)]
    TooLarge(PathBuf),
    /// Nothing in it.
    #[error("`{}` is empty; give a file with something in it", .0.display())]
    Empty(PathBuf),
    /// It could not be read or kept.
    #[error("`{}`: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Stores a file as an attachment of the node in `dir`; durable on return.
pub fn attach(dir: &Path, file: &Path) -> Result<Attached, AttachError> {
    let bytes_max = u64::try_from(ATTACHMENT_BYTES_MAX).unwrap_or(u64::MAX);
    let bytes = files::read_bounded(file, bytes_max).map_err(|source| match source.kind() {
        std::io::ErrorKind::FileTooLarge => AttachError::TooLarge(file.to_owned()),
        _ => AttachError::File { path: file.to_owned(), source },
    })?;
    if bytes.is_empty() {
        return Err(AttachError::Empty(file.to_owned()));
    }
    attach_bytes(dir, &bytes).map_err(|source| AttachError::File { path: file.to_owned(), source })
}

fn attach_bytes(dir: &Path, bytes: &[u8]) -> std::io::Result<Attached> {
    let sha256 = hex(EntryId::of(bytes));
    let path = path_of(dir, &sha256);
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let known = std::fs::metadata(&path).is_ok_and(|found| found.len() == length);
    if !known {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        files::write_whole(&path, bytes, 0o644)?;
        if let Some(attachments) = path.parent().and_then(Path::parent) {
            files::sync_folder(attachments)?;
        }
    }
    Ok(Attached { sha256, bytes: length, known })
}

/// Reads an attachment. None where `sha256` is no hash or nothing of that name is there.
pub(crate) fn read(dir: &Path, sha256: &str) -> Result<Option<Attachment>, ReadError> {
    if hex_digest(sha256).is_none() {
        return Ok(None);
    }
    let path = path_of(dir, sha256);
    let bytes_max = u64::try_from(ATTACHMENT_BYTES_MAX).unwrap_or(u64::MAX);
    let bytes = match files::read_bounded(&path, bytes_max) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(ReadError::File { path, source }),
    };
    if hex(EntryId::of(&bytes)) != sha256 {
        return Err(ReadError::Damaged(format!("attachment `{sha256}` does not have its hash")));
    }
    Ok(Some(Attachment { sha256: sha256.to_owned(), bytes }))
}

/// The names of all attachments, sorted.
pub(crate) fn all(dir: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    let folders = match std::fs::read_dir(dir.join("attachments")) {
        Ok(folders) => folders,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(names),
        Err(error) => return Err(error),
    };
    for folder in folders {
        let folder = folder?.path();
        if !folder.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(folder)? {
            let name = file?.file_name().to_string_lossy().into_owned();
            // A part of a write that a crash cut off is no attachment.
            if hex_digest(&name).is_some() {
                names.push(name);
            }
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Where an attachment lies.
pub(crate) fn path_of(dir: &Path, sha256: &str) -> PathBuf {
    dir.join("attachments").join(sha256.get(..2).unwrap_or_default()).join(sha256)
}

fn hex(id: EntryId) -> String {
    id.to_string().trim_start_matches("sha256:").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attachment_is_found_by_its_hash_and_a_changed_one_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("order.pdf");
        std::fs::write(&file, b"an order").unwrap();
        let attached = attach(dir.path(), &file).unwrap();
        assert_eq!((attached.bytes, attached.known), (8, false));
        assert!(attach(dir.path(), &file).unwrap().known);
        assert_eq!(read(dir.path(), &attached.sha256).unwrap().unwrap().bytes, b"an order");
        assert_eq!(all(dir.path()).unwrap(), std::slice::from_ref(&attached.sha256));
        std::fs::write(path_of(dir.path(), &attached.sha256), b"another!").unwrap();
        assert!(matches!(read(dir.path(), &attached.sha256), Err(ReadError::Damaged(_))));
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["../../etc/passwd", "", "9d", "sha256:00"] {
            assert_eq!(read(dir.path(), name).unwrap(), None);
        }
    }

    #[test]
    fn a_file_above_the_bound_and_an_empty_one_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::File::create(&file).unwrap().set_len((20 << 20) + 1).unwrap();
        assert!(matches!(attach(dir.path(), &file), Err(AttachError::TooLarge(_))));
        std::fs::File::create(&file).unwrap();
        assert!(matches!(attach(dir.path(), &file), Err(AttachError::Empty(_))));
    }
}
