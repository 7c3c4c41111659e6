//! The one command.

use std::time::{Duration, Instant};

use crate::house::{House, Serving, ask};

#[test]
fn the_demo_opens_to_a_page_at_once_and_leaves_nothing_behind() {
    let house = House::empty();
    let start = Instant::now();
    let demo = Serving::start(house.command(&["demo", "--listen", "127.0.0.1:0"]));
    assert!(demo.get("/").contains("HTTP/1.1 200"));
    // Built without optimization, on a machine that does other things too: the bar in a release build is one second.
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    assert_eq!(demo.interrupt(), 0);
    assert_eq!(std::fs::read_dir(house.path(".")).unwrap().count(), 0);
}

#[test]
fn a_demo_that_is_kept_is_seven_nodes_that_verify_and_know_each_other() {
    let house = House::empty();
    let demo = Serving::start(house.command(&["demo", "--listen", "127.0.0.1:0", "--dir", "kept"]));
    assert!(demo.get("/readyz").contains("HTTP/1.1 200"));
    assert_eq!(demo.interrupt(), 0);
    for body in ["observatory", "calmere", "neravia", "pavonne", "marchwater", "eastmark", "west-twainbridge"] {
        assert!(house.run(&["verify", "--dir", &format!("kept/{body}")]).done().out.starts_with("verified"), "{body}");
    }
    let partners = house.run(&["partner", "list", "--dir", "kept/eastmark"]).done().out;
    assert_eq!(partners.lines().count(), 7, "{partners}");
}

#[test]
fn what_one_node_of_the_demo_states_is_held_and_cosigned_by_another() {
    let house = House::empty();
    let _demo = Serving::start(house.command(&["demo", "--listen", "127.0.0.1:0", "--dir", "kept"]));
    let body = r#"{"instrument":"C1","place":"QMA","level":2,"flag":1,"start":"2026-11-24","title":"Schools closed"}"#;
    house.write("closed.json", format!(r#"{{"kind":"measure/v1","subject":"own:closed","body":{body}}}"#));
    let stated = house.run(&["publish", "--dir", "kept/calmere", "--by", "office:civil-protection", "closed.json"]).done().json();
    let size = stated["size"].as_u64().unwrap();
    let page = |body: &str, of: &str| {
        let settings = house.read(&format!("kept/{body}/koinon.toml"));
        let host = settings.lines().find_map(|line| line.strip_prefix("listen = \"")).unwrap().trim_end_matches('"').to_owned();
        let answer = ask(&host, &format!("GET /partners/{of}.json HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"));
        serde_json::from_str::<serde_json::Value>(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap()
    };
    let start = Instant::now();
    // Built without optimization, all seven copy each other meanwhile: the bar in a release build is two seconds.
    loop {
        let (theirs, ours) = (page("eastmark", "government.calmere.example"), page("calmere", "eastmark.neravia.example"));
        if theirs["held"].as_u64() == Some(size) && theirs["lag"].as_u64() == Some(0) && ours["cosigned_for_us"]["size"].as_u64() == Some(size) {
            break;
        }
        assert!(start.elapsed() < Duration::from_mins(2), "{theirs} {ours}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_demo_of_processes_ends_them_all() {
    let house = House::empty();
    let demo = Serving::start(house.command(&["demo", "--listen", "127.0.0.1:0", "--processes"]));
    assert!(demo.get("/readyz").contains("HTTP/1.1 200"));
    let address = demo.address.trim_start_matches("http://").to_owned();
    assert_eq!(demo.interrupt(), 0);
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn a_port_that_is_taken_gives_the_next() {
    let house = House::empty();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let demo = Serving::start(house.command(&["demo", "--listen", &format!("127.0.0.1:{port}")]));
    assert_ne!(demo.address, format!("http://127.0.0.1:{port}"));
}

#[test]
fn a_demo_whose_folder_is_taken_away_still_ends() {
    let house = House::empty();
    let demo = Serving::start(house.command(&["demo", "--listen", "127.0.0.1:0", "--dir", "kept"]));
    // The nodes write what they hear of each other meanwhile.
    let is_gone = |_| std::fs::remove_dir_all(house.path("kept")).is_ok() || !house.path("kept").exists();
    assert!((0..1_000).any(is_gone));
    assert_eq!(demo.interrupt(), 0);
}
