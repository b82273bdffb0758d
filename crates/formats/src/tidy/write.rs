//! Result files: numbers with the fewest digits that read back as the same value.

use domain::period::Label;

/// Rows of a result file.
#[derive(Debug, Clone, PartialEq)]
pub struct Results<'a> {
    /// The code.
    pub code: &'a str,
    /// The period.
    pub period: &'a Label,
    /// The value.
    pub value: f64,
    /// The status.
    pub status: &'a str,
}

/// The fewest digits that read back as the same number, with an exponent where the digits alone would be long.
#[must_use]
pub fn number_text(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        "0".to_owned()
    } else if (1e-5..1e16).contains(&size) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

/// A result file: `code,period,value,status`.
#[must_use]
pub fn write_results<'a>(rows: impl IntoIterator<Item = Results<'a>>) -> Vec<u8> {
    let mut text = String::from("code,period,value,status\n");
    for row in rows {
        line(&mut text, &[row.code, &row.period.to_string(), &number_text(row.value), row.status]);
    }
    text.into_bytes()
}

/// A series file: `series,period,value`.
#[must_use]
pub fn write_series<'a>(rows: impl IntoIterator<Item = (&'a str, &'a Label, f64)>) -> Vec<u8> {
    let mut text = String::from("series,period,value\n");
    for (series, period, value) in rows {
        line(&mut text, &[series, &period.to_string(), &number_text(value)]);
    }
    text.into_bytes()
}

/// The first line of a file of season tables.
pub const SEASON_HEADER: &str = "series,period,table,value\n";

/// A line of season tables: `series,period,table,value`.
pub fn write_season_line(text: &mut String, series: &str, period: &str, table: &str, value: f64) {
    line(text, &[series, period, table, &number_text(value)]);
}

fn line(text: &mut String, cells: &[&str]) {
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            text.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push('\n');
}
