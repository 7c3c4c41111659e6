//! Texts: words for people, in one language or in several (DESIGN rule 8).
//!
//! ```text
//! "Schools closed"      {"en":"Schools closed","fr":"Écoles fermées"}
//! ```
//! In: what a text may hold, the choice of a language. Out: words of our own pages (the catalogue, in `web`).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};

use crate::fault::Fault;

/// A text in the record's own language, or one for each of several.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Text {
    /// In the record's language.
    One(String),
    /// By BCP 47 tag.
    Many(BTreeMap<String, String>),
}

impl Text {
    /// Every fault that is visible in the text alone: nothing in it, a tag that is none, characters that no text may hold.
    pub fn check(&self) -> Vec<Fault> {
        let words = |path: String, text: &str| {
            let fault = if text.trim().is_empty() { Some("a text can't be empty; give at least one word".to_owned()) } else { fault_of(text) };
            fault.map(|message| Fault::new(path, message))
        };
        match self {
            Text::One(text) => words(String::new(), text).into_iter().collect(),
            Text::Many(texts) if texts.is_empty() => vec![Fault::new("", "no language is given; give at least one, such as {\"en\": \"..\"}")],
            Text::Many(texts) => texts
                .iter()
                .flat_map(|(tag, text)| {
                    let path = format!("/{}", pointer(tag));
                    let tagged = (!is_language_tag(tag)).then(|| {
                        Fault::new(path.clone(), format!("`{}` is no language tag; give one of BCP 47 such as `en` or `pt-BR`", brief(tag)))
                    });
                    [tagged, words(path, text)].into_iter().flatten()
                })
                .collect(),
        }
    }

    /// The words in the first language of `wanted` that there is, else in `default` (the record's language), else in the first by tag;
    /// and the tag of what was found. A wanted `pt` finds `pt-BR`, and `pt-BR` finds `pt`.
    pub fn in_language<'t>(&'t self, wanted: &[&str], default: &'t str) -> (&'t str, &'t str) {
        let texts = match self {
            Text::One(text) => return (text, default),
            Text::Many(texts) => texts,
        };
        let main = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let find = |tag: &str| {
            let exact = texts.iter().find(|(there, _)| there.eq_ignore_ascii_case(tag));
            exact.or_else(|| texts.iter().find(|(there, _)| main(there) == main(tag)))
        };
        let found = wanted.iter().find_map(|tag| find(tag)).or_else(|| find(default)).or_else(|| texts.first_key_value());
        found.map_or(("", default), |(tag, text)| (text.as_str(), tag.as_str()))
    }

    /// The words of every language there is, with their tags; none for the record's own.
    pub fn all(&self) -> Vec<(Option<&str>, &str)> {
        match self {
            Text::One(text) => vec![(None, text)],
            Text::Many(texts) => texts.iter().map(|(tag, text)| (Some(tag.as_str()), text.as_str())).collect(),
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::One(text.to_owned())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text::One(text)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Text::One(text) => serializer.serialize_str(text),
            Text::Many(texts) => texts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or texts by language such as {\"en\": \"..\"}")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text::One(text.to_owned()))
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Text, E> {
        Ok(Text::One(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
        let mut texts = BTreeMap::new();
        while let Some((tag, text)) = map.next_entry::<String, String>()? {
            if texts.insert(tag, text).is_some() {
                return Err(A::Error::custom("a language is given twice; give each once"));
            }
        }
        Ok(Text::Many(texts))
    }
}

/// The text in Unicode normalization form C, as every text of a statement must be. For what people typed, before it is drafted.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if is_normal(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// What is wrong with the characters of a text, as the message of a fault; none where it is plain.
pub fn fault_of(text: &str) -> Option<String> {
    if text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) {
        return None;
    }
    if let Some(control) = text.chars().find(|c| c.is_control() && *c != '\n') {
        return Some(format!("U+{:04X} is a control character; give plain text, with line feeds only", u32::from(control)));
    }
    if let Some(bidi) = text.chars().find(|c| is_bidi_format(*c)) {
        return Some(format!("U+{:04X} overrides or isolates the direction of text; leave it out", u32::from(bidi)));
    }
    (!is_normal(text)).then(|| format!("`{}` is not in Unicode normalization form C; normalise the text (NFC)", brief(text)))
}

/// The explicit directional embeddings, overrides and isolates with their ends (UAX 9, 2.1-2.5); marks (U+200E, U+200F, U+061C) are plain.
fn is_bidi_format(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_normal(text: &str) -> bool {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => true,
        IsNormalized::No => false,
        IsNormalized::Maybe => is_nfc(text),
    }
}

/// Whether a text has the shape of a language tag: a language of 2-8 letters, then parts of 1-8 letters and digits; at most 35 (BCP 47).
pub fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().is_some_and(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    language && tag.len() <= 35 && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A key as a part of a JSON pointer (RFC 6901, 3).
pub(crate) fn pointer(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The start of what was given, short and on one line enough to stand in a message.
pub(crate) fn brief(text: &str) -> String {
    let mut short: String = text.chars().take(40).map(|c| if c.is_control() || is_bidi_format(c) { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many(texts: &[(&str, &str)]) -> Text {
        Text::Many(texts.iter().map(|(tag, text)| ((*tag).to_owned(), (*text).to_owned())).collect())
    }

    fn told(text: &Text) -> Vec<String> {
        text.check().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_text_is_found_in_the_language_that_is_wanted_most() {
        let text = many(&[("ar", "a"), ("en", "e"), ("pt-BR", "p")]);
        let found = |wanted: &[&str], default| text.in_language(wanted, default).1.to_owned();
        assert_eq!(found(&["fr", "EN"], "ar"), "en");
        assert_eq!(found(&["pt"], "ar"), "pt-BR");
        assert_eq!(found(&["en-GB", "ar"], "pt"), "en");
        assert_eq!(found(&["fr"], "pt"), "pt-BR");
        assert_eq!(found(&[], "fr"), "ar");
        assert_eq!(Text::from("x").in_language(&["fr"], "en"), ("x", "en"));
        assert_eq!(many(&[]).in_language(&["fr"], "en"), ("", "en"));
    }

    #[test]
    fn a_text_reads_and_writes_as_one_or_by_language() {
        for text in [Text::from("Schools closed"), many(&[("en", "x"), ("fr", "y")])] {
            let json = serde_json::to_string(&text).unwrap();
            assert_eq!(serde_json::from_str::<Text>(&json).unwrap(), text);
        }
        let error = serde_json::from_str::<Text>("7").unwrap_err().to_string();
        assert!(error.contains("expected a text, or texts by language"), "{error}");
        assert!(serde_json::from_str::<Text>("{\"en\":\"a\",\"en\":\"b\"}").is_err());
    }

    #[test]
    fn what_no_text_may_hold_is_told_with_its_place() {
        assert_eq!(told(&Text::from(" \n ")), ["a text can't be empty; give at least one word"]);
        assert_eq!(told(&many(&[])), ["no language is given; give at least one, such as {\"en\": \"..\"}"]);
        assert_eq!(
            told(&many(&[("e", "x"), ("en", "a\u{202d}")])),
            [
                "`/e`: `e` is no language tag; give one of BCP 47 such as `en` or `pt-BR`",
                "`/en`: U+202D overrides or isolates the direction of text; leave it out"
            ]
        );
        assert_eq!(told(&many(&[("zh-Hant-TW", "\u{9580}"), ("ar", "\u{200f}\u{645}")])), Vec::<String>::new());
    }

    #[test]
    fn what_was_typed_is_normalised() {
        assert_eq!(nfc("e\u{301}"), "\u{e9}");
        assert!(fault_of(&nfc("e\u{301} \u{1100}\u{1161}")).is_none());
        assert!(matches!(nfc("plain \u{e9}"), Cow::Borrowed(_)));
    }
}
