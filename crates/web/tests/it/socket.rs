//! The socket within bounds: real connections, slow and hostile ones among them.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::house::House;

/// Serves a house on a free port while `ask` runs.
fn served(ask: impl FnOnce(SocketAddr)) {
    let house = House::furnished();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = runtime.spawn(web::serve(listener, house.router.clone(), async move {
        let _ = stopped.await;
    }));
    ask(address);
    stop.send(()).unwrap();
    runtime.block_on(serving).unwrap().unwrap();
}

fn exchange(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    // A connection that is closed under us has said all it will.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn requests_are_answered_while_hundreds_of_slow_ones_wait_and_the_end_is_clean() {
    served(|address| {
        let slow: Vec<TcpStream> = (0..300)
            .map(|_| {
                let mut stream = TcpStream::connect(address).unwrap();
                stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ").unwrap();
                stream
            })
            .collect();
        let answer = exchange(address, b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"), "{answer}");
        drop(slow);
    });
}

#[test]
fn a_head_beyond_the_bounds_is_refused() {
    served(|address| {
        let many: String = (0..200).map(|number| format!("X-{number}: 1\r\n")).collect();
        let answer = exchange(address, format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n").as_bytes());
        assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
        let answer = exchange(address, format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(100_000)).as_bytes());
        assert!(answer.starts_with("HTTP/1.1 414") || answer.starts_with("HTTP/1.1 431"), "{answer}");
        let answer = exchange(address, b"\x16\x03\x01\x02\x00 not http at all\r\n\r\n");
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    });
}

#[test]
fn a_head_request_is_told_the_length_and_gets_no_body() {
    served(|address| {
        let answer = exchange(address, b"HEAD /policies HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("content-length: ") && answer.ends_with("\r\n\r\n"), "{answer}");
    });
}
