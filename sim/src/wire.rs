//! The network: carries a request to whom it is for, in the same thread, and loses, delays, cuts, doubles and changes what passes.
//!
//! In: [`node::fetch::Fetch`] over the other members. Out: sockets; nothing is asked of this machine's network.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use node::Known;
use node::fetch::{Fetch, FetchError, Got, Method, Request};
use record::Origin;
use record::checkpoint::Checkpoint;
use record::merkle::Hash;
use record::places::OWN;
use record::witness::AddCheckpoint;

use crate::body::Body;
use crate::clock::WorldTime;
use crate::faults::Faults;
use crate::liar::Liar;
use crate::limits::LATE_MAX;
use crate::random::Random;

/// Whom one reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    /// A body, by number.
    Body(usize),
    /// The liar.
    Liar,
}

/// The network as one body has it for one turn.
pub(crate) struct Wire<'w> {
    pub(crate) asker: usize,
    pub(crate) bodies: &'w [Body],
    pub(crate) liar: Option<&'w Liar>,
    pub(crate) faults: &'w Faults,
    pub(crate) time: &'w WorldTime,
    pub(crate) random: &'w Mutex<Random>,
    /// Who loses whom.
    pub(crate) is_apart: &'w (dyn Fn(usize, Peer) -> bool + Sync),
    /// Of whom no answer comes in this turn, because it dies in it.
    pub(crate) dying: Option<usize>,
    pub(crate) passed: Mutex<Passed>,
}

/// What passed in a turn.
#[derive(Debug, Default)]
pub(crate) struct Passed {
    pub(crate) requests: u64,
    pub(crate) bytes: u64,
    /// Whether all was carried as it was.
    pub(crate) is_disturbed: bool,
    /// Which witness says that it cosigned what.
    pub(crate) cosigned: Vec<(usize, Origin, u64, Hash)>,
    /// What was posted, and to whom.
    pub(crate) posted: VecDeque<(usize, Vec<u8>)>,
}

/// What is asked crosses threads in a serving node; here one thread does all, and a lock is never waited for.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Fetch for Wire<'_> {
    fn send(&self, request: &Request) -> Result<Got, FetchError> {
        locked(&self.passed).requests += 1;
        let (host, path) = request.url.strip_prefix("https://").and_then(|rest| rest.split_once('/')).unwrap_or((&request.url, ""));
        let peer = self.bodies.iter().position(|body| body.origin.as_str() == host).map(Peer::Body);
        let peer = peer.or_else(|| self.liar.filter(|liar| liar.origin.as_str() == host).map(|_| Peer::Liar));
        let Some(peer) = peer else { return Err(FetchError::Name { host: host.to_owned(), why: "no such name".to_owned() }) };
        let unreached = |why: &str| Err(FetchError::Connect { host: host.to_owned(), why: why.to_owned() });
        if (self.is_apart)(self.asker, peer) || self.strikes(self.faults.drop) {
            self.disturbed();
            return unreached("lost");
        }
        let got = self.carried(peer, request, path);
        if let Peer::Body(number) = peer
            && self.dying == Some(number)
        {
            self.disturbed();
            return unreached("it died");
        }
        let mut got = got?;
        self.time.pass(locked(self.random).between(1, 200));
        if self.strikes(self.faults.slow) {
            return self.slow(host, request.wait, got);
        }
        if self.strikes(self.faults.lose_answer) {
            self.disturbed();
            return Err(FetchError::Malformed { host: host.to_owned(), why: "it ends early".to_owned() });
        }
        self.damage(&mut got);
        if got.body.len() > request.bytes_max {
            return Err(FetchError::TooLarge { host: host.to_owned(), bytes_max: request.bytes_max });
        }
        locked(&self.passed).bytes += u64::try_from(got.body.len()).unwrap_or(u64::MAX);
        Ok(got)
    }
}

impl Wire<'_> {
    fn strikes(&self, percent: u32) -> bool {
        percent > 0 && locked(self.random).chance(percent)
    }

    fn disturbed(&self) {
        locked(&self.passed).is_disturbed = true;
    }

    fn slow(&self, host: &str, wait: Duration, got: Got) -> Result<Got, FetchError> {
        let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(0);
        let took_ms = locked(self.random).between(0, wait_ms.saturating_mul(2));
        self.time.pass(took_ms.min(wait_ms));
        if took_ms < wait_ms {
            return Ok(got);
        }
        self.disturbed();
        Err(FetchError::Timeout { host: host.to_owned(), wait })
    }

    fn damage(&self, got: &mut Got) {
        if self.strikes(self.faults.truncate) {
            self.disturbed();
            let length = locked(self.random).below(got.body.len() + 1);
            got.body.truncate(length);
        }
        if self.strikes(self.faults.corrupt) {
            self.disturbed();
            let at = locked(self.random).below(got.body.len());
            if let Some(byte) = got.body.get_mut(at) {
                *byte ^= 1 << locked(self.random).below(8);
            }
        }
    }

    fn carried(&self, peer: Peer, request: &Request, path: &str) -> Result<Got, FetchError> {
        let Peer::Body(number) = peer else {
            let nobody = FetchError::Name { host: String::new(), why: "no liar".to_owned() };
            return self.liar.map_or(Err(nobody), |liar| liar.answer(self.asker, request, path, &mut locked(self.random)));
        };
        let Some(body) = self.bodies.get(number) else { return Ok(answered(404, Vec::new())) };
        if request.method == Method::Get {
            return Ok(read(body, path));
        }
        let mut got = self.posted(body, &request.body);
        if self.strikes(self.faults.duplicate) {
            got = self.posted(body, &request.body);
        }
        Ok(got)
    }

    /// Hands a request for a cosignature to a body's witness.
    pub(crate) fn posted(&self, body: &Body, bytes: &[u8]) -> Got {
        {
            let mut passed = locked(&self.passed);
            passed.posted.push_back((body.number, bytes.to_vec()));
            if passed.posted.len() > LATE_MAX {
                passed.posted.pop_front();
            }
        }
        let Ok(node) = body.node() else { return answered(503, Vec::new()) };
        let Ok(witness) = node.witness() else { return answered(503, Vec::new()) };
        let log_keys = |origin: &Origin| node.partner_keys(origin).unwrap_or_default();
        let copied = |origin: &Origin| node.record(origin).and_then(|record| node.signed_of(record)).map(|signed| (signed.size, signed.root));
        let reply = witness.add_checkpoint(bytes, Known { log_keys: &log_keys, copied: &copied });
        if reply.status == 200 && self.dying != Some(body.number) {
            locked(&self.passed).cosigned.extend(checkpoint_of(bytes).map(|told| (body.number, told.origin, told.size, told.root)));
        }
        answered(reply.status, reply.body.into_bytes())
    }
}

fn answered(status: u16, body: Vec<u8>) -> Got {
    Got { status, headers: Vec::new(), body }
}

/// What the serving node answers to a GET: its log, and what it cosigned last of another's.
fn read(body: &Body, path: &str) -> Got {
    let Ok(node) = body.node() else { return answered(503, Vec::new()) };
    let found = match path.strip_prefix("log/") {
        Some(path) => node.tile(OWN, path).ok().flatten(),
        None => {
            let witness = node.witness().ok().zip(path.strip_suffix("/checkpoint"));
            witness.and_then(|(witness, name)| witness.checkpoint(name).ok().flatten()).map(String::into_bytes)
        }
    };
    found.map_or_else(|| answered(404, Vec::new()), |bytes| answered(200, bytes))
}

fn checkpoint_of(request: &[u8]) -> Option<Checkpoint> {
    let request: AddCheckpoint = std::str::from_utf8(request).ok()?.parse().ok()?;
    request.note.text.parse().ok()
}
