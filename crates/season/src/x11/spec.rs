//! What X-11 is asked to do.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.19 (`x11`).

use super::X11Error;
use super::extremes::{Deviation, SigmaLimits};
use super::given::FactorKind;
use super::mode::Mode;
use super::seasonal::SeasonalFilter;

/// The seasonal filters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Filters {
    /// 3 × 3, then 3 × 5 in parts B and C; for the final factors by the global moving seasonality ratio.
    #[default]
    Automatic,
    /// As automatic, with the filter that an earlier run chose for the final factors.
    Chosen(SeasonalFilter),
    /// 3 × 3, then 3 × 5 in every part: the X-11 of 1965.
    X11Default,
    /// The same everywhere.
    All(SeasonalFilter),
    /// One for each month or quarter, January or the first quarter first.
    Each(Vec<SeasonalFilter>),
}

/// The length of the Henderson trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Henderson {
    /// By the I/C ratio: 9, 13 or 23 months, 5 or 7 quarters.
    #[default]
    Automatic,
    /// An odd number of terms, 3 to 101.
    Terms(usize),
}

/// The I/C ratio behind the end weights of the trend.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum EndRatio {
    /// As X-13ARIMA-SEATS has it: of the length, but 13 (5) terms keep the ratio of the length chosen before them. Seen where one part
    /// takes 9 or 23 terms and the next 13; the last six months of the trend then differ from the published method by up to a percent.
    #[default]
    Carried,
    /// Always of the length: 1.0 for 9, 3.5 for 13, 4.5 for 23 terms (Ladiray and Quenneville 2001, chapter 3).
    OfItsLength,
    /// This one, whatever the length (`trendic`).
    Given(f64),
}

/// What X-11 is asked to do. The default is X-13ARIMA-SEATS's own: multiplicative, everything automatic.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct X11Spec {
    /// How the components make up the series.
    pub mode: Mode,
    /// The seasonal filters.
    pub filters: Filters,
    /// The trend filter.
    pub henderson: Henderson,
    /// From where on an irregular value counts as extreme.
    pub sigma_limits: SigmaLimits,
    /// Whose standard deviation that is counted in.
    pub deviation: Deviation,
    /// The ratio behind the end weights of the trend.
    pub end_ratio: EndRatio,
    /// Whether the standard deviations behind extremes are of the observations only, not of forecasts and backcasts too (`excludefcst`).
    pub excludes_extension: bool,
    /// The effects that are left out of D11 as well, of those that stay in it otherwise: level shifts, then left out of D12 too, additive
    /// outliers, temporary changes, others of one's own (`final`).
    pub left_out: Vec<FactorKind>,
}

/// The longest Henderson filter.
const LONGEST: usize = 101;

impl X11Spec {
    /// Everything automatic in a mode.
    #[must_use]
    pub fn of(mode: Mode) -> Self {
        Self { mode, ..Self::default() }
    }

    /// Whether it can be done for `per_year` values a year and a series of `length` values, extension included.
    pub(crate) fn check(&self, per_year: usize, length: usize) -> Result<(), X11Error> {
        let SigmaLimits { lower, upper } = self.sigma_limits;
        if !(lower > 0.0 && upper > lower && upper.is_finite()) {
            return Err(X11Error::SigmaLimits { lower, upper });
        }
        let longest = LONGEST.min(length - 1 + length % 2);
        if let Henderson::Terms(terms) = self.henderson
            && (terms % 2 == 0 || !(3..=longest).contains(&terms))
        {
            return Err(X11Error::Henderson { terms, longest });
        }
        if let EndRatio::Given(ratio) = self.end_ratio
            && !(ratio > 0.0 && ratio.is_finite())
        {
            return Err(X11Error::EndRatio { ratio });
        }
        match &self.deviation {
            Deviation::Groups(groups) if groups.len() != per_year => {
                return Err(X11Error::Groups { given: groups.len(), per_year });
            }
            _ => (),
        }
        match &self.filters {
            Filters::Each(filters) if filters.len() != per_year => {
                Err(X11Error::Filters { given: filters.len(), per_year })
            }
            _ => Ok(()),
        }
    }

    /// The filters of a pass for every place of a year, `default` where none is given; 3 × 15 only from twenty calendar years.
    pub(crate) fn filters(&self, default: SeasonalFilter, per_year: usize, years: usize) -> Vec<SeasonalFilter> {
        let mut filters = match &self.filters {
            Filters::Automatic | Filters::Chosen(_) | Filters::X11Default => vec![default; per_year],
            Filters::All(filter) => vec![*filter; per_year],
            Filters::Each(filters) => filters.clone(),
        };
        if years < super::seasonal::YEARS_OF_3X15 {
            filters.iter_mut().filter(|filter| **filter == SeasonalFilter::S3x15).for_each(|filter| {
                *filter = SeasonalFilter::Stable;
            });
        }
        filters
    }
}
