//! `/policies/map`: one instrument or index in every place on one day, as map and table; and the series behind its slider.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use league::in_force::{self, Cell};
use league::measures::{self, Filter, Order, Page};
use league::series::{self, Asked};
use league::{Flag, Index, Reach, Variant};
use maud::{Markup, html};
use policy::index::decimal;
use serde_json::json;

use super::line;
use super::list::{self, reach_options};
use super::timeline::words_of;
use crate::asked::{BadField, Format, Rule};
use crate::geometry::Geometry;
use crate::limits::ROWS_MAX;
use crate::parts::chart::{self, Choropleth, Scale, Tile};
use crate::parts::{self, Align, Column, Field, Island, Row, Section, Slider, Table, Tag};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Sheet, Shown, cite, owed, word};
use crate::routes::Reply;
use crate::site::{SourceNames, View, date, number};

/// What a map shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Matter {
    /// How strict all in all.
    Index(Index, Variant),
    /// One instrument's level.
    Instrument(String),
}

impl Matter {
    /// What the query asks for; else the stringency index where its instruments are used here, else the instrument first used.
    pub(crate) fn of(view: &View<'_>) -> Result<Matter, Problem> {
        let query = &view.asked.query;
        if let Some(code) = query.get("instrument") {
            return Ok(Matter::Instrument(list::known_instrument(view, code)?));
        }
        if let Some(index) = index(view)? {
            return Ok(Matter::Index(index, variant(view)?));
        }
        let used = list::used_instruments(view);
        match used.first() {
            Some(first) if !used.iter().any(|code| is_indexed(code)) => Ok(Matter::Instrument((*first).to_owned())),
            _ => Ok(Matter::Index(Index::Stringency, variant(view)?)),
        }
    }

    /// What it is called.
    pub(crate) fn name(&self, view: &View<'_>) -> String {
        match self {
            Matter::Index(index, _) => view.word("index", index.as_str()),
            Matter::Instrument(code) => view.instrument_name(code),
        }
    }

    pub(crate) fn scale(&self, view: &View<'_>) -> Scale {
        match self {
            Matter::Index(..) => Scale::Index,
            Matter::Instrument(code) => {
                let max = view.level_max(code);
                Scale::Levels { max, texts: (0..=max).map(|level| view.level_text(code, level)).collect() }
            }
        }
    }
}

fn is_indexed(code: &str) -> bool {
    policy::pack::find(code).is_some_and(|built| built.is_indexed)
}

/// The index that the query names.
pub(crate) fn index(view: &View<'_>) -> Result<Option<Index>, BadField> {
    view.asked.query.word("index", &Index::ALL.map(|index| (index.as_str(), index)))
}

/// The variant that the query names; strict where it names none.
pub(crate) fn variant(view: &View<'_>) -> Result<Variant, BadField> {
    Ok(view.asked.query.word("variant", &Variant::ALL.map(|variant| (variant.as_str(), variant)))?.unwrap_or(Variant::Strict))
}

/// One place on the map.
struct Spot<'v> {
    code: String,
    name: String,
    /// In hundredths; a level 2 is 200. Absent: not known.
    value: Option<u32>,
    /// The cell behind a level.
    cell: Option<Cell<'v>>,
}

struct Map<'v> {
    matter: Matter,
    day: Date,
    days: (Date, Date),
    reach: Option<Reach>,
    kind: String,
    kinds: Vec<String>,
    spots: Vec<Spot<'v>>,
    geometry: Option<&'static Geometry>,
    sources: BTreeSet<String>,
}

/// The map of a day.
pub(crate) fn show<'v>(view: &View<'v>, names: &SourceNames) -> Result<Reply<'v>, Problem> {
    let matter = Matter::of(view)?;
    let day = view.day("on")?;
    let reach = list::reach(view)?;
    let population: Option<league::Population> = view.asked.query.parsed("population", || Rule::Known)?;
    let covered = view.covered().unwrap_or_else(|| number(day)..number(day).saturating_add(1));
    let last = covered.end.saturating_sub(1).max(number(day));
    let (values, because) = values(view, &matter, day, reach, population.as_ref().map(league::Population::as_str));
    // An index rests on all that is said; a level on the measures that decide it.
    let sources = if let Some(because) = because { view.sources_of(names, because)? } else { names.all(view)? };
    let geometry = geometry_of(view, &values);
    let kinds = kinds(geometry, &values);
    let kind = kind(view, &kinds)?;
    let spots = spots(view, values, geometry, &kind);
    let days = (date(covered.start), date(last));
    Ok(Reply::page(Map { matter, day, days, reach, kind, kinds, spots, geometry, sources }))
}

type Values<'v> = BTreeMap<String, (Option<u32>, Option<Cell<'v>>)>;

/// The value of every place, and the entries whose words they rest on.
fn values<'v>(view: &View<'v>, matter: &Matter, day: Date, reach: Option<Reach>, population: Option<&str>) -> (Values<'v>, Option<Vec<u32>>) {
    match matter {
        Matter::Index(index, variant) => {
            let asked = Asked { index: *index, variant: *variant, reach };
            let values =
                series::index_on(&view.cut, asked, number(day)).into_iter().map(|(place, value)| (place.to_owned(), (Some(value.into()), None)));
            (values.collect(), None)
        }
        Matter::Instrument(code) => {
            let asked = in_force::Asked { day: number(day), instrument: Some(code), place: None, reach, population };
            let cells = in_force::cells(&view.cut, &asked);
            let because = cells.iter().flat_map(|cell| &cell.because).copied().collect::<Vec<_>>();
            let words = because.into_iter().filter_map(|index| measures::words(&view.cut, index)).collect();
            (
                cells.into_iter().map(|cell| (cell.place.to_owned(), (cell.level.map(|level| u32::from(level) * 100), Some(cell)))).collect(),
                Some(words),
            )
        }
    }
}

fn geometry_of(view: &View<'_>, values: &Values<'_>) -> Option<&'static Geometry> {
    let codes: Vec<&str> = values.keys().map(String::as_str).chain(view.cut.model.register().places().map(|place| place.code.as_str())).collect();
    Geometry::for_codes(&codes)
}

/// The levels of government that can be drawn, the widest first; those of which anything is known.
fn kinds(geometry: Option<&Geometry>, values: &Values<'_>) -> Vec<String> {
    let Some(geometry) = geometry else { return Vec::new() };
    let known: BTreeSet<&str> = values.keys().filter_map(|code| geometry.find(code)).map(|shape| shape.level.as_str()).collect();
    ["country", "region", "town"].into_iter().filter(|kind| known.contains(kind) || *kind == "country").map(str::to_owned).collect()
}

fn kind(view: &View<'_>, kinds: &[String]) -> Result<String, Problem> {
    let first = kinds.first().cloned().unwrap_or_default();
    match view.asked.query.get("kind") {
        Some(asked) if kinds.iter().any(|kind| kind == asked) => Ok(asked.to_owned()),
        Some(asked) => {
            let known = ["country", "region", "town"].into_iter().filter(|kind| kinds.iter().any(|known| known == kind)).collect();
            Err(BadField::new("kind", asked, Rule::OneOf(known)).into())
        }
        None => Ok(first),
    }
}

/// The places of one level of government: those drawn, and those that no drawing has, by name.
fn spots<'v>(view: &View<'v>, mut values: Values<'v>, geometry: Option<&Geometry>, kind: &str) -> Vec<Spot<'v>> {
    let drawn = |code: &str| geometry.and_then(|geometry| geometry.find(code)).map(|shape| shape.level.as_str());
    let stated = view.cut.model.register().places().map(|place| place.code.to_string());
    let codes: BTreeSet<String> = stated.chain(values.keys().cloned()).collect();
    let is_meant = |code: &String| match drawn(code) {
        Some(level) => level == kind,
        None => geometry.is_none() || (kind == "country" && is_national(view, code)),
    };
    let mut spots: Vec<Spot<'v>> = codes
        .into_iter()
        .filter(is_meant)
        .map(|code| {
            let (value, cell) = values.remove(&code).unwrap_or_default();
            Spot { name: view.place_name(&code), value, cell, code }
        })
        .collect();
    spots.sort_by(|a, b| a.name.cmp(&b.name));
    spots
}

fn is_national(view: &View<'_>, code: &str) -> bool {
    view.cut.model.register().find(code).is_none_or(|place| matches!(place.level, register::place::Level::National | register::place::Level::Other))
}

/// `/policies/map/series`: every day of the map, for the slider.
pub(crate) fn series<'v>(view: &View<'v>) -> Result<Reply<'v>, Problem> {
    let matter = Matter::of(view)?;
    let reach = list::reach(view)?;
    let covered = view.covered().unwrap_or(0..0);
    let first = covered.start;
    let mut places = serde_json::Map::new();
    match &matter {
        Matter::Index(index, variant) => {
            for of_place in series::index_series(&view.cut, Asked { index: *index, variant: *variant, reach }, &[], covered.clone()) {
                let steps: Vec<_> = of_place.steps.iter().map(|(day, value)| json!([day - first, value])).collect();
                places.insert(of_place.place.to_owned(), steps.into());
            }
        }
        Matter::Instrument(code) => {
            let known: BTreeSet<&str> = view.cut.rows.places_of(measures::KIND).into_iter().collect();
            let stated = view.cut.model.register().places().map(|place| place.code.as_str());
            for place in known.into_iter().chain(stated).collect::<BTreeSet<_>>() {
                for of_place in series::levels(&view.cut, place, Some(code), reach, covered.clone()) {
                    let level = |decided: Option<policy::cell::Decided>| decided.map(|decided| u32::from(decided.known.level) * 100);
                    let steps: Vec<_> = of_place.steps.iter().map(|step| json!([step.from - first, level(step.decided)])).collect();
                    places.insert(place.to_owned(), steps.into());
                }
            }
        }
    }
    let document = json!({"schema": "map-series/v1", "first": date(first).to_string(), "days": covered.end - covered.start, "places": places});
    Ok(Reply::Bytes("application/json", document.to_string().into_bytes()))
}

/// Options of everything that a map can show: indices, then instruments.
fn fields(map: &Map<'_>, view: &View<'_>) -> Vec<Field> {
    let words = view.words;
    let (index, instrument) = match &map.matter {
        Matter::Index(index, _) => (index.as_str(), ""),
        Matter::Instrument(code) => ("", code.as_str()),
    };
    let indices = Index::ALL.iter().map(|index| (index.as_str().to_owned(), view.word("index", index.as_str()))).collect::<Vec<_>>();
    let none = (String::new(), "–".to_owned());
    let mut fields = vec![
        Field::select("instrument", words.text("field-instrument"), list::instrument_options(view, Some("–")), instrument),
        Field::select("index", words.text("field-or-index"), std::iter::once(none).chain(indices).collect(), index),
        Field::date("on", words.text("field-day"), Some(map.day)),
        Field::select("reach", words.text("field-reach"), reach_options(view), map.reach.map_or("", Reach::as_str)),
    ];
    if map.kinds.len() > 1 {
        let options = map.kinds.iter().map(|kind| (kind.clone(), view.word("places-of", kind))).collect();
        fields.push(Field::select("kind", words.text("field-places"), options, map.kind.clone()));
    }
    fields
}

impl Map<'_> {
    fn title(&self, view: &View<'_>) -> String {
        let words = view.words;
        let key = if matches!(self.matter, Matter::Index(..)) { "indices-map-title" } else { "policies-map-title" };
        let values = [("instrument", self.matter.name(view).into()), ("index", self.matter.name(view).into()), ("date", words.date(self.day).into())];
        crate::words::without_isolates(&words.find(key, &values).unwrap_or_default())
    }

    fn known(&self) -> usize {
        self.spots.iter().filter(|spot| spot.value.is_some()).count()
    }

    fn desc(&self, view: &View<'_>) -> String {
        let none = self.spots.iter().filter(|spot| spot.value == Some(0)).count();
        crate::words::without_isolates(&view.words.with("policies-map-desc", &[("known", self.known().into()), ("none", none.into())]))
    }

    /// Hands the drawing to `draw`; without geometry, tiles.
    fn drawn<T>(&self, view: &View<'_>, draw: impl FnOnce(&Choropleth<'_>) -> T) -> Option<T> {
        let geometry = self.geometry?;
        let values: BTreeMap<String, u32> = self.spots.iter().filter_map(|spot| Some((spot.code.clone(), spot.value?))).collect();
        let names = self.spots.iter().map(|spot| (spot.code.clone(), spot.name.clone())).collect();
        let (title, desc, source) = (self.title(view), self.desc(view), owed(view, &self.frame(view)));
        let scale = self.matter.scale(view);
        let within = view.asked.query.get("place");
        let frame = chart::Frame { id: "map", title: &title, desc: &desc, source: &source, date: &view.words.date(self.day), ..view.drawn() };
        Some(draw(&Choropleth { frame, geometry, level: &self.kind, within, scale: &scale, values: &values, names: &names }))
    }

    fn tiles(&self, view: &View<'_>) -> String {
        let (title, desc, source) = (self.title(view), self.desc(view), owed(view, &self.frame(view)));
        let tiles: Vec<Tile> = self.spots.iter().map(|spot| Tile { code: spot.code.clone(), name: spot.name.clone(), value: spot.value }).collect();
        let date = view.words.date(self.day);
        let frame = chart::Frame { id: "map", title: &title, desc: &desc, source: &source, date: &date, ..view.drawn() };
        chart::tiles(frame, &self.matter.scale(view), &tiles)
    }

    fn row(&self, view: &View<'_>, spot: &Spot<'_>) -> Row {
        let on = self.day.to_string();
        let place = html! { a class="govuk-link" href=(view.href(&format!("/places/{}?on={on}", spot.code))) { bdi { (spot.name) } } " " span class="k-muted" { bdi { (spot.code) } } };
        let (value, because) = match (&self.matter, &spot.cell) {
            (Matter::Index(index, variant), _) => {
                let value = spot.value.map_or_else(|| parts::tag(view.words, Tag::Unknown), |value| html! { bdi { (view.words.hundredths(value)) } });
                let mut path = format!("/indices?place={}&index={}", spot.code, index.as_str());
                if *variant != Variant::Strict {
                    path = format!("{path}&variant={}", variant.as_str());
                }
                let levels = format!("/places/{}?on={on}", spot.code);
                (
                    value,
                    html! { a class="govuk-link" href=(view.href(&levels)) { (view.words.text("see-levels")) } " · " a class="govuk-link" href=(view.href(&path)) { (view.words.text("see-series")) } },
                )
            }
            (Matter::Instrument(code), Some(cell)) => (line::level(view, code, cell.level, cell.flag), because(view, cell, &on)),
            (Matter::Instrument(_), None) => (parts::tag(view.words, Tag::Unknown), html! {}),
        };
        Row { cells: vec![place.into(), value.into(), because.into()], is_withdrawn: false }
    }
}

/// The measures that an index rests on: those in force on some days, of one place or of all.
pub(crate) fn indexed(view: &View<'_>, place: Option<&str>, days: std::ops::Range<i32>) -> Vec<u32> {
    let filter = Filter { place: place.map(str::to_owned), from_day: Some(days.start), until_day: Some(days.end), ..Filter::default() };
    let found = measures::find(&view.cut, &filter, &Page { order: Order::Place, after: None, limit: ROWS_MAX });
    found.hits.into_iter().filter(|hit| is_indexed(hit.instrument)).flat_map(|hit| [hit.words, hit.index]).collect()
}

/// The statements behind a cell: the measures that decide it, else the coverage that says there is none; and who else speaks.
pub(crate) fn because(view: &View<'_>, cell: &Cell<'_>, on: &str) -> Markup {
    let words = view.words;
    html! {
        @if let Some(said) = cell.said { (parts::tag(words, line::said_tag(said))) " " }
        @if cell.is_disputed { (parts::tag(words, Tag::Disputed)) " " }
        @for (at, index) in cell.because.iter().take(3).enumerate() {
            @if at > 0 { ", " }
            (view.entry_link(*index))
        }
        @if cell.because.len() + cell.also.len() > 1 {
            " · " a class="govuk-link" href=(view.href(&format!("/policies?place={}&instrument={}&on={on}", cell.place, cell.instrument))) { (words.with("count-statements", &[("count", (cell.because.len() + cell.also.len()).into())])) }
        }
    }
}

impl Shown for Map<'_> {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: self.title(view),
            section: Some(Section::Policies),
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            islands: vec![Island::Map],
            file_name: format!("map-{}", self.day),
            pins: vec![("on", self.day.to_string())],
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json, Format::Svg]
    }

    fn statements(&self, view: &View<'_>) -> Vec<u32> {
        let cells = self.spots.iter().filter_map(|spot| spot.cell.as_ref());
        let because: Vec<u32> = cells.flat_map(|cell| cell.because.iter().chain(&cell.also)).flat_map(|index| words_of(view, *index)).collect();
        if because.is_empty() { indexed(view, None, number(self.day)..number(self.day).saturating_add(1)) } else { because }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let query = &view.asked.query;
        let hidden: Vec<(&str, &str)> =
            ["variant", "population", "place", "asof"].into_iter().filter_map(|key| Some((key, query.get(key)?))).collect();
        let series = query.without(&["on"]).on("/policies/map/series.json");
        let disclaimer = self
            .geometry
            .filter(|geometry| !geometry.invented)
            .map(|geometry| crate::words::without_isolates(&words.with("map-disclaimer", &[("source", (&geometry.source).into())])));
        let columns = vec![
            Column::words(words.text("column-place")),
            Column {
                name: if matches!(self.matter, Matter::Index(..)) { words.text("column-value") } else { words.text("column-level") }.into_owned(),
                align: Align::Start,
                sort: None,
            },
            Column::words(if matches!(self.matter, Matter::Index(..)) { words.text("column-details") } else { words.text("column-because") }),
        ];
        html! {
            h1 class="govuk-heading-l" { (self.title(view)) }
            (list::tabs(view, 0))
            (parts::filter_row(words, "/policies/map", &fields(self, view), &hidden))
            @if self.days.0 < self.days.1 {
                (parts::slider(words, &Slider { map: "map", series, parameter: "on", days: self.days, day: self.day }))
            }
            @match self.drawn(view, |map| chart::map_figure(map, disclaimer.as_deref().unwrap_or_default())) {
                Some(figure) => (figure),
                None => { (chart::figure(&self.tiles(view), "")) }
            }
            div data-follows-day="" {
                p class="govuk-body" { (self.desc(view)) " " span class="k-muted" { (words.text("place-unknown-note")) } }
                (parts::table(words, &Table { caption: self.title(view), columns, rows: self.spots.iter().map(|spot| self.row(view, spot)).collect(), sorts_in_place: true }))
            }
            (cite(view, self, &self.title(view)))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let matter = match &self.matter {
            Matter::Index(index, variant) => json!({"index": index.as_str(), "variant": variant.as_str()}),
            Matter::Instrument(code) => json!({"instrument": code, "level_max": view.level_max(code)}),
        };
        let places = view.cut.rows.places();
        let place = |spot: &Spot<'_>| match (&self.matter, &spot.cell) {
            (Matter::Index(..), _) => json!({"place": spot.code, "name": spot.name, "value": spot.value.map(decimal_of)}),
            (Matter::Instrument(_), cell) => json!({
                "place": spot.code,
                "name": spot.name,
                "level": cell.as_ref().and_then(|cell| cell.level),
                "flag": cell.as_ref().and_then(|cell| cell.flag).map(Flag::number),
                "reach": cell.as_ref().and_then(|cell| cell.reach).map(Reach::as_str),
                "said": cell.as_ref().and_then(|cell| cell.said).map(line::said_word),
                "disputed": cell.as_ref().is_some_and(|cell| cell.is_disputed),
                "because": cell.as_ref().map(|cell| places.names(&cell.because)),
                "also": cell.as_ref().map(|cell| places.names(&cell.also)),
            }),
        };
        let geometry = self.geometry.map(|geometry| json!({"source": geometry.source, "licence": geometry.licence, "worldview": geometry.worldview}));
        Some(Document::new(
            "koinon/map/v1",
            json!({
                "of": matter,
                "date": self.day.to_string(),
                "reach": self.reach.map(Reach::as_str),
                "coverage": {"from": self.days.0.to_string(), "to": self.days.1.to_string()},
                "geometry": geometry,
                "places": self.spots.iter().map(place).collect::<Vec<_>>(),
            }),
        ))
    }

    fn csv(&self, view: &View<'_>) -> Option<Sheet> {
        if let Matter::Index(index, variant) = self.matter {
            let mut sheet = Sheet::new(&["place", "date", "index", "variant", "value"]);
            for (spot, value) in self.spots.iter().filter_map(|spot| Some((spot, spot.value?))) {
                sheet.push(vec![spot.code.clone(), self.day.to_string(), index.as_str().to_owned(), variant.as_str().to_owned(), decimal_of(value)]);
            }
            return Some(sheet);
        }
        let mut sheet = Sheet::new(&["place", "place_name", "date", "instrument", "level", "flag", "reach", "said", "disputed", "because"]);
        let Matter::Instrument(code) = &self.matter else { return None };
        for spot in &self.spots {
            let cell = spot.cell.as_ref();
            sheet.push(vec![
                spot.code.clone(),
                word(&view.place_name(&spot.code)),
                self.day.to_string(),
                code.clone(),
                cell.and_then(|cell| cell.level).map(|level| level.to_string()).unwrap_or_default(),
                cell.and_then(|cell| cell.flag).map(|flag| flag.number().to_string()).unwrap_or_default(),
                cell.and_then(|cell| cell.reach).map_or("", Reach::as_str).to_owned(),
                cell.and_then(|cell| cell.said).map_or("", line::said_word).to_owned(),
                cell.is_some_and(|cell| cell.is_disputed).to_string(),
                cell.map(|cell| view.cut.rows.places().list(&cell.because)).unwrap_or_default(),
            ]);
        }
        Some(sheet)
    }

    fn svg(&self, view: &View<'_>) -> Option<String> {
        Some(self.drawn(view, chart::map).unwrap_or_else(|| self.tiles(view)))
    }
}

/// Hundredths of an index as files have them.
pub(crate) fn decimal_of(value: u32) -> String {
    u16::try_from(value).map(decimal).unwrap_or_default()
}

/// The stringency of a day (`known`: by code, in hundredths) as a small map; none where no place of it can be drawn.
pub(crate) fn thumbnail(view: &View<'_>, day: Date, known: &[(String, u32)]) -> Option<Markup> {
    let matter = Matter::Index(Index::Stringency, Variant::Strict);
    let values: Values<'_> = known.iter().map(|(code, value)| (code.clone(), (Some(*value), None))).collect();
    let geometry = geometry_of(view, &values).filter(|_| values.values().any(|(value, _)| value.is_some()))?;
    let kinds = kinds(Some(geometry), &values);
    // The finest level that is drawn and known for most of its places: what a few large shapes would hide.
    let known_share = |kind: &String| {
        let drawn = geometry.places.iter().filter(|shape| shape.level == *kind);
        let known = drawn.clone().filter(|shape| values.get(&shape.code).is_some_and(|(value, _)| value.is_some())).count();
        (known, drawn.count())
    };
    let is_well_known = |kind: &&String| matches!(known_share(kind), (known, drawn) if known * 2 > drawn) && kind.as_str() != "town";
    let kind = kinds.iter().rev().find(is_well_known).or(kinds.first()).cloned().unwrap_or_default();
    let spots = spots(view, values, Some(geometry), &kind);
    let map = Map { matter, day, days: (day, day), reach: None, kind, kinds, spots, geometry: Some(geometry), sources: BTreeSet::new() };
    map.drawn(view, |map| chart::map_figure(map, ""))
}
