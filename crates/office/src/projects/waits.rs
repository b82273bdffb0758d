//! Whom projects wait for, as everybody may know it: every project's page says the same.

use std::collections::BTreeMap;

use domain::agency::AgencyCode;
use domain::authority::Action;
use domain::deadline::{Count, Interruption};
use domain::projects::{Await, ProjectCode, ProjectLine, StepNumber, StepTemplate};
use formats::carried;
use jiff::civil::Date;
use store::{AwaitedStep, Burden, Listed, Page};

use super::{AT_ONCE, Procedure, stored};
use crate::context::{Context, OfficeError};

/// Whom the projects of a list wait for; projects that wait for nobody are left out.
///
/// # Errors
/// When the database fails.
pub async fn awaited_of(
    context: &Context,
    lines: &[ProjectLine],
) -> Result<BTreeMap<ProjectCode, Vec<Await>>, OfficeError> {
    let codes: Vec<&ProjectCode> = lines.iter().map(|line| &line.code).collect();
    Ok(context.read(Action::ReadPublished)?.awaited_of(&codes).await?)
}

/// All that waits for an agency, longest wait first.
///
/// # Errors
/// When the database fails.
pub async fn open_steps(
    context: &Context,
    agency: &AgencyCode,
    page: Page,
) -> Result<Listed<AwaitedStep>, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.waiting_for(agency, None, page).await?)
}

/// The next of all that waits for an agency after a day and a place; none when there are no more. Each comes with its place.
///
/// # Errors
/// When the database fails.
pub async fn open_steps_after(
    context: &Context,
    agency: &AgencyCode,
    after: Option<(Date, i64)>,
) -> Result<Vec<(i64, AwaitedStep)>, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.waiting_after(agency, after, AT_ONCE).await?)
}

/// The years for want of whose days off the last days of some steps cannot be told, by project and step.
pub type Untold = BTreeMap<(ProjectCode, StepNumber), i16>;

/// Those of a list whose step is under way and whose last day cannot be told.
///
/// # Errors
/// When the database fails.
pub async fn untold_of(context: &Context, rows: &[AwaitedStep]) -> Result<Untold, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    let calendar = carried::calendar();
    let mut untold = Untold::new();
    for row in rows.iter().filter(|row| may_be_untold(row, context.today())) {
        let graph = &Procedure::of(&row.project.template)?.graph;
        let project = stored(store, &row.project.code).await?.project;
        let year = project.untold(graph, row.waits.step, calendar);
        untold.extend(year.map(|error| ((project.code, row.waits.step), error.year)));
    }
    Ok(untold)
}

/// Whether the last day of a step without one can lie beyond the years whose days off are known: it does not end later than the whole time
/// counted from today. Only then is it worth looking at the project.
fn may_be_untold(row: &AwaitedStep, today: Date) -> bool {
    let step = Procedure::of(&row.project.template).ok().and_then(|procedure| procedure.graph.step(row.waits.step));
    let rule = step.and_then(StepTemplate::statutory_rule).filter(|_| row.waits.due.is_none());
    rule.is_some_and(|rule| {
        let extra = match rule.interruption {
            Interruption::Pause { extra } => u32::from(extra),
            Interruption::Restart => 0,
        };
        let limit = rule.limit.count();
        let longest = Count::new(limit.amount + extra, limit.unit);
        longest.finish(today.max(row.waits.since), carried::calendar()).is_err()
    })
}

/// How much waits for each agency that anything waits for, in order of code.
///
/// # Errors
/// When the database fails.
pub async fn burdens(context: &Context) -> Result<Vec<Burden>, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.burdens(context.today()).await?)
}
