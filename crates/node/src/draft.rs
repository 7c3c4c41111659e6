//! Drafts of forms: what a person has typed and not yet stated. Kept through restarts, sign-outs and nights; bounded in number, size and age.

use store::{FormDraft, StoreError};

use crate::clock::Clock;
use crate::limits::{FORM_DRAFT_BYTES_MAX, FORM_DRAFTS_MAX};
use crate::user::Accounts;

/// Why a draft was not kept.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// The person has as many as one may have.
    #[error("there are {FORM_DRAFTS_MAX} drafts, and no more can be kept; state or remove some")]
    TooMany,
    /// Too much text.
    #[error("a draft holds at most {} KiB; shorten its texts", FORM_DRAFT_BYTES_MAX >> 10)]
    TooLarge,
    /// There is no such draft of this person: stated, removed, or too old.
    #[error("the draft is not there any more")]
    NoSuch,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Accounts {
    /// Begins a draft of the person with this number. Returns the draft's number.
    pub fn add_draft(&self, user: i64, content: &str, clock: &dyn Clock) -> Result<i64, DraftError> {
        fits(content)?;
        let now_ms = clock.now().as_millisecond();
        self.locked(|access| access.add_draft(user, now_ms, content, FORM_DRAFTS_MAX))?.ok_or(DraftError::TooMany)
    }

    /// A draft of this person.
    pub fn draft(&self, user: i64, id: i64) -> Result<Option<FormDraft>, StoreError> {
        self.locked(|access| access.draft(user, id))
    }

    /// All drafts of this person, the last changed first.
    pub fn drafts(&self, user: i64) -> Result<Vec<FormDraft>, StoreError> {
        self.locked(|access| access.drafts(user))
    }

    /// Keeps what a draft has become.
    pub fn set_draft(&self, user: i64, id: i64, content: &str, clock: &dyn Clock) -> Result<(), DraftError> {
        fits(content)?;
        let now_ms = clock.now().as_millisecond();
        if self.locked(|access| access.set_draft(user, id, now_ms, content))? { Ok(()) } else { Err(DraftError::NoSuch) }
    }

    /// Removes a draft. Whether there was one.
    pub fn remove_draft(&self, user: i64, id: i64) -> Result<bool, StoreError> {
        self.locked(|access| access.remove_draft(user, id))
    }
}

fn fits(content: &str) -> Result<(), DraftError> {
    if content.len() > FORM_DRAFT_BYTES_MAX { Err(DraftError::TooLarge) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SetClock;
    use crate::limits::FORM_DRAFT_LIFE;

    #[test]
    fn a_draft_is_kept_through_a_restart_and_only_so_many_so_large_so_long() {
        let dir = tempfile::tempdir().unwrap();
        let (accounts, clock) = (Accounts::open(dir.path()).unwrap(), SetClock::at(1_000));
        let id = accounts.add_draft(1, "typed", &clock).unwrap();
        drop(accounts);
        let accounts = Accounts::open(dir.path()).unwrap();
        assert_eq!(accounts.draft(1, id).unwrap().unwrap().content, "typed");
        assert!(matches!(accounts.set_draft(1, id, &"x".repeat(FORM_DRAFT_BYTES_MAX + 1), &clock), Err(DraftError::TooLarge)));
        assert!(matches!(accounts.set_draft(2, id, "theirs", &clock), Err(DraftError::NoSuch)));
        for _ in 1..FORM_DRAFTS_MAX {
            accounts.add_draft(1, "more", &clock).unwrap();
        }
        assert!(matches!(accounts.add_draft(1, "one too many", &clock), Err(DraftError::TooMany)));
        clock.set(1_000 + i64::try_from(FORM_DRAFT_LIFE.as_millis()).unwrap() + 1);
        accounts.sign_in("nobody", "", "192.0.2.1".parse().unwrap(), None, &clock).unwrap();
        assert_eq!(accounts.drafts(1).unwrap().len(), 0);
    }
}
