//! Places and borders from CSV.
//!
//! Places: `code,name,level` and optionally `parent,same_as,zone,population,capital,valid_from,valid_to`; several `same_as` are separated by spaces.
//! A column `name:ar` (any BCP 47 tag) gives the name in that language, beside or instead of `name`, which then is in the language of the record,
//! given as `language`. Borders: `a,b` and optionally `kind` (`land` if absent), `km` (decimal kilometres) or `length_m`, `from`, `to`, `source`,
//! `note`. Columns come in any order. Blank is absent. A row in which `a` comes after `b` is turned round. Lists of borders come from elsewhere:
//! their other columns are not read, and [`border_columns_not_read`] names them; of places, other columns are refused.
//!
//! In: bytes to bodies, every fault by line and column. Out: which of them are new (the caller compares with what stands).

use std::fmt;

use record::Json;
use serde_json::{Map, json};

use crate::border::{self, Border};
use crate::limits::{CSV_BYTES_MAX, CSV_ROWS_MAX, DAMAGES_LISTED_MAX};
use crate::place::{self, Place};

/// What is wrong in a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file's name as given.
    pub file: String,
    /// The line, counted from 1 (the header's); none for the whole file.
    pub line: Option<u64>,
    /// The column's header; none for the whole row.
    pub column: Option<String>,
    /// What is wrong and the way out, as a [`record::Fault`] says it.
    pub message: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ": column `{column}`")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// All that is wrong in what was to be imported: the first ones in full, all counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Damages {
    /// At most [`DAMAGES_LISTED_MAX`], in the order of the files.
    pub listed: Vec<Damage>,
    /// How many there are in all.
    pub count: usize,
}

impl Damages {
    /// Adds one.
    pub fn push(&mut self, damage: Damage) {
        self.count += 1;
        if self.listed.len() < DAMAGES_LISTED_MAX {
            self.listed.push(damage);
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

const PLACE_COLUMNS: [&str; 10] = ["code", "name", "level", "parent", "same_as", "zone", "population", "capital", "valid_from", "valid_to"];
const PLACE_COLUMNS_NEEDED: [&str; 2] = ["code", "level"];
const BORDER_COLUMNS_NEEDED: [&str; 2] = ["a", "b"];
const BORDER_COLUMNS: [&str; 9] = ["a", "b", "kind", "km", "length_m", "from", "to", "source", "note"];

/// The places in a CSV file. `language` is the tag under which plain `name`s stand where other languages stand beside them.
/// Errors: everything that is wrong, by line and column; then nothing of the file is to be used.
pub fn places(file: &str, bytes: &[u8], language: &str) -> Result<Vec<Place>, Damages> {
    let known = |column: &str| PLACE_COLUMNS.contains(&column) || column.strip_prefix("name:").is_some_and(|tag| !tag.is_empty());
    let mut seen = std::collections::BTreeMap::new();
    rows(file, bytes, &Columns { needed: &PLACE_COLUMNS_NEEDED, are_all_read: true, is_read: known }, |row| {
        let body = place_body(row, language)?;
        checked(&body, &place::KIND, |path| column_of(path, language))?;
        let place: Place = record::kind::typed(&body).map_err(|fault| (None, fault.message))?;
        match seen.insert(place.code.clone(), row.line) {
            Some(first) => Err((Some("code".to_owned()), format!("`{}` is on line {first} already; give each place once", place.code))),
            None => Ok(place),
        }
    })
}

/// The borders in a CSV file. Errors: as for [`places`].
pub fn borders(file: &str, bytes: &[u8]) -> Result<Vec<Border>, Damages> {
    let mut seen = std::collections::BTreeMap::new();
    rows(
        file,
        bytes,
        &Columns { needed: &BORDER_COLUMNS_NEEDED, are_all_read: false, is_read: |column: &str| BORDER_COLUMNS.contains(&column) },
        |row| {
            let body = border_body(row)?;
            checked(&body, &border::KIND, |path| path.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned())?;
            let border: Border = record::kind::typed(&body).map_err(|fault| (None, fault.message))?;
            match seen.insert(border.subject(), row.line) {
                Some(first) => Err((None, format!("`{}` and `{}` are on line {first} already; give each pair once", border.a, border.b))),
                None => Ok(border),
            }
        },
    )
}

/// The columns of a list of borders that [`borders`] passes over.
pub fn border_columns_not_read(bytes: &[u8]) -> Vec<String> {
    let columns = header(bytes);
    columns.into_iter().filter(|column| !BORDER_COLUMNS.contains(&column.as_str())).map(|column| crate::shape::clipped(&column)).collect()
}

fn header(bytes: &[u8]) -> Vec<String> {
    let header = reader(bytes).headers().map(|header| header.iter().map(str::to_owned).collect());
    header.unwrap_or_default()
}

fn reader(bytes: &[u8]) -> csv::Reader<&[u8]> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(bytes)
}

struct Row<'r> {
    line: u64,
    cells: Vec<(&'r str, &'r str)>,
}

impl<'r> Row<'r> {
    fn get(&self, column: &str) -> Option<&'r str> {
        self.cells.iter().find(|(name, _)| *name == column).map(|(_, cell)| *cell)
    }
}

type RowFault = (Option<String>, String);

/// Which columns a table has.
struct Columns<'c, R> {
    needed: &'c [&'c str],
    /// Whether one that is not read is a fault.
    are_all_read: bool,
    is_read: R,
}

impl<R: Fn(&str) -> bool> Columns<'_, R> {
    fn missing(&self, header: &[String]) -> impl Iterator<Item = &str> {
        self.needed.iter().copied().filter(|needed| !header.iter().any(|column| column == needed))
    }

    fn faults(&self, header: &[String]) -> Vec<(Option<u64>, Option<String>, String)> {
        if header.is_empty() {
            return vec![(Some(1), None, "there is no header; give the names of the columns in the first line".to_owned())];
        }
        let mut faults = Vec::new();
        let mut fault = |column: &str, message: &str| faults.push((Some(1), Some(crate::shape::clipped(column)), message.to_owned()));
        for (at, column) in header.iter().enumerate() {
            if !(self.is_read)(column) {
                if self.are_all_read {
                    fault(column, "the column is not known here; take it out or rename it");
                }
            } else if header.iter().take(at).any(|before| before == column) {
                fault(column, "the column is there twice; give it once");
            }
        }
        for missing in self.missing(header) {
            fault(missing, "the column is missing; add it, or rename the one that holds it");
        }
        faults
    }
}

fn rows<T>(
    file: &str,
    bytes: &[u8],
    columns: &Columns<impl Fn(&str) -> bool>,
    mut read: impl FnMut(&Row<'_>) -> Result<T, RowFault>,
) -> Result<Vec<T>, Damages> {
    let mut damages = Damages::default();
    let mut damage = |line, column, message: String| damages.push(Damage { file: file.to_owned(), line, column, message });
    let mut found = Vec::new();
    if bytes.len() > CSV_BYTES_MAX {
        damage(None, None, format!("{} bytes are too many; give at most {CSV_BYTES_MAX} in one file", bytes.len()));
        return Err(damages);
    }
    let header = header(bytes);
    for (line, column, message) in columns.faults(&header) {
        damage(line, column, message);
    }
    if columns.missing(&header).next().is_some() {
        // Each row would say it again.
        return Err(damages);
    }
    let mut reader = reader(bytes);
    for (number, row) in reader.records().enumerate() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                damage(error.position().map(csv::Position::line), None, "the row is not UTF-8; save the file as UTF-8".to_owned());
                continue;
            }
        };
        let line = row.position().map_or(0, csv::Position::line);
        if number >= CSV_ROWS_MAX {
            damage(Some(line), None, format!("more than {CSV_ROWS_MAX} rows; split the file"));
            break;
        }
        if row.len() != header.len() {
            damage(Some(line), None, format!("{} cells stand under {} columns; give as many", row.len(), header.len()));
            continue;
        }
        let cells =
            header.iter().map(String::as_str).zip(row.iter()).filter(|(column, cell)| !cell.is_empty() && (columns.is_read)(column)).collect();
        match read(&Row { line, cells }) {
            Ok(body) => found.push(body),
            Err((column, message)) => damage(Some(line), column, message),
        }
    }
    if damages.is_empty() { Ok(found) } else { Err(damages) }
}

fn place_body(row: &Row<'_>, language: &str) -> Result<Json, RowFault> {
    let mut body = Map::new();
    let mut names = Map::new();
    for (column, cell) in &row.cells {
        match *column {
            "name" => drop(names.insert(language.to_owned(), json!(cell))),
            "same_as" => drop(body.insert("same_as".to_owned(), json!(cell.split_whitespace().collect::<Vec<_>>()))),
            "population" => {
                let count: i64 =
                    cell.parse().map_err(|_| (Some("population".to_owned()), format!("`{cell}` is no whole number; give digits alone")))?;
                body.insert("population".to_owned(), json!(count));
            }
            other => match other.strip_prefix("name:") {
                Some(tag) => drop(names.insert(tag.to_owned(), json!(cell))),
                None => drop(body.insert(other.to_owned(), json!(cell))),
            },
        }
    }
    let name = match (row.get("name"), names.len()) {
        (_, 0) => None,
        (Some(name), 1) => Some(json!(name)),
        _ => Some(Json::Object(names)),
    };
    body.extend(name.map(|name| ("name".to_owned(), name)));
    Ok(Json::Object(body))
}

fn border_body(row: &Row<'_>) -> Result<Json, RowFault> {
    let mut body = Map::new();
    for (column, cell) in &row.cells {
        match *column {
            "km" => {
                let metres = metres(cell).ok_or_else(|| {
                    (Some("km".to_owned()), format!("`{cell}` is no length; give kilometres such as `84.6`, at most three decimals"))
                })?;
                body.insert("length_m".to_owned(), json!(metres));
            }
            "length_m" => {
                let metres: i64 =
                    cell.parse().map_err(|_| (Some("length_m".to_owned()), format!("`{cell}` is no whole number; give metres in digits alone")))?;
                body.insert("length_m".to_owned(), json!(metres));
            }
            other => drop(body.insert(other.to_owned(), json!(cell))),
        }
    }
    body.entry("kind").or_insert_with(|| json!("land"));
    if let (Some(a), Some(b)) = (row.get("a"), row.get("b"))
        && b < a
    {
        body.insert("a".to_owned(), json!(b));
        body.insert("b".to_owned(), json!(a));
    }
    Ok(Json::Object(body))
}

/// Metres from decimal kilometres with at most three decimals.
fn metres(km: &str) -> Option<i64> {
    let (whole, part) = km.split_once('.').unwrap_or((km, "0"));
    let is_digits = |text: &str, max: usize| (1..=max).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole, 9) || !is_digits(part, 3) {
        return None;
    }
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 1000 + part)
}

fn checked(body: &Json, kind: &record::Kind, column: impl Fn(&str) -> String) -> Result<(), RowFault> {
    match (kind.check)(body).into_iter().next() {
        Some(fault) => Err((Some(column(&fault.path)).filter(|column| !column.is_empty()), fault.message)),
        None => Ok(()),
    }
}

fn column_of(path: &str, language: &str) -> String {
    let mut parts = path.trim_start_matches('/').split('/');
    match (parts.next(), parts.next()) {
        (Some("name"), Some(tag)) if tag != language => format!("name:{tag}"),
        (first, _) => first.unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(damages: &Damages) -> Vec<String> {
        damages.listed.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn places_have_names_in_several_languages() {
        let csv = "\u{feff}code,level,name,name:ar,same_as,population\r\nQMA,national,Amara,أمارة,QM XMA,120000\r\nQMA-1,municipal,Porto,,,\r\n";
        let found = places("p.csv", csv.as_bytes(), "en").unwrap();
        assert_eq!(
            serde_json::to_string(&found[0]).unwrap(),
            r#"{"code":"QMA","name":{"ar":"أمارة","en":"Amara"},"level":"national","same_as":["QM","XMA"],"population":120000}"#
        );
        assert_eq!(serde_json::to_string(&found[1]).unwrap(), r#"{"code":"QMA-1","name":"Porto","level":"municipal"}"#);
    }

    #[test]
    fn every_fault_has_its_line_and_column() {
        let csv = "code,name,level,colour\nQMA,Amara,national,red\nqmb,B,national,\nQMC,C,huge,\nQMA,again,national,\nshort,row\n";
        let damages = places("p.csv", csv.as_bytes(), "en").unwrap_err();
        let heads: Vec<String> =
            shown(&damages).iter().map(|line| line.split_once(": the ").map_or(line.clone(), |(head, _)| head.to_owned())).collect();
        assert_eq!(heads[0], "p.csv:1: column `colour`");
        assert_eq!(damages.listed.iter().map(|d| d.line.unwrap()).collect::<Vec<_>>(), [1, 3, 4, 5, 6]);
    }

    #[test]
    fn a_border_is_turned_round_and_measured_in_metres() {
        let found = borders("b.csv", b"a,b,km,source,note\nCHN,AFG,84.6,ne10m,\nAFG,IRN,,,rough\n").unwrap();
        assert_eq!(serde_json::to_string(&found[0]).unwrap(), r#"{"a":"AFG","b":"CHN","kind":"land","length_m":84600,"source":"ne10m"}"#);
        assert_eq!(found[1].length_m, None);
        let damages = borders("b.csv", b"a,b,km\nAFG,CHN,8.1234\nAFG,AFG,1\n").unwrap_err();
        assert_eq!(shown(&damages)[0], "b.csv:2: column `km`: `8.1234` is no length; give kilometres such as `84.6`, at most three decimals");
        assert!(shown(&damages)[1].starts_with("b.csv:3: column `b`: `AFG` can't touch itself"));
    }

    #[test]
    fn any_list_with_both_sides_is_read_and_one_without_is_told_once() {
        let csv = b"id,b,a,name_a\n1,CHN,AFG,Afghanistan\n2,IRN,AFG,\n";
        let found = borders("b.csv", csv).unwrap();
        assert_eq!(found.iter().map(Border::subject).collect::<Vec<_>>(), ["border:AFG:CHN:land", "border:AFG:IRN:land"]);
        assert_eq!(border_columns_not_read(csv), ["id", "name_a"]);
        let damages = borders("b.csv", b"from_code,b\nAFG,CHN\nAFG,IRN\n").unwrap_err();
        assert_eq!(shown(&damages), ["b.csv:1: column `a`: the column is missing; add it, or rename the one that holds it"]);
    }

    /// Source: README of the shared borders: 324 pairs, 163 codes.
    #[test]
    fn the_shared_land_borders_are_read() {
        let root = option_env!("KOINON_TEST_DATA").map_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"), |root| root);
        let Ok(bytes) = std::fs::read(format!("{root}/borders/borders.csv")) else {
            println!("skipped: there is no `{root}/borders/borders.csv`");
            return;
        };
        let found = borders("borders.csv", &bytes).unwrap();
        let codes: std::collections::BTreeSet<_> = found.iter().flat_map(|border| [&border.a, &border.b]).collect();
        assert_eq!((found.len(), codes.len()), (324, 163));
        assert_eq!(found[0].length_m, Some(84_600));
        let register = crate::Register::of([], found, []);
        assert_eq!(register.neighbours("DEU", None).len(), 9);
    }

    proptest! {
        #[test]
        fn no_bytes_make_an_import_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), header: bool) {
            let csv = [if header { b"a,b,km\n".as_slice() } else { b"" }, &bytes].concat();
            drop((places("x", &csv, "en"), borders("x", &csv)));
        }
    }
}
