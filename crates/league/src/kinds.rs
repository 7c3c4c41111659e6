//! The table of every kind that this code knows.

use record::Kind;

/// Every kind, the record's own first.
pub const KINDS: &[Kind] = &[];
