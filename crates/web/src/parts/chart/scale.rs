//! From a number to a class, its colour and its text.

use crate::words::Words;

/// Sequential blue-teal, light to dark; the first is "none". Neighbours can't reach 3:1 with seven classes (UI.md 5): texts and tables carry the values.
const SEQUENCE: [&str; 7] = ["#dde5e8", "#bfe0da", "#8ccac3", "#4ea9ad", "#1f8096", "#125a79", "#0a3353"];

/// How numbers are classed.
#[derive(Clone, Debug)]
pub enum Scale {
    /// An index from 0 to 100, in hundredths: none, and five classes of 20.
    Index,
    /// Levels from 0 to `max`, as hundredths too (level 2 is 200), each with its text, level 0 first.
    Levels {
        /// The highest level.
        max: u8,
        /// What each level means; may be empty.
        texts: Vec<String>,
    },
}

/// One class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// The least value in it, hundredths.
    pub least: u32,
    /// Its fill.
    pub colour: &'static str,
    /// What it says: `20–40`, `2 Require`.
    pub text: String,
}

impl Scale {
    /// The classes, from the lowest.
    pub fn classes(&self, words: Words) -> Vec<Class> {
        match self {
            Scale::Index => {
                let bound = |at: u32| match at {
                    0 => words.text("scale-zero").into_owned(),
                    1 => "0–20".to_owned(),
                    _ => format!("{}–{}", (at - 1) * 20, at * 20),
                };
                let least = |at: u32| if at == 0 { 0 } else { (at - 1) * 2000 + 1 };
                SEQUENCE.iter().take(6).zip(0..).map(|(_, at)| Class { least: least(at), colour: colour(at, 5), text: bound(at) }).collect()
            }
            Scale::Levels { max, texts } => (0..=u32::from(*max))
                .map(|level| {
                    let text = usize::try_from(level).ok().and_then(|at| texts.get(at)).map_or_else(String::new, |text| format!(" {text}"));
                    Class { least: level * 100, colour: colour(level, u32::from(*max)), text: format!("{level}{text}") }
                })
                .collect(),
        }
    }

    /// The fill of a value, in hundredths.
    pub fn colour(&self, value: u32) -> &'static str {
        match self {
            Scale::Index => colour(value.div_ceil(2000).min(5), 5),
            Scale::Levels { max, .. } => colour((value / 100).min(u32::from(*max)), u32::from(*max)),
        }
    }

    /// A value as it is read: `62.50`, `2`.
    pub fn value(&self, words: Words, value: u32) -> String {
        match self {
            Scale::Index => words.hundredths(value),
            Scale::Levels { .. } => (value / 100).to_string(),
        }
    }
}

/// The colour of step `at` of `steps`, spread over the sequence; step 0 is its first.
pub(crate) fn colour(at: u32, steps: u32) -> &'static str {
    let last = 6;
    let place = if at == 0 || steps == 0 { 0 } else { (at * last).div_ceil(steps).clamp(1, last) };
    usize::try_from(place).ok().and_then(|place| SEQUENCE.get(place)).copied().unwrap_or("#fff")
}

/// The colour of text upon one of the sequence.
pub(crate) fn on(fill: &str) -> &'static str {
    if SEQUENCE.iter().position(|colour| *colour == fill).is_some_and(|place| place >= 4) { "#ffffff" } else { super::colour::INK }
}

#[cfg(test)]
pub(super) const ALL: [&str; 7] = SEQUENCE;
