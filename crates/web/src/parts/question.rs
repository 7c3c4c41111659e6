//! Questions, one a page: choices, days, texts, what was answered so far. GOV.UK's markup; no script is needed.

use maud::{Markup, html};

use super::form::FormFault;
use crate::session::{Person, TOKEN_FIELD};
use crate::words::Words;

/// What every form of a session carries.
pub(crate) fn form_token(person: Option<&Person>) -> Markup {
    html! { @if let Some(person) = person { input type="hidden" name=(TOKEN_FIELD) value=(person.form_token()); } }
}

/// A sentence set apart.
pub fn inset(text: &str) -> Markup {
    html! { div class="govuk-inset-text" { (text) } }
}

/// A sentence that must not be overlooked.
pub fn warning(words: Words, text: &str) -> Markup {
    html! {
        div class="govuk-warning-text" {
            span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
            strong class="govuk-warning-text__text" { span class="govuk-visually-hidden" { (words.text("warning-prefix")) " " } (text) }
        }
    }
}

/// The way back to the question before.
pub fn back(words: Words, path: &str) -> Markup {
    html! { a class="govuk-back-link" href=(words.href(path)) { (words.text("back-link")) } }
}

/// What is wrong with a field, if anything is.
pub fn fault_of<'f>(faults: &'f [FormFault], name: &str) -> Option<&'f str> {
    faults.iter().find(|fault| fault.field == Some(name)).map(|fault| fault.text.as_str())
}

fn message(words: Words, name: &str, fault: Option<&str>) -> Markup {
    html! { @if let Some(fault) = fault { p class="govuk-error-message" id={ (name) "-fault" } { span class="govuk-visually-hidden" { (words.text("fault-prefix")) " " } (fault) } } }
}

/// The ids of what describes a field, for `aria-describedby`.
fn described(name: &str, hint: Option<&str>, fault: Option<&str>) -> Option<String> {
    let ids = [hint.map(|_| format!("{name}-hint")), fault.map(|_| format!("{name}-fault"))];
    let ids: Vec<String> = ids.into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// One of several answers.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it says.
    pub text: Markup,
    /// What that means, where it is not plain.
    pub hint: Option<String>,
}

/// A question with one answer of several.
#[derive(Clone, Debug)]
pub struct Radios<'q> {
    /// Name of the field; the first answer's id too.
    pub name: &'static str,
    /// What is asked.
    pub legend: &'q str,
    /// Whether the question is the page's heading.
    pub is_heading: bool,
    /// How to answer.
    pub hint: Option<&'q str>,
    /// The answers.
    pub choices: &'q [Choice],
    /// Which is chosen.
    pub value: &'q str,
}

/// A question with one answer of several.
pub fn radios(words: Words, radios: &Radios<'_>, faults: &[FormFault]) -> Markup {
    let Radios { name, legend, is_heading, hint, choices, value } = radios;
    let fault = fault_of(faults, name);
    html! {
        div class={ "govuk-form-group" @if fault.is_some() { " govuk-form-group--error" } } {
            fieldset class="govuk-fieldset" aria-describedby=[described(name, *hint, fault)] {
                (legend_of(legend, *is_heading))
                @if let Some(hint) = hint { div class="govuk-hint" id={ (name) "-hint" } { (hint) } }
                (message(words, name, fault))
                div class="govuk-radios" {
                    @for (at, choice) in choices.iter().enumerate() {
                        @let id = if at == 0 { (*name).to_owned() } else { format!("{name}-{}", at + 1) };
                        div class="govuk-radios__item" {
                            input class="govuk-radios__input" id=(id) name=(name) type="radio" value=(choice.value) checked[choice.value == *value]
                                aria-describedby=[choice.hint.as_ref().map(|_| format!("{id}-item-hint"))];
                            label class="govuk-label govuk-radios__label" for=(id) { (choice.text) }
                            @if let Some(hint) = &choice.hint { div class="govuk-hint govuk-radios__hint" id={ (id) "-item-hint" } { (hint) } }
                        }
                    }
                }
            }
        }
    }
}

fn legend_of(legend: &str, is_heading: bool) -> Markup {
    html! {
        @if is_heading { legend class="govuk-fieldset__legend govuk-fieldset__legend--l" { h1 class="govuk-fieldset__heading" { (legend) } } }
        @else { legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { (legend) } }
    }
}

/// A day in three fields, `NAME-day`, `NAME-month`, `NAME-year`, as they were typed.
pub fn days(words: Words, name: &'static str, legend: &str, hint: Option<&str>, typed: [&str; 3], faults: &[FormFault]) -> Markup {
    let fault = fault_of(faults, name);
    let [day, month, year] = typed;
    html! {
        div class={ "govuk-form-group" @if fault.is_some() { " govuk-form-group--error" } } {
            fieldset class="govuk-fieldset" role="group" aria-describedby=[described(name, hint, fault)] {
                (legend_of(legend, false))
                @if let Some(hint) = hint { div class="govuk-hint" id={ (name) "-hint" } { (hint) } }
                (message(words, name, fault))
                div class="govuk-date-input" {
                    @for (part, label, value, width) in [("day", "date-day", day, "2"), ("month", "date-month", month, "2"), ("year", "date-year", year, "4")] {
                        @let id = if part == "day" { name.to_owned() } else { format!("{name}-{part}") };
                        div class="govuk-date-input__item" {
                            label class="govuk-label govuk-date-input__label" for=(id) { (words.find(label, &[]).unwrap_or_default()) }
                            input class={ "govuk-input govuk-date-input__input govuk-input--width-" (width) @if fault.is_some() { " govuk-input--error" } }
                                id=(id) name={ (name) "-" (part) } type="text" inputmode="numeric" dir="ltr" maxlength="10" autocomplete="off" value=(value);
                        }
                    }
                }
            }
        }
    }
}

/// How long a text may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// A time or a code.
    Short,
    /// One line.
    Line,
    /// So many lines.
    Lines(u8),
}

/// A text, as it was typed.
pub fn text(words: Words, name: &'static str, label: &str, hint: Option<&str>, size: Size, typed: &str, faults: &[FormFault]) -> Markup {
    let fault = fault_of(faults, name);
    let described = described(name, hint, fault);
    html! {
        div class={ "govuk-form-group" @if fault.is_some() { " govuk-form-group--error" } } {
            label class="govuk-label" for=(name) { (label) }
            @if let Some(hint) = hint { div class="govuk-hint" id={ (name) "-hint" } { (hint) } }
            (message(words, name, fault))
            @match size {
                Size::Lines(rows) => {
                    // What stands after the tag's own line feed is the text: one of its own is not lost.
                    textarea class={ "govuk-textarea" @if fault.is_some() { " govuk-textarea--error" } } id=(name) name=(name) rows=(rows) dir="auto" aria-describedby=[described] { "\n" (typed) }
                }
                Size::Short | Size::Line => {
                    input class={ "govuk-input" @if size == Size::Short { " govuk-input--width-10" } @if fault.is_some() { " govuk-input--error" } }
                        id=(name) name=(name) type="text" dir="auto" autocomplete="off" value=(typed) aria-describedby=[described];
                }
            }
        }
    }
}

/// A box to tick.
pub fn tick(words: Words, name: &'static str, label: &str, is_ticked: bool, faults: &[FormFault]) -> Markup {
    let fault = fault_of(faults, name);
    html! {
        div class={ "govuk-form-group" @if fault.is_some() { " govuk-form-group--error" } } {
            (message(words, name, fault))
            div class="govuk-checkboxes" { div class="govuk-checkboxes__item" {
                input class="govuk-checkboxes__input" id=(name) name=(name) type="checkbox" value="yes" checked[is_ticked] aria-describedby=[described(name, None, fault)];
                label class="govuk-label govuk-checkboxes__label" for=(name) { (label) }
            } }
        }
    }
}

/// One question that was answered.
#[derive(Clone, Debug)]
pub struct Answered {
    /// What was asked, in a word or two.
    pub question: String,
    /// What was answered.
    pub answer: Markup,
    /// Where it can be changed.
    pub change: Option<String>,
}

/// All that was answered, each with the way to change it.
pub fn answers(words: Words, answers: &[Answered]) -> Markup {
    html! {
        dl class="govuk-summary-list" {
            @for one in answers {
                div class="govuk-summary-list__row" {
                    dt class="govuk-summary-list__key" { (one.question) }
                    dd class="govuk-summary-list__value" { (one.answer) }
                    @if let Some(path) = &one.change {
                        dd class="govuk-summary-list__actions" { a class="govuk-link k-target" href=(words.href(path)) { (words.text("change-link")) span class="govuk-visually-hidden" { " " (one.question) } } }
                    }
                }
            }
        }
    }
}
