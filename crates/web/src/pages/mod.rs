//! Pages: which facts each one shows, in every form.
//!
//! Each page is a value made from a view (facts at a cut), and shows itself as HTML, JSON, CSV, Atom or SVG (`represent::Shown`).
//! In: questions to the league's functions, words of bodies. Out: how a fact looks (`parts`), its word (`words`), the rules (the domains).

pub(crate) mod line;

pub(crate) mod overview;

pub(crate) mod list;
pub(crate) mod map;
pub(crate) mod timeline;

pub(crate) mod compare;

pub(crate) mod conflicts;

pub(crate) mod measure;

pub(crate) mod indices;
pub(crate) mod place;
pub(crate) mod places;
pub(crate) mod powers;

pub(crate) mod corrections;
pub(crate) mod entry;
pub(crate) mod record;
pub(crate) mod search;

pub(crate) mod signin;
pub(crate) mod state;

pub(crate) mod notifications;
pub(crate) mod partners;

pub(crate) mod about;
pub(crate) mod api;
pub(crate) mod brief;
pub(crate) mod problem;
