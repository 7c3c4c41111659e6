//! Texts: plain words in the record's language, or by language (DESIGN rule 8).
//!
//! ```text
//! "School closing"        {"ar":"إغلاق المدارس","en":"School closing"}
//! ```
//! In: one text and its rules (NFC, no control characters but line feed, no bidi overrides or isolates). Out: what a text is about.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::fault::Fault;

/// Languages of one text.
pub const LANGUAGES_MAX: usize = 64;

/// A text in one language or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "this is no text; give a string, or an object of BCP 47 tags and strings")]
pub enum Text {
    /// In the language of the record.
    One(String),
    /// By BCP 47 tag.
    Many(BTreeMap<String, String>),
}

impl Text {
    /// Every fault: empty, longer than `bytes_max` in a language, not plain, a tag that is none. Paths start below the text (`/ar`).
    pub fn check(&self, bytes_max: usize) -> Vec<Fault> {
        let one = |path: String, text: &str| plain(text, bytes_max).err().map(|message| Fault::new(path, message));
        match self {
            Text::One(text) => one(String::new(), text).into_iter().collect(),
            Text::Many(texts) if texts.is_empty() || texts.len() > LANGUAGES_MAX => {
                vec![Fault::new("", format!("{} languages are not between 1 and {LANGUAGES_MAX}; give a text in at least one", texts.len()))]
            }
            Text::Many(texts) => {
                let tags = texts.keys().filter(|tag| !is_tag(tag));
                let tags = tags.map(|tag| Fault::new("", format!("`{}` is no language tag; give one such as `en` or `pt-BR`", clipped(tag))));
                tags.chain(texts.iter().filter_map(|(tag, text)| one(format!("/{}", clipped(tag)), text))).collect()
            }
        }
    }

    /// The text in the first of `wanted` that it has (`pt` finds `pt-BR` and the other way round), else in `default`, else in any; with its tag.
    pub fn in_language<'t>(&'t self, wanted: &[&str], default: &'t str) -> (&'t str, &'t str) {
        match self {
            Text::One(text) => (text, default),
            Text::Many(texts) => {
                let exact = |tag: &&str| texts.iter().find(|(key, _)| key.eq_ignore_ascii_case(tag));
                let near = |tag: &&str| texts.iter().find(|(key, _)| primary(key).eq_ignore_ascii_case(primary(tag)));
                let found = wanted.iter().find_map(|tag| exact(tag).or_else(|| near(tag)));
                let found = found.or_else(|| exact(&default)).or_else(|| near(&default)).or_else(|| texts.iter().next());
                found.map_or(("", default), |(tag, text)| (text.as_str(), tag.as_str()))
            }
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::One(text.to_owned())
    }
}

/// Whether a text is plain, and not longer than it may be. Errors: the first rule that it breaks, and the way out.
pub fn plain(text: &str, bytes_max: usize) -> Result<(), String> {
    if text.is_empty() || text.len() > bytes_max {
        return Err(format!("a text of {} bytes is not between 1 and {bytes_max}; shorten it, or leave it out", text.len()));
    }
    if let Some(found) = text.chars().find(|c| is_forbidden(*c)) {
        return Err(format!("U+{:04X} is not allowed in a text; take it out (line feed is the only control character)", u32::from(found)));
    }
    if is_nfc_quick(text.chars()) != IsNormalized::Yes && !text.nfc().eq(text.chars()) {
        return Err("the text is not in Unicode's form NFC; normalize it".to_owned());
    }
    Ok(())
}

/// The text as this rule would have it: NFC, tabs and other line ends made plain, forbidden characters left out. For foreign words in an import.
pub fn made_plain(text: &str) -> String {
    let kept = text.replace("\r\n", "\n").replace('\t', " ");
    kept.chars().filter(|c| !is_forbidden(*c)).nfc().collect()
}

/// Control characters but line feed, and what turns the order of writing: overrides, embeddings, isolates (Unicode UAX 9, 2.1-2.6).
fn is_forbidden(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_first = parts.next().is_some_and(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    is_first && tag.len() <= 35 && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

fn clipped(text: &str) -> String {
    text.chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_is_plain_and_composed() {
        assert!(plain("two\nlines", 20).is_ok());
        for bad in ["", "tab\t", "e\u{301}", "\u{202e}gpj", "\u{2066}x", "nul\0", "\u{85}"] {
            assert!(plain(bad, 20).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_text_is_found_in_the_nearest_language() {
        let text: Text = serde_json::from_str(r#"{"en":"a","pt-BR":"b"}"#).unwrap();
        assert_eq!(text.in_language(&["pt"], "en"), ("b", "pt-BR"));
        assert_eq!(text.in_language(&["fr"], "en"), ("a", "en"));
        assert_eq!(Text::from("x").in_language(&["ar"], "en"), ("x", "en"));
    }

    proptest! {
        #[test]
        fn what_is_made_plain_is_plain(text in "\\PC{0,40}|.{0,40}|[\\x00-\\xff]{0,20}") {
            let made = made_plain(&text);
            prop_assert!(made.is_empty() || plain(&made, 10_000).is_ok());
        }
    }
}
