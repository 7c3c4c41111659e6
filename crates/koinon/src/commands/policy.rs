//! `koinon policy coherence`, `koinon policy diffusion`: where levels, neighbours and sectors clash, and who moved first.
//!
//! ```text
//! id,rule,instrument,population,place_a,place_b,from,to,days,level_a,level_b,grade,answer
//! fzgziyojwpz6hksegdbeqpbhou,neighbour,C8,everyone,XAA,XAB,2020-03-16,2020-06-14,91,4,1,question,
//! ```

use std::ops::Range;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use league::coherence::sheet::{COLUMNS, Line, cells};
use league::coherence::{self, Asked as Question, Finding, Findings, Hands as _, Instead, Order, RuleName, Settings};
use league::{Cut, Reach};
use policy::coherence::tension::Tension;
use policy::coherence::{Grade, Rule};
use record::Facets;
use register::Border;
use serde_json::{Value as Json, json};
use web::Spoken;

use crate::attribution::{self, Source};
use crate::commands::measures::{self, Format};
use crate::commands::{Dir, input_name, read_input};
use crate::days;
use crate::failure::{Exit, Failure};
use crate::folder::{self, Reading};
use crate::hands::Threads;
use crate::output::{self, Output};

/// Where policies of levels, neighbours and sectors clash
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Findings: where levels contradict each other, neighbours differ, one has nothing where all others act, time has run out
    Coherence(Coherence),
    /// Who moved first and who followed: an order of events, not a cause
    Diffusion(Diffusion),
}

#[derive(Debug, Args)]
struct Coherence {
    #[command(flatten)]
    dir: Dir,
    /// A rule, a family of rules, the code of a `rule/v1`, or a rule between sectors such as `C2>=2 then E1>=1 within 14`; more than once, or with
    /// commas. If absent: below-floor, above-ceiling, neighbour from 7 days on, sunset and the rules between sectors, without mere notes
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    rule: Vec<String>,
    /// Where one side is this place
    #[arg(long, value_name = "CODE")]
    place: Option<String>,
    /// With `--place`: or one below it
    #[arg(long, requires = "place")]
    below: bool,
    /// Only this instrument, such as `C1`
    #[arg(long, value_name = "CODE")]
    instrument: Option<String>,
    /// Whose rules are read: if absent, by the rule
    #[arg(long, value_parser = measures::reaches())]
    reach: Option<Reach>,
    /// For whom; if absent, the strict level
    #[arg(long, value_name = "CODE")]
    population: Option<String>,
    /// Only what holds on this day, with the levels of that day
    #[arg(long, value_name = "DATE", value_parser = days::parse, conflicts_with_all = ["from", "to"])]
    on: Option<Date>,
    /// Only days from this one on
    #[arg(long, value_name = "DATE", value_parser = days::parse)]
    from: Option<Date>,
    /// Only days until this one
    #[arg(long, value_name = "DATE", value_parser = days::parse)]
    to: Option<Date>,
    /// Only what lasts at least so many days in all
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..=36_500))]
    min_days: Option<i32>,
    /// From which difference of levels on neighbours and siblings differ
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u8).range(1..=32))]
    threshold: Option<u8>,
    /// Borders from a CSV file (`a,b` and perhaps `km,from,to`) in place of the record's own
    #[arg(long, value_name = "FILE")]
    borders: Option<PathBuf>,
    /// At least this grave
    #[arg(long, value_parser = grades())]
    grade: Option<Grade>,
    /// As the record was at this moment or at the end of this day (UTC)
    #[arg(long, value_name = "TIME", value_parser = days::parse_moment)]
    asof: Option<i64>,
    /// How it is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Debug, Args)]
struct Diffusion {
    #[command(flatten)]
    dir: Dir,
    /// Code of the instrument
    #[arg(long, value_name = "CODE")]
    instrument: String,
    /// The level that counts as having moved
    #[arg(long, value_name = "K", default_value = "1", value_parser = clap::value_parser!(u8).range(1..=32))]
    threshold: u8,
    /// Only this place and those below it
    #[arg(long, value_name = "CODE")]
    place: Option<String>,
    /// Whose rules are read
    #[arg(long, value_parser = measures::reaches())]
    reach: Option<Reach>,
    /// Borders from a CSV file in place of the record's own
    #[arg(long, value_name = "FILE")]
    borders: Option<PathBuf>,
    /// As the record was at this moment or at the end of this day (UTC)
    #[arg(long, value_name = "TIME", value_parser = days::parse_moment)]
    asof: Option<i64>,
    /// How it is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

fn grades() -> impl TypedValueParser<Value = Grade> {
    PossibleValuesParser::new(Grade::ALL.map(Grade::as_str)).try_map(|word| word.parse::<Grade>())
}

pub(crate) fn run(asked: &Asked, output: Output) -> Result<Exit, Failure> {
    match &asked.what {
        What::Coherence(asked) => asked.run(output),
        What::Diffusion(asked) => asked.run(output),
    }
}

/// Borders from a file, if one is given.
fn borders(path: Option<&PathBuf>) -> Result<Option<Vec<Border>>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let bytes = read_input(path, u64::try_from(register::limits::CSV_BYTES_MAX).unwrap_or(u64::MAX))?;
    let name = input_name(path);
    let read = register::import::borders(&name, &bytes).map_err(|damages| crate::commands::import::damaged(&damages, &name))?;
    Ok(Some(read))
}

impl Coherence {
    fn run(&self, output: Output) -> Result<Exit, Failure> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return Err(Failure::usage(format!("`--from {from}` is after `--to {to}`; swap them")));
        }
        let borders = borders(self.borders.as_ref())?;
        let reading = folder::read(&self.dir.dir)?;
        let size = folder::size_at(&reading, self.asof);
        folder::with_cut(&reading, size, |cut| {
            measures::known_places(cut, self.place.as_slice())?;
            self.known_instrument(cut)?;
            let (rules, instead) = self.rules(cut, borders)?;
            let findings = Findings::by(&Threads, cut, Settings::of(cut, instead), &Spoken(&reading));
            let today = folder::today();
            let days = self.days();
            let question = Question {
                rules,
                grade: self.grade,
                instrument: self.instrument.as_deref(),
                place: self.place.as_deref(),
                below: self.below,
                days: days.clone(),
                on: self.on.map(days::number),
                days_min: self.min_days,
                order: if self.format.or_json(output) == Format::Table { Order::Worst } else { Order::Place },
                ..Question::default()
            };
            let found = findings.find(cut, &question, today);
            let sources = sources(&reading, cut, &found)?;
            match self.format.or_json(output) {
                Format::Table => output.result(output::table(&TABLE, &found.iter().map(shown).collect::<Vec<_>>()).as_bytes()),
                Format::Csv => output.result(&sheet(&found)),
                Format::Json => {
                    let span = days.unwrap_or_else(|| league::series::span_covered(cut, today).unwrap_or(0..0));
                    output.document("coherence/v1", json(cut, &findings, &found, &span, &sources))
                }
            }?;
            attribution::say(&sources, output);
            Ok(Exit::Done)
        })
    }

    fn days(&self) -> Option<Range<i32>> {
        let from = self.from.map(days::number);
        let until = self.to.map(|last| days::number(last).saturating_add(1));
        (from.is_some() || until.is_some()).then(|| from.unwrap_or(i32::MIN)..until.unwrap_or(Facets::OPEN))
    }

    fn known_instrument(&self, cut: &Cut<'_>) -> Result<(), Failure> {
        match self.instrument.as_deref().filter(|code| cut.model.instrument(code).is_none()) {
            Some(code) => Err(Failure::not_found(format!("`{code}` is no instrument that is built in or stated here"))
                .with_way_out("`koinon measures` lists what is stated; codes are written as in `C1`")),
            None => Ok(()),
        }
    }

    /// The rules that are asked for, and what is asked otherwise than the record states.
    fn rules(&self, cut: &Cut<'_>, borders: Option<Vec<Border>>) -> Result<(Vec<RuleName>, Instead), Failure> {
        let mut instead =
            Instead { threshold: self.threshold, reach: self.reach, population: self.population.clone(), borders, ..Instead::default() };
        let stated = Settings::of(cut, Instead::default());
        let mut rules = Vec::new();
        for word in self.rule.iter().map(|word| word.trim()) {
            let named = stated.named(word);
            if !named.is_empty() {
                rules.extend(named);
            } else if word.contains(['<', '>', '=']) {
                let tension: Tension = word.parse().map_err(Failure::usage)?;
                let code = tension.to_string();
                rules.push(RuleName { rule: Rule::Tension, code: Some(code.clone()) });
                instead.tensions.push((code, tension));
            } else {
                return Err(no_rule(&stated, word));
            }
        }
        // Acting alone is in no feed, and a conflict where a register says so: those are shown.
        let only: Vec<Rule> = if rules.is_empty() {
            Rule::FEED.into_iter().chain([Rule::Unilateral]).collect()
        } else {
            rules.iter().map(|named| named.rule).collect()
        };
        instead.only = Some(only);
        Ok((rules, instead))
    }
}

fn no_rule(settings: &Settings, word: &str) -> Failure {
    let names: Vec<String> = settings.rules().into_iter().map(|named| named.code.unwrap_or_else(|| named.rule.as_str().to_owned())).collect();
    let families = "`vertical`, `horizontal`, `gaps`, `overlaps`, `sunset`, `cross-sector`";
    let way_out = if word == "diffusion" {
        "who moved first is asked by `koinon policy diffusion`".to_owned()
    } else {
        format!("give one of `{}`, a family ({families}), or a rule between sectors such as `C2>=2 then E1>=1`", names.join("`, `"))
    };
    Failure::usage(format!("`{word}` is no rule")).with_way_out(way_out)
}

const TABLE: [&str; 11] = ["grade", "rule", "instrument", "place_a", "place_b", "from", "to", "days", "level_a", "level_b", "answer"];

/// The columns that a person reads.
fn shown(finding: &Finding<'_>) -> Vec<String> {
    let cells = cells(finding);
    TABLE.iter().map(|head| COLUMNS.iter().position(|column| column == head).and_then(|at| cells.get(at)).cloned().unwrap_or_default()).collect()
}

/// The columns of specs/policy.md g as CSV.
fn sheet(found: &[Finding<'_>]) -> Vec<u8> {
    let mut head = Vec::new();
    output::csv_row(&mut head, COLUMNS.into_iter());
    let parts = Threads.share(found, |part| {
        let (mut bytes, mut line) = (Vec::with_capacity(part.len().saturating_mul(LINE_BYTES)), Line::default());
        for finding in part {
            line.write(finding);
            output::csv_row(&mut bytes, line.cells());
        }
        bytes
    });
    std::iter::once(head).chain(parts).collect::<Vec<_>>().concat()
}

/// About how long a line of that is.
const LINE_BYTES: usize = 112;

fn json(cut: &Cut<'_>, findings: &Findings, found: &[Finding<'_>], days: &Range<i32>, sources: &[Source]) -> Json {
    let one = |finding: &Finding<'_>| {
        let mut members: serde_json::Map<String, Json> = COLUMNS
            .iter()
            .zip(cells(finding))
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(column, cell)| ((*column).to_owned(), json!(cell)))
            .collect();
        let [a, b] = finding.sides;
        members.insert("days".to_owned(), json!(finding.days));
        for (name, side) in [("a", a), ("b", b)] {
            if let Some(at) = side {
                members.insert(format!("level_{name}"), json!(at.level));
                members.insert(format!("entry_{name}"), json!(cut.rows.places().name(at.entry)));
            }
        }
        members.extend(finding.length_m.map(|metres| ("border_m".to_owned(), json!(metres))));
        Json::Object(members)
    };
    let sum = |((rule, instrument), sum): (&(&str, &str), &coherence::Sum)| {
        let mut members = json!({
            "rule": rule, "instrument": instrument, "findings": sum.findings, "intervals": sum.intervals, "days": sum.days, "places": sum.places,
        });
        if let (Some(object), "neighbour") = (members.as_object_mut(), *rule) {
            let (known, pairs) = findings.days_known(instrument, days);
            object.insert("days_known".to_owned(), json!(known));
            object.insert("pairs".to_owned(), json!(pairs));
        }
        members
    };
    json!({
        "size": cut.size,
        "count": found.len(),
        "findings": found.iter().map(one).collect::<Vec<_>>(),
        "sums": coherence::ask::sums(found).iter().map(sum).collect::<Vec<_>>(),
        "sources": attribution::json(sources),
    })
}

/// The sources behind both sides of what is shown.
fn sources(reading: &Reading, cut: &Cut<'_>, found: &[Finding<'_>]) -> Result<Vec<Source>, Failure> {
    attribution::of(reading, cut, found.iter().flat_map(|finding| finding.sides).flatten().map(|at| at.entry))
}

impl Diffusion {
    fn run(&self, output: Output) -> Result<Exit, Failure> {
        let borders = borders(self.borders.as_ref())?;
        let reading = folder::read(&self.dir.dir)?;
        let size = folder::size_at(&reading, self.asof);
        folder::with_cut(&reading, size, |cut| {
            measures::known_places(cut, self.place.as_slice())?;
            let instead = Instead { reach: self.reach, borders, only: Some(Vec::new()), ..Instead::default() };
            let findings = Findings::of(cut, Settings::of(cut, instead), &());
            if !findings.instruments().contains(&self.instrument.as_str()) {
                return Err(Failure::not_found(format!("nothing is known of `{}` here", self.instrument))
                    .with_way_out(format!("give one of `{}`", findings.instruments().join("`, `"))));
            }
            let below = self.place.as_deref().map(|place| {
                let register = cut.model.register();
                let below = register.descendants(place).into_iter().map(|place| place.code.as_str());
                below.chain(register.find(place).map(|place| place.code.as_str())).collect::<std::collections::BTreeSet<_>>()
            });
            let spread = findings.spread(&self.instrument, self.threshold, |code| below.as_ref().is_none_or(|below| below.contains(code)));
            let sources = attribution::of(&reading, cut, spread.adopters.iter().filter_map(|adopter| adopter.entry))?;
            match self.format.or_json(output) {
                Format::Table => output.result(self.table(&spread).as_bytes()),
                Format::Csv => output.result(&output::csv(&ADOPTERS, rows(&spread))),
                Format::Json => output.document("diffusion/v1", self.json(cut, &spread, &sources)),
            }?;
            attribution::say(&sources, output);
            Ok(Exit::Done)
        })
    }

    fn table(&self, spread: &coherence::spread::Spread<'_>) -> String {
        let sum = &spread.summary;
        let [week, fortnight, month] = sum.within;
        let lag = sum.twice_median_lag.map_or_else(|| "none".to_owned(), halved);
        let head = format!(
            "{} at {} or more: {} places moved, {} never; {} leaders, {} on the same day, {} followers, {} without a neighbour known here\n\
             median lag of followers {lag} days; of them within 7, 14, 28 days: {week}, {fortnight}, {month}\nan order of events, not a cause\n\n",
            self.instrument, self.threshold, sum.adopters, sum.never, sum.leaders, sum.simultaneous, sum.followers, sum.alone
        );
        head + &output::table(&ADOPTERS, &rows(spread))
    }

    fn json(&self, cut: &Cut<'_>, spread: &coherence::spread::Spread<'_>, sources: &[Source]) -> Json {
        let sum = &spread.summary;
        let adopter = |row: Vec<String>| -> Json {
            ADOPTERS
                .iter()
                .zip(row)
                .filter(|(_, cell)| !cell.is_empty())
                .map(|(head, cell)| ((*head).to_owned(), json!(cell)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let hundredths = |value: Option<u64>| value.map(|value| format!("{}.{:02}", value / 100, value % 100));
        let curve = |(day, beside, elsewhere): (i32, Option<u64>, Option<u64>)| json!({"day": day, "beside": hundredths(beside), "elsewhere": hundredths(elsewhere)});
        json!({
            "size": cut.size, "instrument": self.instrument, "threshold": self.threshold,
            "adopters": sum.adopters, "never": spread.never, "leaders": sum.leaders, "simultaneous": sum.simultaneous, "followers": sum.followers,
            "alone": sum.alone, "median_lag": sum.twice_median_lag.map(halved), "within7": sum.within[0], "within14": sum.within[1],
            "within28": sum.within[2], "places": rows(spread).into_iter().map(adopter).collect::<Vec<_>>(),
            "curve": spread.curves().into_iter().map(curve).collect::<Vec<_>>(), "curve_places": spread.curve_places,
            "draws": coherence::spread::DRAWS, "sources": attribution::json(sources),
        })
    }
}

const ADOPTERS: [&str; 5] = ["place", "date", "role", "lag", "first"];

fn rows(spread: &coherence::spread::Spread<'_>) -> Vec<Vec<String>> {
    let row = |adopter: &coherence::spread::Adopter<'_>| {
        let lag = match adopter.role {
            policy::coherence::diffusion::Role::Follower { lag } => lag.to_string(),
            _ => String::new(),
        };
        vec![adopter.place.to_owned(), days::iso(adopter.day), adopter.role.as_str().to_owned(), lag, adopter.first.unwrap_or_default().to_owned()]
    };
    spread.adopters.iter().map(row).collect()
}

/// Half of a number, exactly: `13`, `6.5`.
fn halved(twice: i32) -> String {
    if twice % 2 == 0 { (twice / 2).to_string() } else { format!("{}.5", twice / 2) }
}
