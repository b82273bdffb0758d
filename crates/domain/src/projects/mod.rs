//! Dự án và trình tự đầu tư: templates of procedures, the graph of their steps, and when a project can be done.
//!
//! A [`Template`] is data: the steps of one kind of project under one law, each with its agency, its statutory time and what it waits for,
//! *all* of several steps or *any* of them. A [`StepGraph`] is a template that holds together. With the [`Progress`] of a project it gives
//! a [`Schedule`] (earliest times, end, critical path, slack), the [`standing`] of each step, who is [`awaited`], and the [`overruns`] by
//! agency. Nothing is guessed: where neither the law nor the plan gives a time, the answer is [`Unknown`] with its reasons.

mod code;
mod graph;
mod late;
mod progress;
mod running;
mod schedule;
mod slack;
mod standing;
mod step;
mod template;
#[cfg(test)]
mod tests;
mod timing;

pub use code::ProjectCode;
pub use graph::{GraphFault, StepGraph};
pub use late::{AgencyOverrun, LateBand, Overrun, Overruns, overruns};
pub use progress::{Progress, ProgressFault, StepFacts};
pub use running::{
    ActFault, Attachment, Await, Construction, Directive, Document, FileKind, Finding, Interruption, LandFigure,
    LandMissing, LandStage, Lifting, Milestone, MilestoneKind, PlanPoint, Project, ProjectLine, ProjectStanding,
    ProjectState, ReportState, StepPlan, StepRecord, Visibility, Visit, VisitKind, WorkReport, findings_overdue,
    land_missing, land_now, points_behind,
};
pub use schedule::{Moment, Reason, Schedule, Scheduled, StepTime, Unknown};
pub use slack::Slack;
pub use standing::{Awaited, Standing, State, awaited, standing};
pub use step::{StepNumber, StepNumberError, WaitsFor, WaitsForError};
pub use template::{Basis, StepTemplate, Template, TemplateCode};
pub use timing::moment_of;
