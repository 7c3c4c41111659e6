//! `koinon export`: every entry, in order, as its own bytes and a line feed. Canonical JSON has no line feed inside.

use std::ops::ControlFlow;

use clap::Args;

use crate::attribution;
use crate::commands::Dir;
use crate::failure::{Exit, Failure};
use crate::folder;
use crate::output::Output;

/// Write every entry, in order, one line of canonical JSON each
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// Begin with the entry of this index
    #[arg(long, value_name = "INDEX", default_value_t = 0)]
    from: u32,
}

/// Entries read and written at once.
const CHUNK: u32 = 1_000;

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let reading = folder::read(&asked.dir.dir)?;
    let size = u32::try_from(reading.signed().size).unwrap_or(u32::MAX);
    if asked.from > size {
        return Err(Failure::not_found(format!("the record has {size} entries; `--from {}` is behind its end", asked.from)));
    }
    let mut from = asked.from;
    while from < size {
        let to = size.min(from.saturating_add(CHUNK));
        let mut lines = Vec::new();
        let read = reading.for_each_entry::<()>(from..to, |_, bytes| {
            lines.extend_from_slice(bytes);
            lines.push(b'\n');
            ControlFlow::Continue(())
        });
        let _: ControlFlow<()> = read.map_err(folder::unread)?;
        output.json_lines(&lines)?;
        from = to;
    }
    let sources = folder::with_cut(&reading, reading.size(), |cut| attribution::of_all(&reading, cut))?;
    attribution::say(&sources, output);
    Ok(Exit::Done)
}
