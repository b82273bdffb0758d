//! What climbs by the clock: every obstacle whose limit has passed, one after the other, so that one of which nothing can be said keeps none
//! of the others.

use domain::authority::Action;
use domain::obstacles::{Act, Bodies, Escalation, EscalationLimit, ObstacleCode, due_for_escalation, limit_ends};
use formats::carried;
use store::{Page, StoredObstacle};

use super::acts::act;
use super::{Note, json, subject, write_standing};
use crate::context::{Context, OfficeError};

/// What climbed, and what could not be judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Climbs {
    /// What climbed, the longest overdue first.
    pub climbed: Vec<(ObstacleCode, Escalation)>,
    /// What could not be judged, with the year for want of whose days off.
    pub untold: Vec<(ObstacleCode, i16)>,
}

/// Lets everything climb that is due today, and tells what climbed and of what it cannot be said whether it is due. Where a tier has one
/// body, that body is asked. A limit that could not be told when it was written and can be now gets its day.
///
/// # Errors
/// When the actor may not, or the database fails; what climbed before stays so.
pub async fn escalate_due(context: &Context, bodies: &Bodies) -> Result<Climbs, OfficeError> {
    let mut climbs = Climbs::default();
    let found = overdue(context).await?;
    let undated = context.read(Action::HandleObstacle)?.undated_obstacles(&tiers(carried::escalation_limits())).await?;
    for code in undated.iter().filter(|code| !found.contains(code)) {
        date(context, code).await?;
    }
    for code in found.into_iter().chain(undated) {
        match escalate(context, &code, bodies).await? {
            Looked::Climbs(escalation) => climbs.climbed.push((code, escalation)),
            Looked::Untold(year) => climbs.untold.push((code, year)),
            Looked::Stays => {}
        }
    }
    Ok(climbs)
}

/// What was found of one obstacle.
enum Looked {
    Climbs(Escalation),
    Untold(i16),
    Stays,
}

/// The tiers that have a limit: what stands at another never has a day.
fn tiers(limits: &[EscalationLimit]) -> Vec<domain::agency::Tier> {
    let mut tiers: Vec<_> = limits.iter().map(|limit| limit.tier).collect();
    tiers.sort_unstable();
    tiers.dedup();
    tiers
}

/// The obstacles whose written day has passed, the longest overdue first.
async fn overdue(context: &Context) -> Result<Vec<ObstacleCode>, OfficeError> {
    let store = context.read(Action::HandleObstacle)?;
    let mut overdue = Vec::new();
    for number in 0.. {
        let page = store.overdue_obstacles(context.today(), Page::new(number, Page::LARGEST)).await?;
        let is_last = page.len() < Page::LARGEST as usize;
        overdue.extend(page);
        if is_last {
            break;
        }
    }
    Ok(overdue)
}

async fn stored(context: &Context, code: &ObstacleCode) -> Result<Option<StoredObstacle>, OfficeError> {
    Ok(context.read(Action::HandleObstacle)?.obstacle(code).await?)
}

/// Writes the day of a limit that could not be told before, where it can be now.
async fn date(context: &Context, code: &ObstacleCode) -> Result<(), OfficeError> {
    let known = |stored: &StoredObstacle| {
        limit_ends(&stored.standing, carried::escalation_limits(), carried::calendar()).ok().flatten().is_some()
    };
    if !stored(context, code).await?.as_ref().is_some_and(known) {
        return Ok(());
    }
    let mut change = context.begin(Action::HandleObstacle).await?;
    let Some(stored) = change.store().obstacle(code).await? else { return Ok(()) };
    write_standing(&mut change, &stored.obstacle, &stored.standing).await?;
    let after = json(&stored.standing);
    change.commit(&subject(code), String::new(), after, "the days off of its year are known now").await?;
    Ok(())
}

async fn escalate(context: &Context, code: &ObstacleCode, bodies: &Bodies) -> Result<Looked, OfficeError> {
    let Some(stored) = stored(context, code).await? else { return Ok(Looked::Stays) };
    let (limits, calendar) = (carried::escalation_limits(), carried::calendar());
    let escalation = match due_for_escalation(&stored.standing, limits, calendar, context.today()) {
        Ok(Some(escalation)) => escalation,
        Ok(None) => return Ok(Looked::Stays),
        Err(error) => return Ok(Looked::Untold(error.year)),
    };
    let climbs = Act::Escalate { to: escalation.to, agency: bodies.only(escalation.to).cloned() };
    match act(context, Action::HandleObstacle, code, Note::internal(""), |_| Ok(climbs)).await {
        Ok(_) => Ok(Looked::Climbs(escalation)),
        // Somebody has moved it in between; it is looked at again the next time.
        Err(OfficeError::Said(_)) => Ok(Looked::Stays),
        Err(error) => Err(error),
    }
}
