//! Every parser of foreign bytes, as a function that must never panic and must give back what it took.
//!
//! In: one function for each parser; what it must hold besides not panicking. Out: the engine (`fuzz_targets`), the replay (`tests`).

use record::{Draft, Entry, Statement};

/// A parser under attack.
pub type Target = fn(&[u8]);

/// All of them, by the name of their folder of seeds.
pub const TARGETS: &[(&str, Target)] = &[
    ("canon", canon),
    ("statement", statement),
    ("draft", draft),
    ("note", note),
    ("checkpoint", checkpoint),
    ("proof", proof),
    ("witness", witness),
    ("policy", policy),
    ("did", did),
    ("http", http),
    ("key", key),
    ("path", path),
    ("bundle", bundle),
    ("places", places),
    ("borders", borders),
    ("legacy", legacy),
    ("rows", rows),
    ("search", search),
];

/// The streaming check agrees with parsing, writing again and comparing.
fn canon(bytes: &[u8]) {
    let is_canonical = record::canon::check(bytes).is_ok();
    let Ok(value) = serde_json::from_slice::<serde_json::Value>(bytes) else {
        assert!(!is_canonical, "canonical, but no JSON");
        return;
    };
    let written = record::canon::to_bytes(&value);
    if is_canonical {
        assert_eq!(written, bytes, "canonical, but written otherwise");
    } else if written == bytes && value.is_object() {
        assert!(!is_plain(&value, 1), "not canonical, but written the same");
    }
}

/// Whether a value keeps to what a statement may hold besides its form: integers within 2^53-1, few levels.
fn is_plain(value: &serde_json::Value, depth: usize) -> bool {
    match value {
        serde_json::Value::Number(number) => number.as_i64().is_some_and(|number| number.unsigned_abs() < 1 << 53),
        serde_json::Value::Array(items) => depth < 16 && items.iter().all(|item| is_plain(item, depth + 1)),
        serde_json::Value::Object(members) => depth < 16 && members.values().all(|member| is_plain(member, depth + 1)),
        _ => true,
    }
}

fn statement(bytes: &[u8]) {
    if let Ok(statement) = Statement::parse(bytes) {
        assert_eq!(statement.to_bytes().as_deref(), Ok(bytes), "an entry stands iff its bytes are those of what they say");
    }
    if let Ok(entry) = Entry::parse(7, bytes.into()) {
        check_bodies(&entry.statement.kind, &entry.statement.body);
    }
}

fn draft(bytes: &[u8]) {
    let Ok(json) = serde_json::from_slice(bytes) else { return };
    if let Ok(draft) = Draft::from_json(json) {
        assert_eq!(Draft::from_json(draft.to_json()).map(|again| again.to_json()), Ok(draft.to_json()));
        check_bodies(&draft.kind, &draft.body);
    }
}

/// `check` and `facets` are total: any body, of any kind, under any kind's name.
fn check_bodies(named: &record::KindName, body: &record::Json) {
    for kind in record::own::KINDS.iter().chain(register::KINDS).chain(policy::KINDS).chain(accord::KINDS) {
        let faults = (kind.check)(body);
        if faults.is_empty() && kind.name == named.name() {
            let facets = (kind.facets)(body);
            assert_eq!(facets, (kind.facets)(body));
        }
    }
}

/// Any text has words, each of which has itself as a word; any page is read or refused.
fn search(bytes: &[u8]) {
    use record::search::{Entries, PageError, Part, Wanted, collect_sealed, heads, heads_bytes, words};
    if let Ok(text) = std::str::from_utf8(bytes) {
        words(text, |piece| {
            assert!(text.get(piece.range.clone()).is_some(), "a word stands across the bytes of a letter");
            let mut again = Vec::new();
            words(piece.word, |piece| again.push(piece.word.to_owned()));
            assert!(piece.part != Part::Whole || again.first().map(String::as_str) == Some(piece.word), "a word that has another word");
        });
    }
    let mut found = Entries::default();
    let _ = collect_sealed(&[String::new()], &Wanted::Begins("a".to_owned()), &mut found, |_| Ok::<_, PageError>(bytes));
    if let Ok(read) = heads(bytes) {
        assert_eq!(heads(&heads_bytes(&read)), Ok(read));
    }
}

fn note(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(note) = text.parse::<record::note::SignedNote>() {
        assert_eq!(note.to_string(), text, "one note, one spelling");
        drop(note.verify(&golden_keys()));
    }
}

fn checkpoint(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(checkpoint) = text.parse::<record::checkpoint::Checkpoint>() {
        assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint));
    }
}

fn proof(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(proof) = text.parse::<record::proof::TlogProof>() {
        assert_eq!(proof.to_string(), text, "one proof, one spelling");
        for key in golden_keys() {
            drop(proof.verify(b"{\"n\":2}", &key, &[]));
        }
        let _ = record::merkle::verify_consistency(proof.index, &[0; 32], proof.index.rotate_left(7), &[0; 32], &proof.hashes);
    }
}

/// A request is decided upon, whatever is held; answers read back.
fn witness(bytes: &[u8]) {
    use record::witness::{AddCheckpoint, answer, lines, read_lines, read_size};
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(request) = text.parse::<AddCheckpoint>() {
        assert_eq!(request.to_string(), text, "one request, one spelling");
        for held in [None, Some((3, [7; 32])), Some((request.old, [0; 32]))] {
            assert!([200, 400, 403, 404, 409, 422].contains(&answer(&request, held, &golden_keys()).status()));
        }
    }
    if let Ok(read) = read_lines(text) {
        assert_eq!(lines(&read), text);
    }
    if let Ok(size) = read_size(text) {
        assert_eq!(format!("{size}\n"), text);
    }
}

fn policy(bytes: &[u8]) {
    use record::tlog_policy::TlogPolicy;
    if let Ok(policy) = TlogPolicy::parse(bytes) {
        assert_eq!(TlogPolicy::parse(policy.to_string().as_bytes()).as_ref(), Ok(&policy), "what is written means the same");
        drop(policy.quorum(&[]));
    }
}

/// A name, a key, a document: each read one way.
fn did(bytes: &[u8]) {
    use record::did::{Did, Document, multikey, read_multikey};
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Ok(did) = text.parse::<Did>() {
            assert_eq!(did.to_string(), text);
            assert!(did.document_url().starts_with("https://"));
        }
        if let Some(public) = read_multikey(text) {
            assert_eq!(multikey(&public), text, "one key, one spelling");
        }
    }
    if let Ok(did) = "did:web:health.example".parse() {
        drop(Document::parse(bytes, &did));
    }
}

/// The lines are `signature-input`, `signature` and `content-digest`; the rest is the body. A signature that holds is our own, of this very request.
fn http(bytes: &[u8]) {
    use record::http_signature::{Request, Response, SignatureError};
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut lines = text.splitn(4, '\n');
    let (input, signature, digest) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let headers = [
        ("signature-input", input),
        ("signature", signature),
        ("content-digest", digest),
        ("content-type", "application/json"),
        ("koinon-agreement", "x"),
        ("koinon-request-id", "y"),
        ("koinon-receipt", "z"),
    ];
    let body = lines.next().unwrap_or_default().as_bytes();
    let request = Request { method: "GET", authority: "coast.example", path: "/", query: None, headers: &headers, body };
    let keys = golden_keys();
    let find = |_: &str| keys.first().map(record::note::VerifyingKey::public_bytes);
    if let Ok(verified) = request.verify(1_795_514_400, find) {
        assert!(verified.created <= 1_795_514_430 && !verified.keyid.contains('"'));
        assert!(matches!(request.verify(1_795_514_400, |_| None), Err(SignatureError::Key(_))));
        let answer = Response { status: 200, headers: &headers, body };
        assert!(answer.verify(&verified.bound, 1_795_514_400, find).is_err(), "a request is no answer");
    }
}

/// The keys of the golden log and witness: their signatures are checked, not passed over.
fn golden_keys() -> Vec<record::note::VerifyingKey> {
    let keys = [
        "koinon.example/golden+b336bc64+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c",
        "witness.example/w1+df1c0a35+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU",
    ];
    keys.iter().filter_map(|key| key.parse().ok()).collect()
}

fn key(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(key) = text.parse::<record::note::VerifyingKey>() {
        assert_eq!(key.to_string(), text);
    }
}

fn path(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(resource) = text.parse::<record::tile::Resource>() {
        assert_eq!(resource.to_string(), text, "one tile, one path");
    }
}

/// The first byte says how wide the bundle claims to be, less one.
fn bundle(bytes: &[u8]) {
    let Some((width, rest)) = bytes.split_first() else { return };
    let Some(bundle) = record::tile::Bundle::within(0, u64::from(*width) + 1) else { return };
    if let Ok(entries) = bundle.entries(rest) {
        assert_eq!(record::tile::bundle_bytes(entries).as_deref(), Ok(rest));
    }
}

fn places(bytes: &[u8]) {
    drop(register::import::places("seed.csv", bytes, "en"));
}

fn borders(bytes: &[u8]) {
    drop(register::import::borders("seed.csv", bytes));
}

/// A value file and a flag file of the legacy folder, parted by an empty line; asked strictly and leniently.
fn legacy(bytes: &[u8]) {
    let cut = bytes.windows(2).position(|pair| pair == b"\n\n").map_or(bytes.len(), |at| at + 1);
    let (values, flags) = bytes.split_at(cut);
    let files = [
        policy::import::oxcgrt::File { name: "c1_school_closing.csv", bytes: values },
        policy::import::oxcgrt::File { name: "c1_flag.csv", bytes: flags.strip_prefix(b"\n").unwrap_or(flags) },
    ];
    import(&files);
}

fn rows(bytes: &[u8]) {
    import(&[policy::import::oxcgrt::File { name: "OxCGRT_raw_QMA_v1.csv", bytes }]);
}

/// What is read leniently is never more than what is read strictly.
fn import(files: &[policy::import::oxcgrt::File<'_>]) {
    let strict = policy::import::oxcgrt::read(files, policy::import::oxcgrt::Options { skips_bad: false });
    let lenient = policy::import::oxcgrt::read(files, policy::import::oxcgrt::Options { skips_bad: true });
    if strict.is_ok() {
        assert!(lenient.is_ok_and(|lenient| lenient.skipped.is_empty()), "taken whole, yet something was skipped");
    }
}
