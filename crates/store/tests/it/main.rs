//! The files as the node uses them: what is refused, what is bounded, what survives.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "these are tests, helpers included: a panic is how they fail")]

mod access;
mod league;
mod private;
mod record_file;
mod views;
