//! Statements for the parties of an agreement alone, from the command line.

use crate::house::House;
use record::Sid;
use serde_json::json;

#[test]
fn words_are_sealed_listed_and_erased_also_while_the_node_serves() {
    let house = House::founded();
    let agreement = json!({"kind": "agreement/v1", "subject": "pact",
        "body": {"title": "Ferries", "parties": [{"origin": "health.example", "from": "2026-01-01"}]}});
    house.publish(&[agreement]).done();
    let audience = format!("agreement:{}", Sid::of(&"health.example".parse().unwrap(), &"pact".parse().unwrap()));
    let hidden = json!({"kind": "agreement/v1", "subject": "draft", "audience": audience,
        "body": {"title": "canary-51bd", "parties": [{"origin": "health.example", "from": "2026-02-01"}]}});
    let serving = house.serve();
    house.publish(std::slice::from_ref(&hidden)).done();
    let nowhere = format!("agreement:{}", Sid::of(&"health.example".parse().unwrap(), &"nowhere".parse().unwrap()));
    let refused = house.publish(&[json!({"kind": "agreement/v1", "subject": "x", "audience": nowhere, "body": hidden["body"]})]);
    assert!(refused.code != 0 && refused.err.contains("no agreement that is known here"), "{refused:?}");
    let listed = house.run(&["restricted", "list", "--json"]).done().json();
    assert_eq!(
        (listed["words"].as_array().unwrap().len(), &listed["words"][0]["index"], &listed["words"][0]["audience"]),
        (1, &json!(2), &json!(audience))
    );
    assert_eq!(listed["words"][0]["statement"]["body"]["title"], "canary-51bd");
    assert!(!serving.get("/record.json").contains("canary-51bd") && !serving.get("/record/2.entry").contains("canary-51bd"));
    assert!(!house.run(&["export"]).done().out.contains("canary-51bd"));
    house.run(&["restricted", "copy", "words.db"]).done();
    house.run(&["restricted", "copy", "words.db"]).stops(1, &["words.db"]);
    house.run(&["restricted", "erase", "9", "--basis", "Retention has ended"]).stops(4, &["no words of entry 9"]);
    house.run(&["restricted", "erase", "2", "--basis", ""]).stops(2, &["can't be empty"]);
    let erased = house.run(&["restricted", "erase", "2", "--basis", "Retention has ended", "--json"]).done().json();
    assert_eq!(erased["stated"], 3);
    assert_eq!(house.run(&["restricted", "list", "--json"]).done().json()["words"], json!([]));
    assert!(serving.get("/record/3.entry").contains("erasure/v1"));
    drop(serving);
    house.run(&["verify", "--dir", "node"]).done();
}
