//! Envelopes, read and written: what every statement has, whatever its kind (DESIGN rules 1-8).
//!
//! ```text
//! about? act? at audience body by eyes? kind revises? subject       nothing else, no null; a draft has no at, by and eyes
//! ```
//! In: all faults of an envelope at once, each with its path. Out: what a body of some kind must say (the kinds).

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer};
use std::str::FromStr;

use crate::canon;
use crate::fault::Fault;
use crate::kind::Json;
use crate::name::{EntryId, Origin, Reference, SubjectName};
use crate::statement::{ABOUT_MAX, Act, Draft, ENTRY_BYTES_MAX, Entry, Revises, Statement};
use crate::text::{self, Text, brief};

/// Levels that a body may nest, itself the first (DESIGN rule 8).
pub const BODY_DEPTH_MAX: usize = 16;

/// Faults that are told of one statement; a hostile one has no more.
pub const FAULTS_MAX: usize = 100;

type Members = serde_json::Map<String, Json>;

/// The envelope that nearly every entry has, read at one go: names borrowed, nothing but the body as a value.
///
/// What has a fault, a reference or eyes is left to [`Reader`], which tells faults and reads the same from the same bytes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plain<'b> {
    #[serde(borrow, default, deserialize_with = "there")]
    act: Option<&'b str>,
    at: &'b str,
    audience: &'b str,
    body: Json,
    by: &'b str,
    kind: &'b str,
    #[serde(borrow, default, deserialize_with = "there")]
    revises: Option<&'b str>,
    subject: &'b str,
}

/// A member that is there is no null.
fn there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de str>, D::Error> {
    Deserialize::deserialize(deserializer).map(Some)
}

impl Plain<'_> {
    fn read(bytes: &[u8]) -> Option<Statement> {
        let Plain { act, at, audience, body, by, kind, revises, subject } = serde_json::from_slice(bytes).ok()?;
        let act = match (act, revises) {
            (None, _) => Act::State,
            (Some("correct"), Some(_)) => Act::Correct,
            (Some("withdraw"), Some(_)) => Act::Withdraw,
            _ => return None,
        };
        let revises = match revises {
            Some(id) => Some(id.parse().ok()?),
            None => None,
        };
        let statement = Statement {
            kind: kind.parse().ok()?,
            subject: subject.parse().ok()?,
            revises,
            act,
            about: Vec::new(),
            at: parse_at(at)?,
            by: by.parse().ok()?,
            eyes: None,
            audience: audience.parse().ok()?,
            body,
        };
        check_body(&statement.body, act).is_empty().then_some(statement)
    }
}

impl Draft {
    /// Reads a draft as it is sent in. Errors: all its faults, each with its path.
    pub fn from_json(json: Json) -> Result<Draft, Vec<Fault>> {
        let mut reader = Reader::new(json)?;
        for (key, why) in [
            ("at", "the node sets `at` when it states this; leave it out"),
            ("by", "the node sets `by` from the token's office; leave it out"),
            ("eyes", "the node sets `eyes`; leave it out"),
        ] {
            if reader.members.remove(key).is_some() {
                reader.fault(key, why);
            }
        }
        let revises = reader.text("revises").and_then(|found| match read_revises(&found) {
            Some(revises) => Some(revises),
            None => reader.miss(
                "revises",
                &found,
                "names nothing; give the id of the head (`sha256:` and 64 hex digits), or `line:N` of this batch from 1",
            ),
        });
        let kind = reader.required("kind");
        let subject = reader.name("subject");
        let act = reader.act(revises.is_some());
        let about = reader.about(Sorting::Ours);
        let audience = reader.name("audience");
        let body = reader.body(act);
        reader.done()?;
        match (kind, body) {
            (Some(kind), Some(body)) => Ok(Draft { kind, subject, revises, act, about, audience: audience.unwrap_or_default(), body }),
            _ => Err(Vec::new()),
        }
    }

    /// The draft as it would be sent in: [`Draft::from_json`] reads the same again.
    pub fn to_json(&self) -> Json {
        let revises = self.revises.as_ref().map(|revises| match revises {
            Revises::Entry(id) => id.to_string(),
            Revises::Line(line) => format!("line:{line}"),
        });
        let about = Json::Array(self.about.iter().map(reference_json).collect());
        let members = [
            ("kind", Some(Json::from(self.kind.as_str()))),
            ("subject", self.subject.as_ref().map(|subject| Json::from(subject.as_str()))),
            ("revises", revises.map(Json::from)),
            ("act", self.act.word().map(Json::from)),
            ("about", (!self.about.is_empty()).then_some(about)),
            ("audience", (!self.audience.is_public()).then(|| Json::from(self.audience.as_str()))),
            ("body", Some(self.body.clone())),
        ];
        Json::Object(members.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
    }
}

impl Statement {
    /// Reads an entry's bytes. Errors: the one place where they are not canonical, else all faults of the envelope and of the body's form.
    pub fn parse(bytes: &[u8]) -> Result<Statement, Vec<Fault>> {
        if bytes.len() > ENTRY_BYTES_MAX {
            return Err(vec![too_long(bytes.len())]);
        }
        canon::check(bytes).map_err(|fault| vec![Fault::new("", fault.to_string())])?;
        if let Some(plain) = Plain::read(bytes) {
            return Ok(plain);
        }
        let json = serde_json::from_slice(bytes).map_err(|error| vec![Fault::new("", error.to_string())])?;
        let mut reader = Reader::new(json)?;
        let revises: Option<EntryId> = reader.name("revises");
        let kind = reader.required("kind");
        let subject = reader.required("subject");
        let by = reader.required("by");
        let audience = reader.required("audience");
        let at = reader.required_text("at").and_then(|found| match parse_at(&found) {
            Some(at) => Some(at),
            None => reader.miss("at", &found, "is no time of a statement; write UTC to the millisecond, such as `2026-11-24T10:00:00.000Z`"),
        });
        let act = reader.act(revises.is_some() || reader.faults.iter().any(|fault| fault.path == "/revises"));
        let about = reader.about(Sorting::Theirs);
        let eyes = reader.members.remove("eyes");
        if let Some(eyes) = &eyes {
            reader.faults.extend(check_form(eyes).into_iter().map(|fault| fault.below("/eyes")));
        }
        let body = reader.body(act);
        reader.done()?;
        match (kind, subject, by, audience, at, body) {
            (Some(kind), Some(subject), Some(by), Some(audience), Some(at), Some(body)) => {
                Ok(Statement { kind, subject, revises, act, about, at, by, eyes, audience, body })
            }
            _ => Err(Vec::new()),
        }
    }

    /// Its bytes: RFC 8785, at most [`ENTRY_BYTES_MAX`]. Errors: what the envelope or the body's form does not allow.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Vec<Fault>> {
        let mut faults = Vec::new();
        let at = at_text(self.at).unwrap_or_else(|| {
            faults.push(Fault::new("/at", "a time of a statement is of the years 0 to 9999, to the millisecond; round it"));
            String::new()
        });
        if self.act != Act::State && self.revises.is_none() {
            faults.push(nothing_to_revise());
        }
        faults.extend(check_about(&self.about, Sorting::Theirs));
        faults.extend(check_body(&self.body, self.act).into_iter().map(|fault| fault.below("/body")));
        if let Some(eyes) = &self.eyes {
            faults.extend(check_form(eyes).into_iter().map(|fault| fault.below("/eyes")));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let bytes = self.write(&at);
        if bytes.len() > ENTRY_BYTES_MAX { Err(vec![too_long(bytes.len())]) } else { Ok(bytes) }
    }

    /// The envelope by hand, in the order of its keys: every name in it is ASCII that needs no escape.
    fn write(&self, at: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(512);
        let mut separator = "{";
        let mut member = |bytes: &mut Vec<u8>, key: &str, quoted: Option<&str>| {
            for part in [separator, "\"", key, "\":"] {
                bytes.extend_from_slice(part.as_bytes());
            }
            if let Some(text) = quoted {
                bytes.push(b'"');
                bytes.extend_from_slice(text.as_bytes());
                bytes.push(b'"');
            }
            separator = ",";
        };
        if !self.about.is_empty() {
            member(&mut bytes, "about", None);
            canon::push(&mut bytes, &Json::Array(self.about.iter().map(reference_json).collect()));
        }
        if let Some(act) = self.act.word() {
            member(&mut bytes, "act", Some(act));
        }
        member(&mut bytes, "at", Some(at));
        member(&mut bytes, "audience", Some(self.audience.as_str()));
        member(&mut bytes, "body", None);
        canon::push(&mut bytes, &self.body);
        member(&mut bytes, "by", Some(self.by.as_str()));
        if let Some(eyes) = &self.eyes {
            member(&mut bytes, "eyes", None);
            canon::push(&mut bytes, eyes);
        }
        member(&mut bytes, "kind", Some(self.kind.as_str()));
        if let Some(revises) = &self.revises {
            member(&mut bytes, "revises", Some(&revises.to_string()));
        }
        member(&mut bytes, "subject", Some(self.subject.as_str()));
        bytes.push(b'}');
        bytes
    }
}

impl Entry {
    /// The entry that stands at `index` with these bytes. Errors: as [`Statement::parse`].
    pub fn parse(index: u64, bytes: Box<[u8]>) -> Result<Entry, Vec<Fault>> {
        let statement = Statement::parse(&bytes)?;
        Ok(Entry { index, id: EntryId::of(&bytes), bytes, statement })
    }
}

impl Act {
    /// How it is written; not at all where it states.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Act::State => None,
            Act::Correct => Some("correct"),
            Act::Withdraw => Some("withdraw"),
        }
    }
}

/// A time as a statement writes it: `2026-11-24T10:00:00.000Z`. None where it has parts of a millisecond, or is not of the years 0 to 9999.
pub fn at_text(at: Timestamp) -> Option<String> {
    let civil = Offset::UTC.to_datetime(at);
    let millis = civil.subsec_nanosecond() / 1_000_000;
    let is_plain = (0..=9999).contains(&civil.year()) && civil.subsec_nanosecond() % 1_000_000 == 0;
    is_plain.then(|| {
        let (date, time) = (civil.date(), civil.time());
        let (year, month, day) = (date.year(), date.month(), date.day());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
    })
}

/// Reads a time exactly as [`at_text`] writes it. None for any other way to write it.
pub fn parse_at(text: &str) -> Option<Timestamp> {
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', n0, n1, b':', s0, s1, b'.', f0, f1, f2, b'Z'] = text.as_bytes() else {
        return None;
    };
    let number = |digits: &[u8]| {
        let mut number: i16 = 0;
        for digit in digits {
            number = number * 10 + i16::from(digit.is_ascii_digit().then(|| digit - b'0')?);
        }
        Some(number)
    };
    let two = |high: u8, low: u8| i8::try_from(number(&[high, low])?).ok();
    let nanos = i32::from(number(&[f0, f1, f2])?) * 1_000_000;
    let civil = DateTime::new(number(&[y0, y1, y2, y3])?, two(m0, m1)?, two(d0, d1)?, two(h0, h1)?, two(n0, n1)?, two(s0, s1)?, nanos).ok()?;
    Offset::UTC.to_timestamp(civil).ok()
}

/// Every fault of a body that any kind shares: an object; no null; integers; plain texts; not too deep; `ext` well formed; a withdrawal `{reason}`.
/// Paths start below the body.
pub fn check_body(body: &Json, act: Act) -> Vec<Fault> {
    let Json::Object(members) = body else { return vec![Fault::new("", "a body is an object; give `{..}`")] };
    let mut faults = check_form(body);
    if let Some(ext) = members.get("ext") {
        faults.extend(check_ext(ext));
    }
    if act == Act::Withdraw {
        // The characters of its reason were looked at with those of the whole body.
        let more: Vec<Fault> = check_withdrawal(members).into_iter().filter(|fault| !faults.contains(fault)).collect();
        faults.extend(more);
    }
    faults
}

fn check_ext(ext: &Json) -> Vec<Fault> {
    let Json::Object(members) = ext else { return vec![Fault::new("/ext", "`ext` is an object by domain names; give {\"domain.name\": ..}")] };
    let is_domain = |key: &str| {
        key.contains('.')
            && key.split('.').all(|label| !label.is_empty() && label.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')))
    };
    let wrong = members.keys().filter(|key| !is_domain(key));
    wrong
        .map(|key| {
            Fault::new(
                format!("/ext/{}", text::pointer(key)),
                format!("`{}` is no domain name; give one of yours such as `health.example`", brief(key)),
            )
        })
        .collect()
}

fn check_withdrawal(members: &Members) -> Vec<Fault> {
    let more = members.keys().filter(|key| *key != "reason" && *key != "ext");
    let mut faults: Vec<Fault> =
        more.map(|key| Fault::new(format!("/{}", text::pointer(key)), "a withdrawal has a `reason` and nothing else; leave it out")).collect();
    let found = match members.get("reason").map(crate::kind::typed::<Text>) {
        None => vec![Fault::new("", "a withdrawal needs a `reason`; say why it is taken back")],
        Some(Err(fault)) => vec![fault],
        Some(Ok(text)) => text.check(),
    };
    faults.extend(found.into_iter().map(|fault| fault.below("/reason")));
    faults
}

/// Every fault of a value's form (DESIGN rule 8): null, numbers that are no integers within 2^53-1, texts that are not plain, nesting.
pub fn check_form(value: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    walk(value, &Step { above: None, part: Part::Root, depth: 1 }, &mut faults);
    faults
}

/// Where a walk is, told from the inside out: a path is only spelled where there is a fault.
struct Step<'s> {
    above: Option<&'s Step<'s>>,
    part: Part<'s>,
    depth: usize,
}

enum Part<'s> {
    Root,
    Key(&'s str),
    Index(usize),
}

impl Step<'_> {
    fn path(&self) -> String {
        let above = self.above.map(Step::path).unwrap_or_default();
        match self.part {
            Part::Root => above,
            Part::Key(key) => format!("{above}/{}", text::pointer(key)),
            Part::Index(index) => format!("{above}/{index}"),
        }
    }
}

fn walk(value: &Json, step: &Step<'_>, faults: &mut Vec<Fault>) {
    if faults.len() >= FAULTS_MAX {
        return;
    }
    let mut fault = |message: String| faults.push(Fault::new(step.path(), message));
    match value {
        Json::Null => fault("null says nothing; leave the key out".to_owned()),
        Json::Bool(_) => {}
        Json::Number(number) => {
            if !number.as_i64().is_some_and(|number| (-canon::INTEGER_MAX..=canon::INTEGER_MAX).contains(&number)) {
                fault(format!("`{number}` is no integer within 2^53-1; write it as a text or in smaller units"));
            }
        }
        Json::String(found) => {
            if let Some(message) = text::fault_of(found) {
                fault(message);
            }
        }
        Json::Array(_) | Json::Object(_) if step.depth > BODY_DEPTH_MAX => {
            fault(format!("nested deeper than {BODY_DEPTH_MAX} levels; say it flatter"));
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &Step { above: Some(step), part: Part::Index(index), depth: step.depth + 1 }, faults);
            }
        }
        Json::Object(members) => {
            for (key, member) in members {
                let below = Step { above: Some(step), part: Part::Key(key), depth: step.depth + 1 };
                if let Some(message) = text::fault_of(key) {
                    faults.push(Fault::new(below.path(), format!("in the key: {message}")));
                }
                walk(member, &below, faults);
            }
        }
    }
}

/// Who sorts the references: a draft's are sorted for it, an entry's must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sorting {
    Ours,
    Theirs,
}

fn check_about(about: &[Reference], sorting: Sorting) -> Vec<Fault> {
    let mut faults = Vec::new();
    if about.len() > ABOUT_MAX {
        faults.push(Fault::new("/about", format!("{} references are too many; give at most {ABOUT_MAX}", about.len())));
    }
    for (index, (before, after)) in about.iter().zip(about.iter().skip(1)).enumerate() {
        if before == after {
            faults.push(Fault::new(format!("/about/{}", index + 1), "the reference is there twice; give it once"));
        } else if before > after && sorting == Sorting::Theirs {
            faults.push(Fault::new(format!("/about/{}", index + 1), "references are sorted by origin, subject and entry; sort them"));
        }
    }
    faults
}

fn read_revises(text: &str) -> Option<Revises> {
    match text.strip_prefix("line:") {
        Some(number) => number.parse().ok().filter(|line: &usize| *line > 0 && line.to_string() == number).map(Revises::Line),
        None => text.parse().ok().map(Revises::Entry),
    }
}

fn reference_json(reference: &Reference) -> Json {
    let members = [
        ("origin", Some(Json::from(reference.origin.as_str()))),
        ("subject", Some(Json::from(reference.subject.as_str()))),
        ("entry", reference.entry.map(|entry| Json::from(entry.to_string()))),
    ];
    Json::Object(members.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
}

fn nothing_to_revise() -> Fault {
    Fault::new("/revises", "a correction or withdrawal needs `revises`; give the id of the entry that it is about")
}

fn too_long(length: usize) -> Fault {
    Fault::new("", format!("{length} bytes are too long for an entry; give at most {ENTRY_BYTES_MAX}, and larger things as attachments"))
}

/// The members of an envelope that are not read yet, and the faults so far.
struct Reader {
    members: Members,
    faults: Vec<Fault>,
}

impl Reader {
    fn new(json: Json) -> Result<Reader, Vec<Fault>> {
        match json {
            Json::Object(members) => Ok(Reader { members, faults: Vec::new() }),
            _ => Err(vec![Fault::new("", "a statement is an object; give `{\"kind\": .., \"body\": ..}`")]),
        }
    }

    fn fault(&mut self, key: &str, message: impl Into<String>) {
        self.faults.push(Fault::new(format!("/{key}"), message));
    }

    /// Notes that what was found under `key` is not what belongs there.
    fn miss<T>(&mut self, key: &str, found: &str, message: &str) -> Option<T> {
        self.fault(key, format!("`{}` {message}", brief(found)));
        None
    }

    fn text(&mut self, key: &str) -> Option<String> {
        match self.members.remove(key)? {
            Json::String(text) => Some(text),
            Json::Null => {
                self.fault(key, "null says nothing; leave the key out");
                None
            }
            _ => {
                self.fault(key, "a text belongs here; put it in quotes");
                None
            }
        }
    }

    fn required_text(&mut self, key: &str) -> Option<String> {
        if !self.members.contains_key(key) {
            self.fault(key, format!("`{key}` is missing; give it"));
        }
        self.text(key)
    }

    fn name<T: FromStr<Err = crate::name::NameError>>(&mut self, key: &str) -> Option<T> {
        let text = self.text(key)?;
        text.parse().map_err(|error: crate::name::NameError| self.fault(key, error.to_string())).ok()
    }

    fn required<T: FromStr<Err = crate::name::NameError>>(&mut self, key: &str) -> Option<T> {
        let text = self.required_text(key)?;
        text.parse().map_err(|error: crate::name::NameError| self.fault(key, error.to_string())).ok()
    }

    fn act(&mut self, revises: bool) -> Act {
        let act = match self.text("act").as_deref() {
            None => Act::State,
            Some("correct") => Act::Correct,
            Some("withdraw") => Act::Withdraw,
            Some(other) => self.miss("act", other, "is no act; give `correct` or `withdraw`, or leave it out to state").unwrap_or_default(),
        };
        if act != Act::State && !revises && !self.faults.iter().any(|fault| fault.path == "/revises") {
            self.faults.push(nothing_to_revise());
        }
        act
    }

    fn about(&mut self, sorting: Sorting) -> Vec<Reference> {
        let items = match self.members.remove("about") {
            None => return Vec::new(),
            Some(Json::Array(items)) => items,
            Some(_) => {
                self.fault("about", "references belong in an array; give [{\"origin\": .., \"subject\": ..}]");
                return Vec::new();
            }
        };
        if items.is_empty() && sorting == Sorting::Theirs {
            self.fault("about", "an empty `about` says nothing; leave it out");
        }
        if items.len() > ABOUT_MAX {
            self.fault("about", format!("{} references are too many; give at most {ABOUT_MAX}", items.len()));
            return Vec::new();
        }
        let mut about = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            match item {
                Json::Object(members) => about.extend(self.reference(index, members)),
                _ => self.fault(&format!("about/{index}"), "a reference is an object; give {\"origin\": .., \"subject\": ..}"),
            }
        }
        if sorting == Sorting::Ours {
            about.sort();
        }
        self.faults.extend(check_about(&about, sorting));
        about
    }

    fn reference(&mut self, index: usize, members: Members) -> Option<Reference> {
        let mut inner = Reader { members, faults: Vec::new() };
        let origin: Option<Origin> = inner.required("origin");
        let subject: Option<SubjectName> = inner.required("subject");
        let entry = inner.name("entry");
        let is_whole =
            inner.done().map_err(|faults| self.faults.extend(faults.into_iter().map(|fault| fault.below(&format!("/about/{index}"))))).is_ok();
        Some(Reference { origin: origin?, subject: subject?, entry }).filter(|_| is_whole)
    }

    fn body(&mut self, act: Act) -> Option<Json> {
        let Some(body) = self.members.remove("body") else {
            self.fault("body", "`body` is missing; give it");
            return None;
        };
        self.faults.extend(check_body(&body, act).into_iter().map(|fault| fault.below("/body")));
        Some(body)
    }

    /// Whatever is left is not part of an envelope.
    fn done(&mut self) -> Result<(), Vec<Fault>> {
        for key in std::mem::take(&mut self.members).keys() {
            self.fault(&text::pointer(key), format!("`{}` is no part of a statement; leave it out, or put it into `body`", brief(key)));
        }
        self.faults.truncate(FAULTS_MAX);
        if self.faults.is_empty() { Ok(()) } else { Err(std::mem::take(&mut self.faults)) }
    }
}
