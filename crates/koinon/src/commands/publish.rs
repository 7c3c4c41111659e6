//! `koinon publish [FILE|-]`: one statement as JSON, or many as lines, all or nothing.
//!
//! ```text
//! {"id":"sha256:..","index":17,"size":18}      for one, {"statements":[..]} for many
//! starts,fzgz..,neighbour,C8,XAA,XAB,..        with --check: what it would clash with; nothing is written
//! ```

use std::path::{Path, PathBuf};

use clap::Args;
use league::coherence::{Clash, Findings, Instead, Settings, Would};
use node::{PublishError, Published};
use policy::coherence::At;
use record::Office;
use register::Day;
use serde_json::{Value as Json, json};

use crate::commands::measures::Format;
use crate::commands::{Dir, input_name, read_input};
use crate::drafts::{self, Drafts};
use crate::failure::{Exit, Failure};
use crate::folder;
use crate::output::{self, Output};

/// State something: one JSON statement, or many as lines, all or nothing
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// A file, or `-` for stdin
    #[arg(default_value = "-", value_name = "FILE|-")]
    file: PathBuf,
    /// The office that speaks
    #[arg(long, value_name = "OFFICE", default_value = "office:main")]
    by: Office,
    /// Check everything, write nothing
    #[arg(long)]
    dry_run: bool,
    /// The same, and list the clashes between levels, neighbours and sectors that it would start or end, with whom and since when
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// With `--check`: findings that are shown only to those who ask for them, too
    #[arg(long, requires = "check")]
    all: bool,
    /// With `--check`: how the clashes are written
    #[arg(long, value_enum, default_value_t = Format::Table, requires = "check")]
    format: Format,
}

/// The largest input, in bytes: a node takes no larger batch.
pub(crate) const INPUT_BYTES_MAX: u64 = 256 << 20;

/// Warnings that are said in full; the rest is counted.
const WARNINGS_SHOWN: usize = 20;

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let bytes = read_input(&asked.file, INPUT_BYTES_MAX)?;
    let parsed = drafts::parse(&bytes).map_err(|faults| at_fault(&asked.file, &faults))?;
    if asked.check {
        return check(asked, parsed, output);
    }
    let is_one = parsed.is_one;
    let published = send(&asked.dir.dir, parsed, &asked.by, asked.dry_run, &asked.file, output)?;
    match published {
        Some(published) => output.line(&receipts(&published, is_one).to_string())?,
        None => output.say("nothing was written: this was `--dry-run`, and all of it would stand"),
    }
    Ok(Exit::Done)
}

/// Columns of what would clash.
const COLUMNS: [&str; 13] =
    ["effect", "id", "rule", "instrument", "place_a", "place_b", "from", "to", "level_a", "level_b", "since_a", "since_b", "grade"];

/// Checks everything and lists what it would start and end. That it would clash is no failure: a clash may be intended.
fn check(asked: &Asked, parsed: Drafts, output: Output) -> Result<Exit, Failure> {
    let drafts = parsed.drafts.clone();
    send(&asked.dir.dir, parsed, &asked.by, true, &asked.file, output)?;
    let reading = folder::read(&asked.dir.dir)?;
    let size = folder::size_at(&reading, None);
    let rows = folder::with_cut(&reading, size, |cut| {
        let words = web::Spoken(&reading);
        let findings = Findings::of(cut, Settings::of(cut, Instead::default()), &words);
        let Would { starts, ends } = findings.would_state(cut, &drafts, &words);
        let all = starts.iter().map(|clash| ("starts", clash)).chain(ends.iter().map(|clash| ("ends", clash)));
        let meant = all.filter(|(_, clash)| asked.all || clash.is_shown(findings.settings()));
        Ok(meant.map(|(effect, clash)| cells(effect, clash)).collect::<Vec<_>>())
    })?;
    match (asked.format, output.is_json()) {
        (_, true) | (Format::Json, _) => {
            let one =
                |row: &Vec<String>| Json::Object(COLUMNS.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), cell_json(name, cell))).collect());
            output.document("clashes/v1", json!({ "size": size, "clashes": rows.iter().map(one).collect::<Vec<_>>() }))?;
        }
        (Format::Csv, _) => output.result(&output::csv(&COLUMNS, rows))?,
        (Format::Table, _) if rows.is_empty() => output.line("clashes with nothing that is known here")?,
        (Format::Table, _) => output.result(output::table(&COLUMNS, &rows).as_bytes())?,
    }
    output.say("nothing was written: this was `--check`, and all of it would stand");
    Ok(Exit::Done)
}

/// One clash as text, in the order of [`COLUMNS`]; empty where there is nothing: an open end, no other side.
fn cells(effect: &str, clash: &Clash) -> Vec<String> {
    let day = |number: i32| Day::from_number(number).map(|day| day.to_string()).unwrap_or_default();
    let Clash { id, name, instrument, places: [a, b], interval, since, .. } = clash;
    let level = |side: Option<At>| side.map(|side| side.level.to_string()).unwrap_or_default();
    let to = if interval.until == record::Facets::OPEN { String::new() } else { day(interval.until.saturating_sub(1)) };
    let [since_a, since_b] = since.map(|since| since.map(day).unwrap_or_default());
    [
        effect,
        &id.to_string(),
        name,
        instrument,
        a,
        b,
        &day(interval.from),
        &to,
        &level(interval.a),
        &level(interval.b),
        &since_a,
        &since_b,
        interval.grade.as_str(),
    ]
    .map(str::to_owned)
    .to_vec()
}

fn cell_json(name: &str, cell: &str) -> Json {
    match cell.parse::<u8>() {
        Ok(level) if name.starts_with("level_") => level.into(),
        _ if cell.is_empty() => Json::Null,
        _ => cell.into(),
    }
}

/// Publishes, or checks where it is a dry run; says the warnings; turns faults into lines of the input.
pub(crate) fn send(dir: &Path, parsed: Drafts, by: &Office, is_dry_run: bool, input: &Path, output: Output) -> Result<Option<Published>, Failure> {
    let Drafts { drafts, lines, .. } = parsed;
    let line_of = |statement: usize| statement.checked_sub(1).and_then(|at| lines.get(at)).copied().unwrap_or(statement);
    let warn = |warnings: &[(usize, record::Fault)]| {
        for (statement, warning) in warnings.iter().take(WARNINGS_SHOWN) {
            output.warn(&drafts::shown(line_of(*statement), warning));
        }
        if warnings.len() > WARNINGS_SHOWN {
            output.warn(&format!("and {} more", warnings.len() - WARNINGS_SHOWN));
        }
    };
    let unpublished = |error: &PublishError| unpublished(error, input, line_of);
    if is_dry_run {
        warn(&folder::check(dir, drafts, by)?.map_err(|error| unpublished(&error))?);
        return Ok(None);
    }
    let published = folder::publish(dir, drafts, by, output)?.map_err(|error| unpublished(&error))?;
    warn(&published.warnings);
    Ok(Some(published))
}

/// Exactly what `POST /statements` answers.
fn receipts(published: &Published, is_one: bool) -> Json {
    let receipts: Vec<Json> =
        published.statements.iter().map(|receipt| json!({ "id": receipt.id, "index": receipt.index, "size": receipt.size })).collect();
    match (is_one, <[Json; 1]>::try_from(receipts)) {
        (true, Ok([one])) => one,
        (false, Ok(one)) => json!({ "statements": one }),
        (_, Err(many)) => json!({ "statements": many }),
    }
}

/// Every fault, one line each.
pub(crate) fn at_fault(input: &Path, faults: &[drafts::LineFault]) -> Failure {
    let details: Vec<String> = faults.iter().map(|(line, fault)| drafts::shown(*line, fault)).collect();
    let count = details.len();
    let noun = if count == 1 { "fault" } else { "faults" };
    Failure::failed(format!("`{}` has {count} {noun}; nothing was written", input_name(input))).with_details(details)
}

/// Why a batch was not published, by lines of the input.
pub(crate) fn unpublished(error: &PublishError, input: &Path, line_of: impl Fn(usize) -> usize) -> Failure {
    match error {
        PublishError::Faults(lines) => {
            let faults: Vec<drafts::LineFault> =
                lines.iter().flat_map(|line| line.faults.iter().map(|fault| (line_of(line.line), fault.clone()))).collect();
            at_fault(input, &faults)
        }
        PublishError::Refused { line, refusal } => Failure::new(Exit::Refused, format!("line {}: {refusal}; nothing was written", line_of(*line))),
        PublishError::Halted(halt) => Failure::new(Exit::Refused, format!("the node signs nothing: {halt}")).with_way_out("`koinon doctor` explains"),
        PublishError::Busy | PublishError::Closed => Failure::new(Exit::Unavailable, error),
        _ => Failure::failed(error),
    }
}
