//! `koinon.sock`: how commands hand their work to the node that serves, so that two writers are never possible and an import needs no stop.
//!
//! ```text
//! {"op":"publish","by":"office:main","bytes":1234}\n   and 1,234 bytes: one draft a line
//! {"bytes":567}\n                                      and 567 bytes: {"Ok":{"statements":[..],"warnings":[..]}} or {"Err":..}
//! {"op":"state","bytes":1234}\n                       the same for the record's own kinds, of which the node alone speaks
//! {"op":"status","bytes":0}\n                          size, and why it signs nothing, if it does not
//! ```
//! Mode 0600: whoever may use it may also write the folder. One request for each connection; every length bounded.

use std::fs::{File, Permissions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;

use record::{Draft, Fault, Json, Office};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::error::{Halt, LineFaults, OpenError, PublishError};
use crate::limits::{ANSWER_WAIT, BATCH_STATEMENTS_MAX, SOCKET_BYTES_MAX, SOCKET_CONNECTIONS_MAX, SOCKET_HEADER_MAX, SOCKET_WAIT};
use crate::model::Model;
use crate::node::Door;
use crate::prepare::Speaker;
use crate::reading::Reading;
use crate::writer::Published;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    op: Op,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Office>,
    bytes: usize,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Op {
    Publish,
    State,
    Status,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    bytes: usize,
}

/// What a serving node says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Entries published and folded.
    pub size: u32,
    /// Why it signs nothing, if it does not.
    pub halt: Option<Halt>,
    /// The process that serves.
    pub process: u32,
}

/// The thread that listens; stops when it is dropped.
pub(crate) struct SocketThread {
    path: PathBuf,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl SocketThread {
    /// Listens in the node's folder. What another, dead process left there is taken away: the lock is ours.
    pub(crate) fn start<M: Model>(reading: Arc<Reading<M>>, door: Door) -> Result<SocketThread, OpenError> {
        let dir = reading.dir().to_owned();
        let path = dir.join(NAME);
        let listener = listen(&dir).map_err(|source| OpenError::Make { path: path.clone(), source })?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopping = stop.clone();
        let thread = std::thread::Builder::new().name("socket".to_owned()).spawn(move || accept(&listener, &reading, &door, &stopping));
        let thread = thread.map_err(|source| OpenError::Make { path: path.clone(), source })?;
        Ok(SocketThread { path, stop, thread: Some(thread) })
    }
}

impl Drop for SocketThread {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread; where that fails, it is awake or gone.
        let is_woken = connect(self.path.parent().unwrap_or_else(|| Path::new("."))).is_ok();
        // Where the folder is gone no one can knock any more: the thread waits in vain, and ends with the process.
        if let Some(thread) = self.thread.take().filter(|_| is_woken) {
            drop(thread.join());
        }
        drop(std::fs::remove_file(&self.path));
    }
}

const NAME: &str = "koinon.sock";

/// A path of any length below `dir`, short enough for a socket's address (108 bytes): through the folder's open file where it must.
fn short_path(dir: &Path, name: &str) -> io::Result<(PathBuf, Option<File>)> {
    let path = dir.join(name);
    if path.as_os_str().len() < 100 {
        return Ok((path, None));
    }
    let folder = File::open(dir)?;
    Ok((PathBuf::from(format!("/proc/self/fd/{}/{name}", folder.as_raw_fd())), Some(folder)))
}

fn listen(dir: &Path) -> io::Result<UnixListener> {
    // Made in the folder of keys, which no one else enters, so that it is private before it has its name.
    let keys = dir.join("keys");
    let part = keys.join(NAME);
    for stale in [&part, &dir.join(NAME)] {
        match std::fs::remove_file(stale) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    let (short, _folder) = short_path(&keys, NAME)?;
    let listener = UnixListener::bind(short)?;
    std::fs::set_permissions(&part, Permissions::from_mode(0o600))?;
    std::fs::rename(&part, dir.join(NAME))?;
    Ok(listener)
}

fn connect(dir: &Path) -> io::Result<UnixStream> {
    let (short, _folder) = short_path(dir, NAME)?;
    UnixStream::connect(short)
}

fn accept<M: Model>(listener: &UnixListener, reading: &Arc<Reading<M>>, door: &Door, stop: &AtomicBool) {
    let serving = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        if serving.fetch_add(1, Ordering::SeqCst) >= SOCKET_CONNECTIONS_MAX {
            serving.fetch_sub(1, Ordering::SeqCst);
            // The other side learns it or has gone: nothing more can be done for it.
            drop(write_answer(&stream, &Err::<Published, PublishError>(PublishError::Busy)));
            continue;
        }
        let (reading, door, served) = (reading.clone(), door.clone(), serving.clone());
        let thread = std::thread::Builder::new().name("socket-request".to_owned()).spawn(move || {
            drop(serve(&stream, &reading, &door));
            served.fetch_sub(1, Ordering::SeqCst);
        });
        if thread.is_err() {
            serving.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

fn serve<M: Model>(stream: &UnixStream, reading: &Reading<M>, door: &Door) -> io::Result<()> {
    stream.set_read_timeout(Some(SOCKET_WAIT))?;
    stream.set_write_timeout(Some(SOCKET_WAIT))?;
    let mut input = BufReader::new(stream);
    let request: Request = read_header(&mut input)?;
    let payload = read_payload(&mut input, request.bytes)?;
    match request.op {
        Op::Status => {
            let halt = door.is_signing().err();
            write_answer(stream, &Status { size: reading.size(), halt, process: std::process::id() })
        }
        Op::Publish => {
            let by = request.by.unwrap_or_default();
            let published = read_drafts(&payload).and_then(|drafts| door.publish(reading, drafts, Speaker::Office(&by), &|_| ()));
            write_answer(stream, &published)
        }
        Op::State => {
            let published = read_drafts(&payload).and_then(|drafts| door.publish(reading, drafts, Speaker::Node, &|_| ()));
            write_answer(stream, &published)
        }
    }
}

fn read_header<T: DeserializeOwned>(input: &mut impl BufRead) -> io::Result<T> {
    let mut line = Vec::new();
    let limit = u64::try_from(SOCKET_HEADER_MAX).unwrap_or(u64::MAX);
    input.by_ref().take(limit).read_until(b'\n', &mut line)?;
    if line.last() != Some(&b'\n') {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the header line is missing or too long"));
    }
    serde_json::from_slice(&line).map_err(io::Error::from)
}

fn read_payload(input: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    if length > SOCKET_BYTES_MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("it is longer than {SOCKET_BYTES_MAX} bytes")));
    }
    let mut payload = Vec::new();
    input.take(u64::try_from(length).unwrap_or(0)).read_to_end(&mut payload)?;
    if payload.len() == length { Ok(payload) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn write_answer<T: Serialize>(mut stream: &UnixStream, answer: &T) -> io::Result<()> {
    let payload = serde_json::to_vec(answer)?;
    let mut header = serde_json::to_vec(&Answer { bytes: payload.len() })?;
    header.push(b'\n');
    stream.write_all(&header)?;
    stream.write_all(&payload)?;
    stream.flush()
}

/// Reads drafts, one a line; empty lines are passed over but counted.
pub(crate) fn read_drafts(lines: &[u8]) -> Result<Vec<Draft>, PublishError> {
    let mut drafts = Vec::new();
    let mut faults = Vec::new();
    for (line, bytes) in (1..).zip(lines.split(|byte| *byte == b'\n')) {
        if bytes.is_empty() {
            continue;
        }
        if drafts.len() >= BATCH_STATEMENTS_MAX {
            return Err(PublishError::TooLarge { statements: BATCH_STATEMENTS_MAX, bytes: crate::limits::BATCH_BYTES_MAX });
        }
        let json: Result<Json, _> = serde_json::from_slice(bytes);
        let draft = json.map_err(|error| vec![Fault::new("", format!("the line is no JSON: {error}"))]).and_then(Draft::from_json);
        match draft {
            Ok(draft) => drafts.push(draft),
            Err(found) => faults.push(LineFaults { line, faults: found }),
        }
    }
    if faults.is_empty() { Ok(drafts) } else { Err(PublishError::Faults(faults)) }
}

/// Hands a batch to the node that serves in `dir`. Errors: no one listens, or the connection broke off before the answer.
pub(crate) fn hand_over(dir: &Path, drafts: &[Draft], by: Speaker<'_>) -> io::Result<Result<Published, PublishError>> {
    let stream = connect(dir)?;
    let mut payload = Vec::new();
    for draft in drafts {
        serde_json::to_writer(&mut payload, &draft.to_json())?;
        payload.push(b'\n');
    }
    match by {
        Speaker::Office(office) | Speaker::Sealed(office) => ask(stream, Op::Publish, Some(office.clone()), &payload),
        Speaker::Node => ask(stream, Op::State, None, &payload),
    }
}

/// Asks the node that serves in `dir` how it is. Errors: no one listens.
pub fn status(dir: &Path) -> io::Result<Status> {
    ask(connect(dir)?, Op::Status, None, &[])
}

fn ask<T: DeserializeOwned>(mut stream: UnixStream, op: Op, by: Option<Office>, payload: &[u8]) -> io::Result<T> {
    stream.set_read_timeout(Some(ANSWER_WAIT))?;
    stream.set_write_timeout(Some(SOCKET_WAIT))?;
    let mut header = serde_json::to_vec(&Request { op, by, bytes: payload.len() })?;
    header.push(b'\n');
    stream.write_all(&header)?;
    stream.write_all(payload)?;
    let mut input = BufReader::new(&stream);
    let answer: Answer = read_header(&mut input)?;
    serde_json::from_slice(&read_payload(&mut input, answer.bytes)?).map_err(io::Error::from)
}
