//! What the site shows, and a view of it: one cut of the record, one day, one reader's question.
//!
//! In: the cut that `asof` names, models of earlier cuts, entries by index, names of places and instruments. Out: what pages make of them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, RwLockReadGuard};

use jiff::Timestamp;
use jiff::civil::Date;
use league::Model;
use league::coherence::Findings;
use maud::{Markup, html};

use node::{Accounts, Allowance, Clock, Held, Node, Tokens};
use policy::{Instrument, Measure, Packed};
use record::places::OWN;
use record::{Entry, EntryId, EntryName, Origin, Sid};
use register::Day;

use crate::asked::{AsOf, Asked, BadField, Rule};
use crate::findings::KeptFindings;
use crate::limits::MODELS_KEPT;
use crate::live::{Live, Spoken};
use crate::names::Names;
use crate::parts::{Attribution, chart};
use crate::problem::Problem;
use crate::session::Person;
use crate::words::{Direction, Language, Words, without_isolates};

/// What the binary hands over: a node and how it is to be shown.
#[derive(Clone)]
pub struct Site {
    /// The record, opened by its one writer.
    pub node: Arc<Node<Live>>,
    /// Who may write over HTTP.
    pub tokens: Arc<Tokens>,
    /// Who may sign in, who is, and what they have typed.
    pub accounts: Arc<Accounts>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// The address under which readers reach this site, without trailing slash: `https://health.example`.
    pub public_url: String,
    /// Whether the data is made up, and every page and export has to say so.
    pub is_invented: bool,
    /// How much is taken of a partner's words, by origin, where that is not what all are granted.
    pub allowances: BTreeMap<Origin, Allowance>,
    /// Where policies clash, as pages show it.
    pub findings: Arc<KeptFindings>,
    /// Hears of what failed on our side, one line each.
    pub report: Arc<dyn Fn(&str) + Send + Sync>,
}

impl Site {
    /// The language of the node, where a reader asks for none that we have; a country's or script's own is not told apart (`fr-CH` is French).
    pub fn language(&self) -> Language {
        Language::negotiate(&self.node.identity().language, Language::English)
    }

    /// How much is taken of a partner's words.
    pub fn allowance(&self, origin: &Origin) -> Allowance {
        self.allowances.get(origin).copied().unwrap_or_default()
    }

    /// The record's name.
    pub fn origin(&self) -> &Origin {
        &self.node.identity().origin
    }

    /// A whole address for a path of this site.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The day that it is now, in UTC.
    pub fn today(&self) -> Date {
        jiff::tz::Offset::UTC.to_datetime(self.clock.now()).date()
    }
}

/// Models of earlier cuts, newest used last.
#[derive(Default)]
pub(crate) struct Models(Mutex<VecDeque<(u32, Arc<Model>)>>);

impl Models {
    /// The model of the first `size` entries; made from the newest where it is not kept.
    fn at(&self, size: u32, newest: &Model) -> Arc<Model> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let model = match kept.iter().position(|(of, _)| *of == size).and_then(|at| kept.remove(at)) {
            Some((_, model)) => model,
            None => Arc::new(newest.as_of(size)),
        };
        kept.push_back((size, Arc::clone(&model)));
        if kept.len() > MODELS_KEPT {
            kept.pop_front();
        }
        model
    }
}

/// The names of sources by their marks in the rows, read from any statement that has one: a mark is a hash of the name.
#[derive(Default)]
pub(crate) struct SourceNames(Mutex<Sources>);

#[derive(Default)]
struct Sources {
    names: BTreeMap<u32, String>,
    /// The first measure that has a mark.
    first: BTreeMap<u32, u32>,
    /// So many entries were looked at.
    scanned: u32,
}

impl SourceNames {
    /// The name behind a mark, which the measure at entry `index` has.
    fn name(&self, view: &View<'_>, mark: u32, index: u32) -> Result<Option<String>, Problem> {
        if let Some(name) = self.0.lock().unwrap_or_else(PoisonError::into_inner).names.get(&mark) {
            return Ok(Some(name.clone()));
        }
        let body = view.entry(index)?.map(|entry| entry.statement.body);
        let name = body.as_ref().and_then(|body| body.pointer("/observed/source")).and_then(record::Json::as_str).map(str::to_owned);
        if let Some(name) = &name {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).names.insert(mark, name.clone());
        }
        Ok(name)
    }

    /// The names of the sources of every measure of the cut: for what is worked out from all of them.
    pub(crate) fn all(&self, view: &View<'_>) -> Result<BTreeSet<String>, Problem> {
        let marks: Vec<(u32, u32)> = {
            let mut sources = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let kind = view.cut.rows.term(league::measures::KIND);
            let scanned = usize::try_from(sources.scanned).unwrap_or(0);
            for version in view.cut.rows.until(view.cut.size).iter().skip(scanned).filter(|version| Some(version.kind) == kind) {
                let packed = Packed::unpack(version.value);
                if let Some(words) = version.words().filter(|_| packed.is_observed) {
                    sources.first.entry(packed.source).or_insert(words);
                }
            }
            sources.scanned = sources.scanned.max(view.cut.size);
            sources.first.iter().map(|(mark, index)| (*mark, *index)).filter(|(_, index)| *index < view.cut.size).collect()
        };
        marks.into_iter().filter_map(|(mark, index)| self.name(view, mark, index).transpose()).collect()
    }
}

/// The record as it is held while one page is made, and the model of the cut that is asked for.
pub(crate) struct Snapshot<'s> {
    site: &'s Site,
    held: RwLockReadGuard<'s, Held<Live>>,
    earlier: Option<Arc<Model>>,
    /// How many entries count.
    pub(crate) size: u32,
    /// The moment of `asof`, where the reader asked for an earlier state.
    pub(crate) as_of: Option<Timestamp>,
    /// The day that a lasting address names, whatever day it is when it is read.
    named: Option<Date>,
    /// Whether nothing later is known.
    is_newest: bool,
}

impl<'s> Snapshot<'s> {
    /// Takes the cut that the query names. Errors: a moment that can't be read, or before anything was said.
    pub(crate) fn take(site: &'s Site, models: &Models, asked: &Asked) -> Result<Snapshot<'s>, Problem> {
        let as_of = asked.query.as_of().map_err(|field| Problem::BadQuery(vec![field]))?;
        let held = site.node.held();
        let newest = held.rows.size();
        let size = match as_of {
            None => newest,
            Some(AsOf::Moment(at)) => held.rows.size_at(at.as_millisecond()).min(newest),
            Some(AsOf::Size(size)) if (1..=newest).contains(&size) => size,
            Some(AsOf::Size(size)) => return Err(BadField::new("asof", &size.to_string(), Rule::Number(1, newest)).into()),
        };
        if size == 0 {
            let first = held.rows.version(0).and_then(|version| Timestamp::from_millisecond(version.said_ms()).ok());
            return Err(Problem::BeforeTheRecord { begins: first });
        }
        let earlier = (size < newest).then(|| models.at(size, &held.model.0));
        let said = held.rows.version(size.saturating_sub(1)).and_then(|version| Timestamp::from_millisecond(version.said_ms()).ok());
        let (as_of, named) = match as_of {
            None => (None, None),
            Some(AsOf::Moment(at)) => (Some(at), None),
            // A cut that is named by its size is of the day of its last statement, or of the day that the address names beside it.
            Some(AsOf::Size(_)) => (said, ["on", "to"].into_iter().find_map(|key| asked.query.day(key).ok().flatten())),
        };
        Ok(Snapshot { site, held, earlier, size, as_of, named, is_newest: size == newest })
    }

    /// What pages ask.
    pub(crate) fn view<'v>(&'v self, asked: &'v Asked) -> View<'v> {
        let model = self.earlier.as_deref().unwrap_or(&self.held.model.0);
        let now = self.site.today();
        let today = self.as_of.map_or(now, |at| self.named.max(Some(jiff::tz::Offset::UTC.to_datetime(at).date())).map_or(now, |day| day.min(now)));
        View {
            site: self.site,
            asked,
            words: asked.words(),
            cut: league::Cut { rows: &self.held.rows, size: self.size, model },
            today,
            as_of: self.as_of,
            is_newest: self.is_newest,
            person: None,
        }
    }
}

/// One cut of the record, seen by one reader.
#[derive(Clone, Copy)]
pub(crate) struct View<'v> {
    pub(crate) site: &'v Site,
    pub(crate) asked: &'v Asked,
    pub(crate) words: Words,
    pub(crate) cut: league::Cut<'v>,
    /// The day that it is; of `asof`, where the reader asked for an earlier state.
    pub(crate) today: Date,
    pub(crate) as_of: Option<Timestamp>,
    /// Whether nothing later is known.
    pub(crate) is_newest: bool,
    /// Who is signed in; none on pages that are kept for everyone.
    pub(crate) person: Option<&'v Person>,
}

impl<'v> View<'v> {
    /// Where levels, neighbours and sectors clash at this cut.
    pub(crate) fn findings(&self) -> Arc<Findings> {
        self.site.findings.at(&self.cut, self.is_newest, &Spoken(&self.site.node))
    }

    /// The record's own language.
    pub(crate) fn records_language(&self) -> &'v str {
        &self.site.node.identity().language
    }

    /// The entry of this row, of this cut.
    pub(crate) fn entry(&self, row: u32) -> Result<Option<Entry>, Problem> {
        if row >= self.cut.size {
            return Ok(None);
        }
        self.site.node.entry(row).map_err(Problem::from)
    }

    /// Where the entry of a row is shown.
    pub(crate) fn entry_path(&self, row: u32) -> String {
        format!("/record/{}", self.cut.rows.places().path(row))
    }

    /// How the entry of a row is called.
    pub(crate) fn entry_name(&self, row: u32) -> EntryName {
        self.cut.rows.places().name(row)
    }

    /// The same for people: `#17`, in our own record.
    pub(crate) fn entry_label(&self, row: u32) -> String {
        match self.entry_name(row) {
            EntryName::Own(index) => format!("#{}", self.words.number(index.into())),
            EntryName::Other(name) => name,
        }
    }

    /// A link to the entry of a row, by its name.
    pub(crate) fn entry_link(&self, row: u32) -> Markup {
        html! { a class="govuk-link k-entry" href=(self.href(&self.entry_path(row))) { bdi { (self.entry_label(row)) } } }
    }

    /// A link to the entry of a row, as the statement that a finding rests on.
    pub(crate) fn statement_link(&self, row: u32) -> Markup {
        let name = self.entry_name(row).to_string();
        html! { a class="govuk-link k-entry" href=(self.href(&self.entry_path(row))) { (self.words.with("finding-statement", &[("number", name.into())])) } }
    }

    /// What another is called whose record the entry of a row stands in; none where it is our own.
    pub(crate) fn whose(&self, row: u32) -> Option<String> {
        let record = Some(self.cut.rows.record_of(row)).filter(|record| *record != OWN)?;
        let origin = self.cut.rows.places().origin(record)?;
        let named = self.cut.model.partner(origin);
        Some(named.map_or_else(|| origin.to_string(), |partner| self.words.said(&partner.name, self.records_language()).words.to_owned()))
    }

    /// Whether our record holds the proof that whoever said the entry of a row has signed two histories.
    pub(crate) fn is_forked(&self, row: u32) -> bool {
        let rows = self.cut.rows;
        let origin = Some(rows.record_of(row)).filter(|record| *record != OWN).and_then(|record| rows.places().origin(record));
        origin.is_some_and(|origin| self.cut.forks(origin).next().is_some())
    }

    /// The mark of what such a one says.
    pub(crate) fn doubt(&self, row: u32) -> Markup {
        html! { @if self.is_forked(row) { " " strong class="govuk-tag govuk-tag--red" { (self.words.text("partners-state-forked")) } } }
    }

    /// Who said the entry of a row: the office, and whose, where it is not one of ours.
    pub(crate) fn said_by(&self, row: u32, office: &str) -> String {
        self.whose(row).map_or_else(|| office.to_owned(), |name| format!("{name}, {office}"))
    }

    /// The origin of the record that the entry of a row stands in.
    pub(crate) fn origin_of(&self, row: u32) -> &str {
        let places = self.cut.rows.places();
        places.origin(self.cut.rows.record_of(row)).map_or("", Origin::as_str)
    }

    /// How many entries of our own record count.
    pub(crate) fn own_size(&self) -> u32 {
        self.cut.rows.places().size_within(OWN, self.cut.size)
    }

    /// The id of an entry, without reading what it says.
    pub(crate) fn id(&self, index: u32) -> Result<Option<EntryId>, Problem> {
        let bytes = self.site.node.entry_bytes(index)?;
        Ok(bytes.map(|bytes| EntryId::of(&bytes)))
    }

    /// The measure whose words are the body of entry `words`, and that entry.
    pub(crate) fn measure(&self, words: u32) -> Result<Option<(Measure, Entry)>, Problem> {
        let Some(entry) = self.entry(words)? else { return Ok(None) };
        Ok(record::kind::typed(&entry.statement.body).ok().map(|measure| (measure, entry)))
    }

    /// The sid of the subject that the entry of a row is about.
    pub(crate) fn sid(&self, row: u32) -> Sid {
        self.cut.rows.sid(row).unwrap_or(Sid::from_bytes([0; 16]))
    }

    /// Names in the reader's language.
    pub(crate) fn names(&self) -> Names<'v> {
        Names { cut: self.cut, words: self.words, records_language: self.records_language() }
    }

    /// What every drawing of this view says alike; the rest of its frame is the page's own.
    pub(crate) fn drawn(&self) -> chart::Frame<'v> {
        let Site { node, is_invented, .. } = self.site;
        let licence = &node.identity().licence;
        chart::Frame { words: self.words, id: "", title: "", desc: "", source: "", date: "", licence, is_invented: *is_invented }
    }

    /// The name of a place in the reader's language; its code where the register has none.
    pub(crate) fn place_name(&self, code: &str) -> String {
        self.names().place(code)
    }

    /// The instrument with this code.
    pub(crate) fn instrument(&self, code: &str) -> Option<&'v Instrument> {
        self.cut.model.instrument(code)
    }

    /// The name of an instrument in the reader's language; its code where nothing is known.
    pub(crate) fn instrument_name(&self, code: &str) -> String {
        self.names().instrument(code)
    }

    /// What a level of an instrument means; empty where no one says.
    pub(crate) fn level_text(&self, code: &str, level: u8) -> String {
        self.names().level(code, level).unwrap_or_default()
    }

    /// The highest level of an instrument.
    pub(crate) fn level_max(&self, code: &str) -> u8 {
        self.instrument(code).map_or(0, Instrument::level_max)
    }

    /// From one to the next, the way that the page is read.
    pub(crate) fn arrow(&self) -> &'static str {
        if self.words.language().direction() == Direction::RightToLeft { "←" } else { "→" }
    }

    /// Back from one to the one before.
    pub(crate) fn arrow_back(&self) -> &'static str {
        if self.words.language().direction() == Direction::RightToLeft { "→" } else { "←" }
    }

    /// A span of days, short, for tables; both inclusive, absent is open.
    pub(crate) fn span_short(&self, from: Option<Date>, to: Option<Date>) -> String {
        let short = |day: Date| self.words.date_short(day);
        match (from, to) {
            (Some(from), Some(to)) if from == to => short(from),
            (Some(from), Some(to)) => format!("{} – {}", short(from), short(to)),
            (Some(from), None) if from > self.today => without_isolates(&self.words.with("span-ahead", &[("from", short(from).into())])),
            (Some(from), None) => without_isolates(&self.words.with("span-open", &[("from", short(from).into())])),
            (None, Some(to)) => without_isolates(&self.words.with("span-until", &[("to", short(to).into())])),
            (None, None) => self.words.text("span-always").into_owned(),
        }
    }

    /// A word for one of a few: `reach-own`. The word itself where the catalogue has none.
    pub(crate) fn word(&self, group: &str, word: &str) -> String {
        self.words.find(&format!("{group}-{word}"), &[]).map_or_else(|| word.to_owned(), |text| without_isolates(&text))
    }

    /// A moment in words.
    pub(crate) fn moment(&self, ms: i64) -> String {
        Timestamp::from_millisecond(ms).map(|at| self.words.moment(at)).unwrap_or_default()
    }

    /// The days of which anything is known at this cut.
    pub(crate) fn covered(&self) -> Option<std::ops::Range<i32>> {
        league::series::span_covered(&self.cut, number(self.today))
    }

    /// The day that pages show where none is asked for: today, or where less is known, the last day that is covered in half of the places.
    /// (The last one covered anywhere may be known of a single place.)
    pub(crate) fn default_day(&self) -> Date {
        let rows = self.cut.rows;
        let today = number(self.today);
        let mut last: BTreeMap<u32, i32> = BTreeMap::new();
        let standing = rows.of_kind("coverage/v1").iter().filter_map(|index| rows.version(*index)).filter(|version| version.stands_at(self.cut.size));
        for version in standing {
            let day = version.until_day.saturating_sub(1).min(today);
            last.entry(version.place).and_modify(|known| *known = day.max(*known)).or_insert(day);
        }
        let mut days: Vec<i32> = last.into_values().collect();
        days.sort_unstable();
        days.get(days.len() / 2).map_or(self.today, |day| date(*day))
    }

    /// The day that the query names as `key`; else [`View::default_day`]. Errors: no day, or one outside
    /// what is covered. Where coverage goes on, the year to come may be asked for: what is decided for it is known.
    pub(crate) fn day(&self, key: &'static str) -> Result<Date, Problem> {
        let asked = self.asked.query.day(key).map_err(|field| Problem::BadQuery(vec![field]))?;
        let today = number(self.today);
        let Some(covered) = self.covered() else { return Ok(asked.unwrap_or(self.today)) };
        let last = covered.end.saturating_sub(1);
        let Some(asked) = asked else { return Ok(self.default_day()) };
        let open_until = if last >= today { last.saturating_add(366) } else { last };
        if number(asked) < covered.start || number(asked) > open_until {
            return Err(Problem::OutsideCoverage { asked, from: date(covered.start), to: (last < today).then(|| date(last)) });
        }
        Ok(asked)
    }

    /// The code of a place as the register writes it. Errors: it is not known here.
    pub(crate) fn known_place(&self, field: &'static str, code: &str) -> Result<&'v str, Problem> {
        let register = self.cut.model.register();
        if let Some(place) = register.find(code) {
            return Ok(place.code.as_str());
        }
        // A place of which something is said, but which no one stated: known by its code alone.
        let said = self.cut.rows.places_of(league::measures::KIND).into_iter().find(|place| *place == code);
        said.ok_or_else(|| Problem::BadQuery(vec![BadField::new(field, code, Rule::Known)]))
    }

    /// A link to a page of this site: in the page's language, and at the cut that the reader looks at.
    pub(crate) fn href(&self, path: &str) -> String {
        self.words.href(&self.path(path))
    }

    /// The same without language, for parts that add it.
    pub(crate) fn path(&self, path: &str) -> String {
        match self.asked.query.get("asof") {
            Some(as_of) if self.as_of.is_some() => {
                let joint = if path.contains('?') { '&' } else { '?' };
                let as_of = as_of.replace('+', "%2B");
                if path.contains("asof=") { path.to_owned() } else { format!("{path}{joint}asof={as_of}") }
            }
            _ => path.to_owned(),
        }
    }

    /// The names of the sources of these measures (indices of the entries whose words they are), each once.
    pub(crate) fn sources_of(&self, names: &SourceNames, words: impl IntoIterator<Item = u32>) -> Result<BTreeSet<String>, Problem> {
        let marks: BTreeMap<u32, u32> = words.into_iter().filter_map(|index| Some((self.mark(index)?, index))).collect();
        marks.into_iter().filter_map(|(mark, index)| names.name(self, mark, index).transpose()).collect()
    }

    /// The mark of a measure's source; none where it is declared.
    fn mark(&self, index: u32) -> Option<u32> {
        let version = self.cut.rows.version(index)?;
        let packed = Packed::unpack(version.value);
        packed.is_observed.then_some(packed.source)
    }

    /// The attributions of several sources, each once.
    pub(crate) fn attributions<'s>(&self, sources: impl IntoIterator<Item = &'s str>) -> Vec<Attribution> {
        let sources: BTreeSet<&str> = sources.into_iter().filter(|source| !source.is_empty()).collect();
        let attributions: BTreeSet<Attribution> = sources.into_iter().map(attribution).collect();
        attributions.into_iter().collect()
    }
}

/// Whose data a source's is. Sources whose name begins with `oxcgrt` are the Oxford tracker's files.
fn attribution(source: &str) -> Attribution {
    if source.to_ascii_lowercase().starts_with("oxcgrt") {
        let pack = policy::pack::pack();
        // The pack's own line names its licence in brackets at its end.
        let text = pack.source.trim_end_matches(" (CC BY 4.0)");
        return Attribution {
            text: text.to_owned(),
            href: Some("https://github.com/OxCGRT/covid-policy-dataset".to_owned()),
            licence: "CC BY 4.0".to_owned(),
        };
    }
    Attribution { text: source.to_owned(), href: None, licence: String::new() }
}

/// A day as a number: days since 1970-01-01.
pub(crate) fn number(date: Date) -> i32 {
    Day::from_civil(date.year().into(), date.month().into(), date.day().into()).map_or(0, Day::number)
}

/// A number of days since 1970-01-01 as a date; the nearest that there is.
pub(crate) fn date(number: i32) -> Date {
    let day = Day::from_number(number).unwrap_or(if number < 0 { Day::MIN } else { Day::MAX });
    let (year, month, day) = day.civil();
    let narrow = |wide: i32| i8::try_from(wide).unwrap_or(1);
    Date::new(i16::try_from(year).unwrap_or(1970), narrow(month), narrow(day)).unwrap_or(Date::ZERO)
}

/// The first day of a span; absent where it has none.
pub(crate) fn first(from_day: i32) -> Option<Date> {
    (from_day != record::Facets::EVER).then(|| date(from_day))
}

/// The last day of a span, whose end is the day after it; absent where no end is known.
pub(crate) fn last(until_day: i32) -> Option<Date> {
    (until_day != record::Facets::OPEN).then(|| date(until_day.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_the_same_both_ways() {
        for number_of in [-1, 0, 18_372, 20_000, 100_000] {
            assert_eq!(number(date(number_of)), number_of);
        }
        assert_eq!(date(18_372), jiff::civil::date(2020, 4, 20));
        assert_eq!((first(record::Facets::EVER), last(record::Facets::OPEN), last(1)), (None, None, Some(date(0))));
    }

    #[test]
    fn the_oxford_tracker_is_named_as_its_licence_asks() {
        let own = attribution("oxcgrt-legacy");
        assert!(own.text.contains("Blavatnik School of Government") && own.licence == "CC BY 4.0");
        assert_eq!(attribution("someone").text, "someone");
    }
}
