//! Every bound of the simulation, by name.

/// The fewest and the most events of a run, before faults stop.
pub const EVENTS: (i64, i64) = (50, 85);
/// The fewest and the most honest nodes of a run.
pub const BODIES: (i64, i64) = (2, 5);
/// K: in so many rounds after faults stopped, all that is honest holds the same. In the first each takes what the others have said and meets what a
/// liar shows; what it then finds by comparing with the others it states, at the latest in the second; the third carries that to all; the fourth
/// changes nothing, which is how it is known to be over.
pub const ROUNDS: usize = 4;
/// Turns in which a record of any size of a run is copied whole: one, for no run has more entries than a turn takes.
pub const TURNS_EACH: usize = 2;
/// Requests of one turn of following, beside those for bundles: a checkpoint and the tiles of two proofs, each perhaps asked twice.
pub const REQUESTS_MAX: u64 = 64;
/// Kinds that nobody knows, stated at once by a liar.
pub const FLOOD: usize = 1_000;
/// How many of the last events a failure tells.
pub const EVENTS_TOLD: usize = 60;
/// Requests for cosignatures that are kept to be sent again, late.
pub const LATE_MAX: usize = 16;
