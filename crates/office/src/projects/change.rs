//! One change of one project: loaded, held against what the actor may, changed by a pure act, looked through, written with what is derived.

use domain::authority::Action;
use domain::projects::{ActFault, Project, ProjectCode, StepNumber};
use formats::carried;
use formats::sheet::plain;
use jiff::civil::Date;
use serde_json::{Map, Value};
use store::Writing;

use super::{Procedure, Stored, stored};
use crate::context::{Context, OfficeError};

/// What an act is about: the whole project, or one step, which is asked of those it waits for.
#[derive(Debug, Clone, Copy)]
pub(super) enum About {
    Project,
    Step(StepNumber),
}

/// What an act is given.
pub(super) struct Scene<'a> {
    pub(super) procedure: &'a Procedure,
    pub(super) today: Date,
}

impl From<ActFault> for OfficeError {
    fn from(fault: ActFault) -> Self {
        Self::Said(fault.what())
    }
}

fn require(context: &Context, action: Action, about: About, found: &Stored) -> Result<(), OfficeError> {
    let agencies = match about {
        About::Project => found.agencies(),
        About::Step(step) => found.agencies_of(step),
    };
    context.require_for(action, &found.thing(&agencies))
}

/// Does `act` to a project. What it changes is written; when that is nothing, there is no trace.
pub(super) async fn change(
    context: &Context,
    (action, about): (Action, About),
    code: &ProjectCode,
    why: &str,
    act: impl FnOnce(&mut Project, &Scene<'_>) -> Result<(), ActFault> + Send,
) -> Result<(), OfficeError> {
    let found = stored(context.read_rows(action)?, code).await?;
    require(context, action, about, &found)?;
    let agencies = match about {
        About::Project => found.agencies(),
        About::Step(step) => found.agencies_of(step),
    };
    let mut change = context.begin_for(action, &found.thing(&agencies)).await?;
    // Read again: another change may have come between.
    let old = stored(change.store(), code).await?;
    require(context, action, about, &old)?;
    let scene = Scene { procedure: Procedure::of(&old.project.template)?, today: context.today() };
    let mut project = old.project.clone();
    act(&mut project, &scene)?;
    if let Some(fault) = project.fault(&scene.procedure.graph, scene.today) {
        return Err(fault.into());
    }
    let (before, after) = difference(Some(&old.project), &project);
    write(&mut change, Some(&old), &project, scene.procedure).await?;
    change.commit_if_any(&format!("project {code}"), before, after, why).await?;
    Ok(())
}

/// Writes what changed of a project, and what is derived from it.
pub(crate) async fn write(
    writing: &mut Writing,
    old: Option<&Stored>,
    project: &Project,
    procedure: &Procedure,
) -> Result<(), OfficeError> {
    let standing = project.standing(&procedure.graph, carried::calendar());
    let search = plain(&format!("{} {} {} {}", project.code, project.site, project.name.vi, project.name.en));
    let old = old.map(|old| (&old.project, &old.standing));
    Ok(writing.project(old, (project, &standing), &search).await?)
}

/// What of a project is not as it was, before and after, as JSON for the journal; of its steps only those that changed.
pub(super) fn difference(old: Option<&Project>, new: &Project) -> (String, String) {
    let value = |project: &Project| serde_json::to_value(project).unwrap_or_default();
    let (old, new) = (old.map_or(Value::Null, value), value(new));
    let (before, after) = unlike(&old, &new, 2);
    let words = |value: Value| if value.is_null() { String::new() } else { value.to_string() };
    (words(before), words(after))
}

/// The parts of two values that differ, looked for `depth` maps deep.
pub(crate) fn unlike(old: &Value, new: &Value, depth: u8) -> (Value, Value) {
    let (Value::Object(before), Value::Object(after)) = (old, new) else { return (old.clone(), new.clone()) };
    if depth == 0 {
        return (old.clone(), new.clone());
    }
    let (mut was, mut is) = (Map::new(), Map::new());
    for (key, value) in after {
        let known = before.get(key).unwrap_or(&Value::Null);
        if known != value {
            let (old, new) = unlike(known, value, depth - 1);
            was.insert(key.clone(), old);
            is.insert(key.clone(), new);
        }
    }
    (was.into(), is.into())
}
