//! Who does work that falls into parts: one after the other here, several at once where a shell has threads.

/// Shares out work whose parts do not know of each other.
pub trait Hands {
    /// Does `work` on parts of `items` that follow each other and are all of them; what came of each, in the order of the parts. However the items
    /// are parted, what comes of all parts together must be the same.
    fn share<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R>;
}

/// All of it at once, here.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alone;

impl Hands for Alone {
    fn share<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
        vec![work(items)]
    }
}
