//! `/findings/{id}`: one finding: its intervals, both sides along time, the statements that cause them, what was answered, and how to answer.

use std::collections::BTreeSet;

use league::coherence::{Counts, Findings, Segment};
use maud::{Markup, html};
use policy::coherence::At;
use policy::finding::State;
use record::Sid;
use serde_json::json;

use super::draft;
use super::told::{self, Told, day};
use super::way::Way;
use crate::asked::Format;
use crate::feed::Feed;
use crate::limits::{FINDING_INTERVALS_MAX, STRETCHES_MAX};
use crate::parts::chart::{self, Lane, LaneGroup, Lanes, Span};
use crate::parts::{self, Column, Crumb, Fact, Row, Section, Table};
use crate::problem::{NoSuch, Problem};
use crate::represent::{Document, Frame, Sheet, Shown, cite};
use crate::routes::Reply;
use crate::site::{SourceNames, View, date, first, last, number};

/// Days shown before and after the intervals.
const MARGIN: i32 = 45;

/// An answer, with whether it counts.
struct Answered {
    entry: u32,
    state: State,
    why: Option<String>,
    who: Option<String>,
    until: Option<i32>,
    by: String,
    said_ms: i64,
    counts: Counts,
}

pub(crate) struct One {
    /// Its intervals, oldest first; at least one.
    intervals: Vec<Told>,
    /// The one that is asked about: the last that has begun, or the first.
    current: Told,
    /// How both sides stand, from before the first interval until after the last.
    segments: Vec<Segment>,
    days: std::ops::Range<i32>,
    answers: Vec<Answered>,
    way: Way,
    sources: BTreeSet<String>,
    /// Whether this node speaks for one of the places.
    is_party: bool,
    days_total: i64,
}

/// The finding with this id.
pub(crate) fn show<'v>(view: &View<'v>, names: &SourceNames, id: &str) -> Result<Reply<'v>, Problem> {
    Ok(Reply::page(read(view, names, id)?))
}

pub(crate) fn read(view: &View<'_>, names: &SourceNames, id: &str) -> Result<One, Problem> {
    let no_such = || Problem::NoSuch(NoSuch::Finding(id.chars().take(60).collect()));
    let sid: Sid = id.parse().map_err(|_| no_such())?;
    let findings = view.findings();
    let today = number(view.today);
    let found = findings.one(&view.cut, sid, today);
    let intervals: Vec<Told> = found.iter().map(|finding| Told::of(&findings, finding)).collect();
    let current = intervals.iter().rev().find(|told| told.from <= today).or_else(|| intervals.first()).cloned().ok_or_else(no_such)?;
    let days = window(view, &intervals);
    let mut segments = findings.segments(sid, days.clone());
    segments.truncate(STRETCHES_MAX);
    let answers = answers(view, &findings, &intervals)?;
    let way = Way::of(view, &findings, &current, current.last_day(view));
    let entries: BTreeSet<u32> = segments.iter().flat_map(|segment| segment.sides).chain(current.sides).flatten().map(|at| at.entry).collect();
    let sources = view.sources_of(names, entries.into_iter().filter_map(|entry| league::measures::words(&view.cut, entry)))?;
    let is_party = draft::is_party(view, &current);
    let days_total = intervals.iter().map(|told| i64::from(told.days)).sum();
    Ok(One { intervals, current, segments, days, answers, way, sources, is_party, days_total })
}

/// The days that are drawn.
fn window(view: &View<'_>, intervals: &[Told]) -> std::ops::Range<i32> {
    let today = number(view.today);
    let start = intervals.iter().map(|told| told.from).min().unwrap_or(today);
    let ends = intervals.iter().map(|told| if told.until == record::Facets::OPEN { today.saturating_add(1).max(told.from) } else { told.until });
    start.saturating_sub(MARGIN)..ends.max().unwrap_or(today).saturating_add(MARGIN)
}

/// Every answer once, as it counts where it counts best.
fn answers(view: &View<'_>, findings: &Findings, intervals: &[Told]) -> Result<Vec<Answered>, Problem> {
    let today = number(view.today);
    let mut all: Vec<Answered> = Vec::new();
    for told in intervals {
        for answered in findings.answers(&view.cut, &told.finding(), today) {
            if let Some(known) = all.iter_mut().find(|known| known.entry == answered.entry) {
                known.counts = known.counts.min(answered.counts);
                continue;
            }
            let Some(entry) = view.entry(answered.entry)? else { continue };
            let said = |text: &Option<record::Text>| text.as_ref().map(|text| view.words.said(text, view.records_language()).words.to_owned());
            let said_ms = view.cut.rows.version(answered.entry).map_or(0, record::rows::Version::said_ms);
            let answer = answered.answer;
            all.push(Answered {
                entry: answered.entry,
                state: answer.state,
                why: said(&answer.why),
                who: said(&answer.who),
                until: answer.until.map(register::Day::number),
                by: entry.statement.by.to_string(),
                said_ms,
                counts: answered.counts,
            });
        }
    }
    all.sort_by_key(|answered| std::cmp::Reverse(answered.entry));
    Ok(all)
}

impl One {
    pub(crate) fn current(&self) -> &Told {
        &self.current
    }

    pub(crate) fn is_party(&self) -> bool {
        self.is_party
    }

    /// The statements behind the interval that is asked about.
    pub(crate) fn entries(&self) -> Vec<u32> {
        let of = &self.current;
        let within = self.segments.iter().filter(|segment| segment.from < of.until && of.from < segment.until);
        let mut entries: Vec<u32> = Vec::new();
        for at in of.sides.into_iter().chain(within.flat_map(|segment| segment.sides)).flatten() {
            if !entries.contains(&at.entry) {
                entries.push(at.entry);
            }
        }
        entries
    }

    fn facts(&self, view: &View<'_>) -> Vec<Fact> {
        let words = view.words;
        let of = &self.current;
        let rule = html! { a class="govuk-link" href=(view.href(&format!("/rules/{}", of.name))) { (view.names().rule(&of.name)) } " " span class="k-muted" { bdi { (of.name) } } };
        let number = |number: usize| words.number(u64::try_from(number).unwrap_or(0));
        let total = u64::try_from(self.days_total).unwrap_or(0);
        let mut facts = vec![
            Fact::marked(words.text("field-rule"), rule),
            Fact::marked(
                words.text("field-grade"),
                html! { (of.tags(view)) " " (words.find(&format!("grade-{}-means", of.grade.as_str()), &[]).unwrap_or_default()) },
            ),
            Fact::new(words.text("finding-last"), format!("{} ({})", of.span(view), of.length(view))),
            Fact::new(
                words.text("finding-in-all"),
                crate::words::without_isolates(
                    &words.with("finding-intervals", &[("intervals", number(self.intervals.len()).into()), ("days", words.number(total).into())]),
                ),
            ),
        ];
        if let Some(kilometres) = of.kilometres(view) {
            facts.push(Fact::new(words.text("finding-border-length"), kilometres));
        }
        facts
    }

    fn drawing(&self, view: &View<'_>) -> String {
        let words = view.words;
        let of = &self.current;
        let title = of.title(view);
        let sides = of.named_sides(view).len().min(2);
        let names = of.plain_sides(view);
        let lanes =
            (0..sides).zip(names).map(|(side, (name, instrument))| lane(view, &self.segments, self.days.end, side, name, &instrument)).collect();
        let (date_text, desc) = (words.date(view.today), words.text("finding-lanes-desc"));
        let source = crate::represent::owed(view, &self.frame(view));
        let frame = chart::Frame { id: "finding", title: &title, desc: &desc, source: &source, date: &date_text, ..view.drawn() };
        let shaded = self.intervals.iter().map(|told| (date(told.from), last(told.until))).collect();
        let days = (date(self.days.start), date(self.days.end.saturating_sub(1)));
        chart::lanes(&Lanes { frame, days, groups: vec![LaneGroup { name: String::new(), lanes }], marked: None, shaded })
    }

    /// The stretches of one interval, each with the statements behind it.
    fn stretches(&self, view: &View<'_>, of: &Told) -> Markup {
        let words = view.words;
        let names = of.plain_sides(view);
        let mut columns = vec![Column::words(words.text("column-days-short"))];
        columns.extend(names.iter().map(|(name, _)| Column::words(name.clone())));
        let cell =
            |at: Option<At>, instrument: &str| html! { (told::level(view, instrument, at)) @if let Some(at) = at { br; (told::said_by(view, at)) } };
        let row = |segment: &Segment| {
            let (from, until) = (segment.from.max(of.from), segment.until.min(of.until));
            let mut cells = vec![view.span_short(first(from), last(until)).into()];
            cells.extend(names.iter().zip(segment.sides).map(|((_, instrument), at)| cell(at, instrument).into()));
            Row { cells, is_withdrawn: false }
        };
        let rows: Vec<Row> = self.segments.iter().filter(|segment| segment.from < of.until && of.from < segment.until).map(row).collect();
        let caption = format!("{} ({})", of.span(view), of.length(view));
        html! {
            @if rows.is_empty() { h3 class="govuk-heading-s" { (caption) } (of.sides_shown(view)) }
            @else { (parts::table(words, &Table { caption, columns, rows, sorts_in_place: false })) }
        }
    }

    fn answers_shown(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let row = |answered: &Answered| {
            let why = answered.why.iter().chain(&answered.who).cloned().collect::<Vec<_>>().join(" · ");
            Row::new([
                html! { (told::answer_tag(view, answered.state)) br; (view.statement_link(answered.entry)) }.into(),
                why.into(),
                answered.until.map(|until| words.date_short(day(until))).unwrap_or_default().into(),
                html! { bdi { (view.said_by(answered.entry, &answered.by)) } ", " (view.moment(answered.said_ms)) }.into(),
                view.word("counts", answered.counts.as_str()).into(),
            ])
        };
        let columns = ["field-answer", "column-why", "column-until", "column-said-by", "column-counts"];
        html! {
            @if self.answers.is_empty() { p class="govuk-body" { (words.text("finding-no-answer")) } }
            @else {
                (parts::table(words, &Table {
                    caption: words.text("finding-answers").into_owned(),
                    columns: columns.iter().map(|key| Column::words(words.find(key, &[]).unwrap_or_default())).collect(),
                    rows: self.answers.iter().map(row).collect(),
                    sorts_in_place: false,
                }))
            }
            p class="govuk-body" { (words.text("answer-lead")) }
            @if self.is_party { p class="govuk-body" { a class="govuk-link k-target" href=(view.href(&format!("{}/answer", self.current.path()))) { (words.text("answer-link")) } } }
            @else { p class="govuk-body k-muted" { (words.text("answer-not-a-party")) } }
            details class="k-details" { summary { (words.text("answer-by-command")) }
                p class="govuk-body" { (words.text("answer-by-command-text")) }
                pre class="k-raw" { (draft::example(view, &self.current, &self.entries())) }
            }
        }
    }

    fn watch(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let of = &self.current;
        let [a, _] = &of.places;
        let path = of.path();
        html! { ul class="govuk-list" {
            li { a class="govuk-link" href=(format!("{path}.atom")) { (words.text("watch-this")) } }
            li { a class="govuk-link" href=(format!("/policies/conflicts.atom?place={a}&instrument={}", of.instrument)) { (words.with("watch-place", &[("place", view.place_name(a).into()), ("instrument", view.instrument_name(&of.instrument).into())])) } }
            li { a class="govuk-link" href=(format!("/policies/conflicts.atom?rule={}", of.name)) { (words.with("watch-rule", &[("rule", view.names().rule(&of.name).into())])) } }
            @for code in of.places.iter().filter(|code| view.cut.model.register().has(code)) {
                li { a class="govuk-link" href=(format!("/places/{code}.ics")) { (words.with("watch-calendar", &[("place", view.place_name(code).into())])) } }
            }
            li { a class="govuk-link" href=(view.href("/notifications")) { (words.text("watch-more")) } }
        } }
    }
}

/// One side of a finding along time, until before `end`.
pub(crate) fn lane(view: &View<'_>, segments: &[Segment], end: i32, side: usize, name: String, instrument: &str) -> Lane {
    let stretch = |segment: &Segment| segment.sides.get(side).copied().flatten().map(|at| (segment.from, segment.until.min(end), at));
    let mut lane = Lane { name, max: view.level_max(instrument), known: Vec::new(), spans: Vec::new() };
    for (from, until, at) in segments.iter().filter_map(stretch) {
        lane.known.push((date(from), last(until)));
        if at.level > 0 {
            let text = view.level_text(instrument, at.level);
            let hover = format!("{}{}{} {text}", view.span_short(first(from), last(until)), view.words.colon(), at.level);
            lane.spans.push(Span {
                from: date(from),
                to: last(until),
                level: at.level,
                is_targeted: at.flag == Some(policy::Flag::Targeted),
                text,
                hover,
            });
        }
    }
    lane
}

impl Shown for One {
    fn frame(&self, view: &View<'_>) -> Frame {
        let trail = vec![Crumb { text: view.words.text("conflicts-title").into_owned(), path: view.path("/policies/conflicts") }];
        Frame {
            title: self.current.title(view),
            section: Some(Section::Policies),
            trail,
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            file_name: format!("finding-{}", self.current.id),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json, Format::Atom, Format::Svg]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let of = &self.current;
        let what = words.find(&format!("rule-{}-what", of.name), &[]).or_else(|| words.find(&format!("rule-{}-what", of.rule.as_str()), &[]));
        html! {
            h1 class="govuk-heading-l" { bdi { (of.title(view)) } }
            p class="k-lead" { (what.unwrap_or_default()) }
            (parts::facts(&self.facts(view)))
            (parts::section(&words.text("finding-sides"), &html! {
                (of.sides_shown(view))
                (chart::figure(&self.drawing(view), &words.text("finding-lanes-desc")))
            }))
            (parts::section(&words.text("finding-resolve"), &html! { (self.way.shown(view, of)) (super::register_note(view)) }))
            (parts::section(&words.text("finding-intervals-title"), &html! {
                @for told in self.intervals.iter().rev().take(FINDING_INTERVALS_MAX) { (self.stretches(view, told)) }
                @if self.intervals.len() > FINDING_INTERVALS_MAX { p class="govuk-body k-muted" { (words.with("finding-more-intervals", &[("count", (self.intervals.len() - FINDING_INTERVALS_MAX).into())])) } }
            }))
            (parts::section(&words.text("finding-answers"), &self.answers_shown(view)))
            (parts::section(&words.text("finding-watch"), &self.watch(view)))
            p class="govuk-body-s k-muted" { (words.text("finding-id")) " " code dir="ltr" { (of.id) } }
            (cite(view, self, &of.title(view)))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let side = |at: Option<At>| {
            at.map(|at| json!({"level": at.level, "flag": at.flag.map(policy::Flag::number), "mode": at.mode.as_str(), "entry": view.entry_name(at.entry)}))
        };
        let segment = |segment: &Segment| {
            let [a, b] = segment.sides.map(side);
            json!({"from": first(segment.from).map(|day| day.to_string()), "to": last(segment.until.min(self.days.end)).map(|day| day.to_string()), "a": a, "b": b})
        };
        let answered = |answered: &Answered| {
            json!({
                "entry": view.entry_name(answered.entry), "state": answered.state.as_str(), "why": answered.why, "who": answered.who,
                "until": answered.until.map(|until| day(until).to_string()), "by": answered.by, "said_at": super::line::moment(answered.said_ms), "counts": answered.counts.as_str(),
            })
        };
        Some(Document::new(
            "koinon/finding/v1",
            json!({
                "id": self.current.id,
                "intervals": self.intervals.iter().map(|told| told.json(view)).collect::<Vec<_>>(),
                "segments": self.segments.iter().map(segment).collect::<Vec<_>>(),
                "answers": self.answers.iter().map(answered).collect::<Vec<_>>(),
                "way": self.way.json(&self.current),
            }),
        ))
    }

    fn csv(&self, _: &View<'_>) -> Option<Sheet> {
        let mut table = Sheet::exact(&league::coherence::sheet::COLUMNS);
        self.intervals.iter().for_each(|told| table.push(league::coherence::sheet::cells(&told.finding())));
        Some(table)
    }

    fn svg(&self, view: &View<'_>) -> Option<String> {
        Some(self.drawing(view))
    }

    fn atom(&self, view: &View<'_>) -> Option<Feed> {
        Some(Feed { items: self.intervals.iter().rev().map(|told| super::item(view, told)).collect() })
    }

    fn statements(&self, _: &View<'_>) -> Vec<u32> {
        self.entries()
    }
}
