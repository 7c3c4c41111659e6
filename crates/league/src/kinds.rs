//! The table of every kind that this code knows: from it come checks, folds, schemas, routes and docs.
//!
//! In: the tables of the crates below, joined at compile time. Out: their rows (each crate has its own).

use record::Kind;

const TABLES: [&[Kind]; 4] = [record::own::KINDS, register::KINDS, policy::KINDS, accord::KINDS];

/// Every kind, the record's own first.
pub const KINDS: &[Kind] = &JOINED;

const JOINED: [Kind; count()] = joined();

const fn count() -> usize {
    let (mut count, mut tables) = (0, TABLES.as_slice());
    while let [table, rest @ ..] = tables {
        count += table.len();
        tables = rest;
    }
    count
}

#[expect(clippy::indexing_slicing, reason = "runs at compile time only: an index out of bounds does not build")]
const fn joined() -> [Kind; count()] {
    let mut kinds = [const { row(&register::place::KIND) }; count()];
    let (mut at, mut tables) = (0, TABLES.as_slice());
    while let [table, rest @ ..] = tables {
        let mut of_table = 0;
        while of_table < table.len() {
            kinds[at] = row(&table[of_table]);
            (at, of_table) = (at + 1, of_table + 1);
        }
        tables = rest;
    }
    kinds
}

const fn row(kind: &Kind) -> Kind {
    Kind { name: kind.name, version: kind.version, is_records_own: kind.is_records_own, schema: kind.schema, check: kind.check, facets: kind.facets }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_kinds_name_is_unique_in_the_league() {
        let names: BTreeSet<&str> = KINDS.iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), KINDS.len());
    }

    #[test]
    fn every_table_is_in_the_joined_one() {
        let names: Vec<&str> = TABLES.into_iter().flatten().map(|kind| kind.name).collect();
        assert_eq!(KINDS.iter().map(|kind| kind.name).collect::<Vec<_>>(), names);
    }

    #[test]
    fn every_schema_is_json_that_names_its_kind() {
        for kind in KINDS {
            let schema: record::Json = serde_json::from_str(kind.schema).unwrap();
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{}", kind.name);
            assert_eq!(schema["$id"], format!("urn:koinon:{}/v{}", kind.name, kind.version));
        }
    }
}
