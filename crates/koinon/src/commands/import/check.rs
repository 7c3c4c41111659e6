//! Published indices beside those that the record gives: how many cells, how many are the same.

use std::collections::BTreeMap;

use league::series::{self, Asked};
use policy::import::oxcgrt::PublishedIndex;
use serde_json::{Value as Json, json};

use crate::failure::Failure;
use crate::folder::{self, Reading};

/// What the comparison of one file found.
#[derive(Debug, Default)]
pub(crate) struct Check {
    file: String,
    index: &'static str,
    /// Why nothing was compared.
    left_out: Option<&'static str>,
    equal: usize,
    /// One hundredth apart: rounded another way.
    rounded: usize,
    /// Further apart.
    beyond: usize,
    /// Published, and not defined here.
    only_published: usize,
    /// Defined here, and not published.
    only_here: usize,
    /// The largest difference, in hundredths.
    difference_max: u16,
}

/// Compares each file with the record as it stands.
pub(crate) fn compare(reading: &Reading, published: &[PublishedIndex]) -> Result<Vec<Check>, Failure> {
    folder::with_cut(reading, reading.size(), |cut| Ok(published.iter().map(|published| one(cut, published)).collect()))
}

fn one(cut: &league::Cut<'_>, published: &PublishedIndex) -> Check {
    let mut check = Check { file: published.file.clone(), index: published.index.as_str(), ..Check::default() };
    if !published.is_strict {
        check.left_out = Some("a weighted average: it needs vaccination rates, which are no measures");
        return check;
    }
    let (Some(first), Some(last)) = (published.days.iter().min(), published.days.iter().max()) else { return check };
    let days = *first..last.saturating_add(1);
    let asked = Asked { index: published.index, variant: league::Variant::Strict, reach: None };
    let places: Vec<&str> = published.places.keys().map(String::as_str).collect();
    let ours: BTreeMap<&str, Vec<_>> =
        series::index_series(cut, asked, &places, days.clone()).into_iter().map(|series| (series.place, series.steps)).collect();
    for (place, values) in &published.places {
        let steps = ours.get(place.as_str()).map(Vec::as_slice).unwrap_or_default();
        let by_day: BTreeMap<i32, Option<u16>> = series::by_day(steps, days.clone()).collect();
        for (day, theirs) in published.days.iter().zip(values) {
            check.cell(by_day.get(day).copied().flatten(), *theirs);
        }
    }
    check
}

impl Check {
    fn cell(&mut self, ours: Option<u16>, theirs: Option<u16>) {
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => {
                let difference = ours.abs_diff(theirs);
                self.difference_max = self.difference_max.max(difference);
                match difference {
                    0 => self.equal += 1,
                    1 => self.rounded += 1,
                    _ => self.beyond += 1,
                }
            }
            (None, Some(_)) => self.only_published += 1,
            (Some(_), None) => self.only_here += 1,
            (None, None) => {}
        }
    }

    /// As it stands in a document.
    pub(crate) fn json(&self) -> Json {
        json!({
            "file": self.file, "index": self.index, "left_out": self.left_out, "equal": self.equal, "rounded": self.rounded, "beyond": self.beyond,
            "only_published": self.only_published, "only_here": self.only_here, "difference_max": policy::index::decimal(self.difference_max),
        })
    }

    /// As a person reads it.
    pub(crate) fn text(&self) -> String {
        match self.left_out {
            Some(why) => format!("check: `{}` is not compared: {why}", self.file),
            None => format!(
                "check: `{}`: {} cells equal, {} rounded the other way, {} further apart (largest difference {}), {} only published, {} only here",
                self.file,
                self.equal,
                self.rounded,
                self.beyond,
                policy::index::decimal(self.difference_max),
                self.only_published,
                self.only_here
            ),
        }
    }
}
