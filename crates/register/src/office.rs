//! `office/v1`: an office of a body: what it signs for, how many eyes, and how to reach whoever is on duty (specs/accord.md c, f).
//!
//! ```text
//! {"id":"office:health","names":"Duty desk","authority":"authority:qma","eyes":2,
//!  "contact":{"phone":"+999 555 0142","mail":"duty@health.example","hours":"day and night","languages":["en","ar"]}}
//! ```
//! Subject by custom: the id. An office is a function, never a person: its number and address outlive whoever answers.

use record::text::Text;
use record::{Facets, Fault, Json, Kind, Office as Id, SubjectName};
use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::limits::{HOURS_BYTES_MAX, LANGUAGES_MAX, MAIL_BYTES_MAX, NAME_BYTES_MAX, PHONE_BYTES_MAX, ROLES_MAX, SCOPE_MAX};
use crate::shape::{self, Members};

/// The body of `office/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// How entries name it: `office:health`.
    pub id: Id,
    /// What it is called, in one language or several.
    pub names: Text,
    /// The body that it belongs to, by the subject of its `authority/v1`; absent: the body whose record this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<SubjectName>,
    /// The competences that it signs for, by their subjects; absent: all of its body's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub powers: Vec<SubjectName>,
    /// What it does for others, in words: `duty`, `coordinator`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// How many people look at what it says before it is said.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub eyes: u8,
    /// Who stands in for it for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<Deputy>,
    /// How to reach it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

/// An office that stands in for another. Deputies have none of their own while they do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deputy {
    /// Its id.
    pub office: Id,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

/// How to reach an office, whoever is on duty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Its number, as one dials it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Its address for e-mail: of the function, not of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// When someone answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Text>,
    /// Tags of the languages that are spoken there (BCP 47).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
}

impl Office {
    /// The office that stands in for it on this day.
    pub fn deputy_on(&self, day: Day) -> Option<&Id> {
        self.deputy.as_ref().filter(|deputy| deputy.from <= day && day <= deputy.to).map(|deputy| &deputy.office)
    }
}

/// The row of the table of kinds. Facets: topic = id, group = authority, value = eyes.
pub const KIND: Kind = Kind { name: "office", version: 1, is_records_own: false, schema: include_str!("../schemas/office.json"), check, facets };

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    let id: Option<Id> = members.need("id", shape::parsed);
    members.need("names", |value| shape::text(value, NAME_BYTES_MAX));
    members.may("authority", shape::parsed::<SubjectName>);
    let powers: Vec<SubjectName> = members.list("powers", 1..=SCOPE_MAX, shape::parsed);
    shape::each_once(&mut members, "powers", &powers);
    let roles = members.list("roles", 1..=ROLES_MAX, role);
    shape::each_once(&mut members, "roles", &roles);
    members.may("eyes", |value| shape::integer(value, 1..=3));
    let (deputy, contact) = (members.raw("deputy"), members.raw("contact"));
    members.ext();
    members.end();
    if let Some(deputy) = deputy {
        check_deputy(deputy, id.as_ref(), &mut faults);
    }
    if let Some(contact) = contact {
        check_contact(contact, &mut faults);
    }
    crate::and_typed::<Office>(faults, body)
}

fn check_deputy(value: &Json, own: Option<&Id>, faults: &mut Vec<Fault>) {
    let mut members = Members::of(value, "/deputy", faults);
    let office: Option<Id> = members.need("office", shape::parsed);
    let from: Option<Day> = members.need("from", shape::parsed);
    let to: Option<Day> = members.need("to", shape::parsed);
    if office.is_some() && office.as_ref() == own {
        members.fault("office", "an office can't stand in for itself; name another one, or leave `deputy` out");
    }
    shape::in_order(&mut members, ("from", from), ("to", to));
    members.end();
}

fn check_contact(value: &Json, faults: &mut Vec<Fault>) {
    let mut members = Members::of(value, "/contact", faults);
    let is_reachable = [members.raw("phone"), members.raw("mail")].iter().any(Option::is_some);
    members.may("phone", phone);
    members.may("mail", mail);
    members.text("hours", HOURS_BYTES_MAX);
    let languages = members.list("languages", 1..=LANGUAGES_MAX, language);
    shape::each_once(&mut members, "languages", &languages);
    if value.is_object() && !is_reachable {
        members.whole("no one can be reached by this; give `phone`, `mail` or both");
    }
    members.end();
}

fn facets(body: &Json) -> Facets {
    let Ok(office) = record::kind::typed::<Office>(body) else { return Facets::default() };
    let authority = office.authority.map(|authority| authority.to_string());
    Facets { topic: Some(office.id.to_string()), group: authority, value: office.eyes.into(), ..Facets::default() }
}

/// `a-z`, then `a-z0-9-`, at most 32.
fn role(value: &Json) -> Result<&str, String> {
    let text = shape::string(value, 32)?;
    if text.starts_with(|c: char| c.is_ascii_lowercase()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        Ok(text)
    } else {
        Err(format!("`{}` is no role; give a word of `a-z 0-9 -` such as `duty` or `coordinator`", shape::clipped(text)))
    }
}

/// Digits as one dials them, perhaps with `+` before and spaces, brackets, dots, slashes or hyphens between; at least three digits.
fn phone(value: &Json) -> Result<&str, String> {
    let text = shape::string(value, PHONE_BYTES_MAX)?;
    let plain = text.strip_prefix('+').unwrap_or(text);
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    if (3..=18).contains(&digits) && plain.bytes().all(|b| b.is_ascii_digit() || b" ()./-".contains(&b)) {
        Ok(text)
    } else {
        Err(format!("`{}` is no number; give it as one dials it from abroad, such as `+999 555 0142`", shape::clipped(text)))
    }
}

/// `local@host`, plain enough for a link: RFC 5321 names more, which no duty desk has.
fn mail(value: &Json) -> Result<&str, String> {
    let text = shape::string(value, MAIL_BYTES_MAX)?;
    let is_local = |local: &str| !local.is_empty() && local.len() <= 64 && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"._+-".contains(&b));
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    match text.split_once('@') {
        Some((local, host)) if is_local(local) && host.contains('.') && host.split('.').all(is_label) => Ok(text),
        _ => Err(format!("`{}` is no e-mail address; give that of the office, such as `duty@health.example`", shape::clipped(text))),
    }
}

fn language(value: &Json) -> Result<&str, String> {
    let text = shape::string(value, 35)?;
    if record::text::is_language_tag(text) {
        Ok(text)
    } else {
        Err(format!("`{}` is no language tag; give one of BCP 47 such as `en`", shape::clipped(text)))
    }
}

fn one() -> u8 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_one(number: &u8) -> bool {
    *number == 1
}
