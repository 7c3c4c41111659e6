//! `rule/v1`: a rule between sectors, or how a built-in rule is used here (specs/policy.md c7, f2). Every setting that changes a result is a
//! statement (DESIGN rule 17).
//!
//! ```text
//! {"code":"closure-without-support","name":"Workplaces closed without income support",
//!  "when":[{"instrument":"C2","op":">=","level":2}],"then":[{"instrument":"E1","op":">=","level":1}],"within_days":14}
//! {"code":"neighbour","threshold":1}
//! {"code":"restated","off":true}
//! ```
//! Subject by custom: `rule:closure-without-support`.

use std::sync::LazyLock;

use record::text::Text;
use record::{Facets, Fault, Json, Kind};
use register::shape::{self, Members};
use register::{Code, Day, day};
use serde::{Deserialize, Serialize};

use crate::coherence::tension::{Comparison, Condition, Tension};
use crate::coherence::{Family, Rule};
use crate::coverage::is_default;
use crate::limits::{BASIS_BYTES_MAX, CONDITIONS_MAX, LEVEL_MAX, NAME_BYTES_MAX, WITHIN_DAYS_MAX, WORDS_BYTES_MAX};
use crate::words::is_word;

/// The body of `rule/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// Its code; that of a built-in rule changes how that one is used.
    pub code: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Why it is a rule, and for whom it cries wolf.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// Where it is laid down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Text>,
    /// All of these hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Condition>,
    /// Then one of these must.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<Condition>,
    /// At the latest so many days later.
    #[serde(default, skip_serializing_if = "is_default")]
    pub within_days: i32,
    /// Not used here.
    #[serde(default, skip_serializing_if = "is_default")]
    pub off: bool,
    /// Of neighbours and siblings: from which difference on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<u8>,
    /// Findings that last less are not shown where none is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_min: Option<i32>,
    /// The first day on which it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day on which it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

impl Stated {
    /// What it says between sectors, where it does.
    pub fn tension(&self) -> Option<Tension> {
        (!self.when.is_empty()).then(|| Tension { when: self.when.clone(), then: self.then.clone(), within_days: self.within_days })
    }
}

/// A rule between sectors that is built in.
#[derive(Clone, Debug)]
pub struct BuiltIn {
    /// Its code.
    pub code: &'static str,
    /// What it says.
    pub tension: Tension,
    /// Whether it is shown where none is asked for.
    pub is_in_feed: bool,
}

/// The rules between sectors that are built in, by code.
pub fn built_in() -> &'static [BuiltIn] {
    static BUILT_IN: LazyLock<Vec<BuiltIn>> = LazyLock::new(|| {
        let at_least = |instrument: &str, level| instrument.parse().ok().map(|instrument| Condition { instrument, op: Comparison::AtLeast, level });
        let rule = |code, when: (&str, u8), then: (&str, u8), is_in_feed| {
            let (when, then) = (at_least(when.0, when.1), at_least(then.0, then.1));
            BuiltIn { code, tension: Tension { when: when.into_iter().collect(), then: then.into_iter().collect(), within_days: 0 }, is_in_feed }
        };
        vec![
            rule("border-ban-without-testing", ("C8", 3), ("H2", 1), true),
            rule("closure-without-support", ("C2", 2), ("E1", 1), true),
            rule("confinement-without-support", ("C6", 2), ("E1", 1), true),
        ]
    });
    &BUILT_IN
}

/// The row of the table of kinds. Facets: topic = code, days, value = 1 where it is off.
pub const KIND: Kind = Kind { name: "rule", version: 1, is_records_own: false, schema: include_str!("../schemas/rule.json"), check, facets };

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    let code = members.need("code", code);
    members.text("name", NAME_BYTES_MAX);
    members.text("text", WORDS_BYTES_MAX);
    members.text("basis", BASIS_BYTES_MAX);
    members.each("when", 1..=CONDITIONS_MAX, condition);
    members.each("then", 1..=CONDITIONS_MAX, condition);
    members.may("within_days", |value| shape::integer(value, 0..=i64::from(WITHIN_DAYS_MAX)));
    let off = members.may("off", shape::boolean) == Some(true);
    let threshold = members.may("threshold", |value| shape::integer(value, 1..=i64::from(LEVEL_MAX)));
    members.may("days_min", |value| shape::integer(value, 1..=i64::from(WITHIN_DAYS_MAX)));
    let from: Option<Day> = members.may("from", shape::parsed);
    let to: Option<Day> = members.may("to", shape::parsed);
    let when = members.raw("when").is_some();
    let has_then = members.raw("then").is_some() || members.raw("within_days").is_some();
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        members.fault("to", format!("`{to}` is before `from`, `{from}`; give the same day or a later one"));
    }
    if let Some(code) = code {
        let rules = Rule::named(code);
        let is_horizontal = rules.iter().any(|rule| rule.family() == Family::Horizontal);
        if when && !rules.is_empty() {
            members.fault("when", format!("`{code}` is a built-in rule of its own; give `off`, `threshold` or `days_min`, or another `code`"));
        }
        if threshold.is_some() && !is_horizontal {
            members.fault("threshold", format!("`{code}` compares no levels of two places; leave it out, or name `neighbour` or `sibling`"));
        }
        if !when && rules.is_empty() && !off && built_in().iter().all(|rule| rule.code != code) {
            members.fault("when", format!("`{code}` is no built-in rule; say when it counts, or correct `code`"));
        }
    }
    if has_then && !when {
        members.fault("when", "`then` and `within_days` need a `when`; give the conditions that come first");
    }
    members.ext();
    members.end();
    register::and_typed::<Stated>(faults, body)
}

/// A rule's code: a word; a family's name is none.
fn code(value: &Json) -> Result<&str, String> {
    match shape::string(value, 40)? {
        word if is_word(word) && (Rule::named(word).len() <= 1) && word != "tension" => Ok(word),
        other => Err(format!("`{}` is no rule's code; give a word of `a-z 0-9 -`, not the name of a family of rules", shape::clipped(other))),
    }
}

fn condition(value: &Json, path: String, faults: &mut Vec<Fault>) {
    let mut members = Members::of(value, path, faults);
    members.need("instrument", shape::parsed::<Code>);
    members.need("op", |value| shape::word::<Comparison>(value, &[">=", "<=", "="]));
    members.need("level", |value| shape::integer(value, 0..=i64::from(LEVEL_MAX)));
    members.end();
}

fn facets(body: &Json) -> Facets {
    let Ok(rule) = record::kind::typed::<Stated>(body) else { return Facets::default() };
    Facets {
        topic: Some(rule.code),
        from_day: rule.from.map_or(Facets::EVER, Day::number),
        until_day: day::until(rule.to),
        value: i64::from(rule.off),
        ..Facets::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn paths(body: impl std::borrow::Borrow<Json>) -> Vec<String> {
        check(body.borrow()).into_iter().map(|fault| fault.path).collect()
    }

    #[test]
    fn a_rule_between_sectors_says_when_and_then() {
        let when = json!([{"instrument": "C2", "op": ">=", "level": 2}]);
        assert_eq!(paths(json!({"code": "closed-unpaid", "when": when, "then": [{"instrument": "E1", "op": ">=", "level": 1}]})), [""; 0]);
        assert_eq!(paths(json!({"code": "closed-unpaid"})), ["/when"]);
        assert_eq!(paths(json!({"code": "closed-unpaid", "then": when})), ["/when", "/when"]);
        assert_eq!(paths(json!({"code": "x", "when": [{"instrument": "C2", "op": ">", "level": 2}]})), ["/when/0/op"]);
        assert_eq!(paths(json!({"code": "x", "when": []})), ["/when"]);
    }

    #[test]
    fn a_built_in_rule_is_switched_off_or_set_by_a_statement() {
        assert_eq!(paths(json!({"code": "restated", "off": true})), [""; 0]);
        assert_eq!(paths(json!({"code": "neighbour", "threshold": 1, "days_min": 14})), [""; 0]);
        assert_eq!(paths(json!({"code": "gap", "threshold": 1})), ["/threshold"]);
        assert_eq!(paths(json!({"code": "vertical", "off": true})), ["/code"], "a family is no rule");
        assert_eq!(paths(json!({"code": "gap", "when": [{"instrument": "C2", "op": "=", "level": 2}]})), ["/when"]);
        assert_eq!(paths(json!({"code": "closure-without-support", "days_min": 14})), [""; 0]);
    }

    #[test]
    fn the_built_in_rules_are_as_they_read() {
        let shown: Vec<String> = built_in().iter().map(|rule| rule.tension.to_string()).collect();
        assert_eq!(shown, ["C8>=3 then H2>=1", "C2>=2 then E1>=1", "C6>=2 then E1>=1"]);
    }
}
