//! What a body says: a draft as sent in, a statement with its envelope, an entry that stands in a record.
//!
//! ```text
//! {"act":"correct","at":"2026-11-24T10:00:00.000Z","audience":"public","body":{..},"by":"office:health","kind":"measure/v1","revises":"sha256:..","subject":".."}
//! ```
//! Source: DESIGN section 2, "Envelope" and rules 5-8. The envelope never gets a second version.

use jiff::Timestamp;

use crate::kind::Json;
use crate::name::{Audience, EntryId, KindName, Office, Origin, Reference, Sid, SubjectName};

/// The longest entry, in bytes (c2sp.org/tlog-tiles: a 16-bit length).
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// How many things a statement may speak to (DESIGN rule 6).
pub const ABOUT_MAX: usize = 16;

/// What an entry does to its subject (DESIGN rule 5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// It says what holds from now on. Not written.
    #[default]
    State,
    /// `correct`: we were wrong from the start.
    Correct,
    /// `withdraw`: taken back; body `{reason}`. What is withdrawn stays readable.
    Withdraw,
}

/// What a draft revises: an entry, or an earlier line of its own batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revises {
    /// The head of its subject, by id.
    Entry(EntryId),
    /// `line:N`, counted from 1.
    Line(usize),
}

/// A statement as sent in: the node adds `at` and `by`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Kind, with the version of the body.
    pub kind: KindName,
    /// About what; a ULID is made if absent, or the subject of what it revises is taken.
    pub subject: Option<SubjectName>,
    /// The entry before it about the same subject.
    pub revises: Option<Revises>,
    /// State, correct or withdraw.
    pub act: Act,
    /// To what it speaks; sorted, at most 16.
    pub about: Vec<Reference>,
    /// Who may read it.
    pub audience: Audience,
    /// The kind's own words.
    pub body: Json,
}

impl Draft {
    /// What the node states of this draft, once it knows about what, behind what, when and by whom.
    #[must_use]
    pub fn stated(self, subject: SubjectName, revises: Option<EntryId>, at: Timestamp, by: Office) -> Statement {
        let Draft { kind, act, about, audience, body, .. } = self;
        Statement { kind, subject, revises, act, about, at, by, eyes: None, audience, body }
    }
}

/// What a body says, with its envelope. Encodes to RFC 8785 bytes, at most [`ENTRY_BYTES_MAX`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Kind, with the version of the body.
    pub kind: KindName,
    /// About what.
    pub subject: SubjectName,
    /// The entry before it about the same subject.
    pub revises: Option<EntryId>,
    /// State, correct or withdraw.
    pub act: Act,
    /// To what it speaks; sorted, at most 16.
    pub about: Vec<Reference>,
    /// When the node says that it was said; never falling in a record. A claim, not a proof.
    pub at: Timestamp,
    /// Which office speaks.
    pub by: Office,
    /// Who approved (specs/accord.md f); kept as it is until then.
    pub eyes: Option<Json>,
    /// Who may read it.
    pub audience: Audience,
    /// The kind's own words.
    pub body: Json,
}

/// A statement that stands in a record: `origin#index`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the record, from 0.
    pub index: u64,
    /// Its id: SHA-256 of its bytes.
    pub id: EntryId,
    /// Its bytes, canonical.
    pub bytes: Box<[u8]>,
    /// What they say.
    pub statement: Statement,
}

impl Entry {
    /// The sid of its subject in the record of `origin`.
    pub fn sid(&self, origin: &Origin) -> Sid {
        Sid::of(origin, &self.statement.subject)
    }
}
