//! Signing in and out. A session's secret is in its person's cookie and nowhere else; only its SHA-256 is kept.
//!
//! What stands against guessing: failed attempts are counted by name and by address, each makes the next wait longer; an unknown name takes the
//! same time, waits the same and is answered the same. What stands against being shut out by someone else's guesses: the address from which an
//! account was last used has a count of its own.

use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use record::EntryId;
use store::{Access, Hash, Session, StoreError};

use crate::clock::Clock;
use crate::limits::{
    ATTEMPT_MEMORY, ATTEMPT_WAIT_MAX, ATTEMPTS_FREE_ADDRESS, ATTEMPTS_FREE_NAME, FORM_DRAFT_LIFE, SESSION_BYTES, SESSION_IDLE, SESSION_LIFE,
    USER_NAME_CHARS_MAX,
};
use crate::passphrase;
use crate::user::{Accounts, UserError, key};

/// What came of an attempt to sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// A session: its secret, for the cookie.
    In(String),
    /// No such account, another passphrase, or shut out: which, no one is told.
    Refused,
    /// Too much has failed: the next attempt counts from then on.
    Wait(Duration),
}

impl Accounts {
    /// Signs in from an address; the session `before`, which the request showed, ends where that succeeds. Takes as long as hashing a
    /// passphrase does, whether or not there is such an account.
    pub fn sign_in(&self, name: &str, passphrase: &str, from: IpAddr, before: Option<&str>, clock: &dyn Clock) -> Result<SignIn, UserError> {
        let now_ms = clock.now().as_millisecond();
        let name: String = key(name).chars().take(USER_NAME_CHARS_MAX).collect();
        let from = network(from);
        let address = marked("koinon/address/v1", &[&from]);
        let (found, by_name, wait) = self.locked(|access| {
            let found = access.user(&name)?;
            let is_known = found.as_ref().is_some_and(|(user, _)| user.signed_in_from == Some(address));
            let by_name = if is_known { marked("koinon/name-at/v1", &[&from, &name]) } else { marked("koinon/name/v1", &[&name]) };
            forget(access, now_ms)?;
            let wait = access.begin_attempt(&[by_name, address], now_ms, |at, failed, last_ms| {
                let free = if at == 0 { ATTEMPTS_FREE_NAME } else { ATTEMPTS_FREE_ADDRESS };
                last_ms.saturating_add(wait_ms(failed, free))
            })?;
            Ok((found, by_name, wait))
        })?;
        if let Some(until) = wait {
            return Ok(SignIn::Wait(Duration::from_millis(u64::try_from(until.saturating_sub(now_ms)).unwrap_or(0))));
        }
        let hash = found.as_ref().map(|(_, hash)| hash.as_str());
        let is_right = passphrase::matches(passphrase, hash);
        let Some((user, hash)) = found.filter(|(user, _)| is_right && user.disabled_ms.is_none()) else { return Ok(SignIn::Refused) };
        let mut secret = [0; SESSION_BYTES];
        getrandom::fill(&mut secret).map_err(|_| passphrase::PassphraseError::NoRandom)?;
        let secret = URL_SAFE_NO_PAD.encode(secret);
        let is_begun = self.locked(|access| {
            // The passphrase may have been changed while we hashed.
            if access.user(&name)?.is_none_or(|(_, now)| now != hash) {
                return Ok(false);
            }
            access.end_attempt(&by_name, &address)?;
            access.add_session(&digest(&secret), user.id, now_ms, before.map(digest).as_ref())?;
            access.signed_in(user.id, &address, now_ms)?;
            Ok(true)
        })?;
        Ok(if is_begun { SignIn::In(secret) } else { SignIn::Refused })
    }

    /// The session whose secret this is, if it is neither too old nor rested too long. Notes that it was used.
    pub fn session(&self, secret: &str, clock: &dyn Clock) -> Result<Option<Session>, StoreError> {
        let now_ms = clock.now().as_millisecond();
        // Found by hash: how long the search takes tells nothing about the secret.
        let digest = digest(secret);
        self.locked(|access| {
            let is_open = |session: &Session| {
                let is_fresh =
                    now_ms < session.used_ms.saturating_add(ms(SESSION_IDLE)) && now_ms < session.created_ms.saturating_add(ms(SESSION_LIFE));
                is_fresh && session.user.disabled_ms.is_none()
            };
            let session = access.session(&digest)?.filter(is_open);
            session.as_ref().map_or(Ok(()), |session| access.session_used(&digest, session, now_ms))?;
            Ok(session)
        })
    }

    /// Ends the session whose secret this is. From now on it opens nothing, also in the hands of someone who copied it.
    pub fn sign_out(&self, secret: &str) -> Result<bool, StoreError> {
        self.locked(|access| access.end_session(&digest(secret)))
    }

    /// Ends every session of everyone: what a backup held of them must not open again. How many there were.
    pub fn end_all_sessions(&self) -> Result<usize, StoreError> {
        self.locked(Access::end_all_sessions)
    }

    /// What a form of this session must carry: known to its pages, not to others, and no way back to the secret.
    pub fn form_token(secret: &str) -> String {
        URL_SAFE_NO_PAD.encode(marked("koinon/form/v1", &[secret]))
    }
}

/// How long to wait after so many failures, of which `free` cost nothing: a second, then twice as long each time.
fn wait_ms(failed: u32, free: u32) -> i64 {
    let Some(over) = failed.checked_sub(free) else { return 0 };
    1_000_i64.checked_shl(over.min(30)).unwrap_or(i64::MAX).min(ms(ATTEMPT_WAIT_MAX))
}

/// What no longer counts is not kept.
fn forget(access: &Access, now_ms: i64) -> Result<(), StoreError> {
    access.forget_attempts(now_ms.saturating_sub(ms(ATTEMPT_MEMORY)))?;
    access.forget_sessions(now_ms.saturating_sub(ms(SESSION_IDLE)), now_ms.saturating_sub(ms(SESSION_LIFE)))?;
    access.forget_drafts(now_ms.saturating_sub(ms(FORM_DRAFT_LIFE)))
}

/// An address as one customer of a network has it: in IPv6 that is 64 bits, behind which are more addresses than anyone could count.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
    }
}

fn digest(secret: &str) -> Hash {
    *EntryId::of(secret.as_bytes()).digest()
}

/// A hash for one use, of texts that are told apart by their lengths.
fn marked(purpose: &str, texts: &[&str]) -> Hash {
    let mut whole = format!("{purpose}\n");
    for text in texts {
        whole.push_str(&format!("{}:{text}", text.len()));
    }
    digest(&whole)
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SetClock;
    use crate::user::UserTerms;
    use record::Office;

    const RIGHT: &str = "correct horse battery";
    const HERE: &str = "192.0.2.1";
    const THERE: &str = "198.51.100.7";

    struct Given {
        accounts: Accounts,
        clock: SetClock,
        _dir: tempfile::TempDir,
    }

    impl Given {
        fn new() -> Given {
            let dir = tempfile::tempdir().unwrap();
            let (accounts, clock) = (Accounts::open(dir.path()).unwrap(), SetClock::at(1_000_000));
            let terms = UserTerms { name: "ada", office: &"office:health".parse().unwrap(), kinds: None };
            accounts.add(&terms, RIGHT, &[], &clock).unwrap();
            Given { accounts, clock, _dir: dir }
        }

        fn sign_in(&self, name: &str, passphrase: &str, from: &str) -> SignIn {
            self.accounts.sign_in(name, passphrase, from.parse().unwrap(), None, &self.clock).unwrap()
        }

        fn secret(&self) -> String {
            match self.sign_in("ADA ", RIGHT, HERE) {
                SignIn::In(secret) => secret,
                other => panic!("{other:?}"),
            }
        }

        fn later(&self, by: Duration) {
            self.clock.set(self.clock.now().as_millisecond() + ms(by));
        }

        fn is_open(&self, secret: &str) -> bool {
            self.accounts.session(secret, &self.clock).unwrap().is_some()
        }
    }

    #[test]
    fn a_session_opens_until_it_rests_too_long() {
        let given = Given::new();
        let secret = given.secret();
        assert_eq!(secret.len(), 43, "256 bits");
        assert_eq!(given.accounts.session(&secret, &given.clock).unwrap().unwrap().user.office, "office:health".parse::<Office>().unwrap());
        given.later(SESSION_IDLE - Duration::from_millis(1));
        assert!(given.is_open(&secret));
        given.later(SESSION_IDLE);
        assert!(!given.is_open(&secret));
    }

    #[test]
    fn a_session_ends_after_its_life_however_busy() {
        let given = Given::new();
        let secret = given.secret();
        for _ in 0..SESSION_LIFE.as_secs() / 600 - 1 {
            given.later(Duration::from_mins(10));
            assert!(given.is_open(&secret));
        }
        given.later(Duration::from_mins(10));
        assert!(!given.is_open(&secret));
    }

    #[test]
    fn a_session_that_was_signed_out_opens_nothing_again() {
        let given = Given::new();
        let secret = given.secret();
        assert!(given.accounts.sign_out(&secret).unwrap());
        assert!(!given.is_open(&secret) && !given.accounts.sign_out(&secret).unwrap());
    }

    #[test]
    fn signing_in_again_gives_another_secret_and_ends_the_one_before() {
        let given = Given::new();
        let first = given.secret();
        let again = given.accounts.sign_in("ada", RIGHT, HERE.parse().unwrap(), Some(&first), &given.clock).unwrap();
        let SignIn::In(second) = again else { panic!("{again:?}") };
        assert_ne!(first, second);
        assert!(!given.is_open(&first) && given.is_open(&second));
    }

    #[test]
    fn a_disabled_account_is_out_at_once_and_hears_what_strangers_hear() {
        let given = Given::new();
        let secret = given.secret();
        given.accounts.set_disabled("Ada", true, &given.clock).unwrap();
        assert!(!given.is_open(&secret));
        assert_eq!(given.sign_in("ada", RIGHT, HERE), SignIn::Refused);
        given.accounts.set_disabled("ada", false, &given.clock).unwrap();
        assert!(matches!(given.sign_in("ada", RIGHT, HERE), SignIn::In(_)));
    }

    #[test]
    fn a_known_and_an_unknown_name_wait_alike() {
        let given = Given::new();
        let heard = |name: &str, from: &str| -> Vec<SignIn> {
            (0..ATTEMPTS_FREE_NAME + 3).map(|_| given.sign_in(name, "wrong horse battery", from)).collect()
        };
        let known = heard("ada", THERE);
        assert_eq!(known, heard("nobody", "198.51.100.8"));
        assert_eq!(known.iter().filter(|answer| **answer == SignIn::Refused).count(), 5);
        assert_eq!(known.last(), Some(&SignIn::Wait(Duration::from_secs(1))));
    }

    #[test]
    fn waiting_doubles_has_an_end_and_the_right_passphrase_waits_too() {
        assert_eq!([4, 5, 6, 7, 100].map(|failed| wait_ms(failed, 5)), [0, 1_000, 2_000, 4_000, 900_000]);
        let given = Given::new();
        for _ in 0..ATTEMPTS_FREE_NAME {
            given.sign_in("ada", "wrong horse battery", THERE);
        }
        assert!(matches!(given.sign_in("ada", RIGHT, THERE), SignIn::Wait(_)));
        given.later(Duration::from_secs(1));
        assert!(matches!(given.sign_in("ada", RIGHT, THERE), SignIn::In(_)));
        assert!(matches!(given.sign_in("ada", "wrong horse battery", THERE), SignIn::Refused), "what failed before is forgiven");
    }

    #[test]
    fn guesses_from_elsewhere_do_not_shut_out_the_one_who_signs_in_here() {
        let given = Given::new();
        given.secret();
        for _ in 0..ATTEMPTS_FREE_NAME + 1 {
            given.sign_in("ada", "wrong horse battery", THERE);
        }
        assert!(matches!(given.sign_in("ada", RIGHT, THERE), SignIn::Wait(_)));
        assert!(matches!(given.sign_in("ada", RIGHT, HERE), SignIn::In(_)));
    }

    #[test]
    fn one_address_can_not_try_every_name() {
        let given = Given::new();
        let answers: Vec<SignIn> = (0..=ATTEMPTS_FREE_ADDRESS).map(|number| given.sign_in(&format!("name{number}"), "wrong", THERE)).collect();
        assert_eq!(answers.iter().filter(|answer| **answer == SignIn::Refused).count(), 30);
        assert!(matches!(given.sign_in("ada", RIGHT, THERE), SignIn::Wait(_)));
        assert!(matches!(given.sign_in("ada", RIGHT, HERE), SignIn::In(_)));
    }

    #[test]
    fn an_ipv6_customer_is_one_address_and_a_mapped_one_is_its_ipv4() {
        let network_of = |text: &str| network(text.parse().unwrap());
        assert_eq!(network_of("2001:db8:1:2:3::4"), network_of("2001:db8:1:2:ffff::1"));
        assert_ne!(network_of("2001:db8:1:2::4"), network_of("2001:db8:1:3::4"));
        assert_eq!(network_of("::ffff:192.0.2.1"), "192.0.2.1");
    }

    #[test]
    fn a_forms_token_is_of_its_session_alone_and_not_its_hash() {
        let (one, two) = (Accounts::form_token("one"), Accounts::form_token("two"));
        assert_ne!(one, two);
        assert_ne!(one, URL_SAFE_NO_PAD.encode(digest("one")));
    }
}
