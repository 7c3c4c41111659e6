//! Every bound of the store, by name.

use std::time::Duration;

/// The most entries that one call reads into memory.
pub const ENTRIES_READ_MAX: u64 = 65_536;
/// The most signed checkpoints that one call reads.
pub const SIGNED_READ_MAX: u32 = 10_000;
/// The most indices that an origin may have in one file: the bits below the origin's number in an entry's key.
pub const INDEX_BITS: u32 = 40;
/// Rows in one block of views: as many as entries in a bundle.
pub const BLOCK_ROWS: u32 = 256;
/// The longest term that is kept, in bytes: codes and kinds are far shorter.
pub const TERM_BYTES_MAX: usize = 4_096;
/// How long a connection waits for another process's write.
pub const BUSY_WAIT: Duration = Duration::from_secs(10);
/// Pages of the write-ahead log after which it is copied back (16 MiB).
pub const WAL_PAGES: u32 = 2_000;
/// Page size of both large files, in bytes.
pub const PAGE_BYTES: u32 = 8_192;
/// Page cache of the connection that writes, in KiB.
pub const WRITER_CACHE_KIB: u32 = 8_000;
/// Page cache of each connection that only reads, in KiB.
pub const READER_CACHE_KIB: u32 = 2_000;
/// The most tokens that `access.db` holds.
pub const TOKENS_MAX: u32 = 10_000;
/// The most people that `access.db` holds.
pub const USERS_MAX: u32 = 10_000;
/// The most sessions that one person has at once; the one used least recently ends.
pub const SESSIONS_EACH_MAX: u32 = 20;
/// Names and addresses whose failed attempts to sign in are remembered; the oldest are forgotten.
pub const ATTEMPTS_MAX: u32 = 100_000;
/// The most subscriptions that `notify.db` holds.
pub const SUBSCRIPTIONS_MAX: u32 = 1_000;
/// Deliveries that wait for one subscription; where there are more, the oldest are dropped.
pub const DELIVERIES_WAITING_MAX: u32 = 500;
/// How long it is remembered what became of a delivery: 30 days, in milliseconds.
pub const DELIVERIES_KEPT_MS: i64 = 30 * 86_400_000;
/// The most logs that our witness cosigns.
pub const LOGS_COSIGNED_MAX: u64 = 10_000;
/// How long the cosignatures of our own checkpoints are kept, in seconds: a year. What is to last longer is stated as `cosigned/v1`.
pub const COSIGNATURES_KEPT_S: i64 = 366 * 86_400;
/// The most cosignatures that one call reads.
pub const COSIGNATURES_READ_MAX: u32 = 10_000;
/// The most restricted statements that are held.
pub const PAYLOADS_MAX: u64 = 1_000_000;
/// The most restricted statements that one call reads.
pub const PAYLOADS_READ_MAX: u32 = 10_000;
/// The most faults of one sort of one partner that are kept, each with its evidence.
pub const FAULTS_EACH_MAX: u32 = 100;
/// The most faults of one partner that one call reads.
pub const FAULTS_READ_MAX: u32 = 1_000;
