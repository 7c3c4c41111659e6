//! The program as its users meet it: arguments in, stdout, stderr, files and exit codes out.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "these are tests, helpers included: a panic is how they fail"
)]

mod house;

mod asking;
mod batches;
mod demo;
mod importing;
mod keeping;
mod keys;
mod people;
mod proving;
mod restricted;
mod serving;
