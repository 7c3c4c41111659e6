//! The record against its sources, a second opinion and chance: golden vectors, other crates, properties.

#[cfg(test)]
mod canonical;
#[cfg(test)]
mod dids;
#[cfg(test)]
mod folding;
#[cfg(test)]
mod forks;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod http;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod kinds;
#[cfg(test)]
mod notes;
#[cfg(test)]
mod policies;
#[cfg(test)]
mod proving_time;
#[cfg(test)]
mod sealing;
#[cfg(test)]
mod searching;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod trees;
#[cfg(test)]
mod views;
#[cfg(test)]
mod witnessing;
