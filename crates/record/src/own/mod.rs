//! The record's own kinds: what a node says of itself and of the records that it follows. No token may state them.
//!
//! In: a body, its faults and its row of the table for each. Out: when the node states them (`node`).

pub mod genesis;
pub mod restricted;

use crate::kind::Kind;

/// The record's own kinds.
pub const KINDS: &[Kind] = &[genesis::KIND, restricted::KIND];
