//! `measure/v1`: what a body has in force, or is observed to have: an instrument at a level, for a place and a time.
//!
//! ```text
//! {"instrument":"C1","place":"GBR","level":3,"flag":1,"start":"2020-03-23","end":"2020-05-31","title":"Schools are closed"}
//! ```
//! In: the body, its faults, its narrow form for columns. Out: whether the level is within the instrument's scale (`league`, which knows all
//! instruments, by [`crate::Instrument::admits`]); what levels mean together ([`crate::cell`], [`crate::index`]).
//! Source: specs/policy.md g.

use std::fmt;

use record::text::Text;
use record::{Facets, Fault, Json, Kind, Reference};
use register::shape::{self, Members};
use register::{Code, Day, day};
use serde::{Deserialize, Serialize};

use crate::coverage::is_default;
use crate::limits::{
    ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, BASIS_BYTES_MAX, HREF_BYTES_MAX, LEVEL_MAX, LINE_BYTES_MAX, LINKS_MAX, NOTES_BYTES_MAX, NOTES_MAX,
    REFERENCES_MAX, SHORT_BYTES_MAX, TITLE_BYTES_MAX, WORDS_BYTES_MAX,
};
use crate::words::{Flag, Mode, Population, Reach};

/// Which instrument: the code of a built-in one or of one of this record; a reference to one of another record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged, expecting = "this is no instrument; give its code, or a reference with `origin` and `subject`")]
pub enum InstrumentName {
    /// Built in, or of this record.
    Code(Code),
    /// Of another record.
    Elsewhere(Reference),
}

impl InstrumentName {
    /// The code, where it is one.
    pub fn code(&self) -> Option<&Code> {
        match self {
            InstrumentName::Code(code) => Some(code),
            InstrumentName::Elsewhere(_) => None,
        }
    }
}

impl fmt::Display for InstrumentName {
    /// The code, or `origin#subject`: the topic of facets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InstrumentName::Code(code) => code.fmt(f),
            InstrumentName::Elsewhere(reference) => write!(f, "{}#{}", reference.origin, reference.subject),
        }
    }
}

/// The body of `measure/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Which instrument.
    pub instrument: InstrumentName,
    /// For which place.
    pub place: Code,
    /// At which level; 0 says that there is none.
    pub level: u8,
    /// Targeted or general; only with a level above 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<Flag>,
    /// For whom.
    #[serde(default, skip_serializing_if = "is_default")]
    pub population: Population,
    /// Whose decisions.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reach: Reach,
    /// Which part of the place, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Text>,
    /// The first day on which it is in force.
    pub start: Day,
    /// From when on that day, `HH:MM` of the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<String>,
    /// The last day on which it is in force; absent where no one has decided one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Day>,
    /// Until when on that day, `HH:MM` of the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<String>,
    /// By when it is looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<Day>,
    /// What it asks of the levels below.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mode: Mode,
    /// Whether it was taken without the usual time.
    #[serde(default, skip_serializing_if = "is_default")]
    pub urgent: bool,
    /// A name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// What it says, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// The legal act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Text>,
    /// Where more stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Files that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// What it takes the place of: links only, no change of what they name (DESIGN rule 11).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<Reference>,
    /// What it changes in part: links only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amends: Vec<Reference>,
    /// That it is an observation by a third party, and where it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Observed>,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

/// A link for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// An absolute `http` or `https` URL; never fetched.
    pub href: String,
    /// What stands there.
    pub title: Text,
}

/// A file that goes with a measure, named by its SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// 64 lower-case hex digits.
    pub sha256: String,
    /// In bytes.
    pub size: i64,
    /// Media type, such as `application/pdf`.
    #[serde(rename = "type")]
    pub media_type: String,
    /// File name.
    pub name: String,
}

/// Where an observation was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observed {
    /// The place whose government is observed.
    pub of: Code,
    /// The source, as `sources/v1` names it.
    pub source: String,
    /// The series within the source: a column, a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// SHA-256 of the file, inflated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_sha256: Option<String>,
    /// The line of the file on which the first day stands, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// What the observer wrote on days within the span.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// An observer's note of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The day it was written for.
    pub date: Day,
    /// Its words.
    pub text: String,
}

impl Measure {
    /// Whether it is in force on this day by its own words: at any moment of it (DESIGN rule 22).
    pub fn is_in_force_on(&self, day: Day) -> bool {
        self.start <= day && self.end.is_none_or(|end| day <= end)
    }
}

/// The longest time until a review that columns tell from longer ones: 13 bits hold it, plus one.
const REVIEW_DAYS_MAX: u16 = 0x1ffe;

/// The numbers of a measure that columns load, in the 64 bits of [`Facets::value`].
///
/// From the lowest bit: level 8, flag 2 (0 none, 1 targeted, 2 general), reach 2 (own, and-below, applies), mode 3 (advisory, floor, ceiling, exact),
/// observed 1, urgent 1, notes 1, amending 1, review 13 (0 none, else days from the first day, plus one; later ones as the last that fits), then 31 of
/// the source's mark ([`source_mark`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed {
    /// Level.
    pub level: u8,
    /// Flag.
    pub flag: Option<Flag>,
    /// Reach.
    pub reach: Reach,
    /// Mode.
    pub mode: Mode,
    /// Whether it is an observation.
    pub is_observed: bool,
    /// Whether it is urgent.
    pub is_urgent: bool,
    /// Whether an observer wrote notes on days within it: they are in the body.
    pub has_notes: bool,
    /// Whether it says that it amends or replaces another measure.
    pub is_amending: bool,
    /// By how many days after the first it is to be reviewed.
    pub review_after: Option<u16>,
    /// Mark of the source of an observation; 0 for what is declared.
    pub source: u32,
}

impl Packed {
    /// As one number.
    pub fn pack(self) -> i64 {
        let flag = self.flag.map_or(0, |flag| i64::from(flag.number()) + 1);
        let review = self.review_after.map_or(0, |days| i64::from(days.min(REVIEW_DAYS_MAX)) + 1);
        let bits = i64::from(self.level) | flag << 8 | self.reach.bits() << 10 | self.mode.bits() << 12;
        let bits = bits | i64::from(self.is_observed) << 15 | i64::from(self.is_urgent) << 16 | i64::from(self.has_notes) << 17;
        bits | i64::from(self.is_amending) << 18 | review << 19 | i64::from(self.source & 0x7fff_ffff) << 32
    }

    /// Back from one number.
    pub fn unpack(value: i64) -> Packed {
        Packed {
            level: u8::try_from(value & 0xff).unwrap_or(0),
            flag: match value >> 8 & 3 {
                1 => Some(Flag::Targeted),
                2 => Some(Flag::General),
                _ => None,
            },
            reach: Reach::from_bits(value >> 10 & 3),
            mode: Mode::from_bits(value >> 12 & 7),
            is_observed: value >> 15 & 1 == 1,
            is_urgent: value >> 16 & 1 == 1,
            has_notes: value >> 17 & 1 == 1,
            is_amending: value >> 18 & 1 == 1,
            review_after: u16::try_from(value >> 19 & 0x1fff).ok().and_then(|days| days.checked_sub(1)),
            source: u32::try_from(value >> 32 & 0x7fff_ffff).unwrap_or(0),
        }
    }
}

/// A source's name as 31 bits, never 0: FNV-1a, so that a column tells sources apart without their names. Two sources that meet in it are one
/// to the columns; the chance among 100 sources is one in 400,000.
pub fn source_mark(source: &str) -> u32 {
    let hash = source.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    match (hash ^ hash >> 31) & 0x7fff_ffff {
        0 => 1,
        mark => mark,
    }
}

/// The row of the table of kinds. Facets: place, topic = instrument, group = population, days, value = [`Packed`].
pub const KIND: Kind = Kind { name: "measure", version: 1, is_records_own: false, schema: include_str!("../schemas/measure.json"), check, facets };

fn facets(body: &Json) -> Facets {
    let Ok(measure) = record::kind::typed::<Measure>(body) else { return Facets::default() };
    let packed = Packed {
        level: measure.level,
        flag: measure.flag,
        reach: measure.reach,
        mode: measure.mode,
        is_observed: measure.observed.is_some(),
        is_urgent: measure.urgent,
        has_notes: measure.observed.as_ref().is_some_and(|observed| !observed.notes.is_empty()),
        is_amending: !(measure.amends.is_empty() && measure.replaces.is_empty()),
        review_after: measure.review_by.map(|day| u16::try_from(day.number().saturating_sub(measure.start.number())).unwrap_or(REVIEW_DAYS_MAX)),
        source: measure.observed.as_ref().map_or(0, |observed| source_mark(&observed.source)),
    };
    Facets {
        place: Some(measure.place.to_string()),
        topic: Some(measure.instrument.to_string()),
        group: Some(measure.population.to_string()),
        from_day: measure.start.number(),
        until_day: day::until(measure.end),
        value: packed.pack(),
    }
}

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    members.need("instrument", instrument);
    members.need("place", shape::parsed::<Code>);
    let level = members.need("level", |value| shape::integer(value, 0..=i64::from(LEVEL_MAX)));
    let flag = members.may("flag", |value| shape::integer(value, 0..=1));
    members.may("population", shape::parsed::<Population>);
    members.may("reach", shape::parsed::<Reach>);
    members.may("mode", |value| shape::word::<Mode>(value, &["floor", "ceiling", "exact", "advisory"]));
    members.may("urgent", shape::boolean);
    if flag.is_some() && level == Some(0) {
        members.fault("flag", "there is nothing to target at level 0; leave the flag out");
    }
    check_times(&mut members);
    members.text("area", SHORT_BYTES_MAX);
    members.text("title", TITLE_BYTES_MAX);
    members.text("text", WORDS_BYTES_MAX);
    members.text("basis", BASIS_BYTES_MAX);
    members.each("links", 1..=LINKS_MAX, check_link);
    members.each("attachments", 1..=ATTACHMENTS_MAX, check_attachment);
    members.list("replaces", 1..=REFERENCES_MAX, reference);
    members.list("amends", 1..=REFERENCES_MAX, reference);
    let observed = members.raw("observed");
    members.ext();
    members.end();
    if let Some(observed) = observed {
        check_observed(observed, body, &mut faults);
    }
    register::and_typed::<Measure>(faults, body)
}

fn check_times(members: &mut Members<'_, '_>) {
    let start: Option<Day> = members.need("start", shape::parsed);
    let end: Option<Day> = members.may("end", shape::parsed);
    let review_by: Option<Day> = members.may("review_by", shape::parsed);
    let start_time = members.may("start_time", time);
    let end_time = members.may("end_time", time);
    if let Some((start, end)) = start.zip(end)
        && end < start
    {
        members.fault("end", format!("`{end}` is before `start`, `{start}`; give the last day in force"));
    }
    if let Some((start, review_by)) = start.zip(review_by)
        && review_by < start
    {
        members.fault("review_by", format!("`{review_by}` is before `start`, `{start}`; give a later day"));
    }
    if end_time.is_some() && end.is_none() && members.raw("end").is_none() {
        members.fault("end_time", "a time needs its day; give `end` too");
    }
    if let (Some(start), Some(end), Some(from), Some(to)) = (start, end, start_time, end_time)
        && start == end
        && to <= from
    {
        members.fault("end_time", format!("`{to}` is not after `start_time`, `{from}`, of the same day; give a later time"));
    }
}

fn check_link(value: &Json, path: String, faults: &mut Vec<Fault>) {
    let mut members = Members::of(value, path, faults);
    members.need("href", |value| {
        let href = shape::string(value, HREF_BYTES_MAX)?;
        let rest = href.strip_prefix("https://").or_else(|| href.strip_prefix("http://"));
        let is_host = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '[');
        match rest {
            Some(rest) if is_host(rest) && !href.contains([' ', '"', '<', '>', '\\', '`', '{', '}', '|', '^']) => Ok(()),
            _ => Err(format!("`{}` is no web address; give an absolute one with `https://` or `http://`", shape::clipped(href))),
        }
    });
    members.need("title", |value| shape::text(value, TITLE_BYTES_MAX));
    members.end();
}

fn check_attachment(value: &Json, path: String, faults: &mut Vec<Fault>) {
    let mut members = Members::of(value, path, faults);
    members.need("sha256", shape::sha256);
    members.need("size", |value| shape::integer(value, 1..=ATTACHMENT_BYTES_MAX));
    members.need("type", |value| {
        let text = shape::string(value, 129)?;
        let is_half = |half: &str| {
            (1..=64).contains(&half.len())
                && half.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
                && half.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"!#$&^_.+-".contains(&b))
        };
        match text.split_once('/') {
            Some((main, sub)) if is_half(main) && is_half(sub) => Ok(()),
            _ => Err(format!("`{}` is no media type; give one such as `application/pdf`", shape::clipped(text))),
        }
    });
    members.need("name", |value| match shape::string(value, LINE_BYTES_MAX)? {
        name if name.contains(['/', '\\']) || name == "." || name == ".." => {
            Err("a file name has no folder; leave out what stands before it".to_owned())
        }
        _ => Ok(()),
    });
    members.end();
}

fn check_observed(value: &Json, body: &Json, faults: &mut Vec<Fault>) {
    let mut members = Members::of(value, "/observed", faults);
    members.need("of", shape::parsed::<Code>);
    members.need("source", register::sources::source);
    members.may("series", |value| shape::string(value, LINE_BYTES_MAX));
    members.may("file_sha256", shape::sha256);
    members.may("line", |value| shape::integer(value, 1..=(1 << 53) - 1));
    let mut bytes = 0;
    members.each("notes", 1..=NOTES_MAX, |value, path, faults| {
        let mut members = Members::of(value, path, faults);
        let date: Option<Day> = members.need("date", shape::parsed);
        members.need("text", |value| {
            let text = value.as_str().ok_or_else(|| format!("{} is no string; put it in quotes", shape::shown(value)))?;
            bytes += text.len();
            match record::text::fault_of(text) {
                Some(message) => Err(message),
                None if text.is_empty() || text.len() > WORDS_BYTES_MAX => {
                    Err(format!("a note of {} bytes is not between 1 and {WORDS_BYTES_MAX}; split it or leave it out", text.len()))
                }
                None => Ok(()),
            }
        });
        let start = body.get("start").and_then(Json::as_str).and_then(|start| start.parse::<Day>().ok());
        let end = body.get("end").and_then(Json::as_str).and_then(|end| end.parse::<Day>().ok());
        if let Some(date) = date
            && (start.is_some_and(|start| date < start) || end.is_some_and(|end| end < date))
        {
            members.fault("date", format!("`{date}` is not within the measure's own days; put the note where it belongs"));
        }
        members.end();
    });
    if bytes > NOTES_BYTES_MAX {
        members.fault("notes", format!("{bytes} bytes of notes are too many; give at most {NOTES_BYTES_MAX}, the rest as an attachment"));
    }
    members.end();
}

/// The name of an instrument: a code, or a reference.
pub(crate) fn instrument(value: &Json) -> Result<InstrumentName, String> {
    match value {
        Json::Object(_) => reference(value).map(InstrumentName::Elsewhere),
        _ => shape::parsed(value).map(InstrumentName::Code),
    }
}

pub(crate) fn reference(value: &Json) -> Result<Reference, String> {
    Reference::deserialize(value).map_err(|error| format!("this is no reference: {error}; give `origin`, `subject` and perhaps `entry`"))
}

/// `HH:MM`, 00:00 to 23:59.
fn time(value: &Json) -> Result<&str, String> {
    let text = shape::string(value, 5)?;
    let digit = |b: &u8, max: u8| (b'0'..=max).contains(b);
    let is_time = match text.as_bytes() {
        [b'2', h, b':', m, n] => digit(h, b'3') && digit(m, b'5') && digit(n, b'9'),
        [g, h, b':', m, n] => digit(g, b'1') && digit(h, b'9') && digit(m, b'5') && digit(n, b'9'),
        _ => false,
    };
    if is_time { Ok(text) } else { Err(format!("`{}` is no time; give `HH:MM`, 00:00 to 23:59", shape::clipped(text))) }
}
