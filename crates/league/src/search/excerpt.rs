//! Where the words of a question stand in a text: a stretch around the first of them.

use std::ops::Range;

use record::search::{Part, words};

use super::query::Query;

/// Characters of an excerpt, about.
const EXCERPT_CHARS: usize = 240;

/// Characters before the first word that was found.
const BEFORE_CHARS: usize = 60;

/// A stretch of a text, cut where words of the question begin and end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt<'t> {
    /// Whether text was left out before it.
    pub is_cut_before: bool,
    /// Its parts, in order, and whether each is what was asked for.
    pub parts: Vec<(bool, &'t str)>,
    /// Whether text was left out behind it.
    pub is_cut_after: bool,
}

/// A stretch of `text` around the first words of it that are asked for; its beginning, where none is. `is_whole`: the whole text.
pub fn excerpt<'t>(query: &Query, text: &'t str, is_whole: bool) -> Excerpt<'t> {
    let found = found(query, text);
    let first = found.first().map_or(0, |range| range.start);
    let start = if is_whole || text.chars().nth(EXCERPT_CHARS).is_none() { 0 } else { back(text, first, BEFORE_CHARS) };
    let end = if is_whole { text.len() } else { on(text, start, EXCERPT_CHARS) };
    let mut parts = Vec::new();
    let mut at = start;
    let mut push = |is_found: bool, range: Range<usize>| {
        if let Some(part) = text.get(range).filter(|part| !part.is_empty()) {
            parts.push((is_found, part));
        }
    };
    for range in found.into_iter().filter(|range| range.start >= start && range.end <= end) {
        push(false, at..range.start);
        at = range.end;
        push(true, range);
    }
    push(false, at..end);
    Excerpt { is_cut_before: start > 0, parts, is_cut_after: end < text.len() }
}

/// Where words stand that are asked for, in order, each stretch once.
fn found(query: &Query, text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    words(text, |piece| {
        if piece.part == Part::Tail && found.last().is_some_and(|last| last.end >= piece.range.end) || !query.means(piece.word) {
            return;
        }
        match found.last_mut() {
            Some(last) if piece.range.start <= last.end => last.end = last.end.max(piece.range.end),
            _ => found.push(piece.range),
        }
    });
    found
}

/// So many characters before `at`, then on to where a word begins.
fn back(text: &str, at: usize, chars: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let Some((start, _)) = before.char_indices().rev().nth(chars.saturating_sub(1)).filter(|(start, _)| *start > 0) else { return 0 };
    let rest = before.get(start..).unwrap_or_default();
    rest.find(char::is_whitespace).map_or(start, |space| start.saturating_add(space).saturating_add(1).min(at))
}

/// So many characters from `start` on, then back to where a word ends.
fn on(text: &str, start: usize, chars: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let Some((length, _)) = rest.char_indices().nth(chars) else { return text.len() };
    let stretch = rest.get(..length).unwrap_or_default();
    let words = stretch.trim_end_matches(|c: char| !c.is_whitespace()).trim_end();
    // A script without spaces has none to end at.
    let length = if words.len() > length / 2 { words.len() } else { length };
    start.saturating_add(length)
}
