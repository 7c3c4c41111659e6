//! One page value, many forms: a page, a JSON document, a table, a feed, a drawing.
//!
//! In: what every form needs around its matter: the frame, sources, licence, invented mark, links to the other forms, the entity tag.
//! Out: the matter (`pages`), what a reader takes along (`take`).

use axum::http::StatusCode;
use maud::Markup;
use record::EntryId;
use serde_json::{Map, json};

use crate::asked::Format;
use crate::cache::Rendered;
use crate::escape;
use crate::feed::Feed;
use crate::ics::Calendar;
use crate::parts::{self, Attribution, Crumb, Cut, Island, PublicBody, Section, SignedIn};
use crate::problem::Problem;
use crate::site::View;
use crate::take;
use crate::words::{Language, Words, without_isolates};

pub(crate) use crate::take::cite;

/// What stands around the matter of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    /// What it is called.
    pub(crate) title: String,
    /// Where it stands in the navigation.
    pub(crate) section: Option<Section>,
    /// The way to it.
    pub(crate) trail: Vec<Crumb>,
    /// To whom its data is owed.
    pub(crate) attributions: Vec<Attribution>,
    /// Scripts beyond those of every page.
    pub(crate) islands: Vec<Island>,
    /// What its files are called, without extension; made of the path where it is empty.
    pub(crate) file_name: String,
    /// What of the view the address leaves to the day on which it is read (`on`, `from`, `to`); a lasting address names it.
    pub(crate) pins: Vec<(&'static str, String)>,
}

/// A page value: facts, and how they look in each form. What a page has no form for it leaves as it is.
pub(crate) trait Shown {
    /// What stands around it.
    fn frame(&self, view: &View<'_>) -> Frame;
    /// The forms that it has beside HTML.
    fn formats(&self) -> &'static [Format] {
        &[]
    }
    /// The matter of the page; begins with its `h1`.
    fn html(&self, view: &View<'_>) -> Markup;
    /// The members of the JSON document beside those of every document, `schema` first.
    fn json(&self, _view: &View<'_>) -> Option<Document> {
        None
    }
    /// The table.
    fn csv(&self, _view: &View<'_>) -> Option<Sheet> {
        None
    }
    /// The drawing, with its sources in it.
    fn svg(&self, _view: &View<'_>) -> Option<String> {
        None
    }
    /// The feed.
    fn atom(&self, _view: &View<'_>) -> Option<Feed> {
        None
    }
    /// The calendar.
    fn ics(&self, _view: &View<'_>) -> Option<Result<Calendar, Problem>> {
        None
    }
    /// The entries that it rests on, by index, the most telling first: what its ZIP proves.
    fn statements(&self, _view: &View<'_>) -> Vec<u32> {
        Vec::new()
    }
    /// Bytes that stand for themselves.
    fn raw(&self, _view: &View<'_>, _format: Format) -> Option<Vec<u8>> {
        None
    }
}

/// A JSON document: its schema's name and its own members.
pub(crate) struct Document {
    /// `koinon/policies/v1`.
    pub(crate) schema: &'static str,
    /// Its own members.
    pub(crate) members: Map<String, serde_json::Value>,
}

impl Document {
    /// A document of these members; what is no object is left out.
    pub(crate) fn new(schema: &'static str, members: serde_json::Value) -> Document {
        let members = if let serde_json::Value::Object(members) = members { members } else { Map::new() };
        Document { schema, members }
    }
}

/// A table for machines.
pub(crate) struct Sheet {
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    names_owed: bool,
}

impl Sheet {
    /// A table with these columns; one more, `attribution`, is added when it is written.
    pub(crate) fn new(columns: &[&'static str]) -> Sheet {
        Sheet { columns: columns.to_vec(), rows: Vec::new(), names_owed: true }
    }

    /// A table whose columns are fixed elsewhere, the same from every tool: exactly these.
    pub(crate) fn exact(columns: &[&'static str]) -> Sheet {
        Sheet { names_owed: false, ..Sheet::new(columns) }
    }

    /// Adds a row. Words from outside come through [`escape::csv_cell`]: use [`word`].
    pub(crate) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }
}

/// A cell of words: what a spreadsheet would take for a formula is led by an apostrophe.
pub(crate) fn word(text: &str) -> String {
    escape::csv_cell(text).into_owned()
}

/// Renders a page in the form that was asked for. Errors: it has no such form.
pub(crate) fn render(view: &View<'_>, page: &dyn Shown) -> Result<Rendered, Problem> {
    let format = view.asked.format;
    let frame = page.frame(view);
    let offered = take::offered(view, page);
    let body = body(view, page, &frame, &offered)?;
    let is_file = matches!(format, Format::Csv | Format::Ics | Format::Png | Format::Proof | Format::Entry);
    let file_name = is_file.then(|| file_name(view, &frame));
    let has_language = matches!(format, Format::Html | Format::Svg | Format::Png | Format::Atom | Format::Ics);
    let language = if has_language { view.words.tag() } else { "" };
    let mut rendered = Rendered::new(StatusCode::OK, format.content_type(), body);
    rendered.links = links(view, &offered);
    rendered.file_name = file_name;
    rendered.language = language;
    Ok(rendered)
}

/// The bytes of a page in the form that was asked for; `offered` are all that it has. Errors: it has no such form.
pub(crate) fn body(view: &View<'_>, page: &dyn Shown, frame: &Frame, offered: &[Format]) -> Result<Vec<u8>, Problem> {
    let format = view.asked.format;
    let nothing = || Problem::NoSuchFormat(std::iter::once(Format::Html).chain(offered.iter().copied()).collect());
    if !matches!(format, Format::Html | Format::Png) && !page.formats().contains(&format) {
        return Err(nothing());
    }
    Ok(match format {
        Format::Html => whole(view, page, frame, offered).into_string().into_bytes(),
        Format::Json => page.json(view).map(|document| document_text(view, frame, document)).ok_or_else(nothing)?,
        Format::Csv => page.csv(view).map(|sheet| sheet_text(view, frame, &sheet)).ok_or_else(nothing)?,
        Format::Ics => page.ics(view).ok_or_else(nothing)??.text(view, frame).into_bytes(),
        Format::Atom => page.atom(view).map(|feed| feed.text(view, frame)).ok_or_else(nothing)?.into_bytes(),
        Format::Svg => page.svg(view).ok_or_else(nothing)?.into_bytes(),
        Format::Png => take::png(view, &page.svg(view).ok_or_else(nothing)?)?,
        // Its parts are pages of their own: `archive::made`.
        Format::Zip => return Err(nothing()),
        Format::Proof | Format::Entry => page.raw(view, format).ok_or_else(nothing)?,
    })
}

/// A redirect to another address of this site.
pub(crate) fn redirect(to: String) -> Rendered {
    let mut answer = Rendered::new(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", to.clone().into_bytes());
    answer.location = Some(to);
    answer
}

fn file_name(view: &View<'_>, frame: &Frame) -> String {
    format!("{}.{}", stem(view, frame), view.asked.format.extension())
}

/// What the files of a page are called, without extension.
pub(crate) fn stem(view: &View<'_>, frame: &Frame) -> String {
    let stem = if frame.file_name.is_empty() { view.asked.path.trim_matches('/').replace('/', "-") } else { frame.file_name.clone() };
    escape::file_name(&stem)
}

/// For `Link`: the other forms, and the licence of what our own record says.
fn links(view: &View<'_>, offered: &[Format]) -> String {
    let others = std::iter::once(Format::Html).chain(offered.iter().copied()).filter(|format| *format != view.asked.format);
    let link = |format: Format| {
        let address = if format == Format::Html { view.asked.address() } else { take::address(view, format) };
        format!("<{address}>; rel=\"alternate\"; type=\"{}\"", format.media_type())
    };
    let licence = std::iter::once("</licences>; rel=\"license\"".to_owned());
    others.map(link).chain(licence).collect::<Vec<_>>().join(", ")
}

/// The whole page.
fn whole(view: &View<'_>, page: &dyn Shown, frame: &Frame, offered: &[Format]) -> Markup {
    let alternates: Vec<(&str, String)> = offered.iter().map(|format| (format.media_type(), take::address(view, *format))).collect();
    framed(view, frame, &alternates, &page.html(view))
}

/// The frame around some matter.
pub(crate) fn framed(view: &View<'_>, frame: &Frame, alternates: &[(&str, String)], matter: &Markup) -> Markup {
    let address = view.asked.address();
    let person = view.person.map(|person| SignedIn {
        name: person.user.name.clone(),
        office: person.user.office.to_string(),
        form_token: person.form_token(),
    });
    parts::page(
        &parts::Page {
            words: view.words,
            title: &frame.title,
            section: frame.section,
            trail: &frame.trail,
            body: &public_body(view),
            person: person.as_ref(),
            address: &address,
            is_invented: view.site.is_invented,
            attributions: &frame.attributions,
            cut: &cut(view),
            alternates,
            islands: &frame.islands,
        },
        matter,
    )
}

/// Whose record it is, in the reader's language.
pub(crate) fn public_body(view: &View<'_>) -> PublicBody {
    let identity = view.site.node.identity();
    let vkey = identity.vkey.to_string();
    let hash = EntryId::of(vkey.as_bytes()).to_string();
    let digits: Vec<char> = hash.trim_start_matches("sha256:").chars().take(16).collect();
    let fingerprint = digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    PublicBody {
        name: view.words.said(&identity.names, &identity.language).words.to_owned(),
        place: identity.place.as_deref().map(|place| view.place_name(place)),
        fingerprint,
        origin: identity.origin.to_string(),
    }
}

/// What the page rests on.
fn cut(view: &View<'_>) -> Cut {
    let at = view.cut.size.checked_sub(1).and_then(|index| view.cut.rows.version(index)).map(|version| view.moment(version.said_ms()));
    Cut { size: view.cut.size.into(), root: short_root(view), at, as_of: view.as_of.map(|at| view.words.moment(at)) }
}

/// The first digits of the root over the cut; empty where it can't be read.
pub(crate) fn short_root(view: &View<'_>) -> String {
    root(view).map(|root| root.iter().take(6).map(|byte| format!("{byte:02x}")).collect()).unwrap_or_default()
}

/// The root hash over the entries of the cut.
pub(crate) fn root(view: &View<'_>) -> Option<[u8; 32]> {
    view.site.node.cut_name(view.cut.size).ok().flatten()
}

/// The document with what every document says: whose record, at which cut, under which licence, whether invented.
fn document_text(view: &View<'_>, frame: &Frame, document: Document) -> Vec<u8> {
    let identity = view.site.node.identity();
    let mut whole = Map::new();
    whole.insert("schema".to_owned(), document.schema.into());
    whole.insert("url".to_owned(), view.site.url(&view.asked.address_as(Format::Json)).into());
    whole.insert("title".to_owned(), frame.title.clone().into());
    let as_of = view.as_of.map(|at| at.to_string());
    let hex = root(view).map(|root| root.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    whole.insert("record".to_owned(), json!({"origin": identity.origin, "size": view.cut.size, "root": hex, "asof": as_of}));
    whole.insert("licence".to_owned(), identity.licence.clone().into());
    let attribution = |one: &Attribution| json!({"text": one.text, "licence": one.licence, "href": one.href});
    whole.insert("attributions".to_owned(), frame.attributions.iter().map(attribution).collect());
    whole.insert("invented".to_owned(), view.site.is_invented.into());
    whole.extend(document.members);
    let mut text = serde_json::to_vec(&whole).unwrap_or_default();
    text.push(b'\n');
    text
}

/// The table as RFC 4180 has it: CRLF, one row of headers; the last column names to whom its data is owed, but where the columns are fixed elsewhere.
fn sheet_text(view: &View<'_>, frame: &Frame, sheet: &Sheet) -> Vec<u8> {
    let owed = sheet.names_owed.then(|| word(&owed(view, frame)));
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory can't fail.
    let _ = writer.write_record(sheet.columns.iter().copied().chain(owed.as_ref().map(|_| "attribution")));
    for row in &sheet.rows {
        let _ = writer.write_record(row.iter().map(String::as_str).chain(owed.as_deref()));
    }
    writer.into_inner().unwrap_or_default()
}

/// One line for pictures and feeds, in the reader's language, and for tables, in English: invented or not, whose record, to whom its data is owed, under which licence.
pub(crate) fn owed(view: &View<'_>, frame: &Frame) -> String {
    let identity = view.site.node.identity();
    let words = if matches!(view.asked.format, Format::Csv | Format::Json) { Words::new(Language::English) } else { view.words };
    let mut lines = Vec::new();
    if view.site.is_invented {
        lines.push(words.text("owed-invented").into_owned());
    }
    let record = words.with("owed-record", &[("origin", identity.origin.as_str().into()), ("licence", (&identity.licence).into())]);
    lines.push(without_isolates(&record));
    lines.extend(
        frame.attributions.iter().map(|one| if one.licence.is_empty() { one.text.clone() } else { format!("{} ({})", one.text, one.licence) }),
    );
    lines.join("; ")
}
