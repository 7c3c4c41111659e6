//! `koinon partner add|list|show|remove|pause|resume|accept-key`: whose records this node follows, under which keys, and for whom they speak.
//!
//! What is pinned is a statement in our own record (`partner/v1`): who was trusted with what, and since when, can be looked up for ever.

use std::io::{BufRead as _, IsTerminal as _, Read as _, Write as _};
use std::path::Path;

use clap::{Args, Subcommand};
use node::PublishError;
use record::checkpoint::Checkpoint;
use record::note::{VerifyingKey, hex};
use record::own::partner::{self, Partner, SpeaksFor};
use record::{Act, Audience, Draft, Entry, Kind, Revises, Sid, SubjectName, Text};
use serde_json::{Value as Json, json};
use web::Live;

use crate::audit::wrong;
use crate::commands::Dir;
use crate::failure::{Exit, Failure};
use crate::fetch::{Client, Trying};
use crate::folder::{self, Reading};
use crate::lookalike;
use crate::output::{self, Output};
use crate::settings;

mod asked_of;

use asked_of::Claim;

/// Follow other records: pin their keys, say for whom they speak
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show who answers at an address, and follow them after a yes
    Add(Add),
    /// List partners
    List(List),
    /// Show one partner
    Show(Named),
    /// Follow no more; what was copied stays, and may be followed again
    Remove(Named),
    /// Follow no more for now
    Pause(Named),
    /// Follow again
    Resume(Named),
    /// Pin another key, where the partner's own record does not vouch for it
    AcceptKey(AcceptKey),
}

/// How a key is taken.
#[derive(Debug, Args)]
struct Taking {
    /// Do not ask; with a name that looks like another's, only together with `--key`
    #[arg(long)]
    yes: bool,
    /// The key that it must have, as it was told to you by another way (`name+hash+key`)
    #[arg(long, value_name = "VKEY")]
    key: Option<VerifyingKey>,
    /// Let this machine itself be asked, without TLS: for trying things out
    #[arg(long)]
    dev: bool,
}

/// Show who answers at an address, and follow them after a yes
#[derive(Debug, Args)]
struct Add {
    #[command(flatten)]
    dir: Dir,
    /// Its address, such as `https://coast.example`, or its `did:web:` name
    #[arg(value_name = "URL")]
    url: String,
    /// For whom it may speak, as often as needed, or `nobody`; what it says of itself if absent
    #[arg(long, value_name = "PLACE[:LEVEL[:SECTOR,..]]")]
    speaks_for: Vec<String>,
    #[command(flatten)]
    taking: Taking,
}

/// List partners
#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    dir: Dir,
}

/// One partner
#[derive(Debug, Args)]
struct Named {
    #[command(flatten)]
    dir: Dir,
    /// Its origin, its address, or the beginning of its origin
    #[arg(value_name = "PARTNER")]
    partner: String,
}

/// Pin another key, where the partner's own record does not vouch for it
#[derive(Debug, Args)]
struct AcceptKey {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    taking: Taking,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    match &asked.what {
        What::Add(asked) => add(asked, output),
        What::List(asked) => list(asked, output),
        What::Show(named) => show(named, output),
        What::Remove(named) => remove(named, output),
        What::Pause(named) => set_paused(named, true, output),
        What::Resume(named) => set_paused(named, false, output),
        What::AcceptKey(asked) => accept_key(asked, output),
    }
}

/// A partner as our record has it.
struct Pinned {
    partner: Partner,
    /// Where that is said.
    entry: Entry,
}

/// The partners that our record names now, by origin.
fn pinned(reading: &Reading) -> Result<Vec<Pinned>, Failure> {
    let named = reading.partners().map_err(folder::unread)?.into_iter();
    let mut found: Vec<Pinned> =
        named.map(|(row, partner)| Ok(Pinned { partner, entry: folder::entry(reading, row)? })).collect::<Result<_, Failure>>()?;
    found.sort_by(|one, other| one.partner.origin.cmp(&other.partner.origin));
    Ok(found)
}

/// The partner that is meant. Errors: none, or more than one.
fn find(reading: &Reading, text: &str) -> Result<Pinned, Failure> {
    let all = pinned(reading)?;
    let wanted = text.trim_end_matches('/');
    let is_it = |pinned: &Pinned| pinned.partner.origin.as_str() == wanted || pinned.partner.url == wanted;
    let is_like_it = |pinned: &Pinned| is_it(pinned) || pinned.partner.origin.as_str().starts_with(wanted);
    let (exact, like) = (all.iter().position(is_it), all.iter().filter(|pinned| is_like_it(pinned)).count());
    let at = exact.or_else(|| all.iter().position(is_like_it).filter(|_| like == 1));
    let missing = || {
        let why = if like > 1 { "is the beginning of more than one partner's origin" } else { "is no partner of this node" };
        Failure::not_found(format!("`{text}` {why}")).with_way_out("`koinon partner list` shows them")
    };
    at.and_then(|at| all.into_iter().nth(at)).ok_or_else(missing)
}

fn add(asked: &Add, output: Output) -> Result<Exit, Failure> {
    let dir = &asked.dir.dir;
    folder::must_be_node(dir)?;
    let reading = folder::read(dir)?;
    let client = client(dir, &asked.taking)?;
    let (url, did) = asked_of::find(&client, &asked.url)?;
    let (mut claim, checkpoint) = asked_of::ask(&client, &url)?;
    if claim.origin == reading.identity().origin {
        return Err(Failure::new(Exit::Refused, format!("`{url}` is this node itself, `{}`; no one is their own partner", claim.origin)));
    }
    expect_key(&asked.taking, &claim.vkey)?;
    claim.did = asked_of::identifier(&client, did, &claim, output)?;
    let partners = pinned(&reading)?;
    let before = partners.iter().find(|pinned| pinned.partner.origin == claim.origin);
    if let Some(before) = before.filter(|before| before.partner.vkey != claim.vkey.to_string()) {
        let message =
            format!("`{}` is pinned with another key, `{}`, than the one that answers, `{}`", claim.origin, before.partner.vkey, claim.vkey);
        return Err(Failure::new(Exit::Refused, message).with_way_out("ask them by another way; if it is theirs: `koinon partner accept-key`"));
    }
    let partner = partner_of(&claim, url, speaks_for(&asked.speaks_for, &claim)?);
    if before.is_some_and(|before| before.partner == partner) {
        output.line(&format!("`{}` is a partner already; nothing has changed", partner.origin))?;
        return Ok(Exit::Done);
    }
    let doubts = doubts(&partner, &partners, &Ours::of(reading.identity()));
    shown(&partner, &claim, &checkpoint).iter().for_each(|line| output.say(line));
    settle(&asked.taking, &doubts, "pin this key, and follow it?", output)?;
    let what = if before.is_some() { "changed" } else { "added" };
    let index = state(dir, &reading, &partner, Act::State)?;
    told(&partner, what, index, output)
}

fn client(dir: &Path, taking: &Taking) -> Result<Client, Failure> {
    Client::for_partners(&settings::read(dir)?.outgoing, if taking.dev { Trying::Dev } else { Trying::No })
}

/// Errors: the key that was told by another way is not the one that answers.
fn expect_key(taking: &Taking, theirs: &VerifyingKey) -> Result<(), Failure> {
    match &taking.key {
        Some(key) if key != theirs => Err(wrong(format!("its key is `{theirs}`, not `{key}`"))),
        _ => Ok(()),
    }
}

fn partner_of(claim: &Claim, url: String, speaks_for: Vec<SpeaksFor>) -> Partner {
    Partner {
        origin: claim.origin.clone(),
        name: claim.name.clone(),
        url,
        vkey: claim.vkey.to_string(),
        witness: claim.witness.clone(),
        mirror: claim.mirror.clone(),
        did: claim.did.clone(),
        speaks_for,
        paused: false,
    }
}

/// For whom it may speak: as we were told, else as it says of itself.
fn speaks_for(told: &[String], claim: &Claim) -> Result<Vec<SpeaksFor>, Failure> {
    if told.is_empty() {
        return Ok(claim.place.iter().map(|place| SpeaksFor { place: place.clone(), level: claim.level.clone(), sectors: Vec::new() }).collect());
    }
    if told == ["nobody"] {
        return Ok(Vec::new());
    }
    let one = |text: &String| {
        let mut parts = text.split(':');
        let (place, level, sectors) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        if place.is_empty() || parts.next().is_some() {
            return Err(Failure::usage(format!("`{text}` names no place; give one such as `QMA`, `QMA:national` or `QMA:national:health,schools`")));
        }
        let sectors = sectors.map_or_else(Vec::new, |sectors| sectors.split(',').map(str::to_owned).collect());
        Ok(SpeaksFor { place: place.to_owned(), level: level.filter(|level| !level.is_empty()).map(str::to_owned), sectors })
    };
    told.iter().map(one).collect()
}

/// Who we are, as far as another may be taken for us.
struct Ours<'a> {
    origin: &'a str,
    names: &'a Text,
    place: Option<&'a str>,
    level: Option<&'a str>,
}

impl Ours<'_> {
    fn of(identity: &node::Identity) -> Ours<'_> {
        Ours { origin: identity.origin.as_str(), names: &identity.names, place: identity.place.as_deref(), level: identity.level.as_deref() }
    }
}

/// What a careful person would look at twice.
fn doubts(partner: &Partner, partners: &[Pinned], ours: &Ours<'_>) -> Vec<String> {
    let mut doubts = Vec::new();
    let origin = partner.origin.as_str();
    let known = partners.iter().map(|pinned| (pinned.partner.origin.as_str(), &pinned.partner.name)).chain([(ours.origin, ours.names)]);
    let names = |text: &Text| text.all().into_iter().map(|(_, name)| name.to_owned()).collect::<Vec<String>>();
    for (known, name) in known.filter(|(known, _)| *known != origin) {
        if let Some(why) = lookalike::alike(origin, known) {
            doubts.push(format!("`{origin}` {why} `{known}`: be sure whom you mean"));
        }
        let (theirs, known_names) = (names(&partner.name), names(name));
        if let Some(same) = theirs.iter().find(|one| known_names.iter().any(|other| *one == other || lookalike::alike(one, other).is_some())) {
            doubts.push(format!("it calls itself `{same}`, as `{known}` does, or nearly"));
        }
    }
    if lookalike::is_of_another_script(origin) {
        doubts.push(format!("`{origin}` is a name in another script, of which you see only its `xn--` form"));
    }
    let host_of = |text: &str| text.split(['/', ':']).next().unwrap_or_default().to_owned();
    let served_by = partner.url.split_once("://").map_or("", |(_, rest)| rest);
    if host_of(served_by) != host_of(origin) {
        doubts.push(format!("`{origin}` is served by `{}`, another name: nothing but the key binds them", host_of(served_by)));
    }
    let is_ours = |spoken: &SpeaksFor| ours.place == Some(spoken.place.as_str()) && (spoken.level.is_none() || ours.level == spoken.level.as_deref());
    for spoken in &partner.speaks_for {
        let others = partners.iter().filter(|pinned| pinned.partner.origin != partner.origin);
        let others = others.filter(|pinned| pinned.partner.speaks_for.iter().any(|held| held.place == spoken.place && held.level == spoken.level));
        doubts.extend(others.map(|other| format!("`{}` is held to speak for {} already", other.partner.origin, spoken.place)));
        if is_ours(spoken) {
            doubts.push(format!("it would speak for {}, for which this node speaks itself", spoken.place));
        }
    }
    doubts
}

/// Who it is, for a person to look at, line by line.
fn shown(partner: &Partner, claim: &Claim, checkpoint: &Checkpoint) -> Vec<String> {
    let name = partner.name.all().into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(" · ");
    let kinds = if claim.kinds.is_empty() { "all that it states".to_owned() } else { format!("{} kinds of statements", claim.kinds.len()) };
    let rows = [
        ("name", name),
        ("origin", partner.origin.to_string()),
        ("address", partner.url.clone()),
        ("key", partner.vkey.clone()),
        ("fingerprint", fingerprint(&claim.vkey)),
        ("speaks for", spoken_for(partner)),
        ("followed", format!("its record, {} entries so far; {kinds}", checkpoint.size)),
        ("witness", partner.witness.clone().unwrap_or_else(|| "none".to_owned())),
    ];
    rows.iter().map(|(what, value)| format!("{what:12} {value}")).collect()
}

/// The SHA-256 of a public key, in groups that can be read out.
fn fingerprint(key: &VerifyingKey) -> String {
    let digits = hex(record::EntryId::of(&key.public_bytes()).digest());
    digits.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}

fn spoken_for(partner: &Partner) -> String {
    let one = |spoken: &SpeaksFor| {
        let level = spoken.level.as_ref().map(|level| format!(" ({level})")).unwrap_or_default();
        let sectors = if spoken.sectors.is_empty() { String::new() } else { format!(" in {}", spoken.sectors.join(", ")) };
        format!("{}{level}{sectors}", spoken.place)
    };
    if partner.speaks_for.is_empty() {
        "nobody: it is only read".to_owned()
    } else {
        partner.speaks_for.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

/// Warns, and asks unless that was answered before. Errors: no, or no one to ask.
fn settle(taking: &Taking, doubts: &[String], question: &str, output: Output) -> Result<(), Failure> {
    doubts.iter().for_each(|doubt| output.warn(doubt));
    if taking.yes {
        return if doubts.is_empty() || taking.key.is_some() {
            Ok(())
        } else {
            Err(Failure::new(Exit::Refused, "there is something to look at twice, and no key to hold against it; nothing was changed")
                .with_way_out("give the key that you were told by another way with `--key`"))
        };
    }
    if !std::io::stdin().is_terminal() {
        return Err(
            Failure::usage("there is no one to ask; nothing was changed").with_way_out("`--yes` answers, `--key VKEY` says which key it must be")
        );
    }
    let mut stderr = std::io::stderr().lock();
    write!(stderr, "{question} [y/N] ").and_then(|()| stderr.flush()).map_err(Failure::failed)?;
    let mut answer = Vec::new();
    std::io::stdin().lock().take(100).read_until(b'\n', &mut answer).map_err(Failure::failed)?;
    match String::from_utf8_lossy(&answer).trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::new(Exit::Refused, "nothing was changed")),
    }
}

/// States a partner in our record, by the node that serves or by this process. What is its index.
fn state(dir: &Path, reading: &Reading, partner: &Partner, act: Act) -> Result<u64, Failure> {
    let subject = partner::subject(&partner.origin).map_err(Failure::failed)?;
    let head = head(reading, &subject)?;
    let draft = match act {
        Act::Withdraw => withdrawal(subject, head.map(|entry| entry.id))?,
        Act::State | Act::Correct => record::own::draft(&partner::KIND, subject, head.map(|entry| entry.id), partner)
            .map_err(|faults| wrong("what it says of itself can't be pinned").with_details(faults.iter().map(ToString::to_string).collect()))?,
    };
    let published = match node::state_anywhere::<Live>(dir, league::KINDS, &folder::machine()?, vec![draft]) {
        Ok(published) => published,
        Err(node::AnywhereError::Open(error)) => return Err(folder::unopened(&error)),
        Err(node::AnywhereError::Publish(error)) => return Err(unstated(&error)),
    };
    Ok(published.statements.first().map_or(0, |receipt| receipt.index))
}

fn unstated(error: &PublishError) -> Failure {
    match error {
        PublishError::Halted(halt) => Failure::new(Exit::Refused, format!("the node signs nothing: {halt}")).with_way_out("`koinon doctor` explains"),
        PublishError::Refused { .. } => {
            Failure::new(Exit::Refused, error).with_way_out("it was changed meanwhile; look with `koinon partner show`, and try again")
        }
        PublishError::Busy | PublishError::Closed => Failure::new(Exit::Unavailable, error),
        _ => Failure::failed(error),
    }
}

/// The newest entry about a subject of our record, also one that takes it back.
fn head(reading: &Reading, subject: &SubjectName) -> Result<Option<Entry>, Failure> {
    let sid = Sid::of(&reading.identity().origin, subject);
    let row = reading.held().rows.head(sid).map(|version| version.index);
    row.map(|row| folder::entry(reading, row)).transpose()
}

fn withdrawal(subject: SubjectName, revises: Option<record::EntryId>) -> Result<Draft, Failure> {
    Ok(Draft {
        kind: Kind::full_name(&partner::KIND).parse().map_err(Failure::failed)?,
        subject: Some(subject),
        revises: revises.map(Revises::Entry),
        act: Act::Withdraw,
        about: Vec::new(),
        audience: Audience::default(),
        body: json!({ "reason": "the operator follows it no more" }),
    })
}

fn told(partner: &Partner, what: &str, index: u64, output: Output) -> Result<Exit, Failure> {
    if output.is_json() {
        output.document("partner/v1", json!({ "origin": partner.origin, "state": what, "index": index }))?;
    } else {
        output.line(&format!("`{}`: {what}, entry {index}", partner.origin))?;
    }
    Ok(Exit::Done)
}

fn list(asked: &List, output: Output) -> Result<Exit, Failure> {
    let partners = pinned(&folder::read(&asked.dir.dir)?)?;
    if output.is_json() {
        output.document("partners/v1", json!({ "partners": partners.iter().map(document).collect::<Vec<_>>() }))?;
        return Ok(Exit::Done);
    }
    let row = |pinned: &Pinned| {
        let Pinned { partner, .. } = pinned;
        let name = partner.name.all().first().map_or("", |(_, name)| name).to_owned();
        vec![partner.origin.to_string(), name, spoken_for(partner), state_of(partner).to_owned(), partner.url.clone()]
    };
    let rows: Vec<Vec<String>> = partners.iter().map(row).collect();
    output.result(output::table(&["origin", "name", "speaks for", "state", "address"], &rows).as_bytes())?;
    Ok(Exit::Done)
}

fn state_of(partner: &Partner) -> &'static str {
    if partner.paused { "paused" } else { "followed" }
}

fn document(pinned: &Pinned) -> Json {
    let Pinned { partner, entry } = pinned;
    let mut document = json!(partner);
    if let Json::Object(members) = &mut document {
        let since = entry.statement.at.to_string();
        members.extend(
            [("state", json!(state_of(partner))), ("index", json!(entry.index)), ("at", json!(since))].map(|(name, value)| (name.to_owned(), value)),
        );
    }
    document
}

fn show(named: &Named, output: Output) -> Result<Exit, Failure> {
    let pinned = find(&folder::read(&named.dir.dir)?, &named.partner)?;
    if output.is_json() {
        output.document("partner/v1", document(&pinned))?;
        return Ok(Exit::Done);
    }
    let Pinned { partner, entry } = &pinned;
    let none = || "none".to_owned();
    let mut rows: Vec<(&str, String)> = partner.name.all().into_iter().map(|(_, name)| ("name", name.to_owned())).collect();
    rows.extend([
        ("origin", partner.origin.to_string()),
        ("address", partner.url.clone()),
        ("key", partner.vkey.clone()),
        ("fingerprint", partner.vkey.parse::<VerifyingKey>().map(|key| fingerprint(&key)).unwrap_or_default()),
        ("witness", partner.witness.clone().unwrap_or_else(none)),
        ("mirror", partner.mirror.clone().unwrap_or_else(none)),
        ("identifier", partner.did.clone().unwrap_or_else(none)),
        ("speaks for", spoken_for(partner)),
        ("state", state_of(partner).to_owned()),
        ("said", format!("entry {}, {}", entry.index, entry.statement.at)),
    ]);
    for (what, value) in rows {
        output.line(&format!("{what:12} {}", output::plain(&value)))?;
    }
    Ok(Exit::Done)
}

fn remove(named: &Named, output: Output) -> Result<Exit, Failure> {
    let dir = &named.dir.dir;
    let reading = folder::read(dir)?;
    let Pinned { partner, .. } = find(&reading, &named.partner)?;
    let index = state(dir, &reading, &partner, Act::Withdraw)?;
    told(&partner, "removed", index, output)
}

fn set_paused(named: &Named, paused: bool, output: Output) -> Result<Exit, Failure> {
    let dir = &named.dir.dir;
    let reading = folder::read(dir)?;
    let Pinned { partner, entry } = find(&reading, &named.partner)?;
    let what = if paused { "paused" } else { "followed" };
    if partner.paused == paused {
        return told(&partner, what, entry.index, output);
    }
    let partner = Partner { paused, ..partner };
    let index = state(dir, &reading, &partner, Act::State)?;
    told(&partner, what, index, output)
}

fn accept_key(asked: &AcceptKey, output: Output) -> Result<Exit, Failure> {
    let dir = &asked.named.dir.dir;
    let reading = folder::read(dir)?;
    let Pinned { partner, .. } = find(&reading, &asked.named.partner)?;
    let client = client(dir, &asked.taking)?;
    let (mut claim, checkpoint) = asked_of::ask(&client, &partner.url)?;
    if claim.origin != partner.origin {
        return Err(wrong(format!("`{}` answers as `{}` now, not as `{}`", partner.url, claim.origin, partner.origin)));
    }
    expect_key(&asked.taking, &claim.vkey)?;
    claim.did = asked_of::identifier(&client, None, &claim, output)?;
    let Claim { vkey, witness, mirror, did, .. } = &claim;
    let changed = Partner { vkey: vkey.to_string(), witness: witness.clone(), mirror: mirror.clone(), did: did.clone(), ..partner.clone() };
    if changed == partner {
        output.line(&format!("`{}` has the keys that are pinned; nothing has changed", partner.origin))?;
        return Ok(Exit::Done);
    }
    shown(&changed, &claim, &checkpoint).iter().for_each(|line| output.say(line));
    output.say(&format!("pinned so far {}", partner.vkey));
    let doubt =
        format!("its own record does not vouch for `{}` here: whoever took its machine could offer it too; ask them by another way", claim.vkey);
    settle(&asked.taking, &[doubt], "pin the new key instead?", output)?;
    let index = state(dir, &reading, &changed, Act::State)?;
    told(&changed, "key accepted", index, output)
}

#[cfg(test)]
mod tests;
