//! Obstacles: what was said, the events of their life, and how they stand, kept so that lists can be searched.

use std::collections::HashMap;

use domain::agency::{AgencyCode, Tier};
use domain::obstacles::{Counted, Event, Obstacle, ObstacleCode, ObstacleKind, ProjectStep, Standing, State};
use domain::projects::{ProjectCode, StepNumber};
use domain::register::EnterpriseCode;
use domain::sites::SiteCode;
use jiff::civil::Date;
use sqlx::any::AnyRow;

use crate::columns::{Columns, read_codes};
use crate::error::StoreError;
use crate::open::Store;
use crate::page::{Conditions, Listed, Page};
use crate::row::Cell;
use crate::tables;
use crate::write::Writing;

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

macro_rules! columns {
    () => {
        "o.code, o.kind, o.channel, o.raised_by, o.raised_on, o.enterprise, o.site, o.project, o.step, o.facts, \
         o.public_facts, o.legal_ground, o.asked, o.asked_of, o.asked_by, o.effect, o.effect_points, o.simulated"
    };
}

const ONE: &str = concat!("SELECT ", columns!(), " FROM obstacle o WHERE o.code = $1 ORDER BY o.seq DESC LIMIT 1");
const EVENTS: &str = "SELECT date, by_whom, visibility, act, body FROM obstacle_event WHERE code = $1 ORDER BY number";
/// The standing that counts is the newest of its obstacle.
const NEWEST: &str = "NOT EXISTS (SELECT 1 FROM obstacle_standing n WHERE n.code = s.code AND n.seq > s.seq)";
const AGENCIES: &str = "\
    SELECT a.standing, a.agency, a.is_waiting FROM obstacle_agency a WHERE a.standing IN ";

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

fn conditions(filter: &ObstacleFilter) -> Conditions {
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
        let doing = "listing obstacles";
        let all = conditions(filter);
        let count = format!("SELECT COUNT(*) FROM obstacle_standing s WHERE {}", all.text());
        let total = all.count(self, count, doing).await?;
        let sql = format!(
            "SELECT s.id, s.state, s.tier, s.due, {} FROM obstacle_standing s JOIN obstacle o ON o.code = s.code \
             AND NOT EXISTS (SELECT 1 FROM obstacle m WHERE m.code = o.code AND m.seq > o.seq) \
             WHERE {} ORDER BY {}",
            columns!(),
            all.text(),
            order.text()
        );
        let rows = all.page(self, &sql, page, doing).await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            lines.push(read_line(row)?);
        }
        self.add_agencies(&mut lines).await?;
        Ok(Listed { rows: lines.into_iter().map(|(_, line)| line).collect(), total })
    }

    async fn add_agencies(&self, lines: &mut [(i64, ObstacleLine)]) -> Result<(), StoreError> {
        if lines.is_empty() {
            return Ok(());
        }
        let ids: Vec<String> = lines.iter().map(|(id, _)| id.to_string()).collect();
        let sql = format!("{AGENCIES}({}) ORDER BY a.id", ids.join(", "));
        let query = sqlx::query(sqlx::AssertSqlSafe(sql));
        let rows = query.fetch_all(&self.pool).await.map_err(StoreError::of("listing obstacles"))?;
        let mut found: HashMap<i64, Vec<(AgencyCode, bool)>> = HashMap::new();
        for row in &rows {
            let mut columns = Columns::of(row);
            let standing = columns.value()?;
            let (agency, waits) = (columns.code("the body of an obstacle")?, columns.value::<i64>()? == 1);
            found.entry(standing).or_default().push((agency, waits));
        }
        for (id, line) in lines {
            for (agency, waits) in found.remove(id).unwrap_or_default() {
                line.waiting.extend(waits.then(|| agency.clone()));
                line.asked.push(agency);
            }
        }
        Ok(())
    }

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
