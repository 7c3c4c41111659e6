//! `/indices`: how strict all in all, along time, for up to six places.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use league::series::{self, Asked, PlaceSeries};
use league::{Index, Reach, Variant};
use maud::{Markup, html};
use serde_json::json;

use super::list::{self, reach_options};
use super::map::{self, decimal_of};
use super::timeline::pins;
use crate::asked::{BadField, Format, Rule};
use crate::limits::{CHART_PLACES_MAX, SERIES_PLACES_MAX};
use crate::parts::chart::{self, Line, Steps};
use crate::parts::{self, Chip, Column, Empty, Field, Link, Row, Section, Table, Tag};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Sheet, Shown, cite, owed};
use crate::routes::Reply;
use crate::site::{SourceNames, View, date, number};

struct Series {
    place: String,
    name: String,
    steps: Vec<(i32, Option<u16>)>,
}

struct Indices {
    asked: Asked,
    /// Places named in the address.
    named: Vec<String>,
    days: Range<i32>,
    series: Vec<Series>,
    sources: BTreeSet<String>,
}

/// The index of some places on some days.
pub(crate) fn show<'v>(view: &View<'v>, names: &SourceNames) -> Result<Reply<'v>, Problem> {
    let query = &view.asked.query;
    let asked = Asked { index: map::index(view)?.unwrap_or(Index::Stringency), variant: map::variant(view)?, reach: list::reach(view)? };
    let named: Vec<String> =
        query.all("place").into_iter().map(|code| view.known_place("place", code).map(str::to_owned)).collect::<Result<_, _>>()?;
    let days = days(view)?;
    let is_drawn = matches!(view.asked.format, Format::Html | Format::Svg);
    let bound = if is_drawn { CHART_PLACES_MAX } else { SERIES_PLACES_MAX };
    if named.len() > bound {
        return Err(BadField::new("place", &named.join(","), Rule::AtMost(bound)).into());
    }
    let chosen: Vec<String> = if named.is_empty() && is_drawn { first_places(view, asked, &days) } else { named.clone() };
    let codes: Vec<&str> = chosen.iter().map(String::as_str).collect();
    let found = if is_drawn && codes.is_empty() { Vec::new() } else { series::index_series(&view.cut, asked, &codes, days.clone()) };
    let mut series: Vec<Series> =
        found.into_iter().map(|PlaceSeries { place, steps }| Series { place: place.to_owned(), name: view.place_name(place), steps }).collect();
    // In the order in which they were asked for, so that colours stay with their places.
    series.sort_by_key(|series| (chosen.iter().position(|code| *code == series.place), series.place.clone()));
    Ok(Reply::page(Indices { asked, named, days, series, sources: names.all(view)? }))
}

/// The days asked for, within what is covered.
fn days(view: &View<'_>) -> Result<Range<i32>, Problem> {
    let (from, to) = (view.asked.query.day("from")?.map(number), view.asked.query.day("to")?.map(number));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(BadField::new("to", &date(to).to_string(), Rule::NotBefore).into());
    }
    let Some(covered) = view.covered() else { return Ok(0..0) };
    let start = from.unwrap_or(covered.start);
    // Pictures end where half of the places are still known; files have every day.
    let is_drawn = matches!(view.asked.format, Format::Html | Format::Svg);
    let known_until =
        if is_drawn { number(view.default_day()).saturating_add(1).clamp(covered.start.saturating_add(1), covered.end) } else { covered.end };
    let end = to.map_or(known_until.max(start.saturating_add(1)), |to| to.saturating_add(1));
    if start >= covered.end || end <= covered.start {
        let asked = if start >= covered.end { start } else { end.saturating_sub(1) };
        return Err(Problem::OutsideCoverage { asked: date(asked), from: date(covered.start), to: Some(date(covered.end.saturating_sub(1))) });
    }
    Ok(start.max(covered.start)..end.min(covered.end))
}

/// The places shown where none is named: the widest level of government that has values, by name.
fn first_places(view: &View<'_>, asked: Asked, days: &Range<i32>) -> Vec<String> {
    let on = series::index_on(&view.cut, asked, days.end.saturating_sub(1));
    let register = view.cut.model.register();
    let mut places: Vec<_> =
        on.iter().map(|(code, _)| (register.find(code).map(|place| place.level), view.place_name(code), (*code).to_owned())).collect();
    places.sort();
    let widest = places.iter().map(|(level, ..)| *level).find(|level| *level != Some(register::place::Level::League));
    let of_widest = places.iter().filter(|(level, ..)| widest.is_none_or(|widest| *level == widest));
    of_widest.map(|(_, _, code)| code.clone()).take(CHART_PLACES_MAX).collect()
}

impl Series {
    fn on(&self, day: i32) -> Option<u32> {
        self.steps.iter().rev().find(|(from, _)| *from <= day).and_then(|(_, value)| *value).map(u32::from)
    }

    fn values(&self) -> impl Iterator<Item = u32> {
        self.steps.iter().filter_map(|(_, value)| *value).map(u32::from)
    }

    /// The mean over the days that have a value, in hundredths, rounded down; absent where none has.
    fn mean(&self, days: &Range<i32>) -> Option<u32> {
        let ends = self.steps.iter().skip(1).map(|(from, _)| *from).chain([days.end]);
        let mut total = 0_i64;
        let mut count = 0_i64;
        for ((from, value), until) in self.steps.iter().zip(ends) {
            if let Some(value) = value {
                total += i64::from(*value) * i64::from(until - from);
                count += i64::from(until - from);
            }
        }
        total.checked_div(count).and_then(|mean| u32::try_from(mean).ok())
    }
}

impl Indices {
    fn name(&self, view: &View<'_>) -> String {
        view.word("index", self.asked.index.as_str())
    }

    fn title(&self, view: &View<'_>) -> String {
        crate::words::without_isolates(&view.words.with("indices-chart-title", &[("index", self.name(view).into())]))
    }

    fn span(&self) -> (Date, Date) {
        (date(self.days.start), date(self.days.end.saturating_sub(1)))
    }

    fn chart(&self, view: &View<'_>) -> String {
        let frame = self.frame(view);
        let source = owed(view, &frame);
        let (first, last) = self.span();
        let words = view.words;
        let desc = words
            .with("indices-chart-desc", &[("count", self.series.len().into()), ("from", words.date(first).into()), ("to", words.date(last).into())]);
        let desc = crate::words::without_isolates(&desc);
        let title = match self.asked.variant {
            Variant::Strict => frame.title.clone(),
            variant => format!("{} – {}", frame.title, view.word("variant", variant.as_str())),
        };
        let line = |series: &Series| Line {
            name: series.name.clone(),
            steps: series.steps.iter().map(|(day, value)| (date(*day), value.map(u32::from))).collect(),
        };
        chart::steps(&Steps {
            frame: chart::Frame {
                id: "index",
                title: &title,
                desc: &desc,
                source: &source,
                date: &words.span(Some(first), Some(last)),
                ..view.drawn()
            },
            days: (first, last),
            highest: 10_000,
            lines: self.series.iter().take(CHART_PLACES_MAX).map(line).collect(),
            marked: None,
        })
    }

    fn fields(&self, view: &View<'_>) -> Vec<Field> {
        let words = view.words;
        let (first, last) = self.span();
        let indices = Index::ALL.iter().map(|index| (index.as_str().to_owned(), view.word("index", index.as_str()))).collect();
        let variants = Variant::ALL.iter().map(|variant| (variant.as_str().to_owned(), view.word("variant", variant.as_str()))).collect();
        vec![
            Field::select("index", words.text("field-index"), indices, self.asked.index.as_str()),
            Field::select("place", words.text("field-add-place"), list::place_options(view, "–"), ""),
            Field::select("variant", words.text("field-variant"), variants, self.asked.variant.as_str()),
            Field::select("reach", words.text("field-reach"), reach_options(view), self.asked.reach.map_or("", Reach::as_str)),
            Field::date("from", words.text("field-from"), Some(first)),
            Field::date("to", words.text("field-to"), Some(last)),
        ]
    }

    fn chips(&self, view: &View<'_>) -> Vec<Chip> {
        let query = &view.asked.query;
        let chip = |code: &String| {
            let others: Vec<&str> = self.named.iter().filter(|named| *named != code).map(String::as_str).collect();
            Chip { text: view.place_name(code), path_without: query.with("place", &others.join(",")).on("/indices") }
        };
        self.named.iter().map(chip).collect()
    }

    fn row(&self, view: &View<'_>, series: &Series) -> Row {
        let words = view.words;
        let value = |value: Option<u32>| value.map_or_else(|| parts::tag(words, Tag::Unknown), |value| html! { bdi { (words.hundredths(value)) } });
        let place = html! { a class="govuk-link" href=(view.href(&format!("/places/{}", series.place))) { bdi { (series.name) } } };
        Row::new([
            place.into(),
            value(series.on(self.days.end.saturating_sub(1))).into(),
            value(series.mean(&self.days)).into(),
            value(series.values().max()).into(),
            value(series.values().min()).into(),
        ])
    }
}

impl Shown for Indices {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: self.title(view),
            section: Some(Section::Indices),
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            file_name: format!("index-{}", self.asked.index.as_str()),
            pins: pins(self.span()),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json, Format::Svg]
    }

    fn statements(&self, view: &View<'_>) -> Vec<u32> {
        self.series.iter().flat_map(|series| map::indexed(view, Some(&series.place), self.days.clone())).collect()
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let query = &view.asked.query;
        // The places in use stay; the one that is chosen is added to them.
        let mut hidden: Vec<(&str, &str)> = self.named.iter().map(|code| ("place", code.as_str())).collect();
        hidden.extend(query.get("asof").map(|as_of| ("asof", as_of)));
        let (_, last) = self.span();
        html! {
            h1 class="govuk-heading-l" { (self.title(view)) }
            (parts::filter_row(words, "/indices", &self.fields(view), &hidden))
            (parts::chips(words, &self.chips(view)))
            @if self.series.is_empty() {
                (parts::empty(words, &Empty {
                    title: words.text("indices-none").into_owned(),
                    text: words.text("indices-no-value").into_owned(),
                    links: vec![Link { text: words.text("policies-list-title").into_owned(), path: view.path("/policies") }],
                }))
            } @else {
                (chart::figure(&self.chart(view), ""))
                (parts::table(words, &Table {
                    caption: self.title(view),
                    columns: vec![
                        Column::words(words.text("column-place")),
                        Column::numbers(words.date_short(last)),
                        Column::numbers(words.text("column-mean")),
                        Column::numbers(words.text("column-highest")),
                        Column::numbers(words.text("column-lowest")),
                    ],
                    rows: self.series.iter().map(|series| self.row(view, series)).collect(),
                    sorts_in_place: true,
                }))
            }
            (parts::section(&words.text("indices-method"), &html! {
                p class="govuk-body" { (words.text("indices-method-text")) }
                p class="govuk-body" { a class="govuk-link" href=(view.href(&format!("/policies/map?index={}", self.asked.index.as_str()))) { (words.text("view-map")) } " · " a class="govuk-link" href=(query.without(&["place"]).on("/indices.csv")) { (words.text("indices-all-csv")) } }
            }))
            (cite(view, self, &self.title(view)))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let series = |series: &Series| {
            let steps: Vec<_> = series
                .steps
                .iter()
                .map(|(day, value)| json!({"from": date(*day).to_string(), "value": value.map(|value| decimal_of(value.into()))}))
                .collect();
            json!({"place": series.place, "name": series.name, "steps": steps})
        };
        let (from, to) = self.span();
        Some(Document::new(
            "koinon/index/v1",
            json!({
                "index": self.asked.index.as_str(),
                "variant": self.asked.variant.as_str(),
                "reach": self.asked.reach.map(Reach::as_str),
                "from": from.to_string(),
                "to": to.to_string(),
                "series": self.series.iter().map(series).collect::<Vec<_>>(),
                "csv": view.site.url(&view.asked.address_as(Format::Csv)),
            }),
        ))
    }

    fn csv(&self, _view: &View<'_>) -> Option<Sheet> {
        let mut sheet = Sheet::new(&["place", "date", "index", "variant", "value"]);
        for series in &self.series {
            for (day, value) in series::by_day(&series.steps, self.days.clone()) {
                if let Some(value) = value {
                    sheet.push(vec![
                        series.place.clone(),
                        date(day).to_string(),
                        self.asked.index.as_str().to_owned(),
                        self.asked.variant.as_str().to_owned(),
                        policy::index::decimal(value),
                    ]);
                }
            }
        }
        Some(sheet)
    }

    fn svg(&self, view: &View<'_>) -> Option<String> {
        Some(self.chart(view))
    }
}
