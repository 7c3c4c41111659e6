//! Proven time: the golden cases W-1 to W-7 of specs/accord.md (each computed twice, by programs that share no code), its properties, and the
//! notes that prove it.

use proptest::prelude::*;
use record::checkpoint::Checkpoint;
use record::note::{Algorithm, SignedNote, SigningKey, VerifyingKey};
use record::own::cosigned::{Cosigned, KIND};
use record::proven_time::{Seen, Timing, Window};
use serde_json::{Value as Json, json};

const GOLDEN: &str = include_str!("proven-time.json");

fn seen(witness: &str, size: u64, seconds: u64) -> Seen {
    Seen { witness: witness.to_owned(), id: [0; 4], size, seconds }
}

#[test]
fn the_golden_windows_are_found() {
    let cases: Vec<Json> = serde_json::from_str(GOLDEN).unwrap();
    assert_eq!(cases.len(), 7);
    for case in cases {
        let number = |value: &Json| value.as_u64().unwrap();
        let facts = case["cosignatures"].as_array().unwrap().iter();
        let facts: Vec<Seen> = facts.map(|fact| seen(fact[0].as_str().unwrap(), number(&fact[1]), number(&fact[2]))).collect();
        let k = usize::try_from(number(&case["k"])).unwrap();
        let window = Window::of(&facts, k, number(&case["deadline"]));
        let positions: Vec<(u64, &str)> =
            case["entries"].as_array().unwrap().iter().map(|entry| (number(&entry[0]), entry[1].as_str().unwrap())).collect();
        let indices: Vec<u64> = positions.iter().map(|(index, _)| *index).collect();
        let is_determined = window.is_determined(number(&case["held"]), &indices);
        let last = positions.iter().rev().find(|(index, _)| is_determined && window.timing(*index) == Timing::InTime);
        let found = json!({
            "P": window.in_time,
            "S": window.late_from,
            "state": if is_determined { "known" } else { "undetermined" },
            "option": last.map_or("none", |(_, option)| *option),
        });
        assert_eq!(found, case["expect"], "{}", case["id"]);
    }
}

fn facts() -> impl Strategy<Value = Vec<Seen>> {
    let fact = (0..6_u8, 0..30_u64, 0..20_u64);
    proptest::collection::vec(fact.prop_map(|(witness, size, seconds)| seen(&format!("w{witness}"), size, seconds)), 0..30)
}

/// What witnesses that never go back see, in time and size; the first `liars` of them say what they like.
fn leagues(liars: usize) -> impl Strategy<Value = Vec<Seen>> {
    let honest = proptest::collection::vec((0..4_u64, 0..4_u64), 0..8);
    let lying = proptest::collection::vec((0..20_u64, 0..20_u64), 0..8);
    (proptest::collection::vec(honest, 5 - liars), proptest::collection::vec(lying, liars)).prop_map(|(honest, lying)| {
        let mut all = Vec::new();
        for (number, steps) in honest.iter().enumerate() {
            let (mut size, mut seconds) = (0, 0);
            for (more, later) in steps {
                (size, seconds) = (size + more, seconds + later);
                all.push(seen(&format!("honest{number}"), size, seconds));
            }
        }
        all.extend(lying.iter().enumerate().flat_map(|(number, said)| said.iter().map(move |(size, at)| seen(&format!("liar{number}"), *size, *at))));
        all
    })
}

proptest! {
    #[test]
    fn order_and_repetition_change_nothing_and_more_facts_only_narrow_the_window(mut all in facts(), more in facts(), k in 1..5_usize, deadline in 0..20_u64) {
        let window = Window::of(&all, k, deadline);
        all.reverse();
        prop_assert_eq!(Window::of(&[all.as_slice(), &all].concat(), k, deadline), window);
        let after = Window::of(&[all.as_slice(), &more].concat(), k, deadline);
        prop_assert!(after.in_time >= window.in_time);
        prop_assert!(window.late_from.is_none_or(|late| after.late_from.is_some_and(|after| after <= late)));
    }

    /// 5 witnesses, k = 4: safe with one liar up to 2k - n = 3 > 1; what is in time is never late.
    #[test]
    fn nothing_is_both_in_time_and_late_while_few_witnesses_lie(all in leagues(1), deadline in 0..20_u64, index in 0..40_u64) {
        let window = Window::of(&all, 4, deadline);
        prop_assert!(window.late_from.is_none_or(|late| window.in_time <= late));
        let expected = if index < window.in_time { Timing::InTime } else if window.late_from.is_some_and(|late| index >= late) { Timing::Late } else { Timing::Unproven };
        prop_assert_eq!(window.timing(index), expected);
    }
}

#[test]
fn no_witness_or_no_k_proves_nothing() {
    assert_eq!(Window::of(&[], 1, 5), Window { in_time: 0, late_from: None });
    assert_eq!(Window::of(&[seen("w", 3, 4), seen("w", 3, 6)], 0, 5), Window { in_time: 0, late_from: None });
    assert!(!Window::of(&[], 1, 5).is_determined(u64::MAX, &[]));
}

fn key(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(name, Algorithm::CosignatureV1, &[seed; 32]).unwrap()
}

fn note(origin: &str, size: u64, witnesses: &[(&SigningKey, u64)]) -> String {
    let text = Checkpoint { origin: origin.parse().unwrap(), size, root: [7; 32] }.to_string();
    let log = SigningKey::from_seed(origin, Algorithm::Ed25519, &[1; 32]).unwrap();
    let signatures = std::iter::once(log.sign(&text, 0)).chain(witnesses.iter().map(|(key, seconds)| key.sign(&text, *seconds))).collect();
    SignedNote { text, signatures }.to_string()
}

#[test]
fn notes_prove_when_they_were_seen_to_whoever_knows_the_witnesses() {
    let (first, second, own) = (key("w1.example", 2), key("w2.example", 3), key("coast.example/witness", 4));
    let cosigned = Cosigned {
        origin: "coast.example".parse().unwrap(),
        notes: vec![note("coast.example", 7, &[(&first, 10), (&own, 10)]), note("coast.example", 9, &[(&first, 20), (&second, 21)])],
    };
    assert_eq!(cosigned.check(), []);
    assert!(cosigned.subject().unwrap().as_str().ends_with(":9"));
    let vkeys = |keys: &[&SigningKey]| keys.iter().map(|key| key.verifying_key()).collect::<Vec<VerifyingKey>>();
    let found =
        |keys: &[&SigningKey]| cosigned.seen(&vkeys(keys)).into_iter().map(|seen| (seen.witness, seen.size, seen.seconds)).collect::<Vec<_>>();
    let expected = [("w1.example", 7, 10), ("w1.example", 9, 20), ("w2.example", 9, 21)].map(|(name, size, at)| (name.to_owned(), size, at));
    assert_eq!(found(&[&first, &second, &own]), expected, "the record's own witness never counts");
    assert_eq!(found(&[&own]), []);
    assert_eq!(found(&[&key("w1.example", 9)]), [], "another key of that name");
    // A note in which one known signature is forged counts for nothing.
    let mut forged = cosigned.clone();
    let mut second_note: SignedNote = forged.notes[1].parse().unwrap();
    second_note.signatures[2].bytes[20] ^= 1;
    forged.notes[1] = second_note.to_string();
    assert_eq!(forged.seen(&vkeys(&[&first, &second])).len(), 1);
    let facets = (KIND.facets)(&serde_json::to_value(&cosigned).unwrap());
    assert_eq!((facets.group.as_deref(), facets.value), (Some("coast.example"), 9));
}

#[test]
fn what_is_no_cosigned_note_of_that_record_is_told() {
    let witness = key("w1.example", 2);
    let good = note("coast.example", 7, &[(&witness, 10)]);
    let faults = |notes: Json| {
        let faults = (KIND.check)(&json!({ "origin": "coast.example", "notes": notes }));
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(faults(json!([good])), "");
    assert!(faults(json!([])).contains("there are 0 notes"));
    assert!(faults(json!([good, good])).contains("`/notes/1`: the note stands twice"));
    assert!(faults(json!([note("other.example", 7, &[(&witness, 10)])])).contains("the checkpoint is of `other.example`"));
    assert!(faults(json!([note("coast.example", 7, &[])])).contains("nobody cosigned"));
    assert!(faults(json!(["no note"])).contains("`/notes/0`: the note has no text"));
    assert!(faults(json!([format!("{}{}", "x".repeat(17_000), good)])).contains("at most 16384 bytes"));
    assert!(faults(json!(vec![good; 33])).contains("there are 33 notes"));
    assert!(!(KIND.check)(&json!({ "origin": "coast.example", "notes": [], "more": 1 })).is_empty());
}
