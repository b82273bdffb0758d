//! Reminders: the log, composing one about an obstacle, a task or a step, and sending it by mail or as a printed letter.

use std::sync::Arc;

use domain::agency::AgencyCode;
use domain::authority::{Action, Thing};
use domain::mail::{MailAddress, MailState};
use domain::obstacles::ProjectStep;
use domain::projects::StepNumber;
use domain::reminders::{About, ReminderCode, Sending, SendingChannel};
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
use crate::view::upper;

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
            "Công văn đôn đốc soạn từ trang của vướng mắc, nhiệm vụ, bước của dự án hoặc cơ quan. Mỗi lần gửi là một dòng.",
            "A reminder is composed from the page of an obstacle, a task, a step of a project or an agency. Each sending is a line.",
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
fn about_place(p: &Page, about: &About) -> (String, String) {
    match about {
        About::Obstacle(code) => (format!("{} {code}", p.t("vướng mắc", "obstacle")), format!("/obstacles/{code}")),
        About::Task(code) => (format!("{} {code}", p.t("nhiệm vụ", "task")), format!("/tasks/{code}")),
        About::Step(at) => {
            let project = format!("{} {}", p.t("dự án", "project"), at.project);
            let step = at.step.map(|step| format!("{} {step}, ", p.t("bước", "step"))).unwrap_or_default();
            (format!("{step}{project}"), obstacle::place_of(at))
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
            words(obstacle::short(&p.of(&reminder.matter))).with(about_place(p, &reminder.about).0),
            words(p.date(reminder.asked_by)),
            words(went),
        ]));
    }
    Ok(Grid { caption: p.t("Công văn đôn đốc", "Reminders").to_owned(), heads, rows })
}

/// One sending in words; of a mail that was not taken, what the server said.
async fn sent(p: &Page, context: &Context, sending: &Sending) -> Result<String, Trouble> {
    let day = p.day_of(sending.moment);
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

/// What the address says a reminder is to be about, and the address again.
fn matter(asked: &Asked) -> Result<(Matter, String), Trouble> {
    let wrong = |_| Trouble::NotFound;
    if let Some(code) = asked.parameter("obstacle") {
        return Ok((Matter::Obstacle(code.parse().map_err(wrong)?), format!("obstacle={}", encoded(code))));
    }
    if let Some(project) = asked.parameter("project") {
        let project = project.parse().map_err(wrong)?;
        let step = asked.parameter("step").map(str::parse).transpose().map_err(|_| Trouble::NotFound)?;
        let number = step.map(|step: StepNumber| format!("&step={step}")).unwrap_or_default();
        let query = format!("project={project}{number}");
        return Ok((Matter::Step(ProjectStep { project, step }), query));
    }
    let code = asked.parameter("task").ok_or(Trouble::NotFound)?;
    Ok((Matter::Task(code.parse().map_err(wrong)?), format!("task={}", encoded(code))))
}

/// Where what a reminder is about stands: its name and address.
fn place(p: &Page, matter: &Matter) -> (String, String) {
    let about = match matter.clone() {
        Matter::Obstacle(code) => About::Obstacle(code),
        Matter::Task(code) => About::Task(code),
        Matter::Step(at) => About::Step(at),
    };
    about_place(p, &about)
}

/// `/reminders/new?obstacle=VM-2024-17`, `/reminders/new?project=DA-1&step=4&to=so-xay-dung`.
pub(crate) async fn new(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    compose_sheet(&asked).await?.with_form()
}

/// The sheet on which a reminder is composed.
struct Composing {
    sheet: Sheet,
    form: FormView,
    matter: Matter,
    /// Whether anybody is waited for.
    waits: bool,
}

impl Composing {
    /// The page to begin with: without a form where there is nobody to remind.
    fn with_form(self) -> Result<Answer, Trouble> {
        match self.waits {
            true => self.sheet.form(self.form).answer(),
            false => self.sheet.answer(),
        }
    }
}

async fn compose_sheet(asked: &Asked) -> Result<Composing, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let (matter, query) = matter(asked)?;
    let waiting = reminders::waiting(&context, &matter).await?;
    let (name, at) = place(&p, &matter);
    let title = p.t("Soạn công văn đôn đốc", "Compose a reminder");
    let mut sheet = Sheet::new(asked, title, &above(&p)).say(p.of(&waiting.what)).link(&upper(&name), &at);
    if waiting.bodies.is_empty() {
        sheet = sheet.say(p.t(
            "Việc này hiện không chờ cơ quan nào, nên không có ai để đôn đốc. Hãy xem lại tình trạng ở trang của việc.",
            "This waits for nobody now, so there is nobody to remind. Look at its page for how it stands.",
        ));
    }
    let path = format!("/reminders/new?{query}");
    let form = FormView::new(&p, &path, p.t("Soạn", "Compose"), compose_fields(asked, &p, &waiting.bodies));
    Ok(Composing { sheet, form, matter, waits: !waiting.bodies.is_empty() })
}

fn compose_fields(asked: &Asked, p: &Page, waiting: &[AgencyCode]) -> Vec<Field> {
    let to = waiting.iter().map(|code| (code.to_string(), bodies::name(p, code))).collect();
    // The body in the address is chosen already, or the only one; somebody else is nobody's choice.
    let named = asked.parameter("to").filter(|code| waiting.iter().any(|one| one.as_str() == *code));
    let chosen = named.or_else(|| waiting.first().filter(|_| waiting.len() == 1).map(AgencyCode::as_str));
    let recipients = Field::lines("recipients", p.t("Nơi nhận", "Copies to")).optional();
    vec![
        Field::one("to", p.t("Gửi cơ quan", "To"), to).with(chosen.unwrap_or_default()),
        Field::typed("asked_by", p.t("Đề nghị trả lời trước ngày", "Answer by"), "date", "off"),
        Field::line("number", p.t("Số công văn", "Number of the letter"))
            .optional()
            .hint(p.t("Ví dụ 125/SCT-QLCN; có thể thêm khi in.", "As 125/SCT-QLCN; it can be written in by hand.")),
        recipients.hint(p.t("Mỗi dòng một nơi.", "One a line.")),
    ]
}

/// Takes a reminder.
pub(crate) async fn compose(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let Composing { sheet, form, matter, .. } = compose_sheet(&asked).await?;
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
    let (name, at) = about_place(&p, &stored.reminder.about);
    facts.links(p.t("Về", "About"), vec![(name, p.link(&at))]);
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
        let last = async |channel| reminders::last_address(&context, &stored.reminder.to, channel).await;
        let (mail, place) = (last(SendingChannel::Mail).await?, last(SendingChannel::Letter).await?);
        let mail = mail_form(&p, &code, mail.as_deref());
        record.deed(p.t("Gửi thư điện tử", "Send it by mail"), hint, mail, &mut wrong);
        let name = p.t("Ghi nhận đã chuyển công văn giấy", "Note that the letter was handed over");
        record.deed(name, "", hand_form(&p, &code, place.as_deref()), &mut wrong);
    }
    record.keep(&format!("/reminders/{code}"), &mut wrong);
    record.answer()
}

/// That a field holds what was used the last time; nothing where there was no such time.
fn suggested(p: &Page, last: Option<&str>) -> &'static str {
    match last {
        Some(_) => p.t("Địa chỉ đã dùng lần gần nhất cho cơ quan này.", "The address last used for this body."),
        None => "",
    }
}

fn mail_form(p: &Page, code: &ReminderCode, last: Option<&str>) -> FormView {
    let to = Field::typed("mail-to", p.t("Địa chỉ thư", "Address"), "email", "off");
    let fields = vec![to.with(last.unwrap_or_default()).hint(suggested(p, last))];
    FormView::new(p, &format!("/reminders/{code}/mail"), p.t("Gửi thư", "Send"), fields)
}

fn hand_form(p: &Page, code: &ReminderCode, last: Option<&str>) -> FormView {
    let hint = match last {
        Some(_) => suggested(p, last),
        None => p.t("Nơi nhận, người nhận.", "The place and the person."),
    };
    let to = Field::line("hand-to", p.t("Chuyển đến", "Handed over to")).with(last.unwrap_or_default());
    FormView::new(p, &format!("/reminders/{code}/handed"), p.t("Ghi nhận", "Note it"), vec![to.hint(hint)])
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
    let mut read = Reading::of(mail_form(&p, &code, None), &asked.fields, &p);
    let to = read.required::<MailAddress>("mail-to");
    match (to, read.is_sound()) {
        (Some(to), true) => settle(&asked, read, Via::Mail(to), "queued").await,
        _ => page(&asked, Some(read.form())).await,
    }
}

/// Notes that the letter was handed over.
pub(crate) async fn hand(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (code, p) = (code_of(&asked)?, asked.page("", ""));
    let read = Reading::of(hand_form(&p, &code, None), &asked.fields, &p);
    if !read.is_sound() {
        return page(&asked, Some(read.form())).await;
    }
    let to = read.plain("hand-to");
    settle(&asked, read, Via::Letter(to), "handed").await
}

/// `/reminders/DD-2024-9/letter`: the letter, to be printed.
pub(crate) async fn print(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, code) = (asked.context()?, code_of(&asked)?);
    let (stored, written) = reminders::view(&context, &code, bodies::bodies()).await?;
    let p = asked.page("", "");
    let (about, at) = about_place(&p, &stored.reminder.about);
    let about = upper(&about);
    let ways = [
        (above(&p)[0].0, "/reminders".to_owned()),
        (about.as_str(), at),
        (p.t("Công văn đôn đốc", "Reminder"), format!("/reminders/{code}")),
    ];
    letter::print(&asked, &written, &ways)
}
