//! `agreement/v1`: who agrees, and from when to when each is a party.
//!
//! ```text
//! {"parties":[{"from":"2026-01-01","origin":"coast.example"},{"from":"2026-02-01","origin":"isles.example","to":"2026-06-30"}],"title":"Ferries"}
//! ```
//! Subject: any. A statement whose audience is `agreement:` and the short id of that subject is for its parties alone (DESIGN rule 23).
//! Days are of UTC, the last one included. Whoever leaves and comes back has two spans.

use jiff::Timestamp;
use jiff::tz::Offset;
use record::text::Text;
use record::{Facets, Fault, Json, Kind, Origin};
use register::Day;
use register::day::until;
use register::shape::{self, Members};
use serde::{Deserialize, Serialize};

use crate::limits::{PARTIES_MAX, TITLE_BYTES_MAX};

/// The body of `agreement/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// What it is called.
    pub title: Text,
    /// Who is a party, and when.
    pub parties: Vec<Party>,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

/// A body, from when to when it is a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Whose record speaks for it.
    pub origin: Origin,
    /// Its first day.
    pub from: Day,
    /// Its last day; open if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

impl Agreement {
    /// Whether the body with this record is a party on the day of `at`.
    pub fn is_party(&self, origin: &Origin, at: Timestamp) -> bool {
        let date = Offset::UTC.to_datetime(at).date();
        let Some(day) = Day::from_civil(date.year().into(), date.month().into(), date.day().into()).map(Day::number) else { return false };
        self.parties.iter().any(|party| party.origin == *origin && party.from.number() <= day && day < until(party.to))
    }
}

/// Whether `reader` may read what was said to the parties at `said`. `versions` are those of the agreement that stand, each with when it was said,
/// in the order of their record.
///
/// A party of then, and of then as it is seen now: whoever joins later never reads what was said before, whatever day is written down for them; and
/// whom the newest version no longer counts as a party of that day reads it no more. Before the first version no one is a party.
pub fn may_read(versions: &[(Timestamp, Agreement)], reader: &Origin, said: Timestamp) -> bool {
    let is_party = |(_, agreement): &(Timestamp, Agreement)| agreement.is_party(reader, said);
    let then = versions.iter().take_while(|(at, _)| *at <= said).last();
    then.is_some_and(is_party) && versions.last().is_some_and(is_party)
}

/// The row of the table of kinds. Facets: group = the first party, first day and end of all spans, value = how many spans.
pub const KIND: Kind =
    Kind { name: "agreement", version: 1, is_records_own: false, schema: include_str!("../schemas/agreement.json"), check, facets };

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    members.need("title", |value| shape::text(value, TITLE_BYTES_MAX));
    members.need("parties", |_| Ok(()));
    members.each("parties", 1..=PARTIES_MAX, |party, path, faults| {
        let mut members = Members::of(party, path, faults);
        members.need("origin", shape::parsed::<Origin>);
        let from = members.need("from", shape::parsed::<Day>);
        let to = members.may("to", shape::parsed::<Day>);
        shape::in_order(&mut members, ("from", from), ("to", to));
        members.end();
    });
    members.ext();
    members.end();
    register::and_typed::<Agreement>(faults, body)
}

fn facets(body: &Json) -> Facets {
    let Ok(agreement) = record::kind::typed::<Agreement>(body) else { return Facets::default() };
    let parties = &agreement.parties;
    Facets {
        group: parties.first().map(|party| party.origin.to_string()),
        from_day: parties.iter().map(|party| party.from.number()).min().unwrap_or(Facets::EVER),
        until_day: parties.iter().map(|party| until(party.to)).max().unwrap_or(Facets::OPEN),
        value: i64::try_from(parties.len()).unwrap_or(i64::MAX),
        ..Facets::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn agreement(parties: &[(&str, &str, Option<&str>)]) -> Agreement {
        let party = |(origin, from, to): &(&str, &str, Option<&str>)| Party {
            origin: origin.parse().unwrap(),
            from: from.parse().unwrap(),
            to: to.map(|to| to.parse().unwrap()),
        };
        Agreement { title: "Ferries".into(), parties: parties.iter().map(party).collect(), ext: None }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn origin(name: &str) -> Origin {
        name.parse().unwrap()
    }

    #[test]
    fn a_party_is_one_from_its_first_day_through_its_last() {
        let agreement = agreement(&[("a.example", "2026-01-01", Some("2026-01-31")), ("a.example", "2026-03-01", None)]);
        for (time, is_party) in [
            ("2025-12-31T23:59:59.999Z", false),
            ("2026-01-01T00:00:00Z", true),
            ("2026-01-31T23:59:59.999Z", true),
            ("2026-02-01T00:00:00Z", false),
            ("2026-03-01T00:00:00Z", true),
            ("2031-01-01T00:00:00Z", true),
        ] {
            assert_eq!(agreement.is_party(&origin("a.example"), at(time)), is_party, "{time}");
            assert!(!agreement.is_party(&origin("b.example"), at(time)));
        }
    }

    #[test]
    fn whoever_joins_later_never_reads_what_was_said_before() {
        let first = (at("2026-01-01T08:00:00Z"), agreement(&[("a.example", "2026-01-01", None)]));
        // The newcomer is written down from the first day on.
        let second = (at("2026-03-01T08:00:00Z"), agreement(&[("a.example", "2026-01-01", None), ("b.example", "2026-01-01", None)]));
        let versions = [first, second];
        let may = |reader: &str, said: &str| may_read(&versions, &origin(reader), at(said));
        assert!(may("a.example", "2026-02-01T00:00:00Z") && !may("b.example", "2026-02-01T00:00:00Z"));
        assert!(may("b.example", "2026-03-01T08:00:00Z"));
        assert!(!may("a.example", "2025-12-31T00:00:00Z"), "before the first version no one is a party");
        assert!(!may_read(&[], &origin("a.example"), at("2026-02-01T00:00:00Z")));
    }

    #[test]
    fn whoever_left_reads_what_was_said_while_it_was_a_party() {
        let first = (at("2026-01-01T08:00:00Z"), agreement(&[("a.example", "2026-01-01", None), ("b.example", "2026-01-01", None)]));
        // Said on 10 March: b had left on the first.
        let second = (at("2026-03-10T08:00:00Z"), agreement(&[("a.example", "2026-01-01", None), ("b.example", "2026-01-01", Some("2026-03-01"))]));
        let versions = [first, second];
        let may = |said: &str| may_read(&versions, &origin("b.example"), at(said));
        assert!(may("2026-03-01T12:00:00Z"));
        assert!(!may("2026-03-05T12:00:00Z") && !may("2026-03-11T12:00:00Z"));
    }

    #[test]
    fn every_fault_of_an_agreement_is_told() {
        let paths = |body: Json| check(&body).into_iter().map(|fault| fault.path).collect::<Vec<_>>();
        assert_eq!(paths(json!({"title": "Ferries", "parties": [{"origin": "a.example", "from": "2026-01-01"}]})), Vec::<String>::new());
        let body = json!({"title": "", "parties": [{"origin": "A", "from": "2026-13-01"}, {"origin": "a.example", "from": "2026-02-01", "to": "2026-01-01", "x": 1}]});
        assert_eq!(paths(body), ["/title", "/parties/0/origin", "/parties/0/from", "/parties/1/to", "/parties/1/x"].map(str::to_owned));
        assert_eq!(paths(json!({"parties": []})), ["/title", "/parties"].map(str::to_owned));
        let many = vec![json!({"origin": "a.example", "from": "2026-01-01"}); PARTIES_MAX + 1];
        assert_eq!(paths(json!({"title": "x", "parties": many})), ["/parties".to_owned()]);
    }

    proptest! {
        /// No later version opens what was closed when it was said.
        #[test]
        fn nothing_said_later_opens_what_was_said_before(said in 0..40_i64, days in prop::collection::vec((0..40_i64, 0..40_i64, any::<bool>()), 1..6)) {
            let day = |day: i64| Timestamp::from_second(1_767_225_600 + day * 86_400).unwrap();
            let civil = |day: i64| Day::from_number(i32::try_from(20_454 + day).unwrap()).unwrap();
            let mut versions: Vec<(Timestamp, Agreement)> = days.iter().map(|(at, from, is_open)| {
                let party = Party { origin: origin("b.example"), from: civil(*from), to: (!is_open).then(|| civil(from + 3)) };
                (day(*at), Agreement { title: "x".into(), parties: vec![party], ext: None })
            }).collect();
            versions.sort_by_key(|(at, _)| *at);
            let reader = origin("b.example");
            let then: Vec<_> = versions.iter().filter(|(at, _)| *at <= day(said)).cloned().collect();
            if may_read(&versions, &reader, day(said)) {
                prop_assert!(may_read(&then, &reader, day(said)));
            }
        }
    }
}
