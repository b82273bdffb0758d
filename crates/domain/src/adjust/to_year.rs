//! Adjusted years made equal to the years as measured.
//!
//! Taking out season and calendar moves the sum of a year a little. Where the two sums have to agree, the adjusted months of every whole year
//! are benchmarked to it: Denton's method with Cholette's start, of ratios where components multiply, so that the movements from month to
//! month are kept as far as can be (X-13ARIMA-SEATS Reference Manual 1.1, `force`; [`crate::index::benchmark`]).

use super::seasonal::Seasonal;
use crate::index::benchmark::{Benchmark, Conversion, Form, Spec, Start, benchmark};
use crate::period::Month;

impl Seasonal {
    /// The same with its adjusted months of every whole year adding up to the year as measured ([`Self::adds_up`]). Only the adjusted
    /// series moves; where there is no whole year, or no such series, it is left as it is.
    #[must_use]
    pub fn adding_up(self) -> Self {
        let months: Vec<Month> = self.months.iter().collect();
        let whole = |at: &usize| months[*at].month_of_year() == 1 && at + 12 <= months.len();
        let years: Vec<Benchmark> = (0..months.len())
            .filter(whole)
            .map(|first| Benchmark { first, len: 12, value: self.raw[first..first + 12].iter().sum() })
            .collect();
        let form = if self.multiplies { Form::Proportional } else { Form::Additive };
        let spec = Spec { start: Start::Cholette, form, second_difference: false, conversion: Conversion::Sum };
        match benchmark(spec, &self.adjusted, &years).filter(|_| !years.is_empty()) {
            Some(adjusted) => Self { adjusted, adds_up: true, ..self },
            None => self,
        }
    }
}
