//! A specification written as text, which reads back as the same.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, chapters 3 and 7. Lines stay below the 133 characters that the reference program takes.

use std::fmt::{self, Display, Formatter};

use super::adjustment::LEFT_OUT;
use super::coefficients::BEGINNING;
use super::data::MISSING;
use super::modelling::written_check;
use super::saved::BESIDE;
use super::spans::SlidingSpansSettings;
use super::specification::{
    Adjustment, Append, ModelChoice, NEED_A_MODEL, Specification, Test, Transformation, Variable,
};
use super::token::{Token, tokens};
use super::values::{Bounds, MONTHS, ModelEnd, ModelSpan};
use super::{history, identification, spans};
use crate::regarima::{
    ADVANCE, CriticalValues, Group, Model, Operator, OutlierMethod, OutlierSettings, PROBABILITY, Prior, Regressor,
    UserRegressor,
};
use crate::x11::{Deviation, EndRatio, Filters, Henderson, Mode, SeasonalFilter, SigmaLimits};
use crate::{Frequency, Period};

/// How long a line of a list may grow.
const WIDE: usize = 100;

const SERIES: &str = "series";
const X11: &str = "x11";

impl Display for Specification {
    /// X-13's language, one block a line or several; the series and the user's regressors with their data, the series left out where there
    /// is none. What was read reads back as the same. A value made by other means may hold what the language does not say: filters of an
    /// earlier run, end weights by length, working days by decrees, users' regressors over different spans (of which the common one is
    /// written).
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut blocks: Vec<(&str, Vec<String>)> = vec![
            ("metadata", metadata(&self.metadata)),
            (SERIES, series(self)),
            ("transform", transform(self)),
            ("regression", regression(self)),
            self.model.map_or(("arima", Vec::new()), |model| (arima_name(model), arima(self, model))),
            ("outlier", self.outliers.as_ref().map_or_else(Vec::new, outlier)),
            ("estimate", Vec::new()),
            ("check", self.check.as_ref().map_or_else(Vec::new, written_check)),
            ("forecast", forecast(self)),
            (X11, self.x11.as_ref().map_or_else(Vec::new, x11)),
            ("slidingspans", self.sliding_spans.as_ref().map_or_else(Vec::new, sliding_spans)),
            ("history", self.history.as_ref().map_or_else(Vec::new, |settings| history::written(settings, date))),
            ("spectrum", Vec::new()),
        ];
        let home = if self.x11.is_some() { X11 } else { SERIES };
        blocks.iter_mut().filter(|(name, _)| *name == home).for_each(|(_, all)| all.extend(appended(self.append)));
        self.save(&mut blocks);
        let is_asked = |name: &str| match name {
            "arima" | "automdl" => self.model.is_some(),
            "outlier" => self.outliers.is_some(),
            "check" => self.check.is_some(),
            X11 => self.x11.is_some(),
            "slidingspans" => self.sliding_spans.is_some(),
            "history" => self.history.is_some(),
            "spectrum" => self.spectrum,
            _ => false,
        };
        for (name, arguments) in blocks.iter().filter(|(name, arguments)| !arguments.is_empty() || is_asked(name)) {
            match arguments.iter().map(String::len).sum::<usize>() < WIDE {
                true => writeln!(f, "{name}{{{}}}", arguments.join(" "))?,
                false => writeln!(f, "{name}{{\n  {}\n}}", arguments.join("\n  "))?,
            }
        }
        Ok(())
    }
}

impl Specification {
    /// The tables to write, each in the block that makes it. The reader takes them in the order of the blocks, so that these are put in the
    /// order of the tables; where none serves, all tables go into one block.
    fn save(&self, blocks: &mut [(&str, Vec<String>)]) {
        let mut runs: Vec<(&str, Vec<&str>)> = Vec::new();
        for name in &self.saved {
            let home = self.home(name);
            match runs.last_mut().filter(|(last, _)| *last == home) {
                Some((_, names)) => names.push(name),
                None => runs.push((home, vec![name])),
            }
        }
        let again = (1..runs.len()).any(|at| runs[..at].iter().any(|(home, _)| *home == runs[at].0));
        if again {
            runs = vec![(SERIES, self.saved.iter().map(String::as_str).collect())];
        }
        let slots: Vec<usize> =
            (0..blocks.len()).filter(|at| runs.iter().any(|(home, _)| *home == blocks[*at].0)).collect();
        let taken: Vec<(&str, Vec<String>)> = slots.iter().map(|at| std::mem::take(&mut blocks[*at])).collect();
        for (slot, (home, names)) in slots.into_iter().zip(runs) {
            let mut arguments =
                taken.iter().find(|(name, _)| *name == home).map_or_else(Vec::new, |(_, all)| all.clone());
            arguments.push(format!("save={}", listed(names.into_iter().map(str::to_owned))));
            blocks[slot] = (home, arguments);
        }
    }

    /// The block in which the reference program writes a table, where the specification has it or may have it.
    fn home(&self, table: &str) -> &'static str {
        let is_there = |block: &str| match block {
            "outlier" => self.outliers.is_some(),
            "check" => self.check.is_some(),
            "slidingspans" => self.sliding_spans.is_some(),
            "history" => self.history.is_some(),
            _ => self.model.is_some() || !NEED_A_MODEL.contains(&block),
        };
        match BESIDE.iter().find(|(_, names)| names.contains(&table)).map(|(block, _)| *block) {
            _ if table == "b1" => SERIES,
            Some(block) if is_there(block) => block,
            _ if self.x11.is_some() => X11,
            _ => SERIES,
        }
    }
}

/// How far tables go where that is not as far as the series.
fn appended(append: Append) -> impl Iterator<Item = String> {
    let flags = [("appendfcst", append.forecasts), ("appendbcst", append.backcasts)];
    flags.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| format!("{name}=yes"))
}

fn metadata(all: &[(String, String)]) -> Vec<String> {
    let (keys, values) = (all.iter().map(|(key, _)| word(key)), all.iter().map(|(_, value)| word(value)));
    match all.is_empty() {
        true => Vec::new(),
        false => vec![format!("keys={}", listed(keys)), format!("values={}", listed(values))],
    }
}

fn series(specification: &Specification) -> Vec<String> {
    let mut arguments = Vec::new();
    if let Some(series) = &specification.series {
        arguments.push(format!("start={}", date(series.start())));
        arguments.push(format!("period={}", series.start().frequency().per_year()));
        let values = series.values().iter().map(|value| number(&value.unwrap_or(specification.missing_code)));
        arguments.push(format!("data={}", listed(values)));
    }
    if specification.missing_code != MISSING {
        arguments.push(format!("missingcode={}", number(&specification.missing_code)));
    }
    arguments.extend(span("span", specification.span));
    arguments.extend(model_span(specification.model_span));
    arguments
}

fn transform(specification: &Specification) -> Vec<String> {
    let function = match specification.transform {
        Transformation::Unsaid => None,
        Transformation::Level => Some("none"),
        Transformation::Log => Some("log"),
        Transformation::Automatic => Some("auto"),
    };
    let adjust = specification.prior.map(|prior| match prior {
        Prior::None => "none",
        Prior::LeapYear => "lpyear",
        Prior::Length => "lom",
    });
    let advance = specification.log_advance;
    let arguments = [
        function.map(|function| format!("function={function}")),
        (advance.to_bits() != ADVANCE.to_bits()).then(|| format!("aicdiff={:?}", -advance)),
        adjust.map(|adjust| format!("adjust={adjust}")),
    ];
    arguments.into_iter().flatten().collect()
}

fn regression(specification: &Specification) -> Vec<String> {
    let mut arguments = Vec::new();
    let user = |variable: &&Variable| matches!(variable, Variable::Regressor(Regressor::User(_)));
    let names: Vec<String> = specification.variables.iter().filter(|variable| !user(variable)).map(variable).collect();
    if !names.is_empty() {
        arguments.push(format!("variables={}", listed(names.into_iter())));
    }
    let users = specification.variables.iter().filter_map(|variable| match variable {
        Variable::Regressor(Regressor::User(user)) => Some(user.as_ref()),
        _ => None,
    });
    arguments.extend(of_users(&users.collect::<Vec<_>>()));
    let tests = specification.tests.iter().map(|test| match *test {
        Test::TradingDays { one_coefficient, leap_year } => {
            variable(&Variable::TradingDays { one_coefficient, leap_year })
        }
        Test::Easter => "easter".to_owned(),
        Test::Tet => "tet".to_owned(),
        Test::User => "user".to_owned(),
    });
    if !specification.tests.is_empty() {
        arguments.push(format!("aictest={}", listed(tests)));
    }
    if !specification.held.regression.is_empty() {
        let each = specification.regressors().into_iter().flat_map(|regressor| {
            let held = specification.held.of(&regressor).map(<[_]>::to_vec);
            held.unwrap_or_else(|| vec![None; regressor.coefficients()])
        });
        arguments.push(format!("b={}", listed(each.map(|held| coefficient(held, None)))));
    }
    arguments
}

fn coefficient(held: Option<f64>, start: Option<f64>) -> String {
    held.map_or_else(|| number(&start.unwrap_or(BEGINNING)), |held| format!("{held:?}f"))
}

impl Display for Variable {
    /// Its word in the language.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&variable(self))
    }
}

fn variable(variable: &Variable) -> String {
    match variable {
        Variable::TradingDays { one_coefficient: false, leap_year: true }
        | Variable::Regressor(Regressor::TradingDay) => "td".to_owned(),
        Variable::TradingDays { one_coefficient: true, leap_year: true }
        | Variable::Regressor(Regressor::TradingDayOneCoefficient) => "td1coef".to_owned(),
        Variable::TradingDays { one_coefficient: false, leap_year: false } => "tdnolpyear".to_owned(),
        Variable::TradingDays { one_coefficient: true, leap_year: false } => "td1nolpyear".to_owned(),
        Variable::Regressor(Regressor::Constant) => "const".to_owned(),
        Variable::Regressor(Regressor::Seasonal(_)) => "seasonal".to_owned(),
        Variable::Regressor(Regressor::StockTradingDay { day }) => format!("tdstock[{day}]"),
        Variable::Regressor(Regressor::StockTradingDayOneCoefficient { day }) => format!("tdstock1coef[{day}]"),
        Variable::Regressor(Regressor::LeapYear) => "lpyear".to_owned(),
        Variable::Regressor(Regressor::Length) => "lom".to_owned(),
        Variable::Regressor(Regressor::Easter { days }) => format!("easter[{days}]"),
        Variable::Regressor(Regressor::StockEaster { days }) => format!("easterstock[{days}]"),
        Variable::Regressor(Regressor::Tet(windows)) => {
            format!("tet[{}, {}, {}]", windows.before + 1, windows.during, windows.after)
        }
        Variable::Regressor(Regressor::Outlier(outlier)) => {
            format!("{}{}", outlier.kind.code().to_lowercase(), date(outlier.at))
        }
        Variable::Regressor(Regressor::Ramp { from, to }) => format!("rp{}-{}", date(*from), date(*to)),
        Variable::Regressor(Regressor::User(user)) => user.name.clone(),
        // The language has no word for it: what is written is refused by this name.
        Variable::Regressor(Regressor::WorkingDays(_)) => "workingdays".to_owned(),
    }
}

fn of_users(users: &[&UserRegressor]) -> Vec<String> {
    let Some(start) = users.iter().map(|user| user.start).max() else { return Vec::new() };
    let offset = |user: &UserRegressor| start.since(user.start) as usize;
    let rows = users.iter().map(|user| user.values.len().saturating_sub(offset(user))).min().unwrap_or_default();
    let values = (0..rows).flat_map(|row| users.iter().map(move |user| number(&user.values[offset(user) + row])));
    let kinds = users.iter().map(|user| match user.group {
        Group::TradingDay => "td",
        Group::Holiday => "holiday",
        Group::Outlier => "ao",
        Group::Level => "ls",
        Group::SeasonalShift => "so",
        Group::UserSeasonal => "seasonal",
        Group::User | Group::Gap | Group::Constant | Group::Seasonal => "user",
    });
    vec![
        format!("user={}", listed(users.iter().map(|user| word(&user.name)))),
        format!("usertype={}", listed(kinds.map(str::to_owned))),
        format!("start={}", date(start)),
        format!("data={}", listed(values)),
    ]
}

fn arima_name(model: ModelChoice) -> &'static str {
    match model {
        ModelChoice::Fixed(_) => "arima",
        ModelChoice::Automatic(_) => "automdl",
    }
}

fn arima(specification: &Specification, model: ModelChoice) -> Vec<String> {
    let model = match model {
        ModelChoice::Fixed(model) => model,
        ModelChoice::Automatic(how) => return identification::written(&how),
    };
    let (held, start) = (&specification.held.arma, specification.start.as_deref().unwrap_or_default());
    let mut arguments = vec![format!("model={}", model.text(held))];
    let left_out = model.left_out(held);
    // Of coefficients that are left out alone, nothing is to be said.
    if start.is_empty() && held.iter().zip(&left_out).all(|(held, is_out)| held.is_none() || *is_out) {
        return arguments;
    }
    let side = |name: &str, places: std::ops::Range<usize>| {
        let one = |at: usize| coefficient(held.get(at).copied().flatten(), start.get(at).copied());
        let values: Vec<String> = places.filter(|at| !left_out[*at]).map(one).collect();
        (!values.is_empty()).then(|| format!("{name}={}", listed(values.into_iter())))
    };
    let first = autoregressive(&model);
    arguments.extend(side("ar", 0..first));
    arguments.extend(side("ma", first..model.coefficients()));
    arguments
}

/// How many of the ARMA coefficients are autoregressive: they come first.
fn autoregressive(model: &Model) -> usize {
    model.degree(Operator::Autoregressive) + model.degree(Operator::SeasonalAutoregressive)
}

fn outlier(settings: &OutlierSettings) -> Vec<String> {
    let mut arguments = vec![match settings.kinds[..] {
        [] => "types=none".to_owned(),
        _ => format!("types={}", listed(settings.kinds.iter().map(|kind| kind.code().to_lowercase()))),
    }];
    arguments.extend(critical(&settings.critical));
    arguments.extend((settings.method == OutlierMethod::AddAll).then(|| "method=addall".to_owned()));
    arguments.extend(span("span", settings.span));
    arguments
}

/// One number for all shapes, or one each, nothing where the default holds.
fn critical(given: &CriticalValues<Option<f64>>) -> Option<String> {
    let all = [given.additive, given.level_shift, given.temporary_change];
    match all {
        [None, None, None] => None,
        [Some(one), _, _] if all == [Some(one); 3] => Some(format!("critical={}", number(&one))),
        _ => Some(format!("critical=({})", all.map(|one| one.as_ref().map_or_else(String::new, number)).join(", "))),
    }
}

fn forecast(specification: &Specification) -> Vec<String> {
    let lead = specification.forecasts.map(|lead| format!("maxlead={lead}"));
    let back = (specification.backcasts > 0).then(|| format!("maxback={}", specification.backcasts));
    let excluded = (specification.excluded > 0).then(|| format!("exclude={}", specification.excluded));
    let probability = specification.probability;
    let probability = (probability.to_bits() != PROBABILITY.to_bits()).then(|| format!("probability={probability:?}"));
    [lead, back, excluded, probability].into_iter().flatten().collect()
}

fn x11(adjustment: &Adjustment) -> Vec<String> {
    let spec = &adjustment.spec;
    let mode = adjustment.has_mode.then_some(match spec.mode {
        Mode::Multiplicative => "mode=mult",
        Mode::Additive => "mode=add",
        Mode::LogAdditive => "mode=logadd",
        Mode::PseudoAdditive => "mode=pseudoadd",
    });
    let mut arguments: Vec<String> = mode.map(str::to_owned).into_iter().collect();
    arguments.extend(match &spec.filters {
        Filters::Automatic | Filters::Chosen(_) => None,
        Filters::X11Default => Some("seasonalma=x11default".to_owned()),
        Filters::All(filter) => Some(format!("seasonalma={}", seasonal(*filter))),
        Filters::Each(filters) => Some(format!("seasonalma={}", listed(filters.iter().map(|one| seasonal(*one))))),
    });
    if let Henderson::Terms(terms) = spec.henderson {
        arguments.push(format!("trendma={terms}"));
    }
    if let EndRatio::Given(ratio) = spec.end_ratio {
        arguments.push(format!("trendic={}", number(&ratio)));
    }
    let SigmaLimits { lower, upper } = spec.sigma_limits;
    if spec.sigma_limits != SigmaLimits::default() {
        arguments.push(format!("sigmalim=({}, {})", number(&lower), number(&upper)));
    }
    arguments.extend(deviation(&spec.deviation));
    let left_out = LEFT_OUT.iter().filter(|(_, kind)| spec.left_out.contains(kind)).map(|(name, _)| (*name).to_owned());
    if !spec.left_out.is_empty() {
        arguments.push(format!("final={}", listed(left_out)));
    }
    if spec.excludes_extension {
        arguments.push("excludefcst=yes".to_owned());
    }
    arguments
}

fn sliding_spans(settings: &SlidingSpansSettings) -> Vec<String> {
    spans::written(settings, settings.spans.counted_from.map(date))
}

fn seasonal(filter: SeasonalFilter) -> String {
    match filter {
        SeasonalFilter::Stable => filter.to_string(),
        _ => format!("s{filter}"),
    }
}

fn deviation(deviation: &Deviation) -> Vec<String> {
    let kind = match deviation {
        Deviation::FiveYears => return Vec::new(),
        Deviation::EachPeriod => "all",
        Deviation::EachPeriodIfUnequal => "signif",
        Deviation::Groups(_) => "select",
    };
    let mut arguments = vec![format!("calendarsigma={kind}")];
    if let Deviation::Groups(first) = deviation {
        let name = |place: usize| match first.len() == MONTHS.len() {
            true => MONTHS[place].to_owned(),
            false => format!("q{}", place + 1),
        };
        arguments.push(format!("sigmavec={}", listed((0..first.len()).filter(|place| first[*place]).map(name))));
    }
    arguments
}

fn span(name: &str, (from, to): Bounds) -> Option<String> {
    let told = |period: Option<Period>| period.map_or_else(String::new, date);
    (from.is_some() || to.is_some()).then(|| format!("{name}=({}, {})", told(from), told(to)))
}

fn model_span(of_model: ModelSpan) -> Option<String> {
    let (from, to) = match of_model.to {
        ModelEnd::Series => return span("modelspan", (of_model.from, None)),
        ModelEnd::Period(to) => return span("modelspan", (of_model.from, Some(to))),
        ModelEnd::Newest(place) => (of_model.from.map_or_else(String::new, date), place + 1),
    };
    Some(format!("modelspan=({from}, 0.{to})"))
}

/// A date as the language has it: 1990.jan, or 1990.1 of a quarter.
fn date(period: Period) -> String {
    match period.frequency() {
        Frequency::Monthly => format!("{:04}.{}", period.year(), MONTHS[period.place()]),
        Frequency::Quarterly => format!("{:04}.{}", period.year(), period.place() + 1),
    }
}

/// A number to its last digit.
fn number(value: &f64) -> String {
    format!("{value:?}")
}

/// A list in brackets, its lines broken.
fn listed(words: impl Iterator<Item = String>) -> String {
    let (mut text, mut width) = ("(".to_owned(), 0);
    for (at, word) in words.enumerate() {
        width += word.len() + 1;
        if width > WIDE {
            text.push_str("\n    ");
            width = word.len();
        } else if at > 0 {
            text.push(' ');
        }
        text.push_str(&word);
    }
    text.push(')');
    text
}

/// A word as it is where it is one, else in quotation marks of the kind that it does not hold.
fn word(text: &str) -> String {
    let is_word = matches!(tokens(text).as_deref(), Ok([(Token::Word(word), _)]) if word == text);
    let mark = if text.contains('"') { '\'' } else { '"' };
    if is_word { text.to_owned() } else { format!("{mark}{text}{mark}") }
}
