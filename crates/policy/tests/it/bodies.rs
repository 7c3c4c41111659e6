//! Bodies: examples that pass, faults with their paths, schemas against `check`, facets.

use record::{Json, Kind};
use serde_json::json;

fn kind(name: &str) -> &'static Kind {
    policy::KINDS.iter().chain(register::KINDS).find(|kind| kind.name == name).unwrap()
}

fn faults(name: &str, body: &Json) -> Vec<String> {
    (kind(name).check)(body).iter().map(ToString::to_string).collect()
}

fn full_measure() -> Json {
    json!({
        "instrument": "C1", "place": "XAA", "level": 2, "flag": 1, "population": "not-vaccinated", "reach": "and-below",
        "area": {"en": "the harbour"}, "start": "2026-01-05", "start_time": "06:00", "end": "2026-02-01", "end_time": "23:59",
        "review_by": "2026-01-20", "mode": "floor", "urgent": true, "title": "Schools", "text": {"ar": "نص", "en": "Words\nin lines"},
        "basis": "Act 12", "links": [{"href": "https://a.example/x?y=1#z", "title": "The act"}],
        "attachments": [{"sha256": "0".repeat(64), "size": 12, "type": "application/pdf", "name": "act.pdf"}],
        "replaces": [{"origin": "a.example/log", "subject": "m1"}],
        "amends": [{"origin": "a.example/log", "subject": "m2", "entry": format!("sha256:{}", "a".repeat(64))}],
        "observed": {"of": "XAA", "source": "tracker", "series": "c1", "file_sha256": "b".repeat(64), "line": 7, "notes": [{"date": "2026-01-06", "text": "seen"}]},
        "ext": {"a.example.colour": {"any": [1, "thing"]}}
    })
}

fn examples() -> Vec<(&'static str, Json)> {
    vec![
        ("measure", full_measure()),
        ("measure", json!({"instrument": "HEAT", "place": "XAA", "level": 0, "start": "2026-01-05"})),
        ("measure", json!({"instrument": {"origin": "a.example", "subject": "instrument:HEAT"}, "place": "XAA", "level": 1, "start": "2026-01-05"})),
        ("coverage", json!({"places": ["XAA"], "instruments": ["C1", {"origin": "a.example", "subject": "x"}], "from": "2020-01-01"})),
        (
            "coverage",
            json!({"places": ["XAA"], "instruments": ["C1"], "population": "strictest", "reach": "applies", "from": "2020-01-01", "to": "2020-01-01",
                   "observed": {"source": "tracker", "of": "XAA", "series": "c1", "file_sha256": "b".repeat(64)}, "ext": {"a.b": 1}}),
        ),
        ("instrument", json!({"code": "HEAT", "name": {"en": "Heat action", "ar": "حر"}, "levels": ["none", "advice", "rooms"]})),
        (
            "instrument",
            json!({"code": "HEAT", "name": "Heat", "levels": ["none", "some"], "objective": "fewer deaths", "sector": "07.4",
                   "flag": {"kind": "territory", "texts": ["part", "all"]}, "unit": "people", "source": "us", "ext": {"a.b": 1}}),
        ),
        (
            "place",
            json!({"code": "UK_SCO", "name": "Scotland", "level": "regional", "parent": "GBR", "same_as": ["GB-SCT"], "zone": "Europe/London",
                         "population": 5_400_000, "capital": "EDI", "valid_from": "1707-05-01", "valid_to": "2999-12-31", "ext": {"a.b": 1}}),
        ),
        (
            "border",
            json!({"a": "AFG", "b": "CHN", "kind": "land", "length_m": 84_600, "from": "2000-01-01", "to": "2001-01-01", "source": "ne", "note": "x", "ext": {"a.b": 1}}),
        ),
        ("group", json!({"code": "G", "name": "Group", "members": ["A", "B"], "ext": {"a.b": 1}})),
        ("sources", json!({"order": ["oxcgrt-raw", "a.example:8080/log"], "ext": {"a.b": 1}})),
    ]
}

#[test]
fn examples_pass_and_come_back_as_they_were() {
    for (name, body) in examples() {
        assert_eq!(faults(name, &body), [""; 0], "{name}");
        let back = match name {
            "measure" => serde_json::to_value(serde_json::from_value::<policy::Measure>(body.clone()).unwrap()),
            "coverage" => serde_json::to_value(serde_json::from_value::<policy::Coverage>(body.clone()).unwrap()),
            "instrument" => serde_json::to_value(serde_json::from_value::<policy::Instrument>(body.clone()).unwrap()),
            "place" => serde_json::to_value(serde_json::from_value::<register::Place>(body.clone()).unwrap()),
            "border" => serde_json::to_value(serde_json::from_value::<register::Border>(body.clone()).unwrap()),
            "group" => serde_json::to_value(serde_json::from_value::<register::Group>(body.clone()).unwrap()),
            _ => serde_json::to_value(serde_json::from_value::<register::Sources>(body.clone()).unwrap()),
        };
        assert_eq!(back.unwrap(), body, "{name}");
    }
}

#[test]
fn all_faults_are_told_at_once_each_with_its_path() {
    let body = json!({"instrument": "c1", "place": "X A", "level": -1, "flag": 2, "start": "2026-02-30", "end": "soon", "reach": "far", "colour": "red",
                      "links": [{"href": "javascript:alert(1)", "title": "x"}], "mode": "law"});
    let paths: Vec<String> = (kind("measure").check)(&body).into_iter().map(|fault| fault.path).collect();
    assert_eq!(paths, ["/instrument", "/place", "/level", "/flag", "/reach", "/mode", "/start", "/end", "/links/0/href", "/colour"]);
}

/// One change to the full measure, and the fault that it makes.
#[test]
fn every_rule_of_a_measure_has_its_fault_and_way_out() {
    for (change, fault) in [
        (json!({"level": null}), "`/level`: `null` is no whole number; give 0 to 32"),
        (json!({"level": 0}), "`/flag`: there is nothing to target at level 0; leave the flag out"),
        (json!({"end": "2026-01-04"}), "`/end`: `2026-01-04` is before `start`, `2026-01-05`; give the last day in force"),
        (json!({"review_by": "2025-12-31"}), "`/review_by`: `2025-12-31` is before `start`, `2026-01-05`; give a later day"),
        (json!({"start_time": "24:00"}), "`/start_time`: `24:00` is no time; give `HH:MM`, 00:00 to 23:59"),
        (
            json!({"end": "2026-01-05", "end_time": "05:59", "observed": {"of": "XAA", "source": "t"}}),
            "`/end_time`: `05:59` is not after `start_time`, `06:00`, of the same day; give a later time",
        ),
        (
            json!({"links": [{"href": "//a.example", "title": "x"}]}),
            "`/links/0/href`: `//a.example` is no web address; give an absolute one with `https://` or `http://`",
        ),
        (json!({"links": []}), "`/links`: 0 items are not between 1 and 32; give as many as that"),
        (
            json!({"attachments": [{"sha256": "0", "size": 1, "type": "a/b", "name": "x"}]}),
            "`/attachments/0/sha256`: `0` is no SHA-256; give 64 lower-case hex digits",
        ),
        (
            json!({"attachments": [{"sha256": "0".repeat(64), "size": 0, "type": "a/b", "name": "x"}]}),
            "`/attachments/0/size`: `0` is out of range; give 1 to 20971520",
        ),
        (
            json!({"attachments": [{"sha256": "0".repeat(64), "size": 1, "type": "html", "name": "x"}]}),
            "`/attachments/0/type`: `html` is no media type; give one such as `application/pdf`",
        ),
        (
            json!({"attachments": [{"sha256": "0".repeat(64), "size": 1, "type": "a/b", "name": "../x"}]}),
            "`/attachments/0/name`: a file name has no folder; leave out what stands before it",
        ),
        (
            json!({"population": "Everyone"}),
            "`/population`: `Everyone` is no population; give `everyone`, `vaccinated`, `not-vaccinated`, `strictest` or a word of 1 to 40 of `a-z 0-9 -`",
        ),
        (
            json!({"observed": {"of": "XAA", "source": "t", "notes": [{"date": "2026-03-01", "text": "x"}]}}),
            "`/observed/notes/0/date`: `2026-03-01` is not within the measure's own days; put the note where it belongs",
        ),
        (json!({"observed": {"source": "T"}}), "`/observed/of`: `of` is missing; give it"),
        (json!({"ext": {"colour": 1}}), "`/ext/colour`: `colour` names no domain; write it as `domain.name`"),
        (json!({"title": ""}), "`/title`: a text can't be empty; give at least one word"),
        (json!({"text": {"en": "a\tb"}}), "`/text`: `/en`: U+0009 is a control character; give plain text, with line feeds only"),
        (json!({"amends": [{"origin": "A", "subject": "x"}]}), "`/amends/0`: this is no reference"),
    ] {
        let mut body = full_measure();
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        let found = faults("measure", &body);
        assert!(found.first().is_some_and(|found| found.starts_with(fault)), "{change} gave {found:#?}");
    }
    let mut body = full_measure();
    body.as_object_mut().unwrap().remove("end");
    assert_eq!(faults("measure", &body), ["`/end_time`: a time needs its day; give `end` too"]);
}

#[test]
fn rules_of_the_other_bodies() {
    for (name, body, fault) in [
        ("instrument", json!({"code": "C1", "name": "x", "levels": ["a", "b"]}), "`/code`: `C1` is built in"),
        ("instrument", json!({"code": "HEAT", "name": "x", "levels": ["a"]}), "`/levels`: 1 items are not between 2 and 33"),
        ("instrument", json!({"code": "HEAT", "name": "x", "levels": ["a", "b"], "sector": "11"}), "`/sector`: `11` is no COFOG code"),
        (
            "instrument",
            json!({"code": "HEAT", "name": "x", "levels": ["a", "b"], "flag": {"kind": "territory", "texts": ["a"]}}),
            "`/flag/texts`: 1 items",
        ),
        ("coverage", json!({"places": ["A", "A"], "instruments": ["C1"], "from": "2020-01-01"}), "`/places`: `A` is given twice"),
        (
            "coverage",
            json!({"places": ["A"], "instruments": ["C1"], "from": "2020-01-02", "to": "2020-01-01"}),
            "`/to`: `2020-01-01` is before `from`",
        ),
        ("coverage", json!([]), "a list is no object"),
        ("place", json!({"code": "A", "name": "x", "level": "huge"}), "`/level`: `huge` is no level; give `league`, `national`"),
        ("place", json!({"code": "A", "name": "x", "level": "other", "parent": "A"}), "`/parent`: a place can't be part of itself"),
        ("border", json!({"a": "B", "b": "A", "kind": "land"}), "`/b`: `A` is not after `B`"),
        ("group", json!({"code": "A", "name": "x"}), "`/members`: `members` is missing"),
        ("sources", json!({"order": ["Oxford"]}), "`/order/0`: `Oxford` is no source"),
    ] {
        let found = faults(name, &body);
        assert!(found.first().is_some_and(|found| found.starts_with(fault)), "{body} gave {found:#?}");
    }
}

#[test]
fn facets_hold_what_columns_ask_and_unpack() {
    let facets = (kind("measure").facets)(&full_measure());
    assert_eq!((facets.place.as_deref(), facets.topic.as_deref(), facets.group.as_deref()), (Some("XAA"), Some("C1"), Some("not-vaccinated")));
    assert_eq!((facets.from_day, facets.until_day), (20_458, 20_486), "2026-01-05 until the day after 2026-02-01");
    let packed = policy::Packed::unpack(facets.value);
    let expected = policy::Packed {
        level: 2,
        flag: Some(policy::Flag::General),
        reach: policy::Reach::AndBelow,
        mode: policy::Mode::Floor,
        is_observed: true,
        is_urgent: true,
        has_notes: true,
        is_amending: true,
        review_after: Some(15),
        source: policy::measure::source_mark("tracker"),
    };
    assert_eq!(packed, expected);
    assert_eq!(packed.pack(), facets.value);
    let open = (kind("measure").facets)(&json!({"instrument": "HEAT", "place": "XAA", "level": 0, "start": "2026-01-05"}));
    assert_eq!((open.until_day, open.value, open.group.as_deref()), (record::Facets::OPEN, 0, Some("everyone")));
    let several = (kind("coverage").facets)(&json!({"places": ["A", "B"], "instruments": ["C1"], "from": "2020-01-01"}));
    assert_eq!((several.place, several.topic.as_deref()), (None, Some("C1")));
}

/// The schemas are read by others: their required and known members, and their enums, are those that `check` has.
#[test]
fn schemas_name_the_members_that_check_knows() {
    for kind in policy::KINDS.iter().chain(register::KINDS) {
        let schema: Json = serde_json::from_str(kind.schema).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["title"].as_str().unwrap(), kind.full_name());
        assert_eq!(schema["additionalProperties"], false);
        let missing: Vec<String> = (kind.check)(&json!({})).into_iter().map(|fault| fault.path.trim_start_matches('/').to_owned()).collect();
        let mut required: Vec<String> = schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect();
        let mut missing = missing;
        required.sort();
        missing.sort();
        missing.dedup();
        assert_eq!(missing, required, "{}", kind.name);
        for name in schema["properties"].as_object().unwrap().keys() {
            let found = (kind.check)(&json!({name.as_str(): null}));
            assert!(
                !found.iter().any(|fault| fault.message.contains("is not known here")),
                "{}: `{name}` is in the schema, unknown to `check`",
                kind.name
            );
        }
        let unknown = (kind.check)(&json!({"colour": 1}));
        let known = &unknown.iter().find(|fault| fault.path == "/colour").unwrap().message;
        let known: std::collections::BTreeSet<&str> =
            known.rsplit_once("(known: ").unwrap().1.trim_end_matches(')').split(", ").map(|name| name.trim_matches('`')).collect();
        let described: std::collections::BTreeSet<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(known, described, "{}", kind.name);
    }
}

/// A JSON Schema 2020-12 reader for the words that our schemas use, so that they are held against `check` without another crate.
fn fits(schema: &Json, value: &Json) -> bool {
    let object = |test: &dyn Fn(&serde_json::Map<String, Json>) -> bool| value.as_object().is_none_or(test);
    schema.as_object().unwrap().iter().all(|(word, rule)| match word.as_str() {
        "type" => match rule.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_i64(),
            "boolean" => value.is_boolean(),
            other => panic!("type {other}"),
        },
        "required" => object(&|members| rule.as_array().unwrap().iter().all(|name| members.contains_key(name.as_str().unwrap()))),
        "properties" => object(&|members| members.iter().all(|(name, value)| rule.get(name).is_none_or(|schema| fits(schema, value)))),
        "additionalProperties" => object(&|members| {
            let known = |name: &String| schema.get("properties").is_some_and(|properties| properties.get(name).is_some());
            members.iter().filter(|(name, _)| !known(name)).all(|(_, value)| if rule.is_boolean() { rule == true } else { fits(rule, value) })
        }),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| fits(rule, item))),
        "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= rule.as_u64().unwrap()),
        "maxItems" => value.as_array().is_none_or(|items| items.len() as u64 <= rule.as_u64().unwrap()),
        "uniqueItems" => value.as_array().is_none_or(|items| items.iter().enumerate().all(|(at, item)| !items[..at].contains(item))),
        "minLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 >= rule.as_u64().unwrap()),
        "maxLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 <= rule.as_u64().unwrap()),
        "minimum" => value.as_i64().is_none_or(|number| number >= rule.as_i64().unwrap()),
        "maximum" => value.as_i64().is_none_or(|number| number <= rule.as_i64().unwrap()),
        "enum" => rule.as_array().unwrap().contains(value),
        "anyOf" => rule.as_array().unwrap().iter().any(|schema| fits(schema, value)),
        // Patterns are for readers with regular expressions; `check` is tested on its own above.
        "pattern" | "format" | "propertyNames" | "minProperties" | "maxProperties" | "description" | "title" | "$schema" | "$id" => true,
        other => panic!("the schema uses `{other}`, which this reader doesn't know"),
    })
}

#[test]
fn schemas_take_the_examples_and_refuse_what_lacks_or_adds_a_member() {
    for (name, body) in examples() {
        let schema: Json = serde_json::from_str(kind(name).schema).unwrap();
        assert!(fits(&schema, &body), "{name}: {body}");
        let members: Vec<String> = body.as_object().unwrap().keys().cloned().collect();
        for member in members {
            let mut without = body.clone();
            without.as_object_mut().unwrap().remove(&member);
            if fits(&schema, &without) != faults(name, &without).is_empty() {
                // Rules between members are beyond a schema: a time without its day.
                assert_eq!((name, member.as_str()), ("measure", "end"));
            }
            let mut wrong = body.clone();
            wrong[&member] = json!(1.5);
            assert!(!fits(&schema, &wrong) && !faults(name, &wrong).is_empty(), "{name}: `{member}` can't be 1.5");
        }
        let mut added = body.clone();
        added["colour"] = json!("red");
        assert!(!fits(&schema, &added));
    }
}
