//! World prices from files.

use std::collections::BTreeMap;

use domain::markets::{Commodity, Price, Quote};
use domain::period::Period;
use domain::text::Text;

use crate::fault::{Fault, Place};
use crate::layout::PRICES;
use crate::register::duplicate;
use crate::sheet::{Fields, Input, Read, for_each_row};

const COMMODITY: usize = PRICES.at("commodity");
const PERIOD: usize = PRICES.at("period");
const VALUE: usize = PRICES.at("value");
const UNIT: usize = PRICES.at("unit");
const SERIES: usize = PRICES.at("series");
const ESTIMATED: usize = PRICES.at("estimated");
const SOURCE: usize = PRICES.at("source");
const ADDRESS: usize = PRICES.at("source_address");
const FREQUENCY: usize = PRICES.at("frequency");

/// Reads prices. Two rows of the same commodity, period, series and unit are a duplicate.
///
/// # Errors
/// When the file is unreadable.
pub fn read_prices(file: &Input) -> Result<Read<Price>, Vec<Fault>> {
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    let mut rows = Vec::new();
    let report = for_each_row(file, &PRICES, &mut |mut fields, report| {
        if let Some(price) = price(&mut fields) {
            let (commodity, period, series, unit) = price.key();
            let key = [commodity.code(), &period, series, unit].join(" | ");
            match seen.get(&key) {
                Some(first) => duplicate(&mut fields, PERIOD, &[commodity.code(), &period].join(" "), first),
                None if !fields.is_faulty() => {
                    seen.insert(key, fields.row_place());
                    rows.push((fields.row_place(), price));
                }
                None => {}
            }
        }
        report.close_row(fields.faults);
    })?;
    Ok(report.with(rows))
}

fn price(fields: &mut Fields) -> Option<Price> {
    let commodity = fields.choice(COMMODITY).and_then(|code| code.parse::<Commodity>().ok());
    let period = fields.period(PERIOD);
    let value = fields.number(VALUE).filter(|value| is_a_price(fields, *value));
    let (unit, series, source) = (fields.text(UNIT), fields.text(SERIES), fields.text(SOURCE));
    let estimated = fields.choice(ESTIMATED) == Some("yes");
    let address = fields.text(ADDRESS).unwrap_or_default();
    let frequency = fields.choice(FREQUENCY);
    let (commodity, value, unit, series, source) = (commodity?, value?, unit?, series?, source?);
    let price = match period? {
        Period::Month(period) => {
            Price::Month(Quote { commodity, period, value, unit, series, estimated, source, address })
        }
        Period::Year(period) => {
            Price::Year(Quote { commodity, period, value, unit, series, estimated, source, address })
        }
        Period::Quarter(_) => {
            fields.fault(
                PERIOD,
                Text::new("Giá của quý không nhận.", "Prices of quarters are not taken."),
                Text::new(
                    "Ghi giá của tháng (2023-01) hoặc của năm (2023).",
                    "Give the price of a month (2023-01) or a year (2023).",
                ),
            );
            return None;
        }
    };
    fits(fields, frequency, &price).then_some(price)
}

/// A price is above zero.
fn is_a_price(fields: &mut Fields, value: f64) -> bool {
    if value <= 0.0 {
        fields.fault(
            VALUE,
            Text::new("Giá phải lớn hơn 0.", "A price is above zero."),
            Text::new(
                "Ghi giá như đã in; kỳ không có giá thì bỏ dòng.",
                "Write the price as printed; leave out a period without one.",
            ),
        );
    }
    value > 0.0
}

/// A file that gives the frequency too must not contradict itself.
fn fits(fields: &mut Fields, frequency: Option<&str>, price: &Price) -> bool {
    let fits = match (frequency, price) {
        (None, _) => true,
        (Some(given), Price::Month(_)) => given == "monthly",
        (Some(given), Price::Year(_)) => given == "annual",
    };
    if !fits {
        fields.fault(
            FREQUENCY,
            Text::new("Tần suất không khớp với kỳ.", "The frequency does not fit the period."),
            Text::new(
                "Giá tháng ghi kỳ 2023-01, giá năm ghi kỳ 2023.",
                "A monthly price has a period as 2023-01, an annual one as 2023.",
            ),
        );
    }
    fits
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::markets::Prices;

    fn read(rows: &str) -> Read<Price> {
        let text = format!("commodity,period,value,unit,series,source,frequency\n{rows}");
        read_prices(&Input::new("prices.csv", text.as_bytes())).unwrap()
    }

    #[test]
    fn months_and_years_come_in_as_two_types() {
        let read = read("iron-ore,2023-01,122.23,USD/t,fines,WB,monthly\nAntimon,2021,5.2,USD/lb,metal,USGS,\n");
        assert_eq!(read.faults, []);
        let prices: Prices = read.rows.into_iter().map(|(_, price)| price).collect();
        assert_eq!((prices.months.len(), prices.years.len()), (1, 1));
        assert_eq!((prices.months[0].value, prices.years[0].commodity), (122.23, Commodity::Antimony));
    }

    #[test]
    fn a_faulty_row_says_what_is_wrong_with_it() {
        let check = |row: &str, column: &str, said: &str| {
            let read = read(row);
            let fault = &read.faults[0];
            assert_eq!((fault.place.column.as_deref(), read.rows.len()), (Some(column), 0), "{row}");
            assert!(fault.what.en.contains(said), "{row}: {fault}");
        };
        check("gold,2023-01,1,USD/t,s,WB,\n", "commodity", "not in the list");
        check("tin,2023-Q1,1,USD/t,s,WB,\n", "period", "quarters");
        check("tin,2023-01,0,USD/t,s,WB,\n", "value", "above zero");
        check("tin,2023-01,-4,USD/t,s,WB,\n", "value", "negative");
        check("tin,2023-01,1,USD/t,s,WB,annual\n", "frequency", "does not fit");
        check("tin,2023-01,1,USD/t,s,,\n", "source", "is empty");
        check("tin,2023-01,1,,s,WB,\n", "unit", "is empty");
    }

    #[test]
    fn the_same_price_twice_is_a_duplicate_and_another_series_is_not() {
        let twice = read("tin,2023,1,USD/t,s,WB,\ntin,2023,2,USD/t,s,WB,\n");
        assert_eq!((twice.rows.len(), twice.left_out), (1, 1));
        assert!(twice.faults[0].what.en.contains("already stands on line 2"), "{}", twice.faults[0]);
        assert_eq!(read("tin,2023,1,USD/t,s,WB,\ntin,2023,2,USD/t,other,WB,\n").rows.len(), 2);
    }
}
