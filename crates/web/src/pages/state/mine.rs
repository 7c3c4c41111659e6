//! `/my`: what one who is signed in has begun, and the way to begin.

use axum::http::StatusCode;
use maud::{Markup, html};
use node::FormDraft;

use super::paper::Paper;
use crate::account::Outcome;
use crate::parts::{self, FormFault};
use crate::problem::Problem;
use crate::represent::{Frame, Shown};
use crate::session::Person;
use crate::site::View;

struct Mine {
    drafts: Vec<(FormDraft, Paper)>,
    /// Kinds that the account may not state and a measure needs.
    may_state: bool,
    fault: Option<String>,
}

/// The page of one's own work; with what went wrong, where something did.
pub(crate) fn show(view: &View<'_>, person: &Person, fault: Option<String>) -> Result<Outcome, Problem> {
    let kept = view.site.accounts.drafts(person.user.id).map_err(|error| Problem::Internal(error.to_string()))?;
    // A draft that a later release wrote is left alone.
    let drafts = kept.into_iter().filter_map(|draft| serde_json::from_str(&draft.content).ok().map(|paper| (draft, paper))).collect();
    let may_state = person.user.kinds.as_ref().is_none_or(|kinds| kinds.iter().any(|kind| kind == "measure"));
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Outcome::page(view, status, &Mine { drafts, may_state, fault })
}

impl Mine {
    fn row(view: &View<'_>, draft: &FormDraft, paper: &Paper) -> Markup {
        let words = view.words;
        let instrument = paper.given("instrument").map(|code| view.instrument_name(&code));
        let place = paper.place(view).map(|code| view.place_name(code));
        let name = paper.given("title").or_else(|| instrument.zip(place).map(|(instrument, place)| format!("{instrument}, {place}")));
        let name = name.unwrap_or_else(|| words.with("my-draft-unnamed", &[("number", draft.id.to_string().into())]).into_owned());
        html! {
            li class="k-section" {
                a class="govuk-link" href=(words.href(&format!("/state/{}", draft.id))) { bdi { (name) } }
                p class="govuk-body govuk-!-margin-bottom-1" {
                    (words.find(&format!("doing-{}", paper.doing.word()), &[]).unwrap_or_default()) " · "
                    @if paper.done.is_some() { strong { (words.text("my-stated")) } " · " }
                    (view.moment(draft.changed_ms))
                }
                p class="govuk-body" { a class="govuk-link" href=(words.href(&format!("/state/{}/remove", draft.id))) { (words.text(if paper.done.is_some() { "my-remove-receipt" } else { "my-remove" })) span class="govuk-visually-hidden" { " " (name) } } }
            }
        }
    }
}

impl Shown for Mine {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame { title: view.words.text("my-title").into_owned(), ..Frame::default() }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let faults: Vec<FormFault> = self.fault.iter().map(|text| FormFault { field: None, text: text.clone() }).collect();
        let (open, stated): (Vec<_>, Vec<_>) = self.drafts.iter().partition(|(_, paper)| paper.done.is_none());
        html! {
            (parts::error_summary(words, &faults))
            h1 class="govuk-heading-l" { (words.text("my-title")) }
            @if let Some(person) = view.person {
                p class="k-lead" { (words.with("my-lead", &[("name", person.user.name.clone().into()), ("office", person.user.office.to_string().into())])) }
            }
            @if self.may_state {
                form method="post" action=(words.href("/state")) { (parts::form_token(view.person)) (parts::button(&words.text("my-begin"))) }
            } @else { (parts::inset(&words.text("my-may-not"))) }
            h2 class="govuk-heading-m" { (words.text("my-drafts")) }
            @if open.is_empty() { p class="govuk-body" { (words.text("my-drafts-none")) } }
            @else { ul class="govuk-list" { @for (draft, paper) in &open { (Mine::row(view, draft, paper)) } } }
            @if !stated.is_empty() {
                h2 class="govuk-heading-m" { (words.text("my-receipts")) }
                ul class="govuk-list" { @for (draft, paper) in &stated { (Mine::row(view, draft, paper)) } }
            }
            p class="govuk-body k-muted" { (words.text("my-kept")) }
        }
    }
}

/// Whether a draft is to be removed.
pub(crate) struct Remove {
    pub(crate) draft: i64,
    pub(crate) is_stated: bool,
}

impl Shown for Remove {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame { title: view.words.text("remove-title").into_owned(), trail: super::ask::trail(view), ..Frame::default() }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        html! {
            (parts::back(words, "/my"))
            h1 class="govuk-heading-l" { (words.text("remove-title")) }
            p class="govuk-body" { (words.text(if self.is_stated { "remove-receipt-text" } else { "remove-text" })) }
            form method="post" action=(words.href(&format!("/state/{}/remove", self.draft))) { (parts::form_token(view.person)) (parts::button(&words.text("remove-button"))) }
        }
    }
}
