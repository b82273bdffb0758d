//! The tables of a run by their names, as they are written.

use super::{Adjusted, Modelled};
use crate::diagnostics::{Autocorrelation, Comparison, SlidingSpans};
use crate::regarima::{Forecast, OutlierKind, Prior};
use crate::x11::Table;
use crate::{Period, Series};

/// The tables of X-11 that can go on with forecasts and backcasts: factors and what they are taken out of. D8 goes on with forecasts only. An
/// adjusted forecast is no figure, and never stands among them.
const GO_ON: [Table; 5] = [Table::B1, Table::D10, Table::D16, Table::D18, Table::E18];

/// The tables that are written where none is asked for.
const USUAL: [&str; 4] = ["d10", "d11", "d12", "d13"];

impl Adjusted {
    /// The tables asked for, or else the season, the adjusted series, the trend and the irregular: name, period, value, in order.
    /// Tables begin and end with the series; where the specification has forecasts or backcasts appended, factors and effects go on with them, as
    /// in the reference program. Forecasts are a table of their own.
    #[must_use]
    pub fn tables(&self) -> Vec<(String, Period, f64)> {
        let mut names: Vec<&str> = self.saved.iter().map(String::as_str).collect();
        if names.is_empty() {
            names = USUAL.to_vec();
        }
        let mut seen = Vec::new();
        names.retain(|name| {
            !seen.contains(name) && {
                seen.push(*name);
                true
            }
        });
        let table = |name: &str| self.table(name).into_iter().map(|(at, value)| (name.to_owned(), at, value)).collect();
        let of = |name: &str| match name {
            "fts" => self.outlier_tests(),
            "fct" => limits(name, &self.forecasts),
            "bct" => limits(name, &self.backcasts),
            _ => self.of_history(name).unwrap_or_else(|| table(name)),
        };
        names.into_iter().flat_map(of).collect()
    }

    /// The autocorrelations asked for, by lag: those of the residuals (`acf`), partial ones (`pcf`), those of their squares (`ac2`), each with its
    /// standard error (`acf.se`), and of the first and the last the statistic of all up to the lag (`acf.q`) and its probability (`acf.p`).
    #[must_use]
    pub fn lag_tables(&self) -> Vec<(String, usize, f64)> {
        let Some(check) = &self.check else { return Vec::new() };
        let mut tables = Vec::new();
        for name in ["acf", "ac2"].into_iter().filter(|name| self.saved.iter().any(|saved| saved == name)) {
            let all = if name == "acf" { &check.autocorrelations } else { &check.squares };
            let mut put = |end: &str, value: fn(&Autocorrelation) -> Option<f64>| {
                let told = all.iter().filter_map(|one| Some((format!("{name}{end}"), one.lag, value(one)?)));
                tables.extend(told);
            };
            put("", |one| Some(one.value));
            put(".se", |one| Some(one.standard_error));
            put(".q", |one| Some(one.statistic));
            put(".p", |one| one.probability);
        }
        if self.saved.iter().any(|saved| saved == "pcf") {
            let partial = check.partial.iter().enumerate();
            tables.extend(partial.clone().map(|(at, value)| ("pcf".to_owned(), at + 1, *value)));
            tables.extend(partial.map(|(at, _)| ("pcf.se".to_owned(), at + 1, check.error_of_partial())));
        }
        tables
    }

    /// The largest differences between spans.
    fn differences(&self, of: fn(&SlidingSpans) -> &Option<Comparison>) -> Vec<(Period, f64)> {
        let comparison = self.sliding_spans.as_ref().and_then(|spans| of(spans).as_ref());
        comparison.map_or_else(Vec::new, |one| from(one.maxima.start(), one.maxima.values()))
    }

    /// The statistics of the outliers that are tested, once those found are in the model: a table for each shape, `fts.ao` and so on.
    fn outlier_tests(&self) -> Vec<(String, Period, f64)> {
        let Some((model, settings)) = self.model.as_ref().and_then(|model| Some((model, model.searched.as_ref()?)))
        else {
            return Vec::new();
        };
        let of_kind = |(kind, statistics): (OutlierKind, Vec<(Period, f64)>)| {
            let name = format!("fts.{}", kind.code().to_lowercase());
            statistics.into_iter().map(move |(at, statistic)| (name.clone(), at, statistic))
        };
        model.fit.outlier_statistics(settings).into_iter().flat_map(of_kind).collect()
    }

    /// A table by its name; nothing where there is none.
    fn table(&self, name: &str) -> Vec<(Period, f64)> {
        match name {
            "a1" => from(self.series.start(), self.series.values()),
            "tds" => self.differences(|spans| &spans.trading_days),
            "sfs" => self.differences(|spans| &spans.seasonal),
            "chs" => self.differences(|spans| &spans.changes),
            "ycs" => self.differences(|spans| &spans.yearly_changes),
            _ => match name.parse::<Table>() {
                Ok(table) => self.of_x11(table),
                Err(_) => self.model.as_ref().map_or_else(Vec::new, |model| self.of_model(model, name)),
            },
        }
    }

    /// A table of X-11; of B4, B9 and D9 the periods whose value is replaced.
    fn of_x11(&self, table: Table) -> Vec<(Period, f64)> {
        if let (Table::B4 | Table::B9 | Table::D9, Some(x11)) = (table, &self.x11) {
            return self.kept(x11.replaced(table).to_vec(), (false, false));
        }
        let Some(values) = self.x11.as_ref().and_then(|x11| x11.table(table)) else { return Vec::new() };
        let goes_on = GO_ON.contains(&table);
        self.kept(from(values.start(), values.values()), (goes_on || table == Table::D8, goes_on))
    }

    /// What the model says of the series: the scale it works on, and its effects by kind. As in the reference program those that end with the
    /// series in any case are shifts that have no end and outliers of one period.
    fn of_model(&self, model: &Modelled, name: &str) -> Vec<(Period, f64)> {
        let start = self.series.start();
        let (effects, specification) = (&self.effects, model.fit.specification());
        let prior = |period| specification.prior.factor(period);
        let each = |value: &dyn Fn(Period, f64) -> f64| {
            let all = self.series.values().iter().enumerate();
            all.map(|(at, given)| (start.plus(at as i32), value(start.plus(at as i32), *given))).collect::<Vec<_>>()
        };
        match name {
            "a2" if specification.prior != Prior::None => each(&|period, _| prior(period)),
            "a3" => each(&|period, value| value / prior(period)),
            "trn" => each(&|period, value| specification.transform.scaled(value / prior(period))),
            "ftr" => {
                let scaled =
                    |one: &Forecast| (one.period, specification.transform.scaled(one.value / prior(one.period)));
                self.forecasts.iter().map(scaled).collect()
            }
            "rsd" => {
                let residuals = model.fit.residuals();
                from(model.fit.observed().end().plus(1 - residuals.len() as i32), &residuals)
            }
            "td" => self.effect(effects.trading_days.as_ref(), true),
            "hol" => self.effect(effects.holidays.as_ref(), true),
            "usr" => self.effect(effects.other.as_ref(), true),
            "tc" => self.effect(effects.temporary_change.as_ref(), true),
            "otl" => self.effect(effects.outliers().as_ref(), true),
            "ao" => self.effect(effects.outlier.as_ref(), false),
            "ls" => self.effect(effects.level_shift.as_ref(), false),
            "so" => self.effect(effects.seasonal.as_ref(), false),
            "a18" => self.without(effects.calendar(), true),
            "a19" => self.without(effects.outliers(), false),
            _ => Vec::new(),
        }
    }

    fn effect(&self, effect: Option<&Series>, extends: bool) -> Vec<(Period, f64)> {
        let both = (extends, extends);
        effect.map_or_else(Vec::new, |effect| self.kept(from(effect.start(), effect.values()), both))
    }

    /// The series, with what comes before and after it, without an effect.
    fn without(&self, effect: Option<Series>, extends: bool) -> Vec<(Period, f64)> {
        let Some(effect) = effect else { return Vec::new() };
        let values = self.backcasts.iter().map(|one| one.value);
        let values = values.chain(self.series.values().iter().copied());
        let values = values.chain(self.forecasts.iter().map(|one| one.value));
        let left = values.zip(effect.values()).map(|(value, effect)| self.effects.taken_out(value, *effect));
        self.kept(from(effect.start(), &left.collect::<Vec<_>>()), (extends, extends))
    }

    /// The periods of the series; of a table that goes on with forecasts and with backcasts also those after and before it, where they are
    /// to be appended.
    fn kept(&self, mut table: Vec<(Period, f64)>, goes_on: (bool, bool)) -> Vec<(Period, f64)> {
        let (start, end) = (self.series.start(), self.series.end());
        // Where nothing is forecast the season's own year ahead stays.
        let furthest = self.forecasts.last().map(|last| last.period);
        let is_in =
            |period: Period| goes_on.0 && self.append.forecasts && furthest.is_none_or(|furthest| period <= furthest);
        let earlier = goes_on.1 && self.append.backcasts;
        table.retain(|(period, _)| (*period <= end || is_in(*period)) && (earlier || *period >= start));
        table
    }
}

/// Forecasts and the ends of their intervals: three tables, as `fct`, `fct.lower` and `fct.upper`.
fn limits(name: &str, forecasts: &[Forecast]) -> Vec<(String, Period, f64)> {
    let of = |end: &str, value: fn(&Forecast) -> f64| {
        let name = format!("{name}{end}");
        forecasts.iter().map(move |one| (name.clone(), one.period, value(one)))
    };
    of("", |one| one.value).chain(of(".lower", |one| one.lower)).chain(of(".upper", |one| one.upper)).collect()
}

/// Values with their periods.
pub(super) fn from(start: Period, values: &[f64]) -> Vec<(Period, f64)> {
    values.iter().enumerate().map(|(at, value)| (start.plus(at as i32), *value)).collect()
}
