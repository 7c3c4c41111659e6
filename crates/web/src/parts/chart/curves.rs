//! Curves around an event: how something stood so many days before and after, one line for each kind of case.

use std::fmt::Write;

use super::{Drawing, Frame, HEAD, Label, colour, fitted};
use crate::escape::xml;

/// One curve.
#[derive(Clone, Debug)]
pub struct Curve {
    /// What it is called.
    pub name: String,
    /// Days from the event, and the value on them in hundredths; absent is not known. Days rise.
    pub points: Vec<(i32, Option<u32>)>,
}

/// A chart of curves; at most six are told apart.
pub struct Curves<'c> {
    /// Title, source and the rest.
    pub frame: Frame<'c>,
    /// What day 0 is.
    pub event: &'c str,
    /// The highest value of the axis, in hundredths.
    pub highest: u32,
    /// The curves.
    pub curves: Vec<Curve>,
}

const WIDTH: f64 = 960.0;
const PLOT_HEIGHT: f64 = 250.0;
const LEFT: f64 = 40.0;
const LABELS: f64 = 230.0;

/// The chart as SVG.
pub fn curves(chart: &Curves<'_>) -> String {
    let words = chart.frame.words;
    let mut drawing = Drawing::new(chart.frame, WIDTH);
    let (top, bottom) = (HEAD + 10.0, HEAD + 10.0 + PLOT_HEIGHT);
    let days = || chart.curves.iter().flat_map(|curve| curve.points.iter().map(|(day, _)| *day));
    let (first, last) = (days().min().unwrap_or(0), days().max().unwrap_or(1).max(1));
    let end = WIDTH - LABELS;
    let x = |day: i32| LEFT + f64::from(day - first) / f64::from((last - first).max(1)) * (end - LEFT);
    let highest = f64::from(chart.highest.max(1));
    let y = |value: u32| bottom - f64::from(value.min(chart.highest)) / highest * PLOT_HEIGHT;
    for whole in 0..=chart.highest / 100 {
        let value = whole * 100;
        drawing.line((LEFT, y(value)), (end, y(value)), if whole == 0 { colour::INK } else { colour::LINE });
        drawing.text(&Label {
            at: (LEFT - 6.0, y(value) + 4.0),
            size: 11.5,
            colour: colour::MUTED,
            anchor: "end",
            text: &whole.to_string(),
            ..Label::default()
        });
    }
    for day in (first..=last).filter(|day| day.rem_euclid(7) == 0) {
        let sign = if day > 0 { "+" } else { "" };
        drawing.text(&Label {
            at: (x(day), bottom + 16.0),
            size: 11.5,
            colour: colour::MUTED,
            anchor: "middle",
            text: &format!("{sign}{day}"),
            ..Label::default()
        });
    }
    drawing.raw(format_args!(
        "<path d=\"M{:.1} {top:.1}V{bottom:.1}\" stroke=\"{}\" stroke-width=\"1.5\" stroke-dasharray=\"3 3\"/>",
        x(0),
        colour::INK
    ));
    drawing.text(&Label { at: (x(0) + 5.0, top + 10.0), size: 11.5, halo: true, text: chart.event, ..Label::default() });
    let styles = || colour::SERIES.iter().zip(colour::DASHES).cycle();
    let mut label = f64::NEG_INFINITY;
    for (curve, (stroke, dash)) in chart.curves.iter().zip(styles()) {
        let (mut path, mut drawn) = (String::new(), false);
        for (day, value) in &curve.points {
            if let Some(value) = value {
                let _ = write!(path, "{}{:.1} {:.1}", if drawn { "L" } else { "M" }, x(*day), y(*value));
            }
            drawn = value.is_some();
        }
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
        drawing.raw(format_args!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"2.2\"{dash}><title>{}</title></path>",
            xml(&curve.name)
        ));
        let at = curve.points.iter().rev().find_map(|(_, value)| *value).map_or(bottom, y);
        label = if (at - label).abs() < 16.0 { label + 16.0 } else { at };
        drawing.raw(format_args!("<path d=\"M{:.1} {label:.1}h16\" stroke=\"{stroke}\" stroke-width=\"3\"{dash}/>", end + 8.0));
        drawing.text(&Label { at: (end + 29.0, label + 4.0), text: &fitted(&curve.name, LABELS - 32.0, 12.0), ..Label::default() });
    }
    let axis = words.text("curves-days");
    drawing.text(&Label { at: (LEFT, bottom + 34.0), size: 11.5, colour: colour::MUTED, text: &axis, ..Label::default() });
    drawing.finish(bottom + 38.0, "")
}
