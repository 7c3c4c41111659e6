//! `private.db`: words are kept once, found by place, and erased so that no file of the store holds them.

use record::Origin;
use store::{Payload, Private};
use tempfile::TempDir;

const WORDS: &str = "{\"body\":{\"note\":\"canary-3f9a7c\"},\"kind\":\"measure/v1\",\"subject\":\"x\"}";

fn opened() -> (TempDir, Private) {
    let dir = tempfile::tempdir().unwrap();
    let private = Private::open(&dir.path().join("private.db")).unwrap();
    (dir, private)
}

fn origin(name: &str) -> Origin {
    name.parse().unwrap()
}

fn payload(c: u8, place: Option<u64>) -> Payload {
    let audience = "agreement:sfamo5cvykedavglawhylihvyi".parse().unwrap();
    Payload { c: [c; 32], place, salt: [0xA5; 32], inner: WORDS.as_bytes().to_vec(), audience, kept_ms: 7 }
}

/// Whether any file of the folder holds these bytes.
fn holds(dir: &TempDir, bytes: &[u8]) -> bool {
    let files = std::fs::read_dir(dir.path()).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    files.into_iter().any(|file| file.windows(bytes.len()).any(|window| window == bytes))
}

#[test]
fn words_are_kept_before_they_have_a_place_and_found_by_it() {
    let (_dir, private) = opened();
    let (a, b) = (origin("a.example"), origin("b.example"));
    assert!(private.keep(&a, &payload(1, None)).unwrap());
    assert!(!private.keep(&a, &payload(1, None)).unwrap(), "of one commitment, once");
    assert_eq!(private.unplaced(&a).unwrap(), [payload(1, None)]);
    private.place(&a, &[1; 32], 7).unwrap();
    assert_eq!((private.at(&a, 7).unwrap(), private.unplaced(&a).unwrap()), (Some(payload(1, Some(7))), Vec::new()));
    assert_eq!((private.at(&b, 7).unwrap(), private.at(&a, 8).unwrap()), (None, None));
    private.keep(&a, &payload(2, Some(9))).unwrap();
    assert_eq!(private.all().unwrap(), [(a.clone(), payload(1, Some(7))), (a.clone(), payload(2, Some(9)))]);
    private.keep(&a, &payload(3, None)).unwrap();
    private.forget(&a, &[3; 32]).unwrap();
    private.forget(&a, &[2; 32]).unwrap();
    assert_eq!((private.unplaced(&a).unwrap(), private.at(&a, 9).unwrap().is_some()), (Vec::new(), true), "what stands is not forgotten");
    assert!(!format!("{:?}", payload(1, None)).contains("canary"));
}

#[test]
fn what_is_erased_is_in_no_file_and_never_comes_back() {
    let (dir, private) = opened();
    let a = origin("a.example");
    for c in 0..40 {
        private.keep(&a, &payload(c, Some(c.into()))).unwrap();
    }
    assert!(holds(&dir, b"canary-3f9a7c") && holds(&dir, &[0xA5; 32]));
    for c in 0..40 {
        assert!(private.erase(&a, c, 11).unwrap());
    }
    assert!(!holds(&dir, b"canary-3f9a7c") && !holds(&dir, &[0xA5; 32]));
    assert_eq!((private.at(&a, 7).unwrap(), private.erased(&a, 7).unwrap(), private.erased(&a, 99).unwrap()), (None, Some(11), None));
    assert!(!private.erase(&a, 7, 12).unwrap());
    assert!(!private.keep(&a, &payload(7, Some(7))).unwrap(), "a copy that comes later is not taken");
    assert_eq!(private.erased(&a, 7).unwrap(), Some(11));
    private.keep(&a, &payload(50, None)).unwrap();
    private.forget(&a, &[50; 32]).unwrap();
    assert!(!holds(&dir, b"canary-3f9a7c"));
}

#[test]
fn the_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, _private) = opened();
    assert_eq!(std::fs::metadata(dir.path().join("private.db")).unwrap().permissions().mode() & 0o777, 0o600);
}
