//! The demo league as separate processes of this binary: one can be killed to see what the others make of it.

use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::found::{Founded, Member};
use crate::commands::serve::Server;
use crate::demo::bodies::Body;
use crate::failure::Failure;
use crate::output::Output;

/// How often it is looked how the processes are.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// How often it is looked whether a new one answers, before it is given up: half a minute.
const LOOKS_MAX: u32 = 300;

/// A node that runs by itself.
struct Running {
    body: &'static Body,
    url: String,
    address: SocketAddr,
    child: Child,
    has_ended: bool,
}

/// Runs all of them until this process is told to end, or none is left.
pub(super) fn run(founded: Vec<Founded>, marks: &Path, server: &Server, output: Output) -> Result<(), Failure> {
    let mut running = Vec::new();
    let begun = founded.into_iter().try_for_each(|founded| begin(founded, marks).map(|one| running.push(one)));
    let watched = begun.and_then(|()| watch(&mut running, server, output));
    end(&mut running);
    watched
}

/// Hands a node over to a process of its own.
fn begin(founded: Founded, marks: &Path) -> Result<Running, Failure> {
    let Founded { member, node, .. } = founded;
    let Member { body, url, address, listener } = member;
    let dir = node.dir().to_owned();
    // Folder and address are free from here on: the process opens both by itself.
    drop(node);
    drop(listener);
    let program = std::env::current_exe().map_err(Failure::failed)?;
    let mut command = Command::new(program);
    command.args(["serve", "--quiet", "--dir"]).arg(&dir).env("STATE_DIRECTORY", marks).stdin(Stdio::null()).stdout(Stdio::null());
    let child = command.spawn().map_err(|error| Failure::failed(format!("`{}` can't be run as a process: {error}", dir.display())))?;
    Ok(Running { body, url, address, child, has_ended: false })
}

fn watch(running: &mut [Running], server: &Server, output: Output) -> Result<(), Failure> {
    for one in &mut *running {
        answers(one, server)?;
    }
    if let Some(first) = running.first() {
        output.line(&first.url)?;
    }
    for one in &*running {
        output.say(&format!("{}, process {}", super::line(&one.url, one.body), one.child.id()));
    }
    output.say("kill a process to see what the others make of it; Ctrl-C ends them all");
    while !server.is_told_to_end() && running.iter().any(|one| !one.has_ended) {
        for one in running.iter_mut().filter(|one| !one.has_ended) {
            if let Ok(Some(status)) = one.child.try_wait() {
                one.has_ended = true;
                output.say(&format!("process {} has ended ({status}): {}", one.child.id(), one.body.english()));
            }
        }
        std::thread::sleep(LOOK_EVERY);
    }
    Ok(())
}

/// Waits until a node answers. Errors: it ended, or does not.
fn answers(one: &mut Running, server: &Server) -> Result<(), Failure> {
    for _ in 0..LOOKS_MAX {
        if server.is_told_to_end() || TcpStream::connect(one.address).is_ok() {
            return Ok(());
        }
        if let Ok(Some(status)) = one.child.try_wait() {
            return Err(Failure::failed(format!("the node of {} did not start ({status})", one.body.english())));
        }
        std::thread::sleep(LOOK_EVERY);
    }
    Err(Failure::failed(format!("the node of {} does not answer", one.body.english())))
}

/// Ends all that still run, and waits for them.
fn end(running: &mut [Running]) {
    for one in running.iter_mut().filter(|one| !one.has_ended) {
        if let Some(process) = i32::try_from(one.child.id()).ok().and_then(Pid::from_raw) {
            // Where it has ended meanwhile, there is no one to tell.
            let _ = kill_process(process, Signal::TERM);
        }
    }
    for one in running.iter_mut().filter(|one| !one.has_ended) {
        let _ = one.child.wait();
    }
}
