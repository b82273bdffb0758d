//! The sites a look ahead asks about: `site,product,from,capacity,share`.

use domain::outlook::Start;
use domain::period::Month;
use domain::register::ProductCode;
use domain::text::Text;

use super::Sheet;
use super::table::{self, Layout, Row};
use crate::fault::Fault;

/// A site to be started.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteStart {
    /// What it is called.
    pub site: String,
    /// Its product, first month and monthly quantity.
    pub start: Start,
}

/// Reads sites to be started: the first month, the capacity of a year in the unit of the product, and the share of it that is used, per
/// cent (100 where the cell is empty or the column is not there).
///
/// # Errors
/// Every fault of the file, at most twenty.
pub fn read_starts(file: &str, bytes: &[u8]) -> Result<Sheet<SiteStart>, Vec<Fault>> {
    let layout = Layout { required: &["site", "product", "from", "capacity"], optional: &["share"] };
    table::read(file, bytes, &layout, |row| {
        let capacity = at_least_zero(row, "capacity")?.ok_or_else(|| missing(row, "capacity"))?;
        let share = at_least_zero(row, "share")?.unwrap_or(100.0);
        let start = Start::at_share(product(row)?, month(row)?, capacity, share / 100.0);
        Ok(SiteStart { site: row.code("site")?.to_owned(), start })
    })
}

fn product(row: &Row<'_>) -> Result<ProductCode, Fault> {
    let text = row.code("product")?;
    text.parse().map_err(|_| {
        Fault::new(
            row.place("product"),
            Text::new(format!("“{text}” không phải là mã sản phẩm."), format!("“{text}” is not a product code.")),
            Text::new("Hãy ghi mã như trong danh mục, ví dụ 0710-01.", "Write the code of the register, as 0710-01."),
        )
    })
}

fn month(row: &Row<'_>) -> Result<Month, Fault> {
    let text = row.text("from");
    text.parse().map_err(|_| {
        Fault::new(
            row.place("from"),
            Text::new(format!("“{text}” không phải là tháng."), format!("“{text}” is not a month.")),
            Text::new("Hãy ghi tháng dạng 2024-04.", "Write the month as 2024-04."),
        )
    })
}

fn at_least_zero(row: &Row<'_>, column: &str) -> Result<Option<f64>, Fault> {
    let value = row.number(column)?;
    if value.is_some_and(|value| value < 0.0) {
        return Err(Fault::new(
            row.place(column),
            Text::new("số âm.", "the number is negative."),
            Text::new("Hãy ghi số từ 0 trở lên.", "Write a number of zero or more."),
        ));
    }
    Ok(value)
}

fn missing(row: &Row<'_>, column: &str) -> Fault {
    Fault::new(
        row.place(column),
        Text::new("chưa ghi công suất.", "the capacity is missing."),
        Text::new(
            "Hãy ghi công suất một năm theo đơn vị của sản phẩm; nơi chưa biết công suất thì bỏ dòng này.",
            "Write the capacity of a year in the unit of the product; leave the row out where it is not known.",
        ),
    )
}
