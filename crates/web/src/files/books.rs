//! Whole pages as a workbook: one project, the director's page. A sheet for each table of the page.

use std::sync::Arc;

use domain::authority::Action;
use domain::projects::{Scheduled, StepRecord, StepTemplate};
use domain::series::Measure;
use domain::sites::Site;
use domain::text::Text;
use formats::table::{Cell, Column, Kind, Row, Table, book};
use jiff::civil::Date;
use office::overview::{self, Overview};
use office::projects::ProjectView;

use super::WORKBOOK;
use super::columns::{count, day, said, simulated, words};
use super::matters::{obstacle_table, table, task_table};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::listing::Listing;
use crate::pages::projects::{bearing_of, found};
use crate::trouble::Trouble;

fn given(asked: &Asked, name: String, tables: &[Table]) -> Result<Answer, Trouble> {
    let bytes = book(tables, asked.lang).map_err(|error| Trouble::Internal(format!("workbook {name}: {error}")))?;
    Ok(Answer::File(format!("{name}.xlsx"), WORKBOOK, bytes))
}

/// `/projects/{project}/workbook`.
pub(crate) async fn project(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, view) = found(&asked).await?;
    let today = context.today();
    let mut tables = vec![facts(&view, today), steps(&view, today), overruns(&view, today)];
    tables.extend([land(&view, today), works(&view, today), directives(&view, today)]);
    if view.is_internal {
        tables.push(visits(&view, today));
    }
    given(&asked, format!("khoi-{}", view.project.code), &tables)
}

fn facts(view: &ProjectView, today: Date) -> Table {
    let (project, standing) = (&view.project, &view.standing);
    let known = |day: &domain::sites::Fact<Date>| match day.known() {
        Some(day) => Cell::code(day.to_string()),
        None => Cell::Words(domain::sites::not_known()),
    };
    let waits =
        |word: fn(&domain::projects::Await) -> String| standing.awaited.iter().map(word).collect::<Vec<_>>().join("; ");
    let rows: Vec<(&str, &str, Cell)> = vec![
        ("Mã", "Code", Cell::code(project.code.as_str())),
        ("Tên", "Name", Cell::Words(project.name.clone())),
        ("Mô phỏng", "Simulated", simulated(project.simulated)),
        ("Mỏ, nhà máy", "Site", Cell::code(project.site.as_str())),
        ("Trình tự", "Procedure", Cell::Words(view.template.name.clone())),
        ("Mã số thuế", "Tax code", said(project.enterprise.as_ref().map_or("", |code| code.as_str()))),
        ("Bắt đầu", "Began", known(&project.start)),
        ("Phải xong", "Approved to be done by", known(&project.due)),
        ("Tình trạng", "State", Cell::Words(standing.state.name())),
        ("Chậm", "Late", view.band.map_or(Cell::Empty, |band| Cell::Words(band.name()))),
        ("Đang chờ", "Waits for", said(&waits(|one| format!("{} (bước {})", one.agency, one.step)))),
        ("Nguồn", "Source", said(&project.source)),
    ];
    let rows = rows.into_iter().map(|(vi, en, value)| vec![Cell::Words(Text::new(vi, en)), value]).collect();
    let columns = vec![words("name", "Mục", "Fact"), words("value", "Nội dung", "Value")];
    table("facts", Text::new("Dự án", "Project"), today, columns, rows)
}

fn steps(view: &ProjectView, today: Date) -> Table {
    let columns = vec![
        count("step", "Bước", "Step"),
        words("name", "Tên bước", "Name"),
        words("agencies", "Mã cơ quan", "Agencies"),
        words("legal_basis", "Căn cứ", "Legal basis"),
        words("limit", "Thời hạn theo quy định", "Statutory time"),
        words("waits_for", "Chờ bước", "Waits for"),
        words("state", "Tình trạng", "State"),
        words("started", "Bắt đầu", "Began"),
        words("finished", "Xong", "Done"),
        words("planned_start", "Dự kiến bắt đầu", "Planned to begin"),
        words("planned_finish", "Dự kiến xong", "Planned to be done"),
        words("earliest_finish", "Sớm nhất xong", "Earliest done"),
        words("critical", "Quyết định ngày xong", "Decides the end"),
        words("source", "Nguồn", "Source"),
    ];
    let schedule = view.schedule.as_ref().and_then(|schedule| schedule.as_ref().ok());
    let bare = StepRecord::default();
    let row = |step: &StepTemplate| -> Row {
        let record = view.project.steps.get(&step.number).unwrap_or(&bare);
        let scheduled: Option<&Scheduled> = schedule.and_then(|schedule| schedule.steps.get(&step.number));
        let critical = schedule.is_some_and(|schedule| schedule.critical_path.contains(&step.number));
        let codes = step.agencies.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(";");
        vec![
            Cell::Number(f64::from(u16::from(step.number))),
            Cell::Words(step.name.clone()),
            said(&codes),
            said(&step.legal_basis),
            step.statutory.map_or(Cell::Empty, |limit| Cell::Words(limit.in_words())),
            said(&step.waits_for.to_string()),
            Cell::Words(bearing_of(view, step)),
            day(record.facts.started),
            day(record.facts.finished),
            day(record.planned_start),
            day(record.planned_finish),
            day(scheduled.and_then(|one| one.finish.as_ref().ok().copied())),
            if critical { Cell::Words(Text::new("có", "yes")) } else { Cell::Empty },
            said(&record.source),
        ]
    };
    let title = Text::new("Các bước", "Steps");
    table("steps", title, today, columns, view.template.steps.iter().map(row).collect())
}

fn overruns(view: &ProjectView, today: Date) -> Table {
    let columns = vec![
        words("agency", "Cơ quan", "Agency"),
        count("step", "Bước", "Step"),
        words("due", "Hết hạn", "Due"),
        count("days", "Số ngày quá hạn", "Days beyond"),
        words("open", "Còn mở", "Open"),
    ];
    let rows = view.overruns.agencies.iter().flat_map(|one| {
        one.steps.iter().map(|over| {
            vec![
                Cell::Words(one.agency.clone()),
                Cell::Number(f64::from(u16::from(over.step))),
                day(Some(over.due)),
                Cell::Number(f64::from(over.days)),
                if over.open { Cell::Words(Text::new("có", "yes")) } else { Cell::Empty },
            ]
        })
    });
    table("overruns", Text::new("Quá thời hạn", "Beyond the time"), today, columns, rows.collect())
}

fn land(view: &ProjectView, today: Date) -> Table {
    let columns = vec![
        words("stage", "Nội dung", "What"),
        words("date", "Tính đến ngày", "As of"),
        Column::new("hectares", "Héc-ta", "Hectares", Kind::Number(2)),
        count("households", "Số hộ", "Households"),
        words("source", "Nguồn", "Source"),
    ];
    let rows = view.project.land.iter().map(|figure| {
        vec![
            Cell::Words(figure.stage.name()),
            day(Some(figure.date)),
            Cell::number(figure.hectares),
            Cell::number(figure.households.map(f64::from)),
            said(&figure.source),
        ]
    });
    table("land", Text::new("Đất đai", "Land"), today, columns, rows.collect())
}

fn works(view: &ProjectView, today: Date) -> Table {
    let columns = vec![
        words("month", "Tháng", "Month"),
        Column::new("percent", "Khối lượng (%)", "Done (%)", Kind::Number(1)),
        Column::new("planned", "Được duyệt (%)", "Approved (%)", Kind::Number(1)),
        words("volume", "Khối lượng thực hiện", "Volume"),
        Column::new("disbursed", "Giải ngân lũy kế (triệu đồng)", "Paid out (million đồng)", Kind::Number(1)),
        words("state", "Tình trạng báo cáo", "State of the report"),
    ];
    let construction = &view.project.construction;
    let rows = construction.reports.iter().map(|report| {
        vec![
            Cell::code(report.month.to_string()),
            Cell::Number(report.percent),
            Cell::number(construction.planned_on(report.month.last_day())),
            report.volume.clone().map_or(Cell::Empty, Cell::Words),
            Cell::number(report.disbursed),
            Cell::Words(report.state.name()),
        ]
    });
    table("works", Text::new("Xây dựng", "Works"), today, columns, rows.collect())
}

fn directives(view: &ProjectView, today: Date) -> Table {
    let columns = vec![
        words("number", "Số văn bản", "Number"),
        words("date", "Ngày", "Date"),
        words("by", "Cơ quan", "By"),
        words("reason", "Lý do", "Reason"),
        words("lifted", "Gỡ ngày", "Lifted on"),
        words("source", "Nguồn", "Source"),
    ];
    let rows = view.directives.iter().map(|one| {
        vec![
            one.number.known().map_or(Cell::Words(domain::sites::not_known()), Cell::code),
            one.date.known().map_or(Cell::Words(domain::sites::not_known()), |when| Cell::code(when.to_string())),
            Cell::Words(one.by.clone()),
            Cell::Words(one.reason.clone()),
            day(one.lifted.as_ref().map(|lifting| lifting.date)),
            said(&one.source),
        ]
    });
    table("directives", Text::new("Chỉ đạo dừng", "Directions to stop"), today, columns, rows.collect())
}

fn visits(view: &ProjectView, today: Date) -> Table {
    let columns = vec![
        count("visit", "Lần", "Visit"),
        words("date", "Ngày", "Day"),
        words("kind", "Loại", "Kind"),
        words("by", "Ai đến", "By"),
        words("summary", "Đã xem, đã trao đổi", "Seen and said"),
        count("finding", "Tồn tại", "Finding"),
        words("what", "Nội dung tồn tại", "What is wrong"),
        words("deadline", "Hạn khắc phục", "To be mended by"),
        words("mended", "Đã khắc phục", "Mended"),
        words("how", "Cách khắc phục", "How"),
    ];
    let mut rows: Vec<Row> = Vec::new();
    for visit in &view.project.visits {
        let head = || {
            vec![
                Cell::Number(f64::from(visit.number)),
                day(Some(visit.date)),
                Cell::Words(visit.kind.name()),
                Cell::Words(visit.by.clone()),
                Cell::Words(visit.summary.clone()),
            ]
        };
        if visit.findings.is_empty() {
            rows.push(head().into_iter().chain(std::iter::repeat_n(Cell::Empty, 5)).collect());
        }
        rows.extend(visit.findings.iter().map(|finding| {
            let mut row = head();
            row.extend([
                Cell::Number(f64::from(finding.number)),
                Cell::Words(finding.what.clone()),
                day(finding.deadline),
                day(finding.mended),
                finding.how.clone().map_or(Cell::Empty, Cell::Words),
            ]);
            row
        }));
    }
    table("visits", Text::new("Kiểm tra, hướng dẫn", "Visits"), today, columns, rows)
}

/// `/director/workbook`.
pub(crate) async fn director(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    context.require(Action::Oversee)?;
    let seen = overview::look(&context).await?;
    let today = seen.today;
    let mut tables = Vec::new();
    if asked.shelf_if_any().is_some() {
        tables.extend(plan_and_drags(&asked)?);
    }
    tables.extend(asked.listing().ok().map(still));
    let overdue = Text::new("Vướng mắc quá hạn", "Answers overdue");
    let cleared = Text::new("Tháo gỡ trong tháng", "Cleared this month");
    tables.extend([
        waiting(&seen),
        obstacle_table(overdue, today, &seen.overdue.rows),
        task_table(Text::new("Nhiệm vụ trễ, đến hạn", "Tasks late or due"), today, &seen.tasks.rows),
        obstacle_table(cleared, today, &seen.cleared.rows),
    ]);
    given(&asked, "khoi-director".to_owned(), &tables)
}

/// The plan of each year with its result and gap, and what each section adds to it.
fn plan_and_drags(asked: &Asked) -> Result<[Table; 2], Trouble> {
    let on = asked.shelf()?.latest.clone();
    let (head, rows) = super::releases::targets(&on);
    let plan = Table { rows: rows.collect(), head };
    let columns = vec![
        words("year", "Năm", "Year"),
        words("code", "Mã ngành", "Code"),
        words("section", "Ngành", "Section"),
        words("through", "Đến hết tháng", "Through"),
        Column::new("growth", "Tăng, giảm (%)", "Growth (%)", Kind::Number(2)),
        Column::new("contribution", "Đóng góp (điểm %)", "Contribution (points)", Kind::Number(2)),
    ];
    let mut rows: Vec<Row> = Vec::new();
    for progress in &on.targets {
        let measure = if progress.months_left == 0 { Measure::Year } else { Measure::Ytd };
        for node in on.children(&progress.target.node) {
            let points = crate::view::Shown::Contribution(measure).of(node);
            rows.push(vec![
                Cell::code(progress.target.year.to_string()),
                Cell::code(node.code.clone()),
                Cell::Words(node.name.clone()),
                Cell::code(progress.through.to_string()),
                Cell::number(on.change(&node.code, progress.through, measure)),
                Cell::number(crate::view::value_in(&on, points, progress.through)),
            ]);
        }
    }
    let title = Text::new("Ngành kéo chỉ số", "What pulls the index");
    let mut drags = table("drags", title, on.release.date, columns, rows);
    if on.release.simulated {
        drags.head.notes.push(Text::new("Số liệu mô phỏng.", "Simulated data."));
    }
    Ok([plan, drags])
}

/// Every site that stands still, those that would add most first.
fn still(listing: &Listing) -> Table {
    let board = &listing.board;
    let columns = vec![
        words("code", "Mã", "Code"),
        words("name", "Tên", "Name"),
        words("state", "Tình trạng", "State"),
        Column::new("adds", "Thêm vào mức tăng của năm (điểm %)", "Would add to the year (points)", Kind::Number(2)),
        words("why_not", "Vì sao chưa tính được", "Why it cannot be said"),
    ];
    let row = |site: &Site| {
        let why = match board.worth.get(&site.code) {
            Some(Err(why)) => Cell::Words(why.clone()),
            _ => Cell::Empty,
        };
        vec![
            Cell::code(site.code.as_str()),
            Cell::Words(site.name.clone()),
            Cell::Words(site.state_on(board.day).name()),
            Cell::number(board.whole(site)),
            why,
        ]
    };
    let title = Text::new("Nếu hoạt động hết công suất", "If it ran at full capacity");
    let mut table = table("still", title, board.day, columns, listing.still().map(row).collect());
    if board.simulated {
        let note = "Mức đóng góp tính trên chỉ số mô phỏng.";
        table.head.notes.push(Text::new(note, "What a site would add is computed with a simulated index."));
    }
    table
}

fn waiting(seen: &Overview) -> Table {
    let columns = vec![
        words("agency", "Mã cơ quan", "Agency"),
        words("name", "Cơ quan", "Name"),
        count("steps", "Bước đang chờ", "Steps waiting"),
        count("late", "Quá hạn", "Late"),
        words("since", "Lâu nhất từ", "Longest since"),
    ];
    let row = |one: &office::Burden| {
        vec![
            Cell::code(one.agency.as_str()),
            Cell::Words(crate::pages::bodies::bodies().name(&one.agency)),
            Cell::Number(one.steps as f64),
            Cell::Number(one.late as f64),
            day(Some(one.since)),
        ]
    };
    let title = Text::new("Đang chờ cơ quan nào", "Whom the projects wait for");
    table("waiting", title, seen.today, columns, seen.waiting.iter().map(row).collect())
}
