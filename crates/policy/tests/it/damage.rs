//! Damaged files: refused by file, line and column, all of it; or left out where that is asked for. Rules: specs/policy.md b.

use policy::import::oxcgrt::{File, Imported, Options, read};
use proptest::prelude::*;

const LEVELS: &str = "\"\",\"country_code\",\"country_name\",\"01Jan2020\",\"02Jan2020\",\"03Jan2020\"\n\
                      \"1\",\"XAA\",\"A\",\"0\",\"2\",\"2\"\n\"2\",\"XAB\",\"B\",\"\",\"1\",NA\n";
const FLAGS: &str = "\"\",\"country_code\",\"country_name\",\"01Jan2020\",\"02Jan2020\",\"03Jan2020\"\n\
                     \"1\",\"XAA\",\"A\",\"\",\"1\",\"0\"\n\"2\",\"XAB\",\"B\",\"\",\"1\",NA\n";
const ROWS: &str = "CountryName,CountryCode,RegionName,RegionCode,Jurisdiction,Date,C1E_School closing,C1E_Flag,C1_Notes,C8E_Travel\n\
                    A,XAA,,,NAT_GOV,20200101,0.00,,,1.00\nA,XAA,,,NAT_GOV,20200102,2.00,1,\"said \"\"so\"\", twice\",1.00\n\
                    A,XAA,,,NAT_GOV,20200103,2.00,1,,\n";

fn import(files: &[(&str, &str)], skips_bad: bool) -> Result<Imported, Vec<String>> {
    let files: Vec<File<'_>> = files.iter().map(|(name, text)| File { name, bytes: text.as_bytes() }).collect();
    read(&files, Options { skips_bad }).map_err(|damages| {
        assert_eq!(damages.listed.len(), damages.count);
        damages.listed.iter().map(ToString::to_string).collect()
    })
}

fn pair(levels: &str, flags: &str) -> Vec<String> {
    import(&[("c1_school_closing.csv", levels), ("c1_flag.csv", flags)], false).err().unwrap_or_default()
}

fn rows(text: &str) -> Vec<String> {
    import(&[("OxCGRT_raw_XAA_v1.csv", text)], false).err().unwrap_or_default()
}

fn shown(imported: &Imported) -> String {
    let series = imported.editions.iter().flat_map(|edition| &edition.series).flat_map(|series| {
        series.runs.iter().map(move |run| {
            let key = &series.key;
            format!("{} {} {} {} {}+{}", key.place, key.instrument, key.reach, run.known.level, run.from - 18_262, run.until - run.from)
        })
    });
    series.collect::<Vec<_>>().join(", ")
}

#[test]
fn whole_files_are_read() {
    assert_eq!(pair(LEVELS, FLAGS), [""; 0]);
    let imported = import(&[("c1_school_closing.csv", LEVELS), ("c1_flag.csv", FLAGS)], false).unwrap();
    assert_eq!(shown(&imported), "XAA C1 applies 0 0+1, XAA C1 applies 2 1+1, XAA C1 applies 2 2+1, XAB C1 applies 1 1+1");
    let imported = import(&[("raw.csv", ROWS)], false).unwrap();
    assert_eq!(shown(&imported), "XAA C1 own 0 0+1, XAA C1 own 2 1+2, XAA C8 own 1 0+2");
    assert_eq!(imported.editions[0].series[0].notes, [(18_263, "said \"so\", twice".to_owned())]);
}

#[test]
fn line_ends_order_and_a_byte_order_mark_do_not_matter() {
    let expected = shown(&import(&[("raw.csv", ROWS)], false).unwrap());
    let lines: Vec<&str> = ROWS.lines().collect();
    let shuffled = format!("\u{feff}{}\r\n{}\r\n{}\r\n{}", lines[0], lines[3], lines[1], lines[2]);
    assert_eq!(shown(&import(&[("raw.csv", &shuffled)], false).unwrap()), expected);
    let columns = LEVELS.replace("\"\",\"country_code\"", "\"n\",\"country_code\"");
    assert_eq!(pair(&columns, FLAGS).len(), 1, "an unknown column is refused, not passed over");
    let cr = [LEVELS, FLAGS].map(|text| text.replace('\n', "\r"));
    assert_eq!(pair(&cr[0], &cr[1]), [""; 0]);
}

#[test]
fn a_value_that_is_no_level_is_refused_by_line_and_column() {
    assert_eq!(
        pair(&LEVELS.replacen("\"2\",\"2\"\n", "\"4\",\"-1\"\n", 1), FLAGS),
        [
            "c1_school_closing.csv:2: column `02Jan2020`: `4` is above the scale of `C1`; it is 0 to 3, or blank",
            "c1_school_closing.csv:2: column `03Jan2020`: `-1` is below 0; `C1` is 0 to 3, or blank",
        ]
    );
    assert_eq!(
        rows(&ROWS.replacen("2.00,1,,", "1.50,1,,", 1)),
        ["OxCGRT_raw_XAA_v1.csv:4: column `C1E_School closing`: `1.50` is no whole number; `C1` is 0 to 3, or blank"]
    );
    assert_eq!(
        rows(&ROWS.replacen("2.00,1,,", "12,1,,", 1)),
        ["OxCGRT_raw_XAA_v1.csv:4: column `C1E_School closing`: `12` is above the scale of `C1`; it is 0 to 3, or blank"]
    );
}

#[test]
fn a_flag_that_does_not_go_with_its_value_is_refused() {
    assert_eq!(
        pair(LEVELS, &FLAGS.replacen("\"\",\"1\",\"0\"", "\"1\",\"\",\"2\"", 1)),
        [
            "c1_flag.csv:2: column `03Jan2020`: `2` is no flag; it is 0, 1 or blank",
            "c1_flag.csv:2: column `01Jan2020`: a flag stands with a value of 0; it has to be blank",
            "c1_school_closing.csv:2: column `02Jan2020`: a value above 0 stands without its flag; give 0 (targeted) or 1 (general)",
        ]
    );
    assert_eq!(
        rows(&ROWS.replacen("0.00,,", "0.00,1,", 1)),
        ["OxCGRT_raw_XAA_v1.csv:2: column `C1E_Flag`: a flag stands with a value of 0; it has to be blank"]
    );
    assert_eq!(
        rows(&ROWS.replacen("0.00,,", ",1,", 1)),
        ["OxCGRT_raw_XAA_v1.csv:2: column `C1E_Flag`: a flag stands without a value; both have to be blank, or neither"]
    );
}

#[test]
fn a_cut_row_is_refused() {
    assert_eq!(
        pair(LEVELS.trim_end_matches(",NA\n"), FLAGS),
        ["c1_school_closing.csv:3: the row has 5 cells under 6 columns; it is cut or shifted, get the file again",]
    );
    let cut = &ROWS[..ROWS.find(" twice").unwrap()];
    assert_eq!(rows(cut), ["OxCGRT_raw_XAA_v1.csv:3: column `C8E_Travel`: a quote is opened and never closed; the file is cut, get it again"]);
}

#[test]
fn a_jurisdiction_day_that_is_there_twice_is_refused() {
    let twice = format!("{ROWS}A,XAA,,,NAT_GOV,20200102,2.00,1,,1.00\n");
    assert_eq!(rows(&twice), ["OxCGRT_raw_XAA_v1.csv:5: column `Date`: `XAA` on 2020-01-02 is on line 3 already; give each jurisdiction-day once"]);
    let twice = format!("{LEVELS}\"3\",\"XAA\",\"A\",\"0\",\"2\",\"2\"\n");
    assert_eq!(
        pair(&twice, FLAGS),
        ["c1_school_closing.csv:4: column `country_code`: `XAA` is on line 2 already, with the same days; give each place once"]
    );
    assert_eq!(
        import(&[("a.csv", ROWS), ("b.csv", ROWS)], false).unwrap_err(),
        ["b.csv: `XAA` with reach `own` is in another of the files already; give each jurisdiction once"]
    );
}

#[test]
fn another_taxonomy_is_refused_by_name() {
    for (name, text, start) in [
        ("c1_colour.csv", "a,b\n1,2\n", "c1_colour.csv:1: the columns are none of the tracker's"),
        ("empty.csv", "", "empty.csv: the file is empty"),
        ("x9_something.csv", LEVELS, "x9_something.csv:1: the file's name says no indicator"),
        ("compact.csv", "CountryCode,CountryName,Jurisdiction,Date,C1M_School closing\n", "compact.csv:1: the file has only majority (M) columns"),
        ("latest.csv", "CountryCode,CountryName,Jurisdiction,Date,C1_School closing\n", "latest.csv:1: the file's indicators are not told apart"),
        ("raw.csv", &ROWS.replace("C8E_Travel", "C9E_Space travel"), "raw.csv:1: column `C9E_Space travel`: the column is none of the tracker's"),
        ("raw.csv", &ROWS.replace("C1E_Flag", "C2E_Flag"), "raw.csv:1: column `C1E_School closing`: it comes without `C1E_Flag`"),
        ("raw.csv", &ROWS.replace("NAT_GOV", "PLANET"), "raw.csv:2: column `Jurisdiction`: `PLANET` is no jurisdiction"),
        ("raw.csv", &ROWS.replacen("20200101", "20200230", 1), "raw.csv:2: column `Date`: `20200230` is no day"),
        ("raw.csv", &ROWS.replacen("XAA", "xaa", 1), "raw.csv:2: column `CountryCode`: `xaa` is no code"),
    ] {
        let refused = import(&[(name, text)], false).unwrap_err();
        assert!(refused[0].starts_with(start), "{refused:?}");
    }
}

#[test]
fn values_without_their_flags_and_flags_without_their_values_are_refused_by_name() {
    assert_eq!(
        import(&[("data/c1_school_closing.csv.gz", LEVELS)], false).unwrap_err(),
        ["c1_school_closing.csv: `c1_school_closing.csv` comes without its flags; give `c1_flag.csv` with it"]
    );
    assert_eq!(
        import(&[("c1_flag.csv", FLAGS)], false).unwrap_err(),
        ["c1_flag.csv: `c1_flag.csv` comes without its values; give the file of `C1` with it"]
    );
    assert!(import(&[("h2_testing_policy.csv", LEVELS)], false).is_ok(), "H2 has no flag");
    assert_eq!(import(&[("h2_flag.csv", FLAGS)], false).unwrap_err(), ["h2_flag.csv: `H2` has no flags; leave this file out"]);
}

#[test]
fn what_is_no_measure_is_left_out_and_named() {
    let imported =
        import(&[("e3_fiscal_measures.csv", LEVELS), ("confirmed_cases.csv", LEVELS), ("stringency_index_for_display.csv", LEVELS)], false).unwrap();
    assert_eq!(imported.left_out.len(), 3);
    assert!(imported.editions.is_empty());
}

#[test]
fn the_damaged_can_be_left_out_and_is_listed() {
    let bad = LEVELS.replacen("\"2\",\"2\"\n", "\"9\",\"2\"\n", 1);
    let imported = import(&[("c1_school_closing.csv", &bad), ("c1_flag.csv", FLAGS)], true).unwrap();
    assert_eq!(shown(&imported), "XAB C1 applies 1 1+1", "the series with a bad cell is left out");
    assert_eq!(imported.skipped.count, 1);
    let twice = format!("{ROWS}A,XAA,,,NAT_GOV,20200102,1.00,1,,1.00\nA,XAA\n");
    let imported = import(&[("raw.csv", &twice)], true).unwrap();
    assert_eq!(shown(&imported), "XAA C1 own 0 0+1, XAA C1 own 2 2+1, XAA C8 own 1 0+1", "of two rows neither is believed");
    assert_eq!(imported.skipped.count, 2);
    let imported = import(&[("raw.csv", ROWS), ("x.csv", "a,b\n")], true).unwrap();
    assert_eq!((imported.editions.len(), imported.skipped.count), (1, 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_flipped_cut_or_repeated_byte_makes_it_panic(at in 0..400usize, byte: u8, cut in 0..500usize, which in 0..3usize, skips_bad: bool) {
        let mut text = [LEVELS, FLAGS, ROWS][which].as_bytes().to_vec();
        if let Some(there) = text.get_mut(at) {
            *there = byte;
        }
        text.truncate(cut);
        let name = ["c1_school_closing.csv", "c1_flag.csv", "raw.csv"][which];
        drop(read(&[File { name, bytes: &text }, File { name: "c1_flag.csv", bytes: FLAGS.as_bytes() }], Options { skips_bad }));
    }
}
