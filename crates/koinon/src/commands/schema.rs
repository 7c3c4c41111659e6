//! `koinon schema [KIND]`: the JSON Schema of a kind, as `/schemas/<kind>.json` serves it.

use clap::Args;
use league::KINDS;
use serde_json::json;

use crate::failure::{Exit, Failure};
use crate::output::Output;

/// Print the JSON Schema of a kind, or the list of kinds
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// A kind, such as `measure/v1` or `measure`; every kind is listed if absent
    kind: Option<String>,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let Some(name) = &asked.kind else {
        let names: Vec<String> = KINDS.iter().map(record::Kind::full_name).collect();
        if output.is_json() {
            output.document("kinds/v1", json!({ "kinds": names }))?;
        } else {
            output.line(&names.join("\n"))?;
        }
        return Ok(Exit::Done);
    };
    let kind = KINDS.iter().find(|kind| kind.name == name || kind.full_name() == *name);
    let kind = kind.ok_or_else(|| Failure::not_found(format!("`{name}` is no kind known here")).with_way_out("`koinon schema` lists them"))?;
    output.line(kind.schema.trim_end())?;
    Ok(Exit::Done)
}
