//! Why an index cannot be computed.

use crate::index::tree::TreeError;
use crate::period::Label;
use crate::text::Text;

/// Why an index cannot be computed; [`AggregateError::what`] and [`AggregateError::remedy`] say it in both languages.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[error("{}", self.what().en)]
pub enum AggregateError {
    /// A code has two values for one period.
    Duplicate {
        /// The code.
        code: String,
        /// The period.
        period: Label,
    },
    /// No rows of components.
    NoComponents,
    /// A component that no row of weights names.
    UnknownCode(String),
    /// The weights valid in a period are not a tree.
    Tree {
        /// The period.
        period: Label,
        /// What is wrong with them.
        error: TreeError,
    },
    /// No weight is valid in a period whose weights are needed.
    NoWeights(Label),
    /// A bound of a weight's validity cannot be compared with the periods of the components.
    Bound {
        /// The code.
        code: String,
        /// The bound.
        bound: Label,
    },
    /// Nothing under the root has both a value now and one before.
    NothingObserved(Label),
    /// A chained index needs levels above zero.
    NotPositive {
        /// The code.
        code: String,
        /// The period.
        period: Label,
        /// The level.
        value: f64,
    },
    /// An annual chain needs periods that belong to years.
    NotByYear(Label),
    /// The periods a year is linked over are not among the components.
    NoLink {
        /// The year that cannot be linked.
        year: i32,
        /// What it should be linked over.
        over: String,
    },
    /// No period of the components lies in the base.
    NoBase(Label),
    /// The mean over the base is zero.
    BaseZero {
        /// The code.
        code: String,
    },
    /// A result larger than a number can hold.
    Overflow {
        /// The code.
        code: String,
        /// The period.
        period: Label,
    },
}

impl AggregateError {
    /// The code at fault, when there is one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Duplicate { code, .. }
            | Self::UnknownCode(code)
            | Self::Bound { code, .. }
            | Self::NotPositive { code, .. }
            | Self::BaseZero { code }
            | Self::Overflow { code, .. } => Some(code),
            Self::Tree { error, .. } => error.code(),
            _ => None,
        }
    }

    /// The period at fault, when it is one of the components.
    #[must_use]
    pub fn period(&self) -> Option<&Label> {
        match self {
            Self::Duplicate { period, .. } | Self::NotPositive { period, .. } | Self::Overflow { period, .. } => {
                Some(period)
            }
            Self::NothingObserved(period) | Self::NotByYear(period) => Some(period),
            _ => None,
        }
    }

    /// Whether the fault lies in the weights rather than in the components.
    #[must_use]
    pub fn in_weights(&self) -> bool {
        matches!(self, Self::Tree { .. } | Self::NoWeights(_) | Self::Bound { .. })
    }

    /// What is wrong, in both languages.
    #[must_use]
    pub fn what(&self) -> Text {
        match self {
            Self::Duplicate { code, period } => Text::new(
                format!("“{code}” có hai dòng cho kỳ {period}."),
                format!("“{code}” has two rows for {period}."),
            ),
            Self::NoComponents => Text::new("không có dòng số liệu nào.", "there is no row of data."),
            Self::UnknownCode(code) => {
                Text::new(format!("mã “{code}” không có quyền số."), format!("code “{code}” has no weight."))
            }
            Self::Tree { period, error } => {
                let what = error.what();
                Text::new(format!("quyền số của kỳ {period}: {}", what.vi), format!("weights of {period}: {}", what.en))
            }
            Self::NoWeights(period) => Text::new(
                format!("không có quyền số còn hiệu lực ở kỳ {period}."),
                format!("no weight is valid in {period}."),
            ),
            Self::Bound { code, bound } => Text::new(
                format!("thời hạn {bound} của quyền số “{code}” không so được với các kỳ của tệp thành phần."),
                format!(
                    "the bound {bound} of the weight of “{code}” cannot be compared with the periods of the components."
                ),
            ),
            Self::NothingObserved(period) => Text::new(
                format!(
                    "kỳ {period} không có thành phần nào vừa có giá trị kỳ này vừa có giá trị kỳ trước để suy ra số thiếu."
                ),
                format!("in {period} no component has both a value and one before it to infer the missing ones from."),
            ),
            Self::NotPositive { code, period, value } => Text::new(
                format!("“{code}” ở kỳ {period} có mức {value}; chỉ số móc xích cần mức lớn hơn 0."),
                format!("“{code}” has the level {value} in {period}; a chained index needs levels above zero."),
            ),
            Self::NotByYear(period) => Text::new(
                format!("kỳ “{period}” không thuộc một năm nào; annual-chain cần tháng, quý hoặc năm."),
                format!("the period “{period}” belongs to no year; annual-chain needs months, quarters or years."),
            ),
            Self::NoLink { year, over } => Text::new(
                format!("không nối được năm {year}: tệp thành phần không có {over}."),
                format!("the year {year} cannot be linked: {over} is not among the components."),
            ),
            Self::NoBase(base) => Text::new(
                format!("không có kỳ nào thuộc kỳ gốc {base}."),
                format!("no period lies in the base {base}."),
            ),
            Self::BaseZero { code } => Text::new(
                format!("bình quân kỳ gốc của “{code}” bằng 0."),
                format!("the mean of “{code}” over the base is zero."),
            ),
            Self::Overflow { code, period } => Text::new(
                format!("chỉ số của “{code}” ở kỳ {period} vượt quá phạm vi số."),
                format!("the index of “{code}” in {period} is larger than a number can hold."),
            ),
        }
    }

    /// What to do about it, in both languages.
    #[must_use]
    pub fn remedy(&self) -> Text {
        match self {
            Self::Duplicate { .. } => Text::new("Hãy giữ một dòng.", "Keep one of them."),
            Self::NoComponents => {
                Text::new("Hãy ghi mỗi mã và kỳ một dòng.", "Write one row for each code and period.")
            }
            Self::UnknownCode(_) => Text::new(
                "Hãy thêm mã này vào tệp quyền số, hoặc bỏ các dòng của nó.",
                "Add the code to the weights, or leave its rows out.",
            ),
            Self::Tree { error, .. } => error.remedy(),
            Self::NoWeights(_) => Text::new(
                "Hãy nới thời hạn from/to hoặc thêm quyền số của kỳ đó.",
                "Widen from/to or add the weights of that period.",
            ),
            Self::Bound { .. } => Text::new(
                "Hãy ghi from và to theo cùng kiểu kỳ với tệp thành phần, hoặc theo năm.",
                "Write from and to in the same kind of period as the components, or as years.",
            ),
            Self::NothingObserved(_) => Text::new(
                "Hãy bỏ kỳ này hoặc bổ sung ít nhất một thành phần.",
                "Leave the period out, or give at least one component.",
            ),
            Self::NotPositive { .. } => Text::new(
                "Hãy để trống ô này nếu thiếu số liệu, hoặc dùng công thức fixed.",
                "Leave the cell empty if the value is missing, or use the formula fixed.",
            ),
            Self::NotByYear(_) => Text::new("Hãy ghi kỳ dạng 2024-01.", "Write periods as 2024-01."),
            Self::NoLink { .. } => Text::new(
                "Hãy bổ sung các kỳ đó, hoặc chọn --link khác.",
                "Add those periods, or choose another --link.",
            ),
            Self::NoBase(_) => {
                Text::new("Hãy chọn --base trong các kỳ đã có.", "Choose --base among the periods there are.")
            }
            Self::BaseZero { .. } => Text::new("Hãy chọn kỳ gốc khác.", "Choose another base."),
            Self::Overflow { .. } => Text::new("Hãy kiểm tra đơn vị của các mức.", "Check the unit of the levels."),
        }
    }
}

impl From<AggregateError> for Text {
    fn from(error: AggregateError) -> Self {
        let (what, remedy) = (error.what(), error.remedy());
        Self::new(format!("{} {}", what.vi, remedy.vi), format!("{} {}", what.en, remedy.en))
    }
}
