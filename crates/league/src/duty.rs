//! Whom to ring about an act, and by what right its body acts.
//!
//! In: the office that answers for a place, a measure or an office's words; the act that a competence is asked for. Out: the judgement (`register`).

use record::places::OWN;
use register::powers::{Act, Duty};
use register::{Authority, Day, Stated};

use crate::measures::{Hit, Said};
use crate::model::Cut;

/// The body that acts, and who answers for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Desk<'a> {
    /// The authority; none where no statement says which, or where it is the body whose record this is.
    pub authority: Option<&'a Stated<Authority>>,
    /// The office to ring; none where no one states a contact.
    pub duty: Option<Duty<'a>>,
}

/// The desk of the government of a place.
pub fn in_place<'a>(cut: &Cut<'a>, place: &str, today: Day) -> Desk<'a> {
    // No one act is meant: the desk that signs for all of them.
    of_act(cut, Act { instrument: "", sector: None, place, day: today.number() })
}

/// The desk for a measure: the office `by` which it was said, where it is one of ours and belongs to the body that decided it; else the one that signs for
/// such acts. An office of another's is named alike and is not ours.
pub fn of_measure<'a>(cut: &Cut<'a>, hit: &Hit<'_>, by: &str, today: Day) -> Desk<'a> {
    let of_act = of_act(cut, Act { day: today.number(), ..act(cut, hit) });
    let register = cut.model.register();
    let is_its_own = hit.record == OWN && hit.said == Said::Declared && register.offices_of(hit.place).any(|office| office.body.id.as_str() == by);
    let own = Some(by).filter(|_| is_its_own).and_then(|by| register.duty(by, today));
    Desk { duty: own.or(of_act.duty), ..of_act }
}

/// The desk of the office `by` which something was said.
pub fn of_office<'a>(cut: &Cut<'a>, by: &str, today: Day) -> Desk<'a> {
    let register = cut.model.register();
    let authority = register.office(by).and_then(|office| office.body.authority.as_ref());
    Desk { authority: authority.and_then(|authority| register.authority(authority.as_str())), duty: register.duty(by, today) }
}

/// What a measure does, on its first day: the point that a competence must hold.
pub fn act<'h>(cut: &Cut<'h>, hit: &Hit<'h>) -> Act<'h> {
    let sector = cut.model.instrument(hit.instrument).and_then(|instrument| instrument.sector.as_deref());
    Act { instrument: hit.instrument, sector, place: hit.place, day: hit.from_day }
}

fn of_act<'a>(cut: &Cut<'a>, act: Act<'_>) -> Desk<'a> {
    let register = cut.model.register();
    Desk { authority: register.governing(act.place).next(), duty: register.duty_for(act) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures;
    use crate::sample::{ORIGIN, Told, measure};
    use record::Act as Stating;
    use serde_json::json;

    #[test]
    fn what_we_decided_is_answered_by_the_office_that_said_it_and_what_we_saw_by_the_body_that_decided() {
        let mut told = Told::of("AAA");
        told.place("AAA", "national", None);
        told.place("AAA-1", "regional", Some("AAA"));
        told.say("authority/v1", "authority:one", Stating::State, json!({"names": "Region One", "level": "regional", "places": ["AAA-1"]}));
        for (id, authority) in [("office:main", None), ("office:health", None), ("office:one", Some("authority:one"))] {
            let mut body = json!({"id": id, "names": id, "contact": {"phone": "+999 555 0100"}});
            if let Some(authority) = authority {
                body["authority"] = json!(authority);
            }
            told.say("office/v1", id, Stating::State, body);
        }
        let ours = told.say("measure/v1", "ours", Stating::State, measure("AAA", "C1", 1, "2020-01-01", None, None));
        let seen = told.say("measure/v1", "seen", Stating::State, measure("AAA-1", "C1", 1, "2020-01-01", None, Some("press")));
        let cut = told.cut();
        let today: Day = "2020-02-01".parse().unwrap();
        let rung = |index: u32, by: &str| {
            let desk = of_measure(&cut, &measures::hit(&cut, index).unwrap(), by, today);
            (desk.duty.unwrap().office.body.id.to_string(), desk.authority.map(|authority| authority.subject.to_string()))
        };
        assert_eq!(rung(ours, "office:main"), ("office:main".to_owned(), None));
        assert_eq!(rung(ours, "office:unknown"), ("office:health".to_owned(), None), "the first by name");
        assert_eq!(rung(seen, "office:main"), ("office:one".to_owned(), Some("authority:one".to_owned())), "not whoever reported it");
        assert_eq!(of_office(&cut, "office:one", today).authority.unwrap().subject.as_str(), "authority:one");
        assert_eq!(in_place(&cut, "AAA-1", today).duty.unwrap().office.body.id.as_str(), "office:one");
        assert_eq!(in_place(&cut, "BBB", today), Desk::default());
        assert_eq!(cut.model.register().own().unwrap().0, ORIGIN);
    }
}
