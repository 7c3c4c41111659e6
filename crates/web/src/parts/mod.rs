//! Parts: how any fact looks, wherever it is shown. Typed functions that give markup; none knows a domain, a URL's meaning, or a store.
//!
//! In: the frame of a page, tags, tables, forms, lists, proof, history, charts. Out: which facts a page shows (`pages`), which words (`words`).
//! Everything works without script. No part takes markup from outside: foreign words come as text and are escaped here.

pub mod chart;
mod contact;
mod form;
mod history;
mod list;
mod page;
mod proof;
mod question;
mod slider;
mod table;
mod tag;

pub use contact::{Contact, contact};
pub use form::{Field, FormFault, Input, InputDate, Method, button, date_from_parts, error_summary, field, filter, filter_row};
pub use history::{Version, diff, history};
pub use list::{Card, Chip, Cite, Empty, Fact, Link, Pages, cards, chips, cite, empty, facts, notification, pages, section, tabs};
pub use page::{Attribution, Crumb, Cut, Island, Page, PublicBody, Section, SignedIn, page};
pub use proof::{Proof, Verdict, proof, verify_form};
pub(crate) use question::form_token;
pub use question::{Answered, Choice, Radios, Size, answers, back, days, fault_of, inset, radios, text, tick, warning};
pub use slider::{Slider, slider};
pub use table::{Align, Cell, Column, Row, Sort, Table, table};
pub use tag::{Tag, level, tag, tags};

use maud::{Markup, html};

use crate::words::Words;

/// A link to a page of this site, kept in the page's language.
pub fn link(words: Words, path: &str, text: &str) -> Markup {
    html! { a class="govuk-link" href=(words.href(path)) { bdi { (text) } } }
}

#[cfg(test)]
mod tests;
