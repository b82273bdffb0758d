//! The specification that is kept with a series, and the policies by which the choice is made again.

use season::Frequency;
use season::adjust::{Keep, adjust};
use season::diagnostics::{Presence, presence};
use season::regarima::{OutlierSettings, Regressor};
use season::spc::{Specification, Variable};
use serde::{Deserialize, Serialize};

use super::levels::{Levels, period};
use super::model::Estimated;
use super::seasonal::{Effect, Seasonal};
use super::{language, reasons};
use crate::period::Month;
use crate::text::{Text, named};

named!(
    /// How a choice is made again.
    Policy, "current, fixed, parameters, last-outliers, outliers or concurrent" {
        /// Nothing before the new months moves: they are divided by the factors that were foreseen when the choice was made.
        Current "current" "giữ nguyên: hệ số đã dự kiến" "current: the factors foreseen";
        /// The model with its coefficients is held; the season is drawn anew with the new months.
        Fixed "fixed" "giữ mô hình và hệ số" "fixed model and coefficients";
        /// Transformation, orders, regressors and outliers are held; coefficients are estimated again.
        Parameters "parameters" "ước lượng lại hệ số" "coefficients estimated again";
        /// The same, and outliers are looked for in the months since the choice was made, and in those only.
        LastOutliers "last-outliers" "tìm giá trị bất thường ở các tháng mới" "outliers of the newest months";
        /// The same, and outliers are looked for in all months.
        Outliers "outliers" "tìm lại mọi giá trị bất thường" "all outliers";
        /// Everything is chosen again, as was asked.
        Concurrent "concurrent" "chọn lại tất cả" "everything chosen again";
    }
);

/// How new months are taken in until the choice is made again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Updating {
    /// By the factors foreseen, for as long as they reach.
    Current,
    /// With the model held.
    #[default]
    Fixed,
}

/// Season and calendar as they were found and foreseen when the choice was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Factors {
    /// The first month.
    pub first: Month,
    /// Whether values are divided by them; else they are taken off.
    pub divide: bool,
    /// Season and calendar together.
    pub combined: Vec<f64>,
    /// The calendar.
    pub calendar: Vec<f64>,
}

impl Factors {
    fn of(seasonal: &Seasonal) -> Option<Self> {
        let first = seasonal.ahead.first()?.0;
        let (combined, calendar) = seasonal.ahead.iter().map(|(_, combined, calendar)| (*combined, *calendar)).unzip();
        Some(Self { first, divide: seasonal.multiplies, combined, calendar })
    }

    /// A value without season and calendar, and without the calendar only; `None` beyond the factors.
    pub(super) fn without(&self, month: Month, value: f64) -> Option<(f64, f64)> {
        let at = usize::try_from(month.months_since(self.first)).ok()?;
        let (combined, calendar) = (self.combined.get(at)?, self.calendar.get(at)?);
        Some(if self.divide { (value / combined, value / calendar) } else { (value - combined, value - calendar) })
    }
}

/// What is kept with a series until somebody accepts another choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// What was asked for: a specification in the language of X-13ARIMA-SEATS.
    pub asked: String,
    /// What was chosen by it, with every coefficient; `None` for a series without a season, which is left alone.
    pub chosen: Option<String>,
    /// The last month that was seen when the choice was made.
    pub until: Month,
    /// How the choice was made.
    pub policy: Policy,
    /// How new months are taken in.
    pub updating: Updating,
    /// Whether the adjusted months of a whole year are made to add up to the year as measured.
    #[serde(default)]
    pub to_year: bool,
    /// The effects of the calendar as they were estimated.
    pub effects: Vec<Effect>,
    /// The rest of the model as it was estimated; `None` in choices that were kept before it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated: Option<Estimated>,
    /// The factors found and foreseen.
    pub factors: Option<Factors>,
}

/// Why a choice cannot be made (again).
#[derive(Debug, Clone, PartialEq)]
pub enum CannotRefresh {
    /// Nothing was chosen yet: only a concurrent choice can be the first.
    NothingKept,
    /// The series is left alone: there is nothing to hold or to estimate again.
    LeftAlone,
    /// Fewer than three years of months.
    TooShort {
        /// Months there are.
        months: usize,
    },
    /// The specification cannot be read: what is wrong, with its line.
    Specification(Text),
    /// The engine cannot carry it out.
    Engine(Text),
}

/// The months of three years: fewer have no season that can be told.
pub(super) const LEAST: usize = 36;
/// From so many months on the orders of the model are looked for; before, the airline model is as good a guess and a steadier one.
const IDENTIFIED: usize = 84;

/// What is asked for a series that has no specification of its own.
pub(super) fn default_specification(months: usize) -> &'static str {
    match months < IDENTIFIED {
        true => {
            "transform{function=auto}\nregression{variables=(tet) aictest=(tet)}\narima{model=(0 1 1)(0 1 1)}\n\
             outlier{types=(ao ls tc)}\nforecast{maxlead=12}\nx11{}\n"
        }
        false => {
            "transform{function=auto}\nregression{variables=(td1coef tet) aictest=(td1coef tet)}\nautomdl{}\n\
             outlier{types=(ao ls tc)}\nforecast{maxlead=12}\nx11{}\n"
        }
    }
}

fn is_default(text: &str) -> bool {
    [0, IDENTIFIED].into_iter().any(|months| text == default_specification(months))
}

/// A specification as it is kept: it is for the series it is kept with, and what else it names lies in it.
pub(super) fn read(text: &str) -> Result<Specification, CannotRefresh> {
    let none = |name: &str| Err(format!("a kept specification reads no file, {name} neither"));
    Specification::read_for_others(text, Frequency::Monthly, &none)
        .map_err(|error| CannotRefresh::Specification(language::of(&error)))
}

/// How a choice is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal<'a> {
    /// By which policy.
    pub policy: Policy,
    /// Another specification to begin with, for a concurrent choice; `None` for the one that is kept, or the one every series begins with.
    pub asked: Option<&'a str>,
    /// Whether whole years are to add up to those measured; `None`: as before.
    pub to_year: Option<bool>,
}

impl Proposal<'_> {
    /// From what is kept, by a policy.
    #[must_use]
    pub fn by(policy: Policy) -> Self {
        Self { policy, asked: None, to_year: None }
    }
}

/// Makes the choice for a series, from what is kept.
///
/// # Errors
/// When there is nothing to begin with, the series is too short, or the specification cannot be read or carried out.
pub fn refresh(levels: &Levels, kept: Option<&Kept>, proposal: &Proposal<'_>) -> Result<Kept, CannotRefresh> {
    let made = match proposal.policy {
        Policy::Concurrent => anew(levels, kept, proposal.asked)?,
        policy => again(levels, kept.ok_or(CannotRefresh::NothingKept)?, policy)?,
    };
    let to_year = proposal.to_year.unwrap_or(kept.is_some_and(|kept| kept.to_year));
    Ok(Kept { policy: proposal.policy, to_year, ..made })
}

/// Everything chosen anew: first whether there is a season at all.
fn anew(levels: &Levels, kept: Option<&Kept>, asked: Option<&str>) -> Result<Kept, CannotRefresh> {
    let months = levels.months().len();
    if months < LEAST {
        return Err(CannotRefresh::TooShort { months });
    }
    // What nobody asked for grows with the series: from seven years on the orders are looked for.
    let of_own = kept.map(|kept| kept.asked.as_str()).filter(|text| !is_default(text));
    let asked = asked.or(of_own).unwrap_or(default_specification(months));
    let specification = read(asked)?;
    let alone = Kept {
        asked: asked.to_owned(),
        chosen: None,
        until: levels.last(),
        policy: Policy::Concurrent,
        updating: kept.map_or(Updating::default(), |kept| kept.updating),
        to_year: false,
        effects: Vec::new(),
        estimated: None,
        factors: None,
    };
    match has_season(levels) {
        true => carried_out(levels, &specification, alone),
        false => Ok(alone),
    }
}

/// The choice that is kept, made again as far as the policy goes.
fn again(levels: &Levels, kept: &Kept, policy: Policy) -> Result<Kept, CannotRefresh> {
    let months = levels.months().len();
    if months < LEAST {
        return Err(CannotRefresh::TooShort { months });
    }
    let text = kept.chosen.as_ref().ok_or(CannotRefresh::LeftAlone)?;
    let (chosen, wanted) = (read(text)?, read(&kept.asked)?);
    // What is estimated again has its filters chosen again, unless they were asked for.
    let free = Specification { held: wanted.held.clone(), x11: wanted.x11.clone(), ..chosen.clone() };
    let specification = match policy {
        Policy::Current => return Ok(Kept { updating: Updating::Current, ..kept.clone() }),
        Policy::Fixed => {
            let made = carried_out(levels, &chosen, kept.clone())?;
            let (chosen, effects, estimated) = (kept.chosen.clone(), kept.effects.clone(), kept.estimated.clone());
            return Ok(Kept { updating: Updating::Fixed, chosen, effects, estimated, ..made });
        }
        Policy::LastOutliers => {
            let span = (period(kept.until.next()), None);
            let settings = wanted.outliers.clone().unwrap_or_default();
            Specification { outliers: Some(OutlierSettings { span, ..settings }), ..free }
        }
        Policy::Outliers => {
            let is_own = |one: &&Variable| !is_outlier(one) || wanted.variables.contains(one);
            let variables = free.variables.iter().filter(is_own).cloned().collect();
            Specification { variables, outliers: Some(wanted.outliers.clone().unwrap_or_default()), ..free }
        }
        Policy::Parameters | Policy::Concurrent => free,
    };
    carried_out(levels, &specification, kept.clone())
}

pub(super) fn is_outlier(variable: &Variable) -> bool {
    matches!(variable, Variable::Regressor(Regressor::Outlier(_)))
}

/// Whether there is a season worth taking out. Where a month is missing the longest run of months without a gap is asked.
pub(super) fn has_season(levels: &Levels) -> bool {
    levels.longest_run().is_some_and(|run| presence(&run).answer == Presence::Present)
}

/// What comes of a specification, kept in place of what was kept before.
fn carried_out(levels: &Levels, specification: &Specification, before: Kept) -> Result<Kept, CannotRefresh> {
    let observed = levels.observed().ok_or_else(|| CannotRefresh::Engine(not_finite()))?;
    let found = adjust(&observed, specification).map_err(|error| CannotRefresh::Engine(reasons::of(&error)))?;
    let seasonal = Seasonal::of(&found).ok_or_else(|| CannotRefresh::Engine(no_adjustment()))?;
    Ok(Kept {
        chosen: Some(found.chosen(specification, Keep::Coefficients).to_string()),
        until: levels.last(),
        effects: seasonal.effects.clone(),
        estimated: seasonal.estimated.clone(),
        factors: Factors::of(&seasonal),
        ..before
    })
}

pub(super) fn not_finite() -> Text {
    Text::new("chuỗi có giá trị không hữu hạn", "a value of the series is not finite")
}

pub(super) fn no_adjustment() -> Text {
    Text::new("đặc tả không có x11{}: không hiệu chỉnh gì", "the specification has no x11{}: it adjusts nothing")
}
