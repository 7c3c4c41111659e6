//! Every bound of the HTTP side, by name.

use std::time::Duration;

/// How long a client may take for the head of a request; an idle connection is closed after it too.
pub const HEAD_WAIT: Duration = Duration::from_secs(15);
/// How long a client may take for the whole body of a request.
pub const BODY_WAIT: Duration = Duration::from_mins(1);
/// How long a client may leave bytes of an answer untaken before its connection is closed.
pub const TAKE_WAIT: Duration = Duration::from_secs(30);
/// Headers of one request.
pub const HEADERS_MAX: usize = 64;
/// Bytes of the head of one request, address included.
pub const HEAD_BYTES_MAX: usize = 32 << 10;
/// Connections that are open at once; further ones wait to be accepted.
pub const CONNECTIONS_MAX: usize = 1_024;
/// Bytes of a body of statements.
pub const STATEMENTS_BYTES_MAX: usize = 16 << 20;
/// Bytes of a body of statements that are checked where they arrive; more are checked on a thread of their own.
pub const AT_ONCE_BYTES_MAX: usize = 16 << 10;
/// Requests with statements that are worked on at once; one more is answered 503.
pub const PUBLISHING_MAX: usize = 256;
/// Pages that are made at once; further ones wait, and find theirs in the cache where it was the same. Making is computing, so more than there are
/// cores gains little, and each further thread keeps some 60 MB of the allocator's for itself once it has made large pages.
pub const RENDERING_MAX: usize = 3;
/// How long a page waits to be made before it is answered 503.
pub const RENDERING_WAIT: Duration = Duration::from_secs(10);
/// Bytes of rendered pages that are kept: some 500 pages of an ordinary size, each asked for again within a moment in a crowd.
pub const CACHE_BYTES_MAX: usize = 32 << 20;
/// Bytes of one rendered page, above which it is not kept.
pub const CACHE_ENTRY_BYTES_MAX: usize = 4 << 20;
/// Bytes of a body below which packing it gains nothing.
pub const PACKED_BYTES_MIN: usize = 700;
/// Models of earlier cuts that are kept.
pub const MODELS_KEPT: usize = 8;
/// Bytes of one value of a query.
pub const QUERY_VALUE_BYTES_MAX: usize = 500;
/// Bytes of a query.
pub const QUERY_BYTES_MAX: usize = 4 << 10;
/// Rows of a list as CSV or JSON.
pub const ROWS_MAX: usize = 10_000;
/// Statements that a search lists as CSV or JSON, where no other number is asked for.
pub const FOUND_ROWS_MAX: usize = 200;
/// Places of one chart.
pub const CHART_PLACES_MAX: usize = 6;
/// Places whose series one answer holds, as CSV or JSON.
pub const SERIES_PLACES_MAX: usize = 400;
/// Entries of a feed.
pub const FEED_ENTRIES_MAX: usize = 50;
/// Stretches of one timeline: what can still be told apart, and drawn in a moment.
pub const STRETCHES_MAX: usize = 800;
/// Rows of the table under a timeline; its files have all.
pub const TIMELINE_ROWS_MAX: usize = 200;
/// Statements about a measure on its page.
pub const ABOUT_MAX: usize = 20;
/// Versions of a measure on its page.
pub const VERSIONS_MAX: usize = 100;
/// Warnings that an answer carries in its header: one of more than some kilobytes is dropped by proxies.
pub const WARNINGS_ANSWERED: usize = 5;
/// Bytes of the body of a form: the longest texts that a measure takes, percent-encoded.
pub const FORM_BYTES_MAX: usize = 512 << 10;
/// Fields of one form.
pub const FORM_FIELDS_MAX: usize = 200;
/// Passphrases that are hashed at once: each takes 19 MiB and a core.
pub const HASHING_MAX: usize = 2;
/// How long one who signs in waits for others' passphrases to be hashed.
pub const HASHING_WAIT: Duration = Duration::from_secs(10);
/// Pixels across of a picture (PNG): the least, the most, and where none are asked for.
pub const PNG_WIDTH_MIN: u32 = 320;
/// See [`PNG_WIDTH_MIN`].
pub const PNG_WIDTH_MAX: u32 = 2_400;
/// See [`PNG_WIDTH_MIN`].
pub const PNG_WIDTH: u32 = 1_600;
/// Pixels of a picture, four bytes each while it is drawn; a taller one is drawn less wide.
pub const PNG_PIXELS_MAX: u32 = 12_000_000;
/// Bytes of a drawing that is made a picture.
pub const PNG_SVG_BYTES_MAX: usize = 4 << 20;
/// Bytes of the files in a ZIP before they are packed; a file that would be above is left out, and said to be.
pub const ZIP_BYTES_MAX: usize = 64 << 20;
/// Statements whose proofs a ZIP holds.
pub const ZIP_PROOFS_MAX: usize = 500;
/// Earlier cuts whose findings are kept.
pub const FINDINGS_KEPT: usize = 2;
/// Places whose lanes the page on health and economy draws.
pub const SUPPORT_LANES_MAX: usize = 10;
/// Neighbours of a place that stand side by side on its page, those with the longest borders.
pub const NEIGHBOURS_SHOWN: usize = 6;
/// Findings on the page of a place.
pub const PLACE_FINDINGS_SHOWN: usize = 5;
/// Intervals of one finding that its page lists, the newest first.
pub const FINDING_INTERVALS_MAX: usize = 40;
/// Findings in a table for machines.
pub const FINDINGS_MAX: usize = 100_000;
/// Days of one calendar.
pub const CALENDAR_EVENTS_MAX: usize = 1_000;
/// How far back a calendar goes, in days: what ended lately is still of use.
pub const CALENDAR_DAYS_BACK: i32 = 31;
/// How far ahead a calendar goes, in days.
pub const CALENDAR_DAYS_AHEAD: i32 = 3 * 366;
/// Days ahead of which a digest says what ends on them.
pub const DIGEST_DAYS_AHEAD: i32 = 14;
/// Such days that one digest names.
pub const DIGEST_DUE_MAX: usize = 50;
/// Bytes of one message that is told.
pub const TOLD_BYTES_MAX: usize = 256 << 10;
/// Competences that the page of a place lists.
pub const POWERS_SHOWN_MAX: usize = 100;
/// Checkpoints that are looked at at once to be cosigned; one more is answered 503.
pub const WITNESSING_MAX: usize = 16;
/// How long a log may take for the whole body of such a request.
pub const WITNESS_BODY_WAIT: Duration = Duration::from_secs(10);
