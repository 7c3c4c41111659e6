//! Who moved first and who followed, over all places (specs/policy.md c6): an order of events, not a cause.

use policy::coherence::Lane;
use policy::coherence::diffusion::{self, Curve, Role, Summary, adoption, role, summary};
use sha2::{Digest as _, Sha256};

use super::Findings;

/// A place that moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adopter<'f> {
    /// Its code.
    pub place: &'f str,
    /// The first day at the level.
    pub day: i32,
    /// Next to its neighbours.
    pub role: Role,
    /// The neighbour that moved first, where one did at all; of equals the lower code.
    pub first: Option<&'f str>,
    /// The statement that says so.
    pub entry: Option<u32>,
}

/// How a level spread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread<'f> {
    /// By day, then by code.
    pub adopters: Vec<Adopter<'f>>,
    /// Places of which something is known and that never moved, by code.
    pub never: Vec<&'f str>,
    /// All together.
    pub summary: Summary,
    /// Mean effective level around the day on which a place's first neighbour moved.
    pub beside: Curve,
    /// The same around days drawn from places that are no neighbours: what the world did anyway. The difference is the only number that speaks of
    /// neighbourhood.
    pub elsewhere: Curve,
    /// How many places are behind each curve.
    pub curve_places: usize,
}

/// Draws of a day from elsewhere for each place.
pub const DRAWS: u32 = 20;

impl Findings {
    /// How a level of at least `threshold` of an instrument spread among the places that `is_meant`.
    pub fn spread(&self, instrument: &str, threshold: u8, is_meant: impl Fn(&str) -> bool) -> Spread<'_> {
        let Some(number) = self.number_of(instrument) else { return Spread::default() };
        let lane = |place: u32| self.lanes.get(&(place, number)).map(|lanes| &lanes.any).filter(|lane| !lane.is_empty());
        let known: Vec<(u32, &str, &Lane)> =
            self.atlas.codes().into_iter().filter(|(_, code)| is_meant(code)).filter_map(|(place, code)| Some((place, code, lane(place)?))).collect();
        let moved = |place: u32| lane(place).and_then(|lane| adoption(lane, threshold));
        let mut spread = Spread::default();
        let mut roles = Vec::new();
        let days: Vec<(u32, i32)> = known.iter().filter_map(|(place, ..)| Some((*place, moved(*place)?))).collect();
        for (place, code, lane) in &known {
            let around = self.atlas.around(*place);
            let beside: Vec<u32> =
                around.map_or(&[][..], |around| &around.beside).iter().copied().filter(|other| self.lanes.contains_key(&(*other, number))).collect();
            let first = beside.iter().filter_map(|other| Some((moved(*other)?, self.atlas.code_of(*other), *other))).min();
            match adoption(lane, threshold) {
                Some(day) => {
                    let role = role(day, &beside.iter().map(|other| moved(*other)).collect::<Vec<_>>());
                    let entry = lane.on(day).map(|at| at.entry);
                    roles.push(role);
                    spread.adopters.push(Adopter { place: code, day, role, first: first.map(|(_, code, _)| code), entry });
                }
                None => spread.never.push(code),
            }
            let Some((first, ..)) = first else { continue };
            spread.beside.add(lane, first);
            spread.curve_places += 1;
            let elsewhere: Vec<i32> = days.iter().filter(|(other, _)| other != place && !beside.contains(other)).map(|(_, day)| *day).collect();
            draw(code, instrument, &elsewhere).for_each(|day| spread.elsewhere.add(lane, day));
        }
        spread.adopters.sort_by_key(|adopter| (adopter.day, adopter.place));
        spread.summary = summary(&roles, spread.never.len());
        spread
    }
}

/// [`DRAWS`] of the days, with repetition: by SHA-256 of the place, the instrument and the number of the draw, so that everyone draws the same.
fn draw<'d>(place: &'d str, instrument: &'d str, days: &'d [i32]) -> impl Iterator<Item = i32> + 'd {
    (0..DRAWS).filter_map(move |number| {
        let hash = Sha256::new().chain_update(format!("koinon/draw/v1\n{place}\n{instrument}\n{number}")).finalize();
        let (first, _) = hash.split_first_chunk::<8>()?;
        let at = u64::from_be_bytes(*first).checked_rem(u64::try_from(days.len()).ok()?)?;
        days.get(usize::try_from(at).ok()?).copied()
    })
}

impl Spread<'_> {
    /// The means of both curves on each day of [`diffusion::CURVE`], in hundredths of a level.
    pub fn curves(&self) -> Vec<(i32, Option<u64>, Option<u64>)> {
        self.beside.means().into_iter().zip(self.elsewhere.means()).map(|((tau, beside), (_, elsewhere))| (tau, beside, elsewhere)).collect()
    }
}

/// The days around an event that a curve shows.
pub const CURVE: std::ops::RangeInclusive<i32> = diffusion::CURVE;
