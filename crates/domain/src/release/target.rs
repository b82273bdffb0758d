//! Chỉ tiêu kế hoạch: the plan of the year against the result, the gap in percentage points, and the growth the months
//! left need.
//!
//! With I(y,m) the fixed-base level, plan p per cent and S = Σ I(y−1,k) over the twelve months of last year, the year ends
//! on the plan when Σ I(y,k) = S·(1 + p/100). What is already in, Σ_{k≤m} I(y,k), is subtracted; the rest over the same
//! months of last year is the growth needed:
//!
//! ```text
//! needed = ( S·(1 + p/100) − Σ_{k≤m} I(y,k) ) / Σ_{k>m} I(y−1,k) · 100 − 100
//! ```

use serde::{Deserialize, Serialize};

use crate::official::Target;
use crate::period::{Month, MonthRange};

/// Where a year stands against its plan after `through`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The plan.
    pub target: Target,
    /// The last month that is in.
    pub through: Month,
    /// Growth so far: the months in, summed, against the same months of last year, per cent.
    pub result: f64,
    /// Plan less result, percentage points; positive when behind.
    pub gap: f64,
    /// How many months of the year are left.
    pub months_left: u8,
    /// Growth the months left need against the same months of last year to end on the plan, per cent; `None` when none is left.
    pub growth_needed: Option<f64>,
}

/// Where `target` stands after `through`, a month of its year. `level` gives the node's fixed-base level.
///
/// `None` when `through` is of another year, or a level that is needed is missing or last year's are all zero.
#[must_use]
pub fn progress(target: &Target, through: Month, level: impl Fn(Month) -> Option<f64>) -> Option<Progress> {
    if through.year() != target.year {
        return None;
    }
    let sum = |months: MonthRange| months.iter().map(&level).sum::<Option<f64>>();
    let so_far = through.year_to_date();
    let done = sum(so_far)?;
    let same_last_year = sum(MonthRange::new(so_far.first.year_before(), through.year_before()))?;
    let result = (same_last_year > 0.0).then(|| done / same_last_year * 100.0 - 100.0)?;
    let months_left = 12 - through.month_of_year();
    let rest = MonthRange::new(through.next().year_before(), target.year.plus(-1).months().last);
    let rest_last_year = sum(rest)?;
    let whole = (same_last_year + rest_last_year) * (1.0 + target.growth / 100.0);
    let growth_needed =
        (months_left > 0 && rest_last_year > 0.0).then(|| (whole - done) / rest_last_year * 100.0 - 100.0);
    Some(Progress { target: target.clone(), through, result, gap: target.growth - result, months_left, growth_needed })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(year: &str, growth: f64) -> Target {
        Target { year: year.parse().unwrap(), node: "TOTAL".into(), growth, source: "test".into(), note: String::new() }
    }

    #[test]
    fn a_finished_year_has_a_result_and_a_gap_and_nothing_left() {
        // Hà Giang 2023 as published: plan +10, result −17.22, gap 27.22 points (Báo Công Thương, early 2024).
        let level = |m: Month| Some(if m.year().number() == 2023 { 82.78 } else { 100.0 });
        let p = progress(&target("2023", 10.0), "2023-12".parse().unwrap(), level).unwrap();
        assert_eq!(crate::series::round(p.result, 2), -17.22);
        assert_eq!(crate::series::round(p.gap, 2), 27.22);
        assert_eq!((p.months_left, p.growth_needed), (0, None));
    }

    #[test]
    fn the_months_left_growing_as_needed_end_the_year_on_the_plan() {
        // Last year 100 each month; January 120. Plan +5: 1260 − 120 = 1140 over 1100 = +3.636…
        let level = |m: Month| Some(if m.year().number() == 2024 { 120.0 } else { 100.0 });
        let p = progress(&target("2024", 5.0), "2024-01".parse().unwrap(), level).unwrap();
        assert_eq!((p.result, p.gap, p.months_left), (20.0, -15.0, 11));
        assert!((p.growth_needed.unwrap() - 40.0 / 11.0).abs() < 1e-12);
    }

    #[test]
    fn another_year_or_a_missing_level_gives_no_progress() {
        assert_eq!(progress(&target("2024", 5.0), "2023-12".parse().unwrap(), |_| Some(1.0)), None);
        assert_eq!(progress(&target("2024", 5.0), "2024-01".parse().unwrap(), |_| None), None);
    }
}
