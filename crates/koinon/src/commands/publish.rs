//! `koinon publish [FILE|-]`: one statement as JSON, or many as lines, all or nothing.
//!
//! ```text
//! {"id":"sha256:..","index":17,"size":18}      for one, {"statements":[..]} for many
//! ```

use std::path::{Path, PathBuf};

use clap::Args;
use node::{PublishError, Published};
use record::Office;
use serde_json::{Value as Json, json};

use crate::commands::{Dir, input_name, read_input};
use crate::drafts::{self, Drafts};
use crate::failure::{Exit, Failure};
use crate::folder;
use crate::output::Output;

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
}

/// The largest input, in bytes: a node takes no larger batch.
pub(crate) const INPUT_BYTES_MAX: u64 = 256 << 20;

/// Warnings that are said in full; the rest is counted.
const WARNINGS_SHOWN: usize = 20;

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let bytes = read_input(&asked.file, INPUT_BYTES_MAX)?;
    let parsed = drafts::parse(&bytes).map_err(|faults| at_fault(&asked.file, &faults))?;
    let is_one = parsed.is_one;
    let published = send(&asked.dir.dir, parsed, &asked.by, asked.dry_run, &asked.file, output)?;
    match published {
        Some(published) => output.line(&receipts(&published, is_one).to_string())?,
        None => output.say("nothing was written: this was `--dry-run`, and all of it would stand"),
    }
    Ok(Exit::Done)
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
