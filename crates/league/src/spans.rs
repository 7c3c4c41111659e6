//! From rows and coverage to the spans that `policy` computes with: what stands at a cut about one place, by instrument.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{ControlFlow, Range};

use policy::cell::{Known, OnDay, Reading, Says, Span, Spans, Whom};
use policy::{Packed, Population};
use record::places::OWN;
use record::rows::{NO_TERM, Rows, Term};
use record::{Facets, RecordNumber};

use crate::measures::{self, codes};
use crate::model::{CoverSpan, Cut, DECLARED};

/// Reads spans of one cut.
pub(crate) struct Reader<'c, 'a> {
    cut: &'c Cut<'a>,
    kinds: Vec<(Term, &'a str)>,
    everyone: Option<Term>,
    vaccinated: Option<Term>,
    not_vaccinated: Option<Term>,
    strictest: Option<Term>,
}

/// One place, looked up once: each of the codes that it stands under.
pub(crate) struct Sited<'a>(Vec<Site<'a>>);

/// A component of an index, looked up once for all places.
pub(crate) struct Component<'c> {
    pub(crate) instrument: &'c str,
    pub(crate) topic: Option<Term>,
    pub(crate) readings: [Reading<'c>; 2],
    /// No level is stricter: [`policy::index::top`].
    pub(crate) top: u16,
}

struct Site<'a> {
    place: Option<Term>,
    /// Whose records speak for it.
    speakers: Vec<RecordNumber>,
    covered: Option<&'a BTreeMap<String, Vec<CoverSpan>>>,
}

/// The populations whose strictest level is meant where none is asked for (specs/policy.md a2).
const STRICT: [Whom; 3] = [Whom::Strictest, Whom::Everyone, Whom::NotVaccinated];

/// For whom levels are read.
pub(crate) struct ForWhom(Vec<Whom>);

impl ForWhom {
    /// This population, or the strict level where none is given.
    pub(crate) fn of(rows: &Rows, population: Option<&str>) -> ForWhom {
        // A population that no one ever named is read as one of which nothing is known.
        let one = population.map(|population| population.parse().unwrap_or(Population::Other(population.to_owned())));
        ForWhom(one.map_or_else(|| STRICT.to_vec(), |one| vec![whom(rows, &one)]))
    }

    pub(crate) fn reading(&self, reach: Option<policy::Reach>) -> Reading<'_> {
        Reading { whom: &self.0, reach }
    }
}

pub(crate) fn whom(rows: &Rows, population: &Population) -> Whom {
    Whom::of(population, |word| rows.term(word).unwrap_or(NO_TERM))
}

/// Every place that a measure or a coverage of the cut's record is about, by code; where the register knows it by another, by the register's.
pub(crate) fn places<'a>(cut: &Cut<'a>) -> BTreeSet<&'a str> {
    let register = cut.model.register();
    let known = |code: &'a str| register.find(code).map_or(code, |place| place.code.as_str());
    measures::places(cut.rows).into_iter().chain(cut.model.places_covered()).map(known).collect()
}

impl<'c, 'a> Reader<'c, 'a> {
    pub(crate) fn of(cut: &'c Cut<'a>) -> Reader<'c, 'a> {
        let [everyone, vaccinated, not_vaccinated, strictest] =
            [Population::Everyone, Population::Vaccinated, Population::NotVaccinated, Population::Strictest].map(|word| cut.rows.term(word.as_str()));
        Reader { cut, kinds: measures::kinds(cut.rows), everyone, vaccinated, not_vaccinated, strictest }
    }

    /// The place with this code.
    pub(crate) fn site(&self, place: &str) -> Sited<'a> {
        let Cut { rows, model, .. } = *self.cut;
        let site = |code| Site { place: rows.term(code), speakers: model.speakers(code), covered: model.covered(code) };
        Sited(codes(self.cut, place, false).into_iter().map(site).collect())
    }

    /// The instruments of which anything is said or covered in a place, by code.
    pub(crate) fn instruments(&self, site: &Sited<'a>) -> BTreeSet<&'a str> {
        let rows = self.cut.rows;
        let mut instruments = BTreeSet::new();
        for Site { place, covered, .. } in &site.0 {
            let topics = self.kinds.iter().flat_map(|(_, full)| rows.topics_of(full, place.map_or("", |place| rows.text(place))));
            instruments.extend(topics.map(|(topic, _)| rows.text(topic)));
            instruments.extend(covered.iter().flat_map(|covered| covered.keys()).map(String::as_str));
        }
        instruments
    }

    /// What stands about a place and an instrument. With `day` measures that are not in force on it are left out, by their own days.
    pub(crate) fn spans(&self, site: &Sited<'a>, instrument: &str, day: Option<i32>) -> Spans {
        let mut spans = self.covered(site, instrument);
        let days = day.map_or(i32::MIN..i32::MAX, |day| day..day.saturating_add(1));
        self.each_measure(site, self.cut.rows.term(instrument), &days, |span| {
            spans.push(span);
            ControlFlow::Continue(())
        });
        Spans::of(spans)
    }

    /// [`Reader::spans`], where only levels are to be known: empty where nothing is covered, because all is unknown there.
    pub(crate) fn spans_known(&self, site: &Sited<'a>, instrument: &str) -> Spans {
        let mut spans = self.covered(site, instrument);
        if !spans.is_empty() {
            self.each_measure(site, self.cut.rows.term(instrument), &(i32::MIN..i32::MAX), |span| {
                spans.push(span);
                ControlFlow::Continue(())
            });
        }
        Spans::of(spans)
    }

    /// As much of [`Reader::spans_known`] as decides the level of a component on a day. Of many measures in force the first few tell it, as soon as
    /// one of them is at the top of the scale.
    pub(crate) fn spans_deciding(&self, site: &Sited<'a>, component: &Component<'_>, day: i32) -> Spans {
        let covered = self.covered(site, component.instrument);
        if !covered.iter().any(|span| span.from <= day && day < span.until) {
            return Spans::default();
        }
        let mut on_day = OnDay::new(day, covered);
        self.each_measure(site, component.topic, &(day..day.saturating_add(1)), |span| {
            on_day.add(span);
            let Says::Level { level, flag } = span.says else { return ControlFlow::Continue(()) };
            let is_at_top = Known { level, flag }.twice_effective() >= component.top;
            if is_at_top && on_day.is_settled(&component.readings, component.top) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        on_day.spans()
    }

    /// What says that all is stated about a place and an instrument, on whatever days.
    fn covered<'s>(&self, site: &'s Sited<'a>, instrument: &str) -> Vec<Span> {
        let of_site = |site: &'s Site<'a>| site.covered.and_then(|covered| covered.get(instrument)).map(|covered| (covered, &site.speakers));
        let covered = site.0.iter().filter_map(of_site);
        covered.flat_map(|(covered, speakers)| covered.iter().filter_map(|covered| self.coverage(covered, speakers))).collect()
    }

    /// The measures about a place and an instrument that are in force on some of `days`, by their own days.
    fn each_measure(&self, site: &Sited<'a>, topic: Option<Term>, days: &Range<i32>, mut take: impl FnMut(Span) -> ControlFlow<()>) {
        let Cut { rows, size, model } = *self.cut;
        let Some(topic) = topic else { return };
        // Of many rows few sources: the rank of the last one is at hand.
        let mut rank = ((OWN, 0), model.rank(OWN, 0));
        for (site, place) in site.0.iter().filter_map(|site| Some((site, site.place?))) {
            for posting in self.kinds.iter().flat_map(|(kind, _)| rows.of_topic(*kind, place, topic)) {
                if !(posting.overlaps(days) && posting.stands_at(size)) {
                    continue;
                }
                let packed = Packed::unpack(posting.value);
                let source = (posting.record, packed.source);
                if rank.0 != source {
                    rank = (source, model.rank(posting.record, packed.source));
                }
                let span = Span {
                    entry: posting.index,
                    from: posting.from_day,
                    until: posting.until_day,
                    whom: self.whom(posting.group),
                    reach: packed.reach,
                    rank: if !packed.is_observed && site.speakers.contains(&posting.record) { DECLARED } else { rank.1 },
                    says: Says::Level { level: packed.level, flag: packed.flag },
                };
                if take(span).is_break() {
                    return;
                }
            }
        }
    }

    fn coverage(&self, covered: &CoverSpan, speakers: &[RecordNumber]) -> Option<Span> {
        self.cut.rows.version(covered.index).filter(|version| version.stands_at(self.cut.size))?;
        Some(Span {
            entry: covered.index,
            from: covered.from_day,
            until: covered.until_day,
            whom: whom(self.cut.rows, &covered.population),
            reach: covered.reach,
            rank: match covered.record {
                record if !covered.is_observed && speakers.contains(&record) => DECLARED,
                record => self.cut.model.rank(record, covered.source),
            },
            says: Says::Covered,
        })
    }

    fn whom(&self, group: Term) -> Whom {
        match Some(group) {
            group if group == self.everyone => Whom::Everyone,
            group if group == self.strictest => Whom::Strictest,
            group if group == self.not_vaccinated => Whom::NotVaccinated,
            group if group == self.vaccinated => Whom::Vaccinated,
            _ => Whom::Other(group),
        }
    }
}

/// The first day covered and the day after the last, over every coverage that stands; an open end is [`Facets::OPEN`].
pub(crate) fn span_covered(cut: &Cut<'_>) -> Option<(i32, i32)> {
    let rows = cut.rows;
    let standing = rows
        .versions_of_kind("coverage")
        .into_iter()
        .flat_map(|full| rows.of_kind(full))
        .filter_map(|index| rows.version(*index))
        .filter(|version| version.stands_at(cut.size));
    standing.map(|version| (version.from_day, version.until_day)).reduce(|(from, until), (a, b)| (from.min(a), until.max(b)))
}

/// Until when an open end counts.
pub(crate) fn closed(until: i32, today: i32) -> i32 {
    if until == Facets::OPEN { today.saturating_add(1) } else { until }
}
