//! Tests: what the checks of this crate's bodies find, and that whatever passes is read and written back as it was.

use proptest::prelude::*;
use record::Json;
use serde_json::json;

fn faults(kind: &str, body: &Json) -> Vec<String> {
    let kind = crate::KINDS.iter().find(|row| row.name == kind).unwrap();
    let mut found: Vec<String> = (kind.check)(body).into_iter().map(|fault| format!("{}: {}", fault.path, fault.message)).collect();
    found.sort();
    found
}

#[track_caller]
fn heads(kind: &str, body: &Json, expected: &[&str]) {
    let found = faults(kind, body);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}\nis not {expected}");
        assert!(found.contains("; ") || found.contains("give"), "no way out: {found}");
    }
}

#[test]
fn all_that_is_wrong_with_a_competence_is_said_at_once() {
    let good = json!({"holder": "authority:qma", "instruments": ["C8", "order"], "sectors": ["health.supply", "07.4"], "places": ["QMA"],
        "mode": "shared", "basis": {"en": "Act 1", "ar": "قانون ١"}, "from": "2000-01-01", "to": "2000-01-01", "redelegate": 8});
    assert_eq!(faults("competence", &good), Vec::<String>::new());
    heads(
        "competence",
        &json!({"holder": "Nation!", "instruments": ["*", "C8"], "sectors": ["Health", "a..b"], "places": ["QMA", "QMA"], "mode": "sole",
            "basis": "", "from": "2000-02-01", "to": "2000-01-31", "redelegate": 9, "amount": 1}),
        &[
            "/amount: `amount` is not known here",
            "/basis: ",
            "/holder: `Nation!` is no holder",
            "/instruments: `*` says all of them",
            "/mode: `sole` is none of them",
            "/places: `QMA` is given twice",
            "/redelegate: `9` is out of range; give 0 to 8",
            "/sectors/0: `Health` is no sector",
            "/sectors/1: `a..b` is no sector",
            "/to: `2000-01-31` is before `from`",
        ],
    );
    heads("competence", &json!({}), &["/basis", "/from", "/holder", "/instruments", "/mode", "/places", "/sectors"]);
}

#[test]
fn all_that_is_wrong_with_an_office_is_said_at_once() {
    let good = json!({"id": "office:health", "names": "Duty desk", "authority": "authority:qma", "powers": ["competence:health"], "roles": ["duty"],
        "eyes": 2, "deputy": {"office": "office:night", "from": "2020-01-01", "to": "2020-01-02"},
        "contact": {"phone": "+999 555 0142", "mail": "duty@health.example", "hours": {"en": "day and night"}, "languages": ["en", "ar"]}});
    assert_eq!(faults("office", &good), Vec::<String>::new());
    heads(
        "office",
        &json!({"id": "health", "names": {}, "roles": ["Duty"], "eyes": 4, "deputy": {"office": "office:a", "from": "2020-01-02", "to": "2020-01-01"},
            "contact": {"phone": "ask Jo", "mail": "jo at health", "hours": "", "languages": ["english!"], "name": "Jo"}}),
        &[
            "/contact/hours: ",
            "/contact/languages/0: `english!` is no language tag",
            "/contact/mail: `jo at health` is no e-mail address",
            "/contact/name: `name` is not known here",
            "/contact/phone: `ask Jo` is no number",
            "/deputy/to: `2020-01-01` is before `from`",
            "/eyes: `4` is out of range; give 1 to 3",
            "/id: ",
            "/names: ",
            "/roles/0: `Duty` is no role",
        ],
    );
    heads("office", &json!({"id": "office:a", "names": "A", "contact": {"hours": "always"}}), &["/contact: no one can be reached by this"]);
    heads(
        "office",
        &json!({"id": "office:a", "names": "A", "deputy": {"office": "office:a", "from": "2020-01-01", "to": "2020-01-02"}}),
        &["/deputy/office: an office can't stand in for itself"],
    );
}

#[test]
fn an_authority_governs_places_on_a_level() {
    assert_eq!(
        faults("authority", &json!({"names": "A", "level": "national", "places": ["QMA"], "parent": "authority:q", "basis": "Act"})),
        Vec::<String>::new()
    );
    heads("authority", &json!({"names": "A", "level": "country", "places": []}), &["/level: `country` is no level", "/places: 0 items"]);
}

#[test]
fn a_place_is_part_of_one_at_a_time() {
    let moved = |parents: Json| json!({"code": "T", "name": "T", "level": "municipal", "parents": parents});
    let in_order = json!([{"code": "B", "from": "2020-01-01"}, {"code": "A", "to": "2019-12-31"}]);
    assert_eq!(faults("place", &moved(in_order)), Vec::<String>::new());
    let expected = "/parents: `A` and `B` are both its parent on 2019-12-31; a place is part of one at a time, so end `A` on 2019-12-30 or earlier";
    assert_eq!(faults("place", &moved(json!([{"code": "B", "from": "2019-12-31"}, {"code": "A", "to": "2019-12-31"}]))), [expected]);
    heads("place", &moved(json!([{"code": "A"}, {"code": "B"}])), &["/parents: `A` and `B` are both its parent from the start"]);
    heads("place", &moved(json!([{"code": "T"}])), &["/parent: a place can't be part of itself"]);
    let mut both = moved(json!([{"code": "A"}]));
    both["parent"] = json!("A");
    heads("place", &both, &["/parents: `parent` says it for all days already"]);
}

#[test]
fn members_of_a_group_come_and_go() {
    let group = |members: Json| json!({"code": "G", "name": "G", "kind": "basin", "members": members});
    let there_and_back = json!(["A", {"place": "B", "to": "2019-12-31"}, {"place": "B", "from": "2020-02-01"}]);
    assert_eq!(faults("group", &group(there_and_back.clone())), Vec::<String>::new());
    let read: crate::Group = serde_json::from_value(group(there_and_back.clone())).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), group(there_and_back));
    let on = |day: &str| read.members.iter().filter(|member| member.is_valid_on(day.parse().unwrap())).count();
    assert_eq!((on("2019-12-31"), on("2020-01-01"), on("2020-02-01")), (2, 1, 2));
    heads("group", &group(json!(["A", {"place": "A", "from": "2020-01-01"}])), &["/members/1: `A` is given twice for the same days"]);
    heads("group", &group(json!([{"place": "a"}, {"from": "2020-01-01"}, 7])), &["/members/0/place", "/members/1/place", "/members/2"]);
    heads("group", &json!({"code": "G", "name": "G", "kind": "river", "members": ["A"]}), &["/kind: `river` is none of them"]);
}

#[test]
fn a_border_joins_two_places() {
    heads("border", &json!({"a": "A", "b": "A", "kind": "land"}), &["/b: `A` can't touch itself"]);
    heads("border", &json!({"a": "B", "b": "A", "kind": "land"}), &["/b: `A` is not after `B`"]);
}

fn any_json() -> impl Strategy<Value = Json> {
    let words = prop::sample::select(vec![
        "A",
        "B",
        "*",
        "office:a",
        "authority:a",
        "2020-01-01",
        "2019-01-01",
        "shared",
        "national",
        "en",
        "duty",
        "x.y",
        "+999 555 0101",
    ]);
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        (-2..9i64).prop_map(Json::from),
        words.prop_map(Json::from),
        ".{0,6}".prop_map(Json::from)
    ];
    let names = prop::sample::select(vec![
        "id",
        "names",
        "name",
        "places",
        "place",
        "code",
        "from",
        "to",
        "members",
        "contact",
        "phone",
        "deputy",
        "office",
        "parents",
        "a",
        "b",
        "mode",
        "holder",
        "instruments",
        "sectors",
        "basis",
        "level",
        "kind",
        "languages",
    ]);
    leaf.prop_recursive(4, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map(names.clone().prop_map(str::to_owned), inner, 0..8).prop_map(|map| Json::Object(map.into_iter().collect()))
        ]
    })
}

proptest! {
    #[test]
    fn no_body_makes_a_check_or_a_facet_panic(body in any_json()) {
        for kind in crate::KINDS {
            let faults = (kind.check)(&body);
            for fault in &faults {
                prop_assert!(fault.path.is_empty() || fault.path.starts_with('/'), "{fault:?}");
            }
            drop((kind.facets)(&body));
        }
    }
}
