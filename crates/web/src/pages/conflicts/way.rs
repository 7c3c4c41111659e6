//! What would resolve a finding: which level of government may decide, which side stands apart from most of its peers, what there is to do.

use league::coherence::Findings;
use maud::{Markup, html};
use policy::coherence::{Family, Rule};
use register::powers::Act;
use serde_json::json;

use super::told::{Told, day};
use crate::site::View;
use crate::words::without_isolates;

/// How many of its peers of which the level is known on the day a place differs from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Apart {
    differs: usize,
    known: usize,
}

impl Apart {
    fn is_from_most(self) -> bool {
        2 * self.differs > self.known
    }
}

/// What would resolve one finding.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    day: i32,
    threshold: u8,
    /// Of two places side by side: how each stands among its other peers.
    apart: Option<[Apart; 2]>,
    /// Who may decide about it: name and place.
    holders: Vec<String>,
}

impl Way {
    pub(crate) fn of(view: &View<'_>, findings: &Findings, told: &Told, day: i32) -> Way {
        let threshold = findings.settings().threshold(told.rule);
        let apart = (told.rule.family() == Family::Horizontal).then(|| {
            let [a, b] = &told.places;
            [(a, b), (b, a)].map(|(own, other)| apart(view, findings, told, (own, other), (day, threshold)))
        });
        Way { day, threshold, apart, holders: holders(view, told, day) }
    }

    /// The place that differs from most of its peers while the other does not; none where neither or both do.
    fn odd<'t>(&self, told: &'t Told) -> Option<&'t str> {
        let [a, b] = self.apart?;
        let [place_a, place_b] = &told.places;
        match (a.is_from_most(), b.is_from_most()) {
            (true, false) => Some(place_a),
            (false, true) => Some(place_b),
            _ => None,
        }
    }

    pub(crate) fn shown(&self, view: &View<'_>, told: &Told) -> Markup {
        let words = view.words;
        let peers = |place: &str, apart: Apart| {
            words.with(
                "way-peers",
                &[
                    ("place", view.place_name(place).into()),
                    ("differs", words.number(u64::try_from(apart.differs).unwrap_or(0)).into()),
                    ("known", apart.known.into()),
                    ("threshold", u32::from(self.threshold).into()),
                ],
            )
        };
        let date = words.date(day(self.day));
        let [place_a, place_b] = &told.places;
        html! {
            @if let Some([a, b]) = self.apart {
                p class="govuk-body-s" {
                    (words.with("way-on", &[("date", date.into())])) " " (peers(place_a, a)) " " (peers(place_b, b)) " "
                    strong { @match self.odd(told) {
                        Some(place) => (words.with("way-odd", &[("place", view.place_name(place).into())])),
                        None => (words.text("way-no-odd")),
                    } }
                }
            }
            @if !self.holders.is_empty() { p class="govuk-body-s" { (words.with("way-holders", &[("names", words.list(&self.holders.iter().map(String::as_str).collect::<Vec<_>>()).into())])) } }
            p class="govuk-body-s" { strong { (words.text("way-todo")) } " " (what_to_do(view, told)) }
        }
    }

    pub(crate) fn json(&self, told: &Told) -> serde_json::Value {
        let apart = self.apart.map(|both| both.map(|apart| json!({"differs": apart.differs, "known": apart.known})));
        json!({"on": day(self.day).to_string(), "peers": apart, "apart": self.odd(told), "holders": self.holders})
    }
}

/// What there is to do, by rule.
pub(crate) fn what_to_do(view: &View<'_>, told: &Told) -> String {
    let own = view.words.find(&format!("rule-{}-todo", told.name), &[]);
    let text = own.or_else(|| view.words.find(&format!("rule-{}-todo", told.rule.as_str()), &[]));
    without_isolates(&text.unwrap_or_default())
}

/// How a place stands among its peers, the other side left out.
fn apart(view: &View<'_>, findings: &Findings, told: &Told, (own, other): (&str, &str), (day, threshold): (i32, u8)) -> Apart {
    let nothing = Apart { differs: 0, known: 0 };
    let level = |place: &str| findings.level(&view.cut, place, &told.instrument, day).map(|at| at.level);
    let Some(own_level) = level(own) else { return nothing };
    let peers: Vec<&str> = if told.rule == Rule::Sibling {
        findings.siblings(&view.cut, own, day)
    } else {
        findings.beside(&view.cut, own).into_iter().map(|(code, _)| code).collect()
    };
    peers
        .into_iter()
        .filter(|peer| *peer != other)
        .filter_map(level)
        .fold(nothing, |apart, level| Apart { differs: apart.differs + usize::from(level.abs_diff(own_level) >= threshold), known: apart.known + 1 })
}

/// Who may decide about the instrument in the places of a finding.
fn holders(view: &View<'_>, told: &Told, day: i32) -> Vec<String> {
    let register = view.cut.model.register();
    let [a, b] = &told.places;
    // Of two levels: who may decide for the lower one.
    let places: Vec<&str> = match told.rule.family() {
        Family::Vertical => vec![if told.is_upper { b } else { a }],
        Family::Horizontal => vec![a, b],
        _ => vec![a],
    };
    let mut names = Vec::new();
    for place in places {
        let sector = view.instrument(&told.instrument).and_then(|instrument| instrument.sector.as_deref());
        for held in register.holding(Act { instrument: &told.instrument, sector, place, day }) {
            let holder = held.body.holder.as_str();
            let authority = register.authority(holder);
            let name = authority
                .map_or_else(|| holder.to_owned(), |authority| view.words.said(&authority.body.names, view.records_language()).words.to_owned());
            let name = format!("{name} ({})", view.word("holding", held.body.mode.as_str()));
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}
