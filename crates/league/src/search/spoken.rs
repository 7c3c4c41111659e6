//! What of a statement is searched, by what the schema of its kind says: texts are strings without a pattern, codes those with the pattern of codes.
//!
//! The schema of a kind is all that is asked, so a new kind is searched from its first day on.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use record::search::Spoken;
use record::{Act, Json, Statement};

use crate::KINDS;

/// How the schemas write what a code is.
const CODE_PATTERN: &str = "^[A-Z0-9][A-Z0-9_-]{0,15}$";

/// A text of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<'t> {
    /// Its words.
    pub text: &'t str,
    /// The BCP 47 tag that it has; none: the record's language.
    pub language: Option<&'t str>,
    /// Whether it is a title or a name.
    pub is_title: bool,
}

/// What a part of a body is.
#[derive(Debug)]
enum Shape {
    Text,
    Code,
    Members(BTreeMap<String, Shape>),
    Each(Box<Shape>),
}

static SHAPES: LazyLock<BTreeMap<&'static str, Shape>> = LazyLock::new(|| {
    let shapes = KINDS.iter().filter_map(|kind| {
        let schema: Json = serde_json::from_str(kind.schema).ok()?;
        Some((kind.name, shape(&schema)?))
    });
    shapes.collect()
});

fn shape(schema: &Json) -> Option<Shape> {
    if let Some(choices) = ["anyOf", "oneOf"].iter().find_map(|key| schema.get(key)?.as_array()) {
        return choices.iter().find_map(shape);
    }
    match schema.get("type").and_then(Json::as_str)? {
        "string" => match schema.get("pattern").and_then(Json::as_str) {
            Some(CODE_PATTERN) => Some(Shape::Code),
            None if schema.get("format").is_none() && schema.get("enum").is_none() => Some(Shape::Text),
            _ => None,
        },
        "array" => Some(Shape::Each(Box::new(shape(schema.get("items")?)?))),
        "object" => match schema.get("properties").and_then(Json::as_object) {
            Some(members) => {
                let known = members.iter().filter_map(|(name, member)| Some((name.clone(), shape(member)?))).collect();
                Some(Shape::Members(known))
            }
            // A text by language.
            None => schema.get("additionalProperties").and_then(shape),
        },
        _ => None,
    }
}

/// A part of what is said, with where it stands.
enum Part<'t> {
    Text(Told<'t>),
    OwnCode(&'t str),
    Code(&'t str),
}

fn walk<'t>(shape: &Shape, value: &'t Json, name: &str, depth: u32, hear: &mut dyn FnMut(Part<'t>)) {
    match (shape, value) {
        (Shape::Text, _) => texts(value, depth == 1 && matches!(name, "title" | "name"), hear),
        (Shape::Code, Json::String(code)) => hear(if depth == 1 && name == "code" { Part::OwnCode(code) } else { Part::Code(code) }),
        (Shape::Members(members), Json::Object(values)) => {
            for (name, value) in values {
                if let Some(shape) = members.get(name) {
                    walk(shape, value, name, depth.saturating_add(1), hear);
                }
            }
        }
        (Shape::Each(shape), Json::Array(values)) => values.iter().for_each(|value| walk(shape, value, "", depth.saturating_add(1), hear)),
        _ => {}
    }
}

fn texts<'t>(value: &'t Json, is_title: bool, hear: &mut dyn FnMut(Part<'t>)) {
    match value {
        Json::String(text) => hear(Part::Text(Told { text, language: None, is_title })),
        Json::Object(texts) => {
            let texts = texts.iter().filter_map(|(tag, text)| Some((tag.as_str(), text.as_str()?)));
            texts.for_each(|(tag, text)| hear(Part::Text(Told { text, language: Some(tag), is_title })));
        }
        _ => {}
    }
}

fn parts<'t>(statement: &'t Statement, hear: &mut dyn FnMut(Part<'t>)) {
    if statement.act == Act::Withdraw {
        return statement.body.get("reason").into_iter().for_each(|reason| texts(reason, false, hear));
    }
    if let Some(shape) = SHAPES.get(statement.kind.name()) {
        walk(shape, &statement.body, "", 0, hear);
    }
}

/// Tells `hear` what of a statement is searched.
pub fn spoken(statement: &Statement, hear: &mut dyn FnMut(Spoken<'_>)) {
    hear(Spoken::Kind(statement.kind.name()));
    parts(statement, &mut |part| {
        hear(match part {
            Part::Text(Told { text, is_title: true, .. }) => Spoken::Title(text),
            Part::Text(Told { text, .. }) => Spoken::Text(text),
            Part::OwnCode(code) => Spoken::OwnCode(code),
            Part::Code(code) => Spoken::Code(code),
        });
    });
}

/// The texts of a statement that are searched, titles first, else as its body has them.
pub fn told(statement: &Statement) -> Vec<Told<'_>> {
    let mut told = Vec::new();
    parts(statement, &mut |part| {
        if let Part::Text(text) = part {
            told.push(text);
        }
    });
    told.sort_by_key(|text| !text.is_title);
    told
}

/// Whether anything of a kind with this schema is searched.
#[cfg(test)]
pub(super) fn is_searched(schema: &Json) -> bool {
    fn has_any(shape: &Shape) -> bool {
        match shape {
            Shape::Text | Shape::Code => true,
            Shape::Members(members) => members.values().any(has_any),
            Shape::Each(each) => has_any(each),
        }
    }
    shape(schema).is_some_and(|shape| has_any(&shape))
}
