//! Names of the indices and their variants.

/// One of the four indices (specs/policy.md a5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Index {
    /// Nine components.
    Stringency,
    /// Fourteen components.
    ContainmentHealth,
    /// Sixteen components.
    GovernmentResponse,
    /// Two components.
    EconomicSupport,
}

/// For whom an index is computed (specs/policy.md a2, g).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variant {
    /// Everyone's rule, else the one for people not vaccinated.
    Strict,
    /// The rule for people not vaccinated, else everyone's.
    NonVaccinated,
    /// The rule for people vaccinated, else everyone's.
    Vaccinated,
    /// The mean of the two, from rounded values.
    SimpleAverage,
}
