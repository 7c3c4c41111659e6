//! One place that has nothing where all its peers act, and one of which nothing is known (specs/policy.md c3).
//!
//! Peers are neighbours ([`beside`]) or the members of a declared group ([`within`]). The two findings are kept apart: one states, the other asks.

use record::Facets;

use super::lane::{At, Lane, Runs, sweep};
use super::{Grade, Interval};

/// So many peers have to be known, where no other number is given.
pub const PEERS_MIN: usize = 2;

/// What is found of one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Known to have nothing where every known peer has something.
    pub gap: Vec<Interval>,
    /// Not known, where every known peer has something.
    pub unknown: Vec<Interval>,
}

/// What is found of a place among its peers. A run shows the mildest of the peers on a day when it was strictest.
pub fn beside(own: &Lane, peers: &[&Lane], peers_min: usize) -> Gaps {
    let lanes: Vec<&Lane> = std::iter::once(own).chain(peers.iter().copied()).collect();
    let (mut gap, mut unknown) = (Runs::default(), Runs::default());
    sweep(&lanes, |from, until, at| {
        let Some((own, peers)) = at.split_first() else { return };
        if own.is_some_and(|own| own.level > 0) {
            return;
        }
        let mut known = 0;
        let mut mildest: Option<At> = None;
        for peer in peers.iter().flatten() {
            known += 1;
            if mildest.is_none_or(|mildest| peer.level < mildest.level) {
                mildest = Some(*peer);
            }
        }
        let Some(mildest) = mildest.filter(|mildest| known >= peers_min && mildest.level > 0) else { return };
        let width = i16::from(mildest.level);
        match own {
            Some(own) => gap.found((from, until), Grade::Question, width, [Some(*own), Some(mildest)]),
            None => unknown.found((from, until), Grade::Note, width, [None, Some(mildest)]),
        }
    });
    Gaps { gap: gap.end(), unknown: unknown.end() }
}

/// What is found of each member of a group, in the order given. Costs as much as all members have steps, times its logarithm.
pub fn within(members: &[&Lane], peers_min: usize) -> Vec<Gaps> {
    let mut runs: Vec<(Runs, Runs)> = members.iter().map(|_| Default::default()).collect();
    let mut turns: Vec<(i32, usize, Option<At>)> =
        members.iter().zip(0..).flat_map(|(lane, member)| lane.steps().iter().map(move |(day, at)| (*day, member, *at))).collect();
    turns.sort_unstable_by_key(|(day, member, _)| (*day, *member));
    let mut now: Vec<Option<At>> = vec![None; members.len()];
    let (mut known, mut without) = (0_usize, 0_usize);
    let mut rest = turns.as_slice();
    while let Some((day, ..)) = rest.first() {
        let (turning, later) = rest.split_at(rest.partition_point(|(of, ..)| of == day));
        for (_, member, at) in turning {
            let Some(now) = now.get_mut(*member) else { continue };
            let counts = |at: Option<At>| (usize::from(at.is_some()), usize::from(at.is_some_and(|at| at.level == 0)));
            let ((was_known, was_without), (is_known, is_without)) = (counts(*now), counts(*at));
            known = known + is_known - was_known;
            without = without + is_without - was_without;
            *now = *at;
        }
        let days = (*day, later.first().map_or(Facets::OPEN, |(day, ..)| *day));
        if without <= 1 && known >= peers_min {
            for (at, (gap, unknown)) in now.iter().zip(&mut runs) {
                match at {
                    Some(own) if own.level == 0 && known > peers_min => gap.found(days, Grade::Question, 0, [Some(*own), None]),
                    None if without == 0 => unknown.found(days, Grade::Note, 0, [None, None]),
                    _ => {}
                }
            }
        }
        rest = later;
    }
    runs.into_iter().map(|(gap, unknown)| Gaps { gap: gap.end(), unknown: unknown.end() }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::lane::tests::{drawn, lane, shown};
    use super::*;

    #[test]
    fn a_gap_needs_two_known_peers_and_all_of_them_acting() {
        let gaps = beside(&lane("0000000"), &[&lane("111101."), &lane("..2222."), &lane(".....1.")], 2);
        assert_eq!(shown(&gaps.gap), "2-3 question, 5-5 question");
        assert_eq!(gaps.unknown, []);
    }

    #[test]
    fn of_what_is_not_known_it_asks() {
        let gaps = beside(&lane("0..0"), &[&lane("1111"), &lane("1111")], 2);
        assert_eq!((shown(&gaps.gap), shown(&gaps.unknown)), ("0-0 question, 3-3 question".to_owned(), "1-2 note".to_owned()));
    }

    proptest! {
        #[test]
        fn a_group_is_each_member_among_all_others(drawn in prop::collection::vec(drawn(), 0..6), peers_min in 1..4_usize) {
            let lanes: Vec<Lane> = drawn.iter().map(|drawn| lane(drawn)).collect();
            let members: Vec<&Lane> = lanes.iter().collect();
            let found = within(&members, peers_min);
            for (at, gaps) in found.iter().enumerate() {
                let mut peers = members.clone();
                let own = peers.remove(at);
                let alone = beside(own, &peers, peers_min);
                prop_assert_eq!(shown(&gaps.gap), shown(&alone.gap));
                prop_assert_eq!(shown(&gaps.unknown), shown(&alone.unknown));
            }
        }
    }
}
