//! The record: one authority's append-only log, in the field's own formats, so that tools that no one here wrote can check it.
//!
//! In: names, statements, canonical bytes, the Merkle tree, tiles, notes, checkpoints, cosignatures, proofs, folding. Pure.
//! Out: disks and SQL (`store`), clocks and keys on disk (`node`), what any kind means (the domains).

pub mod fault;
pub mod fold;
pub mod kind;
pub mod name;
pub mod rows;
pub mod statement;
pub mod text;

pub use fault::Fault;
pub use kind::{Facets, Json, Kind};
pub use name::{Audience, EntryId, KindName, Office, Origin, Reference, Sid, SubjectName};
pub use statement::{Act, Draft, Entry, Revises, Statement};
