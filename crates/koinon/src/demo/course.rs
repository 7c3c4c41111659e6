//! What happened on the invented archipelago: two epidemic waves, a hot summer, a drought, and what each government did about them.
//!
//! Days are counted from the first day of the story. Whole numbers only, so that every machine tells the same story.
//! In: severities, styles of government, spells of one level. Out: when and how it was stated (`statements`).

use super::chance::Chance;
use super::land::{Place, Style};

/// Length of the story up to today, in days.
pub(super) const DAYS: i32 = 1_096;
/// How far behind today it is told, so that what is announced for next week is there too.
const AHEAD: i32 = 24;

/// One rule for all.
pub(super) const EVERYONE: &str = "everyone";
/// The two that are told apart where a rule asks whether one is vaccinated.
pub(super) const BY_VACCINATION: [&str; 2] = ["not-vaccinated", "vaccinated"];

/// From which day on a place's instrument tells people apart by vaccination.
pub(super) fn told_apart_from(place: &str, instrument: &str) -> Option<i32> {
    (place == "QPA" && instrument == "C8").then_some(910)
}

/// Why a measure came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Epidemic,
    Heat,
    Drought,
    Tourism,
}

/// One instrument at one level in one place, for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spell {
    pub(super) instrument: &'static str,
    /// For whom.
    pub(super) population: &'static str,
    pub(super) level: u8,
    /// For all of the territory; none where the instrument has no flag.
    pub(super) is_general: Option<bool>,
    pub(super) from: i32,
    /// The day after the last; none where it went on beyond what is told.
    pub(super) until: Option<i32>,
    pub(super) cause: Cause,
    /// Whether the level before was higher.
    pub(super) eases: bool,
}

/// An instrument and at which severity each of its levels comes, in 100ths of the worst.
struct Ladder {
    instrument: &'static str,
    has_flag: bool,
    rungs: &'static [i32],
}

const fn ladder(instrument: &'static str, has_flag: bool, rungs: &'static [i32]) -> Ladder {
    Ladder { instrument, has_flag, rungs }
}

const EPIDEMIC: &[Ladder] = &[
    ladder("C1", true, &[30, 46, 62]),
    ladder("C2", true, &[25, 42, 72]),
    ladder("C3", true, &[20, 38]),
    ladder("C4", true, &[18, 30, 45, 63]),
    ladder("C5", true, &[44, 78]),
    ladder("C6", true, &[28, 56, 82]),
    ladder("C7", true, &[35, 58]),
    ladder("C8", false, &[10, 22, 50, 76]),
    ladder("E1", true, &[32, 50]),
    ladder("E2", false, &[35, 60]),
    ladder("H1", true, &[8, 20]),
    ladder("H2", false, &[6, 18, 48]),
    ladder("H3", false, &[8, 30]),
    ladder("H6", true, &[14, 26, 44, 86]),
    ladder("H8", true, &[16, 34, 52]),
];

/// What regions may decide where the nation leaves it to them, and what they add to it where it does not.
const REGIONAL: [&str; 9] = ["C1", "C2", "C3", "C4", "C6", "C7", "H2", "H6", "H8"];
const MUNICIPAL: [&str; 5] = ["C3", "C4", "H1", "H6", "C5"];
const LEFT_TO_REGIONS: [&str; 8] = ["C1", "C2", "C3", "C4", "C5", "C6", "H6", "H8"];

/// How a government acts: at which severity, how soon, and how long it keeps what it has.
#[derive(Clone, Copy)]
struct Temper {
    /// Its thresholds, in 100ths of the ladder's.
    caution: i32,
    /// Days behind the numbers; below zero: ahead of them.
    lag: i32,
    /// It lets go at this share of the threshold, in 100ths.
    hold: i32,
}

impl Style {
    fn temper(self) -> Temper {
        match self {
            Style::Strict => Temper { caution: 76, lag: -7, hold: 62 },
            Style::Light => Temper { caution: 122, lag: 9, hold: 90 },
            Style::Devolved => Temper { caution: 98, lag: 2, hold: 76 },
        }
    }
}

/// Every spell of one place, by instrument and day.
pub(super) fn spells(seed: u64, place: &Place, first_day: i32) -> Vec<Spell> {
    let mut chance = Chance::named(seed, &place.code);
    let mut spells = Vec::new();
    let temper = temper_of(place, &mut chance);
    let severity = epidemic(seed, place);
    for ladder in EPIDEMIC {
        if !decides(place, ladder.instrument, &mut chance) {
            continue;
        }
        let own = Temper { caution: temper.caution + chance.between(-7, 7), lag: temper.lag + chance.between(-3, 3), ..temper };
        spells.extend(climb(ladder, &severity, own, 7, place.bulletin_day, Cause::Epidemic, &mut chance));
    }
    if place.is_national() {
        spells.extend(vaccination(place, &mut chance));
    }
    spells.extend(weather(seed, place, first_day, temper, &mut chance));
    spells.extend(tourism(place, &mut chance));
    spells.into_iter().flat_map(|spell| told_apart(place, spell)).collect()
}

/// What a spell is where people are told apart by vaccination: one for all before, one for each group after, milder for the vaccinated.
fn told_apart(place: &Place, spell: Spell) -> Vec<Spell> {
    let Some(day) = told_apart_from(&place.code, spell.instrument).filter(|day| spell.until.is_none_or(|until| until > *day)) else {
        return vec![spell];
    };
    let before = (spell.from < day).then(|| Spell { until: Some(day), ..spell.clone() });
    let from = spell.from.max(day);
    let [others, vaccinated] = BY_VACCINATION;
    let milder = spell.level.checked_sub(2).filter(|level| *level > 0);
    let after = milder.map(|level| Spell { population: vaccinated, level, from, ..spell.clone() });
    before.into_iter().chain([Spell { population: others, from, ..spell }]).chain(after).collect()
}

fn temper_of(place: &Place, chance: &mut Chance) -> Temper {
    let nation = place.style.temper();
    if place.is_national() || place.is_league() {
        return nation;
    }
    // Below the nation some are keener and some slower than it: where the contradictions come from.
    Temper { caution: nation.caution + chance.between(-26, 10), lag: nation.lag + chance.between(-8, 6), hold: nation.hold + chance.between(-18, 6) }
}

fn decides(place: &Place, instrument: &str, chance: &mut Chance) -> bool {
    if place.is_league() {
        return instrument == "H1";
    }
    if place.is_national() {
        return !(place.style == Style::Devolved && LEFT_TO_REGIONS.contains(&instrument));
    }
    if place.is_regional() {
        let percent = if place.style == Style::Devolved { 96 } else { 58 };
        return REGIONAL.contains(&instrument) && chance.happens(percent);
    }
    MUNICIPAL.contains(&instrument) && chance.happens(42)
}

/// Severity of the epidemic on each day, 0 to 100.
fn epidemic(seed: u64, place: &Place) -> Vec<i32> {
    // A country shares its waves; a place in it is a few days off and lighter or heavier.
    let mut nation = Chance::named(seed, &format!("{}-waves", place.country));
    let mut own = Chance::named(seed, &format!("{}-waves-own", place.code));
    let shift = nation.between(-12, 14) + own.between(-6, 6);
    let weight = own.between(86, 112);
    let ripple = own.between(8, 12);
    let day_of = |day: i32| {
        let first = bump(day, 186 + shift, 128, 100) + bump(day, 322 + shift, 74, 47);
        let between = bump(day, 560 + shift, 150, 16);
        let second = bump(day, DAYS - 74 + shift, 128, 82) + bump(day, 800 + shift, 90, 13);
        let swing = day / ripple % 5 - 2;
        ((first + between + second + swing) * weight / 100).clamp(0, 100)
    };
    (0..DAYS + AHEAD).map(day_of).collect()
}

/// A hill: `height` at `centre`, 0 from `width` days away on, round in between.
fn bump(day: i32, centre: i32, width: i32, height: i32) -> i32 {
    let away = (day - centre).abs();
    if away >= width {
        return 0;
    }
    let part = 1_000 - (away * 1_000 / width).pow(2) / 1_000;
    height * part / 1_000 * part / 1_000
}

/// The spells of one ladder: up as soon as a threshold is reached, down only well below it, changes on the government's own day of the week.
fn climb(ladder: &Ladder, severity: &[i32], temper: Temper, every: i32, offset: i32, cause: Cause, chance: &mut Chance) -> Vec<Spell> {
    let mut spells: Vec<Spell> = Vec::new();
    let (mut level, mut since) = (0, 0);
    let at = |day: i32| usize::try_from(day.max(0)).ok().and_then(|day| severity.get(day).or(severity.last())).copied().unwrap_or(0);
    let end = i32::try_from(severity.len()).unwrap_or(DAYS);
    for day in (0..end).filter(|day| day % every == offset % every) {
        let seen = at(day - temper.lag);
        let needed = |rung: usize| ladder.rungs.get(rung).map_or(i32::MAX, |rung| rung * temper.caution / 100);
        let up = (level..ladder.rungs.len()).take_while(|rung| seen >= needed(*rung)).count();
        let down = (0..level).rev().take_while(|rung| seen < needed(*rung) * temper.hold / 100).count();
        let next = if up > 0 { level + up } else { level - down.min(1) };
        let is_settled = day - since >= 2 * every || level == 0;
        if next == level || (next < level && !is_settled) {
            continue;
        }
        close(&mut spells, day);
        if next > 0 {
            spells.push(Spell {
                instrument: ladder.instrument,
                population: EVERYONE,
                level: u8::try_from(next).unwrap_or(u8::MAX),
                // The flag of E1 tells workers apart, not places: here all are meant.
                is_general: ladder.has_flag.then(|| !chance.happens(26) || ladder.instrument == "E1"),
                from: day,
                until: None,
                cause,
                eases: next < level,
            });
        }
        (level, since) = (next, day);
    }
    spells
}

fn close(spells: &mut [Spell], day: i32) {
    if let Some(open) = spells.last_mut().filter(|spell| spell.until.is_none()) {
        open.until = Some(day);
    }
}

fn vaccination(place: &Place, chance: &mut Chance) -> Vec<Spell> {
    let start = match place.style {
        Style::Strict => 392,
        Style::Light => 430,
        Style::Devolved => 411,
    };
    let mut spells: Vec<Spell> = Vec::new();
    let mut day = start + chance.between(0, 9);
    for level in 1..=5 {
        day -= day % 7 - place.bulletin_day % 7;
        close(&mut spells, day);
        spells.push(Spell {
            instrument: "H7",
            population: EVERYONE,
            level,
            is_general: Some(true),
            from: day,
            until: None,
            cause: Cause::Epidemic,
            eases: false,
        });
        day += chance.between(21, 52);
    }
    spells
}

fn weather(seed: u64, place: &Place, first_day: i32, temper: Temper, chance: &mut Chance) -> Vec<Spell> {
    let mut spells = Vec::new();
    let heat_ladder = ladder("HEAT", true, &[52, 64, 77, 91]);
    let water_ladder = ladder("WATER", true, &[30, 52, 78]);
    if place.is_league() || place.is_regional() || (place.is_municipal() && chance.happens(42)) {
        let quick = Temper { caution: (temper.caution + 200) / 3, lag: -1, hold: 74 };
        spells.extend(climb(&heat_ladder, &heat(seed, place, first_day), quick, 4, place.bulletin_day, Cause::Heat, chance));
    }
    if place.is_regional() || (place.is_municipal() && chance.happens(45)) {
        let slow = Temper { caution: temper.caution, lag: temper.lag.max(0) * 2, hold: 80 };
        spells.extend(climb(&water_ladder, &drought(seed, place), slow, 7, place.bulletin_day, Cause::Drought, chance));
    }
    spells
}

/// Heat on each day, 0 to 100: the season, warmer in the middle summer, and weather that lasts some days.
fn heat(seed: u64, place: &Place, first_day: i32) -> Vec<i32> {
    let mut sky = Chance::named(seed, &format!("{}-sky", place.country));
    let own = Chance::named(seed, &format!("{}-sun", place.code)).between(-5, 8);
    let mut drift = 0;
    (0..DAYS + AHEAD)
        .map(|day| {
            drift = (drift * 10 / 11 + sky.between(-7, 7)).clamp(-26, 26);
            // Day 213 of the year is about the first of August.
            let of_year = (first_day + day).rem_euclid(365);
            let is_middle = (DAYS / 2 - 183..DAYS / 2 + 183).contains(&day);
            let season = bump(of_year, 213, 110, if is_middle { 76 } else { 50 });
            if season == 0 { 0 } else { (season + drift + own).clamp(0, 100) }
        })
        .collect()
}

fn drought(seed: u64, place: &Place) -> Vec<i32> {
    let mut own = Chance::named(seed, &format!("{}-rain", place.code));
    let (shift, weight) = (own.between(-20, 20), own.between(70, 110));
    (0..DAYS + AHEAD).map(|day| ((bump(day, 690 + shift, 210, 92) + bump(day, DAYS - 60 + shift, 90, 38)) * weight / 100).clamp(0, 100)).collect()
}

/// Visitors are invited when the wards are empty: spring and autumn between the waves.
fn tourism(place: &Place, chance: &mut Chance) -> Vec<Spell> {
    let is_asked = place.is_national() || (place.is_municipal() && chance.happens(35));
    if !is_asked {
        return Vec::new();
    }
    let mut spells = Vec::new();
    for (from, length) in [(418, 96), (612, 84), (778, 98)] {
        if chance.happens(80) {
            let from = from + chance.between(-14, 14);
            let level = if chance.happens(40) { 2 } else { 1 };
            spells.push(Spell {
                instrument: "TOURISM",
                population: EVERYONE,
                level,
                is_general: None,
                from,
                until: Some(from + length + chance.between(-10, 20)),
                cause: Cause::Tourism,
                eases: false,
            });
        }
    }
    spells
}
