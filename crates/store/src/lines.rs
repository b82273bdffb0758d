//! Rows as lines of text, the form in which a backup carries them: a JSON array of the cells in the order of the columns. Whole numbers and
//! texts as they are, numbers by the shortest digits that read back to the same bits, a missing value as `null`.

use serde_json::Value;
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::error::StoreError;
use crate::row::{Cell, Kind, Table};

/// Appends a row that was read, and the end of the line.
pub(crate) fn write(table: &Table, row: &AnyRow, out: &mut Vec<u8>) -> Result<(), StoreError> {
    for (place, (_, kind)) in table.columns.iter().enumerate() {
        out.push(if place == 0 { b'[' } else { b',' });
        let cell = match kind {
            Kind::Int => row.try_get(place).map(Cell::Int),
            Kind::Double => row.try_get(place).map(Cell::Double),
            Kind::Text => row.try_get(place).map(Cell::Text),
        };
        let cell = cell.map_err(|why| strange(table, &why))?;
        write_cell(cell, out).map_err(|why| strange(table, &why))?;
    }
    out.extend_from_slice(b"]\n");
    Ok(())
}

fn strange(table: &Table, why: &dyn std::fmt::Display) -> StoreError {
    StoreError::corrupt(format!("a row of {}", table.name), why.to_string())
}

fn write_cell(cell: Cell<'_>, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    match cell {
        Cell::Int(value) => serde_json::to_writer(out, &value),
        // JSON has no words for what is not finite; it would come back as a missing value.
        Cell::Double(Some(value)) if !value.is_finite() => Err(serde::ser::Error::custom("not a finite number")),
        Cell::Double(value) => serde_json::to_writer(out, &value),
        Cell::Text(value) => serde_json::to_writer(out, &value),
    }
}

/// The values of a line; `None` when it does not hold one value for each column, of its kind.
pub(crate) fn read(line: &[u8], kinds: &[Kind]) -> Option<Vec<Value>> {
    let values: Vec<Value> = serde_json::from_slice(line).ok()?;
    let fits = |(value, kind): (&Value, &Kind)| match kind {
        _ if value.is_null() => true,
        Kind::Int => value.is_i64(),
        Kind::Double => value.is_f64(),
        Kind::Text => value.is_string(),
    };
    (values.len() == kinds.len() && values.iter().zip(kinds).all(fits)).then_some(values)
}

/// A value as the cell of a column of this kind.
pub(crate) fn cell(value: &Value, kind: Kind) -> Cell<'_> {
    match kind {
        Kind::Int => Cell::Int(value.as_i64()),
        Kind::Double => Cell::Double(value.as_f64()),
        Kind::Text => Cell::Text(value.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_out_and_in_again_are_the_same() {
        let cells = [
            Cell::Int(Some(i64::MIN)),
            Cell::Int(None),
            Cell::Double(Some(0.1 + 0.2)),
            Cell::Double(Some(1e-300)),
            Cell::Double(Some(5e-324)),
            Cell::Double(Some(3.0)),
            Cell::Double(None),
            Cell::Text(Some("Hà Giang “\n\t\\\u{1}🏔")),
            Cell::Text(Some("")),
            Cell::Text(None),
        ];
        let bytes = |cell: Cell<'_>| {
            let mut out = Vec::new();
            cell.encode(&mut out);
            out
        };
        for cell in cells {
            let kind = match cell {
                Cell::Int(_) => Kind::Int,
                Cell::Double(_) => Kind::Double,
                Cell::Text(_) => Kind::Text,
            };
            let mut line = b"[".to_vec();
            write_cell(cell, &mut line).unwrap();
            line.push(b']');
            assert!(!line.contains(&b'\n'), "a row is one line");
            let values = read(&line, &[kind]).unwrap();
            assert_eq!(bytes(super::cell(&values[0], kind)), bytes(cell), "{cell:?}");
        }
        assert!(write_cell(Cell::Double(Some(f64::NAN)), &mut Vec::new()).is_err());
    }

    #[test]
    fn what_is_no_row_is_refused() {
        for line in ["", "[1]", "[1,\"a\",2]", "{}", "[\"1\",\"a\"]", "[1.5,\"a\"]", "[1,2]", "[1,\"a\"] x"] {
            assert!(read(line.as_bytes(), &[Kind::Int, Kind::Text]).is_none(), "{line}");
        }
    }
}
