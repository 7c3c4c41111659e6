//! `/brief`: what an official has to know at seven in the morning, on one printed sheet.

use std::collections::BTreeSet;

use jiff::Timestamp;
use league::brief::Asked;
use maud::{Markup, html};

use super::list;
use crate::asked::{BadField, Format, Rule};
use crate::brief::{self, Brief, Input};
use crate::parts::{self, Field, Section};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Shown, cite};
use crate::routes::Reply;
use crate::site::{SourceNames, View, date, number};

/// How far it looks back where nothing is asked, in days.
const BACK_DAYS: i32 = 7;

/// The brief as a page.
struct Page {
    brief: Brief,
    place: String,
    sources: BTreeSet<String>,
    since: i32,
    today: i32,
}

/// The brief of the view's day.
pub(crate) fn show<'v>(view: &View<'v>, names: &SourceNames) -> Result<Reply<'v>, Problem> {
    let query = &view.asked.query;
    let place = query.get("place").map(|code| view.known_place("place", code)).transpose()?;
    let today = query.day("on")?.map_or_else(|| number(view.today), number);
    let since = query.day("from")?.map_or(today.saturating_sub(BACK_DAYS), number);
    if since > today {
        return Err(BadField::new("on", &date(today).to_string(), Rule::NotBefore).into());
    }
    let findings = view.findings();
    // A brief of a day is made at its end, or now where it is today: never of the clock's second, so that the same address gives the same bytes.
    let at = view.as_of.unwrap_or_else(|| said_last(view));
    let first_ms = i64::from(since).saturating_mul(86_400_000);
    let since_size = view.cut.rows.size_at(first_ms.saturating_sub(1)).min(view.cut.size);
    let input = Input {
        reading: &view.site.node,
        cut: view.cut,
        findings: &findings,
        asked: Asked { place, since, since_size, today },
        at,
        language: view.words.tag(),
        url: &view.site.public_url,
    };
    let brief = brief::make_in(&input, view.words)?;
    let sources = view.sources_of(names, brief.entries())?;
    Ok(Reply::page(Page { brief, place: place.unwrap_or_default().to_owned(), sources, since, today }))
}

/// When the newest statement of the cut was said.
fn said_last(view: &View<'_>) -> Timestamp {
    let last = view.cut.size.checked_sub(1).and_then(|last| view.cut.rows.version(last));
    last.and_then(|version| Timestamp::from_millisecond(version.said_ms()).ok()).unwrap_or_default()
}

impl Shown for Page {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: self.brief.title.clone(),
            section: Some(Section::Brief),
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            file_name: "brief".to_owned(),
            pins: vec![("on", date(self.today).to_string()), ("from", date(self.since).to_string())],
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Json]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let fields = [
            Field::select("place", words.text("field-place"), list::place_options(view, &words.text("brief-everyone")), self.place.clone()),
            Field::date("from", words.text("brief-since"), Some(date(self.since))),
            Field::date("on", words.text("brief-day"), Some(date(self.today))),
        ];
        html! {
            h1 class="govuk-heading-l" { (self.brief.title) }
            (parts::filter_row(words, "/brief", &fields, &[]))
            (self.brief.matter(&|path| if path.ends_with(".tlog-proof") { path.to_owned() } else { view.href(path) }))
            (cite(view, self, &self.brief.title))
        }
    }

    fn json(&self, _: &View<'_>) -> Option<Document> {
        Some(Document::new("koinon/brief/v1", self.brief.json()))
    }

    fn statements(&self, _: &View<'_>) -> Vec<u32> {
        self.brief.entries()
    }
}
