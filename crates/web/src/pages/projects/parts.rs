//! The tables of a project: who is waited for, the steps, overruns, land, construction, visits, documents, directions.

use domain::authority::{Action, Thing};
use domain::projects::{
    Attachment, Directive, Finding, LandStage, Overrun, ReportState, StepNumber, Visibility, Visit, WorkReport,
    land_now,
};
use jiff::civil::Date;
use office::context::Context;
use office::projects::ProjectView;

use super::seen::{self, Seen};
use super::{agency_name, between, days, remind, step_name, step_of};
use crate::acts;
use crate::component::{Cell, Grid, Row, Source, head, linked, number, words};
use crate::page::Page;
use crate::pages::obstacle;
use crate::pages::sites::capital;

/// A fact with its name; what is not known says so.
pub(super) struct Named {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) known: bool,
    pub(super) href: Option<String>,
}

/// A visit with its findings.
pub(super) struct VisitSeen {
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) source: Source,
    pub(super) findings: Option<Grid>,
    /// Its pictures and files: name, what it is, address.
    pub(super) files: Vec<(String, String, String)>,
    /// What can still be done: name and address.
    pub(super) open: Vec<(String, String)>,
}

fn name_of(p: &Page, view: &ProjectView, number: StepNumber) -> String {
    step_of(view.template, number).map_or_else(|| number.to_string(), |step| step_name(p, step))
}

/// Who is waited for, since when, against which time, how many days beyond.
pub(super) fn waits(p: &Page, view: &ProjectView, context: &Context) -> Grid {
    let today = context.today();
    let mut heads = vec![
        head(p.t("Chờ ai", "Who")),
        head(p.t("Việc", "What for")),
        head(p.t("Từ ngày", "Since")),
        head(p.t("Thời hạn", "Time limit")),
        head(p.t("Quá hạn", "Beyond it")),
    ];
    let reminds = context.may(Action::Remind, &Thing::WHOLE);
    if reminds {
        heads.push(head(p.t("Đôn đốc", "Remind")));
    }
    let row = |one: &domain::projects::Await| {
        let seen = step_of(view.template, one.step).map(|step| seen::seen(view, step));
        let since = words(p.date(one.since)).with(days(p, between(one.since, today)));
        let mut cells = vec![
            Cell::head(agency_name(p, &one.agency), Some(p.link(&format!("/agencies/{}", one.agency)))),
            linked(name_of(p, view, one.step), format!("#step-{}", one.step)),
            since,
            time_limit(p, seen.as_ref(), one.due),
            words(beyond(p, seen.as_ref().and_then(|seen| seen.over), one.due, today)),
        ];
        cells.extend(reminds.then(|| remind(p, &view.project.code, one)));
        Row::new(cells)
    };
    let caption = p.t("Đang chờ ai", "Who is waited for").to_owned();
    Grid { caption, heads, rows: view.standing.awaited.iter().map(row).collect() }
}

fn time_limit(p: &Page, seen: Option<&Seen<'_>>, due: Option<Date>) -> Cell {
    let limit = seen.map(|seen| seen.limit(p)).unwrap_or_default();
    let day = match due {
        Some(due) => format!("{} {}", p.t("đến", "until"), p.date(due)),
        None if seen.is_some_and(|seen| seen.untold.is_some()) => {
            seen.and_then(|seen| seen.untold).map(|year| obstacle::untold(p, year)).unwrap_or_default()
        }
        None if seen.is_some_and(|seen| seen.bearing == formats::figure::Bearing::Paused) => {
            p.t("đồng hồ đang dừng", "the clock stands still").to_owned()
        }
        None => p.t("chưa có ngày hết hạn", "no day is set").to_owned(),
    };
    words(limit).with(day)
}

/// By how much the day was passed: in the unit of the limit where the law gives it.
fn beyond(p: &Page, over: Option<&Overrun>, due: Option<Date>, today: Date) -> String {
    match (over, due) {
        (Some(over), _) => p.of(&over.by.in_words()),
        (None, Some(due)) if due < today => days(p, between(due, today)),
        (None, Some(_)) => p.t("chưa quá hạn", "not yet").to_owned(),
        (None, None) => "–".to_owned(),
    }
}

/// Every step with its words; each is a place the graph leads to.
pub(super) fn steps(p: &Page, view: &ProjectView, steps: &[Seen<'_>]) -> Grid {
    let heads = vec![
        head(p.t("Bước", "Step")),
        head(p.t("Tình trạng", "State")),
        head(p.t("Ai thực hiện", "Who acts")),
        head(p.t("Thời hạn", "Time limit")),
        head(p.t("Chờ bước", "Waits for")),
    ];
    let row = |seen: &Seen<'_>| {
        let number = seen.step.number;
        let href = p.link(&format!("/projects/{}/steps/{number}", view.project.code));
        let critical = if seen.critical { p.t("; quyết định ngày xong", "; decides the end") } else { "" };
        let remark = seen.record.and_then(|record| record.remark.as_ref()).map(|remark| p.of(remark));
        Row::new(vec![
            Cell::head(step_name(p, seen.step), Some(href)).with(format!("{}{critical}", seen.basis(p))),
            words(crate::view::upper(&seen.words(p))).with(remark.unwrap_or_default()),
            words(p.of(&seen.step.agency)),
            words(seen.limit(p)).with(seen.due_words(p)),
            words(before(p, seen)),
        ])
        .at(format!("step-{number}"))
    };
    let caption = format!("{} ({})", p.t("Các bước", "Steps"), steps.len());
    Grid { caption, heads, rows: steps.iter().map(row).collect() }
}

/// `8; 4 hoặc 5`: all that are joined by `;`, one of those joined by *or*.
pub(super) fn before(p: &Page, seen: &Seen<'_>) -> String {
    let clause = |clause: &Vec<StepNumber>| {
        clause.iter().map(ToString::to_string).collect::<Vec<_>>().join(p.t(" hoặc ", " or "))
    };
    let clauses: Vec<String> = seen.step.waits_for.clauses().iter().map(clause).collect();
    if clauses.is_empty() { "–".to_owned() } else { clauses.join("; ") }
}

/// Days beyond the statutory time, by agency.
pub(super) fn overruns(p: &Page, view: &ProjectView) -> Grid {
    let heads =
        vec![head(p.t("Cơ quan", "Agency")), head(p.t("Bước", "Steps")), number(p.t("Ngày quá hạn", "Days beyond"))];
    let row = |agency: &domain::projects::AgencyOverrun| {
        let step = |over: &Overrun| {
            let open = if over.open { p.t(", chưa xong", ", not done") } else { "" };
            format!("{} ({}{open})", over.step, p.of(&over.by.in_words()))
        };
        let steps: Vec<String> = agency.steps.iter().map(step).collect();
        Row::new(vec![
            Cell::head(p.of(&agency.agency), None),
            words(steps.join("; ")),
            Cell::number(p.plain(f64::from(agency.days), 0)),
        ])
    };
    let caption = p.t("Quá thời hạn theo quy định", "Beyond the statutory time").to_owned();
    Grid { caption, heads, rows: view.overruns.agencies.iter().map(row).collect() }
}

/// What counts of each stage of the land.
pub(super) fn land(p: &Page, view: &ProjectView) -> Grid {
    let heads = vec![
        head(p.t("Đất", "Land")),
        number(p.t("Héc-ta", "Hectares")),
        number(p.t("Số hộ", "Households")),
        head(p.t("Nguồn, ngày", "Source, day")),
    ];
    let now = land_now(&view.project.land);
    let row = |stage: &LandStage| {
        let figure = now.get(stage)?;
        let or_none = |value: Option<String>| value.map_or_else(|| Cell::none("–"), Cell::number);
        Some(Row::new(vec![
            Cell::head(p.of(&capital(stage.name())), None),
            or_none(figure.hectares.map(|ha| p.plain(ha, 2))),
            or_none(figure.households.map(|count| p.plain(f64::from(count), 0))),
            words(p.of(&domain::text::Text::typed(&figure.source))).with(p.date(figure.date)),
        ]))
    };
    let caption = p.t("Số mới nhất của từng việc", "The newest figure of each").to_owned();
    Grid { caption, heads, rows: LandStage::ALL.iter().filter_map(row).collect() }
}

/// What is still to be cleared, or that it cannot be said.
pub(super) fn land_missing(p: &Page, view: &ProjectView) -> String {
    let missing = view.land_missing;
    let hectares = missing.hectares.map(|ha| format!("{} ha", p.plain(ha, 2)));
    let households = missing.households.map(|count| format!("{count} {}", p.t("hộ", "households")));
    let parts: Vec<String> = [hectares, households].into_iter().flatten().collect();
    match parts.is_empty() {
        false => format!("{}: {}.", p.t("Còn phải giải phóng mặt bằng", "Still to be cleared"), parts.join(", ")),
        true => p
            .t(
                "Chưa rõ còn phải giải phóng bao nhiêu: cần cả số phải giải phóng và số đã giải phóng.",
                "What is still to be cleared is not known: it takes both what was to be and what is.",
            )
            .to_owned(),
    }
}

/// The approved schedule of the works.
pub(super) fn plan(p: &Page, view: &ProjectView) -> Grid {
    let heads = vec![head(p.t("Đến ngày", "By")), number(p.t("Phải đạt", "To be done")), head(p.t("Văn bản", "Paper"))];
    let row = |point: &domain::projects::PlanPoint| {
        Row::new(vec![
            Cell::head(p.date(point.date), None),
            Cell::number(p.share(point.percent)),
            words(p.of(&domain::text::Text::typed(&point.source))),
        ])
    };
    let rows = view.project.construction.plan.iter().map(row).collect();
    Grid { caption: p.t("Tiến độ được duyệt", "Approved schedule").to_owned(), heads, rows }
}

/// The monthly reports beside what was approved.
pub(super) fn reports(p: &Page, view: &ProjectView, context: &Context) -> Grid {
    let heads = vec![
        head(p.t("Tháng", "Month")),
        number(p.t("Đã làm", "Done")),
        number(p.t("Được duyệt", "Approved")),
        number(p.t("Giải ngân (triệu đồng)", "Paid out (million đồng)")),
        head(p.t("Báo cáo", "Report")),
    ];
    let construction = &view.project.construction;
    let manages = view.may(context, Action::ManageProject);
    let row = |report: &WorkReport| {
        let approved = construction.planned_on(report.month.last_day()).map(|percent| p.share(percent));
        let href = p.link(&format!("/projects/{}/progress/{}", view.project.code, report.month));
        let judged = report.state != ReportState::Reported || !manages;
        let reason = report.reason.as_ref().or(report.volume.as_ref()).map(|text| p.of(text)).unwrap_or_default();
        Row::new(vec![
            Cell::head(p.month_cell(report.month), (!judged).then_some(href)),
            Cell::number(p.share(report.percent)),
            approved.map_or_else(|| Cell::none(p.t("chưa duyệt", "none")), Cell::number),
            report.disbursed.map_or_else(|| Cell::none("–"), |paid| Cell::number(p.plain(paid, 0))),
            words(p.of(&capital(report.state.name()))).with(reason),
        ])
    };
    let rows = construction.reports.iter().rev().map(row).collect();
    Grid { caption: p.t("Báo cáo tháng", "Monthly reports").to_owned(), heads, rows }
}

/// By how many points the works are behind.
pub(super) fn behind(p: &Page, view: &ProjectView) -> String {
    match view.points_behind {
        Some(points) if points > 0.0 => {
            let size = p.plain(points, 2);
            match p.is_vi() {
                true => format!("Tháng được xác nhận gần nhất chậm {size} điểm phần trăm so với tiến độ được duyệt."),
                false => format!("The last confirmed month is {size} percentage points behind the approved schedule."),
            }
        }
        Some(_) => p.t("Xây dựng theo kịp tiến độ được duyệt.", "The works keep to the approved schedule.").to_owned(),
        None => p
            .t(
                "Chưa so được xây dựng với tiến độ được duyệt: cần tiến độ được duyệt và một báo cáo tháng đã xác nhận.",
                "The works cannot be held against a schedule: it takes an approved one and a confirmed monthly report.",
            )
            .to_owned(),
    }
}

/// Acceptance, trial run, commissioning.
pub(super) fn milestones(p: &Page, view: &ProjectView) -> Grid {
    let heads = vec![head(p.t("Mốc", "Day")), head(p.t("Ngày", "When")), head(p.t("Văn bản", "Paper"))];
    let row = |one: &domain::projects::Milestone| {
        Row::new(vec![
            Cell::head(p.of(&capital(one.kind.name())), None),
            words(p.date(one.date)),
            words(p.of(&domain::text::Text::typed(&one.source))),
        ])
    };
    let rows = view.project.construction.milestones.iter().map(row).collect();
    Grid { caption: p.t("Nghiệm thu, chạy thử, vận hành", "Acceptance, trial run").to_owned(), heads, rows }
}

/// Visits, newest first.
pub(super) fn visits(p: &Page, view: &ProjectView, context: &Context, files: &[Attachment]) -> Vec<VisitSeen> {
    let today = context.today();
    let may = view.may(context, Action::Visit);
    let mut visits: Vec<&Visit> = view.project.visits.iter().collect();
    visits.reverse();
    let base = format!("/projects/{}/visits", view.project.code);
    let seen = |visit: &&Visit| {
        let open = visit.findings.iter().filter(|finding| may && finding.mended.is_none());
        let close = p.t("Ghi khắc phục tồn tại", "Close finding");
        let open = open.map(|finding| {
            let number = finding.number;
            (format!("{close} {number}"), p.link(&format!("{base}/{}/{number}", visit.number)))
        });
        let add =
            (p.t("Thêm ảnh, tệp", "Add a picture or file").to_owned(), p.link(&format!("{base}/{}", visit.number)));
        let open = open.chain(may.then_some(add));
        let files = files.iter().filter(|file| file.visit == visit.number);
        VisitSeen {
            title: format!("{}: {}, {}", p.date(visit.date), p.of(&visit.kind.name()), p.of(&visit.by)),
            summary: p.of(&visit.summary),
            source: Source::typed(p, &visit.source),
            findings: (!visit.findings.is_empty()).then(|| findings(p, visit, today)),
            files: files.map(|file| attached(p, file)).collect(),
            open: open.collect(),
        }
    };
    visits.iter().map(seen).collect()
}

/// A file by the name its sender gave it, what it is and how large.
fn attached(p: &Page, file: &Attachment) -> (String, String, String) {
    let name = if file.name.is_empty() { p.t("không tên", "without a name").to_owned() } else { file.name.clone() };
    let kilobytes = p.plain((file.size as f64 / 1024.0).max(1.0), 0);
    (name, format!("{}, {kilobytes} kB", p.of(&file.kind.name())), p.link(&format!("/attachments/{}", file.id)))
}

fn findings(p: &Page, visit: &Visit, today: Date) -> Grid {
    let heads = vec![
        head(p.t("Tồn tại", "Finding")),
        head(p.t("Hạn khắc phục", "To be mended by")),
        head(p.t("Kết quả", "Result")),
    ];
    let row = |finding: &Finding| {
        let result = match (finding.mended, finding.deadline) {
            (Some(day), _) => words(format!("{} {}", p.t("đã khắc phục", "mended on"), p.date(day)))
                .with(finding.how.as_ref().map(|how| p.of(how)).unwrap_or_default()),
            (None, Some(deadline)) if deadline < today => {
                words(format!("{} {}", p.t("quá hạn", "late by"), days(p, between(deadline, today))))
            }
            (None, _) => words(p.t("chưa khắc phục", "not mended")),
        };
        let deadline =
            finding.deadline.map_or_else(|| p.t("không đặt hạn", "no day set").to_owned(), |day| p.date(day));
        Row::new(vec![
            Cell::head(format!("{}. {}", finding.number, p.of(&finding.what)), None),
            words(deadline),
            result,
        ])
    };
    let caption = format!("{} {}", p.t("Tồn tại của lần kiểm tra", "Findings of visit"), visit.number);
    Grid { caption, heads, rows: visit.findings.iter().map(row).collect() }
}

/// The papers of all steps, or of one only.
pub(super) fn documents(p: &Page, view: &ProjectView, only: Option<StepNumber>) -> Option<Grid> {
    let heads = vec![
        head(p.t("Văn bản", "Paper")),
        head(p.t("Số", "Number")),
        head(p.t("Ngày", "Date")),
        head(p.t("Của bước", "Of step")),
    ];
    let mut rows = Vec::new();
    for (step, record) in view.project.steps.iter().filter(|(step, _)| only.is_none_or(|only| only == **step)) {
        for paper in &record.documents {
            let internal = paper.visibility == Visibility::Internal;
            let note = if internal { p.of(&paper.visibility.name()) } else { String::new() };
            rows.push(Row::new(vec![
                Cell::head(p.of(&paper.name), None).with(note),
                words(paper.number.words(p.lang, Clone::clone)),
                words(paper.date.words(p.lang, |day| p.date(*day))),
                linked(name_of(p, view, *step), format!("#step-{step}")),
            ]));
        }
    }
    let caption = p.t("Văn bản của các bước", "Papers of the steps").to_owned();
    (!rows.is_empty()).then_some(Grid { caption, heads, rows })
}

/// Directions that stop or stopped a site.
pub(crate) fn directives(p: &Page, directives: &[Directive]) -> Grid {
    let heads = vec![
        head(p.t("Văn bản", "Paper")),
        head(p.t("Ngày", "Date")),
        head(p.t("Cơ quan", "By")),
        head(p.t("Lý do", "Reason")),
        head(p.t("Gỡ bỏ", "Lifted")),
    ];
    let row = |one: &Directive| {
        let lifted = match &one.lifted {
            Some(lifting) => {
                words(format!("{}, {}", p.date(lifting.date), p.of(&lifting.by))).with(p.of(&lifting.reason))
            }
            None => words(p.t("đang có hiệu lực", "in force")),
        };
        Row::new(vec![
            Cell::head(one.number.words(p.lang, Clone::clone), None),
            words(one.date.words(p.lang, |when| when.in_lang(p.lang))),
            words(p.of(&one.by)),
            words(p.of(&one.reason)).with(p.of(&domain::text::Text::typed(&one.source))),
            lifted,
        ])
    };
    let caption = p.t("Các chỉ đạo đã ghi", "The directions on record").to_owned();
    Grid { caption, heads, rows: directives.iter().map(row).collect() }
}

/// What is known of the project itself.
pub(super) fn facts(p: &Page, view: &ProjectView, site: &str) -> Vec<Named> {
    let project = &view.project;
    let plain = |name, value: String| Named { name, value, known: true, href: None };
    let day = |name, fact: &domain::sites::Fact<Date>| Named {
        name,
        value: fact.words(p.lang, |day| p.date(*day)),
        known: fact.is_known(),
        href: None,
    };
    let owner = match (&view.owner, &project.enterprise) {
        (Some(name), _) => Some(name.clone()),
        (None, code) => code.as_ref().map(ToString::to_string),
    };
    let mut facts = vec![
        Named {
            href: Some(p.link(&format!("/sites/{}", project.site))),
            ..plain(p.t("Mỏ, nhà máy", "Site"), site.to_owned())
        },
        Named {
            href: Some(p.link(&format!("/procedures/{}", project.template))),
            ..plain(p.t("Trình tự", "Procedure"), p.of(&view.template.name))
        },
        plain(p.t("Theo luật", "Law"), acts::cited(&view.template.law, p.lang)),
        Named {
            name: p.t("Chủ đầu tư", "Owner"),
            known: owner.is_some(),
            value: owner.unwrap_or_else(|| p.of(&domain::sites::not_known())),
            href: None,
        },
        day(p.t("Bắt đầu", "Began"), &project.start),
        day(p.t("Phải xong theo phê duyệt", "Approved to be done by"), &project.due),
    ];
    let texts = [
        (p.t("Lý do theo trình tự này", "Why this procedure"), &project.exception),
        (p.t("Ghi chú", "Note"), &project.note),
        (p.t("Ghi chú nội bộ", "Internal note"), &project.internal_note),
    ];
    facts.extend(texts.into_iter().filter_map(|(name, text)| Some(plain(name, p.of(text.as_ref()?)))));
    facts
}
