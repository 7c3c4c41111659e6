//! Who moved first and who followed: an order of events, never a cause (specs/policy.md c6).

use super::lane::Lane;

/// The first day on which a level of at least `threshold` holds.
pub fn adoption(lane: &Lane, threshold: u8) -> Option<i32> {
    lane.stretches().find(|(.., at)| at.level >= threshold).map(|(from, ..)| from)
}

/// How a place moved, next to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It has neighbours, and none moved before it or on the same day.
    Leader,
    /// The earliest neighbour moved on the same day.
    Simultaneous,
    /// A neighbour moved so many days before.
    Follower {
        /// Days after the earliest neighbour; at least 1.
        lag: i32,
    },
    /// It has no neighbour that is known here.
    Alone,
}

impl Role {
    /// The word, as in columns.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Leader => "leader",
            Role::Simultaneous => "simultaneous",
            Role::Follower { .. } => "follower",
            Role::Alone => "alone",
        }
    }
}

/// The role of a place that moved on `day`; `neighbours`: for each neighbour the day on which it moved, if it did.
pub fn role(day: i32, neighbours: &[Option<i32>]) -> Role {
    if neighbours.is_empty() {
        return Role::Alone;
    }
    match neighbours.iter().flatten().min() {
        Some(first) if *first < day => Role::Follower { lag: day.saturating_sub(*first) },
        Some(first) if *first == day => Role::Simultaneous,
        _ => Role::Leader,
    }
}

/// All places together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Places that moved.
    pub adopters: usize,
    /// Of which something is known, and that never moved.
    pub never: usize,
    /// How many of each role.
    pub leaders: usize,
    /// See [`Role::Simultaneous`].
    pub simultaneous: usize,
    /// See [`Role::Follower`].
    pub followers: usize,
    /// See [`Role::Alone`].
    pub alone: usize,
    /// Twice the median lag of followers, in days: exact where it falls between two.
    pub twice_median_lag: Option<i32>,
    /// How many followers moved within 7, 14 and 28 days of the earliest neighbour.
    pub within: [usize; 3],
}

/// Sums up roles; `never`: places of which something is known and that never moved.
pub fn summary(roles: &[Role], never: usize) -> Summary {
    let mut summary = Summary { adopters: roles.len(), never, ..Summary::default() };
    let mut lags: Vec<i32> = Vec::new();
    for role in roles {
        match role {
            Role::Leader => summary.leaders += 1,
            Role::Simultaneous => summary.simultaneous += 1,
            Role::Alone => summary.alone += 1,
            Role::Follower { lag } => lags.push(*lag),
        }
    }
    lags.sort_unstable();
    summary.followers = lags.len();
    let (low, high) = (lags.get(lags.len().saturating_sub(1) / 2), lags.get(lags.len() / 2));
    summary.twice_median_lag = low.zip(high).map(|(low, high)| low.saturating_add(*high));
    summary.within = [7, 14, 28].map(|days| lags.iter().filter(|lag| **lag <= days).count());
    summary
}

/// Days around an event that a curve shows.
pub const CURVE: std::ops::RangeInclusive<i32> = -14..=42;

/// How strict places were around the days of their events: for each day of [`CURVE`] twice the sum of effective levels and how many are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve(Vec<(u64, u64)>);

impl Default for Curve {
    fn default() -> Curve {
        Curve(CURVE.map(|_| (0, 0)).collect())
    }
}

impl Curve {
    /// Adds a place whose event was on `day`.
    pub fn add(&mut self, lane: &Lane, day: i32) {
        for (tau, (twice_sum, known)) in CURVE.zip(&mut self.0) {
            if let Some(at) = lane.on(day.saturating_add(tau)) {
                *twice_sum += u64::from(at.known().twice_effective());
                *known += 1;
            }
        }
    }

    /// The mean effective level on each day of [`CURVE`], in hundredths, rounded half up; none where nothing is known.
    pub fn means(&self) -> Vec<(i32, Option<u64>)> {
        let mean =
            |(twice_sum, known): &(u64, u64)| known.checked_mul(2).filter(|known| *known > 0).map(|known| (twice_sum * 200 + known) / (2 * known));
        CURVE.zip(&self.0).map(|(tau, at)| (tau, mean(at))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::lane::tests::lane;
    use super::*;

    #[test]
    fn roles_come_from_the_earliest_neighbour() {
        assert_eq!(role(10, &[]), Role::Alone);
        assert_eq!(role(10, &[None, Some(12)]), Role::Leader);
        assert_eq!(role(10, &[None]), Role::Leader);
        assert_eq!(role(10, &[Some(10), Some(12)]), Role::Simultaneous);
        assert_eq!(role(10, &[Some(10), Some(3)]), Role::Follower { lag: 7 });
    }

    #[test]
    fn a_median_may_fall_between_two_days() {
        let follower = |lag| Role::Follower { lag };
        let all = summary(&[follower(6), follower(7), Role::Leader, follower(30), follower(1)], 2);
        assert_eq!((all.adopters, all.never, all.leaders, all.followers, all.twice_median_lag), (5, 2, 1, 4, Some(13)));
        assert_eq!(all.within, [3, 3, 3]);
        assert_eq!(summary(&[], 0).twice_median_lag, None);
    }

    #[test]
    fn a_curve_is_the_mean_of_what_is_known() {
        let mut curve = Curve::default();
        curve.add(&lane("0022"), 2);
        curve.add(&lane("00b"), 2);
        let means: Vec<_> = curve.means().into_iter().filter(|(_, mean)| mean.is_some()).collect();
        assert_eq!(means, [(-2, Some(0)), (-1, Some(0)), (0, Some(175)), (1, Some(200))]);
    }

    #[test]
    fn a_place_moves_on_the_first_day_at_the_level() {
        assert_eq!(adoption(&lane("..0112"), 2), Some(5));
        assert_eq!(adoption(&lane("..0112"), 3), None);
    }
}
