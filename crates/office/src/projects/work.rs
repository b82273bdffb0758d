//! Acts beside the steps: land, the approved schedule and the monthly reports of construction, visits and their findings.

use domain::authority::Action;
use domain::period::Month;
use domain::projects::{LandFigure, Milestone, PlanPoint, ProjectCode, Visit, WorkReport};
use domain::text::Text;
use jiff::civil::Date;

use super::change::{About, change};
use crate::context::{Context, OfficeError};

const MANAGE: (Action, About) = (Action::ManageProject, About::Project);
const REPORT: (Action, About) = (Action::ReportProgress, About::Project);
const VISIT: (Action, About) = (Action::Visit, About::Project);

/// Records a figure of land.
///
/// # Errors
/// When the actor may not, there is no such project, the figure cannot be, or the database fails.
pub async fn land(context: &Context, code: &ProjectCode, figure: LandFigure, why: &str) -> Result<(), OfficeError> {
    change(context, MANAGE, code, why, |project, _| project.record_land(figure)).await
}

/// Sets points of the approved schedule.
///
/// # Errors
/// When the actor may not, there is no such project, a per cent is none, or the database fails.
pub async fn approve_schedule(
    context: &Context,
    code: &ProjectCode,
    points: &[PlanPoint],
    why: &str,
) -> Result<(), OfficeError> {
    change(context, MANAGE, code, why, |project, _| project.approve_schedule(points)).await
}

/// The owner reports a month of construction; it counts once an officer has confirmed it.
///
/// # Errors
/// When the role never reports; when there is no such project or it is not the actor's (the same answer); when a figure cannot be or the
/// month was confirmed; or the database fails.
pub async fn report(context: &Context, code: &ProjectCode, report: WorkReport, why: &str) -> Result<(), OfficeError> {
    change(context, REPORT, code, why, |project, scene| project.report_month(report, scene.today)).await
}

/// Confirms the report of a month.
///
/// # Errors
/// When the actor may not, there is no such project or report, or the database fails.
pub async fn confirm(context: &Context, code: &ProjectCode, month: Month, why: &str) -> Result<(), OfficeError> {
    change(context, MANAGE, code, why, |project, _| project.judge_month(month, None)).await
}

/// Returns the report of a month with a reason.
///
/// # Errors
/// As [`confirm`].
pub async fn hand_back(
    context: &Context,
    code: &ProjectCode,
    month: Month,
    reason: Text,
    why: &str,
) -> Result<(), OfficeError> {
    change(context, MANAGE, code, why, |project, _| project.judge_month(month, Some(reason))).await
}

/// Records acceptance, trial run or commissioning.
///
/// # Errors
/// When the actor may not, there is no such project, the day has not come, or the database fails.
pub async fn reach(context: &Context, code: &ProjectCode, milestone: Milestone, why: &str) -> Result<(), OfficeError> {
    change(context, MANAGE, code, why, |project, scene| project.reach_milestone(milestone, scene.today)).await
}

/// Writes down a visit with its findings.
///
/// # Errors
/// When the actor may not, there is no such project, the day has not come, or the database fails.
pub async fn visit(context: &Context, code: &ProjectCode, visit: Visit, why: &str) -> Result<(), OfficeError> {
    change(context, VISIT, code, why, |project, scene| project.record_visit(visit, scene.today)).await
}

/// Closes a finding of a visit: when it was mended, and how.
///
/// # Errors
/// When the actor may not, there is no such project or finding, it is closed, or the database fails.
pub async fn mend(
    context: &Context,
    code: &ProjectCode,
    (visit, finding): (u16, u16),
    on: Date,
    how: Text,
    why: &str,
) -> Result<(), OfficeError> {
    change(context, VISIT, code, why, |project, scene| project.mend(visit, finding, on, how, scene.today)).await
}
