//! Sends a delivery by e-mail: one message of text and HTML, over SMTP (RFC 5321), to the server that the settings name.
//!
//! ```text
//! 220 · EHLO · (STARTTLS · TLS · EHLO) · (AUTH PLAIN) · MAIL FROM · RCPT TO · DATA · message, dots doubled · . · QUIT
//! ```
//! Written here because it is two pages: the client libraries bring 27 packages, most of them for names of domains in other scripts, which have an `xn--` form.
//! In: the conversation and its bounds. Out: the message's bytes ([`mime`]), when it is tried again (`node::outbox`), what is told (`web`).

use std::fmt;
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use node::{Clock, Outcome};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::failure::{Exit, Failure};
use crate::settings::{MailSettings, Tls};

mod mime;

pub(crate) use mime::{Address, AddressError, Letter};

/// How long the server may take to take up the line.
const CONNECT_WAIT: Duration = Duration::from_secs(5);
/// How long the whole conversation may take.
const WHOLE_WAIT: Duration = Duration::from_mins(1);
/// Bytes of one reply of the server.
const REPLY_BYTES_MAX: usize = 8 << 10;
/// The longest password, in bytes.
const PASSWORD_BYTES_MAX: u64 = 4 << 10;

/// The mail server, and who we are to it.
pub(crate) struct Post {
    host: String,
    port: u16,
    tls: Tls,
    trusted: Option<Arc<ClientConfig>>,
    login: Option<(String, String)>,
    from: Address,
    name: String,
    clock: Arc<dyn Clock>,
}

/// Why a conversation ended before the message was taken.
enum Broken {
    /// The way, or the server, is not well.
    NotNow(String),
    /// The server will not have it.
    Never(String),
}

impl Post {
    /// The server of the settings; `name` is how we present ourselves. Errors: a password or certificate that can't be read (exit 8).
    pub(crate) fn new(settings: &MailSettings, name: &str, clock: Arc<dyn Clock>) -> Result<Post, Failure> {
        let from = settings.from.parse().map_err(|error| Failure::new(Exit::Configuration, format!("`[mail] from`: {error}")))?;
        let trusted = (settings.tls != Tls::None).then(|| trusted(settings.ca_file.as_deref())).transpose()?;
        let login = settings.user.clone().zip(settings.password_file.as_deref().map(password).transpose()?);
        Ok(Post { host: settings.host.clone(), port: settings.port, tls: settings.tls, trusted, login, from, name: name.to_owned(), clock })
    }

    /// Sends one letter, once.
    pub(crate) fn send(&self, letter: &Letter<'_>) -> Outcome {
        let to: Address = match letter.to.parse() {
            Ok(to) => to,
            Err(error) => return Outcome::Never(format!("`{}`: {error}", letter.to)),
        };
        match self.hand_over(letter, &to) {
            Ok(reply) => Outcome::Taken(reply),
            Err(Broken::NotNow(why)) => Outcome::NotNow(why, None),
            Err(Broken::Never(why)) => Outcome::Never(why),
        }
    }

    fn hand_over(&self, letter: &Letter<'_>, to: &Address) -> Result<String, Broken> {
        let mut talk = self.connect()?;
        talk.reply(220)?;
        let mut offers = talk.greet(&self.name)?;
        if self.tls == Tls::Starttls {
            if !offers.lines().any(|line| line.trim().eq_ignore_ascii_case("STARTTLS")) {
                return Err(Broken::NotNow("the mail server offers no STARTTLS; set `tls` in `[mail]` to what it has".to_owned()));
            }
            talk.say("STARTTLS")?;
            talk.reply(220)?;
            talk = self.secured(talk)?;
            offers = talk.greet(&self.name)?;
        }
        if let Some((user, password)) = &self.login {
            if !offers.lines().any(|line| line.to_ascii_uppercase().starts_with("AUTH") && line.to_ascii_uppercase().contains("PLAIN")) {
                return Err(Broken::NotNow("the mail server takes no AUTH PLAIN, the one that is spoken here".to_owned()));
            }
            let login = mime::base64(format!("\0{user}\0{password}").as_bytes());
            talk.say(&format!("AUTH PLAIN {login}"))?;
            // A wrong password is ours to mend: the letter waits.
            talk.reply(235).map_err(|broken| Broken::NotNow(broken.to_string()))?;
        }
        talk.say(&format!("MAIL FROM:<{}>", self.from.address))?;
        talk.reply(250)?;
        talk.say(&format!("RCPT TO:<{}>", to.address))?;
        talk.reply(250)?;
        talk.say("DATA")?;
        talk.reply(354)?;
        talk.write(mime::dotted(&letter.text_of(&self.from, to)).as_bytes())?;
        talk.say(".")?;
        let reply = talk.reply(250)?;
        // It is taken: how the server says goodbye changes nothing.
        let _ = talk.say("QUIT");
        Ok(format!("taken: {}", reply.lines().next().unwrap_or_default()))
    }

    fn connect(&self) -> Result<Talk, Broken> {
        let until = self.clock.elapsed() + WHOLE_WAIT;
        let away = |error: &dyn fmt::Display| Broken::NotNow(format!("the mail server `{}:{}` does not answer: {error}", self.host, self.port));
        let mut addresses = (self.host.as_str(), self.port).to_socket_addrs().map_err(|error| away(&error))?;
        let connected = addresses.try_fold(None, |last, address| match TcpStream::connect_timeout(&address, CONNECT_WAIT) {
            Ok(stream) => Err(stream),
            Err(error) => Ok(Some(error).or(last)),
        });
        let stream = match connected {
            Err(stream) => stream,
            Ok(Some(error)) => return Err(away(&error)),
            Ok(None) => return Err(away(&"it has no address")),
        };
        let talk = Talk { wire: Wire::Plain(stream), until, clock: Arc::clone(&self.clock) };
        if self.tls == Tls::Implicit { self.secured(talk) } else { Ok(talk) }
    }

    /// The same conversation, over TLS. What came before it in the clear is forgotten.
    fn secured(&self, talk: Talk) -> Result<Talk, Broken> {
        let not_now = |error: &dyn fmt::Display| Broken::NotNow(format!("no TLS with the mail server `{}`: {error}", self.host));
        let Talk { wire: Wire::Plain(stream), until, clock } = talk else { return Ok(talk) };
        let Some(trusted) = &self.trusted else { return Err(not_now(&"nothing is trusted")) };
        let name = ServerName::try_from(self.host.clone()).map_err(|error| not_now(&error))?;
        let connection = ClientConnection::new(Arc::clone(trusted), name).map_err(|error| not_now(&error))?;
        Ok(Talk { wire: Wire::Secure(Box::new(StreamOwned::new(connection, stream))), until, clock })
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Broken::NotNow(why) | Broken::Never(why) => f.write_str(why),
        }
    }
}

enum Wire {
    Plain(TcpStream),
    Secure(Box<StreamOwned<ClientConnection, TcpStream>>),
}

/// A conversation that ends in time.
struct Talk {
    wire: Wire,
    until: Duration,
    clock: Arc<dyn Clock>,
}

impl Talk {
    /// Lets the next read or write take what is left of the time.
    fn hurry(&mut self) -> Result<(), Broken> {
        let left = self.until.saturating_sub(self.clock.elapsed());
        if left.is_zero() {
            return Err(Broken::NotNow(format!("the mail server took more than {} seconds", WHOLE_WAIT.as_secs())));
        }
        let stream = match &self.wire {
            Wire::Plain(stream) => stream,
            Wire::Secure(stream) => stream.get_ref(),
        };
        let set = stream.set_read_timeout(Some(left)).and_then(|()| stream.set_write_timeout(Some(left)));
        set.map_err(|error| Broken::NotNow(error.to_string()))
    }

    fn say(&mut self, line: &str) -> Result<(), Broken> {
        self.write(format!("{line}\r\n").as_bytes())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        // In parts, so that a server that takes a byte now and then runs out of time.
        for part in bytes.chunks(16 << 10) {
            self.hurry()?;
            let written = match &mut self.wire {
                Wire::Plain(stream) => stream.write_all(part).and_then(|()| stream.flush()),
                Wire::Secure(stream) => stream.write_all(part).and_then(|()| stream.flush()),
            };
            written.map_err(|error| Broken::NotNow(format!("the mail server went away: {error}")))?;
        }
        Ok(())
    }

    /// The text of the next reply, without codes, where it begins with the digit of `code`.
    fn reply(&mut self, code: u16) -> Result<String, Broken> {
        let mut bytes = Vec::new();
        loop {
            if let Some((said, text)) = reply_of(&bytes)? {
                let shown = format!("the mail server says {said}: {}", text.lines().next().unwrap_or_default());
                return match said / 100 {
                    class if class == code / 100 => Ok(text),
                    5 => Err(Broken::Never(shown)),
                    _ => Err(Broken::NotNow(shown)),
                };
            }
            self.hurry()?;
            let mut part = [0; 1024];
            let read = match &mut self.wire {
                Wire::Plain(stream) => stream.read(&mut part),
                Wire::Secure(stream) => stream.read(&mut part),
            };
            match read {
                Ok(0) => return Err(Broken::NotNow("the mail server hung up".to_owned())),
                Ok(read) => bytes.extend(part.iter().take(read)),
                Err(error) => return Err(Broken::NotNow(format!("the mail server went away: {error}"))),
            }
        }
    }

    fn greet(&mut self, name: &str) -> Result<String, Broken> {
        self.say(&format!("EHLO {name}"))?;
        self.reply(250)
    }
}

/// A whole reply, where these bytes hold one: code and lines. Errors: too long, or none that SMTP has (RFC 5321, 4.2).
fn reply_of(bytes: &[u8]) -> Result<Option<(u16, String)>, Broken> {
    let strange = || Broken::NotNow("the mail server does not speak SMTP".to_owned());
    let mut text = String::new();
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let whole = lines.try_fold(None, |_, line| -> Result<Option<u16>, Result<Option<u16>, Broken>> {
        let Some(line) = line.strip_suffix(b"\n") else { return Err(Ok(None)) };
        let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned();
        let code = line.get(..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_digit())).and_then(|code| code.parse::<u16>().ok());
        let (Some(code), rest) = (code, line.get(3..).unwrap_or_default()) else { return Err(Err(strange())) };
        text.push_str(rest.get(1..).unwrap_or_default());
        text.push('\n');
        match rest.bytes().next() {
            Some(b'-') => Ok(None),
            Some(b' ') | None => Err(Ok(Some(code))),
            Some(_) => Err(Err(strange())),
        }
    });
    match whole {
        Err(Ok(Some(code))) => Ok(Some((code, text))),
        Err(Err(broken)) => Err(broken),
        Ok(_) | Err(Ok(None)) if bytes.len() > REPLY_BYTES_MAX => Err(strange()),
        Ok(_) | Err(Ok(None)) => Ok(None),
    }
}

/// Whom we trust: the authorities that browsers trust, and one of the operator's own.
fn trusted(ca_file: Option<&Path>) -> Result<Arc<ClientConfig>, Failure> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(path) = ca_file {
        let unread =
            |error: &dyn fmt::Display| Failure::new(Exit::Configuration, format!("`[mail] ca_file`: `{}` can't be read: {error}", path.display()));
        for certificate in CertificateDer::pem_file_iter(path).map_err(|error| unread(&error))? {
            roots.add(certificate.map_err(|error| unread(&error))?).map_err(|error| unread(&error))?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(Failure::failed)?;
    Ok(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
}

/// The first line of a file that only its owner may read.
fn password(path: &Path) -> Result<String, Failure> {
    use std::os::unix::fs::PermissionsExt as _;
    let wrong = |why: String| Failure::new(Exit::Configuration, format!("`[mail] password_file`: {why}"));
    let bytes = crate::commands::read_input(path, PASSWORD_BYTES_MAX).map_err(|failure| wrong(failure.message))?;
    let mode = std::fs::metadata(path).map_err(|error| wrong(error.to_string()))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(wrong(format!("others can read `{}`; say `chmod 600 {}`", path.display(), path.display())));
    }
    Ok(String::from_utf8_lossy(&bytes).lines().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests;
