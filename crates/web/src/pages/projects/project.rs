//! One project: where it stands, who is waited for and since when, when it can be done, and everything that is known of it.

use std::sync::Arc;

use askama::Template;
use domain::authority::Action;
use domain::projects::{ProjectState, Schedule};
use jiff::civil::Date;
use office::context::Context;
use office::projects::{ProjectView, attachments};

use super::figures::{self, Key};
use super::parts::{self, Named};
use super::seen::{self, Seen};
use super::{days, found, list, procedure_name, site_name, step_name};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Crumb, Crumbs, FigureCard, Grid, Source};
use crate::page::Page;
use crate::pages::sites::capital;
use crate::trouble::Trouble;

/// When it can be done, and through which steps.
struct End {
    told: String,
    /// Why it cannot be said.
    reasons: Vec<String>,
    /// The steps that decide it: name and place on the page.
    path: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "project.html")]
struct ProjectPage {
    p: Page,
    crumbs: Crumbs,
    kind: String,
    done: Option<&'static str>,
    simulated: bool,
    state: String,
    late: String,
    waits: Option<Grid>,
    nobody: String,
    end: End,
    keys: Vec<Key>,
    graph: Vec<String>,
    timeline: Option<FigureCard>,
    steps: Grid,
    overruns: Option<Grid>,
    overruns_unknown: Vec<String>,
    land: Option<Grid>,
    land_missing: String,
    plan: Option<Grid>,
    reports: Option<Grid>,
    behind: String,
    milestones: Option<Grid>,
    internal: bool,
    visits: Vec<parts::VisitSeen>,
    documents: Option<Grid>,
    directives: Option<Grid>,
    facts: Vec<Named>,
    source: Option<Source>,
    /// What whoever asks may do now: name and address.
    acts: Vec<(String, String)>,
    links: Vec<(String, String)>,
}

/// `/projects/DA-001`.
pub(crate) async fn project(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, view) = found(&asked).await?;
    let p = asked.page("", "");
    let title = p.of(&view.project.name);
    let site = site_name(&asked, &p, &view.project.site);
    let p = Page { description: format!("{title}: {site}"), title: title.clone(), ..p };
    let today = context.today();
    let steps = seen::steps(&view);
    let known = view.steps.is_some();
    let has_files = view.is_internal && !view.project.visits.is_empty();
    let files = if has_files { attachments::list(&context, &view.project.code).await? } else { Vec::new() };
    let crumbs = vec![
        Crumb { name: p.t("Dự án", "Projects").to_owned(), href: Some(p.link("/projects")) },
        Crumb { name: title, href: None },
    ];
    let line = view.project.line(&view.standing);
    Answer::page(&ProjectPage {
        crumbs: Crumbs::new(&p, crumbs),
        kind: format!("{} · {}", view.project.code, procedure_name(&p, &view.project.template)),
        done: asked.parameter("done").and_then(|code| done(&p, code)),
        simulated: view.project.simulated,
        state: p.of(&capital(view.standing.state.name())),
        late: list::late(&p, &line, today),
        waits: (!view.standing.awaited.is_empty()).then(|| parts::waits(&p, &view, &context)),
        nobody: nobody(&p, &view),
        end: end(&p, &view, today),
        keys: figures::keys(&p, &steps, known),
        graph: figures::graph(&p, &steps, known),
        timeline: figures::timeline(&p, &steps, today),
        steps: parts::steps(&p, &view, &steps),
        overruns: (!view.overruns.agencies.is_empty()).then(|| parts::overruns(&p, &view)),
        overruns_unknown: view.overruns.not_known.iter().map(|(step, why)| unknown(&p, *step, why)).collect(),
        land: (!view.project.land.is_empty()).then(|| parts::land(&p, &view)),
        land_missing: parts::land_missing(&p, &view),
        plan: (!view.project.construction.plan.is_empty()).then(|| parts::plan(&p, &view)),
        reports: (!view.project.construction.reports.is_empty()).then(|| parts::reports(&p, &view, &context)),
        behind: parts::behind(&p, &view),
        milestones: (!view.project.construction.milestones.is_empty()).then(|| parts::milestones(&p, &view)),
        internal: view.is_internal,
        visits: parts::visits(&p, &view, &context, &files),
        documents: parts::documents(&p, &view, None),
        directives: (!view.directives.is_empty()).then(|| parts::directives(&p, &view.directives)),
        facts: parts::facts(&p, &view, &site),
        source: (!view.project.source.is_empty()).then(|| Source::typed(&p, &view.project.source)),
        acts: acts(&p, &view, &context, &steps),
        links: links(&p, &view, &site),
        p,
    })
}

fn unknown(p: &Page, step: domain::projects::StepNumber, why: &domain::deadline::ClockError) -> String {
    format!("{} {step}: {} {}", p.t("Bước", "Step"), p.of(&why.what()), p.of(&why.remedy()))
}

/// Why it waits for nobody.
fn nobody(p: &Page, view: &ProjectView) -> String {
    let said = match view.standing.state {
        ProjectState::Finished => p.t("Dự án đã xong, không chờ ai.", "The project is done and waits for nobody."),
        ProjectState::NotKnown => p.t(
            "Chưa rõ ngày bắt đầu, nên chưa nói được đang chờ bước nào, chờ ai.",
            "The day it began is not known, so it cannot be said which step it is at and who is waited for.",
        ),
        _ => p.t("Không có bước nào đang chờ.", "No step is waited for."),
    };
    said.to_owned()
}

fn end(p: &Page, view: &ProjectView, today: Date) -> End {
    let none = |told: String| End { told, reasons: Vec::new(), path: Vec::new() };
    if let Some(day) = view.standing.finished {
        return none(format!("{} {}.", p.t("Xong ngày", "Done on"), p.date(day)));
    }
    match &view.schedule {
        None => none(
            p.t(
                "Chưa nói được ngày xong: ngày dự án bắt đầu chưa rõ.",
                "It cannot be said when it can be done: the day it began is not known.",
            )
            .to_owned(),
        ),
        Some(Err(faults)) => End {
            told: p.t("Chưa nói được ngày xong: số liệu mâu thuẫn.", "It cannot be said: facts contradict.").to_owned(),
            reasons: faults.iter().map(|fault| p.of(&fault.what())).collect(),
            path: Vec::new(),
        },
        Some(Ok(schedule)) => end_of(p, view, schedule, today),
    }
}

fn end_of(p: &Page, view: &ProjectView, schedule: &Schedule, today: Date) -> End {
    let step = |number: &domain::projects::StepNumber| {
        let step = super::step_of(view.template, *number)?;
        Some((step_name(p, step), format!("#step-{number}")))
    };
    let path = schedule.critical_path.iter().filter_map(step).collect();
    match &schedule.finish {
        Ok(day) => {
            let left = days(p, super::between(today, *day).max(0));
            let told = match p.is_vi() {
                true => format!("Sớm nhất xong ngày {} (còn {left}), nếu từ nay không bước nào chậm.", p.date(*day)),
                false => {
                    format!("Done on {} at the earliest ({left} to go), if nothing is late from now on.", p.date(*day))
                }
            };
            End { told, reasons: Vec::new(), path }
        }
        Err(unknown) => End {
            told: p.t("Chưa nói được ngày xong, vì:", "It cannot be said when it can be done, because:").to_owned(),
            reasons: unknown.reasons.iter().map(|reason| p.of(&reason.what())).collect(),
            path,
        },
    }
}

/// What was just done.
fn done(p: &Page, code: &str) -> Option<&'static str> {
    let (vi, en) = match code {
        "started" => ("Đã mở dự án.", "The project was started."),
        "land" => ("Đã ghi số liệu đất đai.", "The figure of land was recorded."),
        "report" => ("Đã gửi báo cáo tháng, chờ cán bộ xác nhận.", "The report was sent; an officer confirms it."),
        "confirmed" => ("Đã xác nhận báo cáo tháng.", "The report was confirmed."),
        "returned" => ("Đã trả lại báo cáo tháng.", "The report was handed back."),
        "schedule" => ("Đã ghi tiến độ được duyệt.", "The approved schedule was recorded."),
        "milestone" => ("Đã ghi mốc.", "The day was recorded."),
        "visit" => ("Đã ghi biên bản.", "The visit was written down."),
        "photo" => ("Đã thêm tệp vào biên bản.", "The file was added to the visit."),
        "mended" => ("Đã ghi kết quả khắc phục.", "The finding was closed."),
        _ => return None,
    };
    Some(match p.is_vi() {
        true => vi,
        false => en,
    })
}

/// What whoever asks may do now.
fn acts(p: &Page, view: &ProjectView, context: &Context, steps: &[Seen<'_>]) -> Vec<(String, String)> {
    let base = format!("/projects/{}", view.project.code);
    let mut acts = Vec::new();
    for seen in steps {
        let number = seen.step.number;
        let waits = view.standing.awaited.iter().any(|one| one.step == number);
        if waits && view.may_at(context, Action::AnswerStep, number) {
            let name = format!("{}: {}", p.t("Trả lời bước", "Answer step"), step_name(p, seen.step));
            acts.push((name, p.link(&format!("{base}/steps/{number}/answer"))));
        }
    }
    let mut add = |action, vi, en, path: &str| {
        if view.may(context, action) {
            acts.push((p.t(vi, en).to_owned(), p.link(&format!("{base}/{path}"))));
        }
    };
    add(Action::ReportProgress, "Báo cáo tiến độ tháng", "Report the progress of a month", "progress");
    add(Action::ManageProject, "Ghi số liệu đất đai", "Record land", "land");
    add(Action::ManageProject, "Ghi tiến độ được duyệt", "Record the approved schedule", "schedule");
    add(Action::ManageProject, "Ghi nghiệm thu, chạy thử, vận hành", "Record acceptance, trial run", "milestones");
    add(Action::Visit, "Ghi biên bản kiểm tra", "Write down a visit", "visits");
    if view.may(context, Action::ChangeSites) {
        let site = format!("/sites/{}/state", view.project.site);
        acts.push((p.t("Ghi tình trạng mới của nơi này", "Say the new state of the site").to_owned(), p.link(&site)));
    }
    acts
}

fn links(p: &Page, view: &ProjectView, site: &str) -> Vec<(String, String)> {
    let mut links = vec![
        (site.to_owned(), p.link(&format!("/sites/{}", view.project.site))),
        (procedure_name(p, &view.project.template), p.link(&format!("/procedures/{}", view.project.template))),
    ];
    let mut agencies: Vec<_> = view.standing.awaited.iter().map(|one| &one.agency).collect();
    agencies.sort_unstable();
    agencies.dedup();
    links.extend(agencies.iter().map(|code| (super::agency_name(p, code), p.link(&format!("/agencies/{code}")))));
    let book = format!("/projects/{}/workbook", view.project.code);
    links.push((p.t("Tải dự án này (XLSX)", "This project as a workbook (XLSX)").to_owned(), p.link(&book)));
    links.push((p.t("Mọi dự án", "Every project").to_owned(), p.link("/projects")));
    links
}
