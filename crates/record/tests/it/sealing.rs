//! Hidden statements: sealed and opened, and nothing of them outside.

use proptest::prelude::*;
use record::own::restricted::{open, seal};
use record::{Draft, Origin};
use serde_json::json;

const C: &str = "bDPcuG7P3H0P5SPOGnYdvbHkccDabZ14mYMQhW7SKCE";
const AUDIENCE: &str = "agreement:sfamo5cvykedavglawhylihvyi";

fn origin() -> Origin {
    "koinon.example/golden".parse().unwrap()
}

fn draft(json: serde_json::Value) -> Draft {
    Draft::from_json(json).unwrap()
}

/// Opens the golden of DESIGN section 2; its inner statement corrects what it does not name, so no door of ours would seal it.
#[test]
fn a_statement_is_committed_to_as_the_design_says() {
    let revised = format!("sha256:{}", "0".repeat(64));
    let hidden =
        draft(json!({"act": "correct", "revises": revised, "kind": "measure/v1", "subject": "m1", "body": {"level": 2}, "audience": AUDIENCE}));
    let sealed = seal(&origin(), hidden.clone(), "outside".parse().unwrap(), &[3; 32]).unwrap();
    assert_eq!(
        sealed.outer.to_json(),
        json!({"kind": "restricted/v1", "subject": "outside", "audience": AUDIENCE, "body": {"c": sealed.commitment.to_text()}})
    );
    let c = sealed.commitment.to_text();
    let opened = open(&origin(), &c, &[3; 32], &sealed.inner).unwrap();
    assert_eq!((opened.subject, opened.body, opened.act), (hidden.subject, hidden.body, hidden.act));
    // Another salt, another record, another commitment, other words.
    assert_eq!(open(&origin(), &c, &[4; 32], &sealed.inner), None);
    assert_eq!(open(&"other.example".parse().unwrap(), &c, &[3; 32], &sealed.inner), None);
    assert_eq!(open(&origin(), C, &[3; 32], &sealed.inner), None);
    let golden = br#"{"act":"correct","body":{"level":2},"kind":"measure/v1","subject":"m1"}"#;
    assert_eq!(record::commit::Commitment::of(&origin(), &[3; 32], &serde_json::from_slice(golden).unwrap()).to_text(), C);
    assert_eq!(open(&origin(), C, &[3; 32], golden), None, "it corrects nothing that it names");
}

#[test]
fn what_can_not_be_hidden_is_refused_with_every_reason() {
    let paths = |json| {
        seal(&origin(), draft(json), "outside".parse().unwrap(), &[3; 32]).unwrap_err().into_iter().map(|fault| fault.path).collect::<Vec<_>>()
    };
    assert_eq!(paths(json!({"kind": "measure/v1", "body": {}})), ["/audience", "/subject"]);
    assert_eq!(paths(json!({"kind": "measure/v1", "subject": "a", "revises": "line:1", "body": {}, "audience": AUDIENCE})), ["/revises"]);
    assert_eq!(paths(json!({"kind": "measure/v1", "subject": "a", "body": {"x": "y".repeat(65_600)}, "audience": AUDIENCE})), [""]);
}

proptest! {
    /// Whatever is said inside, the outside has its audience, one commitment of one length, and no byte of it.
    #[test]
    fn the_outside_shows_nothing(words in "[a-z]{12,200}", salt in any::<[u8; 32]>()) {
        let hidden = draft(json!({"kind": "measure/v1", "subject": words.chars().take(100).collect::<String>(), "body": {"note": words}, "audience": AUDIENCE}));
        let sealed = seal(&origin(), hidden, "outside".parse().unwrap(), &salt).unwrap();
        let outside = sealed.outer.to_json().to_string();
        prop_assert!(!outside.contains(&words) && !outside.contains("measure"));
        prop_assert_eq!(sealed.outer.body["c"].as_str().unwrap().len(), 43);
        prop_assert!(open(&origin(), &sealed.commitment.to_text(), &salt, &sealed.inner).is_some());
    }
}
