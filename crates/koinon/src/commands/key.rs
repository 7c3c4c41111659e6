//! `koinon key show|encrypt`: the keys of a node, and the passphrase that they lie under.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use node::{KeyFile, Passphrase};
use serde_json::json;

use crate::commands::Dir;
use crate::failure::{Exit, Failure};
use crate::folder;
use crate::output::{self, Output};

/// The files of a node's keys, and what each is for.
const FILES: [(&str, &str); 5] = [
    ("log.key", "signs checkpoints"),
    ("witness.key", "cosigns what it saw of partners"),
    ("mirror.key", "cosigns what it holds a copy of"),
    ("identity.key", "signs a change of the log's key; keep it offline"),
    ("next-identity.key", "becomes the identity key; keep it offline, elsewhere"),
];

/// Show the keys of a node, or encrypt them
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show the public half of each key, and whether it is encrypted
    Show(Dir),
    /// Encrypt every key in the folder with the passphrase in the file that `KOINON_KEY_PASSPHRASE_FILE` names
    Encrypt(Encrypt),
}

/// Encrypt every key in the folder with the passphrase in the file that `KOINON_KEY_PASSPHRASE_FILE` names
///
/// A node that serves goes on with the keys that it has; from its next start on it needs the passphrase.
#[derive(Debug, Args)]
struct Encrypt {
    #[command(flatten)]
    dir: Dir,
    /// A file with the passphrase that the keys lie under so far, if they do
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    match &asked.what {
        What::Show(dir) => show(&dir.dir, output),
        What::Encrypt(asked) => encrypt(asked, output),
    }
}

/// The key files that there are.
fn there(dir: &Path) -> Result<Vec<(&'static str, &'static str, PathBuf)>, Failure> {
    folder::must_be_node(dir)?;
    let keys = dir.join("keys");
    Ok(FILES.into_iter().map(|(name, use_of)| (name, use_of, keys.join(name))).filter(|(_, _, path)| path.exists()).collect())
}

fn show(dir: &Path, output: Output) -> Result<Exit, Failure> {
    let mut keys = Vec::new();
    for (name, use_of, path) in there(dir)? {
        keys.push((name, use_of, KeyFile::read(&path).map_err(|what| wrong(&path, &what))?));
    }
    if output.is_json() {
        let key = |(file, use_of, key): &(&str, &str, KeyFile)| json!({ "file": format!("keys/{file}"), "vkey": key.vkey.to_string(), "encrypted": key.is_encrypted, "use": use_of });
        output.document("keys/v1", json!({ "keys": keys.iter().map(key).collect::<Vec<_>>() }))?;
    } else {
        let row = |(file, use_of, key): &(&str, &str, KeyFile)| {
            let kept = if key.is_encrypted { "encrypted" } else { "in the clear" };
            vec![format!("keys/{file}"), kept.to_owned(), (*use_of).to_owned(), key.vkey.to_string()]
        };
        output.line(&output::table(&["FILE", "KEPT", "USE", "PUBLIC HALF"], &keys.iter().map(row).collect::<Vec<_>>()))?;
    }
    Ok(Exit::Done)
}

fn encrypt(asked: &Encrypt, output: Output) -> Result<Exit, Failure> {
    let dir = &asked.dir.dir;
    let keys = there(dir)?;
    let to = folder::passphrase()?.ok_or_else(|| {
        Failure::usage("nothing says under which passphrase the keys are to lie")
            .with_way_out("write one into a file for its owner alone, and name it in `KOINON_KEY_PASSPHRASE_FILE`")
    })?;
    let from: Option<Passphrase> = asked.from.as_deref().map(folder::read_passphrase).transpose()?;
    for (name, _, path) in keys {
        node::encrypt_key(&path, from.as_ref(), &to).map_err(|what| wrong(&path, &what))?;
        output.say(&format!("keys/{name} is encrypted"));
    }
    output.say("keep the passphrase apart from the keys: without it they are lost");
    Ok(Exit::Done)
}

fn wrong(path: &Path, what: &str) -> Failure {
    Failure::new(Exit::Configuration, format!("`{}`: {what}", path.display()))
}
