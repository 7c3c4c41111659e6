//! Policies: the source's own example, its rules one by one, chance.

use proptest::prelude::*;
use record::note::{Algorithm, SignedNote, SigningKey, VerifyingKey};
use record::tlog_policy::{JudgeError, TlogPolicy};

const ORIGIN: &str = "koinon.example/golden";
const TEXT: &str = "koinon.example/golden\n7\nju+6vaTwi1RItNuwTrHrzyzYa/Nn0cD+wyFIgqkbe54=\n";

fn log_key(seed: u8) -> SigningKey {
    SigningKey::from_seed(ORIGIN, Algorithm::Ed25519, &[seed; 32]).unwrap()
}

fn witness_key(name: &str) -> SigningKey {
    let mut seed = [7; 32];
    seed[..name.len()].copy_from_slice(name.as_bytes());
    SigningKey::from_seed(&format!("witness.example/{name}"), Algorithm::CosignatureV1, &seed).unwrap()
}

/// Writes `KEY(X1)` as that witness's key, `LOG` as the log's.
fn filled(text: &str) -> String {
    let mut text = text.replace("LOG", &log_key(1).verifying_key().to_string());
    for name in ["X1", "X2", "X3", "Y1", "Y2", "Y3"] {
        text = text.replace(&format!("KEY({name})"), &witness_key(name).verifying_key().to_string());
    }
    text
}

fn policy(text: &str) -> TlogPolicy {
    TlogPolicy::parse(filled(text).as_bytes()).unwrap()
}

/// c2sp.org/tlog-policy, "Example policy", with keys filled in.
const EXAMPLE: &str = "log LOG

witness X1 KEY(X1)
witness X2 KEY(X2)
witness X3 KEY(X3)
group X-witnesses 2 X1 X2 X3

witness Y1 KEY(Y1)
witness Y2 KEY(Y2)
witness Y3 KEY(Y3)
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
";

fn note(witnesses: &[&str]) -> SignedNote {
    let keys: Vec<SigningKey> = std::iter::once(log_key(1)).chain(witnesses.iter().map(|name| witness_key(name))).collect();
    SignedNote::sign(TEXT.to_owned(), &keys.iter().collect::<Vec<_>>(), 1_700_000_000)
}

#[test]
fn the_sources_example_needs_two_of_x_and_one_of_y() {
    let policy = policy(EXAMPLE);
    let judged = |signed: &[&str]| policy.judge(&note(signed), &[]).unwrap().is_met;
    for enough in [&["X1", "X2", "Y3"][..], &["X1", "X3", "Y1", "Y2"], &["X1", "X2", "X3", "Y1", "Y2", "Y3"]] {
        assert!(judged(enough), "{enough:?}");
    }
    for short in [&[][..], &["X1", "Y1"], &["X1", "X2", "X3"], &["Y1", "Y2", "Y3"]] {
        assert!(!judged(short), "{short:?}");
    }
    let note = note(&["X2", "Y1"]);
    let quorum = policy.judge(&note, &[]).unwrap();
    let names = |witnesses: Vec<&str>| witnesses.join(" ");
    assert_eq!(names(quorum.signed.iter().map(|(witness, _)| witness.name.as_str()).collect()), "X2 Y1");
    assert_eq!(names(quorum.missing.iter().map(|witness| witness.name.as_str()).collect()), "X1 X3 Y2 Y3");
    assert_eq!(quorum.signed[0].1, 1_700_000_000);
}

#[test]
fn a_checkpoint_is_judged_only_where_its_log_signed_and_nothing_is_forged() {
    let policy = policy(EXAMPLE);
    assert!(policy.judge(&note(&[]), &[]).is_ok());
    let cosigned_only = SignedNote::sign(TEXT.to_owned(), &[&witness_key("X1")], 1);
    assert!(matches!(policy.judge(&cosigned_only, &[]), Err(JudgeError::NotTheLog(_))));
    let strangers = SignedNote::sign(TEXT.to_owned(), &[&log_key(9)], 0);
    assert!(matches!(policy.judge(&strangers, &[]), Err(JudgeError::NotTheLog(_))));
    assert!(policy.judge(&strangers, &[log_key(9).verifying_key()]).is_ok());
    // A log of the policy that is another one than the checkpoint's.
    let other = SignedNote::sign(TEXT.replace("golden", "silver"), &[&log_key(1)], 0);
    assert!(matches!(policy.judge(&other, &[]), Err(JudgeError::NotTheLog(_))));
    let mut forged = note(&["X1"]);
    forged.signatures[1].bytes[20] ^= 1;
    assert!(matches!(policy.judge(&forged, &[]), Err(JudgeError::Note(_))));
    // Whoever is outside the quorum is neither missing nor enough.
    let one = self::policy("witness X1 KEY(X1)\nwitness X2 KEY(X2)\nquorum X1\n");
    let keys = [log_key(1).verifying_key()];
    let (by_other, by_it) = (note(&["X2"]), note(&["X1"]));
    let other = one.judge(&by_other, &keys).unwrap();
    assert_eq!((other.is_met, other.signed.len(), other.missing.len()), (false, 1, 1));
    assert!(one.judge(&by_it, &keys).unwrap().is_met);
    let nobody = self::policy("quorum none\n");
    assert!(nobody.judge(&note(&[]), &keys).unwrap().is_met);
}

#[test]
fn each_rule_of_the_source_is_told_with_its_line() {
    let refused = |text: &str, expected: &str| {
        let error = TlogPolicy::parse(filled(text).as_bytes()).unwrap_err().to_string();
        assert!(error.contains(expected), "{text:?}: {error}");
    };
    refused("", "there is no quorum");
    refused("# x\n\n", "line 3: there is no quorum");
    refused("log LOG\nquorom X\n", "line 2: `quorom` begins no line");
    refused("log\nquorum none\n", "line 1: a log is written");
    refused("log LOG a b\n", "line 1: a log is written");
    refused("log KEY(X1)\n", "line 1: the key of `witness.example/X1` is one of a witness");
    refused("log LOG\nlog LOG https://a.example\n", "line 2: the key of `koinon.example/golden` stands in an earlier");
    refused("witness X1 LOG\n", "line 1: the key of `koinon.example/golden` is one of a log");
    refused("witness X1 KEY(X1)\nwitness X2 KEY(X1)\n", "line 2: the key of `X2` is that of the witness `X1`");
    refused("witness X1 KEY(X1)\nwitness X1 KEY(X2)\n", "line 2: the name `X1` is taken");
    refused("witness none KEY(X1)\n", "line 1: the name `none` is taken");
    refused("witness X1 KEY(X1)\ngroup X1 any X1\n", "line 2: the name `X1` is taken");
    refused("witness X1 abc\n", "line 1: `abc` is no verification key");
    refused("group g any\n", "line 1: a group is written");
    refused("group g any none\n", "line 1: `none` names no witness");
    refused("witness X1 KEY(X1)\ngroup g any g\n", "line 2: `g` names no witness");
    refused("witness X1 KEY(X1)\ngroup g any X1 X1\n", "line 2: `X1` is a member already");
    refused("witness X1 KEY(X1)\ngroup g any X1\ngroup h any X1\n", "line 3: `X1` is a member already");
    for needed in ["0", "2", "some", "+1", "-1", "1.0", ""] {
        refused(
            &format!("witness X1 KEY(X1)\ngroup g {needed} X1\n"),
            if needed.is_empty() { "a group is written" } else { "`any`, `all` or 1 to 1" },
        );
    }
    refused("quorum X1\nwitness X1 KEY(X1)\n", "line 1: `X1` names no witness");
    refused("quorum none\nquorum none\n", "line 2: there is an earlier quorum");
    refused("quorum\n", "line 1: a quorum is written");
    refused("quorum none\r\n", "line 1: there is a control character");
    assert!(TlogPolicy::parse(b"quorum none\nlog \xff\n").unwrap_err().to_string().contains("line 2: it is not UTF-8"));
}

#[test]
fn what_the_source_allows_is_read() {
    for allowed in [
        "quorum none",
        "\t# comment \u{e9}\n \t\n quorum\t none \nwitness X1 KEY(X1) https://w.example/\n",
        "witness X1 KEY(X1)\nquorum X1\nwitness X2 KEY(X2)\n",
        "witness \u{e9}té KEY(X1)\ngroup any all \u{e9}té\nquorum any\n",
    ] {
        policy(allowed);
    }
    assert!(TlogPolicy::parse(b"# \xff\xfe\nquorum none\n").is_ok());
    let named = policy("log LOG https://log.example/\nwitness X1 KEY(X1) https://w.example/\nquorum X1\n");
    assert_eq!((named.logs()[0].url.as_deref(), named.witnesses()[0].url.as_deref()), (Some("https://log.example/"), Some("https://w.example/")));
}

/// A policy of groups over six witnesses, told as text: each group takes some of what is not yet taken.
fn policies() -> impl Strategy<Value = String> {
    proptest::collection::vec((1..4_usize, 0..4_usize), 0..5).prop_map(|groups| {
        let names = ["X1", "X2", "X3", "Y1", "Y2", "Y3"];
        let mut free: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut text: String = names.iter().map(|name| format!("witness {name} KEY({name})\n")).collect();
        for (number, (take, needed)) in groups.into_iter().enumerate() {
            let members: Vec<String> = free.drain(..take.min(free.len())).collect();
            let needed = match needed {
                0 => "any".to_owned(),
                needed if needed > members.len() => "all".to_owned(),
                needed => needed.to_string(),
            };
            text += &format!("group g{number} {needed} {}\n", members.join(" "));
            free.push(format!("g{number}"));
        }
        format!("{text}quorum {}\n", free.last().unwrap())
    })
}

proptest! {
    #[test]
    fn a_policy_reads_back_and_more_signatures_never_harm(text in policies(), signed in proptest::collection::vec(0..6_usize, 0..6), more in 0..6_usize) {
        let policy = policy(&text);
        prop_assert_eq!(&TlogPolicy::parse(policy.to_string().as_bytes()).unwrap(), &policy);
        let names = ["X1", "X2", "X3", "Y1", "Y2", "Y3"];
        let keys = [log_key(1).verifying_key()];
        let judged = |signed: &[usize]| {
            let mut names: Vec<&str> = signed.iter().map(|at| names[*at]).collect();
            names.sort_unstable();
            names.dedup();
            let note = note(&names);
            let quorum = policy.judge(&note, &keys).unwrap();
            (quorum.is_met, quorum.missing.is_empty())
        };
        let (met, whole) = judged(&signed);
        prop_assert!(met || !whole, "nobody is missing, and yet it is not met");
        let (met_after, _) = judged(&[signed.as_slice(), &[more]].concat());
        prop_assert!(!met || met_after);
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80), text in "(log |witness |group |quorum |any |all |none|[ -~]|\n){0,40}") {
        drop(TlogPolicy::parse(&bytes));
        if let Ok(policy) = TlogPolicy::parse(text.as_bytes()) {
            prop_assert_eq!(TlogPolicy::parse(policy.to_string().as_bytes()).unwrap(), policy);
        }
    }
}

#[test]
fn a_file_names_no_more_than_its_bound() {
    let key = |n: u16| -> VerifyingKey {
        let mut seed = [0; 32];
        seed[..2].copy_from_slice(&n.to_be_bytes());
        SigningKey::from_seed("w.example", Algorithm::CosignatureV1, &seed).unwrap().verifying_key()
    };
    let witnesses = |count: u16| (0..count).map(|n| format!("witness w{n} {}\n", key(n))).collect::<String>();
    assert!(TlogPolicy::parse(format!("{}quorum none\n", witnesses(256)).as_bytes()).is_ok());
    assert!(TlogPolicy::parse(witnesses(257).as_bytes()).unwrap_err().to_string().contains("more than 256 witnesses"));
    assert!(TlogPolicy::parse(&vec![b'\n'; 300_000]).is_err());
}
