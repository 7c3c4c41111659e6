//! My neighbours today: each neighbour's level beside ours, by instrument where they differ; and the findings that concern a place.

use league::coherence::Asked;
use maud::{Markup, html};
use policy::coherence::At;
use serde_json::json;

use super::told::Told;
use crate::limits::{NEIGHBOURS_SHOWN, PLACE_FINDINGS_SHOWN};
use crate::parts::{self, Cell, Column, Row, Table};
use crate::site::{View, number};

/// A neighbour's level, and ours is known or not.
struct Beside {
    instrument: String,
    own: Option<At>,
    /// In the order of the neighbours.
    theirs: Vec<Option<At>>,
}

/// A place among its neighbours on a day.
pub(crate) struct Around {
    code: String,
    neighbours: Vec<(String, Option<i64>)>,
    /// How many neighbours are not shown.
    left_out: usize,
    /// Only instruments where any of them differs from us, or is known where we are not.
    rows: Vec<Beside>,
    worst: Vec<Told>,
    findings: usize,
}

/// What lies around a place on a day.
pub(crate) fn read(view: &View<'_>, code: &str, day: jiff::civil::Date) -> Around {
    let findings = view.findings();
    let mut neighbours: Vec<(String, Option<i64>)> =
        findings.beside(&view.cut, code).into_iter().map(|(code, length)| (code.to_owned(), length)).collect();
    neighbours.sort_by(|x, y| y.1.cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    let left_out = neighbours.len().saturating_sub(NEIGHBOURS_SHOWN);
    neighbours.truncate(NEIGHBOURS_SHOWN);
    let level = |place: &str, instrument: &str| findings.level(&view.cut, place, instrument, number(day));
    let mut rows = Vec::new();
    for instrument in findings.instruments() {
        let own = level(code, instrument);
        let theirs: Vec<Option<At>> = neighbours.iter().map(|(code, _)| level(code, instrument)).collect();
        if theirs.iter().flatten().any(|at| own.is_none_or(|own| own.level != at.level)) {
            rows.push(Beside { instrument: instrument.to_owned(), own, theirs });
        }
    }
    let asked = Asked { place: Some(code), on: Some(number(day)), ..Asked::default() };
    let found = findings.find(&view.cut, &asked, number(view.today));
    let worst = found.iter().take(PLACE_FINDINGS_SHOWN).map(|finding| Told::of(&findings, finding)).collect();
    Around { code: code.to_owned(), neighbours, left_out, rows, worst, findings: found.len() }
}

impl Around {
    fn cell(view: &View<'_>, of: &Beside, at: Option<At>) -> Cell {
        let level = parts::level(
            view.words,
            at.map(|at| at.level),
            view.level_max(&of.instrument),
            "",
            at.and_then(|at| at.flag) == Some(policy::Flag::Targeted),
        );
        let sign = match (of.own, at) {
            (Some(own), Some(at)) if at.level > own.level => Some(("▲", "beside-stricter")),
            (Some(own), Some(at)) if at.level < own.level => Some(("▼", "beside-milder")),
            _ => None,
        };
        html! { (level) @if let Some((mark, key)) = sign { " " span class="k-muted" { span aria-hidden="true" { (mark) " " } (view.words.find(key, &[]).unwrap_or_default()) } } }.into()
    }

    /// The neighbours' levels beside ours; nothing where no neighbour is known.
    pub(crate) fn neighbours_shown(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        if self.neighbours.is_empty() {
            return html! { p class="govuk-body" { (words.text("beside-none")) } };
        }
        let mut columns = vec![Column::words(words.text("column-instrument")), Column::words(view.place_name(&self.code))];
        columns.extend(self.neighbours.iter().map(|(code, _)| Column::words(view.place_name(code))));
        let row = |of: &Beside| {
            let path = format!("/policies/conflicts?place={}&instrument={}", self.code, of.instrument);
            let name = html! { a class="govuk-link" href=(view.href(&path)) { bdi { (view.instrument_name(&of.instrument)) } } };
            let mut cells: Vec<Cell> = vec![name.into(), Around::cell(view, of, of.own)];
            cells.extend(of.theirs.iter().map(|at| Around::cell(view, of, *at)));
            Row { cells, is_withdrawn: false }
        };
        html! {
            @if self.rows.is_empty() { p class="govuk-body" { (words.text("beside-same")) } }
            @else {
                div class="k-wide" tabindex="0" role="region" aria-label=(words.text("beside-title")) {
                    (parts::table(words, &Table { caption: words.text("beside-caption").into_owned(), columns, rows: self.rows.iter().map(row).collect(), sorts_in_place: false }))
                }
            }
            @if self.left_out > 0 { p class="govuk-body k-muted" { (words.with("and-more", &[("count", self.left_out.into())])) } }
        }
    }

    /// The findings that concern the place on the day, the worst in full.
    pub(crate) fn findings_shown(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        html! {
            @if self.worst.is_empty() { p class="govuk-body" { (words.text("place-no-findings")) } }
            @else { (list(view, &self.worst)) }
            p class="govuk-body" {
                a class="govuk-link k-target" href=(view.href(&format!("/policies/conflicts?place={}", self.code))) { (words.with("place-all-findings", &[("count", self.findings.into())])) } " · "
                a class="govuk-link k-target" href=(format!("/policies/conflicts.atom?place={}", self.code)) { "Atom" }
            }
        }
    }

    pub(crate) fn json(&self, view: &View<'_>) -> (serde_json::Value, serde_json::Value) {
        let one = |of: &Beside| {
            let theirs = self
                .neighbours
                .iter()
                .zip(&of.theirs)
                .map(|((code, length), at)| json!({"place": code, "level": at.map(|at| at.level), "border_m": length}));
            json!({"instrument": of.instrument, "level": of.own.map(|own| own.level), "neighbours": theirs.collect::<Vec<_>>()})
        };
        (self.rows.iter().map(one).collect(), self.worst.iter().map(|told| told.json(view)).collect())
    }
}

/// Findings, each in a few lines.
pub(crate) fn list(view: &View<'_>, worst: &[Told]) -> Markup {
    html! {
        ol class="k-findings" { @for told in worst {
            li class="k-finding" {
                p class="govuk-body govuk-!-margin-bottom-1" { (told.tags(view)) " " a class="govuk-link" href=(view.href(&told.path())) { strong { bdi { (told.title(view)) } } } }
                p class="govuk-body-s" { (told.sentence(view)) " · " (told.span(view)) " (" (told.length(view)) ")" }
            }
        } }
    }
}
