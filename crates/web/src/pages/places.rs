//! `/places`: every place, as a tree of levels, with how many measures are in force in each.

use league::measures::{self, Filter, Page};
use maud::{Markup, html};
use register::Place;
use serde_json::json;

use crate::asked::Format;
use crate::parts::{self, Column, Empty, Row, Section, Table};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Sheet, Shown, cite, word};
use crate::routes::Reply;
use crate::site::{View, number};

/// A place in the tree.
struct Node {
    code: String,
    name: String,
    level: &'static str,
    parent: Option<String>,
    depth: usize,
    in_force: u32,
}

struct Places {
    nodes: Vec<Node>,
}

/// Every place of the register, parents before children, and those that are spoken of without being in it.
pub(crate) fn show<'v>(view: &View<'v>) -> Result<Reply<'v>, Problem> {
    let register = view.cut.model.register();
    let mut nodes = Vec::with_capacity(register.place_count());
    let mut roots: Vec<&Place> = register.roots().collect();
    roots.sort_by_key(|place| view.place_name(place.code.as_str()));
    for root in roots {
        walk(view, root, 0, &mut nodes);
    }
    for code in view.cut.rows.places_of(measures::KIND) {
        if register.find(code).is_none() {
            nodes.push(Node { code: code.to_owned(), name: code.to_owned(), level: "other", parent: None, depth: 0, in_force: in_force(view, code) });
        }
    }
    Ok(Reply::page(Places { nodes }))
}

fn walk(view: &View<'_>, place: &Place, depth: usize, nodes: &mut Vec<Node>) {
    // A register in a circle has no roots; what hangs below one is bounded all the same.
    const DEPTH_MAX: usize = 12;
    let code = place.code.to_string();
    nodes.push(Node {
        name: view.place_name(&code),
        level: place.level.as_str(),
        parent: place.parent.as_ref().map(ToString::to_string),
        depth,
        in_force: in_force(view, &code),
        code: code.clone(),
    });
    if depth < DEPTH_MAX {
        let mut children: Vec<&Place> = view.cut.model.register().children(&code).collect();
        children.sort_by_key(|child| view.place_name(child.code.as_str()));
        children.into_iter().for_each(|child| walk(view, child, depth + 1, nodes));
    }
}

/// How many measures are in force in a place today.
pub(crate) fn in_force(view: &View<'_>, code: &str) -> u32 {
    let day = number(view.today);
    let filter =
        Filter { place: Some(code.to_owned()), from_day: Some(day), until_day: Some(day.saturating_add(1)), level_min: 1, ..Filter::default() };
    measures::find(&view.cut, &filter, &Page::default()).total
}

impl Shown for Places {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame {
            title: view.words.text("places-title").into_owned(),
            section: Some(Section::Places),
            file_name: "places".to_owned(),
            ..Frame::default()
        }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Json]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let row = |node: &Node| {
            let indent = format!("k-depth k-depth--{}", node.depth.min(4));
            let name =
                html! { span class=(indent) { a class="govuk-link" href=(view.href(&format!("/places/{}", node.code))) { bdi { (node.name) } } } };
            let count = words.number(node.in_force.into());
            let list = html! { @if node.in_force > 0 { a class="govuk-link" href=(view.href(&format!("/policies?place={}&on={}", node.code, view.today))) { (count) } } @else { (count) } };
            Row::new([name.into(), node.code.as_str().into(), view.word("place-level", node.level).into(), list.into()])
        };
        html! {
            h1 class="govuk-heading-l" { (words.text("places-title")) }
            p class="k-lead" { (words.with("count-places", &[("count", self.nodes.len().into())])) }
            @if self.nodes.is_empty() {
                (parts::empty(words, &Empty { title: words.text("places-none").into_owned(), text: words.text("places-none-text").into_owned(), links: Vec::new() }))
            } @else {
                (parts::table(words, &Table {
                    caption: words.text("places-title").into_owned(),
                    columns: vec![
                        Column::words(words.text("column-name")),
                        Column::words(words.text("column-code")),
                        Column::words(words.text("column-place-level")),
                        Column::numbers(words.text("overview-in-force")),
                    ],
                    rows: self.nodes.iter().map(row).collect(),
                    sorts_in_place: false,
                }))
            }
            (cite(view, self, &words.text("places-title")))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let node = |node: &Node| json!({"code": node.code, "name": node.name, "level": node.level, "parent": node.parent, "in_force": node.in_force, "url": view.site.url(&format!("/places/{}", node.code))});
        Some(Document::new("koinon/places/v1", json!({"date": view.today.to_string(), "places": self.nodes.iter().map(node).collect::<Vec<_>>()})))
    }

    fn csv(&self, _view: &View<'_>) -> Option<Sheet> {
        let mut sheet = Sheet::new(&["code", "name", "level", "parent", "in_force"]);
        for node in &self.nodes {
            sheet.push(vec![
                node.code.clone(),
                word(&node.name),
                node.level.to_owned(),
                node.parent.clone().unwrap_or_default(),
                node.in_force.to_string(),
            ]);
        }
        Some(sheet)
    }
}
