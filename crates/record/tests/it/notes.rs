//! Notes and keys: the source's own vector, its rules, `signed_note` as second opinion, chance.

use proptest::prelude::*;
use record::checkpoint::{Checkpoint, CheckpointError};
use record::note::{Algorithm, NoteError, SIGNATURES_MAX, SignedNote, SigningKey, VerifyingKey};
use record::proof::TlogProof;

/// c2sp.org/signed-note, the example of its section on verification keys.
const SPEC_VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const SPEC_NOTE: &str = "This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
";

/// golang.org/x/mod/sumdb/note, the example of its documentation.
const GO_SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const GO_VKEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_NOTE: &str = "If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
";

fn key(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(name, Algorithm::Ed25519, &[seed; 32]).unwrap()
}

fn signed(text: &str, keys: &[&SigningKey]) -> SignedNote {
    SignedNote::sign(text.to_owned(), keys, 0)
}

#[test]
fn the_sources_own_note_verifies() {
    let note: SignedNote = SPEC_NOTE.parse().unwrap();
    assert_eq!(note.verify(&[SPEC_VKEY.parse().unwrap()]).unwrap()[0].name, "example.com/foo");
    assert_eq!(note.to_string(), SPEC_NOTE);
}

#[test]
fn gos_secret_key_makes_gos_own_note_byte_for_byte() {
    let key = SigningKey::from_secret(GO_SECRET).unwrap();
    assert_eq!((key.to_secret().as_str(), key.verifying_key().to_string().as_str()), (GO_SECRET, GO_VKEY));
    let text = GO_NOTE.parse::<SignedNote>().unwrap().text;
    assert_eq!(SignedNote::sign(text, &[&key], 0).to_string(), GO_NOTE);
}

#[test]
fn the_sources_own_key_reads_and_writes() {
    let vkey = SPEC_VKEY;
    assert_eq!(vkey.parse::<VerifyingKey>().unwrap().to_string(), vkey);
    assert_eq!(vkey.replace("530d", "530e").parse::<VerifyingKey>(), Err(NoteError::KeyId("example.com/foo".to_owned())));
    for bad in ["", "a+b", "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "+530d903a+AA==", "example.com/foo+530d903a+Aeky"] {
        assert!(bad.parse::<VerifyingKey>().is_err(), "{bad}");
    }
}

#[test]
fn an_unknown_signature_is_passed_over() {
    let (known, other) = (key("a.example", 1), key("b.example", 2));
    let note = signed("text\n", &[&other, &known]);
    assert_eq!(note.verify(&[known.verifying_key()]).unwrap().len(), 1);
}

#[test]
fn the_same_name_with_another_id_is_another_key() {
    let (known, other) = (key("a.example", 1), key("a.example", 2));
    assert_eq!(signed("text\n", &[&other, &known]).verify(&[known.verifying_key()]).unwrap().len(), 1);
    assert_eq!(signed("text\n", &[&other]).verify(&[known.verifying_key()]), Err(NoteError::NoKnownSigner));
}

#[test]
fn a_known_key_that_fails_rejects_the_whole_note() {
    let (good, bad) = (key("a.example", 1), key("b.example", 2));
    let mut note = signed("text\n", &[&good, &bad]);
    note.signatures[1].bytes[5] ^= 1;
    let keys = [good.verifying_key(), bad.verifying_key()];
    assert_eq!(note.verify(&keys), Err(NoteError::BadSignature("b.example".to_owned())));
    assert!(note.verify(&keys[..1]).is_ok());
}

#[test]
fn a_signature_of_the_wrong_length_or_time_fails() {
    let log = key("a.example", 1);
    let mut note = signed("text\n", &[&log]);
    note.signatures[0].bytes.push(0);
    assert!(note.verify(&[log.verifying_key()]).is_err());
    let witness = SigningKey::from_seed("w.example", Algorithm::CosignatureV1, &[2; 32]).unwrap();
    for (seconds, holds) in [(0, false), (1, true), (u64::MAX, false)] {
        let note = SignedNote::sign("text\n".to_owned(), &[&witness], seconds);
        assert_eq!(note.verify(&[witness.verifying_key()]).is_ok(), holds, "{seconds}");
    }
}

#[test]
fn sixteen_signatures_and_more_are_read_but_not_without_end() {
    let keys: Vec<SigningKey> = (0..80).map(|n| key(&format!("k{n}.example"), n)).collect();
    let refs: Vec<&SigningKey> = keys.iter().collect();
    let read = |count: usize| signed("text\n", &refs[..count]).to_string().parse::<SignedNote>();
    assert_eq!(read(16).unwrap().signatures.len(), 16);
    assert_eq!(read(SIGNATURES_MAX).unwrap().signatures.len(), SIGNATURES_MAX);
    assert_eq!(read(SIGNATURES_MAX + 1), Err(NoteError::TooManySignatures));
    assert_eq!("x".repeat(300_000).parse::<SignedNote>(), Err(NoteError::Malformed));
}

#[test]
fn the_text_ends_at_the_last_empty_line() {
    let log = key("a.example", 1);
    let note = signed("one\n\ntwo\n", &[&log]);
    let read: SignedNote = note.to_string().parse().unwrap();
    assert_eq!(read.text, "one\n\ntwo\n");
    assert!(read.verify(&[log.verifying_key()]).is_ok());
}

#[test]
fn what_is_no_note_says_why() {
    for (text, error) in [
        ("", NoteError::NoSignatures),
        ("text\n", NoteError::NoSignatures),
        ("text\n\n", NoteError::NoSignatures),
        ("text\n\n— a AAAAAAA=", NoteError::NoSignatures),
        ("te\txt\n\n— a AAAAAAA=\n", NoteError::Malformed),
        ("text\n\n- a AAAAAAA=\n", NoteError::SignatureLine(1)),
        ("text\n\n— a AAAAAAA=\n— a+b AAAAAAA=\n", NoteError::SignatureLine(2)),
        ("text\n\n— a AAAA\n", NoteError::SignatureLine(1)),
        ("text\n\n— a AAAAAAA\n", NoteError::SignatureLine(1)),
    ] {
        assert_eq!(text.parse::<SignedNote>(), Err(error), "{text:?}");
    }
    assert!("text\n\n— a AAAAAAA=\n".parse::<SignedNote>().is_ok());
}

#[test]
fn a_secret_key_reads_back_and_never_prints() {
    let log = key("a.example/log", 7);
    let again = SigningKey::from_secret(&log.to_secret()).unwrap();
    assert_eq!(again.verifying_key(), log.verifying_key());
    assert!(log.to_secret().starts_with("PRIVATE+KEY+a.example/log+"));
    assert_eq!(format!("{log:?}"), "SigningKey { name: \"a.example/log\", .. }");
    assert!(SigningKey::from_secret("PRIVATE+KEY+a+b+c").is_err());
}

#[test]
fn signed_note_agrees_both_ways() {
    use signed_note::{Note, StandardSigner, StandardVerifier, VerifierList};
    let ours = key("koinon.example/golden", 1);
    let theirs = StandardSigner::new(&ours.to_secret()).unwrap();
    let note = signed("some text\n", &[&ours]);
    let mut by_them = Note::new(b"some text\n", &[]).unwrap();
    by_them.add_sigs(&[&theirs]).unwrap();
    assert_eq!(note.to_string().into_bytes(), by_them.to_bytes());
    let verifier: Box<dyn signed_note::Verifier> = Box::new(StandardVerifier::new(&ours.verifying_key().to_string()).unwrap());
    assert_eq!(Note::from_bytes(note.to_string().as_bytes()).unwrap().verify(&VerifierList::new(vec![verifier])).unwrap().0.len(), 1);
}

#[test]
fn a_checkpoint_says_which_line_is_wrong() {
    let root = "ju+6vaTwi1RItNuwTrHrzyzYa/Nn0cD+wyFIgqkbe54=";
    let read = |text: String| text.parse::<Checkpoint>();
    assert!(read(format!("a.example\n7\n{root}\n")).is_ok());
    assert!(read(format!("a.example\n7\n{root}\nan extension\n")).is_ok());
    assert!(read("a.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n".to_owned()).is_ok());
    for (text, error) in [
        (format!("A.example\n7\n{root}\n"), CheckpointError::Origin),
        (format!("a.example\n07\n{root}\n"), CheckpointError::Size),
        (format!("a.example\n+7\n{root}\n"), CheckpointError::Size),
        (format!("a.example\n9223372036854775808\n{root}\n"), CheckpointError::Size),
        ("a.example\n7\nju+6\n".to_owned(), CheckpointError::Root),
        ("a.example\n7\n".to_owned(), CheckpointError::Root),
        (format!("a.example\n0\n{root}\n"), CheckpointError::EmptyRoot),
        (format!("a.example\n7\n{root}"), CheckpointError::Line(3)),
        (format!("a.example\n7\n{root}\n\n"), CheckpointError::Line(4)),
    ] {
        assert_eq!(read(text.clone()), Err(error), "{text:?}");
    }
}

proptest! {
    #[test]
    fn a_note_reads_back_and_any_flipped_bit_fails(text in "[a-z0-9 \n]{0,60}", at: prop::sample::Index, bit in 0..7_u8) {
        let log = key("a.example", 1);
        let note = signed(&format!("{text}\n"), &[&log]);
        let bytes = note.to_string();
        prop_assert_eq!(&bytes.parse::<SignedNote>().unwrap(), &note);
        let mut flipped = bytes.clone().into_bytes();
        let place = at.index(flipped.len());
        flipped[place] ^= 1 << bit;
        let holds = String::from_utf8(flipped).ok().and_then(|text| text.parse::<SignedNote>().ok()).is_some_and(|note| note.verify(&[log.verifying_key()]).is_ok());
        prop_assert!(!holds);
    }

    #[test]
    fn no_text_makes_parsing_panic(text in "(—|[ -~]|\n){0,120}") {
        drop((text.parse::<SignedNote>(), text.parse::<VerifyingKey>(), text.parse::<Checkpoint>(), text.parse::<TlogProof>()));
        let proof = format!("c2sp.org/tlog-proof@v1\n{text}");
        if let Ok(read) = proof.parse::<TlogProof>() {
            prop_assert_eq!(read.to_string().parse::<TlogProof>().unwrap(), read);
        }
    }
}
