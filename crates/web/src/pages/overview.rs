//! `/`: what changed, what changes soon, how strict it is where, what was put right; and how the node and its record stand.

use std::collections::BTreeSet;

use jiff::civil::Date;
use league::changes::{self, Change, Turn};
use league::measures::{self, Filter, Page};
use league::series::{self, Asked};
use league::{Index, Variant};
use maud::{Markup, html};
use serde_json::json;

use super::conflicts::beside;
use super::conflicts::told::Told;
use super::corrections::{self, Put};
use super::line::Line;
use super::map::decimal_of;
use crate::asked::Format;
use crate::parts::{self, Card, Column, Link, Row, Table};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Shown, cite};
use crate::routes::Reply;
use crate::site::{SourceNames, View, date, number};

/// Changes listed in each part.
const LISTED: usize = 8;
/// Findings listed.
const WORST: usize = 3;
/// Days looked back and ahead.
const NEAR_DAYS: i32 = 30;

/// A day on which something changes, with its words.
struct Turned<'v> {
    /// The day as officials say it: of an end, the last day in force.
    day: Date,
    turn: Turn,
    line: Line<'v>,
    before: Option<u8>,
}

struct Overview<'v> {
    day: Date,
    in_force: (u32, bool),
    places: usize,
    corrections: usize,
    lately: Vec<Turned<'v>>,
    soon: Vec<Turned<'v>>,
    put: Vec<Put>,
    /// The worst findings that hold on the day, and how many hold.
    worst: Vec<Told>,
    clashes: usize,
    /// The stringency of each place of which it is known, the strictest first.
    strict: Vec<(String, u32)>,
    sources: BTreeSet<String>,
    halted: Option<&'static str>,
}

/// The overview.
pub(crate) fn show<'v>(view: &View<'v>, names: &SourceNames) -> Result<Reply<'v>, Problem> {
    let day = view.day("on")?;
    let today = number(day);
    let cut = &view.cut;
    let filter = Filter { from_day: Some(today), until_day: Some(today.saturating_add(1)), level_min: 1, ..Filter::default() };
    let found = measures::find(cut, &filter, &Page::default());
    let asked = Asked { index: Index::Stringency, variant: Variant::Strict, reach: None };
    let mut strict: Vec<(String, u32)> =
        series::index_on(cut, asked, today).into_iter().map(|(place, value)| (place.to_owned(), value.into())).collect();
    strict.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let put = corrections::read(view, changes::corrections(cut, None, 5).into_iter())?;
    let lately = turned(view, today.saturating_sub(NEAR_DAYS)..today.saturating_add(1), false)?;
    let soon = turned(view, today.saturating_add(1)..today.saturating_add(NEAR_DAYS), true)?;
    let findings = view.findings();
    let asked = league::coherence::Asked { on: Some(today), ..league::coherence::Asked::default() };
    let clashes = findings.find(cut, &asked, number(view.today));
    let overview = Overview {
        day,
        worst: clashes.iter().take(WORST).map(|finding| Told::of(&findings, finding)).collect(),
        clashes: clashes.len(),
        in_force: (found.total, found.is_capped),
        places: cut.rows.places_of(measures::KIND).len(),
        corrections: changes::corrections(cut, None, measures::COUNT_MAX as usize).len(),
        lately,
        soon,
        put,
        strict,
        sources: names.all(view)?,
        halted: view.site.node.is_signing().err().map(|halt| crate::log::halt_name(&halt)),
    };
    Ok(Reply::page(overview))
}

/// What changes on some days: the nearest to today first.
fn turned<'v>(view: &View<'v>, days: std::ops::Range<i32>, is_ahead: bool) -> Result<Vec<Turned<'v>>, Problem> {
    let listed = if is_ahead { changes::ahead } else { changes::between };
    let changes = listed(&view.cut, &Filter::default(), days, LISTED);
    let mut turned = Vec::with_capacity(LISTED);
    for change in changes {
        let day = date(change.said_day());
        let Change { turn, hit, before, .. } = change;
        if let Some(line) = Line::read(view, hit)? {
            turned.push(Turned { day, turn, line, before: before.map(|before| before.level) });
        }
    }
    Ok(turned)
}

impl Turned<'_> {
    fn word(&self) -> &'static str {
        match self.turn {
            Turn::Starts => "starts",
            Turn::Ends => "ends",
            Turn::Tightens => "tightens",
            Turn::Eases => "eases",
        }
    }

    fn row(&self, view: &View<'_>) -> Row {
        let hit = &self.line.hit;
        let place = html! { a class="govuk-link" href=(view.href(&format!("/places/{}", hit.place))) { bdi { (view.place_name(hit.place)) } } };
        let name = html! { a class="govuk-link" href=(view.href(&self.line.path())) { bdi { (self.line.name(view)) } } };
        let max = view.level_max(hit.instrument);
        let is_targeted = hit.flag == Some(league::Flag::Targeted);
        let level = html! { (view.word("turn", self.word())) (view.words.colon()) @if let Some(before) = self.before { bdi { (before) } " " (view.arrow()) " " } (parts::level(view.words, Some(hit.level), max, "", is_targeted)) };
        Row::new([view.words.date_short(self.day).into(), place.into(), name.into(), level.into()])
    }

    fn json(&self, view: &View<'_>) -> serde_json::Value {
        json!({"date": self.day.to_string(), "turn": self.word(), "level_before": self.before, "measure": self.line.json(view)})
    }
}

impl Overview<'_> {
    fn cards(&self, view: &View<'_>) -> Vec<Card> {
        let words = view.words;
        let (total, is_capped) = self.in_force;
        let number = words.number(total.into());
        let figure = if is_capped { crate::words::without_isolates(&words.with("count-at-least", &[("number", number.into())])) } else { number };
        let card = |figure: String, key: &str, note: Option<String>, path: &str| Card {
            figure,
            label: words.find(key, &[]).unwrap_or_default().into_owned(),
            note,
            path: Some(view.path(path)),
        };
        let on = crate::words::without_isolates(&words.with("overview-on", &[("date", words.date(self.day).into())]));
        let root = crate::represent::short_root(view);
        vec![
            card(figure, "overview-in-force", Some(on), &format!("/policies?on={}", self.day)),
            card(words.number(u64::try_from(self.places).unwrap_or(0)), "overview-places", None, "/places"),
            card(words.number(view.cut.size.into()), "overview-statements", Some(format!("{} {root}", words.text("overview-root"))), "/record"),
            card(words.number(u64::try_from(self.corrections).unwrap_or(0)), "overview-corrections", None, "/corrections"),
        ]
    }

    fn changes(&self, view: &View<'_>, title: &str, turned: &[Turned<'_>], ahead: bool) -> Markup {
        let words = view.words;
        let columns = ["column-date", "column-place", "column-measure", "column-change"];
        parts::section(
            title,
            &html! {
                @if turned.is_empty() { p class="govuk-body k-muted" { (words.text("overview-no-changes")) } }
                @else {
                    (parts::table(words, &Table {
                        caption: self.near(view, ahead),
                        columns: columns.iter().map(|key| Column::words(words.find(key, &[]).unwrap_or_default())).collect(),
                        rows: turned.iter().map(|turned| turned.row(view)).collect(),
                        sorts_in_place: false,
                    }))
                }
            },
        )
    }

    /// The days that are near, in words.
    fn near(&self, view: &View<'_>, ahead: bool) -> String {
        let today = number(self.day);
        let (from, to) = if ahead { (today, today.saturating_add(NEAR_DAYS)) } else { (today.saturating_sub(NEAR_DAYS), today) };
        view.span_short(Some(date(from)), Some(date(to)))
    }

    fn strictest(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let row = |(code, value): &(String, u32)| {
            let place = html! { a class="govuk-link" href=(view.href(&format!("/places/{code}"))) { bdi { (view.place_name(code)) } } };
            let value = html! { a class="govuk-link" href=(view.href(&format!("/indices?place={code}"))) { bdi { (words.hundredths(*value)) } } };
            Row::new([place.into(), value.into()])
        };
        let index = format!("{}, {}", view.word("index", Index::Stringency.as_str()), words.date(self.day));
        parts::section(
            &words.text("overview-strictest"),
            &html! {
                (parts::table(words, &Table {
                    caption: index,
                    columns: vec![Column::words(words.text("column-place")), Column::numbers(words.text("column-value"))],
                    rows: self.strict.iter().take(LISTED).map(row).collect(),
                    sorts_in_place: false,
                }))
                p class="govuk-body" { a class="govuk-link" href=(view.href("/policies/map")) { (words.text("view-map")) } }
            },
        )
    }

    fn put_right(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        parts::section(
            &words.text("overview-corrected"),
            &html! {
                @if self.put.is_empty() { p class="govuk-body k-muted" { (words.text("corrections-none")) } }
                @else {
                    ul class="govuk-list govuk-list--spaced" { @for put in &self.put { li {
                        a class="govuk-link" href=(view.href(&put.path())) { bdi { (put.matter(view)) } } " " (put.tag(view))
                        br; span class="k-muted" { (put.at(view)) }
                    } } }
                    p class="govuk-body" { a class="govuk-link" href=(view.href("/corrections")) { (words.text("see-all")) } }
                }
            },
        )
    }
}

impl Shown for Overview<'_> {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: view.words.text("overview-title").into_owned(),
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            file_name: "overview".to_owned(),
            pins: vec![("on", self.day.to_string())],
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Json]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let map = Link { text: words.text("overview-see-map").into_owned(), path: view.path("/policies/map") };
        html! {
            h1 class="govuk-heading-xl" { (words.text("overview-title")) }
            p class="k-lead" { (words.text("overview-lead")) }
            @if let Some(reason) = self.halted {
                (parts::notification(&words.text("overview-halted-title"), &html! { p class="govuk-notification-banner__heading" { (words.with("overview-halted", &[("reason", reason.into())])) } }))
            }
            (parts::cards(words, &self.cards(view)))
            div class="k-columns" {
                div {
                    @if let Some(figure) = super::map::thumbnail(view, self.day, &self.strict) {
                        section class="k-section" { h2 class="govuk-heading-m" { (words.text("overview-map")) } (figure) p class="govuk-body" { (parts::link(words, &map.path, &map.text)) } }
                    }
                    @if !self.worst.is_empty() {
                        (parts::section(&words.text("overview-worst"), &html! {
                            (beside::list(view, &self.worst))
                            p class="govuk-body" { (parts::link(words, &view.path(&format!("/policies/conflicts?on={}", self.day)), &words.with("place-all-findings", &[("count", self.clashes.into())]))) }
                        }))
                    }
                    (self.changes(view, &words.text("overview-lately"), &self.lately, false))
                    (self.changes(view, &words.text("overview-soon"), &self.soon, true))
                }
                aside aria-label=(words.text("overview-aside")) {
                    @if !self.strict.is_empty() { (self.strictest(view)) }
                    (self.put_right(view))
                    (parts::section(&words.text("overview-feeds"), &html! { ul class="govuk-list" {
                        li { a class="govuk-link" href="/policies.atom" { (words.text("overview-feed-measures")) } }
                        li { a class="govuk-link" href="/corrections.atom" { (words.text("overview-feed-corrections")) } }
                    } }))
                }
            }
            (cite(view, self, &words.text("overview-title")))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let strictest = |(code, value): &(String, u32)| json!({"place": code, "value": decimal_of(*value)});
        let put = |put: &Put| json!({"matter": put.matter(view), "url": view.site.url(&put.path())});
        Some(Document::new(
            "koinon/overview/v1",
            json!({
                "date": self.day.to_string(),
                "in_force": self.in_force.0,
                "in_force_is_least": self.in_force.1,
                "places": self.places,
                "statements": view.cut.size,
                "corrections": self.corrections,
                "lately": self.lately.iter().map(|turned| turned.json(view)).collect::<Vec<_>>(),
                "soon": self.soon.iter().map(|turned| turned.json(view)).collect::<Vec<_>>(),
                "latest_corrections": self.put.iter().map(put).collect::<Vec<_>>(),
                "strictest": self.strict.iter().take(LISTED).map(strictest).collect::<Vec<_>>(),
                "findings": self.clashes,
                "worst": self.worst.iter().map(|told| told.json(view)).collect::<Vec<_>>(),
                "signing": self.halted.is_none(),
            }),
        ))
    }
}
