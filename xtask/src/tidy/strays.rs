//! What is written and never used: files that no module names, limits that no code obeys.

use std::collections::BTreeSet;

use super::{TextFile, has_word};

/// Rust files that no `mod` names: the compiler never sees them, so a test in them never runs (jj's check).
pub(super) fn modules(files: &[TextFile]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let Some((folder, name)) = file.path.rsplit_once('/') else { continue };
        let is_module = folder.contains("/src") || folder.contains("/tests/");
        let stem = name.trim_end_matches(".rs");
        if !is_module || is_root(folder, stem) {
            continue;
        }
        let named = parents(folder, stem).iter().any(|(path, module)| {
            let declares = format!("mod {module}");
            files.iter().any(|parent| parent.path == *path && parent.text.lines().any(|line| has_word(line, &declares)))
        });
        if !named {
            faults.push(format!("{}: no `mod` names it, so it is never compiled; name it or remove it", file.path));
        }
    }
    faults
}

/// Files that Cargo finds by itself.
fn is_root(folder: &str, stem: &str) -> bool {
    let is_target = folder.ends_with("/src") && matches!(stem, "lib" | "main");
    is_target || folder.ends_with("/src/bin") || folder.ends_with("/tests") || (stem == "main" && is_target_folder(folder))
}

/// `tests/it` and such: a folder directly below `tests` with a `main.rs`.
fn is_target_folder(folder: &str) -> bool {
    folder.rsplit_once('/').is_some_and(|(above, _)| above.ends_with("/tests") || above.ends_with("/src/bin"))
}

/// Files that may name a module, with the name that they would use.
fn parents(folder: &str, stem: &str) -> Vec<(String, String)> {
    let (home, module) = if stem == "mod" { folder.rsplit_once('/').unwrap_or((folder, stem)) } else { (folder, stem) };
    let mut parents: Vec<(String, String)> =
        ["lib.rs", "main.rs", "mod.rs"].iter().map(|name| (format!("{home}/{name}"), module.to_owned())).collect();
    parents.push((format!("{home}.rs"), module.to_owned()));
    parents
}

/// Public constants of a `limits.rs` that nothing else names: a limit that is not obeyed.
pub(super) fn limits(files: &[TextFile]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with("/limits.rs")) {
        let names: BTreeSet<&str> = file.text.lines().filter_map(constant).collect();
        for name in names {
            let is_used_here = file.text.lines().filter(|line| !line.trim_start().starts_with("//") && has_word(line, name)).count() > 1;
            let is_used = files.iter().any(|other| other.path != file.path && other.is_rust() && uses(other, name));
            if !is_used && !is_used_here {
                faults.push(format!("{}: `{name}` is obeyed nowhere; apply it or remove it", file.path));
            }
        }
    }
    faults
}

fn constant(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("pub").map(|rest| rest.trim_start_matches("(crate)").trim_start())?;
    rest.strip_prefix("const ")?.split(':').next().map(str::trim).filter(|name| !name.contains(' '))
}

fn uses(file: &TextFile, name: &str) -> bool {
    file.text.lines().any(|line| !line.trim_start().starts_with("//") && has_word(line, name))
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn a_test_that_no_module_names_is_found() {
        let faults = modules(&[
            file("crates/a/tests/it/main.rs", "mod named;\n"),
            file("crates/a/tests/it/named.rs", ""),
            file("crates/a/tests/it/forgotten.rs", ""),
        ]);
        assert_eq!(faults.len(), 1);
        assert!(faults[0].starts_with("crates/a/tests/it/forgotten.rs"));
    }

    #[test]
    fn modules_in_folders_are_named_by_the_file_beside_them() {
        let faults = modules(&[
            file("crates/a/src/lib.rs", "pub mod pages;"),
            file("crates/a/src/pages.rs", "mod list;"),
            file("crates/a/src/pages/list.rs", ""),
            file("crates/a/src/pages/map/mod.rs", ""),
        ]);
        assert_eq!(faults.len(), 1, "{faults:?}");
    }

    #[test]
    fn a_limit_that_nothing_obeys_is_found() {
        let faults = limits(&[
            file("crates/a/src/limits.rs", "pub const BODY_BYTES_MAX: usize = 1;\npub(crate) const IDLE_MAX: usize = 2;\n"),
            file("crates/a/src/lib.rs", "if body.len() > limits::BODY_BYTES_MAX {}\n// IDLE_MAX is only spoken of\n"),
        ]);
        assert_eq!(faults.len(), 1);
        assert!(faults[0].contains("IDLE_MAX"));
    }
}
