//! Sends a delivery to a webhook: one POST, signed, bounded in time, never to where only we may go.
//!
//! ```text
//! name ─▶ addresses ─▶ all of them outward? ─▶ connect to one of these very addresses ─▶ POST, no redirect followed ─▶ status
//! ```
//! The address that was checked is the one that is connected to: a name that is resolved twice could name something else the second time.
//! In: which addresses are refused, the request, what an answer means. Out: when it is tried again (`node::outbox`), what is told (`web`).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use node::{Delivery, Outcome, Subscription, outbox};
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, config::Config};

use crate::failure::{Exit, Failure};

/// How long a name may take to be resolved, and a machine to take up the line.
const CONNECT_WAIT: Duration = Duration::from_secs(5);
/// How long one delivery may take in all.
const WHOLE_WAIT: Duration = Duration::from_secs(10);
/// Bytes of the head of an answer; its body is not read.
const HEAD_BYTES_MAX: usize = 16 << 10;
/// Bytes of a webhook's address.
const URL_BYTES_MAX: usize = 2_000;
/// The ports that webhooks may have where the settings name no other.
const PORTS: [u16; 2] = [80, 443];

/// Sends to webhooks.
pub(crate) struct Hooks {
    agent: Agent,
}

impl Hooks {
    /// `inward`: receivers (`host:port`) that may be anywhere, as the settings name them.
    pub(crate) fn new(inward: &[String]) -> Hooks {
        Hooks::with(Guard { inward: inward.to_vec(), names: DefaultResolver::default() })
    }

    fn with<N: Resolver>(guard: Guard<N>) -> Hooks {
        let config = Agent::config_builder()
            .timeout_global(Some(WHOLE_WAIT))
            .timeout_resolve(Some(CONNECT_WAIT))
            .timeout_connect(Some(CONNECT_WAIT))
            .max_redirects(0)
            .max_response_header_size(HEAD_BYTES_MAX)
            .max_idle_connections(0)
            .http_status_as_error(false)
            // A proxy would resolve the name again, elsewhere.
            .proxy(None)
            .user_agent(concat!("koinon/", env!("CARGO_PKG_VERSION")))
            .build();
        Hooks { agent: Agent::with_parts(config, DefaultConnector::default(), guard) }
    }

    /// Sends one delivery, once.
    pub(crate) fn send(&self, delivery: &Delivery, subscription: &Subscription, now_ms: i64) -> Outcome {
        let seconds = now_ms.div_euclid(1_000);
        let secret = subscription.secret.as_deref().unwrap_or_default();
        let request = self
            .agent
            .post(&subscription.target)
            .header("content-type", "application/json")
            .header("webhook-id", &delivery.id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", outbox::signature(secret, &delivery.id, seconds, &delivery.body));
        match request.send(delivery.body.as_slice()) {
            Ok(answer) => {
                let wait = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()).and_then(|value| value.parse::<i64>().ok());
                answered(answer.status().as_u16(), wait)
            }
            Err(ureq::Error::Other(refused)) if refused.is::<Refused>() => Outcome::Never(refused.to_string()),
            Err(ureq::Error::Timeout(_)) => Outcome::NotNow(format!("no answer within {} seconds", WHOLE_WAIT.as_secs()), None),
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

/// Why nothing is sent there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// A port that webhooks don't have.
    Port(String, u16),
    /// An address that only machines near us can reach.
    Inward(String, IpAddr, u16),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way_out = |host: &str, port: u16| format!("name `{host}:{port}` in `allow_inward` under `[notify]` of koinon.toml");
        match self {
            Refused::Port(host, port) => {
                write!(f, "webhooks are sent to ports 443 and 80, not to {port} of `{host}`; use one of these, or {}", way_out(host, *port))
            }
            Refused::Inward(host, address, port) => {
                write!(
                    f,
                    "`{host}` is at {address}, which lies inward or is no one's: nothing is sent there; use another, or {}",
                    way_out(host, *port)
                )
            }
        }
    }
}

impl std::error::Error for Refused {}

/// Resolves names, and lets only outward addresses pass.
#[derive(Debug)]
struct Guard<N> {
    inward: Vec<String>,
    names: N,
}

impl<N: Resolver> Resolver for Guard<N> {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        let is_allowed = self.inward.iter().any(|allowed| *allowed == format!("{host}:{port}"));
        let refused = |refused: Refused| Err(ureq::Error::Other(Box::new(refused)));
        if !is_allowed && !PORTS.contains(&port) {
            return refused(Refused::Port(host, port));
        }
        let addresses = self.names.resolve(uri, config, timeout)?;
        // One inward address among several is a trap, not a mistake.
        match addresses.iter().find(|address| is_inward(address.ip())) {
            Some(address) if !is_allowed => refused(Refused::Inward(host, address.ip(), port)),
            _ => Ok(addresses),
        }
    }
}

/// Whether an address is not one of the open network: our own machine or house, a link, a provider's inner services, many at once, or no one's.
/// Source: the special-purpose registries of IANA (RFC 6890), and 168.63.129.16, at which Azure answers its own machines.
pub(crate) fn is_inward(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_inward_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_inward_v4(mapped),
            None => is_inward_v6(address),
        },
    }
}

fn is_inward_v4(address: Ipv4Addr) -> bool {
    const AZURE: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);
    match address.octets() {
        [0 | 10 | 127 | 224.., ..] | [169, 254, ..] | [192, 168, ..] | [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 18 | 19, ..] => true,
        [198, 51, 100, _] | [203, 0, 113, _] => true,
        [172, b, ..] => (16..32).contains(&b),
        [100, b, ..] => (64..128).contains(&b),
        _ => address == AZURE,
    }
}

/// Only 2000::/3 is given out, and of it not what embeds IPv4 addresses (Teredo, 6to4), documents or tests.
fn is_inward_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let is_given_out = first & 0xe000 == 0x2000;
    let is_special = match first {
        0x2001 => second < 0x0200 || second == 0x0db8,
        0x3fff => second < 0x1000,
        _ => first == 0x2002,
    };
    !is_given_out || is_special
}

/// A webhook's address as it is kept, and its destination (`host:port`). Errors: it is none that we would send to.
pub(crate) fn address(text: &str, inward: &[String]) -> Result<(String, String), Failure> {
    let wrong = |why: &str| {
        Failure::usage(format!("`{text}` is no address for a webhook: {why}")).with_way_out("give one such as `https://desk.example/koinon`")
    };
    if text.len() > URL_BYTES_MAX {
        return Err(wrong("it is too long"));
    }
    let uri: Uri = text.parse().map_err(|_| wrong("it can't be read"))?;
    let port = match uri.scheme_str() {
        Some("https") => 443,
        Some("http") => 80,
        _ => return Err(wrong("it does not begin with `https://` or `http://`")),
    };
    let authority = uri.authority().map(ureq::http::uri::Authority::as_str).unwrap_or_default();
    if authority.contains('@') {
        return Err(wrong("it holds a name or password; receivers check the signature instead"));
    }
    let host = uri.host().unwrap_or_default().to_ascii_lowercase();
    if host.is_empty() {
        return Err(wrong("it names no machine"));
    }
    let port = uri.port_u16().unwrap_or(port);
    let destination = format!("{host}:{port}");
    if !inward.contains(&destination) {
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
        let refused = match literal.filter(|address| is_inward(*address)) {
            Some(address) => Some(Refused::Inward(host, address, port)),
            None if PORTS.contains(&port) => None,
            None => Some(Refused::Port(host, port)),
        };
        if let Some(refused) = refused {
            return Err(Failure::new(Exit::Refused, refused));
        }
    }
    Ok((text.to_owned(), destination))
}

#[cfg(test)]
mod tests;
