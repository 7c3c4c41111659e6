//! Every request that leaves this machine over HTTP: one client, bounded in bytes and time, that goes where the rules allow and nowhere else.
//!
//! No redirect is followed, nothing is taken from the environment, no answer is trusted: a body is counted after it is unpacked, its length must be the
//! one that was said, and a head has at most [`HEAD_BYTES_MAX`] bytes. Source: specs/exchange.md c.
//! In: the client behind the port `node::fetch`, and files below one address. Out: where requests may go ([`rules`]), proxies ([`tunnel`]), what answers mean (the callers).

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use node::fetch::{AddressFault, Fetch, FetchError, Got, Method, Request};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use ureq::http::{HeaderName, HeaderValue, Response, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, Resolver};
use ureq::unversioned::transport::{Connector as _, RustlsConnector, TcpConnector};
use ureq::{Agent, Body};

use crate::failure::{Exit, Failure};
use crate::settings::OutgoingSettings;

pub(crate) mod rules;
mod tunnel;

use rules::{Destination, Exception, Guard, Rules};
use tunnel::{Proxy, Tunnel};

/// How long a name may take to be resolved, and a machine to take up the line.
const CONNECT_WAIT: Duration = Duration::from_secs(3);
/// Bytes of the head of an answer.
const HEAD_BYTES_MAX: usize = 16 << 10;
/// How many requests to one machine are on their way at once.
const AT_ONCE_MAX: usize = 4;
/// How long a line is kept for the next request.
const IDLE_WAIT: Duration = Duration::from_secs(20);
/// How many lines are kept in all.
const IDLE_MAX: usize = 256;
/// How long one file may take that an operator asked for.
const FILE_WAIT: Duration = Duration::from_mins(1);
/// Bytes that gzip may add to what can't be packed, beside one in a thousand.
const GZIP_OVERHEAD: usize = 1_024;
/// The ports of partners where nothing else is said.
const PARTNER_PORTS: [u16; 2] = [443, 8443];
/// The ports of webhooks.
pub(crate) const HOOK_PORTS: [u16; 2] = [443, 80];

/// Asks other machines.
pub(crate) struct Client {
    rules: Arc<Rules>,
    /// To everyone, through the proxy if there is one.
    outer: Agent,
    /// To machines that an exception names: always straight.
    inner: Agent,
    /// To those of them that have certificates of their own authority.
    own_roots: BTreeMap<String, Agent>,
    /// Requests on their way, by machine.
    busy: Mutex<BTreeMap<String, usize>>,
}

/// Whether this machine itself may be asked, for trying things out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trying {
    /// It may not.
    No,
    /// It may, without TLS and on any port.
    Dev,
}

impl Client {
    /// For partners, whose addresses come from outside. Errors: a proxy or certificate of the settings that can't be used (exit 8).
    pub(crate) fn for_partners(outgoing: &OutgoingSettings, trying: Trying) -> Result<Client, Failure> {
        let exceptions = outgoing.partners.iter().map(|(name, partner)| {
            let exception = Exception { networks: partner.allow_private.clone(), is_clear: partner.allow_http };
            (name.to_ascii_lowercase(), exception)
        });
        let ports = PARTNER_PORTS.iter().chain(&outgoing.ports).copied().collect();
        let rules = Rules { ports, is_dev: trying == Trying::Dev, exceptions: exceptions.collect(), ..Rules::default() };
        let names = resolver();
        let mut client = Client::new(rules, outgoing, &names)?;
        for (name, partner) in &outgoing.partners {
            if let Some(path) = &partner.ca_file {
                let agent = agent(&client.rules, &names, None, roots(name, path)?);
                client.own_roots.insert(name.to_ascii_lowercase(), agent);
            }
        }
        Ok(client)
    }

    /// For webhooks, which the operator names; those in `inward` (`host:port`) may be anywhere. Errors: as for partners.
    pub(crate) fn for_webhooks(inward: &[String], outgoing: &OutgoingSettings) -> Result<Client, Failure> {
        Client::new(hook_rules(inward), outgoing, &resolver())
    }

    /// For one machine that the operator named, wherever it is. Errors: as for partners; nothing is wrong with `url` yet.
    fn for_named(url: &str, outgoing: &OutgoingSettings) -> Result<Client, Failure> {
        let named = url.parse().map(|uri| Destination::of(&uri).to_string()).into_iter();
        let rules = Rules { exceptions: named.map(|name| (name, Exception::anywhere())).collect(), ..Rules::default() };
        Client::new(rules, outgoing, &resolver())
    }

    fn new(mut rules: Rules, outgoing: &OutgoingSettings, names: &Arc<dyn Resolver>) -> Result<Client, Failure> {
        let proxy = outgoing.proxy.as_deref().map(proxy).transpose()?;
        rules.proxy = proxy.as_ref().map(Proxy::name);
        let rules = Arc::new(rules);
        let outer = agent(&rules, names, proxy, RootCerts::WebPki);
        let inner = agent(&rules, names, None, RootCerts::WebPki);
        Ok(Client { rules, outer, inner, own_roots: BTreeMap::new(), busy: Mutex::default() })
    }

    fn agent(&self, to: &Destination) -> &Agent {
        let own = self.own_roots.get(&to.to_string()).or_else(|| self.own_roots.get(&to.host));
        own.unwrap_or(if self.rules.exception(to).is_some() { &self.inner } else { &self.outer })
    }

    fn enter(&self, to: &Destination) -> Result<Line<'_>, FetchError> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        let count = busy.entry(to.to_string()).or_default();
        if *count >= AT_ONCE_MAX {
            return Err(FetchError::Busy { host: to.host.clone(), at_once: *count });
        }
        *count += 1;
        Ok(Line { busy: &self.busy, to: to.to_string() })
    }
}

/// The system's own.
fn resolver() -> Arc<dyn Resolver> {
    Arc::new(DefaultResolver::default())
}

/// The rules of webhooks.
pub(crate) fn hook_rules(inward: &[String]) -> Rules {
    let exceptions = inward.iter().map(|name| (name.to_ascii_lowercase(), Exception::anywhere())).collect();
    Rules { ports: HOOK_PORTS.to_vec(), is_lenient: true, exceptions, ..Rules::default() }
}

/// One request on its way; over when it is dropped.
struct Line<'a> {
    busy: &'a Mutex<BTreeMap<String, usize>>,
    to: String,
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        match busy.get_mut(&self.to) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(busy.remove(&self.to)),
        }
    }
}

fn proxy(text: &str) -> Result<Proxy, Failure> {
    text.parse()
        .map_err(|()| Failure::new(Exit::Configuration, "`[outgoing] proxy` is no address of a proxy; give one such as `http://proxy.intern:3128`"))
}

/// The authorities that vouch for one machine.
fn roots(name: &str, path: &Path) -> Result<RootCerts, Failure> {
    let unread = |error: &dyn std::fmt::Display| {
        Failure::new(Exit::Configuration, format!("`[outgoing.partners.\"{name}\"] ca_file`: `{}` can't be read: {error}", path.display()))
    };
    let certificates = CertificateDer::pem_file_iter(path).map_err(|error| unread(&error))?;
    let certificates: Result<Vec<_>, _> = certificates.map(|read| read.map(|der| Certificate::from_der(&der).to_owned())).collect();
    let certificates = certificates.map_err(|error| unread(&error))?;
    if certificates.is_empty() {
        return Err(unread(&"it holds no certificate"));
    }
    Ok(RootCerts::Specific(Arc::new(certificates)))
}

fn agent(rules: &Arc<Rules>, names: &Arc<dyn Resolver>, proxy: Option<Proxy>, roots: RootCerts) -> Agent {
    let config = Agent::config_builder()
        .timeout_resolve(Some(CONNECT_WAIT))
        .timeout_connect(Some(CONNECT_WAIT))
        .max_redirects(0)
        .max_response_header_size(HEAD_BYTES_MAX)
        .max_idle_connections(IDLE_MAX)
        .max_idle_connections_per_host(AT_ONCE_MAX)
        .max_idle_age(IDLE_WAIT)
        .http_status_as_error(false)
        // Neither a proxy of the environment, nor one that resolves the name again.
        .proxy(None)
        .tls_config(TlsConfig::builder().root_certs(roots).build())
        .user_agent(concat!("koinon/", env!("CARGO_PKG_VERSION")))
        .accept_encoding("gzip")
        .build();
    let lines = ().chain(Tunnel(proxy)).chain(TcpConnector::default()).chain(RustlsConnector::default());
    Agent::with_parts(config, lines, Guard::new(Arc::clone(rules), Arc::clone(names)))
}

impl Fetch for Client {
    fn send(&self, request: &Request) -> Result<Got, FetchError> {
        let (_, to) = self.rules.check(&request.url)?;
        let _line = self.enter(&to)?;
        let read = || {
            let response = self.call(&to, request)?;
            got(response, request, &to)
        };
        read().map_err(|error| unwell(error, request, &to))
    }
}

impl Client {
    fn call(&self, to: &Destination, request: &Request) -> Result<Response<Body>, Stopped> {
        let mut built = ureq::http::Request::builder().method(request.method.as_str()).uri(&request.url);
        for (name, value) in &request.headers {
            let fault = || Stopped::Known(FetchError::Address { url: request.url.clone(), fault: AddressFault::Header { name: name.clone() } });
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| fault())?;
            built = built.header(name, HeaderValue::from_str(value).map_err(|_| fault())?);
        }
        let agent = self.agent(to);
        let answer = match request.method {
            Method::Get => {
                let built = built.body(()).map_err(|error| Stopped::Line(error.into()))?;
                agent.run(agent.configure_request(built).timeout_global(Some(request.wait)).build())
            }
            Method::Post => {
                let built = built.body(request.body.as_slice()).map_err(|error| Stopped::Line(error.into()))?;
                agent.run(agent.configure_request(built).timeout_global(Some(request.wait)).build())
            }
        };
        answer.map_err(Stopped::Line)
    }
}

/// Why a request ended early.
enum Stopped {
    /// What the line, TLS or HTTP say.
    Line(ureq::Error),
    /// What we say.
    Known(FetchError),
}

/// The answer with its body, unpacked.
fn got(response: Response<Body>, request: &Request, to: &Destination) -> Result<Got, Stopped> {
    let (head, body) = response.into_parts();
    let headers = head.headers.iter().filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))).collect();
    let status = head.status.as_u16();
    if request.bytes_max == 0 {
        return Ok(Got { status, headers, body: Vec::new() });
    }
    let packing = head.headers.get(header::CONTENT_ENCODING).map_or(&b""[..], HeaderValue::as_bytes);
    let body = match packing {
        b"" | b"identity" => read_within(body.into_with_config().limit(u64::MAX).reader(), request.bytes_max)?,
        b"gzip" => {
            let packed_max = request.bytes_max.saturating_add(request.bytes_max / 1_000).saturating_add(GZIP_OVERHEAD);
            let mut packed = flate2::bufread::GzDecoder::new(std::io::BufReader::new(body.into_with_config().limit(as_u64(packed_max)).reader()));
            let unpacked = read_within(&mut packed, request.bytes_max)?;
            // What stands behind the end was never looked at: it is no part of an answer that we understand.
            let rest = read_within(packed.into_inner(), 0);
            rest.map_err(|error| match error {
                ureq::Error::BodyExceedsLimit(0) => malformed(to, "something stands behind the end of what is packed"),
                error => Stopped::Line(error),
            })?;
            unpacked
        }
        _ => return Err(malformed(to, "it is packed in a way that was not asked for")),
    };
    Ok(Got { status, headers, body })
}

/// All that comes, where it is at most `bytes_max`. Errors: [`ureq::Error::BodyExceedsLimit`], or the line's own.
fn read_within(reader: impl Read, bytes_max: usize) -> Result<Vec<u8>, ureq::Error> {
    let mut bytes = Vec::new();
    reader.take(as_u64(bytes_max).saturating_add(1)).read_to_end(&mut bytes).map_err(ureq::Error::from)?;
    if bytes.len() > bytes_max { Err(ureq::Error::BodyExceedsLimit(as_u64(bytes_max))) } else { Ok(bytes) }
}

impl From<ureq::Error> for Stopped {
    fn from(error: ureq::Error) -> Stopped {
        Stopped::Line(error)
    }
}

fn malformed(to: &Destination, why: &str) -> Stopped {
    Stopped::Known(FetchError::Malformed { host: to.host.clone(), why: why.to_owned() })
}

fn as_u64(bytes_max: usize) -> u64 {
    u64::try_from(bytes_max).unwrap_or(u64::MAX)
}

/// The facts of what went wrong.
fn unwell(stopped: Stopped, request: &Request, to: &Destination) -> FetchError {
    use std::io::ErrorKind;
    let host = to.host.clone();
    let error = match stopped {
        Stopped::Known(error) => return error,
        Stopped::Line(error) => error,
    };
    match error {
        ureq::Error::Other(error) => match error.downcast::<FetchError>() {
            Ok(known) => *known,
            Err(error) => FetchError::Connect { host, why: error.to_string() },
        },
        ureq::Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => FetchError::Timeout { host, wait: CONNECT_WAIT.min(request.wait) },
        ureq::Error::Timeout(_) => FetchError::Timeout { host, wait: request.wait },
        ureq::Error::HostNotFound => FetchError::Name { host, why: "there is no such name".to_owned() },
        ureq::Error::BodyExceedsLimit(_) => FetchError::TooLarge { host, bytes_max: request.bytes_max },
        ureq::Error::LargeResponseHeader(..) => FetchError::Malformed { host, why: format!("its head is longer than {HEAD_BYTES_MAX} bytes") },
        ureq::Error::Tls(why) => FetchError::Tls { host, why: why.to_owned() },
        ureq::Error::Rustls(error) => FetchError::Tls { host, why: error.to_string() },
        ureq::Error::Pem(error) => FetchError::Tls { host, why: error.to_string() },
        ureq::Error::Io(error) => match error.kind() {
            _ if error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) => FetchError::Tls { host, why: error.to_string() },
            ErrorKind::UnexpectedEof => FetchError::Malformed { host, why: "it ends before it is whole".to_owned() },
            ErrorKind::InvalidInput | ErrorKind::InvalidData => FetchError::Malformed { host, why: error.to_string() },
            _ => FetchError::Connect { host, why: error.to_string() },
        },
        ureq::Error::Protocol(error) => FetchError::Malformed { host, why: error.to_string() },
        ureq::Error::ConnectProxyFailed(why) => FetchError::Connect { host, why },
        error => FetchError::Malformed { host, why: error.to_string() },
    }
}

/// Files below one address that the operator named.
pub(crate) struct Remote {
    client: Arc<Client>,
    prefix: String,
}

impl Remote {
    /// Files below `prefix`, an `http://` or `https://` address. Errors: settings that can't be used (exit 8).
    pub(crate) fn new(prefix: &str, outgoing: &OutgoingSettings) -> Result<Remote, Failure> {
        Ok(Remote { client: Arc::new(Client::for_named(prefix, outgoing)?), prefix: prefix.trim_end_matches('/').to_owned() })
    }

    /// The same, below another folder of the same machine.
    pub(crate) fn below(&self, folder: &str) -> Remote {
        Remote { client: Arc::clone(&self.client), prefix: format!("{}/{folder}", self.prefix) }
    }

    /// The file at `path`; none where the machine says that there is none.
    pub(crate) fn get(&self, path: &str, bytes_max: usize) -> Result<Option<Vec<u8>>, Failure> {
        let url = format!("{}/{path}", self.prefix);
        let away = |error: &dyn std::fmt::Display| Failure::new(Exit::Unavailable, format!("`{url}` can't be read: {error}"));
        let got = self.client.send(&Request::get(&url, bytes_max).within(FILE_WAIT)).map_err(|error| away(&error))?;
        match got.status {
            200 => Ok(Some(got.body)),
            404 | 410 => Ok(None),
            status @ 300..=399 => Err(away(&format!("the machine answers {status} and sends elsewhere, which is not followed; give that address"))),
            status => Err(away(&format!("the machine answers {status}"))),
        }
    }
}

#[cfg(test)]
mod tests;
