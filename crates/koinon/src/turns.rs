//! What asks partners while a node serves: bounded turns, a few at once, one for each partner, so that one that is slow or hostile delays no other.
//!
//! ```text
//! every moment ─▶ new checkpoint of ours, or an hour over? ─▶ ask its witness to cosign (node::AskedWitness)
//! ```
//! In: when it is whose turn. Out: what a turn does, and when to try again after a failure (`node`), where requests may go ([`crate::fetch`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use node::fetch::Fetch;
use node::{AskedWitness, Clock, CosignError, Cosigned, LEAGUE_FILE, League};
use record::Origin;
use record::own::partner::Partner;

use crate::failure::Failure;
use crate::folder::Node;
use crate::partners;

/// How often it is looked whose turn it is.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// How long turns may take to end once the node is told to.
const ENDING_WAIT: Duration = Duration::from_secs(2);
/// How many turns are taken at once.
const TURNS_MAX: usize = 16;

/// The thread that gives turns; ends when it is dropped, as soon as the turns that are taken are over.
pub(crate) struct Turns {
    tell: Sender<Event>,
    thread: Option<JoinHandle<()>>,
}

enum Event {
    /// The node ends.
    End,
    /// A turn is over: whose, and what came of it.
    Over(Origin, Outcome),
}

/// What came of a turn.
struct Outcome {
    /// The size of our checkpoint that was shown.
    shown: u64,
    /// When the next turn is due, milliseconds since 1970.
    next_ms: i64,
    /// What went wrong.
    fault: Option<String>,
}

impl Turns {
    /// Starts giving turns. Errors: the system gives no thread.
    pub(crate) fn start(site: &web::Site, fetch: Arc<dyn Fetch>) -> Result<Turns, Failure> {
        let (tell, told) = mpsc::channel();
        let asker = Arc::new(Asker { node: Arc::clone(&site.node), fetch, clock: Arc::clone(&site.clock) });
        let report = Arc::clone(&site.report);
        let round = Round {
            asker,
            report,
            tell: tell.clone(),
            read_at: None,
            partners: Vec::new(),
            last: BTreeMap::new(),
            busy: BTreeSet::new(),
            faults: BTreeMap::new(),
        };
        let thread = std::thread::Builder::new().name("turns".to_owned()).spawn(move || round.run(&told)).map_err(Failure::failed)?;
        Ok(Turns { tell, thread: Some(thread) })
    }
}

impl Drop for Turns {
    fn drop(&mut self) {
        // It may have ended by itself: then no one listens, and that is fine.
        let _ = self.tell.send(Event::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Round {
    asker: Arc<Asker>,
    /// Hears of what went wrong, one line each.
    report: Arc<dyn Fn(&str) + Send + Sync>,
    tell: Sender<Event>,
    /// The size of our record for which `partners` holds.
    read_at: Option<u32>,
    partners: Vec<Arc<Partner>>,
    last: BTreeMap<Origin, Outcome>,
    busy: BTreeSet<Origin>,
    /// What was said of each, so that it is said once.
    faults: BTreeMap<Origin, String>,
}

impl Round {
    fn run(mut self, told: &Receiver<Event>) {
        loop {
            if let Err(failure) = self.look() {
                (self.report)(&web::escape::log_line(&failure.message));
            }
            match told.recv_timeout(LOOK_EVERY) {
                Ok(Event::End) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(Event::Over(origin, outcome)) => self.over(&origin, outcome),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
        while !self.busy.is_empty() {
            // One that takes longer ends with the process.
            match told.recv_timeout(ENDING_WAIT) {
                Ok(Event::Over(origin, _)) => drop(self.busy.remove(&origin)),
                Ok(Event::End) => {}
                Err(_) => return,
            }
        }
    }

    fn look(&mut self) -> Result<(), Failure> {
        self.read_partners()?;
        let (size, now_ms) = (self.asker.node.signed().size, self.asker.clock.now().as_millisecond());
        let is_due = |last: &Outcome| last.next_ms <= now_ms || (last.fault.is_none() && last.shown != size);
        for partner in &self.partners {
            if self.busy.len() >= TURNS_MAX {
                return Ok(());
            }
            if self.busy.contains(&partner.origin) || !self.last.get(&partner.origin).is_none_or(is_due) {
                continue;
            }
            let (asker, partner, tell) = (Arc::clone(&self.asker), Arc::clone(partner), self.tell.clone());
            self.busy.insert(partner.origin.clone());
            let turn = move || {
                let outcome = asker.turn(&partner);
                // Where no one listens any more, the node has ended.
                let _ = tell.send(Event::Over(partner.origin.clone(), outcome));
            };
            std::thread::Builder::new().name("turn".to_owned()).spawn(turn).map_err(Failure::failed)?;
        }
        Ok(())
    }

    /// Reads whom our record names, where it has grown since.
    fn read_partners(&mut self) -> Result<(), Failure> {
        let size = self.asker.node.size();
        if self.read_at == Some(size) {
            return Ok(());
        }
        let pinned = partners::pinned(&self.asker.node)?;
        self.partners = pinned.into_iter().map(|pinned| pinned.partner).filter(|partner| !partner.paused).map(Arc::new).collect();
        self.read_at = Some(size);
        Ok(())
    }

    fn over(&mut self, origin: &Origin, outcome: Outcome) {
        self.busy.remove(origin);
        match &outcome.fault {
            Some(fault) if self.faults.get(origin) != Some(fault) => {
                (self.report)(&web::escape::log_line(&format!("`{origin}`: {fault}")));
                self.faults.insert(origin.clone(), fault.clone());
            }
            Some(_) => {}
            None => drop(self.faults.remove(origin)),
        }
        self.last.insert(origin.clone(), outcome);
    }
}

/// What a turn needs.
struct Asker {
    node: Arc<Node>,
    fetch: Arc<dyn Fetch>,
    clock: Arc<dyn Clock>,
}

/// How long after a failure that says nothing of itself the next turn is due, in milliseconds.
const REST_MS: i64 = 60_000;
/// How long one without a witness is left in peace, in milliseconds.
const NO_WITNESS_MS: i64 = 3_600_000;

impl Asker {
    fn turn(&self, partner: &Partner) -> Outcome {
        let (shown, now_ms) = (self.node.signed().size, self.clock.now().as_millisecond());
        let key = partner.witness.as_ref().and_then(|vkey| vkey.parse().ok());
        let Some(key) = key else { return Outcome { shown, next_ms: now_ms.saturating_add(NO_WITNESS_MS), fault: None } };
        let witness = AskedWitness { url: partner.url.clone(), key };
        match self.cosignature(&witness) {
            Ok((next_ms, shown)) => Outcome { shown, next_ms, fault: None },
            Err((next_ms, fault)) => Outcome { shown, next_ms: next_ms.unwrap_or_else(|| now_ms.saturating_add(REST_MS)), fault: Some(fault) },
        }
    }

    /// Asks for a cosignature. What came: when to ask again, and for which size there is one now. Errors: when to ask again, and why.
    fn cosignature(&self, witness: &AskedWitness) -> Result<(i64, u64), (Option<i64>, String)> {
        let now_ms = self.clock.now().as_millisecond();
        let league = League::open(&self.node.dir().join(LEAGUE_FILE)).map_err(|error| (None, error.to_string()))?;
        let asked = witness.ask(&self.node, &league, &*self.fetch, &*self.clock);
        let next_ms = || league.contact(&witness.contact()).ok().flatten().map(|contact| contact.next_ms).filter(|next_ms| *next_ms > now_ms);
        match asked {
            Ok(Cosigned::Now { size, .. }) => Ok((next_ms().unwrap_or_else(|| now_ms.saturating_add(REST_MS)), size)),
            Ok(Cosigned::NotBefore(next_ms)) => Ok((next_ms, self.node.signed().size)),
            Err(error) => {
                // Another copy of this node may have published more: then this one must not go on.
                if let CosignError::Ahead { note: Some(note), .. } = &error
                    && let Err(halt) = self.node.compare_public(note)
                {
                    return Err((next_ms(), format!("the node signs nothing from now on: {halt}")));
                }
                Err((next_ms(), error.to_string()))
            }
        }
    }
}
