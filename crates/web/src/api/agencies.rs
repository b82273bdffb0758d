//! Agencies and what waits for each, procedures and their steps, and the overview of the work.

use std::sync::Arc;

use domain::agency::Agency;
use domain::authority::Action;
use domain::projects::{StepTemplate, Template};
use formats::carried;
use office::{AwaitedStep, Burden, overview, projects};
use serde::Serialize;
use utoipa::ToSchema;

use super::obstacles::{ObstacleShape, of_line};
use super::projects::{ProjectShape, WaitShape, wait};
use super::shape::{Asking, Named, Whole, Words, data, said};
use super::tasks::{TaskShape, of_task};
use super::{Operation, paged, read, whole};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::routes::Access;
use crate::trouble::Trouble;

pub(super) fn table() -> Vec<Operation> {
    vec![
        whole::<AgencyShape, _, _>("/api/v1/agencies", Access::Public, ("Cơ quan và việc đang chờ", "Agencies"), list),
        paged::<WaitingStep, _, _>(
            "/api/v1/agencies/{agency}",
            Access::Public,
            ("Các bước đang chờ một cơ quan", "The steps that wait for an agency"),
            one,
        ),
        whole::<ProcedureShape, _, _>(
            "/api/v1/procedures",
            Access::Public,
            ("Trình tự, thủ tục", "Procedures"),
            procedures,
        ),
        read::<ProcedureShape, _, _>(
            "/api/v1/procedures/{procedure}",
            Access::Public,
            ("Một trình tự", "One procedure"),
            procedure,
        ),
        read::<OverviewShape, _, _>(
            "/api/v1/overview",
            Access::May(Action::Oversee),
            ("Việc trễ, đến hạn, đã tháo gỡ", "What is late, due and cleared"),
            overview,
        ),
    ]
}

/// An agency, and how much waits for it.
#[derive(Debug, Serialize, ToSchema)]
struct AgencyShape {
    code: String,
    name: Words,
    tier: Named,
    note: Option<Words>,
    /// Steps of projects that wait for it.
    steps: u64,
    /// Those of them past their day.
    late: u64,
    /// Since when the longest waits.
    since: Option<String>,
}

/// A step that waits.
#[derive(Debug, Serialize, ToSchema)]
struct WaitingStep {
    project: ProjectShape,
    waits: WaitShape,
}

/// A procedure with its steps.
#[derive(Debug, Serialize, ToSchema)]
struct ProcedureShape {
    code: String,
    name: Words,
    law: String,
    valid_from: Option<String>,
    valid_until: Option<String>,
    /// The steps that end the work.
    goals: Vec<u16>,
    note: Words,
    source: String,
    steps: Vec<ProcedureStep>,
}

/// A step of a procedure.
#[derive(Debug, Serialize, ToSchema)]
struct ProcedureStep {
    number: u16,
    name: Words,
    /// Who acts, in words.
    agency: Words,
    agencies: Vec<String>,
    /// The time the law gives, as `30d`, `26wd`, `6m`.
    limit: Option<String>,
    legal_basis: Option<String>,
    /// By law, or as things are done.
    basis: String,
    /// What it waits for: `4|5;7` waits for step 7 and for one of 4 and 5.
    waits_for: String,
    note: Words,
    source: String,
}

/// What a director asks first.
#[derive(Debug, Serialize, ToSchema)]
struct OverviewShape {
    today: String,
    /// Projects behind their approved day.
    late: Vec<LateShape>,
    /// Projects that are not done.
    open_projects: u64,
    /// Obstacles whose answer is overdue, the longest overdue first.
    overdue: Vec<ObstacleShape>,
    /// Obstacles cleared this month.
    cleared: Vec<ObstacleShape>,
    /// Open tasks that are late or due within the week.
    tasks: Vec<TaskShape>,
}

/// How many projects are so late.
#[derive(Debug, Serialize, ToSchema)]
struct LateShape {
    band: Named,
    projects: u64,
}

async fn list(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let burdens = projects::burdens(&asked.context()?).await?;
    let shape = |agency: &Agency| {
        let burden: Option<&Burden> = burdens.iter().find(|burden| burden.agency == agency.code);
        AgencyShape {
            code: agency.code.to_string(),
            name: (&agency.name).into(),
            tier: Named::new(agency.tier.code(), agency.tier.name()),
            note: agency.note.as_ref().map(Words::from),
            steps: burden.map_or(0, |burden| burden.steps),
            late: burden.map_or(0, |burden| burden.late),
            since: burden.map(|burden| burden.since.to_string()),
        }
    };
    data(&Whole::of(carried::agencies().iter().map(shape)))
}

async fn one(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, asking, code) = (asked.context()?, Asking::of(&asked)?, asked.in_path("agency"));
    let agency = carried::agencies().iter().find(|agency| agency.code.as_str() == code).ok_or(Trouble::NotFound)?;
    let found = projects::open_steps(&context, &agency.code, asking.part()).await?;
    let shape = |row: &AwaitedStep| WaitingStep {
        project: super::projects::of_line(&row.project, &[], context.today()),
        waits: wait(&row.waits),
    };
    data(&asking.listed(&asked, &found, shape))
}

async fn procedures(_: Arc<Asked>) -> Result<Answer, Trouble> {
    data(&Whole::of(carried::templates().iter().map(of_template)))
}

async fn procedure(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let code = asked.in_path("procedure");
    let found = carried::templates().iter().find(|template| template.code.as_str() == code);
    data(&of_template(found.ok_or(Trouble::NotFound)?))
}

fn of_template(template: &Template) -> ProcedureShape {
    let step = |step: &StepTemplate| ProcedureStep {
        number: step.number.into(),
        name: (&step.name).into(),
        agency: (&step.agency).into(),
        agencies: step.agencies.iter().map(ToString::to_string).collect(),
        limit: step.statutory.map(|count| format!("{}{}", count.amount, count.unit.code())),
        legal_basis: said(&step.legal_basis),
        basis: step.basis.code().to_owned(),
        waits_for: step.waits_for.to_string(),
        note: (&step.note).into(),
        source: step.source.clone(),
    };
    ProcedureShape {
        code: template.code.to_string(),
        name: (&template.name).into(),
        law: template.law.clone(),
        valid_from: template.valid_from.map(|day| day.to_string()),
        valid_until: template.valid_until.map(|day| day.to_string()),
        goals: template.goals.iter().map(|step| u16::from(*step)).collect(),
        note: (&template.note).into(),
        source: template.source.clone(),
        steps: template.steps.iter().map(step).collect(),
    }
}

async fn overview(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let seen = overview::look(&asked.context()?).await?;
    let late = seen
        .late
        .bands
        .iter()
        .map(|(band, count)| LateShape { band: Named::new(band.code(), band.name()), projects: *count });
    data(&OverviewShape {
        today: seen.today.to_string(),
        late: late.collect(),
        open_projects: seen.late.open,
        overdue: seen.overdue.rows.iter().map(of_line).collect(),
        cleared: seen.cleared.rows.iter().map(of_line).collect(),
        tasks: seen.tasks.rows.iter().map(|one| of_task(one, seen.today)).collect(),
    })
}
