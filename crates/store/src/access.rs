//! `access.db`: who may write over HTTP. Of what opens a door (a token's secret, a session's, a passphrase) only a hash is kept.
//!
//! ```text
//! token    for programs                    user     people with a passphrase (argon2id)     session  signed in, until when
//! attempt  signing in that failed, counted draft    what a person has typed and not yet stated
//! ```

use std::path::Path;

mod attempt;
mod draft;
mod session;
mod user;

pub use draft::FormDraft;
pub use session::Session;
pub use user::{NewUser, User};

use record::Office;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::StoreError;
use crate::connect::{self, Shape};
use crate::limits::TOKENS_MAX;
use crate::record_file::Hash;

/// The tables of people: new in format 2.
macro_rules! people {
    () => {
        "CREATE TABLE user    (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, office TEXT NOT NULL, kinds TEXT,
                               passphrase TEXT NOT NULL, created_ms INTEGER NOT NULL, signed_in_ms INTEGER, signed_in_from BLOB, disabled_ms INTEGER);
         CREATE TABLE session (digest BLOB PRIMARY KEY, user INTEGER NOT NULL, created_ms INTEGER NOT NULL, used_ms INTEGER NOT NULL) WITHOUT ROWID;
         CREATE INDEX session_of_user ON session (user);
         CREATE TABLE attempt (key BLOB PRIMARY KEY, failed INTEGER NOT NULL, last_ms INTEGER NOT NULL) WITHOUT ROWID;
         CREATE INDEX attempt_by_age ON attempt (last_ms);
         CREATE TABLE draft   (id INTEGER PRIMARY KEY AUTOINCREMENT, user INTEGER NOT NULL, created_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL,
                               content TEXT NOT NULL);
         CREATE INDEX draft_of_user ON draft (user);"
    };
}

const SHAPE: Shape = Shape {
    format: 2,
    synchronous: "FULL",
    schema: concat!(
        "CREATE TABLE token (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, name TEXT NOT NULL, office TEXT NOT NULL, kinds TEXT,
                             created_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL, used_ms INTEGER, revoked_ms INTEGER);",
        people!()
    ),
    upgrades: &[(1, people!())],
};

/// A token as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number in the file.
    pub id: i64,
    /// What its operator calls it.
    pub name: String,
    /// The office that speaks through it.
    pub office: Office,
    /// Names of the kinds that it may state (without version); none = every kind but the record's own.
    pub kinds: Option<Vec<String>>,
    /// Milliseconds since 1970.
    pub created_ms: i64,
    /// From then on it is refused.
    pub expires_ms: i64,
    /// When it was last used, to the minute.
    pub used_ms: Option<i64>,
    /// Since when it is revoked.
    pub revoked_ms: Option<i64>,
}

impl Token {
    /// Whether it opens the door at `now_ms`.
    pub fn is_valid_at(&self, now_ms: i64) -> bool {
        now_ms < self.expires_ms && self.revoked_ms.is_none()
    }
}

/// What a new token is to be.
#[derive(Clone, Debug)]
pub struct NewToken<'a> {
    /// What its operator calls it.
    pub name: &'a str,
    /// The office that speaks through it.
    pub office: &'a Office,
    /// Names of kinds, or every kind but the record's own.
    pub kinds: Option<&'a [String]>,
    /// Milliseconds since 1970.
    pub created_ms: i64,
    /// From then on it is refused.
    pub expires_ms: i64,
}

/// `access.db`, opened.
pub struct Access {
    connection: Connection,
}

impl Access {
    /// Opens the file, or makes it, for its owner's eyes alone. Several processes may have it open.
    pub fn open(path: &Path) -> Result<Access, StoreError> {
        keep_private(path).map_err(|source| StoreError::File { path: path.to_owned(), source })?;
        connect::write(path, &SHAPE).map(|connection| Access { connection })
    }

    /// Keeps a new token under the SHA-256 of its secret.
    pub fn add(&self, token: &NewToken<'_>, digest: &Hash) -> Result<i64, StoreError> {
        let sql = StoreError::sql("keeping a token");
        let count: u32 = self.connection.query_row("SELECT count(*) FROM token", [], |row| row.get(0)).map_err(&sql)?;
        if count >= TOKENS_MAX {
            return Err(StoreError::Bound { what: "the number of tokens", bound: TOKENS_MAX.into() });
        }
        let NewToken { name, office, kinds, created_ms, expires_ms } = token;
        let kinds = kinds.map(|kinds| kinds.join(","));
        self.connection
            .execute(
                "INSERT INTO token (digest, name, office, kinds, created_ms, expires_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![digest.as_slice(), name, office.as_str(), kinds, created_ms, expires_ms],
            )
            .map_err(&sql)?;
        Ok(self.connection.last_insert_rowid())
    }

    /// The token whose secret has this SHA-256, expired and revoked ones too.
    pub fn find(&self, digest: &Hash) -> Result<Option<Token>, StoreError> {
        let sql = StoreError::sql("finding a token");
        let mut select = self.connection.prepare_cached(&format!("{SELECT} WHERE digest = ?1")).map_err(&sql)?;
        select.query_row([digest.as_slice()], token).optional().map_err(&sql)
    }

    /// All tokens, oldest first.
    pub fn all(&self) -> Result<Vec<Token>, StoreError> {
        let sql = StoreError::sql("listing tokens");
        let mut select = self.connection.prepare_cached(&format!("{SELECT} ORDER BY id LIMIT {TOKENS_MAX}")).map_err(&sql)?;
        select.query_map([], token).and_then(Iterator::collect).map_err(&sql)
    }

    /// Notes that a token was used, at most once a minute so that reading does not become writing.
    pub fn used(&self, token: &Token, now_ms: i64) -> Result<(), StoreError> {
        if token.used_ms.is_some_and(|used| now_ms.saturating_sub(used) < 60_000) {
            return Ok(());
        }
        let sql = StoreError::sql("noting a token's use");
        self.connection.execute("UPDATE token SET used_ms = ?1 WHERE id = ?2", params![now_ms, token.id]).map(drop).map_err(sql)
    }

    /// Revokes all tokens of this name that are not yet revoked; how many there were.
    pub fn revoke(&self, name: &str, now_ms: i64) -> Result<usize, StoreError> {
        self.connection
            .execute("UPDATE token SET revoked_ms = ?1 WHERE name = ?2 AND revoked_ms IS NULL", params![now_ms, name])
            .map_err(StoreError::sql("revoking a token"))
    }
}

/// Hashes of passphrases can be guessed at leisure by whoever reads them. SQLite gives the files beside it the same mode.
pub(crate) fn keep_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
    let file = std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    if file.metadata()?.permissions().mode() & 0o077 == 0 { Ok(()) } else { file.set_permissions(std::fs::Permissions::from_mode(0o600)) }
}

const SELECT: &str = "SELECT id, name, office, kinds, created_ms, expires_ms, used_ms, revoked_ms FROM token";

fn token(row: &Row<'_>) -> Result<Token, rusqlite::Error> {
    let office = office(row, 2)?;
    Ok(Token {
        id: row.get(0)?,
        name: row.get(1)?,
        office,
        kinds: kinds(row, 3)?,
        created_ms: row.get(4)?,
        expires_ms: row.get(5)?,
        used_ms: row.get(6)?,
        revoked_ms: row.get(7)?,
    })
}

fn office(row: &Row<'_>, column: usize) -> Result<Office, rusqlite::Error> {
    let office: String = row.get(column)?;
    office.parse().map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error)))
}

fn kinds(row: &Row<'_>, column: usize) -> Result<Option<Vec<String>>, rusqlite::Error> {
    let kinds: Option<String> = row.get(column)?;
    Ok(kinds.map(|kinds| kinds.split(',').map(str::to_owned).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_by_its_digest_until_it_expires_or_is_revoked() {
        let dir = tempfile::tempdir().unwrap();
        let access = Access::open(&dir.path().join("access.db")).unwrap();
        let office = Office::default();
        let kinds = ["measure".to_owned(), "coverage".to_owned()];
        let new = NewToken { name: "tracker", office: &office, kinds: Some(&kinds), created_ms: 10, expires_ms: 100 };
        access.add(&new, &[7; 32]).unwrap();
        let token = access.find(&[7; 32]).unwrap().unwrap();
        assert_eq!(token.kinds.as_deref(), Some(kinds.as_slice()));
        assert!(token.is_valid_at(99) && !token.is_valid_at(100));
        access.used(&token, 50).unwrap();
        assert_eq!(access.all().unwrap()[0].used_ms, Some(50));
        assert_eq!(access.revoke("tracker", 60).unwrap(), 1);
        assert!(!access.find(&[7; 32]).unwrap().unwrap().is_valid_at(61));
        assert_eq!(access.find(&[8; 32]).unwrap(), None);
    }
}
