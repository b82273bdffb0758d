//! The zeros of a lag polynomial.

use nalgebra::{Complex, DMatrix};

/// Zeros of `1 - Σ c_i B^i`, kept as their inverses: inside the unit circle where the polynomial is stationary.
#[derive(Debug, Clone)]
pub(crate) struct Roots {
    inverses: Vec<Complex<f64>>,
}

/// A zero's imaginary part below this counts as real where unit roots are looked for.
const REAL: f64 = 0.05;

impl Roots {
    /// The eigenvalues of the companion matrix.
    pub(crate) fn of(coefficients: &[f64]) -> Self {
        let degree = coefficients.len();
        let finite = coefficients.iter().all(|value| value.is_finite());
        if degree == 0 || !finite {
            return Self { inverses: Vec::new() };
        }
        let companion = DMatrix::from_fn(degree, degree, |row, column| match row {
            0 => coefficients[column],
            _ => f64::from(u8::from(column + 1 == row)),
        });
        Self { inverses: companion.complex_eigenvalues().iter().copied().collect() }
    }

    /// How many zeros are positive, nearly real and of a modulus up to the limit.
    pub(crate) fn unit(&self, limit: f64) -> usize {
        self.inverses.iter().filter(|inverse| is_unit(inverse, limit)).count()
    }

    /// How many zeros have a modulus up to the limit.
    pub(crate) fn within(&self, limit: f64) -> usize {
        self.inverses.iter().filter(|inverse| inverse.norm() * limit >= 1.0).count()
    }

    /// The largest inverse modulus of the positive real zeros that are no unit roots; minus infinity where there is none.
    pub(crate) fn largest_positive(&self, limit: f64) -> f64 {
        let real = |inverse: &&Complex<f64>| inverse.re > 0.0 && zero(inverse).im.abs() <= 0.02;
        let others = self.inverses.iter().filter(real).filter(|inverse| !is_unit(inverse, limit));
        others.map(|inverse| inverse.norm()).fold(f64::NEG_INFINITY, f64::max)
    }
}

fn zero(inverse: &Complex<f64>) -> Complex<f64> {
    inverse.conj() / inverse.norm_sqr()
}

fn is_unit(inverse: &Complex<f64>, limit: f64) -> bool {
    inverse.re > 0.0 && inverse.norm() * limit >= 1.0 && zero(inverse).im.abs() <= REAL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_found() {
        // (1 - 0.98 B)(1 - 0.5 B)
        let roots = Roots::of(&[1.48, -0.49]);
        assert_eq!((roots.unit(1.0 / 0.96), roots.within(1.0 / 0.45)), (1, 2));
        assert!((roots.largest_positive(1.0 / 0.96) - 0.5).abs() < 1e-12);
        assert_eq!(Roots::of(&[0.0, -0.99]).unit(1.05), 0);
        assert_eq!(Roots::of(&[]).within(2.0), 0);
    }
}
