//! The imputation of totals against the published ones. Expected numbers: specs/policy.md a3.

use std::collections::BTreeMap;

use policy::cell::{Decided, Known, Step};
use policy::edition::Series;
use policy::total::{applied, applied_steps};
use policy::{Edition, Reach};

use crate::pack;

fn series(edition: &Edition) -> BTreeMap<(String, Reach, String, String), &Series> {
    let key =
        |series: &Series| (series.key.place.to_string(), series.key.reach, series.key.instrument.to_string(), series.key.population.to_string());
    edition.series.iter().map(|series| (key(series), series)).collect()
}

fn on(series: Option<&&Series>, day: i32) -> Option<Known> {
    series?.runs.iter().find(|run| (run.from..run.until).contains(&day)).map(|run| run.known)
}

#[test]
fn what_applies_in_the_four_nations_follows_from_who_decided_what() {
    let (Some(raw), Some(full)) = (pack::edition("v1", "raw_GBR"), pack::edition("v1", "fullwithnotes_GBR")) else { return };
    let (raw, full) = (series(&raw), series(&full));
    let (mut values, mut lifted, mut flags_apart) = (0, BTreeMap::<&str, usize>::new(), Vec::new());
    for ((place, _, instrument, population), published) in full.iter().filter(|((place, ..), _)| place != "GBR") {
        let upper = raw.get(&("GBR".to_owned(), Reach::Own, instrument.clone(), population.clone()));
        let lower = raw.get(&(place.clone(), Reach::AndBelow, instrument.clone(), population.clone()));
        let is_flagged = policy::pack::find(instrument).unwrap().instrument.flag.is_some();
        for day in published.days.clone() {
            let (above, below) = (on(upper, day), on(lower, day));
            let ours = applied(above, below, is_flagged);
            let theirs = on(Some(published), day);
            assert_eq!(ours.map(|known| known.level), theirs.map(|known| known.level), "{place} {instrument} {population} {day}");
            values += 1;
            if ours != below {
                *lifted.entry(instrument).or_default() += 1;
            }
            if ours != theirs {
                flags_apart.push((place.as_str(), instrument.as_str()));
            }
        }
    }
    assert_eq!(values, 157_824);
    let lifted: Vec<String> = lifted.iter().map(|(code, days)| format!("{code} {days}")).collect();
    assert_eq!(lifted.join(", "), "C2 4, C3 1, C5 3, E2 40, H1 274, H2 204, H3 435, H7 95");
    assert_eq!(flags_apart, [], "the flag is taken only where the value is strictly greater");
}

#[test]
fn along_time_it_is_the_same_as_day_by_day() {
    let Some(raw) = pack::edition("v1", "raw_GBR") else { return };
    let raw = series(&raw);
    let steps = |series: Option<&&Series>| {
        let decided = |known| Some(Decided { known, reach: Reach::Own, rank: 1, entry: 0 });
        let runs = series.map(|series| series.runs.as_slice()).unwrap_or_default();
        let mut steps: Vec<Step> = Vec::new();
        for run in runs {
            steps.retain(|step| step.from != run.from);
            steps.extend([Step { from: run.from, decided: decided(run.known) }, Step { from: run.until, decided: None }]);
        }
        steps
    };
    for ((place, reach, instrument, population), lower) in raw.iter().filter(|((_, reach, ..), _)| *reach == Reach::AndBelow) {
        let upper = raw.get(&("GBR".to_owned(), Reach::Own, instrument.clone(), population.clone()));
        let applying = applied_steps(&steps(upper), &steps(Some(lower)), true);
        for day in lower.days.clone() {
            let stepped = applying.iter().rev().find(|(from, _)| *from <= day).and_then(|(_, known)| *known);
            assert_eq!(stepped, applied(on(upper, day), on(Some(lower), day), true), "{place} {reach} {instrument} {day}");
        }
    }
}
