//! What went wrong, as an answer: the one place where errors become status codes, problem+json and pages.
//!
//! ```text
//! 422 {"type":"https://health.example/problems/faults","title":"..","status":422,"detail":"..","errors":[{"pointer":"/body/level","detail":".."}]}
//! ```
//! In: every way to fail. Out: the rules that were broken (they come with their own words). Source: RFC 9457.

use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use node::{Halt, LineFaults, PublishError, ReadError};
use record::fold::Refusal;
use serde_json::json;

use crate::asked::{BadField, Format};
use crate::limits::STATEMENTS_BYTES_MAX;

/// Why a request is not answered as it was meant.
#[derive(Debug)]
pub enum Problem {
    /// Nothing is at that address.
    NotFound,
    /// Nothing is known under that name.
    NoSuch(NoSuch),
    /// The thing is not to be had in that form.
    NoSuchFormat(Vec<Format>),
    /// A drawing whose words have letters that the embedded font lacks: had as SVG only.
    SvgOnly {
        /// The first of them.
        letter: char,
        /// Where the drawing is, a path of this site.
        svg: String,
    },
    /// Values of the query that can't be used.
    BadQuery(Vec<BadField>),
    /// A day of which nothing can be known here.
    OutsideCoverage {
        /// The day.
        asked: Date,
        /// First day covered.
        from: Date,
        /// Last day covered; absent where coverage goes on.
        to: Option<Date>,
    },
    /// A moment before the first word was said.
    BeforeTheRecord {
        /// When the record begins.
        begins: Option<Timestamp>,
    },
    /// A method that the address does not take.
    Method(&'static str),
    /// A body in another form than JSON or NDJSON.
    MediaType,
    /// A body that is no JSON: where and why.
    NotJson {
        /// Line of the body, from 1.
        line: usize,
        /// What the parser found.
        what: String,
    },
    /// Statements with faults: all of them.
    Faults(Vec<LineFaults>),
    /// A statement that can't take its place.
    Refused {
        /// Line of the batch, from 1.
        line: usize,
        /// Why.
        refusal: Refusal,
    },
    /// No token, or none that is valid.
    Unauthorized,
    /// A token whose scope does not reach.
    Forbidden {
        /// Kinds that it may not state.
        kinds: Vec<String>,
    },
    /// A form that another site sent, or that does not say which.
    CrossSite,
    /// A page for people who are signed in.
    SignedOut,
    /// A form in another type than forms have.
    FormType,
    /// A body above the bound.
    TooLarge(String),
    /// A body that did not come in time.
    TooSlow,
    /// Too much at once; try again.
    Busy,
    /// The node signs nothing now.
    Halted(Halt),
    /// Ours: disk, key, damage. The text goes to the report, never to the reader.
    Internal(String),
}

/// What is not known, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSuch {
    /// A measure, by its short id.
    Measure(String),
    /// A version of a measure.
    Version(u64),
    /// A place, by code.
    Place(String),
    /// An entry, by index, and how many there are.
    Entry(String, u64),
    /// The record of another, by the slug of its origin.
    Record(String),
    /// A kind of statement.
    Kind(String),
    /// An attachment.
    Attachment(String),
    /// A subject.
    Subject(String),
    /// A draft of a form.
    Draft(String),
    /// A finding, by its id.
    Finding(String),
    /// A rule, by its name.
    Rule(String),
}

/// The names of all problems, as in their `type`; each has a page below `/problems/`.
pub const SLUGS: [&str; 20] = [
    "not-found",
    "no-such-thing",
    "no-such-format",
    "svg-only",
    "bad-query",
    "outside-coverage",
    "before-the-record",
    "method",
    "media-type",
    "not-json",
    "faults",
    "refused",
    "unauthorized",
    "forbidden",
    "cross-site",
    "signed-out",
    "too-large",
    "too-slow",
    "busy",
    "halted",
];

/// The name of the problem that is ours; its page says what to do with the incident's number.
pub const INTERNAL: &str = "internal";

impl Problem {
    /// Its stable name.
    pub fn slug(&self) -> &'static str {
        match self {
            Problem::NotFound => "not-found",
            Problem::NoSuch(_) => "no-such-thing",
            Problem::NoSuchFormat(_) => "no-such-format",
            Problem::SvgOnly { .. } => "svg-only",
            Problem::BadQuery(_) => "bad-query",
            Problem::OutsideCoverage { .. } => "outside-coverage",
            Problem::BeforeTheRecord { .. } => "before-the-record",
            Problem::Method(_) => "method",
            Problem::MediaType | Problem::FormType => "media-type",
            Problem::NotJson { .. } => "not-json",
            Problem::Faults(_) => "faults",
            Problem::Refused { .. } => "refused",
            Problem::Unauthorized => "unauthorized",
            Problem::Forbidden { .. } => "forbidden",
            Problem::CrossSite => "cross-site",
            Problem::SignedOut => "signed-out",
            Problem::TooLarge(_) => "too-large",
            Problem::TooSlow => "too-slow",
            Problem::Busy => "busy",
            Problem::Halted(_) => "halted",
            Problem::Internal(_) => INTERNAL,
        }
    }

    /// Its status code.
    pub fn status(&self) -> StatusCode {
        match self {
            Problem::NotFound | Problem::NoSuch(_) | Problem::OutsideCoverage { .. } | Problem::BeforeTheRecord { .. } => StatusCode::NOT_FOUND,
            Problem::NoSuchFormat(_) | Problem::SvgOnly { .. } => StatusCode::NOT_ACCEPTABLE,
            Problem::BadQuery(_) | Problem::NotJson { .. } => StatusCode::BAD_REQUEST,
            Problem::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Problem::MediaType | Problem::FormType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Problem::Faults(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Problem::Refused { .. } => StatusCode::CONFLICT,
            Problem::Unauthorized => StatusCode::UNAUTHORIZED,
            Problem::Forbidden { .. } | Problem::CrossSite | Problem::SignedOut => StatusCode::FORBIDDEN,
            Problem::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Problem::Busy | Problem::Halted(_) => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The status code of a problem by its name.
    pub fn status_of(slug: &str) -> Option<u16> {
        Some(match slug {
            "not-found" | "no-such-thing" | "outside-coverage" | "before-the-record" => 404,
            "no-such-format" | "svg-only" => 406,
            "bad-query" | "not-json" => 400,
            "method" => 405,
            "media-type" => 415,
            "faults" => 422,
            "refused" => 409,
            "unauthorized" => 401,
            "forbidden" | "cross-site" | "signed-out" => 403,
            "too-large" => 413,
            "too-slow" => 408,
            "busy" | "halted" => 503,
            INTERNAL => 500,
            _ => return None,
        })
    }

    /// What is wrong here, for machines: English, one sentence, the way out in it.
    pub fn detail(&self) -> String {
        match self {
            Problem::NotFound => "nothing is at this address; start at `/`".to_owned(),
            Problem::NoSuch(what) => what.to_string(),
            Problem::NoSuchFormat(formats) => {
                let names: Vec<&str> = formats.iter().map(|format| format.extension()).collect();
                format!("this is not to be had in that form; ask for one of `{}`", names.join("`, `"))
            }
            Problem::SvgOnly { letter, svg } => {
                format!("this drawing is had as SVG only: the font for pixels has no `{letter}`; take `{svg}`")
            }
            Problem::BadQuery(fields) => fields.first().map(ToString::to_string).unwrap_or_default(),
            Problem::OutsideCoverage { asked, from, to: Some(to) } => format!("`{asked}` is outside what is covered; give a day from {from} to {to}"),
            Problem::OutsideCoverage { asked, from, to: None } => {
                format!("`{asked}` is outside what is covered; give a day from {from} on, at most a year ahead")
            }
            Problem::BeforeTheRecord { begins: Some(begins) } => format!("nothing had been said by then; the record begins at {begins}"),
            Problem::BeforeTheRecord { begins: None } => "nothing has been said yet".to_owned(),
            Problem::Method(allowed) => format!("this address does not take that method; use {allowed}"),
            Problem::MediaType => "send one statement as `application/json` or many as `application/x-ndjson`, one on each line".to_owned(),
            Problem::NotJson { line, what } => format!("line {line} is no JSON: {what}"),
            Problem::Faults(lines) => {
                let count: usize = lines.iter().map(|line| line.faults.len()).sum();
                format!("{count} faults; nothing was published; mend what `errors` names and send all again")
            }
            Problem::Refused { line, refusal } => format!("line {line}: {refusal}; nothing was published"),
            Problem::Unauthorized => "send `Authorization: Bearer TOKEN` with a token that is valid; `koinon token create` makes one".to_owned(),
            Problem::Forbidden { kinds } => {
                format!("the token may not state `{}`; use one made with `--kinds` that names it", kinds.join("`, `"))
            }
            Problem::CrossSite => "this form was not sent from a page of this site; open the page here and send it from there".to_owned(),
            Problem::SignedOut => "this is for people who are signed in; sign in at `/signin`".to_owned(),
            Problem::FormType => "send a form as `application/x-www-form-urlencoded`".to_owned(),
            Problem::TooLarge(what) => what.clone(),
            Problem::TooSlow => "the body did not come in time; send it faster or in smaller parts".to_owned(),
            Problem::Busy => "too much is asked at once; try again in a moment".to_owned(),
            Problem::Halted(halt) => format!("the node signs nothing now: {halt}"),
            Problem::Internal(_) => "this failed on our side and was reported".to_owned(),
        }
    }

    /// Each fault with its place: a JSON pointer, led by the line in a batch of several.
    pub fn errors(&self, is_batch: bool) -> Vec<serde_json::Value> {
        match self {
            Problem::Faults(lines) => {
                let of_line = |line: &LineFaults| {
                    let number = line.line;
                    let error = move |fault: &record::Fault| {
                        if is_batch {
                            json!({"line": number, "pointer": fault.path, "detail": fault.message})
                        } else {
                            json!({"pointer": fault.path, "detail": fault.message})
                        }
                    };
                    line.faults.iter().map(error).collect::<Vec<_>>()
                };
                lines.iter().flat_map(of_line).collect()
            }
            Problem::BadQuery(fields) => fields.iter().map(|field| json!({"parameter": field.field, "detail": field.to_string()})).collect(),
            _ => Vec::new(),
        }
    }

    /// The whole as problem+json. `base` is the site's address.
    pub fn document(&self, base: &str, incident: Option<&str>, is_batch: bool) -> serde_json::Value {
        let slug = self.slug();
        let mut document = json!({
            "type": format!("{base}/problems/{slug}"),
            "title": title(slug),
            "status": self.status().as_u16(),
            "detail": self.detail(),
        });
        if let Some(members) = document.as_object_mut() {
            let errors = self.errors(is_batch);
            if !errors.is_empty() {
                members.insert("errors".to_owned(), errors.into());
            }
            if let Problem::OutsideCoverage { from, to, .. } = self {
                members.insert("coverage".to_owned(), json!({"from": from.to_string(), "to": to.map(|to| to.to_string())}));
            }
            if let Problem::SvgOnly { svg, .. } = self {
                members.insert("svg".to_owned(), format!("{base}{svg}").into());
            }
            if let Some(incident) = incident {
                members.insert("incident".to_owned(), incident.into());
            }
        }
        document
    }
}

/// The name of a problem for machines, which stays the same in every language.
pub(crate) fn title(slug: &str) -> String {
    let spaced = slug.replace('-', " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl std::fmt::Display for NoSuch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NoSuch::Measure(sid) => write!(f, "no measure `{sid}` is known here"),
            NoSuch::Version(version) => write!(f, "the measure has no version {version}"),
            NoSuch::Place(code) => write!(f, "no place `{code}` is known here"),
            NoSuch::Entry(index, size) => write!(f, "no entry `{index}` is in the record; give a number below {size}, or an entry's id"),
            NoSuch::Record(slug) => write!(f, "no record `{slug}` is held here"),
            NoSuch::Kind(kind) => write!(f, "no kind `{kind}` is known here; `/schemas.json` lists them"),
            NoSuch::Attachment(sha256) => write!(f, "no attachment `{sha256}` is kept here"),
            NoSuch::Finding(id) => write!(f, "no finding `{id}` stands here at this cut; `/policies/conflicts.json` lists those that do"),
            NoSuch::Rule(name) => write!(f, "no rule `{name}` is known here; `/rules.json` lists them"),
            NoSuch::Subject(sid) => write!(f, "no subject `{sid}` is known here"),
            NoSuch::Draft(number) => write!(f, "you have no draft `{number}`: it was stated or removed, or is another's"),
        }
    }
}

impl From<PublishError> for Problem {
    fn from(error: PublishError) -> Problem {
        match error {
            PublishError::Faults(lines) => Problem::Faults(lines),
            PublishError::Refused { line, refusal } => Problem::Refused { line, refusal },
            PublishError::TooLarge { .. } => Problem::TooLarge(error.to_string()),
            PublishError::Halted(halt) => Problem::Halted(halt),
            PublishError::Busy | PublishError::Closed => Problem::Busy,
            PublishError::Failed { what } => Problem::Internal(what),
            PublishError::NoRandom => Problem::Internal(error.to_string()),
        }
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Problem {
        Problem::Internal(error.to_string())
    }
}

impl From<BadField> for Problem {
    fn from(field: BadField) -> Problem {
        Problem::BadQuery(vec![field])
    }
}

/// A body above the bound of statements.
pub(crate) fn statements_too_large() -> Problem {
    Problem::TooLarge(format!("a body of statements holds at most {} MiB; send it in parts", STATEMENTS_BYTES_MAX >> 20))
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::Fault;

    #[test]
    fn all_faults_are_told_with_their_places() {
        let faults = vec![Fault::new("/body/level", "`7` is above the scale of `C1`; give 0 to 3"), Fault::new("/body/place", "missing")];
        let problem = Problem::Faults(vec![LineFaults { line: 1, faults }]);
        let document = problem.document("https://a.example", None, false);
        assert_eq!(document["type"], "https://a.example/problems/faults");
        assert_eq!(document["status"], 422);
        assert_eq!(document["errors"][0], json!({"pointer": "/body/level", "detail": "`7` is above the scale of `C1`; give 0 to 3"}));
        assert_eq!(document["errors"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn what_failed_on_our_side_is_not_told() {
        let problem = Problem::Internal("/var/lib/koinon/record.db: disk".to_owned());
        assert!(!problem.document("", Some("1"), false).to_string().contains("/var"));
    }

    #[test]
    fn every_problem_has_a_name_with_its_status() {
        for slug in SLUGS.into_iter().chain([INTERNAL]) {
            assert!(Problem::status_of(slug).is_some(), "{slug}");
        }
        let busy = Problem::Busy;
        assert_eq!(Problem::status_of(busy.slug()), Some(busy.status().as_u16()));
    }
}
