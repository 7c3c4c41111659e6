//! How it stands with a partner: what was last heard of it, what each side cosigned, what was taken, what is wrong.
//!
//! In: reading that together from `league.db`. Out: keeping it ([`crate::follow`], [`crate::cosign`], [`crate::witness`]), how it looks (`web`).

use record::Origin;
use record::own::partner::Partner;
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
