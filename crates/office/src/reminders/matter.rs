//! What a reminder is about, as the office has it: what is asked, since when, against which limit. Never as the caller says.

use domain::acts::cited_in_both;
use domain::agency::AgencyCode;
use domain::authority::Action;
use domain::obstacles::{Bodies, EscalationLimit, ObstacleCode, ProjectStep, Standing, State, limit_ends};
use domain::projects::{Await, Project, ProjectStanding, StepNumber, StepTemplate};
use domain::reminders::About;
use domain::tasks::TaskCode;
use domain::text::Text;
use formats::carried;
use jiff::civil::Date;
use store::Store;

use crate::context::{Context, OfficeError};
use crate::projects::{Procedure, stored};
use crate::{obstacles, plan};

/// What a body is reminded of. What is asked, since when and the limit are the matter's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// An obstacle that waits for the body.
    Obstacle(ObstacleCode),
    /// A task the body has a part in.
    Task(TaskCode),
    /// A step of a project that waits for the body.
    Step(ProjectStep),
}

/// A matter before a reminder of it is composed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What is asked, in words.
    pub what: Text,
    /// The bodies that are waited for; none when it is over.
    pub bodies: Vec<AgencyCode>,
}

/// What a matter is and whom it waits for now.
///
/// # Errors
/// When there is no such matter or it is not the actor's to see; when the database fails.
pub async fn waiting(context: &Context, matter: &Matter) -> Result<Waiting, OfficeError> {
    let store = context.read(Action::Remind)?;
    Ok(match matter {
        Matter::Obstacle(code) => {
            let seen = obstacles::view(context, code).await?;
            let what = Text::new(seen.obstacle.asked.clone(), seen.obstacle.asked);
            Waiting { what, bodies: seen.standing.waiting.into_iter().collect() }
        }
        Matter::Task(code) => {
            let task = plan::view_task(context, code).await?.task;
            let bodies = if task.done_on.is_none() { task.task.owners() } else { Vec::new() };
            Waiting { what: Text::new(task.task.what.clone(), task.task.what), bodies }
        }
        Matter::Step(at) => {
            let found = Found::of(store, at).await?;
            let awaited = found.standing.awaited.iter().filter(|one| one.step == found.step.number);
            Waiting { what: found.name(), bodies: awaited.map(|one| one.agency.clone()).collect() }
        }
    })
}

/// What a reminder says of its matter.
pub(super) struct Facts {
    pub(super) about: About,
    pub(super) matter: Text,
    pub(super) since: Date,
    pub(super) limit_ended: Option<Date>,
    pub(super) legal_time: Text,
    pub(super) simulated: bool,
}

/// What a reminder to this body says of a matter.
///
/// # Errors
/// When there is no such matter, it does not wait for that body, or the database fails.
pub(super) async fn facts(
    store: &Store,
    matter: Matter,
    to: &AgencyCode,
    bodies: &Bodies,
) -> Result<Facts, OfficeError> {
    let found = match matter {
        Matter::Obstacle(code) => of_obstacle(store, code, to).await?,
        Matter::Task(code) => of_task(store, code, to).await?,
        Matter::Step(at) => of_step(store, at, to).await?,
    };
    found.ok_or_else(|| not_waiting(&bodies.name(to)))
}

fn not_waiting(name: &Text) -> OfficeError {
    OfficeError::Said(Text::new(
        format!("Việc này không chờ {}. Hãy chọn cơ quan đang được chờ.", name.vi),
        format!("This does not wait for {}. Choose a body that is waited for.", name.en),
    ))
}

async fn of_obstacle(store: &Store, code: ObstacleCode, to: &AgencyCode) -> Result<Option<Facts>, OfficeError> {
    let stored = store.obstacle(&code).await?.ok_or(OfficeError::NotFound)?;
    let standing = &stored.standing;
    if standing.state != State::Assigned || !standing.waiting.contains(to) {
        return Ok(None);
    }
    let limits = carried::escalation_limits();
    let ends = limit_ends(standing, limits, carried::calendar());
    let since = standing.counts_from.unwrap_or(stored.obstacle.raised_on);
    let untold = ends.err().map(|error| untold(error.year));
    Ok(Some(Facts {
        about: About::Obstacle(code),
        matter: Text::new(stored.obstacle.asked.clone(), stored.obstacle.asked),
        since,
        limit_ended: ends.unwrap_or_default(),
        legal_time: joined([tier_time(standing, limits, since), untold]),
        simulated: stored.obstacle.simulated,
    }))
}

/// The limit of a tier with what it rests on; a day that was asked for stands for itself.
fn tier_time(standing: &Standing, limits: &[EscalationLimit], since: Date) -> Option<Text> {
    let holds = |limit: &&EscalationLimit| {
        Some(limit.tier) == standing.tier && limit.from <= since && limit.until.is_none_or(|until| since <= until)
    };
    let limit = limits.iter().find(holds).filter(|_| standing.due.is_none())?;
    let (time, basis) = (limit.limit.in_words(), limit.basis.name());
    Some(Text::new(format!("{}, {}", time.vi, basis.vi), format!("{}, {}", time.en, basis.en)))
}

async fn of_task(store: &Store, code: TaskCode, to: &AgencyCode) -> Result<Option<Facts>, OfficeError> {
    let stored = store.task(&code).await?.ok_or(OfficeError::NotFound)?;
    if stored.done_on.is_some() || !stored.task.owners().contains(to) {
        return Ok(None);
    }
    let since = store.task_since(&code).await?.unwrap_or(stored.task.due);
    Ok(Some(Facts {
        about: About::Task(code),
        matter: Text::new(stored.task.what.clone(), stored.task.what),
        since,
        limit_ended: Some(stored.task.due),
        legal_time: Text::default(),
        simulated: stored.task.simulated,
    }))
}

async fn of_step(store: &Store, at: ProjectStep, to: &AgencyCode) -> Result<Option<Facts>, OfficeError> {
    let found = Found::of(store, &at).await?;
    let waits = |one: &&Await| one.step == found.step.number && one.agency == *to;
    let Some(waits) = found.standing.awaited.iter().find(waits) else { return Ok(None) };
    Ok(Some(Facts {
        about: About::Step(at),
        matter: found.name(),
        since: waits.since,
        limit_ended: waits.due,
        legal_time: found.legal_time(waits),
        simulated: found.project.simulated,
    }))
}

/// A step of a project as it stands now.
struct Found {
    project: Project,
    procedure: &'static Procedure,
    step: &'static StepTemplate,
    standing: ProjectStanding,
}

impl Found {
    /// # Errors
    /// When there is no such project or step, no step is named, or the database fails.
    async fn of(store: &Store, at: &ProjectStep) -> Result<Self, OfficeError> {
        let project = stored(store, &at.project).await?.project;
        let procedure = Procedure::of(&project.template)?;
        let number: StepNumber = at.step.ok_or_else(no_step)?;
        let step = procedure.graph.step(number).ok_or(OfficeError::NotFound)?;
        let standing = project.standing(&procedure.graph, carried::calendar());
        Ok(Self { project, procedure, step, standing })
    }

    /// `Cấp giấy phép khai thác, dự án Mỏ Tùng Bá`.
    fn name(&self) -> Text {
        let (step, project) = (&self.step.name, &self.project.name);
        Text::new(format!("{}, dự án {}", step.vi, project.vi), format!("{}, project {}", step.en, project.en))
    }

    /// The time the law gives with its act, and what must be known of the last day: that it is a planned one, that the clock stands, or
    /// that it cannot be told.
    fn legal_time(&self, waits: &Await) -> Text {
        let number = self.step.number;
        let law = self.step.statutory.map(|limit| joined([Some(limit.in_words()), act(&self.step.legal_basis)]));
        let has_begun = self.project.steps.get(&number).is_some_and(|record| record.facts.started.is_some());
        if !has_begun || law.is_none() {
            let planned = waits.due.map(|_| Text::new("ngày dự kiến", "the day that is planned"));
            return joined([planned, law]);
        }
        let year = self.project.untold(&self.procedure.graph, number, carried::calendar());
        let stands = self.project.is_halted(number) && waits.due.is_none() && year.is_none();
        let stands = stands.then(|| Text::new("đồng hồ đang dừng", "the clock stands still"));
        joined([law, stands, year.map(|error| untold(error.year))])
    }
}

fn act(legal_basis: &str) -> Option<Text> {
    (!legal_basis.is_empty()).then(|| cited_in_both(legal_basis))
}

fn no_step() -> OfficeError {
    OfficeError::Said(Text::new(
        "Chưa chọn bước nào của dự án. Hãy mở trang của dự án và chọn bước cần đôn đốc.",
        "No step of the project is chosen. Open the page of the project and choose the step.",
    ))
}

/// That a last day cannot be told, and why.
fn untold(year: i16) -> Text {
    Text::new(
        format!("chưa tính được hạn: thiếu lịch nghỉ năm {year}"),
        format!("its last day cannot be told: the days off of {year} are not loaded"),
    )
}

/// What there is of these, with commas between.
fn joined<const N: usize>(parts: [Option<Text>; N]) -> Text {
    let parts: Vec<Text> = parts.into_iter().flatten().collect();
    let of = |lang: fn(&Text) -> &str| parts.iter().map(lang).collect::<Vec<_>>().join(", ");
    Text::new(of(|text| &text.vi), of(|text| &text.en))
}
