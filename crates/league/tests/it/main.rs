//! The whole pack of the Oxford tracker through the league: imported, folded, asked, and held against what its authors published.
//!
//! Skipped, and said so, where the data is not there.
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "these are tests, helpers included: a panic is how they fail")]

mod golden;
mod pack;
mod published;
