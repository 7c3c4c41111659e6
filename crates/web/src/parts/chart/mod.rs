//! Charts: SVG text, drawn here, complete without script, the same in the page and as a file.
//!
//! In: frame (title, description, stamp), scale and colours, and one file for each kind of chart. Out: which numbers (`pages`).
//! Colours are literal (a file knows no stylesheet), time runs left to right in every language, no colour is the only carrier: charts stand beside a
//! table, classes have texts, what is not known is hatched, what is targeted is striped. Every foreign text goes through [`crate::escape::xml`].

mod border_map;
mod curves;
mod lanes;
mod map;
mod matrix;
mod scale;
mod small;
mod steps;
mod time;

use std::fmt::Write;

use maud::{Markup, PreEscaped, html};

use crate::escape::xml;
use crate::words::{Direction, Words, without_isolates};

pub use border_map::{BorderMap, Line as BorderLine, border_map, drawn};
pub use curves::{Curve, Curves, curves};
pub use lanes::{Lane, LaneGroup, Lanes, Span, lanes, strip};
pub use map::{Choropleth, map, map_figure};
pub use matrix::{Matrix, Square, matrix};
pub use scale::{Class, Scale};
pub use small::{Tile, level_bar, sparkline, tiles};
pub use steps::{Line, Steps, steps};

/// Text, lines and grounds that are not data.
pub(crate) mod colour {
    /// Text and strong lines.
    pub(crate) const INK: &str = "#14212b";
    /// Secondary text.
    pub(crate) const MUTED: &str = "#4b5a65";
    /// Thin lines.
    pub(crate) const LINE: &str = "#cdd5da";
    /// The lines of hatches.
    pub(crate) const HATCH: &str = "#8d9aa3";
    /// Water.
    pub(crate) const SEA: &str = "#eef3f6";
    /// Paper.
    #[cfg(test)]
    pub(crate) const PAPER: &str = "#ffffff";
    /// Lines of several series: each at least 3:1 on paper. Source: Analysis Function, categorical palette.
    pub(crate) const SERIES: [&str; 6] = ["#12436d", "#1f8a80", "#801650", "#c2410c", "#3d3d3d", "#6d4fb0"];
    /// Dashes that go with them.
    pub(crate) const DASHES: [&str; 6] = ["", "7 3", "2 3", "9 3 2 3", "4 4", "12 4"];
}

/// What every chart carries, so that it can be read far from its page.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'f> {
    /// In which words.
    pub words: Words,
    /// Unique on its page; letters, digits and dashes.
    pub id: &'f str,
    /// What it shows.
    pub title: &'f str,
    /// What is to be seen in it, in a sentence or two: for those who do not see it.
    pub desc: &'f str,
    /// Whose data.
    pub source: &'f str,
    /// Of when: the day shown, the cut.
    pub date: &'f str,
    /// Under which licence; empty where none is known.
    pub licence: &'f str,
    /// Whether the data are made up.
    pub is_invented: bool,
}

/// An SVG in the making.
pub(crate) struct Drawing<'f> {
    frame: Frame<'f>,
    body: String,
    width: f64,
}

/// Height of the title above the drawing.
pub(crate) const HEAD: f64 = 40.0;

impl<'f> Drawing<'f> {
    pub(crate) fn new(frame: Frame<'f>, width: f64) -> Drawing<'f> {
        let mut drawing = Drawing::bare(frame, width);
        drawing.prose(22.0, 17.0, 700, colour::INK, frame.title);
        drawing
    }

    /// One whose title and stamp stand around it in the page.
    pub(crate) fn bare(frame: Frame<'f>, width: f64) -> Drawing<'f> {
        Drawing { frame, body: String::with_capacity(4096), width }
    }

    /// Appends markup of ours: no foreign text in it but through [`xml`].
    pub(crate) fn raw(&mut self, markup: std::fmt::Arguments<'_>) {
        // Writing to a string can't fail.
        let _ = self.body.write_fmt(markup);
    }

    pub(crate) fn text(&mut self, label: &Label<'_>) {
        let Label { at: (x, y), size, weight, colour, anchor, text, halo } = *label;
        let halo = if halo { " paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"3\" stroke-linejoin=\"round\"" } else { "" };
        self.raw(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\" text-anchor=\"{anchor}\"{halo}>{}</text>",
            xml(&without_isolates(text))
        ));
    }

    /// A line of text from the side where the language begins: at the left, or at the right.
    pub(crate) fn prose(&mut self, y: f64, size: f64, weight: u16, colour: &'static str, text: &str) {
        if self.frame.words.language().direction() == Direction::RightToLeft {
            let text = without_isolates(text);
            let width = self.width;
            self.raw(format_args!(
                "<text x=\"{width:.1}\" y=\"{y:.1}\" direction=\"rtl\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\">{}</text>",
                xml(&text)
            ));
        } else {
            self.text(&Label { at: (0.0, y), size, weight, colour, text, ..Label::default() });
        }
    }

    pub(crate) fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), colour: &str) {
        self.raw(format_args!("<path d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\" stroke=\"{colour}\" fill=\"none\"/>"));
    }

    /// Closes the drawing below `bottom` with source, date and licence.
    pub(crate) fn finish(mut self, bottom: f64, attributes: &str) -> String {
        let words = self.frame.words;
        let frame = self.frame;
        let mut stamp = vec![words.with("chart-source", &[("source", frame.source.into())]).into_owned(), frame.date.to_owned()];
        stamp.extend((!frame.licence.is_empty()).then(|| words.with("chart-licence", &[("licence", frame.licence.into())]).into_owned()));
        let stamp = without_isolates(&stamp.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "));
        let mut y = bottom + 20.0;
        if frame.is_invented {
            let text = words.text("chart-invented");
            self.prose(y, 12.0, 700, "#6b5200", &text);
            y += 16.0;
        }
        for line in wrapped(&stamp, self.width, 11.5) {
            self.prose(y, 11.5, 400, colour::MUTED, &line);
            y += 15.0;
        }
        self.closed(y, attributes)
    }

    /// Closes the drawing at `bottom`, with nothing below it.
    pub(crate) fn closed(self, bottom: f64, attributes: &str) -> String {
        let frame = self.frame;
        let (id, across, down) = (frame.id, self.width + 24.0, bottom + 6.0);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-12 -8 {across:.0} {down:.0}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" id=\"{id}\" lang=\"{lang}\" direction=\"ltr\" font-family=\"system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans Arabic', 'DejaVu Sans', sans-serif\"{attributes}><title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{desc}</desc>{defs}<rect x=\"-12\" y=\"-8\" width=\"{across:.0}\" height=\"{down:.0}\" fill=\"#fff\"/>{body}</svg>",
            lang = frame.words.tag(),
            title = xml(&without_isolates(frame.title)),
            desc = xml(&without_isolates(frame.desc)),
            defs = patterns(id),
            body = self.body,
        )
    }
}

/// A text in a drawing.
#[derive(Clone, Copy)]
pub(crate) struct Label<'l> {
    pub(crate) at: (f64, f64),
    pub(crate) size: f64,
    pub(crate) weight: u16,
    pub(crate) colour: &'static str,
    pub(crate) anchor: &'static str,
    pub(crate) text: &'l str,
    pub(crate) halo: bool,
}

impl Default for Label<'_> {
    fn default() -> Self {
        Label { at: (0.0, 0.0), size: 12.0, weight: 400, colour: colour::INK, anchor: "start", text: "", halo: false }
    }
}

/// The hatches of a chart: not known, disputed, and the stripes of what is targeted.
fn patterns(id: &str) -> String {
    let hatch = colour::HATCH;
    format!(
        "<defs><pattern id=\"{id}-none\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/><path d=\"M0 0V6\" stroke=\"{hatch}\" stroke-width=\"1.6\"/></pattern><pattern id=\"{id}-disputed\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\"><rect width=\"4\" height=\"4\" fill=\"#f3ead6\"/><path d=\"M0 0V4\" stroke=\"#7a5c1e\" stroke-width=\"1.2\"/></pattern><pattern id=\"{id}-part\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\"><path d=\"M0 0V7\" stroke=\"#fff\" stroke-width=\"3\" stroke-opacity=\".55\"/></pattern></defs>"
    )
}

/// About how wide a text is, in the units of the drawing: no font is measured here, so layouts leave room.
pub(crate) fn width_of(text: &str, size: f64) -> f64 {
    text.chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | ':' | '\'' | '|' | 'I' => 0.33,
            'm' | 'w' | 'M' | 'W' => 0.86,
            'A'..='Z' => 0.72,
            '\u{600}'..='\u{6ff}' => 0.5,
            '\u{2e80}'.. => 1.0,
            _ => 0.6,
        })
        .sum::<f64>()
        * size
}

/// A text cut to fit, with an ellipsis where it had to be.
pub(crate) fn fitted(text: &str, width: f64, size: f64) -> String {
    if width_of(text, size) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if width_of(&out, size) > width - size * 0.9 {
            break;
        }
    }
    out.pop();
    format!("{}…", out.trim_end())
}

/// A text in lines of at most this width.
pub(crate) fn wrapped(text: &str, width: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width_of(line, size) + width_of(word, size) + size * 0.4 <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A count as a coordinate.
pub(crate) fn unit(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// A chart in a page, with a caption under it. On a small screen it scrolls in its own frame, so that its words can be read. For maps: [`map_figure`].
pub fn figure(svg: &str, caption: &str) -> Markup {
    // The SVG is ours: made by this module, foreign texts escaped in it.
    html! { figure class="k-chart" { div class="k-chart__frame" tabindex="0" { (PreEscaped(svg)) } @if !caption.is_empty() { figcaption { (caption) } } } }
}

#[cfg(test)]
mod tests;
