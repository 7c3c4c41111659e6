//! `/partners` and `/partners/{partner}`: whom this node follows, how far, who cosigned what, what was taken, and what is wrong.
//!
//! What is pinned is read at the cut; how it stands is of this moment, so these pages are never kept.

use league::Cut;
use maud::{Markup, html};
use node::{Allowance, KeptFault, LEAGUE_FILE, League, Standing};
use record::own::partner::Partner;
use serde_json::{Value as Json, json};

use super::line::moment;
use crate::asked::Format;
use crate::parts::{self, Column, Crumb, Empty, Fact, Section, Table};
use crate::problem::{NoSuch, Problem};
use crate::represent::{Document, Frame, Sheet, Shown, cite, word};
use crate::routes::Reply;
use crate::site::View;
use crate::words::without_isolates;

/// Where these pages begin.
pub(crate) const PATH: &str = "/partners";

/// How it stands with a partner, in one word: the worst that is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It signed two histories.
    Forked,
    /// Our record says that it is not followed for now.
    Paused,
    /// It was never reached.
    NotYet,
    /// It was not reached lately.
    Away,
    /// Words are held back: as much was taken as is allowed.
    HeldBack,
    /// All that it showed is held.
    Followed,
    /// Some of it is still to be taken.
    Behind,
}

impl State {
    fn slug(self) -> &'static str {
        match self {
            State::Forked => "forked",
            State::Paused => "paused",
            State::NotYet => "not-yet",
            State::Away => "away",
            State::HeldBack => "held-back",
            State::Followed => "followed",
            State::Behind => "behind",
        }
    }
}

/// One partner.
struct Row {
    /// The row of the statement that pins it.
    row: u32,
    partner: Partner,
    standing: Standing,
    /// How much of its words is taken.
    allowance: Allowance,
    /// How many entries of its record are held at this cut.
    held: u64,
    /// The rows of the evidence against it in our record, the newest first.
    evidence: Vec<u32>,
}

impl Row {
    fn of(cut: &Cut<'_>, row: u32, partner: &Partner, standing: Standing, allowance: Allowance) -> Row {
        let places = cut.rows.places();
        let held = places.number(&partner.origin).map_or(0, |number| places.size_within(number, cut.size));
        let evidence = cut.forks(&partner.origin).collect();
        Row { row, partner: partner.clone(), standing, allowance, held: held.into(), evidence }
    }

    fn state(&self) -> State {
        let Standing { followed, newest, faults, .. } = &self.standing;
        let newest = newest.as_ref().map_or(0, |newest| newest.size);
        let is_spent = self.standing.today.entries >= self.allowance.a_day.entries || self.standing.in_all.bytes >= self.allowance.in_all.bytes;
        match followed {
            _ if !self.evidence.is_empty() || faults.iter().any(|fault| fault.kind == node::FORK) => State::Forked,
            _ if self.partner.paused => State::Paused,
            None => State::NotYet,
            Some(contact) if contact.reached_ms.is_none() => State::NotYet,
            Some(contact) if contact.failures > 0 => State::Away,
            Some(_) if self.held < newest && is_spent => State::HeldBack,
            Some(_) if self.held < newest => State::Behind,
            Some(_) => State::Followed,
        }
    }

    /// How many entries of what it showed are not held.
    fn lag(&self) -> u64 {
        self.standing.newest.as_ref().map_or(0, |newest| newest.size.saturating_sub(self.held))
    }

    /// When it was reached last, milliseconds since 1970.
    fn heard_ms(&self) -> Option<i64> {
        self.standing.followed.as_ref().and_then(|contact| contact.reached_ms)
    }

    fn path(&self) -> String {
        format!("{PATH}/{}", self.partner.origin.slug())
    }

    fn name(&self, view: &View<'_>) -> Markup {
        view.words.said(&self.partner.name, view.records_language()).inline()
    }

    fn title(&self, view: &View<'_>) -> String {
        view.words.said(&self.partner.name, view.records_language()).words.to_owned()
    }

    fn spoken_for(&self, view: &View<'_>) -> String {
        let words = view.words;
        let one = |spoken: &record::own::partner::SpeaksFor| {
            let level = spoken.level.as_ref().map(|level| format!(" ({})", view.word("partners-level", level))).unwrap_or_default();
            let sectors = if spoken.sectors.is_empty() { String::new() } else { format!(": {}", spoken.sectors.join(", ")) };
            format!("{}{level}{sectors}", view.place_name(&spoken.place))
        };
        let all: Vec<String> = self.partner.speaks_for.iter().map(one).collect();
        if all.is_empty() { words.text("partners-nobody").into_owned() } else { all.join("; ") }
    }

    fn state_text(&self, view: &View<'_>) -> Markup {
        let text = view.word("partners-state", self.state().slug());
        match self.state() {
            State::Forked => html! { strong { (text) } },
            State::Away => html! { (text) @if let Some(heard) = self.heard_ms() { " " (view.moment(heard)) } },
            _ => html! { (text) },
        }
    }

    /// Entries and time of a cosignature; a dash where there is none.
    fn cosigned(view: &View<'_>, size: Option<u64>, seconds: Option<i64>) -> Markup {
        match size.zip(seconds) {
            Some((size, seconds)) => {
                let values = [("size", view.words.number(size).into()), ("time", view.moment(seconds.saturating_mul(1_000)).into())];
                html! { (without_isolates(&view.words.with("partners-cosigned", &values))) }
            }
            None => html! { "–" },
        }
    }

    fn received(&self, view: &View<'_>) -> Markup {
        let kept = self.standing.received.as_ref();
        Row::cosigned(view, kept.map(|kept| kept.size), kept.map(|kept| kept.seconds))
    }

    fn given(&self, view: &View<'_>) -> Markup {
        let given = self.standing.given.as_ref();
        Row::cosigned(view, given.map(|given| given.size), given.map(|given| given.when))
    }

    fn held_text(&self, view: &View<'_>) -> String {
        let of = self.standing.newest.as_ref().map_or(self.held, |newest| newest.size.max(self.held));
        let values = [("held", view.words.number(self.held).into()), ("of", view.words.number(of).into())];
        without_isolates(&view.words.with("partners-held-of", &values))
    }

    fn cells(&self, view: &View<'_>) -> parts::Row {
        parts::Row::new([
            html! { a class="govuk-link" href=(view.href(&self.path())) { (self.name(view)) } br; span class="k-muted" { bdi { (self.partner.origin) } } }.into(),
            self.spoken_for(view).into(),
            self.state_text(view).into(),
            self.held_text(view).into(),
            self.heard_ms().map(|heard| view.moment(heard)).unwrap_or_else(|| "–".to_owned()).into(),
            self.received(view).into(),
            self.given(view).into(),
        ])
    }

    fn json(&self, view: &View<'_>) -> Json {
        let Standing { newest, followed, given, received, faults, today, in_all, .. } = &self.standing;
        let Allowance { a_day, in_all: most } = self.allowance;
        json!({
            "origin": self.partner.origin,
            "name": self.partner.name,
            "address": self.partner.url,
            "vkey": self.partner.vkey,
            "witness": self.partner.witness,
            "mirror": self.partner.mirror,
            "did": self.partner.did,
            "speaks_for": self.partner.speaks_for,
            "state": self.state().slug(),
            "entry": view.entry_name(self.row),
            "held": self.held,
            "newest": newest.as_ref().map(|newest| json!({"size": newest.size, "seen": moment(newest.when)})),
            "lag": self.lag(),
            "reached": self.heard_ms().map(moment),
            "tried": followed.as_ref().map(|contact| moment(contact.tried_ms)),
            "failures": followed.as_ref().map_or(0, |contact| contact.failures),
            "answer": followed.as_ref().map(|contact| contact.answer.clone()).unwrap_or_default(),
            "cosigned_for_us": received.as_ref().map(|kept| json!({"size": kept.size, "at": moment(kept.seconds.saturating_mul(1_000))})),
            "cosigned_by_us": given.as_ref().map(|given| json!({"size": given.size, "at": moment(given.when.saturating_mul(1_000))})),
            "taken": {
                "today": {"entries": today.entries, "bytes": today.bytes, "entries_max": a_day.entries, "bytes_max": a_day.bytes},
                "in_all": {"entries": in_all.entries, "bytes": in_all.bytes, "bytes_max": most.bytes},
            },
            "faults": faults.iter().map(fault_json).collect::<Vec<_>>(),
            "evidence": self.evidence.iter().map(|row| view.entry_name(*row)).collect::<Vec<_>>(),
            "url": view.site.url(&self.path()),
        })
    }
}

fn fault_json(fault: &KeptFault) -> Json {
    json!({
        "kind": fault.kind, "what": fault.what, "evidence": fault.evidence, "first": moment(fault.first_ms), "last": moment(fault.last_ms), "count": fault.count,
    })
}

/// The partners of the cut that `is_wanted`, each as it stands now.
fn rows(view: &View<'_>, is_wanted: impl Fn(&Partner) -> bool) -> Result<Vec<Row>, Problem> {
    let failed = |error: node::StoreError| Problem::Internal(error.to_string());
    let wanted: Vec<(u32, &Partner)> = view.cut.model.partners().filter(|(_, partner)| is_wanted(partner)).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let path = view.site.node.dir().join(LEAGUE_FILE);
    // Where nothing was ever asked there is no file, and reading is no reason to make one.
    let league = path.is_file().then(|| League::read(&path)).transpose().map_err(failed)?;
    let now_ms = view.site.clock.now().as_millisecond();
    let one = |(row, partner): (u32, &Partner)| {
        let standing = league.as_ref().map(|league| Standing::of(league, partner, now_ms)).transpose().map_err(failed)?;
        Ok(Row::of(&view.cut, row, partner, standing.unwrap_or_default(), view.site.allowance(&partner.origin)))
    };
    wanted.into_iter().map(one).collect()
}

struct Partners {
    rows: Vec<Row>,
}

/// `/partners`.
pub(crate) fn show<'v>(view: &View<'v>) -> Result<Reply<'v>, Problem> {
    Ok(Reply::page(Partners { rows: rows(view, |_| true)? }))
}

/// `/partners/{partner}`. Errors: our record names no such partner.
pub(crate) fn show_one<'v>(view: &View<'v>, slug: &str) -> Result<Reply<'v>, Problem> {
    let row = rows(view, |partner| partner.origin.slug() == slug)?.into_iter().next();
    row.map(|row| Reply::page(One { row })).ok_or_else(|| Problem::NoSuch(NoSuch::Record(slug.chars().take(80).collect())))
}

impl Shown for Partners {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: view.words.text("partners-title").into_owned(),
            section: Some(Section::Record),
            file_name: "partners".to_owned(),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let columns =
            ["partners-name", "partners-speaks-for", "partners-state", "partners-held", "partners-heard", "partners-received", "partners-given"];
        html! {
            h1 class="govuk-heading-l" { (words.text("partners-title")) }
            p class="k-lead" { (words.text("partners-lead")) }
            @if self.rows.is_empty() {
                (parts::empty(words, &Empty {
                    title: words.text("partners-none").into_owned(),
                    text: words.text("partners-none-text").into_owned(),
                    links: Vec::new(),
                }))
            } @else {
                (parts::table(words, &Table {
                    caption: words.text("partners-caption").into_owned(),
                    columns: columns.iter().map(|key| Column::words(words.find(key, &[]).unwrap_or_default())).collect(),
                    rows: self.rows.iter().map(|row| row.cells(view)).collect(),
                    sorts_in_place: true,
                }))
                p class="govuk-body k-muted" { (words.text("partners-cosigned-means")) }
            }
            (cite(view, self, &words.text("partners-title")))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        Some(Document::new("koinon/partners/v1", json!({"partners": self.rows.iter().map(|row| row.json(view)).collect::<Vec<_>>()})))
    }

    fn csv(&self, view: &View<'_>) -> Option<Sheet> {
        let heads = [
            "origin",
            "name",
            "address",
            "speaks_for",
            "state",
            "held",
            "newest",
            "lag",
            "reached",
            "cosigned_for_us",
            "cosigned_by_us",
            "faults",
            "url",
        ];
        let mut sheet = Sheet::new(&heads);
        for row in &self.rows {
            let number = |size: Option<u64>| size.map(|size| size.to_string()).unwrap_or_default();
            sheet.push(vec![
                row.partner.origin.to_string(),
                word(&row.title(view)),
                word(&row.partner.url),
                word(&row.partner.speaks_for.iter().map(|spoken| spoken.place.as_str()).collect::<Vec<_>>().join(" ")),
                row.state().slug().to_owned(),
                row.held.to_string(),
                number(row.standing.newest.as_ref().map(|newest| newest.size)),
                row.lag().to_string(),
                row.heard_ms().map(moment).unwrap_or_default(),
                number(row.standing.received.as_ref().map(|kept| kept.size)),
                number(row.standing.given.as_ref().map(|given| given.size)),
                row.standing.faults.len().to_string(),
                view.site.url(&row.path()),
            ]);
        }
        Some(sheet)
    }
}

struct One {
    row: Row,
}

impl One {
    fn identity(&self, view: &View<'_>) -> Markup {
        let (words, Partner { origin, url, vkey, witness, mirror, did, .. }) = (view.words, &self.row.partner);
        let code = |text: &str| html! { code { bdi { (text) } } };
        let or_none = |text: &Option<String>| text.as_ref().map_or_else(|| html! { (words.text("partners-no-key")) }, |text| code(text));
        let facts = [
            Fact::marked(words.text("record-origin"), code(origin.as_str())),
            Fact::marked(words.text("partners-address"), code(url)),
            Fact::new(words.text("partners-speaks-for"), self.row.spoken_for(view)),
            Fact::marked(words.text("record-key"), code(vkey)),
            Fact::marked(words.text("partners-witness-key"), or_none(witness)),
            Fact::marked(words.text("partners-mirror-key"), or_none(mirror)),
            Fact::marked(words.text("partners-did"), or_none(did)),
            Fact::marked(words.text("partners-pinned"), view.entry_link(self.row.row)),
        ];
        parts::facts(&facts)
    }

    fn followed(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let Standing { followed, newest, .. } = &self.row.standing;
        let record = format!("/record/{}", self.row.partner.origin.slug());
        let mut facts = vec![Fact::marked(words.text("partners-state"), self.row.state_text(view))];
        if let Some(newest) = newest {
            let said = [("size", words.number(newest.size).into()), ("time", view.moment(newest.when).into())];
            facts.push(Fact::new(words.text("partners-newest"), without_isolates(&words.with("partners-newest-seen", &said))));
        }
        let held = self.row.held_text(view);
        facts.push(if self.row.held > 0 {
            Fact::marked(words.text("partners-held"), html! { a class="govuk-link" href=(view.href(&record)) { (held) } })
        } else {
            Fact::new(words.text("partners-held"), held)
        });
        if let Some(contact) = followed {
            facts.push(Fact::new(words.text("partners-heard"), contact.reached_ms.map(|at| view.moment(at)).unwrap_or_else(|| "–".to_owned())));
            if contact.failures > 0 {
                facts.push(Fact::new(words.text("partners-tried"), view.moment(contact.tried_ms)));
                facts.push(Fact::new(words.text("partners-next"), view.moment(contact.next_ms)));
                facts.push(Fact::new(words.text("partners-answer"), &contact.answer));
            }
        }
        parts::facts(&facts)
    }

    fn cosignatures(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let mut facts = vec![
            Fact::marked(words.text("partners-received"), self.row.received(view)),
            Fact::marked(words.text("partners-given"), self.row.given(view)),
        ];
        if let Some(contact) = self.row.standing.asked.as_ref().filter(|contact| contact.failures > 0) {
            facts.push(Fact::new(words.text("partners-answer"), &contact.answer));
            facts.push(Fact::new(words.text("partners-next"), view.moment(contact.next_ms)));
        }
        html! { (parts::facts(&facts)) p class="govuk-body k-muted" { (words.text("partners-cosigned-means")) } }
    }

    fn taken(&self, view: &View<'_>) -> Markup {
        let (words, Allowance { a_day, in_all }) = (view.words, self.row.allowance);
        let of = |taken: u64, most: u64| {
            let values = [("held", words.number(taken).into()), ("of", words.number(most).into())];
            without_isolates(&words.with("partners-held-of", &values))
        };
        let mebibytes = |bytes: u64| bytes.div_ceil(1 << 20);
        let Standing { today, in_all: taken, .. } = &self.row.standing;
        let facts = [
            Fact::new(words.text("partners-today-entries"), of(today.entries, a_day.entries)),
            Fact::new(words.text("partners-today-bytes"), of(mebibytes(today.bytes), mebibytes(a_day.bytes))),
            Fact::new(words.text("partners-all-bytes"), of(mebibytes(taken.bytes), mebibytes(in_all.bytes))),
        ];
        html! { p class="govuk-body" { (words.text("partners-taken-text")) } (parts::facts(&facts)) }
    }

    fn faults(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let faults = &self.row.standing.faults;
        if faults.is_empty() && self.row.evidence.is_empty() {
            return html! { p class="govuk-body" { (words.text("partners-no-faults")) } };
        }
        html! {
            @if !self.row.evidence.is_empty() {
                p class="govuk-body" { (words.text("partners-evidence")) @for row in &self.row.evidence { " " (view.entry_link(*row)) } }
            }
            @for fault in faults {
                h3 class="govuk-heading-s" { (view.word("partners-fault", &fault.kind)) }
                p class="govuk-body" { bdi lang="en" { (fault.what) } }
                p class="govuk-body k-muted" {
                    (words.with("partners-fault-times", &[
                        ("count", fault.count.into()), ("first", view.moment(fault.first_ms).into()), ("last", view.moment(fault.last_ms).into()),
                    ]))
                }
                @if !fault.evidence.is_empty() {
                    details class="govuk-details" {
                        summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (words.text("partners-fault-evidence")) } }
                        div class="govuk-details__text" { pre class="k-raw" tabindex="0" dir="ltr" { (fault.evidence) } }
                    }
                }
            }
        }
    }
}

impl Shown for One {
    fn frame(&self, view: &View<'_>) -> Frame {
        let partners = Crumb { text: view.words.text("partners-title").into_owned(), path: PATH.to_owned() };
        Frame { title: self.row.title(view), section: Some(Section::Record), trail: vec![partners], ..Frame::default() }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Json]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        html! {
            h1 class="govuk-heading-l" { (self.row.name(view)) }
            @if self.row.state() == State::Forked {
                (parts::notification(&words.text("partners-state-forked"), &html! { p { (words.text("partners-forked-text")) } }))
            }
            (self.identity(view))
            (parts::section(&words.text("partners-copy"), &self.followed(view)))
            (parts::section(&words.text("partners-cosignatures"), &self.cosignatures(view)))
            (parts::section(&words.text("partners-taken"), &self.taken(view)))
            (parts::section(&words.text("partners-faults"), &self.faults(view)))
            (cite(view, self, &self.row.title(view)))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        Some(Document::new("koinon/partner/v1", self.row.json(view)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use node::{Contact, KnownLog, Spent};
    use record::Text;

    fn row(held: u64, standing: Standing) -> Row {
        let partner = Partner {
            origin: "coast.example".parse().unwrap(),
            name: Text::One("Coast".to_owned()),
            url: "https://coast.example".to_owned(),
            vkey: String::new(),
            witness: None,
            mirror: None,
            did: None,
            speaks_for: Vec::new(),
            paused: false,
        };
        Row { row: 1, partner, standing, allowance: Allowance::default(), held, evidence: Vec::new() }
    }

    fn contact(reached_ms: Option<i64>, failures: u32) -> Option<Contact> {
        Some(Contact { name: String::new(), tried_ms: 2, reached_ms, failures, next_ms: 3, answer: String::new() })
    }

    fn newest(size: u64) -> Option<KnownLog> {
        Some(KnownLog { origin: "coast.example".parse().unwrap(), size, root: [0; 32], when: 1, note: String::new() })
    }

    #[test]
    fn the_worst_that_is_so_is_said() {
        let state = |held, standing| row(held, standing).state();
        assert_eq!(state(0, Standing::default()), State::NotYet);
        assert_eq!(state(0, Standing { followed: contact(None, 3), ..Standing::default() }), State::NotYet);
        assert_eq!(state(7, Standing { followed: contact(Some(1), 1), newest: newest(7), ..Standing::default() }), State::Away);
        assert_eq!(state(7, Standing { followed: contact(Some(1), 0), newest: newest(7), ..Standing::default() }), State::Followed);
        assert_eq!(state(6, Standing { followed: contact(Some(1), 0), newest: newest(7), ..Standing::default() }), State::Behind);
        let today = Spent { entries: 10_000, bytes: 1 };
        assert_eq!(state(6, Standing { followed: contact(Some(1), 0), newest: newest(7), today, ..Standing::default() }), State::HeldBack);
        let fork = KeptFault {
            id: 1,
            origin: "coast.example".parse().unwrap(),
            kind: node::FORK.to_owned(),
            what: String::new(),
            evidence: String::new(),
            first_ms: 1,
            last_ms: 1,
            count: 1,
        };
        assert_eq!(state(7, Standing { followed: contact(Some(1), 0), faults: vec![fork], ..Standing::default() }), State::Forked);
        assert_eq!(row(6, Standing { newest: newest(9), ..Standing::default() }).lag(), 3);
    }
}
