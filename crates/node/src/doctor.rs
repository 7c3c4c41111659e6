//! The doctor: what is so in a node's folder, what that means, and what to do. Reads only, also beside a serving node, and never fails on a
//! sick folder: what can't be read is a finding.

use std::path::Path;

use record::Kind;
use record::fold::FOLD;
use store::{League, Mode, Record, RecordFile, Signed};

use crate::error::{Halt, OpenError, ReadError};
use crate::files;
use crate::folding::{self, Kept, kinds_text};
use crate::gate::{self, Gate, RESTORED, compare_mark};
use crate::identity::{self, Identity};
use crate::keyfile::Passphrase;
use crate::mark::{MarkFile, mark_path};
use crate::model::Model;
use crate::node::{Machine, Node, take_lock};
use crate::reading::parse;
use crate::tree::{Tree, open_log};
use crate::witness::{self, LEAGUE_FILE};
use crate::writer::now_ms;

/// How a finding is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// As it should be.
    Good,
    /// Worth knowing.
    Notice,
    /// The node can't do its work until it is mended.
    Wrong,
}

/// One thing that the doctor found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How it is to be taken.
    pub weight: Weight,
    /// Of what: `record`, `mark`, `clock`, `keys`, `rows`, `process`, `witness`, `attachments`.
    pub part: &'static str,
    /// What is so, and what it means.
    pub what: String,
    /// What to do, where there is something to do.
    pub way_out: Option<String>,
}

impl Finding {
    fn good(part: &'static str, what: impl Into<String>) -> Finding {
        Finding { weight: Weight::Good, part, what: what.into(), way_out: None }
    }

    fn notice(part: &'static str, what: impl Into<String>, way_out: impl Into<String>) -> Finding {
        Finding { weight: Weight::Notice, part, what: what.into(), way_out: Some(way_out.into()) }
    }

    fn wrong(part: &'static str, what: impl Into<String>, way_out: impl Into<String>) -> Finding {
        Finding { weight: Weight::Wrong, part, what: what.into(), way_out: Some(way_out.into()) }
    }

    fn halt(part: &'static str, halt: &Halt) -> Finding {
        // A halt's words end in its way out.
        Finding { weight: Weight::Wrong, part, what: halt.to_string(), way_out: None }
    }
}

/// Examines the node in `dir`. Errors: there is none.
pub fn examine(dir: &Path, kinds: &[Kind], machine: &Machine) -> Result<Vec<Finding>, OpenError> {
    let path = dir.join("record.db");
    if !path.is_file() {
        return Err(OpenError::NoNode(dir.to_owned()));
    }
    let mut findings = Vec::new();
    match RecordFile::open(&path, Mode::Read).map_err(ReadError::from).and_then(|file| read_record(file.own()).map(|read| (file, read))) {
        Err(error) => findings.push(Finding::wrong("record", error.to_string(), "restore a true copy with `koinon restore`")),
        Ok((file, (identity, signed))) => {
            let record = file.own();
            let size = signed.size;
            findings.push(Finding::good("record", format!("`{}` has {size} entries under a signed checkpoint", identity.origin)));
            findings.extend(mark_findings(dir, record, &signed, &identity, machine));
            findings.extend(clock_finding(dir, record, size, machine));
            findings.extend(key_findings(dir, &identity, machine.passphrase.as_ref()));
            findings.push(rows_finding(dir, &file, kinds));
            findings.extend(witness_finding(dir, &identity, machine));
        }
    }
    findings.push(process_finding(dir));
    Ok(findings)
}

fn read_record(record: Record<'_>) -> Result<(Identity, Signed), ReadError> {
    let damaged = |what: &str| ReadError::Damaged(what.to_owned());
    let signed = record.latest()?.ok_or_else(|| damaged("no checkpoint is signed"))?;
    let genesis = record.entry(0)?.ok_or_else(|| damaged("entry 0 is missing"))?;
    Ok((Identity::of_genesis(&genesis)?, signed))
}

fn mark_findings(dir: &Path, record: Record<'_>, signed: &Signed, identity: &Identity, machine: &Machine) -> Vec<Finding> {
    let path = mark_path(&machine.marks, identity.key_id());
    let shown = path.display();
    let mark = match MarkFile::read(&path, &identity.origin) {
        Ok(mark) => mark.mark(),
        Err(error) => {
            return vec![Finding::wrong("mark", format!("the high-water mark `{shown}` can't be used: {error}"), "mend or restore that file")];
        }
    };
    let log = match open_log(record, signed.size) {
        Ok(log) if log.root() == signed.root => log,
        Ok(_) => {
            let what = format!("the {} entries do not have the root that is signed", signed.size);
            return vec![Finding::wrong("record", what, "run `koinon verify` to see where, then restore a true copy")];
        }
        Err(error) => return vec![Finding::wrong("record", error.to_string(), "restore a true copy with `koinon restore`")],
    };
    match (compare_mark(Tree { record, log: &log }, mark, dir.join(RESTORED).exists()), mark) {
        (Err(error), _) => vec![Finding::wrong("record", error.to_string(), "restore a true copy with `koinon restore`")],
        (Ok(Some(halt)), _) => vec![Finding::halt("mark", &halt)],
        (Ok(None), Some(mark)) => {
            vec![Finding::good("mark", format!("this machine signed {} entries, and the record has them (`{shown}`)", mark.size))]
        }
        (Ok(None), None) => vec![Finding::notice(
            "mark",
            format!("there is no high-water mark `{shown}`: on this machine, an older copy of the folder would not be noticed"),
            "if the node was moved here, bring that file along from the other machine; the next start makes one where there is none",
        )],
    }
}

fn clock_finding(dir: &Path, record: Record<'_>, size: u64, machine: &Machine) -> Vec<Finding> {
    let last = gate::last_entry(record, size).map_err(ReadError::from);
    let last = last.and_then(|bytes| bytes.map(|bytes| parse(size.saturating_sub(1), bytes)).transpose());
    match last {
        Err(error) => vec![Finding::wrong("record", error.to_string(), "restore a true copy with `koinon restore`")],
        Ok(None) => Vec::new(),
        Ok(Some(entry)) => match Gate::new(dir, None, entry.statement.at).pass(now_ms(&*machine.clock)) {
            Ok(_) => vec![Finding::good("clock", format!("the last entry was stated at {}", entry.statement.at))],
            Err(halt) => vec![Finding::halt("clock", &halt)],
        },
    }
}

fn key_findings(dir: &Path, identity: &Identity, passphrase: Option<&Passphrase>) -> Vec<Finding> {
    let mut findings = match identity::read_log_key(dir, identity, passphrase) {
        Ok(_) => vec![Finding::good("keys", "the log's key is here and is the record's")],
        Err(error) => vec![Finding::wrong("keys", error.to_string(), "without it the folder can be read, but nothing be stated")],
    };
    let keys = dir.join("keys");
    for name in ["identity.key", "next-identity.key"].into_iter().filter(|name| keys.join(name).is_file()) {
        findings.push(Finding::notice(
            "keys",
            format!("`keys/{name}` lies beside the log's key: who takes this machine takes both"),
            "move it to a place that is not connected, and keep a copy of it elsewhere",
        ));
    }
    for name in ["log.key", "identity.key", "next-identity.key", identity::WITNESS_FILE, identity::MIRROR_FILE] {
        if files::is_open_to_others(&keys.join(name)) {
            findings.push(Finding::wrong("keys", format!("`keys/{name}` can be read by others on this machine"), format!("chmod 600 keys/{name}")));
        }
    }
    findings
}

fn rows_finding(dir: &Path, file: &RecordFile, kinds: &[Kind]) -> Finding {
    let rebuilt = "nothing needs to be done: the next start folds them anew from the record";
    let Some(views) = store::Views::read(&dir.join("views.db")) else {
        return Finding::notice("rows", "no rows are kept: the next start will take longer", rebuilt);
    };
    let Ok(Some(folded)) = views.folded() else { return Finding::notice("rows", "`views.db` is empty or damaged", rebuilt) };
    if folded.fold != FOLD || folded.kinds != kinds_text(kinds) {
        return Finding::notice("rows", "`views.db` was folded by another release", rebuilt);
    }
    match file.places().map_err(ReadError::from).and_then(|places| Ok((folding::kept(dir, file, &places, kinds)?, places.rows()))) {
        Ok((Some(rows), size)) if rows.size() == size => Finding::good("rows", format!("all {size} rows are kept")),
        Ok((Some(rows), size)) => Finding::good("rows", format!("{} of {size} rows are kept; the rest is folded at the next start", rows.size())),
        Ok((None, _)) | Err(_) => Finding::notice("rows", "`views.db` is damaged, or of another history", rebuilt),
    }
}

/// What our witness cosigned, if it ever did.
fn witness_finding(dir: &Path, identity: &Identity, machine: &Machine) -> Option<Finding> {
    let path = dir.join(LEAGUE_FILE);
    if !path.is_file() {
        return None;
    }
    let read = League::read(&path).and_then(|league| Ok((league.turns()?, league.cosigned_logs()?)));
    let (turns, (logs, last)) = match read {
        Ok(read) => read,
        Err(error) => {
            let way_out = format!("move `{LEAGUE_FILE}` and `keys/{}` away: the witness starts under a new key", identity::WITNESS_FILE);
            return Some(Finding::wrong("witness", error.to_string(), way_out));
        }
    };
    match witness::is_behind(dir, identity, machine, turns) {
        Ok(None) => {}
        Ok(Some(behind)) => return Some(Finding { weight: Weight::Wrong, part: "witness", what: behind, way_out: None }),
        Err(error) => return Some(Finding::wrong("witness", error.to_string(), "mend or move away that file")),
    }
    let last = last.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).map(|last| format!(", last at {last}")).unwrap_or_default();
    Some(Finding::good("witness", format!("the witness cosigned {turns} checkpoints of {logs} logs{last}")))
}

fn process_finding(dir: &Path) -> Finding {
    match (crate::socket::status(dir), take_lock(dir)) {
        (Ok(status), _) => match status.halt {
            None => Finding::good("process", format!("process {} serves and signs; commands that write hand their work to it", status.process)),
            Some(halt) => Finding::halt("process", &halt),
        },
        (Err(_), Ok(_)) => Finding::good("process", "no process writes here; commands that write open the record themselves"),
        (Err(_), Err(OpenError::InUse(_))) => {
            Finding::notice("process", "a process writes here and takes no work from others", "wait until it ends, or stop it")
        }
        (Err(_), Err(error)) => Finding::wrong("process", error.to_string(), "make the folder writable for this user"),
    }
}

/// What a rebuild found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Rows that were folded and are kept now.
    pub size: u32,
    /// Hash over all rows.
    pub view_root: store::Hash,
    /// Whether the rows that were kept before were the same; none where none of use were kept.
    pub was_same: Option<bool>,
}

/// Drops `views.db`, folds everything anew from the record, keeps that, and compares with what was kept. The node must not be open.
pub fn rebuild<M: Model>(dir: &Path, kinds: &'static [Kind], machine: &Machine) -> Result<Rebuilt, OpenError> {
    let lock = take_lock(dir)?;
    let file = RecordFile::open(&dir.join("record.db"), Mode::Read)?;
    let folded = folding::fold_anew(&file, kinds)?;
    let was_same = match folded.compare(dir, &file, kinds) {
        Kept::Nothing => None,
        Kept::Same(_) => Some(true),
        Kept::Other => Some(false),
    };
    let (size, view_root) = (folded.size(), folded.view_root());
    drop((folded, file));
    store::Views::remove(&dir.join("views.db"));
    drop(lock);
    // Opening folds, and closing keeps.
    drop(Node::<M>::open(dir, kinds, machine)?);
    Ok(Rebuilt { size, view_root, was_same })
}
