//! Real connections on this machine, to servers that do what servers must not; names resolved as a hostile resolver would.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use node::{Clock as _, SystemClock};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::ResolvedSocketAddrs;
use ureq::unversioned::transport::NextTimeout;

use super::*;

/// A server that answers each connection with `answer`, given the lines of the head it was sent.
fn server(answer: impl Fn(&mut TcpStream, &str) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let answer = Arc::new(answer);
    std::thread::Builder::new()
        .spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, answer) = (stream.unwrap(), Arc::clone(&answer));
                std::thread::Builder::new()
                    .spawn(move || {
                        let head = head(&stream);
                        answer(&mut stream, &head);
                    })
                    .unwrap();
            }
        })
        .unwrap();
    address
}

fn head(stream: &TcpStream) -> String {
    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
    lines.map_while(Result::ok).take_while(|line| !line.is_empty()).map(|line| line + "\n").collect()
}

/// A server that answers everyone with these bytes.
fn saying(bytes: impl Into<Vec<u8>>) -> SocketAddr {
    let bytes = bytes.into();
    // One that is hung up on while it speaks has nothing more to say.
    server(move |stream, _| drop(stream.write_all(&bytes)))
}

fn whole(headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn packed(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn client() -> Client {
    Client::for_partners(&OutgoingSettings::default(), Trying::Dev).unwrap()
}

fn get(address: SocketAddr, bytes_max: usize) -> Result<Got, FetchError> {
    client().send(&Request::get(format!("http://{address}/log/checkpoint"), bytes_max).within(Duration::from_secs(2)))
}

#[test]
fn what_is_asked_arrives_and_what_is_answered_comes_back() {
    let (tell, told) = mpsc::channel();
    let address = server(move |stream, head| {
        tell.send(head.to_owned()).unwrap();
        stream.write_all(&whole("etag: \"3\"\r\nx: \u{e4}\r\n", b"koinon.example/log\n")).unwrap();
    });
    let request = Request::get(format!("http://{address}/log/checkpoint?x=1"), 100).with_header("if-none-match", "\"2\"");
    let got = client().send(&request).unwrap();
    assert_eq!((got.status, got.header("etag"), got.header("x"), got.body.as_slice()), (200, Some("\"3\""), None, &b"koinon.example/log\n"[..]));
    let head = told.recv().unwrap();
    assert!(head.starts_with("GET /log/checkpoint?x=1 HTTP/1.1\n"), "{head}");
    for line in ["if-none-match: \"2\"\n", "accept-encoding: gzip\n", "user-agent: koinon/"] {
        assert!(head.to_ascii_lowercase().contains(line), "{line} in {head}");
    }
    let refused = saying("HTTP/1.1 409 Conflict\r\ncontent-length: 2\r\n\r\n7\n");
    let got = client().send(&Request::post(format!("http://{refused}/add-checkpoint"), b"old 0\n".to_vec())).unwrap();
    assert_eq!((got.status, got.body.as_slice()), (409, &b"7\n"[..]));
}

#[test]
fn packed_answers_are_counted_as_what_they_become() {
    let text = b"entry\n".repeat(1_000);
    assert_eq!(get(saying(whole("content-encoding: gzip\r\n", &packed(&text))), 6_000).unwrap().body, text);
    let too_large = |answer: Vec<u8>, bytes_max: usize| matches!(get(saying(answer), bytes_max), Err(FetchError::TooLarge { bytes_max: max, .. }) if max == bytes_max);
    assert!(too_large(whole("content-encoding: gzip\r\n", &packed(&text)), 5_999));
    // A thousandfold: 64 KiB on the line, 64 MiB if it were unpacked.
    assert!(too_large(whole("content-encoding: gzip\r\n", &packed(&vec![0; 64 << 20])), 64 << 10));
    // A name in the head of what is packed that has no end.
    let mut endless = vec![0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3];
    endless.extend(vec![b'n'; 200_000]);
    assert!(get(saying(whole("content-encoding: gzip\r\n", &endless)), 1_000).is_err());
    // Bytes that can't be packed are a little longer packed, and still let in.
    let dense: Vec<u8> = (0..5_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).rotate_left(n % 31).to_be_bytes()).collect();
    assert_eq!(get(saying(whole("content-encoding: gzip\r\n", &packed(&dense))), dense.len()).unwrap().body, dense);
}

#[test]
fn what_is_packed_wrong_is_no_answer() {
    let mut cut = packed(b"hello hello hello");
    cut.truncate(cut.len() - 3);
    let behind = [packed(b"hello"), b"and more".to_vec()].concat();
    let mut changed = packed(b"hello hello hello");
    let last = changed.len() - 5;
    changed[last] ^= 1;
    for (headers, body) in [
        ("gzip", cut),
        ("gzip", behind),
        ("gzip", changed),
        ("gzip", b"plain".to_vec()),
        ("br", b"hello".to_vec()),
        ("gzip, gzip", packed(&packed(b"a"))),
    ] {
        let got = get(saying(whole(&format!("content-encoding: {headers}\r\n"), &body)), 1_000);
        assert!(matches!(got, Err(FetchError::Malformed { .. })), "{headers}: {got:?}");
    }
}

#[test]
fn an_endless_answer_is_cut_at_what_was_wanted() {
    let endless = server(|stream, _| {
        let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        while stream.write_all(chunk.as_bytes()).is_ok() {}
    });
    assert_eq!(get(endless, 100_000), Err(FetchError::TooLarge { host: "127.0.0.1".to_owned(), bytes_max: 100_000 }));
    let unsized_body = server(|stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b'x'; 4_096]).is_ok() {}
    });
    assert!(matches!(get(unsized_body, 100_000), Err(FetchError::TooLarge { .. })));
    assert!(matches!(get(saying("HTTP/1.1 200 OK\r\ncontent-length: 101\r\n\r\n"), 0), Ok(got) if got.body.is_empty()), "nothing was to be read");
}

#[test]
fn a_slow_answer_costs_what_was_granted_and_no_more() {
    fn dripping(text: &'static str) -> SocketAddr {
        server(move |stream, _| {
            for byte in text.bytes() {
                if stream.write_all(&[byte]).is_err() {
                    return;
                }
                std::thread::sleep(Duration::from_millis(150));
            }
        })
    }
    for text in ["HTTP/1.1 200 OK\r\nx: yyyyyyyyyyyyyyyyyyyyyyyyyyyyy", "HTTP/1.1 200 OK\r\n\r\nzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "\r\n"] {
        let clock = SystemClock::new();
        let got = get(dripping(text), 1_000);
        let took = clock.elapsed();
        let is_late = matches!(&got, Err(FetchError::Timeout { wait, .. }) if *wait == Duration::from_secs(2));
        // The last server says nothing and hangs up.
        assert!(is_late || text == "\r\n", "{text}: {got:?}");
        assert!(took < Duration::from_millis(3_500), "{text}: {took:?}");
    }
}

#[test]
fn a_wrong_length_is_no_answer() {
    let short = get(saying("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello"), 1_000);
    assert!(matches!(short, Err(FetchError::Malformed { .. })), "{short:?}");
    let cut = get(saying("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\na\r\nhello"), 1_000);
    assert!(matches!(cut, Err(FetchError::Malformed { .. })), "{cut:?}");
    // What stands behind the length that was said is not part of it, and the line is not used again.
    assert_eq!(get(saying("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhelloHTTP/1.1 200 OK"), 1_000).unwrap().body, b"hello");
    for strange in
        ["", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"]
    {
        let got = get(saying(strange), 1_000);
        assert!(matches!(got, Err(FetchError::Malformed { .. } | FetchError::Connect { .. })), "{strange}: {got:?}");
    }
}

#[test]
fn a_head_is_bounded() {
    let flood = "x: y\r\n".repeat(5_000);
    let long = format!("x: {}\r\n", "y".repeat(HEAD_BYTES_MAX));
    let many = "x: y\r\n".repeat(200);
    for headers in [flood, long, many] {
        let got = get(saying(whole(&headers, b"")), 1_000);
        assert!(matches!(got, Err(FetchError::Malformed { .. })), "{got:?}");
    }
    let endless = server(|stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"x: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n").is_ok() {}
    });
    let got = get(endless, 1_000);
    assert!(matches!(got, Err(FetchError::Malformed { .. })), "{got:?}");
}

#[test]
fn a_redirect_is_an_answer_like_any_other() {
    let (tell, told) = mpsc::channel();
    let inner = server(move |_, head| tell.send(head.to_owned()).unwrap());
    for status in [301, 302, 303, 307, 308] {
        let outer = saying(format!("HTTP/1.1 {status} Elsewhere\r\nlocation: http://{inner}/\r\ncontent-length: 0\r\n\r\n"));
        assert_eq!(get(outer, 100).unwrap().status, status);
        let post = client().send(&Request::post(format!("http://{outer}/"), b"x".to_vec())).unwrap();
        assert_eq!(post.status, status);
    }
    assert!(told.try_recv().is_err());
}

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

fn resolving(answers: Vec<Vec<SocketAddr>>) -> Arc<dyn Resolver> {
    Arc::new(Told { answers, asked: AtomicUsize::new(0) })
}

fn told(answers: Vec<Vec<SocketAddr>>, rules: Rules) -> Client {
    Client::new(rules, &OutgoingSettings::default(), &resolving(answers)).unwrap()
}

#[test]
fn a_name_that_leads_inward_is_refused_and_the_checked_number_is_the_one_connected_to() {
    for hidden in
        ["127.0.0.1:443", "10.1.2.3:443", "[::1]:443", "[::ffff:169.254.169.254]:443", "[fd00:ec2::254]:443", "100.100.100.200:443", "0.0.0.0:443"]
    {
        let client = told(vec![vec!["93.184.215.14:443".parse().unwrap(), hidden.parse().unwrap()]], Rules { ports: vec![443], ..Rules::default() });
        let got = client.send(&Request::get("https://partner.example/", 100));
        assert!(
            matches!(&got, Err(error @ FetchError::Inward { host, port: 443, .. }) if host == "partner.example" && error.is_refused()),
            "{hidden}: {got:?}"
        );
    }
    // The name is asked for once: what would be answered the second time is never connected to.
    let address = saying(whole("", b"here"));
    let networks = vec!["127.0.0.0/8".parse().unwrap()];
    let rules = Rules { exceptions: [("partner.intern:80".to_owned(), Exception { networks, is_clear: true })].into(), ..Rules::default() };
    let client = told(vec![vec![address], vec!["127.0.0.1:1".parse().unwrap()]], rules.clone());
    assert_eq!(client.send(&Request::get("http://partner.intern:80/", 100)).unwrap().body, b"here");
    // What is allowed to one machine within one range is allowed to no other, and nowhere else.
    let elsewhere = told(vec![vec!["10.0.0.1:80".parse().unwrap()]], rules.clone());
    assert!(matches!(elsewhere.send(&Request::get("http://partner.intern:80/", 100)), Err(FetchError::Inward { .. })));
    let other = told(vec![vec![address]], rules);
    assert!(matches!(other.send(&Request::get("http://other.intern:80/", 100)), Err(FetchError::Address { .. })));
}

#[test]
fn nothing_answers_where_nothing_is() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(matches!(get(closed, 100), Err(FetchError::Connect { .. })));
    let client = Client::for_partners(&OutgoingSettings::default(), Trying::No).unwrap();
    let got = client.send(&Request::get("https://nowhere.invalid/", 100));
    assert!(matches!(got, Err(FetchError::Name { .. } | FetchError::Timeout { .. })), "{got:?}");
    // A line that speaks no TLS is no safe line.
    let plain = saying("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    let got = self::client().send(&Request::get(format!("https://{plain}/"), 100));
    assert!(matches!(got, Err(FetchError::Tls { .. })), "{got:?}");
}

#[test]
fn one_machine_is_asked_for_four_things_at_once() {
    let (tell, told) = mpsc::channel();
    let slow = server(move |stream, _| {
        tell.send(()).unwrap();
        std::thread::sleep(Duration::from_millis(600));
        let _ = stream.write_all(&whole("", b"late"));
    });
    let client = Arc::new(client());
    let ask = |client: Arc<Client>| move || client.send(&Request::get(format!("http://{slow}/"), 100));
    let asking: Vec<_> = (0..AT_ONCE_MAX).map(|_| std::thread::Builder::new().spawn(ask(Arc::clone(&client))).unwrap()).collect();
    (0..AT_ONCE_MAX).for_each(|_| told.recv().unwrap());
    assert_eq!(ask(Arc::clone(&client))(), Err(FetchError::Busy { host: "127.0.0.1".to_owned(), at_once: AT_ONCE_MAX }));
    assert_eq!(client.send(&Request::get(format!("http://{}/", saying(whole("", b"other"))), 100)).unwrap().body, b"other");
    assert!(asking.into_iter().all(|asked| asked.join().unwrap().unwrap().body == b"late"));
    assert_eq!(ask(client)().unwrap().body, b"late");
}

#[test]
fn a_proxy_is_told_the_number_that_was_checked_and_is_asked_for_nothing_itself() {
    let (tell, told_head) = mpsc::channel();
    let proxy = server(move |stream, connect| {
        stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").unwrap();
        tell.send((connect.to_owned(), head(stream))).unwrap();
        stream.write_all(&whole("", b"through")).unwrap();
    });
    let outgoing = OutgoingSettings { proxy: Some(format!("http://clerk:word@{proxy}")), ..OutgoingSettings::default() };
    let rules = Rules { ports: vec![80], is_lenient: true, ..Rules::default() };
    let names = resolving(vec![vec!["93.184.215.14:80".parse().unwrap()], vec![proxy]]);
    let client = Client::new(rules, &outgoing, &names).unwrap();
    assert_eq!(client.send(&Request::get("http://partner.example/a", 100)).unwrap().body, b"through");
    let (connect, asked) = told_head.recv().unwrap();
    assert_eq!(connect, "CONNECT 93.184.215.14:80 HTTP/1.1\nhost: 93.184.215.14:80\nproxy-authorization: Basic Y2xlcms6d29yZA==\n");
    assert!(asked.starts_with("GET /a HTTP/1.1\n") && asked.to_ascii_lowercase().contains("host: partner.example"), "{asked}");
    assert!(matches!(client.send(&Request::get(format!("http://{proxy}/"), 100)), Err(FetchError::Address { .. })));
    let refusing = saying("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    let outgoing = OutgoingSettings { proxy: Some(format!("http://{refusing}")), ..OutgoingSettings::default() };
    let names = resolving(vec![vec!["93.184.215.14:443".parse().unwrap()]]);
    let client = Client::new(Rules { ports: vec![443], ..Rules::default() }, &outgoing, &names).unwrap();
    let got = client.send(&Request::get("https://partner.example/", 100));
    assert!(matches!(&got, Err(FetchError::Connect { why, .. }) if why.contains("answers 407")), "{got:?}");
    let wrong = OutgoingSettings { proxy: Some("socks5://proxy.intern:1080".to_owned()), ..OutgoingSettings::default() };
    assert!(Client::for_partners(&wrong, Trying::No).is_err_and(|failure| failure.exit == Exit::Configuration));
}

#[test]
fn a_header_that_would_be_two_is_not_sent() {
    let request = Request::get("http://127.0.0.1:1/", 1).with_header("x", "a\r\nhost: b");
    let error = client().send(&request).unwrap_err();
    assert!(matches!(error, FetchError::Address { fault: AddressFault::Header { .. }, .. }), "{error:?}");
}
