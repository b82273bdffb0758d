//! What another choice would change: a line a series, the newest months of one, its specification; and what each policy keeps.

use std::collections::BTreeMap;

use domain::adjust::{Moved, Policy};
use domain::text::Text;
use formats::figure::Unit;
use office::adjust::{AdjustedSeries, MOVE_DIGITS, Proposed, Turned};

use super::refresh::PLACE;
use super::{address, escaped, in_a_word};
use crate::component::{Cell, Field, Grid, Row, head, number, words};
use crate::page::Page;
use crate::pages::record::Section;
use crate::pages::sites::capital;

/// Months shown of what would move.
const MONTHS: usize = 13;

/// A line a series: how it would be adjusted, and the largest move; why not, unless that is told beside what was written.
pub(super) fn summary(p: &Page, all: &[AdjustedSeries], proposed: &[Proposed], is_told: bool) -> Section {
    let mut section = Section { narrowed: true, ..Section::titled(p.t("Sẽ thay đổi gì", "What would change")) };
    let heads = vec![
        head(p.t("Chuỗi", "Series")),
        number(p.t("Lệch nhiều nhất", "Largest move")),
        head(p.t("Ở tháng", "In")),
        head(p.t("Sau khi chọn lại", "Afterwards")),
    ];
    let row = |one: &Proposed| {
        let name =
            all.iter().find(|series| series.key == one.key).map(|series| p.of(&series.label())).unwrap_or_default();
        let name = Cell::head(name, Some(p.link(&format!("{PLACE}?series={}", escaped(&one.key)))));
        let largest = one.largest();
        let moves = match (largest, one.moved.is_empty()) {
            (Some(moved), _) => Cell::number(size(p, moved)).with(unit(p, one)),
            (None, false) => Cell::none(p.t("không đổi", "no change")),
            (None, true) => Cell::none("…"),
        };
        Row::new(vec![
            name.with(waits(p, one).unwrap_or_default()),
            moves,
            words(largest.map(|moved| p.month_cell(moved.month)).unwrap_or_default()),
            words(match &one.after {
                Ok((_, look)) => in_a_word(p, look),
                Err(_) if is_told => p.t("Chưa dùng được", "Not to be used yet").to_owned(),
                Err(why) => p.of(why),
            }),
        ])
    };
    let caption = p.t("So với số đang công bố", "Beside what is published").to_owned();
    section.grids.push(Grid { caption, heads, rows: proposed.iter().map(row).collect() });
    section
}

/// A tick for each series that has another choice. All are ticked but those that would be adjusted no longer, or for the first time: these are
/// worth a look of their own.
pub(super) fn ticks(p: &Page, name: &str, all: &[AdjustedSeries], proposed: &[Proposed]) -> Field {
    let choice = |one: &Proposed| {
        let series = all.iter().find(|series| series.key == one.key)?;
        one.after.is_ok().then(|| (one.key.to_string(), p.of(&series.label()), in_a_line(p, one)))
    };
    let choices: Vec<(String, String, String)> = proposed.iter().filter_map(choice).collect();
    let is_plain = |one: &&Proposed| one.after.is_ok() && one.turned().is_none();
    let ticked = proposed.iter().filter(is_plain).map(|one| one.key.to_string()).collect();
    let label = p.t("Lưu lựa chọn của các chuỗi", "Series whose choice is kept");
    let hint = p.t(
        "Chỉ chuỗi được đánh dấu mới lưu; chuỗi khác giữ lựa chọn đang có. Chuỗi chuyển giữa có và không có mùa vụ thì chưa đánh dấu sẵn.",
        "Only series that are ticked are kept; the others stay with what they have. Those that gain or lose their season are not ticked to begin with.",
    );
    Field::any_explained(name, label, choices, ticked).hint(hint)
}

/// By how much a series moves at most, or how it would be turned round.
fn in_a_line(p: &Page, one: &Proposed) -> String {
    let turned = match one.turned() {
        Some(Turned::ToLeft) => p.t(
            "Có mùa vụ theo lựa chọn đang giữ, không còn khi chọn lại: hãy xem riêng chuỗi này trước khi lưu.",
            "It has a season by the choice in force and none by this one: look at it by itself first.",
        ),
        Some(Turned::ToAdjusted) => p.t(
            "Không có mùa vụ theo lựa chọn đang giữ, nay có khi chọn lại: hãy xem riêng chuỗi này trước khi lưu.",
            "It has no season by the choice in force and one by this one: look at it by itself first.",
        ),
        None => "",
    };
    match (turned, one.largest()) {
        ("", None) => p.t("không đổi", "no change").to_owned(),
        ("", Some(moved)) => {
            let (size, unit, month) = (size(p, moved), unit(p, one), p.month(moved.month));
            match p.is_vi() {
                true => format!("lệch nhiều nhất {size} {unit}, {month}"),
                false => format!("{size} {unit} at most, {month}"),
            }
        }
        (turned, _) => turned.to_owned(),
    }
}

/// That a choice was accepted which no release has yet.
fn waits(p: &Page, one: &Proposed) -> Option<String> {
    let day = p.day_of(one.waiting.as_ref()?.moment);
    Some(match p.is_vi() {
        true => format!("lựa chọn lưu ngày {day} chờ kỳ công bố sau"),
        false => format!("the choice of {day} waits for the next release"),
    })
}

/// By how much a month moves.
fn size(p: &Page, moved: &Moved) -> String {
    Unit { digits: MOVE_DIGITS, ..Unit::POINTS }.write(moved.points(), p.lang)
}

/// What a series moves by.
fn unit(p: &Page, one: &Proposed) -> String {
    one.unit.clone().unwrap_or_else(|| p.t("điểm", "points").to_owned())
}

/// The newest months of one series as they are published and by the other choice.
pub(super) fn months(p: &Page, one: &Proposed) -> Section {
    let mut section = Section::titled(p.t("Các tháng mới nhất", "The newest months"));
    let heads = vec![
        head(p.t("Tháng", "Month")),
        number(p.t("Đang công bố", "Published")),
        number(p.t("Sau khi chọn lại", "Afterwards")),
        number(format!("{}, {}", p.t("Chênh lệch", "Difference"), unit(p, one))),
    ];
    let row = |moved: &Moved| {
        Row::new(vec![
            Cell::month(p.month_cell(moved.month), None),
            Cell::number(p.plain(moved.before, 2)),
            Cell::number(p.plain(moved.after, 2)),
            Cell::number(size(p, moved)),
        ])
    };
    let rows: Vec<Row> = one.moved.iter().rev().take(MONTHS).map(row).collect();
    if !rows.is_empty() {
        let caption = p.t("Đã hiệu chỉnh, mới nhất trước", "Adjusted, newest first").to_owned();
        section.grids.push(Grid { caption, heads, rows });
        section.ways.push((p.t("Trang của chuỗi", "The page of the series").to_owned(), address(p, &one.key)));
    }
    section
}

/// The specification that would be kept, in the language of X-13.
pub(super) fn texts(p: &Page, one: &Proposed) -> Section {
    let mut section = Section::titled(p.t("Đặc tả sẽ lưu", "The specification to be kept"));
    if let Ok((kept, _)) = &one.after {
        section.code(p.t("Yêu cầu", "Asked for"), &kept.asked);
        section.code(p.t("Đã chọn", "Chosen"), kept.chosen.as_deref().unwrap_or_default());
    }
    section
}

/// What each policy keeps and what it makes anew, and by which the choices in force were made.
pub(super) fn policies(p: &Page, wanted: &[&AdjustedSeries]) -> Section {
    let mut section = Section::titled(p.t("Mỗi cách giữ gì, làm lại gì", "What each policy keeps and makes anew"));
    let mut in_force: BTreeMap<&str, usize> = BTreeMap::new();
    for choice in wanted.iter().filter_map(|series| series.choice.as_ref()) {
        *in_force.entry(choice.kept.policy.code()).or_default() += 1;
    }
    for policy in Policy::ALL {
        let marked = match in_force.get(policy.code()) {
            None => String::new(),
            Some(_) if wanted.len() == 1 => p.t(" Đang áp dụng.", " In force.").to_owned(),
            Some(count) if p.is_vi() => format!(" Đang áp dụng cho {count} chuỗi."),
            Some(count) => format!(" In force for {count} series."),
        };
        section.term(p, &p.of(&capital(policy.name())), format!("{}{marked}", p.of(&told(*policy))));
    }
    if in_force.is_empty() {
        let none = p.t(
            "Chưa có lựa chọn nào được lưu: mỗi lần công bố, mọi thứ được chọn lại.",
            "No choice is kept yet: everything is chosen anew with every release.",
        );
        section.said.push(none.to_owned());
    }
    section
}

fn told(policy: Policy) -> Text {
    match policy {
        Policy::Current => Text::new(
            "Giữ mọi thứ: các tháng mới được chia cho hệ số đã dự kiến khi lưu lựa chọn, nên số của các tháng trước không đổi.",
            "Keeps everything: new months are divided by the factors foreseen when the choice was kept, so that nothing before them moves.",
        ),
        Policy::Fixed => Text::new(
            "Giữ mô hình cùng các hệ số; mùa vụ được tính lại khi có thêm tháng mới.",
            "Keeps the model with its coefficients; the season is drawn anew with the new months.",
        ),
        Policy::Parameters => Text::new(
            "Giữ phép biến đổi, bậc mô hình, các biến và giá trị bất thường; ước lượng lại các hệ số.",
            "Keeps transformation, orders, regressors and outliers; estimates the coefficients again.",
        ),
        Policy::LastOutliers => Text::new(
            "Như trên, và chỉ tìm giá trị bất thường ở các tháng có thêm từ khi lưu lựa chọn.",
            "The same, and looks for outliers in the months since the choice was made only.",
        ),
        Policy::Outliers => Text::new(
            "Giữ phép biến đổi, bậc mô hình và các biến; tìm lại giá trị bất thường ở mọi tháng và ước lượng lại các hệ số.",
            "Keeps transformation, orders and regressors; looks for outliers in all months again and estimates the coefficients.",
        ),
        Policy::Concurrent => Text::new(
            "Chỉ giữ đặc tả đã yêu cầu; mọi thứ khác được chọn và ước lượng lại.",
            "Keeps only the specification that was asked for; all else is chosen and estimated again.",
        ),
    }
}
