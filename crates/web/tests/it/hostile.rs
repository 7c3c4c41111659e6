//! A hostile statement visits every page in every form: whatever it says, it stays text.

use axum::http::StatusCode;
use serde_json::json;

use crate::house::{House, furniture};
use crate::pages::paths;

/// Everything that is dangerous somewhere and that no text may be refused for.
const HOSTILE: &str =
    "</title></script><script>alert(1)</script><img src=x onerror=alert(2)>\" onmouseover='alert(3)' ]]><!-- {{7*7}} ${x} ';DROP TABLE entry;--";
const FORMULA: &str = "=cmd|'/c calc'!A0";

fn statements() -> Vec<Vec<serde_json::Value>> {
    let long = "w".repeat(4000);
    vec![
        vec![
            json!({"kind": "place/v1", "subject": "place:QXA", "body": {"code": "QXA", "name": {"en": format!("{HOSTILE} \u{645}\u{643}\u{627}\u{646}"), "ar": HOSTILE}, "level": "national", "parent": "QMA"}}),
            json!({"kind": "instrument/v1", "subject": "instrument:EVIL", "body": {"code": "EVIL", "name": HOSTILE, "levels": [HOSTILE, FORMULA], "flag": {"kind": "x", "texts": [HOSTILE, HOSTILE]}}}),
            json!({"kind": "coverage/v1", "subject": "coverage:QXA", "body": {"places": ["QXA"], "instruments": ["EVIL", "C1"], "from": "2026-01-01", "observed": {"source": "evil"}}}),
        ],
        vec![
            json!({"kind": "measure/v1", "subject": "evil", "body": {
                "instrument": "EVIL", "place": "QXA", "level": 1, "flag": 0, "start": "2026-11-20", "end": "2026-12-05", "population": "evil-ones",
                "title": FORMULA, "text": format!("{HOSTILE}\n{long}"), "basis": HOSTILE, "area": HOSTILE,
                "links": [{"href": "https://evil.example/'onclick=x", "title": HOSTILE}],
                "attachments": [{"sha256": "00".repeat(32), "size": 1, "type": "text/html", "name": "a\"b<c>.html"}],
                "observed": {"of": "QXA", "source": "evil", "series": HOSTILE, "notes": [{"date": "2026-11-21", "text": HOSTILE}]},
                "ext": {"evil.example": HOSTILE}
            }}),
            json!({"kind": "measure/v1", "revises": "line:1", "act": "correct", "body": {
                "instrument": "EVIL", "place": "QXA", "level": 1, "flag": 1, "start": "2026-11-20", "title": HOSTILE, "text": FORMULA, "observed": {"of": "QXA", "source": "evil"}
            }}),
            json!({"kind": "measure/v1", "subject": "evil-gone", "body": {"instrument": "EVIL", "place": "QXA", "level": 1, "flag": 1, "start": "2026-11-20"}}),
            json!({"kind": "measure/v1", "revises": "line:3", "act": "withdraw", "body": {"reason": HOSTILE}}),
        ],
    ]
}

fn visited(house: &House) -> Vec<String> {
    let mut visited = paths(house);
    let sid = house.sid("evil");
    visited.extend([format!("/measures/{sid}"), format!("/measures/{sid}/v/1"), format!("/measures/{}", house.sid("evil-gone"))]);
    visited.extend((0..house.node.size()).map(|index| format!("/record/{index}")));
    visited.extend(
        [
            "/places/QXA",
            "/policies?q=script",
            "/search?q=script",
            "/search?q=alert&place=QXA",
            "/search?q=%3Cscript%3Ealert",
            "/search?q=evil",
            "/policies?instrument=EVIL&place=QXA",
            "/policies/map?instrument=EVIL",
            "/policies/timeline?instrument=EVIL",
            "/policies/timeline?place=QXA",
            "/policies?population=evil-ones&withdrawn=1",
        ]
        .map(str::to_owned),
    );
    visited
}

#[test]
fn a_hostile_statement_stays_text_on_every_page_and_in_every_form() {
    let house = House::furnished();
    house.state(&statements());
    let mut forms = 0;
    for path in visited(&house) {
        for prefix in ["/en", "/ar", "/fr"] {
            let address = if path == "/" { prefix.to_owned() } else { format!("{prefix}{path}") };
            let answer = house.get(&address);
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            markup_is_ours(&address, &answer.text());
        }
        let answer = house.get(&path);
        for link in answer.header("link").split(", ").filter(|link| link.contains("alternate")) {
            let address = link.trim_start_matches('<').split('>').next().unwrap();
            let other = house.get(address);
            assert_eq!(other.status, StatusCode::OK, "{address}");
            forms += 1;
            match other.header("content-type").split(';').next().unwrap() {
                "text/csv" => cells_are_plain(address, &other.body),
                "image/svg+xml" | "application/atom+xml" => xml_is_well_formed(address, &other.text()),
                "application/json" => drop(other.json()),
                _ => {}
            }
        }
    }
    assert!(forms > 40, "{forms}");
}

/// No element, attribute or comment that we did not write.
fn markup_is_ours(address: &str, text: &str) {
    for foreign in ["<script>", "<img src=x", "onerror=alert(2)>", "\" onmouseover", "<!--", "</title></script>", "\"onclick=x\""] {
        assert!(!text.contains(foreign), "{address} has {foreign}");
    }
    assert!(!text.contains("href=\"javascript:"), "{address}");
    assert_eq!(text.matches("<script ").count(), text.matches("<script type=\"module\" src=\"/assets/").count(), "{address}");
}

/// No cell that a spreadsheet takes for a formula.
fn cells_are_plain(address: &str, bytes: &[u8]) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    for record in reader.records() {
        for cell in record.unwrap().iter() {
            assert!(!cell.starts_with(['=', '+', '@', '\t', '\r']), "{address}: {cell}");
        }
    }
}

/// Every tag is closed, no entity is bare: a small reader, since no XML crate is at hand.
fn xml_is_well_formed(address: &str, text: &str) {
    let text = text.strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n").unwrap_or(text);
    let mut open: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        assert!(before.split('&').skip(1).all(|entity| entity.split_once(';').is_some_and(|(name, _)| name.len() < 8)), "{address}: {before}");
        let end = from.find('>').unwrap_or_else(|| panic!("{address}: a tag without end"));
        let tag = &from[1..end];
        assert!(!tag.contains('<'), "{address}: {tag}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{address}: {tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{address}");
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap_or_default().to_owned());
        }
        assert!(!tag.starts_with("script") && !tag.starts_with("img"), "{address}: {tag}");
        rest = &from[end + 1..];
    }
    assert!(open.is_empty(), "{address}: {open:?}");
}

#[test]
fn what_no_text_may_hold_is_refused_at_the_door() {
    let house = House::empty();
    house.state(&furniture());
    for bad in ["bell \u{7}", "bidi \u{202e}evil", "isolate \u{2066}x", "null \u{0}", "escape \u{1b}[31m"] {
        let statement = json!({"kind": "measure/v1", "body": {"instrument": "C8", "place": "QMA", "level": 1, "start": "2026-11-24", "title": bad}});
        let answer = house.post("application/json", Some(&house.token), statement.to_string());
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad:?}");
    }
}

#[test]
fn a_hostile_address_stays_text() {
    let house = House::furnished();
    for address in [
        "/policies?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/policies?on=%22%3E%3Cscript%3E",
        "/places/%3Cscript%3E",
        "/record/%22onclick=x",
        "/policies?asof=%3Cscript%3E",
        "/%3Cscript%3E",
        "/policies?after=%3Cscript%3E",
        "/policies?place=QMA&population=%3Cscript%3E",
    ] {
        let answer = house.get(&format!("/en{address}"));
        assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{address}");
        markup_is_ours(address, &answer.text());
        for name in ["link", "location", "content-disposition"] {
            assert!(!answer.header(name).contains(['\r', '\n', '<']) || name == "link", "{address}");
        }
    }
}
