//! Civil days: text on the wire, numbers in memory.
//!
//! On the wire and on pages a span of days is inclusive, as officials write it: `2020-03-20` to `2020-03-22` is three days. In memory it is
//! half-open, `[from, until)`, in days since 1970-01-01. [`until`] and [`last`] convert, one for each way; nothing else adds or takes off a day
//! (DESIGN rule 22). "Today" is always an argument.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One civil day, `1000-01-01` to `9999-12-31`, written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32); // INVARIANT: within MIN..=MAX

/// Why a text is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no day; give one that exists as `YYYY-MM-DD`, from 1000-01-01 to 9999-12-31")]
pub struct DayError(String);

impl Day {
    /// 1000-01-01.
    pub const MIN: Day = Day(-354_285);
    /// 9999-12-31.
    pub const MAX: Day = Day(2_932_896);

    /// The day this many days after 1970-01-01, where it is within bounds.
    pub fn from_number(number: i32) -> Option<Day> {
        (Day::MIN.0..=Day::MAX.0).contains(&number).then_some(Day(number))
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day with this year, month (1-12) and day of the month (1-31), where there is one.
    pub fn from_civil(year: i32, month: i32, day: i32) -> Option<Day> {
        if !(1000..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
            return None;
        }
        // Years that begin in March, in eras of 400: Howard Hinnant, "chrono-compatible low-level date algorithms".
        let year = if month <= 2 { year - 1 } else { year };
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Day::from_number(era * 146_097 + day_of_era - 719_468)
    }

    /// Year, month (1-12) and day of the month (1-31).
    pub fn civil(self) -> (i32, i32, i32) {
        let shifted = self.0 + 719_468;
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = (shifted_month + 2) % 12 + 1;
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month, day)
    }

    /// The day `days` later (earlier if below zero), kept within the bounds of the calendar.
    #[must_use]
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days).clamp(Day::MIN.0, Day::MAX.0))
    }
}

/// The half-open end of a span whose last day is `last`: the day after it, or [`record::Facets::OPEN`] where it has no last day.
pub fn until(last: Option<Day>) -> i32 {
    last.map_or(record::Facets::OPEN, |last| last.0 + 1)
}

/// A span of days, each end of which may be open, as it is on the wire: half-open, in days since 1970-01-01.
pub fn span(from: Option<Day>, to: Option<Day>) -> (i32, i32) {
    (from.map_or(record::Facets::EVER, Day::number), until(to))
}

/// The last day of a span with the half-open end `until`; none where it is open or outside the calendar.
pub fn last(until: i32) -> Option<Day> {
    Day::from_number(until.checked_sub(1)?)
}

fn days_in(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl FromStr for Day {
    type Err = DayError;
    fn from_str(text: &str) -> Result<Day, DayError> {
        let wrong = || DayError(crate::shape::clipped(text));
        let digits = |part: &[u8]| part.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i32::from(digit - b'0')));
        match text.as_bytes() {
            [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] => {
                let (year, month, day) = (digits(&[*y1, *y2, *y3, *y4]), digits(&[*m1, *m2]), digits(&[*d1, *d2]));
                year.zip(month).zip(day).and_then(|((year, month), day)| Day::from_civil(year, month, day)).ok_or_else(wrong)
            }
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        let mut text = *b"0000-00-00";
        let mut put = |places: &[usize], mut number: i32| {
            for at in places.iter().rev() {
                let digit = u8::try_from(number % 10).unwrap_or(0);
                text.get_mut(*at).into_iter().for_each(|sign| *sign += digit);
                number /= 10;
            }
        };
        put(&[0, 1, 2, 3], year);
        put(&[5, 6], month);
        put(&[8, 9], day);
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_day_of_1970_is_day_zero() {
        assert_eq!("1970-01-01".parse::<Day>().unwrap().number(), 0);
        assert_eq!("2020-01-01".parse::<Day>().unwrap().number(), 18_262);
    }

    #[test]
    fn a_day_that_does_not_exist_is_none() {
        for bad in ["2021-02-29", "2020-13-01", "2020-00-01", "2020-1-1", "20200101", "2020-01-32", "0999-12-31", "+020-01-01", "２０２０-01-01", ""]
        {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_inclusive_span_of_one_day_has_the_next_day_as_its_half_open_end() {
        let day: Day = "2020-03-20".parse().unwrap();
        assert_eq!(until(Some(day)), day.number() + 1);
        assert_eq!(last(until(Some(day))), Some(day));
        assert_eq!(last(until(None)), None);
    }

    proptest! {
        /// Second derivation: jiff.
        #[test]
        fn days_and_numbers_agree_with_another_calendar(number in Day::MIN.number()..=Day::MAX.number()) {
            let day = Day::from_number(number).unwrap();
            let other = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(number)).unwrap();
            prop_assert_eq!(day.to_string(), other.to_string());
            prop_assert_eq!(day.to_string().parse::<Day>().unwrap(), day);
            prop_assert_eq!(last(until(Some(day))), Some(day));
        }

        #[test]
        fn no_text_makes_a_day_panic(text in ".{0,14}") {
            drop(text.parse::<Day>());
        }
    }
}
