//! `erasure/v1`: the text and the salt of a restricted statement were erased; its commitment, and every proof, stand (DESIGN rule 23).
//!
//! ```text
//! {"basis":"Retention of 90 days has ended","index":1207}        {"basis":"..","index":1207,"origin":"coast.example"}
//! ```
//! Subject: `erasure:` and the index, with the short id of the record where it is another's ([`Erasure::subject`]). A node that held what another
//! record's entry hid confirms in the same way that it holds it no more.

use serde::{Deserialize, Serialize};

use crate::canon::INTEGER_MAX;
use crate::fault::Fault;
use crate::kind::{Facets, Json, Kind, typed};
use crate::name::{NameError, Origin, Sid, SubjectName};
use crate::own::genesis;
use crate::text::Text;

/// The longest basis, in bytes of each language.
pub const BASIS_BYTES_MAX: usize = 1_000;

/// Body of `erasure/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    /// Whose entry hid the text; our own if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The entry's place in that record.
    pub index: u64,
    /// Why, in law or by which rule; never of whom it spoke.
    pub basis: Text,
}

impl Erasure {
    /// Every fault that is visible in the body alone.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        // Entry 0 is the genesis, which hides nothing.
        if !(1..=INTEGER_MAX.unsigned_abs()).contains(&self.index) {
            faults.push(Fault::new("/index", format!("`{}` is no place of a restricted statement; give 1 or more", self.index)));
        }
        let basis = self.basis.check().into_iter().map(|fault| fault.below("/basis"));
        faults.extend(basis);
        if self.basis.all().iter().any(|(_, text)| text.len() > BASIS_BYTES_MAX) {
            faults.push(Fault::new("/basis", format!("a basis has at most {BASIS_BYTES_MAX} bytes; name the rule alone")));
        }
        faults
    }

    /// The subject under which it is stated.
    pub fn subject(&self) -> Result<SubjectName, NameError> {
        match &self.origin {
            None => format!("erasure:{}", self.index).parse(),
            Some(origin) => format!("erasure:{}:{}", Sid::of(origin, &genesis::SUBJECT.parse()?), self.index).parse(),
        }
    }
}

/// The row of the table of kinds. Facets: group = the other record's origin, value = the index.
pub const KIND: Kind = Kind {
    name: "erasure",
    version: 1,
    is_records_own: true,
    schema: include_str!("../../schemas/erasure-v1.json"),
    check: |body| typed(body).map_or_else(|fault| vec![fault], |erasure: Erasure| erasure.check()),
    facets,
};

fn facets(body: &Json) -> Facets {
    let group = body.get("origin").and_then(Json::as_str).map(str::to_owned);
    Facets { group, value: body.get("index").and_then(Json::as_i64).unwrap_or(0), ..Facets::default() }
}
