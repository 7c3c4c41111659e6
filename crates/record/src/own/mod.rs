//! The record's own kinds: what a node says of itself and of the records that it follows. No token may state them.
//!
//! In: a body, its faults and its row of the table for each, and the draft that a node states. Out: when it does (`node`).

pub mod cosigned;
pub mod erasure;
pub mod fork;
pub mod genesis;
pub mod key;
pub mod keys;
pub mod partner;
pub mod restricted;

use serde::Serialize;

use crate::did::Did;
use crate::fault::Fault;
use crate::kind::Kind;
use crate::name::{Audience, EntryId, SubjectName};
use crate::note::{Algorithm, VerifyingKey};
use crate::statement::{Act, Draft, Revises};
use crate::text::brief;

/// The record's own kinds.
pub const KINDS: &[Kind] = &[genesis::KIND, restricted::KIND, partner::KIND, key::KIND, cosigned::KIND, fork::KIND, erasure::KIND];

/// What the node states of a body of one of these kinds. Errors: all faults of the body, as a statement has them (`/body/..`).
pub fn draft(kind: &Kind, subject: SubjectName, revises: Option<EntryId>, body: &impl Serialize) -> Result<Draft, Vec<Fault>> {
    let body = serde_json::to_value(body).map_err(|error| vec![Fault::new("/body", error.to_string())])?;
    let faults: Vec<Fault> = (kind.check)(&body).into_iter().map(|fault| fault.below("/body")).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let name = kind.full_name().parse().map_err(|error: crate::name::NameError| vec![Fault::new("/kind", error.to_string())])?;
    let (act, about, audience) = (Act::State, Vec::new(), Audience::default());
    Ok(Draft { kind: name, subject: Some(subject), revises: revises.map(Revises::Entry), act, about, audience, body })
}

/// What is wrong with a verification key that must have this name and algorithm.
fn key_fault(path: &str, vkey: &str, name: &str, algorithm: Algorithm) -> Option<Fault> {
    let message = match vkey.parse::<VerifyingKey>() {
        Err(error) => error.to_string(),
        Ok(key) if key.name() != name => format!("the key is named `{}`; it must be named `{name}`", brief(key.name())),
        Ok(key) if key.algorithm() != algorithm => format!("the key is of type {}; it must be of type {}", key.algorithm().byte(), algorithm.byte()),
        Ok(_) => return None,
    };
    Some(Fault::new(path, message))
}

/// What is wrong with a place's code: `[A-Z0-9][A-Z0-9_-]{0,15}` (DESIGN rule 22).
fn place_fault(path: &str, place: Option<&str>) -> Option<Fault> {
    let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let is_code = |text: &str| text.len() <= 16 && text.bytes().next().is_some_and(plain) && text.bytes().all(|b| plain(b) || b == b'_' || b == b'-');
    let place = place.filter(|place| !is_code(place))?;
    Some(Fault::new(path, format!("`{}` is no place; give 1 to 16 of `A-Z 0-9 _ -`, as its register writes it", brief(place))))
}

fn level_fault(path: &str, level: Option<&str>) -> Option<Fault> {
    let is_level = |text: &str| (1..=32).contains(&text.len()) && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
    let level = level.filter(|level| !is_level(level))?;
    Some(Fault::new(path, format!("`{}` is no level of government; give a word such as `country`", brief(level))))
}

fn did_fault(path: &str, did: Option<&str>) -> Option<Fault> {
    let did = did.filter(|did| did.parse::<Did>().is_err())?;
    Some(Fault::new(path, format!("`{}` is no identifier; give `did:web:` and a host", brief(did))))
}
