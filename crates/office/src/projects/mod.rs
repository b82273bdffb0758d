//! Running projects: what stands where, who is waited for, what is late; and the acts that change it, each in one transaction with its
//! journal line.
//!
//! What a step does to the state of its site is never done silently: [`directives::state`], [`directives::direct`] and
//! [`directives::lift`] are acts of their own.

pub mod attachments;
pub(crate) mod change;
pub mod directives;
mod procedures;
pub mod steps;
mod take;
mod take_works;
mod waits;
pub mod work;

use std::collections::BTreeMap;

use domain::agency::AgencyCode;
use domain::authority::{Action, Reach, Role, Thing};
use domain::projects::{
    Directive, LandMissing, LateBand, Overruns, ProgressFault, Project, ProjectCode, ProjectLine, ProjectStanding,
    Schedule, Standing, StepNumber, Template, findings_overdue, land_missing, points_behind, standing,
};
use formats::carried;
use store::{AwaitedStep, Listed, Page, ProjectFilter, Seq};

pub use formats::projects::{OfProject, StepRow};
pub use procedures::Procedure;
pub use take::{NewProject, start, take_projects, take_steps};
pub use take_works::{take_land, take_progress, take_visits};
pub use waits::{Untold, awaited_of, burdens, open_steps, open_steps_after, untold_of};

use crate::context::{Context, OfficeError};

/// A project as one actor may see it on a day.
#[derive(Debug, Clone)]
pub struct ProjectView {
    /// What is known of it; without what the actor may not see.
    pub project: Project,
    /// Whether the actor sees the internal fields too.
    pub is_internal: bool,
    /// The procedure it follows.
    pub template: &'static Template,
    /// Its state, its end, the agencies it waits for.
    pub standing: ProjectStanding,
    /// Where each step stands; `None` where the day it began is not known, so that nothing can be said of open steps.
    pub steps: Option<BTreeMap<StepNumber, Standing>>,
    /// When everything can happen; `None` where the day it began is not known.
    pub schedule: Option<Result<Schedule, Vec<ProgressFault>>>,
    /// Days beyond the statutory time, by agency.
    pub overruns: Overruns,
    /// How late it is.
    pub band: Option<LateBand>,
    /// Land still to be cleared.
    pub land_missing: LandMissing,
    /// Points by which the works are behind the approved schedule.
    pub points_behind: Option<f64>,
    /// Visit and number of the findings past their deadline; empty for who may not see visits.
    pub findings_overdue: Vec<(u16, u16)>,
    /// The directions that stop or stopped its site.
    pub directives: Vec<Directive>,
    /// The name of whose it is.
    pub owner: Option<String>,
}

impl ProjectView {
    /// Whether the actor may do this to the project.
    #[must_use]
    pub fn may(&self, context: &Context, action: Action) -> bool {
        self.may_where(context, action, |_| true)
    }

    /// Whether the actor may do this to a step: an agency only where the step waits for it.
    #[must_use]
    pub fn may_at(&self, context: &Context, action: Action, step: StepNumber) -> bool {
        self.may_where(context, action, |of| of == step)
    }

    fn may_where(&self, context: &Context, action: Action, counts: impl Fn(StepNumber) -> bool) -> bool {
        let awaited = self.standing.awaited.iter().filter(|one| counts(one.step));
        let agencies: Vec<_> = awaited.map(|one| one.agency.clone()).collect();
        let enterprise = self.project.enterprise.as_ref();
        context.may(action, &Thing { enterprise, agencies: &agencies, consented: false })
    }
}

/// How many projects are late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// By band.
    pub bands: Vec<(LateBand, u64)>,
    /// How many projects are not done, late or not.
    pub open: u64,
}

/// A project with what was derived from it when it was written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub(crate) project: Project,
    pub(crate) standing: ProjectStanding,
}

impl Stored {
    /// The agencies it now waits for, each once.
    pub(crate) fn agencies(&self) -> Vec<AgencyCode> {
        let mut agencies: Vec<_> = self.standing.awaited.iter().map(|one| one.agency.clone()).collect();
        agencies.sort();
        agencies.dedup();
        agencies
    }

    /// Those that a step waits for.
    pub(crate) fn agencies_of(&self, step: StepNumber) -> Vec<AgencyCode> {
        let of_step = self.standing.awaited.iter().filter(|one| one.step == step);
        of_step.map(|one| one.agency.clone()).collect()
    }

    /// Whose it is: its enterprise, and these agencies.
    pub(crate) fn thing<'a>(&'a self, agencies: &'a [AgencyCode]) -> Thing<'a> {
        Thing { enterprise: self.project.enterprise.as_ref(), agencies, consented: false }
    }
}

pub(crate) async fn stored(store: &store::Store, code: &ProjectCode) -> Result<Stored, OfficeError> {
    let found = store.project(code, Seq::LATEST).await?;
    found.map(|(project, standing)| Stored { project, standing }).ok_or(OfficeError::NotFound)
}

/// A project with the fields the actor may see: everybody the public ones; who may read the internal ones of this project, those too.
///
/// # Errors
/// When there is no such project, or the database fails.
pub async fn view(context: &Context, code: &ProjectCode) -> Result<ProjectView, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    let found = stored(store, code).await?;
    let is_internal = context.may(Action::ReadInternal, &found.thing(&found.agencies()));
    seen(context, store, found, is_internal).await
}

/// A project with its internal fields.
///
/// # Errors
/// When the role never reads them, when there is no such project or it is not the actor's (the same answer), or the database fails.
pub async fn internal(context: &Context, code: &ProjectCode) -> Result<ProjectView, OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let found = stored(store, code).await?;
    context.require_for(Action::ReadInternal, &found.thing(&found.agencies()))?;
    seen(context, store, found, true).await
}

async fn seen(
    context: &Context,
    store: &store::Store,
    found: Stored,
    is_internal: bool,
) -> Result<ProjectView, OfficeError> {
    let procedure = Procedure::of(&found.project.template)?;
    let (graph, calendar, today) = (&procedure.graph, carried::calendar(), context.today());
    let directives = store.directives(&found.project.site, Seq::LATEST).await?;
    let project = if is_internal { found.project } else { found.project.public() };
    let overdue = findings_overdue(&project.visits, today);
    let owner = match &project.enterprise {
        Some(code) => store.enterprise_name(code).await?,
        None => None,
    };
    Ok(ProjectView {
        is_internal,
        template: procedure.template,
        steps: project.progress(Some(today)).map(|progress| standing(graph, &progress)),
        schedule: project.schedule(graph, today, calendar),
        overruns: project.overruns(graph, today, calendar),
        band: project.line(&found.standing).band(today),
        land_missing: land_missing(&project.land),
        points_behind: points_behind(&project.construction),
        findings_overdue: overdue.into_iter().map(|(visit, finding)| (visit.number, finding.number)).collect(),
        directives,
        owner,
        standing: found.standing,
        project,
    })
}

/// Projects in order of code. Words are looked for in code, site and names, whatever their marks and capitals.
///
/// # Errors
/// When the database fails.
pub async fn list(context: &Context, filter: &ProjectFilter, page: Page) -> Result<Listed<ProjectLine>, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    let filter = ProjectFilter { text: formats::sheet::plain(&filter.text), ..filter.clone() };
    Ok(store.projects(&filter, context.today(), page).await?)
}

/// Rows that are read at once where a list is followed to its end.
const AT_ONCE: u32 = 1_000;

/// The next projects of a list after one of them, in order of code; none when there are no more.
///
/// # Errors
/// When the database fails.
pub async fn list_after(
    context: &Context,
    filter: &ProjectFilter,
    after: Option<&ProjectCode>,
) -> Result<Vec<ProjectLine>, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    let filter = ProjectFilter { text: formats::sheet::plain(&filter.text), ..filter.clone() };
    Ok(store.projects_after(&filter, context.today(), after, AT_ONCE).await?)
}

/// The change that last wrote a project or whom it waits for: what was made of them before is as it was.
///
/// # Errors
/// When the database fails.
pub async fn changed(context: &Context) -> Result<Seq, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.projects_changed().await?)
}

/// All that waits for an agency, longest wait first. A firm sees what is its own; an agency asks for itself.
///
/// # Errors
/// When the role never reads it, when another agency's is asked for, or the database fails.
pub async fn waiting_for(
    context: &Context,
    agency: &AgencyCode,
    page: Page,
) -> Result<Listed<AwaitedStep>, OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let everything = context.actor.reach(Action::ReadInternal) == Reach::All;
    let own = match context.actor.role() {
        Role::Agency if context.actor.agency() != Some(agency) => return Err(OfficeError::NotFound),
        _ if everything => None,
        _ => context.actor.enterprise(),
    };
    Ok(store.waiting_for(agency, own, page).await?)
}

/// How many projects are late today, by band.
///
/// # Errors
/// When the database fails.
pub async fn late(context: &Context) -> Result<Late, OfficeError> {
    let (bands, open) = context.read(Action::ReadPublished)?.late_projects(context.today()).await?;
    Ok(Late { bands, open })
}
