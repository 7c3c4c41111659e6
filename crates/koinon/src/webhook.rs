//! Sends a delivery to a webhook: one POST, signed, bounded in time, to where the rules allow ([`crate::fetch`]).
//!
//! In: the request, what an answer means, which addresses are kept. Out: when it is tried again (`node::outbox`), what is told (`web`).

use node::fetch::{AddressFault, Fetch, FetchError, Request};
use node::{Delivery, Outcome, Subscription, outbox};

use crate::failure::{Exit, Failure};
use crate::fetch::rules::Destination;
use crate::fetch::{self, Client, HOOK_PORTS};
use crate::settings::Settings;

/// Sends to webhooks.
pub(crate) struct Hooks {
    client: Client,
}

impl Hooks {
    /// As the settings have them. Errors: a proxy that can't be used (exit 8).
    pub(crate) fn new(settings: &Settings) -> Result<Hooks, Failure> {
        Ok(Hooks { client: Client::for_webhooks(&settings.notify.allow_inward, &settings.outgoing)? })
    }

    /// Sends one delivery, once. The body of the answer is not read.
    pub(crate) fn send(&self, delivery: &Delivery, subscription: &Subscription, now_ms: i64) -> Outcome {
        let seconds = now_ms.div_euclid(1_000);
        let secret = subscription.secret.as_deref().unwrap_or_default();
        let request = Request { bytes_max: 0, ..Request::post(&subscription.target, delivery.body.clone()) }
            .with_header("content-type", "application/json")
            .with_header("webhook-id", &delivery.id)
            .with_header("webhook-timestamp", seconds.to_string())
            .with_header("webhook-signature", outbox::signature(secret, &delivery.id, seconds, &delivery.body));
        match self.client.send(&request) {
            Ok(got) => answered(got.status, got.header("retry-after").and_then(|value| value.parse::<i64>().ok())),
            Err(error) if error.is_refused() => Outcome::Never(refusal(&error)),
            Err(error) => Outcome::NotNow(error.to_string(), None),
        }
    }
}

/// What a status means.
fn answered(status: u16, wait_seconds: Option<i64>) -> Outcome {
    match status {
        200..=299 => Outcome::Taken(format!("status {status}")),
        410 => Outcome::Gone("status 410: the receiver wants nothing more".to_owned()),
        300..=399 => Outcome::NotNow(format!("status {status}: the receiver sends elsewhere, which is not followed; give the new address"), None),
        _ => Outcome::NotNow(format!("status {status}"), wait_seconds.map(|seconds| seconds.saturating_mul(1_000))),
    }
}

/// Why nothing is sent there, and the way out.
fn refusal(error: &FetchError) -> String {
    let way_out = |name: &str| format!("name `{name}` in `allow_inward` under `[notify]` of koinon.toml");
    match error {
        FetchError::Address { url, fault: AddressFault::Port { port } } => {
            let [first, second] = HOOK_PORTS;
            let to = url.parse().map(|uri| Destination::of(&uri).to_string()).unwrap_or_default();
            format!("webhooks are sent to ports {first} and {second}, not to {port}; use one of these, or {}", way_out(&to))
        }
        FetchError::Inward { host, address, port } => format!(
            "`{host}` is at {address}, which lies inward or is no one's: nothing is sent there; use another, or {}",
            way_out(&format!("{host}:{port}"))
        ),
        error => error.to_string(),
    }
}

/// A webhook's address as it is kept, and its destination (`host:port`). Errors: it is none that we would send to.
pub(crate) fn address(text: &str, inward: &[String]) -> Result<(String, String), Failure> {
    match fetch::hook_rules(inward).check(text) {
        Ok((_, to)) => Ok((text.to_owned(), to.to_string())),
        Err(error @ (FetchError::Inward { .. } | FetchError::Address { fault: AddressFault::Port { .. }, .. })) => {
            Err(Failure::new(Exit::Refused, refusal(&error)))
        }
        Err(error) => Err(Failure::usage(error).with_way_out("give one such as `https://desk.example/koinon`")),
    }
}

#[cfg(test)]
mod tests;
