use jiff::civil::date;
use maud::html;

use super::*;
use crate::words::Language;

/// A page with every part on it; written out to be looked at.
#[expect(clippy::too_many_lines, reason = "one page with every part, one after the other")]
fn example(language: Language) -> String {
    let words = Words::new(language).prefixed();
    let body = PublicBody {
        name: "League of the Sunder Isles".to_owned(),
        place: Some("Sunder Isles".to_owned()),
        fingerprint: "3fa1 90c2 77de".to_owned(),
        origin: "observatory.sunder.example/log".to_owned(),
    };
    let cut = Cut { size: 12_408, root: "ab12cd34".to_owned(), at: Some("24 November 2026, 10:00 UTC".to_owned()), as_of: None };
    let trail = [Crumb { text: "Overview".to_owned(), path: "/".to_owned() }, Crumb { text: "Policies".to_owned(), path: "/policies".to_owned() }];
    let attributions = [Attribution {
        text: "Oxford COVID-19 Government Response Tracker".to_owned(),
        href: Some("https://example.org".to_owned()),
        licence: "CC BY 4.0".to_owned(),
    }];
    let map = chart::map_figure(
        &chart::Choropleth {
            frame: chart::Frame {
                words,
                id: "map",
                title: "School closing on 24 November 2026",
                desc: "A map of sixteen regions.",
                source: "Observatory",
                date: "24 November 2026",
                licence: "",
                is_invented: true,
            },
            geometry: crate::geometry::archipelago().unwrap(),
            level: "region",
            within: None,
            scale: &chart::Scale::Levels {
                max: 3,
                texts: ["No measure", "Recommend closing", "Require some levels", "Require all levels"].map(str::to_owned).to_vec(),
            },
            values: &[("QMA-H", 100), ("QMA-M", 200), ("QNA-E", 300), ("QNA-L", 0), ("QPA-U", 100), ("QPA-W", 200)]
                .map(|(code, value)| (code.to_owned(), value))
                .into(),
            names: &std::collections::BTreeMap::new(),
        },
        "",
    );
    let matter = html! {
        h1 class="govuk-heading-xl" { "School closing on 24 November 2026" }
        p class="k-lead" { (words.text("overview-lead")) }
        (cards(words, &[("1,204", "overview-in-force"), ("46", "overview-places"), ("12,408", "overview-statements"), ("87", "overview-corrections")].map(|(figure, key)| Card { figure: figure.to_owned(), label: words.text(key).into_owned(), note: None, path: Some("/policies".to_owned()) })))
        (tabs(words, "Views", &["view-map", "view-timeline", "view-list"].map(|key| Link { text: words.text(key).into_owned(), path: "/policies".to_owned() }), 0))
        (error_summary(words, &[FormFault { field: Some("on"), text: InputDate { got: "04/20/2020".to_owned() }.text(words) }]))
        (filter_row(words, "/policies/map", &[
            Field::select("instrument", words.text("field-instrument"), vec![("C1".to_owned(), "School closing".to_owned())], "C1"),
            Field::date("on", words.text("field-day"), Some(date(2026, 11, 24))),
        ], &[]))
        (slider(words, &Slider { map: "map", series: "/policies/map.json".to_owned(), parameter: "on", days: (date(2023, 11, 1), date(2026, 11, 24)), day: date(2026, 11, 24) }))
        (map)
        (cite(words, &Cite { formats: vec![Link { text: "CSV".to_owned(), path: "/a.csv".to_owned() }, Link { text: "JSON".to_owned(), path: "/a.json".to_owned() }, Link { text: "SVG".to_owned(), path: "/a.svg".to_owned() }], note: None, permalink: Some("/a".to_owned()), citation: Some("League, School closing, entry 12".to_owned()) }))
        div class="k-columns" {
            div {
                (chips(words, &[Chip { text: "Place: Calmere".to_owned(), path_without: "/policies".to_owned() }, Chip { text: "Level: 2".to_owned(), path_without: "/policies".to_owned() }]))
                (example_table(words))
                (pages(words, &Pages { first: Some("/policies".to_owned()), next: Some("/policies?after=1".to_owned()) }))
                (section(&words.text("measure-history"), &history(words, &[Version { at: "24 November 2026".to_owned(), datetime: "2026-11-24".to_owned(), act: "Corrected".to_owned(), by: "office:health".to_owned(), tags: vec![Tag::Corrected], path: "/record/12".to_owned(), entry: "#12".to_owned(), read: None, changes: vec![("Text".to_owned(), "Schools close on Monday for two weeks".to_owned(), "Schools close on Friday for two weeks".to_owned())], reason: Some("wrong day".to_owned()) }])))
                p { (tags(words, &Tag::ALL)) }
                (empty(words, &Empty { title: words.text("policies-empty-title").into_owned(), text: words.text("policies-empty-text").into_owned(), links: vec![Link { text: "x".to_owned(), path: "/".to_owned() }] }))
            }
            div {
                (proof(words, &Proof { index: 12, size: 12_408, id: format!("sha256:{}", "ab".repeat(32)), root: "bDPcuG7P3H0P5SPOGnYdvbHkccDabZ14mYMQhW7SKCE=".to_owned(), vkey: "observatory.sunder.example/log+deadbeef+AbDPcuG7P3H0P5SPOGnYdvbHkccDabZ14mYMQhW7SKCE".to_owned(), proof_href: "/record/12.tlog-proof".to_owned(), entry_href: "/record/12.entry".to_owned(), verdict: Verdict::Good }))
                (facts(&[Fact::new(words.text("column-place"), "Calmere"), Fact::new(words.text("column-instrument"), "School closing"), Fact::marked(words.text("column-level"), level(words, Some(2), 3, "Require some levels", true))]))
                (filter(words, "/policies", &[Field::select("place", words.text("field-place"), vec![("QMA".to_owned(), "Calmere".to_owned())], "QMA"), Field { fault: Some("wrong".to_owned()), ..Field::date("from", words.text("field-from"), None) }], &[]))
            }
        }
        (verify_form(words, "observatory.sunder.example/log+deadbeef+AbDPcuG7"))
        (notification("Note", &html! { p class="govuk-notification-banner__heading" { "Something" } }))
    };
    page(
        &Page {
            words,
            title: "School closing",
            section: Some(Section::Policies),
            trail: &trail,
            body: &body,
            person: None,
            address: "/policies/map?on=2026-11-24",
            is_invented: true,
            attributions: &attributions,
            cut: &cut,
            alternates: &[("text/csv", "/policies/map.csv".to_owned())],
            islands: &[Island::Map, Island::Verify],
        },
        &matter,
    )
    .into_string()
}

fn example_table(words: Words) -> Markup {
    let row = |place: &str, days: &str| {
        Row::new([
            link(words, "/places/QMA", place).into(),
            level(words, Some(2), 3, "Require some levels", false).into(),
            words.date(date(2026, 3, 1)).into(),
            days.into(),
            tag(words, Tag::Observed).into(),
        ])
    };
    table(
        words,
        &Table {
            caption: words.with("count-measures", &[("count", 2_u32.into())]).into_owned(),
            columns: vec![
                Column::words(words.text("column-place")).sorted("/policies?sort=place", Some(true)),
                Column::words(words.text("column-level")),
                Column::words(words.text("column-from")),
                Column::numbers(words.text("column-days")),
                Column::words(words.text("column-status")),
            ],
            rows: vec![row("Calmere", "12"), row("Neravia", "1,204"), Row { is_withdrawn: true, ..row("Pavonne", "7") }],
            sorts_in_place: true,
        },
    )
}

#[test]
fn a_page_holds_every_part_and_nothing_that_its_policy_forbids() {
    let folder = std::env::temp_dir().join("koinon-charts");
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    for asset in crate::assets::all() {
        std::fs::write(folder.join(asset.href.trim_start_matches('/')), asset.bytes).unwrap();
    }
    for (language, name) in [(Language::English, "en"), (Language::Arabic, "ar"), (Language::French, "fr"), (Language::Pseudo, "xa")] {
        let page = example(language);
        std::fs::write(folder.join(format!("page-{name}.html")), page.replace("/assets/", "assets/")).unwrap();
        assert!(!page.contains(" style=") && !page.contains("onclick") && !page.contains("<script>"), "inline style or script");
        assert!(!page.contains("[") || !page.contains("[nav-"), "a missing word");
        assert_eq!(page.matches("<h1").count(), 1);
        let ids: Vec<_> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{ids:?}");
    }
}

/// UI.md 8: no text of the parts that is not from the catalogue.
#[test]
fn the_frame_is_wholly_from_the_catalogue() {
    let words = Words::new(Language::Pseudo);
    let body = PublicBody { name: "Ñ".to_owned(), ..PublicBody::default() };
    let page = page(
        &Page {
            words,
            title: "Ñ",
            section: None,
            trail: &[],
            body: &body,
            person: None,
            address: "/",
            is_invented: true,
            attributions: &[],
            cut: &Cut::default(),
            alternates: &[],
            islands: &[],
        },
        &html! {},
    )
    .into_string();
    let matter = page.split("<body").nth(1).unwrap().split_once('>').unwrap().1;
    for text in
        matter.split('>').filter_map(|part| part.split('<').next()).map(str::trim).filter(|text| text.chars().any(|c| c.is_ascii_alphabetic()))
    {
        assert!(text.contains('⟦') || ["English", "Français"].contains(&text), "not from the catalogue: {text}");
    }
}
