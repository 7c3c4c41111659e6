//! `/policies/diffusion`: who moved first and who followed: an order of events, not a cause.

use std::collections::BTreeSet;

use league::coherence::spread::DRAWS;
use maud::{Markup, html};
use policy::coherence::diffusion::{Role, Summary};
use serde_json::json;

use super::told::day;
use crate::asked::Format;
use crate::limits::SERIES_PLACES_MAX;
use crate::pages::list::{instrument_options, known_instrument, place_options};
use crate::parts::chart::{self, Curve, Curves};
use crate::parts::{self, Card, Column, Field, Row, Section, Table};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Sheet, Shown, cite};
use crate::routes::Reply;
use crate::site::{SourceNames, View};

/// The instrument that is shown where none is asked for, if it is known: borders, where neighbours watch one another most.
const FIRST_SHOWN: &str = "C8";

struct Moved {
    place: String,
    day: i32,
    role: Role,
    first: Option<String>,
    entry: Option<u32>,
}

struct Diffusion {
    instrument: String,
    level: u8,
    place: Option<String>,
    moved: Vec<Moved>,
    never: Vec<String>,
    summary: Summary,
    curves: Vec<(i32, Option<u64>, Option<u64>)>,
    curve_places: usize,
    sources: BTreeSet<String>,
}

/// How a level of an instrument spread.
pub(crate) fn show<'v>(view: &View<'v>, names: &SourceNames) -> Result<Reply<'v>, Problem> {
    let findings = view.findings();
    let query = &view.asked.query;
    let known = findings.instruments();
    let first_shown = known.iter().find(|code| **code == FIRST_SHOWN).or_else(|| known.first()).map_or_else(String::new, |code| (*code).to_owned());
    let instrument = query.get("instrument").map(|code| known_instrument(view, code)).transpose()?.unwrap_or(first_shown);
    let max = view.level_max(&instrument).max(1);
    let level = query.number("level", 1, 20)?.and_then(|level| u8::try_from(level).ok()).unwrap_or(2).min(max);
    let place = query.get("place").map(|code| view.known_place("place", code)).transpose()?;
    let within: Option<BTreeSet<&str>> = place.map(|place| {
        let below = view.cut.model.register().descendants(place).into_iter().map(|place| place.code.as_str());
        below.chain(std::iter::once(place)).collect()
    });
    let spread = findings.spread(&instrument, level, |code| within.as_ref().is_none_or(|within| within.contains(code)));
    let moved: Vec<Moved> = spread
        .adopters
        .iter()
        .map(|adopter| Moved {
            place: adopter.place.to_owned(),
            day: adopter.day,
            role: adopter.role,
            first: adopter.first.map(str::to_owned),
            entry: adopter.entry,
        })
        .collect();
    let words = moved.iter().filter_map(|moved| moved.entry).filter_map(|entry| league::measures::words(&view.cut, entry));
    let sources = view.sources_of(names, words.collect::<Vec<_>>())?;
    Ok(Reply::page(Diffusion {
        level,
        place: place.map(str::to_owned),
        never: spread.never.iter().map(|code| (*code).to_owned()).collect(),
        summary: spread.summary.clone(),
        curves: spread.curves(),
        curve_places: spread.curve_places,
        moved,
        sources,
        instrument,
    }))
}

/// Half of a number of days, in words.
fn halved(view: &View<'_>, twice: i32) -> String {
    let twice = u32::try_from(twice).unwrap_or(0);
    let whole = view.words.number((twice / 2).into());
    if twice.is_multiple_of(2) { whole } else { view.words.hundredths(twice.saturating_mul(50)).trim_end_matches('0').to_owned() }
}

impl Diffusion {
    fn title(&self, view: &View<'_>) -> String {
        let level = self.level.to_string();
        crate::words::without_isolates(
            &view.words.with("diffusion-title", &[("instrument", view.instrument_name(&self.instrument).into()), ("level", level.into())]),
        )
    }

    fn cards(&self, view: &View<'_>) -> Vec<Card> {
        let words = view.words;
        let sum = &self.summary;
        let count = |count: usize| words.number(u64::try_from(count).unwrap_or(0));
        let card = |figure: String, key: &str, note: Option<String>| Card {
            figure,
            label: words.find(key, &[]).unwrap_or_default().into_owned(),
            note,
            path: None,
        };
        let [week, fortnight, month] = sum.within.map(|percent| u32::try_from(percent).unwrap_or(0));
        let within = words.with(
            "diffusion-within",
            &[("week", words.percent(week).into()), ("fortnight", words.percent(fortnight).into()), ("month", words.percent(month).into())],
        );
        let never = words.with("diffusion-never", &[("count", sum.never.into())]);
        vec![
            card(count(sum.adopters), "diffusion-moved", Some(crate::words::without_isolates(&never))),
            card(count(sum.leaders), "diffusion-leaders", None),
            card(count(sum.simultaneous), "diffusion-same", None),
            card(count(sum.followers), "diffusion-followers", Some(crate::words::without_isolates(&within))),
            card(sum.twice_median_lag.map_or_else(|| "–".to_owned(), |twice| halved(view, twice)), "diffusion-lag", None),
            card(count(sum.alone), "diffusion-alone", None),
        ]
    }

    fn drawing(&self, view: &View<'_>) -> String {
        let words = view.words;
        let (title, desc, event) = (self.title(view), words.text("diffusion-curve-desc"), words.text("diffusion-event"));
        let value = |value: Option<u64>| value.and_then(|value| u32::try_from(value).ok());
        let curve = |key: &str, points: Vec<(i32, Option<u32>)>| Curve { name: words.find(key, &[]).unwrap_or_default().into_owned(), points };
        let curves = vec![
            curve("diffusion-beside", self.curves.iter().map(|(day, beside, _)| (*day, value(*beside))).collect()),
            curve("diffusion-elsewhere", self.curves.iter().map(|(day, _, elsewhere)| (*day, value(*elsewhere))).collect()),
        ];
        let (source, date) = (crate::represent::owed(view, &self.frame(view)), words.date(view.today));
        let frame = chart::Frame { id: "diffusion", title: &title, desc: &desc, source: &source, date: &date, ..view.drawn() };
        chart::curves(&Curves { frame, event: &event, highest: u32::from(view.level_max(&self.instrument).max(1)) * 100, curves })
    }

    fn curve_table(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let value =
            |value: Option<u64>| value.and_then(|value| u32::try_from(value).ok()).map_or_else(|| "–".to_owned(), |value| words.hundredths(value));
        let row = |(day, beside, elsewhere): &(i32, Option<u64>, Option<u64>)| {
            Row::new([day.to_string().into(), value(*beside).into(), value(*elsewhere).into()])
        };
        parts::table(
            words,
            &Table {
                caption: words.text("diffusion-curve-title").into_owned(),
                columns: vec![
                    Column::numbers(words.text("curves-days")),
                    Column::numbers(words.text("diffusion-beside")),
                    Column::numbers(words.text("diffusion-elsewhere")),
                ],
                rows: self.curves.iter().filter(|(day, ..)| day.rem_euclid(7) == 0).map(row).collect(),
                sorts_in_place: false,
            },
        )
    }

    fn row(&self, view: &View<'_>, moved: &Moved) -> Row {
        let words = view.words;
        let place = |code: &str| html! { a class="govuk-link" href=(view.href(&format!("/places/{code}"))) { bdi { (view.place_name(code)) } } };
        let lag = match moved.role {
            Role::Follower { lag } => words.number(u64::try_from(lag).unwrap_or(0)),
            _ => String::new(),
        };
        Row::new([
            place(&moved.place).into(),
            words.date_short(day(moved.day)).into(),
            view.word("role", moved.role.as_str()).into(),
            lag.into(),
            html! { @if let Some(first) = &moved.first { (place(first)) } }.into(),
            html! { @if let Some(entry) = moved.entry { (view.statement_link(entry)) } }.into(),
        ])
    }
}

impl Shown for Diffusion {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: self.title(view),
            section: Some(Section::Policies),
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            file_name: format!("diffusion-{}-{}", self.instrument, self.level),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json, Format::Svg]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let hidden: Vec<(&str, &str)> = view.asked.query.get("asof").map(|as_of| ("asof", as_of)).into_iter().collect();
        let levels = (1..=view.level_max(&self.instrument).max(1))
            .map(|level| (level.to_string(), format!("{level} · {}", view.level_text(&self.instrument, level))))
            .collect();
        let fields = [
            Field::select("instrument", words.text("field-instrument"), instrument_options(view, None), self.instrument.clone()),
            Field::select("level", words.text("field-least-level"), levels, self.level.to_string()),
            Field::select("place", words.text("field-within"), place_options(view, &words.text("any")), self.place.clone().unwrap_or_default()),
        ];
        let columns = [
            ("column-place", false),
            ("diffusion-day", false),
            ("diffusion-role", false),
            ("diffusion-after", true),
            ("diffusion-first", false),
            ("column-entry", false),
        ];
        html! {
            h1 class="govuk-heading-l" { (self.title(view)) }
            (super::tabs(view, 3))
            (parts::filter_row(words, "/policies/diffusion", &fields, &hidden))
            p class="k-lead" { (words.text("diffusion-lead")) }
            (parts::cards(words, &self.cards(view)))
            @if self.moved.is_empty() { p class="govuk-body" { (words.text("diffusion-none")) } }
            @else {
                (chart::figure(&self.drawing(view), &words.with("diffusion-curve-note", &[("count", self.curve_places.into()), ("draws", DRAWS.into())])))
                details class="k-details" { summary { (words.text("view-table")) } (self.curve_table(view)) }
                (parts::table(words, &Table {
                    caption: words.text("diffusion-order").into_owned(),
                    columns: Column::all(words, &columns),
                    rows: self.moved.iter().take(SERIES_PLACES_MAX).map(|moved| self.row(view, moved)).collect(),
                    sorts_in_place: self.moved.len() <= SERIES_PLACES_MAX,
                }))
                @if self.moved.len() > SERIES_PLACES_MAX { p class="govuk-body k-muted" { (words.with("and-more", &[("count", (self.moved.len() - SERIES_PLACES_MAX).into())])) } }
                @if !self.never.is_empty() { details class="k-details" { summary { (words.with("diffusion-never", &[("count", self.never.len().into())])) }
                    ul class="govuk-list k-inline" { @for code in &self.never { li { bdi { (view.place_name(code)) } } } }
                } }
            }
            (cite(view, self, &self.title(view)))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let sum = &self.summary;
        let hundredths = |value: Option<u64>| value.map(|value| format!("{}.{:02}", value / 100, value % 100));
        let moved = |moved: &Moved| {
            let lag = if let Role::Follower { lag } = moved.role { Some(lag) } else { None };
            json!({"place": moved.place, "place_name": view.place_name(&moved.place), "date": day(moved.day).to_string(), "role": moved.role.as_str(), "lag": lag, "first": moved.first, "entry": moved.entry.map(|entry| view.entry_name(entry))})
        };
        let [within7, within14, within28] = sum.within;
        let median = sum.twice_median_lag.map(|twice| format!("{}{}", twice / 2, if twice % 2 == 0 { "" } else { ".5" }));
        Some(Document::new(
            "koinon/diffusion/v1",
            json!({
                "instrument": self.instrument, "threshold": self.level, "place": self.place, "adopters": sum.adopters, "never": self.never,
                "leaders": sum.leaders, "simultaneous": sum.simultaneous, "followers": sum.followers, "alone": sum.alone, "median_lag": median,
                "within7": within7, "within14": within14, "within28": within28, "places": self.moved.iter().map(moved).collect::<Vec<_>>(),
                "curve": self.curves.iter().map(|(day, beside, elsewhere)| json!({"day": day, "beside": hundredths(*beside), "elsewhere": hundredths(*elsewhere)})).collect::<Vec<_>>(),
                "curve_places": self.curve_places, "draws": DRAWS,
            }),
        ))
    }

    fn csv(&self, _: &View<'_>) -> Option<Sheet> {
        let mut sheet = Sheet::new(&["place", "date", "role", "lag", "first"]);
        for moved in &self.moved {
            let lag = if let Role::Follower { lag } = moved.role { lag.to_string() } else { String::new() };
            sheet.push(vec![
                moved.place.clone(),
                day(moved.day).to_string(),
                moved.role.as_str().to_owned(),
                lag,
                moved.first.clone().unwrap_or_default(),
            ]);
        }
        Some(sheet)
    }

    fn svg(&self, view: &View<'_>) -> Option<String> {
        Some(self.drawing(view))
    }

    fn statements(&self, _: &View<'_>) -> Vec<u32> {
        self.moved.iter().filter_map(|moved| moved.entry).collect()
    }
}
