//! Measures this machine's limit and the node's own speed in one run, and prints the ratios: absolute rates move with the machine, ratios do not.
//!
//! ```text
//! cargo run --release -p node --example limits [-- ENTRIES [FOLDER]]        default 1,000,000 in a temporary folder
//! ```
//! The limit of appending is SQLite alone: the same bytes in transactions of 1,000, FULL. That of verifying is reading, hashing and the
//! canonical check alone, on two threads. Source of both: specs/store.md 5, specs/record.md c.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example that measures: it may fail loudly, prints, and needs a stopwatch"
)]

#[path = "../tests/it/given.rs"]
#[expect(dead_code, reason = "shared with the tests, which use the rest")]
mod given;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use node::verify::{Scope, verify_store};
use node::{Node, Reading, SystemClock};
use record::merkle::leaf_hash;
use record::{Draft, Office, Revises};
use rusqlite::Connection;
use serde_json::json;
use store::{Mode, RecordFile};

use given::{KINDS, Things, about, draft, founding, machine, revising, thing};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let entries: usize = arguments.next().map_or(1_000_000, |text| text.replace('_', "").parse().unwrap());
    let temporary = tempfile::tempdir().unwrap();
    let folder: PathBuf = arguments.next().map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let dir = folder.join("node");
    let told = machine(&folder, Arc::new(SystemClock::new()));
    if !dir.join("record.db").is_file() {
        Node::<Things>::create(&dir, &founding(), &told).unwrap();
        let node: Node<Things> = Node::open(&dir, &KINDS, &told).unwrap();
        append(&node, entries);
        println!("memory after appending: {} MiB", memory_mib());
        timed("closed, rows kept", || drop(node));
        append_limit(&dir, &folder, entries);
    }
    let (reading, open) = stopwatch(|| Reading::<Things>::open(&dir, &KINDS).unwrap());
    println!("opened {} entries in {:.3} s", reading.size(), open.as_secs_f64());
    reads(&reading);
    drop(reading);
    let (node, open) = stopwatch(|| Node::<Things>::open(&dir, &KINDS, &told).unwrap());
    println!("opened to write in {:.3} s; memory {} MiB", open.as_secs_f64(), memory_mib());
    let (_, one) = stopwatch(|| (0..200).for_each(|n| drop(node.publish(vec![statement(n)], &Office::default()).unwrap())));
    println!("one at a time, one sender: {:.0}/s", 200.0 / one.as_secs_f64());
    let (_, many) = stopwatch(|| {
        std::thread::scope(|scope| {
            for sender in 0..64 {
                let node = &node;
                scope.spawn(move || (0..200).for_each(|n| drop(node.publish(vec![statement(sender * 200 + n)], &Office::default()).unwrap())));
            }
        });
    });
    println!("one at a time, 64 senders: {:.0}/s", 12_800.0 / many.as_secs_f64());
    drop(node);
    verify(&dir);
    println!("processor time in all: {:.1} s", processor_seconds());
}

/// 400 to 500 bytes, as statements of measures are.
fn statement(n: usize) -> Draft {
    let note = "Schools from primary to upper secondary teach from a distance; care for the children of those who are needed elsewhere goes on. ";
    draft(
        "level/v1",
        json!({ "thing": "a", "place": format!("QM{}", n % 1_000), "level": n % 5, "note": note, "source": format!("https://gazette.example/2026/{n}") }),
    )
}

fn append(node: &Node<Things>, entries: usize) {
    node.publish(vec![thing("a")], &Office::default()).unwrap();
    let (start, before) = (Instant::now(), processor_seconds());
    let (batches, senders) = (entries / 1_000, 3);
    std::thread::scope(|scope| {
        for sender in 0..senders {
            scope.spawn(move || {
                let mut heads = Vec::new();
                for batch in (0..batches).filter(|batch| batch % senders == sender) {
                    let drafts = (0..1_000).map(|n| batch_line(batch, n, &mut heads)).collect();
                    let published = node.publish(drafts, &Office::default()).unwrap();
                    heads = published.statements.iter().take(300).map(|receipt| receipt.id).collect();
                }
            });
        }
    });
    let rate = entries as f64 / start.elapsed().as_secs_f64();
    let each = (processor_seconds() - before) * 1e6 / entries as f64;
    println!("append, durable, batches of 1,000 from {senders} senders, 30 % revisions: {rate:.0}/s, {each:.1} us of processor each");
}

/// Three of ten revise a recent head.
fn batch_line(batch: usize, n: usize, heads: &mut Vec<record::EntryId>) -> Draft {
    let fresh = statement(batch * 1_000 + n);
    match heads.pop() {
        Some(head) => revising(Revises::Entry(head), fresh),
        None => about(&format!("s-{batch}-{n}"), fresh),
    }
}

/// The same bytes into a bare table.
fn append_limit(dir: &Path, folder: &Path, entries: usize) {
    let record = RecordFile::open(&dir.join("record.db"), Mode::Read).unwrap();
    let bare = folder.join("bare.db");
    let mut connection = Connection::open(&bare).unwrap();
    connection
        .execute_batch("PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=2000; CREATE TABLE entry (place INTEGER PRIMARY KEY, bytes BLOB NOT NULL);")
        .unwrap();
    let mut spent = Duration::ZERO;
    for first in (0..entries as u64).step_by(1_000) {
        let bytes = record.own().entries(first..first + 1_000).unwrap();
        let (_, took) = stopwatch(|| {
            let change = connection.transaction().unwrap();
            let mut insert = change.prepare_cached("INSERT INTO entry (place, bytes) VALUES (?1, ?2)").unwrap();
            for (bytes, place) in bytes.iter().zip(first..) {
                insert.execute(rusqlite::params![i64::try_from(place).unwrap(), bytes]).unwrap();
            }
            drop(insert);
            change.commit().unwrap();
        });
        spent += took;
    }
    println!("  limit: SQLite alone, one thread: {:.0}/s", entries as f64 / spent.as_secs_f64());
    drop(connection);
    std::fs::remove_file(bare).unwrap();
}

fn reads(reading: &Reading<Things>) {
    let size = reading.size();
    let step = usize::try_from(size / 10_000).unwrap().max(1);
    let some: Vec<u32> = (0..size).step_by(step).take(10_000).collect();
    let (_, took) = stopwatch(|| some.iter().for_each(|index| drop(reading.proof(*index).unwrap())));
    println!("proofs: {:.0}/s", some.len() as f64 / took.as_secs_f64());
    let (_, took) = stopwatch(|| some.iter().for_each(|index| drop(reading.entry(*index).unwrap())));
    println!("entries read and parsed: {:.0}/s", some.len() as f64 / took.as_secs_f64());
}

fn verify(dir: &Path) {
    let before = processor_seconds();
    let (size, limit) = verify_limit(dir);
    println!("  limit: read, hash, check, two threads: {limit:.3} s, {:.1} s of processor, for {size} entries", processor_seconds() - before);
    for (what, scope) in [("bytes, tree, checkpoints", Scope::RECORD), ("the same, and rows folded anew", Scope::WHOLE)] {
        forget_peak();
        let before = processor_seconds();
        let (_, took) = stopwatch(|| verify_store(dir, &KINDS, scope, &|_| ()).unwrap());
        let (took, spent) = (took.as_secs_f64(), processor_seconds() - before);
        println!("verify {what}: {took:.3} s, {:.2} of the limit, {spent:.1} s of processor; at most {} MiB", limit / took, status_mib("VmHWM"));
    }
}

fn verify_limit(dir: &Path) -> (u64, f64) {
    let path = dir.join("record.db");
    let size = RecordFile::open(&path, Mode::Read).unwrap().own().size().unwrap();
    let (_, took) = stopwatch(|| {
        std::thread::scope(|scope| {
            for range in [0..size / 2, size / 2..size] {
                let record = RecordFile::open(&path, Mode::Read).unwrap();
                scope.spawn(move || {
                    let mut sum = 0_u8;
                    let end: ControlFlow<()> = record
                        .own()
                        .for_each(range, |_, bytes| {
                            record::canon::check(bytes).unwrap();
                            sum ^= leaf_hash(bytes).first().copied().unwrap_or(0);
                            ControlFlow::Continue(())
                        })
                        .unwrap();
                    assert!(std::hint::black_box(sum) < u8::MAX || end.is_continue());
                });
            }
        });
    });
    (size, took.as_secs_f64())
}

fn stopwatch<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (done, took) = stopwatch(work);
    println!("{what} in {:.3} s", took.as_secs_f64());
    done
}

/// Processor time of this process, all threads: what stays comparable on a busy machine.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = |field: usize| stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(field)).and_then(|text| text.parse::<f64>().ok());
    (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) / 100.0
}

/// Lets the system count this process's peak of memory anew.
fn forget_peak() {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// Resident memory of this process.
fn memory_mib() -> u64 {
    status_mib("VmRSS")
}

fn status_mib(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1_024
}
