//! What an entry makes of its subject: the fold (DESIGN rules 5, 9, 12, 13).
//!
//! Pure and total: it sees its own subject and nothing else, no other subject, record, clock, setting or locale.
//! In: the chain, standing, facets. Out: rules over several subjects (joins, in the domains), where rows are kept (`store`).

use std::fmt;

use crate::kind::{Facets, Json, Kind};
use crate::name::{EntryId, KindName};
use crate::statement::{Act, Entry, Statement};

/// Raised whenever [`apply`] gives another row for the same entries: rows kept under an older number are folded anew.
pub const FOLD: u32 = 2;

/// How a subject stands after an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The words at `Row::words` hold.
    Stands,
    /// Taken back; the words before stay readable.
    Withdrawn,
    /// The newest word is of a kind version, or of a form, that this code does not know: the state before stays.
    NotUnderstood,
    /// The entry does not fit its chain: shown as a fault, never the head.
    DoesNotFit,
}

/// The newest version of a subject, as the next entry about it meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Index of the entry.
    pub index: u64,
    /// Its id: what the next one must revise.
    pub id: EntryId,
    /// Its kind; one name for ever, a version that never falls.
    pub kind: KindName,
    /// Index of the entry whose body stands, if any was ever understood.
    pub words: Option<u64>,
    /// Facets of those words.
    pub facets: Facets,
}

/// What one entry adds to the view: one version of one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The entry's index in its record.
    pub index: u64,
    /// Index of the version before, where there is one.
    pub prev: Option<u64>,
    /// State, correct or withdraw.
    pub act: Act,
    /// How the subject stands now.
    pub standing: Standing,
    /// Index of the entry whose body stands.
    pub words: Option<u64>,
    /// Facets of those words.
    pub facets: Facets,
}

/// Why a statement can't take the place that it asks for. Our own door answers it with 409; a partner's entry is kept and shown.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Refusal {
    /// The subject has a head already, and the statement revises nothing.
    AlreadyStated {
        /// The head, which the statement would have to revise.
        head: EntryId,
    },
    /// The statement revises what no longer is, or never was, the head.
    NotTheHead {
        /// What it names.
        revises: EntryId,
        /// What the head is, if the subject is known.
        head: Option<EntryId>,
    },
    /// A subject has one kind for ever.
    OtherKind {
        /// The kind of the head.
        head: KindName,
    },
    /// A head's kind version never falls.
    OlderKind {
        /// The kind of the head.
        head: KindName,
    },
    /// `correct` and `withdraw` need `revises`.
    NothingToRevise,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::AlreadyStated { head } => write!(f, "the subject is stated already; give `revises` with its head `{head}`"),
            Refusal::NotTheHead { revises, head: Some(head) } => {
                write!(f, "`{revises}` is not the head of its subject; read `{head}` and revise that")
            }
            Refusal::NotTheHead { revises, head: None } => {
                write!(f, "`{revises}` is not known here under that subject; leave out `revises` to state it for the first time")
            }
            Refusal::OtherKind { head } => write!(f, "the subject is a `{head}` for ever; choose another subject"),
            Refusal::OlderKind { head } => write!(f, "the subject is stated as `{head}`; an older version can't revise it"),
            Refusal::NothingToRevise => f.write_str("a correction or withdrawal needs `revises`; give the id of the entry that it is about"),
        }
    }
}

/// Whether a statement fits behind `before`, the head of its subject. Errors: the first rule of the chain that it breaks.
pub fn fits(before: Option<&Head>, statement: &Statement) -> Result<(), Refusal> {
    match (before, statement.revises) {
        (None, None) if statement.act == Act::State => Ok(()),
        (_, None) if statement.act != Act::State => Err(Refusal::NothingToRevise),
        (None, None) => Ok(()),
        (Some(head), None) => Err(Refusal::AlreadyStated { head: head.id }),
        (None, Some(revises)) => Err(Refusal::NotTheHead { revises, head: None }),
        (Some(head), Some(revises)) if head.id != revises => Err(Refusal::NotTheHead { revises, head: Some(head.id) }),
        (Some(head), Some(_)) if head.kind.name() != statement.kind.name() => Err(Refusal::OtherKind { head: head.kind.clone() }),
        (Some(head), Some(_)) if head.kind.version() > statement.kind.version() => Err(Refusal::OlderKind { head: head.kind.clone() }),
        (Some(_), Some(_)) => Ok(()),
    }
}

/// What this code makes of a statement's own words, whatever stood before: the costly part of [`apply`], free of order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Understood {
    /// A body of a known kind that passes its check, with its facets.
    Words(Facets),
    /// A withdrawal, well formed, of a known kind.
    Withdrawal,
    /// An unknown kind or version, or a body that is refused here.
    Nothing,
}

impl Understood {
    /// What `statement` says, by this table of kinds.
    pub fn of(statement: &Statement, kinds: &[Kind]) -> Understood {
        match (Kind::find(kinds, &statement.kind), statement.act) {
            (Some(kind), Act::State | Act::Correct) if (kind.check)(&statement.body).is_empty() => Understood::Words((kind.facets)(&statement.body)),
            (Some(_), Act::Withdraw) if is_withdrawal(&statement.body) => Understood::Withdrawal,
            _ => Understood::Nothing,
        }
    }
}

/// The row that `entry` adds behind `before`. Never fails: what does not fit or is not understood is a row that says so.
pub fn apply(before: Option<&Head>, entry: &Entry, kinds: &[Kind]) -> Row {
    apply_understood(before, entry.index, &entry.statement, Understood::of(&entry.statement, kinds))
}

/// [`apply`], where the statement's own words were understood before, perhaps on another thread.
pub fn apply_understood(before: Option<&Head>, index: u64, statement: &Statement, understood: Understood) -> Row {
    let row = |standing, words, facets| Row { index, prev: before.map(|head| head.index), act: statement.act, standing, words, facets };
    if fits(before, statement).is_err() {
        return Row { prev: None, ..row(Standing::DoesNotFit, None, Facets::default()) };
    }
    let standing = match understood {
        Understood::Words(facets) => return row(Standing::Stands, Some(index), facets),
        Understood::Withdrawal => Standing::Withdrawn,
        Understood::Nothing => Standing::NotUnderstood,
    };
    row(standing, before.and_then(|head| head.words), before.map(|head| head.facets.clone()).unwrap_or_default())
}

/// Whether a body is what a withdrawal says: `{reason}`, a text of one language or of several, perhaps with `ext`.
pub fn is_withdrawal(body: &Json) -> bool {
    let Json::Object(members) = body else { return false };
    members.keys().all(|key| key == "reason" || key == "ext")
        && match members.get("reason") {
            Some(Json::String(text)) => !text.is_empty(),
            Some(Json::Object(texts)) => !texts.is_empty() && texts.values().all(Json::is_string),
            _ => false,
        }
}
