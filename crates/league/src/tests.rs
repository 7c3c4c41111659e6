//! What the questions of this crate answer, told as small records, and held against answers found the slow way.

use std::collections::BTreeMap;

use policy::Reach;
use proptest::prelude::*;
use record::{Act, Admission, Json, SubjectName};
use serde_json::json;

use crate::changes::{self, Turn};
use crate::in_force::{self, Asked};
use crate::measures::{self, Filter, Order, Page, Said};
use crate::place;
use crate::sample::{Told, day, measure};
use crate::series;
use crate::{Cut, Index, Model, Variant};

fn cells(told: &Told, on: &str) -> String {
    let cells = in_force::cells(&told.cut(), &Asked { day: day(on), ..Asked::default() });
    let level = |level: Option<u8>| level.map_or("?".to_owned(), |level| level.to_string());
    let shown =
        cells.iter().map(|cell| format!("{} {} {}{}", cell.place, cell.instrument, level(cell.level), if cell.is_disputed { "!" } else { "" }));
    shown.collect::<Vec<_>>().join(", ")
}

fn sources(told: &mut Told, order: &[&str]) {
    told.say("sources/v1", "sources", Act::State, json!({"order": order}));
}

#[test]
fn unknown_is_not_none() {
    let mut told = Told::of("AAA");
    told.cover("AAA", &["C1"], "2020-01-01", Some("2020-03-31"), None);
    told.measure("AAA", "C1", 2, "2020-02-01", None, None);
    assert_eq!(cells(&told, "2020-01-10"), "AAA C1 0");
    assert_eq!(cells(&told, "2020-02-10"), "AAA C1 2");
    assert_eq!(cells(&told, "2020-04-10"), "AAA C1 ?", "said, but outside every coverage");
    assert_eq!(cells(&told, "2019-04-10"), "");
}

#[test]
fn what_we_declare_comes_first_and_the_rest_by_the_order_of_sources() {
    let mut told = Told::of("AAA");
    sources(&mut told, &["one", "two"]);
    for (place, source, level) in [("AAA", None, 1), ("AAA", Some("one"), 3), ("BBB", Some("two"), 1), ("BBB", Some("one"), 2), ("BBB", None, 3)] {
        told.cover(place, &["C1"], "2020-01-01", None, source);
        told.measure(place, "C1", level, "2020-01-01", None, source);
    }
    let cells = in_force::cells(&told.cut(), &Asked { day: day("2020-01-02"), ..Asked::default() });
    let shown: Vec<_> = cells.iter().map(|cell| (cell.place, cell.level, cell.said, cell.source, cell.is_disputed, cell.also.len())).collect();
    let expected = [("AAA", Some(1), Some(Said::Declared), None, true, 1), ("BBB", Some(2), Some(Said::Observed), Some("one"), true, 2)];
    assert_eq!(shown, expected, "what we say of BBB, for which we don't speak, is believed after the named sources");
    sources(&mut told, &["two", "one"]);
    assert!(self::cells(&told, "2020-01-02").contains("BBB C1 1!"));
}

#[test]
fn the_order_of_sources_of_an_earlier_cut_is_used_there() {
    let mut told = Told::of("AAA");
    sources(&mut told, &["one", "two"]);
    for (source, level) in [("one", 1), ("two", 2)] {
        told.cover("BBB", &["C1"], "2020-01-01", None, Some(source));
        told.measure("BBB", "C1", level, "2020-01-01", None, Some(source));
    }
    let size = told.rows.size();
    sources(&mut told, &["two", "one"]);
    let model = told.model.as_of(size);
    let before = in_force::cells(&Cut { rows: &told.rows, size, model: &model }, &Asked { day: day("2020-01-02"), ..Asked::default() });
    assert_eq!(before.first().and_then(|cell| cell.level), Some(1));
    assert_eq!(cells(&told, "2020-01-02"), "BBB C1 2!");
}

#[test]
fn a_withdrawn_coverage_covers_no_longer() {
    let mut told = Told::of("AAA");
    told.cover("AAA", &["C1", "C2"], "2020-01-01", None, None);
    assert_eq!(cells(&told, "2020-01-02"), "AAA C1 0, AAA C2 0");
    told.say("coverage/v1", "coverage:AAA:C1-C2:own:2020-01-01", Act::Withdraw, json!({"reason": "not all was stated"}));
    assert_eq!(cells(&told, "2020-01-02"), "");
}

#[test]
fn a_place_is_found_by_its_other_codes() {
    let mut told = Told::of("AAA");
    told.say("place/v1", "place:UK_ENG", Act::State, json!({"code": "UK_ENG", "name": "England", "level": "regional", "same_as": ["GB-ENG"]}));
    told.cover("GB-ENG", &["C1"], "2020-01-01", None, Some("one"));
    told.measure("UK_ENG", "C1", 2, "2020-01-01", None, Some("one"));
    assert_eq!(cells(&told, "2020-01-02"), "UK_ENG C1 2");
    let filter = Filter { place: Some("GB-ENG".to_owned()), ..Filter::default() };
    assert_eq!(measures::find(&told.cut(), &filter, &Page { limit: 9, ..Page::default() }).hits.len(), 1);
}

#[test]
fn what_applies_in_a_town_is_its_own_and_what_holds_generally_above() {
    let mut told = Told::of("LLL");
    for (code, level, parent) in [("AAA", "national", None), ("AAA-R", "regional", Some("AAA")), ("AAA-R-T", "municipal", Some("AAA-R"))] {
        told.place(code, level, parent);
        told.cover(code, &["C1", "C8", "H6"], "2020-01-01", None, Some("one"));
    }
    told.measure("AAA", "C1", 2, "2020-01-01", None, Some("one"));
    told.measure("AAA", "C8", 3, "2020-01-01", None, Some("one"));
    told.measure("AAA-R", "C1", 3, "2020-01-01", None, Some("one"));
    told.measure("AAA-R-T", "C1", 1, "2020-01-01", None, Some("one"));
    let targeted =
        json!({"place": "AAA", "instrument": "H6", "level": 3, "flag": 0, "start": "2020-01-01", "observed": {"of": "AAA", "source": "one"}});
    told.say("measure/v1", "h6", Act::State, targeted);
    let lines = place::here(&told.cut(), "AAA-R-T", day("2020-01-02"), None);
    let shown: Vec<_> = lines.iter().map(|line| (line.instrument, line.effective.map(|known| known.level), line.decided_by, line.differs)).collect();
    let expected = [("C1", Some(3), Some("AAA-R"), true), ("C8", Some(3), Some("AAA"), false), ("H6", Some(0), None, false)];
    assert_eq!(shown, expected, "a targeted rule above is not known to hold in the town");
    let in_part: Vec<_> = lines.iter().map(|line| line.perhaps.map(|known| known.level)).collect();
    assert_eq!(in_part, [None, None, Some(3)], "but it may");
    let cut = told.cut();
    for (place, line) in place::everywhere(&cut, "C1", day("2020-01-02"), None) {
        let here = place::here(&cut, place, day("2020-01-02"), None).into_iter().find(|line| line.instrument == "C1");
        assert_eq!(Some(line), here, "{place}");
    }
}

#[test]
fn a_change_says_whether_it_tightens_or_eases() {
    let mut told = Told::of("AAA");
    told.measure("AAA", "C1", 2, "2020-01-01", Some("2020-01-09"), None);
    told.measure("AAA", "C1", 3, "2020-01-10", Some("2020-01-19"), None);
    told.measure("AAA", "C1", 1, "2020-01-20", Some("2020-01-25"), None);
    told.measure("BBB", "C1", 1, "2020-01-10", None, None);
    let changes = changes::between(&told.cut(), &Filter::default(), day("2020-01-01")..day("2020-02-01"), 10);
    let shown: Vec<_> = changes.iter().map(|change| (change.day - day("2020-01-01"), change.hit.place, change.turn)).collect();
    let expected =
        [(25, "AAA", Turn::Ends), (19, "AAA", Turn::Eases), (9, "AAA", Turn::Tightens), (9, "BBB", Turn::Starts), (0, "AAA", Turn::Starts)];
    assert_eq!(shown, expected);
}

#[test]
fn corrections_and_withdrawals_are_listed_with_what_they_correct() {
    let mut told = Told::of("AAA");
    let first = told.measure("AAA", "C1", 2, "2020-01-01", None, None);
    let second = told.say("measure/v1", "own:AAA:C1:2020-01-01", Act::Correct, measure("AAA", "C1", 1, "2020-01-01", None, None));
    let third = told.say("measure/v1", "own:AAA:C1:2020-01-01", Act::Withdraw, json!({"reason": "never in force"}));
    let found: Vec<_> = changes::corrections(&told.cut(), None, 9).iter().map(|found| (found.index, found.of, found.is_withdrawal)).collect();
    assert_eq!(found, [(third, second, true), (second, first, false)]);
    assert_eq!(changes::corrections(&told.cut(), Some(third), 9).len(), 1);
    assert_eq!(measures::find(&told.cut(), &Filter::default(), &Page { limit: 9, ..Page::default() }).total, 0);
    let with = Filter { with_withdrawn: true, ..Filter::default() };
    let found = measures::find(&told.cut(), &with, &Page { limit: 9, ..Page::default() });
    assert_eq!(found.hits.iter().map(|hit| (hit.index, hit.words, hit.is_withdrawn)).collect::<Vec<_>>(), [(third, second, true)]);
}

/// What a test's batch stated before.
#[derive(Default)]
struct Ahead {
    instruments: Vec<(&'static str, Json)>,
    places: Vec<(&'static str, SubjectName, Json)>,
    covered: Vec<&'static str>,
}

impl crate::model::Stated for Ahead {
    fn instrument(&self, code: &str) -> Option<&Json> {
        self.instruments.iter().find(|(other, _)| *other == code).map(|(_, body)| body)
    }

    fn place(&self, code: &str) -> Option<(&SubjectName, &Json)> {
        self.places.iter().find(|(other, ..)| *other == code).map(|(_, subject, body)| (subject, body))
    }

    fn has_coverage(&self, place: &str) -> bool {
        self.covered.contains(&place)
    }

    fn has_competence(&self, _: &str) -> bool {
        false
    }

    fn has_subject(&self, _: &str, _: &str) -> bool {
        false
    }
}

fn admitted(told: &Told, kind: &str, body: &Json) -> Vec<String> {
    let statement = told.statement(kind, "x", Act::State, body.clone());
    told.model.admit(&statement, &()).faults.iter().map(ToString::to_string).collect()
}

#[test]
fn the_door_refuses_what_the_instrument_does_not_allow() {
    let mut told = Told::of("AAA");
    told.say("instrument/v1", "instrument:OWN", Act::State, json!({"code": "OWN", "name": "Own", "levels": ["none", "some"]}));
    let faults = |instrument: &str, level: u8, flag: Option<u8>| {
        let mut body = json!({"place": "AAA", "instrument": instrument, "level": level, "start": "2020-01-01"});
        if let Some(flag) = flag {
            body["flag"] = json!(flag);
        }
        admitted(&told, "measure/v1", &body).join("; ")
    };
    assert_eq!(faults("C1", 3, Some(1)), "");
    assert_eq!(faults("C8", 4, None), "");
    assert_eq!(faults("OWN", 1, None), "");
    assert_eq!(faults("C1", 0, None), "");
    assert_eq!(faults("C1", 7, Some(1)), "`/body/level`: `7` is above the scale of `C1`; give 0 to 3");
    assert_eq!(faults("C1", 3, None), "`/body/flag`: `C1` has a flag (territory); give 0 (only part) or 1 (all of it)");
    assert_eq!(faults("C8", 3, Some(1)), "`/body/flag`: `C8` has no flag; leave it out");
    assert!(faults("NEW", 1, None).starts_with("`/body/instrument`: `NEW` is no instrument"));
    let body = json!({"places": ["AAA"], "instruments": ["C1", "NEW"], "from": "2020-01-01"});
    assert!(admitted(&told, "coverage/v1", &body).join("").starts_with("`/body/instruments/1`"));
    assert!(admitted(&told, "instrument/v1", &json!({"code": "OWN"})).join("").contains("`instrument:OWN`; revise that one"));
}

#[test]
fn an_instrument_stated_ahead_in_the_batch_is_known() {
    let told = Told::of("AAA");
    let instrument = json!({"code": "NEW", "name": "New", "levels": ["none", "some"]});
    let ahead = Ahead { instruments: vec![("NEW", instrument)], ..Ahead::default() };
    let statement = |level: u8| told.statement("measure/v1", "x", Act::State, measure("AAA", "NEW", level, "2020-01-01", None, None));
    assert_eq!(told.model.admit(&statement(1), &ahead).faults, []);
    assert_eq!(told.model.admit(&statement(2), &ahead).faults.len(), 1);
}

#[test]
fn the_door_warns_of_a_place_that_the_register_lacks_and_of_phone_numbers() {
    let mut told = Told::of("AAA");
    told.place("AAA", "national", None);
    told.cover("AAA", &["C1"], "2020-01-01", None, None);
    let mut body = measure("AAA", "C1", 1, "2020-01-01", None, None);
    body["text"] = json!("Ring +44 20 7946 0958.");
    let statement = |body: Json| told.statement("measure/v1", "x", Act::State, body);
    let paths = |warnings: Vec<record::Fault>| warnings.into_iter().map(|fault| fault.path).collect::<Vec<_>>();
    let known = statement(body);
    assert_eq!(paths(Model::warn(&known)), ["/body/text"]);
    assert_eq!(told.model.admit(&known, &()), Admission::default());
    let elsewhere = statement(measure("ZZZ", "C1", 1, "2020-01-01", None, None));
    assert_eq!(paths(told.model.admit(&elsewhere, &()).warnings), ["/body/place", "/body"]);
    let ahead = Ahead { places: vec![("ZZZ", "place:ZZZ".parse().unwrap(), Json::Null)], covered: vec!["ZZZ"], ..Ahead::default() };
    assert_eq!(told.model.admit(&elsewhere, &ahead), Admission::default());
}

#[test]
fn the_door_offers_a_coverage_where_a_level_of_ours_would_count_as_unknown() {
    let mut told = Told::of("AAA");
    told.place("AAA", "national", None);
    told.cover("AAA", &["C1"], "2020-01-01", Some("2020-01-31"), None);
    let warned = |told: &Told, body: Json, ahead: &Ahead| {
        let statement = told.statement("measure/v1", "own:AAA:C1:2020", Act::State, body);
        told.model.admit(&statement, ahead).warnings.into_iter().map(|fault| fault.message).collect::<Vec<_>>()
    };
    let nothing = Ahead::default();
    let of = |instrument, start, source| measure("AAA", instrument, 1, start, None, source);
    assert_eq!(warned(&told, of("C1", "2020-01-31", None), &nothing), Vec::<String>::new());
    assert_eq!(warned(&told, of("C2", "2020-01-31", Some("elsewhere")), &nothing), Vec::<String>::new());
    assert_eq!(warned(&told, of("C2", "2020-01-31", None), &Ahead { covered: vec!["AAA"], ..Ahead::default() }), Vec::<String>::new());
    for (instrument, start) in [("C1", "2020-02-01"), ("C2", "2020-01-31")] {
        let [message] = <[String; 1]>::try_from(warned(&told, of(instrument, start, None), &nothing)).unwrap();
        // What it offers is a coverage that the door takes, and that is enough.
        let (_, offer) = message.split_once("state ").unwrap();
        let offer: Json = serde_json::from_str(offer).unwrap();
        assert_eq!(offer["kind"], "coverage/v1");
        told.say("coverage/v1", &format!("coverage:AAA:{instrument}"), Act::State, offer["body"].clone());
        assert_eq!(warned(&told, of(instrument, start, None), &nothing), Vec::<String>::new());
    }
}

/// One thing told, by small numbers.
#[derive(Clone, Debug)]
struct Step {
    what: u8,
    place: usize,
    instrument: usize,
    source: usize,
    level: u8,
    from: i32,
    days: i32,
}

const PLACES: [&str; 4] = ["AAA", "AAA-R", "AAA-R-T", "BBB"];
const INSTRUMENTS: [&str; 3] = ["C1", "C8", "H6"];
const SOURCES: [Option<&str>; 3] = [None, Some("one"), Some("two")];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..8u8, 0..PLACES.len(), 0..INSTRUMENTS.len(), 0..SOURCES.len(), 1..4u8, 0..40i32, 1..30i32);
    prop::collection::vec(
        step.prop_map(|(what, place, instrument, source, level, from, days)| Step { what, place, instrument, source, level, from, days }),
        0..40,
    )
}

fn tell(told: &mut Told, step: &Step) {
    let text = |number: i32| policy::Day::from_number(day("2020-01-01") + number).unwrap().to_string();
    let (place, instrument, source) = (PLACES[step.place], INSTRUMENTS[step.instrument], SOURCES[step.source]);
    let end = (step.days < 25).then(|| text(step.from + step.days - 1));
    let start = text(step.from);
    match step.what {
        0 | 1 => drop(told.cover(place, &INSTRUMENTS[..=step.instrument], &start, end.as_deref(), source)),
        2 => {
            let subject = format!("{}:{place}:{instrument}:{start}", source.unwrap_or("own"));
            if told.is_stated(&subject) {
                told.say("measure/v1", &subject, Act::Withdraw, json!({"reason": "a mistake"}));
            }
        }
        5 if step.days == 1 => {
            let subject = format!("{}:{place}:{instrument}:{start}", source.unwrap_or("own"));
            told.say("measure/v2", &subject, Act::State, json!({"from": "a later version"}));
        }
        3 => sources(told, if step.days % 2 == 0 { &["one", "two"] } else { &["two", "one"] }),
        4 => {
            let level = ["national", "regional", "municipal", "national"][step.place];
            told.place(place, level, [None, Some("AAA"), Some("AAA-R"), None][step.place]);
        }
        _ => drop(told.measure(place, instrument, step.level, &start, end.as_deref(), source)),
    }
}

fn record(steps: &[Step]) -> Told {
    let mut told = Told::of("AAA");
    steps.iter().for_each(|step| tell(&mut told, step));
    told
}

/// Every answer about a cut, as text.
fn answers(cut: &Cut<'_>) -> String {
    let days = day("2020-01-01")..day("2020-03-10");
    let mut all = Vec::new();
    for on in days.clone().step_by(9) {
        all.push(format!("{:?}", in_force::cells(cut, &Asked { day: on, ..Asked::default() })));
        all.push(format!("{:?}", place::here(cut, "AAA-R-T", on, Some(Reach::Own))));
    }
    let everything = Page { limit: 1_000, order: Order::Place, after: None };
    all.push(format!("{:?}", measures::find(cut, &Filter { with_withdrawn: true, ..Filter::default() }, &everything)));
    all.push(format!("{:?}", series::levels(cut, "AAA", None, None, days.clone())));
    all.push(format!("{:?}", changes::between(cut, &Filter::default(), days, 1_000)));
    all.push(format!("{:?}", changes::corrections(cut, None, 1_000)));
    all.push(format!("{:?} {:?}", changes::said_since(cut, 3, 1_000), series::span_covered(cut, 18_300)));
    all.join("\n")
}

fn filters() -> impl Strategy<Value = Filter> {
    let of = |codes: &'static [&'static str]| prop::option::of(prop::sample::select(codes).prop_map(str::to_owned));
    let days = prop::option::of((0..60i32, 1..20i32).prop_map(|(from, days)| (day("2020-01-01") + from, day("2020-01-01") + from + days)));
    let said = prop::sample::select(vec![None, Some(Said::Declared), Some(Said::Observed)]);
    (of(&PLACES), any::<bool>(), of(&INSTRUMENTS), days, 0..4u8, said, any::<bool>()).prop_map(
        |(place, below, instrument, days, level_min, said, with_withdrawn)| Filter {
            place,
            below,
            instrument,
            from_day: days.map(|days| days.0),
            until_day: days.map(|days| days.1),
            level_min,
            said,
            with_withdrawn,
            ..Filter::default()
        },
    )
}

fn orders() -> impl Strategy<Value = Order> {
    prop::sample::select(vec![Order::StartNewest, Order::StartOldest, Order::SaidNewest, Order::Place])
}

/// The slow way: every row asked whether it is meant.
fn found_slowly(told: &Told, filter: &Filter) -> Vec<u32> {
    let cut = told.cut();
    let is_below =
        |place: &str, of: &str| place == of || (filter.below && told.model.register().ancestors(place).iter().any(|above| above.code.as_str() == of));
    let newest: BTreeMap<u32, u32> = (0..cut.size).filter_map(|index| told.rows.version(index)?.prev().map(|prev| (prev, index))).collect();
    let is_meant = |index: &u32| {
        let Some(hit) = measures::hit(&cut, *index) else { return false };
        !newest.contains_key(index)
            && (filter.with_withdrawn || !hit.is_withdrawn)
            && filter.place.as_deref().is_none_or(|place| is_below(hit.place, place))
            && filter.instrument.as_deref().is_none_or(|instrument| hit.instrument == instrument)
            && filter.from_day.is_none_or(|from| hit.until_day > from)
            && filter.until_day.is_none_or(|until| hit.from_day < until)
            && hit.level >= filter.level_min
            && filter.said.is_none_or(|said| hit.said == said)
    };
    (0..cut.size).filter(is_meant).collect()
}

/// The slow way: every measure that is meant, each start beside each end.
fn changed_slowly(told: &Told, filter: &Filter, days: std::ops::Range<i32>, is_ahead: bool) -> Vec<(i32, u32, Option<u32>)> {
    let cut = told.cut();
    let filter = Filter { from_day: None, until_day: None, ..filter.clone() };
    let hits: Vec<_> = found_slowly(told, &filter).into_iter().filter_map(|index| measures::hit(&cut, index)).collect();
    let series = |hit: &measures::Hit<'_>| {
        let source = policy::Packed::unpack(told.rows.version(hit.index).unwrap().value).source;
        (hit.place.to_owned(), hit.instrument.to_owned(), hit.population.to_owned(), hit.reach, hit.said, source)
    };
    let mut ends: Vec<_> = hits.iter().filter(|hit| days.contains(&hit.until_day)).collect();
    let mut changes = Vec::new();
    for hit in hits.iter().filter(|hit| days.contains(&hit.from_day)) {
        let before = ends.iter().position(|end| end.until_day == hit.from_day && series(end) == series(hit)).map(|at| ends.remove(at));
        let turn = match before.map(|before| (hit.level, hit.flag).cmp(&(before.level, before.flag))) {
            Some(std::cmp::Ordering::Greater) => Turn::Tightens,
            Some(std::cmp::Ordering::Less) => Turn::Eases,
            _ => Turn::Starts,
        };
        changes.push((hit.from_day, hit.place, hit.instrument, turn, hit.index, before.map(|before| before.index)));
    }
    changes.extend(ends.into_iter().map(|end| (end.until_day - 1, end.place, end.instrument, Turn::Ends, end.index, None)));
    changes
        .sort_unstable_by_key(|(day, place, instrument, turn, index, _)| (if is_ahead { *day } else { -*day }, *place, *instrument, *turn, *index));
    changes.into_iter().map(|(day, _, _, _, index, before)| (day, index, before)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn as_of_is_folding_only_the_first_entries(steps in steps(), at in 0..41usize) {
        let whole = record(&steps);
        let part = record(&steps[..at.min(steps.len())]);
        let size = part.rows.size();
        let model = whole.model.as_of(size);
        prop_assert_eq!(answers(&Cut { rows: &whole.rows, size, model: &model }), answers(&part.cut()));
    }

    #[test]
    fn what_is_found_is_what_asking_every_row_finds(steps in steps(), filter in filters(), order in orders()) {
        let told = record(&steps);
        let found = measures::find(&told.cut(), &filter, &Page { order, after: None, limit: 1_000 });
        let mut indices: Vec<u32> = found.hits.iter().map(|hit| hit.index).collect();
        indices.sort_unstable();
        prop_assert_eq!(indices.len(), found.total as usize);
        prop_assert_eq!(indices, found_slowly(&told, &filter));
    }

    #[test]
    fn pages_put_together_are_the_whole_in_order(steps in steps(), filter in filters(), order in orders(), limit in 1..7usize) {
        let told = record(&steps);
        let cut = told.cut();
        let whole = measures::find(&cut, &filter, &Page { order, after: None, limit: 1_000 }).hits;
        let (mut pages, mut after) = (Vec::new(), None);
        loop {
            // Counting ends early, and no page misses anything for it.
            let found = measures::find_counting(&cut, &filter, &Page { order, after, limit }, 3);
            prop_assert_eq!((found.total as usize, found.is_capped), (whole.len().min(3), whole.len() > 3));
            pages.extend(found.hits);
            let Some(next) = found.next else { break };
            after = Some(next.to_string().parse().unwrap());
        }
        prop_assert_eq!(&pages, &whole);
        let is_sorted = match order {
            Order::StartNewest => whole.is_sorted_by(|a, b| (a.from_day, a.index) > (b.from_day, b.index)),
            Order::StartOldest => whole.is_sorted_by(|a, b| (a.from_day, a.index) < (b.from_day, b.index)),
            Order::SaidNewest => whole.is_sorted_by(|a, b| a.index > b.index),
            Order::Place => whole.is_sorted_by(|a, b| (a.place, a.instrument, a.from_day) <= (b.place, b.instrument, b.from_day)),
        };
        prop_assert!(is_sorted);
    }

    #[test]
    fn what_changed_is_what_comparing_every_start_and_end_finds(
        steps in steps(), filter in filters(), from in 0..60i32, span in 0..40i32, is_ahead in any::<bool>(), limit in 0..9usize
    ) {
        let told = record(&steps);
        let days = day("2020-01-01") + from..day("2020-01-01") + from + span;
        let changed = if is_ahead { changes::ahead } else { changes::between };
        let of = |limit| changed(&told.cut(), &filter, days.clone(), limit);
        let shown = |limit| of(limit).iter().map(|change| (change.said_day(), change.hit.index, change.before.as_ref().map(|before| before.index))).collect::<Vec<_>>();
        let mut slowly = changed_slowly(&told, &filter, days.clone(), is_ahead);
        prop_assert_eq!(&shown(1_000), &slowly);
        slowly.truncate(limit);
        prop_assert_eq!(&shown(limit), &slowly);
    }

    #[test]
    fn corrections_are_what_asking_every_row_finds(steps in steps(), at in 0..41u32) {
        let told = record(&steps);
        let size = told.rows.size().min(at);
        let amends = |index: &u32| told.rows.version(*index).is_some_and(|version| version.act() != Act::State && version.prev().is_some());
        let slowly: Vec<u32> = (0..size).rev().filter(amends).collect();
        let found: Vec<u32> = changes::corrections(&told.cut(), Some(at), 1_000).iter().map(|correction| correction.index).collect();
        prop_assert_eq!(found, slowly);
    }

    #[test]
    fn levels_along_time_are_the_cells_of_each_day(steps in steps()) {
        let told = record(&steps);
        let cut = told.cut();
        let days = day("2019-12-30")..day("2020-03-10");
        for place in PLACES {
            let series = series::levels(&cut, place, None, None, days.clone());
            for on in days.clone() {
                let cells = in_force::cells(&cut, &Asked { day: on, place: Some(place), ..Asked::default() });
                let of_cells: BTreeMap<&str, u8> = cells.iter().filter_map(|cell| Some((cell.instrument, cell.level?))).collect();
                let held = |steps: &[policy::cell::Step]| steps.iter().rev().find(|step| step.from <= on)?.decided.map(|decided| decided.known.level);
                let of_series: BTreeMap<&str, u8> = series.iter().filter_map(|series| Some((series.instrument, held(&series.steps)?))).collect();
                prop_assert_eq!(of_series, of_cells, "{} on {}", place, on);
            }
        }
    }

    #[test]
    fn an_index_along_time_is_the_index_of_each_day(levels in prop::collection::vec((0..16usize, 1..3u8, 0..40i32, 1..30i32), 0..30), variant in prop::sample::select(&Variant::ALL[..])) {
        let mut told = Told::of("AAA");
        let text = |number: i32| policy::Day::from_number(day("2020-01-01") + number).unwrap().to_string();
        told.cover("AAA", &policy::index::COMPONENTS, "2020-01-01", Some("2020-02-20"), None);
        told.cover("BBB", &policy::index::COMPONENTS[..9], "2020-01-05", None, Some("one"));
        for (component, level, from, length) in levels {
            told.measure(["AAA", "BBB"][component % 2], policy::index::COMPONENTS[component], level, &text(from), Some(&text(from + length)), [None, Some("one")][component % 2]);
        }
        let cut = told.cut();
        let days = day("2019-12-30")..day("2020-03-10");
        let all = series::all_indices(&cut, variant, None, &[], days.clone());
        for (index, of_all) in Index::ALL.into_iter().zip(all) {
            let asked = series::Asked { index, variant, reach: None };
            let series = series::index_series(&cut, asked, &[], days.clone());
            prop_assert_eq!(&series, &of_all);
            for on in days.clone().step_by(5) {
                let held = series.iter().filter_map(|series| Some((series.place, series::by_day(&series.steps, days.clone()).find(|(day, _)| *day == on)?.1?)));
                prop_assert_eq!(held.collect::<Vec<_>>(), series::index_on(&cut, asked, on));
            }
        }
    }
}

#[test]
fn a_measure_whose_newest_word_is_not_understood_keeps_its_state() {
    let mut told = Told::of("AAA");
    told.cover("AAA", &["C1"], "2020-01-01", None, None);
    told.measure("AAA", "C1", 2, "2020-01-01", None, None);
    told.say("measure/v2", "own:AAA:C1:2020-01-01", Act::State, json!({"from": "a later version"}));
    assert_eq!(cells(&told, "2020-01-02"), "AAA C1 2");
    let found = measures::find(&told.cut(), &Filter::default(), &Page { limit: 9, ..Page::default() });
    assert_eq!(found.hits.iter().map(|hit| (hit.level, hit.is_newest_not_understood)).collect::<Vec<_>>(), [(2, true)]);
}

#[test]
fn an_empty_record_has_no_answers() {
    let (rows, model) = (record::rows::Rows::default(), Model::default());
    let cut = Cut { rows: &rows, size: 0, model: &model };
    assert!(in_force::cells(&cut, &Asked::default()).is_empty());
    assert!(series::span_covered(&cut, 0).is_none());
    assert!(place::here(&cut, "AAA", 0, None).is_empty());
}

#[test]
fn a_record_speaks_from_its_first_row_whatever_that_is() {
    let mut model = Model::default();
    let (own, theirs) = ("own.example".parse().unwrap(), "north.example".parse().unwrap());
    let take = |model: &mut Model, (record, origin), row, kind: &str, subject: &str, body: Json| {
        let (kind, subject, facets) = (kind.parse().unwrap(), subject.parse().unwrap(), record::Facets::default());
        let standing = record::fold::Standing::Stands;
        model.take(&crate::Taken { record, origin, row, subject: &subject, kind: &kind, standing, facets: &facets }, Some(&body));
    };
    let partner = json!({"origin": "north.example", "name": "North", "url": "https://north.example", "vkey": "v", "speaks_for": [{"place": "NOR"}]});
    take(&mut model, (0, &own), 0, "partner/v1", "partner:north", partner);
    assert!(!model.speaks(1, "NOR"), "nothing of it is held yet");
    // What it says of places is not read (rule 17), and yet it is known from now on.
    take(&mut model, (1, &theirs), 1, "place/v1", "place:NOR", json!({"code": "NOR", "name": "North", "level": "national"}));
    assert!(model.speaks(1, "NOR"));
    assert_eq!(model.as_of(2).speaks(1, "NOR"), model.speaks(1, "NOR"));
}
