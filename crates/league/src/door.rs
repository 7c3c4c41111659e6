//! What should not stand in public text for ever: phone numbers, e-mail addresses, numbers that name a person or an account.
//!
//! A warning, never a refusal: an official hotline is a phone number too. Written to be believed, so it stays silent about
//! dates, sums of money, law gazettes, hashes and short ids:
//! ```text
//! call +44 20 7946 0958           a phone number         Order 2021/1374, in force 01.02.2021 09:00     nothing
//! jo.doe@health.example           an e-mail address      sha256:9d97..., ULID, 12 500 000 euro          nothing
//! ```
//! In: strings of a body. Out: attachments, which nobody can read here.

use record::{Fault, Json};

/// A warning for each text of the body of a `kind` (its name without version) that seems to hold personal data, one for each thing found; paths
/// start at `/body`. The contact of an office is there to be read: a duty desk has a number.
pub fn personal(kind: &str, body: &Json) -> Vec<Fault> {
    let mut warnings = Vec::new();
    match body {
        Json::Object(members) if kind == "office" => {
            members.iter().filter(|(name, _)| *name != "contact").for_each(|(name, member)| walk(member, &format!("/body/{name}"), &mut warnings));
        }
        body => walk(body, "/body", &mut warnings),
    }
    warnings
}

/// Members that hold no prose: codes, hashes, addresses, references.
const NOT_PROSE: [&str; 12] =
    ["sha256", "file_sha256", "subject", "origin", "entry", "code", "place", "instrument", "same_as", "start", "end", "review_by"];

fn walk(value: &Json, path: &str, warnings: &mut Vec<Fault>) {
    match value {
        Json::String(text) => warnings.extend(findings(text).into_iter().map(|found| found.warning(path))),
        Json::Array(items) => items.iter().enumerate().for_each(|(at, item)| walk(item, &format!("{path}/{at}"), warnings)),
        Json::Object(members) => {
            for (key, member) in members.iter().filter(|(key, _)| !NOT_PROSE.contains(&key.as_str())) {
                walk(member, &format!("{path}/{}", key.replace('~', "~0").replace('/', "~1")), warnings);
            }
        }
        _ => {}
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Email,
    Phone,
    Account,
    Id,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    sort: Sort,
    text: String,
}

impl Finding {
    fn warning(&self, path: &str) -> Fault {
        let what = match self.sort {
            Sort::Email => "an e-mail address",
            Sort::Phone => "a phone number",
            Sort::Account => "the number of a bank account or card",
            Sort::Id => "a number that names a person",
        };
        Fault::new(
            path,
            format!("`{}` looks like {what} and would stand in the record for ever; leave it out, or link a page that has it", self.text),
        )
    }
}

fn findings(text: &str) -> Vec<Finding> {
    if !text.bytes().any(|b| b == b'@' || b.is_ascii_digit() || b >= 0xd9) {
        return Vec::new();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut found = emails(&chars);
    found.extend(accounts(&chars));
    found.extend(numbers(&chars));
    found
}

/// `local@label.label`, the last label of two letters or more.
fn emails(chars: &[char]) -> Vec<Finding> {
    let is_local = |c: &char| c.is_alphanumeric() || "._%+-".contains(*c);
    let is_domain = |c: &char| c.is_alphanumeric() || ".-".contains(*c);
    let mut found = Vec::new();
    for at in chars.iter().enumerate().filter(|(_, c)| **c == '@').map(|(at, _)| at) {
        let (Some(before), Some(after)) = (chars.get(..at), chars.get(at + 1..)) else { continue };
        let local: Vec<char> = before.iter().rev().take_while(|c| is_local(c)).copied().collect();
        let domain: String = after.iter().take_while(|c| is_domain(c)).collect();
        let domain = domain.trim_end_matches(['.', '-']);
        let ends_in_name = domain
            .rsplit_once('.')
            .is_some_and(|(host, last)| !host.is_empty() && last.chars().count() >= 2 && last.chars().all(char::is_alphabetic));
        if !local.is_empty() && ends_in_name {
            let local: String = local.iter().rev().collect();
            found.push(Finding { sort: Sort::Email, text: format!("{local}@{domain}") });
        }
    }
    found
}

/// IBANs whose check digits are right (ISO 13616: moved round and read as a number, 1 modulo 97).
fn accounts(chars: &[char]) -> Vec<Finding> {
    let mut found = Vec::new();
    for at in starts(chars, |c| c.is_ascii_uppercase()) {
        let run: Vec<char> =
            chars.iter().skip(at).take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || is_gap(**c)).take(42).copied().collect();
        let plain: Vec<char> = run.iter().filter(|c| !is_gap(**c)).copied().collect();
        let shaped = |plain: &[char]| matches!(plain, [a, b, c, d, ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit());
        // The text may go on in capitals: the longest length that checks is the number.
        let length = (15..=34.min(plain.len())).rev().find(|length| plain.get(..*length).is_some_and(|plain| shaped(plain) && is_iban(plain)));
        if let Some(plain) = length.and_then(|length| plain.get(..length)) {
            found.push(Finding { sort: Sort::Account, text: plain.iter().collect() });
        }
    }
    found
}

fn is_iban(plain: &[char]) -> bool {
    let (head, tail) = plain.split_at(4);
    let rest = tail.iter().chain(head).filter_map(|c| c.to_digit(36)).fold(0, |rest, digit| (rest * if digit > 9 { 100 } else { 10 } + digit) % 97);
    rest == 1
}

/// A run of digits in groups, as one sees them: `+44 20 7946 0958`.
struct Run<'c> {
    text: String,
    groups: Vec<String>,
    /// Between the groups, one less.
    gaps: Vec<char>,
    before: &'c [char],
}

fn numbers(chars: &[char]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = (from..chars.len()).find(|at| chars.get(*at).is_some_and(|c| digit(*c).is_some() || *c == '+' || *c == '(')) {
        let (run, after) = run_at(chars, at);
        from = after.max(at + 1);
        let glued = |at: Option<&char>| at.is_some_and(|c| c.is_alphanumeric() || "_/#§=~".contains(*c));
        let is_glued = glued(at.checked_sub(1).and_then(|before| chars.get(before)))
            || chars.get(after).is_some_and(|c| c.is_alphanumeric() || "_~=".contains(*c));
        if let Some(sort) = run.sort().filter(|_| !is_glued) {
            found.push(Finding { sort, text: run.text });
        }
    }
    found
}

/// The run that begins at `at`, and where it ends. At most one sign stands between two groups, brackets apart.
fn run_at(chars: &[char], at: usize) -> (Run<'_>, usize) {
    let mut run = Run { text: String::new(), groups: Vec::new(), gaps: Vec::new(), before: chars.get(..at).unwrap_or_default() };
    let (mut end, mut pending) = (at, String::new());
    for (offset, c) in chars.iter().enumerate().skip(at) {
        match digit(*c) {
            Some(digit) => {
                let is_new = run.groups.is_empty() || !pending.is_empty();
                if is_new {
                    if !run.groups.is_empty() {
                        run.gaps.push(pending.chars().find(|c| "./-".contains(*c)).unwrap_or(' '));
                    }
                    run.groups.push(String::new());
                }
                run.text.push_str(&std::mem::take(&mut pending));
                run.text.push(digit);
                if let Some(group) = run.groups.last_mut() {
                    group.push(digit);
                }
                end = offset + 1;
            }
            None if (*c == '+' && offset == at) || "() ./-\u{a0}\u{202f}\u{2011}".contains(*c) => {
                let is_long = pending.chars().filter(|c| !"()".contains(*c)).count() >= 1 && !"()".contains(*c);
                if is_long && !run.groups.is_empty() {
                    break;
                }
                pending.push(*c);
            }
            None => break,
        }
    }
    (run, end.max(at + 1))
}

impl Run<'_> {
    fn sort(&self) -> Option<Sort> {
        let digits: String = self.groups.concat();
        let count = digits.len();
        if count < 5 || self.holds_a_date() {
            return None;
        }
        if (13..=19).contains(&count) && is_luhn(&digits) && self.groups.iter().rev().skip(1).all(|group| group.len() == 4 || self.groups.len() == 1)
        {
            return Some(Sort::Account);
        }
        let is_alone = self.groups.len() == 1;
        let is_sum = self.groups.iter().skip(1).all(|group| group.len() == 3) && !is_alone && !digits.starts_with('0');
        let lengths: Vec<usize> = self.groups.iter().map(String::len).collect();
        if self.text.starts_with('+') {
            return ((8..=15).contains(&count) && !digits.starts_with('0')).then_some(Sort::Phone);
        }
        if self.follows(&PHONE_WORDS) && count <= 15 && !(is_sum && digits.ends_with("000")) {
            return Some(Sort::Phone);
        }
        if (7..=14).contains(&count) && !is_sum && self.follows(&ID_WORDS) {
            return Some(Sort::Id);
        }
        if lengths == [3, 2, 4] && self.gaps.iter().all(|gap| *gap == '-') {
            return Some(Sort::Id);
        }
        let is_decimal = self.groups.first().is_some_and(|first| first == "0") && self.gaps.first() == Some(&'.');
        if digits.starts_with('0') && (9..=12).contains(&count) && !is_decimal {
            return Some(Sort::Phone);
        }
        (is_alone && (10..=12).contains(&count) && !digits.ends_with("000") && !begins_with_a_day(&digits)).then_some(Sort::Id)
    }

    /// `2021-02-01`, `01.02.2021`, `1/2/2021`, or a year with a number behind it, as gazettes count.
    fn holds_a_date(&self) -> bool {
        let groups: Vec<&str> = self.groups.iter().map(String::as_str).collect();
        let three = groups.windows(3).zip(self.gaps.windows(2)).any(|(groups, gaps)| {
            let [first, middle, last] = groups else { return false };
            gaps.iter().all(|gap| gap == gaps.first().unwrap_or(&' '))
                && middle.len() <= 2
                && ((is_year(first) && last.len() <= 2) || (first.len() <= 2 && is_year(last)))
        });
        let numbered = groups.windows(2).zip(&self.gaps).any(|(groups, gap)| *gap == '/' && groups.iter().any(|group| is_year(group)));
        three || numbered
    }

    /// Whether one of `words` stands in the 24 characters before, with no digit between.
    fn follows(&self, words: &[&str]) -> bool {
        // `tel. 555`: the stop of an abbreviation is passed, that of a sentence ends the search.
        let ends = |c: &char| digit(*c).is_some() || ".;!?\n".contains(*c);
        let near: Vec<char> = self.before.iter().rev().skip_while(|c| " .:".contains(**c)).take_while(|c| !ends(c)).take(24).copied().collect();
        let near: String = near.iter().rev().flat_map(|c| c.to_lowercase()).collect();
        near.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
    }
}

const PHONE_WORDS: [&str; 24] = [
    "phone",
    "telephone",
    "tel",
    "mobile",
    "cell",
    "fax",
    "whatsapp",
    "call",
    "hotline",
    "sms",
    "telefon",
    "tél",
    "téléphone",
    "teléfono",
    "móvil",
    "appelez",
    "هاتف",
    "الهاتف",
    "جوال",
    "الجوال",
    "اتصل",
    "واتساب",
    "телефон",
    "тел",
];

const ID_WORDS: [&str; 16] = [
    "passport",
    "id",
    "ssn",
    "nin",
    "identity",
    "taxpayer",
    "patient",
    "licence",
    "passeport",
    "ausweis",
    "pasaporte",
    "dni",
    "الهوية",
    "هوية",
    "جواز",
    "паспорт",
];

fn is_year(group: &str) -> bool {
    group.len() == 4 && (group.starts_with("19") || group.starts_with("20"))
}

/// `YYYYMMDD` and perhaps a time behind it.
fn begins_with_a_day(digits: &str) -> bool {
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok());
    let in_range = |part: Option<u32>, range: std::ops::RangeInclusive<u32>| part.is_some_and(|part| range.contains(&part));
    in_range(part(0..4), 1900..=2100) && in_range(part(4..6), 1..=12) && in_range(part(6..8), 1..=31)
}

/// ISO/IEC 7812: the sum of digits, every second one from the right doubled, is a multiple of 10. Not all the same.
fn is_luhn(digits: &str) -> bool {
    let sum = digits.chars().rev().filter_map(|c| c.to_digit(10)).enumerate().fold(0, |sum, (at, digit)| {
        let digit = if at % 2 == 1 { digit * 2 } else { digit };
        sum + digit / 10 + digit % 10
    });
    let is_one_digit = digits.chars().all(|c| digits.starts_with(c));
    sum % 10 == 0 && !is_one_digit
}

/// A digit of Europe, of the Arab east, or of Persia, as an ASCII one.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{660}'..='\u{669}' => char::from_digit(u32::from(c) - 0x660, 10),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(u32::from(c) - 0x6f0, 10),
        _ => None,
    }
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-')
}

/// Where a character that `is_first` takes begins a word.
fn starts(chars: &[char], is_first: fn(char) -> bool) -> Vec<usize> {
    let before = std::iter::once(&' ').chain(chars);
    chars.iter().zip(before).enumerate().filter(|(_, (c, before))| is_first(**c) && !before.is_alphanumeric()).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn sorts(text: &str) -> Vec<Sort> {
        findings(text).into_iter().map(|found| found.sort).collect()
    }

    #[test]
    fn addresses_and_numbers_of_people_are_warned_of() {
        for (text, sort) in [
            ("write to jo.doe+x@health.example.", Sort::Email),
            ("راسل jo@health.example", Sort::Email),
            ("call +44 20 7946 0958 now", Sort::Phone),
            ("+442079460958", Sort::Phone),
            ("(020) 7946 0958", Sort::Phone),
            ("0800 123 4567", Sort::Phone),
            ("tel. 7946 0958", Sort::Phone),
            ("phone: 555-0199", Sort::Phone),
            ("هاتف ٠٧٩٤٦٠٩٥٨", Sort::Phone),
            ("card 4111 1111 1111 1111", Sort::Account),
            ("pay into GB82 WEST 1234 5698 7654 32 by Friday", Sort::Account),
            ("SSN 078-05-1120", Sort::Id),
            ("passport 12345678", Sort::Id),
            ("the case of 29850612345", Sort::Id),
        ] {
            assert_eq!(sorts(text), [sort], "{text}");
        }
    }

    #[test]
    fn dates_sums_hashes_ids_and_law_are_left_alone() {
        for text in [
            "in force from 2021-02-01 to 2021-03-31",
            "01.02.2021 09:00, again 03/04/2021 10:30",
            "von 1.2.2021-3.4.2021",
            "Order No. 2021/1374 of 12 May 2021, Art. 14(2), SI 2020/350",
            "Regulation (EU) 2021/953, CELEX 32021R0953",
            "Gazette 117, p. 1204-1209, ISBN see there",
            "12 500 000 euro for 1,250,000 people; 10.000.000 in all; 1000000000",
            "gatherings of 10 or fewer, 101-1000 people, above 1000",
            "sha256:9d9738b4f6dc448657e97fd54de0ed7d52fd4fe0fdb43b2792a07b1a1489b60a",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV and sfamo5cvykedavglawhylihvyi",
            "oxcgrt-legacy:GBR:C1:strictest:applies:2020-03-20",
            "https://law.example/acts/20210512001234?n=1",
            "the rate rose from 0.123456789 to 0.2",
            "open 08:00-20:00, 24/7, +12 % on 2020",
            "run 20210512093000 of the model",
            "@koinon, see @health",
            "٢٠٢١-٠٢-٠١",
        ] {
            assert_eq!(findings(text), [], "{text}");
        }
    }

    #[test]
    fn the_path_leads_to_the_text() {
        let body =
            json!({"title": {"en": "Ask jo@health.example"}, "links": [{"href": "x", "title": "+44 20 7946 0958"}], "instrument": "0800 123 4567"});
        let paths: Vec<String> = personal("measure", &body).into_iter().map(|fault| fault.path).collect();
        assert_eq!(paths, ["/body/links/0/title", "/body/title/en"]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[0-9+() ./@a-zA-Z٠-٩-]{0,80}") {
            drop(findings(&text));
        }

        #[test]
        fn a_number_with_its_country_is_always_seen(country in 1u32..999, rest in 10_000_000u32..99_999_999) {
            prop_assert_eq!(sorts(&format!("ring +{country} {rest} at night")), [Sort::Phone]);
        }

        #[test]
        fn a_date_is_never_taken_for_one(year in 1990u32..2040, month in 1u32..13, day in 1u32..32) {
            for text in [format!("{year}-{month:02}-{day:02}"), format!("{day:02}.{month:02}.{year}"), format!("{day}/{month}/{year} 09:00"), format!("{year}{month:02}{day:02}")] {
                prop_assert_eq!(sorts(&text), []);
            }
        }
    }
}
