//! Dialogues, the recovery plan, their tasks and reminders: what was promised, by whom, for when, and what was sent to whom.

use std::sync::Arc;

use domain::authority::{Action, Reach};
use domain::dialogues::{Dialogue, Guest};
use domain::reminders::About;
use domain::tasks::{TaskReport, TaskStanding, standing};
use jiff::civil::Date;
use office::{StoredReminder, StoredTask, TaskFilter, dialogues, plan, reminders};
use serde::Serialize;
use utoipa::ToSchema;

use super::shape::{Asking, Named, Whole, Words, data, said};
use super::{Operation, paged, read, whole};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::pages::bodies::bodies;
use crate::routes::Access;
use crate::trouble::Trouble;

const ALL: &str = "all";

pub(super) fn table() -> Vec<Operation> {
    let inside = Access::May(Action::ReadInternal);
    vec![
        paged::<DialogueShape, _, _>("/api/v1/dialogues", inside, ("Hội nghị đối thoại", "Dialogues"), list),
        read::<DialogueRecord, _, _>("/api/v1/dialogues/{dialogue}", inside, ("Một hội nghị", "One dialogue"), one),
        whole::<PlanShape, _, _>("/api/v1/plans", inside, ("Các kế hoạch", "Plans"), plans),
        paged::<TaskShape, _, _>("/api/v1/tasks", Access::Public, ("Nhiệm vụ", "Tasks"), tasks)
            .one_of("open", open_choices(), "open hoặc done", "open or done")
            .with("agency", "mã cơ quan", "code of a body")
            .with("obstacle", "mã vướng mắc", "code of an obstacle"),
        read::<TaskRecord, _, _>("/api/v1/tasks/{task}", inside, ("Một nhiệm vụ", "One task"), task),
        paged::<ReminderShape, _, _>("/api/v1/reminders", inside, ("Đôn đốc", "Reminders"), reminded),
        read::<ReminderShape, _, _>(
            "/api/v1/reminders/{reminder}",
            inside,
            ("Một lần đôn đốc", "One reminder"),
            reminder,
        ),
    ]
}

/// A dialogue in a list.
#[derive(Debug, Serialize, ToSchema)]
struct DialogueShape {
    code: String,
    title: Words,
    date: String,
    place: String,
    /// Who presides.
    chair: String,
    stage: Named,
    /// Invented for a demonstration.
    simulated: bool,
}

/// Everything the reader may see of a dialogue.
#[derive(Debug, Serialize, ToSchema)]
struct DialogueRecord {
    #[serde(flatten)]
    line: DialogueShape,
    /// Tax codes of the firms invited.
    firms: Vec<String>,
    /// Codes of the bodies invited.
    bodies: Vec<String>,
    /// The obstacles taken up, in order.
    agenda: Vec<String>,
    minutes: Vec<MinuteShape>,
    commitments: Vec<TaskShape>,
}

/// A line of the minutes.
#[derive(Debug, Serialize, ToSchema)]
struct MinuteShape {
    obstacle: Option<String>,
    by: String,
    text: String,
}

/// A plan.
#[derive(Debug, Serialize, ToSchema)]
struct PlanShape {
    code: String,
    title: Words,
    adopted_on: String,
    decision: Option<String>,
    simulated: bool,
}

/// A commitment of a dialogue or a measure of a plan.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskShape {
    code: String,
    /// dialogue or plan
    origin: String,
    /// The code of the dialogue or plan.
    origin_code: String,
    obstacle: Option<String>,
    what: String,
    lead: String,
    partners: Vec<String>,
    watcher: Option<String>,
    due: String,
    /// The result that is expected.
    result: Option<String>,
    done_on: Option<String>,
    /// Days left, negative past the deadline; of what is done, none.
    days_left: Option<i64>,
    public: bool,
    simulated: bool,
}

/// A task with what was reported of it.
#[derive(Debug, Serialize, ToSchema)]
struct TaskRecord {
    #[serde(flatten)]
    task: TaskShape,
    reports: Vec<TaskReportShape>,
}

/// What was reported of a task.
#[derive(Debug, Serialize, ToSchema)]
struct TaskReportShape {
    date: String,
    by: String,
    text: String,
    is_done: bool,
}

/// A reminder with its sendings.
#[derive(Debug, Serialize, ToSchema)]
struct ReminderShape {
    code: String,
    number: Option<String>,
    date: String,
    to: String,
    /// obstacle, step or task
    about: &'static str,
    /// Its code; of a step, that of the project.
    about_code: String,
    step: Option<u16>,
    matter: Words,
    since: String,
    limit_ended: Option<String>,
    asked_by: String,
    simulated: bool,
    sendings: Vec<SendingShape>,
}

/// One sending.
#[derive(Debug, Serialize, ToSchema)]
struct SendingShape {
    channel: Named,
    address: String,
    moment: String,
    state: String,
}

async fn list(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let asking = Asking::of(&asked)?;
    let found = dialogues::list(&asked.context()?, asking.part()).await?;
    data(&asking.listed(&asked, &found, dialogue))
}

fn dialogue(dialogue: &Dialogue) -> DialogueShape {
    DialogueShape {
        code: dialogue.code.to_string(),
        title: (&dialogue.title).into(),
        date: dialogue.date.to_string(),
        place: dialogue.place.clone(),
        chair: dialogue.chair.clone(),
        stage: Named::new(dialogue.stage.code(), dialogue.stage.name()),
        simulated: dialogue.simulated,
    }
}

async fn one(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, code) = (asked.context()?, asked.in_path("dialogue").parse().map_err(|_| Trouble::NotFound)?);
    let seen = dialogues::view(&context, &code).await?;
    let stored = &seen.dialogue;
    let (mut firms, mut bodies) = (Vec::new(), Vec::new());
    for guest in &stored.guests {
        match guest {
            Guest::Enterprise(code) => firms.push(code.to_string()),
            Guest::Agency(code) => bodies.push(code.to_string()),
        }
    }
    let minutes = stored.minutes.iter().map(|minute| MinuteShape {
        obstacle: minute.obstacle.as_ref().map(ToString::to_string),
        by: minute.by.clone(),
        text: minute.text.clone(),
    });
    data(&DialogueRecord {
        line: dialogue(&stored.dialogue),
        firms,
        bodies,
        agenda: stored.agenda.iter().map(ToString::to_string).collect(),
        minutes: minutes.collect(),
        commitments: seen.commitments.iter().map(|one| of_task(one, context.today())).collect(),
    })
}

async fn plans(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let shape = |plan: &domain::tasks::Plan| PlanShape {
        code: plan.code.to_string(),
        title: (&plan.title).into(),
        adopted_on: plan.adopted_on.to_string(),
        decision: said(&plan.decision),
        simulated: plan.simulated,
    };
    // Plans are the department's; whoever reads only its own has none, and its tasks name theirs.
    let context = asked.context()?;
    let sees_all = context.may(Action::ReadInternal, &domain::authority::Thing::WHOLE);
    let plans = if sees_all { plan::plans(&context).await? } else { Vec::new() };
    data(&Whole::of(plans.iter().map(shape)))
}

async fn tasks(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, asking) = (asked.context()?, Asking::of(&asked)?);
    let code = |name| asked.parameter(name);
    let filter = TaskFilter {
        open: match asked.choose("open", ALL, open_choices)?.as_str() {
            "open" => Some(true),
            "done" => Some(false),
            _ => None,
        },
        agency: code("agency").map(|text| text.parse().map_err(|_| Trouble::NotFound)).transpose()?,
        obstacle: code("obstacle").map(|text| text.parse().map_err(|_| Trouble::NotFound)).transpose()?,
        ..TaskFilter::default()
    };
    // No task is a firm's own: it reads what everybody reads.
    let inside = context.actor.reach(Action::ReadInternal) != Reach::Never && context.actor.enterprise().is_none();
    let found = match inside {
        true => plan::tasks(&context, &filter, asking.part()).await?,
        false => plan::public_tasks(&context, &filter, asking.part()).await?,
    };
    data(&asking.listed(&asked, &found, |one| of_task(one, context.today())))
}

fn open_choices() -> Vec<crate::trouble::Choice> {
    let choice = |code: &str, vi: &str, en: &str| crate::trouble::Choice::new(code, domain::text::Text::new(vi, en));
    vec![choice(ALL, "cả hai", "both"), choice("open", "chưa xong", "not done"), choice("done", "đã xong", "done")]
}

pub(super) fn of_task(stored: &StoredTask, today: Date) -> TaskShape {
    let task = &stored.task;
    let days_left = match standing(task.due, stored.done_on, today) {
        TaskStanding::Done { .. } => None,
        TaskStanding::Open { left } => Some(left),
        TaskStanding::Late { by } => Some(-by),
    };
    TaskShape {
        code: task.code.to_string(),
        origin: task.origin.kind().code().to_owned(),
        origin_code: task.origin.code().to_owned(),
        obstacle: task.obstacle.as_ref().map(ToString::to_string),
        what: task.what.clone(),
        lead: task.lead.to_string(),
        partners: task.partners.iter().map(ToString::to_string).collect(),
        watcher: task.watcher.as_ref().map(ToString::to_string),
        due: task.due.to_string(),
        result: said(&task.result),
        done_on: stored.done_on.map(|day| day.to_string()),
        days_left,
        public: task.visibility == domain::obstacles::Visibility::Public,
        simulated: task.simulated,
    }
}

async fn task(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, code) = (asked.context()?, asked.in_path("task").parse().map_err(|_| Trouble::NotFound)?);
    let seen = plan::view_task(&context, &code).await?;
    let report = |report: &TaskReport| TaskReportShape {
        date: report.date.to_string(),
        by: report.by.clone(),
        text: report.text.clone(),
        is_done: report.is_done,
    };
    let reports = seen.reports.iter().map(report).collect();
    data(&TaskRecord { task: of_task(&seen.task, context.today()), reports })
}

async fn reminded(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let asking = Asking::of(&asked)?;
    let found = reminders::log(&asked.context()?, None, asking.part()).await?;
    data(&asking.listed(&asked, &found, of_reminder))
}

async fn reminder(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, code) = (asked.context()?, asked.in_path("reminder").parse().map_err(|_| Trouble::NotFound)?);
    let (stored, _) = reminders::view(&context, &code, bodies()).await?;
    data(&of_reminder(&stored))
}

fn of_reminder(stored: &StoredReminder) -> ReminderShape {
    let reminder = &stored.reminder;
    let (about, about_code, step) = match &reminder.about {
        About::Obstacle(code) => ("obstacle", code.to_string(), None),
        About::Step(at) => ("step", at.project.to_string(), at.step.map(u16::from)),
        About::Task(code) => ("task", code.to_string(), None),
    };
    let sendings = stored.sendings.iter().map(|sending| SendingShape {
        channel: Named::new(sending.channel.code(), sending.channel.name()),
        address: sending.address.clone(),
        moment: sending.moment.to_string(),
        state: sending.state.code().to_owned(),
    });
    ReminderShape {
        code: reminder.code.to_string(),
        number: said(&reminder.number),
        date: reminder.date.to_string(),
        to: reminder.to.to_string(),
        about,
        about_code,
        step,
        matter: (&reminder.matter).into(),
        since: reminder.since.to_string(),
        limit_ended: reminder.limit_ended.map(|day| day.to_string()),
        asked_by: reminder.asked_by.to_string(),
        simulated: reminder.simulated,
        sendings: sendings.collect(),
    }
}
