//! Finding statements by their words: what a word is, which entries have it, and how that is kept.
//!
//! ```text
//! text ──words──▶ word, folded ──Run──▶ for each word the entries that have it ──Sealed──▶ pages, sorted by word
//! ```
//! A run is a stretch of the record, indexed; runs follow one another and never change, so the index is added to at its end, and what a word
//! finds is the same in whatever order and groups the entries came. In: folding, lists, pages, sets. Out: which texts of a statement are searched
//! and what a query means (`league`), where pages are kept (`store`), when they are made (`node`).

mod fold;
mod page;
mod run;
mod set;

pub use fold::{Part, Piece, WORD_CHARS_MAX, words};
pub use page::{PageError, heads, heads_bytes};
pub use run::{Run, Sealed, Spoken, Words, code_token, collect_sealed, kind_token};
pub use set::{Entries, RUN_ENTRIES, Wanted};

/// Raised whenever the same entries give other pages: an index made under an older number is made anew.
pub const SEARCH: u32 = 1;

/// Runs of an index, one behind the other, wherever they are: in memory or in a file.
pub trait Runs {
    /// Why a run can't be read.
    type Error;

    /// The entries of each run: the first one begins at 0, each next one where the one before ends.
    fn spans(&self) -> Vec<std::ops::Range<u32>>;

    /// Adds to `found` the entries of the run at place `at` that have a word that is wanted, each by its place in the run.
    fn collect(&self, at: usize, wanted: &Wanted, found: &mut Entries) -> Result<(), Self::Error>;
}
