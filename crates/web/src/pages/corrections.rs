//! `/corrections`: everything that was put right or taken back, newest first.

use league::changes::{self, Correction};
use maud::{Markup, html};
use record::{Entry, Sid, Text};
use serde_json::json;

use super::line::moment;
use super::measure;
use crate::asked::Format;
use crate::feed::{Feed, Item};
use crate::limits::FEED_ENTRIES_MAX;
use crate::parts::{self, Column, Empty, Pages, Row, Section, Table, Tag};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Sheet, Shown, cite, word};
use crate::routes::Reply;
use crate::site::View;

/// One correction, with what it changed.
pub(crate) struct Put {
    index: u32,
    of: u32,
    kind: String,
    place: String,
    topic: String,
    is_withdrawal: bool,
    said_ms: i64,
    sid: Sid,
    by: String,
    /// What changed, one for each field: its name, before, after.
    changes: Vec<(String, String, String)>,
    reason: Option<Text>,
    source: Option<String>,
}

struct Corrections<'v> {
    put: Vec<Put>,
    next: Option<u32>,
    language: &'v str,
}

/// The newest corrections, or those before entry `before`.
pub(crate) fn show<'v>(view: &View<'v>) -> Result<Reply<'v>, Problem> {
    let query = &view.asked.query;
    let before = query.number("before", 0, u32::MAX)?;
    let limit = query.number("limit", 1, 1000)?.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(50);
    let limit = match view.asked.format {
        Format::Html => limit.min(100),
        Format::Atom => FEED_ENTRIES_MAX,
        _ if query.get("limit").is_some() => limit,
        _ => 1000,
    };
    let found = changes::corrections(&view.cut, before, limit + 1);
    let next = (found.len() > limit).then(|| found.get(limit - 1).map(|last| last.index)).flatten();
    let put = read(view, found.into_iter().take(limit))?;
    Ok(Reply::page(Corrections { put, next, language: view.records_language() }))
}

/// Reads what corrections changed.
pub(crate) fn read<'v>(view: &View<'v>, corrections: impl Iterator<Item = Correction<'v>>) -> Result<Vec<Put>, Problem> {
    corrections.filter_map(|correction| put(view, &correction).transpose()).collect()
}

fn put(view: &View<'_>, correction: &Correction<'_>) -> Result<Option<Put>, Problem> {
    let Some(entry) = view.entry(correction.index)? else { return Ok(None) };
    let before = view.entry(correction.of)?;
    let measure_of = |entry: &Entry| record::kind::typed::<policy::Measure>(&entry.statement.body).ok();
    let both = before.as_ref().and_then(measure_of).zip(measure_of(&entry)).filter(|_| !correction.is_withdrawal);
    let source = [Some(&entry), before.as_ref()]
        .into_iter()
        .flatten()
        .find_map(|entry| entry.statement.body.pointer("/observed/source").and_then(record::Json::as_str))
        .map(str::to_owned);
    let act = if correction.is_withdrawal { record::Act::Withdraw } else { record::Act::Correct };
    Ok(Some(Put {
        index: correction.index,
        of: correction.of,
        kind: correction.kind.split('/').next().unwrap_or_default().to_owned(),
        place: correction.place.to_owned(),
        topic: correction.topic.to_owned(),
        is_withdrawal: correction.is_withdrawal,
        said_ms: correction.said_ms,
        sid: view.sid(correction.index),
        by: entry.statement.by.to_string(),
        changes: both.map(|(before, after)| measure::changes(view, &before, &after)).unwrap_or_default(),
        reason: super::state::reason(act, &entry.statement.body),
        source,
    }))
}

impl Put {
    /// What it is about.
    pub(crate) fn matter(&self, view: &View<'_>) -> String {
        match (self.place.as_str(), self.topic.as_str()) {
            ("", topic) if self.kind != "measure" => {
                format!("{}: {}", view.word("kind", &self.kind), if topic.is_empty() { self.sid.to_string() } else { topic.to_owned() })
            }
            (place, topic) if self.kind == "measure" => format!("{} · {}", view.place_name(place), view.instrument_name(topic)),
            (place, _) => format!("{}: {}", view.word("kind", &self.kind), view.place_name(place)),
        }
    }

    /// Which way it went, as a tag.
    pub(crate) fn tag(&self, view: &View<'_>) -> Markup {
        parts::tag(view.words, if self.is_withdrawal { Tag::Withdrawn } else { Tag::Corrected })
    }

    /// The page of what was put right.
    pub(crate) fn path(&self) -> String {
        format!("/id/{}", self.sid)
    }

    /// When it was said, in words.
    pub(crate) fn at(&self, view: &View<'_>) -> String {
        view.moment(self.said_ms)
    }

    fn what(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        html! {
            @if let Some(reason) = &self.reason { (words.said(reason, view.records_language()).inline()) }
            @for (name, before, after) in &self.changes {
                @let (before, after) = around(before, after);
                p class="govuk-body k-diff govuk-!-margin-bottom-1" { strong { (name) } (words.colon()) (parts::diff(words, &before, &after)) }
            }
        }
    }

    fn told(&self, view: &View<'_>) -> String {
        let reason = self.reason.as_ref().map(|reason| view.words.said(reason, view.records_language()).words.to_owned());
        let changes = self.changes.iter().map(|(name, before, after)| format!("{name}: {before} → {after}"));
        reason.into_iter().chain(changes).collect::<Vec<_>>().join("; ")
    }

    fn row(&self, view: &View<'_>) -> Row {
        Row::new([
            html! { time datetime=(moment(self.said_ms)) { (self.at(view)) } }.into(),
            html! { a class="govuk-link" href=(view.href(&self.path())) { bdi { (self.matter(view)) } } }.into(),
            self.tag(view).into(),
            self.what(view).into(),
            html! {
                (view.entry_link(self.index)) " " (view.arrow_back()) " " (view.entry_link(self.of))
            }
            .into(),
        ])
    }
}

/// Two texts cut down to what differs and a few words around it.
fn around(before: &str, after: &str) -> (String, String) {
    const KEPT: usize = 5;
    let [old, new] = [before, after].map(|text| text.split_inclusive(char::is_whitespace).collect::<Vec<_>>());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let room = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    let (start, end) = (start.saturating_sub(KEPT), end.saturating_sub(KEPT));
    let cut = |words: &[&str]| {
        let middle: String = words.get(start..words.len() - end).unwrap_or_default().concat();
        format!("{}{middle}{}", if start > 0 { "… " } else { "" }, if end > 0 { "…" } else { "" })
    };
    (cut(&old), cut(&new))
}

impl Shown for Corrections<'_> {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: view.words.text("corrections-title").into_owned(),
            section: Some(Section::Corrections),
            attributions: view.attributions(self.put.iter().filter_map(|put| put.source.as_deref())),
            file_name: "corrections".to_owned(),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json, Format::Atom]
    }

    fn statements(&self, _view: &View<'_>) -> Vec<u32> {
        self.put.iter().flat_map(|put| [put.index, put.of]).collect()
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let query = &view.asked.query;
        let columns = ["column-time", "column-subject", "column-act", "column-change", "column-entry"];
        html! {
            h1 class="govuk-heading-l" { (words.text("corrections-title")) }
            p class="k-lead" { (words.text("corrections-lead")) }
            @if self.put.is_empty() {
                (parts::empty(words, &Empty { title: words.text("corrections-none").into_owned(), text: words.text("corrections-none-text").into_owned(), links: Vec::new() }))
            } @else {
                (parts::table(words, &Table {
                    caption: words.text("record-newest").into_owned(),
                    columns: columns.iter().map(|key| Column::words(words.find(key, &[]).unwrap_or_default())).collect(),
                    rows: self.put.iter().map(|put| put.row(view)).collect(),
                    sorts_in_place: false,
                }))
                (parts::pages(words, &Pages {
                    first: query.get("before").map(|_| query.without(&["before"]).on("/corrections")),
                    next: self.next.map(|next| query.without(&["before"]).with("before", &next.to_string()).on("/corrections")),
                }))
            }
            (cite(view, self, &words.text("corrections-title")))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let put = |put: &Put| {
            json!({
                "entry": view.entry_name(put.index),
                "of": view.entry_name(put.of),
                "sid": put.sid,
                "kind": put.kind,
                "act": if put.is_withdrawal { "withdraw" } else { "correct" },
                "place": put.place,
                "topic": put.topic,
                "at": moment(put.said_ms),
                "by": put.by,
                "reason": put.reason,
                "changes": put.changes.iter().map(|(name, before, after)| json!({"field": name, "before": before, "after": after})).collect::<Vec<_>>(),
                "url": view.site.url(&put.path()),
            })
        };
        let next = self.next.map(|next| view.site.url(&view.asked.query.with("before", &next.to_string()).on("/corrections.json")));
        Some(Document::new(
            "koinon/corrections/v1",
            json!({"language": self.language, "next": next, "corrections": self.put.iter().map(put).collect::<Vec<_>>()}),
        ))
    }

    fn csv(&self, view: &View<'_>) -> Option<Sheet> {
        let mut sheet = Sheet::new(&["at", "entry", "of", "sid", "kind", "act", "place", "topic", "change", "by", "url"]);
        for put in &self.put {
            sheet.push(vec![
                moment(put.said_ms),
                view.entry_name(put.index).to_string(),
                view.entry_name(put.of).to_string(),
                put.sid.to_string(),
                put.kind.clone(),
                if put.is_withdrawal { "withdraw" } else { "correct" }.to_owned(),
                word(&put.place),
                word(&put.topic),
                word(&put.told(view)),
                put.by.clone(),
                view.site.url(&put.path()),
            ]);
        }
        Some(sheet)
    }

    fn atom(&self, view: &View<'_>) -> Option<Feed> {
        let item = |put: &Put| Item {
            id: format!("urn:koinon:{}:{}", view.site.origin().as_str().replace(['/', ':'], "~"), view.entry_name(put.index)),
            title: format!("{}: {}", view.word("act", if put.is_withdrawal { "withdraw" } else { "correct" }), put.matter(view)),
            summary: put.told(view),
            path: put.path(),
            said_ms: put.said_ms,
            by: view.said_by(put.index, &put.by),
        };
        Some(Feed { items: self.put.iter().map(item).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_to_what_differs() {
        let (before, after) = around("a b c d e f g h i j k l m n o p", "a b c d e f g h X j k l m n o p");
        assert_eq!((before.as_str(), after.as_str()), ("… d e f g h i j k l m n …", "… d e f g h X j k l m n …"));
        assert_eq!(around("2", "3"), ("2".to_owned(), "3".to_owned()));
        assert_eq!(around("same", "same"), ("same".to_owned(), "same".to_owned()));
    }
}
