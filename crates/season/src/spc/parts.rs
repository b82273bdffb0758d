//! What model the parts of a series have that `slidingspans{}` and `history{}` adjust: arguments `fixmdl`, `fixreg`, `outlier`, `outlierwin`.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, sections 7.8 and 7.16.

use super::error::SpcError;
use super::syntax::Block;
use crate::regarima::Group;

/// The model of the whole as it serves a part of the series.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ModelOfParts {
    /// Whether its coefficients are estimated again; else they are those of the whole.
    pub estimated: bool,
    /// The regressors whose coefficients are those of the whole even where the others are estimated again.
    pub fixed: Vec<Fixed>,
    /// What becomes of the outliers that were found in the whole.
    pub outliers: FoundOutliers,
}

/// Regressors whose coefficients are held, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixed {
    /// Trading days, leap years, lengths of months.
    TradingDays,
    /// Easter, Tết and users' holidays.
    Holidays,
    /// Outliers, given and found, ramps and shifts.
    Outliers,
    /// The user's other regressors.
    Users,
}

impl Fixed {
    /// Whether it is the kind of an effect.
    #[must_use]
    pub fn holds(self, group: Group) -> bool {
        match self {
            Self::TradingDays => group == Group::TradingDay,
            Self::Holidays => group == Group::Holiday,
            Self::Outliers => matches!(group, Group::Outlier | Group::Level | Group::SeasonalShift),
            Self::Users => matches!(group, Group::User | Group::UserSeasonal),
        }
    }
}

/// What becomes in a part of the series of the outliers that were found in the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FoundOutliers {
    /// Those stay whose dates lie in it.
    #[default]
    Kept,
    /// None stays.
    Removed,
    /// They are looked for again.
    SearchedAgain {
        /// In so many of the newest periods, where earlier ones stay; `None` for all periods.
        newest: Option<usize>,
    },
}

const FIXED: [(&str, Fixed); 4] =
    [("td", Fixed::TradingDays), ("holiday", Fixed::Holidays), ("outlier", Fixed::Outliers), ("user", Fixed::Users)];

/// Reads `fixreg`.
pub(super) fn fixed(block: &mut Block) -> Result<Vec<Fixed>, SpcError> {
    let fixed = block.take("fixreg").map(|fixed| fixed.each_of("td, holiday, outlier and user", &FIXED));
    Ok(fixed.transpose()?.unwrap_or_default())
}

/// Arguments that speak of the regression of the irregular, which is not done here.
pub(super) fn of_x11_regression(block: &mut Block) -> Result<(), SpcError> {
    for name in ["x11outlier", "fixx11reg"] {
        if let Some(argument) = block.take(name) {
            argument.flag()?;
        }
    }
    Ok(())
}

impl ModelOfParts {
    /// Its arguments, but for `fixmdl`, which has other words in each block.
    pub(super) fn written(&self) -> Vec<String> {
        let mut arguments = Vec::new();
        if !self.fixed.is_empty() {
            let name = |kind: &Fixed| FIXED.iter().find(|(_, fixed)| fixed == kind).map(|(name, _)| *name);
            let names: Vec<&str> = self.fixed.iter().filter_map(name).collect();
            arguments.push(format!("fixreg=({})", names.join(" ")));
        }
        match self.outliers {
            FoundOutliers::Kept => {}
            FoundOutliers::Removed => arguments.push("outlier=remove".to_owned()),
            FoundOutliers::SearchedAgain { newest: None } => arguments.push("outlier=yes".to_owned()),
            FoundOutliers::SearchedAgain { newest: Some(newest) } => {
                arguments.push("outlier=auto".to_owned());
                arguments.push(format!("outlierwin={newest}"));
            }
        }
        arguments
    }
}
