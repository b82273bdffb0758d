//! World prices as a file.

use domain::markets::{PricePeriod, Prices, Quote};
use domain::text::Text;
use formats::table::{Cell, Column, Head, Kind, Row};
use office::outlook::Board;

use super::sets::{Rows, Set};

/// Every price there is, months before years.
pub(super) fn prices(board: &Board) -> (Head, Rows) {
    let words = |key, vi, en| Column::new(key, vi, en, Kind::Words);
    let columns = vec![
        words("commodity", "Mặt hàng", "Commodity"),
        words("name", "Tên", "Name"),
        words("frequency", "Tần suất", "Frequency"),
        words("period", "Kỳ", "Period"),
        Column::new("value", "Giá", "Price", Kind::Number(2)),
        words("unit", "Đơn vị tính", "Unit"),
        words("series", "Chuỗi giá", "Series"),
        words("estimated", "Ước tính", "Estimate"),
        words("source", "Nguồn", "Source"),
        words("source_address", "Địa chỉ nguồn", "Source address"),
    ];
    let note = Text::new(
        "Giá tháng và giá năm là hai loại, không so với nhau.",
        "Prices of months and of years are not compared.",
    );
    let head =
        Head { name: "khoi-prices".into(), title: Set::Prices.title(), notes: vec![note], vintage: board.day, columns };
    let rows = rows(&board.prices);
    (head, Box::new(rows.into_iter()))
}

fn rows(prices: &Prices) -> Vec<Row> {
    let monthly = Text::new("tháng", "monthly");
    let annual = Text::new("năm", "annual");
    let months = prices.months.iter().map(|quote| row(quote, &monthly));
    months.chain(prices.years.iter().map(|quote| row(quote, &annual))).collect()
}

fn row<P: PricePeriod>(quote: &Quote<P>, frequency: &Text) -> Row {
    let estimated = if quote.estimated { Text::new("có", "yes") } else { Text::new("không", "no") };
    vec![
        Cell::code(quote.commodity.code()),
        Cell::Words(quote.commodity.name()),
        Cell::Words(frequency.clone()),
        Cell::code(quote.period.to_string()),
        Cell::Number(quote.value),
        Cell::code(&quote.unit),
        Cell::Words(Text::typed(&quote.series)),
        Cell::Words(estimated),
        Cell::Words(Text::typed(&quote.source)),
        Cell::code(&quote.address),
    ]
}
