//! Small things: a line without axes, a level as a bar of steps, places as tiles where no geometry is known.

use std::fmt::Write;

use maud::{Markup, PreEscaped};

use super::scale::{colour as level_colour, on};
use super::{Drawing, Frame, HEAD, Label, Scale, colour, fitted, unit};
use crate::escape::xml;

/// A line of values without axes, for a cell of a table; `None` is a gap. `text` says in words what it shows.
pub fn sparkline(values: &[Option<u32>], highest: u32, text: &str) -> Markup {
    const WIDTH: f64 = 120.0;
    const HEIGHT: f64 = 26.0;
    let highest = f64::from(highest.max(1));
    let across = WIDTH / unit(values.len().max(1));
    let mut path = String::new();
    let mut drawn = false;
    for (at, value) in values.iter().enumerate() {
        let x = unit(at) * across;
        if let Some(value) = value {
            let y = HEIGHT - 2.0 - f64::from(*value) / highest * (HEIGHT - 4.0);
            let _ = if drawn { write!(path, "V{y:.1}H{:.1}", x + across) } else { write!(path, "M{x:.1} {y:.1}H{:.1}", x + across) };
        }
        drawn = value.is_some();
    }
    PreEscaped(format!(
        "<svg viewBox=\"0 0 {WIDTH:.0} {HEIGHT:.0}\" width=\"{WIDTH:.0}\" height=\"{HEIGHT:.0}\" role=\"img\" aria-label=\"{}\" direction=\"ltr\"><path d=\"{path}\" fill=\"none\" stroke=\"#12436d\" stroke-width=\"1.6\"/></svg>",
        xml(text)
    ))
}

/// A level as steps: as many boxes as the scale has, as many filled as the level says; striped where only a part of the place is meant.
/// Hidden from screen readers: the words stand beside it.
pub fn level_bar(level: u8, max: u8, is_targeted: bool) -> Markup {
    let mut boxes = String::new();
    for step in 1..=max.max(1) {
        let x = u32::from(step - 1) * 9;
        let is_filled = step <= level;
        let fill = if is_filled { level_colour(level.into(), max.into()) } else { "#fff" };
        let _ = write!(boxes, "<rect x=\"{x}.5\" y=\".5\" width=\"7\" height=\"11\" fill=\"{fill}\" stroke=\"#4b5a65\" stroke-width=\".8\"/>");
        if is_filled && is_targeted {
            let _ = write!(boxes, "<path d=\"M{x}.5 8l7 -6\" stroke=\"#fff\" stroke-width=\"2\"/>");
        }
    }
    let width = u32::from(max.max(1)) * 9;
    PreEscaped(format!(
        "<svg viewBox=\"0 0 {width} 12\" width=\"{width}\" height=\"12\" aria-hidden=\"true\" focusable=\"false\" direction=\"ltr\">{boxes}</svg>"
    ))
}

/// One place of a grid.
#[derive(Clone, Debug)]
pub struct Tile {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its value, in hundredths; none where not known.
    pub value: Option<u32>,
}

/// Places as a grid of tiles: what a map would say, where no geometry is known.
pub fn tiles(frame: Frame<'_>, scale: &Scale, tiles: &[Tile]) -> String {
    const WIDTH: f64 = 960.0;
    const TILE: (f64, f64) = (76.0, 46.0);
    const ACROSS: usize = 12;
    let words = frame.words;
    let mut drawing = Drawing::new(frame, WIDTH);
    for (at, tile) in tiles.iter().enumerate() {
        let (x, y) = (unit(at % ACROSS) * 80.0, HEAD + unit(at / ACROSS) * 50.0);
        let fill = tile.value.map_or_else(|| format!("url(#{}-none)", frame.id), |value| scale.colour(value).to_owned());
        let ink = tile.value.map_or(colour::INK, |value| on(scale.colour(value)));
        let said = tile.value.map_or_else(|| "?".to_owned(), |value| scale.value(words, value));
        drawing.raw(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{}\" height=\"{}\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\".7\" data-place=\"{}\"><title>{}: {}</title></rect>",
            TILE.0,
            TILE.1,
            colour::LINE,
            xml(&tile.code),
            xml(&tile.name),
            xml(&said)
        ));
        let halo = tile.value.is_none();
        drawing.text(&Label {
            at: (x + 6.0, y + 18.0),
            size: 11.5,
            weight: 700,
            colour: ink,
            text: &fitted(&tile.code, TILE.0 - 8.0, 11.5),
            halo,
            ..Label::default()
        });
        drawing.text(&Label { at: (x + 6.0, y + 36.0), size: 12.0, colour: ink, text: &said, halo, ..Label::default() });
    }
    let rows = tiles.len().div_ceil(ACROSS);
    drawing.finish(HEAD + unit(rows) * 50.0, "")
}
