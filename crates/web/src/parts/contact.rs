//! Whom to ring about an act: the office, its number, address, hours and languages; or that no one states them, and how one does.

use maud::{Markup, html};

use super::list::{Fact, facts, section};
use crate::escape;
use crate::words::Words;

/// How to reach an office. Markup is of texts, in the language that they are in.
#[derive(Clone, Debug)]
pub struct Contact {
    /// What the office is called.
    pub office: Markup,
    /// The office that it stands in for, where it does.
    pub instead_of: Option<Markup>,
    /// Its number.
    pub phone: Option<String>,
    /// Its address.
    pub mail: Option<String>,
    /// When someone answers.
    pub hours: Option<Markup>,
    /// What is spoken there, each by its own name.
    pub languages: Vec<String>,
    /// The address of the statement that says so, without language.
    pub path: String,
}

/// The box: how to reach `body`, by its name.
pub fn contact(words: Words, body: &str, contact: Option<&Contact>) -> Markup {
    let inner = match contact {
        Some(contact) => facts(&of(words, body, contact)),
        None => html! { p class="govuk-body" {
            (words.with("contact-none", &[("body", body.into())])) " "
            a class="govuk-link" href=(words.href("/schemas/office/v1")) { (words.text("contact-how")) }
        } },
    };
    section(&words.text("contact-title"), &inner)
}

fn of(words: Words, body: &str, contact: &Contact) -> Vec<Fact> {
    let office = html! {
        a class="govuk-link" href=(words.href(&contact.path)) { (contact.office) }
        @if let Some(other) = &contact.instead_of { br; span class="k-muted" { (words.text("contact-instead-of")) " " (other) } }
    };
    let mut facts = vec![Fact::new(words.text("contact-body"), body), Fact::marked(words.text("contact-office"), office)];
    if let Some(phone) = &contact.phone {
        facts.push(Fact::marked(words.text("contact-phone"), link(escape::phone(phone), phone)));
    }
    if let Some(mail) = &contact.mail {
        facts.push(Fact::marked(words.text("contact-mail"), link(escape::mail(mail), mail)));
    }
    if let Some(hours) = &contact.hours {
        facts.push(Fact::marked(words.text("contact-hours"), hours.clone()));
    }
    if !contact.languages.is_empty() {
        let languages: Vec<&str> = contact.languages.iter().map(String::as_str).collect();
        facts.push(Fact::new(words.text("contact-languages"), words.list(&languages)));
    }
    facts
}

/// Numbers and addresses run from left to right in every language.
fn link(href: Option<String>, text: &str) -> Markup {
    html! { @match href {
        Some(href) => a class="govuk-link" href=(href) { bdi dir="ltr" { (text) } },
        None => bdi dir="ltr" { (text) },
    } }
}
