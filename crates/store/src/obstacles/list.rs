//! Lists of obstacles: which are wanted, in which order, and the lines of them.

use std::collections::HashMap;

use domain::agency::{AgencyCode, Tier};
use domain::obstacles::{Obstacle, ObstacleKind, State};
use domain::projects::ProjectCode;
use domain::register::EnterpriseCode;
use domain::sites::SiteCode;
use jiff::civil::Date;
use sqlx::any::AnyRow;

use super::{NEVER, NEWEST, columns, read_obstacle};
use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::page::{Conditions, Listed, Page};
use crate::row::get;

const DOING: &str = "listing obstacles";

/// A line of a list of obstacles.
#[derive(Debug, Clone, PartialEq)]
pub struct ObstacleLine {
    /// What was said.
    pub obstacle: Obstacle,
    /// Its state.
    pub state: State,
    /// The tier it stands at.
    pub tier: Option<Tier>,
    /// The last day on which an answer is in time.
    pub due: Option<Date>,
    /// The bodies asked.
    pub asked: Vec<AgencyCode>,
    /// Those of them that have not answered.
    pub waiting: Vec<AgencyCode>,
}

/// Which obstacles are wanted; everything left out fits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ObstacleFilter {
    /// Only open ones, or only closed ones.
    pub open: Option<bool>,
    /// Of one kind.
    pub kind: Option<ObstacleKind>,
    /// In one state.
    pub state: Option<State>,
    /// Of one firm.
    pub enterprise: Option<EnterpriseCode>,
    /// Of one site.
    pub site: Option<SiteCode>,
    /// Of one project.
    pub project: Option<ProjectCode>,
    /// Asked of one body.
    pub agency: Option<AgencyCode>,
    /// Still waiting for that one body.
    pub waiting_for: Option<AgencyCode>,
    /// Cleared or refused on or after a day.
    pub closed_since: Option<Date>,
    /// Whose limit ended before a day.
    pub due_before: Option<Date>,
    /// Only those of which everybody may read something.
    pub published: bool,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ObstacleOrder {
    /// What is due first comes first.
    #[default]
    Due,
    /// What would add most comes first, then the older: the order of an agenda.
    Effect,
    /// What was raised last comes first.
    Newest,
    /// What was raised first comes first.
    Oldest,
}

impl ObstacleOrder {
    fn text(self) -> &'static str {
        match self {
            Self::Due => "s.due, s.raised_on, s.code",
            Self::Effect => "COALESCE(s.effect_points, -1e300) DESC, s.raised_on, s.code",
            Self::Newest => "s.raised_on DESC, s.seq DESC, s.code",
            Self::Oldest => "s.raised_on, s.code",
        }
    }
}

/// A line of a list as it was when the list was asked for. Rows are only ever added, so that it reads the same later: a long list is sent
/// part by part, and is still of one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObstaclePlace {
    standing: i64,
    obstacle: i64,
}

pub(super) fn conditions(filter: &ObstacleFilter) -> Conditions {
    let mut all = Conditions::new(NEWEST);
    match filter.open {
        Some(true) => all.and("s.is_open = 1"),
        Some(false) => all.and("s.is_open = 0"),
        None => {}
    }
    let text = |code: &str| code.to_owned();
    all.and_if("s.kind = ?", filter.kind.map(|kind| text(kind.code())));
    all.and_if("s.state = ?", filter.state.map(|state| text(state.code())));
    all.and_if("s.enterprise = ?", filter.enterprise.as_ref().map(|code| text(code.as_str())));
    all.and_if("s.site = ?", filter.site.as_ref().map(|code| text(code.as_str())));
    all.and_if("s.project = ?", filter.project.as_ref().map(|code| text(code.as_str())));
    all.and_if(
        "s.id IN (SELECT a.standing FROM obstacle_agency a WHERE a.agency = ?)",
        filter.agency.as_ref().map(|code| text(code.as_str())),
    );
    all.and_if(
        "s.id IN (SELECT a.standing FROM obstacle_agency a WHERE a.agency = ? AND a.is_waiting = 1)",
        filter.waiting_for.as_ref().map(|code| text(code.as_str())),
    );
    if filter.published {
        all.and(
            "EXISTS (SELECT 1 FROM obstacle p WHERE p.code = s.code AND p.public_facts <> '' \
             AND NOT EXISTS (SELECT 1 FROM obstacle q WHERE q.code = p.code AND q.seq > p.seq))",
        );
    }
    all.and_if("s.closed_on >= ?", filter.closed_since.map(|day| day.to_string()));
    all.and_if("s.due < ?", filter.due_before.map(|day| day.to_string()));
    all
}

impl Store {
    /// A page of obstacles and how many fit in all.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn obstacles(
        &self,
        filter: &ObstacleFilter,
        order: ObstacleOrder,
        page: Page,
    ) -> Result<Listed<ObstacleLine>, StoreError> {
        let all = conditions(filter);
        let count = format!("SELECT COUNT(*) FROM obstacle_standing s WHERE {}", all.text());
        let total = all.count(self, count, DOING).await?;
        let places = self.places(&all, order, page).await?;
        Ok(Listed { rows: self.obstacles_at(&places).await?, total })
    }

    /// The lines of a list as they are now, to be read part by part with [`Store::obstacles_at`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn obstacle_places(
        &self,
        filter: &ObstacleFilter,
        order: ObstacleOrder,
    ) -> Result<Vec<ObstaclePlace>, StoreError> {
        self.places(&conditions(filter), order, Page::whole()).await
    }

    async fn places(
        &self,
        all: &Conditions,
        order: ObstacleOrder,
        page: Page,
    ) -> Result<Vec<ObstaclePlace>, StoreError> {
        let sql = format!(
            "SELECT s.id, o.id FROM obstacle_standing s JOIN obstacle o ON o.code = s.code \
             AND NOT EXISTS (SELECT 1 FROM obstacle m WHERE m.code = o.code AND m.seq > o.seq) \
             WHERE {} ORDER BY {}",
            all.text(),
            order.text()
        );
        let rows = all.page(self, &sql, page, DOING).await?;
        rows.iter().map(|row| Ok(ObstaclePlace { standing: get(row, 0)?, obstacle: get(row, 1)? })).collect()
    }

    /// The lines at these places, in their order, as they were when the places were asked for.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn obstacles_at(&self, places: &[ObstaclePlace]) -> Result<Vec<ObstacleLine>, StoreError> {
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let standings = numbers(places.iter().map(|place| place.standing));
        let sql = format!(
            "SELECT s.id, s.state, s.tier, s.due, {} FROM obstacle_standing s JOIN obstacle o ON o.code = s.code \
             WHERE s.id IN ({standings}) AND o.id IN ({})",
            columns!(),
            numbers(places.iter().map(|place| place.obstacle))
        );
        let rows = self.rows_of(sql, &[], DOING).await?;
        let mut lines = rows.iter().map(read_line).collect::<Result<HashMap<_, _>, _>>()?;
        let sql = format!(
            "SELECT a.standing, a.agency, a.is_waiting FROM obstacle_agency a WHERE a.standing IN ({standings}) \
             ORDER BY a.id"
        );
        for row in &self.rows_of(sql, &[], DOING).await? {
            let mut columns = Columns::of(row);
            let Some(line) = lines.get_mut(&columns.value::<i64>()?) else { continue };
            let agency: AgencyCode = columns.code("the body of an obstacle")?;
            line.waiting.extend((columns.value::<i64>()? == 1).then(|| agency.clone()));
            line.asked.push(agency);
        }
        Ok(places.iter().filter_map(|place| lines.remove(&place.standing)).collect())
    }
}

/// Row numbers with commas between.
fn numbers(ids: impl Iterator<Item = i64>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}

fn read_line(row: &AnyRow) -> Result<(i64, ObstacleLine), StoreError> {
    let mut columns = Columns::of(row);
    let id = columns.value()?;
    let state = columns.code("the state of an obstacle")?;
    let tier = columns.maybe("the tier of an obstacle")?;
    let due: Date = columns.code("the due day of an obstacle")?;
    let due = (due.to_string() != NEVER).then_some(due);
    let obstacle = read_obstacle(&mut columns)?;
    Ok((id, ObstacleLine { obstacle, state, tier, due, asked: Vec::new(), waiting: Vec::new() }))
}
