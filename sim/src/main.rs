//! `sim`: runs seeds until one fails.
//!
//! ```text
//! cargo run -p sim -- --seeds 10000 [--from 0]      these seeds, after those of seeds.txt
//! cargo run -p sim -- --seed 4711                   this one alone
//! ```

use std::io::Write;
use std::process::ExitCode;

use sim::Told;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let seeds = match wanted(&arguments) {
        Ok(seeds) => seeds,
        Err(what) => {
            say(&what);
            return ExitCode::from(2);
        }
    };
    let mut sum = Told::default();
    let count = seeds.len();
    for (done, seed) in seeds.into_iter().enumerate() {
        match sim::run(seed) {
            Ok(told) => add(&mut sum, told),
            Err(failure) => {
                say(&failure.to_string());
                return ExitCode::FAILURE;
            }
        }
        if (done + 1) % 100 == 0 || done + 1 == count {
            say(&format!("{} of {count} seeds held: {sum:?}", done + 1));
        }
    }
    ExitCode::SUCCESS
}

/// The seeds that the arguments ask for.
fn wanted(arguments: &[String]) -> Result<Vec<u64>, String> {
    let mut numbers = [("--seeds", 300_u64), ("--from", 0), ("--seed", u64::MAX)];
    let mut rest = arguments.iter();
    while let Some(name) = rest.next() {
        let Some((_, number)) = numbers.iter_mut().find(|(known, _)| known == name) else {
            return Err(format!("`{name}`: give `--seeds N`, `--from S` or `--seed X`"));
        };
        let value = rest.next().ok_or_else(|| format!("`{name}`: give a number"))?;
        *number = value.parse().map_err(|_| format!("`{name} {value}`: give a number"))?;
    }
    let [(_, seeds), (_, from), (_, seed)] = numbers;
    if arguments.iter().any(|argument| argument == "--seed") {
        return Ok(vec![seed]);
    }
    Ok(sim::kept_seeds().into_iter().chain(from..from.saturating_add(seeds)).collect())
}

fn add(sum: &mut Told, told: Told) {
    sum.events += told.events;
    sum.statements += told.statements;
    sum.copied += told.copied;
    sum.cosigned += told.cosigned;
    sum.crashes += told.crashes;
    sum.restored += told.restored;
    sum.forks += told.forks;
}

fn say(line: &str) {
    // Whoever does not listen any more needs no more words.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
