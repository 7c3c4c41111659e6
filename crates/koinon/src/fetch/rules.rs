//! Where requests may go: which addresses are asked at all, and which numbers behind their names are connected to.
//!
//! ```text
//! address ─▶ https? a name? an allowed port? ─▶ resolve once ─▶ all numbers outward, or allowed for this machine? ─▶ connect to one of these very numbers
//! ```
//! The number that was checked is the one that is connected to: a name that is resolved twice could lead elsewhere the second time.
//! Source: specs/exchange.md c, "SSRF rules". In: the rules. Out: the request itself ([`super::Client`]).

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;
use std::sync::Arc;

use node::fetch::{AddressFault, FetchError};
use serde::Deserialize;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Bytes of an address.
pub(crate) const URL_BYTES_MAX: usize = 2_000;

/// A range of addresses in CIDR form, such as `10.20.0.0/16` or `fd00:20::/48`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Network {
    base: IpAddr,
    prefix_bits: u8,
}

/// What is wrong with a range of addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NetworkError {
    text: String,
}

impl fmt::Display for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no range of addresses; give one such as `10.20.0.0/16` or `fd00:20::/48`", self.text)
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Network, NetworkError> {
        let read = || {
            let (base, bits) = text.split_once('/')?;
            let base: IpAddr = base.parse().ok()?;
            let network = Network { base, prefix_bits: bits.parse().ok()? };
            let is_whole = network.prefix_bits <= if base.is_ipv4() { 32 } else { 128 };
            // Bits beyond the prefix would be silently not heeded: most likely another range was meant.
            (is_whole && network.first() == Some(base)).then_some(network)
        };
        read().ok_or_else(|| NetworkError { text: text.to_owned() })
    }
}

impl TryFrom<String> for Network {
    type Error = NetworkError;

    fn try_from(text: String) -> Result<Network, NetworkError> {
        text.parse()
    }
}

impl Network {
    /// All there are.
    const ANYWHERE: [Network; 2] =
        [Network { base: IpAddr::V4(Ipv4Addr::UNSPECIFIED), prefix_bits: 0 }, Network { base: IpAddr::V6(Ipv6Addr::UNSPECIFIED), prefix_bits: 0 }];

    fn first(&self) -> Option<IpAddr> {
        masked(self.base, self.prefix_bits)
    }

    /// Whether `address` lies in it; an IPv4 address that is written as one of IPv6 counts as what it is.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.base.is_ipv4() && masked(address, self.prefix_bits) == self.first()
    }
}

/// The address with all bits beyond the prefix cleared; none for a prefix that is too long.
fn masked(address: IpAddr, prefix_bits: u8) -> Option<IpAddr> {
    match address {
        IpAddr::V4(address) => {
            let rest = 32_u32.checked_sub(prefix_bits.into())?;
            Some(Ipv4Addr::from_bits(address.to_bits() & u32::MAX.checked_shl(rest).unwrap_or(0)).into())
        }
        IpAddr::V6(address) => {
            let rest = 128_u32.checked_sub(prefix_bits.into())?;
            Some(Ipv6Addr::from_bits(address.to_bits() & u128::MAX.checked_shl(rest).unwrap_or(0)).into())
        }
    }
}

/// What one machine may that others may not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Exception {
    /// Ranges that its name, or its number, may lie in though they are inward.
    pub(crate) networks: Vec<Network>,
    /// Whether it may be asked without TLS.
    pub(crate) is_clear: bool,
}

impl Exception {
    /// A machine that the operator named: wherever it is, however it is asked.
    pub(crate) fn anywhere() -> Exception {
        Exception { networks: Network::ANYWHERE.to_vec(), is_clear: true }
    }
}

/// Where requests may go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules {
    /// The ports that are asked of machines that no exception names.
    pub(crate) ports: Vec<u16>,
    /// Whether anyone may be asked without TLS, and by number.
    pub(crate) is_lenient: bool,
    /// Whether this machine itself may be asked, on any port, without TLS: for trying things out.
    pub(crate) is_dev: bool,
    /// Machines by `host` or `host:port`, lower-case; one that is named with its port may have that port.
    pub(crate) exceptions: BTreeMap<String, Exception>,
    /// The proxy, by `host:port`: it is asked for nothing itself.
    pub(crate) proxy: Option<String>,
}

/// A machine that may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    /// Its name or number as it stands in the address, lower-case.
    pub(crate) host: String,
    /// Its port.
    pub(crate) port: u16,
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl Destination {
    /// The machine of an address that has a host.
    pub(crate) fn of(uri: &Uri) -> Destination {
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        Destination { host: uri.host().unwrap_or_default().to_ascii_lowercase(), port }
    }

    /// The number that the address names instead of a machine.
    fn number(&self) -> Option<IpAddr> {
        self.host.trim_start_matches('[').trim_end_matches(']').parse().ok()
    }
}

impl Rules {
    /// The exception for a machine: by name and port, else by name.
    pub(crate) fn exception(&self, to: &Destination) -> Option<&Exception> {
        self.exceptions.get(&to.to_string()).or_else(|| self.exceptions.get(&to.host))
    }

    /// Whether an address may be asked, before anything is resolved. Errors: what is wrong with it.
    pub(crate) fn check(&self, url: &str) -> Result<(Uri, Destination), FetchError> {
        let wrong = |fault| FetchError::Address { url: url.to_owned(), fault };
        if url.len() > URL_BYTES_MAX {
            return Err(FetchError::Address { url: url.chars().take(100).collect(), fault: AddressFault::TooLong { bytes_max: URL_BYTES_MAX } });
        }
        let uri: Uri = url.parse().map_err(|_| wrong(AddressFault::Unreadable))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Err(wrong(AddressFault::Unreadable)) };
        if authority.as_str().contains('@') {
            return Err(wrong(AddressFault::Userinfo));
        }
        let to = Destination::of(&uri);
        // `host:` and `host:99999` are read as having no port: they are not what anyone meant.
        if to.host.is_empty() || (uri.port_u16().is_none() && authority.as_str().len() != authority.host().len()) {
            return Err(wrong(AddressFault::Unreadable));
        }
        let number = to.number();
        let exception = self.exception(&to);
        let is_here = self.is_dev && (number.is_some_and(|number| number.to_canonical().is_loopback()) || to.host == "localhost");
        match scheme {
            "https" => {}
            "http" if self.is_lenient || is_here || exception.is_some_and(|exception| exception.is_clear) => {}
            _ => return Err(wrong(AddressFault::Scheme { scheme: scheme.to_owned() })),
        }
        if number.is_some() && !self.is_lenient && !is_here && exception.is_none() {
            return Err(wrong(AddressFault::Literal));
        }
        if !self.ports.contains(&to.port) && !is_here && !self.exceptions.contains_key(&to.to_string()) {
            return Err(wrong(AddressFault::Port { port: to.port }));
        }
        if self.proxy.as_ref() == Some(&to.to_string()) {
            return Err(wrong(AddressFault::Port { port: to.port }));
        }
        match number {
            Some(number) if !self.may_connect(&to, number) => Err(FetchError::Inward { host: to.host, address: number, port: to.port }),
            _ => Ok((uri, to)),
        }
    }

    /// Whether a number behind a machine's name may be connected to.
    fn may_connect(&self, to: &Destination, number: IpAddr) -> bool {
        !is_inward(number)
            || (self.is_dev && number.to_canonical().is_loopback())
            || self.exception(to).is_some_and(|exception| exception.networks.iter().any(|network| network.contains(number)))
    }
}

/// Resolves names, and lets only such numbers pass as the rules allow.
pub(crate) struct Guard {
    rules: Arc<Rules>,
    names: Arc<dyn Resolver>,
}

impl Guard {
    pub(crate) fn new(rules: Arc<Rules>, names: Arc<dyn Resolver>) -> Guard {
        Guard { rules, names }
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("rules", &self.rules).finish_non_exhaustive()
    }
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let to = Destination::of(uri);
        let addresses = self.names.resolve(uri, config, timeout).map_err(|error| match error {
            ureq::Error::Io(error) => ureq::Error::Other(Box::new(FetchError::Name { host: to.host.clone(), why: error.to_string() })),
            error => error,
        })?;
        // One inward number among several is a trap, not a mistake.
        match addresses.iter().find(|address| !self.rules.may_connect(&to, address.ip())) {
            Some(address) => Err(ureq::Error::Other(Box::new(FetchError::Inward { host: to.host, address: address.ip(), port: to.port }))),
            None => Ok(addresses),
        }
    }
}

/// Whether an address is not one of the open network: our own machine or house, a link, a provider's inner services, many at once, or no one's.
/// Source: the special-purpose registries of IANA (RFC 6890), and 168.63.129.16, at which Azure answers its own machines.
pub(crate) fn is_inward(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_inward_v4(address),
        IpAddr::V6(address) => is_inward_v6(address),
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn partners() -> Rules {
        let clear = Exception { networks: vec!["10.20.0.0/16".parse().unwrap()], is_clear: true };
        let exceptions = [
            ("health.intern:8080".to_owned(), clear),
            ("10.20.0.9".to_owned(), Exception { networks: vec!["10.20.0.0/16".parse().unwrap()], is_clear: false }),
        ];
        Rules { ports: vec![443, 8443], exceptions: exceptions.into(), proxy: Some("proxy.intern:3128".to_owned()), ..Rules::default() }
    }

    #[test]
    fn an_address_is_asked_only_where_the_rules_allow_it() {
        let rules = partners();
        let of = |text: &str| rules.check(text).map(|(_, to)| to.to_string());
        let fault = |text: &str| match of(text) {
            Err(FetchError::Address { fault, .. }) => fault,
            other => panic!("{text}: {other:?}"),
        };
        for (url, to) in [
            ("https://Health.example/log", "health.example:443"),
            ("https://health.example:8443", "health.example:8443"),
            ("http://health.intern:8080/", "health.intern:8080"),
            ("https://10.20.0.9/", "10.20.0.9:443"),
        ] {
            assert_eq!(of(url).unwrap(), to);
        }
        assert_eq!(fault("http://health.example/"), AddressFault::Scheme { scheme: "http".to_owned() });
        assert_eq!(fault("file://host/etc/passwd"), AddressFault::Scheme { scheme: "file".to_owned() });
        assert_eq!(fault("ftp://health.example/"), AddressFault::Scheme { scheme: "ftp".to_owned() });
        assert_eq!(fault("https://health.example:22/"), AddressFault::Port { port: 22 });
        assert_eq!(fault("https://user:word@health.example/"), AddressFault::Userinfo);
        for literal in ["https://1.1.1.1/", "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.20.0.9]/"] {
            assert_eq!(fault(literal), AddressFault::Literal, "{literal}");
        }
        for unreadable in ["health.example", "/log", "https://", "https://a b/", "https://health.example:", "https://health.example:99999/", ""] {
            assert_eq!(fault(unreadable), AddressFault::Unreadable, "{unreadable}");
        }
        assert_eq!(fault(&format!("https://health.example/{}", "x".repeat(URL_BYTES_MAX))), AddressFault::TooLong { bytes_max: URL_BYTES_MAX });
        assert!(of("https://proxy.intern:3128/").is_err(), "the proxy is not asked for anything itself");
    }

    #[test]
    fn this_machine_is_asked_only_for_trying_things_out() {
        let rules = Rules { ports: vec![443], is_dev: true, ..Rules::default() };
        for here in ["http://127.0.0.1:8081/", "http://localhost:8081", "https://[::1]:9/"] {
            assert!(rules.check(here).is_ok(), "{here}");
            assert!(Rules { is_dev: false, ..rules.clone() }.check(here).is_err(), "{here}");
        }
        assert!(rules.check("http://10.0.0.1/").is_err());
        assert!(rules.check("http://health.example/").is_err());
    }

    #[test]
    fn a_range_holds_what_begins_like_it() {
        let holds = |network: &str, address: &str| network.parse::<Network>().unwrap().contains(address.parse().unwrap());
        assert!(holds("10.20.0.0/16", "10.20.255.1") && !holds("10.20.0.0/16", "10.21.0.1"));
        assert!(holds("10.20.0.0/16", "::ffff:10.20.0.1"));
        assert!(holds("fd00:20::/48", "fd00:20:0:1::1") && !holds("fd00:20::/48", "fd00:20:1::1"));
        assert!(holds("0.0.0.0/0", "255.1.1.1") && !holds("0.0.0.0/0", "::1"));
        assert!(holds("192.168.1.7/32", "192.168.1.7") && !holds("192.168.1.7/32", "192.168.1.6"));
        for wrong in ["10.20.0.0", "10.20.0.1/16", "10.0.0.0/33", "fd00::/129", "x/8", "10.0.0.0/-1", "", "/"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn inward_is_what_the_registries_say() {
        let inward = "0.1.2.3 10.255.0.1 100.64.0.1 100.127.255.255 127.9.9.9 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 \
            192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.7 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16 \
            :: ::1 ::ffff:10.0.0.1 ::10.0.0.1 64:ff9b::a00:1 100::1 2001::1 2001:db8::1 2002:a00:1:: 3fff::1 fc00::1 fd12::1 fe80::1 fec0::1 ff02::1";
        let outward = "1.1.1.1 100.63.0.1 100.128.0.1 172.15.0.1 172.32.0.1 192.1.0.1 223.255.255.255 2606:4700::1111 2a00:1450::1 ::ffff:8.8.8.8 \
            2001:200::1";
        let wrong = |list: &str, is: bool| {
            list.split_whitespace().filter(|text| is_inward(text.parse().unwrap()) != is).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!((wrong(inward, true), wrong(outward, false)), (vec![], vec![]));
    }

    proptest! {
        #[test]
        fn what_std_calls_private_is_inward_and_a_mapped_address_is_as_its_own(bits: u32, high: u64, low: u64) {
            let v4 = Ipv4Addr::from(bits);
            let is_private = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_broadcast() || v4.is_multicast() || v4.is_documentation() || v4.is_unspecified();
            prop_assert!(!is_private || is_inward(v4.into()));
            prop_assert_eq!(is_inward(v4.to_ipv6_mapped().into()), is_inward(v4.into()));
            let v6 = Ipv6Addr::from(u128::from(high) << 64 | u128::from(low));
            let is_private = v6.is_loopback() || v6.is_multicast() || v6.is_unspecified() || v6.is_unique_local() || v6.is_unicast_link_local();
            prop_assert!(!is_private || is_inward(v6.into()));
        }

        #[test]
        fn any_text_is_an_address_or_a_reason(text in "\\PC{0,60}|https?://\\PC{0,40}|https?://[a-z0-9.:@\\[\\]%-]{0,40}") {
            if let Ok((_, to)) = partners().check(&text) {
                prop_assert!([443, 8443, 8080].contains(&to.port) && !to.host.contains('@'), "{}", to);
            }
        }
    }
}
