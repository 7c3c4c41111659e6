//! The witness of a node and whoever asks it: what is signed is remembered, what goes back or splits is caught, foreign answers harm nothing.

use std::path::Path;
use std::sync::Mutex;

use node::backup::{Keys, backup, restore};
use node::doctor::{Weight, examine};
use node::fetch::{Fetch, FetchError, Got, Method, Request};
use node::{AskedWitness, Clock, CosignError, Cosigned, FORK, Founding, Halt, Known, LEAGUE_FILE, League, Node, Reading, Reply, SetClock, Witness};
use record::note::{Algorithm, SignedNote, SigningKey, VerifyingKey};
use record::own::partner::{self, Partner};
use record::witness::{AddCheckpoint, REQUEST_BYTES_MAX, log_name};
use record::{Office, Origin};

use crate::gates::copy;
use crate::given::{Given, KINDS, START_MS, Things, folder, founding, machine, thing};

/// A witness `w.example`, which knows the log of the node of `given`.
struct Pair {
    log: Given,
    home: tempfile::TempDir,
    clock: std::sync::Arc<SetClock>,
}

const START_S: u64 = 1_795_514_400;

impl Pair {
    fn new() -> Pair {
        let (home, clock) = (folder(), std::sync::Arc::new(SetClock::at(START_MS)));
        let other = Founding { origin: "w.example".parse().unwrap(), seed: Some([7; 32]), ..founding() };
        Node::<Things>::create(&home.path().join("node"), &other, &machine(home.path(), clock.clone())).unwrap();
        Pair { log: Given::node(), home, clock }
    }

    fn witness(&self) -> Witness {
        witness_in(&self.home.path().join("node"), self.home.path(), &self.clock)
    }

    fn asked(&self, witness: &Witness) -> AskedWitness {
        AskedWitness { url: "https://w.example".to_owned(), key: witness.vkey(), mirror: None }
    }

    fn memory(&self) -> League {
        League::open(&self.log.dir().join(LEAGUE_FILE)).unwrap()
    }

    /// Sets both clocks to so many seconds after the start.
    fn at(&self, seconds: i64) {
        self.log.clock.set(START_MS + seconds * 1000);
        self.clock.set(START_MS + seconds * 1000);
    }
}

fn witness_in(dir: &Path, home: &Path, clock: &std::sync::Arc<SetClock>) -> Witness {
    let reading = Reading::<Things>::open(dir, &KINDS).unwrap();
    Witness::open(dir, reading.identity(), &machine(home, clock.clone())).unwrap()
}

type Answers<'w> = dyn Fn(&Request) -> Result<Got, FetchError> + Send + Sync + 'w;

/// Carries requests to a witness, or to whatever stands in for it, and remembers what was asked.
struct Wire<'w> {
    answers: Box<Answers<'w>>,
    asked: Mutex<Vec<String>>,
}

impl<'w> Wire<'w> {
    fn to(witness: &'w Witness, keys: Vec<VerifyingKey>) -> Wire<'w> {
        Wire::of(move |request| {
            Ok(match request.method {
                Method::Post => got(add(witness, &request.body, &keys)),
                Method::Get => {
                    let name = request.url.strip_prefix("https://w.example/").unwrap().strip_suffix("/checkpoint").unwrap();
                    let note = witness.checkpoint(name).unwrap();
                    Got { status: if note.is_some() { 200 } else { 404 }, headers: Vec::new(), body: note.unwrap_or_default().into_bytes() }
                }
            })
        })
    }

    fn of(answers: impl Fn(&Request) -> Result<Got, FetchError> + Send + Sync + 'w) -> Wire<'w> {
        Wire { answers: Box::new(answers), asked: Mutex::default() }
    }

    /// The first line of each request since the last time.
    fn lines(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

impl Fetch for Wire<'_> {
    fn send(&self, request: &Request) -> Result<Got, FetchError> {
        let first = String::from_utf8(request.body.clone()).unwrap().lines().next().unwrap_or(&request.url).to_owned();
        self.asked.lock().unwrap().push(first);
        (self.answers)(request)
    }
}

fn got(reply: Reply) -> Got {
    Got { status: reply.status, headers: vec![("content-type".to_owned(), reply.content_type.to_owned())], body: reply.body.into_bytes() }
}

fn body(node: &Node<Things>, old: u64) -> Vec<u8> {
    let signed = node.signed();
    let proof = if old == 0 || old >= signed.size { Vec::new() } else { node.consistency(old, signed.size).unwrap().unwrap() };
    AddCheckpoint { old, proof, note: signed.note.parse().unwrap() }.to_string().into_bytes()
}

/// What a witness answers that copies nothing.
fn add(witness: &Witness, body: &[u8], keys: &[VerifyingKey]) -> Reply {
    witness.add_checkpoint(body, Known { log_keys: &|_| keys.to_vec(), copied: &|_| None })
}

#[test]
fn a_mirror_signs_what_its_node_has_copied_and_is_asked_until_it_does() {
    let league = Pair::new();
    let (node, witness, memory) = (league.log.open(), league.witness(), league.memory());
    let mirror = witness.mirror_key().verifying_key();
    let copied = Mutex::new(None);
    let keys = [node.identity().vkey.clone()];
    let wire = Wire::of(|request| {
        let known = Known { log_keys: &|_| keys.to_vec(), copied: &|_| *copied.lock().unwrap() };
        Ok(got(witness.add_checkpoint(&request.body, known)))
    });
    let asked = AskedWitness { mirror: Some(mirror.clone()), ..league.asked(&witness) };
    let ask = || asked.ask(&node, &memory, &wire, &*league.log.clock).unwrap();
    let names = || memory.newest_cosignatures().unwrap().into_iter().map(|kept| (kept.name, kept.seconds)).collect::<Vec<_>>();
    let start = i64::try_from(START_S).unwrap();
    assert_eq!(ask(), Cosigned::Now { size: 1, seconds: START_S });
    assert_eq!(ask(), Cosigned::NotBefore(START_MS + 500));
    // Another checkpoint than ours is copied: nothing that is said of ours.
    *copied.lock().unwrap() = Some((1, [9; 32]));
    league.at(2);
    assert_eq!(ask(), Cosigned::Now { size: 1, seconds: START_S });
    assert_eq!(ask(), Cosigned::NotBefore(START_MS + 3_000));
    league.at(30);
    ask();
    assert_eq!(ask(), Cosigned::NotBefore(START_MS + 32_000));
    assert_eq!(names(), [("w.example/witness".to_owned(), start)]);
    *copied.lock().unwrap() = Some((1, node.signed().root));
    league.at(60);
    ask();
    assert_eq!(names(), [("w.example/mirror".to_owned(), start + 60), ("w.example/witness".to_owned(), start + 60)]);
    assert_eq!(ask(), Cosigned::NotBefore(START_MS + 3_660_000));
    let served: SignedNote = node.checkpoint().unwrap().parse().unwrap();
    assert_eq!(served.verify(&[keys[0].clone(), witness.vkey(), mirror]).unwrap().len(), 3);
}

#[test]
fn each_checkpoint_is_cosigned_and_an_unchanged_one_each_hour() {
    let league = Pair::new();
    let (node, witness, memory) = (league.log.open(), league.witness(), league.memory());
    let wire = Wire::to(&witness, vec![node.identity().vkey.clone()]);
    let asked = league.asked(&witness);
    let ask = || asked.ask(&node, &memory, &wire, &*league.log.clock).unwrap();
    assert_eq!(ask(), Cosigned::Now { size: 1, seconds: START_S });
    assert_eq!(ask(), Cosigned::NotBefore(START_MS + 3_600_000));
    league.at(60);
    node.publish(vec![thing("a")], &Office::default()).unwrap();
    node.publish(vec![thing("b")], &Office::default()).unwrap();
    assert_eq!(ask(), Cosigned::Now { size: 3, seconds: START_S + 60 });
    league.at(3_659);
    assert_eq!(ask(), Cosigned::NotBefore(START_MS + 3_660_000));
    league.at(3_660);
    assert_eq!(ask(), Cosigned::Now { size: 3, seconds: START_S + 3_660 });
    assert_eq!(wire.lines(), ["old 0", "old 1", "old 3"]);
    // What is served is our note with the newest cosignature, and it verifies.
    let served: SignedNote = node.checkpoint().unwrap().parse().unwrap();
    let signers = served.verify(&[node.identity().vkey.clone(), witness.vkey()]).unwrap();
    assert_eq!(signers.iter().map(|signer| signer.seconds).collect::<Vec<_>>(), [None, Some(START_S + 3_660)]);
    // So do the log, and each proof; and a process that opens the folder later.
    assert_eq!(node.tile(record::places::OWN, "checkpoint").unwrap().unwrap(), served.to_string().into_bytes());
    assert_eq!(node.proof(2).unwrap().unwrap().note, served);
    assert_eq!(node.cosignatures(), 3);
    assert_eq!(Reading::<Things>::open(&league.log.dir(), &KINDS).unwrap().checkpoint().unwrap(), served.to_string());
    // The witness serves the same, under the name of the log.
    assert_eq!(witness.checkpoint(&log_name(&node.identity().origin)).unwrap().as_deref(), Some(served.to_string().as_str()));
    assert_eq!(witness.checkpoint(&log_name(&"other.example".parse().unwrap())).unwrap(), None);
}

#[test]
fn who_has_forgotten_what_was_cosigned_is_told_and_goes_on_from_there() {
    let league = Pair::new();
    let (node, witness) = (league.log.open(), league.witness());
    let wire = Wire::to(&witness, vec![node.identity().vkey.clone()]);
    let asked = league.asked(&witness);
    asked.ask(&node, &league.memory(), &wire, &*league.log.clock).unwrap();
    node.publish(vec![thing("a")], &Office::default()).unwrap();
    let forgetful = League::open(&league.home.path().join("new.db")).unwrap();
    assert_eq!(asked.ask(&node, &forgetful, &wire, &*league.log.clock).unwrap(), Cosigned::Now { size: 2, seconds: START_S });
    assert_eq!(wire.lines(), ["old 0", "old 0", "old 1"]);
}

#[test]
fn an_older_copy_of_a_log_learns_from_its_witness_that_it_is_behind() {
    let league = Pair::new();
    let witness = league.witness();
    let copied = folder();
    copy(&league.log.dir(), &copied.path().join("node"));
    let node = league.log.open();
    node.publish(vec![thing("a"), thing("b")], &Office::default()).unwrap();
    let key = node.identity().vkey.clone();
    let wire = Wire::to(&witness, vec![key.clone()]);
    let asked = league.asked(&witness);
    asked.ask(&node, &league.memory(), &wire, &*league.log.clock).unwrap();
    drop(node);
    let older = Node::<Things>::open(&copied.path().join("node"), &KINDS, &machine(copied.path(), league.log.clock.clone())).unwrap();
    let memory = League::open(&copied.path().join("league.db")).unwrap();
    let error = asked.ask(&older, &memory, &wire, &*league.log.clock).unwrap_err();
    let CosignError::Ahead { size: 1, theirs: 3, note: Some(note) } = error else { panic!("{error}") };
    assert_eq!(older.compare_public(&note), Err(Halt::PublicAhead { size: 1, theirs: 3 }));
    // Noted, and left in peace for a while.
    assert_eq!(asked.ask(&older, &memory, &wire, &*league.log.clock).unwrap(), Cosigned::NotBefore(START_MS + 5_000));
    assert_eq!(memory.contact("witness:w.example/witness").unwrap().unwrap().failures, 1);
}

#[test]
fn a_second_history_is_refused_and_both_notes_are_kept_as_evidence() {
    let league = Pair::new();
    let witness = league.witness();
    let copied = folder();
    copy(&league.log.dir(), &copied.path().join("node"));
    let node = league.log.open();
    node.publish(vec![thing("a")], &Office::default()).unwrap();
    let keys = vec![node.identity().vkey.clone()];
    assert_eq!(add(&witness, &body(&node, 0), &keys).status, 200);
    let liar = Node::<Things>::open(&copied.path().join("node"), &KINDS, &machine(copied.path(), league.log.clock.clone())).unwrap();
    liar.publish(vec![thing("other")], &Office::default()).unwrap();
    for _ in 0..3 {
        assert_eq!(add(&witness, &body(&liar, 2), &keys).status, 422);
    }
    let home = League::read(&league.home.path().join("node").join(LEAGUE_FILE)).unwrap();
    let faults = home.faults(&node.identity().origin).unwrap();
    assert_eq!((faults.len(), faults[0].kind.as_str(), faults[0].count), (1, FORK, 3));
    // It is a `fork/v1`: anyone can check it.
    let fork: record::own::fork::Fork = serde_json::from_str(&faults[0].evidence).unwrap();
    let contradiction = fork.contradiction().unwrap();
    assert_eq!((contradiction.older.size, contradiction.newer.size), (2, 2));
    assert_eq!(contradiction.newer.root, liar.signed().root);
    // The first history goes on.
    node.publish(vec![thing("b")], &Office::default()).unwrap();
    assert_eq!(add(&witness, &body(&node, 2), &keys).status, 200);
}

#[test]
fn a_witness_answers_as_the_source_says_and_never_for_its_own_node() {
    let league = Pair::new();
    let (node, witness) = (league.log.open(), league.witness());
    let key = node.identity().vkey.clone();
    let answer = |body: &[u8]| add(&witness, body, std::slice::from_ref(&key));
    assert_eq!(answer(b"old 0\n").status, 400);
    assert_eq!(answer(b"\xff").status, 400);
    assert_eq!(answer(&vec![b'a'; REQUEST_BYTES_MAX + 1]).status, 413);
    assert_eq!(add(&witness, &body(&node, 0), &[]).status, 404);
    let conflict = answer(&body(&node, 1));
    assert_eq!((conflict.status, conflict.content_type, conflict.body.as_str()), (409, "text/x.tlog.size", "0\n"));
    let good = answer(&body(&node, 0));
    assert_eq!((good.status, good.content_type), (200, "text/plain; charset=utf-8"));
    assert!(good.body.starts_with("— w.example/witness ") && good.body.ends_with('\n') && good.body.lines().count() == 1);
    // Its own record, even where its keys were given.
    let home = Reading::<Things>::open(&league.home.path().join("node"), &KINDS).unwrap();
    let own = AddCheckpoint { old: 0, proof: Vec::new(), note: home.signed().note.parse().unwrap() };
    let reply = add(&witness, own.to_string().as_bytes(), std::slice::from_ref(&home.identity().vkey));
    assert_eq!(reply.status, 404);
    assert!(reply.body.contains("no witness of itself"));
}

#[test]
fn what_was_cosigned_outlives_the_process_and_an_older_copy_cosigns_nothing() {
    let league = Pair::new();
    let (node, witness) = (league.log.open(), league.witness());
    let key = node.identity().vkey.clone();
    let keys = [key];
    assert_eq!(add(&witness, &body(&node, 0), &keys).status, 200);
    let (vkey, mirror) = (witness.vkey(), witness.mirror_key().verifying_key());
    assert_eq!((vkey.name(), mirror.name()), ("w.example/witness", "w.example/mirror"));
    drop(witness);
    let home = league.home.path().join("node");
    std::fs::copy(home.join(LEAGUE_FILE), league.home.path().join("older.db")).unwrap();
    node.publish(vec![thing("a")], &Office::default()).unwrap();
    let witness = league.witness();
    assert_eq!(witness.vkey(), vkey);
    assert_eq!(add(&witness, &body(&node, 0), &keys).body, "1\n");
    assert_eq!(add(&witness, &body(&node, 1), &keys).status, 200);
    assert_eq!(witness.trouble(), None);
    drop(witness);
    // An older copy of the file, and no file at all: it knows that it has forgotten.
    for forget in [true, false] {
        for name in ["league.db", "league.db-wal", "league.db-shm"] {
            drop(std::fs::remove_file(home.join(name)));
        }
        if forget {
            std::fs::copy(league.home.path().join("older.db"), home.join(LEAGUE_FILE)).unwrap();
        }
        let witness = league.witness();
        assert!(witness.trouble().unwrap().contains("cosigned 2 times"));
        let reply = add(&witness, &body(&node, u64::from(forget)), &keys);
        assert_eq!(reply.status, 503, "{}", reply.body);
    }
    // Under a new key it goes on.
    std::fs::remove_file(home.join("keys/witness.key")).unwrap();
    let witness = league.witness();
    assert_ne!(witness.vkey(), vkey);
    assert_eq!(witness.mirror_key().verifying_key(), mirror);
    assert_eq!(add(&witness, &body(&node, 0), &keys).status, 200);
}

#[test]
fn many_who_ask_at_once_never_take_a_witness_back() {
    let league = Pair::new();
    let (node, witness) = (league.log.open(), league.witness());
    let key = node.identity().vkey.clone();
    let bodies: Vec<Vec<u8>> = (0..12)
        .map(|_| {
            let size = node.signed().size;
            let body = body(&node, size - 1);
            node.publish(vec![thing(&size.to_string())], &Office::default()).unwrap();
            body
        })
        .collect();
    let cosigned: usize = std::thread::scope(|scope| {
        let racers: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| bodies.iter().filter(|body| add(&witness, body, std::slice::from_ref(&key)).status == 200).count()))
            .collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).sum()
    });
    assert!(cosigned >= 12);
    assert_eq!(add(&witness, &bodies[0], std::slice::from_ref(&key)).body, "12\n");
}

#[test]
fn what_is_sent_again_is_not_written_again_and_a_log_that_never_rests_is_held_back() {
    let league = Pair::new();
    let (node, witness) = (league.log.open(), league.witness());
    let key = node.identity().vkey.clone();
    let keys = [key];
    let first = add(&witness, &body(&node, 0), &keys);
    league.at(59);
    for _ in 0..200 {
        assert_eq!(add(&witness, &body(&node, 1), &keys), first);
    }
    let home = League::read(&league.home.path().join("node").join(LEAGUE_FILE)).unwrap();
    assert_eq!(home.turns().unwrap(), 1);
    league.at(60);
    assert_ne!(add(&witness, &body(&node, 1), &keys), first);
    // New checkpoints without end: a burst, then no more than five a second; other logs are as before.
    let mut cosigned = 0;
    for _ in 0..80 {
        let before = node.signed().size;
        node.publish(vec![thing("a")], &Office::default()).unwrap();
        let reply = add(&witness, &body(&node, home.cosigned(&node.identity().origin).unwrap().unwrap().size), &keys);
        assert!(reply.status == 200 || reply.status == 429, "{before}: {}", reply.body);
        cosigned += usize::from(reply.status == 200);
    }
    assert_eq!(cosigned, 59);
    league.at(61);
    let held = home.cosigned(&node.identity().origin).unwrap().unwrap().size;
    assert_eq!(add(&witness, &body(&node, held), &keys).status, 200);
}

#[test]
fn the_keys_of_a_log_are_those_of_a_partner_that_is_not_paused() {
    static OWN: [record::Kind; 2] = [record::own::genesis::KIND, partner::KIND];
    let given = Given::node();
    let node = Node::<Things>::open(&given.dir(), &OWN, &given.machine()).unwrap();
    let origin: Origin = "coast.example".parse().unwrap();
    let key = SigningKey::from_seed("coast.example", Algorithm::Ed25519, &[5; 32]).unwrap().verifying_key();
    assert_eq!(node.partner(&origin).unwrap(), None);
    let mut partner = Partner {
        origin: origin.clone(),
        name: record::Text::One("Coast".to_owned()),
        url: "https://coast.example".to_owned(),
        vkey: key.to_string(),
        witness: None,
        mirror: None,
        did: None,
        speaks_for: Vec::new(),
        paused: false,
    };
    let mut state = |paused: bool, act: record::Act, revises: Option<record::EntryId>| {
        partner.paused = paused;
        let mut draft = record::own::draft(&partner::KIND, partner::subject(&origin).unwrap(), revises, &partner).unwrap();
        if act == record::Act::Withdraw {
            draft = record::Draft { act, body: serde_json::json!({"reason": "enough"}), ..draft };
        }
        node.state(vec![draft]).unwrap().statements[0].id
    };
    let first = state(false, record::Act::State, None);
    assert_eq!(node.partner_keys(&origin).unwrap(), [key]);
    let second = state(true, record::Act::State, Some(first));
    assert_eq!((node.partner_keys(&origin).unwrap(), node.partner(&origin).unwrap().unwrap().paused), (Vec::new(), true));
    state(true, record::Act::Withdraw, Some(second));
    assert_eq!(node.partner(&origin).unwrap(), None);
}

#[test]
fn a_clock_that_went_back_cosigns_nothing_and_small_steps_back_are_held() {
    let league = Pair::new();
    let (node, witness) = (league.log.open(), league.witness());
    let key = node.identity().vkey.clone();
    let keys = [key];
    league.at(1_000);
    assert_eq!(add(&witness, &body(&node, 0), &keys).status, 200);
    league.at(900);
    let line = add(&witness, &body(&node, 1), &keys).body;
    let signature = record::note::Signature::from_line(line.trim_end()).unwrap();
    let note = SignedNote { text: node.signed().note.parse::<SignedNote>().unwrap().text, signatures: vec![signature] };
    assert_eq!(note.verify(&[witness.vkey()]).unwrap()[0].seconds, Some(START_S + 1_000));
    league.at(300);
    assert_eq!(add(&witness, &body(&node, 1), &keys).status, 503);
}

#[test]
fn no_answer_of_a_witness_harms_who_asks() {
    let league = Pair::new();
    let (node, witness, memory) = (league.log.open(), league.witness(), league.memory());
    let asked = league.asked(&witness);
    let stranger = SigningKey::from_seed("w.example/witness", Algorithm::CosignatureV1, &[99; 32]).unwrap();
    let text = node.signed().note.parse::<SignedNote>().unwrap().text;
    let by_stranger = record::witness::lines(&[stranger.sign(&text, START_S)]);
    let replayed = String::from_utf8(body(&node, 0)).unwrap();
    let bad: Vec<(u16, Vec<u8>)> = vec![
        (200, Vec::new()),
        (200, b"\xff\xfe".to_vec()),
        (200, by_stranger.into_bytes()),
        (200, replayed.into_bytes()),
        (409, b"7".to_vec()),
        (409, b"0\n".to_vec()),
        (409, b"18446744073709551615\n".to_vec()),
        (409, b"9000000000000000000\n".to_vec()),
        (302, Vec::new()),
        (500, b"<script>\x1b[2J".repeat(1000)),
    ];
    for (turn, (status, answer)) in bad.into_iter().enumerate() {
        league.at(i64::try_from(turn).unwrap() * 3_600);
        let wire = Wire::of(|_| Ok(Got { status, headers: Vec::new(), body: answer.clone() }));
        let error = asked.ask(&node, &memory, &wire, &*league.log.clock).unwrap_err();
        assert!(error.to_string().chars().all(|letter| !letter.is_control()) && error.to_string().len() < 500, "{error}");
        assert!(wire.lines().len() <= 2, "{error}");
    }
    assert_eq!(memory.newest_cosignatures().unwrap(), []);
    // A witness whose clock is behind is not asked the more often for it.
    league.at(40_000);
    league.clock.set(START_MS + 40_000_000 - 3_500_000);
    let wire = Wire::to(&witness, vec![node.identity().vkey.clone()]);
    let fresh = League::open(&league.home.path().join("fresh.db")).unwrap();
    let seconds = START_S + 36_500;
    assert_eq!(asked.ask(&node, &fresh, &wire, &*league.log.clock).unwrap(), Cosigned::Now { size: 1, seconds });
    assert_eq!(asked.ask(&node, &fresh, &wire, &*league.log.clock).unwrap(), Cosigned::NotBefore(START_MS + 43_600_000));
    // A cosignature of another hour is none.
    league.at(40_000);
    let ahead = SetClock::at(START_MS + 50_000_000);
    let wire = Wire::to(&witness, vec![node.identity().vkey.clone()]);
    assert!(matches!(asked.ask(&node, &memory, &wire, &ahead), Err(CosignError::Time { .. })));
    let contact = memory.contact(&asked.contact()).unwrap().unwrap();
    assert_eq!((contact.failures, contact.next_ms), (11, ahead.now().as_millisecond() + 600_000));
    assert_eq!((memory.newest_cosignatures().unwrap(), contact.reached_ms), (Vec::new(), None));
}

#[test]
fn a_folder_of_an_earlier_release_gets_its_keys_at_first_open_and_a_seed_gives_the_same() {
    let league = Pair::new();
    let vkey = league.witness().vkey();
    let again = Pair::new();
    assert_eq!(again.witness().vkey(), vkey, "made from the seed");
    std::fs::remove_file(again.home.path().join("node/keys/witness.key")).unwrap();
    std::fs::remove_file(again.home.path().join("node/keys/mirror.key")).unwrap();
    let made = again.witness().vkey();
    assert_ne!(made, vkey);
    assert_eq!(again.witness().vkey(), made);
    std::fs::copy(again.home.path().join("node/keys/log.key"), again.home.path().join("node/keys/witness.key")).unwrap();
    let dir = again.home.path().join("node");
    let reading = Reading::<Things>::open(&dir, &KINDS).unwrap();
    assert!(Witness::open(&dir, reading.identity(), &machine(again.home.path(), again.clock.clone())).is_err());
}

#[test]
fn a_backup_holds_what_is_known_of_the_league_and_no_key_of_a_witness() {
    let league = Pair::new();
    let (node, witness) = (league.log.open(), league.witness());
    let key = node.identity().vkey.clone();
    assert_eq!(add(&witness, &body(&node, 0), std::slice::from_ref(&key)).status, 200);
    let (home, to, back) = (league.home.path().join("node"), league.home.path().join("backup"), league.home.path().join("back"));
    let manifest = backup(&home, &to, Keys::Included, &*league.clock).unwrap();
    let paths: Vec<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["keys/identity.key", "keys/log.key", "keys/next-identity.key", "koinon.toml", LEAGUE_FILE, "record.db"]);
    restore(&to, &back, None, &KINDS).unwrap();
    assert_eq!(League::read(&back.join(LEAGUE_FILE)).unwrap().turns().unwrap(), 1);
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(back.join(LEAGUE_FILE)).unwrap().permissions()) & 0o777, 0o600);
    assert_ne!(witness_in(&back, league.home.path(), &league.clock).vkey(), witness.vkey());
}

#[test]
fn the_doctor_says_what_a_witness_did_and_when_it_has_forgotten() {
    let league = Pair::new();
    let (node, witness) = (league.log.open(), league.witness());
    let key = node.identity().vkey.clone();
    let home = league.home.path().join("node");
    let found = || {
        let findings = examine(&home, &KINDS, &machine(league.home.path(), league.clock.clone())).unwrap();
        findings.into_iter().find(|finding| finding.part == "witness").unwrap()
    };
    assert_eq!(found().what, "the witness cosigned 0 checkpoints of 0 logs");
    assert_eq!(add(&witness, &body(&node, 0), std::slice::from_ref(&key)).status, 200);
    assert_eq!(found().what, "the witness cosigned 1 checkpoints of 1 logs, last at 2026-11-24T10:00:00Z");
    drop(witness);
    for name in ["league.db", "league.db-wal", "league.db-shm"] {
        drop(std::fs::remove_file(home.join(name)));
    }
    drop(League::open(&home.join(LEAGUE_FILE)).unwrap());
    assert_eq!((found().weight, found().what.contains("remembers 0 of them")), (Weight::Wrong, true));
    std::fs::write(home.join(LEAGUE_FILE), b"no database").unwrap();
    assert_eq!(found().weight, Weight::Wrong);
}
