//! What a source says of its series at one time, and what is new in it against what stands (specs/policy.md g, "Editions").
//!
//! The same edition again says nothing. A newer one corrects or withdraws within the series and days that it covers, and no others; it only adds the
//! end of an open measure, or days to a coverage, as what has become so since (`state`), not as an error (`correct`). One that ends earlier than
//! what stands is refused unless it is to replace it.
//!
//! In: runs, what stands of the same source. Out: the files they came from ([`crate::import`]), the record (`league` finds what stands).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use record::text::Text;
use record::{Act, Audience, Draft, EntryId, Facets, Json, Revises, SubjectName};
use register::{Code, Day, Level, Place, day};
use serde_json::json;

use crate::cell::Known;
use crate::coverage::{Coverage, ObservedSpan};
use crate::import::{Damage, Damages};
use crate::limits::{NOTES_BYTES_MAX, NOTES_MAX};
use crate::measure::{InstrumentName, Measure, Note, Observed};
use crate::runs::{self, Run};
use crate::words::{Mode, Population, Reach};

/// All that one source says, in one or several files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// Name of the source, as `sources/v1` orders it: `oxcgrt-raw`.
    pub source: String,
    /// The places that it speaks of.
    pub places: BTreeMap<Code, SeenPlace>,
    /// Its series, by key.
    pub series: Vec<Series>,
}

/// A place as a source names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenPlace {
    /// Its name.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// What it is part of.
    pub parent: Option<Code>,
}

/// What names a series within its source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeriesKey {
    /// The place.
    pub place: Code,
    /// The instrument.
    pub instrument: Code,
    /// For whom.
    pub population: Population,
    /// Whose decisions.
    pub reach: Reach,
}

/// One series of a source: levels of one instrument in one place, along time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// What names it.
    pub key: SeriesKey,
    /// Its name in the source: a column, a file.
    pub name: String,
    /// SHA-256 of the file that it was read from, inflated, in hex.
    pub file_sha256: std::sync::Arc<str>,
    /// The days that the file has for it, known or blank.
    pub days: Range<i32>,
    /// Its runs, by first day.
    pub runs: Vec<Run>,
    /// For each run the line of the file that its first day stands on.
    pub lines: Vec<u64>,
    /// The source's notes, by day.
    pub notes: Vec<(i32, String)>,
}

/// What stands in the record about one subject of an import, or stood until it was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The head of the subject, which a next statement has to revise.
    pub head: EntryId,
    /// What stands.
    pub said: Said,
}

/// What a subject of an import says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A measure.
    Measure(Box<Measure>),
    /// A coverage.
    Coverage(Box<Coverage>),
    /// Nothing: it is withdrawn.
    Withdrawn,
}

/// What an edition adds to a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// In the order in which they are to be stated: places, then each series' coverages and measures.
    pub drafts: Vec<Draft>,
    /// How many places are new.
    pub place_count: usize,
    /// How many measures and coverages are stated for the first time.
    pub stated_count: usize,
    /// How many go on: an end decided since, more days covered.
    pub continued_count: usize,
    /// How many are corrected.
    pub corrected_count: usize,
    /// How many are withdrawn.
    pub withdrawn_count: usize,
    /// How many stand already in these words.
    pub unchanged_count: usize,
    /// How many notes found no room in their statements.
    pub notes_left_out_count: usize,
}

impl SeriesKey {
    /// The subject of a measure of this series: `SOURCE:PLACE:INSTRUMENT:POPULATION:REACH:START` (specs/policy.md b).
    pub fn measure_subject(&self, source: &str, start: Day) -> String {
        format!("{source}:{}:{}:{}:{}:{start}", self.place, self.instrument, self.population, self.reach)
    }

    /// The subject of a coverage of this series: the same with `coverage:` before it.
    pub fn coverage_subject(&self, source: &str, from: Day) -> String {
        format!("coverage:{}", self.measure_subject(source, from))
    }
}

impl Edition {
    /// How many measures it states: runs above 0.
    pub fn measure_count(&self) -> usize {
        self.series.iter().flat_map(|series| &series.runs).filter(|run| run.known.level > 0).count()
    }

    /// How many known spans it has.
    pub fn coverage_count(&self) -> usize {
        self.series.iter().map(|series| runs::known_spans(&series.runs).len()).sum()
    }

    /// What it adds where `standing` is what stands of its source, by subject, and `has_place` tells the places that the register has.
    /// Errors: the series that end earlier here than what stands, unless `replaces` them.
    pub fn news(&self, standing: &BTreeMap<SubjectName, Standing>, has_place: impl Fn(&str) -> bool, replaces: bool) -> Result<News, Damages> {
        let mut news = News::default();
        self.state_places(&has_place, &mut news);
        let mut damages = Damages::default();
        let known = Stood::by_series(standing);
        let empty = Stood::default();
        for series in &self.series {
            let stood = known.get(&series.key).unwrap_or(&empty);
            if stood.known_until() > series.known_until() && !replaces {
                damages.push(self.ends_earlier(series, stood));
            } else {
                self.compare(series, stood, standing, replaces, &mut news);
            }
        }
        if damages.is_empty() { Ok(news) } else { Err(damages) }
    }

    fn ends_earlier(&self, series: &Series, stood: &Stood<'_>) -> Damage {
        let shown = |until: i32| day::last(until).map_or("nothing".to_owned(), |day| day.to_string());
        let (here, there) = (shown(series.known_until()), shown(stood.known_until()));
        let SeriesKey { place, instrument, .. } = &series.key;
        Damage {
            file: series.name.clone(),
            line: None,
            column: None,
            message: format!(
                "`{place}` `{instrument}` of `{}` ends with {here} here, but {there} stands; give a newer edition, or replace what stands",
                self.source
            ),
        }
    }

    fn state_places(&self, has_place: &impl Fn(&str) -> bool, news: &mut News) {
        let lacking = self.places.iter().filter(|(code, _)| !has_place(code.as_str()));
        // Those above first, so that no statement names a parent that is still to come.
        let mut lacking: Vec<_> = lacking.collect();
        lacking.sort_by_key(|(code, place)| (place.level, *code));
        for (code, place) in lacking {
            let body = Place {
                code: code.clone(),
                name: Text::from(place.name.as_str()),
                level: place.level,
                parent: place.parent.clone(),
                parents: Vec::new(),
                same_as: crate::pack::pack().same_as(code).to_vec(),
                zone: None,
                population: None,
                capital: None,
                valid_from: None,
                valid_to: None,
                ext: None,
            };
            news.drafts.extend(draft("place/v1", &Place::subject(code), to_json(&body), Act::State, None));
            news.place_count += 1;
        }
    }

    fn compare(&self, series: &Series, stood: &Stood<'_>, standing: &BTreeMap<SubjectName, Standing>, replaces: bool, news: &mut News) {
        let until = if replaces { Facets::OPEN } else { series.days.end };
        let joined = runs::overlaid(&stood.runs, &series.runs, series.days.start..until);
        let mut left: BTreeSet<&SubjectName> = stood.subjects.iter().copied().collect();
        for (from, until) in runs::known_spans(&joined) {
            let Some((from, to)) = Day::from_number(from).zip(day::last(until)) else { continue };
            let coverage = self.coverage(series, from, to);
            let Ok(subject) = series.key.coverage_subject(&self.source, from).parse::<SubjectName>() else { continue };
            left.remove(&subject);
            news.say(&subject, standing.get(&subject), New::Coverage(&coverage));
        }
        for (at, run) in joined.iter().enumerate().filter(|(_, run)| run.known.level > 0) {
            let Some(start) = Day::from_number(run.from) else { continue };
            let end = runs::is_ended(&joined, at).then(|| day::last(run.until)).flatten();
            let Ok(subject) = series.key.measure_subject(&self.source, start).parse::<SubjectName>() else { continue };
            left.remove(&subject);
            let before = standing.get(&subject);
            let measure = self.measure(series, run, start, end, before, news);
            news.say(&subject, before, New::Measure(&measure));
        }
        for subject in left {
            news.withdraw(subject, standing.get(subject));
        }
    }

    fn coverage(&self, series: &Series, from: Day, to: Day) -> Coverage {
        Coverage {
            places: vec![series.key.place.clone()],
            instruments: vec![InstrumentName::Code(series.key.instrument.clone())],
            population: series.key.population.clone(),
            reach: series.key.reach,
            from,
            to: Some(to),
            observed: Some(ObservedSpan {
                of: Some(series.key.place.clone()),
                source: self.source.clone(),
                series: Some(series.name.clone()),
                file_sha256: Some(series.file_sha256.to_string()),
            }),
            ext: None,
        }
    }

    fn measure(&self, series: &Series, run: &Run, start: Day, end: Option<Day>, before: Option<&Standing>, news: &mut News) -> Measure {
        let of_older = before.and_then(|standing| match &standing.said {
            Said::Measure(measure) => measure.observed.as_ref(),
            _ => None,
        });
        // Days outside the edition keep the notes that stand.
        let kept = of_older.into_iter().flat_map(|observed| &observed.notes).filter(|note| {
            let day = note.date.number();
            !series.days.contains(&day) && (run.from..run.until).contains(&day)
        });
        let fresh =
            series.notes_within(run.from..run.until).filter_map(|(day, text)| Some(Note { date: Day::from_number(*day)?, text: text.clone() }));
        let mut notes: Vec<Note> = kept.cloned().chain(fresh).collect();
        notes.sort_by_key(|note| note.date);
        news.notes_left_out_count += bound(&mut notes);
        Measure {
            instrument: InstrumentName::Code(series.key.instrument.clone()),
            place: series.key.place.clone(),
            level: run.known.level,
            flag: run.known.flag,
            population: series.key.population.clone(),
            reach: series.key.reach,
            area: None,
            start,
            start_time: None,
            end,
            end_time: None,
            review_by: None,
            mode: Mode::Advisory,
            urgent: false,
            title: None,
            text: None,
            basis: None,
            links: Vec::new(),
            attachments: Vec::new(),
            replaces: Vec::new(),
            amends: Vec::new(),
            observed: Some(Observed {
                of: series.key.place.clone(),
                source: self.source.clone(),
                series: Some(series.name.clone()),
                file_sha256: Some(series.file_sha256.to_string()),
                line: series.line_of(run.from),
                notes,
            }),
            ext: None,
        }
    }
}

impl Series {
    /// The day after the last known one.
    fn known_until(&self) -> i32 {
        self.runs.last().map_or(self.days.start, |run| run.until)
    }

    fn notes_within(&self, days: Range<i32>) -> impl Iterator<Item = &(i32, String)> {
        let first = self.notes.partition_point(|(day, _)| *day < days.start);
        self.notes.get(first..).unwrap_or_default().iter().take_while(move |(day, _)| *day < days.end)
    }

    fn line_of(&self, from: i32) -> Option<u64> {
        let at = self.runs.binary_search_by_key(&from, |run| run.from).ok()?;
        self.lines.get(at).copied()
    }
}

/// The statements of one series that stand.
#[derive(Default)]
struct Spoken<'s> {
    subjects: Vec<&'s SubjectName>,
    measures: Vec<&'s Measure>,
    coverages: Vec<&'s Coverage>,
}

/// What stands of one series.
#[derive(Default)]
struct Stood<'s> {
    subjects: Vec<&'s SubjectName>,
    runs: Vec<Run>,
}

impl<'s> Stood<'s> {
    fn by_series(standing: &'s BTreeMap<SubjectName, Standing>) -> BTreeMap<SeriesKey, Stood<'s>> {
        let mut spoken: BTreeMap<SeriesKey, Spoken<'s>> = BTreeMap::new();
        for (subject, standing) in standing {
            match &standing.said {
                Said::Withdrawn => {}
                Said::Measure(measure) => {
                    let Some(instrument) = measure.instrument.code().cloned() else { continue };
                    let key = SeriesKey { place: measure.place.clone(), instrument, population: measure.population.clone(), reach: measure.reach };
                    let of_series = spoken.entry(key).or_default();
                    of_series.subjects.push(subject);
                    of_series.measures.push(measure);
                }
                Said::Coverage(coverage) => {
                    let ([place], [InstrumentName::Code(instrument)]) = (coverage.places.as_slice(), coverage.instruments.as_slice()) else {
                        continue;
                    };
                    let (place, instrument) = (place.clone(), instrument.clone());
                    let key = SeriesKey { place, instrument, population: coverage.population.clone(), reach: coverage.reach };
                    let of_series = spoken.entry(key).or_default();
                    of_series.subjects.push(subject);
                    of_series.coverages.push(coverage);
                }
            }
        }
        spoken
            .into_iter()
            .map(|(key, spoken)| (key, Stood { runs: runs_of(&spoken.measures, &spoken.coverages), subjects: spoken.subjects }))
            .collect()
    }

    fn known_until(&self) -> i32 {
        self.runs.last().map_or(i32::MIN, |run| run.until)
    }
}

/// The runs that measures and coverages of one series state: the way back from statements to days.
///
/// A measure without end runs until its coverage ends. Days that no coverage has are unknown, whatever a measure says.
pub fn runs_of(measures: &[&Measure], coverages: &[&Coverage]) -> Vec<Run> {
    use crate::cell::{Reading, Says, Span, Spans, Whom, level_steps};
    let span = |from: Day, until: i32, says| Span { entry: 0, from: from.number(), until, whom: Whom::Everyone, reach: Reach::Own, rank: 1, says };
    let stated = measures.iter().map(|m| span(m.start, day::until(m.end), Says::Level { level: m.level, flag: m.flag }));
    let covered = coverages.iter().map(|c| span(c.from, day::until(c.to), Says::Covered));
    let steps = level_steps(&Spans::of(stated.chain(covered).collect()), Reading { whom: &[Whom::Everyone], reach: Some(Reach::Own) });
    let untils = steps.iter().skip(1).map(|step| step.from).chain([Facets::OPEN]);
    let known = steps.iter().zip(untils).filter_map(|(step, until)| Some(Run { from: step.from, until, known: step.decided?.known }));
    known.collect()
}

#[derive(Clone, Copy)]
enum New<'n> {
    Measure(&'n Measure),
    Coverage(&'n Coverage),
}

impl News {
    /// States, continues or corrects `subject`, or leaves it where it says the same.
    fn say(&mut self, subject: &SubjectName, before: Option<&Standing>, new: New<'_>) {
        let act = match (before.map(|standing| &standing.said), new) {
            (None | Some(Said::Withdrawn), _) => {
                self.stated_count += 1;
                Act::State
            }
            (Some(Said::Measure(old)), New::Measure(new)) if measure_is_same(old, new) => return self.unchanged_count += 1,
            (Some(Said::Measure(old)), New::Measure(new)) if measure_goes_on(old, new) => {
                self.continued_count += 1;
                Act::State
            }
            (Some(Said::Coverage(old)), New::Coverage(new)) if old.to == new.to => return self.unchanged_count += 1,
            (Some(Said::Coverage(old)), New::Coverage(new)) if old.to < new.to => {
                self.continued_count += 1;
                Act::State
            }
            _ => {
                self.corrected_count += 1;
                Act::Correct
            }
        };
        let (kind, body) = match new {
            New::Measure(measure) => ("measure/v1", to_json(measure)),
            New::Coverage(coverage) => ("coverage/v1", to_json(coverage)),
        };
        self.drafts.extend(draft(kind, subject.as_str(), body, act, before.map(|standing| standing.head)));
    }

    fn withdraw(&mut self, subject: &SubjectName, before: Option<&Standing>) {
        let Some(Standing { head, said }) = before else { return };
        let kind = if matches!(said, Said::Measure(_)) { "measure/v1" } else { "coverage/v1" };
        let body = json!({"reason": "the source's newer edition no longer says so"});
        self.drafts.extend(draft(kind, subject.as_str(), body, Act::Withdraw, Some(*head)));
        self.withdrawn_count += 1;
    }
}

/// Whether two measures say the same but for where it was read.
fn measure_is_same(old: &Measure, new: &Measure) -> bool {
    let noted = |measure: &Measure| measure.observed.as_ref().map(|observed| observed.notes.clone());
    Known { level: old.level, flag: old.flag } == Known { level: new.level, flag: new.flag } && old.end == new.end && noted(old) == noted(new)
}

/// Whether a measure got an end, or later notes, and is otherwise the same.
fn measure_goes_on(old: &Measure, new: &Measure) -> bool {
    let noted = |measure: &Measure| measure.observed.as_ref().map(|observed| observed.notes.clone()).unwrap_or_default();
    let is_open = old.end.is_none() || old.end == new.end;
    Known { level: old.level, flag: old.flag } == Known { level: new.level, flag: new.flag } && is_open && noted(new).starts_with(&noted(old))
}

/// Keeps the first notes that fit into one statement; gives how many did not.
fn bound(notes: &mut Vec<Note>) -> usize {
    let mut bytes = 0;
    let fitting = notes.iter().take(NOTES_MAX).take_while(|note| {
        // As JSON writes them: quotes, backslashes and line feeds take two bytes.
        bytes += note.text.len() + note.text.bytes().filter(|byte| matches!(byte, b'"' | b'\\' | b'\n')).count();
        bytes <= NOTES_BYTES_MAX
    });
    let fitting = fitting.count();
    let left_out = notes.len() - fitting;
    notes.truncate(fitting);
    left_out
}

fn to_json<T: serde::Serialize>(body: &T) -> Json {
    // Bodies are plain structures of strings and numbers: they always serialize.
    serde_json::to_value(body).unwrap_or_default()
}

/// A draft; none where `kind` or `subject` is no name, which the forms of codes and days rule out.
fn draft(kind: &str, subject: &str, body: Json, act: Act, revises: Option<EntryId>) -> Option<Draft> {
    Some(Draft {
        kind: kind.parse().ok()?,
        subject: Some(subject.parse().ok()?),
        revises: revises.map(Revises::Entry),
        act,
        about: Vec::new(),
        audience: Audience::default(),
        body,
    })
}
