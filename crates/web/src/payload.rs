//! `GET /payloads/{index}`: the words behind a restricted entry, for the parties of its agreement alone (DESIGN rule 23).
//!
//! ```text
//! 200 {"inner":{..},"salt":"03..03"}, signed, never kept by a cache      410 the words were erased      404 for everyone else, whatever there is
//! ```
//! Asked with a signature of a partner's log key (`record::http_signature`). In: who asks, whether they are a party, what is handed on. Out: the
//! words (`node::Private`), who is a party on a day (`accord`).

use std::sync::Arc;

use accord::{Agreement, may_read};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;
use jiff::Timestamp;
use node::Words;
use node::exchange::{HandedOn, JSON, authority_and_path};
use record::http_signature::{Bound, Request, Response as Answer};
use record::{Act, Audience, Entry, Origin, Sid};

use crate::live::Live;
use crate::log::{did, plain};
use crate::problem::Problem;
use crate::routes::{Served, answer_problem};

/// Versions of one agreement that are looked at.
const VERSIONS_MAX: usize = 1_000;

/// `GET /payloads/{index}`.
pub(crate) async fn words(State(served): State<Arc<Served>>, Path(index): Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    let Ok(permit) = Arc::clone(&served.witnessing).try_acquire_owned() else {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "too many signatures are looked at already; ask again in a moment\n");
    };
    let work = {
        let served = Arc::clone(&served);
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            answer(&served, &index, uri.path(), uri.query(), &headers)
        })
    };
    match work.await {
        Ok(Ok(Some(response))) => response,
        // One text for all: whoever is no party learns nothing, not even whether there are words.
        Ok(Ok(None)) => plain(StatusCode::NOT_FOUND, "there is nothing here for you\n"),
        Ok(Err(problem)) => answer_problem(&served, &problem),
        Err(error) => answer_problem(&served, &Problem::Internal(error.to_string())),
    }
}

fn answer(served: &Served, index: &str, path: &str, query: Option<&str>, headers: &HeaderMap) -> Result<Option<Response>, Problem> {
    let node = &served.site.node;
    let internal = |error: &dyn std::fmt::Display| Problem::Internal(error.to_string());
    let Some(headers) = readable(headers) else { return Ok(None) };
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let (authority, prefix) = authority_and_path(&served.site.public_url);
    let path = format!("{prefix}{path}");
    // A refusal is not told apart from nothing, and not reported either: strangers would fill the log.
    let Ok((reader, verified)) = node.admit(&Request { method: "GET", authority, path: &path, query, headers: &headers, body: b"" }) else {
        return Ok(None);
    };
    let own = &node.identity().origin;
    let place = index.parse().ok().filter(|place: &u64| place.to_string() == *index);
    let Some(place) = place else { return Ok(None) };
    let Some(entry) = node.restricted(own, place).map_err(|error| internal(&error))? else { return Ok(None) };
    let asked_for = headers.iter().find(|(name, _)| *name == "koinon-agreement").map(|(_, value)| *value);
    let is_party = asked_for == Some(entry.statement.audience.as_str()) && is_for(node, &entry, &reader)?;
    if !is_party {
        return Ok(None);
    }
    let (status, body) = match node.private().words(own, place).map_err(|error| internal(&error))? {
        Words::NotReceived => return Ok(None),
        Words::Erased(_) => (StatusCode::GONE, b"{}".to_vec()),
        Words::Held(payload) => {
            let inner = serde_json::from_slice(&payload.inner).map_err(|error| internal(&error))?;
            let handed = HandedOn { inner, salt: record::note::hex(&payload.salt) };
            (StatusCode::OK, serde_json::to_vec(&handed).map_err(|error| internal(&error))?)
        }
    };
    signed(served, status, body, &entry, &verified.bound).map(Some)
}

fn signed(served: &Served, status: StatusCode, body: Vec<u8>, entry: &Entry, asked: &Bound) -> Result<Response, Problem> {
    let receipt = entry.id.to_string();
    let own = did(&served.site).ok_or_else(|| Problem::Internal("the address of this node has no did:web name".to_owned()))?;
    let answer = Answer { status: status.as_u16(), headers: &[("koinon-receipt", &receipt)], body: &body };
    let signed = served.site.node.sign_answer(&answer, asked, &own).map_err(|error| Problem::Internal(error.to_string()))?;
    let mut response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, JSON)
        .header(header::CACHE_CONTROL, "no-store")
        .header("koinon-receipt", &receipt);
    for (name, value) in &signed.headers {
        response = response.header(*name, value);
    }
    Ok(response.body(Body::from(body)).unwrap_or_default())
}

/// Headers as they are signed. None where one holds what no signature covers.
fn readable(headers: &HeaderMap) -> Option<Vec<(String, String)>> {
    headers.iter().map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))).collect()
}

/// Whether a restricted entry is for the body with this record: a party of its agreement then, and as it is seen now.
pub fn is_for(node: &node::Reading<Live>, entry: &Entry, reader: &Origin) -> Result<bool, Problem> {
    Ok(may_read(&versions(node, &entry.statement.audience)?, reader, entry.statement.at))
}

/// The versions of the agreement that an audience names, oldest first, each with when it was said. From where it was taken back on it has no parties.
fn versions(node: &node::Reading<Live>, audience: &Audience) -> Result<Vec<(Timestamp, Agreement)>, Problem> {
    let Some(sid) = audience.as_str().strip_prefix("agreement:").and_then(|sid| sid.parse::<Sid>().ok()) else { return Ok(Vec::new()) };
    let rows: Vec<u32> = node.held().rows.history(sid, node.size()).take(VERSIONS_MAX).map(|version| version.index).collect();
    let mut versions = Vec::with_capacity(rows.len());
    for row in rows.into_iter().rev() {
        let Some(entry) = node.entry(row).map_err(|error| Problem::Internal(error.to_string()))? else { continue };
        let body = match entry.statement.act {
            Act::Withdraw => Some(Agreement { title: "".into(), parties: Vec::new(), ext: None }),
            Act::State | Act::Correct => record::kind::typed(&entry.statement.body).ok(),
        };
        // What is not understood is no version: the one before it stands.
        versions.extend(body.map(|body| (entry.statement.at, body)));
    }
    Ok(versions)
}
