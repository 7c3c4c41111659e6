//! Statements as people and scripts send them in: one JSON document, or many, one in each line.
//!
//! ```text
//! {"kind":"measure/v1","subject":"curfew","body":{..}}
//! {"kind":"measure/v1","revises":"line:1","act":"correct","body":{..}}
//! ```
//! In: lines and their numbers, which empty lines keep. Out: what a statement must be (`record`, the domains).

use record::{Draft, Fault, Json};

/// What the lines of one input say.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    /// In the order of the lines.
    pub(crate) drafts: Vec<Draft>,
    /// The line of each draft, counted from 1, for messages.
    pub(crate) lines: Vec<usize>,
    /// Whether the input was one document, which is answered as one.
    pub(crate) is_one: bool,
}

/// A line at fault.
pub(crate) type LineFault = (usize, Fault);

/// Reads one document or many lines. Errors: every fault of every line.
pub(crate) fn parse(bytes: &[u8]) -> Result<Drafts, Vec<LineFault>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes.iter().take(error.valid_up_to()).filter(|b| **b == b'\n').count() + 1;
        vec![(line, Fault::new("", "the text is not UTF-8; save it as UTF-8"))]
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // One document may stretch over lines; of many, each has one. A first line that opens without closing begins the one.
    let is_one = text.lines().filter(|line| !line.trim().is_empty()).take(2).count() == 1 || !first_line(text).ends_with(['}', ']']);
    let values = if is_one { vec![(1, value(text.trim()))] } else { by_line(text) };
    let mut parsed = Drafts { is_one, ..Drafts::default() };
    let mut faults = Vec::new();
    for (line, value) in values {
        match value.map_err(|fault| vec![fault]).and_then(Draft::from_json) {
            Ok(draft) => {
                parsed.drafts.push(draft);
                parsed.lines.push(line);
            }
            Err(found) => faults.extend(found.into_iter().map(|fault| (line, fault))),
        }
    }
    if faults.is_empty() && parsed.drafts.is_empty() {
        faults.push((1, Fault::new("", "there is no statement here; give one as JSON, or many, one in each line")));
    }
    if faults.is_empty() {
        faults = record::lines::count_statements(&mut parsed.drafts, &parsed.lines);
    }
    if faults.is_empty() { Ok(parsed) } else { Err(faults) }
}

fn first_line(text: &str) -> &str {
    text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}

fn by_line(text: &str) -> Vec<(usize, Result<Json, Fault>)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| (at + 1, value(line))).collect()
}

/// One JSON value of a line.
pub(crate) fn value_of(line: &[u8]) -> Result<Json, Fault> {
    std::str::from_utf8(line).map_err(|_| Fault::new("", "the text is not UTF-8; save it as UTF-8")).and_then(value)
}

fn value(text: &str) -> Result<Json, Fault> {
    record::lines::json(text).map_err(|error| Fault::new("", format!("this is no JSON statement: {error}")))
}

/// One line for each fault: `line 3: /body/level: message`.
pub(crate) fn shown(line: usize, fault: &Fault) -> String {
    if fault.path.is_empty() { format!("line {line}: {}", fault.message) } else { format!("line {line}: {}: {}", fault.path, fault.message) }
}
