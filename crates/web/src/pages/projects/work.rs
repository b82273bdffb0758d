//! The forms beside the steps: land, the approved schedule, monthly reports, milestones, visits and their findings.

use std::sync::Arc;

use domain::authority::Action;
use domain::period::Month;
use domain::projects::{
    Finding, LandFigure, LandStage, Milestone, MilestoneKind, PlanPoint, ReportState, Visit, VisitKind, WorkReport,
};
use domain::text::Text;
use jiff::civil::Date;
use office::context::{Context, OfficeError};
use office::projects::{ProjectView, work};

use super::found;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView, Reading, settle};
use crate::page::Page;
use crate::pages::sheet::Sheet;
use crate::trouble::Trouble;

/// A form below a project.
pub(super) struct Work {
    pub(super) context: Context,
    pub(super) view: ProjectView,
    pub(super) p: Page,
    pub(super) sheet: Sheet,
    pub(super) form: FormView,
}

/// The project in the address, when whoever asks may do this to it: else the answer is that of one that does not exist.
pub(super) async fn mine(asked: &Asked, action: Action) -> Result<(Context, ProjectView, Page), Trouble> {
    let (context, view) = found(asked).await?;
    if !view.may(&context, action) {
        return Err(Trouble::NotFound);
    }
    let p = asked.page("", "");
    Ok((context, view, p))
}

impl Work {
    pub(super) fn new(
        asked: &Asked,
        (context, view, p): (Context, ProjectView, Page),
        (title, button): (&str, &str),
        fields: Vec<Field>,
    ) -> Self {
        let (project, base) = (p.of(&view.project.name), format!("/projects/{}", view.project.code));
        let above = [(p.t("Dự án", "Projects"), "/projects"), (project.as_str(), base.as_str())];
        let sheet = Sheet::new(asked, title, &above).link(p.t("Quay lại dự án", "Back to the project"), &base);
        let form = FormView::new(&p, &asked.path, button, fields);
        Self { context, view, p, sheet, form }
    }

    pub(super) fn say(self, words: String) -> Self {
        Self { sheet: self.sheet.say(words), ..self }
    }

    pub(super) fn show(self) -> Result<Answer, Trouble> {
        self.sheet.form(self.form).answer()
    }

    /// Reads the form and does what it says, or gives it back with what is wrong.
    async fn take<T>(
        self,
        asked: &Asked,
        read: impl FnOnce(&mut Reading<'_>) -> Option<T>,
        done: &str,
        act: impl AsyncFnOnce(&Context, &ProjectView, T) -> Result<(), OfficeError>,
    ) -> Result<Answer, Trouble> {
        let mut reading = Reading::of(self.form, &asked.fields, &self.p);
        let found = read(&mut reading);
        let (form, found) = match (reading.done(), found) {
            (Ok(form), Some(found)) => (form, found),
            (Ok(form) | Err(form), _) => return self.sheet.form(form).answer(),
        };
        let next = format!("/projects/{}?done={done}", self.view.project.code);
        let tried = act(&self.context, &self.view, found).await;
        settle(self.sheet, form, "", tried, &next)
    }
}

fn source_field(p: &Page, label: &str) -> Field {
    Field::line("source", label)
        .hint(p.t("Số, ngày văn bản, hoặc người cho biết.", "Number and date of the paper, or who said so."))
}

fn choices<T: Copy>(p: &Page, all: &[T], code: fn(T) -> &'static str, name: fn(T) -> Text) -> Vec<(String, String)> {
    all.iter().map(|one| (code(*one).to_owned(), p.of(&super::super::sites::capital(name(*one))))).collect()
}

async fn land(asked: &Asked) -> Result<Work, Trouble> {
    let found = mine(asked, Action::ManageProject).await?;
    let (p, today) = (&found.2, found.0.today());
    let fields = vec![
        Field::one(
            "stage",
            p.t("Số liệu về", "Figure of"),
            choices(p, LandStage::ALL, LandStage::code, LandStage::name),
        ),
        Field::typed("on", p.t("Tính đến ngày", "As of"), "date", "off").with(today.to_string()),
        Field::line("hectares", p.t("Héc-ta", "Hectares"))
            .optional()
            .hint(p.t("Ghi héc-ta hoặc số hộ, hoặc cả hai.", "Write hectares or households, or both.")),
        Field::typed("households", p.t("Số hộ", "Households"), "number", "off").optional(),
        source_field(p, p.t("Nguồn", "Source")),
    ];
    let names = (p.t("Ghi số liệu đất đai", "Record land").to_owned(), p.t("Ghi", "Record").to_owned());
    Ok(Work::new(asked, found, (&names.0, &names.1), fields))
}

/// `/projects/DA-001/land`.
pub(crate) async fn show_land(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    land(&asked).await?.show()
}

/// Takes a figure of land.
pub(crate) async fn take_land(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let read = |reading: &mut Reading<'_>| {
        let (stage, date) = (reading.optional("stage"), reading.date("on"));
        let (hectares, households) = (reading.number("hectares"), reading.whole("households"));
        let source = reading.line("source");
        Some(LandFigure { stage: stage?, date: date?, hectares, households, source: source? })
    };
    let act = async |context: &Context, view: &ProjectView, figure: LandFigure| {
        work::land(context, &view.project.code, figure, "").await
    };
    land(&asked).await?.take(&asked, read, "land", act).await
}

async fn schedule(asked: &Asked) -> Result<Work, Trouble> {
    let found = mine(asked, Action::ManageProject).await?;
    let p = &found.2;
    let fields = vec![
        Field::typed("by", p.t("Đến ngày", "By"), "date", "off"),
        Field::line("percent", p.t("Phải đạt (%)", "To be done (%)"))
            .hint(p.t("Khối lượng lũy kế, 0 đến 100.", "Cumulative share of the works, 0 to 100.")),
        source_field(p, p.t("Quyết định phê duyệt", "Decision that says so")),
    ];
    let names = (p.t("Tiến độ được duyệt", "Approved schedule").to_owned(), p.t("Ghi", "Record").to_owned());
    let say = p.t("Mỗi lần một mốc; mốc cùng ngày thay mốc trước.", "One point at a time; of one day the last counts.");
    let say = say.to_owned();
    Ok(Work::new(asked, found, (&names.0, &names.1), fields).say(say))
}

/// `/projects/DA-001/schedule`.
pub(crate) async fn show_schedule(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    schedule(&asked).await?.show()
}

/// Takes a point of the approved schedule.
pub(crate) async fn take_schedule(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let read = |reading: &mut Reading<'_>| {
        let (date, percent, source) = (reading.date("by"), reading.number("percent"), reading.line("source"));
        Some(PlanPoint { date: date?, percent: percent?, source: source? })
    };
    let act = async |context: &Context, view: &ProjectView, point: PlanPoint| {
        work::approve_schedule(context, &view.project.code, &[point], "").await
    };
    schedule(&asked).await?.take(&asked, read, "schedule", act).await
}

async fn progress(asked: &Asked) -> Result<Work, Trouble> {
    let found = mine(asked, Action::ReportProgress).await?;
    let p = &found.2;
    let last = Month::of(found.0.today()).plus(-1);
    let fields = vec![
        Field::line("month", p.t("Tháng", "Month")).hint(p.t("Như 2024-02.", "As 2024-02.")).with(last.to_string()),
        Field::line("percent", p.t("Khối lượng đã làm (%)", "Works done (%)"))
            .hint(p.t("Lũy kế đến cuối tháng, 0 đến 100.", "Cumulative at the end of the month, 0 to 100.")),
        Field::lines("volume", p.t("Khối lượng, bằng lời", "Volume in words")).optional(),
        Field::line("disbursed", p.t("Đã giải ngân (triệu đồng)", "Paid out (million đồng)"))
            .optional()
            .hint(p.t("Lũy kế từ đầu dự án.", "Cumulative since the beginning.")),
    ];
    let names =
        (p.t("Báo cáo tiến độ tháng", "Monthly report").to_owned(), p.t("Gửi báo cáo", "Send the report").to_owned());
    let say = p
        .t(
            "Báo cáo được tính khi cán bộ Sở xác nhận; trước đó gửi lại được.",
            "The report counts once an officer has confirmed it; until then it can be sent again.",
        )
        .to_owned();
    Ok(Work::new(asked, found, (&names.0, &names.1), fields).say(say))
}

/// `/projects/DA-001/progress`.
pub(crate) async fn show_progress(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    progress(&asked).await?.show()
}

/// Takes the report of a month.
pub(crate) async fn take_progress(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let read = |reading: &mut Reading<'_>| {
        let (month, percent) = (reading.month("month"), reading.number("percent"));
        let (volume, disbursed) = (reading.text("volume"), reading.number("disbursed"));
        let state = ReportState::Reported;
        Some(WorkReport { month: month?, percent: percent?, volume, disbursed, state, reason: None })
    };
    let act = async |context: &Context, view: &ProjectView, report: WorkReport| {
        work::report(context, &view.project.code, report, "").await
    };
    progress(&asked).await?.take(&asked, read, "report", act).await
}

/// The month in the address, when it was reported.
fn reported(asked: &Asked, view: &ProjectView) -> Result<WorkReport, Trouble> {
    let month: Month = asked.in_path("month").parse().map_err(|_| Trouble::NotFound)?;
    let mut reports = view.project.construction.reports.iter();
    reports.find(|report| report.month == month).cloned().ok_or(Trouble::NotFound)
}

async fn judge(asked: &Asked) -> Result<(Work, Month), Trouble> {
    let found = mine(asked, Action::ManageProject).await?;
    let report = reported(asked, &found.1)?;
    let p = &found.2;
    let what = [("confirm", "Xác nhận", "Confirm"), ("return", "Trả lại", "Hand back")];
    let what = what.map(|(code, vi, en)| (code.to_owned(), p.t(vi, en).to_owned())).to_vec();
    let fields = vec![
        Field::one("what", p.t("Việc", "What"), what),
        Field::lines("reason", p.t("Lý do trả lại", "Why it is handed back"))
            .optional()
            .hint(p.t("Chủ đầu tư đọc được.", "The owner reads it.")),
    ];
    let paid = report.disbursed.map(|paid| format!("; {} {}", p.plain(paid, 0), p.t("triệu đồng", "million đồng")));
    let volume = report.volume.as_ref().map(|volume| format!("; {}", p.of(volume))).unwrap_or_default();
    let said = format!("{}{}{volume}.", p.share(report.percent), paid.unwrap_or_default());
    let title = format!("{} {}", p.t("Báo cáo", "Report of"), p.month(report.month));
    let button = p.t("Ghi", "Record").to_owned();
    Ok((Work::new(asked, found, (&title, &button), fields).say(said), report.month))
}

/// `/projects/DA-001/progress/2024-01`.
pub(crate) async fn show_judge(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    judge(&asked).await?.0.show()
}

/// Confirms the report of a month or hands it back.
pub(crate) async fn take_judge(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (work, month) = judge(&asked).await?;
    let back = asked.fields.text("what") == "return";
    let read = |reading: &mut Reading<'_>| {
        let reason = reading.text("reason");
        if back && reason.is_none() {
            reading.missing("reason");
        }
        Some(reason.filter(|_| back))
    };
    let act = async |context: &Context, view: &ProjectView, reason: Option<Text>| match reason {
        Some(reason) => work::hand_back(context, &view.project.code, month, reason, "").await,
        None => work::confirm(context, &view.project.code, month, "").await,
    };
    work.take(&asked, read, if back { "returned" } else { "confirmed" }, act).await
}

async fn milestone(asked: &Asked) -> Result<Work, Trouble> {
    let found = mine(asked, Action::ManageProject).await?;
    let (p, today) = (&found.2, found.0.today());
    let kinds = choices(p, MilestoneKind::ALL, MilestoneKind::code, MilestoneKind::name);
    let fields = vec![
        Field::one("kind", p.t("Mốc", "Which"), kinds),
        Field::typed("on", p.t("Ngày", "Day"), "date", "off").with(today.to_string()),
        source_field(p, p.t("Văn bản", "Paper")),
    ];
    let title = p.t("Nghiệm thu, chạy thử, vận hành", "Acceptance, trial run, commissioning").to_owned();
    let button = p.t("Ghi", "Record").to_owned();
    Ok(Work::new(asked, found, (&title, &button), fields))
}

/// `/projects/DA-001/milestones`.
pub(crate) async fn show_milestone(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    milestone(&asked).await?.show()
}

/// Takes acceptance, trial run or commissioning.
pub(crate) async fn take_milestone(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let read = |reading: &mut Reading<'_>| {
        let (kind, date, source) = (reading.optional("kind"), reading.date("on"), reading.line("source"));
        Some(Milestone { kind: kind?, date: date?, source: source? })
    };
    let act = async |context: &Context, view: &ProjectView, reached: Milestone| {
        work::reach(context, &view.project.code, reached, "").await
    };
    milestone(&asked).await?.take(&asked, read, "milestone", act).await
}

/// The fields of the findings a visit can be written down with: what, by when.
const FINDINGS: [(&str, &str); 4] =
    [("finding1", "deadline1"), ("finding2", "deadline2"), ("finding3", "deadline3"), ("finding4", "deadline4")];

async fn visit(asked: &Asked) -> Result<Work, Trouble> {
    let found = mine(asked, Action::Visit).await?;
    let (p, today) = (&found.2, found.0.today());
    let mut fields = vec![
        Field::one("kind", p.t("Loại", "Kind"), choices(p, VisitKind::ALL, VisitKind::code, VisitKind::name)),
        Field::typed("on", p.t("Ngày", "Day"), "date", "off").with(today.to_string()),
        Field::line("by", p.t("Ai đến", "Who came")).hint(p.t("Đơn vị, người dẫn đầu.", "The body and who led.")),
        Field::lines("summary", p.t("Đã xem, đã trao đổi", "What was seen and said")),
        source_field(p, p.t("Biên bản", "Minutes")),
    ];
    for (number, (what, deadline)) in (1..).zip(FINDINGS) {
        fields.push(Field::line(what, &format!("{} {number}", p.t("Tồn tại", "Finding"))).optional());
        let label = format!("{} {number}", p.t("Hạn khắc phục tồn tại", "To be mended by, finding"));
        fields.push(Field::typed(deadline, &label, "date", "off").optional());
    }
    let title = p.t("Ghi biên bản kiểm tra", "Write down a visit").to_owned();
    let button = p.t("Ghi", "Record").to_owned();
    Ok(Work::new(asked, found, (&title, &button), fields))
}

/// `/projects/DA-001/visits`.
pub(crate) async fn show_visit(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    visit(&asked).await?.show()
}

fn read_visit(reading: &mut Reading<'_>) -> Option<Visit> {
    let (kind, date, by) = (reading.optional("kind"), reading.date("on"), reading.text("by"));
    let (summary, source) = (reading.text("summary"), reading.line("source"));
    let mut findings = Vec::new();
    for (what, deadline) in FINDINGS {
        let day = reading.date(deadline);
        match (reading.text(what), day) {
            (Some(what), deadline) => {
                findings.push(Finding { number: 0, what, deadline, mended: None, how: None });
            }
            (None, Some(_)) => reading.missing(what),
            (None, None) => {}
        }
    }
    Some(Visit { number: 0, date: date?, kind: kind?, by: by?, summary: summary?, source: source?, findings })
}

/// Takes a visit.
pub(crate) async fn take_visit(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let act = async |context: &Context, view: &ProjectView, visit: Visit| {
        work::visit(context, &view.project.code, visit, "").await
    };
    visit(&asked).await?.take(&asked, read_visit, "visit", act).await
}

async fn mend(asked: &Asked) -> Result<(Work, (u16, u16)), Trouble> {
    let found = mine(asked, Action::Visit).await?;
    let number = |name| asked.in_path(name).parse::<u16>().map_err(|_| Trouble::NotFound);
    let (visit, finding) = (number("visit")?, number("finding")?);
    let mut visits = found.1.project.visits.iter();
    let visit_of = visits.find(|one| one.number == visit).ok_or(Trouble::NotFound)?;
    let what = visit_of.findings.iter().find(|one| one.number == finding).ok_or(Trouble::NotFound)?;
    let (p, today) = (&found.2, found.0.today());
    let fields = vec![
        Field::typed("on", p.t("Khắc phục ngày", "Mended on"), "date", "off").with(today.to_string()),
        Field::lines("how", p.t("Khắc phục thế nào", "How")),
    ];
    let title = format!("{} {finding}", p.t("Khắc phục tồn tại", "Close finding"));
    let (said, button) = (p.of(&what.what), p.t("Ghi", "Record").to_owned());
    Ok((Work::new(asked, found, (&title, &button), fields).say(said), (visit, finding)))
}

/// `/projects/DA-001/visits/1/2`.
pub(crate) async fn show_mend(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    mend(&asked).await?.0.show()
}

/// Closes a finding.
pub(crate) async fn take_mend(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (work, which) = mend(&asked).await?;
    let read = |reading: &mut Reading<'_>| {
        let (on, how): (Option<Date>, Option<Text>) = (reading.date("on"), reading.text("how"));
        on.zip(how)
    };
    let act = async |context: &Context, view: &ProjectView, (on, how): (Date, Text)| {
        work::mend(context, &view.project.code, which, on, how, "").await
    };
    work.take(&asked, read, "mended", act).await
}
