//! `/openapi.json` against the code: every route is in it, every form, every parameter, and nothing that is not there.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use serde_json::Value as Json;

use crate::house::House;

const ROUTES: &str = include_str!("../../src/routes.rs");
const ACCOUNT: &str = include_str!("../../src/account.rs");

/// A house whose places have borders, so that every drawing has something to draw, and that has a partner.
fn house() -> House {
    let house = House::furnished();
    let border = |a: &str| serde_json::json!({"kind": "border/v1", "subject": format!("border:{a}:QNA:land"), "body": {"a": a, "b": "QNA", "kind": "land", "source": "test"}});
    house.state(&[vec![border("QMA"), border("QMA-A")]]);
    house.follow("coast.example", "Council of the Coast");
    house
}

fn document(house: &House) -> Json {
    let answer = house.get("/openapi.json");
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"));
    answer.json()
}

/// What a `$ref` within the document leads to; anything else as it is.
fn led<'d>(document: &'d Json, value: &'d Json) -> &'d Json {
    match value["$ref"].as_str().and_then(|to| to.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap_or_else(|| panic!("`{pointer}` leads nowhere")),
        None => value,
    }
}

/// The paths of the document, each with its parts as `{}`.
fn documented(document: &Json) -> BTreeSet<String> {
    document["paths"].as_object().unwrap().keys().map(|path| bare(path)).collect()
}

fn bare(path: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for letter in path.chars() {
        match letter {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                out.push_str("{}");
            }
            _ if depth == 0 => out.push(letter),
            _ => {}
        }
    }
    out
}

/// The routes that `routes.rs` has: patterns of `find`, and addresses of the router.
fn routed() -> Vec<String> {
    let pages = ROUTES.split("match parts {").nth(1).unwrap().split("=> Err(Problem::NotFound)").next().unwrap();
    // Addresses of those who are signed in are matched in the same way; one of several words for a part is each of them.
    let patterns = pages.lines().chain(ACCOUNT.lines()).map(str::trim).filter(|line| line.starts_with('[') && line.contains("=>"));
    let patterns = patterns.flat_map(|line| line.split("=>").next().unwrap().split("] | [").map(str::to_owned).collect::<Vec<_>>());
    let patterns = patterns.flat_map(|pattern| match pattern.split_once("\"correct\" | \"withdraw\"") {
        Some((before, after)) => {
            let before = before.trim_end_matches("act @ (");
            ["correct", "withdraw"].map(|word| format!("{before}\"{word}\"{}", after.trim_start_matches(')'))).to_vec()
        }
        None => vec![pattern],
    });
    let of_pattern = |line: String| {
        let parts = line.trim_start_matches('[').split(']').next().unwrap();
        let parts = parts.split(',').map(str::trim).filter(|part| !part.is_empty());
        let path: String =
            parts.map(|part| part.strip_prefix('"').map_or("/{}".to_owned(), |word| format!("/{}", word.trim_end_matches('"')))).collect();
        if path.is_empty() { "/".to_owned() } else { path }
    };
    let addresses = ROUTES.split(".route(").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
    let routes: Vec<String> = patterns.map(of_pattern).chain(addresses.map(bare)).collect();
    assert!(routes.len() > 25, "the routes are written otherwise than this test reads them: {routes:?}");
    routes
}

#[test]
fn every_route_is_in_the_document() {
    let document = document(&house());
    let paths = documented(&document);
    let is_there = |route: &str| match route {
        // What is below has slashes of its own.
        "/log/{}" | "/partners/{}/log/{}" => paths.contains(&route.replace("log/{}", "log/checkpoint")),
        _ => paths.contains(route) || paths.contains(&format!("{route}.json")),
    };
    let missing: Vec<String> = routed().into_iter().filter(|route| !is_there(route)).collect();
    assert!(
        missing.is_empty(),
        "not in /openapi.json: {missing:?}\nway out: a page is a row in crates/web/src/openapi/pages.rs (and its JSON a schema in answers.json, its \
         query keys in parameters.rs); anything else goes to crates/web/src/openapi/machines.json"
    );
}

#[test]
fn every_path_of_the_document_is_routed() {
    let document = document(&house());
    let routes: BTreeSet<String> = routed().into_iter().collect();
    let unrouted: Vec<String> = documented(&document)
        .into_iter()
        .filter(|path| {
            let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
            let stem = if stem == "/index" { "/" } else { stem };
            !routes.contains(path) && !routes.contains(stem) && !path.contains("/log/")
        })
        .collect();
    assert!(unrouted.is_empty(), "in /openapi.json and not in routes.rs: {unrouted:?}");
}

/// Every reference within the document leads somewhere, and every parameter of a path is named in it.
#[test]
fn the_document_holds_together() {
    let house = house();
    let document = document(&house);
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        match reference.strip_prefix('#') {
            Some(pointer) => assert!(document.pointer(pointer).is_some(), "`{reference}` leads nowhere"),
            None => assert_eq!(house.get(reference).status, StatusCode::OK, "`{reference}` is not served"),
        }
    }
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(
                ids.insert(operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no operationId"))),
                "{path}: an id twice"
            );
            let parameters: Vec<&Json> = operation["parameters"].as_array().into_iter().flatten().map(|one| led(&document, one)).collect();
            let named = |one: &Json| one["in"] != "path" || path.contains(&format!("{{{}}}", one["name"].as_str().unwrap()));
            assert!(parameters.iter().all(|one| named(one)), "{path}: a part of another path is named for it");
            for name in path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()) {
                assert!(parameters.iter().any(|one| one["in"] == "path" && one["name"] == name), "{path}: `{name}` is not described");
            }
        }
    }
}

#[test]
fn every_problem_is_in_the_document() {
    let document = document(&house());
    let schemas = document["components"]["schemas"].to_string();
    for slug in web::problem::SLUGS {
        assert!(schemas.contains(slug), "`{slug}` is no problem of the document");
    }
}

/// A parameter of a path with what the document gives as its example.
fn filled(document: &Json, path: &str, operation: &Json) -> String {
    operation["parameters"].as_array().into_iter().flatten().map(|one| led(document, one)).filter(|one| one["in"] == "path").fold(
        path.to_owned(),
        |path, one| {
            let name = one["name"].as_str().unwrap();
            let example = one["example"].as_str().unwrap_or_else(|| panic!("{path}: `{name}` has no example"));
            path.replace(&format!("{{{name}}}"), example)
        },
    )
}

/// The pages: those that `Accept` chooses the form of.
fn pages(document: &Json) -> BTreeMap<&str, &Json> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths.map(|(path, item)| (path.as_str(), &item["get"])).filter(|(_, operation)| !operation["responses"]["304"].is_null()).collect()
}

#[test]
fn every_page_has_exactly_the_forms_that_the_document_says() {
    let house = house();
    let document = document(&house);
    for (path, operation) in pages(&document) {
        let address = filled(&document, path, operation);
        let answer = house.get(&address);
        assert_eq!(answer.status, StatusCode::OK, "{address}: its example is not there");
        let links = answer.header("link").split(", ").filter(|link| link.contains("rel=\"alternate\""));
        let mut had: Vec<String> = links.filter_map(|link| link.split("type=\"").nth(1)?.split('"').next()).map(str::to_owned).collect();
        had.push("text/html".to_owned());
        had.sort();
        let mut said: Vec<String> = operation["responses"]["200"]["content"].as_object().unwrap().keys().cloned().collect();
        said.sort();
        assert_eq!(had, said, "{path}: what the page has, and what the document says");
    }
}

/// Keys of a query that a page's operations name.
fn taken<'d>(document: &'d Json, operation: &'d Json) -> BTreeMap<&'d str, &'d Json> {
    let parameters = operation["parameters"].as_array().into_iter().flatten().map(|one| led(document, one));
    parameters.filter(|one| one["in"] == "query").map(|one| (one["name"].as_str().unwrap(), one)).collect()
}

/// An answer without the echo of the query that it was asked with.
fn plain(text: &str, key: &str, value: &str) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let value = encoded(value);
    let pair = format!("{key}={value}");
    let without = [format!("{pair}&amp;"), format!("&amp;{pair}"), format!("{pair}&"), format!("&{pair}"), format!("?{pair}")];
    // The way to sign in names the page that one comes back to.
    let value = encoded(&value);
    let within = [format!("{key}%3D{value}%26"), format!("%26{key}%3D{value}"), format!("%3F{key}%3D{value}")];
    without.iter().chain(&within).fold(text.to_owned(), |text, echo| text.replace(echo, ""))
}

/// What a page may answer to: some value for each kind of parameter, the first that says something else than its absence.
const TRIED: [&str; 17] = [
    "zzzz",
    "/places",
    "1",
    "0",
    "7",
    "2026-03-02",
    "2030-01-01",
    "QMA",
    "QNA",
    "QMA-A",
    "C1",
    "C8",
    "place",
    "country",
    "observed",
    "applies",
    "schools",
];

#[test]
fn every_parameter_of_the_document_is_read() {
    let house = house();
    let document = document(&house);
    let mut unread = Vec::new();
    for (path, operation) in pages(&document) {
        let address = filled(&document, path, operation);
        let forms = std::iter::once(String::new()).chain(["json", "csv", "svg", "atom"].map(|form| format!(".{form}")));
        let forms: Vec<String> =
            forms.map(|form| if address == "/" && !form.is_empty() { format!("/index{form}") } else { format!("{address}{form}") }).collect();
        for key in taken(&document, operation).keys() {
            // A box is ticked beside something else: what lies within a place, say.
            let others = ["", "&place=QMA", "&instrument=C1", "&index=stringency"];
            let changes = |form: &String, value: &str, other: &str| {
                let (asked, base) =
                    (house.get(&format!("{form}?{key}={value}{other}")), house.get(&format!("{form}?{}", other.trim_start_matches('&'))));
                base.status == StatusCode::OK && (asked.status != base.status || plain(&asked.text(), key, value) != plain(&base.text(), key, value))
            };
            let is_read = forms.iter().any(|form| TRIED.iter().any(|value| others.iter().any(|other| changes(form, value, other))));
            if !is_read {
                unread.push(format!("{path} `{key}`"));
            }
        }
    }
    assert!(
        unread.is_empty(),
        "in /openapi.json, and no value of it changes anything: {unread:?}\nway out: drop it from the row in openapi/pages.rs"
    );
}

#[test]
fn no_page_reads_what_the_document_does_not_name() {
    let house = house();
    let document = document(&house);
    let mut unnamed = Vec::new();
    for (path, operation) in pages(&document) {
        let address = filled(&document, path, operation);
        let address = if operation["responses"]["200"]["content"]["application/json"].is_null() {
            address
        } else if address == "/" {
            "/index.json".to_owned()
        } else {
            format!("{address}.json")
        };
        let base = house.get(&address);
        let taken = taken(&document, operation);
        let keys: Vec<&str> = web::asked::KEYS.into_iter().filter(|key| !taken.contains_key(key)).collect();
        let differs = |keys: &[&str], value: &str| {
            let query = keys.iter().map(|key| format!("{key}={value}")).collect::<Vec<_>>().join("&");
            let asked = house.get(&format!("{address}?{query}"));
            let without = |text: String| keys.iter().fold(text, |text, key| plain(&text, key, value));
            asked.status != base.status || without(asked.text()) != without(base.text())
        };
        // All at once; one by one only to name those that are read.
        for value in TRIED.into_iter().filter(|value| differs(&keys, value)) {
            unnamed.extend(keys.iter().filter(|key| differs(&[key], value)).map(|key| format!("{path} `{key}={value}`")));
        }
    }
    assert!(unnamed.is_empty(), "read by pages, and not in /openapi.json: {unnamed:?}\nway out: name it in the page's row in openapi/pages.rs");
}

#[test]
fn every_word_and_bound_of_a_parameter_is_what_the_page_takes() {
    let house = house();
    let document = document(&house);
    for (path, operation) in pages(&document) {
        let address = filled(&document, path, operation);
        for (key, parameter) in taken(&document, operation) {
            let schema = &parameter["schema"];
            let ask = |value: &str| house.get_with(&format!("{address}?{key}={value}"), &[("accept", "application/json")]);
            let status = |value: &str| house.get(&format!("{address}?{key}={value}")).status;
            let words = schema["enum"].as_array().into_iter().flatten().map(|word| word.as_str().unwrap());
            let bounds = ["minimum", "maximum"].into_iter().filter_map(|bound| schema[bound].as_u64());
            for value in words.map(str::to_owned).chain(bounds.clone().map(|bound| bound.to_string())) {
                // A word may be one of those of which this record has nothing; the refusal then names those of which it has.
                let is_refused =
                    status(&value) == StatusCode::BAD_REQUEST && !ask(&value).text().split("give one of").last().unwrap().contains(&value);
                assert!(status(&value) == StatusCode::OK || (path == "/policies/map" && is_refused), "{path}: `{key}={value}` is in the document");
            }
            if schema["enum"].as_array().is_some_and(|words| words[0] != "1") {
                assert_eq!(status("zzzz"), StatusCode::BAD_REQUEST, "{path}: `{key}` takes a word that the document lacks");
            }
            if let Some(most) = bounds.max() {
                assert_eq!(status(&(most + 1).to_string()), StatusCode::BAD_REQUEST, "{path}: `{key}` takes more than the document says");
            }
        }
    }
}

#[test]
fn a_query_that_cant_be_read_is_answered_in_the_form_that_was_asked_for() {
    let house = house();
    let answer = house.get(&format!("/policies.json?q={}", "w".repeat(600)));
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::BAD_REQUEST, "application/problem+json"));
    assert_eq!(answer.json()["errors"][0]["parameter"], "q");
}
