//! Who is compared with whom: places by number, what lies above, beside and around them.

use std::collections::{BTreeMap, BTreeSet};

use record::Facets;
use register::{Border, Day, Register, day};

use super::Settings;
use crate::model::Cut;
use crate::spans;

/// The places of one cut by number, in the order of their codes, with what connects them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Atlas {
    codes: Vec<String>,
    places: Vec<Around>,
    pairs: BTreeMap<(u32, u32), Touch>,
    /// Days on which the first lies above the second.
    over: BTreeMap<(u32, u32), Days>,
    /// Days on which two are parts of one place; the lower number first.
    together: BTreeMap<(u32, u32), Days>,
    groups: Vec<(String, BTreeMap<u32, Days>)>,
}

/// Days on which something is so: half-open, rising, apart.
pub(crate) type Days = Vec<(i32, i32)>;

/// What is around one place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Around {
    /// Whatever lies above it on any day.
    pub(crate) above: Vec<u32>,
    pub(crate) below: Vec<u32>,
    /// Whatever is part of the same place on any day.
    pub(crate) siblings: Vec<u32>,
    pub(crate) beside: Vec<u32>,
    pub(crate) groups: Vec<u32>,
}

/// How two places touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Touch {
    /// Length on land and by sea, in metres, as far as it is known.
    pub(crate) length_m: Option<i64>,
    /// Days on which they touch.
    pub(crate) days: Days,
}

impl Atlas {
    pub(crate) fn of(cut: &Cut<'_>, settings: &Settings) -> Atlas {
        let register = cut.model.register();
        let borders = settings.instead().borders.as_deref().unwrap_or(register.borders());
        let known = |code: &str| register.find(code).map_or_else(|| code.to_owned(), |place| place.code.to_string());
        let sides = borders.iter().flat_map(|border| [&border.a, &border.b]).map(|code| known(code.as_str()));
        let codes: BTreeSet<String> =
            register.places().map(|place| place.code.to_string()).chain(spans::places(cut).into_iter().map(str::to_owned)).chain(sides).collect();
        let mut atlas = Atlas { codes: codes.into_iter().collect(), ..Atlas::default() };
        atlas.places = vec![Around::default(); atlas.codes.len()];
        for (number, code) in atlas.codes.clone().iter().enumerate() {
            let Ok(number) = u32::try_from(number) else { break };
            let mut over: BTreeMap<u32, Days> = BTreeMap::new();
            for above in register.above(code) {
                // In a circle of parents no one is above another.
                let is_circular = register.above(above.place.code.as_str()).iter().any(|higher| higher.place.code.as_str() == code);
                if let Some(upper) = atlas.find(above.place.code.as_str()).filter(|_| !is_circular) {
                    over.entry(upper).or_default().push((above.from_day, above.until_day));
                }
            }
            let above: Vec<u32> = over.keys().copied().collect();
            atlas.over.extend(over.into_iter().map(|(upper, days)| ((upper, number), joined(days))));
            for upper in &above {
                atlas.around_mut(*upper).into_iter().for_each(|around| around.below.push(number));
            }
            atlas.around_mut(number).into_iter().for_each(|around| around.above.clone_from(&above));
        }
        atlas.join_siblings(register);
        borders.iter().for_each(|border| atlas.touch(&known, border));
        for group in register.groups() {
            let mut members: BTreeMap<u32, Days> = BTreeMap::new();
            for member in &group.members {
                if let Some(place) = atlas.find(&known(member.place.as_str())) {
                    members.entry(place).or_default().push(member.days());
                }
            }
            members.values_mut().for_each(|days| *days = joined(std::mem::take(days)));
            let Ok(number) = u32::try_from(atlas.groups.len()) else { break };
            for member in members.keys() {
                atlas.around_mut(*member).into_iter().for_each(|around| around.groups.push(number));
            }
            atlas.groups.push((group.code.to_string(), members));
        }
        atlas
    }

    /// Puts beside each other what was part of one place on the same days.
    fn join_siblings(&mut self, register: &Register) {
        let mut parts: BTreeMap<&str, Vec<(u32, i32, i32)>> = BTreeMap::new();
        for place in register.places() {
            let Some(number) = self.find(place.code.as_str()) else { continue };
            for (parent, from, until) in register.parents(&place.code) {
                parts.entry(parent.as_str()).or_default().push((number, *from, *until));
            }
        }
        for parts in parts.values() {
            for (at, (one, from, until)) in parts.iter().enumerate() {
                for (other, since, before) in parts.iter().skip(at + 1) {
                    let days = (*from.max(since), *until.min(before));
                    if one != other && days.0 < days.1 {
                        self.together.entry((*one.min(other), *one.max(other))).or_default().push(days);
                    }
                }
            }
        }
        self.together.values_mut().for_each(|days| *days = joined(std::mem::take(days)));
        let pairs: Vec<(u32, u32)> = self.together.keys().copied().collect();
        for (a, b) in pairs {
            for (own, other) in [(a, b), (b, a)] {
                self.around_mut(own).into_iter().for_each(|around| around.siblings.push(other));
            }
        }
    }

    fn touch(&mut self, known: &impl Fn(&str) -> String, border: &Border) {
        let (Some(a), Some(b)) = (self.find(&known(border.a.as_str())), self.find(&known(border.b.as_str()))) else { return };
        if a == b {
            return;
        }
        let touch = self.pairs.entry((a.min(b), a.max(b))).or_default();
        touch.days.push((border.from.map_or(Facets::EVER, Day::number), day::until(border.to)));
        touch.days = joined(std::mem::take(&mut touch.days));
        touch.length_m = border.length_m.map(|metres| metres.saturating_add(touch.length_m.unwrap_or(0))).or(touch.length_m);
        for (own, other) in [(a, b), (b, a)] {
            if let Some(around) = self.around_mut(own).filter(|around| !around.beside.contains(&other)) {
                around.beside.push(other);
            }
        }
    }

    fn around_mut(&mut self, place: u32) -> Option<&mut Around> {
        self.places.get_mut(usize::try_from(place).ok()?)
    }

    fn find(&self, code: &str) -> Option<u32> {
        self.codes.binary_search_by(|known| known.as_str().cmp(code)).ok().and_then(|at| u32::try_from(at).ok())
    }

    /// The number of a place by any of its codes; none where it is not in the atlas.
    pub(crate) fn number(&self, cut: &Cut<'_>, code: &str) -> Option<u32> {
        self.find(cut.model.register().find(code).map_or(code, |place| place.code.as_str()))
    }

    pub(crate) fn code(&self, place: u32) -> Option<&str> {
        self.codes.get(usize::try_from(place).ok()?).map(String::as_str)
    }

    /// The code of a place, or of a group where the number is beyond those of places; empty where there is none.
    pub(crate) fn code_of(&self, number: u32) -> &str {
        let group = |number: usize| self.groups.get(number.checked_sub(self.codes.len())?).map(|(code, _)| code.as_str());
        self.code(number).or_else(|| group(usize::try_from(number).ok()?)).unwrap_or_default()
    }

    /// Every place: number and code.
    pub(crate) fn codes(&self) -> Vec<(u32, &str)> {
        (0..).zip(self.codes.iter().map(String::as_str)).collect()
    }

    pub(crate) fn around(&self, place: u32) -> Option<&Around> {
        self.places.get(usize::try_from(place).ok()?)
    }

    pub(crate) fn between(&self, a: u32, b: u32) -> Option<&Touch> {
        self.pairs.get(&(a.min(b), a.max(b)))
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.pairs.keys().copied()
    }

    pub(crate) fn places(&self) -> impl Iterator<Item = (u32, &Around)> {
        (0..).zip(&self.places)
    }

    pub(crate) fn group_count(&self) -> u32 {
        u32::try_from(self.groups.len()).unwrap_or(u32::MAX)
    }

    /// The members of a group, by number, with the days on which they are.
    pub(crate) fn members(&self, group: u32) -> impl Iterator<Item = (u32, &Days)> {
        let members = usize::try_from(group).ok().and_then(|group| self.groups.get(group)).map(|(_, members)| members);
        members.into_iter().flatten().map(|(place, days)| (*place, days))
    }

    /// The days on which a place lies above another.
    pub(crate) fn over(&self, upper: u32, lower: u32) -> &[(i32, i32)] {
        self.over.get(&(upper, lower)).map_or(&[], Vec::as_slice)
    }

    /// The days on which two places are parts of one.
    pub(crate) fn together(&self, a: u32, b: u32) -> &[(i32, i32)] {
        self.together.get(&(a.min(b), a.max(b))).map_or(&[], Vec::as_slice)
    }

    /// The number under which a group stands beside places.
    pub(crate) fn group_number(&self, group: u32) -> u32 {
        u32::try_from(self.codes.len()).unwrap_or(u32::MAX).saturating_add(group)
    }
}

/// Spans that meet or overlap as one; rising.
fn joined(mut spans: Days) -> Days {
    spans.sort_unstable();
    let mut joined = Days::new();
    for (from, until) in spans {
        match joined.last_mut().filter(|last| from <= last.1) {
            Some(last) => last.1 = last.1.max(until),
            None => joined.push((from, until)),
        }
    }
    joined
}
