//! What a partner said, on our pages: whose it is stands on each row, its proof is its own, and a second history is marked everywhere.

use axum::http::StatusCode;
use node::fetch::{Fetch, FetchError, Got, Request};
use node::{Allowance, FollowError, Following, LEAGUE_FILE, League};
use record::log::Log;
use record::note::{Algorithm, SigningKey};
use record::tile::{Resource, bundle_bytes};
use record::{Act, Audience, Office, Origin, Statement};
use serde_json::json;

use crate::house::{House, measure};

/// The log of a partner, of at most 256 entries, under the key that [`House::follow`] pins.
struct Partner {
    key: SigningKey,
    log: Log,
    entries: Vec<Vec<u8>>,
}

impl Partner {
    fn saying(origin: &str, bodies: &[serde_json::Value]) -> Partner {
        let origin: Origin = origin.parse().unwrap();
        let entries: Vec<Vec<u8>> = bodies.iter().map(|said| entry(&said["kind"], &said["subject"], said["body"].clone())).collect();
        let key = SigningKey::from_seed(origin.as_str(), Algorithm::Ed25519, &[9; 32]).unwrap();
        let (log, _) = Log::new(origin).append(entries.clone()).unwrap();
        Partner { key, log, entries }
    }
}

fn entry(kind: &serde_json::Value, subject: &serde_json::Value, body: serde_json::Value) -> Vec<u8> {
    let (kind, subject) = (kind.as_str().unwrap().parse().unwrap(), subject.as_str().unwrap().parse().unwrap());
    let at = "2026-11-14T10:00:00Z".parse().unwrap();
    let (act, by, audience) = (Act::State, "office:health".parse::<Office>().unwrap(), Audience::default());
    Statement { kind, subject, revises: None, act, about: Vec::new(), at, by, eyes: None, audience, body }.to_bytes().unwrap()
}

impl Fetch for Partner {
    fn send(&self, request: &Request) -> Result<Got, FetchError> {
        let path = request.url.split_once("/log/").unwrap().1;
        let body = match path.parse().unwrap() {
            Resource::Checkpoint => self.log.sign(&self.key).to_string().into_bytes(),
            Resource::Tile(tile) => self.log.partial_tile(tile.level(), tile.index()).unwrap(),
            Resource::Bundle(_) => bundle_bytes(self.entries.iter().map(Vec::as_slice)).unwrap(),
        };
        Ok(Got { status: 200, headers: Vec::new(), body })
    }
}

fn turn(house: &House, partner: &Partner) -> Result<(), FollowError> {
    let league = League::open(&house.node.dir().join(LEAGUE_FILE)).unwrap();
    let with = Following { league: &league, fetch: partner, allowance: Allowance::default() };
    house.node.follow(partner.log.origin(), with).map(drop)
}

#[test]
fn a_partners_words_are_read_as_theirs_and_marked_once_they_have_two_histories() {
    let house = House::furnished();
    house.follow("north.example", "Body of the North");
    let order = measure("order", "QNA", "C8", 3, "2026-11-01", None, None);
    let covered = json!({"kind": "coverage/v1", "subject": "c", "body": {"places": ["QZZ"], "instruments": ["C8"], "from": "2026-01-01"}});
    let elsewhere = measure("elsewhere", "QZZ", "C8", 2, "2026-11-01", None, None);
    let honest = Partner::saying("north.example", &[order, covered, elsewhere]);
    turn(&house, &honest).unwrap();
    let sid = record::Sid::of(honest.log.origin(), &"order".parse().unwrap());
    let list = house.get("/en/policies?place=QNA").text();
    assert!(list.contains("Rule order") && list.contains("Body of the North"), "{list}");
    let line = &house.get("/policies.json?place=QNA&instrument=C8").json()["measures"];
    let line = line.as_array().unwrap().iter().find(|line| line["sid"] == sid.to_string()).unwrap().clone();
    assert_eq!((&line["entry"], &line["origin"]), (&json!("north.example#0"), &json!("north.example")));
    assert_eq!((&line["by"], &line["said"]), (&json!("office:health"), &json!("observed")), "no one was said to speak for it");
    // Of a place that no one else speaks of, its words decide; whatever rests on them names them by its record.
    for path in [
        "/policies.csv?place=QZZ",
        "/places/QZZ.json?on=2026-11-20",
        "/compare.json?place=QZZ&place=QMA&on=2026-11-20&all=1",
        "/compare.csv?place=QZZ&place=QMA&on=2026-11-20&all=1",
    ] {
        let text = house.get(path).text();
        assert!(text.contains("north.example#2"), "{path} names it by something else: {text}");
    }
    // Its page, its entry and its proof are its own; our desk of the same name has no part in it.
    assert_eq!(house.get(&format!("/en/measures/{sid}")).status, StatusCode::OK);
    let page = house.get("/en/record/north.example/0").text();
    assert!(page.contains("Entry north.example#0") && page.contains("Body of the North"), "{page}");
    let proof = house.get("/record/north.example/0.tlog-proof").text();
    proof.parse::<record::proof::TlogProof>().unwrap().verify(&honest.entries[0], &honest.key.verifying_key(), &[]).unwrap();
    assert_eq!(house.get("/partners/north.example/log/checkpoint").text(), honest.log.sign(&honest.key).to_string());
    assert_eq!(house.get("/en/record/north.example").status, StatusCode::OK);
    assert_eq!(house.get("/en/record/south.example/0").status, StatusCode::NOT_FOUND);
    assert!(!list.contains("Two histories") && !page.contains("Two histories"));
    let forked = Partner::saying("north.example", &[measure("order", "QNA", "C8", 0, "2026-11-01", None, None)]);
    assert!(matches!(turn(&house, &forked), Err(FollowError::Fork { .. })));
    for path in ["/en/policies?place=QNA", "/en/record/north.example/0", &format!("/en/measures/{sid}"), "/en/search?q=order", "/en/partners"] {
        let page = house.get(path).text();
        assert!(page.contains("Two histories"), "{path}: {page}");
    }
}
