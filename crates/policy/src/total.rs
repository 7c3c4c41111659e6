//! What applies to residents, where only who decided it is known: the Oxford tracker's `TOTAL` rule (specs/policy.md a3, f3).
//!
//! Where the upper level's measure is general and at least as strict, it is what applies; else the lower level's own. The flag follows only where the
//! upper one is strictly stricter: of equal levels the lower one's flag stays, as the published files have it.
//!
//! In: levels of two governments for one instrument and population. Out: which place is whose parent (`register`).

use crate::cell::{Known, Step};
use crate::words::Flag;

/// What applies under `upper`, where `lower` is what was decided below. `is_flagged`: whether the instrument has a flag; without one, every level
/// above 0 is general. Where the upper level says nothing for this population, the lower one's stays; where the lower one is unknown, so is this.
pub fn applied(upper: Option<Known>, lower: Option<Known>, is_flagged: bool) -> Option<Known> {
    let lower = lower?;
    match upper {
        Some(upper) if is_general(upper, is_flagged) && upper.level > lower.level => Some(upper),
        // Equal levels: the same value, and the lower one's flag.
        _ => Some(lower),
    }
}

/// What applies along time: steps by rising day of both, through [`applied`].
pub fn applied_steps(upper: &[Step], lower: &[Step], is_flagged: bool) -> Vec<(i32, Option<Known>)> {
    let mut days: Vec<i32> = upper.iter().chain(lower).map(|step| step.from).collect();
    days.sort_unstable();
    days.dedup();
    let on = |steps: &[Step], day: i32| {
        let at = steps.partition_point(|step| step.from <= day).checked_sub(1)?;
        steps.get(at)?.decided.map(|decided| decided.known)
    };
    let mut applying: Vec<(i32, Option<Known>)> = Vec::new();
    for day in days {
        let known = applied(on(upper, day), on(lower, day), is_flagged);
        if applying.last().map_or(known.is_some(), |(_, last)| *last != known) {
            applying.push((day, known));
        }
    }
    applying
}

fn is_general(known: Known, is_flagged: bool) -> bool {
    known.level > 0 && (!is_flagged || known.flag == Some(Flag::General))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(level: u8, flag: Option<Flag>) -> Option<Known> {
        Some(Known { level, flag })
    }

    #[test]
    fn a_general_rule_from_above_lifts_a_milder_one_and_no_other() {
        let (general, targeted) = (Some(Flag::General), Some(Flag::Targeted));
        assert_eq!(applied(known(3, general), known(2, targeted), true), known(3, general));
        assert_eq!(applied(known(3, targeted), known(2, targeted), true), known(2, targeted));
        assert_eq!(applied(known(2, general), known(2, targeted), true), known(2, targeted), "the flag stays where the levels are equal");
        assert_eq!(applied(known(1, None), known(0, None), false), known(1, None));
        assert_eq!(applied(known(1, general), None, true), None, "unknown stays unknown");
        assert_eq!(applied(None, known(1, general), true), known(1, general));
    }
}
