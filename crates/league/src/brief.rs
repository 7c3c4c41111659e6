//! The brief: what an official has to know at seven in the morning, as facts in a stated order.
//!
//! A function of cut, day, place and how far back it looks: the same inputs give the same facts (DESIGN rule 16). Nothing is chosen by a model: each
//! part has its order, which is printed beside it, and says how much it leaves out.
//! In: which facts, in which order. Out: sentences (`web`), when it is sent (`koinon`).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use policy::coherence::{Grade, Rule};

use crate::changes::{self, Change, Correction, Turn};
use crate::coherence::{Asked as Question, Finding, Findings, RuleName};
use crate::due::{self, Due};
use crate::in_force::{self, Cell};
use crate::measures::{Filter, codes};
use crate::model::Cut;

/// Raised whenever the same inputs give other facts.
pub const VERSION: u32 = 1;

/// How far ahead it looks, in days.
pub const AHEAD_DAYS: i32 = 14;

/// Lines of a part, so that all of it is one printed sheet.
pub const LINES_MAX: usize = 7;

/// Changes that are weighed against each other.
const CHANGES_MAX: usize = 5_000;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'q> {
    /// For whom: by any of its codes. Absent: for everyone.
    pub place: Option<&'q str>,
    /// The first day looked back to.
    pub since: i32,
    /// How many entries there were before: what was said later is news.
    pub since_size: u32,
    /// The day that it is.
    pub today: i32,
}

/// A part of the brief, in the order in which they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What needs a decision here. Graver first, then longer.
    Decide,
    /// What changed, and what was put right. Urgent first, then here, then the biggest step, then the newest.
    Changed,
    /// Conflicts that are new or have ended. Those that hold first, then graver, then further apart.
    Conflicts,
    /// What ends or is to be reviewed in the next [`AHEAD_DAYS`]. Soonest first.
    Ahead,
    /// Who moved first and who followed. The instrument under which most moved first.
    Movers,
    /// Where closures stand without support. Longest first.
    Support,
    /// What is disputed, unknown or grown old. Disputed first, then what ran out, then the longest.
    Uncertain,
}

impl Part {
    /// Every part, in order.
    pub const ALL: [Part; 7] = [Part::Decide, Part::Changed, Part::Conflicts, Part::Ahead, Part::Movers, Part::Support, Part::Uncertain];

    /// The word, as in keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Decide => "decide",
            Part::Changed => "changed",
            Part::Conflicts => "conflicts",
            Part::Ahead => "ahead",
            Part::Movers => "movers",
            Part::Support => "support",
            Part::Uncertain => "uncertain",
        }
    }
}

/// One fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<'a> {
    /// A measure starts, tightens, eases or ends.
    Changed(Box<Change<'a>>),
    /// Words were put right or taken back.
    Corrected(Correction<'a>),
    /// A finding began.
    Began(Box<Finding<'a>>),
    /// A finding ended; its last day is the day before `until`.
    Ended(Box<Finding<'a>>),
    /// Something falls due.
    Due(Box<Due<'a>>),
    /// Places moved under one instrument.
    Moved(Moved<'a>),
    /// A closure without support.
    Unsupported(Box<Finding<'a>>),
    /// Sources say different things.
    Disputed(Box<Cell<'a>>),
    /// Something ran out, was not reviewed, is not known or has grown old.
    Open(Box<Finding<'a>>),
    /// A finding that no answer counts for.
    Decide(Box<Finding<'a>>),
}

/// Who moved first under an instrument, and who followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved<'a> {
    /// Code of the instrument.
    pub instrument: &'a str,
    /// The first day on which any moved.
    pub day: i32,
    /// Who moved on it: places and the entries that say so.
    pub first: Vec<(&'a str, u32)>,
    /// Who followed: place, day, entry.
    pub followers: Vec<(&'a str, i32, u32)>,
}

/// A part with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<'a> {
    /// Which.
    pub part: Part,
    /// At most [`LINES_MAX`].
    pub facts: Vec<Fact<'a>>,
    /// How many there are in all.
    pub total: usize,
}

/// The brief: one section for each part, also where it is empty.
pub fn brief<'a>(cut: &Cut<'a>, findings: &'a Findings, asked: Asked<'_>) -> Vec<Section<'a>> {
    let scope = Scope::of(cut, findings, asked.place);
    Part::ALL.into_iter().map(|part| section(cut, findings, asked, &scope, part)).collect()
}

/// Which places matter: the one asked for, those above, below and beside it.
struct Scope {
    /// None: all places.
    near: Option<BTreeSet<String>>,
    /// The one asked for, by all of its codes; else those that we speak for.
    own: BTreeSet<String>,
}

impl Scope {
    fn of(cut: &Cut<'_>, findings: &Findings, place: Option<&str>) -> Scope {
        let register = cut.model.register();
        let all_codes = |code: &str| codes(cut, code, false).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let Some(place) = place else {
            let ours = register.places().filter(|place| cut.model.speaks_for(place.code.as_str()));
            return Scope { near: None, own: ours.flat_map(|place| all_codes(place.code.as_str())).collect() };
        };
        let own: BTreeSet<String> = all_codes(place).into_iter().collect();
        let above = register.ancestors(place).into_iter().chain(register.descendants(place)).map(|place| place.code.as_str());
        let beside = findings.beside(cut, place).into_iter().map(|(code, _)| code);
        let near = above.chain(beside).flat_map(all_codes).chain(own.iter().cloned()).collect();
        Scope { near: Some(near), own }
    }

    fn has(&self, place: &str) -> bool {
        self.near.as_ref().is_none_or(|near| near.contains(place))
    }

    fn is_own(&self, place: &str) -> bool {
        self.own.contains(place)
    }
}

fn section<'a>(cut: &Cut<'a>, findings: &'a Findings, asked: Asked<'_>, scope: &Scope, part: Part) -> Section<'a> {
    let mut facts = match part {
        Part::Decide => decisions(cut, findings, asked, scope),
        Part::Changed => changed(cut, asked, scope),
        Part::Conflicts => conflicts(cut, findings, asked, scope),
        Part::Ahead => ahead(cut, asked, scope),
        Part::Movers => movers(cut, asked, scope),
        Part::Support => unsupported(cut, findings, asked, scope),
        Part::Uncertain => uncertain(cut, findings, asked, scope),
    };
    let total = facts.len();
    facts.truncate(LINES_MAX);
    Section { part, facts, total }
}

fn shown<'a>(cut: &Cut<'a>, findings: &'a Findings, asked: Asked<'_>, scope: &Scope, rules: Vec<RuleName>) -> Vec<Finding<'a>> {
    let mut found = findings.find(cut, &Question { rules, ..Question::default() }, asked.today);
    for finding in found.iter_mut().filter(|finding| finding.holds_on(asked.today)) {
        // How long it has lasted by the brief's day, whatever is known of later ones.
        finding.days = asked.today.saturating_sub(finding.from).saturating_add(1);
    }
    found.into_iter().filter(|finding| finding.places.iter().any(|place| !place.is_empty() && scope.has(place))).collect()
}

fn decisions<'a>(cut: &Cut<'a>, findings: &'a Findings, asked: Asked<'_>, scope: &Scope) -> Vec<Fact<'a>> {
    let open = shown(cut, findings, asked, scope, Vec::new()).into_iter();
    let open = open.filter(|f| f.holds_on(asked.today) && f.answer.is_none() && f.places.iter().any(|place| scope.is_own(place)));
    let mut open: Vec<Finding<'a>> = open.collect();
    open.sort_by_key(|f| (Reverse(f.grade), Reverse(f.days)));
    open.into_iter().map(|finding| Fact::Decide(Box::new(finding))).collect()
}

fn changed<'a>(cut: &Cut<'a>, asked: Asked<'_>, scope: &Scope) -> Vec<Fact<'a>> {
    let days = asked.since..asked.today.saturating_add(1);
    let mut turned: Vec<Change<'a>> =
        changes::between(cut, &Filter::default(), days, CHANGES_MAX).into_iter().filter(|change| scope.has(change.hit.place)).collect();
    let step = |change: &Change<'_>| {
        let before = change.before.as_ref().map_or(0, |before| before.level);
        if change.turn == Turn::Ends { change.hit.level } else { change.hit.level.abs_diff(before) }
    };
    turned.sort_by_key(|change| {
        (Reverse(change.hit.is_urgent), Reverse(scope.is_own(change.hit.place)), Reverse(step(change)), Reverse(change.said_day()), change.hit.index)
    });
    let corrected = changes::corrections(cut, None, CHANGES_MAX).into_iter().take_while(|put| put.index >= asked.since_size);
    let corrected = corrected.filter(|put| put.kind.starts_with("measure/") && scope.has(put.place)).map(Fact::Corrected);
    let turned = turned.into_iter().map(|change| Fact::Changed(Box::new(change)));
    // A correction of ours goes before what merely changed: someone may have acted on the wrong words.
    corrected.chain(turned).collect()
}

fn conflicts<'a>(cut: &Cut<'a>, findings: &'a Findings, asked: Asked<'_>, scope: &Scope) -> Vec<Fact<'a>> {
    let feed = shown(cut, findings, asked, scope, Vec::new());
    let mut facts: Vec<(bool, Grade, Finding<'a>)> = Vec::new();
    for finding in feed {
        let is_new = (asked.since..=asked.today).contains(&finding.from) && finding.until > asked.today;
        let has_ended = finding.until > asked.since && finding.until <= asked.today;
        if is_new || has_ended {
            facts.push((is_new, finding.grade, finding));
        }
    }
    facts.sort_by_key(|(is_new, grade, finding)| (!*is_new, Reverse(*grade), Reverse(apart(finding)), Reverse(finding.days)));
    facts.into_iter().map(|(is_new, _, finding)| if is_new { Fact::Began(Box::new(finding)) } else { Fact::Ended(Box::new(finding)) }).collect()
}

fn ahead<'a>(cut: &Cut<'a>, asked: Asked<'_>, scope: &Scope) -> Vec<Fact<'a>> {
    let days = asked.today..asked.today.saturating_add(AHEAD_DAYS).saturating_add(1);
    let due = due::find(cut, &Filter { level_min: 1, ..Filter::default() }, days, CHANGES_MAX).due;
    let mut due: Vec<Due<'a>> = due.into_iter().filter(|due| scope.has(due.hit.place)).collect();
    due.sort_by_key(|due| (due.day, Reverse(scope.is_own(due.hit.place)), due.matter, due.hit.index));
    due.into_iter().map(|due| Fact::Due(Box::new(due))).collect()
}

/// Of each instrument under which two places or more began or tightened: who was first.
fn movers<'a>(cut: &Cut<'a>, asked: Asked<'_>, scope: &Scope) -> Vec<Fact<'a>> {
    let days = asked.since..asked.today.saturating_add(1);
    let mut moved: BTreeMap<&'a str, BTreeMap<&'a str, (i32, u32)>> = BTreeMap::new();
    for change in changes::between(cut, &Filter::default(), days, CHANGES_MAX) {
        if matches!(change.turn, Turn::Starts | Turn::Tightens) && scope.has(change.hit.place) {
            let place = moved.entry(change.hit.instrument).or_default().entry(change.hit.place).or_insert((change.day, change.hit.index));
            *place = (*place).min((change.day, change.hit.index));
        }
    }
    let mut facts: Vec<Moved<'a>> = Vec::new();
    for (instrument, places) in moved.into_iter().filter(|(_, places)| places.len() > 1) {
        let Some(day) = places.values().map(|(day, _)| *day).min() else { continue };
        let first = places.iter().filter(|(_, at)| at.0 == day).map(|(place, at)| (*place, at.1)).collect();
        let mut followers: Vec<(&'a str, i32, u32)> = places.iter().filter(|(_, at)| at.0 > day).map(|(place, at)| (*place, at.0, at.1)).collect();
        followers.sort_by_key(|(place, day, _)| (*day, *place));
        facts.push(Moved { instrument, day, first, followers });
    }
    facts.sort_by_key(|moved| (Reverse(moved.first.len() + moved.followers.len()), moved.instrument));
    facts.into_iter().map(Fact::Moved).collect()
}

fn unsupported<'a>(cut: &Cut<'a>, findings: &'a Findings, asked: Asked<'_>, scope: &Scope) -> Vec<Fact<'a>> {
    let mut found = shown(cut, findings, asked, scope, vec![RuleName { rule: Rule::Tension, code: None }]);
    found.retain(|finding| finding.holds_on(asked.today));
    found.sort_by_key(|finding| Reverse(finding.days));
    found.into_iter().map(|finding| Fact::Unsupported(Box::new(finding))).collect()
}

fn uncertain<'a>(cut: &Cut<'a>, findings: &'a Findings, asked: Asked<'_>, scope: &Scope) -> Vec<Fact<'a>> {
    let cells = in_force::cells(cut, &in_force::Asked { day: asked.today, ..in_force::Asked::default() }).into_iter();
    let disputed = cells.filter(|cell| cell.is_disputed && scope.has(cell.place)).map(|cell| Fact::Disputed(Box::new(cell)));
    let rules = [Rule::ExpiredOpen, Rule::ReviewMissed, Rule::UnknownGap, Rule::Stale].map(|rule| RuleName { rule, code: None });
    let mut open = shown(cut, findings, asked, scope, rules.to_vec());
    open.retain(|finding| finding.holds_on(asked.today));
    open.sort_by_key(|finding| (finding.rule == Rule::Stale, finding.rule == Rule::UnknownGap, Reverse(finding.days)));
    disputed.chain(open.into_iter().map(|finding| Fact::Open(Box::new(finding)))).collect()
}

fn apart(finding: &Finding<'_>) -> u8 {
    match finding.sides {
        [Some(a), Some(b)] => a.level.abs_diff(b.level),
        _ => 0,
    }
}

impl Fact<'_> {
    /// The entries that it rests on, each once.
    pub fn entries(&self) -> Vec<u32> {
        let sides = |finding: &Finding<'_>| finding.sides.into_iter().flatten().map(|at| at.entry).collect::<Vec<_>>();
        let mut entries = match self {
            Fact::Changed(change) => std::iter::once(&change.hit).chain(&change.before).map(|hit| hit.index).collect(),
            Fact::Corrected(put) => vec![put.index, put.of],
            Fact::Began(f) | Fact::Ended(f) | Fact::Unsupported(f) | Fact::Open(f) | Fact::Decide(f) => sides(f),
            Fact::Due(due) => vec![due.hit.index],
            Fact::Moved(moved) => moved.first.iter().map(|(_, entry)| *entry).chain(moved.followers.iter().map(|(.., entry)| *entry)).collect(),
            Fact::Disputed(cell) => cell.because.iter().chain(&cell.also).copied().collect(),
        };
        let mut seen = BTreeSet::new();
        entries.retain(|entry| seen.insert(*entry));
        entries
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use record::Act;
    use serde_json::json;

    use super::*;
    use crate::coherence::{Instead, Settings};
    use crate::sample::{Told, day};

    fn findings(told: &Told) -> Findings {
        Findings::of(&told.cut(), Settings::of(&told.cut(), Instead::default()), &())
    }

    fn told() -> Told {
        let mut told = Told::of("QMA");
        for (code, level, parent) in
            [("QMA", "national", None), ("QMB", "national", None), ("QMA-1", "regional", Some("QMA")), ("QMC", "national", None)]
        {
            told.place(code, level, parent);
            told.cover(code, &["C1", "C2", "E1"], "2020-01-01", None, None);
        }
        told.say("border/v1", "border:QMA:QMB:land", Act::State, json!({"a": "QMA", "b": "QMB", "kind": "land"}));
        told.measure("QMA", "C2", 3, "2020-03-10", None, None);
        told.measure("QMB", "C2", 1, "2020-03-12", Some("2020-03-20"), None);
        told.measure("QMC", "C1", 3, "2020-03-11", None, None);
        told
    }

    fn parts(told: &Told, place: Option<&str>) -> Vec<(&'static str, usize)> {
        let findings = findings(told);
        let asked = Asked { place, since: day("2020-03-08"), since_size: 0, today: day("2020-03-15") };
        brief(&told.cut(), &findings, asked).into_iter().map(|section| (section.part.as_str(), section.total)).collect()
    }

    #[test]
    fn each_part_has_what_belongs_to_it_and_no_more() {
        let told = told();
        let all = [("decide", 2), ("changed", 3), ("conflicts", 2), ("ahead", 1), ("movers", 1), ("support", 1), ("uncertain", 0)];
        // A difference between neighbours that holds, and a closure without support; both new. One ends; under one instrument two moved.
        assert_eq!(parts(&told, None), all);
        let near = [("decide", 2), ("changed", 2), ("conflicts", 2), ("ahead", 1), ("movers", 1), ("support", 1), ("uncertain", 0)];
        assert_eq!(parts(&told, Some("QMA")), near, "what lies neither above, below nor beside is left out");
        let far = [("decide", 0), ("changed", 1), ("conflicts", 0), ("ahead", 0), ("movers", 0), ("support", 0), ("uncertain", 0)];
        assert_eq!(parts(&told, Some("QMC")), far);
    }

    #[test]
    fn who_moved_first_is_named_with_those_who_followed() {
        let told = told();
        let findings = findings(&told);
        let asked = Asked { place: None, since: day("2020-03-08"), since_size: 0, today: day("2020-03-15") };
        let sections = brief(&told.cut(), &findings, asked);
        let movers = &sections.iter().find(|section| section.part == Part::Movers).unwrap().facts;
        let Fact::Moved(moved) = &movers[0] else { panic!("{movers:?}") };
        let places = |moved: &Moved<'_>| (moved.first.iter().map(|(place, _)| (*place).to_owned()).collect::<Vec<_>>(), moved.followers.len());
        assert_eq!((moved.instrument, moved.day, places(moved)), ("C2", day("2020-03-10"), (vec!["QMA".to_owned()], 1)));
    }

    proptest! {
        #[test]
        fn the_same_inputs_give_the_same_facts_on_any_day(today in 18_300..18_400_i32, back in 0..40_i32) {
            let told = told();
            let asked = Asked { place: Some("QMA"), since: today - back, since_size: 3, today };
            let (one, other) = (findings(&told), findings(&told));
            let sections = brief(&told.cut(), &one, asked);
            prop_assert_eq!(&sections, &brief(&told.cut(), &other, asked));
            for section in sections {
                prop_assert!(section.facts.len() <= LINES_MAX && section.facts.len() <= section.total);
                for fact in section.facts {
                    prop_assert!(!fact.entries().is_empty(), "every fact rests on something: {fact:?}");
                }
            }
        }
    }
}
