//! `partner/v1`: a record that we follow, under which keys, and for whom we hold it to speak (DESIGN rule 20).
//!
//! ```text
//! {"mirror":"coast.example/mirror+..","name":"Region of Coast","origin":"coast.example","speaks_for":[{"level":"regional","place":"QMA-CO"}],
//!  "url":"https://coast.example","vkey":"coast.example+..","witness":"coast.example/witness+.."}
//! ```
//! Subject: `partner:` and the short id of the partner's genesis ([`subject`]). Taken back (`withdraw`), it is followed no more.

use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::kind::{Facets, Json, Kind, typed};
use crate::name::{NameError, Origin, Sid, SubjectName};
use crate::note::{Algorithm, VerifyingKey};
use crate::own::{did_fault, genesis, key_fault, level_fault, place_fault};
use crate::text::{Text, brief};

/// For how many places one record may speak.
pub const SPEAKS_FOR_MAX: usize = 64;

/// How many sectors one of them may name.
pub const SECTORS_MAX: usize = 64;

/// The longest name of a sector, in bytes.
pub const SECTOR_BYTES_MAX: usize = 64;

/// The longest address of a node, in bytes.
pub const URL_BYTES_MAX: usize = 500;

/// Body of `partner/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Names its record for ever.
    pub origin: Origin,
    /// What it is called.
    pub name: Text,
    /// Where its node answers: `https://` (or `http://`), host, port and path, without a slash at the end.
    pub url: String,
    /// The log's verification key (vkey), named as the origin. Later ones are those that its own `key/v1` entries add.
    pub vkey: String,
    /// The key with which it cosigns what it saw, named `<origin>/witness`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// The key with which it cosigns what it holds a copy of, named `<origin>/mirror`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mirror: Option<String>,
    /// Its decentralised identifier, `did:web:..`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did: Option<String>,
    /// For whom we hold it to speak: what it says of these is declared, all else observed. None: it is only read.
    pub speaks_for: Vec<SpeaksFor>,
    /// Whether it is not followed for now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
}

/// A place that a record speaks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpeaksFor {
    /// The place's code.
    pub place: String,
    /// Only at this level of government.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Only in these sectors, in dotted parts, each with all that is below it; every sector if none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<String>,
}

impl Partner {
    /// Every fault that is visible in the body alone.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = self.name.check().into_iter().map(|fault| fault.below("/name")).collect();
        if !is_node_url(&self.url) {
            let message =
                format!("`{}` is no address of a node; give `https://`, a host and at most a path, without a slash at the end", brief(&self.url));
            faults.push(Fault::new("/url", message));
        }
        faults.extend(key_fault("/vkey", &self.vkey, self.origin.as_str(), Algorithm::Ed25519));
        let cosigners = [("/witness", &self.witness, witness_name(&self.origin)), ("/mirror", &self.mirror, mirror_name(&self.origin))];
        for (path, vkey, name) in cosigners {
            faults.extend(vkey.as_ref().and_then(|vkey| key_fault(path, vkey, &name, Algorithm::CosignatureV1)));
        }
        faults.extend(self.shared_key_fault());
        faults.extend(did_fault("/did", self.did.as_deref()));
        if self.speaks_for.len() > SPEAKS_FOR_MAX {
            faults.push(Fault::new("/speaks_for", format!("one record speaks for at most {SPEAKS_FOR_MAX} places; name those that lie above")));
        }
        for (at, spoken) in self.speaks_for.iter().enumerate().take(SPEAKS_FOR_MAX) {
            faults.extend(spoken.check().into_iter().map(|fault| fault.below(&format!("/speaks_for/{at}"))));
            if self.speaks_for.iter().take(at).any(|before| (&before.place, &before.level) == (&spoken.place, &spoken.level)) {
                faults.push(Fault::new(format!("/speaks_for/{at}"), "this place and level are there twice; give each once, with all its sectors"));
            }
        }
        faults
    }

    /// A key that does two things says neither: what a witness saw is not what a mirror holds (c2sp.org/tlog-mirror).
    fn shared_key_fault(&self) -> Option<Fault> {
        let bytes = |vkey: &str| vkey.parse().ok().map(|key: VerifyingKey| key.public_bytes());
        let keys = [("/vkey", Some(&self.vkey)), ("/witness", self.witness.as_ref()), ("/mirror", self.mirror.as_ref())];
        let mut seen = Vec::new();
        for (path, vkey) in keys {
            let Some(key) = vkey.and_then(|vkey| bytes(vkey)) else { continue };
            if seen.contains(&key) {
                return Some(Fault::new(path, "log, witness and mirror can't share one key; give each its own"));
            }
            seen.push(key);
        }
        None
    }
}

impl SpeaksFor {
    fn check(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = place_fault("/place", Some(&self.place)).into_iter().collect();
        faults.extend(level_fault("/level", self.level.as_deref()));
        if self.sectors.len() > SECTORS_MAX {
            faults.push(Fault::new("/sectors", format!("at most {SECTORS_MAX} sectors are named; name those that lie above, or none for all")));
        }
        for (at, sector) in self.sectors.iter().enumerate().take(SECTORS_MAX) {
            if !is_sector(sector) {
                let message = format!("`{}` is no sector; give lower-case parts with dots between, such as `health.supply`", brief(sector));
                faults.push(Fault::new(format!("/sectors/{at}"), message));
            }
        }
        faults
    }
}

/// The subject under which a record speaks of the partner with this origin.
pub fn subject(origin: &Origin) -> Result<SubjectName, NameError> {
    format!("partner:{}", Sid::of(origin, &genesis::SUBJECT.parse()?)).parse()
}

/// What the witness key of a record is named.
pub fn witness_name(origin: &Origin) -> String {
    format!("{origin}/witness")
}

/// What the mirror key of a record is named.
pub fn mirror_name(origin: &Origin) -> String {
    format!("{origin}/mirror")
}

/// Whether a text is the address of a node: scheme, host, port and path, without a slash at the end, a user, a query or a fragment.
pub fn is_node_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest.filter(|_| text.len() <= URL_BYTES_MAX) else { return false };
    let (authority, path) = rest.split_once('/').map_or((rest, None), |(authority, path)| (authority, Some(path)));
    let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, "")) => (address, None),
        Some((address, after)) => (address, Some(after.strip_prefix(':').unwrap_or_default())),
        None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
    };
    let is_host = if authority.starts_with('[') {
        host.parse::<core::net::Ipv6Addr>().is_ok()
    } else {
        !host.is_empty() && host.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-'))
    };
    let is_part = |part: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'~' | b'-');
        !matches!(part, "" | "." | "..") && part.bytes().all(plain)
    };
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|number| number > 0 && number.to_string() == port);
    is_host && port.is_none_or(is_port) && path.is_none_or(|path| path.split('/').all(is_part))
}

/// Lower-case parts with dots between: `health.supply`.
fn is_sector(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
    text.len() <= SECTOR_BYTES_MAX && text.split('.').all(is_part)
}

/// The row of the table of kinds. Facets: place and topic (level) of the first that it speaks for, group = origin, value = 1 where it is paused.
pub const KIND: Kind = Kind {
    name: "partner",
    version: 1,
    is_records_own: true,
    schema: include_str!("../../schemas/partner-v1.json"),
    check: |body| typed(body).map_or_else(|fault| vec![fault], |partner: Partner| partner.check()),
    facets,
};

fn facets(body: &Json) -> Facets {
    let Ok(partner) = typed::<Partner>(body) else { return Facets::default() };
    let first = partner.speaks_for.into_iter().next();
    let (place, topic) = first.map_or((None, None), |first| (Some(first.place), first.level));
    Facets { place, topic, group: Some(partner.origin.to_string()), value: i64::from(partner.paused), ..Facets::default() }
}
