//! Who and where: places with levels and parents, borders, groups, who may decide what, how to reach them, and whom we believe first.
//!
//! In: the bodies, their checks, the register that they add up to, CSV import; days, codes and the reading of bodies, which every domain shares.
//! Out: measures and anything else that is said *about* a place (the domains).

pub mod authority;
pub mod border;
pub mod code;
pub mod competence;
pub mod day;
pub mod group;
pub mod import;
pub mod limits;
pub mod office;
pub mod place;
pub mod places;
pub mod powers;
pub mod shape;
pub mod sources;

#[cfg(test)]
mod bodies;

pub use authority::{Authority, Rung};
pub use border::{Border, BorderKind};
pub use code::Code;
pub use competence::{Competence, Holding};
pub use day::Day;
pub use group::{Group, GroupKind, Member};
pub use office::{Contact, Office};
pub use place::{Level, Parent, Place};
pub use places::Register;
pub use powers::{Powers, Stated, Verdict};
pub use sources::Sources;

use record::{Fault, Json, Kind};

/// The kinds of this domain.
pub const KINDS: &[Kind] = &[place::KIND, border::KIND, group::KIND, sources::KIND, authority::KIND, competence::KIND, office::KIND];

/// The faults that the reading member by member found; where it found none, what serde finds, so that a body that passes is one that can be read.
pub fn and_typed<T: serde::de::DeserializeOwned>(faults: Vec<Fault>, body: &Json) -> Vec<Fault> {
    if faults.is_empty() { record::kind::typed::<T>(body).err().into_iter().collect() } else { faults }
}
