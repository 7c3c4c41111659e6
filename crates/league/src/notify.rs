//! Who is told what, and when: one digest a day, what is urgent at once, and never more than [`SOURCE_FACTS_MAX`] things of one source.
//!
//! ```text
//! (wish, state, what is new, now) ─▶ (state, messages)
//! ```
//! Alarm fatigue is the enemy: what one source causes is told at most so often a day, then one sentence says that there is more. Everything is a pure
//! function, so that what was told can be worked out again.
//! In: what a subscription asks for, facts about measures and findings, the decision. Out: words (`web`), sending (the binary), clocks and zones.

use std::collections::{BTreeMap, BTreeSet};

use policy::Packed;
use policy::coherence::{Family, Grade};
use record::rows::{Rows, Version};
use record::{Act, Sid};
use serde::{Deserialize, Serialize};

use crate::coherence::{self, Findings};
use crate::measures;
use crate::model::Cut;

/// How many things of one source are told at once on one day, and listed in one digest; one sentence stands for the rest.
pub const SOURCE_FACTS_MAX: u32 = 20;
/// How many sources one message names; the rest are counted together.
pub const SOURCES_MAX: usize = 50;

/// What a subscription asks for; what is absent is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// Of which sort; none: all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub matters: BTreeSet<Matter>,
    /// Code of a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// With `place`: what lies below it too.
    #[serde(default)]
    pub below: bool,
    /// Code of an instrument.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// Names of rules of coherence; none: those that are shown by default.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Findings at least this grave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// When.
    #[serde(default)]
    pub when: When,
    /// Minutes after midnight of the node's zone, for the digest.
    pub at_minute: u16,
}

/// A sort of thing that one may be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Matter {
    /// Measures: stated, changed, put right, taken back.
    Measures,
    /// Measures put right or taken back, alone.
    Corrections,
    /// Where levels, neighbours and sectors clash.
    Findings,
}

impl Matter {
    /// All of them, with the words that commands have for them.
    pub const ALL: [(&str, Matter); 3] = [("measures", Matter::Measures), ("corrections", Matter::Corrections), ("findings", Matter::Findings)];
}

/// When a subscription is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// One digest a day, and what is urgent at once.
    #[default]
    Digest,
    /// Only what is urgent, at once.
    Urgent,
}

/// Who caused a thing: nobody may fill a mailbox by stating much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// This record, of its own.
    Own,
    /// A source of observations, by its mark ([`policy::measure::source_mark`]).
    Observed(u32),
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// A conflict or a question that was not there.
    Found,
    /// One that is there no longer.
    Over,
    /// A measure taken back.
    Withdrawn,
    /// A measure put right.
    Corrected,
    /// A measure changed.
    Revised,
    /// A new measure.
    Stated,
}

/// One thing to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// Whether it can't wait: graver things first.
    pub rank: Rank,
    /// What happened.
    pub turn: Turn,
    /// The entry that caused it: of a measure its newest word.
    pub index: u32,
    /// Who said that.
    pub source: Source,
    /// Of a finding its id.
    pub finding: Option<Sid>,
}

/// How soon a thing is told, and before which others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// At once.
    Urgent,
    /// In the digest.
    Daily,
}

/// The moment of a decision, where the node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The day, in days since 1970-01-01.
    pub day: i32,
    /// Minutes since its midnight.
    pub minute: u16,
}

/// What is remembered between two decisions about a subscription.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// So many entries were looked at for what is urgent.
    pub seen: u32,
    /// On which day that was.
    pub seen_day: i32,
    /// So many entries were known at the last digest.
    pub digested: u32,
    /// On which day that was.
    pub digest_day: i32,
    /// How much was told at once on `seen_day`, by source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<(Source, u32)>,
}

impl State {
    /// Nothing told yet: what stands by now is known, and the first digest comes at its next time.
    pub fn new(size: u32, now: Moment, at_minute: u16) -> State {
        let digest_day = if now.minute < at_minute { now.day.saturating_sub(1) } else { now.day };
        State { seen: size, seen_day: now.day, digested: size, digest_day, told: Vec::new() }
    }
}

/// What is left out of a message: so many things of one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct More {
    /// Whose; none: of several others.
    pub source: Option<Source>,
    /// How many.
    pub count: u32,
}

/// What is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// A digest; else what is urgent.
    pub is_digest: bool,
    /// What is new since this size of the record.
    pub since: u32,
    /// And since this day.
    pub since_day: i32,
    /// The things, the gravest first.
    pub facts: Vec<Fact>,
    /// One sentence for each.
    pub more: Vec<More>,
}

/// What is new since a size and a day, as [`decide`] asks it.
pub trait Fresh {
    /// What is wrong when it can't be found out.
    type Error;
    /// What is urgent, in any order.
    fn urgent(&mut self, since: u32, since_day: i32) -> Result<Vec<Fact>, Self::Error>;
    /// All of it, in any order.
    fn all(&mut self, since: u32, since_day: i32) -> Result<Vec<Fact>, Self::Error>;
}

/// What a subscription is told now, at a record of `size` entries, and what is to be remembered. Asked twice at one moment, the second time nothing is told.
pub fn decide<F: Fresh>(wish: &Wish, state: &State, size: u32, now: Moment, fresh: &mut F) -> Result<(State, Vec<Message>), F::Error> {
    let mut next = state.clone();
    let mut messages = Vec::new();
    if now.day != state.seen_day {
        next.told.clear();
    }
    if (size, now.day) != (state.seen, state.seen_day) {
        let facts = fresh.urgent(state.seen, state.seen_day)?;
        let (facts, more) = at_once(facts, &mut next.told);
        if !facts.is_empty() || !more.is_empty() {
            messages.push(Message { is_digest: false, since: state.seen, since_day: state.seen_day, facts, more });
        }
        (next.seen, next.seen_day) = (size, now.day);
    }
    if wish.when == When::Digest && now.day > state.digest_day && now.minute >= wish.at_minute {
        let facts = fresh.all(state.digested, state.digest_day)?;
        let (facts, more) = listed(facts);
        messages.push(Message { is_digest: true, since: state.digested, since_day: state.digest_day, facts, more });
        (next.digested, next.digest_day) = (size, now.day);
    }
    Ok((next, messages))
}

/// What is told at once of what is urgent. A source that has had its share today gets one sentence, once.
fn at_once(mut facts: Vec<Fact>, told: &mut Vec<(Source, u32)>) -> (Vec<Fact>, Vec<More>) {
    facts.sort_unstable();
    facts.dedup();
    let mut counts: BTreeMap<Source, u32> = told.iter().copied().collect();
    let before = counts.clone();
    facts.retain(|fact| {
        let count = counts.entry(fact.source).or_default();
        *count = count.saturating_add(1);
        *count <= SOURCE_FACTS_MAX
    });
    let had = |source: &Source| before.get(source).copied().unwrap_or(0);
    let passed = counts.iter().filter(|(source, count)| **count > SOURCE_FACTS_MAX && had(source) <= SOURCE_FACTS_MAX);
    let more = passed.map(|(source, count)| (*source, count.saturating_sub(SOURCE_FACTS_MAX))).collect();
    *told = counts.into_iter().collect();
    (facts, sentences(more))
}

/// What a digest lists.
fn listed(mut facts: Vec<Fact>) -> (Vec<Fact>, Vec<More>) {
    // The newest first among equals: what was said last matters most in the morning.
    facts.sort_unstable_by_key(|fact| (fact.rank, fact.turn, std::cmp::Reverse(fact.index), fact.finding));
    facts.dedup();
    let mut counts: BTreeMap<Source, u32> = BTreeMap::new();
    facts.retain(|fact| {
        let count = counts.entry(fact.source).or_default();
        *count = count.saturating_add(1);
        *count <= SOURCE_FACTS_MAX
    });
    let more = counts.into_iter().filter(|(_, count)| *count > SOURCE_FACTS_MAX).map(|(source, count)| (source, count - SOURCE_FACTS_MAX));
    (facts, sentences(more.collect()))
}

/// One sentence for each source; one for all that are too many to name.
fn sentences(more: Vec<(Source, u32)>) -> Vec<More> {
    let rest = more.iter().skip(SOURCES_MAX).fold(0_u32, |sum, (_, count)| sum.saturating_add(*count));
    let named = more.into_iter().take(SOURCES_MAX).map(|(source, count)| More { source: Some(source), count });
    named.chain((rest > 0).then_some(More { source: None, count: rest })).collect()
}

/// The measures about which something was said from entry `since` on, as a wish asks for them: of each the last word alone.
pub fn measures(cut: &Cut<'_>, wish: &Wish, since: u32, is_urgent_only: bool) -> Vec<Fact> {
    let wants = |matter| wish.matters.is_empty() || wish.matters.contains(&matter);
    let (all, corrections) = (wants(Matter::Measures), wants(Matter::Corrections));
    if !all && !corrections {
        return Vec::new();
    }
    let meant = Meant::of(cut, wish);
    let kinds = measures::kinds(cut.rows);
    let said = cut.rows.until(cut.size).get(usize::try_from(since).unwrap_or(usize::MAX)..).unwrap_or_default();
    let heads = said.iter().filter(|version| version.is_head_at(cut.size) && kinds.iter().any(|(kind, _)| *kind == version.kind));
    let fact = |version: &Version| {
        let turn = turn(cut.rows, version, since);
        let is_asked = all || matches!(turn, Turn::Corrected | Turn::Withdrawn);
        if !is_asked || !meant.has(version.place, version.topic) {
            return None;
        }
        let rank = if Packed::unpack(version.value).is_urgent { Rank::Urgent } else { Rank::Daily };
        Some(Fact { rank, turn, index: version.index, source: source(version), finding: None })
    };
    heads.filter_map(fact).filter(|fact| !is_urgent_only || fact.rank == Rank::Urgent).collect()
}

/// What became of a measure since: new where its first word is.
fn turn(rows: &Rows, version: &Version, since: u32) -> Turn {
    if version.act() == Act::Withdraw {
        return Turn::Withdrawn;
    }
    let (mut corrected, mut at) = (version.act() == Act::Correct, version);
    while let Some(before) = at.prev() {
        if before < since {
            return if corrected { Turn::Corrected } else { Turn::Revised };
        }
        let Some(older) = rows.version(before) else { break };
        corrected |= older.act() == Act::Correct;
        at = older;
    }
    Turn::Stated
}

fn source(version: &Version) -> Source {
    let packed = Packed::unpack(version.value);
    if packed.is_observed { Source::Observed(packed.source) } else { Source::Own }
}

/// The places and the instrument that a wish means, as terms.
struct Meant {
    places: Option<BTreeSet<u32>>,
    instrument: Option<Option<u32>>,
}

impl Meant {
    fn of(cut: &Cut<'_>, wish: &Wish) -> Meant {
        let codes = wish.place.as_deref().map(|place| measures::codes(cut, place, wish.below));
        let places = codes.map(|codes| codes.into_iter().filter_map(|code| cut.rows.term(code)).collect());
        Meant { places, instrument: wish.instrument.as_deref().map(|instrument| cut.rows.term(instrument)) }
    }

    fn has(&self, place: u32, topic: u32) -> bool {
        self.places.as_ref().is_none_or(|places| places.contains(&place)) && self.instrument.is_none_or(|instrument| instrument == Some(topic))
    }
}

/// What holds on a day or is to come, by finding: how grave it is, and the entry that caused it.
pub type Holding = BTreeMap<Sid, (Grade, u32)>;

/// The findings that a wish means and that hold on `day`, or will: who decides is told when something is stated, not on the morning when it clashes.
/// What runs out is another matter: that no word came can be said only when the day has passed.
pub fn holding(findings: &Findings, cut: &Cut<'_>, wish: &Wish, day: i32) -> Holding {
    if !wish.matters.is_empty() && !wish.matters.contains(&Matter::Findings) {
        return Holding::new();
    }
    let rules: Vec<_> = wish.rules.iter().flat_map(|rule| findings.settings().named(rule)).collect();
    if rules.is_empty() && !wish.rules.is_empty() {
        return Holding::new();
    }
    let asked = coherence::Asked {
        rules,
        grade: wish.grade.as_deref().and_then(|grade| grade.parse().ok()),
        instrument: wish.instrument.as_deref(),
        place: wish.place.as_deref(),
        below: wish.below,
        order: coherence::Order::Place,
        ..coherence::Asked::default()
    };
    let mut holding = Holding::new();
    for finding in findings.find(cut, &asked, day) {
        let may_come = finding.rule.family() != Family::Sunset;
        if day < finding.until && (finding.from <= day || may_come) {
            let cause = finding.sides.iter().flatten().map(|side| side.entry).max().unwrap_or(0);
            let held = holding.entry(finding.id).or_insert((finding.grade, cause));
            *held = (*held).max((finding.grade, cause));
        }
    }
    holding
}

/// What began and what ended between two states of the findings.
pub fn changed(cut: &Cut<'_>, before: &Holding, after: &Holding) -> Vec<Fact> {
    let fact = |turn: Turn, id: Sid, (grade, index): (Grade, u32)| {
        let source = cut.rows.version(index).map_or(Source::Own, source);
        let is_urgent = turn == Turn::Found && grade == Grade::Conflict;
        Fact { rank: if is_urgent { Rank::Urgent } else { Rank::Daily }, turn, index, source, finding: Some(id) }
    };
    // One that has become graver is news too.
    let is_new = |(id, (grade, _)): &(&Sid, &(Grade, u32))| before.get(id).is_none_or(|(was, _)| was < grade);
    let began = after.iter().filter(is_new).map(|(id, what)| fact(Turn::Found, *id, *what));
    let ended = before.iter().filter(|(id, _)| !after.contains_key(id)).map(|(id, what)| fact(Turn::Over, *id, *what));
    began.chain(ended).collect()
}

#[cfg(test)]
mod tests;
