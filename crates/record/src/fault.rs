//! What is wrong with what was said.
//!
//! In: the fault, as data. Out: its words for people (the catalogue) and its status code (`web::problem`).

use std::fmt;

/// One thing wrong with a statement: where, and what would pass.
///
/// A fault is of what was *said*; a refusal is of its *place* in the record ([`crate::fold::Refusal`]); an error is ours.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Fault {
    /// JSON pointer (RFC 6901) to the value at fault, such as `/body/level`; empty for the whole statement.
    pub path: String,
    /// Lower case, input in backticks, the rule, then the way out: `` `7` is above the scale of `C1`; give 0 to 3 ``.
    pub message: String,
}

impl Fault {
    /// A fault at `path` with `message`.
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Fault {
        Fault { path: path.into(), message: message.into() }
    }

    /// The same fault, seen from one level further out: `/level` below `/body` is `/body/level`.
    #[must_use]
    pub fn below(self, parent: &str) -> Fault {
        Fault { path: format!("{parent}{}", self.path), message: self.message }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.message) } else { write!(f, "`{}`: {}", self.path, self.message) }
    }
}

/// What our own door finds in a statement beside what we hold: faults refuse it, warnings are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Admission {
    /// Each with its path; any of them refuses the statement.
    pub faults: Vec<Fault>,
    /// What is taken, and yet worth a look.
    pub warnings: Vec<Fault>,
}
