//! What a person has typed into the form, step by step, and the statements that it adds up to.
//!
//! Kept as it was typed, faults and all: a day that is none yet is found again as it was left. In: the steps, what each takes, the body of the
//! measure. Out: what is right (`check`), how it is asked (`ask`), where it is kept (`node::Accounts`).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use league::measures;
use node::Published;
use policy::{Instrument, Measure};
use record::text::nfc;
use record::{Act, Draft, EntryId, Json, Revises, SubjectName};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use crate::parts::date_from_parts;
use crate::session::Fields;
use crate::site::{View, date};

/// The reason of a correction: a body of `measure/v1` has no member for it, and `ext` is read by no rule (DESIGN rule 8).
pub(crate) const REASON: &str = "koinon.reason";

/// What is being done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Doing {
    /// A measure is stated.
    #[default]
    State,
    /// One is put right: it was wrong from the start.
    Correct,
    /// One is taken back.
    Withdraw,
}

impl Doing {
    /// As an act of the envelope.
    pub(crate) fn act(self) -> Act {
        match self {
            Doing::State => Act::State,
            Doing::Correct => Act::Correct,
            Doing::Withdraw => Act::Withdraw,
        }
    }

    /// The end of the keys of its words.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Doing::State => "state",
            Doing::Correct => "correct",
            Doing::Withdraw => "withdraw",
        }
    }
}

/// One page of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Which instrument.
    Instrument,
    /// Where.
    Place,
    /// How strict, for how much of it.
    Level,
    /// From when, until when, looked at again when.
    Dates,
    /// For whom.
    People,
    /// What it asks of the levels below.
    Mode,
    /// In words.
    Words,
    /// Whether all is said of that instrument there.
    Coverage,
    /// Why it is put right or taken back.
    Reason,
    /// All answers, and the exact words.
    Check,
    /// What it clashes with; stating.
    Clashes,
}

impl Step {
    /// All of them, in order.
    pub(crate) const ALL: [Step; 11] = [
        Step::Instrument,
        Step::Place,
        Step::Level,
        Step::Dates,
        Step::People,
        Step::Mode,
        Step::Words,
        Step::Coverage,
        Step::Reason,
        Step::Check,
        Step::Clashes,
    ];

    /// Its part of addresses, and of the keys of its words.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Step::Instrument => "instrument",
            Step::Place => "place",
            Step::Level => "level",
            Step::Dates => "dates",
            Step::People => "people",
            Step::Mode => "mode",
            Step::Words => "words",
            Step::Coverage => "coverage",
            Step::Reason => "reason",
            Step::Check => "check",
            Step::Clashes => "clashes",
        }
    }

    /// The fields that it takes.
    pub(crate) fn fields(self) -> &'static [&'static str] {
        match self {
            Step::Instrument => &["instrument"],
            Step::Place => &["place", "place-other"],
            Step::Level => &["level", "flag"],
            Step::Dates => &[
                "start-day",
                "start-month",
                "start-year",
                "start-time",
                "end-day",
                "end-month",
                "end-year",
                "end-time",
                "review-day",
                "review-month",
                "review-year",
                "urgent",
            ],
            Step::People => &["population", "population-other", "reach", "area"],
            Step::Mode => &["mode"],
            Step::Words => &["title", "text", "basis", "link-href", "link-title"],
            Step::Coverage => &["covers", "covered-day", "covered-month", "covered-year"],
            Step::Reason => &["reason"],
            Step::Check => &[],
            Step::Clashes => &["answer", "answer-reason", "answer-by", "answer-until-day", "answer-until-month", "answer-until-year"],
        }
    }
}

/// A draft of the form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Paper {
    /// What is being done.
    pub(crate) doing: Doing,
    /// The subject, fixed when the draft is begun: stating the same twice is refused by the record itself.
    pub(crate) subject: String,
    /// The head that is revised.
    pub(crate) revises: Option<EntryId>,
    /// What that head says.
    pub(crate) base: Option<Json>,
    /// What was typed, by field.
    pub(crate) typed: BTreeMap<String, String>,
    /// The steps that were answered without a fault.
    pub(crate) answered: BTreeSet<String>,
    /// What became of it.
    pub(crate) done: Option<Published>,
}

impl Paper {
    /// A draft about nothing yet; what the node speaks for is its place at first.
    pub(crate) fn new(subject: &SubjectName, own_place: Option<&str>) -> Paper {
        let typed = own_place.map(|place| ("place".to_owned(), place.to_owned()));
        Paper { subject: subject.to_string(), typed: typed.into_iter().collect(), ..Paper::default() }
    }

    /// A draft that puts right or takes back what the entry `revises` says.
    pub(crate) fn revising(doing: Doing, subject: &SubjectName, revises: EntryId, measure: &Measure, body: Json, language: &str) -> Paper {
        let typed = typed_of(measure, language);
        let answered = Step::ALL.into_iter().filter(|step| *step <= Step::Words).map(|step| step.slug().to_owned()).collect();
        Paper { doing, subject: subject.to_string(), revises: Some(revises), base: Some(body), typed, answered, done: None }
    }

    /// What was typed into a field; nothing where nothing was.
    pub(crate) fn typed(&self, field: &str) -> &str {
        self.typed.get(field).map(String::as_str).unwrap_or_default()
    }

    /// What was typed into a field, without what no text may hold at its ends; none where that is nothing.
    pub(crate) fn given(&self, field: &str) -> Option<String> {
        let text = nfc(&self.typed(field).replace("\r\n", "\n").replace('\r', "\n")).trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// Takes in what a page of the form sent.
    pub(crate) fn take(&mut self, step: Step, fields: &Fields) {
        let before = self.typed("instrument").to_owned();
        for field in step.fields() {
            match fields.get(field).filter(|value| !value.is_empty()) {
                Some(value) => drop(self.typed.insert((*field).to_owned(), value.to_owned())),
                None => drop(self.typed.remove(*field)),
            }
        }
        if step == Step::Instrument && before != self.typed("instrument") {
            // The level of another instrument means something else.
            Step::Level.fields().iter().for_each(|field| drop(self.typed.remove(*field)));
            self.answered.remove(Step::Level.slug());
        }
    }

    /// The questions of this draft, in order; `covered` where all is said of the instrument already.
    pub(crate) fn questions(&self, covered: bool) -> Vec<Step> {
        let asked = |step: &Step| match self.doing {
            Doing::State => *step <= Step::Words || (*step == Step::Coverage && !covered),
            Doing::Correct => *step <= Step::Words || *step == Step::Reason,
            Doing::Withdraw => *step == Step::Reason,
        };
        Step::ALL.into_iter().filter(asked).collect()
    }

    /// The first question that is not answered; none where all are.
    pub(crate) fn unanswered(&self, covered: bool) -> Option<Step> {
        self.questions(covered).into_iter().find(|step| !self.answered.contains(step.slug()))
    }

    /// A day that was typed. Errors: the text, where it is no day.
    pub(crate) fn day(&self, name: &str) -> Result<Option<Date>, String> {
        date_from_parts(name, |key| self.typed.get(key).map(String::as_str)).map_err(|date| date.got)
    }

    /// The instrument that was chosen.
    pub(crate) fn instrument<'v>(&self, view: &View<'v>) -> Option<&'v Instrument> {
        view.instrument(self.typed("instrument"))
    }

    /// The code of the place: the one that was typed before the one that was chosen. None where it is not known here.
    pub(crate) fn place<'v>(&self, view: &View<'v>) -> Option<&'v str> {
        let Some(typed) = self.given("place-other") else { return known_place(view, self.typed("place")) };
        known_place(view, &typed).or_else(|| known_place(view, &typed.to_uppercase())).or_else(|| named_place(view, &typed))
    }

    /// The level that was chosen.
    pub(crate) fn level(&self) -> Option<u8> {
        self.typed("level").parse().ok()
    }

    /// For whom: what was typed before what was chosen.
    pub(crate) fn population(&self) -> String {
        self.given("population-other").or_else(|| self.given("population").filter(|word| word != "other")).unwrap_or_else(|| "everyone".to_owned())
    }

    /// The body of the measure, as far as it is answered; what the form does not ask stays as it is in what is put right.
    pub(crate) fn body(&self, view: &View<'_>) -> Json {
        let mut body = match &self.base {
            Some(Json::Object(members)) => members.clone(),
            _ => Map::new(),
        };
        let mut set = |name: &str, value: Option<Json>| match value {
            Some(value) => drop(body.insert(name.to_owned(), value)),
            None => drop(body.remove(name)),
        };
        let day = |name: &str| self.day(name).ok().flatten().map(|day| Json::from(day.to_string()));
        let word = |field: &str, default: &str| Some(self.typed(field)).filter(|word| !word.is_empty() && *word != default).map(Json::from);
        if self.base.is_none() || self.instrument(view).is_some() {
            set("instrument", self.given("instrument").map(Json::from));
        }
        set("place", self.place(view).map(Json::from));
        set("level", self.level().map(Json::from));
        let has_flag = self.instrument(view).is_some_and(|instrument| instrument.flag.is_some()) && self.level() != Some(0);
        set("flag", self.typed("flag").parse::<u8>().ok().filter(|_| has_flag).map(Json::from));
        set("start", day("start"));
        set("start_time", self.given("start-time").map(Json::from));
        set("end", day("end"));
        set("end_time", self.given("end-time").map(Json::from));
        set("review_by", day("review"));
        set("urgent", (self.typed("urgent") == "yes").then_some(Json::from(true)));
        set("population", Some(self.population()).filter(|word| word != "everyone").map(Json::from));
        set("reach", word("reach", "own"));
        set("mode", word("mode", "advisory"));
        for (field, member) in [("area", "area"), ("title", "title"), ("text", "text"), ("basis", "basis")] {
            let text = self.text(field, view.records_language());
            set(member, text);
        }
        set("links", self.links(view.records_language()));
        if self.doing == Doing::Correct {
            let mut ext = self.base.as_ref().and_then(|base| base.get("ext")).and_then(Json::as_object).cloned().unwrap_or_default();
            ext.remove(REASON);
            ext.extend(self.given("reason").map(|reason| (REASON.to_owned(), Json::from(reason))));
            set("ext", (!ext.is_empty()).then_some(Json::Object(ext)));
        }
        Json::Object(body)
    }

    /// A text of the body: what was typed is in the record's language; what stands in others stays.
    fn text(&self, field: &str, language: &str) -> Option<Json> {
        let given = self.given(field);
        match self.base.as_ref().and_then(|base| base.get(field)) {
            Some(Json::Object(texts)) if texts.len() > 1 || !texts.contains_key(language) => {
                let mut texts = texts.clone();
                match given {
                    Some(text) => drop(texts.insert(language.to_owned(), text.into())),
                    None => drop(texts.remove(language)),
                }
                (!texts.is_empty()).then_some(Json::Object(texts))
            }
            _ => given.map(Json::from),
        }
    }

    /// The first link is the form's; more of them stay.
    fn links(&self, language: &str) -> Option<Json> {
        let before = self.base.as_ref().and_then(|base| base.get("links")).and_then(Json::as_array).cloned().unwrap_or_default();
        let own = self.given("link-href").map(|href| {
            let title = self.given("link-title").unwrap_or_else(|| href.clone());
            match before.first() {
                Some(first) if first.get("href").and_then(Json::as_str) == Some(&href) && said(first.get("title"), language) == title => {
                    first.clone()
                }
                _ => json!({"href": href, "title": title}),
            }
        });
        let links: Vec<Json> = own.into_iter().chain(before.into_iter().skip(1)).collect();
        (!links.is_empty()).then_some(Json::Array(links))
    }

    /// The coverage that is stated with it, where the person wants that.
    pub(crate) fn coverage(&self, view: &View<'_>, covered: bool) -> Option<Json> {
        if self.doing != Doing::State || self.typed("covers") != "yes" || covered {
            return None;
        }
        let mut body =
            json!({"places": [self.place(view)?], "instruments": [self.given("instrument")?], "from": self.day("covered").ok()??.to_string()});
        let members = body.as_object_mut()?;
        members.extend(Some(self.population()).filter(|word| word != "everyone").map(|word| ("population".to_owned(), word.into())));
        members.extend(Some(self.typed("reach")).filter(|word| !matches!(*word, "" | "own")).map(|word| ("reach".to_owned(), word.into())));
        Some(body)
    }

    /// The statements that this adds up to, but for an answer to findings. None where a name of ours can't be read, which tests rule out.
    pub(crate) fn drafts(&self, view: &View<'_>, covered: bool) -> Option<Vec<Draft>> {
        let body = match self.doing {
            Doing::State | Doing::Correct => self.body(view),
            Doing::Withdraw => json!({"reason": self.given("reason").unwrap_or_default()}),
        };
        let of_kind = |kind: &str, body: Json| {
            let audience = record::Audience::default();
            Some(Draft { kind: kind.parse().ok()?, subject: None, revises: None, act: Act::State, about: Vec::new(), audience, body })
        };
        let measure = of_kind(measures::KIND, body)?;
        let subject = Some(self.subject.parse().ok()?);
        let mut drafts = vec![Draft { subject, revises: self.revises.map(Revises::Entry), act: self.doing.act(), ..measure }];
        if let Some(coverage) = self.coverage(view, covered) {
            drafts.push(of_kind("coverage/v1", coverage)?);
        }
        Some(drafts)
    }
}

/// The code of a place as the register or a measure writes it; the node's own place is known though no one states it.
fn known_place<'v>(view: &View<'v>, code: &str) -> Option<&'v str> {
    let own = view.site.node.identity().place.as_deref();
    own.filter(|own| *own == code).or_else(|| view.known_place("place", code).ok())
}

/// The one place of this name, in any language that it has.
fn named_place<'v>(view: &View<'v>, name: &str) -> Option<&'v str> {
    let wanted = name.to_lowercase();
    let mut found = view.cut.model.register().places().filter(|place| place.name.all().iter().any(|(_, name)| name.to_lowercase() == wanted));
    let first = found.next()?;
    found.next().is_none().then_some(first.code.as_str())
}

fn said(text: Option<&Json>, language: &str) -> String {
    let text = text.and_then(|text| serde_json::from_value::<record::Text>(text.clone()).ok());
    text.map(|text| text.in_language(&[language], language).0.to_owned()).unwrap_or_default()
}

/// What one would have typed to say what a measure says.
fn typed_of(measure: &Measure, language: &str) -> BTreeMap<String, String> {
    let mut typed = BTreeMap::new();
    let mut set = |field: &str, value: String| {
        if !value.is_empty() {
            typed.insert(field.to_owned(), value);
        }
    };
    set("instrument", measure.instrument.code().map(ToString::to_string).unwrap_or_default());
    set("place", measure.place.to_string());
    set("level", measure.level.to_string());
    set("flag", measure.flag.map(|flag| flag.number().to_string()).unwrap_or_default());
    for (name, day) in [("start", Some(measure.start)), ("end", measure.end), ("review", measure.review_by)] {
        if let Some(day) = day.map(|day| date(day.number())) {
            set(&format!("{name}-day"), day.day().to_string());
            set(&format!("{name}-month"), day.month().to_string());
            set(&format!("{name}-year"), day.year().to_string());
        }
    }
    set("start-time", measure.start_time.clone().unwrap_or_default());
    set("end-time", measure.end_time.clone().unwrap_or_default());
    set("urgent", if measure.urgent { "yes".to_owned() } else { String::new() });
    match &measure.population {
        policy::Population::Other(word) => set("population-other", word.clone()),
        known => set("population", known.as_str().to_owned()),
    }
    set("reach", measure.reach.as_str().to_owned());
    set("mode", measure.mode.as_str().to_owned());
    let words = |text: &Option<record::Text>| text.as_ref().map(|text| text.in_language(&[language], language).0.to_owned()).unwrap_or_default();
    for (field, text) in [("area", &measure.area), ("title", &measure.title), ("text", &measure.text), ("basis", &measure.basis)] {
        // What is in other languages alone is not this one's to change.
        let has_own = text.as_ref().is_none_or(|text| text.all().iter().any(|(tag, _)| tag.is_none_or(|tag| tag == language)));
        set(field, if has_own { words(text) } else { String::new() });
    }
    if let Some(link) = measure.links.first() {
        set("link-href", link.href.clone());
        set("link-title", link.title.in_language(&[language], language).0.to_owned());
    }
    typed
}
