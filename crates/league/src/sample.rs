//! A small record for tests: told statement by statement, folded and taken in as a node does it.

use record::fold::{Head, Standing, apply};
use record::places::OWN;
use record::rows::Rows;
use record::{Act, Entry, EntryId, Json, KindName, Sid, Statement};
use serde_json::json;
use std::collections::BTreeMap;

use crate::model::{Cut, Model, Taken};

pub(crate) const ORIGIN: &str = "league.example";

/// Rows and model of what was told so far.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) rows: Rows,
    pub(crate) model: Model,
    heads: BTreeMap<String, Head>,
    words: Vec<Json>,
}

impl Told {
    /// A record that speaks for `place`.
    pub(crate) fn of(place: &str) -> Told {
        let mut told = Told::default();
        told.rows.places_mut().know(ORIGIN.parse().unwrap());
        // Keys are checked by `record`; here only who speaks for what matters, so the genesis is not folded by its kind.
        let body = json!({
            "origin": ORIGIN, "name": "League", "vkey": "v", "identity": "i", "next_identity": "n", "language": "en", "licence": "CC0-1.0", "place": place
        });
        told.say("genesis/v1", "genesis", Act::State, body);
        told
    }

    pub(crate) fn cut(&self) -> Cut<'_> {
        Cut { rows: &self.rows, size: self.rows.size(), model: &self.model }
    }

    pub(crate) fn is_stated(&self, subject: &str) -> bool {
        self.heads.contains_key(subject)
    }

    /// The id of a subject's newest entry.
    pub(crate) fn id_of(&self, subject: &str) -> String {
        self.heads.get(subject).unwrap().id.to_string()
    }

    /// The index of a subject's newest entry, if it has one.
    pub(crate) fn head_of(&self, subject: &str) -> Option<u32> {
        self.heads.get(subject).map(|head| u32::try_from(head.index).unwrap())
    }

    /// The statement as the door would see it.
    pub(crate) fn statement(&self, kind: &str, subject: &str, act: Act, body: Json) -> Statement {
        Statement {
            kind: kind.parse().unwrap(),
            subject: subject.parse().unwrap(),
            revises: self.heads.get(subject).map(|head| head.id),
            act,
            about: Vec::new(),
            at: jiff::Timestamp::from_second(1_700_000_000 + i64::from(self.rows.size())).unwrap(),
            by: "office:main".parse().unwrap(),
            eyes: None,
            audience: "public".parse().unwrap(),
            body,
        }
    }

    pub(crate) fn say(&mut self, kind: &str, subject: &str, act: Act, body: Json) -> u32 {
        let statement = self.statement(kind, subject, act, body);
        let index = u64::from(self.rows.size());
        let id = EntryId::of(format!("{index}").as_bytes());
        let kind: KindName = statement.kind.clone();
        let entry = Entry { index, id, bytes: Box::default(), statement };
        let mut row = apply(self.heads.get(subject), &entry, crate::KINDS);
        if kind.name() == "genesis" {
            row = record::fold::Row { standing: Standing::Stands, words: Some(0), ..row };
        }
        let statement = entry.statement;
        self.words.push(statement.body.clone());
        let words = row.words.and_then(|words| self.words.get(usize::try_from(words).unwrap()));
        self.rows.push(OWN, &row, Sid::of(&ORIGIN.parse().unwrap(), &statement.subject), id, &kind, statement.at.as_millisecond());
        if Model::wants(kind.name()) {
            let (origin, at) = (ORIGIN.parse().unwrap(), u32::try_from(index).unwrap());
            let (record, standing, facets) = (OWN, row.standing, &row.facets);
            let taken = Taken { record, origin: &origin, row: at, subject: &statement.subject, kind: &kind, standing, facets };
            self.model.take(&taken, words);
        }
        if row.standing != Standing::DoesNotFit {
            self.heads.insert(subject.to_owned(), Head { index, id, kind, words: row.words, facets: row.facets });
        }
        u32::try_from(index).unwrap()
    }

    pub(crate) fn place(&mut self, code: &str, level: &str, parent: Option<&str>) {
        let mut body = json!({"code": code, "name": code, "level": level});
        if let Some(parent) = parent {
            body["parent"] = json!(parent);
        }
        self.say("place/v1", &format!("place:{code}"), Act::State, body);
    }

    pub(crate) fn cover(&mut self, place: &str, instruments: &[&str], from: &str, to: Option<&str>, source: Option<&str>) -> u32 {
        let mut body = json!({"places": [place], "instruments": instruments, "from": from});
        if let Some(to) = to {
            body["to"] = json!(to);
        }
        if let Some(source) = source {
            body["observed"] = json!({"source": source});
        }
        let subject = format!("coverage:{place}:{}:{}:{from}", instruments.join("-"), source.unwrap_or("own"));
        self.say("coverage/v1", &subject, Act::State, body)
    }

    pub(crate) fn measure(&mut self, place: &str, instrument: &str, level: u8, start: &str, end: Option<&str>, source: Option<&str>) -> u32 {
        let body = measure(place, instrument, level, start, end, source);
        let subject = format!("{}:{place}:{instrument}:{start}", source.unwrap_or("own"));
        self.say("measure/v1", &subject, Act::State, body)
    }
}

/// A body of `measure/v1`; general where the instrument has a flag.
pub(crate) fn measure(place: &str, instrument: &str, level: u8, start: &str, end: Option<&str>, source: Option<&str>) -> Json {
    let mut body = json!({"place": place, "instrument": instrument, "level": level, "start": start});
    if level > 0 && policy::pack::find(instrument).is_some_and(|built| built.instrument.flag.is_some()) {
        body["flag"] = json!(1);
    }
    if let Some(end) = end {
        body["end"] = json!(end);
    }
    if let Some(source) = source {
        body["observed"] = json!({"of": place, "source": source});
    }
    body
}

pub(crate) fn day(text: &str) -> i32 {
    text.parse::<policy::Day>().unwrap().number()
}
