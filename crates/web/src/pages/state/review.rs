//! All answers on one page, each with the way to change it, and the exact words that would stand.

use maud::{Markup, html};
use record::Draft;

use super::ask::trail;
use super::check::Door;
use super::paper::{Doing, Paper, Step};
use crate::pages::line;
use crate::parts::{self, Answered, FormFault};
use crate::represent::{Frame, Shown};
use crate::site::{View, date};

/// The answers of a draft.
pub(crate) struct Review {
    pub(crate) draft: i64,
    pub(crate) paper: Paper,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) covered: bool,
    pub(crate) door: Door,
}

/// The statements of a draft as they would stand, in canonical bytes, but for the time that the node sets.
pub(crate) fn exact(view: &View<'_>, drafts: &[Draft]) -> Vec<String> {
    let by = view.person.map(|person| person.user.office.to_string()).unwrap_or_default();
    let words = |draft: &Draft| {
        let mut json = draft.to_json();
        if let Some(members) = json.as_object_mut() {
            members.insert("by".to_owned(), by.clone().into());
            members.entry("audience").or_insert_with(|| draft.audience.as_str().into());
        }
        String::from_utf8(record::canon::to_bytes(&json)).unwrap_or_default()
    };
    drafts.iter().map(words).collect()
}

/// The exact words, to be looked at before they stand.
pub(crate) fn exact_words(view: &View<'_>, drafts: &[Draft]) -> Markup {
    let words = view.words;
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (words.text("state-exact")) } }
            div class="govuk-details__text" {
                p class="govuk-body" { (words.text("state-exact-text")) }
                @for one in exact(view, drafts) { pre class="k-words k-code" dir="ltr" tabindex="0" { (one) } }
            }
        }
    }
}

/// What the statement says, question by question.
pub(crate) fn answers(view: &View<'_>, draft: i64, paper: &Paper, covered: bool) -> Vec<Answered> {
    let words = view.words;
    let mut rows: Vec<(Step, &str, Markup)> = Vec::new();
    if paper.doing == Doing::Withdraw {
        rows.extend([(Step::Reason, "ask-reason", typed(paper, "reason"))]);
    }
    let code = paper.typed("instrument");
    let place = paper.place(view).unwrap_or_default();
    rows.push((Step::Instrument, "column-instrument", html! { bdi { (view.instrument_name(code)) } " " span class="k-muted" { bdi { (code) } } }));
    rows.push((Step::Place, "column-place", html! { bdi { (view.place_name(place)) } " " span class="k-muted" { bdi { (place) } } }));
    let flag = match paper.typed("flag") {
        "0" => Some(policy::Flag::Targeted),
        "1" => Some(policy::Flag::General),
        _ => None,
    };
    rows.push((Step::Level, "column-level", line::level(view, code, paper.level(), flag.filter(|_| paper.level() != Some(0)))));
    rows.push((Step::Dates, "column-days", days(view, paper)));
    if let Ok(Some(review)) = paper.day("review") {
        rows.push((Step::Dates, "column-review", html! { (words.date(review)) }));
    }
    rows.push((Step::People, "column-population", html! { (view.word("population", &paper.population())) }));
    let reach = paper.given("reach").unwrap_or_else(|| "own".to_owned());
    rows.push((Step::People, "column-reach", html! { (view.word("reach", &reach)) }));
    let mode = paper.given("mode").unwrap_or_else(|| "advisory".to_owned());
    rows.push((Step::Mode, "column-mode", html! { (view.word("mode", &mode)) }));
    for (step, key, field) in [
        (Step::People, "column-area", "area"),
        (Step::Words, "column-title", "title"),
        (Step::Words, "column-text", "text"),
        (Step::Words, "column-basis", "basis"),
        (Step::Words, "column-links", "link-href"),
    ] {
        if paper.given(field).is_some() || matches!(field, "title" | "text" | "basis") {
            rows.push((step, key, typed(paper, field)));
        }
    }
    if paper.doing == Doing::State && !covered {
        let from = paper.day("covered").ok().flatten().filter(|_| paper.typed("covers") == "yes");
        rows.push((
            Step::Coverage,
            "state-coverage-row",
            html! { @match from { Some(from) => (words.span(Some(from), None)), None => (words.text("covers-no")) } },
        ));
    }
    if paper.doing == Doing::Correct {
        rows.push((Step::Reason, "ask-reason", typed(paper, "reason")));
    }
    let questions = paper.questions(covered);
    let row = |(step, key, answer): (Step, &str, Markup)| Answered {
        question: words.find(key, &[]).unwrap_or_default().into_owned(),
        answer,
        change: questions.contains(&step).then(|| format!("/state/{draft}/{}", step.slug())),
    };
    rows.into_iter().map(row).collect()
}

fn typed(paper: &Paper, field: &str) -> Markup {
    let text = paper.given(field).unwrap_or_default();
    html! { @for line in text.lines().filter(|line| !line.trim().is_empty()) { p class="govuk-body govuk-!-margin-bottom-1" dir="auto" { (line) } } }
}

fn days(view: &View<'_>, paper: &Paper) -> Markup {
    let day = |name: &str| paper.day(name).ok().flatten();
    let times: Vec<String> = ["start-time", "end-time"].into_iter().filter_map(|field| paper.given(field)).collect();
    html! {
        (view.words.span(day("start"), day("end")))
        @if !times.is_empty() { " (" bdi { (times.join(" – ")) } ")" }
        @if paper.typed("urgent") == "yes" { ", " (view.words.text("ask-urgent")) }
    }
}

/// A day of an interval, in words.
pub(crate) fn day_words(view: &View<'_>, day: i32) -> String {
    view.words.date(date(day))
}

/// What the door says of a draft, each with the way to mend it.
pub(crate) fn door(view: &View<'_>, draft: i64, door: &Door) -> Markup {
    let words = view.words;
    html! {
        @if !door.faults.is_empty() {
            div class="govuk-error-summary" role="alert" aria-labelledby="k-door" {
                h2 class="govuk-error-summary__title" id="k-door" { (words.text("faults-title")) }
                div class="govuk-error-summary__body" { ul class="govuk-list govuk-error-summary__list" {
                    @for (at, text) in &door.faults { li { @match at {
                        Some((step, field)) => a href=(words.href(&format!("/state/{draft}/{}#{field}", step.slug()))) { (text) },
                        None => { (text) },
                    } } }
                } }
            }
        }
        @for (at, text) in &door.warnings {
            (parts::warning(words, text))
            @if let Some((step, field)) = at { p class="govuk-body" { a class="govuk-link" href=(words.href(&format!("/state/{draft}/{}#{field}", step.slug()))) { (words.text("change-link")) } } }
        }
    }
}

impl Shown for Review {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame { title: view.words.text("state-check-title").into_owned(), trail: trail(view), ..Frame::default() }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let last = self.paper.questions(self.covered).last().map_or("instrument", |step| step.slug());
        let none: &[FormFault] = &[];
        html! {
            div class="k-question" {
                (parts::back(words, &format!("/state/{}/{last}", self.draft)))
                (parts::error_summary(words, none))
                (door(view, self.draft, &self.door))
                p class="govuk-caption-l" { (words.find(&format!("doing-{}", self.paper.doing.word()), &[]).unwrap_or_default()) }
                h1 class="govuk-heading-l" { (words.text("state-check-title")) }
                (parts::answers(words, &answers(view, self.draft, &self.paper, self.covered)))
                (exact_words(view, &self.drafts))
                @if self.door.faults.is_empty() {
                    a class="govuk-button" role="button" draggable="false" href=(words.href(&format!("/state/{}/clashes", self.draft))) { (words.text("state-to-clashes")) }
                }
                p class="govuk-body k-muted" { (words.text("state-kept")) }
            }
        }
    }
}
