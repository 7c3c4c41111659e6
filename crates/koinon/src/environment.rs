//! What the machine says about itself. Nothing else in the program reads the environment.

/// The value of a variable, where it is set and not empty.
pub(crate) fn value(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the lawful place: everyone else is told")]
    let found = std::env::var(name);
    found.ok().filter(|value| !value.is_empty())
}

/// Whether a variable is set to anything at all (no-color.org).
pub(crate) fn is_set(name: &str) -> bool {
    value(name).is_some()
}
