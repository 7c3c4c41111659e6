//! A stretch of the record, indexed: in memory while it grows, sealed into pages when it is full.

use std::collections::BTreeMap;
use std::ops::{Bound, Range};

use super::fold::{self, Part};
use super::page::{self, PageError, Writer, add_steps, put};
use super::set::{Entries, RUN_ENTRIES, Sight, Wanted};

/// Memory that the words of one run may take, about, before it is sealed though it has fewer entries than it could.
const RUN_BYTES_MAX: usize = 24 << 20;

/// What a word costs beside its bytes and its list.
const WORD_BYTES: usize = 96;

/// What of a statement is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoken<'t> {
    /// A title or a name.
    Title(&'t str),
    /// Any other text.
    Text(&'t str),
    /// The code of what the statement itself defines.
    OwnCode(&'t str),
    /// A code that it mentions.
    Code(&'t str),
    /// The name of its kind, without version.
    Kind(&'t str),
}

/// Under which word all entries stand that mention a code, as it is written. No text has such a word: it begins with a control character.
pub fn code_token(code: &str) -> String {
    format!("\u{1}{code}")
}

/// Under which word all entries of a kind stand, by its name without version.
pub fn kind_token(kind: &str) -> String {
    format!("\u{2}{kind}")
}

/// The entries that have one word.
#[derive(Debug, Default)]
struct List {
    /// Steps of all but the last.
    steps: Vec<u8>,
    /// Place of the last but one.
    before: u32,
    last: u32,
    is_title: bool,
}

impl List {
    fn put_last(&self, steps: &mut Vec<u8>) {
        put(steps, self.last.saturating_sub(self.before) << 1 | u32::from(self.is_title));
    }

    fn bytes(&self) -> Vec<u8> {
        let mut steps = self.steps.clone();
        self.put_last(&mut steps);
        steps
    }
}

/// A run that grows.
#[derive(Debug, Default)]
pub struct Run {
    first: u32,
    count: u32,
    lists: BTreeMap<Box<str>, List>,
    bytes: usize,
}

/// The words of one statement: folded apart from the run, so that this may be done elsewhere.
#[derive(Debug, Default)]
pub struct Words(BTreeMap<Box<str>, bool>);

impl Words {
    /// Notes a part of what is said.
    pub fn hear(&mut self, spoken: Spoken<'_>) {
        match spoken {
            Spoken::Title(text) => self.text(text, true),
            Spoken::Text(text) => self.text(text, false),
            Spoken::OwnCode(code) => {
                self.add(&code_token(code), true);
                self.text(code, true);
            }
            Spoken::Code(code) => {
                self.add(&code_token(code), false);
                self.text(code, false);
            }
            Spoken::Kind(kind) => self.add(&kind_token(kind), false),
        }
    }

    fn text(&mut self, text: &str, is_title: bool) {
        fold::words(text, |piece| match piece.part {
            Part::Whole | Part::Variant | Part::Tail => self.add(piece.word, is_title),
        });
    }

    fn add(&mut self, word: &str, is_title: bool) {
        match self.0.get_mut(word) {
            Some(known) => *known |= is_title,
            None => drop(self.0.insert(word.into(), is_title)),
        }
    }
}

impl Run {
    /// An empty run that begins with this entry.
    pub fn new(first: u32) -> Run {
        Run { first, ..Run::default() }
    }

    /// The entries that it has.
    pub fn span(&self) -> Range<u32> {
        self.first..self.first.saturating_add(self.count)
    }

    /// Whether the next entry belongs to the next run. The same for the same entries, however they come.
    pub fn is_full(&self) -> bool {
        self.count >= RUN_ENTRIES || self.bytes >= RUN_BYTES_MAX
    }

    /// Adds the next entry of the record.
    pub fn add(&mut self, words: Words) {
        let place = self.count;
        for (word, is_title) in words.0 {
            match self.lists.get_mut(&word) {
                Some(list) => {
                    let mut steps = std::mem::take(&mut list.steps);
                    let length = steps.len();
                    list.put_last(&mut steps);
                    self.bytes = self.bytes.saturating_add(steps.len().saturating_sub(length));
                    *list = List { steps, before: list.last, last: place, is_title };
                }
                None => {
                    self.bytes = self.bytes.saturating_add(word.len()).saturating_add(WORD_BYTES);
                    self.lists.insert(word, List { last: place, is_title, ..List::default() });
                }
            }
        }
        self.count = self.count.saturating_add(1);
    }

    /// Adds to `found` the entries that have a word that is wanted.
    pub fn collect(&self, wanted: &Wanted, found: &mut Entries) -> Result<(), PageError> {
        for (word, list) in self.lists.range::<str, _>((Bound::Included(wanted.first()), Bound::Unbounded)) {
            match wanted.sight(word) {
                Sight::Wanted => {
                    add_steps(&list.steps, found)?;
                    found.add(list.last, list.is_title);
                }
                Sight::Other => {}
                Sight::Past => break,
            }
        }
        Ok(())
    }

    /// The run as pages.
    pub fn seal(&self) -> Sealed {
        let mut writer = Writer::default();
        for (word, list) in &self.lists {
            writer.add(word, &list.bytes());
        }
        let (pages, heads) = writer.finish();
        Sealed { span: self.span(), heads, pages }
    }
}

/// A run that grows no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The entries that it has.
    pub span: Range<u32>,
    /// The first word of each page.
    pub heads: Vec<String>,
    /// Its pages: sorted words with their lists.
    pub pages: Vec<Vec<u8>>,
}

/// Adds to `found` the entries of a sealed run that have a word that is wanted; `read` gives a page by its number.
pub fn collect_sealed<B: AsRef<[u8]>, E: From<PageError>>(
    heads: &[String],
    wanted: &Wanted,
    found: &mut Entries,
    mut read: impl FnMut(u32) -> Result<B, E>,
) -> Result<(), E> {
    let page_of = |word: &str| heads.partition_point(|head| head.as_str() <= word).saturating_sub(1);
    let mut at = page_of(wanted.first());
    while at < heads.len() {
        let page = read(u32::try_from(at).unwrap_or(u32::MAX))?;
        if !page::collect(page.as_ref(), wanted, found)? {
            break;
        }
        at = at.saturating_add(1);
        // Of words far apart, the pages between them are not read.
        let Some(head) = heads.get(at) else { break };
        at = match wanted.next_from(head) {
            Some(Some(next)) => at.max(page_of(next)),
            Some(None) => break,
            None => at,
        };
    }
    Ok(())
}
