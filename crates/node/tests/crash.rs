//! The node is killed (SIGKILL) at random moments under load, hundreds of times, and must come back by itself: every acknowledged statement
//! is there, no published checkpoint is contradicted.
//!
//! This binary starts itself as the victim. The victim publishes from four threads and tells, over its stdout, what was acknowledged and
//! which checkpoints were published, each only after it was so. The parent kills it, keeps what it heard, opens the folder, compares.
//! `KOINON_CRASH_KILLS` and `KOINON_CRASH_SEED` repeat a run; the seed is printed.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test with a process of its own: a panic is how it fails, stdout is how the victim tells, the environment is how it is told"
)]

#[path = "it/given.rs"]
#[expect(dead_code, reason = "shared with the other tests, which use the rest")]
mod given;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use node::verify::{Scope, verify_store};
use node::{Node, Reading, SystemClock};
use record::checkpoint::Checkpoint;
use record::merkle::verify_consistency;
use record::{EntryId, Office};

use given::{KINDS, Things, founding, level, machine, thing};

/// What the victim said before it died.
#[derive(Default)]
struct Heard {
    acknowledged: BTreeMap<u64, EntryId>,
    published: BTreeMap<u64, [u8; 32]>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some("victim") => victim(Path::new(&arguments[2]), arguments[3].parse().unwrap()),
        // What `cargo test` passes (filters, `--nocapture`, `--list`) means nothing here, but for a listing.
        Some("--list") => println!("killed_at_random_moments_it_keeps_what_it_acknowledged: test"),
        _ => parent(),
    }
}

/// Publishes until it is killed.
fn victim(folder: &Path, round: u64) {
    let node: Node<Things> = Node::open(&folder.join("node"), &KINDS, &machine(folder, Arc::new(SystemClock::new()))).unwrap();
    node.is_signing().unwrap();
    let tell = |line: String| {
        let mut out = std::io::stdout().lock();
        // The parent may be gone.
        drop(out.write_all(line.as_bytes()).and_then(|()| out.flush()));
    };
    tell("open\n".to_owned());
    let counter = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (node, tell, counter) = (&node, &tell, &counter);
            scope.spawn(move || {
                let mut is_first = true;
                loop {
                    let n = counter.fetch_add(1, Ordering::Relaxed);
                    let size = [1, 3, 40, 300][usize::try_from(n % 4).unwrap()];
                    // One body for the model in each life, so that it is rebuilt at the next start.
                    let name = format!("{round}-{thread}");
                    let first = std::mem::take(&mut is_first).then(|| thing(&name));
                    let drafts = first.into_iter().chain((0..size).map(|n| level(&name, n))).collect();
                    let published = node.publish(drafts, &Office::default()).unwrap();
                    let lines: String = published.statements.iter().map(|receipt| format!("ack {} {}\n", receipt.index, receipt.id)).collect();
                    let checkpoint: Checkpoint = node.checkpoint().unwrap().split_inclusive("\n").take(3).collect::<String>().parse().unwrap();
                    let root: String = checkpoint.root.iter().map(|byte| format!("{byte:02x}")).collect();
                    tell(format!("{lines}published {} {root}\n", checkpoint.size));
                }
            });
        }
    });
}

fn parent() {
    let kills: u32 = std::env::var("KOINON_CRASH_KILLS").ok().map_or(200, |text| text.parse().unwrap());
    let seed = std::env::var("KOINON_CRASH_SEED")
        .ok()
        .map_or_else(|| u64::from(std::process::id()).wrapping_mul(0x9E37_79B9_7F4A_7C15), |text| text.parse().unwrap());
    println!("KOINON_CRASH_SEED={seed} KOINON_CRASH_KILLS={kills}");
    let start = Instant::now();
    // A killed process loses what it has not written; what it has written, the system keeps, on any file system: in memory the disk's own
    // slowness does not hide moments.
    let folder = given::folder();
    let told = machine(folder.path(), Arc::new(SystemClock::new()));
    Node::<Things>::create(&folder.path().join("node"), &founding(), &told).unwrap();
    let mut random = seed;
    let mut heard = Heard::default();
    let mut before: Option<(u64, [u8; 32])> = None;
    for round in 0..kills {
        // The life of a victim, once it is open: 0 to 60 ms, now and then next to nothing.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let life = Duration::from_micros((random >> 33) % if random & 1 << 20 == 0 { 60_000 } else { 4_000 });
        live_and_die(folder.path(), round, life, &mut heard);
        if round % 10 == 9 || round + 1 == kills {
            before = Some(examine(folder.path(), &heard, before));
        }
    }
    let verified = verify_store(&folder.path().join("node"), &KINDS, Scope::WHOLE, &|_| ()).unwrap();
    println!(
        "killed {kills} times in {:.1} s: {} statements acknowledged, {} checkpoints heard of, {} entries stand, {} checkpoints signed, all in order",
        start.elapsed().as_secs_f64(),
        heard.acknowledged.len(),
        heard.published.len(),
        verified.signed.size,
        verified.checkpoints
    );
    assert!(heard.acknowledged.len() > usize::try_from(kills).unwrap(), "the victims hardly lived: nothing was tested");
}

fn live_and_die(folder: &Path, round: u32, life: Duration, heard: &mut Heard) {
    let this = std::env::current_exe().unwrap();
    let mut victim = Command::new(this).arg("victim").arg(folder).arg(round.to_string()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(victim.stdout.take().unwrap());
    let mut first = String::new();
    lines.read_line(&mut first).unwrap();
    assert_eq!(first, "open\n", "round {round}: it does not open by itself");
    let listening = std::thread::spawn(move || {
        // The last line may be cut off by the kill: what was not told whole was not told.
        let mut all = Vec::new();
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).unwrap() > 0 {
            if line.last() == Some(&b'\n') {
                all.push(String::from_utf8(line.clone()).unwrap());
            }
            line.clear();
        }
        all
    });
    std::thread::sleep(life);
    victim.kill().unwrap();
    victim.wait().unwrap();
    for line in listening.join().unwrap() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number: u64 = words[1].parse().unwrap();
        match words[0] {
            "ack" => assert_eq!(heard.acknowledged.insert(number, words[2].parse().unwrap()), None, "entry {number} was given twice"),
            _ => {
                let root = record::name::hex_digest(words[2]).unwrap();
                let earlier = heard.published.insert(number, root);
                assert!(earlier.is_none_or(|earlier| earlier == root), "two roots of size {number} were published");
            }
        }
    }
}

/// Opens what the dead left and compares it with what they said. Returns size and root.
fn examine(folder: &Path, heard: &Heard, before: Option<(u64, [u8; 32])>) -> (u64, [u8; 32]) {
    let dir = folder.join("node");
    // A command that only reads comes first, to files that no one has put in order yet.
    let read = Reading::<Things>::open(&dir, &KINDS).unwrap().size();
    let node: Node<Things> = Node::open(&dir, &KINDS, &machine(folder, Arc::new(SystemClock::new()))).unwrap();
    node.is_signing().unwrap();
    let signed = node.signed();
    for (index, id) in &heard.acknowledged {
        let bytes = node.entry_bytes(u32::try_from(*index).unwrap()).unwrap();
        assert_eq!(bytes.map(|bytes| EntryId::of(&bytes)), Some(*id), "entry {index} was acknowledged and is not there");
    }
    let largest = heard.published.last_key_value().map_or(0, |(size, _)| *size);
    assert!(signed.size >= largest, "a checkpoint of {largest} was published and the record has {}", signed.size);
    for (size, root) in &heard.published {
        assert_eq!(node.root_at(*size).unwrap(), Some(*root), "the published checkpoint of {size} is contradicted");
    }
    if let Some((size, root)) = before {
        let proof = node.consistency(size, signed.size).unwrap().unwrap();
        verify_consistency(size, &root, signed.size, &signed.root, &proof).unwrap();
    }
    assert_eq!((u64::from(node.size()), u64::from(read)), (signed.size, signed.size));
    (signed.size, signed.root)
}
