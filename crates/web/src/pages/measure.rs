//! `/measures/{sid}`: one measure: what it says, since when, who says so, what it said before, and the proof; `/v/{n}`: as it was said the n-th time.

use league::measures::{self, Filter, Hit, Order, Page};
use maud::{Markup, html};
use policy::measure::{Attachment, Observed};
use policy::{Flag, Measure};
use record::fold::Standing;
use record::{Act, Entry, Reference, Sid, Text};
use serde_json::json;

use super::entry::proof_box;
use super::line::{self, Line, moment};
use crate::asked::Format;
use crate::ics::Calendar;
use crate::limits::{ABOUT_MAX, VERSIONS_MAX};
use crate::parts::{self, Crumb, Fact, Island, Section, Table, Tag};
use crate::problem::{NoSuch, Problem};
use crate::represent::{Document, Frame, Sheet, Shown, cite};
use crate::routes::Reply;
use crate::site::{View, date, number};

/// One version of the measure, as it was said.
struct Version {
    /// 1 is the first.
    number: usize,
    index: u32,
    act: Act,
    standing: Standing,
    at: String,
    at_words: String,
    by: String,
    /// What stood after it.
    measure: Option<Measure>,
    /// Why, where it was taken back.
    reason: Option<Text>,
}

struct Told<'v> {
    sid: Sid,
    subject: String,
    /// Newest first.
    versions: Vec<Version>,
    /// Which of them is shown, by its place in the list.
    shown: usize,
    hit: Hit<'v>,
    measure: Measure,
    /// The entry whose words are shown.
    entry: Entry,
    others: Vec<Line<'v>>,
    /// What other statements say about it, newest first.
    about: Vec<Word>,
    proof: Proofs,
    /// Who answers for it.
    desk: league::duty::Desk<'v>,
    language: &'v str,
}

/// One statement about it, by its entry.
struct Word {
    index: u32,
    kind: String,
    sid: Sid,
    by: String,
    said_ms: i64,
}

/// The proof of the newest entry about it, as text.
struct Proofs {
    text: String,
    bytes: Vec<u8>,
}

/// The measure with this short id; its `version`-th word where one is asked for. A subject of another kind is found elsewhere.
pub(crate) fn show<'v>(view: &View<'v>, sid: &str, version: Option<&str>) -> Result<Reply<'v>, Problem> {
    let no_such = || Problem::NoSuch(NoSuch::Measure(sid.chars().take(60).collect()));
    let id: Sid = sid.parse().map_err(|_| no_such())?;
    let head = view.cut.rows.head_at(id, view.cut.size).ok_or_else(no_such)?;
    let kind = view.cut.rows.text(head.kind);
    if kind.split('/').next() != Some("measure") {
        return Ok(Reply::Elsewhere(format!("/id/{id}")));
    }
    let total = view.cut.rows.history(id, view.cut.size).count();
    let wanted: Option<usize> = version.map(|version| version.parse().map_err(|_| no_such())).transpose()?;
    let number = wanted.unwrap_or(total);
    if number == 0 || number > total {
        return Err(Problem::NoSuch(NoSuch::Version(u64::try_from(number).unwrap_or(u64::MAX))));
    }
    let newest: Vec<_> = view.cut.rows.history(id, view.cut.size).take(VERSIONS_MAX.max(total - number + 1)).copied().collect();
    let mut versions = Vec::with_capacity(newest.len());
    for (at, row) in newest.iter().enumerate() {
        versions.extend(read_version(view, row, total - at)?);
    }
    let shown = versions.iter().position(|version| version.number == number).ok_or_else(no_such)?;
    let index = versions.get(shown).map_or(head.index, |version| version.index);
    let hit = measures::hit(&view.cut, index).ok_or_else(no_such)?;
    let (measure, entry) = view.measure(hit.words)?.ok_or_else(no_such)?;
    let others = others(view, id, &hit)?;
    let about = about(view, id)?;
    let text = view.site.node.proof(index)?.map(|proof| proof.to_string()).unwrap_or_default();
    let bytes = view.site.node.entry_bytes(index)?.unwrap_or_default();
    let subject = entry.statement.subject.to_string();
    let desk = super::powers::desk_of_measure(view, &hit, entry.statement.by.as_str());
    let page = Told {
        sid: id,
        subject,
        versions,
        shown,
        hit,
        measure,
        entry,
        others,
        about,
        proof: Proofs { text, bytes },
        desk,
        language: view.records_language(),
    };
    Ok(Reply::page(page))
}

fn read_version(view: &View<'_>, row: &record::rows::Version, number: usize) -> Result<Option<Version>, Problem> {
    let Some(entry) = view.entry(row.index)? else { return Ok(None) };
    let measure = row.words().map(|words| view.measure(words)).transpose()?.flatten().map(|(measure, _)| measure);
    let reason = crate::pages::state::reason(row.act(), &entry.statement.body);
    Ok(Some(Version {
        number,
        index: row.index,
        act: row.act(),
        standing: row.standing(),
        at: moment(row.said_ms()),
        at_words: view.moment(row.said_ms()),
        by: entry.statement.by.to_string(),
        measure,
        reason,
    }))
}

/// Others that say something of the same place and instrument on the same days.
fn others<'v>(view: &View<'v>, own: Sid, hit: &Hit<'v>) -> Result<Vec<Line<'v>>, Problem> {
    let filter = Filter {
        place: Some(hit.place.to_owned()),
        instrument: Some(hit.instrument.to_owned()),
        from_day: Some(hit.from_day),
        until_day: Some(hit.until_day),
        ..Filter::default()
    };
    let found = measures::find(&view.cut, &filter, &Page { order: Order::StartNewest, after: None, limit: 9 });
    let lines = Line::read_all(view, found.hits)?;
    Ok(lines.into_iter().filter(|line| line.sid != own).take(8).collect())
}

/// The newest statements whose `about` names it and that still stand, of any kind.
fn about(view: &View<'_>, own: Sid) -> Result<Vec<Word>, Problem> {
    let rows = view.cut.rows;
    let heads =
        rows.about(own, view.cut.size).iter().rev().filter_map(|index| rows.version(*index)).filter(|version| version.is_head_at(view.cut.size));
    let mut words = Vec::new();
    for version in heads.take(ABOUT_MAX) {
        if let Some(entry) = view.entry(version.index)? {
            let kind = entry.statement.kind.name().to_owned();
            words.push(Word {
                index: version.index,
                kind,
                sid: view.sid(version.index),
                by: entry.statement.by.to_string(),
                said_ms: version.said_ms(),
            });
        }
    }
    Ok(words)
}

/// What differs between two words about a measure, one line for each: its name, before, after.
pub(crate) fn changes(view: &View<'_>, before: &Measure, after: &Measure) -> Vec<(String, String, String)> {
    let words = view.words;
    let text = |text: &Option<Text>| text.as_ref().map(|text| words.said(text, view.records_language()).words.to_owned()).unwrap_or_default();
    let day = |day: Option<register::Day>| day.map_or_else(|| words.text("open-end").into_owned(), |day| words.date(date(day.number())));
    let level = |measure: &Measure| {
        let code = measure.instrument.code().map(ToString::to_string).unwrap_or_default();
        format!("{} {}", measure.level, view.level_text(&code, measure.level)).trim().to_owned()
    };
    let flag = |measure: &Measure| {
        measure.flag.map(|flag| view.word("flag", if flag == Flag::General { "general" } else { "targeted" })).unwrap_or_default()
    };
    let several = |measure: &Measure| measure.attachments.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
    let lines = [
        ("column-level", level(before), level(after)),
        ("column-flag", flag(before), flag(after)),
        ("column-from", day(Some(before.start)), day(Some(after.start))),
        ("column-to", day(before.end), day(after.end)),
        ("column-review", before.review_by.map(|by| day(Some(by))).unwrap_or_default(), after.review_by.map(|by| day(Some(by))).unwrap_or_default()),
        ("column-population", view.word("population", before.population.as_str()), view.word("population", after.population.as_str())),
        ("column-reach", view.word("reach", before.reach.as_str()), view.word("reach", after.reach.as_str())),
        ("column-mode", view.word("mode", before.mode.as_str()), view.word("mode", after.mode.as_str())),
        ("column-title", text(&before.title), text(&after.title)),
        ("column-text", text(&before.text), text(&after.text)),
        ("column-area", text(&before.area), text(&after.area)),
        ("column-basis", text(&before.basis), text(&after.basis)),
        ("column-attachments", several(before), several(after)),
    ];
    let name = |key: &str| words.find(key, &[]).unwrap_or_default().into_owned();
    lines.into_iter().filter(|(_, before, after)| before != after).map(|(key, before, after)| (name(key), before, after)).collect()
}

impl Told<'_> {
    fn said<'t>(&'t self, view: &View<'_>, text: &'t Text) -> crate::words::Said<'t> {
        view.words.said(text, self.language)
    }

    fn name(&self, view: &View<'_>) -> String {
        if let Some(title) = &self.measure.title {
            return self.said(view, title).words.to_owned();
        }
        let text = view.level_text(self.hit.instrument, self.hit.level);
        let instrument = view.instrument_name(self.hit.instrument);
        if text.is_empty() { instrument } else { format!("{instrument}: {text}") }
    }

    fn version(&self) -> Option<&Version> {
        self.versions.get(self.shown)
    }

    fn is_newest(&self) -> bool {
        self.shown == 0
    }

    fn tags(&self, view: &View<'_>) -> Vec<Tag> {
        let mut tags = vec![line::said_tag(self.hit.said)];
        let today = number(view.today);
        match () {
            () if self.hit.is_withdrawn => tags.push(Tag::Withdrawn),
            () if today >= self.hit.from_day && today < self.hit.until_day => tags.push(Tag::InForce),
            () if today >= self.hit.until_day => tags.push(Tag::Ended),
            () => {}
        }
        if self.version().is_some_and(|version| version.act == Act::Correct) {
            tags.push(Tag::Corrected);
        }
        if self.hit.is_newest_not_understood {
            tags.push(Tag::NotUnderstood);
        }
        tags
    }

    fn facts(&self, view: &View<'_>) -> Vec<Fact> {
        let words = view.words;
        let hit = &self.hit;
        let name = |key: &str| words.find(key, &[]).unwrap_or_default().into_owned();
        let place = html! { a class="govuk-link" href=(view.href(&format!("/places/{}", hit.place))) { bdi { (view.place_name(hit.place)) } } " " span class="k-muted" { bdi { (hit.place) } } };
        let instrument = html! { a class="govuk-link" href=(view.href(&format!("/policies/map?instrument={}", hit.instrument))) { bdi { (view.instrument_name(hit.instrument)) } } " " span class="k-muted" { bdi { (hit.instrument) } } };
        let mut facts = vec![
            Fact::marked(name("column-place"), place),
            Fact::marked(name("column-instrument"), instrument),
            Fact::marked(name("column-level"), self.level(view)),
            Fact::new(name("column-days"), self.days(view)),
            Fact::new(name("column-population"), view.word("population", hit.population)),
            Fact::new(name("column-reach"), view.word("reach", hit.reach.as_str())),
            Fact::marked(name("column-said-by"), self.said_by(view)),
        ];
        if hit.mode != policy::Mode::Advisory {
            facts.push(Fact::new(name("column-mode"), view.word("mode", hit.mode.as_str())));
        }
        if let Some(area) = &self.measure.area {
            facts.push(Fact::marked(name("column-area"), self.said(view, area).inline()));
        }
        if let Some(review) = self.measure.review_by {
            facts.push(Fact::new(name("column-review"), words.date(date(review.number()))));
        }
        facts.push(super::powers::competence_fact(view, hit));
        if let Some(basis) = &self.measure.basis {
            facts.push(Fact::marked(name("column-basis"), self.said(view, basis).inline()));
        }
        facts.extend(self.links(view));
        facts
    }

    fn days(&self, view: &View<'_>) -> String {
        let (from, to) = (crate::site::first(self.hit.from_day), crate::site::last(self.hit.until_day));
        let days = match (from, to) {
            (Some(from), None) if from > view.today => {
                crate::words::without_isolates(&view.words.with("span-ahead", &[("from", view.words.date(from).into())]))
            }
            (from, to) => view.words.span(from, to),
        };
        let times = [&self.measure.start_time, &self.measure.end_time].into_iter().flatten().map(String::as_str).collect::<Vec<_>>();
        if times.is_empty() { days } else { format!("{days} ({})", times.join(" – ")) }
    }

    /// Links, attachments and links to other measures.
    fn links(&self, view: &View<'_>) -> Vec<Fact> {
        let words = view.words;
        let mut facts = Vec::new();
        if !self.measure.links.is_empty() {
            let list = html! { ul class="govuk-list" { @for link in &self.measure.links { li {
                // Checked at the door to be web addresses; a partner's words never passed ours.
                @if link.href.starts_with("https://") || link.href.starts_with("http://") { a class="govuk-link" rel="external nofollow noreferrer" href=(link.href) { (self.said(view, &link.title).inline()) } }
                @else { (self.said(view, &link.title).inline()) }
            } } } };
            facts.push(Fact::marked(words.text("column-links"), list));
        }
        if !self.measure.attachments.is_empty() {
            let file = |file: &Attachment| html! { a class="govuk-link" href=(format!("/attachments/{}", file.sha256)) download=(crate::escape::file_name(&file.name)) { bdi { (file.name) } } " " span class="k-muted" { bdi { (file.media_type) } ", " (words.number(u64::try_from(file.size).unwrap_or(0))) " B" } };
            let list = html! { ul class="govuk-list" { @for one in &self.measure.attachments { li { (file(one)) } } } };
            facts.push(Fact::marked(words.text("column-attachments"), list));
        }
        for (key, references) in [("column-replaces", &self.measure.replaces), ("column-amends", &self.measure.amends)] {
            if !references.is_empty() {
                let list = html! { ul class="govuk-list" { @for one in references { li { (reference(view, one)) } } } };
                facts.push(Fact::marked(words.find(key, &[]).unwrap_or_default(), list));
            }
        }
        facts
    }

    /// The level among all levels of its instrument: what the others mean tells what this one means.
    fn level(&self, view: &View<'_>) -> Markup {
        let hit = &self.hit;
        let flag = view.instrument(hit.instrument).and_then(|instrument| instrument.flag.as_ref()).zip(hit.flag);
        let flag = flag.and_then(|(texts, flag)| texts.texts.get(usize::from(flag.number())));
        html! {
            (line::level(view, hit.instrument, Some(hit.level), hit.flag))
            @if let Some(text) = flag { p class="govuk-body govuk-!-margin-bottom-1" { (self.said(view, text).inline()) } }
            details class="govuk-details govuk-!-margin-bottom-0" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (view.words.text("measure-levels")) } }
                div class="govuk-details__text" { ol class="govuk-list" start="0" {
                    @for level in 0..=view.level_max(hit.instrument) { li { bdi { (level) } " · " @if level == hit.level { strong { bdi { (view.level_text(hit.instrument, level)) } } } @else { bdi { (view.level_text(hit.instrument, level)) } } } }
                } }
            }
        }
    }

    fn said_by(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let by = &self.entry.statement.by;
        html! {
            (parts::tag(words, line::said_tag(self.hit.said))) " "
            @match &self.measure.observed {
                Some(observed) => (observed_by(view, observed)),
                None => { bdi { (view.whose(self.hit.words).unwrap_or_else(|| crate::represent::public_body(view).name)) } ", " bdi { (by) } }
            }
            ", " (view.moment(self.hit.said_ms))
        }
    }

    fn history(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let act = |version: &Version| match version.act {
            Act::State if version.number == 1 => view.word("act", "state"),
            Act::State => view.word("act", "revise"),
            Act::Correct => view.word("act", "correct"),
            Act::Withdraw => view.word("act", "withdraw"),
        };
        let version = |(at, version): (usize, &Version)| {
            let before = self.versions.get(at + 1).and_then(|before| before.measure.as_ref());
            let changes = before.zip(version.measure.as_ref()).map(|(before, after)| changes(view, before, after)).unwrap_or_default();
            parts::Version {
                at: version.at_words.clone(),
                datetime: version.at.clone(),
                act: format!("{}. {}", version.number, act(version)),
                by: view.said_by(version.index, &version.by),
                tags: if version.standing == Standing::NotUnderstood { vec![Tag::NotUnderstood] } else { Vec::new() },
                path: view.path(&view.entry_path(version.index)),
                read: (at != self.shown).then(|| view.path(&format!("/measures/{}/v/{}", self.sid, version.number))),
                entry: view.entry_label(version.index),
                changes,
                reason: version.reason.as_ref().map(|reason| words.said(reason, self.language).words.to_owned()),
            }
        };
        let versions: Vec<_> = self.versions.iter().enumerate().map(version).collect();
        parts::section(&words.text("measure-history"), &parts::history(words, &versions))
    }
}

/// Of whom it was observed, by which source.
fn observed_by(view: &View<'_>, observed: &Observed) -> Markup {
    let words = view.words;
    let of = view.place_name(observed.of.as_str());
    html! {
        (words.with("measure-observed", &[("place", of.into()), ("source", (&observed.source).into())]))
        @if let Some(series) = &observed.series { ", " bdi { (series) } }
        @if let Some(line) = observed.line { ", " (words.with("measure-observed-line", &[("line", line.into())])) }
    }
}

/// A link to a subject that is spoken of: here where it stands in this record.
pub(crate) fn reference(view: &View<'_>, reference: &Reference) -> Markup {
    let is_ours = reference.origin == *view.site.origin();
    let sid = Sid::of(&reference.origin, &reference.subject);
    // What it is called, where it is a measure of ours that can be read; a link that can't say so still leads there.
    let head = view.cut.rows.head_at(sid, view.cut.size).filter(|_| is_ours);
    let line = head.and_then(|head| measures::hit(&view.cut, head.index)).and_then(|hit| Line::read(view, hit).ok().flatten());
    html! {
        @if let Some(line) = line { a class="govuk-link" href=(view.href(&line.path())) { bdi { (line.name(view)) } } " " span class="k-muted" { (line.days(view)) } }
        @else if is_ours { a class="govuk-link" href=(view.href(&format!("/id/{sid}"))) { bdi { (reference.subject) } } }
        @else { bdi { (reference.origin) "#" (reference.subject) } }
    }
}

impl Shown for Told<'_> {
    fn frame(&self, view: &View<'_>) -> Frame {
        let words = view.words;
        let trail = vec![
            Crumb { text: words.text("nav-policies").into_owned(), path: view.path("/policies") },
            Crumb { text: view.place_name(self.hit.place), path: view.path(&format!("/policies?place={}", self.hit.place)) },
        ];
        Frame {
            title: format!("{} – {}", self.name(view), view.place_name(self.hit.place)),
            section: Some(Section::Policies),
            trail,
            attributions: view.attributions(self.measure.observed.iter().map(|observed| observed.source.as_str())),
            islands: vec![Island::Verify],
            file_name: self.sid.to_string(),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Json, Format::Csv, Format::Ics, Format::Proof, Format::Entry]
    }

    fn statements(&self, _view: &View<'_>) -> Vec<u32> {
        self.versions.iter().map(|version| version.index).chain(self.about.iter().map(|word| word.index)).collect()
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let withdrawn = self.version().filter(|version| version.act == Act::Withdraw);
        let newest = format!("/measures/{}", self.sid);
        html! {
            h1 class="govuk-heading-l" { bdi { (self.name(view)) } }
            p class="govuk-body" { (parts::tags(words, &self.tags(view))) (view.doubt(self.hit.words)) }
            @if !self.is_newest() {
                (parts::notification(&words.text("measure-older-title"), &html! { p class="govuk-notification-banner__heading" {
                    (words.with("measure-older", &[("number", self.version().map_or(0, |version| version.number).into()), ("count", self.versions.first().map_or(0, |version| version.number).into())])) " "
                    a class="govuk-notification-banner__link" href=(view.href(&newest)) { (words.text("measure-newest")) }
                } }))
            }
            @if let Some(version) = withdrawn {
                (parts::notification(&words.text("tag-withdrawn"), &html! { p class="govuk-notification-banner__heading" {
                    (words.with("measure-withdrawn", &[("moment", (&version.at_words).into())]))
                    @if let Some(reason) = &version.reason { " " (words.text("history-reason")) " " (self.said(view, reason).inline()) }
                } }))
            }
            div class="k-columns" {
                div {
                    @if let Some(text) = &self.measure.text { (self.said(view, text).paragraphs()) }
                    (parts::facts(&self.facts(view)))
                    @if self.is_newest() && !self.hit.is_withdrawn { (crate::pages::state::done::revise(view, &self.sid)) }
                    @if let Some(observed) = self.measure.observed.as_ref().filter(|observed| !observed.notes.is_empty()) {
                        (parts::section(&words.text("measure-notes"), &html! { dl class="govuk-summary-list" { @for note in &observed.notes { div class="govuk-summary-list__row" {
                            dt class="govuk-summary-list__key" { (words.date(date(note.date.number()))) } dd class="govuk-summary-list__value" dir="auto" { (note.text) }
                        } } } }))
                    }
                    (self.history(view))
                    @if !self.about.is_empty() { (parts::section(&words.text("measure-about"), &html! { ul class="govuk-list govuk-list--spaced" { @for word in &self.about { li {
                        a class="govuk-link" href=(view.href(&format!("/id/{}", word.sid))) { bdi { (view.word("kind", &word.kind)) } }
                        " · " bdi { (view.said_by(word.index, &word.by)) } " · " (view.moment(word.said_ms)) " · "
                        (view.entry_link(word.index))
                    } } } })) }
                    @if !self.others.is_empty() {
                        (parts::section(&words.text("measure-also"), &parts::table(words, &Table {
                            caption: words.text("measure-also-caption").into_owned(),
                            columns: line::columns(view),
                            rows: self.others.iter().map(|line| line.row(view)).collect(),
                            sorts_in_place: true,
                        })))
                    }
                }
                aside aria-label=(words.text("aside-contact-proof")) { (super::powers::contact(view, &self.desk, &view.place_name(self.hit.place))) (proof_box(view, self.hit.index, &self.proof.text, &self.proof.bytes)) }
            }
            (cite(view, self, &self.name(view)))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let version = |version: &Version| json!({"version": version.number, "entry": view.entry_name(version.index), "act": act_word(version.act), "at": version.at, "by": version.by, "measure": version.measure, "reason": version.reason});
        let line = Line::read(view, self.hit.clone()).ok()??.json(view);
        Some(Document::new(
            "koinon/measure/v1",
            json!({
                "sid": self.sid,
                "subject": self.subject,
                "version": self.version().map(|version| version.number),
                "is_newest": self.is_newest(),
                "summary": line,
                "measure": self.measure,
                "versions": self.versions.iter().map(version).collect::<Vec<_>>(),
                "about": self.about.iter().map(|word| json!({"entry": view.entry_name(word.index), "kind": word.kind, "sid": word.sid, "by": word.by, "at": moment(word.said_ms)})).collect::<Vec<_>>(),
                "others": self.others.iter().map(|line| line.json(view)).collect::<Vec<_>>(),
                "proof": view.site.url(&format!("{}.tlog-proof", view.entry_path(self.hit.index))),
                "duty": super::powers::contact_json(view, &self.desk),
                "competence": super::powers::competence_json(view, &self.hit),
            }),
        ))
    }

    fn ics(&self, view: &View<'_>) -> Option<Result<Calendar, Problem>> {
        Some(Calendar::of(view, league::due::of(&view.cut, self.hit.index)))
    }

    fn csv(&self, view: &View<'_>) -> Option<Sheet> {
        let mut sheet = line::sheet();
        for version in &self.versions {
            let line = Line::read(view, measures::hit(&view.cut, version.index)?).ok()??;
            sheet.push(line.cells(view));
        }
        Some(sheet)
    }

    fn raw(&self, _view: &View<'_>, format: Format) -> Option<Vec<u8>> {
        match format {
            Format::Proof => Some(self.proof.text.clone().into_bytes()),
            Format::Entry => Some(self.proof.bytes.clone()),
            _ => None,
        }
    }
}

/// An act as files have it.
pub(crate) fn act_word(act: Act) -> &'static str {
    match act {
        Act::State => "state",
        Act::Correct => "correct",
        Act::Withdraw => "withdraw",
    }
}
