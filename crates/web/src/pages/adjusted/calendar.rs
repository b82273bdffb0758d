//! What the calendar does to a series.

use domain::adjust::{Effect, Seasonal};
use domain::text::Text;

use crate::component::{Cell, Grid, Row, head, number};
use crate::page::Page;
use crate::pages::record::Section;

/// What the calendar does, with the interval of each effect.
pub(super) fn section(p: &Page, found: &Seasonal) -> Section {
    let mut section = Section::titled(p.t("Tác động của lịch", "What the calendar does"));
    if found.effects.is_empty() {
        section.said.push(p.t("Không thấy tác động của lịch.", "No effect of the calendar is found.").to_owned());
        return section;
    }
    let heads = vec![
        head(p.t("Tác động", "Effect")),
        number(p.t("Ước lượng", "Estimate")),
        number(p.t("Khoảng 95 %", "95% interval")),
        number("t"),
    ];
    let row = |effect: &Effect| {
        let write = |value: f64| p.plain(value, 3);
        let interval = effect.interval().map(|(low, high)| format!("{} … {}", write(low), write(high)));
        let given = || p.t("cho trước", "given").to_owned();
        let name = of_effect(&effect.name).map_or_else(|| effect.name.clone(), |name| p.of(&name));
        Row::new(vec![
            Cell::head(name, None),
            Cell::number(write(effect.estimate)),
            Cell::number(interval.unwrap_or_else(given)),
            Cell::number(effect.t().map(|t| p.plain(t, 1)).unwrap_or_default()),
        ])
    };
    let caption = match found.logarithms {
        true => p.t(
            "Hệ số của lô-ga-rít: −0,10 nghĩa là giảm khoảng 10 % nếu cả khoảng ngày nằm trong tháng",
            "Coefficients of logarithms: −0.10 is a fall of about 10% where all days of the window lie in the month",
        ),
        false => p.t("Hệ số theo đơn vị của chuỗi", "Coefficients in units of the series"),
    };
    let rows = found.effects.iter().map(row).collect();
    section.grids.push(Grid { caption: caption.to_owned(), heads, rows });
    if found.at_the_edge {
        let doubt = p.t(
            "Ở bảng này chỉ nên đọc dấu và độ lớn của tác động: khoảng 95 % và t kém tin cậy. Số đã hiệu chỉnh vẫn dùng được. (Thuật ngữ: mô hình gần như không khả nghịch, xem mục độ tin cậy bên dưới.)",
            "Read only the sign and the size of an effect here: intervals and t of this table say little. The adjusted figures can be used all the same. (In technical words the model is almost not invertible: see below how far it can be trusted.)",
        );
        section.said.push(doubt.to_owned());
    }
    section
}

/// The regressors of the calendar in words.
fn of_effect(name: &str) -> Option<Text> {
    let known = [
        ("tet_before", "Trước Tết", "Before Tết"),
        ("tet_during", "Trong Tết", "During Tết"),
        ("tet_after", "Sau Tết", "After Tết"),
        ("Weekday", "Ngày làm việc trong tuần", "Weekdays"),
        ("Mon", "Thứ Hai", "Mondays"),
        ("Tue", "Thứ Ba", "Tuesdays"),
        ("Wed", "Thứ Tư", "Wednesdays"),
        ("Thu", "Thứ Năm", "Thursdays"),
        ("Fri", "Thứ Sáu", "Fridays"),
        ("Sat", "Thứ Bảy", "Saturdays"),
    ];
    known.iter().find(|(code, ..)| *code == name).map(|(_, vi, en)| Text::new(*vi, *en))
}
