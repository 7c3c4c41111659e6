//! What a reader takes along from a page: its other forms, its lasting address, and how to cite it.
//!
//! In: which forms there are and where; pixels and their bounds; a permalink that names its cut by the number of statements, and the day where the
//! address would leave it to the reader's today; the citation. Out: the forms themselves (`represent`), the ZIP (`archive`).

use maud::Markup;

use crate::asked::Format;
use crate::limits::{PNG_WIDTH, PNG_WIDTH_MAX, PNG_WIDTH_MIN};
use crate::parts::{self, Cite, Link};
use crate::picture::{self, PictureError};
use crate::problem::Problem;
use crate::represent::{self, Frame, Shown};
use crate::site::View;
use crate::words::{Words, without_isolates};

/// The forms that a page has beside HTML: its own, and those that are made of them. Whether its words can be drawn as pixels is found out where
/// a reader sees the answer; a table has no words to draw.
pub(crate) fn offered(view: &View<'_>, page: &dyn Shown) -> Vec<Format> {
    let is_seen = matches!(view.asked.format, Format::Html | Format::Svg | Format::Png);
    let mut formats = page.formats().to_vec();
    for made in made_of(page.formats()) {
        if made != Format::Png || is_seen && page.svg(view).is_some_and(|svg| picture::lacking(&svg).is_none()) {
            formats.push(made);
        }
    }
    formats
}

/// The forms that are made of a page's own.
pub(crate) fn made_of(own: &[Format]) -> impl Iterator<Item = Format> {
    let (has_svg, has_files) = (own.contains(&Format::Svg), own.iter().any(|own| matches!(own, Format::Csv | Format::Svg | Format::Proof)));
    [Format::Png].into_iter().filter(move |_| has_svg).chain([Format::Zip].into_iter().filter(move |_| has_files))
}

/// The address of the same view in another form; in the page's language where that form has one.
pub(crate) fn address(view: &View<'_>, format: Format) -> String {
    let path = view.asked.address_as(format);
    if matches!(format, Format::Svg | Format::Png | Format::Zip) { view.words.href(&path) } else { path }
}

/// A drawing as pixels, as wide as the query asks. Errors: a width outside the bounds, or letters that the font lacks.
pub(crate) fn png(view: &View<'_>, svg: &str) -> Result<Vec<u8>, Problem> {
    let width = view.asked.query.number("width", PNG_WIDTH_MIN, PNG_WIDTH_MAX)?.unwrap_or(PNG_WIDTH);
    picture::png(svg, width).map_err(|error| match error {
        PictureError::Lacks(letter) => Problem::SvgOnly { letter, svg: address(view, Format::Svg) },
        PictureError::TooLarge(_) => Problem::NoSuchFormat(vec![Format::Html, Format::Svg]),
        PictureError::Failed(_) => Problem::Internal(error.to_string()),
    })
}

/// The address that shows just this for ever, without language: the number of statements, and every day that the page took from today.
pub(crate) fn permalink(view: &View<'_>, frame: &Frame) -> String {
    let query = view.asked.query.without(&["asof", "width"]);
    let missing = frame.pins.iter().filter(|(key, _)| query.get(key).is_none());
    let pinned = missing.fold(query.clone(), |query, (key, value)| query.with(key, value));
    // What leads to a part of a list is kept: it names the same part at the same cut.
    let kept = ["after", "before"].into_iter().filter_map(|key| Some((key, query.get(key)?)));
    kept.fold(pinned.with("asof", &view.cut.size.to_string()), |query, (key, value)| query.with(key, value)).on(&view.asked.path)
}

/// How to name a page as a source, as plain text: what, whose, which record at which cut, of which day, under which licence, where.
pub(crate) fn citation(view: &View<'_>, frame: &Frame, title: &str) -> String {
    let words = view.words;
    let identity = view.site.node.identity();
    let newest = view.cut.size.checked_sub(1).and_then(|index| view.cut.rows.version(index));
    let day = newest.and_then(|version| jiff::Timestamp::from_millisecond(version.said_ms()).ok());
    let day = day.map(|at| words.date(jiff::tz::Offset::UTC.to_datetime(at).date())).unwrap_or_default();
    let body = represent::public_body(view);
    let address = Words::new(words.language()).prefixed().href(&permalink(view, frame));
    let values = [
        ("title", title.into()),
        ("body", body.name.into()),
        ("origin", body.origin.into()),
        ("count", view.cut.size.into()),
        ("root", represent::short_root(view).into()),
        ("day", day.into()),
        ("licence", (&identity.licence).into()),
        ("url", view.site.url(&address).into()),
    ];
    let mut lines = vec![without_isolates(&words.with("take-citation", &values))];
    for one in &frame.attributions {
        let source = if one.licence.is_empty() { one.text.clone() } else { format!("{} ({})", one.text, one.licence) };
        lines.push(without_isolates(&words.with("take-citation-source", &[("source", source.into())])));
    }
    if view.site.is_invented {
        lines.push(words.text("owed-invented").into_owned());
    }
    lines.join("\n")
}

/// The bar at the foot of a view: its other forms, its lasting address, how to cite it.
pub(crate) fn cite(view: &View<'_>, page: &dyn Shown, title: &str) -> Markup {
    let frame = page.frame(view);
    let offered = offered(view, page);
    let link = |format: &Format| Link { text: format.extension().to_uppercase(), path: address(view, *format) };
    let formats = offered.iter().filter(|format| !matches!(format, Format::Proof | Format::Entry)).map(link).collect();
    let is_svg_only = offered.contains(&Format::Svg) && !offered.contains(&Format::Png);
    let note = is_svg_only.then(|| view.words.text("take-svg-only").into_owned());
    let permalink = Some(view.words.href(&permalink(view, &frame)));
    parts::cite(view.words, &Cite { formats, note, permalink, citation: Some(citation(view, &frame, title)) })
}
