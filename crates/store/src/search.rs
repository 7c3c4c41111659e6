//! `search.db`: the sealed runs of the search index. A cache: damaged, of another release or of another history, it is dropped and made anew.
//!
//! ```text
//! made  one    search, kinds                 what its words are a function of
//! run   first  until, root, heads            a stretch of the record, the root of the tree up to its end, the first word of each page
//! page  place  bytes                         place = number of the run * 2^20 + number of the page; the bytes are `record::search`'s
//! ```
//! Pages and not a row for each word: a million statements have 25 million words in them, in 1.6 million lists. And not the engine's own text search:
//! what a word is would be SQLite's to say, and another engine would find other things.

use std::path::Path;

use record::search::{Sealed, heads, heads_bytes};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::StoreError;
use crate::connect::{self, Shape};
use crate::record_file::Hash;

const SHAPE: Shape = Shape {
    format: 1,
    synchronous: "NORMAL",
    schema: "
        CREATE TABLE made (one INTEGER PRIMARY KEY CHECK (one = 1), search INTEGER NOT NULL, kinds TEXT NOT NULL);
        CREATE TABLE run  (number INTEGER PRIMARY KEY, first INTEGER NOT NULL, until INTEGER NOT NULL, root BLOB NOT NULL, heads BLOB NOT NULL);
        CREATE TABLE page (place INTEGER PRIMARY KEY, bytes BLOB NOT NULL);",
    upgrades: &[],
};

/// Bits of a page's number below its run's.
const PAGE_BITS: u32 = 20;

/// What the words of an index are a function of, beside the entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeBy {
    /// `record::search::SEARCH`.
    pub search: u32,
    /// The kinds that were known, as one text.
    pub kinds: String,
}

/// A run that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRun {
    /// Its entries.
    pub span: std::ops::Range<u32>,
    /// Root of the tree up to its end: runs of another history are not ours.
    pub root: Hash,
    /// The first word of each of its pages.
    pub heads: Vec<String>,
}

/// `search.db`, opened.
pub struct SearchFile {
    connection: Connection,
}

impl SearchFile {
    /// Opens the file for writing, or makes it; one that was made by something else is emptied.
    pub fn open(path: &Path, made_by: &MadeBy) -> Result<SearchFile, StoreError> {
        let connection = match connect::write(path, &SHAPE) {
            Ok(connection) => connection,
            Err(_) => {
                SearchFile::remove(path);
                connect::write(path, &SHAPE)?
            }
        };
        let mut file = SearchFile { connection };
        if file.made_by()?.as_ref() != Some(made_by) {
            file.clear(made_by)?;
        }
        Ok(file)
    }

    /// Opens the file for reading, where there is a whole one that was made by this.
    pub fn read(path: &Path, made_by: &MadeBy) -> Option<SearchFile> {
        let file = SearchFile { connection: connect::read(path, &SHAPE).ok()? };
        (file.made_by().ok()?.as_ref() == Some(made_by)).then_some(file)
    }

    /// Removes the file and its log; a missing one is fine.
    pub fn remove(path: &Path) {
        for ending in ["", "-wal", "-shm"] {
            let mut file = path.as_os_str().to_owned();
            file.push(ending);
            // Nothing is lost if this fails: the next opening says so.
            drop(std::fs::remove_file(file));
        }
    }

    fn made_by(&self) -> Result<Option<MadeBy>, StoreError> {
        self.connection
            .query_row("SELECT search, kinds FROM made", [], |row| Ok(MadeBy { search: row.get(0)?, kinds: row.get(1)? }))
            .optional()
            .map_err(StoreError::sql("reading what made the search index"))
    }

    fn clear(&mut self, made_by: &MadeBy) -> Result<(), StoreError> {
        let sql = StoreError::sql("emptying the search index");
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sql)?;
        change.execute_batch("DELETE FROM page; DELETE FROM run; DELETE FROM made;").map_err(&sql)?;
        change.execute("INSERT INTO made (one, search, kinds) VALUES (1, ?1, ?2)", params![made_by.search, made_by.kinds]).map_err(&sql)?;
        change.commit().map_err(&sql)
    }

    /// The runs that are kept, in order.
    pub fn runs(&self) -> Result<Vec<KeptRun>, StoreError> {
        let sql = StoreError::sql("reading the runs of the search index");
        let mut select = self.connection.prepare("SELECT first, until, root, heads FROM run ORDER BY number").map_err(&sql)?;
        let rows = select
            .query_map([], |row| Ok((row.get::<_, u32>(0)?..row.get::<_, u32>(1)?, row.get::<_, Hash>(2)?, row.get::<_, Vec<u8>>(3)?)))
            .map_err(&sql)?;
        let mut runs: Vec<KeptRun> = Vec::new();
        for row in rows {
            let (span, root, bytes) = row.map_err(&sql)?;
            let begins = runs.last().map_or(0, |before| before.span.end);
            if span.start != begins || span.end <= span.start {
                return Err(damaged(format!("its runs have a gap before entry {}", span.start)));
            }
            let heads = heads(&bytes).map_err(|error| damaged(error.to_string()))?;
            runs.push(KeptRun { span, root, heads });
        }
        Ok(runs)
    }

    /// Adds a run behind the last one. Returns false, and keeps nothing, where it does not follow: another process was here.
    pub fn add(&mut self, number: u32, sealed: &Sealed, root: &Hash) -> Result<bool, StoreError> {
        let sql = StoreError::sql("keeping a run of the search index");
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sql)?;
        let (runs, until): (u32, u32) =
            change.query_row("SELECT count(*), coalesce(max(until), 0) FROM run", [], |row| Ok((row.get(0)?, row.get(1)?))).map_err(&sql)?;
        if (runs, until) != (number, sealed.span.start) {
            return Ok(false);
        }
        {
            let mut insert = change.prepare("INSERT INTO page (place, bytes) VALUES (?1, ?2)").map_err(&sql)?;
            for (page, bytes) in (0..).zip(&sealed.pages) {
                insert.execute(params![place(number, page), bytes]).map_err(&sql)?;
            }
        }
        change
            .execute(
                "INSERT INTO run (number, first, until, root, heads) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![number, sealed.span.start, sealed.span.end, root.as_slice(), heads_bytes(&sealed.heads)],
            )
            .map_err(&sql)?;
        change.commit().map_err(&sql)?;
        Ok(true)
    }

    /// Removes the runs from this number on.
    pub fn cut(&mut self, number: u32) -> Result<(), StoreError> {
        let sql = StoreError::sql("cutting the search index");
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sql)?;
        change.execute("DELETE FROM page WHERE place >= ?1", [place(number, 0)]).map_err(&sql)?;
        change.execute("DELETE FROM run WHERE number >= ?1", [number]).map_err(&sql)?;
        change.commit().map_err(&sql)
    }

    /// The bytes of a page.
    pub fn page(&self, run: u32, page: u32) -> Result<Vec<u8>, StoreError> {
        let sql = StoreError::sql("reading the search index");
        let mut select = self.connection.prepare_cached("SELECT bytes FROM page WHERE place = ?1").map_err(&sql)?;
        let bytes = select.query_row([place(run, page)], |row| row.get(0)).optional().map_err(&sql)?;
        bytes.ok_or_else(|| damaged(format!("page {page} of run {run} is missing")))
    }
}

fn place(run: u32, page: u32) -> i64 {
    i64::from(run) << PAGE_BITS | i64::from(page)
}

fn damaged(what: String) -> StoreError {
    StoreError::Damaged { file: "search.db", what }
}
