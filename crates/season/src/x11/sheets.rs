//! The tables gathered under their names, once all are there.

use super::changes::{self, Modified};
use super::finals::Finals;
use super::given::Prepared;
use super::mode::Mode;
use super::parts::{FirstHalf, SeasonalIrregular, SecondHalf};
use super::span::Span;
use super::tables::Table;
use super::{Part, X11Error};
use crate::{Period, Series};

/// The values that stand in for extremes, by table.
pub(super) type Replaced = Vec<(Table, Vec<(Period, f64)>)>;

/// Tables on their way into a result.
pub(super) struct Sheets<'a> {
    span: &'a Span,
    /// Places after the start of the span, and values, by table.
    tables: Vec<Option<(usize, Vec<f64>)>>,
    replaced: Replaced,
}

impl<'a> Sheets<'a> {
    pub(super) fn new(span: &'a Span) -> Self {
        Self { span, tables: vec![None; Table::ALL.len()], replaced: Vec::new() }
    }

    pub(super) fn put(&mut self, table: Table, from: usize, values: Vec<f64>) {
        self.tables[table as usize] = Some((from, values));
    }

    /// The values of less than full weight.
    fn replaced(&mut self, table: Table, from: usize, values: &[f64], weights: &[f64]) {
        let extreme = weights.iter().zip(values).enumerate().filter(|(_, (weight, _))| **weight < 1.0);
        let values = extreme.map(|(at, (_, value))| (self.span.period(from + at), *value)).collect();
        self.replaced.push((table, values));
    }

    /// The SI values of a half of a part and, of part B, what stands in for their extremes.
    fn si(&mut self, table: Table, replaced: Table, from: usize, si: SeasonalIrregular) {
        if let Some((values, weights)) = &si.modified {
            self.replaced(replaced, from, values, weights);
        }
        self.put(table, from, si.values);
    }

    /// Tables 2 to 7.
    pub(super) fn first_half(&mut self, part: Part, half: FirstHalf) {
        let [centred, si, seasonal, adjusted, trend] = match part {
            Part::B => [Table::B2, Table::B3, Table::B5, Table::B6, Table::B7],
            Part::C => [Table::C2, Table::C4, Table::C5, Table::C6, Table::C7],
            Part::D => [Table::D2, Table::D4, Table::D5, Table::D6, Table::D7],
        };
        let from = self.span.per_year / 2;
        self.put(centred, from, half.centred);
        self.si(si, Table::B4, from, half.si);
        self.put(seasonal, 0, half.seasonal);
        self.put(adjusted, 0, half.adjusted);
        self.put(trend, 0, half.trend.values);
    }

    /// Tables 8 to 20, and table 1 of the next part.
    pub(super) fn second_half(&mut self, part: Part, half: SecondHalf) {
        let [si, seasonal, adjusted, irregular, weights, extremes, modified] = match part {
            Part::B => [Table::B8, Table::B10, Table::B11, Table::B13, Table::B17, Table::B20, Table::C1],
            Part::C | Part::D => [Table::C9, Table::C10, Table::C11, Table::C13, Table::C17, Table::C20, Table::D1],
        };
        self.put(seasonal, 0, half.si.seasonal.clone());
        self.si(si, Table::B9, 0, half.si);
        self.put(adjusted, 0, half.adjusted);
        self.put(irregular, 0, half.irregular);
        self.put(weights, 0, half.weights);
        self.put(extremes, 0, half.extremes);
        self.put(modified, 0, half.modified);
    }

    /// D8 to D18.
    pub(super) fn finals(&mut self, prepared: &Prepared, finals: Finals, weights: &[f64]) {
        self.replaced(Table::D9, 0, &finals.modified_si, weights);
        self.put(Table::D8, 0, finals.unmodified_si);
        self.put(Table::D10, 0, finals.seasonal);
        self.put(Table::D11, 0, finals.adjusted);
        self.put(Table::D12, 0, finals.trend);
        self.put(Table::D13, 0, finals.irregular);
        self.put(Table::D16, 0, finals.combined);
        if let Some(calendar) = &prepared.effects.calendar {
            self.put(Table::D18, 0, calendar.clone());
        }
    }

    /// E1 to E11 over the observed span, E18 over the extended one.
    pub(super) fn part_e(&mut self, prepared: &Prepared, finals: &Finals, modified: Modified, mode: Mode) {
        let observed = self.span.observed.clone();
        let (from, changed) = (observed.start, observed.start + 1);
        let robust = changes::robust(prepared, &modified);
        let without_calendar = match &prepared.effects.calendar {
            Some(calendar) => mode.published().each_without(&prepared.original, calendar),
            None => prepared.original.clone(),
        };
        let cut = |values: &[f64]| values[observed.clone()].to_vec();
        self.put(Table::E1, from, cut(&modified.original));
        self.put(Table::E2, from, cut(&modified.adjusted));
        self.put(Table::E3, from, cut(&modified.irregular));
        let of = [
            (Table::E5, &prepared.original),
            (Table::E6, &finals.adjusted),
            (Table::E7, &finals.trend),
            (Table::E8, &without_calendar),
        ];
        for (table, values) in of {
            self.put(table, changed, changes::changes(&values[observed.clone()], mode));
        }
        self.put(Table::E11, from, cut(&robust));
        self.put(Table::E18, 0, changes::ratios(prepared, finals));
    }

    /// Every table as a series; with those of part E that are not defined, and where first.
    #[expect(clippy::type_complexity, reason = "three lists, taken apart at once")]
    pub(super) fn bound(self) -> Result<(Vec<Option<Series>>, Replaced, Vec<(Table, Period)>), X11Error> {
        let mut undefined = Vec::new();
        let mut bound = Vec::with_capacity(self.tables.len());
        for (table, sheet) in Table::ALL.iter().zip(self.tables) {
            let Some((from, values)) = sheet else {
                bound.push(None);
                continue;
            };
            let start = self.span.period(from);
            match Series::new(start, values) {
                Ok(series) => bound.push(Some(series)),
                Err(crate::SeriesError::NotFinite(period)) if *table >= Table::E1 => {
                    undefined.push((*table, period));
                    bound.push(None);
                }
                Err(crate::SeriesError::NotFinite(period)) => return Err(X11Error::Overflow { table: *table, period }),
                Err(crate::SeriesError::Empty) => bound.push(None),
            }
        }
        for (table, values) in &self.replaced {
            if let Some((period, _)) = values.iter().find(|(_, value)| !value.is_finite()) {
                return Err(X11Error::Overflow { table: *table, period: *period });
            }
        }
        Ok((bound, self.replaced, undefined))
    }
}
