//! The legacy series: one file for each indicator and each flag, countries as rows, days as columns; and index files of that shape.
//!
//! ```text
//! "","country_code","country_name","01Jan2020",..,"01Jan2022"
//! "1","ABW","Aruba","","0","2",..,NA
//! ```
//! Blank is `""` until 2021 and a bare `NA` from 2022 on. Source: specs/policy.md b.

use std::collections::BTreeMap;
use std::sync::Arc;

use register::shape::clipped;
use register::{Code, Day, Level};

use crate::cell::Known;
use crate::edition::{SeenPlace, SeriesKey};
use crate::index::Index;
use crate::limits::ROWS_MAX;
use crate::pack::Built;
use crate::words::{Flag, Population, Reach};

use super::table::{Cell, Table};
use super::{Import, LEGACY, PublishedIndex, Sheet, Which};

/// Which of an indicator's two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Levels,
    Flags,
}

/// An indicator's two files, as far as they are read.
#[derive(Default)]
pub(super) struct Pair<'b> {
    levels: Option<Wide<'b>>,
    flags: Option<Wide<'b>>,
    /// Whether one of them can't be read at all: then it is not missed too.
    is_damaged: bool,
}

/// A file with days as columns: one byte for each cell.
struct Wide<'b> {
    name: String,
    sha256: Arc<str>,
    /// By rising day: the day, and its column.
    days: Vec<(i32, usize)>,
    headers: Vec<String>,
    rows: BTreeMap<Code, WideRow<'b>>,
    /// Whether a row can't be read: then it is not missed too.
    has_bad_rows: bool,
}

struct WideRow<'b> {
    line: u64,
    name: Option<Cell<'b>>,
    /// In the order of `days`: a level or flag, or [`BLANK`] or [`BAD`].
    cells: Vec<u8>,
}

/// Where the columns of a file stand.
struct Layout {
    /// By rising day: the day, and its column.
    days: Vec<(i32, usize)>,
    at_code: usize,
    at_name: usize,
}

const BLANK: u8 = 0xff;
const BAD: u8 = 0xfe;

/// A column's header as a day: `01Jan2020`.
pub(super) fn day(header: &str) -> Option<Day> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (day, rest) = header.split_at_checked(2)?;
    let (month, year) = rest.split_at_checked(3)?;
    let number = |text: &str, length: usize| if text.len() == length && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None };
    let month = MONTHS.iter().position(|name| *name == month)?;
    Day::from_civil(number(year, 4)?, i32::try_from(month + 1).ok()?, number(day, 2)?)
}

/// Reads one file of a pair.
pub(super) fn read<'b>(import: &mut Import<'b>, sheet: &Sheet<'_, 'b>, table: Table<'b>, built: &'static Built, part: Part) {
    let Some(code) = crate::index::COMPONENTS.into_iter().find(|code| *code == built.instrument.code.as_str()) else { return };
    let Some(Layout { days, at_code, at_name }) = layout(import, sheet, &["", "country_code", "country_name"], "country_code", "country_name") else {
        import.legacy.entry(code).or_default().is_damaged = true;
        return;
    };
    let mut wide = Wide {
        name: sheet.name.to_owned(),
        sha256: sheet.sha256(),
        days,
        headers: sheet.columns.to_vec(),
        rows: BTreeMap::new(),
        has_bad_rows: false,
    };
    let max = if part == Part::Levels { built.instrument.level_max() } else { 1 };
    let before = import.damages.count;
    let mut bad_cell_count = 0;
    rows(import, sheet, table, |import, line, cells| {
        let code = place_code(import, sheet, line, cells, at_code)?;
        if let Some(first) = wide.rows.get(&code).map(|row| row.line) {
            twice(import, sheet, line, &code, first);
            return None;
        }
        let mut row = WideRow { line, name: cells.get(at_name).copied(), cells: Vec::with_capacity(wide.days.len()) };
        for (_, column) in &wide.days {
            let cell = cells.get(*column)?;
            row.cells.push(match super::level(cell.raw, max) {
                Ok(level) => level.unwrap_or(BLANK),
                Err(bad) => {
                    let message = match part {
                        Part::Levels => super::bad_level(bad, *cell, built),
                        Part::Flags => super::flag(*cell).err().unwrap_or_default(),
                    };
                    import.damage(sheet.name.to_owned(), Some(line), sheet.header(*column), message);
                    bad_cell_count += 1;
                    BAD
                }
            });
        }
        wide.rows.insert(code, row);
        Some(())
    });
    wide.has_bad_rows = import.damages.count > before + bad_cell_count;
    let pair = import.legacy.entry(code).or_default();
    let place = if part == Part::Levels { &mut pair.levels } else { &mut pair.flags };
    match place {
        None => *place = Some(wide),
        Some(first) => {
            let message = format!("`{code}` is in `{}` already; give each series once", first.name);
            import.damage(sheet.name.to_owned(), None, None, message);
        }
    }
}

/// Reads a published index.
pub(super) fn read_index<'b>(import: &mut Import<'b>, sheet: &Sheet<'_, 'b>, table: Table<'b>, index: Index, is_strict: bool) {
    let (names, code, name): (&[&str], _, _) = if is_strict {
        (&["", "country_code", "country_name"], "country_code", "country_name")
    } else {
        (&["CountryCode", "CountryName", "RegionCode", "RegionName", "CityCode", "CityName", "Jurisdiction"], "CountryCode", "CountryName")
    };
    let Some(Layout { days, at_code, .. }) = layout(import, sheet, names, code, name) else { return };
    let narrower = [sheet.column("CityCode"), sheet.column("RegionCode")];
    let mut places = BTreeMap::new();
    rows(import, sheet, table, |import, line, cells| {
        let own = narrower.iter().flatten().copied().find(|at| cells.get(*at).is_some_and(|cell| !cell.raw.is_empty()));
        let code = cells.get(own.unwrap_or(at_code))?.text().ok()?.into_owned();
        let mut values = Vec::with_capacity(days.len());
        for (_, column) in &days {
            let cell = cells.get(*column)?;
            match hundredths(cell.raw) {
                Some(value) => values.push(value),
                None => {
                    let message =
                        format!("`{}` is no index; it is 0 to 100 with at most two decimals, or blank", clipped(&String::from_utf8_lossy(cell.raw)));
                    import.damage(sheet.name.to_owned(), Some(line), sheet.header(*column), message);
                    values.push(None);
                }
            }
        }
        places.insert(code, values);
        Some(())
    });
    let days = days.into_iter().map(|(day, _)| day).collect();
    import.indices.push(PublishedIndex { file: sheet.name.to_owned(), index, is_strict, days, places });
}

/// Joins levels and flags into series.
pub(super) fn join(import: &mut Import<'_>) {
    for (code, pair) in std::mem::take(&mut import.legacy) {
        let Some(built) = crate::pack::find(code) else { continue };
        let is_flagged = built.instrument.flag.is_some();
        match (pair.levels, pair.flags) {
            (Some(_), None) | (None, Some(_)) if pair.is_damaged => {}
            (Some(levels), flags) if flags.is_some() == is_flagged => join_pair(import, built, &levels, flags.as_ref()),
            (Some(levels), None) => {
                let flags = format!("{}_flag.csv", code.to_ascii_lowercase());
                import.damage(levels.name.clone(), None, None, format!("`{}` comes without its flags; give `{flags}` with it", levels.name));
            }
            (_, Some(flags)) if is_flagged => {
                import.damage(
                    flags.name.clone(),
                    None,
                    None,
                    format!("`{}` comes without its values; give the file of `{code}` with it", flags.name),
                );
            }
            (_, flags) => {
                let name = flags.map_or_else(String::new, |flags| flags.name);
                import.damage(name, None, None, format!("`{code}` has no flags; leave this file out"));
            }
        }
    }
}

fn join_pair(import: &mut Import<'_>, built: &'static Built, levels: &Wide<'_>, flags: Option<&Wide<'_>>) {
    if let Some(flags) = flags {
        let is_lone = |(code, row): &(&Code, &WideRow<'_>)| !levels.rows.contains_key(*code) && row.cells.iter().any(|cell| *cell != BLANK);
        for (code, row) in flags.rows.iter().filter(|_| !levels.has_bad_rows).filter(is_lone) {
            import.damage(flags.name.clone(), Some(row.line), None, format!("`{code}` is not in `{}`; give both files of one edition", levels.name));
        }
        let of_other_days: Vec<i32> = flags.days.iter().map(|(day, _)| *day).collect();
        if !levels.days.iter().map(|(day, _)| *day).eq(of_other_days.iter().copied()) {
            let message = format!("its days are not those of `{}`; give both files of one edition", levels.name);
            return import.damage(flags.name.clone(), Some(1), None, message);
        }
    }
    for (code, row) in &levels.rows {
        if let Some(series) = join_row(import, built, levels, flags, (code, row)) {
            let name = row.name.and_then(|name| name.text().ok()).map(|name| super::rows::plain(&name)).filter(|name| !name.is_empty());
            let name = name.unwrap_or_else(|| code.to_string());
            import.see(LEGACY, code, SeenPlace { name, level: Level::National, parent: None });
            import.edition(LEGACY).series.push(series);
        }
    }
}

fn join_row(
    import: &mut Import<'_>,
    built: &'static Built,
    levels: &Wide<'_>,
    flags: Option<&Wide<'_>>,
    (code, row): (&Code, &WideRow<'_>),
) -> Option<crate::edition::Series> {
    let flagged = flags.and_then(|flags| flags.rows.get(code));
    if flagged.is_none() && flags.is_some_and(|flags| flags.has_bad_rows) {
        return None;
    }
    let mut is_bad = false;
    let mut cells = Vec::with_capacity(row.cells.len());
    for (at, ((day, column), level)) in levels.days.iter().zip(&row.cells).enumerate() {
        let flag = flagged.and_then(|row| row.cells.get(at)).copied().unwrap_or(BLANK);
        if *level == BAD || flag == BAD {
            is_bad = true;
            continue;
        }
        let level = (*level != BLANK).then_some(*level);
        let flag = (flag != BLANK).then_some(if flag == 0 { Flag::Targeted } else { Flag::General });
        match super::together(level, flag, flags.is_some()) {
            Ok(known) => cells.push((*day, known)),
            Err((which, message)) => {
                is_bad = true;
                let at_fault = match (which, flags, flagged) {
                    (Which::Flag, Some(flags), Some(flagged)) => {
                        let column = flags.days.get(at).map_or(0, |(_, column)| *column);
                        (flags.name.clone(), flagged.line, flags.headers.get(column).cloned())
                    }
                    _ => (levels.name.clone(), row.line, levels.headers.get(*column).cloned()),
                };
                import.damage(at_fault.0, Some(at_fault.1), at_fault.2, message.to_owned());
            }
        }
    }
    if is_bad {
        return None;
    }
    let key = SeriesKey { place: code.clone(), instrument: built.instrument.code.clone(), population: Population::Strictest, reach: Reach::Applies };
    let name = levels.name.strip_suffix(".csv").unwrap_or(&levels.name).to_owned();
    let cells = cells.into_iter().map(|(day, known): (i32, Option<Known>)| (day, row.line, known));
    Some(super::series(key, name, &levels.sha256, cells))
}

/// Where the columns stand; none where the header is damaged.
fn layout(import: &mut Import<'_>, sheet: &Sheet<'_, '_>, names: &[&str], code: &str, name: &str) -> Option<Layout> {
    let before = import.damages.count;
    let mut days: Vec<(i32, usize)> = Vec::new();
    for (at, header) in sheet.columns.iter().enumerate() {
        match day(header) {
            Some(day) => days.push((day.number(), at)),
            None if names.contains(&header.as_str()) => {}
            None => import.damage(sheet.name.to_owned(), Some(1), sheet.header(at), "the column is none of the tracker's; take it out".to_owned()),
        }
    }
    days.sort_unstable();
    let twice: Vec<usize> = days.windows(2).filter_map(|pair| if let [a, b] = pair { (a.0 == b.0).then_some(b.1) } else { None }).collect();
    for at in twice {
        import.damage(sheet.name.to_owned(), Some(1), sheet.header(at), "the day is there twice; give each day once".to_owned());
    }
    let found = sheet.column(code).zip(sheet.column(name));
    if found.is_none() {
        import.damage(sheet.name.to_owned(), Some(1), None, format!("`{code}` or `{name}` is missing; give the file as published"));
    }
    let (at_code, at_name) = found?;
    (import.damages.count == before).then_some(Layout { days, at_code, at_name })
}

/// Hands each whole row to `take`; the others are damages.
fn rows<'b>(
    import: &mut Import<'b>,
    sheet: &Sheet<'_, 'b>,
    mut table: Table<'b>,
    mut take: impl FnMut(&mut Import<'b>, u64, &[Cell<'b>]) -> Option<()>,
) {
    let mut cells = Vec::with_capacity(sheet.columns.len());
    let mut count = 0;
    while let Some((line, written)) = table.next(&mut cells) {
        count += 1;
        if count > ROWS_MAX {
            return import.damage(sheet.name.to_owned(), Some(line), None, format!("more than {ROWS_MAX} rows; split the file"));
        }
        match sheet.whole(&cells, written) {
            Ok(()) => drop(take(import, line, &cells)),
            Err((column, message)) => import.damage(sheet.name.to_owned(), Some(line), column, message),
        }
    }
}

fn place_code(import: &mut Import<'_>, sheet: &Sheet<'_, '_>, line: u64, cells: &[Cell<'_>], at: usize) -> Option<Code> {
    let text = cells.get(at).and_then(|cell| cell.text().ok()).unwrap_or_default();
    match text.parse() {
        Ok(code) => Some(code),
        Err(error) => {
            let error: register::code::CodeError = error;
            import.damage(sheet.name.to_owned(), Some(line), sheet.header(at), error.to_string());
            None
        }
    }
}

fn twice(import: &mut Import<'_>, sheet: &Sheet<'_, '_>, line: u64, code: &Code, first: u64) {
    let message = format!("`{code}` is on line {first} already, with the same days; give each place once");
    import.damage(sheet.name.to_owned(), Some(line), Some("country_code".to_owned()), message);
}

/// A published value: `5.56`, `70.5`, `0`, at most two decimals; the inner none for blank.
fn hundredths(cell: &[u8]) -> Option<Option<u16>> {
    if matches!(cell, b"" | b"NA") {
        return Some(None);
    }
    let text = std::str::from_utf8(cell).ok()?;
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, max: usize| (1..=max).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole, 3) || !digits(part, 2) {
        return None;
    }
    let part: u16 = format!("{part:0<2}").parse().ok()?;
    let value = whole.parse::<u16>().ok()? * 100 + part;
    (value <= 10_000).then_some(Some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_a_day_of_the_trackers_form() {
        assert_eq!(day("29Feb2020").unwrap().to_string(), "2020-02-29");
        for bad in ["29Feb2021", "1Jan2020", "01JAN2020", "01Jan20", "", "0éJan2020", "country_code"] {
            assert_eq!(day(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_published_value_is_read_as_hundredths() {
        assert_eq!(
            [b"5.56".as_slice(), b"70.5", b"0", b"100", b"NA"].map(hundredths),
            [Some(Some(556)), Some(Some(7050)), Some(Some(0)), Some(Some(10_000)), Some(None)]
        );
        assert_eq!([b"100.01".as_slice(), b"-1", b"5.555", b"x"].map(hundredths), [None; 4]);
    }
}
