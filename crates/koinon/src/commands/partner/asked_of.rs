//! What a node is asked before its key is pinned: who it is, whether that key signs its newest checkpoint, whether its `did:web` document agrees.
//!
//! Nothing of it is believed but what is signed.

use node::fetch::{Fetch as _, Request};
use record::checkpoint::Checkpoint;
use record::did::{DOCUMENT_BYTES_MAX, Did, Document};
use record::note::{NOTE_BYTES_MAX, SignedNote, VerifyingKey};
use record::own::partner;
use record::{Origin, Text};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::audit::wrong;
use crate::failure::{Exit, Failure};
use crate::fetch::Client;
use crate::output::Output;

/// What a node says of itself at `/.well-known/koinon`.
#[derive(Debug, Deserialize)]
pub(super) struct Claim {
    pub(super) origin: Origin,
    pub(super) name: Text,
    #[serde(deserialize_with = "vkey")]
    pub(super) vkey: VerifyingKey,
    #[serde(default)]
    pub(super) witness: Option<String>,
    #[serde(default)]
    pub(super) mirror: Option<String>,
    #[serde(default)]
    pub(super) did: Option<String>,
    #[serde(default)]
    pub(super) place: Option<String>,
    #[serde(default)]
    pub(super) level: Option<String>,
    #[serde(default)]
    pub(super) kinds: Vec<String>,
}

fn vkey<'de, D: Deserializer<'de>>(deserializer: D) -> Result<VerifyingKey, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// The longest answer of `/.well-known/koinon`, in bytes.
const CLAIM_BYTES_MAX: usize = 64 << 10;
/// What a node is called among the services of a document.
const NODE: &str = "KoinonNode";

/// The address that a text means, with a scheme and without a slash at the end; and where the text is a `did:web` name, that name and its document,
/// which says the address.
pub(super) fn find(client: &Client, text: &str) -> Result<(String, Option<(Did, Document)>), Failure> {
    if !text.starts_with("did:") {
        return node_url(text).map(|url| (url, None));
    }
    let did: Did = text.parse().map_err(Failure::usage)?;
    let document = read_document(client, &did)?;
    let node = document.services.iter().find(|service| service.kind == NODE && partner::is_node_url(&service.endpoint));
    let url =
        node.map(|service| service.endpoint.clone()).ok_or_else(|| wrong(format!("the document of `{did}` names no `{NODE}` with an address")))?;
    Ok((url, Some((did, document))))
}

/// The address that a text means: with a scheme, without a slash at the end.
pub(super) fn node_url(text: &str) -> Result<String, Failure> {
    let text = text.trim_end_matches('/');
    let url = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    if partner::is_node_url(&url) {
        Ok(url)
    } else {
        Err(Failure::usage(format!("`{text}` is no address of a node"))
            .with_way_out("give one such as `https://coast.example`, or `did:web:coast.example`"))
    }
}

fn read_document(client: &Client, did: &Did) -> Result<Document, Failure> {
    let bytes = get(client, &did.document_url(), DOCUMENT_BYTES_MAX)?;
    Document::parse(&bytes, did).map_err(|error| wrong(format!("the document of `{did}`: {error}")))
}

/// Asks a node who it is, and whether its newest checkpoint is signed by the key that it names.
pub(super) fn ask(client: &Client, url: &str) -> Result<(Claim, Checkpoint), Failure> {
    let claim = get(client, &format!("{url}/.well-known/koinon"), CLAIM_BYTES_MAX)?;
    let claim: Claim =
        serde_json::from_slice(&claim).map_err(|error| wrong(format!("`{url}/.well-known/koinon` is not what a node says of itself: {error}")))?;
    let note = get(client, &format!("{url}/log/checkpoint"), NOTE_BYTES_MAX)?;
    let note = String::from_utf8(note).map_err(|_| wrong("its checkpoint is no text"))?;
    let note: SignedNote = note.parse().map_err(|error| wrong(format!("its checkpoint is no signed note: {error}")))?;
    note.verify(std::slice::from_ref(&claim.vkey))
        .map_err(|error| wrong(format!("its checkpoint is not signed by the key that it names: {error}")))?;
    let checkpoint: Checkpoint = note.text.parse().map_err(|error| wrong(format!("its checkpoint can't be read: {error}")))?;
    if checkpoint.origin != claim.origin {
        return Err(wrong(format!("it says that it is `{}`, and its checkpoint is of `{}`", claim.origin, checkpoint.origin)));
    }
    Ok((claim, checkpoint))
}

/// The identifier that is pinned: one whose document lists the key. `named`: what we were asked to follow; then another, or none, is an error.
/// Where only the node itself names one, and its document can't be had, none is pinned.
pub(super) fn identifier(client: &Client, named: Option<(Did, Document)>, claim: &Claim, output: Output) -> Result<Option<String>, Failure> {
    let lists = |document: &Document| document.publics().contains(&claim.vkey.public_bytes());
    if let Some((did, document)) = named {
        let is_theirs = claim.did.as_deref() == Some(did.as_str()) && lists(&document);
        let unlike = || wrong(format!("`{did}` and the node that it leads to do not name each other, or not the same key"));
        return if is_theirs { Ok(Some(did.to_string())) } else { Err(unlike()) };
    }
    let Some(did) = claim.did.as_ref().and_then(|did| did.parse::<Did>().ok()) else { return Ok(None) };
    match read_document(client, &did) {
        Ok(document) if lists(&document) => Ok(Some(did.to_string())),
        Ok(_) => Err(wrong(format!("the document of `{did}` does not list the key `{}` that the node names", claim.vkey))),
        Err(failure) => {
            output.say(&format!("its identifier is not pinned: {}", failure.message));
            Ok(None)
        }
    }
}

fn get(client: &Client, address: &str, bytes_max: usize) -> Result<Vec<u8>, Failure> {
    let away = |why: &dyn std::fmt::Display| Failure::new(Exit::Unavailable, format!("`{address}` can't be read: {why}"));
    let got = client.send(&Request::get(address, bytes_max)).map_err(|error| match error.is_refused() {
        true => Failure::new(Exit::Refused, error)
            .with_way_out("`[outgoing.partners]` in koinon.toml says what one machine may; `--dev` lets this machine be asked"),
        false => away(&error),
    })?;
    match got.status {
        200 => Ok(got.body),
        status @ 300..=399 => Err(away(&format!("it answers {status} and sends elsewhere, which is not followed; give that address"))),
        status => Err(away(&format!("it answers {status}"))),
    }
}
