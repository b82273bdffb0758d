//! Seasonally adjusted series: which there are, and the figures of one. What a model expects of months to come is no data and is left out.

use std::sync::Arc;

use domain::adjust::{Effect, Identifiable, Look, Outlier, Seasonal, SeriesKey, verdicts};
use domain::text::Text;
use office::adjust::AdjustedSeries;
use office::publication::Publication;
use serde::Serialize;
use utoipa::ToSchema;

use super::shape::{Asking, Named, Words, data};
use super::{Operation, paged, read};
use crate::answer::Answer;
use crate::asked::{Asked, DATA, encoded};
use crate::pages::adjusted::{all, left, years};
use crate::routes::Access;
use crate::trouble::Trouble;
use crate::{page, view, words};

/// Decimals of a figure, as in the files.
const DIGITS: usize = 4;
/// Decimals of a coefficient, of a diagnostic and of a probability.
const FINE: usize = 6;

pub(super) fn table() -> Vec<Operation> {
    vec![
        paged::<AdjustedLine, _, _>(
            "/api/v1/adjusted",
            Access::Public,
            ("Các chuỗi hiệu chỉnh lịch và mùa vụ", "Series adjusted for calendar and season"),
            list,
        ),
        read::<AdjustedRecord, _, _>(
            "/api/v1/adjusted/{series}",
            Access::Public,
            (
                "Một chuỗi từng tháng: chưa hiệu chỉnh, loại trừ yếu tố lịch, loại trừ cả mùa vụ, xu thế, các hệ số; cùng mô hình, tác động của lịch, giá trị bất thường và chỉ tiêu chất lượng",
                "One series by month: as measured, without calendar, without calendar and season, trend, factors; with its model, effects of the calendar, outliers and diagnostics",
            ),
            one,
        )
        .one_of(
            years::TO_YEAR,
            years::choices(),
            "true: tổng mỗi năm đủ 12 tháng của số đã hiệu chỉnh khớp với số chưa hiệu chỉnh",
            "true: the adjusted figures of each whole year add up to the year as measured",
        ),
    ]
}

/// A series in a list.
#[derive(Debug, Serialize, ToSchema)]
struct AdjustedLine {
    /// A node of the index, as `C`, or `official/area/indicator/sector`.
    code: String,
    name: Words,
    /// Whose figures they are: of the office, or published by the statistics office.
    origin: Named,
    /// Whether the figures are invented.
    simulated: bool,
    /// Unit as printed; of an own index the average month of its base year is 100.
    unit: Option<String>,
    /// Where it was published.
    source: Option<String>,
    /// The day its figures were taken in.
    imported: Option<String>,
    /// The first month.
    from: String,
    /// The newest month.
    until: String,
    /// Adjusted, or left as it is.
    state: Named,
    /// Why it is left as it is.
    why_left: Option<Words>,
    /// Where its figures are.
    figures: String,
}

/// A series with its figures.
#[derive(Debug, Serialize, ToSchema)]
struct AdjustedRecord {
    #[serde(flatten)]
    line: AdjustedLine,
    /// The release they come with.
    release: ReleaseShape,
    /// Whether the adjusted figures of whole years were made to add up to the years as measured.
    adds_up: bool,
    /// How it was adjusted; none for a series that is left as it is.
    adjustment: Option<AdjustmentShape>,
    /// Every month, the earliest first.
    months: Vec<AdjustedMonth>,
}

/// How a series was adjusted.
#[derive(Debug, Serialize, ToSchema)]
struct AdjustmentShape {
    /// Whether season, calendar and irregular are ratios around 1; else they are differences around 0, in units of the series.
    multiplies: bool,
    /// Whether the model is of logarithms, so that a coefficient of 0.01 is about one per cent; else coefficients are in units of the series.
    logarithms: bool,
    /// The orders of the model, as `(0 1 1)(0 1 1)`; none where there is no model.
    model: Option<String>,
    /// The effects of the calendar.
    effects: Vec<AdjustedEffect>,
    /// The outliers, in order of time.
    outliers: Vec<AdjustedOutlier>,
    diagnostics: AdjustedDiagnostics,
}

/// An effect of the calendar, with its 95 % interval; no error and no interval where the coefficient was given and not estimated.
#[derive(Debug, Serialize, ToSchema)]
struct AdjustedEffect {
    /// Its name in the language of X-13, as `tet_during`.
    name: String,
    estimate: f64,
    standard_error: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
}

/// An outlier of the model.
#[derive(Debug, Serialize, ToSchema)]
struct AdjustedOutlier {
    /// Its name in the language of X-13, as `LS2021.Dec`.
    code: String,
    name: Words,
    /// The month it is of, or begins in.
    month: Option<String>,
    estimate: f64,
    standard_error: Option<f64>,
}

/// How far an adjustment can be trusted.
#[derive(Debug, Serialize, ToSchema)]
struct AdjustedDiagnostics {
    /// The mean of M1 to M11; below 1 is good.
    q: Option<f64>,
    /// How much a moving season hides a stable one; below 1 is good.
    m7: Option<f64>,
    /// Whether a season can be told (the combined test).
    season: Option<Named>,
    /// How likely what is left of a season after adjustment would be by chance, 0 to 1.
    residual_seasonality: Option<f64>,
    /// How likely such autocorrelations of the model's residuals would be by chance (Ljung and Box), 0 to 1; none for choices that were kept
    /// before that was told.
    residual_autocorrelation: Option<f64>,
    /// The answers in words.
    told: Vec<Words>,
}

/// A release.
#[derive(Debug, Serialize, ToSchema)]
struct ReleaseShape {
    month: String,
    /// When it was released.
    date: String,
    /// The how manieth of its month.
    vintage: u32,
    /// The digest by which it can be recomputed.
    digest: String,
}

/// The figures of a month.
#[derive(Debug, Serialize, ToSchema)]
struct AdjustedMonth {
    month: String,
    /// How settled the figure is; none for a series of the statistics office.
    stage: Option<Named>,
    /// As measured.
    raw: Option<f64>,
    /// Without the calendar; none for a series that is left as it is.
    calendar_adjusted: Option<f64>,
    /// Without calendar and season; a series that is left as it is counts as adjusted.
    adjusted: Option<f64>,
    /// The trend.
    trend: Option<f64>,
    /// The season, as a ratio or a difference.
    season: Option<f64>,
    /// The calendar, as a ratio or a difference; none where the model has none.
    calendar: Option<f64>,
    /// What is left, as a ratio or a difference.
    irregular: Option<f64>,
}

async fn list(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let asking = Asking::of(&asked)?;
    let all = all(&asked).await?;
    let on = &asked.shelf()?.latest;
    let items = all.iter().skip(asking.from()).take(asking.size as usize).map(|series| line(&asked, on, series));
    data(&asking.paged(&asked, all.len() as u64, items.collect()))
}

async fn one(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let key: SeriesKey = asked.in_path("series").parse().map_err(|_| Trouble::NotFound)?;
    let to_year = years::wanted(&asked)?;
    let all = all(&asked).await?;
    let series = all.iter().find(|series| series.key == key).ok_or(Trouble::NotFound)?;
    let on = &asked.shelf()?.latest;
    let look = if to_year { series.look.clone().adding_up() } else { series.look.clone() };
    let release = &on.release;
    data(&AdjustedRecord {
        line: line(&asked, on, series),
        release: ReleaseShape {
            month: release.month.to_string(),
            date: release.date.to_string(),
            vintage: release.vintage,
            digest: release.digest.clone(),
        },
        adds_up: look.adjusted().is_some_and(|found| found.adds_up),
        adjustment: look.adjusted().map(adjustment),
        months: months(on, series, &look),
    })
}

fn line(asked: &Asked, on: &Publication, series: &AdjustedSeries) -> AdjustedLine {
    let own = || Named::new("own", Text::new("Sở tự tính", "Own"));
    let official = || Named::new("official", Text::new("Cục Thống kê công bố", "Published by the statistics office"));
    let (state, why_left) = match &series.look {
        Look::Adjusted(_) => (Named::new("adjusted", Text::new("đã hiệu chỉnh", "adjusted")), None),
        Look::Left(why) => (Named::new("left", Text::new("để nguyên", "left as it is")), Some(left(why).into())),
    };
    let months = series.levels.months();
    let origin = series.origin.as_ref();
    let code = series.key.to_string();
    AdjustedLine {
        name: (&series.name).into(),
        imported: origin.and_then(|origin| origin.imported).map(|moment| page::day_in_viet_nam(moment).to_string()),
        origin: if series.origin.is_none() { own() } else { official() },
        simulated: series.origin.is_none() && on.release.simulated,
        unit: origin.map(|origin| origin.unit.clone()),
        source: origin.map(|origin| origin.source.in_lang(asked.lang).to_owned()),
        from: months.first.to_string(),
        until: months.last.to_string(),
        state,
        why_left,
        figures: page::link(asked.lang, &format!("{DATA}/adjusted/{}", encoded(&code))),
        code,
    }
}

fn fine(value: f64) -> f64 {
    domain::series::round(value, FINE)
}

fn adjustment(found: &Seasonal) -> AdjustmentShape {
    let residuals = found.estimated.as_ref().and_then(|estimated| estimated.residuals.as_ref());
    AdjustmentShape {
        multiplies: found.multiplies,
        logarithms: found.logarithms,
        model: found.model.clone(),
        effects: found.effects.iter().map(effect).collect(),
        outliers: found.outliers.iter().map(outlier).collect(),
        diagnostics: AdjustedDiagnostics {
            q: found.q.map(fine),
            m7: found.m[6].map(fine),
            season: found.identifiable.map(season),
            residual_seasonality: found.residual.map(fine),
            residual_autocorrelation: residuals.map(|residuals| fine(residuals.autocorrelation.1)),
            told: verdicts(found).iter().map(|verdict| (&verdict.text).into()).collect(),
        },
    }
}

fn effect(effect: &Effect) -> AdjustedEffect {
    let (lower, upper) = effect.interval().map(|(lower, upper)| (fine(lower), fine(upper))).unzip();
    let (estimate, standard_error) = (fine(effect.estimate), effect.standard_error.map(fine));
    AdjustedEffect { name: effect.name.clone(), estimate, standard_error, lower, upper }
}

fn outlier(one: &Outlier) -> AdjustedOutlier {
    AdjustedOutlier {
        code: one.effect.name.clone(),
        name: (&one.name).into(),
        month: one.month.map(|month| month.to_string()),
        estimate: fine(one.effect.estimate),
        standard_error: one.effect.standard_error.map(fine),
    }
}

fn season(answer: Identifiable) -> Named {
    match answer {
        Identifiable::Present => Named::new("present", Text::new("rõ", "it can be told")),
        Identifiable::ProbablyNotPresent => Named::new("probably-not", Text::new("khó xác định", "it is hard to tell")),
        Identifiable::NotPresent => Named::new("not-present", Text::new("không xác định được", "it cannot be told")),
    }
}

/// What the model says of a month that has no value was not measured, and months to come are not told.
fn months(on: &Publication, series: &AdjustedSeries, look: &Look) -> Vec<AdjustedMonth> {
    let stage = |month| {
        let stage = series.origin.is_none().then(|| view::stage_of(on, month))?;
        Some(Named::new(stage.code(), words::stage(stage)))
    };
    let round = |value: f64| domain::series::round(value, DIGITS);
    let month = |month| {
        let raw = series.levels.at(month).map(round);
        let of = |values: &[f64]| look.adjusted()?.months.position(month).map(|at| round(values[at]));
        let found = look.adjusted();
        AdjustedMonth {
            month: month.to_string(),
            stage: stage(month),
            raw,
            calendar_adjusted: found.and_then(|found| of(&found.calendar_adjusted)),
            adjusted: found.map_or(raw, |found| of(&found.adjusted)),
            trend: found.and_then(|found| of(&found.trend)),
            season: found.and_then(|found| of(&found.season)),
            calendar: found.and_then(|found| of(found.calendar.as_ref()?)),
            irregular: found.and_then(|found| of(&found.irregular)),
        }
    };
    series.levels.months().iter().map(month).collect()
}
