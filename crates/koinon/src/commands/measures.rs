//! `koinon measures`: what is or was in force, by place, instrument, reach and days.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use league::measures::{self, Filter, Hit, Order, Page, Said};
use league::{Cut, Flag, Reach};
use record::Facets;
use serde_json::{Map, Value as Json, json};

use crate::attribution::{self, Source};
use crate::commands::Dir;
use crate::days;
use crate::failure::{Exit, Failure};
use crate::folder::{self, Reading};
use crate::output::{self, Output};

/// List measures
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// Code of a place
    #[arg(long, value_name = "CODE")]
    place: Option<String>,
    /// With `--place`: the places below it too
    #[arg(long, requires = "place")]
    below: bool,
    /// Code of an instrument, such as `C1`
    #[arg(long, value_name = "CODE")]
    instrument: Option<String>,
    /// Whose rules
    #[arg(long, value_parser = reaches())]
    reach: Option<Reach>,
    /// For whom: `everyone`, `vaccinated`, `not-vaccinated`, `strictest` or a code
    #[arg(long, value_name = "CODE")]
    population: Option<String>,
    /// In force on this day
    #[arg(long, value_name = "DATE", value_parser = days::parse, conflicts_with_all = ["from", "to"])]
    on: Option<Date>,
    /// In force on this day or later
    #[arg(long, value_name = "DATE", value_parser = days::parse)]
    from: Option<Date>,
    /// In force on this day or earlier
    #[arg(long, value_name = "DATE", value_parser = days::parse)]
    to: Option<Date>,
    /// As the record was at this moment or at the end of this day (UTC)
    #[arg(long, value_name = "TIME", value_parser = days::parse_moment)]
    asof: Option<i64>,
    /// Those taken back too
    #[arg(long)]
    withdrawn: bool,
    /// How it is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// One document
    Json,
    /// RFC 4180
    Csv,
}

impl Format {
    /// `--json` means `--format json`.
    pub(crate) fn or_json(self, output: Output) -> Format {
        if output.is_json() { Format::Json } else { self }
    }
}

/// Reads `own`, `and-below` or `applies`.
pub(crate) fn reaches() -> impl TypedValueParser<Value = Reach> {
    PossibleValuesParser::new(Reach::ORDER.map(Reach::as_str)).try_map(|word| word.parse::<Reach>())
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    if let (Some(from), Some(to)) = (asked.from, asked.to)
        && from > to
    {
        return Err(Failure::usage(format!("`--from {from}` is after `--to {to}`; swap them")));
    }
    let reading = folder::read(&asked.dir.dir)?;
    let size = folder::size_at(&reading, asked.asof);
    folder::with_cut(&reading, size, |cut| {
        known_places(cut, asked.place.as_slice())?;
        let found = measures::find(cut, &asked.filter(), &Page { order: Order::Place, after: None, limit: usize::MAX });
        let sources = attribution::of(&reading, cut, found.hits.iter().map(|hit| hit.words))?;
        match asked.format.or_json(output) {
            Format::Table => output.result(table(cut, &found.hits).as_bytes()),
            Format::Csv => csv(&reading, cut, &found.hits).and_then(|bytes| output.result(&bytes)),
            Format::Json => json(&reading, cut, &found.hits, &sources).and_then(|document| output.document("measures/v1", document)),
        }?;
        attribution::say(&sources, output);
        Ok(Exit::Done)
    })
}

impl Asked {
    fn filter(&self) -> Filter {
        let from = self.on.or(self.from).map(days::number);
        let until = self.on.or(self.to).map(|last| days::number(last).saturating_add(1));
        Filter {
            place: self.place.clone(),
            below: self.below,
            instrument: self.instrument.clone(),
            reach: self.reach,
            population: self.population.clone(),
            from_day: from,
            until_day: until,
            with_withdrawn: self.withdrawn,
            ..Filter::default()
        }
    }
}

/// Refuses a place of which nothing is known: a typing error must not look like an empty answer.
pub(crate) fn known_places(cut: &Cut<'_>, codes: &[String]) -> Result<(), Failure> {
    match codes.iter().find(|code| !folder::knows_place(cut, code)) {
        Some(code) => Err(Failure::not_found(format!("`{code}` is no place that this record knows"))
            .with_way_out("`koinon measures` without `--place` lists every place")),
        None => Ok(()),
    }
}

/// The first day as it is written; empty where there is none.
fn first(day: i32) -> String {
    if day == Facets::EVER { String::new() } else { days::iso(day) }
}

/// The last day as it is written, inclusive; empty where no end is known.
fn last(until: i32) -> String {
    if until == Facets::OPEN { String::new() } else { days::iso(until.saturating_sub(1)) }
}

fn flag(flag: Option<Flag>) -> String {
    flag.map_or_else(String::new, |flag| flag.number().to_string())
}

fn said(said: Said) -> &'static str {
    match said {
        Said::Declared => "declared",
        Said::Observed => "observed",
    }
}

fn cells(cut: &Cut<'_>, hit: &Hit<'_>) -> Vec<String> {
    let state = if hit.is_withdrawn {
        "withdrawn"
    } else if hit.is_newest_not_understood {
        "newest word not understood"
    } else {
        ""
    };
    vec![
        hit.place.to_owned(),
        hit.instrument.to_owned(),
        hit.population.to_owned(),
        hit.reach.to_string(),
        hit.level.to_string(),
        flag(hit.flag),
        first(hit.from_day),
        last(hit.until_day),
        said(hit.said).to_owned(),
        state.to_owned(),
        cut.rows.places().name(hit.index).to_string(),
    ]
}

const HEADS: [&str; 11] = ["place", "instrument", "population", "reach", "level", "flag", "start", "end", "said", "state", "index"];

fn table(cut: &Cut<'_>, hits: &[Hit<'_>]) -> String {
    output::table(&HEADS, &hits.iter().map(|hit| cells(cut, hit)).collect::<Vec<_>>())
}

fn csv(reading: &Reading, cut: &Cut<'_>, hits: &[Hit<'_>]) -> Result<Vec<u8>, Failure> {
    let heads: Vec<&str> = HEADS.iter().copied().chain(["id", "subject"]).collect();
    let mut rows = Vec::with_capacity(hits.len());
    for hit in hits {
        let entry = folder::entry(reading, hit.index)?;
        let mut row = cells(cut, hit);
        row.extend([entry.id.to_string(), entry.statement.subject.to_string()]);
        rows.push(row);
    }
    Ok(output::csv(&heads, rows))
}

fn json(reading: &Reading, cut: &Cut<'_>, hits: &[Hit<'_>], sources: &[Source]) -> Result<Json, Failure> {
    let mut measures = Vec::with_capacity(hits.len());
    for hit in hits {
        let entry = folder::entry(reading, hit.index)?;
        let mut members: Map<String, Json> = HEADS
            .iter()
            .zip(cells(cut, hit))
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(head, cell)| ((*head).to_owned(), Json::String(cell)))
            .collect();
        members.insert("level".to_owned(), json!(hit.level));
        members.insert("index".to_owned(), json!(cut.rows.places().name(hit.index)));
        if let Some(flag) = hit.flag {
            members.insert("flag".to_owned(), json!(flag.number()));
        }
        members.insert("id".to_owned(), json!(entry.id));
        members.insert("subject".to_owned(), json!(entry.statement.subject));
        members.insert("sid".to_owned(), json!(cut.rows.sid(hit.index).map(|sid| sid.to_string())));
        let body = if hit.words == hit.index { Some(entry.statement.body) } else { folder::body(reading, hit.words)? };
        members.insert("body".to_owned(), body.unwrap_or_default());
        measures.push(Json::Object(members));
    }
    Ok(json!({ "size": cut.size, "count": measures.len(), "measures": measures, "sources": attribution::json(sources) }))
}
