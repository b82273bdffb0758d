//! Looking at obstacles: one, a page of a list, the board, the measures.

use std::collections::BTreeMap;

use domain::agency::{AgencyCode, Tier};
use domain::authority::{Action, Thing};
use domain::obstacles::{
    Event, Measures, Obstacle, ObstacleCode, ObstacleKind, ProjectStep, Quiet, Standing, State, Visibility, limit_ends,
    quiet,
};
use domain::sites::SiteCode;
use formats::carried;
use jiff::civil::Date;
use store::{Listed, ObstacleFilter, ObstacleLine, ObstacleOrder, ObstaclePlace, Page};

use super::with_thing;
use crate::context::{Context, OfficeError};

/// An obstacle as the actor may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// What was said.
    pub obstacle: Obstacle,
    /// What happened since, in order; without what the actor may not read.
    pub events: Vec<Event>,
    /// How it stands.
    pub standing: Standing,
    /// What the silence of the bodies asked means today.
    pub quiet: Quiet,
}

/// What everybody may see of an obstacle.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicObstacle {
    /// Its code.
    pub code: ObstacleCode,
    /// Of which kind.
    pub kind: ObstacleKind,
    /// When it was raised.
    pub raised_on: Date,
    /// The site it hinders.
    pub site: Option<SiteCode>,
    /// The project or step it hinders.
    pub step: Option<ProjectStep>,
    /// What everybody may read of it.
    pub text: String,
    /// Its state.
    pub state: State,
    /// The tier it stands at.
    pub tier: Option<Tier>,
    /// The bodies asked.
    pub asked: Vec<AgencyCode>,
    /// What clearing it would add to the target, in percentage points.
    pub effect_points: Option<f64>,
    /// What was said in public, in order; empty in a list.
    pub events: Vec<Event>,
    /// Invented for a demonstration.
    pub simulated: bool,
}

impl PublicObstacle {
    fn of(obstacle: Obstacle, state: State, tier: Option<Tier>, asked: Vec<AgencyCode>, events: Vec<Event>) -> Self {
        Self {
            code: obstacle.code,
            kind: obstacle.kind,
            raised_on: obstacle.raised_on,
            site: obstacle.site,
            step: obstacle.step,
            text: obstacle.public,
            state,
            tier,
            asked,
            effect_points: obstacle.effect_points,
            events,
            simulated: obstacle.simulated,
        }
    }
}

/// An obstacle, for whom it concerns.
///
/// # Errors
/// [`OfficeError::NotFound`] when there is none, or it is not the actor's to see; when the database fails.
pub async fn view(context: &Context, code: &ObstacleCode) -> Result<Seen, OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let stored = store.obstacle(code).await?.ok_or(OfficeError::NotFound)?;
    with_thing(&stored, |thing| context.require_for(Action::ReadInternal, thing))?;
    let (limits, calendar) = (carried::escalation_limits(), carried::calendar());
    let quiet = quiet(&stored.standing, limits, calendar, context.today());
    let is_firm = context.actor.enterprise().is_some();
    let mut events = stored.events;
    events.retain(|event| !is_firm || event.visibility == Visibility::Public);
    Ok(Seen { obstacle: stored.obstacle, events, standing: stored.standing, quiet })
}

/// What everybody may see of an obstacle.
///
/// # Errors
/// [`OfficeError::NotFound`] when there is none, or nothing of it is public; when the database fails.
pub async fn view_public(context: &Context, code: &ObstacleCode) -> Result<PublicObstacle, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    let stored = store.obstacle(code).await?.filter(|stored| !stored.obstacle.public.is_empty());
    let stored = stored.ok_or(OfficeError::NotFound)?;
    let mut events = stored.events;
    events.retain(|event| event.visibility == Visibility::Public);
    let standing = stored.standing;
    let asked = standing.asked.into_iter().collect();
    Ok(PublicObstacle::of(stored.obstacle, standing.state, standing.tier, asked, events))
}

/// A page of the obstacles that are the actor's to see: a firm's own, what is asked of a body, all for the department.
///
/// # Errors
/// When the role never may, or the database fails.
pub async fn list(
    context: &Context,
    filter: &ObstacleFilter,
    order: ObstacleOrder,
    page: Page,
) -> Result<Listed<ObstacleLine>, OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let Some(filter) = own(context, filter) else { return Ok(Listed { rows: Vec::new(), total: 0 }) };
    let mut listed = store.obstacles(&filter, order, page).await?;
    listed.rows.retain(|line| is_seen(context, line));
    Ok(listed)
}

/// The places of all obstacles of a list that is the actor's to see, as it is now: [`lines`] reads them part by part.
///
/// # Errors
/// When the role never may, or the database fails.
pub async fn places(
    context: &Context,
    filter: &ObstacleFilter,
    order: ObstacleOrder,
) -> Result<Vec<ObstaclePlace>, OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let Some(filter) = own(context, filter) else { return Ok(Vec::new()) };
    Ok(store.obstacle_places(&filter, order).await?)
}

/// The lines at some places of a list that are the actor's to see.
///
/// # Errors
/// When the role never may, or the database fails.
pub async fn lines(context: &Context, places: &[ObstaclePlace]) -> Result<Vec<ObstacleLine>, OfficeError> {
    let mut lines = context.read_rows(Action::ReadInternal)?.obstacles_at(places).await?;
    lines.retain(|line| is_seen(context, line));
    Ok(lines)
}

/// The filter within what is the actor's; `None` where it asks for another's.
fn own(context: &Context, filter: &ObstacleFilter) -> Option<ObstacleFilter> {
    let mut filter = filter.clone();
    let actor = &context.actor;
    let is_other = |asked: bool, same: bool| asked && !same;
    let strange = actor
        .enterprise()
        .is_some_and(|own| is_other(filter.enterprise.is_some(), filter.enterprise.as_ref() == Some(own)))
        || actor.agency().is_some_and(|own| is_other(filter.agency.is_some(), filter.agency.as_ref() == Some(own)));
    filter.enterprise = actor.enterprise().cloned().or(filter.enterprise);
    filter.agency = actor.agency().cloned().or(filter.agency);
    (!strange).then_some(filter)
}

fn is_seen(context: &Context, line: &ObstacleLine) -> bool {
    let thing = Thing { enterprise: line.obstacle.enterprise.as_ref(), ..Thing::WHOLE }.asked_of(&line.asked);
    context.may(Action::ReadInternal, &thing)
}

/// A page of the obstacles of which everybody may read something.
///
/// # Errors
/// When the database fails.
pub async fn list_public(
    context: &Context,
    filter: &ObstacleFilter,
    order: ObstacleOrder,
    page: Page,
) -> Result<Listed<PublicObstacle>, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    let Listed { rows, total } = store.obstacles(&published(filter), order, page).await?;
    Ok(Listed { rows: rows.into_iter().filter_map(public).collect(), total })
}

/// The places of all obstacles of a list of which everybody may read something, as it is now: [`lines_public`] reads them part by part.
///
/// # Errors
/// When the database fails.
pub async fn places_public(
    context: &Context,
    filter: &ObstacleFilter,
    order: ObstacleOrder,
) -> Result<Vec<ObstaclePlace>, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.obstacle_places(&published(filter), order).await?)
}

/// What everybody may see at some places of a list.
///
/// # Errors
/// When the database fails.
pub async fn lines_public(context: &Context, places: &[ObstaclePlace]) -> Result<Vec<PublicObstacle>, OfficeError> {
    let lines = context.read(Action::ReadPublished)?.obstacles_at(places).await?;
    Ok(lines.into_iter().filter_map(public).collect())
}

fn published(filter: &ObstacleFilter) -> ObstacleFilter {
    ObstacleFilter { published: true, enterprise: None, ..filter.clone() }
}

/// What everybody may see of a line; `None` where that is nothing.
fn public(line: ObstacleLine) -> Option<PublicObstacle> {
    let is_public = !line.obstacle.public.is_empty();
    is_public.then(|| PublicObstacle::of(line.obstacle, line.state, line.tier, line.asked, Vec::new()))
}

/// Those of a list that wait for an answer whose last day cannot be told, with the year for want of whose days off.
///
/// # Errors
/// When the database fails.
pub async fn untold(context: &Context, lines: &[ObstacleLine]) -> Result<BTreeMap<ObstacleCode, i16>, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    let (limits, calendar) = (carried::escalation_limits(), carried::calendar());
    let mut untold = BTreeMap::new();
    for line in lines.iter().filter(|line| line.due.is_none() && line.state == State::Assigned) {
        let Some(stored) = store.obstacle(&line.obstacle.code).await? else { continue };
        if let Err(error) = limit_ends(&stored.standing, limits, calendar) {
            untold.insert(stored.obstacle.code, error.year);
        }
    }
    Ok(untold)
}

/// How many obstacles of each kind stand in each state: counts only, for everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Board {
    /// By kind and state; what there is none of is left out.
    pub counts: BTreeMap<ObstacleKind, BTreeMap<State, u64>>,
    /// Those whose answer is overdue, by kind.
    pub overdue: BTreeMap<ObstacleKind, u64>,
}

/// The board.
///
/// # Errors
/// When the database fails.
pub async fn board(context: &Context) -> Result<Board, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    let mut board = Board::default();
    for row in store.obstacles_by_kind().await? {
        *board.counts.entry(row.group).or_default().entry(row.state).or_default() += row.count;
    }
    board.overdue = store.overdue_by_kind(context.today()).await?.into_iter().collect();
    Ok(board)
}

/// Cleared share and median age.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MeasuresOf {
    /// By kind.
    pub kind: Measures<ObstacleKind>,
    /// By the tier where they stand; `None` before they are assigned.
    pub tier: Measures<Option<Tier>>,
    /// By body asked; an obstacle asked of two bodies counts for both.
    pub agency: Measures<AgencyCode>,
}

/// Cleared share and median age today by kind: counts only, for everybody.
///
/// # Errors
/// When the database fails.
pub async fn measures_by_kind(context: &Context) -> Result<Measures<ObstacleKind>, OfficeError> {
    let counted = context.read(Action::ReadPublished)?.obstacles_by_kind().await?;
    Ok(domain::obstacles::measures(counted, context.today()))
}

/// Cleared share and median age today: counts only, for everybody.
///
/// # Errors
/// When the database fails.
pub async fn measures(context: &Context) -> Result<MeasuresOf, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    let today = context.today();
    Ok(MeasuresOf {
        kind: domain::obstacles::measures(store.obstacles_by_kind().await?, today),
        tier: domain::obstacles::measures(store.obstacles_by_tier().await?, today),
        agency: domain::obstacles::measures(store.obstacles_by_agency().await?, today),
    })
}
