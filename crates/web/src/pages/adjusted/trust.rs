//! How far an adjusted series can be trusted.

use domain::adjust::{Seasonal, verdicts};
use office::adjust::AdjustedSeries;

use crate::page::Page;
use crate::pages::record::Section;

/// The verdicts, the months without a figure, and by whose choice it was made.
pub(super) fn section(p: &Page, series: &AdjustedSeries, found: &Seasonal) -> Section {
    let mut section = Section::titled(p.t("Có tin được không", "How far to trust it"));
    section.said.extend(verdicts(found).iter().map(|verdict| p.of(&verdict.text)));
    section.said.extend(missing(p, series));
    let chosen = match &series.choice {
        None => p
            .t(
                "Chưa ai lưu lựa chọn: mỗi lần công bố, mô hình được chọn lại.",
                "Nobody has kept a choice: it is made anew with every release.",
            )
            .to_owned(),
        Some(choice) => {
            let (until, policy) = (p.month(choice.kept.until), p.of(&choice.kept.policy.name()));
            let when = p.moment(choice.moment);
            match p.is_vi() {
                true => format!("Lưu {when}, theo số liệu đến {until} ({policy})."),
                false => format!("Kept {when}, by figures up to {until} ({policy})."),
            }
        }
    };
    section.term(p, p.t("Lựa chọn", "The choice"), chosen);
    if found.projected {
        section.said.push(
            p.t(
                "Các tháng mới được chia cho hệ số đã dự kiến khi lưu lựa chọn, nên số đã công bố trước đó không đổi.",
                "New months are divided by the factors foreseen when the choice was kept, so that no earlier figure moves.",
            )
            .to_owned(),
        );
    }
    section
}

/// Of which months there is no figure, and what stands in for it.
fn missing(p: &Page, series: &AdjustedSeries) -> Option<String> {
    let months: Vec<String> = series.levels.missing().into_iter().map(|month| p.month(month)).collect();
    let list = months.join(", ");
    (!months.is_empty()).then(|| match p.is_vi() {
        true => format!("Không có số liệu {list}: khi hiệu chỉnh, mô hình ước lượng các tháng đó."),
        false => format!("There is no figure for {list}: the model estimates these months for the adjustment."),
    })
}
