//! One measure as a line: in lists, on places, in feeds and files; the same facts everywhere.

use league::measures::{Hit, Said};
use maud::{Markup, html};
use policy::Flag;
use record::{Act, Sid};
use serde_json::json;

use crate::feed::Item;
use crate::parts::{self, Cell, Column, Row, Tag};
use crate::problem::Problem;
use crate::represent::{Sheet, word};
use crate::site::{View, first, last, number};

/// A measure as one line of a list.
pub(crate) struct Line<'v> {
    pub(crate) hit: Hit<'v>,
    /// Short id of its subject.
    pub(crate) sid: Sid,
    /// What it is called, in the reader's language, where it says.
    pub(crate) title: Option<String>,
    /// Source of an observation, as its words name it.
    pub(crate) source: Option<String>,
    /// The office that said the words; whose it is, [`View::whose`] says.
    pub(crate) by: String,
    /// Whether the newest word put an earlier one right.
    pub(crate) is_corrected: bool,
}

impl<'v> Line<'v> {
    /// Reads what a hit's row does not say. None where its words are not to be had, which verification names.
    pub(crate) fn read(view: &View<'v>, hit: Hit<'v>) -> Result<Option<Line<'v>>, Problem> {
        let Some(entry) = view.entry(hit.words)? else { return Ok(None) };
        let sid = view.sid(hit.words);
        let by = entry.statement.by.to_string();
        let is_corrected = view.cut.rows.version(hit.index).is_some_and(|version| version.act() == Act::Correct);
        let measure: Option<policy::Measure> = record::kind::typed(&entry.statement.body).ok();
        let said = |text: &Option<record::Text>| text.as_ref().map(|text| view.words.said(text, view.records_language()).words.to_owned());
        let title = measure.as_ref().and_then(|measure| said(&measure.title));
        let source = measure.and_then(|measure| measure.observed).map(|observed| observed.source);
        Ok(Some(Line { hit, sid, title, source, by, is_corrected }))
    }

    /// Reads several.
    pub(crate) fn read_all(view: &View<'v>, hits: impl IntoIterator<Item = Hit<'v>>) -> Result<Vec<Line<'v>>, Problem> {
        hits.into_iter().filter_map(|hit| Line::read(view, hit).transpose()).collect()
    }

    /// Path of its page.
    pub(crate) fn path(&self) -> String {
        format!("/measures/{}", self.sid)
    }

    /// What it is called; where it does not say, what its level means.
    pub(crate) fn name(&self, view: &View<'_>) -> String {
        if let Some(title) = &self.title {
            return title.clone();
        }
        let text = view.level_text(self.hit.instrument, self.hit.level);
        let instrument = view.instrument_name(self.hit.instrument);
        if text.is_empty() { instrument } else { format!("{instrument}: {text}") }
    }

    /// What is to be known about it at once.
    pub(crate) fn tags(&self, view: &View<'_>) -> Vec<Tag> {
        let mut tags = vec![said_tag(self.hit.said)];
        if self.hit.is_withdrawn {
            tags.push(Tag::Withdrawn);
        } else if self.is_corrected {
            tags.push(Tag::Corrected);
        }
        if self.hit.is_newest_not_understood {
            tags.push(Tag::NotUnderstood);
        }
        if !self.hit.is_withdrawn && self.hit.until_day <= number(view.today) {
            tags.push(Tag::Ended);
        }
        tags
    }

    /// Its level, as steps and words.
    pub(crate) fn level(&self, view: &View<'_>) -> Markup {
        level(view, self.hit.instrument, Some(self.hit.level), self.hit.flag)
    }

    /// Its days, in words.
    pub(crate) fn days(&self, view: &View<'_>) -> String {
        view.words.span(first(self.hit.from_day), last(self.hit.until_day))
    }

    /// As a row of [`columns`].
    pub(crate) fn row(&self, view: &View<'_>) -> Row {
        let link = html! { a class="govuk-link" href=(view.href(&self.path())) { bdi { (self.name(view)) } } };
        let place =
            html! { a class="govuk-link" href=(view.href(&format!("/places/{}", self.hit.place))) { bdi { (view.place_name(self.hit.place)) } } };
        let cells = vec![
            link.into(),
            place.into(),
            Cell::from(html! { bdi { (view.instrument_name(self.hit.instrument)) } " " span class="k-muted" { bdi { (self.hit.instrument) } } }),
            self.level(view).into(),
            Cell::from(view.span_short(first(self.hit.from_day), last(self.hit.until_day))),
            html! { (parts::tags(view.words, &self.tags(view))) (view.doubt(self.hit.words)) @if let Some(name) = view.whose(self.hit.words) { " " span class="k-muted" { bdi { (name) } } } }.into(),
        ];
        Row { cells, is_withdrawn: self.hit.is_withdrawn }
    }

    /// For JSON.
    pub(crate) fn json(&self, view: &View<'_>) -> serde_json::Value {
        let hit = &self.hit;
        json!({
            "sid": self.sid,
            "url": view.site.url(&self.path()),
            "place": hit.place,
            "place_name": view.place_name(hit.place),
            "instrument": hit.instrument,
            "instrument_name": view.instrument_name(hit.instrument),
            "population": hit.population,
            "reach": hit.reach.as_str(),
            "mode": hit.mode.as_str(),
            "level": hit.level,
            "level_max": view.level_max(hit.instrument),
            "flag": hit.flag.map(Flag::number),
            "from": first(hit.from_day).map(|day| day.to_string()),
            "to": last(hit.until_day).map(|day| day.to_string()),
            "said": said_word(hit.said),
            "source": self.source,
            "by": self.by,
            "origin": view.origin_of(hit.words),
            "title": self.title,
            "withdrawn": hit.is_withdrawn,
            "corrected": self.is_corrected,
            "said_at": moment(hit.said_ms),
            "entry": view.entry_name(hit.index),
            "words": view.entry_name(hit.words),
        })
    }

    /// As a row of [`sheet`].
    pub(crate) fn cells(&self, view: &View<'_>) -> Vec<String> {
        let hit = &self.hit;
        vec![
            self.sid.to_string(),
            hit.place.to_owned(),
            word(&view.place_name(hit.place)),
            word(hit.instrument),
            word(&view.instrument_name(hit.instrument)),
            word(hit.population),
            hit.reach.as_str().to_owned(),
            hit.level.to_string(),
            hit.flag.map(|flag| flag.number().to_string()).unwrap_or_default(),
            first(hit.from_day).map(|day| day.to_string()).unwrap_or_default(),
            last(hit.until_day).map(|day| day.to_string()).unwrap_or_default(),
            said_word(hit.said).to_owned(),
            word(self.source.as_deref().unwrap_or_default()),
            self.by.clone(),
            word(self.title.as_deref().unwrap_or_default()),
            if hit.is_withdrawn {
                "withdrawn"
            } else if self.is_corrected {
                "corrected"
            } else {
                "stands"
            }
            .to_owned(),
            moment(hit.said_ms),
            view.entry_name(hit.index).to_string(),
            view.site.url(&self.path()),
        ]
    }

    /// For a feed: one word about it, so that a correction is a new entry.
    pub(crate) fn item(&self, view: &View<'_>) -> Item {
        let summary = format!("{}. {}. {}", view.place_name(self.hit.place), view.instrument_name(self.hit.instrument), self.days(view));
        Item {
            id: format!("urn:koinon:{}:{}", view.site.origin().as_str().replace(['/', ':'], "~"), view.entry_name(self.hit.index)),
            title: format!("{}: {}", view.place_name(self.hit.place), self.name(view)),
            summary,
            path: self.path(),
            said_ms: self.hit.said_ms,
            by: view.said_by(self.hit.words, &self.by),
        }
    }
}

/// The columns of a list of measures.
pub(crate) fn columns(view: &View<'_>) -> Vec<Column> {
    ["column-measure", "column-place", "column-instrument", "column-level", "column-days", "column-status"]
        .into_iter()
        .map(|key| Column::words(view.words.find(key, &[]).unwrap_or_default()))
        .collect()
}

/// The columns of measures for machines.
pub(crate) fn sheet() -> Sheet {
    Sheet::new(&[
        "sid",
        "place",
        "place_name",
        "instrument",
        "instrument_name",
        "population",
        "reach",
        "level",
        "flag",
        "from",
        "to",
        "said",
        "source",
        "by",
        "title",
        "standing",
        "said_at",
        "entry",
        "url",
    ])
}

/// A level of an instrument, as steps and words; absent is unknown.
pub(crate) fn level(view: &View<'_>, instrument: &str, level: Option<u8>, flag: Option<Flag>) -> Markup {
    let text = level.map(|level| view.level_text(instrument, level)).unwrap_or_default();
    parts::level(view.words, level, view.level_max(instrument), &text, flag == Some(Flag::Targeted))
}

/// Who says it, as a tag.
pub(crate) fn said_tag(said: Said) -> Tag {
    match said {
        Said::Declared => Tag::Declared,
        Said::Observed => Tag::Observed,
    }
}

/// Who says it, as a word of files and queries.
pub(crate) fn said_word(said: Said) -> &'static str {
    match said {
        Said::Declared => "declared",
        Said::Observed => "observed",
    }
}

/// A moment as files have it: RFC 3339, UTC, milliseconds.
pub(crate) fn moment(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).map(|at| format!("{at:.3}")).unwrap_or_default()
}
