//! The binary: commands over a node's folder, settings, the demo league. The only place that reads arguments and the environment.
//!
//! In: what is asked for, where results go, exit codes. Out: every rule (the domains), every byte of the record (`node`, `store`).

use std::process::ExitCode;

use clap::Parser;

use crate::commands::{Arguments, Command};
use crate::failure::{Exit, Failure};
use crate::output::Output;

mod attribution;
mod audit;
mod commands;
mod days;
mod demo;
mod drafts;
mod environment;
mod failure;
mod fetch;
mod folder;
mod hands;
mod lookalike;
mod mail;
mod notify;
mod output;
mod settings;
mod turns;
mod webhook;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let output = Output::new(&arguments.voice);
    match run(arguments.command, output) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            output.failure(&failure);
            failure.exit.into()
        }
    }
}

fn run(command: Command, output: Output) -> Result<Exit, Failure> {
    match command {
        Command::Demo(asked) => commands::demo::run(&asked, output),
        Command::Init(asked) => commands::init::run(&asked, output),
        Command::Serve(asked) => commands::serve::run(&asked, output),
        Command::Import(asked) => commands::import::run(&asked, output),
        Command::Publish(asked) => commands::publish::run(&asked, output),
        Command::Attach(asked) => commands::attach::run(&asked, output),
        Command::Measures(asked) => commands::measures::run(&asked, output),
        Command::Search(asked) => commands::search::run(&asked, output),
        Command::Compare(asked) => commands::compare::run(&asked, output),
        Command::Index(asked) => commands::index::run(&asked, output),
        Command::Brief(asked) => commands::brief::run(&asked, output),
        Command::Partner(asked) => commands::partner::run(&asked, output),
        Command::Restricted(asked) => commands::restricted::run(&asked, output),
        Command::Key(asked) => commands::key::run(&asked, output),
        Command::Policy(asked) => commands::policy::run(&asked, output),
        Command::Proof(asked) => commands::proof::run(&asked, output),
        Command::Verify(asked) => commands::verify::run(&asked, output),
        Command::Export(asked) => commands::export::run(&asked, output),
        Command::Backup(asked) => commands::backup::run(&asked, output),
        Command::Restore(asked) => commands::restore::run(&asked, output),
        Command::Token(asked) => commands::token::run(&asked, output),
        Command::User(asked) => commands::user::run(&asked, output),
        Command::Watch(asked) => commands::watch::run(&asked, output),
        Command::Schema(asked) => commands::schema::run(&asked, output),
        Command::Doctor(asked) => commands::doctor::run(&asked, output),
        Command::Completions(asked) => commands::shell::completions(&asked, output),
        Command::Man(asked) => commands::shell::man(&asked, output),
    }
}
