//! The record: one authority's append-only log, in the field's own formats, so that tools that no one here wrote can check it.
//!
//! In: names, statements, canonical bytes, the Merkle tree, tiles, notes, checkpoints, cosignatures, proofs, folding. Pure.
//! Out: disks and SQL (`store`), clocks and keys on disk (`node`), what any kind means (the domains).

pub mod name;

pub mod fault;
pub mod kind;
pub mod lines;
pub mod statement;
pub mod text;

pub mod canon;
pub mod cut;
pub mod envelope;

pub mod fold;
mod lookup;
pub mod own;
pub mod places;
pub mod rows;
pub mod search;
pub mod viewroot;

pub mod merkle;
pub mod tile;

pub mod checkpoint;
pub mod cosignature;
pub mod log;
pub mod note;
pub mod tlog_policy;
pub mod witness;

pub mod commit;
pub mod did;
pub mod http_signature;
pub mod proof;
pub mod proven_time;

pub use fault::{Admission, Fault};
pub use kind::{Facets, Json, Kind};
pub use name::{Audience, EntryId, KindName, Office, Origin, Reference, Sid, SubjectName};
pub use places::{EntryName, Place, RecordNumber};
pub use statement::{Act, Draft, Entry, Revises, Statement};
pub use text::Text;
