//! `koinon restricted list|erase|copy`: the words of restricted statements that this node holds.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use node::EraseError;
use record::envelope::at_text;
use record::{Json, Origin, Text};
use serde_json::json;
use web::Live;

use crate::commands::Dir;
use crate::failure::{Exit, Failure};
use crate::folder;
use crate::output::{self, Output};

/// List, erase or copy the words of restricted statements that this node holds
///
/// A statement is restricted where its `audience` is `agreement:` and the short id of an `agreement/v1`: `koinon publish` seals it, and only the parties
/// can ask for its words. They stand in `private.db`, which no backup of the record holds.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the words that are held, in the order of each record
    List(Dir),
    /// Erase the words and the salt behind an entry, and state that they were
    Erase(Erase),
    /// Copy the words to a new file, apart from every backup of the record, also while the node serves
    Copy(Copy),
}

/// Erase the words and the salt behind an entry, and state that they were
///
/// The entry and every proof of it stand. Parties that hold the words learn it from the statement and erase theirs.
#[derive(Debug, Args)]
struct Erase {
    #[command(flatten)]
    dir: Dir,
    /// The entry's place in its record
    #[arg(value_name = "INDEX")]
    index: u64,
    /// Whose record, where it is not our own
    #[arg(long, value_name = "ORIGIN")]
    origin: Option<Origin>,
    /// Why, in law or by which rule; never of whom the words spoke
    #[arg(long, value_name = "TEXT")]
    basis: String,
}

/// Copy the words to a new file, apart from every backup of the record, also while the node serves
///
/// To put it back: stop the node and copy it to `private.db` in its folder. What the record says was erased is erased again at the start. How long such
/// copies are kept is a matter of law: what is erased here still stands in them.
#[derive(Debug, Args)]
struct Copy {
    #[command(flatten)]
    dir: Dir,
    /// The new file
    #[arg(value_name = "FILE")]
    to: PathBuf,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    match &asked.what {
        What::List(dir) => list(dir, output),
        What::Erase(asked) => erase(asked, output),
        What::Copy(asked) => copy(asked, output),
    }
}

fn list(dir: &Dir, output: Output) -> Result<Exit, Failure> {
    folder::must_be_node(&dir.dir)?;
    let mut words = Vec::new();
    for (origin, payload) in node::held_words(&dir.dir).map_err(Failure::failed)? {
        let inner: Json = serde_json::from_slice(&payload.inner).map_err(Failure::failed)?;
        let kept = jiff::Timestamp::from_millisecond(payload.kept_ms).ok().and_then(at_text).unwrap_or_default();
        words.push((origin, payload.place, payload.audience, kept, inner));
    }
    if output.is_json() {
        let one = |(origin, place, audience, kept, inner): &(Origin, Option<u64>, record::Audience, String, Json)| json!({ "origin": origin, "index": place, "audience": audience, "kept": kept, "statement": inner });
        output.document("restricted/v1", json!({ "words": words.iter().map(one).collect::<Vec<_>>() }))?;
    } else {
        let row = |(origin, place, audience, kept, inner): &(Origin, Option<u64>, record::Audience, String, Json)| {
            let entry = place.map_or_else(|| "not stated".to_owned(), |place| format!("{origin}#{place}"));
            vec![entry, audience.to_string(), kept.clone(), output::plain(&inner.to_string())]
        };
        output.line(&output::table(&["ENTRY", "FOR", "KEPT", "WORDS"], &words.iter().map(row).collect::<Vec<_>>()))?;
    }
    Ok(Exit::Done)
}

fn copy(asked: &Copy, output: Output) -> Result<Exit, Failure> {
    folder::must_be_node(&asked.dir.dir)?;
    node::copy_words(&asked.dir.dir, &asked.to).map_err(|error| folder::unopened(&error))?;
    output.say(&format!("`{}` holds restricted words: keep it no longer than they may be kept", asked.to.display()));
    Ok(Exit::Done)
}

fn erase(asked: &Erase, output: Output) -> Result<Exit, Failure> {
    let dir = &asked.dir.dir;
    let basis = Text::One(record::text::nfc(&asked.basis).into_owned());
    let erased = node::erase_anywhere::<Live>(dir, league::KINDS, &folder::machine()?, asked.origin.as_ref(), asked.index, basis);
    let published = erased.map_err(|error| match error {
        EraseError::NotHeld(_) => Failure::not_found(error),
        EraseError::Faults(faults) => Failure::usage("the erasure can't be stated so").with_details(faults.iter().map(ToString::to_string).collect()),
        EraseError::Open(error) => folder::unopened(&error),
        EraseError::Store(_) | EraseError::Unstated(_) => Failure::failed(error),
    })?;
    let receipt = published.statements.first();
    if output.is_json() {
        output.document("erased/v1", json!({ "index": asked.index, "stated": receipt.map(|receipt| receipt.index) }))?;
    } else {
        output.line(&format!("the words of entry {} are erased; entry {} says so", asked.index, receipt.map_or(0, |receipt| receipt.index)))?;
    }
    Ok(Exit::Done)
}
