//! A node's folder, as commands use it: opened to read, or handed to the one writer, with errors turned into exit codes.

use std::path::Path;
use std::sync::Arc;

use league::Cut;
use node::{AnywhereError, Clock as _, Machine, OpenError, Passphrase, PublishError, ReadError, SystemClock};
use record::{Draft, Entry, Json, Office};
use web::Live;

use crate::environment;
use crate::failure::{Exit, Failure};
use crate::output::Output;

/// The longest file of a passphrase, in bytes.
const PASSPHRASE_FILE_BYTES_MAX: u64 = 4_096;

/// A node, opened to read.
pub(crate) type Reading = node::Reading<Live>;
/// A node, opened by its one writer.
pub(crate) type Node = node::Node<Live>;

/// What a node needs of this machine. Errors: nothing says where high-water marks may stay.
pub(crate) fn machine() -> Result<Machine, Failure> {
    let [state, xdg, home] = ["STATE_DIRECTORY", "XDG_STATE_HOME", "HOME"].map(environment::value);
    let marks = node::marks_folder(state.as_deref(), xdg.as_deref(), home.as_deref()).ok_or_else(|| {
        Failure::new(Exit::Configuration, "nothing says where high-water marks stay, which keep an old copy from signing a second history")
            .with_way_out("set `STATE_DIRECTORY` to a folder outside the node's own, which is never restored or copied with it")
    })?;
    Ok(Machine { clock: Arc::new(SystemClock::new()), marks, passphrase: passphrase()? })
}

/// The passphrase that opens keys: the first line of the file that `KOINON_KEY_PASSPHRASE_FILE` names, else of the systemd credential
/// `koinon-key-passphrase`. None where there is neither. Errors: the file can't be read, is open to others, or holds none.
pub(crate) fn passphrase() -> Result<Option<Passphrase>, Failure> {
    if let Some(path) = environment::value("KOINON_KEY_PASSPHRASE_FILE") {
        return read_passphrase(Path::new(&path)).map(Some);
    }
    let credential = environment::value("CREDENTIALS_DIRECTORY").map(|folder| Path::new(&folder).join("koinon-key-passphrase"));
    // Who may read it is systemd's care; its mode shows the group of an access list.
    credential.filter(|path| path.is_file()).map(|path| first_line(&path)).transpose()
}

/// The passphrase in a file for its owner alone.
pub(crate) fn read_passphrase(path: &Path) -> Result<Passphrase, Failure> {
    if node::is_open_to_others(path) {
        let message = format!("the passphrase file `{}` can be read by others on this machine", path.display());
        return Err(Failure::new(Exit::Configuration, message).with_way_out(format!("chmod 600 {}", path.display())));
    }
    first_line(path)
}

fn first_line(path: &Path) -> Result<Passphrase, Failure> {
    let bytes = crate::commands::read_input(path, PASSPHRASE_FILE_BYTES_MAX).map_err(|failure| Failure { exit: Exit::Configuration, ..failure })?;
    let text = std::str::from_utf8(&bytes).ok().and_then(|text| text.lines().next()).and_then(Passphrase::new);
    text.ok_or_else(|| {
        let message = format!("the passphrase file `{}` holds no passphrase of 15 characters or more on its first line", path.display());
        Failure::new(Exit::Configuration, message)
    })
}

/// Publishes whether or not the node serves. Errors: outer, the folder; inner, what was said.
pub(crate) fn publish(dir: &Path, drafts: Vec<Draft>, by: &Office, output: Output) -> Result<Result<node::Published, PublishError>, Failure> {
    let count = drafts.len();
    let progress = |done: usize| output.progress(&format!("{done} of {count} checked"));
    match node::publish_anywhere::<Live>(dir, league::KINDS, &machine()?, drafts, by, &progress) {
        Ok(published) => Ok(Ok(published)),
        Err(AnywhereError::Publish(error)) => Ok(Err(error)),
        Err(AnywhereError::Open(error)) => Err(unopened(&error)),
    }
}

/// Says what publishing would say, and writes nothing: the warnings, by number of the statement.
pub(crate) fn check(dir: &Path, drafts: Vec<Draft>, by: &Office) -> Result<Result<Vec<(usize, record::Fault)>, PublishError>, Failure> {
    Ok(read(dir)?.check(drafts, by, SystemClock::new().now()))
}

/// Opens the node in `dir` to read it, also beside one that serves.
pub(crate) fn read(dir: &Path) -> Result<Reading, Failure> {
    Reading::open(dir, league::KINDS).map_err(|error| unopened(&error))
}

/// Why a folder could not be opened.
pub(crate) fn unopened(error: &OpenError) -> Failure {
    match error {
        OpenError::NoNode(_) => Failure::not_found(error),
        OpenError::InUse(_) => Failure::new(Exit::Unavailable, error),
        OpenError::Key { .. } | OpenError::Mark { .. } => Failure::new(Exit::Configuration, error),
        OpenError::Read(error) => unread_ref(error),
        OpenError::TooLarge(_) | OpenError::Make { .. } => Failure::failed(error),
    }
}

/// Why something that should be there could not be read.
#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
pub(crate) fn unread(error: ReadError) -> Failure {
    unread_ref(&error)
}

fn unread_ref(error: &ReadError) -> Failure {
    match error {
        ReadError::Damaged(_) => Failure::new(Exit::NotVerified, error),
        ReadError::Store(_) | ReadError::File { .. } => Failure::failed(error),
    }
}

/// Refuses a folder without a node: commands that write beside the record would make half of one.
pub(crate) fn must_be_node(dir: &Path) -> Result<(), Failure> {
    if dir.join("record.db").is_file() { Ok(()) } else { Err(unopened(&OpenError::NoNode(dir.to_owned()))) }
}

/// Today in UTC, in days since 1970: up to when open ends count where nothing else is asked.
pub(crate) fn today() -> i32 {
    i32::try_from(SystemClock::new().now().as_second().div_euclid(86_400)).unwrap_or(i32::MAX)
}

/// How many entries count at a moment; all of them where none is given.
pub(crate) fn size_at(reading: &Reading, asof_ms: Option<i64>) -> u32 {
    let held = reading.held();
    asof_ms.map_or_else(|| held.rows.size(), |at_ms| held.rows.size_at(at_ms))
}

/// Asks something of the record's first `size` entries.
pub(crate) fn with_cut<T>(reading: &Reading, size: u32, ask: impl FnOnce(&Cut<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
    let held = reading.held();
    if size == held.rows.size() {
        ask(&Cut { rows: &held.rows, size, model: &held.model.0 })
    } else {
        ask(&Cut { rows: &held.rows, size, model: &held.model.0.as_of(size) })
    }
}

/// The entry of a row.
pub(crate) fn entry(reading: &Reading, row: u32) -> Result<Entry, Failure> {
    reading.entry(row).map_err(unread)?.ok_or_else(|| Failure::not_found(format!("there is no entry in row {row}")))
}

/// The body of the entry of a row.
pub(crate) fn body(reading: &Reading, row: u32) -> Result<Option<Json>, Failure> {
    reading.body(row).map_err(unread)
}

/// Whether anything is known of a place.
pub(crate) fn knows_place(cut: &Cut<'_>, code: &str) -> bool {
    cut.model.register().find(code).is_some() || ["measure/v1", "coverage/v1"].iter().any(|kind| cut.rows.has_place(kind, code))
}
