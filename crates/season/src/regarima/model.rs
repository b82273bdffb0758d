//! The orders of a multiplicative seasonal ARIMA model and its coefficients.
//!
//! `φ(B) Φ(B^s) (1-B)^d (1-B^s)^D z = θ(B) Θ(B^s) a`, every polynomial written `1 - c1 B - …`
//! (X-13ARIMA-SEATS Reference Manual, ch. 4, equation 4; Box and Jenkins 1976, ch. 9).

use std::fmt;
use std::str::FromStr;

use super::polynomial::{LagPolynomial, zeros_outside};

/// The orders of the regular or of the seasonal part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Orders {
    /// The degree of the autoregressive polynomial.
    pub autoregressive: usize,
    /// How often differences are taken.
    pub differences: usize,
    /// The degree of the moving average polynomial.
    pub moving_average: usize,
}

impl Orders {
    /// Autoregressive degree, differences, moving average degree: `p d q`.
    #[must_use]
    pub const fn new(autoregressive: usize, differences: usize, moving_average: usize) -> Self {
        Self { autoregressive, differences, moving_average }
    }
}

/// A multiplicative seasonal model. Its text form is that of X-13, `(0 1 1)(0 1 1)`, and `(1 0 0)` where the seasonal part is empty.
///
/// ```
/// use season::regarima::Model;
///
/// let model: Model = "(2 1 0)(0 1 1)".parse()?;
/// assert_eq!(model.regular.autoregressive, 2);
/// assert_eq!(model.to_string(), "(2 1 0)(0 1 1)");
/// # Ok::<(), season::regarima::ModelError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Model {
    /// The part at lags of one period.
    pub regular: Orders,
    /// The part at lags of a year.
    pub seasonal: Orders,
}

impl Default for Model {
    fn default() -> Self {
        Self::AIRLINE
    }
}

/// Why a text is not a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a model: write it as (0 1 1)(0 1 1), no order above 12, of the season none above 4, and no difference above 2"
)]
pub struct ModelError(pub String);

/// What a coefficient belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// The regular autoregressive polynomial.
    Autoregressive,
    /// The seasonal autoregressive polynomial.
    SeasonalAutoregressive,
    /// The regular moving average polynomial.
    MovingAverage,
    /// The seasonal moving average polynomial.
    SeasonalMovingAverage,
}

const OPERATORS: [Operator; 4] = [
    Operator::Autoregressive,
    Operator::SeasonalAutoregressive,
    Operator::MovingAverage,
    Operator::SeasonalMovingAverage,
];

impl Model {
    /// The model of Box and Jenkins' airline series, `(0 1 1)(0 1 1)`: the default.
    pub const AIRLINE: Self = Self { regular: Orders::new(0, 1, 1), seasonal: Orders::new(0, 1, 1) };

    /// The degree of one of the four polynomials, in its own steps.
    #[must_use]
    pub fn degree(&self, operator: Operator) -> usize {
        match operator {
            Operator::Autoregressive => self.regular.autoregressive,
            Operator::SeasonalAutoregressive => self.seasonal.autoregressive,
            Operator::MovingAverage => self.regular.moving_average,
            Operator::SeasonalMovingAverage => self.seasonal.moving_average,
        }
    }

    /// How many coefficients it has.
    #[must_use]
    pub fn coefficients(&self) -> usize {
        OPERATORS.iter().map(|&operator| self.degree(operator)).sum()
    }

    /// How many observations differencing uses up.
    #[must_use]
    pub fn lost(&self, per_year: usize) -> usize {
        self.regular.differences + per_year * self.seasonal.differences
    }

    pub(crate) fn differencing(&self, per_year: usize) -> LagPolynomial {
        LagPolynomial::difference(self.regular.differences, self.seasonal.differences, per_year)
    }

    /// Each coefficient's operator and power, in the order in which coefficients are kept.
    pub(crate) fn places(&self) -> impl Iterator<Item = (Operator, usize)> {
        OPERATORS.into_iter().flat_map(|operator| (1..=self.degree(operator)).map(move |power| (operator, power)))
    }

    /// Where each operator's coefficients are kept.
    pub(crate) fn ranges(&self) -> [(Operator, std::ops::Range<usize>); 4] {
        let mut from = 0;
        OPERATORS.map(|operator| {
            let range = from..from + self.degree(operator);
            from = range.end;
            (operator, range)
        })
    }

    /// The autoregressive and the moving average polynomial of these coefficients.
    pub(crate) fn polynomials(&self, coefficients: &[f64], per_year: usize) -> (LagPolynomial, LagPolynomial) {
        let [regular, seasonal, moving, seasonal_moving] = self.ranges().map(|(operator, range)| {
            let step = match operator {
                Operator::Autoregressive | Operator::MovingAverage => 1,
                Operator::SeasonalAutoregressive | Operator::SeasonalMovingAverage => per_year,
            };
            LagPolynomial::new(&coefficients[range], step)
        });
        (regular.times(&seasonal), moving.times(&seasonal_moving))
    }

    /// Whether the coefficients make a stationary and invertible model.
    pub(crate) fn admits(&self, coefficients: &[f64]) -> bool {
        self.ranges().into_iter().all(|(_, range)| zeros_outside(&coefficients[range], UNIT))
    }
}

impl Model {
    /// The coefficients, those of a polynomial with a zero near the unit circle drawn away from it: there the likelihood is
    /// level, be it highest or not, and no search leaves.
    pub(crate) fn inwards(&self, coefficients: &[f64]) -> Vec<f64> {
        let mut inner = coefficients.to_vec();
        for (_, range) in self.ranges() {
            if !zeros_outside(&coefficients[range.clone()], 0.96) {
                let powers = (1..).map(|power| 0.95_f64.powi(power));
                inner[range].iter_mut().zip(powers).for_each(|(value, factor)| *value *= factor);
            }
        }
        inner
    }
}

impl Model {
    /// Whether the likelihood may well have several maxima: the regular or the seasonal part has both factors, or
    /// more than two coefficients of a moving average.
    pub(crate) fn is_intricate(&self) -> bool {
        let parts = [self.regular, self.seasonal];
        parts.iter().any(|part| part.autoregressive.min(part.moving_average) > 0 || part.moving_average > 2)
    }

    /// Whether every coefficient of another model of the same differences is one of this.
    pub(crate) fn contains(&self, other: &Self) -> bool {
        let same = |one: Orders, two: Orders| one.differences == two.differences;
        same(self.regular, other.regular)
            && same(self.seasonal, other.seasonal)
            && OPERATORS.iter().all(|&operator| other.degree(operator) <= self.degree(operator))
    }

    /// The coefficients of a model that it contains, its own others at zero.
    pub(crate) fn with_coefficients_of(&self, contained: &Self, coefficients: &[f64]) -> Vec<f64> {
        let ranges = self.ranges().into_iter().zip(contained.ranges());
        let of = |((_, own), (_, range)): ((_, std::ops::Range<usize>), (_, std::ops::Range<usize>))| {
            let zeros = own.len() - range.len();
            coefficients[range].iter().copied().chain(std::iter::repeat_n(0.0, zeros)).collect::<Vec<_>>()
        };
        ranges.flat_map(of).collect()
    }

    /// Coefficients of which those of each operator are the same and add up to `sum`.
    pub(crate) fn with_long_memory(&self, sum: f64) -> Vec<f64> {
        self.ranges().into_iter().flat_map(|(_, range)| vec![sum / range.len() as f64; range.len()]).collect()
    }

    /// Whether the autoregressive and the moving average factor of the regular or of the seasonal part have nearly the same
    /// coefficients.
    pub(crate) fn nearly_cancels(&self, coefficients: &[f64]) -> bool {
        let [regular, seasonal, moving, seasonal_moving] = self.ranges().map(|(_, range)| &coefficients[range]);
        [(regular, moving), (seasonal, seasonal_moving)].into_iter().any(|(past, shocks)| {
            let of = |factor: &[f64], at: usize| factor.get(at).copied().unwrap_or(0.0);
            let near = |at: usize| (of(past, at) - of(shocks, at)).abs() < CANCELLING;
            !past.is_empty() && !shocks.is_empty() && (0..past.len().max(shocks.len())).all(near)
        })
    }
}

/// Coefficients of two factors that differ by less nearly cancel.
const CANCELLING: f64 = 0.3;

/// A partial autocorrelation at or above this counts as 1.
pub(crate) const UNIT: f64 = 1.0 - 1e-9;

impl Model {
    /// The greatest orders of the regular part; differences as of [`Self::MOST_SEASONAL`].
    pub(crate) const MOST: Orders = Orders::new(12, 2, 12);
    /// Those of the seasonal part.
    pub(crate) const MOST_SEASONAL: Orders = Orders::new(4, 2, 4);

    /// Whether no order is greater than is done here.
    pub(crate) fn is_within_limits(&self) -> bool {
        let within = |part: Orders, most: Orders| {
            part.autoregressive <= most.autoregressive
                && part.differences <= most.differences
                && part.moving_average <= most.moving_average
        };
        within(self.regular, Self::MOST) && within(self.seasonal, Self::MOST_SEASONAL)
    }

    /// Which coefficients are left out of it, in the order in which they are kept: those held at zero below the highest of their operator.
    #[must_use]
    pub(crate) fn left_out(&self, held: &[Option<f64>]) -> Vec<bool> {
        let is_zero = |at: usize| held.get(at).copied().flatten() == Some(0.0);
        let range = |range: std::ops::Range<usize>| {
            let highest = range.clone().last().is_some_and(|last| !is_zero(last));
            range.map(move |at| highest && is_zero(at)).collect::<Vec<_>>()
        };
        self.ranges().into_iter().flat_map(|(_, places)| range(places)).collect()
    }

    /// The text form of a model of which some coefficients are held, in the order in which they are kept: where one is held at zero below the
    /// highest of its operator, the lags that are there are named instead of the order, `(0 1 [1,3])(0 1 1)`. An empty seasonal part is left out.
    #[must_use]
    pub fn text(&self, held: &[Option<f64>]) -> String {
        let left_out = self.left_out(held);
        let [regular, seasonal, moving, seasonal_moving] = self.ranges().map(|(_, range)| {
            let lags = &left_out[range];
            match lags.contains(&true) {
                false => lags.len().to_string(),
                true => {
                    let there = (1..).zip(lags).filter(|(_, is_out)| !**is_out);
                    format!("[{}]", there.map(|(lag, _): (usize, _)| lag.to_string()).collect::<Vec<_>>().join(","))
                }
            }
        });
        let (differences, seasonal_differences) = (self.regular.differences, self.seasonal.differences);
        let regular = format!("({regular} {differences} {moving})");
        match self.seasonal == Orders::default() {
            true => regular,
            false => format!("{regular}({seasonal} {seasonal_differences} {seasonal_moving})"),
        }
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(&[]))
    }
}

impl FromStr for Model {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let refuse = || ModelError(text.to_owned());
        let inside = text.trim().strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).ok_or_else(refuse)?;
        let mut parts = Vec::new();
        for part in inside.split(")(") {
            let orders: Option<Vec<usize>> =
                part.split([' ', ',']).filter(|word| !word.is_empty()).map(|word| word.parse().ok()).collect();
            match orders.as_deref() {
                Some(&[p, d, q]) => parts.push(Orders::new(p, d, q)),
                _ => return Err(refuse()),
            }
        }
        let model = match parts[..] {
            [regular] => Self { regular, seasonal: Orders::default() },
            [regular, seasonal] => Self { regular, seasonal },
            _ => return Err(refuse()),
        };
        if model.is_within_limits() { Ok(model) } else { Err(refuse()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_out_and_in_again_is_the_same() {
        for text in ["(0 1 1)(0 1 1)", "(3 1 1)(0 1 1)", "(0 0 0)(0 1 1)", "(2 1 0)", "(0 0 0)"] {
            assert_eq!(text.parse::<Model>().unwrap().to_string(), text);
        }
        assert_eq!("(2 1 0)".parse::<Model>().unwrap().seasonal, Orders::default());
        for text in
            ["", "0 1 1", "(0 1 1)(0 1)", "(0 1 1)(0 1 1)(0 1 1)", "(13 1 1)", "(0 1 1)(5 1 1)", "(0 3 1)", "(0 -1 1)"]
        {
            assert!(text.parse::<Model>().is_err(), "{text}");
        }
    }

    #[test]
    fn lags_without_a_coefficient_are_left_out_of_the_text() {
        let check = |model: &str, held: &[Option<f64>], expected: &str| {
            assert_eq!(model.parse::<Model>().unwrap().text(held), expected);
        };
        check("(0 1 3)(0 1 1)", &[None, Some(0.0), None, None], "(0 1 [1,3])(0 1 1)");
        check("(3 1 2)", &[Some(0.0), Some(0.0), None, Some(0.0), Some(0.3)], "([3] 1 [2])");
        // The highest coefficient makes the order, be it zero.
        check("(0 1 2)(0 1 1)", &[None, Some(0.0), Some(0.0)], "(0 1 2)(0 1 1)");
    }

    #[test]
    fn coefficients_lie_operator_by_operator() {
        let model: Model = "(2 1 1)(0 1 1)".parse().unwrap();
        let places: Vec<_> = model.places().collect();
        assert_eq!(places[1], (Operator::Autoregressive, 2));
        assert_eq!(places[3], (Operator::SeasonalMovingAverage, 1));
        assert_eq!((model.coefficients(), model.lost(12)), (4, 13));
        assert!(!model.admits(&[0.5, 0.6, 0.1, 0.1]));
    }
}
