//! The port through which everything outside is asked: one request, one bounded answer, no runtime, so that the simulator can stand in for the network.
//!
//! In: what is asked, what comes back, why nothing came. Out: sockets, TLS, names and the rules of where a request may go (the binary's client).

use std::net::IpAddr;
use std::time::Duration;

use crate::limits::{FETCH_BYTES_MAX, FETCH_WAIT};

/// Asks other machines. A contract: `send` blocks, for the request's `wait` at most; holds at most `bytes_max` of a body, counted after it is unpacked;
/// follows no redirect (a 3xx is an answer like any other); and never connects to where the operator does not let it. It may be called from many threads.
pub trait Fetch: Send + Sync {
    /// Sends one request, once. Errors: no whole answer came; a status is never an error.
    fn send(&self, request: &Request) -> Result<Got, FetchError>;
}

/// What is done with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads; may be repeated.
    Get,
    /// Hands over a body.
    Post,
}

impl Method {
    /// Its name in HTTP.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is done.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// Headers by lower-case name. `host`, `content-length`, `accept-encoding` and `user-agent` are the client's own.
    pub headers: Vec<(String, String)>,
    /// What is handed over; empty for [`Method::Get`].
    pub body: Vec<u8>,
    /// The most bytes that the answer's body may have once unpacked; more is [`FetchError::TooLarge`].
    pub bytes_max: usize,
    /// How long it may take in all, resolving and connecting included.
    pub wait: Duration,
}

impl Request {
    /// A request that reads, as long as most may take.
    pub fn get(url: impl Into<String>, bytes_max: usize) -> Request {
        Request { method: Method::Get, url: url.into(), headers: Vec::new(), body: Vec::new(), bytes_max, wait: FETCH_WAIT }
    }

    /// A request that hands over `body`; of the answer only a short one is taken.
    pub fn post(url: impl Into<String>, body: Vec<u8>) -> Request {
        Request { method: Method::Post, url: url.into(), headers: Vec::new(), body, bytes_max: FETCH_BYTES_MAX, wait: FETCH_WAIT }
    }

    /// The same with one header more; `name` is lower-case.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Request {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same with another wait.
    #[must_use]
    pub fn within(self, wait: Duration) -> Request {
        Request { wait, ..self }
    }
}

/// What came back. All of it is foreign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Got {
    /// The status, 200 to 599.
    pub status: u16,
    /// Headers by lower-case name, in their order; those that are not visible ASCII are left out.
    pub headers: Vec<(String, String)>,
    /// The whole body, unpacked.
    pub body: Vec<u8>,
}

impl Got {
    /// The first header of this lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }
}

/// Why no whole answer came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The address itself is none that we would ask.
    #[error("`{url}` is not asked: {fault}")]
    Address {
        /// As it was given.
        url: String,
        /// What is wrong with it.
        fault: AddressFault,
    },
    /// The name leads to where only machines near us can go.
    #[error("`{host}` is at {address}, which lies inward or is no one's: nothing is sent there unless the settings allow it")]
    Inward {
        /// The name that was asked.
        host: String,
        /// Where it leads.
        address: IpAddr,
        /// The port that was wanted.
        port: u16,
    },
    /// The name leads nowhere.
    #[error("the name `{host}` can't be resolved: {why}")]
    Name {
        /// The name.
        host: String,
        /// What the resolver says.
        why: String,
    },
    /// The machine does not take up the line.
    #[error("`{host}` can't be reached: {why}")]
    Connect {
        /// The machine.
        host: String,
        /// What the network says.
        why: String,
    },
    /// No safe line: a wrong, old or unknown certificate, or no common version.
    #[error("no safe line to `{host}`: {why}")]
    Tls {
        /// The machine.
        host: String,
        /// What TLS says.
        why: String,
    },
    /// It took too long.
    #[error("`{host}` did not answer within {} seconds", wait.as_secs())]
    Timeout {
        /// The machine.
        host: String,
        /// How long it was waited for.
        wait: Duration,
    },
    /// The body is longer than was wanted, packed or unpacked.
    #[error("the answer of `{host}` is longer than {bytes_max} bytes")]
    TooLarge {
        /// The machine.
        host: String,
        /// The most that was wanted.
        bytes_max: usize,
    },
    /// What came is no HTTP, ends early, is packed wrong, or its head is too long.
    #[error("the answer of `{host}` can't be read: {why}")]
    Malformed {
        /// The machine.
        host: String,
        /// What is wrong.
        why: String,
    },
    /// We ask this machine for as much at once as we may.
    #[error("`{host}` is asked for {at_once} things already; nothing more is asked of it at once")]
    Busy {
        /// The machine.
        host: String,
        /// How many requests are on their way to it.
        at_once: usize,
    },
}

impl FetchError {
    /// Whether our own rules stop it, so that asking again changes nothing until the address or the settings change.
    pub fn is_refused(&self) -> bool {
        matches!(self, FetchError::Address { .. } | FetchError::Inward { .. })
    }
}

/// What is wrong with an address that we would not ask.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// It can't be read as one.
    #[error("it can't be read; give one such as `https://health.example`")]
    Unreadable,
    /// It is longer than any that is meant.
    #[error("it is longer than {bytes_max} bytes")]
    TooLong {
        /// The most bytes.
        bytes_max: usize,
    },
    /// Neither https nor, where that is allowed, http.
    #[error("`{scheme}` is not allowed; use `https`")]
    Scheme {
        /// What it says.
        scheme: String,
    },
    /// It holds a name or password.
    #[error("it holds a name or password; leave that out")]
    Userinfo,
    /// It names a number, not a machine.
    #[error("it names the machine by number; use its name, or allow the number in the settings")]
    Literal,
    /// A port that is not for this.
    #[error("port {port} is not asked; use 443, or allow it in the settings")]
    Port {
        /// The port.
        port: u16,
    },
    /// A header that can't be sent: a name or value of other than visible ASCII.
    #[error("the header `{name}` can't be sent")]
    Header {
        /// The header's name.
        name: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_says_its_bounds() {
        let request =
            Request::get("https://health.example/log/checkpoint", 4_096).with_header("if-none-match", "\"3\"").within(Duration::from_secs(2));
        assert_eq!((request.method.as_str(), request.bytes_max, request.wait), ("GET", 4_096, Duration::from_secs(2)));
        assert_eq!(Request::post("https://health.example/add-checkpoint", b"old 0\n".to_vec()).bytes_max, FETCH_BYTES_MAX);
    }

    #[test]
    fn a_header_is_found_by_its_name_and_errors_say_what_to_do() {
        let got = Got { status: 200, headers: vec![("etag".to_owned(), "\"3\"".to_owned())], body: Vec::new() };
        assert_eq!((got.header("etag"), got.header("age")), (Some("\"3\""), None));
        let error = FetchError::Address { url: "ftp://a".to_owned(), fault: AddressFault::Scheme { scheme: "ftp".to_owned() } };
        assert_eq!(error.to_string(), "`ftp://a` is not asked: `ftp` is not allowed; use `https`");
        assert!(error.is_refused());
        let late = FetchError::Timeout { host: "a.example".to_owned(), wait: Duration::from_secs(10) };
        assert_eq!((late.to_string().as_str(), late.is_refused()), ("`a.example` did not answer within 10 seconds", false));
    }
}
