//! Real connections on this machine; names resolved as a hostile resolver would.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use node::DeliveryStanding;
use proptest::prelude::*;

use super::*;

/// A resolver that answers what it is told to, one answer for each question.
#[derive(Debug)]
struct Told {
    answers: Vec<Vec<SocketAddr>>,
    asked: AtomicUsize,
}

impl Resolver for Told {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst);
        let mut addresses = self.empty();
        self.answers.get(number).into_iter().flatten().for_each(|address| addresses.push(*address));
        Ok(addresses)
    }
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
    let hooks = Hooks::new(&[address.to_string()]);
    let outcome = hooks.send(&delivery(b"{\"a\":1}"), &subscription(&format!("http://{address}/in?x=1")), 1_795_521_600_123);
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
    let hooks = Hooks::new(&[outer.to_string(), inner.to_string()]);
    let outcome = hooks.send(&delivery(b"{}"), &subscription(&format!("http://{outer}/")), 0);
    assert!(matches!(&outcome, Outcome::NotNow(why, None) if why.contains("307") && why.contains("not followed")), "{outcome:?}");
    assert!(told.try_recv().is_err());
}

#[test]
fn a_receiver_that_answers_drop_by_drop_costs_ten_seconds_at_most() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::Builder::new()
        .spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            for byte in "HTTP/1.1 200 OK\r\nx: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy".bytes() {
                if stream.write_all(&[byte]).is_err() {
                    return;
                }
                std::thread::sleep(Duration::from_millis(700));
            }
        })
        .unwrap();
    let clock = node::SystemClock::new();
    let outcome = Hooks::new(&[address.to_string()]).send(&delivery(b"{}"), &subscription(&format!("http://{address}/")), 0);
    let took = node::Clock::elapsed(&clock);
    assert!(matches!(outcome, Outcome::NotNow(..)), "{outcome:?}");
    assert!(took < WHOLE_WAIT + Duration::from_secs(2), "{took:?}");
}

#[test]
fn an_inward_address_is_refused_whatever_name_it_has_and_the_checked_address_is_the_one_connected_to() {
    let (address, told) = receiver("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", 9);
    let local = SocketAddr::new(address.ip(), address.port());
    for hidden in ["127.0.0.1:80", "10.1.2.3:80", "[::1]:80", "[::ffff:169.254.169.254]:80", "[fd00:ec2::254]:80", "100.100.100.200:80", "0.0.0.0:80"]
    {
        let names = Told { answers: vec![vec!["93.184.215.14:80".parse().unwrap(), hidden.parse().unwrap()]], asked: AtomicUsize::new(0) };
        let hooks = Hooks::with(Guard { inward: Vec::new(), names });
        let outcome = hooks.send(&delivery(b"{}"), &subscription("http://desk.example/"), 0);
        assert!(matches!(&outcome, Outcome::Never(why) if why.contains("allow_inward")), "{hidden}: {outcome:?}");
    }
    // The name is asked for once: what would be answered the second time is never connected to.
    let names = Told { answers: vec![vec![local], vec!["127.0.0.1:1".parse().unwrap()]], asked: AtomicUsize::new(0) };
    let hooks = Hooks::with(Guard { inward: vec!["desk.example:80".to_owned()], names });
    assert_eq!(hooks.send(&delivery(b"{}"), &subscription("http://desk.example/"), 0), Outcome::Taken("status 200".to_owned()));
    assert!(told.recv().unwrap().contains("\r\nhost: desk.example"));
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

#[test]
fn inward_is_what_the_registries_say() {
    let inward = [
        "0.1.2.3",
        "10.255.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:a00:1::",
        "3fff::1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ];
    let outward = [
        "1.1.1.1",
        "100.63.0.1",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.1.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450::1",
        "::ffff:8.8.8.8",
        "2001:200::1",
    ];
    assert!(
        inward.iter().all(|address| is_inward(address.parse().unwrap())),
        "{:?}",
        inward.iter().filter(|address| !is_inward(address.parse().unwrap())).collect::<Vec<_>>()
    );
    assert!(
        outward.iter().all(|address| !is_inward(address.parse().unwrap())),
        "{:?}",
        outward.iter().filter(|address| is_inward(address.parse().unwrap())).collect::<Vec<_>>()
    );
}

proptest! {
    #[test]
    fn what_std_calls_private_is_inward_and_a_mapped_address_is_as_its_own(bits: u32, high: u64, low: u64) {
        let v4 = Ipv4Addr::from(bits);
        let is_private = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_broadcast() || v4.is_multicast() || v4.is_documentation() || v4.is_unspecified();
        prop_assert!(!is_private || is_inward(v4.into()));
        prop_assert_eq!(is_inward(v4.to_ipv6_mapped().into()), is_inward(v4.into()));
        let v6 = Ipv6Addr::from(u128::from(high) << 64 | u128::from(low));
        let is_private = v6.is_loopback() || v6.is_multicast() || v6.is_unspecified() || v6.is_unique_local() || v6.is_unicast_link_local();
        prop_assert!(!is_private || is_inward(v6.into()));
    }

    #[test]
    fn any_text_is_an_address_or_a_reason(text in "\\PC{0,60}|https?://\\PC{0,40}") {
        if let Ok((_, destination)) = address(&text, &[]) {
            prop_assert!(destination.ends_with(":443") || destination.ends_with(":80"), "{}", destination);
        }
    }
}
