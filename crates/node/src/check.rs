//! Saying what publishing would say, without writing: `--dry-run`.

use jiff::Timestamp;
use record::envelope::at_text;
use record::{Draft, Fault, Office};

use crate::error::{PublishError, ReadError};
use crate::model::Model;
use crate::place::Placing;
use crate::prepare::{self, PreparedBatch, Speaker};
use crate::reading::Reading;

impl<M: Model> Reading<M> {
    /// What publishing this batch at `now` would say: the warnings, by line from 1. Nothing is written, and nothing is promised: what stands
    /// may be another by the time that the batch is published. Errors: as publishing, but for those of the node itself.
    pub fn check(&self, drafts: Vec<Draft>, by: &Office, now: Timestamp) -> Result<Vec<(usize, Fault)>, PublishError> {
        let failed = |error: ReadError| PublishError::Failed { what: error.to_string() };
        // Statements carry whole milliseconds.
        let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
        let PreparedBatch { statements, mut warnings, .. } = prepare::prepare(self, drafts, Speaker::Office(by), now, &|_| ())?;
        let at_text = at_text(now).and_then(|text| text.as_bytes().try_into().ok());
        let at_text = at_text.ok_or_else(|| PublishError::Failed { what: format!("the clock shows {now}, which no statement can carry") })?;
        let held = self.held();
        let more = self.pool.read(|record| Ok(Placing::new(&held, record, now, at_text).job(statements)));
        warnings.extend(more.map_err(failed)??);
        warnings.sort_by_key(|(line, _)| *line);
        Ok(warnings)
    }
}
