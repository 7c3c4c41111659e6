//! `cosigned/v1`: checkpoints of a record with the cosignatures that they got, so that when it stood at which size is proven by records alone
//! (specs/accord.md b3).
//!
//! ```text
//! {"notes":["coast.example\n7\n..\n\n— coast.example ..\n— health.example/witness ..\n"],"origin":"coast.example"}
//! ```
//! Anyone may state it, of any record: each note proves itself to whoever knows the keys. Which witnesses count is for whoever asks ([`Cosigned::seen`]).
//! In: the body, and what its notes prove. Out: what follows from it ([`crate::proven_time`]).

use serde::{Deserialize, Serialize};

use crate::checkpoint::Checkpoint;
use crate::fault::Fault;
use crate::kind::{Facets, Json, Kind, typed};
use crate::name::{NameError, Origin, Sid, SubjectName};
use crate::note::{Algorithm, SignedNote, VerifyingKey};
use crate::own::{genesis, partner};
use crate::proven_time::Seen;

/// How many notes one statement may hold.
pub const NOTES_MAX: usize = 32;

/// The longest of them, in bytes: cosignatures of 64 witnesses fit.
pub const NOTE_BYTES_MAX: usize = 16 * 1024;

/// Length of an Ed25519 cosignature without its key's id: the time and the signature.
const COSIGNATURE_BYTES: usize = 72;

/// Body of `cosigned/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cosigned {
    /// Whose checkpoints they are.
    pub origin: Origin,
    /// The signed notes, each as it was served.
    pub notes: Vec<String>,
}

impl Cosigned {
    /// Every fault that is visible in the body alone: a note that is none, is of another record, or that nobody cosigned.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !(1..=NOTES_MAX).contains(&self.notes.len()) {
            faults.push(Fault::new("/notes", format!("there are {} notes; give 1 to {NOTES_MAX}", self.notes.len())));
        }
        for (place, note) in self.notes.iter().enumerate().take(NOTES_MAX) {
            let fault = |message: String| Fault::new(format!("/notes/{place}"), message);
            match read(note) {
                Err(message) => faults.push(fault(message)),
                Ok((_, checkpoint)) if checkpoint.origin != self.origin => {
                    faults.push(fault(format!("the checkpoint is of `{}`; give those of `{}` alone", checkpoint.origin, self.origin)));
                }
                Ok((note, _)) if !note.signatures.iter().any(|line| line.bytes.len() == COSIGNATURE_BYTES) => {
                    faults.push(fault("nobody cosigned this checkpoint; leave it out".to_owned()));
                }
                Ok(_) => {}
            }
        }
        let is_twice = |place: usize, note: &String| self.notes.iter().take(place).any(|before| before == note);
        if let Some((place, _)) = self.notes.iter().enumerate().take(NOTES_MAX).find(|(place, note)| is_twice(*place, note)) {
            faults.push(Fault::new(format!("/notes/{place}"), "the note stands twice; leave out one"));
        }
        faults
    }

    /// The subject under which it is stated: `cosigned:`, the short id of the record, and the largest size. More cosignatures of it revise it.
    pub fn subject(&self) -> Result<SubjectName, NameError> {
        format!("cosigned:{}:{}", Sid::of(&self.origin, &genesis::SUBJECT.parse()?), self.largest().unwrap_or(0)).parse()
    }

    /// What these witnesses saw, each fact once. A note with a signature of one of them that does not hold counts for nothing, and the record's own
    /// keys never count, nor those of its own witness and mirror: a record's word for its own time proves nothing.
    pub fn seen(&self, witnesses: &[VerifyingKey]) -> Vec<Seen> {
        let own = [self.origin.to_string(), partner::witness_name(&self.origin), partner::mirror_name(&self.origin)];
        let counts = |key: &&VerifyingKey| key.algorithm() == Algorithm::CosignatureV1 && !own.iter().any(|name| name == key.name());
        let keys: Vec<VerifyingKey> = witnesses.iter().filter(counts).cloned().collect();
        let mut seen: Vec<Seen> = self
            .notes
            .iter()
            .filter_map(|note| read(note).ok())
            .filter(|(_, at)| at.origin == self.origin)
            .flat_map(|(note, at)| {
                let signers = note.verify(&keys).unwrap_or_default();
                let fact =
                    move |signer: crate::note::Verified| Some(Seen { witness: signer.name, id: signer.id, size: at.size, seconds: signer.seconds? });
                signers.into_iter().filter_map(fact)
            })
            .collect();
        seen.sort();
        seen.dedup();
        seen
    }

    fn largest(&self) -> Option<u64> {
        self.notes.iter().filter_map(|note| Some(read(note).ok()?.1.size)).max()
    }
}

fn read(note: &str) -> Result<(SignedNote, Checkpoint), String> {
    if note.len() > NOTE_BYTES_MAX {
        return Err(format!("a note has at most {NOTE_BYTES_MAX} bytes; leave out signatures"));
    }
    let note: SignedNote = note.parse().map_err(|error: crate::note::NoteError| error.to_string())?;
    let checkpoint = note.text.parse().map_err(|error: crate::checkpoint::CheckpointError| error.to_string())?;
    Ok((note, checkpoint))
}

/// The row of the table of kinds. Facets: group = the record's origin, value = the largest size.
pub const KIND: Kind = Kind {
    name: "cosigned",
    version: 1,
    is_records_own: true,
    schema: include_str!("../../schemas/cosigned-v1.json"),
    check: |body| typed(body).map_or_else(|fault| vec![fault], |cosigned: Cosigned| cosigned.check()),
    facets,
};

fn facets(body: &Json) -> Facets {
    let Ok(cosigned) = typed::<Cosigned>(body) else { return Facets::default() };
    let value = cosigned.largest().and_then(|size| i64::try_from(size).ok()).unwrap_or(0);
    Facets { group: Some(cosigned.origin.to_string()), value, ..Facets::default() }
}
