//! Words that stand for a missing noun, marks of unfinished work, and addresses of one machine.

use super::{TextFile, has_word};

/// Parts of names that say nothing, or belong to another field (STYLE.md rule 6).
const EMPTY_WORDS: &[&str] = &[
    "util",
    "utils",
    "utility",
    "helper",
    "helpers",
    "manager",
    "handler",
    "handlers",
    "misc",
    "stuff",
    "impl",
    "ledger",
    "blockchain",
    "tenant",
    "todo",
];

/// Empty as the name of a thing; what two things have in common is a lawful question.
const EMPTY_THING: &str = "common";

/// What declares a name in Rust.
const DECLARES: &[&str] = &["fn", "struct", "enum", "trait", "mod", "type", "const", "static"];

/// Marks of unfinished work. Spelled in two parts, so that this table does not find itself.
pub(super) fn marks(files: &[TextFile]) -> Vec<String> {
    let words = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];
    let calls = [concat!("todo", "!("), concat!("unimplemented", "!(")];
    let mut faults = Vec::new();
    each_line(files, |file, number, line| {
        for word in words.iter().filter(|word| has_word(line, word)) {
            faults.push(format!("{}:{number}: `{word}`; do it now, or write the wart down in ARCHITECTURE.md, \"Quirks\"", file.path));
        }
        for call in calls.iter().filter(|call| file.is_rust() && line.contains(**call)) {
            faults.push(format!("{}:{number}: `{call}..)`; finish it before it is committed", file.path));
        }
        if line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") {
            faults.push(format!("{}:{number}: a conflict is left; settle it", file.path));
        }
    });
    faults
}

/// Names, of files and of items, with an empty word in them.
pub(super) fn names(files: &[TextFile]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let stem = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
        for word in empty_words(stem, true) {
            faults.push(format!("{}: `{word}` in a file's name; name it by what it holds", file.path));
        }
        for (number, line) in file.text.lines().enumerate() {
            for word in declared(line).iter().flat_map(|(declares, name)| empty_words(name, !matches!(*declares, "fn" | "const" | "static"))) {
                faults.push(format!("{}:{}: `{word}` in a name; say which noun of the field it is", file.path, number + 1));
            }
        }
    }
    faults
}

/// Folders of one machine and hosts that a lock file remembers of where it was made.
pub(super) fn places(files: &[TextFile]) -> Vec<String> {
    let folders = [concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/wo", "rk/"), concat!("file:", "///")];
    let mut faults = Vec::new();
    for file in files {
        for (number, line) in file.text.lines().enumerate() {
            for folder in folders.iter().filter(|folder| names_folder(line, folder)) {
                faults.push(format!("{}:{}: `{folder}`: a folder of one machine; give a path from the root of the tree", file.path, number + 1));
            }
            if file.path.ends_with("package-lock.json") && line.contains("\"resolved\":") {
                let way_out = "make the lock with `npm install --omit-lockfile-registry-resolved`";
                faults.push(format!("{}:{}: a registry's host; {way_out}", file.path, number + 1));
            }
            let is_list = file.path.starts_with("docs/") || file.path.ends_with(".rs");
            if !is_list && !file.is_vendored() && line.contains(concat!("registry.", "npmjs")) {
                faults.push(format!("{}:{}: a registry's host; let the client's settings choose it", file.path, number + 1));
            }
        }
    }
    faults
}

/// Whether the folder starts there: not in the middle of a longer path or address.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '}' | '~' | ':' | '*'))
    })
}

fn each_line(files: &[TextFile], mut look: impl FnMut(&TextFile, usize, &str)) {
    for file in files.iter().filter(|file| !file.is_vendored() && !file.path.ends_with(".json") && !file.path.ends_with(".svg")) {
        for (number, line) in file.text.lines().enumerate() {
            look(file, number + 1, line);
        }
    }
}

/// The names that a line declares, each with the word that declares it.
fn declared(line: &str) -> Vec<(&str, &str)> {
    if line.trim_start().starts_with("//") {
        return Vec::new();
    }
    let words: Vec<&str> = line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
    let pairs = words.iter().zip(words.iter().skip(1));
    pairs.filter(|(declares, _)| DECLARES.contains(declares)).map(|(declares, name)| (*declares, *name)).collect()
}

/// The empty words in `name`, whether it is written `snake_case` or `CamelCase`.
fn empty_words(name: &str, is_thing: bool) -> Vec<&'static str> {
    let mut parts = vec![String::new()];
    for c in name.chars() {
        if c == '_' || c.is_uppercase() {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut()
            && c != '_'
        {
            part.extend(c.to_lowercase());
        }
    }
    let thing = is_thing.then_some(EMPTY_THING);
    EMPTY_WORDS.iter().copied().chain(thing).filter(|word| parts.iter().any(|part| part == word)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn empty_names_are_found_in_both_cases() {
        let code = concat!("struct QueryHand", "ler;\nfn find_hel", "per() {}\nfn implied() {}\nim", "pl Handler for A {}");
        let faults = names(&[file(concat!("crates/a/src/page_u", "tils.rs"), code)]);
        assert_eq!(faults.len(), 3, "{faults:?}");
    }

    #[test]
    fn marks_are_whole_words() {
        let mark = concat!("// TO", "DO: later");
        assert_eq!(marks(&[file("a.rs", mark), file("b.rs", concat!("// TO", "DOS"))]).len(), 1);
    }

    #[test]
    fn a_folder_of_one_machine_is_found_and_an_address_is_not() {
        let folder = concat!("cd /wo", "rk/main");
        let address = concat!("https://example.org/wo", "rk/x");
        assert_eq!(places(&[file("test", folder), file("README.md", address)]).len(), 1);
    }

    #[test]
    fn a_lock_remembers_no_host() {
        assert_eq!(places(&[file("tests/browser/package-lock.json", "  \"resolved\": \"https://example.org/a.tgz\",")]).len(), 1);
    }
}
