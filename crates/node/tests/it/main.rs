//! The node as its users meet it: publishing, gates, hand-over, rows, backup, verification.

mod gates;
mod given;
mod keeping;
mod publishing;
mod rows;
