//! One message in its three forms: JSON for machines, text and a page for mailboxes. The same things in each.

use jiff::Timestamp;
use maud::{DOCTYPE, Markup, html};
use record::EntryName;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::TOLD_BYTES_MAX;
use crate::brief::Brief;
use crate::words::{Language, Words, without_isolates};

/// A message for a mailbox, as it waits in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// In one line.
    pub subject: String,
    /// As text.
    pub text: String,
    /// As a page.
    pub html: String,
    /// Tag of its language.
    pub language: String,
}

impl Letter {
    /// The brief, with who is told at its foot.
    pub(super) fn of_brief(brief: &Brief, foot: &str, language: &str) -> Letter {
        let paragraph = html! { hr; p { small { (foot) } } }.into_string();
        Letter {
            subject: without_isolates(&brief.title),
            text: format!("{}\n--\n{foot}\n", brief.markdown()),
            html: brief.html().replacen("</body>", &format!("{paragraph}</body>"), 1),
            language: language.to_owned(),
        }
    }
}

/// What sort of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Urgent,
    Digest,
    Test,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Kind::Urgent => "koinon.urgent",
            Kind::Digest => "koinon.digest",
            Kind::Test => "koinon.test",
        }
    }
}

/// One thing that is told.
pub(super) struct Thing {
    pub(super) code: &'static str,
    pub(super) turn: String,
    pub(super) is_urgent: bool,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) url: String,
    pub(super) entry: EntryName,
    pub(super) by: String,
    pub(super) said_ms: i64,
}

/// A day that is near.
pub(super) struct Day {
    pub(super) date: String,
    pub(super) shown: String,
    pub(super) title: String,
    pub(super) url: String,
}

/// A message.
pub(super) struct Notice {
    pub(super) kind: Kind,
    pub(super) language: Language,
    pub(super) subject: String,
    pub(super) lead: String,
    pub(super) things: Vec<Thing>,
    pub(super) more: Vec<String>,
    pub(super) ahead: Vec<Day>,
    pub(super) ahead_title: String,
    /// The word for it, and where all of it is to be seen.
    pub(super) all: (String, String),
    pub(super) foot: Vec<String>,
    pub(super) record: Json,
    pub(super) subscription: String,
    pub(super) at: Timestamp,
    pub(super) since: Option<(u32, String)>,
}

impl Notice {
    /// As a channel sends it; of what is too long fewer things, and how many are left out.
    pub(super) fn body(mut self, channel: &str) -> Vec<u8> {
        let (things, sentences) = (self.things.len(), self.more.len());
        let words = Words::new(self.language);
        loop {
            let left = things.saturating_sub(self.things.len());
            self.more.truncate(sentences);
            if left > 0 {
                let others = words.text("told-source-others");
                self.more.push(without_isolates(&words.with("told-more-things", &[("count", left.into()), ("source", others.into())])));
            }
            let body = if channel == "email" { serde_json::to_vec(&self.letter()) } else { serde_json::to_vec(&self.document()) };
            let body = body.unwrap_or_default();
            if body.len() <= TOLD_BYTES_MAX || self.things.is_empty() {
                return body;
            }
            self.things.truncate(self.things.len() / 2);
        }
    }

    /// For machines. Source: Standard Webhooks: `type`, `timestamp`, `data`.
    fn document(&self) -> Json {
        let said = |ms: i64| Timestamp::from_millisecond(ms).map(|at| format!("{at:.3}")).unwrap_or_default();
        let thing = |thing: &Thing| {
            json!({
                "id": thing.id, "turn": thing.code, "urgent": thing.is_urgent, "title": thing.title, "summary": thing.summary, "url": thing.url,
                "entry": thing.entry, "by": thing.by, "said_at": said(thing.said_ms),
            })
        };
        let day = |day: &Day| json!({"date": day.date, "title": day.title, "url": day.url});
        json!({
            "schema": "koinon/notification/v1",
            "type": self.kind.as_str(),
            "timestamp": format!("{:.3}", self.at),
            "data": {
                "subscription": self.subscription,
                "record": self.record,
                "since": self.since.as_ref().map(|(size, day)| json!({"size": size, "date": day})),
                "subject": self.subject,
                "items": self.things.iter().map(thing).collect::<Vec<_>>(),
                "more": self.more,
                "ahead": self.ahead.iter().map(day).collect::<Vec<_>>(),
                "url": self.all.1,
            },
        })
    }

    fn letter(&self) -> Letter {
        Letter { subject: self.subject.clone(), text: self.text(), html: self.html().into_string(), language: self.language.tag().to_owned() }
    }

    fn text(&self) -> String {
        let mut out = format!("{}\n", self.lead);
        for thing in &self.things {
            out.push_str(&format!("\n* {}: {}\n  {}\n  {}\n", thing.turn, thing.title, thing.summary, thing.url));
        }
        for more in &self.more {
            out.push_str(&format!("\n{more}\n"));
        }
        if !self.ahead.is_empty() {
            out.push_str(&format!("\n{}\n\n", self.ahead_title));
            for day in &self.ahead {
                out.push_str(&format!("* {}: {}\n  {}\n", day.shown, day.title, day.url));
            }
        }
        out.push_str(&format!("\n{}: {}\n\n--\n{}\n", self.all.0, self.all.1, self.foot.join("\n")));
        out
    }

    fn html(&self) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.language.tag()) dir=(self.language.direction().as_str()) {
                head { meta charset="utf-8"; title { (self.subject) } }
                body {
                    h1 { (self.subject) }
                    p { (self.lead) }
                    @if !self.things.is_empty() { ul { @for thing in &self.things { li {
                        strong { (thing.turn) } ": " a href=(thing.url) { bdi { (thing.title) } } br; (thing.summary)
                    } } } }
                    @for more in &self.more { p { (more) } }
                    @if !self.ahead.is_empty() {
                        h2 { (self.ahead_title) }
                        ul { @for day in &self.ahead { li { (day.shown) ": " a href=(day.url) { bdi { (day.title) } } } } }
                    }
                    p { a href=(self.all.1) { (self.all.0) } }
                    hr;
                    @for foot in &self.foot { p { small { (foot) } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(things: usize) -> Notice {
        let thing = |number: usize| Thing {
            code: "stated",
            turn: "New".to_owned(),
            is_urgent: false,
            id: format!("urn:{number}"),
            title: "<script>".to_owned(),
            summary: "x".repeat(400),
            url: "https://a.example/m".to_owned(),
            entry: EntryName::Own(1),
            by: "office:main".to_owned(),
            said_ms: 0,
        };
        Notice {
            kind: Kind::Digest,
            language: Language::Arabic,
            subject: "S".to_owned(),
            lead: "L".to_owned(),
            things: (0..things).map(thing).collect(),
            more: vec!["more".to_owned()],
            ahead: Vec::new(),
            ahead_title: String::new(),
            all: ("All".to_owned(), "https://a.example/".to_owned()),
            foot: vec!["foot".to_owned()],
            record: json!({}),
            subscription: "desk".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            since: None,
        }
    }

    #[test]
    fn foreign_text_is_text_in_a_letter_and_its_direction_is_that_of_its_language() {
        let letter: Letter = serde_json::from_slice(&notice(1).body("email")).unwrap();
        assert!(!letter.html.contains("<script") && letter.html.contains("lang=\"ar\" dir=\"rtl\""));
        assert!(letter.text.contains("* New: <script>") && letter.text.ends_with("--\nfoot\n"));
    }

    #[test]
    fn a_message_keeps_its_bound() {
        for channel in ["email", "webhook"] {
            let body = notice(2_000).body(channel);
            assert!(body.len() <= TOLD_BYTES_MAX && body.len() > TOLD_BYTES_MAX / 4, "{} {}", channel, body.len());
        }
        let cut: Json = serde_json::from_slice(&notice(2_000).body("webhook")).unwrap();
        let (kept, more) = (cut["data"]["items"].as_array().unwrap().len(), cut["data"]["more"].as_array().unwrap());
        let left = Words::new(Language::Arabic).number(u64::try_from(2_000 - kept).unwrap());
        assert!(more.len() == 2 && more[1].as_str().unwrap().contains(&left), "{more:?}");
        let document: Json = serde_json::from_slice(&notice(3).body("webhook")).unwrap();
        assert_eq!((&document["type"], document["data"]["items"].as_array().unwrap().len()), (&json!("koinon.digest"), 3));
    }
}
