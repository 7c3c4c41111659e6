//! The node's witness over HTTP, exactly as c2sp.org/tlog-witness says: the node's address is both its submission and its monitoring prefix.
//!
//! ```text
//! POST /add-checkpoint        200 cosignatures · 400 malformed · 403 not signed · 404 unknown log · 409 another size · 422 not proven
//! GET  /{name}/checkpoint     what was cosigned last of the log with this name, 64 hex digits: SHA-256 of its origin
//! ```
//! In: bodies within bounds, how many at once, headers. Out: what is answered (`node::Witness`). Answers are plain text, as the source wants them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use node::{Known, Reply};
use record::Origin;
use record::witness::REQUEST_BYTES_MAX;

use crate::limits::{WITNESS_BODY_WAIT, WITNESSING_MAX};
use crate::log::plain;
use crate::problem::Problem;
use crate::routes::{Served, answer_problem};

/// `POST /add-checkpoint`. Nobody has to sign in: what counts is who signed the checkpoint.
pub(crate) async fn add_checkpoint(State(served): State<Arc<Served>>, request: Request) -> Response {
    let Ok(permit) = Arc::clone(&served.witnessing).try_acquire_owned() else {
        let text = format!("{WITNESSING_MAX} checkpoints are looked at already; ask again in a moment\n");
        return answer(Reply { status: 503, content_type: TEXT, body: text });
    };
    let body = match tokio::time::timeout(WITNESS_BODY_WAIT, axum::body::to_bytes(request.into_body(), REQUEST_BYTES_MAX)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return closing(plain(StatusCode::PAYLOAD_TOO_LARGE, "the request is longer than a proof and a checkpoint are\n")),
        Err(_) => return closing(plain(StatusCode::REQUEST_TIMEOUT, "the request did not come in time\n")),
    };
    let work = {
        let served = Arc::clone(&served);
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let node = &served.site.node;
            let witness = node.witness().map_err(|error| Problem::Internal(error.to_string()))?;
            let failed = std::cell::Cell::new(None);
            let log_keys = |origin: &Origin| {
                node.partner_keys(origin).unwrap_or_else(|error| {
                    failed.set(Some(error.to_string()));
                    Vec::new()
                })
            };
            let copied = |origin: &Origin| node.record(origin).and_then(|record| node.signed_of(record)).map(|signed| (signed.size, signed.root));
            let reply = witness.add_checkpoint(&body, Known { log_keys: &log_keys, copied: &copied });
            // That we could not read whose keys we trust must not look as if we knew no such partner.
            failed.take().map_or(Ok(reply), |error| Err(Problem::Internal(error)))
        })
    };
    match work.await {
        Ok(Ok(reply)) => answer(reply),
        Ok(Err(problem)) => answer_problem(&served, &problem),
        Err(error) => answer_problem(&served, &Problem::Internal(error.to_string())),
    }
}

/// `GET /{name}/checkpoint`.
pub(crate) async fn checkpoint(State(served): State<Arc<Served>>, Path(name): Path<String>) -> Response {
    if name.len() != 64 || !name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return plain(StatusCode::NOT_FOUND, "a log is named by the SHA-256 of its origin, 64 lower-case hex digits\n");
    }
    let work = {
        let served = Arc::clone(&served);
        tokio::task::spawn_blocking(move || {
            let witness = served.site.node.witness().map_err(|error| Problem::Internal(error.to_string()))?;
            witness.checkpoint(&name).map_err(|error| Problem::Internal(error.to_string()))
        })
    };
    match work.await {
        Ok(Ok(Some(note))) => answer(Reply { status: 200, content_type: TEXT, body: note }),
        Ok(Ok(None)) => plain(StatusCode::NOT_FOUND, "no checkpoint of this log was cosigned here\n"),
        Ok(Err(problem)) => answer_problem(&served, &problem),
        Err(error) => answer_problem(&served, &Problem::Internal(error.to_string())),
    }
}

const TEXT: &str = "text/plain; charset=utf-8";

fn answer(reply: Reply) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, reply.content_type)
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        response = response.header(header::RETRY_AFTER, "1");
    }
    response.body(Body::from(reply.body)).unwrap_or_default()
}

/// What is left of a body that was not read whole must not be taken for the next request.
fn closing(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
