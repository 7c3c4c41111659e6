//! What is shown of a statement that was found: its title, and the text in which the words stand.

use record::Statement;

use super::query::Query;
use super::spoken::{Told, told};

/// See the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown<'t> {
    /// Its title or name, where it has one.
    pub title: Option<Told<'t>>,
    /// Another of its texts: the one with the most of the words, where any has some.
    pub text: Option<Told<'t>>,
}

/// What is shown of a statement to one who asked `query` and reads `language`; `records` is the language of texts that name none.
pub fn shown<'t>(query: &Query, statement: &'t Statement, language: &str, records: &str) -> Shown<'t> {
    let all = told(statement);
    let main = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let rank = |text: &Told<'_>| match text.language.unwrap_or(records) {
        tag if main(tag) == main(language) => 0_u8,
        tag if main(tag) == main(records) => 1,
        _ => 2,
    };
    let title = all.iter().filter(|text| text.is_title).min_by_key(|text| rank(text)).copied();
    let others = all.iter().filter(|text| Some(**text) != title);
    // Of several that have as many of the words: the reader's language, then the first.
    let text = others.map(|text| (std::cmp::Reverse(query.count_in(text.text)), text.is_title, rank(text), text)).min_by_key(
        |(count, is_title, rank, _)| {
            // A name in a language that no one asked for is worth showing only for the words in it.
            let is_idle = *is_title && count.0 == 0;
            (is_idle, *count, *rank)
        },
    );
    let text = text.filter(|(count, is_title, ..)| count.0 > 0 || !is_title).map(|(.., text)| *text);
    Shown { title, text }
}
