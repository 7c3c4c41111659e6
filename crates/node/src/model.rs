//! What the node hands to the domains, which it does not know: rows of certain kinds, as they come, and questions at the door.

use std::collections::BTreeMap;

use record::fold::Standing;
use record::rows::Rows;
use record::{Facets, Fault, Json, KindName, Sid, Statement, SubjectName};

/// The bodies that everything else refers to, kept in memory, and the rules that need them.
pub trait Model: Default + Send + Sync + 'static {
    /// Whether the bodies of this kind (name without version) are handed to [`Model::take`].
    fn wants(kind: &str) -> bool;
    /// Takes in what a row of a wanted kind says. `body` is of the words that stand; none where no words were ever understood.
    /// Called once for each such row, in record order, also at a start.
    fn take(&mut self, row: &Taken<'_>, body: Option<&Json>);
    /// Faults that only what we hold can show (an unknown instrument, a level above its scale). `ahead`: what stands earlier in the same
    /// group and is not yet taken. Run at our own door only, never again.
    fn admit(&self, statement: &Statement, ahead: &Ahead) -> Vec<Fault>;
    /// What the door warns of but does not refuse (phone numbers and such).
    fn warn(&self, statement: &Statement) -> Vec<Fault>;
}

/// A row of a wanted kind, on its way into the model.
#[derive(Clone, Copy, Debug)]
pub struct Taken<'a> {
    /// Index of the entry.
    pub index: u64,
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

type Layer = BTreeMap<String, BTreeMap<String, Json>>;

impl Ahead {
    /// The newest body of this kind (name without version) with this topic ([`Facets::topic`]).
    pub fn find(&self, kind: &str, topic: &str) -> Option<&Json> {
        [&self.job, &self.group].into_iter().find_map(|layer| layer.get(kind)?.get(topic))
    }

    /// Adds a body of the job that is being placed.
    pub(crate) fn add(&mut self, kind: &str, topic: &str, body: &Json) {
        self.job.entry(kind.to_owned()).or_default().insert(topic.to_owned(), body.clone());
    }

    /// Ends a job: what it added stays where the job `stands`, and is forgotten where it does not.
    pub(crate) fn end_job(&mut self, stands: bool) {
        let job = std::mem::take(&mut self.job);
        if stands {
            for (kind, topics) in job {
                self.group.entry(kind).or_default().extend(topics);
            }
        }
    }
}

/// What we hold: the view of one record.
#[derive(Debug, Default)]
pub struct Held<M> {
    /// One row for each entry.
    pub rows: Rows,
    /// The bodies that everything refers to.
    pub model: M,
}
