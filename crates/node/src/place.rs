//! Placing: in the writer's thread, in order, in memory. Each statement gets its time, its place, its id and its row, or its job is refused
//! whole; nothing is written here.

use std::collections::BTreeMap;

use jiff::Timestamp;
use record::fold::{Head, Row, apply_understood, fits};
use record::places::OWN;
use record::rows::Rows;
use record::{Act, Admission, EntryId, Fault, Json, Sid, Statement};
use store::Record;

use crate::error::{LineFaults, PublishError, ReadError};
use crate::limits::WARNINGS_MAX;
use crate::model::{Ahead, Held, Model};
use crate::prepare::{AT_BYTES, Prepared, Revised};

/// A statement in its place.
pub(crate) struct Placed {
    pub(crate) statement: Statement,
    pub(crate) bytes: Vec<u8>,
    pub(crate) id: EntryId,
    pub(crate) sid: Sid,
    pub(crate) row: Row,
}

impl Placed {
    /// As the next statement about its subject meets it.
    fn head(&self) -> Head {
        let Row { index, words, facets, .. } = &self.row;
        Head { index: *index, id: self.id, kind: self.statement.kind.clone(), words: *words, facets: facets.clone() }
    }
}

/// One group on its way: what stands before it, and what its jobs added.
pub(crate) struct Placing<'a, M> {
    pub(crate) rows: &'a Rows,
    pub(crate) model: &'a M,
    pub(crate) record: Record<'a>,
    pub(crate) at: Timestamp,
    pub(crate) at_text: [u8; AT_BYTES],
    pub(crate) placed: Vec<Placed>,
    /// Which of `placed` is the head of its subject.
    pub(crate) heads: BTreeMap<Sid, usize>,
    pub(crate) ahead: Ahead,
}

impl<'a, M: Model> Placing<'a, M> {
    /// An empty group behind what is held.
    pub(crate) fn new(held: &'a Held<M>, record: Record<'a>, at: Timestamp, at_text: [u8; AT_BYTES]) -> Placing<'a, M> {
        let Held { rows, model } = held;
        Placing { rows, model, record, at, at_text, placed: Vec::new(), heads: BTreeMap::new(), ahead: Ahead::default() }
    }

    /// Places a job's statements behind those of the jobs before it: all of them, or none. Answers what the door warns of, by line.
    pub(crate) fn job(&mut self, statements: Vec<Prepared>) -> Result<Vec<(usize, Fault)>, PublishError> {
        let before = self.placed.len();
        let mut heads = BTreeMap::new();
        let outcome = self.statements(statements, before, &mut heads);
        self.ahead.end_job(outcome.is_ok());
        match outcome {
            Ok(_) => self.heads.append(&mut heads),
            Err(_) => self.placed.truncate(before),
        }
        outcome
    }

    fn statements(
        &mut self,
        statements: Vec<Prepared>,
        before: usize,
        heads: &mut BTreeMap<Sid, usize>,
    ) -> Result<Vec<(usize, Fault)>, PublishError> {
        let (mut faulty, mut warnings) = (Vec::new(), Vec::new());
        self.placed.reserve(statements.len());
        for mut prepared in statements {
            let line = prepared.line;
            prepared.set_at(self.at, &self.at_text);
            if let Revised::Line(other) = prepared.revised {
                let earlier = before.checked_add(other).and_then(|at| self.placed.get(at.checked_sub(1)?));
                if let Some(earlier) = earlier {
                    let id = earlier.id;
                    prepared.set_revises(id);
                }
            }
            let sid = prepared.sid;
            let of_group = heads.get(&sid).or_else(|| self.heads.get(&sid)).and_then(|at| self.placed.get(*at));
            let head = match of_group {
                Some(placed) => Some(placed.head()),
                None => self.stored_head(sid, &prepared).map_err(|error| PublishError::Failed { what: error.to_string() })?,
            };
            fits(head.as_ref(), &prepared.statement).map_err(|refusal| PublishError::Refused { line, refusal })?;
            prepared.have_body();
            let Admission { faults, warnings: warned } = self.model.admit(&prepared.statement, &self.ahead);
            let room = WARNINGS_MAX.saturating_sub(warnings.len());
            warnings.extend(warned.into_iter().take(room).map(|warning| (line, warning)));
            if !faults.is_empty() {
                faulty.push(LineFaults { line, faults });
            }
            heads.insert(sid, self.placed.len());
            self.place::<M>(prepared, sid, head.as_ref());
        }
        if faulty.is_empty() { Ok(warnings) } else { Err(PublishError::Faults(faulty)) }
    }

    fn place<N: Model>(&mut self, prepared: Prepared, sid: Sid, head: Option<&Head>) {
        let Prepared { mut statement, bytes, understood, .. } = prepared;
        let index = u64::from(self.rows.places().size(OWN)).saturating_add(u64::try_from(self.placed.len()).unwrap_or(u64::MAX));
        let id = EntryId::of(&bytes);
        let row = apply_understood(head, index, &statement, understood);
        if N::wants(statement.kind.name()) && statement.act != Act::Withdraw {
            self.ahead.add(&statement, &row.facets);
        }
        if !N::wants(statement.kind.name()) {
            // Its bytes say it; no one asks for the tree any more, and of an import the trees are most of the memory.
            statement.body = Json::Null;
        }
        self.placed.push(Placed { statement, bytes, id, sid, row });
    }

    /// The head of a subject in the record. What a statement rightly revises was found by its whole id before; only a refusal reads the entry.
    fn stored_head(&self, sid: Sid, prepared: &Prepared) -> Result<Option<Head>, ReadError> {
        let Some(row) = self.rows.head(sid).map(|head| head.index) else { return Ok(None) };
        let id = match (prepared.revised, prepared.statement.revises) {
            (Revised::Row(found), Some(revises)) if found == row => revises,
            _ => {
                let index = self.rows.place(row).map_or(0, |place| place.index);
                let bytes = self.record.entry(index.into())?;
                EntryId::of(&bytes.ok_or_else(|| ReadError::Damaged(format!("entry {index} is missing")))?)
            }
        };
        Ok(self.rows.fold_head(sid, |_| Some(id)))
    }
}
