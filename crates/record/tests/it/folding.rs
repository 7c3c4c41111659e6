//! The fold: rules 5, 9, 12; total, in order, blind to time.

use proptest::prelude::*;
use record::fold::{Head, Refusal, Row, Standing, apply, fits};
use record::{Act, Draft, Entry, EntryId, Facets, Fault, Json, Kind, Statement};
use serde_json::json;

/// A kind for tests: a body with an integer `level` of at most 9.
pub(crate) const KINDS: &[Kind] = &[Kind {
    name: "level",
    version: 2,
    is_records_own: false,
    schema: "{}",
    check: |body| match body.get("level").and_then(Json::as_i64) {
        Some(0..=9) => Vec::new(),
        _ => vec![Fault::new("/level", "give 0 to 9")],
    },
    facets: |body| Facets {
        place: body.get("place").and_then(Json::as_str).map(str::to_owned),
        topic: Some("T".to_owned()),
        from_day: 1,
        value: body.get("level").and_then(Json::as_i64).unwrap_or_default(),
        ..Facets::default()
    },
}];

pub(crate) fn entry(index: u64, kind: &str, subject: &str, act: Act, revises: Option<EntryId>, body: Json, ms: i64) -> Entry {
    let kind = kind.parse().unwrap();
    let draft = Draft { kind, subject: None, revises: None, act, about: Vec::new(), audience: record::Audience::default(), body };
    let at = jiff::Timestamp::from_millisecond(ms).unwrap();
    let statement = draft.stated(subject.parse().unwrap(), revises, at, record::Office::default());
    // Bodies that no door lets in stand in tests as well: their bytes are only named.
    let bytes = statement.to_bytes().unwrap_or_else(|_| format!("{index}").into_bytes());
    Entry { index, id: EntryId::of(&bytes), bytes: bytes.into(), statement }
}

/// What the next entry about the subject meets after this row.
pub(crate) fn head_after(before: Option<&Head>, entry: &Entry, row: &Row) -> Option<Head> {
    if row.standing == Standing::DoesNotFit {
        return before.cloned();
    }
    Some(Head { index: entry.index, id: entry.id, kind: entry.statement.kind.clone(), words: row.words, facets: row.facets.clone() })
}

fn fold(head: Option<Head>, entries: &[Entry]) -> (Vec<Row>, Option<Head>) {
    let mut head = head;
    let mut rows = Vec::new();
    for entry in entries {
        let row = apply(head.as_ref(), entry, KINDS);
        head = head_after(head.as_ref(), entry, &row);
        rows.push(row);
    }
    (rows, head)
}

#[test]
fn a_chain_of_three_stands_is_corrected_and_is_withdrawn() {
    let first = entry(0, "level/v1", "s", Act::State, None, json!({"level": 1}), 0);
    let second = entry(1, "level/v2", "s", Act::Correct, Some(first.id), json!({"level": 2}), 1);
    let third = entry(2, "level/v2", "s", Act::Withdraw, Some(second.id), json!({"reason": "x"}), 2);
    let (rows, _) = fold(None, &[first, second, third]);
    assert_eq!(
        rows.iter().map(|row| (row.standing, row.words, row.facets.value)).collect::<Vec<_>>(),
        [(Standing::Stands, Some(0), 1), (Standing::Stands, Some(1), 2), (Standing::Withdrawn, Some(1), 2),]
    );
}

#[test]
fn a_refused_body_or_newer_version_becomes_the_head_and_the_state_stays() {
    let first = entry(0, "level/v1", "s", Act::State, None, json!({"level": 1}), 0);
    let refused = entry(1, "level/v1", "s", Act::State, Some(first.id), json!({"level": 99}), 1);
    let newer = entry(2, "level/v3", "s", Act::State, Some(refused.id), json!({"level": 3}), 2);
    let (rows, head) = fold(None, &[first, refused, newer.clone()]);
    assert_eq!(rows[1..].iter().map(|row| (row.standing, row.words)).collect::<Vec<_>>(), [(Standing::NotUnderstood, Some(0)); 2]);
    assert_eq!(head.unwrap().id, newer.id);
}

#[test]
fn what_does_not_fit_is_shown_and_never_the_head() {
    let first = entry(0, "level/v2", "s", Act::State, None, json!({"level": 1}), 0);
    let again = entry(1, "level/v2", "s", Act::State, None, json!({"level": 2}), 1);
    let (rows, head) = fold(None, &[first.clone(), again.clone()]);
    assert_eq!((rows[1].standing, rows[1].prev), (Standing::DoesNotFit, None));
    let head = head.unwrap();
    assert_eq!(head.id, first.id);
    let judged = |kind: &str, act, revises| fits(Some(&head), &entry(2, kind, "s", act, revises, json!({}), 0).statement);
    assert_eq!(judged("level/v2", Act::State, None), Err(Refusal::AlreadyStated { head: first.id }));
    assert_eq!(judged("level/v2", Act::State, Some(again.id)), Err(Refusal::NotTheHead { revises: again.id, head: Some(first.id) }));
    assert_eq!(judged("other/v2", Act::State, Some(first.id)), Err(Refusal::OtherKind { head: "level/v2".parse().unwrap() }));
    assert_eq!(judged("level/v1", Act::State, Some(first.id)), Err(Refusal::OlderKind { head: "level/v2".parse().unwrap() }));
    assert_eq!(judged("level/v2", Act::Correct, None), Err(Refusal::NothingToRevise));
    assert_eq!(judged("level/v3", Act::State, Some(first.id)), Ok(()));
    assert_eq!(fits(None, &entry(0, "level/v2", "s", Act::Withdraw, None, json!({}), 0).statement), Err(Refusal::NothingToRevise));
    assert_eq!(
        fits(None, &entry(0, "level/v2", "s", Act::State, Some(first.id), json!({}), 0).statement),
        Err(Refusal::NotTheHead { revises: first.id, head: None })
    );
}

#[derive(Clone, Debug)]
pub(crate) struct Made {
    kind: &'static str,
    act: Act,
    /// Which of the entries before it revises, counted back; none where it revises nothing.
    back: Option<usize>,
    pub(crate) subject: usize,
    body: Json,
    ms: i64,
}

pub(crate) fn made() -> impl Strategy<Value = Made> {
    let body = prop_oneof![
        (0..12_i64, "[AB]").prop_map(|(level, place)| json!({"level": level, "place": place})),
        Just(json!({"reason": "x"})),
        Just(json!({})),
        Just(json!([1])),
        Just(Json::Null),
    ];
    let kinds = prop::sample::select(vec!["level/v1", "level/v1", "level/v2", "level/v9", "other/v1"]);
    let acts = prop::sample::select(vec![Act::State, Act::State, Act::Correct, Act::Withdraw]);
    (kinds, acts, prop::option::of(0..4_usize), 0..4_usize, body, 0..10_000_i64).prop_map(|(kind, act, back, subject, body, ms)| Made {
        kind,
        act,
        back,
        subject,
        body,
        ms,
    })
}

/// Entries out of what was made: most revise the newest entry about their subject.
pub(crate) fn entries(made: &[Made]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (index, made) in (0..).zip(made) {
        let subject = format!("s{}", made.subject);
        let own = entries.iter().rev().filter(|entry| entry.statement.subject.as_str() == subject);
        let revises = made.back.and_then(|back| own.clone().nth(back / 2)).map(|entry| entry.id);
        entries.push(entry(index, made.kind, &subject, made.act, revises, made.body.clone(), made.ms));
    }
    entries
}

proptest! {
    #[test]
    fn folding_never_panics_and_in_two_parts_is_folding_once(made in prop::collection::vec(made().prop_map(|made| Made { subject: 0, ..made }), 0..30), cut in 0..30_usize) {
        let entries = entries(&made);
        let (first, second) = entries.split_at(cut.min(entries.len()));
        let (one, head) = fold(None, first);
        let (two, end) = fold(head, second);
        let (once, once_end) = fold(None, &entries);
        prop_assert_eq!([one, two].concat(), once);
        prop_assert_eq!(end, once_end);
    }

    #[test]
    fn at_never_matters(made in prop::collection::vec(made().prop_map(|made| Made { subject: 0, ..made }), 0..30), shift in 0..1_000_000_i64) {
        let entries = entries(&made);
        let moved: Vec<Entry> = entries.iter().cloned().map(|mut entry| {
            entry.statement.at = jiff::Timestamp::from_millisecond(shift * i64::try_from(entry.index).unwrap()).unwrap();
            entry
        }).collect();
        prop_assert_eq!(fold(None, &entries), fold(None, &moved));
    }

    #[test]
    fn any_statement_that_parses_folds(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        if let Ok(statement) = Statement::parse(&bytes) {
            drop(apply(None, &Entry { index: 0, id: EntryId::of(&bytes), bytes: bytes.into(), statement }, KINDS));
        }
    }
}
