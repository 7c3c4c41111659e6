//! Calendars (RFC 5545): the last days of measures and the days of their reviews, for the calendar that an office uses anyway.
//!
//! ```text
//! BEGIN:VEVENT
//! UID:sfamo5cvykedavglawhylihvyi-ends@health.example      the same for ever, so that a changed day moves the entry
//! SEQUENCE:1                                              how often the measure was said anew
//! DTSTART;VALUE=DATE:20260430
//! ```
//! Days, not hours: an all-day entry that blocks no one's time and rings for no one. The same cut and day give the same bytes.
//! In: the shape of a calendar, its entries for what is due. Out: what is due (`league::due`), escaping (`escape`).

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::Timestamp;
use league::due::{self, Due, Matter};
use league::measures::Filter;

use crate::asked::Format;
use crate::escape::ics_text;
use crate::limits::{CALENDAR_DAYS_AHEAD, CALENDAR_DAYS_BACK, CALENDAR_EVENTS_MAX};
use crate::pages::line::Line;
use crate::problem::Problem;
use crate::represent::{Frame, owed, public_body};
use crate::site::{View, date, number};
use crate::words::without_isolates;

/// One day that matters.
pub(crate) struct Event {
    /// A lasting name within this node.
    pub(crate) uid: String,
    /// How often it was said anew.
    pub(crate) sequence: usize,
    /// The day, in days since 1970-01-01.
    pub(crate) day: i32,
    /// What is on that day, in one line.
    pub(crate) summary: String,
    /// More of it.
    pub(crate) description: String,
    /// Path of its page.
    pub(crate) path: String,
    /// When it was said, milliseconds since 1970.
    pub(crate) said_ms: i64,
    /// Whether it was taken back, so that a calendar strikes it out.
    pub(crate) is_cancelled: bool,
}

/// A calendar, the soonest day first.
#[derive(Default)]
pub(crate) struct Calendar {
    /// Its days.
    pub(crate) events: Vec<Event>,
    /// How many are left out because there are too many.
    pub(crate) left_out: usize,
    /// Whose data is in it.
    pub(crate) sources: BTreeSet<String>,
}

impl Calendar {
    /// What falls due among the measures of a filter: on its days where it names them, else from a month ago on.
    pub(crate) fn of_measures(view: &View<'_>, filter: &Filter) -> Result<Calendar, Problem> {
        let today = number(view.today);
        let from = filter.from_day.unwrap_or_else(|| today.saturating_sub(CALENDAR_DAYS_BACK));
        let until = filter.until_day.unwrap_or_else(|| today.saturating_add(CALENDAR_DAYS_AHEAD));
        // What was taken back must be struck out where it was entered.
        let filter = Filter { with_withdrawn: true, ..filter.clone() };
        let days: Range<i32> = from..until;
        let found = due::find(&view.cut, &filter, days, CALENDAR_EVENTS_MAX);
        let left_out = found.total.saturating_sub(found.due.len());
        Calendar::of(view, found.due).map(|calendar| Calendar { left_out, ..calendar })
    }

    /// These days.
    pub(crate) fn of(view: &View<'_>, due: Vec<Due<'_>>) -> Result<Calendar, Problem> {
        let mut calendar = Calendar::default();
        for Due { day, matter, hit } in due {
            let Some(line) = Line::read(view, hit)? else { continue };
            calendar.events.push(event(view, day, matter, &line));
            calendar.sources.extend(line.source);
        }
        Ok(calendar)
    }

    /// The calendar as text: CRLF, lines folded at 75 bytes.
    pub(crate) fn text(&self, view: &View<'_>, frame: &Frame) -> String {
        let words = view.words;
        let sources = view.attributions(self.sources.iter().map(String::as_str));
        let owed = owed(view, &Frame { attributions: sources, ..Frame::default() });
        let name = format!("{} – {}", frame.title, public_body(view).name);
        let mut about = owed;
        if self.left_out > 0 {
            let left = words.with("calendar-left-out", &[("count", self.left_out.into()), ("shown", self.events.len().into())]);
            about = format!("{} {about}", without_isolates(&left));
        }
        let mut out = Lines::default();
        out.line("BEGIN", "VCALENDAR");
        out.line("VERSION", "2.0");
        out.line("PRODID", "-//Koinon//Koinon//EN");
        out.line("CALSCALE", "GREGORIAN");
        out.line("METHOD", "PUBLISH");
        // RFC 7986, and what programs read that are older.
        for name_of in ["NAME", "X-WR-CALNAME"] {
            out.line(name_of, &ics_text(&name));
        }
        for about_of in ["DESCRIPTION", "X-WR-CALDESC"] {
            out.line(about_of, &ics_text(&about));
        }
        out.line("URL", &view.site.url(&words.href(&view.asked.address())));
        out.line("SOURCE;VALUE=URI", &view.site.url(&view.asked.address_as(Format::Ics)));
        out.line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
        out.line("X-PUBLISHED-TTL", "PT6H");
        self.events.iter().for_each(|event| event.write(view, &mut out));
        if self.events.is_empty() {
            // A calendar must hold something (RFC 5545, 3.6): the zone that its stamps are in.
            for (name, value) in [("BEGIN", "VTIMEZONE"), ("TZID", "Etc/UTC"), ("BEGIN", "STANDARD"), ("DTSTART", "19700101T000000")] {
                out.line(name, value);
            }
            for (name, value) in [("TZOFFSETFROM", "+0000"), ("TZOFFSETTO", "+0000"), ("END", "STANDARD"), ("END", "VTIMEZONE")] {
                out.line(name, value);
            }
        }
        out.line("END", "VCALENDAR");
        out.0
    }
}

fn event(view: &View<'_>, day: i32, matter: Matter, line: &Line<'_>) -> Event {
    let words = view.words;
    let (mark, key) = match matter {
        Matter::Ends => ("ends", "calendar-ends"),
        Matter::Review => ("review", "calendar-review"),
    };
    let place = view.place_name(line.hit.place);
    let name = line.name(view);
    let summary = words.with(key, &[("name", (&name).into()), ("place", (&place).into())]);
    let instrument = view.instrument_name(line.hit.instrument);
    let by = line.source.as_ref().unwrap_or(&line.by);
    let facts = [place, instrument, name, line.days(view), by.clone()];
    Event {
        uid: format!("{}-{mark}", line.sid),
        sequence: view.cut.rows.history(line.sid, view.cut.size).count().saturating_sub(1),
        day,
        summary: without_isolates(&summary),
        description: facts.join("\n"),
        path: line.path(),
        said_ms: line.hit.said_ms,
        is_cancelled: line.hit.is_withdrawn,
    }
}

impl Event {
    fn write(&self, view: &View<'_>, out: &mut Lines) {
        let said = Timestamp::from_millisecond(self.said_ms).unwrap_or(Timestamp::UNIX_EPOCH).strftime("%Y%m%dT%H%M%SZ").to_string();
        let compact = |day: i32| date(day).strftime("%Y%m%d").to_string();
        let host = view.site.origin().as_str().split(['/', ':']).next().unwrap_or_default().to_owned();
        let url = view.site.url(&view.words.href(&self.path));
        out.line("BEGIN", "VEVENT");
        out.line("UID", &format!("{}@{host}", self.uid));
        out.line("DTSTAMP", &said);
        out.line("LAST-MODIFIED", &said);
        out.line("SEQUENCE", &self.sequence.to_string());
        out.line("STATUS", if self.is_cancelled { "CANCELLED" } else { "CONFIRMED" });
        out.line("TRANSP", "TRANSPARENT");
        out.line("DTSTART;VALUE=DATE", &compact(self.day));
        out.line("DTEND;VALUE=DATE", &compact(self.day.saturating_add(1)));
        out.line("SUMMARY", &ics_text(&self.summary));
        out.line("DESCRIPTION", &ics_text(&format!("{}\n{url}", self.description)));
        out.line("URL", &url);
        out.line("END", "VEVENT");
    }
}

/// Lines of a calendar.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// Adds a line, folded so that no part is longer than 75 bytes (RFC 5545, 3.1), never within a character.
    fn line(&mut self, name: &str, value: &str) {
        const BYTES_MAX: usize = 75;
        let mut length = 0;
        for c in name.chars().chain(":".chars()).chain(value.chars()) {
            if length + c.len_utf8() > BYTES_MAX {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_line_is_folded_within_its_bytes_and_unfolds_to_what_it_was(value in "\\PC{0,300}") {
            let mut out = Lines::default();
            out.line("SUMMARY", &ics_text(&value));
            prop_assert!(out.0.split("\r\n").all(|line| line.len() <= 75));
            let unfolded = out.0.replace("\r\n ", "");
            let expected = format!("SUMMARY:{}\r\n", ics_text(&value));
            prop_assert_eq!(unfolded, expected);
        }

        #[test]
        fn no_text_begins_a_line_of_its_own(value: String) {
            let mut out = Lines::default();
            out.line("SUMMARY", &ics_text(&value));
            prop_assert!(out.0.split("\r\n").skip(1).all(|line| line.is_empty() || line.starts_with(' ')));
            prop_assert!(!out.0.replace("\r\n", "").contains(|c: char| c.is_control()));
        }
    }
}
