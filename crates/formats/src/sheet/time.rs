//! Days, months and periods as people and programs write them; the day comes before the month, as in Vietnam.

use domain::period::{Month, Period, Year};
use domain::sites::When;
use jiff::civil::Date;

use super::Cell;

fn number(text: &str, widths: std::ops::RangeInclusive<usize>) -> Option<i32> {
    (widths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// A day: `2024-01-31`, `31/01/2024`, `31-01-2024`, `31.01.2024`, or a day cell of a sheet.
pub(crate) fn day(cell: Cell) -> Option<Date> {
    match cell {
        Cell::Day(day) => Some(day),
        Cell::Text(text) => {
            let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
            let [a, b, c] = parts[..] else { return None };
            let (year, month, day) = if a.len() == 4 {
                (number(a, 4..=4)?, number(b, 1..=2)?, number(c, 1..=2)?)
            } else {
                (number(c, 4..=4)?, number(b, 1..=2)?, number(a, 1..=2)?)
            };
            Date::new(year as i16, month as i8, day as i8).ok().filter(|d| d.year() > 0)
        }
        _ => None,
    }
}

/// A month: `2024-01`, `01/2024`, `1/2024`, `tháng 1/2024`, or a day cell of a sheet (its month).
pub(crate) fn month(cell: Cell) -> Option<Month> {
    match cell {
        Cell::Day(day) if day.year() > 0 => Some(Month::of(day)),
        Cell::Text(text) => {
            if let Ok(month) = text.parse() {
                return Some(month);
            }
            let lower = text.to_lowercase();
            let bare = lower.strip_prefix("tháng").or_else(|| lower.strip_prefix("thang")).unwrap_or(&lower).trim();
            let (a, b) = bare.split_once(['/', '-'])?;
            let (year, month) = if a.len() == 4 { (a, b) } else { (b, a) };
            Month::new(number(year, 4..=4)?, number(month, 1..=2)? as u8).ok()
        }
        _ => None,
    }
}

/// A year: `2024`, or that number in a sheet.
pub(crate) fn year(cell: Cell) -> Option<Year> {
    match cell {
        Cell::Text(text) => text.parse().ok(),
        Cell::Number(value) if value.fract() == 0.0 && (1.0..=9999.0).contains(&value) => Year::new(value as i32),
        _ => None,
    }
}

/// A moment: its text form, or a day, month or year in any of the forms above.
pub(crate) fn when(cell: Cell) -> Option<When> {
    if let Cell::Text(text) = cell
        && let Ok(when) = text.parse()
    {
        return Some(when);
    }
    let text = |cell| match cell {
        Cell::Text(_) => month(cell).map(When::from),
        _ => None,
    };
    day(cell).map(When::from).or_else(|| text(cell)).or_else(|| year(cell).map(When::from))
}

/// A month, quarter or year in any of the forms above; `Q1/2024` too.
pub(crate) fn period(cell: Cell) -> Option<Period> {
    if let Cell::Text(text) = cell
        && let Ok(period) = text.parse()
    {
        return Some(period);
    }
    if let Cell::Text(text) = cell
        && let Some((quarter, year)) = text.split_once('/')
        && quarter.len() == 2
        && quarter.starts_with('Q')
    {
        return format!("{year}-{quarter}").parse().ok();
    }
    month(cell).map(Period::Month).or_else(|| year(cell).map(Period::Year))
}
