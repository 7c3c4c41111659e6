//! The committed seeds, as they are and as small damage makes them, through every parser: quick, the same in every run, no engine needed.

use std::path::Path;

/// What damage writes over and between.
const MARKS: &[u8] = b"{}[]\",:\\0129-e.\n\r\0\xff+/=";

/// Damaged copies of each seed.
const COPIES: u64 = 3000;

/// A small generator (splitmix64): the same damage in every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

fn damaged(seed: &[u8], others: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=chance.below(3) {
        let at = chance.below(bytes.len());
        match chance.below(7) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << chance.below(8),
            1 if !bytes.is_empty() => bytes[at] = MARKS[chance.below(MARKS.len())],
            2 => bytes.truncate(at),
            3 if !bytes.is_empty() => drop(bytes.remove(at)),
            4 => bytes.insert(at, MARKS[chance.below(MARKS.len())]),
            5 => {
                let piece: Vec<u8> = bytes.iter().skip(at).take(chance.below(40)).copied().collect();
                bytes.splice(at..at, piece);
            }
            _ => {
                let other = &others[chance.below(others.len())];
                bytes.truncate(at);
                bytes.extend(other.iter().skip(chance.below(other.len())));
            }
        }
    }
    bytes
}

#[test]
fn no_seed_and_no_damage_makes_a_parser_panic() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for (name, target) in fuzz::TARGETS {
        let mut paths: Vec<_> =
            std::fs::read_dir(seeds.join(name)).unwrap_or_else(|_| panic!("no seeds for {name}")).map(|file| file.unwrap().path()).collect();
        paths.sort();
        let all: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
        assert!(!all.is_empty(), "no seeds for {name}");
        for (path, seed) in paths.iter().zip(&all) {
            target(seed);
            for copy in 0..COPIES {
                let bytes = damaged(seed, &all, &mut Chance(copy));
                let done = std::panic::catch_unwind(|| target(&bytes));
                assert!(done.is_ok(), "{name}: damage {copy} of {}: {:?}", path.display(), String::from_utf8_lossy(&bytes));
            }
        }
    }
}
