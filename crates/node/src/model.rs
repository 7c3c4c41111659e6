//! What the node hands to the domains, which it does not know: rows of certain kinds, as they come, and questions at the door.

use std::collections::BTreeMap;
use std::sync::Arc;

use record::fold::Standing;
use record::rows::Rows;
use record::search::Spoken;
use record::{Admission, Facets, Fault, Json, KindName, Origin, RecordNumber, Sid, Statement, SubjectName};

/// The bodies that everything else refers to, kept in memory, and the rules that need them.
pub trait Model: Default + Send + Sync + 'static {
    /// Whether the bodies of this kind (name without version) are handed to [`Model::take`].
    fn wants(kind: &str) -> bool;
    /// Takes in what a row of a wanted kind says. `body` is of the words that stand; none where no words were ever understood.
    /// Called once for each such row, in record order, also at a start.
    fn take(&mut self, row: &Taken<'_>, body: Option<&Json>);
    /// What only what we hold can show: faults (an unknown instrument, a level above its scale) and warnings (a place without a register).
    /// `ahead`: what stands earlier in the same group and is not yet taken. Run at our own door only, never again.
    fn admit(&self, statement: &Statement, ahead: &Ahead) -> Admission;
    /// What the statement's own words make the door warn of, without looking at anything else (phone numbers and such).
    fn warn(statement: &Statement) -> Vec<Fault>;
    /// Tells `hear` what of a statement is searched: its texts, names and codes. A function of the statement alone.
    fn spoken(statement: &Statement, hear: &mut dyn FnMut(Spoken<'_>));
}

/// A row of a wanted kind, on its way into the model.
#[derive(Clone, Copy, Debug)]
pub struct Taken<'a> {
    /// Whose record it stands in: 0 is the own.
    pub record: RecordNumber,
    /// That record's origin.
    pub origin: &'a Origin,
    /// Its row.
    pub row: u32,
    /// Its subject's short id.
    pub sid: Sid,
    /// Its subject's name.
    pub subject: &'a SubjectName,
    /// Kind of the entry.
    pub kind: &'a KindName,
    /// How the subject stands after it.
    pub standing: Standing,
    /// Facets of the words that stand.
    pub facets: &'a Facets,
}

/// What is stated earlier in the same group and not yet part of the model: bodies of wanted kinds, by kind and topic.
#[derive(Debug, Default)]
pub struct Ahead {
    group: Layer,
    job: Layer,
}

/// One of them.
#[derive(Debug)]
pub struct Earlier {
    /// Its subject.
    pub subject: SubjectName,
    /// What it says.
    pub body: Json,
}

/// By kind, then by what it is found by.
type Found = BTreeMap<String, BTreeMap<String, Arc<Earlier>>>;

#[derive(Debug, Default)]
struct Layer {
    topics: Found,
    places: Found,
    subjects: Found,
}

impl Ahead {
    /// The newest body of this kind (name without version) with this topic ([`Facets::topic`]).
    pub fn find(&self, kind: &str, topic: &str) -> Option<&Json> {
        self.newest(kind, topic, |layer| &layer.topics).map(|earlier| &earlier.body)
    }

    /// The newest body of this kind (name without version) that is about this place ([`Facets::place`]).
    pub fn about(&self, kind: &str, place: &str) -> Option<&Earlier> {
        self.newest(kind, place, |layer| &layer.places)
    }

    /// Whether a body of this kind (name without version) is stated under this subject.
    pub fn has_subject(&self, kind: &str, subject: &str) -> bool {
        self.newest(kind, subject, |layer| &layer.subjects).is_some()
    }

    fn newest(&self, kind: &str, name: &str, by: impl Fn(&Layer) -> &Found) -> Option<&Earlier> {
        [&self.job, &self.group].into_iter().find_map(|layer| by(layer).get(kind)?.get(name)).map(Arc::as_ref)
    }

    /// Adds what a statement of a wanted kind says in the job that is being placed.
    pub(crate) fn add(&mut self, statement: &Statement, facets: &Facets) {
        let kind = statement.kind.name();
        let earlier = Arc::new(Earlier { subject: statement.subject.clone(), body: statement.body.clone() });
        let found_by = |found: &mut Found, name: &str| {
            found.entry(kind.to_owned()).or_default().insert(name.to_owned(), Arc::clone(&earlier));
        };
        if let Some(topic) = &facets.topic {
            found_by(&mut self.job.topics, topic);
        }
        if let Some(place) = &facets.place {
            found_by(&mut self.job.places, place);
        }
        found_by(&mut self.job.subjects, statement.subject.as_str());
    }

    /// Ends a job: what it added stays where the job `stands`, and is forgotten where it does not.
    pub(crate) fn end_job(&mut self, stands: bool) {
        let Layer { topics, places, subjects } = std::mem::take(&mut self.job);
        if stands {
            for (found, more) in [(&mut self.group.topics, topics), (&mut self.group.places, places), (&mut self.group.subjects, subjects)] {
                more.into_iter().for_each(|(kind, bodies)| found.entry(kind).or_default().extend(bodies));
            }
        }
    }
}

/// What we hold: the view of our record and of those that we copy.
#[derive(Debug, Default)]
pub struct Held<M> {
    /// One row for each entry.
    pub rows: Rows,
    /// The bodies that everything refers to.
    pub model: M,
}
