//! The site from outside: requests in, answers out, over a real node in a temporary folder.

mod door;
mod forms;
mod hostile;
mod house;
mod log;
mod pages;
mod socket;
