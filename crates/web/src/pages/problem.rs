//! What went wrong, for people: what, why, and the way on; and what each problem's name means.

use maud::{Markup, html};
use serde_json::json;

use crate::asked::{Asked, BadField, Format, Query, Rule};
use crate::limits::QUERY_VALUE_BYTES_MAX;
use crate::parts::{self, Column, FormFault, Row, Table};
use crate::problem::{INTERNAL, NoSuch, Problem, SLUGS};
use crate::represent::{Document, Frame, Shown, framed};
use crate::routes::Reply;
use crate::site::{Site, View};
use crate::words::Words;

/// What was asked where the address itself can't be read.
pub(crate) fn anywhere(site: &Site) -> Asked {
    Asked { language: site.language(), is_prefixed: false, format: Format::Html, is_suffixed: false, path: "/".to_owned(), query: Query::default() }
}

/// The page of a problem.
pub(crate) fn page(view: &View<'_>, problem: &Problem, incident: Option<&str>) -> Markup {
    let words = view.words;
    let slug = problem.slug();
    let title = words.find(&format!("problem-{slug}-title"), &[]).unwrap_or_default().into_owned();
    let faults: Vec<FormFault> = match problem {
        Problem::BadQuery(fields) => fields.iter().map(|field| FormFault { field: None, text: fault(words, field) }).collect(),
        _ => Vec::new(),
    };
    let matter = html! {
        (parts::error_summary(words, &faults))
        h1 class="govuk-heading-l" { (title) }
        @if let Some(text) = words.find(&format!("problem-{slug}-text"), &[]) { p class="k-lead" { (text) } }
        (what(view, problem))
        @if let Some(incident) = incident { p class="govuk-body" { (words.with("problem-ours-text", &[("id", incident.into())])) } }
        ul class="govuk-list" {
            @for (path, key) in [("/", "overview-title"), ("/policies", "policies-list-title"), ("/places", "places-title"), ("/record", "record-title")] {
                li { a class="govuk-link" href=(words.href(path)) { (words.find(key, &[]).unwrap_or_default()) } }
            }
        }
    };
    framed(view, &Frame { title, ..Frame::default() }, &[], &matter)
}

/// What of the problem is particular.
fn what(view: &View<'_>, problem: &Problem) -> Markup {
    let words = view.words;
    match problem {
        Problem::OutsideCoverage { from, to, .. } => {
            let span = words.span(Some(*from), *to);
            html! { p class="govuk-body" { strong { (words.with("coverage-covers", &[("span", span.into())])) } } }
        }
        Problem::BeforeTheRecord { begins: Some(begins) } => {
            html! { p class="govuk-body" { (words.with("problem-begins", &[("moment", words.moment(*begins).into())])) } }
        }
        Problem::NoSuch(what) => {
            let (key, name) = match what {
                NoSuch::Measure(sid) => ("no-such-measure", sid.clone()),
                NoSuch::Version(number) => ("no-such-version", number.to_string()),
                NoSuch::Place(code) => ("no-such-place", code.clone()),
                NoSuch::Entry(index, _) => ("no-such-entry", index.clone()),
                NoSuch::Record(slug) => ("no-such-record", slug.clone()),
                NoSuch::Kind(kind) => ("no-such-kind", kind.clone()),
                NoSuch::Attachment(sha256) => ("no-such-attachment", sha256.clone()),
                NoSuch::Subject(sid) => ("no-such-subject", sid.clone()),
                NoSuch::Finding(id) => ("no-such-finding", id.clone()),
                NoSuch::Rule(name) => ("no-such-rule", name.clone()),
                NoSuch::Draft(number) => ("no-such-draft", number.clone()),
            };
            html! { p class="govuk-body" { (words.find(key, &[("name", name.into())]).unwrap_or_default()) } }
        }
        Problem::SvgOnly { svg, .. } => {
            html! { p class="govuk-body" { a class="govuk-link" href=(svg) { (words.text("take-svg-instead")) } } }
        }
        Problem::NoSuchFormat(formats) => {
            html! { p class="govuk-body" { (words.list(&formats.iter().map(|format| format.extension()).collect::<Vec<_>>())) } }
        }
        _ => html! {},
    }
}

/// A value that can't be used, and what would pass.
fn fault(words: Words, field: &BadField) -> String {
    let name = words.find(&format!("query-{}", field.field), &[]).unwrap_or_else(|| field.field.into());
    let rule = match &field.rule {
        Rule::Day => words.text("rule-day").into_owned(),
        Rule::Moment => words.text("rule-moment").into_owned(),
        Rule::Number(from, to) => words.with("rule-number", &[("from", from.to_string().into()), ("to", to.to_string().into())]).into_owned(),
        Rule::OneOf(several) => words.with("rule-one-of", &[("words", several.join(", ").into())]).into_owned(),
        Rule::Known => words.text("rule-known").into_owned(),
        Rule::AtMost(count) => words.with("rule-at-most", &[("count", (*count).into())]).into_owned(),
        Rule::NotBefore => words.text("rule-not-before").into_owned(),
        Rule::Shorter => words.with("rule-shorter", &[("count", QUERY_VALUE_BYTES_MAX.into())]).into_owned(),
        Rule::AsGiven => words.text("rule-as-given").into_owned(),
    };
    words.with("fault-line", &[("field", name.into_owned().into()), ("got", (&field.got).into()), ("rule", rule.into())]).into_owned()
}

/// `/problems`: every problem by name.
pub(crate) struct All;

impl Shown for All {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame { title: view.words.text("problems-title").into_owned(), ..Frame::default() }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Json]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let row = |slug: &str| {
            let link = html! { a class="govuk-link" href=(words.href(&format!("/problems/{slug}"))) { code { bdi { (slug) } } } };
            let title = words.find(&format!("problem-{slug}-title"), &[]).unwrap_or_default().into_owned();
            let status = Problem::status_of(slug).map(|status| status.to_string()).unwrap_or_default();
            Row::new([link.into(), title.into(), status.into()])
        };
        html! {
            h1 class="govuk-heading-l" { (words.text("problems-title")) }
            p class="k-lead" { (words.text("problems-lead")) }
            (parts::table(words, &Table {
                caption: words.text("problems-title").into_owned(),
                columns: vec![Column::words(words.text("column-name")), Column::words(words.text("column-text")), Column::numbers(words.text("column-status"))],
                rows: SLUGS.iter().chain([&INTERNAL]).map(|slug| row(slug)).collect(),
                sorts_in_place: false,
            }))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let problem = |slug: &&str| json!({"type": view.site.url(&format!("/problems/{slug}")), "status": Problem::status_of(slug)});
        Some(Document::new("koinon/problems/v1", json!({"problems": SLUGS.iter().chain([&INTERNAL]).map(problem).collect::<Vec<_>>()})))
    }
}

/// `/problems/{slug}`: what a problem's name means.
struct Explained {
    slug: &'static str,
}

/// The page of a problem's name.
pub(crate) fn explained<'v>(slug: &str) -> Result<Reply<'v>, Problem> {
    let slug = SLUGS.into_iter().chain([INTERNAL]).find(|known| *known == slug).ok_or(Problem::NotFound)?;
    Ok(Reply::page(Explained { slug }))
}

impl Shown for Explained {
    fn frame(&self, view: &View<'_>) -> Frame {
        let title = view.words.find(&format!("problem-{}-title", self.slug), &[]).unwrap_or_default().into_owned();
        Frame { title, ..Frame::default() }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let text = |part: &str| words.find(&format!("problem-{}-{part}", self.slug), &[]).unwrap_or_default();
        html! {
            h1 class="govuk-heading-l" { (text("title")) }
            p class="k-lead" { (text("text")) }
            p class="govuk-body" { code { bdi { (self.slug) } } @if let Some(status) = Problem::status_of(self.slug) { " · HTTP " bdi { (status) } } }
            p class="govuk-body" { a class="govuk-link" href=(words.href("/problems")) { (words.text("see-all")) } }
        }
    }
}
