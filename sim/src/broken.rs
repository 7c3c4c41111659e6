//! What ends a run: a promise that did not hold, or a call that failed where it must not.

use std::fmt;

/// What went wrong, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken(pub(crate) String);

/// What holds, or what broke.
pub(crate) type Sure<T> = Result<T, Broken>;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What must not fail.
pub(crate) fn sure<T, E: fmt::Display>(doing: &str, done: Result<T, E>) -> Sure<T> {
    done.map_err(|error| Broken(format!("{doing}: {error}")))
}

/// What must hold.
pub(crate) fn holds(is_so: bool, else_what: impl FnOnce() -> String) -> Sure<()> {
    if is_so { Ok(()) } else { Err(Broken(else_what())) }
}
