//! Who governs on the invented archipelago, who may decide what, and whom to ring: all said on the first day.
//!
//! Calmere decides from the capital, beside its regions; Neravia leaves nearly all to them; in Pavonne the schools are theirs alone. Travel is each
//! country's own. Numbers begin with +999, which no country has.

use record::Json;
use serde_json::json;

use super::bodies::{Body, OBSERVATORY};
use super::land::{Place, Style};
use super::register::first;
use super::statements::Telling;

/// Travel: across borders, and from region to region.
const TRAVEL: [&str; 2] = ["C7", "C8"];
const SCHOOLS: [&str; 1] = ["C1"];
/// What a region decides beside its country.
const BESIDE: [&str; 9] = ["C2", "C3", "C4", "C5", "C6", "H6", "H8", "HEAT", "WATER"];
const OF_TOWNS: [&str; 8] = ["C3", "C4", "C5", "H1", "H6", "HEAT", "WATER", "TOURISM"];

pub(super) fn tellings(body: &Body, places: &[Place]) -> Vec<Telling> {
    let mut tellings: Vec<Telling> = places.iter().filter(|place| !place.is_league()).map(authority).collect();
    tellings.extend(places.iter().flat_map(competences));
    tellings.extend(own_offices(body));
    tellings.extend(places.iter().enumerate().filter_map(|(at, place)| desk(at, place)));
    tellings
}

/// The subject of the authority that governs a place.
fn subject(place: &str) -> String {
    format!("authority:{}", place.to_ascii_lowercase())
}

fn authority(place: &Place) -> Telling {
    let (en, ar, level) = match () {
        () if place.is_national() => (format!("Government of {}", place.name.en), format!("حكومة {}", place.name.ar), "national"),
        () if place.is_regional() => (format!("Council of {}", place.name.en), format!("مجلس {}", place.name.ar), "regional"),
        () => (format!("Town hall of {}", place.name.en), format!("بلدية {}", place.name.ar), "local"),
    };
    let mut body = json!({"names": {"en": en, "ar": ar}, "level": level, "places": [place.code], "ext": {"koinon.example": {"invented": true}}});
    if let (Some(members), Some(parent)) = (body.as_object_mut(), place.parent.as_deref().filter(|_| !place.is_national())) {
        members.insert("parent".into(), json!(subject(parent)));
    }
    first("authority/v1", subject(&place.code), body)
}

fn competences(place: &Place) -> Vec<Telling> {
    let article = |number: u32| match place.country.as_str() {
        "QMA" => (format!("Calmere Basic Law (invented), article {number}"), format!("القانون الأساسي لكالمير (مُختلَق)، المادة {number}")),
        "QNA" => (format!("Neravian Constitution (invented), article {number}"), format!("دستور نيرافيا (مُختلَق)، المادة {number}")),
        "QPA" => (format!("Pavonne Charter (invented), article {number}"), format!("ميثاق بافون (مُختلَق)، المادة {number}")),
        _ => (format!("Charter of the Sunder Isles (invented), article {number}"), format!("ميثاق جزر سندر (مُختلَق)، المادة {number}")),
    };
    let holds = |what: &str, instruments: &[&str], mode: &str, number: u32| {
        let (en, ar) = article(number);
        let holder = if place.is_league() { OBSERVATORY.origin.to_owned() } else { subject(&place.code) };
        let body = json!({
            "holder": holder, "instruments": instruments, "sectors": ["*"], "places": [place.code], "mode": mode,
            "basis": {"en": en, "ar": ar}, "from": "1994-06-01", "redelegate": u8::from(place.is_national()),
        });
        first("competence/v1", format!("competence:{}:{what}", place.code), body)
    };
    let own = |what: &str, instruments: &[&str], number| holds(what, instruments, "exclusive", number);
    let beside = |what: &str, instruments: &[&str], number| holds(what, instruments, "shared", number);
    match (place.style, ()) {
        _ if place.is_league() => vec![holds("advice", &["H1", "HEAT"], "supporting", 9)],
        _ if place.is_national() => vec![own("travel", &TRAVEL, 12), beside("rest", &["*"], 14)],
        _ if place.is_municipal() => vec![beside("town", &OF_TOWNS, 31)],
        (Style::Strict, ()) => vec![beside("schools", &SCHOOLS, 21), beside("health", &BESIDE, 22)],
        (Style::Light, ()) => vec![own("schools", &SCHOOLS, 21), beside("health", &BESIDE, 22)],
        // Testing too is theirs, which the other two countries keep.
        (Style::Devolved, ()) => vec![own("schools", &SCHOOLS, 21), beside("health", &[BESIDE.as_slice(), &["H2"]].concat(), 22)],
    }
}

/// The offices by which a body speaks.
fn own_offices(body: &Body) -> Vec<Telling> {
    let register = ("register", "Keeper of the register", "أمين السجل", "0101", false);
    let climate = ("climate", "Heat and water desk", "مكتب الحر والمياه", "0103", true);
    let others = if body.is_observatory() {
        vec![
            ("bulletins", "Bulletin desk", "مكتب النشرات", "0102", true),
            ("gazettes", "Readers of the gazettes", "قرّاء الجرائد الرسمية", "0104", false),
        ]
    } else {
        vec![("civil-protection", "Civil protection desk", "مكتب الحماية المدنية", "0102", true)]
    };
    [register, climate]
        .into_iter()
        .chain(others)
        .map(|(id, en, ar, number, is_on_duty)| {
            let mut office = json!({
                "id": format!("office:{id}"), "names": {"en": en, "ar": ar}, "eyes": 2,
                "contact": contact(number, &format!("{id}@{}", body.origin), is_on_duty),
            });
            if let (Some(members), true) = (office.as_object_mut(), is_on_duty) {
                members.insert("roles".into(), json!(["duty"]));
            }
            first("office/v1", format!("office:{id}"), office)
        })
        .collect()
}

/// The duty desk of a government; small towns state none.
fn desk(at: usize, place: &Place) -> Option<Telling> {
    let has_one = place.is_national() || place.is_regional() || !place.neighbours.is_empty();
    if place.is_league() || !has_one {
        return None;
    }
    let name = place.code.to_ascii_lowercase();
    let id = format!("office:{name}-duty");
    let (en, ar) = if place.is_national() {
        ("National duty desk", "المكتب الوطني المناوب")
    } else {
        ("Duty desk", "المكتب المناوب")
    };
    let body = json!({
        "id": id, "authority": subject(&place.code), "roles": ["duty", "coordinator"], "eyes": if place.is_national() { 2 } else { 1 },
        "names": {"en": format!("{en}, {}", place.name.en), "ar": format!("{ar}، {}", place.name.ar)},
        "contact": contact(&format!("02{at:02}"), &format!("duty@{name}.example"), place.is_national()),
    });
    Some(first("office/v1", id, body))
}

fn contact(number: &str, mail: &str, is_always_there: bool) -> Json {
    let hours = if is_always_there {
        json!({"en": "day and night", "ar": "ليلًا ونهارًا"})
    } else {
        json!({"en": "every day, 07:00 to 19:00", "ar": "كل يوم، من 07:00 إلى 19:00"})
    };
    json!({"phone": format!("+999 555 {number}"), "mail": mail, "hours": hours, "languages": ["en", "ar"]})
}
