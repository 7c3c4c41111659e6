//! Search: which texts of a statement are searched, what a question means, what it finds, in which order, and where the words stand.
//!
//! The rule, the same at the same cut wherever it is asked: a statement is found if each word of the question begins a word of its texts, names or codes (a single letter
//! or digit must be the whole word), or is the code, or begins a word of the name, of a place or instrument that it mentions (names from two letters on). Of one subject the newest statement
//! that is found is shown, if it stands or once stood. First come those that have every word in their title, name or own code, then all others; among
//! each the newest said first.

mod excerpt;
mod find;
mod query;
mod shown;
mod spoken;

#[cfg(test)]
mod tests;

pub use excerpt::{Excerpt, excerpt};
pub use find::{After, Found, Hit, Matches, Order, Search, find, matches};
pub use query::{Direct, Query, direct};
pub use shown::{Shown, shown};
pub use spoken::{Told, spoken, told};
