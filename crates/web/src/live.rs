//! The model of a league, as the node runs it: the node sees no domain, `league` sees no node, so the two meet here.

use league::{Model, Taken};
use node::Ahead;
use record::{Admission, Fault, Json, Statement};

/// [`league::Model`] behind the node's trait.
#[derive(Clone, Debug, Default)]
pub struct Live(pub Model);

impl node::Model for Live {
    fn wants(kind: &str) -> bool {
        Model::wants(kind)
    }

    fn take(&mut self, row: &node::Taken<'_>, body: Option<&Json>) {
        let node::Taken { index, subject, kind, standing, facets, .. } = *row;
        self.0.take(&Taken { index, subject, kind, standing, facets }, body);
    }

    fn admit(&self, statement: &Statement, ahead: &Ahead) -> Admission {
        self.0.admit(statement, &Before(ahead))
    }

    fn warn(statement: &Statement) -> Vec<Fault> {
        Model::warn(statement)
    }

    fn spoken(statement: &Statement, hear: &mut dyn FnMut(record::search::Spoken<'_>)) {
        league::search::spoken(statement, hear);
    }
}

/// [`node::Ahead`], as the league asks it.
struct Before<'a>(&'a Ahead);

impl league::Stated for Before<'_> {
    fn instrument(&self, code: &str) -> Option<&Json> {
        self.0.find("instrument", code)
    }

    fn has_place(&self, code: &str) -> bool {
        self.0.has("place", code)
    }

    fn has_coverage(&self, place: &str) -> bool {
        self.0.has("coverage", place)
    }
}
