//! Witnessing: record.md a.7 byte for byte, every answer of the source in its order, chance.

use proptest::prelude::*;
use record::Origin;
use record::log::Log;
use record::merkle::{EMPTY_ROOT, Hash, leaf_hash, prove_consistency, root_of};
use record::note::{Algorithm, NoteError, SIGNATURES_MAX, Signature, SignedNote, SigningKey};
use record::witness::{AddCheckpoint, Answer, WitnessError, answer, cosignature_by, lines, log_name, read_lines, read_size, with_cosignatures};

use crate::golden::from_leaves;

const REQUEST: &str = "old 3
PR3ndt8IbBrp9wSdK7DAR1rRQYX5h+Bk6NENyy20oyI=
10otHyrxwcrWxeiob8hpFi59HqAecpq/8XhR0QlI+ZQ=
O63IBTfwKeG7dygNyFIDzy7ZdI3I9XEjD8ulwybJEGg=
LdgcWRHnNMaadFY22ZkAO1Qh7iBxBzbI0iRUtULajVw=

koinon.example/golden
7
ju+6vaTwi1RItNuwTrHrzyzYa/Nn0cD+wyFIgqkbe54=

— koinon.example/golden sza8ZOp8GZFd+jEQ5TwrBGuKPCVdW6t/yWDfjGHi5dt0eY9eWVryp3I9eZcU+6Yc/i5DpOIRWXJU2PUCZ0+vXQDa7Qk=
";

const RESPONSE: &str =
    "— witness.example/w1 3xwKNQAAAABkGFDLGLBxa7blqFzWXPKXNaImBY+TwnaMzsnUh9t9PdmOSkJv3y99sssy9gz4tyBY5zBY5chxcb+tJJNrzprLqZzMBA==\n";

const ORIGIN: &str = "koinon.example/golden";

fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|n| leaf_hash(format!("{{\"n\":{n}}}").as_bytes())).collect()
}

fn log_key() -> SigningKey {
    SigningKey::from_seed(ORIGIN, Algorithm::Ed25519, &[1; 32]).unwrap()
}

fn witness_key() -> SigningKey {
    SigningKey::from_seed("witness.example/w1", Algorithm::CosignatureV1, &[2; 32]).unwrap()
}

fn held(size: u64) -> Option<(u64, Hash)> {
    (size > 0).then(|| (size, root_of(&leaves(size))))
}

/// What an honest log of `size` entries asks of a witness that holds `old`.
fn request(old: u64, size: u64) -> AddCheckpoint {
    let entries = (0..size).map(|n| format!("{{\"n\":{n}}}").into_bytes()).collect();
    let (log, _) = Log::new(ORIGIN.parse().unwrap()).append(entries).unwrap();
    let proof = if old == 0 || old >= size { Vec::new() } else { prove_consistency(old, size, from_leaves(&leaves(size))).unwrap() };
    AddCheckpoint { old, proof, note: log.sign(&log_key()) }
}

fn signed(text: String) -> SignedNote {
    SignedNote::sign(text, &[&log_key()], 0)
}

fn status(request: &AddCheckpoint, held: Option<(u64, Hash)>) -> u16 {
    answer(request, held, &[log_key().verifying_key()]).status()
}

#[test]
fn the_golden_request_is_cosigned_byte_for_byte() {
    assert_eq!(request(3, 7).to_string(), REQUEST);
    let read: AddCheckpoint = REQUEST.parse().unwrap();
    assert_eq!(read, request(3, 7));
    let Answer::Cosign(checkpoint) = answer(&read, held(3), &[log_key().verifying_key()]) else { panic!("not cosigned") };
    assert_eq!(checkpoint.to_string(), read.note.text);
    let cosignature = witness_key().sign(&read.note.text, 1_679_315_147);
    assert_eq!(lines(std::slice::from_ref(&cosignature)), RESPONSE);
    assert_eq!(read_lines(RESPONSE).unwrap(), std::slice::from_ref(&cosignature));
    let (line, verified) = cosignature_by(&witness_key().verifying_key(), &read.note.text, &read_lines(RESPONSE).unwrap()).unwrap();
    assert_eq!((line, verified.seconds), (cosignature, Some(1_679_315_147)));
}

/// `sha256sum` of the golden origin, by coreutils.
#[test]
fn a_log_is_served_under_the_hash_of_its_origin() {
    assert_eq!(log_name(&ORIGIN.parse::<Origin>().unwrap()), "529b6ab922f728d6e21f60fa96036996eb7b84b620e4946ef15d6a94ce5e4817");
}

#[test]
fn every_answer_of_the_source_is_given_and_in_its_order() {
    let good = request(3, 7);
    assert_eq!(status(&good, held(3)), 200);
    assert_eq!(status(&request(0, 7), None), 200);
    assert_eq!(status(&request(7, 7), held(7)), 200);
    assert_eq!(status(&request(0, 0), None), 200);
    // 404: no key of that name, whatever else is wrong.
    let other = SigningKey::from_seed("other.example", Algorithm::Ed25519, &[1; 32]).unwrap().verifying_key();
    let cosigner = SigningKey::from_seed(ORIGIN, Algorithm::CosignatureV1, &[1; 32]).unwrap().verifying_key();
    for keys in [vec![], vec![other], vec![cosigner]] {
        assert_eq!(answer(&AddCheckpoint { old: 9, ..good.clone() }, held(3), &keys), Answer::UnknownLog);
    }
    // 403: another key signed, or the known key signed another text; before the sizes are looked at.
    let stranger = SigningKey::from_seed(ORIGIN, Algorithm::Ed25519, &[9; 32]).unwrap();
    assert_eq!(answer(&AddCheckpoint { old: 9, ..good.clone() }, held(3), &[stranger.verifying_key()]), Answer::NotSigned);
    let mut changed = good.clone();
    changed.note.text = changed.note.text.replace("\n7\n", "\n8\n");
    assert_eq!(status(&changed, held(3)), 403);
    let mut twice = good.clone();
    twice.note.signatures.push(Signature { bytes: vec![0; 64], ..twice.note.signatures[0].clone() });
    assert_eq!(status(&twice, held(3)), 403);
    let mut ignored = good.clone();
    ignored.note.signatures.push(stranger.sign(&good.note.text, 0));
    assert_eq!(status(&ignored, held(3)), 200);
    // 400: signed, and yet no checkpoint; the old size above the new one, before what is held is looked at.
    for text in [format!("{ORIGIN}\n07\nju+6vaTwi1RItNuwTrHrzyzYa/Nn0cD+wyFIgqkbe54=\n"), format!("{ORIGIN}\n7\n")] {
        assert_eq!(status(&AddCheckpoint { note: signed(text), ..good.clone() }, held(3)), 400);
    }
    assert_eq!(status(&AddCheckpoint { old: 9, ..good.clone() }, held(5)), 400);
    // 409: before the proof is looked at, and with what the witness holds.
    for (old, held_size) in [(3, 0), (3, 5), (0, 3), (3, 9)] {
        let request = AddCheckpoint { old, proof: vec![[7; 32]], ..good.clone() };
        assert_eq!(answer(&request, held(held_size), &[log_key().verifying_key()]), Answer::OtherSize(held_size));
    }
    // 422.
    assert_eq!(status(&AddCheckpoint { proof: Vec::new(), ..good.clone() }, held(3)), 422);
    assert_eq!(status(&AddCheckpoint { proof: vec![[7; 32]], ..request(0, 7) }, None), 422);
    assert_eq!(status(&AddCheckpoint { proof: vec![[7; 32]], ..request(7, 7) }, held(7)), 422);
    let fork = answer(&request(7, 7), Some((7, [7; 32])), &[log_key().verifying_key()]);
    assert!(matches!(&fork, Answer::Contradicts(theirs) if theirs.size == 7));
    assert_eq!(fork.status(), 422);
    let empty = AddCheckpoint { old: 0, proof: Vec::new(), note: signed(format!("{ORIGIN}\n0\nju+6vaTwi1RItNuwTrHrzyzYa/Nn0cD+wyFIgqkbe54=\n")) };
    assert_eq!(status(&empty, None), 422);
    assert_eq!(status(&empty, held(3)), 409);
    assert_eq!(status(&AddCheckpoint { old: 3, ..empty }, held(3)), 400);
}

#[test]
fn a_request_says_which_line_is_wrong() {
    let read = |text: &str| text.parse::<AddCheckpoint>().map(drop);
    let hash = "PR3ndt8IbBrp9wSdK7DAR1rRQYX5h+Bk6NENyy20oyI=\n";
    let note = REQUEST.split_once("\n\n").unwrap().1;
    let of = |head: &str| read(&format!("{head}\n{note}"));
    assert_eq!(of("old 3\n"), Ok(()));
    assert_eq!(of(&format!("old 3\n{}", hash.repeat(63))), Ok(()));
    assert_eq!(of(&format!("old 3\n{}", hash.repeat(64))), Err(WitnessError::Proof(65)));
    for old in ["old", "old ", "old 03", "old +3", "old -1", "Old 3", "old 3 ", "old 9223372036854775808", "3"] {
        assert_eq!(of(&format!("{old}\n{hash}")), Err(WitnessError::Old), "{old}");
    }
    assert_eq!(of("old 3\nPR3n\n"), Err(WitnessError::Proof(2)));
    assert_eq!(of("old 3\n \n"), Err(WitnessError::Proof(2)));
    assert_eq!(read("old 3\n"), Err(WitnessError::NoNote));
    assert_eq!(read("old 3\n\nno note\n"), Err(WitnessError::Note(NoteError::NoSignatures)));
    assert_eq!(read(&REQUEST.replace(ORIGIN, "A")), Ok(()));
    assert!(REQUEST.replace(ORIGIN, "A").parse::<AddCheckpoint>().unwrap().origin().is_err());
}

#[test]
fn an_answer_is_read_or_refused_whole() {
    assert_eq!((read_size("7\n"), read_size("0\n")), (Ok(7), Ok(0)));
    for bad in ["", "7", "07\n", "7\n\n", "+7\n", "\n", "7 \n"] {
        assert_eq!(read_size(bad), Err(WitnessError::Size), "{bad:?}");
    }
    for bad in ["", "\n", "— a b", "no line\n", &RESPONSE.repeat(65), &format!("{RESPONSE}\n")] {
        assert_eq!(read_lines(bad), Err(WitnessError::Lines), "{bad:?}");
    }
    let witness = witness_key().verifying_key();
    let text = request(3, 7).note.text;
    let by_stranger = SigningKey::from_seed("x.example", Algorithm::CosignatureV1, &[3; 32]).unwrap().sign(&text, 5);
    assert_eq!(cosignature_by(&witness, &text, &[by_stranger]), Err(NoteError::NoKnownSigner));
    assert!(cosignature_by(&witness, "other\n", &read_lines(RESPONSE).unwrap()).is_err());
}

#[test]
fn cosignatures_stand_in_one_order_however_they_came() {
    let note = request(0, 7).note;
    let key = |name: &str, seed| SigningKey::from_seed(name, Algorithm::CosignatureV1, &[seed; 32]).unwrap();
    let (a, b) = (key("a.example", 1), key("b.example", 2));
    let came = [b.sign(&note.text, 20), a.sign(&note.text, 10), a.sign(&note.text, 30)];
    let once = with_cosignatures(&note, &came);
    assert_eq!(once.signatures[0], note.signatures[0]);
    assert_eq!(once.signatures[1..], [a.sign(&note.text, 30), b.sign(&note.text, 20)]);
    let [first, second, third] = came;
    assert_eq!(with_cosignatures(&note, &[third, first, second]), once);
    assert_eq!(with_cosignatures(&once, &once.signatures), once);
    let many: Vec<_> = (0..100).map(|n| key(&format!("w{n:03}.example"), 3).sign(&note.text, 1)).collect();
    let full = with_cosignatures(&note, &many);
    assert_eq!(full.signatures.len(), SIGNATURES_MAX);
    assert_eq!(full.to_string().parse::<SignedNote>().unwrap(), full);
}

proptest! {
    #[test]
    fn an_honest_log_is_always_cosigned_and_a_changed_tree_never(old in 0..40_u64, more in 0..40_u64, place: prop::sample::Index, bit in 0..8_u8) {
        let size = old + more;
        let good = request(old, size);
        prop_assert_eq!(&good.to_string().parse::<AddCheckpoint>().unwrap(), &good);
        prop_assert_eq!(status(&good, held(old)), 200);
        // A witness that holds another tree of that size never signs.
        if let Some((size, mut root)) = held(old) {
            root[place.index(32)] ^= 1 << bit;
            prop_assert_eq!(status(&good, Some((size, root))), 422);
        }
        // Nor one that is shown a changed proof.
        let mut changed = good;
        if !changed.proof.is_empty() {
            let at = place.index(changed.proof.len());
            changed.proof[at][place.index(32)] ^= 1 << bit;
            prop_assert_eq!(status(&changed, held(old)), 422);
        }
    }

    #[test]
    fn a_log_that_goes_back_is_told_the_size(held_size in 1..40_u64, size in 0..40_u64) {
        let request = request(size, size);
        let expected = if size == held_size { 200 } else { 409 };
        prop_assert_eq!(status(&request, held(held_size)), expected);
        let of_nothing = AddCheckpoint { old: held_size, ..request };
        prop_assert_ne!(status(&of_nothing, Some((held_size, EMPTY_ROOT))), 200);
    }

    #[test]
    fn no_text_makes_reading_panic(text in "(old |—|[ -~]|\n){0,120}") {
        drop((read_lines(&text), read_size(&text)));
        if let Ok(read) = format!("old 3{text}\n\n{REQUEST}").parse::<AddCheckpoint>() {
            prop_assert_eq!(read.to_string().parse::<AddCheckpoint>().unwrap(), read);
        }
    }
}
