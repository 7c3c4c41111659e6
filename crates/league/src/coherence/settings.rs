//! How rules are used: what this record states (`rule/v1`), and what one question asks otherwise.

use std::collections::BTreeMap;

use policy::Reach;
use policy::coherence::tension::Tension;
use policy::coherence::{NEIGHBOUR_DAYS_MIN, Rule, THRESHOLD};
use record::Facets;
use register::Border;

use crate::model::Cut;

/// What one question asks otherwise than the record states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instead {
    /// From which difference on neighbours and siblings differ.
    pub threshold: Option<u8>,
    /// Whose rules are read.
    pub reach: Option<Reach>,
    /// For whom; absent: the strict level.
    pub population: Option<String>,
    /// Borders in place of the register's.
    pub borders: Option<Vec<Border>>,
    /// Rules between sectors beside the record's, by the text that was asked.
    pub tensions: Vec<(String, Tension)>,
    /// Only these rules are computed; absent: all.
    pub only: Option<Vec<Rule>>,
}

/// A rule as it is asked for: one that is built in, or a tension by its code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleName {
    /// Which.
    pub rule: Rule,
    /// Of a tension its code; absent: every tension.
    pub code: Option<String>,
}

/// One rule between sectors, as it is used here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// Its code.
    pub code: String,
    /// What it says.
    pub tension: Tension,
    /// Whether it is shown where no rule is asked for.
    pub is_in_feed: bool,
    /// The first day on which it counts.
    pub from: i32,
    /// The day after the last.
    pub until: i32,
    /// The statement that says so; none where it is built in or asked for.
    pub stated: Option<u32>,
}

/// How rules are used at a cut.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    instead: Instead,
    threshold: BTreeMap<Rule, u8>,
    days_min: BTreeMap<String, i32>,
    off: BTreeMap<String, u32>,
    tensions: Vec<Used>,
    pub(crate) population: Option<String>,
}

impl Settings {
    /// What the record states at the cut, and `instead` of it what one question asks.
    pub fn of(cut: &Cut<'_>, instead: Instead) -> Settings {
        let mut settings = Settings { population: instead.population.clone(), ..Settings::default() };
        settings.days_min.insert(Rule::Neighbour.as_str().to_owned(), NEIGHBOUR_DAYS_MIN);
        let mut tensions: BTreeMap<String, Used> = BTreeMap::new();
        for built in policy::rule::built_in() {
            let (code, tension, is_in_feed) = (built.code.to_owned(), built.tension.clone(), built.is_in_feed);
            tensions.insert(code.clone(), Used { code, tension, is_in_feed, from: Facets::EVER, until: Facets::OPEN, stated: None });
        }
        for (index, rule) in cut.model.rules() {
            if let Some(threshold) = rule.threshold {
                settings.threshold.extend(Rule::named(&rule.code).into_iter().map(|named| (named, threshold)));
            }
            settings.days_min.extend(rule.days_min.map(|days| (rule.code.clone(), days)));
            if rule.off {
                settings.off.insert(rule.code.clone(), index);
            }
            let tension = rule.tension().or_else(|| tensions.get(&rule.code).map(|used| used.tension.clone()));
            if let Some(tension) = tension {
                let from = rule.from.map_or(Facets::EVER, register::Day::number);
                let (until, stated) = (register::day::until(rule.to), Some(index));
                tensions.insert(rule.code.clone(), Used { code: rule.code.clone(), tension, is_in_feed: true, from, until, stated });
            }
        }
        for (code, tension) in &instead.tensions {
            let (code, tension) = (code.clone(), tension.clone());
            tensions.insert(code.clone(), Used { code, tension, is_in_feed: false, from: Facets::EVER, until: Facets::OPEN, stated: None });
        }
        settings.tensions = tensions.into_values().collect();
        settings.instead = instead;
        settings
    }

    /// The same question at a later cut.
    pub(crate) fn renewed(&self, cut: &Cut<'_>) -> Settings {
        Settings::of(cut, self.instead.clone())
    }

    /// The rules that a word names: a rule, a family of rules, the code of a tension. Empty: none.
    pub fn named(&self, word: &str) -> Vec<RuleName> {
        let of_code = |used: &Used| RuleName { rule: Rule::Tension, code: Some(used.code.clone()) };
        if let Some(used) = self.tensions.iter().find(|used| used.code == word) {
            return vec![of_code(used)];
        }
        Rule::named(word).into_iter().map(|rule| RuleName { rule, code: None }).collect()
    }

    /// Every rule that can be asked for, by name: those of the engine, then the tensions.
    pub fn rules(&self) -> Vec<RuleName> {
        let own = Rule::ALL.into_iter().filter(|rule| *rule != Rule::Tension).map(|rule| RuleName { rule, code: None });
        own.chain(self.tensions.iter().map(|used| RuleName { rule: Rule::Tension, code: Some(used.code.clone()) })).collect()
    }

    /// Whether a rule is computed.
    pub(crate) fn is_on(&self, rule: Rule) -> bool {
        self.instead.only.as_ref().is_none_or(|only| only.contains(&rule)) && self.switched_off(rule.as_str()).is_none()
    }

    /// The statement that switches a rule off, by its name or a tension's code.
    pub fn switched_off(&self, name: &str) -> Option<u32> {
        self.off.get(name).copied()
    }

    /// From which difference on two places differ under a rule.
    pub fn threshold(&self, rule: Rule) -> u8 {
        self.instead.threshold.or_else(|| self.threshold.get(&rule).copied()).unwrap_or(THRESHOLD)
    }

    /// For how long a finding of a rule (a tension by its code) must last to be shown where none is asked for, in days.
    pub fn days_min(&self, name: &str) -> i32 {
        self.days_min.get(name).copied().unwrap_or(1)
    }

    /// The rules between sectors, by code.
    pub fn tensions(&self) -> &[Used] {
        &self.tensions
    }

    pub(crate) fn tension_code(&self, number: u16) -> &str {
        self.tensions.get(usize::from(number)).map_or("", |used| &used.code)
    }

    /// What one question asks otherwise.
    pub fn instead(&self) -> &Instead {
        &self.instead
    }
}
