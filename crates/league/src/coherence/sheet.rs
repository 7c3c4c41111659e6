//! One interval of a finding as a row for machines: the columns of every list of findings (specs/policy.md g).

use std::fmt::{Display, Write as _};

use record::Facets;
use register::Day;

use super::Finding;

/// The columns, in this order.
pub const COLUMNS: [&str; 13] =
    ["id", "rule", "instrument", "population", "place_a", "place_b", "from", "to", "days", "level_a", "level_b", "grade", "answer"];

/// The cells of one interval; what is not known or not there is empty.
pub fn cells(finding: &Finding<'_>) -> Vec<String> {
    let mut line = Line::default();
    line.write(finding);
    line.cells().map(str::to_owned).collect()
}

/// The same cells for many intervals, in one room: a list of tens of thousands is written without a text for each.
#[derive(Clone, Debug, Default)]
pub struct Line {
    text: String,
    ends: Vec<usize>,
}

impl Line {
    /// Puts the cells of an interval in place of those before.
    pub fn write(&mut self, finding: &Finding<'_>) {
        self.text.clear();
        self.ends.clear();
        let last = (finding.until != Facets::OPEN).then(|| finding.until.saturating_sub(1));
        let [a, b] = finding.sides;
        self.shown(Some(finding.id));
        [finding.name, finding.instrument, finding.population].into_iter().chain(finding.places).for_each(|cell| self.text(cell));
        self.shown(Day::from_number(finding.from));
        self.shown(last.and_then(Day::from_number));
        self.shown(Some(finding.days));
        self.shown(a.map(|at| at.level));
        self.shown(b.map(|at| at.level));
        self.text(finding.grade.as_str());
        self.text(finding.answer.map_or("", |state| state.as_str()));
    }

    /// The cells, one for each of [`COLUMNS`].
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.text.get(start..*end).unwrap_or_default())
    }

    fn text(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    fn shown(&mut self, cell: Option<impl Display>) {
        let written = cell.map(|cell| write!(self.text, "{cell}"));
        debug_assert!(written.is_none_or(|written| written.is_ok()), "memory takes what is written");
        self.ends.push(self.text.len());
    }
}
