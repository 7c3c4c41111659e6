//! A question: the words that were typed, and what each may mean at a cut.

use std::collections::BTreeSet;

use record::places::{OWN, Place};
use record::search::{Entries, Part, Runs, Wanted, code_token, kind_token, words};
use record::{EntryId, Origin, Sid, SubjectName, Text};

use super::find::{Order, Search, find};
use crate::Cut;

/// Words of a question that count; more are left out.
const WORDS_MAX: usize = 12;

/// Letters from which on a word may stand for the name of a place or an instrument.
const NAME_CHARS_MIN: usize = 2;

/// What is asked, folded: the same for the same text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    asked: Vec<Asked>,
}

/// What stands between two spaces of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    /// As a code would be written.
    code: String,
    /// Its words.
    words: Vec<Word>,
}

/// A word that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    /// The forms in which it may begin a word.
    forms: Vec<String>,
    /// Whether it must be the whole word: a single letter or digit begins too many.
    is_whole: bool,
}

impl Word {
    fn fits(&self, word: &str) -> bool {
        self.forms.iter().any(|form| if self.is_whole { word == form } else { word.starts_with(form.as_str()) })
    }

    fn wanted(&self) -> Vec<Wanted> {
        if self.is_whole {
            vec![Wanted::OneOf(self.forms.iter().cloned().collect())]
        } else {
            self.forms.iter().cloned().map(Wanted::Begins).collect()
        }
    }
}

impl Query {
    /// Reads a question. None where it has no word.
    pub fn read(text: &str) -> Option<Query> {
        let mut left = WORDS_MAX;
        let mut asked = Vec::new();
        for typed in text.split_whitespace() {
            let mut forms = folded(typed);
            forms.truncate(left);
            left = left.saturating_sub(forms.len());
            if !forms.is_empty() {
                asked.push(Asked { code: typed.to_uppercase(), words: forms });
            }
        }
        (!asked.is_empty()).then_some(Query { asked })
    }

    /// Whether a word of a text is one that is asked for.
    pub(super) fn means(&self, word: &str) -> bool {
        self.words().any(|asked| asked.fits(word))
    }

    /// How many of the words that are asked for a text has.
    pub(super) fn count_in(&self, text: &str) -> usize {
        let mut open: Vec<&Word> = self.words().collect();
        let all = open.len();
        words(text, |piece| open.retain(|asked| !asked.fits(piece.word)));
        all.saturating_sub(open.len())
    }

    fn words(&self) -> impl Iterator<Item = &Word> {
        self.asked.iter().flat_map(|asked| &asked.words)
    }

    /// For each word what may stand for it, at this cut: the rarest kind of word first.
    pub(super) fn wanted<R: Runs>(&self, cut: &Cut<'_>, runs: &R) -> Result<Vec<Vec<Wanted>>, R::Error> {
        let mut wanted = Vec::new();
        for asked in &self.asked {
            if is_code(cut, &asked.code) {
                wanted.push(vec![mentions(cut, &asked.code)]);
                continue;
            }
            for word in &asked.words {
                let mut ways = word.wanted();
                let named = if word.is_whole { BTreeSet::new() } else { named(cut, runs, &word.forms)? };
                if !named.is_empty() {
                    ways.push(one_of(named));
                }
                wanted.push(ways);
            }
        }
        // Long words are rare: where they find nothing, the others need not be looked for.
        let length = |ways: &Vec<Wanted>| match ways.as_slice() {
            [Wanted::Begins(start)] => start.len(),
            [Wanted::OneOf(codes)] if codes.len() == 1 => 100,
            _ => 0,
        };
        wanted.sort_by_key(|ways| std::cmp::Reverse(length(ways)));
        Ok(wanted)
    }
}

fn one_of<'c>(codes: impl IntoIterator<Item = &'c str>) -> Wanted {
    Wanted::OneOf(codes.into_iter().map(code_token).collect())
}

/// The words of what was typed. A short beginning before an apostrophe (`l'`, `d'`, `qu'`) is an article and left out.
fn folded(typed: &str) -> Vec<Word> {
    let joint = typed.char_indices().find(|(_, c)| matches!(c, '\'' | '’' | 'ʼ'));
    let rest = joint
        .and_then(|(at, c)| typed.get(at.saturating_add(c.len_utf8())..).filter(|_| typed.get(..at).is_some_and(|head| head.chars().count() <= 2)));
    let typed = rest.filter(|rest| rest.chars().any(char::is_alphanumeric)).unwrap_or(typed);
    let mut found: Vec<(Word, std::ops::Range<usize>)> = Vec::new();
    words(typed, |piece| match (piece.part, found.last_mut()) {
        // Of several signs, the last stands in the pair before it.
        (Part::Tail, Some((_, before))) if before.end == piece.range.end => {}
        (Part::Variant, Some((word, _))) => word.forms.push(piece.word.to_owned()),
        _ => {
            let is_whole = piece.part == Part::Whole && piece.word.chars().nth(1).is_none();
            found.push((Word { forms: vec![piece.word.to_owned()], is_whole }, piece.range));
        }
    });
    found.into_iter().map(|(word, _)| word).collect()
}

fn is_code(cut: &Cut<'_>, code: &str) -> bool {
    cut.model.register().find(code).is_some() || cut.model.instrument(code).is_some()
}

/// Every statement that mentions a code, or any other of the same place.
pub(super) fn mentions(cut: &Cut<'_>, code: &str) -> Wanted {
    match cut.model.register().find(code) {
        Some(place) => one_of(std::iter::once(&place.code).chain(&place.same_as).map(register::Code::as_str)),
        None => one_of([code]),
    }
}

/// The codes of the places and instruments in whose names a word begins so.
fn named<'c, R: Runs>(cut: &Cut<'c>, runs: &R, forms: &[String]) -> Result<BTreeSet<&'c str>, R::Error> {
    let mut found = BTreeSet::new();
    if forms.iter().all(|form| form.chars().count() < NAME_CHARS_MIN) {
        return Ok(found);
    }
    let is_named = |name: &Text| {
        let mut is_named = false;
        name.all().into_iter().for_each(|(_, name)| words(name, |piece| is_named |= forms.iter().any(|form| piece.word.starts_with(form.as_str()))));
        is_named
    };
    found.extend(cut.model.instruments().filter(|instrument| is_named(&instrument.name)).map(|instrument| instrument.code.as_str()));
    // Places are many: their own statements are looked up like any other.
    let is_place = Wanted::OneOf([kind_token("place")].into());
    for (at, span) in runs.spans().into_iter().enumerate().filter(|(_, span)| span.start < cut.size) {
        let mut entries = Entries::default();
        runs.collect(at, &is_place, &mut entries)?;
        if entries.is_empty() {
            continue;
        }
        let mut having = Entries::default();
        for form in forms {
            runs.collect(at, &Wanted::Begins(form.clone()), &mut having)?;
        }
        entries.keep_where(&having);
        for (place, _) in entries.newest_first() {
            let version = cut.rows.version(span.start.saturating_add(place)).filter(|version| version.stands_at(cut.size));
            let place = version.and_then(|version| cut.model.register().find(cut.rows.text(version.place)));
            if let Some(place) = place.filter(|place| is_named(&place.name)) {
                found.extend(std::iter::once(&place.code).chain(&place.same_as).map(register::Code::as_str));
            }
        }
    }
    Ok(found)
}

/// What a question names outright.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direct {
    /// A place, by its code, one that it is the same as, or its whole name.
    Place(String),
    /// An instrument, by its code or its whole name.
    Instrument(String),
    /// A subject, by its short id or its name: the short id.
    Subject(Sid),
    /// An entry, by its number: `#17`.
    Entry(u32),
    /// An entry, by its id. Found by its first bytes: whoever shows it compares the whole.
    Id(EntryId, u32),
}

/// What a question names outright, at this cut.
pub fn direct<R: Runs>(cut: &Cut<'_>, runs: &R, origin: &Origin, text: &str) -> Result<Vec<Direct>, R::Error> {
    let text = text.trim();
    let mut found = BTreeSet::new();
    let number = text.strip_prefix('#').and_then(|number| number.parse::<u32>().ok());
    let own = number.and_then(|index| cut.rows.places().row(Place { record: OWN, index }));
    found.extend(own.filter(|row| *row < cut.size).map(Direct::Entry));
    if let Ok(id) = text.parse::<EntryId>() {
        // The same bytes may stand in several records.
        let records = (OWN..).take(cut.rows.places().origins().len().max(1));
        let rows = records.filter_map(|record| cut.rows.index_of(record, id)).filter(|row| *row < cut.size);
        found.extend(rows.map(|row| Direct::Id(id, row)));
    }
    let by_name = text.parse::<SubjectName>().ok().map(|name| Sid::of(origin, &name));
    let sids = text.parse::<Sid>().ok().into_iter().chain(by_name);
    found.extend(sids.filter(|sid| cut.rows.head_at(*sid, cut.size).is_some()).map(Direct::Subject));
    let code = text.to_uppercase();
    found.extend(cut.model.register().find(&code).map(|place| Direct::Place(place.code.to_string())));
    found.extend(cut.model.instrument(&code).map(|instrument| Direct::Instrument(instrument.code.to_string())));
    let Some(query) = Query::read(text) else { return Ok(found.into_iter().collect()) };
    let is_named = |name: &Text| name.all().into_iter().any(|(_, name)| Query::read(name).is_some_and(|name| name.is_same(&query)));
    found.extend(
        cut.model.instruments().filter(|instrument| is_named(&instrument.name)).map(|instrument| Direct::Instrument(instrument.code.to_string())),
    );
    let places = find(cut, runs, &Search { query: &query, kind: Some("place"), place: None, after: None, order: Order::Best, limit: NAMESAKES_MAX })?;
    for hit in places.hits {
        let place = cut.rows.version(hit.index).and_then(|version| cut.model.register().find(cut.rows.text(version.place)));
        found.extend(place.filter(|place| is_named(&place.name)).map(|place| Direct::Place(place.code.to_string())));
    }
    Ok(found.into_iter().collect())
}

/// So many places are looked at for one that is called just so.
const NAMESAKES_MAX: usize = 50;

impl Query {
    fn is_same(&self, other: &Query) -> bool {
        self.words().eq(other.words())
    }
}
