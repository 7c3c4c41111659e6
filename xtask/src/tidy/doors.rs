//! Which crate may use which: the walls that keep the core pure and the domains apart (ARCHITECTURE.md, "Rooms and doors").

use std::collections::BTreeSet;

use serde_json::Value;

use super::TextFile;

/// A room: what it may use of ours, and of others. `None`: any crate that the ban list of `deny.toml` lets pass.
struct Room {
    name: &'static str,
    ours: &'static [&'static str],
    others: Option<&'static [&'static str]>,
}

/// What any pure domain may use of others. A new one is a decision: it is built, audited and kept for as long as records last. Ids that every node
/// works out alone are hashes, and so are draws that all must draw alike: `sha2`.
const PURE: &[&str] = &["base64", "csv", "indexmap", "jiff", "serde", "serde_json", "sha2", "thiserror", "unicode-normalization"];
/// The record also hashes, signs and orders keys (RFC 8785).
const RECORD: &[&str] =
    &["base64", "ed25519-dalek", "jiff", "serde", "serde_json", "serde_json_canonicalizer", "sha2", "thiserror", "unicode-normalization"];

const ROOMS: &[Room] = &[
    Room { name: "record", ours: &[], others: Some(RECORD) },
    Room { name: "register", ours: &["record"], others: Some(PURE) },
    Room { name: "policy", ours: &["record", "register"], others: Some(PURE) },
    Room { name: "accord", ours: &["record", "register"], others: Some(PURE) },
    Room { name: "league", ours: &["record", "register", "policy", "accord"], others: Some(PURE) },
    Room { name: "store", ours: &["record"], others: None },
    Room { name: "node", ours: &["record", "store"], others: None },
    Room { name: "web", ours: &["record", "register", "policy", "accord", "league", "node"], others: None },
    Room { name: "koinon", ours: &["record", "register", "policy", "accord", "league", "store", "node", "web"], others: None },
    Room { name: "sim", ours: &["record", "register", "policy", "accord", "league", "store", "node"], others: None },
    Room { name: "xtask", ours: &[], others: Some(&["serde_json"]) },
];

/// Crates of others that belong to one sort of room only.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("axum", &["web"]),
    ("maud", &["web"]),
    ("fluent-bundle", &["web"]),
    ("brotli", &["web"]),
    ("clap", &["koinon"]),
    ("ureq", &["koinon", "node"]),
    ("tokio", &["web", "koinon"]),
];

/// What a pure crate never names: it is told, it never looks.
const LOOKING: &[&str] = &["std::fs", "std::net", "std::env", "std::process", "std::thread", "async fn", "SystemTime", "Instant::now", "getrandom"];

/// Names of the workspace's crates.
pub(super) fn crates(metadata: &Value) -> Vec<String> {
    packages(metadata).filter_map(|package| package.get("name")?.as_str().map(str::to_owned)).collect()
}

/// Edges between crates that no door allows.
pub(super) fn edges(metadata: &Value) -> Vec<String> {
    let ours: BTreeSet<String> = crates(metadata).into_iter().collect();
    let mut faults = Vec::new();
    for package in packages(metadata) {
        let name = text(package, "name");
        let Some(room) = ROOMS.iter().find(|room| room.name == name) else {
            faults.push(format!("crates/{name}: no room of this name; give it a row in `xtask/src/tidy/doors.rs` and in ARCHITECTURE.md"));
            continue;
        };
        for dependency in package.get("dependencies").and_then(Value::as_array).into_iter().flatten() {
            let used = text(dependency, "name");
            let is_for_tests = text(dependency, "kind") == "dev";
            if ours.contains(used) {
                if !room.ours.contains(&used) {
                    faults.push(format!("{name} -> {used}: no door; what needs both belongs in a room that sees both (ARCHITECTURE.md)"));
                }
            } else if !is_for_tests {
                faults.extend(foreign(room, used));
            }
        }
    }
    faults
}

fn foreign(room: &Room, used: &str) -> Option<String> {
    let name = room.name;
    if let Some(allowed) = room.others
        && !allowed.contains(&used)
    {
        return Some(format!("{name} -> {used}: a pure crate may use {}; do without, or decide it and say so here", allowed.join(", ")));
    }
    let (_, rooms) = ONLY_IN.iter().find(|(of, _)| *of == used)?;
    (!rooms.contains(&name)).then(|| format!("{name} -> {used}: belongs in {} alone", rooms.join(" and ")))
}

/// Pure crates that look at the world.
pub(super) fn purity(files: &[TextFile]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let is_pure = ["record", "register", "policy", "accord", "league"].iter().any(|pure| file.path.starts_with(&format!("crates/{pure}/src/")));
        if !is_pure {
            continue;
        }
        let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for word in LOOKING.iter().filter(|word| line.contains(**word)) {
                faults.push(format!("{}:{}: `{word}` in a pure crate; take it as an argument from the shell", file.path, number + 1));
            }
        }
    }
    faults
}

/// The lock: few packages, and all from the one registry.
pub(super) fn lock(files: &[TextFile]) -> Vec<String> {
    const PACKAGES_MAX: usize = 300;
    let Some(lock) = files.iter().find(|file| file.path == "Cargo.lock") else {
        return vec!["Cargo.lock: missing; commit it, so that everyone builds the same".to_owned()];
    };
    let count = lock.text.lines().filter(|line| *line == "[[package]]").count();
    let mut faults = Vec::new();
    if count > PACKAGES_MAX {
        faults.push(format!("Cargo.lock: {count} packages, {PACKAGES_MAX} are the budget; take fewer features or do without"));
    }
    for line in lock.text.lines().filter(|line| line.starts_with("source = ") && !line.ends_with("/crates.io-index\"")) {
        faults.push(format!("Cargo.lock: {line}: take crates from crates.io alone"));
    }
    faults
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata.get("packages").and_then(Value::as_array).into_iter().flatten()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    fn workspace(of: &str, uses: &[(&str, Option<&str>)]) -> Value {
        let dependencies: Vec<Value> = uses.iter().map(|(name, kind)| serde_json::json!({"name": name, "kind": kind})).collect();
        serde_json::json!({"packages": [
            {"name": of, "dependencies": dependencies},
            {"name": "store", "dependencies": []},
            {"name": "record", "dependencies": []},
        ]})
    }

    #[test]
    fn a_domain_sees_no_store() {
        let faults = edges(&workspace("policy", &[("record", None), ("store", None)]));
        assert_eq!(faults.len(), 1);
        assert!(faults[0].starts_with("policy -> store: no door"), "{faults:?}");
    }

    #[test]
    fn a_pure_crate_takes_no_runtime_but_its_tests_may() {
        assert_eq!(edges(&workspace("register", &[("tokio", None)])).len(), 1);
        assert_eq!(edges(&workspace("register", &[("tokio", Some("dev"))])), Vec::<String>::new());
    }

    #[test]
    fn sql_stays_in_the_store() {
        assert_eq!(edges(&workspace("node", &[("rusqlite", None)])), ["node -> rusqlite: belongs in store alone"]);
    }

    #[test]
    fn a_pure_crate_opens_no_file_but_its_tests_may() {
        assert_eq!(purity(&[file("crates/record/src/a.rs", "fn f() { std::fs::read(p) }")]).len(), 1);
        assert_eq!(purity(&[file("crates/record/src/a.rs", "#[cfg(test)]\nmod tests { fn f() { std::fs::read(p) } }")]).len(), 0);
        assert_eq!(purity(&[file("crates/node/src/a.rs", "fn f() { std::fs::read(p) }")]).len(), 0);
    }

    #[test]
    fn a_package_from_elsewhere_is_named() {
        let lock_file = file("Cargo.lock", "[[package]]\nname = \"a\"\nsource = \"git+https://example.org/a\"\n");
        assert_eq!(lock(&[lock_file]).len(), 1);
    }
}
