//! The keys of a node: shown, and encrypted with a passphrase.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::house::House;

/// Exit code, stdout and stderr of a run under a passphrase file.
fn run(house: &House, passphrase: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let ran = house.command(arguments).env("KOINON_KEY_PASSPHRASE_FILE", passphrase).output().unwrap();
    (ran.status.code(), format!("{}{}", String::from_utf8(ran.stdout).unwrap(), String::from_utf8(ran.stderr).unwrap()))
}

fn passphrase(house: &House, name: &str, text: &str, mode: u32) -> PathBuf {
    house.write(name, text);
    let path = house.path(name);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    path
}

fn encrypted(house: &House) -> Vec<bool> {
    let shown = house.run(&["key", "show", "--json"]).done().json();
    shown["keys"].as_array().unwrap().iter().map(|key| key["encrypted"].as_bool().unwrap()).collect()
}

#[test]
fn keys_are_shown_encrypted_and_open_with_their_passphrase_alone() {
    let house = House::founded();
    assert_eq!(encrypted(&house), [false; 5]);
    assert!(!house.run(&["key", "show"]).done().out.contains("PRIVATE"));
    house.run(&["key", "encrypt"]).stops(2, &["KOINON_KEY_PASSPHRASE_FILE"]);
    let open = passphrase(&house, "open", "correct horse battery staple\n", 0o644);
    let (code, told) = run(&house, &open, &["key", "encrypt"]);
    assert!(code == Some(8) && told.contains("chmod 600"), "{told}");
    let short = passphrase(&house, "short", "too short\n", 0o600);
    assert_eq!(run(&house, &short, &["key", "encrypt"]).0, Some(8));
    let right = passphrase(&house, "right", "correct horse battery staple\n", 0o600);
    let (code, told) = run(&house, &right, &["key", "encrypt"]);
    assert!(code == Some(0) && !told.contains("horse"), "{told}");
    assert_eq!(encrypted(&house), [true; 5], "what is public is shown without the passphrase");
    assert!(run(&house, &right, &["doctor"]).1.contains("the log's key is here"));
    let other = passphrase(&house, "other", "another horse, another battery\n", 0o600);
    assert!(run(&house, &other, &["doctor"]).1.contains("does not open it"));
    assert!(house.run(&["doctor"]).out.contains("it is encrypted"));
    assert_eq!(run(&house, &other, &["key", "encrypt", "--from", "right"]).0, Some(0));
    assert!(run(&house, &other, &["doctor"]).1.contains("the log's key is here"));
}
