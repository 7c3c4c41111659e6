//! The register: what the places, borders and groups that stand add up to.
//!
//! In: finding a place by any of its codes, what lies above, below and beside it. Out: which statements stand (the caller's cut).
//! Another body's fault is data: a parent that is not known, a circle of parents, a code given twice are named in [`Register::troubles`] and do no
//! harm elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::border::Border;
use crate::code::Code;
use crate::day::Day;
use crate::group::Group;
use crate::limits::ANCESTORS_MAX;
use crate::place::Place;

/// Places with what connects them. A value: built from bodies, never changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    places: BTreeMap<Code, Place>,
    same: BTreeMap<Code, Code>,
    children: BTreeMap<Code, Vec<Code>>,
    borders: Vec<Border>,
    beside: BTreeMap<Code, Vec<usize>>,
    groups: BTreeMap<Code, Group>,
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
    /// A place is, by way of its parents, part of itself.
    #[error("`{code}` is part of itself by way of its parents; correct the `parent` of one of them")]
    Circle {
        /// A place in the circle.
        code: Code,
    },
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
        register.groups = groups.into_iter().map(|group| (group.code.clone(), group)).collect();
        let of_pair: BTreeMap<_, _> = borders.into_iter().map(|border| (border.subject(), border)).collect();
        register.borders = of_pair.into_values().collect();
        for (number, border) in register.borders.iter().enumerate() {
            register.beside.entry(border.a.clone()).or_default().push(number);
            register.beside.entry(border.b.clone()).or_default().push(number);
        }
        register.connect();
        register.troubles.sort();
        register
    }

    fn connect(&mut self) {
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
        for (code, place) in &self.places {
            let Some(named) = &place.parent else { continue };
            match self.find(named.as_str()).map(|parent| parent.code.clone()) {
                None => self.troubles.push(Trouble::NoSuchParent { code: code.clone(), parent: named.clone() }),
                Some(parent) => self.children.entry(parent).or_default().push(code.clone()),
            }
        }
        let circles: Vec<Code> = self.places.keys().filter(|code| self.is_in_circle(code)).cloned().collect();
        self.troubles.extend(circles.into_iter().map(|code| Trouble::Circle { code }));
    }

    fn is_in_circle(&self, code: &Code) -> bool {
        let mut seen = BTreeSet::new();
        let mut at = self.parent(code.as_str());
        while let Some(place) = at {
            if place.code == *code {
                return true;
            }
            if !seen.insert(&place.code) {
                return false;
            }
            at = self.parent(place.code.as_str());
        }
        false
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

    /// The place that this one is part of.
    pub fn parent(&self, code: &str) -> Option<&Place> {
        self.find(self.find(code)?.parent.as_ref()?.as_str())
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

    /// The other places with the same parent, by code.
    pub fn siblings(&self, code: &str) -> Vec<&Place> {
        let Some((own, parent)) = self.find(code).zip(self.parent(code)) else { return Vec::new() };
        self.children(parent.code.as_str()).filter(|place| place.code != own.code).collect()
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

    /// Every border, by its sides and kind.
    pub fn borders(&self) -> &[Border] {
        &self.borders
    }

    /// The group with this code.
    pub fn group(&self, code: &str) -> Option<&Group> {
        self.groups.get(code)
    }

    /// Every group, by code.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values()
    }

    /// What does not fit together.
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
        assert_eq!(codes(register.siblings("GB-ENG")), "UK_SCO");
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
        let troubles: Vec<String> = register.troubles().iter().map(|trouble| trouble.to_string().chars().take(24).collect()).collect();
        assert_eq!(troubles, ["`D` names `X` as its par", "`A` is part of itself by", "`B` is part of itself by"]);
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
    }
}
