//! Acts on the steps of a project: planned, begun, stopped, done, spared, with their papers; and the answer of the agency that is asked.

use domain::authority::Action;
use domain::projects::{Document, Interruption, ProjectCode, StepNumber, StepPlan, Visibility};
use domain::text::Text;
use jiff::civil::Date;

use super::change::{About, change};
use crate::context::{Context, OfficeError};

const MANAGE: (Action, About) = (Action::ManageProject, About::Project);

/// What an agency answers to a step that waits for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It took the file up.
    Begun {
        /// When.
        on: Date,
    },
    /// It is done.
    Finished {
        /// When.
        on: Date,
        /// The paper that says so.
        document: Option<Document>,
    },
    /// It stops, asks for papers, or goes on.
    Interrupted {
        /// When.
        on: Date,
        /// What.
        what: Interruption,
    },
}

/// Plans a step.
///
/// # Errors
/// When the actor may not, there is no such project or step, the plan ends before it begins, or the database fails.
pub async fn plan(
    context: &Context,
    code: &ProjectCode,
    step: StepNumber,
    plan: StepPlan,
    why: &str,
) -> Result<(), OfficeError> {
    change(context, MANAGE, code, why, |project, scene| project.plan_step(&scene.procedure.graph, step, plan)).await
}

/// Begins a step on a day.
///
/// # Errors
/// When the actor may not, there is no such project or step, it has begun, the day has not come, or the database fails.
pub async fn begin(
    context: &Context,
    code: &ProjectCode,
    step: StepNumber,
    on: Date,
    why: &str,
) -> Result<(), OfficeError> {
    change(context, MANAGE, code, why, |project, scene| project.begin_step(&scene.procedure.graph, step, on)).await
}

/// Ends a step on a day.
///
/// # Errors
/// When the actor may not, there is no such project or step, it is done, the day lies before its beginning or after today, or the database
/// fails.
pub async fn finish(
    context: &Context,
    code: &ProjectCode,
    step: StepNumber,
    on: Date,
    why: &str,
) -> Result<(), OfficeError> {
    change(context, MANAGE, code, why, |project, scene| project.finish_step(&scene.procedure.graph, step, on)).await
}

/// Pauses a step, lets it go on, asks for papers, returns the file, or takes the papers brought: then its time is counted again.
///
/// # Errors
/// When the actor may not, there is no such project or step, it is not under way, it cannot follow what happened before, or the database
/// fails.
pub async fn interrupt(
    context: &Context,
    code: &ProjectCode,
    step: StepNumber,
    on: Date,
    what: Interruption,
    why: &str,
) -> Result<(), OfficeError> {
    change(context, MANAGE, code, why, |project, scene| project.interrupt_step(&scene.procedure.graph, step, on, what))
        .await
}

/// Marks a step as not needed, or as needed after all.
///
/// # Errors
/// When the actor may not, there is no such project or step, it has begun, or the database fails.
pub async fn spare(
    context: &Context,
    code: &ProjectCode,
    step: StepNumber,
    spared: bool,
    why: &str,
) -> Result<(), OfficeError> {
    change(context, MANAGE, code, why, |project, scene| project.spare_step(&scene.procedure.graph, step, spared)).await
}

/// Attaches a paper to a step.
///
/// # Errors
/// When the actor may not, there is no such project or step, or the database fails.
pub async fn attach(
    context: &Context,
    code: &ProjectCode,
    step: StepNumber,
    document: Document,
    why: &str,
) -> Result<(), OfficeError> {
    change(context, MANAGE, code, why, |project, scene| project.attach(&scene.procedure.graph, step, document)).await
}

/// Sets the remark of a step for everybody or for the office; `None` takes it away.
///
/// # Errors
/// When the actor may not, there is no such project or step, or the database fails.
pub async fn remark(
    context: &Context,
    code: &ProjectCode,
    step: StepNumber,
    visibility: Visibility,
    remark: Option<Text>,
    why: &str,
) -> Result<(), OfficeError> {
    change(context, MANAGE, code, why, |project, scene| {
        let record = project.step_mut(&scene.procedure.graph, step)?;
        match visibility {
            Visibility::Public => record.remark = remark,
            Visibility::Internal => record.internal_remark = remark,
        }
        Ok(())
    })
    .await
}

/// An agency answers a step that waits for it.
///
/// # Errors
/// When the role never answers; when there is no such project, or the step does not wait for the actor's agency (the same answer); when it
/// cannot have happened so; or the database fails.
pub async fn answer(
    context: &Context,
    code: &ProjectCode,
    step: StepNumber,
    answer: Answer,
    why: &str,
) -> Result<(), OfficeError> {
    change(context, (Action::AnswerStep, About::Step(step)), code, why, |project, scene| {
        let graph = &scene.procedure.graph;
        match answer {
            Answer::Begun { on } => project.begin_step(graph, step, on),
            Answer::Interrupted { on, what } => project.interrupt_step(graph, step, on, what),
            Answer::Finished { on, document } => {
                project.finish_step(graph, step, on)?;
                document.map_or(Ok(()), |document| project.attach(graph, step, document))
            }
        }
    })
    .await
}
