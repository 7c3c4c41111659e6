//! The high-water mark: the largest size that this machine signed, outside the node's folder, so that restoring or copying the folder
//! never takes it back (specs/record.md g, rule 3).
//!
//! ```text
//! MARKS/<key id>.hwm    two slots of 512 bytes, written in turn, each one line and spaces:
//! koinon-mark/v1 health.example/log 4711 8eefbabd… sha256:…    origin, size, root, and the sum of all before it
//! ```
//! One write and one sync of one file for each commit; a write that tears spoils one slot, the other still stands.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use record::name::hex_digest;
use record::{EntryId, Origin};
use store::Hash;

use crate::files;

const SLOT: usize = 512;
const FORM: &str = "koinon-mark/v1";

/// Size and root that were signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Entries.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
}

/// The file of a high-water mark.
#[derive(Debug)]
pub(crate) struct MarkFile {
    path: PathBuf,
    origin: Origin,
    open: Option<File>,
    slot: u64,
    mark: Option<Mark>,
}

/// Where the mark of a log key lies.
pub fn mark_path(marks: &Path, key_id: u32) -> PathBuf {
    marks.join(format!("{key_id:08x}.hwm"))
}

/// The folder of marks on this machine, from the values of `$STATE_DIRECTORY`, `$XDG_STATE_HOME` and `$HOME`, which the binary reads.
pub fn marks_folder(state_directory: Option<&str>, xdg_state_home: Option<&str>, home: Option<&str>) -> Option<PathBuf> {
    let given = |value: Option<&str>| value.filter(|value| !value.is_empty()).map(PathBuf::from);
    // systemd gives several folders, joined by colons: the first is the unit's own.
    let first = state_directory.and_then(|folders| folders.split(':').next());
    given(first)
        .or_else(|| given(xdg_state_home).map(|folder| folder.join("koinon")))
        .or_else(|| given(home).map(|home| home.join(".local/state/koinon")))
}

impl MarkFile {
    /// Reads the mark, if there is one. A file of another record, or one with no whole slot, is an error: nothing may be signed on a guess. One whose
    /// very first write was cut off is none: what it was to count was told to nobody.
    pub(crate) fn read(path: &Path, origin: &Origin) -> io::Result<MarkFile> {
        let nothing = MarkFile { path: path.to_owned(), origin: origin.clone(), open: None, slot: 0, mark: None };
        let mut bytes = Vec::new();
        match File::open(path) {
            Ok(file) => file.take(2 * 512).read_to_end(&mut bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(nothing),
            Err(error) => return Err(error),
        };
        let slots: Vec<Option<Mark>> = bytes.chunks(SLOT).map(|slot| parse(slot, origin)).collect();
        let newest = slots.iter().zip(0_u64..).filter_map(|(mark, slot)| Some(((*mark)?, slot))).max_by_key(|(mark, _)| mark.size);
        match newest {
            Some((mark, slot)) => Ok(MarkFile { slot: 1 - slot.min(1), mark: Some(mark), ..nothing }),
            None if is_first_cut_off(&bytes) => Ok(nothing),
            None => {
                Err(io::Error::new(io::ErrorKind::InvalidData, format!("it holds no whole mark of `{origin}`; move it away only if you know why")))
            }
        }
    }

    /// What it says.
    pub(crate) fn mark(&self) -> Option<Mark> {
        self.mark
    }

    /// Moves the mark, durable on return. Never moves it back.
    pub(crate) fn raise(&mut self, mark: Mark) -> io::Result<()> {
        if self.mark == Some(mark) {
            return Ok(());
        }
        if self.mark.is_some_and(|before| before.size >= mark.size) {
            return Err(io::Error::other(format!("it would fall to {}", mark.size)));
        }
        let file = match &mut self.open {
            Some(file) => file,
            none => none.insert(open(&self.path)?),
        };
        file.seek(SeekFrom::Start(self.slot.saturating_mul(512)))?;
        file.write_all(&emit(mark, &self.origin))?;
        file.sync_data()?;
        self.slot = 1 - self.slot.min(1);
        self.mark = Some(mark);
        Ok(())
    }
}

fn open(path: &Path) -> io::Result<File> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    std::fs::create_dir_all(folder)?;
    let file = files::open_private(path, 0o600)?;
    if file.metadata()?.len() == 0 {
        file.set_len(2 * 512)?;
        file.sync_all()?;
        files::sync_folder(folder)?;
    }
    Ok(file)
}

fn emit(mark: Mark, origin: &Origin) -> Vec<u8> {
    let hex: String = mark.root.iter().map(|byte| format!("{byte:02x}")).collect();
    let said = format!("{FORM} {origin} {} {hex}", mark.size);
    let mut bytes = format!("{said} {}", EntryId::of(said.as_bytes())).into_bytes();
    bytes.resize(SLOT - 1, b' ');
    bytes.push(b'\n');
    bytes
}

/// Whether the file was made, and the first slot not written to its end. Once a first mark stands, the second is never all zeros beside one that is torn.
fn is_first_cut_off(bytes: &[u8]) -> bool {
    let (first, second) = bytes.split_at(bytes.len().min(SLOT));
    let is_cut_off = first.last().is_none_or(|last| *last == 0);
    is_cut_off && second.iter().all(|byte| *byte == 0)
}

fn parse(slot: &[u8], origin: &Origin) -> Option<Mark> {
    let text = std::str::from_utf8(slot).ok()?.trim_end();
    let (said, sum) = text.rsplit_once(' ')?;
    if sum.parse::<EntryId>().ok()? != EntryId::of(said.as_bytes()) {
        return None;
    }
    let [form, of, size, root] = said.split(' ').collect::<Vec<_>>().try_into().ok()?;
    (form == FORM && of == origin.as_str()).then_some(())?;
    Some(Mark { size: size.parse().ok()?, root: hex_digest(root)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin() -> Origin {
        "health.example/log".parse().unwrap()
    }

    #[test]
    fn a_mark_rises_and_is_read_back_also_after_a_torn_write() {
        let dir = tempfile::tempdir().unwrap();
        let path = mark_path(&dir.path().join("deep/state"), 0xb336_bc64);
        let mut file = MarkFile::read(&path, &origin()).unwrap();
        assert_eq!(file.mark(), None);
        for size in 1..=5 {
            file.raise(Mark { size, root: [u8::try_from(size).unwrap(); 32] }).unwrap();
            assert_eq!(MarkFile::read(&path, &origin()).unwrap().mark(), Some(Mark { size, root: [u8::try_from(size).unwrap(); 32] }));
        }
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[30] ^= 1; // size 5 stands in the first slot
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(MarkFile::read(&path, &origin()).unwrap().mark().unwrap().size, 4);
    }

    #[test]
    fn a_first_mark_that_was_cut_off_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = mark_path(dir.path(), 1);
        MarkFile::read(&path, &origin()).unwrap().raise(Mark { size: 1, root: [1; 32] }).unwrap();
        let whole = std::fs::read(&path).unwrap();
        for written in 0..SLOT {
            let torn = [&whole[..written], &vec![0; 2 * SLOT - written]].concat();
            std::fs::write(&path, torn).unwrap();
            assert_eq!(MarkFile::read(&path, &origin()).unwrap().mark(), None, "{written}");
        }
        // One that was changed later is no beginning.
        std::fs::write(&path, [&whole[..30], b"x", &whole[31..]].concat()).unwrap();
        assert!(MarkFile::read(&path, &origin()).is_err());
    }

    #[test]
    fn a_mark_never_falls() {
        let dir = tempfile::tempdir().unwrap();
        let path = mark_path(dir.path(), 1);
        let mut file = MarkFile::read(&path, &origin()).unwrap();
        file.raise(Mark { size: 7, root: [1; 32] }).unwrap();
        file.raise(Mark { size: 7, root: [1; 32] }).unwrap();
        assert!(file.raise(Mark { size: 7, root: [2; 32] }).is_err());
        assert!(file.raise(Mark { size: 6, root: [1; 32] }).is_err());
    }

    #[test]
    fn a_mark_of_another_record_is_no_mark() {
        let dir = tempfile::tempdir().unwrap();
        let path = mark_path(dir.path(), 1);
        MarkFile::read(&path, &origin()).unwrap().raise(Mark { size: 7, root: [1; 32] }).unwrap();
        assert!(MarkFile::read(&path, &"other.example/log".parse().unwrap()).is_err());
    }

    #[test]
    fn marks_lie_where_the_system_keeps_state() {
        let folder = |state, xdg, home| marks_folder(state, xdg, home).map(|path| path.to_string_lossy().into_owned());
        assert_eq!(folder(Some("/var/lib/koinon:/x"), Some("/s"), Some("/h")).as_deref(), Some("/var/lib/koinon"));
        assert_eq!(folder(None, Some("/s"), Some("/h")).as_deref(), Some("/s/koinon"));
        assert_eq!(folder(None, Some(""), Some("/h")).as_deref(), Some("/h/.local/state/koinon"));
        assert_eq!(folder(None, None, None), None);
    }
}
