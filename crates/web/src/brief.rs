//! The brief in words: one sentence for each fact, each with the entries that it rests on, as Markdown, as a page of its own, as JSON.
//!
//! A function of what is printed at its foot: cut, time, place, language, version. The same inputs give the same bytes.
//! In: sentences, links, the foot. Out: which facts (`league::brief`), the page around it (`pages::brief`), the post (`koinon`).

use std::borrow::Cow;

use jiff::Timestamp;
use league::Cut;
use league::brief::{self, Asked, Fact, Moved, Part, Section};
use league::changes::{Change, Turn};
use league::coherence::{Finding, Findings};
use league::due::Matter;
use league::measures::Said;
use maud::{DOCTYPE, Markup, html};
use node::{ReadError, Reading};
use policy::coherence::At;
use record::EntryName;
use record::places::{OWN, Places};
use serde_json::{Value as Json, json};

use crate::escape;
use crate::live::Live;
use crate::names::Names;
use crate::site::date;
use crate::words::{Language, Value, Words, without_isolates};

/// What a brief is made of.
#[derive(Clone, Copy)]
pub struct Input<'i> {
    /// The record, for who said something.
    pub reading: &'i Reading<Live>,
    /// What counts.
    pub cut: Cut<'i>,
    /// What clashes at the cut.
    pub findings: &'i Findings,
    /// For which place and since when.
    pub asked: Asked<'i>,
    /// The moment for which it is made.
    pub at: Timestamp,
    /// BCP 47 tag of a language that this program speaks; else English.
    pub language: &'i str,
    /// Address of the node, without trailing slash; empty: links are paths.
    pub url: &'i str,
}

/// A sentence, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub(crate) text: String,
    pub(crate) entries: Vec<Named>,
    pub(crate) finding: Option<String>,
}

/// An entry that a sentence rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) row: u32,
    name: EntryName,
    /// Where it is shown.
    path: String,
}

impl Named {
    fn of(places: &Places, row: u32) -> Named {
        Named { row, name: places.name(row), path: format!("/record/{}", places.path(row)) }
    }

    fn label(&self) -> String {
        match &self.name {
            EntryName::Own(index) => format!("#{index}"),
            EntryName::Other(name) => name.clone(),
        }
    }
}

/// A part, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paragraph {
    pub(crate) part: Part,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) total: usize,
}

/// A brief in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    words: Written,
    pub(crate) paragraphs: Vec<Paragraph>,
    /// What it is called.
    pub title: String,
    /// Of which days it speaks.
    pub(crate) span: String,
    /// Cut, time, place, language and version.
    pub(crate) foot: String,
    inputs: Json,
    url: String,
}

/// The language that it is in.
#[derive(Clone, Copy, Debug)]
struct Written(Words);

impl PartialEq for Written {
    fn eq(&self, other: &Written) -> bool {
        self.0.language() == other.0.language()
    }
}

impl Eq for Written {}

/// Whether the program speaks a language, by its BCP 47 tag.
pub fn speaks(tag: &str) -> bool {
    Language::from_tag(tag).is_some()
}

/// Entries that one sentence links to; the rest stand behind its finding.
const LINKS_MAX: usize = 4;

/// Makes a brief. Errors: an entry could not be read.
pub fn make(input: &Input<'_>) -> Result<Brief, ReadError> {
    let words = Words::new(Language::from_tag(input.language).unwrap_or(Language::English));
    make_in(input, words)
}

/// [`make`], in the words of a page.
pub(crate) fn make_in(input: &Input<'_>, words: Words) -> Result<Brief, ReadError> {
    let names = Names { cut: input.cut, words, records_language: &input.reading.identity().language };
    let speaker = Speaker { input, names, words };
    let sections = brief::brief(&input.cut, input.findings, input.asked);
    let paragraphs = sections.iter().map(|section| speaker.paragraph(section)).collect::<Result<Vec<_>, _>>()?;
    let place = input.asked.place.map_or_else(|| words.text("brief-everyone").into_owned(), |place| names.place(place));
    let root = input.reading.cut_name(input.cut.size)?.map(|root| root.iter().take(4).map(|byte| format!("{byte:02x}")).collect::<String>());
    let root = root.unwrap_or_default();
    let at = words.moment(input.at);
    let foot = words.with(
        "brief-foot",
        &[
            ("origin", input.reading.identity().origin.as_str().into()),
            ("size", u64::from(input.cut.size).into()),
            ("root", root.as_str().into()),
            ("at", at.as_str().into()),
            ("place", place.as_str().into()),
            ("language", words.tag().into()),
            ("version", VERSION.into()),
            ("brief", brief::VERSION.to_string().into()),
        ],
    );
    let span = words.span(Some(date(input.asked.since)), Some(date(input.asked.today)));
    Ok(Brief {
        words: Written(words),
        paragraphs,
        title: words.with("brief-title-for", &[("place", place.as_str().into())]).into_owned(),
        span: words.with("brief-span", &[("days", span.into())]).into_owned(),
        foot: foot.into_owned(),
        inputs: json!({
            "origin": input.reading.identity().origin, "size": input.cut.size, "root": root, "at": input.at.to_string(), "place": input.asked.place,
            "since": date(input.asked.since).to_string(), "day": date(input.asked.today).to_string(), "language": words.tag(), "version": VERSION,
            "brief_version": brief::VERSION,
        }),
        url: input.url.to_owned(),
    })
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Says facts in one language.
struct Speaker<'s> {
    input: &'s Input<'s>,
    names: Names<'s>,
    words: Words,
}

impl Speaker<'_> {
    fn paragraph(&self, section: &Section<'_>) -> Result<Paragraph, ReadError> {
        let sentences = section.facts.iter().map(|fact| self.sentence(fact)).collect::<Result<Vec<_>, _>>()?;
        Ok(Paragraph { part: section.part, sentences, total: section.total })
    }

    fn sentence(&self, fact: &Fact<'_>) -> Result<Sentence, ReadError> {
        let text = match fact {
            Fact::Changed(change) => self.changed(change)?,
            Fact::Corrected(put) => {
                let key = if put.is_withdrawal { "brief-withdrawn" } else { "brief-corrected" };
                let at = Timestamp::from_millisecond(put.said_ms).map(|at| self.words.moment(at)).unwrap_or_default();
                let text =
                    self.with(key, &[("place", self.names.place_or_group(put.place)), ("instrument", self.names.instrument(put.topic)), ("at", at)]);
                format!("{text} {}", self.by(put.index)?)
            }
            Fact::Began(finding) => self.about("brief-began", finding),
            Fact::Ended(finding) => self.about("brief-ended-finding", finding),
            Fact::Decide(finding) => self.about("brief-decide", finding),
            Fact::Unsupported(finding) => self.about("brief-unsupported", finding),
            Fact::Open(finding) => self.about("brief-open", finding),
            Fact::Due(due) => {
                let key = match due.matter {
                    Matter::Ends => "brief-ends",
                    Matter::Review => "brief-review",
                };
                let hit = &due.hit;
                self.with(
                    key,
                    &[
                        ("day", self.day(due.day)),
                        ("place", self.names.place_or_group(hit.place)),
                        ("instrument", self.names.instrument(hit.instrument)),
                        ("level", hit.level.to_string()),
                    ],
                )
            }
            Fact::Moved(moved) => self.moved(moved),
            Fact::Disputed(cell) => {
                let level = cell.level.map_or_else(String::new, |level| level.to_string());
                self.with(
                    "brief-disputed",
                    &[("place", self.names.place_or_group(cell.place)), ("instrument", self.names.instrument(cell.instrument)), ("level", level)],
                )
            }
        };
        let finding = match fact {
            Fact::Began(f) | Fact::Ended(f) | Fact::Decide(f) | Fact::Unsupported(f) | Fact::Open(f) => Some(f.id.to_string()),
            _ => None,
        };
        let places = self.input.cut.rows.places();
        let entries = fact.entries().into_iter().map(|row| Named::of(places, row)).collect();
        Ok(Sentence { text: text.trim().to_owned(), entries, finding })
    }

    fn changed(&self, change: &Change<'_>) -> Result<String, ReadError> {
        let key = match change.turn {
            Turn::Starts => "brief-started",
            Turn::Tightens => "brief-tightened",
            Turn::Eases => "brief-eased",
            Turn::Ends => "brief-ended",
        };
        let hit = &change.hit;
        let before = change.before.as_ref().map_or_else(String::new, |before| before.level.to_string());
        let text = self.with(
            key,
            &[
                ("place", self.names.place_or_group(hit.place)),
                ("instrument", self.names.instrument(hit.instrument)),
                ("level", hit.level.to_string()),
                ("meaning", self.names.level(hit.instrument, hit.level).unwrap_or_else(|| hit.level.to_string())),
                ("before", before),
                ("day", self.day(change.said_day())),
            ],
        );
        let urgent = if hit.is_urgent { format!("{} ", self.words.text("brief-urgent")) } else { String::new() };
        let by = match (hit.said, hit.source) {
            (Said::Observed, Some(source)) => self.with("brief-by-observed", &[("source", source.to_owned())]),
            _ => self.by(hit.words)?,
        };
        Ok(format!("{urgent}{text} {by}"))
    }

    /// The office that said an entry, and whose it is where it is not one of ours.
    fn said_by(&self, row: u32, office: &str) -> String {
        let cut = &self.input.cut;
        let places = cut.rows.places();
        let other = Some(cut.rows.record_of(row)).filter(|record| *record != OWN).and_then(|record| places.origin(record));
        other.map_or_else(|| office.to_owned(), |origin| format!("{office} ({origin})"))
    }

    /// Who said an entry.
    fn by(&self, row: u32) -> Result<String, ReadError> {
        let Some(entry) = self.input.reading.entry(row)? else { return Ok(String::new()) };
        let source = entry.statement.body.pointer("/observed/source").and_then(Json::as_str);
        Ok(match source {
            Some(source) => self.with("brief-by-observed", &[("source", source.to_owned())]),
            None => self.with("brief-by-declared", &[("office", self.said_by(row, entry.statement.by.as_str()))]),
        })
    }

    fn moved(&self, moved: &Moved<'_>) -> String {
        let names = |places: &mut dyn Iterator<Item = String>| {
            let names: Vec<String> = places.collect();
            self.words.list(&names.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let first = names(&mut moved.first.iter().map(|(place, _)| self.names.place_or_group(place)));
        let lag = |(place, day, _): &(&str, i32, u32)| {
            self.with("brief-follower", &[("place", self.names.place_or_group(place)), ("days", day.saturating_sub(moved.day).to_string())])
        };
        let count = moved.followers.len();
        let mut followers = moved.followers.iter().take(LINKS_MAX).map(lag);
        let followers = names(&mut followers);
        let key = if count == 0 { "brief-moved-together" } else { "brief-moved" };
        let instrument = self.names.instrument(moved.instrument);
        let values: [(&str, Value<'_>); 5] = [
            ("instrument", instrument.into()),
            ("first", first.into()),
            ("day", self.day(moved.day).into()),
            ("followers", followers.into()),
            ("count", count.into()),
        ];
        self.words.with(key, &values).into_owned()
    }

    /// What a finding says, with when and how long.
    fn about(&self, key: &str, finding: &Finding<'_>) -> String {
        let what = self.what(finding);
        let last = date(finding.until.saturating_sub(1));
        let last = if finding.until == record::Facets::OPEN { String::new() } else { self.words.date(last) };
        let grade = self.words.find(&format!("brief-grade-{}", finding.grade), &[]).unwrap_or_default();
        let values: [(&str, Value<'_>); 5] = [
            ("what", what.into()),
            ("from", self.day(finding.from).into()),
            ("to", last.into()),
            ("days", u64::try_from(finding.days).unwrap_or(0).into()),
            ("grade", grade.into()),
        ];
        self.words.with(key, &values).into_owned()
    }

    /// What a finding says, in one sentence.
    fn what(&self, finding: &Finding<'_>) -> String {
        let [a, b] = finding.places;
        let [level_a, level_b] = finding.sides.map(|side: Option<At>| side.map_or_else(String::new, |at| at.level.to_string()));
        let is_upper = self.input.findings.is_upper(finding);
        let (upper, lower, level_upper, level_lower) = if is_upper { (a, b, &level_a, &level_b) } else { (b, a, &level_b, &level_a) };
        let key = format!("brief-what-{}", finding.rule);
        let values: [(&str, Value<'_>); 10] = [
            ("a", self.names.place_or_group(a).into()),
            ("b", self.names.place_or_group(b).into()),
            ("upper", self.names.place_or_group(upper).into()),
            ("lower", self.names.place_or_group(lower).into()),
            ("levela", level_a.clone().into()),
            ("levelb", level_b.clone().into()),
            ("levelupper", level_upper.clone().into()),
            ("levellower", level_lower.clone().into()),
            ("instrument", self.names.instrument(finding.instrument).into()),
            ("rule", self.names.rule(finding.name).into()),
        ];
        self.words.with(&key, &values).into_owned()
    }

    fn with(&self, key: &str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, Value<'_>)> = values.iter().map(|(name, value)| (*name, Value::from(value))).collect();
        self.words.with(key, &values).into_owned()
    }

    fn day(&self, day: i32) -> String {
        self.words.date(date(day))
    }
}

impl Brief {
    fn words(&self) -> Words {
        self.words.0
    }

    fn heading(&self, part: Part) -> Cow<'static, str> {
        self.words().find(&format!("brief-part-{}", part.as_str()), &[]).unwrap_or_default()
    }

    fn order(&self, part: Part) -> Cow<'static, str> {
        self.words().find(&format!("brief-order-{}", part.as_str()), &[]).unwrap_or_default()
    }

    fn nothing(&self, part: Part) -> Cow<'static, str> {
        self.words().find(&format!("brief-none-{}", part.as_str()), &[]).unwrap_or_default()
    }

    fn more(&self, paragraph: &Paragraph) -> Option<Cow<'static, str>> {
        let left = paragraph.total.saturating_sub(paragraph.sentences.len());
        (left > 0).then(|| self.words().with("brief-more", &[("count", left.into())]))
    }

    /// As Markdown (CommonMark), for post and print.
    pub fn markdown(&self) -> String {
        let words = self.words();
        let mut lines = vec![format!("# {}", escape::markdown(&self.title)), String::new(), escape::markdown(&self.span), String::new()];
        for paragraph in &self.paragraphs {
            lines.extend([format!("## {}", escape::markdown(&self.heading(paragraph.part))), String::new()]);
            for sentence in &paragraph.sentences {
                let entries = sentence.entries.iter().take(LINKS_MAX);
                let mut links: Vec<String> =
                    sentence.finding.iter().map(|id| format!("[{}]({}/findings/{id})", words.text("brief-link-finding"), self.url)).collect();
                links.extend(entries.flat_map(|entry| {
                    [
                        format!("[{}]({}{})", entry.label(), self.url, entry.path),
                        format!("[{}]({}{}.tlog-proof)", words.text("brief-link-proof"), self.url, entry.path),
                    ]
                }));
                lines.push(format!("- {} ({})", escape::markdown(&sentence.text), links.join(", ")));
            }
            if paragraph.sentences.is_empty() {
                lines.push(escape::markdown(&self.nothing(paragraph.part)));
            }
            lines.extend(self.more(paragraph).map(|more| format!("\n{}", escape::markdown(&more))));
            lines.push(format!("\n*{}*\n", escape::markdown(&self.order(paragraph.part))));
        }
        lines.extend(["---".to_owned(), String::new(), escape::markdown(&self.foot), String::new()]);
        lines.join("\n")
    }

    /// The parts, for a page of the site (`href` makes a link of a path) or of its own.
    pub(crate) fn matter(&self, href: &dyn Fn(&str) -> String) -> Markup {
        let words = self.words();
        html! {
            p class="govuk-body k-muted" { (self.span) }
            @for paragraph in &self.paragraphs {
                section class="k-brief" {
                    h2 class="govuk-heading-m" { (self.heading(paragraph.part)) }
                    @if paragraph.sentences.is_empty() { p class="govuk-body" { (self.nothing(paragraph.part)) } }
                    @else {
                        ul class="govuk-list govuk-list--bullet" {
                            @for sentence in &paragraph.sentences {
                                li {
                                    (sentence.text)
                                    span class="k-brief-links" {
                                        @if let Some(id) = &sentence.finding { " " a class="govuk-link" href=(href(&format!("/findings/{id}"))) { (words.text("brief-link-finding")) } }
                                        @for entry in sentence.entries.iter().take(LINKS_MAX) {
                                            " " a class="govuk-link" href=(href(&entry.path)) { bdi { (entry.label()) } }
                                            " " a class="govuk-link" href=(href(&format!("{}.tlog-proof", entry.path))) { (words.text("brief-link-proof")) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                    @if let Some(more) = self.more(paragraph) { p class="govuk-body" { (more) } }
                    p class="govuk-body-s k-muted" { (self.order(paragraph.part)) }
                }
            }
            p class="govuk-body-s k-muted" { bdi { (self.foot) } }
        }
    }

    /// As a page of its own, without style: for post.
    pub fn html(&self) -> String {
        let words = self.words();
        let page = html! {
            (DOCTYPE)
            html lang=(words.tag()) dir=(words.dir()) {
                head { meta charset="utf-8"; title { (self.title) } meta name="viewport" content="width=device-width"; }
                body { h1 { (self.title) } (self.matter(&|path| format!("{}{path}", self.url))) }
            }
        };
        page.into_string()
    }

    /// As the members of a JSON document.
    pub fn json(&self) -> Json {
        let sentence = |sentence: &Sentence| json!({"text": without_isolates(&sentence.text), "entries": sentence.entries.iter().map(|entry| &entry.name).collect::<Vec<_>>(), "finding": sentence.finding});
        let part = |paragraph: &Paragraph| {
            json!({
                "part": paragraph.part.as_str(), "heading": self.heading(paragraph.part), "order": self.order(paragraph.part), "total": paragraph.total,
                "sentences": paragraph.sentences.iter().map(sentence).collect::<Vec<_>>(),
            })
        };
        json!({"title": without_isolates(&self.title), "inputs": self.inputs, "parts": self.paragraphs.iter().map(part).collect::<Vec<_>>(), "foot": without_isolates(&self.foot)})
    }

    /// Every entry that it rests on, each once, in the order of its sentences.
    pub(crate) fn entries(&self) -> Vec<u32> {
        let mut seen = std::collections::BTreeSet::new();
        let all = self.paragraphs.iter().flat_map(|paragraph| &paragraph.sentences).flat_map(|sentence| &sentence.entries).map(|entry| entry.row);
        all.filter(|entry| seen.insert(*entry)).collect()
    }
}
