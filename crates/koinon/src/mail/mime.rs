//! The bytes of a letter: headers and two bodies, text and HTML, in plain ASCII whatever they say (RFC 5322, 2045, 2047).
//!
//! In: addresses, encoding. Out: what it says (`web`), the conversation with the server.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

/// The longest address, in bytes (RFC 5321, 4.5.3.1.3, without the brackets).
const ADDRESS_BYTES_MAX: usize = 254;
/// Bytes of text in one encoded word: 60 characters of base64, with `=?utf-8?B?` and `?=` within the 75 that RFC 2047 allows.
const WORD_BYTES_MAX: usize = 45;
/// Characters of base64 in one line.
const LINE_CHARACTERS: usize = 76;

/// An address, perhaps with a name: `Koinon <koinon@health.example>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    name: String,
    pub(crate) address: String,
}

/// The text is no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AddressError;

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is no e-mail address; give one such as `duty@health.example`, of a domain in other scripts its `xn--` form")
    }
}

impl FromStr for Address {
    type Err = AddressError;

    /// Reads `a@b.example` or `Name <a@b.example>`. Narrower than RFC 5322: no comments, no quoted local parts, ASCII only.
    fn from_str(text: &str) -> Result<Address, AddressError> {
        let (name, address) = match text.trim().strip_suffix('>') {
            Some(rest) => rest.split_once('<').ok_or(AddressError)?,
            None => ("", text.trim()),
        };
        let (local, domain) = address.rsplit_once('@').ok_or(AddressError)?;
        let is_local = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b));
        let is_label = |part: &str| {
            let is_plain = part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            (1..=63).contains(&part.len()) && is_plain && !part.starts_with('-') && !part.ends_with('-')
        };
        let is_good = address.len() <= ADDRESS_BYTES_MAX && local.len() <= 64 && local.split('.').all(is_local) && domain.split('.').all(is_label);
        if !is_good || name.chars().any(char::is_control) {
            return Err(AddressError);
        }
        Ok(Address { name: name.trim().trim_matches('"').to_owned(), address: address.to_owned() })
    }
}

impl fmt::Display for Address {
    /// As a header has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() { f.write_str(&self.address) } else { write!(f, "{} <{}>", encoded(&self.name), self.address) }
    }
}

/// One message to one address.
#[derive(Clone, Debug)]
pub(crate) struct Letter<'a> {
    /// The same at every attempt.
    pub(crate) id: &'a str,
    /// Whom it goes to.
    pub(crate) to: &'a str,
    /// What it is about, in one line.
    pub(crate) subject: &'a str,
    /// What it says, as text.
    pub(crate) text: &'a str,
    /// The same as a page.
    pub(crate) html: &'a str,
    /// The language of both.
    pub(crate) language: &'a str,
    /// When it was made.
    pub(crate) at: Timestamp,
}

impl Letter<'_> {
    /// The message as it is sent, lines ending in CRLF.
    pub(crate) fn text_of(&self, from: &Address, to: &Address) -> String {
        let domain = from.address.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
        let boundary = format!("koinon-{}", self.id.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
        let headers = [
            ("Date", self.at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()),
            ("From", from.to_string()),
            ("To", to.to_string()),
            ("Subject", encoded(self.subject)),
            ("Message-ID", format!("<{}@{domain}>", self.id)),
            // No one's holiday notice answers a machine (RFC 3834).
            ("Auto-Submitted", "auto-generated".to_owned()),
            ("Content-Language", self.language.to_owned()),
            ("MIME-Version", "1.0".to_owned()),
            ("Content-Type", format!("multipart/alternative;\r\n boundary=\"{boundary}\"")),
        ];
        let mut out: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        out.push_str("\r\n");
        for (media_type, body) in [("text/plain", self.text), ("text/html", self.html)] {
            out.push_str(&format!("--{boundary}\r\nContent-Type: {media_type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"));
            let packed: Vec<char> = base64(body.as_bytes()).chars().collect();
            for line in packed.chunks(LINE_CHARACTERS) {
                out.extend(line);
                out.push_str("\r\n");
            }
        }
        out.push_str(&format!("--{boundary}--\r\n"));
        out
    }
}

/// A text of any script as a header's value, folded; plain short ASCII stays as it is.
fn encoded(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" .-/".contains(&byte);
    if text.len() <= WORD_BYTES_MAX && text.bytes().all(is_plain) && !text.starts_with(' ') && !text.ends_with(' ') {
        return text.to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        match words.last_mut().filter(|word| word.len() + c.len_utf8() <= WORD_BYTES_MAX) {
            Some(word) => word.push(c),
            None => words.push(c.to_string()),
        }
    }
    words.iter().map(|word| format!("=?utf-8?B?{}?=", base64(word.as_bytes()))).collect::<Vec<_>>().join("\r\n ")
}

/// Bytes as base64.
pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// A message as DATA has it: a dot that begins a line is doubled (RFC 5321, 4.5.2).
pub(super) fn dotted(text: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| if line.starts_with('.') { format!(".{line}") } else { line.to_owned() });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_is_plain_and_of_one_domain() {
        let read = |text: &str| text.parse::<Address>().map(|address| address.to_string()).ok();
        assert_eq!(read("duty@health.example").as_deref(), Some("duty@health.example"));
        assert_eq!(read("Koinon <koinon@health.example>").as_deref(), Some("Koinon <koinon@health.example>"));
        assert_eq!(read("Ministère <a@b.example>").as_deref(), Some("=?utf-8?B?TWluaXN0w6hyZQ==?= <a@b.example>"));
        let wrong =
            ["", "duty", "@a.example", "a@", "a b@c.example", "a@b@c.example", "a@b..example", "a@-b.example", "a@b.example>", "<a@b.example"];
        for wrong in wrong.into_iter().chain(["a@b.example\r\nBcc: c@d.example", "a@ö.example"]) {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_header_is_ever_broken_out_of(subject: String, text: String, html: String) {
            let at = Timestamp::from_second(1_795_521_600).unwrap();
            let letter = Letter { id: "msg_1", to: "a@b.example", subject: &subject, text: &text, html: &html, language: "en", at };
            let (from, to) = ("Koinon <k@b.example>".parse().unwrap(), "a@b.example".parse().unwrap());
            let whole = letter.text_of(&from, &to);
            prop_assert!(whole.is_ascii() && whole.lines().all(|line| line.len() <= 90));
            prop_assert!(!whole.replace("\r\n", "").contains(['\r', '\n']));
            let (head, _) = whole.split_once("\r\n\r\n").unwrap();
            prop_assert_eq!(head.split("\r\n").filter(|line| !line.starts_with(' ')).count(), 9);
            prop_assert!(!dotted(&whole).contains("\r\n.\r\n"));
        }

        #[test]
        fn an_encoded_text_reads_back(text in "\\PC{0,200}") {
            let value = encoded(&text);
            let words = value.split("\r\n ").map(|word| match word.strip_prefix("=?utf-8?B?").and_then(|word| word.strip_suffix("?=")) {
                Some(word) => String::from_utf8(STANDARD.decode(word).unwrap()).unwrap(),
                None => word.to_owned(),
            });
            prop_assert_eq!(words.collect::<String>(), text);
            prop_assert!(value.split("\r\n ").all(|word| word.len() <= 75));
        }
    }
}
