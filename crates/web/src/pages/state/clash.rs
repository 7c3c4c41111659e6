//! The last page of the form: what the statement would clash with, with whom, since when they have had theirs. Only what was seen is stated.

use league::coherence::Would;
use league::coherence::would::{Clash, DRAFTED};
use maud::{Markup, html};
use policy::coherence::At;
use policy::finding::State;
use record::{Act, Draft, EntryId, Json, Reference, Revises, Sid};
use serde_json::json;

use super::ask::trail;
use super::check::Door;
use super::paper::{Doing, Paper};
use super::review;
use crate::live::Spoken;
use crate::pages::line;
use crate::parts::{self, Choice, Fact, FormFault, Radios, Size};
use crate::problem::Problem;
use crate::represent::{Frame, Shown};
use crate::site::{View, first, last};

/// Clashes that are shown in full; the rest is counted.
const CLASHES_SHOWN: usize = 20;
/// Clashes that one batch answers.
const ANSWERS_MAX: usize = 16;

/// What a draft would do.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clashes {
    /// What would begin and is shown to everyone by default, gravest first.
    pub(crate) starts: Vec<Clash>,
    /// What would begin and is shown to those who ask for it.
    pub(crate) others: Vec<Clash>,
    /// What would be over.
    pub(crate) ends: Vec<Clash>,
}

/// What stating these drafts would start and end.
pub(crate) fn clashes(view: &View<'_>, drafts: &[Draft]) -> Clashes {
    let findings = view.findings();
    let Would { starts, ends } = findings.would_state(&view.cut, drafts, &Spoken(&view.site.node));
    let is_shown = |clash: &Clash| clash.is_shown(findings.settings());
    let (starts, others) = starts.into_iter().partition(is_shown);
    Clashes { starts, others, ends: ends.into_iter().filter(is_shown).collect() }
}

impl Clashes {
    /// What was seen, in a few letters: the exact words and what they would do. Another value means that something has changed.
    pub(crate) fn seen(&self, view: &View<'_>, drafts: &[Draft]) -> String {
        let one = |clash: &Clash| {
            let side = |side: Option<At>| side.map(|at| (at.level, at.flag.map(policy::Flag::number)));
            let interval = &clash.interval;
            json!([clash.id, interval.from, interval.until, interval.grade.as_str(), side(interval.a), side(interval.b), clash.since])
        };
        let findings: Vec<Json> = self.starts.iter().map(one).chain([Json::Null]).chain(self.ends.iter().map(one)).collect();
        let whole = format!("{}\n{}", review::exact(view, drafts).join("\n"), Json::from(findings));
        EntryId::of(whole.as_bytes()).to_string().trim_start_matches("sha256:").chars().take(32).collect()
    }
}

/// The answers to what would begin, as the person gave one. Errors: what is missing in it.
pub(crate) fn answers(view: &View<'_>, paper: &Paper, clashes: &Clashes) -> Result<Vec<Draft>, Vec<FormFault>> {
    let words = view.words;
    let Some(state) = State::ALL.into_iter().find(|state| state.as_str() == paper.typed("answer")) else { return Ok(Vec::new()) };
    let mut faults = Vec::new();
    let mut fault = |field: &'static str, text: String| faults.push(FormFault { field: Some(field), text });
    let (why, who) = (paper.given("answer-reason"), paper.given("answer-by"));
    if state != State::Resolving && why.is_none() {
        fault("answer-reason", words.text("fault-reason").into_owned());
    }
    if state == State::Resolving && who.is_none() {
        fault("answer-by", words.text("fault-answer-by").into_owned());
    }
    let until = match paper.day("answer-until") {
        Ok(None) if state != State::Disputed => {
            fault("answer-until", words.text("fault-answer-until").into_owned());
            None
        }
        Ok(day) => day,
        Err(got) => {
            fault("answer-until", words.with("date-fault", &[("got", got.into())]).into_owned());
            None
        }
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    let one = |clash: &Clash| {
        let entries = pinned(view, clash)?;
        let mut body = json!({
            "finding": clash.id, "rule": clash.name, "instrument": clash.instrument, "state": state.as_str(),
            "places": clash.places.iter().filter(|code| !code.is_empty()).collect::<Vec<_>>(),
            "from": first(clash.interval.from)?.to_string(), "entries": entries,
        });
        let members = body.as_object_mut()?;
        let more = [
            ("why", why.clone()),
            ("who", who.clone()),
            ("until", until.map(|day| day.to_string())),
            ("to", last(clash.interval.until).map(|day| day.to_string())),
        ];
        members.extend(more.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into()))));
        let subject: record::SubjectName = format!("finding:{}", clash.id).parse().ok()?;
        // An earlier answer to the same finding is revised.
        let head = view.cut.rows.head_at(Sid::of(view.site.origin(), &subject), view.cut.size);
        let revises = head.and_then(|head| view.id(head.index).ok().flatten()).map(Revises::Entry);
        let audience = record::Audience::default();
        Some(Draft { kind: "finding/v1".parse().ok()?, subject: Some(subject), revises, act: Act::State, about: Vec::new(), audience, body })
    };
    Ok(clashes.starts.iter().filter_map(one).take(ANSWERS_MAX).collect())
}

/// The statements on the other side, these very words; none where there are none yet to be named.
fn pinned(view: &View<'_>, clash: &Clash) -> Option<Vec<Reference>> {
    let sides = [clash.interval.a, clash.interval.b].into_iter().flatten().filter(|at| at.entry < DRAFTED);
    let reference = |at: At| {
        let entry = view.entry(at.entry).ok().flatten()?;
        Some(Reference { origin: view.site.node.origin(at.entry)?, subject: entry.statement.subject, entry: Some(entry.id) })
    };
    let entries: Vec<Reference> = sides.filter_map(reference).collect();
    (!entries.is_empty()).then_some(entries)
}

/// The last page.
pub(crate) struct Last {
    pub(crate) draft: i64,
    pub(crate) paper: Paper,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) clashes: Clashes,
    pub(crate) door: Door,
    pub(crate) faults: Vec<FormFault>,
    /// Whether something changed since the page was last shown.
    pub(crate) has_changed: bool,
}

impl Last {
    fn title(&self, view: &View<'_>) -> String {
        let count = self.clashes.starts.len();
        if count == 0 {
            view.words.text("clashes-none-title").into_owned()
        } else {
            view.words.with("clashes-title", &[("count", count.into())]).into_owned()
        }
    }

    fn ask_for_answer(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let choice = |word: &str| Choice {
            value: word.to_owned(),
            text: html! { (words.find(&format!("answer-choice-{word}"), &[]).unwrap_or_default()) },
            hint: words.find(&format!("answer-choice-{word}-hint"), &[]).map(std::borrow::Cow::into_owned),
        };
        let choices: Vec<Choice> = ["later", "accepted", "resolving", "disputed"].into_iter().map(choice).collect();
        let typed = self.paper.typed("answer");
        let value = if typed.is_empty() { "later" } else { typed };
        let legend = words.text("answer-legend");
        let field = |name: &'static str, size: Size| {
            let label = words.find(&format!("ask-{name}"), &[]).unwrap_or_default();
            let hint = words.find(&format!("ask-{name}-hint"), &[]);
            parts::text(words, name, &label, hint.as_deref(), size, self.paper.typed(name), &self.faults)
        };
        let until = ["answer-until-day", "answer-until-month", "answer-until-year"].map(|name| self.paper.typed(name));
        html! {
            (parts::radios(words, &Radios { name: "answer", legend: &legend, is_heading: false, hint: Some(&words.text("answer-hint")), choices: &choices, value }, &self.faults))
            (field("answer-reason", Size::Lines(3)))
            (field("answer-by", Size::Line))
            (parts::days(words, "answer-until", &words.text("ask-answer-until"), None, until, &self.faults))
        }
    }
}

/// One clash, in words: the rule, who has what, since when.
fn clash(view: &View<'_>, paper: &Paper, clash: &Clash) -> Markup {
    let words = view.words;
    let interval = &clash.interval;
    let place_of = |at: At| match view.cut.rows.version(at.entry).filter(|_| at.entry < DRAFTED) {
        Some(version) => view.cut.rows.text(version.place),
        None => paper.place(view).unwrap_or_default(),
    };
    let side = |(side, since): (Option<At>, Option<i32>)| {
        let at = side?;
        let place = place_of(at);
        let is_draft = at.entry >= DRAFTED;
        let path = view.cut.rows.sid(at.entry).filter(|_| !is_draft).map(|sid| format!("/id/{sid}"));
        let since = since.map(|since| review::day_words(view, since));
        Some(Fact::marked(
            view.place_name(place),
            html! {
                (line::level(view, &clash.instrument, Some(at.level), at.flag))
                p class="govuk-body govuk-!-margin-bottom-0" {
                    @if is_draft { strong { (words.text("clash-yours")) } } @else { (words.text("clash-theirs")) }
                    @if let Some(since) = since { ", " (words.with("clash-since", &[("date", since.into())])) }
                    @if let Some(path) = path { " · " a class="govuk-link" href=(words.href(&path)) { (words.text("clash-statement")) } }
                }
            },
        ))
    };
    let sides: Vec<Fact> = [(interval.a, clash.since[0]), (interval.b, clash.since[1])].into_iter().filter_map(side).collect();
    let key = format!("rule-{}-name", clash.name);
    let name = words.find(&key, &[]).map_or_else(|| clash.name.clone(), std::borrow::Cow::into_owned);
    html! {
        li {
            h2 class="govuk-heading-s" { (name) " · " bdi { (view.instrument_name(&clash.instrument)) } }
            p class="govuk-body" { strong { (words.find(&format!("clash-grade-{}", interval.grade.as_str()), &[]).unwrap_or_default()) } (words.colon()) (words.span(first(interval.from), last(interval.until))) }
            (parts::facts(&sides))
        }
    }
}

fn list(view: &View<'_>, paper: &Paper, clashes: &[Clash]) -> Markup {
    html! {
        ol class="govuk-list k-clashes" { @for one in clashes.iter().take(CLASHES_SHOWN) { (clash(view, paper, one)) } }
        @if clashes.len() > CLASHES_SHOWN { p class="govuk-body" { (view.words.with("and-more", &[("count", (clashes.len() - CLASHES_SHOWN).into())])) } }
    }
}

impl Shown for Last {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame { title: self.title(view), trail: trail(view), ..Frame::default() }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let Clashes { starts, others, ends } = &self.clashes;
        let button = match self.paper.doing {
            Doing::State => words.text("state-button"),
            Doing::Correct => words.text("correct-button"),
            Doing::Withdraw => words.text("withdraw-button"),
        };
        html! {
            div class="k-question" {
                (parts::back(words, &format!("/state/{}/check", self.draft)))
                (parts::error_summary(words, &self.faults))
                (review::door(view, self.draft, &self.door))
                @if self.has_changed { (parts::warning(words, &words.text("clashes-changed"))) }
                p class="govuk-caption-l" { (words.find(&format!("doing-{}", self.paper.doing.word()), &[]).unwrap_or_default()) }
                h1 class="govuk-heading-l" { (self.title(view)) }
                p class="govuk-body" { (words.text(if starts.is_empty() { "clashes-none-text" } else { "clashes-text" })) }
                (list(view, &self.paper, starts))
                @if !ends.is_empty() {
                    h2 class="govuk-heading-m" { (words.with("clashes-ends-title", &[("count", ends.len().into())])) }
                    (list(view, &self.paper, ends))
                }
                @if !others.is_empty() {
                    details class="govuk-details" {
                        summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (words.with("clashes-others", &[("count", others.len().into())])) } }
                        div class="govuk-details__text" { (list(view, &self.paper, others)) }
                    }
                }
                (review::exact_words(view, &self.drafts))
                form method="post" action=(words.href(&format!("/state/{}/clashes", self.draft))) novalidate {
                    (parts::form_token(view.person))
                    input type="hidden" name="seen" value=(self.clashes.seen(view, &self.drafts));
                    @if starts.iter().any(|clash| pinned(view, clash).is_some()) { (self.ask_for_answer(view)) }
                    @if !starts.is_empty() { (parts::tick(words, "tick", &words.text("clashes-tick"), false, &self.faults)) }
                    (parts::button(&button))
                }
                p class="govuk-body k-muted" { (words.text("state-for-ever")) }
            }
        }
    }
}

/// A problem of reading where none is expected.
pub(crate) fn unread() -> Problem {
    Problem::Internal("a statement of a draft can't be made".to_owned())
}
