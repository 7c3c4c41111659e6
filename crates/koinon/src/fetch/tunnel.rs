//! The way through a proxy: a line to it, and `CONNECT` to the number that was checked (RFC 9110, 9.3.6).
//!
//! Written here because the library's own lets the proxy resolve the name again, elsewhere, where no one checks what it leads to.

use std::fmt;
use std::io::{Read as _, Write as _};
use std::str::FromStr;
use std::sync::Arc;

use base64::Engine as _;
use ureq::Error;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, Resolver as _};
use ureq::unversioned::transport::{ConnectionDetails, Connector, Either, TcpConnector, Transport, TransportAdapter};

use super::HEAD_BYTES_MAX;
use super::rules::Destination;

/// An HTTP proxy.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Proxy {
    uri: Uri,
    login: Option<String>,
}

impl fmt::Debug for Proxy {
    /// Without name and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Proxy").field(&self.name()).finish()
    }
}

impl FromStr for Proxy {
    type Err = ();

    fn from_str(text: &str) -> Result<Proxy, ()> {
        let uri: Uri = text.parse().map_err(drop)?;
        let (Some("http"), Some(authority), Some(_)) = (uri.scheme_str(), uri.authority(), uri.port_u16()) else { return Err(()) };
        let login = authority.as_str().rsplit_once('@').map(|(login, _)| base64::engine::general_purpose::STANDARD.encode(login));
        Ok(Proxy { uri, login })
    }
}

impl Proxy {
    /// `host:port`, as [`super::rules::Rules::proxy`] has it.
    pub(crate) fn name(&self) -> String {
        Destination::of(&self.uri).to_string()
    }

    /// A line through it. Errors: it is not there, too slow, or will not.
    fn open(&self, details: &ConnectionDetails<'_>) -> Result<Box<dyn Transport>, Error> {
        let refused = |why: &str| Error::ConnectProxyFailed(format!("the proxy `{}` {why}", self.name()));
        let target = *details.addrs.first().ok_or(Error::HostNotFound)?;
        let to_proxy = ConnectionDetails {
            uri: &self.uri,
            addrs: DefaultResolver::default().resolve(&self.uri, details.config, details.timeout).map_err(|_| refused("has no address"))?,
            config: details.config,
            request_level: details.request_level,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: Arc::clone(&details.current_time),
            run_connector: Arc::clone(&details.run_connector),
            register_shutdown: Arc::clone(&details.register_shutdown),
        };
        let line: Option<Either<(), _>> = TcpConnector::default().connect(&to_proxy, None)?;
        let mut line = TransportAdapter::new(line.ok_or(Error::ConnectionFailed)?, Arc::clone(&details.current_time));
        line.set_timeout(details.timeout);
        let login = self.login.as_ref().map(|login| format!("proxy-authorization: Basic {login}\r\n")).unwrap_or_default();
        line.write_all(format!("CONNECT {target} HTTP/1.1\r\nhost: {target}\r\n{login}\r\n").as_bytes())?;
        // Byte by byte: what follows the head is the target's.
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            line.read_exact(&mut byte)?;
            head.extend(byte);
            if head.len() > HEAD_BYTES_MAX {
                return Err(refused("does not end its answer"));
            }
        }
        let head = String::from_utf8_lossy(&head);
        match head.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)).and_then(|status| status.parse::<u16>().ok()) {
            Some(200..=299) => Ok(Box::new(line.into_inner())),
            Some(status) => Err(refused(&format!("answers {status}"))),
            None => Err(refused("speaks no HTTP")),
        }
    }
}

/// Opens lines through a proxy; without one it leaves that to the next in the chain.
#[derive(Debug)]
pub(crate) struct Tunnel(pub(crate) Option<Proxy>);

impl<In: Transport> Connector<In> for Tunnel {
    type Out = Either<In, Box<dyn Transport>>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        match (chained, &self.0) {
            (Some(chained), _) => Ok(Some(Either::A(chained))),
            (None, Some(proxy)) => proxy.open(details).map(|line| Some(Either::B(line))),
            (None, None) => Ok(None),
        }
    }
}
