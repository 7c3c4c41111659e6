//! Following a partner's record: copied turn by turn, verified before it is folded, the same from whichever order; what is wrong is refused or proven.

use std::collections::BTreeMap;
use std::sync::Mutex;

use node::fetch::{Fetch, FetchError, Got, Request};
use node::{Allowance, Clock, FollowError, Followed, Following, Founding, LEAGUE_FILE, League, Node, Reading, SetClock};
use record::checkpoint::Checkpoint;
use record::log::Log;
use record::note::{Algorithm, SignedNote, SigningKey};
use record::own::fork::Fork;
use record::own::partner::{self, Partner};
use record::places::{OWN, Place};
use record::tile::{Resource, bundle_bytes};
use record::{Draft, Office, Origin, own};
use store::Spent;

use crate::gates::copy;
use crate::given::{Given, KINDS, START_MS, Things, about, folder, founding, level, machine, thing};

/// What answers under an address.
type Answers = Box<dyn Fn(&str) -> Option<Vec<u8>> + Send + Sync>;

/// A network of answers by host; what is not there can't be reached.
#[derive(Default)]
struct Net {
    hosts: Mutex<BTreeMap<String, Answers>>,
    asked: Mutex<Vec<String>>,
}

impl Fetch for Net {
    fn send(&self, request: &Request) -> Result<Got, FetchError> {
        let rest = request.url.strip_prefix("https://").unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        self.asked.lock().unwrap().push(path.to_owned());
        let hosts = self.hosts.lock().unwrap();
        let Some(answers) = hosts.get(host) else { return Err(FetchError::Connect { host: host.to_owned(), why: "no route".to_owned() }) };
        let body = answers(path);
        if body.as_ref().is_some_and(|body| body.len() > request.bytes_max) {
            return Err(FetchError::TooLarge { host: host.to_owned(), bytes_max: request.bytes_max });
        }
        Ok(Got { status: if body.is_some() { 200 } else { 404 }, headers: Vec::new(), body: body.unwrap_or_default() })
    }
}

impl Net {
    fn put(&self, host: &str, answers: impl Fn(&str) -> Option<Vec<u8>> + Send + Sync + 'static) {
        self.hosts.lock().unwrap().insert(host.to_owned(), Box::new(answers));
    }

    /// Serves what the node in a folder has published when it is asked.
    fn serve(&self, host: &str, dir: std::path::PathBuf) {
        self.put(host, move |path| {
            let reading = Reading::<Things>::open(&dir, &KINDS).unwrap();
            reading.tile(OWN, path.strip_prefix("log/")?).unwrap()
        });
    }
}

/// Another body's node, in a folder of its own.
struct Other {
    home: tempfile::TempDir,
    clock: std::sync::Arc<SetClock>,
    origin: Origin,
}

impl Other {
    fn new(origin: &str, seed: u8) -> Other {
        let (home, clock) = (folder(), std::sync::Arc::new(SetClock::at(START_MS)));
        let origin: Origin = origin.parse().unwrap();
        let founding = Founding { origin: origin.clone(), seed: Some([seed; 32]), ..founding() };
        Node::<Things>::create(&home.path().join("node"), &founding, &machine(home.path(), clock.clone())).unwrap();
        Other { home, clock, origin }
    }

    fn dir(&self) -> std::path::PathBuf {
        self.home.path().join("node")
    }

    fn open(&self) -> Node<Things> {
        Node::open(&self.dir(), &KINDS, &machine(self.home.path(), self.clock.clone())).unwrap()
    }

    fn say(&self, drafts: Vec<Draft>) {
        self.open().publish(drafts, &Office::default()).unwrap();
    }

    fn partner(&self) -> Partner {
        let vkey = Reading::<Things>::open(&self.dir(), &KINDS).unwrap().identity().vkey.to_string();
        pinned(&self.origin, vkey)
    }
}

fn pinned(origin: &Origin, vkey: String) -> Partner {
    let name = record::Text::One("A partner".to_owned());
    let url = format!("https://{}", origin.as_str().split('/').next().unwrap());
    Partner { origin: origin.clone(), name, url, vkey, witness: None, mirror: None, did: None, speaks_for: Vec::new(), paused: false }
}

fn follow_from_now_on(node: &Node<Things>, partner: &Partner) {
    let draft = own::draft(&partner::KIND, partner::subject(&partner.origin).unwrap(), None, partner).unwrap();
    node.state(vec![draft]).unwrap();
}

fn league(given: &Given) -> League {
    League::open(&given.dir().join(LEAGUE_FILE)).unwrap()
}

fn things(count: usize, from: usize) -> Vec<Draft> {
    (from..from + count).map(|n| about(&format!("t{n}"), thing(&format!("thing {n}")))).collect()
}

/// Turns until all is held.
fn follow_all(node: &Node<Things>, origin: &Origin, with: Following<'_>) -> Vec<Followed> {
    let mut turns = Vec::new();
    loop {
        turns.push(node.follow(origin, with).unwrap());
        let last = turns.last().unwrap();
        if last.is_whole() || last.added == 0 {
            return turns;
        }
    }
}

fn wide() -> Allowance {
    Allowance { a_day: Spent { entries: 1 << 20, bytes: 1 << 40 }, in_all: Spent { entries: 1 << 20, bytes: 1 << 40 } }
}

#[test]
fn a_record_is_copied_in_bounded_turns_and_reads_like_ones_own() {
    let (given, other, net) = (Given::node(), Other::new("north.example/log", 5), Net::default());
    other.say(things(9_000, 0));
    other.say(vec![level("thing 7", 3)]);
    net.serve("north.example", other.dir());
    let node = given.open();
    follow_from_now_on(&node, &other.partner());
    let memory = league(&given);
    let with = Following { league: &memory, fetch: &net, allowance: wide() };
    let turns = follow_all(&node, &other.origin, with);
    assert_eq!(turns.iter().map(|turn| turn.added).collect::<Vec<_>>(), [8_192, 810], "a turn takes so many entries and no more");
    node.publish(vec![thing("our own")], &Office::default()).unwrap();
    let record = node.record(&other.origin).unwrap();
    let row = node.row(Place { record, index: 9_001 }).unwrap();
    assert_eq!(node.entry(row).unwrap().unwrap().statement.body["level"], 3);
    assert_eq!((node.size(), node.signed().size, node.size_of(record)), (2 + 9_002 + 1, 3, 9_002));
    assert_eq!(node.held().model.0.len(), 9_001, "the model hears of both records");
    // What is copied is served like the original, to the byte, and proven by its own signature.
    let theirs = Reading::<Things>::open(&other.dir(), &KINDS).unwrap();
    for path in ["checkpoint", "tile/0/000", "tile/entries/034", "tile/0/035.p/42", "tile/1/000.p/35"] {
        assert_eq!(node.tile(record, path).unwrap(), theirs.tile(OWN, path).unwrap(), "{path}");
    }
    let proof = node.proof(row).unwrap().unwrap();
    proof.verify(&node.entry_bytes(row).unwrap().unwrap(), &theirs.identity().vkey, &[]).unwrap();
    let (size, name) = (node.size(), node.cut_name(node.size()).unwrap());
    drop(node);
    // Kept rows, and rows folded anew, are the same.
    for views in ["views.db", "none"] {
        let _ = std::fs::remove_file(given.dir().join(views));
        let again = given.open();
        assert_eq!((again.size(), again.cut_name(size).unwrap(), again.row(Place { record, index: 9_001 })), (size, name, Some(row)));
    }
    assert_eq!(node::doctor::rebuild::<Things>(&given.dir(), &KINDS, &given.machine()).unwrap().was_same, Some(true));
}

#[test]
fn whichever_order_records_come_in_each_has_the_same_view_and_the_cut_the_same_name() {
    let (one, two) = (Other::new("north.example", 5), Other::new("south.example", 6));
    let net = Net::default();
    net.serve("north.example", one.dir());
    net.serve("south.example", two.dir());
    let mut seen = Vec::new();
    let turns: [&[&Other]; 3] = [&[&one, &two, &one, &two], &[&two, &one, &two, &one], &[&one, &one, &two, &two]];
    one.say(things(300, 0));
    for order in turns {
        let given = Given::node();
        let node = given.open();
        [&one, &two].iter().for_each(|other| follow_from_now_on(&node, &other.partner()));
        let memory = league(&given);
        let with = Following { league: &memory, fetch: &net, allowance: wide() };
        for (turn, other) in order.iter().enumerate() {
            node.follow(&other.origin, with).unwrap();
            if seen.is_empty() {
                other.say(vec![about(&format!("late-{turn}"), thing("late"))]);
            }
        }
        [&one, &two].iter().for_each(|other| drop(follow_all(&node, &other.origin, with)));
        let cut = node.cut(node.size()).unwrap().unwrap();
        let chains = |origin: &Origin| {
            let held = node.held();
            let record = held.rows.places().number(origin).unwrap();
            let rows = held.rows.places().rows_of(record, held.rows.size()).flatten();
            rows.map(|row| (held.rows.sid(row), held.rows.short_id(row), held.rows.version(row).unwrap().said_ms())).collect::<Vec<_>>()
        };
        seen.push((cut, chains(&one.origin), chains(&two.origin)));
    }
    assert!(seen.iter().all(|each| each.0 == seen[0].0 && each.1 == seen[0].1 && each.2 == seen[0].2));
}

#[test]
fn the_same_bytes_in_two_records_are_two_entries() {
    let (given, net) = (Given::node(), Net::default());
    let node = given.open();
    let said = node.publish(vec![about("m1", thing("x"))], &Office::default()).unwrap().statements[0];
    let bytes = node.entry_bytes(node.find_id(said.id).unwrap().unwrap()).unwrap().unwrap();
    // A partner that copies our words into its own record changes nothing about ours.
    let hostile = Hostile::new("north.example", vec![bytes.clone(), b"no statement at all".to_vec(), bytes]);
    net.put("north.example", hostile.answers());
    follow_from_now_on(&node, &hostile.partner());
    let memory = league(&given);
    follow_all(&node, &hostile.origin, Following { league: &memory, fetch: &net, allowance: wide() });
    let record = node.record(&hostile.origin).unwrap();
    assert_eq!((node.size_of(record), node.find_id(said.id).unwrap()), (3, Some(1)));
    let unread = node.row(Place { record, index: 1 }).unwrap();
    assert_eq!((node.entry(unread).unwrap(), node.entry_bytes(unread).unwrap().unwrap()), (None, b"no statement at all".to_vec()));
    let revision = Draft { revises: Some(record::Revises::Entry(said.id)), ..about("m1", thing("y")) };
    node.publish(vec![revision], &Office::default()).unwrap();
    let held = node.held();
    let theirs = record::Sid::of(&hostile.origin, &"m1".parse().unwrap());
    assert_eq!(held.rows.history(theirs, held.rows.size()).count(), 1, "the second does not fit its chain");
}

/// A log that serves whatever it likes, under its own key.
#[derive(Clone)]
struct Hostile {
    origin: Origin,
    key: std::sync::Arc<SigningKey>,
    log: Log,
    entries: Vec<Vec<u8>>,
}

impl Hostile {
    fn new(origin: &str, entries: Vec<Vec<u8>>) -> Hostile {
        let origin: Origin = origin.parse().unwrap();
        let key = SigningKey::from_seed(origin.as_str(), Algorithm::Ed25519, &[9; 32]).unwrap();
        let (log, _) = Log::new(origin.clone()).append(entries.clone()).unwrap();
        Hostile { origin, key: std::sync::Arc::new(key), log, entries }
    }

    fn partner(&self) -> Partner {
        pinned(&self.origin, self.key.verifying_key().to_string())
    }

    fn note(&self) -> Vec<u8> {
        self.log.sign(&self.key).to_string().into_bytes()
    }

    /// At most 256 entries.
    fn answers(&self) -> impl Fn(&str) -> Option<Vec<u8>> + Send + Sync + 'static {
        let this = self.clone();
        move |path| match path.strip_prefix("log/")?.parse().ok()? {
            Resource::Checkpoint => Some(this.note()),
            Resource::Tile(tile) => {
                let mut bytes = this.log.partial_tile(tile.level(), tile.index())?;
                bytes.truncate(usize::from(tile.width()) * 32);
                Some(bytes)
            }
            Resource::Bundle(bundle) => bundle_bytes(this.entries.iter().take(usize::from(bundle.width())).map(Vec::as_slice)).ok(),
        }
    }
}

#[test]
fn what_does_not_make_the_signed_root_is_not_taken() {
    let (given, net) = (Given::node(), Net::default());
    let honest = Hostile::new("north.example", vec![b"a".to_vec(), b"b".to_vec()]);
    let node = given.open();
    follow_from_now_on(&node, &honest.partner());
    let memory = league(&given);
    let with = Following { league: &memory, fetch: &net, allowance: wide() };
    let size = node.size();
    let answers = honest.answers();
    let changed: [(&str, Answers); 5] = [
        ("log/tile/entries/000.p/2", Box::new(|_| Some(bundle_bytes([b"a".as_slice(), b"x"]).unwrap()))),
        ("log/tile/entries/000.p/2", Box::new(|_| Some(vec![0; 70_000]))),
        ("log/tile/entries/000.p/2", Box::new(|_| None)),
        ("log/checkpoint", Box::new(|_| Some(b"no note\n".to_vec()))),
        ("log/checkpoint", Box::new(|_| Some(vec![b'x'; 1 << 20]))),
    ];
    for (at, wrong) in changed {
        let (answers, wrong) = (honest.answers(), wrong);
        net.put("north.example", move |path| if path == at { wrong(path) } else { answers(path) });
        assert!(node.follow(&honest.origin, with).is_err());
        assert_eq!(node.size(), size, "nothing is taken");
    }
    // Someone else's signature, and someone else's checkpoint.
    let stranger = SigningKey::from_seed("north.example", Algorithm::Ed25519, &[8; 32]).unwrap();
    let of_stranger = honest.log.sign(&stranger).to_string().into_bytes();
    net.put("north.example", move |_| Some(of_stranger.clone()));
    assert!(matches!(node.follow(&honest.origin, with), Err(FollowError::Wrong { .. })));
    net.hosts.lock().unwrap().clear();
    assert!(matches!(node.follow(&honest.origin, with), Err(FollowError::Fetch(_))));
    assert!(matches!(node.follow(&"other.example".parse().unwrap(), with), Err(FollowError::NoPartner(_))));
    net.put("north.example", answers);
    assert!(node.follow(&honest.origin, with).unwrap().is_whole(), "and goes on once it is in order");
}

#[test]
fn a_partner_with_two_histories_is_caught_and_the_evidence_stands_in_our_record() {
    let (given, net) = (Given::node(), Net::default());
    let entry = |text: &str| text.as_bytes().to_vec();
    let first = Hostile::new("north.example", vec![entry("a"), entry("b")]);
    let node = given.open();
    follow_from_now_on(&node, &first.partner());
    let memory = league(&given);
    let with = Following { league: &memory, fetch: &net, allowance: wide() };
    net.put("north.example", first.answers());
    assert!(node.follow(&first.origin, with).unwrap().is_whole());
    let size = node.size();
    // The same size with another end; one more entry behind another beginning; a shorter one with another end.
    let others = [vec![entry("a"), entry("x")], vec![entry("a"), entry("x"), entry("c")], vec![entry("y")]];
    for (count, entries) in others.into_iter().enumerate() {
        let second = Hostile::new("north.example", entries);
        net.put("north.example", second.answers());
        assert!(matches!(node.follow(&first.origin, with), Err(FollowError::Fork { .. })), "{count}");
        let faults = memory.faults(&first.origin).unwrap();
        let evidence: Fork = serde_json::from_str(&faults.last().unwrap().evidence).unwrap();
        let shown = evidence.contradiction().unwrap();
        assert_eq!((shown.older.origin, faults.len()), (first.origin.clone(), count + 1));
        // Once more says nothing new.
        assert!(node.follow(&first.origin, with).is_err());
        assert_eq!(node.size(), size + 1 + u32::try_from(count).unwrap(), "stated once");
        let stated = node.entry(node.size() - 1).unwrap().unwrap();
        assert_eq!(stated.statement.kind.name(), "fork");
        assert_eq!(serde_json::from_value::<Fork>(stated.statement.body).unwrap(), evidence);
    }
    assert_eq!(node.size_of(node.record(&first.origin).unwrap()), 2, "nothing of the other history is taken");
    net.put("north.example", first.answers());
    assert!(node.follow(&first.origin, with).unwrap().is_whole(), "work goes on");
}

#[test]
fn a_fork_that_only_another_partner_saw_is_caught_from_its_note() {
    let (given, net) = (Given::node(), Net::default());
    let first = Hostile::new("north.example", vec![b"a".to_vec(), b"b".to_vec()]);
    let node = given.open();
    follow_from_now_on(&node, &first.partner());
    let memory = league(&given);
    let with = Following { league: &memory, fetch: &net, allowance: wide() };
    net.put("north.example", first.answers());
    node.follow(&first.origin, with).unwrap();
    node.compare(&first.origin, &first.note(), with).unwrap();
    let elsewhere = Hostile::new("north.example", vec![b"z".to_vec()]);
    assert!(matches!(node.compare(&first.origin, &elsewhere.note(), with), Err(FollowError::Fork { .. })));
}

#[test]
fn what_other_partners_cosigned_is_looked_at_and_tells_of_a_second_history() {
    let (given, net) = (Given::node(), Net::default());
    let first = Hostile::new("north.example", vec![b"a".to_vec(), b"b".to_vec()]);
    let second = Hostile::new("north.example", vec![b"z".to_vec()]);
    let south = Other::new("south.example", 6);
    let node = given.open();
    let witness = SigningKey::from_seed("south.example/witness", Algorithm::CosignatureV1, &[4; 32]).unwrap().verifying_key().to_string();
    follow_from_now_on(&node, &first.partner());
    follow_from_now_on(&node, &Partner { witness: Some(witness), ..south.partner() });
    let memory = league(&given);
    let with = Following { league: &memory, fetch: &net, allowance: wide() };
    net.put("north.example", first.answers());
    node.follow(&first.origin, with).unwrap();
    node.compare_elsewhere(&first.origin, with).unwrap();
    let path = format!("{}/checkpoint", record::witness::log_name(&first.origin));
    for (note, is_fork) in [(first.note(), false), (b"nonsense".to_vec(), false), (second.note(), true)] {
        let path = path.clone();
        net.put("south.example", move |asked| (asked == path).then(|| note.clone()));
        assert_eq!(matches!(node.compare_elsewhere(&first.origin, with), Err(FollowError::Fork { .. })), is_fork);
    }
}

#[test]
fn a_partner_that_goes_back_is_named_and_loses_nothing_here() {
    let (given, other, net) = (Given::node(), Other::new("north.example", 5), Net::default());
    other.say(things(3, 0));
    let before = folder();
    copy(&other.dir(), &before.path().join("node"));
    other.say(things(3, 3));
    net.serve("north.example", other.dir());
    let node = given.open();
    follow_from_now_on(&node, &other.partner());
    let memory = league(&given);
    let with = Following { league: &memory, fetch: &net, allowance: wide() };
    assert_eq!(node.follow(&other.origin, with).unwrap().size, 7);
    net.serve("north.example", before.path().join("node"));
    assert!(matches!(node.follow(&other.origin, with), Err(FollowError::WentBack { size: 4, newest: 7, .. })));
    assert_eq!(memory.faults(&other.origin).unwrap()[0].kind, "went-back");
    assert_eq!(node.size_of(node.record(&other.origin).unwrap()), 7);
}

#[test]
fn what_is_above_the_allowance_is_held_back_and_its_tree_still_checked() {
    let (given, other, net) = (Given::node(), Other::new("north.example", 5), Net::default());
    other.say(things(20, 0));
    net.serve("north.example", other.dir());
    let node = given.open();
    follow_from_now_on(&node, &other.partner());
    let memory = league(&given);
    let small = Allowance { a_day: Spent { entries: 30, bytes: 1 << 20 }, in_all: Spent { entries: 40, bytes: 1 << 20 } };
    let with = Following { league: &memory, fetch: &net, allowance: small };
    assert!(node.follow(&other.origin, with).unwrap().is_whole());
    other.say(things(15, 20));
    let held_back = node.follow(&other.origin, with).unwrap();
    assert_eq!((held_back.added, held_back.size, held_back.newest, held_back.is_held_back), (0, 21, 36, true));
    assert_eq!(memory.newest(&other.origin).unwrap().unwrap().size, 36, "it is known, and can be cosigned");
    given.clock.set(given.clock.now().as_millisecond() + 86_400_000);
    assert!(node.follow(&other.origin, with).unwrap().is_whole(), "another day, another measure");
}

#[test]
fn a_paused_partner_is_not_asked() {
    let (given, other, net) = (Given::node(), Other::new("north.example", 5), Net::default());
    let node = given.open();
    follow_from_now_on(&node, &Partner { paused: true, ..other.partner() });
    let memory = league(&given);
    let with = Following { league: &memory, fetch: &net, allowance: Allowance::default() };
    assert!(matches!(node.follow(&other.origin, with), Err(FollowError::Paused(_))));
    assert!(net.asked.lock().unwrap().is_empty());
}

#[test]
fn cosignatures_do_not_hinder_reading_a_checkpoint() {
    let first = Hostile::new("north.example", vec![b"a".to_vec()]);
    let witness = SigningKey::from_seed("w.example/witness", Algorithm::CosignatureV1, &[4; 32]).unwrap();
    let text = Checkpoint { origin: first.origin.clone(), size: 1, root: first.log.root() }.to_string();
    let note = SignedNote::sign(text, &[&first.key, &witness], 1_700_000_000).to_string();
    let (given, net) = (Given::node(), Net::default());
    let answers = first.answers();
    net.put("north.example", move |path| if path == "log/checkpoint" { Some(note.clone().into_bytes()) } else { answers(path) });
    let node = given.open();
    follow_from_now_on(&node, &first.partner());
    let memory = league(&given);
    assert!(node.follow(&first.origin, Following { league: &memory, fetch: &net, allowance: wide() }).unwrap().is_whole());
    let kept = node.signed_of(node.record(&first.origin).unwrap()).unwrap();
    assert!(kept.note.contains("w.example/witness"), "they are kept with it");
}
