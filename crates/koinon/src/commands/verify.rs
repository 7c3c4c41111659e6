//! `koinon verify`: a proof file, a node's folder, or any tlog-tiles log on the network. One plain sentence first, details after.

use std::path::{Path, PathBuf};

use clap::Args;
use node::verify::{Scope, VerifyError, verify_store};
use record::checkpoint::encode_hash;
use record::note::{VerifyingKey, hex};
use record::proof::{Proven, TlogProof};
use serde_json::{Value as Json, json};

use crate::audit::{self, wrong};
use crate::commands::proof::with_ending;
use crate::commands::read_input;
use crate::environment;
use crate::failure::{Exit, Failure};
use crate::fetch::Remote;
use crate::folder;
use crate::output::Output;
use crate::settings::OutgoingSettings;

/// Check a proof, a node's folder, or any tlog-tiles log on the network
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// A `.tlog-proof` file, or the address of a node or of a log (`https://…`)
    #[arg(value_name = "FILE|URL")]
    what: Option<String>,
    /// The node's folder, checked whole: bytes, tree, checkpoint, view; `KOINON_DIR` if nothing else is named
    #[arg(long, value_name = "DIR", conflicts_with = "what")]
    dir: Option<PathBuf>,
    /// Bytes, tree, checkpoints and attachments alone: the view is not folded anew
    #[arg(long, conflicts_with = "what")]
    record: bool,
    /// The key that must have signed: `NAME+HASH+BASE64`, as the node's page and `/.well-known/koinon` show it
    #[arg(long, value_name = "VKEY")]
    vkey: Option<VerifyingKey>,
    /// The entry of the proof; if absent, the file beside it with the ending `.entry`
    #[arg(long, value_name = "FILE", conflicts_with = "dir")]
    entry: Option<PathBuf>,
}

/// The longest proof, in bytes.
const PROOF_BYTES_MAX: u64 = 256 << 10;
/// The longest `/.well-known/koinon`, in bytes.
const WELL_KNOWN_BYTES_MAX: usize = 64 << 10;

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    // Not by clap: a variable that is set for other commands must not stand against a file that is named.
    let dir = asked.dir.clone().or_else(|| environment::value("KOINON_DIR").map(PathBuf::from));
    let report = match (&asked.what, &dir) {
        (Some(what), _) if what.starts_with("http://") || what.starts_with("https://") => network(what, asked.key()?, output)?,
        (Some(what), _) => proof(Path::new(what), asked.entry.as_deref(), asked.key()?)?,
        (None, Some(dir)) => store(dir, if asked.record { Scope::RECORD } else { Scope::WHOLE }, asked.vkey.as_ref(), output)?,
        (None, None) => return Err(Failure::usage("give a proof, an address, or `--dir` with a node's folder")),
    };
    if output.is_json() {
        output.document("verified/v1", report.json())?;
    } else {
        output.line(&report.text())?;
    }
    Ok(Exit::Done)
}

impl Asked {
    fn key(&self) -> Result<&VerifyingKey, Failure> {
        self.vkey.as_ref().ok_or_else(|| {
            Failure::usage("`--vkey` is missing: a signature means nothing without the key that it must be of")
                .with_way_out("the node's Record page and `/.well-known/koinon` show it; take it from a place that you trust")
        })
    }
}

/// What was found right.
#[derive(Debug)]
pub(crate) struct Report {
    /// One plain sentence.
    pub(crate) sentence: String,
    /// What it rests on: name and value.
    pub(crate) details: Vec<(&'static str, String)>,
}

impl Report {
    fn text(&self) -> String {
        let width = self.details.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        let lines = self.details.iter().map(|(name, value)| format!("\n  {name:width$}  {}", crate::output::plain(value)));
        format!("{}{}", crate::output::plain(&self.sentence), lines.collect::<String>())
    }

    fn json(&self) -> Json {
        let details: serde_json::Map<String, Json> = self.details.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        json!({ "verified": true, "sentence": self.sentence, "details": details })
    }
}

fn proof(file: &Path, entry: Option<&Path>, key: &VerifyingKey) -> Result<Report, Failure> {
    let beside = |ending| with_ending(&file.with_extension(""), ending);
    let is_entry = file.extension().is_some_and(|ending| ending == "entry");
    let proof_file = if is_entry { beside("tlog-proof") } else { file.to_owned() };
    let entry_file = entry.map_or_else(|| beside("entry"), Path::to_owned);
    let proof = read_input(&proof_file, PROOF_BYTES_MAX)?;
    let entry = read_input(&entry_file, record::statement::ENTRY_BYTES_MAX as u64)
        .map_err(|failure| failure.with_way_out("give the entry that the proof is of with `--entry FILE`"))?;
    let text = std::str::from_utf8(&proof).map_err(|_| wrong(format!("`{}` is no proof: it is no text", proof_file.display())))?;
    let proof: TlogProof = text.parse().map_err(|error| wrong(format!("`{}` is no proof: {error}", proof_file.display())))?;
    let proven = proof.verify(&entry, key, &[]).map_err(|error| wrong(format!("the proof does not verify: {error}")))?;
    let Proven { index, checkpoint, .. } = proven;
    let id = record::EntryId::of(&entry);
    let sentence =
        format!("verified: this is entry {} of `{}`, as its key signed it in a record of {} entries", index, checkpoint.origin, checkpoint.size);
    let details = vec![
        ("entry", entry_file.display().to_string()),
        ("id", id.to_string()),
        ("index", index.to_string()),
        ("size", checkpoint.size.to_string()),
        ("root", encode_hash(&checkpoint.root)),
        ("key", key.to_string()),
    ];
    Ok(Report { sentence, details })
}

/// A whole store: bytes, tree, every checkpoint, attachments, and rows where `scope` says so.
fn store(dir: &Path, scope: Scope, key: Option<&VerifyingKey>, output: Output) -> Result<Report, Failure> {
    let progress = |done: u64| output.progress(&format!("{done} entries"));
    let verified = verify_store(dir, league::KINDS, scope, &progress).map_err(|error| match &error {
        VerifyError::Open(error) => folder::unopened(error),
        _ => wrong(&error),
    })?;
    let identity = &verified.identity;
    if let Some(key) = key.filter(|key| **key != identity.vkey) {
        return Err(wrong(format!("the record is signed by `{}`, not by `{key}`", identity.vkey)));
    }
    let signed = &verified.signed;
    let sentence = format!("verified: all {} entries of `{}` are what its key signed", signed.size, identity.origin);
    let mut details = vec![
        ("size", signed.size.to_string()),
        ("root", encode_hash(&signed.root)),
        ("bytes", verified.bytes.to_string()),
        ("checkpoints", verified.checkpoints.to_string()),
        ("key", identity.vkey.to_string()),
    ];
    details.extend(verified.view_root.map(|root| ("view_root", hex(&root))));
    details.extend(verified.views_kept.map(|kept| ("rows kept", kept.to_string())));
    details.extend(verified.attachments.map(|count| ("attachments", count.to_string())));
    Ok(Report { sentence, details })
}

fn network(url: &str, key: &VerifyingKey, output: Output) -> Result<Report, Failure> {
    let given = Remote::new(url, &OutgoingSettings::default())?;
    let node = given.get(".well-known/koinon", WELL_KNOWN_BYTES_MAX)?.and_then(|bytes| serde_json::from_slice::<Json>(&bytes).ok());
    let is_koinon = node.as_ref().is_some_and(|node| node.get("origin").is_some() && node.get("vkey").is_some());
    if let Some(theirs) = node.as_ref().and_then(|node| node.get("vkey")).and_then(Json::as_str)
        && theirs != key.to_string()
    {
        output.warn(&format!("the node names another key, `{theirs}`; it is checked against yours"));
    }
    let log = if is_koinon { given.below("log") } else { given };
    let rule: audit::EntryRule = if is_koinon { record_entry } else { |_| None };
    let mut fetch = |path: &str, bytes_max: usize| log.get(path, bytes_max);
    let mut progress = |done: u64, of: u64| output.progress(&format!("{done} of {of} entries"));
    let verified = audit::audit(key, &mut fetch, rule, &mut progress)?;
    let sentence = format!("verified: all {} entries of `{}` are what its key signed", verified.signed.size, verified.signed.origin);
    let details = vec![
        ("address", url.to_owned()),
        ("size", verified.signed.size.to_string()),
        ("root", encode_hash(&verified.signed.root)),
        ("files", verified.files.to_string()),
        ("bytes", verified.bytes.to_string()),
        ("key", key.to_string()),
    ];
    Ok(Report { sentence, details })
}

/// In a record, every entry is a canonical statement.
fn record_entry(bytes: &[u8]) -> Option<String> {
    record::canon::check(bytes).err().map(|fault| fault.to_string())
}
