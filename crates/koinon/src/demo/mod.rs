//! The demo league: an invented archipelago, seven bodies with a node each ([`bodies`]), and three years of what its governments decided.
//!
//! Everything is invented and says so; the same seed and the same moment give the same statements. Each body declares what it decides itself;
//! the observatory observes the rest. In: statements to publish. Out: publishing them (`commands::demo`).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::Offset;
use record::{Draft, EntryId, Office, Revises};

pub(crate) mod bodies;
mod chance;
mod course;
mod land;
mod powers;
mod register;
mod statements;
mod words;

use bodies::Body;
use chance::Chance;
use statements::{Calendar, Telling};

/// The seed that `koinon demo` uses.
pub(crate) const SEED: u64 = 20_261;

/// Statements that were said together by one office.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    /// When, by the story; rising from batch to batch, never after the moment that it was told for.
    pub(crate) at: Timestamp,
    /// By whom.
    pub(crate) by: Office,
    said: Vec<Said>,
}

#[derive(Clone, Debug)]
struct Said {
    draft: Draft,
    /// The number of the statement that it revises, counted over all batches.
    revises: Option<usize>,
}

impl Batch {
    /// The drafts of this batch. `ids` are those of all statements of the batches before, in order.
    pub(crate) fn drafts(&self, ids: &[EntryId]) -> Vec<Draft> {
        let revises = |number: usize| match ids.get(number) {
            Some(id) => Revises::Entry(*id),
            None => Revises::Line(number - ids.len() + 1),
        };
        self.said.iter().map(|said| Draft { revises: said.revises.map(revises), ..said.draft.clone() }).collect()
    }
}

/// The whole story up to `now` as each body tells it, in the order of [`bodies::all`]: batches to publish one after the other, each at its own time.
pub(crate) fn stories(seed: u64, now: Timestamp) -> Vec<(&'static Body, Vec<Batch>)> {
    let (tellings, calendar) = story(seed, now);
    bodies::all().map(|body| (body, batches(tellings.iter().filter(|telling| telling.speaker == body), calendar, now))).collect()
}

fn batches<'t>(tellings: impl Iterator<Item = &'t Telling>, calendar: Calendar, now: Timestamp) -> Vec<Batch> {
    let mut heads: BTreeMap<&str, usize> = BTreeMap::new();
    let mut batches: Vec<Batch> = Vec::new();
    for (number, telling) in tellings.enumerate() {
        let at = moment(calendar, telling, now);
        let Some((draft, office)) = draft(telling) else { continue };
        let said = Said { draft, revises: heads.insert(&telling.subject, number) };
        match batches.last_mut().filter(|batch| batch.by == office && batch.at == at) {
            Some(batch) => batch.said.push(said),
            None => batches.push(Batch { at, by: office, said: vec![said] }),
        }
    }
    batches
}

/// All that was said until `now`, in order.
fn story(seed: u64, now: Timestamp) -> (Vec<Telling>, Calendar) {
    let today = Offset::UTC.to_datetime(now).date();
    let calendar = Calendar { first: today.saturating_sub(jiff::Span::new().days(course::DAYS - 1)) };
    let first_day = i32::from(calendar.first.day_of_year());
    let places = land::places(seed);
    let mut tellings: Vec<Telling> = bodies::all().flat_map(|body| register::tellings(body, &places, calendar)).collect();
    for place in &places {
        let mut chance = Chance::named(seed, &format!("{}-said", place.code));
        let gaps = register::gaps(&place.code);
        let spells: Vec<_> = course::spells(seed, place, first_day)
            .into_iter()
            .filter(|spell| !gaps.iter().any(|(from, until)| (*from..*until).contains(&spell.from)))
            .collect();
        for (at, spell) in spells.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| spells.get(at));
            let before = before
                .filter(|before| (before.instrument, before.population, before.until) == (spell.instrument, spell.population, Some(spell.from)));
            tellings.extend(statements::of_spell(&mut chance, calendar, place, spell, before));
            if chance.happens(2) {
                tellings.extend(statements::mistake(&mut chance, calendar, place, spell));
            }
        }
    }
    tellings.retain(|telling| telling.day < course::DAYS);
    for telling in &mut tellings {
        telling.day = recorded_on(telling.day);
    }
    // Stable: what one place said about one subject keeps its order.
    tellings.sort_by_key(|telling| (telling.day, telling.office != register::OFFICE, telling.office));
    (tellings, calendar)
}

/// Records were written every other week at first, and daily of late: each time is one commit, and a demo must start at once.
fn recorded_on(day: i32) -> i32 {
    let daily_from = course::DAYS - 63;
    if day >= daily_from { day } else { ((day + 13) / 14 * 14).min(daily_from) }
}

/// Each office has its hour; today's words are said before now.
fn moment(calendar: Calendar, telling: &Telling, now: Timestamp) -> Timestamp {
    let hour = match telling.office {
        register::OFFICE => 7,
        "office:bulletins" | "office:civil-protection" => 9,
        "office:climate" => 11,
        _ => 15,
    };
    Offset::UTC.to_timestamp(calendar.date(telling.day).at(hour, 30, 0, 0)).unwrap_or(now).min(now)
}

/// None only if a name of the demo itself is malformed, which its tests rule out.
fn draft(telling: &Telling) -> Option<(Draft, Office)> {
    let draft = Draft {
        kind: telling.kind.parse().ok()?,
        subject: Some(telling.subject.parse().ok()?),
        revises: None,
        act: telling.act,
        about: Vec::new(),
        audience: record::Audience::default(),
        body: telling.body.clone(),
    };
    Some((draft, telling.office.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::{Act, Json};
    use std::collections::BTreeSet;

    fn now() -> Timestamp {
        "2026-11-24T10:15:00Z".parse().unwrap()
    }

    fn drafts() -> impl Iterator<Item = Draft> {
        stories(SEED, now()).into_iter().flat_map(|(_, batches)| batches).flat_map(|batch| batch.said).map(|said| said.draft)
    }

    #[test]
    fn the_same_seed_tells_the_same_story() {
        let [one, two] = [(); 2].map(|()| format!("{:?}", stories(SEED, now())));
        assert_eq!(one, two);
        assert_ne!(one, format!("{:?}", stories(SEED + 1, now())));
    }

    #[test]
    fn every_statement_becomes_a_draft_and_passes_its_kind() {
        let (tellings, _) = story(SEED, now());
        assert_eq!(tellings.len(), drafts().count());
        for (body, batches) in stories(SEED, now()) {
            let count: usize = batches.iter().map(|batch| batch.said.len()).sum();
            let expected = if *body == bodies::OBSERVATORY { 1_000..=4_000 } else { 200..=700 };
            assert!(expected.contains(&count), "{}: {count}", body.origin);
        }
        for draft in drafts().filter(|draft| draft.act != Act::Withdraw) {
            let kind = record::Kind::find(league::KINDS, &draft.kind).unwrap();
            assert_eq!((kind.check)(&draft.body), [], "{}", draft.body);
        }
    }

    #[test]
    fn revisions_name_the_statement_before_about_the_same_subject() {
        for (_, batches) in stories(SEED, now()) {
            let mut heads: BTreeMap<String, usize> = BTreeMap::new();
            let mut number = 0;
            let mut at = Timestamp::MIN;
            for batch in batches {
                assert!(batch.at >= at && batch.at <= now());
                at = batch.at;
                for said in &batch.said {
                    let subject = said.draft.subject.as_ref().unwrap().to_string();
                    assert_eq!(said.revises, heads.insert(subject, number));
                    assert!(said.draft.act == Act::State || said.revises.is_some(), "{:?}", said.draft);
                    number += 1;
                }
            }
        }
    }

    #[test]
    fn nothing_is_begun_after_it_was_taken_back() {
        let mut gone = BTreeSet::new();
        for (body, batches) in stories(SEED, now()) {
            for said in batches.into_iter().flat_map(|batch| batch.said) {
                let subject = (body.origin, said.draft.subject.unwrap().to_string());
                assert!(!gone.contains(&subject), "{subject:?}");
                if said.draft.act == Act::Withdraw {
                    gone.insert(subject);
                }
            }
        }
        assert!(!gone.is_empty());
    }

    #[test]
    fn whoever_has_a_node_declares_and_the_observatory_observes_the_others() {
        let with_a_node: BTreeSet<&str> = bodies::all().map(|body| body.place).collect();
        for (body, batches) in stories(SEED, now()) {
            for draft in batches.into_iter().flat_map(|batch| batch.said).map(|said| said.draft) {
                let (place, observed) = (draft.body.get("place").and_then(Json::as_str), draft.body.get("observed"));
                let Some(place) = place.filter(|_| draft.kind.name() == "measure") else { continue };
                assert_eq!(observed.is_none(), place == body.place, "{place} by {}", body.origin);
                let is_read = observed.and_then(|observed| observed.get("source")).and_then(Json::as_str) == Some(statements::GAZETTES);
                assert!(observed.is_none() || is_read || !with_a_node.contains(place), "{place} by {}", body.origin);
                assert!(observed.is_none() || *body == bodies::OBSERVATORY);
            }
        }
    }

    #[test]
    fn the_door_has_nothing_to_warn_of() {
        for draft in drafts() {
            assert_eq!(league::door::personal(draft.kind.name(), &draft.body), [], "{}", draft.body);
        }
    }
}
