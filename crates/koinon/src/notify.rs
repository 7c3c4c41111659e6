//! What tells while a node serves: a thread that decides and words, and a few that send, so that a slow receiver delays no one and never the node.
//!
//! ```text
//! every second ─▶ new statements, or a new minute? ─▶ tell (web::telling) ─▶ queue (node::outbox) ─▶ at most 8 at once, one for each receiver ─▶ settle
//! ```
//! In: when to look, who sends what, zones. Out: what is told, when it is tried again, what goes over the line ([`crate::webhook`], [`crate::mail`]).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use league::notify::Moment;
use node::outbox::NOTIFY_FILE;
use node::{Clock, Delivery, Outbox, Outcome, Subscription};
use web::telling::{Letter, Teller};

use crate::failure::{Exit, Failure};
use crate::mail::{self, Post};
use crate::settings::Settings;
use crate::webhook::Hooks;

/// How often it is looked whether anything is to be told or sent.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How many deliveries are on their way at once.
const SENDING_MAX: usize = 8;
/// How often what was settled long ago is forgotten.
const FORGET_EVERY_MS: i64 = 6 * 3_600_000;

/// The thread that tells; ends when it is dropped.
pub(crate) struct Courier {
    tell: Sender<Event>,
    thread: Option<JoinHandle<()>>,
}

enum Event {
    /// The node ends.
    End,
    /// What became of an attempt.
    Sent(Box<Delivery>, String, Outcome),
}

impl Courier {
    /// Starts telling. Errors: a zone, password or certificate of the settings that is not there.
    pub(crate) fn start(site: &web::Site, settings: &Settings) -> Result<Courier, Failure> {
        let zone = {
            let held = site.node.held();
            zone(settings, &held.model.0, site.node.identity().place.as_deref())?
        };
        let (tell, told) = mpsc::channel();
        let ways = Ways::new(settings, &site.node.identity().origin, Arc::clone(&site.clock))?;
        let round = Round {
            site: site.clone(),
            zone,
            ways: Arc::new(ways),
            teller: Teller::new(site.clone()),
            outbox: None,
            looked: None,
            forgot_ms: i64::MIN,
            busy: Vec::new(),
            faults: BTreeMap::new(),
            tell: tell.clone(),
        };
        let run = move || round.run(&told);
        let thread = std::thread::Builder::new().name("notify".to_owned()).spawn(run).map_err(Failure::failed)?;
        Ok(Courier { tell, thread: Some(thread) })
    }
}

impl Drop for Courier {
    fn drop(&mut self) {
        // It may have ended by itself: then no one listens, and that is fine.
        let _ = self.tell.send(Event::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The zone in which the hour of a digest is meant: of the settings, else of the node's place, else UTC. Errors: no such zone (exit 8).
pub(crate) fn zone(settings: &Settings, model: &league::Model, place: Option<&str>) -> Result<TimeZone, Failure> {
    if let Some(name) = &settings.notify.zone {
        return TimeZone::get(name).map_err(|_| {
            Failure::new(Exit::Configuration, format!("`[notify] zone`: `{name}` is no zone; give its IANA name such as `Europe/Athens`"))
        });
    }
    let of_place = place.and_then(|place| model.register().find(place)).and_then(|place| place.zone.as_deref());
    Ok(of_place.and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC))
}

/// A moment as it is in a zone.
pub(crate) fn moment(zone: &TimeZone, now: Timestamp) -> Moment {
    let there = zone.to_datetime(now);
    let day = register::Day::from_civil(there.year().into(), there.month().into(), there.day().into()).map_or(0, register::Day::number);
    let minute = u16::try_from(i32::from(there.hour()) * 60 + i32::from(there.minute())).unwrap_or(0);
    Moment { day, minute }
}

/// The ways out: webhooks, and mail where the settings name a server.
pub(crate) struct Ways {
    hooks: Hooks,
    post: Option<Post>,
}

impl Ways {
    /// As the settings have them. Errors: a password or certificate that can't be read, or a proxy that can't be used.
    pub(crate) fn new(settings: &Settings, origin: &record::Origin, clock: Arc<dyn Clock>) -> Result<Ways, Failure> {
        let host = origin.as_str().split(['/', ':']).next().unwrap_or_default();
        let post = settings.mail.as_ref().map(|mail| Post::new(mail, host, clock)).transpose()?;
        Ok(Ways { hooks: Hooks::new(settings)?, post })
    }

    /// Sends one delivery, once.
    pub(crate) fn send(&self, delivery: &Delivery, subscription: &Subscription, now_ms: i64) -> Outcome {
        if subscription.channel != "email" {
            return self.hooks.send(delivery, subscription, now_ms);
        }
        let Some(post) = &self.post else {
            return Outcome::NotNow(
                "koinon.toml names no mail server; add `[mail]` with `host` and `from`, and start the node again".to_owned(),
                None,
            );
        };
        let letter: Letter = match serde_json::from_slice(&delivery.body) {
            Ok(letter) => letter,
            Err(error) => return Outcome::Never(format!("the queued letter can't be read: {error}")),
        };
        post.send(&mail::Letter {
            id: &delivery.id,
            to: &subscription.target,
            subject: &letter.subject,
            text: &letter.text,
            html: &letter.html,
            language: &letter.language,
            at: Timestamp::from_millisecond(delivery.created_ms).unwrap_or(Timestamp::UNIX_EPOCH),
        })
    }
}

/// What the thread knows from look to look.
struct Round {
    site: web::Site,
    zone: TimeZone,
    ways: Arc<Ways>,
    teller: Teller,
    /// None as long as no one was ever to be told.
    outbox: Option<Outbox>,
    /// The size of the record and the moment that were looked at last.
    looked: Option<(u32, Moment)>,
    forgot_ms: i64,
    /// Destinations to which something is on its way.
    busy: Vec<String>,
    /// What went wrong last with a subscription: said once.
    faults: BTreeMap<i64, String>,
    tell: Sender<Event>,
}

impl Round {
    fn run(mut self, told: &Receiver<Event>) {
        loop {
            if let Err(error) = self.look() {
                self.fault(0, error);
            }
            match told.recv_timeout(LOOK_EVERY) {
                Ok(Event::End) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Event::Sent(delivery, name, outcome)) => self.sent(&delivery, &name, &outcome),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn now_ms(&self) -> i64 {
        self.site.clock.now().as_millisecond()
    }

    fn look(&mut self) -> Result<(), String> {
        if self.outbox.is_none() {
            if !self.site.node.dir().join(NOTIFY_FILE).is_file() {
                return Ok(());
            }
            self.outbox = Some(Outbox::open(self.site.node.dir()).map_err(|error| error.to_string())?);
        }
        let at = (self.site.node.size(), moment(&self.zone, self.site.clock.now()));
        if self.looked != Some(at) {
            self.tell_all(at.1)?;
            self.looked = Some(at);
        }
        self.send_due()
    }

    fn tell_all(&mut self, now: Moment) -> Result<(), String> {
        let now_ms = self.now_ms();
        let Some(outbox) = &self.outbox else { return Ok(()) };
        let mut faults = Vec::new();
        for subscription in outbox.subscriptions().map_err(|error| error.to_string())? {
            if subscription.ended_ms.is_some() {
                continue;
            }
            match self.teller.turn(&subscription, now) {
                Ok(Some(told)) => {
                    outbox.queue(&subscription, &told.state, told.bodies, now_ms).map_err(|error| error.to_string())?;
                }
                Ok(None) => {}
                Err(error) => faults.push((subscription.id, format!("`{}` is not told: {error}", subscription.name))),
            }
        }
        faults.into_iter().for_each(|(id, fault)| self.fault(id, fault));
        Ok(())
    }

    fn send_due(&mut self) -> Result<(), String> {
        let now_ms = self.now_ms();
        let Some(outbox) = &self.outbox else { return Ok(()) };
        if now_ms.saturating_sub(self.forgot_ms) > FORGET_EVERY_MS {
            outbox.forget(now_ms).map_err(|error| error.to_string())?;
            self.forgot_ms = now_ms;
        }
        let free = SENDING_MAX.saturating_sub(self.busy.len());
        if free == 0 {
            return Ok(());
        }
        for (delivery, subscription) in outbox.due(now_ms, &self.busy, free).map_err(|error| error.to_string())? {
            let (ways, tell) = (Arc::clone(&self.ways), self.tell.clone());
            self.busy.push(delivery.destination.clone());
            let send = move || {
                let outcome = ways.send(&delivery, &subscription, now_ms);
                // Where no one listens any more, the node has ended; it is sent again after the next start.
                let _ = tell.send(Event::Sent(Box::new(delivery), subscription.name, outcome));
            };
            std::thread::Builder::new().name("notify-send".to_owned()).spawn(send).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn sent(&mut self, delivery: &Delivery, name: &str, outcome: &Outcome) {
        self.busy.retain(|destination| *destination != delivery.destination);
        let settled = self.outbox.as_ref().map(|outbox| outbox.settle(delivery, outcome, self.now_ms()));
        match (settled, outcome) {
            (Some(Err(error)), _) => self.fault(0, error.to_string()),
            (_, Outcome::Taken(_)) => drop(self.faults.remove(&delivery.subscription)),
            (Some(Ok(None)), Outcome::NotNow(why, _) | Outcome::Never(why) | Outcome::Gone(why)) => {
                (self.site.report)(&web::escape::log_line(&format!("what was to be told to `{name}` is given up: {why}")));
            }
            (_, Outcome::NotNow(why, _)) => self.fault(delivery.subscription, format!("`{name}` can't be told now: {why}")),
            _ => {}
        }
    }

    /// Says what is wrong, once for as long as it stays the same.
    fn fault(&mut self, id: i64, fault: String) {
        if self.faults.get(&id) != Some(&fault) {
            (self.site.report)(&web::escape::log_line(&fault));
            self.faults.insert(id, fault);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_of_a_digest_is_that_of_the_zone_also_when_clocks_change() {
        let athens = TimeZone::get("Europe/Athens").unwrap();
        let at = |text: &str| moment(&athens, text.parse().unwrap());
        assert_eq!(at("2026-11-24T05:00:00Z").minute, 7 * 60);
        assert_eq!(at("2026-07-24T04:00:00Z").minute, 7 * 60);
        assert_eq!(at("2026-11-24T22:30:00Z").day, at("2026-11-25T05:00:00Z").day, "it is tomorrow there");
        // 29 March 2026, 03:00 is 04:00: a digest at 03:30 is due at 04:00.
        assert_eq!((at("2026-03-29T00:59:00Z").minute, at("2026-03-29T01:00:00Z").minute), (2 * 60 + 59, 4 * 60));
        assert_eq!(moment(&TimeZone::UTC, "1970-01-02T00:01:00Z".parse().unwrap()), Moment { day: 1, minute: 1 });
    }

    #[test]
    fn a_zone_is_one_that_there_is() {
        let settings = |zone: &str| Settings {
            notify: crate::settings::NotifySettings { zone: Some(zone.to_owned()), ..Default::default() },
            ..Settings::default()
        };
        let model = league::Model::default();
        assert!(zone(&settings("Europe/Athens"), &model, None).is_ok());
        assert!(zone(&settings("Europe/Atlantis"), &model, None).is_err_and(|failure| failure.exit == Exit::Configuration));
        assert_eq!(zone(&Settings::default(), &model, Some("QMA")).unwrap(), TimeZone::UTC);
    }
}
