//! What stands around lists: facts, cards, chips, tabs, pages, citations, notices, and what to say where there is nothing.

use maud::{Markup, html};

use crate::words::Words;

/// A text with an address.
#[derive(Clone, Debug)]
pub struct Link {
    /// What it says.
    pub text: String,
    /// Its address; for pages without language.
    pub path: String,
}

/// One fact about a thing.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What is told.
    pub name: String,
    /// What is so.
    pub value: Markup,
}

impl Fact {
    /// A fact in words.
    pub fn new(name: impl Into<String>, value: impl AsRef<str>) -> Fact {
        let value = value.as_ref();
        Fact { name: name.into(), value: html! { bdi { (value) } } }
    }

    /// A fact in markup.
    pub fn marked(name: impl Into<String>, value: Markup) -> Fact {
        Fact { name: name.into(), value }
    }
}

/// Facts as a list of names and values.
pub fn facts(facts: &[Fact]) -> Markup {
    html! {
        dl class="govuk-summary-list" {
            @for fact in facts {
                div class="govuk-summary-list__row" { dt class="govuk-summary-list__key" { (fact.name) } dd class="govuk-summary-list__value" { (fact.value) } }
            }
        }
    }
}

/// A figure worth seeing first.
#[derive(Clone, Debug)]
pub struct Card {
    /// The number, written.
    pub figure: String,
    /// What it counts.
    pub label: String,
    /// What more there is to say.
    pub note: Option<String>,
    /// Where the things counted are listed.
    pub path: Option<String>,
}

/// Cards in a row.
pub fn cards(words: Words, cards: &[Card]) -> Markup {
    html! {
        ul class="k-cards" {
            @for card in cards {
                li class="k-card" {
                    span class="k-card__figure" { bdi { (card.figure) } }
                    @match &card.path { Some(path) => a class="govuk-link" href=(words.href(path)) { (card.label) }, None => { span { (card.label) } } }
                    @if let Some(note) = &card.note { span class="k-card__note" { (note) } }
                }
            }
        }
    }
}

/// A filter in use; its link is the same list without it.
#[derive(Clone, Debug)]
pub struct Chip {
    /// What is filtered: `Place: Calmere`.
    pub text: String,
    /// The list without this filter, without language.
    pub path_without: String,
}

/// The filters in use, each with a link that drops it.
pub fn chips(words: Words, chips: &[Chip]) -> Markup {
    html! {
        @if !chips.is_empty() {
            ul class="k-chips" aria-label=(words.text("chips-label")) {
                @for chip in chips {
                    li { a href=(words.href(&chip.path_without)) { span class="govuk-visually-hidden" { (words.text("chip-drop")) " " } bdi { (chip.text) } span aria-hidden="true" { " ✕" } } }
                }
            }
        }
    }
}

/// The same matter seen in several ways, each an address of its own; `current` is the place in the list of the one that is shown.
pub fn tabs(words: Words, label: &str, links: &[Link], current: usize) -> Markup {
    html! {
        nav aria-label=(label) { ul class="k-tabs" {
            @for (at, link) in links.iter().enumerate() { li { a href=(words.href(&link.path)) aria-current=[(at == current).then_some("page")] { (link.text) } } }
        } }
    }
}

/// Where a list goes on: by key, so that what is added meanwhile moves nothing.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// The address of the list's beginning, where this is not it; without language.
    pub first: Option<String>,
    /// The address of what follows, where something does.
    pub next: Option<String>,
}

/// Links to the beginning and to what follows.
pub fn pages(words: Words, pages: &Pages) -> Markup {
    html! {
        @if pages.first.is_some() || pages.next.is_some() {
            nav class="k-pages" aria-label=(words.text("pages-label")) {
                @match &pages.first { Some(path) => a class="govuk-link" href=(words.href(path)) { (words.text("pages-first")) }, None => { span {} } }
                @if let Some(path) = &pages.next { a class="govuk-link" rel="next" href=(words.href(path)) { (words.text("pages-next")) } }
            }
        }
    }
}

/// How to take something along: in which forms, at which address, and how to name it as a source.
#[derive(Clone, Debug, Default)]
pub struct Cite {
    /// Form (`CSV`, `JSON`, `SVG`, `ZIP`) and address.
    pub formats: Vec<Link>,
    /// Which form can't be had, and why.
    pub note: Option<String>,
    /// Its lasting address.
    pub permalink: Option<String>,
    /// How to cite it, as plain text of a few lines.
    pub citation: Option<String>,
}

/// The bar under a view.
pub fn cite(words: Words, cite: &Cite) -> Markup {
    html! {
        // What a script shows of another day is cited as of that day.
        div class="k-cite" data-follows-day="" {
            @if !cite.formats.is_empty() {
                span { (words.text("cite-download")) }
                ul { @for format in &cite.formats { li { a class="govuk-link" href=(format.path) data-follows-view="" { (format.text) } } } }
            }
            @if let Some(note) = &cite.note { span class="k-muted" { (note) } }
            @if let Some(permalink) = &cite.permalink { a class="govuk-link" data-permalink="" href=(permalink) { (words.text("cite-permalink")) } }
            @if let Some(citation) = &cite.citation {
                details { summary { (words.text("cite-cite")) }
                    // To be selected and copied whole, by keyboard too.
                    textarea class="govuk-textarea k-citation" rows=(citation.lines().count() + 3) readonly dir="auto" spellcheck="false" aria-label=(words.text("take-citation-label")) { (citation) }
                }
            }
        }
    }
}

/// Nothing to show: why, and what to do next.
#[derive(Clone, Debug)]
pub struct Empty {
    /// That there is nothing, and of what.
    pub title: String,
    /// Why, and what would help.
    pub text: String,
    /// What to do next.
    pub links: Vec<Link>,
}

/// Nothing to show, said kindly.
pub fn empty(words: Words, empty: &Empty) -> Markup {
    html! {
        div class="k-empty" {
            h2 class="govuk-heading-s" { (empty.title) }
            p class="govuk-body" { (empty.text) }
            @if !empty.links.is_empty() { ul class="govuk-list" { @for link in &empty.links { li { a class="govuk-link" href=(words.href(&link.path)) { (link.text) } } } } }
        }
    }
}

/// Something that the reader should know before the rest.
pub fn notification(title: &str, text: &Markup) -> Markup {
    html! {
        div class="govuk-notification-banner" role="region" aria-label=(title) {
            div class="govuk-notification-banner__header" { h2 class="govuk-notification-banner__title" { (title) } }
            div class="govuk-notification-banner__content" { (text) }
        }
    }
}

/// A part of a page under its own heading.
pub fn section(title: &str, matter: &Markup) -> Markup {
    html! { section class="k-section" { h2 class="govuk-heading-m" { (title) } (matter) } }
}
