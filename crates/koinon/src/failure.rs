//! Why a command did not do what it was asked, and the exit code that says so to scripts (UI.md 13).
//!
//! In: the codes, one shape for every failure. Out: the rules behind it (each crate has its own error), how it is shown (`output`).

use std::fmt;
use std::process::ExitCode;

/// What a command tells the shell that started it. The numbers are published: scripts rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// It failed, for a reason that none of the others names.
    Failed = 1,
    /// It was asked in a way that has no meaning.
    Usage = 2,
    /// Something does not verify.
    NotVerified = 3,
    /// No such thing here.
    NotFound = 4,
    /// What we hold, or a rule, refuses it.
    Refused = 5,
    /// Another machine, or our own node, does not answer.
    Unavailable = 6,
    /// Done but for what is listed.
    Partly = 7,
    /// A settings file, folder or key is not as it must be.
    Configuration = 8,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Why a command stopped: one sentence, what belongs to it, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// What the shell is told.
    pub(crate) exit: Exit,
    /// One sentence, lower case, input in backticks. May hold foreign text: `output` escapes it.
    pub(crate) message: String,
    /// All faults, one line each.
    pub(crate) details: Vec<String>,
    /// What to do, where the sentence does not say it already.
    pub(crate) way_out: Option<String>,
}

impl Failure {
    /// A failure that says just this.
    pub(crate) fn new(exit: Exit, message: impl fmt::Display) -> Failure {
        Failure { exit, message: message.to_string(), details: Vec::new(), way_out: None }
    }

    /// It failed, for a reason that no other code names.
    pub(crate) fn failed(message: impl fmt::Display) -> Failure {
        Failure::new(Exit::Failed, message)
    }

    /// It was asked in a way that has no meaning.
    pub(crate) fn usage(message: impl fmt::Display) -> Failure {
        Failure::new(Exit::Usage, message)
    }

    /// No such thing here.
    pub(crate) fn not_found(message: impl fmt::Display) -> Failure {
        Failure::new(Exit::NotFound, message)
    }

    /// The same failure with one line for each fault.
    pub(crate) fn with_details(self, details: Vec<String>) -> Failure {
        Failure { details, ..self }
    }

    /// The same failure with what to do about it.
    pub(crate) fn with_way_out(self, way_out: impl Into<String>) -> Failure {
        Failure { way_out: Some(way_out.into()), ..self }
    }
}

/// What could not be done with a file, as an operator reads it.
pub(crate) fn cannot(what: &str, path: &std::path::Path, error: &std::io::Error) -> Failure {
    let exit = if error.kind() == std::io::ErrorKind::NotFound { Exit::NotFound } else { Exit::Failed };
    Failure::new(exit, format!("can't {what} `{}`: {error}", path.display()))
}
