//! Which entries of a run have a word: one bit for each, and one more where the word stands in a title.

use std::collections::BTreeSet;
use std::ops::Bound;

/// The most entries of one run.
pub const RUN_ENTRIES: u32 = 16_384;

const CELLS: usize = RUN_ENTRIES as usize / 64;

/// Entries of one run, by their place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries {
    /// Those that have the word anywhere.
    anywhere: Box<[u64; CELLS]>,
    /// Those that have it in a title, a name or a code of their own.
    in_title: Box<[u64; CELLS]>,
}

impl Default for Entries {
    fn default() -> Entries {
        Entries { anywhere: Box::new([0; CELLS]), in_title: Box::new([0; CELLS]) }
    }
}

impl Entries {
    /// Adds an entry.
    pub fn add(&mut self, place: u32, is_title: bool) {
        let (cell, bit) = ((place / 64) as usize, 1_u64 << (place % 64));
        if let (Some(anywhere), Some(in_title)) = (self.anywhere.get_mut(cell), self.in_title.get_mut(cell)) {
            *anywhere |= bit;
            *in_title |= if is_title { bit } else { 0 };
        }
    }

    /// Keeps those that `other` has too; in a title are those that both have there.
    pub fn keep(&mut self, other: &Entries) {
        self.anywhere.iter_mut().zip(other.anywhere.iter()).for_each(|(mine, theirs)| *mine &= theirs);
        self.in_title.iter_mut().zip(other.in_title.iter()).for_each(|(mine, theirs)| *mine &= theirs);
    }

    /// Keeps those that `other` has anywhere, each as it was found here.
    pub fn keep_where(&mut self, other: &Entries) {
        self.anywhere.iter_mut().zip(other.anywhere.iter()).for_each(|(mine, theirs)| *mine &= theirs);
        self.in_title.iter_mut().zip(other.anywhere.iter()).for_each(|(mine, theirs)| *mine &= theirs);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.anywhere.iter().all(|cell| *cell == 0)
    }

    /// Whether it has an entry, anywhere.
    pub fn has(&self, place: u32) -> bool {
        bit(&self.anywhere, place)
    }

    /// The places of all, the highest first, and whether each has it in a title.
    pub fn newest_first(&self) -> impl Iterator<Item = (u32, bool)> {
        let cells = (0..RUN_ENTRIES / 64).zip(self.anywhere.iter()).rev();
        let places = cells.flat_map(|(cell, bits)| bits_of(*bits).map(move |bit| cell.saturating_mul(64).saturating_add(bit)));
        places.map(|place| (place, bit(&self.in_title, place)))
    }

    /// As a list of a page has them: both rows of bits, little-endian.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.anywhere.iter().chain(self.in_title.iter()).flat_map(|cell| cell.to_le_bytes()).collect()
    }

    /// Adds what [`Entries::bytes`] wrote. None where it is of another length.
    pub(super) fn add_bytes(&mut self, bytes: &[u8]) -> Option<()> {
        let (cells, rest) = bytes.as_chunks::<8>();
        if cells.len() != CELLS.saturating_mul(2) || !rest.is_empty() {
            return None;
        }
        let mine = self.anywhere.iter_mut().chain(self.in_title.iter_mut());
        mine.zip(cells).for_each(|(mine, theirs)| *mine |= u64::from_le_bytes(*theirs));
        Some(())
    }
}

/// Bytes of a list as bits.
pub(super) const BITS_BYTES: usize = CELLS * 16;

fn bit(cells: &[u64; CELLS], place: u32) -> bool {
    cells.get((place / 64) as usize).is_some_and(|cell| cell >> (place % 64) & 1 == 1)
}

/// The numbers of the bits that are set, the highest first.
fn bits_of(mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let highest = 63_u32.checked_sub(bits.leading_zeros())?;
        bits &= !(1 << highest);
        Some(highest)
    })
}

/// Which words are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All that begin so.
    Begins(String),
    /// One of these.
    OneOf(BTreeSet<String>),
}

/// What a word is to one who reads words in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// It is wanted.
    Wanted,
    /// It is not.
    Other,
    /// Nor is any that follows.
    Past,
}

impl Wanted {
    /// The first word that may be wanted.
    pub(super) fn first(&self) -> &str {
        match self {
            Wanted::Begins(start) => start,
            Wanted::OneOf(words) => words.first().map_or("", String::as_str),
        }
    }

    /// What `word` is.
    pub(super) fn sight(&self, word: &str) -> Sight {
        match self {
            Wanted::Begins(start) if word.starts_with(start.as_str()) => Sight::Wanted,
            Wanted::Begins(start) if word < start.as_str() => Sight::Other,
            Wanted::OneOf(words) if words.contains(word) => Sight::Wanted,
            Wanted::OneOf(words) if words.last().is_some_and(|last| word < last.as_str()) => Sight::Other,
            Wanted::Begins(_) | Wanted::OneOf(_) => Sight::Past,
        }
    }

    /// The first word from `from` on that may be wanted. None: every word may be; `Some(None)`: there is none.
    pub(super) fn next_from(&self, from: &str) -> Option<Option<&str>> {
        match self {
            Wanted::Begins(_) => None,
            Wanted::OneOf(words) => Some(words.range::<str, _>((Bound::Included(from), Bound::Unbounded)).next().map(String::as_str)),
        }
    }
}
