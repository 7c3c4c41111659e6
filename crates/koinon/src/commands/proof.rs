//! `koinon proof ID|INDEX [-o NAME]`: writes `NAME.tlog-proof` and `NAME.entry`, which together verify offline.

use std::path::{Path, PathBuf};

use clap::Args;
use record::places::OWN;
use record::{EntryId, Place};
use serde_json::json;

use crate::commands::Dir;
use crate::failure::{Exit, Failure, cannot};
use crate::folder::{self, Reading};
use crate::output::Output;

/// Write the proof that an entry stands in the record
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// The entry: its id (`sha256:…`) or its index
    #[arg(value_name = "ID|INDEX")]
    entry: String,
    /// Name of the two files, without their endings; `entry-INDEX` if absent
    #[arg(long, short, value_name = "NAME")]
    output: Option<PathBuf>,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let reading = folder::read(&asked.dir.dir)?;
    let row = find(&reading, &asked.entry)?;
    let entry = folder::entry(&reading, row)?;
    let index = entry.index;
    let proof = reading.proof(row).map_err(folder::unread)?.ok_or_else(|| Failure::not_found(format!("there is no entry {index}")))?;
    let name = asked.output.clone().unwrap_or_else(|| PathBuf::from(format!("entry-{index}")));
    let [proof_file, entry_file] = ["tlog-proof", "entry"].map(|ending| with_ending(&name, ending));
    write(&proof_file, proof.to_string().as_bytes())?;
    write(&entry_file, &entry.bytes)?;
    if output.is_json() {
        output.document("proof/v1", json!({ "id": entry.id, "index": index, "proof": proof_file, "entry": entry_file }))?;
    } else {
        output.line(&format!("{}\n{}", proof_file.display(), entry_file.display()))?;
    }
    let vkey = &reading.identity().vkey;
    output.say(&format!("check it anywhere: koinon verify {} --vkey {vkey}", proof_file.display()));
    Ok(Exit::Done)
}

/// The row of the entry of our record that is meant.
fn find(reading: &Reading, text: &str) -> Result<u32, Failure> {
    if let Ok(index) = text.parse::<u32>() {
        let size = reading.signed().size;
        let no_such = || Failure::not_found(format!("there is no entry {index}; the record has {size}, counted from 0"));
        return reading.row(Place { record: OWN, index }).ok_or_else(no_such);
    }
    let id: EntryId =
        text.parse().map_err(|_| Failure::usage(format!("`{text}` is neither an entry's id nor its index; give `sha256:…` or a number")))?;
    let found = reading.find_id(id).map_err(folder::unread)?;
    found.ok_or_else(|| Failure::not_found(format!("no entry of this record has the id `{id}`")))
}

/// `NAME.ending`, also where NAME has a dot of its own.
pub(crate) fn with_ending(name: &Path, ending: &str) -> PathBuf {
    let mut whole = name.as_os_str().to_owned();
    whole.push(".");
    whole.push(ending);
    PathBuf::from(whole)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|error| cannot("write", path, &error))
}
