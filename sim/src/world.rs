//! A run: the members, the time, and what happens, one event after the other, chosen by the seed.
//!
//! In: events while faults are on, each followed by the checks. Out: what must come about once faults stop ([`crate::calm`]).

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Mutex;

use node::{Allowance, AskedWitness, CosignError, FollowError, Followed, Following, Halt, PublishError, Spent};
use record::own::{self, partner};
use record::witness::log_name;
use record::{Act, Draft, EntryId, Office, Origin, Sid, SubjectName};

use crate::body::{Body, place, url};
use crate::broken::{Broken, Sure, holds, sure};
use crate::check::{Seen, check_accusations, check_acknowledged, checkpoint};
use crate::clock::WorldTime;
use crate::disk::Snapshot;
use crate::faults::Faults;
use crate::liar::{Liar, Mood};
use crate::limits::{BODIES, EVENTS, EVENTS_TOLD, FLOOD, LATE_MAX, REQUESTS_MAX};
use crate::random::Random;
use crate::said;
use crate::wire::{Passed, Peer, Wire, locked};

/// What happened in a run, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Events.
    pub events: u64,
    /// Statements that were acknowledged.
    pub statements: u64,
    /// Turns of following that added entries.
    pub copied: u64,
    /// Cosignatures that were kept.
    pub cosigned: u64,
    /// Deaths in the middle of a turn.
    pub crashes: u64,
    /// Older copies that came back, each stopped by a gate where it lacked something.
    pub restored: u64,
    /// Turns that ended with the evidence of two histories.
    pub forks: u64,
}

/// See the module.
pub(crate) struct World {
    pub(crate) random: Mutex<Random>,
    pub(crate) time: WorldTime,
    pub(crate) faults: Faults,
    pub(crate) bodies: Vec<Body>,
    pub(crate) liar: Option<Liar>,
    pub(crate) seen: Seen,
    pub(crate) told: Told,
    pub(crate) events: VecDeque<String>,
    apart: BTreeSet<(usize, usize)>,
    late: VecDeque<(usize, Vec<u8>)>,
    /// Whether anyone said what it saw elsewhere.
    pub(crate) is_observing: bool,
    /// Entries that each body took of each record on each day, by its own clock.
    taken: BTreeMap<(usize, Origin, i64), u64>,
    said: usize,
    pub(crate) folder: tempfile::TempDir,
}

/// In memory where the system has such: a run is about order, not about the disk.
fn folder() -> Sure<tempfile::TempDir> {
    let memory = std::path::Path::new("/dev/shm");
    sure("making a folder", if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() })
}

impl World {
    pub(crate) fn new(seed: u64) -> Sure<World> {
        let mut random = Random::of(seed);
        let faults = Faults::chosen(&mut random);
        let count = usize::try_from(random.between(BODIES.0, BODIES.1)).unwrap_or(2);
        let (time, folder) = (WorldTime::start(), folder()?);
        let bodies = (0..count).map(|number| Body::new(folder.path(), number, &time)).collect::<Sure<Vec<Body>>>()?;
        let liar = if faults.lies.is_some() { Some(Liar::new(count)?) } else { None };
        let mut world = World {
            random: Mutex::new(random),
            time,
            faults,
            bodies,
            liar,
            seen: Seen::default(),
            told: Told::default(),
            events: VecDeque::new(),
            apart: BTreeSet::new(),
            late: VecDeque::new(),
            is_observing: false,
            taken: BTreeMap::new(),
            said: 0,
            folder,
        };
        for number in 0..count {
            let place = world.body(number)?.place.clone();
            world.publish(number, said::first_words(count, &place)?, false)?;
            world.name_partners(number)?;
        }
        Ok(world)
    }

    /// What happens while faults are on.
    pub(crate) fn storm(&mut self) -> Sure<()> {
        let events = locked(&self.random).between(EVENTS.0, EVENTS.1);
        for _ in 0..events {
            self.told.events += 1;
            let waited = if self.chance(5) { (60_000, 4_000_000) } else { (50, 20_000) };
            let waited = locked(&self.random).between(waited.0, waited.1);
            self.time.pass(waited);
            self.misfortune()?;
            self.event()?;
            let honest = self.origins();
            for body in &mut self.bodies {
                self.seen.check(body, &honest)?;
            }
        }
        let honest = self.origins();
        self.bodies.iter().try_for_each(|body| check_accusations(body, &honest))
    }

    /// Lets all find each other again.
    pub(crate) fn reunite(&mut self) {
        self.apart.clear();
        self.late.clear();
    }

    pub(crate) fn origins(&self) -> Vec<Origin> {
        self.bodies.iter().map(|body| body.origin.clone()).collect()
    }

    pub(crate) fn body(&self, number: usize) -> Sure<&Body> {
        self.bodies.get(number).ok_or_else(|| Broken(format!("there is no body {number}")))
    }

    fn body_mut(&mut self, number: usize) -> Sure<&mut Body> {
        self.bodies.get_mut(number).ok_or_else(|| Broken(format!("there is no body {number}")))
    }

    pub(crate) fn chance(&self, percent: u32) -> bool {
        percent > 0 && locked(&self.random).chance(percent)
    }

    fn below(&self, bound: usize) -> usize {
        locked(&self.random).below(bound)
    }

    pub(crate) fn note(&mut self, event: String) {
        self.events.push_back(event);
        if self.events.len() > EVENTS_TOLD {
            self.events.pop_front();
        }
    }

    /// Everyone but this one.
    pub(crate) fn others(&self, number: usize) -> Vec<Peer> {
        let bodies = (0..self.bodies.len()).filter(|other| *other != number).map(Peer::Body);
        bodies.chain(self.liar.as_ref().map(|_| Peer::Liar)).collect()
    }

    pub(crate) fn origin_of(&self, peer: Peer) -> Sure<Origin> {
        match peer {
            Peer::Body(number) => Ok(self.body(number)?.origin.clone()),
            Peer::Liar => self.liar.as_ref().map(|liar| liar.origin.clone()).ok_or_else(|| Broken("there is no liar".to_owned())),
        }
    }

    /// What strikes between events.
    fn misfortune(&mut self) -> Sure<()> {
        let number = self.below(self.bodies.len());
        if self.chance(self.faults.clock) {
            let (sort, off_ms) = (self.below(4), locked(&self.random).between(-240_000, 240_000));
            let clock = &self.body(number)?.clock;
            if sort == 0 {
                clock.stop();
            } else {
                clock.set_off(off_ms);
            }
            self.note(format!("n{number}: its clock {}", if sort == 0 { "stops".to_owned() } else { format!("is {off_ms} ms off") }));
        }
        if self.chance(self.faults.far_clock) {
            let off_ms = locked(&self.random).between(-7_200_000, 7_200_000);
            self.body(number)?.clock.set_off(off_ms);
            self.note(format!("n{number}: its clock is {off_ms} ms off"));
        }
        if self.chance(self.faults.partition) {
            let other = self.below(self.bodies.len());
            let pair = (number.min(other), number.max(other));
            let is_healed = self.apart.remove(&pair) || !self.apart.insert(pair);
            self.note(format!("n{number} and n{other} {}", if is_healed { "find" } else { "lose" }) + " each other");
        }
        if self.chance(self.faults.restart) {
            self.note(format!("n{number} ends in order and starts again"));
            self.body_mut(number)?.restart()?;
            self.reopened(number)?;
        }
        if self.chance(self.faults.restore) {
            self.older_copy(number)?;
        }
        Ok(())
    }

    fn event(&mut self) -> Sure<()> {
        let number = self.below(self.bodies.len());
        if self.liar.is_some() && self.chance(40) {
            return self.lie();
        }
        if self.chance(self.faults.late) {
            return self.late();
        }
        if self.chance(self.faults.pause) {
            return self.pause(number);
        }
        let other = {
            let others = self.others(number);
            locked(&self.random).pick(&others).copied().unwrap_or(Peer::Body(number))
        };
        match self.below(100) {
            0..30 => self.say(number),
            30..70 => self.follow(number, other, true).map(drop),
            70..85 => self.ask(number, other, true),
            _ => {
                let others = self.others(number);
                let witness = locked(&self.random).pick(&others).copied().unwrap_or(other);
                self.compare(number, other, witness)
            }
        }
    }

    // --- stating ---

    fn say(&mut self, number: usize) -> Sure<()> {
        let count = 1 + self.below(3);
        let mut drafts: Vec<Draft> = Vec::new();
        for _ in 0..count {
            let draft = self.draft(number)?;
            if drafts.iter().all(|before| before.subject != draft.subject) {
                drafts.push(draft);
            }
        }
        let may_die = self.chance(self.faults.crash);
        self.publish(number, drafts, may_die)
    }

    fn draft(&mut self, number: usize) -> Sure<Draft> {
        let (n, body) = (self.said, self.body(number)?);
        let earlier: SubjectName = sure("a subject", format!("m:{number}:{}", self.below(n.max(1))).parse())?;
        let head = head(body, &body.origin, &earlier)?.filter(|(_, act)| *act != Act::Withdraw);
        let (subject, act, revises) = match (head, self.below(3)) {
            (Some((id, _)), 0) => return said::draft("measure/v1", &earlier, Act::Withdraw, Some(id), said::withdrawal()),
            (Some((id, _)), 1) => (earlier, Act::Correct, Some(id)),
            (Some((id, _)), _) => (earlier, Act::State, Some(id)),
            (None, _) => (sure("a subject", format!("m:{number}:{n}").parse())?, Act::State, None),
        };
        let place = if self.chance(self.faults.observe) { place(self.below(self.bodies.len())) } else { body.place.clone() };
        let words = said::measure(&mut locked(&self.random), &place);
        self.said += 1;
        said::draft("measure/v1", &subject, act, revises, words)
    }

    fn publish(&mut self, number: usize, drafts: Vec<Draft>, dies: bool) -> Sure<()> {
        let count = drafts.len();
        let before = self.before(number, dies)?;
        let published = self.body(number)?.node()?.publish(drafts, &Office::default());
        self.note(format!("n{number} states {count}: {}{}", told(&published.as_ref().map(|_| "done")), if dies { ", and dies" } else { "" }));
        let is_halted = self.body(number)?.halt()?.is_some();
        match published {
            Ok(_) if is_halted => return Err(Broken(format!("n{number} states although a gate stops it"))),
            Ok(published) if before.is_none() => {
                self.told.statements += u64::try_from(count).unwrap_or(0);
                self.body_mut(number)?.acknowledged.extend(published.statements.iter().map(|receipt| (receipt.index, receipt.id)));
            }
            Ok(_) => {}
            Err(PublishError::Halted(Halt::Clock { .. })) => {}
            Err(PublishError::Halted(_)) if is_halted => {}
            Err(error) => return Err(Broken(format!("n{number} can't state: {error}"))),
        }
        self.after(number, before)
    }

    fn name_partners(&mut self, number: usize) -> Sure<()> {
        let peers = self.others(number);
        peers.into_iter().try_for_each(|peer| self.name_partner(number, peer, false))
    }

    /// States whom a body follows, anew where that is another than what stands.
    pub(crate) fn name_partner(&mut self, number: usize, peer: Peer, paused: bool) -> Sure<()> {
        let partner = match (peer, &self.liar) {
            (Peer::Body(other), _) => self.body(other)?.as_partner(paused)?,
            (Peer::Liar, Some(liar)) => liar.as_partner(paused),
            (Peer::Liar, None) => return Ok(()),
        };
        let body = self.body(number)?;
        if sure("reading a partner", body.node()?.partner(&partner.origin))?.as_ref() == Some(&partner) {
            return Ok(());
        }
        let subject = sure("a subject", partner::subject(&partner.origin))?;
        let before = head(body, &body.origin, &subject)?.map(|(id, _)| id);
        let draft = own::draft(&partner::KIND, subject, before, &partner);
        let draft = draft.map_err(|faults| Broken(format!("naming a partner: {faults:?}")))?;
        let stated = body.node()?.state(vec![draft]);
        self.note(format!("n{number} names {}{}: {}", partner.origin, if paused { ", paused" } else { "" }, told(&stated.as_ref().map(|_| "done"))));
        match stated {
            Ok(published) => {
                self.body_mut(number)?.acknowledged.extend(published.statements.iter().map(|receipt| (receipt.index, receipt.id)));
                Ok(())
            }
            Err(PublishError::Halted(_)) => Ok(()),
            Err(error) => Err(Broken(format!("n{number} can't name a partner: {error}"))),
        }
    }

    fn pause(&mut self, number: usize) -> Sure<()> {
        let others = self.others(number);
        let Some(peer) = locked(&self.random).pick(&others).copied() else { return Ok(()) };
        let paused = self.chance(50);
        self.name_partner(number, peer, paused)
    }

    // --- turns with others ---

    /// One turn of following.
    pub(crate) fn follow(&mut self, number: usize, peer: Peer, may_die: bool) -> Sure<Option<Followed>> {
        let origin = self.origin_of(peer)?;
        let dies = may_die && self.chance(self.faults.crash);
        let before = self.before(number, dies)?;
        let allowance = self.allowance();
        let must_accuse = self.must_accuse(number, peer)?;
        let day = self.today(number)?;
        let (followed, passed) = self.turn(number, None, |wire, body| {
            let league = body.league();
            let league = league.as_ref().ok_or_else(|| Broken("closed".to_owned()))?;
            Ok(body.node()?.follow(&origin, Following { league, fetch: wire, allowance }))
        })?;
        self.note(format!("n{number} follows {origin}: {}{}", told(&followed), if dies { ", and dies" } else { "" }));
        check_bounds(number, &followed, &passed)?;
        match &followed {
            Err(error @ FollowError::Copy(_)) => return Err(Broken(format!("n{number} follows {origin}: {error}"))),
            Err(FollowError::Fork { .. }) => self.told.forks += 1,
            Ok(followed) if followed.added > 0 => self.told.copied += 1,
            _ => {}
        }
        let is_accused = matches!(followed, Err(FollowError::Fork { .. } | FollowError::Paused(_)));
        holds(!must_accuse || passed.is_disturbed || is_accused, || {
            format!("n{number} was shown another history of {origin} than it holds, and saw nothing: {}", told(&followed))
        })?;
        if let Some(added) = followed.as_ref().ok().map(|followed| followed.added).filter(|_| before.is_none() && self.today(number) == Ok(day)) {
            let taken = self.taken.entry((number, origin.clone(), day)).or_default();
            *taken += added;
            holds(*taken <= allowance.a_day.entries, || format!("n{number} took {taken} entries of {origin} in a day, of {allowance:?}"))?;
        }
        self.after(number, before)?;
        Ok(followed.ok())
    }

    fn today(&self, number: usize) -> Sure<i64> {
        Ok(self.body(number)?.clock.now_ms().div_euclid(86_400_000))
    }

    /// Whether a liar, asked now, shows a body what contradicts all that it holds of it.
    fn must_accuse(&self, number: usize, peer: Peer) -> Sure<bool> {
        let Some(liar) = self.liar.as_ref().filter(|liar| peer == Peer::Liar && liar.mood == Mood::InOrder) else { return Ok(false) };
        let body = self.body(number)?;
        let Some(record) = body.node()?.record(&liar.origin) else { return Ok(false) };
        let Some(signed) = body.node()?.signed_of(record) else { return Ok(false) };
        let newest = body.league().as_ref().map(|league| league.newest(&liar.origin));
        let newest = newest.transpose().map_err(|error| Broken(error.to_string()))?.flatten();
        let size = u64::try_from(liar.story(number).len()).unwrap_or(0).min(signed.size);
        let is_settled = newest.is_some_and(|newest| newest.size == signed.size) && body.node()?.size_of(record) == signed.size;
        let ours = sure("a root", body.node()?.root_of(record, size))?;
        Ok(is_settled && size > 0 && liar.root(number, size) != ours)
    }

    fn allowance(&self) -> Allowance {
        if self.faults.is_sparing { Allowance { a_day: Spent { entries: 40, bytes: 60_000 }, ..Allowance::default() } } else { Allowance::default() }
    }

    /// One turn with a witness.
    pub(crate) fn ask(&mut self, number: usize, peer: Peer, may_die: bool) -> Sure<()> {
        let (origin, body) = (self.origin_of(peer)?, self.body(number)?);
        let partner = sure("reading a partner", body.node()?.partner(&origin))?;
        let Some(asked) = partner.as_ref().and_then(AskedWitness::of) else { return Ok(()) };
        // Either side may die in it.
        let dying = if may_die && self.chance(self.faults.crash) {
            Some(match peer {
                Peer::Body(other) if self.chance(50) => other,
                _ => number,
            })
        } else {
            None
        };
        let before = dying.map(|dying| self.before(dying, true)).transpose()?.flatten();
        let other_dying = dying.filter(|dying| *dying != number);
        let (cosigned, passed) = self.turn(number, other_dying, |wire, body| {
            let league = body.league();
            let league = league.as_ref().ok_or_else(|| Broken("closed".to_owned()))?;
            Ok(asked.ask(body.node()?, league, wire, &*body.clock))
        })?;
        let death = dying.map(|dying| format!(", and n{dying} dies")).unwrap_or_default();
        self.note(format!("n{number} asks {origin} to cosign: {}{death}", told(&cosigned)));
        holds(passed.requests <= 3, || format!("n{number} asked a witness {} times in one turn", passed.requests))?;
        match cosigned {
            Ok(node::Cosigned::Now { .. }) => self.told.cosigned += 1,
            Err(CosignError::Ahead { note: Some(note), .. }) => {
                // Who is behind halts; nobody else may.
                let was_halted = self.body(number)?.halt()?.is_some();
                let compared = self.body(number)?.node()?.compare_public(&note);
                let is_ours = matches!(compared, Ok(()));
                holds(is_ours || was_halted, || format!("n{number} lost what its witness has seen: {compared:?}"))?;
            }
            Err(error @ (CosignError::Read(_) | CosignError::Store(_))) => return Err(Broken(format!("n{number} asks {origin}: {error}"))),
            _ => {}
        }
        dying.map_or(Ok(()), |dying| self.after(dying, before))
    }

    /// Compares what a witness saw of a record with what a body holds of it.
    pub(crate) fn compare(&mut self, number: usize, about: Peer, witness: Peer) -> Sure<()> {
        let (origin, witness) = (self.origin_of(about)?, self.origin_of(witness)?);
        let allowance = self.allowance();
        let (compared, _) = self.turn(number, None, |wire, body| {
            let request = node::fetch::Request::get(format!("{}/{}/checkpoint", url(&witness), log_name(&origin)), node::limits::NOTE_BYTES_MAX);
            let Ok(got) = node::fetch::Fetch::send(wire, &request) else { return Ok(None) };
            let league = body.league();
            let league = league.as_ref().ok_or_else(|| Broken("closed".to_owned()))?;
            Ok((got.status == 200).then_some(body.node()?.compare(&origin, &got.body, Following { league, fetch: wire, allowance })))
        })?;
        let Some(compared) = compared else { return Ok(()) };
        self.note(format!("n{number} compares {origin} with what {witness} saw: {}", told(&compared)));
        match compared {
            Err(error @ FollowError::Copy(_)) => Err(Broken(format!("n{number} compares {origin}: {error}"))),
            Err(FollowError::Fork { .. }) => {
                self.told.forks += 1;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// An old request for a cosignature comes once more.
    fn late(&mut self) -> Sure<()> {
        let at = self.below(self.late.len());
        let Some((witness, request)) = self.late.get(at).cloned() else { return Ok(()) };
        self.post(witness, &request, "late, for what it was asked before").map(drop)
    }

    fn post(&mut self, witness: usize, request: &[u8], why: &str) -> Sure<u16> {
        let (status, _) = self.turn(witness, None, |wire, body| Ok(wire.posted(body, request).status))?;
        self.note(format!("n{witness} is asked to cosign, {why}: {status}"));
        Ok(status)
    }

    // --- misfortune ---

    /// What is on the disk before a turn that a body does not survive.
    fn before(&self, number: usize, dies: bool) -> Sure<Option<Snapshot>> {
        if dies { self.body(number)?.snapshot().map(Some) } else { Ok(None) }
    }

    /// The end of such a turn.
    fn after(&mut self, number: usize, before: Option<Snapshot>) -> Sure<()> {
        let Some(before) = before else { return Ok(()) };
        self.told.crashes += 1;
        let was_halted = self.body(number)?.halt()?.is_some();
        let mut random = locked(&self.random).clone();
        self.body_mut(number)?.crash(&before, &mut random)?;
        *locked(&self.random) = random;
        self.reopened(number)?;
        let halt = self.body(number)?.halt()?;
        holds(halt.is_none() || was_halted, || format!("n{number} does not come back by itself: {halt:?}"))
    }

    pub(crate) fn reopened(&mut self, number: usize) -> Sure<()> {
        let body = self.bodies.get(number).ok_or_else(|| Broken(format!("there is no body {number}")))?;
        self.seen.reopened(body);
        if body.halt()?.is_some() { Ok(()) } else { check_acknowledged(body.node()?, body.acknowledged.iter()) }
    }

    /// A backup is made, or comes back: a gate stops what lacks anything that was signed.
    fn older_copy(&mut self, number: usize) -> Sure<()> {
        let is_new_machine = self.chance(self.faults.new_machine);
        let body = self.bodies.get_mut(number).ok_or_else(|| Broken(format!("there is no body {number}")))?;
        let Some(older) = body.backup.take() else {
            body.backup = Some(body.snapshot()?.without_marks());
            self.note(format!("n{number} is backed up"));
            return Ok(());
        };
        let (size, was_halted) = (body.node()?.signed().size, body.halt()?.is_some());
        body.restore(&older, is_new_machine)?;
        if is_new_machine {
            self.seen.witness_renewed(body);
        }
        // What it took since, it has forgotten too.
        self.taken.retain(|(of, ..), _| *of != number);
        let (restored, halt) = (body.node()?.signed().size, body.halt()?);
        self.told.restored += 1;
        let machine = if is_new_machine { "on another machine, " } else { "" };
        self.note(format!("n{number}: {machine}an older copy of {restored} entries replaces {size}: {halt:?}"));
        holds(was_halted || halt.is_some() == (is_new_machine || restored < size), || {
            format!("an older copy of {restored} entries for {size} halts with {halt:?}")
        })?;
        self.reopened(number)?;
        // A witness that has forgotten must not say again what it may have said otherwise.
        let again: Vec<Vec<u8>> = self.late.iter().filter(|(witness, _)| *witness == number).map(|(_, request)| request.clone()).collect();
        again.iter().try_for_each(|request| self.post(number, request, "once more").map(drop))
    }

    // --- lies ---

    fn lie(&mut self) -> Sure<()> {
        let (now_ms, lies) = (self.time.now_ms(), self.faults.lies.clone().unwrap_or_default());
        let Some(mut liar) = self.liar.take() else { return Ok(()) };
        let mut random = locked(&self.random).clone();
        let done = liar_acts(&mut liar, &lies, &mut random, &mut self.said, now_ms);
        *locked(&self.random) = random;
        let bodies = self.bodies.len();
        self.liar = Some(liar);
        self.note(format!("the liar {done}"));
        if self.chance(25) { self.liar_asks(self.below(bodies)) } else { Ok(()) }
    }

    /// The liar has a body cosign what it tells someone. What does not begin with what was cosigned before is never cosigned.
    fn liar_asks(&mut self, number: usize) -> Sure<()> {
        let Some(liar) = &self.liar else { return Ok(()) };
        let held = sure("a witness", self.body(number)?.node()?.witness())?.checkpoint(&log_name(&liar.origin));
        let held = sure("what was cosigned", held)?.and_then(|note| checkpoint(note.as_bytes()));
        let (told, old) = (self.below(self.bodies.len()), held.as_ref().map_or(0, |held| held.size));
        let sent = checkpoint(liar.note(told)?.as_bytes());
        // The same once more is no other history.
        let is_continued = held.is_none_or(|held| liar.root(told, held.size) == Some(held.root) || sent == Some(held));
        let request = liar.request(told, old)?;
        let status = self.post(number, &request, "by the liar")?;
        holds(is_continued || status != 200, || format!("n{number} cosigned a history of the liar that does not begin with what it cosigned before"))
    }
}

impl World {
    /// Gives a body its turn with the network; what passed is checked, and may come again.
    pub(crate) fn turn<T>(&mut self, asker: usize, dying: Option<usize>, turn: impl FnOnce(&Wire<'_>, &Body) -> Sure<T>) -> Sure<(T, Passed)> {
        let number = |peer: Peer| match peer {
            Peer::Body(number) => number,
            Peer::Liar => usize::MAX,
        };
        let is_apart = |one: usize, other: Peer| self.apart.contains(&(one.min(number(other)), one.max(number(other))));
        let wire = Wire {
            asker,
            bodies: &self.bodies,
            liar: self.liar.as_ref(),
            faults: &self.faults,
            time: &self.time,
            random: &self.random,
            is_apart: &is_apart,
            dying,
            passed: Mutex::default(),
        };
        let done = turn(&wire, self.body(asker)?)?;
        let passed = std::mem::take(&mut *locked(&wire.passed));
        self.late.extend(passed.posted.iter().cloned());
        while self.late.len() > LATE_MAX {
            self.late.pop_front();
        }
        self.seen.check_cosigned(&passed)?;
        Ok((done, passed))
    }
}

/// What a turn takes is bounded, whoever answers.
fn check_bounds(number: usize, followed: &Result<Followed, FollowError>, passed: &Passed) -> Sure<()> {
    use node::limits::{BUNDLE_BYTES_MAX, FOLLOW_BYTES_MAX, FOLLOW_ENTRIES_MAX, NOTE_BYTES_MAX, TILE_BYTES};
    let requests = REQUESTS_MAX + 2 * FOLLOW_ENTRIES_MAX.div_ceil(u64::from(record::tile::WIDTH));
    holds(passed.requests <= requests, || format!("n{number} asked {} times in one turn", passed.requests))?;
    let bytes = FOLLOW_BYTES_MAX + 2 * BUNDLE_BYTES_MAX + NOTE_BYTES_MAX + 64 * TILE_BYTES;
    holds(passed.bytes <= u64::try_from(bytes).unwrap_or(u64::MAX), || format!("n{number} took {} bytes in one turn", passed.bytes))?;
    let added = followed.as_ref().map_or(0, |followed| followed.added);
    holds(added <= FOLLOW_ENTRIES_MAX, || format!("n{number} took {added} entries in one turn"))
}

/// Id and act of the newest entry of a subject in a record.
fn head(body: &Body, origin: &Origin, subject: &SubjectName) -> Sure<Option<(EntryId, Act)>> {
    let node = body.node()?;
    let row = node.held().rows.head(Sid::of(origin, subject)).map(|version| version.index);
    let entry = row.map_or(Ok(None), |row| node.entry(row));
    Ok(sure("reading an entry", entry)?.map(|entry| (entry.id, entry.statement.act)))
}

/// An outcome in words.
fn told<T: std::fmt::Debug, E: std::fmt::Display>(outcome: &Result<T, E>) -> String {
    match outcome {
        Ok(done) => format!("{done:?}"),
        Err(error) => error.to_string().chars().take(200).collect(),
    }
}

/// The liar does something; what, in words.
fn liar_acts(liar: &mut Liar, lies: &crate::faults::Lies, random: &mut Random, counter: &mut usize, now_ms: i64) -> String {
    let at = random.below(liar.stories.len());
    let bodies = liar.told.len();
    let chance = |random: &mut Random, percent: u32| percent > 0 && random.chance(percent);
    if chance(random, lies.garbage) {
        liar.mood = if random.chance(40) { Mood::InOrder } else { random.pick(&Mood::ALL).copied().unwrap_or(Mood::InOrder) };
        return format!("is {:?}", liar.mood);
    }
    if chance(random, lies.bad_cosignatures) && random.chance(20) {
        liar.bad_cosignature = Some(u8::try_from(random.below(7)).unwrap_or(0));
        return "cosigns wrongly".to_owned();
    }
    let (to, new) = (random.below(bodies), liar.stories.len());
    let Some(story) = liar.stories.get_mut(at) else { return "rests".to_owned() };
    let place = random.below(story.len());
    *counter += 1;
    if chance(random, lies.fork) && !story.is_empty() {
        let mut other: Vec<Vec<u8>> = story.iter().take(place).cloned().collect();
        other.push(said::lie(random, *counter, now_ms, false));
        liar.stories.push(other);
        if let Some(told) = liar.told.get_mut(to) {
            *told = new;
        }
        return format!("tells n{to} another history from entry {place} on");
    }
    if chance(random, lies.rewrite) && !story.is_empty() {
        story.splice(place..=place, [said::lie(random, *counter, now_ms, false)]);
        return format!("rewrites entry {place} of history {at}");
    }
    if chance(random, lies.leave_out) && !story.is_empty() {
        story.remove(place);
        return format!("leaves out entry {place} of history {at}");
    }
    if chance(random, lies.shrink) {
        story.truncate(place);
        return format!("goes back to {place} entries of history {at}");
    }
    let count = if chance(random, lies.flood) { FLOOD } else { 1 + random.below(4) };
    for _ in 0..count {
        *counter += 1;
        let is_nonsense = chance(random, lies.nonsense);
        let entry = if count > 4 { said::unheard(*counter, now_ms) } else { said::lie(random, *counter, now_ms, is_nonsense) };
        story.push(entry);
    }
    format!("states {count} in history {at}")
}
