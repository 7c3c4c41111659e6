//! The witness over HTTP: statuses, types and bounds as c2sp.org/tlog-witness has them; signs for partners alone.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use record::log::Log;
use record::merkle::{leaf_hash, prove_consistency, root_of};
use record::note::{Algorithm, SignedNote, SigningKey};
use record::own::partner::{self, Partner};
use record::witness::{AddCheckpoint, REQUEST_BYTES_MAX, log_name};
use record::{Origin, Text};

use crate::house::{Answer, House};

fn key() -> SigningKey {
    SigningKey::from_seed("coast.example", Algorithm::Ed25519, &[5; 32]).unwrap()
}

fn entries(size: u64) -> Vec<Vec<u8>> {
    (0..size).map(|n| n.to_be_bytes().to_vec()).collect()
}

/// What the log `coast.example` of so many entries sends.
fn request(old: u64, size: u64) -> String {
    let (log, _) = Log::new(origin()).append(entries(size)).unwrap();
    let leaves: Vec<_> = entries(size).iter().map(|entry| leaf_hash(entry)).collect();
    let read = |height: u32, index: u64| {
        let from = usize::try_from(index << height).unwrap();
        leaves.get(from..from + (1 << height)).map(root_of)
    };
    let proof = if old == 0 { Vec::new() } else { prove_consistency(old, size, read).unwrap() };
    AddCheckpoint { old, proof, note: log.sign(&key()) }.to_string()
}

fn origin() -> Origin {
    "coast.example".parse().unwrap()
}

/// A house that follows `coast.example`.
fn house() -> House {
    let house = House::empty();
    let coast = Partner {
        origin: origin(),
        name: Text::One("Coast".to_owned()),
        url: "https://coast.example".to_owned(),
        vkey: key().verifying_key().to_string(),
        witness: None,
        mirror: None,
        did: None,
        speaks_for: Vec::new(),
        paused: false,
    };
    house.node.state(vec![record::own::draft(&partner::KIND, partner::subject(&origin()).unwrap(), None, &coast).unwrap()]).unwrap();
    house
}

fn post(house: &House, body: impl Into<Body>) -> Answer {
    house.ask(Request::post("/add-checkpoint").body(body.into()).unwrap())
}

#[test]
fn a_partners_checkpoint_is_cosigned_and_served() {
    let house = house();
    let witness = house.node.witness().unwrap().vkey();
    let path = format!("/{}/checkpoint", log_name(&origin()));
    assert_eq!(house.get(&path).status, StatusCode::NOT_FOUND);
    for (old, size) in [(0, 3), (3, 7)] {
        let answer = post(&house, request(old, size));
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
        assert_eq!(answer.header("cache-control"), "no-store");
        let served = house.get(&path);
        assert_eq!((served.status, served.header("content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
        let note: SignedNote = served.text().parse().unwrap();
        assert!(served.text().ends_with(&answer.text()));
        assert_eq!(note.verify(&[key().verifying_key(), witness.clone()]).unwrap().len(), 2);
        assert!(note.text.starts_with(&format!("coast.example\n{size}\n")));
    }
    let conflict = post(&house, request(3, 9));
    assert_eq!((conflict.status, conflict.header("content-type"), conflict.text().as_str()), (StatusCode::CONFLICT, "text/x.tlog.size", "7\n"));
    assert_eq!(post(&house, request(7, 7).replace("old 7", "old 9")).status, StatusCode::BAD_REQUEST);
    assert_eq!(
        post(&house, request(7, 9).replacen("\n\n", "\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n", 1)).status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(post(&house, request(7, 9).replace("\n9\n", "\n8\n")).status, StatusCode::FORBIDDEN);
}

#[test]
fn nobody_elses_checkpoint_is_cosigned_and_no_body_harms() {
    let house = house();
    let own = format!("old 0\n\n{}", house.node.checkpoint().unwrap());
    assert_eq!(post(&house, own).status, StatusCode::NOT_FOUND);
    let stranger = SigningKey::from_seed("stranger.example", Algorithm::Ed25519, &[5; 32]).unwrap();
    let note = Log::new("stranger.example".parse().unwrap()).sign(&stranger);
    let answer = post(&house, AddCheckpoint { old: 0, proof: Vec::new(), note }.to_string());
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text().starts_with("no key of `stranger.example` is known here"));
    for bad in ["", "old 0\n", "<script>", "old 0\n\n\u{1}\n"] {
        assert_eq!(post(&house, bad.to_owned()).status, StatusCode::BAD_REQUEST, "{bad:?}");
    }
    assert_eq!(post(&house, vec![0xff; 100]).status, StatusCode::BAD_REQUEST);
    let long = post(&house, vec![b'a'; REQUEST_BYTES_MAX + 1]);
    assert_eq!((long.status, long.header("connection")), (StatusCode::PAYLOAD_TOO_LARGE, "close"));
    assert_eq!(house.get("/add-checkpoint").status, StatusCode::METHOD_NOT_ALLOWED);
    for path in ["/x/checkpoint".to_owned(), format!("/{}/checkpoint", "A".repeat(64)), format!("/{}/checkpoint", "a".repeat(64))] {
        assert_eq!(house.get(&path).status, StatusCode::NOT_FOUND, "{path}");
    }
}
