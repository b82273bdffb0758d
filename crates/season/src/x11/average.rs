//! Symmetric moving averages of moving averages.
//!
//! Ladiray and Quenneville (2001), chapter 3.

/// The centred average over a year (2 × 12 or 2 × 4 terms); half a year is lost at each end.
pub(crate) fn centred_year(values: &[f64], per_year: usize) -> Vec<f64> {
    let year = |window: &[f64]| {
        let inner: f64 = window[1..per_year].iter().sum();
        (inner + (window[0] + window[per_year]) / 2.0) / per_year as f64
    };
    values.windows(per_year + 1).map(year).collect()
}

/// The plain average of an odd number of terms around each value; half of them is lost at each end.
pub(crate) fn plain(values: &[f64], terms: usize) -> Vec<f64> {
    values.windows(terms).map(mean).collect()
}

/// The 3 × `terms` average, written into the middle of `smoothed`; its ends, `terms / 2 + 1` values each, stay as they are.
pub(crate) fn three_by(values: &[f64], terms: usize, smoothed: &mut [f64]) {
    for (place, window) in values.windows(terms + 2).enumerate() {
        let thrice: f64 = (0..3).map(|shift| window[shift..shift + terms].iter().sum::<f64>()).sum();
        smoothed[place + terms / 2 + 1] = thrice / (3 * terms) as f64;
    }
}

/// The mean.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_passes_through_every_symmetric_average() {
        let line: Vec<f64> = (0..40).map(|step| 3.0 + 0.5 * f64::from(step)).collect();
        for (place, value) in centred_year(&line, 12).into_iter().enumerate() {
            assert!((value - line[place + 6]).abs() < 1e-12);
        }
        let mut smoothed = vec![0.0; 40];
        three_by(&line, 5, &mut smoothed);
        for place in 3..37 {
            assert!((smoothed[place] - line[place]).abs() < 1e-12, "{place}");
        }
        assert_eq!((smoothed[2], smoothed[37]), (0.0, 0.0));
    }

    #[test]
    fn a_season_that_adds_up_to_nothing_leaves_the_centred_year() {
        let season = [5.0, -2.0, -4.0, 1.0];
        let values: Vec<f64> = season.iter().copied().cycle().take(20).collect();
        assert!(centred_year(&values, 4).iter().all(|value| value.abs() < 1e-12));
    }
}
