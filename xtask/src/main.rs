//! The project's own checks and measures, behind one door: `cargo xtask tidy` and `cargo xtask load`.
//!
//! In: what no stock tool checks (doors, sizes, words, forgotten files), and a load generator on the standard library alone.
//! Out: lints (clippy), licences and bans (`deny.toml`), the order of all checks (`./test`).
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool for people at a terminal: its result is what it prints")]

mod load;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask tidy
       cargo xtask load get  http://127.0.0.1:PORT/PATH [--rate N] [--clients N] [--seconds N]
       cargo xtask load post http://127.0.0.1:PORT/statements --token TOKEN --body FILE [--clients N] [--seconds N]

  tidy  doors between crates, sizes, words, forgotten files; fails with one line for each fault
  load  a bounded load on an address of this machine; prints rate and latencies as one line of JSON";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["tidy"] => tidy(),
        ["load", rest @ ..] => match load::run(rest) {
            Ok(summary) => {
                println!("{summary}");
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        },
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn tidy() -> ExitCode {
    match tidy::check(&root()) {
        Ok(faults) if faults.is_empty() => {
            println!("tidy: nothing to mend");
            ExitCode::SUCCESS
        }
        Ok(faults) => {
            for fault in &faults {
                println!("{fault}");
            }
            println!("tidy: {} to mend", faults.len());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("tidy could not look: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tree_is_tidy() {
        let faults = crate::tidy::check(&crate::root()).unwrap();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
