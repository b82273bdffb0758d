//! Tết: the share of the days around the Vietnamese lunar new year that lies in a month.
//!
//! A moving holiday whose effect is spread evenly over windows before, during and after it, centred on each calendar
//! month's long-run mean: Findley and Soukup 2000 (ICES II, "Modeling and model selection for moving holidays"), and the
//! X-13ARIMA-SEATS Reference Manual, ch. 7.13 on user-defined holidays. The dates are those of the Vietnamese calendar,
//! reckoned at UTC+7: in 1985 and other years they are not the Chinese.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::calendar::share;
use crate::Period;

/// First days of the lunar year 1920 to 2100 at UTC+7, from new moons and the sun's longitude (Meeus 1991).
const TABLE: &str = include_str!("../../data/tet.csv");
/// The first year of [`TABLE`].
const FIRST: i32 = 1920;
/// The years over which a month's share is centred.
pub(crate) const CENTRE: std::ops::RangeInclusive<i32> = 1960..=2059;

static DAYS: LazyLock<Vec<Date>> = LazyLock::new(|| {
    TABLE.lines().skip(1).filter_map(|line| line.split_once(',')).filter_map(|(_, date)| date.parse().ok()).collect()
});

/// The first day of the Vietnamese lunar year; `None` outside 1920 to 2100.
#[must_use]
pub fn tet(year: i32) -> Option<Date> {
    usize::try_from(year - FIRST).ok().and_then(|at| DAYS.get(at)).copied()
}

/// The lengths in days of the three windows around Tết, the new year's day being day 0.
///
/// The middle one begins on the eve; the first ends the day before the eve. A window of length 0 is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TetWindows {
    /// Days before the eve.
    pub before: usize,
    /// Days from the eve on.
    pub during: usize,
    /// Days after those.
    pub after: usize,
}

impl Default for TetWindows {
    /// Days -14 to -2, -1 to +5 and +6 to +12.
    fn default() -> Self {
        Self { before: 13, during: 7, after: 7 }
    }
}

impl TetWindows {
    /// Name, first day and length of each window that is there.
    pub(crate) fn parts(self) -> impl Iterator<Item = (&'static str, i32, usize)> {
        let (before, during) = (self.before as i32, self.during as i32);
        let all = [
            ("tet_before", -1 - before, self.before),
            ("tet_during", -1, self.during),
            ("tet_after", during - 1, self.after),
        ];
        all.into_iter().filter(|&(_, _, days)| days > 0)
    }
}

/// The share of the window in the period, that of the next year's Tết included, which may begin in December; `None` outside the years of the table.
pub(crate) fn tet_share(from: i32, days: usize, period: Period) -> Option<f64> {
    let own = share(tet(period.year())?, from, days, period);
    Some(own + tet(period.year() + 1).map_or(0.0, |day| share(day, from, days, period)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(DAYS.len(), 181);
        for (year, date) in [(1920, "1920-02-20"), (1985, "1985-01-21"), (2007, "2007-02-17"), (2100, "2100-02-09")] {
            assert_eq!(tet(year).unwrap().to_string(), date);
        }
        assert_eq!((tet(1919), tet(2101)), (None, None));
    }

    #[test]
    fn the_windows_touch() {
        let parts: Vec<_> = TetWindows::default().parts().collect();
        assert_eq!(parts, [("tet_before", -14, 13), ("tet_during", -1, 7), ("tet_after", 6, 7)]);
    }

    #[test]
    fn a_window_lies_wholly_in_the_months_around_it() {
        // Tết 2024 was on 10 February: days 9 to 15 February.
        assert_eq!(tet_share(-1, 7, "2024-02".parse().unwrap()), Some(1.0));
        assert_eq!(tet_share(-14, 13, "2024-01".parse().unwrap()), Some(5.0 / 13.0));
        assert_eq!(tet_share(-14, 13, "2024-02".parse().unwrap()), Some(8.0 / 13.0));
        // Tết 2023 was on 22 January: 29 days before the eve begin on 23 December.
        assert_eq!(tet_share(-30, 29, "2022-12".parse().unwrap()), Some(9.0 / 29.0));
        assert_eq!(tet_share(-30, 29, "2023-01".parse().unwrap()), Some(20.0 / 29.0));
    }
}
