//! What the small bodies say: places, instruments, sources, coverage, who speaks for whom.
//!
//! Fed in the order of rows by whoever folds; keeps what it took, so that the model of an earlier cut is made without reading bodies again.
//! What changes a result is read from our own record alone (DESIGN rule 17): places, borders, groups, powers, sources, rules, and for whom
//! others speak. From others' records come their coverage, their answers, and instruments of their own that ours does not state.
//! In: those bodies, and the rules of our own door that need them. Out: measures, of which the rows say enough.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use policy::finding::Answer;
use policy::{Coverage, Instrument, Population, Reach};
use record::fold::Standing;
use record::own::genesis::Genesis;
use record::own::partner::Partner;
use record::places::OWN;
use record::rows::Rows;
use record::{Admission, Facets, Fault, Json, KindName, Origin, RecordNumber, Sid, Statement, SubjectName};
use register::{Authority, Border, Code, Competence, Group, Office, Place, Powers, Register, Sources};

/// What is held at one size, with the model that stood there. Cheap to copy; every question of this crate asks one.
#[derive(Clone, Copy)]
pub struct Cut<'a> {
    /// The rows, of our record and of those that we copy; they may be more than `size`.
    pub rows: &'a Rows,
    /// How many rows count.
    pub size: u32,
    /// What the small bodies said by then ([`Model::as_of`] for an earlier size than the newest).
    pub model: &'a Model,
}

impl<'a> Cut<'a> {
    /// The rows of the proofs in our record that this one has signed two histories (`fork/v1`), the newest first.
    pub fn forks(&self, origin: &Origin) -> impl Iterator<Item = u32> + use<'a> {
        let Cut { rows, size, .. } = *self;
        let group = rows.term(origin.as_str());
        let forks = rows.of_kind("fork/v1").iter().rev().filter_map(|row| rows.version(*row));
        let against = forks.filter(move |fork| group == Some(fork.group) && fork.index < size && rows.record_of(fork.index) == OWN);
        against.map(|fork| fork.index)
    }
}

/// What a row of a wanted kind says, as handed to [`Model::take`].
#[derive(Clone, Copy)]
pub struct Taken<'a> {
    /// Whose record it stands in.
    pub record: RecordNumber,
    /// That record's origin.
    pub origin: &'a Origin,
    /// The entry's row.
    pub row: u32,
    /// Its subject.
    pub subject: &'a SubjectName,
    /// Its kind, with version.
    pub kind: &'a KindName,
    /// How the subject stands now.
    pub standing: Standing,
    /// Facets of the words that stand.
    pub facets: &'a Facets,
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Model {
    took: Vec<Took>,
    origins: BTreeMap<RecordNumber, Origin>,
    standing: BTreeMap<(RecordNumber, SubjectName), (u32, Arc<Word>)>,
    coverage: Arc<Covered>,
    derived: OnceLock<Derived>,
}

/// One step of the history of the small bodies.
#[derive(Clone, Debug)]
struct Took {
    row: u32,
    record: RecordNumber,
    subject: SubjectName,
    /// What stands now; none after a withdrawal.
    word: Option<Arc<Word>>,
}

#[derive(Debug)]
enum Word {
    Place(Place),
    Border(Border),
    Group(Group),
    Sources(Sources),
    Instrument(Instrument),
    Rule(policy::rule::Stated),
    Answer(Box<Answer>),
    Genesis(Box<Genesis>),
    Partner(Box<Partner>),
    Authority(Authority),
    Competence(Competence),
    Office(Office),
}

/// Coverage by place and instrument, every version ever said: which of them stand at a cut, the rows know.
type Covered = BTreeMap<String, BTreeMap<String, Vec<CoverSpan>>>;

/// One version of one coverage, for one place and instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CoverSpan {
    /// The row of the entry that says so.
    pub(crate) index: u32,
    /// Whose it is.
    pub(crate) record: RecordNumber,
    pub(crate) population: Population,
    pub(crate) reach: Reach,
    pub(crate) from_day: i32,
    pub(crate) until_day: i32,
    pub(crate) is_observed: bool,
    /// [`policy::measure::source_mark`]; 0 where it is declared.
    pub(crate) source: u32,
}

/// What all standing words add up to.
#[derive(Clone, Debug, Default)]
struct Derived {
    register: Register,
    instruments: BTreeMap<Code, Instrument>,
    /// For which places each record speaks, by its number.
    speaks_for: BTreeMap<RecordNumber, BTreeSet<Code>>,
    ranks: BTreeMap<u32, u32>,
    names: BTreeMap<u32, String>,
    /// The mark of each record's origin, as of a source.
    marks: BTreeMap<RecordNumber, u32>,
    partners: BTreeMap<Origin, (u32, Partner)>,
    rules: BTreeMap<String, (u32, policy::rule::Stated)>,
    answers: BTreeMap<Sid, Vec<(u32, Answer)>>,
}

/// Who is believed first: the lower, the more (DESIGN rule 20).
pub(crate) type Rank = u32;

/// The rank of what is declared.
pub(crate) const DECLARED: Rank = 0;

/// Behind every source that `sources/v1` names; marks have 31 bits.
const UNNAMED: Rank = 1 << 31;

/// What is stated earlier in the same batch, and is not yet taken into the model.
pub trait Stated {
    /// The body of an instrument of our own, by code.
    fn instrument(&self, code: &str) -> Option<&Json>;
    /// The subject and body of a place, by code.
    fn place(&self, code: &str) -> Option<(&SubjectName, &Json)>;
    /// Whether a coverage about the place with this code is stated.
    fn has_coverage(&self, place: &str) -> bool;
    /// Whether a competence that names this place first is stated.
    fn has_competence(&self, place: &str) -> bool;
    /// Whether a subject of this kind is stated.
    fn has_subject(&self, kind: &str, subject: &str) -> bool;
}

/// Nothing was stated before.
impl Stated for () {
    fn instrument(&self, _: &str) -> Option<&Json> {
        None
    }

    fn place(&self, _: &str) -> Option<(&SubjectName, &Json)> {
        None
    }

    fn has_coverage(&self, _: &str) -> bool {
        false
    }

    fn has_competence(&self, _: &str) -> bool {
        false
    }

    fn has_subject(&self, _: &str, _: &str) -> bool {
        false
    }
}

impl Model {
    /// Whether the bodies of this kind (name without version) are handed to [`Model::take`].
    pub fn wants(kind: &str) -> bool {
        matches!(
            kind,
            "genesis"
                | "place"
                | "border"
                | "group"
                | "sources"
                | "instrument"
                | "coverage"
                | "authority"
                | "competence"
                | "office"
                | "rule"
                | "finding"
                | "partner"
        )
    }

    /// Takes in what a row of a wanted kind says, in record order. `body`: the words that stand, if any were understood.
    pub fn take(&mut self, taken: &Taken<'_>, body: Option<&Json>) {
        if taken.standing == Standing::DoesNotFit {
            return;
        }
        if self.origins.insert(taken.record, taken.origin.clone()).is_none() {
            // For whom that record speaks hangs on its being known, also where nothing else of this row is kept.
            self.derived = OnceLock::new();
        }
        let body = body.filter(|_| taken.standing != Standing::Withdrawn);
        if taken.kind.name() == "coverage" {
            if let Some(coverage) = body.and_then(|body| record::kind::typed::<Coverage>(body).ok()) {
                self.cover(taken, &coverage);
            }
            return;
        }
        let is_read = taken.record == OWN || matches!(taken.kind.name(), "genesis" | "instrument" | "finding");
        if is_read {
            let word = body.and_then(|body| Word::read(taken.kind.name(), body)).map(Arc::new);
            self.put(Took { row: taken.row, record: taken.record, subject: taken.subject.clone(), word });
        }
    }

    fn put(&mut self, took: Took) {
        let subject = (took.record, took.subject.clone());
        match &took.word {
            Some(word) => drop(self.standing.insert(subject, (took.row, Arc::clone(word)))),
            None => drop(self.standing.remove(&subject)),
        }
        self.took.push(took);
        self.derived = OnceLock::new();
    }

    fn cover(&mut self, taken: &Taken<'_>, coverage: &Coverage) {
        let source = coverage.observed.as_ref().map_or(0, |observed| policy::measure::source_mark(&observed.source));
        let span = CoverSpan {
            index: taken.row,
            record: taken.record,
            population: coverage.population.clone(),
            reach: coverage.reach,
            from_day: coverage.from.number(),
            until_day: register::day::until(coverage.to),
            is_observed: coverage.observed.is_some(),
            source,
        };
        let covered = Arc::make_mut(&mut self.coverage);
        for place in &coverage.places {
            let of_place = covered.entry(place.to_string()).or_default();
            for instrument in &coverage.instruments {
                of_place.entry(instrument.to_string()).or_default().push(span.clone());
            }
        }
    }

    /// The model of the first `size` rows, where `self` has taken at least as many.
    #[must_use]
    pub fn as_of(&self, size: u32) -> Model {
        let mut model = Model { coverage: Arc::clone(&self.coverage), origins: self.origins.clone(), ..Model::default() };
        for took in self.took.iter().take_while(|took| took.row < size) {
            model.put(took.clone());
        }
        model
    }

    fn derived(&self) -> &Derived {
        self.derived.get_or_init(|| Derived::of(&self.standing, &self.origins))
    }

    /// Places, borders and groups.
    pub fn register(&self) -> &Register {
        &self.derived().register
    }

    /// The instrument with this code: built in, or of this record.
    pub fn instrument(&self, code: &str) -> Option<&Instrument> {
        policy::pack::find(code).map(|built| &built.instrument).or_else(|| self.derived().instruments.get(code))
    }

    /// Every instrument with levels: the built-in ones in the order of their codebook, then this record's own by code.
    pub fn instruments(&self) -> impl Iterator<Item = &Instrument> {
        let built = policy::pack::pack().instruments().iter().filter(|built| built.is_ordinal).map(|built| &built.instrument);
        built.chain(self.own_instruments())
    }

    /// The instruments that this record states, by code.
    pub fn own_instruments(&self) -> impl Iterator<Item = &Instrument> {
        self.derived().instruments.values()
    }

    /// Whether we speak for the place with this code.
    pub fn speaks_for(&self, place: &str) -> bool {
        self.speaks(OWN, place)
    }

    /// Whether the record with this number speaks for the place with this code: ours by its genesis, another's where we have accepted it
    /// (DESIGN rule 20).
    pub fn speaks(&self, record: RecordNumber, place: &str) -> bool {
        self.derived().speaks_for.get(&record).is_some_and(|places| places.contains(place))
    }

    /// The records that speak for the place with this code, by number.
    pub(crate) fn speakers(&self, place: &str) -> Vec<RecordNumber> {
        self.derived().speaks_for.iter().filter(|(_, places)| places.contains(place)).map(|(record, _)| *record).collect()
    }

    /// The partner with this origin, if our record names one.
    pub fn partner(&self, origin: &Origin) -> Option<&Partner> {
        self.derived().partners.get(origin).map(|(_, partner)| partner)
    }

    /// The partners that our record names, each with its row, by origin.
    pub fn partners(&self) -> impl Iterator<Item = (u32, &Partner)> {
        self.derived().partners.values().map(|(row, partner)| (*row, partner))
    }

    /// The name of a source by its mark in the rows, where `sources/v1` names it.
    pub fn source(&self, mark: u32) -> Option<&str> {
        self.derived().names.get(&mark).map(String::as_str)
    }

    /// The rules that this record states, by code, each with its entry; of two with one code the newer.
    pub fn rules(&self) -> impl Iterator<Item = (u32, &policy::rule::Stated)> {
        self.derived().rules.values().map(|(index, rule)| (*index, rule))
    }

    /// The answers to a finding that stand, oldest first, each with its entry; whether they count, [`crate::coherence`] says.
    pub fn answers(&self, finding: Sid) -> impl DoubleEndedIterator<Item = (u32, &Answer)> {
        self.derived().answers.get(&finding).into_iter().flatten().map(|(index, answer)| (*index, answer))
    }

    /// The places and instruments that any of these coverages names.
    pub(crate) fn covered_by(&self, entries: &BTreeSet<u32>) -> Vec<(&str, &str)> {
        if entries.is_empty() {
            return Vec::new();
        }
        let named = |spans: &[CoverSpan]| spans.iter().any(|span| entries.contains(&span.index));
        let all = self.coverage.iter().flat_map(|(place, covered)| covered.iter().map(move |(instrument, spans)| (place, instrument, spans)));
        all.filter(|(.., spans)| named(spans)).map(|(place, instrument, _)| (place.as_str(), instrument.as_str())).collect()
    }

    /// Every version of every coverage of one place, by instrument.
    pub(crate) fn covered(&self, place: &str) -> Option<&BTreeMap<String, Vec<CoverSpan>>> {
        self.coverage.get(place)
    }

    /// The places that any coverage names, by code.
    pub(crate) fn places_covered(&self) -> impl Iterator<Item = &str> {
        self.coverage.keys().map(String::as_str)
    }

    /// How far what a record says is believed, by the mark of its source. What someone says of a place that he does not speak for is observed,
    /// whatever it claims: by himself, mark 0, which stands for his origin. Of sources that `sources/v1` does not name our own words come first.
    pub(crate) fn rank(&self, record: RecordNumber, source: u32) -> Rank {
        let derived = self.derived();
        let named = if source == 0 { derived.marks.get(&record).copied().unwrap_or(0) } else { source };
        let unnamed = UNNAMED | if record == OWN { source } else { named };
        derived.ranks.get(&named).copied().unwrap_or(unnamed)
    }

    /// What our own door finds because of what the record holds. Faults: an instrument that no one stated, a level above its scale, a flag
    /// missing or out of place, a code of our own that is stated already. A warning: a place that the register lacks.
    pub fn admit(&self, statement: &Statement, ahead: &impl Stated) -> Admission {
        let body = &statement.body;
        if statement.act == record::Act::Withdraw {
            return Admission::default();
        }
        let faults = match statement.kind.name() {
            "measure" => self.admit_measure(body, ahead),
            "coverage" => self.admit_coverage(body, ahead),
            "instrument" => self.admit_code(&statement.subject, body, |word| matches!(word, Word::Instrument(_)), Word::code),
            "place" => self.admit_code(&statement.subject, body, |word| matches!(word, Word::Place(_)), Word::code),
            _ => Vec::new(),
        };
        let register = crate::admit::of_register(self, statement, ahead);
        let faults = faults.into_iter().chain(register.faults).map(|fault| fault.below("/body")).collect();
        let place = body.get("place").and_then(Json::as_str).filter(|_| statement.kind.name() == "measure");
        let unknown = place.filter(|place| self.register().find(place).is_none() && ahead.place(place).is_none());
        let unknown = unknown.map(|place| {
            Fault::new("/body/place", format!("`{place}` is not in the register, so it has no name, level or parent; state it as `place/v1`"))
        });
        let uncovered = place.filter(|_| statement.revises.is_none()).and_then(|_| self.uncovered(body, ahead));
        let warnings = register.warnings.into_iter().map(|fault| fault.below("/body"));
        Admission { faults, warnings: warnings.chain(unknown).chain(uncovered).collect() }
    }

    /// A measure of our own that counts for nothing, because nothing says from which day on all of them are stated (DESIGN rule 21). Warned of
    /// when it is first stated; a coverage taken back since, or stated about several places in the same batch, goes unseen.
    fn uncovered(&self, body: &Json, ahead: &impl Stated) -> Option<Fault> {
        let measure = record::kind::typed::<policy::Measure>(body).ok().filter(|measure| measure.observed.is_none())?;
        let (place, instrument, start) = (&measure.place, measure.instrument.code()?, measure.start);
        if self.is_covered(&measure) || ahead.has_coverage(place.as_str()) {
            return None;
        }
        let mut coverage = serde_json::json!({"places": [place], "instruments": [instrument], "from": start});
        if let (Reach::AndBelow | Reach::Applies, Some(members)) = (measure.reach, coverage.as_object_mut()) {
            members.insert("reach".to_owned(), measure.reach.to_string().into());
        }
        let offer = serde_json::json!({"kind": "coverage/v1", "body": coverage});
        let message = format!(
            "nothing says that all measures of `{place}` in `{instrument}` are stated on {start}: until a coverage does, its level counts as unknown; \
             where they are, state {offer}"
        );
        Some(Fault::new("/body", message))
    }

    /// Whether a coverage was ever stated of the instrument and place of a measure, for its reach, on its first day.
    pub fn is_covered(&self, measure: &policy::Measure) -> bool {
        let spans = self.covered(measure.place.as_str()).zip(measure.instrument.code()).and_then(|(of_place, code)| of_place.get(code.as_str()));
        let covers = |span: &CoverSpan| span.reach == measure.reach && (span.from_day..span.until_day).contains(&measure.start.number());
        spans.is_some_and(|spans| spans.iter().any(covers))
    }

    fn admit_measure(&self, body: &Json, ahead: &impl Stated) -> Vec<Fault> {
        // A body that its own check refuses has been told so: nothing to add here.
        let Ok(measure) = record::kind::typed::<policy::Measure>(body) else { return Vec::new() };
        let Some(code) = measure.instrument.code() else { return Vec::new() };
        let ours = ahead.instrument(code.as_str()).and_then(|body| record::kind::typed::<Instrument>(body).ok());
        let Some(instrument) = ours.as_ref().or_else(|| self.instrument(code.as_str())) else { return vec![no_instrument("/instrument", code)] };
        let mut faults = instrument.admits(measure.level, measure.flag);
        if let Some(flag) = instrument.flag.as_ref().filter(|_| measure.level > 0 && measure.flag.is_none()) {
            faults.push(Fault::new("/flag", format!("`{code}` has a flag ({}); give 0 (only part) or 1 (all of it)", flag.kind)));
        }
        if policy::pack::find(code.as_str()).is_some_and(|built| !built.is_ordinal) {
            faults.push(Fault::new("/instrument", format!("`{code}` has no levels; give one that has, such as `C1`")));
        }
        faults
    }

    fn admit_coverage(&self, body: &Json, ahead: &impl Stated) -> Vec<Fault> {
        let Ok(coverage) = record::kind::typed::<Coverage>(body) else { return Vec::new() };
        let codes = coverage.instruments.iter().enumerate().filter_map(|(at, instrument)| instrument.code().map(|code| (at, code)));
        let unknown = codes.filter(|(_, code)| self.instrument(code.as_str()).is_none() && ahead.instrument(code.as_str()).is_none());
        unknown.map(|(at, code)| no_instrument(&format!("/instruments/{at}"), code)).collect()
    }

    /// One code, one subject: a place or instrument that another subject states can't be stated again.
    fn admit_code(&self, subject: &SubjectName, body: &Json, is_alike: fn(&Word) -> bool, code_of: fn(&Word) -> Option<&Code>) -> Vec<Fault> {
        let Some(code) = body.get("code").and_then(Json::as_str) else { return Vec::new() };
        if !self.register().has(code) && !self.derived().instruments.contains_key(code) {
            return Vec::new();
        }
        let mut others = self.standing.iter().filter(|((record, other), (_, word))| *record == OWN && other != subject && is_alike(word));
        let other = others.find(|(_, (_, word))| code_of(word).is_some_and(|other| other.as_str() == code));
        other
            .map(|((_, other), _)| Fault::new("/code", format!("`{code}` is stated already by the subject `{other}`; revise that one")))
            .into_iter()
            .collect()
    }

    /// What a statement's own words make our door warn of, without looking at anything else: phone numbers and the like in public text.
    pub fn warn(statement: &Statement) -> Vec<Fault> {
        if statement.audience.is_public() { crate::door::personal(statement.kind.name(), &statement.body) } else { Vec::new() }
    }
}

fn stated<T: Clone>(index: u32, subject: &SubjectName, body: &T) -> register::Stated<T> {
    register::Stated { subject: subject.clone(), index, body: body.clone() }
}

fn no_instrument(path: &str, code: &Code) -> Fault {
    Fault::new(path, format!("`{code}` is no instrument that is built in or stated here; state it as `instrument/v1` first"))
}

impl Word {
    fn read(kind: &str, body: &Json) -> Option<Word> {
        use record::kind::typed;
        match kind {
            "place" => typed(body).ok().map(Word::Place),
            "border" => typed(body).ok().map(Word::Border),
            "group" => typed(body).ok().map(Word::Group),
            "sources" => typed(body).ok().map(Word::Sources),
            "instrument" => typed(body).ok().map(Word::Instrument),
            "rule" => typed(body).ok().map(Word::Rule),
            "finding" => typed(body).ok().map(|answer| Word::Answer(Box::new(answer))),
            "authority" => typed(body).ok().map(Word::Authority),
            "competence" => typed(body).ok().map(Word::Competence),
            "office" => typed(body).ok().map(Word::Office),
            "genesis" => typed(body).ok().map(|genesis| Word::Genesis(Box::new(genesis))),
            "partner" => typed(body).ok().map(|partner| Word::Partner(Box::new(partner))),
            _ => None,
        }
    }

    fn code(&self) -> Option<&Code> {
        match self {
            Word::Place(place) => Some(&place.code),
            Word::Instrument(instrument) => Some(&instrument.code),
            _ => None,
        }
    }
}

impl Derived {
    fn of(standing: &BTreeMap<(RecordNumber, SubjectName), (u32, Arc<Word>)>, origins: &BTreeMap<RecordNumber, Origin>) -> Derived {
        // Ours in the order in which we said them, others' by origin and name: no arrival changes what comes of them.
        let mut words: Vec<_> = standing.iter().map(|((record, subject), (row, word))| (*record, *row, subject, word.as_ref())).collect();
        words.sort_unstable_by_key(|(record, row, subject, _)| match *record {
            OWN => (None, *row, None),
            other => (Some(origins.get(&other)), 0, Some(*subject)),
        });
        let mut derived = Derived::default();
        let (mut places, mut borders, mut groups) = (Vec::new(), Vec::new(), Vec::new());
        let mut powers = Powers::default();
        for (record, row, subject, word) in words {
            match word {
                Word::Place(place) => places.push(place.clone()),
                Word::Border(border) => borders.push(border.clone()),
                Word::Group(group) => groups.push(group.clone()),
                Word::Instrument(instrument) if record == OWN => drop(derived.instruments.insert(instrument.code.clone(), instrument.clone())),
                Word::Instrument(instrument) => drop(derived.instruments.entry(instrument.code.clone()).or_insert_with(|| instrument.clone())),
                Word::Rule(rule) => drop(derived.rules.insert(rule.code.clone(), (row, rule.clone()))),
                Word::Answer(answer) => derived.answers.entry(answer.finding).or_default().push((row, answer.as_ref().clone())),
                Word::Authority(body) => powers.authorities.push(stated(row, subject, body)),
                Word::Competence(body) => powers.competences.push(stated(row, subject, body)),
                Word::Office(body) => powers.offices.push(stated(row, subject, body)),
                Word::Genesis(genesis) if record == OWN => {
                    let places = genesis.place.iter().filter_map(|place| place.parse().ok()).collect();
                    derived.speaks_for.insert(OWN, places);
                }
                Word::Genesis(_) => {}
                Word::Partner(partner) => drop(derived.partners.insert(partner.origin.clone(), (row, partner.as_ref().clone()))),
                // The newest of them, where a record states more than one.
                Word::Sources(sources) => derived.order(sources),
            }
        }
        derived.marks = origins.iter().map(|(record, origin)| (*record, policy::measure::source_mark(origin.as_str()))).collect();
        for (record, origin) in origins.iter().filter(|(record, _)| **record != OWN) {
            // Instruments name no sector that one could compare: who is accepted for some of them only is an observer here.
            let accepted = derived.partners.get(origin).into_iter().flat_map(|(_, partner)| &partner.speaks_for);
            let accepted = accepted.filter(|spoken| spoken.sectors.is_empty());
            let places = accepted.filter_map(|spoken| spoken.place.parse().ok()).collect();
            derived.speaks_for.insert(*record, places);
        }
        let place = derived.speaks_for.get(&OWN).and_then(BTreeSet::first);
        powers.own = origins.get(&OWN).zip(place).map(|(origin, place)| (origin.to_string(), place.clone()));
        derived.register = Register::of(places, borders, groups).with_powers(powers);
        derived
    }

    fn order(&mut self, sources: &Sources) {
        let marked = sources.order.iter().map(|name| (policy::measure::source_mark(name), name));
        self.names = marked.clone().map(|(mark, name)| (mark, name.clone())).collect();
        self.ranks = marked.zip(1..).map(|((mark, _), rank)| (mark, rank)).collect();
    }
}
