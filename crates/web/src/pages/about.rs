//! The pages around: check a proof, who runs this, how it can be used, what it is made of, what statements look like.

use maud::{Markup, html};
use serde_json::json;

use crate::asked::Format;
use crate::assets;
use crate::parts::{self, Column, Fact, Island, Row, Section, Table};
use crate::problem::{NoSuch, Problem};
use crate::represent::{Document, Frame, Sheet, Shown, public_body, word};
use crate::routes::Reply;
use crate::site::{SourceNames, View};

/// `/verify`: check a proof in the browser, or by command.
pub(crate) struct Verify;

impl Shown for Verify {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: view.words.text("verify-title").into_owned(),
            section: Some(Section::Verify),
            islands: vec![Island::Verify],
            ..Frame::default()
        }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let identity = view.site.node.identity();
        let vkey = identity.vkey.to_string();
        html! {
            h1 class="govuk-heading-l" { (words.text("verify-title")) }
            p class="k-lead" { (words.text("verify-how-text")) }
            (parts::verify_form(words, &vkey))
            (parts::section(&words.text("verify-command"), &html! {
                p class="govuk-body" { (words.text("verify-command-text")) }
                pre class="k-raw" tabindex="0" { "koinon verify NAME.tlog-proof --vkey " (vkey) "\nkoinon verify " (view.site.public_url) " --vkey " (vkey) }
                p class="govuk-body" { (words.text("verify-command-others")) }
            }))
            (parts::section(&words.text("verify-how"), &html! { ol class="govuk-list govuk-list--number" {
                @for key in ["verify-how-1", "verify-how-2", "verify-how-3", "verify-how-4"] { li { (words.find(key, &[]).unwrap_or_default()) } }
            } }))
        }
    }
}

/// `/about`: who runs this node, and what machines find here.
pub(crate) struct About;

impl Shown for About {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame { title: view.words.text("about-title").into_owned(), section: Some(Section::About), ..Frame::default() }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Json]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let identity = view.site.node.identity();
        let body = public_body(view);
        let mut facts = vec![Fact::new(words.text("column-name"), &body.name)];
        if let Some(place) = &identity.place {
            let link = html! { a class="govuk-link" href=(view.href(&format!("/places/{place}"))) { bdi { (view.place_name(place)) } } };
            facts.push(Fact::marked(words.text("column-place"), link));
        }
        facts.extend([
            Fact::marked(words.text("record-origin"), html! { code { bdi { (identity.origin) } } }),
            Fact::marked(words.text("record-key"), html! { code { bdi { (identity.vkey) } } }),
            Fact::new(words.text("column-licence"), &identity.licence),
            Fact::new(words.text("about-version"), concat!("Koinon ", env!("CARGO_PKG_VERSION"))),
        ]);
        let machine = [
            ("/.well-known/koinon", "about-link-well-known"),
            ("/log/checkpoint", "foot-checkpoint"),
            ("/openapi.json", "about-link-openapi"),
            ("/schemas", "about-link-schemas"),
            ("/policies.json", "about-link-measures"),
            ("/corrections.atom", "overview-feed-corrections"),
            ("/notifications", "notifications-title"),
            ("/partners", "partners-title"),
            ("/problems", "about-link-problems"),
        ];
        html! {
            h1 class="govuk-heading-l" { (words.text("about-title")) }
            p class="k-lead" { (words.with("about-runs-text", &[("name", body.name.into())])) }
            (parts::facts(&facts))
            (parts::section(&words.text("about-reading"), &html! {
                p class="govuk-body" { (words.text("about-reading-declared")) }
                p class="govuk-body" { (words.text("place-unknown-note")) }
                p class="govuk-body" { (words.text("about-reading-asof")) }
            }))
            (parts::section(&words.text("about-machine"), &html! {
                p class="govuk-body" { (words.text("about-machine-text")) " " a class="govuk-link" href=(view.href("/api")) { (words.text("about-machine-more")) } }
                ul class="govuk-list" { @for (path, key) in machine { li { a class="govuk-link" href=(path) { (words.find(key, &[]).unwrap_or_default()) } " " span class="k-muted" { code { bdi { (path) } } } } } }
                pre class="k-raw" tabindex="0" { "curl " (view.site.url("/policies.csv")) "\ncurl " (view.site.url("/indices.csv?index=stringency")) "\ncurl " (view.site.url("/log/checkpoint")) }
            }))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let identity = view.site.node.identity();
        Some(Document::new(
            "koinon/about/v1",
            json!({"name": identity.names, "place": identity.place, "level": identity.level, "language": identity.language, "vkey": identity.vkey.to_string(), "log": view.site.url("/log")}),
        ))
    }
}

/// `/accessibility`: the statement that public bodies must publish.
pub(crate) struct Accessibility;

impl Shown for Accessibility {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame { title: view.words.text("accessibility-title").into_owned(), section: Some(Section::About), ..Frame::default() }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let parts = [
            ("accessibility-status", "accessibility-status-text"),
            ("accessibility-known", "accessibility-known-text"),
            ("accessibility-tested", "accessibility-tested-text"),
            ("accessibility-contact", "accessibility-contact-text"),
        ];
        html! {
            h1 class="govuk-heading-l" { (words.text("accessibility-title")) }
            @for (title, text) in parts { (parts::section(&words.find(title, &[]).unwrap_or_default(), &html! { p class="govuk-body" { (words.find(text, &[]).unwrap_or_default()) } })) }
        }
    }
}

/// `/licences`: of the data, of the software, of what it took from others.
struct Licences {
    sources: Vec<String>,
}

/// `/licences`.
pub(crate) fn licences<'v>(view: &View<'v>, names: &SourceNames) -> Result<Reply<'v>, Problem> {
    Ok(Reply::page(Licences { sources: names.all(view)?.into_iter().collect() }))
}

impl Shown for Licences {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: view.words.text("licences-title").into_owned(),
            section: Some(Section::About),
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            ..Frame::default()
        }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let identity = view.site.node.identity();
        let taken = view.attributions(self.sources.iter().map(String::as_str));
        let pack = policy::pack::pack();
        html! {
            h1 class="govuk-heading-l" { (words.text("licences-title")) }
            (parts::section(&words.text("licences-data"), &html! {
                p class="govuk-body" { (words.with("licences-record", &[("name", public_body(view).name.into()), ("licence", (&identity.licence).into())])) }
                @for one in &taken { p class="govuk-body" { bdi { (one.text) } @if !one.licence.is_empty() { " · " bdi { (one.licence) } } @if one.licence == "CC BY 4.0" { ". " (words.text("licences-changes")) } } }
                p class="govuk-body" { bdi { (pack.source) } ". " bdi { (pack.changes) } }
                @for geometry in [crate::geometry::world(), crate::geometry::archipelago()].into_iter().flatten() { p class="govuk-body" { bdi { (geometry.source) } " · " bdi { (geometry.licence) } } }
            }))
            (parts::section(&words.text("licences-software"), &html! { p class="govuk-body" { (words.text("licences-own")) } }))
            (parts::section(&words.text("licences-taken"), &html! {
                @for (name, text) in assets::LICENCES { details class="govuk-details" {
                    summary class="govuk-details__summary" { span class="govuk-details__summary-text" { bdi { (name) } } }
                    div class="govuk-details__text" { pre class="k-raw" tabindex="0" { (text) } }
                } }
                pre class="k-raw" tabindex="0" { (assets::VENDOR) }
            }))
        }
    }
}

/// `/schemas`: the kinds of statement that this node knows.
pub(crate) struct Schemas;

impl Shown for Schemas {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame { title: view.words.text("schemas-title").into_owned(), section: Some(Section::About), ..Frame::default() }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Json, Format::Csv]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let row = |kind: &record::Kind| {
            let link = html! { a class="govuk-link" href=(format!("/schemas/{}.json", kind.full_name())) { code { bdi { (kind.full_name()) } } } };
            Row::new([link.into(), view.word("kind", kind.name).into()])
        };
        html! {
            h1 class="govuk-heading-l" { (words.text("schemas-title")) }
            p class="k-lead" { (words.text("schemas-lead")) }
            (parts::table(words, &Table {
                caption: words.text("schemas-title").into_owned(),
                columns: vec![Column::words(words.text("column-kind")), Column::words(words.text("column-name"))],
                rows: view.site.node.kinds().iter().map(row).collect(),
                sorts_in_place: false,
            }))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let kind = |kind: &record::Kind| json!({"kind": kind.full_name(), "schema": view.site.url(&format!("/schemas/{}.json", kind.full_name())), "records_own": kind.is_records_own});
        Some(Document::new("koinon/kinds/v1", json!({"kinds": view.site.node.kinds().iter().map(kind).collect::<Vec<_>>()})))
    }

    fn csv(&self, view: &View<'_>) -> Option<Sheet> {
        let mut sheet = Sheet::new(&["kind", "schema"]);
        for kind in view.site.node.kinds() {
            sheet.push(vec![word(&kind.full_name()), view.site.url(&format!("/schemas/{}.json", kind.full_name()))]);
        }
        Some(sheet)
    }
}

/// `/schemas/{kind}.json`: the JSON Schema of a body.
pub(crate) fn schema<'v>(view: &View<'v>, name: &str) -> Result<Reply<'v>, Problem> {
    let known = view.site.node.kinds().iter().find(|kind| kind.name == name || kind.full_name() == name);
    let kind = known.ok_or_else(|| Problem::NoSuch(NoSuch::Kind(name.chars().take(60).collect())))?;
    Ok(Reply::Bytes("application/schema+json", kind.schema.as_bytes().to_vec()))
}
