//! Search against a plain reading of every statement, at every cut, however the index came about; and what is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::ops::Range;

use proptest::prelude::*;
use record::search::{Entries, PageError, Run, Runs, Sealed, Spoken, Wanted, Words, collect_sealed, words};
use record::{Act, Json, Sid, Statement};
use serde_json::json;

use super::*;
use crate::Cut;
use crate::sample::{ORIGIN, Told as Record};

/// An index in memory, sealed wherever a batch ended.
struct Kept {
    sealed: Vec<Sealed>,
    growing: Run,
}

impl Kept {
    /// `batches`: after how many entries each run ends.
    fn of(statements: &[Statement], batches: &[usize]) -> Kept {
        let mut kept = Kept { sealed: Vec::new(), growing: Run::new(0) };
        let mut batches = batches.iter().copied();
        let mut left = batches.next();
        for statement in statements {
            if left == Some(0) && !kept.growing.span().is_empty() {
                kept.sealed.push(kept.growing.seal());
                kept.growing = Run::new(kept.growing.span().end);
                left = batches.next();
            }
            let mut heard = Words::default();
            spoken(statement, &mut |spoken| heard.hear(spoken));
            kept.growing.add(heard);
            left = left.map(|left| left.saturating_sub(1));
        }
        kept
    }
}

impl Runs for Kept {
    type Error = Infallible;

    fn spans(&self) -> Vec<Range<u32>> {
        self.sealed.iter().map(|run| run.span.clone()).chain([self.growing.span()]).collect()
    }

    fn collect(&self, at: usize, wanted: &Wanted, found: &mut Entries) -> Result<(), Infallible> {
        match self.sealed.get(at) {
            Some(run) => collect_sealed(&run.heads, wanted, found, |page| Ok::<_, PageError>(run.pages[page as usize].as_slice())).unwrap(),
            None => self.growing.collect(wanted, found).unwrap(),
        }
        Ok(())
    }
}

/// One statement, read plainly: its words and whether each is in a title, and the codes that it mentions.
#[derive(Default)]
struct Plain {
    words: BTreeMap<String, bool>,
    codes: BTreeMap<String, bool>,
    kind: String,
}

fn plain(statement: &Statement) -> Plain {
    let mut plain = Plain::default();
    let add = |plain: &mut Plain, text: &str, is_title: bool| words(text, |piece| *plain.words.entry(piece.word.to_owned()).or_default() |= is_title);
    spoken(statement, &mut |spoken| match spoken {
        Spoken::Title(text) => add(&mut plain, text, true),
        Spoken::Text(text) => add(&mut plain, text, false),
        Spoken::OwnCode(code) | Spoken::Code(code) => {
            let is_own = matches!(spoken, Spoken::OwnCode(_));
            add(&mut plain, code, is_own);
            *plain.codes.entry(code.to_owned()).or_default() |= is_own;
        }
        Spoken::Kind(kind) => plain.kind = kind.to_owned(),
    });
    plain
}

/// Whether a statement is meant by one word of ASCII, without apostrophes, and by its title alone.
fn means(cut: &Cut<'_>, plain: &Plain, typed: &str) -> Option<bool> {
    let having = |of: &BTreeMap<String, bool>, is_it: &dyn Fn(&str) -> bool| {
        of.iter().filter(|(word, _)| is_it(word)).map(|(_, is_title)| *is_title).reduce(|any, one| any | one)
    };
    let code = typed.to_uppercase();
    let place = cut.model.register().find(&code);
    if place.is_some() || cut.model.instrument(&code).is_some() {
        let codes: BTreeSet<String> =
            place.map_or_else(|| [code].into(), |place| std::iter::once(&place.code).chain(&place.same_as).map(ToString::to_string).collect());
        return having(&plain.codes, &|code| codes.contains(code));
    }
    let begins = |name: &record::Text, start: &str| {
        let mut begins = false;
        name.all().into_iter().for_each(|(_, name)| words(name, |piece| begins |= piece.word.starts_with(start)));
        begins
    };
    let mut all = Some(true);
    words(typed, |piece| {
        let start = piece.word;
        let mut here = having(&plain.words, &|word| if start.chars().count() == 1 { word == start } else { word.starts_with(start) });
        if start.chars().count() >= 2 {
            let places = cut
                .model
                .register()
                .places()
                .filter(|place| begins(&place.name, start))
                .flat_map(|place| std::iter::once(&place.code).chain(&place.same_as));
            let instruments = cut.model.instruments().filter(|instrument| begins(&instrument.name, start)).map(|instrument| &instrument.code);
            let codes: BTreeSet<String> = places.chain(instruments).map(ToString::to_string).collect();
            let named = having(&plain.codes, &|code| codes.contains(code));
            here = here.into_iter().chain(named).reduce(|any, one| any | one);
        }
        all = all.zip(here).map(|(all, here)| all & here);
    });
    all
}

/// What is found, by reading everything.
fn by_reading(cut: &Cut<'_>, plains: &[Plain], typed: &[&str], kind: Option<&str>) -> Vec<(u32, bool)> {
    use record::fold::Standing;
    let mut listed = BTreeSet::new();
    let (mut titles, mut others) = (Vec::new(), Vec::new());
    for index in (0..cut.size).rev() {
        let plain = &plains[index as usize];
        let met: Option<Vec<bool>> = typed.iter().map(|typed| means(cut, plain, typed)).collect();
        let stood = cut.rows.version(index).is_some_and(|version| matches!(version.standing(), Standing::Stands | Standing::Withdrawn));
        let (Some(met), true, true) = (met, stood, kind.is_none_or(|kind| kind == plain.kind)) else { continue };
        if listed.insert(cut.rows.sid(index)) {
            let is_in_title = met.iter().all(|met| *met);
            if is_in_title { titles.push((index, true)) } else { others.push((index, false)) }
        }
    }
    titles.append(&mut others);
    titles
}

#[derive(Clone, Debug)]
enum Step {
    Place(usize, &'static str),
    Measure(usize, usize, String, String),
    Again(usize, String),
    Withdraw(usize, String),
}

fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec!["ask", "ash", "bar", "Base", "c1", "QMA", "nor", "north", "École", "d"]);
    prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "))
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        1 => (0..3_usize, prop::sample::select(vec!["North Bay", "Ashton", "École"])).prop_map(|(place, name)| Step::Place(place, name)),
        5 => (0..3_usize, 0..3_usize, text(), text()).prop_map(|(place, instrument, title, text)| Step::Measure(place, instrument, title, text)),
        3 => (any::<usize>(), text()).prop_map(|(which, text)| Step::Again(which, text)),
        1 => (any::<usize>(), text()).prop_map(|(which, reason)| Step::Withdraw(which, reason)),
    ];
    prop::collection::vec(step, 1..40)
}

const INSTRUMENTS: [&str; 3] = ["C1", "C2", "H8"];
const PLACES: [&str; 3] = ["QMA", "QMA-N", "QNA"];

/// The record that these steps make, and its statements.
fn told(steps: &[Step]) -> (Record, Vec<Statement>) {
    let mut record = Record::of("QMA");
    let body = json!({"origin": ORIGIN, "name": "League", "vkey": "v", "identity": "i", "next_identity": "n", "language": "en", "licence": "CC0-1.0", "place": "QMA"});
    let mut statements = vec![Record::default().statement("genesis/v1", "genesis", Act::State, body)];
    let mut measures: Vec<String> = Vec::new();
    for (n, step) in steps.iter().enumerate() {
        let measure = |place: usize, instrument: usize, title: &str, text: &str| json!({"instrument": INSTRUMENTS[instrument], "place": PLACES[place], "level": 1, "flag": 1, "start": "2026-03-01", "title": title, "text": text});
        let (kind, subject, act, body): (_, String, _, Json) = match step {
            Step::Place(place, name) => {
                let body = json!({"code": PLACES[*place], "name": name, "level": "national", "same_as": [format!("X{place}")]});
                ("place/v1", format!("place:{place}"), Act::State, body)
            }
            Step::Measure(place, instrument, title, text) => {
                measures.push(format!("order{n}"));
                ("measure/v1", format!("order{n}"), Act::State, measure(*place, *instrument, title, text))
            }
            Step::Again(which, text) if !measures.is_empty() => {
                ("measure/v1", measures[which % measures.len()].clone(), Act::Correct, measure(0, 0, text, text))
            }
            Step::Withdraw(which, reason) if !measures.is_empty() => {
                ("measure/v1", measures[which % measures.len()].clone(), Act::Withdraw, json!({"reason": reason}))
            }
            Step::Again(..) | Step::Withdraw(..) => continue,
        };
        statements.push(record.statement(kind, &subject, act, body.clone()));
        record.say(kind, &subject, act, body);
    }
    (record, statements)
}

proptest! {
    #[test]
    fn what_is_found_is_what_reading_everything_finds(
        steps in steps(),
        batches in prop::collection::vec(1..12_usize, 0..6),
        asked in prop::collection::vec(prop::sample::select(vec!["as", "ash", "b", "bar", "ecole", "c1", "qma", "x1", "no", "north", "d", "qma-n", "international"]), 1..4),
        kind in prop::option::of(prop::sample::select(vec!["measure", "place"])),
        cut in 1..60_u32,
        limit in 1..7_usize,
    ) {
        let (record, statements) = told(&steps);
        let plains: Vec<Plain> = statements.iter().map(plain).collect();
        let runs = Kept::of(&statements, &batches);
        let size = cut.min(record.rows.size());
        let model = record.model.as_of(size);
        let cut = Cut { rows: &record.rows, size, model: &model };
        let expected = by_reading(&cut, &plains, &asked, kind);
        let query = Query::read(&asked.join(" ")).unwrap();
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let found = find(&cut, &runs, &Search { query: &query, kind, place: None, after, order: Order::Best, limit }).unwrap();
            prop_assert_eq!((found.total as usize, found.is_capped, found.searched), (expected.len(), false, size));
            paged.extend(found.hits.iter().map(|hit| (hit.index, hit.is_in_title)));
            after = found.next.map(|next| next.to_string().parse().unwrap());
            if after.is_none() {
                break;
            }
        }
        prop_assert_eq!(&paged, &expected);
        let newest = find(&cut, &runs, &Search { query: &query, kind, place: None, after: None, order: Order::Newest, limit: 100 }).unwrap();
        let mut by_index: Vec<u32> = expected.iter().map(|(index, _)| *index).collect();
        by_index.sort_unstable_by(|a, b| b.cmp(a));
        prop_assert_eq!(newest.hits.iter().map(|hit| hit.index).collect::<Vec<_>>(), by_index);
        let all = matches(&cut, &runs, &query).unwrap();
        prop_assert!(expected.iter().all(|(index, _)| all.has(*index)));
        prop_assert!(!all.has(size));
    }

    #[test]
    fn an_excerpt_is_a_part_of_its_text(text in "[a-cé学校 \\n]{0,400}", asked in "[a-c学]{1,2}", is_whole in any::<bool>()) {
        let Some(query) = Query::read(&asked) else { return Ok(()) };
        let excerpt = excerpt(&query, &text, is_whole);
        let shown: String = excerpt.parts.iter().map(|(_, part)| *part).collect();
        prop_assert!(text.contains(&shown));
        prop_assert_eq!(!is_whole && shown != text, excerpt.is_cut_before || excerpt.is_cut_after);
        prop_assert!(is_whole || shown.chars().count() <= 242);
    }
}

#[test]
fn every_kind_has_something_to_be_found_by() {
    let mut told = BTreeMap::new();
    for kind in crate::KINDS {
        let schema: Json = serde_json::from_str(kind.schema).unwrap();
        told.insert(kind.name, spoken::is_searched(&schema));
    }
    // Of a restricted statement nothing is public but a commitment; coverage and the order of sources have codes or nothing.
    assert_eq!(told.get("restricted"), Some(&false));
    for kind in ["measure", "instrument", "place", "border", "group", "coverage", "rule", "finding", "genesis"] {
        assert_eq!(told.get(kind), Some(&true), "{kind}");
    }
}

#[test]
fn words_are_read_as_people_type_them() {
    let forms = |text: &str| Query::read(text).map(|query| format!("{query:?}").replace('"', ""));
    assert_eq!(forms("l'école"), forms("école").map(|same| same.replace("ÉCOLE", "L'ÉCOLE")));
    assert_eq!(forms(" \u{202e} … "), None);
    assert!(forms("المدارس").unwrap().contains("forms: [المدارس, مدارس], is_whole: false"));
    assert!(forms("学校").unwrap().contains("forms: [学校], is_whole: false"));
    assert!(forms("学").unwrap().contains("forms: [学], is_whole: false"));
    let long = Query::read(&"word ".repeat(500)).unwrap();
    assert!(forms("d").unwrap().contains("is_whole: true"));
    assert!(format!("{long:?}").len() < 2_000);
}

#[test]
fn what_is_shown_is_in_the_readers_language_and_marks_the_words() {
    let body = json!({
        "instrument": "C1", "place": "QMA", "level": 1, "flag": 1, "start": "2026-03-01",
        "title": {"en": "Schools closed", "ar": "إغلاق المدارس"}, "text": {"en": format!("{} All schools, also private <schools>.", "Preamble goes on. ".repeat(20)), "fr": "Écoles fermées"},
    });
    let statement = Record::default().statement("measure/v1", "m", Act::State, body);
    let look = |asked: &str, language: &str| {
        let query = Query::read(asked).unwrap();
        let shown = shown(&query, &statement, language, "en");
        let marked = |text: &str| {
            let excerpt = excerpt(&query, text, false);
            let parts: String =
                excerpt.parts.iter().map(|(is_found, part)| if *is_found { format!("[{part}]") } else { (*part).to_owned() }).collect();
            format!("{}{parts}", if excerpt.is_cut_before { "…" } else { "" })
        };
        (marked(shown.title.unwrap().text), marked(shown.text.unwrap().text))
    };
    assert_eq!(
        look("scho", "en"),
        (
            "[Schools] closed".to_owned(),
            "…Preamble goes on. Preamble goes on. Preamble goes on.  All [schools], also private <[schools]>.".to_owned()
        )
    );
    assert_eq!(look("مدارس", "ar").0, "إغلاق [المدارس]");
    // Found in a language that is not the reader's: shown there.
    assert_eq!(look("ecoles", "en"), ("Schools closed".to_owned(), "[Écoles] fermées".to_owned()));
    assert_eq!(look("مدارس", "en"), ("Schools closed".to_owned(), "إغلاق [المدارس]".to_owned()));
}

#[test]
fn a_subject_is_named_by_its_name_and_its_short_id() {
    let (record, statements) = told(&[Step::Place(0, "North Bay"), Step::Measure(0, 0, "a".to_owned(), "b".to_owned())]);
    let runs = Kept::of(&statements, &[]);
    let origin = ORIGIN.parse().unwrap();
    let sid = Sid::of(&origin, &"order1".parse().unwrap());
    let named = |text: &str| direct(&record.cut(), &runs, &origin, text).unwrap();
    assert_eq!(named("order1"), [Direct::Subject(sid)]);
    assert_eq!(named(&sid.to_string()), [Direct::Subject(sid)]);
    assert_eq!(named("NORTH bay"), [Direct::Place("QMA".to_owned())]);
    assert_eq!(named("x0"), [Direct::Place("QMA".to_owned())]);
    assert_eq!(named("#2"), [Direct::Entry(2)]);
    assert_eq!(named("#3"), []);
    assert_eq!(named("c1"), [Direct::Instrument("C1".to_owned())]);
}
