//! The crate from outside: against the Oxford tracker's files where they are at hand, and against small ones written here.

mod bodies;
mod damage;
mod editions;
mod pack;
mod published;
mod totals;
