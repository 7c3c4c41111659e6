//! Proven time: what cosignatures prove to have stood in a record by a deadline, with no clock that all must trust (specs/accord.md b3).
//!
//! ```text
//! o_w = largest size cosigned by w at t <= D      P = k-th largest o_w    entry i is in time  iff i <  P
//! c_w = smallest size cosigned by w at t >  D     S = k-th smallest c_w   entry i is late     iff i >= S      P <= i < S: unproven
//! ```
//! Order statistics over a set: the order in which facts arrive changes nothing, and more facts only raise P and lower S. Of n witnesses of which f may
//! lie, 2k - n > f keeps it safe and k <= n - f alive.
//! In: the two bounds for one record and one deadline. Out: whose cosignatures count (the caller), how they are proven ([`crate::own::cosigned`]).

use std::collections::BTreeMap;

/// A witness saw a record at this size at this time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// Name of its key.
    pub witness: String,
    /// Id of its key: only both together tell keys apart.
    pub id: [u8; 4],
    /// How many entries.
    pub size: u64,
    /// When, POSIX seconds.
    pub seconds: u64,
}

/// What is proven of one record about one deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Every entry below this one stood by the deadline (P).
    pub in_time: u64,
    /// No entry from this one on stood by it (S). None: unknown.
    pub late_from: Option<u64>,
}

/// How an entry stands to a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// It stood by the deadline.
    InTime,
    /// It did not.
    Late,
    /// Neither is proven.
    Unproven,
}

impl Window {
    /// The window of what `k` witnesses, one or more, agree on; `deadline` in POSIX seconds is itself in time. `seen` is of one record, by witnesses
    /// of the policy, never by the record's own key; how often and in which order each fact is given changes nothing.
    pub fn of(seen: &[Seen], k: usize, deadline: u64) -> Window {
        let mut before: BTreeMap<(&str, [u8; 4]), u64> = BTreeMap::new();
        let mut after: BTreeMap<(&str, [u8; 4]), u64> = BTreeMap::new();
        for Seen { witness, id, size, seconds } in seen {
            let witness = (witness.as_str(), *id);
            if *seconds <= deadline {
                let largest = before.entry(witness).or_insert(*size);
                *largest = (*largest).max(*size);
            } else {
                let smallest = after.entry(witness).or_insert(*size);
                *smallest = (*smallest).min(*size);
            }
        }
        let (mut before, mut after): (Vec<u64>, Vec<u64>) = (before.into_values().collect(), after.into_values().collect());
        before.sort_unstable_by(|a, b| b.cmp(a));
        after.sort_unstable();
        let kth = |sizes: &[u64]| k.checked_sub(1).and_then(|place| sizes.get(place).copied());
        Window { in_time: kth(&before).unwrap_or(0), late_from: kth(&after) }
    }

    /// How the entry with this index stands.
    pub fn timing(&self, index: u64) -> Timing {
        if index < self.in_time {
            Timing::InTime
        } else if self.late_from.is_some_and(|late_from| index >= late_from) {
            Timing::Late
        } else {
            Timing::Unproven
        }
    }

    /// Whether it can be said for certain which of these entries were in time, and that there are no others: S is known, all entries below it are
    /// `held` and verified, and none of `entries` stands between P and S.
    pub fn is_determined(&self, held: u64, entries: &[u64]) -> bool {
        self.late_from.is_some_and(|late_from| late_from <= held) && entries.iter().all(|index| self.timing(*index) != Timing::Unproven)
    }
}
