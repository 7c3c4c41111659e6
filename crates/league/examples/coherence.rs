//! Times the findings at the size of a continent: 3,000 invented jurisdictions on three levels, 10,000 borders, 300,000 measures.
//!
//! ```text
//! cargo run --release -p league --example coherence
//! ```
//! Prints one line of JSON: seconds from scratch, milliseconds for one more statement (the median and the worst of 200), findings, memory.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark: it times, over data of its own"
)]

use std::time::Instant;

use league::coherence::{Findings, Instead, Settings};
use league::{Cut, Model, Taken};
use record::fold::{Row, Standing};
use record::kind::Kind;
use record::places::OWN;
use record::rows::Rows;
use record::{Act, EntryId, Json, KindName, Sid, SubjectName};
use serde_json::json;

const INSTRUMENTS: [(&str, u64, bool); 16] = [
    ("C1", 3, true),
    ("C2", 3, true),
    ("C3", 2, true),
    ("C4", 4, true),
    ("C5", 2, true),
    ("C6", 3, true),
    ("C7", 2, true),
    ("C8", 4, false),
    ("E1", 2, true),
    ("E2", 2, false),
    ("H1", 2, true),
    ("H2", 3, false),
    ("H3", 2, false),
    ("H6", 4, true),
    ("H7", 5, true),
    ("H8", 3, true),
];

/// A record in memory.
#[derive(Default)]
struct Told {
    rows: Rows,
    model: Model,
}

impl Told {
    fn cut(&self) -> Cut<'_> {
        Cut { rows: &self.rows, size: self.rows.size(), model: &self.model }
    }

    fn say(&mut self, kind: &str, subject: &str, body: &Json) {
        let kind: KindName = kind.parse().unwrap();
        let subject: SubjectName = subject.parse().unwrap();
        let of = Kind::find(league::KINDS, &kind).unwrap();
        let index = u64::from(self.rows.size());
        let facets = (of.facets)(body);
        let row = Row { index, act: Act::State, prev: None, words: Some(index), standing: Standing::Stands, facets };
        let origin = "bench.example".parse().unwrap();
        let sid = Sid::of(&origin, &subject);
        self.rows.push(OWN, &row, sid, EntryId::of(&index.to_be_bytes()), &kind, 1_600_000_000_000);
        if Model::wants(kind.name()) {
            let at = u32::try_from(index).unwrap();
            let taken =
                Taken { record: OWN, origin: &origin, row: at, subject: &subject, kind: &kind, standing: Standing::Stands, facets: &row.facets };
            self.model.take(&taken, Some(body));
        }
    }
}

/// Numbers that are the same in every run (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

fn day(number: u64) -> String {
    register::Day::from_number(18_262 + i32::try_from(number).unwrap()).unwrap().to_string()
}

fn measure(numbers: &mut Numbers, place: &str, at: usize, start: u64, days: u64) -> Json {
    let (instrument, max, has_flag) = INSTRUMENTS[at];
    let mut body = json!({"place": place, "instrument": instrument, "level": 1 + numbers.below(max), "start": day(start), "end": day(start + days)});
    if has_flag {
        body["flag"] = json!(numbers.below(4).min(1));
    }
    if numbers.below(20) == 0 {
        body["mode"] = json!(["floor", "ceiling", "exact"][usize::try_from(numbers.below(3)).unwrap()]);
    }
    body
}

fn told(numbers: &mut Numbers) -> (Told, Vec<String>) {
    let mut told = Told::default();
    let mut codes: Vec<String> = Vec::new();
    let state = |told: &mut Told, codes: &mut Vec<String>, code: String, level: &str, parent: Option<String>| {
        let mut body = json!({"code": code, "name": code, "level": level});
        if let Some(parent) = parent {
            body["parent"] = json!(parent);
        }
        told.say("place/v1", &format!("place:{code}"), &body);
        codes.push(code);
    };
    for nation in 0..10 {
        state(&mut told, &mut codes, format!("Q{nation}"), "national", None);
    }
    for region in 0..290 {
        state(&mut told, &mut codes, format!("Q{}-{region:03}", region % 10), "regional", Some(format!("Q{}", region % 10)));
    }
    for town in 0..2_700 {
        let region = town % 290;
        state(&mut told, &mut codes, format!("Q{}-{region:03}-{town:04}", region % 10), "local", Some(format!("Q{}-{region:03}", region % 10)));
    }
    let mut pairs = std::collections::BTreeSet::new();
    while pairs.len() < 10_000 {
        let a = numbers.below(3_000);
        let b = (a + 1 + numbers.below(12)) % 3_000;
        pairs.insert((codes[usize::try_from(a.min(b)).unwrap()].clone(), codes[usize::try_from(a.max(b)).unwrap()].clone()));
    }
    for (a, b) in pairs {
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        told.say("border/v1", &format!("border:{a}:{b}:land"), &json!({"a": a, "b": b, "kind": "land", "length_m": 1000 + numbers.below(90_000)}));
    }
    let instruments: Vec<&str> = INSTRUMENTS.iter().map(|(code, ..)| *code).collect();
    for code in &codes {
        told.say(
            "coverage/v1",
            &format!("coverage:{code}"),
            &json!({"places": [code], "instruments": instruments, "from": day(0), "to": day(1_095)}),
        );
    }
    let mut subject = 0;
    for code in &codes {
        for at in 0..INSTRUMENTS.len() {
            let mut start = numbers.below(90);
            // 100 measures a place: 6 or 7 under each instrument.
            for _ in 0..if at < 4 { 7 } else { 6 } {
                let days = 20 + numbers.below(100);
                let body = measure(numbers, code, at, start, days);
                told.say("measure/v1", &format!("m{subject}"), &body);
                (subject, start) = (subject + 1, start + days + 1 + numbers.below(60));
            }
        }
    }
    (told, codes)
}

fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn main() {
    let mut numbers = Numbers(7);
    let (mut told, codes) = told(&mut numbers);
    let began = Instant::now();
    let mut findings = Findings::of(&told.cut(), Settings::of(&told.cut(), Instead::default()), &());
    let full = began.elapsed();
    let found = findings.count();
    let mut steps: Vec<u128> = Vec::new();
    for number in 0..200 {
        let code = &codes[usize::try_from(numbers.below(3_000)).unwrap()];
        let at = usize::try_from(numbers.below(16)).unwrap();
        let start = numbers.below(900);
        let body = measure(&mut numbers, code, at, start, 30);
        told.say("measure/v1", &format!("late{number}"), &body);
        let began = Instant::now();
        findings.advance(&told.cut(), &());
        steps.push(began.elapsed().as_micros());
    }
    steps.sort_unstable();
    let ms = |micros: u128| format!("{}.{:03}", micros / 1000, micros % 1000);
    println!(
        "{}",
        json!({
            "entries": told.rows.size(), "full_ms": ms(full.as_micros()), "findings": found,
            "one_more_ms_median": ms(steps[100]), "one_more_ms_worst": ms(steps[199]), "peak_mib": resident_mib(),
        })
    );
}
