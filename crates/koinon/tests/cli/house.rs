//! A node of a test, and the one way to run the program on it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value as Json;
use tempfile::TempDir;

/// A folder with a node in `node/`, high-water marks in `state/`, and room for files.
pub(crate) struct House {
    room: TempDir,
}

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl House {
    /// An empty room.
    pub(crate) fn empty() -> House {
        House { room: tempfile::tempdir().unwrap() }
    }

    /// A room with a new node of the origin `health.example`.
    pub(crate) fn founded() -> House {
        let house = House::empty();
        house.run(&["init", "node", "--origin", "health.example", "--name", "Ministry of Health", "--place", "QMA", "--level", "national"]).done();
        house
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.room.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_koinon"));
        command.args(arguments).current_dir(self.room.path()).env_clear();
        command.env("STATE_DIRECTORY", self.path("state")).env("KOINON_DIR", "node").env("TMPDIR", self.room.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the program in the room; `node` is its folder where none is named.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// The same, with something on stdin.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        // A program that refuses its arguments reads nothing.
        drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
        Ran::of(child.wait_with_output().unwrap())
    }

    /// States these bodies of measures, one after the other in one batch.
    pub(crate) fn publish(&self, lines: &[Json]) -> Ran {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        self.run_with(&["publish"], &text)
    }

    /// The id of an entry whose bytes a file of the room holds.
    pub(crate) fn id_of(&self, name: &str) -> String {
        record::EntryId::of(&std::fs::read(self.path(name)).unwrap()).to_string()
    }

    /// The key that the node signs with, as `/.well-known/koinon` has it.
    pub(crate) fn vkey(&self) -> String {
        let told = self.run(&["doctor", "--json"]).json();
        told["vkey"].as_str().unwrap().to_owned()
    }

    /// Starts `koinon serve` on a port of the system's choice.
    pub(crate) fn serve(&self) -> Serving {
        Serving::start(self.command(&["serve", "--listen", "127.0.0.1:0"]))
    }
}

/// A program that serves until it is dropped.
pub(crate) struct Serving {
    pub(crate) child: Child,
    pub(crate) address: String,
}

impl Serving {
    /// Starts it and waits for the address on its stdout.
    pub(crate) fn start(mut command: Command) -> Serving {
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        assert!(address.starts_with("http://127.0.0.1:"), "{address}");
        Serving { child, address: address.trim_end().to_owned() }
    }

    /// Sends Ctrl-C and waits. The exit code.
    pub(crate) fn interrupt(mut self) -> i32 {
        let sent = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        self.child.wait().unwrap().code().unwrap()
    }

    /// The body that an address below gives, whatever the status.
    pub(crate) fn get(&self, path: &str) -> String {
        let host = self.address.trim_start_matches("http://");
        ask(host, &format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"))
    }
}

/// What a server answers to a request that closes its connection: head and body.
pub(crate) fn ask(host: &str, request: &str) -> String {
    use std::io::Read;
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

impl Drop for Serving {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            self.child.kill().unwrap();
            self.child.wait().unwrap();
        }
    }
}

impl Ran {
    fn of(output: Output) -> Ran {
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// It did what it was asked.
    #[track_caller]
    pub(crate) fn done(self) -> Ran {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// It stopped with this code and said so, with nothing on stdout.
    #[track_caller]
    pub(crate) fn stops(self, code: i32, words: &[&str]) -> Ran {
        assert_eq!(self.code, code, "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "`{word}` is not in: {}", self.err);
        }
        self
    }

    /// Its stdout, one JSON document.
    #[track_caller]
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A statement of a measure of ours.
pub(crate) fn measure(subject: &str, instrument: &str, level: u8, start: &str) -> Json {
    let mut body =
        serde_json::json!({ "instrument": instrument, "place": "QMA", "level": level, "start": start, "title": format!("About {instrument}") });
    if !matches!(instrument, "C8" | "E2" | "H2" | "H3") {
        body["flag"] = 1.into();
    }
    serde_json::json!({ "kind": "measure/v1", "subject": subject, "body": body })
}

/// The Oxford tracker's files, where this machine has them.
pub(crate) fn pack() -> Option<PathBuf> {
    let given = std::env::var_os("KOINON_TEST_DATA").map(PathBuf::from);
    let data = given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    let pack = data.join("oxcgrt");
    if pack.is_dir() {
        Some(pack)
    } else {
        println!("skipped: `{}` is not there; name the folder of test data in KOINON_TEST_DATA", pack.display());
        None
    }
}
