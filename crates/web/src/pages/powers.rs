//! Who may decide, by what right, and whom to ring: blocks of the pages of a measure, an entry and a place.

use league::duty::{self, Desk};
use league::measures::Hit;
use maud::{Markup, html};
use record::Text;
use register::places::Trouble;
use register::powers::{Act, Duty, Lack, Verdict};
use register::{Code, Competence, Day, Stated};
use serde_json::{Value, json};

use crate::limits::POWERS_SHOWN_MAX;
use crate::parts::{self, Column, Contact, Fact, Row, Table};
use crate::site::{View, date, number};
use crate::words::{Language, Words, without_isolates};

/// The desk for a measure, said by the office `by`.
pub(crate) fn desk_of_measure<'v>(view: &View<'v>, hit: &Hit<'_>, by: &str) -> Desk<'v> {
    duty::of_measure(&view.cut, hit, by, today(view))
}

/// The desk of an office.
pub(crate) fn desk_of_office<'v>(view: &View<'v>, by: &str) -> Desk<'v> {
    duty::of_office(&view.cut, by, today(view))
}

/// The desk of a place.
pub(crate) fn desk_in_place<'v>(view: &View<'v>, place: &str) -> Desk<'v> {
    duty::in_place(&view.cut, place, today(view))
}

fn today(view: &View<'_>) -> Day {
    Day::from_number(number(view.today)).unwrap_or(Day::MIN)
}

/// The box with whom to ring; `body` is the name of the body where no statement says another.
pub(crate) fn contact(view: &View<'_>, desk: &Desk<'_>, body: &str) -> Markup {
    let body = desk.authority.map_or_else(|| body.to_owned(), |authority| said(view, &authority.body.names));
    parts::contact(view.words, &body, desk.duty.map(|duty| shown(view, &duty)).as_ref())
}

fn shown(view: &View<'_>, duty: &Duty<'_>) -> Contact {
    let text = |text: &Text| view.words.said(text, view.records_language()).inline();
    let spoken = |tag: &String| Language::from_tag(tag).map_or_else(|| tag.clone(), |language| language.own_name().to_owned());
    Contact {
        office: text(&duty.office.body.names),
        instead_of: duty.instead_of.map(|other| text(&other.body.names)),
        phone: duty.contact.phone.clone(),
        mail: duty.contact.mail.clone(),
        hours: duty.contact.hours.as_ref().map(text),
        languages: duty.contact.languages.iter().map(spoken).collect(),
        path: view.path(&view.entry_path(duty.office.index)),
    }
}

/// The same for machines; null where no one states a contact.
pub(crate) fn contact_json(view: &View<'_>, desk: &Desk<'_>) -> Value {
    desk.duty.map_or(Value::Null, |duty| {
        json!({
            "office": duty.office.body.id,
            "name": duty.office.body.names,
            "instead_of": duty.instead_of.map(|other| &other.body.id),
            "authority": desk.authority.map(|authority| &authority.subject),
            "phone": duty.contact.phone,
            "mail": duty.contact.mail,
            "hours": duty.contact.hours,
            "languages": duty.contact.languages,
            "entry": view.entry_name(duty.office.index),
        })
    })
}

fn said(view: &View<'_>, text: &Text) -> String {
    view.words.said(text, view.records_language()).words.to_owned()
}

/// What a holder is called: an authority by its name, this record by that of its body, another by its origin.
fn holder(view: &View<'_>, holder: &str) -> String {
    let register = view.cut.model.register();
    if let Some(authority) = register.authority(holder) {
        return said(view, &authority.body.names);
    }
    let is_ours = register.own().is_some_and(|(origin, _)| origin == holder);
    if is_ours { own_name(view) } else { holder.to_owned() }
}

/// What the body is called whose record this is.
pub(crate) fn own_name(view: &View<'_>) -> String {
    view.site.node.identity().name.clone()
}

/// The government of a place, by the name of its authority; else of the place.
fn government(view: &View<'_>, place: &str) -> String {
    let authority = view.cut.model.register().governing(place).next();
    authority.map_or_else(|| view.place_name(place), |authority| said(view, &authority.body.names))
}

/// By what right a measure was taken.
pub(crate) fn competence_fact(view: &View<'_>, hit: &Hit<'_>) -> Fact {
    let words = view.words;
    let act = duty::act(&view.cut, hit);
    let (body, place) = (government(view, act.place), view.place_name(act.place));
    let of_body = [("body", body.as_str().into())];
    let of_place = [("place", place.as_str().into())];
    let statement = |stated: &Stated<Competence>| html! { " " (basis(view, stated)) };
    let told = match view.cut.model.register().competence(act) {
        Verdict::Own(stated) => html! { (words.with("power-own", &of_body)) (statement(stated)) },
        Verdict::Shared(stated) => html! { (words.with("power-shared", &of_body)) (statement(stated)) },
        Verdict::None { why, .. } => html! {
            (words.with("power-outside", &of_body)) " " (words.find(&format!("why-{}", why.as_str()), &[]).unwrap_or_default())
            @let others = holders(view, act);
            @if !others.is_empty() { " " (words.with("power-held-by", &[("bodies", words.list(&others.iter().map(String::as_str).collect::<Vec<_>>()).into())])) }
        },
        Verdict::Unknown(Lack::NoRegister) => html! { (words.with("power-unknown-register", &of_place)) },
        Verdict::Unknown(Lack::NoAuthority) => html! { (words.with("power-unknown-authority", &of_place)) },
    };
    Fact::marked(words.text("power-label"), told)
}

/// The same for machines.
pub(crate) fn competence_json(view: &View<'_>, hit: &Hit<'_>) -> Value {
    let register = view.cut.model.register();
    let act = duty::act(&view.cut, hit);
    let (verdict, why, by) = match register.competence(act) {
        Verdict::Own(stated) => ("own", None, Some(stated)),
        Verdict::Shared(stated) => ("shared", None, Some(stated)),
        Verdict::None { why, .. } => ("none", Some(why.as_str()), None),
        Verdict::Unknown(Lack::NoRegister) => ("unknown", Some("no_register"), None),
        Verdict::Unknown(Lack::NoAuthority) => ("unknown", Some("no_authority"), None),
    };
    let held_by: Vec<_> = register
        .holding(act)
        .into_iter()
        .map(|stated| json!({"holder": stated.body.holder, "mode": stated.body.mode, "entry": view.entry_name(stated.index)}))
        .collect();
    json!({"verdict": verdict, "why": why, "entry": by.map(|stated| view.entry_name(stated.index)), "held_by": held_by})
}

/// Who holds a competence for an act, each by name, once.
fn holders(view: &View<'_>, act: Act<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for stated in view.cut.model.register().holding(act) {
        let name = holder(view, &stated.body.holder);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What a competence rests on, as a link to the statement.
fn basis(view: &View<'_>, stated: &Stated<Competence>) -> Markup {
    html! { a class="govuk-link" href=(view.href(&view.entry_path(stated.index))) { (view.words.said(&stated.body.basis, view.records_language()).inline()) } }
}

/// Who governs a place, and which groups it is in, on a day.
pub(crate) fn facts_of_place(view: &View<'_>, place: &str, day: Option<Day>) -> Vec<Fact> {
    let words = view.words;
    let register = view.cut.model.register();
    let mut facts = Vec::new();
    let governing: Vec<_> = register.governing(place).collect();
    if !governing.is_empty() {
        let one = |stated: &&Stated<register::Authority>| html! { li { a class="govuk-link" href=(view.href(&view.entry_path(stated.index))) { (words.said(&stated.body.names, view.records_language()).inline()) } } };
        facts.push(Fact::marked(words.text("power-governed"), html! { ul class="govuk-list" { @for stated in &governing { (one(stated)) } } }));
    }
    let groups: Vec<_> = register.groups_of(place, day).collect();
    if !groups.is_empty() {
        let one = |group: &register::Group| html! { li { (words.said(&group.name, view.records_language()).inline()) " " span class="k-muted" { (view.word("group-kind", group.kind.as_str())) } } };
        facts.push(Fact::marked(words.text("power-groups"), html! { ul class="govuk-list" { @for group in &groups { (one(group)) } } }));
    }
    facts
}

/// What does not fit together about a place in the register, and what to do about it.
pub(crate) fn troubles(view: &View<'_>, place: &str) -> Markup {
    let words = view.words;
    let about = |trouble: &&Trouble| trouble.places().iter().any(|code| code.as_str() == place);
    let told: Vec<_> = view.cut.model.register().troubles().iter().filter(about).map(|trouble| told(words, trouble)).collect();
    html! { @for text in told { (parts::notification(&words.text("trouble-title"), &html! { p class="govuk-notification-banner__heading" { (text) } })) } }
}

fn told(words: Words, trouble: &Trouble) -> String {
    let text = |code: &Code| code.to_string();
    let (key, first, second, third) = match trouble {
        Trouble::StatedTwice { code } => ("trouble-stated-twice", text(code), String::new(), String::new()),
        Trouble::SameAsTwice { code, other, same_as } => ("trouble-same-as", text(code), text(other), text(same_as)),
        Trouble::NoSuchParent { code, parent } => ("trouble-no-parent", text(code), text(parent), String::new()),
        Trouble::TooDeep { code } => ("trouble-too-deep", text(code), String::new(), String::new()),
        Trouble::TouchesItself { code } => ("trouble-touches-itself", text(code), String::new(), String::new()),
        Trouble::Circle(circle) => {
            let codes: Vec<&str> = circle.codes().iter().map(Code::as_str).collect();
            ("trouble-circle", words.list(&codes), String::new(), String::new())
        }
    };
    let values = [("place", first.into()), ("other", second.into()), ("code", third.into())];
    words.find(key, &values).unwrap_or_default().into_owned()
}

/// Who may decide what in a place on a day; that nothing says so, where no register is held.
pub(crate) fn section_of_place(view: &View<'_>, place: &str, day: jiff::civil::Date) -> Markup {
    let words = view.words;
    let act = Act { instrument: "", sector: None, place, day: number(day) };
    let in_force = |stated: &&Stated<Competence>| stated.body.scope().has_day(act.day);
    let mut stated: Vec<_> = view.cut.model.register().named_for(act).filter(in_force).collect();
    stated.sort_by_key(|stated| (stated.body.mode, stated.index));
    stated.dedup_by_key(|stated| stated.index);
    let name = view.place_name(place);
    let inner = if stated.is_empty() {
        html! { p class="govuk-body" {
            (words.with("power-none", &[("place", name.into())])) " "
            a class="govuk-link" href=(view.href("/schemas/competence/v1")) { (words.text("power-how")) }
        } }
    } else {
        let columns = ["column-holder", "column-instruments", "column-power", "column-sectors", "column-days", "column-basis"];
        let more = stated.len().saturating_sub(POWERS_SHOWN_MAX);
        html! {
            (parts::table(words, &Table {
                caption: without_isolates(&words.with("power-caption", &[("place", name.into()), ("date", words.date(day).into())])),
                columns: columns.iter().map(|key| Column::words(words.find(key, &[]).unwrap_or_default())).collect(),
                rows: stated.iter().take(POWERS_SHOWN_MAX).map(|stated| row(view, stated)).collect(),
                sorts_in_place: true,
            }))
            @if more > 0 { p class="govuk-body" { (words.with("power-more", &[("count", more.into())])) } }
        }
    };
    parts::section(&words.text("power-title"), &inner)
}

fn row(view: &View<'_>, stated: &Stated<Competence>) -> Row {
    let words = view.words;
    let body = &stated.body;
    let all = |listed: &[String]| listed.iter().any(|word| word == register::competence::ALL);
    let instruments = html! { @if all(&body.instruments) { (words.text("power-all")) } @else { @for (at, word) in body.instruments.iter().enumerate() { @if at > 0 { ", " } bdi { (view.instrument_name(word)) } } } };
    let sectors = html! { @if all(&body.sectors) { (words.text("power-all")) } @else { @for (at, word) in body.sectors.iter().enumerate() { @if at > 0 { ", " } bdi { (word) } } } };
    let scope = body.scope();
    let days = view.span_short(Some(date(scope.from_day)), crate::site::last(scope.until_day));
    Row::new([
        html! { bdi { (holder(view, &body.holder)) } }.into(),
        instruments.into(),
        view.word("holding", body.mode.as_str()).into(),
        sectors.into(),
        days.into(),
        basis(view, stated).into(),
    ])
}
