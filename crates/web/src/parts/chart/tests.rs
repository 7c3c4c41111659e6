use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::scale::{ALL, on};
use super::*;
use crate::geometry::{archipelago, world};
use crate::words::Language;

/// Relative luminance. Source: WCAG 2.2.
fn luminance(hex: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(hex.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn texts_and_lines_stand_out() {
    for ink in [colour::INK, colour::MUTED, "#6b5200"] {
        assert!(contrast(ink, colour::PAPER) >= 4.5, "{ink}");
    }
    for line in colour::SERIES {
        assert!(contrast(line, colour::PAPER) >= 3.0, "{line}");
    }
    for fill in ALL {
        let ink = if on(fill).len() == 7 { on(fill) } else { "#ffffff" };
        assert!(contrast(ink, fill) >= 4.5, "{ink} on {fill}: {:.2}", contrast(ink, fill));
    }
    for pair in ALL.windows(2) {
        assert!(luminance(pair[0]) > luminance(pair[1]), "{pair:?}");
    }
}

/// The tokens and the tags of the stylesheet: each text colour against its ground (UI.md 7, finding 4).
#[test]
fn colours_of_the_stylesheet_stand_out() {
    let sheet = include_str!("../../../assets/koinon.css");
    let token = |name: &str| sheet.split(&format!("{name}: ")).nth(1).unwrap().get(..7).unwrap().to_owned();
    for (ink, ground) in [
        ("--k-ink", "#ffffff"),
        ("--k-muted", "#f3f6f7"),
        ("--k-accent", "#f3f6f7"),
        ("--govuk-link-colour", "#f3f6f7"),
        ("--k-good", "#f3f6f7"),
        ("--k-bad", "#fdf0ef"),
    ] {
        assert!(contrast(&token(ink), ground) >= 4.5, "{ink}");
    }
    assert!(contrast("#ffffff", &token("--k-accent")) >= 4.5 && contrast("#ffffff", &token("--k-accent-dark")) >= 4.5);
    let mut seen = 0;
    for rule in sheet.lines().filter(|line| line.starts_with(".k-tag--") && line.contains("background: #")) {
        let value = |name: &str| rule.split(name).nth(1).unwrap().trim_start().get(..7).unwrap().to_owned();
        assert!(contrast(&value("{ color:"), &value("background:")) >= 4.5, "{rule}");
        seen += 1;
    }
    assert!(seen >= 7);
}

fn frame(words: Words, id: &str) -> Frame<'_> {
    Frame {
        words,
        id,
        title: "Stringency on 24 November 2026",
        desc: "What there is to see.",
        source: "Observatory of the League of the Sunder Isles",
        date: "As of 24 November 2026, 10:00 UTC, root ab12cd34",
        licence: "CC BY 4.0",
        is_invented: true,
    }
}

fn islands_values() -> BTreeMap<String, u32> {
    let regions = archipelago().unwrap().places.iter().filter(|shape| shape.level == "region" && shape.code != "QPA-H");
    regions.zip((0..).map(|n: u32| n * 1130 % 9800)).map(|(shape, value)| (shape.code.clone(), value)).collect()
}

fn example_map(words: Words) -> String {
    let names = BTreeMap::new();
    map(&Choropleth {
        frame: frame(words, "map"),
        geometry: archipelago().unwrap(),
        level: "region",
        within: None,
        scale: &Scale::Index,
        values: &islands_values(),
        names: &names,
    })
}

fn example_world(words: Words) -> String {
    let values: BTreeMap<String, u32> = world()
        .unwrap()
        .places
        .iter()
        .zip((0..).map(|n: u32| n * 37 % 5 * 100))
        .filter(|(_, value)| *value != 300)
        .map(|(shape, value)| (shape.code.clone(), value))
        .collect();
    let scale =
        Scale::Levels { max: 4, texts: ["No measure", "Screening", "Quarantine", "Ban on some regions", "Closed"].map(str::to_owned).to_vec() };
    let frame = Frame { title: "International travel controls on 15 April 2020", is_invented: false, ..frame(words, "world") };
    map(&Choropleth { frame, geometry: world().unwrap(), level: "country", within: None, scale: &scale, values: &values, names: &BTreeMap::new() })
}

fn day(month: i8) -> Date {
    date(2024, 1, 1).checked_add(jiff::Span::new().months(month)).unwrap()
}

fn example_steps(words: Words, count: usize) -> String {
    let lines = (0..count).map(|n| {
        let steps = (0..30)
            .map(|k: i8| (day(k), (k != 9 || n != 0).then(|| (u32::try_from(k).unwrap() * 317 + u32::try_from(n).unwrap() * 1400) % 9100)))
            .collect();
        Line { name: ["Calmere", "Neravia", "Pavonne", "Highfell"][n].to_owned(), steps }
    });
    steps(&Steps {
        frame: frame(words, "steps"),
        days: (date(2023, 11, 1), date(2026, 8, 31)),
        highest: 10_000,
        lines: lines.collect(),
        marked: Some(date(2025, 6, 1)),
    })
}

fn example_lanes(words: Words) -> String {
    let span = |from: i8, to: Option<i8>, level, is_targeted| Span {
        from: day(from),
        to: to.map(day),
        level,
        is_targeted,
        text: "Require closing of some levels".to_owned(),
        hover: "hover".to_owned(),
    };
    let lane = |name: &str, spans| Lane { name: name.to_owned(), max: 3, known: vec![(day(0), Some(day(14))), (day(17), None)], spans };
    let groups = ["Calmere", "Neravia"].map(|place| LaneGroup {
        name: place.to_owned(),
        lanes: vec![
            lane("School closing", vec![span(1, Some(4), 2, false), span(4, Some(9), 3, true), span(18, None, 1, false)]),
            lane("Restrictions on gatherings", vec![span(2, Some(3), 1, true), span(20, Some(26), 2, false)]),
            lane("Heat action level, with a name that is far too long", vec![]),
        ],
    });
    lanes(&Lanes { frame: frame(words, "lanes"), days: (day(0), day(34)), groups: groups.into(), marked: Some(day(22)), shaded: Vec::new() })
}

fn example_tiles(words: Words) -> String {
    let all: Vec<_> =
        islands_values().into_iter().map(|(code, value)| Tile { name: code.clone(), code, value: (value > 1000).then_some(value) }).collect();
    tiles(frame(words, "tiles"), &Scale::Index, &all)
}

fn examples() -> Vec<(&'static str, String)> {
    let [english, arabic] = [Language::English, Language::Arabic].map(Words::new);
    vec![
        ("map", example_map(english)),
        ("map-ar", example_map(arabic)),
        ("world", example_world(english)),
        ("steps-1", example_steps(english, 1)),
        ("steps-4", example_steps(arabic, 4)),
        ("lanes", example_lanes(english)),
        ("tiles", example_tiles(english)),
    ]
}

/// Every chart is a whole: named, described, stamped, free of style attributes and scripts; and it is written out to be looked at.
#[test]
fn every_chart_stands_alone() {
    let folder = std::env::temp_dir().join("koinon-charts");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, svg) in examples() {
        std::fs::write(folder.join(format!("{name}.svg")), &svg).unwrap();
        assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>"));
        for part in ["role=\"img\"", "<title id=", "<desc id=", "direction=\"ltr\"", "CC BY 4.0", "League of the Sunder Isles"] {
            assert!(svg.contains(part), "{name}: {part}");
        }
        assert!(!svg.contains("style=") && !svg.contains("<script") && !svg.contains("NaN") && !svg.contains('\u{2068}'), "{name}");
        assert_eq!(svg.matches("<g").count(), svg.matches("</g>").count());
    }
}

#[test]
fn a_hostile_name_stays_text() {
    let bad = "</text><script>alert(1)</script>\" onload=\"x";
    let words = Words::new(Language::English);
    let line = Line { name: bad.to_owned(), steps: vec![(day(0), Some(100))] };
    let svg = steps(&Steps {
        frame: Frame { title: bad, source: bad, ..frame(words, "s") },
        days: (day(0), day(3)),
        highest: 10_000,
        lines: vec![line],
        marked: None,
    });
    let names = BTreeMap::from([("QMA-H".to_owned(), bad.to_owned())]);
    let map = map(&Choropleth {
        frame: frame(words, "m"),
        geometry: archipelago().unwrap(),
        level: "region",
        within: Some("QMA"),
        scale: &Scale::Index,
        values: &BTreeMap::new(),
        names: &names,
    });
    for svg in [svg, map, sparkline(&[Some(1), None], 10, bad).into_string()] {
        assert!(!svg.contains("<script") && !svg.contains("onload=\"x"), "{svg}");
    }
}

#[test]
fn a_value_falls_into_the_class_that_the_legend_names() {
    let words = Words::new(Language::English);
    for scale in [Scale::Index, Scale::Levels { max: 4, texts: vec![] }] {
        let classes = scale.classes(words);
        for value in 0..=(if matches!(scale, Scale::Index) { 10_000 } else { 400 }) {
            let class = classes.iter().rev().find(|class| class.least <= value).unwrap();
            assert_eq!(class.colour, scale.colour(value), "{value}");
        }
    }
}

#[test]
fn a_line_breaks_where_nothing_is_known() {
    let line = Line { name: String::new(), steps: vec![(date(2026, 1, 1), Some(0)), (date(2026, 1, 3), None), (date(2026, 1, 5), Some(5000))] };
    let words = Words::new(Language::English);
    let svg =
        steps(&Steps { frame: frame(words, "s"), days: (date(2026, 1, 1), date(2026, 1, 10)), highest: 10_000, lines: vec![line], marked: None });
    let path = svg.split("<path d=\"").find(|path| path.contains("stroke-width=\"2.2\"")).unwrap().split('"').next().unwrap();
    assert_eq!(path.matches('M').count(), 2, "{path}");
    assert!(svg.contains("url(#s-none)"));
}
