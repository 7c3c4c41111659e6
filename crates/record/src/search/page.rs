//! Words and their lists, sorted, as pages of some kilobytes: what a store keeps of a run.
//!
//! ```text
//! page   sum[8] word word ..          sum: of all that follows, so that damage is seen and not shown
//! word   same length ending list      bytes that the word before has too, how many follow, those; numbers are LEB128
//! list   length*2+0 step step ..      step: distance to the entry before, *2+1 where the word stands in its title
//!        length*2+1 bits              both rows of bits, where that is shorter
//! ```

use super::set::{BITS_BYTES, Entries, Sight, Wanted};

/// A page grows to at most so many bytes, unless one list alone is longer: one page of a store's file.
const PAGE_BYTES: usize = 8_000;

const SUM_BYTES: usize = 8;

/// A page is not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a page of the search index does not match its sum")]
pub struct PageError;

/// Pages, being written: words come sorted.
#[derive(Debug, Default)]
pub(super) struct Writer {
    pages: Vec<Vec<u8>>,
    heads: Vec<String>,
    page: Vec<u8>,
    before: String,
}

impl Writer {
    pub(super) fn add(&mut self, word: &str, list: &[u8]) {
        let (list, is_bits) = if list.len() > BITS_BYTES { (decoded(list).unwrap_or_default().bytes(), 1) } else { (list.to_vec(), 0) };
        let mut bytes = entry(&self.before, word, &list, is_bits);
        if self.page.is_empty() || self.page.len().saturating_add(bytes.len()) > PAGE_BYTES {
            self.close();
            bytes = entry("", word, &list, is_bits);
            self.heads.push(word.to_owned());
            self.page = vec![0; SUM_BYTES];
        }
        self.page.append(&mut bytes);
        self.before.clear();
        self.before.push_str(word);
    }

    fn close(&mut self) {
        let mut page = std::mem::take(&mut self.page);
        if page.is_empty() {
            return;
        }
        let sum = sum(page.get(SUM_BYTES..).unwrap_or_default());
        page.iter_mut().zip(sum.to_le_bytes()).for_each(|(byte, sum)| *byte = sum);
        self.pages.push(page);
    }

    /// The pages, and the first word of each.
    pub(super) fn finish(mut self) -> (Vec<Vec<u8>>, Vec<String>) {
        self.close();
        (self.pages, self.heads)
    }
}

fn entry(before: &str, word: &str, list: &[u8], is_bits: u8) -> Vec<u8> {
    let same = before.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
    let ending = word.as_bytes().get(same..).unwrap_or_default();
    let mut bytes = Vec::with_capacity(ending.len().saturating_add(list.len()).saturating_add(8));
    put(&mut bytes, number(same));
    put(&mut bytes, number(ending.len()));
    bytes.extend(ending);
    put(&mut bytes, number(list.len()) << 1 | u32::from(is_bits));
    bytes.extend(list);
    bytes
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX >> 1)
}

/// Adds to `found` the entries of the words of `page` that are wanted. Returns whether words behind this page may be.
pub(super) fn collect(page: &[u8], wanted: &Wanted, found: &mut Entries) -> Result<bool, PageError> {
    let (told, mut rest) = page.split_first_chunk::<SUM_BYTES>().ok_or(PageError)?;
    if u64::from_le_bytes(*told) != sum(rest) {
        return Err(PageError);
    }
    let mut word: Vec<u8> = Vec::new();
    while !rest.is_empty() {
        let same = take(&mut rest)?;
        word.truncate(same as usize);
        let length = take(&mut rest)?;
        word.extend(part(&mut rest, length)?);
        let head = take(&mut rest)?;
        let list = part(&mut rest, head >> 1)?;
        match wanted.sight(std::str::from_utf8(&word).map_err(|_| PageError)?) {
            Sight::Other => {}
            Sight::Past => return Ok(false),
            Sight::Wanted if head & 1 == 1 => found.add_bytes(list).ok_or(PageError)?,
            Sight::Wanted => add_steps(list, found)?,
        }
    }
    Ok(true)
}

/// Adds a list of steps.
pub(super) fn add_steps(mut list: &[u8], found: &mut Entries) -> Result<(), PageError> {
    let mut place = 0_u32;
    while !list.is_empty() {
        let step = take(&mut list)?;
        place = place.saturating_add(step >> 1);
        found.add(place, step & 1 == 1);
    }
    Ok(())
}

fn decoded(list: &[u8]) -> Option<Entries> {
    let mut entries = Entries::default();
    add_steps(list, &mut entries).ok().map(|()| entries)
}

/// Writes a number, seven bits at a time, the lowest first.
pub(super) fn put(bytes: &mut Vec<u8>, mut number: u32) {
    loop {
        let low = u8::try_from(number & 127).unwrap_or(0);
        number >>= 7;
        bytes.push(if number == 0 { low } else { low | 128 });
        if number == 0 {
            return;
        }
    }
}

fn take(bytes: &mut &[u8]) -> Result<u32, PageError> {
    let mut number = 0_u32;
    for shift in [0, 7, 14, 21, 28] {
        let (byte, rest) = bytes.split_first().ok_or(PageError)?;
        *bytes = rest;
        number |= u32::from(byte & 127) << shift;
        if byte & 128 == 0 {
            return Ok(number);
        }
    }
    Err(PageError)
}

fn part<'b>(bytes: &mut &'b [u8], length: u32) -> Result<&'b [u8], PageError> {
    let (part, rest) = bytes.split_at_checked(length as usize).ok_or(PageError)?;
    *bytes = rest;
    Ok(part)
}

/// FNV-1a over words of eight bytes: against damage, not against anyone who means it; whoever can write the file can write any page.
fn sum(bytes: &[u8]) -> u64 {
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
    let sum = chunks.iter().fold(0xcbf2_9ce4_8422_2325, |sum, chunk| mix(sum, u64::from_le_bytes(*chunk)));
    rest.iter().fold(mix(sum, bytes.len() as u64), |sum, byte| mix(sum, u64::from(*byte)))
}

/// The first words of a run's pages as a store keeps them.
pub fn heads_bytes(heads: &[String]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for head in heads {
        put(&mut bytes, number(head.len()));
        bytes.extend(head.as_bytes());
    }
    bytes
}

/// Reads what [`heads_bytes`] wrote.
pub fn heads(mut bytes: &[u8]) -> Result<Vec<String>, PageError> {
    let mut heads: Vec<String> = Vec::new();
    while !bytes.is_empty() {
        let length = take(&mut bytes)?;
        let head = std::str::from_utf8(part(&mut bytes, length)?).map_err(|_| PageError)?;
        if heads.last().is_some_and(|before| before.as_str() >= head) {
            return Err(PageError);
        }
        heads.push(head.to_owned());
    }
    Ok(heads)
}
