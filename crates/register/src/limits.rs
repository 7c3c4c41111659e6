//! Every bound of this crate, by name.

/// Members of an `ext` object.
pub const EXT_MEMBERS_MAX: usize = 64;
/// Languages of one text.
pub const LANGUAGES_MAX: usize = 64;
/// Bytes of a short text that is parsed further.
pub const TEXT_BYTES_MAX: usize = 300;
/// Bytes of a name, in each language.
pub const NAME_BYTES_MAX: usize = 200;
/// Bytes of a note, in each language.
pub const NOTE_BYTES_MAX: usize = 2_000;
/// Other codes of one place.
pub const SAME_AS_MAX: usize = 16;
/// Members of a group.
pub const MEMBERS_MAX: usize = 1_000;
/// Sources in their order.
pub const SOURCES_MAX: usize = 256;
/// People who live in a place: above every real one.
pub const POPULATION_MAX: i64 = 100_000_000_000;
/// Length of a border: above the circumference of the Earth.
pub const LENGTH_M_MAX: i64 = 50_000_000;
/// How far up a chain of parents is followed.
pub const ANCESTORS_MAX: usize = 32;
/// Rows of one CSV file.
pub const CSV_ROWS_MAX: usize = 100_000;
/// Bytes of one CSV file.
pub const CSV_BYTES_MAX: usize = 32 << 20;
/// Faults of one file that are listed one by one; more are counted.
pub const DAMAGES_LISTED_MAX: usize = 1_000;
