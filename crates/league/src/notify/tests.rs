//! Decisions: what is told, how often, and that nothing is told twice.

use std::convert::Infallible;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::sample::{Told, measure};

/// Facts with the moment at which each became known.
struct Known(Vec<Fact>);

impl Known {
    fn since(&self, since: u32) -> Vec<Fact> {
        self.0.iter().copied().filter(|fact| fact.index >= since).collect()
    }
}

impl Fresh for Known {
    type Error = Infallible;
    fn urgent(&mut self, since: u32, _: i32) -> Result<Vec<Fact>, Infallible> {
        Ok(self.since(since).into_iter().filter(|fact| fact.rank == Rank::Urgent).collect())
    }
    fn all(&mut self, since: u32, _: i32) -> Result<Vec<Fact>, Infallible> {
        Ok(self.since(since))
    }
}

fn fact(index: u32, source: Source, is_urgent: bool) -> Fact {
    Fact { rank: if is_urgent { Rank::Urgent } else { Rank::Daily }, turn: Turn::Stated, index, source, finding: None }
}

fn at(day: i32, minute: u16) -> Moment {
    Moment { day, minute }
}

fn decided(wish: &Wish, state: &State, known: &mut Known, now: Moment) -> (State, Vec<Message>) {
    let size = known.0.iter().map(|fact| fact.index + 1).max().unwrap_or(0);
    decide(wish, state, size, now, known).unwrap()
}

const SEVEN: u16 = 7 * 60;

#[test]
fn a_digest_comes_once_a_day_at_its_time_and_at_once_only_what_is_urgent() {
    let wish = Wish { at_minute: SEVEN, ..Wish::default() };
    let mut known = Known(Vec::new());
    let state = State::new(0, at(100, 600), SEVEN);
    known.0.push(fact(0, Source::Own, false));
    let (state, messages) = decided(&wish, &state, &mut known, at(100, 601));
    assert_eq!(messages, []);
    known.0.push(fact(1, Source::Own, true));
    let (state, messages) = decided(&wish, &state, &mut known, at(100, 602));
    assert_eq!(messages.len(), 1);
    assert!(!messages[0].is_digest && messages[0].facts.len() == 1 && messages[0].facts[0].index == 1);
    let (state, messages) = decided(&wish, &state, &mut known, at(101, SEVEN - 1));
    assert_eq!(messages, [], "it is not yet time");
    let (state, messages) = decided(&wish, &state, &mut known, at(101, SEVEN + 3));
    assert_eq!(messages.len(), 1);
    assert!(messages[0].is_digest && messages[0].facts.len() == 2);
    assert_eq!(decided(&wish, &state, &mut known, at(101, SEVEN + 4)).1, [], "one a day");
    let (_, messages) = decided(&wish, &state, &mut known, at(102, SEVEN));
    assert!(messages[0].is_digest && messages[0].facts.is_empty(), "a quiet day is said too");
}

#[test]
fn a_subscription_made_before_its_time_has_its_first_digest_today() {
    let wish = Wish { at_minute: SEVEN, ..Wish::default() };
    let state = State::new(0, at(100, SEVEN - 10), SEVEN);
    assert_eq!(decided(&wish, &state, &mut Known(Vec::new()), at(100, SEVEN)).1.len(), 1);
}

#[test]
fn one_source_is_told_twenty_times_a_day_then_in_one_sentence_and_others_as_before() {
    let wish = Wish { when: When::Urgent, ..Wish::default() };
    let mut known = Known((0..25).map(|index| fact(index, Source::Observed(7), true)).collect());
    let (state, messages) = decided(&wish, &State::new(0, at(100, 0), 0), &mut known, at(100, 1));
    assert_eq!(messages[0].facts.len(), 20);
    assert_eq!(messages[0].more, [More { source: Some(Source::Observed(7)), count: 5 }]);
    known.0.extend((25..40).map(|index| fact(index, Source::Observed(7), true)));
    let (state, messages) = decided(&wish, &state, &mut known, at(100, 2));
    assert_eq!(messages, [], "the sentence was said");
    known.0.push(fact(40, Source::Own, true));
    let (state, messages) = decided(&wish, &state, &mut known, at(100, 3));
    assert_eq!(messages[0].facts.len(), 1, "another source is still heard");
    known.0.push(fact(41, Source::Observed(7), true));
    let (_, messages) = decided(&wish, &state, &mut known, at(101, 1));
    assert_eq!(messages[0].facts.len(), 1, "the next day begins anew");
}

#[test]
fn a_digest_lists_twenty_of_a_source_and_counts_the_rest() {
    let wish = Wish { at_minute: SEVEN, ..Wish::default() };
    let mut known = Known((0..16_765).map(|index| fact(index, Source::Observed(7), false)).collect());
    known.0.push(fact(16_765, Source::Own, false));
    let (_, messages) = decided(&wish, &State::new(0, at(100, 600), SEVEN), &mut known, at(101, SEVEN));
    assert_eq!(messages[0].facts.len(), 21);
    assert_eq!(messages[0].facts[0].index, 16_765, "the newest first");
    assert_eq!(messages[0].more, [More { source: Some(Source::Observed(7)), count: 16_745 }]);
}

#[test]
fn many_sources_are_not_many_sentences() {
    let (_, more) = listed((0..60).flat_map(|source| (0..21).map(move |n| fact(source * 21 + n, Source::Observed(source), false))).collect());
    assert_eq!(more.len(), SOURCES_MAX + 1);
    assert_eq!(more.last(), Some(&More { source: None, count: 10 }));
}

#[test]
fn a_wish_and_a_state_are_read_back_and_unknown_members_are_refused() {
    let wish = Wish {
        matters: [Matter::Findings].into(),
        place: Some("QMA".to_owned()),
        grade: Some("conflict".to_owned()),
        at_minute: 5,
        ..Wish::default()
    };
    let text = serde_json::to_string(&wish).unwrap();
    assert_eq!(serde_json::from_str::<Wish>(&text).unwrap(), wish);
    let state = State { told: vec![(Source::Own, 3), (Source::Observed(9), 20)], ..State::new(4, at(5, 6), 7) };
    assert_eq!(serde_json::from_str::<State>(&serde_json::to_string(&state).unwrap()).unwrap(), state);
    assert!(serde_json::from_value::<Wish>(json!({"at_minute": 1, "plcae": "QMA"})).is_err());
}

#[test]
fn of_a_measure_the_last_word_is_told_and_what_it_was() {
    let mut told = Told::of("QMA");
    told.place("QMA", "national", None);
    told.place("QMA-N", "regional", Some("QMA"));
    told.measure("QMA", "C1", 1, "2026-03-01", None, None);
    let since = told.rows.size();
    told.measure("QMA-N", "C2", 1, "2026-03-01", None, Some("tracker"));
    told.say("measure/v1", "own:QMA:C1:2026-03-01", Act::Correct, measure("QMA", "C1", 2, "2026-03-01", None, None));
    let mut urgent = measure("QMA-N", "C8", 3, "2026-03-02", None, None);
    urgent["urgent"] = json!(true);
    told.say("measure/v1", "m9", Act::State, urgent.clone());
    urgent["level"] = json!(4);
    told.say("measure/v1", "m9", Act::State, urgent);
    let facts = |wish: &Wish| measures(&told.cut(), wish, since, false).into_iter().map(|fact| (fact.turn, fact.rank)).collect::<Vec<_>>();
    let all = facts(&Wish::default());
    assert_eq!(all, [(Turn::Stated, Rank::Daily), (Turn::Corrected, Rank::Daily), (Turn::Stated, Rank::Urgent)]);
    assert_eq!(facts(&Wish { matters: [Matter::Corrections].into(), ..Wish::default() }), [(Turn::Corrected, Rank::Daily)]);
    assert_eq!(facts(&Wish { matters: [Matter::Findings].into(), ..Wish::default() }), []);
    assert_eq!(facts(&Wish { place: Some("QMA-N".to_owned()), ..Wish::default() }).len(), 2);
    assert_eq!(facts(&Wish { place: Some("QMA".to_owned()), ..Wish::default() }).len(), 1);
    assert_eq!(facts(&Wish { place: Some("QMA".to_owned()), below: true, ..Wish::default() }).len(), 3);
    assert_eq!(facts(&Wish { instrument: Some("C8".to_owned()), ..Wish::default() }).len(), 1);
    assert_eq!(facts(&Wish { instrument: Some("none".to_owned()), ..Wish::default() }).len(), 0);
    let urgent = measures(&told.cut(), &Wish::default(), since, true);
    assert_eq!(urgent.len(), 1);
    assert_eq!(urgent[0].source, Source::Own);
}

#[test]
fn a_finding_is_news_when_it_begins_gets_graver_or_ends() {
    let told = Told::of("QMA");
    let sid = |text: &str| Sid::of(&"a.example".parse().unwrap(), &text.parse().unwrap());
    let held = |list: &[(&str, Grade)]| -> Holding { list.iter().map(|(name, grade)| (sid(name), (*grade, 0))).collect() };
    let before = held(&[("a", Grade::Question), ("b", Grade::Question), ("c", Grade::Conflict)]);
    let after = held(&[("a", Grade::Question), ("b", Grade::Conflict), ("d", Grade::Question)]);
    let mut turns: Vec<_> = changed(&told.cut(), &before, &after).into_iter().map(|fact| (fact.finding, fact.turn, fact.rank)).collect();
    turns.sort();
    let mut expected =
        [(Some(sid("b")), Turn::Found, Rank::Urgent), (Some(sid("c")), Turn::Over, Rank::Daily), (Some(sid("d")), Turn::Found, Rank::Daily)];
    expected.sort();
    assert_eq!(turns, expected);
    assert_eq!(changed(&told.cut(), &after, &after), []);
}

/// Days of a life: at each step some facts come, then time passes.
fn life() -> impl Strategy<Value = Vec<(Vec<(u32, bool)>, u16)>> {
    let facts = proptest::collection::vec((0_u32..3, any::<bool>()), 0..30);
    proptest::collection::vec((facts, 1_u16..900), 1..40)
}

proptest! {
    #[test]
    fn over_any_life_each_urgent_thing_is_told_once_or_counted_and_no_source_is_told_more_than_its_share(life in life(), at_minute in 0_u16..1440) {
        let wish = Wish { at_minute, ..Wish::default() };
        let mut known = Known(Vec::new());
        let mut state = State::new(0, at(100, 0), at_minute);
        let mut minutes = 100 * 1440_i32;
        let (mut told_by, mut sentences, mut digests) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut urgent_told = BTreeSet::new();
        for (facts, pass) in life {
            for (source, is_urgent) in facts {
                let index = u32::try_from(known.0.len()).unwrap();
                known.0.push(fact(index, Source::Observed(source), is_urgent));
            }
            minutes += i32::from(pass);
            let now = at(minutes / 1440, u16::try_from(minutes % 1440).unwrap());
            let (next, messages) = decided(&wish, &state, &mut known, now);
            prop_assert_eq!(decided(&wish, &next, &mut known, now), (next.clone(), Vec::new()), "asked again at once");
            state = next;
            for message in &messages {
                if message.is_digest {
                    *digests.entry(now.day).or_insert(0) += 1;
                    let mut listed: BTreeMap<Source, u32> = BTreeMap::new();
                    message.facts.iter().for_each(|fact| *listed.entry(fact.source).or_default() += 1);
                    prop_assert!(listed.values().all(|count| *count <= SOURCE_FACTS_MAX));
                    let whole: u32 = message.more.iter().map(|more| more.count).sum::<u32>() + u32::try_from(message.facts.len()).unwrap();
                    let due = known.0.iter().filter(|fact| fact.index >= message.since).count();
                    prop_assert_eq!(usize::try_from(whole).unwrap(), due, "told or counted, nothing lost");
                    continue;
                }
                for fact in &message.facts {
                    prop_assert!(urgent_told.insert(fact.index), "told twice");
                    *told_by.entry((now.day, fact.source)).or_insert(0_u32) += 1;
                }
                for more in &message.more {
                    *sentences.entry((now.day, more.source)).or_insert(0_u32) += 1;
                }
            }
        }
        prop_assert!(told_by.values().all(|count| *count <= SOURCE_FACTS_MAX));
        prop_assert!(sentences.values().all(|count| *count == 1));
        prop_assert!(digests.values().all(|count| *count == 1));
    }
}
