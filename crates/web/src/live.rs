//! The model of a league, as the node runs it: the node sees no domain, `league` sees no node, so the two meet here.

use league::{Model, Taken};
use node::Ahead;
use record::{Fault, Json, Statement};

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

    fn admit(&self, statement: &Statement, ahead: &Ahead) -> Vec<Fault> {
        self.0.admit(statement, &|kind, topic| ahead.find(kind, topic))
    }

    fn warn(&self, statement: &Statement) -> Vec<Fault> {
        self.0.warn(statement)
    }
}
