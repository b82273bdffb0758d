//! The tables of a run by their names, as they are written.

use super::Adjusted;
use crate::Period;
use crate::x11::Table;

/// The tables that are written where none is asked for.
const USUAL: [&str; 4] = ["d10", "d11", "d12", "d13"];

impl Adjusted {
    /// The tables asked for, or else the season, the adjusted series, the trend and the irregular: name, period, value, in order.
    /// Tables of X-11 end with the series unless the specification has forecasts or backcasts appended; forecasts are a table of their own.
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
        names
            .into_iter()
            .flat_map(|name| self.table(name).into_iter().map(move |(at, value)| (name.to_owned(), at, value)))
            .collect()
    }

    /// A table by its name; nothing where there is none.
    fn table(&self, name: &str) -> Vec<(Period, f64)> {
        let (start, end) = (self.series.start(), self.series.end());
        let from = |start: Period, values: &[f64]| {
            values.iter().enumerate().map(|(at, value)| (start.plus(at as i32), *value)).collect::<Vec<_>>()
        };
        match name {
            "a1" => from(start, self.series.values()),
            "fct" => self.forecasts.iter().map(|forecast| (forecast.period, forecast.value)).collect(),
            "bct" => self.backcasts.iter().map(|forecast| (forecast.period, forecast.value)).collect(),
            "rsd" => self.model.as_ref().map_or_else(Vec::new, |model| {
                let residuals = model.fit.residuals();
                from(end.plus(1 - residuals.len() as i32), residuals)
            }),
            _ => {
                let table = name.parse::<Table>().ok().zip(self.x11.as_ref());
                let Some(values) = table.and_then(|(table, x11)| x11.table(table)) else { return Vec::new() };
                let kept = |(period, _): &(Period, f64)| {
                    (self.append.0 || *period <= end) && (self.append.1 || *period >= start)
                };
                from(values.start(), values.values()).into_iter().filter(kept).collect()
            }
        }
    }
}
