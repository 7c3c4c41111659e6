//! `koinon completions SHELL` and `koinon man [--out DIR]`: what a package installs beside the binary.

use std::path::PathBuf;

use clap::{Args, CommandFactory};

use crate::commands::Arguments;
use crate::failure::{Exit, Failure, cannot};
use crate::output::Output;

/// Print the completion script of a shell
#[derive(Debug, Args)]
pub(crate) struct CompletionsAsked {
    /// The shell
    shell: clap_complete::Shell,
}

/// Print the manual page
#[derive(Debug, Args)]
pub(crate) struct ManAsked {
    /// Write `koinon.1` and a page for each command into this folder instead
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn completions(asked: &CompletionsAsked, output: Output) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(asked.shell, &mut Arguments::command(), "koinon", &mut script);
    output.result(&script)?;
    Ok(Exit::Done)
}

pub(crate) fn man(asked: &ManAsked, output: Output) -> Result<Exit, Failure> {
    match &asked.out {
        Some(dir) => {
            std::fs::create_dir_all(dir).map_err(|error| cannot("make", dir, &error))?;
            clap_mangen::generate_to(Arguments::command(), dir).map_err(|error| cannot("write into", dir, &error))?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut page).map_err(Failure::failed)?;
            output.result(&page)?;
        }
    }
    Ok(Exit::Done)
}
