//! The frame of every page: who speaks, under which key, where the reader is, what the page rests on.

use maud::{DOCTYPE, Markup, html};

use crate::assets;
use crate::words::{Direction, Language, Words};

/// The body whose record the pages show.
#[derive(Clone, Debug, Default)]
pub struct PublicBody {
    /// Its name, in the page's language where it has one.
    pub name: String,
    /// The name of the place it speaks for.
    pub place: Option<String>,
    /// The first digits of its key's hash, in groups: `ab12 cd34`.
    pub fingerprint: String,
    /// The name of its record.
    pub origin: String,
}

/// Where in the site a page stands; each is one entry of the navigation, at most seven (UI.md 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What an official has to know this morning.
    Brief,
    /// What is in force: map, timeline, list.
    Policies,
    /// How strict: indices as map, chart, table.
    Indices,
    /// Places and what applies there.
    Places,
    /// What was put right or taken back.
    Corrections,
    /// The record, entry by entry.
    Record,
    /// Check a proof.
    Verify,
    /// Who runs this, and how.
    About,
}

impl Section {
    /// In the order of the navigation.
    pub const ALL: [Section; 8] = [
        Section::Brief,
        Section::Policies,
        Section::Indices,
        Section::Places,
        Section::Corrections,
        Section::Record,
        Section::Verify,
        Section::About,
    ];

    /// The address of its first page, without language.
    pub fn path(self) -> &'static str {
        match self {
            Section::Brief => "/brief",
            Section::Policies => "/policies",
            Section::Indices => "/indices",
            Section::Places => "/places",
            Section::Corrections => "/corrections",
            Section::Record => "/record",
            Section::Verify => "/verify",
            Section::About => "/about",
        }
    }

    fn name(self, words: Words) -> std::borrow::Cow<'static, str> {
        match self {
            Section::Brief => words.text("nav-brief"),
            Section::Policies => words.text("nav-policies"),
            Section::Indices => words.text("nav-indices"),
            Section::Places => words.text("nav-places"),
            Section::Corrections => words.text("nav-corrections"),
            Section::Record => words.text("nav-record"),
            Section::Verify => words.text("nav-verify"),
            Section::About => words.text("nav-about"),
        }
    }
}

/// One step of the way to the page.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// What it is called.
    pub text: String,
    /// Its address, without language.
    pub path: String,
}

/// To whom data on the page is owed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attribution {
    /// As the licence asks for it: source, authors, year.
    pub text: String,
    /// Where the source is.
    pub href: Option<String>,
    /// The licence, in words: `CC BY 4.0`.
    pub licence: String,
}

/// What the page rests on: so much of the record, as it was said by a moment.
#[derive(Clone, Debug, Default)]
pub struct Cut {
    /// How many statements.
    pub size: u64,
    /// The first digits of the root hash.
    pub root: String,
    /// The moment of the newest statement in it, in words.
    pub at: Option<String>,
    /// The moment of `asof`, in words, where the reader asked for an earlier state.
    pub as_of: Option<String>,
}

/// A script that a page uses beyond what every page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Island {
    /// The slider over a map.
    Map,
    /// Checking proofs in the browser.
    Verify,
}

/// Someone who is signed in, as the head of their pages shows it.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The name of the account.
    pub name: String,
    /// The office that speaks through it.
    pub office: String,
    /// What their forms carry.
    pub form_token: String,
}

/// Everything that the frame needs to know.
pub struct Page<'p> {
    /// In which words.
    pub words: Words,
    /// What the page is called; stands in the browser's title before the body's name.
    pub title: &'p str,
    /// Where it stands in the navigation.
    pub section: Option<Section>,
    /// The way to it; without itself.
    pub trail: &'p [Crumb],
    /// Whose record.
    pub body: &'p PublicBody,
    /// Who is signed in, where the page is made for them alone.
    pub person: Option<&'p SignedIn>,
    /// Its address with its query, without language: for the switch of languages and for print.
    pub address: &'p str,
    /// Whether data on it is made up.
    pub is_invented: bool,
    /// To whom its data is owed.
    pub attributions: &'p [Attribution],
    /// What it rests on.
    pub cut: &'p Cut,
    /// The same in other forms: media type and address.
    pub alternates: &'p [(&'p str, String)],
    /// Scripts beyond those of every page.
    pub islands: &'p [Island],
}

/// A whole page: the frame around its matter. The matter begins with its own `h1`.
pub fn page(page: &Page<'_>, matter: &Markup) -> Markup {
    let words = page.words;
    html! {
        (DOCTYPE)
        html class="govuk-template" lang=(words.tag()) dir=(words.dir()) {
            (head(page))
            body class="govuk-template__body" {
                a class="govuk-skip-link" href="#main" { (words.text("skip-to-content")) }
                (header(page))
                @if page.is_invented {
                    div class="k-banner" role="region" aria-label=(words.text("invented-title")) { div class="govuk-width-container" { p { strong { (words.text("invented-title")) } " " (words.text("invented-text")) } } }
                }
                @if let Some(as_of) = &page.cut.as_of {
                    div class="k-banner" role="region" aria-label=(words.text("as-of-label")) { div class="govuk-width-container" { p {
                        (words.with("as-of-banner", &[("moment", as_of.into())])) " "
                        a class="govuk-link" href=(words.href(page.address.split('?').next().unwrap_or("/"))) { (words.text("as-of-leave")) }
                    } } }
                }
                div class="govuk-width-container" {
                    @if !page.trail.is_empty() { (breadcrumbs(page)) }
                    main class="k-main" id="main" tabindex="-1" { (matter) }
                }
                (footer(page))
            }
        }
    }
}

fn head(page: &Page<'_>) -> Markup {
    let words = page.words;
    let base = if words.language().direction() == Direction::RightToLeft { "base.rtl.css" } else { "base.css" };
    html! {
        head {
            meta charset="utf-8";
            title { (page.title) " – " (page.body.name) }
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light";
            meta name="theme-color" content="#0a2f3a";
            link rel="icon" type="image/svg+xml" href=(assets::href("mark.svg"));
            link rel="stylesheet" href=(assets::href(base));
            link rel="stylesheet" href=(assets::href("koinon.css"));
            @for language in Language::ALL {
                link rel="alternate" hreflang=(language.tag()) href=(Words::new(language).prefixed().href(page.address));
            }
            @for (media_type, href) in page.alternates { link rel="alternate" type=(media_type) href=(href); }
            script type="module" src=(assets::href("page.js")) {}
            @for island in page.islands {
                script type="module" src=(assets::href(match island { Island::Map => "map.js", Island::Verify => "verify.js" })) {}
            }
        }
    }
}

fn header(page: &Page<'_>) -> Markup {
    let words = page.words;
    let body = page.body;
    html! {
        header {
            div class="k-identity" { div class="govuk-width-container" {
                span { (words.text("identity-record-of")) " " strong { bdi { (body.name) } } @if let Some(place) = &body.place { " · " bdi { (place) } } }
                span { (words.text("identity-key")) " " code { bdi { (body.fingerprint) } } }
                a class="k-end" href=(words.href("/verify")) { (words.text("identity-verify")) }
            } }
            div class="k-masthead" {
                div class="govuk-width-container" {
                    div class="k-masthead__top" {
                        a class="k-home" href=(words.href("/")) { img src=(assets::href("mark.svg")) alt="" width="38" height="38"; span { bdi { (body.name) } } }
                        div class="k-tools" {
                            form class="k-search" role="search" action=(words.href("/search")) method="get" {
                                label class="govuk-visually-hidden" for="k-q" { (words.text("search-box-label")) }
                                input id="k-q" name="q" type="search" maxlength="200" placeholder=(words.text("search-box-placeholder"));
                                button type="submit" { (words.text("search-button")) }
                            }
                            (languages(page))
                            (account(page))
                        }
                    }
                    nav class="k-nav" aria-label=(words.text("nav-label")) {
                        details class="k-menu" { summary { (words.text("nav-menu")) } }
                        ul {
                            @for section in Section::ALL {
                                li { a href=(words.href(section.path())) aria-current=[(page.section == Some(section)).then_some("true")] { (section.name(words)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn languages(page: &Page<'_>) -> Markup {
    html! {
        ul class="k-languages" aria-label=(page.words.text("languages-label")) {
            @for language in Language::ALL {
                li lang=(language.tag()) {
                    @if language == page.words.language() { span aria-current="true" { (language.own_name()) } }
                    @else { a class="govuk-link" hreflang=(language.tag()) href=(Words::new(language).prefixed().href(page.address)) { (language.own_name()) } }
                }
            }
        }
    }
}

/// The way to one's own work. On a page that is kept for everyone it is the same for everyone.
fn account(page: &Page<'_>) -> Markup {
    let words = page.words;
    html! {
        div class="k-account" {
            @if let Some(person) = page.person {
                a class="govuk-link" href=(words.href("/my")) { (words.text("my-title")) }
                span class="k-muted" { bdi { (person.name) } " · " bdi { (person.office) } }
                form method="post" action=(words.href("/signout")) {
                    input type="hidden" name=(crate::session::TOKEN_FIELD) value=(person.form_token);
                    button class="k-plain" type="submit" { (words.text("signout-button")) }
                }
            } @else {
                @let next: String = form_urlencoded::byte_serialize(page.address.as_bytes()).collect();
                @let next = if page.address.starts_with("/signin") { String::new() } else { format!("?next={next}") };
                a class="govuk-link" rel="nofollow" href=(words.href(&format!("/signin{next}"))) { (words.text("signin-link")) }
            }
        }
    }
}

fn breadcrumbs(page: &Page<'_>) -> Markup {
    html! {
        nav class="govuk-breadcrumbs" aria-label=(page.words.text("breadcrumbs-label")) {
            ol class="govuk-breadcrumbs__list" {
                @for crumb in page.trail {
                    li class="govuk-breadcrumbs__list-item" { a class="govuk-breadcrumbs__link" href=(page.words.href(&crumb.path)) { bdi { (crumb.text) } } }
                }
            }
        }
    }
}

fn footer(page: &Page<'_>) -> Markup {
    let words = page.words;
    let cut = page.cut;
    html! {
        footer class="k-foot" {
            div class="govuk-width-container" {
                @for attribution in page.attributions {
                    p { (words.text("attribution-data")) " " (attribution_line(attribution)) }
                }
                @if page.is_invented { p { strong { (words.text("invented-title")) } } }
                p {
                    (words.with("cut-line", &[("count", cut.size.into()), ("root", cut.root.clone().into())]))
                    @if let Some(at) = &cut.at { " " (words.with("cut-newest", &[("moment", at.into())])) }
                }
                p class="k-print" { bdi { (page.body.origin) (page.address) } }
                ul class="k-foot__links" {
                    @for (path, text) in [
                        ("/about", words.text("foot-about")),
                        ("/accessibility", words.text("foot-accessibility")),
                        ("/licences", words.text("foot-licences")),
                        ("/api", words.text("foot-machine")),
                    ] { li { a class="govuk-link" href=(words.href(path)) { (text) } } }
                    li { a class="govuk-link" href="/log/checkpoint" { (words.text("foot-checkpoint")) } }
                }
            }
        }
    }
}

/// The line that a licence asks for.
fn attribution_line(attribution: &Attribution) -> Markup {
    html! {
        @match &attribution.href {
            // Only web addresses are linked: what a source calls its address is foreign text.
            Some(href) if href.starts_with("https://") || href.starts_with("http://") => { a class="govuk-link" rel="external nofollow noreferrer" href=(href) { bdi { (attribution.text) } } }
            _ => { bdi { (attribution.text) } }
        }
        @if !attribution.licence.is_empty() { " · " bdi { (attribution.licence) } }
    }
}
