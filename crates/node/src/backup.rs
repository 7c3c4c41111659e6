//! Backup and restore: a consistent copy of a folder, also while a node serves, with the hash of each file; never the keys unless asked.
//!
//! ```text
//! TO/manifest.json   record.db   access.db   league.db   koinon.toml   attachments/9d/9d97…   (keys/ only on request)
//! {"schema":"koinon/backup/v1","origin":"…","vkey":"…","size":4711,"root":"…","at":"…","files":[{"path":"record.db","bytes":…,"sha256":"…"}, …]}
//! ```
//! The manifest is written last: without it there is no backup. A restored folder enters the gates at its next start
//! (specs/record.md g, rules 4 and 7). The keys of witness and mirror are in no backup: a restored witness may have forgotten what it cosigned,
//! so it goes on under a new key.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Component, Path, PathBuf};

use record::checkpoint::encode_hash;
use record::envelope::at_text;
use record::note::hex;
use record::{Kind, Origin};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Mode, RecordFile, Signed, StoreError, copy_database};

use crate::attachment;
use crate::clock::Clock;
use crate::error::{OpenError, ReadError};
use crate::files;
use crate::gate::RESTORED;
use crate::identity::Identity;
use crate::limits::{BACKUP_FILES_MAX, MANIFEST_BYTES_MAX};
use crate::user::Accounts;
use crate::verify::{Scope, VerifyError, verify_store};
use crate::witness::LEAGUE_FILE;
use crate::writer::now_ms;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `koinon/backup/v1`.
    pub schema: String,
    /// Whose record.
    pub origin: Origin,
    /// The log's verification key.
    pub vkey: String,
    /// Entries in it.
    pub size: u64,
    /// Root over them, base64.
    pub root: String,
    /// When it was made.
    pub at: String,
    /// Every file in it, sorted by path.
    pub files: Vec<ManifestFile>,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// Path below the backup, with `/`.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, 64 hex digits.
    pub sha256: String,
}

/// Whether a backup holds the secret keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// It does not: they are kept apart, as they should be.
    Apart,
    /// It does: whoever reads it can sign for the body.
    Included,
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What the backup said.
    pub manifest: Manifest,
    /// Whether the log's key is there too; without it the folder can be read and nothing be stated.
    pub has_log_key: bool,
}

/// Why a backup was not made or not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The target.
    #[error("`{}` is not empty; give a folder that does not exist yet", .0.display())]
    NotEmpty(PathBuf),
    /// The manifest.
    #[error("`{}` is no backup: {what}", path.display())]
    NoBackup {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A file that is not what the manifest says.
    #[error("`{path}` in the backup is not what its manifest says: it was changed or cut off; take another backup")]
    Changed {
        /// Its path below the backup.
        path: String,
    },
    /// The system.
    #[error("`{}`: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no node to back up, or it can't be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// What was restored does not verify.
    #[error("what was restored does not verify: {0}")]
    Verify(#[from] VerifyError),
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> BackupError {
        BackupError::Open(error.into())
    }
}

const SCHEMA: &str = "koinon/backup/v1";
const MANIFEST: &str = "manifest.json";
const ACCESS: &str = "access.db";
/// The files beside the record that a backup holds, for their owner's eyes alone.
const PRIVATE: [&str; 2] = [ACCESS, LEAGUE_FILE];

/// Copies the node in `dir` to `to`, which must be empty or absent. The copy is of one moment, also while a node serves.
pub fn backup(dir: &Path, to: &Path, keys: Keys, clock: &dyn Clock) -> Result<Manifest, BackupError> {
    if !dir.join("record.db").is_file() {
        return Err(OpenError::NoNode(dir.to_owned()).into());
    }
    make_empty(to)?;
    // First the record: an attachment that a statement cites was there before the statement.
    copy_database(&dir.join("record.db"), &to.join("record.db"))?;
    let mut paths = vec!["record.db".to_owned()];
    for name in PRIVATE.into_iter().filter(|name| dir.join(name).is_file()) {
        let copied = to.join(name);
        copy_database(&dir.join(name), &copied)?;
        fs::set_permissions(&copied, fs::Permissions::from_mode(0o600)).map_err(file_error(&copied))?;
        paths.push(name.to_owned());
    }
    let mut copy = |path: String, mode: u32| -> Result<(), BackupError> {
        copy_file(&dir.join(&path), &to.join(&path), mode)?;
        paths.push(path);
        Ok(())
    };
    if dir.join("koinon.toml").is_file() {
        copy("koinon.toml".to_owned(), 0o644)?;
    }
    for sha256 in attachment::all(dir).map_err(file_error(&dir.join("attachments")))? {
        copy(format!("attachments/{}/{sha256}", sha256.get(..2).unwrap_or_default()), 0o644)?;
    }
    if keys == Keys::Included {
        for name in KEY_NAMES.into_iter().filter(|name| dir.join("keys").join(name).is_file()) {
            copy(format!("keys/{name}"), 0o600)?;
        }
    }
    let manifest = manifest(to, paths, clock)?;
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| file_error(&to.join(MANIFEST))(error.into()))?;
    files::write_whole(&to.join(MANIFEST), &text, 0o644).map_err(file_error(&to.join(MANIFEST)))?;
    Ok(manifest)
}

const KEY_NAMES: [&str; 3] = ["log.key", "identity.key", "next-identity.key"];

fn manifest(to: &Path, mut paths: Vec<String>, clock: &dyn Clock) -> Result<Manifest, BackupError> {
    let (identity, signed) = {
        let file = RecordFile::open(&to.join("record.db"), Mode::Read)?;
        let record = file.own();
        let damaged = |what: &str| OpenError::Read(ReadError::Damaged(what.to_owned()));
        let signed: Signed = record.latest()?.ok_or_else(|| damaged("no checkpoint is signed"))?;
        let genesis = record.entry(0)?.ok_or_else(|| damaged("entry 0 is missing"))?;
        (Identity::of_genesis(&genesis).map_err(OpenError::Read)?, signed)
    };
    paths.sort_unstable();
    let mut listed = Vec::with_capacity(paths.len());
    for path in paths {
        let (bytes, sha256) = hash_file(&to.join(&path)).map_err(file_error(&to.join(&path)))?;
        listed.push(ManifestFile { path, bytes, sha256 });
    }
    Ok(Manifest {
        schema: SCHEMA.to_owned(),
        origin: identity.origin,
        vkey: identity.vkey.to_string(),
        size: signed.size,
        root: encode_hash(&signed.root),
        at: at_text(now_ms(clock)).unwrap_or_default(),
        files: listed,
    })
}

/// Makes a node's folder in `dir`, which must be empty or absent, from the backup in `from`. Secret keys come from `keys`, a folder with
/// `log.key`, or from the backup if it has them. Everything is verified; the gates decide at the next start whether it may sign.
pub fn restore(from: &Path, dir: &Path, keys: Option<&Path>, kinds: &[Kind]) -> Result<Restored, BackupError> {
    let manifest = read_manifest(from)?;
    make_empty(dir)?;
    for file in &manifest.files {
        let path =
            safe_path(&file.path).ok_or_else(|| BackupError::NoBackup { path: from.to_owned(), what: format!("`{}` is no path", file.path) })?;
        let is_key = path.starts_with("keys");
        if is_key && keys.is_some() {
            continue;
        }
        let to = dir.join(&path);
        let is_private = is_key || PRIVATE.contains(&file.path.as_str());
        copy_file(&from.join(&path), &to, if is_private { 0o600 } else { 0o644 })?;
        let (bytes, sha256) = hash_file(&to).map_err(file_error(&to))?;
        if (bytes, &sha256) != (file.bytes, &file.sha256) {
            return Err(BackupError::Changed { path: file.path.clone() });
        }
    }
    if let Some(keys) = keys {
        for name in KEY_NAMES.into_iter().filter(|name| keys.join(name).is_file()) {
            copy_file(&keys.join(name), &dir.join("keys").join(name), 0o600)?;
        }
    }
    // Before the record can be opened at all: the next start must know that it was restored.
    files::write_whole(&dir.join(RESTORED), format!("{} {}\n", manifest.size, manifest.root).as_bytes(), 0o600).map_err(file_error(dir))?;
    let verified = verify_store(dir, kinds, Scope::RECORD, &|_| ())?;
    if (verified.signed.size, encode_hash(&verified.signed.root)) != (manifest.size, manifest.root.clone()) {
        return Err(BackupError::Changed { path: "record.db".to_owned() });
    }
    // A session that was signed out since must not open again.
    if dir.join(ACCESS).is_file() {
        Accounts::open(dir)?.end_all_sessions()?;
    }
    Ok(Restored { manifest, has_log_key: dir.join("keys").join("log.key").is_file() })
}

fn read_manifest(from: &Path) -> Result<Manifest, BackupError> {
    let no_backup = |what: String| BackupError::NoBackup { path: from.to_owned(), what };
    let bytes = files::read_bounded(&from.join(MANIFEST), MANIFEST_BYTES_MAX).map_err(|error| no_backup(format!("`{MANIFEST}`: {error}")))?;
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| no_backup(format!("`{MANIFEST}`: {error}")))?;
    if manifest.schema != SCHEMA {
        return Err(no_backup(format!("its form is `{}`; this release reads `{SCHEMA}`", manifest.schema)));
    }
    if manifest.files.len() > BACKUP_FILES_MAX || !manifest.files.iter().any(|file| file.path == "record.db") {
        return Err(no_backup("it has no `record.db`, or too many files".to_owned()));
    }
    Ok(manifest)
}

/// A path of a manifest, if it stays below the folder.
fn safe_path(text: &str) -> Option<PathBuf> {
    let path = PathBuf::from(text);
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path).filter(|path| path.components().next().is_some())
}

fn make_empty(folder: &Path) -> Result<(), BackupError> {
    match fs::read_dir(folder) {
        Ok(mut there) => match there.next() {
            Some(_) => Err(BackupError::NotEmpty(folder.to_owned())),
            None => Ok(()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir_all(folder).map_err(file_error(folder)),
        Err(source) => Err(BackupError::File { path: folder.to_owned(), source }),
    }
}

fn copy_file(from: &Path, to: &Path, mode: u32) -> Result<(), BackupError> {
    if let Some(folder) = to.parent() {
        let made = if folder.ends_with("keys") { files::make_private_folder(folder) } else { fs::create_dir_all(folder) };
        made.map_err(file_error(folder))?;
    }
    let mut source = File::open(from).map_err(file_error(from))?;
    let mut target = files::open_private(to, mode).map_err(file_error(to))?;
    io::copy(&mut source, &mut target).and_then(|_| target.flush()).and_then(|()| target.sync_all()).map_err(file_error(to))
}

fn hash_file(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0_u64;
    loop {
        let count = file.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
        length = length.saturating_add(u64::try_from(count).unwrap_or(0));
    }
    Ok((length, hex(&hash.finalize())))
}

fn file_error(path: &Path) -> impl Fn(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::File { path: path.clone(), source }
}
