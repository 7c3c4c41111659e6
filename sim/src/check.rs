//! What must hold after every turn, whatever went wrong.
//!
//! In: promises of one node, and those that several make together. Out: what must hold once faults have stopped ([`crate::calm`]).

use std::collections::BTreeMap;
use std::fmt::Write;

use league::Cut;
use league::coherence::{Findings, Instead, Settings};
use league::in_force::{Asked, cells};
use node::{FORK, Node};
use record::checkpoint::Checkpoint;
use record::merkle::Hash;
use record::note::hex;
use record::places::{OWN, Place};
use record::viewroot::{RecordView, view_root};
use record::{EntryId, Origin};

use crate::body::Body;
use crate::broken::{Broken, Sure, holds, sure};
use crate::live::Live;
use crate::wire::Passed;

/// The day that joins are asked for: 2026-12-10, in days since 1970-01-01.
const DAY: i32 = 20_797;

/// What was seen of the league so far.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The one root that each honest node signed of each size.
    signed: BTreeMap<(Origin, u64), Hash>,
    /// The one view of each beginning of a record.
    views: BTreeMap<(Origin, u64, Hash), Hash>,
    /// The one root of each size that each witness cosigned of a log.
    cosigned: BTreeMap<(usize, Origin, u64), Hash>,
    /// The largest size that it cosigned.
    cosigned_last: BTreeMap<(usize, Origin), u64>,
    /// The subjects of all rows of each body, by row.
    subjects: BTreeMap<usize, Vec<String>>,
    /// The sizes for which a body's views were compared.
    compared: BTreeMap<(usize, Origin), u64>,
}

impl Seen {
    /// Forgets what was read of a body that was opened anew: all of it is compared again.
    pub(crate) fn reopened(&mut self, body: &Body) {
        self.subjects.remove(&body.number);
        self.compared.retain(|(number, _), _| *number != body.number);
    }

    /// Forgets what a witness cosigned under a key that it has no more.
    pub(crate) fn witness_renewed(&mut self, body: &Body) {
        self.cosigned.retain(|(number, ..), _| *number != body.number);
        self.cosigned_last.retain(|(number, _), _| *number != body.number);
    }

    /// The largest size that this log was seen to sign.
    pub(crate) fn largest(&self, origin: &Origin) -> u64 {
        self.signed.keys().filter(|(of, _)| of == origin).map(|(_, size)| *size).max().unwrap_or(0)
    }

    /// Every promise that a body makes by itself.
    pub(crate) fn check(&mut self, body: &mut Body, bodies: &[Origin]) -> Sure<()> {
        self.check_signed(body)?;
        check_copied(body)?;
        self.check_views(body, bodies)
    }

    fn check_signed(&mut self, body: &Body) -> Sure<()> {
        let node = body.node()?;
        let signed = node.signed();
        let root = *self.signed.entry((body.origin.clone(), signed.size)).or_insert(signed.root);
        holds(root == signed.root, || format!("{} signed two trees of {} entries", body.origin, signed.size))?;
        if body.halt()?.is_some() {
            return Ok(());
        }
        let largest = body.acknowledged.last().map_or(0, |(index, _)| index + 1);
        holds(signed.size >= largest, || format!("{} acknowledged {largest} entries and signs {}", body.origin, signed.size))?;
        // Of those before, the view tells.
        check_acknowledged(node, body.acknowledged.iter().rev().take(3))
    }

    /// The witness's promises, and the network's.
    pub(crate) fn check_cosigned(&mut self, passed: &Passed) -> Sure<()> {
        for (witness, origin, size, root) in &passed.cosigned {
            let before = *self.cosigned.entry((*witness, origin.clone(), *size)).or_insert(*root);
            holds(before == *root, || format!("witness n{witness} cosigned two trees of {size} entries of {origin}"))?;
            let last = self.cosigned_last.entry((*witness, origin.clone())).or_default();
            holds(*size >= *last, || format!("witness n{witness} went back from {last} to {size} entries of {origin}"))?;
            *last = *size;
        }
        Ok(())
    }

    /// That the same beginning of a record gives the same rows on every node, and that honest nodes are quoted right.
    fn check_views(&mut self, body: &Body, honest: &[Origin]) -> Sure<()> {
        let node = body.node()?;
        let subjects = self.subjects.entry(body.number).or_default();
        for row in u32::try_from(subjects.len()).unwrap_or(u32::MAX)..node.size() {
            let entry = sure("reading an entry", node.entry(row))?;
            subjects.push(entry.map_or_else(String::new, |entry| entry.statement.subject.to_string()));
        }
        let origins: Vec<Origin> = node.held().rows.places().origins().to_vec();
        for (record, origin) in (OWN..).zip(origins) {
            let size = node.size_of(record);
            if self.compared.get(&(body.number, origin.clone())) == Some(&size) {
                continue;
            }
            let root = sure("a root", node.root_of(record, size))?.ok_or_else(|| Broken(format!("{}: no root of {origin}", body.origin)))?;
            if let Some(signed) = self.signed.get(&(origin.clone(), size)).filter(|_| honest.contains(&origin)) {
                holds(*signed == root, || format!("{} holds {size} entries of {origin} that are not those which it signed", body.origin))?;
            }
            let view = {
                let held = node.held();
                view_root(&RecordView { origin: &origin, record, rows: &held.rows, size: held.rows.size() }, subjects)
            };
            let first = *self.views.entry((origin.clone(), size, root)).or_insert(view);
            holds(first == view, || format!("{}: {size} entries of {origin} give other rows than elsewhere, or than before", body.origin))?;
            self.compared.insert((body.number, origin), size);
        }
        Ok(())
    }
}

/// That each of these is what was acknowledged.
pub(crate) fn check_acknowledged<'a>(node: &Node<Live>, acknowledged: impl Iterator<Item = &'a (u64, EntryId)>) -> Sure<()> {
    for (index, id) in acknowledged {
        let row = node.row(Place { record: OWN, index: u32::try_from(*index).unwrap_or(u32::MAX) });
        let bytes = row.map_or(Ok(None), |row| node.entry_bytes(row));
        let found = sure("reading an entry", bytes)?.map(|bytes| EntryId::of(&bytes));
        holds(found == Some(*id), || format!("{}: entry {index} was acknowledged and is not there", node.identity().origin))?;
    }
    Ok(())
}

/// That what was copied of a record, or more, is held.
fn check_copied(body: &mut Body) -> Sure<()> {
    let node = body.node.as_ref().ok_or_else(|| Broken("closed".to_owned()))?;
    let origins: Vec<Origin> = node.held().rows.places().origins().to_vec();
    for (record, origin) in (OWN..).zip(origins) {
        let size = node.size_of(record);
        let before = body.copied.entry(origin.clone()).or_default();
        holds(size >= *before, || format!("{} held {before} entries of {origin} and holds {size}", body.origin))?;
        *before = size;
    }
    Ok(())
}

/// That an honest node accuses no honest node of two histories.
pub(crate) fn check_accusations(body: &Body, honest: &[Origin]) -> Sure<()> {
    let league = body.league();
    let Some(league) = league.as_ref() else { return Ok(()) };
    for origin in honest {
        let faults = sure("reading faults", league.faults(origin))?;
        holds(faults.iter().all(|fault| fault.kind != FORK), || format!("{} holds {origin} for a liar, which it is not", body.origin))?;
    }
    let accused = forks_stated(body.node()?, &body.origin);
    holds(accused.len() <= node::limits::FORKS_TOLD_MAX, || format!("{} states {} times that a log has two histories", body.origin, accused.len()))?;
    holds(accused.iter().all(|origin| !honest.iter().any(|one| one.as_str() == origin)), || format!("{} accuses an honest node", body.origin))
}

/// Whom the record of `origin`, as far as this node holds it, says that it signed two histories.
pub(crate) fn forks_stated(node: &Node<Live>, origin: &Origin) -> Vec<String> {
    let held = node.held();
    let of_record = |row: &&u32| held.rows.places().origin(held.rows.record_of(**row)) == Some(origin);
    let forks = held.rows.of_kind("fork/v1").iter().filter(of_record).filter_map(|row| held.rows.version(*row));
    forks.filter(|version| version.words().is_some()).map(|version| held.rows.text(version.group).to_owned()).collect()
}

/// What joins the records that a node holds, in words that name no row: what is in force on a day, and where it clashes.
pub(crate) fn join(node: &Node<Live>) -> String {
    let held = node.held();
    let cut = Cut { rows: &held.rows, size: held.rows.size(), model: &held.model.0 };
    // The order of rows is that of arrival, which is each node's own.
    let named = |rows: &[u32]| {
        let places = held.rows.places();
        let of = |place: Place| format!("{}#{}", places.origin(place.record).map_or("", Origin::as_str), place.index);
        let mut names: Vec<String> = rows.iter().filter_map(|row| places.place(*row)).map(of).collect();
        names.sort_unstable();
        names.join(" ")
    };
    let mut text = String::new();
    for cell in cells(&cut, &Asked { day: DAY, ..Asked::default() }) {
        let (because, also) = (named(&cell.because), named(&cell.also));
        let level = (cell.reach, cell.level, cell.flag, cell.said, cell.is_disputed);
        // Writing to a text does not fail.
        let _ = writeln!(text, "{} {} {level:?} {:?} because {because} also {also}", cell.place, cell.instrument, cell.source);
    }
    let findings = Findings::of(&cut, Settings::of(&cut, Instead::default()), &());
    let asked = league::coherence::Asked { order: league::coherence::Order::Place, ..league::coherence::Asked::default() };
    for found in findings.find(&cut, &asked, DAY) {
        let _ = write!(text, "{} {} {} {:?} {}..{} {:?}", found.id, found.name, found.instrument, found.places, found.from, found.until, found.grade);
        for side in found.sides {
            let _ = write!(text, " | {:?}", side.map(|at| (at.level, named(&[at.entry]))));
        }
        text.push('\n');
    }
    text
}

/// The cut that a node's join is of, in hexadecimal digits.
pub(crate) fn cut_name(node: &Node<Live>) -> Sure<String> {
    let name = sure("naming a cut", node.cut_name(node.size()))?;
    Ok(name.map(|name| hex(&name)).unwrap_or_default())
}

/// The checkpoint of a note, whoever signed it.
pub(crate) fn checkpoint(note: &[u8]) -> Option<Checkpoint> {
    let text = std::str::from_utf8(note).ok()?;
    text.split_inclusive('\n').take(3).collect::<String>().parse().ok()
}
