//! The slider over a map: from day to day with a finger, a key or two buttons. Shown where scripts run; without them the form above the map does it.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::words::{Words, without_isolates};

/// What the script needs to know. What on the page depends on the day stands in elements with `data-follows-day`: they are taken anew from the page of
/// the day on which the slider comes to rest.
#[derive(Clone, Debug)]
pub struct Slider<'s> {
    /// The id of the map's frame.
    pub map: &'s str,
    /// The address of the series, JSON: `{"schema":"map-series/v1","first":"2024-01-01","days":1096,"places":{"QMA":[[0,1250],[31,null]]}}`, from which
    /// day (counted from `first`) which value holds, in hundredths.
    pub series: String,
    /// The name of the day in the page's query: `on`.
    pub parameter: &'s str,
    /// The first and the last day that are covered.
    pub days: (Date, Date),
    /// The day shown.
    pub day: Date,
}

/// The slider, hidden until its script runs. Time runs left to right in every language (UI.md 4).
pub fn slider(words: Words, slider: &Slider<'_>) -> Markup {
    let first = slider.days.0.first_of_year();
    let months: Vec<_> =
        std::iter::successors(Some(first), |day| day.checked_add(jiff::Span::new().months(1)).ok()).take(12).map(|day| words.month(day)).collect();
    let format = without_isolates(&words.with("date-format", &[("day", "{day}".into()), ("month", "{month}".into()), ("year", "{year}".into())]));
    html! {
        div class="k-slider" hidden data-map=(slider.map) data-series=(slider.series) data-parameter=(slider.parameter) data-first=(slider.days.0) data-last=(slider.days.1)
            data-day=(slider.day) data-months=(months.join("|")) data-format=(format) {
            button type="button" { "−7 " span class="govuk-visually-hidden" { (words.text("slider-back")) } }
            input type="range" step="1" aria-label=(words.text("slider-label"));
            button type="button" { "+7 " span class="govuk-visually-hidden" { (words.text("slider-on")) } }
            output dir="auto" aria-live="off" {}
        }
    }
}
