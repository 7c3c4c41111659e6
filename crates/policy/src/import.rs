//! Foreign files to editions: bytes in, series of runs out. One module for each source.

pub mod oxcgrt;

pub use register::import::{Damage, Damages};
