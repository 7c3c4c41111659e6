//! `koinon index`: one of the four indices, by place and day, from the measures and coverage of a record.
//!
//! ```text
//! place,date,index,variant,value
//! GBR,2020-03-24,stringency,strict,79.63
//! ```
//! Rows only where the index is defined: unknown is not none.

use std::fmt::Write as _;
use std::ops::Range;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;
use league::series::{self, Asked as Question, PlaceSeries};
use league::{Index, Reach, Variant};
use policy::index::decimal;
use serde_json::json;

use crate::attribution;
use crate::commands::{Dir, measures};
use crate::days;
use crate::failure::{Exit, Failure};
use crate::folder;
use crate::output::{self, Output};

/// Compute an index of how strict policies are, by place and day
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// Which index
    #[arg(long, value_parser = indices())]
    index: Index,
    /// For whom
    #[arg(long, value_parser = variants(), default_value = "strict")]
    variant: Variant,
    /// Code of a place, more than once for several; every place if absent
    #[arg(long, value_name = "CODE")]
    place: Vec<String>,
    /// Whose rules: if absent, `applies` where it is known, else `own`, else `and-below`
    #[arg(long, value_parser = measures::reaches())]
    reach: Option<Reach>,
    /// First day; the first one covered if absent
    #[arg(long, value_name = "DATE", value_parser = days::parse)]
    from: Option<Date>,
    /// Last day; the last one covered if absent
    #[arg(long, value_name = "DATE", value_parser = days::parse)]
    to: Option<Date>,
    /// As the record was at this moment or at the end of this day (UTC)
    #[arg(long, value_name = "TIME", value_parser = days::parse_moment)]
    asof: Option<i64>,
    /// How it is written
    #[arg(long, value_enum, default_value = "table")]
    format: measures::Format,
}

fn indices() -> impl TypedValueParser<Value = Index> {
    PossibleValuesParser::new(Index::ALL.map(Index::as_str)).try_map(|word| word.parse::<Index>())
}

fn variants() -> impl TypedValueParser<Value = Variant> {
    PossibleValuesParser::new(Variant::ALL.map(Variant::as_str)).try_map(|word| word.parse::<Variant>())
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let reading = folder::read(&asked.dir.dir)?;
    let size = folder::size_at(&reading, asked.asof);
    folder::with_cut(&reading, size, |cut| {
        let places: Vec<&str> = asked.place.iter().map(String::as_str).collect();
        measures::known_places(cut, &asked.place)?;
        let days = asked.days(cut)?;
        let found = series::index_series(cut, Question { index: asked.index, variant: asked.variant, reach: asked.reach }, &places, days.clone());
        let sources = attribution::of_all(&reading, cut)?;
        let said = Said { index: asked.index.as_str(), variant: asked.variant.as_str(), days, found };
        match asked.format.or_json(output) {
            measures::Format::Csv => output.result(&said.csv()),
            measures::Format::Table => output.result(said.table().as_bytes()),
            measures::Format::Json => output.document("index/v1", said.json(&attribution::json(&sources))),
        }?;
        attribution::say(&sources, output);
        Ok(Exit::Done)
    })
}

impl Asked {
    fn days(&self, cut: &league::Cut<'_>) -> Result<Range<i32>, Failure> {
        let covered = series::span_covered(cut, folder::today()).unwrap_or(0..0);
        let from = self.from.map_or(covered.start, days::number);
        let to = self.to.map_or(covered.end, |last| days::number(last).saturating_add(1));
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return Err(Failure::usage(format!("`--from {from}` is after `--to {to}`; swap them")));
        }
        if i64::from(to) - i64::from(from) > DAYS_MAX {
            return Err(Failure::usage(format!("more than {DAYS_MAX} days are asked for; ask in parts")));
        }
        Ok(from..to.max(from))
    }
}

/// Two hundred years.
const DAYS_MAX: i64 = 73_200;

/// An index as it is written.
struct Said<'a> {
    index: &'static str,
    variant: &'static str,
    days: Range<i32>,
    found: Vec<PlaceSeries<'a>>,
}

impl Said<'_> {
    /// The only big output: written straight, without a row of cells for each line. No cell can need quotes: codes, days, words.
    fn csv(&self) -> Vec<u8> {
        let isos: Vec<String> = self.days.clone().map(days::iso).collect();
        let mut text = String::with_capacity(self.found.len() * isos.len() * 40);
        text.push_str("place,date,index,variant,value\r\n");
        for PlaceSeries { place, steps } in &self.found {
            for ((_, value), iso) in series::by_day(steps, self.days.clone()).zip(&isos) {
                if let Some(value) = value {
                    // Writing to a string can't fail.
                    let _ = write!(text, "{place},{iso},{},{},{}.{:02}\r\n", self.index, self.variant, value / 100, value % 100);
                }
            }
        }
        text.into_bytes()
    }

    /// Spans of one value, which is how a person reads it.
    fn table(&self) -> String {
        let rows: Vec<Vec<String>> = self
            .found
            .iter()
            .flat_map(|series| {
                let ends = series.steps.iter().skip(1).map(|(day, _)| *day).chain([self.days.end]);
                series.steps.iter().zip(ends).filter_map(|((from, value), end)| {
                    let value = (*value)?;
                    Some(vec![series.place.to_owned(), days::iso(*from), days::iso(end - 1), decimal(value)])
                })
            })
            .collect();
        output::table(&["place", "from", "to", self.index], &rows)
    }

    fn json(&self, attributions: &[serde_json::Value]) -> serde_json::Value {
        let series: Vec<serde_json::Value> = self
            .found
            .iter()
            .map(|PlaceSeries { place, steps }| {
                let values: Vec<serde_json::Value> = series::by_day(steps, self.days.clone())
                    .filter_map(|(day, value)| Some(json!({ "date": days::iso(day), "value": decimal(value?) })))
                    .collect();
                json!({ "place": place, "values": values })
            })
            .collect();
        let last = self.days.end.saturating_sub(1);
        json!({
            "index": self.index, "variant": self.variant, "from": days::iso(self.days.start), "to": days::iso(last),
            "series": series, "sources": attributions,
        })
    }
}
