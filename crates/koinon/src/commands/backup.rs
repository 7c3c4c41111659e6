//! `koinon backup DEST`: a consistent copy, also while the node serves. Keys are backed up apart.

use std::path::PathBuf;

use clap::Args;
use node::SystemClock;
use node::backup::{self, BackupError, Keys};

use crate::commands::Dir;
use crate::failure::{Exit, Failure};
use crate::folder;
use crate::output::Output;

/// Copy a node's record and attachments, also while it serves; never its keys
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// A folder that does not exist yet, or is empty
    #[arg(value_name = "DEST")]
    dest: PathBuf,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let manifest = backup::backup(&asked.dir.dir, &asked.dest, Keys::Apart, &SystemClock::new()).map_err(|error| uncopied(&error))?;
    if output.is_json() {
        let document = serde_json::to_value(&manifest).map_err(Failure::failed)?;
        output.document("backup/v1", document)?;
    } else {
        output.line(&format!("`{}`: {} entries of `{}` in {} files", asked.dest.display(), manifest.size, manifest.origin, manifest.files.len()))?;
    }
    output.say(&format!("keys are not in it: back up {}/keys/log.key apart from the record", asked.dir.dir.display()));
    Ok(Exit::Done)
}

/// Why a backup was not made or not restored.
pub(crate) fn uncopied(error: &BackupError) -> Failure {
    match error {
        BackupError::NotEmpty(_) => Failure::failed(error),
        BackupError::NoBackup { .. } => Failure::not_found(error),
        BackupError::Changed { .. } | BackupError::Verify(_) => Failure::new(Exit::NotVerified, error),
        BackupError::Open(error) => folder::unopened(error),
        BackupError::File { .. } => Failure::failed(error),
    }
}
