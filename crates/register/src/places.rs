//! The register: what the places, borders and groups that stand add up to.
//!
//! In: finding a place by any of its codes, what lies above, below and beside it. Out: which statements stand (the caller's cut).
//! Another body's fault is data: a parent that is not known, a circle of parents, a code given twice are named in [`Register::troubles`] and do no
//! harm elsewhere: no walk up or down goes on for ever.

use std::collections::{BTreeMap, BTreeSet};

use record::Facets;

use crate::border::Border;
use crate::code::Code;
use crate::day::Day;
use crate::group::Group;
use crate::limits::ANCESTORS_MAX;
use crate::place::Place;
use crate::powers::{Powers, PowersHere};

/// Places with what connects them, and who may decide what there. A value: built from bodies, never changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    places: BTreeMap<Code, Place>,
    same: BTreeMap<Code, Code>,
    /// What each place is part of, as far as it is known, with half-open days; the latest last.
    parents: BTreeMap<Code, Vec<(Code, i32, i32)>>,
    children: BTreeMap<Code, Vec<Code>>,
    borders: Vec<Border>,
    beside: BTreeMap<Code, Vec<usize>>,
    groups: BTreeMap<Code, Group>,
    pub(crate) powers: PowersHere,
    troubles: Vec<Trouble>,
}

/// What does not fit together in a register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Trouble {
    /// Two statements give one code; the later one is used.
    #[error("`{code}` is stated as a place twice; the later statement is used, withdraw the other")]
    StatedTwice {
        /// The code.
        code: Code,
    },
    /// Two places claim one other code; the first by code keeps it.
    #[error("`{code}` and `{other}` both say that they are `{same_as}`; `{code}` is found by it, correct the other")]
    SameAsTwice {
        /// The place that is found by it.
        code: Code,
        /// The one that is not.
        other: Code,
        /// The code that both claim.
        same_as: Code,
    },
    /// A parent that is not in the register.
    #[error("`{code}` names `{parent}` as its parent, which is not in the register; state it, or correct `parent`")]
    NoSuchParent {
        /// The place.
        code: Code,
        /// What it names.
        parent: Code,
    },
    /// Places that are, one by way of the other, part of themselves.
    #[error("{0}; correct the parent of one of them")]
    Circle(Circle),
    /// More lies above a place than is followed.
    #[error("more than {ANCESTORS_MAX} places lie above `{code}`; what is further up is not read, correct the parent of one of them")]
    TooDeep {
        /// The place.
        code: Code,
    },
    /// A border between two codes of one place.
    #[error("`{code}` touches itself under another code; the border is left out, withdraw it")]
    TouchesItself {
        /// The place.
        code: Code,
    },
}

impl Trouble {
    /// The places that it is about, by the codes of the register.
    pub fn places(&self) -> Vec<&Code> {
        match self {
            Trouble::StatedTwice { code } | Trouble::NoSuchParent { code, .. } | Trouble::TooDeep { code } | Trouble::TouchesItself { code } => {
                vec![code]
            }
            Trouble::SameAsTwice { code, other, .. } => vec![code, other],
            Trouble::Circle(circle) => circle.codes().iter().collect(),
        }
    }
}

/// Places each of which is part of the next, and the last of the first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Circle(Vec<Code>);

impl Circle {
    /// Begins with the lowest code, so that one circle has one form.
    fn of(mut codes: Vec<Code>) -> Circle {
        let lowest = codes.iter().enumerate().min_by_key(|(_, code)| *code).map_or(0, |(at, _)| at);
        codes.rotate_left(lowest);
        Circle(codes)
    }

    /// Its places, each part of the next.
    pub fn codes(&self) -> &[Code] {
        &self.0
    }
}

impl std::fmt::Display for Circle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, (code, next)) in self.0.iter().zip(self.0.iter().cycle().skip(1)).enumerate() {
            let (joint, verb) = if at == 0 { ("", " is part") } else { (", ", "") };
            write!(f, "{joint}`{code}`{verb} of `{next}`")?;
        }
        Ok(())
    }
}

/// What a walk up from a place meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// An end.
    Ends,
    /// The place where it began.
    Circle(Circle),
    /// More than [`ANCESTORS_MAX`] places.
    TooDeep,
}

/// Walks up from `start` by `parents`, which gives what a place is part of, with half-open days; each day has its own way.
pub fn way_up(start: &Code, parents: impl Fn(&Code) -> Vec<(Code, i32, i32)>) -> Way {
    // Each step: the place, the step below it, and the days on which all of this holds.
    let mut steps = vec![(start.clone(), None::<usize>, Facets::EVER, Facets::OPEN)];
    let path = |steps: &[(Code, Option<usize>, i32, i32)], mut at: Option<usize>| {
        let mut codes = Vec::new();
        while let Some((code, below, ..)) = at.and_then(|at| steps.get(at)) {
            codes.push(code.clone());
            at = *below;
        }
        codes.reverse();
        codes
    };
    let mut at = 0;
    while let Some((code, _, from, until)) = steps.get(at).cloned() {
        let below = path(&steps, Some(at));
        for (parent, since, before) in parents(&code) {
            let (from, until) = (from.max(since), until.min(before));
            if from >= until {
                continue;
            }
            if parent == *start {
                return Way::Circle(Circle::of(below));
            }
            // A circle further up is named where it is.
            if !below.contains(&parent) {
                if below.len() > ANCESTORS_MAX {
                    return Way::TooDeep;
                }
                steps.push((parent, Some(at), from, until));
            }
        }
        at += 1;
    }
    Way::Ends
}

/// A place above another one, and on which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Above<'r> {
    /// The wider place.
    pub place: &'r Place,
    /// The first day; [`Facets::EVER`] where it has none.
    pub from_day: i32,
    /// The day after the last; [`Facets::OPEN`] where it has none.
    pub until_day: i32,
}

/// A place beside another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbour<'r> {
    /// Its code; perhaps of a place that the register lacks.
    pub code: &'r Code,
    /// The border between the two.
    pub border: &'r Border,
}

impl Register {
    /// The register of these bodies, in the order in which they were stated.
    pub fn of(
        places: impl IntoIterator<Item = Place>,
        borders: impl IntoIterator<Item = Border>,
        groups: impl IntoIterator<Item = Group>,
    ) -> Register {
        let mut register = Register::default();
        for place in places {
            let code = place.code.clone();
            if register.places.insert(code.clone(), place).is_some() {
                register.troubles.push(Trouble::StatedTwice { code });
            }
        }
        register.name_others();
        register.connect();
        register.set_borders(borders);
        for mut group in groups {
            for member in &mut group.members {
                member.place = register.own_code(&member.place);
            }
            register.groups.insert(group.code.clone(), group);
        }
        register.troubles.sort();
        register
    }

    /// The same register, with who may decide what in its places.
    #[must_use]
    pub fn with_powers(mut self, powers: Powers) -> Register {
        self.powers = PowersHere::of(powers, |code| self.own_code(code));
        self
    }

    fn name_others(&mut self) {
        for (code, place) in &self.places {
            for same_as in &place.same_as {
                match self.same.get(same_as) {
                    None => drop(self.same.insert(same_as.clone(), code.clone())),
                    Some(first) => {
                        let (first, other) = (first.clone(), code.clone());
                        self.troubles.push(Trouble::SameAsTwice { code: first, other, same_as: same_as.clone() });
                    }
                }
            }
        }
    }

    fn connect(&mut self) {
        for (code, place) in &self.places {
            let mut known = Vec::new();
            for (named, from, until) in place.parts_of() {
                match self.find(named.as_str()) {
                    None => self.troubles.push(Trouble::NoSuchParent { code: code.clone(), parent: named.clone() }),
                    Some(parent) => known.push((parent.code.clone(), from, until)),
                }
            }
            if let Some((parent, ..)) = known.last().filter(|(_, _, until)| *until == Facets::OPEN) {
                self.children.entry(parent.clone()).or_default().push(code.clone());
            }
            self.parents.insert(code.clone(), known);
        }
        let mut found = BTreeSet::new();
        for code in self.places.keys() {
            match way_up(code, |code| self.parents.get(code).cloned().unwrap_or_default()) {
                Way::Ends => {}
                Way::Circle(circle) => drop(found.insert(Trouble::Circle(circle))),
                Way::TooDeep => drop(found.insert(Trouble::TooDeep { code: code.clone() })),
            }
        }
        self.troubles.extend(found);
    }

    fn set_borders(&mut self, borders: impl IntoIterator<Item = Border>) {
        let mut of_pair = BTreeMap::new();
        for mut border in borders {
            border.a = self.own_code(&border.a);
            border.b = self.own_code(&border.b);
            match border.a.cmp(&border.b) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => {
                    self.troubles.push(Trouble::TouchesItself { code: border.a });
                    continue;
                }
                std::cmp::Ordering::Greater => std::mem::swap(&mut border.a, &mut border.b),
            }
            of_pair.insert(border.subject(), border);
        }
        self.borders = of_pair.into_values().collect();
        for (number, border) in self.borders.iter().enumerate() {
            self.beside.entry(border.a.clone()).or_default().push(number);
            self.beside.entry(border.b.clone()).or_default().push(number);
        }
    }

    /// The code of the place that has this code; the code itself where the register has none.
    fn own_code(&self, code: &Code) -> Code {
        self.find(code.as_str()).map_or_else(|| code.clone(), |place| place.code.clone())
    }

    /// The place with this code, or with this code among its `same_as`.
    pub fn find(&self, code: &str) -> Option<&Place> {
        self.places.get(code).or_else(|| self.places.get(self.same.get(code)?))
    }

    /// Whether a place has this very code.
    pub fn has(&self, code: &str) -> bool {
        self.places.contains_key(code)
    }

    /// Every place, by code.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.values()
    }

    /// How many places there are.
    pub fn place_count(&self) -> usize {
        self.places.len()
    }

    /// The place that this one is part of, with no last day.
    pub fn parent(&self, code: &str) -> Option<&Place> {
        let (parent, _, until) = self.parents.get(&self.find(code)?.code)?.last()?;
        self.places.get(parent).filter(|_| *until == Facets::OPEN)
    }

    /// What a place is part of, with half-open days; what the register lacks left out.
    pub fn parents(&self, code: &Code) -> &[(Code, i32, i32)] {
        self.parents.get(code).map(Vec::as_slice).unwrap_or_default()
    }

    /// What lies above a place, the nearest first. In a circle each place is named once.
    pub fn ancestors(&self, code: &str) -> Vec<&Place> {
        let mut above: Vec<&Place> = Vec::new();
        let Some(own) = self.find(code) else { return above };
        let mut at = self.parent(code);
        while let Some(place) = at {
            if place.code == own.code || above.iter().any(|known| known.code == place.code) || above.len() >= ANCESTORS_MAX {
                break;
            }
            above.push(place);
            at = self.parent(place.code.as_str());
        }
        above
    }

    /// What lies above a place on a day, the nearest first.
    pub fn ancestors_on(&self, code: &str, day: Day) -> Vec<&Place> {
        let on_the_day = |above: &Above<'_>| (above.from_day..above.until_day).contains(&day.number());
        self.above(code).into_iter().filter(on_the_day).map(|above| above.place).collect()
    }

    /// Everything that ever lies above a place, with its days, the nearest first. In a circle each place is named once.
    pub fn above(&self, code: &str) -> Vec<Above<'_>> {
        let mut above: Vec<Above<'_>> = Vec::new();
        let Some(own) = self.find(code) else { return above };
        let mut turn = vec![(&own.code, Facets::EVER, Facets::OPEN)];
        for _ in 0..ANCESTORS_MAX {
            let mut next = Vec::new();
            for (code, from, until) in turn {
                for (parent, since, before) in self.parents(code) {
                    let (from_day, until_day) = (from.max(*since), until.min(*before));
                    // One place is part of one on each day: whoever is met again on a day is in a circle.
                    let is_known = |known: &Above<'_>| known.place.code == *parent && known.from_day < until_day && from_day < known.until_day;
                    if from_day >= until_day || *parent == own.code || above.iter().any(is_known) {
                        continue;
                    }
                    if let Some(place) = self.places.get(parent) {
                        above.push(Above { place, from_day, until_day });
                        next.push((&place.code, from_day, until_day));
                    }
                }
            }
            turn = next;
        }
        above
    }

    /// The places whose parent is this one, by code.
    pub fn children(&self, code: &str) -> impl Iterator<Item = &Place> {
        let own = self.find(code).map(|place| &place.code);
        own.and_then(|own| self.children.get(own)).into_iter().flatten().filter_map(|child| self.places.get(child))
    }

    /// Every place below this one, each once, level by level; itself never.
    pub fn descendants(&self, code: &str) -> Vec<&Place> {
        let Some(own) = self.find(code) else { return Vec::new() };
        let mut seen = BTreeSet::from([&own.code]);
        let mut below: Vec<&Place> = Vec::new();
        let mut turn: Vec<&Place> = self.children(code).collect();
        while !turn.is_empty() {
            turn.retain(|place| seen.insert(&place.code));
            below.extend(&turn);
            turn = turn.iter().flat_map(|place| self.children(place.code.as_str())).collect();
        }
        below
    }

    /// The places without a known parent, by code.
    pub fn roots(&self) -> impl Iterator<Item = &Place> {
        self.places.values().filter(|place| self.parent(place.code.as_str()).is_none())
    }

    /// The places that touch this one (on `day`, where one is given), by code; one with a land and a sea border appears twice.
    pub fn neighbours(&self, code: &str, day: Option<Day>) -> Vec<Neighbour<'_>> {
        let own = self.find(code).map_or(code, |place| place.code.as_str());
        let numbers = self.beside.get(own).map(Vec::as_slice).unwrap_or_default();
        let mut beside: Vec<Neighbour<'_>> = numbers
            .iter()
            .filter_map(|number| self.borders.get(*number))
            .filter(|border| day.is_none_or(|day| border.is_valid_on(day)))
            .map(|border| Neighbour { code: if border.a.as_str() == own { &border.b } else { &border.a }, border })
            .collect();
        beside.sort_by_key(|neighbour| neighbour.code);
        beside
    }

    /// Every border, by its sides and kind; both sides by the codes of the register.
    pub fn borders(&self) -> &[Border] {
        &self.borders
    }

    /// The group with this code.
    pub fn group(&self, code: &str) -> Option<&Group> {
        self.groups.get(code)
    }

    /// The groups that a place belongs to (on `day`, where one is given), by code.
    pub fn groups_of(&self, code: &str, day: Option<Day>) -> impl Iterator<Item = &Group> {
        let own = self.find(code).map(|place| &place.code);
        self.groups
            .values()
            .filter(move |group| group.members.iter().any(|member| Some(&member.place) == own && day.is_none_or(|day| member.is_valid_on(day))))
    }

    /// Every group, by code; its members by the codes of the register.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values()
    }

    /// What does not fit together: nothing here goes wrong by it, and someone has to put it right.
    pub fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::border::BorderKind;
    use crate::place::Level;
    use proptest::prelude::*;

    fn place(code: &str, parent: Option<&str>, same_as: &[&str]) -> Place {
        let body = serde_json::json!({"code": code, "name": code, "level": "other"});
        let place: Place = serde_json::from_value(body).unwrap();
        Place {
            parent: parent.map(|p| p.parse().unwrap()),
            same_as: same_as.iter().map(|c| c.parse().unwrap()).collect(),
            level: Level::Other,
            ..place
        }
    }

    fn border(a: &str, b: &str) -> Border {
        Border {
            a: a.parse().unwrap(),
            b: b.parse().unwrap(),
            kind: BorderKind::Land,
            length_m: None,
            from: None,
            to: Some("2020-06-30".parse().unwrap()),
            source: None,
            note: None,
            ext: None,
        }
    }

    fn codes<'p>(places: impl IntoIterator<Item = &'p Place>) -> String {
        places.into_iter().map(|place| place.code.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn kingdom() -> Register {
        let places = [
            place("GBR", None, &["GB"]),
            place("UK_ENG", Some("GB"), &["GB-ENG"]),
            place("UK_SCO", Some("GBR"), &[]),
            place("T1", Some("UK_ENG"), &[]),
        ];
        Register::of(places, [border("UK_ENG", "UK_SCO"), border("IRL", "UK_NIR")], [])
    }

    #[test]
    fn a_place_is_found_by_its_other_codes() {
        let register = kingdom();
        assert_eq!(register.find("GB-ENG").unwrap().code.as_str(), "UK_ENG");
        assert_eq!(codes(register.ancestors("T1")), "UK_ENG GBR");
        assert_eq!(codes(register.children("GB")), "UK_ENG UK_SCO");
        assert_eq!(codes(register.descendants("GBR")), "UK_ENG UK_SCO T1");
        assert_eq!(codes(register.roots()), "GBR");
        assert!(register.troubles().is_empty());
    }

    #[test]
    fn neighbours_are_those_of_the_day() {
        let register = kingdom();
        let beside = |code: &str, day: Option<&str>| {
            let found = register.neighbours(code, day.map(|day| day.parse().unwrap()));
            found.iter().map(|n| n.code.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(beside("GB-ENG", Some("2020-06-30")), "UK_SCO");
        assert_eq!(beside("UK_ENG", Some("2020-07-01")), "");
        assert_eq!(beside("UK_NIR", None), "IRL", "a border may lead to a place that the register lacks");
    }

    #[test]
    fn a_circle_of_parents_is_named_and_harms_nothing() {
        let register =
            Register::of([place("A", Some("B"), &[]), place("B", Some("A"), &[]), place("C", Some("A"), &[]), place("D", Some("X"), &[])], [], []);
        let troubles: Vec<String> = register.troubles().iter().map(ToString::to_string).collect();
        assert_eq!(
            troubles,
            [
                "`D` names `X` as its parent, which is not in the register; state it, or correct `parent`",
                "`A` is part of `B`, `B` of `A`; correct the parent of one of them"
            ]
        );
        assert_eq!(codes(register.ancestors("C")), "A B");
        assert_eq!(codes(register.descendants("A")), "B C");
    }

    proptest! {
        #[test]
        fn above_and_below_are_the_same_relation_seen_from_two_sides(parents in prop::collection::vec(prop::option::of(0..12usize), 12)) {
            let name = |n: usize| format!("P{n}");
            let places = parents.iter().enumerate().filter(|(n, p)| Some(*n) != **p).map(|(n, p)| place(&name(n), p.map(name).as_deref(), &[]));
            let register = Register::of(places, [], []);
            for place in register.places() {
                for above in register.ancestors(place.code.as_str()) {
                    prop_assert!(register.descendants(above.code.as_str()).iter().any(|below| below.code == place.code));
                }
                prop_assert!(register.ancestors(place.code.as_str()).iter().all(|above| above.code != place.code));
                prop_assert!(register.descendants(place.code.as_str()).iter().all(|below| below.code != place.code));
            }
        }

        /// Also where places move, and where some of them are in rings: a day's walk by hand meets what `above` says of that day.
        #[test]
        fn each_day_has_its_own_way_up(parents in prop::collection::vec(prop::collection::vec((0..6usize, 1..30i32), 0..4), 6)) {
            let name = |number: usize| format!("P{number}");
            let days = |number: i32| Day::from_number(number).unwrap();
            let places = parents.iter().enumerate().map(|(own, parents)| {
                let mut from = None;
                let mut place = place(&name(own), None, &[]);
                for (parent, length) in parents {
                    let until = from.unwrap_or(0) + length;
                    let (first, last) = (from.map(days), Some(days(until - 1)));
                    place.parents.push(crate::place::Parent { code: name(*parent).parse().unwrap(), from: first, to: last });
                    from = Some(until);
                }
                place
            });
            let register = Register::of(places, [], []);
            for own in register.places() {
                let above = register.above(own.code.as_str());
                for day in 0..60 {
                    let mut expected = Vec::new();
                    let mut at = own;
                    loop {
                        let of_day = at.parts_of().into_iter().find(|(_, from, until)| (*from..*until).contains(&day));
                        let Some(parent) = of_day.and_then(|(code, ..)| register.find(code.as_str())) else { break };
                        if parent.code == own.code || expected.contains(&parent.code.as_str()) {
                            break;
                        }
                        expected.push(parent.code.as_str());
                        at = parent;
                    }
                    let found: Vec<&str> = register.ancestors_on(own.code.as_str(), days(day)).iter().map(|place| place.code.as_str()).collect();
                    prop_assert_eq!(found, expected);
                }
                prop_assert!(above.iter().all(|above| above.place.code != own.code));
            }
        }
    }
}
