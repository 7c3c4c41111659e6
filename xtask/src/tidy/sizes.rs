//! How long things may grow.

use super::TextFile;

/// Lines of a file that someone wrote. Comfort is 150 to 500.
const LINES_MAX: usize = 1000;
/// Lines of ARCHITECTURE.md: what takes longer to read is not read.
const ARCHITECTURE_LINES_MAX: usize = 250;

/// Files that may be longer, and why. A row leaves when its file falls below the ratchet.
const LONGER: &[(&str, &str)] = &[];

/// What people write and read by hand; data, catalogues and golden files may be as long as they are.
const WRITTEN: &[&str] = &[".rs", ".js", ".mjs", ".css", ".sh", ".go", ".py", ".md"];

/// Files past the ratchet, and exceptions that are no longer needed.
pub(super) fn lines(files: &[TextFile]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| !file.is_vendored() && WRITTEN.iter().any(|end| file.path.ends_with(end))) {
        let count = file.text.lines().count();
        let is_named = LONGER.iter().any(|(path, _)| *path == file.path);
        if count > LINES_MAX && !is_named {
            faults.push(format!(
                "{}: {count} lines, {LINES_MAX} are the most; split it by subject, or name it with its reason in `sizes.rs`",
                file.path
            ));
        }
        if count <= LINES_MAX && is_named {
            faults.push(format!("{}: {count} lines; take its exception out of `sizes.rs`", file.path));
        }
    }
    faults
}

/// ARCHITECTURE.md is short and names every crate.
pub(super) fn architecture(files: &[TextFile], crates: &[String]) -> Vec<String> {
    let Some(map) = files.iter().find(|file| file.path == "ARCHITECTURE.md") else {
        return vec!["ARCHITECTURE.md: missing".to_owned()];
    };
    let mut faults = Vec::new();
    let count = map.text.lines().count();
    if count > ARCHITECTURE_LINES_MAX {
        faults.push(format!("ARCHITECTURE.md: {count} lines, {ARCHITECTURE_LINES_MAX} are the most; move detail into `docs/`"));
    }
    for name in crates.iter().filter(|name| !map.text.contains(&format!("`{name}`"))) {
        faults.push(format!("ARCHITECTURE.md: does not name `{name}`; say what it holds and what it may use"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn a_file_past_the_ratchet_is_named_but_not_a_vendored_one() {
        let long = "x\n".repeat(LINES_MAX + 1);
        assert_eq!(lines(&[file("crates/web/src/a.rs", &long), file("crates/web/assets/vendor/a.css", &long)]).len(), 1);
        assert_eq!(lines(&[file("crates/web/src/a.rs", &"x\n".repeat(LINES_MAX))]).len(), 0);
    }

    #[test]
    fn every_crate_is_on_the_map() {
        let faults = architecture(&[file("ARCHITECTURE.md", "`record` is pure")], &["record".to_owned(), "store".to_owned()]);
        assert_eq!(faults.len(), 1);
        assert!(faults[0].contains("`store`"));
    }
}
