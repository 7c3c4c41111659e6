//! The clock of one simulated node: the world's time, set off, or standing still.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use node::Clock;

/// When each run starts: 2026-11-24T10:00:00Z, in milliseconds since 1970.
pub(crate) const START_MS: i64 = 1_795_514_400_000;

/// The time that all share, in milliseconds since 1970. Never falls.
#[derive(Clone, Debug)]
pub(crate) struct WorldTime(Arc<AtomicI64>);

impl WorldTime {
    pub(crate) fn start() -> WorldTime {
        WorldTime(Arc::new(AtomicI64::new(START_MS)))
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.0.fetch_add(ms.max(0), Ordering::SeqCst);
    }
}

/// A node's clock.
#[derive(Debug)]
pub(crate) struct SimClock {
    world: WorldTime,
    offset_ms: AtomicI64,
    /// What it shows while it stands still; [`RUNS`] while it runs.
    stopped_ms: AtomicI64,
}

const RUNS: i64 = i64::MIN;

impl SimClock {
    pub(crate) fn of(world: &WorldTime) -> SimClock {
        SimClock { world: world.clone(), offset_ms: AtomicI64::new(0), stopped_ms: AtomicI64::new(RUNS) }
    }

    pub(crate) fn now_ms(&self) -> i64 {
        match self.stopped_ms.load(Ordering::SeqCst) {
            RUNS => self.world.now_ms().saturating_add(self.offset_ms.load(Ordering::SeqCst)),
            stopped => stopped,
        }
    }

    /// Sets it off by so much from the world's time; it runs.
    pub(crate) fn set_off(&self, ms: i64) {
        self.offset_ms.store(ms, Ordering::SeqCst);
        self.stopped_ms.store(RUNS, Ordering::SeqCst);
    }

    /// Lets it stand still.
    pub(crate) fn stop(&self) {
        self.stopped_ms.store(self.now_ms(), Ordering::SeqCst);
    }
}

impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now_ms()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn elapsed(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.world.now_ms()).unwrap_or(0))
    }
}
