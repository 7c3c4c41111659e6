//! Which faults are on in a run, and how often they strike: another choice for each seed, for what all faults at once hide, a few show.

use crate::random::Random;

/// What goes wrong, in so many of a hundred requests or events; 0: never.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults {
    /// A request is lost.
    pub(crate) drop: u32,
    /// An answer is lost, after what was asked is done.
    pub(crate) lose_answer: u32,
    /// A request takes long, perhaps too long.
    pub(crate) slow: u32,
    /// An answer is cut off.
    pub(crate) truncate: u32,
    /// A byte of an answer is another.
    pub(crate) corrupt: u32,
    /// A request arrives twice.
    pub(crate) duplicate: u32,
    /// An old request arrives again.
    pub(crate) late: u32,
    /// Two nodes lose each other.
    pub(crate) partition: u32,
    /// A clock is set off, stops, jumps.
    pub(crate) clock: u32,
    /// A clock jumps by hours.
    pub(crate) far_clock: u32,
    /// A node dies at some write of its turn.
    pub(crate) crash: u32,
    /// A node is closed in order and opened again.
    pub(crate) restart: u32,
    /// An older copy of a node's folder is put in its place.
    pub(crate) restore: u32,
    /// Of those, so many come to a machine that knows of no mark.
    pub(crate) new_machine: u32,
    /// A partner is paused.
    pub(crate) pause: u32,
    /// Little is taken of one partner in a day.
    pub(crate) is_sparing: bool,
    /// A body says now and then what it sees elsewhere.
    pub(crate) observe: u32,
    /// One of the league lies.
    pub(crate) lies: Option<Lies>,
}

/// What a liar does, in so many of a hundred of its events.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lies {
    /// Tells some another history.
    pub(crate) fork: u32,
    /// Changes what it has said.
    pub(crate) rewrite: u32,
    /// Leaves out what it has said.
    pub(crate) leave_out: u32,
    /// Goes back to fewer entries.
    pub(crate) shrink: u32,
    /// Serves what is no log.
    pub(crate) garbage: u32,
    /// States what is no statement, or what nobody knows.
    pub(crate) nonsense: u32,
    /// States a thousand kinds that nobody knows.
    pub(crate) flood: u32,
    /// Cosigns wrongly.
    pub(crate) bad_cosignatures: u32,
}

impl Faults {
    pub(crate) fn chosen(random: &mut Random) -> Faults {
        Faults {
            drop: maybe(random, 25),
            lose_answer: maybe(random, 20),
            slow: maybe(random, 15),
            truncate: maybe(random, 15),
            corrupt: maybe(random, 15),
            duplicate: maybe(random, 30),
            late: maybe(random, 15),
            partition: maybe(random, 10),
            clock: maybe(random, 12),
            far_clock: if random.chance(25) { 3 } else { 0 },
            crash: maybe(random, 20),
            restart: maybe(random, 6),
            restore: maybe(random, 8),
            new_machine: maybe(random, 60),
            pause: maybe(random, 6),
            is_sparing: random.chance(25),
            observe: maybe(random, 30),
            lies: random.chance(60).then(|| Lies {
                fork: maybe(random, 20),
                rewrite: maybe(random, 20),
                leave_out: maybe(random, 20),
                shrink: maybe(random, 20),
                garbage: maybe(random, 30),
                nonsense: maybe(random, 60),
                flood: if random.chance(4) { 5 } else { 0 },
                bad_cosignatures: maybe(random, 70),
            }),
        }
    }
}

/// Off in half of the runs, else up to `most`.
fn maybe(random: &mut Random, most: usize) -> u32 {
    if random.chance(50) { u32::try_from(1 + random.below(most)).unwrap_or(0) } else { 0 }
}
