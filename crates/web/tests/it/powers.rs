//! By what right, and whom to ring: on the pages of a measure, an entry and a place.

use serde_json::{Value as Json, json};

use crate::house::House;

fn office(id: &str, authority: Option<&str>, phone: &str) -> Json {
    let mut body = json!({"id": id, "names": {"en": format!("Desk {phone}")}, "contact": {"phone": phone, "mail": "duty@desk.example", "languages": ["ar", "en"]}});
    if let Some(authority) = authority {
        body["authority"] = authority.into();
    }
    json!({"kind": "office/v1", "subject": id, "body": body})
}

fn authority(subject: &str, place: &str) -> Json {
    json!({"kind": "authority/v1", "subject": subject, "body": {"names": {"en": format!("Council {place}")}, "level": "regional", "places": [place]}})
}

fn competence(subject: &str, holder: &str, instrument: &str, place: &str, mode: &str) -> Json {
    let body = json!({
        "holder": holder, "instruments": [instrument], "sectors": ["*"], "places": [place], "mode": mode, "basis": "Basic law, article 7", "from": "2000-01-01"
    });
    json!({"kind": "competence/v1", "subject": subject, "body": body})
}

#[test]
fn what_no_one_stated_is_said_to_be_so() {
    let house = House::furnished();
    let measure = format!("/en/measures/{}", house.sid("seen"));
    for path in [measure.as_str(), "/en/places/QMA-A", "/en/record/5"] {
        let text = house.get(path).text();
        assert!(text.contains("No duty contact is stated for"), "{path}");
        assert!(text.contains("/en/schemas/office/v1"), "{path} says how");
    }
    assert!(house.get(&measure).text().contains("no register of competences is stated"));
    assert!(house.get("/en/places/QMA-A").text().contains("No register of competences is stated"));
    let json = house.get(&format!("/measures/{}.json", house.sid("seen"))).json();
    assert_eq!((&json["duty"], &json["competence"]["verdict"], &json["competence"]["why"]), (&Json::Null, &json!("unknown"), &json!("no_register")));
}

#[test]
fn a_measure_shows_by_what_right_it_was_taken_and_whom_to_ring() {
    let house = House::furnished();
    house.state(&[vec![
        authority("authority:a", "QMA-A"),
        competence("competence:ours", "office.example/log", "C1", "QMA", "shared"),
        competence("competence:theirs", "authority:a", "HEAT", "QMA-A", "exclusive"),
        office("office:main", None, "+999 555 0101"),
        office("office:health", None, "+999 555 0103"),
        office("office:a", Some("authority:a"), "+999 555 0102"),
    ]]);
    let shown = |subject: &str| {
        let json = house.get(&format!("/measures/{}.json", house.sid(subject))).json();
        (house.get(&format!("/en/measures/{}", house.sid(subject))).text(), json)
    };
    let (text, json) = shown("own");
    assert!(text.contains(r#"href="tel:+9995550101""#) && text.contains(r#"href="mailto:duty@desk.example""#));
    assert!(text.contains("Basic law, article 7"));
    assert_eq!((&json["competence"]["verdict"], &json["duty"]["office"]), (&json!("shared"), &json!("office:main")));
    let (text, json) = shown("seen");
    assert!(text.contains(r#"href="tel:+9995550102""#) && text.contains("Council QMA-A"));
    let plain = text.replace(['\u{2068}', '\u{2069}'], "");
    assert!(plain.contains("gives Council QMA-A no competence") && plain.contains("It lies with"), "{plain}");
    assert_eq!((&json["competence"]["verdict"], &json["competence"]["why"]), (&json!("none"), &json!("instrument")));
    assert_eq!(json["competence"]["held_by"].as_array().map(Vec::len), Some(1));
    let place = house.get("/en/places/QMA-A").text();
    assert!(place.contains(r#"href="tel:+9995550102""#) && place.contains("Governed by") && place.contains("Heat action level"));
    let entry = house.get("/record/5.json").json();
    assert_eq!(entry["duty"]["phone"], "+999 555 0101", "the desk of the office that said it");
}

#[test]
fn a_register_that_does_not_fit_together_says_what_to_do_and_every_page_still_stands() {
    let house = House::furnished();
    let place = |code: &str, parent: &str| json!({"kind": "place/v1", "subject": format!("place:{code}"), "body": {"code": code, "name": code, "level": "regional", "parent": parent}});
    house.state(&[vec![place("QMA-B", "NOWHERE")]]);
    let text = house.get("/en/places/QMA-B").text();
    assert!(text.contains("The register does not fit together here") && text.contains("NOWHERE"), "{text}");
}
