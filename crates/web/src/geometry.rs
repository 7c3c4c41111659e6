//! Geometry: where places are on a drawing, as data with a source. Two files are built in: the world, and the demo's archipelago.
//!
//! In: the format, its reading, finding a place by code. Out: projection and simplification (made once, by `tools/vendor`), the drawing (`parts::chart`).
//! ```text
//! {"format": "koinon-geometry/1", "view": [960, 434], "invented": false, "source": "..", "licence": "..",
//!  "places": [{"code":"AFG","level":"country","name":{"en":"..","ar":".."},"path":"M1,2l3 4z"}, {"code":"MLT",..,"point":[1,2]}],
//!  "lines": [{"kind":"disputed","name":"..","path":".."}, {"kind":"border","path":".."}]}
//! ```
//! `path` is SVG path data in the units of `view`; a place with `point` is drawn as a circle; one with neither is on no map (a league). `parent`,
//! `neighbours`, `label` and `capital` are there where they are known. Areas of `lines` of kind `disputed` are hatched and in no one's colour.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::words::Language;

/// One drawing: places in the units of one view.
#[derive(Debug, Deserialize)]
pub struct Geometry {
    /// `koinon-geometry/1`.
    pub format: String,
    /// Width and height.
    pub view: [u32; 2],
    /// Whether the places are invented.
    pub invented: bool,
    /// How the globe was laid flat, in words.
    pub projection: String,
    /// How disputed areas are drawn: `neutral-disputed`; none where there is nothing to dispute.
    pub worldview: Option<String>,
    /// Where it is from.
    pub source: String,
    /// Its licence, in words.
    pub licence: String,
    /// The places.
    pub places: Vec<Shape>,
    /// Borders, and areas whose belonging is disputed.
    pub lines: Vec<Line>,
}

/// A place on a drawing.
#[derive(Debug, Deserialize)]
pub struct Shape {
    /// Its code, as data has it.
    pub code: String,
    /// `league`, `country`, `region` or `town`.
    pub level: String,
    /// The code of what it lies in.
    pub parent: Option<String>,
    /// Names by language tag.
    pub name: BTreeMap<String, String>,
    /// Codes of what it borders on, of its own level.
    #[serde(default)]
    pub neighbours: Vec<String>,
    /// Its outline, SVG path data.
    pub path: Option<String>,
    /// Where it is, if it is too small for an outline.
    pub point: Option<[f64; 2]>,
    /// Where its name may stand.
    pub label: Option<[f64; 2]>,
    /// Whether it is the seat of its country.
    #[serde(default)]
    pub capital: bool,
    /// Whether its belonging as a whole is disputed.
    #[serde(default)]
    pub disputed: bool,
}

impl Shape {
    /// Its name in a language; in English, or its code, where there is none.
    pub fn name_in(&self, language: Language) -> &str {
        self.name.get(language.tag()).or_else(|| self.name.get("en")).map_or(&self.code, String::as_str)
    }
}

/// A line or area that is no place.
#[derive(Debug, Deserialize)]
pub struct Line {
    /// `border` or `disputed`.
    pub kind: String,
    /// What it is called, in English.
    pub name: Option<String>,
    /// SVG path data.
    pub path: String,
}

impl Geometry {
    /// Reads a drawing. Errors: what is wrong with it, in the words of the JSON reader.
    pub fn parse(text: &str) -> Result<Geometry, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The place with this code.
    pub fn find(&self, code: &str) -> Option<&Shape> {
        self.places.iter().find(|shape| shape.code == code)
    }

    /// How many of these codes are on the drawing.
    pub fn count_known<'c>(&self, codes: impl IntoIterator<Item = &'c str>) -> usize {
        codes.into_iter().filter(|code| self.find(code).is_some()).count()
    }

    /// The built-in drawing on which most of these codes are; none where no code is on any.
    pub fn for_codes(codes: &[&str]) -> Option<&'static Geometry> {
        [world(), archipelago()]
            .into_iter()
            .flatten()
            .map(|geometry| (geometry.count_known(codes.iter().copied()), geometry))
            .filter(|(count, _)| *count > 0)
            .max_by_key(|(count, _)| *count)
            .map(|(_, geometry)| geometry)
    }
}

const WORLD: &str = include_str!("../assets/geometry/world.json");
/// The archipelago's file as text: the demo states its places from it.
pub const ARCHIPELAGO: &str = include_str!("../assets/geometry/archipelago.json");
static WORLD_READ: LazyLock<Option<Geometry>> = LazyLock::new(|| Geometry::parse(WORLD).ok());
static ARCHIPELAGO_READ: LazyLock<Option<Geometry>> = LazyLock::new(|| Geometry::parse(ARCHIPELAGO).ok());

/// The world's countries. Always there: a test reads it.
pub fn world() -> Option<&'static Geometry> {
    WORLD_READ.as_ref()
}

/// The demo's invented archipelago. Always there: a test reads it.
pub fn archipelago() -> Option<&'static Geometry> {
    ARCHIPELAGO_READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn both() -> [&'static Geometry; 2] {
        [world().unwrap(), archipelago().unwrap()]
    }

    #[test]
    fn every_code_stands_once_and_every_place_can_be_drawn() {
        for geometry in both() {
            let codes: BTreeSet<_> = geometry.places.iter().map(|shape| &shape.code).collect();
            assert_eq!(codes.len(), geometry.places.len());
            for shape in &geometry.places {
                assert!(shape.path.is_some() != shape.point.is_some() || shape.level == "league", "{}", shape.code);
                assert!(shape.name.contains_key("en") && shape.name.contains_key("ar"), "{}", shape.code);
            }
        }
    }

    #[test]
    fn parents_and_neighbours_are_there_and_neighbours_agree() {
        let islands = archipelago().unwrap();
        for shape in &islands.places {
            assert!(shape.parent.as_ref().is_none_or(|parent| islands.find(parent).is_some()), "{}", shape.code);
            for other in &shape.neighbours {
                let other = islands.find(other).unwrap();
                assert!(other.neighbours.contains(&shape.code) && other.level == shape.level, "{} {}", shape.code, other.code);
            }
        }
    }

    /// UI.md 5: the smallest jurisdictions are circles, none is missing, and two of the same code are never drawn.
    #[test]
    fn small_jurisdictions_are_on_the_map() {
        let world = world().unwrap();
        for code in ["SGP", "MLT", "BHR", "MUS", "HKG", "BRB", "MAC", "LIE", "MCO", "SMR", "VAT", "RKS", "TWN", "PSE"] {
            assert!(world.find(code).is_some(), "{code}");
        }
        assert!(world.find("RUS").unwrap().path.as_ref().unwrap().len() > 2000);
        assert_eq!(world.worldview.as_deref(), Some("neutral-disputed"));
    }

    #[test]
    fn invented_codes_are_of_those_that_iso_leaves_to_users() {
        let islands = archipelago().unwrap();
        assert!(islands.invented && islands.places.iter().all(|shape| ("QMA"..="QZZ").contains(&shape.code.get(..3).unwrap())));
        assert!(std::ptr::eq(Geometry::for_codes(&["QMA", "QNA"]).unwrap(), islands));
        assert!(std::ptr::eq(Geometry::for_codes(&["GBR"]).unwrap(), world().unwrap()));
        assert!(Geometry::for_codes(&["NOWHERE"]).is_none());
    }

    #[test]
    fn files_stay_small() {
        assert!(WORLD.len() < 150_000 && ARCHIPELAGO.len() < 60_000);
    }
}
