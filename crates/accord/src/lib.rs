//! What bodies agree with each other: agreements, and who is a party to one on a day.
//!
//! In: the bodies, their checks, who may read what was said among the parties. Out: the words themselves (`node`, apart from the record).

pub mod agreement;
pub mod limits;

pub use agreement::{Agreement, Party, may_read};

use record::Kind;

/// The kinds of this domain.
pub const KINDS: &[Kind] = &[agreement::KIND];
