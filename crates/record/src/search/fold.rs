//! What a word is: letters and digits, in whatever script, without what people leave out when they type.
//!
//! ```text
//! Écoles FERMÉES → ecoles fermees     Straße → strasse     Ⅳ → iv     ٢٠٢٠ → 2020     الْمَدَارِس → المدارس, مدارس     学校閉鎖 → 学校 校閉 閉鎖 鎖
//! ```
//! The rule, in this order, letter by letter: compatibility decomposition (UAX 15, NFKD); marks that are put above, below or through letters are dropped
//! (combining classes 1, 10 to 36 and 200 to 240: accents, Hebrew points, Arabic vowel signs), vowels that stand for themselves stay (Indic scripts, Thai, kana
//! voicing); case is folded by way of upper case (so `ß` is `ss` and `ς` is `σ`); letters that do not decompose have their plain one (`ø` is `o`); Arabic and
//! Persian forms of one letter are one (`أ إ آ ٱ` are `ا`, `ى ی` are `ي`, `ة` is `ه`, `ک` is `ك`); every decimal digit is 0 to 9; joiners, tatweel and soft hyphens are nothing. What is left
//! and is a letter, a digit or a mark makes words; all else parts them. Scripts that are written without spaces are cut into every two neighbours.
//! In Arabic a word that begins with the article, alone or behind one letter, is also the word without it.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible, is_combining_mark};

/// The most characters of a word that count: what is longer is cut there, in texts and in questions alike.
pub const WORD_CHARS_MAX: usize = 40;

/// How a word came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A word of the text.
    Whole,
    /// The same word in another form: without its article.
    Variant,
    /// The last sign of a stretch that was cut into neighbours: found by itself, but part of the two before it.
    Tail,
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'w> {
    /// The word, folded.
    pub word: &'w str,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// How it came about.
    pub part: Part,
}

/// Hands each word of a text to `take`, in order.
pub fn words(text: &str, mut take: impl FnMut(Piece<'_>)) {
    let mut cutter = Cutter { take: &mut take, word: String::new(), chars: 0, range: 0..0, has_marks: false, before: None };
    for (at, c) in text.char_indices() {
        let range = at..at.saturating_add(c.len_utf8());
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                cutter.letter(c.to_ascii_lowercase(), &range);
            } else {
                cutter.end();
            }
            continue;
        }
        decompose_compatible(c, |c| cutter.add(c, &range));
    }
    cutter.end();
}

struct Cutter<'t, F> {
    take: &'t mut F,
    word: String,
    chars: usize,
    range: Range<usize>,
    has_marks: bool,
    /// The sign before, in a script without spaces.
    before: Option<(String, Range<usize>)>,
}

impl<F: FnMut(Piece<'_>)> Cutter<'_, F> {
    /// One character, decomposed.
    fn add(&mut self, c: char, range: &Range<usize>) {
        if c.is_ascii() {
            return self.ascii(c, range);
        }
        if is_nothing(c) || matches!(canonical_combining_class(c), 1 | 10..=36 | 200..=240) {
            return;
        }
        if is_combining_mark(c) {
            return self.mark(c, range);
        }
        if !c.is_alphanumeric() {
            return self.end();
        }
        if is_unspaced(c) {
            return self.sign(c, range);
        }
        if let Some(plain) = plain(c) {
            return plain.chars().for_each(|c| self.letter(c, range));
        }
        // Small first, for the capital `ẞ` has no other capital.
        for folded in c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase) {
            match plain(folded) {
                Some(plain) => plain.chars().for_each(|c| self.letter(c, range)),
                // A capital may decompose where the small letter did not: `ŉ` is `ʼN`.
                None if folded.is_alphanumeric() => self.letter(folded, range),
                None => {}
            }
        }
    }

    fn ascii(&mut self, c: char, range: &Range<usize>) {
        if c.is_ascii_alphanumeric() {
            self.letter(c.to_ascii_lowercase(), range);
        } else {
            self.end();
        }
    }

    fn letter(&mut self, c: char, range: &Range<usize>) {
        if self.before.is_some() {
            self.end();
        }
        if self.word.is_empty() {
            self.range.start = range.start;
        }
        if self.chars < WORD_CHARS_MAX {
            self.word.push(c);
            self.chars = self.chars.saturating_add(1);
        }
        self.range.end = range.end;
    }

    /// A mark that is part of what it stands behind.
    fn mark(&mut self, c: char, range: &Range<usize>) {
        if let Some((sign, at)) = &mut self.before {
            sign.push(c);
            at.end = range.end;
        } else if !self.word.is_empty() && self.chars < WORD_CHARS_MAX {
            self.word.push(c);
            self.chars = self.chars.saturating_add(1);
            self.has_marks = true;
            self.range.end = range.end;
        }
    }

    /// A sign of a script without spaces.
    fn sign(&mut self, c: char, range: &Range<usize>) {
        if !self.word.is_empty() {
            self.end();
        }
        let now = (c.to_string(), range.clone());
        if let Some((before, at)) = self.before.replace(now) {
            let pair: String = before.chars().chain(std::iter::once(c)).nfc().collect();
            // The marks of the second sign are still to come; they are part of the pair that it begins.
            (self.take)(Piece { word: &pair, range: at.start..range.end, part: Part::Whole });
        }
    }

    fn end(&mut self) {
        if let Some((sign, range)) = self.before.take() {
            let sign: String = sign.nfc().collect();
            return (self.take)(Piece { word: &sign, range, part: Part::Tail });
        }
        if self.word.is_empty() {
            return;
        }
        // Hangul was taken apart, and marks that stayed may join their letter again.
        if self.has_marks || self.word.chars().any(is_jamo) {
            self.word = self.word.nfc().collect();
        }
        (self.take)(Piece { word: &self.word, range: self.range.clone(), part: Part::Whole });
        if let Some(bare) = without_article(&self.word) {
            (self.take)(Piece { word: bare, range: self.range.clone(), part: Part::Variant });
        }
        self.word.clear();
        self.chars = 0;
        self.has_marks = false;
    }
}

/// An Arabic word without its article, alone or behind `و ف ب ك`, or as `لل`; where at least three letters are left.
fn without_article(word: &str) -> Option<&str> {
    let bare =
        ["\u{648}\u{627}\u{644}", "\u{641}\u{627}\u{644}", "\u{628}\u{627}\u{644}", "\u{643}\u{627}\u{644}", "\u{627}\u{644}", "\u{644}\u{644}"];
    bare.into_iter().find_map(|article| word.strip_prefix(article)).filter(|rest| rest.chars().nth(2).is_some())
}

/// What joins, hides or stretches letters and is none.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Hangul letters, of which syllables are made.
fn is_jamo(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}')
}

/// Whether a character is of a script that is written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}'       // Thai, Lao
        | '\u{1000}'..='\u{109f}'   // Myanmar
        | '\u{1780}'..='\u{17ff}'   // Khmer
        | '\u{3005}'..='\u{3007}'   // iteration and closing marks of Han
        | '\u{3041}'..='\u{30ff}'   // Hiragana, Katakana
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'   // Han
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}'
    ) && digit(c).is_none()
}

/// The plain letters of one that does not decompose, or of one of several forms; none where it is plain.
fn plain(c: char) -> Option<&'static str> {
    if let Some(digit) = digit(c) {
        return Some(digit);
    }
    Some(match c {
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ħ' | 'Ħ' => "h",
        'ı' => "i",
        'ĸ' => "k",
        'ł' | 'Ł' => "l",
        'ŋ' | 'Ŋ' => "n",
        'þ' | 'Þ' => "th",
        'ŧ' | 'Ŧ' => "t",
        // Alef wasla and Persian, Urdu, Kurdish forms of letters that Arabic has.
        '\u{671}' => "\u{627}",
        '\u{649}' | '\u{6cc}' | '\u{6d2}' => "\u{64a}",
        '\u{629}' | '\u{6be}' | '\u{6c1}' | '\u{6d5}' => "\u{647}",
        '\u{6a9}' => "\u{643}",
        _ => return None,
    })
}

/// The digits zero of every script that counts to nine in a row, as of Unicode 14: those that do not decompose to ASCII.
const ZEROS: [char; 58] = [
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{b66}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{de6}',
    '\u{e50}',
    '\u{ed0}',
    '\u{f20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17e0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19d0}',
    '\u{1a80}',
    '\u{1a90}',
    '\u{1b50}',
    '\u{1bb0}',
    '\u{1c40}',
    '\u{1c50}',
    '\u{a620}',
    '\u{a8d0}',
    '\u{a900}',
    '\u{a9d0}',
    '\u{a9f0}',
    '\u{aa50}',
    '\u{abf0}',
    '\u{104a0}',
    '\u{10d30}',
    '\u{11066}',
    '\u{110f0}',
    '\u{11136}',
    '\u{111d0}',
    '\u{112f0}',
    '\u{11450}',
    '\u{114d0}',
    '\u{11650}',
    '\u{116c0}',
    '\u{11730}',
    '\u{118e0}',
    '\u{11950}',
    '\u{11c50}',
    '\u{11d50}',
    '\u{11da0}',
    '\u{16a60}',
    '\u{16ac0}',
    '\u{16b50}',
    '\u{1e140}',
    '\u{1e2f0}',
    '\u{1e950}',
];

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

fn digit(c: char) -> Option<&'static str> {
    let at = ZEROS.partition_point(|zero| *zero <= c).checked_sub(1)?;
    let value = u32::from(c).checked_sub(u32::from(*ZEROS.get(at)?))?;
    DIGITS.get(usize::try_from(value).ok()?).copied()
}
