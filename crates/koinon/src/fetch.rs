//! Reads files of other machines over HTTP(S): bounded in bytes, time and redirects, trusting nothing that comes back.

use std::io::Read as _;
use std::time::Duration;

use ureq::Agent;
use ureq::http::header::CONTENT_ENCODING;

use crate::failure::{Exit, Failure};

/// How long one file may take.
const FILE_WAIT: Duration = Duration::from_secs(60);
/// How long a machine may take to take up the line.
const CONNECT_WAIT: Duration = Duration::from_secs(10);
/// How often one file may send us on.
const REDIRECTS_MAX: u32 = 5;

/// Files below one address.
pub(crate) struct Remote {
    agent: Agent,
    prefix: String,
}

impl Remote {
    /// Files below `prefix`, an `http://` or `https://` address.
    pub(crate) fn new(prefix: &str) -> Remote {
        let config = Agent::config_builder()
            .timeout_global(Some(FILE_WAIT))
            .timeout_connect(Some(CONNECT_WAIT))
            .max_redirects(REDIRECTS_MAX)
            .http_status_as_error(false)
            .user_agent(concat!("koinon/", env!("CARGO_PKG_VERSION")))
            .build();
        Remote { agent: config.into(), prefix: prefix.trim_end_matches('/').to_owned() }
    }

    /// The same, below another folder of the same machine.
    pub(crate) fn below(&self, folder: &str) -> Remote {
        Remote { agent: self.agent.clone(), prefix: format!("{}/{folder}", self.prefix) }
    }

    /// The file at `path`; none where the machine says that there is none.
    pub(crate) fn get(&self, path: &str, bytes_max: usize) -> Result<Option<Vec<u8>>, Failure> {
        let url = format!("{}/{path}", self.prefix);
        let away = |error: &dyn std::fmt::Display| Failure::new(Exit::Unavailable, format!("`{url}` can't be read: {error}"));
        let mut response = self.agent.get(&url).header("accept-encoding", "gzip, identity").call().map_err(|error| away(&error))?;
        match response.status().as_u16() {
            200 => {}
            404 | 410 => return Ok(None),
            status => return Err(away(&format!("the machine answers {status}"))),
        }
        let is_packed = response.headers().get(CONTENT_ENCODING).is_some_and(|encoding| encoding.as_bytes() == b"gzip");
        let bytes = response.body_mut().with_config().limit(as_u64(bytes_max)).read_to_vec().map_err(|error| away(&error))?;
        let bytes = if is_packed { unpacked(&bytes, bytes_max).map_err(|error| away(&error))? } else { bytes };
        if bytes.len() > bytes_max { Err(away(&format!("it is longer than {bytes_max} bytes"))) } else { Ok(Some(bytes)) }
    }
}

/// What gzip holds, one byte more than `bytes_max` at most.
fn unpacked(bytes: &[u8], bytes_max: usize) -> std::io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(bytes).take(as_u64(bytes_max)).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

/// One more than is wanted, so that too long is seen.
fn as_u64(bytes_max: usize) -> u64 {
    u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1)
}
