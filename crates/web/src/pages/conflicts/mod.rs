//! `/policies/conflicts`: where levels, neighbours and sectors clash, worst first.

pub(crate) mod answer;
pub(crate) mod beside;
pub(crate) mod diffusion;
mod draft;
pub(crate) mod map;
pub(crate) mod one;
pub(crate) mod rules;
pub(crate) mod support;
pub(crate) mod told;
mod way;

use std::collections::BTreeSet;

use league::coherence::{Asked, Counts, Finding, Findings, Order, sheet};
use maud::{Markup, html};
use policy::coherence::Grade;
use policy::finding::State;
use record::Sid;
use register::Level;
use serde_json::json;

use self::told::Told;
use self::way::Way;
use super::list::{any_of, chips, dropping, instrument_options, known_instrument, limit_field, no_or_yes, place_options};
use super::{line, list};
use crate::asked::{BadField, Format, Query, Rule};
use crate::feed::{Feed, Item};
use crate::ics::{Calendar, Event};
use crate::limits::{CALENDAR_EVENTS_MAX, FEED_ENTRIES_MAX, FINDINGS_MAX};
use crate::parts::{self, Chip, Empty, Field, Link, Pages, Section};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Sheet, Shown, cite};
use crate::routes::Reply;
use crate::site::{SourceNames, View, number};
use crate::words::without_isolates;

/// The orders, as the query names them.
const ORDERS: [(&str, Order); 4] = [("worst", Order::Worst), ("newest", Order::Newest), ("longest", Order::Longest), ("place", Order::Place)];

/// A finding with what would resolve it.
struct Card {
    told: Told,
    way: Way,
}

/// A finding whose answer counts until a day.
struct Lapsing {
    told: Told,
    /// The last day on which it counts.
    until: i32,
    why: String,
    said_ms: i64,
    /// How many answers were given before it.
    before: usize,
}

struct List {
    cards: Vec<Card>,
    /// For tables and feeds: every one, without more.
    rows: Vec<Told>,
    /// For calendars: the answers that count and are for a time.
    lapsing: Vec<Lapsing>,
    total: usize,
    order: Order,
    limit: usize,
    next: Option<String>,
    sources: BTreeSet<String>,
    /// Every rule that can be asked for, by name.
    rules: Vec<String>,
    /// Findings of every rule, whatever is asked.
    held: usize,
}

/// The list.
pub(crate) fn show<'v>(view: &View<'v>, names: &SourceNames) -> Result<Reply<'v>, Problem> {
    let findings = view.findings();
    let query = &view.asked.query;
    let format = view.asked.format;
    let order = query.word("order", &ORDERS)?.unwrap_or(if format == Format::Atom { Order::Newest } else { Order::Worst });
    let place = query.get("place").map(|code| view.known_place("place", code)).transpose()?;
    let instrument = query.get("instrument").map(|code| known_instrument(view, code)).transpose()?;
    let asked = Asked { place, instrument: instrument.as_deref(), order, ..asked(view, &findings)? };
    let mut found = findings.find(&view.cut, &asked, number(view.today));
    if let Some(days) = query.number("newer", 1, 100_000)?.and_then(|days| i32::try_from(days).ok()) {
        let since = asked.on.unwrap_or_else(|| number(view.today)).saturating_sub(days);
        found.retain(|finding| finding.from > since);
    }
    let limit = query.number("limit", 1, 100)?.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(25);
    let (total, start) = (found.len(), start(view, &found)?);
    let mut page = List {
        cards: Vec::new(),
        rows: Vec::new(),
        lapsing: Vec::new(),
        total,
        order,
        limit,
        next: None,
        sources: BTreeSet::new(),
        rules: rules(&findings),
        held: findings.count(),
    };
    match format {
        Format::Csv => page.rows = found.iter().take(FINDINGS_MAX).map(|finding| Told::of(&findings, finding)).collect(),
        Format::Ics => page.lapsing = lapsing(view, &findings, &found),
        Format::Atom => page.rows = newest(view, &findings, found),
        _ => {
            let shown = found.get(start..).unwrap_or_default();
            page.cards = shown.iter().take(limit).map(|finding| card(view, &findings, finding, asked.on)).collect();
            page.next = page.cards.last().filter(|_| shown.len() > limit).map(|card| key(card.told.id, card.told.from));
        }
    }
    let shown = page.cards.iter().map(|card| &card.told).chain(&page.rows);
    let entries: BTreeSet<u32> = shown.flat_map(|told| told.sides).flatten().map(|at| at.entry).collect();
    page.sources = view.sources_of(names, entries.into_iter().filter_map(|entry| league::measures::words(&view.cut, entry)))?;
    Ok(Reply::page(page))
}

/// The answers among findings that count until a day, the soonest first.
fn lapsing(view: &View<'_>, findings: &Findings, found: &[Finding<'_>]) -> Vec<Lapsing> {
    let one = |finding: &Finding<'_>| {
        let answers = findings.answers(&view.cut, finding, number(view.today));
        let answered = answers.iter().find(|answered| answered.counts == Counts::Yes)?;
        Some(Lapsing {
            told: Told::of(findings, finding),
            until: answered.answer.until?.number(),
            why: answered.answer.why.as_ref().map_or_else(String::new, |why| view.words.said(why, view.records_language()).words.to_owned()),
            said_ms: view.cut.rows.version(answered.entry).map_or(0, record::rows::Version::said_ms),
            before: answers.len().saturating_sub(1),
        })
    };
    let mut lapsing: Vec<Lapsing> = found.iter().filter(|finding| finding.answer.is_some()).filter_map(one).collect();
    lapsing.sort_by_key(|lapsing| (lapsing.until, lapsing.told.id));
    lapsing
}

fn card(view: &View<'_>, findings: &Findings, finding: &Finding<'_>, on: Option<i32>) -> Card {
    let told = Told::of(findings, finding);
    let way = Way::of(view, findings, &told, on.unwrap_or_else(|| told.last_day(view)));
    Card { told, way }
}

/// What the query asks of findings, but for place, instrument and order.
pub(crate) fn asked(view: &View<'_>, findings: &Findings) -> Result<Asked<'static>, Problem> {
    let query = &view.asked.query;
    let mut rules = Vec::new();
    for word in query.all("rule") {
        let named = findings.settings().named(word);
        if named.is_empty() {
            return Err(BadField::new("rule", word, Rule::Known).into());
        }
        rules.extend(named);
    }
    let answers = [("none", None), ("accepted", Some(State::Accepted)), ("disputed", Some(State::Disputed)), ("resolving", Some(State::Resolving))];
    let levels = Level::ALL.map(|level| (level.as_str(), level));
    let grades = Grade::ALL.map(|grade| (grade.as_str(), grade));
    let (from, to) = (query.day("from")?.map(number), query.day("to")?.map(number));
    if let (Some(from), Some(last)) = (from, to)
        && last < from
    {
        return Err(BadField::new("to", query.get("to").unwrap_or_default(), Rule::NotBefore).into());
    }
    let days = (from.is_some() || to.is_some()).then(|| from.unwrap_or(i32::MIN)..to.map_or(record::Facets::OPEN, |last| last.saturating_add(1)));
    Ok(Asked {
        rules,
        grade: query.word("grade", &grades)?,
        below: query.ticked("below"),
        level: query.word("level", &levels)?,
        answer: query.word("answer", &answers)?,
        days,
        on: query.day("on")?.map(number),
        days_min: query.number("min-days", 1, 100_000)?.and_then(|days| i32::try_from(days).ok()),
        ..Asked::default()
    })
}

/// Every rule that can be asked for, by name.
fn rules(findings: &Findings) -> Vec<String> {
    findings.settings().rules().into_iter().map(|named| named.code.unwrap_or_else(|| named.rule.as_str().to_owned())).collect()
}

/// Where a page of the list ends: the last finding on it.
fn key(id: Sid, from: i32) -> String {
    format!("{id}.{from}")
}

/// Where the page that is asked for starts. Errors: nothing that is listed ends the page before.
fn start(view: &View<'_>, found: &[Finding<'_>]) -> Result<usize, Problem> {
    let Some(after) = view.asked.query.get("after") else { return Ok(0) };
    let at = found.iter().position(|finding| key(finding.id, finding.from) == after);
    at.map(|at| at + 1).ok_or_else(|| BadField::new("after", after, Rule::AsGiven).into())
}

/// The newest by when the statements behind them were said.
fn newest(view: &View<'_>, findings: &Findings, mut found: Vec<Finding<'_>>) -> Vec<Told> {
    found.sort_by_cached_key(|finding| std::cmp::Reverse(said_ms(view, finding)));
    found.iter().take(FEED_ENTRIES_MAX).map(|finding| Told::of(findings, finding)).collect()
}

/// When the later of the statements behind a finding was said.
fn said_ms(view: &View<'_>, finding: &Finding<'_>) -> i64 {
    let said = finding.sides.into_iter().flatten().filter_map(|at| view.cut.rows.version(at.entry));
    said.map(record::rows::Version::said_ms).max().unwrap_or(0)
}

/// The ways of seeing policies, and among them those of seeing clashes; place and instrument are kept.
pub(crate) fn tabs(view: &View<'_>, current: usize) -> Markup {
    let words = view.words;
    let query = &view.asked.query;
    let kept =
        ["place", "below", "instrument", "asof"].into_iter().fold(Query::default(), |kept, key| kept.with(key, query.get(key).unwrap_or_default()));
    let ways = [
        ("/policies/conflicts", "view-list"),
        ("/policies/conflicts/map", "view-map"),
        ("/policies/support", "view-support"),
        ("/policies/diffusion", "view-diffusion"),
        ("/rules", "view-rules"),
    ];
    html! {
        (list::tabs(view, 3))
        nav class="k-ways" aria-label=(words.text("conflicts-title")) { ul class="govuk-list k-inline" {
            @for (at, (path, key)) in ways.into_iter().enumerate() {
                li { a class="govuk-link k-target" href=(words.href(&kept.on(path))) aria-current=[(at == current).then_some("page")] { (words.find(key, &[]).unwrap_or_default()) } }
            }
        } }
    }
}

/// That no competence is stated, and what follows.
pub(crate) fn register_note(view: &View<'_>) -> Markup {
    let has_any = view.cut.model.register().competences().next().is_some();
    html! { @if !has_any { p class="govuk-body-s k-muted" { (view.words.text("conflicts-no-register")) } } }
}

impl Card {
    fn shown(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let told = &self.told;
        html! {
            li class="k-finding" {
                h2 class="govuk-heading-s" { a class="govuk-link" href=(view.href(&told.path())) { bdi { (told.title(view)) } } }
                p class="govuk-body-s" {
                    (told.tags(view)) " " a class="govuk-link" href=(view.href(&format!("/rules/{}", told.name))) { (view.names().rule(&told.name)) } (view.words.colon())
                    (told.span(view)) " (" (told.length(view)) ")"
                    @if let Some(kilometres) = told.kilometres(view) { ", " (words.with("finding-border", &[("length", kilometres.into())])) }
                }
                p class="govuk-body" { (told.sentence(view)) }
                (told.sides_shown(view))
                details class="k-details" { summary { (words.text("finding-resolve")) } (self.way.shown(view, told)) }
            }
        }
    }
}

impl List {
    fn fields(&self, view: &View<'_>) -> Vec<Field> {
        let words = view.words;
        let query = &view.asked.query;
        let any = words.text("any");
        let given = |key: &str| query.get(key).unwrap_or_default().to_owned();
        let rules = std::iter::once((String::new(), words.text("conflicts-rules-default").into_owned()));
        let rules = rules.chain(self.rules.iter().map(|name| (name.clone(), view.names().rule(name)))).collect();
        let orders = ORDERS.iter().map(|(word, _)| ((*word).to_owned(), view.word("conflicts-order", word))).collect();
        vec![
            Field::select(
                "place",
                words.text("field-place"),
                place_options(view, &any),
                query.get("place").and_then(|code| view.known_place("place", code).ok()).unwrap_or_default(),
            ),
            Field::select("below", words.text("field-below"), no_or_yes(words), if query.ticked("below") { "1" } else { "" }),
            Field::select("rule", words.text("field-rule"), rules, given("rule")),
            Field::select("grade", words.text("field-grade"), any_of(view, "grade-at-least", &Grade::ALL.map(Grade::as_str)), given("grade")),
            Field::select("instrument", words.text("field-instrument"), instrument_options(view, Some(&any)), given("instrument")),
            Field::select("level", words.text("field-government"), any_of(view, "place-level", &Level::ALL.map(Level::as_str)), given("level")),
            Field::date("on", words.text("field-on"), query.day("on").ok().flatten()),
            Field::text("min-days", words.text("field-min-days"), given("min-days")),
            Field::text("newer", words.text("field-newer"), given("newer")),
            Field::select(
                "answer",
                words.text("field-answer"),
                any_of(view, "answer", &["none", "accepted", "disputed", "resolving"]),
                given("answer"),
            ),
            Field::select("order", words.text("field-order"), orders, given("order")),
            limit_field(words, self.limit),
        ]
    }

    fn chips(&self, view: &View<'_>) -> Vec<Chip> {
        let query = &view.asked.query;
        let words = view.words;
        let text = |key: &'static str, value: &str| -> Option<String> {
            let field = |field: &str| words.find(field, &[]).unwrap_or_default().into_owned();
            Some(match key {
                "place" => view.place_name(value),
                "below" => field("field-below"),
                "instrument" => view.instrument_name(value),
                "rule" => value.split(',').map(|name| view.names().rule(name)).collect::<Vec<_>>().join(", "),
                "grade" => view.word("grade-at-least", value),
                "level" => view.word("place-level", value),
                "answer" => view.word("answer", value),
                "min-days" | "newer" => format!("{}{}{value}", field(&format!("field-{key}")), words.colon()),
                "on" | "from" | "to" => {
                    let day = query.day(key).ok().flatten().map(|day| words.date(day)).unwrap_or_default();
                    format!("{}{}{day}", field(&format!("field-{key}")), words.colon())
                }
                _ => return None,
            })
        };
        chips(query, "/policies/conflicts", text)
    }

    fn empty(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let mut links = dropping(words, self.chips(view));
        links.push(Link { text: words.text("view-rules").into_owned(), path: view.path("/rules") });
        let text = if self.held == 0 { words.text("conflicts-none-text") } else { words.text("conflicts-empty-text") };
        parts::empty(words, &Empty { title: words.text("conflicts-empty-title").into_owned(), text: text.into_owned(), links })
    }
}

impl Shown for List {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: view.words.text("conflicts-title").into_owned(),
            section: Some(Section::Policies),
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            file_name: "conflicts".to_owned(),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json, Format::Atom, Format::Ics]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let query = &view.asked.query;
        let hidden: Vec<(&str, &str)> = query.get("asof").map(|as_of| ("asof", as_of)).into_iter().collect();
        let next = self.next.as_ref().map(|after| query.without(&["after"]).with("after", after).on("/policies/conflicts"));
        let first = query.get("after").map(|_| query.without(&["after"]).on("/policies/conflicts"));
        let order = ORDERS.iter().find(|(_, order)| *order == self.order).map_or("worst", |(word, _)| word);
        html! {
            h1 class="govuk-heading-l" { (words.text("conflicts-title")) }
            (tabs(view, 0))
            div class="k-columns k-columns--filter" {
                div {
                    details class="k-fold" open[!self.chips(view).is_empty()] { summary { (words.text("filter-title")) } }
                    div { (parts::filter(words, "/policies/conflicts", &self.fields(view), &hidden)) }
                }
                div {
                    (parts::chips(words, &self.chips(view)))
                    p class="govuk-body" role="status" { strong { (words.with("count-findings", &[("count", self.total.into())])) } }
                    p class="govuk-body-s k-muted" { (words.find(&format!("conflicts-order-{order}-means"), &[]).unwrap_or_default()) }
                    (register_note(view))
                    @if self.cards.is_empty() { (self.empty(view)) }
                    @else {
                        ol class="k-findings" { @for card in &self.cards { (card.shown(view)) } }
                        (parts::pages(words, &Pages { first, next }))
                        (cite(view, self, &words.text("conflicts-title")))
                    }
                }
            }
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let next =
            self.next.as_ref().map(|after| view.site.url(&view.asked.query.without(&["after"]).with("after", after).on("/policies/conflicts.json")));
        let order = ORDERS.iter().find(|(_, order)| *order == self.order).map(|(word, _)| word);
        let one = |card: &Card| {
            let mut one = card.told.json(view);
            if let Some(members) = one.as_object_mut() {
                members.insert("way".to_owned(), card.way.json(&card.told));
            }
            one
        };
        let findings: Vec<_> = self.cards.iter().map(one).collect();
        Some(Document::new("koinon/findings/v1", json!({"total": self.total, "order": order, "next": next, "findings": findings})))
    }

    fn csv(&self, _: &View<'_>) -> Option<Sheet> {
        let mut table = Sheet::exact(&sheet::COLUMNS);
        self.rows.iter().for_each(|told| table.push(sheet::cells(&told.finding())));
        Some(table)
    }

    fn ics(&self, view: &View<'_>) -> Option<Result<Calendar, Problem>> {
        let event = |lapsing: &Lapsing| {
            let told = &lapsing.told;
            let answer = told.answer.map(|state| view.word("answer", state.as_str())).unwrap_or_default();
            Event {
                uid: format!("{}-{}-lapses", told.id, told.from),
                sequence: lapsing.before,
                day: lapsing.until,
                summary: without_isolates(&view.words.with("calendar-answer", &[("name", told.title(view).into())])),
                description: [view.names().rule(&told.name), told.span(view), format!("{answer}{}{}", view.words.colon(), lapsing.why)].join("\n"),
                path: told.path(),
                said_ms: lapsing.said_ms,
                is_cancelled: false,
            }
        };
        let events: Vec<Event> = self.lapsing.iter().take(CALENDAR_EVENTS_MAX).map(event).collect();
        let left_out = self.lapsing.len().saturating_sub(events.len());
        Some(Ok(Calendar { events, left_out, sources: self.sources.clone() }))
    }

    fn atom(&self, view: &View<'_>) -> Option<Feed> {
        Some(Feed { items: self.rows.iter().map(|told| item(view, told)).collect() })
    }

    fn statements(&self, _: &View<'_>) -> Vec<u32> {
        self.cards.iter().flat_map(|card| card.told.sides).flatten().map(|at| at.entry).collect()
    }
}

/// A finding in a feed: each of its intervals once.
pub(crate) fn item(view: &View<'_>, told: &Told) -> Item {
    let newest = told.sides.into_iter().flatten().map(|at| at.entry).max();
    let by = newest
        .and_then(|entry| view.entry(entry).ok().flatten())
        .map(|entry| view.said_by(newest.unwrap_or_default(), entry.statement.by.as_str()))
        .unwrap_or_default();
    let level = |at: Option<policy::coherence::At>| at.map_or_else(|| "?".to_owned(), |at| at.level.to_string());
    let [a, b] = told.sides.map(level);
    let summary = format!(
        "{}. {}. {}{}{a} / {b}. {}",
        view.names().rule(&told.name),
        view.word("grade", told.grade.as_str()),
        view.words.text("column-level"),
        view.words.colon(),
        told.span(view)
    );
    Item {
        id: format!("urn:koinon:{}:finding:{}:{}", view.site.origin().as_str().replace(['/', ':'], "~"), told.id, told.from),
        title: told.title(view),
        summary,
        path: told.path(),
        said_ms: said_ms(view, &told.finding()),
        by,
    }
}
