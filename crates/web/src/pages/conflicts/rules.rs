//! `/rules` and `/rules/{name}`: what each rule looks for, in words and as a formula, for whom it cries wolf, and how to switch it off.

use league::coherence::settings::{RuleName, Used};
use league::coherence::{Asked, Settings};
use maud::{Markup, html};
use policy::coherence::{Family, Rule};
use serde_json::json;

use crate::asked::Format;
use crate::parts::{self, Column, Crumb, Fact, Row, Section, Table};
use crate::problem::{NoSuch, Problem};
use crate::represent::{Document, Frame, Sheet, Shown, cite, word};
use crate::routes::Reply;
use crate::site::{View, first, last, number};

/// The families, in the order of the page.
const FAMILIES: [Family; 6] = [Family::Vertical, Family::Horizontal, Family::Gap, Family::Overlap, Family::Sunset, Family::Tension];

/// What is to be known of one rule.
struct Known {
    rule: Rule,
    name: String,
    /// In words.
    what: String,
    formula: String,
    threshold: Option<u8>,
    days_min: i32,
    is_default: bool,
    /// The statement that switches it off.
    off: Option<u32>,
    /// The statement that says it, of a tension.
    stated: Option<u32>,
    /// Its days, of a tension that has some.
    days: Option<(i32, i32)>,
}

fn known(view: &View<'_>, settings: &Settings, named: &RuleName) -> Known {
    let used = named.code.as_ref().and_then(|code| settings.tensions().iter().find(|used| used.code == *code));
    let name = named.code.clone().unwrap_or_else(|| named.rule.as_str().to_owned());
    Known {
        rule: named.rule,
        what: what(view, &name, used),
        formula: used.map_or_else(|| formula(named.rule).to_owned(), |used| used.tension.to_string()),
        threshold: (named.rule.family() == Family::Horizontal).then(|| settings.threshold(named.rule)),
        days_min: settings.days_min(&name),
        is_default: used.map_or_else(|| Rule::FEED.contains(&named.rule), |used| used.is_in_feed),
        off: settings.switched_off(&name),
        stated: used.and_then(|used| used.stated),
        days: used.filter(|used| used.stated.is_some()).map(|used| (used.from, used.until)),
        name,
    }
}

/// What a rule says: of the catalogue; of a stated one its own text, or its conditions.
fn what(view: &View<'_>, name: &str, used: Option<&Used>) -> String {
    if let Some(text) = view.words.find(&format!("rule-{name}-what"), &[]) {
        return text.into_owned();
    }
    let stated = view.cut.model.rules().find(|(_, rule)| rule.code == name).and_then(|(_, rule)| rule.text.as_ref());
    let own = stated.map(|text| view.words.said(text, view.records_language()).words.to_owned());
    own.or_else(|| used.map(|used| used.tension.to_string())).unwrap_or_default()
}

/// What a built-in rule looks for, as a formula. x: level, U above L, a and b side by side, N: those beside, k: the threshold, t: the day.
fn formula(rule: Rule) -> &'static str {
    match rule {
        Rule::BelowFloor => "general(U) ∧ x(L) < x(U)",
        Rule::AboveCeiling => "general(U) ∧ x(L) > x(U)",
        Rule::Unilateral => "x(U) = 0 ∧ x(L) > 0",
        Rule::Restated => "general(U) ∧ general(L) ∧ x(L) = x(U)",
        Rule::Neighbour => "b ∈ N(a) ∧ |x(a) − x(b)| ≥ k",
        Rule::Sibling => "parent(a) = parent(b) ∧ |x(a) − x(b)| ≥ k",
        Rule::Gap => "x(a) = 0 ∧ |N(a)| ≥ 2 ∧ ∀ n ∈ N(a): x(n) ≥ 1",
        Rule::UnknownGap => "x(a) = ? ∧ |N(a)| ≥ 2 ∧ ∀ n ∈ N(a): x(n) ≥ 1",
        Rule::Overlap => "days(m) ∩ days(n) ≠ ∅ ∧ x(m) ≠ x(n)",
        Rule::Duplicate => "days(m) ∩ days(n) ≠ ∅ ∧ x(m) = x(n)",
        Rule::ExpiredOpen => "t > end(m) ∧ ¬∃ n: follows(n, m)",
        Rule::ReviewMissed => "t > review_by(m) ∧ said(m) ≤ review_by(m)",
        Rule::Stale => "x > 0 ∧ t − max(start(m), said(m)) > 180 d",
        Rule::Tension => "A ∧ ¬B",
    }
}

/// The very statement that switches a rule off.
fn off_statement(name: &str) -> String {
    let statement = json!({"kind": "rule/v1", "subject": format!("rule:{name}"), "body": {"code": name, "off": true}});
    serde_json::to_string_pretty(&statement).unwrap_or_default()
}

/// The very statement that changes from when on a rule speaks.
fn set_statement(known: &Known) -> String {
    let mut body = json!({"code": known.name, "days_min": 14});
    if let (Some(members), Some(threshold)) = (body.as_object_mut(), known.threshold) {
        members.insert("threshold".to_owned(), if threshold == 1 { 2 } else { 1 }.into());
    }
    let statement = json!({"kind": "rule/v1", "subject": format!("rule:{}", known.name), "body": body});
    serde_json::to_string_pretty(&statement).unwrap_or_default()
}

impl Known {
    fn shown_by_default(&self, view: &View<'_>) -> String {
        let words = view.words;
        if self.off.is_some() {
            return words.text("rule-is-off").into_owned();
        }
        if !self.is_default {
            return words.text("rule-on-request").into_owned();
        }
        if self.days_min <= 1 {
            return words.text("rule-by-default").into_owned();
        }
        words.with("rule-by-default-from", &[("days", u32::try_from(self.days_min).unwrap_or(0).into())]).into_owned()
    }

    fn json(&self, view: &View<'_>) -> serde_json::Value {
        json!({
            "name": self.name, "title": view.names().rule(&self.name), "family": self.rule.family().as_str(), "version": self.rule.version(), "what": self.what,
            "formula": self.formula, "default": self.is_default && self.off.is_none(), "days_min": self.days_min, "threshold": self.threshold,
            "off": self.off, "stated": self.stated.map(|row| view.entry_name(row)),
        })
    }
}

struct All {
    rules: Vec<Known>,
}

/// Every rule.
pub(crate) fn show<'v>(view: &View<'v>) -> Result<Reply<'v>, Problem> {
    let findings = view.findings();
    let settings = findings.settings();
    Ok(Reply::page(All { rules: settings.rules().iter().map(|named| known(view, settings, named)).collect() }))
}

impl Shown for All {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: view.words.text("rules-title").into_owned(),
            section: Some(Section::Policies),
            file_name: "rules".to_owned(),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let row = |known: &Known| {
            Row::new([
                html! { a class="govuk-link" href=(view.href(&format!("/rules/{}", known.name))) { (view.names().rule(&known.name)) } br; span class="k-muted" { bdi { (known.name) } } }.into(),
                known.what.as_str().into(),
                known.shown_by_default(view).into(),
            ])
        };
        html! {
            h1 class="govuk-heading-l" { (words.text("rules-title")) }
            (super::tabs(view, 4))
            p class="k-lead" { (words.text("rules-lead")) }
            @for family in FAMILIES {
                @let rows: Vec<Row> = self.rules.iter().filter(|known| known.rule.family() == family).map(row).collect();
                @if !rows.is_empty() {
                    (parts::section(&view.word("family", family.as_str()), &parts::table(words, &Table {
                        caption: words.find(&format!("family-{}-what", family.as_str()), &[]).unwrap_or_default().into_owned(),
                        columns: vec![Column::words(words.text("field-rule")), Column::words(words.text("rule-what")), Column::words(words.text("rule-shown"))],
                        rows,
                        sorts_in_place: false,
                    })))
                }
            }
            p class="govuk-body" { (words.text("rules-more")) }
            pre class="k-raw" { (json!({"kind": "rule/v1", "subject": "rule:closed-unpaid", "body": {"code": "closed-unpaid", "when": [{"instrument": "C2", "op": ">=", "level": 2}], "then": [{"instrument": "E1", "op": ">=", "level": 1}], "within_days": 14}})) }
            (cite(view, self, &words.text("rules-title")))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        Some(Document::new("koinon/rules/v1", json!({"rules": self.rules.iter().map(|known| known.json(view)).collect::<Vec<_>>()})))
    }

    fn csv(&self, view: &View<'_>) -> Option<Sheet> {
        let mut sheet = Sheet::new(&["rule", "family", "version", "default", "days_min", "threshold", "formula", "title", "what"]);
        for known in &self.rules {
            sheet.push(vec![
                known.name.clone(),
                known.rule.family().as_str().to_owned(),
                known.rule.version().to_string(),
                u8::from(known.is_default && known.off.is_none()).to_string(),
                known.days_min.to_string(),
                known.threshold.map(|threshold| threshold.to_string()).unwrap_or_default(),
                word(&known.formula),
                word(&view.names().rule(&known.name)),
                word(&known.what),
            ]);
        }
        Some(sheet)
    }
}

struct One {
    known: Known,
    /// Findings and intervals that it has now, of any grade.
    found: (usize, usize),
}

/// One rule.
pub(crate) fn one<'v>(view: &View<'v>, name: &str) -> Result<Reply<'v>, Problem> {
    let findings = view.findings();
    let settings = findings.settings();
    let of_name = |named: &RuleName| named.code.as_deref().unwrap_or(named.rule.as_str()) == name;
    let named = settings.rules().into_iter().find(of_name).ok_or_else(|| Problem::NoSuch(NoSuch::Rule(name.chars().take(60).collect())))?;
    let found = findings.find(&view.cut, &Asked { rules: vec![named.clone()], ..Asked::default() }, number(view.today));
    let ids: std::collections::BTreeSet<_> = found.iter().map(|finding| finding.id).collect();
    Ok(Reply::page(One { known: known(view, settings, &named), found: (ids.len(), found.len()) }))
}

impl One {
    fn text(&self, view: &View<'_>, part: &str) -> Option<String> {
        let own = view.words.find(&format!("rule-{}-{part}", self.known.name), &[]);
        own.or_else(|| view.words.find(&format!("rule-{}-{part}", self.known.rule.as_str()), &[])).map(std::borrow::Cow::into_owned)
    }

    fn facts(&self, view: &View<'_>) -> Vec<Fact> {
        let words = view.words;
        let known = &self.known;
        let count = |count: usize| words.number(u64::try_from(count).unwrap_or(0));
        let statement = |entry: u32| view.statement_link(entry);
        let found = words.with("rule-found", &[("findings", count(self.found.0).into()), ("intervals", count(self.found.1).into())]);
        let list = format!("/policies/conflicts?rule={}&grade=note", known.name);
        let mut facts = vec![
            Fact::marked(words.text("rule-formula"), html! { code dir="ltr" { (known.formula) } }),
            Fact::new(words.text("rule-shown"), known.shown_by_default(view)),
            Fact::marked(words.text("rule-now"), html! { a class="govuk-link" href=(view.href(&list)) { (found) } }),
            Fact::new(words.text("rule-code"), format!("{} · {} · {}", known.name, known.rule.family().as_str(), known.rule.version())),
        ];
        if let Some(threshold) = known.threshold {
            facts.insert(1, Fact::new(words.text("rule-threshold"), threshold.to_string()));
        }
        facts.extend(known.stated.map(|entry| Fact::marked(words.text("rule-stated"), statement(entry))));
        facts.extend(known.days.map(|(from, until)| Fact::new(words.text("column-days-short"), words.span(first(from), last(until)))));
        facts.extend(known.off.map(|entry| Fact::marked(words.text("rule-is-off"), statement(entry))));
        facts
    }
}

impl Shown for One {
    fn frame(&self, view: &View<'_>) -> Frame {
        let trail = vec![Crumb { text: view.words.text("rules-title").into_owned(), path: view.path("/rules") }];
        Frame { title: view.names().rule(&self.known.name), section: Some(Section::Policies), trail, ..Frame::default() }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Json]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let part = |key: &str, title: &str| html! { @if let Some(text) = self.text(view, key) { (parts::section(title, &html! { p class="govuk-body" { (text) } })) } };
        html! {
            h1 class="govuk-heading-l" { (view.names().rule(&self.known.name)) }
            p class="k-lead" { (self.known.what) }
            (parts::facts(&self.facts(view)))
            p class="govuk-body-s k-muted" { (words.text("rule-formula-legend")) }
            (part("example", &words.text("rule-example")))
            (part("wolf", &words.text("rule-wolf")))
            (part("todo", &words.text("way-todo")))
            (parts::section(&words.text("rule-switch"), &html! {
                p class="govuk-body" { (words.text("rule-switch-text")) }
                pre class="k-raw" { (off_statement(&self.known.name)) }
                p class="govuk-body" { (words.text("rule-set-text")) }
                pre class="k-raw" { (set_statement(&self.known)) }
                p class="govuk-body" { a class="govuk-link k-target" href=(format!("/policies/conflicts.atom?rule={}", self.known.name)) { "Atom" } }
            }))
            (cite(view, self, &view.names().rule(&self.known.name)))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let part = |key: &str| self.text(view, key);
        let mut members = self.known.json(view);
        if let Some(members) = members.as_object_mut() {
            members.insert("example".to_owned(), part("example").into());
            members.insert("wolf".to_owned(), part("wolf").into());
            members.insert("todo".to_owned(), part("todo").into());
            members.insert("findings".to_owned(), self.found.0.into());
            members.insert("intervals".to_owned(), self.found.1.into());
        }
        Some(Document::new("koinon/rule/v1", members))
    }
}
