//! `koinon verify`: a proof file, a node's folder, or any tlog-tiles log on the network. One plain sentence first, details after.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use clap::Args;
use node::verify::{Scope, VerifyError, verify_store};
use record::checkpoint::encode_hash;
use record::note::{SignedNote, VerifyingKey, hex};
use record::proof::{Proven, TlogProof};
use record::tlog_policy::{POLICY_BYTES_MAX, TlogPolicy};
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
    /// Who must have cosigned, as a C2SP tlog-policy file says; its `log` lines stand in for `--vkey`
    #[arg(long, value_name = "FILE", conflicts_with = "dir")]
    policy: Option<PathBuf>,
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
        (Some(what), _) if what.starts_with("http://") || what.starts_with("https://") => network(what, &asked.trusted()?, output)?,
        (Some(what), _) => proof(Path::new(what), asked.entry.as_deref(), &asked.trusted()?)?,
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
    fn trusted(&self) -> Result<Trusted, Failure> {
        let policy = self.policy.as_deref().map(read_policy).transpose()?;
        let names_a_log = policy.as_ref().is_some_and(|policy| !policy.logs().is_empty());
        if self.vkey.is_none() && !names_a_log {
            return Err(Failure::usage("`--vkey` is missing: a signature means nothing without the key that it must be of")
                .with_way_out("the node's Record page and `/.well-known/koinon` show it; take it from a place that you trust"));
        }
        Ok(Trusted { key: self.vkey.clone(), policy })
    }
}

fn read_policy(path: &Path) -> Result<TlogPolicy, Failure> {
    let bytes = read_input(path, POLICY_BYTES_MAX as u64)?;
    let wrong = |error| Failure::usage(format!("`{}` is no policy: {error}", path.display()));
    TlogPolicy::parse(&bytes).map_err(|error| wrong(error).with_way_out("its form is that of c2sp.org/tlog-policy"))
}

/// Who must have signed a checkpoint.
struct Trusted {
    /// The log's key.
    key: Option<VerifyingKey>,
    /// Its witnesses, and how many of them.
    policy: Option<TlogPolicy>,
}

impl Trusted {
    /// The key that the log signed with: the one that was given, else the policy's.
    fn key_of(&self, note: &SignedNote) -> Option<&VerifyingKey> {
        let mut keys = self.policy.iter().flat_map(TlogPolicy::logs).map(|line| &line.key);
        self.key.as_ref().or_else(|| keys.find(|key| note.verify(std::slice::from_ref(key)).is_ok()))
    }

    /// What a checkpoint rests on: the log's key, and who cosigned. Errors: the log did not sign it, or too few did (exit 3).
    fn judge(&self, note: &SignedNote) -> Result<Vec<(&'static str, String)>, Failure> {
        let given = self.key.as_slice();
        if self.key.is_some() {
            note.verify(given).map_err(|error| wrong(format!("the checkpoint does not verify: {error}")))?;
        }
        let mut details: Vec<_> = self.key_of(note).map(|key| ("key", key.to_string())).into_iter().collect();
        let Some(policy) = &self.policy else { return Ok(details) };
        let quorum = policy.judge(note, given).map_err(|error| wrong(error.to_string()))?;
        let signed: Vec<String> = quorum.signed.iter().map(|(witness, seconds)| format!("{} ({})", witness.name, when(*seconds))).collect();
        let missing: Vec<&str> = quorum.missing.iter().map(|witness| witness.name.as_str()).collect();
        let listed = |names: &[&str]| if names.is_empty() { "nobody".to_owned() } else { names.join(", ") };
        let signed = listed(&signed.iter().map(String::as_str).collect::<Vec<_>>());
        if !quorum.is_met {
            return Err(wrong(format!("too few witnesses cosigned the checkpoint: signed by {signed}; not by {}", listed(&missing)))
                .with_way_out("cosignatures come a moment after a checkpoint: try again; if they stay away, ask who runs the log"));
        }
        details.push(("witnesses", signed));
        if !missing.is_empty() {
            details.push(("missing", listed(&missing)));
        }
        Ok(details)
    }
}

/// A time as people read it.
fn when(seconds: u64) -> String {
    let at = i64::try_from(seconds).ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    at.map_or_else(|| format!("second {seconds}"), |at| at.to_string())
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

fn proof(file: &Path, entry: Option<&Path>, trusted: &Trusted) -> Result<Report, Failure> {
    let beside = |ending| with_ending(&file.with_extension(""), ending);
    let is_entry = file.extension().is_some_and(|ending| ending == "entry");
    let proof_file = if is_entry { beside("tlog-proof") } else { file.to_owned() };
    let entry_file = entry.map_or_else(|| beside("entry"), Path::to_owned);
    let proof = read_input(&proof_file, PROOF_BYTES_MAX)?;
    let entry = read_input(&entry_file, record::statement::ENTRY_BYTES_MAX as u64)
        .map_err(|failure| failure.with_way_out("give the entry that the proof is of with `--entry FILE`"))?;
    let text = std::str::from_utf8(&proof).map_err(|_| wrong(format!("`{}` is no proof: it is no text", proof_file.display())))?;
    let proof: TlogProof = text.parse().map_err(|error| wrong(format!("`{}` is no proof: {error}", proof_file.display())))?;
    let trust = trusted.judge(&proof.note)?;
    // Whoever is trusted has signed: what is left is that the path leads there, and from this log.
    let key = trusted.key_of(&proof.note).ok_or_else(|| wrong("the checkpoint does not verify: no key of its log is known"))?;
    let proven = proof.verify(&entry, key, &[]).map_err(|error| wrong(format!("the proof does not verify: {error}")))?;
    let Proven { index, checkpoint, .. } = proven;
    let id = record::EntryId::of(&entry);
    let sentence =
        format!("verified: this is entry {} of `{}`, as its key signed it in a record of {} entries", index, checkpoint.origin, checkpoint.size);
    let mut details = vec![
        ("entry", entry_file.display().to_string()),
        ("id", id.to_string()),
        ("index", index.to_string()),
        ("size", checkpoint.size.to_string()),
        ("root", encode_hash(&checkpoint.root)),
    ];
    details.extend(trust);
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

fn network(url: &str, trusted: &Trusted, output: Output) -> Result<Report, Failure> {
    let given = Remote::new(url, &OutgoingSettings::default())?;
    let node = given.get(".well-known/koinon", WELL_KNOWN_BYTES_MAX)?.and_then(|bytes| serde_json::from_slice::<Json>(&bytes).ok());
    let is_koinon = node.as_ref().is_some_and(|node| node.get("origin").is_some() && node.get("vkey").is_some());
    if let Some(theirs) = node.as_ref().and_then(|node| node.get("vkey")).and_then(Json::as_str)
        && trusted.key.as_ref().is_some_and(|key| theirs != key.to_string())
    {
        output.warn(&format!("the node names another key, `{theirs}`; it is checked against yours"));
    }
    let log = if is_koinon { given.below("log") } else { given };
    let rule: audit::EntryRule = if is_koinon { record_entry } else { |_| None };
    let mut fetch = |path: &str, bytes_max: usize| log.get(path, bytes_max);
    let mut progress = |done: u64, of: u64| output.progress(&format!("{done} of {of} entries"));
    // Asked before any tile is fetched: what too few have signed is not worth reading.
    let trust = RefCell::new(Vec::new());
    let judge = |note: &SignedNote| trusted.judge(note).map(|found| trust.replace(found)).map(drop);
    let verified = audit::audit(&judge, &mut fetch, rule, &mut progress)?;
    let sentence = format!("verified: all {} entries of `{}` are what its key signed", verified.signed.size, verified.signed.origin);
    let mut details = vec![
        ("address", url.to_owned()),
        ("size", verified.signed.size.to_string()),
        ("root", encode_hash(&verified.signed.root)),
        ("files", verified.files.to_string()),
        ("bytes", verified.bytes.to_string()),
    ];
    details.extend(trust.into_inner());
    Ok(Report { sentence, details })
}

/// In a record, every entry is a canonical statement.
fn record_entry(bytes: &[u8]) -> Option<String> {
    record::canon::check(bytes).err().map(|fault| fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::log::Log;
    use record::note::{Algorithm, SigningKey};

    fn log() -> (SigningKey, Log) {
        let key = SigningKey::from_seed("coast.example", Algorithm::Ed25519, &[1; 32]).unwrap();
        (key, Log::new("coast.example".parse().unwrap()).append(vec![b"{}".to_vec()]).unwrap().0)
    }

    fn witness(seed: u8) -> SigningKey {
        SigningKey::from_seed(&format!("w{seed}.example"), Algorithm::CosignatureV1, &[seed; 32]).unwrap()
    }

    fn policy(log: &str) -> TlogPolicy {
        let witnesses: String = (2..5).map(|seed| format!("witness w{seed} {}\n", witness(seed).verifying_key())).collect();
        TlogPolicy::parse(format!("{log}{witnesses}group all-of-them 2 w2 w3 w4\nquorum all-of-them\n").as_bytes()).unwrap()
    }

    fn judged(trusted: &Trusted, witnesses: &[u8]) -> Result<Vec<(&'static str, String)>, Failure> {
        let (key, log) = log();
        let keys: Vec<SigningKey> = witnesses.iter().map(|seed| witness(*seed)).collect();
        let all: Vec<&SigningKey> = std::iter::once(&key).chain(&keys).collect();
        trusted.judge(&SignedNote::sign(log.checkpoint().to_string(), &all, 1_795_514_400))
    }

    #[test]
    fn who_signed_and_who_did_not_is_said_and_too_few_do_not_verify() {
        let vkey = log().0.verifying_key();
        let named = format!("log {vkey}\n");
        for trusted in [
            Trusted { key: Some(vkey.clone()), policy: Some(policy("")) },
            Trusted { key: None, policy: Some(policy(&named)) },
            Trusted { key: Some(vkey.clone()), policy: Some(policy(&named)) },
        ] {
            let found = judged(&trusted, &[4, 2]).unwrap();
            let expected = [
                ("key", vkey.to_string()),
                ("witnesses", "w2 (2026-11-24T10:00:00Z), w4 (2026-11-24T10:00:00Z)".to_owned()),
                ("missing", "w3".to_owned()),
            ];
            assert_eq!(found, expected);
            assert_eq!(judged(&trusted, &[2, 3, 4]).unwrap().len(), 2);
            let failure = judged(&trusted, &[3, 9]).unwrap_err();
            assert_eq!(failure.exit, Exit::NotVerified);
            assert!(failure.message.ends_with("signed by w3 (2026-11-24T10:00:00Z); not by w2, w4"), "{}", failure.message);
            assert!(judged(&trusted, &[]).unwrap_err().message.contains("signed by nobody"));
        }
        let alone = Trusted { key: Some(vkey.clone()), policy: None };
        assert_eq!(judged(&alone, &[]).unwrap(), [("key", vkey.to_string())]);
    }

    #[test]
    fn a_key_that_is_given_must_have_signed_whatever_the_policy_names() {
        let vkey = log().0.verifying_key();
        let other = SigningKey::from_seed("coast.example", Algorithm::Ed25519, &[8; 32]).unwrap().verifying_key();
        let trusted = Trusted { key: Some(other.clone()), policy: Some(policy(&format!("log {vkey}\n"))) };
        assert_eq!(judged(&trusted, &[2, 3]).unwrap_err().exit, Exit::NotVerified);
        let trusted = Trusted { key: None, policy: Some(policy(&format!("log {other}\n"))) };
        assert_eq!(judged(&trusted, &[2, 3]).unwrap_err().exit, Exit::NotVerified);
    }
}
