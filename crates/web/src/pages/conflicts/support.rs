//! `/policies/support`: health and economy: where what one sector asks for stands without what another must give, place by place.

use std::collections::{BTreeMap, BTreeSet};

use league::coherence::{Asked, Order, Segment, sheet};
use maud::{Markup, html};
use policy::coherence::Rule;
use record::Sid;
use serde_json::json;

use super::told::Told;
use crate::asked::{BadField, Format, Rule as Must};
use crate::limits::{SUPPORT_LANES_MAX, TIMELINE_ROWS_MAX};
use crate::pages::list::place_options;
use crate::parts::chart::{self, LaneGroup, Lanes};
use crate::parts::{self, Card, Column, Field, Row, Section, Table};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Sheet, Shown, cite};
use crate::routes::Reply;
use crate::site::{SourceNames, View, date, number};

/// The rule that is shown where none is asked for.
const FIRST_SHOWN: &str = "closure-without-support";

/// One place, all its stretches together.
struct Here {
    /// Its latest stretch.
    latest: Told,
    days: i64,
    stretches: usize,
    holds: bool,
    /// Both sides along time, of the first places.
    segments: Vec<Segment>,
}

struct Support {
    rule: String,
    /// Every rule between sectors.
    rules: Vec<String>,
    place: Option<String>,
    /// The most days first.
    places: Vec<Here>,
    intervals: Vec<Told>,
    day: jiff::civil::Date,
    span: std::ops::Range<i32>,
    sources: BTreeSet<String>,
}

/// The page.
pub(crate) fn show<'v>(view: &View<'v>, names: &SourceNames) -> Result<Reply<'v>, Problem> {
    let findings = view.findings();
    let query = &view.asked.query;
    let settings = findings.settings();
    let rules: Vec<String> = settings.tensions().iter().map(|used| used.code.clone()).collect();
    let rule = query.get("rule").unwrap_or(FIRST_SHOWN);
    let named = settings.named(rule).into_iter().filter(|named| named.rule == Rule::Tension).collect::<Vec<_>>();
    if named.is_empty() {
        return Err(BadField::new("rule", rule, Must::Known).into());
    }
    let place = query.get("place").map(|code| view.known_place("place", code)).transpose()?;
    let day = view.day("on")?;
    let asked = Asked { rules: named, place, below: true, order: Order::Place, ..Asked::default() };
    let found = findings.find(&view.cut, &asked, number(view.today));
    let intervals: Vec<Told> = found.iter().map(|finding| Told::of(&findings, finding)).collect();
    let mut by_id: BTreeMap<Sid, Here> = BTreeMap::new();
    for told in &intervals {
        let here = by_id.entry(told.id).or_insert_with(|| Here { latest: told.clone(), days: 0, stretches: 0, holds: false, segments: Vec::new() });
        here.days += i64::from(told.days);
        here.stretches += 1;
        here.holds |= told.finding().holds_on(number(day));
        if told.from >= here.latest.from {
            here.latest = told.clone();
        }
    }
    let mut places: Vec<Here> = by_id.into_values().collect();
    places.sort_by(|x, y| y.days.cmp(&x.days).then_with(|| x.latest.places.cmp(&y.latest.places)));
    let covered = view.covered().unwrap_or_else(|| number(day)..number(day).saturating_add(1));
    let span = covered.start..covered.end.min(number(view.today).saturating_add(31)).max(covered.start.saturating_add(1));
    for here in places.iter_mut().take(SUPPORT_LANES_MAX) {
        here.segments = findings.segments(here.latest.id, span.clone());
    }
    let entries: BTreeSet<u32> = intervals.iter().flat_map(|told| told.sides).flatten().map(|at| at.entry).collect();
    let sources = view.sources_of(names, entries.into_iter().filter_map(|entry| league::measures::words(&view.cut, entry)))?;
    Ok(Reply::page(Support { rule: rule.to_owned(), rules, place: place.map(str::to_owned), places, intervals, day, span, sources }))
}

impl Support {
    fn title(&self, view: &View<'_>) -> String {
        view.names().rule(&self.rule)
    }

    fn days(&self) -> (jiff::civil::Date, jiff::civil::Date) {
        (date(self.span.start), date(self.span.end.saturating_sub(1)))
    }

    fn drawing(&self, view: &View<'_>) -> String {
        let words = view.words;
        let group = |here: &Here| {
            let [place, _] = &here.latest.places;
            let names = here.latest.plain_sides(view);
            let lanes = names
                .into_iter()
                .enumerate()
                .map(|(side, (name, instrument))| super::one::lane(view, &here.segments, self.span.end, side, name, &instrument))
                .collect();
            LaneGroup { name: view.place_name(place), lanes }
        };
        let (title, desc) = (self.title(view), words.text("support-lanes-desc"));
        let (source, date_text) = (crate::represent::owed(view, &self.frame(view)), words.date(view.today));
        let frame = chart::Frame { id: "support", title: &title, desc: &desc, source: &source, date: &date_text, ..view.drawn() };
        let groups = self.places.iter().take(SUPPORT_LANES_MAX).map(group).collect();
        chart::lanes(&Lanes { frame, days: self.days(), groups, marked: Some(self.day), shaded: Vec::new() })
    }

    fn cards(&self, view: &View<'_>) -> Vec<Card> {
        let words = view.words;
        let count = |count: usize| words.number(u64::try_from(count).unwrap_or(0));
        let holding = self.places.iter().filter(|here| here.holds).count();
        let days: i64 = self.places.iter().map(|here| here.days).sum();
        let on = crate::words::without_isolates(&words.with("overview-on", &[("date", words.date(self.day).into())]));
        let card = |figure: String, key: &str, note: Option<String>| Card {
            figure,
            label: words.find(key, &[]).unwrap_or_default().into_owned(),
            note,
            path: None,
        };
        vec![
            card(count(holding), "support-holding", Some(on)),
            card(count(self.places.len()), "support-ever", None),
            card(words.number(u64::try_from(days).unwrap_or(0)), "support-days", None),
        ]
    }

    fn row(view: &View<'_>, here: &Here) -> Row {
        let words = view.words;
        let [place, _] = &here.latest.places;
        Row::new([
            html! { a class="govuk-link" href=(view.href(&format!("/places/{place}"))) { bdi { (view.place_name(place)) } } }.into(),
            words.number(u64::try_from(here.days).unwrap_or(0)).into(),
            words.number(u64::try_from(here.stretches).unwrap_or(0)).into(),
            html! { a class="govuk-link" href=(view.href(&here.latest.path())) { (here.latest.span(view)) } }.into(),
            view.words.text(if here.holds { "yes" } else { "no" }).into_owned().into(),
        ])
    }
}

impl Shown for Support {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: self.title(view),
            section: Some(Section::Policies),
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            file_name: format!("support-{}", self.rule),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json, Format::Svg]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let hidden: Vec<(&str, &str)> = view.asked.query.get("asof").map(|as_of| ("asof", as_of)).into_iter().collect();
        let fields = [
            Field::select(
                "rule",
                words.text("field-rule"),
                self.rules.iter().map(|name| (name.clone(), view.names().rule(name))).collect(),
                self.rule.clone(),
            ),
            Field::date("on", words.text("field-day"), Some(self.day)),
            Field::select("place", words.text("field-within"), place_options(view, &words.text("any")), self.place.clone().unwrap_or_default()),
        ];
        let columns =
            [("column-place", false), ("support-days-short", true), ("support-stretches", true), ("finding-last", false), ("support-on-day", false)];
        let what = words.find(&format!("rule-{}-what", self.rule), &[]).map(std::borrow::Cow::into_owned);
        html! {
            h1 class="govuk-heading-l" { (self.title(view)) }
            (super::tabs(view, 2))
            (parts::filter_row(words, "/policies/support", &fields, &hidden))
            p class="k-lead" { (what.unwrap_or_default()) " " a class="govuk-link" href=(view.href(&format!("/rules/{}", self.rule))) { (words.text("support-rule")) } }
            (parts::cards(words, &self.cards(view)))
            @if self.places.is_empty() { p class="govuk-body" { (words.text("support-none")) } }
            @else {
                (chart::figure(&self.drawing(view), &words.with("support-lanes-note", &[("count", self.places.len().min(SUPPORT_LANES_MAX).into())])))
                (parts::table(words, &Table {
                    caption: words.text("support-places").into_owned(),
                    columns: Column::all(words, &columns),
                    rows: self.places.iter().take(TIMELINE_ROWS_MAX).map(|here| Support::row(view, here)).collect(),
                    sorts_in_place: self.places.len() <= TIMELINE_ROWS_MAX,
                }))
                @if self.places.len() > TIMELINE_ROWS_MAX { p class="govuk-body k-muted" { (words.with("and-more", &[("count", (self.places.len() - TIMELINE_ROWS_MAX).into())])) } }
            }
            (cite(view, self, &self.title(view)))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let here = |here: &Here| {
            let [place, _] = &here.latest.places;
            json!({"place": place, "place_name": view.place_name(place), "finding": here.latest.id, "days": here.days, "intervals": here.stretches, "holds": here.holds})
        };
        Some(Document::new(
            "koinon/support/v1",
            json!({"rule": self.rule, "date": self.day.to_string(), "place": self.place, "places": self.places.iter().map(here).collect::<Vec<_>>()}),
        ))
    }

    fn csv(&self, _: &View<'_>) -> Option<Sheet> {
        let mut table = Sheet::exact(&sheet::COLUMNS);
        self.intervals.iter().for_each(|told| table.push(sheet::cells(&told.finding())));
        Some(table)
    }

    fn svg(&self, view: &View<'_>) -> Option<String> {
        Some(self.drawing(view))
    }

    fn statements(&self, _: &View<'_>) -> Vec<u32> {
        self.intervals.iter().flat_map(|told| told.sides).flatten().map(|at| at.entry).collect()
    }
}
