//! The moving seasonality ratio (MSR) and the choice of the seasonal filter by it.
//!
//! Ladiray and Quenneville (2001), chapter 4, tables D9A and D10; Lothian (1984) for the choice; X-13ARIMA-SEATS Reference Manual
//! 1.1, section 7.19 (`seasonalma=msr`).

use super::average;
use super::mode::Mode;
use super::seasonal::{SeasonalFilter, YEARS_TO_MOVE};
use super::span::Span;

/// The ratio where the season does not move.
const STILL: f64 = 999.99;

/// How much the irregular of each month moves from year to year, against its season: table D9A.
#[derive(Debug, Clone, PartialEq)]
pub struct MovingSeasonality {
    /// Average change of the irregular, by place in the year (January or the first quarter first): percent, or units.
    pub irregular: Vec<f64>,
    /// Average change of the season, likewise.
    pub seasonal: Vec<f64>,
    /// The one over the other; 999.99 where the season does not move.
    pub ratio: Vec<f64>,
    /// The global ratio, of all places together.
    pub global: f64,
}

/// How the filter of the final seasonal factors was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct FilterChoice {
    /// The filter of all months or quarters.
    pub filter: SeasonalFilter,
    /// The global ratios looked at, each with a year less.
    pub steps: Vec<f64>,
    /// Whether a ratio decided; not when the years ran out.
    pub decided: bool,
}

impl MovingSeasonality {
    /// Whether every change could be calculated.
    pub(crate) fn is_finite(&self) -> bool {
        self.irregular.iter().chain(&self.seasonal).chain(&self.ratio).all(|value| value.is_finite())
    }
}

/// Table D9A from SI values, the first at `place` of its year; three years or more.
pub(crate) fn moving_seasonality(si: &[f64], place: usize, per_year: usize, mode: Mode) -> MovingSeasonality {
    let mut found = MovingSeasonality {
        irregular: vec![0.0; per_year],
        seasonal: vec![0.0; per_year],
        ratio: vec![STILL; per_year],
        global: STILL,
    };
    let (mut all_irregular, mut all_seasonal) = (0.0, 0.0);
    for month in 0..per_year {
        let column: Vec<f64> = si.iter().skip(month).step_by(per_year).copied().collect();
        let (irregular, seasonal) = changes(&column, mode);
        all_irregular += irregular;
        all_seasonal += seasonal;
        let at = (place + month) % per_year;
        found.ratio[at] = ratio(irregular, seasonal);
        let years = (column.len() - 1) as f64;
        let percent = if mode == Mode::Additive { 1.0 } else { 100.0 };
        found.irregular[at] = percent * irregular / years;
        found.seasonal[at] = percent * seasonal / years;
    }
    found.global = ratio(all_irregular, all_seasonal);
    found
}

/// A ratio that is `STILL` where it would be larger or not defined.
fn ratio(irregular: f64, seasonal: f64) -> f64 {
    let ratio = irregular / seasonal;
    if seasonal != 0.0 && ratio <= 999.0 { ratio } else { STILL }
}

/// The sums of changes from year to year of one month's irregular and season (a seven-term average), each corrected for the length.
fn changes(column: &[f64], mode: Mode) -> (f64, f64) {
    let (count, relation) = (column.len(), mode.working());
    let mut padded = vec![average::mean(&column[..3]); 3];
    padded.extend_from_slice(column);
    padded.resize(count + 6, (column[count - 1] + column[count - 2] + column[count - 3]) / 3.0);
    let seasonal = average::plain(&padded, 7);
    let irregular: Vec<f64> =
        column.iter().zip(&seasonal).map(|(si, seasonal)| mode.irregular(*si, *seasonal)).collect();
    let (of_irregular, of_seasonal) = length_corrections(count - 1);
    (relation.total_change(&irregular) * of_irregular, relation.total_change(&seasonal) * of_seasonal)
}

/// What the averages of changes are multiplied by, for the ends of the seven-term average: of the irregular and of the season.
fn length_corrections(changes: usize) -> (f64, f64) {
    match changes {
        ..=2 => (1.0, 1.0),
        3 => (1.02584, 3.0),
        4 => (1.01779, 1.55291),
        5 => (1.01383, 1.30095),
        _ => {
            let (count, inner) = (changes as f64, (changes - 6) as f64);
            let (root_150, root_3) = (12.247449, 1.732051);
            (count * root_150 / (73.239334 + inner * root_150), count * root_3 / (8.485281 + inner * root_3))
        }
    }
}

/// Chooses the filter of the final seasonal factors: 3 × 3 up to a global ratio of 2.5, 3 × 5 from 3.5 to 5.5, 3 × 9 from 6.5; between,
/// the last year is left away and the ratio taken again, down to five years, where it is 3 × 5. Full calendar years count.
pub(crate) fn choose(si: &[f64], span: &Span, mode: Mode) -> FilterChoice {
    let mut end = span.observed.end - span.ordinal(span.observed.end) % span.per_year;
    let mut steps = Vec::new();
    while end >= YEARS_TO_MOVE * span.per_year {
        let global = moving_seasonality(&si[..end], span.start.place(), span.per_year, mode).global;
        steps.push(global);
        let filter = match global {
            ..=2.5 => Some(SeasonalFilter::S3x3),
            3.5..=5.5 => Some(SeasonalFilter::S3x5),
            6.5.. => Some(SeasonalFilter::S3x9),
            _ => None,
        };
        if let Some(filter) = filter {
            return FilterChoice { filter, steps, decided: true };
        }
        end -= span.per_year;
    }
    FilterChoice { filter: SeasonalFilter::S3x5, steps, decided: false }
}
