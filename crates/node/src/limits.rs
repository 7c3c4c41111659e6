//! Every bound of the node, by name.

use std::time::Duration;

/// The most statements that one call publishes: a batch is all or nothing, and waits in memory until it is durable.
pub const BATCH_STATEMENTS_MAX: usize = 200_000;
/// The most bytes of entries that one call publishes.
pub const BATCH_BYTES_MAX: usize = 256 << 20;
/// Statements in one group: the writer takes waiting jobs until it has these (one larger job goes alone).
pub const GROUP_STATEMENTS: usize = 1_000;
/// Jobs that wait for the writer; one more is answered `Busy`.
pub const JOBS_WAITING_MAX: usize = 1_024;
/// Bytes of entries that wait for the writer, over all jobs; more is answered `Busy`.
pub const BYTES_WAITING_MAX: usize = 2 * BATCH_BYTES_MAX;
/// From so many statements on, a batch is prepared by several threads.
pub const PREPARE_TOGETHER: usize = 2_000;
/// Threads that prepare one batch, at most.
pub const PREPARE_THREADS_MAX: usize = 4;
/// Statements after which an import hears how far it is.
pub const PROGRESS_EVERY: usize = 1_000;
/// How far the clock may be behind the last `at` before the node stops stating; less is clamped.
pub const CLOCK_BEHIND_MAX: Duration = Duration::from_mins(10);
/// Rest of the folder between two writes, so that each takes many rows.
pub const FOLDER_REST: Duration = Duration::from_millis(50);
/// Rows that one write of the folder takes.
pub const FOLD_ROWS_MAX: usize = 50_000;
/// Rows that wait to be kept; when more wait, the rest is folded anew at the next start.
pub const ROWS_WAITING_MAX: usize = 2_000_000;
/// Connections to `record.db` that are kept open for reading.
pub const READERS_KEPT: usize = 4;
/// The longest attachment, in bytes.
pub const ATTACHMENT_BYTES_MAX: usize = 20 << 20;
/// The longest request or answer over the socket, in bytes.
pub const SOCKET_BYTES_MAX: usize = BATCH_BYTES_MAX + (64 << 20);
/// The longest header line over the socket, in bytes.
pub const SOCKET_HEADER_MAX: usize = 4_096;
/// Connections over the socket that are served at once.
pub const SOCKET_CONNECTIONS_MAX: usize = 16;
/// How long the socket waits for the next bytes of a request.
pub const SOCKET_WAIT: Duration = Duration::from_secs(30);
/// How long a sender waits for the answer to a batch over the socket.
pub const ANSWER_WAIT: Duration = Duration::from_mins(10);
/// The longest key or mark file, in bytes.
pub const SMALL_FILE_BYTES_MAX: u64 = 4_096;
/// The longest note of another place that is compared with our own, in bytes.
pub const NOTE_BYTES_MAX: usize = 64 << 10;
/// The most entries that one call heals.
pub const HEAL_ENTRIES_MAX: usize = 1_000_000;
/// Threads that verify a store.
pub const VERIFY_THREADS: usize = 2;
/// Bundles that one verifying thread takes at a time.
pub const VERIFY_BUNDLES: u64 = 16;
/// Random bytes in a token's secret.
pub const TOKEN_BYTES: usize = 32;
/// The longest life of a token, in days.
pub const TOKEN_DAYS_MAX: u32 = 3_650;
/// The most files in a backup's manifest.
pub const BACKUP_FILES_MAX: usize = 1_000_000;
/// Warnings that one batch is answered with.
pub const WARNINGS_MAX: usize = 1_000;
/// Entries that a fold reads at a time.
pub const FOLD_CHUNK: u64 = 1_024;
/// How often a command tries to open a node that another process has.
pub const LOCK_TRIES: u32 = 50;
/// Milliseconds between two such tries.
pub const LOCK_WAIT_STEP: u64 = 100;
/// Entries that the search index takes in at a time; it can't be asked while it does.
pub const INDEX_CHUNK: u32 = 256;
/// So far behind, the search index is waited for by whoever asks it.
pub const INDEX_LAG_WAITED: u32 = 500;
/// How long it is waited for.
pub const INDEX_WAIT: Duration = Duration::from_millis(100);
/// How long after a failure the search index is tried again.
pub const INDEX_RETRY: Duration = Duration::from_secs(30);
/// The longest manifest of a backup, in bytes.
pub const MANIFEST_BYTES_MAX: u64 = 256 << 20;
/// The longest name of an account, in characters.
pub const USER_NAME_CHARS_MAX: usize = 100;
/// The shortest passphrase, in characters: length is what makes one hard to guess (specs/accord.md f).
pub const PASSPHRASE_CHARS_MIN: usize = 15;
/// The longest passphrase, in bytes.
pub const PASSPHRASE_BYTES_MAX: usize = 1_024;
/// Memory of one hash of a passphrase, in KiB (OWASP, Password Storage Cheat Sheet: argon2id, m = 19 MiB, t = 2, p = 1).
pub const PASSPHRASE_KIB: u32 = 19_456;
/// Passes of one hash of a passphrase over its memory.
pub const PASSPHRASE_PASSES: u32 = 2;
/// Memory that a kept hash may ask for, in KiB.
pub const PASSPHRASE_KIB_MAX: u32 = 1 << 20;
/// Signed requests whose nonces are remembered, each for a minute and a half.
pub const NONCES_MAX: usize = 100_000;
/// The longest answer with the words of a restricted statement, in bytes.
pub const WORDS_BYTES_MAX: usize = 256 << 10;
/// Restricted statements whose words one turn asks a partner for.
pub const ANSWERS_MAX: usize = 100;
/// Memory of one opening of an encrypted key, in KiB: keys are opened once, at the start (RFC 9106, 4: 64 MiB, three passes).
pub const KEY_KIB: u32 = 65_536;
/// Passes of one opening of an encrypted key over its memory.
pub const KEY_PASSES: u32 = 3;
/// Passes that an encrypted key may ask for.
pub const KEY_PASSES_MAX: u32 = 64;
/// Random bytes in a session's secret.
pub const SESSION_BYTES: usize = 32;
/// How long a session may rest before it ends.
pub const SESSION_IDLE: Duration = Duration::from_mins(30);
/// How long a session lives, however busy it is.
pub const SESSION_LIFE: Duration = Duration::from_hours(12);
/// Attempts to sign in that may fail under one name before the next must wait.
pub const ATTEMPTS_FREE_NAME: u32 = 5;
/// The same from one address, behind which a whole office may sit.
pub const ATTEMPTS_FREE_ADDRESS: u32 = 30;
/// The longest wait after failed attempts; the first is a second, and each doubles.
pub const ATTEMPT_WAIT_MAX: Duration = Duration::from_mins(15);
/// How long failed attempts are remembered.
pub const ATTEMPT_MEMORY: Duration = Duration::from_hours(24);
/// Drafts of forms that one person keeps.
pub const FORM_DRAFTS_MAX: u32 = 50;
/// Bytes of one draft of a form.
pub const FORM_DRAFT_BYTES_MAX: usize = 256 << 10;
/// How long a draft of a form is kept after it was last changed.
pub const FORM_DRAFT_LIFE: Duration = Duration::from_hours(24 * 90);
/// How often a delivery is tried.
pub const ATTEMPTS_EACH_MAX: u32 = 10;
/// How long to wait after the first attempt, in milliseconds; each further wait is three times as long.
pub const ATTEMPT_FIRST_MS: i64 = 60_000;
/// The longest wait between two attempts: a day, in milliseconds.
pub const ATTEMPT_REST_MS_MAX: i64 = 86_400_000;
/// What is kept of a receiver's answer, in characters.
pub const ANSWER_CHARACTERS_MAX: usize = 300;
/// Random bytes of a secret that signs deliveries.
pub const SIGNING_SECRET_BYTES: usize = 32;
/// So many other partners are asked what they saw of one's record.
pub const COMPARED_WITH: usize = 2;
/// Entries that one turn of following takes of a partner's record.
pub const FOLLOW_ENTRIES_MAX: u64 = 8_192;
/// Bytes after which a turn of following takes no further bundle.
pub const FOLLOW_BYTES_MAX: usize = 8 << 20;
/// How often our own record says of one log that it has two histories: once would do, and a liar can sign as many as it likes.
pub const FORKS_TOLD_MAX: usize = 16;
/// Bytes of a bundle: 256 entries of 65,535 bytes, each behind its length.
pub const BUNDLE_BYTES_MAX: usize = 256 * 65_537;
/// Bytes of a full tile.
pub const TILE_BYTES: usize = 8_192;
/// How long one request to another machine may take in all, where nothing else is said (specs/exchange.md c).
pub const FETCH_WAIT: Duration = Duration::from_secs(10);
/// Bytes of an answer that only says yes or no.
pub const FETCH_BYTES_MAX: usize = 64 << 10;
/// After how long an unchanged checkpoint is cosigned anew, in seconds: an hour (DESIGN rule 25).
pub const COSIGN_AGAIN_S: i64 = 3_600;
/// How far a cosignature's time may be from our clock, in seconds.
pub const COSIGN_AHEAD_MAX_S: u64 = 3_600;
/// How long a witness that failed is left in peace, in milliseconds; each further failure doubles it.
pub const COSIGN_REST_FIRST_MS: i64 = 5_000;
/// The longest such rest: ten minutes, in milliseconds.
pub const COSIGN_REST_MS_MAX: i64 = 600_000;
/// For how long the same cosignature is given for the same checkpoint, in seconds.
pub const COSIGN_SAME_S: i64 = 60;
/// How often new checkpoints of one log are cosigned, in the long run.
pub const COSIGN_EVERY: Duration = Duration::from_millis(200);
/// And how many of them at once.
pub const COSIGN_BURST: u32 = 60;
/// How soon a mirror that has not signed yet is asked again, in milliseconds.
pub const MIRROR_REST_FIRST_MS: i64 = 500;
