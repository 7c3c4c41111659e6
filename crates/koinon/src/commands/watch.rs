//! `koinon watch add|list|remove|test|queue|again`: who is told what, by webhook or e-mail, and what is on its way.

use std::collections::BTreeSet;

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use league::coherence::{Instead, Settings as Rules};
use league::notify::{Matter, When, Wish};
use node::{Channel, Clock as _, Delivery, DeliveryStanding, Outbox, OutboxError, Outcome, Subscription, SubscriptionTerms, SystemClock, outbox};
use serde_json::json;
use std::sync::Arc;
use web::telling::{self, Teller};
use web::words::Language;

use crate::commands::Dir;
use crate::failure::{Exit, Failure};
use crate::notify::{self, Ways};
use crate::output::{self, Output};
use crate::settings::{self, Settings};
use crate::{folder, mail, webhook};

/// Tell an office or a program what is new: one digest a day, what is urgent at once
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Tell someone from now on; a webhook's secret is shown once, alone on the last line of stdout
    Add(Box<Add>),
    /// List who is told what
    List(Plain),
    /// Tell someone nothing more, and forget what waits
    Remove(One),
    /// Send a test now, and say what came back
    Test(One),
    /// List what is on its way, what was given up, and why
    Queue(Plain),
    /// Send again what was given up
    Again(Again),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// A signed POST to a URL (Standard Webhooks)
    Webhook,
    /// E-mail to an office's mailbox
    Email,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Moments {
    /// One digest a day, and what is urgent at once
    Digest,
    /// Only what is urgent, at once
    Urgent,
}

/// Tell someone from now on
#[derive(Debug, Args)]
struct Add {
    #[command(flatten)]
    dir: Dir,
    /// How
    #[arg(value_enum)]
    by: By,
    /// The URL, or the mailbox of an office (never a person's own)
    #[arg(value_name = "URL|ADDRESS")]
    target: String,
    /// What you call it; the URL's machine or the address if absent
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Of which sort: measures, corrections, findings; all if absent
    #[arg(long, value_name = "SORT", value_delimiter = ',')]
    what: Vec<String>,
    /// Only about this place
    #[arg(long, value_name = "CODE")]
    place: Option<String>,
    /// And what lies below it
    #[arg(long, requires = "place")]
    below: bool,
    /// Only about this instrument
    #[arg(long, value_name = "CODE")]
    instrument: Option<String>,
    /// Findings of these rules or families only; those of the conflicts page if absent
    #[arg(long = "rule", value_name = "RULE", value_delimiter = ',')]
    rules: Vec<String>,
    /// Findings at least this grave: conflict, question, note
    #[arg(long, value_name = "GRADE")]
    grade: Option<String>,
    /// When
    #[arg(long, value_enum, default_value = "digest")]
    when: Moments,
    /// The hour of the digest, in the node's zone
    #[arg(long, value_name = "HH:MM", default_value = "07:00", value_parser = minutes)]
    at: u16,
    /// The language; the node's if absent
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

#[derive(Debug, Args)]
struct Plain {
    #[command(flatten)]
    dir: Dir,
}

#[derive(Debug, Args)]
struct One {
    #[command(flatten)]
    dir: Dir,
    /// Its number or name
    #[arg(value_name = "SUBSCRIPTION")]
    which: String,
}

#[derive(Debug, Args)]
struct Again {
    #[command(flatten)]
    dir: Dir,
    /// Its id, as `koinon watch queue` shows it
    #[arg(value_name = "DELIVERY")]
    id: String,
}

/// How many deliveries `queue` lists.
const LISTED_MAX: u32 = 200;

fn minutes(text: &str) -> Result<u16, String> {
    let two = |part: &str, max: u16| {
        part.parse::<u16>().ok().filter(|number| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()) && *number <= max)
    };
    let minutes = text.split_once(':').and_then(|(hours, minutes)| Some(two(hours, 23)? * 60 + two(minutes, 59)?));
    minutes.ok_or_else(|| "give an hour such as `07:00`".to_owned())
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    match &asked.what {
        What::Add(asked) => add(asked, output),
        What::List(asked) => list(asked, output),
        What::Remove(asked) => remove(asked, output),
        What::Test(asked) => test(asked, output),
        What::Queue(asked) => queue(asked, output),
        What::Again(asked) => again(asked, output),
    }
}

fn open(dir: &Dir) -> Result<Outbox, Failure> {
    folder::must_be_node(&dir.dir)?;
    Outbox::open(&dir.dir).map_err(Failure::failed)
}

fn now() -> Timestamp {
    SystemClock::new().now()
}

fn add(asked: &Add, output: Output) -> Result<Exit, Failure> {
    let settings = settings::read(&asked.dir.dir)?;
    let (channel, target, destination) = match asked.by {
        By::Webhook => {
            let (target, destination) = webhook::address(&asked.target, &settings.notify.allow_inward)?;
            (Channel::Webhook, target, destination)
        }
        By::Email => {
            let address: mail::Address =
                asked.target.parse().map_err(|error: mail::AddressError| Failure::usage(format!("`{}`: {error}", asked.target)))?;
            (Channel::Email, address.address, "mail".to_owned())
        }
    };
    let reading = folder::read(&asked.dir.dir)?;
    let identity = reading.identity();
    let size = reading.held().rows.size();
    let (wish, zone) =
        folder::with_cut(&reading, size, |cut| Ok((wish(asked, cut)?, notify::zone(&settings, cut.model, identity.place.as_deref())?)))?;
    let language = language(asked.language.as_deref(), &identity.language)?;
    let wish = serde_json::to_string(&wish).map_err(Failure::failed)?;
    let state = Teller::state_of_new(size, notify::moment(&zone, now()), asked.at);
    let name = asked.name.as_deref().unwrap_or(if channel == Channel::Email { &target } else { &destination });
    let terms = SubscriptionTerms { name, channel, target: &target, destination: &destination, language: language.tag(), wish: &wish, state: &state };
    let (id, secret) = open(&asked.dir)?.add(&terms, now().as_millisecond()).map_err(|error| unmade(&error))?;
    if channel == Channel::Email && settings.mail.is_none() {
        output.warn("koinon.toml names no mail server yet; add `[mail]` with `host` and `from`, and start the node again");
    }
    let when = if asked.when == Moments::Digest {
        format!("one digest a day at {}, what is urgent at once", clock(asked.at))
    } else {
        "only what is urgent, at once".to_owned()
    };
    output.say(&format!("`{name}` is told from now on: {when}"));
    if output.is_json() {
        output.document("subscription/v1", json!({"id": id, "name": name, "channel": channel.as_str(), "target": target, "secret": secret}))?;
    } else if let Some(secret) = secret {
        output.say("its receiver checks the header `webhook-signature` with this secret, which is shown only now");
        output.line(&secret)?;
    } else {
        output.line(&id.to_string())?;
    }
    Ok(Exit::Done)
}

fn unmade(error: &OutboxError) -> Failure {
    match error {
        OutboxError::Name(_) => Failure::usage(error),
        OutboxError::Taken(_) => Failure::new(Exit::Refused, error),
        OutboxError::Random(_) | OutboxError::Store(_) => Failure::failed(error),
    }
}

fn language(asked: Option<&str>, nodes: &str) -> Result<Language, Failure> {
    match asked {
        None => Ok(Language::from_tag(nodes).unwrap_or(Language::English)),
        Some(tag) => {
            Language::from_tag(tag).ok_or_else(|| Failure::usage(format!("`{tag}` is no language that is spoken here; give `en`, `ar` or `fr`")))
        }
    }
}

/// What is asked for, in the codes that the record has. Errors: a code, rule or word that is not known.
fn wish(asked: &Add, cut: &league::Cut<'_>) -> Result<Wish, Failure> {
    let mut matters = BTreeSet::new();
    for word in &asked.what {
        let found = Matter::ALL.into_iter().find(|(name, _)| name == word);
        let (_, matter) = found
            .ok_or_else(|| Failure::usage(format!("`{word}` is no sort of thing that is told; give `measures`, `corrections` or `findings`")))?;
        matters.insert(matter);
    }
    if let Some(code) = asked.place.as_deref().filter(|code| !folder::knows_place(cut, code)) {
        return Err(Failure::not_found(format!("`{code}` is no place that is known here; `koinon measures` and `/places` show those that are")));
    }
    let place = asked.place.as_deref().map(|code| cut.model.register().find(code).map_or(code, |place| place.code.as_str()).to_owned());
    if let Some(code) = asked.instrument.as_deref().filter(|code| cut.model.instrument(code).is_none()) {
        return Err(Failure::not_found(format!("`{code}` is no instrument that is built in or stated here; give its code, such as `C1`")));
    }
    let rules = Rules::of(cut, Instead::default());
    if let Some(rule) = asked.rules.iter().find(|rule| rules.named(rule).is_empty()) {
        return Err(Failure::not_found(format!("`{rule}` is no rule or family of rules; `koinon policy coherence --help` names them")));
    }
    if let Some(grade) = &asked.grade {
        grade.parse::<policy::coherence::Grade>().map_err(Failure::usage)?;
    }
    let when = if asked.when == Moments::Digest { When::Digest } else { When::Urgent };
    Ok(Wish {
        matters,
        place,
        below: asked.below,
        instrument: asked.instrument.clone(),
        rules: asked.rules.clone(),
        grade: asked.grade.clone(),
        when,
        at_minute: asked.at,
    })
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn time(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map(|time| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default()
}

/// A wish in a few words.
fn told(subscription: &Subscription) -> (String, String) {
    let Ok(wish) = serde_json::from_str::<Wish>(&subscription.wish) else { return ("?".to_owned(), "?".to_owned()) };
    let named = |matter: &Matter| Matter::ALL.into_iter().find(|(_, of)| of == matter).map_or("", |(name, _)| name);
    let sorts = if wish.matters.is_empty() { "all".to_owned() } else { wish.matters.iter().map(named).collect::<Vec<_>>().join(",") };
    let place = wish.place.map(|place| if wish.below { format!("{place} and below") } else { place });
    let rules = (!wish.rules.is_empty()).then(|| wish.rules.join(","));
    let what: Vec<String> = std::iter::once(sorts).chain(place).chain(wish.instrument).chain(rules).chain(wish.grade).collect();
    let when = if wish.when == When::Digest { format!("daily {}", clock(wish.at_minute)) } else { "urgent".to_owned() };
    (what.join(" · "), when)
}

fn standing_of(subscription: &Subscription) -> String {
    match (subscription.ended_ms, subscription.failing_ms) {
        (Some(_), _) => format!("ended: {}", subscription.ended_why.as_deref().unwrap_or_default()),
        (None, Some(since)) => format!("nothing gets through since {}", time(since)),
        (None, None) => "well".to_owned(),
    }
}

fn list(asked: &Plain, output: Output) -> Result<Exit, Failure> {
    let all = open(&asked.dir)?.subscriptions().map_err(Failure::failed)?;
    if output.is_json() {
        let one = |one: &Subscription| {
            let wish: serde_json::Value = serde_json::from_str(&one.wish).unwrap_or_default();
            json!({
                "id": one.id, "name": one.name, "channel": one.channel, "target": one.target, "language": one.language, "wish": wish, "created": time(one.created_ms),
                "failing_since": one.failing_ms.map(time), "ended": one.ended_ms.map(time), "ended_why": one.ended_why,
            })
        };
        output.document("subscriptions/v1", json!({"subscriptions": all.iter().map(one).collect::<Vec<_>>()}))?;
        return Ok(Exit::Done);
    }
    let row = |one: &Subscription| {
        let (what, when) = told(one);
        vec![one.id.to_string(), one.name.clone(), one.channel.clone(), one.target.clone(), what, when, one.language.clone(), standing_of(one)]
    };
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    output.result(output::table(&["id", "name", "by", "to", "what", "when", "language", "standing"], &rows).as_bytes())?;
    Ok(Exit::Done)
}

fn find(outbox: &Outbox, which: &str) -> Result<Subscription, Failure> {
    let found = outbox.find(which).map_err(Failure::failed)?;
    found.ok_or_else(|| Failure::not_found(format!("there is no subscription `{which}`; `koinon watch list` shows them")))
}

fn remove(asked: &One, output: Output) -> Result<Exit, Failure> {
    let outbox = open(&asked.dir)?;
    let subscription = find(&outbox, &asked.which)?;
    outbox.remove(subscription.id).map_err(Failure::failed)?;
    if output.is_json() {
        output.document("removed/v1", json!({"id": subscription.id, "name": subscription.name}))?;
    } else {
        output.line(&format!("`{}` is told nothing more", subscription.name))?;
    }
    Ok(Exit::Done)
}

fn test(asked: &One, output: Output) -> Result<Exit, Failure> {
    let settings: Settings = settings::read(&asked.dir.dir)?;
    let subscription = find(&open(&asked.dir)?, &asked.which)?;
    let reading = folder::read(&asked.dir.dir)?;
    let identity = reading.identity();
    let at = now();
    let url = settings.url.clone().unwrap_or_else(|| settings::url_of(&identity.origin));
    let name = identity.names.in_language(&[&subscription.language], &identity.language).0;
    let body = telling::test_body(&subscription, name, identity.origin.as_str(), &url, at);
    let delivery = Delivery {
        id: outbox::delivery_id(&["test", &subscription.id.to_string(), &at.to_string()]),
        subscription: subscription.id,
        destination: subscription.destination.clone(),
        body,
        created_ms: at.as_millisecond(),
        next_ms: at.as_millisecond(),
        attempts: 0,
        standing: DeliveryStanding::Waiting,
        answer: String::new(),
        settled_ms: None,
    };
    let ways = Ways::new(&settings, &identity.origin, Arc::new(SystemClock::new()))?;
    match ways.send(&delivery, &subscription, at.as_millisecond()) {
        Outcome::Taken(answer) => {
            if output.is_json() {
                output.document("delivered/v1", json!({"id": delivery.id, "subscription": subscription.name, "answer": answer}))?;
            } else {
                output.line(&format!("`{}` took it: {answer}", subscription.name))?;
            }
            Ok(Exit::Done)
        }
        Outcome::NotNow(why, _) => Err(Failure::new(Exit::Unavailable, format!("`{}` did not take it: {why}", subscription.name))),
        Outcome::Never(why) | Outcome::Gone(why) => Err(Failure::new(Exit::Refused, format!("nothing is sent to `{}`: {why}", subscription.name))),
    }
}

fn word(standing: DeliveryStanding) -> &'static str {
    match standing {
        DeliveryStanding::Waiting => "waiting",
        DeliveryStanding::Delivered => "delivered",
        DeliveryStanding::GivenUp => "given up",
        DeliveryStanding::Dropped => "left out",
    }
}

fn queue(asked: &Plain, output: Output) -> Result<Exit, Failure> {
    let outbox = open(&asked.dir)?;
    let names = outbox.subscriptions().map_err(Failure::failed)?;
    let name = |id: i64| names.iter().find(|one| one.id == id).map(|one| one.name.clone()).unwrap_or_default();
    let all = outbox.deliveries(LISTED_MAX).map_err(Failure::failed)?;
    let next = |one: &Delivery| (one.standing == DeliveryStanding::Waiting).then(|| time(one.next_ms));
    if output.is_json() {
        let counts = outbox.counts().map_err(Failure::failed)?;
        let one = |one: &Delivery| {
            json!({
                "id": one.id, "subscription": name(one.subscription), "standing": word(one.standing), "attempts": one.attempts, "created": time(one.created_ms),
                "next": next(one), "settled": one.settled_ms.map(time), "answer": one.answer,
            })
        };
        let counts = json!({"waiting": counts.waiting, "retrying": counts.retrying, "delivered": counts.delivered, "given_up": counts.given_up, "left_out": counts.dropped});
        output.document("deliveries/v1", json!({"counts": counts, "deliveries": all.iter().map(one).collect::<Vec<_>>()}))?;
        return Ok(Exit::Done);
    }
    let row = |one: &Delivery| {
        vec![
            one.id.clone(),
            name(one.subscription),
            word(one.standing).to_owned(),
            one.attempts.to_string(),
            next(one).unwrap_or_default(),
            one.answer.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    output.result(output::table(&["id", "to", "standing", "attempts", "next", "answer"], &rows).as_bytes())?;
    Ok(Exit::Done)
}

fn again(asked: &Again, output: Output) -> Result<Exit, Failure> {
    let outbox = open(&asked.dir)?;
    if !outbox.again(&asked.id, now().as_millisecond()).map_err(Failure::failed)? {
        let what = format!("there is no delivery `{}` that was given up or left out; `koinon watch queue` shows them", asked.id);
        return Err(Failure::not_found(what));
    }
    output.line(&format!("`{}` is sent again while the node serves", asked.id))?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_two_digits_and_two() {
        assert_eq!(minutes("07:00"), Ok(420));
        assert_eq!(minutes("23:59").map(clock), Ok("23:59".to_owned()));
        for wrong in ["7:00", "24:00", "07:60", "07", "-1:00", "07:00:00", "+7:00"] {
            assert!(minutes(wrong).is_err(), "{wrong}");
        }
    }
}
