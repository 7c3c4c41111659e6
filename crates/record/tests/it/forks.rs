//! Evidence of two histories, and erasure: what `fork/v1` and `erasure/v1` take, and what they do not.

use proptest::prelude::*;
use record::checkpoint::{Checkpoint, decode_hash, encode_hash};
use record::merkle::{self, Hash, leaf_hash, root_of};
use record::note::{Algorithm, SignedNote, SigningKey};
use record::own::fork::{self, Fork, ForkError, Included, Shown};
use record::own::{erasure, erasure::Erasure};
use record::{Json, Kind};
use serde_json::json;

use crate::golden::from_leaves;

const ORIGIN: &str = "koinon.example/golden";

/// The note of specs/record.md a.7, made with the azul crates: seven entries `{"n":0}` to `{"n":6}`, log seed 0x01.
const GOLDEN: &str = "koinon.example/golden\n7\nju+6vaTwi1RItNuwTrHrzyzYa/Nn0cD+wyFIgqkbe54=\n\n\
    — koinon.example/golden sza8ZOp8GZFd+jEQ5TwrBGuKPCVdW6t/yWDfjGHi5dt0eY9eWVryp3I9eZcU+6Yc/i5DpOIRWXJU2PUCZ0+vXQDa7Qk=\n";
/// The consistency proof of 3 to 7 and the root of 3 from there.
const CONSISTENCY: [&str; 4] = [
    "PR3ndt8IbBrp9wSdK7DAR1rRQYX5h+Bk6NENyy20oyI=",
    "10otHyrxwcrWxeiob8hpFi59HqAecpq/8XhR0QlI+ZQ=",
    "O63IBTfwKeG7dygNyFIDzy7ZdI3I9XEjD8ulwybJEGg=",
    "LdgcWRHnNMaadFY22ZkAO1Qh7iBxBzbI0iRUtULajVw=",
];
const ROOT_3: &str = "LP73YnWX4AtWSXV3Stco7yEHBnWfym1kE4xt/By/LNo=";

fn key(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(name, Algorithm::Ed25519, &[seed; 32]).unwrap()
}

fn note_of(name: &str, seed: u8, size: u64, root: Hash) -> SignedNote {
    let checkpoint = Checkpoint { origin: name.parse().unwrap(), size, root };
    SignedNote::sign(checkpoint.to_string(), &[&key(name, seed)], 0)
}

fn note(size: u64, root: Hash) -> SignedNote {
    note_of(ORIGIN, 1, size, root)
}

fn golden() -> SignedNote {
    GOLDEN.parse().unwrap()
}

fn shown() -> Shown {
    Shown::prefix(&decode_hash(ROOT_3).unwrap(), &CONSISTENCY.map(|hash| decode_hash(hash).unwrap()))
}

fn evidence(older: &SignedNote, newer: &SignedNote, shown: Option<Shown>) -> Result<Fork, ForkError> {
    Fork::new(older, newer, &[key(ORIGIN, 1).verifying_key()], shown)
}

fn faults(kind: &Kind, body: &Json) -> Vec<String> {
    (kind.check)(body).iter().map(ToString::to_string).collect()
}

#[test]
fn two_roots_of_one_size_contradict_each_other() {
    let fork = evidence(&golden(), &note(7, [9; 32]), None).unwrap();
    let body = serde_json::to_value(&fork).unwrap();
    assert_eq!(faults(&fork::KIND, &body), Vec::<String>::new());
    let facets = (fork::KIND.facets)(&body);
    assert_eq!((facets.group.as_deref(), facets.value), (Some(ORIGIN), 7));
    let other_way = evidence(&note(7, [9; 32]), &golden(), None).unwrap();
    assert_eq!(fork.subject(), other_way.subject(), "found the other way round it is the same evidence");
    assert_eq!(evidence(&golden(), &golden(), None), Err(ForkError::NoContradiction));
}

#[test]
fn a_larger_tree_that_begins_otherwise_contradicts_the_smaller() {
    let fork = evidence(&note(3, [9; 32]), &golden(), Some(shown())).unwrap();
    assert_eq!(fork.contradiction().unwrap().older.size, 3);
    // The honest checkpoint of three entries is continued: no evidence.
    let honest = note(3, decode_hash(ROOT_3).unwrap());
    assert_eq!(evidence(&honest, &golden(), Some(shown())), Err(ForkError::NoContradiction));
    assert_eq!(evidence(&note(3, [9; 32]), &golden(), None), Err(ForkError::NoContradiction), "two sizes by themselves say nothing");
    let wrong = Shown::prefix(&[8; 32], &CONSISTENCY.map(|hash| decode_hash(hash).unwrap()));
    assert!(matches!(evidence(&note(3, [9; 32]), &golden(), Some(wrong)), Err(ForkError::Proof(_))));
}

#[test]
fn another_entry_at_one_place_contradicts() {
    let leaves: Vec<Hash> = (0..7).map(|n| leaf_hash(format!("{{\"n\":{n}}}").as_bytes())).collect();
    let other: Vec<Hash> = (0..5).map(|n| leaf_hash(format!("{{\"n\":{}}}", if n == 2 { 9 } else { n }).as_bytes())).collect();
    let older = note(5, root_of(&other));
    let included = |leaves: &[Hash], index: usize, size: u64| {
        Included::new(&leaves[index], &merkle::prove_inclusion(index.try_into().unwrap(), size, from_leaves(leaves)).unwrap())
    };
    let at = |index: usize| Shown::Entry { index: index.try_into().unwrap(), older: included(&other, index, 5), newer: included(&leaves, index, 7) };
    evidence(&older, &golden(), Some(at(2))).unwrap();
    assert_eq!(evidence(&older, &golden(), Some(at(1))), Err(ForkError::NoContradiction), "this entry is the same in both");
}

#[test]
fn what_the_log_did_not_sign_is_no_evidence() {
    let forged = note_of(ORIGIN, 2, 7, [9; 32]);
    assert_eq!(evidence(&golden(), &forged, None), Err(ForkError::Note(record::note::NoteError::NoKnownSigner)));
    let both = [key(ORIGIN, 1).verifying_key(), key("other.example", 1).verifying_key()];
    let theirs = note_of("other.example", 1, 7, [9; 32]);
    assert_eq!(Fork::new(&golden(), &theirs, &both, None), Err(ForkError::TwoLogs));
    assert_eq!(Fork::new(&golden(), &note(7, [9; 32]), &[], None), Err(ForkError::Keys));
    assert_eq!(evidence(&golden(), &note(3, [9; 32]), None), Err(ForkError::Order));
    let witness = SigningKey::from_seed(ORIGIN, Algorithm::CosignatureV1, &[1; 32]).unwrap();
    let cosigned = |root| SignedNote::sign(Checkpoint { origin: ORIGIN.parse().unwrap(), size: 7, root }.to_string(), &[&witness], 1);
    let cosigned = Fork::new(&cosigned([8; 32]), &cosigned([9; 32]), &[witness.verifying_key()], None);
    assert_eq!(cosigned, Err(ForkError::Keys), "a witness that cosigned two roots is another matter");
}

#[test]
fn evidence_is_bounded() {
    let fork = evidence(&golden(), &note(7, [9; 32]), None).unwrap();
    let long = Fork { older: format!("{}{}", "x\n".repeat(fork::NOTE_BYTES_MAX), fork.older), ..fork.clone() };
    assert_eq!(long.contradiction(), Err(ForkError::TooLong));
    let many = Fork { vkeys: vec![fork.vkeys[0].clone(); fork::VKEYS_MAX + 1], ..fork.clone() };
    assert_eq!(many.contradiction(), Err(ForkError::Keys));
    let hashes = vec![encode_hash(&[0; 32]); 65];
    let deep = Fork { shown: Some(Shown::Prefix { root: ROOT_3.to_owned(), hashes }), ..fork };
    assert_eq!(deep.contradiction(), Err(ForkError::Hash));
    assert_eq!(
        faults(&fork::KIND, &json!({"older": "", "newer": "", "vkeys": ["x"]})),
        ["`x` is no verification key; give `<name>+<8 hex digits>+<base64>`"]
    );
}

#[test]
fn an_erasure_names_an_entry_and_a_basis() {
    let own = Erasure { origin: None, index: 1207, basis: "Retention of 90 days has ended".into() };
    assert_eq!(own.subject().unwrap().as_str(), "erasure:1207");
    let body = serde_json::to_value(&own).unwrap();
    assert_eq!(body, json!({"index": 1207, "basis": "Retention of 90 days has ended"}));
    assert_eq!(faults(&erasure::KIND, &body), Vec::<String>::new());
    assert_eq!((erasure::KIND.facets)(&body).value, 1207);
    let theirs = Erasure { origin: Some("coast.example".parse().unwrap()), ..own };
    // The short id of coast.example's genesis, by sha256sum and base32.
    assert_eq!(theirs.subject().unwrap().as_str(), "erasure:4a5t72pplzctqzuce3kfevpwua:1207");
    let long = "x".repeat(erasure::BASIS_BYTES_MAX + 1);
    let wrong = json!({"index": 0, "basis": {"en": "", "fr": long}});
    assert_eq!(
        faults(&erasure::KIND, &wrong),
        [
            "`/index`: `0` is no place of a restricted statement; give 1 or more",
            "`/basis/en`: a text can't be empty; give at least one word",
            "`/basis`: a basis has at most 1000 bytes; name the rule alone",
        ]
    );
}

proptest! {
    /// A log that rewrote an entry is caught from any two sizes beyond it; one that did not is never accused.
    #[test]
    fn a_rewritten_entry_is_proven_and_an_honest_log_never_accused(size in 2..80_u32, more in 0..80_u32, at in any::<prop::sample::Index>()) {
        let leaves: Vec<Hash> = (0..size + more).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        let old = usize::try_from(size).unwrap();
        let (m, n) = (u64::from(size), u64::from(size + more));
        let prefix = root_of(&leaves[..old]);
        let newer = note(n, root_of(&leaves));
        let shown = || (more > 0).then(|| Shown::prefix(&prefix, &merkle::prove_consistency(m, n, from_leaves(&leaves)).unwrap()));
        prop_assert_eq!(evidence(&note(m, prefix), &newer, shown()), Err(ForkError::NoContradiction));
        let mut rewritten = leaves[..old].to_vec();
        rewritten[at.index(old)] = [7; 32];
        let fork = evidence(&note(m, root_of(&rewritten)), &newer, shown()).unwrap();
        let body = serde_json::to_value(&fork).unwrap();
        prop_assert!((fork::KIND.check)(&body).is_empty());
        prop_assert!(body.to_string().len() < 20_000);
    }
}
