//! Stand-ins until `policy` has them; callers name them through the crate root.

/// Whose rules a level speaks of (specs/policy.md a3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// What this government decided itself.
    Own,
    /// What it and the levels below it decided.
    AndBelow,
    /// What applies to people there, whoever decided it.
    Applies,
}

/// For how much of a territory or group a level holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// The instrument has no flag, or the level is 0.
    None,
    /// Only a part.
    Targeted,
    /// All of it.
    General,
}

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

/// How a measure binds the levels below (specs/policy.md c1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// No more than advice.
    #[default]
    Advisory,
    /// They may be stricter, not laxer.
    Floor,
    /// They may be laxer, not stricter.
    Ceiling,
    /// They may not differ.
    Exact,
}
