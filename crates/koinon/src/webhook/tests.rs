//! Real connections on this machine.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc;

use node::DeliveryStanding;

use super::*;
use crate::settings::NotifySettings;

fn hooks(inward: &[SocketAddr]) -> Hooks {
    let allow_inward = inward.iter().map(SocketAddr::to_string).collect();
    Hooks::new(&Settings { notify: NotifySettings { allow_inward, ..NotifySettings::default() }, ..Settings::default() }).unwrap()
}

fn delivery(body: &[u8]) -> Delivery {
    Delivery {
        id: "msg_1".to_owned(),
        subscription: 1,
        destination: String::new(),
        body: body.to_vec(),
        created_ms: 0,
        next_ms: 0,
        attempts: 0,
        standing: DeliveryStanding::Waiting,
        answer: String::new(),
        settled_ms: None,
    }
}

fn subscription(target: &str) -> Subscription {
    Subscription {
        id: 1,
        name: "desk".to_owned(),
        channel: "webhook".to_owned(),
        target: target.to_owned(),
        destination: String::new(),
        language: "en".to_owned(),
        secret: Some(b"secret".to_vec()),
        wish: String::new(),
        state: String::new(),
        created_ms: 0,
        failing_ms: None,
        ended_ms: None,
        ended_why: None,
    }
}

/// A receiver that gives this answer to each of `count` requests; what it was sent comes over the channel.
fn receiver(answer: &'static str, count: usize) -> (SocketAddr, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = mpsc::channel();
    std::thread::Builder::new()
        .spawn(move || {
            for stream in listener.incoming().take(count) {
                let mut stream = stream.unwrap();
                let mut request = Vec::new();
                let mut part = [0; 4096];
                while !request.ends_with(b"}") {
                    let read = stream.read(&mut part).unwrap();
                    if read == 0 {
                        break;
                    }
                    request.extend_from_slice(&part[..read]);
                }
                // A receiver may hang up before we have answered.
                let _ = stream.write_all(answer.as_bytes());
                let _ = tell.send(String::from_utf8(request).unwrap());
            }
        })
        .unwrap();
    (address, told)
}

#[test]
fn a_delivery_is_posted_signed_and_named() {
    let (address, told) = receiver("HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n", 1);
    let outcome = hooks(&[address]).send(&delivery(b"{\"a\":1}"), &subscription(&format!("http://{address}/in?x=1")), 1_795_521_600_123);
    assert_eq!(outcome, Outcome::Taken("status 204".to_owned()));
    let request = told.recv().unwrap();
    assert!(request.starts_with("POST /in?x=1 HTTP/1.1\r\n"), "{request}");
    let signature = outbox::signature(b"secret", "msg_1", 1_795_521_600, b"{\"a\":1}");
    for line in ["webhook-id: msg_1", "webhook-timestamp: 1795521600", &format!("webhook-signature: {signature}"), "content-type: application/json"] {
        assert!(request.contains(&format!("\r\n{line}\r\n")), "{line} in {request}");
    }
}

#[test]
fn a_redirect_is_not_followed_though_it_leads_to_a_receiver() {
    let (inner, told) = receiver("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", 1);
    let answer: &'static str =
        Box::leak(format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{inner}/\r\ncontent-length: 0\r\n\r\n").into_boxed_str());
    let (outer, _told) = receiver(answer, 1);
    let outcome = hooks(&[outer, inner]).send(&delivery(b"{}"), &subscription(&format!("http://{outer}/")), 0);
    assert!(matches!(&outcome, Outcome::NotNow(why, None) if why.contains("307") && why.contains("not followed")), "{outcome:?}");
    assert!(told.try_recv().is_err());
}

#[test]
fn a_receiver_within_our_own_network_is_refused_with_the_way_out() {
    let outcome = hooks(&[]).send(&delivery(b"{}"), &subscription("http://10.0.0.1/"), 0);
    assert!(matches!(&outcome, Outcome::Never(why) if why.contains("allow_inward")), "{outcome:?}");
}

#[test]
fn a_long_answer_is_not_read() {
    let answer: &'static str = Box::leak(format!("HTTP/1.1 200 OK\r\ncontent-length: 900000\r\n\r\n{}", "x".repeat(100_000)).into_boxed_str());
    let (address, _told) = receiver(answer, 1);
    assert_eq!(hooks(&[address]).send(&delivery(b"{}"), &subscription(&format!("http://{address}/")), 0), Outcome::Taken("status 200".to_owned()));
}

#[test]
fn statuses_mean_what_senders_agree_on() {
    assert_eq!(answered(201, None), Outcome::Taken("status 201".to_owned()));
    assert_eq!(answered(503, Some(120)), Outcome::NotNow("status 503".to_owned(), Some(120_000)));
    assert!(matches!(answered(400, None), Outcome::NotNow(..)));
    assert!(matches!(answered(410, None), Outcome::Gone(_)));
}

#[test]
fn an_address_is_refused_before_anything_is_sent_where_it_shows() {
    let none: &[String] = &[];
    let of = |text: &str| address(text, none).map(|(_, destination)| destination).map_err(|failure| failure.exit);
    assert_eq!(of("https://Desk.example/in"), Ok("desk.example:443".to_owned()));
    assert_eq!(of("http://desk.example/in"), Ok("desk.example:80".to_owned()));
    assert_eq!(of("https://[2606:4700::1111]/in"), Ok("[2606:4700::1111]:443".to_owned()));
    for inward in [
        "http://127.0.0.1/",
        "https://[::1]/",
        "http://169.254.169.254/latest",
        "https://10.0.0.1/",
        "https://desk.example:8443/",
        "http://desk.example:22/",
    ] {
        assert_eq!(of(inward), Err(Exit::Refused), "{inward}");
    }
    for wrong in ["ftp://desk.example/", "desk.example", "https://", "https://user:word@desk.example/", "/in", "https://a b/"] {
        assert_eq!(of(wrong), Err(Exit::Usage), "{wrong}");
    }
    let allowed = ["127.0.0.1:9000".to_owned()];
    assert!(address("http://127.0.0.1:9000/", &allowed).is_ok());
    assert!(address("http://127.0.0.1:9001/", &allowed).is_err());
}
