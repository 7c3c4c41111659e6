//! The search index of a record: made behind the writing, in a thread of its own, kept in `search.db`; what is newest is in memory.
//!
//! What is kept is a function of the entries alone, so whoever finds it missing makes it: the serving node, or a command that searches. In: when runs are
//! made, kept, checked against the record, read. Out: what a word is (`record::search`), which texts are searched and what a query means (`league`).

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;

use record::Kind;
use record::search::{Entries, PageError, Run, Runs, SEARCH, Wanted, Words, collect_sealed};
use store::{KeptRun, MadeBy, SearchFile, StoreError};

use crate::error::{OpenError, ReadError};
use crate::folding::kinds_text;
use crate::limits::{INDEX_CHUNK, INDEX_LAG_WAITED, INDEX_RETRY, INDEX_WAIT, READERS_KEPT};
use crate::model::Model;
use crate::reading::Reading;

/// See the module.
pub(crate) struct Index {
    path: PathBuf,
    made_by: MadeBy,
    indexed: AtomicU32,
    /// Whether what was opened is no longer there: whoever makes runs opens anew.
    is_damaged: AtomicBool,
    state: RwLock<State>,
    /// Who holds this makes runs; others only read.
    making: Mutex<Making>,
    idle: Mutex<Vec<SearchFile>>,
    bell: Mutex<Bell>,
    is_rung: Condvar,
    is_grown: Condvar,
}

/// What can be searched.
#[derive(Default)]
struct State {
    runs: Vec<KeptRun>,
    growing: Run,
}

#[derive(Default)]
struct Making {
    is_opened: bool,
    file: Option<SearchFile>,
}

#[derive(Default)]
struct Bell {
    /// Whether a thread follows the record.
    is_followed: bool,
    stop: bool,
}

impl Index {
    pub(crate) fn new(dir: &Path, kinds: &[Kind]) -> Index {
        Index {
            path: dir.join("search.db"),
            made_by: MadeBy { search: SEARCH, kinds: kinds_text(kinds) },
            indexed: AtomicU32::new(0),
            is_damaged: AtomicBool::new(false),
            state: RwLock::default(),
            making: Mutex::default(),
            idle: Mutex::default(),
            bell: Mutex::default(),
            is_rung: Condvar::new(),
            is_grown: Condvar::new(),
        }
    }

    /// Tells the thread that there is more to index.
    pub(crate) fn ring(&self) {
        // Under the lock, so that no one is between looking and waiting.
        drop(self.bell());
        self.is_rung.notify_one();
    }

    fn bell(&self) -> MutexGuard<'_, Bell> {
        self.bell.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let done = change(&mut state);
        self.indexed.store(state.growing.span().end, Ordering::Release);
        drop(state);
        drop(self.bell());
        self.is_grown.notify_all();
        done
    }

    /// Forgets everything: it is made anew.
    fn forget(&self) {
        self.is_damaged.store(true, Ordering::Release);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        SearchFile::remove(&self.path);
        self.change(|state| *state = State::default());
        self.ring();
    }

    /// Asks a reader of the file.
    fn with_file<T>(&self, ask: impl FnOnce(&SearchFile) -> Result<T, ReadError>) -> Result<T, ReadError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let gone = || damaged("it is gone");
        let file = idle.map_or_else(|| SearchFile::read(&self.path, &self.made_by).ok_or_else(gone), Ok)?;
        let answer = ask(&file)?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS_KEPT {
            idle.push(file);
        }
        Ok(answer)
    }
}

/// The index, while one question is asked of it.
pub struct Indexed<'i> {
    state: &'i State,
    index: &'i Index,
}

impl Runs for Indexed<'_> {
    type Error = ReadError;

    fn spans(&self) -> Vec<Range<u32>> {
        self.state.runs.iter().map(|run| run.span.clone()).chain([self.state.growing.span()]).collect()
    }

    fn collect(&self, at: usize, wanted: &Wanted, found: &mut Entries) -> Result<(), ReadError> {
        let Some(run) = self.state.runs.get(at) else { return Ok(self.state.growing.collect(wanted, found)?) };
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        self.index.with_file(|file| collect_sealed(&run.heads, wanted, found, |page| Ok::<_, ReadError>(file.page(number, page)?)))
    }
}

impl From<PageError> for ReadError {
    fn from(error: PageError) -> ReadError {
        damaged(&error.to_string())
    }
}

fn damaged(what: &str) -> ReadError {
    ReadError::Store(StoreError::Damaged { file: "search.db", what: what.to_owned() })
}

impl<M: Model> Reading<M> {
    /// How many entries are indexed: the first ones of the record.
    pub fn indexed(&self) -> u32 {
        self.index.indexed.load(Ordering::Acquire)
    }

    /// Asks something of the search index, of the `size` entries that the question is about. Where a thread follows the record and is nearly there, it is
    /// waited for: what was said just now is found. A damaged index is dropped, and the question asked again of what is left: nothing, until it
    /// is made anew.
    pub fn search<T>(&self, size: u32, ask: impl Fn(&Indexed<'_>) -> Result<T, ReadError>) -> Result<T, ReadError> {
        self.wait_for(size);
        let asked = || {
            let state = self.index.state.read().unwrap_or_else(PoisonError::into_inner);
            ask(&Indexed { state: &state, index: &self.index })
        };
        asked().or_else(|_| {
            self.index.forget();
            asked()
        })
    }

    fn wait_for(&self, size: u32) {
        let bell = self.index.bell();
        let is_behind = |_: &mut Bell| self.indexed() < size;
        if bell.is_followed && size.saturating_sub(self.indexed()) <= INDEX_LAG_WAITED {
            drop(self.index.is_grown.wait_timeout_while(bell, INDEX_WAIT, is_behind));
        }
    }

    /// Indexes the first `size` entries, as far as they are not. `each` hears how many are, and whether to go on is its to say. Errors: the record
    /// can't be read, or a full run can't be kept; what was indexed before stays.
    pub fn index_up_to(&self, size: u32, mut each: impl FnMut(u32) -> bool) -> Result<(), ReadError> {
        let index = &self.index;
        let mut making = index.making.lock().unwrap_or_else(PoisonError::into_inner);
        let size = size.min(self.size());
        loop {
            if index.is_damaged.swap(false, Ordering::AcqRel) || !making.is_opened {
                *making = Making::default();
                self.open_index(&mut making)?;
            }
            let first = self.indexed();
            if first >= size || !each(first) {
                return Ok(());
            }
            let words = self.words(first..first.saturating_add(INDEX_CHUNK).min(size))?;
            self.add(&mut making, first, words)?;
        }
    }

    /// Adds the words of the entries from `first` on; keeps each run that gets full.
    fn add(&self, making: &mut Making, first: u32, words: Vec<Words>) -> Result<(), ReadError> {
        let mut words = (first..).zip(words);
        loop {
            let is_full = self.index.change(|state| {
                while !state.growing.is_full()
                    && let Some((at, words)) = words.next()
                {
                    // Else it was forgotten meanwhile.
                    if state.growing.span().end == at {
                        state.growing.add(words);
                    }
                }
                state.growing.is_full()
            });
            if !is_full {
                return Ok(());
            }
            if !self.keep_run(making)? {
                // Another process has kept it: what we have of it is in the file.
                making.is_opened = false;
                return Ok(());
            }
        }
    }

    /// What the entries of a range say, as words.
    fn words(&self, range: Range<u32>) -> Result<Vec<Words>, ReadError> {
        let mut told = self.entries(range.clone())?.into_iter().peekable();
        // An entry that is no statement has no words, and its place.
        let words = range.map(|row| {
            let mut words = Words::default();
            if let Some((_, entry)) = told.next_if(|(told, _)| *told == row) {
                M::spoken(&entry.statement, &mut |spoken| words.hear(spoken));
            }
            words
        });
        Ok(words.collect())
    }

    /// Takes what is kept, as far as it is of this record.
    fn open_index(&self, making: &mut Making) -> Result<(), ReadError> {
        let index = &self.index;
        let kept = SearchFile::read(&index.path, &index.made_by).map(|file| file.runs());
        let (mut runs, mut is_other) = match kept {
            Some(Ok(runs)) => (runs, false),
            Some(Err(_)) => (Vec::new(), true),
            None => (Vec::new(), false),
        };
        runs.truncate(runs.partition_point(|run| run.span.end <= self.size()));
        while let Some(last) = runs.last()
            && self.cut_name(last.span.end)? != Some(last.root)
        {
            is_other = true;
            runs.pop();
        }
        if is_other {
            let number = u32::try_from(runs.len()).unwrap_or(u32::MAX);
            SearchFile::open(&index.path, &index.made_by)?.cut(number)?;
        }
        let growing = Run::new(runs.last().map_or(0, |run| run.span.end));
        index.change(|state| *state = State { runs, growing });
        making.is_opened = true;
        Ok(())
    }

    /// Keeps the run that is full. False: another process has kept one in its place.
    fn keep_run(&self, making: &mut Making) -> Result<bool, ReadError> {
        let index = &self.index;
        let (number, sealed) = {
            let state = index.state.read().unwrap_or_else(PoisonError::into_inner);
            (u32::try_from(state.runs.len()).unwrap_or(u32::MAX), state.growing.seal())
        };
        let root = self.cut_name(sealed.span.end)?.ok_or_else(|| ReadError::Damaged(format!("there are no {} entries", sealed.span.end)))?;
        let file = match &mut making.file {
            Some(file) => file,
            none => none.insert(SearchFile::open(&index.path, &index.made_by)?),
        };
        if !file.add(number, &sealed, &root)? {
            return Ok(false);
        }
        index.change(|state| {
            if state.growing.span() == sealed.span {
                state.growing = Run::new(sealed.span.end);
                state.runs.push(KeptRun { span: sealed.span, root, heads: sealed.heads });
            }
        });
        Ok(true)
    }
}

/// The thread that follows the record; stops when it is dropped.
pub(crate) struct Follower<M: Model> {
    reading: Arc<Reading<M>>,
    thread: Option<JoinHandle<()>>,
}

impl<M: Model> Follower<M> {
    /// Starts it. `report` hears why the index could not be kept; that is tried again later.
    pub(crate) fn start(reading: Arc<Reading<M>>, report: impl Fn(&str) + Send + 'static) -> Result<Follower<M>, OpenError> {
        reading.index.bell().is_followed = true;
        let follows = reading.clone();
        let thread = std::thread::Builder::new().name("index".to_owned()).spawn(move || follow(&follows, &report));
        let thread = thread.map_err(|source| OpenError::Make { path: reading.index.path.clone(), source })?;
        Ok(Follower { reading, thread: Some(thread) })
    }
}

impl<M: Model> Drop for Follower<M> {
    fn drop(&mut self) {
        {
            let mut bell = self.reading.index.bell();
            bell.stop = true;
            bell.is_followed = false;
        }
        self.reading.index.ring();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has kept whole runs only.
            drop(thread.join());
        }
    }
}

fn follow<M: Model>(reading: &Reading<M>, report: &dyn Fn(&str)) {
    let index = &reading.index;
    loop {
        let mut bell = index.bell();
        while !bell.stop && reading.indexed() >= reading.size() {
            bell = index.is_rung.wait(bell).unwrap_or_else(PoisonError::into_inner);
        }
        if bell.stop {
            return;
        }
        drop(bell);
        if let Err(error) = reading.index_up_to(reading.size(), |_| !index.bell().stop) {
            report(&format!("the search index is not kept: {error}"));
            let bell = index.bell();
            // A full disk may be emptied, a folder be made writable.
            drop(index.is_rung.wait_timeout_while(bell, INDEX_RETRY, |bell| !bell.stop));
        }
    }
}
