//! `koinon attach FILE`: keeps a file, named by its SHA-256, and prints what a statement cites of it.
//!
//! ```text
//! {"name":"order.pdf","sha256":"9d97..","size":40122,"type":"application/pdf"}      goes into `attachments` of a measure
//! ```

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::commands::Dir;
use crate::failure::{Exit, Failure};
use crate::folder;
use crate::output::Output;

/// Keep a file in the node, to be named in a statement by its SHA-256
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// The file, up to 20 MiB
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Its media type; told from the file's ending if absent
    #[arg(long = "type", value_name = "TYPE", value_parser = media_type)]
    media_type: Option<String>,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    folder::must_be_node(&asked.dir.dir)?;
    let attached = node::attach(&asked.dir.dir, &asked.file).map_err(|error| match &error {
        node::AttachError::File { source, .. } if source.kind() == std::io::ErrorKind::NotFound => Failure::not_found(&error),
        _ => Failure::failed(&error),
    })?;
    let name = asked.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let media_type = asked.media_type.clone().unwrap_or_else(|| type_of(&asked.file).to_owned());
    let cited = json!({ "sha256": attached.sha256, "size": attached.bytes, "type": media_type, "name": name });
    if output.is_json() {
        output.document("attachment/v1", cited)?;
    } else {
        output.line(&cited.to_string())?;
    }
    if attached.known {
        output.say("it was here already");
    }
    output.say("cite it in a statement's `attachments`");
    Ok(Exit::Done)
}

/// `type/subtype` of RFC 6838, without parameters.
fn media_type(text: &str) -> Result<String, String> {
    let is_name = |part: &str| {
        !part.is_empty() && part.len() <= 64 && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"!#$&-^_.+".contains(&b))
    };
    match text.split_once('/') {
        Some((sort, name)) if is_name(sort) && is_name(name) => Ok(text.to_owned()),
        _ => Err(format!("`{text}` is no media type; give one such as `application/pdf`")),
    }
}

/// What offices attach, by the file's ending.
fn type_of(file: &Path) -> &'static str {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "pdf" => "application/pdf",
        "txt" => "text/plain",
        "csv" => "text/csv",
        "html" | "htm" => "text/html",
        "xml" => "application/xml",
        "json" => "application/json",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "svg" => "image/svg+xml",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}
