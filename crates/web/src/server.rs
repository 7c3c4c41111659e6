//! The socket: connections within bounds, so that no client, slow or hostile, holds what others need.
//!
//! In: how long a head may take, how many headers and bytes, how many connections, answers that no one takes, a clean end.
//! Out: what is answered (`routes`), TLS (a reverse proxy before us).

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, Sleep};

use crate::limits::{CONNECTIONS_MAX, HEAD_BYTES_MAX, HEAD_WAIT, HEADERS_MAX, TAKE_WAIT};
use crate::session::Peer;

/// How long requests may take to end once the server is told to.
const ENDING_WAIT: Duration = Duration::from_secs(3);

/// Serves until `shutdown` resolves; then takes no more, and lets what runs end. Errors: the listener itself fails.
pub async fn serve(listener: TcpListener, router: Router, shutdown: impl Future<Output = ()> + Send) -> io::Result<()> {
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let (ending, ended) = watch::channel(false);
    tokio::pin!(shutdown);
    loop {
        let permit = tokio::select! {
            permit = Arc::clone(&room).acquire_owned() => permit,
            () = &mut shutdown => break,
        };
        let Ok(permit) = permit else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (router, ended) = (router.clone(), ended.clone());
                tokio::spawn(async move {
                    connection(stream, Peer(peer.ip()), router, ended).await;
                    drop(permit);
                });
            }
            // One that went away before we took it is its own affair; where we are out of files, others must end first.
            Err(error) if is_of_one_client(&error) => {}
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    drop(listener);
    let _ = ending.send(true);
    let all = u32::try_from(CONNECTIONS_MAX).unwrap_or(u32::MAX);
    let _ = tokio::time::timeout(ENDING_WAIT, room.acquire_many(all)).await;
    Ok(())
}

fn is_of_one_client(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionRefused)
}

async fn connection(stream: TcpStream, peer: Peer, router: Router, mut ended: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let asked = Arc::new(AtomicBool::new(false));
    let service = tower::MapBody { router, peer, asked: Arc::clone(&asked) };
    let service = TowerToHyperService::new(service);
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD_WAIT).max_headers(HEADERS_MAX).max_buf_size(HEAD_BYTES_MAX).half_close(false);
    let connection = builder.serve_connection(TokioIo::new(Patient::new(stream)), service);
    tokio::pin!(connection);
    // How a connection ends is the client's affair: there is nothing to tell anyone.
    let told = async {
        let _ = ended.wait_for(|ended| *ended).await;
    };
    tokio::select! {
        _ = connection.as_mut() => return,
        () = told => {}
    }
    // One that never asked anything has nothing to wait for.
    if asked.load(Ordering::Relaxed) {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

mod tower {
    //! From hyper's body to the router's.

    use super::{Arc, AtomicBool, Body, Context, Incoming, Ordering, Peer, Poll, Request, Router};
    use axum::response::Response;
    use std::convert::Infallible;

    /// A router that takes hyper's requests, says from where they come, and remembers that there was one.
    #[derive(Clone)]
    pub(super) struct MapBody {
        pub(super) router: Router,
        pub(super) peer: Peer,
        pub(super) asked: Arc<AtomicBool>,
    }

    impl tower_service::Service<Request<Incoming>> for MapBody {
        type Response = Response;
        type Error = Infallible;
        type Future = <Router as tower_service::Service<Request<Body>>>::Future;

        fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            tower_service::Service::<Request<Body>>::poll_ready(&mut self.router, context)
        }

        fn call(&mut self, mut request: Request<Incoming>) -> Self::Future {
            request.extensions_mut().insert(self.peer);
            self.asked.store(true, Ordering::Relaxed);
            tower_service::Service::call(&mut self.router, request.map(Body::new))
        }
    }
}

/// A stream whose writes fail once the other side has taken nothing for [`TAKE_WAIT`].
struct Patient {
    stream: TcpStream,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream) -> Patient {
        Patient { stream, waiting: None }
    }

    /// A write that is pending starts the wait; one that moves ends it.
    fn watched<T>(&mut self, context: &mut Context<'_>, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.waiting = None;
            return outcome;
        }
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(Instant::now() + TAKE_WAIT)));
        match waiting.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watched(context, outcome)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.watched(context, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_flush(context);
        self.watched(context, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
