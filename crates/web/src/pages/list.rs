//! `/policies`: measures found by filters and words, in pages by key.

use std::collections::BTreeSet;
use std::sync::Arc;

use league::measures::{self, After, Filter, Found, Order, Page, Said};
use league::search::{Matches, Query};
use league::{Population, Reach};
use maud::{Markup, html};
use record::places::OWN;
use serde_json::json;

use super::line::{self, Line};
use crate::asked::{self, BadField, Format, Rule};
use crate::feed::Feed;
use crate::ics::Calendar;
use crate::limits::{FEED_ENTRIES_MAX, ROWS_MAX};
use crate::parts::{self, Chip, Empty, Field, Link, Pages, Section, Table};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Sheet, Shown, cite};
use crate::routes::Reply;
use crate::site::{SourceNames, View, date, number};
use crate::words::Words;

/// How many rows a page has, as offered.
const LIMITS: [usize; 3] = [25, 50, 100];

/// The measures that filters and words leave.
struct List<'v> {
    filter: Filter,
    order: Order,
    limit: usize,
    lines: Vec<Line<'v>>,
    total: u32,
    is_capped: bool,
    next: Option<After>,
    /// How many statements were searched for words, where fewer than there are: the index is being made.
    searched: Option<u32>,
    sources: BTreeSet<String>,
    has_any: bool,
}

/// The list, or where a name that was searched leads.
pub(crate) fn show<'v>(view: &View<'v>, names: &SourceNames) -> Result<Reply<'v>, Problem> {
    let query = &view.asked.query;
    if let Some(path) = query.get("q").map(|words| named(view, words)).transpose()?.flatten() {
        return Ok(Reply::Elsewhere(path));
    }
    let matching = query.get("q").map(|words| matching(view, words)).transpose()?;
    let searched = matching.as_ref().map(|matching| matching.searched).filter(|searched| *searched < view.cut.size);
    let filter = Filter { matching: matching.map(Arc::new), ..filter(view)? };
    let order = query
        .word("order", &[("start", Order::StartNewest), ("oldest", Order::StartOldest), ("said", Order::SaidNewest), ("place", Order::Place)])?
        .unwrap_or(if view.asked.format == Format::Atom { Order::SaidNewest } else { Order::StartNewest });
    let limit = query.number("limit", 1, 1000)?.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(50);
    let after = query.parsed("after", || Rule::AsGiven)?;
    let limit = match view.asked.format {
        Format::Html => limit.min(100),
        Format::Atom => FEED_ENTRIES_MAX,
        // Its days are found by themselves.
        Format::Ics => 1,
        _ if query.get("limit").is_some() => limit,
        _ => ROWS_MAX,
    };
    let Found { hits, total, is_capped, next } = measures::find(&view.cut, &filter, &Page { order, after, limit });
    if hits.is_empty() && filter.matching.is_none() && query.get("on").is_some() {
        // A day of which nothing can be known is another answer than a day on which there is nothing.
        view.day("on")?;
    }
    let sources = view.sources_of(names, hits.iter().map(|hit| hit.words))?;
    let lines = Line::read_all(view, hits)?;
    let has_any = total > 0 || !view.cut.rows.of_kind(measures::KIND).is_empty();
    Ok(Reply::page(List { filter, order, limit, lines, total, is_capped, next, searched, sources, has_any }))
}

/// The page of what the words name outright: a short id, an entry's id, a code of a place.
fn named(view: &View<'_>, words: &str) -> Result<Option<String>, Problem> {
    if let Ok(sid) = words.parse::<record::Sid>() {
        return Ok(view.cut.rows.head_at(sid, view.cut.size).map(|_| format!("/id/{sid}")));
    }
    if let Ok(id) = words.parse::<record::EntryId>() {
        let index = view.cut.rows.index_of(OWN, id).filter(|index| *index < view.cut.size);
        let is_it = index.map(|index| view.id(index)).transpose()?.flatten() == Some(id);
        return Ok(index.filter(|_| is_it).map(|row| view.entry_path(row)));
    }
    let code = words.to_uppercase();
    Ok(view.cut.model.register().find(&code).map(|place| format!("/places/{}", place.code)))
}

/// What the query asks of a measure's row.
pub(crate) fn filter(view: &View<'_>) -> Result<Filter, Problem> {
    let query = &view.asked.query;
    let place = query.get("place").map(|code| view.known_place("place", code)).transpose()?;
    let instrument = query.get("instrument").map(|code| known_instrument(view, code)).transpose()?;
    let reach = reach(view)?;
    let population: Option<Population> = query.parsed("population", || Rule::Known)?;
    let said = query.word("said", &[("declared", Said::Declared), ("observed", Said::Observed)])?;
    let level_min = query.number("level", 0, 20)?.and_then(|level| u8::try_from(level).ok()).unwrap_or(0);
    let (on, from, to) = (query.day("on")?, query.day("from")?, query.day("to")?);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(BadField::new("to", &to.to_string(), Rule::NotBefore).into());
    }
    Ok(Filter {
        place: place.map(str::to_owned),
        below: query.ticked("below"),
        instrument,
        reach,
        population: population.map(|population| population.as_str().to_owned()),
        from_day: on.or(from).map(number),
        until_day: on.or(to).map(|day| number(day).saturating_add(1)),
        level_min,
        said,
        with_withdrawn: query.ticked("withdrawn"),
        matching: None,
    })
}

/// Whose rules are asked for.
pub(crate) fn reach(view: &View<'_>) -> Result<Option<Reach>, BadField> {
    view.asked.query.word("reach", &[("own", Reach::Own), ("and-below", Reach::AndBelow), ("applies", Reach::Applies)])
}

/// The code of an instrument that is known here.
pub(crate) fn known_instrument(view: &View<'_>, code: &str) -> Result<String, BadField> {
    let upper = code.to_uppercase();
    let found = [code, upper.as_str()].into_iter().find(|code| view.instrument(code).is_some());
    found.map(str::to_owned).ok_or_else(|| BadField::new("instrument", code, Rule::Known))
}

/// The measures that have every word, in their title, text, legal basis or notes, or in the name of their place or instrument; as far as the index is.
fn matching(view: &View<'_>, words: &str) -> Result<Matches, Problem> {
    let Some(query) = Query::read(words) else { return Ok(Matches::none(view.cut.size)) };
    Ok(view.site.node.search(view.cut.size, |runs| league::search::matches(&view.cut, runs, &query))?)
}

/// The ways of seeing policies, as tabs; the filters that all of them read are kept.
pub(crate) fn tabs(view: &View<'_>, current: usize) -> Markup {
    let words = view.words;
    let kept = view.asked.query.without(&[
        "q",
        "after",
        "before",
        "order",
        "limit",
        "level",
        "said",
        "withdrawn",
        "index",
        "from",
        "to",
        "rule",
        "grade",
        "answer",
        "min-days",
        "newer",
        "all",
    ]);
    // Several places are compared; a view of one does not choose among them.
    let kept = if view.asked.query.all("place").len() > 1 { kept.without(&["place"]) } else { kept };
    let link = |path: &str, text: std::borrow::Cow<'static, str>| Link { text: text.into_owned(), path: kept.on(path) };
    let links = [
        link("/policies/map", words.text("view-map")),
        link("/policies/timeline", words.text("view-timeline")),
        link("/policies", words.text("view-list")),
        link("/policies/conflicts", words.text("view-conflicts")),
        link("/compare", words.text("view-compare")),
    ];
    parts::tabs(words, &words.text("policies-title"), &links, current)
}

/// Every place as an option, by name.
pub(crate) fn place_options(view: &View<'_>, first: &str) -> Vec<(String, String)> {
    let mut options: Vec<(String, String)> =
        view.cut.model.register().places().map(|place| (place.code.to_string(), view.place_name(place.code.as_str()))).collect();
    options.sort_by(|a, b| a.1.cmp(&b.1));
    std::iter::once((String::new(), first.to_owned())).chain(options).collect()
}

/// Every instrument with levels as an option, in the order of the codebook, then of this record.
pub(crate) fn instrument_options(view: &View<'_>, first: Option<&str>) -> Vec<(String, String)> {
    let any = first.map(|first| (String::new(), first.to_owned()));
    let used: BTreeSet<&str> = used_instruments(view);
    let known = view.cut.model.instruments().filter(|instrument| used.is_empty() || used.contains(instrument.code.as_str()));
    any.into_iter()
        .chain(
            known
                .map(|instrument| (instrument.code.to_string(), format!("{} · {}", view.instrument_name(instrument.code.as_str()), instrument.code))),
        )
        .collect()
}

/// The instruments of which anything is said.
pub(crate) fn used_instruments<'v>(view: &View<'v>) -> BTreeSet<&'v str> {
    let rows = view.cut.rows;
    let topics: BTreeSet<_> = rows.term(measures::KIND).into_iter().flat_map(|kind| rows.lists(kind)).map(|(_, topic, _)| topic).collect();
    topics.into_iter().map(|topic| rows.text(topic)).collect()
}

/// Whose rules, as options.
pub(crate) fn reach_options(view: &View<'_>) -> Vec<(String, String)> {
    any_of(view, "reach", &Reach::ORDER.map(Reach::as_str))
}

/// Any, or one of these words of a group of the catalogue, as options.
pub(crate) fn any_of(view: &View<'_>, group: &str, options: &[&str]) -> Vec<(String, String)> {
    let any = (String::new(), view.words.text("any").into_owned());
    std::iter::once(any).chain(options.iter().map(|option| ((*option).to_owned(), view.word(group, option)))).collect()
}

/// No or yes, as options.
pub(crate) fn no_or_yes(words: Words) -> Vec<(String, String)> {
    vec![(String::new(), words.text("no").into_owned()), ("1".to_owned(), words.text("yes").into_owned())]
}

/// How many rows a page has.
pub(crate) fn limit_field(words: Words, limit: usize) -> Field {
    let limits = LIMITS.iter().map(|limit| (limit.to_string(), limit.to_string())).collect();
    Field::select("limit", words.text("field-limit"), limits, limit.to_string())
}

/// What is asked of a list at `path`, each with the way to the list without it; `text` says a key's value, none where it narrows nothing.
pub(crate) fn chips(query: &asked::Query, path: &str, text: impl Fn(&'static str, &str) -> Option<String>) -> Vec<Chip> {
    query.iter().filter_map(|(key, value)| Some(Chip { text: text(key, value)?, path_without: query.with(key, "").on(path) })).collect()
}

/// Ways on from an empty list: without each of what was asked.
pub(crate) fn dropping(words: Words, chips: Vec<Chip>) -> Vec<Link> {
    let link = |chip: Chip| Link { text: words.with("policies-drop-filter", &[("filter", chip.text.into())]).into_owned(), path: chip.path_without };
    chips.into_iter().map(link).collect()
}

impl List<'_> {
    fn fields(&self, view: &View<'_>) -> Vec<Field> {
        let words = view.words;
        let query = &view.asked.query;
        let any = words.text("any");
        let given = |key: &str| query.get(key).unwrap_or_default().to_owned();
        let orders = [("start", "order-start"), ("oldest", "order-oldest"), ("said", "order-said"), ("place", "order-place")];
        let orders = orders.iter().map(|(value, key)| ((*value).to_owned(), words.find(key, &[]).unwrap_or_default().into_owned())).collect();
        vec![
            Field::text("q", words.text("field-text"), given("q")),
            Field::select("place", words.text("field-place"), place_options(view, &any), self.filter.place.clone().unwrap_or_default()),
            Field::select("below", words.text("field-below"), no_or_yes(words), if self.filter.below { "1" } else { "" }),
            Field::select(
                "instrument",
                words.text("field-instrument"),
                instrument_options(view, Some(&any)),
                self.filter.instrument.clone().unwrap_or_default(),
            ),
            Field::date("on", words.text("field-on"), query.day("on").ok().flatten()),
            Field::date("from", words.text("field-from"), query.day("from").ok().flatten()),
            Field::date("to", words.text("field-to"), query.day("to").ok().flatten()),
            Field::select("said", words.text("field-said"), any_of(view, "said", &["declared", "observed"]), given("said")),
            Field::select("reach", words.text("field-reach"), reach_options(view), given("reach")),
            Field::select(
                "population",
                words.text("field-population"),
                any_of(view, "population", &["everyone", "vaccinated", "not-vaccinated", "strictest"]),
                given("population"),
            ),
            Field::select(
                "level",
                words.text("field-least-level"),
                std::iter::once((String::new(), any.to_string())).chain((1..=5).map(|level| (level.to_string(), level.to_string()))).collect(),
                given("level"),
            ),
            Field::select("withdrawn", words.text("field-withdrawn"), no_or_yes(words), given("withdrawn")),
            Field::select("order", words.text("field-order"), orders, given("order")),
            limit_field(words, self.limit),
        ]
    }

    fn chips(&self, view: &View<'_>) -> Vec<Chip> {
        let query = &view.asked.query;
        let words = view.words;
        let text = |key: &'static str, value: &str| -> Option<String> {
            Some(match key {
                "q" => format!("“{value}”"),
                "place" => view.place_name(value),
                "below" => words.text("field-below").into_owned(),
                "withdrawn" => words.text("field-withdrawn").into_owned(),
                "instrument" => view.instrument_name(value),
                "reach" => view.word("reach", value),
                "population" => view.word("population", value),
                "said" => view.word("said", value),
                "level" => format!("{} {value}", words.text("field-least-level")),
                "on" | "from" | "to" => {
                    let day = query.day(key).ok().flatten().map(|day| words.date(day)).unwrap_or_default();
                    let name = words.find(&format!("field-{key}"), &[]).unwrap_or_default();
                    format!("{name}: {day}")
                }
                _ => return None,
            })
        };
        chips(query, "/policies", text)
    }

    fn count(&self, view: &View<'_>) -> String {
        let words = view.words;
        if self.is_capped {
            let number = words.with("count-at-least", &[("number", words.number(self.total.into()).into())]);
            return words.with("count-measures-many", &[("number", number.into())]).into_owned();
        }
        words.with("count-measures", &[("count", self.total.into())]).into_owned()
    }

    fn empty(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        if !self.has_any {
            let link = Link { text: words.text("nav-about").into_owned(), path: "/about".to_owned() };
            return parts::empty(
                words,
                &Empty {
                    title: words.text("policies-none-title").into_owned(),
                    text: words.text("policies-none-text").into_owned(),
                    links: vec![link],
                },
            );
        }
        let mut links = dropping(words, self.chips(view));
        links.push(Link { text: words.text("policies-drop-filters").into_owned(), path: view.path("/policies") });
        parts::empty(
            words,
            &Empty { title: words.text("policies-empty-title").into_owned(), text: words.text("policies-empty-text").into_owned(), links },
        )
    }
}

impl Shown for List<'_> {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: view.words.text("policies-list-title").into_owned(),
            section: Some(Section::Policies),
            attributions: view.attributions(self.sources.iter().map(String::as_str)),
            file_name: "measures".to_owned(),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json, Format::Atom, Format::Ics]
    }

    fn statements(&self, _view: &View<'_>) -> Vec<u32> {
        self.lines.iter().flat_map(|line| [line.hit.words, line.hit.index]).collect()
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let query = &view.asked.query;
        let as_of = query.get("asof").map(|as_of| ("asof", as_of));
        let hidden: Vec<(&str, &str)> = as_of.into_iter().collect();
        let next = self.next.as_ref().map(|after| query.without(&["after"]).with("after", &after.to_string()).on("/policies"));
        let first = query.get("after").map(|_| query.without(&["after"]).on("/policies"));
        html! {
            h1 class="govuk-heading-l" { (words.text("policies-list-title")) }
            (tabs(view, 2))
            div class="k-columns k-columns--filter" {
                div {
                    // On a narrow screen the results come first; whoever has filtered sees by what.
                    details class="k-fold" open[!self.chips(view).is_empty()] { summary { (words.text("filter-title")) } }
                    div { (parts::filter(words, "/policies", &self.fields(view), &hidden)) }
                }
                div {
                    (parts::chips(words, &self.chips(view)))
                    p class="govuk-body" role="status" { strong { (self.count(view)) } @if let Some(searched) = self.searched { " " span class="k-muted" { (words.with("search-partial", &[("searched", words.number(searched.into()).into()), ("count", view.cut.size.into())])) } } }
                    @if self.lines.is_empty() { (self.empty(view)) }
                    @else {
                        (parts::table(words, &Table {
                            caption: words.text("policies-list-title").into_owned(),
                            columns: line::columns(view),
                            rows: self.lines.iter().map(|line| line.row(view)).collect(),
                            sorts_in_place: false,
                        }))
                        (parts::pages(words, &Pages { first, next }))
                        (cite(view, self, &words.text("policies-list-title")))
                    }
                }
            }
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let order = match self.order {
            Order::StartNewest => "start",
            Order::StartOldest => "oldest",
            Order::SaidNewest => "said",
            Order::Place => "place",
        };
        let next = self.next.as_ref().map(|after| {
            let query = view.asked.query.without(&["after"]).with("after", &after.to_string());
            view.site.url(&query.on("/policies.json"))
        });
        Some(Document::new(
            "koinon/measures/v1",
            json!({
                "total": self.total,
                "total_is_least": self.is_capped,
                "order": order,
                "from": self.filter.from_day.map(|day| date(day).to_string()),
                "next": next,
                "measures": self.lines.iter().map(|line| line.json(view)).collect::<Vec<_>>(),
            }),
        ))
    }

    fn csv(&self, view: &View<'_>) -> Option<Sheet> {
        let mut sheet = line::sheet();
        self.lines.iter().for_each(|line| sheet.push(line.cells(view)));
        Some(sheet)
    }

    fn atom(&self, view: &View<'_>) -> Option<Feed> {
        Some(Feed { items: self.lines.iter().map(|line| line.item(view)).collect() })
    }

    fn ics(&self, view: &View<'_>) -> Option<Result<Calendar, Problem>> {
        Some(Calendar::of_measures(view, &self.filter))
    }
}
