//! `/api`: how programs read this record, state things in it, and check it, with commands that work as they stand.

use maud::{Markup, html};

use crate::parts::{self, Column, Row, Section, Table};
use crate::represent::{Frame, Shown};
use crate::site::View;

/// The page for whoever writes a program against this node.
pub(crate) struct Api;

impl Shown for Api {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame { title: view.words.text("api-title").into_owned(), section: Some(Section::About), ..Frame::default() }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        html! {
            h1 class="govuk-heading-l" { (words.text("api-title")) }
            p class="k-lead" { (words.text("api-lead")) }
            p class="govuk-body" { a class="govuk-link" href="/openapi.json" { (words.text("api-document")) } " " span class="k-muted" { code { bdi { "/openapi.json" } } } }
            (parts::section(&words.text("api-read"), &read(view)))
            (parts::section(&words.text("api-addresses"), &addresses(view)))
            (parts::section(&words.text("api-state"), &state(view)))
            (parts::section(&words.text("api-fails"), &fails(view)))
            (parts::section(&words.text("api-check"), &html! {
                p class="govuk-body" { (words.text("api-check-text")) }
                (shell(&format!("curl {}\nkoinon verify {} --vkey {}", view.site.url("/log/checkpoint"), view.site.public_url, view.site.node.identity().vkey)))
            }))
        }
    }
}

/// Commands, as they are typed.
fn shell(text: &str) -> Markup {
    html! { pre class="k-raw" tabindex="0" dir="ltr" { (text) } }
}

fn read(view: &View<'_>) -> Markup {
    let words = view.words;
    let place = crate::openapi::place_of(view).unwrap_or("QMA");
    let commands = [
        format!("curl \"{}\"", view.site.url(&format!("/policies.csv?place={place}&on={}", view.default_day()))),
        format!("curl {}", view.site.url(&format!("/places/{place}.json"))),
        format!("curl {}", view.site.url("/policies.atom")),
        format!("curl -H \"Accept: application/json\" {}", view.site.url("/corrections")),
    ];
    html! {
        p class="govuk-body" { (words.text("api-read-text")) }
        (shell(&commands.join("\n")))
        p class="govuk-body" { (words.text("api-read-pages")) }
        p class="govuk-body" { (words.text("api-read-asof")) }
        (shell(&format!("curl \"{}\"", view.site.url(&format!("/places/{place}.json?asof={}", view.today)))))
        p class="govuk-body" { (words.text("api-read-again")) }
    }
}

fn addresses(view: &View<'_>) -> Markup {
    let words = view.words;
    let row = |(path, forms): (&'static str, String)| Row::new([html! { code { bdi { (path) } } }.into(), forms.into()]);
    parts::table(
        words,
        &Table {
            caption: words.text("api-addresses-caption").into_owned(),
            columns: vec![Column::words(words.text("api-address")), Column::words(words.text("api-forms"))],
            rows: crate::openapi::addresses().map(row).collect(),
            sorts_in_place: false,
        },
    )
}

fn state(view: &View<'_>) -> Markup {
    let words = view.words;
    let measure = r#"{"kind":"measure/v1","body":{"instrument":"C8","place":"QMA","level":1,"start":"2026-12-01","text":"Travellers are screened on arrival."}}"#;
    let send = format!(
        "curl -X POST -H \"Authorization: Bearer $TOKEN\" -H \"Content-Type: application/json\" \\\n  -d '{measure}' \\\n  {}",
        view.site.url("/statements")
    );
    let receipt = r#"{"id":"sha256:2f1c…","index":3681,"size":3682}"#;
    html! {
        p class="govuk-body" { (words.text("api-state-text")) }
        (shell(&send))
        p class="govuk-body" { (words.text("api-state-receipt")) }
        (shell(receipt))
        p class="govuk-body" { (words.text("api-state-many")) }
        p class="govuk-body" { a class="govuk-link" href=(view.href("/schemas")) { (words.text("about-link-schemas")) } }
    }
}

fn fails(view: &View<'_>) -> Markup {
    let words = view.words;
    let fault = format!(
        r#"{{"type":"{}","title":"Faults","status":422,"detail":"…","errors":[{{"pointer":"/body/level","detail":"…"}}]}}"#,
        view.site.url("/problems/faults")
    );
    html! {
        p class="govuk-body" { (words.text("api-fails-text")) }
        (shell(&fault))
        p class="govuk-body" { a class="govuk-link" href=(view.href("/problems")) { (words.text("about-link-problems")) } }
    }
}
