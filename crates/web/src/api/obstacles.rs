//! Obstacles: what was raised, of whom it is asked, how it stands and what happened; and how many, cleared how fast.

use std::sync::Arc;

use domain::authority::{Action, Reach};
use domain::obstacles::{Event, Obstacle, ProjectStep, Quiet, Share};
use office::context::OfficeError;
use office::obstacles::{self, PublicObstacle, Seen};
use serde::Serialize;
use utoipa::ToSchema;

use super::shape::{Asking, Named, Whole, data, said};
use super::{Operation, paged, read, whole};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::pages::obstacles::{agency_choices, kind_choices, open_choices, order_choices, state_choices, wanted};
use crate::routes::Access;
use crate::trouble::Trouble;

pub(super) fn table() -> Vec<Operation> {
    vec![
        paged::<ObstacleShape, _, _>("/api/v1/obstacles", Access::Public, ("Vướng mắc", "Obstacles"), list)
            .one_of("kind", kind_choices(), "loại", "kind")
            .one_of("state", state_choices(), "trạng thái", "state")
            .one_of("open", open_choices(), "open hoặc closed", "open or closed")
            .one_of("agency", agency_choices(), "mã cơ quan được giao", "code of a body asked")
            .with("site", "mã mỏ, nhà máy", "code of the site")
            .one_of("order", order_choices(), "due, effect, age hoặc newest", "due, effect, age or newest"),
        read::<ObstacleRecord, _, _>(
            "/api/v1/obstacles/{obstacle}",
            Access::Public,
            ("Một vướng mắc", "One obstacle"),
            one,
        ),
        whole::<Cleared, _, _>(
            "/api/v1/cleared",
            Access::Public,
            ("Tỷ lệ tháo gỡ, tuổi trung vị", "Cleared share and median age"),
            cleared,
        ),
    ]
}

/// An obstacle, as much of it as the reader may see.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ObstacleShape {
    code: String,
    kind: Named,
    raised_on: String,
    site: Option<String>,
    project: Option<String>,
    step: Option<u16>,
    state: Named,
    tier: Option<Named>,
    /// The bodies asked.
    asked_of: Vec<String>,
    /// Those of them that have not answered; for those inside only.
    waiting: Vec<String>,
    /// The last day on which an answer is in time; for those inside only.
    due: Option<String>,
    /// What everybody may read of it.
    public: Option<String>,
    /// What is asked; for those inside only.
    asked: Option<String>,
    /// Percentage points that clearing it would add to the growth of the year.
    effect_points: Option<f64>,
    /// Invented for a demonstration.
    simulated: bool,
}

/// Everything the reader may see of an obstacle.
#[derive(Debug, Serialize, ToSchema)]
struct ObstacleRecord {
    #[serde(flatten)]
    line: ObstacleShape,
    /// For those inside only, as what follows.
    raised_by: Option<String>,
    enterprise: Option<String>,
    facts: Option<String>,
    legal_ground: Option<String>,
    effect: Option<String>,
    /// What the silence of the bodies asked means: not-asked, no-limit, cannot-say (the days off of a year are not known),
    /// within, silent or consents.
    silence: Option<String>,
    events: Vec<ObstacleEvent>,
}

/// Something that was done with an obstacle.
#[derive(Debug, Serialize, ToSchema)]
struct ObstacleEvent {
    date: String,
    act: Named,
    by: Option<String>,
    text: Option<String>,
}

/// How much is cleared of a group, and how long its open ones wait.
#[derive(Debug, Serialize, ToSchema)]
struct Cleared {
    /// By kind, tier or agency.
    by: &'static str,
    /// Code of the group; none for those not assigned yet.
    group: Option<String>,
    raised: u64,
    open: u64,
    /// From 0 to 1.
    cleared_share: Option<f64>,
    median_age_days: Option<f64>,
}

async fn list(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, asking) = (asked.context()?, Asking::of(&asked)?);
    let (filter, order) = wanted(&asked)?;
    if context.actor.reach(Action::ReadInternal) == Reach::Never {
        let found = obstacles::list_public(&context, &filter, order, asking.part()).await?;
        return data(&asking.listed(&asked, &found, outside));
    }
    let found = obstacles::list(&context, &filter, order, asking.part()).await?;
    data(&asking.listed(&asked, &found, of_line))
}

pub(super) fn of_line(line: &office::ObstacleLine) -> ObstacleShape {
    let list = |bodies: &[domain::agency::AgencyCode]| bodies.iter().map(ToString::to_string).collect();
    ObstacleShape {
        state: Named::new(line.state.code(), line.state.name()),
        tier: line.tier.map(|tier| Named::new(tier.code(), tier.name())),
        asked_of: list(&line.asked),
        waiting: list(&line.waiting),
        due: line.due.map(|day| day.to_string()),
        ..inside(&line.obstacle)
    }
}

/// What was said; how it stands is filled in by the caller.
fn inside(obstacle: &Obstacle) -> ObstacleShape {
    let (project, step) = at(obstacle.step.as_ref());
    ObstacleShape {
        code: obstacle.code.to_string(),
        kind: Named::new(obstacle.kind.code(), obstacle.kind.name()),
        raised_on: obstacle.raised_on.to_string(),
        site: obstacle.site.as_ref().map(ToString::to_string),
        project,
        step,
        state: Named::new("raised", domain::obstacles::State::Raised.name()),
        tier: None,
        asked_of: Vec::new(),
        waiting: Vec::new(),
        due: None,
        public: said(&obstacle.public),
        asked: said(&obstacle.asked),
        effect_points: obstacle.effect_points,
        simulated: obstacle.simulated,
    }
}

fn outside(seen: &PublicObstacle) -> ObstacleShape {
    let (project, step) = at(seen.step.as_ref());
    ObstacleShape {
        code: seen.code.to_string(),
        kind: Named::new(seen.kind.code(), seen.kind.name()),
        raised_on: seen.raised_on.to_string(),
        site: seen.site.as_ref().map(ToString::to_string),
        project,
        step,
        state: Named::new(seen.state.code(), seen.state.name()),
        tier: seen.tier.map(|tier| Named::new(tier.code(), tier.name())),
        asked_of: seen.asked.iter().map(ToString::to_string).collect(),
        waiting: Vec::new(),
        due: None,
        public: said(&seen.text),
        asked: None,
        effect_points: seen.effect_points,
        simulated: seen.simulated,
    }
}

fn at(step: Option<&ProjectStep>) -> (Option<String>, Option<u16>) {
    (step.map(|at| at.project.to_string()), step.and_then(|at| at.step).map(u16::from))
}

async fn one(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, code) = (asked.context()?, asked.in_path("obstacle").parse().map_err(|_| Trouble::NotFound)?);
    if context.actor.reach(Action::ReadInternal) != Reach::Never {
        match obstacles::view(&context, &code).await {
            Ok(seen) => return data(&record(&seen)),
            // What is not the reader's may still be public.
            Err(OfficeError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let seen = obstacles::view_public(&context, &code).await?;
    data(&ObstacleRecord {
        line: outside(&seen),
        raised_by: None,
        enterprise: None,
        facts: None,
        legal_ground: None,
        effect: None,
        silence: None,
        events: seen.events.iter().map(|one| event(one, false)).collect(),
    })
}

fn record(seen: &Seen) -> ObstacleRecord {
    let (obstacle, standing) = (&seen.obstacle, &seen.standing);
    let silence = match &seen.quiet {
        Quiet::NotAsked => "not-asked",
        Quiet::NoLimit => "no-limit",
        Quiet::CannotSay { .. } => "cannot-say",
        Quiet::Within { .. } => "within",
        Quiet::Silent { .. } => "silent",
        Quiet::Consents { .. } => "consents",
    };
    let line = ObstacleShape {
        state: Named::new(standing.state.code(), standing.state.name()),
        tier: standing.tier.map(|tier| Named::new(tier.code(), tier.name())),
        asked_of: standing.asked.iter().map(ToString::to_string).collect(),
        waiting: standing.waiting.iter().map(ToString::to_string).collect(),
        due: match &seen.quiet {
            Quiet::Within { until } => Some(until.to_string()),
            Quiet::Silent { since } => since.yesterday().ok().map(|day| day.to_string()),
            _ => None,
        },
        ..inside(obstacle)
    };
    ObstacleRecord {
        line,
        raised_by: said(&obstacle.raised_by),
        enterprise: obstacle.enterprise.as_ref().map(ToString::to_string),
        facts: said(&obstacle.facts),
        legal_ground: said(&obstacle.legal_ground),
        effect: said(&obstacle.effect),
        silence: Some(silence.to_owned()),
        events: seen.events.iter().map(|one| event(one, true)).collect(),
    }
}

fn event(event: &Event, is_inside: bool) -> ObstacleEvent {
    let act = event.act.kind();
    ObstacleEvent {
        date: event.date.to_string(),
        act: Named::new(act.code(), act.name()),
        by: said(&event.by).filter(|_| is_inside),
        text: said(&event.text),
    }
}

async fn cleared(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let measures = obstacles::measures(&asked.context()?).await?;
    let group = |by, group: Option<String>, share: &Share| Cleared {
        by,
        group,
        raised: share.raised,
        open: share.open,
        cleared_share: share.cleared_share(),
        median_age_days: share.median_age,
    };
    let kinds = measures.kind.iter().map(|(kind, share)| group("kind", Some(kind.code().to_owned()), share));
    let tiers = measures.tier.iter().map(|(tier, share)| group("tier", tier.map(|t| t.code().to_owned()), share));
    let bodies = measures.agency.iter().map(|(body, share)| group("agency", Some(body.to_string()), share));
    data(&Whole::of(kinds.chain(tiers).chain(bodies)))
}
