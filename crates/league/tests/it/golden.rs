//! The findings over the whole pack against numbers that another program computed (`golden.json` beside the pack, specs/policy.md c).

use std::collections::BTreeMap;

use league::coherence::ask::sums;
use league::coherence::{Asked, Finding, Findings, Instead, Order, Settings, Sum, Words};
use policy::coherence::tension::Tension;
use record::{Json, Sid};
use register::Border;

use crate::pack::{self, Told};

/// The notes of measures, as their bodies have them.
struct Notes<'t>(&'t Told);

impl Words for Notes<'_> {
    fn notes(&self, entry: u32) -> Vec<i32> {
        let body = self.0.bodies().get(usize::try_from(entry).unwrap()).unwrap();
        let measure: policy::Measure = record::kind::typed(body).unwrap();
        measure.observed.unwrap().notes.iter().map(|note| note.date.number()).collect()
    }

    fn cited(&self, _: u32) -> Vec<Sid> {
        Vec::new()
    }
}

fn day(text: &str) -> i32 {
    // `20200319` as well as `2020-03-19`.
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (year, rest) = digits.split_at(4);
    let (month, day) = rest.split_at(2);
    format!("{year}-{month}-{day}").parse::<register::Day>().unwrap().number()
}

/// Far behind the pack: what has no end there counts to here, and is clipped.
const TODAY: i32 = 20_000;

fn golden() -> Json {
    serde_json::from_slice(&std::fs::read(pack::data().join("oxcgrt/golden.json")).unwrap()).unwrap()
}

fn borders() -> Vec<Border> {
    let bytes = std::fs::read(pack::data().join("borders/borders.csv")).unwrap();
    register::import::borders("borders.csv", &bytes).unwrap()
}

fn findings(told: &Told, instead: Instead) -> Findings {
    Findings::of(&told.cut(), Settings::of(&told.cut(), instead), &Notes(told))
}

/// What rules find in 2020 to 2022.
fn find<'f>(findings: &'f Findings, told: &'f Told, rules: &[&str]) -> Vec<Finding<'f>> {
    let rules = rules.iter().flat_map(|rule| findings.settings().named(rule)).collect();
    let asked = Asked { rules, days: Some(day("2020-01-01")..day("2023-01-01")), order: Order::Place, ..Asked::default() };
    findings.find(&told.cut(), &asked, TODAY)
}

fn number(value: &Json, name: &str) -> i64 {
    value[name].as_i64().unwrap()
}

#[test]
fn neighbours_differ_on_as_many_days_as_was_computed_elsewhere() {
    let Some(imported) = pack::import("legacy", "") else { return };
    let told = Told::of(&imported);
    let findings = findings(&told, Instead { borders: Some(borders()), ..Instead::default() });
    let golden = golden();
    let found = find(&findings, &told, &["neighbour"]);
    assert_eq!(found.len(), 12_398);
    let sums: BTreeMap<_, Sum> = sums(&found);
    for (instrument, expected) in golden["neighbour_mismatch_ge2_2020_2022"].as_object().unwrap() {
        let sum = sums[&("neighbour", instrument.as_str())];
        let (known, pairs) = findings.days_known(instrument, &(day("2020-01-01")..day("2023-01-01")));
        let expected = [number(expected, "pair_days"), number(expected, "known_pair_days"), number(expected, "intervals")];
        assert_eq!([sum.days, known, i64::try_from(sum.intervals).unwrap()], expected, "{instrument}");
        assert_eq!(pairs, 297);
    }
    for (date, expected) in golden["neighbour_mismatch_ge2_on"].as_object().unwrap() {
        for (instrument, count) in expected.as_object().unwrap() {
            let rules = findings.settings().named("neighbour");
            let asked = Asked { rules, on: Some(day(date)), instrument: Some(instrument), ..Asked::default() };
            let found = findings.find(&told.cut(), &asked, TODAY);
            assert_eq!(i64::try_from(found.len()).unwrap(), count.as_i64().unwrap(), "{instrument} on {date}");
            assert!(found.iter().all(|finding| finding.sides[0].unwrap().level.abs_diff(finding.sides[1].unwrap().level) >= 2));
        }
    }
    for (instrument, expected) in golden["gap"].as_object().unwrap() {
        let found = find(&findings, &told, &["gap"]);
        let sum = league::coherence::ask::sums(&found)[&("gap", instrument.as_str())];
        assert_eq!(
            [sum.days, i64::try_from(sum.intervals).unwrap()],
            [number(expected, "country_days"), number(expected, "intervals")],
            "{instrument}"
        );
    }
    for (rule, expected) in golden["diffusion"].as_object().unwrap() {
        let (instrument, threshold) = rule.split_once(">=").unwrap();
        let spread = findings.spread(instrument, threshold.parse().unwrap(), |_| true);
        let sum = &spread.summary;
        let counts = [sum.adopters, sum.leaders, sum.simultaneous, sum.followers, sum.within[0], sum.within[1], sum.within[2]];
        let names = ["adopters", "leaders", "simultaneous", "followers", "within7", "within14", "within28"];
        assert_eq!(counts.map(|count| i64::try_from(count).unwrap()), names.map(|name| number(expected, name)), "{rule}");
        assert_eq!(sum.twice_median_lag.map(f64::from), expected["median_lag"].as_f64().map(|lag| lag * 2.0), "{rule}");
        let first: Vec<(&str, i32)> = spread.adopters.iter().take(4).map(|adopter| (adopter.place, adopter.day)).collect();
        let expected: Vec<(&str, i32)> =
            expected["first"].as_array().unwrap().iter().map(|pair| (pair[0].as_str().unwrap(), day(pair[1].as_str().unwrap()))).collect();
        assert_eq!(first, expected, "{rule}");
    }
}

#[test]
fn sectors_clash_on_as_many_days_as_was_computed_elsewhere() {
    let Some(imported) = pack::import("legacy", "") else { return };
    let told = Told::of(&imported);
    let golden = golden();
    let rules: Vec<(&String, &Json)> = golden["cross_sector"].as_object().unwrap().iter().collect();
    let tensions = rules.iter().map(|(rule, _)| ((*rule).clone(), rule.parse::<Tension>().unwrap())).collect();
    let findings = findings(&told, Instead { tensions, ..Instead::default() });
    for (rule, expected) in rules {
        let found = find(&findings, &told, &[rule]);
        let (_, sum) = sums(&found).into_iter().next().unwrap();
        let counts = [sum.days, i64::try_from(sum.intervals).unwrap(), i64::try_from(sum.places).unwrap()];
        assert_eq!(counts, ["days", "intervals", "countries"].map(|name| number(expected, name)), "{rule}");
    }
    let asked = Asked { rules: findings.settings().named("C2>=2 & E1==0"), on: Some(day("2020-04-15")), order: Order::Place, ..Asked::default() };
    let on: Vec<&str> = findings.find(&told.cut(), &asked, TODAY).iter().map(|finding| finding.places[0]).collect();
    let expected: Vec<&str> =
        golden["cross_sector_C2>=2_E1==0_on_2020-04-15"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
    assert_eq!(on, expected);
}

#[test]
fn the_nation_and_its_parts_differ_as_was_computed_elsewhere() {
    let Some(imported) = pack::import("v1", "raw_GBR") else { return };
    let told = Told::of(&imported);
    let findings = findings(&told, Instead::default());
    let golden = golden();
    let vertical = find(&findings, &told, &["vertical"]);
    let days = |place: &str, rule: &str, instrument: &str| -> i64 {
        let of = vertical.iter().filter(|f| f.places == ["GBR", place] && f.name == rule && f.instrument == instrument);
        of.map(|finding| i64::from(finding.days)).sum()
    };
    for (place, instruments) in golden["gbr_vertical_NAT_GOV_vs_STATE_WIDE"].as_object().unwrap() {
        for (instrument, expected) in instruments.as_object().unwrap() {
            let rules = [("below-floor", "weaker"), ("above-ceiling", "stricter"), ("unilateral", "unilateral"), ("restated", "restated")];
            for (rule, name) in rules {
                assert_eq!(days(place, rule, instrument), number(expected, name), "{place} {instrument} {rule}");
            }
        }
    }
    let weaker: Vec<(String, String, i32, i32, i64)> = vertical
        .iter()
        .filter(|finding| finding.name == "below-floor")
        .map(|f| (f.places[1].to_owned(), f.instrument.to_owned(), f.from, f.until - 1, i64::from(f.days)))
        .collect();
    let mut expected: Vec<(String, String, i32, i32, i64)> = golden["gbr_vertical_weaker_intervals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let text = |at: usize| row[at].as_str().unwrap();
            (text(0).to_owned(), text(1).to_owned(), day(text(2)), day(text(3)), row[4].as_i64().unwrap())
        })
        .collect();
    let mut weaker = weaker;
    weaker.sort();
    expected.sort();
    assert_eq!(weaker, expected);
    // Series that stood for more than 180 days without a note: as (place, instrument) by reach (specs/policy.md c5).
    for (reach, expected) in
        [(policy::Reach::Own, (12, vec!["GBR"])), (policy::Reach::Applies, (8, vec!["GBR"])), (policy::Reach::AndBelow, (54, vec![]))]
    {
        let findings = self::findings(&told, Instead { reach: Some(reach), ..Instead::default() });
        let found = find(&findings, &told, &["stale"]);
        assert_eq!(found.len(), expected.0, "{reach}");
    }
}

#[test]
fn the_parts_of_a_nation_and_a_foreign_neighbour_differ_as_was_computed_elsewhere() {
    let (Some(parts), Some(nations)) = (pack::import("v1", "fullwithnotes_GBR"), pack::import("legacy", "")) else { return };
    let told = Told::of_all(&[&parts, &nations]);
    let line = |a: &str, b: &str| register::import::borders("x.csv", format!("a,b\n{a},{b}\n").as_bytes()).unwrap();
    let golden = golden();
    for (name, a, b) in [
        ("gbr_horizontal_STATE_TOTAL_UK_ENG_UK_SCO", "UK_ENG", "UK_SCO"),
        ("gbr_horizontal_STATE_TOTAL_UK_ENG_UK_WAL", "UK_ENG", "UK_WAL"),
        ("nir_vs_irl_STATE_TOTAL_vs_national", "IRL", "UK_NIR"),
    ] {
        for (threshold, expected) in golden[name].as_object().unwrap() {
            let instead = Instead { threshold: Some(threshold.parse().unwrap()), borders: Some(line(a, b)), ..Instead::default() };
            let findings = findings(&told, instead);
            for rule in if a == "IRL" { &["neighbour"][..] } else { &["neighbour", "sibling"][..] } {
                let found = find(&findings, &told, &[rule]);
                for (instrument, days) in expected.as_object().unwrap() {
                    let of = found.iter().filter(|f| f.places == [a, b] && f.instrument == instrument);
                    assert_eq!(of.map(|f| i64::from(f.days)).sum::<i64>(), days.as_i64().unwrap(), "{rule} {a} {b} {instrument} >= {threshold}");
                }
            }
        }
    }
}
