//! Whom our own record names as partners (`partner/v1`): whose checkpoints the witness cosigns, and who is asked to cosign ours.
//!
//! In: reading them by origin. Out: what their bodies mean (`record::own::partner`), how they are pinned and followed.

use record::note::VerifyingKey;
use record::own::partner::{self, Partner};
use record::{Act, Origin, Sid};

use crate::error::ReadError;
use crate::model::Model;
use crate::reading::Reading;

impl<M: Model> Reading<M> {
    /// The partner with this origin, paused ones too. None where our record names none, or took it back.
    pub fn partner(&self, origin: &Origin) -> Result<Option<Partner>, ReadError> {
        let Ok(subject) = partner::subject(origin) else { return Ok(None) };
        let sid = Sid::of(&self.identity().origin, &subject);
        let row = self.held().rows.head(sid).map(|version| version.index);
        let Some(entry) = row.map(|row| self.entry(row)).transpose()?.flatten() else { return Ok(None) };
        let is_partner = entry.statement.act != Act::Withdraw && entry.statement.kind.name() == partner::KIND.name;
        // A body of a version that this release does not know names nobody.
        Ok(record::kind::typed::<Partner>(&entry.statement.body).ok().filter(|body| is_partner && body.origin == *origin))
    }

    /// The keys that are trusted for the log of this origin: those of a partner that is not paused.
    pub fn partner_keys(&self, origin: &Origin) -> Result<Vec<VerifyingKey>, ReadError> {
        let partner = self.partner(origin)?.filter(|partner| !partner.paused);
        Ok(partner.and_then(|partner| partner.vkey.parse().ok()).into_iter().collect())
    }
}
