//! The data sets about releases: plans, official figures, revisions, reliability, calendar. They are short.

use domain::bulletin::calibrated;
use domain::text::Text;
use formats::table::{Cell, Column, Head, Kind};
use office::publication::Publication;

use super::columns::{
    beside_official, code_column, head, observed_column, period_column, row, stage_cell, stage_column, status_column,
};
use super::sets::{Rows, Set};
use crate::view;

pub(super) fn targets(publication: &Publication) -> (Head, Rows) {
    let columns = vec![
        Column::new("year", "Năm", "Year", Kind::Words),
        code_column(),
        Column::new("plan", "Kế hoạch (%)", "Plan (%)", Kind::Number(2)),
        Column::new("through", "Đến tháng", "Through", Kind::Month),
        Column::new("result", "Kết quả (%)", "Result (%)", Kind::Number(2)),
        Column::new("gap", "Còn thiếu (điểm %)", "Gap (points)", Kind::Number(2)),
        Column::new("months_left", "Số tháng còn lại", "Months left", Kind::Number(0)),
        Column::new("growth_needed", "Tăng trưởng cần đạt (%)", "Growth needed (%)", Kind::Number(2)),
        Column::new("source", "Nguồn kế hoạch", "Source of the plan", Kind::Words),
    ];
    let head = head(publication, "targets".into(), Set::Targets.title(), columns);
    let rows = publication.targets.iter().map(|p| {
        let cells = vec![
            Cell::code(p.target.year.to_string()),
            Cell::code(&p.target.node),
            Cell::Number(p.target.growth),
            Cell::Month(p.through),
            Cell::Number(p.result),
            Cell::Number(p.gap),
            Cell::Number(f64::from(p.months_left)),
            Cell::number(p.growth_needed),
            Cell::Words(Text::typed(&p.target.source)),
        ];
        row(publication, cells)
    });
    (head, Box::new(rows.collect::<Vec<_>>().into_iter()))
}

pub(super) fn official(publication: &Publication) -> (Head, Rows) {
    let columns = vec![
        Column::new("period", "Kỳ", "Period", Kind::Words),
        code_column(),
        Column::new("measure", "Chỉ tiêu", "Measure", Kind::Words),
        Column::new("official", "Cục Thống kê công bố (%)", "Official (%)", Kind::Number(2)),
        Column::new("own", "Sở tự tính (%)", "Own (%)", Kind::Number(2)),
        Column::new("difference", "Chênh lệch (điểm %)", "Difference (points)", Kind::Number(2)),
        Column::new("source", "Nguồn", "Source", Kind::Words),
    ];
    let mut head = head(publication, "official".into(), Set::Official.title(), columns);
    if publication.release.simulated {
        head.notes.push(calibrated());
    }
    let rows = view::official_lines(publication).into_iter().map(|line| {
        let cells = vec![
            Cell::code(line.period.to_string()),
            Cell::code(line.node),
            Cell::code(line.measure.code()),
            Cell::Number(line.official),
            Cell::number(line.own),
            Cell::number(line.difference),
            Cell::Words(Text::typed(&line.source)),
        ];
        beside_official(publication, cells)
    });
    (head, Box::new(rows.collect::<Vec<_>>().into_iter()))
}

pub(super) fn revisions(publication: &Publication) -> (Head, Rows) {
    let columns = vec![
        code_column(),
        period_column(),
        Column::new("revision", "Lần sửa (số đầu: 0)", "Revision (first: 0)", Kind::Number(0)),
        Column::new("released", "Ngày công bố số ấy", "Day released", Kind::Words),
        stage_column(),
        Column::new("level", "Chỉ số", "Index", Kind::Number(2)),
        Column::new("mom", "So tháng trước (%)", "On month (%)", Kind::Number(2)),
        observed_column(),
    ];
    let head = head(publication, "revisions".into(), Set::Revisions.title(), columns);
    let mut rows = Vec::new();
    for line in &publication.revisions {
        for (n, print) in line.prints.iter().enumerate() {
            let cells = vec![
                Cell::code(&line.node),
                Cell::Month(line.month),
                Cell::Number(n as f64),
                Cell::code(print.date.to_string()),
                stage_cell(print.stage),
                Cell::Number(print.level),
                Cell::number(print.change),
                Cell::number(print.observed.map(|o| o * 100.0)),
            ];
            rows.push(row(publication, cells));
        }
    }
    (head, Box::new(rows.into_iter()))
}

pub(super) fn reliability(publication: &Publication) -> (Head, Rows) {
    let columns = vec![
        code_column(),
        Column::new("months", "Số tháng", "Months", Kind::Number(0)),
        Column::new(
            "level",
            "Sửa đổi tuyệt đối bình quân của chỉ số (%)",
            "Mean absolute revision of the level (%)",
            Kind::Number(2),
        ),
        Column::new(
            "change",
            "Sửa đổi tuyệt đối bình quân của mức tăng tháng (điểm %)",
            "Mean absolute revision of the monthly change (points)",
            Kind::Number(2),
        ),
        Column::new(
            "direction",
            "Số tháng giữ nguyên chiều tăng giảm (%)",
            "Months whose direction is unchanged (%)",
            Kind::Number(1),
        ),
    ];
    let head = head(publication, "reliability".into(), Set::Reliability.title(), columns);
    let rows = publication.reliability.iter().map(|r| {
        let cells = vec![
            Cell::code(&r.node),
            Cell::Number(r.months as f64),
            Cell::Number(r.level),
            Cell::Number(r.change),
            Cell::Number(r.direction * 100.0),
        ];
        row(publication, cells)
    });
    (head, Box::new(rows.collect::<Vec<_>>().into_iter()))
}

pub(super) fn calendar(publication: &Publication) -> (Head, Rows) {
    let columns = vec![
        period_column(),
        stage_column(),
        Column::new("due", "Ngày theo lịch", "Day due", Kind::Words),
        status_column(),
        Column::new("released", "Ngày đã công bố", "Day released", Kind::Words),
        Column::new("printing", "Lần công bố", "Release of the month", Kind::Number(0)),
        Column::new("digest", "Mã kiểm chứng", "Digest", Kind::Words),
    ];
    let head = head(publication, "calendar".into(), Set::Calendar.title(), columns);
    let rows = publication.calendar.iter().map(|entry| {
        let done = entry.done.as_ref();
        let cells = vec![
            Cell::Month(entry.month),
            stage_cell(entry.stage),
            Cell::code(entry.due.to_string()),
            Cell::Words(view::standing(publication, entry).name()),
            done.map_or(Cell::Empty, |d| Cell::code(d.date.to_string())),
            Cell::number(done.map(|d| f64::from(d.vintage))),
            done.map_or(Cell::Empty, |d| Cell::code(&d.digest)),
        ];
        row(publication, cells)
    });
    (head, Box::new(rows.collect::<Vec<_>>().into_iter()))
}
