//! Work that falls into parts, on as many threads as the machine has cores.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use league::coherence::Hands;

/// Threads that last as long as the work: this one, and another for each further core.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Threads;

/// More threads than this are not asked for.
const THREADS_MAX: usize = 8;

/// Parts for each thread: who had light ones takes another.
const PARTS: usize = 4;

/// Fewer items than this are done before a thread has begun.
const ITEMS_MIN: usize = 64;

impl Hands for Threads {
    fn share<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS_MAX);
        if threads == 1 || items.len() < ITEMS_MIN {
            return vec![work(items)];
        }
        let parts: Vec<&[T]> = items.chunks(items.len().div_ceil(threads * PARTS)).collect();
        let next = AtomicUsize::new(0);
        let turns = || {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                match parts.get(at) {
                    Some(part) => done.push((at, work(part))),
                    None => return done,
                }
            }
        };
        let mut done = thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(turns)).collect();
            let mut done = turns();
            for other in others {
                done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
            }
            done
        });
        done.sort_unstable_by_key(|(at, _)| *at);
        done.into_iter().map(|(_, result)| result).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back_in_their_order_and_are_all_of_it() {
        for count in [0, 1, ITEMS_MIN, 1_000, 1_001] {
            let items: Vec<usize> = (0..count).collect();
            let shared = Threads.share(&items, <[usize]>::to_vec);
            assert_eq!(shared.concat(), items);
        }
    }
}
