//! A bounded load on a server of this machine, on the standard library alone.
//!
//! In: keep-alive clients, one thread each; open loop at a rate (a late answer counts from when its request was due) or closed loop as fast as
//! answers come. Out: other machines: an address that is not loopback is refused.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

const CLIENTS_MAX: u32 = 256;
const SECONDS_MAX: u32 = 120;
const REQUESTS_MAX: u32 = 10_000_000;
const ANSWER_BYTES_MAX: u64 = 16 << 20;

/// What to send, to whom, how fast.
struct Plan {
    address: SocketAddr,
    /// Whole requests, sent in turn.
    requests: Vec<Vec<u8>>,
    clients: u32,
    /// Requests each second over all clients; 0: as fast as answers come.
    rate: u32,
    seconds: u32,
}

/// What one client saw.
#[derive(Default)]
struct Seen {
    latencies_us: Vec<u32>,
    failed: u32,
    bytes: u64,
}

/// Runs what the arguments say; one line of JSON, or why not.
pub(crate) fn run(arguments: &[&str]) -> Result<String, String> {
    let plan = plan(arguments)?;
    let started = now();
    let seen: Vec<Seen> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..plan.clients)
            .map(|number| {
                scope.spawn({
                    let plan = &plan;
                    move || client(plan, number, started)
                })
            })
            .collect();
        clients.into_iter().filter_map(|client| client.join().ok()).collect()
    });
    Ok(summary(&seen, started.elapsed()))
}

fn plan(arguments: &[&str]) -> Result<Plan, String> {
    let (method, url, flags) = match arguments {
        ["get", url, flags @ ..] => ("GET", *url, flags),
        ["post", url, flags @ ..] => ("POST", *url, flags),
        _ => return Err("give `get URL` or `post URL`".to_owned()),
    };
    let (host, path) = split(url)?;
    let address: SocketAddr = host.parse().map_err(|_| format!("`{host}`: give a numeric address and port, such as 127.0.0.1:8080"))?;
    if !address.ip().is_loopback() {
        return Err(format!("`{host}` is not this machine; the load goes to loopback only"));
    }
    let flag = |name: &str| flags.windows(2).find_map(|pair| matches!(pair, [key, _] if *key == name).then(|| pair.last().copied()).flatten());
    let number = |name: &str, default: u32, max: u32| -> Result<u32, String> {
        let given = flag(name).map_or(Ok(default), |text| text.parse().map_err(|_| format!("`{name} {text}`: give a number")))?;
        if given > max { Err(format!("`{name} {given}`: at most {max}")) } else { Ok(given) }
    };
    let read = |name: &str| flag(name).map(|file| std::fs::read_to_string(file).map_err(|error| format!("`{file}`: {error}"))).transpose();
    let requests = match read("--paths")? {
        Some(paths) => paths.lines().filter(|line| !line.is_empty()).map(|path| request(method, host, path, flag("--token"), "")).collect(),
        None => vec![request(method, host, path, flag("--token"), read("--body")?.unwrap_or_default().trim_end())],
    };
    Ok(Plan {
        address,
        requests,
        clients: number("--clients", 8, CLIENTS_MAX)?.max(1),
        rate: number("--rate", 0, REQUESTS_MAX)?,
        seconds: number("--seconds", 5, SECONDS_MAX)?.max(1),
    })
}

fn split(url: &str) -> Result<(&str, &str), String> {
    let rest = url.strip_prefix("http://").ok_or_else(|| format!("`{url}`: give `http://127.0.0.1:PORT/PATH`"))?;
    let at = rest.find('/').unwrap_or(rest.len());
    let (host, path) = rest.split_at(at);
    Ok((host, if path.is_empty() { "/" } else { path }))
}

fn request(method: &str, host: &str, path: &str, token: Option<&str>, body: &str) -> Vec<u8> {
    let authorization = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    let content = if method == "POST" { format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len()) } else { String::new() };
    format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n{authorization}{content}\r\n{body}").into_bytes()
}

/// One client's requests: numbers `number`, `number + clients`, ... of the whole.
fn client(plan: &Plan, number: u32, started: Instant) -> Seen {
    let until = started + Duration::from_secs(plan.seconds.into());
    let mut seen = Seen::default();
    let mut stream = None;
    let mut turn = number;
    while turn < REQUESTS_MAX {
        let mut due = now();
        if plan.rate > 0 {
            due = started + Duration::from_secs_f64(f64::from(turn) / f64::from(plan.rate));
            std::thread::sleep(due.saturating_duration_since(now()));
        }
        if due >= until {
            break;
        }
        let request = plan.requests.get(usize::try_from(turn).unwrap_or(0) % plan.requests.len().max(1));
        match request.map(|request| ask(&mut stream, plan.address, request)) {
            Some(Ok(bytes)) => {
                seen.bytes += bytes;
                seen.latencies_us.push(u32::try_from(due.elapsed().as_micros()).unwrap_or(u32::MAX));
            }
            _ => {
                seen.failed += 1;
                stream = None;
            }
        }
        turn += plan.clients;
    }
    seen
}

/// Sends one request and reads its whole answer; an answer of 400 and above is an error. Length of the body.
fn ask(stream: &mut Option<BufReader<TcpStream>>, address: SocketAddr, request: &[u8]) -> std::io::Result<u64> {
    let open = match stream.take() {
        Some(open) => open,
        None => connect(address)?,
    };
    let open = stream.insert(open);
    open.get_mut().write_all(request)?;
    let mut line = String::new();
    open.read_line(&mut line)?;
    let status: u16 = line.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let mut length = 0;
    let mut is_chunked = false;
    loop {
        line.clear();
        open.read_line(&mut line)?;
        let header = line.trim_end().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        is_chunked |= header.starts_with("transfer-encoding:") && header.contains("chunked");
    }
    let read = if is_chunked { chunks(open)? } else { skip(open, length)? };
    if (200..400).contains(&status) { Ok(read) } else { Err(std::io::Error::other(format!("status {status}"))) }
}

fn connect(address: SocketAddr) -> std::io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    Ok(BufReader::new(stream))
}

fn chunks(open: &mut BufReader<TcpStream>) -> std::io::Result<u64> {
    let mut read = 0;
    loop {
        let mut line = String::new();
        open.read_line(&mut line)?;
        let length = u64::from_str_radix(line.trim(), 16).map_err(std::io::Error::other)?;
        skip(open, length + 2)?;
        read += length;
        if length == 0 {
            return Ok(read);
        }
    }
}

fn skip(open: &mut BufReader<TcpStream>, length: u64) -> std::io::Result<u64> {
    std::io::copy(&mut open.take(length.min(ANSWER_BYTES_MAX)), &mut std::io::sink())
}

fn summary(seen: &[Seen], took: Duration) -> String {
    let mut latencies_us: Vec<u32> = seen.iter().flat_map(|seen| seen.latencies_us.iter().copied()).collect();
    latencies_us.sort_unstable();
    let failed: u32 = seen.iter().map(|seen| seen.failed).sum();
    let bytes: u64 = seen.iter().map(|seen| seen.bytes).sum();
    let answered = latencies_us.len();
    let per_second = f64::from(u32::try_from(answered).unwrap_or(u32::MAX)) / took.as_secs_f64();
    let ms =
        |per_mille: usize| latencies_us.get((answered * per_mille / 1000).min(answered.saturating_sub(1))).map_or(0.0, |us| f64::from(*us) / 1000.0);
    format!(
        "{{\"answered\":{answered},\"failed\":{failed},\"seconds\":{:.2},\"per_second\":{per_second:.0},\"p50_ms\":{:.2},\"p99_ms\":{:.2},\"max_ms\":{:.2},\"bytes\":{bytes}}}",
        took.as_secs_f64(),
        ms(500),
        ms(990),
        ms(1000)
    )
}

#[expect(clippy::disallowed_methods, reason = "a load generator measures elapsed time; nothing that is kept depends on it")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_machine_is_refused() {
        assert!(run(&["get", "http://192.0.2.1:80/"]).unwrap_err().contains("not this machine"));
        assert!(run(&["get", "http://127.0.0.1:1/", "--seconds", "9999"]).unwrap_err().contains("at most"));
    }

    #[test]
    fn answers_are_counted_and_refusals_are_failures() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::Builder::new()
            .spawn(move || {
                for (number, stream) in listener.incoming().take(2).enumerate() {
                    let mut stream = BufReader::new(stream.unwrap());
                    let answer: &[u8] = if number == 0 {
                        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                    } else {
                        b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"
                    };
                    let mut line = String::new();
                    while stream.read_line(&mut line).unwrap_or(0) > 0 {
                        if line.trim_end().is_empty() {
                            stream.get_mut().write_all(answer).unwrap();
                        }
                        line.clear();
                    }
                }
            })
            .unwrap();
        let url = format!("http://{address}/");
        let summary = run(&["get", &url, "--clients", "1", "--rate", "20", "--seconds", "1"]).unwrap();
        assert!(summary.starts_with("{\"answered\":20,\"failed\":0,"), "{summary}");
    }
}
