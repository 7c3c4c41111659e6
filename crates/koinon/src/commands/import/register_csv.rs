//! `koinon import places|borders`: the register from CSV (`register::import` has the columns).

use std::path::PathBuf;

use clap::Args;
use record::Json;
use serde_json::json;

use crate::commands::import::{Said, Writing, damaged, files, news};
use crate::commands::{Dir, input_name, publish, read_input};
use crate::drafts::Drafts;
use crate::failure::{Exit, Failure};
use crate::folder;
use crate::output::Output;

/// Places or borders from CSV
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// A CSV file, also `.csv.gz`, or `-` for stdin
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    #[command(flatten)]
    writing: Writing,
}

/// Which of the two.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Table {
    /// `place/v1`
    Places,
    /// `border/v1`
    Borders,
}

pub(crate) fn run(asked: &Asked, table: Table, output: Output) -> Result<Exit, Failure> {
    let reading = folder::read(&asked.dir.dir)?;
    let name = input_name(&asked.file);
    let bytes = files::unpacked(&name, read_input(&asked.file, files::FILE_BYTES_MAX)?)?;
    let said = match table {
        Table::Places => {
            let places = register::import::places(&name, &bytes, reading.identity().language.as_str()).map_err(|damages| damaged(&damages, &name))?;
            places.iter().map(|place| said("place/v1", &register::Place::subject(&place.code), place)).collect()
        }
        Table::Borders => {
            let borders = register::import::borders(&name, &bytes).map_err(|damages| damaged(&damages, &name))?;
            let passed_over = register::import::border_columns_not_read(&bytes);
            if !passed_over.is_empty() {
                output.say(&format!("columns not read: {}", passed_over.join(", ")));
            }
            borders.iter().map(|border| said("border/v1", &border.subject(), border)).collect::<Result<Vec<_>, _>>()
        }
    }?;
    let news = news(&reading, said)?;
    drop(reading);
    let (added, changed, same) = (news.added, news.changed, news.same);
    let size = if news.drafts.is_empty() {
        None
    } else {
        let lines = (1..=news.drafts.len()).collect();
        let batch = Drafts { drafts: news.drafts, lines, is_one: false };
        publish::send(&asked.dir.dir, batch, &asked.writing.by, asked.writing.dry_run, &asked.file, output)?
            .and_then(|published| published.statements.last().map(|receipt| receipt.size))
    };
    let noun = match table {
        Table::Places => "places",
        Table::Borders => "borders",
    };
    if output.is_json() {
        let summary = json!({ noun: { "new": added, "changed": changed, "same": same }, "size": size, "dry_run": asked.writing.dry_run });
        output.document("import/v1", summary)?;
    } else {
        output.line(&format!("{noun}: {added} new, {changed} changed, {same} as they stood"))?;
    }
    Ok(Exit::Done)
}

fn said(kind: &str, subject: &str, body: &impl serde::Serialize) -> Result<Said, Failure> {
    let body: Json = serde_json::to_value(body).map_err(Failure::failed)?;
    Ok(Said { kind: kind.parse().map_err(Failure::failed)?, subject: subject.parse().map_err(Failure::failed)?, body })
}
