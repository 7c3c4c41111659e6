//! `koinon token create|list|revoke`: who may state over HTTP, as which office, which kinds, until when.

use clap::{Args, Subcommand};
use node::Clock as _;
use node::{SystemClock, TokenError, TokenTerms, Tokens};
use record::Office;
use serde_json::json;

use crate::commands::Dir;
use crate::failure::{Exit, Failure};
use crate::folder;
use crate::output::{self, Output};

/// Make, list or revoke tokens for `POST /statements`
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a token; it is shown once, alone on the last line of stdout
    Create(Create),
    /// List tokens
    List(List),
    /// Revoke every valid token of a name
    Revoke(Revoke),
}

/// Make a token; it is shown once, alone on the last line of stdout
#[derive(Debug, Args)]
struct Create {
    #[command(flatten)]
    dir: Dir,
    /// What you call it
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The office that speaks through it
    #[arg(long, value_name = "OFFICE", default_value = "office:main")]
    office: Office,
    /// Kinds that it may state, without version, separated by commas; every kind but the record's own if absent
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kinds: Option<Vec<String>>,
    /// How long it lives
    #[arg(long, value_name = "N", default_value_t = 90)]
    days: u32,
}

/// List tokens
#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    dir: Dir,
}

/// Revoke every valid token of a name
#[derive(Debug, Args)]
struct Revoke {
    #[command(flatten)]
    dir: Dir,
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    match &asked.what {
        What::Create(asked) => create(asked, output),
        What::List(asked) => list(asked, output),
        What::Revoke(asked) => revoke(asked, output),
    }
}

fn open(dir: &Dir) -> Result<Tokens, Failure> {
    folder::must_be_node(&dir.dir)?;
    Tokens::open(&dir.dir).map_err(Failure::failed)
}

fn untold(error: &TokenError) -> Failure {
    match error {
        TokenError::Name(_) | TokenError::Days(_) | TokenError::Kind(_) => Failure::usage(error),
        TokenError::NoSuch(_) => Failure::not_found(error),
        TokenError::Random(_) | TokenError::Store(_) => Failure::failed(error),
    }
}

fn create(asked: &Create, output: Output) -> Result<Exit, Failure> {
    // `measure/v1` is what people copy; tokens speak of every version of a kind.
    let kinds: Option<Vec<String>> =
        asked.kinds.as_ref().map(|kinds| kinds.iter().map(|kind| kind.split("/v").next().unwrap_or(kind).to_owned()).collect());
    let terms = TokenTerms { name: &asked.name, office: &asked.office, kinds: kinds.as_deref(), days: asked.days };
    let secret = open(&asked.dir)?.create(&terms, league::KINDS, &SystemClock::new()).map_err(|error| untold(&error))?;
    output.say(&format!(
        "token `{}` speaks as `{}`, states {}, for {} days; it is shown only now",
        asked.name,
        asked.office,
        kinds.map_or_else(|| "every kind but the record's own".to_owned(), |kinds| kinds.join(", ")),
        asked.days
    ));
    output.line(&secret)?;
    Ok(Exit::Done)
}

fn list(asked: &List, output: Output) -> Result<Exit, Failure> {
    let tokens = open(&asked.dir)?.all().map_err(Failure::failed)?;
    let now_ms = SystemClock::new().now().as_millisecond();
    let time = |ms: i64| jiff::Timestamp::from_millisecond(ms).map(|time| time.strftime("%Y-%m-%dT%H:%MZ").to_string()).unwrap_or_default();
    let state = |token: &node::Token| match token.revoked_ms {
        Some(_) => "revoked",
        None if token.is_valid_at(now_ms) => "valid",
        None => "expired",
    };
    if output.is_json() {
        let tokens: Vec<serde_json::Value> = tokens
            .iter()
            .map(|token| {
                json!({
                    "name": token.name, "office": token.office, "kinds": token.kinds, "state": state(token), "created": time(token.created_ms),
                    "expires": time(token.expires_ms), "used": token.used_ms.map(time), "revoked": token.revoked_ms.map(time),
                })
            })
            .collect();
        output.document("tokens/v1", json!({ "tokens": tokens }))?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = tokens
        .iter()
        .map(|token| {
            let kinds = token.kinds.as_ref().map_or_else(|| "all".to_owned(), |kinds| kinds.join(","));
            let used = token.used_ms.map_or_else(|| "never".to_owned(), time);
            vec![token.name.clone(), token.office.to_string(), kinds, state(token).to_owned(), time(token.expires_ms), used]
        })
        .collect();
    output.result(output::table(&["name", "office", "kinds", "state", "expires", "used"], &rows).as_bytes())?;
    Ok(Exit::Done)
}

fn revoke(asked: &Revoke, output: Output) -> Result<Exit, Failure> {
    let count = open(&asked.dir)?.revoke(&asked.name, &SystemClock::new()).map_err(|error| untold(&error))?;
    if output.is_json() {
        output.document("revoked/v1", json!({ "name": asked.name, "revoked": count }))?;
    } else {
        output.line(&format!("{count} revoked"))?;
    }
    Ok(Exit::Done)
}
