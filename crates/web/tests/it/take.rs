//! What a reader takes along: pixels, the ZIP of everything behind a page, and a citation whose address names its cut.

use std::io::{Cursor, Read};

use axum::http::StatusCode;
use record::proof::TlogProof;

use crate::house::{Answer, House, measure};

const CHARTS: [&str; 9] = [
    "/policies/map",
    "/policies/map?instrument=C1&on=2026-11-24",
    "/policies/map?index=economic-support",
    "/policies/timeline",
    "/policies/timeline?place=QMA",
    "/indices",
    "/indices?place=QMA,QNA",
    "/compare?place=QMA&place=QNA&on=2026-11-24",
    "/compare?place=QMA&place=QNA&from=2026-03-01&to=2026-11-01",
];

/// The address of a page in another form.
fn as_form(prefix: &str, path: &str, form: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    format!("{prefix}{path}.{form}?{query}")
}

fn size_of(answer: &Answer) -> (u32, u32) {
    let mut reader = png::Decoder::new(Cursor::new(&answer.body)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let shades: std::collections::BTreeSet<&[u8]> = pixels.chunks_exact(4).collect();
    assert!(shades.len() > 20, "{} colours: nothing is drawn", shades.len());
    (info.width, info.height)
}

#[test]
fn every_chart_is_had_as_pixels_where_its_letters_can_be_drawn() {
    let house = House::furnished();
    for path in CHARTS {
        for prefix in ["/en", "/fr"] {
            let answer = house.get(&as_form(prefix, path, "png"));
            assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "image/png"), "{prefix}{path}");
            assert_eq!(size_of(&answer).0, 1600, "{prefix}{path}");
            let png = format!("href=\"{}", as_form(prefix, path, "png").split('?').next().unwrap());
            assert!(house.get(&format!("{prefix}{path}")).text().contains(&png), "{prefix}{path} does not link {png}");
        }
        let answer = house.get(&as_form("/ar", path, "png"));
        let problem = answer.json();
        assert_eq!((answer.status, problem["type"].as_str()), (StatusCode::NOT_ACCEPTABLE, Some("https://office.example/problems/svg-only")));
        let svg = problem["svg"].as_str().unwrap().trim_start_matches("https://office.example");
        assert!(svg.starts_with("/ar/") && house.get(svg).header("content-type") == "image/svg+xml", "{svg}");
        let page = house.get(&format!("/ar{path}")).text();
        assert!(!page.contains(".png") && page.contains("إلا بصيغة SVG"), "{path} in Arabic");
    }
}

#[test]
fn a_picture_is_as_wide_as_asked_within_bounds() {
    let house = House::furnished();
    assert_eq!(size_of(&house.get("/policies/map.png?width=320")).0, 320);
    assert_eq!(size_of(&house.get("/policies/map.png?width=2400")).0, 2400);
    for bad in ["0", "319", "2401", "4294967296", "wide"] {
        let answer = house.get(&format!("/policies/map.png?width={bad}"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{bad}");
        assert!(answer.json()["detail"].as_str().unwrap().contains("320 to 2400"), "{bad}");
    }
    assert_eq!(house.get("/policies.png").status, StatusCode::NOT_ACCEPTABLE, "a list has no drawing");
}

fn unpacked(answer: &Answer) -> Vec<(String, Vec<u8>)> {
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/zip"));
    let mut archive = zip::ZipArchive::new(Cursor::new(&answer.body)).unwrap();
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.push((file.name().unwrap().into_owned(), bytes));
    }
    files
}

fn file<'f>(files: &'f [(String, Vec<u8>)], name: &str) -> &'f [u8] {
    &files.iter().find(|(of, _)| of == name).unwrap_or_else(|| panic!("no {name} in {:?}", files.iter().map(|(name, _)| name).collect::<Vec<_>>())).1
}

#[test]
fn a_zip_holds_what_the_page_links_and_proofs_of_what_is_behind_it() {
    let house = House::furnished();
    let vkey = house.node.identity().vkey.clone();
    for (path, stem) in [
        ("/policies/map?instrument=C1&on=2026-11-24", "map-2026-11-24"),
        ("/policies/timeline", "timeline"),
        ("/policies", "measures"),
        ("/places/QMA-A", "QMA-A-2026-11-24"),
        ("/indices", "index-stringency"),
    ] {
        let files = unpacked(&house.get(&as_form("/en", path, "zip")));
        for form in ["csv", "json", "svg"] {
            let alone = house.get(&as_form("/en", path, form));
            if alone.status == StatusCode::OK {
                assert_eq!(file(&files, &format!("{stem}.{form}")), alone.body, "{path} as {form}");
            }
        }
        let metadata: serde_json::Value = serde_json::from_slice(file(&files, "metadata.json")).unwrap();
        let proven = metadata["statements"]["proven"].as_array().unwrap();
        // No index is defined where so few instruments are known.
        assert!(path == "/indices" || !proven.is_empty(), "{path}: {metadata}");
        for index in proven {
            let proof: TlogProof = std::str::from_utf8(file(&files, &format!("proofs/entry-{index}.tlog-proof"))).unwrap().parse().unwrap();
            let proven = proof.verify(file(&files, &format!("proofs/entry-{index}.entry")), &vkey, &[]).unwrap();
            assert_eq!(Some(proven.index), index.as_u64());
            assert_eq!(metadata["record"]["checkpoint"].as_u64(), Some(proven.checkpoint.size));
        }
        let readme = String::from_utf8(file(&files, "README.txt").to_vec()).unwrap();
        let says = |word: &str| readme.contains(word);
        assert!(proven.is_empty() || (says("koinon verify proofs/entry-") && says(&vkey.to_string())), "{readme}");
        assert_eq!(metadata["invented"], true);
        for listed in metadata["files"].as_array().unwrap() {
            let id = record::EntryId::of(file(&files, listed["name"].as_str().unwrap())).to_string();
            assert_eq!(Some(id.trim_start_matches("sha256:")), listed["sha256"].as_str());
        }
    }
}

#[test]
fn the_same_view_of_the_same_cut_is_the_same_bytes_for_ever() {
    let (house, twin) = (House::furnished(), House::furnished());
    let path = "/en/policies/map.zip?instrument=C1&on=2026-11-24";
    let first = house.get(path);
    assert_eq!(first.body, twin.get(path).body, "another node with the same record");
    let metadata: serde_json::Value = serde_json::from_slice(file(&unpacked(&first), "metadata.json")).unwrap();
    let permalink = metadata["permalink"].as_str().unwrap().trim_start_matches("https://office.example").to_owned();
    let lasting = permalink.replace("/policies/map?", "/policies/map.zip?");
    let then = house.get(&lasting);
    house.state(&[vec![measure("later", "QNA", "C1", 3, "2026-11-01", None, Some("oxcgrt-legacy"))]]);
    house.clock.set(crate::house::NOW_MS + 40 * 86_400_000);
    assert_eq!(then.body, house.get(&lasting).body, "after more was said, and forty days later");
    assert_ne!(first.body, house.get(path).body, "the page itself has moved on");
}

#[test]
fn a_citation_names_its_cut_and_the_days_that_the_page_took_from_today() {
    let house = House::furnished();
    let size = house.node.size();
    let levels = |address: &str| house.get(address).json()["places"].clone();
    let page = house.get("/en/policies/map?instrument=C1").text();
    let citation = page.split("readonly").nth(1).unwrap().split('>').nth(1).unwrap().split('<').next().unwrap().replace("&amp;", "&");
    for part in ["Office of Examples", "office.example/log", &format!("{size} statements"), "CC0-1.0", "2026"] {
        assert!(citation.contains(part), "{part} in {citation}");
    }
    let address = citation.split("https://office.example").nth(1).unwrap().split_whitespace().next().unwrap();
    assert_eq!(address, format!("/en/policies/map?instrument=C1&on=2026-11-24&asof={size}"));
    let address = address.replace("map?", "map.json?");
    let then = levels(&address);
    house.state(&[vec![measure("later", "QMA", "C1", 3, "2026-11-01", None, None)]]);
    assert_eq!(levels(&address), then);
    assert_ne!(levels("/policies/map.json?instrument=C1"), then);
    for bad in ["0", &(size + 2).to_string()] {
        assert_eq!(house.get(&format!("/policies.json?asof={bad}")).status, StatusCode::BAD_REQUEST, "{bad}");
    }
}

#[test]
fn what_has_nothing_behind_it_is_no_zip() {
    let house = House::furnished();
    for path in ["/about", "/verify", "/signin"] {
        assert_eq!(house.get(&format!("{path}.zip")).status, StatusCode::NOT_ACCEPTABLE, "{path}");
    }
}
