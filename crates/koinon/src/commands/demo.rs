//! `koinon demo`: the one command: an invented league of seven nodes, in a browser, with nothing to set up.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::commands::serve::{Server, site};
use crate::demo::bodies::{self, Body};
use crate::environment;
use crate::failure::{Exit, Failure};
use crate::fetch::{Client, Trying};
use crate::folder;
use crate::output::Output;
use crate::settings::{self, LISTEN};
use crate::turns::Turns;

mod found;
mod processes;

use found::{Founded, Member};

/// Show an invented league of seven nodes in the browser; nothing to set up
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// Keep the nodes in this folder, which must not exist yet or be empty; a temporary one if absent
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Address and port of the first node, the others behind it; the next free ports if they are taken
    #[arg(long, value_name = "ADDR", default_value = LISTEN)]
    listen: SocketAddr,
    /// Run each node as a process of its own, so that one can be killed to see what happens
    #[arg(long)]
    processes: bool,
}

/// Ports tried after the one that is taken.
const PORTS_TRIED: u16 = 50;

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let server = Server::start()?;
    let members = members(asked.listen)?;
    let (room, dir, marks) = match &asked.dir {
        Some(dir) => (None, dir.clone(), folder::machine()?.marks),
        None => {
            let room = room()?;
            let [dir, marks] = ["nodes", "state"].map(|name| room.path().join(name));
            (Some(room), dir, marks)
        }
    };
    let Some(founded) = found::league(&dir, &marks, members, &server, output)? else { return Ok(Exit::Done) };
    if asked.processes {
        processes::run(founded, &marks, &server, output)?;
    } else {
        serve(founded, server, output)?;
    }
    if let Some(dir) = &asked.dir {
        output.say(&format!("kept: koinon serve --dir {}", dir.join(bodies::OBSERVATORY.slug).display()));
    }
    drop(room);
    Ok(Exit::Done)
}

/// All nodes in this process.
fn serve(founded: Vec<Founded>, server: Server, output: Output) -> Result<(), Failure> {
    let mut legend = Vec::new();
    let (mut sites, mut turns) = (Vec::new(), Vec::new());
    for Founded { member, node, clock } in founded {
        node.serve_socket().map_err(|error| folder::unopened(&error))?;
        node.follow_index(|what| Output::of_server().warn(what)).map_err(|error| folder::unopened(&error))?;
        legend.push(line(&member.url, member.body));
        let settings = settings::read(node.dir())?;
        let client = Client::for_partners(&settings.outgoing, Trying::No)?;
        let site = site(node, clock, member.url, &settings)?;
        turns.push(Turns::start(&site, Arc::new(client))?);
        sites.push((site, member.listener));
    }
    let served = server.serve(sites, &legend, output);
    drop(turns);
    served
}

/// One line of the legend: where a node is, and whose.
fn line(url: &str, body: &Body) -> String {
    format!("{url}  {}", body.english())
}

/// A temporary folder; in memory where the system has such and no one says otherwise: hundreds of commits wait for no disk.
fn room() -> Result<tempfile::TempDir, Failure> {
    let memory = Path::new("/dev/shm");
    let mut builder = tempfile::Builder::new();
    builder.prefix("koinon-demo-");
    let in_memory = if environment::value("TMPDIR").is_none() && memory.is_dir() { builder.tempdir_in(memory).ok() } else { None };
    in_memory.map_or_else(|| builder.tempdir(), Ok).map_err(|error| Failure::failed(format!("no temporary folder can be made: {error}")))
}

/// Where each node listens: the first at the address that was asked for, each other behind it, past what is taken.
fn members(asked: SocketAddr) -> Result<Vec<Member>, Failure> {
    let mut members = Vec::new();
    let mut address = asked;
    for body in bodies::all() {
        let listener = listen(address)?;
        let bound = listener.local_addr().map_err(Failure::failed)?;
        // Port 0 is any port, for each of them.
        let next = if asked.port() == 0 { 0 } else { bound.port().saturating_add(1) };
        address.set_port(next);
        members.push(Member { body, url: format!("http://{bound}"), address: bound, listener });
    }
    Ok(members)
}

/// The address that was asked for, or one of the next ports.
fn listen(asked: SocketAddr) -> Result<TcpListener, Failure> {
    let mut address = asked;
    let mut taken = None;
    for port in (asked.port()..=u16::MAX).take(1 + usize::from(PORTS_TRIED)) {
        address.set_port(port);
        match TcpListener::bind(address) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => taken = Some(error),
            Err(error) => return Err(Failure::failed(format!("can't listen at `{address}`: {error}"))),
        }
    }
    let why = taken.map(|error| error.to_string()).unwrap_or_default();
    Err(Failure::failed(format!("no port from {} to {} is free: {why}", asked.port(), address.port())).with_way_out("give another with `--listen`"))
}
