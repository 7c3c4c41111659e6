//! The site from outside: requests in, answers out, over a real node in a temporary folder.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test that can't go on says where; clippy knows tests by `#[test]` and not their houses"
)]

mod account;
mod compare;
mod conflicts;
mod door;
mod forms;
mod hostile;
mod house;
mod log;
mod openapi;
mod pages;
mod partners;
mod payload;
mod powers;
mod searching;
mod socket;
mod take;
mod telling;
mod witness;
