//! People who sign in: a name, an office, the hash of a passphrase.

use record::Office;
use rusqlite::{OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::{Access, kinds, office};
use crate::StoreError;
use crate::limits::USERS_MAX;
use crate::record_file::Hash;

/// A person's account as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Its number in the file; never given twice.
    pub id: i64,
    /// As its operator wrote it.
    pub name: String,
    /// The office that speaks through it.
    pub office: Office,
    /// Names of the kinds that it may state (without version); none = every kind but the record's own.
    pub kinds: Option<Vec<String>>,
    /// Milliseconds since 1970.
    pub created_ms: i64,
    /// When someone last signed in.
    pub signed_in_ms: Option<i64>,
    /// Hash of the address from which that was.
    pub signed_in_from: Option<Hash>,
    /// Since when it is shut out.
    pub disabled_ms: Option<i64>,
}

/// What a new account is to be.
#[derive(Clone, Copy, Debug)]
pub struct NewUser<'a> {
    /// The name in the form in which it is looked up: two accounts never share it.
    pub key: &'a str,
    /// As its operator wrote it.
    pub name: &'a str,
    /// The office that speaks through it.
    pub office: &'a Office,
    /// Names of kinds, or every kind but the record's own.
    pub kinds: Option<&'a [String]>,
    /// The passphrase's hash, as text that names its own parameters.
    pub passphrase: &'a str,
    /// Milliseconds since 1970.
    pub created_ms: i64,
}

impl Access {
    /// Keeps a new account. None where there is one of that name.
    pub fn add_user(&self, user: &NewUser<'_>) -> Result<Option<i64>, StoreError> {
        let sql = StoreError::sql("keeping an account");
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate).map_err(&sql)?;
        let count: u32 = transaction.query_row("SELECT count(*) FROM user", [], |row| row.get(0)).map_err(&sql)?;
        if count >= USERS_MAX {
            return Err(StoreError::Bound { what: "the number of accounts", bound: USERS_MAX.into() });
        }
        let NewUser { key, name, office, kinds, passphrase, created_ms } = user;
        let kinds = kinds.map(|kinds| kinds.join(","));
        let added = transaction
            .execute(
                "INSERT INTO user (key, name, office, kinds, passphrase, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (key) DO NOTHING",
                params![key, name, office.as_str(), kinds, passphrase, created_ms],
            )
            .map_err(&sql)?;
        let id = transaction.last_insert_rowid();
        transaction.commit().map_err(&sql)?;
        Ok((added > 0).then_some(id))
    }

    /// The account of this key and its passphrase's hash, disabled ones too.
    pub fn user(&self, key: &str) -> Result<Option<(User, String)>, StoreError> {
        let sql = StoreError::sql("finding an account");
        let mut select = self.connection.prepare_cached(&format!("SELECT {COLUMNS}, passphrase FROM user WHERE key = ?1")).map_err(&sql)?;
        select.query_row([key], |row| Ok((user(row)?, row.get(COLUMN_COUNT)?))).optional().map_err(&sql)
    }

    /// All accounts, oldest first.
    pub fn users(&self) -> Result<Vec<User>, StoreError> {
        let sql = StoreError::sql("listing accounts");
        let mut select = self.connection.prepare_cached(&format!("SELECT {COLUMNS} FROM user ORDER BY id LIMIT {USERS_MAX}")).map_err(&sql)?;
        select.query_map([], user).and_then(Iterator::collect).map_err(&sql)
    }

    /// Notes that someone signed in, and from where.
    pub fn signed_in(&self, id: i64, from: &Hash, now_ms: i64) -> Result<(), StoreError> {
        let sql = StoreError::sql("noting that someone signed in");
        let changed = self.connection.execute("UPDATE user SET signed_in_ms = ?1, signed_in_from = ?2 WHERE id = ?3", params![now_ms, from, id]);
        changed.map(drop).map_err(sql)
    }

    /// Sets the passphrase's hash and ends every session of the account. Whether there is one.
    pub fn set_passphrase(&self, key: &str, passphrase: &str) -> Result<bool, StoreError> {
        self.change_user("UPDATE user SET passphrase = ?2 WHERE key = ?1 RETURNING id", key, passphrase, &[END_SESSIONS])
    }

    /// Shuts an account out and ends its sessions, or lets it in again. Whether there is one.
    pub fn set_disabled(&self, key: &str, disabled_ms: Option<i64>) -> Result<bool, StoreError> {
        self.change_user("UPDATE user SET disabled_ms = ?2 WHERE key = ?1 RETURNING id", key, disabled_ms, &[END_SESSIONS])
    }

    /// Removes an account with its sessions and drafts. Whether there was one.
    pub fn remove_user(&self, key: &str) -> Result<bool, StoreError> {
        let forget = ["DELETE FROM draft WHERE user = ?1", END_SESSIONS];
        self.change_user("DELETE FROM user WHERE key = ?1 AND ?2 RETURNING id", key, true, &forget)
    }

    /// One change of an account and what it brings with it, all or nothing.
    fn change_user(&self, change: &str, key: &str, value: impl rusqlite::ToSql, then: &[&str]) -> Result<bool, StoreError> {
        let sql = StoreError::sql("changing an account");
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate).map_err(&sql)?;
        let id: Option<i64> = transaction.query_row(change, params![key, value], |row| row.get(0)).optional().map_err(&sql)?;
        let Some(id) = id else { return Ok(false) };
        for statement in then {
            transaction.execute(statement, [id]).map_err(&sql)?;
        }
        transaction.commit().map_err(&sql)?;
        Ok(true)
    }
}

const END_SESSIONS: &str = "DELETE FROM session WHERE user = ?1";

/// The columns that [`user`] reads, and how many there are.
pub(super) const COLUMNS: &str =
    "user.id, user.name, user.office, user.kinds, user.created_ms, user.signed_in_ms, user.signed_in_from, user.disabled_ms";
pub(super) const COLUMN_COUNT: usize = 8;

pub(super) fn user(row: &Row<'_>) -> Result<User, rusqlite::Error> {
    Ok(User {
        id: row.get(0)?,
        name: row.get(1)?,
        office: office(row, 2)?,
        kinds: kinds(row, 3)?,
        created_ms: row.get(4)?,
        signed_in_ms: row.get(5)?,
        signed_in_from: row.get(6)?,
        disabled_ms: row.get(7)?,
    })
}
