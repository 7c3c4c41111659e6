//! The one command.

use std::time::{Duration, Instant};

use crate::house::{House, Serving};

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
    std::fs::remove_dir_all(house.path("kept")).unwrap();
    assert_eq!(demo.interrupt(), 0);
}
