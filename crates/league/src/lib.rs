//! league.
