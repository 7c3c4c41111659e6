//! `koinon doctor`: how a node is, what that means, how to mend it.

use clap::Args;
use jiff::Timestamp;
use node::doctor::{self, Finding, Weight};
use record::note::hex;
use serde_json::{Value as Json, json};

use crate::commands::Dir;
use crate::failure::{Exit, Failure};
use crate::folder::{self, Node};
use crate::output::Output;
use crate::settings;
use web::Live;

/// Say how a node is, and how to mend it
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// Drop the rows in `views.db`, fold them anew from the record, and compare
    #[arg(long)]
    rebuild: bool,
    /// State that nothing after this size was ever published: a restored record may go on
    #[arg(long, value_name = "SIZE", conflicts_with = "rebuild")]
    accept_size: Option<u64>,
    /// Accept the time of the last entry: new entries carry it until the clock has passed it
    #[arg(long, value_name = "TIME", conflicts_with_all = ["rebuild", "accept_size"])]
    accept_time: Option<Timestamp>,
}

/// Troubles of the register that are named one by one.
const TROUBLES_MAX: usize = 20;

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    if let Some(size) = asked.accept_size {
        open(asked)?.accept_size(size).map_err(|error| Failure::new(Exit::Refused, error))?;
        output.say(&format!("accepted: nothing after {size} entries was published"));
    }
    if let Some(last) = asked.accept_time {
        let is_last = open(asked)?.accept_time(last).map_err(Failure::failed)?;
        if !is_last {
            return Err(Failure::new(Exit::Refused, format!("the last entry was not stated at `{last}`; `koinon doctor` names its time")));
        }
        output.say(&format!("accepted: new entries carry {last} until the clock has passed it"));
    }
    let rebuilt = if asked.rebuild {
        let rebuilt = doctor::rebuild::<Live>(&asked.dir.dir, league::KINDS, &folder::machine()?);
        Some(rebuilt.map_err(|error| folder::unopened(&error))?)
    } else {
        None
    };
    let mut findings = doctor::examine(&asked.dir.dir, league::KINDS, &folder::machine()?).map_err(|error| folder::unopened(&error))?;
    findings.extend(settings_finding(asked));
    findings.extend(register_findings(asked));
    let worst = findings.iter().map(|finding| finding.weight).max().unwrap_or(Weight::Good);
    if output.is_json() {
        let mut document = serde_json::Map::new();
        let mut member = |name: &str, value: Json| drop(document.insert(name.to_owned(), value));
        member("is_well", json!(worst < Weight::Wrong));
        member("findings", findings.iter().map(finding_json).collect());
        if let Ok(reading) = folder::read(&asked.dir.dir) {
            let identity = reading.identity();
            member("origin", json!(identity.origin));
            member("vkey", json!(identity.vkey.to_string()));
            member("size", json!(reading.size()));
        }
        if let Some(rebuilt) = rebuilt {
            member("view_root", json!(hex(&rebuilt.view_root)));
            member("was_same", json!(rebuilt.was_same));
        }
        output.document("doctor/v1", document.into())?;
    } else {
        let text: String = findings.iter().map(finding_text).collect();
        output.result(text.as_bytes())?;
        if let Some(rebuilt) = rebuilt {
            output.line(&rebuilt_text(&rebuilt))?;
        }
    }
    // What was just mended is no failure; what is still wrong is.
    Ok(if worst == Weight::Wrong { Exit::Failed } else { Exit::Done })
}

fn open(asked: &Asked) -> Result<Node, Failure> {
    Node::open(&asked.dir.dir, league::KINDS, &folder::machine()?).map_err(|error| folder::unopened(&error))
}

fn settings_finding(asked: &Asked) -> Option<Finding> {
    let failure = settings::read(&asked.dir.dir).err()?;
    Some(Finding {
        weight: Weight::Wrong,
        part: "settings",
        what: failure.message,
        way_out: Some("correct that line; `koinon init` writes a file to compare with".to_owned()),
    })
}

/// What does not fit together in the register: every page goes on, and someone has to put it right.
fn register_findings(asked: &Asked) -> Vec<Finding> {
    let Ok(reading) = folder::read(&asked.dir.dir) else { return Vec::new() };
    let held = reading.held();
    let troubles = held.model.0.register().troubles();
    let mut findings: Vec<Finding> = troubles.iter().take(TROUBLES_MAX).map(|trouble| register_finding(&trouble.to_string())).collect();
    if let Some(more) = troubles.len().checked_sub(TROUBLES_MAX).filter(|more| *more > 0) {
        findings.push(register_finding(&format!("{more} more of the like")));
    }
    findings
}

/// A message says what is the case, then, behind the semicolon, what to do.
fn register_finding(message: &str) -> Finding {
    let (what, way_out) = message.split_once("; ").map_or((message, None), |(what, way_out)| (what, Some(way_out.to_owned())));
    Finding { weight: Weight::Notice, part: "register", what: what.to_owned(), way_out }
}

fn word(weight: Weight) -> &'static str {
    match weight {
        Weight::Good => "good",
        Weight::Notice => "notice",
        Weight::Wrong => "wrong",
    }
}

fn finding_text(finding: &Finding) -> String {
    let way_out = finding.way_out.as_ref().map(|way_out| format!("\n                 {}", crate::output::plain(way_out))).unwrap_or_default();
    format!("{:7} {:8} {}{way_out}\n", word(finding.weight), finding.part, crate::output::plain(&finding.what))
}

fn finding_json(finding: &Finding) -> Json {
    json!({ "weight": word(finding.weight), "part": finding.part, "what": finding.what, "way_out": finding.way_out })
}

fn rebuilt_text(rebuilt: &doctor::Rebuilt) -> String {
    let before = match rebuilt.was_same {
        Some(true) => "the same as were kept",
        Some(false) => "NOT the same as were kept: another release, or damage",
        None => "none were kept before",
    };
    format!("rebuilt: {} rows, {before}; view root {}", rebuilt.size, hex(&rebuilt.view_root))
}
