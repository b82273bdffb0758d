//! Obstacles: what was said, the events of their life, and how they stand, kept so that lists can be searched.

mod counts;
mod list;

use domain::agency::{AgencyCode, Tier};
use domain::obstacles::{Event, Obstacle, ObstacleCode, ProjectStep, Standing};
use domain::projects::{ProjectCode, StepNumber};
use domain::register::EnterpriseCode;
use domain::sites::SiteCode;
use jiff::civil::Date;
use sqlx::any::AnyRow;

use crate::columns::{Columns, read_codes};
use crate::error::StoreError;
use crate::open::Store;
use crate::row::Cell;
use crate::tables;
use crate::write::Writing;

pub use list::{ObstacleFilter, ObstacleLine, ObstacleOrder, ObstaclePlace};

/// The due day of what has none: after every day there is.
const NEVER: &str = "9999-12-31";

/// An obstacle with its life.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredObstacle {
    /// What was said.
    pub obstacle: Obstacle,
    /// What happened since, in order.
    pub events: Vec<Event>,
    /// How it stands: the events replayed.
    pub standing: Standing,
}

impl Writing {
    /// Writes what was said of an obstacle; a later version supersedes.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn obstacle(&mut self, obstacle: &Obstacle) -> Result<(), StoreError> {
        let (raised_on, asked_by) = (obstacle.raised_on.to_string(), obstacle.asked_by.map(|day| day.to_string()));
        let step = obstacle.step.as_ref();
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            obstacle.code.as_str().into(),
            obstacle.kind.code().into(),
            obstacle.channel.code().into(),
            (&obstacle.raised_by).into(),
            (&raised_on).into(),
            Cell::Text(obstacle.enterprise.as_ref().map(EnterpriseCode::as_str)),
            Cell::Text(obstacle.site.as_ref().map(SiteCode::as_str)),
            Cell::Text(step.map(|s| s.project.as_str())),
            Cell::Int(step.and_then(|s| s.step).map(|n| i64::from(u16::from(n)))),
            (&obstacle.facts).into(),
            (&obstacle.public).into(),
            (&obstacle.legal_ground).into(),
            (&obstacle.asked).into(),
            Cell::Text(Some(&join(&obstacle.asked_of))),
            Cell::Text(asked_by.as_deref()),
            (&obstacle.effect).into(),
            obstacle.effect_points.into(),
            obstacle.simulated.into(),
        ];
        self.push(&tables::OBSTACLE, cells)?;
        self.settle().await
    }

    /// Writes the event that comes as number `number`, from 1, in the life of an obstacle.
    ///
    /// # Errors
    /// When there is one of that number already, or the database fails.
    pub async fn obstacle_event(&mut self, code: &ObstacleCode, number: u32, event: &Event) -> Result<(), StoreError> {
        let date = event.date.to_string();
        let act = serde_json::to_string(&event.act).map_err(|why| StoreError::corrupt("an act", why))?;
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            code.as_str().into(),
            i64::from(number).into(),
            (&date).into(),
            (&event.by).into(),
            event.visibility.code().into(),
            (&act).into(),
            (&event.text).into(),
        ];
        self.push(&tables::OBSTACLE_EVENT, cells)?;
        self.settle().await
    }

    /// Writes how an obstacle stands after this change. `due` is the last day on which an answer is in time.
    ///
    /// # Errors
    /// When it was written before in this change, or the database fails.
    pub async fn obstacle_standing(
        &mut self,
        obstacle: &Obstacle,
        standing: &Standing,
        due: Option<Date>,
    ) -> Result<(), StoreError> {
        let id = self.new_id();
        let (raised_on, due) =
            (obstacle.raised_on.to_string(), due.map_or_else(|| NEVER.to_owned(), |day| day.to_string()));
        let closed_on = standing.closed_on.map(|day| day.to_string());
        let cells = [
            id.into(),
            self.seq().0.into(),
            obstacle.code.as_str().into(),
            obstacle.kind.code().into(),
            Cell::Text(obstacle.enterprise.as_ref().map(EnterpriseCode::as_str)),
            Cell::Text(obstacle.site.as_ref().map(SiteCode::as_str)),
            Cell::Text(obstacle.step.as_ref().map(|s| s.project.as_str())),
            standing.state.code().into(),
            standing.state.is_open().into(),
            Cell::Text(standing.tier.map(Tier::code)),
            (&raised_on).into(),
            (&due).into(),
            obstacle.effect_points.into(),
            Cell::Text(closed_on.as_deref()),
        ];
        self.push(&tables::OBSTACLE_STANDING, cells)?;
        for agency in &standing.asked {
            let waits = standing.waiting.contains(agency);
            let cells = [self.new_id().into(), self.seq().0.into(), id.into(), agency.as_str().into(), waits.into()];
            self.push(&tables::OBSTACLE_AGENCY, cells)?;
        }
        self.settle().await
    }
}

/// Codes with blanks between.
pub(crate) fn join(codes: &[AgencyCode]) -> String {
    codes.iter().map(AgencyCode::as_str).collect::<Vec<_>>().join(" ")
}

/// The columns of an obstacle, in the order of [`read_obstacle`].
macro_rules! columns {
    () => {
        "o.code, o.kind, o.channel, o.raised_by, o.raised_on, o.enterprise, o.site, o.project, o.step, o.facts, \
         o.public_facts, o.legal_ground, o.asked, o.asked_of, o.asked_by, o.effect, o.effect_points, o.simulated"
    };
}

use columns;

const ONE: &str = concat!("SELECT ", columns!(), " FROM obstacle o WHERE o.code = $1 ORDER BY o.seq DESC LIMIT 1");
const EVENTS: &str = "SELECT date, by_whom, visibility, act, body FROM obstacle_event WHERE code = $1 ORDER BY number";
/// The standing that counts is the newest of its obstacle.
const NEWEST: &str = "NOT EXISTS (SELECT 1 FROM obstacle_standing n WHERE n.code = s.code AND n.seq > s.seq)";

fn read_obstacle(columns: &mut Columns<'_>) -> Result<Obstacle, StoreError> {
    let what = "an obstacle";
    Ok(Obstacle {
        code: columns.code(what)?,
        kind: columns.code("the kind of an obstacle")?,
        channel: columns.code("the channel of an obstacle")?,
        raised_by: columns.value()?,
        raised_on: columns.code("the day of an obstacle")?,
        enterprise: columns.maybe("the firm of an obstacle")?,
        site: columns.maybe("the site of an obstacle")?,
        step: read_step(columns)?,
        facts: columns.value()?,
        public: columns.value()?,
        legal_ground: columns.value()?,
        asked: columns.value()?,
        asked_of: read_codes(&columns.value::<String>()?, "the bodies of an obstacle")?,
        asked_by: columns.maybe("the deadline of an obstacle")?,
        effect: columns.value()?,
        effect_points: columns.number()?,
        simulated: columns.value::<i64>()? == 1,
    })
}

/// A project with the number of a step, if any.
pub(crate) fn read_step(columns: &mut Columns<'_>) -> Result<Option<ProjectStep>, StoreError> {
    let project: Option<ProjectCode> = columns.maybe("the code of a project")?;
    let step = step_number(columns.value()?)?;
    Ok(project.map(|project| ProjectStep { project, step }))
}

/// The number of a step.
pub(crate) fn step_number(number: Option<i64>) -> Result<Option<StepNumber>, StoreError> {
    let corrupt = || StoreError::corrupt("the number of a step", "it is not from 1 to 999");
    number.map(|n| u16::try_from(n).ok().and_then(|n| n.try_into().ok()).ok_or_else(corrupt)).transpose()
}

fn read_event(row: &AnyRow) -> Result<Event, StoreError> {
    let mut columns = Columns::of(row);
    let (date, by, visibility) =
        (columns.code("the day of an event")?, columns.value()?, columns.code("the visibility of an event")?);
    let act: String = columns.value()?;
    let act = serde_json::from_str(&act).map_err(|why| StoreError::corrupt("the act of an event", why))?;
    Ok(Event { date, by, act, text: columns.value()?, visibility })
}

impl Store {
    /// An obstacle with its life.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn obstacle(&self, code: &ObstacleCode) -> Result<Option<StoredObstacle>, StoreError> {
        let doing = "reading an obstacle";
        let rows = self.rows_of(ONE, &[code.as_str().into()], doing).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let obstacle = read_obstacle(&mut Columns::of(row))?;
        let rows = self.rows_of(EVENTS, &[code.as_str().into()], doing).await?;
        let events = rows.iter().map(read_event).collect::<Result<Vec<_>, _>>()?;
        let standing = Standing::replay(obstacle.raised_on, &events)
            .map_err(|why| StoreError::corrupt(format!("the life of obstacle {code}"), why))?;
        Ok(Some(StoredObstacle { obstacle, events, standing }))
    }
}
