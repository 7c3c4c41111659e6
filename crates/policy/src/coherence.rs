//! Coherence: where levels of government, neighbours and sectors clash, as intervals of days (specs/policy.md c).
//!
//! ```text
//! upper   0   |---- 2, general ----|   0              lane of the upper level
//! lower   |-- 1 --|  0     |-- 3 --|                  lane of the lower one
//!             [ below-floor ][above-ceiling]          maximal runs of days, both sides known
//! ```
//! Each rule is a pure function from lanes ([`lane::Lane`]) to intervals; what is unknown on either side is never a finding but of
//! [`Rule::UnknownGap`], which asks. In: the rules, their names and ids, the lanes they read. Out: which places are above, beside or in one group
//! with which (`register`), what stands at a cut and what has to be recomputed (`league`), words (`web`).

pub mod diffusion;
pub mod gap;
pub mod horizontal;
pub mod lane;
pub mod overlap;
pub mod sunset;
pub mod tension;
pub mod vertical;

use std::fmt;
use std::str::FromStr;

pub use lane::{At, Lane};
use record::Sid;
use sha2::{Digest as _, Sha256};

/// A rule of the engine. Each has a number of its own for its version: what it finds changes only with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The level below is milder than a general measure above ([`vertical`]).
    BelowFloor,
    /// The level below is stricter than a general measure above.
    AboveCeiling,
    /// The level below acts where the one above has nothing.
    Unilateral,
    /// Both say the same: the end of one does not end the rule.
    Restated,
    /// Two places with a border between them differ ([`horizontal`]).
    Neighbour,
    /// Two places of one parent differ.
    Sibling,
    /// A place has nothing where all its peers do ([`gap`]).
    Gap,
    /// Nothing is known of a place where all its peers act.
    UnknownGap,
    /// Two measures of one body hold at once, at different levels ([`overlap`]).
    Overlap,
    /// Two measures of one body say the same at once.
    Duplicate,
    /// A measure ran out, and nothing was said of what holds since ([`sunset`]).
    ExpiredOpen,
    /// The day by which a measure was to be reviewed has passed.
    ReviewMissed,
    /// A measure has stood for long without a word.
    Stale,
    /// Where A holds, B must too, and does not ([`tension`]): a rule stated as data.
    Tension,
}

impl Rule {
    /// Every rule, in the order of their families.
    pub const ALL: [Rule; 14] = [
        Rule::BelowFloor,
        Rule::AboveCeiling,
        Rule::Unilateral,
        Rule::Restated,
        Rule::Neighbour,
        Rule::Sibling,
        Rule::Gap,
        Rule::UnknownGap,
        Rule::Overlap,
        Rule::Duplicate,
        Rule::ExpiredOpen,
        Rule::ReviewMissed,
        Rule::Stale,
        Rule::Tension,
    ];

    /// Those that are shown where none is asked for, without their notes (specs/policy.md f4); neighbours from [`NEIGHBOUR_DAYS_MIN`] days on.
    pub const FEED: [Rule; 6] = [Rule::BelowFloor, Rule::AboveCeiling, Rule::Neighbour, Rule::ExpiredOpen, Rule::ReviewMissed, Rule::Tension];

    /// The name, as in addresses, columns and ids. A tension is named by the code of its `rule/v1`.
    pub fn as_str(self) -> &'static str {
        match self {
            Rule::BelowFloor => "below-floor",
            Rule::AboveCeiling => "above-ceiling",
            Rule::Unilateral => "unilateral",
            Rule::Restated => "restated",
            Rule::Neighbour => "neighbour",
            Rule::Sibling => "sibling",
            Rule::Gap => "gap",
            Rule::UnknownGap => "unknown-gap",
            Rule::Overlap => "overlap",
            Rule::Duplicate => "duplicate",
            Rule::ExpiredOpen => "expired-open",
            Rule::ReviewMissed => "review-missed",
            Rule::Stale => "stale",
            Rule::Tension => "tension",
        }
    }

    /// The version of what the rule finds.
    pub fn version(self) -> u32 {
        1
    }

    /// The family, as pages group them.
    pub fn family(self) -> Family {
        match self {
            Rule::BelowFloor | Rule::AboveCeiling | Rule::Unilateral | Rule::Restated => Family::Vertical,
            Rule::Neighbour | Rule::Sibling => Family::Horizontal,
            Rule::Gap | Rule::UnknownGap => Family::Gap,
            Rule::Overlap | Rule::Duplicate => Family::Overlap,
            Rule::ExpiredOpen | Rule::ReviewMissed | Rule::Stale => Family::Sunset,
            Rule::Tension => Family::Tension,
        }
    }

    /// The rules that a word names: one rule, or every rule of a family.
    pub fn named(word: &str) -> Vec<Rule> {
        Rule::ALL.into_iter().filter(|rule| rule.as_str() == word || rule.family().as_str() == word).collect()
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What kind of clash a rule looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Levels of government, one above the other.
    Vertical,
    /// Places side by side.
    Horizontal,
    /// One against all its peers.
    Gap,
    /// One body against itself.
    Overlap,
    /// Time that has run out.
    Sunset,
    /// One sector against another.
    Tension,
}

impl Family {
    /// The word, as in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Family::Vertical => "vertical",
            Family::Horizontal => "horizontal",
            Family::Gap => "gaps",
            Family::Overlap => "overlaps",
            Family::Sunset => "sunset",
            Family::Tension => "cross-sector",
        }
    }
}

/// How much a finding says (specs/policy.md g). Ordered: the graver the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Good to know.
    Note,
    /// Would be a conflict if the act above were a floor; ask.
    Question,
    /// A declared mode or competence says that it is one.
    Conflict,
}

impl Grade {
    /// Every grade, the gravest first.
    pub const ALL: [Grade; 3] = [Grade::Conflict, Grade::Question, Grade::Note];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Grade::Conflict => "conflict",
            Grade::Question => "question",
            Grade::Note => "note",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is no grade.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no grade; give `conflict`, `question` or `note`")]
pub struct GradeError(String);

impl FromStr for Grade {
    type Err = GradeError;
    fn from_str(word: &str) -> Result<Grade, GradeError> {
        Grade::ALL.into_iter().find(|grade| grade.as_str() == word).ok_or_else(|| GradeError(register::shape::clipped(word)))
    }
}

/// A maximal run of days on which a rule finds something, and how it stood where it was widest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// First day.
    pub from: i32,
    /// The day after the last; [`record::Facets::OPEN`] where no end is known.
    pub until: i32,
    /// The gravest grade of its days.
    pub grade: Grade,
    /// The first side, on the first of the gravest and widest days: the upper level, the lower code, the place itself.
    pub a: Option<At>,
    /// The other side on that day; none where there is no other, or nothing is known of it.
    pub b: Option<At>,
}

/// Neighbours that differ for less than this are not shown where none is asked for (specs/policy.md f4).
pub const NEIGHBOUR_DAYS_MIN: i32 = 7;

/// Levels from which on two places are said to differ, where none is given (specs/policy.md a1, c2).
pub const THRESHOLD: u8 = 2;

/// The id of a finding, written as a sid; the same on every node, through all its intervals (specs/policy.md g).
///
/// `rule` is the rule's name, of a tension the code of its `rule/v1`. A finding of one place has an empty other one.
pub fn finding_id(rule: &str, instrument: &str, population: &str, places: [&str; 2]) -> Sid {
    let [a, b] = sides(places);
    let lines = ["koinon/finding/v1", "\n", rule, "\n", instrument, "\n", population, "\n", a, "\n", b];
    Sid::from_hash(lines.into_iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)))
}

/// The two places of a finding in the order in which they are named everywhere: by code; the only one first.
pub fn sides([a, b]: [&str; 2]) -> [&str; 2] {
    if b.is_empty() || (!a.is_empty() && a <= b) { [a, b] } else { [b, a] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_finding_is_that_of_the_specification() {
        assert_eq!(finding_id("neighbour", "C8", "everyone", ["XAA", "XAB"]).to_string(), "fzgziyojwpz6hksegdbeqpbhou");
        assert_eq!(finding_id("neighbour", "C8", "everyone", ["XAB", "XAA"]).to_string(), "fzgziyojwpz6hksegdbeqpbhou", "places are sorted");
    }

    #[test]
    fn a_word_names_one_rule_or_a_family() {
        assert_eq!(Rule::named("below-floor"), [Rule::BelowFloor]);
        assert_eq!(Rule::named("vertical"), [Rule::BelowFloor, Rule::AboveCeiling, Rule::Unilateral, Rule::Restated]);
        assert_eq!(Rule::named("nothing"), []);
    }
}
