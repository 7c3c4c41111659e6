//! The findings over a small record that is told statement by statement.

use proptest::prelude::*;
use record::{Act, Json};
use serde_json::json;

use super::*;
use crate::sample::{self, Told};

const TODAY: i32 = 18_400;

fn border(told: &mut Told, a: &str, b: &str) {
    told.say("border/v1", &format!("border:{a}:{b}:land"), Act::State, json!({"a": a, "b": b, "kind": "land", "length_m": 1000}));
}

/// Two countries that touch, with two regions each.
fn archipelago() -> Told {
    let mut told = Told::of("QMA");
    for (code, level, parent) in [("QMA", "national", None), ("QMB", "national", None)] {
        told.place(code, level, parent);
    }
    for (code, parent) in [("QMA-1", "QMA"), ("QMA-2", "QMA"), ("QMB-1", "QMB"), ("QMB-2", "QMB")] {
        told.place(code, "regional", Some(parent));
    }
    for (a, b) in [("QMA", "QMB"), ("QMA-1", "QMA-2"), ("QMA-2", "QMB-1")] {
        border(&mut told, a, b);
    }
    told.say("group/v1", "group:ALL", Act::State, json!({"code": "ALL", "name": "All", "members": ["QMA", "QMB", "QMA-1"]}));
    told
}

fn scratch(told: &Told) -> Findings {
    Findings::of(&told.cut(), Settings::of(&told.cut(), Instead::default()), &())
}

/// Every interval, as text: what two ways of computing must agree on.
fn shown(findings: &Findings, told: &Told) -> Vec<String> {
    let cut = told.cut();
    let asked = Asked { rules: findings.settings().rules(), order: Order::Place, ..Asked::default() };
    let found = findings.find(&cut, &asked, TODAY);
    found.iter().map(|finding| format!("{finding:?}")).collect()
}

fn brief(findings: &Findings, told: &Told, rules: &[&str]) -> Vec<String> {
    let cut = told.cut();
    let rules = rules.iter().flat_map(|rule| findings.settings().named(rule)).collect();
    let found = findings.find(&cut, &Asked { rules, order: Order::Place, ..Asked::default() }, TODAY);
    let day = |day: i32| {
        if day == record::Facets::OPEN { "open".to_owned() } else { register::Day::from_number(day).map_or_else(String::new, |day| day.to_string()) }
    };
    let one = |f: &Finding<'_>| {
        format!("{} {} {}/{} {}..{} {} {:?}", f.name, f.instrument, f.places[0], f.places[1], day(f.from), day(f.until), f.grade, f.answer)
    };
    found.iter().map(one).collect()
}

fn measure(place: &str, instrument: &str, level: u8, start: &str, end: Option<&str>, mode: &str) -> Json {
    let mut body = json!({"place": place, "instrument": instrument, "level": level, "start": start, "mode": mode});
    if level > 0 && instrument != "C8" {
        body["flag"] = json!(1);
    }
    if let Some(end) = end {
        body["end"] = json!(end);
    }
    body
}

#[test]
fn a_region_below_a_floor_is_found_named_and_answered() {
    let mut told = archipelago();
    told.cover("QMA", &["C1"], "2020-01-01", None, None);
    told.cover("QMA-1", &["C1"], "2020-01-01", None, None);
    told.say("measure/v1", "m1", Act::State, measure("QMA", "C1", 2, "2020-03-01", Some("2020-03-31"), "floor"));
    told.say("measure/v1", "m2", Act::State, measure("QMA-1", "C1", 1, "2020-03-10", Some("2020-04-30"), "advisory"));
    let findings = scratch(&told);
    // The regions are not ours: what we say of them is observed, and still a conflict, because the mode above says so.
    assert_eq!(
        brief(&findings, &told, &["vertical"]),
        ["below-floor C1 QMA/QMA-1 2020-03-01..2020-04-01 conflict None", "unilateral C1 QMA/QMA-1 2020-04-01..2020-05-01 note None",]
    );
    let id = findings.find(&told.cut(), &Asked::default(), TODAY)[0].id;
    let entries = json!([{"origin": sample::ORIGIN, "subject": "m2", "entry": told.id_of("m2")}]);
    let answer = json!({
        "finding": id, "rule": "below-floor", "instrument": "C1", "places": ["QMA", "QMA-1"], "state": "accepted", "why": "Islands have no cases.",
        "until": "2030-01-01", "from": "2020-03-01", "to": "2020-03-31", "entries": entries,
    });
    told.say("finding/v1", &format!("finding:{id}"), Act::State, answer);
    assert_eq!(brief(&scratch(&told), &told, &["below-floor"]), ["below-floor C1 QMA/QMA-1 2020-03-01..2020-04-01 conflict Some(Accepted)"]);
    told.say("measure/v1", "m2", Act::State, measure("QMA-1", "C1", 1, "2020-03-12", Some("2020-04-30"), "advisory"));
    let findings = scratch(&told);
    assert_eq!(
        brief(&findings, &told, &["below-floor"]),
        ["below-floor C1 QMA/QMA-1 2020-03-01..2020-04-01 conflict None"],
        "what was seen is revised"
    );
    let cut = told.cut();
    let finding = findings.one(&cut, id, TODAY).remove(0);
    assert_eq!(findings.answers(&cut, &finding, TODAY)[0].counts, Counts::Revised);
    assert_eq!(
        findings.segments(id, 18_322..18_353).iter().map(|segment| segment.sides.map(|side| side.map(|at| at.level))).collect::<Vec<_>>(),
        [[Some(2), Some(0)], [Some(2), Some(1)],]
    );
}

#[test]
fn a_floor_binds_under_a_stricter_measure_of_the_same_body_that_only_advises() {
    let mut told = archipelago();
    told.cover("QMA", &["C1"], "2020-01-01", None, None);
    told.cover("QMA-1", &["C1"], "2020-01-01", None, None);
    let floor = told.say("measure/v1", "floor", Act::State, measure("QMA", "C1", 2, "2020-03-01", Some("2020-03-31"), "floor"));
    told.say("measure/v1", "advice", Act::State, measure("QMA", "C1", 3, "2020-03-10", Some("2020-03-20"), "advisory"));
    told.say("measure/v1", "below", Act::State, measure("QMA-1", "C1", 1, "2020-03-12", Some("2020-03-18"), "advisory"));
    told.say("measure/v1", "at", Act::State, measure("QMA-1", "C1", 2, "2020-03-19", Some("2020-03-31"), "advisory"));
    told.say("measure/v1", "before", Act::State, measure("QMA-1", "C1", 2, "2020-03-01", Some("2020-03-11"), "advisory"));
    let findings = scratch(&told);
    assert_eq!(brief(&findings, &told, &["below-floor"]), ["below-floor C1 QMA/QMA-1 2020-03-10..2020-03-21 conflict None"]);
    let cut = told.cut();
    let found = findings.find(&cut, &Asked { rules: findings.settings().named("below-floor"), ..Asked::default() }, TODAY);
    let sides = found[0].sides.map(|side| side.map(|at| (at.level, at.entry)));
    assert_eq!(sides[0], Some((2, floor)), "what is fallen short of is the floor, not the advice");
}

#[test]
fn siblings_differ_on_the_days_on_which_they_are_parts_of_one_place() {
    let mut told = archipelago();
    let parents = json!([{"code": "QMA", "to": "2020-03-15"}, {"code": "QMB", "from": "2020-03-16"}]);
    told.say("place/v1", "place:QMA-1", Act::State, json!({"code": "QMA-1", "name": "QMA-1", "level": "regional", "parents": parents}));
    for (place, level) in [("QMA-1", 3), ("QMA-2", 1), ("QMB-1", 1)] {
        told.cover(place, &["C1"], "2020-01-01", None, None);
        told.say("measure/v1", place, Act::State, measure(place, "C1", level, "2020-03-01", Some("2020-03-31"), "advisory"));
    }
    let findings = scratch(&told);
    assert_eq!(
        brief(&findings, &told, &["sibling"]),
        ["sibling C1 QMA-1/QMA-2 2020-03-01..2020-03-16 question None", "sibling C1 QMA-1/QMB-1 2020-03-16..2020-04-01 question None"]
    );
    let cut = told.cut();
    assert_eq!(findings.siblings(&cut, "QMA-1", sample::day("2020-03-15")), ["QMA-2"]);
    assert_eq!(findings.siblings(&cut, "QMA-1", sample::day("2020-03-16")), ["QMB-1", "QMB-2"]);
}

#[test]
fn a_place_is_under_another_only_on_the_days_on_which_it_is_part_of_it() {
    let mut told = archipelago();
    let parents = json!([{"code": "QMA", "to": "2020-03-15"}, {"code": "QMB", "from": "2020-03-16"}]);
    told.say("place/v1", "place:QMA-1", Act::State, json!({"code": "QMA-1", "name": "QMA-1", "level": "regional", "parents": parents}));
    for (place, level) in [("QMA", 2), ("QMB", 3), ("QMA-1", 1)] {
        told.cover(place, &["C1"], "2020-01-01", None, None);
        told.say("measure/v1", &format!("m{place}"), Act::State, measure(place, "C1", level, "2020-03-01", Some("2020-03-31"), "floor"));
    }
    assert_eq!(
        brief(&scratch(&told), &told, &["below-floor"]),
        ["below-floor C1 QMA/QMA-1 2020-03-01..2020-03-16 conflict None", "below-floor C1 QMA-1/QMB 2020-03-16..2020-04-01 conflict None",]
    );
}

#[test]
fn a_draft_says_what_it_would_clash_with_before_it_is_stated() {
    let mut told = archipelago();
    told.cover("QMB", &["C8"], "2020-01-01", None, None);
    told.say("measure/v1", "m1", Act::State, measure("QMB", "C8", 4, "2020-03-01", None, "advisory"));
    let findings = scratch(&told);
    let body = measure("QMA", "C8", 1, "2020-03-15", None, "advisory");
    let would = findings.would(&told.cut(), &[Draft { kind: "measure", body: &body, revises: None, is_withdrawal: false }], &());
    let neighbour: Vec<&Clash> = would.starts.iter().filter(|clash| clash.rule == Rule::Neighbour).collect();
    assert_eq!(neighbour.len(), 1);
    assert_eq!((neighbour[0].places.clone(), neighbour[0].interval.from), (["QMA".to_owned(), "QMB".to_owned()], 18_336));
    assert_eq!(neighbour[0].since, [Some(18_336), Some(18_322)], "ours from its first day, theirs since 1 March");
    assert_eq!(would.ends, []);
    assert_eq!(findings.would(&told.cut(), &[], &()), Would::default());
    // What a draft would end.
    told.cover("QMA", &["C8"], "2020-01-01", None, None);
    let findings = scratch(&told);
    let body = measure("QMA", "C8", 4, "2020-03-01", None, "advisory");
    let would = findings.would(&told.cut(), &[Draft { kind: "measure", body: &body, revises: None, is_withdrawal: false }], &());
    assert_eq!(would.ends.iter().filter(|clash| clash.rule == Rule::Neighbour).count(), 1);
}

#[test]
fn a_rule_is_switched_off_or_set_by_a_statement() {
    let mut told = archipelago();
    for place in ["QMA", "QMB"] {
        told.cover(place, &["C2", "E1"], "2020-01-01", None, None);
    }
    told.say("measure/v1", "m1", Act::State, measure("QMA", "C2", 2, "2020-03-01", Some("2020-03-31"), "advisory"));
    let found = brief(&scratch(&told), &told, &["neighbour", "cross-sector"]);
    assert_eq!(
        found,
        ["closure-without-support C2 QMA/ 2020-03-01..2020-04-01 question None", "neighbour C2 QMA/QMB 2020-03-01..2020-04-01 question None"]
    );
    told.say("rule/v1", "rule:neighbour", Act::State, json!({"code": "neighbour", "threshold": 3}));
    told.say("rule/v1", "rule:support", Act::State, json!({"code": "closure-without-support", "off": true}));
    let mut advanced = scratch(&told);
    assert_eq!(brief(&advanced, &told, &["neighbour", "cross-sector"]), [""; 0]);
    let paid = json!({"code": "paid", "when": [{"instrument": "C2", "op": ">=", "level": 1}], "then": [{"instrument": "E1", "op": ">=", "level": 2}], "within_days": 10});
    told.say("rule/v1", "rule:paid", Act::State, paid);
    advanced.advance(&told.cut(), &());
    assert_eq!(brief(&advanced, &told, &["paid"]), ["paid C2 QMA/ 2020-03-11..2020-04-01 question None"]);
}

/// One edit of the record.
#[derive(Clone, Debug)]
enum Edit {
    Measure { subject: u8, place: usize, instrument: usize, level: u8, start: i32, days: Option<i32>, mode: usize, source: bool },
    Withdraw { subject: u8 },
    Cover { place: usize, start: i32, days: Option<i32>, source: bool },
    Rule { threshold: u8 },
    Place { place: usize, parent: usize },
}

const PLACES: [&str; 6] = ["QMA", "QMA-1", "QMA-2", "QMB", "QMB-1", "QMB-2"];
const INSTRUMENTS: [&str; 3] = ["C2", "C8", "E1"];
const MODES: [&str; 4] = ["advisory", "floor", "ceiling", "exact"];

fn edit() -> impl Strategy<Value = Edit> {
    let days = || prop::option::weighted(0.7, 0..40_i32);
    prop_oneof![
        8 => (0..8_u8, 0..6_usize, 0..3_usize, 0..3_u8, 0..60_i32, days(), 0..4_usize, any::<bool>())
            .prop_map(|(subject, place, instrument, level, start, days, mode, source)| Edit::Measure { subject, place, instrument, level, start, days, mode, source }),
        1 => (0..8_u8).prop_map(|subject| Edit::Withdraw { subject }),
        5 => (0..6_usize, 0..60_i32, days(), any::<bool>()).prop_map(|(place, start, days, source)| Edit::Cover { place, start, days, source }),
        1 => (1..4_u8).prop_map(|threshold| Edit::Rule { threshold }),
        1 => (1..6_usize, 0..6_usize).prop_map(|(place, parent)| Edit::Place { place, parent }),
    ]
}

fn day(number: i32) -> String {
    register::Day::from_number(18_262 + number).unwrap().to_string()
}

fn tell(told: &mut Told, edit: &Edit) {
    match edit {
        Edit::Measure { subject, place, instrument, level, start, days, mode, source } => {
            let mut body =
                measure(PLACES[*place], INSTRUMENTS[*instrument], *level, &day(*start), days.map(|days| day(start + days)).as_deref(), MODES[*mode]);
            if *source {
                body["observed"] = json!({"of": PLACES[*place], "source": "tracker"});
            }
            if subject % 2 == 0 {
                body["review_by"] = json!(day(start + 5));
            }
            told.say("measure/v1", &format!("m{subject}"), Act::State, body);
        }
        Edit::Withdraw { subject } => {
            let subject = format!("m{subject}");
            if told.is_stated(&subject) {
                told.say("measure/v1", &subject, Act::Withdraw, json!({"reason": "x"}));
            }
        }
        Edit::Cover { place, start, days, source } => {
            told.cover(PLACES[*place], &INSTRUMENTS, &day(*start), days.map(|days| day(start + days)).as_deref(), source.then_some("tracker"));
        }
        Edit::Rule { threshold } => {
            told.say("rule/v1", "rule:neighbour", Act::State, json!({"code": "neighbour", "threshold": threshold}));
        }
        Edit::Place { place: own, parent } => told.place(PLACES[*own], "regional", Some(PLACES[*parent]).filter(|_| own != parent)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_computed_step_by_step_is_what_is_computed_from_scratch(edits in prop::collection::vec(edit(), 1..40), step in 1..5_usize) {
        let mut told = archipelago();
        let mut advanced = scratch(&told);
        for edits in edits.chunks(step) {
            edits.iter().for_each(|edit| tell(&mut told, edit));
            advanced.advance(&told.cut(), &());
            let anew = scratch(&told);
            prop_assert_eq!(shown(&advanced, &told), shown(&anew, &told));
            prop_assert_eq!(advanced.count(), anew.count());
        }
    }

    #[test]
    fn what_a_draft_would_do_is_what_it_does(edits in prop::collection::vec(edit(), 1..30), last in edit()) {
        let mut told = archipelago();
        edits.iter().for_each(|edit| tell(&mut told, edit));
        let Edit::Measure { subject, place, instrument, level, start, days, mode, .. } = last else { return Ok(()) };
        let subject = format!("m{subject}");
        let body = measure(PLACES[place], INSTRUMENTS[instrument], level, &day(start), days.map(|days| day(start + days)).as_deref(), MODES[mode]);
        // The draft counts as covered, so it is told with a coverage of its own days.
        told.cover(PLACES[place], &[INSTRUMENTS[instrument]], &day(start), days.map(|days| day(start + days)).as_deref(), None);
        let before = scratch(&told);
        let revises = told.head_of(&subject);
        let would = before.would(&told.cut(), &[Draft { kind: "measure", body: &body, revises, is_withdrawal: false }], &());
        told.say("measure/v1", &subject, Act::State, body);
        let after = scratch(&told);
        let days_of = |findings: &Findings| -> BTreeSet<(Sid, i32, i32)> {
            findings.held.values().flat_map(|held| held.intervals.iter().map(|interval| (held.id, interval.from, interval.until))).collect()
        };
        let (was, is) = (days_of(&before), days_of(&after));
        let starts: BTreeSet<(Sid, i32, i32)> = would.starts.iter().map(|clash| (clash.id, clash.interval.from, clash.interval.until)).collect();
        for new in is.difference(&was) {
            prop_assert!(starts.contains(new), "{new:?} begins and was not foreseen");
        }
        for start in &starts {
            prop_assert!(is.contains(start), "{start:?} was foreseen and is not");
        }
    }
}
