use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::FluentResource;
use jiff::civil::date;
use record::text::Text;

use super::catalogue::SOURCES;
use super::*;

/// The keys of a catalogue, each with the names of the values it takes.
fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    for source in SOURCES.iter().filter(|(own, _)| *own == language).flat_map(|(_, sources)| *sources) {
        let faults = FluentResource::try_new((*source).to_owned()).err().map(|(_, faults)| faults);
        assert!(faults.is_none(), "{language:?}: {faults:?}");
        let mut key = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =").filter(|(name, _)| !name.starts_with(' ') && !name.is_empty()) {
                key = name.to_owned();
                assert!(keys.insert(key.clone(), BTreeSet::new()).is_none(), "{language:?} has `{key}` twice");
            }
            for value in line.split('$').skip(1) {
                let name: String = value.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_').collect();
                keys.entry(key.clone()).or_default().insert(name);
            }
        }
    }
    keys
}

#[test]
fn every_language_has_the_same_keys_with_the_same_values() {
    let english = keys(Language::English);
    for language in Language::ALL.into_iter().skip(1) {
        let (tag, other) = (language.tag(), keys(language));
        let missing: Vec<_> = english.keys().filter(|key| !other.contains_key(*key)).collect();
        let more: Vec<_> = other.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(missing.is_empty() && more.is_empty(), "{tag} lacks {missing:?}, en lacks {more:?}");
        for (key, values) in &english {
            let there = &other[key];
            assert!(there.is_subset(values), "`{key}`: {tag} uses {there:?}, en has {values:?}");
        }
    }
}

/// The literals after `call(` in a Rust source; calls over several lines too.
fn literals<'s>(source: &'s str, call: &str) -> Vec<&'s str> {
    source.split(call).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next()).collect()
}

fn rust_files(folder: &Path, into: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

#[test]
fn every_key_named_in_code_exists() {
    let mut files = Vec::new();
    for crate_folder in ["../web/src", "../koinon/src"] {
        rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(crate_folder), &mut files);
    }
    let english = keys(Language::English);
    let mut missing = BTreeSet::new();
    let mut seen = 0;
    for file in files.iter().filter(|file| !file.ends_with("words/tests.rs")) {
        let source = std::fs::read_to_string(file).unwrap();
        for call in ["words.text(", "words.with(", "w.text(", "w.with(", "self.text(", "self.with(", "Key("] {
            for key in literals(&source, call) {
                seen += 1;
                if !english.contains_key(key) {
                    missing.insert(format!("{key} ({})", file.file_name().unwrap().to_string_lossy()));
                }
            }
        }
    }
    assert!(seen > 10, "no keys found in code: has the way they are written changed?");
    assert!(missing.is_empty(), "not in the catalogues: {missing:#?}");
}

#[test]
fn months_are_all_there() {
    for language in Language::ALL {
        let words = Words::new(language);
        for month in 1..=12 {
            assert!(!words.month(date(2026, month, 1)).is_empty());
            assert!(words.find(&format!("month-short-{month}"), &[]).is_some());
        }
    }
}

#[test]
fn dates_and_numbers_are_as_people_write_them() {
    let english = Words::new(Language::English);
    assert_eq!(english.date(date(2026, 11, 24)), "24 November 2026");
    assert_eq!(english.date_short(date(2026, 11, 24)), "24 Nov 2026");
    assert_eq!(english.span(Some(date(2026, 3, 1)), None), "since 1 March 2026");
    assert_eq!(english.span(Some(date(2026, 3, 1)), Some(date(2026, 5, 3))), "1 March 2026 to 3 May 2026");
    assert_eq!(english.moment("2026-11-24T10:05:59.999Z".parse().unwrap()), "24 November 2026, 10:05 UTC");
    assert_eq!(english.number(16_765), "16,765");
    assert_eq!(english.number(1_000_000), "1,000,000");
    assert_eq!(english.hundredths(8241), "82.41");
    assert_eq!(english.hundredths(5), "0.05");
    assert_eq!(without_isolates(&english.list(&["a", "b", "c"])), "a, b and c");
    let arabic = Words::new(Language::Arabic);
    assert_eq!(arabic.date(date(2026, 11, 24)), "24 نوفمبر 2026");
}

#[test]
fn french_is_set_as_a_printer_would() {
    let french = Words::new(Language::French);
    assert_eq!(french.date(date(2026, 3, 1)), "1er mars 2026");
    assert_eq!(french.date_short(date(2026, 12, 24)), "24 déc. 2026");
    assert_eq!(french.span(Some(date(2026, 3, 1)), Some(date(2026, 5, 3))), "du 1er mars 2026 au 3 mai 2026");
    assert_eq!(french.moment("2026-11-24T10:05:59.999Z".parse().unwrap()), "24 novembre 2026 à 10:05 UTC");
    assert_eq!(french.number(16_765), "16\u{202f}765");
    assert_eq!(french.hundredths(8241), "82,41");
    assert_eq!(without_isolates(&french.percent(50)), "50\u{202f}%");
    assert_eq!(french.text("verify-running"), "Vérification en cours…");
    assert!(french.text("proof-bad").contains("pas\u{202f}; prévenez l’organisme"));
    assert!(french.with("policies-drop-filter", &[("filter", "x".into())]).contains("«\u{a0}\u{2068}x\u{2069}\u{a0}»"));
}

#[test]
fn no_french_text_has_a_mark_that_may_stand_alone_on_a_line() {
    for (key, values) in keys(Language::French) {
        let given: Vec<(&str, Value<'_>)> = values.iter().map(|name| (name.as_str(), Value::Count(2))).collect();
        let text = Words::new(Language::French).find(&key, &given).unwrap_or_default().into_owned();
        for wrong in [" :", " ;", " !", " ?", " %", " »", "« ", "...", "\"", "d'", "l'"] {
            assert!(!text.contains(wrong), "`{key}` has `{wrong}`: {text}");
        }
    }
}

#[test]
fn french_counts_nothing_as_one() {
    let french = |count: u32| without_isolates(&Words::new(Language::French).with("count-days", &[("count", count.into())]));
    // CLDR has a further category for whole millions, which `intl_pluralrules` does not know and the catalogue therefore does not write.
    assert_eq!([0, 1, 2, 1000].map(french), ["0 jour", "1 jour", "2 jours", "1\u{202f}000 jours"]);
}

#[test]
fn arabic_has_its_six_plurals() {
    let words = Words::new(Language::Arabic);
    let forms: BTreeSet<_> = [0_u32, 1, 2, 3, 11, 100]
        .map(|count| without_isolates(&words.with("count-days", &[("count", count.into())])).replace(|c: char| c.is_ascii_digit(), ""))
        .into_iter()
        .collect();
    assert!(forms.len() >= 5, "{forms:?}");
}

#[test]
fn the_pseudo_locale_changes_the_catalogue_and_not_what_is_filled_in() {
    let text = Words::new(Language::Pseudo).with("span-open", &[("from", "as given".into())]);
    assert!(text.contains("\u{2068}as given\u{2069}") && text.starts_with('⟦') && !text.contains("since"), "{text}");
}

#[test]
fn what_is_said_in_another_language_says_so() {
    let text: Text = serde_json::from_str(r#"{"en":"Schools closed","fr":"Écoles fermées"}"#).unwrap();
    let said = Words::new(Language::Arabic).said(&text, "fr");
    assert_eq!((said.words, said.tag, said.is_other), ("Écoles fermées", "fr", true));
    assert_eq!(said.inline().into_string(), r#"<bdi lang="fr">Écoles fermées</bdi>"#);
    assert!(!Words::new(Language::English).said(&text, "fr").is_other);
}

#[test]
fn links_keep_the_prefix_of_their_page() {
    let words = Words::new(Language::Arabic);
    assert_eq!(words.href("/policies?on=2026-01-01"), "/policies?on=2026-01-01");
    assert_eq!(words.prefixed().href("/policies"), "/ar/policies");
    assert_eq!(words.prefixed().href("/"), "/ar");
}
