//! The commands, one file each: what was asked, what is so, how it looks.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::failure::Failure;

pub(crate) mod attach;
pub(crate) mod backup;
pub(crate) mod brief;
pub(crate) mod compare;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod index;
pub(crate) mod init;
pub(crate) mod key;
pub(crate) mod measures;
pub(crate) mod partner;
pub(crate) mod policy;
pub(crate) mod proof;
pub(crate) mod publish;
pub(crate) mod restore;
pub(crate) mod restricted;
pub(crate) mod schema;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod shell;
pub(crate) mod token;
pub(crate) mod user;
pub(crate) mod verify;
pub(crate) mod watch;

/// What the man page and `--help` say of exit codes: published, so in one place.
const EXIT_CODES: &str = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 does not verify, 4 not found, 5 refused, \
6 another machine or the node does not answer, 7 done in part, 8 wrong configuration, 130 interrupted.";

/// Koinon: a public body's own record of what it decides, verifiable by anyone.
///
/// `koinon demo` shows it in a browser with invented data. `koinon init DIR` makes a node, `koinon serve --dir DIR` runs it.
#[derive(Debug, Parser)]
#[command(name = "koinon", version, after_help = EXIT_CODES, max_term_width = 100)]
pub(crate) struct Arguments {
    /// What holds for every command.
    #[command(flatten)]
    pub(crate) voice: Voice,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What holds for every command.
#[derive(Debug, Args)]
pub(crate) struct Voice {
    /// Write results as one JSON document with a `schema` field
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Say nothing about progress; errors and warnings still show
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

/// The folder of a node.
#[derive(Debug, Args)]
pub(crate) struct Dir {
    /// The node's folder
    #[arg(long, value_name = "DIR", env = "KOINON_DIR")]
    pub(crate) dir: PathBuf,
}

/// Everything that the program can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show an invented league of seven nodes in the browser; nothing to set up
    Demo(demo::Asked),
    /// Make a new node: keys, genesis, settings, empty record
    Init(init::Asked),
    /// Run a node: pages, data, the log, and the door for statements
    Serve(serve::Asked),
    /// Read measures, places, borders or statements from files
    Import(import::Asked),
    /// State something: one JSON statement, or many as lines, all or nothing
    Publish(publish::Asked),
    /// Keep a file in the node, to be named in a statement by its SHA-256
    Attach(attach::Asked),
    /// List measures
    Measures(measures::Asked),
    /// Search all statements: words of any language, codes, places
    Search(search::Asked),
    /// Put up to six places side by side: what applies in each, and where they differ
    Compare(compare::Asked),
    /// Compute an index of how strict policies are, by place and day
    Index(index::Asked),
    /// Say what changed, what clashes, what ends soon and what needs a decision
    Brief(brief::Asked),
    /// Follow other records: pin their keys, say for whom they speak
    Partner(partner::Asked),
    /// Find where policies of levels, neighbours and sectors clash, and who moved first
    Policy(policy::Asked),
    /// Write the proof that an entry stands in the record
    Proof(proof::Asked),
    /// Check a proof, a node's folder, or any tlog-tiles log on the network
    Verify(verify::Asked),
    /// Write every entry, in order, one line of canonical JSON each
    Export(export::Asked),
    /// Copy a node's record and attachments, also while it serves; never its keys
    Backup(backup::Asked),
    /// Make a node's folder from a backup
    Restore(restore::Asked),
    /// List, erase or copy the words of restricted statements that this node holds
    Restricted(restricted::Asked),
    /// Show the keys of a node, or encrypt them
    Key(key::Asked),
    /// Make, list or revoke tokens for `POST /statements`
    Token(token::Asked),
    /// Make, list or change the accounts of people who sign in
    User(user::Asked),
    /// Tell an office or a program what is new, by e-mail or webhook
    Watch(watch::Asked),
    /// Print the JSON Schema of a kind, or the list of kinds
    Schema(schema::Asked),
    /// Say how a node is, and how to mend it
    Doctor(doctor::Asked),
    /// Print the completion script of a shell
    Completions(shell::CompletionsAsked),
    /// Print the manual page
    Man(shell::ManAsked),
}

/// Reads a whole input, `-` being stdin, up to `bytes_max`.
pub(crate) fn read_input(path: &std::path::Path, bytes_max: u64) -> Result<Vec<u8>, Failure> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().lock().take(bytes_max + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(bytes_max + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| crate::failure::cannot("read", path, &error))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > bytes_max) {
        return Err(Failure::failed(format!("`{}` is larger than {} MiB; give it in parts", path.display(), bytes_max >> 20)));
    }
    Ok(bytes)
}

/// The name of an input in messages.
pub(crate) fn input_name(path: &std::path::Path) -> String {
    if path.as_os_str() == "-" { "stdin".to_owned() } else { path.display().to_string() }
}
