//! What became of a draft: its receipt, the proof, and the way to put it right or take it back.

use maud::{Markup, html};
use record::Sid;

use super::ask::trail;
use super::check::warned;
use super::paper::{Doing, Paper};
use crate::parts::{self, Fact};
use crate::represent::{Frame, Shown};
use crate::site::View;

/// The receipt of a draft that was stated.
pub(crate) struct Receipt {
    pub(crate) paper: Paper,
}

impl Receipt {
    fn title(&self, view: &View<'_>) -> String {
        view.words.find(&format!("done-{}-title", self.paper.doing.word()), &[]).unwrap_or_default().into_owned()
    }
}

impl Shown for Receipt {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame { title: self.title(view), trail: trail(view), ..Frame::default() }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let Some(done) = &self.paper.done else { return html! {} };
        let sid = self.paper.subject.parse().ok().map(|subject| Sid::of(view.site.origin(), &subject));
        let mut facts = Vec::new();
        for receipt in &done.statements {
            let entry = html! {
                a class="govuk-link" href=(words.href(&format!("/record/{}", receipt.index))) { bdi { "#" (words.number(receipt.index)) } }
                " · " a class="govuk-link" href=(format!("/record/{}.tlog-proof", receipt.index)) { (words.text("done-proof")) }
            };
            facts.push(Fact::marked(words.text("done-entry"), entry));
            facts.push(Fact::marked(words.text("done-id"), html! { code { bdi { (receipt.id) } } }));
        }
        if let Some(first) = done.statements.first() {
            facts.push(Fact::new(words.text("done-size"), words.number(first.size)));
        }
        let newest = sid
            .and_then(|sid| view.cut.rows.head_at(sid, view.cut.size))
            .and_then(|head| view.cut.rows.place(head.index))
            .map(|place| u64::from(place.index));
        let is_newest = newest == done.statements.first().map(|receipt| receipt.index);
        html! {
            h1 class="govuk-heading-l" { (self.title(view)) }
            p class="k-lead" { (words.text("done-text")) }
            (parts::facts(&facts))
            @for (line, warning) in &done.warnings { (parts::warning(words, &warned(words, *line, warning).1)) }
            @if let Some(sid) = sid {
                p class="govuk-body" { a class="govuk-link" href=(words.href(&format!("/measures/{sid}"))) { (words.text("done-measure")) } }
                @if is_newest && self.paper.doing != Doing::Withdraw { (revise(view, &sid)) }
            }
            p class="govuk-body" { a class="govuk-link" href=(words.href("/my")) { (words.text("my-title")) } }
        }
    }
}

/// The ways to put right and to take back what a measure of ours says; nothing for those who are not signed in.
pub(crate) fn revise(view: &View<'_>, sid: &Sid) -> Markup {
    let words = view.words;
    html! {
        @if view.person.is_some() && view.as_of.is_none() {
            div class="govuk-button-group k-revise" {
                @for (act, text) in [("correct", words.text("revise-correct")), ("withdraw", words.text("revise-withdraw"))] {
                    form method="post" action=(words.href(&format!("/measures/{sid}/{act}"))) {
                        (parts::form_token(view.person))
                        button class="govuk-button govuk-button--secondary" type="submit" { (text) }
                    }
                }
            }
        }
    }
}
