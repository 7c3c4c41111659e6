//! The Oxford COVID-19 Government Response Tracker's files, as published (specs/policy.md b).
//!
//! | shape | recognised by | becomes |
//! |---|---|---|
//! | row file `raw` | a row for each jurisdiction and day, E, NV and V columns | source `oxcgrt-raw`: own, and-below, applies |
//! | row file `fullwithnotes` | the same with M columns (left out: they change without an act of government) | `oxcgrt-fullwithnotes`: applies |
//! | legacy series | `country_code`, days as columns; indicator by file name | `oxcgrt-legacy`: strictest, applies; needs its flag file |
//! | index files | an index by file name | kept to compare with, not imported |
//!
//! Everything else is refused by name. Blank, `""` and `NA` are no data, 0 is no measure. Rows and columns may come in any order, with any line
//! ends, with a byte order mark. What is damaged is refused by file, line and column, all of it counted; nothing is half-imported unless it is asked
//! to leave the damaged series and rows out.
//!
//! In: names and inflated bytes. Out: folders, gzip (`koinon`); what stands already ([`crate::edition`]).

mod legacy;
mod rows;
mod table;

use std::collections::BTreeMap;
use std::sync::Arc;

use record::EntryId;
use register::shape::clipped;

use crate::cell::Known;
use crate::edition::{Edition, SeenPlace, Series, SeriesKey};
use crate::import::{Damage, Damages};
use crate::index::Index;
use crate::limits::{COLUMNS_MAX, FILE_BYTES_MAX, FILES_MAX};
use crate::pack::Built;
use crate::runs::Run;
use crate::words::Flag;

use table::{Broken, Cell, Table};

/// Source of the legacy series: what applied, in the strict variant.
pub const LEGACY: &str = "oxcgrt-legacy";
/// Source of the row files of who decided what.
pub const RAW: &str = "oxcgrt-raw";
/// Source of the row files of what applied, imputed from raw.
pub const FULL_WITH_NOTES: &str = "oxcgrt-fullwithnotes";

/// A file to import.
#[derive(Clone, Copy, Debug)]
pub struct File<'b> {
    /// Its name; folders and `.gz` are passed over.
    pub name: &'b str,
    /// Its bytes, inflated.
    pub bytes: &'b [u8],
}

/// How to import.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Leave out what is damaged, instead of refusing all: a series for a bad cell, a row for a bad row, a file for bad columns.
    pub skips_bad: bool,
}

/// What the files say.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// One for each source, by name.
    pub editions: Vec<Edition>,
    /// Published indices, to compare with.
    pub indices: Vec<PublishedIndex>,
    /// Files and columns that were recognised and are no measures, and why not.
    pub left_out: Vec<String>,
    /// What was damaged and left out; empty unless asked to.
    pub skipped: Damages,
}

/// A published index, as hundredths by place and day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedIndex {
    /// The file.
    pub file: String,
    /// Which index.
    pub index: Index,
    /// Whether it is the strict variant (legacy); else the weighted average, which needs a series that is no measure.
    pub is_strict: bool,
    /// The first day of each column of values.
    pub days: Vec<i32>,
    /// By place: the values, in the order of `days`; none: not published.
    pub places: BTreeMap<String, Vec<Option<u16>>>,
}

/// Reads files. Errors: everything that is damaged, in the order of the files' names, unless it is to be left out.
pub fn read(files: &[File<'_>], options: Options) -> Result<Imported, Damages> {
    let mut import = Import { options, ..Import::default() };
    let mut sorted: Vec<&File<'_>> = files.iter().collect();
    sorted.sort_by_key(|file| base(file.name));
    if files.len() > FILES_MAX {
        import.damage(files.len().to_string(), None, None, format!("more than {FILES_MAX} files; import them in parts"));
        return Err(import.damages);
    }
    for file in sorted {
        import.file(file);
    }
    import.end()
}

/// An import under way.
#[derive(Default)]
struct Import<'b> {
    options: Options,
    damages: Damages,
    left_out: Vec<String>,
    editions: BTreeMap<&'static str, Edition>,
    indices: Vec<PublishedIndex>,
    legacy: BTreeMap<&'static str, legacy::Pair<'b>>,
}

/// What a file is, by its header and name.
enum Shape {
    Rows(&'static str),
    Legacy(&'static Built, legacy::Part),
    Index(Index, bool),
    LeftOut(&'static str),
    Unknown(String),
}

impl<'b> Import<'b> {
    fn file(&mut self, file: &File<'b>) {
        let name = base(file.name);
        if file.bytes.len() > FILE_BYTES_MAX {
            return self.damage(
                name.to_owned(),
                None,
                None,
                format!("{} bytes are too many; give at most {FILE_BYTES_MAX} in one file", file.bytes.len()),
            );
        }
        let mut table = Table::of(file.bytes);
        let mut header = Vec::new();
        if table.next(&mut header).is_none() {
            return self.damage(name.to_owned(), None, None, "the file is empty; give it as published".to_owned());
        }
        if header.len() > COLUMNS_MAX {
            return self.damage(
                name.to_owned(),
                Some(1),
                None,
                format!("{} columns are more than {COLUMNS_MAX}; give the file as published", header.len()),
            );
        }
        let columns: Vec<String> =
            header.iter().map(|cell| cell.text().map_or_else(|_| "\u{fffd}".to_owned(), std::borrow::Cow::into_owned)).collect();
        let sheet = Sheet { name, columns: &columns, bytes: file.bytes };
        match shape(name, &columns) {
            Shape::Rows(source) => rows::read(self, &sheet, table, source),
            Shape::Legacy(built, part) => legacy::read(self, &sheet, table, built, part),
            Shape::Index(index, is_strict) => legacy::read_index(self, &sheet, table, index, is_strict),
            Shape::LeftOut(why) => self.left_out.push(format!("{name}: {why}")),
            Shape::Unknown(why) => self.damage(name.to_owned(), Some(1), None, why),
        }
    }

    fn end(mut self) -> Result<Imported, Damages> {
        legacy::join(&mut self);
        if !self.damages.is_empty() && !self.options.skips_bad {
            return Err(self.damages);
        }
        let mut editions: Vec<Edition> = self.editions.into_values().collect();
        for edition in &mut editions {
            edition.series.sort_by(|a, b| a.key.cmp(&b.key));
        }
        Ok(Imported { editions, indices: self.indices, left_out: self.left_out, skipped: self.damages })
    }

    fn damage(&mut self, file: String, line: Option<u64>, column: Option<String>, message: String) {
        self.damages.push(Damage { file, line, column, message });
    }

    /// The edition of this source.
    fn edition(&mut self, source: &'static str) -> &mut Edition {
        self.editions.entry(source).or_insert_with(|| Edition { source: source.to_owned(), ..Edition::default() })
    }

    /// Adds a place that a file names; the first name counts.
    fn see(&mut self, source: &'static str, code: &register::Code, place: SeenPlace) {
        self.edition(source).places.entry(code.clone()).or_insert(place);
    }
}

/// A file with its header read.
struct Sheet<'s, 'b> {
    name: &'s str,
    columns: &'s [String],
    bytes: &'b [u8],
}

impl Sheet<'_, '_> {
    fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    fn header(&self, at: usize) -> Option<String> {
        self.columns.get(at).map(|column| if column.is_empty() { format!("#{}", at + 1) } else { clipped(column) })
    }

    /// SHA-256 of the bytes, in hex.
    fn sha256(&self) -> Arc<str> {
        EntryId::of(self.bytes).to_string().trim_start_matches("sha256:").into()
    }

    /// Whether a row is whole; else what is wrong with it.
    fn whole(&self, cells: &[Cell<'_>], written: Result<(), Broken>) -> Result<(), (Option<String>, String)> {
        match written {
            Err(Broken::Unclosed) => {
                Err((self.header(cells.len().saturating_sub(1)), "a quote is opened and never closed; the file is cut, get it again".to_owned()))
            }
            Err(Broken::AfterQuote(at)) => Err((self.header(at), "text follows a closing quote; double the quotes within a cell".to_owned())),
            Ok(()) if cells.len() != self.columns.len() => {
                let (has, needs) = (cells.len(), self.columns.len());
                Err((None, format!("the row has {has} cells under {needs} columns; it is cut or shifted, get the file again")))
            }
            Ok(()) => Ok(()),
        }
    }
}

/// A file's name without folders, `.gz` and control characters.
fn base(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.strip_suffix(".gz").unwrap_or(name)
}

fn shape(name: &str, columns: &[String]) -> Shape {
    let has = |column: &str| columns.iter().any(|there| there == column);
    let stem = name.strip_suffix(".csv").unwrap_or(name);
    if has("CountryCode") && has("Jurisdiction") && has("Date") {
        return rows_shape(columns);
    }
    if has("CountryCode") && has("Jurisdiction") && columns.iter().any(|column| legacy::day(column).is_some()) {
        let known = [
            ("StringencyIndex", Index::Stringency),
            ("ContainmentHealthIndex", Index::ContainmentHealth),
            ("GovernmentResponseIndex", Index::GovernmentResponse),
            ("EconomicSupportIndex", Index::EconomicSupport),
        ];
        return match known.into_iter().find(|(part, _)| stem.contains(part)) {
            Some((_, index)) => Shape::Index(index, false),
            None => {
                Shape::Unknown("the file's name says no index; give it as published, such as `OxCGRT_timeseries_StringencyIndex_v1.csv`".to_owned())
            }
        };
    }
    if has("country_code") && columns.iter().any(|column| legacy::day(column).is_some()) {
        return legacy_shape(stem);
    }
    Shape::Unknown("the columns are none of the tracker's; give a `raw` or `fullwithnotes` file, or the legacy series".to_owned())
}

fn rows_shape(columns: &[String]) -> Shape {
    let starts = |prefix: &str| columns.iter().any(|column| column.starts_with(prefix));
    match (starts("C1E_"), starts("C1M_"), starts("C1_")) {
        (true, true, _) => Shape::Rows(FULL_WITH_NOTES),
        (true, false, _) => Shape::Rows(RAW),
        (false, true, _) => Shape::Unknown(
            "the file has only majority (M) columns, which change without an act of government; give `raw` or `fullwithnotes` instead".to_owned(),
        ),
        (false, false, true) => {
            Shape::Unknown("the file's indicators are not told apart by vaccination; give `raw`, `fullwithnotes` or the legacy series".to_owned())
        }
        _ => Shape::Unknown("the columns are of another taxonomy; give a `raw` or `fullwithnotes` file".to_owned()),
    }
}

fn legacy_shape(stem: &str) -> Shape {
    match stem {
        "stringency_index" => return Shape::Index(Index::Stringency, true),
        "containment_health_index" => return Shape::Index(Index::ContainmentHealth, true),
        "government_response_index" => return Shape::Index(Index::GovernmentResponse, true),
        "economic_support_index" => return Shape::Index(Index::EconomicSupport, true),
        "confirmed_cases" | "confirmed_deaths" => return Shape::LeftOut("counts of cases are no measures"),
        _ if stem.ends_with("_for_display") || stem.contains("legacy") => return Shape::LeftOut("an index filled in for display is not compared"),
        _ => {}
    }
    let (code, rest) = stem.split_once('_').unwrap_or((stem, ""));
    match crate::pack::find(&code.to_ascii_uppercase()) {
        Some(built) if !built.is_indexed => Shape::LeftOut("amounts, notes and vaccination summaries are no levels in an order that enters an index"),
        Some(built) if rest == "flag" => Shape::Legacy(built, legacy::Part::Flags),
        Some(built) if !rest.is_empty() => Shape::Legacy(built, legacy::Part::Levels),
        _ => Shape::Unknown("the file's name says no indicator; give it as published, such as `c1_school_closing.csv`".to_owned()),
    }
}

/// Why a cell is no level or flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BadCell {
    NotWhole,
    Negative,
    Above,
}

/// A level from a cell: `2`, `2.0` or `2.00`; blank or `NA` is none.
fn level(cell: &[u8], max: u8) -> Result<Option<u8>, BadCell> {
    let digit = match cell {
        b"" | b"NA" => return Ok(None),
        [digit] | [digit, b'.', b'0'] | [digit, b'.', b'0', b'0'] if digit.is_ascii_digit() => *digit - b'0',
        [b'-', rest @ ..] if !rest.is_empty() && rest.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') => return Err(BadCell::Negative),
        digits if digits.iter().all(u8::is_ascii_digit) => return Err(BadCell::Above),
        _ => return Err(BadCell::NotWhole),
    };
    if digit > max { Err(BadCell::Above) } else { Ok(Some(digit)) }
}

fn bad_level(bad: BadCell, cell: Cell<'_>, built: &Built) -> String {
    let shown = clipped(&String::from_utf8_lossy(cell.raw));
    let (code, max) = (&built.instrument.code, built.instrument.level_max());
    match bad {
        BadCell::NotWhole => format!("`{shown}` is no whole number; `{code}` is 0 to {max}, or blank"),
        BadCell::Negative => format!("`{shown}` is below 0; `{code}` is 0 to {max}, or blank"),
        BadCell::Above => format!("`{shown}` is above the scale of `{code}`; it is 0 to {max}, or blank"),
    }
}

/// A flag from a cell; blank is none.
fn flag(cell: Cell<'_>) -> Result<Option<Flag>, String> {
    match level(cell.raw, 1) {
        Ok(None) => Ok(None),
        Ok(Some(0)) => Ok(Some(Flag::Targeted)),
        Ok(Some(_)) => Ok(Some(Flag::General)),
        Err(_) => Err(format!("`{}` is no flag; it is 0, 1 or blank", clipped(&String::from_utf8_lossy(cell.raw)))),
    }
}

/// A level with its flag, or why the two don't go together. `is_flagged`: whether the indicator has flags at all.
fn together(level: Option<u8>, flag: Option<Flag>, is_flagged: bool) -> Result<Option<Known>, (Which, &'static str)> {
    match (level, flag) {
        (Some(0), None) => Ok(Some(Known::NONE)),
        (Some(0), Some(_)) => Err((Which::Flag, "a flag stands with a value of 0; it has to be blank")),
        (None, Some(_)) => Err((Which::Flag, "a flag stands without a value; both have to be blank, or neither")),
        (None, None) => Ok(None),
        (Some(_), None) if is_flagged => Err((Which::Level, "a value above 0 stands without its flag; give 0 (targeted) or 1 (general)")),
        (Some(level), flag) => Ok(Some(Known { level, flag })),
    }
}

/// Which of two cells is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Level,
    Flag,
}

/// The runs of cells in order of days, with the line that each run's first day stands on.
fn series(key: SeriesKey, name: String, sha256: &Arc<str>, cells: impl Iterator<Item = (i32, u64, Option<Known>)>) -> Series {
    let (mut runs, mut lines): (Vec<Run>, Vec<u64>) = (Vec::new(), Vec::new());
    let (mut first, mut until) = (None, 0);
    for (day, line, known) in cells {
        first = first.or(Some(day));
        until = day + 1;
        let Some(known) = known else { continue };
        match runs.last_mut() {
            Some(last) if last.until == day && last.known == known => last.until = until,
            _ => {
                runs.push(Run { from: day, until, known });
                lines.push(line);
            }
        }
    }
    Series { key, name, file_sha256: Arc::clone(sha256), days: first.unwrap_or(until)..until, runs, lines, notes: Vec::new() }
}
