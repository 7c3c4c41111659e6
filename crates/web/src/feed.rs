//! Atom feeds (RFC 4287): what is new, for readers that ask now and then.
//!
//! In: the shape of a feed. Out: what stands in it (`pages`).

use std::fmt::Write;

use jiff::Timestamp;

use crate::asked::Format;
use crate::escape::xml;
use crate::represent::{Frame, owed};
use crate::site::View;

/// One entry of a feed.
pub(crate) struct Item {
    /// A lasting name: what it is about and which word about it.
    pub(crate) id: String,
    /// What it says, in one line.
    pub(crate) title: String,
    /// More of it.
    pub(crate) summary: String,
    /// Path of its page.
    pub(crate) path: String,
    /// When it was said, milliseconds since 1970.
    pub(crate) said_ms: i64,
    /// Which office said it.
    pub(crate) by: String,
}

/// A feed, newest first.
pub(crate) struct Feed {
    /// Its entries.
    pub(crate) items: Vec<Item>,
}

impl Feed {
    /// The feed as XML.
    pub(crate) fn text(&self, view: &View<'_>, frame: &Frame) -> String {
        let site = view.site;
        let origin = site.origin();
        let page = site.url(&view.words.href(&view.asked.address()));
        let own = site.url(&view.asked.address_as(Format::Atom));
        let moment = |ms: i64| Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH).to_string();
        let genesis = view.cut.rows.version(0).map_or(0, record::rows::Version::said_ms);
        let updated = moment(self.items.iter().map(|item| item.said_ms).max().unwrap_or(genesis));
        let name = crate::represent::public_body(view).name;
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        // Writing to a string can't fail.
        let _ = write!(
            out,
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\"><id>{}</id><title>{}</title><updated>{updated}</updated>\
             <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/><link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\
             <author><name>{}</name></author><rights>{}</rights><generator>Koinon</generator>",
            view.words.tag(),
            xml(&format!("tag:{},2026:{}", authority(origin.as_str()), view.asked.address())),
            xml(&format!("{} – {name}", frame.title)),
            xml(&own),
            xml(&page),
            xml(&name),
            xml(&owed(view, frame)),
        );
        for item in &self.items {
            let _ = write!(
                out,
                "<entry><id>{}</id><title>{}</title><updated>{}</updated><link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\
                 <author><name>{}</name></author><summary>{}</summary></entry>",
                xml(&item.id),
                xml(&item.title),
                moment(item.said_ms),
                xml(&site.url(&view.words.href(&item.path))),
                xml(&item.by),
                xml(&item.summary),
            );
        }
        out.push_str("</feed>\n");
        out
    }
}

/// The host of an origin, as tag URIs want it (RFC 4151: no port, no path).
fn authority(origin: &str) -> &str {
    origin.split(['/', ':']).next().unwrap_or(origin)
}
