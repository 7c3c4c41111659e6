//! From drafts to statements ready to be placed: all that needs no order, done in the caller's thread, and by several for a large batch.
//!
//! A prepared statement is its canonical bytes with two gaps of fixed width that only the writer can fill:
//! ```text
//! {"at":"2026-11-24T10:00:00.000Z",…,"revises":"sha256:…64 digits…","subject":"…"}
//!        └ 24 bytes, once for each group        └ 64 digits, where it revises a line of its own batch
//! ```

use jiff::Timestamp;
use record::fold::{Understood, is_withdrawal};
use record::own::restricted;
use record::{Act, Draft, EntryId, Fault, Json, Kind, Office, Origin, Revises, Sid, Statement, SubjectName};

use crate::error::{LineFaults, PublishError};
use crate::limits::{BATCH_BYTES_MAX, BATCH_STATEMENTS_MAX, PREPARE_THREADS_MAX, PREPARE_TOGETHER, PROGRESS_EVERY, WARNINGS_MAX};
use crate::model::{Ahead, Model};
use crate::reading::Reading;

/// Who speaks in a batch, and so of which kinds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Speaker<'o> {
    /// An office, through the door that everyone uses: never of the record's own kinds.
    Office(&'o Office),
    /// An office, in a batch of which the node sealed what is for the parties of an agreement alone.
    Sealed(&'o Office),
    /// The node itself, of the record's own kinds alone.
    Node,
}

/// What a statement revises, as far as it is known before it is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Revised {
    /// It is its subject's first, or names an entry that was not found when it was prepared.
    Unknown,
    /// An entry, found by its whole id.
    Row(u32),
    /// A line of its own batch, from 1.
    Line(usize),
}

/// A statement, ready to be placed.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) line: usize,
    pub(crate) statement: Statement,
    pub(crate) bytes: Vec<u8>,
    pub(crate) at_offset: usize,
    pub(crate) revised: Revised,
    pub(crate) sid: Sid,
    pub(crate) understood: Understood,
}

/// A batch, ready to be placed, and what the door warns of.
#[derive(Debug)]
pub(crate) struct PreparedBatch {
    pub(crate) statements: Vec<Prepared>,
    pub(crate) warnings: Vec<(usize, Fault)>,
    pub(crate) bytes: usize,
}

/// Length of `2026-11-24T10:00:00.000Z`.
pub(crate) const AT_BYTES: usize = 24;
const ID_DIGITS: usize = 64;

/// A draft whose subject is settled.
struct Settled {
    line: usize,
    draft: Draft,
    subject: SubjectName,
    revised: Revised,
}

/// Prepares a batch, or says every fault of every line. `progress` hears how many statements are checked.
pub(crate) fn prepare<M: Model>(
    reading: &Reading<M>,
    drafts: Vec<Draft>,
    by: Speaker<'_>,
    now: Timestamp,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<PreparedBatch, PublishError> {
    let too_large = PublishError::TooLarge { statements: BATCH_STATEMENTS_MAX, bytes: BATCH_BYTES_MAX };
    if drafts.is_empty() {
        return Err(PublishError::Faults(Vec::new()));
    }
    if drafts.len() > BATCH_STATEMENTS_MAX {
        return Err(too_large);
    }
    let settled = settle(reading, drafts, now)?;
    let (statements, warnings, mut faults) = write_all(reading, settled, by, progress)?;
    if !faults.is_empty() {
        faults.extend(admission_faults(reading, &statements));
        faults.sort_by_key(|faulty| faulty.line);
        return Err(PublishError::Faults(faults));
    }
    let bytes = statements.iter().map(|prepared| prepared.bytes.len()).sum();
    if bytes > BATCH_BYTES_MAX {
        return Err(too_large);
    }
    Ok(PreparedBatch { statements, warnings, bytes })
}

/// Settles what each draft revises and is about: a given subject, that of what it revises, or a new ULID.
fn settle<M: Model>(reading: &Reading<M>, drafts: Vec<Draft>, now: Timestamp) -> Result<Vec<Settled>, PublishError> {
    let mut settled: Vec<Settled> = Vec::with_capacity(drafts.len());
    let mut faults = Vec::new();
    for (line, draft) in (1..).zip(drafts) {
        let mut wrong = |path: &str, message: String| faults.push(LineFaults { line, faults: vec![Fault::new(path, message)] });
        let (revised, of_revised) = match draft.revises {
            None => (Revised::Unknown, None),
            Some(Revises::Line(other)) => {
                let earlier = other.checked_sub(1).and_then(|at| settled.get(at)).map(|earlier| earlier.subject.clone());
                if earlier.is_none() {
                    wrong("/revises", format!("`line:{other}` is no earlier line of this batch; give `line:1` to `line:{}`", line - 1));
                }
                (Revised::Line(other), earlier)
            }
            Some(Revises::Entry(id)) => {
                find(reading, id, draft.subject.is_none()).map_err(|error| PublishError::Failed { what: error.to_string() })?
            }
        };
        let subject = match (draft.subject.clone(), draft.revises.is_some(), of_revised) {
            (Some(given), _, _) => Some(given),
            (None, false, _) => Some(new_subject(now)?),
            (None, true, found) => found,
        };
        match subject {
            Some(subject) => settled.push(Settled { line, draft, subject, revised }),
            None => match draft.revises {
                Some(Revises::Entry(revises)) => {
                    return Err(PublishError::Refused { line, refusal: record::fold::Refusal::NotTheHead { revises, head: None } });
                }
                // The fault is noted above; a subject keeps the lines countable.
                _ => settled.push(Settled { line, subject: new_subject(now)?, draft, revised }),
            },
        }
    }
    if faults.is_empty() { Ok(settled) } else { Err(PublishError::Faults(faults)) }
}

/// Where an entry stands, and its subject where that is asked for.
fn find<M: Model>(reading: &Reading<M>, id: EntryId, with_subject: bool) -> Result<(Revised, Option<SubjectName>), crate::ReadError> {
    let Some(index) = reading.find_id(id)? else { return Ok((Revised::Unknown, None)) };
    let subject = if with_subject { reading.entry(index)?.map(|entry| entry.statement.subject) } else { None };
    Ok((Revised::Row(index), subject))
}

/// A ULID: its time sorts subjects by when they were first stated, its randomness is the system's.
pub fn new_subject(now: Timestamp) -> Result<SubjectName, PublishError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|_| PublishError::NoRandom)?;
    let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or(0);
    ulid::Ulid::from_parts(milliseconds, u128::from_be_bytes(random)).to_string().parse().map_err(|_| PublishError::NoRandom)
}

/// What only what we hold can show of the lines without a fault of their own, so that a sender hears of all faults at once.
fn admission_faults<M: Model>(reading: &Reading<M>, statements: &[Prepared]) -> Vec<LineFaults> {
    let held = reading.held();
    let mut ahead = Ahead::default();
    let mut found = Vec::new();
    for Prepared { line, statement, understood, .. } in statements {
        let faults = held.model.admit(statement, &ahead).faults;
        if !faults.is_empty() {
            found.push(LineFaults { line: *line, faults });
        }
        if let Understood::Words(facets) = understood
            && M::wants(statement.kind.name())
        {
            ahead.add(statement, facets);
        }
    }
    found
}

type Written = (Vec<Prepared>, Vec<(usize, Fault)>, Vec<LineFaults>);

/// Checks and writes all statements, by several threads where there are many.
fn write_all<M: Model>(
    reading: &Reading<M>,
    settled: Vec<Settled>,
    by: Speaker<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Written, PublishError> {
    let is_large = settled.len() >= PREPARE_TOGETHER;
    let threads = if !is_large { 1 } else { std::thread::available_parallelism().map_or(1, usize::from) };
    let done = std::sync::atomic::AtomicUsize::new(0);
    let count = |more: usize| progress(done.fetch_add(more, std::sync::atomic::Ordering::Relaxed).saturating_add(more));
    let threads = threads.min(PREPARE_THREADS_MAX);
    let each = settled.len().div_ceil(threads);
    let mut settled = settled.into_iter();
    let parts: Vec<Vec<Settled>> = (0..threads).map(|_| settled.by_ref().take(each).collect()).collect();
    let work = |part: Vec<Settled>| write_part(reading, part, is_large, by, &count);
    let written: Vec<_> = if threads == 1 {
        parts.into_iter().map(|part| Ok(work(part))).collect()
    } else {
        std::thread::scope(|scope| {
            let running: Vec<_> = parts.into_iter().map(|part| scope.spawn(|| work(part))).collect();
            running.into_iter().map(std::thread::ScopedJoinHandle::join).collect()
        })
    };
    let (mut statements, mut warnings, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for part in written {
        // A panic of a check is a defect of ours, caught at the thread's edge: nothing was written.
        let (part, warned, faulty) = part.map_err(|_| PublishError::Closed)?;
        statements.extend(part);
        warnings.extend(warned);
        faults.extend(faulty);
    }
    warnings.truncate(WARNINGS_MAX);
    Ok((statements, warnings, faults))
}

fn write_part<M: Model>(reading: &Reading<M>, part: Vec<Settled>, is_large: bool, by: Speaker<'_>, count: &dyn Fn(usize)) -> Written {
    let (mut statements, mut warnings, mut faults) = (Vec::with_capacity(part.len()), Vec::new(), Vec::new());
    let mut uncounted = 0;
    for settled in part {
        let line = settled.line;
        match write_one(settled, by, &reading.identity.origin, reading.kinds) {
            Ok(mut prepared) => {
                if warnings.len() < WARNINGS_MAX {
                    let warned = M::warn(&prepared.statement);
                    warnings.extend(warned.into_iter().map(|fault| (line, fault)));
                }
                if is_large && !M::wants(prepared.statement.kind.name()) {
                    prepared.let_body_go();
                }
                statements.push(prepared);
            }
            Err(found) => faults.push(LineFaults { line, faults: found }),
        }
        uncounted += 1;
        if uncounted == PROGRESS_EVERY {
            count(uncounted);
            uncounted = 0;
        }
    }
    count(uncounted);
    (statements, warnings, faults)
}

/// Checks one statement and writes its bytes, with gaps.
fn write_one(settled: Settled, by: Speaker<'_>, origin: &Origin, kinds: &[Kind]) -> Result<Prepared, Vec<Fault>> {
    let Settled { line, draft, subject, revised } = settled;
    let mut faults = door_faults(&draft, by, kinds);
    let Draft { kind, revises, act, about, audience, body, .. } = draft;
    let revises = revises.map(|revises| match revises {
        Revises::Entry(id) => id,
        Revises::Line(_) => EntryId::from_digest([0; 32]),
    });
    let at = Timestamp::UNIX_EPOCH;
    let by = match by {
        Speaker::Office(office) | Speaker::Sealed(office) => office.clone(),
        Speaker::Node => Office::default(),
    };
    let statement = Statement { kind, subject, revises, act, about, at, by, eyes: None, audience, body };
    let mut bytes = statement.to_bytes().unwrap_or_else(|found| {
        faults.extend(found);
        Vec::new()
    });
    bytes.shrink_to_fit();
    if !faults.is_empty() {
        faults.dedup();
        return Err(faults);
    }
    let understood = Understood::of(&statement, kinds);
    let at_offset = at_offset(&bytes).ok_or_else(|| vec![Fault::new("/at", "the statement could not be written")])?;
    let sid = Sid::of(origin, &statement.subject);
    Ok(Prepared { line, statement, bytes, at_offset, revised, sid, understood })
}

/// What our own door refuses whatever stands in the record.
fn door_faults(draft: &Draft, by: Speaker<'_>, kinds: &[Kind]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let is_sealed = matches!(by, Speaker::Sealed(_)) && draft.kind.name() == restricted::KIND.name && !draft.audience.is_public();
    match Kind::find(kinds, &draft.kind) {
        None => {
            let known: Vec<String> = kinds.iter().filter(|kind| !kind.is_records_own).map(Kind::full_name).collect();
            faults.push(Fault::new("/kind", format!("`{}` is no kind that this node knows; give one of `{}`", draft.kind, known.join("`, `"))));
        }
        Some(kind) if !kind.is_records_own && matches!(by, Speaker::Node) => {
            faults.push(Fault::new(
                "/kind",
                format!("`{}` is none of the record's own, of which alone the node speaks; let an office state it", draft.kind),
            ));
        }
        Some(kind) if kind.is_records_own && !is_sealed && !matches!(by, Speaker::Node) => {
            faults
                .push(Fault::new("/kind", format!("`{}` is one of the record's own, which the node alone states; choose another kind", draft.kind)));
        }
        Some(_) if draft.act == Act::Withdraw => {
            if !is_withdrawal(&draft.body) {
                faults.push(Fault::new("/body", "a withdrawal says why it takes back; give {\"reason\": \"..\"} and nothing else"));
            }
        }
        Some(kind) => faults.extend((kind.check)(&draft.body).into_iter().map(|fault| fault.below("/body"))),
    }
    if !draft.audience.is_public() && !is_sealed {
        let message =
            format!("what is for `{}` is sealed when it is stated, and can't be looked at before; leave it out, or give `public`", draft.audience);
        faults.push(Fault::new("/audience", message));
    }
    faults
}

/// Where the 24 bytes of `at` begin. Before that key stand only `about` and `act`, whose values hold no quotes of their own.
fn at_offset(bytes: &[u8]) -> Option<usize> {
    const KEY: &[u8] = b"\"at\":\"";
    let start = bytes.windows(KEY.len()).position(|window| window == KEY)?.checked_add(KEY.len())?;
    bytes.get(start..start.checked_add(AT_BYTES)?)?;
    Some(start)
}

/// What is read of a statement's bytes to have its body again.
#[derive(serde::Deserialize)]
struct Bare {
    body: Json,
}

impl Prepared {
    /// Lets the tree of a body go until it is asked for: of a large batch the trees are several times the bytes.
    fn let_body_go(&mut self) {
        self.statement.body = Json::Null;
    }

    /// Makes sure that the body is there, from the bytes where it was let go.
    pub(crate) fn have_body(&mut self) {
        if self.statement.body.is_null()
            && let Ok(Bare { body }) = serde_json::from_slice(&self.bytes)
        {
            self.statement.body = body;
        }
    }

    /// Fills in when it was said.
    pub(crate) fn set_at(&mut self, at: Timestamp, text: &[u8; AT_BYTES]) {
        self.statement.at = at;
        let gap = self.bytes.iter_mut().skip(self.at_offset);
        gap.zip(text).for_each(|(byte, digit)| *byte = *digit);
    }

    /// Fills in which entry it revises. Behind those digits stands only the subject, whose length is known.
    pub(crate) fn set_revises(&mut self, id: EntryId) {
        self.statement.revises = Some(id);
        let behind = "\",\"subject\":\"\"}".len().saturating_add(self.statement.subject.as_str().len());
        let start = self.bytes.len().saturating_sub(behind).saturating_sub(ID_DIGITS);
        let digits = id.to_string();
        let gap = self.bytes.iter_mut().skip(start);
        gap.zip(digits.bytes().skip("sha256:".len())).for_each(|(byte, digit)| *byte = digit);
    }
}
