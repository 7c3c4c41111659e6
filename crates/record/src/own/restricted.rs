//! `restricted/v1`: all that the public record shows of a hidden statement (DESIGN rule 23; specs/record.md f).
//!
//! ```text
//! {"c":"bDPcuG7P3H0P5SPOGnYdvbHkccDabZ14mYMQhW7SKCE"}
//! ```
//! Subject: a random one. Whose words it hides, and of what kind, the outside never says.

use serde::{Deserialize, Serialize};

use crate::commit::Commitment;
use crate::fault::Fault;
use crate::kind::{Facets, Kind, typed};

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

/// The row of the table of kinds. No facets: nothing more is known.
pub const KIND: Kind = Kind {
    name: "restricted",
    version: 1,
    is_records_own: true,
    schema: include_str!("../../schemas/restricted-v1.json"),
    check: |body| typed(body).map_or_else(|fault| vec![fault], |restricted: Restricted| restricted.check()),
    facets: |_| Facets::default(),
};
