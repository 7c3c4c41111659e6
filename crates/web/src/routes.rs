//! Every URL, and the way of a request: asked, looked up, made, answered.
//!
//! ```text
//! /                          overview              /measures/{sid}[/v/{n}]   one measure, as it was said the n-th time
//! /policies                  list                  /places[/{code}]          what applies where
//! /policies/map              a day                 /indices                  how strict, along time
//! /policies/timeline         who acted when        /corrections              what was put right
//! /policies/conflicts[/map]  where rules clash     /findings/{id}[/answer]   one finding, and what is said to it
//! /policies/support          health and economy    /policies/diffusion       who moved first
//! /rules[/{name}]            what counts as a clash
//! /compare                   places side by side
//! /search                    statements by words
//! /record[/{n}]              entries, one entry    /verify /about /api /accessibility /licences /problems/{slug} /schemas/{kind}
//! /partners[/{partner}]      whom we follow
//! /signin /my /state/..       for people who state (`account`)
//! /id/{sid}                  to wherever it is     /statements /openapi.json /notifications /log/.. /attachments/.. /.well-known/koinon /healthz /readyz
//! /add-checkpoint /{name}/checkpoint      the witness (`witness`)
//! ```
//! A path is a thing, a query a view of it; pages also end in `.json .csv .atom .svg .png .zip` and begin with a language (`/ar/..`). Extension and
//! language are taken off here, before anything is matched: axum allows one parameter for each part of a path, so `/{id}.csv` can't be said.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use tokio::sync::Semaphore;

use crate::account;
use crate::archive;
use crate::asked::{Asked, Format};
use crate::assets;
use crate::cache::{Cache, Rendered};
use crate::limits::{HASHING_MAX, PUBLISHING_MAX, RENDERING_MAX, RENDERING_WAIT, WITNESSING_MAX};
use crate::log;
use crate::pages;
use crate::payload;
use crate::problem::Problem;
use crate::represent::{self, Shown};
use crate::session::{self, Person};
use crate::site::{Models, Site, Snapshot, SourceNames, View};
use crate::statements;
use crate::witness;

/// What every request shares.
pub(crate) struct Served {
    pub(crate) site: Site,
    pub(crate) publishing: Semaphore,
    pub(crate) source_names: SourceNames,
    pub(crate) hashing: Semaphore,
    pub(crate) witnessing: Arc<Semaphore>,
    pub(crate) models: Models,
    pub(crate) rendering: Semaphore,
    cache: Cache,
    incidents: AtomicU64,
}

/// Every URL of the site.
pub fn router(site: Site) -> Router {
    let served = Arc::new(Served {
        site,
        publishing: Semaphore::new(PUBLISHING_MAX),
        source_names: SourceNames::default(),
        hashing: Semaphore::new(HASHING_MAX),
        witnessing: Arc::new(Semaphore::new(WITNESSING_MAX)),
        cache: Cache::default(),
        models: Models::default(),
        rendering: Semaphore::new(RENDERING_MAX),
        incidents: AtomicU64::new(0),
    });
    Router::new()
        .route("/statements", post(statements::publish).fallback(only_post))
        .route("/add-checkpoint", post(witness::add_checkpoint).fallback(only_post))
        .route("/{name}/checkpoint", get(witness::checkpoint))
        .route("/log/{*path}", get(log::tile))
        .route("/partners/{slug}/log/{*path}", get(log::mirror))
        .route("/.well-known/koinon", get(log::well_known))
        .route("/.well-known/did.json", get(log::did_document))
        .route("/did.json", get(log::did_document))
        .route("/attachments/{sha256}", get(log::attachment))
        .route("/payloads/{index}", get(payload::words))
        .route("/assets/{name}", get(log::asset))
        .route("/healthz", get(log::healthz))
        .route("/readyz", get(log::readyz))
        .route("/robots.txt", get(log::robots))
        .fallback(page)
        .with_state(served)
        .layer(axum::middleware::map_response(guarded))
}

/// What a page answers with.
pub(crate) enum Reply<'v> {
    /// A page value.
    Page(Box<dyn Shown + 'v>),
    /// See elsewhere; a path of this site, without language.
    Elsewhere(String),
    /// Bytes of a type of their own.
    Bytes(&'static str, Vec<u8>),
}

impl<'v> Reply<'v> {
    /// A page.
    pub(crate) fn page(shown: impl Shown + 'v) -> Reply<'v> {
        Reply::Page(Box::new(shown))
    }
}

/// The page at a path. Errors: there is none, or it can't be seen as it was asked.
fn find<'v>(served: &'v Served, view: &View<'v>, parts: &[&str]) -> Result<Reply<'v>, Problem> {
    let sources = &served.source_names;
    match parts {
        [] => pages::overview::show(view, sources),
        ["brief"] => pages::brief::show(view, sources),
        ["policies"] => pages::list::show(view, sources),
        ["policies", "map"] => pages::map::show(view, sources),
        ["policies", "map", "series"] => pages::map::series(view),
        ["policies", "timeline"] => pages::timeline::show(view, sources),
        ["policies", "conflicts"] => pages::conflicts::show(view, sources),
        ["policies", "conflicts", "map"] => pages::conflicts::map::show(view, sources),
        ["policies", "support"] => pages::conflicts::support::show(view, sources),
        ["policies", "diffusion"] => pages::conflicts::diffusion::show(view, sources),
        ["rules"] => pages::conflicts::rules::show(view),
        ["rules", name] => pages::conflicts::rules::one(view, name),
        ["findings"] => Ok(Reply::Elsewhere("/policies/conflicts".to_owned())),
        ["findings", id] => pages::conflicts::one::show(view, sources, id),
        ["compare"] => pages::compare::show(view, sources),
        ["measures"] => Ok(Reply::Elsewhere("/policies".to_owned())),
        ["measures", sid] => pages::measure::show(view, sid, None),
        ["measures", sid, "v", version] => pages::measure::show(view, sid, Some(version)),
        ["places"] => pages::places::show(view),
        ["places", code] => pages::place::show(view, sources, code),
        ["indices"] => pages::indices::show(view, sources),
        ["search"] => pages::search::show(view),
        ["corrections"] => pages::corrections::show(view),
        ["record"] => pages::record::show(view, None),
        ["record", entry] => pages::entry::show(view, entry),
        ["record", slug, entry] => pages::entry::show_of(view, slug, entry),
        ["id", sid] => pages::entry::by_sid(view, sid),
        ["signin"] => pages::signin::show(view),
        ["notifications"] => pages::notifications::show(view),
        ["partners"] => pages::partners::show(view),
        ["partners", partner] => pages::partners::show_one(view, partner),
        ["verify"] => Ok(Reply::page(pages::about::Verify)),
        ["about"] => Ok(Reply::page(pages::about::About)),
        ["api"] => Ok(Reply::page(pages::api::Api)),
        ["openapi"] => Ok(Reply::Bytes("application/json", crate::openapi::document(view).to_string().into_bytes())),
        ["accessibility"] => Ok(Reply::page(pages::about::Accessibility)),
        ["licences"] => pages::about::licences(view, sources),
        ["problems"] => Ok(Reply::page(pages::problem::All)),
        ["problems", slug] => pages::problem::explained(slug),
        ["schemas"] => Ok(Reply::page(pages::about::Schemas)),
        ["schemas", kind] => pages::about::schema(view, kind),
        ["schemas", kind, version] => pages::about::schema(view, &format!("{kind}/{version}")),
        _ => Err(Problem::NotFound),
    }
}

/// `GET` of any page, in any form.
async fn page(State(served): State<Arc<Served>>, request: Request) -> Response {
    let head = Head::of(&request);
    let asked = match asked(&served.site, &request, request.uri().query().unwrap_or_default()) {
        Ok(asked) => asked,
        // The query can't be read; the form that was asked for is known all the same.
        Err(problem) => {
            let asked = asked(&served.site, &request, "").ok();
            return Box::pin(failed(served, asked, problem)).await;
        }
    };
    if account::is_private(&asked, request.method()) {
        return Box::pin(account::answer(served, asked, request)).await;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allowed = if asked.path == "/signin" { "GET, POST" } else { "GET" };
        return Box::pin(failed(served, Some(asked), Problem::Method(allowed))).await;
    }
    // One who is signed in is shown so on every page; such a page is made for them alone.
    match session::person(&served.site, request.headers()) {
        Ok(Some(person)) if asked.format == Format::Html => return Box::pin(account::seen(served, asked, person)).await,
        Ok(_) => {}
        Err(problem) => return Box::pin(failed(served, Some(asked), problem)).await,
    }
    let key = key(&served.site, &asked);
    if let Some(answer) = served.cache.get(&key) {
        return sent(answer, head).await;
    }
    let Ok(Ok(permit)) = tokio::time::timeout(RENDERING_WAIT, served.rendering.acquire()).await else {
        return Box::pin(failed(Arc::clone(&served), Some(asked), Problem::Busy)).await;
    };
    // Someone may have made it while we waited.
    if let Some(answer) = served.cache.get(&key) {
        return sent(answer, head).await;
    }
    let work = {
        let (served, asked, packs) = (Arc::clone(&served), asked.clone(), head.takes_brotli);
        tokio::task::spawn_blocking(move || {
            let answer = Arc::new(made(&served, &asked, None)?);
            if packs {
                answer.brotli();
            }
            Ok(answer)
        })
    };
    let made = work.await.unwrap_or_else(|error| Err(Problem::Internal(error.to_string())));
    drop(permit);
    match made {
        Ok(answer) => {
            if !is_of_the_moment(&asked.path) {
                served.cache.put(&key, &answer);
            }
            respond(&answer, &head)
        }
        Err(problem) => Box::pin(failed(served, Some(asked), problem)).await,
    }
}

/// Whether a page shows what changes while no record does: such a page is never kept.
fn is_of_the_moment(path: &str) -> bool {
    let below = |begin: &str| path.strip_prefix(begin).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    below(pages::notifications::PATH) || below(pages::partners::PATH)
}

/// Sends what is kept; packs it first, away from those who wait, where this client is the first to take it packed.
async fn sent(answer: Arc<Rendered>, head: Head) -> Response {
    if !head.takes_brotli || answer.is_packed() {
        return respond(&answer, &head);
    }
    let packed = tokio::task::spawn_blocking(move || {
        answer.brotli();
        answer
    });
    match packed.await {
        Ok(answer) => respond(&answer, &head),
        Err(_) => log::plain(StatusCode::INTERNAL_SERVER_ERROR, "this failed on our side\n"),
    }
}

fn asked(site: &Site, request: &Request, query: &str) -> Result<Asked, Problem> {
    let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Ok(Asked::read(request.uri().path(), query, text(header::ACCEPT), text(header::ACCEPT_LANGUAGE), site.language())?)
}

/// Everything that an answer depends on.
fn key(site: &Site, asked: &Asked) -> String {
    let Asked { language, is_prefixed, format, path, query, .. } = asked;
    // What words find grows with the index, until that is whole.
    let indexed = if path == "/search" || query.get("q").is_some() { site.node.indexed() } else { 0 };
    // A proof carries the cosignatures that came so far.
    let cosigned = if path.starts_with("/record/") || path.starts_with("/measures/") { site.node.cosignatures() } else { 0 };
    format!(
        "{} {indexed} {cosigned} {} {} {} {} {path}?{query}",
        site.node.size(),
        site.today(),
        language.tag(),
        u8::from(*is_prefixed),
        format.extension()
    )
}

/// Makes an answer: takes the cut, asks the page, renders it; with a person's name in its head for that person alone.
pub(crate) fn made(served: &Served, asked: &Asked, person: Option<&Person>) -> Result<Rendered, Problem> {
    let parts = asked.parts().ok_or(Problem::NotFound)?;
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let snapshot = Snapshot::take(&served.site, &served.models, asked)?;
    let view = View { person, ..snapshot.view(asked) };
    if asked.format == Format::Zip {
        let parts_of_it = archive::parts(asked);
        let views = parts_of_it.each_ref().map(|asked| snapshot.view(asked));
        return archive::made(&views, |view| find(served, view, &parts));
    }
    match find(served, &view, &parts)? {
        Reply::Page(page) => represent::render(&view, page.as_ref()),
        Reply::Elsewhere(path) => Ok(represent::redirect(view.href(&path))),
        Reply::Bytes(content_type, bytes) => Ok(Rendered::new(StatusCode::OK, content_type, bytes)),
    }
}

/// What of a request decides how an answer is sent.
struct Head {
    takes_brotli: bool,
    tags: String,
}

impl Head {
    fn of(request: &Request) -> Head {
        let tags = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Head { takes_brotli: log::accepts(request.headers(), "br"), tags: tags.to_owned() }
    }

    /// Whether the client holds this already. Source: RFC 9110, 13.1.2.
    fn has(&self, tag: &str) -> bool {
        self.tags == "*" || self.tags.split(',').take(50).any(|held| held.trim().trim_start_matches("W/") == tag)
    }
}

/// Sends an answer.
fn respond(answer: &Rendered, head: &Head) -> Response {
    let packed = head.takes_brotli.then(|| answer.brotli()).flatten();
    let tag = if packed.is_some() { format!("\"{}-br\"", answer.tag) } else { format!("\"{}\"", answer.tag) };
    let mut response = Response::builder()
        .header(header::ETAG, &tag)
        .header(header::VARY, "Accept, Accept-Language, Accept-Encoding")
        // Kept anywhere, asked anew each time: what is said now must be seen now, and a 304 costs nothing.
        .header(header::CACHE_CONTROL, "public, no-cache");
    if !answer.links.is_empty() {
        response = response.header(header::LINK, &answer.links);
    }
    if head.has(&tag) && answer.status == StatusCode::OK {
        return response.status(StatusCode::NOT_MODIFIED).body(Body::empty()).unwrap_or_default();
    }
    if !answer.language.is_empty() {
        response = response.header(header::CONTENT_LANGUAGE, answer.language);
    }
    if let Some(location) = &answer.location {
        response = response.header(header::LOCATION, location);
    }
    if let Some(name) = &answer.file_name {
        response = response.header(header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\""));
    }
    if !answer.content_type.starts_with("text/html") {
        response = response.header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    if packed.is_some() {
        response = response.header(header::CONTENT_ENCODING, "br");
    }
    let body = packed.unwrap_or(&answer.bytes).clone();
    response.status(answer.status).header(header::CONTENT_TYPE, answer.content_type).body(Body::from(body)).unwrap_or_default()
}

/// The answer to a problem: a page for people, problem+json for machines.
pub(crate) async fn failed(served: Arc<Served>, asked: Option<Asked>, problem: Problem) -> Response {
    let wants_page = asked.as_ref().is_none_or(|asked| asked.format == Format::Html);
    let incident = incident(&served, &problem);
    if !wants_page {
        return problem_json(&served, &problem, incident.as_deref(), false);
    }
    let page = {
        let served = Arc::clone(&served);
        tokio::task::spawn_blocking(move || {
            // A page needs a cut to stand on: the newest, whatever was asked.
            let asked = asked.unwrap_or_else(|| pages::problem::anywhere(&served.site));
            let asked = Asked { query: asked.query.without(&["asof"]), ..asked };
            let snapshot = Snapshot::take(&served.site, &served.models, &asked).ok()?;
            let view = snapshot.view(&asked);
            let body = pages::problem::page(&view, &problem, incident.as_deref()).into_string();
            let mut answer = Rendered::new(problem.status(), Format::Html.content_type(), body.into_bytes());
            answer.language = view.words.tag();
            Some((answer, problem))
        })
    };
    let Ok(Some((answer, problem))) = page.await else { return log::plain(StatusCode::INTERNAL_SERVER_ERROR, "this failed on our side\n") };
    let mut response = respond(&answer, &Head { takes_brotli: false, tags: String::new() });
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().remove(header::ETAG);
    hints(response.headers_mut(), &problem);
    response
}

/// The answer to a problem for machines.
pub(crate) fn answer_problem(served: &Served, problem: &Problem) -> Response {
    answer_problem_of(served, problem, false)
}

/// The same, about a batch of several statements or about one.
pub(crate) fn answer_problem_of(served: &Served, problem: &Problem, is_batch: bool) -> Response {
    let incident = incident(served, problem);
    problem_json(served, problem, incident.as_deref(), is_batch)
}

fn problem_json(served: &Served, problem: &Problem, incident: Option<&str>, is_batch: bool) -> Response {
    let mut text = problem.document(&served.site.public_url, incident, is_batch).to_string();
    text.push('\n');
    let response = Response::builder()
        .status(problem.status())
        .header(header::CONTENT_TYPE, "application/problem+json")
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    let mut response = response.body(Body::from(text)).unwrap_or_default();
    hints(response.headers_mut(), problem);
    response
}

/// What else a problem says in headers.
fn hints(headers: &mut HeaderMap, problem: &Problem) {
    match problem {
        Problem::Busy => drop(headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"))),
        Problem::Halted(_) => drop(headers.insert(header::RETRY_AFTER, HeaderValue::from_static("300"))),
        Problem::Unauthorized => drop(headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"koinon\""))),
        Problem::Method(allowed) => drop(HeaderValue::from_str(allowed).map(|allowed| headers.insert(header::ALLOW, allowed))),
        Problem::TooLarge(_) | Problem::TooSlow => drop(headers.insert(header::CONNECTION, HeaderValue::from_static("close"))),
        _ => {}
    }
}

/// What is ours gets a number, under which it is reported; the reader sees the number alone.
fn incident(served: &Served, problem: &Problem) -> Option<String> {
    let Problem::Internal(what) = problem else { return None };
    let number = served.incidents.fetch_add(1, Ordering::Relaxed);
    let incident = format!("{}-{number}", served.site.clock.now().as_second());
    (served.site.report)(&format!("incident {incident}: {}", crate::escape::log_line(what)));
    Some(incident)
}

async fn only_post(State(served): State<Arc<Served>>) -> Response {
    answer_problem(&served, &Problem::Method("POST"))
}

/// What every answer says to browsers (UI.md 2): nothing from elsewhere, nothing inline, no guessing of types, no frames.
async fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, assets::CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // To ourselves only: a form that names no page it came from could be anyone's.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), interest-cohort=()"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
