//! Whom projects wait for, asked the two ways round: of some projects, and of all by agency.

use std::collections::BTreeMap;

use domain::agency::AgencyCode;
use domain::projects::{Await, ProjectCode};
use jiff::civil::Date;

use super::list::OPEN;
use super::parts;
use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::row::{Cell, get};

/// How much waits for an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burden {
    /// The agency.
    pub agency: AgencyCode,
    /// How many steps wait for it.
    pub steps: u64,
    /// Since when the longest of them waits.
    pub since: Date,
    /// How many are past their day.
    pub late: u64,
}

impl Store {
    /// Whom these projects wait for, in order of step and agency; projects that wait for nobody are left out.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn awaited_of(&self, projects: &[&ProjectCode]) -> Result<BTreeMap<ProjectCode, Vec<Await>>, StoreError> {
        let mut found: BTreeMap<ProjectCode, Vec<Await>> = BTreeMap::new();
        if projects.is_empty() {
            return Ok(found);
        }
        let places: Vec<String> = (1..=projects.len()).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT c.code, a.step, a.agency, a.since, a.due FROM project_code c JOIN project_await a ON a.project = c.id \
             WHERE c.code IN ({}) AND {OPEN} ORDER BY c.code, a.step, a.agency",
            places.join(", ")
        );
        let parameters: Vec<Cell<'_>> = projects.iter().map(|code| code.as_str().into()).collect();
        for row in self.rows_of(sql, &parameters, "reading whom projects wait for").await? {
            let mut columns = Columns::of(&row);
            let project = columns.code("a project")?;
            found.entry(project).or_default().push(parts::awaited(&mut columns)?);
        }
        Ok(found)
    }

    /// How much waits for each agency that anything waits for, in order of code. Counted again on another day and when what waits has changed.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn burdens(&self, today: Date) -> Result<Vec<Burden>, StoreError> {
        let asked = (self.last_change("SELECT seq FROM project_await ORDER BY id DESC LIMIT 1").await?, today);
        if let Some(counted) = self.waiting.get(&asked) {
            return Ok(counted);
        }
        let sql = format!(
            "SELECT a.agency, MIN(a.since), COUNT(*), COUNT(CASE WHEN a.due < $1 THEN 1 END) FROM project_await a \
             WHERE {OPEN} GROUP BY a.agency ORDER BY a.agency"
        );
        let day = today.to_string();
        let rows = self.rows_of(sql, &[(&day).into()], "counting what waits for agencies").await?;
        let count = |row, place| get::<i64>(row, place).map(|count| u64::try_from(count).unwrap_or_default());
        let read = |row| {
            let mut columns = Columns::of(row);
            let (agency, since) = (columns.code("an agency")?, columns.code("the day since when a step waits")?);
            Ok(Burden { agency, since, steps: count(row, 2)?, late: count(row, 3)? })
        };
        let counted = rows.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
        self.waiting.keep(asked, counted.clone());
        Ok(counted)
    }
}
