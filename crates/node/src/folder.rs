//! The folder: keeps rows in `views.db`, behind the writing, in a thread of its own. Rests between two writes; does nothing when idle.
//!
//! What it has not kept when the process ends is folded anew at the next start; nothing but time is lost.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

use record::Sid;
use record::fold::FOLD;
use store::{Folded, KeptRow, Views};

use crate::error::{OpenError, ReadError};
use crate::folding::{Keys, Unkept, kinds_text};
use crate::limits::{FOLD_ROWS_MAX, FOLDER_REST, ROWS_WAITING_MAX};
use crate::model::Model;
use crate::reading::Reading;

/// What waits to be kept.
#[derive(Default)]
struct Waiting {
    keys: Keys,
    /// Up to how many rows they go.
    until: Option<u32>,
    stop: bool,
    /// Why nothing is kept any more.
    failed: Option<String>,
}

/// Hands rows to the folder.
#[derive(Clone)]
pub(crate) struct FolderDoor {
    shared: Arc<(Mutex<Waiting>, Condvar)>,
}

/// The folder's thread; stops, with all rows kept, when it is dropped.
pub(crate) struct Folder {
    door: FolderDoor,
    thread: Option<JoinHandle<()>>,
}

impl FolderDoor {
    /// Hands over the keys of new rows, the last of which makes `size`.
    pub(crate) fn hand_over(&self, keys: Keys, size: u32) {
        let (waiting, bell) = &*self.shared;
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.failed.is_some() {
            return;
        }
        waiting.keys.append(keys);
        waiting.until = Some(size);
        if waiting.keys.rows.len() > ROWS_WAITING_MAX {
            waiting.keys = Keys::default();
            waiting.failed = Some("rows came faster than they could be kept; the next start folds them anew".to_owned());
        }
        bell.notify_one();
    }

    /// Why rows are not kept, if they are not.
    pub(crate) fn failed(&self) -> Option<String> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner).failed.clone()
    }
}

impl Folder {
    /// Starts the thread; what a start had to fold is kept first.
    pub(crate) fn start<M: Model>(reading: Arc<Reading<M>>, unkept: Unkept) -> Result<Folder, OpenError> {
        let size = reading.size();
        let path = reading.dir().join("views.db");
        let waiting = Waiting { until: (unkept.anew || !unkept.keys.rows.is_empty()).then_some(size), keys: unkept.keys, ..Waiting::default() };
        let door = FolderDoor { shared: Arc::new((Mutex::new(waiting), Condvar::new())) };
        let shared = door.shared.clone();
        let keeper = Keeper { terms_kept: unkept.terms_kept, anew: unkept.anew, path: path.clone(), views: None };
        let thread = std::thread::Builder::new().name("folder".to_owned()).spawn(move || run(&reading, &shared, keeper));
        let thread = thread.map_err(|source| OpenError::Make { path, source })?;
        Ok(Folder { door, thread: Some(thread) })
    }

    /// Where rows are handed over.
    pub(crate) fn door(&self) -> FolderDoor {
        self.door.clone()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        {
            let (waiting, bell) = &*self.door.shared;
            waiting.lock().unwrap_or_else(PoisonError::into_inner).stop = true;
            bell.notify_one();
        }
        if let Some(thread) = self.thread.take() {
            // A folder that panicked has kept what it had; the next start folds the rest.
            drop(thread.join());
        }
    }
}

struct Keeper {
    path: PathBuf,
    views: Option<Views>,
    terms_kept: u32,
    anew: bool,
}

fn run<M: Model>(reading: &Reading<M>, shared: &(Mutex<Waiting>, Condvar), mut keeper: Keeper) {
    let (waiting, bell) = shared;
    loop {
        let mut now = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        while now.until.is_none() && !now.stop {
            now = bell.wait(now).unwrap_or_else(PoisonError::into_inner);
        }
        let stop = now.stop;
        let (keys, until) = (std::mem::take(&mut now.keys), now.until.take());
        drop(now);
        let kept = until.map_or(Ok(()), |until| keeper.keep(reading, &keys, until));
        let mut now = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = kept {
            now.failed = Some(error.to_string());
            return;
        }
        if stop && now.until.is_none() {
            return;
        }
        if !stop {
            // Rest, unless told to stop; rows that come meanwhile are kept together.
            drop(bell.wait_timeout_while(now, FOLDER_REST, |waiting| !waiting.stop));
        }
    }
}

impl Keeper {
    fn keep<M: Model>(&mut self, reading: &Reading<M>, keys: &Keys, size: u32) -> Result<(), ReadError> {
        if self.anew {
            Views::remove(&self.path);
            self.anew = false;
        }
        let views = match &mut self.views {
            Some(views) => views,
            none => none.insert(Views::open(&self.path)?),
        };
        let first = size.saturating_sub(u32::try_from(keys.rows.len()).unwrap_or(u32::MAX));
        let terms: Vec<String> = {
            let held = reading.held();
            held.rows.terms().get(self.terms_kept as usize..).unwrap_or_default().to_vec()
        };
        let root = reading.cut_name(size)?.ok_or_else(|| ReadError::Damaged(format!("there are no {size} entries")))?;
        let folded = Folded { size, root, fold: FOLD, kinds: kinds_text(reading.kinds()) };
        let chunks = (first..).step_by(FOLD_ROWS_MAX).zip(keys.rows.chunks(FOLD_ROWS_MAX)).map(|(first, keys)| rows_of(reading, first, keys));
        views.save(chunks, &keys.links, (self.terms_kept, &terms), &folded)?;
        self.terms_kept = self.terms_kept.saturating_add(u32::try_from(terms.len()).unwrap_or(0));
        Ok(())
    }
}

fn rows_of<M: Model>(reading: &Reading<M>, first: u32, keys: &[(Sid, u64)]) -> Vec<KeptRow> {
    let held = reading.held();
    let versions = (first..).map_while(|index| held.rows.version(index));
    versions.zip(keys).map(|(version, (sid, short_id))| KeptRow { version: *version, sid: *sid, short_id: *short_id }).collect()
}
