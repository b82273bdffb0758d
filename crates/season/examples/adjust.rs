//! Adjusts a series of a CSV file by X-11 and writes D10 to D13.
//!
//! ```text
//! cargo run --release -p season --example adjust -- series.csv [multiplicative|additive|log-additive|pseudo-additive]
//! ```
//!
//! The file has the columns `period` (2024-01 or 2024-Q1) and `value`, in order of time, after a line of headings. What was chosen and what
//! the tests say goes to the standard error.

use std::error::Error;

use season::x11::{Given, Mode, Table, X11, X11Spec, adjust};
use season::{Period, Series};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name a CSV file with the columns period,value")?;
    let mode = match arguments.next().as_deref() {
        None | Some("multiplicative") => Mode::Multiplicative,
        Some("additive") => Mode::Additive,
        Some("log-additive") => Mode::LogAdditive,
        Some("pseudo-additive") => Mode::PseudoAdditive,
        Some(other) => return Err(format!("“{other}” is no mode").into()),
    };
    let series = read(&std::fs::read_to_string(&path)?)?;
    let adjusted = adjust(&X11Spec::of(mode), &Given::series(&series))?;
    write(&series, &adjusted);
    tell(&adjusted);
    Ok(())
}

/// A series from lines of period and value.
fn read(text: &str) -> Result<Series, Box<dyn Error>> {
    let mut found: Option<(Period, Vec<f64>)> = None;
    for (at, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        let place = |what: &str| format!("line {}: {what}", at + 1);
        let (period, value) = line.split_once(',').ok_or_else(|| place("two columns, period and value, are needed"))?;
        let period: Period = period.trim().parse().map_err(|error| place(&format!("{error}")))?;
        let value: f64 = value.trim().parse().map_err(|_| place(&format!("“{value}” is not a number")))?;
        let (start, values) = found.get_or_insert((period, Vec::new()));
        if period.frequency() != start.frequency() || period.since(*start) != values.len() as i32 {
            return Err(place(&format!("{period} does not follow the line before")).into());
        }
        values.push(value);
    }
    let (start, values) = found.ok_or("the file has no value")?;
    Ok(Series::new(start, values)?)
}

/// D10 to D13 beside the series.
fn write(series: &Series, adjusted: &X11) {
    println!("period,value,d10,d11,d12,d13");
    for (at, value) in series.values().iter().enumerate() {
        let period = series.start().plus(at as i32);
        let cell = |table| adjusted.at(table, period).map_or_else(String::new, |value| value.to_string());
        println!(
            "{period},{value},{},{},{},{}",
            cell(Table::D10),
            cell(Table::D11),
            cell(Table::D12),
            cell(Table::D13)
        );
    }
}

/// The filters and the main tests.
fn tell(adjusted: &X11) {
    let (choices, diagnostics) = (&adjusted.choices, &adjusted.diagnostics);
    eprintln!("seasonal filter {:?}, Henderson trend of {} terms", choices.filters[0], choices.henderson[3]);
    if let Some(identifiable) = diagnostics.identifiable {
        eprintln!("seasonality: {identifiable:?}");
    }
    if let Some(quality) = &diagnostics.quality {
        eprintln!("Q {:.2}, without M2 {:.2}", quality.q, quality.q_without_m2);
    }
}
