//! `/notifications`: how to be told (feeds, calendars, e-mail, webhooks), and how the queue of what is told stands, in counts alone.

use league::notify::SOURCE_FACTS_MAX;
use maud::{Markup, html};
use node::limits::ATTEMPTS_EACH_MAX;
use node::outbox::NOTIFY_FILE;
use node::{Counts, Outbox};
use serde_json::json;

use super::line::moment;
use crate::asked::Format;
use crate::parts::{self, Fact, Section};
use crate::problem::Problem;
use crate::represent::{Document, Frame, Shown, cite};
use crate::routes::Reply;
use crate::site::View;
use crate::words::without_isolates;

/// Where the queue is looked at anew each time: it changes while the record does not.
pub(crate) const PATH: &str = "/notifications";

struct Notifications {
    counts: Counts,
}

/// The page, with the counts of this moment.
pub(crate) fn show<'v>(view: &View<'v>) -> Result<Reply<'v>, Problem> {
    let dir = view.site.node.dir();
    // Where no one was ever to be told there is no file, and reading is no reason to make one.
    let counts = if dir.join(NOTIFY_FILE).is_file() { Outbox::open(dir).and_then(|outbox| outbox.counts()) } else { Ok(Counts::default()) };
    let counts = counts.map_err(|error| Problem::Internal(error.to_string()))?;
    Ok(Reply::page(Notifications { counts }))
}

impl Notifications {
    fn queue(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let counts = &self.counts;
        if counts.webhooks == 0 && counts.emails == 0 && counts.waiting == 0 {
            return html! { p class="govuk-body" { (words.text("notifications-queue-none")) } };
        }
        let given_up = words.with("notifications-queue-given-up", &[("count", ATTEMPTS_EACH_MAX.into())]);
        let mut facts = Vec::new();
        let numbers = [
            (words.text("notifications-queue-webhooks"), counts.webhooks),
            (words.text("notifications-queue-emails"), counts.emails),
            (words.text("notifications-queue-failing"), counts.failing),
            (words.text("notifications-queue-waiting"), counts.waiting),
            (words.text("notifications-queue-retrying"), counts.retrying),
            (words.text("notifications-queue-delivered"), counts.delivered),
            (given_up, counts.given_up),
            (words.text("notifications-queue-dropped"), counts.dropped),
        ];
        for (name, number) in numbers {
            facts.push(Fact::new(without_isolates(&name), words.number(number)));
        }
        if let Some(oldest) = counts.oldest_ms {
            facts.push(Fact::new(words.text("notifications-queue-oldest"), view.moment(oldest)));
        }
        html! { p class="govuk-body" { (words.text("notifications-queue-text")) } (parts::facts(&facts)) }
    }
}

/// A link to a file, with its address to copy: programs want it, people don't open it.
fn address(view: &View<'_>, path: &str, text: &str) -> Markup {
    let path = view.words.href(path);
    html! { li { a class="govuk-link" href=(path) { (text) } br; code { bdi { (view.site.url(&path)) } } } }
}

impl Shown for Notifications {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame { title: view.words.text("notifications-title").into_owned(), section: Some(Section::About), ..Frame::default() }
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Json]
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let own = view.site.node.identity().place.as_deref();
        let of_place = own
            .map(|place| (format!("/places/{place}.ics"), words.with("notifications-calendar-place", &[("place", view.place_name(place).into())])));
        let push = words.with("notifications-push-text", &[("count", SOURCE_FACTS_MAX.into())]);
        html! {
            h1 class="govuk-heading-l" { (words.text("notifications-title")) }
            p class="k-lead" { (words.text("notifications-lead")) }
            (parts::section(&words.text("notifications-calendar"), &html! {
                p class="govuk-body" { (words.text("notifications-calendar-text")) }
                ul class="govuk-list govuk-list--spaced" {
                    (address(view, "/policies.ics", &words.text("notifications-calendar-all")))
                    (address(view, "/policies/conflicts.ics", &words.text("notifications-calendar-answers")))
                    @if let Some((path, text)) = &of_place { (address(view, path, &without_isolates(text))) }
                }
            }))
            (parts::section(&words.text("notifications-feeds"), &html! {
                p class="govuk-body" { (words.text("notifications-feeds-text")) }
                ul class="govuk-list govuk-list--spaced" {
                    (address(view, "/policies.atom", &words.text("notifications-feed-measures")))
                    (address(view, "/corrections.atom", &words.text("notifications-feed-corrections")))
                    (address(view, "/policies/conflicts.atom", &words.text("notifications-feed-conflicts")))
                }
            }))
            (parts::section(&words.text("notifications-push"), &html! {
                p class="govuk-body" { (without_isolates(&push)) }
                p class="govuk-body" { (words.text("notifications-push-mail")) " " (words.text("notifications-push-hook")) }
                p class="govuk-body" { (words.text("notifications-push-command")) }
                pre class="k-raw" tabindex="0" dir="ltr" { "koinon watch add email duty@health.example --at 07:00\nkoinon watch add webhook https://desk.example/koinon --what findings --grade conflict" }
            }))
            (parts::section(&words.text("notifications-queue"), &self.queue(view)))
            (cite(view, self, &words.text("notifications-title")))
        }
    }

    fn json(&self, view: &View<'_>) -> Option<Document> {
        let counts = &self.counts;
        Some(Document::new(
            "koinon/notifications/v1",
            json!({
                "calendar": view.site.url("/policies.ics"),
                "feeds": [view.site.url("/policies.atom"), view.site.url("/corrections.atom"), view.site.url("/policies/conflicts.atom")],
                "webhooks": counts.webhooks,
                "emails": counts.emails,
                "failing": counts.failing,
                "waiting": counts.waiting,
                "retrying": counts.retrying,
                "oldest": counts.oldest_ms.map(moment),
                "delivered": counts.delivered,
                "given_up": counts.given_up,
                "left_out": counts.dropped,
            }),
        ))
    }
}
