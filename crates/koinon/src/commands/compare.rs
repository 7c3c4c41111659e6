//! `koinon compare`: several places side by side, instrument by instrument, on a day or over time; only where they differ, unless `--all`.
//!
//! ```text
//! instrument,from,to,place,state,level,flag,decided_by,disputed,differs,because
//! C1,2020-03-20,2020-03-20,GBR,in-force,3,1,,0,1,512
//! ```

use std::ops::Range;

use clap::Args;
use jiff::civil::Date;
use league::compare::{self, Row, Seen};
use league::{Cut, Flag, Reach, series};
use serde_json::{Value as Json, json};

use crate::attribution;
use crate::commands::{Dir, measures};
use crate::days;
use crate::failure::{Exit, Failure};
use crate::folder;
use crate::output::{self, Output};

/// Put up to six places side by side: what applies in each, and where they differ
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// Code of a place, once for each; two to six
    #[arg(long, value_name = "CODE", required = true)]
    place: Vec<String>,
    /// On this day; today, or the last one covered, if no days are given
    #[arg(long, value_name = "DATE", value_parser = days::parse, conflicts_with_all = ["from", "to"])]
    on: Option<Date>,
    /// Over time: from this day; the first one covered if absent
    #[arg(long, value_name = "DATE", value_parser = days::parse)]
    from: Option<Date>,
    /// Over time: to this day; the last one covered if absent
    #[arg(long, value_name = "DATE", value_parser = days::parse)]
    to: Option<Date>,
    /// What is the same everywhere too
    #[arg(long)]
    all: bool,
    /// A place's own acts of this reach alone; if absent, what applies there, rules from above included
    #[arg(long, value_parser = measures::reaches())]
    reach: Option<Reach>,
    /// As the record was at this moment or at the end of this day (UTC)
    #[arg(long, value_name = "TIME", value_parser = days::parse_moment)]
    asof: Option<i64>,
    /// How it is written
    #[arg(long, value_enum, default_value = "table")]
    format: measures::Format,
}

/// Places side by side: as many as a sheet of paper, and the page, can hold.
const PLACES_MAX: usize = 6;

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let mut places: Vec<String> = Vec::new();
    for code in &asked.place {
        if !places.contains(code) {
            places.push(code.clone());
        }
    }
    if !(2..=PLACES_MAX).contains(&places.len()) {
        return Err(Failure::usage(format!("{} places are given; give two to {PLACES_MAX} with `--place CODE`", places.len())));
    }
    let reading = folder::read(&asked.dir.dir)?;
    let size = folder::size_at(&reading, asked.asof);
    folder::with_cut(&reading, size, |cut| {
        measures::known_places(cut, &places)?;
        let compared = asked.compared(cut, &places)?;
        let entries = compared.iter().flat_map(|(_, row)| row.cells.iter().flat_map(|seen| seen.because.iter().copied()));
        let words: Vec<u32> = entries.filter_map(|index| league::measures::hit(cut, index)).map(|hit| hit.words).collect();
        let sources = attribution::of(&reading, cut, words)?;
        match asked.format.or_json(output) {
            measures::Format::Table => output.result(table(&places, &compared, asked.is_over_time()).as_bytes()),
            measures::Format::Csv => output.result(&output::csv(&HEADS, cells(cut, &places, &compared))),
            measures::Format::Json => {
                let rows: Vec<Json> = compared.iter().map(|(days, row)| json(cut, &places, days, row)).collect();
                let sources = attribution::json(&sources);
                output.document("compare-rows/v1", json!({"size": cut.size, "places": places, "all": asked.all, "rows": rows, "sources": sources}))
            }
        }?;
        if compared.is_empty() {
            output.say("nothing that is known there differs; `--all` shows what is the same");
        }
        attribution::say(&sources, output);
        Ok(Exit::Done)
    })
}

/// Stretches of days in which nothing changes anywhere, each with what is so; by instrument, then by day.
type Compared<'a> = Vec<(Range<i32>, Row<'a>)>;

impl Asked {
    fn is_over_time(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    fn compared<'a>(&self, cut: &Cut<'a>, places: &[String]) -> Result<Compared<'a>, Failure> {
        let codes: Vec<&str> = places.iter().map(String::as_str).collect();
        let today = folder::today();
        let covered = series::span_covered(cut, today).unwrap_or(today..today.saturating_add(1));
        let mut compared = if self.is_over_time() {
            let from = self.from.map_or(covered.start, days::number);
            let to = self.to.map_or(covered.end, |last| days::number(last).saturating_add(1));
            if let (Some(from), Some(to)) = (self.from, self.to)
                && from > to
            {
                return Err(Failure::usage(format!("`--from {from}` is after `--to {to}`; swap them")));
            }
            let span = from.max(covered.start)..to.min(covered.end.max(from.saturating_add(1)));
            if span.is_empty() {
                let (first, last) = (days::iso(covered.start), days::iso(covered.end.saturating_sub(1)));
                return Err(Failure::not_found(format!("nothing is known of these days; what is covered goes from {first} to {last}")));
            }
            compare::during(cut, &codes, &span, self.reach).iter().flat_map(|course| course.stretches(&span)).collect::<Compared<'a>>()
        } else {
            let day = self.on.map_or(covered.end.saturating_sub(1).min(today), days::number);
            compare::on(cut, &codes, day, self.reach).into_iter().map(|row| (day..day.saturating_add(1), row)).collect()
        };
        compared.retain(|(_, row)| self.all || row.differs());
        Ok(compared)
    }
}

const HEADS: [&str; 11] = ["instrument", "from", "to", "place", "state", "level", "flag", "decided_by", "disputed", "differs", "because"];

fn state(seen: &Seen<'_>) -> &'static str {
    match seen.known {
        None => "unknown",
        Some(known) if known.level == 0 => "none",
        Some(known) if known.flag == Some(Flag::Targeted) => "targeted",
        Some(_) => "in-force",
    }
}

fn last(days: &Range<i32>) -> String {
    days::iso(days.end.saturating_sub(1))
}

/// One line for each place in each row.
fn cells(cut: &Cut<'_>, places: &[String], compared: &Compared<'_>) -> Vec<Vec<String>> {
    let line = |days: &Range<i32>, row: &Row<'_>, place: &String, seen: &Seen<'_>| {
        vec![
            row.instrument.to_owned(),
            days::iso(days.start),
            last(days),
            place.clone(),
            state(seen).to_owned(),
            seen.known.map(|known| known.level.to_string()).unwrap_or_default(),
            seen.known.and_then(|known| known.flag).map(|flag| flag.number().to_string()).unwrap_or_default(),
            seen.from_above.unwrap_or_default().to_owned(),
            u8::from(seen.is_disputed).to_string(),
            u8::from(row.differs()).to_string(),
            cut.rows.places().list(&seen.because),
        ]
    };
    compared.iter().flat_map(|(days, row)| places.iter().zip(&row.cells).map(|(place, seen)| line(days, row, place, seen))).collect()
}

/// A row for each instrument, a column for each place.
fn table(places: &[String], compared: &Compared<'_>, is_over_time: bool) -> String {
    let told = |seen: &Seen<'_>| {
        let mut text = match seen.known {
            Some(known) if known.level > 0 => known.level.to_string(),
            _ => state(seen).to_owned(),
        };
        if state(seen) == "targeted" {
            text.push_str(" targeted");
        }
        if seen.is_disputed {
            text.push_str(" disputed");
        }
        if let Some(above) = seen.from_above {
            text.push_str(&format!(" by {above}"));
        }
        text
    };
    let mut heads = vec!["instrument"];
    if is_over_time {
        heads.extend(["from", "to"]);
    }
    heads.extend(places.iter().map(String::as_str));
    let row = |(days, row): &(Range<i32>, Row<'_>)| {
        let mut cells = vec![row.instrument.to_owned()];
        if is_over_time {
            cells.extend([days::iso(days.start), last(days)]);
        }
        cells.extend(row.cells.iter().map(told));
        cells
    };
    output::table(&heads, &compared.iter().map(row).collect::<Vec<_>>())
}

fn json(cut: &Cut<'_>, places: &[String], days: &Range<i32>, row: &Row<'_>) -> Json {
    let cell = |(place, seen): (&String, &Seen<'_>)| {
        json!({
            "place": place,
            "state": state(seen),
            "level": seen.known.map(|known| known.level),
            "flag": seen.known.and_then(|known| known.flag).map(Flag::number),
            "decided_by": seen.from_above,
            "disputed": seen.is_disputed,
            "because": cut.rows.places().names(&seen.because),
        })
    };
    let cells: Vec<Json> = places.iter().zip(&row.cells).map(cell).collect();
    json!({"instrument": row.instrument, "from": days::iso(days.start), "to": last(days), "differs": row.differs(), "cells": cells})
}
