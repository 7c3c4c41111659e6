//! Generated grids, written as the tracker writes its files, and read back through their statements.

use std::collections::BTreeMap;
use std::fmt::Write;

use policy::cell::{Known, Reading, level_steps};
use policy::import::oxcgrt::{File, Options, read};
use policy::{Day, Edition, Flag, Population, Reach, Whom};
use proptest::prelude::*;

use crate::pack;

type Grid = Vec<Option<Known>>;

fn known() -> impl Strategy<Value = Option<Known>> {
    let level = |level: u8, is_general: bool| {
        let flag = if is_general { Flag::General } else { Flag::Targeted };
        Known { level, flag: (level > 0).then_some(flag) }
    };
    prop_oneof![2 => Just(None), 5 => (0..3u8, any::<bool>()).prop_map(move |(l, g)| Some(level(l, g)))]
}

fn grid() -> impl Strategy<Value = Grid> {
    prop::collection::vec(known(), 14)
}

fn back(edition: &Edition, population: &Population) -> BTreeMap<String, Grid> {
    let spans = pack::spans(&pack::standing(edition));
    let whom = [Whom::of(population, |_| 0)];
    let of_place = |code: &str| {
        let steps = spans.get(&(code.to_owned(), "C1".to_owned())).map(|spans| level_steps(spans, Reading { whom: &whom, reach: None }));
        let steps = steps.unwrap_or_default();
        let on = |day: i32| steps.iter().rev().find(|step| step.from <= day).and_then(|step| step.decided).map(|decided| decided.known);
        (18_262..18_276).map(on).collect()
    };
    edition.places.keys().map(|code| (code.to_string(), of_place(code.as_str()))).collect()
}

fn level(known: &Option<Known>) -> String {
    known.map_or(String::new(), |known| known.level.to_string())
}

fn flag(known: &Option<Known>) -> String {
    known.and_then(|known| known.flag).map_or(String::new(), |flag| flag.number().to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_legacy_pair_comes_back_as_it_was(a in grid(), b in grid()) {
        let days: Vec<String> = (1..=14).map(|day| format!("{day:02}Jan2020")).collect();
        let file = |cell: fn(&Option<Known>) -> String| {
            let mut text = format!("\"\",country_code,country_name,{}\n", days.join(","));
            for (code, grid) in [("XAA", &a), ("XAB", &b)] {
                let cells: Vec<String> = grid.iter().enumerate().map(|(at, known)| if at < 7 { format!("\"{}\"", cell(known)) } else { cell(known) }).collect();
                let cells: Vec<&str> = cells.iter().enumerate().map(|(at, cell)| if at >= 7 && cell.is_empty() { "NA" } else { cell }).collect();
                writeln!(text, "\"1\",{code},Name,{}", cells.join(",")).unwrap();
            }
            text
        };
        let (levels, flags) = (file(level), file(flag));
        let files = [File { name: "c1_school_closing.csv", bytes: levels.as_bytes() }, File { name: "c1_flag.csv", bytes: flags.as_bytes() }];
        let imported = read(&files, Options::default()).unwrap();
        prop_assert_eq!(back(&imported.editions[0], &Population::Strictest), BTreeMap::from([("XAA".to_owned(), a), ("XAB".to_owned(), b)]));
    }

    #[test]
    fn a_row_file_comes_back_as_it_was_in_any_order_of_rows(everyone in grid(), differentiated in grid(), seed in any::<u32>()) {
        let mut rows: Vec<String> = Vec::new();
        for (at, (e, nv)) in everyone.iter().zip(&differentiated).enumerate() {
            let date = Day::from_number(18_262 + i32::try_from(at).unwrap()).unwrap().to_string().replace('-', "");
            rows.push(format!("A,XAA,,,NAT_GOV,{date},{},{},{},{}", level(e), flag(e), level(nv), flag(nv)));
        }
        rows.sort_by_key(|row| row.bytes().fold(seed, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte))));
        let header = "CountryName,CountryCode,RegionName,RegionCode,Jurisdiction,Date,C1E_School closing,C1E_Flag,C1NV_School closing,C1NV_Flag";
        let text = format!("{header}\r\n{}\r\n", rows.join("\r\n"));
        let imported = read(&[File { name: "raw.csv", bytes: text.as_bytes() }], Options::default()).unwrap();
        let edition = &imported.editions[0];
        prop_assert!(edition.series.iter().all(|series| series.key.reach == Reach::Own));
        prop_assert_eq!(&back(edition, &Population::Everyone)["XAA"], &everyone);
        prop_assert_eq!(&back(edition, &Population::NotVaccinated)["XAA"], &differentiated);
    }
}
