//! `/openapi.json`: everything that exists over HTTP, as OpenAPI 3.1.
//!
//! ```text
//! openapi/pages.rs       a row for each page: address, forms, parameters        ─┐
//! openapi/parameters.rs  what a query may say, with the code's own words/bounds  ├─▶ one document, with examples of this very record
//! openapi/machines.json  what is no page: statements, log, schemas, health       │
//! openapi/answers.json   shapes of JSON answers                                 ─┘
//! ```
//! In: how addresses, forms, problems and kinds are told to machines. Out: what they mean. Each form of a page is a path of its own (`/policies.csv`),
//! so that a client made from the document has one typed answer for each call. `tests/it/openapi.rs` holds it to the routes; `./test api` asks a
//! running node (Schemathesis) whether it keeps it.

mod pages;
mod parameters;

use serde_json::{Map, Value, json};

use crate::asked::Format;
use crate::problem::{INTERNAL, Problem, SLUGS, title};
use crate::site::{Site, View};
use crate::take;
use crate::words::Language;
use pages::{PARTS, Page};

const MACHINES: &str = include_str!("openapi/machines.json");
const ANSWERS: &str = include_str!("openapi/answers.json");

/// What this record has under the names that addresses ask for.
struct Examples {
    record: String,
    partner: Option<String>,
    sid: Option<String>,
    finding: Option<String>,
    code: Option<String>,
    instrument: Option<String>,
    /// What a standing measure says.
    body: Option<Value>,
}

impl Examples {
    fn of(view: &View<'_>) -> Examples {
        let rows = view.cut.rows;
        let measure = standing(view);
        let entry = measure.and_then(|version| view.entry(version.words()?).ok().flatten());
        Examples {
            record: view.site.origin().slug(),
            partner: view.cut.model.partners().next().map(|(_, partner)| partner.origin.slug()),
            finding: finding_of(view),
            sid: measure.map(|version| view.sid(version.index).to_string()),
            code: measure.map(|version| rows.text(version.place).to_owned()),
            instrument: measure.map(|version| rows.text(version.topic).to_owned()),
            body: entry.map(|entry| entry.statement.body),
        }
    }

    fn find(&self, name: &str) -> Option<&str> {
        match name {
            "sid" => self.sid.as_deref(),
            "record" => Some(&self.record),
            "partner" => self.partner.as_deref(),
            "finding" => self.finding.as_deref(),
            "code" | "place" | "within" => self.code.as_deref(),
            "instrument" => self.instrument.as_deref(),
            _ => None,
        }
    }
}

/// A finding that stands, for examples.
pub(crate) fn finding_of(view: &View<'_>) -> Option<String> {
    let findings = view.findings();
    let found = findings.find(&view.cut, &league::coherence::Asked::default(), crate::site::number(view.today));
    found.first().map(|finding| finding.id.to_string())
}

/// The first measure that stands.
fn standing<'v>(view: &View<'v>) -> Option<&'v record::rows::Version> {
    let rows = view.cut.rows;
    rows.of_kind(league::measures::KIND).iter().filter_map(|index| rows.version(*index)).find(|version| version.stands_at(view.cut.size))
}

/// A place of which something is said, for examples.
pub(crate) fn place_of<'v>(view: &View<'v>) -> Option<&'v str> {
    standing(view).map(|version| view.cut.rows.text(version.place))
}

/// The whole document.
pub(crate) fn document(view: &View<'_>) -> Value {
    let site = view.site;
    let examples = Examples::of(view);
    let mut paths = Map::new();
    for page in pages::ALL {
        paths.insert(page.path.to_owned(), json!({"get": operation(page, None)}));
        for form in forms(page) {
            paths.insert(address(page, form), json!({"get": operation(page, Some(form))}));
        }
    }
    let mut machines: Map<String, Value> = serde_json::from_str(MACHINES).unwrap_or_default();
    if let (Some(post), Some(body)) = (machines.get_mut("/statements"), &examples.body) {
        exemplify(post, &json!({"kind": league::measures::KIND, "body": body}));
    }
    for (path, item) in machines {
        // A page may also be posted to.
        match (paths.get_mut(&path).and_then(Value::as_object_mut), item) {
            (Some(there), Value::Object(more)) => there.extend(more),
            (_, item) => drop(paths.insert(path, item)),
        }
    }
    paths.values_mut().flat_map(|item| item.as_object_mut().into_iter().flat_map(|item| item.values_mut())).for_each(with_faults);
    json!({
        "openapi": "3.1.0",
        "info": info(site),
        "servers": servers(site),
        "tags": [
            {"name": "pages", "description": "Pages for people; `Accept` chooses their form, and so does an extension."},
            {"name": "data", "description": "The same for machines: one form, one address."},
            {"name": "statements", "description": "The one way to write."},
            {"name": "people", "description": "Forms of pages for those who are signed in; each POST has to come from a page of this site."},
            {"name": "log", "description": "The record itself, in the form of C2SP tlog-tiles."},
            {"name": "league", "description": "What partners hand on to each other, signed."},
            {"name": "witness", "description": "Cosigns the checkpoints of partners, in the form of C2SP tlog-witness."},
            {"name": "machinery", "description": "What runs a site."},
        ],
        "paths": paths,
        "components": {
            "schemas": schemas(site),
            "parameters": components_parameters(&examples),
            "responses": responses(),
            "requestBodies": {"Form": {"description": "The fields of a form of this site.", "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "additionalProperties": {"type": "string"}}}}}},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "Made by `koinon token create`; it names an office and the kinds that it may state."}},
        },
    })
}

/// Every page that has forms for machines, with their names.
pub(crate) fn addresses() -> impl Iterator<Item = (&'static str, String)> {
    let names = |page: &Page| forms(page).map(Format::extension).collect::<Vec<_>>().join(", ");
    pages::ALL.iter().filter(|page| !page.forms.is_empty()).map(move |page| (page.path, names(page)))
}

/// Gives a body of statements as an example, one and as lines.
fn exemplify(post: &mut Value, draft: &Value) {
    let Some(content) = post.pointer_mut("/post/requestBody/content").and_then(Value::as_object_mut) else { return };
    for (media_type, form) in content {
        let example = if media_type == "application/json" { draft.clone() } else { format!("{draft}\n{draft}\n").into() };
        if let Some(form) = form.as_object_mut() {
            form.insert("example".to_owned(), example);
        }
    }
}

fn info(site: &Site) -> Value {
    let identity = site.node.identity();
    json!({
        "title": format!("Record of {}", identity.origin),
        "version": env!("CARGO_PKG_VERSION"),
        "summary": "What public bodies state, and the proof of it.",
        "description": "Everything can be read without a key. Keys of a query that are not listed are ignored; an empty value is as good as none. \
            Every page takes a language before its path (`/ar/policies`) or chooses one by `Accept-Language`; data is the same in every language, but for names. \
            Times are UTC, days are ISO 8601. Errors are problem+json (RFC 9457); each `type` is a page that explains it.",
        "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
    })
}

fn servers(site: &Site) -> Value {
    let tags: Vec<&str> = Language::ALL.iter().map(|language| language.tag()).collect();
    json!([
        {"url": site.public_url, "description": "Language by `Accept-Language`."},
        {"url": format!("{}/{{language}}", site.public_url), "description": "The same in one language; pages and data only.", "variables": {"language": {"enum": tags, "default": site.language().tag()}}},
    ])
}

/// The forms of a page beside HTML, with those that are made of them.
fn forms(page: &Page) -> impl Iterator<Item = Format> {
    page.forms.iter().copied().chain(take::made_of(page.forms))
}

/// The address of a form of a page.
fn address(page: &Page, form: Format) -> String {
    let path = if page.path == "/" { "/index" } else { page.path };
    format!("{path}.{}", form.extension())
}

/// `GET` of a page, in one form or in the one that `Accept` asks for.
fn operation(page: &Page, form: Option<Format>) -> Value {
    let forms: Vec<Format> = form.map_or_else(|| std::iter::once(Format::Html).chain(forms(page)).collect(), |form| vec![form]);
    let content: Map<String, Value> = forms.iter().map(|form| (form.media_type().to_owned(), json!({"schema": shape(page, *form)}))).collect();
    let parts = page.path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).map(|part| format!("at-{part}"));
    let of_png = (form == Some(Format::Png)).then_some("width");
    let names = parts.chain(page.takes.iter().copied().chain(of_png).chain(["asof"]).map(str::to_owned));
    let parameters: Vec<Value> = names.map(|name| json!({"$ref": format!("#/components/parameters/{name}")})).collect();
    let fault = if form.is_none() { "PageFault" } else { "" };
    let answered = |status: &str| json!({"$ref": format!("#/components/responses/{}", if fault.is_empty() { status } else { fault })});
    let mut answers = json!({"200": {"description": page.says, "content": content}, "400": answered("400"), "404": answered("404")});
    if let Some(answers) = answers.as_object_mut() {
        if page.leads {
            answers.insert("303".to_owned(), json!({"$ref": "#/components/responses/Elsewhere"}));
        }
        if matches!(form, Some(Format::Png | Format::Svg)) {
            answers.insert("406".to_owned(), answered("406"));
        }
        if form.is_none() {
            answers.insert("304".to_owned(), json!({"description": "What `If-None-Match` names is still so."}));
            answers.insert("406".to_owned(), answered("406"));
        }
    }
    json!({
        "operationId": operation_id(page, form),
        "tags": [if form.is_none() { "pages" } else { "data" }],
        "summary": page.says,
        "parameters": parameters,
        "responses": answers,
    })
}

/// `measuresBySidCsv` of `/measures/{sid}.csv`.
fn operation_id(page: &Page, form: Option<Format>) -> String {
    let words = page.path.split('/').filter(|part| !part.is_empty());
    let mut name = String::from("get");
    for word in words.map(|word| word.replace('{', "by-").replace('}', "")).chain(form.map(|form| form.extension().to_owned())) {
        for part in word.split('-') {
            let mut letters = part.chars();
            name.extend(letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters));
        }
    }
    name
}

/// What an answer of this form is.
fn shape(page: &Page, form: Format) -> Value {
    match form {
        Format::Json if !page.answer.is_empty() => json!({"$ref": format!("#/components/schemas/{}", page.answer)}),
        Format::Csv => {
            json!({"type": "string", "description": "RFC 4180, UTF-8, CRLF, with a header; its last column, `attribution`, names to whom the data is owed."})
        }
        Format::Proof => json!({"type": "string", "description": "C2SP tlog-proof."}),
        Format::Zip => json!({"type": "string", "description": "Everything behind the page: its table, what it says of itself, entries and proofs."}),
        Format::Entry => json!({"type": "string", "description": "The signed bytes, RFC 8785 JSON."}),
        _ => json!({"type": "string"}),
    }
}

/// What every answer may be beside what its operation says: ours to mend, or too much at once.
fn with_faults(operation: &mut Value) {
    let is_page = operation.pointer("/responses/304").is_some();
    let is_data = operation.pointer("/tags/0") == Some(&json!("data"));
    let is_form = operation.pointer("/tags/0") == Some(&json!("people"));
    let Some(answers) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    let codes: &[&str] = if is_form {
        &["400", "403", "404", "406", "408", "413", "415", "500", "503"]
    } else if is_page || is_data {
        &["400", "404", "500", "503"]
    } else {
        &["500", "503"]
    };
    for code in codes {
        let response = if is_page || is_form { "PageFault" } else { code };
        answers.entry(*code).or_insert_with(|| json!({"$ref": format!("#/components/responses/{response}")}));
    }
}

/// Shapes: of answers, of problems, of drafts of every kind that may be stated.
fn schemas(site: &Site) -> Value {
    let mut schemas: Map<String, Value> = serde_json::from_str(ANSWERS).unwrap_or_default();
    schemas.insert("Problem".to_owned(), problem());
    for status in statuses() {
        let slugs: Vec<&str> = slugs().filter(|slug| Problem::status_of(slug) == Some(status)).collect();
        let titles: Vec<String> = slugs.iter().map(|slug| title(slug)).collect();
        let pattern = format!("/problems/({})$", slugs.join("|"));
        schemas.insert(
            format!("Problem{status}"),
            json!({
                "allOf": [{"$ref": "#/components/schemas/Problem"}],
                "properties": {"status": {"const": status}, "title": {"enum": titles}, "type": {"pattern": pattern}},
                "unevaluatedProperties": false,
            }),
        );
    }
    let open = || site.node.kinds().iter().filter(|kind| !kind.is_records_own);
    for kind in open() {
        schemas.insert(format!("Draft.{}.v{}", kind.name, kind.version), draft(&kind.full_name()));
    }
    let drafts: Vec<Value> = open().map(|kind| json!({"$ref": format!("#/components/schemas/Draft.{}.v{}", kind.name, kind.version)})).collect();
    schemas.insert("Draft".to_owned(), json!({"description": "One statement as it is sent in: the node adds when and by whom.", "anyOf": drafts}));
    schemas.into()
}

fn slugs() -> impl Iterator<Item = &'static str> {
    SLUGS.into_iter().chain([INTERNAL])
}

fn statuses() -> std::collections::BTreeSet<u16> {
    slugs().filter_map(Problem::status_of).collect()
}

fn problem() -> Value {
    json!({
        "description": "RFC 9457. `errors` names each fault with its place.",
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What is wrong here, and the way out."},
            "incident": {"type": "string", "description": "Under which number it was reported, where it failed on our side."},
            "coverage": {
                "type": "object",
                "required": ["from", "to"],
                "additionalProperties": false,
                "properties": {"from": {"$ref": "#/components/schemas/Day"}, "to": {"anyOf": [{"$ref": "#/components/schemas/Day"}, {"type": "null"}]}},
            },
            "errors": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["detail"],
                    "additionalProperties": false,
                    "properties": {
                        "line": {"type": "integer", "minimum": 1, "description": "Of a batch."},
                        "pointer": {"type": "string", "description": "RFC 6901, into the statement."},
                        "parameter": {"type": "string", "description": "Key of the query."},
                        "detail": {"type": "string"},
                    },
                },
            },
        },
    })
}

/// A draft of one kind; what its body says is the kind's own schema.
fn draft(kind: &str) -> Value {
    let body = |schema: Value| json!({"properties": {"body": schema}});
    json!({
        "type": "object",
        "required": ["kind", "body"],
        "additionalProperties": false,
        "properties": {
            "kind": {"const": kind},
            "subject": {"$ref": "#/components/schemas/Subject", "description": "About what; made by the node where it is absent."},
            "revises": {"type": "string", "pattern": "^(sha256:[0-9a-f]{64}|line:[1-9][0-9]*)$", "description": "The newest entry about the same subject."},
            "act": {"$ref": "#/components/schemas/Act"},
            "about": {"type": "array", "maxItems": 16, "items": {"$ref": "#/components/schemas/Reference"}},
            "audience": {"type": "string", "pattern": "^(public|agreement:[a-z2-7]{26})$"},
            "body": {"type": "object"},
        },
        "if": {"required": ["act"], "properties": {"act": {"const": "withdraw"}}},
        "then": body(json!({"additionalProperties": false, "properties": {"reason": {"$ref": "#/components/schemas/Text"}}})),
        "else": body(json!({"$ref": format!("/schemas/{kind}.json")})),
    })
}

fn components_parameters(examples: &Examples) -> Value {
    let mut all = Map::new();
    for part in PARTS {
        let mut parameter = json!({"name": part.name, "in": "path", "required": true, "description": part.says, "schema": {"type": "string", "pattern": part.pattern}});
        let example = examples.find(part.name).or(Some(part.example)).filter(|example| !example.is_empty());
        insert_example(&mut parameter, example);
        all.insert(format!("at-{}", part.name), parameter);
    }
    for one in parameters::ALL {
        let mut parameter = json!({"name": one.key, "in": "query", "required": false, "description": one.says, "schema": (one.schema)()});
        if parameter.pointer("/schema/type") == Some(&json!("array"))
            && let Some(members) = parameter.as_object_mut()
        {
            members.insert("style".to_owned(), "form".into());
            members.insert("explode".to_owned(), false.into());
        }
        insert_example(&mut parameter, examples.find(one.name));
        all.insert(one.name.to_owned(), parameter);
    }
    for (name, says, pattern, example) in [
        ("draft", "A draft of this person.", "^[A-Za-z0-9_-]{1,40}$", ""),
        ("step", "Which question.", "^[a-z-]{1,20}$", "check"),
        ("level-of-tile", "Height above the leaves, in tiles.", "^([0-9]|[1-5][0-9]|6[0-3])$", "0"),
        ("tile", "Which tile of its level.", "^[0-9]{3}$", "000"),
        ("width-of-tile", "How many hashes or entries it has so far.", "^([1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])$", "1"),
    ] {
        let key = name.trim_end_matches("-of-tile");
        let mut parameter =
            json!({"name": key, "in": "path", "required": true, "description": says, "schema": {"type": "string", "pattern": pattern}});
        insert_example(&mut parameter, Some(example).filter(|example| !example.is_empty()));
        all.insert(name.to_owned(), parameter);
    }
    all.into()
}

fn insert_example(parameter: &mut Value, example: Option<&str>) {
    if let (Some(members), Some(example)) = (parameter.as_object_mut(), example) {
        members.insert("example".to_owned(), example.into());
    }
}

/// Answers that many operations share.
fn responses() -> Value {
    let mut all = Map::new();
    for status in statuses() {
        let slugs: Vec<&str> = slugs().filter(|slug| Problem::status_of(slug) == Some(status)).collect();
        let says = slugs.iter().map(|slug| title(slug)).collect::<Vec<_>>().join("; ");
        let schema = json!({"$ref": format!("#/components/schemas/Problem{status}")});
        all.insert(status.to_string(), json!({"description": says, "content": {"application/problem+json": {"schema": schema}}}));
    }
    let text = json!({"schema": {"type": "string"}});
    let problem = json!({"schema": {"$ref": "#/components/schemas/Problem"}});
    let location = json!({"Location": {"description": "A path of this site.", "schema": {"type": "string"}}});
    all.insert("PageFault".to_owned(), json!({"description": "What is wrong, for people; problem+json where a form for machines was asked for.", "content": {"text/html": text, "application/problem+json": problem}}));
    all.insert("Elsewhere".to_owned(), json!({"description": "See there.", "headers": location, "content": {"text/plain": text}}));
    all.insert("Leads".to_owned(), json!({"description": "See there.", "headers": location}));
    all.insert("Private".to_owned(), json!({"description": "A page for this person alone; never kept.", "content": {"text/html": text}}));
    all.insert(
        "FormAgain".to_owned(),
        json!({"description": "The form again, with what is wrong and all that was typed.", "content": {"text/html": text}}),
    );
    all.insert("Octets".to_owned(), json!({"description": "Bytes.", "content": {"application/octet-stream": {}}}));
    all.insert("Plain".to_owned(), json!({"description": "A line of text.", "content": {"text/plain": text}}));
    all.into()
}
