//! `/findings/{id}/answer`: answering a finding in a browser, by one who is signed in. Only what was seen is answered.

use axum::http::StatusCode;
use maud::{Markup, html};
use node::PublishError;
use policy::finding::State;
use record::{EntryId, Json};

use super::draft::{self, Said};
use super::one::{self, One};
use crate::account::{Outcome, with_view};
use crate::asked::Asked;
use crate::parts::{self, Choice, Crumb, FormFault, Radios, Size};
use crate::problem::Problem;
use crate::represent::{Frame, Shown};
use crate::routes::Served;
use crate::session::{Fields, Person};
use crate::site::View;
use crate::statements;

/// What was typed, by field.
const FIELDS: [&str; 6] = ["answer", "answer-reason", "answer-by", "answer-until-day", "answer-until-month", "answer-until-year"];

/// The form.
struct Form {
    one: One,
    seen: String,
    typed: Vec<(&'static str, String)>,
    faults: Vec<FormFault>,
}

/// The form, empty.
pub(crate) fn show(served: &Served, asked: &Asked, person: &Person, id: &str) -> Result<Outcome, Problem> {
    again(served, asked, person, id, None, Vec::new())
}

/// The form with what was typed before the session ran out.
pub(crate) fn kept(served: &Served, asked: &Asked, person: &Person, id: &str, fields: &Fields) -> Result<Outcome, Problem> {
    again(served, asked, person, id, Some(fields), Vec::new())
}

fn again(served: &Served, asked: &Asked, person: &Person, id: &str, fields: Option<&Fields>, faults: Vec<FormFault>) -> Result<Outcome, Problem> {
    with_view(served, asked, Some(person), |view| {
        let one = one::read(view, &served.source_names, id)?;
        let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let typed = FIELDS.iter().map(|name| (*name, fields.and_then(|fields| fields.get(name)).unwrap_or_default().to_owned())).collect();
        let seen = seen(view, &one);
        Outcome::page(view, status, &Form { one, seen, typed, faults })
    })
}

/// What was seen, in a few letters: the days, the grade and the very statements.
fn seen(view: &View<'_>, one: &One) -> String {
    let told = one.current();
    let said = Said { state: State::Disputed, why: None, who: None, until: None };
    let body: Json = draft::body(view, told, &one.entries(), &said);
    let whole = format!("{body}{}", told.grade);
    EntryId::of(whole.as_bytes()).to_string().trim_start_matches("sha256:").chars().take(32).collect()
}

/// Takes the answer and states it. What is wrong is said beside what was typed.
pub(crate) fn answered(served: &Served, asked: &Asked, person: &Person, id: &str, fields: &Fields) -> Result<Outcome, Problem> {
    let words = asked.words();
    let said = match said(words, fields) {
        Ok(said) => said,
        Err(faults) => return again(served, asked, person, id, Some(fields), faults),
    };
    let fault = |text: String| vec![FormFault { field: None, text }];
    let made = with_view(served, asked, Some(person), |view| {
        let one = one::read(view, &served.source_names, id)?;
        let is_seen = fields.get("seen") == Some(seen(view, &one).as_str());
        Ok((is_seen, draft::draft(view, one.current(), &one.entries(), &said)))
    })?;
    let (true, Some(draft)) = made else {
        return again(served, asked, person, id, Some(fields), fault(words.text("clashes-changed").into_owned()));
    };
    let drafts = vec![draft];
    if let Err(Problem::Forbidden { kinds }) = statements::may_state(served, person.user.kinds.as_deref(), &drafts) {
        return again(
            served,
            asked,
            person,
            id,
            Some(fields),
            fault(words.with("fault-may-not", &[("kinds", kinds.join(", ").into())]).into_owned()),
        );
    }
    let _permit = served.publishing.try_acquire().map_err(|_| Problem::Busy)?;
    match served.site.node.publish(drafts, &person.user.office) {
        Ok(_) => Ok(Outcome::See(format!("/findings/{id}"))),
        Err(PublishError::Faults(lines)) => {
            let told =
                lines.iter().flat_map(|line| &line.faults).map(|fault| FormFault { field: None, text: format!("{}: {}", fault.path, fault.message) });
            again(served, asked, person, id, Some(fields), told.collect())
        }
        Err(PublishError::Refused { .. }) => again(served, asked, person, id, Some(fields), fault(words.text("clashes-changed").into_owned())),
        Err(error) => Err(error.into()),
    }
}

/// What the form says. Errors: what is missing in it.
fn said(words: crate::words::Words, fields: &Fields) -> Result<Said, Vec<FormFault>> {
    let given = |name: &str| fields.get(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let mut faults = Vec::new();
    let mut fault =
        |field: &'static str, text: std::borrow::Cow<'static, str>| faults.push(FormFault { field: Some(field), text: text.into_owned() });
    let state = State::ALL.into_iter().find(|state| fields.get("answer") == Some(state.as_str()));
    let (why, who) = (given("answer-reason"), given("answer-by"));
    if state.is_none() {
        fault("answer", words.text("fault-choose"));
    }
    if state.is_some_and(|state| state != State::Resolving) && why.is_none() {
        fault("answer-reason", words.text("fault-reason"));
    }
    if state == Some(State::Resolving) && who.is_none() {
        fault("answer-by", words.text("fault-answer-by"));
    }
    let until = match parts::date_from_parts("answer-until", |key| fields.get(key)) {
        Ok(None) if state.is_some_and(|state| state != State::Disputed) => {
            fault("answer-until", words.text("fault-answer-until"));
            None
        }
        Ok(day) => day,
        Err(wrong) => {
            fault("answer-until", wrong.text(words).into());
            None
        }
    };
    match state.filter(|_| faults.is_empty()) {
        Some(state) => Ok(Said { state, why, who, until: until.map(|day| day.to_string()) }),
        None => Err(faults),
    }
}

impl Form {
    fn typed(&self, name: &str) -> &str {
        self.typed.iter().find(|(field, _)| *field == name).map_or("", |(_, text)| text.as_str())
    }

    fn form(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let told = self.one.current();
        let choice = |state: State| Choice {
            value: state.as_str().to_owned(),
            text: html! { (words.find(&format!("answer-choice-{}", state.as_str()), &[]).unwrap_or_default()) },
            hint: words.find(&format!("answer-choice-{}-hint", state.as_str()), &[]).map(std::borrow::Cow::into_owned),
        };
        let choices = State::ALL.map(choice);
        let legend = words.text("answer-what");
        let field = |name: &'static str, size: Size| {
            let label = words.find(&format!("ask-{name}"), &[]).unwrap_or_default();
            let hint = words.find(&format!("ask-{name}-hint"), &[]);
            parts::text(words, name, &label, hint.as_deref(), size, self.typed(name), &self.faults)
        };
        let until = ["answer-until-day", "answer-until-month", "answer-until-year"].map(|name| self.typed(name));
        html! {
            form method="post" action=(words.href(&format!("{}/answer", told.path()))) {
                (parts::form_token(view.person))
                input type="hidden" name="seen" value=(self.seen);
                (parts::radios(words, &Radios { name: "answer", legend: &legend, is_heading: false, hint: None, choices: &choices, value: self.typed("answer") }, &self.faults))
                (field("answer-reason", Size::Lines(3)))
                (field("answer-by", Size::Line))
                (parts::days(words, "answer-until", &words.text("ask-answer-until"), None, until, &self.faults))
                p class="govuk-body" { (words.text("answer-states")) }
                (parts::button(&words.text("answer-button")))
            }
        }
    }
}

impl Shown for Form {
    fn frame(&self, view: &View<'_>) -> Frame {
        let told = self.one.current();
        Frame {
            title: view.words.text("answer-link").into_owned(),
            trail: vec![Crumb { text: told.title(view), path: told.path() }],
            ..Frame::default()
        }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let told = self.one.current();
        html! {
            div class="k-question" {
                (parts::back(words, &told.path()))
                (parts::error_summary(words, &self.faults))
                h1 class="govuk-heading-l" { (words.text("answer-link")) }
                h2 class="govuk-heading-m" { bdi { (told.title(view)) } }
                p class="govuk-body" { (told.tags(view)) " " (told.sentence(view)) " " (told.span(view)) " (" (told.length(view)) ")" }
                (told.sides_shown(view))
                @if !self.one.is_party() { (parts::warning(words, &words.text("answer-not-a-party"))) }
                (self.form(view))
            }
        }
    }
}
