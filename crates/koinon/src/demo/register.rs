//! What each body says first: places, borders, groups, who may decide what (`powers`), whom it believes, the league's instruments, and of which places it
//! states all. Each keeps the league's register in its own record: what changes a result is read from there alone.

use record::{Act, Json};
use serde_json::json;

use super::bodies::{self, Body};
use super::chance::Chance;
use super::course::{BY_VACCINATION, EVERYONE, told_apart_from};
use super::land::Place;
use super::statements::{BULLETINS, Calendar, GAZETTES, Telling};

/// The office that keeps the register.
pub(super) const OFFICE: &str = "office:register";

const EPIDEMIC: [&str; 16] = ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "E1", "E2", "H1", "H2", "H3", "H6", "H7", "H8"];
const IN_TOWNS: [&str; 5] = ["C3", "C4", "C5", "H1", "H6"];

/// The day from which a ferry joins the outer isles of two countries.
const FERRY: i32 = 430;
/// The day from which the drought is felt.
const DROUGHT: i32 = 560;

/// Days of which nothing is known in a place, each span by its first day and the day after its last: the bulletins did not reach it.
pub(super) fn gaps(code: &str) -> &'static [(i32, i32)] {
    match code {
        // A storm cut the cable to the islands; a strike; a town and two islands joined later.
        "QMA-T" | "QMA-T-TER" => &[(228, 276)],
        "QNA-D" => &[(512, 541)],
        "QPA-H-PEA" => &[(0, 148)],
        "QPA-W" | "QPA-W-WRE" => &[(0, 92), (640, 668)],
        _ => &[],
    }
}

/// All of it, said on the first day; coverage that begins later is said then.
pub(super) fn tellings(body: &'static Body, places: &[Place], calendar: Calendar) -> Vec<Telling> {
    let mut tellings: Vec<Telling> = places.iter().map(place).collect();
    tellings.extend(borders(places, calendar));
    tellings.extend(groups(places, calendar));
    tellings.extend(super::powers::tellings(body, places));
    tellings.push(first("sources/v1", "sources".into(), json!({"order": [BULLETINS, GAZETTES]})));
    tellings.extend(instruments());
    let stated = places.iter().filter(|place| bodies::speaker(place, BULLETINS) == body);
    tellings.extend(stated.flat_map(|place| coverage(place, calendar)));
    tellings.into_iter().map(|telling| Telling { speaker: body, ..telling }).collect()
}

/// A statement of the keeper of the register, whose record [`tellings`] says.
pub(super) fn first(kind: &'static str, subject: String, body: Json) -> Telling {
    Telling { speaker: &bodies::OBSERVATORY, day: 0, office: OFFICE, kind, subject, act: Act::State, body }
}

fn place(place: &Place) -> Telling {
    let mut body = json!({
        "code": place.code,
        "name": {"en": place.name.en, "ar": place.name.ar},
        "level": place.level(),
        "population": place.population,
        "ext": {"koinon.example": {"invented": true}},
    });
    if let (Some(body), Some(parent)) = (body.as_object_mut(), &place.parent) {
        body.insert("parent".into(), json!(parent));
    }
    first("place/v1", format!("place:{}", place.code), body)
}

fn borders(places: &[Place], calendar: Calendar) -> Vec<Telling> {
    let pairs = places.iter().flat_map(|place| place.neighbours.iter().map(move |other| (place.code.as_str(), other.as_str())));
    let mut borders: Vec<Telling> = pairs
        .filter(|(a, b)| a < b)
        .map(|(a, b)| {
            let length = length_m(places, a, b);
            let body = json!({"a": a, "b": b, "kind": "land", "length_m": length, "source": "archipelago.example"});
            first("border/v1", format!("border:{a}:{b}:land"), body)
        })
        .collect();
    // A ferry that began to run in the second year.
    let body = json!({"a": "QMA-T", "b": "QNA-I", "kind": "sea", "from": calendar.date(FERRY).to_string(), "source": "archipelago.example"});
    borders.push(Telling { day: FERRY, ..first("border/v1", "border:QMA-T:QNA-I:sea".into(), body) });
    borders
}

/// Metres, invented: countries touch along many, towns along few.
fn length_m(places: &[Place], a: &str, b: &str) -> i32 {
    let place = places.iter().find(|place| place.code == a);
    let (low, high) = match place {
        Some(place) if place.is_national() => (260, 410),
        Some(place) if place.is_municipal() => (2, 9),
        _ => (31, 148),
    };
    let mut chance = Chance::named(0, &format!("{a}-{b}-border"));
    chance.between(low, high) * 1_000 + chance.between(0, 9) * 100
}

fn groups(places: &[Place], calendar: Calendar) -> Vec<Telling> {
    let of =
        |is_member: fn(&Place) -> bool| -> Vec<&str> { places.iter().filter(|place| is_member(place)).map(|place| place.code.as_str()).collect() };
    let split = of(|place| place.is_municipal() && !place.neighbours.is_empty());
    let small = of(|place| place.is_regional() && place.neighbours.is_empty());
    let group = |day: i32, code: &str, en: &str, ar: &str, kind: &str, members: Json| {
        let body = json!({"code": code, "name": {"en": en, "ar": ar}, "kind": kind, "members": members});
        Telling { day, ..first("group/v1", format!("group:{code}"), body) }
    };
    // The river that two countries drink from; the coast at its mouth joined when the drought began.
    let basin = |day: i32, members: Json| group(day, "TWAIN", "Basin of the River Twain", "حوض نهر توين", "basin", members);
    let joined = json!({"place": "QMA-A", "from": calendar.date(DROUGHT).to_string()});
    vec![
        group(0, "SPLIT-TOWNS", "Towns split by a border", "بلدات تقسمها الحدود", "twin", json!(split)),
        group(0, "SMALL-ISLES", "Small isles", "الجزر الصغيرة", "other", json!(small)),
        group(0, "LEAGUE", "Members of the league", "أعضاء الرابطة", "league", json!(of(Place::is_national))),
        basin(0, json!(["QMA-H", "QMA-M", "QNA-E", "QNA-L"])),
        basin(DROUGHT, json!(["QMA-H", "QMA-M", "QNA-E", "QNA-L", joined])),
    ]
}

fn instruments() -> [Telling; 3] {
    let invented = json!({"koinon.example": {"invented": true}});
    let flag = json!({"kind": "territory", "texts": [{"en": "part of the territory", "ar": "جزء من الإقليم", "fr": "une partie du territoire"}, {"en": "the whole territory", "ar": "الإقليم كله", "fr": "tout le territoire"}]});
    let levels = |texts: &[[&str; 3]]| texts.iter().map(|[en, ar, fr]| json!({"en": en, "ar": ar, "fr": fr})).collect::<Vec<_>>();
    [
        json!({
            "code": "HEAT",
            "name": {"en": "Heat action level", "ar": "مستوى العمل في مواجهة الحر", "fr": "Niveau d’action contre la chaleur"},
            "objective": {"en": "Fewer people die of heat", "ar": "خفض الوفيات الناجمة عن الحر", "fr": "Moins de morts dus à la chaleur"},
            "levels": levels(&[["no action", "لا إجراء", "aucune action"], ["watch", "مراقبة", "vigilance"], ["cool rooms open", "فتح القاعات الباردة", "salles fraîches ouvertes"], ["outdoor work stops at noon", "توقف العمل في الخارج ظهراً", "arrêt du travail en extérieur à midi"], ["emergency", "طوارئ", "urgence"]]),
            "flag": flag, "ext": invented,
        }),
        json!({
            "code": "WATER",
            "name": {"en": "Water-use limits", "ar": "حدود استهلاك المياه", "fr": "Limites de consommation d’eau"},
            "objective": {"en": "Water lasts until the rains", "ar": "أن يكفي الماء حتى موسم الأمطار", "fr": "L’eau suffit jusqu’à la saison des pluies"},
            "levels": levels(&[["no limits", "لا حدود", "aucune limite"], ["people are asked to save", "دعوة إلى الترشيد", "appel à économiser"], ["hoses and pools banned", "منع الخراطيم والمسابح", "tuyaux et piscines interdits"], ["supply by the hour", "الإمداد بالساعات", "distribution à heures fixes"]]),
            "flag": flag, "ext": invented,
        }),
        json!({
            "code": "TOURISM",
            "name": {"en": "Tourism incentives", "ar": "حوافز السياحة", "fr": "Aides au tourisme"},
            "objective": {"en": "Guest houses have guests again", "ar": "عودة النزلاء إلى بيوت الضيافة", "fr": "Les maisons d’hôtes retrouvent des clients"},
            "levels": levels(&[["none", "لا شيء", "aucune"], ["cheaper ferries", "عبّارات مخفّضة", "traversées moins chères"], ["nights paid for", "ليالٍ مدفوعة", "nuits payées"]]),
            "ext": invented,
        }),
    ]
    .map(|body| first("instrument/v1", format!("instrument:{}", body.get("code").and_then(Json::as_str).unwrap_or_default()), body))
}

fn instruments_of(place: &Place) -> Vec<&'static str> {
    let is_followed_closely = place.is_municipal() && !place.neighbours.is_empty();
    let weather = ["HEAT", "WATER"];
    if place.is_league() {
        return vec!["H1", "HEAT"];
    }
    if place.is_national() {
        return EPIDEMIC.into_iter().chain(["TOURISM"]).collect();
    }
    if place.is_regional() || is_followed_closely {
        return EPIDEMIC.into_iter().chain(weather).collect();
    }
    IN_TOWNS.into_iter().chain(weather).chain(["TOURISM"]).collect()
}

fn coverage(place: &Place, calendar: Calendar) -> Vec<Telling> {
    let all = instruments_of(place);
    let (apart, alike): (Vec<_>, Vec<_>) = all.into_iter().partition(|instrument| told_apart_from(&place.code, instrument).is_some());
    let mut from = 0;
    let mut tellings = Vec::new();
    for (gap, after) in gaps(&place.code) {
        if *gap > from {
            tellings.push(covered(place, calendar, &alike, EVERYONE, (from, Some(*gap))));
        }
        from = *after;
    }
    tellings.push(covered(place, calendar, &alike, EVERYONE, (from, None)));
    for instrument in apart {
        let day = told_apart_from(&place.code, instrument);
        tellings.push(covered(place, calendar, &[instrument], EVERYONE, (0, day)));
        let groups = BY_VACCINATION.iter().zip([day, day]);
        tellings.extend(groups.filter_map(|(group, day)| Some(covered(place, calendar, &[instrument], group, (day?, None)))));
    }
    tellings
}

/// That all is stated from one day until another, if it ends.
fn covered(place: &Place, calendar: Calendar, instruments: &[&str], population: &str, (from, until): (i32, Option<i32>)) -> Telling {
    let is_own = bodies::speaker(place, BULLETINS).is_of(place);
    let mut body = json!({
        "places": [place.code],
        "instruments": instruments,
        "population": population,
        "reach": "own",
        "from": calendar.date(from).to_string(),
    });
    if let Some(body) = body.as_object_mut() {
        if let Some(until) = until {
            body.insert("to".into(), json!(calendar.date(until - 1).to_string()));
        }
        if !is_own {
            body.insert("observed".into(), json!({"source": BULLETINS}));
        }
    }
    let which = if let [one] = instruments { one } else { "all" };
    let source = if is_own { "own" } else { BULLETINS };
    let subject = format!("coverage:{source}:{}:{which}:{population}:{}", place.code, calendar.date(from));
    Telling { day: from, ..first("coverage/v1", subject, body) }
}
