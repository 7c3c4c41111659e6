//! What was asked: language, form, path and query of an address, read once at the door.
//!
//! ```text
//! /ar/policies/map.svg?index=stringency&on=2026-04-20&asof=2026-11-24T10:00Z
//!  └─ language     └─ form (wins over Accept)      └─ a view of it, at a cut
//! ```
//! In: reading an address, the names of every query key. Out: what a key means for a page (`pages`).

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::limits::{QUERY_BYTES_MAX, QUERY_VALUE_BYTES_MAX};
use crate::words::{Language, Words};

/// A form in which a thing can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A page.
    Html,
    /// One JSON document.
    Json,
    /// A table: UTF-8, CRLF, RFC 4180.
    Csv,
    /// A feed.
    Atom,
    /// A calendar.
    Ics,
    /// A drawing.
    Svg,
    /// The same as pixels.
    Png,
    /// Everything behind it in one file.
    Zip,
    /// The proof of an entry (c2sp.org/tlog-proof).
    Proof,
    /// The bytes of an entry.
    Entry,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 10] =
        [Format::Html, Format::Json, Format::Csv, Format::Atom, Format::Ics, Format::Svg, Format::Png, Format::Zip, Format::Proof, Format::Entry];

    /// Its extension, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Atom => "atom",
            Format::Ics => "ics",
            Format::Svg => "svg",
            Format::Png => "png",
            Format::Zip => "zip",
            Format::Proof => "tlog-proof",
            Format::Entry => "entry",
        }
    }

    /// Its media type, without parameters.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Html => "text/html",
            Format::Json => "application/json",
            Format::Csv => "text/csv",
            Format::Atom => "application/atom+xml",
            Format::Ics => "text/calendar",
            Format::Svg => "image/svg+xml",
            Format::Png => "image/png",
            Format::Zip => "application/zip",
            Format::Proof => "text/plain",
            Format::Entry => "application/octet-stream",
        }
    }

    /// Its media type as `Content-Type` has it.
    pub fn content_type(self) -> &'static str {
        match self {
            Format::Html => "text/html; charset=utf-8",
            Format::Json => "application/json",
            Format::Csv => "text/csv; charset=utf-8; header=present",
            Format::Atom => "application/atom+xml; charset=utf-8",
            Format::Ics => "text/calendar; charset=utf-8; method=PUBLISH",
            Format::Svg => "image/svg+xml",
            Format::Png => "image/png",
            Format::Zip => "application/zip",
            Format::Proof => "text/plain; charset=utf-8",
            Format::Entry => "application/octet-stream",
        }
    }

    /// The form that an `Accept` header likes best, of those that pages have; a page where it likes none. Source: RFC 9110, 12.5.1.
    pub fn negotiate(accept: &str) -> Format {
        let mut best = (Format::Html, 0_u32);
        for wish in accept.split(',').take(20) {
            let mut parts = wish.split(';').map(str::trim);
            let media_type = parts.next().unwrap_or_default();
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(1.0, |weight| weight.parse::<f32>().unwrap_or(0.0)).clamp(0.0, 1.0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 to 1000")]
            let weight = (weight * 1000.0) as u32;
            let offered = [Format::Html, Format::Json, Format::Csv, Format::Atom, Format::Ics, Format::Svg, Format::Png, Format::Zip];
            let found = offered.into_iter().find(|format| format.media_type().eq_ignore_ascii_case(media_type));
            let found = found.or_else(|| matches!(media_type, "*/*" | "text/*").then_some(Format::Html));
            // What is named beats what is meant by `*/*` at the same weight, as browsers write it.
            if let Some(format) = found.filter(|_| weight > best.1) {
                best = (format, weight);
            }
        }
        best.0
    }
}

/// Every key of a query that some page reads, in the order in which addresses have them. All others are ignored.
pub const KEYS: [&str; 31] = [
    "q",
    "place",
    "below",
    "instrument",
    "rule",
    "grade",
    "answer",
    "min-days",
    "newer",
    "index",
    "variant",
    "reach",
    "population",
    "level",
    "said",
    "withdrawn",
    "on",
    "from",
    "to",
    "all",
    "kind",
    "by",
    "order",
    "limit",
    "after",
    "before",
    "worldview",
    "width",
    "id",
    "next",
    "asof",
];

/// The query of an address: known keys only, in the order of [`KEYS`], each with its values as given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(&'static str, String)>);

/// A value that can't be what its key asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadField {
    /// The key.
    pub field: &'static str,
    /// What was given, cut to what can be shown.
    pub got: String,
    /// What would pass: the key of a message in the catalogue, and in English for machines.
    pub rule: Rule,
}

/// Up to where the record counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// So many statements: a cut, named exactly.
    Size(u32),
    /// What had been said by then.
    Moment(Timestamp),
}

/// What a value must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A day such as `2026-11-24`.
    Day,
    /// A moment such as `2026-11-24T10:00Z`, or a day.
    Moment,
    /// A number from and to.
    Number(u32, u32),
    /// One of these words.
    OneOf(Vec<&'static str>),
    /// Something that is known here under that name.
    Known,
    /// At most so many.
    AtMost(usize),
    /// The last day not before the first.
    NotBefore,
    /// Shorter.
    Shorter,
    /// As a page gave it.
    AsGiven,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::Day => f.write_str("give a day such as `2026-11-24`"),
            Rule::Moment => f.write_str("give a moment such as `2026-11-24T10:00Z`, or a day"),
            Rule::Number(from, to) => write!(f, "give a whole number from {from} to {to}"),
            Rule::OneOf(words) => write!(f, "give one of `{}`", words.join("`, `")),
            Rule::Known => f.write_str("give a code that is known here"),
            Rule::AtMost(count) => write!(f, "give at most {count}"),
            Rule::NotBefore => f.write_str("give a last day that is not before the first"),
            Rule::Shorter => write!(f, "give at most {QUERY_VALUE_BYTES_MAX} bytes"),
            Rule::AsGiven => f.write_str("give the value that the page before linked"),
        }
    }
}

impl BadField {
    /// A value of `field` that breaks `rule`.
    pub fn new(field: &'static str, got: &str, rule: Rule) -> BadField {
        BadField { field, got: got.chars().take(60).collect(), rule }
    }
}

impl fmt::Display for BadField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: `{}` can't be used; {}", self.field, self.got, self.rule)
    }
}

impl Query {
    /// Reads the query of an address. Empty values are as good as absent: forms send them. Errors: a value that is too long.
    pub fn read(text: &str) -> Result<Query, BadField> {
        if text.len() > QUERY_BYTES_MAX {
            return Err(BadField::new("q", "..", Rule::Shorter));
        }
        let mut values = Vec::new();
        // People type `date` for a day; the addresses that we write say `on`, as the commands do.
        let given = form_urlencoded::parse(text.as_bytes()).map(|(name, value)| (if name == "date" { "on".into() } else { name }, value));
        let given: Vec<_> = given.collect();
        for key in KEYS {
            // Dates may come in three fields, as the form has them: `on-day`, `on-month`, `on-year`.
            let part =
                |part: &str| given.iter().find(|(name, _)| name.strip_prefix(key).is_some_and(|rest| rest == part)).map(|(_, value)| value.trim());
            if let (Some(day), Some(month), Some(year)) = (part("-day"), part("-month"), part("-year"))
                && !(day.is_empty() && month.is_empty() && year.is_empty())
            {
                values.push((key, format!("{year:0>4}-{month:0>2}-{day:0>2}")));
            }
            for (_, value) in given.iter().filter(|(name, value)| name == key && !value.trim().is_empty()) {
                if value.len() > QUERY_VALUE_BYTES_MAX {
                    return Err(BadField::new(key, value, Rule::Shorter));
                }
                values.push((key, value.trim().to_owned()));
            }
        }
        Ok(Query(values))
    }

    /// The last value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().rev().find(|(name, _)| *name == key).map(|(_, value)| value.as_str())
    }

    /// Every value of a key; commas separate several.
    pub fn all(&self, key: &str) -> Vec<&str> {
        let given = self.0.iter().filter(|(name, _)| *name == key);
        given.flat_map(|(_, value)| value.split(',')).map(str::trim).filter(|value| !value.is_empty()).collect()
    }

    /// The value of a key as another type.
    pub fn parsed<T: FromStr>(&self, key: &'static str, rule: impl FnOnce() -> Rule) -> Result<Option<T>, BadField> {
        self.get(key).map(|value| value.parse().map_err(|_| BadField::new(key, value, rule()))).transpose()
    }

    /// The value of a key as one of `words`, by its place among them.
    pub fn word<T: Copy>(&self, key: &'static str, words: &[(&'static str, T)]) -> Result<Option<T>, BadField> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let found = words.iter().find(|(word, _)| *word == value).map(|(_, meant)| *meant);
        found.map(Some).ok_or_else(|| BadField::new(key, value, Rule::OneOf(words.iter().map(|(word, _)| *word).collect())))
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| !matches!(value, "0" | "no" | "false"))
    }

    /// The value of a key as a number within a range.
    pub fn number(&self, key: &'static str, from: u32, to: u32) -> Result<Option<u32>, BadField> {
        let number: Option<u32> = self.parsed(key, || Rule::Number(from, to))?;
        match number {
            Some(number) if !(from..=to).contains(&number) => Err(BadField::new(key, &number.to_string(), Rule::Number(from, to))),
            number => Ok(number),
        }
    }

    /// The value of a key as a day.
    pub fn day(&self, key: &'static str) -> Result<Option<Date>, BadField> {
        let Some(value) = self.get(key) else { return Ok(None) };
        // ISO only: `Date::from_str` would take a time too, and drop it.
        let is_iso = value.len() == 10 && value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        is_iso.then(|| value.parse().ok()).flatten().map(Some).ok_or_else(|| BadField::new(key, value, Rule::Day))
    }

    /// The value of `asof`: a number of statements, a moment, or the end of a day in UTC.
    pub fn as_of(&self) -> Result<Option<AsOf>, BadField> {
        let Some(value) = self.get("asof") else { return Ok(None) };
        let bad = || BadField::new("asof", value, Rule::Moment);
        if value.bytes().all(|b| b.is_ascii_digit()) {
            return value.parse().map(|size| Some(AsOf::Size(size))).map_err(|_| bad());
        }
        if value.len() == 10 {
            let day: Date = value.parse().map_err(|_| bad())?;
            let end = jiff::tz::Offset::UTC.to_timestamp(day.at(23, 59, 59, 999_000_000)).map_err(|_| bad())?;
            return Ok(Some(AsOf::Moment(end)));
        }
        value.parse().map(|at| Some(AsOf::Moment(at))).map_err(|_| bad())
    }

    /// The query with `key` as `value`; without it where that is empty. What leads to a page within a list is left out when a view changes.
    #[must_use]
    pub fn with(&self, key: &'static str, value: &str) -> Query {
        let mut values: Vec<_> = self.0.iter().filter(|(name, _)| *name != key && *name != "after" && *name != "before").cloned().collect();
        if !value.is_empty() {
            values.push((key, value.to_owned()));
        }
        values.sort_by_key(|(name, _)| KEYS.iter().position(|key| key == name));
        Query(values)
    }

    /// The query without `keys`.
    #[must_use]
    pub fn without(&self, keys: &[&str]) -> Query {
        Query(self.0.iter().filter(|(name, _)| !keys.contains(name)).cloned().collect())
    }

    /// An address with this query.
    pub fn on(&self, path: &str) -> String {
        let text = self.to_string();
        if text.is_empty() { path.to_owned() } else { format!("{path}?{text}") }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its keys and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(key, value)| (*key, value.as_str()))
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for (key, value) in &self.0 {
            out.append_pair(key, value);
        }
        // What is safe in a query is left readable: dates, lists, moments.
        f.write_str(&out.finish().replace("%3A", ":").replace("%2C", ",").replace("%7E", "~"))
    }
}

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// In which language.
    pub language: Language,
    /// Whether the address names the language: then links keep it.
    pub is_prefixed: bool,
    /// In which form.
    pub format: Format,
    /// Whether the address names the form.
    pub is_suffixed: bool,
    /// The path, without language and form: `/policies/map`.
    pub path: String,
    /// Which view of it.
    pub query: Query,
}

impl Asked {
    /// Reads an address and the headers that choose between its representations. `otherwise` is the language of the node.
    pub fn read(path: &str, query: &str, accept: &str, accept_language: &str, otherwise: Language) -> Result<Asked, BadField> {
        let query = Query::read(query)?;
        let (language, rest) = split_language(path);
        let (rest, format) = split_format(rest);
        // `/index.html` and `/.json` are the overview; a trailing slash is none.
        let rest = rest.trim_end_matches('/');
        let rest = if matches!(rest, "" | "/index") { "/" } else { rest };
        Ok(Asked {
            language: language.unwrap_or_else(|| Language::negotiate(accept_language, otherwise)),
            is_prefixed: language.is_some(),
            format: format.unwrap_or_else(|| Format::negotiate(accept)),
            is_suffixed: format.is_some(),
            path: rest.to_owned(),
            query,
        })
    }

    /// The parts of the path, percent-decoded; none where they are no text.
    pub fn parts(&self) -> Option<Vec<String>> {
        self.path.split('/').filter(|part| !part.is_empty()).map(decoded).collect()
    }

    /// Its words.
    pub fn words(&self) -> Words {
        let words = Words::new(self.language);
        if self.is_prefixed { words.prefixed() } else { words }
    }

    /// Path and query, without language and form: what switches of language link.
    pub fn address(&self) -> String {
        self.query.on(&self.path)
    }

    /// The address of the same in another form.
    pub fn address_as(&self, format: Format) -> String {
        self.address_of(&self.path, format)
    }

    /// The address of `path` in a form, at the same view.
    pub fn address_of(&self, path: &str, format: Format) -> String {
        let path = if path == "/" { "/index" } else { path };
        self.query.on(&format!("{path}.{}", format.extension()))
    }
}

fn split_language(path: &str) -> (Option<Language>, &str) {
    let rest = path.strip_prefix('/').unwrap_or(path);
    let (first, after) = rest.split_once('/').unwrap_or((rest, ""));
    match Language::from_tag(first) {
        Some(language) => (Some(language), path.get(first.len() + 1..).filter(|_| !after.is_empty()).unwrap_or("/")),
        None => (None, path),
    }
}

fn split_format(path: &str) -> (&str, Option<Format>) {
    let found = Format::ALL.into_iter().find_map(|format| {
        let stem = path.strip_suffix(format.extension())?.strip_suffix('.')?;
        Some((stem, Some(format)))
    });
    found.unwrap_or((path, None))
}

/// A part of a path, percent-decoded.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let byte = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(byte).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(path: &str, query: &str) -> Asked {
        Asked::read(path, query, "", "", Language::English).unwrap()
    }

    #[test]
    fn an_address_is_language_path_form_and_view() {
        let map = asked("/ar/policies/map.svg", "on=2026-04-20&nonsense=1&index=stringency");
        assert_eq!((map.language, map.is_prefixed, map.format, map.path.as_str()), (Language::Arabic, true, Format::Svg, "/policies/map"));
        assert_eq!(map.address(), "/policies/map?index=stringency&on=2026-04-20");
        assert_eq!(map.address_as(Format::Csv), "/policies/map.csv?index=stringency&on=2026-04-20");
        assert_eq!(asked("/ar", "").path, "/");
        assert_eq!(asked("/index.json", "").path, "/");
        assert_eq!(asked("/ar/", "").path, "/");
        assert_eq!(asked("/arable", "").path, "/arable");
        assert_eq!(asked("/record/7.tlog-proof", "").format, Format::Proof);
    }

    #[test]
    fn an_extension_wins_over_accept_and_a_browser_gets_a_page() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        assert_eq!(Format::negotiate(browser), Format::Html);
        assert_eq!(Format::negotiate("application/json"), Format::Json);
        assert_eq!(Format::negotiate("text/csv;q=0.9, text/html;q=0.5"), Format::Csv);
        assert_eq!(Format::negotiate("*/*"), Format::Html);
        assert_eq!(Asked::read("/policies.csv", "", "application/json", "", Language::English).unwrap().format, Format::Csv);
    }

    #[test]
    fn a_date_comes_as_iso_or_in_three_fields() {
        let expected = jiff::civil::date(2026, 4, 2);
        assert_eq!(Query::read("on=2026-04-02").unwrap().day("on").unwrap(), Some(expected));
        assert_eq!(Query::read("on-day=2&on-month=4&on-year=2026").unwrap().day("on").unwrap(), Some(expected));
        assert_eq!(Query::read("on-day=&on-month=&on-year=").unwrap().day("on").unwrap(), None);
        assert_eq!(Query::read("date=2026-04-02").unwrap().day("on").unwrap(), Some(expected));
        assert!(Query::read("on=04/02/2026").unwrap().day("on").is_err());
        assert!(Query::read("on=2026-02-30").unwrap().day("on").is_err());
    }

    #[test]
    fn a_cut_is_a_moment_the_end_of_a_day_or_a_number_of_statements() {
        let as_of = |text: &str| Query::read(&format!("asof={text}")).unwrap().as_of();
        let moment = |text: &str| Ok(Some(AsOf::Moment(text.parse().unwrap())));
        assert_eq!(as_of("2026-11-24T10:00Z"), moment("2026-11-24T10:00:00Z"));
        assert_eq!(as_of("2026-11-24T10:00:00.5%2B01:00"), moment("2026-11-24T09:00:00.5Z"));
        assert_eq!(as_of("2026-11-24"), moment("2026-11-24T23:59:59.999Z"));
        assert_eq!(as_of("16765"), Ok(Some(AsOf::Size(16_765))));
        assert!(as_of("yesterday").is_err() && as_of("99999999999").is_err());
    }

    #[test]
    fn a_part_of_a_path_is_decoded_once() {
        assert_eq!(asked("/places/%51AA", "").parts().unwrap(), ["places", "QAA"]);
        assert_eq!(asked("/places/%2e%2e", "").parts().unwrap(), ["places", ".."]);
        assert_eq!(asked("/places/%zz", "").parts(), None);
        assert_eq!(asked("/places/%ff", "").parts(), None);
    }
}
