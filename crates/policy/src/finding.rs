//! `finding/v1`: what a body answers to a finding: it is intended, the data are wrong, or someone sees to it (specs/policy.md g).
//!
//! ```text
//! {"finding":"fzgziyojwpz6hksegdbeqpbhou","rule":"neighbour","instrument":"C8","places":["XAA","XAB"],"state":"accepted",
//!  "why":"Ferries are checked at the port.","until":"2022-03-01","from":"2021-11-02","entries":[{"origin":"..","subject":"..","entry":"sha256:.."}]}
//! ```
//! Subject: `finding:` and the id. It pins the entries that its author saw, counts only from a party, and lapses when one of them is revised or its
//! day has passed.

use record::text::Text;
use record::{Facets, Fault, Json, Kind, Reference, Sid};
use register::shape::{self, Members};
use register::{Code, Day};
use serde::{Deserialize, Serialize};

use crate::coherence::finding_id;
use crate::coverage::is_default;
use crate::limits::{ENTRIES_PINNED_MAX, RULE_BYTES_MAX, SHORT_BYTES_MAX, WORDS_BYTES_MAX};
use crate::measure::reference;
use crate::words::Population;

/// The body of `finding/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The finding's id; that of the members below.
    pub finding: Sid,
    /// The rule, by name; a tension by its code.
    pub rule: String,
    /// Code of the instrument.
    pub instrument: Code,
    /// For whom.
    #[serde(default, skip_serializing_if = "is_default")]
    pub population: Population,
    /// The place or places, the lower code first.
    pub places: Vec<Code>,
    /// What is said.
    pub state: State,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
    /// Which office sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Text>,
    /// The last day on which the answer counts; of `resolving` the day by which it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The first day of the interval that was seen.
    pub from: Day,
    /// Its last day, if it had ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// The statements that were seen, these very words.
    pub entries: Vec<Reference>,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

/// What a body answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is intended.
    Accepted,
    /// The data are wrong.
    Disputed,
    /// Someone sees to it.
    Resolving,
}

impl State {
    /// Every state.
    pub const ALL: [State; 3] = [State::Accepted, State::Disputed, State::Resolving];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Accepted => "accepted",
            State::Disputed => "disputed",
            State::Resolving => "resolving",
        }
    }
}

/// The row of the table of kinds. Facets: place = the first, topic = instrument, group = state, days = on which it counts.
pub const KIND: Kind = Kind { name: "finding", version: 1, is_records_own: false, schema: include_str!("../schemas/finding.json"), check, facets };

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    let finding: Option<Sid> = members.need("finding", shape::parsed);
    let rule = members.need("rule", |value| shape::string(value, RULE_BYTES_MAX));
    let instrument: Option<Code> = members.need("instrument", shape::parsed);
    let population: Population = members.may("population", shape::parsed).unwrap_or_default();
    members.need("places", |_| Ok(()));
    let places: Vec<Code> = members.list("places", 1..=2, shape::parsed);
    let state: Option<State> = members.need("state", |value| shape::word(value, &State::ALL.map(State::as_str)));
    let why = members.text("why", WORDS_BYTES_MAX).is_some() || members.raw("why").is_some();
    let who = members.text("who", SHORT_BYTES_MAX).is_some() || members.raw("who").is_some();
    let until: Option<Day> = members.may("until", shape::parsed);
    let has_until = members.raw("until").is_some();
    let from: Option<Day> = members.need("from", shape::parsed);
    let to: Option<Day> = members.may("to", shape::parsed);
    members.need("entries", |_| Ok(()));
    let entries = members.list("entries", 1..=ENTRIES_PINNED_MAX, reference);
    if let Some(at) = entries.iter().position(|reference| reference.entry.is_none()) {
        members.fault("entries", format!("the reference {at} names no `entry`; an answer pins the words that were seen"));
    }
    if let Some(state) = state {
        if state != State::Resolving && !why {
            members.fault("why", format!("`{}` needs a reason; say why", state.as_str()));
        }
        if state == State::Resolving && !who {
            members.fault("who", "`resolving` needs an office that sees to it; give its name, not a person's");
        }
        if state != State::Disputed && !has_until {
            members.fault("until", format!("`{}` needs a day; say until when", state.as_str()));
        }
    }
    for (name, day) in [("to", to), ("until", until)] {
        if let Some((from, day)) = from.zip(day)
            && day < from
        {
            members.fault(name, format!("`{day}` is before `from`, `{from}`; give the same day or a later one"));
        }
    }
    if let (Some(finding), Some(rule), Some(instrument), Some(a)) = (finding, rule, instrument, places.first()) {
        let own = finding_id(rule, instrument.as_str(), population.as_str(), [a.as_str(), places.get(1).map_or("", Code::as_str)]);
        if own != finding {
            members.fault("finding", format!("`{finding}` is not the id of this rule, instrument, population and places, which is `{own}`"));
        }
    }
    members.ext();
    members.end();
    register::and_typed::<Answer>(faults, body)
}

fn facets(body: &Json) -> Facets {
    let Ok(answer) = record::kind::typed::<Answer>(body) else { return Facets::default() };
    Facets {
        place: answer.places.first().map(Code::to_string),
        topic: Some(answer.instrument.to_string()),
        group: Some(answer.state.as_str().to_owned()),
        from_day: answer.from.number(),
        until_day: register::day::until(answer.until),
        value: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer() -> Json {
        json!({
            "finding": "fzgziyojwpz6hksegdbeqpbhou", "rule": "neighbour", "instrument": "C8", "places": ["XAA", "XAB"], "state": "accepted",
            "why": "Ferries are checked at the port.", "until": "2022-03-01", "from": "2021-11-02",
            "entries": [{"origin": "a.example", "subject": "m1", "entry": format!("sha256:{}", "0".repeat(64))}],
        })
    }

    fn paths(change: impl FnOnce(&mut Json)) -> Vec<String> {
        let mut body = answer();
        change(&mut body);
        check(&body).into_iter().map(|fault| fault.path).collect()
    }

    #[test]
    fn an_answer_names_its_finding_and_pins_what_was_seen() {
        assert_eq!(paths(|_| ()), [""; 0]);
        assert_eq!(paths(|body| body["places"] = json!(["XAA", "XAC"])), ["/finding"]);
        assert_eq!(paths(|body| drop(body["entries"][0].as_object_mut().unwrap().remove("entry"))), ["/entries"]);
        assert_eq!(paths(|body| body["entries"] = json!([])), ["/entries"]);
    }

    #[test]
    fn each_answer_says_what_it_needs() {
        let without = |name: &'static str, state: &'static str| {
            paths(|body| {
                body["state"] = json!(state);
                body.as_object_mut().unwrap().remove(name);
            })
        };
        assert_eq!(without("why", "accepted"), ["/why"]);
        assert_eq!(without("why", "disputed"), ["/why"]);
        assert_eq!(without("until", "disputed"), [""; 0]);
        assert_eq!(without("until", "accepted"), ["/until"]);
        assert_eq!(without("why", "resolving"), ["/who"]);
        assert_eq!(paths(|body| body["until"] = json!("2021-01-01")), ["/until"]);
    }
}
