//! Land, monthly reports and visits taken in from files: each row is the act of a page. Taking in what is there already changes nothing.

use std::collections::BTreeMap;

use domain::authority::Action;
use domain::projects::{ActFault, LandFigure, Project, ProjectCode, ReportState, Visit, WorkReport};
use domain::text::Text;
use formats::projects::OfProject;
use serde::Serialize;

use super::Procedure;
use super::change::write;
use super::take::{known, sound, there};
use crate::context::{Context, OfficeError};
use crate::register::finish;
use crate::tally::{Taken, Tally};

/// Takes in figures of land. Another figure of a stage and day that has one corrects it: of one day the last entered counts.
///
/// # Errors
/// When the actor may not, a project is not there, a figure cannot be, or the database fails; nothing is written then.
pub async fn take_land(context: &Context, rows: &[OfProject<LandFigure>], why: &str) -> Result<Taken, OfficeError> {
    let part = Part {
        name: |figure: &LandFigure| format!("{} {}", figure.stage.code(), figure.date),
        find: |project: &Project, figure: &LandFigure| {
            let same = |known: &&LandFigure| (known.stage, known.date) == (figure.stage, figure.date);
            project.land.iter().rfind(same).cloned()
        },
    };
    let act = |project: &mut Project, figure: &LandFigure, known: Option<&LandFigure>| match known == Some(figure) {
        true => Ok(()),
        false => project.record_land(figure.clone()),
    };
    take(context, (Action::ManageProject, "land"), rows, &part, act, why).await
}

/// Takes in monthly reports of the works. To confirm or return one, the actor must be one who manages projects.
///
/// # Errors
/// When the actor may not, a project is not there, a report cannot be or contradicts a confirmed one, or the database fails; nothing is
/// written then.
pub async fn take_progress(context: &Context, rows: &[OfProject<WorkReport>], why: &str) -> Result<Taken, OfficeError> {
    if rows.iter().any(|row| row.said.state != ReportState::Reported) {
        context.require(Action::ManageProject)?;
    }
    let today = context.today();
    let part = Part {
        name: |report: &WorkReport| report.month.to_string(),
        find: |project: &Project, report: &WorkReport| project.report_of(report.month).cloned(),
    };
    let act =
        |project: &mut Project, report: &WorkReport, _: Option<&WorkReport>| project.take_month(report.clone(), today);
    take(context, (Action::ReportProgress, "progress"), rows, &part, act, why).await
}

/// Takes in visits with their findings.
///
/// # Errors
/// When the actor may not, a project is not there, a day cannot be, or the database fails; nothing is written then.
pub async fn take_visits(context: &Context, rows: &[OfProject<Visit>], why: &str) -> Result<Taken, OfficeError> {
    let today = context.today();
    let part = Part {
        name: |visit: &Visit| format!("{} {}", visit.date, visit.source),
        find: |project: &Project, visit: &Visit| project.visit_of(visit.date, &visit.source).cloned(),
    };
    let act = |project: &mut Project, visit: &Visit, _: Option<&Visit>| project.take_visit(visit.clone(), today);
    take(context, (Action::Visit, "visits"), rows, &part, act, why).await
}

/// A part of a project that a row speaks of.
struct Part<T> {
    /// How it is told apart within its project.
    name: fn(&T) -> String,
    /// The one that is there.
    find: fn(&Project, &T) -> Option<T>,
}

/// Takes in rows project by project: `act` does what a row says, and what came of it is weighed against what was there.
async fn take<T: Clone + PartialEq + Serialize>(
    context: &Context,
    (action, subject): (Action, &str),
    rows: &[OfProject<T>],
    part: &Part<T>,
    act: impl Fn(&mut Project, &T, Option<&T>) -> Result<(), ActFault>,
    why: &str,
) -> Result<Taken, OfficeError> {
    let mut change = context.begin(action).await?;
    let mut tally = Tally::default();
    let mut by_project: BTreeMap<&ProjectCode, Vec<&T>> = BTreeMap::new();
    for row in rows {
        by_project.entry(&row.project).or_default().push(&row.said);
    }
    let known = known(change.store(), &by_project.keys().copied().collect::<Vec<_>>()).await?;
    for (code, rows) in by_project {
        let old = there(&known, code)?;
        let procedure = Procedure::of(&old.project.template)?;
        let mut project = old.project.clone();
        for said in rows {
            let before = (part.find)(&project, said);
            act(&mut project, said, before.as_ref()).map_err(|fault| of_project(code, &fault))?;
            if let Some(after) = (part.find)(&project, said) {
                tally.weigh_as(|| Some(format!("{code} {}", (part.name)(said))), before.as_ref(), &after);
            }
        }
        sound(change.store(), Some(old), &project, procedure, context.today()).await?;
        write(&mut change, Some(old), &project, procedure).await?;
    }
    finish(change, tally, subject, why).await
}

/// What cannot be, with the project it was said of.
fn of_project(code: &ProjectCode, fault: &ActFault) -> OfficeError {
    let what = fault.what();
    OfficeError::Said(Text::new(format!("Dự án {code}: {}", what.vi), format!("Project {code}: {}", what.en)))
}
