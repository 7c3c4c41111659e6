//! `/compare`: up to six places side by side, instrument by instrument, on a day or over time; only where they differ, unless all is asked for.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use league::compare::{self, Course, Row as Compared, Seen};
use league::{Flag, Reach};
use maud::{Markup, html};
use serde_json::json;

use super::list::{self, reach_options};
use super::timeline::{self, words_of};
use crate::asked::{BadField, Format, Rule};
use crate::limits::{CHART_PLACES_MAX, TIMELINE_ROWS_MAX};
use crate::parts::chart::{self, Lane, LaneGroup, Lanes, Matrix, Span, Square};
use crate::parts::{self, Chip, Column, Empty, Field, Link, Row, Section, Table, Tag};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Sheet, Shown, cite, owed, word};
use crate::routes::Reply;
use crate::site::{SourceNames, View, date, number};
use crate::words::without_isolates;

/// On a day, or along some.
enum When<'v> {
    Day(Date, Vec<Compared<'v>>),
    Days(Range<i32>, Vec<Course<'v>>),
}

struct Compare<'v> {
    /// Codes, in the order in which they were asked for.
    places: Vec<String>,
    reach: Option<Reach>,
    /// Whether what is the same everywhere is shown too.
    all: bool,
    when: When<'v>,
    /// How many instruments are the same everywhere.
    alike: usize,
    sources: BTreeSet<String>,
}

/// The places that the query names, side by side. Errors: more than six, or one that is not known.
pub(crate) fn show<'v>(view: &View<'v>, names: &SourceNames) -> Result<Reply<'v>, Problem> {
    let query = &view.asked.query;
    let mut places: Vec<String> = Vec::new();
    for code in query.all("place") {
        let known = view.known_place("place", code)?;
        if !places.iter().any(|place| place == known) {
            places.push(known.to_owned());
        }
    }
    if places.len() > CHART_PLACES_MAX {
        return Err(BadField::new("place", &places.join(","), Rule::AtMost(CHART_PLACES_MAX)).into());
    }
    let (reach, all) = (list::reach(view)?, query.ticked("all"));
    let codes: Vec<&str> = places.iter().map(String::as_str).collect();
    let is_over_time = query.get("from").is_some() || query.get("to").is_some();
    let (when, alike) = if is_over_time {
        let days = timeline::days(view)?;
        let mut courses = compare::during(&view.cut, &codes, &days, reach);
        let known = courses.len();
        let apart = |course: &Course<'v>| course.days_apart(&days) > 0;
        let alike = known - courses.iter().filter(|course| apart(course)).count();
        courses.retain(|course| all || apart(course));
        (When::Days(days, courses), alike)
    } else {
        let day = view.day("on")?;
        let mut rows = compare::on(&view.cut, &codes, number(day), reach);
        let alike = rows.iter().filter(|row| !row.differs()).count();
        rows.retain(|row| all || row.differs());
        (When::Day(day, rows), alike)
    };
    let mut compare = Compare { places, reach, all, when, alike, sources: BTreeSet::new() };
    let words: Vec<u32> = compare.entries().into_iter().filter_map(|index| league::measures::hit(&view.cut, index)).map(|hit| hit.words).collect();
    compare.sources = view.sources_of(names, words)?;
    Ok(Reply::page(compare))
}

/// What is so, as a word of files.
fn state(seen: &Seen<'_>) -> &'static str {
    match seen.known {
        None => "unknown",
        Some(known) if known.level == 0 => "none",
        Some(known) if known.flag == Some(Flag::Targeted) => "targeted",
        Some(_) => "in-force",
    }
}

/// What is so, in words: `2 Require closing`, `none`, `unknown`; with what is particular about it.
fn told(view: &View<'_>, instrument: &str, seen: &Seen<'_>) -> String {
    let words = view.words;
    let Some(known) = seen.known else { return words.text("compare-unknown").into_owned() };
    let mut text = match known.level {
        0 => words.text("compare-none").into_owned(),
        level => format!("{level} {}", view.level_text(instrument, level)).trim_end().to_owned(),
    };
    let notes = [
        (known.flag == Some(Flag::Targeted)).then(|| words.text("compare-targeted")),
        seen.is_disputed.then(|| words.text("compare-disputed")),
        seen.from_above.map(|place| words.with("compare-from-above", &[("place", view.place_name(place).into())])),
    ];
    for note in notes.into_iter().flatten() {
        text = format!("{text} · {}", without_isolates(&note));
    }
    text
}

impl Compare<'_> {
    fn title(&self, view: &View<'_>) -> String {
        if self.places.is_empty() {
            return view.words.text("compare-title").into_owned();
        }
        let names: Vec<String> = self.places.iter().map(|code| view.place_name(code)).collect();
        let names = view.words.list(&names.iter().map(String::as_str).collect::<Vec<_>>());
        without_isolates(&view.words.with("compare-title-of", &[("places", names.into())]))
    }

    fn span(&self) -> (Date, Date) {
        match &self.when {
            When::Day(day, _) => (*day, *day),
            When::Days(days, _) => (date(days.start), date(days.end.saturating_sub(1))),
        }
    }

    /// The statements that decide what is shown.
    fn entries(&self) -> Vec<u32> {
        let seen: Vec<&Seen<'_>> = match &self.when {
            When::Day(_, rows) => rows.iter().flat_map(|row| &row.cells).collect(),
            When::Days(_, courses) => courses.iter().flat_map(|course| &course.lanes).flatten().map(|(_, seen)| seen).collect(),
        };
        seen.into_iter().flat_map(|seen| seen.because.iter().copied()).collect()
    }

    fn is_empty(&self) -> bool {
        match &self.when {
            When::Day(_, rows) => rows.is_empty(),
            When::Days(_, courses) => courses.is_empty(),
        }
    }

    fn fields(&self, view: &View<'_>) -> Vec<Field> {
        let words = view.words;
        let (first, last) = self.span();
        let is_day = matches!(self.when, When::Day(..));
        let shown =
            vec![(String::new(), words.text("compare-differences").into_owned()), ("1".to_owned(), words.text("compare-everything").into_owned())];
        let mut from = Field::date("from", words.text("field-from"), (!is_day).then_some(first));
        from.hint = Some(words.text("compare-from-hint").into_owned());
        let mut fields = Vec::new();
        if self.places.len() < CHART_PLACES_MAX {
            fields.push(Field::select("place", words.text("field-add-place"), list::place_options(view, "–"), ""));
        }
        fields.extend([
            Field::date("on", words.text("field-day"), is_day.then_some(first)),
            from,
            Field::date("to", words.text("field-to"), (!is_day).then_some(last)),
            Field::select("reach", words.text("field-reach"), reach_options(view), self.reach.map_or("", Reach::as_str)),
            Field::select("all", words.text("compare-shown"), shown, if self.all { "1" } else { "" }),
        ]);
        fields
    }

    fn chips(&self, view: &View<'_>) -> Vec<Chip> {
        let chip = |code: &String| {
            let others: Vec<&str> = self.places.iter().filter(|place| *place != code).map(String::as_str).collect();
            Chip { text: view.place_name(code), path_without: view.asked.query.with("place", &others.join(",")).on("/compare") }
        };
        self.places.iter().map(chip).collect()
    }

    fn instrument(&self, view: &View<'_>, code: &str) -> Markup {
        let (_, last) = self.span();
        let path = format!("/policies/map?instrument={code}&on={last}");
        html! { a class="govuk-link" href=(view.href(&path)) { bdi { (view.instrument_name(code)) } } " " span class="k-muted" { bdi { (code) } } }
    }

    fn cell(&self, view: &View<'_>, instrument: &str, seen: &Seen<'_>) -> Markup {
        let words = view.words;
        let Some(known) = seen.known else { return parts::tag(words, Tag::Unknown) };
        let is_targeted = known.flag == Some(Flag::Targeted);
        html! {
            @if known.level == 0 { (words.text("compare-none")) }
            @else { (parts::level(words, Some(known.level), view.level_max(instrument), &view.level_text(instrument, known.level), is_targeted)) }
            @if seen.is_disputed { " " (parts::tag(words, Tag::Disputed)) }
            @if let Some(above) = seen.from_above { " " span class="k-muted" { (words.with("compare-from-above", &[("place", view.place_name(above).into())])) } }
            @for index in seen.because.iter().take(2) { " " (view.entry_link(*index)) }
        }
    }

    fn row(&self, view: &View<'_>, row: &Compared<'_>, span: Option<String>) -> Row {
        let mut cells: Vec<parts::Cell> = vec![self.instrument(view, row.instrument).into()];
        cells.extend(span.map(parts::Cell::from));
        cells.extend(row.cells.iter().map(|seen| parts::Cell::from(self.cell(view, row.instrument, seen))));
        Row { cells, is_withdrawn: false }
    }

    /// Every stretch in which the places differ (or each one, where all is asked for): rows of the table over time.
    fn stretches(&self) -> Vec<(Range<i32>, Compared<'_>)> {
        let When::Days(days, courses) = &self.when else { return Vec::new() };
        let stretches = courses.iter().flat_map(|course| course.stretches(days));
        stretches.filter(|(_, row)| self.all || row.differs()).collect()
    }

    fn table(&self, view: &View<'_>) -> (Table, usize) {
        let words = view.words;
        let mut columns = vec![Column::words(words.text("column-instrument"))];
        let (rows, left_out) = match &self.when {
            When::Day(_, rows) => (rows.iter().map(|row| self.row(view, row, None)).collect(), 0),
            When::Days(..) => {
                columns.push(Column::words(words.text("compare-days")));
                let stretches = self.stretches();
                let span = |days: &Range<i32>| view.span_short(Some(date(days.start)), Some(date(days.end.saturating_sub(1))));
                let rows = stretches.iter().take(TIMELINE_ROWS_MAX).map(|(days, row)| self.row(view, row, Some(span(days)))).collect();
                (rows, stretches.len().saturating_sub(TIMELINE_ROWS_MAX))
            }
        };
        columns.extend(self.places.iter().map(|code| Column::words(view.place_name(code))));
        (Table { caption: self.when_told(view), columns, rows, sorts_in_place: true }, left_out)
    }

    /// The day or days, in words.
    fn when_told(&self, view: &View<'_>) -> String {
        let (first, last) = self.span();
        view.words.span(Some(first), Some(last))
    }

    fn chart(&self, view: &View<'_>) -> String {
        let words = view.words;
        let frame = self.frame(view);
        let source = owed(view, &frame);
        let desc = words.with("compare-desc", &[("count", self.places.len().into())]);
        let when = self.when_told(view);
        let frame = chart::Frame {
            id: "compare",
            title: &format!("{} – {when}", frame.title),
            desc: &without_isolates(&desc),
            source: &source,
            date: &when,
            ..view.drawn()
        };
        match &self.when {
            When::Day(_, rows) => {
                let square = |instrument: &str, seen: &Seen<'_>| Square {
                    level: seen.known.map(|known| known.level),
                    max: view.level_max(instrument),
                    is_targeted: seen.known.is_some_and(|known| known.flag == Some(Flag::Targeted)),
                    text: told(view, instrument, seen),
                };
                let row =
                    |row: &Compared<'_>| (view.instrument_name(row.instrument), row.cells.iter().map(|seen| square(row.instrument, seen)).collect());
                let across = self.places.iter().map(|code| view.place_name(code)).collect();
                chart::matrix(&Matrix { frame, across, rows: rows.iter().map(row).collect() })
            }
            When::Days(days, courses) => {
                let (first, last) = self.span();
                let groups = courses.iter().map(|course| self.group(view, course, days)).collect();
                chart::lanes(&Lanes { frame, days: (first, last), groups, marked: None, shaded: Vec::new() })
            }
        }
    }

    /// One instrument: a lane for each place.
    fn group(&self, view: &View<'_>, course: &Course<'_>, days: &Range<i32>) -> LaneGroup {
        let apart = view.words.with("compare-apart", &[("days", course.days_apart(days).into()), ("of", days.len().into())]);
        let lanes = self.places.iter().zip(&course.lanes).map(|(place, lane)| {
            let name = view.place_name(place);
            let ends = lane.iter().skip(1).map(|(from, _)| *from).chain([days.end]);
            let stretches: Vec<_> = lane.iter().zip(ends).map(|((from, seen), until)| (date(*from), date(until.saturating_sub(1)), seen)).collect();
            let span = |(from, to, seen): &(Date, Date, &Seen<'_>)| {
                let known = seen.known.filter(|known| known.level > 0)?;
                let hover = format!("{name} · {} · {}", told(view, course.instrument, seen), view.words.span(Some(*from), Some(*to)));
                let is_targeted = known.flag == Some(Flag::Targeted);
                let text = view.level_text(course.instrument, known.level);
                Some(Span { from: *from, to: Some(*to), level: known.level, is_targeted, text, hover })
            };
            let known = stretches.iter().filter(|(_, _, seen)| seen.known.is_some()).map(|(from, to, _)| (*from, Some(*to))).collect();
            Lane { name: name.clone(), max: view.level_max(course.instrument), known, spans: stretches.iter().filter_map(span).collect() }
        });
        let name = format!("{} · {}", view.instrument_name(course.instrument), without_isolates(&apart));
        LaneGroup { name, lanes: lanes.collect() }
    }

    /// A small chart for each instrument, beside one another: what fits on a sheet.
    fn strips(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let When::Days(days, courses) = &self.when else { return html! {} };
        let when = self.when_told(view);
        let strip = |(at, course): (usize, &Course<'_>)| {
            let group = self.group(view, course, days);
            let id = format!("strip-{at}");
            let desc = words.with("compare-desc", &[("count", self.places.len().into())]);
            let (title, desc) = (group.name.clone(), without_isolates(&desc));
            let frame =
                chart::Frame { words, id: &id, title: &title, desc: &desc, source: "", date: &when, licence: "", is_invented: view.site.is_invented };
            (title.clone(), chart::strip(&Lanes { frame, days: self.span(), groups: vec![group], marked: None, shaded: Vec::new() }))
        };
        html! {
            p class="govuk-body" { (when) ". " (words.text("compare-legend")) }
            div class="k-strips" { @for (title, svg) in courses.iter().enumerate().map(strip) { div { h2 class="govuk-heading-s" { (title) } (chart::figure(&svg, "")) } } }
        }
    }

    fn matter(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        if self.places.len() < 2 {
            let beside = self.places.first().and_then(|code| beside(view, code));
            let link = beside.map(|path| Link { text: words.text("compare-neighbours").into_owned(), path: view.path(&path) });
            let (title, text) = (words.text("compare-choose-title").into_owned(), words.text("compare-choose-text").into_owned());
            return parts::empty(words, &Empty { title, text, links: link.into_iter().collect() });
        }
        let everything = view.asked.query.with("all", "1").on("/compare");
        if self.is_empty() {
            let (title, text) = (words.text("compare-same-title").into_owned(), words.text("compare-same-text").into_owned());
            let links =
                if self.alike > 0 { vec![Link { text: words.text("compare-everything").into_owned(), path: everything }] } else { Vec::new() };
            return parts::empty(words, &Empty { title, text, links });
        }
        let (table, left_out) = self.table(view);
        let is_day = matches!(self.when, When::Day(..));
        html! {
            @if !self.all && self.alike > 0 {
                p class="govuk-body" { (words.with("compare-alike", &[("count", self.alike.into())])) " " a class="govuk-link" href=(words.href(&everything)) { (words.text("compare-everything")) } }
            }
            // On paper the table is the sheet of a day, the lanes are that of a span.
            @if !is_day { (self.strips(view)) }
            div class=[(!is_day).then_some("k-screen")] { (parts::table(words, &table)) }
            @if left_out > 0 { p class="govuk-body k-muted" { (words.with("timeline-rows-left-out", &[("count", left_out.into())])) } }
            p class="govuk-body k-muted" { (words.text("place-unknown-note")) }
        }
    }
}

/// Where a place is compared with those beside it; none where the register knows no neighbour.
pub(crate) fn beside(view: &View<'_>, code: &str) -> Option<String> {
    let day = register::Day::from_number(number(view.today));
    let neighbours = view.cut.model.register().neighbours(code, day);
    let neighbours: BTreeSet<&str> = neighbours.into_iter().map(|neighbour| neighbour.code.as_str()).collect();
    let several: Vec<&str> = std::iter::once(code).chain(neighbours.into_iter().take(CHART_PLACES_MAX - 1)).collect();
    (several.len() > 1).then(|| format!("/compare?place={}", several.join(",")))
}

impl Shown for Compare<'_> {
    fn frame(&self, view: &View<'_>) -> Frame {
        let pins = match &self.when {
            When::Day(day, _) => vec![("on", day.to_string())],
            When::Days(..) => timeline::pins(self.span()),
        };
        Frame {
            title: self.title(view),
            section: Some(Section::Policies),
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            file_name: format!("compare-{}", self.places.join("-")),
            pins,
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json, Format::Svg]
    }

    fn statements(&self, view: &View<'_>) -> Vec<u32> {
        self.entries().into_iter().flat_map(|index| words_of(view, index)).collect()
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let mut hidden: Vec<(&str, &str)> = self.places.iter().map(|code| ("place", code.as_str())).collect();
        hidden.extend(view.asked.query.get("asof").map(|as_of| ("asof", as_of)));
        html! {
            // The more there is, the smaller it is printed: it stays one sheet.
            div class={ "k-sheet" @if self.places.len() > 4 { (if self.all { " k-sheet--all" } else { " k-sheet--full" }) } } {
                h1 class="govuk-heading-l" { (self.title(view)) }
                (list::tabs(view, 4))
                (parts::filter_row(words, "/compare", &self.fields(view), &hidden))
                (parts::chips(words, &self.chips(view)))
                (self.matter(view))
                (cite(view, self, &self.title(view)))
            }
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let seen = |seen: &Seen<'_>| {
            json!({
                "state": state(seen),
                "level": seen.known.map(|known| known.level),
                "flag": seen.known.and_then(|known| known.flag).map(Flag::number),
                "decided_by": seen.from_above,
                "disputed": seen.is_disputed,
                "because": view.cut.rows.places().names(&seen.because),
            })
        };
        let instruments: Vec<serde_json::Value> = match &self.when {
            When::Day(_, rows) => rows
                .iter()
                .map(|row| {
                    let cells: Vec<_> = row.cells.iter().map(seen).collect();
                    json!({"instrument": row.instrument, "name": view.instrument_name(row.instrument), "level_max": view.level_max(row.instrument), "differs": row.differs(), "cells": cells})
                })
                .collect(),
            When::Days(days, courses) => courses
                .iter()
                .map(|course| {
                    let step = |(from, of_day): &(i32, Seen<'_>)| {
                        let mut step = seen(of_day);
                        if let Some(members) = step.as_object_mut() {
                            members.insert("from".to_owned(), date(*from).to_string().into());
                        }
                        step
                    };
                    let lanes: Vec<Vec<_>> = course.lanes.iter().map(|lane| lane.iter().map(step).collect()).collect();
                    json!({"instrument": course.instrument, "name": view.instrument_name(course.instrument), "level_max": view.level_max(course.instrument), "days_apart": course.days_apart(days), "lanes": lanes})
                })
                .collect(),
        };
        let (from, to) = self.span();
        Some(Document::new(
            "koinon/compare/v1",
            json!({
                "places": self.places.iter().map(|code| json!({"place": code, "name": view.place_name(code)})).collect::<Vec<_>>(),
                "reach": self.reach.map(Reach::as_str),
                "from": from.to_string(),
                "to": to.to_string(),
                "all": self.all,
                "alike": self.alike,
                "instruments": instruments,
            }),
        ))
    }

    fn csv(&self, view: &View<'_>) -> Option<Sheet> {
        let mut sheet = Sheet::new(&[
            "instrument",
            "instrument_name",
            "place",
            "place_name",
            "from",
            "to",
            "state",
            "level",
            "flag",
            "decided_by",
            "disputed",
            "differs",
            "because",
        ]);
        let stretches = match &self.when {
            When::Day(day, rows) => rows.iter().map(|row| (number(*day)..number(*day).saturating_add(1), row.clone())).collect(),
            When::Days(..) => self.stretches(),
        };
        for (days, row) in &stretches {
            for (place, seen) in self.places.iter().zip(&row.cells) {
                sheet.push(vec![
                    word(row.instrument),
                    word(&view.instrument_name(row.instrument)),
                    place.clone(),
                    word(&view.place_name(place)),
                    date(days.start).to_string(),
                    date(days.end.saturating_sub(1)).to_string(),
                    state(seen).to_owned(),
                    seen.known.map(|known| known.level.to_string()).unwrap_or_default(),
                    seen.known.and_then(|known| known.flag).map(|flag| flag.number().to_string()).unwrap_or_default(),
                    seen.from_above.unwrap_or_default().to_owned(),
                    u8::from(seen.is_disputed).to_string(),
                    u8::from(row.differs()).to_string(),
                    view.cut.rows.places().list(&seen.because),
                ]);
            }
        }
        Some(sheet)
    }

    fn svg(&self, view: &View<'_>) -> Option<String> {
        Some(self.chart(view))
    }
}
