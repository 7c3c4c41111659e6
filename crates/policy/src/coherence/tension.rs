//! One sector against another: where A holds, B must hold too, within some days (specs/policy.md c7). The rules are data: `rule/v1`, or a line such as
//!
//! ```text
//! C2>=2 then E1>=1 or E2>=1 within 14
//! C2>=2 & E1=0                              the days on which all of these hold
//! ```
//! It reads what applies to people. In: conditions on levels, the runs on which a tension is violated. Out: which tensions are in use (`league`).

use std::fmt;
use std::str::FromStr;

use register::Code;
use serde::{Deserialize, Serialize};

use super::lane::{At, Lane, Runs, sweep};
use super::{Grade, Interval};
use crate::limits::{CONDITIONS_MAX, LEVEL_MAX, WITHIN_DAYS_MAX};

/// How a level is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Comparison {
    /// At least.
    #[serde(rename = ">=")]
    AtLeast,
    /// At most.
    #[serde(rename = "<=")]
    AtMost,
    /// Equal.
    #[serde(rename = "=")]
    Equal,
}

/// That an instrument's level compares so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Code of the instrument.
    pub instrument: Code,
    /// How.
    pub op: Comparison,
    /// With what.
    pub level: u8,
}

impl Condition {
    /// Whether a level meets it.
    pub fn holds(&self, level: u8) -> bool {
        match self.op {
            Comparison::AtLeast => level >= self.level,
            Comparison::AtMost => level <= self.level,
            Comparison::Equal => level == self.level,
        }
    }
}

/// When all of `when` hold, one of `then` must, at the latest `within_days` days later. With no `then`: all of `when` must not hold together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tension {
    /// All of these.
    pub when: Vec<Condition>,
    /// At least one of these.
    pub then: Vec<Condition>,
    /// So many days may pass.
    pub within_days: i32,
}

impl Tension {
    /// The instruments that it reads, those of `when` first, each once.
    pub fn instruments(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = Vec::new();
        for condition in self.when.iter().chain(&self.then) {
            if !codes.contains(&condition.instrument.as_str()) {
                codes.push(condition.instrument.as_str());
            }
        }
        codes
    }

    /// Where it is violated: A is known to hold, every B is known not to, and A began more than `within_days` days before (with 0: from its first day
    /// on). `lanes`: what applies under each of [`Tension::instruments`].
    pub fn violations(&self, lanes: &[&Lane]) -> Vec<Interval> {
        let instruments = self.instruments();
        let places = |conditions: &[Condition]| -> Vec<usize> {
            conditions.iter().filter_map(|condition| instruments.iter().position(|code| *code == condition.instrument.as_str())).collect()
        };
        let (when_at, then_at) = (places(&self.when), places(&self.then));
        let holds =
            |condition: &Condition, at: usize, levels: &[Option<At>]| levels.get(at).copied().flatten().map(|known| condition.holds(known.level));
        let mut runs = Runs::default();
        let mut began: Option<(i32, i32)> = None;
        sweep(lanes, |from, until, levels| {
            if !self.when.iter().zip(&when_at).all(|(condition, at)| holds(condition, *at, levels) == Some(true)) {
                return;
            }
            let first = began.filter(|(_, end)| *end == from).map_or(from, |(first, _)| first);
            began = Some((first, until));
            let due = first.saturating_add(self.within_days).max(from);
            let is_violated = self.then.iter().zip(&then_at).all(|(condition, at)| holds(condition, *at, levels) == Some(false));
            if is_violated && due < until {
                let side = |at: Option<&usize>| at.and_then(|at| levels.get(*at).copied().flatten());
                let b = side(then_at.first().or(when_at.get(1)));
                runs.found((due, until), Grade::Question, side(when_at.first()).map_or(0, |at| i16::from(at.level)), [side(when_at.first()), b]);
            }
        });
        runs.end()
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Comparison::AtLeast => ">=",
            Comparison::AtMost => "<=",
            Comparison::Equal => "=",
        })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.instrument, self.op, self.level)
    }
}

impl fmt::Display for Tension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |conditions: &[Condition], by: &str| conditions.iter().map(Condition::to_string).collect::<Vec<_>>().join(by);
        write!(f, "{}", joined(&self.when, " & "))?;
        if !self.then.is_empty() {
            write!(f, " then {}", joined(&self.then, " or "))?;
        }
        if self.within_days > 0 { write!(f, " within {}", self.within_days) } else { Ok(()) }
    }
}

/// The text is no rule between sectors.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no rule between sectors: {why}; write it as `C2>=2 then E1>=1 or E2>=1 within 14`, or as `C2>=2 & E1=0`")]
pub struct TensionError {
    text: String,
    why: &'static str,
}

impl FromStr for Tension {
    type Err = TensionError;
    fn from_str(text: &str) -> Result<Tension, TensionError> {
        let wrong = |why| TensionError { text: register::shape::clipped(text), why };
        let (conditions, within) = text.rsplit_once(" within ").map_or((text, None), |(conditions, days)| (conditions, Some(days)));
        let within_days = match within.map(|days| days.trim().trim_end_matches("days").trim().parse::<i32>()) {
            None => 0,
            Some(Ok(days)) if (0..=WITHIN_DAYS_MAX).contains(&days) => days,
            Some(_) => return Err(wrong("what follows `within` is no number of days")),
        };
        let (when, then) = conditions.split_once(" then ").map_or((conditions, None), |(when, then)| (when, Some(then)));
        let read = |text: &str, by: [&str; 2]| -> Result<Vec<Condition>, TensionError> {
            text.replace(by[0], by[1]).split(by[1]).map(|part| condition(part).map_err(wrong)).collect()
        };
        let tension =
            Tension { when: read(when, [" and ", "&"])?, then: then.map_or(Ok(Vec::new()), |then| read(then, [" or ", "|"]))?, within_days };
        if tension.when.len() > CONDITIONS_MAX || tension.then.len() > CONDITIONS_MAX {
            return Err(wrong("it has too many conditions"));
        }
        Ok(tension)
    }
}

fn condition(text: &str) -> Result<Condition, &'static str> {
    let text = text.trim();
    let (at, _) = text.char_indices().find(|(_, sign)| "<>=".contains(*sign)).ok_or("a condition has no `>=`, `<=` or `=`")?;
    let (code, rest) = text.split_at(at);
    let ops = [(">=", Comparison::AtLeast), ("<=", Comparison::AtMost), ("==", Comparison::Equal), ("=", Comparison::Equal)];
    let (op, level) = ops
        .into_iter()
        .find_map(|(sign, op)| Some((op, rest.strip_prefix(sign)?)))
        .ok_or("a condition compares by something else than `>=`, `<=` or `=`")?;
    let instrument = code.trim().parse().map_err(|_| "a condition does not begin with the code of an instrument")?;
    let level = level.trim().parse::<u8>().ok().filter(|level| *level <= LEVEL_MAX).ok_or("a condition does not end with a level")?;
    Ok(Condition { instrument, op, level })
}

#[cfg(test)]
mod tests {
    use super::super::lane::tests::{lane, shown};
    use super::*;

    fn found(rule: &str, lanes: &[&str]) -> String {
        let lanes: Vec<Lane> = lanes.iter().map(|drawn| lane(drawn)).collect();
        shown(&rule.parse::<Tension>().unwrap().violations(&lanes.iter().collect::<Vec<_>>()))
    }

    #[test]
    fn a_tension_is_violated_where_the_first_holds_and_the_other_is_known_not_to() {
        assert_eq!(found("C2>=2 then E1>=1", &["0223310", "000.100"]), "1-2 question");
        assert_eq!(found("C2>=2 & E1=0", &["0223310", "000.100"]), "1-2 question");
        assert_eq!(found("C2>=2 then E1>=1 or E2>=1", &["22222", "00000", "00110"]), "0-1 question, 4-4 question");
    }

    #[test]
    fn days_of_grace_count_from_the_first_day_of_the_whole_run() {
        assert_eq!(found("C2>=2 then E1>=1 within 3", &["022332220", "000000000"]), "4-7 question");
        assert_eq!(found("C2>=2 then E1>=1 within 9", &["022332220", "000000000"]), "");
    }

    #[test]
    fn a_rule_is_written_as_it_is_read() {
        for text in ["C2>=2 then E1>=1", "C2>=2 & C6<=1 then E1>=1 or E2>=1 within 14", "E1>=1 & C2<=1 & C6<=1", "C2=3 & E1=0"] {
            assert_eq!(text.parse::<Tension>().unwrap().to_string(), text);
        }
        assert_eq!("C2==3&E1==0".parse::<Tension>().unwrap().to_string(), "C2=3 & E1=0");
        for text in ["", "C2", "C2>2", ">=2", "C2>=x", "C2>=2 then", "C2>=2 then E1>=1 within x", "C2>=99"] {
            assert!(text.parse::<Tension>().is_err(), "{text}");
        }
    }
}
