//! What is wrong with what was typed, step by step, in the reader's words; then what the door itself would say.

use node::LineFaults;
use policy::limits::{BASIS_BYTES_MAX, SHORT_BYTES_MAX, TITLE_BYTES_MAX, WORDS_BYTES_MAX};
use policy::{Measure, Population};
use record::{Fault, Kind};

use super::paper::{Doing, Paper, Step};
use crate::parts::FormFault;
use crate::site::View;
use crate::words::{Language, Words};

/// What is wrong with the answers of one step.
pub(crate) fn faults(view: &View<'_>, paper: &Paper, step: Step) -> Vec<FormFault> {
    let words = view.words;
    let mut faults: Vec<FormFault> = Vec::new();
    let mut fault = |field: &'static str, text: String| faults.push(FormFault { field: Some(field), text });
    match step {
        Step::Instrument if paper.instrument(view).is_none() => fault("instrument", words.text("fault-instrument").into_owned()),
        Step::Place if paper.place(view).is_none() => match paper.given("place-other") {
            Some(got) => fault("place-other", words.with("fault-place-unknown", &[("got", got.into())]).into_owned()),
            None => fault("place", words.text("fault-place").into_owned()),
        },
        Step::Level => level(view, paper, &mut fault),
        Step::Dates => dates(view, paper, &mut fault),
        Step::People => {
            if paper.population().parse::<Population>().is_err() {
                fault("population-other", words.text("fault-population").into_owned());
            }
            long(view, paper, "area", SHORT_BYTES_MAX, &mut fault);
        }
        Step::Words => {
            long(view, paper, "title", TITLE_BYTES_MAX, &mut fault);
            long(view, paper, "text", WORDS_BYTES_MAX, &mut fault);
            long(view, paper, "basis", BASIS_BYTES_MAX, &mut fault);
            let is_web = |href: &String| href.starts_with("https://") || href.starts_with("http://");
            if paper.given("link-href").is_some_and(|href| !is_web(&href)) {
                fault("link-href", words.text("fault-link").into_owned());
            }
        }
        Step::Coverage => coverage(view, paper, &mut fault),
        Step::Reason => {
            if paper.given("reason").is_none() {
                fault("reason", words.text("fault-reason").into_owned());
            }
            long(view, paper, "reason", WORDS_BYTES_MAX, &mut fault);
        }
        Step::Mode if !["", "advisory", "floor", "ceiling", "exact"].contains(&paper.typed("mode")) => {
            fault("mode", words.text("fault-choose").into_owned());
        }
        _ => {}
    }
    // What the kind itself finds, where our own words said nothing of that field.
    for (field, text) in of_kind(view, paper, step) {
        let is_said = faults.iter().any(|fault| fault.field.is_some_and(|said| said.strip_suffix("-other").unwrap_or(said) == field));
        if !is_said {
            faults.push(FormFault { field: Some(field), text });
        }
    }
    faults
}

fn level(view: &View<'_>, paper: &Paper, fault: &mut impl FnMut(&'static str, String)) {
    let words = view.words;
    let Some(instrument) = paper.instrument(view) else { return };
    let Some(level) = paper.level().filter(|level| *level <= instrument.level_max()) else {
        return fault("level", words.text("fault-level").into_owned());
    };
    if level > 0 && instrument.flag.is_some() && !matches!(paper.typed("flag"), "0" | "1") {
        fault("flag", words.text("fault-flag").into_owned());
    }
}

fn dates(view: &View<'_>, paper: &Paper, fault: &mut impl FnMut(&'static str, String)) {
    let words = view.words;
    let mut read = |name: &'static str| match paper.day(name) {
        Ok(day) => day,
        Err(got) => {
            fault(name, words.with("date-fault", &[("got", got.into())]).into_owned());
            None
        }
    };
    let (start, end, review) = (read("start"), read("end"), read("review"));
    if start.is_none() && paper.day("start") == Ok(None) {
        fault("start", words.text("fault-start").into_owned());
    }
    if start.zip(end).is_some_and(|(start, end)| end < start) {
        fault("end", words.text("fault-end").into_owned());
    }
    if start.zip(review).is_some_and(|(start, review)| review < start) {
        fault("review", words.text("fault-review").into_owned());
    }
    for field in ["start-time", "end-time"] {
        let is_time = |text: &str| text.len() == 5 && text.parse::<jiff::civil::Time>().is_ok();
        if paper.given(field).is_some_and(|text| !is_time(&text)) {
            fault(field, words.text("fault-time").into_owned());
        }
    }
}

fn coverage(view: &View<'_>, paper: &Paper, fault: &mut impl FnMut(&'static str, String)) {
    let words = view.words;
    match (paper.typed("covers"), paper.day("covered")) {
        ("no", _) | ("yes", Ok(Some(_))) => {}
        ("yes", Ok(None)) => fault("covered", words.text("fault-covered").into_owned()),
        ("yes", Err(got)) => fault("covered", words.with("date-fault", &[("got", got.into())]).into_owned()),
        _ => fault("covers", words.text("fault-choose").into_owned()),
    }
}

fn long(view: &View<'_>, paper: &Paper, field: &'static str, bytes_max: usize, fault: &mut impl FnMut(&'static str, String)) {
    if let Some(text) = paper.given(field).filter(|text| text.len() > bytes_max) {
        let counted = [("count", text.len().into()), ("most", bytes_max.into())];
        fault(field, view.words.with("fault-long", &counted).into_owned());
    }
}

/// What the kind finds in the members that a step writes.
fn of_kind(view: &View<'_>, paper: &Paper, step: Step) -> Vec<(&'static str, String)> {
    if paper.doing == Doing::Withdraw || matches!(step, Step::Check | Step::Clashes) {
        return Vec::new();
    }
    let Some(kind) = view.site.node.kinds().iter().find(|kind: &&Kind| kind.name == "measure") else { return Vec::new() };
    let body = paper.body(view);
    let all = (kind.check)(&body).into_iter().chain(record::envelope::check_body(&body, paper.doing.act()));
    all.filter_map(|fault| field_of(&fault.path).filter(|(of, _)| *of == step).map(|(_, field)| (field, in_words(view.words, field, fault.message))))
        .collect()
}

/// What the door says of a field, which speaks English. Before it, for who reads otherwise, stands what to do, where the catalogue has words that fit
/// whatever is wrong with the field.
fn in_words(words: Words, field: &str, message: String) -> String {
    let key = match field {
        "instrument" | "place" | "level" | "flag" | "start" | "population" | "reason" => field,
        "start-time" | "end-time" => "time",
        "link-href" => "link",
        _ => return message,
    };
    if words.language() == Language::English {
        return message;
    }
    words.find(&format!("fault-{key}"), &[]).map_or(message.clone(), |known| format!("{known} ({message})"))
}

/// The step and field that write what a pointer into the body names.
pub(crate) fn field_of(pointer: &str) -> Option<(Step, &'static str)> {
    let member = pointer.strip_prefix("/body").unwrap_or(pointer).split('/').nth(1)?;
    Some(match member {
        "instrument" => (Step::Instrument, "instrument"),
        "place" => (Step::Place, "place"),
        "level" => (Step::Level, "level"),
        "flag" => (Step::Level, "flag"),
        "start" => (Step::Dates, "start"),
        "start_time" => (Step::Dates, "start-time"),
        "end" => (Step::Dates, "end"),
        "end_time" => (Step::Dates, "end-time"),
        "review_by" => (Step::Dates, "review"),
        "urgent" => (Step::Dates, "urgent"),
        "population" => (Step::People, "population"),
        "reach" => (Step::People, "reach"),
        "area" => (Step::People, "area"),
        "mode" => (Step::Mode, "mode"),
        "title" => (Step::Words, "title"),
        "text" => (Step::Words, "text"),
        "basis" => (Step::Words, "basis"),
        "links" => (Step::Words, "link-href"),
        "ext" | "reason" => (Step::Reason, "reason"),
        _ => return None,
    })
}

/// What the door would say to the statements of a draft. Nothing is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Door {
    /// Why they would be refused, each with the step that can mend it.
    pub(crate) faults: Vec<(Option<(Step, &'static str)>, String)>,
    /// What it would warn of.
    pub(crate) warnings: Vec<(Option<(Step, &'static str)>, String)>,
}

impl Door {
    /// Sorts faults of a batch by the fields that they are about; those of other statements than the first by none.
    pub(crate) fn of_faults(words: Words, lines: &[LineFaults]) -> Door {
        let told = |(field, message): (Option<(Step, &'static str)>, String)| match field {
            Some((step, field)) => (Some((step, field)), in_words(words, field, message)),
            None => (None, message),
        };
        let faults = lines.iter().flat_map(|line| line.faults.iter().map(|fault| told(placed(line.line, fault))));
        Door { faults: faults.collect(), warnings: Vec::new() }
    }

    /// The same of warnings.
    pub(crate) fn of_warnings(words: Words, warnings: &[(usize, Fault)]) -> Door {
        Door { faults: Vec::new(), warnings: warnings.iter().map(|(line, fault)| warned(words, *line, fault)).collect() }
    }
}

fn placed(line: usize, fault: &Fault) -> (Option<(Step, &'static str)>, String) {
    (field_of(&fault.path).filter(|_| line == 1), fault.message.clone())
}

/// A warning; that of the whole measure is the one that nothing covers it, which the form has a question about.
pub(crate) fn warned(words: Words, line: usize, fault: &Fault) -> (Option<(Step, &'static str)>, String) {
    if line == 1 && fault.path == "/body" {
        return (Some((Step::Coverage, "covers")), words.text("state-uncovered").into_owned());
    }
    placed(line, fault)
}

/// Whether a measure can be put right by this form: one of an instrument by code.
pub(crate) fn can_be_asked(measure: &Measure) -> bool {
    measure.instrument.code().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_door_says_of_a_field_begins_in_the_language_of_the_reader() {
        let fault = Fault::new("/body/level", "`9` is above 3, the highest level of `C1`".to_owned());
        let lines = [LineFaults { line: 1, faults: vec![fault] }];
        let said = |language| Door::of_faults(Words::new(language), &lines).faults.remove(0).1;
        assert_eq!(said(Language::English), "`9` is above 3, the highest level of `C1`");
        let french = said(Language::French);
        assert!(french.starts_with(&*Words::new(Language::French).text("fault-level")) && french.ends_with("of `C1`)"), "{french}");
        let elsewhere = in_words(Words::new(Language::French), "end", "`2999` is far".to_owned());
        assert_eq!(elsewhere, "`2999` is far", "the catalogue's words name one fault of several");
    }
}
