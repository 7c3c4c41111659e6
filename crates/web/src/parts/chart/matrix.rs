//! A matrix: what stands in each of a few places, instrument by instrument. Each cell says it in words; its colour repeats the level.

use super::scale::{colour as level_colour, on};
use super::{Drawing, Frame, HEAD, Label, colour, fitted, unit, width_of};
use crate::escape::xml;

/// One cell.
#[derive(Clone, Debug)]
pub struct Square {
    /// The level; none where it is unknown.
    pub level: Option<u8>,
    /// The highest level of the instrument.
    pub max: u8,
    /// Whether it holds for a part of the place only: striped.
    pub is_targeted: bool,
    /// What stands in it, in words.
    pub text: String,
}

/// Places across, instruments down.
pub struct Matrix<'m> {
    /// Title, source and the rest.
    pub frame: Frame<'m>,
    /// The names of the columns.
    pub across: Vec<String>,
    /// The name of each row, and its cells.
    pub rows: Vec<(String, Vec<Square>)>,
}

const WIDTH: f64 = 960.0;
const NAMES: f64 = 220.0;
const ROW: f64 = 30.0;

/// The matrix as SVG.
pub fn matrix(chart: &Matrix<'_>) -> String {
    let mut drawing = Drawing::new(chart.frame, WIDTH);
    let across = (WIDTH - NAMES) / unit(chart.across.len().max(1));
    for (at, name) in chart.across.iter().enumerate() {
        let x = NAMES + unit(at) * across;
        drawing.text(&Label { at: (x + 4.0, HEAD + 14.0), size: 12.5, weight: 700, text: &fitted(name, across - 10.0, 12.5), ..Label::default() });
    }
    let top = HEAD + 22.0;
    for (down, (name, squares)) in chart.rows.iter().enumerate() {
        let y = top + unit(down) * ROW;
        drawing.text(&Label { at: (0.0, y + 19.0), size: 12.5, text: &fitted(name, NAMES - 10.0, 12.5), ..Label::default() });
        for (at, square) in squares.iter().enumerate() {
            draw(&mut drawing, chart.frame.id, square, (NAMES + unit(at) * across, y), across - 3.0);
        }
    }
    drawing.finish(top + unit(chart.rows.len()) * ROW + 4.0, "")
}

fn draw(drawing: &mut Drawing<'_>, id: &str, square: &Square, (x, y): (f64, f64), width: f64) {
    let fill = square.level.map_or("#fff", |level| if level == 0 { "#fff" } else { level_colour(level.into(), square.max.into()) });
    let outline = format_args!("x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{:.1}\"", y + 2.0, ROW - 4.0).to_string();
    let hover = xml(&square.text);
    drawing.raw(format_args!("<rect {outline} fill=\"{fill}\" stroke=\"{}\" stroke-width=\".8\"><title>{hover}</title></rect>", colour::LINE));
    let over = if square.level.is_none() { Some("none") } else { square.is_targeted.then_some("part") };
    if let Some(pattern) = over {
        drawing.raw(format_args!("<rect {outline} fill=\"url(#{id}-{pattern})\" pointer-events=\"none\"/>"));
    }
    let text = fitted(&square.text, width - 12.0, 12.0);
    if over.is_some() {
        // Hatches would make text hard to read: it stands on a plate of its own.
        let plate = (width_of(&text, 12.0) + 8.0).min(width - 4.0);
        drawing.raw(format_args!("<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{plate:.1}\" height=\"18\" fill=\"{fill}\"/>", x + 2.0, y + 6.0));
    }
    drawing.text(&Label { at: (x + 6.0, y + 19.0), colour: on(fill), text: &text, ..Label::default() });
}
