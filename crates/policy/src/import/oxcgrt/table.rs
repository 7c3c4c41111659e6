//! Rows and cells of a CSV file, fast, with lines counted: RFC 4180 with LF, CRLF or CR.
//!
//! Slices of the file, nothing copied until a quoted cell is read as text. Held against the `csv` crate by a property test.

use std::borrow::Cow;

/// One cell, without its outer quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell<'b> {
    /// The bytes, quotes within still doubled.
    pub(super) raw: &'b [u8],
    is_doubled: bool,
}

impl<'b> Cell<'b> {
    /// Its text, quotes undoubled. Errors: it is not UTF-8.
    pub(super) fn text(self) -> Result<Cow<'b, str>, std::str::Utf8Error> {
        let text = std::str::from_utf8(self.raw)?;
        Ok(if self.is_doubled { Cow::Owned(text.replace("\"\"", "\"")) } else { Cow::Borrowed(text) })
    }
}

/// A file's rows, one after the other.
pub(super) struct Table<'b> {
    bytes: &'b [u8],
    at: usize,
    line: u64,
}

/// What is wrong with how a row is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// A quote opens and is never closed.
    Unclosed,
    /// Something other than a comma follows a closing quote, in the cell of this number.
    AfterQuote(usize),
}

impl<'b> Table<'b> {
    /// The table in these bytes; a byte order mark is passed over.
    pub(super) fn of(bytes: &'b [u8]) -> Table<'b> {
        Table { bytes: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), at: 0, line: 1 }
    }

    /// Reads the next row that is not empty into `cells`, and gives the line that it starts on; none at the end of the file.
    pub(super) fn next(&mut self, cells: &mut Vec<Cell<'b>>) -> Option<(u64, Result<(), Broken>)> {
        cells.clear();
        while let Some(b'\n' | b'\r') = self.bytes.get(self.at) {
            self.end_of_line();
        }
        self.bytes.get(self.at)?;
        let line = self.line;
        let mut broken = Ok(());
        loop {
            let cell = match self.bytes.get(self.at) {
                Some(b'"') => self.quoted().unwrap_or_else(|| {
                    broken = Err(Broken::Unclosed);
                    self.plain()
                }),
                _ => self.plain(),
            };
            cells.push(cell);
            match self.bytes.get(self.at) {
                Some(b',') => self.at += 1,
                Some(b'\n' | b'\r') => {
                    self.end_of_line();
                    return Some((line, broken));
                }
                None => return Some((line, broken)),
                Some(_) => {
                    broken = broken.and(Err(Broken::AfterQuote(cells.len() - 1)));
                    self.plain();
                    if self.bytes.get(self.at) == Some(&b',') {
                        self.at += 1;
                    }
                }
            }
        }
    }

    fn end_of_line(&mut self) {
        self.line += 1;
        self.at += if self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"\r\n")) { 2 } else { 1 };
    }

    fn plain(&mut self) -> Cell<'b> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| matches!(byte, b',' | b'\n' | b'\r')).unwrap_or(rest.len());
        self.at += length;
        Cell { raw: rest.get(..length).unwrap_or_default(), is_doubled: false }
    }

    /// A cell in quotes; none where they are never closed: then nothing is taken.
    fn quoted(&mut self) -> Option<Cell<'b>> {
        let rest = self.bytes.get(self.at + 1..)?;
        let (mut length, mut is_doubled) = (0, false);
        loop {
            length += rest.get(length..)?.iter().position(|byte| *byte == b'"')?;
            if rest.get(length + 1) != Some(&b'"') {
                break;
            }
            is_doubled = true;
            length += 2;
        }
        let raw = rest.get(..length)?;
        // A line feed within quotes is part of the text, and still a line of the file.
        self.line += u64::try_from(raw.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(0);
        self.at += length + 2;
        Some(Cell { raw, is_doubled })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
        let mut table = Table::of(bytes);
        let mut cells = Vec::new();
        let mut rows = Vec::new();
        while let Some((line, _)) = table.next(&mut cells) {
            rows.push((line, cells.iter().map(|cell| cell.text().unwrap().into_owned()).collect()));
        }
        rows
    }

    #[test]
    fn lines_are_counted_through_quotes_and_line_ends() {
        let shown = rows(b"\xef\xbb\xbfa,\"b\"\"c\"\r\n\r\n\"x\ny\",\n1,2");
        assert_eq!(format!("{shown:?}"), r#"[(1, ["a", "b\"c"]), (3, ["x\ny", ""]), (5, ["1", "2"])]"#);
    }

    #[test]
    fn a_quote_that_is_not_closed_and_text_after_a_quote_are_seen() {
        let broken = |bytes| Table::of(bytes).next(&mut Vec::new()).unwrap().1;
        assert_eq!(broken(b"a,\"b"), Err(Broken::Unclosed));
        assert_eq!(broken(b"a,\"b\"c,d"), Err(Broken::AfterQuote(1)));
        assert_eq!(broken(b"a,b\"c"), Ok(()));
    }

    proptest! {
        /// Oracle: the `csv` crate.
        #[test]
        fn what_is_written_is_read_as_another_reader_reads_it(rows_in in prop::collection::vec(prop::collection::vec("[a,\"\n1é]{0,5}", 2..5), 1..6)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows_in {
                writer.write_record(row).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let mut oracle = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
            let expected: Vec<Vec<String>> = oracle.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            let found: Vec<Vec<String>> = rows(&bytes).into_iter().map(|(_, row)| row).collect();
            prop_assert_eq!(&found, &expected);
            prop_assert_eq!(found, rows_in);
        }

        #[test]
        fn no_bytes_make_it_panic_or_hang(bytes in prop::collection::vec(prop::sample::select(b"\",\n\ra\xff".to_vec()), 0..60)) {
            let mut table = Table::of(&bytes);
            let mut cells = Vec::new();
            let mut count = 0;
            while table.next(&mut cells).is_some() {
                count += 1;
                prop_assert!(count <= bytes.len());
            }
        }
    }
}
