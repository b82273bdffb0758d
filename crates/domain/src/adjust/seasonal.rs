//! A series, adjusted: its components month by month, and what the model says of the calendar.

use season::adjust::Adjusted;
use season::diagnostics::{Identifiable, Spectra};
use season::regarima::{Fit, Group, Operator, Transform};
use season::x11::{Mode, Table, X11};
use serde::{Deserialize, Serialize};

use super::levels::{growth, month};
use super::model::{self, Estimated, FiltersUsed};
use super::outliers::Outlier;
use super::specified::Specified;
use crate::period::{Month, MonthRange};
use crate::series;

/// The standard normal's 97.5 % point.
const NORMAL: f64 = 1.959_963_984_540_054;
/// Decimals growth is printed with.
const PRINTED: usize = 2;
/// A zero nearer the origin counts as one at the unit circle.
const AT_THE_CIRCLE: f64 = 1.005;

/// The effect of a regressor of the calendar, as it was estimated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Its name in the specification: `tet_during`, `Easter[8]`, `Mon`.
    pub name: String,
    /// The coefficient: of logarithms, so that 0.01 is about one per cent; else in units of the series.
    pub estimate: f64,
    /// Its standard error; `None` where the coefficient was given, not estimated.
    pub standard_error: Option<f64>,
}

impl Effect {
    /// Whether it is one of Tết.
    #[must_use]
    pub fn is_of_tet(&self) -> bool {
        self.name.starts_with("tet")
    }

    /// The coefficient over its standard error.
    #[must_use]
    pub fn t(&self) -> Option<f64> {
        self.standard_error.map(|error| self.estimate / error)
    }

    /// The ends of its 95 % interval.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        let half = NORMAL * self.standard_error?;
        Some((self.estimate - half, self.estimate + half))
    }
}

/// A month that has not come yet, by the model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Foreseen {
    /// The month.
    pub month: Month,
    /// What is expected.
    pub value: f64,
    /// The lower end of its 95 % interval.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

/// A series, adjusted. Every list has a value for each of [`Self::months`].
#[derive(Debug, Clone, PartialEq)]
pub struct Seasonal {
    /// The months adjusted.
    pub months: MonthRange,
    /// What was adjusted; the model's where a value is missing.
    pub raw: Vec<f64>,
    /// Without season and calendar (D11).
    pub adjusted: Vec<f64>,
    /// Without the calendar only.
    pub calendar_adjusted: Vec<f64>,
    /// The trend (D12).
    pub trend: Vec<f64>,
    /// The season (D10): ratios around 1, or differences around 0.
    pub season: Vec<f64>,
    /// What is left (D13).
    pub irregular: Vec<f64>,
    /// The calendar (D18); `None` where the model has none.
    pub calendar: Option<Vec<f64>>,
    /// Season and irregular together (D8), from which the season is drawn.
    pub season_and_irregular: Vec<f64>,
    /// Which of those were taken for extreme, with what the season is drawn from in their place (D9).
    pub replaced: Vec<(Month, f64)>,
    /// Whether components multiply; else they add up.
    pub multiplies: bool,
    /// The months to come.
    pub foreseen: Vec<Foreseen>,
    /// Season and calendar together for the months and a year beyond.
    pub ahead: Vec<(Month, f64, f64)>,
    /// The effects of the calendar.
    pub effects: Vec<Effect>,
    /// The orders of the model, `(0 1 1)(0 1 1)`; `None` where there is none.
    pub model: Option<String>,
    /// What was estimated when the choice was made.
    pub estimated: Option<Estimated>,
    /// By which filters season and trend were drawn.
    pub filters: FiltersUsed,
    /// What it was adjusted by; `None` until that is known.
    pub specified: Option<Specified>,
    /// Whether the regular moving average of the model has a zero at the unit circle.
    pub at_the_edge: bool,
    /// The months on which the model was estimated, where those are not all.
    pub model_months: Option<MonthRange>,
    /// What of the specification is left out for that reason, in its words: `ls2004.jun`.
    pub left_out: Vec<String>,
    /// Whether the model is of logarithms.
    pub logarithms: bool,
    /// The outliers in the model, in order of time.
    pub outliers: Vec<Outlier>,
    /// Whether the newest months are adjusted by factors that were foreseen, so that nothing before them moves.
    pub projected: bool,
    /// Whether the adjusted months of whole years were made to add up to the years as measured.
    pub adds_up: bool,
    /// Whether a season can be told (the combined test of M7).
    pub identifiable: Option<Identifiable>,
    /// M1 to M11: see [`super::measures`].
    pub m: [Option<f64>; 11],
    /// Q: the mean of M1 to M11; below 1 is good.
    pub q: Option<f64>,
    /// How likely what is left of a season in the adjusted series would be by chance: the smaller probability of QS and of the F test
    /// over its changes, 0 to 1.
    pub residual: Option<f64>,
    /// The spectra of the changes of what was adjusted, of those of the adjusted series, and of the irregular, of the last eight years.
    pub spectra: Option<Spectra>,
}

impl Seasonal {
    /// What the engine found; `None` where the specification asked for no adjustment.
    pub(super) fn of(found: &Adjusted) -> Option<Self> {
        let x11 = found.x11.as_ref()?;
        let (first, last) = x11.span();
        let months = MonthRange::new(month(first)?, month(last)?);
        let multiplies = x11.mode() != Mode::Additive;
        let raw = x11.original().to_vec();
        let calendar = x11.table(Table::D18).is_some().then(|| x11.observed(Table::D18).to_vec());
        let without = |(value, calendar): (&f64, &f64)| if multiplies { value / calendar } else { value - calendar };
        let quality = x11.diagnostics.quality.as_ref();
        let fit = found.model.as_ref().map(|model| &model.fit);
        let of_calendar = |group| matches!(group, Group::TradingDay | Group::Holiday);
        let of_outliers = |group| matches!(group, Group::Outlier | Group::Level | Group::SeasonalShift);
        let named = |wanted: &dyn Fn(Group) -> bool| {
            fit.map(|fit| fit.regression())
                .unwrap_or_default()
                .into_iter()
                .filter(|one| wanted(one.group))
                .collect::<Vec<_>>()
        };
        let effect = |one: season::regarima::Coefficient| Effect {
            name: one.name,
            estimate: one.estimate,
            standard_error: one.standard_error,
        };
        let foreseen = |one: &season::regarima::Forecast| {
            Some(Foreseen { month: month(one.period)?, value: one.value, lower: one.lower, upper: one.upper })
        };
        Some(Self {
            months,
            adjusted: x11.observed(Table::D11).to_vec(),
            calendar_adjusted: match &calendar {
                Some(calendar) => raw.iter().zip(calendar).map(without).collect(),
                None => raw.clone(),
            },
            raw,
            trend: x11.observed(Table::D12).to_vec(),
            season: x11.observed(Table::D10).to_vec(),
            irregular: x11.observed(Table::D13).to_vec(),
            calendar,
            season_and_irregular: x11.observed(Table::D8).to_vec(),
            replaced: model::replaced(x11, months),
            multiplies,
            foreseen: found.forecasts.iter().filter_map(foreseen).collect(),
            ahead: ahead(x11, multiplies),
            effects: named(&of_calendar).into_iter().map(effect).collect(),
            model: fit.map(Fit::model_text),
            estimated: fit.and_then(Estimated::of),
            filters: FiltersUsed::of(x11),
            specified: None,
            at_the_edge: fit.is_some_and(|fit| fit.zeros_within(AT_THE_CIRCLE).contains(&Operator::MovingAverage)),
            model_months: fit.and_then(|fit| {
                let of_model = MonthRange::new(month(fit.observed().start())?, month(fit.observed().end())?);
                Some(of_model).filter(|of_model| *of_model != months)
            }),
            left_out: found.model.as_ref().map(|model| model.left_out.clone()).unwrap_or_default(),
            logarithms: fit.is_some_and(|fit| fit.specification().transform == Transform::Log),
            outliers: Outlier::in_order(named(&of_outliers).into_iter().map(effect)),
            projected: false,
            adds_up: false,
            identifiable: x11.diagnostics.identifiable,
            m: quality.map(|quality| quality.m).unwrap_or_default(),
            q: quality.map(|quality| quality.q),
            residual: residual(found, x11),
            spectra: found.spectra(),
        })
    }

    /// The adjusted value of a month.
    #[must_use]
    pub fn adjusted_at(&self, month: Month) -> Option<f64> {
        self.months.position(month).map(|at| self.adjusted[at])
    }

    /// The value of a month without its calendar.
    #[must_use]
    pub fn calendar_adjusted_at(&self, month: Month) -> Option<f64> {
        self.months.position(month).map(|at| self.calendar_adjusted[at])
    }

    /// Whether an effect of Tết is in the model.
    #[must_use]
    pub fn has_tet(&self) -> bool {
        self.effects.iter().any(Effect::is_of_tet)
    }

    /// Growth without the calendar, per cent, from the month `back` months before.
    #[must_use]
    pub fn without_calendar(&self, month: Month, back: i32) -> Option<f64> {
        self.growth(&self.calendar_adjusted, month, back)
    }

    /// What the calendar did to growth from the month `back` months before, percentage points: the difference of both growths as they are
    /// printed, so that the three add up where they stand beside each other.
    #[must_use]
    pub fn calendar_part(&self, month: Month, back: i32) -> Option<f64> {
        let [raw, without] = [self.growth(&self.raw, month, back)?, self.without_calendar(month, back)?];
        let printed = |growth| series::round(growth, PRINTED);
        Some(series::round(printed(raw) - printed(without), PRINTED))
    }

    /// Growth in per cent from the month `back` months before; `None` where there is no base.
    #[must_use]
    pub fn growth(&self, values: &[f64], month: Month, back: i32) -> Option<f64> {
        growth(|month| self.months.position(month).and_then(|at| values.get(at)).copied(), month, back)
    }
}

/// Season and calendar together, and the calendar, of the observed months and a year beyond.
fn ahead(x11: &X11, multiplies: bool) -> Vec<(Month, f64, f64)> {
    let neutral = if multiplies { 1.0 } else { 0.0 };
    let Some(table) = x11.table(Table::D16) else { return Vec::new() };
    let factors = table.values().iter().enumerate().filter_map(|(at, factor)| {
        let period = table.start().plus(at as i32);
        Some((month(period)?, *factor, x11.at(Table::D18, period).unwrap_or(neutral)))
    });
    factors.collect()
}

fn residual(found: &Adjusted, x11: &X11) -> Option<f64> {
    let tests = [x11.diagnostics.residual, found.qs(false).and_then(|qs| qs.adjusted)];
    tests.into_iter().flatten().map(|test| test.probability).min_by(f64::total_cmp)
}
