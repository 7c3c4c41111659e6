//! How it stands with a partner: what was last heard of it, what each side cosigned, what was taken, what is wrong.
//!
//! In: reading that together from `league.db`. Out: keeping it ([`crate::follow`], [`crate::cosign`], [`crate::witness`]), how it looks (`web`).

use record::Origin;
use record::own::partner::{Partner, mirror_name};
use store::{Contact, KeptCosignature, KeptFault, KnownLog, League, Spent, StoreError};

use crate::cosign::AskedWitness;

/// What is remembered of a partner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its newest checkpoint that was verified here.
    pub newest: Option<KnownLog>,
    /// When it was followed last, and what came of it.
    pub followed: Option<Contact>,
    /// When its witness was asked last, and what came of it.
    pub asked: Option<Contact>,
    /// What our witness cosigned last of its record.
    pub given: Option<KnownLog>,
    /// What its witness cosigned last of ours.
    pub received: Option<KeptCosignature>,
    /// What is wrong with it, the oldest first.
    pub faults: Vec<KeptFault>,
    /// What was taken of its words today (UTC).
    pub today: Spent,
    /// What was taken of its words over all days.
    pub in_all: Spent,
}

/// What a partner is called in `league.db`, as one who is followed.
pub fn follow_contact(origin: &Origin) -> String {
    format!("follow:{origin}")
}

/// Who says to hold a copy of our first `size` entries: each partner with a mirror's key, with the POSIX seconds of the newest cosignature that says so;
/// none where it has not yet.
pub fn copied_by<'p>(league: &League, partners: &[&'p Partner], size: u64) -> Result<Vec<(&'p Partner, Option<i64>)>, StoreError> {
    let mirrors = partners.iter().filter(|partner| partner.mirror.is_some() && !partner.paused);
    let said = |partner: &&'p Partner| {
        let newest = league.newest_cosignature(&mirror_name(&partner.origin))?;
        Ok((*partner, newest.filter(|newest| newest.size >= size).map(|newest| newest.seconds)))
    };
    mirrors.map(said).collect()
}

impl Standing {
    /// Reads it; `now_ms`, milliseconds since 1970, says which day it is.
    pub fn of(league: &League, partner: &Partner, now_ms: i64) -> Result<Standing, StoreError> {
        let origin = &partner.origin;
        let witness = AskedWitness::of(partner);
        Ok(Standing {
            newest: league.newest(origin)?,
            followed: league.contact(&follow_contact(origin))?,
            asked: witness.as_ref().map(|witness| league.contact(&witness.contact())).transpose()?.flatten(),
            given: league.cosigned(origin)?,
            received: witness.as_ref().map(|witness| league.newest_cosignature(witness.key.name())).transpose()?.flatten(),
            faults: league.faults(origin)?,
            today: league.spent(origin, Some(now_ms.div_euclid(86_400_000)))?,
            in_all: league.spent(origin, None)?,
        })
    }
}
