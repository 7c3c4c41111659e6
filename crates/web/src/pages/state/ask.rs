//! The questions of the form, one a page: what is asked, what was typed, what is wrong with it.

use maud::{Markup, html};
use policy::Instrument;

use super::paper::{Doing, Paper, Step};
use crate::parts::{self, Choice, Crumb, Field, FormFault, Radios, Size};
use crate::represent::{Frame, Shown};
use crate::site::View;

/// A question of a draft.
pub(crate) struct Ask {
    /// The draft's number.
    pub(crate) draft: i64,
    pub(crate) paper: Paper,
    pub(crate) step: Step,
    pub(crate) faults: Vec<FormFault>,
    /// Whether all is said of the instrument there already.
    pub(crate) covered: bool,
}

/// Places that are offered to choose from; others are typed.
const PLACES_OFFERED: usize = 400;
/// Places that are listed one under the other; more stand in a box.
const PLACES_LISTED: usize = 12;

impl Ask {
    fn title(&self, view: &View<'_>) -> String {
        let key = match (self.step, self.paper.doing) {
            (Step::Reason, Doing::Withdraw) => "state-reason-withdraw-title".to_owned(),
            (step, _) => format!("state-{}-title", step.slug()),
        };
        view.words.find(&key, &[]).unwrap_or_default().into_owned()
    }

    /// Where one came from: the question before; the answers, once all are given; one's work, at the first.
    fn back(&self) -> String {
        if self.paper.unanswered(self.covered).is_none() {
            return format!("/state/{}/check", self.draft);
        }
        let questions = self.paper.questions(self.covered);
        let before = questions.iter().take_while(|step| **step != self.step).last();
        before.map_or_else(|| "/my".to_owned(), |step| format!("/state/{}/{}", self.draft, step.slug()))
    }

    fn text(&self, view: &View<'_>, name: &'static str, size: Size) -> Markup {
        let words = view.words;
        let label = words.find(&format!("ask-{name}"), &[]).unwrap_or_default();
        let hint = words.find(&format!("ask-{name}-hint"), &[]);
        parts::text(words, name, &label, hint.as_deref(), size, self.paper.typed(name), &self.faults)
    }

    fn days(&self, view: &View<'_>, name: &'static str) -> Markup {
        let words = view.words;
        let label = words.find(&format!("ask-{name}"), &[]).unwrap_or_default();
        let hint = words.find(&format!("ask-{name}-hint"), &[]);
        let typed = ["day", "month", "year"].map(|part| self.paper.typed.get(&format!("{name}-{part}")).map(String::as_str).unwrap_or_default());
        parts::days(words, name, &label, hint.as_deref(), typed, &self.faults)
    }

    /// A question with one of a few words for an answer, each named and explained by the catalogue: `GROUP-word`, `GROUP-word-hint`.
    fn few(&self, view: &View<'_>, name: &'static str, group: &str, several: &[&str], otherwise: &str) -> Markup {
        let words = view.words;
        let choice = |word: &&str| Choice {
            value: (*word).to_owned(),
            text: html! { (view.word(group, word)) },
            hint: words.find(&format!("ask-{group}-{word}-hint"), &[]).map(std::borrow::Cow::into_owned),
        };
        let choices: Vec<Choice> = several.iter().map(choice).collect();
        let legend = words.find(&format!("ask-{name}"), &[]).unwrap_or_default();
        let typed = self.paper.typed(name);
        let value = if typed.is_empty() { otherwise } else { typed };
        parts::radios(words, &Radios { name, legend: &legend, is_heading: false, hint: None, choices: &choices, value }, &self.faults)
    }

    fn instruments(&self, view: &View<'_>) -> Markup {
        let title = self.title(view);
        let mut all: Vec<&Instrument> = view.cut.model.instruments().collect();
        all.sort_by(|a, b| a.code.cmp(&b.code));
        let choice = |instrument: &&Instrument| Choice {
            value: instrument.code.to_string(),
            text: html! { bdi { (view.instrument_name(instrument.code.as_str())) } " " span class="k-muted" { bdi { (instrument.code) } } },
            hint: None,
        };
        let choices: Vec<Choice> = all.iter().map(choice).collect();
        let value = self.paper.typed("instrument");
        parts::radios(
            view.words,
            &Radios { name: "instrument", legend: &title, is_heading: true, hint: None, choices: &choices, value },
            &self.faults,
        )
    }

    fn places(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let title = self.title(view);
        let chosen = self.paper.typed("place");
        let mut codes: Vec<String> = ours(view).into_iter().take(PLACES_OFFERED).collect();
        if !chosen.is_empty() && !codes.iter().any(|code| code == chosen) {
            codes.push(chosen.to_owned());
        }
        let choice = |code: &String| Choice {
            value: code.clone(),
            text: html! { bdi { (view.place_name(code)) } " " span class="k-muted" { bdi { (code) } } },
            hint: None,
        };
        html! {
            @if codes.is_empty() { h1 class="govuk-heading-l" { (title) } }
            @else if codes.len() <= PLACES_LISTED {
                @let choices: Vec<Choice> = codes.iter().map(choice).collect();
                (parts::radios(words, &Radios { name: "place", legend: &title, is_heading: true, hint: None, choices: &choices, value: chosen }, &self.faults))
            } @else {
                @let none = std::iter::once((String::new(), String::new()));
                @let options: Vec<(String, String)> = none.chain(codes.iter().map(|code| (code.clone(), format!("{} · {code}", view.place_name(code))))).collect();
                h1 class="govuk-heading-l" { (title) }
                (parts::field(words, &Field { fault: parts::fault_of(&self.faults, "place").map(str::to_owned), ..Field::select("place", words.text("column-place"), options, chosen) }))
            }
            (self.text(view, "place-other", Size::Line))
        }
    }

    fn level(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let title = self.title(view);
        let Some(instrument) = self.paper.instrument(view) else { return html! { h1 class="govuk-heading-l" { (title) } } };
        let code = instrument.code.as_str();
        let level = |level: u8| Choice {
            value: level.to_string(),
            text: html! { strong { bdi { (level) } } " · " bdi { (view.level_text(code, level)) } },
            hint: None,
        };
        let levels: Vec<Choice> = (0..=instrument.level_max()).map(level).collect();
        let flag = |(value, text): (usize, &record::Text)| Choice {
            value: value.to_string(),
            text: words.said(text, view.records_language()).inline(),
            hint: None,
        };
        let flags: Vec<Choice> = instrument.flag.iter().flat_map(|flag| flag.texts.iter().enumerate()).map(flag).collect();
        let hint = view.instrument_name(code);
        html! {
            (parts::radios(words, &Radios { name: "level", legend: &title, is_heading: true, hint: Some(&hint), choices: &levels, value: self.paper.typed("level") }, &self.faults))
            @if !flags.is_empty() {
                (parts::radios(words, &Radios { name: "flag", legend: &words.text("ask-flag"), is_heading: false, hint: Some(&words.text("ask-flag-hint")), choices: &flags, value: self.paper.typed("flag") }, &self.faults))
            }
        }
    }

    fn question(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let heading = html! { h1 class="govuk-heading-l" { (self.title(view)) } };
        match self.step {
            Step::Instrument => self.instruments(view),
            Step::Place => self.places(view),
            Step::Level => self.level(view),
            Step::Dates => html! {
                (heading)
                (self.days(view, "start")) (self.text(view, "start-time", Size::Short))
                (self.days(view, "end")) (self.text(view, "end-time", Size::Short))
                (self.days(view, "review"))
                (parts::tick(words, "urgent", &words.text("ask-urgent"), self.paper.typed("urgent") == "yes", &self.faults))
            },
            Step::People => html! {
                (heading)
                (self.few(view, "population", "population", &["everyone", "vaccinated", "not-vaccinated", "strictest"], if self.paper.given("population-other").is_some() { "" } else { "everyone" }))
                (self.text(view, "population-other", Size::Line))
                (self.few(view, "reach", "reach", &["own", "and-below", "applies"], "own"))
                (self.text(view, "area", Size::Line))
            },
            Step::Mode => html! { (heading) (self.few(view, "mode", "mode", &["advisory", "floor", "ceiling", "exact"], "advisory")) },
            Step::Words => html! {
                (heading)
                p class="govuk-body" { (words.with("state-words-language", &[("language", view.records_language().to_owned().into())])) }
                (self.text(view, "title", Size::Line)) (self.text(view, "text", Size::Lines(8)))
                (self.text(view, "basis", Size::Line)) (self.text(view, "link-href", Size::Line)) (self.text(view, "link-title", Size::Line))
            },
            Step::Coverage => {
                let place = self.paper.place(view).map(|place| view.place_name(place)).unwrap_or_default();
                let instrument = view.instrument_name(self.paper.typed("instrument"));
                html! {
                    (heading)
                    p class="govuk-body" { (words.with("state-coverage-text", &[("instrument", instrument.into()), ("place", place.into())])) }
                    (self.few(view, "covers", "covers", &["yes", "no"], ""))
                    (self.days(view, "covered"))
                }
            }
            Step::Reason => html! {
                (heading)
                p class="govuk-body" { (words.text(if self.paper.doing == Doing::Withdraw { "state-withdraw-text" } else { "state-correct-text" })) }
                (self.text(view, "reason", Size::Lines(4)))
            },
            Step::Check | Step::Clashes => html! {},
        }
    }
}

impl Shown for Ask {
    fn frame(&self, view: &View<'_>) -> Frame {
        let title = self.title(view);
        let title = if self.faults.is_empty() { title } else { format!("{} {title}", view.words.text("fault-prefix")) };
        Frame { title, trail: trail(view), ..Frame::default() }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        html! {
            div class="k-question" {
                (parts::back(words, &self.back()))
                (parts::error_summary(words, &self.faults))
                p class="govuk-caption-l" { (words.find(&format!("doing-{}", self.paper.doing.word()), &[]).unwrap_or_default()) }
                form method="post" action=(words.href(&format!("/state/{}/{}", self.draft, self.step.slug()))) novalidate {
                    (parts::form_token(view.person))
                    (self.question(view))
                    (parts::button(&words.text("state-continue")))
                }
                p class="govuk-body k-muted" { (words.text("state-kept")) }
            }
        }
    }
}

/// The way to pages of a draft.
pub(crate) fn trail(view: &View<'_>) -> Vec<Crumb> {
    vec![Crumb { text: view.words.text("my-title").into_owned(), path: "/my".to_owned() }]
}

/// The places that the record speaks for and those below them, by code, ours first.
fn ours(view: &View<'_>) -> Vec<String> {
    let register = view.cut.model.register();
    let own = view.site.node.identity().place.clone();
    let spoken = register.places().map(|place| place.code.as_str()).filter(|code| view.cut.model.speaks_for(code));
    let mut codes: Vec<String> = own.into_iter().chain(spoken.map(str::to_owned)).collect();
    let below: Vec<String> = codes.iter().flat_map(|code| register.descendants(code)).map(|place| place.code.to_string()).collect();
    codes.extend(below);
    let mut seen = std::collections::BTreeSet::new();
    codes.retain(|code| seen.insert(code.clone()));
    codes
}
