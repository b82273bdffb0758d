//! One task: who leads, who helps, who watches, by when, what was reported, and the form of a report.

use std::sync::Arc;

use domain::authority::{Action, Thing};
use domain::obstacles::Visibility;
use domain::tasks::{Origin, TaskCode, TaskReport};
use office::context::{Context, OfficeError};
use office::obstacles::Note;
use office::plan::{self, SeenTask};

use super::record::{Record, Section};
use super::sites::capital;
use super::{bodies, plan as plans, reminders};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Field, FormView, Grid, Reading, Row, head, words};
use crate::page::Page;
use crate::trouble::Trouble;

fn code_of(asked: &Asked) -> Result<TaskCode, Trouble> {
    asked.in_path("task").parse().map_err(|_| Trouble::NotFound)
}

/// `/tasks/NV-2024-3`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    page(&asked, None).await
}

async fn page(asked: &Asked, mut wrong: Option<FormView>) -> Result<Answer, Trouble> {
    let (context, code) = (asked.context()?, code_of(asked)?);
    let seen = plan::view_task(&context, &code).await?;
    let p = asked.page("", "");
    let title = format!("{} {code}", p.t("Nhiệm vụ", "Task"));
    let mut record = Record::new(asked, &title, &[(p.t("Kế hoạch và nhiệm vụ", "Plans and tasks"), "/plan")]);
    record.kind = p.of(&capital(seen.task.task.origin.kind().name()));
    record.simulated(seen.task.task.simulated);
    record.lead.push(seen.task.task.what.clone());
    record.section(facts(&p, &context, &seen));
    record.section(reports(&p, &seen.reports));
    let about = domain::reminders::About::Task(code.clone());
    let log = office::reminders::log(&context, Some(&about), office::Page::new(0, 50)).await?;
    if !log.rows.is_empty() {
        let mut section = Section::titled(p.t("Đôn đốc", "Reminders"));
        section.grids.push(reminders::grid(&p, &context, &log.rows).await?);
        record.section(section);
    }
    let owners = seen.task.task.owners();
    if context.may(Action::ReportTask, &Thing::WHOLE.asked_of(&owners)) {
        let hint = p.t(
            "Báo cáo sau nói chưa xong thì nhiệm vụ mở lại.",
            "A later report that does not say so opens the task again.",
        );
        record.deed(p.t("Báo cáo kết quả", "Report"), hint, form(&p, &code), &mut wrong);
    }
    if seen.task.done_on.is_none() && context.may(Action::Remind, &Thing::WHOLE) {
        record.way(p.t("Soạn công văn đôn đốc", "Compose a reminder"), &format!("/reminders/new?task={code}"));
    }
    record.keep(&format!("/tasks/{code}"), &mut wrong);
    record.answer()
}

fn facts(p: &Page, context: &Context, seen: &SeenTask) -> Section {
    let task = &seen.task.task;
    let mut section = Section::default();
    section.term(
        p,
        p.t("Thời hạn", "Due"),
        format!("{} ({})", p.date(task.due), plans::standing_of(p, &seen.task, context.today())),
    );
    section.term(p, p.t("Chủ trì", "Lead"), bodies::name(p, &task.lead));
    section.term_if(p, p.t("Phối hợp", "Partners"), bodies::names(p, &task.partners));
    section.term_if(p, p.t("Theo dõi, đôn đốc", "Watches"), bodies::names(p, &task.watcher));
    section.term(p, p.t("Kết quả cần đạt", "Expected result"), task.result.clone());
    let origin = match &task.origin {
        Origin::Dialogue(code) => (code.to_string(), p.link(&format!("/dialogues/{code}"))),
        Origin::Plan(code) => (code.to_string(), p.link(&format!("/plan?plan={code}&open=all"))),
    };
    // The list of plans is for those who see all of them.
    if matches!(task.origin, Origin::Dialogue(_)) || context.may(Action::ReadInternal, &Thing::WHOLE) {
        section.links(p.t("Từ", "From"), vec![origin]);
    }
    let obstacle = task.obstacle.iter().map(|code| (code.to_string(), p.link(&format!("/obstacles/{code}"))));
    section.links(p.t("Để gỡ vướng mắc", "To clear the obstacle"), obstacle.collect());
    section.term(p, p.t("Ai được đọc", "Who may read it"), p.of(&task.visibility.name()));
    section
}

fn reports(p: &Page, reports: &[TaskReport]) -> Section {
    let mut section = Section::titled(p.t("Báo cáo", "Reports"));
    if reports.is_empty() {
        section.said.push(p.t("Chưa có báo cáo.", "Nothing is reported yet.").to_owned());
        return section;
    }
    let heads = vec![
        head(p.t("Ngày", "Day")),
        head(p.t("Kết quả", "What was done")),
        head(p.t("Xong chưa", "Done")),
        head(p.t("Người báo cáo", "By")),
    ];
    let row = |report: &TaskReport| {
        Row::new(vec![
            Cell::head(p.date(report.date), None),
            words(report.text.clone()).with(p.of(&report.visibility.name())),
            words(if report.is_done { p.t("đã xong", "done") } else { p.t("chưa xong", "not done") }),
            words(report.by.clone()),
        ])
    };
    let caption = p.t("Báo cáo", "Reports").to_owned();
    section.grids.push(Grid { caption, heads, rows: reports.iter().map(row).collect() });
    section
}

fn form(p: &Page, code: &TaskCode) -> FormView {
    let done = vec![
        ("no".to_owned(), p.t("Chưa xong", "Not done yet").to_owned()),
        ("yes".to_owned(), p.t("Đã xong", "Done").to_owned()),
    ];
    let fields = vec![
        Field::lines("report-text", p.t("Đã làm được gì", "What was done")),
        Field::one("report-done", p.t("Xong chưa", "Is it done"), done),
        bodies::visibility(p, "report-visibility"),
    ];
    FormView::new(p, &format!("/tasks/{code}/report"), p.t("Gửi báo cáo", "Send the report"), fields)
}

/// Takes a report.
pub(crate) async fn report(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, code, p) = (asked.context()?, code_of(&asked)?, asked.page("", ""));
    let mut read = Reading::of(form(&p, &code), &asked.fields, &p);
    // What is not the reporter's is not told by what is missing in the form.
    plan::view_task(&context, &code).await?;
    let visibility = read.required::<Visibility>("report-visibility");
    let (Some(visibility), true) = (visibility, read.is_sound()) else { return page(&asked, Some(read.form())).await };
    let note = Note { text: read.plain("report-text"), visibility };
    match plan::report(&context, &code, note, read.plain("report-done") == "yes").await {
        Ok(()) => Ok(Answer::See(p.link(&format!("/tasks/{code}?done=reported")))),
        Err(OfficeError::Said(text)) => page(&asked, Some(read.form().wrong("", p.of(&text)))).await,
        Err(error) => Err(error.into()),
    }
}
