//! A node's files at a moment, in memory: what a crash leaves, what a backup holds.
//!
//! ```text
//! the order of writes in any turn:   league.db ─▶ record.db ─▶ marks          (node: follow, writer, witness)
//! what a crash in the second leaves: all of it    a part       as before
//! ```
//! A part is the write-ahead log up to any byte: what SQLite finds whole in it stands. Files are copied while nobody writes: between turns.
//! In: reading, mixing, putting back. Out: when a node crashes or is restored ([`crate::world`]).

use std::collections::BTreeMap;
use std::path::Path;

use crate::broken::{Sure, sure};
use crate::random::Random;

/// Files that are written together, in the order in which a turn writes them.
const GROUPS: [&str; 3] = ["node/league.db", "node/record.db", "marks/"];
/// The two slots of a mark, of which one is written at a time.
const MARK_SLOT: usize = 512;

/// Names below the node's place, and what they hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Snapshot {
    files: BTreeMap<String, Vec<u8>>,
}

impl Snapshot {
    /// The files of the node at `place` now.
    pub(crate) fn of(place: &Path) -> Sure<Snapshot> {
        let mut files = BTreeMap::new();
        for folder in ["node", "marks"] {
            for item in sure("listing a node's files", std::fs::read_dir(place.join(folder)))?.flatten() {
                let name = format!("{folder}/{}", item.file_name().to_string_lossy());
                // What SQLite shares between processes is made anew.
                if GROUPS.iter().any(|group| name.starts_with(group)) && !name.ends_with("-shm") {
                    files.insert(name, sure("reading a node's file", std::fs::read(item.path()))?);
                }
            }
        }
        Ok(Snapshot { files })
    }

    /// What a crash leaves between `before` and `after` a turn.
    pub(crate) fn torn(before: &Snapshot, after: &Snapshot, random: &mut Random) -> Snapshot {
        let reached = random.below(GROUPS.len() + 1);
        let mut files = BTreeMap::new();
        for (at, group) in GROUPS.iter().enumerate() {
            match at.cmp(&reached) {
                std::cmp::Ordering::Less => files.extend(after.group(group)),
                std::cmp::Ordering::Equal => files.extend(torn_group(before, after, group, random)),
                std::cmp::Ordering::Greater => files.extend(before.group(group)),
            }
        }
        Snapshot { files }
    }

    /// The same without what lies outside the folder.
    pub(crate) fn without_marks(mut self) -> Snapshot {
        self.files.retain(|name, _| !name.starts_with("marks/"));
        self
    }

    fn group(&self, group: &str) -> BTreeMap<String, Vec<u8>> {
        self.files.iter().filter(|(name, _)| name.starts_with(group)).map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
    }

    /// Puts them at `place`, where nobody has them open; what belongs to the same group and is not among them goes.
    pub(crate) fn put(&self, place: &Path) -> Sure<()> {
        for folder in ["node", "marks"] {
            for item in sure("listing a node's files", std::fs::read_dir(place.join(folder)))?.flatten() {
                let name = format!("{folder}/{}", item.file_name().to_string_lossy());
                let group = GROUPS.iter().find(|group| name.starts_with(**group));
                if group.is_some_and(|group| self.files.keys().any(|kept| kept.starts_with(group))) {
                    sure("removing a node's file", std::fs::remove_file(item.path()))?;
                }
            }
        }
        for (name, bytes) in &self.files {
            sure("writing a node's file", std::fs::write(place.join(name), bytes))?;
        }
        Ok(())
    }
}

fn torn_group(before: &Snapshot, after: &Snapshot, group: &str, random: &mut Random) -> BTreeMap<String, Vec<u8>> {
    let (before, after) = (before.group(group), after.group(group));
    if group == "marks/" {
        return after.iter().map(|(name, bytes)| (name.clone(), torn_mark(before.get(name), bytes, random))).collect();
    }
    let log = format!("{group}-wal");
    let empty = Vec::new();
    let (older, newer) = (before.get(&log).unwrap_or(&empty), after.get(&log).unwrap_or(&empty));
    // Where the log began anew meanwhile, its beginning says nothing of what was there: then the crash came before all of it.
    if before.get(group) != after.get(group) || !newer.starts_with(older) {
        return before;
    }
    let length = older.len() + random.below(newer.len() - older.len() + 1);
    let torn = newer.get(..length).unwrap_or_default().to_vec();
    let mut files = before;
    files.insert(log, torn);
    files
}

/// A mark of which the slot that changed is written in part.
fn torn_mark(before: Option<&Vec<u8>>, after: &[u8], random: &mut Random) -> Vec<u8> {
    // A file that is new is made of nothing but zeros first.
    let unwritten = vec![0; after.len()];
    let before = before.unwrap_or(&unwritten);
    let written = random.below(MARK_SLOT + 1);
    let slots = before.chunks(MARK_SLOT).zip(after.chunks(MARK_SLOT));
    slots
        .flat_map(|(before, after)| {
            let (new, _) = after.split_at(written.min(after.len()));
            let (_, old) = before.split_at(written.min(before.len()));
            [new, old].concat()
        })
        .collect()
}
