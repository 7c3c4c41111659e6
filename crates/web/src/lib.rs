//! HTTP: what was asked, what is so, how it looks.
//!
//! ```text
//! request ─▶ asked ─▶ cache ─▶ routes ─▶ pages (facts at a cut) ─▶ represent (html, json, csv, atom, svg) ─▶ answer
//! ```
//! In: URLs, status codes, pages, words, charts, feeds, the C2SP log over HTTP, the door for statements. Out: what anything means
//! (the domains), bytes on a disk (`store`), keys, clocks and the writer (`node`), sockets' addresses and settings (the binary).

pub mod limits;
pub mod live;
pub mod site;

pub mod routes;
pub mod server;

pub mod asked;
pub mod cache;
pub mod problem;
pub mod represent;

mod archive;
pub mod brief;
pub mod feed;
mod findings;
pub mod ics;
pub mod log;
mod names;
pub mod openapi;
pub mod picture;
pub mod statements;
mod take;
pub mod telling;
mod witness;

mod account;
mod session;

pub mod pages;
pub mod payload;

pub mod parts;
pub mod words;

pub mod assets;
pub mod borders;
pub mod escape;
pub mod geometry;

pub use findings::KeptFindings;
pub use live::{Live, Spoken};
pub use routes::router;
pub use server::serve;
pub use site::Site;
