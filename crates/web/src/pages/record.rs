//! `/record`: every statement, newest first, under the newest signed checkpoint.

use maud::{Markup, html};
use record::places::OWN;
use record::rows::Version;
use record::{Entry, Origin, Place, RecordNumber, Sid};
use serde_json::json;

use super::line::moment;
use super::measure::act_word;
use crate::asked::{BadField, Format, Rule};
use crate::feed::{Feed, Item};
use crate::limits::FEED_ENTRIES_MAX;
use crate::parts::{self, Column, Fact, Field, Pages, Row, Section, Table};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Sheet, Shown, cite, word};
use crate::routes::Reply;
use crate::site::View;

/// An entry as one line.
struct Told {
    row: u32,
    entry: Entry,
    sid: Sid,
    place: String,
    topic: String,
}

struct Record {
    record: RecordNumber,
    origin: Origin,
    kind: Option<String>,
    told: Vec<Told>,
    next: Option<u32>,
    checkpoint: String,
}

/// The newest entries of a record, or those before entry `before`; of one kind where one is asked for. `slug`: that of another's origin.
pub(crate) fn show<'v>(view: &View<'v>, slug: Option<&str>) -> Result<Reply<'v>, Problem> {
    let query = &view.asked.query;
    let places = view.cut.rows.places();
    let (record, origin) = match slug {
        None => (OWN, view.site.origin().clone()),
        Some(slug) => super::entry::record_of(view, slug)?,
    };
    let size = places.size_within(record, view.cut.size);
    let before = query.number("before", 0, u32::MAX)?.unwrap_or(size).min(size);
    let limit = query.number("limit", 1, 1000)?.unwrap_or(if view.asked.format == Format::Html { 50 } else { 500 });
    let limit = match view.asked.format {
        Format::Html => limit.min(100),
        Format::Atom => u32::try_from(FEED_ENTRIES_MAX).unwrap_or(50),
        _ => limit,
    };
    let limit = usize::try_from(limit).unwrap_or(50);
    let kind = query.get("kind").map(|kind| known_kind(view, kind)).transpose()?;
    let row_of = |index: u32| places.row(Place { record, index });
    let indices: Vec<(u32, u32)> = match &kind {
        Some(kind) => {
            let placed = view.cut.rows.of_kind(kind).iter().rev().filter_map(|row| Some((*row, places.place(*row)?)));
            placed
                .filter(|(_, place)| place.record == record && place.index < before)
                .map(|(row, place)| (place.index, row))
                .take(limit + 1)
                .collect()
        }
        None => (0..before).rev().take(limit + 1).filter_map(|index| Some((index, row_of(index)?))).collect(),
    };
    let next = (indices.len() > limit).then(|| indices.get(limit - 1).map(|(index, _)| *index)).flatten();
    let mut told = Vec::with_capacity(limit);
    for (_, index) in indices.into_iter().take(limit) {
        let row =
            |pick: fn(&Version) -> u32| view.cut.rows.version(index).map(|version| view.cut.rows.text(pick(version)).to_owned()).unwrap_or_default();
        if let Some(entry) = view.entry(index)? {
            told.push(Told { row: index, sid: view.sid(index), place: row(|version| version.place), topic: row(|version| version.topic), entry });
        }
    }
    let checkpoint = view.site.node.signed_of(record).map(|signed| signed.note).unwrap_or_default();
    Ok(Reply::page(Record { record, origin, kind, told, next, checkpoint }))
}

/// The full name of a kind, with or without its version.
fn known_kind(view: &View<'_>, asked: &str) -> Result<String, BadField> {
    let kinds = view.site.node.kinds();
    let found = kinds.iter().find(|kind| kind.name == asked || kind.full_name() == asked);
    found.map(record::Kind::full_name).ok_or_else(|| BadField::new("kind", asked, Rule::OneOf(kinds.iter().map(|kind| kind.name).collect())))
}

impl Told {
    /// What it is about, in words where its kind is known.
    fn matter(&self, view: &View<'_>) -> String {
        let name = match (self.place.as_str(), self.topic.as_str()) {
            ("", "") => self.entry.statement.subject.to_string(),
            (place, topic) if self.entry.statement.kind.name() == "measure" => {
                format!("{} · {}", view.place_name(place), view.instrument_name(topic))
            }
            ("", topic) => view.instrument_name(topic),
            (place, _) => view.place_name(place),
        };
        if name.is_empty() { self.entry.statement.subject.to_string() } else { name }
    }

    fn row(&self, view: &View<'_>) -> Row {
        let statement = &self.entry.statement;
        Row::new([
            view.entry_link(self.row).into(),
            view.word("kind", statement.kind.name()).into(),
            html! { a class="govuk-link" href=(view.href(&format!("/id/{}", self.sid))) { bdi { (self.matter(view)) } } }.into(),
            view.word("act", act_word(statement.act)).into(),
            view.moment(statement.at.as_millisecond()).into(),
            statement.by.as_str().into(),
        ])
    }
}

impl Record {
    /// Where it is shown.
    fn path(&self) -> String {
        if self.record == OWN { "/record".to_owned() } else { format!("/record/{}", self.origin.slug()) }
    }

    /// The key that signs it: ours, or the one that our record pins.
    fn vkey(&self, view: &View<'_>) -> String {
        super::entry::vkey_of(view, self.record).map(|vkey| vkey.to_string()).unwrap_or_default()
    }
}

impl Shown for Record {
    fn frame(&self, view: &View<'_>) -> Frame {
        let sources: Vec<&str> =
            self.told.iter().filter_map(|told| told.entry.statement.body.pointer("/observed/source").and_then(record::Json::as_str)).collect();
        Frame {
            title: view.words.text("record-title").into_owned(),
            section: Some(Section::Record),
            attributions: view.attributions(sources),
            file_name: "record".to_owned(),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json, Format::Atom]
    }

    fn statements(&self, _view: &View<'_>) -> Vec<u32> {
        self.told.iter().map(|told| told.row).collect()
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let query = &view.asked.query;
        let size = view.cut.rows.places().size_within(self.record, view.cut.size);
        let root =
            view.site.node.root_of(self.record, size.into()).ok().flatten().map(|root| record::checkpoint::encode_hash(&root)).unwrap_or_default();
        let facts = [
            Fact::new(words.text("record-size"), words.number(size.into())),
            Fact::marked(words.text("record-root"), html! { code { bdi { (root) } } }),
            Fact::marked(words.text("record-origin"), html! { code { bdi { (self.origin) } } }),
            Fact::marked(words.text("record-key"), html! { code { bdi { (self.vkey(view)) } } }),
        ];
        let path = self.path();
        let log = if self.record == OWN { "/log/checkpoint".to_owned() } else { format!("/partners/{}/log/checkpoint", self.origin.slug()) };
        let any = std::iter::once((String::new(), words.text("any").into_owned()));
        let kinds = any.chain(view.site.node.kinds().iter().map(|kind| (kind.full_name(), view.word("kind", kind.name)))).collect();
        let hidden: Vec<(&str, &str)> = query.get("asof").map(|as_of| ("asof", as_of)).into_iter().collect();
        let columns = ["column-entry", "column-kind", "column-subject", "column-act", "column-time", "column-said-by"];
        html! {
            h1 class="govuk-heading-l" { (words.text("record-title")) }
            p class="k-lead" { (words.text("record-lead")) }
            (parts::facts(&facts))
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (words.text("record-checkpoint")) } }
                div class="govuk-details__text" { pre class="k-raw" tabindex="0" { (self.checkpoint) } p { a class="govuk-link" href=(log) { (words.text("download")) } } }
            }
            (parts::filter_row(words, &path, &[Field::select("kind", words.text("column-kind"), kinds, self.kind.clone().unwrap_or_default())], &hidden))
            (parts::table(words, &Table {
                caption: words.text("record-newest").into_owned(),
                columns: columns.iter().map(|key| Column::words(words.find(key, &[]).unwrap_or_default())).collect(),
                rows: self.told.iter().map(|told| told.row(view)).collect(),
                sorts_in_place: false,
            }))
            (parts::pages(words, &Pages {
                first: query.get("before").map(|_| query.without(&["before"]).on(&path)),
                next: self.next.map(|next| query.without(&["before"]).with("before", &next.to_string()).on(&path)),
            }))
            (cite(view, self, &words.text("record-title")))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let told = |told: &Told| {
            let statement = &told.entry.statement;
            json!({
                "index": told.entry.index,
                "id": told.entry.id,
                "sid": told.sid,
                "subject": statement.subject,
                "kind": statement.kind,
                "act": act_word(statement.act),
                "at": moment(statement.at.as_millisecond()),
                "by": statement.by,
                "url": view.site.url(&view.entry_path(told.row)),
            })
        };
        let next = self.next.map(|next| view.site.url(&view.asked.query.with("before", &next.to_string()).on(&format!("{}.json", self.path()))));
        Some(Document::new(
            "koinon/record/v1",
            json!({"checkpoint": self.checkpoint, "origin": self.origin, "vkey": self.vkey(view), "next": next, "entries": self.told.iter().map(told).collect::<Vec<_>>()}),
        ))
    }

    fn csv(&self, _view: &View<'_>) -> Option<Sheet> {
        let mut sheet = Sheet::new(&["index", "id", "sid", "subject", "kind", "act", "at", "by", "place", "topic"]);
        for told in &self.told {
            let statement = &told.entry.statement;
            sheet.push(vec![
                told.entry.index.to_string(),
                told.entry.id.to_string(),
                told.sid.to_string(),
                word(statement.subject.as_str()),
                statement.kind.to_string(),
                act_word(statement.act).to_owned(),
                moment(statement.at.as_millisecond()),
                statement.by.to_string(),
                word(&told.place),
                word(&told.topic),
            ]);
        }
        Some(sheet)
    }

    fn atom(&self, view: &View<'_>) -> Option<Feed> {
        let item = |told: &Told| Item {
            id: format!("urn:sha256:{}", told.entry.id.to_string().trim_start_matches("sha256:")),
            title: format!("{}: {}", view.word("kind", told.entry.statement.kind.name()), told.matter(view)),
            summary: view.word("act", act_word(told.entry.statement.act)),
            path: view.entry_path(told.row),
            said_ms: told.entry.statement.at.as_millisecond(),
            by: told.entry.statement.by.to_string(),
        };
        Some(Feed { items: self.told.iter().map(item).collect() })
    }
}
