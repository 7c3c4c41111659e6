//! People who sign in on this node: local accounts, kept in its folder and never in its record.
//!
//! A statement names the office alone (DESIGN rule 7); which person signed in stays here. Sessions and drafts: `session`, `draft`.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use record::Office;
use record::text::nfc;
use store::{Access, NewUser, StoreError, User};

use crate::clock::Clock;
use crate::limits::USER_NAME_CHARS_MAX;
use crate::passphrase::{self, PassphraseError};

/// What an account is to be.
#[derive(Clone, Copy, Debug)]
pub struct UserTerms<'a> {
    /// What its person types to sign in; 1 to 100 characters, in whatever case.
    pub name: &'a str,
    /// The office that speaks through it.
    pub office: &'a Office,
    /// Names of the kinds that it may state, without version; none = every kind but the record's own.
    pub kinds: Option<&'a [String]>,
}

/// Why an account was not made, changed or found.
#[derive(Debug, thiserror::Error)]
pub enum UserError {
    /// Its name.
    #[error("`{0}` is no name for an account; give 1 to {USER_NAME_CHARS_MAX} characters without spaces at the ends or control characters")]
    Name(String),
    /// Its name is another's.
    #[error("there is an account `{0}`; give another name, or `koinon user passphrase` to change its passphrase")]
    Taken(String),
    /// No account has this name.
    #[error("no account `{0}` is here; `koinon user list` shows them")]
    NoSuch(String),
    /// A kind of its scope.
    #[error("`{0}` can't be an account's kind; give names such as `measure`, without version, none of the record's own")]
    Kind(String),
    /// Its passphrase.
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The accounts of one node with their sessions and drafts; shared by all threads that answer requests.
pub struct Accounts {
    access: Mutex<Access>,
}

impl Accounts {
    /// Opens the accounts of the node in `dir`, also while another process has them open.
    pub fn open(dir: &Path) -> Result<Accounts, StoreError> {
        Access::open(&dir.join("access.db")).map(|access| Accounts { access: Mutex::new(access) })
    }

    /// Makes an account. Takes as long as hashing its passphrase does.
    pub fn add(&self, terms: &UserTerms<'_>, passphrase: &str, known: &[record::Kind], clock: &dyn Clock) -> Result<(), UserError> {
        let UserTerms { name, office, kinds } = terms;
        let is_name = (1..=USER_NAME_CHARS_MAX).contains(&name.chars().count()) && name.trim() == *name && !name.chars().any(char::is_control);
        if !is_name {
            return Err(UserError::Name(shown(name)));
        }
        let may_be_stated = |name: &String| known.iter().any(|kind| kind.name == name && !kind.is_records_own);
        if let Some(wrong) = kinds.iter().copied().flatten().find(|name| !may_be_stated(name)) {
            return Err(UserError::Kind(shown(wrong)));
        }
        let key = key(name);
        if self.locked(|access| access.user(&key))?.is_some() {
            return Err(UserError::Taken(shown(name)));
        }
        let hash = passphrase::hash(passphrase, name)?;
        let created_ms = clock.now().as_millisecond();
        let user = NewUser { key: &key, name, office, kinds: *kinds, passphrase: &hash, created_ms };
        self.locked(|access| access.add_user(&user))?.map(drop).ok_or_else(|| UserError::Taken(shown(name)))
    }

    /// All accounts, oldest first.
    pub fn all(&self) -> Result<Vec<User>, StoreError> {
        self.locked(Access::users)
    }

    /// Sets the passphrase of an account, and ends its sessions.
    pub fn set_passphrase(&self, name: &str, passphrase: &str) -> Result<(), UserError> {
        self.found(name, |access, key| access.user(key).map(|user| user.is_some()))?;
        let hash = passphrase::hash(passphrase, name)?;
        self.found(name, |access, key| access.set_passphrase(key, &hash))
    }

    /// Shuts an account out at once, its sessions ended and its drafts kept; or lets it in again.
    pub fn set_disabled(&self, name: &str, is_disabled: bool, clock: &dyn Clock) -> Result<(), UserError> {
        let since = is_disabled.then(|| clock.now().as_millisecond());
        self.found(name, |access, key| access.set_disabled(key, since))
    }

    /// Removes an account with its sessions and drafts. What it stated stands, under its office.
    pub fn remove(&self, name: &str) -> Result<(), UserError> {
        self.found(name, Access::remove_user)
    }

    fn found(&self, name: &str, change: impl FnOnce(&Access, &str) -> Result<bool, StoreError>) -> Result<(), UserError> {
        if self.locked(|access| change(access, &key(name)))? { Ok(()) } else { Err(UserError::NoSuch(shown(name))) }
    }

    pub(crate) fn locked<T>(&self, ask: impl FnOnce(&Access) -> Result<T, StoreError>) -> Result<T, StoreError> {
        ask(&self.access.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The form in which names are looked up: composed, without regard to case or spaces at the ends.
pub(crate) fn key(name: &str) -> String {
    nfc(nfc(name.trim()).to_lowercase().as_str()).into_owned()
}

fn shown(name: &str) -> String {
    name.chars().take(USER_NAME_CHARS_MAX).filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SetClock;

    const PASSPHRASE: &str = "correct horse battery";

    fn terms<'a>(name: &'a str, office: &'a Office) -> UserTerms<'a> {
        UserTerms { name, office, kinds: None }
    }

    #[test]
    fn a_name_is_one_account_in_whatever_case_and_its_passphrase_is_nowhere_in_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let (accounts, clock, office) = (Accounts::open(dir.path()).unwrap(), SetClock::at(5), Office::default());
        accounts.add(&terms("Éva", &office), PASSPHRASE, &[], &clock).unwrap();
        assert!(matches!(accounts.add(&terms("E\u{301}VA", &office), PASSPHRASE, &[], &clock), Err(UserError::Taken(_))));
        assert_eq!(accounts.all().unwrap()[0].name, "Éva");
        drop(accounts);
        for file in std::fs::read_dir(dir.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(PASSPHRASE.len()).any(|window| window == PASSPHRASE.as_bytes()));
        }
    }

    #[test]
    fn what_is_no_name_no_kind_or_no_account_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let (accounts, clock, office) = (Accounts::open(dir.path()).unwrap(), SetClock::at(5), Office::default());
        for name in ["", " ada", "ada\n", &"a".repeat(101)] {
            assert!(matches!(accounts.add(&terms(name, &office), PASSPHRASE, &[], &clock), Err(UserError::Name(_))), "{name:?}");
        }
        let kinds = ["genesis".to_owned()];
        let scoped = UserTerms { kinds: Some(&kinds), ..terms("ada", &office) };
        assert!(matches!(accounts.add(&scoped, PASSPHRASE, &[], &clock), Err(UserError::Kind(_))));
        assert!(matches!(accounts.add(&terms("ada", &office), "short", &[], &clock), Err(UserError::Passphrase(PassphraseError::Short))));
        assert!(matches!(accounts.set_passphrase("ada", PASSPHRASE), Err(UserError::NoSuch(_))));
        assert!(matches!(accounts.set_disabled("ada", true, &clock), Err(UserError::NoSuch(_))));
        assert!(matches!(accounts.remove("ada"), Err(UserError::NoSuch(_))));
    }
}
