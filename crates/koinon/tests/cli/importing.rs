//! What is imported: from the Oxford tracker, as CSV; whole or not at all.

use crate::house::{House, pack};

#[test]
fn the_national_pack_is_read_whole_and_a_second_time_says_nothing() {
    let Some(pack) = pack() else { return };
    let house = House::founded();
    let legacy = pack.join("legacy");
    let legacy = legacy.to_str().unwrap();
    let summary = house.run(&["import", "oxcgrt", legacy, "--json"]).done().json();
    assert_eq!(summary["measures"]["new"], 16_765, "{summary}");
    let size = summary["size"].clone();
    let again = house.run(&["import", "oxcgrt", legacy, "--json"]).done().json();
    assert_eq!((again["measures"]["new"].clone(), again["size"].clone()), (0.into(), serde_json::Value::Null), "{again}");
    let listed = house.run(&["measures", "--format", "json", "--on", "2020-04-20", "--place", "GBR"]).done().json();
    assert!(listed["sources"][0].to_string().contains("CC BY 4.0"), "{}", listed["sources"]);
    assert_eq!(house.run(&["export"]).done().out.lines().count(), usize::try_from(size.as_u64().unwrap()).unwrap());
}

#[test]
fn the_published_indices_come_out_of_the_measures_again() {
    let Some(pack) = pack() else { return };
    let house = House::founded();
    let legacy = pack.join("legacy");
    let ran = house.run(&["import", "oxcgrt", legacy.to_str().unwrap(), "--check", "--json"]).done();
    let checks = ran.json();
    let checks = checks["checks"].as_array().unwrap();
    assert_eq!(checks.len(), 4, "{checks:?}");
    for check in checks {
        assert_eq!(check["beyond"], 0, "{check}");
    }
}

#[test]
fn a_damaged_file_is_named_by_line_and_column_and_nothing_is_half_imported() {
    let Some(pack) = pack() else { return };
    let house = House::founded();
    let packed = std::fs::read(pack.join("legacy/c8_internationaltravel.csv.gz")).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut text).unwrap();
    let line = text.lines().nth(5).unwrap().to_owned();
    let fields: Vec<&str> = line.split(',').collect();
    let mut damaged: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
    damaged[100] = "9".to_owned();
    house.write("c8_internationaltravel.csv", text.replace(&line, &damaged.join(",")));
    house.run(&["import", "oxcgrt", "c8_internationaltravel.csv"]).stops(1, &["c8_internationaltravel.csv:6", "`9`", "nothing was written"]);
    assert_eq!(house.run(&["export"]).done().out.lines().count(), 1);
    let ran = house.run(&["import", "oxcgrt", "c8_internationaltravel.csv", "--skip-bad"]);
    assert_eq!(ran.code, 7, "{ran:?}");
    assert!(ran.err.contains("c8_internationaltravel.csv:6"), "{}", ran.err);
    assert!(house.run(&["export"]).done().out.lines().count() > 100);
}

#[test]
fn places_and_borders_come_from_csv_and_a_change_revises() {
    let house = House::founded();
    house.write("places.csv", "code,name,level,parent\nQMA,Amara,national,\nQMB,Bel,national,\n");
    house.write("borders.csv", "a,b,km\nQMB,QMA,12.5\n");
    let summary = house.run(&["import", "places", "places.csv", "--json"]).done().json();
    assert_eq!(summary["places"]["new"], 2, "{summary}");
    assert_eq!(house.run(&["import", "borders", "borders.csv", "--json"]).done().json()["borders"]["new"], 1);
    assert_eq!(house.run(&["import", "places", "places.csv", "--json"]).done().json()["places"]["same"], 2);
    house.write("places.csv", "code,name,level,parent\nQMA,Amara the Old,national,\nQMB,Bel,national,\n");
    let changed = house.run(&["import", "places", "places.csv", "--json"]).done().json();
    assert_eq!((changed["places"]["changed"].clone(), changed["places"]["same"].clone()), (1.into(), 1.into()));
    house.write("places.csv", "code,name,level\nqma,Amara,huge\n");
    house.run(&["import", "places", "places.csv"]).stops(1, &["places.csv:2", "nothing was written"]);
}
