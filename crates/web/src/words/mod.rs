//! Words: every text of a page, by language, and how dates, numbers and days look.
//!
//! In: the catalogues (Fluent), the choice of a language, numbers and dates as people read them. Out: what statements say (that is their own text;
//! [`Said`] shows which language it came in).
//! ```text
//! days-in-force = { $count ->
//!     [one] one day
//!    *[other] { $count } days
//! }
//! ```
//! A catalogue is a few files for each language: `parts.ftl` (frames, charts, tags), `pages.ftl`, and one for each larger subject. Tests hold that all languages have the same keys
//! and that every key named in code exists. Digits are 0-9 in every language, so that a page, its table and its CSV can be compared by eye;
//! month names are of the catalogue, plurals of CLDR (`intl_pluralrules`, through Fluent). Decided against ICU4X while three languages are shipped: 25
//! packages and 28 s of build for three lists of twelve names.

mod catalogue;
mod language;

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentValue};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use record::text::Text;

pub use language::{Direction, Language};

/// The words of one language, and whether links keep its prefix. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Words {
    language: Language,
    prefixed: bool,
    catalogue: &'static catalogue::Catalogue,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("language", &self.language).field("prefixed", &self.prefixed).finish_non_exhaustive()
    }
}

/// A value that goes into a sentence.
#[derive(Clone, Debug)]
pub enum Value<'v> {
    /// Words, shown as they are, isolated from the direction of the sentence.
    Text(Cow<'v, str>),
    /// A count, shown with its groups; chooses the plural.
    Count(u64),
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Value<'v> {
        Value::Text(Cow::Borrowed(text))
    }
}
impl<'v> From<&'v String> for Value<'v> {
    fn from(text: &'v String) -> Value<'v> {
        Value::Text(Cow::Borrowed(text))
    }
}
impl From<String> for Value<'_> {
    fn from(text: String) -> Value<'static> {
        Value::Text(Cow::Owned(text))
    }
}
impl<'v> From<Cow<'v, str>> for Value<'v> {
    fn from(text: Cow<'v, str>) -> Value<'v> {
        Value::Text(text)
    }
}
impl From<u64> for Value<'_> {
    fn from(count: u64) -> Value<'static> {
        Value::Count(count)
    }
}
impl From<u32> for Value<'_> {
    fn from(count: u32) -> Value<'static> {
        Value::Count(count.into())
    }
}
impl From<usize> for Value<'_> {
    fn from(count: usize) -> Value<'static> {
        Value::Count(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

impl Words {
    /// The words of a language; links carry no language (it is negotiated).
    pub fn new(language: Language) -> Words {
        Words { language, prefixed: false, catalogue: catalogue::of(language) }
    }

    /// The same words on a page whose address names the language: links keep it (`/ar/policies`).
    #[must_use]
    pub fn prefixed(self) -> Words {
        Words { prefixed: true, ..self }
    }

    /// Which language they are of.
    pub fn language(self) -> Language {
        self.language
    }

    /// Its BCP 47 tag, for `lang`.
    pub fn tag(self) -> &'static str {
        self.language.tag()
    }

    /// Its direction, for `dir`: `ltr` or `rtl`.
    pub fn dir(self) -> &'static str {
        self.language.direction().as_str()
    }

    /// A link of this site to a page: `/policies` as it is, or below the language's prefix. For pages only: files and the API have no language.
    pub fn href(self, path: &str) -> String {
        if self.prefixed { format!("/{}{}", self.tag(), if path == "/" { "" } else { path }) } else { path.to_owned() }
    }

    /// The text of a key; the key itself in brackets where the catalogue lacks it (tests hold that it never does).
    pub fn text(self, key: &str) -> Cow<'static, str> {
        self.find(key, &[]).unwrap_or_else(|| Cow::Owned(format!("[{key}]")))
    }

    /// The text of a key with values filled in.
    pub fn with(self, key: &str, values: &[(&str, Value<'_>)]) -> Cow<'static, str> {
        self.find(key, values).unwrap_or_else(|| Cow::Owned(format!("[{key}]")))
    }

    /// The text of a key that is put together from data (`kind-measure`), where the catalogue has it.
    pub fn find(self, key: &str, values: &[(&str, Value<'_>)]) -> Option<Cow<'static, str>> {
        let bundle = &self.catalogue.bundle;
        let pattern = bundle.get_message(key)?.value()?;
        let mut args = FluentArgs::new();
        for (name, value) in values {
            match value {
                Value::Text(text) => args.set(*name, FluentValue::String(text.clone())),
                // Up to 2^53 exactly, as every number of a statement is.
                #[expect(clippy::cast_precision_loss, reason = "counts here are far below 2^53")]
                Value::Count(count) => args.set(*name, FluentValue::from(*count as f64)),
            }
        }
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut faults);
        Some(self.catalogue.finish(&text))
    }

    /// A whole number with its thousands grouped: `16,765`.
    pub fn number(self, number: u64) -> String {
        grouped(number, self.language)
    }

    /// Hundredths as a number with two decimals: `8241` is `82.41`.
    pub fn hundredths(self, hundredths: u32) -> String {
        format!("{}{}{:02}", hundredths / 100, self.language.separators().1, hundredths % 100)
    }

    /// Tenths of a percent, by catalogue: `50%`.
    pub fn percent(self, percent: u32) -> Cow<'static, str> {
        self.with("percent", &[("number", percent.into())])
    }

    /// A day as people write it: `24 November 2026`.
    pub fn date(self, date: Date) -> String {
        self.dated("date-format", &self.month(date), date)
    }

    /// A day, short, for axes and tables: `24 Nov 2026`.
    pub fn date_short(self, date: Date) -> String {
        let month = self.find(&format!("month-short-{}", date.month()), &[]).unwrap_or_default();
        self.dated("date-format", &month, date)
    }

    fn dated(self, key: &str, month: &str, date: Date) -> String {
        // As a number: a first of the month may have a form of its own (`1er mars`).
        let day = u32::from(date.day().unsigned_abs());
        let year = date.year().to_string();
        // Dates are plain text for attributes and charts too: no isolates inside.
        without_isolates(&self.with(key, &[("day", day.into()), ("month", month.into()), ("year", year.into())]))
    }

    /// The name of the month: `November`.
    pub fn month(self, date: Date) -> Cow<'static, str> {
        self.find(&format!("month-{}", date.month()), &[]).unwrap_or_default()
    }

    /// Month and year, for axes: `Nov 2026`.
    pub fn month_year(self, date: Date) -> String {
        format!("{} {}", self.find(&format!("month-short-{}", date.month()), &[]).unwrap_or_default(), date.year())
    }

    /// A span of days, both inclusive; `None` is open: `1 March 2026 to 3 May 2026`, `since 1 March 2026`.
    pub fn span(self, from: Option<Date>, to: Option<Date>) -> String {
        let text = match (from, to) {
            (Some(from), Some(to)) if from == to => return self.date(from),
            (Some(from), Some(to)) => self.with("span-closed", &[("from", self.date(from).into()), ("to", self.date(to).into())]),
            (Some(from), None) => self.with("span-open", &[("from", self.date(from).into())]),
            (None, Some(to)) => self.with("span-until", &[("to", self.date(to).into())]),
            (None, None) => self.text("span-always"),
        };
        without_isolates(&text)
    }

    /// A moment, in UTC and saying so: `24 November 2026, 10:00 UTC`.
    pub fn moment(self, at: Timestamp) -> String {
        let there = jiff::tz::Offset::UTC.to_datetime(at);
        let time = format!("{:02}:{:02}", there.hour(), there.minute());
        without_isolates(&self.with("moment-format", &[("date", self.date(there.date()).into()), ("time", time.into())]))
    }

    /// What stands between a name and what it is: `Level: 2`.
    pub fn colon(self) -> &'static str {
        self.language.colon()
    }

    /// Several things in one sentence: `a, b and c`.
    pub fn list(self, items: &[&str]) -> String {
        let Some((last, before)) = items.split_last() else { return String::new() };
        if before.is_empty() {
            return (*last).to_owned();
        }
        let comma = self.text("list-comma").replace('_', " ");
        self.with("list-and", &[("before", before.join(&comma).into()), ("last", (*last).into())]).into_owned()
    }

    /// What a statement says, in this language where it has it; `records` is the language of the record it stands in.
    pub fn said<'t>(self, text: &'t Text, records: &'t str) -> Said<'t> {
        let (words, tag) = text.in_language(&[self.tag()], records);
        Said { words, tag, is_other: language::main(tag) != language::main(self.tag()) }
    }
}

/// Words of a statement, and the language they came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<'t> {
    /// The words, plain.
    pub words: &'t str,
    /// The language of the words, BCP 47.
    pub tag: &'t str,
    /// Whether that is another language than the page's.
    pub is_other: bool,
}

impl Said<'_> {
    /// The words within a line, isolated, with their language where it is another than the page's.
    pub fn inline(&self) -> Markup {
        html! { @if self.is_other { bdi lang=(self.tag) { (self.words) } } @else { bdi { (self.words) } } }
    }

    /// The words as paragraphs: a line feed ends one.
    pub fn paragraphs(&self) -> Markup {
        let lang = self.is_other.then_some(self.tag);
        html! { @for line in self.words.split('\n').filter(|line| !line.trim().is_empty()) { p class="govuk-body" dir="auto" lang=[lang] { (line) } } }
    }
}

/// Text of any direction within a line: names, codes, numbers from outside.
pub fn bdi(text: &str) -> Markup {
    html! { bdi { (text) } }
}

/// Text without isolation marks (U+2066 to U+2069), which Fluent sets around values: for file names, CSV, CLI and comparisons.
pub fn without_isolates(text: &str) -> String {
    text.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
}

/// A whole number with its thousands grouped.
fn grouped(number: u64, language: Language) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(language.separators().0);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests;
