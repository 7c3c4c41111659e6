//! Places side by side.

use axum::http::StatusCode;

use crate::house::{House, measure};

#[test]
fn only_differences_are_shown_unless_all_is_asked_for() {
    let house = House::furnished();
    let address = "/compare.json?place=QMA&place=QNA&on=2026-11-24";
    let document = house.get(address).json();
    let rows = document["instruments"].as_array().unwrap();
    let codes: Vec<&str> = rows.iter().map(|row| row["instrument"].as_str().unwrap()).collect();
    assert_eq!(codes, ["C1", "C8", "HEAT"]);
    let cell = |row: usize, place: usize, member: &str| rows[row]["cells"][place][member].clone();
    assert_eq!((cell(0, 0, "level"), cell(0, 0, "state"), cell(0, 1, "state")), (2.into(), "in-force".into(), "none".into()));
    let all = house.get("/compare.json?place=QMA,QMA&all=1&on=2026-11-24").json();
    assert_eq!(all["places"].as_array().unwrap().len(), 1, "a place is compared once");
    let page = house.get("/en/compare?place=QMA&place=QNA&on=2026-11-24").text();
    for because in rows.iter().flat_map(|row| row["cells"].as_array().unwrap()).flat_map(|cell| cell["because"].as_array().unwrap()) {
        assert!(page.contains(&format!("/record/{because}\"")), "the cell of #{because} does not lead to it");
    }
    assert!(page.contains(">none ") && page.contains("k-sheet"));
}

#[test]
fn what_is_decided_above_applies_below_and_says_whose_it_is() {
    let house = House::furnished();
    let document = house.get("/compare.json?place=QMA&place=QMA-A&on=2026-11-24&all=1").json();
    let c8 = document["instruments"].as_array().unwrap().iter().find(|row| row["instrument"] == "C8").unwrap().clone();
    assert_eq!((c8["cells"][1]["level"].clone(), c8["cells"][1]["decided_by"].clone()), (3.into(), "QMA".into()));
    assert_eq!(c8["differs"], false);
    let acts = house.get("/compare.json?place=QMA&place=QMA-A&on=2026-11-24&reach=own").json();
    let c8 = acts["instruments"].as_array().unwrap().iter().find(|row| row["instrument"] == "C8").unwrap().clone();
    assert_eq!((c8["differs"].clone(), c8["cells"][1]["state"].clone()), (true.into(), "none".into()));
}

#[test]
fn over_time_there_are_lanes_a_table_and_the_same_numbers() {
    let house = House::furnished();
    let query = "place=QMA&place=QNA&from=2026-02-01&to=2026-11-20";
    let document = house.get(&format!("/compare.json?{query}")).json();
    let c8 = document["instruments"].as_array().unwrap().iter().find(|row| row["instrument"] == "C8").unwrap().clone();
    // 1 against none until May, 1 against 3 in May and June, none against 3 from July.
    assert_eq!(c8["days_apart"], 293);
    let text = house.get(&format!("/compare.csv?{query}")).text();
    let days: Vec<&str> = text.lines().filter(|line| line.starts_with("C8,") && line.contains(",QNA,")).collect();
    assert_eq!(days.len(), 3, "{days:?}");
    assert!(days[0].contains("2026-02-01,2026-04-30,in-force,1"), "{days:?}");
    let page = house.get(&format!("/en/compare?{query}")).text();
    assert!(page.contains("k-strips") && page.contains("apart on 293 of 293 days"));
    assert!(house.get(&format!("/compare.svg?{query}")).text().contains("Calmere"));
}

#[test]
fn too_many_and_unknown_places_are_told() {
    let house = House::furnished();
    let extra: Vec<serde_json::Value> = (0..6).map(|at| measure(&format!("x{at}"), &format!("QX{at}"), "C1", 1, "2026-03-01", None, None)).collect();
    house.state(&[extra]);
    let many = house.get("/compare.json?place=QMA,QX0,QX1,QX2,QX3,QX4,QX5");
    assert_eq!(many.status, StatusCode::BAD_REQUEST);
    assert!(many.json()["detail"].as_str().unwrap().contains("at most 6"), "{}", many.json());
    assert_eq!(house.get("/compare.json?place=QMA,QX0,QX1,QX2,QX3,QX4").status, StatusCode::OK);
    let unknown = house.get("/compare.json?place=QMA&place=NOWHERE");
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert!(unknown.json()["detail"].as_str().unwrap().contains("`NOWHERE`"));
    assert_eq!(house.get("/compare.json?place=QMA&place=QNA&from=2026-03-01&to=2026-02-01").status, StatusCode::BAD_REQUEST);
    assert_eq!(house.get("/compare.json?place=QMA&place=QNA&on=1900-01-01").status, StatusCode::NOT_FOUND);
}
