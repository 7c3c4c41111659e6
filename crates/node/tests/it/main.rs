//! The node as its users meet it: publishing, gates, hand-over, rows, backup, verification.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "these are tests, helpers included: a panic is how they fail")]

mod following;
mod gates;
mod given;
mod keeping;
mod private;
mod publishing;
mod releases;
mod rows;
mod searching;
mod witnessing;
