//! What joins the domains: the table of all kinds, the model of what a record's small bodies say, and the questions that pages ask.
//!
//! Everything is a pure function of a [`Cut`] (rows at a size, model) and of days and parameters, in a defined order.
//! In: measures found, what is in force, series of the indices, what applies in a place, what changed, where levels, neighbours and
//! sectors clash, rules of our own door.
//! Out: the formulas (`policy`), who is where (`register`), words and charts (`web`).

pub mod kinds;

pub mod brief;
pub mod changes;
pub mod coherence;
pub mod compare;
pub mod door;
pub mod due;
pub mod duty;
pub mod in_force;
pub mod measures;
pub mod model;
pub mod notify;
pub mod place;
pub mod search;
pub mod series;

pub use kinds::KINDS;
pub use model::{Cut, Model, Stated, Taken};
pub use policy::index::{Index, Variant};
pub use policy::{Flag, Mode, Population, Reach};

mod admit;
mod spans;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
