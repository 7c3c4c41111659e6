//! What bodies say in a run, and what a liar says.
//!
//! In: drafts of an honest body; the bytes of a liar's entries. Out: when they are said ([`crate::world`]).

use jiff::Timestamp;
use record::{Act, Audience, Draft, EntryId, Json, Office, Revises, Statement, SubjectName};
use serde_json::json;

use crate::body::place;
use crate::broken::{Sure, sure};
use crate::random::Random;

/// The instruments that measures of a run use, with their highest level.
const INSTRUMENTS: [(&str, usize); 2] = [("C1", 3), ("C6", 3)];

/// A draft of a statement about `subject`.
pub(crate) fn draft(kind: &str, subject: &SubjectName, act: Act, revises: Option<EntryId>, body: Json) -> Sure<Draft> {
    let kind = sure("a kind", kind.parse())?;
    let (subject, revises) = (Some(subject.clone()), revises.map(Revises::Entry));
    Ok(Draft { kind, subject, revises, act, about: Vec::new(), audience: Audience::default(), body })
}

/// What a body states first: all places, and that it states all that is in force in its own.
pub(crate) fn first_words(bodies: usize, own: &str) -> Sure<Vec<Draft>> {
    let mut drafts = Vec::new();
    for number in 0..bodies {
        let code = place(number);
        let level = if number == 0 { "national" } else { "regional" };
        let body = json!({ "code": code, "name": code, "level": level });
        let body = if number > 0 { with(body, "parent", json!(place(0))) } else { body };
        drafts.push(draft("place/v1", &sure("a subject", format!("place:{code}").parse())?, Act::State, None, body)?);
    }
    let instruments: Vec<&str> = INSTRUMENTS.iter().map(|(code, _)| *code).collect();
    let body = json!({ "places": [own], "instruments": instruments, "from": "2026-01-01" });
    drafts.push(draft("coverage/v1", &sure("a subject", format!("coverage:{own}").parse())?, Act::State, None, body)?);
    Ok(drafts)
}

/// A body of `measure/v1` for a place.
pub(crate) fn measure(random: &mut Random, place: &str) -> Json {
    let (instrument, most) = random.pick(&INSTRUMENTS).copied().unwrap_or(("C1", 3));
    let level = random.below(most + 1);
    let first = 1 + random.below(20);
    let body = json!({ "place": place, "instrument": instrument, "level": level, "start": format!("2026-12-{first:02}") });
    let body = if level > 0 { with(body, "flag", json!(random.below(2))) } else { body };
    if random.chance(60) { with(body, "end", json!(format!("2026-12-{:02}", first + random.below(9)))) } else { body }
}

/// The same with one member more.
fn with(mut body: Json, key: &str, value: Json) -> Json {
    if let Json::Object(members) = &mut body {
        members.insert(key.to_owned(), value);
    }
    body
}

/// What a body says when it takes something back.
pub(crate) fn withdrawal() -> Json {
    json!({ "reason": "It was lifted." })
}

/// The bytes of an entry of a liar; `n` makes it one of a kind.
pub(crate) fn lie(random: &mut Random, n: usize, now_ms: i64, is_nonsense: bool) -> Vec<u8> {
    let sort = if is_nonsense { 1 + random.below(12) } else { 0 };
    let bytes = |count: usize, random: &mut Random| (0..count).map(|_| u8::try_from(random.below(256)).unwrap_or(0)).collect();
    let said = |kind: &str, subject: &str, at_ms: i64, body: Json| statement(kind, subject, at_ms, body, None);
    let of_place = place(9);
    match sort {
        0 => said("measure/v1", &format!("l:{n}"), now_ms, measure(random, &of_place)),
        1 => Vec::new(),
        2 => {
            let count = random.below(300);
            bytes(count, random)
        }
        3 => format!("{{ \"kind\" : \"measure/v1\", \"n\": {n} }}").into_bytes(),
        4 => unheard(n, now_ms),
        5 => said("measure/v1", &format!("l:{n}"), now_ms, json!({ "place": 7, "level": "high" })),
        6 => said("genesis/v1", "genesis", now_ms, json!({ "origin": "n0.example", "n": n })),
        7 => said("partner/v1", &format!("partner:{n}"), now_ms, json!({ "origin": "evil.example", "url": "https://n0.example", "n": n })),
        8 => said("fork/v1", &format!("fork:{n}"), now_ms, json!({ "older": "n0.example\n1\n", "newer": "n0.example\n1\n", "vkeys": [] })),
        9 => statement("measure/v1", "l:0", now_ms, measure(random, &of_place), Some(EntryId::of(&n.to_be_bytes()))),
        10 => said("measure/v1", &format!("l:{n}"), now_ms.saturating_add(random.between(-1 << 45, 1 << 45)), measure(random, &place(0))),
        11 => said("instrument/v1", &format!("i:{n}"), now_ms, json!({ "code": "C1", "name": "Ours", "levels": ["none", "all"], "n": n })),
        _ => bytes(record::statement::ENTRY_BYTES_MAX, random),
    }
}

/// An entry of a kind that nobody knows.
pub(crate) fn unheard(n: usize, now_ms: i64) -> Vec<u8> {
    statement(&format!("unheard-{n}/v{n}"), &format!("u:{n}"), now_ms, json!({ "n": n }), None)
}

/// A statement as it stands in a record. What can't be one is told as it is: the liar does not mind.
fn statement(kind: &str, subject: &str, at_ms: i64, body: Json, revises: Option<EntryId>) -> Vec<u8> {
    let (Ok(kind), Ok(subject)) = (kind.parse(), subject.parse()) else { return kind.as_bytes().to_vec() };
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let (by, audience) = (Office::default(), Audience::default());
    let statement = Statement { kind, subject, revises, act: Act::State, about: Vec::new(), at, by, eyes: None, audience, body };
    statement.to_bytes().unwrap_or_default()
}
