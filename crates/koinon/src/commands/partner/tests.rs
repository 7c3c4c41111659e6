//! What a person is shown and warned of; the commands themselves are walked through in `tests/cli`.

use super::*;

fn key(name: &str) -> VerifyingKey {
    record::note::SigningKey::from_seed(name, record::note::Algorithm::Ed25519, &[7; 32]).unwrap().verifying_key()
}

fn claim(origin: &str, name: &str) -> Claim {
    let claim =
        json!({ "origin": origin, "name": name, "vkey": key(origin).to_string(), "place": "QMA-CO", "level": "regional", "kinds": ["measure/v1"] });
    serde_json::from_value(claim).unwrap()
}

fn partner(origin: &str, name: &str, told: &[&str]) -> Partner {
    let claim = claim(origin, name);
    let told: Vec<String> = told.iter().map(|told| (*told).to_owned()).collect();
    partner_of(&claim, format!("https://{origin}"), speaks_for(&told, &claim).unwrap())
}

fn pinned(partner: Partner) -> Pinned {
    let subject = partner::subject(&partner.origin).unwrap();
    let draft = record::own::draft(&partner::KIND, subject, None, &partner).unwrap();
    let mut statement = draft.to_json();
    statement["at"] = json!("2026-11-24T10:00:00.000Z");
    statement["by"] = json!("office:main");
    statement["audience"] = json!("public");
    let bytes = record::canon::to_bytes(&statement);
    Pinned { partner, entry: Entry::parse(1, bytes.into()).unwrap() }
}

fn doubts_of(partner: &Partner, held: &[Pinned]) -> Vec<String> {
    let names = Text::One("Government of Calmere".to_owned());
    doubts(partner, held, &Ours { origin: "calmere.example", names: &names, place: Some("QMA"), level: Some("national") })
}

#[test]
fn an_address_is_read_as_people_write_it() {
    for (text, url) in [
        ("coast.example", "https://coast.example"),
        ("https://coast.example/", "https://coast.example"),
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
    ] {
        assert_eq!(asked_of::node_url(text).unwrap(), url);
    }
    for wrong in ["ftp://coast.example", "https://", "https://user@coast.example", "https://coast.example/?x", ""] {
        assert!(asked_of::node_url(wrong).is_err_and(|failure| failure.exit == Exit::Usage), "{wrong}");
    }
}

#[test]
fn a_partner_speaks_for_whom_we_say_else_for_whom_it_says() {
    assert_eq!(spoken_for(&partner("coast.example", "Coast", &[])), "QMA-CO (regional)");
    assert_eq!(spoken_for(&partner("coast.example", "Coast", &["nobody"])), "nobody: it is only read");
    let told = partner("coast.example", "Coast", &["QMA:national:health,schools", "QMA-CO", "QMA-H::health"]);
    assert_eq!(spoken_for(&told), "QMA (national) in health, schools; QMA-CO; QMA-H in health");
    assert!(told.check().is_empty());
    assert!(speaks_for(&["QMA:a:b:c".to_owned()], &claim("a.example", "A")).is_err());
}

#[test]
fn names_that_look_like_others_and_words_for_others_are_doubted() {
    let held = [pinned(partner("coast.example", "Council of the Coast", &[]))];
    assert_eq!(doubts_of(&partner("highlands.example", "Council of the Highlands", &["QMA-H"]), &held), Vec::<String>::new());
    let doubted = |partner: &Partner, what: &str| {
        let doubts = doubts_of(partner, &held);
        assert!(doubts.iter().any(|doubt| doubt.contains(what)), "{what}: {doubts:?}");
    };
    doubted(&partner("c0ast.example", "Another", &["QMA-H"]), "reads the same as `coast.example`");
    doubted(&partner("calmerre.example", "Another", &["QMA-H"]), "differs by one letter from `calmere.example`");
    doubted(&partner("other.example", "Council of the Соast", &["QMA-H"]), "calls itself");
    doubted(&partner("xn--mgbh0fb.example", "Another", &["QMA-H"]), "another script");
    doubted(&partner("other.example", "Another", &["QMA-CO:regional"]), "held to speak for QMA-CO already");
    doubted(&partner("other.example", "Another", &["QMA:national"]), "for which this node speaks itself");
    doubted(&Partner { url: "https://elsewhere.example".to_owned(), ..partner("other.example", "Another", &[]) }, "served by `elsewhere.example`");
}

#[test]
fn a_person_sees_a_fingerprint_that_can_be_read_out_and_how_much_there_is() {
    let claim = claim("coast.example", "Coast");
    assert_eq!(fingerprint(&claim.vkey).len(), 16 * 5 - 1);
    let note = "coast.example\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    let shown = shown(&partner("coast.example", "Coast", &[]), &claim, &note.parse().unwrap()).join("\n");
    assert!(shown.contains("its record, 7 entries so far; 1 kinds of statements"), "{shown}");
}

#[test]
fn without_a_person_a_doubt_needs_a_key() {
    let taking = |key: Option<VerifyingKey>| Taking { yes: true, key, dev: false };
    let doubts = ["it calls itself like another".to_owned()];
    let output = Output::of_server();
    assert!(settle(&taking(None), &[], "?", output).is_ok());
    assert!(settle(&taking(None), &doubts, "?", output).is_err_and(|failure| failure.exit == Exit::Refused));
    assert!(settle(&taking(Some(key("a.example"))), &doubts, "?", output).is_ok());
    assert!(expect_key(&taking(Some(key("a.example"))), &key("b.example")).is_err_and(|failure| failure.exit == Exit::NotVerified));
}
