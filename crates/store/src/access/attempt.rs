//! Attempts to sign in that came to nothing, counted by name and by address, each under a hash.

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use super::Access;
use crate::StoreError;
use crate::limits::ATTEMPTS_MAX;
use crate::record_file::Hash;

impl Access {
    /// Counts one attempt under each of `keys`, before it is known whether it succeeds, so that many at once count as many. `wait_until` hears
    /// how many of a key failed and when the last was, and says until when the next must wait. Where one must, nothing is counted and that
    /// moment is returned.
    pub fn begin_attempt(&self, keys: &[Hash], now_ms: i64, wait_until: impl Fn(usize, u32, i64) -> i64) -> Result<Option<i64>, StoreError> {
        let sql = StoreError::sql("counting an attempt to sign in");
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate).map_err(&sql)?;
        let mut wait: Option<i64> = None;
        for (at, key) in keys.iter().enumerate() {
            let failed = transaction
                .query_row("SELECT failed, last_ms FROM attempt WHERE key = ?1", [key], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
                .map_err(&sql)?;
            if let Some((failed, last_ms)) = failed {
                wait = wait.max(Some(wait_until(at, failed, last_ms)).filter(|until| *until > now_ms));
            }
        }
        if wait.is_some() {
            return Ok(wait);
        }
        for key in keys {
            transaction
                .execute(
                    "INSERT INTO attempt (key, failed, last_ms) VALUES (?1, 1, ?2) ON CONFLICT (key) DO UPDATE SET failed = failed + 1, last_ms = ?2",
                    params![key, now_ms],
                )
                .map_err(&sql)?;
        }
        let oldest = "DELETE FROM attempt WHERE key IN (SELECT key FROM attempt ORDER BY last_ms DESC LIMIT -1 OFFSET ?1)";
        transaction.execute(oldest, [ATTEMPTS_MAX]).map_err(&sql)?;
        transaction.commit().map_err(&sql)?;
        Ok(None)
    }

    /// Takes back the count of an attempt that succeeded: all that failed under `forget`, and this one alone under `uncount`.
    pub fn end_attempt(&self, forget: &Hash, uncount: &Hash) -> Result<(), StoreError> {
        let sql = StoreError::sql("taking back the count of an attempt");
        self.connection.execute("DELETE FROM attempt WHERE key = ?1", [forget]).map_err(&sql)?;
        self.connection.execute("UPDATE attempt SET failed = failed - 1 WHERE key = ?1 AND failed > 0", [uncount]).map(drop).map_err(&sql)
    }

    /// Forgets what failed last before `last_ms`.
    pub fn forget_attempts(&self, last_ms: i64) -> Result<(), StoreError> {
        let forgotten = self.connection.execute("DELETE FROM attempt WHERE last_ms < ?1", [last_ms]);
        forgotten.map(drop).map_err(StoreError::sql("forgetting old attempts"))
    }
}
