//! `koinon restore SRC --dir DIR`: a node's folder from a backup; `--from-log URL`: what the folder lacks, from a copy of its published log.

use std::path::{Path, PathBuf};

use clap::Args;
use node::HealError;
use node::backup;
use record::checkpoint::Checkpoint;
use record::note::{NOTE_BYTES_MAX, SignedNote};
use record::tile::{BUNDLE_BYTES_MAX, Bundle, Resource, WIDTH};
use serde_json::json;

use crate::audit::wrong;
use crate::commands::Dir;
use crate::commands::backup::uncopied;
use crate::failure::{Exit, Failure};
use crate::fetch::Remote;
use crate::folder::{self, Node};
use crate::output::Output;
use crate::settings;

/// Make a node's folder from a backup
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// The backup
    #[arg(value_name = "SRC", required_unless_present = "from_log", conflicts_with = "from_log")]
    src: Option<PathBuf>,
    #[command(flatten)]
    dir: Dir,
    /// A folder with the node's keys, which no backup has
    #[arg(long, value_name = "KEYS", conflicts_with = "from_log")]
    keys: Option<PathBuf>,
    /// Instead: fetch the entries that a restored record lacks from a copy of its published log (`https://…/log`)
    #[arg(long, value_name = "URL")]
    from_log: Option<String>,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    match (&asked.src, &asked.from_log) {
        (Some(src), _) => from_backup(src, &asked.dir.dir, asked.keys.as_deref(), output),
        (None, Some(url)) => from_log(url, &asked.dir.dir, output),
        (None, None) => Err(Failure::usage("give a backup, or `--from-log` with the address of a copy of the log")),
    }
}

fn from_backup(src: &Path, dir: &Path, keys: Option<&Path>, output: Output) -> Result<Exit, Failure> {
    let restored = backup::restore(src, dir, keys, league::KINDS).map_err(|error| uncopied(&error))?;
    let manifest = &restored.manifest;
    if output.is_json() {
        let document = json!({ "origin": manifest.origin, "size": manifest.size, "root": manifest.root, "at": manifest.at, "has_log_key": restored.has_log_key });
        output.document("restored/v1", document)?;
    } else {
        output.line(&format!("`{}`: {} entries of `{}`, as of {}, verified", dir.display(), manifest.size, manifest.origin, manifest.at))?;
    }
    let shown = dir.display();
    if !restored.has_log_key {
        output.say(&format!("put the log's key back, or it only reads: copy log.key into {shown}/keys"));
    }
    output.say(&format!("before it signs, it compares itself with what this machine signed: koinon doctor --dir {shown}"));
    Ok(Exit::Done)
}

/// The most entries that are fetched at once.
const ENTRIES_MAX: u64 = 1_000_000;

fn from_log(url: &str, dir: &Path, output: Output) -> Result<Exit, Failure> {
    let node = Node::open(dir, league::KINDS, &folder::machine()?).map_err(|error| folder::unopened(&error))?;
    let size = u64::from(node.size());
    let log = Remote::new(url, &settings::read(dir)?.outgoing)?;
    let missing = |path: &str| Failure::not_found(format!("`{path}` is not at `{url}`; give the address of the log itself, such as `https://…/log`"));
    let note = log.get("checkpoint", NOTE_BYTES_MAX)?.ok_or_else(|| missing("checkpoint"))?;
    let note = String::from_utf8(note).map_err(|_| wrong("the copy's checkpoint is no text"))?;
    let theirs: Checkpoint = note.parse::<SignedNote>().map_err(wrong)?.text.parse().map_err(wrong)?;
    if theirs.size.saturating_sub(size) > ENTRIES_MAX {
        return Err(Failure::failed(format!("more than {ENTRIES_MAX} entries are missing; restore a newer backup first")));
    }
    let mut entries = Vec::new();
    for index in size / u64::from(WIDTH)..theirs.size.div_ceil(u64::from(WIDTH)) {
        output.progress(&format!("fetching entry {} of {}", index * u64::from(WIDTH), theirs.size));
        let bundle = Bundle::within(index, theirs.size).ok_or_else(|| wrong("the copy's size is beyond that of any tree"))?;
        let path = Resource::Bundle(bundle).to_string();
        let bytes = log.get(&path, BUNDLE_BYTES_MAX)?.ok_or_else(|| missing(&path))?;
        let found = bundle.entries(&bytes).map_err(|error| wrong(format!("`{path}`: {error}")))?;
        entries.extend((bundle.start()..).zip(found).filter(|(number, _)| *number >= size).map(|(_, entry)| entry.to_vec()));
    }
    let count = entries.len();
    node.heal(entries, &note).map_err(|error| unhealed(&error))?;
    if output.is_json() {
        output.document("healed/v1", json!({ "fetched": count, "size": theirs.size }))?;
    } else {
        output.line(&format!("{count} entries fetched; the record has {} again, as its own key signed them", theirs.size))?;
    }
    Ok(Exit::Done)
}

fn unhealed(error: &HealError) -> Failure {
    match error {
        HealError::Note(_) | HealError::Entries(_) | HealError::OtherRoot { .. } => wrong(error),
        HealError::Halted(_) | HealError::StillBehind { .. } => Failure::new(Exit::Refused, error),
        _ => Failure::failed(error),
    }
}
