//! `koinon demo`: the one command: an invented league's observatory, in a browser, with nothing to set up.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use node::{Clock, Founding, Machine, SystemClock};
use record::EntryId;

use crate::commands::serve::{Data, Server, site};
use crate::demo;
use crate::environment;
use crate::failure::{Exit, Failure};
use crate::folder::{self, Node};
use crate::output::Output;
use crate::settings::{self, LISTEN};

/// Show a node of an invented league in the browser; nothing to set up
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// Keep the node in this folder, which must not exist yet or be empty; a temporary one if absent
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Address and port; the next free port if it is taken
    #[arg(long, value_name = "ADDR", default_value = LISTEN)]
    listen: SocketAddr,
}

/// Ports tried after the one that is taken.
const PORTS_TRIED: u16 = 50;

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let server = Server::start()?;
    let listener = listen(asked.listen)?;
    let clock = Arc::new(StoryClock::default());
    let (room, dir, marks) = match &asked.dir {
        Some(dir) => (None, dir.clone(), folder::machine()?.marks),
        None => {
            let room = room()?;
            let [dir, marks] = ["node", "state"].map(|name| room.path().join(name));
            (Some(room), dir, marks)
        }
    };
    let machine = Machine { clock: clock.clone(), marks, passphrase: None };
    let Some(node) = told(&dir, &machine, &clock, &server, output)?.map(Arc::new) else { return Ok(Exit::Done) };
    node.serve_socket().map_err(|error| folder::unopened(&error))?;
    node.follow_index(|what| Output::of_server().warn(what)).map_err(|error| folder::unopened(&error))?;
    let url = format!("http://{}", listener.local_addr().map_err(Failure::failed)?);
    let site = site(node, clock, url, Data::Invented)?;
    server.serve(site, listener, output)?;
    if let Some(dir) = &asked.dir {
        output.say(&format!("kept: koinon serve --dir {}", dir.display()));
    }
    drop(room);
    Ok(Exit::Done)
}

/// A temporary folder; in memory where the system has such and no one says otherwise: two hundred commits wait for no disk.
fn room() -> Result<tempfile::TempDir, Failure> {
    let memory = Path::new("/dev/shm");
    let mut builder = tempfile::Builder::new();
    builder.prefix("koinon-demo-");
    let in_memory = if environment::value("TMPDIR").is_none() && memory.is_dir() { builder.tempdir_in(memory).ok() } else { None };
    in_memory.map_or_else(|| builder.tempdir(), Ok).map_err(|error| Failure::failed(format!("no temporary folder can be made: {error}")))
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

/// Founds the observatory and tells its story, each batch at its own time. None where the process was told to end meanwhile.
fn told(dir: &Path, machine: &Machine, clock: &StoryClock, server: &Server, output: Output) -> Result<Option<Node>, Failure> {
    let now = clock.now();
    let batches = demo::batches(demo::SEED, now);
    let origin: record::Origin = demo::ORIGIN.parse().map_err(Failure::failed)?;
    let founding = Founding {
        settings: settings::text_for_demo(),
        origin,
        name: demo::name(),
        language: "en".to_owned(),
        licence: "CC0-1.0".to_owned(),
        place: Some(demo::PLACE.to_owned()),
        level: Some(demo::LEVEL.to_owned()),
        seed: None,
    };
    if let Some(first) = batches.first() {
        clock.tell(first.at);
    }
    Node::create(dir, &founding, machine).map_err(|error| crate::commands::init::unmade(&error))?;
    let node = Node::open(dir, league::KINDS, machine).map_err(|error| folder::unopened(&error))?;
    let mut ids: Vec<EntryId> = Vec::new();
    for (at, batch) in batches.iter().enumerate() {
        if server.is_told_to_end() {
            return Ok(None);
        }
        clock.tell(batch.at);
        let published = node.publish(batch.drafts(&ids), &batch.by).map_err(|error| Failure::failed(format!("the story can't be told: {error}")))?;
        ids.extend(published.statements.iter().map(|receipt| receipt.id));
        output.progress(&format!("telling an invented story: {} of {}", at + 1, batches.len()));
    }
    clock.go_on();
    Ok(Some(node))
}

/// The machine's clock, but for while the story is told: then it shows the story's time.
#[derive(Debug, Default)]
struct StoryClock {
    machine: SystemClock,
    /// Milliseconds since 1970; 0 while the machine's clock counts.
    told_ms: AtomicI64,
}

impl StoryClock {
    fn tell(&self, at: Timestamp) {
        self.told_ms.store(at.as_millisecond(), Ordering::SeqCst);
    }

    fn go_on(&self) {
        self.told_ms.store(0, Ordering::SeqCst);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Timestamp {
        match self.told_ms.load(Ordering::SeqCst) {
            0 => self.machine.now(),
            told => Timestamp::from_millisecond(told).unwrap_or_else(|_| self.machine.now()),
        }
    }

    fn elapsed(&self) -> Duration {
        self.machine.elapsed()
    }
}
