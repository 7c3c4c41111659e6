//! Pages for people who are signed in: signing in and out, their drafts, stating; and public pages as they see them.
//!
//! ```text
//! /signin /signout /my   /state[/{draft}/{step}]   /measures/{sid}/correct|withdraw   /findings/{id}/answer
//! ```
//! Nothing made here is ever put in the pages' cache, and every answer says `no-store`. A public page holds nothing of who looks at it; one who is
//! signed in gets it made anew, with their name in its head. What is stated goes through the same door as `POST /statements`.
//! In: who may see and do what, forms in, answers out. Out: how a session is shown (`session`), what the forms ask (`pages::state`).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use node::{SignIn, UserError};

use crate::asked::{Asked, Format};
use crate::cache::Rendered;
use crate::limits::{HASHING_WAIT, RENDERING_WAIT};
use crate::log;
use crate::pages::conflicts::answer;
use crate::pages::signin::{Again, SignInPage, Why};
use crate::pages::state;
use crate::problem::Problem;
use crate::represent::{self, Shown};
use crate::routes::{Served, failed};
use crate::session::{self, Fields, Person, TOKEN_FIELD};
use crate::site::{Snapshot, View};

/// What became of a request.
pub(crate) enum Outcome {
    /// A page.
    Page(Rendered),
    /// See another path of this site, without language.
    See(String),
}

impl Outcome {
    /// A page of its own, as this person sees it.
    pub(crate) fn page(view: &View<'_>, status: StatusCode, shown: &dyn Shown) -> Result<Outcome, Problem> {
        let mut answer = represent::render(view, shown)?;
        answer.status = status;
        Ok(Outcome::Page(answer))
    }
}

/// An answer with what it does to the cookie.
struct Answer {
    outcome: Outcome,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl From<Outcome> for Answer {
    fn from(outcome: Outcome) -> Answer {
        Answer { outcome, headers: Vec::new() }
    }
}

/// Whether this address is answered here, whoever asks.
pub(crate) fn is_private(asked: &Asked, method: &Method) -> bool {
    let mut parts = asked.path.split('/').skip(1);
    match parts.next().unwrap_or_default() {
        "my" | "state" | "signout" => true,
        "signin" => method == Method::POST,
        "measures" => matches!(parts.nth(1), Some("correct" | "withdraw")),
        "findings" => parts.nth(1) == Some("answer"),
        _ => false,
    }
}

/// Answers at a private address.
pub(crate) async fn answer(served: Arc<Served>, asked: Asked, request: Request) -> Response {
    let (head, body) = request.into_parts();
    match Box::pin(respond(&served, &asked, &head, body)).await {
        Ok(answer) => sent(&asked, answer),
        Err(problem) => Box::pin(failed(served, Some(asked), problem)).await,
    }
}

/// A public page as one who is signed in sees it.
pub(crate) async fn seen(served: Arc<Served>, asked: Asked, person: Person) -> Response {
    let work = {
        let asked = asked.clone();
        working(&served, move |served| crate::routes::made(served, &asked, Some(&person)).map(Outcome::Page)).await
    };
    match work {
        Ok(outcome) => sent(&asked, outcome.into()),
        Err(problem) => Box::pin(failed(served, Some(asked), problem)).await,
    }
}

async fn respond(served: &Arc<Served>, asked: &Asked, head: &Parts, body: Body) -> Result<Answer, Problem> {
    let path = asked.parts().ok_or(Problem::NotFound)?;
    let site = &served.site;
    if asked.format != Format::Html {
        return Err(if asked.is_suffixed { Problem::NotFound } else { Problem::SignedOut });
    }
    let path_parts: Vec<&str> = path.iter().map(String::as_str).collect();
    let allowed = allowed(&path_parts);
    let is_reading = matches!(head.method, Method::GET | Method::HEAD);
    if !(is_reading && allowed.contains("GET") || head.method == Method::POST && allowed.contains("POST")) {
        return Err(Problem::Method(allowed));
    }
    if is_reading {
        let Some(person) = session::person(site, &head.headers)? else {
            return Ok(Outcome::See(crate::asked::Query::default().with("next", &asked.address()).on("/signin")).into());
        };
        let asked = asked.clone();
        return working(served, move |served| get(served, &asked, &person, &path)).await.map(Answer::from);
    }
    session::refuse_from_elsewhere(site, &head.headers)?;
    let fields = Fields::read(&head.headers, body).await?;
    match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["signin"] => sign_in(served, asked, head, fields).await,
        ["signout"] => sign_out(served, head),
        _ => {
            let asked = asked.clone();
            match session::person(site, &head.headers)? {
                // A form that was left open: what was typed waits in the next one, to be signed in to.
                None => {
                    let page = SignInPage::new(&asked.address(), Why::RanOut).keeping(&fields);
                    working(served, move |served| with_view(served, &asked, None, |view| Outcome::page(view, StatusCode::FORBIDDEN, &page))).await
                }
                Some(person) if fields.get(TOKEN_FIELD) != Some(person.form_token().as_str()) => {
                    let page = Again { fields };
                    working(served, move |served| with_view(served, &asked, Some(&person), |view| Outcome::page(view, StatusCode::FORBIDDEN, &page)))
                        .await
                }
                Some(person) => working(served, move |served| post(served, &asked, &person, &path, &fields)).await,
            }
            .map(Answer::from)
        }
    }
}

/// The methods that a private address takes, whoever asks.
fn allowed(path: &[&str]) -> &'static str {
    match path {
        ["my"] | ["state", _] => "GET",
        ["signout"] => "POST",
        _ => "GET, POST",
    }
}

/// What one who is signed in sees at a private address.
fn get(served: &Served, asked: &Asked, person: &Person, path: &[String]) -> Result<Outcome, Problem> {
    match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["my"] => with_view(served, asked, Some(person), |view| state::mine::show(view, person, None)),
        ["state"] => Ok(Outcome::See("/my".to_owned())),
        ["state", draft] => state::open(served, asked, person, draft),
        ["state", draft, step] => state::show(served, asked, person, draft, step),
        ["findings", id, "answer"] => answer::show(served, asked, person, id),
        ["measures", sid, "correct" | "withdraw"] => Ok(Outcome::See(format!("/measures/{sid}"))),
        _ => Err(Problem::NotFound),
    }
}

/// What one who is signed in does there.
fn post(served: &Served, asked: &Asked, person: &Person, path: &[String], fields: &Fields) -> Result<Outcome, Problem> {
    match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["state"] => state::begin(served, asked, person),
        ["findings", id, "answer"] => answer::answered(served, asked, person, id, fields),
        ["state", draft, step] => state::answered(served, asked, person, draft, step, fields),
        ["measures", sid, act @ ("correct" | "withdraw")] => state::revise(served, asked, person, sid, act),
        _ => Err(Problem::NotFound),
    }
}

/// Does the work of a page where it holds up no one else, as many at once as there is room for.
async fn working<T: Send + 'static>(served: &Arc<Served>, work: impl FnOnce(&Served) -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    let Ok(Ok(permit)) = tokio::time::timeout(RENDERING_WAIT, served.rendering.acquire()).await else { return Err(Problem::Busy) };
    let served = Arc::clone(served);
    let done = tokio::task::spawn_blocking(move || work(&served)).await;
    drop(permit);
    done.unwrap_or_else(|error| Err(Problem::Internal(error.to_string())))
}

/// Asks something of the newest cut.
pub(crate) fn with_view<T>(
    served: &Served,
    asked: &Asked,
    person: Option<&Person>,
    ask: impl FnOnce(&View<'_>) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let asked = Asked { query: asked.query.without(&["asof"]), ..asked.clone() };
    let snapshot = Snapshot::take(&served.site, &served.models, &asked)?;
    ask(&View { person, ..snapshot.view(&asked) })
}

async fn sign_in(served: &Arc<Served>, asked: &Asked, head: &Parts, fields: Fields) -> Result<Answer, Problem> {
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    let (name, passphrase, next) = (text("name"), text("passphrase"), session::next(fields.get("next")).to_owned());
    let kept = fields.get("kept").map(str::to_owned);
    let (from, before) = (session::client(head), session::secret(&head.headers));
    let outcome = {
        let Ok(Ok(_permit)) = tokio::time::timeout(HASHING_WAIT, served.hashing.acquire()).await else { return Err(Problem::Busy) };
        let (served, name) = (Arc::clone(served), name.clone());
        let work = move || served.site.accounts.sign_in(&name, &passphrase, from, before.as_deref(), served.site.clock.as_ref());
        let done = tokio::task::spawn_blocking(work).await.map_err(|error| Problem::Internal(error.to_string()))?;
        done.map_err(|error: UserError| Problem::Internal(error.to_string()))?
    };
    let (status, why, wait) = match outcome {
        SignIn::In(secret) => return signed_in(served, asked, &secret, &next, kept).await,
        SignIn::Refused => (StatusCode::FORBIDDEN, Why::Refused, None),
        SignIn::Wait(wait) => (StatusCode::TOO_MANY_REQUESTS, Why::Wait(wait.as_secs().saturating_add(1)), Some(wait.as_secs().saturating_add(1))),
    };
    let mut page = SignInPage::new(&next, why).named(&name);
    page.kept = kept;
    let asked = asked.clone();
    let page = working(served, move |served| with_view(served, &asked, None, |view| Outcome::page(view, status, &page))).await?;
    let retry = wait.and_then(|wait| HeaderValue::try_from(wait.to_string()).ok()).map(|wait| (header::RETRY_AFTER, wait));
    Ok(Answer { outcome: page, headers: retry.into_iter().collect() })
}

/// Goes on where one came from; what was typed there before the session ran out is taken in first.
async fn signed_in(served: &Arc<Served>, asked: &Asked, secret: &str, next: &str, kept: Option<String>) -> Result<Answer, Problem> {
    let lost = || Problem::Internal("a session that was just begun is not there".to_owned());
    let cookie = session::cookie(secret).ok_or_else(lost)?;
    let headers = vec![(header::SET_COOKIE, cookie)];
    let Some(kept) = kept else { return Ok(Answer { outcome: Outcome::See(next.to_owned()), headers }) };
    let person = session::person_of(&served.site, secret)?.ok_or_else(lost)?;
    let there = Asked { path: next.split('?').next().unwrap_or("/my").to_owned(), query: crate::asked::Query::default(), ..asked.clone() };
    let path = there.parts().ok_or(Problem::NotFound)?;
    let (fields, next) = (Fields::parse(kept.as_bytes()), next.to_owned());
    let outcome = working(served, move |served| match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["findings", id, "answer"] => answer::kept(served, &there, &person, id, &fields),
        _ => state::keep(served, &there, &person, &path, &fields).unwrap_or(Ok(Outcome::See(next))),
    });
    // Signed in is signed in, whatever became of the form.
    let outcome = outcome.await.unwrap_or_else(|_| Outcome::See("/my".to_owned()));
    Ok(Answer { outcome, headers })
}

fn sign_out(served: &Served, head: &Parts) -> Result<Answer, Problem> {
    if let Some(person) = session::person(&served.site, &head.headers)? {
        person.sign_out(&served.site)?;
    }
    // What a browser kept of the pages of one who was signed in goes too (w3.org/TR/clear-site-data).
    let clear = (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
    let headers = session::no_cookie().map(|cookie| (header::SET_COOKIE, cookie)).into_iter().chain([clear]).collect();
    Ok(Answer { outcome: Outcome::See("/".to_owned()), headers })
}

/// Sends an answer that no one else may see.
fn sent(asked: &Asked, answer: Answer) -> Response {
    let mut response = match answer.outcome {
        Outcome::Page(page) => {
            let mut response = Response::builder().status(page.status).header(header::CONTENT_TYPE, page.content_type);
            if !page.language.is_empty() {
                response = response.header(header::CONTENT_LANGUAGE, page.language);
            }
            if let Some(location) = &page.location {
                response = response.header(header::LOCATION, location);
            }
            response.body(Body::from(page.bytes)).unwrap_or_default()
        }
        Outcome::See(path) => match HeaderValue::try_from(asked.words().href(&path)) {
            Ok(to) => Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, to).body(Body::empty()).unwrap_or_default(),
            Err(_) => log::plain(StatusCode::INTERNAL_SERVER_ERROR, "this failed on our side\n"),
        },
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.extend(answer.headers);
    response
}
