//! A dishonest partner: a log key and whatever it likes to sign with it.
//!
//! In: its histories, what it serves to whom, what it sends. Out: when it does what ([`crate::world`]).

use node::fetch::{FetchError, Got, Request};
use record::checkpoint::Checkpoint;
use record::log::Log;
use record::merkle::{Hash, leaf_hash, prove_consistency, root_of};
use record::note::{Algorithm, SignedNote, SigningKey};
use record::own::partner::{self, Partner, SpeaksFor};
use record::tile::{Resource, Tile, bundle_bytes};
use record::witness::{AddCheckpoint, lines};
use record::{Origin, Text};

use crate::body::{key, place, url};
use crate::broken::{Sure, sure};
use crate::random::Random;

/// How it answers for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// What it signed, and what leads to it.
    InOrder,
    /// More bytes than anyone asks for.
    Endless,
    /// Bytes that say nothing.
    Garbage,
    /// One entry fewer than the bundle has, one hash fewer than the tile.
    Short,
    /// The longest entries that there can be, which its checkpoint is not over.
    Huge,
    /// A checkpoint that another key signed.
    Stranger,
    /// A checkpoint of another log.
    OtherLog,
    /// A checkpoint of more entries than anyone can hold.
    Boundless,
    /// A checkpoint of nothing.
    Empty,
    /// It says that it broke.
    Broken,
    /// It says that it is elsewhere.
    Moved,
}

impl Mood {
    pub(crate) const ALL: [Mood; 11] = [
        Mood::InOrder,
        Mood::Endless,
        Mood::Garbage,
        Mood::Short,
        Mood::Huge,
        Mood::Stranger,
        Mood::OtherLog,
        Mood::Boundless,
        Mood::Empty,
        Mood::Broken,
        Mood::Moved,
    ];
}

/// See the module.
pub(crate) struct Liar {
    pub(crate) origin: Origin,
    key: SigningKey,
    stranger: SigningKey,
    witness: SigningKey,
    /// Its histories.
    pub(crate) stories: Vec<Vec<Vec<u8>>>,
    /// Which of them it tells each of the bodies.
    pub(crate) told: Vec<usize>,
    pub(crate) mood: Mood,
    /// Whether it cosigns wrongly now, and how.
    pub(crate) bad_cosignature: Option<u8>,
}

impl Liar {
    pub(crate) fn new(bodies: usize) -> Sure<Liar> {
        let origin: Origin = sure("naming a liar", "liar.example".parse())?;
        Ok(Liar {
            key: key(origin.as_str(), Algorithm::Ed25519, 66)?,
            stranger: key(origin.as_str(), Algorithm::Ed25519, 67)?,
            witness: key(&partner::witness_name(&origin), Algorithm::CosignatureV1, 68)?,
            origin,
            stories: vec![Vec::new()],
            told: vec![0; bodies],
            mood: Mood::InOrder,
            bad_cosignature: None,
        })
    }

    pub(crate) fn as_partner(&self, paused: bool) -> Partner {
        Partner {
            origin: self.origin.clone(),
            name: Text::One("Liar".to_owned()),
            url: url(&self.origin),
            vkey: self.key.verifying_key().to_string(),
            witness: Some(self.witness.verifying_key().to_string()),
            mirror: None,
            did: None,
            speaks_for: vec![SpeaksFor { place: place(9), level: None, sectors: Vec::new() }],
            paused,
        }
    }

    /// What it tells this body.
    pub(crate) fn story(&self, body: usize) -> &[Vec<u8>] {
        self.told.get(body).and_then(|story| self.stories.get(*story)).map_or(&[], Vec::as_slice)
    }

    /// The tree of the first `size` entries of what it tells this body.
    pub(crate) fn root(&self, body: usize, size: u64) -> Option<Hash> {
        let leaves: Vec<Hash> = self.story(body).get(..usize::try_from(size).ok()?)?.iter().map(|entry| leaf_hash(entry)).collect();
        Some(root_of(&leaves))
    }

    /// Its signed checkpoint of what it tells this body.
    pub(crate) fn note(&self, body: usize) -> Sure<String> {
        let size = self.story(body).len();
        let checkpoint = Checkpoint { origin: self.origin.clone(), size: u64::try_from(size).unwrap_or(0), root: self.root_of_all(body) };
        Ok(match self.mood {
            Mood::Stranger => self.signed(&checkpoint, &self.stranger),
            Mood::OtherLog => {
                let other: Origin = sure("naming a log", "n0.example".parse())?;
                self.signed(&Checkpoint { origin: other, ..checkpoint }, &self.key)
            }
            Mood::Boundless => self.signed(&Checkpoint { size: 1 << 60, root: [7; 32], ..checkpoint }, &self.key),
            Mood::Empty => self.signed(&Log::new(self.origin.clone()).checkpoint(), &self.key),
            _ => self.signed(&checkpoint, &self.key),
        })
    }

    fn signed(&self, checkpoint: &Checkpoint, key: &SigningKey) -> String {
        SignedNote::sign(checkpoint.to_string(), &[key], 0).to_string()
    }

    fn root_of_all(&self, body: usize) -> Hash {
        self.root(body, u64::try_from(self.story(body).len()).unwrap_or(0)).unwrap_or(record::merkle::EMPTY_ROOT)
    }

    /// Answers a request of this body.
    pub(crate) fn answer(&self, body: usize, request: &Request, path: &str, random: &mut Random) -> Result<Got, FetchError> {
        let host = self.origin.to_string();
        let answered = |status: u16, body: Vec<u8>| Ok(Got { status, headers: Vec::new(), body });
        if path == "add-checkpoint" {
            let (status, said) = self.cosignature(&request.body, random);
            return answered(status, said.into_bytes());
        }
        let is_note = path == "log/checkpoint" || path.ends_with("/checkpoint");
        match self.mood {
            Mood::Endless => return Err(FetchError::TooLarge { host, bytes_max: request.bytes_max }),
            Mood::Garbage => return answered(200, (0..random.below(700)).map(|_| u8::try_from(random.below(256)).unwrap_or(0)).collect()),
            Mood::Broken => return answered(500, b"it broke".to_vec()),
            Mood::Moved => return answered(302, Vec::new()),
            _ => {}
        }
        if is_note {
            return match self.note(body) {
                Ok(note) => answered(200, note.into_bytes()),
                Err(_) => answered(500, Vec::new()),
            };
        }
        let found = path.strip_prefix("log/").and_then(|path| path.parse().ok()).and_then(|resource| self.resource(body, resource));
        match (found, self.mood) {
            (None, _) => answered(404, Vec::new()),
            (Some(mut bytes), Mood::Short) => {
                bytes.truncate(bytes.len().saturating_sub(1 + random.below(40)));
                answered(200, bytes)
            }
            (Some(_), Mood::Huge) if path.contains("entries") => {
                let entry = vec![b'x'; record::statement::ENTRY_BYTES_MAX];
                answered(200, bundle_bytes(std::iter::repeat_n(entry.as_slice(), self.story(body).len().min(8))).unwrap_or_default())
            }
            (Some(bytes), _) => answered(200, bytes),
        }
    }

    fn resource(&self, body: usize, resource: Resource) -> Option<Vec<u8>> {
        let story = self.story(body);
        match resource {
            Resource::Checkpoint => None,
            Resource::Tile(tile) => self.tile(body, tile),
            Resource::Bundle(bundle) => {
                let start = usize::try_from(bundle.start()).ok()?;
                let entries = story.get(start..start.checked_add(usize::from(bundle.width()))?)?;
                bundle_bytes(entries.iter().map(Vec::as_slice)).ok()
            }
        }
    }

    fn tile(&self, body: usize, tile: Tile) -> Option<Vec<u8>> {
        let first = tile.index().checked_mul(u64::from(record::tile::WIDTH))?;
        let hashes: Option<Vec<Hash>> =
            (first..).take(usize::from(tile.width())).map(|index| self.hash(body, u32::from(tile.level()) * 8, index)).collect();
        Some(hashes?.concat())
    }

    /// The root of a whole subtree of what it tells this body.
    fn hash(&self, body: usize, height: u32, index: u64) -> Option<Hash> {
        let width = 1_u64.checked_shl(height)?;
        let first = usize::try_from(index.checked_mul(width)?).ok()?;
        let leaves = self.story(body).get(first..first.checked_add(usize::try_from(width).ok()?)?)?;
        Some(root_of(&leaves.iter().map(|entry| leaf_hash(entry)).collect::<Vec<_>>()))
    }

    /// What it sends to a body's witness: its checkpoint, and a proof from `old`.
    pub(crate) fn request(&self, body: usize, old: u64) -> Sure<Vec<u8>> {
        let size = u64::try_from(self.story(body).len()).unwrap_or(0);
        let proof = if old == 0 { Some(Vec::new()) } else { prove_consistency(old, size, |height, index| self.hash(body, height, index)) };
        let note = sure("a note of the liar", self.note(body)?.parse())?;
        Ok(AddCheckpoint { old, proof: proof.unwrap_or_default(), note }.to_string().into_bytes())
    }

    /// What it answers when it is asked to cosign.
    fn cosignature(&self, request: &[u8], random: &mut Random) -> (u16, String) {
        let asked: Option<AddCheckpoint> = std::str::from_utf8(request).ok().and_then(|text| text.parse().ok());
        let Some(asked) = asked else { return (400, String::new()) };
        let now = u64::try_from(crate::clock::START_MS / 1000).unwrap_or(0);
        let said = match self.bad_cosignature {
            // In order, as far as its clock goes: it stands at the start.
            None => lines(&[self.witness.sign(&asked.note.text, now)]),
            Some(0) => lines(&[self.witness.sign("another text\n", now)]),
            Some(1) => lines(&[self.key.sign(&asked.note.text, now)]),
            Some(2) => lines(&[self.witness.sign(&asked.note.text, now + 10_000_000)]),
            Some(3) => "— ".repeat(1 + random.below(50)),
            Some(4) => lines(&vec![self.witness.sign(&asked.note.text, now); 300]),
            // More than the log has, which only its own key could show.
            Some(5) => return (409, format!("{}\n", 1_u64 << random.below(63))),
            Some(_) => String::new(),
        };
        (200, said)
    }
}
