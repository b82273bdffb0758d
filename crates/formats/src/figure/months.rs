//! The axis of time under a figure of months.

use domain::period::{Month, MonthRange};
use domain::text::{Lang, month_in_letters};

use super::Frame;
use super::svg::{SOFT, Svg, width_of};

/// Months along an axis.
pub(super) struct Months {
    /// From the first to the last.
    pub(super) months: MonthRange,
    /// Whether a value is of the whole year and stands at its December.
    pub(super) yearly: bool,
    /// Language of the labels.
    pub(super) lang: Lang,
    /// The sheet.
    pub(super) frame: Frame,
}

impl Months {
    /// The labels: the year at its beginning, or under its own value where values are of years; months where there are less than two years.
    pub(super) fn draw(&self, svg: &mut Svg, bottom: f64, x: impl Fn(usize) -> f64) {
        let y = bottom + self.frame.font * 1.6;
        let by_month = self.months.len() <= 24 && !self.yearly;
        let named_at = if self.yearly { 12 } else { 1 };
        let mut free_from = 0.0;
        for (n, month) in self.months.iter().enumerate() {
            if !by_month && month.month_of_year() != named_at {
                continue;
            }
            let x = x(n);
            svg.line((x, bottom), (x, bottom + 4.0), "tick", SOFT);
            let label = if by_month { short_month(month, self.lang) } else { month.year().to_string() };
            let half = width_of(&label, self.frame.font) / 2.0;
            if x - half >= free_from && x + half <= self.frame.width {
                svg.text((x, y), "middle", "soft", SOFT, &label);
                free_from = x + half + self.frame.font * 0.8;
            }
        }
    }
}

/// `1/24` under an axis.
fn short_month(month: Month, lang: Lang) -> String {
    let year = month.year().number() % 100;
    match lang {
        Lang::Vi => format!("{}/{year:02}", month.month_of_year()),
        Lang::En => format!("{} {year:02}", month_in_letters(month)),
    }
}
