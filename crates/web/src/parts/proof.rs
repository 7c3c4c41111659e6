//! The proof box: one plain sentence, then the steps; checked again in the reader's own browser where scripts run.

use maud::{Markup, html};

use crate::words::Words;

/// What is known about the proof when the page is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This node checked it.
    Good,
    /// It does not fit: the page stays readable, and says so in red.
    Bad,
    /// Not checked here; the browser or `koinon verify` will.
    Unchecked,
}

/// What the box needs.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The entry's place in the record.
    pub index: u64,
    /// How many entries the checkpoint covers.
    pub size: u64,
    /// `sha256:` and hex.
    pub id: String,
    /// The root hash of the checkpoint, base64.
    pub root: String,
    /// The key that signed it.
    pub vkey: String,
    /// The address of the proof file.
    pub proof_href: String,
    /// The address of the entry's bytes.
    pub entry_href: String,
    /// What is known now.
    pub verdict: Verdict,
}

/// Words for the script, as data of the box: it shows no text that is not in the catalogue.
const SCRIPT_KEYS: [&str; 15] = [
    "verify-good",
    "verify-bad-id",
    "verify-bad-path",
    "verify-bad-signature",
    "verify-bad-origin",
    "verify-bad-form",
    "verify-fetch-failed",
    "verify-no-ed25519",
    "verify-step-hash",
    "verify-step-leaf",
    "verify-step-path",
    "verify-step-signature",
    "verify-running",
    "verify-need-both",
    "verify-cosigned",
];

/// The catalogue's texts for the script, as JSON in one attribute.
fn script_words(words: Words) -> String {
    let texts: serde_json::Map<String, serde_json::Value> = SCRIPT_KEYS
        .iter()
        .map(|key| {
            // Places for values are filled in by the script: `{n}`.
            let text =
                words.find(key, &[("index", "{index}".into()), ("size", "{size}".into()), ("got", "{got}".into()), ("count", "{count}".into())]);
            ((*key).to_owned(), serde_json::Value::String(text.unwrap_or_default().into_owned()))
        })
        .collect();
    serde_json::Value::Object(texts).to_string()
}

/// The box beside an entry.
pub fn proof(words: Words, proof: &Proof) -> Markup {
    let (state, verdict) = match proof.verdict {
        Verdict::Good => {
            ("good", words.with("proof-good", &[("index", words.number(proof.index).into()), ("size", words.number(proof.size).into())]))
        }
        Verdict::Bad => ("bad", words.text("proof-bad")),
        Verdict::Unchecked => {
            ("open", words.with("proof-open", &[("index", words.number(proof.index).into()), ("size", words.number(proof.size).into())]))
        }
    };
    html! {
        section class="k-proof" data-verdict=(state) data-proof=(proof.proof_href) data-entry=(proof.entry_href) data-vkey=(proof.vkey) data-id=(proof.id)
            data-words=(script_words(words)) aria-labelledby="k-proof-title" {
            h2 class="govuk-heading-s" id="k-proof-title" { (words.text("proof-title")) }
            p class="k-proof__verdict" role="status" { (verdict) }
            button class="govuk-button" type="button" hidden data-verify="" { (words.text("proof-check-here")) }
            ol hidden data-steps="" {}
            details class="k-details" {
                summary { (words.text("proof-details")) }
                div {
                    dl {
                        dt { (words.text("proof-id")) } dd { code { bdi { (proof.id) } } }
                        dt { (words.text("proof-root")) } dd { code { bdi { (proof.root) } } }
                        dt { (words.text("proof-key")) } dd { code { bdi { (proof.vkey) } } }
                    }
                    p { (words.text("proof-command")) }
                    pre class="k-raw" { "koinon verify " (file_of(&proof.proof_href)) " --vkey " (proof.vkey) }
                }
            }
            p { a class="govuk-link" href=(proof.proof_href) download { (words.text("proof-file")) } " · " a class="govuk-link" href=(proof.entry_href) download { (words.text("proof-entry")) } }
        }
    }
}

fn file_of(href: &str) -> &str {
    href.rsplit('/').next().unwrap_or(href)
}

/// The form of `/verify`: two files or two texts, checked in the browser and sent nowhere. `vkey` is this node's own, filled in.
pub fn verify_form(words: Words, vkey: &str) -> Markup {
    html! {
        form class="k-proof" data-verify-files="" data-words=(script_words(words)) data-verdict="open" method="get" action=(words.href("/verify")) {
            p class="k-proof__verdict" role="status" { (words.text("verify-lead")) }
            div class="k-drop" data-drop="" {
                div class="govuk-form-group" {
                    label class="govuk-label" for="k-files" { (words.text("verify-files")) }
                    div class="govuk-hint" id="k-files-hint" { (words.text("verify-files-hint")) }
                    input id="k-files" type="file" multiple aria-describedby="k-files-hint";
                }
            }
            div class="govuk-form-group" {
                label class="govuk-label" for="k-vkey" { (words.text("verify-vkey")) }
                div class="govuk-hint" id="k-vkey-hint" { (words.text("verify-vkey-hint")) }
                input class="govuk-input k-code" id="k-vkey" dir="ltr" spellcheck="false" autocomplete="off" value=(vkey) aria-describedby="k-vkey-hint";
            }
            button class="govuk-button" type="button" hidden data-verify="" { (words.text("verify-button")) }
            ol hidden data-steps="" {}
            noscript { p class="govuk-body" { (words.text("verify-noscript")) } pre class="k-raw" { "koinon verify NAME.tlog-proof --vkey " (vkey) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn every_word_of_the_script_is_in_the_catalogues() {
        for language in Language::ALL {
            let words = Words::new(language);
            for key in SCRIPT_KEYS {
                assert!(words.find(key, &[]).is_some(), "{language:?} {key}");
            }
        }
    }
}
