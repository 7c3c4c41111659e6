//! Every page in every form and language, with the numbers that the statements say.

use axum::http::StatusCode;

use crate::house::House;

/// Every page, without form.
pub(crate) fn paths(house: &House) -> Vec<String> {
    let sid = house.sid("own");
    let fixed = [
        "/",
        "/policies",
        "/policies?q=schools",
        "/policies?place=QMA&below=1&instrument=C1&on=2026-11-24",
        "/policies/map",
        "/policies/map?instrument=C1",
        "/policies/map?index=economic-support",
        "/policies/timeline",
        "/policies/timeline?place=QMA",
        "/compare",
        "/compare?place=QMA&place=QNA&place=QMA-A",
        "/compare?place=QMA&place=QNA&from=2026-03-01&to=2026-11-01&all=1",
        "/places",
        "/places/QMA",
        "/places/QMA-A",
        "/places/QNA?on=2026-03-03",
        "/indices",
        "/indices?place=QMA,QNA&index=containment-health&variant=simple-average",
        "/corrections",
        "/search",
        "/search?q=rule",
        "/search?q=rule&kind=measure&place=QMA",
        "/record",
        "/record?kind=measure",
        "/record/0",
        "/record/5",
        "/verify",
        "/about",
        "/accessibility",
        "/licences",
        "/problems",
        "/problems/faults",
        "/schemas",
    ];
    let measures = [format!("/measures/{sid}"), format!("/measures/{}", house.sid("gone")), format!("/measures/{}/v/1", house.sid("wrong"))];
    fixed.into_iter().map(str::to_owned).chain(measures).collect()
}

#[test]
fn every_page_is_a_page_in_every_language() {
    let house = House::furnished();
    for path in paths(&house) {
        for (prefix, dir) in [("/en", "ltr"), ("/ar", "rtl"), ("/fr", "ltr")] {
            let address = if path == "/" { prefix.to_owned() } else { format!("{prefix}{path}") };
            let answer = house.get(&address);
            let text = answer.text();
            assert_eq!(answer.status, StatusCode::OK, "{address}: {text}");
            assert!(answer.header("content-type").starts_with("text/html"), "{address}");
            assert!(text.contains(&format!("dir=\"{dir}\"")), "{address}");
            assert!(!text.contains("[page-") && !missing_word(&text), "{address} lacks a word");
            assert!(!text.contains(" style=\"") && !text.contains("<script>"), "{address} has something inline");
            assert_eq!(text.matches("<h1").count(), 1, "{address}");
            assert!(text.contains("k-banner"), "{address} does not say that its data is invented");
        }
    }
}

/// A key in brackets stands where a catalogue lacks it.
fn missing_word(text: &str) -> bool {
    text.split('[').skip(1).any(|rest| {
        let key: String = rest.chars().take_while(|c| *c != ']').collect();
        key.contains('-') && key.len() < 40 && key.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    })
}

#[test]
fn every_form_that_a_page_links_can_be_had() {
    let house = House::furnished();
    for path in paths(&house) {
        let answer = house.get(&path);
        for link in answer.header("link").split(", ").filter(|link| link.contains("alternate")) {
            let address = link.trim_start_matches('<').split('>').next().unwrap();
            let other = house.get(address);
            assert_eq!(other.status, StatusCode::OK, "{path} links {address}: {}", String::from_utf8_lossy(&other.body));
            let media_type = link.split("type=\"").nth(1).unwrap().trim_end_matches('"');
            assert!(other.header("content-type").starts_with(media_type), "{address}: {}", other.header("content-type"));
            match media_type {
                "application/json" => {
                    let document = other.json();
                    assert!(document["schema"].as_str().unwrap().starts_with("koinon/"), "{address}");
                    assert_eq!(document["invented"], true, "{address}");
                    assert_eq!(document["record"]["size"], house.node.size(), "{address}");
                }
                "text/csv" => {
                    let text = other.text();
                    let mut reader = csv::Reader::from_reader(text.as_bytes());
                    assert_eq!(reader.headers().unwrap().iter().next_back(), Some("attribution"), "{address}");
                    assert!(reader.records().all(|record| record.is_ok()), "{address}");
                    assert!(text.contains("\r\n"), "{address}");
                }
                "image/svg+xml" => assert!(other.text().starts_with("<svg") && other.text().contains("<title"), "{address}"),
                "application/atom+xml" => assert!(other.text().contains("<feed xmlns=\"http://www.w3.org/2005/Atom\""), "{address}"),
                _ => assert!(!other.body.is_empty(), "{address}"),
            }
        }
    }
}

#[test]
fn a_page_and_its_files_tell_the_same_numbers() {
    let house = House::furnished();
    let list = house.get("/policies.json?on=2026-11-24").json();
    assert_eq!(list["total"], 4);
    assert!(house.get("/en/policies?on=2026-11-24").text().contains("4 measures"));
    assert_eq!(house.get("/policies.csv?on=2026-11-24").text().lines().count(), 5);
    let map = house.get("/policies/map.json?instrument=C1&on=2026-11-24").json();
    let level = |code: &str| map["places"].as_array().unwrap().iter().find(|place| place["place"] == code).unwrap()["level"].clone();
    assert_eq!(level("QMA"), 2);
    assert_eq!(level("QNA"), 0, "covered, and nothing stands: none, not unknown");
    let place = house.get("/places/QMA-A.json?on=2026-11-24").json();
    let c1 = place["instruments"].as_array().unwrap().iter().find(|line| line["instrument"] == "C1").unwrap().clone();
    assert_eq!((c1["level"].clone(), c1["decided_by"].clone(), c1["above"][0]["level"].clone()), (3.into(), "QMA-A".into(), 2.into()));
}

#[test]
fn who_says_it_and_whose_data_it_is_are_told() {
    let house = House::furnished();
    let own = house.get(&format!("/en/measures/{}", house.sid("own"))).text();
    let seen = house.get(&format!("/en/measures/{}", house.sid("seen"))).text();
    assert!(own.contains("k-tag--declared") && !own.contains("Blavatnik"));
    assert!(seen.contains("k-tag--observed") && seen.contains("Blavatnik School of Government") && seen.contains("CC BY 4.0"));
    for path in ["/policies.csv", "/policies.json", "/policies/map.svg?instrument=C1", "/indices.csv", "/policies.atom"] {
        assert!(house.get(path).text().contains("Oxford COVID-19 Government Response Tracker") || path == "/indices.csv", "{path}");
        assert!(path == "/indices.csv" || house.get(path).text().to_lowercase().contains("invented"), "{path}");
    }
}

#[test]
fn a_correction_shows_what_it_changed_and_the_words_before_stay() {
    let house = House::furnished();
    let page = house.get(&format!("/en/measures/{}", house.sid("wrong"))).text();
    assert!(page.contains("<del>") && page.contains("<ins>") && page.contains("k-tag--corrected"));
    let first = house.get(&format!("/measures/{}/v/1.json", house.sid("wrong"))).json();
    assert_eq!((first["measure"]["level"].clone(), first["is_newest"].clone()), (4.into(), false.into()));
    let gone = house.get(&format!("/ar/measures/{}", house.sid("gone"))).text();
    assert!(gone.contains("لم يُقرَّر قط.") && gone.contains("k-tag--withdrawn"));
    let corrections = house.get("/corrections.json").json();
    assert_eq!(corrections["corrections"].as_array().unwrap().len(), 2);
    assert_eq!(corrections["corrections"][0]["act"], "withdraw");
    assert_eq!(house.get("/corrections.atom").text().matches("<entry>").count(), 2);
}

#[test]
fn asof_shows_what_had_been_said_and_says_so() {
    let house = House::furnished();
    // The fourth batch, with the correction, was stated three hours after the first.
    let before = "2026-11-14T14:30Z";
    let then = house.get(&format!("/en/policies?asof={before}")).text();
    assert!(then.contains("You see what had been said by") && then.contains(">4 measures<"), "{then}");
    assert_eq!(house.get(&format!("/policies.json?asof={before}")).json()["total"], 4);
    assert_eq!(house.get("/policies.json").json()["total"], 5);
    assert_eq!(house.get(&format!("/measures/{}?asof={before}", house.sid("wrong"))).status, StatusCode::NOT_FOUND);
    assert!(then.contains("asof=2026-11-14T14:30Z"), "links keep the cut");
    assert_eq!(house.get(&format!("/corrections.json?asof={before}")).json()["corrections"].as_array().unwrap().len(), 0);
    let early = house.get_with("/policies.json?asof=2020-01-01", &[]);
    assert_eq!(early.status, StatusCode::NOT_FOUND);
    assert_eq!(early.json()["type"], "https://office.example/problems/before-the-record");
}

#[test]
fn what_cant_be_used_is_named_and_what_is_unknown_is_ignored() {
    let house = House::furnished();
    let bad = house.get("/policies.json?on=04/20/2020");
    assert_eq!((bad.status, bad.header("content-type")), (StatusCode::BAD_REQUEST, "application/problem+json"));
    assert_eq!(bad.json()["errors"][0]["parameter"], "on");
    let page = house.get("/en/policies?on=04/20/2020");
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(page.text().contains("2026-11-24") && page.text().contains("04/20/2020"));
    for path in [
        "/policies?place=ZZZ",
        "/policies?instrument=nonsense",
        "/indices?index=x",
        "/policies?asof=then",
        "/record?before=x",
        "/policies?limit=0",
        "/indices?from=2026-05-01&to=2026-04-01",
    ] {
        assert_eq!(house.get(path).status, StatusCode::BAD_REQUEST, "{path}");
    }
    let outside = house.get("/policies/map.json?on=1990-01-01");
    assert_eq!(outside.status, StatusCode::NOT_FOUND);
    assert_eq!(outside.json()["coverage"]["from"], "2026-01-01");
    assert_eq!(house.get("/policies?utm_source=x&on=2026-11-24").status, StatusCode::OK);
    for path in [
        "/nothing",
        "/places/ZZZ",
        "/record/99999",
        "/record/01",
        "/record/x",
        "/measures/x",
        "/measures/aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "/problems/x",
        "/schemas/x",
        "/policies/map/x",
        "/%ff",
    ] {
        assert_eq!(house.get(path).status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(house.get("/verify.csv").status, StatusCode::NOT_ACCEPTABLE);
}

#[test]
fn names_lead_to_their_pages() {
    let house = House::furnished();
    let sid = house.sid("own");
    let to = |path: &str| {
        let answer = house.get(path);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        answer.header("location").to_owned()
    };
    assert_eq!(to(&format!("/id/{sid}")), format!("/measures/{sid}"));
    assert_eq!(to(&format!("/id/{}", house.sid("place:QMA"))), "/places/QMA");
    assert_eq!(to(&format!("/id/{}", house.sid("coverage:QMA"))), "/record/5");
    assert_eq!(to(&format!("/policies?q={sid}")), format!("/id/{sid}"));
    assert_eq!(to("/ar/policies?q=qma"), "/ar/places/QMA");
    let id = house.get("/record/3.json").json()["id"].as_str().unwrap().to_owned();
    assert_eq!(to(&format!("/record/{id}")), "/record/3");
}

#[test]
fn an_empty_node_says_what_to_do_next() {
    let house = House::empty();
    for path in [
        "/",
        "/policies",
        "/policies/map",
        "/policies/timeline",
        "/places",
        "/indices",
        "/corrections",
        "/record",
        "/record/0",
        "/verify",
        "/about",
        "/licences",
    ] {
        let answer = house.get(path);
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    }
    for path in [
        "/policies.json",
        "/policies.csv",
        "/policies/map.json",
        "/policies/map.svg",
        "/policies/map/series.json",
        "/policies/timeline.svg",
        "/indices.svg",
        "/indices.csv",
        "/corrections.atom",
        "/policies.atom",
    ] {
        assert_eq!(house.get(path).status, StatusCode::OK, "{path}");
    }
}

#[test]
fn a_list_is_paged_by_key_and_every_measure_comes_once() {
    let house = House::furnished();
    let (mut seen, mut next) = (Vec::new(), Some("/policies.json?limit=2".to_owned()));
    while let Some(path) = next {
        let page = house.get(path.trim_start_matches("https://office.example")).json();
        seen.extend(page["measures"].as_array().unwrap().iter().map(|measure| measure["sid"].as_str().unwrap().to_owned()));
        next = page["next"].as_str().map(str::to_owned);
    }
    assert_eq!(seen.len(), 5);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 5);
}
