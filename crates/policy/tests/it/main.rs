//! The crate from outside: against the Oxford tracker's files where they are at hand, and against small ones written here.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "these are tests, helpers included: a panic is how they fail"
)]

mod bodies;
mod damage;
mod editions;
mod grids;
mod pack;
mod published;
mod totals;
