//! Reminders: the log, composing one about an obstacle or a task, and sending it by mail or as a printed letter.

use std::sync::Arc;

use domain::agency::AgencyCode;
use domain::authority::{Action, Thing};
use domain::mail::{MailAddress, MailState};
use domain::reminders::{About, ReminderCode, Sending};
use domain::text::Text;
use jiff::civil::Date;
use office::StoredReminder;
use office::context::{Context, OfficeError};
use office::reminders::{self, Matter, Via};

use super::record::{Record, Section, rows, turn};
use super::sheet::Sheet;
use super::sites::capital;
use super::{bodies, letter, obstacle};
use crate::answer::Answer;
use crate::asked::{Asked, encoded};
use crate::component::{Cell, Field, FormView, Grid, Reading, Row, head, words};
use crate::page::Page;
use crate::trouble::Trouble;

const ABOVE: (&str, &str, &str) = ("Đôn đốc", "Reminders", "/reminders");

fn above(p: &Page) -> [(&'static str, &'static str); 1] {
    [(if p.is_vi() { ABOVE.0 } else { ABOVE.1 }, ABOVE.2)]
}

/// `/reminders`.
pub(crate) async fn log(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    let listed = reminders::log(&context, None, rows(&asked)).await?;
    let mut record = Record::new(&asked, asked.page("", "").t("Đôn đốc", "Reminders"), &[]);
    let p = record.p.clone();
    record.lead.push(
        p.t(
            "Công văn đôn đốc soạn từ trang của vướng mắc hoặc nhiệm vụ. Mỗi lần gửi là một dòng.",
            "A reminder is composed from the page of an obstacle or a task. Each sending is a line.",
        )
        .to_owned(),
    );
    record.files("reminders", "");
    let mut section = Section::default();
    match listed.rows.is_empty() {
        true => section.said.push(
            p.t("Chưa có công văn đôn đốc nào bạn được xem.", "There is no reminder that you may see.").to_owned(),
        ),
        false => section.grids.push(grid(&p, &context, &listed.rows).await?),
    }
    section.turn = turn(&asked, &p, listed.total);
    record.section(section);
    record.answer()
}

/// What a reminder is about, and where that is.
fn about(p: &Page, about: &About) -> (String, String) {
    match about {
        About::Obstacle(code) => {
            (format!("{} {code}", p.t("vướng mắc", "obstacle")), p.link(&format!("/obstacles/{code}")))
        }
        About::Task(code) => (format!("{} {code}", p.t("nhiệm vụ", "task")), p.link(&format!("/tasks/{code}"))),
        About::Step(step) => {
            (format!("{} {}", p.t("dự án", "project"), step.project), p.link(&format!("/projects/{}", step.project)))
        }
    }
}

/// Reminders in a table.
pub(super) async fn grid(p: &Page, context: &Context, log: &[StoredReminder]) -> Result<Grid, Trouble> {
    let heads = vec![
        head(p.t("Công văn", "Letter")),
        head(p.t("Gửi", "To")),
        head(p.t("Về", "About")),
        head(p.t("Trả lời trước", "Answer by")),
        head(p.t("Đã gửi thế nào", "How it went out")),
    ];
    let mut rows = Vec::with_capacity(log.len());
    for stored in log {
        let reminder = &stored.reminder;
        let mut went = Vec::with_capacity(stored.sendings.len());
        for sending in &stored.sendings {
            went.push(sent(p, context, sending).await?);
        }
        let went = if went.is_empty() { p.t("chưa gửi", "not sent").to_owned() } else { went.join("; ") };
        let number = if reminder.number.is_empty() { reminder.code.to_string() } else { reminder.number.clone() };
        let simulated = if reminder.simulated { p.t(" (mô phỏng)", " (simulated)") } else { "" };
        rows.push(Row::new(vec![
            Cell::head(number, Some(p.link(&format!("/reminders/{}", reminder.code))))
                .with(format!("{}{simulated}", p.date(reminder.date))),
            words(bodies::name(p, &reminder.to)),
            words(obstacle::short(&p.of(&reminder.matter))).with(about(p, &reminder.about).0),
            words(p.date(reminder.asked_by)),
            words(went),
        ]));
    }
    Ok(Grid { caption: p.t("Công văn đôn đốc", "Reminders").to_owned(), heads, rows })
}

/// One sending in words; of a mail that was not taken, what the server said.
async fn sent(p: &Page, context: &Context, sending: &Sending) -> Result<String, Trouble> {
    let day = p.date(jiff::tz::Offset::constant(7).to_datetime(sending.moment).date());
    let (channel, state) = (p.of(&sending.channel.name()), p.of(&sending.state.name()));
    let line = format!("{day}, {channel}, {}: {state}", sending.address);
    let answer = match (&sending.mail, sending.state) {
        (Some(id), MailState::Failed | MailState::Uncertain | MailState::Queued) => {
            office::mail::last_answer(context, id).await?
        }
        _ => None,
    };
    Ok(answer.map_or(line.clone(), |answer| format!("{line} ({answer})")))
}

/// What the address says a reminder is to be about.
fn matter(asked: &Asked) -> Result<(Matter, String), Trouble> {
    let wrong = |_| Trouble::NotFound;
    if let Some(code) = asked.parameter("obstacle") {
        return Ok((Matter::Obstacle(code.parse().map_err(wrong)?), format!("obstacle={}", encoded(code))));
    }
    let code = asked.parameter("task").ok_or(Trouble::NotFound)?;
    Ok((Matter::Task(code.parse().map_err(wrong)?), format!("task={}", encoded(code))))
}

/// What is known of the matter: in words, the bodies it waits for, whether it is over.
async fn waits(context: &Context, matter: &Matter) -> Result<(String, Vec<AgencyCode>), Trouble> {
    match matter {
        Matter::Obstacle(code) => {
            let seen = office::obstacles::view(context, code).await?;
            Ok((seen.obstacle.asked, seen.standing.waiting.into_iter().collect()))
        }
        Matter::Task(code) => {
            let seen = office::plan::view_task(context, code).await?;
            let owners = if seen.task.done_on.is_none() { seen.task.task.owners() } else { Vec::new() };
            Ok((seen.task.task.what, owners))
        }
        Matter::Step { .. } => Err(Trouble::NotFound),
    }
}

/// `/reminders/new?obstacle=VM-2024-17`.
pub(crate) async fn new(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (sheet, form, _) = compose_sheet(&asked).await?;
    sheet.form(form).answer()
}

async fn compose_sheet(asked: &Asked) -> Result<(Sheet, FormView, Matter), Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let (matter, query) = matter(asked)?;
    let (what, waiting) = waits(&context, &matter).await?;
    let sheet = Sheet::new(asked, p.t("Soạn công văn đôn đốc", "Compose a reminder"), &above(&p)).say(what);
    let to = waiting.iter().map(|code| (code.to_string(), bodies::name(&p, code))).collect();
    let recipients = Field::lines("recipients", p.t("Nơi nhận", "Copies to")).optional();
    let fields = vec![
        Field::one("to", p.t("Gửi cơ quan", "To"), to),
        Field::typed("asked_by", p.t("Đề nghị trả lời trước ngày", "Answer by"), "date", "off"),
        Field::line("number", p.t("Số công văn", "Number of the letter"))
            .optional()
            .hint(p.t("Ví dụ 125/SCT-QLCN; có thể thêm khi in.", "As 125/SCT-QLCN; it can be written in by hand.")),
        recipients.hint(p.t("Mỗi dòng một nơi.", "One a line.")),
    ];
    let form = FormView::new(&p, &format!("/reminders/new?{query}"), p.t("Soạn", "Compose"), fields);
    Ok((sheet, form, matter))
}

/// Takes a reminder.
pub(crate) async fn compose(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let (sheet, form, matter) = compose_sheet(&asked).await?;
    let mut read = Reading::of(form, &asked.fields, &p);
    let (to, by) = (read.required::<AgencyCode>("to"), read.required::<Date>("asked_by"));
    let (Some(to), Some(asked_by), true) = (to, by, read.is_sound()) else { return sheet.form(read.form()).answer() };
    let lines = read.plain("recipients");
    let recipients = lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| Text::new(line, line));
    let composed =
        reminders::Asked { matter, to, asked_by, number: read.plain("number"), recipients: recipients.collect() };
    match reminders::compose(&context, composed, bodies::bodies()).await {
        Ok((reminder, _)) => Ok(Answer::See(p.link(&format!("/reminders/{}?done=reminded", reminder.code)))),
        Err(OfficeError::Said(text)) => sheet.form(read.form().wrong("", p.of(&text))).answer(),
        Err(error) => Err(error.into()),
    }
}

fn code_of(asked: &Asked) -> Result<ReminderCode, Trouble> {
    asked.in_path("reminder").parse().map_err(|_| Trouble::NotFound)
}

/// `/reminders/DD-2024-9`.
pub(crate) async fn one(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    page(&asked, None).await
}

async fn page(asked: &Asked, mut wrong: Option<FormView>) -> Result<Answer, Trouble> {
    let (context, code) = (asked.context()?, code_of(asked)?);
    let (stored, letter) = reminders::view(&context, &code, bodies::bodies()).await?;
    let p = asked.page("", "");
    let title = format!("{} {code}", p.t("Công văn đôn đốc", "Reminder"));
    let mut record = Record::new(asked, &title, &above(&p));
    record.simulated(stored.reminder.simulated);
    record.kind = p.of(&letter.subject);
    let mut facts = Section::default();
    facts.term(&p, p.t("Gửi", "To"), bodies::name(&p, &stored.reminder.to));
    facts.links(p.t("Về", "About"), vec![about(&p, &stored.reminder.about)]);
    facts.term(&p, p.t("Nội dung", "What it asks"), p.of(&stored.reminder.matter));
    facts.term(&p, p.t("Ngày", "Day"), p.date(stored.reminder.date));
    facts.term(&p, p.t("Trả lời trước", "Answer by"), p.date(stored.reminder.asked_by));
    record.section(facts);
    let mut went = Section::titled(p.t("Đã gửi thế nào", "How it went out"));
    for sending in &stored.sendings {
        went.said.push(capital(Text::new(sent(&p, &context, sending).await?, "")).vi);
    }
    if went.said.is_empty() {
        went.said.push(p.t("Chưa gửi.", "Not sent yet.").to_owned());
    }
    record.section(went);
    record.way(p.t("Xem và in công văn", "Read and print the letter"), &format!("/reminders/{code}/letter"));
    if context.may(Action::Remind, &Thing::WHOLE) {
        let hint = match asked.desk()?.sends_mail {
            true => "",
            false => p.t(
                "Máy chủ thư chưa được thiết lập; thư chờ đến khi có.",
                "No mail server is set up; the mail waits until there is one.",
            ),
        };
        record.deed(p.t("Gửi thư điện tử", "Send it by mail"), hint, mail_form(&p, &code), &mut wrong);
        record.deed(
            p.t("Ghi nhận đã chuyển công văn giấy", "Note that the letter was handed over"),
            "",
            hand_form(&p, &code),
            &mut wrong,
        );
    }
    record.keep(&format!("/reminders/{code}"), &mut wrong);
    record.answer()
}

fn mail_form(p: &Page, code: &ReminderCode) -> FormView {
    let fields = vec![Field::typed("mail-to", p.t("Địa chỉ thư", "Address"), "email", "off")];
    FormView::new(p, &format!("/reminders/{code}/mail"), p.t("Gửi thư", "Send"), fields)
}

fn hand_form(p: &Page, code: &ReminderCode) -> FormView {
    let fields = vec![
        Field::line("hand-to", p.t("Chuyển đến", "Handed over to"))
            .hint(p.t("Nơi nhận, người nhận.", "The place and the person.")),
    ];
    FormView::new(p, &format!("/reminders/{code}/handed"), p.t("Ghi nhận", "Note it"), fields)
}

async fn settle(asked: &Asked, read: Reading<'_>, via: Via, done: &str) -> Result<Answer, Trouble> {
    let (context, code, p) = (asked.context()?, code_of(asked)?, asked.page("", ""));
    match reminders::send(&context, &code, via, bodies::bodies()).await {
        Ok(()) => Ok(Answer::See(p.link(&format!("/reminders/{code}?done={done}")))),
        Err(OfficeError::Said(text)) => page(asked, Some(read.form().wrong("", p.of(&text)))).await,
        Err(error) => Err(error.into()),
    }
}

/// Queues it as a mail.
pub(crate) async fn mail(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (code, p) = (code_of(&asked)?, asked.page("", ""));
    let mut read = Reading::of(mail_form(&p, &code), &asked.fields, &p);
    let to = read.required::<MailAddress>("mail-to");
    match (to, read.is_sound()) {
        (Some(to), true) => settle(&asked, read, Via::Mail(to), "queued").await,
        _ => page(&asked, Some(read.form())).await,
    }
}

/// Notes that the letter was handed over.
pub(crate) async fn hand(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (code, p) = (code_of(&asked)?, asked.page("", ""));
    let read = Reading::of(hand_form(&p, &code), &asked.fields, &p);
    if !read.is_sound() {
        return page(&asked, Some(read.form())).await;
    }
    let to = read.plain("hand-to");
    settle(&asked, read, Via::Letter(to), "handed").await
}

/// `/reminders/DD-2024-9/letter`: the letter, to be printed.
pub(crate) async fn print(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, code) = (asked.context()?, code_of(&asked)?);
    let (_, written) = reminders::view(&context, &code, bodies::bodies()).await?;
    let p = asked.page("", "");
    let ways = [
        (above(&p)[0].0, "/reminders".to_owned()),
        (p.t("Công văn đôn đốc", "Reminder"), format!("/reminders/{code}")),
    ];
    letter::print(&asked, &written, &ways)
}
