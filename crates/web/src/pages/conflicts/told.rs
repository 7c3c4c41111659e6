//! One interval of a finding, told: in lists, on its page, in feeds and files; the same facts everywhere.

use league::coherence::{Finding, Findings};
use league::measures::{self, Said};
use maud::{Markup, html};
use policy::Packed;
use policy::coherence::{At, Family, Grade, Rule};
use policy::finding::State;
use record::{Facets, Sid};
use serde_json::json;

use super::super::line;
use crate::parts::{self, Tag};
use crate::site::{View, date, first, last, number};
use crate::words::without_isolates;

/// One interval of a finding, on its own: a page outlives the findings that it was read from.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) id: Sid,
    pub(crate) rule: Rule,
    /// The rule's name; of a tension its code.
    pub(crate) name: String,
    pub(crate) instrument: String,
    population: String,
    pub(crate) places: [String; 2],
    pub(crate) from: i32,
    pub(crate) until: i32,
    pub(crate) days: i32,
    pub(crate) grade: Grade,
    pub(crate) sides: [Option<At>; 2],
    pub(crate) answer: Option<State>,
    pub(crate) length_m: Option<i64>,
    /// The instrument of each side: of a tension two.
    pub(crate) instruments: [String; 2],
    /// Of a vertical finding: whether the first place is the upper one.
    pub(crate) is_upper: bool,
}

impl Told {
    pub(crate) fn of(findings: &Findings, finding: &Finding<'_>) -> Told {
        Told {
            id: finding.id,
            rule: finding.rule,
            name: finding.name.to_owned(),
            instrument: finding.instrument.to_owned(),
            population: finding.population.to_owned(),
            places: finding.places.map(str::to_owned),
            from: finding.from,
            until: finding.until,
            days: finding.days,
            grade: finding.grade,
            sides: finding.sides,
            answer: finding.answer,
            length_m: finding.length_m,
            instruments: instruments(findings, finding),
            is_upper: finding.rule.family() == Family::Vertical && findings.is_upper(finding),
        }
    }

    /// The same as the league has it.
    pub(crate) fn finding(&self) -> Finding<'_> {
        let [a, b] = &self.places;
        Finding {
            id: self.id,
            rule: self.rule,
            name: &self.name,
            instrument: &self.instrument,
            population: &self.population,
            places: [a, b],
            from: self.from,
            until: self.until,
            days: self.days,
            grade: self.grade,
            sides: self.sides,
            answer: self.answer,
            length_m: self.length_m,
        }
    }

    /// Path of its page.
    pub(crate) fn path(&self) -> String {
        format!("/findings/{}", self.id)
    }

    /// The places, or the place, in words.
    pub(crate) fn places_in_words(&self, view: &View<'_>) -> String {
        match &self.places {
            [a, b] if b.is_empty() => view.place_name(a),
            [a, b] => format!("{} – {}", view.place_name(a), view.names().place_or_group(b)),
        }
    }

    /// What is so, in one sentence.
    pub(crate) fn sentence(&self, view: &View<'_>) -> String {
        let [a, b] = &self.places;
        let level = |at: Option<At>| at.map_or_else(|| "?".to_owned(), |at| at.level.to_string());
        let [level_a, level_b] = self.sides.map(level);
        let ((upper, level_upper), (lower, level_lower)) =
            if self.is_upper { ((a, &level_a), (b, &level_b)) } else { ((b, &level_b), (a, &level_a)) };
        let values = [
            ("a", view.place_name(a).into()),
            ("b", view.place_name(b).into()),
            ("levela", (&level_a).into()),
            ("levelb", (&level_b).into()),
            ("upper", view.place_name(upper).into()),
            ("levelupper", level_upper.into()),
            ("lower", view.place_name(lower).into()),
            ("levellower", level_lower.into()),
            ("instrument", view.instrument_name(&self.instrument).into()),
            ("rule", view.names().rule(&self.name).into()),
        ];
        view.words.find(&format!("brief-what-{}", self.rule.as_str()), &values).map(|text| without_isolates(&text)).unwrap_or_default()
    }

    /// What it is called: places and instrument.
    pub(crate) fn title(&self, view: &View<'_>) -> String {
        let [first, second] = &self.instruments;
        let of = if first == second || second.is_empty() {
            view.instrument_name(first)
        } else {
            format!("{} / {}", view.instrument_name(first), view.instrument_name(second))
        };
        format!("{}{}{of}", self.places_in_words(view), view.words.colon())
    }

    /// Its days, in words.
    pub(crate) fn span(&self, view: &View<'_>) -> String {
        match first(self.from).filter(|from| *from > view.today) {
            Some(from) if self.until == Facets::OPEN => without_isolates(&view.words.with("span-ahead", &[("from", view.words.date(from).into())])),
            _ => view.words.span(first(self.from), last(self.until)),
        }
    }

    /// How long it lasts.
    pub(crate) fn length(&self, view: &View<'_>) -> String {
        let days = u32::try_from(self.days).unwrap_or(0);
        without_isolates(&view.words.with("count-days", &[("count", days.into())]))
    }

    /// The length of the border, in kilometres; none where none is known.
    pub(crate) fn kilometres(&self, view: &View<'_>) -> Option<String> {
        let metres = self.length_m.and_then(|metres| u64::try_from(metres).ok())?;
        Some(without_isolates(&view.words.with("kilometres", &[("number", view.words.number(metres.saturating_add(500) / 1000).into())])))
    }

    /// The day on which it is looked at where no other is asked for: its last one until today.
    pub(crate) fn last_day(&self, view: &View<'_>) -> i32 {
        self.until.saturating_sub(1).min(number(view.today)).max(self.from)
    }

    /// What each side is called, and how it stands.
    pub(crate) fn named_sides(&self, view: &View<'_>) -> Vec<(Markup, &str, Option<At>)> {
        let [a, b] = &self.places;
        let [instrument_a, instrument_b] = &self.instruments;
        let [at_a, at_b] = self.sides;
        let place = |code: &str| html! { a class="govuk-link" href=(view.href(&format!("/places/{code}"))) { bdi { (view.place_name(code)) } } };
        let role = |is_upper: bool| view.words.text(if is_upper { "side-upper" } else { "side-lower" });
        let words = |key: &str| html! { (view.words.find(key, &[]).unwrap_or_default()) };
        let sides = match self.rule.family() {
            Family::Vertical => vec![
                (html! { (place(a)) " " span class="k-muted" { (role(self.is_upper)) } }, at_a),
                (html! { (place(b)) " " span class="k-muted" { (role(!self.is_upper)) } }, at_b),
            ],
            Family::Horizontal => vec![(place(a), at_a), (place(b), at_b)],
            Family::Gap => {
                let peers = if b.is_empty() {
                    words("side-neighbours")
                } else {
                    html! { (words("side-group")) " " bdi { (view.names().place_or_group(b)) } }
                };
                vec![(place(a), at_a), (peers, at_b)]
            }
            Family::Overlap => vec![(words("side-one"), at_a), (words("side-other"), at_b)],
            Family::Sunset => vec![(place(a), at_a)],
            Family::Tension => {
                let named = |code: &str| html! { bdi { (view.instrument_name(code)) } };
                let mut sides = vec![(named(instrument_a), at_a)];
                if !instrument_b.is_empty() {
                    sides.push((named(instrument_b), at_b));
                }
                sides
            }
        };
        sides.into_iter().zip([instrument_a, instrument_b]).map(|((name, at), instrument)| (name, instrument.as_str(), at)).collect()
    }

    /// The same without links: what each side is called, and its instrument.
    pub(crate) fn plain_sides(&self, view: &View<'_>) -> Vec<(String, String)> {
        let [a, b] = &self.places;
        let [instrument_a, instrument_b] = self.instruments.clone();
        let text = |key: &str| view.words.find(key, &[]).unwrap_or_default().into_owned();
        let [first, second] = match self.rule.family() {
            Family::Vertical | Family::Horizontal => [view.place_name(a), view.place_name(b)],
            Family::Gap if b.is_empty() => [view.place_name(a), text("side-neighbours")],
            Family::Gap => [view.place_name(a), view.names().place_or_group(b)],
            Family::Overlap => [text("side-one"), text("side-other")],
            Family::Sunset => return vec![(view.place_name(a), instrument_a)],
            Family::Tension if instrument_b.is_empty() => return vec![(view.instrument_name(&instrument_a), instrument_a)],
            Family::Tension => [view.instrument_name(&instrument_a), view.instrument_name(&instrument_b)],
        };
        vec![(first, instrument_a), (second, instrument_b)]
    }

    /// Both sides, side by side: who, at which level, who said so, the statement.
    pub(crate) fn sides_shown(&self, view: &View<'_>) -> Markup {
        html! {
            ul class="k-sides" {
                @for (name, instrument, at) in self.named_sides(view) {
                    li { strong { (name) } br; (level(view, instrument, at)) @if let Some(at) = at { br; (said_by(view, at)) } }
                }
            }
        }
    }

    /// Grade and answer, in words and marks.
    pub(crate) fn tags(&self, view: &View<'_>) -> Markup {
        html! { (grade(view, self.grade)) @if let Some(state) = self.answer { " " (answer_tag(view, state)) } }
    }

    /// For JSON.
    pub(crate) fn json(&self, view: &View<'_>) -> serde_json::Value {
        let [a, b] = &self.places;
        let side = |at: Option<At>, instrument: &str| {
            at.map(|at| {
                let said = said(view, at.entry).map(line::said_word);
                json!({"instrument": instrument, "level": at.level, "flag": at.flag.map(policy::Flag::number), "mode": at.mode.as_str(), "entry": view.entry_name(at.entry), "said": said})
            })
        };
        let [at_a, at_b] = self.sides;
        let [instrument_a, instrument_b] = &self.instruments;
        json!({
            "id": self.id,
            "url": view.site.url(&self.path()),
            "rule": self.name,
            "family": self.rule.family().as_str(),
            "instrument": self.instrument,
            "instrument_name": view.instrument_name(&self.instrument),
            "population": self.population,
            "place_a": a,
            "place_b": if b.is_empty() { None } else { Some(b) },
            "from": first(self.from).map(|day| day.to_string()),
            "to": last(self.until).map(|day| day.to_string()),
            "days": self.days,
            "grade": self.grade.as_str(),
            "answer": self.answer.map(State::as_str),
            "border_m": self.length_m,
            "a": side(at_a, instrument_a),
            "b": side(at_b, instrument_b),
        })
    }
}

/// The instruments of both sides: of a tension those of its first conditions; the other may be empty.
fn instruments(findings: &Findings, finding: &Finding<'_>) -> [String; 2] {
    let own = finding.instrument.to_owned();
    if finding.rule != Rule::Tension {
        return [own.clone(), own];
    }
    let used = findings.settings().tensions().iter().find(|used| used.code == finding.name);
    let of = |conditions: &[policy::coherence::tension::Condition]| conditions.first().map(|condition| condition.instrument.to_string());
    let (when, then) = used.map_or((None, None), |used| (of(&used.tension.when), of(&used.tension.then)));
    let second = then.or_else(|| used.and_then(|used| used.tension.when.get(1)).map(|condition| condition.instrument.to_string()));
    [when.unwrap_or(own), second.unwrap_or_default()]
}

/// A level with what it means; unknown where there is none.
pub(crate) fn level(view: &View<'_>, instrument: &str, at: Option<At>) -> Markup {
    line::level(view, instrument, at.map(|at| at.level), at.and_then(|at| at.flag))
}

/// Whether the body itself or someone else said what stands in an entry; none where the entry is no measure or coverage.
pub(crate) fn said(view: &View<'_>, entry: u32) -> Option<Said> {
    if let Some(hit) = measures::hit(&view.cut, entry) {
        return Some(hit.said);
    }
    let version = view.cut.rows.version(entry).filter(|version| version.index < view.cut.size)?;
    let is_observed = Packed::unpack(version.value).is_observed;
    view.cut.rows.text(version.kind).starts_with("coverage/").then_some(if is_observed { Said::Observed } else { Said::Declared })
}

/// Who said it, with the way to the statement and its proof.
pub(crate) fn said_by(view: &View<'_>, at: At) -> Markup {
    let since = measures::hit(&view.cut, at.entry).and_then(|hit| first(hit.from_day));
    html! {
        @if let Some(said) = said(view, at.entry) { (parts::tag(view.words, line::said_tag(said))) " " }
        @if let Some(since) = since { (view.span_short(Some(since), None)) " " }
        (view.statement_link(at.entry))
    }
}

/// How grave, as a word and a mark.
pub(crate) fn grade(view: &View<'_>, grade: Grade) -> Markup {
    let (tag, mark) = match grade {
        Grade::Conflict => ("disputed", "!"),
        Grade::Question => ("stale", "?"),
        Grade::Note => ("observed", "i"),
    };
    let title = view.words.find(&format!("grade-{}-means", grade.as_str()), &[]).unwrap_or_default();
    html! { span class={ "k-tag k-tag--" (tag) } data-mark=(mark) title=(title) { (view.word("grade", grade.as_str())) } }
}

/// What was answered, as a tag.
pub(crate) fn answer_tag(view: &View<'_>, state: State) -> Markup {
    let tag = match state {
        State::Disputed => return parts::tag(view.words, Tag::Disputed),
        State::Accepted => "corrected",
        State::Resolving => "declared",
    };
    html! { span class={ "k-tag k-tag--" (tag) } data-mark="↩" { (view.word("answer", state.as_str())) } }
}

/// A day of a finding as a date.
pub(crate) fn day(number: i32) -> jiff::civil::Date {
    date(number)
}
