//! How a model is identified: the arguments of `automdl`.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.2. The defaults are the program's own.

/// The differences of the models that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differences {
    /// They are found, no more of each than this (`maxdiff`).
    Most {
        /// Regular ones, up to 2.
        regular: usize,
        /// Seasonal ones, up to 1.
        seasonal: usize,
    },
    /// They are these (`diff`); whether there is a mean is then tested on the airline model only.
    Given {
        /// Regular ones.
        regular: usize,
        /// Seasonal ones.
        seasonal: usize,
    },
}

/// How a model is identified.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Identification {
    /// The largest regular and seasonal order of the autoregressive and of the moving average polynomial (`maxorder`).
    pub orders: (usize, usize),
    /// The differences.
    pub differences: Differences,
    /// Whether the airline model is taken at once where its residuals are white (`acceptdefault`).
    pub accepts_default: bool,
    /// Whether of models nearly as good one is preferred whose autoregressive degree with its differences is near the moving average's
    /// (`balanced`).
    pub balanced: bool,
    /// Whether the regular or the seasonal part may have both an autoregressive and a moving average polynomial (`mixed`).
    pub mixed: bool,
    /// Whether a mean is tested that was not asked for (`checkmu`).
    pub checks_mean: bool,
    /// From which confidence of Ljung and Box on residuals are not white (`ljungboxlimit`).
    pub not_white: f64,
    /// By how much the critical value of outliers is lowered for residuals that are not white, relatively (`reducecv`).
    pub lowered: f64,
    /// The t statistic of a last coefficient, or of a mean, that stays in the end (`armalimit`).
    pub significant: f64,
    /// A zero of the autoregressive polynomial of modulus up to this is a unit root of the model found (`urfinal`).
    pub unit_root: f64,
}

impl Default for Identification {
    fn default() -> Self {
        Self {
            orders: (2, 1),
            differences: Differences::Most { regular: 2, seasonal: 1 },
            accepts_default: false,
            balanced: false,
            mixed: true,
            checks_mean: true,
            not_white: 0.95,
            lowered: 0.142_86,
            significant: 1.0,
            unit_root: 1.05,
        }
    }
}

impl Identification {
    /// Whether the differences are given.
    pub(crate) fn differences_are_given(&self) -> bool {
        matches!(self.differences, Differences::Given { .. })
    }

    /// Pairs of autoregressive and moving average orders up to the two, without mixed ones where these are not wanted.
    pub(crate) fn pairs(&self, first: usize, second: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        let mixed = self.mixed;
        let all = (0..=first).flat_map(move |one| (0..=second).map(move |two| (one, two)));
        all.filter(move |&(one, two)| mixed || one == 0 || two == 0)
    }
}
