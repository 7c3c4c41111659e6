//! Which languages there are, how they call themselves, and which one a reader asked for.

/// The direction in which a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    LeftToRight,
    /// Right to left.
    RightToLeft,
}

impl Direction {
    /// As the attribute `dir` has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }
}

/// A language that pages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    English,
    /// Arabic.
    Arabic,
    /// French.
    French,
    /// English in strange letters, longer by a third: shows what is not from the catalogue. For tests; never offered.
    Pseudo,
}

impl Language {
    /// The languages that are offered, in the order of the switch.
    pub const ALL: [Language; 3] = [Language::English, Language::Arabic, Language::French];

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Arabic => "ar",
            Language::French => "fr",
            Language::Pseudo => "en-XA",
        }
    }

    /// What its readers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Arabic => "العربية",
            Language::French => "Français",
            Language::Pseudo => "Ƥşḗŭḓǿ",
        }
    }

    /// How it is written.
    pub fn direction(self) -> Direction {
        match self {
            Language::Arabic => Direction::RightToLeft,
            Language::English | Language::French | Language::Pseudo => Direction::LeftToRight,
        }
    }

    /// The language of exactly this tag, as a path's first segment has it.
    pub fn from_tag(tag: &str) -> Option<Language> {
        Language::ALL.into_iter().chain([Language::Pseudo]).find(|language| language.tag() == tag)
    }

    /// What stands between groups of thousands, and between a number and its decimals.
    pub(super) fn separators(self) -> (char, char) {
        match self {
            // A comma would be read as the decimals' own: `16,765` is sixteen and a bit in French.
            Language::French => ('\u{202f}', ','),
            Language::English | Language::Arabic | Language::Pseudo => (',', '.'),
        }
    }

    /// What stands between a name and what it is.
    pub(super) fn colon(self) -> &'static str {
        if self == Language::French { "\u{a0}: " } else { ": " }
    }

    /// The best of what is offered for an `Accept-Language` header; `otherwise` where nothing fits. Source: RFC 9110, 12.5.4.
    pub fn negotiate(header: &str, otherwise: Language) -> Language {
        let mut best = (otherwise, 0_u16);
        // A header names a few languages; what comes after the 20th is no one's wish.
        for wish in header.split(',').take(20) {
            let mut parts = wish.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default();
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1000), thousandths).unwrap_or(0);
            let found = if tag == "*" {
                Some(otherwise)
            } else {
                Language::ALL.into_iter().find(|language| main(language.tag()).eq_ignore_ascii_case(main(tag)))
            };
            if let Some(language) = found.filter(|_| weight > best.1) {
                best = (language, weight);
            }
        }
        best.0
    }
}

/// The language without script and country: `pt` of `pt-BR`.
pub(super) fn main(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// A weight such as `0.8` in thousandths, at most 1000.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole: u16 = whole.parse().ok().filter(|whole| *whole <= 1)?;
    let digits = part.bytes().take(3).filter(u8::is_ascii_digit).fold(0_u16, |sum, digit| sum * 10 + u16::from(digit - b'0'));
    let scale = [1000, 100, 10, 1].get(part.len().min(3)).copied()?;
    Some((whole * 1000 + digits * scale).min(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_offered_wish_is_taken() {
        for (header, expected) in [
            ("ar", Language::Arabic),
            ("de, ar-EG;q=0.7, en;q=0.3", Language::Arabic),
            ("fr-CA,fr;q=0.9,en;q=0.8", Language::French),
            ("ar;q=0.5, fr", Language::French),
            ("en-GB,en;q=0.9,ar;q=0.8", Language::English),
            ("de", Language::English),
            ("", Language::English),
            ("ar;q=0, *", Language::English),
            ("ar;q=;;;,,=", Language::English),
        ] {
            assert_eq!(Language::negotiate(header, Language::English), expected, "{header}");
        }
    }
}
