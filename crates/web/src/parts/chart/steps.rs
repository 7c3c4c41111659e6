//! Step lines: what held from day to day, one line for each series. Where nothing is known there is no line, and the ground is hatched.

use std::fmt::Write;

use jiff::civil::Date;

use super::time::{TimeAxis, days};
use super::{Drawing, Frame, HEAD, Label, colour, fitted, unit};
use crate::escape::xml;

/// One series.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it is called.
    pub name: String,
    /// From which day which value holds, in hundredths; `None` is not known. In order of days.
    pub steps: Vec<(Date, Option<u32>)>,
}

/// A chart of step lines; at most six are told apart.
pub struct Steps<'s> {
    /// Title, source and the rest.
    pub frame: Frame<'s>,
    /// The first and the last day shown.
    pub days: (Date, Date),
    /// The highest value of the axis, in hundredths: `10_000` for an index.
    pub highest: u32,
    /// The series.
    pub lines: Vec<Line>,
    /// A day to mark.
    pub marked: Option<Date>,
}

const WIDTH: f64 = 960.0;
const PLOT_HEIGHT: f64 = 270.0;
const LEFT: f64 = 40.0;
const LABELS: f64 = 170.0;

/// The chart as SVG.
pub fn steps(chart: &Steps<'_>) -> String {
    let words = chart.frame.words;
    let mut drawing = Drawing::new(chart.frame, WIDTH);
    let axis = TimeAxis::new(chart.days.0, chart.days.1, LEFT, WIDTH - LEFT - LABELS);
    let (top, bottom) = (HEAD + 6.0, HEAD + 6.0 + PLOT_HEIGHT);
    let highest = f64::from(chart.highest.max(1));
    let y = |value: u32| bottom - f64::from(value.min(chart.highest)) / highest * PLOT_HEIGHT;
    if let [only] = chart.lines.as_slice() {
        for (from, to) in gaps(only, &axis) {
            drawing.raw(format_args!(
                "<rect x=\"{from:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{PLOT_HEIGHT:.1}\" fill=\"url(#{}-none)\" opacity=\".5\"><title>{}</title></rect>",
                to - from,
                chart.frame.id,
                xml(&words.text("chart-unknown"))
            ));
        }
    }
    for quarter in 0..=4_u32 {
        let value = chart.highest / 4 * quarter;
        drawing.line((LEFT, y(value)), (axis.end(), y(value)), if quarter == 0 { colour::INK } else { colour::LINE });
        let text = if value.is_multiple_of(100) { (value / 100).to_string() } else { words.hundredths(value) };
        drawing.text(&Label { at: (LEFT - 6.0, y(value) + 4.0), size: 11.5, colour: colour::MUTED, anchor: "end", text: &text, ..Label::default() });
    }
    axis.draw(&mut drawing, words, top, bottom);
    if let Some(day) = chart.marked {
        let x = axis.x(day);
        drawing
            .raw(format_args!("<path d=\"M{x:.1} {top:.1}V{bottom:.1}\" stroke=\"{}\" stroke-width=\"1.5\" stroke-dasharray=\"3 3\"/>", colour::INK));
    }
    let styles = || colour::SERIES.iter().zip(colour::DASHES).cycle();
    for (line, (stroke, dash)) in chart.lines.iter().zip(styles()) {
        let path = path_of(line, &axis, y);
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
        drawing.raw(format_args!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"2.2\"{dash} data-steps=\"{}\"><title>{}</title></path>",
            data_of(line, chart.days.0),
            xml(&line.name)
        ));
    }
    for (place, (line, (stroke, dash))) in label_places(chart, y, (top, bottom)).into_iter().zip(chart.lines.iter().zip(styles())) {
        let x = axis.end() + 8.0;
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
        drawing.raw(format_args!("<path d=\"M{x:.1} {place:.1}h16\" stroke=\"{stroke}\" stroke-width=\"3\"{dash}/>"));
        let last = line.steps.last().and_then(|(_, value)| *value).map(|value| format!(" {}", words.hundredths(value))).unwrap_or_default();
        let name = format!("{}{last}", fitted(&line.name, LABELS - 74.0, 12.0));
        drawing.text(&Label { at: (x + 21.0, place + 4.0), text: &name, ..Label::default() });
    }
    let data = format!(
        " data-first=\"{}\" data-days=\"{}\" data-left=\"{LEFT}\" data-width=\"{}\" data-top=\"{top}\" data-bottom=\"{bottom}\"",
        chart.days.0,
        days(chart.days.0, chart.days.1) + 1,
        axis.end() - LEFT
    );
    drawing.finish(bottom + 22.0, &data)
}

/// The steps for the script: days from the first one shown, and values in hundredths; nothing where not known.
fn data_of(line: &Line, first: Date) -> String {
    let step = |(day, value): &(Date, Option<u32>)| format!("{}:{}", days(first, *day), value.map(|value| value.to_string()).unwrap_or_default());
    line.steps.iter().map(step).collect::<Vec<_>>().join(" ")
}

/// The line of one series: flat from its step to the next, upright between, broken where nothing is known.
fn path_of(line: &Line, axis: &TimeAxis, y: impl Fn(u32) -> f64) -> String {
    let mut path = String::new();
    let mut drawn = false;
    for (at, (day, value)) in line.steps.iter().enumerate() {
        let end = line.steps.get(at + 1).map_or(axis.end(), |(next, _)| axis.x(*next));
        let _ = match value {
            Some(value) if drawn => write!(path, "V{:.1}H{end:.1}", y(*value)),
            Some(value) => write!(path, "M{:.1} {:.1}H{end:.1}", axis.x(*day), y(*value)),
            None => Ok(()),
        };
        drawn = value.is_some();
    }
    path
}

/// Where a series says nothing, as spans along the axis.
fn gaps(line: &Line, axis: &TimeAxis) -> Vec<(f64, f64)> {
    let mut gaps = Vec::new();
    let first = line.steps.first().map_or(axis.end(), |(day, _)| axis.x(*day));
    gaps.push((LEFT, first));
    for (at, (day, value)) in line.steps.iter().enumerate() {
        if value.is_none() {
            gaps.push((axis.x(*day), line.steps.get(at + 1).map_or(axis.end(), |(next, _)| axis.x(*next))));
        }
    }
    gaps.retain(|(from, to)| to - from > 0.5);
    gaps
}

/// Heights for the names at the end of the lines: at the last value, pushed apart where they would overlap.
fn label_places(chart: &Steps<'_>, y: impl Fn(u32) -> f64, (top, bottom): (f64, f64)) -> Vec<f64> {
    const APART: f64 = 16.0;
    let wish = |line: &Line| line.steps.iter().rev().find_map(|(_, value)| *value).map_or(bottom, &y);
    let mut order: Vec<(usize, f64)> = chart.lines.iter().map(wish).enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut free = top;
    for (_, place) in &mut order {
        *place = place.max(free);
        free = *place + APART;
    }
    // Too low? Up again from below.
    let mut limit = bottom.max(top + unit(order.len()) * APART - APART);
    for (_, place) in order.iter_mut().rev() {
        *place = place.min(limit);
        limit = *place - APART;
    }
    order.sort_by_key(|(at, _)| *at);
    order.into_iter().map(|(_, place)| place).collect()
}
