//! Once faults have stopped: all that is honest comes to hold the same, and whoever could know holds the evidence against a liar.
//!
//! In: mending what an operator must mend, rounds of turns, what must hold then. Out: how it came so far ([`crate::world`]).

use std::collections::BTreeMap;

use node::{Allowance, FORK, Following, Halt};
use record::Origin;
use record::places::{OWN, Place};

use crate::broken::{Broken, Sure, holds, sure};
use crate::check::{check_accusations, check_acknowledged, checkpoint, cut_name, forks_stated, join};
use crate::faults::Faults;
use crate::liar::Mood;
use crate::limits::{ROUNDS, TURNS_EACH};
use crate::wire::{Peer, locked};
use crate::world::World;

impl World {
    /// Stops all faults, mends, and checks what must come about.
    pub(crate) fn calm(&mut self) -> Sure<()> {
        self.stop_faults()?;
        for number in 0..self.bodies.len() {
            self.mend(number)?;
        }
        for number in 0..self.bodies.len() {
            for peer in self.others(number) {
                self.name_partner(number, peer, false)?;
            }
        }
        let mut is_over = false;
        for round in 0..ROUNDS {
            is_over = !self.round(round)?;
            if is_over {
                break;
            }
        }
        holds(is_over, || format!("after {ROUNDS} rounds without faults something still changes"))?;
        self.check_whole()?;
        self.check_evidence()?;
        self.check_joins()?;
        let again = locked(&self.random).below(self.bodies.len());
        if self.chance(30) {
            self.check_twin(again)?;
        }
        self.check_reopened(again)
    }

    fn stop_faults(&mut self) -> Sure<()> {
        self.is_observing = self.faults.observe > 0;
        self.faults = Faults { lies: self.faults.lies.clone(), ..Faults::default() };
        self.reunite();
        // Later than any clock has shown.
        self.time.pass(4 * 3_600_000);
        self.bodies.iter().for_each(|body| body.clock.set_off(0));
        let is_in_order = self.chance(70);
        if let Some(liar) = self.liar.as_mut().filter(|_| is_in_order) {
            liar.mood = Mood::InOrder;
        }
        self.note("faults stop".to_owned());
        Ok(())
    }

    /// What an operator does who reads why his node signs nothing.
    fn mend(&mut self, number: usize) -> Sure<()> {
        if self.body(number)?.halt()?.is_some() && !self.heal(number)? {
            self.note(format!("n{number}: its lost files are found again"));
            self.bodies.get_mut(number).map_or(Ok(()), crate::body::Body::find_again)?;
            self.reopened(number)?;
        }
        if let Some(Halt::Unmarked { size }) = self.body(number)?.halt()? {
            let origin = &self.body(number)?.origin;
            holds(self.seen.largest(origin) == size, || format!("n{number} would go on from {size} entries and has signed more"))?;
            sure("the operator says that nothing later was published", self.body(number)?.node()?.accept_size(size))?;
        }
        let halt = self.body(number)?.halt()?;
        holds(halt.is_none(), || format!("n{number} can't be mended: {halt:?}"))?;
        let trouble = sure("a witness must open", self.body(number)?.node()?.witness())?.trouble();
        if trouble.is_some() {
            self.note(format!("n{number}: its witness gets a new key"));
            self.bodies.get_mut(number).map_or(Ok(()), crate::body::Body::renew_witness)?;
            self.reopened(number)?;
            let body = self.body(number)?;
            let trouble = sure("a witness must open", body.node()?.witness())?.trouble();
            holds(trouble.is_none(), || format!("n{number}: a witness with a new key still refuses: {trouble:?}"))?;
            if let Some(body) = self.bodies.get(number) {
                self.seen.witness_renewed(body);
            }
        }
        self.reopened(number)
    }

    /// Fetches what an older copy lacks from a partner that holds it. Whether that mended it.
    fn heal(&mut self, number: usize) -> Sure<bool> {
        let body = self.body(number)?;
        let (node, origin) = (body.node()?, &body.origin);
        let own = node.signed().size;
        if self.seen.largest(origin) == own {
            return Ok(true);
        }
        for other in self.bodies.iter().filter(|other| other.number != number) {
            let mirror = other.node()?;
            let Some(record) = mirror.record(origin) else { continue };
            let Some(signed) = mirror.signed_of(record).filter(|signed| signed.size > own) else { continue };
            let mut entries = Vec::new();
            for index in own..signed.size {
                let row = mirror.row(Place { record, index: u32::try_from(index).unwrap_or(u32::MAX) });
                let bytes = sure("reading a copy", row.map_or(Ok(None), |row| mirror.entry_bytes(row)))?;
                entries.push(bytes.ok_or_else(|| Broken(format!("{} lacks entry {index} of {origin}", other.origin)))?);
            }
            if signed.size == self.seen.largest(origin) && node.heal(entries, &signed.note).is_ok() {
                let event = format!("n{number} is healed from the copy of {}", other.origin);
                self.note(event);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Everyone's turns with everyone. Whether anything changed.
    fn round(&mut self, round: usize) -> Sure<bool> {
        self.note(format!("round {round}"));
        self.time.pass(900_000);
        let before = self.sizes()?;
        for number in 0..self.bodies.len() {
            for peer in self.others(number) {
                for _ in 0..TURNS_EACH {
                    if self.follow(number, peer, false)?.is_none_or(|followed| followed.is_whole()) {
                        break;
                    }
                }
                self.ask(number, peer, false)?;
            }
        }
        for number in 0..self.bodies.len() {
            self.exchange(number)?;
        }
        let honest = self.origins();
        for body in &mut self.bodies {
            self.seen.check(body, &honest)?;
        }
        Ok(self.sizes()? != before)
    }

    fn sizes(&self) -> Sure<Vec<u32>> {
        self.bodies.iter().map(|body| Ok(body.node()?.size())).collect()
    }

    /// Compares what every witness saw, and what every other body holds, with what this one holds.
    fn exchange(&mut self, number: usize) -> Sure<()> {
        for about in self.others(number) {
            for witness in (0..self.bodies.len()).map(Peer::Body).filter(|witness| *witness != about) {
                self.compare(number, about, witness)?;
            }
            let origin = self.origin_of(about)?;
            let notes: Vec<Vec<u8>> = self.bodies.iter().filter(|body| body.number != number).filter_map(|body| newest_note(body, &origin)).collect();
            for note in notes {
                self.turn(number, None, |wire, body| {
                    let league = body.league();
                    let league = league.as_ref().ok_or_else(|| Broken("closed".to_owned()))?;
                    let with = Following { league, fetch: wire, allowance: Allowance::default() };
                    // What contradicts is kept, and looked at in the end.
                    Ok(body.node()?.compare(&origin, &note, with).is_ok())
                })?;
            }
        }
        Ok(())
    }

    /// Every honest record, whole, on every honest node, with all that was ever acknowledged.
    fn check_whole(&self) -> Sure<()> {
        let honest = self.origins();
        for body in &self.bodies {
            let node = body.node()?;
            check_acknowledged(node, body.acknowledged.iter())?;
            check_accusations(body, &honest)?;
            for other in self.bodies.iter().filter(|other| other.number != body.number) {
                let signed = other.node()?.signed();
                let held = node.record(&other.origin).and_then(|record| node.signed_of(record)).map(|held| (held.size, held.root));
                holds(held == Some((signed.size, signed.root)), || {
                    format!("{} holds {:?} entries of {}, which has {}", body.origin, held.map(|held| held.0), other.origin, signed.size)
                })?;
            }
        }
        Ok(())
    }

    /// Whoever holds what another's newest checkpoint contradicts has the evidence, in its own record, and all others have that record.
    fn check_evidence(&self) -> Sure<()> {
        let Some(liar) = &self.liar else { return Ok(()) };
        for body in &self.bodies {
            let node = body.node()?;
            let held = node.record(&liar.origin).and_then(|record| Some((record, node.signed_of(record)?)));
            let notes = self.bodies.iter().filter_map(|other| newest_note(other, &liar.origin));
            let mut is_contradicted = false;
            for checkpoint in notes.filter_map(|note| checkpoint(&note)) {
                let Some((record, signed)) = held.as_ref().filter(|(_, signed)| checkpoint.size <= signed.size) else { continue };
                let ours = sure("a root", node.root_of(*record, checkpoint.size))?;
                is_contradicted |= ours != Some(checkpoint.root) && signed.size > 0;
            }
            let has_evidence = {
                let league = body.league();
                let faults = league.as_ref().map(|league| league.faults(&liar.origin)).transpose();
                sure("reading faults", faults)?.into_iter().flatten().any(|fault| fault.kind == FORK)
            };
            holds(!is_contradicted || has_evidence, || format!("{} could know that the liar signed two histories, and does not", body.origin))?;
            let tells = self.bodies.iter().filter(|_| has_evidence);
            for told in tells {
                let stated = forks_stated(told.node()?, &body.origin);
                let is_told = stated.iter().any(|origin| origin == liar.origin.as_str());
                holds(is_told, || format!("{} holds evidence of two histories that {} has not heard of", body.origin, told.origin))?;
            }
        }
        Ok(())
    }

    /// Equal cuts have equal names, and join to the same.
    fn check_joins(&self) -> Sure<()> {
        let mut joins: BTreeMap<String, (String, &Origin)> = BTreeMap::new();
        for body in &self.bodies {
            let joined = join(body.node()?);
            let (first, whose) = joins.entry(cut_name(body.node()?)?).or_insert_with(|| (joined.clone(), &body.origin));
            // What is observed is ranked by each for itself: the own words first.
            let is_observed = self.is_observing;
            holds(is_observed || *first == joined, || {
                format!("{whose} and {} hold the same and join it otherwise:\n{first}---\n{joined}", body.origin)
            })?;
        }
        holds(self.liar.is_some() || joins.len() == 1, || format!("all hold the same, under {} names", joins.len()))
    }

    /// A node that gets all that another holds, in another order, says the same of it.
    fn check_twin(&mut self, number: usize) -> Sure<()> {
        let at = self.folder.path().join("twin");
        let mut peers: Vec<usize> = (0..self.bodies.len()).filter(|other| *other != number).collect();
        peers = locked(&self.random).shuffled(peers);
        // What a liar tells now is not what it told then.
        if self.liar.is_some() {
            return Ok(());
        }
        let (twin, body) = (self.body(number)?.twin(&at)?, self.body(number)?);
        let node = body.node()?;
        let (signed, from) = (node.signed(), twin.signed().size);
        let mut entries = Vec::new();
        for index in from..signed.size {
            let row = node.row(Place { record: OWN, index: u32::try_from(index).unwrap_or(u32::MAX) });
            entries.extend(sure("reading an entry", row.map_or(Ok(None), |row| node.entry_bytes(row)))?);
        }
        sure("a twin takes its own entries", twin.heal(entries, &signed.note))?;
        let known = sure("what a twin knows", node::League::open(&at.join("node").join(node::LEAGUE_FILE)))?;
        for peer in peers {
            let origin = self.body(peer)?.origin.clone();
            self.turn(number, None, |wire, _| {
                let with = Following { league: &known, fetch: wire, allowance: Allowance::default() };
                sure("a twin follows", twin.follow(&origin, with))
            })?;
        }
        let node = self.body(number)?.node()?;
        let (names, joins) = ((cut_name(node)?, cut_name(&twin)?), (join(node), join(&twin)));
        holds(names.0 == names.1, || format!("a twin of n{number} holds the same under another name"))?;
        holds(joins.0 == joins.1, || format!("a twin of n{number} joins the same otherwise:\n{}---\n{}", joins.0, joins.1))
    }

    /// What was kept gives the same rows as what was folded.
    fn check_reopened(&mut self, number: usize) -> Sure<()> {
        let before = join(self.body(number)?.node()?);
        self.bodies.get_mut(number).map_or(Ok(()), crate::body::Body::restart)?;
        self.reopened(number)?;
        let after = join(self.body(number)?.node()?);
        holds(after == before, || format!("n{number} joins the same otherwise once it is opened again:\n{before}---\n{after}"))?;
        let honest = self.origins();
        self.bodies.get_mut(number).map_or(Ok(()), |body| self.seen.check(body, &honest))
    }
}

/// The newest checkpoint of this log that a body has seen.
fn newest_note(body: &crate::body::Body, origin: &Origin) -> Option<Vec<u8>> {
    let league = body.league();
    league.as_ref()?.newest(origin).ok()?.map(|newest| newest.note.into_bytes())
}
