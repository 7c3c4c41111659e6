//! Founds the nodes of the demo league, lets each pin the others, and tells each its part of the story, every batch at its own time.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use node::{Clock, Founding, Machine, SystemClock};
use record::EntryId;
use record::own::partner::{self, Partner, SpeaksFor};

use crate::commands::serve::Server;
use crate::demo::bodies::Body;
use crate::demo::{self, Batch};
use crate::failure::Failure;
use crate::folder::{self, Node};
use crate::output::Output;
use crate::settings;

/// A node that is to be, and where.
pub(super) struct Member {
    pub(super) body: &'static Body,
    /// Its address, as its partners know it.
    pub(super) url: String,
    pub(super) address: SocketAddr,
    pub(super) listener: TcpListener,
}

/// A node that knows its story.
pub(super) struct Founded {
    pub(super) member: Member,
    pub(super) node: Arc<Node>,
    pub(super) clock: Arc<StoryClock>,
}

/// Founds all nodes below `dir` and tells them the story. None where the process was told to end meanwhile.
pub(super) fn league(dir: &Path, marks: &Path, members: Vec<Member>, server: &Server, output: Output) -> Result<Option<Vec<Founded>>, Failure> {
    let mut stories = demo::stories(demo::SEED, SystemClock::new().now());
    let addresses: Vec<SocketAddr> = members.iter().map(|member| member.address).collect();
    let mut founded = Vec::new();
    for (member, (_, batches)) in members.into_iter().zip(&stories) {
        let first = batches.first().map(|batch| batch.at);
        founded.push(found(&dir.join(member.body.slug), marks, member, &addresses, first)?);
    }
    let partners: Vec<Partner> = founded.iter().map(partner_of).collect::<Result<_, _>>()?;
    let count: usize = stories.iter().map(|(_, batches)| batches.len()).sum();
    let done = AtomicUsize::new(0);
    let progress = || output.progress(&format!("telling an invented story: {} of {count}", 1 + done.fetch_add(1, Ordering::Relaxed)));
    let is_told = std::thread::scope(|scope| {
        let tell = |(founded, (_, batches)): (&Founded, (_, Vec<Batch>))| {
            let (partners, progress) = (&partners, &progress);
            let (node, clock) = (Arc::clone(&founded.node), Arc::clone(&founded.clock));
            let name = format!("story-{}", founded.member.body.slug);
            std::thread::Builder::new().name(name).spawn_scoped(scope, move || tell(&node, &clock, partners, &batches, server, progress))
        };
        let telling: Result<Vec<_>, _> = founded.iter().zip(stories.drain(..)).map(tell).collect();
        let told = telling
            .map_err(Failure::failed)?
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(Failure::failed("the story can't be told"))));
        told.collect::<Result<Vec<bool>, Failure>>()
    })?;
    Ok(is_told.into_iter().all(|is_told| is_told).then_some(founded))
}

fn found(dir: &Path, marks: &Path, member: Member, addresses: &[SocketAddr], first: Option<Timestamp>) -> Result<Founded, Failure> {
    let clock = Arc::new(StoryClock::default());
    if let Some(first) = first {
        clock.tell(first);
    }
    let machine = Machine { clock: clock.clone(), marks: PathBuf::from(marks), passphrase: None };
    let body = member.body;
    let others: Vec<SocketAddr> = addresses.iter().copied().filter(|address| *address != member.address).collect();
    let founding = Founding {
        settings: settings::text_for_demo(member.address, &member.url, &others),
        origin: body.origin.parse().map_err(Failure::failed)?,
        name: body.name(),
        language: "en".to_owned(),
        licence: "CC0-1.0".to_owned(),
        place: Some(body.place.to_owned()),
        level: Some(body.level.to_owned()),
        seed: None,
    };
    Node::create(dir, &founding, &machine).map_err(|error| crate::commands::init::unmade(&error))?;
    let node = Node::open(dir, league::KINDS, &machine).map_err(|error| folder::unopened(&error))?;
    Ok(Founded { member, node: Arc::new(node), clock })
}

/// A node as the others pin it: each is held to speak for its own place.
fn partner_of(founded: &Founded) -> Result<Partner, Failure> {
    let Founded { member, node, .. } = founded;
    let identity = node.identity();
    let witness = node.witness().map_err(Failure::failed)?;
    Ok(Partner {
        origin: identity.origin.clone(),
        name: identity.names.clone(),
        url: member.url.clone(),
        vkey: identity.vkey.to_string(),
        witness: Some(witness.vkey().to_string()),
        mirror: Some(witness.mirror_key().verifying_key().to_string()),
        did: None,
        speaks_for: vec![SpeaksFor { place: member.body.place.to_owned(), level: Some(member.body.level.to_owned()), sectors: Vec::new() }],
        paused: false,
    })
}

/// Tells one node its story. False where the process was told to end meanwhile.
fn tell(
    node: &Node,
    clock: &StoryClock,
    partners: &[Partner],
    batches: &[Batch],
    server: &Server,
    progress: &(dyn Fn() + Sync),
) -> Result<bool, Failure> {
    let untold = |error: &dyn std::fmt::Display| Failure::failed(format!("the story can't be told: {error}"));
    let others = partners.iter().filter(|partner| partner.origin != node.identity().origin);
    let pins = others.map(|other| {
        let subject = partner::subject(&other.origin).map_err(|error| untold(&error))?;
        record::own::draft(&partner::KIND, subject, None, other)
            .map_err(|faults| untold(&faults.first().map(ToString::to_string).unwrap_or_default()))
    });
    node.state(pins.collect::<Result<_, Failure>>()?).map_err(|error| untold(&error))?;
    let mut ids: Vec<EntryId> = Vec::new();
    for batch in batches {
        if server.is_told_to_end() {
            return Ok(false);
        }
        clock.tell(batch.at);
        let published = node.publish(batch.drafts(&ids), &batch.by).map_err(|error| untold(&error))?;
        ids.extend(published.statements.iter().map(|receipt| receipt.id));
        progress();
    }
    clock.go_on();
    Ok(true)
}

/// The machine's clock, but for while the story is told: then it shows the story's time.
#[derive(Debug, Default)]
pub(super) struct StoryClock {
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
