//! World prices of metals, and from which stock and fall a market does not take a product.

use std::sync::LazyLock;

use domain::markets::{Price, Thresholds};
use domain::text::Text;

use super::Table;
use crate::fault::Fault;
use crate::sheet::Input;

/// Yearly means only: the monthly sheet of the World Bank is bulk data of others and is imported by the department.
const PRICES: &str = include_str!("../../../../data/prices/yearly.csv");

const THRESHOLDS: &str = include_str!("../../../../data/markets/thresholds.csv");

static PRICE_LIST: LazyLock<(Vec<Price>, Vec<Fault>)> = LazyLock::new(read_prices);

static MARKET_LIMITS: LazyLock<Vec<Thresholds>> = LazyLock::new(read_thresholds);

/// A handful of yearly world prices of the province's metals, each with its source.
#[must_use]
pub fn prices() -> &'static [Price] {
    &PRICE_LIST.0
}

/// From which stock and which fall of a price on a market does not take a product, until the department sets its own.
#[must_use]
pub fn market_thresholds() -> &'static [Thresholds] {
    &MARKET_LIMITS
}

fn read_prices() -> (Vec<Price>, Vec<Fault>) {
    match crate::markets::read_prices(&Input::new("data/prices/yearly.csv", PRICES.as_bytes())) {
        Ok(read) => (read.rows.into_iter().map(|(_, price)| price).collect(), read.faults),
        Err(unreadable) => (Vec::new(), unreadable),
    }
}

fn read_thresholds() -> Vec<Thresholds> {
    let table = Table::read(THRESHOLDS);
    let rows = table.cells(["from", "stock_months", "price_fall", "why_vi", "why_en"]);
    let read = |[from, stock, fall, vi, en]: [&str; 5]| {
        Some(Thresholds {
            from: from.parse().ok()?,
            stock_months: stock.parse().ok()?,
            price_fall: fall.parse().ok()?,
            why: Text::new(vi, en),
        })
    };
    rows.filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carried_prices_are_of_years_and_name_their_source() {
        assert_eq!(PRICE_LIST.1, []);
        assert_eq!(prices().len(), 22);
        for price in prices() {
            let Price::Year(quote) = price else { panic!("{price:?}") };
            assert!(!quote.source.is_empty() && quote.value > 0.0);
        }
        let all: domain::markets::Prices = prices().iter().cloned().collect();
        let iron = all.year(domain::markets::Commodity::IronOre, "2023".parse().unwrap()).unwrap();
        assert_eq!(iron.value, 120.57);
        let change = iron.change_on_year(&all.years).unwrap();
        assert!((change - (120.57 / 121.3 - 1.0) * 100.0).abs() < 1e-12);
        assert_eq!(market_thresholds().len(), THRESHOLDS.lines().count() - 1);
        assert!(market_thresholds().iter().all(|limits| !limits.why.vi.is_empty() && limits.why.vi != limits.why.en));
    }
}
