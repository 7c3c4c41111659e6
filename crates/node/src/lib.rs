//! The only writer of a record: keys, clock, commits, gates, hand-over, backup, verification.
//!
//! In: what knows the time, a key, a queue, a lock, a limit. Out: SQL (`store`), bytes of the log (`record`), what any kind means (the domains):
//! the node is handed a table of kinds and a [`Model`].

mod anywhere;
mod attachment;
pub mod backup;
mod check;
pub mod clock;
pub mod doctor;
mod error;
mod files;
mod folder;
mod folding;
mod gate;
mod identity;
pub mod limits;
mod mark;
mod model;
mod node;
mod place;
mod pool;
mod prepare;
mod reading;
mod socket;
mod token;
mod tree;
pub mod verify;
mod writer;

pub use anywhere::{AnywhereError, publish_anywhere};
pub use attachment::{AttachError, Attached, Attachment, attach};
pub use clock::{Clock, SetClock, SystemClock};
pub use error::{CreateError, Halt, HealError, LineFaults, OpenError, PublishError, ReadError};
pub use identity::Identity;
pub use mark::{Mark, mark_path, marks_folder};
pub use model::{Ahead, Held, Model, Taken};
pub use node::{Founding, Machine, Node};
pub use reading::Reading;
pub use socket::{Status, status};
pub use store::{Signed, StoreError, Token};
pub use token::{TokenError, TokenTerms, Tokens};
pub use writer::{Published, Receipt};
