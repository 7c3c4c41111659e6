//! Envelopes: DESIGN rules 1-8, one by one, and all faults at once.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use record::envelope::{at_text, parse_at};
use record::{Act, Draft, Entry, EntryId, Fault, Json, Reference, Revises, Statement};
use serde_json::json;

const ID: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn statement() -> Json {
    json!({
        "kind": "measure/v1", "subject": "m1", "at": "2026-11-24T10:00:00.000Z", "by": "office:health", "audience": "public",
        "body": {"level": 2, "title": {"en": "Schools closed", "fr": "Écoles fermées"}},
    })
}

fn with(changes: Json) -> Json {
    let mut json = statement();
    let Json::Object(changes) = changes else { panic!("changes are members") };
    for (key, value) in changes {
        json[key] = value;
    }
    json
}

fn parsed(json: &Json) -> Result<Statement, Vec<Fault>> {
    Statement::parse(&record::canon::to_bytes(json))
}

fn told(faults: Result<impl std::fmt::Debug, Vec<Fault>>) -> String {
    faults.unwrap_err().iter().map(|fault| format!("{fault}\n")).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "an expectation is written where it is used")]
fn refused(changes: Json, expected: Expect) {
    expected.assert_eq(&told(parsed(&with(changes))));
}

#[test]
fn an_entry_reads_and_writes_the_same_bytes() {
    let bytes = record::canon::to_bytes(&with(json!({
        "act": "correct", "revises": ID, "eyes": {"by": "office:legal"},
        "about": [{"origin": "a.example", "subject": "x"}, {"origin": "a.example", "subject": "x", "entry": ID}],
    })));
    let entry = Entry::parse(7, bytes.clone().into()).unwrap();
    assert_eq!(entry.statement.to_bytes().unwrap(), bytes);
    assert_eq!(entry.id, EntryId::of(&bytes));
    assert_eq!((entry.statement.act, entry.statement.about.len()), (Act::Correct, 2));
}

#[test]
fn the_designs_example_is_an_entry() {
    let json = json!({
        "kind": "measure/v1", "subject": "oxcgrt-legacy:GBR:C1:strictest:applies:2020-03-20", "at": "2026-11-24T10:00:00.000Z",
        "by": "office:health", "audience": "public", "body": {},
    });
    let entry = Entry::parse(0, record::canon::to_bytes(&json).into()).unwrap();
    assert_eq!(entry.sid(&"koinon.example/golden".parse().unwrap()).to_string(), "sfamo5cvykedavglawhylihvyi");
}

#[test]
fn all_faults_are_told_at_once_each_with_its_path() {
    refused(
        json!({"kind": "Measure", "subject": "a b", "by": "Anna", "audience": "friends", "at": "today", "act": "undo", "colour": null, "body": {"a": [true, null]}}),
        expect![[r#"
            `/kind`: `Measure` is no kind; give a name and a version such as `measure/v1`
            `/subject`: `a b` is no subject; give 1 to 128 of `A-Z a-z 0-9 _ ~ : -`
            `/by`: `Anna` is no office; give `office:` and 1 to 64 of `a-z 0-9 -`, such as `office:health`
            `/audience`: `friends` is no audience; give `public` or `agreement:` and the agreement's short id
            `/at`: `today` is no time of a statement; write UTC to the millisecond, such as `2026-11-24T10:00:00.000Z`
            `/act`: `undo` is no act; give `correct` or `withdraw`, or leave it out to state
            `/body/a/1`: null says nothing; leave the key out
            `/colour`: `colour` is no part of a statement; leave it out, or put it into `body`
        "#]],
    );
}

#[test]
fn nothing_is_missing_from_an_envelope() {
    expect![[r#"
        `/kind`: `kind` is missing; give it
        `/subject`: `subject` is missing; give it
        `/by`: `by` is missing; give it
        `/audience`: `audience` is missing; give it
        `/at`: `at` is missing; give it
        `/body`: `body` is missing; give it
    "#]]
    .assert_eq(&told(parsed(&json!({}))));
}

#[test]
fn nothing_else_stands_in_an_envelope_and_no_null() {
    refused(
        json!({"asof": 1, "a/b": 2}),
        expect![[r#"
        `/a~1b`: `a/b` is no part of a statement; leave it out, or put it into `body`
        `/asof`: `asof` is no part of a statement; leave it out, or put it into `body`
    "#]],
    );
    refused(
        json!({"revises": null, "about": null, "eyes": null}),
        expect![[r#"
        `/revises`: null says nothing; leave the key out
        `/about`: references belong in an array; give [{"origin": .., "subject": ..}]
        `/eyes`: null says nothing; leave the key out
    "#]],
    );
}

#[test]
fn a_correction_and_a_withdrawal_need_what_they_revise() {
    refused(
        json!({"act": "correct"}),
        expect![[r#"
        `/revises`: a correction or withdrawal needs `revises`; give the id of the entry that it is about
    "#]],
    );
    refused(
        json!({"act": "withdraw", "body": {"reason": "x"}}),
        expect![[r#"
        `/revises`: a correction or withdrawal needs `revises`; give the id of the entry that it is about
    "#]],
    );
    refused(
        json!({"act": "state", "revises": ID}),
        expect![[r#"
        `/act`: `state` is no act; give `correct` or `withdraw`, or leave it out to state
    "#]],
    );
}

#[test]
fn a_withdrawal_says_why_and_nothing_else() {
    parsed(&with(json!({"act": "withdraw", "revises": ID, "body": {"reason": {"en": "wrong day"}, "ext": {"a.example": 1}}}))).unwrap();
    refused(
        json!({"act": "withdraw", "revises": ID, "body": {"level": 2}}),
        expect![[r#"
        `/body/level`: a withdrawal has a `reason` and nothing else; leave it out
        `/body/reason`: a withdrawal needs a `reason`; say why it is taken back
    "#]],
    );
    refused(
        json!({"act": "withdraw", "revises": ID, "body": {"reason": ""}}),
        expect![[r#"
        `/body/reason`: a text can't be empty; give at least one word
    "#]],
    );
    refused(
        json!({"act": "withdraw", "revises": ID, "body": {"reason": 7}}),
        expect![[r#"
        `/body/reason`: invalid type: integer `7`, expected a text, or texts by language such as {"en": ".."}
    "#]],
    );
    refused(
        json!({"act": "withdraw", "revises": ID, "body": {"reason": "a\tb"}}),
        expect![[r#"
        `/body/reason`: U+0009 is a control character; give plain text, with line feeds only
    "#]],
    );
}

#[test]
fn references_are_sorted_each_once_at_most_sixteen() {
    let about = |names: &[&str]| json!({"about": names.iter().map(|name| json!({"origin": "a.example", "subject": name})).collect::<Vec<_>>()});
    refused(
        about(&["b", "a"]),
        expect![[r#"
        `/about/1`: references are sorted by origin, subject and entry; sort them
    "#]],
    );
    refused(
        about(&["a", "a"]),
        expect![[r#"
        `/about/1`: the reference is there twice; give it once
    "#]],
    );
    let many: Vec<String> = (10..27).map(|n| n.to_string()).collect();
    refused(
        about(&many.iter().map(String::as_str).collect::<Vec<_>>()),
        expect![[r#"
        `/about`: 17 references are too many; give at most 16
    "#]],
    );
    refused(
        json!({"about": []}),
        expect![[r#"
        `/about`: an empty `about` says nothing; leave it out
    "#]],
    );
    refused(
        json!({"about": [{"origin": "A", "more": 1}, 7]}),
        expect![[r#"
        `/about/0/origin`: `A` is no origin; give a lower-case host and path such as `health.example/log`, at most 200 bytes
        `/about/0/subject`: `subject` is missing; give it
        `/about/0/more`: `more` is no part of a statement; leave it out, or put it into `body`
        `/about/1`: a reference is an object; give {"origin": .., "subject": ..}
    "#]],
    );
    parsed(&with(about(&many[..16].iter().map(String::as_str).collect::<Vec<_>>()))).unwrap();
}

#[test]
fn texts_are_plain() {
    refused(
        json!({"body": {"bell": "a\u{7}", "override": "a\u{202e}b", "isolate": "\u{2066}", "decomposed": "e\u{301}", "next\u{85}line": "", "tab": "a\tb"}}),
        expect![[r#"
            `/body/bell`: U+0007 is a control character; give plain text, with line feeds only
            `/body/decomposed`: `é` is not in Unicode normalization form C; normalise the text (NFC)
            `/body/isolate`: U+2066 overrides or isolates the direction of text; leave it out
            `/body/nextline`: in the key: U+0085 is a control character; give plain text, with line feeds only
            `/body/override`: U+202E overrides or isolates the direction of text; leave it out
            `/body/tab`: U+0009 is a control character; give plain text, with line feeds only
        "#]],
    );
    parsed(&with(json!({"body": {"a": "one\ntwo", "mark": "\u{200f}عربي", "joined": "\u{1f468}\u{200d}\u{1f469}"}}))).unwrap();
}

#[test]
fn numbers_are_whole_in_a_draft_and_nesting_ends_at_sixteen() {
    let nested = |levels: usize| (1..levels).fold(json!({}), |inner, _| json!({"a": inner}));
    let draft = |body: Json| Draft::from_json(json!({"kind": "measure/v1", "body": body}));
    draft(nested(16)).unwrap();
    parsed(&with(json!({"body": nested(16)}))).unwrap();
    expect![[r#"
        `/body/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a`: nested deeper than 16 levels; say it flatter
    "#]]
    .assert_eq(&told(draft(nested(17))));
    assert!(parsed(&with(json!({"body": nested(17)}))).is_err());
    expect![[r#"
        `/body/a`: `1.5` is no integer within 2^53-1; write it as a text or in smaller units
        `/body/b`: `9007199254740992` is no integer within 2^53-1; write it as a text or in smaller units
        `/body/d`: `18446744073709551615` is no integer within 2^53-1; write it as a text or in smaller units
        `/body/e`: null says nothing; leave the key out
    "#]]
    .assert_eq(&told(draft(json!({"a": 1.5, "b": 9_007_199_254_740_992_i64, "c": -9_007_199_254_740_991_i64, "d": u64::MAX, "e": null}))));
    expect![[r#"
        `/body`: a body is an object; give `{..}`
    "#]]
    .assert_eq(&told(draft(json!([]))));
}

#[test]
fn ext_is_by_domain_names() {
    parsed(&with(json!({"body": {"ext": {"health.example": {"any": [1]}}}}))).unwrap();
    refused(
        json!({"body": {"ext": {"mine": 1}}}),
        expect![[r#"
        `/body/ext/mine`: `mine` is no domain name; give one of yours such as `health.example`
    "#]],
    );
    refused(
        json!({"body": {"ext": 1}}),
        expect![[r#"
        `/body/ext`: `ext` is an object by domain names; give {"domain.name": ..}
    "#]],
    );
}

#[test]
fn bytes_that_are_not_canonical_say_where() {
    let text = String::from_utf8(record::canon::to_bytes(&statement())).unwrap().replace("\"by\"", " \"by\"");
    expect![[r#"
        byte 128: no key with its colon starts here; write `"key":value`, without white space
    "#]]
    .assert_eq(&told(Statement::parse(text.as_bytes())));
    expect![[r#"
        65536 bytes are too long for an entry; give at most 65535, and larger things as attachments
    "#]]
    .assert_eq(&told(Statement::parse(&vec![b' '; 65_536])));
}

#[test]
fn a_statement_longer_than_an_entry_is_not_written() {
    let mut statement = parsed(&statement()).unwrap();
    statement.body = json!({"a": "x".repeat(65_000)});
    let bytes = statement.to_bytes().unwrap();
    statement.body = json!({"a": "x".repeat(65_000 + 65_535 - bytes.len())});
    assert_eq!(statement.to_bytes().unwrap().len(), 65_535);
    statement.body = json!({"a": "x".repeat(65_000 + 65_536 - bytes.len())});
    expect![[r#"
        65536 bytes are too long for an entry; give at most 65535, and larger things as attachments
    "#]]
    .assert_eq(&told(statement.to_bytes()));
}

#[test]
fn a_draft_takes_what_is_sent_in_and_no_more() {
    let id: EntryId = ID.parse().unwrap();
    let json = json!({
        "kind": "measure/v1", "subject": "m1", "revises": ID, "act": "withdraw", "body": {"reason": "x"},
        "about": [{"origin": "b.example", "subject": "x"}, {"origin": "a.example", "subject": "y"}],
    });
    let draft = Draft::from_json(json).unwrap();
    assert_eq!(draft.revises, Some(Revises::Entry(id)));
    assert_eq!(draft.about.iter().map(|reference| reference.origin.as_str()).collect::<Vec<_>>(), ["a.example", "b.example"]);
    assert_eq!(Draft::from_json(draft.to_json()), Ok(draft));
    let line = Draft::from_json(json!({"kind": "a/v1", "body": {}, "revises": "line:12"})).unwrap();
    assert_eq!(line.revises, Some(Revises::Line(12)));
    expect![[r#"
        `/at`: the node sets `at` when it states this; leave it out
        `/by`: the node sets `by` from the token's office; leave it out
        `/eyes`: the node sets `eyes`; leave it out
        `/id`: `id` is no part of a statement; leave it out, or put it into `body`
    "#]]
    .assert_eq(&told(Draft::from_json(json!({"kind": "a/v1", "body": {}, "at": "x", "by": "y", "eyes": 1, "id": 3}))));
    for bad in ["line:0", "line:01", "line:", "line:-1", "m1"] {
        assert_eq!(Draft::from_json(json!({"kind": "a/v1", "body": {}, "revises": bad})).unwrap_err().len(), 1, "{bad}");
    }
}

#[test]
fn a_time_has_one_spelling() {
    for good in ["2026-11-24T10:00:00.000Z", "2024-02-29T23:59:59.999Z", "0000-01-01T00:00:00.000Z", "9999-12-30T00:00:00.001Z"] {
        assert_eq!(at_text(parse_at(good).unwrap()).unwrap(), good);
    }
    for bad in [
        "2026-11-24T10:00:00Z",
        "2026-11-24t10:00:00.000z",
        "2026-11-24 10:00:00.000Z",
        "2026-11-24T10:00:00.000+00:00",
        "2023-02-29T00:00:00.000Z",
        "2026-11-24T24:00:00.000Z",
        "2026-12-31T23:59:60.000Z",
        "+2026-11-24T10:00:00.000Z",
        "2026-1a-24T10:00:00.000Z",
        "",
    ] {
        assert_eq!(parse_at(bad), None, "{bad}");
    }
    assert_eq!(at_text("2026-11-24T10:00:00.0001Z".parse().unwrap()), None);
}

fn names() -> impl Strategy<Value = (String, String, String)> {
    ("[a-z][a-z0-9-]{0,10}/v[1-9]", "[A-Za-z0-9_~:-]{1,40}", "office:[a-z0-9-]{1,12}")
}

proptest! {
    #[test]
    fn a_statement_reads_back_as_written(
        (kind, subject, by) in names(), ms in 0..253_402_300_799_999_i64, level: i32, title in "[a-zA-Z \n\u{e9}\u{3b1}\"\\\\]{0,30}",
        about in prop::collection::btree_set(("[a-z]{1,5}", "[a-z]{1,5}", any::<Option<[u8; 32]>>()), 0..16), act in 0..3_usize, eyes: bool,
    ) {
        let about = about.into_iter().map(|(origin, subject, entry)| Reference {
            origin: origin.parse().unwrap(), subject: subject.parse().unwrap(), entry: entry.map(EntryId::from_digest),
        });
        let mut about: Vec<Reference> = about.collect();
        about.sort();
        let act = [Act::State, Act::Correct, Act::Withdraw][act];
        let statement = Statement {
            kind: kind.parse().unwrap(), subject: subject.parse().unwrap(), revises: (act != Act::State).then(|| EntryId::of(b"x")), act, about,
            at: jiff::Timestamp::from_millisecond(ms.min(253_402_207_200_999)).unwrap(), by: by.parse().unwrap(), eyes: eyes.then(|| json!({"n": 2})),
            audience: record::Audience::default(),
            body: if act == Act::Withdraw { json!({"reason": "why"}) } else { json!({"level": level, "title": title}) },
        };
        let bytes = statement.to_bytes().unwrap();
        prop_assert_eq!(record::canon::check(&bytes), Ok(()));
        prop_assert_eq!(Statement::parse(&bytes).unwrap(), statement);
    }

    #[test]
    fn no_bytes_make_parsing_panic_and_what_reads_writes_the_same(bytes in prop::collection::vec(any::<u8>(), 0..60), at: prop::sample::Index) {
        drop(Statement::parse(&bytes));
        let mut entry = record::canon::to_bytes(&statement());
        let place = at.index(entry.len());
        entry.splice(place..place, bytes.iter().copied().take(2));
        if let Ok(read) = Statement::parse(&entry) {
            prop_assert_eq!(read.to_bytes().unwrap(), entry);
        }
        if let Ok(json) = serde_json::from_slice::<Json>(&bytes) {
            drop(Draft::from_json(json));
        }
    }
}
