//! Who is signed in: sessions, each under the SHA-256 of its secret.

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use super::user::{COLUMN_COUNT, COLUMNS, user};
use super::{Access, User};
use crate::StoreError;
use crate::limits::SESSIONS_EACH_MAX;
use crate::record_file::Hash;

/// A session as it is kept, with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who signed in.
    pub user: User,
    /// When, in milliseconds since 1970.
    pub created_ms: i64,
    /// When it was last used, to the minute.
    pub used_ms: i64,
}

impl Access {
    /// Begins a session in place of `instead`, where there is one. The person's least recently used ones end where there are too many.
    pub fn add_session(&self, digest: &Hash, user: i64, now_ms: i64, instead: Option<&Hash>) -> Result<(), StoreError> {
        let sql = StoreError::sql("beginning a session");
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate).map_err(&sql)?;
        if let Some(before) = instead {
            transaction.execute("DELETE FROM session WHERE digest = ?1", [before]).map_err(&sql)?;
        }
        transaction
            .execute("INSERT INTO session (digest, user, created_ms, used_ms) VALUES (?1, ?2, ?3, ?3)", params![digest, user, now_ms])
            .map_err(&sql)?;
        transaction
            .execute(
                "DELETE FROM session WHERE user = ?1 AND digest NOT IN
                 (SELECT digest FROM session WHERE user = ?1 ORDER BY digest = ?2 DESC, used_ms DESC, created_ms DESC LIMIT ?3)",
                params![user, digest, SESSIONS_EACH_MAX],
            )
            .map_err(&sql)?;
        transaction.commit().map_err(&sql)
    }

    /// The session whose secret has this SHA-256, whatever its age.
    pub fn session(&self, digest: &Hash) -> Result<Option<Session>, StoreError> {
        let sql = StoreError::sql("finding a session");
        let query =
            format!("SELECT {COLUMNS}, session.created_ms, session.used_ms FROM session JOIN user ON user.id = session.user WHERE digest = ?1");
        let mut select = self.connection.prepare_cached(&query).map_err(&sql)?;
        let session = select
            .query_row([digest], |row| Ok(Session { user: user(row)?, created_ms: row.get(COLUMN_COUNT)?, used_ms: row.get(COLUMN_COUNT + 1)? }));
        session.optional().map_err(&sql)
    }

    /// Notes that a session was used, at most once a minute so that reading does not become writing.
    pub fn session_used(&self, digest: &Hash, session: &Session, now_ms: i64) -> Result<(), StoreError> {
        if now_ms.saturating_sub(session.used_ms) < 60_000 {
            return Ok(());
        }
        let sql = StoreError::sql("noting a session's use");
        self.connection.execute("UPDATE session SET used_ms = ?1 WHERE digest = ?2", params![now_ms, digest]).map(drop).map_err(sql)
    }

    /// Ends a session: nothing opens it again. Whether there was one.
    pub fn end_session(&self, digest: &Hash) -> Result<bool, StoreError> {
        let ended = self.connection.execute("DELETE FROM session WHERE digest = ?1", [digest]);
        ended.map(|count| count > 0).map_err(StoreError::sql("ending a session"))
    }

    /// Forgets the sessions that were last used before `used_ms`, or that began before `created_ms`.
    pub fn forget_sessions(&self, used_ms: i64, created_ms: i64) -> Result<(), StoreError> {
        let sql = StoreError::sql("forgetting old sessions");
        let ended = self.connection.execute("DELETE FROM session WHERE used_ms < ?1 OR created_ms < ?2", params![used_ms, created_ms]);
        ended.map(drop).map_err(sql)
    }

    /// Ends every session of everyone, as where a folder is restored from a backup. How many there were.
    pub fn end_all_sessions(&self) -> Result<usize, StoreError> {
        self.connection.execute("DELETE FROM session", []).map_err(StoreError::sql("ending all sessions"))
    }
}
