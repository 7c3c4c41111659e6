//! `/search`: every statement of the record by words of any language, by codes and by places.

use league::search::{self, Direct, Excerpt, Found, Order, Query, Search, Told};
use maud::{Markup, html};
use record::fold::Standing;
use record::{Act, Entry, Sid};
use serde_json::json;

use super::line::moment;
use super::list::place_options;
use super::measure::act_word;
use crate::asked::{BadField, Format, Rule};
use crate::feed::{Feed, Item};
use crate::limits::{FEED_ENTRIES_MAX, FOUND_ROWS_MAX};
use crate::parts::{self, Chip, Empty, Field, Link, Pages, Tag};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Sheet, Shown, cite, word};
use crate::routes::Reply;
use crate::site::View;

/// What was asked, and what was found.
struct Answer {
    /// As it was typed.
    asked: String,
    query: Option<Query>,
    kind: Option<String>,
    place: Option<String>,
    found: Found,
    direct: Vec<Link>,
    told: Vec<Hit>,
}

/// A statement that was found.
struct Hit {
    row: u32,
    entry: Entry,
    sid: Sid,
    place: String,
    topic: String,
    standing: Standing,
    /// Whether its subject was spoken of again.
    is_replaced: bool,
}

/// What the words of the query find.
pub(crate) fn show<'v>(view: &View<'v>) -> Result<Reply<'v>, Problem> {
    let asked = &view.asked.query;
    let kind = asked.get("kind").map(|kind| known_kind(view, kind)).transpose()?;
    let place = asked.get("place").map(|code| view.known_place("place", code)).transpose()?;
    let limit = asked.number("limit", 1, 1000)?.and_then(|limit| usize::try_from(limit).ok());
    let (order, limit) = match view.asked.format {
        Format::Html => (Order::Best, limit.unwrap_or(25).min(100)),
        Format::Atom => (Order::Newest, FEED_ENTRIES_MAX),
        _ => (Order::Best, limit.unwrap_or(FOUND_ROWS_MAX)),
    };
    let after = asked.parsed("after", || Rule::AsGiven)?;
    let text = asked.get("q").unwrap_or_default();
    let query = Query::read(text);
    let origin = view.site.origin();
    let ask = |runs: &node::Indexed<'_>| {
        let search = query.as_ref().map(|query| Search { query, kind: kind.as_deref(), place, after, order, limit });
        let found = search.map(|search| search::find(&view.cut, runs, &search)).transpose()?;
        Ok((found, search::direct(&view.cut, runs, origin, text)?))
    };
    let (found, direct) = view.site.node.search(view.cut.size, ask)?;
    let nothing = || Found { hits: Vec::new(), total: 0, is_capped: false, next: None, searched: view.cut.size.min(view.site.node.indexed()) };
    let found = found.unwrap_or_else(nothing);
    let mut told = Vec::with_capacity(found.hits.len());
    for hit in &found.hits {
        let (Some(entry), Some(version)) = (view.entry(hit.index)?, view.cut.rows.version(hit.index)) else { continue };
        told.push(Hit {
            row: hit.index,
            sid: view.sid(hit.index),
            place: view.cut.rows.text(version.place).to_owned(),
            topic: view.cut.rows.text(version.topic).to_owned(),
            standing: version.standing(),
            is_replaced: version.ended().is_some_and(|ended| ended < view.cut.size),
            entry,
        });
    }
    let direct = direct.iter().filter_map(|direct| named(view, direct).transpose()).collect::<Result<_, _>>()?;
    Ok(Reply::page(Answer { asked: text.to_owned(), query, kind, place: place.map(str::to_owned), found, direct, told }))
}

/// The name of a kind, without its version.
fn known_kind(view: &View<'_>, asked: &str) -> Result<String, BadField> {
    let kinds = view.site.node.kinds();
    let found = kinds.iter().find(|kind| kind.name == asked || kind.full_name() == asked);
    found.map(|kind| kind.name.to_owned()).ok_or_else(|| BadField::new("kind", asked, Rule::OneOf(kinds.iter().map(|kind| kind.name).collect())))
}

/// Where what the question names outright is shown.
fn named(view: &View<'_>, direct: &Direct) -> Result<Option<Link>, Problem> {
    let words = view.words;
    let told = |what: &str, name: String| format!("{}: {name}", view.word("kind", what));
    let entry = |index: u32| Link {
        text: crate::words::without_isolates(
            &words.with("entry-title", &[("index", view.entry_label(index).trim_start_matches('#').to_owned().into())]),
        ),
        path: view.entry_path(index),
    };
    Ok(Some(match direct {
        Direct::Place(code) => Link { text: told("place", format!("{} ({code})", view.place_name(code))), path: format!("/places/{code}") },
        Direct::Instrument(code) => {
            Link { text: told("instrument", format!("{} ({code})", view.instrument_name(code))), path: format!("/policies?instrument={code}") }
        }
        Direct::Subject(sid) => {
            let head = view.cut.rows.head_at(*sid, view.cut.size);
            let kind = head.map(|head| view.cut.rows.text(head.kind).split('/').next().unwrap_or_default().to_owned()).unwrap_or_default();
            Link { text: told(&kind, sid.to_string()), path: format!("/id/{sid}") }
        }
        Direct::Entry(index) => entry(*index),
        Direct::Id(id, index) => {
            if view.id(*index)? != Some(*id) {
                return Ok(None);
            }
            entry(*index)
        }
    }))
}

impl Hit {
    /// Where it is shown: what stands on its subject's page, earlier words where they stand in the record.
    fn path(&self, view: &View<'_>) -> String {
        if self.is_replaced { view.entry_path(self.row) } else { format!("/id/{}", self.sid) }
    }

    fn state(&self) -> &'static str {
        match self.standing {
            _ if self.is_replaced => "replaced",
            Standing::Withdrawn => "withdrawn",
            Standing::Stands | Standing::NotUnderstood | Standing::DoesNotFit => "stands",
        }
    }

    fn tags(&self) -> Vec<Tag> {
        match self.entry.statement.act {
            Act::Withdraw => vec![Tag::Withdrawn],
            Act::Correct => vec![Tag::Corrected],
            Act::State => Vec::new(),
        }
    }

    /// What it is called, where it has no title.
    fn matter(&self, view: &View<'_>) -> String {
        match (self.place.as_str(), self.topic.as_str()) {
            ("", "") => self.entry.statement.subject.to_string(),
            (place, topic) if self.entry.statement.kind.name() == "measure" => {
                format!("{} · {}", view.place_name(place), view.instrument_name(topic))
            }
            ("", topic) => view.instrument_name(topic),
            (place, _) => view.place_name(place),
        }
    }

    /// Of what kind it is, about which place, in which instrument.
    fn about(&self, view: &View<'_>) -> Vec<String> {
        let statement = &self.entry.statement;
        let mut about = vec![view.word("kind", statement.kind.name())];
        if statement.kind.name() == "measure" {
            about.push(view.place_name(&self.place));
            about.push(format!("{} ({})", view.instrument_name(&self.topic), self.topic));
        } else if !self.place.is_empty() {
            about.push(self.place.clone());
        }
        about
    }

    fn title(&self, view: &View<'_>, query: &Query) -> (Option<String>, Option<String>) {
        let shown = search::shown(query, &self.entry.statement, view.words.tag(), view.records_language());
        (shown.title.map(|title| title.text.to_owned()), shown.text.map(|text| plain(&search::excerpt(query, text.text, false))))
    }

    fn html(&self, view: &View<'_>, query: &Query) -> Markup {
        let words = view.words;
        let shown = search::shown(query, &self.entry.statement, words.tag(), view.records_language());
        let title = match shown.title {
            Some(title) => html! { bdi lang=[other_language(view, &title)] { (marked(&search::excerpt(query, title.text, true))) } },
            None => html! { bdi { (marked(&search::excerpt(query, &self.matter(view), true))) } },
        };
        let about = self.about(view);
        html! {
            li {
                h2 class="govuk-heading-s govuk-!-margin-bottom-1" { a class="govuk-link" href=(view.href(&self.path(view))) { (title) } }
                @if let Some(text) = &shown.text {
                    p class="govuk-body govuk-!-margin-bottom-1" dir="auto" lang=[other_language(view, text)] { (marked(&search::excerpt(query, text.text, false))) }
                }
                p class="k-muted" {
                    @for (at, part) in about.iter().enumerate() { @if at > 0 { " · " } bdi { (marked(&search::excerpt(query, part, true))) } }
                    " · " (view.entry_link(self.row))
                    " · " time datetime=(moment(self.entry.statement.at.as_millisecond())) { (view.moment(self.entry.statement.at.as_millisecond())) } " "
                    @if self.is_replaced { strong class="govuk-tag govuk-tag--grey" { (words.text("search-replaced")) } " " }
                    (parts::tags(words, &self.tags())) (view.doubt(self.row))
                }
            }
        }
    }
}

/// The language of a text, where that is not the page's.
fn other_language<'t>(view: &View<'t>, text: &Told<'t>) -> Option<&'t str> {
    let tag = text.language.unwrap_or(view.records_language());
    let main = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    (main(tag) != main(view.words.tag())).then_some(tag)
}

/// An excerpt with the words that were found marked.
fn marked(excerpt: &Excerpt<'_>) -> Markup {
    html! {
        @if excerpt.is_cut_before { "… " }
        @for (is_found, part) in &excerpt.parts { @if *is_found { mark { (part) } } @else { (part) } }
        @if excerpt.is_cut_after { " …" }
    }
}

/// An excerpt on one line.
fn plain(excerpt: &Excerpt<'_>) -> String {
    let text: String = excerpt.parts.iter().map(|(_, part)| part.replace('\n', " ")).collect();
    format!("{}{text}{}", if excerpt.is_cut_before { "… " } else { "" }, if excerpt.is_cut_after { " …" } else { "" })
}

impl Answer {
    fn title(&self, view: &View<'_>) -> String {
        if self.asked.is_empty() {
            return view.words.text("search-title").into_owned();
        }
        crate::words::without_isolates(&view.words.with("search-title-for", &[("words", (&self.asked).into())]))
    }

    fn fields(&self, view: &View<'_>) -> Vec<Field> {
        let words = view.words;
        let any = words.text("any");
        let kinds = view.site.node.kinds().iter().map(|kind| (kind.name.to_owned(), view.word("kind", kind.name)));
        let kinds = std::iter::once((String::new(), any.to_string())).chain(kinds).collect();
        vec![
            Field::text("q", words.text("search-field"), self.asked.clone()),
            Field::select("kind", words.text("column-kind"), kinds, self.kind.clone().unwrap_or_default()),
            Field::select("place", words.text("field-place"), place_options(view, &any), self.place.clone().unwrap_or_default()),
        ]
    }

    fn chips(&self, view: &View<'_>) -> Vec<Chip> {
        let query = &view.asked.query;
        let kind = self.kind.as_deref().map(|kind| (view.word("kind", kind), "kind"));
        let place = self.place.as_deref().map(|place| (view.place_name(place), "place"));
        kind.into_iter().chain(place).map(|(text, key)| Chip { text, path_without: query.with(key, "").on("/search") }).collect()
    }

    fn count(&self, view: &View<'_>) -> String {
        let words = view.words;
        if self.found.is_capped {
            return words.with("search-count-many", &[("number", words.number(self.found.total.into()).into())]).into_owned();
        }
        words.with("count-statements", &[("count", self.found.total.into())]).into_owned()
    }

    /// How far the index is.
    fn reach(&self, view: &View<'_>) -> String {
        let words = view.words;
        let size = view.cut.size;
        if self.found.searched >= size {
            return words.with("search-whole", &[("count", size.into())]).into_owned();
        }
        let values = [("searched", words.number(self.found.searched.into()).into()), ("count", size.into())];
        words.with("search-partial", &values).into_owned()
    }

    fn empty(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let dropped =
            |chip: Chip| Link { text: words.with("policies-drop-filter", &[("filter", chip.text.into())]).into_owned(), path: chip.path_without };
        let mut links: Vec<Link> = self.chips(view).into_iter().map(dropped).collect();
        links.push(Link { text: words.text("search-all-measures").into_owned(), path: view.path("/policies") });
        links.push(Link { text: words.text("search-all-statements").into_owned(), path: view.path("/record") });
        html! {
            (parts::empty(words, &Empty { title: words.text("search-none-title").into_owned(), text: words.text("search-none-text").into_owned(), links }))
            (tips(view))
        }
    }

    fn results(&self, view: &View<'_>, query: &Query) -> Markup {
        let words = view.words;
        let asked = &view.asked.query;
        let next = self.found.next.map(|after| asked.without(&["after"]).with("after", &after.to_string()).on("/search"));
        let first = asked.get("after").map(|_| asked.without(&["after"]).on("/search"));
        html! {
            p class="govuk-body" role="status" { strong { (self.count(view)) } " " span class="k-muted" { (self.reach(view)) } }
            @if self.told.is_empty() { (self.empty(view)) }
            @else {
                ol class="k-found" { @for told in &self.told { (told.html(view, query)) } }
                (parts::pages(words, &Pages { first, next }))
                (cite(view, self, &self.title(view)))
            }
        }
    }
}

/// How to ask.
fn tips(view: &View<'_>) -> Markup {
    let words = view.words;
    html! {
        (parts::section(&words.text("search-tips-title"), &html! {
            ul class="govuk-list govuk-list--bullet" {
                li { (words.text("search-tip-every")) }
                li { (words.text("search-tip-beginning")) }
                li { (words.text("search-tip-marks")) }
                li { (words.text("search-tip-code")) }
            }
        }))
    }
}

impl Shown for Answer {
    fn frame(&self, view: &View<'_>) -> Frame {
        let sources = self.told.iter().filter_map(|told| told.entry.statement.body.pointer("/observed/source").and_then(record::Json::as_str));
        Frame { title: self.title(view), attributions: view.attributions(sources), file_name: "search".to_owned(), ..Frame::default() }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json, Format::Atom]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let hidden: Vec<(&str, &str)> = view.asked.query.get("asof").map(|as_of| ("asof", as_of)).into_iter().collect();
        html! {
            h1 class="govuk-heading-l" { (words.text("search-title")) }
            (parts::filter_row(words, "/search", &self.fields(view), &hidden))
            (parts::chips(words, &self.chips(view)))
            @if !self.direct.is_empty() {
                (parts::section(&words.text("search-direct"), &html! {
                    ul class="govuk-list" { @for link in &self.direct { li { a class="govuk-link" href=(view.href(&link.path)) { bdi { (link.text) } } } } }
                }))
            }
            @match &self.query {
                Some(query) => (self.results(view, query)),
                None => {
                    p class="govuk-body" role="status" { (self.reach(view)) }
                    (tips(view))
                }
            }
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let query = self.query.clone();
        let told = |(told, hit): (&Hit, &search::Hit)| {
            let statement = &told.entry.statement;
            let (title, text) = query.as_ref().map(|query| told.title(view, query)).unwrap_or_default();
            json!({
                "index": view.entry_name(told.row),
                "id": told.entry.id,
                "sid": told.sid,
                "subject": statement.subject,
                "kind": statement.kind,
                "act": act_word(statement.act),
                "state": told.state(),
                "place": told.place,
                "topic": told.topic,
                "title": title,
                "text": text,
                "in_title": hit.is_in_title,
                "at": moment(statement.at.as_millisecond()),
                "by": statement.by,
                "url": view.site.url(&told.path(view)),
            })
        };
        let next =
            self.found.next.map(|after| view.site.url(&view.asked.query.without(&["after"]).with("after", &after.to_string()).on("/search.json")));
        Some(Document::new(
            "koinon/search/v1",
            json!({
                "query": self.asked,
                "searched": self.found.searched,
                "total": self.found.total,
                "total_is_least": self.found.is_capped,
                "next": next,
                "direct": self.direct.iter().map(|link| json!({"title": link.text, "url": view.site.url(&link.path)})).collect::<Vec<_>>(),
                "results": self.told.iter().zip(&self.found.hits).map(told).collect::<Vec<_>>(),
            }),
        ))
    }

    fn csv(&self, view: &View<'_>) -> Option<Sheet> {
        let mut sheet = Sheet::new(&["index", "sid", "kind", "act", "state", "place", "topic", "title", "text", "said_at", "by", "url"]);
        for told in &self.told {
            let statement = &told.entry.statement;
            let (title, text) = self.query.as_ref().map(|query| told.title(view, query)).unwrap_or_default();
            sheet.push(vec![
                view.entry_name(told.row).to_string(),
                told.sid.to_string(),
                statement.kind.to_string(),
                act_word(statement.act).to_owned(),
                told.state().to_owned(),
                word(&told.place),
                word(&told.topic),
                word(&title.unwrap_or_default()),
                word(&text.unwrap_or_default()),
                moment(statement.at.as_millisecond()),
                statement.by.to_string(),
                view.site.url(&told.path(view)),
            ]);
        }
        Some(sheet)
    }

    fn atom(&self, view: &View<'_>) -> Option<Feed> {
        let item = |told: &Hit| {
            let (title, text) = self.query.as_ref().map(|query| told.title(view, query)).unwrap_or_default();
            Item {
                id: format!("urn:sha256:{}", told.entry.id.to_string().trim_start_matches("sha256:")),
                title: format!("{}: {}", view.word("kind", told.entry.statement.kind.name()), title.unwrap_or_else(|| told.matter(view))),
                summary: text.unwrap_or_else(|| told.about(view).join(". ")),
                path: told.path(view),
                said_ms: told.entry.statement.at.as_millisecond(),
                by: view.said_by(told.row, told.entry.statement.by.as_str()),
            }
        };
        Some(Feed { items: self.told.iter().map(item).collect() })
    }
}
