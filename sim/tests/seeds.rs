//! A few hundred runs: those seeds that once failed, then others. `KOINON_SIM_SEEDS` says how many.
#![expect(clippy::disallowed_methods, reason = "a test: the environment says how long it runs")]

#[test]
fn a_league_keeps_its_promises_whatever_goes_wrong() {
    let count: u64 = std::env::var("KOINON_SIM_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(300);
    for seed in sim::kept_seeds().into_iter().chain(0..count) {
        if let Err(failure) = sim::run(seed) {
            panic!("{failure}");
        }
    }
}

#[test]
fn a_run_is_the_same_each_time() {
    for seed in [3, 4, 5] {
        assert_eq!(sim::run(seed).ok(), sim::run(seed).ok());
    }
}
