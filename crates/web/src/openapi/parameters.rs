//! What pages read of a query, as `/openapi.json` has it. Words, numbers and bounds come from the code that reads them.

use league::Reach;
use policy::coherence::{Grade, Rule};
use policy::{Index, Variant};
use serde_json::{Value, json};

use crate::limits::{CHART_PLACES_MAX, PNG_WIDTH_MAX, PNG_WIDTH_MIN, QUERY_VALUE_BYTES_MAX, SERIES_PLACES_MAX};

/// Something that pages read of a query.
pub(super) struct Parameter {
    /// Its name among the components; two pages may mean different things by one key.
    pub(super) name: &'static str,
    /// Its key in the query.
    pub(super) key: &'static str,
    /// What it asks for, in one sentence.
    pub(super) says: &'static str,
    /// Its shape.
    pub(super) schema: fn() -> Value,
}

const fn parameter(name: &'static str, says: &'static str, schema: fn() -> Value) -> Parameter {
    Parameter { name, key: name, says, schema }
}

const fn named(name: &'static str, key: &'static str, says: &'static str, schema: fn() -> Value) -> Parameter {
    Parameter { name, key, says, schema }
}

/// Every parameter of a query that some page reads.
pub(super) const ALL: &[Parameter] = &[
    parameter("asof", "See only what had been said by this moment, by the end of this day in UTC, or the first so many statements.", moment),
    parameter("q", "Words that a measure must have; a code or an id leads to what it names.", words),
    named(
        "words",
        "q",
        "Words that a statement must have, or their beginnings; the code of a place or an instrument means all that mentions it.",
        words,
    ),
    parameter("place", "Code of a place that is known here.", code),
    named("places", "place", "Codes of places that are known here, separated by commas.", codes),
    named(
        "places-compared",
        "place",
        "Codes of places that are known here, separated by commas.",
        || json!({"type": "array", "maxItems": CHART_PLACES_MAX, "items": code()}),
    ),
    named("within", "place", "The drawing shows only what lies within this place.", code),
    parameter("below", "Places within it too.", ticked),
    parameter("instrument", "Code of an instrument that is known here.", instrument),
    parameter("index", "An index; the stringency index where neither it nor an instrument is named.", || one_of(Index::ALL.map(Index::as_str))),
    parameter("variant", "For whom the index speaks.", || one_of(Variant::ALL.map(Variant::as_str))),
    parameter("reach", "Whose rules: a government's own, with those of the levels below, or what applies to people there.", || {
        one_of(Reach::ORDER.map(Reach::as_str))
    }),
    parameter(
        "population",
        "For whom: `everyone`, `vaccinated`, `not-vaccinated`, `strictest`, or a word of this record.",
        || json!({"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,39}$"}),
    ),
    parameter("said", "Said by the body that decides, or by someone else about it.", || one_of(["declared", "observed"])),
    parameter("level", "At least this level.", || number(0, 20)),
    parameter("next", "The path of this site to go on to.", || json!({ "type": "string", "maxLength": QUERY_VALUE_BYTES_MAX, "pattern": "^/" })),
    parameter("on", "A day. Outside what is covered there is no answer (404): not known is not none.", day),
    parameter("from", "First day.", day),
    parameter("to", "Last day; not before the first.", day),
    parameter("all", "What does not differ too.", ticked),
    parameter("width", "Pixels across.", || number(PNG_WIDTH_MIN, PNG_WIDTH_MAX)),
    parameter("withdrawn", "Withdrawn ones too.", ticked),
    parameter("order", "Which come first.", || one_of(["start", "oldest", "said", "place"])),
    parameter("limit", "So many rows at most; a page has 100 at most.", || number(1, 1000)),
    named(
        "after-measure",
        "after",
        "Where the page before ended, as its `next` has it.",
        || json!({"type": "string", "maxLength": QUERY_VALUE_BYTES_MAX}),
    ),
    parameter("rule", "Only this rule: its name, the code of a rule between sectors, or the name of a family.", rule),
    named(
        "rule-between",
        "rule",
        "A rule between sectors, by its code.",
        || json!({"type": "string", "enum": policy::rule::built_in().iter().map(|rule| rule.code).collect::<Vec<_>>()}),
    ),
    parameter("grade", "At least this grave.", || one_of(Grade::ALL.map(Grade::as_str))),
    parameter("answer", "Where this answer counts, or none.", || one_of(["none", "accepted", "disputed", "resolving"])),
    parameter("min-days", "That last at least so many days.", || number(1, 100_000)),
    parameter("newer", "That began in the last so many days.", || number(1, 100_000)),
    named("government", "level", "Where one side is a place of this level of government.", || {
        one_of(register::Level::ALL.map(register::Level::as_str))
    }),
    named("level-reached", "level", "The level that counts as having moved; the highest of the instrument at most.", || number(1, 20)),
    named("order-findings", "order", "Which come first.", || one_of(["worst", "newest", "longest", "place"])),
    named("limit-cards", "limit", "So many findings at most on a page or in its JSON; the table has them all.", || number(1, 100)),
    named(
        "after-finding",
        "after",
        "Where the page before ended, as its `next` has it.",
        || json!({"type": "string", "maxLength": QUERY_VALUE_BYTES_MAX}),
    ),
    named(
        "after-found",
        "after",
        "Where the page before ended, as its `next` has it.",
        || json!({"type": "string", "pattern": "^[01]~[0-9]{1,10}$"}),
    ),
    parameter("before", "Entries before this one.", || number(0, u32::MAX)),
    parameter(
        "kind",
        "Only statements of this kind, with or without its version.",
        || json!({"type": "string", "pattern": "^[a-z][a-z0-9-]*(/v[0-9]+)?$"}),
    ),
    named("drawn", "kind", "Which level of government is drawn; only one of which something is known.", || one_of(["country", "region", "town"])),
];

fn one_of<const N: usize>(words: [&str; N]) -> Value {
    json!({"type": "string", "enum": words.as_slice()})
}

fn rule() -> Value {
    let own = Rule::ALL.into_iter().filter(|rule| *rule != Rule::Tension).map(Rule::as_str);
    json!({"type": "string", "enum": own.chain(policy::rule::built_in().iter().map(|rule| rule.code)).collect::<Vec<_>>()})
}

fn number(from: u32, to: u32) -> Value {
    json!({"type": "integer", "minimum": from, "maximum": to})
}

fn words() -> Value {
    json!({"type": "string", "maxLength": QUERY_VALUE_BYTES_MAX / 4})
}

fn code() -> Value {
    json!({"type": "string", "pattern": "^[A-Z0-9][A-Z0-9_-]{0,15}$"})
}

fn instrument() -> Value {
    json!({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,15}$"})
}

fn codes() -> Value {
    let says = format!("At most {CHART_PLACES_MAX} of a page or drawing, {SERIES_PLACES_MAX} of a file.");
    json!({"type": "array", "description": says, "maxItems": SERIES_PLACES_MAX, "items": code()})
}

fn ticked() -> Value {
    json!({"type": "string", "enum": ["1", "0"]})
}

fn day() -> Value {
    json!({"type": "string", "format": "date"})
}

fn moment() -> Value {
    json!({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}, {"type": "integer", "minimum": 0}]})
}
