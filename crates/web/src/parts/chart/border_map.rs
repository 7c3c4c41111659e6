//! A map of borders: the lines between places where they differ, by weight and dash; the land under them in one colour.

use std::fmt::Write;

use super::{Drawing, Frame, HEAD, Label, colour, width_of};
use crate::borders::{Border, outlines};
use crate::escape::xml;
use crate::geometry::Geometry;

/// A border that is drawn.
#[derive(Clone, Debug)]
pub struct Line {
    /// The codes of both sides.
    pub places: [String; 2],
    /// By how many levels they differ.
    pub difference: u8,
    /// What a pointer resting on it shows.
    pub hover: String,
}

/// A map of borders.
pub struct BorderMap<'m> {
    /// Title, source and the rest.
    pub frame: Frame<'m>,
    /// Where the places are.
    pub geometry: &'static Geometry,
    /// The borders, in the order in which they are drawn.
    pub lines: Vec<Line>,
}

/// How a difference looks: width and dash. Each is told from the next without its colour.
fn look(difference: u8) -> (f64, &'static str) {
    match difference {
        0 | 1 => (1.6, "1.5 2.5"),
        2 => (2.2, "5 2.5"),
        3 => (3.2, ""),
        _ => (5.0, ""),
    }
}

/// How many of the borders run along shared edges, and how many are lines between two middles.
pub fn drawn(geometry: &'static Geometry, places: &[[String; 2]]) -> (usize, usize) {
    let outlines = outlines(geometry);
    places.iter().filter_map(|[a, b]| outlines.between(a, b)).fold((0, 0), |(shared, straight), border| match border {
        Border::Shared(_) => (shared + 1, straight),
        Border::Straight(..) => (shared, straight + 1),
    })
}

/// The map as SVG.
pub fn border_map(chart: &BorderMap<'_>) -> String {
    let geometry = chart.geometry;
    let [width, height] = geometry.view.map(f64::from);
    let mut drawing = Drawing::new(chart.frame, width);
    drawing.raw(format_args!("<g transform=\"translate(0 {HEAD})\"><rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>", colour::SEA));
    for shape in &geometry.places {
        if let Some(path) = &shape.path {
            drawing.raw(format_args!("<path d=\"{path}\" fill=\"#fff\" stroke=\"{}\" stroke-width=\".6\"/>", colour::LINE));
        } else if let Some([x, y]) = shape.point {
            drawing.raw(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"1.6\" fill=\"#fff\" stroke=\"{}\" stroke-width=\".6\"/>", colour::MUTED));
        }
    }
    let outlines = outlines(geometry);
    for line in &chart.lines {
        let [a, b] = &line.places;
        let Some(border) = outlines.between(a, b) else { continue };
        draw(&mut drawing, line, &border);
    }
    drawing.raw(format_args!("</g>"));
    let below = legend(&mut drawing, chart, HEAD + height + 14.0);
    drawing.finish(below, "")
}

fn draw(drawing: &mut Drawing<'_>, line: &Line, border: &Border) {
    let (weight, dash) = look(line.difference);
    let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
    let unit = |tenths: i32| f64::from(tenths) / 10.0;
    let mut path = String::new();
    let mut ends = String::new();
    match border {
        Border::Shared(runs) => {
            for run in runs {
                for (at, [x, y]) in run.iter().enumerate() {
                    // Writing to a string can't fail.
                    let _ = write!(path, "{}{:.1} {:.1}", if at == 0 { "M" } else { "L" }, unit(*x), unit(*y));
                }
            }
        }
        Border::Straight([ax, ay], [bx, by]) => {
            let _ = write!(path, "M{:.1} {:.1}L{:.1} {:.1}", unit(*ax), unit(*ay), unit(*bx), unit(*by));
            for (x, y) in [(ax, ay), (bx, by)] {
                let _ = write!(ends, "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"2.2\" fill=\"#fff\" stroke=\"#801650\"/>", unit(*x), unit(*y));
            }
        }
    }
    drawing.raw(format_args!(
        "<path d=\"{path}\" fill=\"none\" stroke=\"#801650\" stroke-width=\"{weight}\"{dash} stroke-linejoin=\"round\" data-difference=\"{}\"><title>{}</title></path>{ends}",
        line.difference,
        xml(&line.hover)
    ));
}

/// What each weight means; where it ends.
fn legend(drawing: &mut Drawing<'_>, chart: &BorderMap<'_>, y: f64) -> f64 {
    let words = chart.frame.words;
    let mut x = 0.0;
    for difference in 1..=4_u8 {
        if difference == 1 && chart.lines.iter().all(|line| line.difference != 1) {
            continue;
        }
        let (weight, dash) = look(difference);
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
        let text = words.with(if difference == 4 { "border-map-or-more" } else { "border-map-by" }, &[("count", u32::from(difference).into())]);
        let text = crate::words::without_isolates(&text);
        drawing.raw(format_args!("<path d=\"M{x:.1} {:.1}h30\" stroke=\"#801650\" stroke-width=\"{weight}\"{dash}/>", y + 6.0));
        drawing.text(&Label { at: (x + 36.0, y + 10.0), text: &text, ..Label::default() });
        x += width_of(&text, 12.0) + 60.0;
    }
    y + 16.0
}
