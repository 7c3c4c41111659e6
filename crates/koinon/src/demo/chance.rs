//! Chance that comes out the same every time: SplitMix64 (Steele, Lea, Flood 2014), seeded by a number and a name.

/// A source of numbers that look random. Not for keys.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The chance of everything called `name` under `seed`: one name's draws never shift another's.
    pub(super) fn named(seed: u64, name: &str) -> Chance {
        // FNV-1a, 64 bits.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from `low` to `high`, both possible.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = u64::from(high.abs_diff(low)) + 1;
        let offset = i32::try_from(self.next() % width).unwrap_or(0);
        low.saturating_add(offset)
    }

    /// Whether something that happens `percent` times in 100 happens now.
    pub(super) fn happens(&mut self, percent: i32) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of `items`; the first of an empty list can't be had, so there must be one.
    pub(super) fn one_of<'t, T>(&mut self, first: &'t T, others: &'t [T]) -> &'t T {
        let at = self.between(0, i32::try_from(others.len()).unwrap_or(i32::MAX));
        usize::try_from(at - 1).ok().and_then(|at| others.get(at)).unwrap_or(first)
    }
}
