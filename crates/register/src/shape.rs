//! Reads a body member by member and gathers every fault, so that a form is told all that is wrong with it at once.
//!
//! Serde stops at the first fault and doesn't say where; the bodies' own `check` functions go through this instead, and through serde last.
//! In: members, lists, simple values with their bounds. Out: what the members mean (each body's own file).

use std::str::FromStr;

use record::text::Text;
use record::{Fault, Json};
use serde::Deserialize as _;

use crate::day::Day;
use crate::limits::{EXT_MEMBERS_MAX, LANGUAGES_MAX, TEXT_BYTES_MAX};

/// The members of one JSON object, taken one by one; what is left over at [`Members::end`] is a fault each.
pub struct Members<'b, 'f> {
    object: Option<&'b serde_json::Map<String, Json>>,
    path: String,
    taken: Vec<&'static str>,
    faults: &'f mut Vec<Fault>,
}

impl<'b, 'f> Members<'b, 'f> {
    /// The members of `value`, which stands at `path`. A value that is no object is one fault, and has no members.
    pub fn of(value: &'b Json, path: impl Into<String>, faults: &'f mut Vec<Fault>) -> Members<'b, 'f> {
        let path = path.into();
        let object = value.as_object();
        if object.is_none() {
            faults.push(Fault::new(path.clone(), format!("{} is no object; give members in braces", shown(value))));
        }
        Members { object, path, taken: Vec::new(), faults }
    }

    /// The member `name` where it is there, without reading it.
    pub fn raw(&mut self, name: &'static str) -> Option<&'b Json> {
        self.taken.push(name);
        self.object?.get(name)
    }

    /// The member `name`, read by `read`; a fault if it is missing.
    pub fn need<T>(&mut self, name: &'static str, read: impl FnOnce(&'b Json) -> Result<T, String>) -> Option<T> {
        if self.object.is_some_and(|object| !object.contains_key(name)) {
            self.fault(name, format!("`{name}` is missing; give it"));
        }
        self.may(name, read)
    }

    /// The member `name`, read by `read`, where it is there.
    pub fn may<T>(&mut self, name: &'static str, read: impl FnOnce(&'b Json) -> Result<T, String>) -> Option<T> {
        match read(self.raw(name)?) {
            Ok(value) => Some(value),
            Err(message) => {
                self.fault(name, message);
                None
            }
        }
    }

    /// The items of the list `name`, each read by `item`; no list, too few or too many items are a fault. Empty where the member is absent.
    pub fn list<T>(
        &mut self,
        name: &'static str,
        bounds: std::ops::RangeInclusive<usize>,
        mut item: impl FnMut(&'b Json) -> Result<T, String>,
    ) -> Vec<T> {
        let mut read = Vec::new();
        self.each(name, bounds, |value, path, faults| match item(value) {
            Ok(value) => read.push(value),
            Err(message) => faults.push(Fault::new(path, message)),
        });
        read
    }

    /// Hands each item of the list `name` to `item`, with its path.
    pub fn each(&mut self, name: &'static str, bounds: std::ops::RangeInclusive<usize>, mut item: impl FnMut(&'b Json, String, &mut Vec<Fault>)) {
        let Some(value) = self.raw(name) else { return };
        let path = format!("{}/{name}", self.path);
        let Some(items) = value.as_array() else {
            return self.faults.push(Fault::new(path, format!("{} is no list; give items in brackets", shown(value))));
        };
        if !bounds.contains(&items.len()) {
            let message = format!("{} items are not between {} and {}", items.len(), bounds.start(), bounds.end());
            self.faults.push(Fault::new(path.clone(), format!("{message}; give as many as that")));
        }
        for (number, value) in items.iter().take(*bounds.end()).enumerate() {
            item(value, format!("{path}/{number}"), self.faults);
        }
    }

    /// The text `name` in one or several languages, at most `bytes_max` in each.
    pub fn text(&mut self, name: &'static str, bytes_max: usize) -> Option<Text> {
        self.may(name, |value| text(value, bytes_max))
    }

    /// Any `ext`: an object of bounded size, otherwise read by no rule (DESIGN rule 8).
    pub fn ext(&mut self) {
        if let Some(value) = self.raw("ext") {
            match value.as_object() {
                None => self.fault("ext", format!("{} is no object; give members named by a domain", shown(value))),
                Some(members) if members.len() > EXT_MEMBERS_MAX => {
                    self.fault("ext", format!("{} members are too many; give at most {EXT_MEMBERS_MAX}", members.len()));
                }
                Some(members) => {
                    for name in members.keys().filter(|name| !name.contains('.')) {
                        self.faults.push(Fault::new(
                            format!("{}/ext/{}", self.path, pointer(name)),
                            format!("`{}` names no domain; write it as `domain.name`", clipped(name)),
                        ));
                    }
                }
            }
        }
    }

    /// Adds a fault at the member `name`.
    pub fn fault(&mut self, name: &str, message: impl Into<String>) {
        self.faults.push(Fault::new(format!("{}/{name}", self.path), message));
    }

    /// Adds a fault at the object itself.
    pub fn whole(&mut self, message: impl Into<String>) {
        self.faults.push(Fault::new(self.path.clone(), message));
    }

    /// Ends the reading: every member that was not asked for is a fault.
    pub fn end(self) {
        let Some(object) = self.object else { return };
        for name in object.keys().filter(|name| !self.taken.contains(&name.as_str())) {
            let known = self.taken.join("`, `");
            let message = format!("`{}` is not known here; leave it out, or put it below `ext` (known: `{known}`)", clipped(name));
            self.faults.push(Fault::new(format!("{}/{}", self.path, pointer(name)), message));
        }
    }
}

/// A fault at the list `name` for the first of `items` that stands in it twice.
pub fn each_once<T: Ord + std::fmt::Display>(members: &mut Members<'_, '_>, name: &str, items: &[T]) {
    let mut seen = std::collections::BTreeSet::new();
    if let Some(twice) = items.iter().find(|item| !seen.insert(*item)) {
        members.fault(name, format!("`{twice}` is given twice; name each once"));
    }
}

/// A fault at the last day of a span that ends before it begins; both with the names of their members.
pub fn in_order(members: &mut Members<'_, '_>, (first, from): (&str, Option<Day>), (last, to): (&str, Option<Day>)) {
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        members.fault(last, format!("`{to}` is before `{first}`, `{from}`; give the same day or a later one"));
    }
}

/// A string of at most `bytes_max` bytes, not empty, without control characters.
pub fn string(value: &Json, bytes_max: usize) -> Result<&str, String> {
    let text = value.as_str().ok_or_else(|| format!("{} is no string; put it in quotes", shown(value)))?;
    if text.is_empty() || text.len() > bytes_max {
        return Err(format!("a text of {} bytes is not between 1 and {bytes_max}; shorten or leave it out", text.len()));
    }
    match text.chars().find(|c| c.is_control()) {
        Some(found) => Err(format!("U+{:04X} is a control character; leave it out", u32::from(found))),
        None => Ok(text),
    }
}

/// A string that parses as `T`, with the error that `T` gives.
pub fn parsed<T: FromStr<Err: std::fmt::Display>>(value: &Json) -> Result<T, String> {
    string(value, TEXT_BYTES_MAX)?.parse().map_err(|error: T::Err| error.to_string())
}

/// One of the words that serde knows for the enum `T`; `words` are named in the fault.
pub fn word<T: serde::de::DeserializeOwned>(value: &Json, words: &[&str]) -> Result<T, String> {
    T::deserialize(value).map_err(|_| format!("{} is none of them; give `{}`", shown(value), words.join("`, `")))
}

/// A whole number within `range`.
pub fn integer(value: &Json, range: std::ops::RangeInclusive<i64>) -> Result<i64, String> {
    match value.as_i64() {
        Some(number) if range.contains(&number) => Ok(number),
        Some(number) => Err(format!("`{number}` is out of range; give {} to {}", range.start(), range.end())),
        None => Err(format!("{} is no whole number; give {} to {}", shown(value), range.start(), range.end())),
    }
}

/// A boolean.
pub fn boolean(value: &Json) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| format!("{} is neither; give `true` or `false`", shown(value)))
}

/// 64 lower-case hex digits: a SHA-256.
pub fn sha256(value: &Json) -> Result<&str, String> {
    let text = string(value, TEXT_BYTES_MAX)?;
    match record::name::hex_digest(text) {
        Some(_) => Ok(text),
        None => Err(format!("`{}` is no SHA-256; give 64 lower-case hex digits", clipped(text))),
    }
}

/// A text in one or several languages, at most `bytes_max` bytes in each.
pub fn text(value: &Json, bytes_max: usize) -> Result<Text, String> {
    let text = Text::deserialize(value).map_err(|_| format!("{} is no text; give a string, or strings by language", shown(value)))?;
    if let Some(fault) = text.check().into_iter().next() {
        return Err(fault.to_string());
    }
    let words = text.all();
    match words.iter().map(|(_, words)| words.len()).find(|length| *length > bytes_max) {
        Some(length) => Err(format!("a text of {length} bytes is too long; give at most {bytes_max} in each language")),
        None if words.len() > LANGUAGES_MAX => Err(format!("{} languages are too many; give at most {LANGUAGES_MAX}", words.len())),
        None => Ok(text),
    }
}

/// A value as a fault shows it: short, in backticks.
pub fn shown(value: &Json) -> String {
    match value {
        Json::Object(_) => "an object".to_owned(),
        Json::Array(_) => "a list".to_owned(),
        Json::String(text) => format!("`{}`", clipped(text)),
        plain => format!("`{}`", clipped(&plain.to_string())),
    }
}

/// The first 60 characters of what someone gave, control characters replaced.
pub fn clipped(text: &str) -> String {
    text.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn pointer(name: &str) -> String {
    clipped(name).replace('~', "~0").replace('/', "~1")
}
