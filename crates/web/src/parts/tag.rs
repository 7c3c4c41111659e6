//! Tags: what kind of word this is, in a word and a mark, never by colour alone (UI.md 11).

use maud::{Markup, html};

use super::chart;
use crate::words::Words;

/// What is said about a statement or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tag {
    /// Said by the body that decides it.
    Declared,
    /// Said by someone else about it.
    Observed,
    /// Worked out where nobody stated it.
    Estimated,
    /// The result of a model.
    Simulated,
    /// Older than it should be.
    Stale,
    /// Speakers differ.
    Disputed,
    /// It was wrong and has been put right.
    Corrected,
    /// Taken back; stays readable.
    Withdrawn,
    /// Made up, for the demo.
    Invented,
    /// Not known; never zero.
    Unknown,
    /// In force on the day that the page shows.
    InForce,
    /// Over on the day that the page shows.
    Ended,
    /// The newest word is of a kind or version that this software does not know.
    NotUnderstood,
}

impl Tag {
    /// All of them.
    pub const ALL: [Tag; 13] = [
        Tag::Declared,
        Tag::Observed,
        Tag::Estimated,
        Tag::Simulated,
        Tag::Stale,
        Tag::Disputed,
        Tag::Corrected,
        Tag::Withdrawn,
        Tag::Invented,
        Tag::Unknown,
        Tag::InForce,
        Tag::Ended,
        Tag::NotUnderstood,
    ];

    /// Its name in JSON and CSV, and in the class of its look.
    pub fn slug(self) -> &'static str {
        match self {
            Tag::Declared => "declared",
            Tag::Observed => "observed",
            Tag::Estimated => "estimated",
            Tag::Simulated => "simulated",
            Tag::Stale => "stale",
            Tag::Disputed => "disputed",
            Tag::Corrected => "corrected",
            Tag::Withdrawn => "withdrawn",
            Tag::Invented => "invented",
            Tag::Unknown => "unknown",
            Tag::InForce => "in-force",
            Tag::Ended => "ended",
            Tag::NotUnderstood => "not-understood",
        }
    }

    fn mark(self) -> &'static str {
        match self {
            Tag::Declared => "●",
            Tag::Observed => "◎",
            Tag::Estimated => "≈",
            Tag::Simulated => "∿",
            Tag::Stale => "◷",
            Tag::Disputed => "≠",
            Tag::Corrected => "✓",
            Tag::Withdrawn => "✕",
            Tag::Invented => "✎",
            Tag::Unknown | Tag::NotUnderstood => "?",
            Tag::InForce => "▶",
            Tag::Ended => "■",
        }
    }
}

/// One tag; what it means is its title.
pub fn tag(words: Words, tag: Tag) -> Markup {
    let slug = tag.slug();
    let title = words.find(&format!("tag-{slug}-means"), &[]).unwrap_or_default();
    html! { span class={ "k-tag k-tag--" (slug) } data-mark=(tag.mark()) title=(title) { (words.find(&format!("tag-{slug}"), &[]).unwrap_or_default()) } }
}

/// Several tags in a line.
pub fn tags(words: Words, several: &[Tag]) -> Markup {
    html! { @for one in several { (tag(words, *one)) " " } }
}

/// A level as a small bar of steps and in words: `2 of 3 · Require closing some levels`. `None` is unknown.
pub fn level(words: Words, level: Option<u8>, max: u8, text: &str, is_targeted: bool) -> Markup {
    let Some(level) = level else { return tag(words, Tag::Unknown) };
    let count = words.with("level-of", &[("level", u32::from(level).into()), ("max", u32::from(max).into())]);
    html! {
        span class="k-level" { (chart::level_bar(level, max, is_targeted)) span class="k-number" { (count) } }
        @if !text.is_empty() { " " bdi { (text) } }
        @if is_targeted { " " span class="k-muted" { (words.text("targeted")) } }
    }
}
