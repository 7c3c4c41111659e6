//! One body against itself: two of its measures on the same instrument that hold at once (specs/policy.md c4). In an import there are none: runs
//! part the days.

use super::lane::{At, Runs};
use super::{Grade, Interval};
use crate::cell::Whom;
use crate::words::{Flag, Reach};

/// A measure as it is compared with others of its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// First day.
    pub from: i32,
    /// The day after the last.
    pub until: i32,
    /// For whom.
    pub whom: Whom,
    /// Whose decisions.
    pub reach: Reach,
    /// Rank of who says it: measures of different sources are not compared.
    pub rank: u32,
    /// Whether it says that it amends or replaces another one.
    pub is_amending: bool,
    /// What it says.
    pub at: At,
}

impl Act {
    /// Whether both speak to some of the same people on some of the same ground. The rules for vaccinated and not vaccinated do not meet; what holds
    /// for everyone meets both. Two that each hold only in part may be about different parts.
    fn meets(&self, other: &Act) -> bool {
        let for_all = |whom| whom == Whom::Everyone;
        let are_people =
            self.whom == other.whom || ((for_all(self.whom) || for_all(other.whom)) && ![self.whom, other.whom].contains(&Whom::Strictest));
        let is_ground = ![self.at.flag, other.at.flag].iter().all(|flag| *flag == Some(Flag::Targeted));
        (self.reach, self.rank) == (other.reach, other.rank) && are_people && is_ground && !(self.is_amending || other.is_amending)
    }
}

/// What is found among the measures of one place and instrument.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlaps {
    /// At different levels: the stricter counts.
    pub overlaps: Vec<Interval>,
    /// At the same level: the end of one does not end the rule.
    pub duplicates: Vec<Interval>,
}

/// Where measures of one place and instrument hold at once. `acts` in any order; those at level 0 say nothing.
pub fn findings(acts: &[Act]) -> Overlaps {
    let mut acts: Vec<&Act> = acts.iter().filter(|act| act.at.level > 0).collect();
    acts.sort_unstable_by_key(|act| (act.from, act.at.entry));
    // In an import runs part the days: each begins when those before have ended.
    let mut until = i32::MIN;
    let is_apart = |act: &&Act| {
        let begins = until <= act.from;
        until = until.max(act.until);
        begins
    };
    if acts.iter().all(is_apart) {
        return Overlaps::default();
    }
    let mut days: Vec<i32> = acts.iter().flat_map(|act| [act.from, act.until]).collect();
    days.sort_unstable();
    days.dedup();
    let (mut overlaps, mut duplicates) = (Runs::default(), Runs::default());
    let mut coming = acts.iter().peekable();
    let mut active: Vec<&Act> = Vec::new();
    for (day, until) in days.iter().zip(days.iter().skip(1)) {
        active.retain(|act| *day < act.until);
        while let Some(act) = coming.next_if(|act| act.from <= *day) {
            active.push(act);
        }
        for (at, act) in active.iter().enumerate() {
            for other in active.iter().skip(at + 1).filter(|other| act.meets(other)) {
                let (runs, width) = match act.at.level.abs_diff(other.at.level) {
                    0 => (&mut duplicates, 0),
                    apart => (&mut overlaps, i16::from(apart)),
                };
                runs.met((*day, *until), Grade::Note, width, [Some(act.at), Some(other.at)]);
            }
        }
    }
    Overlaps { overlaps: overlaps.end(), duplicates: duplicates.end() }
}

#[cfg(test)]
mod tests {
    use super::super::lane::tests::shown;
    use super::*;
    use crate::words::Mode;

    fn act(level: u8, from: i32, until: i32, whom: Whom) -> Act {
        let at = At { level, flag: Some(Flag::General), mode: Mode::Advisory, entry: u32::from(level) };
        Act { from, until, whom, reach: Reach::Own, rank: 0, is_amending: false, at }
    }

    #[test]
    fn two_measures_that_hold_at_once_overlap_and_of_one_level_are_duplicates() {
        let acts = [act(2, 0, 10, Whom::Everyone), act(3, 5, 12, Whom::Everyone), act(3, 11, 20, Whom::Everyone)];
        let found = findings(&acts);
        assert_eq!((shown(&found.overlaps), shown(&found.duplicates)), ("5-9 note".to_owned(), "11-11 note".to_owned()));
    }

    #[test]
    fn rules_for_different_people_other_sources_other_parts_and_amendments_do_not() {
        let one = act(2, 0, 10, Whom::NotVaccinated);
        let targeted = |act: Act| Act { at: At { flag: Some(Flag::Targeted), ..act.at }, ..act };
        assert_eq!(findings(&[one, act(1, 0, 10, Whom::Vaccinated)]), Overlaps::default());
        assert_eq!(findings(&[one, Act { rank: 1, ..act(1, 0, 10, Whom::NotVaccinated) }]), Overlaps::default());
        assert_eq!(findings(&[targeted(one), targeted(act(1, 0, 10, Whom::NotVaccinated))]), Overlaps::default());
        assert_eq!(findings(&[one, Act { is_amending: true, ..act(1, 0, 10, Whom::NotVaccinated) }]), Overlaps::default());
        assert_eq!(findings(&[one, act(1, 0, 10, Whom::Everyone)]).overlaps.len(), 1, "what holds for everyone meets all");
    }
}
