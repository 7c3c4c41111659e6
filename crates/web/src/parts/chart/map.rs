//! A map in classes: every place of a level in the colour of its value, what is not known hatched, what is disputed in no one's colour.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};

use super::{Drawing, Frame, HEAD, Label, Scale, colour, fitted, width_of, wrapped};
use crate::escape::xml;
use crate::geometry::{Geometry, Shape};
use crate::words::Words;

/// A map of values.
pub struct Choropleth<'m> {
    /// Title, source and the rest.
    pub frame: Frame<'m>,
    /// Where the places are.
    pub geometry: &'m Geometry,
    /// Which of them are drawn: `country`, `region`, `town`.
    pub level: &'m str,
    /// Only those within this one, where it is given.
    pub within: Option<&'m str>,
    /// How values are classed.
    pub scale: &'m Scale,
    /// The value of each place that is known, in hundredths.
    pub values: &'m BTreeMap<String, u32>,
    /// Names from the register, where they differ from the drawing's.
    pub names: &'m BTreeMap<String, String>,
}

/// The map as SVG. For the script it says what it was drawn from: `data-bounds`, `data-colours`, and `data-place` of each shape.
pub fn map(chart: &Choropleth<'_>) -> String {
    let words = chart.frame.words;
    let geometry = chart.geometry;
    let [width, height] = geometry.view.map(f64::from);
    let mut drawing = Drawing::new(chart.frame, width);
    drawing.raw(format_args!("<g transform=\"translate(0 {HEAD})\"><rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>", colour::SEA));
    let drawn: Vec<&Shape> = geometry.places.iter().filter(|shape| shape.level == chart.level && is_within(chart, shape)).collect();
    if chart.level == "town" {
        // Towns are points: the land they lie on is drawn under them.
        for shape in geometry.places.iter().filter(|shape| shape.level == "region") {
            if let Some(path) = &shape.path {
                drawing.raw(format_args!("<path d=\"{path}\" fill=\"#fff\" stroke=\"{}\" stroke-width=\".7\"/>", colour::LINE));
            }
        }
    }
    for shape in &drawn {
        draw_shape(&mut drawing, chart, shape);
    }
    for line in &geometry.lines {
        if line.kind == "disputed" {
            drawing.raw(format_args!(
                "<path d=\"{}\" fill=\"url(#{}-disputed)\" stroke=\"#7a5c1e\" stroke-width=\".5\" stroke-dasharray=\"2 1.5\"/>",
                line.path, chart.frame.id
            ));
        } else if chart.level != "country" {
            drawing.raw(format_args!("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\"/>", line.path, colour::INK));
        }
    }
    for shape in &drawn {
        if let Some([x, y]) = shape.label {
            drawing.text(&Label {
                at: (x, y),
                size: 12.0,
                weight: 600,
                anchor: "middle",
                text: name_of(chart, shape),
                halo: true,
                ..Label::default()
            });
        }
    }
    drawing.raw(format_args!("</g>"));
    let below = legend(&mut drawing, chart, width, HEAD + height + 12.0);
    drawing.finish(below, &data_of(chart, words))
}

/// The map in a page; where the screen is too small for the legend in the picture, the same stands under it.
pub fn map_figure(chart: &Choropleth<'_>, caption: &str) -> Markup {
    let words = chart.frame.words;
    let id = chart.frame.id;
    let swatch = |fill: &str| {
        PreEscaped(format!(
            "<svg viewBox=\"0 0 20 13\" width=\"20\" height=\"13\" aria-hidden=\"true\" focusable=\"false\"><rect width=\"20\" height=\"13\" fill=\"{fill}\" stroke=\"{}\"/></svg>",
            colour::HATCH
        ))
    };
    // The SVG is ours: made by this module, foreign texts escaped in it.
    html! {
        figure class="k-chart" {
            (PreEscaped(map(chart)))
            ul class="k-legend" aria-hidden="true" {
                @for class in chart.scale.classes(words) { li { (swatch(class.colour)) bdi { (class.text) } } }
                li { (swatch(&format!("url(#{id}-none)"))) (words.text("legend-unknown")) }
                @if chart.geometry.worldview.is_some() { li { (swatch(&format!("url(#{id}-disputed)"))) (words.text("legend-disputed")) } }
            }
            @if !caption.is_empty() { figcaption { (caption) } }
        }
    }
}

fn is_within(chart: &Choropleth<'_>, shape: &Shape) -> bool {
    let Some(above) = chart.within else { return true };
    let mut at = Some(shape);
    while let Some(shape) = at {
        if shape.code == above {
            return true;
        }
        at = shape.parent.as_deref().and_then(|parent| chart.geometry.find(parent));
    }
    false
}

fn name_of<'n>(chart: &'n Choropleth<'_>, shape: &'n Shape) -> &'n str {
    chart.names.get(&shape.code).map_or_else(|| shape.name_in(chart.frame.words.language()), String::as_str)
}

fn draw_shape(drawing: &mut Drawing<'_>, chart: &Choropleth<'_>, shape: &Shape) {
    let words = chart.frame.words;
    let value = chart.values.get(&shape.code).copied();
    let id = chart.frame.id;
    let fill = value.map_or_else(|| format!("url(#{id}-none)"), |value| chart.scale.colour(value).to_owned());
    let said = value.map_or_else(|| words.text("legend-unknown").into_owned(), |value| chart.scale.value(words, value));
    let (code, name) = (xml(&shape.code), xml(name_of(chart, shape)).into_owned());
    let title = format!("<title>{name}: {}</title>", xml(&said));
    let edge = if value.is_some() { "#fff" } else { colour::HATCH };
    if let Some(path) = &shape.path {
        drawing.raw(format_args!(
            "<path d=\"{path}\" fill=\"{fill}\" stroke=\"{edge}\" stroke-width=\".7\" data-place=\"{code}\" data-name=\"{name}\">{title}</path>"
        ));
    } else if let Some([x, y]) = shape.point {
        let radius = if shape.level == "town" { 5.5 } else { 3.4 };
        drawing.raw(format_args!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\".8\" data-place=\"{code}\" data-name=\"{name}\">{title}</circle>",
            colour::INK
        ));
        if shape.level == "town" {
            drawing.text(&Label { at: (x + 8.0, y + 4.0), size: 10.5, text: name_of(chart, shape), halo: true, ..Label::default() });
        }
    }
}

/// The classes with their texts, and what the hatches mean; where it ends.
fn legend(drawing: &mut Drawing<'_>, chart: &Choropleth<'_>, width: f64, top: f64) -> f64 {
    let words = chart.frame.words;
    let id = chart.frame.id;
    let mut entries: Vec<(String, String)> = chart.scale.classes(words).into_iter().map(|class| (class.colour.to_owned(), class.text)).collect();
    entries.push((format!("url(#{id}-none)"), words.text("legend-unknown").into_owned()));
    if chart.geometry.worldview.is_some() {
        entries.push((format!("url(#{id}-disputed)"), words.text("legend-disputed").into_owned()));
    }
    let (mut x, mut y) = (0.0, top);
    for (fill, text) in entries {
        let text = fitted(&text, width - 40.0, 12.0);
        let room = width_of(&text, 12.0) + 44.0;
        if x > 0.0 && x + room > width {
            (x, y) = (0.0, y + 19.0);
        }
        drawing.raw(format_args!(
            "<rect x=\"{:.1}\" y=\"{y:.1}\" width=\"20\" height=\"13\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\".7\"/>",
            x + 0.5,
            colour::HATCH
        ));
        drawing.text(&Label { at: (x + 26.0, y + 11.0), text: &text, ..Label::default() });
        x += room;
    }
    if chart.geometry.invented {
        return y + 15.0;
    }
    let note = words.with("map-disclaimer", &[("source", (&chart.geometry.source).into())]);
    let note = crate::words::without_isolates(&note);
    y += 32.0;
    for line in wrapped(&note, width, 11.0) {
        drawing.prose(y, 11.0, 400, colour::MUTED, &line);
        y += 14.0;
    }
    y - 12.0
}

fn data_of(chart: &Choropleth<'_>, words: Words) -> String {
    let classes = chart.scale.classes(words);
    let join = |parts: Vec<String>| parts.join(",");
    let decimals = u8::from(matches!(chart.scale, Scale::Index)) * 2;
    format!(
        " data-bounds=\"{}\" data-colours=\"{}\" data-decimals=\"{decimals}\" data-unknown=\"{}\"",
        join(classes.iter().map(|class| class.least.to_string()).collect()),
        join(classes.iter().map(|class| class.colour.to_owned()).collect()),
        xml(&words.text("legend-unknown"))
    )
}
