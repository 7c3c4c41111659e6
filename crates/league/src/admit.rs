//! What our own door finds in places, borders, groups, authorities, competences and offices because of what the record holds.
//!
//! Refused: what would make the tree of places a ring, or an office two. Warned of: codes and subjects that nothing states, since in a crisis the
//! register comes second. In: the body, the register, what stands earlier in the batch. Out: what a body's own check sees (`register`); what another
//! body's record says, which the register contains and names.

use std::collections::BTreeSet;

use record::kind::typed;
use record::{Admission, Fault, Statement, SubjectName};
use register::competence::ALL;
use register::places::{Way, way_up};
use register::powers::Act;
use register::{Authority, Border, Code, Competence, Group, Office, Place, Register};

use crate::model::{Model, Stated};

/// Unknown codes of one list that are warned of one by one.
const CODES_NAMED_MAX: usize = 10;

/// Faults and warnings, with paths below the body. A body that its own check refuses has been told so: nothing is added here.
pub(crate) fn of_register(model: &Model, statement: &Statement, ahead: &impl Stated) -> Admission {
    let (register, body, subject) = (model.register(), &statement.body, &statement.subject);
    let look = Look { model, register, ahead };
    match statement.kind.name() {
        "place" => typed(body).map(|place| look.place(&place, subject)),
        "border" => typed(body).map(|border| look.border(&border)),
        "group" => typed(body).map(|group| look.group(&group)),
        "authority" => typed(body).map(|authority| look.authority(&authority, subject)),
        "competence" => typed(body).map(|competence| look.competence(&competence, subject)),
        "office" => typed(body).map(|office| look.office(&office, subject)),
        _ => return Admission::default(),
    }
    .unwrap_or_default()
}

struct Look<'l, A> {
    model: &'l Model,
    register: &'l Register,
    ahead: &'l A,
}

impl<A: Stated> Look<'_, A> {
    fn place(&self, place: &Place, subject: &SubjectName) -> Admission {
        let mut faults = Vec::new();
        if let Some((other, _)) = self.ahead.place(place.code.as_str()).filter(|(other, _)| *other != subject) {
            faults.push(Fault::new("/code", format!("`{}` is stated already by the subject `{other}`; revise that one", place.code)));
        }
        let path = if place.parent.is_some() { "/parent" } else { "/parents" };
        match way_up(&place.code, |code| self.parts_of(code, place)) {
            Way::Ends => {}
            Way::Circle(circle) => {
                let message =
                    format!("then {circle}, and no place is part of itself; name another parent, or first correct that of one of the others");
                faults.push(Fault::new(path, message));
            }
            Way::TooDeep => {
                let max = register::limits::ANCESTORS_MAX;
                faults.push(Fault::new(path, format!("more than {max} places would lie above `{}`; name a wider place as its parent", place.code)));
            }
        }
        let unknown = place.parts_of().into_iter().filter(|(parent, ..)| !self.has_place(parent, Some(place)));
        let warnings = unknown.map(|(parent, ..)| no_place(path, parent)).collect();
        Admission { faults, warnings }
    }

    /// What a place is part of, by the statement at the door, by those before it in the batch, by what stands.
    fn parts_of(&self, code: &Code, at_the_door: &Place) -> Vec<(Code, i32, i32)> {
        let named = match () {
            () if *code == at_the_door.code => Some(at_the_door.clone()),
            () => match self.ahead.place(code.as_str()) {
                Some((_, body)) => typed::<Place>(body).ok(),
                // By the names that it gives, also of places that nothing states yet: they may be those at the door.
                None => self.register.find(code.as_str()).cloned(),
            },
        };
        let Some(place) = named else { return Vec::new() };
        let own = |code: &Code| match () {
            () if at_the_door.same_as.contains(code) => at_the_door.code.clone(),
            () => self.register.find(code.as_str()).map_or_else(|| code.clone(), |place| place.code.clone()),
        };
        place.parts_of().into_iter().map(|(code, from, until)| (own(code), from, until)).collect()
    }

    fn has_place(&self, code: &Code, at_the_door: Option<&Place>) -> bool {
        let is_this = at_the_door.is_some_and(|place| place.code == *code || place.same_as.contains(code));
        is_this || self.register.find(code.as_str()).is_some() || self.ahead.place(code.as_str()).is_some()
    }

    /// A warning for each code that no place has; the first ones by name.
    fn unknown<'c>(&self, codes: impl IntoIterator<Item = (String, &'c Code)>) -> Vec<Fault> {
        let unknown = codes.into_iter().filter(|(_, code)| !self.has_place(code, None));
        unknown.take(CODES_NAMED_MAX).map(|(path, code)| no_place(&path, code)).collect()
    }

    fn border(&self, border: &Border) -> Admission {
        let own = |code: &Code| self.register.find(code.as_str()).map(|place| place.code.clone());
        let faults = own(&border.a).filter(|a| own(&border.b).as_ref() == Some(a)).map(|place| {
            let message = format!("`{}` and `{}` are one place, `{place}`, which can't touch itself; give another place", border.a, border.b);
            Fault::new("/b", message)
        });
        let warnings = self.unknown([("/a".to_owned(), &border.a), ("/b".to_owned(), &border.b)]);
        Admission { faults: faults.into_iter().collect(), warnings }
    }

    fn group(&self, group: &Group) -> Admission {
        let codes = group.members.iter().enumerate().map(|(at, member)| (format!("/members/{at}"), &member.place));
        Admission { faults: Vec::new(), warnings: self.unknown(codes) }
    }

    fn authority(&self, authority: &Authority, subject: &SubjectName) -> Admission {
        let mut found = Admission { faults: Vec::new(), warnings: self.unknown(listed("/places", &authority.places)) };
        let Some(parent) = &authority.parent else { return found };
        if self.is_below(parent, subject) {
            let message = format!("`{parent}` is this authority, or part of it already; name another one, or leave `parent` out");
            found.faults.push(Fault::new("/parent", message));
        } else if !self.has_authority(parent.as_str()) {
            found.warnings.push(no_authority("/parent", parent.as_str()));
        }
        found
    }

    /// Whether an authority is, by way of its parents, part of another.
    fn is_below(&self, authority: &SubjectName, other: &SubjectName) -> bool {
        let mut seen = BTreeSet::new();
        let mut at = Some(authority);
        while let Some(here) = at.filter(|here| seen.insert(*here)) {
            if here == other {
                return true;
            }
            at = self.register.authority(here.as_str()).and_then(|stated| stated.body.parent.as_ref());
        }
        false
    }

    fn has_authority(&self, subject: &str) -> bool {
        self.register.authority(subject).is_some() || self.ahead.has_subject("authority", subject)
    }

    fn competence(&self, competence: &Competence, subject: &SubjectName) -> Admission {
        let mut warnings = self.unknown(listed("/places", &competence.places));
        let holder = competence.holder.as_str();
        if self.register.own().is_none_or(|(origin, _)| origin != holder) && !self.has_authority(holder) {
            warnings.push(no_authority("/holder", holder));
        }
        for (at, instrument) in competence.instruments.iter().enumerate() {
            warnings.extend(self.instrument(instrument, competence).map(|message| Fault::new(format!("/instruments/{at}"), message)));
        }
        warnings.extend(self.first(competence, subject));
        Admission { faults: Vec::new(), warnings }
    }

    /// What is odd about an instrument of a competence: no one states it, or it lies in none of the sectors. Words in lower case are other acts.
    fn instrument(&self, instrument: &str, competence: &Competence) -> Option<String> {
        let code = instrument.parse::<Code>().ok()?;
        let known = self.model.instrument(code.as_str());
        if known.is_none() && self.ahead.instrument(code.as_str()).is_none() {
            return Some(format!("`{code}` is no instrument that is built in or stated here; correct it, or state it as `instrument/v1`"));
        }
        let sector = known?.sector.as_deref()?;
        (!competence.scope().has_sector(Some(sector)))
            .then(|| format!("`{code}` is in the sector `{sector}`, which is none of `{}`; add it, or give `{ALL}`", competence.sectors.join("`, `")))
    }

    /// From the first competence for a place on, what none names is outside the powers of its governments: said once, while it can be mended.
    fn first(&self, competence: &Competence, subject: &SubjectName) -> Option<Fault> {
        let names_all = competence.instruments.iter().any(|instrument| instrument == ALL) && competence.sectors.iter().any(|sector| sector == ALL);
        let is_first = |place: &&Code| {
            let act = Act { instrument: "", sector: None, place: place.as_str(), day: competence.from.number() };
            let is_held = self.register.named_for(act).any(|stated| stated.subject != *subject);
            !is_held && !self.ahead.has_competence(place.as_str())
        };
        let place = competence.places.iter().find(is_first).filter(|_| !names_all)?;
        let message = format!(
            "this is the first competence for `{place}`: from {} on, what no competence names is outside the powers of those who govern there;              state who holds the rest too, by a competence for the instruments `{ALL}`",
            competence.from
        );
        Some(Fault::new("/instruments", message))
    }

    fn office(&self, office: &Office, subject: &SubjectName) -> Admission {
        let mut found = Admission::default();
        if let Some(other) = self.register.office(office.id.as_str()).filter(|other| other.subject != *subject) {
            found.faults.push(Fault::new("/id", format!("`{}` is stated already by the subject `{}`; revise that one", office.id, other.subject)));
        }
        if let Some(authority) = office.authority.as_ref().filter(|authority| !self.has_authority(authority.as_str())) {
            found.warnings.push(no_authority("/authority", authority.as_str()));
        }
        for (at, power) in office.powers.iter().enumerate() {
            if self.register.stated_competence(power).is_none() && !self.ahead.has_subject("competence", power.as_str()) {
                let message = format!("`{power}` is the subject of no competence that is stated here; state it as `competence/v1`, or correct it");
                found.warnings.push(Fault::new(format!("/powers/{at}"), message));
            }
        }
        if let Some(deputy) = &office.deputy
            && let Some(second) = self.register.office(deputy.office.as_str()).and_then(|other| other.body.deputy.as_ref())
            && second.from <= deputy.to
            && deputy.from <= second.to
        {
            let message = format!(
                "`{}` has a deputy of its own from {} to {}, and deputies don't follow one another; name `{}`, or other days",
                deputy.office, second.from, second.to, second.office
            );
            found.faults.push(Fault::new("/deputy/office", message));
        }
        found
    }
}

fn listed<'c>(path: &str, codes: &'c [Code]) -> impl Iterator<Item = (String, &'c Code)> {
    codes.iter().enumerate().map(move |(at, code)| (format!("{path}/{at}"), code))
}

fn no_place(path: &str, code: &Code) -> Fault {
    Fault::new(path, format!("`{code}` is not in the register, so nothing connects it; state it as `place/v1`, or correct the code"))
}

fn no_authority(path: &str, name: &str) -> Fault {
    let message =
        format!("`{name}` is neither this record nor the subject of an authority that is stated here; state it as `authority/v1`, or correct it");
    Fault::new(path, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Told;
    use proptest::prelude::*;
    use record::{Act, Json};
    use serde_json::json;
    use std::collections::BTreeMap;

    /// What a test's batch stated before.
    #[derive(Default)]
    struct Before(BTreeMap<String, (SubjectName, Json)>);

    impl Stated for Before {
        fn instrument(&self, _: &str) -> Option<&Json> {
            None
        }
        fn place(&self, code: &str) -> Option<(&SubjectName, &Json)> {
            self.0.get(code).map(|(subject, body)| (subject, body))
        }
        fn has_coverage(&self, _: &str) -> bool {
            false
        }
        fn has_competence(&self, _: &str) -> bool {
            false
        }
        fn has_subject(&self, _: &str, _: &str) -> bool {
            false
        }
    }

    fn admit(told: &Told, kind: &str, subject: &str, body: Json, ahead: &impl Stated) -> (Vec<String>, Vec<String>) {
        let statement = told.statement(kind, subject, Act::State, body);
        let shown = |faults: Vec<Fault>| faults.iter().map(ToString::to_string).collect();
        let Admission { faults, warnings } = told.model.admit(&statement, ahead);
        (shown(faults), shown(warnings))
    }

    fn place(code: &str, parent: Option<&str>) -> Json {
        let mut body = json!({"code": code, "name": code, "level": "other"});
        if let Some(parent) = parent {
            body["parent"] = json!(parent);
        }
        body
    }

    fn kingdom() -> Told {
        let mut told = Told::of("AAA");
        for (code, parent) in [("AAA", None), ("AAA-1", Some("AAA")), ("AAA-11", Some("AAA-1"))] {
            told.say("place/v1", &format!("place:{code}"), Act::State, place(code, parent));
        }
        told
    }

    #[test]
    fn a_ring_of_parents_is_refused_with_all_of_it_named() {
        let told = kingdom();
        let (faults, _) = admit(&told, "place/v1", "place:AAA", place("AAA", Some("AAA-11")), &());
        let expected = "`/body/parent`: then `AAA` is part of `AAA-11`, `AAA-11` of `AAA-1`, `AAA-1` of `AAA`, and no place is part of itself; name another \
                        parent, or first correct that of one of the others";
        assert_eq!(faults, [expected]);
        // In one batch, where nothing of it stands yet.
        let before = Before([("B".to_owned(), ("place:B".parse().unwrap(), place("B", Some("C"))))].into());
        let (faults, warnings) = admit(&told, "place/v1", "place:C", place("C", Some("B")), &before);
        assert!(faults[0].contains("`B` is part of `C`, `C` of `B`"), "{faults:?}");
        assert_eq!(warnings, Vec::<String>::new());
        // By another code of the place at the door.
        let mut body = place("AAA", Some("AAA-1"));
        body["same_as"] = json!(["AA"]);
        assert_eq!(admit(&told, "place/v1", "place:AAA", body, &()).0.len(), 1);
    }

    #[test]
    fn a_place_that_changes_its_parent_makes_no_ring_of_days_that_never_meet() {
        let told = kingdom();
        let moved = |from: &str| json!({"code": "AAA", "name": "A", "level": "other", "parents": [{"code": "AAA-1", "from": from}]});
        assert_eq!(admit(&told, "place/v1", "place:AAA", moved("2020-01-01"), &()).0.len(), 1);
        let mut told = kingdom();
        let until = json!({"code": "AAA-1", "name": "A", "level": "other", "parents": [{"code": "AAA", "to": "2019-12-31"}]});
        told.say("place/v1", "place:AAA-1", Act::State, until);
        assert_eq!(admit(&told, "place/v1", "place:AAA", moved("2020-01-01"), &()).0, Vec::<String>::new());
        assert_eq!(admit(&told, "place/v1", "place:AAA", moved("2019-12-31"), &()).0.len(), 1);
    }

    #[test]
    fn one_place_has_one_statement_also_within_a_batch() {
        let told = kingdom();
        let before = Before([("B".to_owned(), ("place:B".parse().unwrap(), place("B", Some("AAA"))))].into());
        let (faults, _) = admit(&told, "place/v1", "second", place("B", Some("AAA-1")), &before);
        assert_eq!(faults, ["`/body/code`: `B` is stated already by the subject `place:B`; revise that one"]);
        assert_eq!(admit(&told, "place/v1", "place:B", place("B", Some("AAA-1")), &before).0, Vec::<String>::new());
    }

    #[test]
    fn a_chain_that_no_one_would_follow_is_refused() {
        let mut told = Told::of("P0");
        let name = |n: usize| format!("P{n}");
        for n in 0..=32 {
            told.say("place/v1", &format!("place:P{n}"), Act::State, place(&name(n), n.checked_sub(1).map(name).as_deref()));
        }
        assert!(told.model.register().troubles().is_empty());
        let (faults, _) = admit(&told, "place/v1", "place:P33", place("P33", Some("P32")), &());
        assert_eq!(faults, ["`/body/parent`: more than 32 places would lie above `P33`; name a wider place as its parent"]);
    }

    #[test]
    fn codes_that_nothing_states_are_warned_of_and_one_place_never_touches_itself() {
        let mut told = kingdom();
        let mut body = place("AAA", None);
        body["same_as"] = json!(["AA"]);
        told.say("place/v1", "place:AAA", Act::State, body);
        let border = |a: &str, b: &str| json!({"a": a, "b": b, "kind": "land"});
        let (faults, warnings) = admit(&told, "border/v1", "x", border("AAA", "BBB"), &());
        assert_eq!((faults.len(), warnings.len()), (0, 1));
        assert!(warnings[0].starts_with("`/body/b`: `BBB` is not in the register"), "{warnings:?}");
        let (faults, _) = admit(&told, "border/v1", "x", border("AA", "AAA"), &());
        assert_eq!(faults, ["`/body/b`: `AA` and `AAA` are one place, `AAA`, which can't touch itself; give another place"]);
        let (_, warnings) = admit(&told, "group/v1", "x", json!({"code": "G", "name": "G", "members": ["AAA", {"place": "X"}]}), &());
        assert_eq!(warnings.len(), 1);
        assert!(warnings[0].starts_with("`/body/members/1`: `X`"), "{warnings:?}");
    }

    fn competence(holder: &str, instruments: &[&str], place: &str) -> Json {
        json!({
            "holder": holder, "instruments": instruments, "sectors": ["*"], "places": [place], "mode": "exclusive", "basis": "Act 1", "from": "2020-01-01"
        })
    }

    #[test]
    fn the_first_competence_of_a_place_says_what_follows_from_it() {
        let mut told = kingdom();
        let (faults, warnings) = admit(&told, "competence/v1", "c1", competence("authority:aaa", &["C8", "C99"], "AAA"), &());
        assert_eq!(faults, Vec::<String>::new());
        let paths: Vec<&str> = warnings.iter().map(|warning| warning.split('`').nth(1).unwrap()).collect();
        assert_eq!(paths, ["/body/holder", "/body/instruments/1", "/body/instruments"]);
        told.say("authority/v1", "authority:aaa", Act::State, json!({"names": "A", "level": "national", "places": ["AAA"]}));
        let (_, warnings) = admit(&told, "competence/v1", "c1", competence("authority:aaa", &["*"], "AAA"), &());
        assert_eq!(warnings, Vec::<String>::new(), "it names all that there is");
        told.say("competence/v1", "c1", Act::State, competence("authority:aaa", &["*"], "AAA"));
        let (_, warnings) = admit(&told, "competence/v1", "c2", competence(crate::sample::ORIGIN, &["C1"], "AAA-1"), &());
        assert_eq!(warnings, Vec::<String>::new(), "a register is held above it");
    }

    #[test]
    fn an_authority_is_no_part_of_itself_and_an_office_has_one_subject() {
        let mut told = kingdom();
        let authority = |parent: Option<&str>| {
            let mut body = json!({"names": "A", "level": "national", "places": ["AAA"]});
            if let Some(parent) = parent {
                body["parent"] = json!(parent);
            }
            body
        };
        told.say("authority/v1", "authority:a", Act::State, authority(None));
        told.say("authority/v1", "authority:b", Act::State, authority(Some("authority:a")));
        let (faults, _) = admit(&told, "authority/v1", "authority:a", authority(Some("authority:b")), &());
        assert_eq!(faults.len(), 1);
        assert_eq!(admit(&told, "authority/v1", "authority:c", authority(Some("authority:x")), &()).1.len(), 1);
        let office = json!({"id": "office:health", "names": "Duty desk", "contact": {"phone": "+999 555 0142", "mail": "duty@health.example"}});
        told.say("office/v1", "office:health", Act::State, office.clone());
        let (faults, _) = admit(&told, "office/v1", "other", office.clone(), &());
        assert_eq!(faults, ["`/body/id`: `office:health` is stated already by the subject `office:health`; revise that one"]);
    }

    #[test]
    fn the_number_of_a_duty_desk_is_there_to_be_read() {
        let told = kingdom();
        let mut body = json!({"id": "office:health", "names": "Desk", "contact": {"phone": "+999 555 0142", "mail": "duty@health.example"}});
        let warned = |body: &Json| Model::warn(&told.statement("office/v1", "x", Act::State, body.clone()));
        assert_eq!(warned(&body), []);
        body["names"] = json!("Jo Doe, +44 20 7946 0958");
        assert_eq!(warned(&body).len(), 1);
    }

    #[test]
    fn deputies_do_not_follow_one_another() {
        let mut told = kingdom();
        let office =
            |id: &str, deputy: &str, from: &str, to: &str| json!({"id": id, "names": "O", "deputy": {"office": deputy, "from": from, "to": to}});
        told.say("office/v1", "office:b", Act::State, office("office:b", "office:c", "2020-01-01", "2020-01-31"));
        assert_eq!(admit(&told, "office/v1", "office:a", office("office:a", "office:b", "2020-01-31", "2020-02-10"), &()).0.len(), 1);
        assert_eq!(admit(&told, "office/v1", "office:a", office("office:a", "office:b", "2020-02-01", "2020-02-10"), &()).0, Vec::<String>::new());
    }

    proptest! {
        /// What the door lets in, one after the other or in one batch, is always a tree.
        #[test]
        fn what_is_admitted_is_a_tree(said in prop::collection::vec((0..8usize, prop::option::of(0..8usize)), 1..40), in_batches: bool) {
            let mut told = Told::of("P0");
            let mut before = Before::default();
            for (own, parent) in said.into_iter().filter(|(own, parent)| Some(*own) != *parent) {
                let (code, subject) = (format!("P{own}"), format!("place:P{own}"));
                let body = place(&code, parent.map(|parent| format!("P{parent}")).as_deref());
                if admit(&told, "place/v1", &subject, body.clone(), &before).0.is_empty() {
                    if in_batches {
                        before.0.insert(code, (subject.parse().unwrap(), body));
                    } else {
                        told.say("place/v1", &subject, Act::State, body);
                    }
                }
            }
            for (subject, body) in before.0.values() {
                told.say("place/v1", subject.as_str(), Act::State, body.clone());
            }
            let circles: Vec<_> = told.model.register().troubles().iter().filter(|trouble| matches!(trouble, register::places::Trouble::Circle(_))).collect();
            prop_assert!(circles.is_empty(), "{circles:?}");
        }
    }
}
