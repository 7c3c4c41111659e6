//! The four indices of the Oxford tracker, in hundredths, exactly (specs/policy.md a4, a5).
//!
//! A component scores `u = 60 * (2v - (1 - f)) / N` of 120, a whole number for every N of 2 to 5; an index is the sum over its k components, of which a
//! missing one counts 0, as `sum * 250 / 3k` hundredths, ties to even. It is defined only where enough components are known: the published data's
//! thresholds, which are not the documentation's.
//!
//! In: levels along time, of one place. Out: places, cuts, sources (`league`). Values are computed only where something changes.

use std::fmt;
use std::str::FromStr;

use register::shape;

use crate::cell::{Known, Reading, Spans, Whom, decided_on, level_steps};
use crate::words::{Flag, Reach};

/// The instruments that enter an index, in the order of [`Components`].
pub const COMPONENTS: [&str; 16] = ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "E1", "E2", "H1", "H2", "H3", "H6", "H7", "H8"];

/// A component's highest level, whether it has a flag, and whether it is told apart by vaccination; in the order of [`COMPONENTS`].
/// The same as the pack's, held together by a test, so that the inner loop needs no look-up.
const SCALES: [(u16, bool, bool); 16] = [
    (3, true, true),
    (3, true, true),
    (2, true, true),
    (4, true, true),
    (2, true, true),
    (3, true, true),
    (2, true, true),
    (4, false, true),
    (2, true, false),
    (2, false, false),
    (2, true, false),
    (3, false, false),
    (2, false, false),
    (4, true, true),
    (5, true, false),
    (3, true, true),
];

/// One of the four indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Index {
    /// How far daily life is restricted: C1-C8, H1.
    Stringency,
    /// Restrictions and health measures: C1-C8, H1-H3, H6-H8.
    ContainmentHealth,
    /// All components.
    GovernmentResponse,
    /// E1, E2.
    EconomicSupport,
}

impl Index {
    /// All four.
    pub const ALL: [Index; 4] = [Index::Stringency, Index::ContainmentHealth, Index::GovernmentResponse, Index::EconomicSupport];

    /// Its name in commands and URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Index::Stringency => "stringency",
            Index::ContainmentHealth => "containment-health",
            Index::GovernmentResponse => "government-response",
            Index::EconomicSupport => "economic-support",
        }
    }

    /// Whether it counts the component at this place of [`COMPONENTS`].
    pub fn counts(self, component: usize) -> bool {
        match self {
            Index::Stringency => component < 8 || component == 10,
            Index::ContainmentHealth => component < 8 || (10..16).contains(&component),
            Index::GovernmentResponse => component < 16,
            Index::EconomicSupport => component == 8 || component == 9,
        }
    }

    /// How many components it has: k, by which the sum is divided however many are known.
    pub fn component_count(self) -> u32 {
        match self {
            Index::Stringency => 9,
            Index::ContainmentHealth => 14,
            Index::GovernmentResponse => 16,
            Index::EconomicSupport => 2,
        }
    }

    /// How many of them have to be known (specs/policy.md a5, measured on the published data).
    pub fn known_count_min(self) -> u32 {
        match self {
            Index::Stringency => 8,
            Index::ContainmentHealth => 11,
            Index::GovernmentResponse => 13,
            Index::EconomicSupport => 2,
        }
    }
}

/// Why a text is no index or variant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// No index.
    #[error("`{0}` is no index; give `stringency`, `containment-health`, `government-response` or `economic-support`")]
    Index(String),
    /// No variant.
    #[error("`{0}` is no variant; give `strict`, `non-vaccinated`, `vaccinated` or `simple-average`")]
    Variant(String),
}

impl FromStr for Index {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Index, NameError> {
        Index::ALL.into_iter().find(|index| index.as_str() == text).ok_or_else(|| NameError::Index(shape::clipped(text)))
    }
}

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// For whom an index is computed (specs/policy.md a2, g).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variant {
    /// Everyone's rule, else the one for people who are not vaccinated.
    #[default]
    Strict,
    /// The rule for people who are not vaccinated, else everyone's.
    NonVaccinated,
    /// The rule for people who are vaccinated, else everyone's.
    Vaccinated,
    /// The mean of the two, from rounded values.
    SimpleAverage,
}

impl Variant {
    /// All four.
    pub const ALL: [Variant; 4] = [Variant::Strict, Variant::NonVaccinated, Variant::Vaccinated, Variant::SimpleAverage];

    /// Its name in commands and URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Variant::Strict => "strict",
            Variant::NonVaccinated => "non-vaccinated",
            Variant::Vaccinated => "vaccinated",
            Variant::SimpleAverage => "simple-average",
        }
    }

    /// Whose levels it reads; none for the average, which reads indices. What is not told apart by vaccination is the same in every variant.
    pub fn reads(self, is_by_vaccination: bool) -> &'static [Whom] {
        match self {
            Variant::Strict => &[Whom::Strictest, Whom::Everyone, Whom::NotVaccinated],
            Variant::SimpleAverage => &[],
            _ if !is_by_vaccination => &[Whom::Everyone, Whom::Strictest],
            Variant::NonVaccinated => &[Whom::NotVaccinated, Whom::Everyone],
            Variant::Vaccinated => &[Whom::Vaccinated, Whom::Everyone],
        }
    }
}

impl FromStr for Variant {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Variant, NameError> {
        Variant::ALL.into_iter().find(|variant| variant.as_str() == text).ok_or_else(|| NameError::Variant(shape::clipped(text)))
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A value that holds from its day until the day before the next; none: not defined from there.
pub type IndexStep = (i32, Option<u16>);

/// The scores of a place's components along time, for one variant and reach: steps of `u` of 120; none: missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Components([Vec<(i32, Option<u16>)>; 16]);

impl Components {
    /// Reads the spans of each of [`COMPONENTS`]. `variant` is any but the average, which has no components of its own.
    pub fn read(spans: &[Spans; 16], variant: Variant, reach: Option<Reach>) -> Components {
        let mut components = Components::default();
        for ((scores, spans), (max, is_flagged, is_by_vaccination)) in components.0.iter_mut().zip(spans).zip(SCALES) {
            let steps = level_steps(spans, Reading { whom: variant.reads(is_by_vaccination), reach });
            for step in steps {
                let score = step.decided.and_then(|decided| score(decided.known, max, is_flagged));
                if scores.last().is_none_or(|(_, last)| *last != score) {
                    scores.push((step.from, score));
                }
            }
        }
        components
    }

    /// The index along time: steps by rising day, no two neighbours equal, the first one defined. Hundredths: 8333 is 83.33.
    pub fn index(&self, index: Index) -> Vec<IndexStep> {
        let counted = || self.0.iter().enumerate().filter(|(at, _)| index.counts(*at)).map(|(_, scores)| scores);
        let mut changes: Vec<(i32, usize, Option<u16>)> =
            counted().enumerate().flat_map(|(at, scores)| scores.iter().map(move |(from, score)| (*from, at, *score))).collect();
        changes.sort_unstable_by_key(|(from, at, _)| (*from, *at));
        let (mut now, mut sum, mut known) = ([None; 16], 0_u32, 0_u32);
        let mut steps: Vec<IndexStep> = Vec::new();
        for of_day in changes.chunk_by(|a, b| a.0 == b.0) {
            for (_, at, score) in of_day {
                let Some(before) = now.get_mut(*at) else { continue };
                sum = sum + u32::from(score.unwrap_or(0)) - u32::from(before.unwrap_or(0));
                known = known + u32::from(score.is_some()) - u32::from(before.is_some());
                *before = *score;
            }
            let value = (known >= index.known_count_min()).then(|| half_even(sum * 250, 3 * index.component_count()));
            let Some((day, _, _)) = of_day.first() else { continue };
            if steps.last().map_or(value.is_some(), |(_, last)| *last != value) {
                steps.push((*day, value));
            }
        }
        steps
    }
}

/// An index of one place along time. `spans` are those of each of [`COMPONENTS`], in order.
pub fn index_steps(index: Index, variant: Variant, reach: Option<Reach>, spans: &[Spans; 16]) -> Vec<IndexStep> {
    match variant {
        Variant::SimpleAverage => {
            let of = |variant| Components::read(spans, variant, reach).index(index);
            // For E1 and E2 both are the same, and so is their mean (specs/policy.md a5: one version).
            average(&of(Variant::NonVaccinated), &of(Variant::Vaccinated))
        }
        variant => Components::read(spans, variant, reach).index(index),
    }
}

/// An index of one place on one day. `spans` are those of each of [`COMPONENTS`], in order; such as [`crate::cell::OnDay`] gives will do.
pub fn value_on(index: Index, variant: Variant, reach: Option<Reach>, spans: &[Spans; 16], day: i32) -> Option<u16> {
    let of = |variant: Variant| {
        let (mut sum, mut known) = (0_u32, 0_u32);
        for (at, (spans, (max, is_flagged, is_by_vaccination))) in spans.iter().zip(SCALES).enumerate() {
            let decided = if index.counts(at) { decided_on(spans, Reading { whom: variant.reads(is_by_vaccination), reach }, day) } else { None };
            if let Some(score) = decided.and_then(|decided| score(decided.known, max, is_flagged)) {
                sum += u32::from(score);
                known += 1;
            }
        }
        (known >= index.known_count_min()).then(|| half_even(sum * 250, 3 * index.component_count()))
    };
    match variant {
        Variant::SimpleAverage => of(Variant::NonVaccinated).zip(of(Variant::Vaccinated)).map(|(a, b)| half_even(u32::from(a) + u32::from(b), 2)),
        variant => of(variant),
    }
}

/// How a variant reads a component, by its place in [`COMPONENTS`]: the average reads two ways.
pub fn readings(variant: Variant, reach: Option<Reach>, component: usize) -> [Reading<'static>; 2] {
    let is_by_vaccination = SCALES.get(component).is_some_and(|(_, _, is_by_vaccination)| *is_by_vaccination);
    let (one, other) = match variant {
        Variant::SimpleAverage => (Variant::NonVaccinated, Variant::Vaccinated),
        variant => (variant, variant),
    };
    [one, other].map(|variant| Reading { whom: variant.reads(is_by_vaccination), reach })
}

/// The top of a component's scale, by its place in [`COMPONENTS`], as [`Known::twice_effective`] has it. No level is above it: the door refuses one.
pub fn top(component: usize) -> u16 {
    SCALES.get(component).map_or(u16::MAX, |(max, ..)| 2 * max)
}

/// The mean of two indices along time, from their rounded values, ties to even; defined where both are.
pub fn average(a: &[IndexStep], b: &[IndexStep]) -> Vec<IndexStep> {
    let mut changes: Vec<(i32, bool, Option<u16>)> = a.iter().map(|(from, value)| (*from, false, *value)).collect();
    changes.extend(b.iter().map(|(from, value)| (*from, true, *value)));
    changes.sort_unstable_by_key(|(from, is_b, _)| (*from, *is_b));
    let (mut now_a, mut now_b) = (None, None);
    let mut steps: Vec<IndexStep> = Vec::new();
    for of_day in changes.chunk_by(|a, b| a.0 == b.0) {
        for (_, is_b, value) in of_day {
            if *is_b { now_b = *value } else { now_a = *value }
        }
        let mean = now_a.zip(now_b).map(|(a, b): (u16, u16)| half_even(u32::from(a) + u32::from(b), 2));
        let Some((day, _, _)) = of_day.first() else { continue };
        if steps.last().map_or(mean.is_some(), |(_, last)| *last != mean) {
            steps.push((*day, mean));
        }
    }
    steps
}

/// The score of one component, of 120; none where it is missing: a level above 0 without its flag counts as missing (specs/policy.md a4), and so does
/// one above the scale.
fn score(known: Known, max: u16, is_flagged: bool) -> Option<u16> {
    let level = u16::from(known.level);
    if level > max {
        return None;
    }
    match (level, is_flagged, known.flag) {
        (0, _, _) => Some(0),
        (_, true, None) => None,
        (_, true, Some(Flag::Targeted)) => Some(60 * (2 * level - 1) / max),
        _ => Some(60 * 2 * level / max),
    }
}

/// `number / by`, ties to the even neighbour.
fn half_even(number: u32, by: u32) -> u16 {
    let (whole, rest) = (number / by, number % by);
    let up = match (2 * rest).cmp(&by) {
        std::cmp::Ordering::Less => 0,
        std::cmp::Ordering::Equal => whole & 1,
        std::cmp::Ordering::Greater => 1,
    };
    u16::try_from(whole + up).unwrap_or(u16::MAX)
}

/// A value as it is written: `8333` is `83.33`.
pub fn decimal(hundredths: u16) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_scales_are_the_packs() {
        let of_pack: Vec<_> = crate::pack::pack()
            .instruments()
            .iter()
            .filter(|built| built.is_indexed)
            .map(|built| {
                let scale = (u16::from(built.instrument.level_max()), built.instrument.flag.is_some(), built.is_by_vaccination);
                (built.instrument.code.as_str(), scale)
            })
            .collect();
        assert_eq!(of_pack, COMPONENTS.into_iter().zip(SCALES).collect::<Vec<_>>());
    }

    /// Source: specs/policy.md a5.
    #[test]
    fn indices_count_the_components_of_the_methodology() {
        let counted =
            |index: Index| COMPONENTS.iter().enumerate().filter(|(at, _)| index.counts(*at)).map(|(_, code)| *code).collect::<Vec<_>>().join(" ");
        assert_eq!(counted(Index::Stringency), "C1 C2 C3 C4 C5 C6 C7 C8 H1");
        assert_eq!(counted(Index::ContainmentHealth), "C1 C2 C3 C4 C5 C6 C7 C8 H1 H2 H3 H6 H7 H8");
        assert_eq!(counted(Index::EconomicSupport), "E1 E2");
        for index in Index::ALL {
            assert_eq!(counted(index).split(' ').count(), index.component_count() as usize, "{index}");
        }
    }

    #[test]
    fn a_score_is_a_whole_number_on_every_scale() {
        for max in 2..=5 {
            for twice in 1..=2 * max {
                assert_eq!(60 * twice % max, 0, "level {twice}/2 of {max}");
            }
        }
    }

    #[test]
    fn a_targeted_level_is_half_a_step_below_and_a_missing_flag_is_missing() {
        let known = |level, flag| Known { level, flag };
        assert_eq!(score(known(2, Some(Flag::General)), 3, true), Some(80));
        assert_eq!(score(known(2, Some(Flag::Targeted)), 3, true), Some(60));
        assert_eq!(score(known(2, None), 3, true), None);
        assert_eq!(score(known(2, None), 4, false), Some(60));
        assert_eq!(score(Known::NONE, 3, true), Some(0));
        assert_eq!(score(known(4, Some(Flag::General)), 3, true), None);
    }

    #[test]
    fn ties_go_to_the_even_neighbour() {
        assert_eq!([half_even(5, 2), half_even(7, 2), half_even(10, 4), half_even(11, 4)], [2, 4, 2, 3]);
        assert_eq!(average(&[(0, Some(2)), (4, None)], &[(0, Some(3)), (2, Some(4))]), [(0, Some(2)), (2, Some(3)), (4, None)]);
    }

    proptest! {
        /// Second derivation: each day by itself, in floating point.
        #[test]
        fn an_index_along_time_is_the_index_of_each_day(changes in prop::collection::vec((0..16usize, 0..40i32, prop::option::of(0..=5u16)), 0..120)) {
            let mut components = Components::default();
            let mut sorted = changes;
            sorted.sort_by_key(|(at, day, _)| (*at, *day));
            for (at, day, score) in sorted {
                let scores = &mut components.0[at];
                if scores.last().is_none_or(|(last, before)| *last < day && *before != score.map(|s| s * 24)) {
                    scores.push((day, score.map(|s| s * 24)));
                }
            }
            for index in Index::ALL {
                let steps = components.index(index);
                for day in -1..45 {
                    let on = |steps: &[(i32, Option<u16>)]| steps.iter().rev().find(|(from, _)| *from <= day).and_then(|(_, value)| *value);
                    let scores: Vec<Option<u16>> = (0..16).filter(|at| index.counts(*at)).map(|at| on(&components.0[at])).collect();
                    let known = u32::try_from(scores.iter().flatten().count()).unwrap();
                    let exact = scores.iter().flatten().map(|u| f64::from(*u) * 100.0 / 120.0).sum::<f64>() / f64::from(index.component_count());
                    match on(&steps) {
                        None => prop_assert!(known < index.known_count_min()),
                        Some(value) => prop_assert!((f64::from(value) / 100.0 - exact).abs() <= 0.005 + 1e-9 && known >= index.known_count_min()),
                    }
                }
            }
        }
    }
}
