//! Findings as pages: the list and its table, one finding and its answer, the map of borders, rules, a place's neighbours.

use axum::http::StatusCode;
use record::{Draft, Office};
use serde_json::json;

use crate::account::{field, house_with, signed_in};
use crate::house::{House, NOW_MS};

/// Neighbours that differ: Calmere closed its border to some, Neravia screens, then nothing.
fn clashing(house: &House) {
    house.state(&[vec![
        json!({"kind": "border/v1", "subject": "border:QMA:QNA", "body": {"a": "QMA", "b": "QNA", "kind": "land", "length_m": 154_400}}),
    ]]);
}

fn finding(house: &House) -> String {
    let list = house.get("/policies/conflicts.json?rule=neighbour&instrument=C8").json();
    list["findings"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_list_says_what_clashes_and_its_table_has_the_columns_of_the_command() {
    let house = House::furnished();
    assert!(house.get("/en/policies/conflicts?rule=neighbour").text().contains("No finding fits"));
    clashing(&house);
    let page = house.get("/en/policies/conflicts?place=QMA").text();
    assert!(page.contains("Neighbours differ") && page.contains("Calmere – Neravia") && page.contains("154 km"), "{page}");
    assert!(page.contains("No register of competences is stated here"), "{page}");
    let table = house.get("/policies/conflicts.csv?rule=neighbour&instrument=C8").text();
    let mut lines = table.lines();
    assert_eq!(lines.next().unwrap(), "id,rule,instrument,population,place_a,place_b,from,to,days,level_a,level_b,grade,answer");
    let first: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(first[1..8], ["neighbour", "C8", "everyone", "QMA", "QNA", "2026-05-01", ""]);
    assert_eq!((lines.next(), first[9], first[10], first[11]), (None, "3", "0", "question"), "where it is widest");
    let on = house.get("/policies/conflicts.json?rule=neighbour&instrument=C8&on=2026-06-01").json();
    assert_eq!((&on["findings"][0]["a"]["level"], &on["findings"][0]["b"]["level"]), (&json!(3), &json!(1)), "as it was on that day");
    let notes = house.get("/policies/conflicts.json?rule=above-ceiling").json();
    assert_eq!(notes["findings"][0]["grade"], "note");
    let default = house.get("/policies/conflicts.json").json();
    assert!(default["findings"].as_array().unwrap().iter().all(|one| one["grade"] != "note"), "what is good to know is shown where it is asked for");
}

#[test]
fn what_can_not_be_asked_is_said() {
    let house = House::furnished();
    for query in ["rule=nonsense", "grade=grave", "min-days=0", "after=nothing", "level=planet", "from=2026-05-02&to=2026-05-01"] {
        assert_eq!(house.get(&format!("/policies/conflicts.json?{query}")).status, StatusCode::BAD_REQUEST, "{query}");
    }
    for path in ["/findings/aaaaaaaaaaaaaaaaaaaaaaaaaa", "/findings/x", "/rules/nonsense"] {
        assert_eq!(house.get(path).status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn a_list_goes_on_where_the_page_before_ended() {
    let house = House::furnished();
    clashing(&house);
    let all = house.get("/policies/conflicts.json?rule=neighbour,above-ceiling,restated,unilateral&grade=note").json();
    let total = all["total"].as_u64().unwrap();
    assert!(total > 1, "{all}");
    let (mut path, mut seen) =
        ("/policies/conflicts.json?rule=neighbour,above-ceiling,restated,unilateral&grade=note&limit=1".to_owned(), Vec::new());
    loop {
        let page = house.get(&path).json();
        seen.push((page["findings"][0]["id"].clone(), page["findings"][0]["from"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        path = next.strip_prefix("https://office.example").unwrap().to_owned();
    }
    let whole: Vec<_> = all["findings"].as_array().unwrap().iter().map(|one| (one["id"].clone(), one["from"].clone())).collect();
    assert_eq!(seen, whole);
}

#[test]
fn one_finding_leads_to_its_statements_its_rule_and_its_feed() {
    let house = House::furnished();
    clashing(&house);
    let id = finding(&house);
    let page = house.get(&format!("/en/findings/{id}")).text();
    for part in
        ["/rules/neighbour", "/record/", "No one has answered", "Answer this finding", &format!("/findings/{id}.atom"), "koinon publish", "<svg"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    let one = house.get(&format!("/findings/{id}.json")).json();
    let levels: Vec<_> =
        one["segments"].as_array().unwrap().iter().map(|segment| (segment["a"]["level"].as_u64(), segment["b"]["level"].as_u64())).collect();
    assert!(levels.ends_with(&[(Some(3), Some(1)), (Some(3), Some(0))]), "{levels:?}");
    assert_eq!(one["intervals"].as_array().unwrap().len(), 1);
    assert!(house.get(&format!("/findings/{id}.atom")).text().contains("<entry>"));
    assert!(house.get(&format!("/findings/{id}.svg")).text().starts_with("<svg"));
}

#[test]
fn a_place_begins_with_its_neighbours_before_the_long_table() {
    let house = House::furnished();
    clashing(&house);
    let page = house.get("/en/places/QMA").text();
    let at = |title: &str| page.find(&format!(">{title}<")).unwrap_or_else(|| panic!("{title}: {page}"));
    assert!(at("My neighbours") < at("What applies here"));
}

#[test]
fn a_title_has_the_colon_of_its_language() {
    let house = House::furnished();
    clashing(&house);
    let title = |language: &str| {
        let list = house.get(&format!("/{language}/policies/conflicts.atom?rule=neighbour&instrument=C8")).text();
        let entry = list.split("<entry>").nth(1).unwrap();
        entry.split("</title>").next().unwrap().to_owned()
    };
    assert!(title("en").contains("Neravia: "), "{}", title("en"));
    assert!(title("fr").contains("\u{a0}: "), "{}", title("fr"));
}

#[test]
fn a_rule_that_is_switched_off_says_by_which_statement_and_finds_nothing() {
    let house = House::furnished();
    clashing(&house);
    assert!(house.get("/en/rules/neighbour").text().contains("|x(a) − x(b)| ≥ k"));
    assert!(house.get("/rules/neighbour.json").json()["intervals"].as_u64() > Some(0));
    let size = house.node.size();
    house.state(&[vec![json!({"kind": "rule/v1", "subject": "rule:neighbour", "body": {"code": "neighbour", "off": true}})]]);
    let rule = house.get("/rules/neighbour.json").json();
    assert_eq!((&rule["off"], &rule["intervals"]), (&json!(size), &json!(0)));
    assert!(house.get("/en/rules/neighbour").text().contains("Switched off"));
    assert!(house.get("/en/rules").text().contains("Switched off"));
}

#[test]
fn borders_that_differ_are_drawn_where_the_drawing_has_them() {
    let house = House::furnished();
    clashing(&house);
    let map = house.get("/policies/conflicts/map.json?instrument=C8&on=2026-06-01").json();
    assert_eq!(map["findings"].as_array().unwrap().len(), 1);
    assert_eq!(map["shared"].as_u64().unwrap() + map["straight"].as_u64().unwrap(), 1);
    assert!(house.get("/policies/conflicts/map.svg?instrument=C8&on=2026-06-01").text().contains("data-difference=\"2\""));
    let before = house.get("/policies/conflicts/map.json?instrument=C8&on=2026-04-01").json();
    assert_eq!(before["findings"].as_array().unwrap().len(), 0);
}

#[test]
fn a_place_shows_its_neighbours_beside_it_and_what_clashes_there() {
    let house = House::furnished();
    clashing(&house);
    let place = house.get("/places/QMA.json?on=2026-06-01").json();
    assert_eq!(
        place["neighbours"],
        json!([
            {"instrument": "C1", "level": 2, "neighbours": [{"place": "QNA", "level": 0, "border_m": 154_400}]},
            {"instrument": "C8", "level": 3, "neighbours": [{"place": "QNA", "level": 1, "border_m": 154_400}]},
        ])
    );
    assert!(place["findings"].as_array().unwrap().iter().any(|one| one["rule"] == "neighbour" && one["instrument"] == "C8"), "{place}");
    let page = house.get("/en/places/QMA?on=2026-06-01").text();
    assert!(page.contains("My neighbours") && page.contains("milder") && page.contains("What clashes here"), "{page}");
}

#[test]
fn an_answer_is_stated_in_the_browser_counts_and_lapses_when_what_was_seen_is_revised() {
    let house = house_with(None);
    clashing(&house);
    let id = finding(&house);
    let mut browser = signed_in(&house);
    let path = format!("/findings/{id}/answer");
    let seen = field(&browser.get(&path).text(), "seen");
    let size = house.node.size();
    let empty = browser.send(&path, &[("seen", &seen), ("answer", "accepted")]);
    assert_eq!((empty.status, house.node.size()), (StatusCode::UNPROCESSABLE_ENTITY, size));
    assert!(empty.text().contains("href=\"#answer-reason\"") && empty.text().contains("href=\"#answer-until\""));
    let whole = [
        ("answer", "accepted"),
        ("answer-reason", "Ferries are checked at the port."),
        ("answer-until-day", "31"),
        ("answer-until-month", "12"),
        ("answer-until-year", "2026"),
    ];
    let unseen = browser.send(&path, &[whole.as_slice(), &[("seen", "otherwise")]].concat());
    assert_eq!((unseen.status, house.node.size()), (StatusCode::UNPROCESSABLE_ENTITY, size));
    assert!(unseen.text().contains("Ferries are checked"), "nothing typed is lost");
    let stated = browser.send(&path, &[whole.as_slice(), &[("seen", &seen)]].concat());
    assert_eq!((stated.status, house.node.size()), (StatusCode::SEE_OTHER, size + 1), "{}", stated.text());
    let one = house.get(&format!("/findings/{id}.json")).json();
    assert_eq!((&one["answers"][0]["state"], &one["answers"][0]["counts"]), (&json!("accepted"), &json!("yes")));
    assert_eq!(house.get("/policies/conflicts.json?rule=neighbour&instrument=C8&answer=accepted").json()["total"], 1);
    let calendar = house.get("/en/policies/conflicts.ics?instrument=C8").text().replace("\r\n ", "");
    assert!(calendar.contains("DTSTART;VALUE=DATE:20261231"), "the last day on which the answer counts: {calendar}");
    assert!(calendar.contains("SUMMARY:Answer lapses: Calmere – Neravia: ") && calendar.contains("Ferries are checked at the port."), "{calendar}");
    let revised = json!({"kind": "measure/v1", "revises": one_id(&house, &one), "act": "correct", "body": {"instrument": "C8", "place": "QMA", "level": 4, "start": "2026-05-01"}});
    house.clock.set(NOW_MS + 60_000);
    house.node.publish(vec![Draft::from_json(revised).unwrap()], &Office::default()).unwrap();
    let one = house.get(&format!("/findings/{id}.json")).json();
    assert_eq!(one["answers"][0]["counts"], "revised");
    assert!(!house.get("/policies/conflicts.ics?instrument=C8").text().contains("BEGIN:VEVENT"), "what counts no longer is no date to keep");
    assert_eq!(house.get("/policies/conflicts.json?rule=neighbour&instrument=C8&answer=none").json()["total"], 1);
}

/// The id of the entry on the first side.
fn one_id(house: &House, one: &serde_json::Value) -> String {
    let index = one["intervals"][0]["a"]["entry"].as_u64().unwrap();
    house.node.entry(index.try_into().unwrap()).unwrap().unwrap().id.to_string()
}
