//! The acts on a step, each a short form: of the officers who manage the project, and of the agency that is asked.

use std::sync::Arc;

use domain::authority::Action;
use domain::deadline::{Count, EventKind, LimitUnit};
use domain::projects::{
    Document, Interruption, ProjectCode, State, StepNumber, StepPlan, StepRecord, StepTemplate, Visibility,
};
use domain::text::Text;
use jiff::civil::Date;
use office::context::{Context, OfficeError};
use office::projects::ProjectView;
use office::projects::steps::{self, Answer as Reply};

use super::seen::Seen;
use super::step::found_step;
use super::step_name;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView, Reading, settle};
use crate::page::Page;
use crate::pages::sheet::Sheet;
use crate::trouble::Trouble;

/// The longest planned time of a step, in any unit.
const LONGEST_PLAN: u32 = 9_999;

/// What an officer does to a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Begin,
    Finish,
    Clock,
    Spare,
    Need,
    Plan,
    Paper,
    Remark,
}

impl Act {
    pub(super) const ALL: [Self; 8] =
        [Self::Begin, Self::Finish, Self::Clock, Self::Spare, Self::Need, Self::Plan, Self::Paper, Self::Remark];

    /// Its place in the address.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::Finish => "finish",
            Self::Clock => "clock",
            Self::Spare => "spare",
            Self::Need => "need",
            Self::Plan => "plan",
            Self::Paper => "paper",
            Self::Remark => "remark",
        }
    }

    pub(super) fn name(self) -> Text {
        match self {
            Self::Begin => Text::new("Ghi ngày bắt đầu", "Record the beginning"),
            Self::Finish => Text::new("Ghi ngày xong", "Record the end"),
            Self::Clock => Text::new("Tạm dừng, bổ sung hồ sơ, tiếp tục", "Pause, ask for papers, go on"),
            Self::Spare => Text::new("Ghi là không phải thực hiện", "Mark as not needed"),
            Self::Need => Text::new("Ghi là phải thực hiện", "Mark as needed"),
            Self::Plan => Text::new("Ghi dự kiến", "Plan it"),
            Self::Paper => Text::new("Ghi văn bản", "Record a paper"),
            Self::Remark => Text::new("Ghi chú", "Write a remark"),
        }
    }

    /// Whether it can be done to a step that stands so.
    pub(super) fn fits(self, seen: &Seen<'_>) -> bool {
        let finished = matches!(seen.state, Some(State::Finished { .. }));
        let underway = matches!(seen.state, Some(State::Underway { .. }));
        let spared = matches!(seen.state, Some(State::NotNeeded));
        match self {
            Self::Begin => !finished && !underway,
            Self::Finish | Self::Plan => !finished,
            Self::Clock => underway,
            Self::Spare => !finished && !underway && !spared,
            Self::Need => spared,
            Self::Paper | Self::Remark => true,
        }
    }
}

/// Whether whoever asks may answer a step, and it waits for an answer.
pub(super) fn may_answer(view: &ProjectView, context: &Context, step: StepNumber) -> bool {
    let waits = view.standing.awaited.iter().any(|one| one.step == step);
    waits && view.may_at(context, Action::AnswerStep, step)
}

/// What was read of a form, ready to be done.
enum Deed {
    Begin(Date),
    Finish(Date),
    Interrupt(Date, Interruption),
    Spare(bool),
    Plan(StepPlan),
    Attach(Document),
    Remark(Option<Text>, Option<Text>),
    Answer(Reply),
}

impl Deed {
    async fn carry_out(
        self,
        context: &Context,
        code: &ProjectCode,
        step: StepNumber,
        why: &str,
    ) -> Result<(), OfficeError> {
        match self {
            Self::Begin(on) => steps::begin(context, code, step, on, why).await,
            Self::Finish(on) => steps::finish(context, code, step, on, why).await,
            Self::Interrupt(on, what) => steps::interrupt(context, code, step, on, what, why).await,
            Self::Spare(spared) => steps::spare(context, code, step, spared, why).await,
            Self::Plan(plan) => steps::plan(context, code, step, plan, why).await,
            Self::Attach(document) => steps::attach(context, code, step, document, why).await,
            Self::Remark(public, internal) => {
                steps::remark(context, code, step, Visibility::Public, public, why).await?;
                steps::remark(context, code, step, Visibility::Internal, internal, why).await
            }
            Self::Answer(answer) => steps::answer(context, code, step, answer, why).await,
        }
    }
}

fn chosen(asked: &Asked) -> Result<Act, Trouble> {
    let code = asked.in_path("act");
    Act::ALL.into_iter().find(|act| act.code() == code).ok_or(Trouble::NotFound)
}

fn sheet(asked: &Asked, p: &Page, view: &ProjectView, step: &StepTemplate, name: &str) -> Sheet {
    let base = format!("/projects/{}", view.project.code);
    let place = format!("{base}/steps/{}", step.number);
    let (project, of) = (p.of(&view.project.name), step_name(p, step));
    let above =
        [(p.t("Dự án", "Projects"), "/projects"), (project.as_str(), base.as_str()), (of.as_str(), place.as_str())];
    Sheet::new(asked, name, &above).link(p.t("Quay lại bước", "Back to the step"), &place)
}

/// `/projects/DA-001/steps/4/begin`.
pub(crate) async fn show_act(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, view, step) = found_step(&asked).await?;
    let (act, p) = (chosen(&asked)?, asked.page("", ""));
    let record = view.project.steps.get(&step.number);
    let form = FormView::new(&p, &asked.path, &p.of(&act.name()), fields(act, &p, record, context.today()));
    sheet(&asked, &p, &view, step, &p.of(&act.name())).form(form).answer()
}

/// Takes the form of an act.
pub(crate) async fn take_act(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, view, step) = found_step(&asked).await?;
    let (act, p) = (chosen(&asked)?, asked.page("", ""));
    let record = view.project.steps.get(&step.number);
    let form = FormView::new(&p, &asked.path, &p.of(&act.name()), fields(act, &p, record, context.today()));
    let sheet = sheet(&asked, &p, &view, step, &p.of(&act.name()));
    let mut reading = Reading::of(form, &asked.fields, &p);
    let deed = read(act, &mut reading);
    let why = reading.line("why").unwrap_or_default();
    finish(&context, &view, step, sheet, (reading, deed, &why), act.code()).await
}

/// Does what was read, or gives the form back with what is wrong.
async fn finish(
    context: &Context,
    view: &ProjectView,
    step: &StepTemplate,
    sheet: Sheet,
    (reading, deed, why): (Reading<'_>, Option<Deed>, &str),
    done: &str,
) -> Result<Answer, Trouble> {
    let (form, deed) = match (reading.done(), deed) {
        (Ok(form), Some(deed)) => (form, deed),
        (Ok(form) | Err(form), _) => return sheet.form(form).answer(),
    };
    let code = &view.project.code;
    let tried = deed.carry_out(context, code, step.number, why).await;
    settle(sheet, form, "on", tried, &format!("/projects/{code}/steps/{}?done={done}", step.number))
}

fn day_field(p: &Page, label: &str, today: Date) -> Field {
    Field::typed("on", label, "date", "off")
        .hint(p.t("Ngày việc này đã diễn ra, không sau hôm nay.", "The day it happened, not after today."))
        .with(today.to_string())
}

fn why_field(p: &Page) -> Field {
    Field::line("why", p.t("Ghi chú cho nhật ký", "Note for the journal")).optional()
}

fn fields(act: Act, p: &Page, record: Option<&StepRecord>, today: Date) -> Vec<Field> {
    match act {
        Act::Begin => vec![day_field(p, p.t("Bắt đầu ngày", "Began on"), today), why_field(p)],
        Act::Finish => vec![day_field(p, p.t("Xong ngày", "Done on"), today), why_field(p)],
        Act::Clock => vec![
            Field::one("what", p.t("Việc", "What"), interruptions(p, record)),
            day_field(p, p.t("Ngày", "Day"), today),
            reason_field(p),
        ],
        Act::Spare | Act::Need => {
            vec![Field::line("why", p.t("Lý do", "Reason")).hint(p.t("Ghi vào nhật ký.", "Kept in the journal."))]
        }
        Act::Plan => plan_fields(p, record),
        Act::Paper => paper_fields(p).into_iter().chain([why_field(p)]).collect(),
        Act::Remark => remark_fields(p, record),
    }
}

fn reason_field(p: &Page) -> Field {
    Field::lines("reason", p.t("Lý do", "Reason"))
        .optional()
        .hint(p.t("Phải có khi tạm dừng; chỉ nội bộ thấy.", "Needed for a pause; only the office sees it."))
}

fn plan_fields(p: &Page, record: Option<&StepRecord>) -> Vec<Field> {
    let planned = record.and_then(|record| record.facts.planned);
    let units = LimitUnit::ALL.iter().map(|unit| (unit.code().to_owned(), p.of(&unit_name(*unit)))).collect();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let (start, finish) = record.map_or((None, None), |record| (record.planned_start, record.planned_finish));
    vec![
        Field::typed("amount", p.t("Thời gian dự kiến", "Planned time"), "number", "off")
            .optional()
            .hint(p.t("Chỉ dùng khi luật không quy định thời hạn.", "Counts only where the law gives no time."))
            .with(planned.map(|time| time.amount.to_string()).unwrap_or_default()),
        Field::one("unit", p.t("Đơn vị", "Unit"), units)
            .with(planned.map_or(LimitUnit::CalendarDays, |time| time.unit).code()),
        Field::typed("start", p.t("Dự kiến bắt đầu", "Planned to begin"), "date", "off").optional().with(day(start)),
        Field::typed("finish", p.t("Dự kiến xong", "Planned to be done"), "date", "off").optional().with(day(finish)),
        why_field(p),
    ]
}

fn unit_name(unit: LimitUnit) -> Text {
    match unit {
        LimitUnit::WorkingDays => Text::new("ngày làm việc", "working days"),
        LimitUnit::CalendarDays => Text::new("ngày", "days"),
        LimitUnit::Months => Text::new("tháng", "months"),
        LimitUnit::Hours => Text::new("giờ", "hours"),
    }
}

fn paper_fields(p: &Page) -> Vec<Field> {
    let choices = [Visibility::Internal, Visibility::Public];
    let choices = choices.map(|one| (one.code().to_owned(), p.of(&one.name()))).to_vec();
    vec![
        Field::line("name", p.t("Tên văn bản", "What the paper is")),
        Field::line("number", p.t("Số, ký hiệu", "Number"))
            .optional()
            .hint(p.t("Như 872/GP-BTNMT; để trống nếu chưa rõ.", "As 872/GP-BTNMT; leave empty if not known.")),
        Field::typed("dated", p.t("Ngày văn bản", "Date of the paper"), "date", "off").optional(),
        Field::one("visibility", p.t("Ai được xem", "Who may see it"), choices),
    ]
}

fn remark_fields(p: &Page, record: Option<&StepRecord>) -> Vec<Field> {
    let text = |text: Option<&Text>| text.map_or_else(String::new, typed);
    vec![
        Field::lines("public", p.t("Ghi chú công khai", "Remark for everybody"))
            .optional()
            .hint(p.t("Tiếng Việt | tiếng Anh, hoặc một thứ tiếng.", "Vietnamese | English, or one for both."))
            .with(text(record.and_then(|record| record.remark.as_ref()))),
        Field::lines("internal", p.t("Ghi chú nội bộ", "Internal remark"))
            .optional()
            .with(text(record.and_then(|record| record.internal_remark.as_ref()))),
        why_field(p),
    ]
}

/// A text as it is typed into one field.
pub(super) fn typed(text: &Text) -> String {
    if text.vi == text.en { text.vi.clone() } else { format!("{} | {}", text.vi, text.en) }
}

/// What can be done to the clock of a step as it stands.
fn interruptions(p: &Page, record: Option<&StepRecord>) -> Vec<(String, String)> {
    let (mut paused, mut papers) = (false, false);
    for event in record.iter().flat_map(|record| &record.facts.interruptions) {
        match event.kind {
            EventKind::Paused { .. } => paused = true,
            EventKind::Resumed => paused = false,
            EventKind::PapersAsked | EventKind::ReturnedIneligible => papers = true,
            EventKind::PapersBrought => papers = false,
            EventKind::Received | EventKind::Finished => {}
        }
    }
    let all = [
        (paused, "resume", "tiếp tục", "go on"),
        (papers, "bring-papers", "hồ sơ đã được bổ sung đủ", "the papers were brought"),
        (!paused, "pause", "tạm dừng", "pause"),
        (!papers, "ask-papers", "yêu cầu bổ sung hồ sơ", "ask for papers"),
        (!papers, "return-file", "trả hồ sơ không đủ điều kiện", "return the file"),
    ];
    let fitting = all.into_iter().filter(|(fits, ..)| *fits);
    fitting.map(|(_, code, vi, en)| (code.to_owned(), p.t(vi, en).to_owned())).collect()
}

/// The interruption that was chosen; a pause needs its reason.
fn interruption(reading: &mut Reading<'_>) -> Option<Interruption> {
    let reason = reading.text("reason");
    match reading.line("what")?.as_str() {
        "pause" if reason.is_none() => {
            reading.missing("reason");
            None
        }
        "pause" => reason.map(Interruption::Pause),
        "resume" => Some(Interruption::Resume),
        "ask-papers" => Some(Interruption::AskPapers),
        "return-file" => Some(Interruption::ReturnFile),
        "bring-papers" => Some(Interruption::BringPapers),
        _ => {
            reading.missing("what");
            None
        }
    }
}

fn read(act: Act, reading: &mut Reading<'_>) -> Option<Deed> {
    match act {
        Act::Begin => reading.date("on").map(Deed::Begin),
        Act::Finish => reading.date("on").map(Deed::Finish),
        Act::Clock => {
            let (on, what) = (reading.date("on"), interruption(reading));
            Some(Deed::Interrupt(on?, what?))
        }
        Act::Spare => Some(Deed::Spare(true)),
        Act::Need => Some(Deed::Spare(false)),
        Act::Plan => {
            let amount = reading.whole("amount");
            if amount.is_some_and(|amount| !(1..=LONGEST_PLAN).contains(&amount)) {
                reading.missing("amount");
            }
            let unit = reading.line("unit").and_then(|code| LimitUnit::ALL.into_iter().find(|one| one.code() == code));
            let time = amount.zip(unit).map(|(amount, unit)| Count::new(amount, unit));
            let (start, finish) = (reading.date("start"), reading.date("finish"));
            Some(Deed::Plan(StepPlan { time, start, finish }))
        }
        Act::Paper => read_paper(reading).map(Deed::Attach),
        Act::Remark => Some(Deed::Remark(reading.text("public"), reading.text("internal"))),
    }
}

fn read_paper(reading: &mut Reading<'_>) -> Option<Document> {
    let (name, number, date) = (reading.text("name"), reading.line("number"), reading.date("dated"));
    let visibility = reading.optional::<Visibility>("visibility");
    Some(Document { name: name?, number: number.into(), date: date.into(), visibility: visibility? })
}

/// `/projects/DA-001/steps/4/answer`: for the agency the step waits for.
pub(crate) async fn show_answer(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (sheet, form, _) = answer_sheet(&asked).await?;
    sheet.form(form).answer()
}

async fn answer_sheet(
    asked: &Asked,
) -> Result<(Sheet, FormView, (Context, ProjectView, &'static StepTemplate)), Trouble> {
    let (context, view, step) = found_step(asked).await?;
    if !may_answer(&view, &context, step.number) {
        return Err(Trouble::NotFound);
    }
    let p = asked.page("", "");
    let record = view.project.steps.get(&step.number);
    let begun = record.is_some_and(|record| record.facts.started.is_some());
    let mut what = Vec::new();
    if !begun {
        what.push(("begun".to_owned(), p.t("đã nhận, đang giải quyết", "received, being dealt with").to_owned()));
    }
    what.push(("finished".to_owned(), p.t("đã xong", "done").to_owned()));
    if begun {
        what.extend(interruptions(&p, record));
    }
    let mut fields = vec![
        Field::one("what", p.t("Trả lời", "Answer"), what),
        day_field(&p, p.t("Ngày", "Day"), context.today()),
        reason_field(&p),
    ];
    let paper = paper_fields(&p).into_iter().map(|field| match field.name.as_str() {
        "name" => {
            field.optional().hint(p.t("Văn bản kết quả, nếu đã xong.", "The paper with the result, when it is done."))
        }
        _ => field,
    });
    fields.extend(paper);
    let form = FormView::new(&p, &asked.path, p.t("Gửi trả lời", "Send the answer"), fields);
    let sheet = sheet(asked, &p, &view, step, p.t("Trả lời bước", "Answer the step"));
    Ok((sheet, form, (context, view, step)))
}

/// Takes an agency's answer.
pub(crate) async fn take_answer(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (sheet, form, (context, view, step)) = answer_sheet(&asked).await?;
    let p = asked.page("", "");
    let mut reading = Reading::of(form, &asked.fields, &p);
    let deed = read_answer(&mut reading).map(Deed::Answer);
    finish(&context, &view, step, sheet, (reading, deed, ""), "answer").await
}

fn read_answer(reading: &mut Reading<'_>) -> Option<Reply> {
    let on = reading.date("on");
    match reading.line("what")?.as_str() {
        "begun" => Some(Reply::Begun { on: on? }),
        "finished" => {
            let document = reading.text("name").and_then(|_| read_paper(reading));
            Some(Reply::Finished { on: on?, document })
        }
        _ => {
            let what = interruption(reading)?;
            Some(Reply::Interrupted { on: on?, what })
        }
    }
}
