//! The published indices against ours. Expected numbers: specs/policy.md a6.

use std::collections::BTreeMap;

use policy::index::{COMPONENTS, IndexStep, average, index_steps};
use policy::{Day, Index, Reach, Spans, Variant};

use crate::pack;

/// How ours and the published cells compare: all, within .005, equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Agreement {
    cells: usize,
    close: usize,
    exact: usize,
    /// Defined here or there, but not in both.
    lone: usize,
}

impl Agreement {
    /// `published` in units of 10^-`digits`: legacy files have two decimals, but a tie may be rounded either way.
    fn count(&mut self, ours: Option<u16>, published: Option<u16>, exact_numerator: Option<(u64, u64)>) {
        let (ours, published) = match (ours, published) {
            (None, None) => return,
            (Some(ours), Some(published)) => (ours, published),
            _ => return self.lone += 1,
        };
        self.cells += 1;
        self.exact += usize::from(ours == published);
        // |exact - published| <= .005, in whole numbers: |n/d - p| <= 1/2 hundredth.
        let is_close = match exact_numerator {
            Some((number, by)) => (2 * number).abs_diff(2 * u64::from(published) * by) <= by,
            None => ours.abs_diff(published) == 0,
        };
        self.close += usize::from(is_close);
    }
}

fn on(steps: &[IndexStep], day: i32) -> Option<u16> {
    steps.get(steps.partition_point(|(from, _)| *from <= day).checked_sub(1)?).and_then(|(_, value)| *value)
}

type ByPlace = BTreeMap<(String, String), Spans>;

fn components(spans: &ByPlace, place: &str) -> [Spans; 16] {
    COMPONENTS.map(|code| spans.get(&(place.to_owned(), code.to_owned())).cloned().unwrap_or_default())
}

/// The exact value of an index on a day in hundredths, as a fraction, by a second derivation: each level by itself.
fn exact(components: &[Spans; 16], index: Index, variant: Variant, reach: Reach, day: i32) -> (u64, u64) {
    let (mut sum, by) = (0, u64::from(index.component_count()) * 3);
    for (at, code) in COMPONENTS.iter().enumerate().filter(|(at, _)| index.counts(*at)) {
        let built = policy::pack::find(code).unwrap();
        let reading = policy::cell::Reading { whom: variant.reads(built.is_by_vaccination), reach: Some(reach) };
        let Some(decided) = policy::cell::cell_on(&components[at], reading, day).decided else { continue };
        // I = 100 (v - 0.5 (1 - f)) / N; in 120ths: 60 (2v - (1 - f)) / N.
        sum += 60 * u64::from(decided.known.twice_effective()) / u64::from(built.instrument.level_max());
    }
    (sum * 250, by)
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Column {
    Of(Index, Variant),
    Weighted(Index),
}

struct Row {
    place: String,
    reach: Reach,
    day: i32,
    vaccinated: Option<u64>,
    values: BTreeMap<Column, Option<u16>>,
}

fn rows(part: &str) -> Option<Vec<Row>> {
    let (_, bytes) = pack::files("v1", part)?.into_iter().next().unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let names = [
        (Index::Stringency, "StringencyIndex"),
        (Index::ContainmentHealth, "ContainmentHealthIndex"),
        (Index::GovernmentResponse, "GovernmentResponseIndex"),
    ];
    let variants = [(Variant::NonVaccinated, "NonVaccinated"), (Variant::Vaccinated, "Vaccinated"), (Variant::SimpleAverage, "SimpleAverage")];
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let mut columns: Vec<(Column, usize)> = vec![(Column::Of(Index::EconomicSupport, Variant::NonVaccinated), at("EconomicSupportIndex"))];
    for (index, name) in names {
        columns.extend(variants.map(|(variant, tail)| (Column::Of(index, variant), at(&format!("{name}_{tail}")))));
        columns.push((Column::Weighted(index), at(&format!("{name}_WeightedAverage"))));
    }
    let of_row = |row: csv::StringRecord| {
        let cell = |name: &str| row.get(at(name)).unwrap().to_owned();
        let (place, reach) = match cell("Jurisdiction").as_str() {
            "NAT_GOV" => (cell("CountryCode"), Reach::Own),
            "NAT_TOTAL" => (cell("CountryCode"), Reach::Applies),
            "STATE_WIDE" => (cell("RegionCode"), Reach::AndBelow),
            _ => (cell("RegionCode"), Reach::Applies),
        };
        let date = cell("Date");
        let day: Day = format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]).parse().unwrap();
        let values = columns.iter().map(|(column, at)| (*column, hundredths(row.get(*at).unwrap()))).collect();
        Row { place, reach, day: day.number(), vaccinated: hundredths(&cell("PopulationVaccinated")).map(u64::from), values }
    };
    Some(reader.records().map(|row| of_row(row.unwrap())).collect())
}

fn hundredths(cell: &str) -> Option<u16> {
    let (whole, part) = cell.split_once('.').unwrap_or((cell, "0"));
    (!cell.is_empty()).then(|| whole.parse::<u16>().unwrap() * 100 + format!("{part:0<2}").parse::<u16>().unwrap())
}

/// `number / by`, ties to even.
fn half_even(number: u64, by: u64) -> u16 {
    let (whole, rest) = (number / by, number % by);
    u16::try_from(whole + u64::from(2 * rest > by || (2 * rest == by && whole % 2 == 1))).unwrap()
}

fn compare(part: &str) -> Option<BTreeMap<Column, Agreement>> {
    let rows = rows(part)?;
    let spans = pack::spans(&pack::standing(&pack::edition("v1", part)?));
    let mut agreements: BTreeMap<Column, Agreement> = BTreeMap::new();
    let mut steps: BTreeMap<(String, Reach, Index, Variant), Vec<IndexStep>> = BTreeMap::new();
    let places: std::collections::BTreeSet<&str> = rows.iter().map(|row| row.place.as_str()).collect();
    let of_place: BTreeMap<&str, [Spans; 16]> = places.into_iter().map(|place| (place, components(&spans, place))).collect();
    for row in &rows {
        let components = &of_place[row.place.as_str()];
        let mut ours = |index: Index, variant: Variant| {
            let steps = steps
                .entry((row.place.clone(), row.reach, index, variant))
                .or_insert_with(|| index_steps(index, variant, Some(row.reach), components));
            on(steps, row.day)
        };
        for (column, published) in &row.values {
            let agreement = agreements.entry(*column).or_default();
            match column {
                Column::Of(index, Variant::SimpleAverage) => {
                    let [a, b] = [Variant::NonVaccinated, Variant::Vaccinated].map(|variant| u64::from(ours(*index, variant).unwrap()));
                    agreement.count(ours(*index, Variant::SimpleAverage), *published, Some((a + b, 2)));
                }
                Column::Of(index, variant) => {
                    let fraction = published.map(|_| exact(components, *index, *variant, row.reach, row.day));
                    agreement.count(ours(*index, *variant), *published, fraction);
                }
                Column::Weighted(index) => {
                    let (Some(rate), [a, b]) =
                        (row.vaccinated, [Variant::NonVaccinated, Variant::Vaccinated].map(|variant| u64::from(ours(*index, variant).unwrap())))
                    else {
                        continue;
                    };
                    let number = rate * b + (10_000 - rate) * a;
                    agreement.count(Some(half_even(number, 10_000)), *published, Some((number, 10_000)));
                }
            }
        }
    }
    Some(agreements)
}

fn all(cells: usize) -> Agreement {
    Agreement { cells, close: cells, exact: cells, lone: 0 }
}

#[test]
fn every_published_cell_of_raw_gbr_is_ours_within_half_a_hundredth() {
    let Some(agreements) = compare("raw_GBR") else { return };
    for (column, agreement) in agreements {
        let exact = match column {
            Column::Of(Index::Stringency, Variant::SimpleAverage) => 6_520,
            Column::Of(Index::ContainmentHealth, Variant::SimpleAverage) => 6_522,
            Column::Of(Index::GovernmentResponse, Variant::SimpleAverage) => 6_473,
            Column::Weighted(Index::GovernmentResponse) => 6_575,
            _ => 6_576,
        };
        assert_eq!(agreement, Agreement { exact, ..all(6_576) }, "{column:?}");
    }
}

#[test]
fn every_published_cell_of_full_with_notes_gbr_is_ours_within_half_a_hundredth() {
    let Some(agreements) = compare("fullwithnotes_GBR") else { return };
    for (column, agreement) in agreements {
        let exact = match column {
            Column::Of(Index::Stringency, Variant::SimpleAverage) => 5_424,
            Column::Of(Index::ContainmentHealth, Variant::SimpleAverage) => 5_426,
            Column::Of(Index::GovernmentResponse, Variant::SimpleAverage) => 5_377,
            Column::Weighted(Index::GovernmentResponse) => 5_479,
            _ => 5_480,
        };
        assert_eq!(agreement, Agreement { exact, ..all(5_480) }, "{column:?}");
    }
}

#[test]
fn the_published_averages_over_time_are_the_weighted_columns_of_the_row_file() {
    let Some(rows) = rows("fullwithnotes_GBR") else { return };
    let Some(imported) = pack::import("v1", "timeseries") else { return };
    assert!(imported.editions.is_empty());
    for published in &imported.indices {
        assert!(!published.is_strict);
        assert_eq!(published.places.len(), 395, "{}", published.file);
        let column = match published.index {
            Index::EconomicSupport => Column::Of(Index::EconomicSupport, Variant::NonVaccinated),
            index => Column::Weighted(index),
        };
        let mut cells = 0;
        for row in &rows {
            let at = published.days.binary_search(&row.day).unwrap();
            assert_eq!(published.places[&row.place][at], row.values[&column], "{} {} {}", published.file, row.place, row.day);
            cells += 1;
        }
        assert_eq!(cells, 5_480);
    }
}

#[test]
fn every_published_cell_of_the_national_files_is_ours_within_half_a_hundredth() {
    let Some(imported) = pack::import("legacy", "") else { return };
    let spans = pack::spans(&pack::standing(&imported.editions[0]));
    for published in &imported.indices {
        let mut agreement = Agreement::default();
        let (mut lone, mut lone_places) = (0, std::collections::BTreeSet::new());
        for (place, values) in &published.places {
            let components = components(&spans, place);
            let steps = index_steps(published.index, Variant::Strict, None, &components);
            for (day, value) in published.days.iter().zip(values) {
                let ours = on(&steps, *day);
                let fraction = (ours.is_some() && ours != *value).then(|| exact(&components, published.index, Variant::Strict, Reach::Applies, *day));
                let mut of_cell = Agreement::default();
                of_cell.count(ours, *value, fraction);
                agreement.cells += of_cell.cells;
                agreement.exact += of_cell.exact;
                agreement.close += of_cell.close;
                lone += of_cell.lone;
                if of_cell.lone > 0 {
                    lone_places.insert(place.as_str());
                }
            }
        }
        if published.index == Index::GovernmentResponse {
            // 2,376 ties that the source's floats rounded the other way; 329 cells that it filled down where no indicator exists.
            assert_eq!((lone, lone_places.into_iter().collect::<Vec<_>>()), (329, vec!["CHN", "GRD"]));
            assert_eq!(
                (agreement.cells + 329, agreement.cells, agreement.close, agreement.cells - agreement.exact),
                (203_176, 202_847, 202_847, 2_376)
            );
            assert_eq!(agreement.exact, 200_471);
        } else {
            assert_eq!((lone, agreement), (0, all(202_847)), "{}", published.file);
        }
    }
}

#[test]
fn an_average_is_defined_where_both_are() {
    assert_eq!(average(&[(3, Some(4693))], &[(5, Some(4692))]), [(5, Some(4692))]);
}
