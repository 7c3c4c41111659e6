//! The streaming check and our writer against `serde_json_canonicalizer` plus "integers only".

use proptest::prelude::*;
use record::Json;
use record::canon::{self, CanonRule, INTEGER_MAX};
use serde_json::json;

/// The library's verdict: an object, integers within 2^53-1, at most 17 deep, and the bytes are what it writes.
fn library_accepts(bytes: &[u8]) -> bool {
    let Ok(value) = serde_json::from_slice::<Json>(bytes) else { return false };
    value.is_object() && is_whole(&value) && depth(&value) <= 17 && serde_json_canonicalizer::to_vec(&value).unwrap() == bytes
}

fn is_whole(value: &Json) -> bool {
    match value {
        Json::Number(number) => number.as_i64().is_some_and(|number| (-INTEGER_MAX..=INTEGER_MAX).contains(&number)),
        Json::Array(items) => items.iter().all(is_whole),
        Json::Object(members) => members.values().all(is_whole),
        _ => true,
    }
}

fn depth(value: &Json) -> usize {
    match value {
        Json::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Json::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z0-9_]{0,12}", "[ -~]{0,40}", "(\\\\|\"|[\\x00-\\x20]|é|\u{fb33}|😀|\u{7f}|\u{2028}|ÿ|\u{e000}|\u{ffff}){0,8}", any::<String>(),]
}

fn value(is_float: bool) -> impl Strategy<Value = Json> {
    let number = prop_oneof![any::<i32>().prop_map(Json::from), (-INTEGER_MAX..=INTEGER_MAX).prop_map(Json::from), any::<i64>().prop_map(Json::from)];
    let float = any::<f64>().prop_map(move |float| if is_float { json!(float) } else { json!(0) });
    let leaf = prop_oneof![Just(Json::Null), any::<bool>().prop_map(Json::from), number, float, text().prop_map(Json::from)];
    leaf.prop_recursive(6, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::vec((text(), inner), 0..6).prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

fn object() -> impl Strategy<Value = Json> {
    prop::collection::vec((text(), value(false)), 0..6).prop_map(|members| Json::Object(members.into_iter().collect()))
}

#[derive(Clone, Debug)]
enum Change {
    Flip(u8),
    Insert(u8),
    Remove,
    Double,
    Put(&'static str),
}

fn change() -> impl Strategy<Value = (prop::sample::Index, Change)> {
    let pieces = [
        " ",
        "\\u0041",
        "\\/",
        "\\n",
        "\\u000a",
        "\\u001f",
        "\\u001F",
        "\\u007f",
        "-0",
        "1.0",
        "1e5",
        "null",
        ",",
        "{}",
        "[]",
        "\"\":",
        "9007199254740993",
        "0",
        "\\ud83d\\ude00",
    ];
    let kinds = prop_oneof![
        (0..8_u8).prop_map(|bit| Change::Flip(1 << bit)),
        any::<u8>().prop_map(Change::Insert),
        Just(Change::Remove),
        Just(Change::Double),
        prop::sample::select(pieces.to_vec()).prop_map(Change::Put),
    ];
    (any::<prop::sample::Index>(), kinds)
}

fn changed(mut bytes: Vec<u8>, changes: &[(prop::sample::Index, Change)]) -> Vec<u8> {
    for (at, change) in changes {
        let at = at.index(bytes.len() + 1).min(bytes.len().saturating_sub(1));
        match change {
            _ if bytes.is_empty() => return bytes,
            Change::Flip(bit) => bytes[at] ^= bit,
            Change::Insert(byte) => bytes.insert(at, *byte),
            Change::Remove => drop(bytes.remove(at)),
            Change::Double => bytes.insert(at, bytes[at]),
            Change::Put(piece) => drop(bytes.splice(at..at, piece.bytes())),
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn what_the_library_writes_of_whole_numbers_is_canonical(value in object()) {
        let bytes = serde_json_canonicalizer::to_vec(&value).unwrap();
        prop_assert_eq!(canon::check(&bytes).is_ok(), is_whole(&value) && depth(&value) <= 17);
    }

    #[test]
    fn a_changed_statement_is_judged_as_the_library_judges_it(value in object(), changes in prop::collection::vec(change(), 0..3)) {
        let bytes = changed(serde_json_canonicalizer::to_vec(&value).unwrap(), &changes);
        prop_assert_eq!(canon::check(&bytes).is_ok(), library_accepts(&bytes), "{}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_bytes_are_judged_as_the_library_judges_them(bytes in prop::collection::vec(prop_oneof![prop::sample::select(b"{}[]\",:0129-\\unrtf 'a".to_vec()), any::<u8>()], 0..24)) {
        prop_assert_eq!(canon::check(&bytes).is_ok(), library_accepts(&bytes));
    }

    #[test]
    fn we_write_what_the_library_writes(value in value(true)) {
        prop_assert_eq!(canon::to_bytes(&value), serde_json_canonicalizer::to_vec(&value).unwrap());
    }
}

fn refused(text: &str, offset: usize, rule: CanonRule) {
    let fault = canon::check(text.as_bytes()).unwrap_err();
    assert_eq!((fault.offset, fault.rule), (offset, rule), "{text}");
    assert!(!library_accepts(text.as_bytes()), "{text}");
}

#[test]
fn each_rule_names_the_byte_that_breaks_it() {
    refused("", 0, CanonRule::NoObject);
    refused("[]", 0, CanonRule::NoObject);
    refused(" {}", 0, CanonRule::NoObject);
    refused("{ }", 1, CanonRule::NoKey);
    refused("{}\n", 2, CanonRule::Trailing);
    refused("{\"a\":1,}", 7, CanonRule::NoKey);
    refused("{\"a\" :1}", 4, CanonRule::NoKey);
    refused("{\"a\":}", 5, CanonRule::NoValue);
    refused("{\"a\":1 }", 6, CanonRule::NoSeparator);
    refused("{\"b\":1,\"a\":2}", 7, CanonRule::KeyOrder);
    refused("{\"a\":1,\"a\":2}", 7, CanonRule::KeyOrder);
    refused("{\"a\":1.5}", 5, CanonRule::NoInteger);
    refused("{\"a\":1e2}", 5, CanonRule::NoInteger);
    refused("{\"a\":-0}", 5, CanonRule::NoInteger);
    refused("{\"a\":01}", 5, CanonRule::NoInteger);
    refused("{\"a\":9007199254740992}", 5, CanonRule::IntegerTooLarge);
    refused("{\"a\":\"b", 7, CanonRule::OpenString);
    refused("{\"a\":\"\\u0041\"}", 6, CanonRule::Escape);
    refused("{\"a\":\"\\/\"}", 6, CanonRule::Escape);
    refused("{\"a\":\"\\u000a\"}", 6, CanonRule::Escape);
    refused("{\"a\":\"\\u001F\"}", 6, CanonRule::Escape);
    refused("{\"a\":\"\n\"}", 6, CanonRule::Escape);
    refused("{\"a\":tru}", 5, CanonRule::NoValue);
    let fault = canon::check(b"{\"a\":\"\xff\"}").unwrap_err();
    assert_eq!((fault.offset, fault.rule), (6, CanonRule::Utf8));
    assert_eq!(fault.to_string(), "byte 6: not UTF-8; write the text in UTF-8");
}

#[test]
fn keys_are_sorted_by_utf16_units() {
    // 😀 is D83D DE00 in UTF-16, before U+FB33; as UTF-8 it comes after (RFC 8785, 3.2.3).
    canon::check("{\"😀\":1,\"\u{fb33}\":2}".as_bytes()).unwrap();
    refused("{\"\u{fb33}\":2,\"😀\":1}", 9, CanonRule::KeyOrder);
    canon::check("{\"\\n\":1,\"1\":2}".as_bytes()).unwrap();
    canon::check("{\"\":1,\"\\\"\":1,\"\\\\\":2}".as_bytes()).unwrap();
}

#[test]
fn seventeen_levels_pass_and_eighteen_do_not() {
    let nested = |levels: usize| "{\"a\":".repeat(levels - 1) + "{}" + &"}".repeat(levels - 1);
    canon::check(nested(17).as_bytes()).unwrap();
    assert_eq!(canon::check(nested(18).as_bytes()).unwrap_err().rule, CanonRule::TooDeep);
    assert_eq!(canon::check(nested(20_000).as_bytes()).unwrap_err().rule, CanonRule::TooDeep);
}

/// `float_roundtrip` is on and `arbitrary_precision` and `preserve_order` are off: any dependency could turn them for all (record.md b, trap 5).
#[test]
fn no_dependency_changes_how_serde_json_reads() {
    let value: Json = serde_json::from_str("{\"b\":1,\"a\":1.7976931348623157e308,\"c\":123456789012345678901234567890}").unwrap();
    assert_eq!(value.as_object().unwrap().keys().collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(value["c"].as_f64(), Some(1.234_567_890_123_456_8e29));
    // A double that the fast reader misses by a bit.
    assert_eq!(serde_json::from_str::<f64>("31.245270191439438").unwrap(), 31.245_270_191_439_438);
}
