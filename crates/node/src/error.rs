//! What can go wrong in a node: faults and refusals of what was said, halts of the node itself, and errors of the machine.

use std::path::PathBuf;

use record::Fault;
use record::fold::Refusal;
use serde::{Deserialize, Serialize};
use store::StoreError;

/// The faults of one line of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFaults {
    /// Line of the batch, from 1.
    pub line: usize,
    /// All of them, each with its path.
    pub faults: Vec<Fault>,
}

/// Why a batch was not published. Nothing of it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum PublishError {
    /// What was said is wrong (422).
    #[error("{}", first_fault(.0))]
    Faults(Vec<LineFaults>),
    /// A line can't take the place that it asks for (409).
    #[error("line {line}: {refusal}")]
    Refused {
        /// Line of the batch, from 1.
        line: usize,
        /// Why.
        refusal: Refusal,
    },
    /// More than one call takes (413).
    #[error("a batch holds at most {statements} statements and {bytes} bytes; send it in parts")]
    TooLarge {
        /// [`crate::limits::BATCH_STATEMENTS_MAX`].
        statements: usize,
        /// [`crate::limits::BATCH_BYTES_MAX`].
        bytes: usize,
    },
    /// The node signs nothing (503).
    #[error("{0}")]
    Halted(#[from] Halt),
    /// Too much waits already (503, try again).
    #[error("too many statements wait to be written; try again in a moment")]
    Busy,
    /// The machine failed (500). Nothing was acknowledged.
    #[error("the batch could not be written: {what}")]
    Failed {
        /// What the machine said.
        what: String,
    },
    /// The system gave no random bytes for a new subject's name (500).
    #[error("the system gives no random bytes for a new subject; try again, or give `subject` yourself")]
    NoRandom,
    /// The node that would write it is closing, or went away before it answered: ask whether the subjects stand before sending again.
    #[error("the node closed before it answered; look whether the statements stand, then send them again")]
    Closed,
}

fn first_fault(lines: &[LineFaults]) -> String {
    let count: usize = lines.iter().map(|line| line.faults.len()).sum();
    match lines.first().and_then(|line| Some((line.line, line.faults.first()?))) {
        Some((line, fault)) if count == 1 => format!("line {line}: {fault}"),
        Some((line, fault)) => format!("line {line}: {fault} (and {} more)", count.saturating_sub(1)),
        None => "the batch has no statement; give one or more".to_owned(),
    }
}

/// Why a node reads on but signs nothing. Each says how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Halt {
    /// The record is shorter than what was already signed on this machine: an older backup was restored (specs/record.md g, rule 3).
    #[error(
        "the record has {size} entries, but {signed} were signed before: an older copy was restored; fetch the missing entries with \
         `koinon restore --from-log` from a copy of the published log, or, if they are lost for good, found a new record that succeeds this one"
    )]
    Behind {
        /// Entries in the record.
        size: u64,
        /// Size of the high-water mark.
        signed: u64,
    },
    /// What was signed on this machine has another root: the record was changed, or another history was signed.
    #[error(
        "the first {size} entries are not those that were signed before: the record was changed or replaced; restore a true copy; never go on with this one"
    )]
    Changed {
        /// Size whose root differs.
        size: u64,
    },
    /// A restored record on a machine that has no high-water mark of it: whether more was published can't be seen here.
    #[error(
        "the record of {size} entries was restored and this machine has no high-water mark of it; compare {size} with the size at the published \
         address, then go on with `koinon doctor --accept-size {size}` if nothing later was ever published"
    )]
    Unmarked {
        /// Entries in the record.
        size: u64,
    },
    /// The machine's clock is behind the last entry by more than ten minutes.
    #[error(
        "the clock shows {now}, but the last entry was stated at {last}; set the clock right and publish again, or, if the last entry's time is \
         what was wrong, go on with `koinon doctor --accept-time {last}`: new entries carry that time until the clock has passed it"
    )]
    Clock {
        /// What the clock shows.
        #[serde(with = "as_text")]
        now: jiff::Timestamp,
        /// `at` of the last entry.
        #[serde(with = "as_text")]
        last: jiff::Timestamp,
    },
    /// Our own published address has more entries, signed by our key, than we do.
    #[error(
        "the published log has {theirs} entries signed by our key and this record has {size}; another copy of this node published them: stop that \
         one, then fetch the missing entries with `koinon restore --from-log`"
    )]
    PublicAhead {
        /// Entries in the record.
        size: u64,
        /// Entries at the published address.
        theirs: u64,
    },
    /// Two roots of one size are signed by our key. Both notes are kept in `evidence/`.
    #[error(
        "two different records of size {size} are signed by our key; both notes are kept in `{}`; stop every copy of this node and find out which is true",
        evidence.display()
    )]
    Fork {
        /// Size of which two roots are signed.
        size: u64,
        /// The folder with both notes.
        evidence: PathBuf,
    },
    /// A write failed in a way that leaves unknown what is on the disk.
    #[error("writing failed ({what}); mend the disk, then start the node again: it finds out by itself what stands")]
    Disk {
        /// What the machine said.
        what: String,
    },
}

/// A time as text: how halts travel from the serving node to a command.
mod as_text {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(at: &jiff::Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(at)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<jiff::Timestamp, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Why something that should be there could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file could not be read.
    #[error("`{}` can't be read: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// What is stored is not what was signed.
    #[error("the record is damaged: {0}; run `koinon verify`, then restore a true copy")]
    Damaged(String),
}

/// Why a node's folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no node.
    #[error("`{}` holds no node; make one with `koinon init`", .0.display())]
    NoNode(PathBuf),
    /// Another process is the writer.
    #[error("another process writes in `{}`; it must stop first, or take the work through its socket", .0.display())]
    InUse(PathBuf),
    /// A key is missing or is not the record's.
    #[error("`{}`: {what}", path.display())]
    Key {
        /// The key's file.
        path: PathBuf,
        /// What is wrong with it, and the way out.
        what: String,
    },
    /// The high-water mark can't be read or written.
    #[error("the high-water mark `{}` can't be used: {what}", path.display())]
    Mark {
        /// Its file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// More entries than rows can number.
    #[error("the record has {0} entries; this release holds up to 4,294,967,294")]
    TooLarge(u64),
    /// Something could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A file, a thread or a socket could not be made.
    #[error("`{}` can't be made: {source}", path.display())]
    Make {
        /// What.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> OpenError {
        OpenError::Read(ReadError::Store(error))
    }
}

/// Why a node could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The folder is not empty.
    #[error("`{}` is not empty; give a folder that does not exist yet", .0.display())]
    NotEmpty(PathBuf),
    /// The genesis statement is wrong.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Faults(Vec<Fault>),
    /// The system gave no random bytes.
    #[error("the system gives no random bytes: {0}")]
    Random(String),
    /// Something could not be written or opened.
    #[error(transparent)]
    Open(#[from] OpenError),
}

impl From<StoreError> for CreateError {
    fn from(error: StoreError) -> CreateError {
        CreateError::Open(error.into())
    }
}

/// Why missing entries were not taken from a copy of the published log.
#[derive(Debug, thiserror::Error)]
pub enum HealError {
    /// The note is not one of ours.
    #[error("the note is no checkpoint of this log that its key signed: {0}")]
    Note(String),
    /// Nothing is missing.
    #[error("the record has {size} entries already; the note is of {theirs}")]
    NothingMissing {
        /// Entries in the record.
        size: u64,
        /// Entries under the note.
        theirs: u64,
    },
    /// The operator named another size than the record has.
    #[error("the record has {size} entries, not {theirs}; name the size that you compared")]
    OtherSize {
        /// Entries in the record.
        size: u64,
        /// What the operator named.
        theirs: u64,
    },
    /// The entries are not what is missing.
    #[error("these are not the missing entries: {0}")]
    Entries(String),
    /// The entries do not lead to the signed root.
    #[error(
        "our entries and these do not have the root that our key signed for {size} entries: this record was changed, or the copy is of another \
         history; nothing was taken"
    )]
    OtherRoot {
        /// Entries under the note.
        size: u64,
    },
    /// A copy that is itself older than the high-water mark.
    #[error("this machine has signed more than the {size} entries of the copy; fetch them from a newer copy; nothing was taken")]
    StillBehind {
        /// Entries under the note.
        size: u64,
    },
    /// The node is halted for a reason that no entry mends.
    #[error(transparent)]
    Halted(#[from] Halt),
    /// They could not be written.
    #[error(transparent)]
    Write(#[from] PublishError),
    /// They could not be read back.
    #[error(transparent)]
    Read(#[from] ReadError),
}
