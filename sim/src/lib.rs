//! A league in one thread: N real nodes over a simulated network, simulated clocks and a disk that crashes, with partners that lie. One seed sets
//! everything.
//!
//! ```text
//! seed ─▶ which faults ─▶ events: state, follow, ask, compare; lose, delay, cut, crash, restore, lie ─▶ checks after each
//!                      ─▶ faults stop ─▶ K rounds ─▶ all that is honest holds the same, and whoever could know holds the evidence
//! ```
//! A turn of a node has no loop, timer or thread of its own that changes what comes of it (`node::follow`), so a run is the same each time. The
//! node's writer is a thread, and waited for; its folder keeps rows when it likes, which must change nothing.
//!
//! In: runs, by seed. Out: sockets, processes and the real disk: the crash test of `node` kills real processes.
//! Source of the method: deterministic simulation as FoundationDB and TigerBeetle do it.

mod body;
mod broken;
mod calm;
mod check;
mod clock;
mod disk;
mod faults;
mod liar;
pub mod limits;
mod live;
mod random;
mod said;
mod wire;
mod world;

use std::fmt;

pub use live::Live;
pub use world::Told;

use world::World;

/// Seeds that once failed, one a line, `#` before words about them. They are run first.
pub const SEEDS: &str = include_str!("../seeds.txt");

/// What broke in a run, and how it came to that.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The run's seed.
    pub seed: u64,
    /// The promise that did not hold.
    pub what: String,
    /// The last events, oldest first.
    pub events: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.events.iter().try_for_each(|event| writeln!(f, "  {event}"))?;
        write!(f, "SIM_SEED={}: {}", self.seed, self.what)
    }
}

/// One run. Errors: a promise that did not hold.
pub fn run(seed: u64) -> Result<Told, Box<Failure>> {
    let failed = |what: String, events: Vec<String>| Box::new(Failure { seed, what, events });
    let mut world = World::new(seed).map_err(|broken| failed(broken.to_string(), Vec::new()))?;
    let done = world.storm().and_then(|()| world.calm());
    done.map(|()| world.told).map_err(|broken| failed(broken.to_string(), world.events.iter().cloned().collect()))
}

/// The seeds of [`SEEDS`].
pub fn kept_seeds() -> Vec<u64> {
    SEEDS.lines().filter_map(|line| line.split('#').next()?.trim().parse().ok()).collect()
}
