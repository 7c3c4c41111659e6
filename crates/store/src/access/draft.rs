//! What people have typed and not yet stated: drafts of forms, kept as text that only its writer understands.

use rusqlite::{OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::Access;
use crate::StoreError;

/// A draft as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormDraft {
    /// Its number; never given twice.
    pub id: i64,
    /// When it was begun, in milliseconds since 1970.
    pub created_ms: i64,
    /// When it was last changed.
    pub changed_ms: i64,
    /// What was typed.
    pub content: String,
}

impl Access {
    /// Keeps a new draft of a person. None where the person has `count_max` already.
    pub fn add_draft(&self, user: i64, now_ms: i64, content: &str, count_max: u32) -> Result<Option<i64>, StoreError> {
        let sql = StoreError::sql("keeping a draft");
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate).map_err(&sql)?;
        let count: u32 = transaction.query_row("SELECT count(*) FROM draft WHERE user = ?1", [user], |row| row.get(0)).map_err(&sql)?;
        if count >= count_max {
            return Ok(None);
        }
        transaction
            .execute("INSERT INTO draft (user, created_ms, changed_ms, content) VALUES (?1, ?2, ?2, ?3)", params![user, now_ms, content])
            .map_err(&sql)?;
        let id = transaction.last_insert_rowid();
        transaction.commit().map_err(&sql)?;
        Ok(Some(id))
    }

    /// A person's draft; none where there is none or it is another's.
    pub fn draft(&self, user: i64, id: i64) -> Result<Option<FormDraft>, StoreError> {
        let sql = StoreError::sql("finding a draft");
        let mut select = self.connection.prepare_cached(&format!("{SELECT} WHERE user = ?1 AND id = ?2")).map_err(&sql)?;
        select.query_row([user, id], draft).optional().map_err(&sql)
    }

    /// All drafts of a person, the last changed first.
    pub fn drafts(&self, user: i64) -> Result<Vec<FormDraft>, StoreError> {
        let sql = StoreError::sql("listing drafts");
        let mut select = self.connection.prepare_cached(&format!("{SELECT} WHERE user = ?1 ORDER BY changed_ms DESC, id DESC")).map_err(&sql)?;
        select.query_map([user], draft).and_then(Iterator::collect).map_err(&sql)
    }

    /// Keeps what a draft has become. Whether there is such a draft of the person.
    pub fn set_draft(&self, user: i64, id: i64, now_ms: i64, content: &str) -> Result<bool, StoreError> {
        let changed =
            self.connection.execute("UPDATE draft SET changed_ms = ?3, content = ?4 WHERE user = ?1 AND id = ?2", params![user, id, now_ms, content]);
        changed.map(|count| count > 0).map_err(StoreError::sql("keeping a draft"))
    }

    /// Removes a draft. Whether there was one.
    pub fn remove_draft(&self, user: i64, id: i64) -> Result<bool, StoreError> {
        let removed = self.connection.execute("DELETE FROM draft WHERE user = ?1 AND id = ?2", [user, id]);
        removed.map(|count| count > 0).map_err(StoreError::sql("removing a draft"))
    }

    /// Forgets the drafts that were last changed before `changed_ms`.
    pub fn forget_drafts(&self, changed_ms: i64) -> Result<(), StoreError> {
        let forgotten = self.connection.execute("DELETE FROM draft WHERE changed_ms < ?1", [changed_ms]);
        forgotten.map(drop).map_err(StoreError::sql("forgetting old drafts"))
    }
}

const SELECT: &str = "SELECT id, created_ms, changed_ms, content FROM draft";

fn draft(row: &Row<'_>) -> Result<FormDraft, rusqlite::Error> {
    Ok(FormDraft { id: row.get(0)?, created_ms: row.get(1)?, changed_ms: row.get(2)?, content: row.get(3)? })
}
