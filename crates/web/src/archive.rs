//! ZIP: everything behind a page in one file: its table, document and drawing, what they rest on, and proofs that stand without us.
//!
//! ```text
//! map-2026-04-20.csv  .json  .svg   as their own addresses give them
//! metadata.json                     title, lasting address, cut, licence, attributions; each file with its SHA-256; what was left out
//! checkpoint                        the signed note over the cut
//! proofs/entry-7.tlog-proof .entry  one pair for each statement behind the page
//! README.txt                        how to check them, in the page's language
//! ```
//! In: which files, their bounds, their order. Out: each file's bytes (`represent`), proofs (`node`). No clock is read: times are the cut's, so a view of
//! a cut is the same bytes whenever and wherever it is made.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use axum::http::StatusCode;
use jiff::Timestamp;
use record::Place;
use record::checkpoint::encode_hash;
use record::name::EntryId;
use record::places::OWN;
use serde_json::json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::asked::{Asked, Format};
use crate::cache::Rendered;
use crate::limits::{ZIP_BYTES_MAX, ZIP_PROOFS_MAX};
use crate::parts::Attribution;
use crate::problem::Problem;
use crate::represent::{self, Frame};
use crate::routes::Reply;
use crate::site::View;
use crate::take;
use crate::words::{Language, Words, without_isolates};

/// The forms that go in, and the page itself first.
const PARTS: [Format; 4] = [Format::Html, Format::Json, Format::Csv, Format::Svg];

/// What is asked for each part: a page may show other rows as a table than as a drawing.
pub(crate) fn parts(asked: &Asked) -> [Asked; 4] {
    PARTS.map(|format| Asked { format, ..asked.clone() })
}

/// A ZIP in the making.
#[derive(Default)]
struct Files {
    files: Vec<(String, Vec<u8>)>,
    bytes: usize,
    left_out: Vec<String>,
}

impl Files {
    fn add(&mut self, name: String, bytes: Vec<u8>) {
        if self.bytes.saturating_add(bytes.len()) > ZIP_BYTES_MAX {
            self.left_out.push(name);
            return;
        }
        self.bytes = self.bytes.saturating_add(bytes.len());
        self.files.push((name, bytes));
    }

    /// For `metadata.json`: what is in it, to be checked without trust in the ZIP.
    fn listed(&self) -> serde_json::Value {
        let file = |(name, bytes): &(String, Vec<u8>)| json!({"name": name, "bytes": bytes.len(), "sha256": EntryId::of(bytes).to_string().trim_start_matches("sha256:")});
        self.files.iter().filter(|(name, _)| !name.starts_with("proofs/")).map(file).collect()
    }

    fn packed(self, at: Option<DateTime>) -> zip::result::ZipResult<Vec<u8>> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .unix_permissions(0o644)
            .system(zip::System::Unix)
            .last_modified_time(at.unwrap_or_default());
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(self.bytes / 4)));
        for (name, bytes) in self.files {
            writer.start_file(name, options)?;
            writer.write_all(&bytes)?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

/// The ZIP of a page. `views` are those of [`parts`]. Errors: there is no such page, or nothing in it that could be taken along.
pub(crate) fn made<'v>(views: &[View<'v>; 4], find: impl Fn(&View<'v>) -> Result<Reply<'v>, Problem>) -> Result<Rendered, Problem> {
    let [view, json, ..] = views;
    let page = match find(view)? {
        Reply::Page(page) => page,
        Reply::Elsewhere(path) => return Ok(represent::redirect(view.href(&path))),
        Reply::Bytes(..) => return Err(Problem::NoSuchFormat(vec![Format::Json])),
    };
    let offered = take::offered(view, page.as_ref());
    if !offered.contains(&Format::Zip) {
        return Err(Problem::NoSuchFormat(std::iter::once(Format::Html).chain(offered).collect()));
    }
    let frame = page.frame(view);
    let stem = represent::stem(view, &frame);
    let mut files = Files::default();
    let mut behind = page.statements(view);
    for part in views.iter().filter(|part| part.asked.format != Format::Html && page.formats().contains(&part.asked.format)) {
        let Reply::Page(page) = find(part)? else { continue };
        if part.asked.format == json.asked.format {
            behind = page.statements(part);
        }
        let bytes = represent::body(part, page.as_ref(), &page.frame(part), &offered)?;
        files.add(format!("{stem}.{}", part.asked.format.extension()), bytes);
    }
    let proofs = proofs(view, behind, &mut files)?;
    let names = files.listed();
    let metadata = metadata(view, &frame, &proofs, &names, &files.left_out);
    files.add("metadata.json".to_owned(), metadata);
    files.add("README.txt".to_owned(), readme(view, &frame, &stem, &proofs).into_bytes());
    let packed = files.packed(dos_time(view)).map_err(|error| Problem::Internal(error.to_string()))?;
    let mut rendered = Rendered::new(StatusCode::OK, Format::Zip.content_type(), packed);
    rendered.file_name = Some(format!("{stem}-{}.zip", view.cut.size));
    rendered.language = view.words.tag();
    Ok(rendered)
}

/// Which statements are proven.
struct Proofs {
    /// Statements behind the page.
    behind: usize,
    /// Those with a proof here, by index.
    proven: Vec<u32>,
    /// The size of the checkpoint that they are proven under.
    size: Option<u64>,
}

/// Adds the proofs of the first statements behind a page, under the checkpoint that the cut was published with.
fn proofs(view: &View<'_>, behind: Vec<u32>, files: &mut Files) -> Result<Proofs, Problem> {
    let mut seen = BTreeSet::new();
    let behind: Vec<u32> = behind.into_iter().filter(|index| *index < view.cut.size && seen.insert(*index)).collect();
    let node = &view.site.node;
    let Some(signed) = node.checkpoint_over(view.own_size())? else { return Ok(Proofs { behind: behind.len(), proven: Vec::new(), size: None }) };
    files.add("checkpoint".to_owned(), signed.note.clone().into_bytes());
    let mut proven: Vec<u32> = behind.iter().copied().take(ZIP_PROOFS_MAX).collect();
    proven.sort_unstable();
    for index in &proven {
        // Our own under the checkpoint that the cut was published with, another's under the newest that we hold of it.
        let proof = match view.cut.rows.place(*index) {
            Some(Place { record: OWN, index }) => node.proof_under(index, &signed)?,
            _ => node.proof(*index)?,
        };
        let (Some(proof), Some(entry)) = (proof, node.entry_bytes(*index)?) else { continue };
        let name = view.cut.rows.places().path(*index).replace('/', "-");
        files.add(format!("proofs/entry-{name}.tlog-proof"), proof.to_string().into_bytes());
        files.add(format!("proofs/entry-{name}.entry"), entry);
    }
    Ok(Proofs { behind: behind.len(), proven, size: Some(signed.size) })
}

/// When the newest statement of the cut was said.
fn said(view: &View<'_>) -> Option<Timestamp> {
    let newest = view.cut.size.checked_sub(1).and_then(|index| view.cut.rows.version(index))?;
    Timestamp::from_millisecond(newest.said_ms()).ok()
}

fn dos_time(view: &View<'_>) -> Option<DateTime> {
    let at = jiff::tz::Offset::UTC.to_datetime(said(view)?);
    let narrow = |number: i8| number.unsigned_abs();
    DateTime::from_date_and_time(
        at.year().unsigned_abs(),
        narrow(at.month()),
        narrow(at.day()),
        narrow(at.hour()),
        narrow(at.minute()),
        narrow(at.second()),
    )
    .ok()
}

/// `metadata.json`: what the other files are, whose, of which cut, under which licence; what was left out.
fn metadata(view: &View<'_>, frame: &Frame, proofs: &Proofs, files: &serde_json::Value, left_out: &[String]) -> Vec<u8> {
    let identity = view.site.node.identity();
    let attribution = |one: &Attribution| json!({"text": one.text, "licence": one.licence, "href": one.href});
    let address = Words::new(view.words.language()).prefixed().href(&take::permalink(view, frame));
    let document = json!({
        "schema": "koinon/take/v1",
        "title": frame.title,
        "permalink": view.site.url(&address),
        "citation": take::citation(view, frame, &frame.title),
        "record": {
            "origin": identity.origin,
            "vkey": identity.vkey.to_string(),
            "size": view.cut.size,
            "root": represent::root(view).map(|root| encode_hash(&root)),
            "said": said(view).map(|at| at.to_string()),
            "checkpoint": proofs.size,
        },
        "licence": identity.licence,
        "attributions": frame.attributions.iter().map(attribution).collect::<Vec<_>>(),
        "invented": view.site.is_invented,
        "language": view.words.tag(),
        "languages": Language::ALL.map(Language::tag),
        "generated_by": format!("koinon {}", env!("CARGO_PKG_VERSION")),
        "files": files,
        "files_left_out": left_out,
        "statements": {"behind": proofs.behind, "proven": proofs.proven.iter().map(|row| view.entry_name(*row)).collect::<Vec<_>>(), "left_out": proofs.behind.saturating_sub(proofs.proven.len())},
    });
    let mut text = serde_json::to_vec_pretty(&document).unwrap_or_default();
    text.push(b'\n');
    text
}

/// `README.txt`, in the page's language.
fn readme(view: &View<'_>, frame: &Frame, stem: &str, proofs: &Proofs) -> String {
    let words = view.words;
    let vkey = view.site.node.identity().vkey.to_string();
    let mut paragraphs = vec![frame.title.clone(), take::citation(view, frame, &frame.title)];
    paragraphs.push(words.with("take-readme-files", &[("stem", stem.into())]).into_owned());
    if let Some(first) = proofs.proven.first() {
        let left_out = proofs.behind.saturating_sub(proofs.proven.len());
        paragraphs.push(words.with("take-readme-proofs", &[("count", proofs.proven.len().into())]).into_owned());
        paragraphs.push(format!("    koinon verify proofs/entry-{first}.tlog-proof --vkey '{vkey}'"));
        if left_out > 0 {
            paragraphs.push(words.with("take-readme-left-out", &[("count", left_out.into())]).into_owned());
        }
        paragraphs.push(words.with("take-readme-key", &[("address", view.site.url("/.well-known/koinon").into())]).into_owned());
    } else {
        paragraphs.push(words.text("take-readme-no-proofs").into_owned());
    }
    let text = paragraphs.iter().map(|paragraph| without_isolates(paragraph)).collect::<Vec<_>>().join("\n\n");
    format!("{text}\n")
}
