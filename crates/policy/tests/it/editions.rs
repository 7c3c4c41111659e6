//! The same import again, newer editions, older ones (specs/policy.md g, "Editions").

use std::collections::BTreeMap;

use policy::edition::{News, Said, SeenPlace, Series, SeriesKey, Standing, runs_of};
use policy::runs::{Run, overlaid};
use policy::{Coverage, Edition, Flag, Measure, Population, Reach, cell::Known};
use proptest::prelude::*;
use record::{Act, SubjectName};
use register::Level;

use crate::pack;

/// A series from letters, one for each day from 2020-01-01: `.` blank, `0`-`9` a level.
fn edition(days: &str) -> Edition {
    starting(0, days)
}

fn starting(first: i32, days: &str) -> Edition {
    let first = 18_262 + first;
    let cells = days.chars().zip(first..).filter_map(|(c, day)| c.to_digit(10).map(|level| (day, level)));
    let known = |level: u32| Known { level: u8::try_from(level).unwrap(), flag: (level > 0).then_some(Flag::General) };
    let runs = policy::runs::runs(cells.map(|(day, level)| (day, known(level))));
    let key =
        SeriesKey { place: "XAA".parse().unwrap(), instrument: "C1".parse().unwrap(), population: Population::Strictest, reach: Reach::Applies };
    let lines = runs.iter().map(|_| 2).collect();
    let until = first + i32::try_from(days.len()).unwrap();
    let place = SeenPlace { name: "A".to_owned(), level: Level::National, parent: None };
    Edition {
        source: "tracker".to_owned(),
        places: BTreeMap::from([("XAA".parse().unwrap(), place)]),
        series: vec![Series { key, name: "c1".to_owned(), file_sha256: "00".repeat(32).into(), days: first..until, runs, lines, notes: Vec::new() }],
    }
}

fn after(editions: &[&Edition], replaces: bool) -> (BTreeMap<SubjectName, Standing>, News) {
    let mut standing = BTreeMap::new();
    let mut news = News::default();
    for edition in editions {
        news = edition.news(&standing, |_| true, replaces).unwrap();
        pack::state(&mut standing, &news.drafts);
    }
    (standing, news)
}

/// What the last of several editions says: acts and subjects without their common part.
fn says(editions: &[&str]) -> String {
    let editions: Vec<Edition> = editions.iter().map(|days| edition(days)).collect();
    let (_, news) = after(&editions.iter().collect::<Vec<_>>(), false);
    shown(&news)
}

fn shown(news: &News) -> String {
    let word = |draft: &record::Draft| {
        let act = match draft.act {
            Act::State if draft.revises.is_some() => "continue",
            Act::State => "state",
            Act::Correct => "correct",
            Act::Withdraw => "withdraw",
        };
        let subject = draft.subject.as_ref().unwrap().as_str();
        let from = subject.rsplit(':').next().unwrap().trim_start_matches("2020-01-");
        let body = |name: &str| draft.body[name].as_str().map_or("..".to_owned(), |day| day.trim_start_matches("2020-01-").to_owned());
        match (draft.kind.name(), draft.act) {
            (kind, Act::Withdraw) => format!("{act} {kind} {from}"),
            ("measure", _) => format!("{act} {} {from}-{}", draft.body["level"], body("end")),
            _ => format!("{act} known {from}-{}", body("to")),
        }
    };
    news.drafts.iter().map(word).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_first_edition_states_spans_and_measures() {
    assert_eq!(says(&["022.1"]), "state known 01-03, state known 05-05, state 2 02-.., state 1 05-..");
}

#[test]
fn the_same_edition_again_says_nothing() {
    assert_eq!(says(&["0221.1100", "0221.1100"]), "");
    let Some(edition) = pack::edition("v1", "raw_GBR") else { return };
    let (_, news) = after(&[&edition, &edition], false);
    assert_eq!((news.drafts.len(), news.unchanged_count), (0, edition.measure_count() + edition.coverage_count()));
}

#[test]
fn days_that_are_added_continue_what_stands() {
    assert_eq!(says(&["022", "02211"]), "continue known 01-05, continue 2 02-03, state 1 04-..");
    assert_eq!(says(&["022", "022..2"]), "state known 06-06, state 2 06-..");
}

#[test]
fn what_was_wrong_is_corrected() {
    assert_eq!(says(&["0220", "0330"]), "correct 3 02-03");
    assert_eq!(says(&["02200", "02220"]), "correct 2 02-04");
    assert_eq!(says(&["0220", "0020"]), "state 2 03-03, withdraw measure 02");
    assert_eq!(says(&["2222", "22.2"]), "correct known 01-02, state known 04-04, state 2 04-..", "a measure without end stands as it was");
}

#[test]
fn what_is_said_again_after_it_was_withdrawn_revises_the_withdrawal() {
    assert_eq!(says(&["0220", "0000", "0220"]), "continue 2 02-03");
}

#[test]
fn an_edition_that_ends_earlier_is_refused_unless_it_replaces() {
    let (long, short) = (edition("02211"), edition("022"));
    let (standing, _) = after(&[&long], false);
    let refused = short.news(&standing, |_| true, false).unwrap_err();
    assert_eq!(
        refused.listed[0].to_string(),
        "c1: `XAA` `C1` of `tracker` ends with 2020-01-03 here, but 2020-01-05 stands; give a newer edition, or replace what stands"
    );
    let news = short.news(&standing, |_| true, true).unwrap();
    assert_eq!(shown(&news), "correct known 01-03, correct 2 02-.., withdraw measure 04");
}

#[test]
fn an_edition_touches_only_the_days_and_series_that_it_has() {
    let (older, newer) = (edition("022222"), starting(3, "2110"));
    let (_, news) = after(&[&older, &newer], false);
    assert_eq!(shown(&news), "continue known 01-07, continue 2 02-04, state 1 05-06");
    let mut other = edition("0110");
    other.series[0].key.instrument = "C2".parse().unwrap();
    let (standing, _) = after(&[&older, &other], false);
    assert_eq!(standing.len(), 4, "both series stand");
}

#[test]
fn places_are_stated_where_the_register_lacks_them_those_above_first() {
    let Some(edition) = pack::edition("v1", "raw_GBR") else { return };
    let news = edition.news(&BTreeMap::new(), |code| code == "UK_WAL", false).unwrap();
    let places: Vec<String> =
        news.drafts.iter().take(news.place_count).map(|draft| format!("{} {}", draft.body["code"], draft.body["parent"])).collect();
    assert_eq!(places, ["\"GBR\" null", "\"UK_ENG\" \"GBR\"", "\"UK_NIR\" \"GBR\"", "\"UK_SCO\" \"GBR\""]);
    assert_eq!(news.drafts[1].body["same_as"], serde_json::json!(["GB-ENG"]));
}

#[test]
fn notes_that_come_later_are_added() {
    let noted = |notes: &[(i32, &str)]| {
        let mut edition = edition("0222");
        edition.series[0].notes = notes.iter().map(|(day, words)| (18_262 + day, (*words).to_owned())).collect();
        edition
    };
    let (_, news) = after(&[&noted(&[(0, "nothing yet"), (1, "closed")]), &noted(&[(1, "closed"), (3, "still closed")])], false);
    assert_eq!(shown(&news), "continue 2 02-..");
    assert_eq!(news.drafts[0].body["observed"]["notes"][1]["text"], "still closed");
    let (_, news) = after(&[&noted(&[(1, "closed")]), &noted(&[(1, "open")])], false);
    assert_eq!(shown(&news), "correct 2 02-..");
}

fn stands(standing: &BTreeMap<SubjectName, Standing>) -> Vec<Run> {
    let (mut measures, mut coverages): (Vec<&Measure>, Vec<&Coverage>) = (Vec::new(), Vec::new());
    for standing in standing.values() {
        match &standing.said {
            Said::Measure(measure) => measures.push(measure),
            Said::Coverage(coverage) => coverages.push(coverage),
            Said::Withdrawn => {}
        }
    }
    runs_of(&measures, &coverages)
}

proptest! {
    #[test]
    fn after_any_editions_what_stands_is_the_newest_word_on_each_day(editions in prop::collection::vec((0..8i32, "[.0-2]{1,12}"), 1..5)) {
        let mut standing = BTreeMap::new();
        let mut expected: Vec<Run> = Vec::new();
        for (first, days) in editions {
            let edition = starting(first, &days);
            let series = &edition.series[0];
            match edition.news(&standing, |_| true, false) {
                Ok(news) => {
                    pack::state(&mut standing, &news.drafts);
                    expected = overlaid(&expected, &series.runs, series.days.clone());
                }
                Err(_) => {
                    let ends = series.runs.last().map_or(series.days.start, |run| run.until);
                    prop_assert!(expected.last().is_some_and(|run| run.until > ends));
                    let news = edition.news(&standing, |_| true, true).unwrap();
                    pack::state(&mut standing, &news.drafts);
                    expected = overlaid(&expected, &series.runs, series.days.start..i32::MAX);
                }
            }
            prop_assert_eq!(stands(&standing), expected.clone());
            let again = edition.news(&standing, |_| true, true).unwrap();
            prop_assert_eq!(shown(&again), "", "the same again says nothing");
        }
    }
}
