//! Tail probabilities of F and chi-squared variables, and the width of normal intervals.
//!
//! Press, Teukolsky, Vetterling and Flannery, *Numerical Recipes*, sections 6.2 and 6.4 describe the continued fractions; Abramowitz and
//! Stegun, *Handbook of Mathematical Functions*, 6.5.29, 6.5.31, 26.5.8, 26.6.2.

/// Terms after which a fraction or series is cut; the tests need some tens.
const TERMS: usize = 500;

/// ln Γ(`halves` / 2).
fn ln_gamma_of_halves(halves: usize) -> f64 {
    let (first, start) = if halves.is_multiple_of(2) { (2, 0.0) } else { (1, std::f64::consts::PI.sqrt().ln()) };
    (first..halves).step_by(2).fold(start, |sum, half| sum + (half as f64 / 2.0).ln())
}

/// The probability that an F variable with these degrees of freedom is larger than `statistic`.
pub(crate) fn f_tail(statistic: f64, degrees: (usize, usize)) -> f64 {
    if statistic <= 0.0 {
        return 1.0;
    }
    let (above, below) = (degrees.0 as f64, degrees.1 as f64);
    let x = below / (below + above * statistic);
    let front =
        (ln_gamma_of_halves(degrees.0 + degrees.1) - ln_gamma_of_halves(degrees.0) - ln_gamma_of_halves(degrees.1)
            + below / 2.0 * x.ln()
            + above / 2.0 * (1.0 - x).ln())
        .exp();
    if x < (below / 2.0 + 1.0) / ((above + below) / 2.0 + 2.0) {
        front * beta_fraction(x, below / 2.0, above / 2.0) / (below / 2.0)
    } else {
        1.0 - front * beta_fraction(1.0 - x, above / 2.0, below / 2.0) / (above / 2.0)
    }
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    let tiny = |value: f64| if value.abs() < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { value };
    let (mut c, mut d) = (1.0, 1.0 / tiny(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    for term in 1..TERMS {
        let m = term as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = fraction;
        for step in [even, odd] {
            d = 1.0 / tiny(1.0 + step * d);
            c = tiny(1.0 + step / c);
            fraction *= d * c;
        }
        if (fraction - before).abs() <= f64::EPSILON * fraction.abs() {
            break;
        }
    }
    fraction
}

/// The probability that a chi-squared variable with these degrees of freedom is larger than `statistic`.
pub(crate) fn chi_squared_tail(statistic: f64, degrees: usize) -> f64 {
    if statistic <= 0.0 {
        return 1.0;
    }
    let (a, x) = (degrees as f64 / 2.0, statistic / 2.0);
    let front = (a * x.ln() - x - ln_gamma_of_halves(degrees)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0 / a, 1.0 / a);
        for step in 1..TERMS {
            term *= x / (a + step as f64);
            sum += term;
            if term < f64::EPSILON * sum {
                break;
            }
        }
        1.0 - front * sum
    } else {
        let mut fraction = 0.0;
        for step in (1..TERMS / 4).rev() {
            let n = step as f64;
            fraction = n * (n - a) / (x - a + 1.0 + 2.0 * n - fraction);
        }
        front / (x - a + 1.0 - fraction)
    }
}

/// How far from its mean a normal variable lies with a probability between 0 and 1, in standard deviations.
pub(crate) fn normal_width(probability: f64) -> f64 {
    let is_outside = |width: f64| chi_squared_tail(width * width, 1) > 1.0 - probability;
    let (mut low, mut high) = (0.0, 40.0);
    // Every step halves what is between them, down to neighbours.
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if is_outside(middle) { low = middle } else { high = middle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Abramowitz and Stegun, tables 26.8 and 26.9: the five per cent points.
    #[test]
    fn the_five_per_cent_points_are_the_tabled_ones() {
        for (statistic, degrees) in [(3.84146, 1), (5.99146, 2), (19.6751, 11), (124.342, 100)] {
            assert!((chi_squared_tail(statistic, degrees) - 0.05).abs() < 1e-5, "{degrees}");
        }
        for (statistic, degrees) in [(161.4476, (1, 1)), (4.7571, (3, 6)), (1.9105, (10, 120))] {
            assert!((f_tail(statistic, degrees) - 0.05).abs() < 2e-5, "{degrees:?} {}", f_tail(statistic, degrees));
        }
    }

    #[test]
    fn two_degrees_are_an_exponential() {
        for x in [0.1, 1.0, 5.0, 60.0] {
            assert!((chi_squared_tail(x, 2) - (-x / 2.0).exp()).abs() < 1e-14);
        }
    }

    #[test]
    fn normal_intervals_have_the_tabled_widths() {
        for (probability, width) in
            [(0.95, 1.959_963_984_540_054), (0.9, 1.644_853_626_951_472_2), (0.5, 0.674_489_750_196_081_7)]
        {
            assert!((normal_width(probability) - width).abs() < 1e-12, "{probability}: {}", normal_width(probability));
        }
    }
}
