use super::*;
use proptest::prelude::*;
use record::{Json, Kind};
use serde_json::json;

use crate::place::Place;

fn day(text: &str) -> i32 {
    text.parse::<Day>().unwrap().number()
}

fn stated<T: serde::de::DeserializeOwned>(subject: &str, kind: &Kind, body: Json) -> Stated<T> {
    assert_eq!((kind.check)(&body), [], "{body}");
    Stated { subject: subject.parse().unwrap(), index: 0, body: serde_json::from_value(body).unwrap() }
}

fn place(code: &str, parent: Option<&str>) -> Place {
    let mut body = json!({"code": code, "name": code, "level": "other"});
    if let Some(parent) = parent {
        body["parent"] = json!(parent);
    }
    serde_json::from_value(body).unwrap()
}

fn authority(subject: &str, places: &[&str]) -> Stated<Authority> {
    stated(subject, &crate::authority::KIND, json!({"names": subject, "level": "other", "places": places}))
}

fn competence(subject: &str, holder: &str, instruments: &[&str], places: &[&str], mode: &str) -> Stated<Competence> {
    let body = json!({"holder": holder, "instruments": instruments, "sectors": ["*"], "places": places, "mode": mode, "basis": "Act 1", "from": "2000-01-01"});
    stated(subject, &crate::competence::KIND, body)
}

/// A country with two regions, one of which has a town.
fn country(competences: Vec<Stated<Competence>>) -> Register {
    let places = [("XA", None), ("XA1", Some("XA")), ("XA2", Some("XA")), ("XA11", Some("XA1"))];
    let authorities = [("authority:xa", "XA"), ("authority:xa1", "XA1"), ("authority:xa11", "XA11")];
    let powers =
        Powers { authorities: authorities.iter().map(|(subject, place)| authority(subject, &[place])).collect(), competences, ..Powers::default() };
    Register::of(places.map(|(code, parent)| place(code, parent)), [], []).with_powers(powers)
}

fn shown(verdict: Verdict<'_>) -> String {
    match verdict {
        Verdict::Own(by) => format!("own {}", by.subject),
        Verdict::Shared(by) => format!("shared {}", by.subject),
        Verdict::None { why, nearest } => format!("none {} {}", why.as_str(), nearest.map_or("-", |nearest| nearest.subject.as_str())),
        Verdict::Unknown(Lack::NoRegister) => "unknown register".to_owned(),
        Verdict::Unknown(Lack::NoAuthority) => "unknown authority".to_owned(),
    }
}

fn asked(register: &Register, instrument: &str, place: &str, on: &str) -> String {
    shown(register.competence(Act { instrument, sector: None, place, day: day(on) }))
}

#[test]
fn what_a_register_says_of_each_level() {
    let register = country(vec![
        competence("c:borders", "authority:xa", &["C8"], &["XA"], "exclusive"),
        competence("c:schools", "authority:xa1", &["C1"], &["XA1"], "exclusive"),
        competence("c:health", "authority:xa", &["H6"], &["XA"], "shared"),
        competence("c:health-1", "authority:xa1", &["H6"], &["XA1"], "shared"),
    ]);
    for (instrument, place, expected) in [
        ("C8", "XA", "own c:borders"),
        ("C8", "XA1", "none instrument c:schools"),
        ("C1", "XA1", "own c:schools"),
        ("C1", "XA", "none instrument c:borders"),
        ("H6", "XA1", "shared c:health-1"),
        ("H6", "XA11", "none no_chain -"),
        ("H6", "XA2", "unknown authority"),
        // Whoever governs there: an exclusive power of a body that is known to govern elsewhere is not theirs.
        ("C8", "XA2", "none no_chain c:borders"),
        ("C8", "XB", "unknown register"),
    ] {
        assert_eq!(asked(&register, instrument, place, "2020-01-01"), expected, "{instrument} {place}");
    }
    let holding = register.holding(Act { instrument: "H6", sector: None, place: "XA11", day: day("2020-01-01") });
    assert_eq!(holding.iter().map(|stated| stated.subject.as_str()).collect::<Vec<_>>(), ["c:health", "c:health-1"]);
}

#[test]
fn without_a_register_nothing_is_outside() {
    let register = country(Vec::new());
    assert_eq!(asked(&register, "C8", "XA1", "2020-01-01"), "unknown register");
    assert_eq!(register.without_competence("C8", None, "XA1"), []);
}

#[test]
fn a_competence_holds_from_its_first_day_to_its_last_and_the_days_before_the_register_are_unknown() {
    let mut borders = competence("c:borders", "authority:xa1", &["C8"], &["XA1"], "exclusive");
    borders.body.to = Some("2020-06-30".parse().unwrap());
    let register = country(vec![borders]);
    for (on, expected) in
        [("1999-12-31", "unknown register"), ("2000-01-01", "own c:borders"), ("2020-06-30", "own c:borders"), ("2020-07-01", "none time c:borders")]
    {
        assert_eq!(asked(&register, "C8", "XA1", on), expected, "{on}");
    }
    assert_eq!(register.without_competence("C8", None, "XA1"), [(day("2020-07-01"), Facets::OPEN)]);
    assert_eq!(register.without_competence("C1", None, "XA1"), [(day("2000-01-01"), Facets::OPEN)]);
    assert_eq!(register.without_competence("C8", None, "XA"), [], "nothing is said of the country");
}

#[test]
fn scopes_of_two_competences_are_never_added_up() {
    let mut health = competence("c:1", "authority:xa1", &["C1"], &["XA1"], "shared");
    health.body.sectors = vec!["health".to_owned()];
    let mut schools = competence("c:2", "authority:xa1", &["C8"], &["XA1"], "shared");
    schools.body.sectors = vec!["education".to_owned()];
    let register = country(vec![health, schools]);
    let ask = |sector| shown(register.competence(Act { instrument: "C1", sector: Some(sector), place: "XA1", day: 10_957 }));
    assert_eq!(ask("health.supply"), "shared c:1");
    assert_eq!(ask("healthcare"), "none sector c:1");
    assert_eq!(ask("education"), "none sector c:1");
}

#[test]
fn a_place_that_moves_comes_under_another_register() {
    let mut town = place("XA11", None);
    town.parents = serde_json::from_value(json!([{"code": "XA1", "to": "2019-12-31"}, {"code": "XA2", "from": "2020-01-01"}])).unwrap();
    let powers = Powers {
        authorities: vec![authority("authority:xa11", &["XA11"]), authority("authority:xa2", &["XA2"])],
        competences: vec![competence("c:all", "authority:xa2", &["*"], &["XA2"], "exclusive")],
        ..Powers::default()
    };
    let register = Register::of([place("XA1", None), place("XA2", None), town], [], []).with_powers(powers);
    assert_eq!(register.without_competence("C1", None, "XA11"), [(day("2020-01-01"), Facets::OPEN)]);
    let above: Vec<_> = register.above("XA11").iter().map(|above| (above.place.code.as_str(), above.from_day, above.until_day)).collect();
    assert_eq!(above, [("XA1", Facets::EVER, day("2020-01-01")), ("XA2", day("2020-01-01"), Facets::OPEN)]);
}

#[test]
fn the_record_holds_what_is_its_own_by_its_origin() {
    let powers = Powers {
        competences: vec![competence("c", "xa.example", &["C1"], &["XA"], "exclusive")],
        own: Some(("xa.example".to_owned(), "XA".parse().unwrap())),
        ..Powers::default()
    };
    let register = Register::of([place("XA", None), place("XA1", Some("XA"))], [], []).with_powers(powers);
    assert_eq!(asked(&register, "C1", "XA", "2020-01-01"), "own c");
    assert_eq!(asked(&register, "C1", "XA1", "2020-01-01"), "none no_chain c", "we govern the country, not the region");
}

fn office(body: Json) -> Stated<Office> {
    stated(body["id"].as_str().unwrap().to_owned().as_str(), &crate::office::KIND, body)
}

#[test]
fn the_desk_that_signs_for_the_act_is_rung_first_then_its_deputy() {
    let contact = |number: &str| json!({"phone": format!("+999 555 {number}")});
    let offices = vec![
        office(json!({"id": "office:a", "names": "A", "authority": "authority:xa1", "contact": contact("0101")})),
        office(json!({"id": "office:b", "names": "B", "authority": "authority:xa1", "roles": ["duty"], "contact": contact("0102")})),
        office(json!({"id": "office:c", "names": "C", "authority": "authority:xa1", "powers": ["c:schools"], "contact": contact("0103"),
                      "deputy": {"office": "office:b", "from": "2020-03-01", "to": "2020-03-07"}})),
        office(json!({"id": "office:d", "names": "D", "authority": "authority:xa1", "powers": ["c:schools"]})),
        office(json!({"id": "office:main", "names": "Us", "contact": contact("0199")})),
    ];
    let powers = Powers {
        authorities: vec![authority("authority:xa1", &["XA1"])],
        competences: vec![competence("c:schools", "authority:xa1", &["C1"], &["XA1"], "exclusive")],
        offices,
        own: Some(("xa.example".to_owned(), "XA".parse().unwrap())),
    };
    let register = Register::of([place("XA", None), place("XA1", Some("XA"))], [], []).with_powers(powers);
    let rung = |instrument: &str, place: &str, on: &str| {
        let duty = register.duty_for(Act { instrument, sector: None, place, day: day(on) });
        duty.map_or_else(
            || "no one".to_owned(),
            |duty| format!("{}{}", duty.office.body.id, duty.instead_of.map_or(String::new(), |other| format!(" for {}", other.body.id))),
        )
    };
    assert_eq!(rung("C1", "XA1", "2020-02-29"), "office:c");
    assert_eq!(rung("C1", "XA1", "2020-03-01"), "office:b for office:c");
    assert_eq!(rung("C8", "XA1", "2020-02-29"), "office:b");
    assert_eq!(rung("C8", "XA", "2020-02-29"), "office:main");
    assert_eq!(rung("C8", "XB", "2020-02-29"), "no one");
}

/// The cases of specs/accord-golden.json that need no delegation: what each actor holds by itself, and how near the scope of each link comes.
#[test]
fn the_golden_cases_of_competence() {
    let Some(bytes) = golden::bytes() else { return };
    let golden: Json = serde_json::from_slice(&bytes).unwrap();
    let fixtures = &golden["fixtures"];
    let places = fixtures["places"].as_object().unwrap().iter().map(|(code, parent)| place(code, parent.as_str()));
    let civil = |seconds: &Json| seconds.as_i64().map(|seconds| Day::from_number(i32::try_from(seconds.div_euclid(86_400)).unwrap()).unwrap());
    // A link as a competence: same scope. The last second of its days is the day before the first that is outside.
    let link = |link: &Json, holder: &str| {
        let mut body =
            json!({"holder": link[holder], "mode": "shared", "basis": "golden", "from": civil(&link["from"]), "redelegate": link["redelegate"]});
        for member in ["instruments", "sectors", "places"] {
            body[member] = link[member].clone();
        }
        if let Some(until) = civil(&link["to"]) {
            body["to"] = json!(until.plus(-1));
        }
        stated::<Competence>(link["id"].as_str().unwrap(), &crate::competence::KIND, body)
    };
    let competences: Vec<_> = fixtures["competences"].as_array().unwrap().iter().map(|body| link(body, "holder")).collect();
    let register = Register::of(places, [], []).with_powers(Powers { competences, ..Powers::default() });
    let delegations: Vec<_> = fixtures["delegations"].as_array().unwrap().iter().map(|body| link(body, "delegate")).collect();
    let (mut alone, mut nearest) = (0, 0);
    for case in golden["cases"].as_array().unwrap().iter().filter(|case| case["kind"] == "competence") {
        let (act, expect) = (&case["act"], &case["expect"]);
        let by = act["by"].as_str().unwrap();
        let act = Act {
            instrument: act["instrument"].as_str().unwrap(),
            sector: act["sector"].as_str(),
            place: act["place"].as_str().unwrap(),
            day: civil(&act["at"]).unwrap().number(),
        };
        let reach = register.here(act.place).reach(act.day);
        let verdict = register.judge(&[by].into(), act, &reach);
        match expect["chain"].as_array().unwrap().as_slice() {
            [only] => {
                assert_eq!(shown(verdict), format!("shared {}", only.as_str().unwrap()), "{}", case["id"]);
                alone += 1;
            }
            _ => assert!(matches!(verdict, Verdict::None { .. }), "{}: {verdict:?}", case["id"]),
        }
        for near in expect["nearest"].as_array().unwrap() {
            let stated = delegations.iter().find(|stated| near[0] == stated.subject.as_str()).unwrap();
            // What a delegation has beside its scope comes with delegations.
            let why = near[1].as_str().filter(|why| ["instrument", "sector", "place", "time"].contains(why));
            assert_eq!(outside(&stated.body, act, &reach).map(Outside::as_str), why, "{} {near}", case["id"]);
            nearest += 1;
        }
    }
    assert_eq!((alone, nearest), (1, 17));
}

fn some_competence() -> impl Strategy<Value = (usize, usize, usize, bool, i32, i32)> {
    (0..4usize, 0..4usize, 0..4usize, any::<bool>(), 0..40i32, 1..20i32)
}

proptest! {
    /// The days without competence are those on which a day-by-day question says so; and the question is total.
    #[test]
    fn days_without_competence_are_what_each_day_says(
        parents in prop::collection::vec(prop::option::of((0..6usize, 0..40i32)), 6),
        stated in prop::collection::vec(some_competence(), 0..8),
        place_asked in 0..6usize, instrument_asked in 0..3usize,
    ) {
        let codes = ["XA", "XB", "XC", "XD", "XE", "XF"];
        let instruments = ["C1", "C2", "C3", "*"];
        let name = |number: i32| Day::from_number(number).unwrap();
        let places = parents.iter().enumerate().map(|(at, parent)| {
            let mut place = place(codes[at], None);
            if let Some((parent, since)) = parent.filter(|(parent, _)| *parent != at) {
                place.parents = vec![crate::place::Parent { code: codes[parent].parse().unwrap(), from: Some(name(since)), to: None }];
            }
            place
        });
        let competences = stated.iter().enumerate().map(|(at, (holder, instrument, place, is_exclusive, from, days))| {
            let mode = if *is_exclusive { "exclusive" } else { "shared" };
            let mut stated = competence(&format!("c{at}"), &format!("authority:{}", codes[*holder].to_lowercase()), &[instruments[*instrument]], &[codes[*place]], mode);
            stated.body.from = name(*from);
            stated.body.to = (days % 3 > 0).then(|| name(from + days));
            stated
        });
        let authorities = codes.iter().take(4).map(|code| authority(&format!("authority:{}", code.to_lowercase()), &[code]));
        let powers = Powers { authorities: authorities.collect(), competences: competences.collect(), ..Powers::default() };
        let register = Register::of(places, [], []).with_powers(powers);
        let (place, instrument) = (codes[place_asked], instruments[instrument_asked]);
        let spans = register.without_competence(instrument, None, place);
        prop_assert!(spans.windows(2).all(|pair| pair[0].1 < pair[1].0), "rising, apart: {spans:?}");
        for number in (-2..70).chain([i32::MIN, i32::MAX - 1]) {
            let verdict = register.competence(Act { instrument, sector: None, place, day: number });
            let lacks = spans.iter().any(|(from, until)| (*from..*until).contains(&number));
            prop_assert_eq!(lacks, matches!(verdict, Verdict::None { .. }), "{} {:?}", number, verdict);
        }
    }
}
