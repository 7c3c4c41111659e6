//! From record to rows and model: at a start, what `views.db` keeps is loaded, and the rest is folded from the record.

use std::ops::Range;
use std::path::Path;

use record::fold::{FOLD, Understood, apply_understood};
use record::rows::{Rows, short};
use record::viewroot::view_root;
use record::{Entry, EntryId, Facets, Json, Kind, Origin, Reference, Sid, Statement};
use store::{Folded, Hash, Loaded, Record, Signed, Views};

use crate::error::ReadError;
use crate::identity::Identity;
use crate::limits::{FOLD_CHUNK, PREPARE_THREADS_MAX};
use crate::model::{Held, Model, Taken};
use crate::reading::parse;

/// Rows that are in memory and not yet in `views.db`.
#[derive(Debug, Default)]
pub(crate) struct Unkept {
    /// What the columns do not keep of them.
    pub(crate) keys: Keys,
    /// How many terms are kept.
    pub(crate) terms_kept: u32,
    /// Whether what is in the file is of no use: another fold, another history, damage.
    pub(crate) anew: bool,
}

/// What `views.db` keeps of rows and the columns in memory do not.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// Subject and short id of each row, oldest first; the last is the newest row.
    pub(crate) rows: Vec<(Sid, u64)>,
    /// To which subjects rows speak: sid and row.
    pub(crate) links: Vec<(Sid, u32)>,
}

impl Keys {
    /// Notes a row.
    pub(crate) fn push(&mut self, index: u64, sid: Sid, id: EntryId, about: &[Reference]) {
        self.rows.push((sid, short(id)));
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        self.links.extend(about.iter().map(|reference| (Sid::of(&reference.origin, &reference.subject), index)));
    }

    /// Adds those of later rows.
    pub(crate) fn append(&mut self, mut later: Keys) {
        self.rows.append(&mut later.rows);
        self.links.append(&mut later.links);
    }
}

/// The kinds that rows are a function of, as one text.
pub(crate) fn kinds_text(kinds: &[Kind]) -> String {
    let mut names: Vec<String> = kinds.iter().map(Kind::full_name).collect();
    names.sort_unstable();
    names.join(" ")
}

/// Loads what is kept and folds the rest, up to the signed size. `kept` was read before `signed`: the record is never behind the rows.
pub(crate) fn load<M: Model>(
    record: &Record,
    kept: Option<Loaded>,
    signed: &Signed,
    identity: &Identity,
    kinds: &[Kind],
) -> Result<(Held<M>, Unkept), ReadError> {
    let kept = usable(record, kept, signed, kinds)?;
    let anew = kept.is_none();
    let mut rows = kept.unwrap_or_default();
    let terms_kept = u32::try_from(rows.terms().len()).unwrap_or(u32::MAX);
    let keys = fold_on(record, &mut rows, signed.size, &identity.origin, kinds)?;
    let mut model = M::default();
    tell_model(record, &rows, 0..rows.size(), &mut model, &identity.origin)?;
    Ok((Held { rows, model }, Unkept { keys, terms_kept, anew }))
}

/// The rows of `views.db` in `dir`, where they are whole.
pub(crate) fn read_kept(dir: &Path) -> Option<Loaded> {
    Views::read(&dir.join("views.db"))?.load().ok()?
}

/// Kept rows, where they are of this fold and these kinds, and of a beginning of this record.
pub(crate) fn usable(record: &Record, kept: Option<Loaded>, signed: &Signed, kinds: &[Kind]) -> Result<Option<Rows>, ReadError> {
    let Some(loaded) = kept else { return Ok(None) };
    let Folded { size, root, fold, kinds: known } = loaded.folded;
    if fold != FOLD || known != kinds_text(kinds) || u64::from(size) > signed.size {
        return Ok(None);
    }
    let same = record.signed_at(size.into())?.is_some_and(|signed| signed.root == root);
    Ok(same.then_some(loaded.rows))
}

/// Folds the entries behind `rows`, up to `size`. Returns what the columns do not keep of them.
pub(crate) fn fold_on(record: &Record, rows: &mut Rows, size: u64, origin: &Origin, kinds: &[Kind]) -> Result<Keys, ReadError> {
    fold_with(record, rows, size, origin, kinds, |_| ())
}

fn fold_with(
    record: &Record,
    rows: &mut Rows,
    size: u64,
    origin: &Origin,
    kinds: &[Kind],
    mut each: impl FnMut(&Statement),
) -> Result<Keys, ReadError> {
    let first = u64::from(rows.size());
    let mut ids: Vec<EntryId> = Vec::new();
    let mut keys = Keys::default();
    let mut next = first;
    while next < size {
        let end = next.saturating_add(FOLD_CHUNK).min(size);
        for Read { index, id, sid, statement, understood } in read_entries(next, record.entries(next..end)?, origin, kinds)? {
            let head = rows.fold_head(sid, |index| match u64::from(index).checked_sub(first).and_then(|at| usize::try_from(at).ok()) {
                Some(at) => ids.get(at).copied(),
                None => record.entry(index.into()).ok().flatten().map(|bytes| EntryId::of(&bytes)),
            });
            let row = apply_understood(head.as_ref(), index, &statement, understood);
            rows.push(&row, sid, id, &statement.kind, statement.at.as_millisecond());
            rows.link(&statement.about);
            keys.push(index, sid, id, &statement.about);
            each(&statement);
            ids.push(id);
        }
        next = end;
    }
    Ok(keys)
}

/// An entry, read and understood: what the fold needs of it. Its body is let go in the thread that read it.
struct Read {
    index: u64,
    id: EntryId,
    sid: Sid,
    statement: Statement,
    understood: Understood,
}

/// Parses and understands entries, shared among threads: the costly part of a fold.
fn read_entries(first: u64, entries: Vec<Vec<u8>>, origin: &Origin, kinds: &[Kind]) -> Result<Vec<Read>, ReadError> {
    let one = |index: u64, bytes: Vec<u8>| {
        let Entry { id, mut statement, .. } = parse(index, bytes)?;
        let understood = Understood::of(&statement, kinds);
        statement.body = Json::Null;
        Ok(Read { index, id, sid: Sid::of(origin, &statement.subject), statement, understood })
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(PREPARE_THREADS_MAX);
    let each = entries.len().div_ceil(threads).max(1);
    let mut entries = (first..).zip(entries);
    let parts: Vec<Vec<(u64, Vec<u8>)>> = (0..threads).map(|_| entries.by_ref().take(each).collect()).collect();
    let one = &one;
    let work = |part: Vec<(u64, Vec<u8>)>| part.into_iter().map(|(index, bytes)| one(index, bytes)).collect::<Result<Vec<_>, ReadError>>();
    let done: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = parts.into_iter().map(|part| scope.spawn(move || work(part))).collect();
        running.into_iter().map(std::thread::ScopedJoinHandle::join).collect()
    });
    let mut all = Vec::new();
    for part in done {
        all.extend(part.map_err(|_| ReadError::Damaged("a thread that read entries failed".to_owned()))??);
    }
    Ok(all)
}

/// Hands the rows of wanted kinds to the model, in record order.
pub(crate) fn tell_model<M: Model>(record: &Record, rows: &Rows, range: Range<u32>, model: &mut M, origin: &Origin) -> Result<(), ReadError> {
    let wanted: Vec<bool> = rows.terms().iter().map(|term| term.split_once("/v").is_some_and(|(name, _)| M::wants(name))).collect();
    let versions = rows.until(range.end).get(usize::try_from(range.start).unwrap_or(usize::MAX)..).unwrap_or_default();
    for version in versions.iter().filter(|version| wanted.get(version.kind as usize).copied().unwrap_or(false)) {
        let read = |index: u32| -> Result<Entry, ReadError> {
            let bytes = record.entry(index.into())?.ok_or_else(|| ReadError::Damaged(format!("entry {index} is missing")))?;
            parse(index.into(), bytes)
        };
        let entry = read(version.index)?;
        let other = version.words().filter(|words| *words != version.index).map(read).transpose()?;
        let body = match version.words() {
            Some(words) if words == version.index => Some(&entry.statement.body),
            _ => other.as_ref().map(|other| &other.statement.body),
        };
        take(model, &entry, version, rows, body, origin);
    }
    Ok(())
}

fn take<M: Model>(model: &mut M, entry: &Entry, version: &record::rows::Version, rows: &Rows, body: Option<&Json>, origin: &Origin) {
    let text = |term| Some(rows.text(term)).filter(|text| !text.is_empty()).map(str::to_owned);
    let facets = Facets {
        place: text(version.place),
        topic: text(version.topic),
        group: text(version.group),
        from_day: version.from_day,
        until_day: version.until_day,
        value: version.value,
    };
    let statement = &entry.statement;
    let taken = Taken {
        index: entry.index,
        sid: entry.sid(origin),
        subject: &statement.subject,
        kind: &statement.kind,
        standing: version.standing(),
        facets: &facets,
    };
    model.take(&taken, body);
}

/// Rows folded from the record alone, with the names of their subjects.
pub(crate) struct FoldedAnew {
    pub(crate) rows: Rows,
    /// One for each entry, by index.
    pub(crate) subjects: Vec<String>,
}

impl FoldedAnew {
    /// The view root of the first `size` entries.
    pub(crate) fn view_root(&self, origin: &Origin, size: u32) -> Hash {
        view_root(origin, &self.rows, size, &self.subjects)
    }
}

/// Folds the first `size` entries, believing nothing that is kept.
pub(crate) fn fold_anew(record: &Record, size: u64, origin: &Origin, kinds: &[Kind]) -> Result<FoldedAnew, ReadError> {
    let mut rows = Rows::default();
    let mut subjects = Vec::new();
    fold_with(record, &mut rows, size, origin, kinds, |statement| subjects.push(statement.subject.to_string()))?;
    Ok(FoldedAnew { rows, subjects })
}
