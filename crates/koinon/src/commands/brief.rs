//! `koinon brief`: what an official has to know this morning, as Markdown, HTML or JSON.

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use league::brief::Asked as Question;
use league::coherence::{Findings, Instead, Settings};
use node::{Clock as _, SystemClock};
use web::Spoken;

use crate::commands::{Dir, measures};
use crate::days;
use crate::failure::{Exit, Failure};
use crate::folder;
use crate::output::Output;
use crate::settings;

/// Say what changed, what clashes, what ends soon and what needs a decision
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// For this place and those above, below and beside it; for all if absent
    #[arg(long = "for", value_name = "CODE")]
    place: Option<String>,
    /// Since this moment or day, or so many days back, such as `7d`
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = since)]
    since: Since,
    /// As of this moment or the end of this day (UTC); now if absent
    #[arg(long, value_name = "TIME", value_parser = days::parse_moment)]
    at: Option<i64>,
    /// For this day instead of that of `--at`: for records of the past
    #[arg(long, value_name = "DATE", value_parser = days::parse)]
    on: Option<Date>,
    /// In this language, by its tag; in the record's own if absent
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// How it is written
    #[arg(long, value_enum, default_value = "markdown")]
    format: Format,
}

/// How a brief is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text with links
    Markdown,
    /// A page of its own
    Html,
    /// One document
    Json,
}

/// From when on.
#[derive(Clone, Copy, Debug)]
enum Since {
    /// Days before the brief's.
    Back(i32),
    /// A moment, in milliseconds since 1970.
    Moment(i64),
}

/// The longest that a brief looks back, in days.
const BACK_MAX: i32 = 3_660;

fn since(text: &str) -> Result<Since, String> {
    match text.strip_suffix('d').map(str::parse::<i32>) {
        Some(Ok(days)) if (0..=BACK_MAX).contains(&days) => Ok(Since::Back(days)),
        Some(_) => Err(format!("`{text}` is no number of days; write it as in `7d`, at most `{BACK_MAX}d`")),
        None => days::parse_moment(text).map(|end| {
            // A day counts from its beginning here.
            let is_day = days::parse(text).is_ok();
            Since::Moment(if is_day { end - 86_399_999 } else { end })
        }),
    }
}

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let reading = folder::read(&asked.dir.dir)?;
    let url = settings::read(&asked.dir.dir)?.url.unwrap_or_else(|| settings::url_of(&reading.identity().origin));
    let language = asked.language.clone().unwrap_or_else(|| reading.identity().language.clone());
    if !web::brief::speaks(&language) {
        return Err(Failure::usage(format!("`{language}` is no language of this program")).with_way_out("give `--language` one of `en`, `fr`, `ar`"));
    }
    let now = SystemClock::new().now().as_millisecond();
    let at = asked.at.unwrap_or(now);
    let size = folder::size_at(&reading, asked.at);
    folder::with_cut(&reading, size, |cut| {
        if cut.size == 0 {
            return Err(Failure::not_found("nothing had been said by then")
                .with_way_out("give a later `--at`; for a day of the past as it is known now, give `--on`"));
        }
        measures::known_places(cut, asked.place.as_slice())?;
        let today = asked.on.map_or_else(|| day_of(at), days::number);
        let (since, before) = match asked.since {
            Since::Back(days) => (today.saturating_sub(days), i64::from(today.saturating_sub(days)) * DAY_MS),
            Since::Moment(ms) => (day_of(ms), ms),
        };
        if since > today {
            return Err(Failure::usage("`--since` is after the day of the brief; give an earlier one"));
        }
        let since_size = cut.rows.size_at(before.saturating_sub(1)).min(cut.size);
        let findings = Findings::of(cut, Settings::of(cut, Instead::default()), &Spoken(&reading));
        let input = web::brief::Input {
            reading: &reading,
            cut: *cut,
            findings: &findings,
            asked: Question { place: asked.place.as_deref(), since, since_size, today },
            at: moment(asked.at, cut, at),
            language: &language,
            url: &url,
        };
        let brief = web::brief::make(&input).map_err(folder::unread)?;
        match asked.format {
            _ if output.is_json() => output.document("brief/v1", brief.json()),
            Format::Json => output.document("brief/v1", brief.json()),
            Format::Markdown => output.result(brief.markdown().as_bytes()),
            Format::Html => output.line(&brief.html()),
        }?;
        Ok(Exit::Done)
    })
}

/// The moment for which it is made: the one that is asked for, else that of the newest statement, so that the same record gives the same bytes on
/// the same day.
fn moment(asked: Option<i64>, cut: &league::Cut<'_>, now: i64) -> Timestamp {
    let last = cut.size.checked_sub(1).and_then(|last| cut.rows.version(last)).map(record::rows::Version::said_ms);
    Timestamp::from_millisecond(asked.or(last).unwrap_or(now)).unwrap_or_default()
}

fn day_of(ms: i64) -> i32 {
    i32::try_from(ms.div_euclid(DAY_MS)).unwrap_or(i32::MAX)
}
