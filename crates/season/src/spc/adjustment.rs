//! What X-11 is asked to do: `x11{}`.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.19.

use super::error::{SpcError, SpcFault};
use super::specification::Adjustment;
use super::syntax::{Argument, Block, Item};
use super::values::MONTHS;
use crate::Frequency;
use crate::x11::{Deviation, EndRatio, FactorKind, Filters, Henderson, Mode, SeasonalFilter, SigmaLimits, X11Spec};

pub(super) fn x11(mut block: Block, frequency: Frequency) -> Result<Adjustment, SpcError> {
    block.drop_all(&["title", "print1stpass"]);
    let mut flag = |name: &str| block.take(name).map_or(Ok(false), |argument| argument.flag());
    let mut spec = X11Spec { excludes_extension: flag("excludefcst")?, ..X11Spec::default() };
    let mode = block.take("mode").map(|mode| {
        let known = [
            ("mult", Mode::Multiplicative),
            ("add", Mode::Additive),
            ("logadd", Mode::LogAdditive),
            ("pseudoadd", Mode::PseudoAdditive),
        ];
        mode.one_of("mult, add, logadd or pseudoadd", &known)
    });
    let mode = mode.transpose()?;
    spec.mode = mode.unwrap_or_default();
    if let Some(filters) = block.take("seasonalma") {
        spec.filters = seasonal(&filters, frequency)?;
    }
    if let Some(terms) = block.take("trendma") {
        spec.henderson = Henderson::Terms(terms.count(101, "an odd number of terms, 3 to 101")?);
    }
    if let Some(limits) = block.take("sigmalim") {
        spec.sigma_limits = sigma_limits(&limits)?;
    }
    if let Some(calendar) = block.take("calendarsigma") {
        let known = [("none", 0), ("all", 1), ("signif", 2), ("select", 3)];
        spec.deviation = match calendar.one_of("none, all, signif or select", &known)? {
            0 => Deviation::FiveYears,
            1 => Deviation::EachPeriod,
            2 => Deviation::EachPeriodIfUnequal,
            _ => Deviation::Groups(groups(&mut block, &calendar, frequency)?),
        };
    }
    if let Some(ratio) = block.take("trendic") {
        spec.end_ratio = EndRatio::Given(ratio.number()?);
    }
    if let Some(kind) = block.take("type") {
        kind.one_of("sa", &[("sa", ())])?;
    }
    // What is not by default there is not done here.
    for name in ["centerseasonal", "keepholiday", "sfshort", "true7term"] {
        if let Some(flag) = block.take(name) {
            flag.one_of("no", &[("no", ())])?;
        }
    }
    if let Some(effects) = block.take("final") {
        spec.left_out = left_out(&effects)?;
    }
    block.done()?;
    Ok(Adjustment { spec, has_mode: mode.is_some() })
}

/// The effects that the adjusted series is without, each once and in the order of [`LEFT_OUT`].
fn left_out(argument: &Argument) -> Result<Vec<FactorKind>, SpcError> {
    let expected = "none, or some of ao, ls, tc and user";
    if argument.words(expected)? == ["none"] {
        return Ok(Vec::new());
    }
    let asked = argument.each_of(expected, &LEFT_OUT)?;
    Ok(LEFT_OUT.iter().map(|(_, kind)| *kind).filter(|kind| asked.contains(kind)).collect())
}

/// The effects that `final` takes out of the adjusted series.
pub(super) const LEFT_OUT: [(&str, FactorKind); 4] = [
    ("ao", FactorKind::AdditiveOutlier),
    ("ls", FactorKind::LevelShift),
    ("tc", FactorKind::TemporaryChange),
    ("user", FactorKind::Other),
];

fn seasonal(argument: &Argument, frequency: Frequency) -> Result<Filters, SpcError> {
    let known = [
        ("s3x1", SeasonalFilter::S3x1),
        ("s3x3", SeasonalFilter::S3x3),
        ("s3x5", SeasonalFilter::S3x5),
        ("s3x9", SeasonalFilter::S3x9),
        ("s3x15", SeasonalFilter::S3x15),
        ("stable", SeasonalFilter::Stable),
    ];
    let expected = "msr, x11default, s3x1, s3x3, s3x5, s3x9, s3x15 or stable; one, or one for each month or quarter";
    match &argument.words(expected)?.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["msr"] => return Ok(Filters::Automatic),
        ["x11default"] => return Ok(Filters::X11Default),
        _ => {}
    }
    let filters = argument.each_of(expected, &known)?;
    match filters[..] {
        [one] => Ok(Filters::All(one)),
        _ if filters.len() == frequency.per_year() => Ok(Filters::Each(filters)),
        _ => Err(argument.refused(format!("{} filters", filters.len()), expected)),
    }
}

/// The months or quarters of the first group of `calendarsigma=select`: `sigmavec=(jan feb)`.
fn groups(block: &mut Block, asked: &Argument, frequency: Frequency) -> Result<Vec<bool>, SpcError> {
    let expected = "months as (jan feb) or quarters as (q1 q2)";
    let Some(argument) = block.take("sigmavec") else {
        return Err(SpcFault::Missing { spec: "x11", argument: "sigmavec" }.at(asked.line));
    };
    let names = match frequency {
        Frequency::Monthly => MONTHS.map(str::to_owned).to_vec(),
        Frequency::Quarterly => (1..=4).map(|quarter| format!("q{quarter}")).collect(),
    };
    let words = argument.words(expected)?;
    match words.iter().find(|word| !names.contains(word)) {
        Some(other) => Err(argument.refused(other, expected)),
        None => Ok(names.iter().map(|name| words.contains(name)).collect()),
    }
}

fn sigma_limits(argument: &Argument) -> Result<SigmaLimits, SpcError> {
    let expected = "two numbers, as (1.5, 2.5); one may be left out";
    let default = SigmaLimits::default();
    let limit = |item: &Item, default: f64| match item {
        Item::Absent => Ok(default),
        Item::Word(word) => word.parse().map_err(|_| argument.refused(word, expected)),
        other => Err(argument.refused(other.told(), expected)),
    };
    match argument.items(expected)? {
        [lower, upper] => Ok(SigmaLimits { lower: limit(lower, default.lower)?, upper: limit(upper, default.upper)? }),
        _ => Err(argument.refused(argument.told(), expected)),
    }
}
