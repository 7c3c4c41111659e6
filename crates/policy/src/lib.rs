//! What is in force where, and how strict it is.
//!
//! In: instruments, measures, coverage; the built-in pack; import of the Oxford tracker's files and of newer editions of them; levels on a day,
//! indices over days; where levels, neighbours and sectors clash, the rules between sectors and the answers. Out: which statements stand at a cut (`league`), files and folders (`koinon`), pages (`web`).

pub mod cell;
pub mod coherence;
pub mod coverage;
pub mod edition;
pub mod finding;
pub mod import;
pub mod index;
pub mod instrument;
pub mod limits;
pub mod measure;
pub mod pack;
pub mod rule;
pub mod runs;
pub mod total;
pub mod words;

pub use cell::{Cell, Span, Spans, Whom};
pub use coverage::Coverage;
pub use edition::Edition;
pub use index::{Index, Variant};
pub use instrument::Instrument;
pub use measure::{InstrumentName, Measure, Packed};
pub use register::Day;
pub use words::{Flag, Mode, Population, Reach};

use record::Kind;

/// The kinds of this domain.
pub const KINDS: &[Kind] = &[instrument::KIND, measure::KIND, coverage::KIND, rule::KIND, finding::KIND];
