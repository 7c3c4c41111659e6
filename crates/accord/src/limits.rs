//! Every bound of this crate, by name.

/// Parties of one agreement, each with its spans.
pub const PARTIES_MAX: usize = 200;
/// Bytes of a title, in each language.
pub const TITLE_BYTES_MAX: usize = 200;
