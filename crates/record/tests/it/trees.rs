//! Trees and proofs against `ct-merkle` and chance.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use record::log::Log;
use record::merkle::{self, Frontier, Hash, leaf_hash, root_of};
use record::tile::{BUNDLE_BYTES_MAX, Bundle, Resource, Tile, bundle_bytes, completed};

use crate::golden::from_leaves;

fn leaves(size: u32) -> Vec<Hash> {
    (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

#[test]
fn roots_and_proofs_are_those_of_ct_merkle() {
    let mut theirs = MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
    let ours = leaves(70);
    for size in 1..=70_u32 {
        theirs.push((size - 1).to_be_bytes().to_vec());
        let at = usize::try_from(size).unwrap();
        assert_eq!(root_of(&ours[..at]).as_slice(), theirs.root().as_bytes().as_slice(), "size {size}");
        for index in 0..size {
            let proof = merkle::prove_inclusion(index.into(), size.into(), from_leaves(&ours)).unwrap();
            assert_eq!(proof.concat(), theirs.prove_inclusion(usize::try_from(index).unwrap()).as_bytes(), "{index} in {size}");
        }
        for old in 1..size {
            let proof = merkle::prove_consistency(old.into(), size.into(), from_leaves(&ours)).unwrap();
            let added = usize::try_from(size - old).unwrap();
            assert_eq!(proof.concat(), theirs.prove_consistency(added).as_bytes(), "{old} to {size}");
        }
    }
}

#[test]
fn an_index_beyond_the_tree_has_no_proof() {
    assert_eq!(merkle::prove_inclusion(7, 7, from_leaves(&leaves(7))), None);
    assert!(merkle::verify_inclusion(&[0; 32], 7, 7, &[0; 32], &[]).is_err());
    assert_eq!(merkle::prove_consistency(8, 7, from_leaves(&leaves(8))), None);
    assert!(merkle::verify_consistency(8, &[0; 32], 7, &[0; 32], &[]).is_err());
}

#[test]
fn every_tree_continues_the_empty_one_and_itself_without_a_proof() {
    let root = root_of(&leaves(5));
    merkle::verify_consistency(0, &merkle::EMPTY_ROOT, 5, &root, &[]).unwrap();
    merkle::verify_consistency(5, &root, 5, &root, &[]).unwrap();
    assert!(merkle::verify_consistency(5, &root, 5, &[0; 32], &[]).is_err());
    assert!(merkle::verify_consistency(0, &root, 5, &root, &[]).is_err());
    assert!(merkle::verify_consistency(0, &merkle::EMPTY_ROOT, 5, &root, &[root]).is_err());
}

proptest! {
    #[test]
    fn an_inclusion_proof_verifies_and_any_flipped_bit_fails(size in 1..600_u32, at in 0..600_u32, bit in 0..256_usize, which in 0..40_usize) {
        let (index, leaves) = (at % size, leaves(size));
        let root = root_of(&leaves);
        let leaf = leaves[usize::try_from(index).unwrap()];
        let (index, size) = (u64::from(index), u64::from(size));
        let proof = merkle::prove_inclusion(index, size, from_leaves(&leaves)).unwrap();
        prop_assert!(merkle::verify_inclusion(&leaf, index, size, &root, &proof).is_ok());
        let flip = |hash: Hash| { let mut hash = hash; hash[bit / 8] ^= 1 << (bit % 8); hash };
        prop_assert!(merkle::verify_inclusion(&flip(leaf), index, size, &root, &proof).is_err());
        prop_assert!(merkle::verify_inclusion(&leaf, index, size, &flip(root), &proof).is_err());
        prop_assert!(merkle::verify_inclusion(&leaf, index ^ (1 << (bit % 8)), size, &root, &proof).is_err());
        if !proof.is_empty() {
            let mut wrong = proof.clone();
            let place = which % wrong.len();
            wrong[place] = flip(wrong[place]);
            prop_assert!(merkle::verify_inclusion(&leaf, index, size, &root, &wrong).is_err());
            wrong.remove(place);
            prop_assert!(merkle::verify_inclusion(&leaf, index, size, &root, &wrong).is_err());
        }
        let longer = [proof, vec![root]].concat();
        prop_assert!(merkle::verify_inclusion(&leaf, index, size, &root, &longer).is_err());
    }

    #[test]
    fn a_consistency_proof_verifies_and_any_flipped_bit_fails(new in 1..600_u32, at in 0..600_u32, bit in 0..256_usize, which in 0..40_usize) {
        let (old, leaves) = (1 + at % new, leaves(new));
        let (old_root, new_root) = (root_of(&leaves[..usize::try_from(old).unwrap()]), root_of(&leaves));
        let (old, new) = (u64::from(old), u64::from(new));
        let proof = merkle::prove_consistency(old, new, from_leaves(&leaves)).unwrap();
        prop_assert!(merkle::verify_consistency(old, &old_root, new, &new_root, &proof).is_ok());
        let flip = |hash: Hash| { let mut hash = hash; hash[bit / 8] ^= 1 << (bit % 8); hash };
        prop_assert!(merkle::verify_consistency(old, &flip(old_root), new, &new_root, &proof).is_err());
        prop_assert!(merkle::verify_consistency(old, &old_root, new, &flip(new_root), &proof).is_err());
        if !proof.is_empty() {
            let mut wrong = proof.clone();
            let place = which % wrong.len();
            wrong[place] = flip(wrong[place]);
            prop_assert!(merkle::verify_consistency(old, &old_root, new, &new_root, &wrong).is_err());
            wrong.remove(place);
            prop_assert!(merkle::verify_consistency(old, &old_root, new, &new_root, &wrong).is_err());
        }
        let longer = [proof, vec![new_root]].concat();
        prop_assert!(merkle::verify_consistency(old, &old_root, new, &new_root, &longer).is_err());
    }

    #[test]
    fn no_sizes_make_verifying_panic(index: u64, size: u64, old: u64, hashes in prop::collection::vec(any::<[u8; 32]>(), 0..70)) {
        let _ = merkle::verify_inclusion(&[1; 32], index, size, &[2; 32], &hashes);
        let _ = merkle::verify_consistency(old, &[1; 32], size, &[2; 32], &hashes);
    }

    #[test]
    fn full_tiles_joined_are_the_tree_leaf_by_leaf(size in 0..1500_u32) {
        let leaves = leaves(size);
        let mut joined = Frontier::default();
        let (tiles, rest) = leaves.as_chunks::<256>();
        for tile in tiles {
            prop_assert!(joined.push_subtree(8, root_of(tile)));
        }
        rest.iter().for_each(|leaf| joined.push(*leaf));
        prop_assert_eq!(joined.root(), root_of(&leaves));
        prop_assert_eq!(Frontier::from_edge(joined.size(), joined.edge().to_vec()), Some(joined));
    }

    #[test]
    fn appending_in_two_parts_is_appending_once(size in 0..1200_u32, cut in 0..1200_u32) {
        let entries: Vec<Vec<u8>> = (0..size).map(|n| n.to_be_bytes().to_vec()).collect();
        let (first, second) = entries.split_at(usize::try_from(cut.min(size)).unwrap());
        let empty = Log::new("a.example".parse().unwrap());
        let (half, one) = empty.append(first.to_vec()).unwrap();
        let (whole, two) = half.append(second.to_vec()).unwrap();
        let (once, batch) = empty.append(entries.clone()).unwrap();
        prop_assert_eq!(&whole, &once);
        prop_assert_eq!([one.tiles, two.tiles].concat(), batch.tiles.clone());
        let full: std::collections::BTreeSet<Tile> = completed(0, size.into()).into_iter().collect();
        prop_assert_eq!(full, batch.tiles.iter().map(|(tile, _)| *tile).collect());
    }

    #[test]
    fn a_push_out_of_step_changes_nothing(size in 0..70_u32, height in 0..70_u32) {
        let mut frontier = Frontier::default();
        leaves(size).into_iter().for_each(|leaf| frontier.push(leaf));
        let before = frontier.clone();
        if !frontier.push_subtree(height, [9; 32]) {
            prop_assert_eq!(frontier, before);
        }
    }

    #[test]
    fn a_bundle_reads_back_and_nothing_else_does(entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..256), cut in 0..60_usize) {
        let bytes = bundle_bytes(entries.iter().map(Vec::as_slice)).unwrap();
        let bundle = Bundle::within(0, u64::try_from(entries.len()).unwrap()).unwrap();
        prop_assert_eq!(bundle.entries(&bytes).unwrap(), entries.iter().map(Vec::as_slice).collect::<Vec<_>>());
        prop_assert!(bundle.entries(&bytes[..bytes.len().saturating_sub(cut + 1)]).is_err());
        prop_assert!(bundle.entries(&[bytes, vec![0]].concat()).is_err());
    }

    #[test]
    fn what_reads_as_a_path_writes_the_same(level in "[0-9]{1,2}|entries", number in "(x[0-9]{3}/){0,6}[0-9]{3}", width in "(\\.p/[0-9]{1,3})?") {
        let path = format!("tile/{level}/{number}{width}");
        if let Ok(resource) = path.parse::<Resource>() {
            prop_assert_eq!(resource.to_string(), path);
        }
    }

    #[test]
    fn no_path_makes_parsing_panic(path in ".{0,80}") {
        drop(path.parse::<Resource>());
    }

    #[test]
    fn a_tile_is_within_its_smallest_tree(level in 0..8_u8, index in 0..5_000_u64, width in 1..=256_u16) {
        if let Some(tile) = Tile::new(level, index, width) {
            prop_assert_eq!(Tile::within(level, index, tile.size_min()), Some(tile));
            prop_assert_ne!(Tile::within(level, index, tile.size_min() - 1), Some(tile));
        }
    }
}

#[test]
fn an_entry_too_long_for_its_length_field_makes_no_bundle() {
    let long = vec![0; 65_536];
    assert!(bundle_bytes([long.as_slice()]).is_err());
    assert!(Log::new("a.example".parse().unwrap()).append(vec![long]).is_err());
    let longest = vec![0; 65_535];
    assert_eq!(bundle_bytes(vec![longest.as_slice(); 256]).unwrap().len(), BUNDLE_BYTES_MAX);
}
