//! `koinon user add|list|passphrase|disable|enable|remove`: who may sign in on this node's pages, as which office.
//!
//! A passphrase comes from the terminal, twice and unseen, or is the first line of stdin where that is no terminal. It is never an argument:
//! those stand in shells' histories and in lists of processes.

use std::io::{BufRead as _, IsTerminal as _, Read as _, Write as _};

use clap::{Args, Subcommand};
use node::{Accounts, SystemClock, UserError, UserTerms};
use record::Office;
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
use serde_json::json;

use crate::commands::Dir;
use crate::failure::{Exit, Failure};
use crate::folder;
use crate::output::{self, Output};

/// Make, list or change the accounts of people who sign in
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make an account; its passphrase is asked for twice, or is the first line of stdin
    Add(Add),
    /// List accounts
    List(List),
    /// Set another passphrase; ends every session of the account
    Passphrase(Named),
    /// Shut an account out at once; its drafts are kept
    Disable(Named),
    /// Let a disabled account in again
    Enable(Named),
    /// Remove an account with its sessions and drafts; what it stated stands
    Remove(Named),
}

/// Make an account; its passphrase is asked for twice, or is the first line of stdin
#[derive(Debug, Args)]
struct Add {
    #[command(flatten)]
    named: Named,
    /// The office that speaks through it
    #[arg(long, value_name = "OFFICE", default_value = "office:main")]
    office: Office,
    /// Kinds that it may state, without version, separated by commas; every kind but the record's own if absent
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kinds: Option<Vec<String>>,
}

/// One account.
#[derive(Debug, Args)]
struct Named {
    #[command(flatten)]
    dir: Dir,
    /// What its person types to sign in
    #[arg(value_name = "NAME")]
    name: String,
}

/// List accounts
#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    dir: Dir,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let clock = SystemClock::new();
    match &asked.what {
        What::Add(asked) => add(asked, output),
        What::List(asked) => list(asked, output),
        What::Passphrase(named) => {
            let accounts = open(&named.dir)?;
            let passphrase = passphrase(output)?;
            changed(named, "passphrase set; its sessions are ended", accounts.set_passphrase(&named.name, &passphrase), output)
        }
        What::Disable(named) => changed(named, "disabled; its sessions are ended", open(&named.dir)?.set_disabled(&named.name, true, &clock), output),
        What::Enable(named) => changed(named, "enabled", open(&named.dir)?.set_disabled(&named.name, false, &clock), output),
        What::Remove(named) => changed(named, "removed, with its sessions and drafts", open(&named.dir)?.remove(&named.name), output),
    }
}

fn open(dir: &Dir) -> Result<Accounts, Failure> {
    folder::must_be_node(&dir.dir)?;
    Accounts::open(&dir.dir).map_err(Failure::failed)
}

fn untold(error: &UserError) -> Failure {
    match error {
        UserError::Name(_) | UserError::Kind(_) | UserError::Passphrase(_) => Failure::usage(error),
        UserError::Taken(_) => Failure::new(Exit::Refused, error),
        UserError::NoSuch(_) => Failure::not_found(error),
        UserError::Store(_) => Failure::failed(error),
    }
}

fn add(asked: &Add, output: Output) -> Result<Exit, Failure> {
    let Add { named, office, kinds } = asked;
    let accounts = open(&named.dir)?;
    // `measure/v1` is what people copy; accounts speak of every version of a kind.
    let kinds: Option<Vec<String>> =
        kinds.as_ref().map(|kinds| kinds.iter().map(|kind| kind.split("/v").next().unwrap_or(kind).to_owned()).collect());
    let passphrase = passphrase(output)?;
    let terms = UserTerms { name: &named.name, office, kinds: kinds.as_deref() };
    accounts.add(&terms, &passphrase, league::KINDS, &SystemClock::new()).map_err(|error| untold(&error))?;
    let scope = kinds.map_or_else(|| "every kind but the record's own".to_owned(), |kinds| kinds.join(", "));
    if output.is_json() {
        output.document("user/v1", json!({ "name": named.name, "office": office, "state": "added" }))?;
    } else {
        output.line(&format!("`{}` signs in at `/signin`, speaks as `{office}`, states {scope}", output::plain(&named.name)))?;
    }
    Ok(Exit::Done)
}

fn changed(named: &Named, what: &str, outcome: Result<(), UserError>, output: Output) -> Result<Exit, Failure> {
    outcome.map_err(|error| untold(&error))?;
    if output.is_json() {
        output.document("user/v1", json!({ "name": named.name, "state": what.split([' ', ',', ';']).next() }))?;
    } else {
        output.line(&format!("`{}`: {what}", output::plain(&named.name)))?;
    }
    Ok(Exit::Done)
}

fn list(asked: &List, output: Output) -> Result<Exit, Failure> {
    let users = open(&asked.dir)?.all().map_err(Failure::failed)?;
    let time = |ms: i64| jiff::Timestamp::from_millisecond(ms).map(|time| time.strftime("%Y-%m-%dT%H:%MZ").to_string()).unwrap_or_default();
    let state = |user: &node::User| if user.disabled_ms.is_some() { "disabled" } else { "enabled" };
    if output.is_json() {
        let user = |user: &node::User| {
            json!({
                "name": user.name, "office": user.office, "kinds": user.kinds, "state": state(user), "created": time(user.created_ms),
                "signed_in": user.signed_in_ms.map(time), "disabled": user.disabled_ms.map(time),
            })
        };
        output.document("users/v1", json!({ "users": users.iter().map(user).collect::<Vec<_>>() }))?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = users
        .iter()
        .map(|user| {
            let kinds = user.kinds.as_ref().map_or_else(|| "all".to_owned(), |kinds| kinds.join(","));
            let signed_in = user.signed_in_ms.map_or_else(|| "never".to_owned(), time);
            vec![user.name.clone(), user.office.to_string(), kinds, state(user).to_owned(), time(user.created_ms), signed_in]
        })
        .collect();
    output.result(output::table(&["name", "office", "kinds", "state", "created", "signed in"], &rows).as_bytes())?;
    Ok(Exit::Done)
}

/// The longest line that is read for a passphrase, in bytes: longer ones are refused anyway.
const LINE_BYTES_MAX: u64 = 8_192;

/// A new passphrase. Errors: two that differ, or none.
fn passphrase(output: Output) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        return line();
    }
    let _unseen = Unseen::begin()?;
    let ask = |question: &str| -> Result<String, Failure> {
        let mut stderr = std::io::stderr().lock();
        stderr.write_all(question.as_bytes()).and_then(|()| stderr.flush()).map_err(Failure::failed)?;
        let given = line();
        // The person's own line feed was not shown.
        stderr.write_all(b"\n").map_err(Failure::failed)?;
        given
    };
    output.say("a passphrase has 15 characters or more: four words that have nothing to do with each other will do");
    let first = ask("passphrase: ")?;
    if ask("the same again: ")? != first {
        return Err(Failure::usage("the two differ; nothing was changed"));
    }
    Ok(first)
}

/// One line of stdin, without its end.
fn line() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(LINE_BYTES_MAX).read_until(b'\n', &mut bytes).map_err(Failure::failed)?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::usage("the passphrase is no UTF-8 text"))?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        return Err(Failure::usage("there is no passphrase; give it on a terminal, or as the first line of stdin"));
    }
    Ok(text.to_owned())
}

/// A terminal that does not show what is typed, until this is dropped.
struct Unseen {
    before: rustix::termios::Termios,
}

impl Unseen {
    fn begin() -> Result<Unseen, Failure> {
        let stdin = std::io::stdin();
        let before = tcgetattr(&stdin).map_err(Failure::failed)?;
        let mut unseen = before.clone();
        unseen.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&stdin, OptionalActions::Flush, &unseen).map_err(Failure::failed)?;
        Ok(Unseen { before })
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        // A terminal that went away has nothing to be set back.
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Flush, &self.before);
    }
}
