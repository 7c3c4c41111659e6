//! Telling those who asked to be told: what a subscription hears now, in its language, as text, as a page and as JSON.
//!
//! ```text
//! wish, state ─▶ league::notify::decide ─▶ messages ─▶ notices (words) ─▶ bodies for the queue, and the state to remember
//! ```
//! In: facts for the decision (measures and findings at two cuts), words. Out: what is decided (`league::notify`), sending (the binary).

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use league::coherence::{Finding, Findings};
use league::measures;
use league::notify::{self, Fact, Fresh, Holding, Message, Moment, More, Source, State, Turn, Wish};
use league::{Cut, due};
use node::Subscription;

use crate::asked::{Asked, Format, Query};
use crate::brief;
use crate::feed::Item;
use crate::ics;
use crate::limits::{DIGEST_DAYS_AHEAD, DIGEST_DUE_MAX, TOLD_BYTES_MAX};
use crate::live::Spoken;
use crate::pages::line::Line;
use crate::problem::Problem;
use crate::represent::{public_body, short_root};
use crate::site::{Models, Site, Snapshot, View, date, first, last};
use crate::words::{Language, without_isolates};

mod notice;

pub use notice::Letter;
use notice::{Day, Kind, Notice, Thing};

/// What is to be done for one subscription: remember a state, send some bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// JSON.
    pub state: String,
    /// One for each message, as its channel sends it.
    pub bodies: Vec<Vec<u8>>,
}

/// Decides and words what subscriptions are told. Keeps for each what it knew last, so that an urgent clash is found without computing the past again.
pub struct Teller {
    site: Site,
    models: Models,
    known: BTreeMap<i64, Known>,
}

/// The findings that held for a subscription when it was last looked at.
struct Known {
    seen: u32,
    day: i32,
    holding: Holding,
}

/// Where a subscription's wish or state can't be read: another release wrote it.
fn unread(what: &str, error: &serde_json::Error) -> String {
    format!("{what} can't be read: {error}")
}

impl Teller {
    /// Tells of this site.
    pub fn new(site: Site) -> Teller {
        Teller { site, models: Models::default(), known: BTreeMap::new() }
    }

    /// The state of a subscription that is made now: what stands is known. Given as JSON.
    pub fn state_of_new(size: u32, now: Moment, at_minute: u16) -> String {
        let state = State::new(size, now, at_minute);
        serde_json::to_string(&state).unwrap_or_default()
    }

    /// What a subscription is told now; none where nothing is to be told or remembered. Errors: in words, for the operator.
    pub fn turn(&mut self, subscription: &Subscription, now: Moment) -> Result<Option<Told>, String> {
        let wish: Wish = serde_json::from_str(&subscription.wish).map_err(|error| unread("what it asks for", &error))?;
        let state: State = serde_json::from_str(&subscription.state).map_err(|error| unread("what was told", &error))?;
        let asked = asked(&subscription.language, self.site.language());
        let snapshot = Snapshot::take(&self.site, &self.models, &asked).map_err(in_words)?;
        let view = snapshot.view(&asked);
        let before = self.known.remove(&subscription.id).filter(|known| (known.seen, known.day) == (state.seen, state.seen_day));
        let mut news = News { view: &view, wish: &wish, day: now.day, before: before.map(|known| known.holding), after: None, earlier: None };
        let (next, messages) = notify::decide(&wish, &state, view.cut.size, now, &mut news).map_err(in_words)?;
        let holding = news.after.take().map(|(_, holding)| holding).or(news.before.take());
        let mut bodies = Vec::new();
        for message in &messages {
            let body = if message.is_digest && subscription.channel == "email" && is_of_everything(&wish) {
                brief_body(&view, &wish, subscription, message, now).map_err(in_words)?
            } else {
                worded(&view, &wish, subscription, message, now, news.earlier.as_ref()).map_err(in_words)?.body(&subscription.channel)
            };
            bodies.push(body);
        }
        if let Some(holding) = holding {
            self.known.insert(subscription.id, Known { seen: next.seen, day: next.seen_day, holding });
        }
        if next == state {
            return Ok(None);
        }
        let state = serde_json::to_string(&next).map_err(|error| error.to_string())?;
        Ok(Some(Told { state, bodies }))
    }
}

/// A body that says that messages get through, for a subscription of a record.
pub fn test_body(subscription: &Subscription, name: &str, origin: &str, public_url: &str, at: Timestamp) -> Vec<u8> {
    let words = asked(&subscription.language, Language::English).words();
    let text = |key: &str| without_isolates(&words.find(key, &[("name", name.into())]).unwrap_or_default());
    let notice = Notice {
        kind: Kind::Test,
        language: words.language(),
        subject: text("told-test-subject"),
        lead: text("told-test-lead"),
        things: Vec::new(),
        more: Vec::new(),
        ahead: Vec::new(),
        ahead_title: String::new(),
        all: (without_isolates(&words.text("told-all")), public_url.to_owned()),
        foot: vec![without_isolates(&words.with("told-foot", &[("subscription", (&subscription.name).into()), ("name", name.into())]))],
        record: serde_json::json!({"origin": origin}),
        subscription: subscription.name.clone(),
        at,
        since: None,
    };
    notice.body(&subscription.channel)
}

fn asked(tag: &str, otherwise: Language) -> Asked {
    Asked {
        language: Language::from_tag(tag).unwrap_or(otherwise),
        is_prefixed: true,
        format: Format::Html,
        is_suffixed: false,
        path: "/".to_owned(),
        query: Query::default(),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
fn in_words(problem: Problem) -> String {
    problem.detail()
}

/// What is new, asked of the record.
struct News<'n, 'v> {
    view: &'n View<'v>,
    wish: &'n Wish,
    day: i32,
    /// What held when it was last looked at, where that is still known.
    before: Option<Holding>,
    /// What holds now.
    after: Option<(Arc<Findings>, Holding)>,
    /// The findings of the last digest, for what ended since.
    earlier: Option<Earlier>,
}

/// The findings as they were at an earlier size.
struct Earlier {
    size: u32,
    day: i32,
    findings: Arc<Findings>,
}

impl News<'_, '_> {
    fn wants_findings(&self) -> bool {
        self.wish.matters.is_empty() || self.wish.matters.contains(&notify::Matter::Findings)
    }

    fn after(&mut self) -> Holding {
        if !self.wants_findings() {
            return Holding::new();
        }
        let (view, wish, day) = (self.view, self.wish, self.day);
        let (_, holding) = self.after.get_or_insert_with(|| {
            let findings = view.findings();
            let holding = notify::holding(&findings, &view.cut, wish, day);
            (findings, holding)
        });
        holding.clone()
    }

    /// What held at an earlier size, on a day.
    fn at(&mut self, size: u32, day: i32) -> Holding {
        if !self.wants_findings() {
            return Holding::new();
        }
        let view = self.view;
        let model = view.cut.model.as_of(size);
        let cut = Cut { rows: view.cut.rows, size, model: &model };
        let findings = if size == view.cut.size { view.findings() } else { view.site.findings.at(&cut, false, &Spoken(&view.site.node)) };
        let holding = notify::holding(&findings, &cut, self.wish, day);
        self.earlier = Some(Earlier { size, day, findings });
        holding
    }
}

impl Fresh for News<'_, '_> {
    type Error = Problem;

    fn urgent(&mut self, since: u32, since_day: i32) -> Result<Vec<Fact>, Problem> {
        let mut facts = notify::measures(&self.view.cut, self.wish, since, true);
        let after = self.after();
        let before = match self.before.take() {
            Some(before) => before,
            None => self.at(since, since_day),
        };
        facts.extend(notify::changed(&self.view.cut, &before, &after).into_iter().filter(|fact| fact.rank == notify::Rank::Urgent));
        Ok(facts)
    }

    fn all(&mut self, since: u32, since_day: i32) -> Result<Vec<Fact>, Problem> {
        let mut facts = notify::measures(&self.view.cut, self.wish, since, false);
        let after = self.after();
        let before = self.at(since, since_day);
        facts.extend(notify::changed(&self.view.cut, &before, &after));
        Ok(facts)
    }
}

/// A message in words.
fn worded(
    view: &View<'_>,
    wish: &Wish,
    subscription: &Subscription,
    message: &Message,
    now: Moment,
    earlier: Option<&Earlier>,
) -> Result<Notice, Problem> {
    let words = view.words;
    let mut things = Vec::new();
    for fact in &message.facts {
        things.extend(thing(view, fact, now.day, earlier)?);
    }
    let mut more = Vec::new();
    for left in &message.more {
        more.push(sentence(view, left, &message.facts)?);
    }
    let name = public_body(view).name;
    let left_out: u32 = message.more.iter().map(|more| more.count).fold(0, u32::saturating_add);
    let count = u64::try_from(things.len()).unwrap_or(u64::MAX).saturating_add(left_out.into());
    let first = things.first().map(|thing| thing.title.clone()).unwrap_or_default();
    let today = words.date(date(now.day));
    let (kind, subject, lead) = if message.is_digest {
        let subject = words.with("told-digest-subject", &[("name", (&name).into()), ("count", count.into()), ("date", (&today).into())]);
        let since = words.date(date(message.since_day));
        (Kind::Digest, subject, words.with("told-digest-lead", &[("name", (&name).into()), ("since", since.into())]))
    } else {
        let rest = count.saturating_sub(1);
        let subject = words.with("told-urgent-subject", &[("count", count.into()), ("first", first.into()), ("more", rest.into())]);
        (Kind::Urgent, subject, words.text("told-urgent-lead"))
    };
    let (ahead, ahead_more) = if message.is_digest { ahead(view, wish, now.day)? } else { (Vec::new(), None) };
    more.extend(ahead_more);
    let origin = view.site.origin().to_string();
    let root = short_root(view);
    let size: u64 = view.cut.size.into();
    let cut = words.with("told-foot-cut", &[("origin", (&origin).into()), ("size", size.into()), ("root", (&root).into())]);
    let foot = words.with("told-foot", &[("subscription", (&subscription.name).into()), ("name", (&name).into())]);
    let mut feet = vec![without_isolates(&foot), without_isolates(&cut)];
    if view.site.is_invented {
        feet.push(without_isolates(&words.text("owed-invented")));
    }
    Ok(Notice {
        kind,
        language: words.language(),
        subject: without_isolates(&subject),
        lead: without_isolates(&lead),
        things,
        more,
        ahead,
        ahead_title: without_isolates(&words.with("told-ahead", &[("days", u32::try_from(DIGEST_DAYS_AHEAD).unwrap_or(0).into())])),
        all: (without_isolates(&words.text("told-all")), view.site.url(&view.href(&all(wish)))),
        foot: feet,
        record: serde_json::json!({"origin": origin, "size": size, "root": root}),
        subscription: subscription.name.clone(),
        at: view.site.clock.now(),
        since: Some((message.since, date(message.since_day).to_string())),
    })
}

/// Whether a subscription asks for all there is, at most of one place: then its morning letter is the brief.
fn is_of_everything(wish: &Wish) -> bool {
    let Wish { matters, instrument, rules, grade, .. } = wish;
    matters.is_empty() && instrument.is_none() && rules.is_empty() && grade.is_none()
}

/// The brief as a letter.
fn brief_body(view: &View<'_>, wish: &Wish, subscription: &Subscription, message: &Message, now: Moment) -> Result<Vec<u8>, Problem> {
    let findings = view.findings();
    let asked = league::brief::Asked { place: wish.place.as_deref(), since: message.since_day, since_size: message.since, today: now.day };
    let input = brief::Input {
        reading: &view.site.node,
        cut: view.cut,
        findings: &findings,
        asked,
        at: view.site.clock.now(),
        language: view.words.tag(),
        url: &view.site.public_url,
    };
    let brief = brief::make(&input)?;
    let name = public_body(view).name;
    let foot = view.words.with("told-foot", &[("subscription", (&subscription.name).into()), ("name", name.into())]);
    let letter = Letter::of_brief(&brief, &without_isolates(&foot), view.words.tag());
    serde_json::to_vec(&letter).map_err(|error| Problem::Internal(error.to_string()))
}

/// One fact in words. None where its words are not to be had any more.
fn thing(view: &View<'_>, fact: &Fact, day: i32, earlier: Option<&Earlier>) -> Result<Option<Thing>, Problem> {
    let key = match fact.turn {
        Turn::Found => "told-turn-found",
        Turn::Over => "told-turn-over",
        Turn::Withdrawn => "told-turn-withdrawn",
        Turn::Corrected => "told-turn-corrected",
        Turn::Revised => "told-turn-revised",
        Turn::Stated => "told-turn-stated",
    };
    let turn = without_isolates(&view.words.find(key, &[]).unwrap_or_default());
    let is_urgent = fact.rank == notify::Rank::Urgent;
    let code = key.trim_start_matches("told-turn-");
    let item = match fact.finding {
        None => {
            let Some(line) = measures::hit(&view.cut, fact.index).map(|hit| Line::read(view, hit)).transpose()?.flatten() else { return Ok(None) };
            line.item(view)
        }
        Some(id) => {
            let findings = match earlier.filter(|_| fact.turn == Turn::Over) {
                Some(earlier) => Arc::clone(&earlier.findings),
                None => view.findings(),
            };
            let (size, on) = earlier.filter(|_| fact.turn == Turn::Over).map_or((view.cut.size, day), |earlier| (earlier.size, earlier.day));
            let model = (size < view.cut.size).then(|| view.cut.model.as_of(size));
            let cut = Cut { rows: view.cut.rows, size, model: model.as_ref().unwrap_or(view.cut.model) };
            let found = findings.one(&cut, id, on);
            let Some(finding) = found.iter().find(|finding| on < finding.until).or(found.last()) else { return Ok(None) };
            clash(view, finding, fact.index)
        }
    };
    let url = view.site.url(&view.words.href(&item.path));
    Ok(Some(Thing {
        code,
        turn,
        is_urgent,
        id: item.id,
        title: item.title,
        summary: item.summary,
        url,
        entry: view.entry_name(fact.index),
        by: item.by,
        said_ms: item.said_ms,
    }))
}

/// A finding in words; `entry` caused it.
fn clash(view: &View<'_>, finding: &Finding<'_>, entry: u32) -> Item {
    let words = view.words;
    let rule = words.find(&format!("rule-{}-name", finding.name), &[]).map_or_else(|| finding.name.to_owned(), std::borrow::Cow::into_owned);
    let places: Vec<String> = finding.places.into_iter().filter(|place| !place.is_empty()).map(|place| view.place_name(place)).collect();
    let instrument = view.instrument_name(finding.instrument);
    let title = words.with("told-finding", &[("rule", rule.into()), ("places", places.join(" – ").into()), ("instrument", instrument.into())]);
    let version = view.cut.rows.version(entry);
    Item {
        id: format!("urn:koinon:{}:finding:{}:{}", view.site.origin().as_str().replace(['/', ':'], "~"), finding.id, finding.from),
        title: without_isolates(&title),
        summary: format!("{}. {}", view.word("grade", finding.grade.as_str()), words.span(first(finding.from), last(finding.until))),
        path: format!("/findings/{}", finding.id),
        said_ms: version.map_or(0, record::rows::Version::said_ms),
        by: view.entry(entry).ok().flatten().map(|told| view.said_by(entry, told.statement.by.as_str())).unwrap_or_default(),
    }
}

/// How much more there is of a source, in one sentence.
fn sentence(view: &View<'_>, more: &More, facts: &[Fact]) -> Result<String, Problem> {
    let words = view.words;
    let source = match more.source {
        None => words.text("told-source-others").into_owned(),
        Some(Source::Own) => words.text("told-source-own").into_owned(),
        Some(Source::Observed(mark)) => match view.cut.model.source(mark) {
            Some(name) => name.to_owned(),
            None => {
                let of = facts.iter().find(|fact| more.source == Some(fact.source));
                let hit = of.and_then(|fact| measures::hit(&view.cut, fact.index));
                hit.map(|hit| Line::read(view, hit)).transpose()?.flatten().and_then(|line| line.source).unwrap_or_default()
            }
        },
    };
    let is_of_findings = facts.iter().filter(|fact| Some(fact.source) == more.source).all(|fact| fact.finding.is_some());
    let key = if is_of_findings { "told-more-findings" } else { "told-more-things" };
    let text = words.find(key, &[("count", more.count.into()), ("source", source.into())]);
    Ok(without_isolates(&text.unwrap_or_default()))
}

/// What ends in the next days, and a sentence where that is more than is named.
fn ahead(view: &View<'_>, wish: &Wish, day: i32) -> Result<(Vec<Day>, Option<String>), Problem> {
    let filter =
        measures::Filter { place: wish.place.clone(), below: wish.below, instrument: wish.instrument.clone(), ..measures::Filter::default() };
    let found = due::find(&view.cut, &filter, day..day.saturating_add(DIGEST_DAYS_AHEAD), DIGEST_DUE_MAX);
    let left = found.total.saturating_sub(found.due.len());
    let events = ics::Calendar::of(view, found.due)?.events;
    let of = |event: ics::Event| Day {
        date: date(event.day).to_string(),
        shown: view.words.date(date(event.day)),
        title: event.summary,
        url: view.site.url(&view.words.href(&event.path)),
    };
    let more = (left > 0).then(|| without_isolates(&view.words.with("told-ahead-more", &[("count", left.into())])));
    Ok((events.into_iter().map(of).collect(), more))
}

/// Where all of it is to be seen.
fn all(wish: &Wish) -> String {
    let mut query = Query::default();
    for (key, value) in [("place", &wish.place), ("instrument", &wish.instrument)] {
        query = query.with(key, value.as_deref().unwrap_or_default());
    }
    if wish.below && wish.place.is_some() {
        query = query.with("below", "1");
    }
    let is_of_findings = wish.matters.iter().eq([&notify::Matter::Findings]);
    if is_of_findings { query.on("/policies/conflicts") } else { query.with("order", "said").on("/policies") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_asks_for_everything_has_the_brief() {
        let place = Wish { place: Some("QMA".to_owned()), ..Wish::default() };
        assert!(is_of_everything(&Wish::default()) && is_of_everything(&place));
        assert!(!is_of_everything(&Wish { instrument: Some("C1".to_owned()), ..place.clone() }));
        assert!(!is_of_everything(&Wish { matters: [notify::Matter::Findings].into(), ..place }));
    }

    #[test]
    fn a_link_leads_to_what_was_asked_for() {
        let wish = Wish { place: Some("QMA".to_owned()), below: true, ..Wish::default() };
        assert_eq!(all(&wish), "/policies?place=QMA&below=1&order=said");
        let findings = Wish { matters: [notify::Matter::Findings].into(), ..wish };
        assert_eq!(all(&findings), "/policies/conflicts?place=QMA&below=1");
    }
}
