//! The catalogues themselves: read once, kept for the life of the process.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentResource, FluentValue};

use super::{Language, grouped};

/// The messages of one language.
pub(super) struct Catalogue {
    pub(super) bundle: FluentBundle<FluentResource>,
    strange: bool,
}

/// The files of one language, in the folder of its tag.
macro_rules! sources {
    ($tag:literal) => {
        &[
            include_str!(concat!($tag, "/parts.ftl")),
            include_str!(concat!($tag, "/pages.ftl")),
            include_str!(concat!($tag, "/coherence.ftl")),
            include_str!(concat!($tag, "/brief.ftl")),
            include_str!(concat!($tag, "/account.ftl")),
            include_str!(concat!($tag, "/search.ftl")),
            include_str!(concat!($tag, "/take.ftl")),
            include_str!(concat!($tag, "/notify.ftl")),
            include_str!(concat!($tag, "/league.ftl")),
        ]
    };
}

/// The files of each language, as text.
pub(super) const SOURCES: [(Language, &[&str]); 3] =
    [(Language::English, sources!("en")), (Language::Arabic, sources!("ar")), (Language::French, sources!("fr"))];

static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Language::English, false));
static ARABIC: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Language::Arabic, false));
static FRENCH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Language::French, false));
static PSEUDO: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Language::English, true));

/// The catalogue of a language.
pub(super) fn of(language: Language) -> &'static Catalogue {
    match language {
        Language::English => &ENGLISH,
        Language::Arabic => &ARABIC,
        Language::French => &FRENCH,
        Language::Pseudo => &PSEUDO,
    }
}

impl Catalogue {
    fn read(language: Language, strange: bool) -> Catalogue {
        let mut bundle = FluentBundle::new_concurrent(language.tag().parse().into_iter().collect());
        // A formatter is a plain function and knows no language: each grouping has its own.
        match language {
            Language::French => bundle.set_formatter(Some(|value, _| number(value, Language::French))),
            Language::English | Language::Arabic | Language::Pseudo => bundle.set_formatter(Some(|value, _| number(value, Language::English))),
        }
        for source in SOURCES.iter().filter(|(own, _)| *own == language).flat_map(|(_, sources)| *sources) {
            // A message that can't be read is left out, and then missing: the tests over the keys see it.
            let resource = FluentResource::try_new(typeset(language, source)).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        Catalogue { bundle, strange }
    }

    /// The text as it is shown.
    pub(super) fn finish(&self, text: &str) -> Cow<'static, str> {
        Cow::Owned(if self.strange { strange(text) } else { text.to_owned() })
    }
}

fn number(value: &FluentValue<'_>, language: Language) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    number.as_string().parse().ok().map(|number| grouped(number, language))
}

/// The source with what its language's typography asks for and no keyboard has: in French no-break spaces within guillemets and before a colon,
/// narrow ones before other high marks, and curved apostrophes (Imprimerie nationale). No syntax of Fluent has a space before these marks.
fn typeset(language: Language, source: &str) -> String {
    if language != Language::French {
        return source.to_owned();
    }
    let mut text = String::with_capacity(source.len() + source.len() / 50);
    let mut letters = source.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        text.push(match (letter, next) {
            (' ', Some(':' | '»')) => '\u{a0}',
            (' ', Some(';' | '!' | '?' | '%')) => '\u{202f}',
            ('\'', Some(next)) if next.is_alphabetic() || next == '{' => '’',
            (' ', _) if text.ends_with('«') => '\u{a0}',
            (letter, _) => letter,
        });
    }
    text
}

/// Text in strange letters within brackets, a third longer; what was filled in stays as it is.
fn strange(text: &str) -> String {
    let mut depth = 0_u32;
    let mut letters = 0_usize;
    let mut out = String::from("⟦");
    for c in text.chars() {
        depth = match c {
            '\u{2068}' => depth.saturating_add(1),
            '\u{2069}' => depth.saturating_sub(1),
            _ => depth,
        };
        letters += usize::from(c.is_alphabetic());
        out.push(if depth == 0 { accented(c) } else { c });
    }
    out.extend(std::iter::repeat_n('~', letters / 3));
    out.push('⟧');
    out
}

fn accented(c: char) -> char {
    const PLAIN: &str = "aceginorsuyACEGINORSUY";
    const STRANGE: &str = "áçéğíñóŕšúýÁÇÉĞÍÑÓŔŠÚÝ";
    PLAIN.chars().zip(STRANGE.chars()).find(|(plain, _)| *plain == c).map_or(c, |(_, strange)| strange)
}
