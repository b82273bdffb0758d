//! Figures of the statistics office and targets of the plan.

use std::collections::BTreeMap;

use domain::adjust::{LEVEL, SeriesKey};
use domain::official::{OfficialFigure, Target};
use jiff::Timestamp;
use sqlx::any::AnyRow;

use crate::Seq;
use crate::error::StoreError;
use crate::open::Store;
use crate::row::{get, parse};
use crate::tables;
use crate::write::Writing;

const FIGURES: &str = "\
    SELECT v.area, v.period, v.indicator, v.sector, v.measure, v.value, v.unit, v.source, v.note FROM official_figure v \
    WHERE v.seq <= $1 AND NOT EXISTS \
      (SELECT 1 FROM official_figure n WHERE n.area = v.area AND n.period = v.period AND n.indicator = v.indicator \
       AND n.sector = v.sector AND n.measure = v.measure AND n.source = v.source AND n.unit = v.unit \
       AND n.id > v.id AND n.seq <= $1) \
    ORDER BY v.id";
const TAKEN_IN: &str = "\
    SELECT v.area, v.indicator, v.sector, MAX(j.moment) FROM official_figure v JOIN journal j ON j.seq = v.seq \
    WHERE v.seq <= $1 AND v.measure = $2 GROUP BY v.area, v.indicator, v.sector";
const TARGETS: &str = "\
    SELECT v.year, v.node, v.growth, v.source, v.note FROM target v \
    WHERE v.seq <= $1 AND NOT EXISTS \
      (SELECT 1 FROM target n WHERE n.year = v.year AND n.node = v.node AND n.seq > v.seq AND n.seq <= $1) \
    ORDER BY v.year, v.id";

impl Writing {
    /// Writes a published figure; one of the same name, source and unit replaces the earlier.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn official_figure(&mut self, figure: &OfficialFigure) -> Result<(), StoreError> {
        let period = figure.period.map_or_else(String::new, |period| period.to_string());
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            (&figure.area).into(),
            (&period).into(),
            (&figure.indicator).into(),
            (&figure.sector).into(),
            (&figure.measure).into(),
            figure.value.into(),
            (&figure.unit).into(),
            (&figure.source).into(),
            (&figure.note).into(),
        ];
        self.push(&tables::OFFICIAL_FIGURE, cells)?;
        self.settle().await
    }

    /// Writes a target; one for the same year and node replaces the earlier.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn target(&mut self, target: &Target) -> Result<(), StoreError> {
        let year = target.year.to_string();
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            (&year).into(),
            (&target.node).into(),
            target.growth.into(),
            (&target.source).into(),
            (&target.note).into(),
        ];
        self.push(&tables::TARGET, cells)?;
        self.settle().await
    }
}

fn read_figure(row: &AnyRow) -> Result<OfficialFigure, StoreError> {
    let dated = !get::<&str>(row, 1)?.is_empty();
    Ok(OfficialFigure {
        area: get(row, 0)?,
        period: if dated { Some(parse(row, 1, "the period of an official figure")?) } else { None },
        indicator: get(row, 2)?,
        sector: get(row, 3)?,
        measure: get(row, 4)?,
        value: get(row, 5)?,
        unit: get(row, 6)?,
        source: get(row, 7)?,
        note: get(row, 8)?,
    })
}

fn read_target(row: &AnyRow) -> Result<Target, StoreError> {
    Ok(Target {
        year: parse(row, 0, "the year of a target")?,
        node: get(row, 1)?,
        growth: get(row, 2)?,
        source: get(row, 3)?,
        note: get(row, 4)?,
    })
}

impl Store {
    /// The published figures as they stood after change `as_of`, in the order they were loaded.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn official_figures(&self, as_of: Seq) -> Result<Vec<OfficialFigure>, StoreError> {
        self.rows(FIGURES, as_of.0, "reading official figures").await?.iter().map(read_figure).collect()
    }

    /// When the newest figures of each series of levels were taken in.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn levels_taken_in(&self, as_of: Seq) -> Result<BTreeMap<SeriesKey, Timestamp>, StoreError> {
        let rows =
            self.rows_of(TAKEN_IN, &[as_of.0.into(), LEVEL.into()], "reading when figures were taken in").await?;
        let read = |row: &AnyRow| {
            let key = SeriesKey::Official { area: get(row, 0)?, indicator: get(row, 1)?, sector: get(row, 2)? };
            Ok((key, parse(row, 3, "the moment of a change")?))
        };
        rows.iter().map(read).collect()
    }

    /// The targets as they stood after change `as_of`, by year.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn targets(&self, as_of: Seq) -> Result<Vec<Target>, StoreError> {
        self.rows(TARGETS, as_of.0, "reading targets").await?.iter().map(read_target).collect()
    }
}
