//! History: the versions of a thing, newest first, and which words changed between two.

use maud::{Markup, html};

use super::tag::{Tag, tags};
use crate::words::Words;

/// One version.
#[derive(Clone, Debug)]
pub struct Version {
    /// When it was said, in words.
    pub at: String,
    /// The same as `datetime` has it.
    pub datetime: String,
    /// What it is: stated, corrected, withdrawn; in words.
    pub act: String,
    /// Which office said it.
    pub by: String,
    /// What goes with it.
    pub tags: Vec<Tag>,
    /// The address of its entry in the record, without language.
    pub path: String,
    /// The name of that link: `#1,204`.
    pub entry: String,
    /// The address of the thing as it was said then, where that is not what the page shows; without language.
    pub read: Option<String>,
    /// What changed, one line for each field: its name, before, after.
    pub changes: Vec<(String, String, String)>,
    /// Why, where a reason was given.
    pub reason: Option<String>,
}

/// Versions as a list, in the order given.
pub fn history(words: Words, versions: &[Version]) -> Markup {
    html! {
        ol class="k-history" {
            @for version in versions {
                li {
                    p class="govuk-body" {
                        time datetime=(version.datetime) { bdi { (version.at) } } " · "
                        @match &version.read { Some(path) => a class="govuk-link" href=(words.href(path)) { (version.act) }, None => (version.act) } " · " bdi { (version.by) } " · "
                        a class="govuk-link" href=(words.href(&version.path)) { bdi { (version.entry) } } " " (tags(words, &version.tags))
                    }
                    @if let Some(reason) = &version.reason { p class="govuk-body" { strong { (words.text("history-reason")) } " " bdi { (reason) } } }
                    @for (name, before, after) in &version.changes { p class="govuk-body k-diff" { strong { (name) } (words.colon()) (diff(words, before, after)) } }
                }
            }
        }
    }
}

/// Words looked at beyond which two texts are shown whole, one after the other: the table of the comparison grows with their product.
const WORDS_MAX: usize = 1500;

/// The words that went and came, in place. `<del>` and `<ins>` say so to screen readers by hidden words too.
pub fn diff(words: Words, before: &str, after: &str) -> Markup {
    let steps = steps(&split(before), &split(after));
    html! {
        @for (change, text) in &steps {
            @match change {
                Change::Same => { (text) }
                Change::Gone => { del { span class="govuk-visually-hidden" { (words.text("diff-gone")) " " } (text) } }
                Change::New => { ins { span class="govuk-visually-hidden" { (words.text("diff-new")) " " } (text) } }
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Same,
    Gone,
    New,
}

/// Words with the blanks after them, so that joining gives the text back.
fn split(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

/// Runs of equal, gone and new words by a longest common subsequence; gone before new.
fn steps(before: &[&str], after: &[&str]) -> Vec<(Change, String)> {
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let room = before.len().min(after.len()) - start;
    let end = before.iter().rev().zip(after.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    let middle = |words: &[&str]| words.get(start..words.len() - end).unwrap_or_default().iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let (gone, new) = (middle(before), middle(after));
    let mut steps = Vec::new();
    let push = |change: Change, word: &str, steps: &mut Vec<(Change, String)>| match steps.last_mut() {
        Some((last, text)) if *last == change => text.push_str(word),
        _ => steps.push((change, word.to_owned())),
    };
    before.iter().take(start).for_each(|word| push(Change::Same, word, &mut steps));
    if gone.len() > WORDS_MAX || new.len() > WORDS_MAX {
        gone.iter().for_each(|word| push(Change::Gone, word, &mut steps));
        new.iter().for_each(|word| push(Change::New, word, &mut steps));
    } else {
        for (change, word) in common(&gone, &new) {
            push(change, word, &mut steps);
        }
    }
    before.iter().skip(before.len() - end).for_each(|word| push(Change::Same, word, &mut steps));
    steps
}

/// The walk through the table of longest common subsequences.
fn common<'w>(gone: &'w [String], new: &'w [String]) -> Vec<(Change, &'w str)> {
    let width = new.len() + 1;
    let mut longest = vec![0_u16; (gone.len() + 1) * width];
    let at = |table: &[u16], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or_default();
    for (i, left) in gone.iter().enumerate().rev() {
        for (j, right) in new.iter().enumerate().rev() {
            let best = if left == right { at(&longest, i + 1, j + 1) + 1 } else { at(&longest, i + 1, j).max(at(&longest, i, j + 1)) };
            if let Some(cell) = longest.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut walk = Vec::with_capacity(gone.len() + new.len());
    loop {
        match (gone.get(i), new.get(j)) {
            (None, None) => return walk,
            (Some(left), Some(right)) if left == right => {
                walk.push((Change::Same, left.as_str()));
                (i, j) = (i + 1, j + 1);
            }
            (Some(left), right) if right.is_none() || at(&longest, i + 1, j) >= at(&longest, i, j + 1) => {
                walk.push((Change::Gone, left.as_str()));
                i += 1;
            }
            (_, Some(right)) => {
                walk.push((Change::New, right.as_str()));
                j += 1;
            }
            (Some(_), None) => return walk,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(before: &str, after: &str) -> String {
        let mark = |(change, text): &(Change, String)| match change {
            Change::Same => text.clone(),
            Change::Gone => format!("[-{text}-]"),
            Change::New => format!("[+{text}+]"),
        };
        steps(&split(before), &split(after)).iter().map(mark).collect()
    }

    #[test]
    fn the_words_that_changed_are_named() {
        assert_eq!(told("Schools close on Monday", "Schools close on Friday"), "Schools close on [-Monday-][+Friday+]");
        assert_eq!(told("a b c d", "a c d e"), "a [-b -]c [-d-][+d e+]");
        assert_eq!(told("", "new"), "[+new+]");
        assert_eq!(told("same", "same"), "same");
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_out_of_a_diff(before in "[ab ]{0,40}", after in "[ab ]{0,40}") {
            let steps = steps(&split(&before), &split(&after));
            let read = |without: Change| steps.iter().filter(|(change, _)| *change != without).map(|(_, text)| text.as_str()).collect::<String>();
            prop_assert_eq!(read(Change::New), before);
            prop_assert_eq!(read(Change::Gone), after);
        }
    }
}
