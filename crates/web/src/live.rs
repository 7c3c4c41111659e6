//! The model of a league, as the node runs it: the node sees no domain, `league` sees no node, so the two meet here; and the words that rules ask for.

use league::{Model, Taken};
use node::Ahead;
use record::{Admission, Fault, Json, Statement, SubjectName};

/// [`league::Model`] behind the node's trait.
#[derive(Clone, Debug, Default)]
pub struct Live(pub Model);

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

/// What rules ask of the words of statements, read from the record.
#[derive(Clone, Copy)]
pub struct Spoken<'r>(pub &'r node::Reading<Live>);

impl league::coherence::Words for Spoken<'_> {
    fn notes(&self, entry: u32) -> Vec<i32> {
        // What can't be read here is named where it is shown; a rule goes by what is there.
        let body = self.0.body(entry).ok().flatten();
        let measure = body.and_then(|body| record::kind::typed::<policy::Measure>(&body).ok());
        measure.and_then(|measure| measure.observed).map_or_else(Vec::new, |observed| observed.notes.iter().map(|note| note.date.number()).collect())
    }

    fn cited(&self, entry: u32) -> Vec<record::Sid> {
        let entry = self.0.entry(entry).ok().flatten();
        let about = entry.map_or_else(Vec::new, |entry| entry.statement.about);
        about.iter().map(|reference| record::Sid::of(&reference.origin, &reference.subject)).collect()
    }
}

/// [`node::Ahead`], as the league asks it.
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
