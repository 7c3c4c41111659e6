//! The node as its users meet it: publishing, gates, hand-over, rows, backup, verification.

mod given;
mod publishing;
