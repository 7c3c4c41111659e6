//! The seven bodies of the demo league that have a node, and which of them says what.
//!
//! A government with a node states what it decides itself. The league's observatory states what the league decides, and observes those who have no node;
//! it also reads the gazettes of all, and not always to the same end.

use record::text::Text;

use super::land::Place;
use super::statements::GAZETTES;

/// A body with a node.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Body {
    /// What its folder is called.
    pub(crate) slug: &'static str,
    /// Names its record.
    pub(crate) origin: &'static str,
    /// Code of the place that it speaks for.
    pub(crate) place: &'static str,
    /// Level of that place.
    pub(crate) level: &'static str,
    /// What it is called in English, Arabic and French.
    names: [&'static str; 3],
}

/// The league's own.
pub(crate) static OBSERVATORY: Body = Body {
    slug: "observatory",
    origin: "observatory.archipelago.example",
    place: "QZZ",
    level: "league",
    names: [
        "Observatory of the League of the Sunder Isles (invented)",
        "مرصد رابطة جزر سندر (مُختلَق)",
        "Observatoire de l’Union des îles Sunder (fictif)",
    ],
};

static GOVERNMENTS: [Body; 6] = [
    Body {
        slug: "calmere",
        origin: "government.calmere.example",
        place: "QMA",
        level: "national",
        names: ["Government of Calmere (invented)", "حكومة كالمير (مُختلَقة)", "Gouvernement de Calmere (fictif)"],
    },
    Body {
        slug: "neravia",
        origin: "government.neravia.example",
        place: "QNA",
        level: "national",
        names: ["Government of Neravia (invented)", "حكومة نيرافيا (مُختلَقة)", "Gouvernement de Neravia (fictif)"],
    },
    Body {
        slug: "pavonne",
        origin: "government.pavonne.example",
        place: "QPA",
        level: "national",
        names: ["Government of Pavonne (invented)", "حكومة بافون (مُختلَقة)", "Gouvernement de Pavonne (fictif)"],
    },
    Body {
        slug: "marchwater",
        origin: "marchwater.calmere.example",
        place: "QMA-M",
        level: "regional",
        names: ["Council of Marchwater (invented)", "مجلس مارشووتر (مُختلَق)", "Conseil de Marchwater (fictif)"],
    },
    Body {
        slug: "eastmark",
        origin: "eastmark.neravia.example",
        place: "QNA-E",
        level: "regional",
        names: ["Council of Eastmark (invented)", "مجلس إيستمارك (مُختلَق)", "Conseil d’Eastmark (fictif)"],
    },
    Body {
        slug: "west-twainbridge",
        origin: "west-twainbridge.calmere.example",
        place: "QMA-M-TWA",
        level: "municipal",
        names: ["Town hall of West Twainbridge (invented)", "بلدية وست توينبريدج (مُختلَقة)", "Mairie de West Twainbridge (fictive)"],
    },
];

/// All of them, the observatory first.
pub(crate) fn all() -> impl Iterator<Item = &'static Body> {
    std::iter::once(&OBSERVATORY).chain(&GOVERNMENTS)
}

/// Who states what this source says of a place.
pub(super) fn speaker(place: &Place, source: &str) -> &'static Body {
    let own = GOVERNMENTS.iter().find(|body| body.place == place.code).filter(|_| source != GAZETTES);
    own.unwrap_or(&OBSERVATORY)
}

impl Body {
    /// What it is called.
    pub(crate) fn name(&self) -> Text {
        let [en, ar, fr] = self.names;
        Text::Many([("en", en), ("ar", ar), ("fr", fr)].map(|(tag, name)| (tag.to_owned(), name.to_owned())).into())
    }

    /// What it is called in English.
    pub(crate) fn english(&self) -> &'static str {
        let [english, ..] = self.names;
        english
    }

    /// Whether it is the league's own.
    pub(super) fn is_observatory(&self) -> bool {
        *self == OBSERVATORY
    }

    /// Whether it speaks for this place.
    pub(super) fn is_of(&self, place: &Place) -> bool {
        self.place == place.code
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_body_speaks_for_a_place_of_the_archipelago_at_its_level() {
        let places = super::super::land::places(1);
        for body in all() {
            let place = places.iter().find(|place| body.is_of(place)).unwrap();
            assert_eq!(place.level(), body.level, "{}", body.origin);
            assert!(body.origin.parse::<record::Origin>().is_ok());
            assert_eq!(body.name().check(), []);
        }
        assert_eq!(all().map(|body| body.origin).collect::<BTreeSet<_>>().len(), 7);
        assert_eq!(all().filter(|body| body.level == "national").count(), 3);
    }
}
