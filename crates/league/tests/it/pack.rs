//! The pack as a record: read, imported, folded as a node does it.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::PathBuf;

use league::{Cut, Model, Taken};
use policy::import::oxcgrt::{self, Imported};
use record::fold::{Head, Standing, apply};
use record::places::OWN;
use record::rows::Rows;
use record::{Draft, Entry, EntryId, Json, Origin, Sid, Statement};

/// Rows and model of what was stated.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) rows: Rows,
    pub(crate) model: Model,
    heads: BTreeMap<Sid, Head>,
    bodies: Vec<Json>,
}

/// Where the data to test with lies.
pub(crate) fn data() -> PathBuf {
    option_env!("KOINON_TEST_DATA").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from)
}

/// The files of one folder of the pack, inflated, whose names hold `part`; none where the data is not there.
pub(crate) fn import(folder: &str, part: &str) -> Option<Imported> {
    let folder = data().join("oxcgrt").join(folder);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: there is no `{}`; set KOINON_TEST_DATA to the folder that holds `oxcgrt`", folder.display());
        return None;
    };
    let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.ends_with(".csv.gz") && name.contains(part)
    });
    let read = |path: PathBuf| {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(std::fs::File::open(&path).unwrap()).read_to_end(&mut bytes).unwrap();
        (path.file_name().unwrap().to_string_lossy().into_owned(), bytes)
    };
    let files: Vec<(String, Vec<u8>)> = paths.map(read).collect();
    let files: Vec<oxcgrt::File<'_>> = files.iter().map(|(name, bytes)| oxcgrt::File { name, bytes }).collect();
    Some(oxcgrt::read(&files, oxcgrt::Options::default()).unwrap())
}

impl Told {
    /// What an import states into an empty record.
    pub(crate) fn of(imported: &Imported) -> Told {
        Told::of_all(&[imported])
    }

    /// What several imports state, one after the other.
    pub(crate) fn of_all(imported: &[&Imported]) -> Told {
        let mut told = Told::default();
        for edition in imported.iter().flat_map(|imported| &imported.editions) {
            let news = edition.news(&BTreeMap::new(), |_| false, false).unwrap();
            news.drafts.into_iter().for_each(|draft| told.state(draft));
        }
        told
    }

    pub(crate) fn cut(&self) -> Cut<'_> {
        Cut { rows: &self.rows, size: self.rows.size(), model: &self.model }
    }

    fn state(&mut self, draft: Draft) {
        let origin: Origin = "observatory.example".parse().unwrap();
        let Draft { kind, subject, act, about, audience, body, .. } = draft;
        let subject = subject.unwrap();
        let sid = Sid::of(&origin, &subject);
        let revises = self.heads.get(&sid).map(|head| head.id);
        let by = record::Office::default();
        let statement = Statement { kind, subject, revises, act, about, at: jiff::Timestamp::UNIX_EPOCH, by, eyes: None, audience, body };
        assert_eq!(self.model.admit(&statement, &()).faults, [], "{}", statement.body);
        let index = u64::from(self.rows.size());
        let id = EntryId::of(&index.to_be_bytes());
        let entry = Entry { index, id, bytes: Box::default(), statement };
        let row = apply(self.heads.get(&sid), &entry, league::KINDS);
        assert_eq!(row.standing, Standing::Stands, "{}", entry.statement.body);
        let Statement { subject, kind, body, .. } = entry.statement;
        self.rows.push(OWN, &row, sid, id, &kind, 0);
        if Model::wants(kind.name()) {
            let at = u32::try_from(index).unwrap();
            let taken = Taken { record: OWN, origin: &origin, row: at, subject: &subject, kind: &kind, standing: row.standing, facets: &row.facets };
            self.model.take(&taken, Some(&body));
        }
        self.heads.insert(sid, Head { index, id, kind, words: row.words, facets: row.facets });
        self.bodies.push(body);
    }

    /// Every body, in the order of entries.
    pub(crate) fn bodies(&self) -> &[Json] {
        &self.bodies
    }
}
