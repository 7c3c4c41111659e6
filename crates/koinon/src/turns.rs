//! What asks partners while a node serves: bounded turns, a few at once, one for each partner, so that one that is slow or hostile delays no other.
//!
//! ```text
//! every moment ─▶ new checkpoint of ours, or an hour over?  ─▶ ask its witness to cosign   (node::AskedWitness)
//!              ─▶ it asked ours to cosign, or a while over? ─▶ take what it has said since (node::Node::follow)
//! ```
//! That a partner asks our witness is the hint that it has said something; asking now and then is what makes it certain.
//! In: when it is whose turn. Out: what a turn does (`node`), where requests may go ([`crate::fetch`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use node::exchange::AskError;
use node::fetch::Fetch;
use node::{Allowance, AskedWitness, Clock, CosignError, Cosigned, FollowError, Following, LEAGUE_FILE, League, follow_contact};
use record::did::Did;
use record::own::partner::Partner;
use record::{Entry, Origin};

use crate::failure::Failure;
use crate::folder::Node;

/// How often it is looked whose turn it is.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How long turns may take to end once the node is told to.
const ENDING_WAIT: Duration = Duration::from_secs(2);
/// How many turns are taken at once.
const TURNS_MAX: usize = 16;
/// How long after a turn a partner is asked again that gave no hint, in milliseconds; a fifth more or less, so that not all are asked at once.
const POLL_MS: i64 = 100_000;
/// For how long turns with one partner follow each other while there is more to be had, in milliseconds.
const AT_ONCE_MS: i64 = 2_000;
/// How long after its first failure a partner is asked again, in milliseconds; each further wait is twice as long.
const REST_FIRST_MS: i64 = 5_000;
/// The longest such wait, in milliseconds.
const REST_MS_MAX: i64 = 600_000;

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
#[derive(Clone, Debug, PartialEq, Eq)]
struct Outcome {
    /// The size of our checkpoint that its witness was shown.
    shown: u64,
    /// Entries of its record that are held.
    held: u64,
    /// When its witness is to be asked next, milliseconds since 1970.
    cosign_ms: i64,
    /// When it is to be followed next, milliseconds since 1970.
    follow_ms: i64,
    /// When what others have seen of its record is to be looked at next.
    compared_ms: i64,
    /// What went wrong.
    faults: Vec<String>,
    /// Whether it was not reached at all: a moment's absence is not worth a word.
    is_away: bool,
}

impl Turns {
    /// Starts giving turns. Errors: the system gives no thread, or `league.db` can't be opened.
    pub(crate) fn start(site: &web::Site, fetch: Arc<dyn Fetch>) -> Result<Turns, Failure> {
        let (tell, told) = mpsc::channel();
        let (node, clock, own) = (Arc::clone(&site.node), Arc::clone(&site.clock), web::log::did(site));
        let asker = Arc::new(Asker { node, fetch, clock, allowances: site.allowances.clone(), own });
        let round = Round {
            league: asker.league().map_err(Failure::failed)?,
            asker,
            report: Arc::clone(&site.report),
            tell: tell.clone(),
            read_at: None,
            heard: 0,
            partners: Vec::new(),
            last: BTreeMap::new(),
            hinted: BTreeSet::new(),
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
    league: League,
    /// Hears of what went wrong, one line each.
    report: Arc<dyn Fn(&str) + Send + Sync>,
    tell: Sender<Event>,
    /// The size of what we hold for which `partners` holds.
    read_at: Option<u32>,
    /// How often our witness had cosigned when it was last looked for hints.
    heard: u64,
    partners: Vec<Arc<Partner>>,
    last: BTreeMap<Origin, Outcome>,
    /// Who has said something that we do not hold.
    hinted: BTreeSet<Origin>,
    busy: BTreeSet<Origin>,
    /// What was said of each, so that it is said once.
    faults: BTreeMap<Origin, Vec<String>>,
}

impl Round {
    fn run(mut self, told: &Receiver<Event>) {
        loop {
            if let Err(error) = self.look() {
                (self.report)(&web::escape::log_line(&error));
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

    fn look(&mut self) -> Result<(), String> {
        self.read_partners()?;
        self.hear()?;
        let (size, now_ms) = (self.asker.node.signed().size, self.asker.clock.now().as_millisecond());
        for partner in &self.partners {
            let origin = &partner.origin;
            if self.busy.len() >= TURNS_MAX {
                return Ok(());
            }
            let due = Due::of(self.last.get(origin), size, now_ms, self.hinted.contains(origin));
            if self.busy.contains(origin) || due == Due::default() {
                continue;
            }
            let (asker, partner, tell, last) = (Arc::clone(&self.asker), Arc::clone(partner), self.tell.clone(), self.last.get(origin).cloned());
            self.busy.insert(origin.clone());
            self.hinted.remove(origin);
            let turn = move || {
                let outcome = asker.turn(&partner, due, last);
                // Where no one listens any more, the node has ended.
                let _ = tell.send(Event::Over(partner.origin.clone(), outcome));
            };
            std::thread::Builder::new().name("turn".to_owned()).spawn(turn).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    /// Reads whom our record names, where what we hold has grown since.
    fn read_partners(&mut self) -> Result<(), String> {
        let size = self.asker.node.size();
        if self.read_at == Some(size) {
            return Ok(());
        }
        let partners = self.asker.node.partners().map_err(|error| error.to_string())?;
        self.partners = partners.into_iter().map(|(_, partner)| partner).filter(|partner| !partner.paused).map(Arc::new).collect();
        self.read_at = Some(size);
        Ok(())
    }

    /// Who has shown our witness more than we hold.
    fn hear(&mut self) -> Result<(), String> {
        let turns = self.league.turns().map_err(|error| error.to_string())?;
        if turns == self.heard {
            return Ok(());
        }
        self.heard = turns;
        for partner in &self.partners {
            let shown = self.league.cosigned(&partner.origin).map_err(|error| error.to_string())?.map_or(0, |shown| shown.size);
            if self.last.get(&partner.origin).is_none_or(|last| last.held < shown) {
                self.hinted.insert(partner.origin.clone());
            }
        }
        Ok(())
    }

    fn over(&mut self, origin: &Origin, outcome: Outcome) {
        self.busy.remove(origin);
        let is_new_absence = outcome.is_away && !self.last.get(origin).is_some_and(|last| last.is_away);
        if !is_new_absence {
            let mut said = self.faults.remove(origin).unwrap_or_default();
            for fault in outcome.faults.iter().filter(|fault| !said.contains(fault)).cloned().collect::<BTreeSet<String>>() {
                (self.report)(&web::escape::log_line(&format!("`{origin}`: {fault}")));
                said.push(fault);
            }
            said.retain(|fault| outcome.faults.contains(fault));
            self.faults.insert(origin.clone(), said);
        }
        self.last.insert(origin.clone(), outcome);
    }
}

/// What is to be done in a turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Due {
    cosign: bool,
    follow: bool,
}

impl Due {
    /// `size`: of our newest checkpoint; `is_hinted`: there is something to be had.
    fn of(last: Option<&Outcome>, size: u64, now_ms: i64, is_hinted: bool) -> Due {
        let Some(last) = last else { return Due { cosign: true, follow: true } };
        let is_well = last.faults.is_empty();
        Due { cosign: last.cosign_ms <= now_ms || (is_well && last.shown != size), follow: last.follow_ms <= now_ms || is_hinted }
    }
}

/// What a turn needs.
struct Asker {
    node: Arc<Node>,
    fetch: Arc<dyn Fetch>,
    clock: Arc<dyn Clock>,
    allowances: BTreeMap<Origin, Allowance>,
    /// What this node is named by `did:web`.
    own: Option<Did>,
}

impl Asker {
    fn league(&self) -> Result<League, String> {
        League::open(&self.node.dir().join(LEAGUE_FILE)).map_err(|error| error.to_string())
    }

    fn now_ms(&self) -> i64 {
        self.clock.now().as_millisecond()
    }

    fn turn(&self, partner: &Partner, due: Due, last: Option<Outcome>) -> Outcome {
        let rest_ms = self.now_ms().saturating_add(REST_MS_MAX);
        let none = Outcome { shown: 0, held: 0, cosign_ms: rest_ms, follow_ms: rest_ms, compared_ms: 0, faults: Vec::new(), is_away: false };
        let mut outcome = Outcome { faults: Vec::new(), is_away: false, ..last.unwrap_or(none) };
        let league = match self.league() {
            Ok(league) => league,
            Err(error) => return Outcome { cosign_ms: rest_ms, follow_ms: rest_ms, faults: vec![error], ..outcome },
        };
        // What we have said goes out first: it is the hint for the other side.
        if due.cosign {
            self.cosign(partner, &league, &mut outcome);
        }
        // One whose witness is not there is looked for at once, so that its absence shows.
        if due.follow || outcome.is_away {
            self.follow(partner, &league, &mut outcome);
        }
        outcome
    }

    fn cosign(&self, partner: &Partner, league: &League, outcome: &mut Outcome) {
        outcome.cosign_ms = self.now_ms().saturating_add(REST_MS_MAX);
        outcome.shown = self.node.signed().size;
        let Some(witness) = AskedWitness::of(partner) else { return };
        match witness.ask(&self.node, league, &*self.fetch, &*self.clock) {
            Ok(Cosigned::NotBefore(next_ms)) => outcome.cosign_ms = next_ms,
            Ok(Cosigned::Now { size, .. }) => {
                outcome.shown = size;
                outcome.cosign_ms = contact_ms(league, &witness.contact()).unwrap_or(outcome.cosign_ms);
            }
            Err(error) => {
                outcome.cosign_ms = contact_ms(league, &witness.contact()).unwrap_or(outcome.cosign_ms);
                outcome.faults.push(error.to_string());
                outcome.is_away = matches!(error, CosignError::Fetch(_));
                // Another copy of this node may have published more: then this one must not go on.
                if let CosignError::Ahead { note: Some(note), .. } = &error
                    && let Err(halt) = self.node.compare_public(note)
                {
                    outcome.faults.push(format!("the node signs nothing from now on: {halt}"));
                }
            }
        }
    }

    fn follow(&self, partner: &Partner, league: &League, outcome: &mut Outcome) {
        let (origin, contact) = (&partner.origin, follow_contact(&partner.origin));
        let failures = league.contact(&contact).ok().flatten().map_or(0, |contact| contact.failures);
        let allowance = self.allowances.get(origin).copied().unwrap_or_default();
        let with = Following { league, fetch: &*self.fetch, allowance };
        let began_ms = self.now_ms();
        let followed = loop {
            match self.node.follow(origin, with) {
                // A first copy is many turns, one behind the other; now and then others have theirs.
                Ok(followed) if !followed.is_whole() && !followed.is_held_back && self.now_ms().saturating_sub(began_ms) < AT_ONCE_MS => {}
                // What others have seen of that record tells whether it shows us the same.
                Ok(followed) if followed.is_whole() && outcome.compared_ms <= began_ms => {
                    outcome.compared_ms = began_ms.saturating_add(jittered(POLL_MS, origin, began_ms));
                    break self.node.compare_elsewhere(origin, with).map(|()| followed);
                }
                other => break other,
            }
        };
        let now_ms = self.now_ms();
        let noted = match followed {
            Ok(followed) => {
                outcome.held = followed.size;
                self.words(origin, outcome);
                // More is to be had at once, unless nothing more may be taken.
                let is_done = followed.is_whole() || followed.is_held_back;
                outcome.follow_ms = if is_done { now_ms.saturating_add(jittered(POLL_MS, origin, now_ms)) } else { now_ms };
                league.reached(&contact, now_ms, outcome.follow_ms)
            }
            Err(error) => {
                let rest_ms = REST_FIRST_MS.saturating_mul(1_i64.checked_shl(failures.min(16)).unwrap_or(1)).min(REST_MS_MAX);
                outcome.follow_ms = now_ms.saturating_add(jittered(rest_ms, origin, now_ms));
                outcome.faults.push(error.to_string());
                outcome.is_away = matches!(error, FollowError::Fetch(_));
                let is_ours = matches!(error, FollowError::Copy(_) | FollowError::NoPartner(_) | FollowError::Paused(_));
                if is_ours { Ok(()) } else { league.failed(&contact, &error.to_string(), now_ms, outcome.follow_ms) }
            }
        };
        outcome.faults.extend(noted.err().map(|error| error.to_string()));
    }

    /// Erases what the partner says it erased, and asks for the words that are for us and not here yet.
    fn words(&self, origin: &Origin, outcome: &mut Outcome) {
        let reader = &self.node.identity().origin;
        let is_for = |entry: &Entry| web::payload::is_for(&self.node, entry, reader).unwrap_or(false);
        let missing = self.node.heed_erasures(origin).and_then(|_| self.node.missing_words(origin, is_for));
        let asked = missing.and_then(|missing| {
            let own = self.own.as_ref();
            missing.into_iter().try_for_each(|place| match own.map_or(Ok(false), |own| self.node.ask_words(&*self.fetch, own, origin, place)) {
                // It has none, or counts us no party: the next turn asks again.
                Ok(_) | Err(AskError::Status(404 | 410)) => Ok(()),
                Err(error) => Err(error),
            })
        });
        outcome.faults.extend(asked.err().map(|error| format!("words of restricted statements: {error}")));
    }
}

/// When one is to be tried again, as `league.db` has it.
fn contact_ms(league: &League, name: &str) -> Option<i64> {
    league.contact(name).ok().flatten().map(|contact| contact.next_ms)
}

/// A fifth more or less, another for each partner and time.
fn jittered(wait_ms: i64, origin: &Origin, now_ms: i64) -> i64 {
    let digest = record::EntryId::of(format!("{origin} {now_ms}").as_bytes());
    let [first, ..] = digest.digest();
    wait_ms.saturating_mul(i64::from(*first).saturating_add(512)) / 640
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(shown: u64, cosign_ms: i64, follow_ms: i64, faults: &[&str]) -> Outcome {
        let faults = faults.iter().map(|fault| (*fault).to_owned()).collect();
        Outcome { shown, held: 7, cosign_ms, follow_ms, compared_ms: 0, faults, is_away: false }
    }

    #[test]
    fn it_is_ones_turn_after_a_while_or_at_a_hint_but_who_failed_rests() {
        let due = |cosign, follow| Due { cosign, follow };
        assert_eq!(Due::of(None, 5, 0, false), due(true, true));
        assert_eq!(Due::of(Some(&last(5, 100, 100, &[])), 5, 99, false), due(false, false));
        assert_eq!(Due::of(Some(&last(5, 99, 100, &[])), 5, 99, false), due(true, false));
        assert_eq!(Due::of(Some(&last(5, 100, 99, &[])), 5, 99, false), due(false, true));
        assert_eq!(Due::of(Some(&last(4, 100, 100, &[])), 5, 99, false), due(true, false));
        assert_eq!(Due::of(Some(&last(5, 100, 100, &[])), 5, 99, true), due(false, true));
        assert_eq!(Due::of(Some(&last(4, 100, 100, &["away"])), 5, 99, false), due(false, false));
        assert_eq!(Due::of(Some(&last(4, 100, 100, &["away"])), 5, 99, true), due(false, true), "who gives a hint is there again");
    }

    #[test]
    fn waits_differ_by_a_fifth() {
        let origin: Origin = "coast.example".parse().unwrap();
        let waits: BTreeSet<i64> = (0..200).map(|now_ms| jittered(100_000, &origin, now_ms)).collect();
        assert!(waits.len() > 50 && waits.iter().all(|wait| (80_000..=120_000).contains(wait)), "{waits:?}");
    }
}
