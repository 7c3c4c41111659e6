//! The engine: `KOINON_FUZZ=note cargo fuzz run --features engine --sanitizer none target fuzz/seeds/note`.
#![no_main]

use std::sync::LazyLock;

use fuzz::{TARGETS, Target};

static CHOSEN: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("KOINON_FUZZ").unwrap_or_default();
    match TARGETS.iter().find(|(target, _)| *target == name) {
        Some((_, target)) => *target,
        None => panic!("set KOINON_FUZZ to one of {}", TARGETS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")),
    }
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| CHOSEN(bytes));
