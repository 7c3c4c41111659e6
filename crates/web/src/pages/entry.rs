//! `/record/{n}`, `/record/{slug}/{n}`: one entry, of our own record or of another's: the exact bytes, what they say, where they stand, and the proof; `/id/{sid}` leads to any subject.

use maud::{Markup, html};
use record::fold::Standing;
use record::note::VerifyingKey;
use record::own::partner::Partner;
use record::places::OWN;
use record::{Act, Entry, EntryId, Origin, Place, RecordNumber, Sid};
use serde_json::json;

use super::line::moment;
use super::measure::{act_word, reference};
use crate::asked::Format;
use crate::parts::{self, Crumb, Fact, Island, Pages, Proof, Section, Tag, Verdict};
use crate::problem::{NoSuch, Problem};
use crate::represent::{Document, Frame, Shown, cite};
use crate::routes::Reply;
use crate::site::View;

struct One {
    row: u32,
    /// How many entries its record has.
    size: u32,
    entry: Entry,
    sid: Sid,
    standing: Standing,
    /// Rows of the versions before and after it.
    before: Option<u32>,
    after: Option<u32>,
    proof: String,
    sources: Vec<String>,
}

/// The entry of our own record with this index or id; or the list of another's record, by the slug of its origin.
pub(crate) fn show<'v>(view: &View<'v>, asked: &str) -> Result<Reply<'v>, Problem> {
    match record_of(view, asked) {
        Ok(_) => super::record::show(view, Some(asked)),
        Err(_) => one(view, OWN, asked),
    }
}

/// The entry of another's record with this index or id.
pub(crate) fn show_of<'v>(view: &View<'v>, slug: &str, asked: &str) -> Result<Reply<'v>, Problem> {
    let (record, _) = record_of(view, slug)?;
    one(view, record, asked)
}

/// The record whose origin has this slug.
pub(crate) fn record_of(view: &View<'_>, slug: &str) -> Result<(RecordNumber, Origin), Problem> {
    let origins = view.cut.rows.places().origins();
    let found = (OWN..).zip(origins).find(|(_, origin)| origin.slug() == slug);
    found.map(|(record, origin)| (record, origin.clone())).ok_or_else(|| Problem::NoSuch(NoSuch::Record(slug.chars().take(80).collect())))
}

/// The key that signs a record: ours, or the one that our record pins for a partner.
pub(crate) fn vkey_of(view: &View<'_>, record: RecordNumber) -> Option<VerifyingKey> {
    if record == OWN {
        return Some(view.site.node.identity().vkey.clone());
    }
    let origin = view.cut.rows.places().origin(record)?;
    view.cut.model.partner(origin)?.vkey.parse().ok()
}

fn one<'v>(view: &View<'v>, record: RecordNumber, asked: &str) -> Result<Reply<'v>, Problem> {
    let places = view.cut.rows.places();
    let size = places.size_within(record, view.cut.size);
    let no_such = || Problem::NoSuch(NoSuch::Entry(asked.chars().take(80).collect(), size.into()));
    if let Ok(id) = asked.parse::<EntryId>() {
        let row = view.cut.rows.index_of(record, id).filter(|row| *row < view.cut.size).ok_or_else(no_such)?;
        let is_it = view.id(row)? == Some(id);
        return if is_it { Ok(Reply::Elsewhere(view.entry_path(row))) } else { Err(no_such()) };
    }
    let is_plain = asked.bytes().all(|b| b.is_ascii_digit()) && (asked == "0" || !asked.starts_with('0'));
    let index: u32 = Some(asked).filter(|_| is_plain).and_then(|asked| asked.parse().ok()).ok_or_else(no_such)?;
    let row = places.row(Place { record, index }).filter(|row| *row < view.cut.size).ok_or_else(no_such)?;
    let entry = view.entry(row)?.ok_or_else(no_such)?;
    let version = view.cut.rows.version(row).ok_or_else(no_such)?;
    let proof = view.site.node.proof(row)?.map(|proof| proof.to_string()).unwrap_or_default();
    let after = version.ended().filter(|after| *after < view.cut.size);
    let source = entry.statement.body.pointer("/observed/source").and_then(record::Json::as_str).map(str::to_owned);
    let sid = view.sid(row);
    Ok(Reply::page(One {
        row,
        size,
        sid,
        standing: version.standing(),
        before: version.prev(),
        after,
        proof,
        sources: source.into_iter().collect(),
        entry,
    }))
}

/// Where the subject with this short id is shown.
pub(crate) fn by_sid<'v>(view: &View<'v>, sid: &str) -> Result<Reply<'v>, Problem> {
    let no_such = || Problem::NoSuch(NoSuch::Subject(sid.chars().take(60).collect()));
    let id: Sid = sid.parse().map_err(|_| no_such())?;
    let head = view.cut.rows.head_at(id, view.cut.size).ok_or_else(no_such)?;
    let kind = view.cut.rows.text(head.kind).split('/').next().unwrap_or_default();
    Ok(Reply::Elsewhere(match kind {
        "measure" => format!("/measures/{id}"),
        "place" => {
            let code = view.entry(head.index)?.and_then(|entry| entry.statement.body.get("code").and_then(record::Json::as_str).map(str::to_owned));
            code.map_or_else(|| view.entry_path(head.index), |code| format!("/places/{code}"))
        }
        _ => view.entry_path(head.index),
    }))
}

/// The proof of an entry, checked here, to be checked again in the reader's browser.
pub(crate) fn proof_box(view: &View<'_>, row: u32, proof: &str, bytes: &[u8]) -> Markup {
    let place = view.cut.rows.place(row);
    let vkey = vkey_of(view, view.cut.rows.record_of(row));
    let parsed = proof.parse::<record::proof::TlogProof>().ok();
    let proven = parsed.zip(vkey.as_ref()).and_then(|(proof, vkey)| proof.verify(bytes, vkey, &[]).ok());
    let verdict = if proven.is_some() { Verdict::Good } else { Verdict::Bad };
    let (size, root) = proven.map_or((0, String::new()), |proven| (proven.checkpoint.size, record::checkpoint::encode_hash(&proven.checkpoint.root)));
    parts::proof(
        view.words,
        &Proof {
            index: place.map_or(0, |place| place.index.into()),
            size,
            id: EntryId::of(bytes).to_string(),
            root,
            vkey: vkey.map(|vkey| vkey.to_string()).unwrap_or_default(),
            proof_href: format!("{}.tlog-proof", view.entry_path(row)),
            entry_href: format!("{}.entry", view.entry_path(row)),
            verdict,
        },
    )
}

impl One {
    fn title(&self, view: &View<'_>) -> String {
        let name = view.entry_label(self.row);
        crate::words::without_isolates(&view.words.with("entry-title", &[("index", name.trim_start_matches('#').into())]))
    }

    fn facts(&self, view: &View<'_>) -> Vec<Fact> {
        let words = view.words;
        let statement = &self.entry.statement;
        let kind = view.word("kind", statement.kind.name());
        let subject = html! { a class="govuk-link" href=(view.href(&format!("/id/{}", self.sid))) { bdi { (statement.subject) } } " " span class="k-muted" { code { bdi { (self.sid) } } } };
        let mut facts = vec![
            Fact::marked(words.text("column-kind"), html! { (kind) " " span class="k-muted" { code { bdi { (statement.kind) } } } }),
            Fact::marked(words.text("column-subject"), subject),
            Fact::new(words.text("column-act"), view.word("act", act_word(statement.act))),
            Fact::new(words.text("entry-at"), view.moment(statement.at.as_millisecond())),
            Fact::new(words.text("entry-by"), view.said_by(self.row, statement.by.as_str())),
            Fact::marked(words.text("entry-id"), html! { code { bdi { (self.entry.id) } } }),
        ];
        if let Some(copied) = self.copied(view) {
            facts.push(Fact::marked(words.text("entry-copied"), copied));
        }
        if let Some(before) = self.before {
            facts.push(Fact::marked(words.text("entry-revises"), view.entry_link(before)));
        }
        if let Some(after) = self.after {
            facts.push(Fact::marked(words.text("entry-revised-by"), view.entry_link(after)));
        }
        if !statement.about.is_empty() {
            facts.push(Fact::marked(
                words.text("entry-about"),
                html! { ul class="govuk-list" { @for one in &statement.about { li { (reference(view, one)) } } } },
            ));
        }
        facts
    }

    /// Who has a copy of it, where it is our own and partners keep copies.
    fn copied(&self, view: &View<'_>) -> Option<Markup> {
        let partners: Vec<&Partner> = view.cut.model.partners().map(|(_, partner)| partner).collect();
        if view.cut.rows.record_of(self.row) != OWN || partners.is_empty() {
            return None;
        }
        // Where it can't be read now, nothing is said.
        let league = node::League::read(&view.site.node.dir().join(node::LEAGUE_FILE)).ok()?;
        let told = node::copied_by(&league, &partners, self.entry.index.saturating_add(1)).ok().filter(|told| !told.is_empty())?;
        let words = view.words;
        let when = told.iter().filter_map(|(_, seconds)| *seconds).max();
        let missing: Vec<_> = told
            .iter()
            .filter(|(_, seconds)| seconds.is_none())
            .map(|(partner, _)| words.said(&partner.name, view.records_language()).words)
            .collect();
        let count = words.number(u64::try_from(told.len().saturating_sub(missing.len())).unwrap_or(0));
        let all = words.number(u64::try_from(told.len()).unwrap_or(0));
        Some(html! {
            (words.with("entry-copied-of", &[("count", count.into()), ("all", all.into())]))
            @if let Some(when) = when { ", " (view.moment(when.saturating_mul(1000))) }
            @if !missing.is_empty() { br; (words.with("entry-not-copied", &[("names", words.list(&missing).into())])) }
        })
    }

    /// The entry before or behind it in its record.
    fn beside(&self, view: &View<'_>, index: impl FnOnce(u32) -> Option<u32>) -> Option<String> {
        let places = view.cut.rows.places();
        let place = places.place(self.row)?;
        let row = places.row(Place { index: index(place.index)?, ..place })?;
        Some(view.path(&view.entry_path(row)))
    }

    /// Who answers for it. Of another's offices we hold no contact here: they are named like ours and are not.
    fn desk<'v>(&self, view: &View<'v>) -> league::duty::Desk<'v> {
        if view.cut.rows.record_of(self.row) != OWN {
            return league::duty::Desk::default();
        }
        super::powers::desk_of_office(view, self.entry.statement.by.as_str())
    }

    fn tags(&self) -> Vec<Tag> {
        let mut tags = Vec::new();
        match (self.standing, self.entry.statement.act) {
            (Standing::NotUnderstood, _) => tags.push(Tag::NotUnderstood),
            (Standing::DoesNotFit, _) => tags.push(Tag::Disputed),
            (_, Act::Withdraw) => tags.push(Tag::Withdrawn),
            (_, Act::Correct) => tags.push(Tag::Corrected),
            _ => {}
        }
        tags
    }
}

impl Shown for One {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: self.title(view),
            section: Some(Section::Record),
            trail: vec![Crumb { text: view.words.text("nav-record").into_owned(), path: view.path("/record") }],
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            islands: vec![Island::Verify],
            file_name: format!("entry-{}", self.entry.index),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Json, Format::Proof, Format::Entry]
    }

    fn statements(&self, _view: &View<'_>) -> Vec<u32> {
        vec![self.row]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let standing = match (self.standing, self.after) {
            (Standing::DoesNotFit, _) => "entry-does-not-fit",
            (_, None) => "entry-stands",
            (_, Some(_)) => "entry-superseded",
        };
        let pretty = serde_json::to_string_pretty(&self.entry.statement.body).unwrap_or_default();
        let around = Pages {
            first: self.beside(view, |index| index.checked_sub(1)),
            next: self.beside(view, |index| index.checked_add(1).filter(|next| *next < self.size)),
        };
        html! {
            h1 class="govuk-heading-l" { (self.title(view)) }
            p class="govuk-body" { (parts::tags(words, &self.tags())) (view.doubt(self.row)) " " (words.find(standing, &[]).unwrap_or_default()) }
            div class="k-columns" {
                div {
                    (parts::facts(&self.facts(view)))
                    (parts::section(&words.text("entry-body"), &html! { pre class="k-raw" tabindex="0" { (pretty) } }))
                    (parts::section(&words.text("entry-bytes"), &html! { pre class="k-raw" tabindex="0" { (String::from_utf8_lossy(&self.entry.bytes)) } }))
                }
                aside aria-label=(words.text("aside-contact-proof")) { (super::powers::contact(view, &self.desk(view), &view.whose(self.row).unwrap_or_else(|| super::powers::own_name(view)))) (proof_box(view, self.row, &self.proof, &self.entry.bytes)) }
            }
            nav class="k-pages" aria-label=(words.text("pages-label")) {
                @match &around.first { Some(path) => a class="govuk-link" rel="prev" href=(words.href(path)) { (words.text("entry-previous")) }, None => { span {} } }
                @if let Some(path) = &around.next { a class="govuk-link" rel="next" href=(words.href(path)) { (words.text("entry-next")) } }
            }
            (cite(view, self, &self.title(view)))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let statement: serde_json::Value = serde_json::from_slice(&self.entry.bytes).ok()?;
        Some(Document::new(
            "koinon/entry/v1",
            json!({
                "index": self.entry.index,
                "id": self.entry.id,
                "sid": self.sid,
                "at": moment(self.entry.statement.at.as_millisecond()),
                "statement": statement,
                "revised_by": self.after.map(|row| view.entry_name(row)),
                "previous": self.before.map(|row| view.entry_name(row)),
                "proof": self.proof,
                "duty": super::powers::contact_json(view, &self.desk(view)),
                "links": {"proof": view.site.url(&format!("{}.tlog-proof", view.entry_path(self.row))), "entry": view.site.url(&format!("{}.entry", view.entry_path(self.row)))},
            }),
        ))
    }

    fn raw(&self, _view: &View<'_>, format: Format) -> Option<Vec<u8>> {
        match format {
            Format::Proof => Some(self.proof.clone().into_bytes()),
            Format::Entry => Some(self.entry.bytes.to_vec()),
            _ => None,
        }
    }
}
