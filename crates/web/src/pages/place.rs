//! `/places/{code}`: what applies in a place on a day: decided here and above, how strict all in all, and what lies around it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use league::in_force::Cell;
use league::measures::Filter;
use league::place::{self as here, Line};
use league::series;
use league::{Flag, Index, Reach, Variant};
use maud::{Markup, html};
use serde_json::json;

use super::conflicts::beside::{self, Around};
use super::line;
use super::list::{self, reach_options};
use super::map::{because, decimal_of};
use super::timeline::words_of;
use crate::asked::Format;
use crate::ics::Calendar;
use crate::parts::chart;
use crate::parts::{self, Cell as TableCell, Column, Crumb, Fact, Field, Row, Section, Table, Tag};
use crate::problem::{NoSuch, Problem};
use crate::represent::{Document, Frame, Sheet, Shown, cite, word};
use crate::routes::Reply;
use crate::site::{SourceNames, View, number};

/// An index on the day, and along time for a small line.
struct Strict {
    index: Index,
    value: Option<u32>,
    line: Vec<Option<u32>>,
}

struct Here<'v> {
    code: String,
    day: Date,
    reach: Option<Reach>,
    lines: Vec<Line<'v>>,
    strict: Vec<Strict>,
    around: Around,
    sources: BTreeSet<String>,
}

/// The place with this code.
pub(crate) fn show<'v>(view: &View<'v>, names: &SourceNames, code: &str) -> Result<Reply<'v>, Problem> {
    let known = view.known_place("place", code).map_err(|_| Problem::NoSuch(NoSuch::Place(code.chars().take(40).collect())))?;
    if known != code {
        return Ok(Reply::Elsewhere(view.asked.query.without(&["asof"]).on(&format!("/places/{known}"))));
    }
    let day = view.day("on")?;
    let reach = list::reach(view)?;
    let lines = here::here(&view.cut, code, number(day), reach);
    let cells = lines.iter().flat_map(|line| line.own.iter().chain(&line.above));
    let entries: Vec<u32> = cells.flat_map(|cell| cell.because.iter().chain(&cell.also)).copied().collect();
    let words = entries.into_iter().filter_map(|index| league::measures::words(&view.cut, index)).collect::<Vec<_>>();
    let sources = view.sources_of(names, words)?;
    Ok(Reply::page(Here {
        code: code.to_owned(),
        day,
        reach,
        lines,
        strict: strict(view, code, day, reach),
        around: beside::read(view, code, day),
        sources,
    }))
}

/// The four indices, where they are defined at all.
fn strict(view: &View<'_>, code: &str, day: Date, reach: Option<Reach>) -> Vec<Strict> {
    let Some(covered) = view.covered() else { return Vec::new() };
    let until = covered.end.max(number(day).saturating_add(1));
    let all = series::all_indices(&view.cut, Variant::Strict, reach, &[code], covered.start..until);
    let mut strict = Vec::new();
    for (index, of_places) in Index::ALL.into_iter().zip(&all) {
        let Some(of_place) = of_places.first() else { continue };
        let value_on = |day: i32| of_place.steps.iter().rev().find(|(from, _)| *from <= day).and_then(|(_, value)| *value).map(u32::from);
        // About 60 points: what a line of 120 pixels can show.
        let step = ((until - covered.start) / 60).max(1);
        let line = (covered.start..until).step_by(usize::try_from(step).unwrap_or(1)).map(value_on).collect();
        strict.push(Strict { index, value: value_on(number(day)), line });
    }
    strict
}

impl Here<'_> {
    fn title(&self, view: &View<'_>) -> String {
        view.place_name(&self.code)
    }

    fn row(&self, view: &View<'_>, line: &Line<'_>) -> Row {
        let on = self.day.to_string();
        let instrument = html! { a class="govuk-link" href=(view.href(&format!("/policies/timeline?place={}&instrument={}", self.code, line.instrument))) { bdi { (view.instrument_name(line.instrument)) } } " " span class="k-muted" { bdi { (line.instrument) } } };
        let effective = line.effective.map(|known| (known.level, known.flag));
        let decided = html! {
            (line::level(view, line.instrument, effective.map(|(level, _)| level), effective.and_then(|(_, flag)| flag)))
            @if line.differs { " " (parts::tag(view.words, Tag::Disputed)) }
        };
        let by = html! { @if let Some(by) = line.decided_by { a class="govuk-link" href=(view.href(&format!("/places/{by}?on={on}"))) { bdi { (view.place_name(by)) } } } };
        Row { cells: vec![instrument.into(), decided.into(), by.into(), self.own(view, line), self.above(view, line)], is_withdrawn: false }
    }

    fn own(&self, view: &View<'_>, line: &Line<'_>) -> TableCell {
        let on = self.day.to_string();
        // Where its own level is what applies, it stands beside already.
        let applies = |cell: &Cell<'_>| line.effective.is_some_and(|known| Some(known.level) == cell.level && known.flag == cell.flag);
        html! { @match &line.own {
            Some(cell) => { @if !applies(cell) { (short(view, cell)) " " } (because(view, cell, &on)) }
            None => (parts::tag(view.words, Tag::Unknown)),
        } }
        .into()
    }

    fn above(&self, view: &View<'_>, line: &Line<'_>) -> TableCell {
        let on = self.day.to_string();
        html! { @for (at, cell) in line.above.iter().enumerate() { @if at > 0 { br; } bdi { (view.place_name(cell.place)) } (view.words.colon()) (short(view, cell)) " " (because(view, cell, &on)) } }.into()
    }

    fn facts(&self, view: &View<'_>) -> Vec<Fact> {
        let words = view.words;
        let register = view.cut.model.register();
        let Some(place) = register.find(&self.code) else { return Vec::new() };
        let link = |code: &str| html! { a class="govuk-link" href=(view.href(&format!("/places/{code}"))) { bdi { (view.place_name(code)) } } };
        let mut facts = vec![
            Fact::new(words.text("column-code"), self.code.as_str()),
            Fact::new(words.text("column-place-level"), view.word("place-level", place.level.as_str())),
        ];
        if let Some(population) = place.population.and_then(|population| u64::try_from(population).ok()) {
            facts.push(Fact::new(words.text("place-population"), words.number(population)));
        }
        let day = register::Day::from_number(number(self.day));
        let above = day.map(|day| register.ancestors_on(&self.code, day)).unwrap_or_default();
        if !above.is_empty() {
            facts.push(Fact::marked(
                words.text("place-within"),
                html! { @for (at, place) in above.iter().enumerate() { @if at > 0 { " · " } (link(place.code.as_str())) } },
            ));
        }
        let mut below: Vec<(String, String)> =
            register.children(&self.code).map(|place| (view.place_name(place.code.as_str()), place.code.to_string())).collect();
        below.sort();
        if !below.is_empty() {
            facts.push(Fact::marked(
                words.text("place-below"),
                html! { ul class="govuk-list k-inline" { @for (_, code) in &below { li { (link(code)) } } } },
            ));
        }
        let beside: BTreeSet<&str> = register.neighbours(&self.code, day).into_iter().map(|neighbour| neighbour.code.as_str()).collect();
        if !beside.is_empty() {
            facts.push(Fact::marked(
                words.text("place-neighbours"),
                html! { ul class="govuk-list k-inline" { @for code in &beside { li { (link(code)) } } } },
            ));
        }
        facts.extend(super::powers::facts_of_place(view, &self.code, day));
        facts
    }

    fn indices(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let row = |strict: &Strict| {
            let name = view.word("index", strict.index.as_str());
            let path = format!("/indices?place={}&index={}", self.code, strict.index.as_str());
            let value = strict
                .value
                .map_or_else(|| parts::tag(words, Tag::Unknown), |value| html! { span class="k-number" { bdi { (words.hundredths(value)) } } });
            Row::new([
                html! { a class="govuk-link" href=(view.href(&path)) { (name) } }.into(),
                value.into(),
                chart::sparkline(&strict.line, 10_000, &name).into(),
            ])
        };
        parts::section(
            &words.text("place-indices"),
            &parts::table(
                words,
                &Table {
                    caption: words.date(self.day),
                    columns: vec![
                        Column::words(words.text("field-index")),
                        Column::numbers(words.text("column-value")),
                        Column::words(words.text("column-course")),
                    ],
                    rows: self.strict.iter().map(row).collect(),
                    sorts_in_place: false,
                },
            ),
        )
    }
}

/// A cell's level, short.
fn short(view: &View<'_>, cell: &Cell<'_>) -> Markup {
    let max = view.level_max(cell.instrument);
    parts::level(view.words, cell.level, max, "", cell.flag == Some(Flag::Targeted))
}

impl Shown for Here<'_> {
    fn frame(&self, view: &View<'_>) -> Frame {
        let mut trail = vec![Crumb { text: view.words.text("nav-places").into_owned(), path: view.path("/places") }];
        let above = view.cut.model.register().ancestors(&self.code);
        trail.extend(
            above.iter().rev().map(|place| Crumb { text: view.place_name(place.code.as_str()), path: view.path(&format!("/places/{}", place.code)) }),
        );
        Frame {
            title: self.title(view),
            section: Some(Section::Places),
            trail,
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            file_name: format!("{}-{}", self.code, self.day),
            pins: vec![("on", self.day.to_string())],
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json, Format::Ics]
    }

    fn statements(&self, view: &View<'_>) -> Vec<u32> {
        let cells = self.lines.iter().flat_map(|line| line.own.iter().chain(&line.above));
        cells.flat_map(|cell| cell.because.iter().chain(&cell.also)).flat_map(|index| words_of(view, *index)).collect()
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let hidden: Vec<(&str, &str)> = view.asked.query.get("asof").map(|as_of| ("asof", as_of)).into_iter().collect();
        let fields = [
            Field::date("on", words.text("field-day"), Some(self.day)),
            Field::select("reach", words.text("field-reach"), reach_options(view), self.reach.map_or("", Reach::as_str)),
        ];
        let columns = ["column-instrument", "place-applies", "place-decided-by", "place-own", "place-above"];
        let facts = self.facts(view);
        let in_force = self.lines.iter().filter(|line| line.effective.is_some_and(|known| known.level > 0)).count();
        html! {
            h1 class="govuk-heading-l" { bdi { (self.title(view)) } }
            (super::powers::troubles(view, &self.code))
            (parts::filter_row(words, &format!("/places/{}", self.code), &fields, &hidden))
            div class="k-columns" {
                div {
                    (parts::section(&words.text("place-findings"), &self.around.findings_shown(view)))
                    (parts::section(&words.text("beside-title"), &self.around.neighbours_shown(view)))
                    (parts::section(&words.text("place-now"), &html! {
                        p class="govuk-body" { (words.with("place-on", &[("count", in_force.into()), ("date", words.date(self.day).into())])) " " span class="k-muted" { (words.text("place-unknown-note")) } }
                        @if self.lines.is_empty() { p class="govuk-body" { (words.text("place-none")) } }
                        @else {
                            (parts::table(words, &Table {
                                caption: words.date(self.day),
                                columns: columns.iter().map(|key| Column::words(words.find(key, &[]).unwrap_or_default())).collect(),
                                rows: self.lines.iter().map(|line| self.row(view, line)).collect(),
                                sorts_in_place: true,
                            }))
                        }
                    }))
                    @if !self.strict.is_empty() { (self.indices(view)) }
                    (super::powers::section_of_place(view, &self.code, self.day))
                }
                aside aria-label=(words.text("place-about")) {
                    (super::powers::contact(view, &super::powers::desk_in_place(view, &self.code), &self.title(view)))
                    @if !facts.is_empty() { (parts::section(&words.text("place-about"), &parts::facts(&facts))) }
                    ul class="govuk-list" {
                        @if let Some(path) = super::compare::beside(view, &self.code) { li { a class="govuk-link" href=(view.href(&path)) { (view.words.text("compare-neighbours")) } } }
                        li { a class="govuk-link" href=(view.href(&format!("/policies/timeline?place={}", self.code))) { (words.text("view-timeline")) } }
                        li { a class="govuk-link" href=(view.href(&format!("/policies?place={}", self.code))) { (words.text("policies-list-title")) } }
                        li { a class="govuk-link" href=(view.href(&format!("/policies/conflicts?place={}&below=1", self.code))) { (words.text("conflicts-title")) } }
                        li { a class="govuk-link" href=(view.href(&format!("/policies/support?place={}", self.code))) { (words.text("view-support")) } }
                        li { a class="govuk-link" href=(view.href(&format!("/policies/diffusion?place={}", self.code))) { (words.text("view-diffusion")) } }
                        li { a class="govuk-link" href=(format!("/policies.atom?place={}", self.code)) { "Atom" } }
                    }
                }
            }
            (cite(view, self, &self.title(view)))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let places = view.cut.rows.places();
        let cell = |cell: &Cell<'_>| {
            json!({
                "place": cell.place,
                "level": cell.level,
                "flag": cell.flag.map(Flag::number),
                "reach": cell.reach.map(Reach::as_str),
                "said": cell.said.map(line::said_word),
                "source": cell.source,
                "disputed": cell.is_disputed,
                "because": places.names(&cell.because),
                "also": places.names(&cell.also),
            })
        };
        let line = |line: &Line<'_>| {
            json!({
                "instrument": line.instrument,
                "instrument_name": view.instrument_name(line.instrument),
                "level": line.effective.map(|known| known.level),
                "flag": line.effective.and_then(|known| known.flag).map(Flag::number),
                "decided_by": line.decided_by,
                "own": line.own.as_ref().map(cell),
                "above": line.above.iter().map(cell).collect::<Vec<_>>(),
                "differs": line.differs,
            })
        };
        let register = view.cut.model.register();
        let (neighbours, findings) = self.around.json(view);
        let codes = |places: Vec<&register::Place>| places.iter().map(|place| place.code.to_string()).collect::<Vec<_>>();
        let strict = |strict: &Strict| json!({"index": strict.index.as_str(), "variant": "strict", "value": strict.value.map(decimal_of)});
        Some(Document::new(
            "koinon/place/v1",
            json!({
                "place": self.code,
                "name": self.title(view),
                "level": register.find(&self.code).map(|place| place.level.as_str()),
                "above": codes(register.ancestors(&self.code)),
                "below": codes(register.children(&self.code).collect()),
                "duty": super::powers::contact_json(view, &super::powers::desk_in_place(view, &self.code)),
                "date": self.day.to_string(),
                "instruments": self.lines.iter().map(line).collect::<Vec<_>>(),
                "neighbours": neighbours,
                "findings": findings,
                "indices": self.strict.iter().map(strict).collect::<Vec<_>>(),
            }),
        ))
    }

    fn ics(&self, view: &View<'_>) -> Option<Result<Calendar, Problem>> {
        let filter = Filter { place: Some(self.code.clone()), reach: self.reach, ..Filter::default() };
        Some(Calendar::of_measures(view, &filter))
    }

    fn csv(&self, view: &View<'_>) -> Option<Sheet> {
        let mut sheet =
            Sheet::new(&["place", "date", "instrument", "instrument_name", "level", "flag", "decided_by", "own_level", "because", "above"]);
        for line in &self.lines {
            let level = |level: Option<u8>| level.map(|level| level.to_string()).unwrap_or_default();
            let because =
                line.own.as_ref().map(|cell| cell.because.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")).unwrap_or_default();
            let above = line.above.iter().map(|cell| format!("{}:{}", cell.place, level(cell.level))).collect::<Vec<_>>().join(" ");
            sheet.push(vec![
                self.code.clone(),
                self.day.to_string(),
                line.instrument.to_owned(),
                word(&view.instrument_name(line.instrument)),
                level(line.effective.map(|known| known.level)),
                line.effective.and_then(|known| known.flag).map(|flag| flag.number().to_string()).unwrap_or_default(),
                line.decided_by.unwrap_or_default().to_owned(),
                level(line.own.as_ref().and_then(|cell| cell.level)),
                because,
                word(&above),
            ]);
        }
        Some(sheet)
    }
}
