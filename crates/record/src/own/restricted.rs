//! `restricted/v1`: all that the public record shows of a hidden statement (DESIGN rule 23; specs/record.md f).
//!
//! ```text
//! {"c":"bDPcuG7P3H0P5SPOGnYdvbHkccDabZ14mYMQhW7SKCE"}                                       outside: a commitment
//! {"act":"correct","body":{"level":2},"kind":"measure/v1","subject":"m1"}                    inside: the hidden statement, and its salt
//! ```
//! Subject: a random one. Whose words it hides, and of what kind, the outside never says. Inner statements name the inner one that they revise, by the
//! id of its canonical bytes.

use serde::{Deserialize, Serialize};

use crate::canon;
use crate::commit::Commitment;
use crate::fault::Fault;
use crate::kind::{Facets, Json, Kind, typed};
use crate::name::{Audience, Origin, SubjectName};
use crate::statement::{Act, Draft, ENTRY_BYTES_MAX, Revises};

/// Body of `restricted/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restricted {
    /// The commitment, 43 characters of unpadded base64url.
    pub c: String,
}

impl Restricted {
    /// Every fault that is visible in the body alone.
    pub fn check(&self) -> Vec<Fault> {
        let wrong = Commitment::parse(&self.c).is_none();
        let fault = || Fault::new("/c", "the commitment is not 32 bytes; give 43 characters of unpadded base64url");
        wrong.then(fault).into_iter().collect()
    }
}

/// A hidden statement and what stands for it outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// What is stated in the record.
    pub outer: Draft,
    /// What it commits to.
    pub commitment: Commitment,
    /// The whole hidden statement, in canonical bytes.
    pub inner: Vec<u8>,
}

/// Seals a draft that is for the parties of an agreement, in the record of `origin`. `outside` is the random subject of what stands for it; the salt is
/// random, fresh for each, never used again. Errors: what a hidden statement can't be.
pub fn seal(origin: &Origin, draft: Draft, outside: SubjectName, salt: &[u8; 32]) -> Result<Sealed, Vec<Fault>> {
    let mut faults = Vec::new();
    if draft.audience.is_public() {
        faults.push(Fault::new("/audience", "what is public is not hidden; name the agreement whose parties may read it"));
    }
    if draft.subject.is_none() {
        faults.push(Fault::new("/subject", "a hidden statement names its subject, which no one outside sees; give one"));
    }
    if matches!(draft.revises, Some(Revises::Line(_))) {
        faults.push(Fault::new("/revises", "a hidden statement is sealed by itself; give the id of the hidden statement that it revises"));
    }
    if draft.act != Act::State && draft.revises.is_none() {
        faults.push(Fault::new("/revises", "there is nothing to correct or take back; give the id of the hidden statement that it revises"));
    }
    let audience = draft.audience.clone();
    let inner = Draft { audience: Audience::default(), ..draft }.to_json();
    let bytes = canon::to_bytes(&inner);
    if bytes.len() > ENTRY_BYTES_MAX {
        faults.push(Fault::new("", format!("the hidden statement is {} bytes long; say it in at most {ENTRY_BYTES_MAX}", bytes.len())));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let commitment = Commitment::of(origin, salt, &inner);
    let kind = KIND.full_name().parse().map_err(|error: crate::name::NameError| vec![Fault::new("/kind", error.to_string())])?;
    let body = serde_json::json!({"c": commitment.to_text()});
    let outer = Draft { kind, subject: Some(outside), revises: None, act: Act::State, about: Vec::new(), audience, body };
    Ok(Sealed { outer, commitment, inner: bytes })
}

/// Opens what stands outside: the hidden statement that these bytes are, if the commitment `c` in the record of `origin` is to them and this salt.
/// None where it is not, or they are no statement that could have been sealed.
pub fn open(origin: &Origin, c: &str, salt: &[u8; 32], inner: &[u8]) -> Option<Draft> {
    let fits = inner.len() <= ENTRY_BYTES_MAX && canon::check(inner).is_ok();
    let json: Json = serde_json::from_slice(inner).ok().filter(|_| fits)?;
    if Commitment::parse(c)? != Commitment::of(origin, salt, &json) {
        return None;
    }
    let draft = Draft::from_json(json).ok()?;
    // Written again it is the same: nothing in it was passed over.
    (draft.subject.is_some() && draft.audience.is_public() && canon::to_bytes(&draft.to_json()) == inner).then_some(draft)
}

/// The row of the table of kinds. No facets: nothing more is known.
pub const KIND: Kind = Kind {
    name: "restricted",
    version: 1,
    is_records_own: true,
    schema: include_str!("../../schemas/restricted-v1.json"),
    check: |body| typed(body).map_or_else(|fault| vec![fault], |restricted: Restricted| restricted.check()),
    facets: |_| Facets::default(),
};
