//! Looking at a series: adjusted by what is kept, or by the specification every series begins with.

use season::adjust::adjust;

use super::kept::{CannotRefresh, Kept, LEAST, Policy, Proposal, Updating, no_adjustment, not_finite, read, refresh};
use super::levels::Levels;
use super::reasons;
use super::seasonal::Seasonal;
use super::specified::Specified;
use crate::period::Month;
use crate::text::Text;

/// What comes of a series.
#[derive(Debug, Clone, PartialEq)]
pub enum Look {
    /// It is adjusted.
    Adjusted(Box<Seasonal>),
    /// It is left as it is.
    Left(Left),
}

/// Why a series is left as it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Left {
    /// Fewer than three years of months.
    TooShort {
        /// Months there are.
        months: usize,
    },
    /// No season can be told in it.
    NoSeason,
    /// The engine cannot adjust it.
    Failed(Text),
}

impl Look {
    /// The same with its adjusted years made equal to the years as measured ([`Seasonal::adding_up`]).
    #[must_use]
    pub fn adding_up(self) -> Self {
        match self {
            Self::Adjusted(found) => Self::Adjusted(Box::new(found.adding_up())),
            left @ Self::Left(_) => left,
        }
    }

    /// What was found, where it is adjusted.
    #[must_use]
    pub fn adjusted(&self) -> Option<&Seasonal> {
        match self {
            Self::Adjusted(seasonal) => Some(seasonal),
            Self::Left(_) => None,
        }
    }
}

/// A series as it is published: by what is kept with it, else as a concurrent choice would have it.
#[must_use]
pub fn look(levels: &Levels, kept: Option<&Kept>) -> Look {
    let chosen;
    let kept = match kept {
        Some(kept) => kept,
        None => match refresh(levels, None, &Proposal::by(Policy::Concurrent)) {
            Ok(anew) => {
                chosen = anew;
                &chosen
            }
            Err(error) => return Look::Left(left(error)),
        },
    };
    match by(levels, kept) {
        Ok(Some(seasonal)) => Look::Adjusted(Box::new(seasonal)),
        Ok(None) => Look::Left(Left::NoSeason),
        Err(error) => Look::Left(left(error)),
    }
}

fn left(error: CannotRefresh) -> Left {
    match error {
        CannotRefresh::TooShort { months } => Left::TooShort { months },
        CannotRefresh::NothingKept | CannotRefresh::LeftAlone => Left::NoSeason,
        CannotRefresh::Specification(Text { vi, en }) => {
            Left::Failed(Text::new(format!("đặc tả không đọc được: {vi}"), en))
        }
        CannotRefresh::Engine(why) => Left::Failed(why),
    }
}

/// By what is kept; `None` where that leaves the series alone.
fn by(levels: &Levels, kept: &Kept) -> Result<Option<Seasonal>, CannotRefresh> {
    let Some(chosen) = &kept.chosen else { return Ok(None) };
    let months = levels.months().len();
    if months < LEAST {
        return Err(CannotRefresh::TooShort { months });
    }
    let observed = levels.observed().ok_or_else(|| CannotRefresh::Engine(not_finite()))?;
    let found = adjust(&observed, &read(chosen)?).map_err(|error| CannotRefresh::Engine(reasons::of(&error)))?;
    let mut seasonal = Seasonal::of(&found).ok_or_else(|| CannotRefresh::Engine(no_adjustment()))?;
    seasonal.effects.clone_from(&kept.effects);
    // Held, coefficients have no errors: those of the day they were estimated are told.
    if let Some(estimated) = &kept.estimated {
        seasonal.estimated = Some(estimated.clone());
    }
    seasonal.specified = Some(Specified { asked: kept.asked.clone(), chosen: chosen.clone() });
    if kept.updating == Updating::Current {
        project(&mut seasonal, kept);
    }
    Ok(Some(if kept.to_year { seasonal.adding_up() } else { seasonal }))
}

/// Takes the factors that were found and foreseen in place of those found now, as far as they reach.
fn project(seasonal: &mut Seasonal, kept: &Kept) {
    let Some(factors) = &kept.factors else { return };
    seasonal.projected = factors.without(seasonal.months.last, 1.0).is_some();
    for (at, month) in seasonal.months.iter().enumerate() {
        if let Some((adjusted, without_calendar)) = factors.without(month, seasonal.raw[at]) {
            seasonal.adjusted[at] = adjusted;
            seasonal.calendar_adjusted[at] = without_calendar;
        }
    }
}

/// How the adjusted value of each of the newest months moved as months came in: for each month of the newest `depth`, its value as of
/// itself, of the month after, and so on up to now; from the values and by the specification of today.
#[must_use]
pub fn triangle(levels: &Levels, kept: &Kept, depth: usize) -> Vec<(Month, Vec<Option<f64>>)> {
    let last = levels.last();
    let months: Vec<Month> = (0..depth as i32).rev().map(|back| last.plus(-back)).collect();
    let looks: Vec<Option<Seasonal>> =
        months.iter().map(|month| by(&levels.until(*month)?, kept).ok().flatten()).collect();
    let row = |(at, month): (usize, &Month)| {
        (*month, looks[at..].iter().map(|look| look.as_ref()?.adjusted_at(*month)).collect())
    };
    months.iter().enumerate().map(row).collect()
}
