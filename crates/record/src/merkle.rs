//! The Merkle tree over entries: hashes, roots, inclusion and consistency (RFC 6962, 2.1; SHA-256).
//!
//! ```text
//! leaf = SHA-256(0x00 || entry)      node = SHA-256(0x01 || left || right)      split at the largest power of two below n
//! ```
//! In: hashes and proofs over any source of hashes. Out: where hashes are kept (`tile`), what leaves say (`statement`).

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// The root of the tree without leaves: SHA-256 of nothing.
pub const EMPTY_ROOT: Hash = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c,
    0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];

/// A proof has at most so many hashes: the height of a tree of 2^63 leaves, and one more for consistency.
pub const PROOF_HASHES_MAX: usize = 64;

/// Why a proof does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The index is not below the size.
    #[error("entry {index} is not in a tree of {size} entries; give an index below {size}")]
    Index {
        /// Index that was asked for.
        index: u64,
        /// Size of the tree.
        size: u64,
    },
    /// The old size is above the new one.
    #[error("a tree of {new} entries can't continue one of {old}; give the smaller size first")]
    Sizes {
        /// Size of the older tree.
        old: u64,
        /// Size of the newer tree.
        new: u64,
    },
    /// Too few or too many hashes.
    #[error("the proof has {found} hashes where this place in the tree needs {needed}")]
    Length {
        /// How many there are.
        found: usize,
        /// How many there must be.
        needed: usize,
    },
    /// The hashes lead to another root.
    #[error("the proof leads to another root: the entry, the proof or the checkpoint was changed")]
    Root,
}

/// Hash of an entry's bytes.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// Hash of a node from its children.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut bytes = [1; 65];
    let (_, children) = bytes.split_at_mut(1);
    let (first, second) = children.split_at_mut(32);
    first.copy_from_slice(left);
    second.copy_from_slice(right);
    Sha256::digest(bytes).into()
}

/// The right edge of a tree: the roots of its perfect subtrees, largest first. All that appending needs.
///
/// INVARIANT: as many roots as `size` has bits set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    edge: Vec<Hash>,
}

impl Frontier {
    /// The edge of a tree of `size` leaves from the roots of its perfect subtrees, largest first. None where their number is wrong.
    pub fn from_edge(size: u64, edge: Vec<Hash>) -> Option<Frontier> {
        (usize::try_from(size.count_ones()) == Ok(edge.len())).then_some(Frontier { size, edge })
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the perfect subtrees, largest first.
    pub fn edge(&self) -> &[Hash] {
        &self.edge
    }

    /// Adds a leaf, by its hash.
    pub fn push(&mut self, leaf: Hash) {
        self.push_subtree(0, leaf);
    }

    /// Adds a whole perfect subtree of `2^height` leaves, by its root. False, and nothing done, where the tree's size is no multiple of that.
    pub fn push_subtree(&mut self, height: u32, root: Hash) -> bool {
        let Some(leaves) = 1_u64.checked_shl(height) else { return false };
        let Some(size) = self.size.checked_add(leaves).filter(|_| self.size.trailing_zeros() >= height) else { return false };
        let mut hash = root;
        // Every bit that the addition carries over closes one subtree.
        for _ in 0..(self.size >> height).trailing_ones() {
            let Some(left) = self.edge.pop() else { break };
            hash = node_hash(&left, &hash);
        }
        self.edge.push(hash);
        self.size = size;
        true
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        let mut roots = self.edge.iter().rev();
        let Some(smallest) = roots.next() else { return EMPTY_ROOT };
        roots.fold(*smallest, |right, left| node_hash(left, &right))
    }
}

/// The root of the tree over these leaves (their hashes). Full tiles of leaves can be hashed one by one, on any thread, and joined by
/// [`Frontier::push_subtree`] with height 8.
pub fn root_of(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    leaves.iter().for_each(|leaf| frontier.push(*leaf));
    frontier.root()
}

/// The proof that leaf `index` is in the tree of `size` leaves: the hashes beside its path, from the leaf up.
///
/// `read(level, index)` gives the root of the perfect subtree of `2^level` leaves that starts at leaf `index * 2^level`.
/// None where the index is not below the size or `read` gives none.
pub fn prove_inclusion(index: u64, size: u64, mut read: impl FnMut(u32, u64) -> Option<Hash>) -> Option<Vec<Hash>> {
    if index >= size {
        return None;
    }
    let (mut from, mut to) = (0, size);
    let mut beside = Vec::new();
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            beside.push((middle, to));
            to = middle;
        } else {
            beside.push((from, middle));
            from = middle;
        }
    }
    beside.iter().rev().map(|(from, to)| range_root(*from, *to, &mut read)).collect()
}

/// The proof that the tree of `new` leaves continues the one of `old`. Empty where `old` is 0 or equal to `new`.
///
/// `read` is as in [`prove_inclusion`]. None where `old` is above `new` or `read` gives none.
pub fn prove_consistency(old: u64, new: u64, mut read: impl FnMut(u32, u64) -> Option<Hash>) -> Option<Vec<Hash>> {
    if old > new {
        return None;
    }
    if old == 0 || old == new {
        return Some(Vec::new());
    }
    let (mut from, mut to) = (0, new);
    let mut parts = Vec::new();
    while old != to {
        let middle = from + split(to - from);
        if old <= middle {
            parts.push((middle, to));
            to = middle;
        } else {
            parts.push((from, middle));
            from = middle;
        }
    }
    if from != 0 {
        parts.push((from, to));
    }
    parts.iter().rev().map(|(from, to)| range_root(*from, *to, &mut read)).collect()
}

/// The root of the tree of `size` leaves from the roots of perfect subtrees, read as in [`prove_inclusion`].
pub fn root_from(size: u64, mut read: impl FnMut(u32, u64) -> Option<Hash>) -> Option<Hash> {
    if size == 0 { Some(EMPTY_ROOT) } else { range_root(0, size, &mut read) }
}

/// Checks that the leaf with this hash is number `index` of the tree with this size and root.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, root: &Hash, proof: &[Hash]) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Index { index, size });
    }
    // Inner hashes stand on the way up to where index and last leaf part; the border hashes after it are all on the left.
    let inner = u64::BITS - (index ^ (size - 1)).leading_zeros();
    let border = index.checked_shr(inner).unwrap_or(0).count_ones();
    let (below, above) = split_proof(proof, inner, border)?;
    let hash = below.iter().enumerate().fold(
        *leaf,
        |hash, (level, beside)| {
            if (index >> level) & 1 == 0 { node_hash(&hash, beside) } else { node_hash(beside, &hash) }
        },
    );
    let hash = above.iter().fold(hash, |hash, left| node_hash(left, &hash));
    if hash == *root { Ok(()) } else { Err(ProofError::Root) }
}

/// Checks that the tree of `new` leaves and `new_root` continues the one of `old` leaves and `old_root`.
pub fn verify_consistency(old: u64, old_root: &Hash, new: u64, new_root: &Hash, proof: &[Hash]) -> Result<(), ProofError> {
    let bare = if old > new {
        return Err(ProofError::Sizes { old, new });
    } else if old == 0 {
        Some(*old_root == EMPTY_ROOT && (new > 0 || *new_root == EMPTY_ROOT))
    } else if old == new {
        Some(old_root == new_root)
    } else {
        None
    };
    if let Some(holds) = bare {
        return match (proof, holds) {
            ([], true) => Ok(()),
            ([], false) => Err(ProofError::Root),
            (more, _) => Err(ProofError::Length { found: more.len(), needed: 0 }),
        };
    }
    let last = old - 1;
    let shift = old.trailing_zeros();
    let inner = u64::BITS - (last ^ (new - 1)).leading_zeros() - shift;
    let border = last.checked_shr(inner + shift).unwrap_or(0).count_ones();
    // The old root is itself the seed where the old tree is perfect.
    let (seed, rest) = match proof.split_first() {
        _ if old.is_power_of_two() => (*old_root, proof),
        Some((seed, rest)) => (*seed, rest),
        None => return Err(ProofError::Length { found: 0, needed: count(inner) + count(border) + 1 }),
    };
    let (below, above) = split_proof(rest, inner, border)?;
    let start = last >> shift;
    let (mut old_hash, mut new_hash) = (seed, seed);
    for (level, beside) in below.iter().enumerate() {
        if (start >> level) & 1 == 0 {
            new_hash = node_hash(&new_hash, beside);
        } else {
            old_hash = node_hash(beside, &old_hash);
            new_hash = node_hash(beside, &new_hash);
        }
    }
    for left in above {
        old_hash = node_hash(left, &old_hash);
        new_hash = node_hash(left, &new_hash);
    }
    if old_hash == *old_root && new_hash == *new_root { Ok(()) } else { Err(ProofError::Root) }
}

/// A bit count as a length.
fn count(bits: u32) -> usize {
    bits as usize
}

fn split_proof(proof: &[Hash], inner: u32, border: u32) -> Result<(&[Hash], &[Hash]), ProofError> {
    let needed = count(inner) + count(border);
    match proof.split_at_checked(count(inner)) {
        Some(parts) if proof.len() == needed => Ok(parts),
        _ => Err(ProofError::Length { found: proof.len(), needed }),
    }
}

/// The largest power of two below `n`, for `n` of 2 or more.
fn split(n: u64) -> u64 {
    1 << (u64::BITS - 1 - (n - 1).leading_zeros())
}

/// The root of the leaves `[from, to)`, where `from` is a multiple of the range's power of two.
fn range_root(from: u64, to: u64, read: &mut impl FnMut(u32, u64) -> Option<Hash>) -> Option<Hash> {
    let mut parts = Vec::new();
    let mut at = from;
    while at < to {
        let height = (to - at).ilog2();
        parts.push(read(height, at >> height)?);
        at += 1 << height;
    }
    let mut roots = parts.iter().rev();
    let smallest = roots.next()?;
    Some(roots.fold(*smallest, |right, left| node_hash(left, &right)))
}
