//! Escaping: one function for each place where text from outside goes.
//!
//! In: SVG and XML, CSV cells, calendars, terminals, log lines, file names. Out: HTML (maud escapes every value; nothing here makes `PreEscaped` of foreign text).
//! What a text may say is the record's affair (no control characters, no bidi overrides: DESIGN rule 8); here every text is treated as hostile, because
//! partners' words, file names and requests never passed our door.

use std::borrow::Cow;
use std::fmt::Write;

/// Text for XML and SVG, between tags and within quoted attributes alike.
///
/// `& < > " '` become references; characters that XML 1.0 forbids (most controls, U+FFFE, U+FFFF) become U+FFFD, since no reference may name them.
pub fn xml(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| matches!(c, '&' | '<' | '>' | '"' | '\'') || !is_xml(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_xml(c) => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
    Cow::Owned(out)
}

/// Whether XML 1.0 may hold the character (production 2); carriage returns are left out too, as parsers change them.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | ' '..='\u{7e}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Text for one cell of a CSV file, before quoting (the `csv` crate quotes): what a spreadsheet would take for a formula is led by an apostrophe.
///
/// For text only: numbers of ours are written as numbers. Source: OWASP, CSV injection (leading `= + - @`, tab, carriage return, and their full-width forms).
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    let is_formula =
        text.trim_start_matches([' ', '\u{a0}', '\u{feff}']).starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '|']);
    if is_formula { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Text for a value of a calendar (RFC 5545, 3.3.11): `\\ ; ,` are led by a backslash, a line feed is `\n`, other controls are left out.
pub fn ics_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            // U+2028 and U+2029 end a line for some programs.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {}
            c => out.push(c),
        }
    }
    out
}

/// Text for a terminal: line feeds stay, every other control (escape sequences among them) and every direction override is shown as `\u{..}`.
pub fn terminal(text: &str) -> Cow<'_, str> {
    visible(text, |c| c == '\n')
}

/// Text for one line of a log: as for a terminal, line ends shown too, at most 2,000 characters.
pub fn log_line(text: &str) -> Cow<'_, str> {
    const CHARACTERS_MAX: usize = 2000;
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((at, _)) => Cow::Owned(format!("{}..", visible(text.get(..at).unwrap_or_default(), |_| false))),
        None => visible(text, |_| false),
    }
}

fn visible(text: &str, stays: fn(char) -> bool) -> Cow<'_, str> {
    let hidden = |c: char| (c.is_control() || is_direction(c) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')) && !stays(c);
    if !text.chars().any(hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if hidden(c) {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text in Markdown (CommonMark 2.4): whatever could be markup is led by a backslash, a line break is a space, marks of direction are left out.
pub fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in crate::words::without_isolates(text).chars() {
        match c {
            '\n' | '\r' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '!' | '|' | '~' | '&' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A file name made of a text: `A-Za-z0-9._-` stay, runs of all else become one `-`; no leading or trailing dot or dash, no name that Windows
/// keeps for itself, 1 to 80 bytes (`file` where nothing is left). Safe in `Content-Disposition` without quoting.
pub fn file_name(text: &str) -> String {
    const BYTES_MAX: usize = 80;
    let mut name = String::new();
    for c in text.chars() {
        if name.len() >= BYTES_MAX {
            break;
        }
        match c {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '_' => name.push(c),
            '.' if !name.ends_with('.') => name.push(c),
            _ if name.ends_with(['-', '.']) => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_matches(['-', '.']);
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |device: &str| stem.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()));
    let is_reserved = matches!(stem.as_str(), "" | "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt");
    if is_reserved { format!("file-{name}").trim_end_matches('-').to_owned() } else { name.to_owned() }
}

/// A number as the address of a link that dials it (RFC 3966): `+` and digits. None where the text is no number.
pub fn phone(text: &str) -> Option<String> {
    let is_plain = text.len() <= 40 && text.chars().all(|c| c.is_ascii_digit() || " +()./-".contains(c));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plus = if text.trim_start().starts_with('+') { "+" } else { "" };
    (is_plain && digits.len() >= 3).then(|| format!("tel:{plus}{digits}"))
}

/// An address as that of a link that writes to it (RFC 6068). None where the text is no plain address, or would carry more than one.
pub fn mail(text: &str) -> Option<String> {
    let is_plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._+-".contains(&b));
    let (local, host) = text.split_once('@')?;
    (text.len() <= 254 && is_plain(local) && is_plain(host)).then(|| format!("mailto:{}@{host}", local.replace('+', "%2B")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use maud::html;
    use proptest::prelude::*;

    const HOSTILE: &str = "</title><script>alert(1)</script>\" onload='x' \u{1b}[31m\u{202e}\u{0}=cmd|'/c calc'!A0\r\n../../etc/passwd";

    #[test]
    fn a_hostile_text_stays_text_everywhere() {
        let markup = html! { p title=(HOSTILE) { (HOSTILE) } }.into_string();
        assert!(!markup.contains("<script") && !markup.contains("\" onload"));
        let xml = xml(HOSTILE);
        assert!(!xml.contains(['<', '>', '"', '\'', '\u{1b}', '\u{0}']));
        assert_eq!(csv_cell("=1+1"), "'=1+1");
        assert_eq!(csv_cell(" @x"), "' @x");
        assert_eq!(csv_cell("Schools closed"), "Schools closed");
        assert_eq!(ics_text("a;b,c\\d\r\nBEGIN:VEVENT"), "a\\;b\\,c\\\\d\\nBEGIN:VEVENT");
        assert_eq!(terminal("\u{1b}[31mred\n"), "\\u{1b}[31mred\n");
        assert_eq!(log_line("a\nb\u{202e}"), "a\\u{a}b\\u{202e}");
        assert_eq!(file_name("../../etc/passwd"), "etc-passwd");
        assert_eq!(file_name("nul.csv"), "file-nul.csv");
        assert_eq!(file_name("مدارس"), "file");
        assert_eq!(file_name("policies 2026-01-01.csv"), "policies-2026-01-01.csv");
    }

    #[test]
    fn only_numbers_are_dialled_and_only_addresses_written_to() {
        assert_eq!(phone("+999 (555) 01-42").as_deref(), Some("tel:+99955501 42".replace(' ', "").as_str()));
        assert_eq!(phone("112").as_deref(), Some("tel:112"));
        assert_eq!(mail("duty+night@health.example").as_deref(), Some("mailto:duty%2Bnight@health.example"));
        for hostile in ["javascript:alert(1)", "1;ext=2", "12", HOSTILE] {
            assert_eq!(phone(hostile), None, "{hostile}");
        }
        for hostile in ["a@b?bcc=c@d", "a@b,c@d", "a", "@b", "a@b%0acc", HOSTILE] {
            assert_eq!(mail(hostile), None, "{hostile}");
        }
    }

    proptest! {
        #[test]
        fn xml_holds_no_markup_and_reads_back(text: String) {
            let escaped = xml(&text);
            prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
            let back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
            let expected: String = text.chars().map(|c| if is_xml(c) { c } else { '\u{fffd}' }).collect();
            prop_assert_eq!(back, expected);
        }

        #[test]
        fn no_cell_starts_a_formula(text in "[=+@|\t\r -]?.{0,20}") {
            let cell = csv_cell(&text);
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
            prop_assert!(cell.ends_with(text.as_str()));
        }

        #[test]
        fn a_terminal_is_never_told_what_to_do(text: String) {
            prop_assert!(!terminal(&text).chars().any(|c| (c.is_control() && c != '\n') || is_direction(c)));
            prop_assert!(!log_line(&text).chars().any(|c| c.is_control() || is_direction(c)));
        }

        #[test]
        fn a_file_name_is_plain_and_short(text: String) {
            let name = file_name(&text);
            prop_assert!((1..=90).contains(&name.len()), "{}", name);
            prop_assert!(name.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-')));
            prop_assert!(!name.starts_with(['.', '-']) && !name.contains(".."));
        }
    }
}
