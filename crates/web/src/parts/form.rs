//! Forms: fields, the filter panel, and what was wrong. Plain `GET` and `POST`; the browser needs no script.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::words::Words;

/// What a field takes.
#[derive(Clone, Debug)]
pub enum Input {
    /// One of a few: value and text of each.
    Select(Vec<(String, String)>),
    /// A day, as ISO text.
    Date,
    /// A line of text, at most so many characters.
    Text(u16),
    /// Many lines of text.
    Lines,
}

/// One field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in the query; its id too.
    pub name: &'static str,
    /// What it asks.
    pub label: String,
    /// How to answer, where that is not plain.
    pub hint: Option<String>,
    /// What it takes.
    pub input: Input,
    /// What is filled in.
    pub value: String,
    /// What is wrong with that.
    pub fault: Option<String>,
}

impl Field {
    /// A field to choose in.
    pub fn select(name: &'static str, label: impl Into<String>, options: Vec<(String, String)>, value: impl Into<String>) -> Field {
        Field { name, label: label.into(), hint: None, input: Input::Select(options), value: value.into(), fault: None }
    }

    /// A field for a day.
    pub fn date(name: &'static str, label: impl Into<String>, value: Option<Date>) -> Field {
        Field { name, label: label.into(), hint: None, input: Input::Date, value: value.map(|day| day.to_string()).unwrap_or_default(), fault: None }
    }

    /// A field for a line of text.
    pub fn text(name: &'static str, label: impl Into<String>, value: impl Into<String>) -> Field {
        Field { name, label: label.into(), hint: None, input: Input::Text(200), value: value.into(), fault: None }
    }
}

/// A field with its label, hint and fault.
pub fn field(words: Words, field: &Field) -> Markup {
    let name = field.name;
    let hint = match (&field.hint, &field.input) {
        (Some(hint), _) => Some(hint.clone()),
        (None, Input::Date) => Some(words.text("date-hint").into_owned()),
        (None, _) => None,
    };
    let described = [hint.as_ref().map(|_| format!("{name}-hint")), field.fault.as_ref().map(|_| format!("{name}-fault"))];
    let described = described.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let described = (!described.is_empty()).then_some(described);
    let faulty = field.fault.is_some();
    html! {
        div class={ "govuk-form-group" @if faulty { " govuk-form-group--error" } } {
            label class="govuk-label" for=(name) { (field.label) }
            @if let Some(hint) = &hint { div class="govuk-hint" id={ (name) "-hint" } { (hint) } }
            @if let Some(fault) = &field.fault {
                p class="govuk-error-message" id={ (name) "-fault" } { span class="govuk-visually-hidden" { (words.text("fault-prefix")) " " } (fault) }
            }
            @match &field.input {
                Input::Select(options) => {
                    select class="govuk-select" id=(name) name=(name) aria-describedby=[described] {
                        @for (value, text) in options { option value=(value) selected[*value == field.value] { (text) } }
                    }
                }
                Input::Date => {
                    input class="govuk-input" id=(name) name=(name) type="text" inputmode="numeric" dir="ltr" maxlength="10" size="10" autocomplete="off"
                        placeholder="2026-11-24" value=(field.value) aria-describedby=[described] aria-invalid=[faulty.then_some("true")];
                }
                Input::Text(limit) => {
                    input class="govuk-input" id=(name) name=(name) type="text" dir="auto" maxlength=(limit) value=(field.value)
                        aria-describedby=[described] aria-invalid=[faulty.then_some("true")];
                }
                Input::Lines => {
                    textarea class="govuk-textarea k-code" id=(name) name=(name) rows="8" dir="ltr" spellcheck="false" aria-describedby=[described] { (field.value) }
                }
            }
        }
    }
}

/// How a form is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Asks; the answer's address holds the question.
    Get,
    /// Tells.
    Post,
}

/// A column of filters beside a list; sends itself when a choice changes, where scripts run. `hidden` are parts of the query to keep.
pub fn filter(words: Words, action: &str, fields: &[Field], hidden: &[(&str, &str)]) -> Markup {
    html! {
        form class="k-filter" method="get" action=(words.href(action)) data-auto-submit="" aria-label=(words.text("filter-label")) {
            h2 class="govuk-heading-s" { (words.text("filter-title")) }
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            @for one in fields { (field(words, one)) }
            (button(&words.text("filter-apply")))
        }
    }
}

/// The same in one row above a chart.
pub fn filter_row(words: Words, action: &str, fields: &[Field], hidden: &[(&str, &str)]) -> Markup {
    html! {
        form class="k-filter k-section" method="get" action=(words.href(action)) data-auto-submit="" aria-label=(words.text("filter-label")) {
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            div class="k-filter__row" {
                @for one in fields { (field(words, one)) }
                div { (button(&words.text("filter-show"))) }
            }
        }
    }
}

/// A button that sends the form it stands in.
pub fn button(text: &str) -> Markup {
    html! { button class="govuk-button" type="submit" { (text) } }
}

/// Something wrong with a form, and which field it is about.
#[derive(Clone, Debug)]
pub struct FormFault {
    /// The field's name; none where it is about the whole.
    pub field: Option<&'static str>,
    /// What is wrong, and what would pass.
    pub text: String,
}

/// All that was wrong, at the head of the page.
pub fn error_summary(words: Words, faults: &[FormFault]) -> Markup {
    html! {
        @if !faults.is_empty() {
            div class="govuk-error-summary" role="alert" tabindex="-1" aria-labelledby="k-faults" {
                h2 class="govuk-error-summary__title" id="k-faults" { (words.text("faults-title")) }
                div class="govuk-error-summary__body" { ul class="govuk-list govuk-error-summary__list" {
                    @for fault in faults { li { @match fault.field { Some(name) => a href={ "#" (name) } { (fault.text) }, None => { (fault.text) } } } }
                } }
            }
        }
    }
}

/// Why text in a date field is no day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputDate {
    /// What was given.
    pub got: String,
}

impl InputDate {
    /// The fault in the words of the page.
    pub fn text(&self, words: Words) -> String {
        words.with("date-fault", &[("got", (&self.got).into())]).into_owned()
    }
}

/// A day from a query: `NAME=2026-11-24`, or the three fields `NAME-year`, `NAME-month`, `NAME-day`. `Ok(None)` where nothing was given.
pub fn date_from_parts<'q>(name: &str, find: impl Fn(&str) -> Option<&'q str>) -> Result<Option<Date>, InputDate> {
    let given = |key: &str| find(key).map(str::trim).filter(|text| !text.is_empty());
    if let Some(text) = given(name) {
        return day(text).map(Some).ok_or_else(|| InputDate { got: text.chars().take(40).collect() });
    }
    let parts = [given(&format!("{name}-year")), given(&format!("{name}-month")), given(&format!("{name}-day"))];
    if parts.iter().all(Option::is_none) {
        return Ok(None);
    }
    let joined = parts.map(|part| part.unwrap_or("?").chars().take(8).collect::<String>()).join("-");
    day(&joined).map(Some).ok_or(InputDate { got: joined })
}

/// A day from `2026-11-24` or `2026-1-4`.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = |part: &str, least, most| (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !plain(year, 4, 4) || !plain(month, 1, 2) || !plain(day, 1, 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(query: &[(&'static str, &'static str)]) -> Result<Option<Date>, String> {
        date_from_parts("on", |key| query.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)).map_err(|fault| fault.got)
    }

    #[test]
    fn a_day_is_iso_text_or_three_fields() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&[("on", " ")]), Ok(None));
        assert_eq!(read(&[("on", "2026-11-24")]), Ok(Some(date(2026, 11, 24))));
        assert_eq!(read(&[("on-year", "2026"), ("on-month", "2"), ("on-day", "3")]), Ok(Some(date(2026, 2, 3))));
        assert_eq!(read(&[("on", "04/20/2020")]), Err("04/20/2020".to_owned()));
        assert_eq!(read(&[("on", "2026-02-30")]), Err("2026-02-30".to_owned()));
        assert_eq!(read(&[("on-year", "2026"), ("on-day", "3")]), Err("2026-?-3".to_owned()));
    }
}
