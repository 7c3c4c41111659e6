//! `group/v1`: places that belong together without one being part of the other: a league, a river basin, twin towns.
//!
//! ```text
//! {"code":"STRAIT","name":"Strait towns","kind":"twin","members":["QMA-01",{"place":"QMB-02","from":"2020-01-01","to":"2024-12-31"}]}
//! ```
//! Subject by custom: `group:STRAIT`. A member without days belongs to it always.

use record::text::Text;
use record::{Facets, Fault, Json, Kind};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::code::Code;
use crate::day::{self, Day};
use crate::limits::{MEMBERS_MAX, NAME_BYTES_MAX};
use crate::shape::{self, Members};

/// What holds a group together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GroupKind {
    /// They agreed to act together.
    League,
    /// One river, lake or coast runs through them.
    Basin,
    /// They are partners, wherever they lie.
    Twin,
    /// Anything else.
    #[default]
    Other,
}

impl GroupKind {
    /// Every word.
    pub const ALL: [GroupKind; 4] = [GroupKind::League, GroupKind::Basin, GroupKind::Twin, GroupKind::Other];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            GroupKind::League => "league",
            GroupKind::Basin => "basin",
            GroupKind::Twin => "twin",
            GroupKind::Other => "other",
        }
    }
}

/// The body of `group/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its code; of its own, beside those of places.
    pub code: Code,
    /// Its name, in one language or several.
    pub name: Text,
    /// What holds it together.
    #[serde(default, skip_serializing_if = "is_other")]
    pub kind: GroupKind,
    /// The places in it; one that left and came back stands there twice.
    pub members: Vec<Member>,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

/// A place in a group, and since when: the code alone where it always belonged to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its code.
    pub place: Code,
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

/// A member with its days, as it stands on the wire.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dated {
    place: Code,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<Day>,
}

impl Member {
    /// Whether it belongs to the group on this day.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Its days, half-open, since 1970-01-01.
    pub fn days(&self) -> (i32, i32) {
        day::span(self.from, self.to)
    }
}

impl Serialize for Member {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.from.is_none() && self.to.is_none() {
            return self.place.serialize(serializer);
        }
        Dated { place: self.place.clone(), from: self.from, to: self.to }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Member {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Member, D::Error> {
        let value = Json::deserialize(deserializer)?;
        let wrong = |error: serde_json::Error| serde::de::Error::custom(error);
        if value.is_object() {
            let Dated { place, from, to } = Dated::deserialize(&value).map_err(wrong)?;
            return Ok(Member { place, from, to });
        }
        Code::deserialize(&value).map(|place| Member { place, from: None, to: None }).map_err(wrong)
    }
}

/// The row of the table of kinds. Facets: topic = code, group = kind, value = how many members.
pub const KIND: Kind = Kind { name: "group", version: 1, is_records_own: false, schema: include_str!("../schemas/group.json"), check, facets };

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    members.need("code", shape::parsed::<Code>);
    members.need("name", |value| shape::text(value, NAME_BYTES_MAX));
    let words = GroupKind::ALL.map(GroupKind::as_str);
    members.may("kind", |value| shape::word::<GroupKind>(value, &words));
    members.need("members", |_| Ok(()));
    let mut seen: Vec<(String, Member)> = Vec::new();
    members.each("members", 1..=MEMBERS_MAX, |value, path, faults| seen.extend(member(value, &path, faults).map(|member| (path, member))));
    members.ext();
    members.end();
    seen.sort_by(|(_, a), (_, b)| (&a.place, a.days()).cmp(&(&b.place, b.days())));
    for (one, next) in seen.iter().zip(seen.iter().skip(1)).filter(|((_, one), (_, next))| one.place == next.place) {
        if next.1.days().0 < one.1.days().1 {
            let message = format!("`{}` is given twice for the same days; give it once, or days that don't overlap", next.1.place);
            faults.push(Fault::new(next.0.clone(), message));
        }
    }
    crate::and_typed::<Group>(faults, body)
}

fn member(value: &Json, path: &str, faults: &mut Vec<Fault>) -> Option<Member> {
    if !value.is_object() {
        let read = shape::parsed(value).map_err(|message| faults.push(Fault::new(path, message))).ok();
        return read.map(|place| Member { place, from: None, to: None });
    }
    let mut members = Members::of(value, path, faults);
    let place = members.need("place", shape::parsed);
    let from = members.may("from", shape::parsed);
    let to = members.may("to", shape::parsed);
    shape::in_order(&mut members, ("from", from), ("to", to));
    members.end();
    place.map(|place| Member { place, from, to })
}

fn facets(body: &Json) -> Facets {
    let Ok(group) = record::kind::typed::<Group>(body) else { return Facets::default() };
    let value = i64::try_from(group.members.len()).unwrap_or(i64::MAX);
    Facets { topic: Some(group.code.to_string()), group: Some(group.kind.as_str().to_owned()), value, ..Facets::default() }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_other(kind: &GroupKind) -> bool {
    *kind == GroupKind::Other
}
