//! `koinon import json FILE|-`: lines as `koinon export` writes them, said anew.
//!
//! Each line becomes a new statement of our own: same kind, subject, act, about and body; `at` and `by` are ours. `revises` is mapped from the old
//! entry's id to the line that said it. The record's own kinds (genesis, key, ...) are left out: they speak of the record that they stood in.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use record::{Draft, EntryId, Fault, Json, Revises};
use serde_json::json;

use crate::commands::import::Writing;
use crate::commands::{Dir, publish, read_input};
use crate::drafts::{self, Drafts, LineFault};
use crate::failure::{Exit, Failure};
use crate::output::Output;

/// Statements from lines as `koinon export` writes them
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// A file, or `-` for stdin
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let bytes = read_input(&asked.file, publish::INPUT_BYTES_MAX)?;
    let (batch, left_out) = said_anew(&bytes).map_err(|faults| publish::at_fault(&asked.file, &faults))?;
    let count = batch.drafts.len();
    let published =
        if count == 0 { None } else { publish::send(&asked.dir.dir, batch, &asked.writing.by, asked.writing.dry_run, &asked.file, output)? };
    let size = published.and_then(|published| published.statements.last().map(|receipt| receipt.size));
    if output.is_json() {
        output.document("import/v1", json!({ "statements": count, "left_out": left_out, "size": size, "dry_run": asked.writing.dry_run }))?;
    } else {
        output.line(&format!("{count} statements read, {left_out} of the record's own kinds left out"))?;
    }
    Ok(Exit::Done)
}

/// The lines as drafts, and how many were left out. Errors: every fault of every line.
fn said_anew(bytes: &[u8]) -> Result<(Drafts, usize), Vec<LineFault>> {
    let mut batch = Drafts::default();
    let (mut left_out, mut faults) = (0, Vec::new());
    let mut line_of: BTreeMap<EntryId, usize> = BTreeMap::new();
    for (at, line) in bytes.split(|b| *b == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match draft(line, &line_of) {
            Ok(Some(draft)) => {
                batch.drafts.push(draft);
                batch.lines.push(at + 1);
                line_of.insert(EntryId::of(line), batch.drafts.len());
            }
            Ok(None) => left_out += 1,
            Err(found) => faults.extend(found.into_iter().map(|fault| (at + 1, fault))),
        }
    }
    if faults.is_empty() { Ok((batch, left_out)) } else { Err(faults) }
}

/// Members that the node sets anew.
const OURS: [&str; 3] = ["at", "by", "eyes"];

/// The draft that a line makes; none for the record's own kinds. `line_of`: which statement of the batch an old entry became.
fn draft(line: &[u8], line_of: &BTreeMap<EntryId, usize>) -> Result<Option<Draft>, Vec<Fault>> {
    let mut value = drafts::value_of(line).map_err(|fault| vec![fault])?;
    let Json::Object(members) = &mut value else {
        return Err(vec![Fault::new("", "this is no statement; give lines as `koinon export` writes them")]);
    };
    let name = members.get("kind").and_then(Json::as_str).and_then(|kind| kind.split('/').next()).unwrap_or_default();
    if league::KINDS.iter().any(|kind| kind.is_records_own && kind.name == name) {
        return Ok(None);
    }
    for member in OURS {
        members.remove(member);
    }
    if !members.contains_key("subject") {
        return Err(vec![Fault::new("/subject", "the subject is missing; give lines as `koinon export` writes them")]);
    }
    let mut draft = Draft::from_json(value)?;
    if let Some(Revises::Entry(id)) = draft.revises
        && let Some(statement) = line_of.get(&id)
    {
        // Not among the lines before: perhaps it stands here already; if not, the door says so.
        draft.revises = Some(Revises::Line(*statement));
    }
    Ok(Some(draft))
}
