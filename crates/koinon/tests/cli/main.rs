//! The program as its users meet it: arguments in, stdout, stderr, files and exit codes out.

mod house;

mod asking;
mod batches;
mod demo;
mod importing;
mod keeping;
mod proving;
mod serving;
