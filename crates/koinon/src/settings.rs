//! `koinon.toml`: how, where and how fast a node runs, never what its record means (DESIGN rule 17).
//!
//! ```toml
//! listen = "127.0.0.1:8080"
//! url = "https://health.example"
//!
//! [notify]
//! zone = "Europe/Athens"                       # in which the hour of digests is meant
//! allow_inward = ["desk.intern:8080"]          # webhooks that may be within our own network
//!
//! [mail]
//! host = "smtp.health.example"
//! port = 587
//! tls = "starttls"                             # or "implicit", "none"
//! user = "koinon"
//! password_file = "/etc/koinon/smtp-password"
//! from = "Koinon <koinon@health.example>"
//!
//! [outgoing]
//! proxy = "http://proxy.intern:3128"           # nothing is taken from the environment
//! ports = [9443]                               # of partners, beside 443 and 8443
//!
//! [outgoing.partners."interior.intern:9443"]   # a machine, with or without its port; asked straight, never through the proxy
//! allow_private = ["10.20.0.0/16"]             # where within our own networks it may lie
//! allow_http = false                           # without TLS
//! ca_file = "/etc/koinon/interior.pem"         # the authorities (PEM) that vouch for it, instead of those that browsers trust
//!
//! [quota."interior.intern/log"]                # a partner, by its origin, of whose words more is taken than 10,000 entries and 64 MiB a day,
//! entries_a_day = 1000000                      # and 1 GiB in all
//! mib_a_day = 4096
//! mib_in_all = 10240
//! ```
//! Unknown keys are errors: a setting that is silently not heeded is worse than none.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use node::Allowance;
use record::Origin;
use serde::Deserialize;

use crate::failure::{Exit, Failure};
use crate::fetch::rules::Network;

/// The address that a node listens at where nothing says otherwise.
pub(crate) const LISTEN: &str = "127.0.0.1:8080";

/// The longest settings file, in bytes.
const SETTINGS_BYTES_MAX: u64 = 64 << 10;

/// How a node runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Where it listens.
    pub(crate) listen: Option<SocketAddr>,
    /// The address that the world knows it by, without a slash at the end; `https://` and the origin if absent.
    pub(crate) url: Option<String>,
    /// Whether all that it shows is made up, which each page and export then says.
    #[serde(default)]
    pub(crate) invented: bool,
    /// How people and machines are told.
    #[serde(default)]
    pub(crate) notify: NotifySettings,
    /// The mail server; without it, nothing is sent by e-mail.
    pub(crate) mail: Option<MailSettings>,
    /// How other machines are asked.
    #[serde(default)]
    pub(crate) outgoing: OutgoingSettings,
    /// How much is taken of a partner's words where that is not what all are granted, by its origin.
    #[serde(default)]
    pub(crate) quota: BTreeMap<Origin, QuotaSettings>,
}

/// How much is taken of one partner's words; what is absent is what all are granted (DESIGN rule 25).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuotaSettings {
    /// Entries on one day.
    pub(crate) entries_a_day: Option<u64>,
    /// MiB on one day.
    pub(crate) mib_a_day: Option<u64>,
    /// MiB over all days.
    pub(crate) mib_in_all: Option<u64>,
}

impl QuotaSettings {
    /// What may be taken.
    pub(crate) fn allowance(&self) -> Allowance {
        let Allowance { mut a_day, mut in_all } = Allowance::default();
        let bytes = |mib: u64| mib.saturating_mul(1 << 20);
        a_day.entries = self.entries_a_day.unwrap_or(a_day.entries);
        a_day.bytes = self.mib_a_day.map_or(a_day.bytes, bytes);
        in_all.bytes = self.mib_in_all.map_or(in_all.bytes, bytes);
        Allowance { a_day, in_all }
    }
}

/// How other machines are asked over HTTP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutgoingSettings {
    /// An HTTP proxy (CONNECT), as an address.
    pub(crate) proxy: Option<String>,
    /// Ports of partners beside 443 and 8443.
    #[serde(default)]
    pub(crate) ports: Vec<u16>,
    /// What one machine may that others may not, by `host` or `host:port`.
    #[serde(default)]
    pub(crate) partners: BTreeMap<String, PartnerSettings>,
}

/// What one partner's machine may that others may not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartnerSettings {
    /// Ranges of our own networks that it may lie in.
    #[serde(default)]
    pub(crate) allow_private: Vec<Network>,
    /// Whether it is asked without TLS where its address says so.
    #[serde(default)]
    pub(crate) allow_http: bool,
    /// A file of the authorities (PEM) that vouch for it, instead of those that browsers trust.
    pub(crate) ca_file: Option<PathBuf>,
}

/// How people and machines are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotifySettings {
    /// IANA name of the zone in which the hour of a digest is meant; that of the node's place if absent, else UTC.
    pub(crate) zone: Option<String>,
    /// Webhooks, by `host:port`, that may be anywhere: within our own network, on any port.
    #[serde(default)]
    pub(crate) allow_inward: Vec<String>,
}

/// The mail server.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailSettings {
    /// Its name.
    pub(crate) host: String,
    /// Its port: 587 for STARTTLS, 465 for TLS from the start, 25 for none.
    #[serde(default = "submission")]
    pub(crate) port: u16,
    /// How the way to it is secured.
    #[serde(default)]
    pub(crate) tls: Tls,
    /// Our name there.
    pub(crate) user: Option<String>,
    /// A file, for its owner alone, whose first line is our password there.
    pub(crate) password_file: Option<PathBuf>,
    /// A file of certificates (PEM) that are trusted beside those that browsers trust.
    pub(crate) ca_file: Option<PathBuf>,
    /// Who writes: an address of an office, perhaps with a name.
    pub(crate) from: String,
}

/// How the way to the mail server is secured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tls {
    /// In the clear at first, then TLS, or nothing is sent.
    #[default]
    Starttls,
    /// TLS from the start.
    Implicit,
    /// In the clear: for a server on this machine.
    None,
}

fn submission() -> u16 {
    587
}

/// The settings of the node in `dir`. Errors: what is wrong, by line (exit 8).
pub(crate) fn read(dir: &Path) -> Result<Settings, Failure> {
    let path = dir.join("koinon.toml");
    let bytes = crate::commands::read_input(&path, SETTINGS_BYTES_MAX).map_err(|failure| Failure { exit: Exit::Configuration, ..failure })?;
    let text = String::from_utf8_lossy(&bytes);
    parse(&text).map_err(|message| Failure::new(Exit::Configuration, format!("`{}`: {message}", path.display())))
}

fn parse(text: &str) -> Result<Settings, String> {
    let settings: Settings = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| text.bytes().take(span.start).filter(|b| *b == b'\n').count() + 1);
        format!("line {line}: {}", error.message())
    })?;
    match &settings.url {
        Some(url) if !is_url(url) => {
            Err(format!("`url`: `{url}` is no address; give one such as `https://health.example`, without a slash at the end"))
        }
        _ => check_mail(settings),
    }
}

fn check_mail(settings: Settings) -> Result<Settings, String> {
    let Some(mail) = &settings.mail else { return Ok(settings) };
    if mail.user.is_some() != mail.password_file.is_some() {
        return Err("`[mail]`: `user` and `password_file` go together; give both or neither".to_owned());
    }
    if mail.tls == Tls::None && mail.user.is_some() {
        return Err("`[mail]`: with `tls = \"none\"` the password would go in the clear; set `tls` to `starttls` or `implicit`, or leave `user` out"
            .to_owned());
    }
    Ok(settings)
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.ends_with('/') && rest.bytes().all(|b| b.is_ascii_graphic() && !b"?#\"<>\\^`{|}".contains(&b)))
}

/// The address of the node of a record where no setting names one. C2SP lets an origin end in the log's own folder, `/log`.
pub(crate) fn url_of(origin: &Origin) -> String {
    let origin = origin.as_str();
    format!("https://{}", origin.strip_suffix("/log").unwrap_or(origin))
}

/// The text of a new node's settings file.
pub(crate) fn text_for(origin: &Origin) -> String {
    format!(
        "# How and where this node runs; what its record says is in the record. Unknown keys are errors.\n\n\
         # Address and port to listen at. Put a reverse proxy with TLS before it.\n\
         listen = \"{LISTEN}\"\n\n\
         # The address that the world knows this node by, without a slash at the end.\n\
         url = \"{}\"\n\n\
         # How people and machines are told (`koinon watch`): the zone in which the hour of digests is meant, and a mail server.\n\
         # [notify]\n\
         # zone = \"Europe/Athens\"\n\
         #\n\
         # [mail]\n\
         # host = \"smtp.example\"\n\
         # port = 587\n\
         # tls = \"starttls\"\n\
         # user = \"koinon\"\n\
         # password_file = \"/etc/koinon/smtp-password\"\n\
         # from = \"Koinon <koinon@example>\"\n\n\
         # How partners are asked: a proxy, and partners within our own networks.\n\
         # [outgoing]\n\
         # proxy = \"http://proxy.intern:3128\"\n\
         #\n\
         # [outgoing.partners.\"interior.intern\"]\n\
         # allow_private = [\"10.20.0.0/16\"]\n\
         #\n\
         # How much is taken of a partner's words, where 10,000 entries and 64 MiB a day, and 1 GiB in all, are too few: by its origin.\n\
         # [quota.\"interior.intern/log\"]\n\
         # entries_a_day = 1000000\n\
         # mib_a_day = 4096\n\
         # mib_in_all = 10240\n",
        url_of(origin)
    )
}

/// The same for a node of the demo league: all of them are on this machine, without TLS.
pub(crate) fn text_for_demo(listen: SocketAddr, url: &str, partners: &[SocketAddr]) -> String {
    let mut text = format!("# A node of an invented league.\n\nlisten = \"{listen}\"\nurl = \"{url}\"\ninvented = true\n");
    for partner in partners {
        let (ip, bits) = (partner.ip(), if partner.is_ipv4() { 32 } else { 128 });
        text.push_str(&format!("\n[outgoing.partners.\"{partner}\"]\nallow_private = [\"{ip}/{bits}\"]\nallow_http = true\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_nodes_settings_are_read_back() {
        let settings = parse(&text_for(&"health.example".parse().unwrap())).unwrap();
        assert_eq!(settings, Settings { listen: LISTEN.parse().ok(), url: Some("https://health.example".to_owned()), ..Settings::default() });
        assert_eq!(url_of(&"health.example/log".parse().unwrap()), "https://health.example");
        let [here, there] = ["127.0.0.1:8080", "[::1]:8081"].map(|address| address.parse().unwrap());
        let demo = parse(&text_for_demo(here, "http://127.0.0.1:8080", &[there])).unwrap();
        assert!(demo.invented && demo.outgoing.partners.contains_key("[::1]:8081"));
    }

    #[test]
    fn an_unknown_key_is_an_error_and_names_its_line() {
        let error = parse("\nlisten = \"127.0.0.1:80\"\nlitsen = 1\n").unwrap_err();
        assert!(error.starts_with("line 3: unknown field `litsen`"), "{error}");
        assert!(parse("url = \"health.example\"").unwrap_err().contains("no address"));
    }

    #[test]
    fn what_is_not_said_of_a_quota_is_what_all_are_granted() {
        let read = parse("[quota.\"a.example/log\"]\nentries_a_day = 1000000\nmib_in_all = 2\n").unwrap().quota;
        let Allowance { a_day, in_all } = read[&"a.example/log".parse().unwrap()].allowance();
        assert_eq!((a_day.entries, a_day.bytes, in_all.bytes), (1_000_000, Allowance::default().a_day.bytes, 2 << 20));
        assert!(parse("[quota.\"a.example\"]\nentries = 1\n").is_err(), "an unknown key");
    }

    #[test]
    fn partners_within_our_own_networks_are_named_with_their_ranges() {
        let text = "[outgoing]\nproxy = \"http://proxy.intern:3128\"\nports = [9443]\n[outgoing.partners.\"interior.intern:9443\"]\nallow_private = [\"10.20.0.0/16\"]\n";
        let read = parse(text).unwrap().outgoing;
        let partner = PartnerSettings { allow_private: vec!["10.20.0.0/16".parse().unwrap()], ..PartnerSettings::default() };
        assert_eq!((read.ports, read.partners), (vec![9443], [("interior.intern:9443".to_owned(), partner)].into()));
        let error = parse("[outgoing.partners.\"a.example\"]\nallow_private = [\"10.20.0.1/16\"]\n").unwrap_err();
        assert!(error.contains("no range of addresses"), "{error}");
    }

    #[test]
    fn a_mail_server_is_read_and_a_password_never_goes_in_the_clear() {
        let mail = |more: &str| parse(&format!("[mail]\nhost = \"smtp.example\"\nfrom = \"a@b.example\"\n{more}"));
        let read = mail("").unwrap().mail.unwrap();
        assert_eq!((read.port, read.tls, read.user), (587, Tls::Starttls, None));
        assert!(mail("user = \"koinon\"\n").unwrap_err().contains("go together"));
        assert!(mail("tls = \"none\"\nuser = \"koinon\"\npassword_file = \"x\"\n").unwrap_err().contains("in the clear"));
        assert!(mail("pasword_file = \"x\"\n").unwrap_err().contains("unknown field"));
    }
}
