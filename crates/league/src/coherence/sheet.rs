//! One interval of a finding as a row for machines: the columns of every list of findings (specs/policy.md g).

use policy::coherence::At;
use record::Facets;
use register::Day;

use super::Finding;

/// The columns, in this order.
pub const COLUMNS: [&str; 13] =
    ["id", "rule", "instrument", "population", "place_a", "place_b", "from", "to", "days", "level_a", "level_b", "grade", "answer"];

/// The cells of one interval; what is not known or not there is empty.
pub fn cells(finding: &Finding<'_>) -> Vec<String> {
    let day = |day: i32| Day::from_number(day).map(|day| day.to_string()).unwrap_or_default();
    let level = |side: Option<At>| side.map_or_else(String::new, |at| at.level.to_string());
    let [level_a, level_b] = finding.sides.map(level);
    let [place_a, place_b] = finding.places.map(str::to_owned);
    vec![
        finding.id.to_string(),
        finding.name.to_owned(),
        finding.instrument.to_owned(),
        finding.population.to_owned(),
        place_a,
        place_b,
        day(finding.from),
        if finding.until == Facets::OPEN { String::new() } else { day(finding.until.saturating_sub(1)) },
        finding.days.to_string(),
        level_a,
        level_b,
        finding.grade.to_string(),
        finding.answer.map_or_else(String::new, |state| state.as_str().to_owned()),
    ]
}
