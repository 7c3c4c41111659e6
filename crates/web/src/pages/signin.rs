//! `/signin`, and what one who was signed out in the midst of a form meets: nothing that was typed is lost.

use maud::{Markup, html};

use crate::parts::{self, FormFault};
use crate::problem::Problem;
use crate::represent::{Frame, Shown};
use crate::routes::Reply;
use crate::session::{self, Fields, TOKEN_FIELD};
use crate::site::View;

/// Why the page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// Someone wants to sign in.
    Asked,
    /// A form came from someone whose session is over.
    RanOut,
    /// Name and passphrase do not belong together.
    Refused,
    /// Too much has failed: so many seconds.
    Wait(u64),
}

/// The page to sign in.
#[derive(Clone, Debug)]
pub(crate) struct SignInPage {
    next: String,
    why: Why,
    name: String,
    /// What was typed in the form before, as a form sends it.
    pub(crate) kept: Option<String>,
}

impl SignInPage {
    /// The page, from which one goes on to the path `next`.
    pub(crate) fn new(next: &str, why: Why) -> SignInPage {
        SignInPage { next: next.to_owned(), why, name: String::new(), kept: None }
    }

    /// The same with a name filled in.
    #[must_use]
    pub(crate) fn named(self, name: &str) -> SignInPage {
        SignInPage { name: name.chars().take(node::limits::USER_NAME_CHARS_MAX).collect(), ..self }
    }

    /// The same with what was typed elsewhere, to be taken in afterwards.
    #[must_use]
    pub(crate) fn keeping(self, fields: &Fields) -> SignInPage {
        SignInPage { kept: Some(fields.without(&[TOKEN_FIELD]).text()), ..self }
    }

    fn faults(&self, view: &View<'_>) -> Vec<FormFault> {
        let words = view.words;
        match self.why {
            Why::Refused => vec![FormFault { field: Some("name"), text: words.text("signin-refused").into_owned() }],
            Why::Wait(seconds) => vec![FormFault { field: None, text: words.with("signin-wait", &[("count", seconds.into())]).into_owned() }],
            Why::Asked | Why::RanOut => Vec::new(),
        }
    }
}

/// `GET /signin?next=/path`.
pub(crate) fn show<'v>(view: &View<'v>) -> Result<Reply<'v>, Problem> {
    Ok(Reply::page(SignInPage::new(session::next(view.asked.query.get("next")), Why::Asked)))
}

impl Shown for SignInPage {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame { title: view.words.text("signin-title").into_owned(), ..Frame::default() }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        let faults = self.faults(view);
        html! {
            (parts::error_summary(words, &faults))
            h1 class="govuk-heading-l" { (words.text(if self.why == Why::RanOut { "signin-again-title" } else { "signin-title" })) }
            @if self.kept.is_some() { (parts::inset(&words.text("signin-kept"))) }
            @if !session::keeps_cookies(&view.site.public_url) { (parts::warning(words, &words.text("signin-insecure"))) }
            p class="govuk-body" { (words.text("signin-lead")) }
            form method="post" action=(words.href("/signin")) {
                input type="hidden" name="next" value=(self.next);
                @if let Some(kept) = &self.kept { input type="hidden" name="kept" value=(kept); }
                div class={ "govuk-form-group" @if self.why == Why::Refused { " govuk-form-group--error" } } {
                    label class="govuk-label" for="name" { (words.text("signin-name")) }
                    input class="govuk-input govuk-input--width-20" id="name" name="name" type="text" dir="auto" maxlength="100" autocomplete="username" spellcheck="false" autocapitalize="none" required value=(self.name);
                }
                div class={ "govuk-form-group" @if self.why == Why::Refused { " govuk-form-group--error" } } {
                    label class="govuk-label" for="passphrase" { (words.text("signin-passphrase")) }
                    input class="govuk-input govuk-input--width-20" id="passphrase" name="passphrase" type="password" dir="ltr" maxlength="1024" autocomplete="current-password" required;
                }
                (parts::button(&words.text("signin-button")))
            }
            p class="govuk-body k-muted" { (words.text("signin-no-account")) }
        }
    }
}

/// A form that was made in an earlier session of the same person: shown again, to be sent from this one.
pub(crate) struct Again {
    pub(crate) fields: Fields,
}

impl Shown for Again {
    fn frame(&self, view: &View<'_>) -> Frame {
        Frame { title: view.words.text("signin-resend-title").into_owned(), ..Frame::default() }
    }

    fn html(&self, view: &View<'_>) -> Markup {
        let words = view.words;
        html! {
            h1 class="govuk-heading-l" { (words.text("signin-resend-title")) }
            p class="k-lead" { (words.text("signin-resend-text")) }
            form method="post" action=(words.href(&view.asked.path)) {
                @for (name, value) in self.fields.without(&[TOKEN_FIELD]).iter() { input type="hidden" name=(name) value=(value); }
                (parts::form_token(view.person))
                (parts::button(&words.text("signin-resend-button")))
            }
        }
    }
}
