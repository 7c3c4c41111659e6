//! The invented archipelago: its places and borders, from the geometry that its maps are drawn from.

use serde::Deserialize;

use super::chance::Chance;

const GEOMETRY: &str = include_str!("../../../web/assets/geometry/archipelago.json");

/// How a country governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Early and strict, from the capital.
    Strict,
    /// Late and light.
    Light,
    /// Most of it is left to the regions.
    Devolved,
}

/// A level of government, as the geometry calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    League,
    Country,
    Region,
    Town,
}

/// A name in two languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Name {
    pub(super) en: String,
    pub(super) ar: String,
}

#[derive(Deserialize)]
struct Geometry {
    places: Vec<Drawn>,
}

#[derive(Deserialize)]
struct Drawn {
    code: String,
    level: Level,
    parent: Option<String>,
    name: Name,
    neighbours: Vec<String>,
}

/// A place of the archipelago.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) code: String,
    pub(super) name: Name,
    pub(super) parent: Option<String>,
    pub(super) neighbours: Vec<String>,
    /// Code of its country, or of the league.
    pub(super) country: String,
    pub(super) style: Style,
    /// People who live there.
    pub(super) population: i32,
    /// Day of the week on which it decides, counted from the story's first day.
    pub(super) bulletin_day: i32,
    level: Level,
}

impl Place {
    pub(super) fn is_league(&self) -> bool {
        self.level == Level::League
    }

    pub(super) fn is_national(&self) -> bool {
        self.level == Level::Country
    }

    pub(super) fn is_regional(&self) -> bool {
        self.level == Level::Region
    }

    pub(super) fn is_municipal(&self) -> bool {
        self.level == Level::Town
    }

    /// Its level, by the register's word.
    pub(super) fn level(&self) -> &'static str {
        match self.level {
            Level::League => "league",
            Level::Country => "national",
            Level::Region => "regional",
            Level::Town => "municipal",
        }
    }
}

/// The places, each after the one that it is part of.
pub(super) fn places(seed: u64) -> Vec<Place> {
    // A broken file is seen by the tests of this module and can't reach a user.
    let drawn = serde_json::from_str::<Geometry>(GEOMETRY).map(|geometry| geometry.places).unwrap_or_default();
    let mut places: Vec<Place> = drawn.into_iter().map(|drawn| settle(seed, drawn)).collect();
    places.sort_by_key(|place| (place.code.matches('-').count(), !place.is_league(), place.code.clone()));
    // Who lives in a country lives in its regions: added up from below.
    for at in (0..places.len()).rev() {
        let Some((place, above)) = places.get(..=at).and_then(<[Place]>::split_last).map(|(place, above)| (place.clone(), above.len())) else {
            continue;
        };
        let parent = places.get_mut(..above).and_then(|above| above.iter_mut().find(|parent| Some(&parent.code) == place.parent.as_ref()));
        if let Some(parent) = parent {
            parent.population += place.population;
        }
    }
    places
}

fn settle(seed: u64, drawn: Drawn) -> Place {
    let mut chance = Chance::named(seed, &format!("{}-people", drawn.code));
    let country = drawn.code.split('-').next().unwrap_or(&drawn.code).to_owned();
    let style = match country.as_str() {
        "QMA" => Style::Strict,
        "QPA" => Style::Light,
        _ => Style::Devolved,
    };
    let population = match drawn.level {
        Level::League | Level::Country => 0,
        Level::Region => chance.between(9_000, 64_000),
        Level::Town => chance.between(11_000, 190_000),
    };
    let bulletin_day = chance.between(0, 6);
    Place {
        code: drawn.code,
        name: drawn.name,
        parent: drawn.parent,
        neighbours: drawn.neighbours,
        country,
        style,
        population,
        bulletin_day,
        level: drawn.level,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archipelago_has_a_league_countries_regions_and_towns() {
        let places = places(1);
        assert_eq!(places.iter().filter(|place| place.is_league()).count(), 1);
        assert_eq!(places.iter().filter(|place| place.is_national()).count(), 3);
        for (at, place) in places.iter().enumerate() {
            let above = places.get(..at).unwrap();
            assert!(place.parent.as_ref().is_none_or(|parent| above.iter().any(|place| place.code == *parent)), "{}", place.code);
            assert!(place.population > 0, "{}", place.code);
            assert!(!place.name.en.is_empty() && !place.name.ar.is_empty());
        }
        let country = |code: &str| places.iter().find(|place| place.code == code).unwrap().population;
        assert_eq!(places[0].population, country("QMA") + country("QNA") + country("QPA"));
    }

    #[test]
    fn codes_are_those_that_iso_3166_1_leaves_to_users() {
        assert!(places(1).iter().all(|place| ("QMA".."QZZZ").contains(&place.country.as_str())));
    }
}
