//! Where words go: the result alone to stdout, all else to stderr, nothing in colour unless a person looks.
//!
//! In: tables, JSON documents, progress, failures, the one function that makes foreign text safe for a terminal.
//! Out: what is said (the commands).

use std::io::{self, IsTerminal, Write};

use serde_json::{Value as Json, json};

use crate::commands::Voice;
use crate::environment;
use crate::failure::{Exit, Failure};

/// How one run of the program speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    json: bool,
    quiet: bool,
    colour: bool,
    live: bool,
}

impl Output {
    /// Speaks as the options, the environment (no-color.org) and the terminal allow.
    pub(crate) fn new(voice: &Voice) -> Output {
        let terminal = io::stderr().is_terminal();
        let Voice { json, quiet } = *voice;
        Output { json, quiet, colour: terminal && !environment::is_set("NO_COLOR"), live: terminal && !quiet }
    }

    /// Speaks from a thread of the server, where no one asked for anything: plain lines.
    pub(crate) fn of_server() -> Output {
        Output { json: false, quiet: false, colour: false, live: false }
    }

    /// Whether results are to be one JSON document.
    pub(crate) fn is_json(self) -> bool {
        self.json
    }

    /// The result, as it stands: bytes that a script reads. A reader that went away ends the run quietly.
    pub(crate) fn result(self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| broken(&error))
    }

    /// Lines of JSON, byte for byte; before a person's eyes, what a terminal would obey stands as an escape.
    pub(crate) fn json_lines(self, lines: &[u8]) -> Result<(), Failure> {
        if io::stdout().is_terminal() { self.result(safe_json(&String::from_utf8_lossy(lines)).as_bytes()) } else { self.result(lines) }
    }

    /// One line of result.
    pub(crate) fn line(self, text: &str) -> Result<(), Failure> {
        self.result(format!("{text}\n").as_bytes())
    }

    /// One JSON document with its `schema` first in meaning, though keys are sorted.
    pub(crate) fn document(self, schema: &str, mut value: Json) -> Result<(), Failure> {
        if let Json::Object(members) = &mut value {
            members.insert("schema".to_owned(), json!(format!("koinon/{schema}")));
        }
        let text = serde_json::to_string_pretty(&value).map_err(Failure::failed)?;
        self.line(&safe_json(&text))
    }

    /// A sentence for the person who waits. Not shown with `--quiet`.
    pub(crate) fn say(self, text: &str) {
        if !self.quiet {
            to_stderr(&format!("{}\n", self.erased(&plain(text))));
        }
    }

    /// What should not be overlooked, though the command goes on.
    pub(crate) fn warn(self, text: &str) {
        let word = self.tinted("33", "warning");
        to_stderr(&format!("{}\n", self.erased(&format!("{word}: {}", plain(text)))));
    }

    /// How far it is: one line that overwrites itself, on a terminal only.
    pub(crate) fn progress(self, text: &str) {
        if self.live {
            to_stderr(&self.erased(&plain(text)));
        }
    }

    /// Why it stopped.
    pub(crate) fn failure(self, failure: &Failure) {
        if failure.message.is_empty() {
            return; // The reader of stdout went away: nobody waits for words.
        }
        if self.json {
            let document = json!({
                "schema": "koinon/error/v1", "exit": failure.exit as u8, "error": failure.message,
                "details": failure.details, "help": failure.way_out,
            });
            to_stderr(&format!("{}\n", safe_json(&document.to_string())));
            return;
        }
        let mut text = self.erased(&format!("{}: {}\n", self.tinted("31", "error"), plain(&failure.message)));
        for detail in &failure.details {
            text.push_str(&format!("  {}\n", plain(detail)));
        }
        if let Some(way_out) = &failure.way_out {
            text.push_str(&format!("{}: {}\n", self.tinted("36", "help"), plain(way_out)));
        }
        to_stderr(&text);
    }

    fn tinted(self, colour: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{colour}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// The text, over whatever a progress line left behind.
    fn erased(self, text: &str) -> String {
        if self.live { format!("\r\u{1b}[K{text}") } else { text.to_owned() }
    }
}

fn broken(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::new(Exit::Done, ""),
        _ => Failure::failed(format!("can't write the result: {error}")),
    }
}

/// A terminal that is gone is no reason to stop the work that it only watched.
fn to_stderr(text: &str) {
    let mut stderr = io::stderr().lock();
    let written = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
    drop(written);
}

/// Foreign text as a terminal may show it: controls, escapes and what reorders a line are written out (`\u{1b}`).
///
/// Every text that did not come from this program passes here before it reaches a terminal.
pub(crate) fn plain(text: &str) -> String {
    let is_safe = |c: char| !c.is_control() && !is_reordering(c);
    if text.chars().all(is_safe) {
        return text.to_owned();
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_safe(c) { safe.push(c) } else { safe.extend(c.escape_unicode()) }
    }
    safe
}

/// The same JSON, in which what a terminal would obey stands as an escape. Such characters are in strings only.
fn safe_json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' || !(c.is_control() || is_reordering(c)) {
            safe.push(c);
        } else {
            safe.push_str(&format!("\\u{:04x}", u32::from(c)));
        }
    }
    safe
}

/// Whether a character changes the order or place in which others are shown: bidi controls, line and paragraph separators.
fn is_reordering(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// A table for people: columns as wide as their widest cell, two blanks between them, the last one as long as it is.
pub(crate) fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let cells: Vec<Vec<String>> = std::iter::once(heads.iter().map(|head| (*head).to_owned()).collect())
        .chain(rows.iter().map(|row| row.iter().map(|cell| plain(cell)).collect()))
        .collect();
    let mut widths = vec![0_usize; heads.len()];
    for row in &cells {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in &cells {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', 2 + width - cell.chars().count()));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A CSV file: UTF-8, CRLF, RFC 4180, one header row.
pub(crate) fn csv(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    csv_row(&mut bytes, heads.iter().copied());
    rows.into_iter().for_each(|row| csv_row(&mut bytes, row.iter().map(String::as_str)));
    bytes
}

/// Writes one row of a CSV file behind those before. A cell stands in quotes where it has to, and where it is the only one and empty.
pub(crate) fn csv_row<'c>(bytes: &mut Vec<u8>, cells: impl Iterator<Item = &'c str>) {
    let begins = bytes.len();
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            bytes.push(b',');
        }
        // What needs quotes lies up to the comma, and little else: most cells are settled by one comparison a byte.
        let is_plain = cell.bytes().all(|byte| byte > b',') || !cell.contains([',', '"', '\r', '\n']);
        if is_plain {
            bytes.extend_from_slice(cell.as_bytes());
        } else {
            bytes.push(b'"');
            bytes.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            bytes.push(b'"');
        }
    }
    bytes.extend_from_slice(if bytes.len() == begins { b"\"\"\r\n" } else { b"\r\n" });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_the_cursor_is_written_out() {
        assert_eq!(plain("a\u{1b}[31mred\r\n\u{202e}x\u{9b}"), "a\\u{1b}[31mred\\u{d}\\u{a}\\u{202e}x\\u{9b}");
        assert_eq!(plain("Ordu مرحبا ß 🏝"), "Ordu مرحبا ß 🏝");
    }

    #[test]
    fn json_stays_the_same_and_obeys_nothing() {
        let hostile = json!({ "a": "\u{9b}31m\u{202e}x\ny" });
        let safe = safe_json(&serde_json::to_string_pretty(&hostile).unwrap());
        assert!(safe.chars().all(|c| c == '\n' || (' '..='~').contains(&c)), "{safe}");
        assert_eq!(serde_json::from_str::<Json>(&safe).unwrap(), hostile);
    }

    proptest::proptest! {
        /// Second derivation: the `csv` crate.
        #[test]
        fn a_row_is_what_others_write(cells in proptest::collection::vec("[a,\"\r\n é]{0,4}", 1..4)) {
            let mut other = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
            other.write_record(&cells).unwrap();
            let mut row = Vec::new();
            csv_row(&mut row, cells.iter().map(String::as_str));
            proptest::prop_assert_eq!(row, other.into_inner().unwrap());
        }
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let text = table(&["place", "level"], &[vec!["QMA".into(), "1".into()], vec!["QMA_TOWN".into(), "2".into()]]);
        assert_eq!(text, "place     level\nQMA       1\nQMA_TOWN  2\n");
    }
}
