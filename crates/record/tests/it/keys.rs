//! Keys that come and go: what `key/v1` says, and what it adds up to.

use proptest::prelude::*;
use record::note::{Algorithm, SigningKey, VerifyingKey};
use record::own::genesis::{Genesis, identity_name, next_identity};
use record::own::key::{Key, subject};
use record::own::keys::{KeyRefusal, Keys, News};
use record::{Json, Origin};
use serde_json::json;

const ORIGIN: &str = "koinon.example/golden";
const ROOT: [u8; 32] = [
    0x2c, 0xfe, 0xf7, 0x62, 0x75, 0x97, 0xe0, 0x0b, 0x56, 0x49, 0x75, 0x77, 0x4a, 0xd7, 0x28, 0xef, 0x21, 0x07, 0x06, 0x75, 0x9f, 0xca, 0x6d, 0x64,
    0x13, 0x8c, 0x6d, 0xfc, 0x1c, 0xbf, 0x2c, 0xda,
];

fn origin() -> Origin {
    ORIGIN.parse().unwrap()
}

fn log(seed: u8) -> SigningKey {
    SigningKey::from_seed(ORIGIN, Algorithm::Ed25519, &[seed; 32]).unwrap()
}

fn identity(seed: u8) -> SigningKey {
    SigningKey::from_seed(&identity_name(&origin()), Algorithm::Ed25519, &[seed; 32]).unwrap()
}

fn vkey(seed: u8) -> VerifyingKey {
    log(seed).verifying_key()
}

/// Log key 1, identity key 2, the next one 3.
fn keys() -> Keys {
    let genesis = Genesis {
        origin: origin(),
        name: "Golden".into(),
        vkey: vkey(1).to_string(),
        identity: identity(2).verifying_key().to_string(),
        next_identity: next_identity(&identity(3).verifying_key().public_bytes()),
        language: "en".to_owned(),
        licence: "CC-BY-4.0".to_owned(),
        place: None,
        level: None,
        did: None,
    };
    Keys::of_genesis(&genesis).unwrap()
}

fn add(old: u8, new: u8, by: u8) -> Key {
    Key::add(&origin(), &vkey(old), &log(new), &identity(by), "2026-12-01T00:00:00.000Z".to_owned())
}

fn retire(seed: u8) -> Key {
    Key::retire(&origin(), &vkey(seed), &identity(2))
}

fn revoke(seed: u8, size: u64) -> Key {
    Key::revoke(&origin(), &vkey(seed), size, &ROOT, &identity(2))
}

fn take_over(next: u8, after: u8) -> Key {
    Key::identity(&origin(), &identity(next), &identity(after).verifying_key())
}

/// Every signature is OpenSSL's (`pkeyutl -sign -rawin`) over messages laid out by hand as specs/record.md g says; ids are by `sha256sum`.
#[test]
fn changes_are_signed_as_another_tool_signs_them() {
    let old = "koinon.example/golden+b336bc64+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
    let new = "koinon.example/golden+efdb9169+AcqTrBcFGHBx1nuDx/8O/oEI6OxFMFdddyaHkzPb2r58";
    let golden = [
        (
            add(1, 4, 2),
            json!({"change": "add", "old": old, "new": new, "not_before": "2026-12-01T00:00:00.000Z",
                "signature": "2QqpOnIUIEf0dERwCqzxIfHkp47yuR2T+pBeXx3hv7vdCC9atuUqo01CkGUfwFXq9OiwP5/MSlAySxFsHgN8AQ==",
                "identity_signature": "0Ej8UPuMsUfkgSTAbjnsCTjh6vacGtP16tQr7yzhRK2To6JczlWJNyU0IhsccYR46R6+VBc5tRm0Bupb60lYDQ=="}),
        ),
        (
            retire(1),
            json!({"change": "retire", "vkey": old,
                "signature": "wZdwMw7W85cOc5eRx5jv1gPks9uTwoKdbZkYkU00ka6wG93s8tFaTZE6HM25GWj3PA88E1qQp89Bb2FbfDRtDA=="}),
        ),
        (
            revoke(1, 3),
            json!({"change": "revoke", "vkey": old, "size": 3, "root": "LP73YnWX4AtWSXV3Stco7yEHBnWfym1kE4xt/By/LNo=",
                "signature": "TYu+idgNvLN9eDg+0zbzrrxhDwmgQp3wJc+pE9O0IprZw5kGzhqWnQHl1eL0YU6GFJR9kWTtW3yf0m4fbjjCDg=="}),
        ),
        (
            take_over(3, 5),
            json!({"change": "identity", "identity": "koinon.example/golden/identity+8f45e854+Ae1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfR",
                "next_identity": "sha256:7599776c3085e3f9da0d13071eb0b4ab50fd2bf64c06dd92c2365af3a328eca3",
                "signature": "pD07qrNwVU3nWMvPhfA9UlxJjgFIZx7r5NYWCKe8Ig563OxISuo9RFHj5+9YocAi39kx+vRgTsBIOOlaXOY6Bw=="}),
        ),
    ];
    for (key, expected) in golden {
        assert_eq!(serde_json::to_value(&key).unwrap(), expected);
        assert_eq!(serde_json::from_value::<Key>(expected).unwrap(), key);
        assert_eq!(key.check(), []);
    }
    assert!(subject(old).unwrap().as_str().starts_with("key:"));
}

#[test]
fn a_planned_roll_has_two_keys_and_then_the_new_one() {
    let mut keys = keys();
    assert_eq!(keys.at(0), [vkey(1)]);
    keys.take(5, &add(1, 4, 2)).unwrap();
    assert_eq!((keys.at(5), keys.at(6)), (vec![vkey(1)], vec![vkey(1), vkey(4)]));
    keys.take(9, &retire(1)).unwrap();
    assert_eq!((keys.at(9), keys.at(10)), (vec![vkey(1), vkey(4)], vec![vkey(4)]));
    assert_eq!(keys.repudiated(), []);
}

#[test]
fn a_stolen_key_repudiates_what_came_behind_the_last_good_size() {
    let mut keys = keys();
    // 3 was good; the thief stated 3 to 6; the recovery is one batch.
    keys.take(7, &add(1, 4, 2)).unwrap();
    keys.take(8, &revoke(1, 3)).unwrap();
    assert_eq!((keys.at(3), keys.at(4), keys.at(9)), (vec![vkey(1)], vec![], vec![vkey(4)]));
    let repudiated: Vec<u64> = (0..12).filter(|index| keys.is_repudiated(*index)).collect();
    assert_eq!(repudiated, [3, 4, 5, 6], "the change itself is signed by the identity key");
    assert_eq!(keys.log()[0].revoked, Some((3, ROOT)));
}

#[test]
fn a_key_that_retired_can_be_revoked_and_repudiates_only_what_it_signed() {
    let mut keys = keys();
    keys.take(5, &add(1, 4, 2)).unwrap();
    keys.take(9, &retire(1)).unwrap();
    keys.take(20, &revoke(1, 7)).unwrap();
    assert_eq!((0..30).filter(|index| keys.is_repudiated(*index)).collect::<Vec<_>>(), [7, 8]);
    assert_eq!((keys.at(8), keys.at(15)), (vec![vkey(4)], vec![vkey(4)]));
}

#[test]
fn only_the_next_identity_key_takes_over() {
    let mut keys = keys();
    assert_eq!(keys.take(5, &take_over(4, 5)), Err(KeyRefusal::NotTheNext));
    keys.take(5, &take_over(3, 5)).unwrap();
    assert_eq!(keys.identity(), &identity(3).verifying_key());
    assert_eq!(keys.take(6, &add(1, 4, 2)), Err(KeyRefusal::NotTheIdentity), "the old identity key changes nothing any more");
    keys.take(6, &add(1, 4, 3)).unwrap();
}

#[test]
fn what_can_not_be_changes_nothing() {
    let mut keys = keys();
    keys.take(5, &add(1, 4, 2)).unwrap();
    let before = keys.clone();
    let other = Key::retire(
        &"other.example".parse().unwrap(),
        &SigningKey::from_seed("other.example", Algorithm::Ed25519, &[1; 32]).unwrap().verifying_key(),
        &identity(2),
    );
    let name = |seed: u8| vkey(seed).to_string();
    for (change, refusal) in [
        (other, KeyRefusal::OtherRecord),
        (add(1, 1, 2), KeyRefusal::Malformed),
        (add(1, 6, 9), KeyRefusal::NotTheIdentity),
        (add(7, 6, 2), KeyRefusal::NotSigning(name(7))),
        (add(1, 4, 2), KeyRefusal::Known(name(4))),
        (retire(7), KeyRefusal::NotSigning(name(7))),
        (revoke(1, 0), KeyRefusal::Size { size: 0, index: 6 }),
        (revoke(1, 7), KeyRefusal::Size { size: 7, index: 6 }),
    ] {
        assert_eq!(keys.take(6, &change), Err(refusal));
        assert_eq!(keys, before);
    }
    keys.take(6, &retire(4)).unwrap();
    assert_eq!(keys.take(7, &retire(4)), Err(KeyRefusal::NotSigning(name(4))));
    assert_eq!(keys.take(7, &retire(1)), Err(KeyRefusal::Last(name(1))));
    assert_eq!(keys.take(7, &revoke(1, 2)), Err(KeyRefusal::Last(name(1))));
}

/// Neither log nor document alone is enough (specs/record.md g, step 4).
#[test]
fn a_partner_trusts_a_new_key_only_where_log_and_document_agree() {
    let mut keys = keys();
    let public = |key: &SigningKey| key.verifying_key().public_bytes();
    let document = [public(&log(1)), public(&identity(2))];
    assert_eq!(keys.news(&[vkey(1)], 5, Some(&document)), News::default());
    // The document lists a key that the log does not add.
    let strange = [public(&log(4)), document[0], document[1]];
    assert_eq!(keys.news(&[vkey(1)], 5, Some(&strange)), News { strange: vec![public(&log(4))], ..News::default() });
    // The log adds a key that the document does not list, or there is no document.
    keys.take(5, &add(1, 4, 2)).unwrap();
    let held = News { held: vec![vkey(4)], ..News::default() };
    assert_eq!(keys.news(&[vkey(1)], 6, Some(&document)), held);
    assert_eq!(keys.news(&[vkey(1)], 6, None), held);
    // Both agree.
    assert_eq!(keys.news(&[vkey(1)], 6, Some(&strange)), News { accepted: vec![vkey(4)], ..News::default() });
    keys.take(9, &retire(1)).unwrap();
    assert_eq!(keys.news(&[vkey(1), vkey(4)], 10, Some(&strange)), News { dropped: vec![vkey(1)], ..News::default() });
    // An identity key that was good before may still be listed for a while.
    keys.take(10, &take_over(3, 5)).unwrap();
    assert_eq!(keys.news(&[vkey(4)], 11, Some(&strange)), News::default());
}

#[test]
fn every_fault_of_a_change_is_told() {
    let faults = |body: Json| (record::own::key::KIND.check)(&body).iter().map(ToString::to_string).collect::<Vec<_>>();
    let paths = |body: Json| (record::own::key::KIND.check)(&body).into_iter().map(|fault| fault.path).collect::<Vec<_>>();
    let new = vkey(4).to_string();
    let body = json!({"change": "add", "old": "x", "new": new, "not_before": "tomorrow", "signature": "", "identity_signature": ""});
    assert_eq!(paths(body), ["/old", "/not_before", "/signature", "/identity_signature"]);
    assert_eq!(paths(json!({"change": "retire", "vkey": "a.example+x", "signature": ""})), ["/vkey", "/signature"]);
    assert_eq!(paths(json!({"change": "revoke", "vkey": new, "size": 1, "root": "x", "signature": ""})), ["/root", "/signature"]);
    assert_eq!(
        paths(json!({"change": "identity", "identity": "a.example/identity+x", "next_identity": "x", "signature": ""})),
        ["/identity", "/next_identity", "/signature"]
    );
    assert_eq!(faults(json!({"change": "retire", "vkey": "Ä", "signature": ""})), ["`Ä` names no record; give the key's verification key"]);
    assert_eq!(faults(json!({"change": "forget"})), ["unknown variant `forget`, expected one of `add`, `retire`, `revoke`, `identity`"]);
    assert_eq!(
        faults(json!({"change": "retire", "vkey": new, "signature": "", "colour": 1})),
        ["unknown field `colour`, expected `vkey` or `signature`"]
    );
    let mut with_ext = serde_json::to_value(retire(1)).unwrap();
    with_ext["ext"] = json!({"health.example": 1});
    assert_eq!(paths(with_ext), Vec::<String>::new());
}

fn any_change() -> impl Strategy<Value = Key> {
    prop_oneof![
        (1..6_u8, 1..6_u8, 2..5_u8).prop_map(|(old, new, by)| add(old, new, by)),
        (1..6_u8).prop_map(retire),
        (1..6_u8, 0..40_u64).prop_map(|(seed, size)| revoke(seed, size)),
        (2..6_u8, 2..6_u8).prop_map(|(next, after)| take_over(next, after)),
    ]
}

proptest! {
    /// Whatever is said, a key is left to sign with, refused changes leave no trace, and no key comes back.
    #[test]
    fn a_record_always_has_a_key_that_signs(changes in prop::collection::vec(any_change(), 0..24)) {
        let mut keys = keys();
        for (index, change) in (1..).zip(&changes) {
            let before = keys.clone();
            if keys.take(index, change).is_err() {
                prop_assert_eq!(&keys, &before);
            }
            prop_assert!(!keys.at(index + 1).is_empty());
            prop_assert!(!keys.is_repudiated(0));
            for (was, is) in before.log().iter().zip(keys.log()) {
                prop_assert!((0..40).all(|size| was.signs(size) || !is.signs(size)), "what signed no more signs again");
            }
        }
    }

    /// A signature counts for its own words only.
    #[test]
    fn a_change_with_a_changed_bit_is_refused(change in prop_oneof![Just(add(1, 4, 2)), Just(revoke(1, 3)), Just(take_over(3, 5))], at in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let text = serde_json::to_string(&change).unwrap();
        let mut bytes = text.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(changed) = serde_json::from_slice::<Key>(&bytes) {
            let mut keys = keys();
            keys.take(7, &add(1, 6, 2)).unwrap();
            let unsigned = matches!((&changed, &change), (Key::Add { not_before: a, .. }, Key::Add { not_before: b, .. }) if a != b);
            prop_assert!(keys.take(8, &changed).is_err() || changed == change || unsigned);
        }
    }
}
