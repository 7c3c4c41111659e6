//! A timeline of lanes: what stood when, one lane for each instrument, lanes under the name of their place.

use jiff::civil::Date;

use super::scale::{colour as level_colour, on};
use super::time::TimeAxis;
use super::{Drawing, Frame, HEAD, Label, colour, fitted, width_of};
use crate::escape::xml;

/// One stretch of a lane.
#[derive(Clone, Debug)]
pub struct Span {
    /// The first day.
    pub from: Date,
    /// The last day, inclusive; none where no end is known.
    pub to: Option<Date>,
    /// The level.
    pub level: u8,
    /// Whether it holds for a part of the place only: striped.
    pub is_targeted: bool,
    /// What stands in it where there is room; else the level alone.
    pub text: String,
    /// What a pointer resting on it shows.
    pub hover: String,
}

/// One lane.
#[derive(Clone, Debug)]
pub struct Lane {
    /// What it is called.
    pub name: String,
    /// The highest level of its instrument.
    pub max: u8,
    /// Where it is known: outside these spans (inclusive; no end: open) the lane is hatched, within them nothing is none.
    pub known: Vec<(Date, Option<Date>)>,
    /// What stood.
    pub spans: Vec<Span>,
}

/// Lanes of one place.
#[derive(Clone, Debug)]
pub struct LaneGroup {
    /// The place; may be empty where there is only one.
    pub name: String,
    /// Its lanes.
    pub lanes: Vec<Lane>,
}

/// A timeline.
pub struct Lanes<'l> {
    /// Title, source and the rest.
    pub frame: Frame<'l>,
    /// The first and the last day shown.
    pub days: (Date, Date),
    /// The groups, from the top.
    pub groups: Vec<LaneGroup>,
    /// A day to mark.
    pub marked: Option<Date>,
    /// Days to mark across all lanes, framed and shaded; last days inclusive.
    pub shaded: Vec<(Date, Option<Date>)>,
}

const WIDTH: f64 = 960.0;
const NAMES: f64 = 200.0;
const LANE: f64 = 22.0;
const BAR: f64 = 16.0;

/// The timeline as SVG.
pub fn lanes(chart: &Lanes<'_>) -> String {
    let words = chart.frame.words;
    let mut drawing = Drawing::new(chart.frame, WIDTH);
    let axis = TimeAxis::new(chart.days.0, chart.days.1, NAMES, WIDTH - NAMES - 12.0);
    let rows: f64 =
        chart.groups.iter().map(|group| super::unit(group.lanes.len()) * LANE + if group.name.is_empty() { 0.0 } else { LANE + 4.0 }).sum();
    let (top, bottom) = (HEAD, HEAD + rows + 4.0);
    axis.draw(&mut drawing, words, top, bottom);
    let mut y = top + 2.0;
    for group in &chart.groups {
        if !group.name.is_empty() {
            drawing.text(&Label { at: (0.0, y + 17.0), size: 13.0, weight: 700, text: &fitted(&group.name, WIDTH, 13.0), ..Label::default() });
            y += LANE + 4.0;
        }
        for lane in &group.lanes {
            let name = fitted(&lane.name, NAMES - 16.0, 12.0);
            drawing.text(&Label { at: (NAMES - 8.0, y + 14.0), anchor: "end", text: &name, ..Label::default() });
            draw_lane(&mut drawing, chart, lane, &axis, y + 2.0);
            y += LANE;
        }
    }
    if let Some(day) = chart.marked.filter(|day| *day >= chart.days.0 && *day <= chart.days.1) {
        let x = axis.x(day);
        drawing.raw(format_args!("<path d=\"M{x:.1} {top:.1}V{bottom:.1}\" stroke=\"#a8201a\" stroke-width=\"1.5\"/>"));
    }
    for (from, to) in &chart.shaded {
        let (start, end) = (axis.x(*from), to.and_then(|to| to.tomorrow().ok()).map_or(axis.end(), |after| axis.x(after)).min(axis.end()));
        drawing.raw(format_args!(
            "<rect x=\"{start:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#a8201a\" fill-opacity=\".12\" stroke=\"#a8201a\" stroke-dasharray=\"3 2\" pointer-events=\"none\"/>",
            (end - start).max(1.5),
            bottom - top
        ));
    }
    legend(&mut drawing, chart, bottom + 38.0);
    drawing.finish(bottom + 46.0, "")
}

/// One group by itself, small: for many beside one another, under a stamp that they share.
pub fn strip(chart: &Lanes<'_>) -> String {
    const WIDTH: f64 = 460.0;
    const NAMES: f64 = 116.0;
    let mut drawing = Drawing::bare(chart.frame, WIDTH);
    let lanes: Vec<&Lane> = chart.groups.iter().flat_map(|group| &group.lanes).collect();
    let axis = TimeAxis::new(chart.days.0, chart.days.1, NAMES, WIDTH - NAMES - 28.0);
    let bottom = super::unit(lanes.len()) * LANE + 2.0;
    axis.draw(&mut drawing, chart.frame.words, 0.0, bottom);
    for (at, lane) in lanes.into_iter().enumerate() {
        let y = super::unit(at) * LANE;
        let name = fitted(&lane.name, NAMES - 12.0, 12.0);
        drawing.text(&Label { at: (NAMES - 8.0, y + 14.0), anchor: "end", text: &name, ..Label::default() });
        draw_lane(&mut drawing, chart, lane, &axis, y + 2.0);
    }
    drawing.closed(bottom + 20.0, "")
}

fn draw_lane(drawing: &mut Drawing<'_>, chart: &Lanes<'_>, lane: &Lane, axis: &TimeAxis, y: f64) {
    let id = chart.frame.id;
    let stretch = |from: Date, to: Option<Date>| (axis.x(from), to.and_then(|to| to.tomorrow().ok()).map_or(axis.end(), |after| axis.x(after)));
    drawing.raw(format_args!(
        "<rect x=\"{:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{BAR}\" fill=\"url(#{id}-none)\" opacity=\".55\"/>",
        axis.start(),
        axis.end() - axis.start()
    ));
    for (from, to) in &lane.known {
        let (start, end) = stretch(*from, *to);
        drawing.raw(format_args!(
            "<rect x=\"{start:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{BAR}\" fill=\"#fff\" stroke=\"{}\" stroke-width=\".7\"/>",
            (end - start).max(0.0),
            colour::LINE
        ));
    }
    for span in &lane.spans {
        let (start, end) = stretch(span.from, span.to);
        if end <= start {
            continue;
        }
        let width = (end - start).max(1.0);
        let fill = level_colour(span.level.into(), lane.max.into());
        let hover = xml(&span.hover);
        // What has no end yet points on.
        let tip = if span.to.is_none() { 5.0_f64.min(width) } else { 0.0 };
        let outline = format!("M{start:.1} {y:.1}H{:.1}l{tip:.1} {:.1}l{:.1} {:.1}H{start:.1}z", end - tip, BAR / 2.0, -tip, BAR / 2.0);
        drawing.raw(format_args!("<path d=\"{outline}\" fill=\"{fill}\" stroke=\"#fff\" stroke-width=\".8\"><title>{hover}</title></path>"));
        if span.is_targeted {
            drawing.raw(format_args!("<path d=\"{outline}\" fill=\"url(#{id}-part)\" pointer-events=\"none\"/>"));
        }
        let full = format!("{} {}", span.level, span.text);
        let short = span.level.to_string();
        let text = [full.trim(), short.as_str()].into_iter().find(|text| width_of(text, 10.5) + 8.0 <= width - tip);
        if let Some(text) = text {
            // Stripes would make text hard to read: it stands on a plate of its own.
            if span.is_targeted {
                drawing.raw(format_args!(
                    "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{}\" fill=\"{fill}\"/>",
                    start + 2.0,
                    y + 1.5,
                    width_of(text, 10.5) + 4.0,
                    BAR - 3.0
                ));
            }
            drawing.text(&Label { at: (start + 4.0, y + 12.0), size: 10.5, weight: 600, colour: on(fill), text, ..Label::default() });
        }
    }
}

fn legend(drawing: &mut Drawing<'_>, chart: &Lanes<'_>, y: f64) {
    let words = chart.frame.words;
    let id = chart.frame.id;
    let part = words.text("legend-targeted");
    let none = words.text("legend-unknown");
    let less = words.text("legend-less");
    let more = words.text("legend-more");
    let mut x = NAMES;
    drawing.text(&Label { at: (x, y + 9.0), size: 11.5, colour: colour::MUTED, text: &less, ..Label::default() });
    x += width_of(&less, 11.5) + 8.0;
    for step in 1..=5 {
        drawing.raw(format_args!("<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"16\" height=\"11\" fill=\"{}\"/>", level_colour(step, 5)));
        x += 16.0;
    }
    drawing.text(&Label { at: (x + 8.0, y + 9.0), size: 11.5, colour: colour::MUTED, text: &more, ..Label::default() });
    x += width_of(&more, 11.5) + 32.0;
    drawing.raw(format_args!(
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"22\" height=\"11\" fill=\"{}\"/><rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"22\" height=\"11\" fill=\"url(#{id}-part)\"/>",
        level_colour(4, 5)
    ));
    drawing.text(&Label { at: (x + 28.0, y + 9.0), size: 11.5, colour: colour::MUTED, text: &part, ..Label::default() });
    x += width_of(&part, 11.5) + 52.0;
    drawing.raw(format_args!(
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"22\" height=\"11\" fill=\"url(#{id}-none)\" stroke=\"{}\" stroke-width=\".7\"/>",
        colour::LINE
    ));
    drawing.text(&Label { at: (x + 28.0, y + 9.0), size: 11.5, colour: colour::MUTED, text: &none, ..Label::default() });
}
