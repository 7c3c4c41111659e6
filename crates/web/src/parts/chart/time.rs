//! A time axis: days to places, and where ticks stand.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Drawing, Label, colour, width_of};
use crate::words::Words;

/// Days along a line; the last day is part of it.
#[derive(Clone, Copy)]
pub(crate) struct TimeAxis {
    from: Date,
    days: f64,
    left: f64,
    width: f64,
}

impl TimeAxis {
    pub(crate) fn new(from: Date, to: Date, left: f64, width: f64) -> TimeAxis {
        TimeAxis { from, days: f64::from(days(from, to).max(0)) + 1.0, left, width }
    }

    /// Where a day begins, kept within the axis.
    pub(crate) fn x(&self, day: Date) -> f64 {
        (self.left + f64::from(days(self.from, day)) / self.days * self.width).clamp(self.left, self.left + self.width)
    }

    pub(crate) fn start(&self) -> f64 {
        self.left
    }

    pub(crate) fn end(&self) -> f64 {
        self.left + self.width
    }

    /// Lines upon the ticks and their texts below.
    pub(crate) fn draw(&self, drawing: &mut Drawing<'_>, words: Words, top: f64, bottom: f64) {
        drawing.line((self.left, bottom), (self.end(), bottom), colour::INK);
        let mut free = self.left - 1.0;
        for (day, text) in self.ticks(words) {
            let x = self.x(day);
            drawing.line((x, top), (x, bottom + 4.0), colour::LINE);
            let half = width_of(&text, 11.5) / 2.0;
            if x - half > free && x + half < self.end() + 30.0 {
                drawing.text(&Label { at: (x, bottom + 17.0), size: 11.5, colour: colour::MUTED, anchor: "middle", text: &text, ..Label::default() });
                free = x + half + 6.0;
            }
        }
    }

    fn ticks(&self, words: Words) -> Vec<(Date, String)> {
        let step = [1, 2, 3, 6, 12].into_iter().find(|months| self.days / (30.4 * f64::from(*months)) <= self.width / 75.0).unwrap_or(24_i8);
        if self.days < 75.0 {
            let step = [1_i32, 2, 7, 14].into_iter().find(|step| self.days / f64::from(*step) <= self.width / 85.0).unwrap_or(14);
            return std::iter::successors(Some(self.from), |day| day.checked_add(step.days()).ok())
                .take_while(|day| f64::from(days(self.from, *day)) < self.days)
                .map(|day| (day, words.date_short(day)))
                .collect();
        }
        // First days of months, counted from January, so that years begin at ticks.
        let first = self.from.first_of_month();
        std::iter::successors(Some(first), |day| day.checked_add(1.month()).ok())
            .take_while(|day| f64::from(days(self.from, *day)) < self.days)
            .filter(|day| *day >= self.from && (day.month() - 1) % step.min(12) == 0 && (step <= 12 || day.year() % 2 == 0))
            .map(|day| (day, words.month_year(day)))
            .collect()
    }
}

/// Whole days from one to another.
pub(crate) fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
