//! Every page as `/openapi.json` has it: address, forms, what of the query it reads, the shape of its JSON.
//!
//! A new page is a row here. `tests/it/openapi.rs` names each route that has none, each form that a page has and its row has not, and each parameter
//! that its row has and the page does not read. Its JSON answer is a schema in `answers.json`, named by the answer's own `schema`, with dots.

use crate::asked::Format;

/// A page of this site.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// Its address, with its parts in braces; each is described in [`PARTS`].
    pub(super) path: &'static str,
    /// What it shows, in one sentence.
    pub(super) says: &'static str,
    /// The forms that it has beside HTML.
    pub(super) forms: &'static [Format],
    /// What of the query it reads beside `asof`, which all pages read: names of [`super::parameters::ALL`].
    pub(super) takes: &'static [&'static str],
    /// Its JSON answer's shape, by name in `answers.json`; empty where it has none.
    pub(super) answer: &'static str,
    /// Whether it may lead elsewhere (303).
    pub(super) leads: bool,
}

const fn page(path: &'static str, says: &'static str, answer: &'static str, forms: &'static [Format], takes: &'static [&'static str]) -> Page {
    Page { path, says, forms, takes, answer, leads: false }
}

const fn leading(page: Page) -> Page {
    Page { leads: true, ..page }
}

use Format::{Atom, Csv, Entry, Ics, Json, Proof, Svg};

/// All of them, in the order of `routes.rs`.
pub(super) const ALL: &[Page] = &[
    page("/", "What is in force, what changed lately, what was put right.", "koinon.overview.v1", &[Json], &["on"]),
    page(
        "/brief",
        "What changed, what clashes, what is ahead and what needs a decision: one page for the morning.",
        "koinon.brief.v1",
        &[Json],
        &["place", "from", "on"],
    ),
    leading(page(
        "/policies",
        "Measures found by filters and words, in pages.",
        "koinon.measures.v1",
        &[Csv, Json, Atom, Ics],
        &[
            "q",
            "place",
            "below",
            "instrument",
            "reach",
            "population",
            "said",
            "level",
            "on",
            "from",
            "to",
            "withdrawn",
            "order",
            "limit",
            "after-measure",
        ],
    )),
    page(
        "/policies/map",
        "An index or an instrument on one day, place by place.",
        "koinon.map.v1",
        &[Csv, Json, Svg],
        &["instrument", "index", "variant", "reach", "population", "on", "drawn", "within"],
    ),
    page(
        "/policies/timeline",
        "Who acted when: the levels of one instrument in many places, or of one place.",
        "koinon.timeline.v1",
        &[Csv, Json, Svg],
        &["place", "below", "instrument", "reach", "from", "to"],
    ),
    page(
        "/policies/conflicts",
        "Where levels, neighbours and sectors clash, worst first. Its table has exactly the columns of `koinon policy coherence`.",
        "koinon.findings.v1",
        &[Csv, Json, Atom, Ics],
        &[
            "place",
            "below",
            "instrument",
            "rule",
            "grade",
            "answer",
            "min-days",
            "newer",
            "government",
            "on",
            "from",
            "to",
            "order-findings",
            "limit-cards",
            "after-finding",
        ],
    ),
    page(
        "/policies/conflicts/map",
        "Where neighbours differ on a day, on the borders themselves.",
        "koinon.border-map.v1",
        &[Csv, Json, Svg],
        &["place", "instrument", "on"],
    ),
    page(
        "/policies/support",
        "Where what one sector asks for stands without what another must give, place by place.",
        "koinon.support.v1",
        &[Csv, Json, Svg],
        &["place", "rule-between", "on"],
    ),
    page(
        "/policies/diffusion",
        "Who moved first to a level, and who followed: an order of events, not a cause.",
        "koinon.diffusion.v1",
        &[Csv, Json, Svg],
        &["place", "instrument", "level-reached"],
    ),
    page("/rules", "Every rule that says what counts as a clash.", "koinon.rules.v1", &[Csv, Json], &[]),
    page("/rules/{name}", "One rule: what it looks for, for whom it cries wolf, how to switch it off.", "koinon.rule.v1", &[Json], &[]),
    page(
        "/findings/{finding}",
        "One finding: its days, both sides along time, the statements that cause it, what was answered.",
        "koinon.finding.v1",
        &[Csv, Json, Atom, Svg],
        &[],
    ),
    page(
        "/compare",
        "Up to six places side by side, on a day or along time.",
        "koinon.compare.v1",
        &[Csv, Json, Svg],
        &["places-compared", "reach", "all", "on", "from", "to"],
    ),
    leading(page(
        "/measures/{sid}",
        "One measure as it stands, its history and its proof.",
        "koinon.measure.v1",
        &[Json, Csv, Ics, Proof, Entry],
        &[],
    )),
    leading(page(
        "/measures/{sid}/v/{version}",
        "One measure as it was said the n-th time.",
        "koinon.measure.v1",
        &[Json, Csv, Ics, Proof, Entry],
        &[],
    )),
    page("/places", "Every place, with how much is in force there.", "koinon.places.v1", &[Csv, Json], &[]),
    leading(page(
        "/places/{code}",
        "What applies in one place on a day, and who decided it.",
        "koinon.place.v1",
        &[Csv, Json, Ics],
        &["on", "reach"],
    )),
    page(
        "/indices",
        "An index of some places along time.",
        "koinon.index.v1",
        &[Csv, Json, Svg],
        &["index", "variant", "reach", "places", "from", "to"],
    ),
    page(
        "/corrections",
        "Everything that was put right or taken back, newest first.",
        "koinon.corrections.v1",
        &[Csv, Json, Atom],
        &["limit", "before"],
    ),
    page(
        "/search",
        "Statements by words of any language, by codes and by places; those with the words in their title first, then the newest.",
        "koinon.search.v1",
        &[Csv, Json, Atom],
        &["words", "kind", "place", "limit", "after-found"],
    ),
    page("/record", "The entries of the record, newest first.", "koinon.record.v1", &[Csv, Json, Atom], &["kind", "limit", "before"]),
    leading(page("/record/{entry}", "One entry: its bytes and its proof.", "koinon.entry.v1", &[Json, Proof, Entry], &[])),
    leading(page(
        "/record/{record}/{entry}",
        "One entry of another's record: its bytes and its proof.",
        "koinon.entry.v1",
        &[Json, Proof, Entry],
        &[],
    )),
    page("/signin", "Where officials sign in; forms post there, and browsers get a session's cookie.", "", &[], &["next"]),
    page("/notifications", "How to be told, and how many messages are on their way.", "koinon.notifications.v1", &[Json], &[]),
    page("/partners", "Whom this node follows, how far, and who cosigned what.", "koinon.partners.v1", &[Csv, Json], &[]),
    page("/partners/{partner}", "One partner: keys, copy, cosignatures, bounds, faults.", "koinon.partner.v1", &[Json], &[]),
    page("/verify", "Checks a proof in the browser.", "", &[], &[]),
    page("/about", "Who runs this node, under which key.", "koinon.about.v1", &[Json], &[]),
    page("/api", "How machines use this node.", "", &[], &[]),
    page("/accessibility", "The statement on accessibility.", "", &[], &[]),
    page("/licences", "Licences of data and software.", "", &[], &[]),
    page("/problems", "Every problem that a request may meet.", "koinon.problems.v1", &[Json], &[]),
    page("/problems/{slug}", "What one problem's name means.", "", &[], &[]),
    page("/schemas", "The kinds of statement that this node knows.", "koinon.kinds.v1", &[Json, Csv], &[]),
];

/// A part of an address.
pub(super) struct Part {
    /// Its name between braces.
    pub(super) name: &'static str,
    /// What it is.
    pub(super) says: &'static str,
    /// Its shape: a pattern.
    pub(super) pattern: &'static str,
    /// What this software always has; where it is empty, [`super::Examples`] has one of this record.
    pub(super) example: &'static str,
}

/// Every part of an address that a page has.
pub(super) const PARTS: &[Part] = &[
    Part { name: "sid", says: "Short id of a subject, the same in every node.", pattern: "^[a-z2-7]{26}$", example: "" },
    Part { name: "version", says: "Which of its versions, from 1.", pattern: "^[1-9][0-9]{0,8}$", example: "1" },
    Part { name: "code", says: "Code of a place.", pattern: "^[A-Z0-9][A-Z0-9_-]{0,15}$", example: "" },
    Part {
        name: "entry",
        says: "Place in the record, from 0; or an entry's id, which leads there.",
        pattern: "^(0|[1-9][0-9]{0,9}|sha256:[0-9a-f]{64})$",
        example: "0",
    },
    Part {
        name: "record",
        says: "Origin of a record that is held here, with `~` for `/` and `!` for `:`.",
        pattern: "^[a-z0-9.!~_-]{1,200}$",
        example: "",
    },
    Part {
        name: "partner",
        says: "Origin of a partner that our record names, with `~` for `/` and `!` for `:`.",
        pattern: "^[a-z0-9.!~_-]{1,200}$",
        example: "",
    },
    Part { name: "name", says: "Name of a rule; of one between sectors its code.", pattern: "^[a-z0-9][a-z0-9-]{0,39}$", example: "above-ceiling" },
    Part { name: "finding", says: "Id of a finding, the same on every node.", pattern: "^[a-z2-7]{26}$", example: "" },
    Part { name: "slug", says: "Name of a problem.", pattern: "^[a-z][a-z-]{1,40}$", example: "bad-query" },
];
