//! Why an elementary index cannot be computed.

use super::{Change, Formula, Other, Spec, Variable};
use crate::period::Label;
use crate::text::Text;

/// Why an elementary index cannot be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[error("{}", self.what().en)]
pub enum ElementaryError {
    /// No rows.
    NoRows,
    /// No row has the variable whose index it is.
    NoValues(Variable),
    /// `lowe` and `young` without `--weights-period`.
    NoWeightsPeriod,
    /// No row in the weights' period has what the formula takes from there.
    EmptyWeightsPeriod {
        /// The period.
        period: Label,
        /// What was to be computed.
        spec: Spec,
    },
    /// No other period can be compared with the first.
    NoMatch {
        /// The first period.
        first: Label,
        /// What was to be computed.
        spec: Spec,
    },
    /// A value the formula cannot use.
    BadValue {
        /// The product.
        product: String,
        /// The period.
        period: Label,
        /// The value.
        value: f64,
        /// The formula.
        formula: Formula,
    },
    /// The products compared have no value, so no mean can be taken.
    NoMean {
        /// The earlier period.
        from: Label,
        /// The later.
        to: Label,
    },
}

impl ElementaryError {
    /// The product and period at fault, when it is one row.
    #[must_use]
    pub fn row(&self) -> Option<(&str, &Label)> {
        match self {
            Self::BadValue { product, period, .. } => Some((product, period)),
            _ => None,
        }
    }

    /// What is wrong, in both languages.
    #[must_use]
    pub fn what(&self) -> Text {
        match self {
            Self::NoRows => Text::new("không có dòng số liệu nào.", "there is no row of data."),
            Self::NoValues(variable) => {
                let name = variable.name();
                Text::new(format!("không dòng nào có {}.", name.vi), format!("no row has a {}.", name.en))
            }
            Self::NoWeightsPeriod => Text::new(
                "công thức lowe và young cần --weights-period.",
                "the formulas lowe and young need --weights-period.",
            ),
            Self::EmptyWeightsPeriod { period, spec } => {
                let (own, other) = (spec.variable.name(), spec.variable.other().name());
                let both = spec.formula.other() == Other::WeightsValue;
                Text::new(
                    format!(
                        "không có sản phẩm nào có {}{} trong kỳ quyền số {period}.",
                        if both { format!("cả {} và ", own.vi) } else { String::new() },
                        other.vi
                    ),
                    format!(
                        "no product has a {}{} in the weights' period {period}.",
                        if both { format!("{} and a ", own.en) } else { String::new() },
                        other.en
                    ),
                )
            }
            Self::NoMatch { first, spec } => {
                let needs = needs(spec);
                Text::new(
                    format!("không kỳ nào so được với kỳ đầu {first}: một sản phẩm cần có {}.", needs.vi),
                    format!("no period can be compared with the first, {first}: a product needs {}.", needs.en),
                )
            }
            Self::BadValue { product, period, value, formula } => {
                let why = unfit(*value, *formula);
                Text::new(
                    format!("sản phẩm “{product}” kỳ {period} có giá trị {value}; {}.", why.vi),
                    format!("product “{product}” in {period} has the value {value}; {}.", why.en),
                )
            }
            Self::NoMean { from, to } => Text::new(
                format!("không tính được chỉ số từ {from} đến {to}: tổng giá trị bằng 0 hoặc vượt quá phạm vi số."),
                format!("no index from {from} to {to}: the values add up to zero, or to more than a number can hold."),
            ),
        }
    }

    /// What to do about it, in both languages.
    #[must_use]
    pub fn remedy(&self) -> Text {
        match self {
            Self::NoRows => {
                Text::new("Hãy ghi mỗi sản phẩm và kỳ một dòng.", "Write one row for each product and period.")
            }
            Self::NoValues(variable) => {
                let column = variable.column();
                Text::new(
                    format!("Hãy ghi cột {column}, hoặc đổi --of."),
                    format!("Fill the column {column}, or change --of."),
                )
            }
            Self::NoWeightsPeriod | Self::EmptyWeightsPeriod { .. } => Text::new(
                "Hãy chọn --weights-period là một kỳ (hoặc một năm) có trong tệp.",
                "Choose a period (or a year) of the file as --weights-period.",
            ),
            Self::NoMatch { spec, .. } if !spec.chain => Text::new(
                "Hãy bổ sung số liệu, hoặc dùng --chain để so các kỳ liền nhau.",
                "Add the values, or use --chain to compare neighbouring periods.",
            ),
            Self::NoMatch { .. } => Text::new(
                "Hãy bổ sung số liệu, hoặc bỏ các kỳ đầu không nối được với các kỳ sau.",
                "Add the values, or leave out the early periods that no later one can be linked to.",
            ),
            Self::BadValue { value, .. } if *value < 0.0 => Text::new(
                "Hãy ghi số từ 0 trở lên, hoặc để trống ô nếu không có số liệu.",
                "Write a number of zero or more, or leave the cell empty where there is none.",
            ),
            Self::BadValue { .. } => Text::new(
                "Hãy để trống ô nếu không có số liệu, hoặc dùng công thức so tổng (laspeyres, paasche, fisher, dutot, lowe).",
                "Leave the cell empty where there is no value, or use a formula that compares sums (laspeyres, paasche, fisher, \
                 dutot, lowe).",
            ),
            Self::NoMean { .. } => Text::new("Hãy kiểm tra giá và lượng.", "Check prices and quantities."),
        }
    }
}

/// What a product needs to be compared.
fn needs(spec: &Spec) -> Text {
    let (own, other) = (spec.variable.name(), spec.variable.other().name());
    let (vi, en) = match spec.formula.other() {
        Other::Nothing => (String::new(), String::new()),
        Other::Earlier => (format!(" và {} ở kỳ trước", other.vi), format!(" and the {} in the earlier", other.en)),
        Other::Later => (format!(" và {} ở kỳ sau", other.vi), format!(" and the {} in the later", other.en)),
        Other::Both => (format!(", và {} cũng vậy", other.vi), format!(", and the {} likewise", other.en)),
        Other::Weights | Other::WeightsValue => {
            (" và quyền số trong kỳ quyền số".to_owned(), " and a weight in the weights' period".to_owned())
        }
    };
    Text::new(format!("{} ở cả hai kỳ{vi}", own.vi), format!("the {} in both periods{en}", own.en))
}

/// Why a formula cannot take a value.
fn unfit(value: f64, formula: Formula) -> Text {
    if value < 0.0 {
        return Text::new("giá và lượng không thể âm", "a price or quantity cannot be negative");
    }
    let name = formula.name();
    match formula.change() {
        Change::Sums | Change::Mean => Text::new(
            format!("công thức {name} cộng tốc độ của từng sản phẩm, mà từ 0 thì không có tốc độ"),
            format!("{name} adds the changes of the products, and from zero there is no change"),
        ),
        Change::Product => Text::new(
            format!("công thức {name} nhân tốc độ của từng sản phẩm, nên không nhận số 0"),
            format!("{name} multiplies the changes of the products, so none may be to or from zero"),
        ),
        Change::Reciprocal => Text::new(
            format!("công thức {name} lấy nghịch đảo tốc độ của từng sản phẩm, nên không nhận số 0"),
            format!("{name} takes the reciprocals of the products' changes, so none may be to or from zero"),
        ),
    }
}

impl From<ElementaryError> for Text {
    fn from(error: ElementaryError) -> Self {
        let (what, remedy) = (error.what(), error.remedy());
        Self::new(format!("{} {}", what.vi, remedy.vi), format!("{} {}", what.en, remedy.en))
    }
}
