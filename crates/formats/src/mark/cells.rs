//! Cells of a sheet: giving the wrong ones the number of a coloured style, creating those that are absent.

use std::collections::{BTreeMap, BTreeSet};

use super::MarkError;
use super::styles::Styles;
use super::xml::{Edit, Tag, TagKind, append_inside, set_attribute, tags};
use crate::sheet::letters;

/// A cell: row from 1, column from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) row: u32,
    pub(super) column: u32,
}

impl Spot {
    /// `C5`.
    pub(super) fn name(self) -> String {
        format!("{}{}", letters(self.column as usize), self.row)
    }

    /// Reads `C5`.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let at = name.find(|c: char| c.is_ascii_digit())?;
        let column = column_number(&name[..at])?;
        Some(Self { row: name[at..].parse().ok()?, column })
    }
}

/// The number of a column from its letters, `A` = 0; `None` beyond the last column of a sheet.
pub(super) fn column_number(letters: &str) -> Option<u32> {
    let valid = (1..=3).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase());
    let number = letters.bytes().fold(0_u32, |n, b| n * 26 + u32::from(b.saturating_sub(b'A')) + 1);
    (valid && number <= 16_384).then(|| number - 1)
}

/// A row of the sheet and its cells, as positions in the list of tags.
struct RowTags {
    open: usize,
    cells: BTreeMap<u32, usize>,
}

/// The changes that colour `spots`.
pub(super) fn colour(
    xml: &str,
    part: &str,
    spots: impl Iterator<Item = Spot>,
    styles: &mut Styles,
) -> Result<Vec<Edit>, MarkError> {
    let all = tags(xml)?;
    let data = all.iter().position(|t| t.depth == 1 && t.starts("sheetData"));
    let data = data.ok_or_else(|| MarkError::Shape(part.to_owned()))?;
    let rows = rows(xml, &all, data);
    let by_row = spots.fold(BTreeMap::<u32, BTreeSet<u32>>::new(), |mut map, spot| {
        map.entry(spot.row).or_default().insert(spot.column);
        map
    });
    let mut edits = Vec::new();
    let mut new_rows: Vec<(Option<usize>, String)> = Vec::new();
    let prefix = &all[data].prefix;
    for (number, columns) in by_row {
        if let Some(row) = rows.get(&number) {
            for column in columns {
                let spot = Spot { row: number, column };
                edits.push(colour_in_row(xml, &all, row, spot, styles)?);
            }
            continue;
        }
        let mut cells = String::new();
        for column in columns {
            let style = styles.twin(column_style(xml, &all, column))?;
            cells += &new_cell(prefix, Spot { row: number, column }, style);
        }
        let next = rows.range(number..).next().map(|(_, row)| all[row.open].span.start);
        new_rows.push((next, format!("<{prefix}row r=\"{number}\">{cells}</{prefix}row>")));
    }
    let mut at_end = String::new();
    for (next, row) in new_rows {
        match next {
            Some(at) => edits.push((at..at, row)),
            None => at_end += &row,
        }
    }
    if !at_end.is_empty() {
        edits.extend(append_inside(xml, &all, data, at_end));
    }
    Ok(merge_same_place(edits))
}

/// Two new cells at the end of an empty row are one change of its tag.
fn merge_same_place(edits: Vec<Edit>) -> Vec<Edit> {
    let mut merged: Vec<Edit> = Vec::new();
    for (span, new) in edits {
        match merged.iter_mut().find(|(other, _)| *other == span && !span.is_empty()) {
            Some((_, text)) if text.ends_with('>') && new.starts_with('>') => {
                let close = text.rfind("</").unwrap_or(text.len());
                let inner = &new[1..new.rfind("</").unwrap_or(new.len())];
                text.insert_str(close, inner);
            }
            _ => merged.push((span, new)),
        }
    }
    merged
}

/// The rows with their cells; numbers that are not written follow from the ones before.
fn rows(xml: &str, all: &[Tag], data: usize) -> BTreeMap<u32, RowTags> {
    let mut rows: BTreeMap<u32, RowTags> = BTreeMap::new();
    let (mut row_number, mut next_column) = (0, 0);
    for (at, tag) in all.iter().enumerate().skip(data + 1) {
        if tag.depth == all[data].depth && tag.kind == TagKind::Close {
            break;
        }
        if tag.depth == all[data].depth + 1 && tag.starts("row") {
            let written = tag.attribute(xml, "r").and_then(|r| r.parse().ok());
            row_number = written.unwrap_or(row_number + 1);
            next_column = 0;
            rows.entry(row_number).or_insert(RowTags { open: at, cells: BTreeMap::new() });
        } else if tag.depth == all[data].depth + 2 && tag.starts("c") {
            let written = tag.attribute(xml, "r").and_then(Spot::parse).map(|s| s.column);
            let column = written.unwrap_or(next_column);
            next_column = column + 1;
            if let Some(row) = rows.get_mut(&row_number) {
                row.cells.entry(column).or_insert(at);
            }
        }
    }
    rows
}

fn colour_in_row(xml: &str, all: &[Tag], row: &RowTags, spot: Spot, styles: &mut Styles) -> Result<Edit, MarkError> {
    let number = |tag: &Tag| tag.attribute(xml, "s").and_then(|s| s.parse::<usize>().ok());
    if let Some(cell) = row.cells.get(&spot.column) {
        let cell = &all[*cell];
        let style = styles.twin(number(cell).unwrap_or(0))?;
        return Ok(set_attribute(xml, cell, "s", &style.to_string()));
    }
    let open = &all[row.open];
    let own = number(open).filter(|_| matches!(open.attribute(xml, "customFormat"), Some("1" | "true")));
    let style = styles.twin(own.unwrap_or_else(|| column_style(xml, all, spot.column)))?;
    let cell = new_cell(&open.prefix, spot, style);
    if let Some((_, next)) = row.cells.range(spot.column..).next() {
        let at = all[*next].span.start;
        return Ok((at..at, cell));
    }
    append_inside(xml, all, row.open, cell).ok_or_else(|| MarkError::Shape("row".to_owned()))
}

fn new_cell(prefix: &str, spot: Spot, style: usize) -> String {
    format!("<{prefix}c r=\"{}\" s=\"{style}\"/>", spot.name())
}

/// The style an absent cell takes from its column.
fn column_style(xml: &str, all: &[Tag], column: u32) -> usize {
    let covers = |tag: &&Tag| {
        let bound = |name| tag.attribute(xml, name).and_then(|v| v.parse::<u32>().ok());
        bound("min").zip(bound("max")).is_some_and(|(min, max)| (min..=max).contains(&(column + 1)))
    };
    let columns = all.iter().filter(|t| t.depth == 2 && t.starts("col"));
    columns.filter(covers).find_map(|t| t.attribute(xml, "style")).and_then(|s| s.parse().ok()).unwrap_or(0)
}
