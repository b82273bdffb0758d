//! The recovery plans and the tasks of every origin: who leads, who helps, who watches, by when, what came of it, and what is near or
//! past its day.

use std::sync::Arc;

use domain::agency::AgencyCode;
use domain::authority::{Action, Thing};
use domain::obstacles::{ObstacleCode, Visibility};
use domain::tasks::{Alarm, Origin, OriginKind, Plan, PlanCode, TaskStanding, standing};
use domain::text::Text;
use jiff::civil::Date;
use office::context::{Context, OfficeError};
use office::plan::{self, Measure};
use office::{StoredTask, TaskFilter};

use super::record::{Record, Section, rows, turn};
use super::sites::capital;
use super::{bodies, obstacle};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Field, FormView, Grid, Notice, Reading, Row, Select, head, words};
use crate::page::Page;
use crate::trouble::{Choice, Trouble};

const ALL: &str = "all";

/// `/plan?plan=KH-2024&open=open`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    page(&asked, None).await
}

async fn page(asked: &Asked, mut wrong: Option<FormView>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    let mut record = Record::new(asked, asked.page("", "").t("Kế hoạch và nhiệm vụ", "Plans and tasks"), &[]);
    let p = record.p.clone();
    let sees_all = context.may(Action::ReadInternal, &Thing::WHOLE);
    let plans = if sees_all { plan::plans(&context).await? } else { Vec::new() };
    if sees_all {
        alarms(&mut record, &context).await?;
    }
    let (filter, picks) = narrowed(asked, &p, &plans)?;
    record.picks = picks;
    record.files("tasks", "");
    let listed = plan::tasks(&context, &filter, rows(asked)).await?;
    let mut tasks = Section { narrowed: true, ..Section::titled(p.t("Nhiệm vụ", "Tasks")) };
    match listed.rows.is_empty() {
        true => tasks.said.push(p.t("Không có nhiệm vụ nào như vậy.", "There is no such task.").to_owned()),
        false => tasks.grids.push(tasks_grid(
            &p,
            p.t("Nhiệm vụ, đến hạn trước đứng trước", "Tasks, what is due first coming first"),
            &listed.rows,
            context.today(),
        )),
    }
    tasks.turn = turn(asked, &p, listed.total);
    record.section(tasks);
    record.section(plans_section(&p, &plans));
    if context.may(Action::KeepPlan, &Thing::WHOLE) {
        if !plans.is_empty() {
            record.deed(p.t("Ghi một biện pháp", "Write a measure"), "", measure_form(&p, &plans), &mut wrong);
        }
        let hint = p.t("Cùng mã là sửa lại kế hoạch đã có.", "The same code again corrects the plan that is there.");
        record.deed(
            p.t("Ghi kế hoạch của UBND tỉnh", "Write down a plan of the People's Committee"),
            hint,
            plan_form(&p),
            &mut wrong,
        );
    }
    record.keep("/plan", &mut wrong);
    record.answer()
}

/// What is near its day or past it, said on top: each task once, by its most pressing alarm.
async fn alarms(record: &mut Record, context: &Context) -> Result<(), Trouble> {
    let (p, today) = (record.p.clone(), context.today());
    let (mut told, mut counted) = (Vec::new(), 0);
    for (alarm, days) in [(Alarm::Late, 0), (Alarm::One, 2), (Alarm::Three, 4), (Alarm::Seven, 8)] {
        let due_before = today.checked_add(jiff::Span::new().days(days)).ok();
        let due = TaskFilter { open: Some(true), due_before, ..TaskFilter::default() };
        let total = plan::tasks(context, &due, office::Page::new(0, 1)).await?.total;
        if total > counted {
            told.push(format!("{}: {}", p.of(&capital(alarm.name())), total - counted));
        }
        counted = total;
    }
    if !told.is_empty() {
        let text = format!(
            "{} {}.",
            p.t("Nhiệm vụ sắp đến hạn và quá hạn.", "Tasks near their day or past it."),
            told.join("; ")
        );
        record.notices.push(Notice { warns: true, text });
    }
    Ok(())
}

fn plan_choices(plans: &[Plan]) -> Vec<Choice> {
    let all = Choice::new(ALL, Text::new("Mọi nguồn", "Every origin"));
    let plans = plans.iter().map(|plan| Choice::new(plan.code.as_str(), capital(plan.title.clone())));
    std::iter::once(all).chain(plans).collect()
}

fn open_choices() -> Vec<Choice> {
    vec![
        Choice::new("open", Text::new("Chưa xong", "Not done")),
        Choice::new("done", Text::new("Đã xong", "Done")),
        Choice::new(ALL, Text::new("Tất cả", "All")),
    ]
}

fn narrowed(asked: &Asked, p: &Page, plans: &[Plan]) -> Result<(TaskFilter, Vec<Select>), Trouble> {
    let plan = asked.choose("plan", ALL, || plan_choices(plans))?;
    let open = asked.choose("open", "open", open_choices)?;
    let agency = asked.choose("agency", ALL, agency_choices)?;
    let filter = TaskFilter {
        open: match open.as_str() {
            "open" => Some(true),
            "done" => Some(false),
            _ => None,
        },
        origin: Some(plan.as_str())
            .filter(|plan| *plan != ALL)
            .and_then(|plan| Origin::new(OriginKind::Plan, plan).ok()),
        agency: agency.parse().ok().filter(|_| agency != ALL),
        ..TaskFilter::default()
    };
    let mut picks = Vec::new();
    if !plans.is_empty() {
        picks.push(Select::new(p, "plan", p.t("Kế hoạch", "Plan"), plan_choices(plans), &plan));
    }
    picks.push(Select::new(p, "open", p.t("Tình trạng", "State"), open_choices(), &open));
    picks.push(Select::new(p, "agency", p.t("Cơ quan", "Body"), agency_choices(), &agency));
    Ok((filter, picks))
}

fn agency_choices() -> Vec<Choice> {
    bodies::filter(Text::new("Mọi cơ quan", "All bodies"))
}

/// How a task stands, in words.
pub(super) fn standing_of(p: &Page, task: &StoredTask, today: Date) -> String {
    let count = |days: i64| match (p.is_vi(), days) {
        (true, _) => format!("{days} ngày"),
        (false, 1) => "1 day".to_owned(),
        (false, _) => format!("{days} days"),
    };
    match (standing(task.task.due, task.done_on, today), p.is_vi()) {
        (TaskStanding::Done { on, late_by: 0 }, true) => format!("xong {}", p.date(on)),
        (TaskStanding::Done { on, late_by: 0 }, false) => format!("done {}", p.date(on)),
        (TaskStanding::Done { on, late_by }, true) => format!("xong {}, muộn {}", p.date(on), count(late_by)),
        (TaskStanding::Done { on, late_by }, false) => format!("done {}, {} late", p.date(on), count(late_by)),
        (TaskStanding::Open { left: 0 }, true) => "hôm nay là hạn cuối".to_owned(),
        (TaskStanding::Open { left: 0 }, false) => "today is the last day".to_owned(),
        (TaskStanding::Open { left }, true) => format!("còn {}", count(left)),
        (TaskStanding::Open { left }, false) => format!("{} left", count(left)),
        (TaskStanding::Late { by }, true) => format!("quá hạn {}", count(by)),
        (TaskStanding::Late { by }, false) => format!("{} late", count(by)),
    }
}

/// Tasks in a table.
pub(super) fn tasks_grid(p: &Page, caption: &str, tasks: &[StoredTask], today: Date) -> Grid {
    let heads = vec![
        head(p.t("Việc", "Task")),
        head(p.t("Chủ trì, phối hợp", "Lead, partners")),
        head(p.t("Theo dõi", "Watches")),
        head(p.t("Thời hạn", "Due")),
        head(p.t("Kết quả cần đạt", "Expected result")),
    ];
    let row = |stored: &StoredTask| {
        let task = &stored.task;
        let simulated = if task.simulated { p.t(" (mô phỏng)", " (simulated)") } else { "" };
        Row::new(vec![
            Cell::head(obstacle::short(&task.what), Some(p.link(&format!("/tasks/{}", task.code)))).with(format!(
                "{}, {}{simulated}",
                task.code,
                p.of(&task.origin.kind().name())
            )),
            words(bodies::name(p, &task.lead)).with(bodies::names(p, &task.partners)),
            words(task.watcher.as_ref().map_or_else(|| "–".to_owned(), |code| bodies::name(p, code))),
            words(p.date(task.due)).with(standing_of(p, stored, today)),
            words(if task.result.is_empty() { "–".to_owned() } else { obstacle::short(&task.result) }),
        ])
    };
    Grid { caption: caption.to_owned(), heads, rows: tasks.iter().map(row).collect() }
}

fn plans_section(p: &Page, plans: &[Plan]) -> Section {
    let mut section = Section::titled(p.t("Kế hoạch", "Plans"));
    if plans.is_empty() {
        return section;
    }
    let heads =
        vec![head(p.t("Kế hoạch", "Plan")), head(p.t("Văn bản", "Decision")), head(p.t("Ngày ban hành", "Adopted on"))];
    let row = |plan: &Plan| {
        let simulated = if plan.simulated { p.t(" (mô phỏng)", " (simulated)") } else { "" };
        let href = p.link(&format!("/plan?plan={}&open=all", plan.code));
        let decision = if plan.decision.is_empty() {
            p.t("chưa rõ số", "number not known").to_owned()
        } else {
            plan.decision.clone()
        };
        Row::new(vec![
            Cell::head(p.of(&capital(plan.title.clone())), Some(href)).with(format!("{}{simulated}", plan.code)),
            words(decision),
            words(p.date(plan.adopted_on)),
        ])
    };
    let caption = p.t("Kế hoạch", "Plans").to_owned();
    section.grids.push(Grid { caption, heads, rows: plans.iter().map(row).collect() });
    section
}

/// The fields of a task of any origin.
pub(super) fn task_fields(p: &Page, lead: &str) -> Vec<Field> {
    vec![
        Field::lines("task-what", p.t("Việc phải làm", "What is to be done")),
        Field::one("task-lead", lead, bodies::choices_or_none(p)),
        Field::any("task-partner", p.t("Phối hợp", "Partners"), bodies::choices(p)),
        Field::one("task-watcher", p.t("Theo dõi, đôn đốc", "Who watches"), bodies::choices_or_none(p)).optional(),
        Field::typed("task-due", p.t("Thời hạn", "Due"), "date", "off"),
        Field::line("task-result", p.t("Kết quả cần đạt", "Expected result")).optional(),
        bodies::visibility(p, "task-visibility"),
    ]
}

/// What was filled into [`task_fields`] and the field of the obstacle.
pub(super) struct Entered {
    pub(super) obstacle: Option<ObstacleCode>,
    pub(super) what: String,
    pub(super) lead: AgencyCode,
    pub(super) partners: Vec<AgencyCode>,
    pub(super) watcher: Option<AgencyCode>,
    pub(super) due: Date,
    pub(super) result: String,
    pub(super) visibility: Visibility,
}

/// Reads [`task_fields`].
pub(super) fn task_of(read: &mut Reading<'_>) -> Option<Entered> {
    let (lead, due) = (read.required("task-lead"), read.required("task-due"));
    let visibility = read.required("task-visibility");
    Some(Entered {
        obstacle: read.optional("task-obstacle"),
        what: read.plain("task-what"),
        partners: read.many("task-partner"),
        watcher: read.optional("task-watcher"),
        result: read.plain("task-result"),
        lead: lead?,
        due: due?,
        visibility: visibility?,
    })
}

fn measure_form(p: &Page, plans: &[Plan]) -> FormView {
    let plans = plans.iter().map(|plan| (plan.code.to_string(), p.of(&capital(plan.title.clone())))).collect();
    let mut fields = vec![
        Field::one("task-plan", p.t("Thuộc kế hoạch", "Of the plan"), plans),
        Field::line("task-obstacle", p.t("Để gỡ vướng mắc mã", "To clear the obstacle")).optional(),
    ];
    fields.extend(task_fields(p, p.t("Chủ trì", "Lead")));
    FormView::new(p, "/plan/measures", p.t("Ghi biện pháp", "Write it"), fields)
}

fn plan_form(p: &Page) -> FormView {
    let fields = vec![
        Field::line("plan-code", p.t("Mã kế hoạch", "Code")).hint(p.t("Ví dụ KH-2024.", "As KH-2024.")),
        Field::line("plan-title-vi", p.t("Tên (tiếng Việt)", "Name (Vietnamese)")),
        Field::line("plan-title-en", p.t("Tên (tiếng Anh)", "Name (English)")),
        Field::typed("plan-adopted", p.t("Ngày ban hành", "Adopted on"), "date", "off"),
        Field::line("plan-decision", p.t("Số văn bản", "Number of the decision")).optional(),
    ];
    FormView::new(p, "/plan/plans", p.t("Lưu kế hoạch", "Save the plan"), fields)
}

async fn settle<T>(
    asked: &Asked,
    read: Reading<'_>,
    did: Result<T, OfficeError>,
    done: &str,
) -> Result<Answer, Trouble> {
    let p = asked.page("", "");
    let said = match did {
        Ok(_) => return Ok(Answer::See(p.link(&format!("/plan?done={done}")))),
        Err(OfficeError::Said(text)) => p.of(&text),
        Err(OfficeError::NotFound) => {
            p.t("Không có kế hoạch này. Hãy chọn lại.", "There is no such plan. Choose another.").to_owned()
        }
        Err(error) => return Err(error.into()),
    };
    page(asked, Some(read.form().wrong("", said))).await
}

/// Takes a plan.
pub(crate) async fn adopt(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let mut read = Reading::of(plan_form(&p), &asked.fields, &p);
    let (code, adopted) = (read.required::<PlanCode>("plan-code"), read.required::<Date>("plan-adopted"));
    let (Some(code), Some(adopted_on), true) = (code, adopted, read.is_sound()) else {
        return page(&asked, Some(read.form())).await;
    };
    let title = Text::new(read.plain("plan-title-vi"), read.plain("plan-title-en"));
    let plan = Plan { code, title, adopted_on, decision: read.plain("plan-decision"), simulated: p.simulated() };
    let did = plan::adopt(&context, &plan).await;
    settle(&asked, read, did, "adopted").await
}

/// Takes a measure.
pub(crate) async fn measure(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let plans = plan::plans(&context).await?;
    let mut read = Reading::of(measure_form(&p, &plans), &asked.fields, &p);
    let (of, task) = (read.required::<PlanCode>("task-plan"), task_of(&mut read));
    let (Some(of), Some(task), true) = (of, task, read.is_sound()) else {
        return page(&asked, Some(read.form())).await;
    };
    let made = Measure {
        obstacle: task.obstacle,
        what: task.what,
        lead: task.lead,
        partners: task.partners,
        watcher: task.watcher,
        due: task.due,
        result: task.result,
        visibility: task.visibility,
    };
    let did = plan::measure(&context, &of, made).await;
    settle(&asked, read, did, "measured").await
}
