//! Rendered answers, kept by address, language, form and cut, so that a crowd never reaches the database.
//!
//! An answer depends on its key and on nothing else: the key has the size of the record and the day, so nothing is ever thrown away for
//! being wrong, only for room. In: which answers are kept. Out: making them (`routes`, `represent`).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;
use axum::http::StatusCode;

use record::EntryId;

use crate::assets;
use crate::limits::{CACHE_BYTES_MAX, CACHE_ENTRY_BYTES_MAX, PACKED_BYTES_MIN};

/// An answer, ready to send.
#[derive(Debug)]
pub struct Rendered {
    /// Status code.
    pub status: StatusCode,
    /// For `Content-Type`.
    pub content_type: &'static str,
    /// The body.
    pub bytes: Bytes,
    /// Whether packing the body may help: not of what is small, or huge.
    pub may_pack: bool,
    packed: OnceLock<Option<Bytes>>,
    /// First 32 hex digits of the SHA-256 of the body; the entity tag without its quotes.
    pub tag: String,
    /// For `Link`: the same in other forms, the licence.
    pub links: String,
    /// For `Content-Disposition`: the name under which it is saved, where it is to be.
    pub file_name: Option<String>,
    /// For `Content-Language`.
    pub language: &'static str,
    /// For `Location`, of a redirect.
    pub location: Option<String>,
}

impl Rendered {
    /// An answer of these bytes.
    pub fn new(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Rendered {
        let id = EntryId::of(&body).to_string();
        Rendered {
            status,
            content_type,
            tag: id.trim_start_matches("sha256:").chars().take(32).collect(),
            may_pack: (PACKED_BYTES_MIN..CACHE_ENTRY_BYTES_MAX).contains(&body.len()) && !content_type.starts_with("application/octet-stream"),
            packed: OnceLock::new(),
            bytes: body.into(),
            links: String::new(),
            file_name: None,
            language: "",
            location: None,
        }
    }

    /// The body packed with brotli, where that helps; made at the first call (about 15 ms for each megabyte) and kept.
    pub fn brotli(&self) -> Option<&Bytes> {
        let pack = || {
            let packed = Bytes::from(assets::packed(&self.bytes, 4));
            (!packed.is_empty() && packed.len() < self.bytes.len()).then_some(packed)
        };
        if self.may_pack { self.packed.get_or_init(pack).as_ref() } else { None }
    }

    /// Whether [`Rendered::brotli`] costs nothing: it was made before, or there will be none.
    pub fn is_packed(&self) -> bool {
        !self.may_pack || self.packed.get().is_some()
    }

    /// Its part of the bound, with room for the packed body.
    fn weight(&self) -> usize {
        self.bytes.len() + self.bytes.len() / 4 + self.links.len() + 512
    }
}

#[derive(Default)]
struct Kept {
    answers: BTreeMap<Arc<str>, (u64, Arc<Rendered>)>,
    by_use: BTreeMap<u64, Arc<str>>,
    used: u64,
    weight: usize,
}

/// The answers that are kept; least recently used go first.
#[derive(Default)]
pub struct Cache(Mutex<Kept>);

impl Cache {
    /// The answer of a key.
    pub fn get(&self, key: &str) -> Option<Arc<Rendered>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = &mut *kept;
        let name = kept.answers.get_key_value(key).map(|(name, _)| Arc::clone(name))?;
        let (used, answer) = kept.answers.get_mut(key)?;
        kept.by_use.remove(used);
        kept.used += 1;
        *used = kept.used;
        kept.by_use.insert(kept.used, name);
        Some(Arc::clone(answer))
    }

    /// Keeps an answer, unless it is too large or no good answer.
    pub fn put(&self, key: &str, answer: &Arc<Rendered>) {
        let weight = answer.weight() + key.len() * 2;
        if weight > CACHE_ENTRY_BYTES_MAX {
            return;
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.used += 1;
        let (used, name): (u64, Arc<str>) = (kept.used, key.into());
        if let Some((before, old)) = kept.answers.insert(Arc::clone(&name), (used, Arc::clone(answer))) {
            kept.by_use.remove(&before);
            kept.weight = kept.weight.saturating_sub(old.weight() + key.len() * 2);
        }
        kept.by_use.insert(used, name);
        kept.weight += weight;
        while kept.weight > CACHE_BYTES_MAX {
            let Some((_, oldest)) = kept.by_use.pop_first() else { break };
            if let Some((_, old)) = kept.answers.remove(&oldest) {
                kept.weight = kept.weight.saturating_sub(old.weight() + oldest.len() * 2);
            }
        }
    }

    /// How many bytes are kept.
    pub fn weight(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).weight
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(bytes: usize) -> Arc<Rendered> {
        Arc::new(Rendered::new(StatusCode::OK, "text/plain", vec![0; bytes]))
    }

    #[test]
    fn the_least_recently_used_goes_and_the_bound_holds() {
        let cache = Cache::default();
        let big = 3 << 20;
        for number in 0..15 {
            cache.put(&format!("page {number}"), &answer(big));
            assert!(cache.get("page 0").is_some());
        }
        cache.put("page 15", &answer(big));
        assert!(cache.weight() <= CACHE_BYTES_MAX);
        assert!(cache.get("page 0").is_some() && cache.get("page 15").is_some() && cache.get("page 1").is_none());
    }

    #[test]
    fn what_is_too_large_is_not_kept_and_what_is_kept_twice_counts_once() {
        let cache = Cache::default();
        cache.put("huge", &answer(CACHE_ENTRY_BYTES_MAX));
        assert_eq!(cache.weight(), 0);
        cache.put("page", &answer(100));
        let once = cache.weight();
        cache.put("page", &answer(100));
        assert_eq!(cache.weight(), once);
    }
}
