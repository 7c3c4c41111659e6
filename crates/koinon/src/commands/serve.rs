//! `koinon serve`: the node's pages, data and log over HTTP, and its socket for other commands. Ctrl-C or SIGTERM ends it cleanly.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Weak};
use std::time::Duration;

use clap::Args;
use node::{Accounts, Clock, Machine, OpenError, Tokens};
use tokio::sync::watch;

use crate::commands::Dir;
use crate::failure::{Exit, Failure};
use crate::fetch::{Client, Remote, Trying};
use crate::folder::{self, Node};
use crate::notify::Courier;
use crate::output::Output;
use crate::settings::{self, LISTEN, OutgoingSettings, Settings};
use crate::turns::Turns;

/// Run a node: pages, data, the log, and the door for statements
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    dir: Dir,
    /// Address and port; the settings' if absent
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Let partners on this machine itself be asked, without TLS: for trying things out
    #[arg(long)]
    dev: bool,
}

/// How long requests may take to end once the node is told to.
const ENDING_WAIT: Duration = Duration::from_secs(5);
/// How often the own public address is compared with what is here.
const COMPARE_EVERY: Duration = Duration::from_hours(1);
/// A short command that has the folder is through in a moment.
const OPEN_TRIES: u32 = 20;
const OPEN_REST: Duration = Duration::from_millis(100);

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    let dir = &asked.dir.dir;
    folder::must_be_node(dir)?;
    let settings = settings::read(dir)?;
    let listen = match asked.listen.or(settings.listen) {
        Some(listen) => listen,
        None => LISTEN.parse().map_err(Failure::failed)?,
    };
    let machine = folder::machine()?;
    let node = Arc::new(open(dir, &machine)?);
    if let Err(halt) = node.is_signing() {
        output.warn(&format!("the node signs nothing: {halt}"));
    }
    let listener = TcpListener::bind(listen)
        .map_err(|error| Failure::failed(format!("can't listen at `{listen}`: {error}")).with_way_out("give another address with `--listen`"))?;
    node.serve_socket().map_err(|error| folder::unopened(&error))?;
    node.follow_index(|what| Output::of_server().warn(what)).map_err(|error| folder::unopened(&error))?;
    if let Some(url) = settings.url.clone() {
        compare_with_public(&node, &url, &settings.outgoing)?;
    }
    let public_url = settings.url.clone().unwrap_or_else(|| settings::url_of(&node.identity().origin));
    let client = Client::for_partners(&settings.outgoing, if asked.dev { Trying::Dev } else { Trying::No })?;
    let site = site(node, machine.clock, public_url, &settings)?;
    let courier = Courier::start(&site, &settings)?;
    let turns = Turns::start(&site, Arc::new(client))?;
    let served = Server::start()?.serve(vec![(site, listener)], &[], output);
    drop(turns);
    drop(courier);
    served.map(|()| Exit::Done)
}

/// Opens the node as its writer, waiting for a short command to be through.
fn open(dir: &std::path::Path, machine: &Machine) -> Result<Node, Failure> {
    for _ in 0..OPEN_TRIES {
        match Node::open(dir, league::KINDS, machine) {
            Err(OpenError::InUse(_)) => std::thread::sleep(OPEN_REST),
            opened => return opened.map_err(|error| folder::unopened(&error)),
        }
    }
    Err(folder::unopened(&OpenError::InUse(dir.to_owned())))
}

/// Compares with what the own public address serves, now and every hour: another copy of this node that signs is found (specs/record.md g, rule 4).
/// That it does not answer means nothing: it may be down, or not yet known to the world.
fn compare_with_public(node: &Arc<Node>, url: &str, outgoing: &OutgoingSettings) -> Result<(), Failure> {
    let node: Weak<Node> = Arc::downgrade(node);
    let log = Remote::new(url, outgoing)?.below("log");
    let compare = move || {
        loop {
            let note = log.get("checkpoint", record::note::NOTE_BYTES_MAX).ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok());
            let Some(node) = node.upgrade() else { return };
            if let Some(note) = note
                && let Err(halt) = node.compare_public(&note)
            {
                Output::of_server().warn(&format!("the node signs nothing from now on: {halt}"));
                return;
            }
            drop(node);
            std::thread::sleep(COMPARE_EVERY);
        }
    };
    std::thread::Builder::new().name("public-address".to_owned()).spawn(compare).map(drop).map_err(Failure::failed)
}

/// What is served.
pub(crate) fn site(node: Arc<Node>, clock: Arc<dyn Clock>, public_url: String, settings: &Settings) -> Result<web::Site, Failure> {
    let tokens = Arc::new(Tokens::open(node.dir()).map_err(Failure::failed)?);
    let accounts = Arc::new(Accounts::open(node.dir()).map_err(Failure::failed)?);
    let report = Arc::new(|line: &str| Output::of_server().warn(line));
    let allowances = settings.quota.iter().map(|(origin, quota)| (origin.clone(), quota.allowance())).collect();
    let (is_invented, findings) = (settings.invented, Arc::default());
    Ok(web::Site { node, tokens, accounts, clock, public_url, is_invented, allowances, findings, report })
}

/// The threads that serve, and the word to end, which is heard from the first moment on.
pub(crate) struct Server {
    runtime: tokio::runtime::Runtime,
    is_told: watch::Receiver<bool>,
}

impl Server {
    /// Starts the threads and listens for Ctrl-C and SIGTERM.
    pub(crate) fn start() -> Result<Server, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::failed)?;
        let (tell, is_told) = watch::channel(false);
        let entered = runtime.enter();
        let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::failed)?;
        let mut terminate = signal(SignalKind::terminate()).map_err(Failure::failed)?;
        runtime.spawn(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            tell.send_replace(true);
        });
        drop(entered);
        Ok(Server { runtime, is_told })
    }

    /// Whether the process was told to end.
    pub(crate) fn is_told_to_end(&self) -> bool {
        *self.is_told.borrow()
    }

    /// Serves nodes until the process is told to end. Once requests are answered, the address of the first goes to stdout, and a line for each to
    /// whoever looks on.
    pub(crate) fn serve(self, sites: Vec<(web::Site, TcpListener)>, legend: &[String], output: Output) -> Result<(), Failure> {
        let Server { runtime, is_told } = self;
        let served = runtime.block_on(async {
            let mut serving = Vec::new();
            for (at, (site, listener)) in sites.into_iter().enumerate() {
                listener.set_nonblocking(true).map_err(Failure::failed)?;
                let address = listener.local_addr().map_err(Failure::failed)?;
                let listener = tokio::net::TcpListener::from_std(listener).map_err(Failure::failed)?;
                if at == 0 {
                    output.line(&format!("http://{address}"))?;
                }
                let mut is_told = is_told.clone();
                // The sender never goes away without a word: an error means the same.
                let told = async move { drop(is_told.wait_for(|told| *told).await) };
                serving.push(runtime.spawn(web::serve(listener, web::router(site), told)));
            }
            legend.iter().for_each(|line| output.say(line));
            output.say("Ctrl-C ends it");
            for one in serving {
                one.await.map_err(Failure::failed)?.map_err(Failure::failed)?;
            }
            Ok(())
        });
        // What still runs is a request of someone who does not read the answer.
        runtime.shutdown_timeout(ENDING_WAIT);
        served
    }
}
