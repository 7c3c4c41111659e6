//! What the tests, the crash test and the example start from: two kinds, a model that keeps one of them, a node in a folder of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use node::{Ahead, Clock, Founding, Machine, Model, Node, SetClock, Taken};
use record::search::Spoken;
use record::{Act, Admission, Draft, Facets, Fault, Json, Kind, Revises, Statement, Text};
use serde_json::json;

/// `thing/v1` has a name; `level/v1` has a thing's name and a level.
pub(crate) static KINDS: [Kind; 9] = [
    record::own::partner::KIND,
    record::own::fork::KIND,
    Kind { name: "genesis", version: 1, is_records_own: true, schema: "{}", check: |_| Vec::new(), facets: |_| Facets::default() },
    Kind { name: "own", version: 1, is_records_own: true, schema: "{}", check: |_| Vec::new(), facets: |_| Facets::default() },
    record::own::restricted::KIND,
    record::own::erasure::KIND,
    Kind { name: "agreement", version: 1, is_records_own: false, schema: "{}", check: |_| Vec::new(), facets: |_| Facets::default() },
    Kind { name: "thing", version: 1, is_records_own: false, schema: "{}", check: |body| needs(body, "name"), facets },
    Kind { name: "level", version: 1, is_records_own: false, schema: "{}", check: |body| needs(body, "thing"), facets },
];

fn needs(body: &Json, key: &str) -> Vec<Fault> {
    if body.get(key).is_some_and(Json::is_string) { Vec::new() } else { vec![Fault::new(format!("/{key}"), "it is missing; give a text")] }
}

fn facets(body: &Json) -> Facets {
    let text = |key: &str| body.get(key).and_then(Json::as_str).map(str::to_owned);
    Facets {
        topic: text("name").or_else(|| text("thing")),
        place: text("place"),
        value: body.get("level").and_then(Json::as_i64).unwrap_or(0),
        ..Facets::default()
    }
}

/// Keeps the newest body of each thing.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Things(pub(crate) BTreeMap<String, Json>);

impl Model for Things {
    fn wants(kind: &str) -> bool {
        kind == "thing"
    }

    fn take(&mut self, row: &Taken<'_>, body: Option<&Json>) {
        if let (Some(topic), Some(body)) = (&row.facets.topic, body) {
            self.0.insert(topic.clone(), body.clone());
        }
    }

    fn admit(&self, statement: &Statement, ahead: &Ahead) -> Admission {
        let Some(thing) = statement.body.get("thing").and_then(Json::as_str) else { return Admission::default() };
        let is_known = self.0.contains_key(thing) || ahead.find("thing", thing).is_some();
        if is_known {
            return Admission::default();
        }
        let fault = Fault::new("/body/thing", format!("`{thing}` is no thing that is stated here; state it first"));
        Admission { faults: vec![fault], warnings: Vec::new() }
    }

    fn warn(statement: &Statement) -> Vec<Fault> {
        let warns = statement.body.get("name").and_then(Json::as_str).is_some_and(|name| name.contains('@'));
        if warns { vec![Fault::new("/body/name", "it looks like an e-mail address")] } else { Vec::new() }
    }

    fn spoken(statement: &Statement, hear: &mut dyn FnMut(Spoken<'_>)) {
        hear(Spoken::Kind(statement.kind.name()));
        let text = |key: &str| statement.body.get(key).and_then(Json::as_str);
        text("name").into_iter().for_each(|name| hear(Spoken::Title(name)));
        text("place").into_iter().for_each(|place| hear(Spoken::Code(place)));
        text("reason").into_iter().for_each(|reason| hear(Spoken::Text(reason)));
    }
}

/// A folder with a node that was just made, and a clock that is told.
pub(crate) struct Given {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) clock: Arc<SetClock>,
}

/// 2026-11-24T10:00:00Z.
pub(crate) const START_MS: i64 = 1_795_514_400_000;

/// A folder of its own: in memory where the system has such, for a test is about order, not about the disk.
pub(crate) fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

impl Given {
    pub(crate) fn node() -> Given {
        let given = Given { folder: folder(), clock: Arc::new(SetClock::at(START_MS)) };
        Node::<Things>::create(&given.dir(), &founding(), &given.machine()).unwrap();
        given
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.folder.path().join("node")
    }

    pub(crate) fn machine(&self) -> Machine {
        machine(self.folder.path(), self.clock.clone())
    }

    pub(crate) fn open(&self) -> Node<Things> {
        Node::open(&self.dir(), &KINDS, &self.machine()).unwrap()
    }
}

pub(crate) fn machine(folder: &Path, clock: Arc<dyn Clock>) -> Machine {
    Machine { clock, marks: folder.join("marks"), passphrase: None }
}

pub(crate) fn founding() -> Founding {
    Founding {
        origin: "koinon.example/test".parse().unwrap(),
        name: Text::One("Test body".to_owned()),
        language: "en".to_owned(),
        licence: "CC-BY-4.0".to_owned(),
        place: Some("QMA".to_owned()),
        level: Some("country".to_owned()),
        settings: String::new(),
        seed: Some([1; 32]),
    }
}

pub(crate) fn thing(name: &str) -> Draft {
    draft("thing/v1", json!({ "name": name }))
}

pub(crate) fn level(thing: &str, level: i64) -> Draft {
    draft("level/v1", json!({ "thing": thing, "level": level }))
}

pub(crate) fn draft(kind: &str, body: Json) -> Draft {
    Draft {
        kind: kind.parse().unwrap(),
        subject: None,
        revises: None,
        act: Act::State,
        about: Vec::new(),
        audience: record::Audience::default(),
        body,
    }
}

/// The same draft, about a subject.
pub(crate) fn about(subject: &str, draft: Draft) -> Draft {
    Draft { subject: Some(subject.parse().unwrap()), ..draft }
}

/// The same draft, revising.
pub(crate) fn revising(revises: Revises, draft: Draft) -> Draft {
    Draft { revises: Some(revises), ..draft }
}
