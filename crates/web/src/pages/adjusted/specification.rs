//! By which specification a series is adjusted: what was asked, what was chosen, and a file of it.

use domain::adjust::{Seasonal, has_own_words};

use crate::page::Page;
use crate::pages::record::Section;

/// Both texts, and the way to the file; `query` names the series.
pub(super) fn section(p: &Page, found: &Seasonal, query: &str) -> Section {
    let mut section = Section::titled(p.t("Đặc tả", "The specification"));
    let Some(specified) = &found.specified else { return section };
    section.code(p.t("Đã yêu cầu", "What was asked"), &specified.asked);
    section.code(p.t("Đã chọn", "What was chosen"), &specified.chosen);
    section.said.push(
        p.t(
            "Viết bằng ngôn ngữ của X-13ARIMA-SEATS. Tệp .spc là đặc tả đã chọn cùng số liệu của chuỗi.",
            "In the language of X-13ARIMA-SEATS. The .spc file is what was chosen with the figures of the series in it.",
        )
        .to_owned(),
    );
    if has_own_words(&specified.chosen).unwrap_or_default() {
        section.said.push(
            p.t(
                "Riêng “tet” là từ của Khơi: khoi season adjust đọc được, còn để chạy bằng X-13 thì thay bằng biến của người dùng.",
                "Only “tet” is a word of Khơi's own: khoi season adjust reads it; for X-13 put regressors of a user in its place.",
            )
            .to_owned(),
        );
    }
    let name = p.t("Tải đặc tả (.spc)", "The specification (.spc)").to_owned();
    section.ways.push((name, p.link(&format!("/data/adjusted.spc?{query}"))));
    section
}
