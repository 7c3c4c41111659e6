//! Telling: what subscriptions hear of a real node, and the calendars that programs read.

use std::collections::BTreeMap;
use std::sync::Arc;

use league::notify::Moment;
use node::{Accounts, Channel, Outbox, Subscription, SubscriptionTerms, Tokens};
use serde_json::{Value as Json, json};
use web::Site;
use web::telling::{Letter, Teller, Told};

use crate::house::{House, measure};

/// 24 November 2026 in days since 1970, as the house's clock has it.
const TODAY: i32 = 20_781;
const SEVEN: u16 = 7 * 60;

fn at(day: i32, minute: u16) -> Moment {
    Moment { day, minute }
}

struct Desk {
    house: House,
    teller: Teller,
    outbox: Outbox,
}

impl Desk {
    fn of(house: House) -> Desk {
        let dir = house.node.dir();
        let site = Site {
            node: house.node.clone(),
            tokens: Arc::new(Tokens::open(dir).unwrap()),
            accounts: Arc::new(Accounts::open(dir).unwrap()),
            clock: house.clock.clone(),
            public_url: "https://office.example".to_owned(),
            is_invented: false,
            allowances: BTreeMap::new(),
            findings: Arc::default(),
            report: Arc::new(|_: &str| ()),
        };
        Desk { teller: Teller::new(site), outbox: Outbox::open(dir).unwrap(), house }
    }

    fn add(&self, name: &str, channel: Channel, language: &str, wish: &Json) -> Subscription {
        let state = Teller::state_of_new(self.house.node.size(), at(TODAY, 12 * 60), SEVEN);
        let terms = SubscriptionTerms {
            name,
            channel,
            target: "https://desk.example/",
            destination: "desk.example:443",
            language,
            wish: &wish.to_string(),
            state: &state,
        };
        self.outbox.add(&terms, 0).unwrap();
        self.now(name)
    }

    fn now(&self, name: &str) -> Subscription {
        self.outbox.find(name).unwrap().unwrap()
    }

    /// What a subscription is told now; what is to be remembered is.
    fn turn(&mut self, name: &str, now: Moment) -> Vec<Vec<u8>> {
        let subscription = self.now(name);
        let Some(Told { state, bodies }) = self.teller.turn(&subscription, now).unwrap() else { return Vec::new() };
        assert!(self.outbox.queue(&subscription, &state, bodies.clone(), 0).unwrap());
        bodies
    }
}

fn urgent(subject: &str, place: &str, title: &str) -> Json {
    let mut urgent = measure(subject, place, "C8", 4, "2026-11-25", None, None);
    urgent["body"]["urgent"] = json!(true);
    urgent["body"]["title"] = json!(title);
    urgent
}

/// The id of an entry.
fn id_of(house: &House, entry: u64) -> String {
    let bytes = house.node.entry_bytes(u32::try_from(entry).unwrap()).unwrap().unwrap();
    record::EntryId::of(&bytes).to_string()
}

fn document(body: &[u8]) -> Json {
    serde_json::from_slice(body).unwrap()
}

#[test]
fn what_is_urgent_is_told_at_once_and_the_rest_in_the_morning() {
    let mut desk = Desk::of(House::furnished());
    desk.add("desk", Channel::Webhook, "en", &json!({"matters": ["measures"], "at_minute": SEVEN}));
    assert!(desk.turn("desk", at(TODAY, 12 * 60)).is_empty(), "what stood before is no news");
    desk.house.state(&[vec![urgent("u1", "QMA", "Border closed"), measure("calm", "QMA-A", "HEAT", 1, "2026-11-25", None, None)]]);
    let told = desk.turn("desk", at(TODAY, 12 * 60 + 1));
    assert_eq!(told.len(), 1);
    let told = document(&told[0]);
    assert_eq!((&told["type"], &told["schema"]), (&json!("koinon.urgent"), &json!("koinon/notification/v1")));
    let items = told["data"]["items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!((&items[0]["title"], &items[0]["turn"], &items[0]["urgent"]), (&json!("Calmere: Border closed"), &json!("stated"), &json!(true)));
    assert!(items[0]["url"].as_str().unwrap().starts_with("https://office.example/en/measures/"));
    assert!(desk.turn("desk", at(TODAY, 12 * 60 + 2)).is_empty(), "once");
    assert!(desk.turn("desk", at(TODAY + 1, SEVEN - 1)).is_empty(), "not before its hour");
    let morning = desk.turn("desk", at(TODAY + 1, SEVEN));
    assert_eq!(morning.len(), 1);
    let morning = document(&morning[0]);
    assert_eq!(morning["type"], "koinon.digest");
    assert_eq!(morning["data"]["items"].as_array().unwrap().len(), 2);
    let ahead: Vec<&str> = morning["data"]["ahead"].as_array().unwrap().iter().map(|day| day["date"].as_str().unwrap()).collect();
    assert_eq!(ahead, ["2026-11-30", "2026-12-01"], "what ends in the next fourteen days");
}

#[test]
fn one_source_fills_no_mailbox() {
    let mut desk = Desk::of(House::furnished());
    desk.add("desk", Channel::Webhook, "en", &json!({"matters": ["measures"], "when": "urgent", "at_minute": 0}));
    let many: Vec<Json> = (0..30).map(|number| urgent(&format!("u{number}"), "QMA", &format!("Order {number}"))).collect();
    desk.house.state(&[many]);
    let told = document(&desk.turn("desk", at(TODAY, 12 * 60 + 1))[0]);
    assert_eq!(told["data"]["items"].as_array().unwrap().len(), 20);
    assert_eq!(told["data"]["more"], json!(["10 more things caused by this record itself."]));
    desk.house.state(&[vec![urgent("u99", "QMA", "Order 99")]]);
    assert!(desk.turn("desk", at(TODAY, 12 * 60 + 2)).is_empty());
    desk.house.state(&[vec![urgent("u100", "QMA", "Order 100")]]);
    assert_eq!(desk.turn("desk", at(TODAY + 1, 1)).len(), 1, "the next day begins anew");
}

#[test]
fn a_clash_that_is_new_is_told_with_its_page_and_one_that_ended_too() {
    let mut desk = Desk::of(House::furnished());
    desk.add("desk", Channel::Webhook, "en", &json!({"matters": ["findings"], "rules": ["below-floor"], "at_minute": SEVEN}));
    desk.turn("desk", at(TODAY, 12 * 60));
    // A floor above, and less below: a conflict by the words of the upper one.
    let mut floor = measure("floor", "QMA", "H1", 2, "2026-11-20", None, None);
    floor["body"]["mode"] = json!("floor");
    let mut open = json!({"kind": "coverage/v1", "body": {"places": ["QMA", "QMA-A"], "instruments": ["H1"], "from": "2026-01-01"}});
    open["subject"] = json!("cover-h1");
    desk.house.state(&[vec![open, floor, measure("below", "QMA-A", "H1", 1, "2026-11-20", None, None)]]);
    let told = desk.turn("desk", at(TODAY, 12 * 60 + 1));
    assert_eq!(told.len(), 1, "a conflict is told at once");
    let told = document(&told[0]);
    let found = &told["data"]["items"][0];
    assert_eq!(found["turn"], "found");
    assert!(found["title"].as_str().unwrap().contains("Calmere") && found["title"].as_str().unwrap().contains("Aldervale"), "{found}");
    let page = found["url"].as_str().unwrap().trim_start_matches("https://office.example").to_owned();
    assert_eq!(desk.house.get(&page).status, 200, "{page}");
    let id = desk.house.get("/policies.json?instrument=H1&place=QMA-A").json()["measures"][0]["entry"].as_u64().unwrap();
    let revises = id_of(&desk.house, id);
    let mut same = measure("below", "QMA-A", "H1", 2, "2026-11-20", None, None);
    same["revises"] = json!(revises);
    desk.house.state(&[vec![same]]);
    assert!(desk.turn("desk", at(TODAY, 12 * 60 + 2)).is_empty(), "that it ended can wait");
    let morning = document(&desk.turn("desk", at(TODAY + 1, SEVEN))[0]);
    assert_eq!(morning["data"]["items"], json!([]), "begun and ended since the last digest: nothing to say in the morning");
}

#[test]
fn the_morning_letter_of_whoever_asks_for_everything_is_the_brief_in_their_language() {
    let mut desk = Desk::of(House::furnished());
    for (name, language) in [("one", "en"), ("two", "ar"), ("three", "fr")] {
        desk.add(name, Channel::Email, language, &json!({"place": "QMA", "at_minute": SEVEN}));
        let letters = desk.turn(name, at(TODAY + 1, SEVEN));
        assert_eq!(letters.len(), 1);
        let letter: Letter = serde_json::from_slice(&letters[0]).unwrap();
        assert_eq!(letter.language, language);
        assert!(letter.html.contains(&format!("lang=\"{language}\"")) && letter.html.contains("https://office.example/"), "{}", letter.html);
        assert!(letter.text.contains(name) && letter.html.contains(name), "it says to whom it is told");
        assert!(!letter.subject.is_empty() && !letter.subject.contains('\n'));
    }
}

#[test]
fn a_calendar_entry_moves_with_its_day_and_is_struck_out_when_taken_back() {
    let house = House::furnished();
    let lines = |path: &str, name: &str| -> Vec<String> {
        let text = house.get(path).text().replace("\r\n ", "");
        text.split("\r\n").filter(|line| line.starts_with(name)).map(str::to_owned).collect()
    };
    let before = lines("/policies.ics?instrument=HEAT", "");
    assert!(before.contains(&"DTSTART;VALUE=DATE:20261201".to_owned()) && before.contains(&"SEQUENCE:0".to_owned()), "{before:?}");
    let uid = lines("/policies.ics?instrument=HEAT", "UID:");
    let entry = house.get("/policies.json?instrument=HEAT").json()["measures"][0]["entry"].as_u64().unwrap();
    let mut later = measure("heat", "QMA", "HEAT", 3, "2026-11-20", Some("2026-12-10"), None);
    later["revises"] = json!(id_of(&house, entry));
    later["body"]["review_by"] = json!("2026-12-05");
    house.state(&[vec![later]]);
    let after = lines("/policies.ics?instrument=HEAT", "");
    assert!(after.contains(&"DTSTART;VALUE=DATE:20261210".to_owned()) && after.contains(&"SEQUENCE:1".to_owned()));
    assert_eq!(lines("/policies.ics?instrument=HEAT", "UID:").last(), uid.first(), "the same entry");
    assert_eq!(lines("/policies.ics?instrument=HEAT", "DTSTART").len(), 2, "its review stands beside it");
    let entry = house.get("/policies.json?instrument=HEAT").json()["measures"][0]["entry"].as_u64().unwrap();
    let gone = json!({"kind": "measure/v1", "subject": "heat", "act": "withdraw", "revises": id_of(&house, entry), "body": {"reason": "It rains."}});
    house.state(&[vec![gone]]);
    assert_eq!(lines("/policies.ics?instrument=HEAT", "STATUS:"), ["STATUS:CANCELLED", "STATUS:CANCELLED"]);
    let none = house.get("/policies.ics?instrument=HEAT&place=QNA").text();
    assert!(none.contains("BEGIN:VTIMEZONE") && !none.contains("BEGIN:VEVENT"), "a calendar is never empty");
    assert_eq!(house.get("/policies.ics").header("content-type"), "text/calendar; charset=utf-8; method=PUBLISH");
    assert_eq!(house.get("/record.ics").status, 406);
}

#[test]
fn the_page_counts_and_names_no_one_and_is_never_kept() {
    let desk = Desk::of(House::furnished());
    assert!(desk.house.get("/notifications").text().contains("Nobody is told"));
    let one = desk.add("night desk", Channel::Webhook, "en", &json!({"at_minute": 0}));
    assert!(desk.outbox.queue(&one, "{}", vec![b"{}".to_vec()], 0).unwrap());
    let json = desk.house.get("/notifications.json").json();
    assert_eq!((&json["webhooks"], &json["waiting"], &json["emails"]), (&json!(1), &json!(1), &json!(0)));
    for path in ["/en/notifications", "/ar/notifications", "/fr/notifications"] {
        let page = desk.house.get(path);
        assert_eq!(page.status, 200);
        assert!(!page.text().contains("night desk") && !page.text().contains("desk.example:443"));
    }
}
