//! Whom our own record names as partners (`partner/v1`): who is followed, whose checkpoints the witness cosigns, and who is asked to cosign ours.
//!
//! In: reading them. Out: what their bodies mean (`record::own::partner`), how they are pinned and followed.

use record::note::VerifyingKey;
use record::own::partner::{self, Partner};
use record::places::OWN;
use record::{Origin, Sid};

use crate::error::ReadError;
use crate::model::Model;
use crate::reading::Reading;

impl<M: Model> Reading<M> {
    /// The partners that our record names, with the row of each statement, in the order in which they were named.
    pub fn partners(&self) -> Result<Vec<(u32, Partner)>, ReadError> {
        let rows: Vec<(u32, u32)> = {
            let held = self.held();
            let size = held.rows.size();
            let versions = held.rows.of_kind(&partner::KIND.full_name()).iter().filter_map(|row| held.rows.version(*row));
            let standing = versions.filter(|version| version.stands_at(size) && held.rows.record_of(version.index) == OWN);
            standing.filter_map(|version| Some((version.index, version.words()?))).collect()
        };
        let mut partners = Vec::with_capacity(rows.len());
        for (row, words) in rows {
            let body = self.body(words)?.map(|body| record::kind::typed::<Partner>(&body));
            partners.extend(body.and_then(Result::ok).map(|partner| (row, partner)));
        }
        Ok(partners)
    }

    /// The partner with this origin, paused ones too. None where our record names none, or took it back.
    pub fn partner(&self, origin: &Origin) -> Result<Option<Partner>, ReadError> {
        let Ok(subject) = partner::subject(origin) else { return Ok(None) };
        let sid = Sid::of(&self.identity().origin, &subject);
        let words = {
            let held = self.held();
            held.rows.head(sid).filter(|head| head.stands_at(held.rows.size())).and_then(|head| head.words())
        };
        let body = words.map(|words| self.body(words)).transpose()?.flatten();
        Ok(body.and_then(|body| record::kind::typed::<Partner>(&body).ok()).filter(|partner| partner.origin == *origin))
    }

    /// The keys that are trusted for the log of this origin: those of a partner that is not paused.
    pub fn partner_keys(&self, origin: &Origin) -> Result<Vec<VerifyingKey>, ReadError> {
        let partner = self.partner(origin)?.filter(|partner| !partner.paused);
        Ok(partner.and_then(|partner| partner.vkey.parse().ok()).into_iter().collect())
    }
}
