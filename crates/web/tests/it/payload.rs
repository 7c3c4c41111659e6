//! Words for the parties of an agreement alone: handed on over signed requests, erased, and seen nowhere else.

use axum::http::StatusCode;
use node::exchange::AskError;
use node::fetch::{Fetch, FetchError, Got, Request as Asked};
use node::{Allowance, Following};
use node::{Founding, League, Machine, Node, Words};
use record::did::Did;
use record::http_signature::{Request, Signer};
use record::note::{Algorithm, SigningKey};
use record::own::partner::{self, Partner};
use record::{Draft, Office, Origin, Sid, Text};
use serde_json::json;
use web::Live;

use crate::house::{Answer, House, NOW_MS};

const CANARY: &str = "canary5e2f90c7";
const OFFICE: &str = "office.example/log";

fn origin(name: &str) -> Origin {
    name.parse().unwrap()
}

fn partner(name: &str, url: &str, vkey: String) -> Draft {
    let origin = origin(name);
    let subject = partner::subject(&origin).unwrap();
    let body = Partner {
        origin,
        name: Text::One("Partner".to_owned()),
        url: url.to_owned(),
        vkey,
        witness: None,
        mirror: None,
        did: None,
        speaks_for: Vec::new(),
        paused: false,
    };
    record::own::draft(&partner::KIND, subject, None, &body).unwrap()
}

/// Some body with a key: its name is its host.
struct Body {
    name: &'static str,
    key: SigningKey,
}

impl Body {
    fn new(name: &'static str, seed: u8) -> Body {
        Body { name, key: SigningKey::from_seed(name, Algorithm::Ed25519, &[seed; 32]).unwrap() }
    }

    /// Headers of a signed question for the words at a path.
    fn headers(&self, path: &str, audience: &str, nonce: u8) -> Vec<(String, String)> {
        let keyid = Did::of_node_url(&format!("https://{}", self.name)).unwrap().key_url(&self.key.verifying_key());
        let plain = [("content-type", "application/json"), ("koinon-agreement", audience), ("koinon-request-id", "01J")];
        let request = Request { method: "GET", authority: "office.example", path, query: None, headers: &plain, body: b"" };
        let created = u64::try_from(NOW_MS / 1000).unwrap();
        let signed = request.sign(&Signer { key: &self.key, keyid: &keyid, created, nonce: [nonce; 16] }).unwrap();
        let all = plain.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        all.chain(signed.headers.into_iter().map(|(name, value)| (name.to_owned(), value))).collect()
    }
}

fn get(house: &House, path: &str, headers: &[(String, String)]) -> Answer {
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    house.get_with(path, &headers)
}

/// A house with partners, one of whom is a party of its agreement; the audience; the place of a hidden statement.
fn house(parties: &[&str], partners: Vec<Draft>) -> (House, String, u64) {
    let house = House::furnished();
    if !partners.is_empty() {
        house.node.state(partners).unwrap();
    }
    let parties: Vec<_> = [OFFICE].iter().chain(parties).map(|party| json!({"origin": party, "from": "2026-01-01"})).collect();
    let agreement = json!({"kind": "agreement/v1", "subject": "pact", "body": {"title": "Ferries", "parties": parties}});
    let publish = |draft| house.node.publish(vec![Draft::from_json(draft).unwrap()], &Office::default()).unwrap().statements[0].index;
    publish(agreement);
    let audience = format!("agreement:{}", Sid::of(&origin(OFFICE), &"pact".parse().unwrap()));
    let heat = json!({"code": "SECRET", "name": CANARY, "levels": ["none", CANARY]});
    let place = publish(json!({"kind": "instrument/v1", "subject": CANARY, "audience": audience, "body": heat}));
    (house, audience, place)
}

#[test]
fn words_are_for_a_party_that_signed_once() {
    let (coast, isles) = (Body::new("coast.example", 5), Body::new("isles.example", 6));
    let vkey = |body: &Body| body.key.verifying_key().to_string();
    let partners =
        vec![partner("coast.example", "https://coast.example", vkey(&coast)), partner("isles.example", "https://isles.example", vkey(&isles))];
    let (house, audience, place) = house(&["coast.example"], partners);
    let path = format!("/payloads/{place}");
    let answer = get(&house, &path, &coast.headers(&path, &audience, 1));
    assert_eq!((answer.status, answer.header("cache-control"), answer.header("etag")), (StatusCode::OK, "no-store", ""));
    assert_eq!(answer.json()["inner"]["subject"], CANARY);
    let entry = house.node.restricted(&origin(OFFICE), place).unwrap().unwrap();
    assert_eq!(answer.header("koinon-receipt"), entry.id.to_string());
    // Everyone else is told the same, whatever is there.
    let nothing = house.get("/payloads/999999");
    let other = audience.replace(':', ":a");
    let stranger = Body::new("coast.example", 9);
    for (asked, headers) in [
        (path.clone(), Vec::new()),
        (path.clone(), coast.headers(&path, &audience, 1)),
        (path.clone(), isles.headers(&path, &audience, 2)),
        (path.clone(), stranger.headers(&path, &audience, 3)),
        (path.clone(), coast.headers("/payloads/1", &audience, 4)),
        (path.clone(), coast.headers(&path, "public", 5)),
        (path.clone(), coast.headers(&path, &other, 6)),
        ("/payloads/1".to_owned(), coast.headers("/payloads/1", "public", 7)),
        (format!("{path}?x"), coast.headers(&path, &audience, 8)),
        (format!("/payloads/0{place}"), coast.headers(&format!("/payloads/0{place}"), &audience, 9)),
    ] {
        let told = get(&house, &asked, &headers);
        assert_eq!((told.status, told.text()), (StatusCode::NOT_FOUND, nothing.text()), "{asked}");
    }
    house.clock.set(NOW_MS + 120_000);
    assert_eq!(get(&house, &path, &coast.headers(&path, &audience, 10)).status, StatusCode::NOT_FOUND, "signed two minutes ago");
    house.clock.set(NOW_MS);
    house.node.erase(&origin(OFFICE), place, "Retention has ended".into()).unwrap();
    assert_eq!(get(&house, &path, &coast.headers(&path, &audience, 11)).status, StatusCode::GONE);
    assert_eq!(get(&house, &path, &isles.headers(&path, &audience, 12)).status, StatusCode::NOT_FOUND);
}

/// No byte of the words in what anyone can see: pages, their other forms, search, feeds, tiles, headers.
#[test]
fn no_byte_of_hidden_words_is_seen_by_the_public() {
    let (house, audience, place) = house(&[], Vec::new());
    let open = record::EntryId::of(CANARY.as_bytes()).to_string();
    let sid = house.sid(CANARY);
    let index = format!("/record/{place}");
    let mut paths: Vec<String> = include_str!("../../../../tests/browser/routes.txt")
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|path| path.starts_with('/'))
        .map(str::to_owned)
        .collect();
    assert!(paths.len() > 10);
    paths.extend(
        ["", ".json", ".csv", ".atom"]
            .iter()
            .flat_map(|form| ["/record", "/policies", "/search", "/places", "/brief"].map(|page| format!("{page}{form}"))),
    );
    paths.extend([
        index.clone(),
        format!("{index}.json"),
        format!("{index}.entry"),
        format!("{index}.tlog-proof"),
        format!("/search?q={CANARY}"),
        format!("/search.json?q={CANARY}"),
    ]);
    paths.extend(["/openapi.json", "/.well-known/koinon", "/.well-known/did.json", "/readyz", "/log/checkpoint"].map(str::to_owned));
    let size = house.node.size_of(record::places::OWN);
    paths.extend([format!("/log/tile/0/000.p/{size}"), format!("/log/tile/entries/000.p/{size}"), format!("/id/{sid}")]);
    for path in &paths {
        let answer = house.get(path);
        let seen = String::from_utf8_lossy(&answer.body).replace(CANARY, if path.contains(CANARY) { "asked" } else { CANARY });
        assert!(!seen.contains(CANARY) && !seen.contains(&open), "{path}");
        assert!(answer.headers.values().all(|value| !value.to_str().unwrap_or_default().contains(CANARY) || path.contains(CANARY)), "{path}");
    }
    // That something was said, to whom and when, is public.
    assert!(house.get(&format!("{index}.entry")).text().contains(&audience));
    assert_eq!(house.get(&format!("/id/{sid}")).status, StatusCode::NOT_FOUND, "its subject is no one's outside");
}

/// The network of two nodes: `office.example` is a house.
struct Line<'h>(&'h House);

impl Fetch for Line<'_> {
    fn send(&self, request: &Asked) -> Result<Got, FetchError> {
        let path = request.url.strip_prefix("https://office.example").unwrap();
        let answer = get(self.0, path, &request.headers);
        let headers = answer.headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        Ok(Got { status: answer.status.as_u16(), headers, body: answer.body })
    }
}

#[test]
fn a_party_that_follows_asks_for_its_words_and_heeds_their_erasure() {
    let dir = tempfile::tempdir().unwrap();
    let clock = std::sync::Arc::new(node::SetClock::at(NOW_MS));
    let machine = Machine { clock: clock.clone(), marks: dir.path().join("marks"), passphrase: None };
    let founding = Founding {
        origin: origin("coast.example"),
        name: Text::One("Coast".to_owned()),
        language: "en".to_owned(),
        licence: "CC0-1.0".to_owned(),
        place: None,
        level: None,
        settings: String::new(),
        seed: Some([8; 32]),
    };
    let folder = dir.path().join("coast");
    let identity = Node::<Live>::create(&folder, &founding, &machine).unwrap();
    let coast: Node<Live> = Node::open(&folder, league::KINDS, &machine).unwrap();
    let (house, _, place) = house(&["coast.example"], vec![partner("coast.example", "https://coast.example", identity.vkey.to_string())]);
    coast.state(vec![partner(OFFICE, "https://office.example", house.node.identity().vkey.to_string())]).unwrap();
    let league = League::open(&dir.path().join("league.db")).unwrap();
    let line = Line(&house);
    let follow = || coast.follow(&origin(OFFICE), Following { league: &league, fetch: &line, allowance: Allowance::default() }).unwrap();
    follow();
    let own: Did = "did:web:coast.example".parse().unwrap();
    let is_for = |entry: &record::Entry| web::payload::is_for(&coast, entry, &origin("coast.example")).unwrap_or(false);
    assert_eq!(coast.missing_words(&origin(OFFICE), is_for).unwrap(), [place]);
    assert_eq!(coast.missing_words(&origin(OFFICE), |_| false).unwrap(), Vec::<u64>::new());
    assert!(coast.ask_words(&line, &own, &origin(OFFICE), place).unwrap());
    let Words::Held(payload) = coast.private().words(&origin(OFFICE), place).unwrap() else { panic!() };
    assert!(String::from_utf8(payload.inner).unwrap().contains(CANARY));
    assert_eq!(coast.missing_words(&origin(OFFICE), is_for).unwrap(), Vec::<u64>::new());
    // Of someone whom it is not, and where there is nothing.
    assert!(matches!(coast.ask_words(&line, &"did:web:isles.example".parse().unwrap(), &origin(OFFICE), place), Err(AskError::Status(404))));
    assert!(matches!(coast.ask_words(&line, &own, &origin(OFFICE), 1), Err(AskError::NoEntry(1))));
    house.node.erase(&origin(OFFICE), place, "Retention has ended".into()).unwrap();
    follow();
    assert_eq!(coast.heed_erasures(&origin(OFFICE)).unwrap(), 1);
    assert!(matches!(coast.private().words(&origin(OFFICE), place).unwrap(), Words::Erased(_)));
    let confirmed = coast.entry(coast.size() - 1).unwrap().unwrap().statement;
    assert_eq!((confirmed.kind.as_str(), confirmed.body["origin"].as_str()), ("erasure/v1", Some(OFFICE)));
    assert_eq!(coast.heed_erasures(&origin(OFFICE)).unwrap(), 0);
    assert!(matches!(coast.ask_words(&line, &own, &origin(OFFICE), place), Err(AskError::Status(410))));
}
