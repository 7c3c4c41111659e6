//! `/search` from outside: what is found, in which order, how it is shown, and how it goes on.

use axum::http::StatusCode;
use serde_json::{Value as Json, json};

use crate::house::{House, measure};

fn found(house: &House, query: &str) -> Vec<(String, String)> {
    let answer = house.get(&format!("/search.json?{query}"));
    assert_eq!(answer.status, StatusCode::OK, "{query}");
    let document = answer.json();
    assert_eq!(document["searched"], document["record"]["size"], "{query}");
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    document["results"].as_array().unwrap().iter().map(|result| (text(&result["subject"]), text(&result["state"]))).collect()
}

fn subjects(house: &House, query: &str) -> Vec<String> {
    found(house, query).into_iter().map(|(subject, _)| subject).collect()
}

#[test]
fn words_are_found_in_titles_texts_names_and_codes() {
    let house = House::furnished();
    assert_eq!(subjects(&house, "q=rule%20own"), ["own"]);
    // An instrument is called `School closing`: what says nothing but its code is found too, behind what was said later.
    assert_eq!(subjects(&house, "q=SCHO%20hea"), ["heat", "coverage:QNA", "coverage:QMA-A", "coverage:QMA"]);
    assert_eq!(subjects(&house, "q=SCHO%20hea&kind=measure"), ["heat"]);
    // By the name of its place in any language, and of its instrument; titles first, then the newest.
    assert_eq!(subjects(&house, "q=Neravia"), ["place:QNA", "gone", "travel", "coverage:QNA"]);
    assert_eq!(subjects(&house, "q=calmere%20عربي&kind=measure"), ["wrong", "heat", "own"]);
    assert_eq!(subjects(&house, "q=international%20nerav"), ["travel", "coverage:QNA"]);
    assert_eq!(subjects(&house, "q=qma-a"), ["place:QMA-A", "seen", "coverage:QMA-A"]);
    assert_eq!(subjects(&house, "q=heat%20rule"), ["heat"]);
    assert_eq!(subjects(&house, "q=rule&place=QNA"), ["gone", "travel"]);
    assert!(subjects(&house, "q=nowhere").is_empty());
    assert!(subjects(&house, "q=...").is_empty());
}

#[test]
fn what_was_taken_back_or_said_before_is_found_and_said_so() {
    let house = House::furnished();
    // The reason of the withdrawal, in either language; the words before it.
    assert_eq!(found(&house, "q=decided"), [("gone".to_owned(), "withdrawn".to_owned())]);
    assert_eq!(found(&house, "q=قط"), [("gone".to_owned(), "withdrawn".to_owned())]);
    assert_eq!(found(&house, "q=rule%20gone"), [("gone".to_owned(), "replaced".to_owned())]);
    // Of two versions that both have the words, the newer.
    assert_eq!(found(&house, "q=rule%20wrong"), [("wrong".to_owned(), "stands".to_owned())]);
    let page = house.get("/en/search?q=rule%20gone").text();
    assert!(page.contains("Earlier words") && page.contains("<mark>Rule</mark> <mark>gone</mark>"), "{page}");
}

#[test]
fn an_earlier_cut_is_searched_as_it_was() {
    let house = House::furnished();
    assert!(subjects(&house, "q=decided&asof=2026-11-14T14:30Z").is_empty());
    let before = house.get("/search.json?q=rule&asof=2026-11-14T14:30Z").json();
    assert_eq!(before["searched"], before["record"]["size"]);
    let later = house.get("/search.json?q=rule").json();
    assert!(before["total"].as_u64() < later["total"].as_u64(), "{before}");
    house.state(&[vec![measure("newer", "QMA", "C8", 1, "2026-11-24", None, None)]]);
    assert_eq!(house.get("/search.json?q=rule&asof=2026-11-14T14:30Z").json()["results"], before["results"]);
    assert_eq!(subjects(&house, "q=rule%20newer"), ["newer"]);
}

#[test]
fn what_is_named_outright_is_offered_first() {
    let house = House::furnished();
    let sid = house.sid("own");
    for (query, path) in [
        ("qma".to_owned(), "/places/QMA".to_owned()),
        ("Aldervale".to_owned(), "/places/QMA-A".to_owned()),
        ("calmere عربي".replace(' ', "%20"), "/places/QMA".to_owned()),
        ("c1".to_owned(), "/policies?instrument=C1".to_owned()),
        ("heat%20action%20level".to_owned(), "/policies?instrument=HEAT".to_owned()),
        (sid.clone(), format!("/id/{sid}")),
        ("own".to_owned(), format!("/id/{sid}")),
        ("%233".to_owned(), "/record/3".to_owned()),
    ] {
        let document = house.get(&format!("/search.json?q={query}")).json();
        let urls: Vec<&str> = document["direct"].as_array().unwrap().iter().filter_map(|direct| direct["url"].as_str()).collect();
        assert!(urls.contains(&format!("https://office.example{path}").as_str()), "{query}: {urls:?}");
    }
    let id = house.get("/record/3.json").json()["id"].as_str().unwrap().to_owned();
    assert!(house.get(&format!("/en/search?q={id}")).text().contains("href=\"/en/record/3\""));
    assert_eq!(house.get("/search.json?q=sha256:00").json()["direct"], json!([]));
}

#[test]
fn pages_follow_one_another_by_key_and_lose_nothing() {
    let house = House::furnished();
    let more = (0..60).map(|n| measure(&format!("more{n}"), "QMA", "C8", 1, "2026-11-24", None, None)).collect();
    house.state(&[more]);
    let whole = subjects(&house, "q=rule&limit=1000");
    assert!(whole.len() > 60);
    let mut path = "/search.json?limit=7&q=rule".to_owned();
    let mut paged: Vec<String> = Vec::new();
    loop {
        let document = house.get(&path).json();
        paged.extend(document["results"].as_array().unwrap().iter().map(|result| result["subject"].as_str().unwrap().to_owned()));
        match document["next"].as_str() {
            Some(next) => path = next.strip_prefix("https://office.example").unwrap().to_owned(),
            None => break,
        }
    }
    assert_eq!(paged, whole);
    assert!(house.get("/en/search?q=rule").text().contains("rel=\"next\""));
    assert_eq!(house.get("/search?q=rule&after=5~1").status, StatusCode::BAD_REQUEST);
    assert_eq!(house.get("/search?q=rule&kind=nothing").status, StatusCode::BAD_REQUEST);
}

#[test]
fn every_form_has_the_same_and_nothing_found_helps_on() {
    let house = House::furnished();
    let csv = house.get("/search.csv?q=rule%20own").text();
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(csv.contains("Rule own"), "{csv}");
    let atom = house.get("/search.atom?q=rule").text();
    assert!(atom.contains("<title>Measure: Rule own</title>"), "{atom}");
    for language in ["en", "ar", "fr"] {
        let empty = house.get(&format!("/{language}/search?q=nowhere"));
        assert_eq!(empty.status, StatusCode::OK);
        let text = empty.text();
        assert!(text.contains(&format!("href=\"/{language}/policies\"")) && !text.contains("[search-"), "{text}");
        assert_eq!(house.get(&format!("/{language}/search")).status, StatusCode::OK);
    }
    // The box stands on every page.
    assert!(house.get("/en/about").text().contains("action=\"/en/search\""));
}
