//! The door for statements over HTTP: `POST /statements` with a bearer token, one as JSON or many as NDJSON, all or nothing.
//!
//! ```text
//! POST /statements                                     201 Created
//! Authorization: Bearer koinon_7Yt..                   {"id":"sha256:..","index":1204,"size":1205}
//! Content-Type: application/json
//! {"kind":"measure/v1","body":{..}}                    422 {"type":"../problems/faults","errors":[{"pointer":"/body/level","detail":".."}]}
//! ```
//! In: who may say what, reading a body within bounds, answers. Out: what a statement must be (`record`, the domains), the writer (`node`).

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use node::{LineFaults, PublishError, Published, Receipt, Token};
use record::{Draft, Fault};
use serde_json::json;
use tokio::sync::oneshot;

use crate::limits::{AT_ONCE_BYTES_MAX, BODY_WAIT, STATEMENTS_BYTES_MAX, WARNINGS_ANSWERED};
use crate::problem::{Problem, statements_too_large};
use crate::routes::{Served, answer_problem_of};

/// `POST /statements`.
pub(crate) async fn publish(State(served): State<Arc<Served>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let form = Form::of(&parts.headers);
    match publish_all(&served, &parts.headers, form, body).await {
        Ok(published) => receipts(&published, form == Some(Form::One)),
        Err(problem) => answer_problem_of(&served, &problem, form == Some(Form::Many)),
    }
}

/// How a body holds its statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    One,
    Many,
}

impl Form {
    fn of(headers: &HeaderMap) -> Option<Form> {
        let content_type = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
        match content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "application/json" => Some(Form::One),
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" => Some(Form::Many),
            _ => None,
        }
    }
}

async fn publish_all(served: &Arc<Served>, headers: &HeaderMap, form: Option<Form>, body: Body) -> Result<Published, Problem> {
    let token = token(served, headers)?;
    let form = form.ok_or(Problem::MediaType)?;
    let length: Option<usize> = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()).and_then(|length| length.parse().ok());
    if length.is_some_and(|length| length > STATEMENTS_BYTES_MAX) {
        return Err(statements_too_large());
    }
    // From here on memory is used: as many at once as there is room for.
    let _permit = served.publishing.try_acquire().map_err(|_| Problem::Busy)?;
    let bytes = tokio::time::timeout(BODY_WAIT, axum::body::to_bytes(body, STATEMENTS_BYTES_MAX)).await.map_err(|_| Problem::TooSlow)?;
    let bytes = bytes.map_err(|_| statements_too_large())?;
    let (then, published) = oneshot::channel();
    if bytes.len() <= AT_ONCE_BYTES_MAX {
        // A few statements are checked in less time than it takes to wake another thread.
        submit(served, &token, &bytes, form, then)?;
    } else {
        let served = Arc::clone(served);
        let work = tokio::task::spawn_blocking(move || submit(&served, &token, &bytes, form, then));
        work.await.map_err(|error| Problem::Internal(error.to_string()))??;
    }
    published.await.unwrap_or(Err(PublishError::Closed)).map_err(Problem::from)
}

/// Reads and checks what was sent, and hands it to the writer, which answers `then`.
fn submit(served: &Served, token: &Token, bytes: &Bytes, form: Form, then: oneshot::Sender<Result<Published, PublishError>>) -> Result<(), Problem> {
    let drafts = read(bytes, form)?;
    may_state(served, token.kinds.as_deref(), &drafts)?;
    // A sender that went away knows that it has no answer.
    served.site.node.submit(drafts, &token.office, move |outcome| drop(then.send(outcome))).map_err(Problem::from)
}

/// The token that the request shows.
fn token(served: &Served, headers: &HeaderMap) -> Result<Token, Problem> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or(Problem::Unauthorized)?;
    let (scheme, secret) = given.split_once(' ').ok_or(Problem::Unauthorized)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Problem::Unauthorized);
    }
    let found = served.site.tokens.admit(secret.trim(), served.site.clock.as_ref());
    found.map_err(|error| Problem::Internal(error.to_string()))?.ok_or(Problem::Unauthorized)
}

/// Whether a scope (names of kinds; none: every kind but the record's own) reaches as far as these statements. Errors: every kind that it lacks.
pub(crate) fn may_state(served: &Served, scope: Option<&[String]>, drafts: &[Draft]) -> Result<(), Problem> {
    let kinds = served.site.node.kinds();
    let is_records_own = |name: &str| kinds.iter().any(|kind| kind.name == name && kind.is_records_own);
    let may = |name: &str| scope.map_or(!is_records_own(name), |scope| scope.iter().any(|one| one == name));
    let mut refused: Vec<String> = drafts.iter().map(|draft| draft.kind.name()).filter(|name| !may(name)).map(str::to_owned).collect();
    refused.sort_unstable();
    refused.dedup();
    if refused.is_empty() { Ok(()) } else { Err(Problem::Forbidden { kinds: refused }) }
}

/// The drafts of a body. Errors: the first line that is no JSON, or every fault of every line.
fn read(bytes: &Bytes, form: Form) -> Result<Vec<Draft>, Problem> {
    let not_json = |line: usize, what: &dyn std::fmt::Display| Problem::NotJson { line, what: what.to_string() };
    let text = std::str::from_utf8(bytes).map_err(|error| not_json(1, &error))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<(usize, &str)> = match form {
        Form::One => vec![(1, text)],
        Form::Many => (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).collect(),
    };
    let (mut drafts, mut numbers, mut faulty) = (Vec::with_capacity(lines.len()), Vec::with_capacity(lines.len()), Vec::new());
    for (line, text) in lines {
        let value = record::lines::json(text).map_err(|error| not_json(line, &error))?;
        match Draft::from_json(value) {
            Ok(draft) => {
                drafts.push(draft);
                numbers.push(line);
            }
            Err(faults) => faulty.push(LineFaults { line, faults }),
        }
    }
    if drafts.is_empty() && faulty.is_empty() {
        faulty.push(LineFaults { line: 1, faults: vec![Fault::new("", "there is no statement here; give one or more")] });
    }
    let uncounted = record::lines::count_statements(&mut drafts, &numbers);
    faulty.extend(uncounted.into_iter().map(|(line, fault)| LineFaults { line, faults: vec![fault] }));
    if faulty.is_empty() { Ok(drafts) } else { Err(Problem::Faults(faulty)) }
}

/// What the sender gets: durable, and under a published checkpoint. The body is the receipts and nothing else, as scripts rely on it;
/// what the door warned of stands in the header [`WARNINGS`].
fn receipts(published: &Published, is_one: bool) -> Response {
    let receipt = |receipt: &Receipt| json!({"id": receipt.id, "index": receipt.index, "size": receipt.size});
    let answer = match published.statements.as_slice() {
        [one] if is_one => receipt(one),
        several => json!({"statements": several.iter().map(receipt).collect::<Vec<_>>()}),
    };
    let mut text = answer.to_string();
    text.push('\n');
    let mut response = (StatusCode::CREATED, [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], text).into_response();
    if let Some(warnings) = warnings(published) {
        response.headers_mut().insert(WARNINGS, warnings);
    }
    response
}

/// JSON, in ASCII: `[{"line":1,"pointer":"/body/text","detail":".."}]`; the first [`WARNINGS_ANSWERED`] of them.
const WARNINGS: &str = "koinon-warnings";

fn warnings(published: &Published) -> Option<HeaderValue> {
    let first = published.warnings.iter().take(WARNINGS_ANSWERED);
    let told: Vec<_> = first.map(|(line, fault)| json!({"line": line, "pointer": fault.path, "detail": fault.message})).collect();
    if told.is_empty() {
        return None;
    }
    let mut ascii = String::new();
    for letter in json!(told).to_string().chars() {
        if letter.is_ascii() {
            ascii.push(letter);
        } else {
            letter.encode_utf16(&mut [0; 2]).iter().for_each(|unit| ascii.push_str(&format!("\\u{unit:04x}")));
        }
    }
    HeaderValue::try_from(ascii).ok()
}

#[cfg(test)]
mod tests {
    use record::Revises;

    use super::*;

    fn drafts(text: &'static str, form: Form) -> Result<Vec<Draft>, Problem> {
        read(&Bytes::from_static(text.as_bytes()), form)
    }

    #[test]
    fn one_is_json_and_many_are_lines() {
        assert_eq!(drafts("{\n \"kind\": \"place/v1\",\n \"body\": {}\n}\n", Form::One).unwrap().len(), 1);
        assert_eq!(drafts("{\"kind\":\"place/v1\",\"body\":{}}\r\n\r\n{\"kind\":\"place/v1\",\"body\":{}}\n", Form::Many).unwrap().len(), 2);
    }

    #[test]
    fn a_line_revises_an_earlier_line_by_its_number() {
        let batch = "{\"kind\":\"place/v1\",\"subject\":\"a\",\"body\":{}}\n\n{\"kind\":\"place/v1\",\"revises\":\"line:1\",\"body\":{}}\n";
        assert_eq!(drafts(batch, Form::Many).unwrap()[1].revises, Some(Revises::Line(1)));
        let ahead = "{\"kind\":\"place/v1\",\"revises\":\"line:2\",\"body\":{}}\n{\"kind\":\"place/v1\",\"body\":{}}\n";
        assert!(matches!(drafts(ahead, Form::Many), Err(Problem::Faults(lines)) if lines[0].line == 1));
    }

    #[test]
    fn every_line_at_fault_is_named() {
        let batch = "{\"body\":{}}\n{\"kind\":\"place/v1\",\"body\":{},\"at\":\"now\"}\n{\"kind\":\"place/v1\",\"body\":{}}\n";
        let Err(Problem::Faults(lines)) = drafts(batch, Form::Many) else { panic!("taken") };
        assert_eq!(lines.iter().map(|line| line.line).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn what_is_no_json_or_says_a_thing_twice_is_refused() {
        assert!(matches!(drafts("{", Form::One), Err(Problem::NotJson { line: 1, .. })));
        assert!(matches!(drafts("{\"kind\":\"a/v1\",\"kind\":\"b/v1\"}", Form::One), Err(Problem::NotJson { .. })));
        assert!(matches!(drafts("", Form::Many), Err(Problem::Faults(_))));
        assert!(matches!(drafts("[".repeat(100_000).leak(), Form::One), Err(Problem::NotJson { .. })));
    }
}
