//! The data pack, where it is at hand, and what every test asks of it. Counts: specs/policy.md b.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use policy::cell::{Known, Says};
use policy::edition::{News, Said, Standing};
use policy::import::oxcgrt::{self, File, Imported, Options};
use policy::{Edition, Population, Reach, Span, Spans, Whom};
use record::{Draft, EntryId, SubjectName};

/// The folder of the pack; none, with a word on why, where it is not at hand.
pub(crate) fn folder() -> Option<PathBuf> {
    let root = option_env!("KOINON_TEST_DATA").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let folder = root.join("oxcgrt");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: there is no `{}`; set KOINON_TEST_DATA to the folder that holds `oxcgrt`", folder.display());
    None
}

/// The files of one folder of the pack whose names hold `part`, inflated.
pub(crate) fn files(of: &str, part: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder()?.join(of)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".csv.gz") && name.contains(part) {
            let mut bytes = Vec::new();
            flate2::read::GzDecoder::new(std::fs::File::open(&path).unwrap()).read_to_end(&mut bytes).unwrap();
            files.push((name, bytes));
        }
    }
    Some(files)
}

pub(crate) fn read(files: &[(String, Vec<u8>)]) -> Imported {
    let files: Vec<File<'_>> = files.iter().map(|(name, bytes)| File { name, bytes }).collect();
    oxcgrt::read(&files, Options::default()).unwrap_or_else(|damages| panic!("{} damages: {:#?}", damages.count, damages.listed.first()))
}

pub(crate) fn import(of: &str, part: &str) -> Option<Imported> {
    Some(read(&files(of, part)?))
}

pub(crate) fn edition(of: &str, part: &str) -> Option<Edition> {
    let imported = import(of, part)?;
    assert_eq!(imported.editions.len(), 1);
    imported.editions.into_iter().next()
}

/// What stands when these drafts are stated behind what stood. Ids are made up from the words.
pub(crate) fn state(standing: &mut BTreeMap<SubjectName, Standing>, drafts: &[Draft]) {
    for draft in drafts {
        let id = EntryId::of(format!("{draft:?}").as_bytes());
        let subject = draft.subject.clone().unwrap();
        let revises = draft.revises.as_ref().map(|revises| match revises {
            record::Revises::Entry(id) => *id,
            record::Revises::Line(line) => panic!("an import revises entries, not line {line}"),
        });
        assert_eq!(revises, standing.get(&subject).map(|standing| standing.head), "{subject}");
        let kind = policy::KINDS.iter().chain(register::KINDS).find(|kind| kind.full_name() == draft.kind.as_str()).unwrap();
        if draft.act != record::Act::Withdraw {
            assert_eq!((kind.check)(&draft.body), [], "{subject}");
        }
        let said = match (draft.act, draft.kind.name()) {
            (record::Act::Withdraw, _) => Said::Withdrawn,
            (_, "measure") => Said::Measure(serde_json::from_value(draft.body.clone()).unwrap()),
            (_, "coverage") => Said::Coverage(serde_json::from_value(draft.body.clone()).unwrap()),
            _ => continue,
        };
        standing.insert(subject, Standing { head: id, said });
    }
}

pub(crate) fn first(edition: &Edition) -> News {
    edition.news(&BTreeMap::new(), |_| false, false).unwrap()
}

/// The spans of one place and instrument that an edition states, through its statements.
pub(crate) fn spans(standing: &BTreeMap<SubjectName, Standing>) -> BTreeMap<(String, String), Spans> {
    let mut spans: BTreeMap<(String, String), Vec<Span>> = BTreeMap::new();
    let whom = |population: &Population| Whom::of(population, |_| 0);
    for (standing, entry) in standing.values().zip(0..) {
        let (place, instrument, span) = match &standing.said {
            Said::Withdrawn => continue,
            Said::Measure(m) => {
                let says = Says::Level { level: m.level, flag: m.flag };
                let until = register::day::until(m.end);
                let span = Span { entry, from: m.start.number(), until, whom: whom(&m.population), reach: m.reach, rank: 1, says };
                (m.place.to_string(), m.instrument.to_string(), span)
            }
            Said::Coverage(c) => {
                let until = register::day::until(c.to);
                let span = Span { entry, from: c.from.number(), until, whom: whom(&c.population), reach: c.reach, rank: 1, says: Says::Covered };
                (c.places[0].to_string(), c.instruments[0].to_string(), span)
            }
        };
        spans.entry((place, instrument)).or_default().push(span);
    }
    spans.into_iter().map(|(key, spans)| (key, Spans::of(spans))).collect()
}

pub(crate) fn standing(edition: &Edition) -> BTreeMap<SubjectName, Standing> {
    let mut standing = BTreeMap::new();
    state(&mut standing, &first(edition).drafts);
    standing
}

fn by_instrument(edition: &Edition) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for series in &edition.series {
        *counts.entry(series.key.instrument.as_str()).or_default() += series.runs.iter().filter(|run| run.known.level > 0).count();
    }
    counts.iter().map(|(code, count)| format!("{code} {count}")).collect::<Vec<_>>().join(" ")
}

fn by_place(edition: &Edition) -> String {
    let mut counts: BTreeMap<(Reach, &str), usize> = BTreeMap::new();
    for series in &edition.series {
        *counts.entry((series.key.reach, series.key.place.as_str())).or_default() += series.runs.iter().filter(|run| run.known.level > 0).count();
    }
    counts.iter().map(|((reach, place), count)| format!("{place}/{reach} {count}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_national_files_state_16_765_measures_in_2_978_known_spans() {
    let Some(imported) = import("legacy", "") else { return };
    let edition = &imported.editions[0];
    assert_eq!(edition.source, "oxcgrt-legacy");
    assert_eq!((edition.measure_count(), edition.coverage_count(), edition.places.len()), (16_765, 2_978, 187));
    assert_eq!(edition.series.iter().map(|series| series.runs.len()).sum::<usize>(), 23_307);
    assert_eq!(
        by_instrument(edition),
        "C1 1500 C2 1728 C3 1211 C4 1443 C5 832 C6 1268 C7 1100 C8 1528 E1 478 E2 416 H1 571 H2 905 H3 578 H6 1363 H7 875 H8 969"
    );
    assert_eq!(imported.indices.len(), 4);
    let news = first(edition);
    assert_eq!((news.place_count, news.stated_count, news.drafts.len()), (187, 19_743, 19_930));
}

#[test]
fn of_the_national_measures_1_149_have_no_end_because_no_one_decided_one() {
    let Some(edition) = edition("legacy", "") else { return };
    let open = edition.series.iter().flat_map(|series| series.runs.iter().enumerate().map(move |(at, run)| (series, at, run)));
    let open = open.filter(|(series, at, run)| run.known.level > 0 && !policy::runs::is_ended(&series.runs, *at));
    assert_eq!(open.count(), 1_149);
}

#[test]
fn raw_gbr_states_440_measures() {
    let Some(edition) = edition("v1", "raw_GBR") else { return };
    assert_eq!((edition.source.as_str(), edition.measure_count()), ("oxcgrt-raw", 440));
    assert_eq!(by_place(&edition), "GBR/own 27 UK_ENG/and-below 75 UK_NIR/and-below 64 UK_SCO/and-below 76 UK_WAL/and-below 83 GBR/applies 115");
    assert_eq!(edition.series.iter().map(|series| series.runs.len()).sum::<usize>(), 627);
    let places: Vec<String> = edition.places.iter().map(|(code, place)| format!("{code}={}/{}", place.name, place.level)).collect();
    assert_eq!(
        places.join(" "),
        "GBR=United Kingdom/national UK_ENG=England/regional UK_NIR=Northern Ireland/regional UK_SCO=Scotland/regional UK_WAL=Wales/regional"
    );
}

#[test]
fn full_with_notes_gbr_states_417_measures() {
    let Some(edition) = edition("v1", "fullwithnotes_GBR") else { return };
    assert_eq!((edition.source.as_str(), edition.measure_count()), ("oxcgrt-fullwithnotes", 417));
    assert_eq!(by_place(&edition), "GBR/applies 115 UK_ENG/applies 76 UK_NIR/applies 66 UK_SCO/applies 76 UK_WAL/applies 84");
    assert_eq!(edition.series.iter().map(|series| series.runs.len()).sum::<usize>(), 575);
}

#[test]
fn what_is_no_level_is_named_and_left_out() {
    let Some(imported) = import("v1", "fullwithnotes_GBR") else { return };
    let [line] = imported.left_out.as_slice() else { panic!("{:?}", imported.left_out) };
    let named = "C1M, C2M, C3M, C4M, C5M, C6M, C7M, C8EV, E3, E4, H4, H5, H6M, H8M, V1, V2A, V2B, V2C, V2D, V2E, V2F, V2G, V3, V4: amounts";
    assert!(line.contains(named), "{line}");
}

#[test]
fn a_note_stands_in_the_measure_whose_days_it_falls_in() {
    let Some(edition) = edition("v1", "raw_GBR") else { return };
    let news = first(&edition);
    assert_eq!(news.notes_left_out_count, 0);
    let bytes = |draft: &Draft| {
        let notes = draft.body["observed"]["notes"].as_array();
        notes.map_or(0, |notes| notes.iter().map(|note| note["text"].as_str().unwrap().len()).sum::<usize>())
    };
    let longest = news.drafts.iter().map(bytes).max().unwrap();
    assert!((9_000..=9_400).contains(&longest), "specs/policy.md g: 9,347 bytes, here {longest} with the ends trimmed");
    assert_eq!(news.drafts.iter().filter(|draft| draft.kind.name() == "place").count(), 5);
}

#[test]
fn subjects_are_source_place_instrument_population_reach_start() {
    let Some(edition) = edition("legacy", "") else { return };
    let golden: SubjectName = "oxcgrt-legacy:GBR:C1:strictest:applies:2020-03-23".parse().unwrap();
    let standing = standing(&edition);
    let Said::Measure(measure) = &standing[&golden].said else { panic!("no measure") };
    let body = serde_json::to_value(measure).unwrap();
    let observed = &body["observed"];
    assert_eq!(
        (observed["of"].as_str(), observed["source"].as_str(), observed["series"].as_str()),
        (Some("GBR"), Some("oxcgrt-legacy"), Some("c1_school_closing"))
    );
    // Source: README of the pack.
    assert_eq!(observed["file_sha256"].as_str(), Some("10bc568673b8643ba170c75ae24f627da8ee3c135b5ee890bda7f07a97b80e56"));
}

#[test]
fn statements_spread_out_are_the_daily_files_again() {
    for (of, part) in [("legacy", ""), ("v1", "raw_GBR"), ("v1", "fullwithnotes_GBR")] {
        let Some(edition) = edition(of, part) else { return };
        let standing = standing(&edition);
        let spans = spans(&standing);
        let mut cells = 0_usize;
        for series in &edition.series {
            let whom = Whom::of(&series.key.population, |_| 0);
            let reading = policy::cell::Reading { whom: &[whom], reach: Some(series.key.reach) };
            let steps = spans.get(&(series.key.place.to_string(), series.key.instrument.to_string()));
            let steps = steps.map(|spans| policy::cell::level_steps(spans, reading)).unwrap_or_default();
            let stated = |day: i32| steps.iter().rev().find(|step| step.from <= day).and_then(|step| step.decided).map(|decided| decided.known);
            let read = |day: i32| -> Option<Known> { series.runs.iter().find(|run| (run.from..run.until).contains(&day)).map(|run| run.known) };
            for day in series.days.clone() {
                assert_eq!(stated(day), read(day), "{:?} on day {day}", series.key);
                cells += 1;
            }
            assert_eq!(stated(series.days.end + 500), None, "unknown after the file, though measures are open");
        }
        assert!(cells > 190_000);
    }
}
