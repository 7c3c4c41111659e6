//! `league.db`: a witness never forgets or is overtaken, what came first stays, bounds hold.

use record::Origin;
use store::{KeptCosignature, KnownLog, League, Newest, Spent};
use tempfile::TempDir;

fn opened() -> (TempDir, League) {
    let dir = tempfile::tempdir().unwrap();
    let league = League::open(&dir.path().join("league.db")).unwrap();
    (dir, league)
}

fn origin(name: &str) -> Origin {
    name.parse().unwrap()
}

fn log(size: u64, root: u8) -> KnownLog {
    KnownLog { origin: origin("a.example"), size, root: [root; 32], when: 10, note: format!("{size}\n") }
}

#[test]
fn what_was_cosigned_is_compared_and_kept_in_one_step_and_outlives_the_process() {
    let (dir, league) = opened();
    assert_eq!((league.cosigned(&origin("a.example")).unwrap(), league.turns().unwrap()), (None, 0));
    assert_eq!(league.cosign(None, &log(3, 1)).unwrap(), Some(1));
    // Whoever decided on what was held before comes too late, in another process too.
    let beside = League::open(&dir.path().join("league.db")).unwrap();
    assert_eq!(beside.cosign(None, &log(7, 2)).unwrap(), None);
    assert_eq!(beside.cosign(Some((3, [9; 32])), &log(7, 2)).unwrap(), None);
    assert_eq!(beside.cosign(Some((2, [1; 32])), &log(7, 2)).unwrap(), None);
    assert_eq!(beside.cosign(Some((3, [1; 32])), &log(7, 2)).unwrap(), Some(2));
    drop((league, beside));
    let league = League::read(&dir.path().join("league.db")).unwrap();
    assert_eq!(league.cosigned(&origin("a.example")).unwrap(), Some(log(7, 2)));
    let name = record::witness::log_name(&origin("a.example"));
    assert_eq!(league.cosigned_by_name(&name).unwrap(), Some(log(7, 2)));
    assert_eq!(league.cosigned_logs().unwrap(), (1, Some(10)));
    assert_eq!((league.turns().unwrap(), league.cosigned(&origin("b.example")).unwrap()), (2, None));
}

#[test]
fn many_at_once_cosign_one_after_the_other() {
    let (dir, league) = opened();
    league.cosign(None, &log(0, 0)).unwrap();
    let path = dir.path().join("league.db");
    let won: usize = std::thread::scope(|scope| {
        let racer = |_| {
            scope.spawn(|| {
                let league = League::open(&path).unwrap();
                (1..=20).filter(|size| league.cosign(Some((size - 1, [0; 32])), &log(*size, 0)).unwrap().is_some()).count()
            })
        };
        let racers: Vec<_> = (0..4).map(racer).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).sum()
    });
    let held = league.cosigned(&origin("a.example")).unwrap().unwrap().size;
    assert_eq!(u64::try_from(won).unwrap(), held, "each size was cosigned once");
    assert_eq!(league.turns().unwrap(), held + 1);
}

#[test]
fn cosignatures_of_one_checkpoint_stand_by_name_the_newest_first_and_old_ones_go() {
    let (_dir, league) = opened();
    let kept = |size, name: &str, seconds| KeptCosignature { size, name: name.to_owned(), seconds, line: format!("{name} {seconds}") };
    let year = store::limits::COSIGNATURES_KEPT_S;
    for cosignature in [kept(7, "b", 20), kept(7, "a", 30), kept(7, "a", 40), kept(8, "a", 50)] {
        assert!(league.keep_cosignature(&cosignature).unwrap());
        assert!(!league.keep_cosignature(&cosignature).unwrap());
    }
    assert_eq!(league.cosignatures_at(7).unwrap(), [kept(7, "a", 40), kept(7, "a", 30), kept(7, "b", 20)]);
    assert_eq!(league.newest_cosignatures().unwrap(), [kept(8, "a", 50), kept(7, "b", 20)]);
    assert_eq!((league.newest_cosignature("a").unwrap(), league.newest_cosignature("c").unwrap()), (Some(kept(8, "a", 50)), None));
    league.keep_cosignature(&kept(9, "a", 45 + year)).unwrap();
    assert_eq!(league.cosignatures_at(7).unwrap(), [kept(7, "b", 20)]);
    assert_eq!(league.newest_cosignatures().unwrap(), [kept(9, "a", 45 + year), kept(7, "b", 20)]);
}

#[test]
fn the_newest_checkpoint_of_a_partner_never_goes_back_and_never_changes_its_root() {
    let (_dir, league) = opened();
    assert_eq!(league.keep_newest(&log(5, 1)).unwrap(), Newest::Kept);
    assert_eq!(league.keep_newest(&log(4, 2)).unwrap(), Newest::Older(log(5, 1)));
    assert_eq!(league.keep_newest(&log(5, 2)).unwrap(), Newest::OtherRoot(log(5, 1)));
    let again = KnownLog { when: 99, ..log(5, 1) };
    assert_eq!(league.keep_newest(&again).unwrap(), Newest::Kept);
    assert_eq!(league.newest(&origin("a.example")).unwrap(), Some(again));
    assert_eq!(league.keep_newest(&log(6, 3)).unwrap(), Newest::Kept);
}

#[test]
fn a_contact_remembers_when_it_was_reached_while_it_fails() {
    let (_dir, league) = opened();
    assert_eq!(league.contact("follow:a.example").unwrap(), None);
    league.reached("follow:a.example", 10, 15).unwrap();
    league.failed("follow:a.example", "no answer", 20, 40).unwrap();
    league.failed("follow:a.example", "refused", 40, 80).unwrap();
    let contact = league.contact("follow:a.example").unwrap().unwrap();
    assert_eq!((contact.tried_ms, contact.reached_ms, contact.failures, contact.next_ms), (40, Some(10), 2, 80));
    assert_eq!(contact.answer, "refused");
    league.reached("follow:a.example", 80, 90).unwrap();
    assert_eq!(league.contact("follow:a.example").unwrap().unwrap().failures, 0);
}

#[test]
fn a_fault_is_kept_once_and_a_partner_has_no_more_than_the_bound() {
    let (_dir, league) = opened();
    let bad = origin("bad.example");
    assert!(league.keep_fault(&bad, "fork", "two roots of 7", "both notes", 10).unwrap());
    assert!(!league.keep_fault(&bad, "fork", "two roots of 7", "both notes", 20).unwrap());
    let faults = league.faults(&bad).unwrap();
    assert_eq!((faults.len(), faults[0].count, faults[0].first_ms, faults[0].last_ms), (1, 2, 10, 20));
    for number in 0..store::limits::FAULTS_EACH_MAX + 5 {
        league.keep_fault(&bad, "entry", &number.to_string(), "", 30).unwrap();
    }
    let faults = league.faults(&bad).unwrap();
    assert_eq!(faults.len(), store::limits::FAULTS_EACH_MAX as usize + 1);
    assert_eq!(faults[0].evidence, "both notes", "what came first stays");
    assert!(league.keep_fault(&bad, "went-back", "it serves 3 entries", "", 50).unwrap(), "many of one sort hide none of another");
    assert!(league.keep_fault(&origin("other.example"), "fork", "x", "", 30).unwrap());
}

#[test]
fn no_more_is_taken_than_a_day_and_all_days_allow() {
    let (_dir, league) = opened();
    let from = origin("a.example");
    let spent = |entries, bytes| Spent { entries, bytes };
    let (most, in_all) = (spent(10, 100), spent(15, 1_000));
    assert!(league.spend(&from, 1, spent(8, 50), most, in_all).unwrap());
    assert!(!league.spend(&from, 1, spent(3, 1), most, in_all).unwrap());
    assert!(!league.spend(&from, 1, spent(1, 51), most, in_all).unwrap());
    assert!(league.spend(&from, 1, spent(2, 50), most, in_all).unwrap());
    assert!(league.spend(&from, 2, spent(5, 1), most, in_all).unwrap());
    assert!(!league.spend(&from, 3, spent(1, 1), most, in_all).unwrap());
    assert_eq!((league.spent(&from, Some(1)).unwrap(), league.spent(&from, None).unwrap()), (spent(10, 100), spent(15, 101)));
    assert_eq!(league.spent(&origin("b.example"), None).unwrap(), Spent::default());
}
