//! Every bound of this crate, by name.

/// Bytes of a title or an instrument's name, in each language.
pub const TITLE_BYTES_MAX: usize = 300;
/// Bytes of an instrument's name, in each language.
pub const NAME_BYTES_MAX: usize = 200;
/// Bytes of the words of a measure, in each language.
pub const WORDS_BYTES_MAX: usize = 16_384;
/// Bytes of what one level of an instrument says, in each language; of an objective.
pub const LEVEL_BYTES_MAX: usize = 2_000;
/// Bytes of what a flag says, of an area.
pub const SHORT_BYTES_MAX: usize = 500;
/// Bytes of a legal basis.
pub const BASIS_BYTES_MAX: usize = 1_000;
/// Highest level that any instrument can have.
pub const LEVEL_MAX: u8 = 32;
/// Links of a measure.
pub const LINKS_MAX: usize = 32;
/// Bytes of a link.
pub const HREF_BYTES_MAX: usize = 2_000;
/// Attachments of a measure.
pub const ATTACHMENTS_MAX: usize = 16;
/// Bytes of an attachment.
pub const ATTACHMENT_BYTES_MAX: i64 = 20 << 20;
/// Bytes of a name of a file or a series.
pub const LINE_BYTES_MAX: usize = 200;
/// Measures that one measure can replace or amend.
pub const REFERENCES_MAX: usize = 16;
/// Notes of one observed measure.
pub const NOTES_MAX: usize = 1_000;
/// Bytes of all notes of one observed measure, so that the entry stays below 65,535.
pub const NOTES_BYTES_MAX: usize = 48_000;
/// Places of one coverage.
pub const PLACES_MAX: usize = 512;
/// Instruments of one coverage.
pub const INSTRUMENTS_MAX: usize = 256;
/// Bytes of one file of an import, inflated.
pub const FILE_BYTES_MAX: usize = 512 << 20;
/// Columns of one file of an import.
pub const COLUMNS_MAX: usize = 8_192;
/// Rows of one file of an import.
pub const ROWS_MAX: usize = 2_000_000;
/// Files of one import.
pub const FILES_MAX: usize = 1_000;
/// Conditions on one side of a rule between sectors.
pub const CONDITIONS_MAX: usize = 8;
/// Days that may pass within a rule between sectors; days that a finding must last.
pub const WITHIN_DAYS_MAX: i32 = 3_650;
/// Bytes of a rule's name in an answer.
pub const RULE_BYTES_MAX: usize = 300;
/// Entries that one answer pins.
pub const ENTRIES_PINNED_MAX: usize = 16;
