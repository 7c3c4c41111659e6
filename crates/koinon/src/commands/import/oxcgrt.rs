//! `koinon import oxcgrt PATH…`: the Oxford tracker's files as published, as observations of ours, never as acts of the government.
//!
//! In: files, what stands of each source, the batch, the summary. Out: reading the files and what is new in them (`policy::import`, `policy::edition`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use league::Cut;
use policy::edition::{Edition, Said, Standing};
use policy::import::oxcgrt::{self, File, Imported, Options};
use policy::measure::source_mark;
use record::{Act, Draft, SubjectName};
use serde_json::json;

use crate::commands::import::{Writing, check, damaged, files};
use crate::commands::{Dir, publish, read_input};
use crate::drafts::Drafts;
use crate::failure::{Exit, Failure};
use crate::folder::{self, Reading};
use crate::output::Output;

/// Measures and coverage from files of the Oxford tracker (OxCGRT), as published: row files and the legacy folder
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// Files or folders, `.csv` or `.csv.gz`
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    writing: Writing,
    /// Import the rest of damaged files, list what was left out, and exit with 7
    #[arg(long)]
    skip_bad: bool,
    /// Take back what stands of a series where this edition ends earlier
    #[arg(long)]
    replace: bool,
    /// Compare the published index files among PATH with the indices computed from what stands then
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let reading = folder::read(&asked.dir.dir)?;
    let imported = read(asked, output)?;
    for left_out in &imported.left_out {
        output.say(&format!("left out: {left_out}"));
    }
    let counts = Counts::new(&imported);
    let (drafts, counts) = news(&reading, &imported.editions, asked.replace, counts)?;
    let Imported { editions, indices, skipped, .. } = imported;
    drop((reading, editions));
    let size = state(asked, drafts, output)?;
    let checks = if asked.check { check::compare(&folder::read(&asked.dir.dir)?, &indices)? } else { Vec::new() };
    if output.is_json() {
        let mut summary = counts.json();
        summary.insert("size".to_owned(), json!(size));
        summary.insert("dry_run".to_owned(), json!(asked.writing.dry_run));
        summary.insert("left_out".to_owned(), json!(skipped.count));
        summary.insert("checks".to_owned(), json!(checks.iter().map(check::Check::json).collect::<Vec<_>>()));
        output.document("import/v1", summary.into())?;
    } else {
        output.line(&counts.text())?;
        for check in &checks {
            output.line(&check.text())?;
        }
    }
    if skipped.is_empty() {
        return Ok(Exit::Done);
    }
    output.warn(&format!("{} damaged things were left out", skipped.count));
    for damage in &skipped.listed {
        output.warn(&damage.to_string());
    }
    Ok(Exit::Partly)
}

/// Reads and parses the files. Errors: all that is damaged, unless it is to be left out.
fn read(asked: &Asked, output: Output) -> Result<Imported, Failure> {
    let paths = files::find(&asked.paths)?;
    let mut contents = Vec::with_capacity(paths.len());
    let mut bytes_read = 0_u64;
    for (at, path) in paths.iter().enumerate() {
        output.progress(&format!("reading {} of {} files", at + 1, paths.len()));
        let name = path.display().to_string();
        let bytes = files::unpacked(&name, read_input(path, files::FILE_BYTES_MAX)?)?;
        bytes_read = bytes_read.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if bytes_read > files::ALL_BYTES_MAX {
            return Err(Failure::failed(format!("the files unpack to more than {} MiB; import them in parts", files::ALL_BYTES_MAX >> 20)));
        }
        contents.push((name, bytes));
    }
    let files: Vec<File<'_>> = contents.iter().map(|(name, bytes)| File { name, bytes }).collect();
    let imported = oxcgrt::read(&files, Options { skips_bad: asked.skip_bad });
    let without_indices = |imported: Imported| if asked.check { imported } else { Imported { indices: Vec::new(), ..imported } };
    imported.map(without_indices).map_err(|damages| damaged(&damages, &format!("the import of {} files", files.len())))
}

/// What the editions add to what stands, as one batch.
fn news(reading: &Reading, editions: &[Edition], replaces: bool, mut counts: Counts) -> Result<(Vec<Draft>, Counts), Failure> {
    let size = reading.size();
    let mut batch: Vec<Draft> = Vec::new();
    // An edition may name a place that an earlier one of the same batch states.
    let mut ahead: BTreeSet<String> = BTreeSet::new();
    for edition in editions {
        let news = folder::with_cut(reading, size, |cut| {
            let standing = standing(reading, cut, &edition.source)?;
            let has_place = |code: &str| ahead.contains(code) || cut.model.register().has(code);
            edition
                .news(&standing, has_place, replaces)
                .map_err(|damages| damaged(&damages, "the edition").with_way_out("`--replace` takes back what this edition no longer has"))
        })?;
        ahead.extend(edition.places.keys().map(ToString::to_string));
        counts.unchanged += news.unchanged_count;
        counts.notes_left_out += news.notes_left_out_count;
        if batch.is_empty() {
            // Moved, not copied: the usual import has one edition, and its drafts are most of the memory.
            batch = news.drafts;
        } else {
            batch.extend(news.drafts);
        }
    }
    counts.of(&batch);
    Ok((batch, counts))
}

/// What stands of one source, withdrawn things too, by subject.
fn standing(reading: &Reading, cut: &Cut<'_>, source: &str) -> Result<BTreeMap<SubjectName, Standing>, Failure> {
    let mark = source_mark(source);
    let mut standing = BTreeMap::new();
    for kind in [league::measures::KIND, "coverage/v1"] {
        for index in cut.rows.of_kind(kind).iter().copied() {
            let Some(version) = cut.rows.version(index).filter(|version| version.is_head_at(cut.size)) else { continue };
            let packed = policy::Packed::unpack(version.value);
            if !packed.is_observed || packed.source != mark {
                continue;
            }
            let entry = folder::entry(reading, index)?;
            let body = match version.words().filter(|_| version.stands_at(cut.size)) {
                Some(words) if words == index => Some(entry.statement.body),
                Some(words) => folder::body(reading, words)?,
                None => None,
            };
            let said = match body {
                None => Said::Withdrawn,
                Some(body) if kind == league::measures::KIND => Said::Measure(Box::new(record::kind::typed(&body).map_err(Failure::failed)?)),
                Some(body) => Said::Coverage(Box::new(record::kind::typed(&body).map_err(Failure::failed)?)),
            };
            standing.insert(entry.statement.subject, Standing { head: entry.id, said });
        }
    }
    Ok(standing)
}

/// States the batch; the size of the record after it, where anything was stated.
fn state(asked: &Asked, drafts: Vec<Draft>, output: Output) -> Result<Option<u64>, Failure> {
    if drafts.is_empty() {
        return Ok(None);
    }
    let lines = (1..=drafts.len()).collect();
    let input = asked.paths.first().cloned().unwrap_or_default();
    let batch = Drafts { drafts, lines, is_one: false };
    let published = publish::send(&asked.dir.dir, batch, &asked.writing.by, asked.writing.dry_run, &input, output)?;
    Ok(published.and_then(|published| published.statements.last().map(|receipt| receipt.size)))
}

/// How many of what an import states.
#[derive(Debug, Default)]
struct Counts {
    sources: Vec<String>,
    of_kind: BTreeMap<String, OfKind>,
    unchanged: usize,
    notes_left_out: usize,
}

#[derive(Debug, Default)]
struct OfKind {
    new: usize,
    continued: usize,
    corrected: usize,
    withdrawn: usize,
}

/// The kinds that an import states, and what a summary calls them.
const NOUNS: [(&str, &str); 3] = [("place", "places"), ("measure", "measures"), ("coverage", "coverage")];

impl Counts {
    fn new(imported: &Imported) -> Counts {
        Counts { sources: imported.editions.iter().map(|edition| edition.source.clone()).collect(), ..Counts::default() }
    }

    fn of(&mut self, drafts: &[Draft]) {
        for draft in drafts {
            let of_kind = self.of_kind.entry(draft.kind.name().to_owned()).or_default();
            match (draft.act, &draft.revises) {
                (Act::Withdraw, _) => of_kind.withdrawn += 1,
                (Act::Correct, _) => of_kind.corrected += 1,
                (Act::State, None) => of_kind.new += 1,
                (Act::State, Some(_)) => of_kind.continued += 1,
            }
        }
    }

    fn json(&self) -> serde_json::Map<String, serde_json::Value> {
        let none = OfKind::default();
        let mut members: serde_json::Map<_, _> = NOUNS
            .iter()
            .map(|(kind, noun)| {
                let OfKind { new, continued, corrected, withdrawn } = self.of_kind.get(*kind).unwrap_or(&none);
                ((*noun).to_owned(), json!({ "new": new, "continued": continued, "corrected": corrected, "withdrawn": withdrawn }))
            })
            .collect();
        members.insert("sources".to_owned(), json!(self.sources));
        members.insert("unchanged".to_owned(), json!(self.unchanged));
        members.insert("notes_left_out".to_owned(), json!(self.notes_left_out));
        members
    }

    fn text(&self) -> String {
        let none = OfKind::default();
        let mut lines: Vec<String> = NOUNS
            .iter()
            .map(|(kind, noun)| {
                let OfKind { new, continued, corrected, withdrawn } = self.of_kind.get(*kind).unwrap_or(&none);
                format!("{noun}: {new} new, {continued} continued, {corrected} corrected, {withdrawn} withdrawn")
            })
            .collect();
        lines.push(format!("{} as they stood; sources: {}", self.unchanged, self.sources.join(", ")));
        if self.notes_left_out > 0 {
            lines.push(format!("{} notes found no room in their statements", self.notes_left_out));
        }
        lines.join("\n")
    }
}
