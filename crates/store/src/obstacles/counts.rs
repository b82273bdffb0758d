//! Obstacles counted, and those whose limit ended or cannot be told.

use std::collections::HashMap;

use domain::agency::{AgencyCode, Tier};
use domain::obstacles::{Counted, ObstacleCode, ObstacleKind, State};
use jiff::civil::Date;
use sqlx::any::AnyRow;

use super::list::{ObstacleFilter, conditions};
use super::{NEVER, NEWEST};
use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::page::Page;

/// What was to be answered before a day and was not.
fn overdue(today: Date) -> ObstacleFilter {
    ObstacleFilter { state: Some(State::Assigned), due_before: Some(today), ..ObstacleFilter::default() }
}

/// What obstacles are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CountedBy {
    Kind,
    Tier,
    Agency,
}

impl CountedBy {
    fn sql(self) -> String {
        let (group, join) = match self {
            Self::Kind => ("s.kind", ""),
            Self::Tier => ("s.tier", ""),
            Self::Agency => ("a.agency", "JOIN obstacle_agency a ON a.standing = s.id"),
        };
        format!(
            "SELECT {group}, s.state, s.raised_on, COUNT(*) FROM obstacle_standing s {join} WHERE {NEWEST} \
             GROUP BY {group}, s.state, s.raised_on"
        )
    }
}

impl Store {
    /// Obstacles counted by kind, state and day.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn obstacles_by_kind(&self) -> Result<Vec<Counted<ObstacleKind>>, StoreError> {
        self.counted(CountedBy::Kind, |columns| columns.code("the kind of an obstacle")).await
    }

    /// Obstacles counted by the tier they stand at (`None` before they are assigned), state and day.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn obstacles_by_tier(&self) -> Result<Vec<Counted<Option<Tier>>>, StoreError> {
        self.counted(CountedBy::Tier, |columns| columns.maybe("the tier of an obstacle")).await
    }

    /// Obstacles counted by body asked, state and day; one asked of two bodies counts for both.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn obstacles_by_agency(&self) -> Result<Vec<Counted<AgencyCode>>, StoreError> {
        self.counted(CountedBy::Agency, |columns| columns.code("the body of an obstacle")).await
    }

    async fn counted<K>(
        &self,
        by: CountedBy,
        group: impl Fn(&mut Columns<'_>) -> Result<K, StoreError>,
    ) -> Result<Vec<Counted<K>>, StoreError> {
        let query = sqlx::query(sqlx::AssertSqlSafe(by.sql()));
        let rows = query.fetch_all(&self.pool).await.map_err(StoreError::of("counting obstacles"))?;
        let read = |row: &AnyRow| {
            let mut columns = Columns::of(row);
            Ok(Counted {
                group: group(&mut columns)?,
                state: columns.code("the state of an obstacle")?,
                raised_on: columns.code("the day of an obstacle")?,
                count: u64::try_from(columns.value::<i64>()?).unwrap_or_default(),
            })
        };
        rows.iter().map(read).collect()
    }

    /// The assigned obstacles whose limit ended before a day, the longest overdue first; of one page.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn overdue_obstacles(&self, today: Date, page: Page) -> Result<Vec<ObstacleCode>, StoreError> {
        let all = conditions(&overdue(today));
        let sql = format!("SELECT s.code FROM obstacle_standing s WHERE {} ORDER BY s.due, s.code", all.text());
        let rows = all.page(self, &sql, page, "looking for overdue obstacles").await?;
        rows.iter().map(|row| Columns::of(row).code("the code of an obstacle")).collect()
    }

    /// The assigned obstacles at one of these tiers that have no day by which an answer is due.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn undated_obstacles(&self, tiers: &[Tier]) -> Result<Vec<ObstacleCode>, StoreError> {
        let mut all = conditions(&ObstacleFilter { state: Some(State::Assigned), ..ObstacleFilter::default() });
        all.and_if("s.due = ?", Some(NEVER.to_owned()));
        let sql = format!("SELECT s.code, s.tier FROM obstacle_standing s WHERE {} ORDER BY s.code", all.text());
        let mut codes = Vec::new();
        for number in 0.. {
            let rows = all.page(self, &sql, Page::new(number, Page::LARGEST), "looking for undated obstacles").await?;
            for row in &rows {
                let mut columns = Columns::of(row);
                let code = columns.code("the code of an obstacle")?;
                let tier: Option<Tier> = columns.maybe("the tier of an obstacle")?;
                codes.extend(tier.filter(|tier| tiers.contains(tier)).map(|_| code));
            }
            if rows.len() < Page::LARGEST as usize {
                break;
            }
        }
        Ok(codes)
    }

    /// How many assigned obstacles of each kind are past their limit on a day.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn overdue_by_kind(&self, today: Date) -> Result<HashMap<ObstacleKind, u64>, StoreError> {
        let all = conditions(&overdue(today));
        let sql = format!("SELECT s.kind, COUNT(*) FROM obstacle_standing s WHERE {} GROUP BY s.kind", all.text());
        let rows = all.page(self, &sql, Page::first(), "counting overdue obstacles").await?;
        let mut counts = HashMap::new();
        for row in &rows {
            let mut columns = Columns::of(row);
            let kind = columns.code("the kind of an obstacle")?;
            counts.insert(kind, u64::try_from(columns.value::<i64>()?).unwrap_or_default());
        }
        Ok(counts)
    }
}
