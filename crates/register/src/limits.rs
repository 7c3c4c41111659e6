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
/// Instruments, sectors or places of one power; places of one authority; powers of one office.
pub const SCOPE_MAX: usize = 1_000;
/// How many times a competence may be passed on: no chain is followed further.
pub const REDELEGATE_MAX: u8 = 8;
/// Bytes of a sector.
pub const SECTOR_BYTES_MAX: usize = 64;
/// Bytes of what a power rests on in law, in each language.
pub const BASIS_BYTES_MAX: usize = 1_000;
/// Roles of one office.
pub const ROLES_MAX: usize = 16;
/// Bytes of the hours of an office, in each language.
pub const HOURS_BYTES_MAX: usize = 300;
/// Bytes of a phone number, as it is written.
pub const PHONE_BYTES_MAX: usize = 32;
/// Bytes of an e-mail address.
pub const MAIL_BYTES_MAX: usize = 120;
/// Places that one has been part of, one after the other.
pub const PARENTS_MAX: usize = 32;
