//! Who and where: places with levels and parents, borders, groups, and whom we believe first.
//!
//! In: the bodies, their checks, the register that they add up to, CSV import; days, codes and the reading of bodies, which every domain shares.
//! Out: measures and anything else that is said *about* a place (the domains).

pub mod border;
pub mod code;
pub mod day;
pub mod group;
pub mod import;
pub mod limits;
pub mod place;
pub mod places;
pub mod shape;
pub mod sources;

pub use border::{Border, BorderKind};
pub use code::Code;
pub use day::Day;
pub use group::Group;
pub use place::{Level, Place};
pub use places::Register;
pub use sources::Sources;

use record::{Fault, Json, Kind};

/// The kinds of this domain.
pub const KINDS: &[Kind] = &[place::KIND, border::KIND, group::KIND, sources::KIND];

/// The faults that the reading member by member found; where it found none, what serde finds, so that a body that passes is one that can be read.
pub fn and_typed<T: serde::de::DeserializeOwned>(faults: Vec<Fault>, body: &Json) -> Vec<Fault> {
    if faults.is_empty() { record::kind::typed::<T>(body).err().into_iter().collect() } else { faults }
}
