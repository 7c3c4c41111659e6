//! Which answers to a finding count (specs/policy.md g): from a party, on the span that it is for, until one of the statements that its author saw is
//! revised or its day has passed.

use policy::finding::{Answer, State};
use record::RecordNumber;
use record::fold::Standing;

use crate::model::Cut;

/// An answer, and whether it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered<'a> {
    /// The entry that says it.
    pub entry: u32,
    /// What it says.
    pub answer: &'a Answer,
    /// Whether it counts.
    pub counts: Counts,
}

/// Whether an answer counts, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counts {
    /// It does.
    Yes,
    /// It is for another span of days.
    OtherDays,
    /// Its day has passed.
    Passed,
    /// One of the statements that its author saw was revised.
    Revised,
    /// Whoever says it speaks for neither place.
    NotAParty,
}

impl Counts {
    /// The word, as on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Counts::Yes => "yes",
            Counts::OtherDays => "other-days",
            Counts::Passed => "passed",
            Counts::Revised => "revised",
            Counts::NotAParty => "not-a-party",
        }
    }
}

/// The answers to an interval of a finding, the newest first: from `from` until before `until`, of these places.
pub(crate) fn answers<'a>(cut: &Cut<'a>, id: record::Sid, places: [&str; 2], (from, until): (i32, i32), today: i32) -> Vec<Answered<'a>> {
    // Most findings have none: who is a party is then not asked.
    if cut.model.answers(id).next().is_none() {
        return Vec::new();
    }
    let is_party = |record| places.into_iter().filter(|code| !code.is_empty()).any(|code| speaks_for(cut, record, code));
    let counts = |entry: u32, answer: &Answer| {
        let last = register::day::until(answer.to.or(answer.until));
        if until <= answer.from.number() || last <= from {
            Counts::OtherDays
        } else if answer.until.is_some_and(|until| until.number() < today) {
            Counts::Passed
        } else if answer.entries.iter().any(|seen| is_revised(cut, seen)) {
            Counts::Revised
        } else if !is_party(cut.rows.record_of(entry)) {
            Counts::NotAParty
        } else {
            Counts::Yes
        }
    };
    cut.model.answers(id).rev().map(|(entry, answer)| Answered { entry, answer, counts: counts(entry, answer) }).collect()
}

/// The state that counts: of the newest answer that does.
pub(crate) fn state(answers: &[Answered<'_>]) -> Option<State> {
    answers.iter().find(|answered| answered.counts == Counts::Yes).map(|answered| answered.answer.state)
}

/// Whether a record speaks for a place, by any of its codes.
fn speaks_for(cut: &Cut<'_>, record: RecordNumber, code: &str) -> bool {
    crate::measures::codes(cut, code, false).into_iter().any(|code| cut.model.speaks(record, code))
}

/// Whether the words that were seen stand no longer. Of records that are not held here nothing can be told.
fn is_revised(cut: &Cut<'_>, seen: &record::Reference) -> bool {
    let record = cut.rows.places().number(&seen.origin);
    let Some(index) = record.zip(seen.entry).and_then(|(record, id)| cut.rows.index_of(record, id)) else { return false };
    let version = cut.rows.version(index).filter(|version| version.index < cut.size);
    version.is_some_and(|version| !version.is_head_at(cut.size) || version.standing() == Standing::Withdrawn)
}
