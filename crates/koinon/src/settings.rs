//! `koinon.toml`: how, where and how fast a node runs, never what its record means (DESIGN rule 17).
//!
//! ```toml
//! listen = "127.0.0.1:8080"
//! url = "https://health.example"
//! ```
//! Unknown keys are errors: a setting that is silently not heeded is worse than none.

use std::net::SocketAddr;
use std::path::Path;

use record::Origin;
use serde::Deserialize;

use crate::failure::{Exit, Failure};

/// The address that a node listens at where nothing says otherwise.
pub(crate) const LISTEN: &str = "127.0.0.1:8080";

/// The longest settings file, in bytes.
const SETTINGS_BYTES_MAX: u64 = 64 << 10;

/// How a node runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Where it listens.
    pub(crate) listen: Option<SocketAddr>,
    /// The address that the world knows it by, without a slash at the end; `https://` and the origin if absent.
    pub(crate) url: Option<String>,
}

/// The settings of the node in `dir`. Errors: what is wrong, by line (exit 8).
pub(crate) fn read(dir: &Path) -> Result<Settings, Failure> {
    let path = dir.join("koinon.toml");
    let bytes = crate::commands::read_input(&path, SETTINGS_BYTES_MAX).map_err(|failure| Failure { exit: Exit::Configuration, ..failure })?;
    let text = String::from_utf8_lossy(&bytes);
    parse(&text).map_err(|message| Failure::new(Exit::Configuration, format!("`{}`: {message}", path.display())))
}

fn parse(text: &str) -> Result<Settings, String> {
    let settings: Settings = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| text.bytes().take(span.start).filter(|b| *b == b'\n').count() + 1);
        format!("line {line}: {}", error.message())
    })?;
    match &settings.url {
        Some(url) if !is_url(url) => {
            Err(format!("`url`: `{url}` is no address; give one such as `https://health.example`, without a slash at the end"))
        }
        _ => Ok(settings),
    }
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.ends_with('/') && rest.bytes().all(|b| b.is_ascii_graphic() && !b"?#\"<>\\^`{|}".contains(&b)))
}

/// The address of the node of a record where no setting names one. C2SP lets an origin end in the log's own folder, `/log`.
pub(crate) fn url_of(origin: &Origin) -> String {
    let origin = origin.as_str();
    format!("https://{}", origin.strip_suffix("/log").unwrap_or(origin))
}

/// The text of a new node's settings file.
pub(crate) fn text_for(origin: &Origin) -> String {
    format!(
        "# How and where this node runs; what its record says is in the record. Unknown keys are errors.\n\n\
         # Address and port to listen at. Put a reverse proxy with TLS before it.\n\
         listen = \"{LISTEN}\"\n\n\
         # The address that the world knows this node by, without a slash at the end.\n\
         url = \"{}\"\n",
        url_of(origin)
    )
}

/// The same for the demo league, which has no address in the world.
pub(crate) fn text_for_demo() -> String {
    format!("# An invented league. Everything in it is invented.\n\nlisten = \"{LISTEN}\"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_nodes_settings_are_read_back() {
        let settings = parse(&text_for(&"health.example".parse().unwrap())).unwrap();
        assert_eq!(settings, Settings { listen: LISTEN.parse().ok(), url: Some("https://health.example".to_owned()) });
        assert_eq!(url_of(&"health.example/log".parse().unwrap()), "https://health.example");
    }

    #[test]
    fn an_unknown_key_is_an_error_and_names_its_line() {
        let error = parse("\nlisten = \"127.0.0.1:80\"\nlitsen = 1\n").unwrap_err();
        assert!(error.starts_with("line 3: unknown field `litsen`"), "{error}");
        assert!(parse("url = \"health.example\"").unwrap_err().contains("no address"));
    }
}
