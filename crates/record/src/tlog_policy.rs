//! Policies: which logs and witnesses are trusted, and how many of them must have signed (c2sp.org/tlog-policy).
//!
//! ```text
//! log koinon.example/golden+b336bc64+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c https://koinon.example/golden
//! witness w1 witness.example/w1+df1c0a35+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU
//! group partners any w1
//! quorum partners
//! ```
//! In: the file, read and written, and whether a checkpoint meets it. Out: opening the file, fetching the checkpoint (the shells).

use std::collections::BTreeSet;
use std::fmt;

use crate::note::{Algorithm, NoteError, SignedNote, Verified, VerifyingKey};
use crate::text::brief;

/// The longest file that is read, in bytes.
pub const POLICY_BYTES_MAX: usize = 256 * 1024;

/// How many logs, witnesses and groups each a file may name; the source asks for 32 at least.
pub const NAMES_MAX: usize = 256;

/// The quorum that needs nobody.
const NONE: &str = "none";

/// What is wrong with a line of a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct PolicyError {
    /// Which line, from 1; the line after the last where something is missing.
    pub line: usize,
    /// What is wrong, and the way out.
    pub what: String,
}

/// A log whose checkpoints are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyLog {
    /// Its key; the key's name is the log's origin.
    pub key: VerifyingKey,
    /// Where it may be found.
    pub url: Option<String>,
}

/// A witness that may count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyWitness {
    /// What the file calls it.
    pub name: String,
    /// Its key.
    pub key: VerifyingKey,
    /// Its submission prefix.
    pub url: Option<String>,
}

/// A witness or a group that was defined before, by its place in the file's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Member {
    Witness(usize),
    Group(usize),
}

/// Witnesses and groups of which some must have signed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    name: String,
    needed: usize,
    members: Vec<Member>,
}

/// A policy file, understood.
///
/// INVARIANT: a group's members stand before it, so that no group contains itself; each name is a member at most once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogPolicy {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    groups: Vec<Group>,
    /// None: nobody needs to have signed.
    quorum: Option<Member>,
}

/// Whether enough witnesses signed a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quorum<'p> {
    /// Whether the policy's quorum is reached.
    pub is_met: bool,
    /// Who signed, in the file's order, with when in POSIX seconds.
    pub signed: Vec<(&'p PolicyWitness, u64)>,
    /// Who could count towards the quorum and did not sign.
    pub missing: Vec<&'p PolicyWitness>,
}

/// Why a checkpoint is none that a policy can judge.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JudgeError {
    /// Its signatures.
    #[error("the checkpoint: {0}")]
    Note(#[from] NoteError),
    /// No log of the policy signed.
    #[error("the checkpoint is of `{0}`, and no key of that log that the policy names signed it; add its `log` line or give its key")]
    NotTheLog(String),
}

/// What a file has said so far.
#[derive(Default)]
struct Reader {
    quorum: Option<Member>,
    has_quorum: bool,
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    groups: Vec<Group>,
    used: BTreeSet<String>,
}

impl TlogPolicy {
    /// Reads a file. Comments may hold any bytes; what counts must be UTF-8, or the names of keys could not be.
    ///
    /// Errors: the first line that breaks a rule of the source, with what would pass.
    pub fn parse(bytes: &[u8]) -> Result<TlogPolicy, PolicyError> {
        if bytes.len() > POLICY_BYTES_MAX {
            return Err(PolicyError { line: 1, what: format!("the file is longer than {POLICY_BYTES_MAX} bytes; split it by log") });
        }
        let mut reader = Reader::default();
        let mut last = 0;
        for (line, number) in bytes.strip_suffix(b"\n").unwrap_or(bytes).split(|byte| *byte == b'\n').zip(1..) {
            reader.line(line).map_err(|what| PolicyError { line: number, what })?;
            last = number;
        }
        if !reader.has_quorum {
            let what = "there is no quorum; end with `quorum` and the name of a witness or group, or `quorum none`".to_owned();
            return Err(PolicyError { line: last + 1, what });
        }
        let Reader { quorum, logs, witnesses, groups, .. } = reader;
        Ok(TlogPolicy { logs, witnesses, groups, quorum })
    }

    /// The logs that it names; none where the caller knows the log.
    pub fn logs(&self) -> &[PolicyLog] {
        &self.logs
    }

    /// The witnesses that it names.
    pub fn witnesses(&self) -> &[PolicyWitness] {
        &self.witnesses
    }

    /// Checks a checkpoint against it: signed by a log of that origin that it names, or by one of `logs`, which the caller trusts for this very
    /// log; and how far its quorum is reached.
    ///
    /// Errors: a signature of a known key that does not hold, or no signature of the log. A quorum that is not reached is no error.
    pub fn judge(&self, note: &SignedNote, logs: &[VerifyingKey]) -> Result<Quorum<'_>, JudgeError> {
        let origin = note.text.split('\n').next().unwrap_or_default();
        let named = self.logs.iter().map(|log| &log.key).filter(|key| key.name() == origin);
        let mut keys: Vec<VerifyingKey> = named.chain(logs).filter(|key| key.algorithm() == Algorithm::Ed25519).cloned().collect();
        keys.extend(self.witnesses.iter().map(|witness| witness.key.clone()));
        let not_the_log = || JudgeError::NotTheLog(brief(origin));
        let signers = match note.verify(&keys) {
            Err(NoteError::NoKnownSigner) => return Err(not_the_log()),
            other => other?,
        };
        if signers.iter().any(|signer| signer.algorithm == Algorithm::Ed25519) { Ok(self.quorum(&signers)) } else { Err(not_the_log()) }
    }

    /// How far the quorum is reached by signatures that hold.
    pub fn quorum(&self, signers: &[Verified]) -> Quorum<'_> {
        let when = |witness: &PolicyWitness| {
            let of_it = |signer: &&Verified| signer.name == witness.key.name() && signer.id == witness.key.id();
            signers.iter().find(of_it).and_then(|signer| signer.seconds)
        };
        let whens: Vec<Option<u64>> = self.witnesses.iter().map(when).collect();
        let has_signed = |place: &usize| whens.get(*place).is_some_and(Option::is_some);
        // Members stand before their group: one pass decides all groups.
        let mut met: Vec<bool> = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            let is_met = |member: &&Member| match member {
                Member::Witness(place) => has_signed(place),
                Member::Group(place) => met.get(*place).copied().unwrap_or(false),
            };
            let count = group.members.iter().filter(is_met).count();
            met.push(count >= group.needed);
        }
        let is_met = match self.quorum {
            None => true,
            Some(Member::Witness(place)) => has_signed(&place),
            Some(Member::Group(place)) => met.get(place).copied().unwrap_or(false),
        };
        let counting = self.counting();
        let signed = self.witnesses.iter().zip(&whens).filter_map(|(witness, when)| Some((witness, (*when)?))).collect();
        let missing = self.witnesses.iter().zip(&whens).zip(0..).filter(|((_, when), place)| when.is_none() && counting.contains(place));
        Quorum { is_met, signed, missing: missing.map(|((witness, _), _)| witness).collect() }
    }

    /// The witnesses that the quorum is made of, by place.
    fn counting(&self) -> BTreeSet<usize> {
        let mut witnesses = BTreeSet::new();
        let mut waiting: Vec<Member> = self.quorum.into_iter().collect();
        // Each name is a member at most once, so each is met at most once.
        while let Some(member) = waiting.pop() {
            match member {
                Member::Witness(place) => drop(witnesses.insert(place)),
                Member::Group(place) => waiting.extend(self.groups.get(place).into_iter().flat_map(|group| &group.members)),
            }
        }
        witnesses
    }

    fn name_of(&self, member: Member) -> &str {
        match member {
            Member::Witness(place) => self.witnesses.get(place).map_or(NONE, |witness| &witness.name),
            Member::Group(place) => self.groups.get(place).map_or(NONE, |group| &group.name),
        }
    }
}

impl fmt::Display for TlogPolicy {
    /// Writes the file: logs, witnesses, groups, quorum, without what were comments.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = |url: &Option<String>| url.as_ref().map(|url| format!(" {url}")).unwrap_or_default();
        self.logs.iter().try_for_each(|log| writeln!(f, "log {}{}", log.key, url(&log.url)))?;
        self.witnesses.iter().try_for_each(|witness| writeln!(f, "witness {} {}{}", witness.name, witness.key, url(&witness.url)))?;
        for group in &self.groups {
            let needed = match group.needed {
                needed if needed == group.members.len() => "all".to_owned(),
                1 => "any".to_owned(),
                needed => needed.to_string(),
            };
            let members: Vec<&str> = group.members.iter().map(|member| self.name_of(*member)).collect();
            writeln!(f, "group {} {needed} {}", group.name, members.join(" "))?;
        }
        writeln!(f, "quorum {}", self.quorum.map_or(NONE, |quorum| self.name_of(quorum)))
    }
}

impl Reader {
    fn line(&mut self, line: &[u8]) -> Result<(), String> {
        if line.iter().any(|byte| (*byte < b' ' && *byte != b'\t') || *byte == 0x7f) {
            return Err("there is a control character; lines end in a line feed alone, and words are parted by spaces and tabs".to_owned());
        }
        let start = line.iter().position(|byte| *byte != b' ' && *byte != b'\t');
        if start.is_none_or(|start| line.get(start) == Some(&b'#')) {
            return Ok(());
        }
        let text = std::str::from_utf8(line).map_err(|_| "it is not UTF-8; write names and addresses in UTF-8".to_owned())?;
        let words: Vec<&str> = text.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            ["log", key] => self.log(key, None),
            ["log", key, url] => self.log(key, Some(url)),
            ["witness", name, key] => self.witness(name, key, None),
            ["witness", name, key, url] => self.witness(name, key, Some(url)),
            ["group", name, needed, members @ ..] if !members.is_empty() => self.group(name, needed, members),
            ["quorum", name] => self.quorum(name),
            ["log", ..] => Err("a log is written `log <vkey>` or `log <vkey> <url>`".to_owned()),
            ["witness", ..] => Err("a witness is written `witness <name> <vkey>` or `witness <name> <vkey> <url>`".to_owned()),
            ["group", ..] => Err("a group is written `group <name> <number, any or all> <name>..`, with one member or more".to_owned()),
            ["quorum", ..] => Err("a quorum is written `quorum <name>` or `quorum none`".to_owned()),
            _ => Err(format!(
                "`{}` begins no line of a policy; use `log`, `witness`, `group`, `quorum` or `#`",
                brief(words.first().copied().unwrap_or_default())
            )),
        }
    }

    fn log(&mut self, key: &str, url: Option<&str>) -> Result<(), String> {
        let key: VerifyingKey = key.parse().map_err(|error: NoteError| error.to_string())?;
        bound(self.logs.len(), "logs")?;
        if key.algorithm() != Algorithm::Ed25519 {
            return Err(format!("the key of `{}` is one of a witness; a log's key has type 1", key.name()));
        }
        if self.logs.iter().any(|log| log.key.public_bytes() == key.public_bytes()) {
            return Err(format!("the key of `{}` stands in an earlier `log` line; leave out one", key.name()));
        }
        self.logs.push(PolicyLog { key, url: url.map(str::to_owned) });
        Ok(())
    }

    fn witness(&mut self, name: &str, key: &str, url: Option<&str>) -> Result<(), String> {
        self.new_name(name)?;
        let key: VerifyingKey = key.parse().map_err(|error: NoteError| error.to_string())?;
        bound(self.witnesses.len(), "witnesses")?;
        if key.algorithm() != Algorithm::CosignatureV1 {
            return Err(format!("the key of `{}` is one of a log; a witness's key has type 4", key.name()));
        }
        if let Some(before) = self.witnesses.iter().find(|witness| witness.key.public_bytes() == key.public_bytes()) {
            return Err(format!("the key of `{}` is that of the witness `{}`; leave out one", brief(name), before.name));
        }
        self.witnesses.push(PolicyWitness { name: name.to_owned(), key, url: url.map(str::to_owned) });
        Ok(())
    }

    fn group(&mut self, name: &str, needed: &str, names: &[&str]) -> Result<(), String> {
        self.new_name(name)?;
        bound(self.groups.len(), "groups")?;
        let mut members = Vec::with_capacity(names.len());
        for member in names {
            members.push(self.member(member)?);
            if !self.used.insert((*member).to_owned()) {
                return Err(format!("`{}` is a member already; each name may be one of one group, once", brief(member)));
            }
        }
        let count = members.len();
        let number = Some(needed).filter(|digits| digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_digit()));
        let needed = match needed {
            "any" => Some(1),
            "all" => Some(count),
            _ => number.and_then(|digits| digits.parse().ok()),
        };
        let needed = needed
            .filter(|needed| (1..=count).contains(needed))
            .ok_or_else(|| format!("the group has {count} members; how many must sign is `any`, `all` or 1 to {count}"))?;
        self.groups.push(Group { name: name.to_owned(), needed, members });
        Ok(())
    }

    fn quorum(&mut self, name: &str) -> Result<(), String> {
        if std::mem::replace(&mut self.has_quorum, true) {
            return Err("there is an earlier quorum; leave out one".to_owned());
        }
        self.quorum = if name == NONE { None } else { Some(self.member(name)?) };
        Ok(())
    }

    fn find(&self, name: &str) -> Option<Member> {
        let witness = self.witnesses.iter().position(|witness| witness.name == name).map(Member::Witness);
        witness.or_else(|| self.groups.iter().position(|group| group.name == name).map(Member::Group))
    }

    fn member(&self, name: &str) -> Result<Member, String> {
        self.find(name).ok_or_else(|| format!("`{}` names no witness or group on an earlier line; define it above", brief(name)))
    }

    fn new_name(&self, name: &str) -> Result<(), String> {
        if name == NONE || self.find(name).is_some() {
            return Err(format!("the name `{}` is taken; give another", brief(name)));
        }
        Ok(())
    }
}

fn bound(count: usize, what: &str) -> Result<(), String> {
    if count < NAMES_MAX { Ok(()) } else { Err(format!("there are more than {NAMES_MAX} {what}; leave out those that you do not need")) }
}
