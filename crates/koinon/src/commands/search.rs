//! `koinon search`: statements by words of any language, by codes and by places.

use clap::Args;
use league::search::{self, After, Direct, Excerpt, Found, Order, Query, Search};
use record::fold::Standing;
use record::{Act, Entry, EntryName};
use serde_json::{Value as Json, json};

use crate::attribution;
use crate::commands::Dir;
use crate::commands::measures::{Format, known_places};
use crate::days;
use crate::failure::{Exit, Failure};
use crate::folder::{self, Reading};
use crate::output::{self, Output};

/// Search all statements
#[derive(Debug, Args)]
#[command(after_help = "Every word must begin a word of a statement, of the name of its place or instrument, or be a code. \
First come those that have all words in their title, then the newest.")]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// What to look for: words, beginnings of words, codes, a short id, an entry as `#17`
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Statements of one kind, such as `measure`
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Statements that mention this place
    #[arg(long, value_name = "CODE")]
    place: Option<String>,
    /// As the record was at this moment or at the end of this day (UTC)
    #[arg(long, value_name = "TIME", value_parser = days::parse_moment)]
    asof: Option<i64>,
    /// The most that are listed
    #[arg(long, value_name = "N", default_value_t = 25, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// What follows where an earlier answer ended
    #[arg(long, value_name = "KEY", value_parser = after)]
    after: Option<After>,
    /// How it is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// Reads where an answer ended.
fn after(text: &str) -> Result<After, String> {
    text.parse().map_err(|_| format!("`{text}` is not what an answer gave; copy it from there"))
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let text = asked.words.join(" ");
    if let Some(kind) = asked.kind.as_deref().filter(|kind| !league::KINDS.iter().any(|known| known.name == *kind)) {
        let known: Vec<&str> = league::KINDS.iter().map(|kind| kind.name).collect();
        return Err(Failure::usage(format!("`--kind {kind}` is no kind; give one of `{}`", known.join("`, `"))));
    }
    let reading = folder::read(&asked.dir.dir)?;
    let size = folder::size_at(&reading, asked.asof);
    let unindexed = index(&reading, size, output);
    let language = reading.identity().language.clone();
    folder::with_cut(&reading, size, |cut| {
        known_places(cut, asked.place.as_slice())?;
        let query = Query::read(&text);
        let (found, direct) = reading
            .search(size, |runs| {
                let search = query.as_ref().map(|query| Search {
                    query,
                    kind: asked.kind.as_deref(),
                    place: asked.place.as_deref(),
                    after: asked.after,
                    order: Order::Best,
                    limit: usize::try_from(asked.limit).unwrap_or(usize::MAX),
                });
                let found = search.map(|search| search::find(cut, runs, &search)).transpose()?;
                let direct = search::direct(cut, runs, &reading.identity().origin, &text)?;
                Ok((found, direct))
            })
            .map_err(folder::unread)?;
        let found = found.unwrap_or(Found { hits: Vec::new(), total: 0, is_capped: false, next: None, searched: size });
        let lines = lines(&reading, cut, query.as_ref(), &found, &language)?;
        let direct: Vec<(&str, String)> = direct.iter().filter_map(|direct| named(&reading, cut, direct)).collect();
        let sources = attribution::of(&reading, cut, measures(cut, &found))?;
        match asked.format.or_json(output) {
            Format::Table => {
                direct.iter().try_for_each(|(what, name)| output.line(&format!("{what} {}", output::plain(name))))?;
                output.result(output::table(&HEADS, &lines.iter().map(Line::cells).collect::<Vec<_>>()).as_bytes())
            }
            Format::Csv => output.result(&output::csv(&HEADS, lines.iter().map(Line::cells))),
            Format::Json => output.document("search/v1", document(&text, size, &found, &direct, &lines, &sources)),
        }?;
        attribution::say(&sources, output);
        say_how_many(&found, output);
        match unindexed {
            Some(why) if found.searched < size => {
                output.warn(&format!("only the first {} of {size} statements were searched: {why}", found.searched));
                Ok(Exit::Partly)
            }
            _ => Ok(Exit::Done),
        }
    })
}

/// The measures among what was found: they alone have sources.
fn measures<'f>(cut: &'f league::Cut<'_>, found: &'f Found) -> impl Iterator<Item = u32> + 'f {
    let is_measure = |index: &u32| cut.rows.version(*index).is_some_and(|version| cut.rows.text(version.kind).starts_with("measure/"));
    found.hits.iter().map(|hit| hit.index).filter(is_measure)
}

/// Brings the index up to the cut. Returns why it could not be.
fn index(reading: &Reading, size: u32, output: Output) -> Option<String> {
    let indexed = reading.index_up_to(size, |done| {
        if size.saturating_sub(done) > 10_000 || done % 8_192 == 0 {
            output.progress(&format!("{done} of {size} statements indexed"));
        }
        true
    });
    output.progress("");
    indexed.err().map(|error| error.to_string())
}

fn say_how_many(found: &Found, output: Output) {
    let count = if found.is_capped { format!("more than {}", found.total) } else { found.total.to_string() };
    let next = found.next.map(|next| format!("; more with `--after {next}`")).unwrap_or_default();
    output.say(&format!("{count} found, {} listed{next}", found.hits.len()));
}

/// What a question names outright, in words.
fn named(reading: &Reading, cut: &league::Cut<'_>, direct: &Direct) -> Option<(&'static str, String)> {
    Some(match direct {
        Direct::Place(code) => ("place", code.clone()),
        Direct::Instrument(code) => ("instrument", code.clone()),
        Direct::Subject(sid) => ("subject", sid.to_string()),
        Direct::Entry(index) => ("entry", cut.rows.places().name(*index).to_string()),
        Direct::Id(id, index) => {
            let bytes = reading.entry_bytes(*index).ok().flatten()?;
            (record::EntryId::of(&bytes) == *id).then(|| ("entry", cut.rows.places().name(*index).to_string()))?
        }
    })
}

const HEADS: [&str; 9] = ["index", "kind", "act", "state", "place", "topic", "said", "title", "text"];

/// A statement that was found.
struct Line {
    name: EntryName,
    entry: Entry,
    sid: String,
    state: &'static str,
    place: String,
    topic: String,
    title: String,
    text: String,
}

fn lines(reading: &Reading, cut: &league::Cut<'_>, query: Option<&Query>, found: &Found, language: &str) -> Result<Vec<Line>, Failure> {
    let Some(query) = query else { return Ok(Vec::new()) };
    let mut lines = Vec::with_capacity(found.hits.len());
    for hit in &found.hits {
        let entry = folder::entry(reading, hit.index)?;
        let Some(version) = cut.rows.version(hit.index) else { continue };
        let state = match version.standing() {
            _ if version.ended().is_some_and(|ended| ended < cut.size) => "replaced",
            Standing::Withdrawn => "withdrawn",
            Standing::Stands | Standing::NotUnderstood | Standing::DoesNotFit => "stands",
        };
        let shown = search::shown(query, &entry.statement, language, language);
        let title = shown.title.map(|title| title.text.to_owned()).unwrap_or_default();
        let text = shown.text.map(|text| plain(&search::excerpt(query, text.text, false))).unwrap_or_default();
        let sid = cut.rows.sid(hit.index).map(|sid| sid.to_string()).unwrap_or_default();
        let name = cut.rows.places().name(hit.index);
        let term = |term| cut.rows.text(term).to_owned();
        lines.push(Line { name, sid, state, place: term(version.place), topic: term(version.topic), title, text, entry });
    }
    Ok(lines)
}

/// An excerpt as plain text on one line.
fn plain(excerpt: &Excerpt<'_>) -> String {
    let text: String = excerpt.parts.iter().map(|(_, part)| part.replace('\n', " ")).collect();
    format!("{}{text}{}", if excerpt.is_cut_before { "… " } else { "" }, if excerpt.is_cut_after { " …" } else { "" })
}

impl Line {
    fn cells(&self) -> Vec<String> {
        let statement = &self.entry.statement;
        let act = match statement.act {
            Act::State => "state",
            Act::Correct => "correct",
            Act::Withdraw => "withdraw",
        };
        vec![
            self.name.to_string(),
            statement.kind.name().to_owned(),
            act.to_owned(),
            self.state.to_owned(),
            self.place.clone(),
            self.topic.clone(),
            statement.at.to_string(),
            self.title.clone(),
            self.text.clone(),
        ]
    }

    fn json(&self) -> Json {
        let mut members: serde_json::Map<String, Json> =
            HEADS.iter().zip(self.cells()).map(|(head, cell)| ((*head).to_owned(), cell.into())).collect();
        members.insert("index".to_owned(), json!(self.name));
        members.insert("id".to_owned(), json!(self.entry.id));
        members.insert("sid".to_owned(), json!(self.sid));
        members.insert("subject".to_owned(), json!(self.entry.statement.subject));
        members.insert("by".to_owned(), json!(self.entry.statement.by));
        Json::Object(members)
    }
}

fn document(text: &str, size: u32, found: &Found, direct: &[(&str, String)], lines: &[Line], sources: &[attribution::Source]) -> Json {
    json!({
        "query": text,
        "size": size,
        "searched": found.searched,
        "total": found.total,
        "total_is_least": found.is_capped,
        "next": found.next.map(|next| next.to_string()),
        "direct": direct.iter().map(|(what, name)| json!({"what": what, "name": name})).collect::<Vec<_>>(),
        "results": lines.iter().map(Line::json).collect::<Vec<_>>(),
        "sources": attribution::json(sources),
    })
}
