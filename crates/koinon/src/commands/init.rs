//! `koinon init DIR`: a real node: keys, genesis, settings, an empty record.

use std::path::PathBuf;

use clap::Args;
use node::{CreateError, Founding};
use record::Origin;
use register::Level;
use serde_json::json;

use crate::failure::{Exit, Failure};
use crate::folder::{self, Node};
use crate::output::Output;
use crate::settings;

/// Make a new node: keys, genesis, settings, empty record
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// A folder that does not exist yet, or is empty
    #[arg(value_name = "DIR", env = "KOINON_DIR")]
    dir: PathBuf,
    /// Names the record for ever: the host, perhaps with a path, where it will be served, such as `health.example`
    #[arg(long, value_name = "ORIGIN")]
    origin: Origin,
    /// What the body is called
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Code of the place that it speaks for, such as `GBR` or `UK_WAL`
    #[arg(long, value_name = "CODE")]
    place: Option<register::Code>,
    /// Level of government at which it speaks, such as `national`
    #[arg(long, value_name = "LEVEL")]
    level: Option<Level>,
    /// Language of texts that name none, and of pages where a reader asks for none (BCP 47); pages are in `en`, `ar` and `fr`
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
    /// Licence of what it states (SPDX)
    #[arg(long, value_name = "SPDX", default_value = "CC-BY-4.0")]
    licence: String,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let founding = Founding {
        origin: asked.origin.clone(),
        name: record::Text::One(asked.name.clone()),
        language: asked.language.clone(),
        licence: asked.licence.clone(),
        place: asked.place.as_ref().map(ToString::to_string),
        level: asked.level.map(|level| level.as_str().to_owned()),
        settings: settings::text_for(&asked.origin),
        seed: None,
    };
    let identity = Node::create(&asked.dir, &founding, &folder::machine()?).map_err(|error| unmade(&error))?;
    let dir = asked.dir.display();
    if output.is_json() {
        output
            .document("node/v1", json!({ "dir": asked.dir, "origin": identity.origin, "name": identity.name, "vkey": identity.vkey.to_string() }))?;
    } else {
        output.line(&format!("`{}` is founded in `{dir}`\nvkey: {}", identity.origin, identity.vkey))?;
    }
    for line in [
        "next:".to_owned(),
        format!("  move {dir}/keys/identity.key and {dir}/keys/next-identity.key to two safe places, offline"),
        format!("  back up {dir}/keys/log.key apart from the record"),
        format!("  koinon serve --dir {dir}            run it, with a reverse proxy for TLS before it"),
        format!("  koinon publish --dir {dir} FILE     state the first measure"),
    ] {
        output.say(&line);
    }
    Ok(Exit::Done)
}

pub(crate) fn unmade(error: &CreateError) -> Failure {
    match error {
        CreateError::NotEmpty(_) => Failure::failed(error),
        CreateError::Faults(faults) => Failure::usage("the node can't be founded so").with_details(faults.iter().map(ToString::to_string).collect()),
        CreateError::Open(error) => folder::unopened(error),
        CreateError::Random(_) => Failure::failed(error),
    }
}
