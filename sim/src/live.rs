//! The model of a league behind the node's trait, as the serving node has it: the node sees no domain, `league` sees no node.

use league::{Model, Taken};
use node::Ahead;
use record::{Admission, Fault, Json, Statement, SubjectName};

/// [`league::Model`] as a node's model.
#[derive(Clone, Debug, Default)]
pub struct Live(pub(crate) Model);

impl node::Model for Live {
    fn wants(kind: &str) -> bool {
        Model::wants(kind)
    }

    fn take(&mut self, row: &node::Taken<'_>, body: Option<&Json>) {
        let node::Taken { record, origin, row, subject, kind, standing, facets, .. } = *row;
        self.0.take(&Taken { record, origin, row, subject, kind, standing, facets }, body);
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

struct Before<'a>(&'a Ahead);

impl league::Stated for Before<'_> {
    fn instrument(&self, code: &str) -> Option<&Json> {
        self.0.find("instrument", code)
    }

    fn place(&self, code: &str) -> Option<(&SubjectName, &Json)> {
        self.0.about("place", code).map(|earlier| (&earlier.subject, &earlier.body))
    }

    fn has_coverage(&self, place: &str) -> bool {
        self.0.about("coverage", place).is_some()
    }

    fn has_competence(&self, place: &str) -> bool {
        self.0.about("competence", place).is_some()
    }

    fn has_subject(&self, kind: &str, subject: &str) -> bool {
        self.0.has_subject(kind, subject)
    }
}
