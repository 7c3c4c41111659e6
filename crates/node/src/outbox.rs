//! What is to be sent to whom, and when it is tried again: at least once, within bounds, one receiver after the other for each destination.
//!
//! ```text
//! attempt  1    2    3    4    5     6     7     8      9      10
//! after    0    1m   3m   9m   27m   1h21  4h    12h    24h    24h      each up to a fifth longer; then it is given up
//! ```
//! In: secrets, ids, the schedule, the queue. Out: what is told (the domains), connections (the binary), SQL (`store`).

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use store::{Counts, Delivery, DeliveryStanding, Notify, StoreError, Subscription};

use crate::limits::{ANSWER_CHARACTERS_MAX, ATTEMPT_FIRST_MS, ATTEMPT_REST_MS_MAX, ATTEMPTS_EACH_MAX, SIGNING_SECRET_BYTES};

/// The name of the file in a node's folder.
pub const NOTIFY_FILE: &str = "notify.db";

/// What a new subscription is to be.
#[derive(Clone, Debug)]
pub struct SubscriptionTerms<'a> {
    /// What its operator calls it; 1 to 100 characters.
    pub name: &'a str,
    /// How it is told.
    pub channel: Channel,
    /// A URL, or an address.
    pub target: &'a str,
    /// What is sent to one after the other.
    pub destination: &'a str,
    /// Tag of its language.
    pub language: &'a str,
    /// What it asks for; JSON.
    pub wish: &'a str,
    /// What it is to remember first; JSON.
    pub state: &'a str,
}

/// How a subscription is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// By a signed POST.
    Webhook,
    /// By e-mail.
    Email,
}

impl Channel {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Webhook => "webhook",
            Channel::Email => "email",
        }
    }
}

/// Why a subscription was not made.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// Its name.
    #[error("`{0}` is no name for a subscription; give 1 to 100 characters")]
    Name(String),
    /// There is one of that name.
    #[error("there is a subscription `{0}` already; give another name with `--name`, or remove that one")]
    Taken(String),
    /// The system gave no random bytes.
    #[error("the system gives no random bytes: {0}")]
    Random(String),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver has it.
    Taken(String),
    /// Not now; the receiver may say how long to wait, in milliseconds.
    NotNow(String, Option<i64>),
    /// Never: to try again is no use.
    Never(String),
    /// The receiver wants nothing more at all.
    Gone(String),
}

/// The subscriptions and the queue of one node; shared by all threads that send.
pub struct Outbox {
    notify: Mutex<Notify>,
}

impl Outbox {
    /// Opens them, also while another process has them open.
    pub fn open(dir: &Path) -> Result<Outbox, StoreError> {
        Notify::open(&dir.join(NOTIFY_FILE)).map(|notify| Outbox { notify: Mutex::new(notify) })
    }

    /// Makes a subscription. Returns its number, and of a webhook the secret with which its receiver checks what comes.
    pub fn add(&self, terms: &SubscriptionTerms<'_>, now_ms: i64) -> Result<(i64, Option<String>), OutboxError> {
        let SubscriptionTerms { name, channel, target, destination, language, wish, state } = *terms;
        if !(1..=100).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(OutboxError::Name(name.chars().take(100).collect()));
        }
        let secret = match channel {
            Channel::Webhook => Some(random()?),
            Channel::Email => None,
        };
        let new = Subscription {
            id: 0,
            name: name.to_owned(),
            channel: channel.as_str().to_owned(),
            target: target.to_owned(),
            destination: destination.to_owned(),
            language: language.to_owned(),
            secret: secret.clone(),
            wish: wish.to_owned(),
            state: state.to_owned(),
            created_ms: now_ms,
            failing_ms: None,
            ended_ms: None,
            ended_why: None,
        };
        let id = self.locked(|notify| notify.add(&new))?.ok_or_else(|| OutboxError::Taken(name.to_owned()))?;
        Ok((id, secret.map(|secret| secret_text(&secret))))
    }

    /// All subscriptions, the oldest first.
    pub fn subscriptions(&self) -> Result<Vec<Subscription>, StoreError> {
        self.locked(Notify::subscriptions)
    }

    /// The subscription that a number or a name means.
    pub fn find(&self, which: &str) -> Result<Option<Subscription>, StoreError> {
        let all = self.subscriptions()?;
        let number = which.parse::<i64>().ok();
        Ok(all.iter().find(|one| one.name == which).or_else(|| all.iter().find(|one| Some(one.id) == number)).cloned())
    }

    /// Forgets a subscription and what waits for it; whether there was one.
    pub fn remove(&self, id: i64) -> Result<bool, StoreError> {
        self.locked(|notify| notify.remove(id))
    }

    /// Remembers a new state of a subscription and queues what it is told: both, or where its state is another by now neither (false).
    pub fn queue(&self, subscription: &Subscription, state: &str, bodies: Vec<Vec<u8>>, now_ms: i64) -> Result<bool, StoreError> {
        let id = |number: usize| {
            delivery_id(&[&subscription.id.to_string(), &subscription.created_ms.to_string(), &subscription.state, &number.to_string()])
        };
        let deliveries: Vec<(String, Vec<u8>)> = bodies.into_iter().enumerate().map(|(number, body)| (id(number), body)).collect();
        self.locked(|notify| notify.queue(subscription.id, &subscription.state, state, &deliveries, now_ms))
    }

    /// The next delivery of each destination that is due and not `busy`, with its subscription, at most `limit`.
    pub fn due(&self, now_ms: i64, busy: &[String], limit: usize) -> Result<Vec<(Delivery, Subscription)>, StoreError> {
        self.locked(|notify| {
            let mut due = Vec::new();
            for delivery in notify.due(now_ms, busy, limit)? {
                due.extend(notify.subscription(delivery.subscription)?.map(|subscription| (delivery, subscription)));
            }
            Ok(due)
        })
    }

    /// When the next delivery is due.
    pub fn next_due_ms(&self) -> Result<Option<i64>, StoreError> {
        self.locked(Notify::next_due_ms)
    }

    /// Notes what became of an attempt. Returns when the next one is, where there is one.
    pub fn settle(&self, delivery: &Delivery, outcome: &Outcome, now_ms: i64) -> Result<Option<i64>, StoreError> {
        let tried = delivery.attempts.saturating_add(1);
        self.locked(|notify| {
            let settle = |standing, next_ms, answer: &str| {
                let answer: String = answer.chars().take(ANSWER_CHARACTERS_MAX).collect();
                notify.settle(&delivery.id, standing, next_ms, &answer, now_ms)
            };
            match outcome {
                Outcome::Taken(answer) => settle(DeliveryStanding::Delivered, now_ms, answer).map(|()| None),
                Outcome::NotNow(answer, wait_ms) => match rest_ms(&delivery.id, tried) {
                    Some(rest) => {
                        let next_ms = now_ms.saturating_add(rest.max(wait_ms.unwrap_or(0).clamp(0, ATTEMPT_REST_MS_MAX)));
                        settle(DeliveryStanding::Waiting, next_ms, answer).map(|()| Some(next_ms))
                    }
                    None => settle(DeliveryStanding::GivenUp, now_ms, answer).map(|()| None),
                },
                Outcome::Never(answer) => settle(DeliveryStanding::GivenUp, now_ms, answer).map(|()| None),
                Outcome::Gone(answer) => {
                    settle(DeliveryStanding::GivenUp, now_ms, answer)?;
                    notify.end(delivery.subscription, answer, now_ms).map(|()| None)
                }
            }
        })
    }

    /// Deliveries: those that wait first, then the newest; at most `limit`.
    pub fn deliveries(&self, limit: u32) -> Result<Vec<Delivery>, StoreError> {
        self.locked(|notify| notify.deliveries(limit))
    }

    /// Sends a delivery that was given up or dropped again; whether there is such a one.
    pub fn again(&self, id: &str, now_ms: i64) -> Result<bool, StoreError> {
        self.locked(|notify| notify.again(id, now_ms))
    }

    /// Forgets what was settled long ago.
    pub fn forget(&self, now_ms: i64) -> Result<(), StoreError> {
        self.locked(|notify| notify.forget(now_ms))
    }

    /// How many stand how.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        self.locked(Notify::counts)
    }

    fn locked<T>(&self, ask: impl FnOnce(&Notify) -> Result<T, StoreError>) -> Result<T, StoreError> {
        ask(&self.notify.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A secret as receivers are given it (Standard Webhooks): `whsec_` and base64.
pub fn secret_text(secret: &[u8]) -> String {
    format!("whsec_{}", STANDARD.encode(secret))
}

/// What a receiver compares: the header `webhook-signature` of Standard Webhooks, over the id, the second at which it was sent, and the body.
///
/// ```text
/// v1,base64(HMAC-SHA-256(secret, id "." seconds "." body))
/// ```
pub fn signature(secret: &[u8], id: &str, seconds: i64, body: &[u8]) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// A lasting id of what is sent, from what makes it one.
pub fn delivery_id(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    let hex: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("msg_{hex}")
}

/// How long to wait after so many attempts; none: no further one. Which fifth of the wait is added follows from the id, so that many deliveries to
/// one receiver don't all come back in the same second.
fn rest_ms(id: &str, tried: u32) -> Option<i64> {
    if tried >= ATTEMPTS_EACH_MAX {
        return None;
    }
    let rest = ATTEMPT_FIRST_MS.saturating_mul(3_i64.saturating_pow(tried.saturating_sub(1))).min(ATTEMPT_REST_MS_MAX);
    let seed = Sha256::digest(format!("{id} {tried}").as_bytes());
    let share = seed.iter().take(2).fold(0_i64, |sum, byte| sum << 8 | i64::from(*byte));
    Some(rest.saturating_add(rest / 5 * share / 0xffff))
}

fn random() -> Result<Vec<u8>, OutboxError> {
    let mut bytes = vec![0; SIGNING_SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| OutboxError::Random(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn terms<'a>(name: &'a str, destination: &'a str) -> SubscriptionTerms<'a> {
        SubscriptionTerms { name, channel: Channel::Webhook, target: "https://a.example/in", destination, language: "en", wish: "{}", state: "0" }
    }

    /// A receiver: from when to when it answers, and how long it takes.
    struct Receiver {
        destination: &'static str,
        down: std::ops::Range<i64>,
    }

    /// Runs the clock from turn to turn until nothing is due any more; what was taken, by id, with the moments of all attempts.
    fn simulated(outbox: &Outbox, receivers: &[Receiver], from_ms: i64, until_ms: i64) -> Vec<(String, Vec<i64>, bool)> {
        let mut attempts: Vec<(String, Vec<i64>, bool)> = Vec::new();
        let mut now = from_ms;
        while now <= until_ms {
            for (delivery, subscription) in outbox.due(now, &[], 100).unwrap() {
                let receiver = receivers.iter().find(|receiver| receiver.destination == subscription.destination).unwrap();
                let is_up = !receiver.down.contains(&now);
                let outcome = if is_up { Outcome::Taken("200".to_owned()) } else { Outcome::NotNow("no answer".to_owned(), None) };
                outbox.settle(&delivery, &outcome, now).unwrap();
                match attempts.iter_mut().find(|(id, ..)| *id == delivery.id) {
                    Some((_, moments, taken)) => {
                        moments.push(now);
                        *taken = is_up;
                    }
                    None => attempts.push((delivery.id, vec![now], is_up)),
                }
            }
            now = match outbox.next_due_ms().unwrap() {
                Some(next) => next.max(now + 1),
                None => break,
            };
        }
        attempts
    }

    #[test]
    fn a_receiver_that_is_down_for_two_days_has_everything_afterwards_and_delays_nobody() {
        let dir = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(dir.path()).unwrap();
        let (down, _) = outbox.add(&terms("down", "down.example:443"), 0).unwrap();
        let (up, _) = outbox.add(&terms("up", "up.example:443"), 0).unwrap();
        for id in [down, up] {
            let subscription = outbox.find(&id.to_string()).unwrap().unwrap();
            assert!(outbox.queue(&subscription, "1", vec![b"a".to_vec(), b"b".to_vec(), b"c".to_vec()], 0).unwrap());
        }
        let receivers = [Receiver { destination: "down.example:443", down: 0..48 * HOUR }, Receiver { destination: "up.example:443", down: 0..0 }];
        let attempts = simulated(&outbox, &receivers, 0, 200 * HOUR);
        assert_eq!(attempts.len(), 6);
        assert!(attempts.iter().all(|(.., taken)| *taken), "nothing is lost");
        let quick: Vec<_> = attempts.iter().filter(|(_, moments, _)| moments.len() == 1).collect();
        assert_eq!(quick.len(), 3);
        assert!(quick.iter().all(|(_, moments, _)| moments[0] < 100), "the other was served within the first turns");
        for (_, moments, _) in attempts.iter().filter(|(_, moments, _)| moments.len() > 1) {
            assert!(*moments.last().unwrap() >= 48 * HOUR && *moments.last().unwrap() < 96 * HOUR);
            let rests: Vec<i64> = moments.windows(2).map(|pair| pair[1] - pair[0]).collect();
            assert!(rests.windows(2).take(7).all(|pair| pair[1] > pair[0] * 2), "each rest is longer: {rests:?}");
        }
        assert_eq!(outbox.counts().unwrap().failing, 0);
    }

    #[test]
    fn a_receiver_that_never_answers_is_tried_ten_times_within_four_days_and_then_no_more() {
        let dir = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(dir.path()).unwrap();
        let (id, _) = outbox.add(&terms("dead", "dead.example:443"), 0).unwrap();
        let subscription = outbox.find("dead").unwrap().unwrap();
        assert_eq!(subscription.id, id);
        outbox.queue(&subscription, "1", vec![b"a".to_vec()], 0).unwrap();
        let attempts = simulated(&outbox, &[Receiver { destination: "dead.example:443", down: 0..i64::MAX }], 0, 1_000 * HOUR);
        let (delivery, moments, taken) = &attempts[0];
        assert_eq!((moments.len(), *taken), (10, false));
        let last = *moments.last().unwrap();
        assert!((60 * HOUR..96 * HOUR).contains(&last), "{} hours", last / HOUR);
        let counts = outbox.counts().unwrap();
        assert_eq!((counts.given_up, counts.waiting, counts.failing), (1, 0, 1));
        assert!(outbox.again(delivery, last + 1).unwrap());
        assert_eq!(outbox.due(last + 1, &[], 9).unwrap().len(), 1);
    }

    /// Source: the example of the reference libraries of Standard Webhooks (its secret, id, time and body).
    #[test]
    fn a_signature_is_that_of_standard_webhooks() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, br#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn the_rest_follows_from_the_id_and_keeps_its_bounds() {
        assert_eq!(rest_ms("msg_a", 3), rest_ms("msg_a", 3));
        let spread: std::collections::BTreeSet<_> = (0..100).filter_map(|number| rest_ms(&format!("msg_{number}"), 4)).collect();
        assert!(spread.len() > 90, "deliveries come back at different moments");
        assert!(spread.iter().all(|rest| (27 * 60_000..=33 * 60_000).contains(rest)));
        assert_eq!(rest_ms("msg_a", 10), None);
    }

    #[test]
    fn a_receiver_may_ask_for_more_time_or_for_nothing_more() {
        let dir = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(dir.path()).unwrap();
        outbox.add(&terms("desk", "a.example:443"), 0).unwrap();
        let subscription = outbox.find("desk").unwrap().unwrap();
        outbox.queue(&subscription, "1", vec![b"a".to_vec(), b"b".to_vec()], 0).unwrap();
        let (delivery, _) = outbox.due(0, &[], 1).unwrap().remove(0);
        assert_eq!(outbox.settle(&delivery, &Outcome::NotNow("503".to_owned(), Some(HOUR)), 0).unwrap(), Some(HOUR));
        let (delivery, _) = outbox.due(0, &[], 1).unwrap().remove(0);
        assert_eq!(outbox.settle(&delivery, &Outcome::Gone("410".to_owned()), 5).unwrap(), None);
        let ended = outbox.find("desk").unwrap().unwrap();
        assert_eq!((ended.ended_ms, ended.ended_why.as_deref()), (Some(5), Some("410")));
        assert_eq!(outbox.due(i64::MAX, &[], 9).unwrap().len(), 0);
    }

    #[test]
    fn a_name_is_taken_once_and_a_secret_is_long() {
        let dir = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(dir.path()).unwrap();
        let (_, secret) = outbox.add(&terms("desk", "a.example:443"), 0).unwrap();
        assert!(secret.is_some_and(|secret| secret.starts_with("whsec_") && secret.len() == 6 + 44));
        assert!(matches!(outbox.add(&terms("desk", "a.example:443"), 0), Err(OutboxError::Taken(_))));
        assert!(matches!(outbox.add(&terms("", "a.example:443"), 0), Err(OutboxError::Name(_))));
        let (_, none) = outbox.add(&SubscriptionTerms { channel: Channel::Email, ..terms("mail", "mail") }, 0).unwrap();
        assert_eq!(none, None);
    }
}
