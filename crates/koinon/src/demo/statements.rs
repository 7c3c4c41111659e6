//! How what happened was stated: announced, extended, ended, put right, taken back. Days are counted from the story's first.
//!
//! In: spells of the course, words. Out: statements with the day on which they were said, without ids or times.

use jiff::civil::Date;
use record::{Act, Json};
use serde_json::{Map, json};

use super::bodies::{self, Body};
use super::chance::Chance;
use super::course::{Cause, DAYS, Spell};
use super::land::Place;
use super::words::{self, Pair};

/// The source of nearly all that is observed.
pub(super) const BULLETINS: &str = "league-bulletins";
/// A second source, which reads the gazettes and sometimes reads them differently.
pub(super) const GAZETTES: &str = "gazette-watch";

/// One statement, who said it, and the day on which it was said.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    /// In whose record.
    pub(super) speaker: &'static Body,
    pub(super) day: i32,
    pub(super) office: &'static str,
    pub(super) kind: &'static str,
    pub(super) subject: String,
    pub(super) act: Act,
    pub(super) body: Json,
}

/// The calendar of the story.
#[derive(Clone, Copy)]
pub(super) struct Calendar {
    /// The story's day 0.
    pub(super) first: Date,
}

impl Calendar {
    pub(super) fn date(self, day: i32) -> Date {
        self.first.saturating_add(jiff::Span::new().days(day))
    }

    fn text(self, day: i32) -> Json {
        Json::String(self.date(day).to_string())
    }
}

/// Everything that was said about one spell. `before` is the spell that this one takes the place of.
pub(super) fn of_spell(chance: &mut Chance, calendar: Calendar, place: &Place, spell: &Spell, before: Option<&Spell>) -> Vec<Telling> {
    let writer = Writer { calendar, place, spell };
    let is_urgent = !spell.eases && spell.level >= 3 && chance.happens(40);
    let said = if is_urgent { spell.from } else { bulletin(spell.from - chance.between(-1, 5)) };
    let mut body = writer.body(chance);
    if is_urgent {
        body.insert("urgent".into(), json!(true));
    }
    if let Some(before) = before {
        let subject = Writer { spell: before, ..writer }.subject(BULLETINS);
        body.insert("replaces".into(), json!([{"origin": bodies::speaker(place, BULLETINS).origin, "subject": subject}]));
    }
    let state = |day: i32, act: Act, body: &Map<String, Json>| writer.telling(BULLETINS, day, act, Json::Object(body.clone()));
    let mut tellings = match (spell.until, chance.between(0, 99)) {
        (Some(until), 0..=33) => {
            body.insert("end".into(), calendar.text(until - 1));
            vec![state(said, Act::State, &body)]
        }
        (Some(until), 34..=55) if until - spell.from > 28 => {
            let planned = spell.from + (until - spell.from) / 2;
            body.insert("end".into(), calendar.text(planned - 1));
            let first = state(said, Act::State, &body);
            body.insert("end".into(), calendar.text(until - 1));
            vec![first, state(bulletin(planned - chance.between(1, 6)).max(said), Act::State, &body)]
        }
        (until, _) => {
            body.insert("review_by".into(), calendar.text(spell.from + 7 * chance.between(3, 8)));
            let first = state(said, Act::State, &body);
            body.remove("review_by");
            let ended = until.map(|until| {
                body.insert("end".into(), calendar.text(until - 1));
                state(bulletin(until - chance.between(0, 4)).max(said), Act::State, &body)
            });
            std::iter::once(first).chain(ended).collect()
        }
    };
    if chance.happens(6) {
        put_right(chance, &mut tellings);
    }
    tellings.extend(second_reading(chance, &writer, said));
    tellings
}

/// Something that was never so: stated and taken back some days later.
pub(super) fn mistake(chance: &mut Chance, calendar: Calendar, place: &Place, spell: &Spell) -> Vec<Telling> {
    let from = spell.from + 2;
    let wrong = Spell { from, until: Some(from + 21), is_general: spell.is_general, ..spell.clone() };
    let writer = Writer { calendar, place, spell: &wrong };
    let mut body = writer.body(chance);
    body.insert("end".into(), calendar.text(from + 20));
    let said = bulletin(from - 3);
    let source = if place.is_league() { BULLETINS } else { GAZETTES };
    body.extend(observed(place, source));
    let Some((first, others)) = words::WITHDRAWN.split_first() else { return Vec::new() };
    let taken_back = json!({"reason": both(chance.one_of(first, others))});
    vec![
        writer.telling(source, said, Act::State, Json::Object(body)),
        writer.telling(source, bulletin(said + chance.between(4, 10)), Act::Withdraw, taken_back),
    ]
}

/// The first telling turns out to have been mistyped; the right words follow as a correction.
fn put_right(chance: &mut Chance, tellings: &mut Vec<Telling>) {
    let Some(first) = tellings.first_mut() else { return };
    let right = first.body.clone();
    let (day, note) =
        (bulletin(first.day + chance.between(3, 7)), if right.get("end").is_some() { words::MISTYPED_END } else { words::MISREAD_LEVEL });
    let wrong = match (right.get("end").and_then(Json::as_str).and_then(|end| end.parse::<Date>().ok()), right.get("level").and_then(Json::as_u64)) {
        (Some(end), _) => ("end", Json::String(end.saturating_add(jiff::Span::new().months(1)).to_string())),
        (None, Some(level)) if level > 1 => ("level", json!(level - 1)),
        _ => return,
    };
    if let Some(body) = first.body.as_object_mut() {
        body.insert(wrong.0.into(), wrong.1);
    }
    let mut correction = Telling { day, act: Act::Correct, body: right, ..first.clone() };
    add_text(&mut correction.body, &note);
    // What was said between the two already knew better.
    let at = tellings.iter().position(|telling| telling.day > day).unwrap_or(tellings.len());
    if at == 1 {
        tellings.insert(at, correction);
    }
}

fn add_text(body: &mut Json, [en, ar]: &Pair) {
    let Some(text) = body.get_mut("text").and_then(Json::as_object_mut) else { return };
    for (tag, added) in [("en", en), ("ar", ar)] {
        if let Some(Json::String(text)) = text.get_mut(tag) {
            text.push(' ');
            text.push_str(added);
        }
    }
}

/// Now and then the gazettes are read too, and not always to the same end.
fn second_reading(chance: &mut Chance, writer: &Writer<'_>, said: i32) -> Option<Telling> {
    if writer.place.is_league() || !chance.happens(6) {
        return None;
    }
    let differs = chance.happens(35);
    let level = if differs && writer.spell.level > 1 { writer.spell.level - 1 } else { writer.spell.level };
    let spell = Spell { level, ..writer.spell.clone() };
    let read = Writer { spell: &spell, ..*writer };
    let mut body = read.body(chance);
    body.extend(observed(writer.place, GAZETTES));
    let last = spell.until.unwrap_or(DAYS).min(spell.from + 40);
    body.insert("end".into(), writer.calendar.text(last - 1));
    Some(read.telling(GAZETTES, said - said.rem_euclid(7) + 7, Act::State, Json::Object(body)))
}

fn both([en, ar]: &Pair) -> Json {
    json!({"en": en, "ar": ar})
}

fn observed(place: &Place, source: &str) -> Option<(String, Json)> {
    (!bodies::speaker(place, source).is_of(place)).then(|| ("observed".to_owned(), json!({"of": place.code, "source": source, "series": "measures"})))
}

/// Bulletins come twice a week; what is said by then is in the one before.
fn bulletin(day: i32) -> i32 {
    let of_week = day.rem_euclid(7);
    (day - if of_week >= 4 {
        of_week - 4
    } else if of_week >= 1 {
        of_week - 1
    } else {
        3
    })
    .max(0)
}

#[derive(Clone, Copy)]
struct Writer<'a> {
    calendar: Calendar,
    place: &'a Place,
    spell: &'a Spell,
}

impl Writer<'_> {
    fn subject(&self, source: &str) -> String {
        let Writer { calendar, place, spell } = self;
        let source = if bodies::speaker(place, source).is_of(place) { "own" } else { source };
        format!("{source}:{}:{}:{}:own:{}", place.code, spell.instrument, spell.population, calendar.date(spell.from))
    }

    fn telling(&self, source: &str, day: i32, act: Act, body: Json) -> Telling {
        let speaker = bodies::speaker(self.place, source);
        let office = match (source, self.spell.cause) {
            (GAZETTES, _) => "office:gazettes",
            (_, Cause::Heat | Cause::Drought) => "office:climate",
            _ if speaker.is_observatory() => "office:bulletins",
            _ => "office:civil-protection",
        };
        Telling { speaker, day: day.max(0), office, kind: "measure/v1", subject: self.subject(source), act, body }
    }

    fn body(&self, chance: &mut Chance) -> Map<String, Json> {
        let Writer { calendar, place, spell } = self;
        let mut body = Map::new();
        body.insert("instrument".into(), json!(spell.instrument));
        body.insert("place".into(), json!(place.code));
        body.insert("level".into(), json!(spell.level));
        body.insert("population".into(), json!(spell.population));
        body.insert("reach".into(), json!("own"));
        body.insert("start".into(), calendar.text(spell.from));
        if let Some(is_general) = spell.is_general {
            body.insert("flag".into(), json!(u8::from(is_general)));
        }
        if let Some(mode) = self.mode() {
            body.insert("mode".into(), json!(mode));
        }
        self.words(chance, &mut body);
        let (basis, link) = self.law(chance);
        body.insert("basis".into(), basis);
        body.insert("links".into(), link);
        body.extend(observed(place, BULLETINS));
        body
    }

    /// What the act demands of the levels below.
    fn mode(&self) -> Option<&'static str> {
        use super::land::Style;
        let Writer { place, spell, .. } = self;
        match (spell.instrument, place.style) {
            ("HEAT", _) if place.is_league() => Some("floor"),
            _ if !place.is_national() => None,
            ("C7", Style::Devolved) => Some("exact"),
            ("C1" | "H6", Style::Strict) => Some("floor"),
            ("C2" | "C4", Style::Light) => Some("ceiling"),
            _ => Some("advisory"),
        }
    }

    /// Title, text and, where only a part is meant, the name of that part.
    fn words(&self, chance: &mut Chance, body: &mut Map<String, Json>) {
        let Writer { place, spell, .. } = self;
        let Some(words) = words::find(spell.instrument, spell.level) else { return };
        let pool = match (spell.cause, spell.eases) {
            (Cause::Epidemic, true) => words::REASONS_EASING,
            (Cause::Epidemic, false) => words::REASONS_EPIDEMIC,
            (Cause::Heat, _) => words::REASONS_HEAT,
            (Cause::Drought, _) => words::REASONS_DROUGHT,
            (Cause::Tourism, _) => words::REASONS_TOURISM,
        };
        let [en, ar] = words.text;
        let mut texts = [en.replace("{place}", &place.name.en), ar.replace("{place}", &place.name.ar)];
        let mut add = |sentence: &Pair| {
            for (text, added) in texts.iter_mut().zip(sentence) {
                text.push(' ');
                text.push_str(added);
            }
        };
        match spell.population {
            "vaccinated" => add(&words::FOR_VACCINATED),
            "not-vaccinated" => add(&words::FOR_OTHERS),
            _ => {}
        }
        let parts = if spell.cause == Cause::Epidemic { words::TARGETED } else { words::TARGETED_WEATHER };
        if let Some((first, others)) = parts.split_first().filter(|_| spell.is_general == Some(false)) {
            let [sentence, area] = chance.one_of(first, others);
            add(sentence);
            body.insert("area".into(), both(area));
        }
        if let Some((first, others)) = pool.split_first() {
            add(chance.one_of(first, others));
        }
        let [en, ar] = texts;
        body.insert("title".into(), both(&words.title));
        body.insert("text".into(), json!({"en": en, "ar": ar}));
    }

    /// The invented legal act, and where the invented gazette has it.
    fn law(&self, chance: &mut Chance) -> (Json, Json) {
        let Writer { calendar, place, spell } = self;
        let year = calendar.date(spell.from).year();
        let number = chance.between(3, 240);
        let (host, gazette, act) = match place.country.as_str() {
            "QMA" => ("gazette.calmere.example", ["Calmere Gazette", "جريدة كالمير الرسمية"], ["Calmere Protection Act", "قانون الحماية في كالمير"]),
            "QNA" => ("gazette.neravia.example", ["Neravian Register", "سجل نيرافيا"], ["Neravian Regions Act", "قانون أقاليم نيرافيا"]),
            "QPA" => ("gazette.pavonne.example", ["Pavonne Journal", "صحيفة بافون الرسمية"], ["Pavonne Ordinance Code", "مدونة مراسيم بافون"]),
            _ => ("league.archipelago.example", ["League Papers", "أوراق الرابطة"], ["Charter of the Sunder Isles", "ميثاق جزر سندر"]),
        };
        let section = chance.between(4, 38);
        let ([act_en, act_ar], [gazette_en, gazette_ar]) = (act, gazette);
        let basis = json!({
            "en": format!("{act_en} (invented), section {section}; order {year}/{number}"),
            "ar": format!("{act_ar} (مُختلَق)، المادة {section}؛ الأمر {year}/{number}"),
        });
        let title = json!({"en": format!("{gazette_en} {year}, no. {number}"), "ar": format!("{gazette_ar} {year}، العدد {number}")});
        (basis, json!([{"href": format!("https://{host}/{year}/{number}"), "title": title}]))
    }
}
