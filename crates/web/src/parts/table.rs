//! Tables: a caption, headers that sort by link, cells that carry their column's name so that a narrow screen can show rows as lists.

use maud::{Markup, html};

use crate::words::Words;

/// How a column's cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words: at the start.
    Start,
    /// Numbers: at the end.
    End,
}

/// How a column sorts.
#[derive(Clone, Debug)]
pub struct Sort {
    /// The address of the same list sorted by this column (the other way round where it is sorted by it already), without language.
    pub path: String,
    /// `Some(true)` where the list is sorted by it, ascending; `Some(false)` descending.
    pub is_ascending: Option<bool>,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its header.
    pub name: String,
    /// How its cells stand.
    pub align: Align,
    /// How it sorts, where it does.
    pub sort: Option<Sort>,
}

impl Column {
    /// A column of words that does not sort.
    pub fn words(name: impl Into<String>) -> Column {
        Column { name: name.into(), align: Align::Start, sort: None }
    }

    /// A column of numbers that does not sort.
    pub fn numbers(name: impl Into<String>) -> Column {
        Column { name: name.into(), align: Align::End, sort: None }
    }

    /// Columns that do not sort: each by the key of its header, and whether it is of numbers.
    pub fn all(words: Words, columns: &[(&str, bool)]) -> Vec<Column> {
        let column = |(key, is_number): &(&str, bool)| {
            let name = words.find(key, &[]).unwrap_or_default();
            if *is_number { Column::numbers(name) } else { Column::words(name) }
        };
        columns.iter().map(column).collect()
    }

    /// The same, sorting by a link.
    #[must_use]
    pub fn sorted(self, path: impl Into<String>, is_ascending: Option<bool>) -> Column {
        Column { sort: Some(Sort { path: path.into(), is_ascending }), ..self }
    }
}

/// One cell: markup of ours, or a plain text. `From<&str>`, `From<String>`, `From<Markup>`.
#[derive(Clone, Debug)]
pub struct Cell(Markup);

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell(html! { bdi { (text) } })
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::from(text.as_str())
    }
}
impl From<Markup> for Cell {
    fn from(markup: Markup) -> Cell {
        Cell(markup)
    }
}

/// One row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// One cell for each column; the first one names the row.
    pub cells: Vec<Cell>,
    /// Whether what it shows was taken back.
    pub is_withdrawn: bool,
}

impl Row {
    /// A row of cells.
    pub fn new<const N: usize>(cells: [Cell; N]) -> Row {
        Row { cells: cells.into(), is_withdrawn: false }
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it shows; read first by screen readers.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, in order.
    pub rows: Vec<Row>,
    /// Whether the page's script may sort it where it stands (all rows are on the page).
    pub sorts_in_place: bool,
}

/// A table as markup.
pub fn table(words: Words, table: &Table) -> Markup {
    html! {
        table class="govuk-table k-table" data-sortable=[table.sorts_in_place.then_some("")] {
            caption class="govuk-table__caption govuk-table__caption--s" { (table.caption) }
            thead class="govuk-table__head" { tr class="govuk-table__row" { @for column in &table.columns { (header(words, column)) } } }
            tbody class="govuk-table__body" {
                @for row in &table.rows {
                    tr class={ "govuk-table__row" @if row.is_withdrawn { " k-is-withdrawn" } } {
                        @for (at, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() { (body_cell(at, cell, column)) }
                    }
                }
            }
        }
    }
}

fn header(words: Words, column: &Column) -> Markup {
    let class = match column.align {
        Align::Start => "govuk-table__header",
        Align::End => "govuk-table__header govuk-table__header--numeric",
    };
    let direction = column.sort.as_ref().map(|sort| match sort.is_ascending {
        Some(true) => "ascending",
        Some(false) => "descending",
        None => "none",
    });
    html! {
        th scope="col" class=(class) aria-sort=[direction] {
            @match &column.sort {
                Some(sort) => {
                    a class="govuk-link k-sort" rel="nofollow" href=(words.href(&sort.path)) {
                        (column.name)
                        @match sort.is_ascending { Some(true) => span aria-hidden="true" { " ▲" }, Some(false) => span aria-hidden="true" { " ▼" }, None => {} }
                    }
                }
                None => { (column.name) }
            }
        }
    }
}

fn body_cell(at: usize, cell: &Cell, column: &Column) -> Markup {
    let numeric = column.align == Align::End;
    html! {
        @if at == 0 { th scope="row" class="govuk-table__header" { (cell.0) } }
        @else { td class={ "govuk-table__cell" @if numeric { " govuk-table__cell--numeric" } } data-label=(column.name) { (cell.0) } }
    }
}
