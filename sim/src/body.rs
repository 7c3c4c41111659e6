//! An honest member of the league: a real node over a folder in memory, with what the run knows of it.
//!
//! In: making, opening, closing, crashing and restoring it, and how others reach it. Out: what it does in a turn ([`crate::world`]).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use node::{Founding, Halt, LEAGUE_FILE, League, Machine, Node};
use record::note::{Algorithm, SigningKey, VerifyingKey};
use record::own::partner::{self, Partner, SpeaksFor};
use record::{EntryId, Origin, Text};

use crate::broken::{Broken, Sure, sure};
use crate::clock::{SimClock, WorldTime};
use crate::disk::Snapshot;
use crate::live::Live;
use crate::random::Random;

/// A member.
pub(crate) struct Body {
    pub(crate) number: usize,
    pub(crate) origin: Origin,
    /// The place that it speaks for.
    pub(crate) place: String,
    pub(crate) clock: Arc<SimClock>,
    /// Its folders: `node`, `marks`.
    pub(crate) at: PathBuf,
    pub(crate) node: Option<Node<Live>>,
    pub(crate) league: Mutex<Option<League>>,
    /// The log key, as others pin it.
    pub(crate) vkey: VerifyingKey,
    /// Index and id of what was acknowledged.
    pub(crate) acknowledged: Vec<(u64, EntryId)>,
    /// How much of each record it held when a turn was over: it must not forget that.
    pub(crate) copied: BTreeMap<Origin, u64>,
    /// `views.db` as an orderly end left it: what a crash may find.
    views: Option<Vec<u8>>,
    /// An older copy of its folder.
    pub(crate) backup: Option<Snapshot>,
    /// What was in the folder when an older copy replaced it.
    pub(crate) lost: Option<Snapshot>,
    /// How often its witness got a new key.
    witness_keys: u8,
}

/// Where the node of this origin answers.
pub(crate) fn url(origin: &Origin) -> String {
    format!("https://{origin}")
}

/// A key that follows from a number.
pub(crate) fn key(name: &str, algorithm: Algorithm, number: u8) -> Sure<SigningKey> {
    sure("making a key", SigningKey::from_seed(name, algorithm, &[number; 32]))
}

impl Body {
    /// Makes and opens a new one below `root`.
    pub(crate) fn new(root: &Path, number: usize, time: &WorldTime) -> Sure<Body> {
        let origin: Origin = sure("naming a node", format!("n{number}.example").parse())?;
        let (at, clock, place) = (root.join(format!("n{number}")), Arc::new(SimClock::of(time)), place(number));
        let machine = machine(&at, &clock);
        let founding = founding(&origin, number);
        let identity = sure("making a node", Node::<Live>::create(&at.join("node"), &founding, &machine))?;
        let mut body = Body {
            number,
            origin,
            place,
            clock,
            at,
            node: None,
            league: Mutex::new(None),
            vkey: identity.vkey,
            acknowledged: Vec::new(),
            copied: BTreeMap::new(),
            views: None,
            backup: None,
            lost: None,
            witness_keys: 0,
        };
        body.open()?;
        Ok(body)
    }

    /// A node with the keys and the genesis of this one, which holds nothing else yet, below `at`.
    pub(crate) fn twin(&self, at: &Path) -> Sure<Node<Live>> {
        let clock = Arc::new(SimClock::of(&WorldTime::start()));
        let machine = machine(at, &clock);
        sure("making a twin", Node::<Live>::create(&at.join("node"), &founding(&self.origin, self.number), &machine))?;
        let machine = Machine { clock: self.clock.clone(), ..machine };
        sure("opening a twin", Node::open(&at.join("node"), league::KINDS, &machine))
    }

    pub(crate) fn open(&mut self) -> Sure<()> {
        self.node = Some(sure("a node must open by itself", Node::open(&self.at.join("node"), league::KINDS, &machine(&self.at, &self.clock)))?);
        let league = sure("opening what is known of the league", League::open(&self.at.join("node").join(LEAGUE_FILE)))?;
        self.league = Mutex::new(Some(league));
        Ok(())
    }

    pub(crate) fn node(&self) -> Sure<&Node<Live>> {
        self.node.as_ref().ok_or_else(|| Broken(format!("{} is closed", self.origin)))
    }

    /// What it remembers of the league.
    pub(crate) fn league(&self) -> MutexGuard<'_, Option<League>> {
        self.league.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its folder now, while it does nothing.
    pub(crate) fn snapshot(&self) -> Sure<Snapshot> {
        Snapshot::of(&self.at)
    }

    fn close(&mut self) {
        *self.league() = None;
        self.node = None;
    }

    /// Ends in order, and starts again.
    pub(crate) fn restart(&mut self) -> Sure<()> {
        self.close();
        self.views = std::fs::read(self.views_path()).ok();
        self.open()
    }

    /// Dies somewhere between `before` and now, and starts again with what that leaves.
    pub(crate) fn crash(&mut self, before: &Snapshot, random: &mut Random) -> Sure<()> {
        let left = Snapshot::torn(before, &self.snapshot()?, random);
        let views = self.views.clone().filter(|_| random.chance(70));
        self.close();
        self.replace(&left, views.as_deref())?;
        self.open()
    }

    /// Has its folder, but not its marks, replaced by an older copy; on a new machine there are no marks, and a restored witness has a new key.
    pub(crate) fn restore(&mut self, older: &Snapshot, is_new_machine: bool) -> Sure<()> {
        let now = self.snapshot()?.without_marks();
        // What replaces an older copy that a gate has stopped loses nothing that was not lost before.
        if self.lost.is_none() || self.halt()?.is_none() {
            self.lost = Some(now);
        }
        self.close();
        let views = self.views.take();
        self.replace(older, views.as_deref())?;
        self.copied.clear();
        if is_new_machine {
            for mark in sure("listing marks", std::fs::read_dir(self.at.join("marks")))?.flatten() {
                sure("leaving a mark behind", std::fs::remove_file(mark.path()))?;
            }
            // As `node::backup::restore` does: the gate asks whether anything later was published.
            sure("saying that it was restored", std::fs::write(self.at.join("node/restored"), ""))?;
            self.new_witness_key()?;
        }
        self.open()
    }

    /// Finds again what an older copy had replaced, where nothing newer was written since.
    pub(crate) fn find_again(&mut self) -> Sure<()> {
        let Some(lost) = self.lost.take() else { return Ok(()) };
        self.copied.clear();
        self.close();
        self.replace(&lost, None)?;
        self.open()
    }

    fn replace(&self, files: &Snapshot, views: Option<&[u8]>) -> Sure<()> {
        files.put(&self.at)?;
        let path = self.views_path();
        for end in ["", "-wal", "-shm"] {
            // What is not there need not go.
            drop(std::fs::remove_file(path.with_extension(format!("db{end}"))));
        }
        views.map_or(Ok(()), |views| sure("writing kept rows", std::fs::write(path, views)))
    }

    fn views_path(&self) -> PathBuf {
        self.at.join("node").join("views.db")
    }

    /// Gives its witness a new key, as an operator does whose witness has forgotten what it cosigned.
    pub(crate) fn renew_witness(&mut self) -> Sure<()> {
        self.close();
        self.new_witness_key()?;
        self.open()
    }

    fn new_witness_key(&mut self) -> Sure<()> {
        self.witness_keys += 1;
        let number = 100 + self.witness_keys * 8 + u8::try_from(self.number).unwrap_or(0);
        let key = key(&partner::witness_name(&self.origin), Algorithm::CosignatureV1, number)?;
        let path = self.at.join("node/keys/witness.key");
        sure("writing a key", std::fs::write(path, key.to_secret() + "\n"))
    }

    /// Why it signs nothing, but for its clock.
    pub(crate) fn halt(&self) -> Sure<Option<Halt>> {
        Ok(self.node()?.is_signing().err().filter(|halt| !matches!(halt, Halt::Clock { .. })))
    }

    /// What another states to name it as a partner.
    pub(crate) fn as_partner(&self, paused: bool) -> Sure<Partner> {
        let witness = sure("reading a witness's key", self.node()?.witness())?;
        Ok(Partner {
            origin: self.origin.clone(),
            name: Text::One(format!("Body {}", self.number)),
            url: url(&self.origin),
            vkey: self.vkey.to_string(),
            witness: Some(witness.vkey().to_string()),
            mirror: Some(witness.mirror_key().verifying_key().to_string()),
            did: None,
            speaks_for: vec![SpeaksFor { place: self.place.clone(), level: None, sectors: Vec::new() }],
            paused,
        })
    }
}

/// The place that a body speaks for: the whole, or one of its parts.
pub(crate) fn place(number: usize) -> String {
    if number == 0 { "LEA".to_owned() } else { format!("LEA_{number}") }
}

fn machine(at: &Path, clock: &Arc<SimClock>) -> Machine {
    Machine { clock: clock.clone(), marks: at.join("marks"), passphrase: None }
}

fn founding(origin: &Origin, number: usize) -> Founding {
    Founding {
        origin: origin.clone(),
        name: Text::One(format!("Body {number}")),
        language: "en".to_owned(),
        licence: "CC0-1.0".to_owned(),
        place: Some(place(number)),
        level: Some(if number == 0 { "national" } else { "regional" }.to_owned()),
        settings: String::new(),
        seed: Some([u8::try_from(number).unwrap_or(0) + 1; 32]),
    }
}
