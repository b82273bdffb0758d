//! Whether whole years of adjusted figures are made to add up to the years as measured: a choice of the reader, in the address.

use domain::text::Text;

use crate::asked::Asked;
use crate::page::Page;
use crate::trouble::{Choice, Trouble};

/// The parameter, named as on the command line.
pub(crate) const TO_YEAR: &str = "to-year";
const AS_FOUND: &str = "false";
const ADDING_UP: &str = "true";

/// What can be chosen.
pub(crate) fn choices() -> Vec<Choice> {
    vec![
        Choice::new(AS_FOUND, Text::new("theo kết quả hiệu chỉnh", "as adjustment leaves them")),
        Choice::new(ADDING_UP, Text::new("khớp với số chưa hiệu chỉnh", "equal to those measured")),
    ]
}

/// As it is kept with each series.
const AS_KEPT: &str = "kept";

/// What can be chosen where a choice is made again, for everybody.
pub(super) fn choices_to_keep() -> Vec<Choice> {
    let as_kept = Choice::new(AS_KEPT, Text::new("như đang lưu", "as it is kept"));
    std::iter::once(as_kept).chain(choices()).collect()
}

/// What was chosen to be kept: nothing else than before, or whether years add up; `None` for a word that is none of these.
pub(super) fn to_keep(word: Option<&str>) -> Option<Option<bool>> {
    match word.unwrap_or(AS_KEPT) {
        AS_KEPT => Some(None),
        AS_FOUND => Some(Some(false)),
        ADDING_UP => Some(Some(true)),
        _ => None,
    }
}

/// The code of what is to be kept.
pub(super) fn code_to_keep(adds_up: Option<bool>) -> &'static str {
    adds_up.map_or(AS_KEPT, code)
}

/// Whether the address asks for it.
pub(crate) fn wanted(asked: &Asked) -> Result<bool, Trouble> {
    Ok(asked.choose(TO_YEAR, AS_FOUND, choices)? == ADDING_UP)
}

/// The code of a choice.
pub(super) fn code(adds_up: bool) -> &'static str {
    if adds_up { ADDING_UP } else { AS_FOUND }
}

/// What is said wherever such figures are shown.
pub(crate) fn said() -> Text {
    Text::new(
        "Số loại trừ yếu tố lịch và mùa vụ được chỉnh cho khớp tổng năm: mỗi năm đủ 12 tháng có bình quân bằng bình quân chưa hiệu chỉnh (Denton–Cholette); các cột khác giữ nguyên.",
        "Figures without calendar and season are made to add up: the mean of the 12 months of each whole year is that of the year as measured (Denton–Cholette). The other columns stay.",
    )
}

/// Over the column of such figures.
pub(super) fn head(p: &Page, adds_up: bool) -> &'static str {
    match (adds_up, p.is_vi()) {
        (false, true) => "Loại trừ lịch và mùa vụ",
        (false, false) => "Without calendar and season",
        (true, true) => "Loại trừ lịch và mùa vụ, khớp tổng năm",
        (true, false) => "Without calendar and season, years adding up",
    }
}
