//! Vectors that others made: record.md a.7 (azul HEAD in Rust, checked with Go's x/mod), rule 23's commitment, RFC 6962's test tree, tile paths.

use record::checkpoint::{Checkpoint, decode_hash};
use record::commit::Commitment;
use record::log::Log;
use record::merkle::{self, Hash, leaf_hash, root_of};
use record::name::hex_digest;
use record::note::{Algorithm, SignedNote, SigningKey, hex};
use record::proof::TlogProof;
use record::tile::{Resource, Tile, TileReader, completed, partial};

const NOTE: &str = "koinon.example/golden
7
ju+6vaTwi1RItNuwTrHrzyzYa/Nn0cD+wyFIgqkbe54=

— koinon.example/golden sza8ZOp8GZFd+jEQ5TwrBGuKPCVdW6t/yWDfjGHi5dt0eY9eWVryp3I9eZcU+6Yc/i5DpOIRWXJU2PUCZ0+vXQDa7Qk=
— witness.example/w1 3xwKNQAAAABkGFDLGLBxa7blqFzWXPKXNaImBY+TwnaMzsnUh9t9PdmOSkJv3y99sssy9gz4tyBY5zBY5chxcb+tJJNrzprLqZzMBA==
";

const INCLUSION: [&str; 3] =
    ["10otHyrxwcrWxeiob8hpFi59HqAecpq/8XhR0QlI+ZQ=", "O63IBTfwKeG7dygNyFIDzy7ZdI3I9XEjD8ulwybJEGg=", "LdgcWRHnNMaadFY22ZkAO1Qh7iBxBzbI0iRUtULajVw="];

fn entries() -> Vec<Vec<u8>> {
    (0..7).map(|n| format!("{{\"n\":{n}}}").into_bytes()).collect()
}

fn leaves() -> Vec<Hash> {
    entries().iter().map(|entry| leaf_hash(entry)).collect()
}

fn log_key() -> SigningKey {
    SigningKey::from_seed("koinon.example/golden", Algorithm::Ed25519, &[1; 32]).unwrap()
}

fn witness_key() -> SigningKey {
    SigningKey::from_seed("witness.example/w1", Algorithm::CosignatureV1, &[2; 32]).unwrap()
}

/// A reader of hashes straight from the leaves.
pub(crate) fn from_leaves(leaves: &[Hash]) -> impl FnMut(u32, u64) -> Option<Hash> {
    move |height, index| {
        let start = usize::try_from(index << height).unwrap();
        leaves.get(start..start + (1 << height)).map(root_of)
    }
}

#[test]
fn roots_are_the_golden_ones() {
    let leaves = leaves();
    assert_eq!(hex(&leaves[0]), "f94070abfd2da0bf72902eb13a808e794f954d9e2745c682a158f6ed0d4ac036");
    let golden = [
        (1, "f94070abfd2da0bf72902eb13a808e794f954d9e2745c682a158f6ed0d4ac036"),
        (2, "3badc80537f029e1bb77280dc85203cf2ed9748dc8f571230fcba5c326c91068"),
        (3, "2cfef7627597e00b564975774ad728ef210706759fca6d64138c6dfc1cbf2cda"),
        (4, "bd0070acbdc679a24cf44615841483fbfcc18aba00ae4dbe2a0c54af26cbd9fa"),
        (5, "87d50c5ea4b4e9c66a6350dc9cf80c85641a6dc2d4e86fbeeedca752fa4cdb4c"),
        (7, "8eefbabda4f08b5448b4dbb04eb1ebcf2cd86bf367d1c0fec3214882a91b7b9e"),
    ];
    for (size, root) in golden {
        assert_eq!(hex(&root_of(&leaves[..size])), root, "size {size}");
    }
}

#[test]
fn proofs_are_the_golden_ones() {
    let leaves = leaves();
    let inclusion = merkle::prove_inclusion(2, 7, from_leaves(&leaves)).unwrap();
    assert_eq!(inclusion, INCLUSION.map(|text| decode_hash(text).unwrap()));
    let consistency = merkle::prove_consistency(3, 7, from_leaves(&leaves)).unwrap();
    let first = decode_hash("PR3ndt8IbBrp9wSdK7DAR1rRQYX5h+Bk6NENyy20oyI=").unwrap();
    assert_eq!(consistency[0], first);
    assert_eq!(consistency[1..], inclusion);
    merkle::verify_consistency(3, &root_of(&leaves[..3]), 7, &root_of(&leaves), &consistency).unwrap();
}

#[test]
fn keys_and_both_signature_lines_are_the_golden_ones_byte_for_byte() {
    assert_eq!(log_key().verifying_key().to_string(), "koinon.example/golden+b336bc64+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c");
    assert_eq!(witness_key().verifying_key().to_string(), "witness.example/w1+df1c0a35+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU");
    let (log, batch) = Log::new("koinon.example/golden".parse().unwrap()).append(entries()).unwrap();
    assert_eq!((batch.before, batch.size, batch.tiles.len()), (0, 7, 0));
    let note = SignedNote::sign(log.checkpoint().to_string(), &[&log_key(), &witness_key()], 1_679_315_147);
    assert_eq!(note.to_string(), NOTE);
    assert_eq!(log.sign(&log_key()).signatures[0], note.signatures[0]);
}

#[test]
fn the_golden_note_verifies_and_says_when_the_witness_saw_it() {
    let note: SignedNote = NOTE.parse().unwrap();
    let signers = note.verify(&[log_key().verifying_key(), witness_key().verifying_key()]).unwrap();
    assert_eq!(signers.iter().map(|signer| signer.seconds).collect::<Vec<_>>(), [None, Some(1_679_315_147)]);
    let checkpoint: Checkpoint = note.text.parse().unwrap();
    assert_eq!((checkpoint.size, checkpoint.root), (7, root_of(&leaves())));
}

#[test]
fn a_proof_file_of_the_golden_log_verifies_and_reads_back() {
    let text = format!("c2sp.org/tlog-proof@v1\nindex 2\n{}\n\n{NOTE}", INCLUSION.join("\n"));
    let proof: TlogProof = text.parse().unwrap();
    assert_eq!(proof.to_string(), text);
    let proven = proof.verify(b"{\"n\":2}", &log_key().verifying_key(), &[witness_key().verifying_key()]).unwrap();
    assert_eq!((proven.index, proven.checkpoint.size, proven.signers.len()), (2, 7, 2));
    assert!(proof.verify(b"{\"n\":3}", &log_key().verifying_key(), &[]).is_err());
    assert!(proof.verify(b"{\"n\":2}", &witness_key().verifying_key(), &[]).is_err());
}

#[test]
fn the_commitment_is_the_designs_golden_one() {
    let inner = serde_json::json!({"act":"correct","body":{"level":2},"kind":"measure/v1","subject":"m1"});
    let commitment = Commitment::of(&"koinon.example/golden".parse().unwrap(), &[3; 32], &inner);
    assert_eq!(commitment.to_text(), "bDPcuG7P3H0P5SPOGnYdvbHkccDabZ14mYMQhW7SKCE");
    assert_eq!(Commitment::parse(&commitment.to_text()), Some(commitment));
}

/// The leaves and roots of Certificate Transparency's own tests (google/certificate-transparency, merkletree/merkle_tree_test.cc).
#[test]
fn roots_are_those_of_the_rfc_6962_reference_tests() {
    let leaves: Vec<Hash> = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
        .map(|text| leaf_hash(&unhex(text)))
        .to_vec();
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    for (size, root) in (1..).zip(roots) {
        assert_eq!(root_of(&leaves[..size]), hex_digest(root).unwrap(), "size {size}");
    }
    assert_eq!(root_of(&[]), hex_digest("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855").unwrap());
}

fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// c2sp.org/tlog-tiles: "a tree of size 70,000" has 273 full level 0 tiles and one of 112, one full level 1 tile and one of 17, and a level 2 tile of 1.
#[test]
fn a_tree_of_70_000_has_the_tiles_that_the_source_lists() {
    let full = completed(0, 70_000);
    assert_eq!(full.iter().filter(|tile| tile.level() == 0).count(), 273);
    assert_eq!(full.iter().filter(|tile| tile.level() == 1).count(), 1);
    assert_eq!(full.len(), 274);
    assert_eq!(partial(70_000).iter().map(Tile::to_string).collect::<Vec<_>>(), ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]);
}

#[test]
fn a_tree_of_256_has_a_full_tile_and_one_hash_above() {
    assert_eq!(completed(0, 256).iter().map(Tile::to_string).collect::<Vec<_>>(), ["tile/0/000"]);
    assert_eq!(partial(256).iter().map(Tile::to_string).collect::<Vec<_>>(), ["tile/1/000.p/1"]);
    let leaves: Vec<Vec<u8>> = (0..256).map(|n: u32| n.to_be_bytes().to_vec()).collect();
    let (log, batch) = Log::new("a.example".parse().unwrap()).append(leaves).unwrap();
    assert_eq!(batch.tiles.len(), 1);
    assert_eq!(log.partial_tile(1, 0).unwrap(), log.root());
    assert_eq!(log.partial_tile(0, 1), None);
}

#[test]
fn tile_numbers_are_written_in_groups_of_three_digits() {
    for (index, number) in [(0, "000"), (999, "999"), (1000, "x001/000"), (1_234_067, "x001/x234/067")] {
        let path = format!("tile/0/{number}");
        assert_eq!(Tile::full(0, index).unwrap().to_string(), path);
        assert_eq!(path.parse::<Resource>().unwrap(), Resource::Tile(Tile::full(0, index).unwrap()));
        let entries = format!("tile/entries/{number}.p/7");
        assert!(matches!(entries.parse::<Resource>().unwrap(), Resource::Bundle(bundle) if bundle.index() == index && bundle.width() == 7));
    }
    let one_spelling = [
        "tile/0/x000/001",
        "tile/0/1",
        "tile/0/0001",
        "tile/00/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/007",
        "tile/0/001/002",
        "tile/0/",
        "tile/entries/-01",
        "/checkpoint",
        "tile/0/001.p/",
        "tile/8/000",
        "tile/0/+01",
        "tile/0/x001/x000",
        "tile/x/001",
        "tile/entries",
        "",
    ];
    for path in one_spelling {
        assert!(path.parse::<Resource>().is_err(), "{path}");
    }
}

#[test]
fn proofs_come_out_of_tiles_alone() {
    let leaves: Vec<Vec<u8>> = (0..70_000).map(|n: u32| n.to_be_bytes().to_vec()).collect();
    let hashes: Vec<Hash> = leaves.iter().map(|entry| leaf_hash(entry)).collect();
    let (log, batch) = Log::new("a.example".parse().unwrap()).append(leaves).unwrap();
    let fetch = |tile: Tile| {
        let full = Tile::full(tile.level(), tile.index()).unwrap();
        batch.tiles.iter().find(|(there, _)| *there == full).map(|(_, bytes)| bytes.clone()).or_else(|| log.partial_tile(tile.level(), tile.index()))
    };
    let mut tiles = TileReader::new(70_000, fetch);
    assert_eq!(merkle::root_from(70_000, |height, index| tiles.hash(height, index)), Some(log.root()));
    for index in [0, 1, 255, 256, 65_535, 65_536, 69_888, 69_999] {
        let proof = merkle::prove_inclusion(index, 70_000, |height, at| tiles.hash(height, at)).unwrap();
        let leaf = hashes[usize::try_from(index).unwrap()];
        merkle::verify_inclusion(&leaf, index, 70_000, &log.root(), &proof).unwrap();
    }
    // An older size reads the same tiles, cut to what it had.
    let mut old = TileReader::new(66_000, fetch);
    let old_root = root_of(&hashes[..66_000]);
    assert_eq!(merkle::root_from(66_000, |height, index| old.hash(height, index)), Some(old_root));
    let proof = merkle::prove_consistency(66_000, 70_000, |height, index| tiles.hash(height, index)).unwrap();
    merkle::verify_consistency(66_000, &old_root, 70_000, &log.root(), &proof).unwrap();
    // What was written opens again as it was.
    let tail = hashes[273 * 256..].to_vec();
    assert_eq!(Log::open("a.example".parse().unwrap(), 70_000, tail, fetch).unwrap(), log);
}
