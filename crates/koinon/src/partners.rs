//! The partners that our own record names now.

use std::collections::BTreeMap;

use record::own::partner::{self, Partner};
use record::{Act, Entry, Sid};

use crate::failure::Failure;
use crate::folder::{self, Reading};

/// A partner as our record has it.
pub(crate) struct Pinned {
    /// What is said of it.
    pub(crate) partner: Partner,
    /// Where that is said.
    pub(crate) entry: Entry,
}

/// The partners that our record names now, by origin.
pub(crate) fn pinned(reading: &Reading) -> Result<Vec<Pinned>, Failure> {
    let ours = &reading.identity().origin;
    let heads: BTreeMap<Sid, u32> = {
        let held = reading.held();
        let rows = held.rows.of_kind(&partner::KIND.full_name()).iter();
        rows.filter_map(|row| held.rows.sid(*row)).filter_map(|sid| Some((sid, held.rows.head(sid)?.index))).collect()
    };
    let mut found = Vec::new();
    for (sid, row) in heads {
        let entry = folder::entry(reading, row)?;
        let Ok(partner) = serde_json::from_value::<Partner>(entry.statement.body.clone()) else { continue };
        // What a partner's record says of its own partners is no word of ours.
        let is_ours = partner::subject(&partner.origin).is_ok_and(|subject| Sid::of(ours, &subject) == sid);
        if is_ours && entry.statement.act != Act::Withdraw {
            found.push(Pinned { partner, entry });
        }
    }
    found.sort_by(|one, other| one.partner.origin.cmp(&other.partner.origin));
    Ok(found)
}
