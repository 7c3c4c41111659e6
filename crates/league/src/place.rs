//! What applies in a place on a day: its own and what comes from above.

use crate::in_force::Cell;
use crate::model::Cut;
use crate::{Flag, Reach};

/// One instrument in a place, with what each level of government above says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Code of the instrument.
    pub instrument: &'a str,
    /// What applies to people here: the strictest of what is known here and of what holds generally above (specs/policy.md c1).
    /// Absent: unknown.
    pub effective: Option<(u8, Option<Flag>)>,
    /// Code of the place whose rule that is; absent where no one has one.
    pub decided_by: Option<&'a str>,
    /// The place's own cell, if anything is known.
    pub own: Option<Cell<'a>>,
    /// Cells of the places above, nearest first, where anything is known.
    pub above: Vec<Cell<'a>>,
    /// Whether this place and one above give levels that differ while both are known.
    pub differs: bool,
}

/// What applies in `place` on `day`, by code of the instrument. `reach` as in [`crate::in_force::Asked`].
pub fn here<'a>(cut: &Cut<'a>, place: &str, day: i32, reach: Option<Reach>) -> Vec<Line<'a>> {
    let _ = (cut, place, day, reach);
    Vec::new()
}
