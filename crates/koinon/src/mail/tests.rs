//! A mail server on this machine that speaks enough SMTP, well or badly.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::mpsc;

use node::SystemClock;
use proptest::prelude::*;

use super::*;

/// A server that answers commands by their first word, and tells what it was sent.
fn server(answers: &'static [(&'static str, &'static str)]) -> (u16, mpsc::Receiver<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, told) = mpsc::channel();
    std::thread::Builder::new()
        .spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut said = Vec::new();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            stream.write_all(b"220 mail.example ready\r\n").unwrap();
            let mut is_data = false;
            while let Some(Ok(line)) = lines.next() {
                said.push(line.clone());
                let word = if is_data && line == "." { "." } else { line.split([' ', ':']).next().unwrap_or_default() };
                if is_data && word != "." {
                    continue;
                }
                is_data = word == "DATA";
                let told = answers.iter().find(|(of, _)| *of == word).map(|(_, answer)| *answer);
                let answer = told.unwrap_or(match word {
                    "EHLO" => "250-mail.example\r\n250-AUTH LOGIN PLAIN\r\n250 8BITMIME",
                    "AUTH" => "235 welcome",
                    "DATA" => "354 go on",
                    "QUIT" => break,
                    _ => "250 fine",
                });
                stream.write_all(format!("{answer}\r\n").as_bytes()).unwrap();
            }
            // Whoever asked may have gone.
            let _ = tell.send(said);
        })
        .unwrap();
    (port, told)
}

fn post(port: u16, tls: Tls, login: Option<(&str, &str)>) -> Post {
    let settings = MailSettings {
        host: "127.0.0.1".to_owned(),
        port,
        tls,
        user: None,
        password_file: None,
        ca_file: None,
        from: "Koinon <koinon@health.example>".to_owned(),
    };
    let post = Post::new(&settings, "node.example", Arc::new(SystemClock::new())).unwrap();
    Post { login: login.map(|(user, password)| (user.to_owned(), password.to_owned())), ..post }
}

fn letter() -> Letter<'static> {
    let at = jiff::Timestamp::from_second(1_795_521_600).unwrap();
    Letter { id: "msg_1", to: "duty@health.example", subject: "Überblick", text: "Hello", html: "<p>Hello</p>", language: "de", at }
}

#[test]
fn a_letter_is_handed_over_word_by_word() {
    let (port, told) = server(&[]);
    let outcome = post(port, Tls::None, Some(("koinon", "word"))).send(&letter());
    assert_eq!(outcome, Outcome::Taken("taken: fine".to_owned()));
    let said = told.recv().unwrap();
    assert_eq!(
        said[..5],
        ["EHLO node.example", "AUTH PLAIN AGtvaW5vbgB3b3Jk", "MAIL FROM:<koinon@health.example>", "RCPT TO:<duty@health.example>", "DATA"]
    );
    assert!(said.contains(&"Subject: =?utf-8?B?w5xiZXJibGljaw==?=".to_owned()));
    assert!(said.contains(&"Date: Tue, 24 Nov 2026 12:00:00 +0000".to_owned()), "{said:?}");
    assert!(said.contains(&"Message-ID: <msg_1@health.example>".to_owned()));
    assert!(said.contains(&"SGVsbG8=".to_owned()) && said.contains(&"PHA+SGVsbG88L3A+".to_owned()));
    assert_eq!(said.last().map(String::as_str), Some("QUIT"));
}

#[test]
fn what_the_server_will_never_have_is_given_up_and_what_it_can_not_now_waits() {
    let (port, _told) = server(&[("RCPT", "550 no such mailbox")]);
    assert!(matches!(post(port, Tls::None, None).send(&letter()), Outcome::Never(why) if why.contains("550") && why.contains("no such mailbox")));
    let (port, _told) = server(&[("RCPT", "451-greylisted\r\n451 come back")]);
    assert!(matches!(post(port, Tls::None, None).send(&letter()), Outcome::NotNow(why, None) if why.contains("451")));
    let (port, _told) = server(&[("AUTH", "535 wrong password")]);
    assert!(
        matches!(post(port, Tls::None, Some(("a", "b"))).send(&letter()), Outcome::NotNow(why, None) if why.contains("535")),
        "ours to mend: the letter waits"
    );
    let (port, _told) = server(&[(".", "554 spam")]);
    assert!(matches!(post(port, Tls::None, None).send(&letter()), Outcome::Never(_)));
    let (port, _told) = server(&[("EHLO", "hello there")]);
    assert!(matches!(post(port, Tls::None, None).send(&letter()), Outcome::NotNow(why, None) if why.contains("SMTP")));
    assert!(matches!(post(1, Tls::None, None).send(&letter()), Outcome::NotNow(why, None) if why.contains("does not answer")));
}

#[test]
fn without_the_tls_that_is_asked_for_nothing_is_sent() {
    let (port, told) = server(&[]);
    assert!(matches!(post(port, Tls::Starttls, Some(("a", "b"))).send(&letter()), Outcome::NotNow(why, None) if why.contains("STARTTLS")));
    assert_eq!(told.recv().unwrap(), ["EHLO node.example"]);
    let (port, told) = server(&[("EHLO", "250-mail.example\r\n250 STARTTLS"), ("STARTTLS", "220 go on")]);
    assert!(matches!(post(port, Tls::Starttls, Some(("a", "b"))).send(&letter()), Outcome::NotNow(..)));
    let said = told.recv().unwrap_or_default();
    assert!(!said.iter().any(|line| line.starts_with("AUTH") || line.starts_with("MAIL")), "{said:?}");
}

#[test]
fn a_password_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("password");
    std::fs::write(&path, "word\nmore\n").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(password(&path).is_err_and(|failure| failure.exit == Exit::Configuration && failure.message.contains("chmod 600")));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(password(&path).unwrap(), "word");
}

#[test]
fn a_reply_is_read_whole_or_not_yet() {
    let read = |bytes: &[u8]| reply_of(bytes).map_err(|broken| broken.to_string());
    assert_eq!(read(b"250-one\r\n250-two\r\n250 three\r\n"), Ok(Some((250, "one\ntwo\nthree\n".to_owned()))));
    assert_eq!(read(b"250\r\n"), Ok(Some((250, "\n".to_owned()))));
    assert_eq!(read(b"250-one\r\n25"), Ok(None));
    assert!(read(b"hello\r\n").is_err() && read(b"250x\r\n").is_err());
    assert!(read(&[b'2'; REPLY_BYTES_MAX + 1]).is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_a_reply_or_none(bytes: Vec<u8>, cut in 0_usize..64) {
        drop(reply_of(&bytes).map_err(|broken| broken.to_string()));
        // What is read of a part is what is read of the whole.
        if let Ok(Some(reply)) = reply_of(bytes.get(..cut.min(bytes.len())).unwrap_or_default()) {
            prop_assert!(matches!(reply_of(&bytes), Ok(Some(whole)) if whole == reply));
        }
    }
}
