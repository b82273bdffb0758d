//! Why a series cannot be benchmarked.

use crate::period::Label;
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
    /// An indicator without a value in a period between others that have one, or in all.
    Missing(Label),
    /// Two kinds of period in one series.
    Mixed {
        /// A period of the first kind.
        first: Label,
        /// A period of the other.
        second: Label,
    },
    /// Periods missing between two neighbours.
    Gap {
        /// The last period before the gap.
        before: Label,
        /// The first after it.
        after: Label,
    },
    /// In a proportional form an indicator of zero stays zero, so it cannot add up to anything else.
    AllZero {
        /// The benchmark's period.
        period: Label,
        /// The benchmark.
        value: f64,
    },
    /// A benchmark's period is not longer than the indicator's.
    NotCoarser {
        /// The benchmark's period.
        period: Label,
        /// A period of the indicator.
        indicator: Label,
    },
    /// Not enough benchmarks lie in the indicator, where it is not zero.
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
    pub fn period(&self) -> Option<&Label> {
        match self {
            Self::NotCalendar(label) | Self::Missing(label) => Some(label),
            Self::AllZero { period, .. } | Self::NotCoarser { period, .. } => Some(period),
            Self::Mixed { second, .. } => Some(second),
            Self::Gap { after, .. } => Some(after),
            Self::Empty | Self::TooFew { .. } | Self::Undetermined => None,
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
            Self::AllZero { period, value } => Text::new(
                format!("chuỗi chỉ báo bằng 0 ở mọi kỳ tính vào {period}; dạng tỷ lệ không đưa được về {value}."),
                format!(
                    "the indicator is zero in every period that counts in {period}; no proportion of it makes {value}."
                ),
            ),
            Self::NotCoarser { period, indicator } => Text::new(
                format!("kỳ chuẩn {period} không dài hơn kỳ của chuỗi ({indicator})."),
                format!("the benchmark's period {period} is not longer than the indicator's ({indicator})."),
            ),
            Self::TooFew { there, needed } => Text::new(
                format!("chỉ có {there} giá trị chuẩn dùng được trong chuỗi, cần ít nhất {needed}."),
                format!("{there} benchmarks of the series can be used; at least {needed} must."),
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
                "Hãy ghi tháng dạng 2024-01 hoặc 202401, quý dạng 2024-Q1, năm dạng 2024.",
                "Write a month as 2024-01 or 202401, a quarter as 2024-Q1, a year as 2024.",
            ),
            Self::Mixed { .. } => {
                Text::new("Hãy dùng một loại kỳ cho mỗi chuỗi.", "Use one kind of period in each series.")
            }
            Self::AllZero { .. } => Text::new(
                "Hãy kiểm tra chuỗi chỉ báo, ghi giá trị chuẩn bằng 0, hoặc dùng dạng cộng (-additive).",
                "Check the indicator, write the benchmark as zero, or use an additive method (-additive).",
            ),
            Self::NotCoarser { .. } => Text::new(
                "Chuỗi phải theo tháng hoặc quý, giá trị chuẩn theo quý hoặc năm.",
                "The series must be monthly or quarterly, the benchmarks quarterly or annual.",
            ),
            Self::TooFew { .. } => Text::new(
                "Hãy thêm giá trị chuẩn có đủ các kỳ trong chuỗi; dạng tỷ lệ cần có kỳ khác 0.",
                "Add benchmarks all of whose periods are in the series; the proportional form needs one that is not zero.",
            ),
            Self::Undetermined => Text::new(
                "Hãy thêm giá trị chuẩn, dùng --difference 1 hoặc dạng cộng (-additive), hoặc kiểm tra độ lớn của các số.",
                "Add benchmarks, use --difference 1 or an additive method, or check the size of the numbers.",
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
