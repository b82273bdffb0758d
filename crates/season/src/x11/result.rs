//! A series, adjusted: the tables, the choices, the diagnostics.

use super::changes;
use super::finals::Finals;
use super::given::Prepared;
use super::mode::Mode;
use super::ratios::{FilterChoice, MovingSeasonality};
use super::seasonal::SeasonalFilter;
use super::sheets::Sheets;
use super::span::Span;
use super::tables::Table;
use super::{Part, Parts, X11Error};
use crate::diagnostics::{self, Diagnostics};
use crate::{Period, Series};

/// What was chosen on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Choices {
    /// The filter of the final season by place in the year; of a series under five years, which has a stable season, the one that was asked for.
    pub filters: Vec<SeasonalFilter>,
    /// How it was chosen, where it was automatic.
    pub filter_choice: Option<FilterChoice>,
    /// Terms of the Henderson trends B7, C7, D7 and D12.
    pub henderson: [usize; 4],
    /// The I/C ratio by which the last was chosen.
    pub irregular_over_trend: f64,
    /// Table D9A.
    pub moving_seasonality: MovingSeasonality,
}

/// A series, adjusted: every table, the choices made and what the tests say.
#[derive(Debug, Clone)]
pub struct X11 {
    tables: Vec<Option<Series>>,
    replaced: Vec<(Table, Vec<(Period, f64)>)>,
    undefined: Vec<(Table, Period)>,
    original: Vec<f64>,
    clean_irregular: Vec<f64>,
    level_shift: Option<Vec<f64>>,
    span: Span,
    mode: Mode,
    /// What was chosen on the way.
    pub choices: Choices,
    /// What the tests say.
    pub diagnostics: Diagnostics,
}

impl X11 {
    /// A table, as far as it goes: most over the forecasts and backcasts too, D10 and D16 a year beyond.
    ///
    /// `None` for tables there are not: D18 without calendar factors, tables of replacements (see [`Self::replaced`]), and those of part
    /// E that are not defined (see [`Self::undefined`]).
    #[must_use]
    pub fn table(&self, table: Table) -> Option<&Series> {
        self.tables.get(table as usize).and_then(Option::as_ref)
    }

    /// The value of a table at a period.
    #[must_use]
    pub fn at(&self, table: Table, period: Period) -> Option<f64> {
        self.table(table).and_then(|values| values.at(period))
    }

    /// The values of a table within the observed span.
    #[must_use]
    pub fn observed(&self, table: Table) -> &[f64] {
        let Some(series) = self.table(table) else { return &[] };
        let offset = series.start().since(self.span.start);
        let cut = |at: usize| usize::try_from(at as i32 - offset).unwrap_or(0).min(series.values().len());
        &series.values()[cut(self.span.observed.start)..cut(self.span.observed.end)]
    }

    /// What replaces the extreme SI values: tables B4, B9 and D9, in order of time; extension included.
    #[must_use]
    pub fn replaced(&self, table: Table) -> &[(Period, f64)] {
        self.replaced.iter().find(|(name, _)| *name == table).map_or(&[], |(_, values)| values)
    }

    /// Tables of part E left out because a value of theirs is not defined, as the change from a zero: which, and where first.
    #[must_use]
    pub fn undefined(&self) -> &[(Table, Period)] {
        &self.undefined
    }

    /// The observed series, A1.
    #[must_use]
    pub fn original(&self) -> &[f64] {
        &self.original
    }

    /// D13 without outliers, over the observed span.
    pub(crate) fn clean_irregular(&self) -> &[f64] {
        &self.clean_irregular
    }

    /// E2 without level shifts, over the observed span.
    pub(crate) fn smooth_adjusted(&self) -> Vec<f64> {
        let values = self.observed(Table::E2);
        match &self.level_shift {
            Some(shift) => self.mode.published().each_without(values, &shift[self.span.observed.clone()]),
            None => values.to_vec(),
        }
    }

    /// The first and the last observed period.
    #[must_use]
    pub fn span(&self) -> (Period, Period) {
        (self.span.period(self.span.observed.start), self.span.period(self.span.observed.end - 1))
    }

    /// The mode it was adjusted in.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }
}

impl X11 {
    /// Everything under its name, measured.
    pub(super) fn gather(
        mode: Mode,
        series: &Series,
        prepared: Prepared,
        parts: Parts,
        finals: Finals,
    ) -> Result<Self, X11Error> {
        let modified = changes::modified(&prepared, &finals, &parts.c_end.weights, mode);
        let diagnostics = diagnostics::measure(&diagnostics::Measured {
            span: &prepared.span,
            mode,
            first_si: &parts.b.si.values,
            prepared: &prepared,
            finals: &finals,
            modified: &modified,
        });
        let choices = Choices {
            filters: finals.filters.clone(),
            filter_choice: finals.choice.clone(),
            henderson: [parts.b.trend.terms, parts.c.trend.terms, parts.d.trend.terms, finals.terms],
            irregular_over_trend: finals.irregular_over_trend,
            moving_seasonality: finals.moving.clone(),
        };
        let clean_irregular = finals.clean_irregular[prepared.span.observed.clone()].to_vec();
        let mut sheets = Sheets::new(&prepared.span);
        sheets.put(Table::B1, 0, prepared.adjusted.clone());
        sheets.part_e(&prepared, &finals, modified, mode);
        sheets.finals(&prepared, finals, &parts.c_end.weights);
        sheets.first_half(Part::B, parts.b);
        sheets.first_half(Part::C, parts.c);
        sheets.first_half(Part::D, parts.d);
        sheets.second_half(Part::B, parts.b_end);
        sheets.second_half(Part::C, parts.c_end);
        let (tables, replaced, undefined) = sheets.bound()?;
        Ok(Self {
            tables,
            replaced,
            undefined,
            original: series.values().to_vec(),
            clean_irregular,
            level_shift: prepared.effects.level_shift,
            span: prepared.span,
            mode,
            choices,
            diagnostics,
        })
    }
}
