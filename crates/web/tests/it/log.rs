//! The record over HTTP as C2SP says, and the small addresses for machines.

use axum::http::StatusCode;
use record::checkpoint::Checkpoint;
use record::merkle::{leaf_hash, root_of};
use record::note::SignedNote;

use crate::house::House;

#[test]
fn the_log_is_served_as_tlog_tiles_and_leads_to_its_signed_root() {
    let house = House::furnished();
    let checkpoint = house.get("/log/checkpoint");
    assert_eq!((checkpoint.status, checkpoint.header("content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
    assert_eq!(checkpoint.header("cache-control"), "no-cache");
    let note: SignedNote = checkpoint.text().parse().unwrap();
    note.verify(std::slice::from_ref(&house.node.identity().vkey)).unwrap();
    let signed: Checkpoint = note.text.parse().unwrap();
    assert_eq!(signed.size, u64::from(house.node.size()));
    let bundle = house.get(&format!("/log/tile/entries/000.p/{}", signed.size));
    assert_eq!((bundle.status, bundle.header("content-type")), (StatusCode::OK, "application/octet-stream"));
    assert!(bundle.header("cache-control").contains("immutable"));
    let (mut rest, mut leaves) = (bundle.body.as_slice(), Vec::new());
    while let [high, low, after @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        leaves.push(leaf_hash(&after[..length]));
        rest = &after[length..];
    }
    assert_eq!(root_of(&leaves), signed.root);
    let tile = house.get(&format!("/log/tile/0/000.p/{}", signed.size));
    assert_eq!(tile.body, leaves.concat());
    assert_eq!(tile.header("content-encoding"), "");
    for path in
        ["/log/tile/0/000", "/log/tile/0/001", "/log/tile/64/000", "/log/tile/0/0", "/log/nothing", "/log/tile/entries/000.p/0", "/log/../keys"]
    {
        assert_eq!(house.get(path).status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn a_proof_from_the_page_verifies_with_the_published_key() {
    let house = House::furnished();
    let about = house.get("/.well-known/koinon").json();
    let key: record::note::VerifyingKey = about["vkey"].as_str().unwrap().parse().unwrap();
    assert_eq!(
        (about["origin"].as_str(), about["name"].as_str(), about["log"].as_str()),
        (Some("office.example/log"), Some("Office of Examples"), Some("https://office.example/log"))
    );
    let proof: record::proof::TlogProof = house.get("/record/7.tlog-proof").text().parse().unwrap();
    let entry = house.get("/record/7.entry");
    assert_eq!(proof.verify(&entry.body, &key, &[]).unwrap().index, 7);
    assert!(entry.header("content-disposition").contains("entry-7.entry"));
}

/// What partners pin (`koinon partner add`), and the document that must agree with it.
#[test]
fn a_node_says_which_keys_are_its_own() {
    let house = House::empty();
    let about = house.get("/.well-known/koinon").json();
    let key = |name: &str| about[name].as_str().unwrap().parse::<record::note::VerifyingKey>().unwrap();
    assert_eq!((key("witness").name(), key("mirror").name()), ("office.example/log/witness", "office.example/log/mirror"));
    assert_eq!(about["did"], "did:web:office.example");
    assert!(about["kinds"].as_array().unwrap().iter().any(|kind| kind == "partner/v1"));
    let did: record::did::Did = about["did"].as_str().unwrap().parse().unwrap();
    for path in ["/.well-known/did.json", "/did.json"] {
        let answer = house.get(path);
        let document = record::did::Document::parse(&answer.body, &did).unwrap();
        let identity = house.node.identity();
        assert_eq!(document.publics(), [identity.vkey.public_bytes(), identity.identity.public_bytes()]);
        assert_eq!(document.keys[0].id, did.key_url(&identity.vkey));
        assert_eq!(document.services[1].endpoint, about["log"].as_str().unwrap());
        assert_eq!(answer.header("access-control-allow-origin"), "*");
    }
}

#[test]
fn health_schemas_assets_and_attachments() {
    let house = House::furnished();
    assert_eq!(house.get("/healthz").text(), "ok\n");
    assert_eq!(house.get("/readyz").json()["ready"], true);
    for path in ["/schemas/measure.json", "/schemas/measure/v1.json", "/schemas/measure/v1"] {
        let schema = house.get(path);
        assert_eq!((schema.status, schema.header("content-type")), (StatusCode::OK, "application/schema+json"), "{path}");
        assert_eq!(schema.json()["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
    let page = house.get("/en").text();
    let asset = page.split("href=\"/assets/").nth(1).unwrap().split('"').next().unwrap();
    let asset = house.get(&format!("/assets/{asset}"));
    assert_eq!(asset.status, StatusCode::OK);
    assert!(asset.header("cache-control").contains("immutable"));
    assert_eq!(house.get("/assets/../Cargo.toml").status, StatusCode::NOT_FOUND);
    let file = house.node.dir().join("page.html");
    std::fs::write(&file, "<script>alert(1)</script>").unwrap();
    let attached = node::attach(house.node.dir(), &file).unwrap();
    let answer = house.get(&format!("/attachments/{}", attached.sha256));
    assert_eq!((answer.status, answer.body.as_slice()), (StatusCode::OK, b"<script>alert(1)</script>".as_slice()));
    assert!(answer.header("content-disposition").starts_with("attachment"));
    assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert_eq!(house.get("/attachments/00").status, StatusCode::NOT_FOUND);
}
