//! `/policies/timeline`: who acted when, as lanes: one instrument in several places, or every instrument in one place.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use league::series;
use league::{Flag, Reach};
use maud::{Markup, html};
use policy::cell::Step;
use serde_json::json;

use super::line;
use super::list::{self, reach_options};
use crate::asked::{BadField, Format, Rule};
use crate::limits::{STRETCHES_MAX, TIMELINE_ROWS_MAX};
use crate::parts::chart::{self, Lane, LaneGroup, Lanes, Span};
use crate::parts::{self, Column, Field, Row, Section, Table, Tag};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Sheet, Shown, cite, owed, word};
use crate::routes::Reply;
use crate::site::{SourceNames, View, date, number};

/// Places of one picture: what can still be told apart.
const PLACES_MAX: usize = 40;

/// One lane: an instrument in a place.
struct Track {
    place: String,
    instrument: String,
    /// From which day which level holds; absent is not known.
    steps: Vec<Step>,
}

struct Timeline {
    place: Option<String>,
    instrument: Option<String>,
    reach: Option<Reach>,
    days: Range<i32>,
    tracks: Vec<Track>,
    left_out: usize,
    sources: BTreeSet<String>,
}

/// The lanes of an instrument, or of a place; of the first instrument used where neither is named.
pub(crate) fn show<'v>(view: &View<'v>, names: &SourceNames) -> Result<Reply<'v>, Problem> {
    let query = &view.asked.query;
    let place = query.get("place").map(|code| view.known_place("place", code)).transpose()?.map(str::to_owned);
    let below = query.ticked("below");
    let mut instrument = query.get("instrument").map(|code| list::known_instrument(view, code)).transpose()?;
    if instrument.is_none() && (place.is_none() || below) {
        instrument = list::used_instruments(view).into_iter().next().map(str::to_owned);
    }
    let reach = list::reach(view)?;
    let days = days(view)?;
    let places = places(view, place.as_deref(), below);
    let mut tracks = Vec::new();
    let (mut left_out, mut stretches) = (0, 0);
    for code in places {
        if instrument.is_some() && (tracks.len() >= PLACES_MAX || stretches >= STRETCHES_MAX) {
            left_out += usize::from(is_spoken_of(view, code, instrument.as_deref()));
            continue;
        }
        for of_place in series::levels(&view.cut, code, instrument.as_deref(), reach, days.clone()) {
            stretches += of_place.steps.len();
            tracks.push(Track { place: code.to_owned(), instrument: of_place.instrument.to_owned(), steps: of_place.steps });
        }
    }
    let entries = tracks
        .iter()
        .flat_map(|track| &track.steps)
        .filter_map(|step| step.decided)
        .filter(|decided| decided.known.level > 0)
        .map(|decided| decided.entry);
    let words: Vec<u32> = entries.filter_map(|index| league::measures::words(&view.cut, index)).collect();
    let sources = view.sources_of(names, words)?;
    Ok(Reply::page(Timeline { place, instrument, reach, days, tracks, left_out, sources }))
}

/// Whether any measure of an instrument is about a place.
fn is_spoken_of(view: &View<'_>, place: &str, instrument: Option<&str>) -> bool {
    let filter = league::measures::Filter { place: Some(place.to_owned()), instrument: instrument.map(str::to_owned), ..Default::default() };
    league::measures::find(&view.cut, &filter, &league::measures::Page { limit: 1, ..Default::default() }).total > 0
}

/// The days shown: as asked, within what is covered; a year and a half before the last one where nothing is asked.
pub(crate) fn days(view: &View<'_>) -> Result<Range<i32>, Problem> {
    let covered = view.covered().unwrap_or_else(|| number(view.today).saturating_sub(365)..number(view.today).saturating_add(1));
    let (from, to) = (view.asked.query.day("from")?.map(number), view.asked.query.day("to")?.map(number));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(BadField::new("to", &date(to).to_string(), Rule::NotBefore).into());
    }
    let until = to.map_or(covered.end, |to| to.saturating_add(1));
    let from = from.unwrap_or_else(|| covered.start.max(until.saturating_sub(548)));
    if until <= covered.start || from >= covered.end {
        let last = date(covered.end.saturating_sub(1));
        return Err(Problem::OutsideCoverage { asked: date(from), from: date(covered.start), to: Some(last) });
    }
    Ok(from.max(covered.start)..until.min(covered.end).max(from.saturating_add(1)))
}

fn places<'v>(view: &View<'v>, place: Option<&str>, below: bool) -> Vec<&'v str> {
    let register = view.cut.model.register();
    let Some(place) = place else {
        // By level from the widest down, within it by name: the order in which people look.
        let mut all: Vec<(register::place::Level, String, &'v str)> =
            register.places().map(|place| (place.level, view.place_name(place.code.as_str()), place.code.as_str())).collect();
        all.sort();
        let stated: BTreeSet<&str> = all.iter().map(|(_, _, code)| *code).collect();
        let others =
            view.cut.rows.places_of(league::measures::KIND).into_iter().filter(|code| !stated.contains(code) && register.find(code).is_none());
        return all.iter().map(|(_, _, code)| *code).chain(others).collect();
    };
    let own = register.find(place).map(|place| place.code.as_str());
    let own = own.or_else(|| view.cut.rows.places_of(league::measures::KIND).into_iter().find(|code| *code == place));
    let below = if below { register.descendants(place) } else { Vec::new() };
    own.into_iter().chain(below.into_iter().map(|place| place.code.as_str())).collect()
}

/// The first and the last day, as a lasting address names them.
pub(crate) fn pins((first, last): (Date, Date)) -> Vec<(&'static str, String)> {
    vec![("from", first.to_string()), ("to", last.to_string())]
}

/// The entry that decides a level, and the one that has its words where that is another.
pub(crate) fn words_of(view: &View<'_>, index: u32) -> impl Iterator<Item = u32> + use<> {
    let words = league::measures::hit(&view.cut, index).map(|hit| hit.words).filter(|words| *words != index);
    std::iter::once(index).chain(words)
}

/// One stretch of days at one level.
struct Stretch {
    from: i32,
    until: i32,
    level: Option<u8>,
    flag: Option<Flag>,
    entry: Option<u32>,
}

impl Track {
    fn stretches(&self, days: &Range<i32>) -> Vec<Stretch> {
        let ends = self.steps.iter().skip(1).map(|step| step.from).chain([days.end]);
        let stretch = |(step, until): (&Step, i32)| Stretch {
            from: step.from,
            until,
            level: step.decided.map(|decided| decided.known.level),
            flag: step.decided.and_then(|decided| decided.known.flag),
            entry: step.decided.map(|decided| decided.entry),
        };
        self.steps.iter().zip(ends).map(stretch).collect()
    }

    fn lane(&self, view: &View<'_>, timeline: &Timeline) -> Lane {
        let stretches = self.stretches(&timeline.days);
        let end = |until: i32| date(until.saturating_sub(1));
        let spans = stretches.iter().filter_map(|stretch| {
            let level = stretch.level.filter(|level| *level > 0)?;
            let text = view.level_text(&self.instrument, level);
            let days = view.words.span(Some(date(stretch.from)), Some(end(stretch.until)));
            Some(Span {
                from: date(stretch.from),
                to: Some(end(stretch.until)),
                level,
                is_targeted: stretch.flag == Some(Flag::Targeted),
                hover: format!(
                    "{} · {level} {text} · {days}",
                    if timeline.instrument.is_some() { view.place_name(&self.place) } else { view.instrument_name(&self.instrument) }
                ),
                text,
            })
        });
        Lane {
            name: if timeline.instrument.is_some() { view.place_name(&self.place) } else { view.instrument_name(&self.instrument) },
            max: view.level_max(&self.instrument),
            spans: spans.collect(),
            known: stretches.iter().filter(|stretch| stretch.level.is_some()).map(|stretch| (date(stretch.from), Some(end(stretch.until)))).collect(),
        }
    }
}

impl Timeline {
    fn title(&self, view: &View<'_>) -> String {
        let words = view.words;
        let place = self.place.as_deref().map(|place| view.place_name(place));
        let instrument = self.instrument.as_deref().map(|instrument| view.instrument_name(instrument));
        match (place, instrument) {
            (Some(place), Some(instrument)) => format!("{instrument} – {place}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => words.text("policies-timeline-title").into_owned(),
        }
    }

    fn chart(&self, view: &View<'_>) -> String {
        let frame = self.frame(view);
        let source = owed(view, &frame);
        let (first, last) = self.span();
        let date = view.words.span(Some(first), Some(last));
        let desc = view.words.text("policies-timeline-desc");
        let chart_frame = chart::Frame { id: "lanes", title: &frame.title, desc: &desc, source: &source, date: &date, ..view.drawn() };
        let today = Some(view.today).filter(|today| (first..=last).contains(today));
        chart::lanes(&Lanes { frame: chart_frame, days: (first, last), groups: self.groups(view), marked: today, shaded: Vec::new() })
    }

    /// One group for each level of government, where several places are shown; else one without a name.
    fn groups(&self, view: &View<'_>) -> Vec<LaneGroup> {
        let mut groups: Vec<LaneGroup> = Vec::new();
        for track in &self.tracks {
            let level = view.cut.model.register().find(&track.place).map_or("other", |place| place.level.as_str());
            let name = if self.instrument.is_some() && self.place.is_none() { view.word("places-at", level) } else { String::new() };
            match groups.last_mut().filter(|group| group.name == name) {
                Some(group) => group.lanes.push(track.lane(view, self)),
                None => groups.push(LaneGroup { name, lanes: vec![track.lane(view, self)] }),
            }
        }
        groups
    }

    fn span(&self) -> (Date, Date) {
        (date(self.days.start), date(self.days.end.saturating_sub(1)))
    }

    fn fields(&self, view: &View<'_>) -> Vec<Field> {
        let words = view.words;
        let any = words.text("any");
        let (first, last) = self.span();
        vec![
            Field::select(
                "instrument",
                words.text("field-instrument"),
                list::instrument_options(view, Some(&any)),
                self.instrument.clone().unwrap_or_default(),
            ),
            Field::select("place", words.text("field-place"), list::place_options(view, &any), self.place.clone().unwrap_or_default()),
            Field::date("from", words.text("field-from"), Some(first)),
            Field::date("to", words.text("field-to"), Some(last)),
            Field::select("reach", words.text("field-reach"), reach_options(view), self.reach.map_or("", Reach::as_str)),
        ]
    }

    /// The days of a stretch; where the window cuts it, as the measure that decides it has them.
    fn own_days(&self, view: &View<'_>, stretch: &Stretch) -> String {
        let hit = stretch.entry.and_then(|entry| league::measures::hit(&view.cut, entry));
        let from =
            if stretch.from == self.days.start { hit.as_ref().map_or(stretch.from, |hit| hit.from_day.min(stretch.from)) } else { stretch.from };
        let until =
            if stretch.until == self.days.end { hit.as_ref().map_or(stretch.until, |hit| hit.until_day.max(stretch.until)) } else { stretch.until };
        view.span_short(crate::site::first(from), crate::site::last(until))
    }

    /// Every stretch above none, as rows.
    fn rows(&self, view: &View<'_>) -> Vec<Row> {
        let mut rows = Vec::new();
        for track in &self.tracks {
            for stretch in track.stretches(&self.days).into_iter().filter(|stretch| stretch.level.is_some_and(|level| level > 0)) {
                // What all lanes share is in the title.
                let name = if self.instrument.is_some() {
                    html! { a class="govuk-link" href=(view.href(&format!("/places/{}", track.place))) { bdi { (view.place_name(&track.place)) } } }
                } else {
                    let path = format!("/policies/timeline?instrument={}", track.instrument);
                    html! { a class="govuk-link" href=(view.href(&path)) { bdi { (view.instrument_name(&track.instrument)) } } }
                };
                rows.push(Row::new([
                    name.into(),
                    line::level(view, &track.instrument, stretch.level, stretch.flag).into(),
                    self.own_days(view, &stretch).into(),
                    html! { @if let Some(entry) = stretch.entry { (view.entry_link(entry)) } }.into(),
                ]));
            }
        }
        rows
    }
}

impl Shown for Timeline {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: self.title(view),
            section: Some(Section::Policies),
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            file_name: "timeline".to_owned(),
            pins: pins(self.span()),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json, Format::Svg]
    }

    fn statements(&self, view: &View<'_>) -> Vec<u32> {
        let decided = self.tracks.iter().flat_map(|track| &track.steps).filter_map(|step| step.decided).map(|decided| decided.entry);
        decided.flat_map(|index| words_of(view, index)).collect()
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let hidden: Vec<(&str, &str)> = ["below", "asof"].into_iter().filter_map(|key| Some((key, view.asked.query.get(key)?))).collect();
        let mut rows = self.rows(view);
        let rows_left_out = rows.len().saturating_sub(TIMELINE_ROWS_MAX);
        rows.truncate(TIMELINE_ROWS_MAX);
        let columns = [if self.instrument.is_some() { "column-place" } else { "column-instrument" }, "column-level", "column-days", "column-entry"];
        html! {
            h1 class="govuk-heading-l" { (self.title(view)) }
            (list::tabs(view, 1))
            (parts::filter_row(words, "/policies/timeline", &self.fields(view), &hidden))
            @if self.tracks.is_empty() { p class="govuk-body" { (parts::tag(words, Tag::Unknown)) " " (words.text("place-unknown-note")) } }
            @else { (chart::figure(&self.chart(view), "")) }
            @if self.left_out > 0 { p class="govuk-body k-muted" { (words.with("timeline-left-out", &[("count", self.left_out.into())])) } }
            @if !rows.is_empty() {
                (parts::table(words, &Table {
                    caption: self.title(view),
                    columns: columns.iter().map(|key| Column::words(words.find(key, &[]).unwrap_or_default())).collect(),
                    rows,
                    sorts_in_place: true,
                }))
            }
            @if rows_left_out > 0 { p class="govuk-body k-muted" { (words.with("timeline-rows-left-out", &[("count", rows_left_out.into())])) } }
            (cite(view, self, &self.title(view)))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let track = |track: &Track| {
            let stretch = |stretch: &Stretch| {
                json!({
                    "from": date(stretch.from).to_string(),
                    "to": date(stretch.until.saturating_sub(1)).to_string(),
                    "level": stretch.level,
                    "flag": stretch.flag.map(Flag::number),
                    "entry": stretch.entry.map(|entry| view.entry_name(entry)),
                })
            };
            json!({
                "place": track.place,
                "place_name": view.place_name(&track.place),
                "instrument": track.instrument,
                "spans": track.stretches(&self.days).iter().map(stretch).collect::<Vec<_>>(),
            })
        };
        let (from, to) = self.span();
        Some(Document::new(
            "koinon/timeline/v1",
            json!({"from": from.to_string(), "to": to.to_string(), "reach": self.reach.map(Reach::as_str), "tracks": self.tracks.iter().map(track).collect::<Vec<_>>(), "left_out": self.left_out}),
        ))
    }

    fn csv(&self, view: &View<'_>) -> Option<Sheet> {
        let mut sheet = Sheet::new(&["place", "place_name", "instrument", "from", "to", "level", "flag", "entry"]);
        for track in &self.tracks {
            for stretch in track.stretches(&self.days).into_iter().filter(|stretch| stretch.level.is_some()) {
                sheet.push(vec![
                    track.place.clone(),
                    word(&view.place_name(&track.place)),
                    track.instrument.clone(),
                    date(stretch.from).to_string(),
                    date(stretch.until.saturating_sub(1)).to_string(),
                    stretch.level.map(|level| level.to_string()).unwrap_or_default(),
                    stretch.flag.map(|flag| flag.number().to_string()).unwrap_or_default(),
                    stretch.entry.map(|entry| entry.to_string()).unwrap_or_default(),
                ]);
            }
        }
        Some(sheet)
    }

    fn svg(&self, view: &View<'_>) -> Option<String> {
        Some(self.chart(view))
    }
}
