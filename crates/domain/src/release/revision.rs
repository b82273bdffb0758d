//! Số liệu sửa đổi: the first and later prints of every month side by side, and how reliable first prints have been.
//!
//! The three numbers are those the Federal Reserve prints for industrial production (Statistical Release G.17, Table 15,
//! “Reliability of the estimates”, monthly since April 2017; described in its supporting statements of 2014 and 2017): the
//! mean absolute revision of the level, in per cent; the mean absolute revision of the monthly change, in percentage points; and the share of
//! months in which the direction of change stood. There they are taken from the first to the fourth print, about 0.27
//! per cent, 0.21 point and 85 per cent.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::period::Month;
use crate::series::Stage;

/// One print of one month of one node.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Print {
    /// The release it was printed in, by its number in the database.
    pub release: i64,
    /// The day of that release.
    pub date: Date,
    /// The stage of the month in that release.
    pub stage: Stage,
    /// Level.
    pub level: f64,
    /// Change on the month before in the same print, per cent.
    pub change: Option<f64>,
    /// Observed share, 0 to 1.
    pub observed: Option<f64>,
}

/// Every print of one month of one node, first print first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RevisionRow {
    /// The node.
    pub node: String,
    /// The month.
    pub month: Month,
    /// Its prints in order of release; a print that changes nothing is there too.
    pub prints: Vec<Print>,
}

/// The three reliability numbers of a node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// The node.
    pub node: String,
    /// How many months they rest on.
    pub months: usize,
    /// Mean absolute revision of the level from first to last print, per cent of the first.
    pub level: f64,
    /// Mean absolute revision of the monthly change, percentage points.
    pub change: f64,
    /// Share of months whose direction of monthly change stood, 0 to 1.
    pub direction: f64,
}
