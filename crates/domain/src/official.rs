//! Figures published by the statistics office, and the targets of the plan: facts that are loaded with their source and
//! never mixed with what is computed here.

use serde::{Deserialize, Serialize};

use crate::period::{Period, Year};

/// One published figure, as printed. Identified by area, period, indicator, sector and measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfficialFigure {
    /// The territory it is about, as the file names it; empty for the province itself.
    pub area: String,
    /// The period; `None` where the source gives no date.
    pub period: Option<Period>,
    /// What is measured: `iip`, `gross_output`, `employment_index` ….
    pub indicator: String,
    /// `total`, a section letter, a division, or the part the source names.
    pub sector: String,
    /// How: `mom_pct`, `yoy_pct`, `ytd_yoy_pct`, `year_yoy_pct`, `ytd_value` ….
    pub measure: String,
    /// The figure as printed.
    pub value: f64,
    /// Its unit as printed: `%`, `bn VND`.
    pub unit: String,
    /// Where it was published.
    pub source: String,
    /// Remark; empty when there is none.
    pub note: String,
}

/// Chỉ tiêu kế hoạch: the growth of the index planned for a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The year of the plan.
    pub year: Year,
    /// Node of the index: `TOTAL`, or a section letter.
    pub node: String,
    /// Planned growth of the year on the year before, per cent.
    pub growth: f64,
    /// The resolution or plan it stands in.
    pub source: String,
    /// Remark; empty when there is none.
    pub note: String,
}
