//! What must hold of the tree as a whole. Each fault is one line: where, which rule, the way out.
//!
//! In: reading the tree once, running every check. Out: the checks, one file for each sort.

mod doors;
mod sizes;
mod strays;
mod words;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// A text file of the tree, with its path from the root.
pub(crate) struct TextFile {
    /// With `/` between parts: `crates/record/src/lib.rs`.
    pub(crate) path: String,
    /// Its whole text.
    pub(crate) text: String,
}

impl TextFile {
    /// Whether it is Rust that we wrote.
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether it was written elsewhere and is kept as it came.
    pub(crate) fn is_vendored(&self) -> bool {
        self.path.contains("/vendor/") || self.path.ends_with("-lock.json") || self.path.ends_with("Cargo.lock") || self.path.starts_with("LICENSE")
    }
}

/// All faults of the tree at `root`, sorted; an error where the tree could not be read.
pub(crate) fn check(root: &Path) -> Result<Vec<String>, String> {
    let files = files(root)?;
    let metadata = metadata(root)?;
    let mut faults = Vec::new();
    faults.extend(doors::edges(&metadata));
    faults.extend(doors::purity(&files));
    faults.extend(doors::lock(&files));
    faults.extend(sizes::lines(&files));
    faults.extend(sizes::architecture(&files, &doors::crates(&metadata)));
    faults.extend(words::marks(&files));
    faults.extend(words::names(&files));
    faults.extend(words::places(&files));
    faults.extend(strays::modules(&files));
    faults.extend(strays::limits(&files));
    faults.sort();
    Ok(faults)
}

/// Every text file that is, or could be, committed.
fn files(root: &Path) -> Result<Vec<TextFile>, String> {
    let listed = output(Command::new("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root))?;
    let mut files = Vec::new();
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        // Listed but gone: removed and not yet committed. Not UTF-8: pictures, fonts, seeds.
        if let Ok(text) = std::fs::read_to_string(root.join(path)) {
            files.push(TextFile { path: path.to_owned(), text });
        }
    }
    Ok(files)
}

fn metadata(root: &Path) -> Result<Value, String> {
    let text = output(Command::new("cargo").args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(root))?;
    serde_json::from_str(&text).map_err(|error| format!("`cargo metadata`: {error}"))
}

fn output(command: &mut Command) -> Result<String, String> {
    let done = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if done.status.success() {
        String::from_utf8(done.stdout).map_err(|error| error.to_string())
    } else {
        Err(format!("{command:?}: {}", String::from_utf8_lossy(&done.stderr)))
    }
}

/// Whether `text` holds `word` with no letter, digit or underscore on either side.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[cfg(test)]
pub(crate) fn file(path: &str, text: &str) -> TextFile {
    TextFile { path: path.to_owned(), text: text.to_owned() }
}
