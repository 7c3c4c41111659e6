//! The row files: one row for each jurisdiction and day, three columns for each indicator and population, notes between.
//!
//! ```text
//! CountryName,CountryCode,RegionName,RegionCode,Jurisdiction,Date,C1E_School closing,C1E_Flag,C1NV_School closing,..,C1_Notes,..
//! United Kingdom,GBR,Scotland,UK_SCO,STATE_WIDE,20200320,2.00,1,,,,,"schools close",..
//! ```
//! Columns are matched by what stands before the `_`: their tails differ from file to file. M and EV columns are left out: they change when a
//! majority is vaccinated, with no act of government. Source: specs/policy.md a2, a3, b.

use std::borrow::Cow;
use std::collections::BTreeMap;

use register::shape::clipped;
use register::{Code, Day, Level};

use crate::cell::Known;
use crate::edition::{SeenPlace, SeriesKey};
use crate::limits::{ROWS_MAX, WORDS_BYTES_MAX};
use crate::pack::Built;
use crate::words::{Population, Reach};

use super::table::{Cell, Table};
use super::{Import, Sheet, Which};

/// One series of every jurisdiction in the file.
struct Slot {
    built: &'static Built,
    population: Population,
    at: usize,
    at_flag: Option<usize>,
    at_notes: Option<usize>,
}

/// Where the columns stand that say what a row is about.
struct Layout {
    country_code: usize,
    country_name: usize,
    region_code: Option<usize>,
    region_name: Option<usize>,
    city_code: Option<usize>,
    city_name: Option<usize>,
    jurisdiction: usize,
    date: usize,
    slots: Vec<Slot>,
}

/// What a row is about: a place, and whose decisions.
type About = (Code, Reach);

/// All rows about one place and reach.
#[derive(Default)]
struct Grid {
    days: Vec<DayRow>,
    /// By slot: whether a cell of it is damaged.
    is_bad: Vec<bool>,
    /// By column of notes: day and words.
    notes: BTreeMap<usize, Vec<(i32, String)>>,
}

struct DayRow {
    day: i32,
    line: u64,
    /// By slot.
    cells: Box<[Option<Known>]>,
}

/// Reads a row file.
pub(super) fn read<'b>(import: &mut Import<'b>, sheet: &Sheet<'_, 'b>, mut table: Table<'b>, source: &'static str) {
    let Some(layout) = layout(import, sheet) else { return };
    import.left_out.extend(left_out(sheet, &layout));
    let mut grids: BTreeMap<About, Grid> = BTreeMap::new();
    let mut cells = Vec::with_capacity(sheet.columns.len());
    let mut count = 0;
    while let Some((line, written)) = table.next(&mut cells) {
        count += 1;
        if count > ROWS_MAX {
            return import.damage(sheet.name.to_owned(), Some(line), None, format!("more than {ROWS_MAX} rows; split the file"));
        }
        let read = sheet.whole(&cells, written).and_then(|()| about(&layout, sheet, &cells));
        match read {
            Ok((about, day, place)) => {
                if let Some(parent) = &place.parent {
                    let name = plain(&text(&cells, layout.country_name));
                    let name = if name.is_empty() { parent.to_string() } else { name };
                    import.see(source, parent, SeenPlace { name, level: Level::National, parent: None });
                }
                import.see(source, &about.0, place);
                let grid = grids.entry(about).or_default();
                grid.is_bad.resize(layout.slots.len(), false);
                take(import, &layout, sheet, grid, (line, day, &cells));
            }
            Err((column, message)) => import.damage(sheet.name.to_owned(), Some(line), column, message),
        }
    }
    for (about, grid) in grids {
        let known = import.edition(source).series.iter().any(|series| (&series.key.place, series.key.reach) == (&about.0, about.1));
        if known {
            let message = format!("`{}` with reach `{}` is in another of the files already; give each jurisdiction once", about.0, about.1);
            import.damage(sheet.name.to_owned(), None, None, message);
        } else {
            finish(import, sheet, source, &layout, (about, grid));
        }
    }
}

/// The columns of values that are recognised and not imported, in one line.
fn left_out(sheet: &Sheet<'_, '_>, layout: &Layout) -> Option<String> {
    let prefixes = sheet.columns.iter().enumerate().filter_map(|(at, column)| {
        let (prefix, tail) = column.split_once('_')?;
        let is_read = layout.slots.iter().any(|slot| slot.at == at) || matches!(tail, "Flag" | "Notes");
        (!is_read && !prefix.ends_with("Index")).then_some(prefix)
    });
    let prefixes: Vec<&str> = prefixes.collect();
    let why = "amounts, vaccination summaries and majority columns are no levels that a government set";
    (!prefixes.is_empty()).then(|| format!("{}: {}: {why}", sheet.name, prefixes.join(", ")))
}

/// Takes in the cells of a row.
fn take(import: &mut Import<'_>, layout: &Layout, sheet: &Sheet<'_, '_>, grid: &mut Grid, (line, day, cells): (u64, Day, &[Cell<'_>])) {
    let mut row = Vec::with_capacity(layout.slots.len());
    for (slot, is_bad) in layout.slots.iter().zip(&mut grid.is_bad) {
        row.push(match known(slot, cells) {
            Ok(known) => known,
            Err((which, message)) => {
                *is_bad = true;
                let column = if which == Which::Flag { slot.at_flag.unwrap_or(slot.at) } else { slot.at };
                import.damage(sheet.name.to_owned(), Some(line), sheet.header(column), message);
                None
            }
        });
    }
    for at in layout.slots.iter().filter_map(|slot| slot.at_notes) {
        let of_column = grid.notes.entry(at).or_default();
        // Three populations share one column of notes.
        if of_column.last().is_some_and(|(last, _)| *last == day.number()) {
            continue;
        }
        if cells.get(at).is_some_and(|cell| !cell.raw.is_empty()) {
            of_column.push((day.number(), plain(&text(cells, at))));
        }
    }
    grid.days.push(DayRow { day: day.number(), line, cells: row.into_boxed_slice() });
}

fn known(slot: &Slot, cells: &[Cell<'_>]) -> Result<Option<Known>, (Which, String)> {
    let Some(cell) = cells.get(slot.at) else { return Ok(None) };
    let level = super::level(cell.raw, slot.built.instrument.level_max()).map_err(|bad| (Which::Level, super::bad_level(bad, *cell, slot.built)))?;
    let flag = match slot.at_flag.and_then(|at| cells.get(at)) {
        Some(cell) => super::flag(*cell).map_err(|message| (Which::Flag, message))?,
        None => None,
    };
    super::together(level, flag, slot.at_flag.is_some()).map_err(|(which, message)| (which, message.to_owned()))
}

/// Makes series of a jurisdiction's rows.
fn finish(import: &mut Import<'_>, sheet: &Sheet<'_, '_>, source: &'static str, layout: &Layout, (about, mut grid): (About, Grid)) {
    grid.days.sort_by_key(|row| (row.day, row.line));
    let mut twice = std::collections::BTreeSet::new();
    for pair in grid.days.windows(2) {
        if let [first, second] = pair
            && first.day == second.day
        {
            twice.insert(second.day);
            let shown = Day::from_number(second.day).map_or_else(String::new, |day| day.to_string());
            let message = format!("`{}` on {shown} is on line {} already; give each jurisdiction-day once", about.0, first.line);
            import.damage(sheet.name.to_owned(), Some(second.line), Some("Date".to_owned()), message);
        }
    }
    // Which of two rows is right is not known: where damage is left out, the day is.
    grid.days.retain(|row| !twice.contains(&row.day));
    let sha256 = sheet.sha256();
    for notes in grid.notes.values_mut() {
        notes.sort();
        let count = notes.len();
        notes.retain(|(_, words)| words.len() <= WORDS_BYTES_MAX);
        if notes.len() < count {
            let long = count - notes.len();
            import.left_out.push(format!("{}: {long} notes of `{}` are longer than {WORDS_BYTES_MAX} bytes", sheet.name, about.0));
        }
        notes.retain(|(_, words)| !words.is_empty());
    }
    for ((at, slot), is_bad) in layout.slots.iter().enumerate().zip(&grid.is_bad) {
        if *is_bad {
            continue;
        }
        let cells = grid.days.iter().map(|row| (row.day, row.line, row.cells.get(at).copied().flatten()));
        let (place, reach) = about.clone();
        let key = SeriesKey { place, instrument: slot.built.instrument.code.clone(), population: slot.population.clone(), reach };
        let name = sheet.columns.get(slot.at).map(|column| clipped(column)).unwrap_or_default();
        let mut series = super::series(key, name, &sha256, cells);
        series.notes = slot.at_notes.and_then(|at| grid.notes.get(&at)).cloned().unwrap_or_default();
        import.edition(source).series.push(series);
    }
}

type RowFault = (Option<String>, String);

/// What a row is about: place, reach and day, and the place as the file names it.
fn about(layout: &Layout, sheet: &Sheet<'_, '_>, cells: &[Cell<'_>]) -> Result<(About, Day, SeenPlace), RowFault> {
    let at = |column: usize, message: String| (sheet.header(column), message);
    let code = |column: usize| text(cells, column).parse::<Code>().map_err(|error| at(column, error.to_string()));
    let jurisdiction = text(cells, layout.jurisdiction);
    let (level, reach) = match jurisdiction.as_ref() {
        "NAT_GOV" => (Level::National, Reach::Own),
        "NAT_TOTAL" => (Level::National, Reach::Applies),
        "STATE_GOV" => (Level::Regional, Reach::Own),
        "STATE_WIDE" => (Level::Regional, Reach::AndBelow),
        "STATE_TOTAL" => (Level::Regional, Reach::Applies),
        "CITY_GOV" => (Level::Municipal, Reach::Own),
        "CITY_WIDE" => (Level::Municipal, Reach::AndBelow),
        "CITY_TOTAL" => (Level::Municipal, Reach::Applies),
        other => {
            let message = format!("`{}` is no jurisdiction; it is `NAT_`, `STATE_` or `CITY_` with `GOV`, `WIDE` or `TOTAL`", clipped(other));
            return Err(at(layout.jurisdiction, message));
        }
    };
    let country = code(layout.country_code)?;
    let missing = |what: &str| (None, format!("there is no column of {what} for `{jurisdiction}`; give the file as published"));
    let (place, at_name, parent) = match level {
        Level::National => (country, Some(layout.country_name), None),
        Level::Regional => (code(layout.region_code.ok_or_else(|| missing("regions"))?)?, layout.region_name, Some(country)),
        _ => {
            let region = layout.region_code.filter(|column| !text(cells, *column).is_empty()).map(code).transpose()?;
            (code(layout.city_code.ok_or_else(|| missing("cities"))?)?, layout.city_name, Some(region.unwrap_or(country)))
        }
    };
    let name = at_name.map(|column| plain(&text(cells, column))).filter(|name| !name.is_empty()).unwrap_or_else(|| place.to_string());
    let date = text(cells, layout.date);
    let day = day(&date).ok_or_else(|| at(layout.date, format!("`{}` is no day; it is written `YYYYMMDD`", clipped(&date))))?;
    Ok(((place, reach), day, SeenPlace { name, level, parent }))
}

fn text<'b>(cells: &[Cell<'b>], at: usize) -> Cow<'b, str> {
    // Notes may hold bytes that are no UTF-8 in files saved elsewhere; a replacement character shows where.
    cells.get(at).map_or(Cow::Borrowed(""), |cell| cell.text().unwrap_or_else(|_| Cow::Owned(String::from_utf8_lossy(cell.raw).into_owned())))
}

fn day(date: &str) -> Option<Day> {
    let [year, month, day] = [date.get(..4)?, date.get(4..6)?, date.get(6..)?];
    if date.len() != 8 || !date.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Day::from_civil(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Words of a file as a text may hold them: NFC, tabs as spaces, other control characters and bidi overrides left out.
pub(super) fn plain(words: &str) -> String {
    let words = words.replace('\t', " ");
    let plain: String = match record::text::fault_of(&words) {
        None => words,
        Some(_) => words.chars().filter(|c| record::text::fault_of(c.encode_utf8(&mut [0; 4])).is_none()).collect(),
    };
    record::text::nfc(plain.trim()).into_owned()
}

fn layout(import: &mut Import<'_>, sheet: &Sheet<'_, '_>) -> Option<Layout> {
    let before = import.damages.count;
    for (at, column) in sheet.columns.iter().enumerate() {
        if !is_known(column) {
            import.damage(sheet.name.to_owned(), Some(1), sheet.header(at), "the column is none of the tracker's; take it out".to_owned());
        } else if sheet.column(column) != Some(at) {
            import.damage(sheet.name.to_owned(), Some(1), sheet.header(at), "the column is there twice; give it once".to_owned());
        }
    }
    if sheet.column("CountryName").is_none() {
        import.damage(sheet.name.to_owned(), Some(1), None, "`CountryName` is missing; give the file as published".to_owned());
    }
    let mut slots = Vec::new();
    for (at, column) in sheet.columns.iter().enumerate() {
        let Some((prefix, tail)) = column.split_once('_') else { continue };
        let Some((built, population)) = indicator(prefix).filter(|_| tail != "Flag" && tail != "Notes") else { continue };
        let at_flag = sheet.column(&format!("{prefix}_Flag"));
        let is_flagged = built.instrument.flag.is_some();
        if is_flagged != at_flag.is_some() {
            let message = if is_flagged {
                format!("it comes without `{prefix}_Flag`; give both")
            } else {
                format!("`{prefix}_Flag` stands beside it, but it has no flags; take that out")
            };
            import.damage(sheet.name.to_owned(), Some(1), sheet.header(at), message);
        }
        let at_notes = sheet.column(&format!("{}_Notes", built.instrument.code));
        slots.push(Slot { built, population, at, at_flag, at_notes });
    }
    let is_whole = import.damages.count == before;
    let layout = Layout {
        country_code: sheet.column("CountryCode")?,
        country_name: sheet.column("CountryName")?,
        region_code: sheet.column("RegionCode"),
        region_name: sheet.column("RegionName"),
        city_code: sheet.column("CityCode"),
        city_name: sheet.column("CityName"),
        jurisdiction: sheet.column("Jurisdiction")?,
        date: sheet.column("Date")?,
        slots,
    };
    is_whole.then_some(layout)
}

/// The indicator and population of a column that is imported, by what stands before its `_`: `C1E`, `C1NV`, `E1`.
fn indicator(prefix: &str) -> Option<(&'static Built, Population)> {
    let parts = [("NV", Population::NotVaccinated), ("V", Population::Vaccinated), ("E", Population::Everyone)];
    let by_vaccination = parts.into_iter().find_map(|(tail, population)| {
        let built = crate::pack::find(prefix.strip_suffix(tail)?)?;
        (built.is_indexed && built.is_by_vaccination).then_some((built, population))
    });
    let plain = || crate::pack::find(prefix).filter(|built| built.is_indexed && !built.is_by_vaccination).map(|built| (built, Population::Everyone));
    by_vaccination.or_else(plain)
}

fn is_known(column: &str) -> bool {
    const PLAIN: [&str; 14] = [
        "CountryName",
        "CountryCode",
        "RegionName",
        "RegionCode",
        "CityName",
        "CityCode",
        "Jurisdiction",
        "Date",
        "ConfirmedCases",
        "ConfirmedDeaths",
        "MajorityVaccinated",
        "PopulationVaccinated",
        "EconomicSupportIndex",
        "V2_Notes",
    ];
    const INDICES: [&str; 3] = ["StringencyIndex", "GovernmentResponseIndex", "ContainmentHealthIndex"];
    const VARIANTS: [&str; 4] = ["NonVaccinated", "Vaccinated", "SimpleAverage", "WeightedAverage"];
    if PLAIN.contains(&column) {
        return true;
    }
    let Some((prefix, tail)) = column.split_once('_') else { return false };
    if INDICES.contains(&prefix) {
        return VARIANTS.contains(&tail);
    }
    let code = ["NV", "EV", "V", "M", "E"].into_iter().find_map(|part| {
        let built = crate::pack::find(prefix.strip_suffix(part)?)?;
        built.is_by_vaccination.then_some(built)
    });
    !tail.is_empty() && code.or_else(|| crate::pack::find(prefix)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_matched_by_what_stands_before_its_line() {
        let shown = |prefix: &str| indicator(prefix).map(|(built, population)| format!("{} {population}", built.instrument.code));
        assert_eq!(shown("C1E").unwrap(), "C1 everyone");
        assert_eq!(shown("C8NV").unwrap(), "C8 not-vaccinated");
        assert_eq!(shown("H6V").unwrap(), "H6 vaccinated");
        assert_eq!(shown("E1").unwrap(), "E1 everyone");
        for left_out in ["C1M", "C8EV", "E3", "V1", "H7E", "M1"] {
            assert_eq!(shown(left_out), None, "{left_out}");
        }
        assert!(
            is_known("C8EV_International travel controls")
                && is_known("V2B_Vaccine age eligibility")
                && !is_known("C9E_Something")
                && !is_known("Colour")
        );
    }

    #[test]
    fn foreign_words_are_made_plain() {
        assert_eq!(plain(" tab\there \u{202e}e\u{301}\u{0} "), "tab here é");
    }
}
