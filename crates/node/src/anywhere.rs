//! Publishing from a command: by opening the node, or through the one that serves.

use std::io;
use std::path::Path;
use std::time::Duration;

use record::{Draft, Kind, Office};

use crate::error::{OpenError, PublishError};
use crate::limits::{LOCK_TRIES, LOCK_WAIT_STEP};
use crate::model::Model;
use crate::node::{Machine, Node};
use crate::prepare::Speaker;
use crate::socket;
use crate::writer::Published;

/// Why a command's batch was not published.
#[derive(Debug, thiserror::Error)]
pub enum AnywhereError {
    /// The node could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The batch was refused.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

/// Publishes a batch whether or not a node serves in `dir`: opens it if no one else has it, else hands the batch to the one that has.
/// `progress` hears how many statements are checked, where this process checks them.
///
/// Errors: as [`Node::open`] and [`Node::publish`]; `InUse` where another process has the node and does not listen.
pub fn publish_anywhere<M: Model>(
    dir: &Path,
    kinds: &'static [Kind],
    machine: &Machine,
    drafts: Vec<Draft>,
    by: &Office,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Published, AnywhereError> {
    speak::<M>(dir, kinds, machine, drafts, Speaker::Office(by), progress)
}

/// [`publish_anywhere`] of the record's own kinds, as [`Node::state`].
pub fn state_anywhere<M: Model>(dir: &Path, kinds: &'static [Kind], machine: &Machine, drafts: Vec<Draft>) -> Result<Published, AnywhereError> {
    speak::<M>(dir, kinds, machine, drafts, Speaker::Node, &|_| ())
}

fn speak<M: Model>(
    dir: &Path,
    kinds: &'static [Kind],
    machine: &Machine,
    drafts: Vec<Draft>,
    by: Speaker<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Published, AnywhereError> {
    // The other writer may be a short command, or a node that is just starting or closing: both are over in a moment.
    for _ in 0..LOCK_TRIES {
        match socket::hand_over(dir, &drafts, by) {
            Ok(answer) => return Ok(answer?),
            Err(error) if is_no_listener(&error) => {}
            Err(_) => return Err(PublishError::Closed.into()),
        }
        match Node::<M>::open(dir, kinds, machine) {
            Ok(node) => return Ok(node.speak(drafts, by, progress)?),
            Err(OpenError::InUse(_)) => std::thread::sleep(Duration::from_millis(LOCK_WAIT_STEP)),
            Err(error) => return Err(error.into()),
        }
    }
    Err(OpenError::InUse(dir.to_owned()).into())
}

/// Whether nothing was sent because no one listens: then it is safe to try another way.
fn is_no_listener(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused)
}
