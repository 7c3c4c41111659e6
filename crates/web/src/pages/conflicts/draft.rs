//! An answer to a finding as a draft: what it pins, and an example for the command line.

use policy::finding::State;
use record::{Act, Draft, Json, Reference, Revises, Sid};
use serde_json::json;

use super::told::{Told, day};
use crate::site::{View, first, last};

/// What is answered.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) state: State,
    pub(crate) why: Option<String>,
    pub(crate) who: Option<String>,
    /// An ISO day.
    pub(crate) until: Option<String>,
}

/// Whether this node speaks for one of the places.
pub(crate) fn is_party(view: &View<'_>, told: &Told) -> bool {
    let speaks_for = |code: &str| view.cut.model.speaks_for(code);
    let is_ours = |code: &String| {
        let place = view.cut.model.register().find(code);
        speaks_for(code) || place.is_some_and(|place| place.same_as.iter().any(|code| speaks_for(code.as_str())))
    };
    told.places.iter().any(is_ours)
}

/// The body of the answer: it pins the statements that were seen.
pub(crate) fn body(view: &View<'_>, told: &Told, entries: &[u32], said: &Said) -> Json {
    let reference = |index: &u32| {
        let entry = view.entry(*index).ok().flatten()?;
        serde_json::to_value(Reference { origin: view.site.node.origin(*index)?, subject: entry.statement.subject, entry: Some(entry.id) }).ok()
    };
    let entries: Vec<Json> = entries.iter().take(policy::limits::ENTRIES_PINNED_MAX).filter_map(reference).collect();
    let places: Vec<&String> = told.places.iter().filter(|code| !code.is_empty()).collect();
    let mut body = json!({
        "finding": told.id, "rule": told.name, "instrument": told.instrument, "places": places, "state": said.state.as_str(),
        "from": first(told.from).unwrap_or_else(|| day(told.from)).to_string(), "entries": entries,
    });
    let population = told.finding().population;
    let more = [
        ("population", (population != "everyone").then(|| population.to_owned())),
        ("why", said.why.clone()),
        ("who", said.who.clone()),
        ("until", said.until.clone()),
        ("to", last(told.until).map(|day| day.to_string())),
    ];
    if let Some(members) = body.as_object_mut() {
        members.extend(more.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into()))));
    }
    body
}

/// The draft; an earlier answer to the same finding is revised.
pub(crate) fn draft(view: &View<'_>, told: &Told, entries: &[u32], said: &Said) -> Option<Draft> {
    let subject: record::SubjectName = format!("finding:{}", told.id).parse().ok()?;
    let head = view.cut.rows.head_at(Sid::of(view.site.origin(), &subject), view.cut.size);
    let revises = head.and_then(|head| view.id(head.index).ok().flatten()).map(Revises::Entry);
    let body = body(view, told, entries, said);
    Some(Draft {
        kind: "finding/v1".parse().ok()?,
        subject: Some(subject),
        revises,
        act: Act::State,
        about: Vec::new(),
        audience: record::Audience::default(),
        body,
    })
}

/// A draft for `koinon publish`, to be filled in.
pub(crate) fn example(view: &View<'_>, told: &Told, entries: &[u32]) -> String {
    let until = view.today.saturating_add(jiff::Span::new().days(30)).to_string();
    let said = Said { state: State::Accepted, why: Some("…".to_owned()), who: None, until: Some(until) };
    let whole = json!({"kind": "finding/v1", "subject": format!("finding:{}", told.id), "body": body(view, told, entries, &said)});
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}
