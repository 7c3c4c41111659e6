//! The record's own kinds: their bodies, faults and schemas.

use expect_test::{Expect, expect};
use record::note::{Algorithm, SigningKey};
use record::own::genesis::{Genesis, identity_name, next_identity};
use record::own::partner::{self, Partner, SpeaksFor};
use record::own::{self, KINDS};
use record::{Json, Kind};
use serde_json::json;

fn kind(name: &str) -> &'static Kind {
    KINDS.iter().find(|kind| kind.name == name).unwrap()
}

fn genesis() -> Json {
    let origin = "health.example/log".parse().unwrap();
    let vkey = |name: &str, seed| SigningKey::from_seed(name, Algorithm::Ed25519, &[seed; 32]).unwrap().verifying_key().to_string();
    let body = Genesis {
        name: "Ministry of Health".into(),
        vkey: vkey("health.example/log", 1),
        identity: vkey(&identity_name(&origin), 2),
        next_identity: next_identity(&[3; 32]),
        language: "en".to_owned(),
        licence: "CC-BY-4.0".to_owned(),
        place: Some("QMA".to_owned()),
        level: Some("country".to_owned()),
        did: None,
        origin,
    };
    serde_json::to_value(body).unwrap()
}

#[expect(clippy::needless_pass_by_value, reason = "an expectation is written where it is used")]
fn refused(name: &str, body: &Json, expected: Expect) {
    expected.assert_eq(&(kind(name).check)(body).iter().map(|fault| format!("{fault}\n")).collect::<String>());
}

#[test]
fn a_genesis_names_its_record_and_keys() {
    let body = genesis();
    assert_eq!((kind("genesis").check)(&body), []);
    let facets = (kind("genesis").facets)(&body);
    assert_eq!((facets.place.as_deref(), facets.topic.as_deref()), (Some("QMA"), Some("country")));
    let mut with_ext = body;
    with_ext["ext"] = json!({"health.example": 1});
    assert_eq!((kind("genesis").check)(&with_ext), []);
}

#[test]
fn every_fault_of_a_genesis_is_told() {
    let mut body = genesis();
    for (key, wrong) in
        [("language", "e"), ("licence", "<b>"), ("place", "gb"), ("level", "Country"), ("did", "did:key:x"), ("next_identity", "x"), ("name", "")]
    {
        body[key] = json!(wrong);
    }
    body["identity"] = body["vkey"].clone();
    body["vkey"] = json!("x");
    refused(
        "genesis",
        &body,
        expect![[r#"
            `/name`: a text can't be empty; give at least one word
            `/vkey`: `x` is no verification key; give `<name>+<8 hex digits>+<base64>`
            `/identity`: the key is named `health.example/log`; it must be named `health.example/log/identity`
            `/place`: `gb` is no place; give 1 to 16 of `A-Z 0-9 _ -`, as its register writes it
            `/level`: `Country` is no level of government; give a word such as `country`
            `/did`: `did:key:x` is no identifier; give `did:web:` and a host
            `/next_identity`: the hash of the next identity key is missing; give `sha256:` and 64 lower-case hex digits
            `/language`: `e` is no language tag; give one of BCP 47 such as `en`
            `/licence`: `<b>` is no licence; give an SPDX expression such as `CC-BY-4.0`
        "#]],
    );
    body["colour"] = json!(1);
    refused(
        "genesis",
        &body,
        expect![[r#"
        unknown field `colour`, expected one of `origin`, `name`, `vkey`, `identity`, `next_identity`, `language`, `licence`, `place`, `level`, `did`
    "#]],
    );
}

#[test]
fn a_restricted_statement_shows_its_commitment_only() {
    assert_eq!((kind("restricted").check)(&json!({"c": "bDPcuG7P3H0P5SPOGnYdvbHkccDabZ14mYMQhW7SKCE"})), []);
    refused(
        "restricted",
        &json!({"c": "bDPc"}),
        expect![[r#"
        `/c`: the commitment is not 32 bytes; give 43 characters of unpadded base64url
    "#]],
    );
    refused(
        "restricted",
        &json!({"c": "bDPcuG7P3H0P5SPOGnYdvbHkccDabZ14mYMQhW7SKCE", "length": 7}),
        expect![[r#"
        unknown field `length`, expected `c`
    "#]],
    );
}

fn partner() -> Json {
    let origin: record::Origin = "coast.example".parse().unwrap();
    let vkey = |name: &str, algorithm, seed| SigningKey::from_seed(name, algorithm, &[seed; 32]).unwrap().verifying_key().to_string();
    let body = Partner {
        name: "Region of Coast".into(),
        url: "https://coast.example".to_owned(),
        vkey: vkey("coast.example", Algorithm::Ed25519, 1),
        witness: Some(vkey(&partner::witness_name(&origin), Algorithm::CosignatureV1, 2)),
        mirror: Some(vkey(&partner::mirror_name(&origin), Algorithm::CosignatureV1, 3)),
        did: Some("did:web:coast.example".to_owned()),
        speaks_for: vec![SpeaksFor { place: "QMA-CO".to_owned(), level: Some("regional".to_owned()), sectors: vec!["health.supply".to_owned()] }],
        paused: true,
        origin,
    };
    serde_json::to_value(body).unwrap()
}

#[test]
fn a_partner_is_a_record_with_keys_and_those_it_speaks_for() {
    let body = partner();
    assert_eq!((kind("partner").check)(&body), []);
    let facets = (kind("partner").facets)(&body);
    assert_eq!(
        (facets.place.as_deref(), facets.topic.as_deref(), facets.group.as_deref()),
        (Some("QMA-CO"), Some("regional"), Some("coast.example"))
    );
    let only_read = json!({"origin": "koinon.example/golden", "name": "Golden", "url": "http://127.0.0.1:8080/node", "speaks_for": [],
        "vkey": "koinon.example/golden+b336bc64+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"});
    assert_eq!((kind("partner").check)(&only_read), []);
}

#[test]
fn every_fault_of_a_partner_is_told() {
    let mut body = partner();
    body["name"] = json!({});
    body["url"] = json!("https://coast.example/");
    body["vkey"] = body["witness"].clone();
    body["mirror"] = json!("coast.example/mirror");
    body["did"] = json!("coast.example");
    body["speaks_for"] = json!([
        {"place": "qma", "level": "Regional", "sectors": ["Health", "a..b"]},
        {"place": "QMA"},
        {"place": "QMA", "sectors": ["health"]},
    ]);
    refused(
        "partner",
        &body,
        expect![[r#"
        `/name`: no language is given; give at least one, such as {"en": ".."}
        `/url`: `https://coast.example/` is no address of a node; give `https://`, a host and at most a path, without a slash at the end
        `/vkey`: the key is named `coast.example/witness`; it must be named `coast.example`
        `/mirror`: `coast.example/mirror` is no verification key; give `<name>+<8 hex digits>+<base64>`
        `/witness`: log, witness and mirror can't share one key; give each its own
        `/did`: `coast.example` is no identifier; give `did:web:` and a host
        `/speaks_for/0/place`: `qma` is no place; give 1 to 16 of `A-Z 0-9 _ -`, as its register writes it
        `/speaks_for/0/level`: `Regional` is no level of government; give a word such as `country`
        `/speaks_for/0/sectors/0`: `Health` is no sector; give lower-case parts with dots between, such as `health.supply`
        `/speaks_for/0/sectors/1`: `a..b` is no sector; give lower-case parts with dots between, such as `health.supply`
        `/speaks_for/2`: this place and level are there twice; give each once, with all its sectors
    "#]],
    );
    refused(
        "partner",
        &json!({"origin": "coast.example/"}),
        expect![[r#"
        `coast.example/` is no origin; give a lower-case host and path such as `health.example/log`, at most 200 bytes
    "#]],
    );
}

#[test]
fn a_witness_key_is_no_mirror_key() {
    let mut body = partner();
    let key = SigningKey::from_seed("coast.example/mirror", Algorithm::CosignatureV1, &[2; 32]).unwrap();
    body["mirror"] = json!(key.verifying_key().to_string());
    refused(
        "partner",
        &body,
        expect![[r#"
        `/mirror`: log, witness and mirror can't share one key; give each its own
    "#]],
    );
}

#[test]
fn a_nodes_address_has_a_host_and_no_more_than_a_path() {
    for good in
        ["https://coast.example", "https://coast.example:8443/a/b~c", "http://127.0.0.1:8080", "http://[::1]:8080", "https://xn--bcher-kva.example"]
    {
        assert!(partner::is_node_url(good), "{good}");
    }
    let long = format!("https://{}.example", "a".repeat(500));
    for bad in [
        "",
        "coast.example",
        "ftp://coast.example",
        "https://",
        "https:///a",
        "https://coast.example/",
        "https://Coast.example",
        "https://a b.example",
        "https://u@coast.example",
        "https://coast.example:",
        "https://coast.example:0",
        "https://coast.example:080",
        "https://coast.example:65536",
        "https://coast.example/a//b",
        "https://coast.example/../b",
        "https://coast.example/a?b",
        "https://coast.example/a#b",
        "https://[::1",
        "https://[x]",
        "https://[::1]x",
        long.as_str(),
    ] {
        assert!(!partner::is_node_url(bad), "{bad}");
    }
}

#[test]
fn a_node_states_only_what_passes() {
    let body: Partner = serde_json::from_value(partner()).unwrap();
    let subject = partner::subject(&body.origin).unwrap();
    let draft = own::draft(&partner::KIND, subject.clone(), None, &body).unwrap();
    assert_eq!((draft.kind.as_str(), draft.subject), ("partner/v1", Some(subject.clone())));
    // SHA-256("koinon/subject/v1\ncoast.example\ngenesis"), by sha256sum and base32.
    assert_eq!(subject.as_str(), "partner:4a5t72pplzctqzuce3kfevpwua");
    let faults = own::draft(&partner::KIND, subject, None, &Partner { url: "x".to_owned(), ..body }).unwrap_err();
    assert_eq!(faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), ["/body/url"]);
}

#[test]
fn schemas_name_their_kind_and_every_member() {
    for kind in KINDS {
        let schema: Json = serde_json::from_str(kind.schema).unwrap();
        assert_eq!(schema["title"], json!(kind.full_name()));
        assert!(kind.is_records_own);
    }
    for (name, body) in [("genesis", genesis()), ("partner", partner())] {
        let schema: Json = serde_json::from_str(kind(name).schema).unwrap();
        for key in body.as_object().unwrap().keys() {
            assert!(schema["properties"].get(key).is_some(), "{name}: {key}");
        }
    }
}
