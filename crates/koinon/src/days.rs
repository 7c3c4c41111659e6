//! Days and times as people type them. Dates are ISO and inclusive outside, numbers and half-open inside; converted here only.

use jiff::civil::Date;
use jiff::{Timestamp, Unit};

/// 1970-01-01, from which days are counted.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// The number of a day, as rows hold it.
pub(crate) fn number(date: Date) -> i32 {
    EPOCH.until((Unit::Day, date)).map_or(0, |span| span.get_days())
}

/// The day with this number; none outside the years 0001-9999.
pub(crate) fn date(number: i32) -> Option<Date> {
    use jiff::ToSpan as _;
    EPOCH.checked_add(i64::from(number).days()).ok()
}

/// A day as scripts read it: `2020-03-20`.
pub(crate) fn iso(number: i32) -> String {
    date(number).map_or_else(String::new, |date| date.to_string())
}

/// Reads `YYYY-MM-DD`.
pub(crate) fn parse(text: &str) -> Result<Date, String> {
    let is_shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let parsed = text.parse::<Date>().ok().filter(|_| is_shaped);
    parsed.ok_or_else(|| format!("`{text}` is no day; write it as in `2020-03-20`"))
}

/// Reads a moment for `--asof`, in milliseconds since 1970: an RFC 3339 time, or a day, which counts to its end in UTC.
pub(crate) fn parse_moment(text: &str) -> Result<i64, String> {
    if let Ok(day) = parse(text) {
        return Ok((i64::from(number(day)) + 1) * 86_400_000 - 1);
    }
    // Minutes are enough for a person: `2026-11-24T10:00Z`.
    let with_seconds = text.strip_suffix('Z').filter(|rest| rest.len() == 16).map(|rest| format!("{rest}:00Z"));
    let moment: Result<Timestamp, _> = with_seconds.as_deref().unwrap_or(text).parse();
    moment.map(Timestamp::as_millisecond).map_err(|_| format!("`{text}` is no moment; write it as in `2026-11-24T10:00:00Z` or `2026-11-24`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_a_number_and_back() {
        assert_eq!(number(parse("1970-01-02").unwrap()), 1);
        assert_eq!(iso(number(parse("2020-02-29").unwrap())), "2020-02-29");
        for bad in ["2020-2-1", "2020-02-30", "20200201", "2020-02-01T00:00", "+002020-02-01", ""] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_day_as_a_moment_counts_to_its_end() {
        assert_eq!(parse_moment("1970-01-01"), Ok(86_399_999));
        assert_eq!(parse_moment("1970-01-01T00:01Z"), Ok(60_000));
        assert_eq!(parse_moment("1970-01-01T00:00:01.5Z"), Ok(1_500));
        assert!(parse_moment("yesterday").is_err());
    }
}
