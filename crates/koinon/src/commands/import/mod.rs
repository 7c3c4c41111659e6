//! `koinon import`: what others wrote down, as statements of ours. One atomic batch; the same import again says nothing new.

use clap::{Args, Subcommand};
use record::{Draft, Json, KindName, Office, SubjectName};
use record::{fold::Standing, name::Sid};
use register::import::Damages;

use crate::failure::{Exit, Failure};
use crate::folder::{self, Reading};
use crate::output::Output;

mod check;
mod files;
mod json;
mod oxcgrt;
mod register_csv;

/// Read measures, places, borders or statements from files
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(subcommand)]
    from: From,
}

#[derive(Debug, Subcommand)]
enum From {
    /// Measures and coverage from files of the Oxford tracker (OxCGRT), as published: row files and the legacy folder
    Oxcgrt(oxcgrt::Asked),
    /// Statements from lines as `koinon export` writes them
    Json(json::Asked),
    /// Places from CSV: code,name,level and perhaps parent,same_as,zone,population,capital,valid_from,valid_to,name:TAG
    Places(register_csv::Asked),
    /// Borders from CSV: a,b and perhaps kind,km,length_m,from,to,source,note; other columns are not read
    Borders(register_csv::Asked),
}

/// What every import of a file takes.
#[derive(Debug, Args)]
pub(crate) struct Writing {
    /// The office that speaks
    #[arg(long, value_name = "OFFICE", default_value = "office:main")]
    by: Office,
    /// Check everything, write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    match &asked.from {
        From::Oxcgrt(asked) => oxcgrt::run(asked, output),
        From::Json(asked) => json::run(asked, output),
        From::Places(asked) => register_csv::run(asked, register_csv::Table::Places, output),
        From::Borders(asked) => register_csv::run(asked, register_csv::Table::Borders, output),
    }
}

/// A body that a file says, and the subject that it is about.
struct Said {
    kind: KindName,
    subject: SubjectName,
    body: Json,
}

/// What a file says beside what the record says already.
#[derive(Debug, Default)]
struct News {
    drafts: Vec<Draft>,
    added: usize,
    changed: usize,
    same: usize,
}

/// Compares bodies with those that stand: what is new is stated, what differs revises, what is the same is left alone.
fn news(reading: &Reading, said: Vec<Said>) -> Result<News, Failure> {
    let origin = &reading.identity().origin;
    let mut news = News::default();
    for Said { kind, subject, body } in said {
        let head = reading.held().rows.head(Sid::of(origin, &subject)).copied();
        let mut draft = Draft {
            kind,
            subject: Some(subject),
            revises: None,
            act: record::Act::State,
            about: Vec::new(),
            audience: record::Audience::default(),
            body,
        };
        match head {
            None => news.added += 1,
            Some(head) => {
                let stands = head.standing() == Standing::Stands;
                let before = head.words().filter(|_| stands).map(|words| folder::body(reading, words)).transpose()?.flatten();
                if before.as_ref() == Some(&draft.body) {
                    news.same += 1;
                    continue;
                }
                news.changed += 1;
                draft.revises = Some(record::Revises::Entry(folder::entry(reading, head.index)?.id));
            }
        }
        news.drafts.push(draft);
    }
    Ok(news)
}

/// All that is wrong in files, as a failure with a line for each.
pub(crate) fn damaged(damages: &Damages, what: &str) -> Failure {
    let mut details: Vec<String> = damages.listed.iter().map(ToString::to_string).collect();
    if damages.count > details.len() {
        details.push(format!("… and {} more", damages.count - details.len()));
    }
    let noun = if damages.count == 1 { "fault" } else { "faults" };
    Failure::failed(format!("{what} has {} {noun}; nothing was written", damages.count)).with_details(details)
}
