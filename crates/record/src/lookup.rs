//! Finding a row by a key that the columns hold already: four bytes a row, and nothing of the key twice.
//!
//! In: an open table of row numbers with linear probing, at most three quarters full. Out: the keys (`rows`).

/// Row numbers by the hash of their key.
///
/// Keys are digests, evenly spread by themselves. Whoever grinds names until digests collide slows only the record that takes them in.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    /// A power of two of slots, or none.
    slots: Vec<u32>,
    used: usize,
}

const EMPTY: u32 = u32::MAX;

impl Lookup {
    /// The row that `is_it` recognises among those of this hash.
    pub(crate) fn find(&self, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let slot = *self.slots.get(self.place(hash, is_it)?)?;
        (slot != EMPTY).then_some(slot)
    }

    /// Puts `row` in the place of the row that `is_it` recognises, or beside all others. `hash_of` is for when the table grows.
    pub(crate) fn put(&mut self, hash: u64, row: u32, is_it: impl Fn(u32) -> bool, hash_of: impl Fn(u32) -> u64) {
        if self.used * 4 >= self.slots.len() * 3 {
            self.grow(self.slots.len() * 2, hash_of);
        }
        let place = self.place(hash, is_it);
        if let Some(slot) = place.and_then(|place| self.slots.get_mut(place)) {
            self.used += usize::from(*slot == EMPTY);
            *slot = row;
        }
    }

    /// Makes room for `rows` keys in an empty table.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.grow(rows + rows / 2, |_| 0);
    }

    /// The slot of the row that `is_it` recognises, or the empty one where it would stand. None where there are no slots.
    fn place(&self, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut place = first_place(hash, mask);
        loop {
            // INVARIANT: a quarter of the slots is empty, so this ends.
            let slot = *self.slots.get(place)?;
            if slot == EMPTY || is_it(slot) {
                return Some(place);
            }
            place = (place + 1) & mask;
        }
    }

    fn grow(&mut self, slots: usize, hash_of: impl Fn(u32) -> u64) {
        let slots = slots.max(16).next_power_of_two();
        let mask = slots - 1;
        let before = std::mem::replace(&mut self.slots, vec![EMPTY; slots]);
        for row in before.into_iter().filter(|row| *row != EMPTY) {
            let mut place = first_place(hash_of(row), mask);
            while let Some(slot) = self.slots.get_mut(place) {
                if *slot == EMPTY {
                    *slot = row;
                    break;
                }
                place = (place + 1) & mask;
            }
        }
    }
}

/// Where a key's probing starts: the low bits of its hash.
fn first_place(hash: u64, mask: usize) -> usize {
    usize::try_from(hash & u64::try_from(mask).unwrap_or(u64::MAX)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_put_last_under_a_key_is_found(keys in prop::collection::vec(0..60_u64, 0..200), reserved in 0..100_usize) {
            // Keys are their own hashes, and only seven of them: every probing collides.
            let hash = |key: u64| key % 7;
            let mut lookup = Lookup::default();
            if reserved > 0 {
                lookup.reserve(reserved);
            }
            let mut naive = BTreeMap::new();
            for (row, key) in keys.iter().enumerate() {
                let row = u32::try_from(row).unwrap();
                lookup.put(hash(*key), row, |there| keys[there as usize] == *key, |there| hash(keys[there as usize]));
                naive.insert(*key, row);
            }
            for key in 0..70 {
                prop_assert_eq!(lookup.find(hash(key), |there| keys[there as usize] == key), naive.get(&key).copied());
            }
        }
    }
}
