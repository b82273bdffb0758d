//! Why a series cannot be benchmarked.

use crate::period::{Label, Period};
use crate::text::Text;

/// Why a series cannot be benchmarked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[error("{}", self.what().en)]
pub enum BenchmarkError {
    /// The indicator has no rows.
    Empty,
    /// A label that is no month, quarter or year.
    NotCalendar(Label),
    /// An indicator without a value in a period.
    Missing(Period),
    /// Two kinds of period in one series.
    Mixed {
        /// A period of the first kind.
        first: Period,
        /// A period of the other.
        second: Period,
    },
    /// Periods missing between two neighbours.
    Gap {
        /// The last period before the gap.
        before: Period,
        /// The first after it.
        after: Period,
    },
    /// A proportional form needs an indicator above zero.
    NotPositive {
        /// The period.
        period: Period,
        /// The indicator there.
        value: f64,
    },
    /// A benchmark's period is not longer than the indicator's.
    NotCoarser {
        /// The benchmark's period.
        period: Period,
        /// A period of the indicator.
        indicator: Period,
    },
    /// Not enough benchmarks lie in the indicator.
    TooFew {
        /// How many do.
        there: usize,
        /// How many must.
        needed: usize,
    },
    /// The benchmarks do not determine one finite result.
    Undetermined,
}

impl BenchmarkError {
    /// The period at fault, to find its row.
    #[must_use]
    pub fn period(&self) -> Option<String> {
        match self {
            Self::NotCalendar(label) => Some(label.to_string()),
            Self::Missing(period) | Self::NotPositive { period, .. } | Self::NotCoarser { period, .. } => {
                Some(period.to_string())
            }
            Self::Mixed { second, .. } => Some(second.to_string()),
            Self::Gap { after, .. } => Some(after.to_string()),
            _ => None,
        }
    }

    /// What is wrong, in both languages.
    #[must_use]
    pub fn what(&self) -> Text {
        match self {
            Self::Empty => Text::new("chuỗi không có dòng nào.", "the series has no rows."),
            Self::NotCalendar(label) => Text::new(
                format!("kỳ “{label}” không phải là tháng, quý hay năm."),
                format!("the period “{label}” is no month, quarter or year."),
            ),
            Self::Missing(period) => {
                Text::new(format!("chuỗi thiếu giá trị kỳ {period}."), format!("the series has no value in {period}."))
            }
            Self::Mixed { first, second } => Text::new(
                format!("{first} và {second} không cùng loại kỳ."),
                format!("{first} and {second} are not the same kind of period."),
            ),
            Self::Gap { before, after } => Text::new(
                format!("chuỗi thiếu các kỳ giữa {before} và {after}."),
                format!("the series lacks the periods between {before} and {after}."),
            ),
            Self::NotPositive { period, value } => Text::new(
                format!("chuỗi chỉ báo bằng {value} ở kỳ {period}; dạng tỷ lệ cần giá trị lớn hơn 0."),
                format!("the indicator is {value} in {period}; the proportional form needs values above zero."),
            ),
            Self::NotCoarser { period, indicator } => Text::new(
                format!("kỳ chuẩn {period} không dài hơn kỳ của chuỗi ({indicator})."),
                format!("the benchmark's period {period} is not longer than the indicator's ({indicator})."),
            ),
            Self::TooFew { there, needed } => Text::new(
                format!("chỉ có {there} giá trị chuẩn nằm trong chuỗi, cần ít nhất {needed}."),
                format!("{there} benchmarks lie in the series; at least {needed} must."),
            ),
            Self::Undetermined => Text::new(
                "các giá trị chuẩn không xác định được một kết quả hữu hạn.",
                "the benchmarks do not determine one finite result.",
            ),
        }
    }

    /// What to do about it, in both languages.
    #[must_use]
    pub fn remedy(&self) -> Text {
        match self {
            Self::Empty | Self::Missing(_) | Self::Gap { .. } => {
                Text::new("Hãy ghi đủ mọi kỳ liền nhau.", "Write every period, none left out.")
            }
            Self::NotCalendar(_) => Text::new(
                "Hãy ghi tháng dạng 2024-01, quý dạng 2024-Q1, năm dạng 2024.",
                "Write a month as 2024-01, a quarter as 2024-Q1, a year as 2024.",
            ),
            Self::Mixed { .. } => {
                Text::new("Hãy dùng một loại kỳ cho mỗi chuỗi.", "Use one kind of period in each series.")
            }
            Self::NotPositive { .. } => {
                Text::new("Hãy dùng dạng cộng (-additive).", "Use an additive method (-additive).")
            }
            Self::NotCoarser { .. } => Text::new(
                "Chuỗi phải theo tháng hoặc quý, giá trị chuẩn theo quý hoặc năm.",
                "The series must be monthly or quarterly, the benchmarks quarterly or annual.",
            ),
            Self::TooFew { .. } => Text::new(
                "Hãy thêm giá trị chuẩn có đủ các kỳ trong chuỗi.",
                "Add benchmarks all of whose periods are in the series.",
            ),
            Self::Undetermined => Text::new(
                "Hãy thêm giá trị chuẩn, dùng --difference 1, hoặc kiểm tra độ lớn của các số.",
                "Add benchmarks, use --difference 1, or check the size of the numbers.",
            ),
        }
    }
}

impl From<BenchmarkError> for Text {
    fn from(error: BenchmarkError) -> Self {
        let (what, remedy) = (error.what(), error.remedy());
        Self::new(format!("{} {}", what.vi, remedy.vi), format!("{} {}", what.en, remedy.en))
    }
}
