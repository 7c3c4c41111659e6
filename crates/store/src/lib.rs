//! Where a record and what is derived from it are kept: SQLite, one folder, seven files.
//!
//! ```text
//! record.db   sacred      entries, full tiles, signed checkpoints     synchronous=FULL, append-only
//! views.db    a cache     rows, term by term; delete it, it comes back synchronous=NORMAL
//! search.db   a cache     words and the entries that have them         synchronous=NORMAL
//! access.db   private     tokens, people, sessions (hashed), drafts   synchronous=FULL
//! notify.db   private     who is told what, what is to be sent      synchronous=FULL
//! league.db   private     what is known of other nodes              synchronous=FULL
//! private.db  private     words of restricted statements, erasable  synchronous=FULL
//! ```
//! In: SQL, files, transactions. Out: what entries mean (`record`), when to write and what to sign (`node`).
//! Source: specs/store.md; the rows of views are blocks instead of indexed columns, because lists read memory (ARCHITECTURE.md).

mod access;
mod connect;
mod copy;
mod error;
mod league;
pub mod limits;
mod notify;
mod private;
mod record_file;
mod search;
mod views;

pub use access::{Access, FormDraft, NewToken, NewUser, Session, Token, User};
pub use copy::copy_database;
pub use error::StoreError;
pub use league::{Contact, KeptCosignature, KeptFault, KnownLog, League, Newest, Spent};
pub use notify::{Counts, Delivery, DeliveryStanding, Notify, Subscription};
pub use private::{Payload, Private};
pub use record_file::{Append, FullTile, Hash, Mode, Moment, Record, RecordFile, Signed};
pub use search::{KeptRun, MadeBy, SearchFile};
pub use views::{Folded, KeptRow, Loaded, Views};
