//! `/policies/conflicts/map`: where neighbours differ on a day, drawn on the borders themselves.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use league::coherence::settings::RuleName;
use league::coherence::{Asked, Finding, Order, sheet};
use maud::{Markup, html};
use policy::coherence::Rule;
use serde_json::json;

use super::told::{self, Told};
use crate::asked::Format;
use crate::geometry::Geometry;
use crate::limits::{SERIES_PLACES_MAX, TIMELINE_ROWS_MAX};
use crate::pages::list::{instrument_options, known_instrument, place_options};
use crate::parts::chart::{self, BorderLine, BorderMap};
use crate::parts::{self, Column, Field, Row, Section, Table};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Sheet, Shown, cite};
use crate::routes::Reply;
use crate::site::{SourceNames, View, number};

struct Map {
    instrument: String,
    day: Date,
    place: Option<String>,
    told: Vec<Told>,
    geometry: Option<&'static Geometry>,
    /// Borders along shared edges, lines between middles.
    drawn: (usize, usize),
    threshold: u8,
    sources: BTreeSet<String>,
}

/// The map of a day.
pub(crate) fn show<'v>(view: &View<'v>, names: &SourceNames) -> Result<Reply<'v>, Problem> {
    let findings = view.findings();
    let query = &view.asked.query;
    let place = query.get("place").map(|code| view.known_place("place", code)).transpose()?;
    let day = view.day("on")?;
    let instrument = query.get("instrument").map(|code| known_instrument(view, code)).transpose()?;
    let rules = vec![RuleName { rule: Rule::Neighbour, code: None }];
    let asked = Asked { rules, instrument: instrument.as_deref(), place, on: Some(number(day)), order: Order::Worst, ..Asked::default() };
    let mut found = findings.find(&view.cut, &asked, number(view.today));
    let instrument = instrument.unwrap_or_else(|| most(&found).or_else(|| findings.instruments().first().copied()).unwrap_or_default().to_owned());
    found.retain(|finding| finding.instrument == instrument);
    let told: Vec<Told> = found.iter().map(|finding| Told::of(&findings, finding)).collect();
    let found_on = told.iter().flat_map(|told| told.places.iter().map(String::as_str));
    // Where nothing is found, the drawing is of the places that there are.
    let known = view.cut.model.register().places().map(|place| place.code.as_str()).filter(|_| told.is_empty());
    let codes: Vec<&str> = found_on.chain(known).take(SERIES_PLACES_MAX).collect();
    let geometry = Geometry::for_codes(&codes);
    let places: Vec<[String; 2]> = told.iter().map(|told| told.places.clone()).collect();
    let drawn = geometry.map_or((0, 0), |geometry| chart::drawn(geometry, &places));
    let entries: BTreeSet<u32> = told.iter().flat_map(|told| told.sides).flatten().map(|at| at.entry).collect();
    let sources = view.sources_of(names, entries.into_iter().filter_map(|entry| league::measures::words(&view.cut, entry)))?;
    let threshold = findings.settings().threshold(Rule::Neighbour);
    Ok(Reply::page(Map { day, place: place.map(str::to_owned), told, geometry, drawn, threshold, sources, instrument }))
}

/// The instrument in which most neighbours differ; of equals the first by code.
fn most<'f>(found: &[Finding<'f>]) -> Option<&'f str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    found.iter().for_each(|finding| *counts.entry(finding.instrument).or_default() += 1);
    counts.into_iter().max_by_key(|(code, count)| (*count, std::cmp::Reverse(*code))).map(|(code, _)| code)
}

/// By how many levels the sides differ.
fn difference(told: &Told) -> u8 {
    match told.sides {
        [Some(a), Some(b)] => a.level.abs_diff(b.level),
        _ => 0,
    }
}

impl Map {
    fn title(&self, view: &View<'_>) -> String {
        let date = view.words.date(self.day);
        crate::words::without_isolates(
            &view.words.with("border-map-title", &[("instrument", view.instrument_name(&self.instrument).into()), ("date", date.into())]),
        )
    }

    fn drawing(&self, view: &View<'_>) -> Option<String> {
        let words = view.words;
        let geometry = self.geometry?;
        let (title, date) = (self.title(view), words.date(self.day));
        let desc = words.with("border-map-desc", &[("count", self.told.len().into()), ("threshold", u32::from(self.threshold).into())]);
        let source = format!("{}; {}", crate::represent::owed(view, &self.frame(view)), geometry.source);
        let frame = chart::Frame { id: "borders", title: &title, desc: &desc, source: &source, date: &date, ..view.drawn() };
        let level = |at: Option<policy::coherence::At>| at.map_or_else(|| "?".to_owned(), |at| at.level.to_string());
        let line = |told: &Told| {
            let [a, b] = told.sides.map(level);
            BorderLine {
                places: told.places.clone(),
                difference: difference(told),
                hover: format!("{}{}{a} / {b}", told.places_in_words(view), view.words.colon()),
            }
        };
        // The widest last, so that it lies on top.
        let mut lines: Vec<BorderLine> = self.told.iter().map(line).collect();
        lines.sort_by_key(|line| line.difference);
        Some(chart::border_map(&BorderMap { frame, geometry, lines }))
    }

    fn row(view: &View<'_>, told: &Told) -> Row {
        let [a, b] = &told.sides;
        let link = html! { a class="govuk-link" href=(view.href(&told.path())) { bdi { (told.places_in_words(view)) } } };
        let [instrument_a, instrument_b] = &told.instruments;
        Row::new([
            link.into(),
            told::level(view, instrument_a, *a).into(),
            told::level(view, instrument_b, *b).into(),
            difference(told).to_string().into(),
            told.kilometres(view).unwrap_or_default().into(),
            told.length(view).into(),
        ])
    }
}

impl Shown for Map {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: self.title(view),
            section: Some(Section::Policies),
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            file_name: format!("borders-{}-{}", self.instrument, self.day),
            pins: vec![("on", self.day.to_string())],
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        if self.geometry.is_some() { &[Format::Csv, Format::Json, Format::Svg] } else { &[Format::Csv, Format::Json] }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let hidden: Vec<(&str, &str)> = view.asked.query.get("asof").map(|as_of| ("asof", as_of)).into_iter().collect();
        let fields = [
            Field::select("instrument", words.text("field-instrument"), instrument_options(view, None), self.instrument.clone()),
            Field::date("on", words.text("field-day"), Some(self.day)),
            Field::select("place", words.text("field-place"), place_options(view, &words.text("any")), self.place.clone().unwrap_or_default()),
        ];
        let (shared, straight) = self.drawn;
        let columns = [
            ("border-map-pair", false),
            ("border-map-first", false),
            ("border-map-second", false),
            ("border-map-difference", true),
            ("finding-border-length", true),
            ("border-map-lasts", true),
        ];
        html! {
            h1 class="govuk-heading-l" { (self.title(view)) }
            (super::tabs(view, 1))
            (parts::filter_row(words, "/policies/conflicts/map", &fields, &hidden))
            p class="govuk-body" role="status" { strong { (words.with("border-map-desc", &[("count", self.told.len().into()), ("threshold", u32::from(self.threshold).into())])) } }
            @match self.drawing(view) {
                Some(svg) => {
                    (chart::figure(&svg, ""))
                    p class="govuk-body-s k-muted" { (words.with("border-map-how", &[("shared", shared.into()), ("straight", words.number(u64::try_from(straight).unwrap_or(0)).into())])) }
                }
                None => { @if !self.told.is_empty() { p class="govuk-body k-muted" { (words.text("border-map-none")) } } }
            }
            @if !self.told.is_empty() {
                (parts::table(words, &Table {
                    caption: self.title(view),
                    columns: Column::all(words, &columns),
                    rows: self.told.iter().take(TIMELINE_ROWS_MAX).map(|told| Map::row(view, told)).collect(),
                    sorts_in_place: self.told.len() <= TIMELINE_ROWS_MAX,
                }))
                @if self.told.len() > TIMELINE_ROWS_MAX { p class="govuk-body k-muted" { (words.with("and-more", &[("count", (self.told.len() - TIMELINE_ROWS_MAX).into())])) } }
            }
            (cite(view, self, &self.title(view)))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let (shared, straight) = self.drawn;
        Some(Document::new(
            "koinon/border-map/v1",
            json!({
                "instrument": self.instrument, "date": self.day.to_string(), "place": self.place, "threshold": self.threshold, "shared": shared, "straight": straight,
                "findings": self.told.iter().map(|told| told.json(view)).collect::<Vec<_>>(),
            }),
        ))
    }

    fn csv(&self, _: &View<'_>) -> Option<Sheet> {
        let mut table = Sheet::exact(&sheet::COLUMNS);
        self.told.iter().for_each(|told| table.push(sheet::cells(&told.finding())));
        Some(table)
    }

    fn svg(&self, view: &View<'_>) -> Option<String> {
        self.drawing(view)
    }

    fn statements(&self, _: &View<'_>) -> Vec<u32> {
        self.told.iter().flat_map(|told| told.sides).flatten().map(|at| at.entry).collect()
    }
}
