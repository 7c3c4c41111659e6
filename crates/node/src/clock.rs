//! The one place that asks the machine for the time.

use std::time::Duration;

use jiff::Timestamp;

/// Tells the time. Real: [`SystemClock`]; told: [`SetClock`], in tests and in the demo league.
pub trait Clock: Send + Sync {
    /// What time it is. May jump.
    fn now(&self) -> Timestamp;
    /// Time since some fixed moment. Never falls.
    fn elapsed(&self) -> Duration;
}

/// The machine's own clocks.
#[derive(Debug)]
pub struct SystemClock {
    start: std::time::Instant,
}

impl SystemClock {
    /// A clock whose `elapsed` starts now.
    #[expect(clippy::disallowed_methods, reason = "this is the lawful place")]
    pub fn new() -> SystemClock {
        SystemClock { start: std::time::Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> SystemClock {
        SystemClock::new()
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the lawful place")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

/// A clock that shows what it is set to, in milliseconds since 1970.
#[derive(Debug, Default)]
pub struct SetClock(std::sync::atomic::AtomicI64);

impl SetClock {
    /// A clock that shows `now_ms`.
    pub fn at(now_ms: i64) -> SetClock {
        SetClock(now_ms.into())
    }

    /// Sets what it shows.
    pub fn set(&self, now_ms: i64) {
        self.0.store(now_ms, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(std::sync::atomic::Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn elapsed(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.load(std::sync::atomic::Ordering::SeqCst)).unwrap_or(0))
    }
}
