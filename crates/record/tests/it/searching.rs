//! Words against Unicode's own data and by hand; runs against a plain reading of every text.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use record::search::{Entries, Part, Run, Spoken, Wanted, Words, code_token, collect_sealed, heads, heads_bytes, words};

fn found(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    words(text, |piece| found.push(piece.word.to_owned()));
    found
}

#[test]
fn case_folds_as_unicode_says() {
    let mut letters = 0;
    for line in include_str!("unicode.txt").lines().filter_map(|line| line.strip_prefix("F ")) {
        let mut codes = line.split(' ').map(|code| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        let letter = codes.next().unwrap().to_string();
        let folded: String = codes.collect();
        // An iota that is written below its letter is a mark to us, though case folding sets it free: no one types it.
        if letter == "\u{345}" || folded.chars().count() > 1 && folded.ends_with('\u{3b9}') {
            assert!(!found(&letter).concat().contains('\u{3b9}'), "{line}");
            continue;
        }
        assert_eq!(found(&letter), found(&folded), "{line}");
        letters += 1;
    }
    assert!(letters > 1_000);
}

#[test]
fn every_decimal_digit_is_the_one_that_unicode_says() {
    let mut digits = 0;
    for line in include_str!("unicode.txt").lines().filter_map(|line| line.strip_prefix("N ")) {
        let (code, value) = line.split_once(' ').unwrap();
        let digit = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
        assert_eq!(found(&format!("1{digit}")), [format!("1{value}")], "{line}");
        digits += 1;
    }
    assert!(digits > 600);
}

/// By hand: what a person types who looks for the text on the left.
#[test]
fn words_are_what_people_type() {
    let table: &[(&str, &[&str])] = &[
        ("Écoles FERMÉES, jusqu’au 3 mai", &["ecoles", "fermees", "jusqu", "au", "3", "mai"]),
        ("Straße STRASSE Maß", &["strasse", "strasse", "mass"]),
        ("İstanbul ISPARTA ılık", &["istanbul", "isparta", "ilik"]),
        ("Łódź Tromsø Þór Đà Nẵng œuvre", &["lodz", "tromso", "thor", "da", "nang", "oeuvre"]),
        ("ΟΔΟΣ οδός", &["οδοσ", "οδοσ"]),
        ("ЁЖ Ёлка й", &["еж", "елка", "и"]),
        ("ﬁne Ⅳ ① ｆｕｌｌ x²", &["fine", "iv", "1", "full", "x2"]),
        ("COVID-19/2020 e\u{301}tat", &["covid", "19", "2020", "etat"]),
        ("soft\u{ad}hyphen zero\u{200b}width", &["softhyphen", "zerowidth"]),
        // Arabic: vowel signs and tatweel are nothing, forms of alef are one, the article may be left out.
        ("الْمَدَارِسُ مُغْلَقَة", &["المدارس", "مدارس", "مغلقه"]),
        ("إغلاق أماكن آخر ٱلعمل", &["اغلاق", "اماكن", "اخر", "العمل", "عمل"]),
        ("وبالمستشفيات والمستشفيات للسفر", &["وبالمستشفيات", "والمستشفيات", "مستشفيات", "للسفر", "سفر"]),
        ("قــــرار ٢٠٢٠ مستشفى", &["قرار", "2020", "مستشفي"]),
        ("می\u{200c}روم کتاب ۱۴۰۰", &["ميروم", "كتاب", "1400"]),
        ("בְּרֵאשִׁית", &["בראשית"]),
        // Indic vowels are letters of their own right.
        ("विद्यालय बंद", &["विद्यालय", "बंद"]),
        ("கல்வி ১২৩", &["கல்வி", "123"]),
        // Scripts without spaces: every two neighbours, and the last sign by itself.
        ("学校閉鎖", &["学校", "校閉", "閉鎖", "鎖"]),
        ("全国の学校、休校", &["全国", "国の", "の学", "学校", "校", "休校", "校"]),
        ("ｶﾞｽ供給", &["ガス", "ス供", "供給", "給"]),
        ("COVID対策", &["covid", "対策", "策"]),
        ("학교 폐쇄", &["학교", "폐쇄"]),
        ("โรงเรียน", &["โร", "รง", "งเ", "เร", "รีย", "ยน", "น"]),
        ("", &[]),
        ("… — ★ 🏝 \u{202e}", &[]),
        ("\u{301}\u{301}a\u{301}", &["a"]),
    ];
    for (text, expected) in table {
        assert_eq!(found(text), *expected, "{text}");
    }
}

#[test]
fn a_word_says_where_it_stands() {
    let text = "Les ÉCOLES du الْمَدَارِس 学校";
    let mut shown = Vec::new();
    words(text, |piece| shown.push((text.get(piece.range).unwrap().to_owned(), piece.part)));
    let shown: Vec<(&str, Part)> = shown.iter().map(|(text, part)| (text.as_str(), *part)).collect();
    let expected = [
        ("Les", Part::Whole),
        ("ÉCOLES", Part::Whole),
        ("du", Part::Whole),
        ("الْمَدَارِس", Part::Whole),
        ("الْمَدَارِس", Part::Variant),
        ("学校", Part::Whole),
        ("校", Part::Tail),
    ];
    assert_eq!(shown, expected);
}

#[test]
fn a_word_without_end_is_cut() {
    assert_eq!(found(&"a".repeat(60_000)), ["a".repeat(40)]);
    assert_eq!(found(&format!("a{}", "\u{9be}".repeat(60_000))).len(), 1);
}

/// What the words of one entry are, by a plain reading.
type Plain = BTreeMap<String, bool>;

fn told(title: &str, text: &str, code: &str) -> (Words, Plain) {
    let mut heard = Words::default();
    let mut plain = Plain::new();
    for (spoken, text, is_title) in [(Spoken::Title(title), title, true), (Spoken::Text(text), text, false)] {
        heard.hear(spoken);
        words(text, |piece| *plain.entry(piece.word.to_owned()).or_default() |= is_title);
    }
    heard.hear(Spoken::Code(code));
    plain.entry(code_token(code)).or_default();
    words(code, |piece| {
        plain.entry(piece.word.to_owned()).or_default();
    });
    (heard, plain)
}

fn by_hand(entries: &[Plain], wanted: &Wanted) -> Entries {
    let is_wanted = |word: &String| match wanted {
        Wanted::Begins(start) => word.starts_with(start),
        Wanted::OneOf(words) => words.contains(word),
    };
    let mut found = Entries::default();
    for (place, words) in (0..).zip(entries) {
        for (_, is_title) in words.iter().filter(|(word, _)| is_wanted(word)) {
            found.add(place, *is_title);
        }
    }
    found
}

fn by_pages(run: &Run, wanted: &Wanted) -> Entries {
    let sealed = run.seal();
    let heads = heads(&heads_bytes(&sealed.heads)).unwrap();
    let mut found = Entries::default();
    let read = |page: u32| Ok::<_, record::search::PageError>(&sealed.pages[page as usize]);
    collect_sealed(&heads, wanted, &mut found, read).unwrap();
    found
}

fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[a-d]{1,3}",
        1 => prop::sample::select(vec!["Écoles", "المدارس", "学校閉鎖", "QMA-01", "COVID-19", "ﬁ", "१२", "한국"]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ];
    prop::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn a_run_finds_what_a_plain_reading_finds(
        texts in prop::collection::vec((text(), text(), "[A-C]{1,2}"), 0..120),
        starts in prop::collection::vec(prop_oneof!["[a-d]{0,2}", Just("ecol".to_owned()), Just("学".to_owned())], 1..4),
        codes in prop::collection::btree_set("[A-C]{1,2}", 1..6),
    ) {
        let mut run = Run::new(7);
        let mut plain = Vec::new();
        for (title, text, code) in &texts {
            let (heard, words) = told(title, text, code);
            run.add(heard);
            plain.push(words);
        }
        prop_assert_eq!(run.span().len(), texts.len());
        let codes: BTreeSet<String> = codes.iter().map(|code| code_token(code)).collect();
        for wanted in starts.into_iter().map(Wanted::Begins).chain([Wanted::OneOf(codes)]) {
            let expected = by_hand(&plain, &wanted);
            let mut found = Entries::default();
            run.collect(&wanted, &mut found).unwrap();
            prop_assert_eq!(&found, &expected, "growing: {:?}", wanted);
            prop_assert_eq!(&by_pages(&run, &wanted), &expected, "sealed: {:?}", wanted);
        }
    }

    #[test]
    fn any_text_has_words_that_have_themselves_as_words(text in "\\PC{0,60}") {
        let mut pieces = Vec::new();
        words(&text, |piece| pieces.push((piece.word.to_owned(), piece.range.clone(), piece.part)));
        for (word, range, part) in pieces {
            prop_assert!(text.get(range).is_some());
            prop_assert!(word.chars().count() <= 45);
            if part == Part::Whole {
                prop_assert_eq!(&found(&word)[0], &word);
            }
        }
    }

    #[test]
    fn no_bytes_make_a_page_fail_otherwise_than_by_saying_so(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut entries = Entries::default();
        let read = |_| Ok::<_, record::search::PageError>(bytes.clone());
        let _ = collect_sealed(&["a".to_owned()], &Wanted::Begins(String::new()), &mut entries, read);
        drop(heads(&bytes));
    }
}

#[test]
fn many_entries_fill_pages_and_lists_of_bits() {
    let mut run = Run::new(0);
    let mut plain = Vec::new();
    while !run.is_full() {
        let n = run.span().end;
        let (heard, words) = told(&format!("Order {n}"), &format!("often w{} x{}", n % 500, n % 3), &format!("QMA-{:03}", n % 400));
        run.add(heard);
        plain.push(words);
    }
    let sealed = run.seal();
    assert_eq!((sealed.span.clone(), sealed.pages.len() > 10), (0..record::search::RUN_ENTRIES, true));
    assert!(sealed.pages.iter().all(|page| page.len() <= 8_000));
    let far = ["QMA-001", "QMA-399", "QMA-777"].map(code_token).into_iter().collect();
    for wanted in
        ["often", "order", "w1", "x2", "16383", "1", "", "zz"].map(|start| Wanted::Begins(start.to_owned())).into_iter().chain([Wanted::OneOf(far)])
    {
        assert_eq!(by_pages(&run, &wanted), by_hand(&plain, &wanted), "{wanted:?}");
    }
    let mut damaged = sealed.pages[3].clone();
    damaged[100] ^= 1;
    let mut found = Entries::default();
    let read = |_| Ok::<_, record::search::PageError>(damaged.clone());
    assert!(collect_sealed(&sealed.heads, &Wanted::Begins(String::new()), &mut found, read).is_err());
}
