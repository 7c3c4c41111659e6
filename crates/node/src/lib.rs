//! The only writer of a record: keys, clock, commits, gates, hand-over, backup, verification.
//!
//! In: what knows the time, a key, a queue, a lock, a limit. Out: SQL (`store`), bytes of the log (`record`), what any kind means (the domains):
//! the node is handed a table of kinds and a [`Model`].

mod anywhere;
mod attachment;
pub mod backup;
mod check;
pub mod clock;
mod copying;
mod cosign;
pub mod doctor;
mod draft;
mod error;
pub mod exchange;
pub mod fetch;
mod files;
mod folder;
mod folding;
mod follow;
mod gate;
mod identity;
mod index;
mod keyfile;
pub mod limits;
mod mark;
mod model;
mod node;
pub mod outbox;
mod partners;
mod passphrase;
mod place;
mod pool;
mod prepare;
mod private;
mod proving;
mod reading;
mod session;
mod socket;
mod standing;
mod token;
mod tree;
mod user;
pub mod verify;
mod witness;
mod writer;

pub use anywhere::{AnywhereError, publish_anywhere, state_anywhere};
pub use attachment::{AttachError, Attached, Attachment, attach};
pub use clock::{Clock, SetClock, SystemClock};
pub use copying::CopyError;
pub use cosign::{AskedWitness, CosignError, Cosigned};
pub use draft::DraftError;
pub use error::{CreateError, Halt, HealError, LineFaults, OpenError, PublishError, ReadError};
pub use files::is_open_to_others;
pub use follow::{Allowance, FollowError, Followed, Following};
pub use identity::Identity;
pub use index::Indexed;
pub use keyfile::{KeyFile, Passphrase, encrypt_key};
pub use mark::{Mark, mark_path, marks_folder};
pub use model::{Ahead, Earlier, Held, Model, Taken};
pub use node::{Founding, Machine, Node};
pub use outbox::{Channel, Outbox, OutboxError, Outcome, SubscriptionTerms};
pub use passphrase::PassphraseError;
pub use prepare::new_subject;
pub use private::{EraseError, PRIVATE_FILE, Private, PrivateError, Words, copy_words, erase_anywhere, held_words};
pub use reading::Reading;
pub use session::SignIn;
pub use socket::{Status, status};
pub use standing::{Standing, copied_by, follow_contact};
pub use store::{
    Contact, Counts, Delivery, DeliveryStanding, FormDraft, KeptCosignature, KeptFault, KnownLog, League, Newest, Session, Signed, Spent, StoreError,
    Subscription, Token, User,
};
pub use token::{TokenError, TokenTerms, Tokens};
pub use user::{Accounts, UserError, UserTerms};
pub use witness::{FORK, Known, LEAGUE_FILE, Reply, Witness};
pub use writer::{Published, Receipt};
