//! The words the pages share: measures, stages, reasons. Terms are those of the statistics office.

use domain::series::{Measure, Stage};
use domain::text::Text;

/// A measure in full.
pub(crate) fn measure(measure: Measure) -> Text {
    match measure {
        Measure::Mom => Text::new("So với tháng trước", "On the previous month"),
        Measure::Yoy => Text::new("So với cùng kỳ năm trước", "On the same month a year earlier"),
        Measure::Ytd => Text::new("Lũy kế từ đầu năm so với cùng kỳ", "Year to date on the same months a year earlier"),
        Measure::Year => Text::new("Cả năm so với năm trước", "Whole year on the year before"),
    }
}

/// A measure at the head of a narrow column.
pub(crate) fn measure_short(measure: Measure) -> Text {
    match measure {
        Measure::Mom => Text::new("So tháng trước", "On month"),
        Measure::Yoy => Text::new("So cùng kỳ", "On year"),
        Measure::Ytd => Text::new("Lũy kế", "Year to date"),
        Measure::Year => Text::new("Cả năm", "Whole year"),
    }
}

/// A stage.
pub(crate) fn stage(stage: Stage) -> Text {
    match stage {
        Stage::Forecast => Text::new("Dự báo", "Forecast"),
        Stage::Flash => Text::new("Ước tính", "Flash estimate"),
        Stage::Provisional => Text::new("Sơ bộ", "Provisional"),
        Stage::Final => Text::new("Chính thức", "Final"),
    }
}

/// In place of a withheld figure.
pub(crate) fn withheld() -> Text {
    Text::new("không công bố", "withheld")
}

/// In place of an own figure beside an official one: withheld, or of a time or an industry the index does not reach.
pub(crate) fn no_own(is_withheld: bool) -> Text {
    if is_withheld { withheld() } else { Text::new("chưa tính", "not computed") }
}

/// Why a figure is withheld.
pub(crate) fn why_withheld() -> Text {
    Text::new(
        "Không công bố: ngành có dưới ba cơ sở báo cáo, hoặc một cơ sở chiếm phần áp đảo, hoặc công bố thì suy ra được số liệu \
         phải giữ kín của ngành bên cạnh.",
        "Withheld: fewer than three establishments report here, or one of them dominates, or a neighbour's confidential \
         figure could be found by subtraction.",
    )
}
