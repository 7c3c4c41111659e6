//! `/record/{n}`: one entry: the exact bytes, what they say, where they stand, and the proof; `/id/{sid}` leads to any subject.

use maud::{Markup, html};
use record::fold::Standing;
use record::{Act, Entry, EntryId, Sid};
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
    entry: Entry,
    sid: Sid,
    standing: Standing,
    /// Indices of the versions before and after it.
    before: Option<u32>,
    after: Option<u32>,
    proof: String,
    sources: Vec<String>,
}

/// The entry with this index, or with this id.
pub(crate) fn show<'v>(view: &View<'v>, asked: &str) -> Result<Reply<'v>, Problem> {
    let no_such = || Problem::NoSuch(NoSuch::Entry(asked.chars().take(80).collect(), view.cut.size.into()));
    if let Ok(id) = asked.parse::<EntryId>() {
        let index = view.cut.rows.index_of(id).filter(|index| *index < view.cut.size).ok_or_else(no_such)?;
        let is_it = view.id(index)? == Some(id);
        return if is_it { Ok(Reply::Elsewhere(format!("/record/{index}"))) } else { Err(no_such()) };
    }
    let is_plain = asked.bytes().all(|b| b.is_ascii_digit()) && (asked == "0" || !asked.starts_with('0'));
    let index: u32 = Some(asked).filter(|_| is_plain).and_then(|asked| asked.parse().ok()).ok_or_else(no_such)?;
    let entry = view.entry(index)?.ok_or_else(no_such)?;
    let version = view.cut.rows.version(index).ok_or_else(no_such)?;
    let proof = view.site.node.proof(index)?.ok_or_else(no_such)?.to_string();
    let after = version.ended().filter(|after| *after < view.cut.size);
    let source = entry.statement.body.pointer("/observed/source").and_then(record::Json::as_str).map(str::to_owned);
    let sid = view.sid(&entry);
    Ok(Reply::page(One { sid, standing: version.standing(), before: version.prev(), after, proof, sources: source.into_iter().collect(), entry }))
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
            code.map_or_else(|| format!("/record/{}", head.index), |code| format!("/places/{code}"))
        }
        _ => format!("/record/{}", head.index),
    }))
}

/// The proof of an entry, checked here, to be checked again in the reader's browser.
pub(crate) fn proof_box(view: &View<'_>, index: u32, proof: &str, bytes: &[u8]) -> Markup {
    let vkey = &view.site.node.identity().vkey;
    let parsed = proof.parse::<record::proof::TlogProof>().ok();
    let proven = parsed.and_then(|proof| proof.verify(bytes, vkey, &[]).ok());
    let verdict = if proven.is_some() { Verdict::Good } else { Verdict::Bad };
    let (size, root) = proven.map_or((0, String::new()), |proven| (proven.checkpoint.size, record::checkpoint::encode_hash(&proven.checkpoint.root)));
    parts::proof(
        view.words,
        &Proof {
            index: index.into(),
            size,
            id: EntryId::of(bytes).to_string(),
            root,
            vkey: vkey.to_string(),
            proof_href: format!("/record/{index}.tlog-proof"),
            entry_href: format!("/record/{index}.entry"),
            verdict,
        },
    )
}

impl One {
    fn index(&self) -> u32 {
        u32::try_from(self.entry.index).unwrap_or(u32::MAX)
    }

    fn title(&self, view: &View<'_>) -> String {
        crate::words::without_isolates(&view.words.with("entry-title", &[("index", view.words.number(self.entry.index).into())]))
    }

    fn facts(&self, view: &View<'_>) -> Vec<Fact> {
        let words = view.words;
        let statement = &self.entry.statement;
        let entry_link =
            |index: u32| html! { a class="govuk-link" href=(view.href(&format!("/record/{index}"))) { bdi { "#" (words.number(index.into())) } } };
        let kind = view.word("kind", statement.kind.name());
        let subject = html! { a class="govuk-link" href=(view.href(&format!("/id/{}", self.sid))) { bdi { (statement.subject) } } " " span class="k-muted" { code { bdi { (self.sid) } } } };
        let mut facts = vec![
            Fact::marked(words.text("column-kind"), html! { (kind) " " span class="k-muted" { code { bdi { (statement.kind) } } } }),
            Fact::marked(words.text("column-subject"), subject),
            Fact::new(words.text("column-act"), view.word("act", act_word(statement.act))),
            Fact::new(words.text("entry-at"), view.moment(statement.at.as_millisecond())),
            Fact::new(words.text("entry-by"), statement.by.as_str()),
            Fact::marked(words.text("entry-id"), html! { code { bdi { (self.entry.id) } } }),
        ];
        if let Some(before) = self.before {
            facts.push(Fact::marked(words.text("entry-revises"), entry_link(before)));
        }
        if let Some(after) = self.after {
            facts.push(Fact::marked(words.text("entry-revised-by"), entry_link(after)));
        }
        if !statement.about.is_empty() {
            facts.push(Fact::marked(
                words.text("entry-about"),
                html! { ul class="govuk-list" { @for one in &statement.about { li { (reference(view, one)) } } } },
            ));
        }
        facts
    }

    /// Who answers for it.
    fn desk<'v>(&self, view: &View<'v>) -> league::duty::Desk<'v> {
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
        vec![self.index()]
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
            first: self.entry.index.checked_sub(1).map(|before| view.path(&format!("/record/{before}"))),
            next: Some(self.entry.index + 1).filter(|next| *next < u64::from(view.cut.size)).map(|next| view.path(&format!("/record/{next}"))),
        };
        html! {
            h1 class="govuk-heading-l" { (self.title(view)) }
            p class="govuk-body" { (parts::tags(words, &self.tags())) (words.find(standing, &[]).unwrap_or_default()) }
            div class="k-columns" {
                div {
                    (parts::facts(&self.facts(view)))
                    (parts::section(&words.text("entry-body"), &html! { pre class="k-raw" tabindex="0" { (pretty) } }))
                    (parts::section(&words.text("entry-bytes"), &html! { pre class="k-raw" tabindex="0" { (String::from_utf8_lossy(&self.entry.bytes)) } }))
                }
                aside aria-label=(words.text("aside-contact-proof")) { (super::powers::contact(view, &self.desk(view), &super::powers::own_name(view))) (proof_box(view, self.index(), &self.proof, &self.entry.bytes)) }
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
                "revised_by": self.after,
                "previous": self.before,
                "proof": self.proof,
                "duty": super::powers::contact_json(&self.desk(view)),
                "links": {"proof": view.site.url(&format!("/record/{}.tlog-proof", self.entry.index)), "entry": view.site.url(&format!("/record/{}.entry", self.entry.index))},
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
