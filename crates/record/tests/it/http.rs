//! Signed requests and answers: the vectors of RFC 9421 and RFC 9530, our own profile, and everything that it refuses.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use record::http_signature::{Bound, LIFE, Request, Response, SKEW_MAX, SignatureError, Signed, Signer, Verified, base, content_digest};
use record::note::{Algorithm, SigningKey, verify_bytes};

const NOW: u64 = 1_795_514_400;
const KEYID: &str = "did:web:health.example#b336bc64";
const PLAIN: [(&str, &str); 3] = [("content-type", "application/json"), ("koinon-agreement", "agreement:x"), ("koinon-request-id", "01J")];

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed("health.example", Algorithm::Ed25519, &[seed; 32]).unwrap()
}

fn public(seed: u8) -> [u8; 32] {
    key(seed).verifying_key().public_bytes()
}

fn known(keyid: &str) -> Option<[u8; 32]> {
    (keyid == KEYID).then(|| public(1))
}

fn request<'a>(headers: &'a [(&'a str, &'a str)]) -> Request<'a> {
    Request { method: "POST", authority: "coast.example", path: "/payloads/7", query: Some("a=b"), headers, body: b"{}" }
}

fn sign(request: &Request<'_>) -> Signed {
    request.sign(&Signer { key: &key(1), keyid: KEYID, created: NOW, nonce: [7; 16] }).unwrap()
}

/// The request as it arrives: its own headers, and those that signing added.
fn with<'a>(headers: &[(&'a str, &'a str)], signed: &'a Signed) -> Vec<(&'a str, &'a str)> {
    headers.iter().copied().chain(signed.headers.iter().map(|(name, value)| (*name, value.as_str()))).collect()
}

fn verify(request: &Request<'_>) -> Result<Verified, SignatureError> {
    request.verify(NOW + 5, known)
}

/// RFC 9421, B.1.4 (key) and B.2.6 (base and signature).
#[test]
fn the_base_and_signature_are_those_of_the_rfc() {
    let seed: [u8; 32] = URL_SAFE_NO_PAD.decode("n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU").unwrap().try_into().unwrap();
    let key = SigningKey::from_seed("test-key-ed25519", Algorithm::Ed25519, &seed).unwrap();
    assert_eq!(URL_SAFE_NO_PAD.encode(key.verifying_key().public_bytes()), "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs");
    let text = base(
        &[
            (r#""date""#, "Tue, 20 Apr 2021 02:07:55 GMT"),
            (r#""@method""#, "POST"),
            (r#""@path""#, "/foo"),
            (r#""@authority""#, "example.com"),
            (r#""content-type""#, "application/json"),
            (r#""content-length""#, "18"),
        ],
        r#"("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519""#,
    );
    let signature = key.sign_bytes(text.as_bytes());
    let expected = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    assert_eq!(base64::engine::general_purpose::STANDARD.encode(signature), expected);
    assert!(verify_bytes(&key.verifying_key().public_bytes(), text.as_bytes(), &signature));
}

/// Laid out by hand as RFC 9421, 2.5 says, and signed by OpenSSL.
#[test]
fn a_request_that_another_tool_signed_holds() {
    let lines: Vec<&str> = include_str!("../../../../fuzz/seeds/http/request").splitn(4, '\n').collect();
    let headers = [
        ("signature-input", lines[0]),
        ("signature", lines[1]),
        ("content-digest", lines[2]),
        ("content-type", "application/json"),
        ("koinon-agreement", "x"),
        ("koinon-request-id", "y"),
    ];
    let request = Request { method: "GET", authority: "coast.example", path: "/", query: None, headers: &headers, body: lines[3].as_bytes() };
    assert_eq!(request.verify(NOW, |_| Some(public(1))).unwrap().keyid, "did:web:koinon.example#b336bc64");
}

/// RFC 9530, B.1 and B.2.
#[test]
fn digests_are_those_of_the_rfc() {
    assert_eq!(content_digest(b"{\"hello\": \"world\"}\n"), "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:");
    assert_eq!(content_digest(b""), "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
}

#[test]
fn a_signed_request_holds_and_so_does_its_answer() {
    let signed = sign(&request(&PLAIN));
    let headers = with(&PLAIN, &signed);
    let verified = verify(&request(&headers)).unwrap();
    assert_eq!((verified.keyid.as_str(), verified.nonce, verified.created), (KEYID, [7; 16], NOW));
    assert_eq!(verified.bound, signed.bound);
    let receipt = [("koinon-receipt", "sha256:x")];
    let answer = Response { status: 200, headers: &receipt, body: b"words" };
    let signer = Signer { key: &key(2), keyid: "did:web:coast.example#1", created: NOW + 1, nonce: [8; 16] };
    let answered = answer.sign(&verified.bound, &signer).unwrap();
    let headers = with(&receipt, &answered);
    let find = |_: &str| Some(public(2));
    let check =
        |asked: &Bound, status, body| Response { status, headers: &headers, body }.verify(asked, NOW + 2, find).map(|verified| verified.nonce);
    assert_eq!(check(&signed.bound, 200, b"words"), Ok([8; 16]));
    assert_eq!(check(&signed.bound, 404, b"words"), Err(SignatureError::Signature));
    assert_eq!(check(&signed.bound, 200, b"other"), Err(SignatureError::Digest));
    let other = sign(&Request { path: "/payloads/8", ..request(&PLAIN) });
    assert_eq!(check(&other.bound, 200, b"words"), Err(SignatureError::Signature), "the answer to another question");
    // An answer is no request.
    assert_eq!(verify(&request(&headers)), Err(SignatureError::Parts));
}

#[test]
fn whatever_is_changed_on_the_way_is_seen() {
    let signed = sign(&request(&PLAIN));
    let headers = with(&PLAIN, &signed);
    let sent = request(&headers);
    for changed in [
        Request { method: "GET", ..sent },
        Request { authority: "other.example", ..sent },
        Request { path: "/payloads/8", ..sent },
        Request { query: None, ..sent },
        Request { query: Some("a=c"), ..sent },
    ] {
        assert_eq!(verify(&changed), Err(SignatureError::Signature));
    }
    assert_eq!(verify(&Request { body: b"[]", ..sent }), Err(SignatureError::Digest));
    for (name, _) in PLAIN {
        let changed: Vec<_> = headers.iter().map(|(header, value)| (*header, if *header == name { "x" } else { *value })).collect();
        assert_eq!(verify(&request(&changed)), Err(SignatureError::Signature), "{name}");
    }
    for (at, (name, _)) in headers.iter().enumerate() {
        let mut fewer = headers.clone();
        fewer.remove(at);
        assert!(matches!(verify(&request(&fewer)), Err(SignatureError::Missing(missing)) if missing == *name));
        let twice = [headers.as_slice(), &[headers[at]]].concat();
        assert!(matches!(verify(&request(&twice)), Err(SignatureError::Repeated(repeated)) if repeated == *name));
    }
}

#[test]
fn a_signature_is_fresh_and_of_someone_known() {
    let signed = sign(&request(&PLAIN));
    let headers = with(&PLAIN, &signed);
    let at = |now| request(&headers).verify(now, known).map(drop);
    let late = |now| Err(SignatureError::Time { created: NOW, expires: NOW + LIFE, now });
    assert_eq!(at(NOW - SKEW_MAX), Ok(()));
    assert_eq!(at(NOW - SKEW_MAX - 1), late(NOW - SKEW_MAX - 1));
    assert_eq!(at(NOW + LIFE), Ok(()));
    assert_eq!(at(NOW + LIFE + 1), late(NOW + LIFE + 1));
    assert_eq!(request(&headers).verify(NOW, |_| None), Err(SignatureError::Key(KEYID.to_owned())));
    assert_eq!(request(&headers).verify(NOW, |_| Some(public(2))), Err(SignatureError::Signature));
}

/// The same request with its `signature-input` changed.
fn input(change: impl Fn(&str) -> String) -> Result<Verified, SignatureError> {
    let mut signed = sign(&request(&PLAIN));
    signed.headers[1].1 = change(&signed.headers[1].1);
    verify(&request(&with(&PLAIN, &signed)))
}

#[test]
fn the_profile_is_not_negotiated() {
    assert!(input(str::to_owned).is_ok());
    for (from, to, error) in [
        ("ed25519\"", "hmac-sha256\"", SignatureError::Parameters),
        ("koinon-exchange-v1", "other", SignatureError::Parameters),
        (";alg=\"ed25519\"", "", SignatureError::Parameters),
        (";created=", ";created=1;created=", SignatureError::Parameters),
        (";created=1", ";created=01", SignatureError::Parameters),
        (";nonce=\"Bw", ";nonce=\"", SignatureError::Parameters),
        (";tag=", ";more=1;tag=", SignatureError::Parameters),
        ("\"@query\" ", "", SignatureError::Parts),
        ("\"@method\" \"@authority\"", "\"@authority\" \"@method\"", SignatureError::Parts),
        ("koinon=(", "other=(", SignatureError::Missing("signature-input")),
        ("koinon=(", "koinon=(", SignatureError::Signature),
        ("tag=\"koinon-exchange-v1\"", "tag=\"koinon-exchange-v1", SignatureError::Malformed("signature-input")),
    ] {
        let found = input(|text| if from == to { text.replace(";nonce=\"Bw", ";nonce=\"Cw") } else { text.replace(from, to) });
        assert_eq!(found, Err(error), "{from} -> {to}");
    }
    assert!(
        matches!(input(|text| text.replace("expires=179551446", "expires=179551447")), Err(SignatureError::Time { .. })),
        "it would live too long"
    );
}

#[test]
fn signatures_of_others_may_stand_beside_ours_but_not_a_second_of_ours() {
    let proxy = r#"proxy=("@method");created=1;keyid="p,\"q\"""#;
    assert!(input(|text| format!("{proxy}, {text}")).is_ok());
    assert_eq!(input(|text| format!("{text}, {text}")), Err(SignatureError::Several));
    assert_eq!(input(|text| format!("{text}, {}", text.replacen("koinon=", "second=", 1))), Err(SignatureError::Several));
    assert_eq!(input(|text| format!("{}, {text}", ["a=1"; 16].join(", "))), Err(SignatureError::Several));
    assert_eq!(input(|text| format!("{text},{}", "a".repeat(5_000))), Err(SignatureError::Malformed("signature-input")));
}

proptest! {
    /// Any change of any header of the signature is seen, or changes nothing that is said.
    #[test]
    fn a_changed_byte_is_seen(header in 0..3_usize, at in any::<prop::sample::Index>(), byte in 0x20..0x7f_u8) {
        let mut signed = sign(&request(&PLAIN));
        let mut bytes = signed.headers[header].1.clone().into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        signed.headers[header].1 = String::from_utf8(bytes).unwrap();
        prop_assert!(verify(&request(&with(&PLAIN, &signed))).is_err());
    }
}
