//! The published figures of Hà Giang, which the calibration meets: `data/official/hagiang_iip_published.csv`.

use domain::official::OfficialFigure;
use domain::text::Text;

use crate::fault::{Fault, Place};

const FILE: &str = "data/official/hagiang_iip_published.csv";
const CARRIED: &str = include_str!("../../../../data/official/hagiang_iip_published.csv");

/// The published figures the program carries, in the order of the file.
///
/// # Errors
/// A fault with the line when a row cannot be read; a test excludes it for the carried file.
pub fn published() -> Result<Vec<OfficialFigure>, Fault> {
    let mut reader = csv::Reader::from_reader(CARRIED.as_bytes());
    let rows = reader.records().enumerate().map(|(n, row)| {
        let fault = || {
            Fault::new(
                Place::file(FILE).line(n as u64 + 2),
                Text::new("Không đọc được dòng số liệu công bố.", "The row of a published figure cannot be read."),
                Text::new(
                    "Ghi đủ tám cột: kỳ, chỉ tiêu, ngành, cách đo, giá trị, đơn vị, nguồn, ghi chú.",
                    "Write all eight columns: period, indicator, sector, measure, value, unit, source, note.",
                ),
            )
        };
        let row = row.map_err(|_| fault())?;
        let cell = |k: usize| row.get(k).map(str::to_owned).ok_or_else(fault);
        Ok(OfficialFigure {
            area: String::new(),
            period: cell(0)?.parse().ok(),
            indicator: cell(1)?,
            sector: cell(2)?,
            measure: cell(3)?,
            value: cell(4)?.parse().map_err(|_| fault())?,
            unit: cell(5)?,
            source: cell(6)?,
            note: cell(7)?,
        })
    });
    rows.collect()
}
