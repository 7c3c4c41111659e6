//! The record itself over HTTP, exactly as C2SP says, and the small addresses for machines.
//!
//! ```text
//! /log/checkpoint            text/plain                 asked anew each time
//! /log/tile/0/x001/234       application/octet-stream   never changes; never compressed: hashes don't shrink
//! /log/tile/entries/000.p/7  application/octet-stream   never changes; gzip where the client takes it
//! /partners/{slug}/log/..    the same, of a record that we copy
//! ```
//! In: paths, types, how long they keep. Out: what a tile holds (`record`), where it is read (`node`). Source: c2sp.org/tlog-tiles.

use std::io::Write;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use record::did::Did;
use record::places::OWN;
use serde_json::json;

use crate::assets;
use crate::problem::{NoSuch, Problem};
use crate::routes::{Served, answer_problem};
use crate::site::Site;

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// `GET /log/{path}`: a checkpoint, a tile or a bundle of entries of our own log.
pub(crate) async fn tile(State(served): State<Arc<Served>>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    serve(served, None, path, &headers).await
}

/// `GET /partners/{slug}/log/{path}`: the same of a record that we copy, byte for byte as its owner serves it.
pub(crate) async fn mirror(State(served): State<Arc<Served>>, Path((slug, path)): Path<(String, String)>, headers: HeaderMap) -> Response {
    serve(served, Some(slug), path, &headers).await
}

async fn serve(served: Arc<Served>, slug: Option<String>, path: String, headers: &HeaderMap) -> Response {
    let takes_gzip = accepts(headers, "gzip");
    let read = {
        let (served, path) = (Arc::clone(&served), path.clone());
        tokio::task::spawn_blocking(move || {
            let node = &served.site.node;
            let record =
                slug.map_or(Some(OWN), |slug| node.records().into_iter().find(|(_, origin)| origin.slug() == slug).map(|(record, _)| record));
            let bytes = record.map_or(Ok(None), |record| node.tile(record, &path))?;
            // Full bundles are what a copy of the log is made of; hash tiles don't shrink, partial ones are small and short-lived.
            let packs = takes_gzip && path.starts_with("tile/entries/") && !path.contains(".p/");
            Ok::<_, Problem>(bytes.map(|bytes| if packs { (gzip(&bytes), true) } else { (bytes, false) }))
        })
    };
    let (bytes, is_packed) = match read.await {
        Ok(Ok(Some(found))) => found,
        Ok(Ok(None)) => return plain(StatusCode::NOT_FOUND, "no such tile in the published tree\n"),
        Ok(Err(problem)) => return answer_problem(&served, &problem),
        Err(error) => return answer_problem(&served, &Problem::Internal(error.to_string())),
    };
    let is_checkpoint = path == "checkpoint";
    let content_type = if is_checkpoint { "text/plain; charset=utf-8" } else { "application/octet-stream" };
    let keep = if is_checkpoint { "no-cache" } else { FOR_EVER };
    let mut response = Response::builder()
        .header(header::CONTENT_TYPE, content_type)
        .header(header::CACHE_CONTROL, keep)
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    if path.starts_with("tile/entries/") {
        response = response.header(header::VARY, "Accept-Encoding");
    }
    if is_packed {
        response = response.header(header::CONTENT_ENCODING, "gzip");
    }
    response.body(Body::from(bytes)).unwrap_or_default()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::with_capacity(bytes.len() / 2), flate2::Compression::fast());
    // Writing to memory can't fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Whether a client takes this content coding. Source: RFC 9110, 12.5.3.
pub(crate) fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let wishes = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let mut taken = false;
    for wish in wishes.take(20) {
        let (name, rest) = wish.split_once(';').unwrap_or((wish, ""));
        if name.trim().eq_ignore_ascii_case(coding) {
            taken = !matches!(rest.trim().strip_prefix("q="), Some(weight) if weight.trim().parse::<f32>().is_ok_and(|weight| weight == 0.0));
        }
    }
    taken
}

/// A short answer in plain text.
pub(crate) fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

/// A JSON document that is asked anew each time.
pub(crate) fn document(status: StatusCode, document: &serde_json::Value) -> Response {
    let mut text = document.to_string();
    text.push('\n');
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (status, headers, text).into_response()
}

/// What the node is named by `did:web`: as genesis says, else by its address. None where the host of that is an IPv6 address.
pub fn did(site: &Site) -> Option<Did> {
    let stated = site.node.identity().did.as_ref().and_then(|did| did.parse().ok());
    stated.or_else(|| Did::of_node_url(&site.public_url))
}

/// `GET /.well-known/did.json`, and `/did.json` for a node whose address has a path: the document of its `did:web` name.
pub(crate) async fn did_document(State(served): State<Arc<Served>>) -> Response {
    let site = &served.site;
    let identity = site.node.identity();
    let Some(did) = did(site) else { return plain(StatusCode::NOT_FOUND, "no did:web name stands for the address of this node\n") };
    document(StatusCode::OK, &record::did::document(&did, &[identity.vkey.clone(), identity.identity.clone()], &site.public_url))
}

/// `GET /.well-known/koinon`: whose record this is, under which key, and where its log is.
pub(crate) async fn well_known(State(served): State<Arc<Served>>) -> Response {
    let site = &served.site;
    let identity = site.node.identity();
    let kinds: Vec<String> = site.node.kinds().iter().map(record::Kind::full_name).collect();
    let (witness, mirror) = site.node.cosigner_vkeys().unwrap_or_default();
    let about = json!({
        "origin": identity.origin,
        "name": identity.name,
        "vkey": identity.vkey.to_string(),
        "witness": witness.map(|key| key.to_string()),
        "mirror": mirror.map(|key| key.to_string()),
        "did": did(site).map(|did| did.to_string()),
        "log": site.url("/log"),
        "place": identity.place,
        "level": identity.level,
        "language": identity.language,
        "licence": identity.licence,
        "kinds": kinds,
        "invented": site.is_invented,
        "software": concat!("koinon/", env!("CARGO_PKG_VERSION")),
    });
    document(StatusCode::OK, &about)
}

/// `GET /healthz`: the process answers.
pub(crate) async fn healthz() -> Response {
    plain(StatusCode::OK, "ok\n")
}

/// `GET /readyz`: the store can be read and the node signs. 503 with the reason's name where it does not.
pub(crate) async fn readyz(State(served): State<Arc<Served>>) -> Response {
    let node = &served.site.node;
    let size = node.size();
    let signing = node.is_signing();
    let status = if signing.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let reason = signing.err().map(|halt| halt_name(&halt));
    document(status, &json!({"ready": reason.is_none(), "size": size, "halted": reason}))
}

/// The name of a halt; its text names paths of the machine, which readers need not know.
pub(crate) fn halt_name(halt: &node::Halt) -> &'static str {
    match halt {
        node::Halt::Behind { .. } => "behind",
        node::Halt::Changed { .. } => "changed",
        node::Halt::Unmarked { .. } => "unmarked",
        node::Halt::Clock { .. } => "clock",
        node::Halt::PublicAhead { .. } => "public-ahead",
        node::Halt::Fork { .. } => "fork",
        node::Halt::Disk { .. } => "disk",
    }
}

/// `GET /assets/{name}`: a file whose name holds its hash.
pub(crate) async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = assets::find(&name) else { return plain(StatusCode::NOT_FOUND, "no such file\n") };
    let packs = accepts(&headers, "br");
    let bytes: &'static [u8] = if packs { asset.brotli() } else { asset.bytes };
    let mut response = Response::builder()
        .header(header::CONTENT_TYPE, asset.content_type)
        .header(header::CACHE_CONTROL, assets::CACHE_CONTROL)
        .header(header::VARY, "Accept-Encoding");
    if packs {
        response = response.header(header::CONTENT_ENCODING, "br");
    }
    response.body(Body::from(bytes)).unwrap_or_default()
}

/// `GET /attachments/{sha256}`: bytes that someone attached. They may be anything, so no browser may run or guess them.
pub(crate) async fn attachment(State(served): State<Arc<Served>>, Path(sha256): Path<String>) -> Response {
    let read = {
        let (served, sha256) = (Arc::clone(&served), sha256.clone());
        tokio::task::spawn_blocking(move || served.site.node.attachment(&sha256))
    };
    let attachment = match read.await {
        Ok(Ok(Some(attachment))) => attachment,
        Ok(Ok(None)) => return answer_problem(&served, &Problem::NoSuch(NoSuch::Attachment(sha256.chars().take(80).collect()))),
        Ok(Err(error)) => return answer_problem(&served, &Problem::from(error)),
        Err(error) => return answer_problem(&served, &Problem::Internal(error.to_string())),
    };
    Response::builder()
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", attachment.sha256))
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CACHE_CONTROL, FOR_EVER)
        .header(header::ETAG, format!("\"{}\"", attachment.sha256))
        .body(Body::from(attachment.bytes))
        .unwrap_or_default()
}

/// `GET /robots.txt`: everyone may read.
pub(crate) async fn robots() -> Response {
    plain(StatusCode::OK, "User-agent: *\nDisallow: /log/tile/\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_taken_where_it_is_named_and_not_refused() {
        let headers = |value: &'static str| HeaderMap::from_iter([(header::ACCEPT_ENCODING, value.parse().unwrap())]);
        assert!(accepts(&headers("gzip, deflate, br"), "br"));
        assert!(accepts(&headers("br;q=0.5"), "br"));
        assert!(!accepts(&headers("br;q=0, gzip"), "br"));
        assert!(!accepts(&headers("identity"), "br"));
        assert!(!accepts(&HeaderMap::new(), "br"));
    }
}
