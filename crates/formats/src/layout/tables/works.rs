//! The layouts of what happens around the steps of a project: land, the works month by month, visits, directions that stop a site.

use super::super::{CellKind, Choice, Column, Kind, Layout, Words};
use super::words;

const LAND_STAGES: &[Choice] = &[
    Choice { code: "to-clear", vi: &["phải giải phóng mặt bằng"] },
    Choice { code: "cleared", vi: &["đã giải phóng mặt bằng"] },
    Choice { code: "compensated", vi: &["đã bồi thường"] },
    Choice { code: "recovered", vi: &["đã thu hồi"] },
    Choice { code: "handed-over", vi: &["đã bàn giao"] },
    Choice { code: "allocated", vi: &["đã giao đất, cho thuê đất"] },
];

const REPORT_STATES: &[Choice] = &[
    Choice { code: "reported", vi: &["chờ xác nhận"] },
    Choice { code: "confirmed", vi: &["đã xác nhận"] },
    Choice { code: "returned", vi: &["trả lại"] },
];

const VISIT_KINDS: &[Choice] = &[
    Choice { code: "guidance", vi: &["hướng dẫn"] },
    Choice { code: "inspection", vi: &["kiểm tra"] },
    Choice { code: "quality", vi: &["kiểm tra chất lượng công trình"] },
];

const fn needed(
    code: &'static str,
    heading: &'static str,
    kind: CellKind,
    meaning: Words,
    example: &'static str,
) -> Column {
    Column { code, heading, also: &[], kind, required: true, meaning, example }
}

const fn optional(
    code: &'static str,
    heading: &'static str,
    kind: CellKind,
    meaning: Words,
    example: &'static str,
) -> Column {
    Column { code, heading, also: &[], kind, required: false, meaning, example }
}

const fn project() -> Column {
    needed("project", "Mã dự án", CellKind::Code, words("Dự án đã có.", "A project that is there."), "DA-M01")
}

/// Figures of the land of projects.
pub const LAND: Layout = Layout {
    kind: Kind::Land,
    title: words("Đất đai của dự án", "Land of projects"),
    about: words(
        "Mỗi dòng là một số liệu: diện tích, số hộ của một việc, tính đến một ngày. Số của ngày mới nhất được dùng; số cũ vẫn giữ. Ghi lại \
         cùng việc, cùng ngày với số khác là đính chính.",
        "A row is one figure: hectares and households of a stage as of a day. The figure of the newest day counts, earlier ones are kept. \
         Another figure of the same stage and day corrects it.",
    ),
    columns: &[
        project(),
        needed(
            "stage",
            "Số liệu về",
            CellKind::Choice(LAND_STAGES),
            words("Đếm cái gì.", "What is counted."),
            "cleared",
        ),
        needed(
            "date",
            "Tính đến ngày",
            CellKind::Day,
            words("Ngày của số liệu.", "The day it speaks of."),
            "2026-03-31",
        ),
        optional(
            "hectares",
            "Diện tích (ha)",
            CellKind::Quantity,
            words("Héc-ta; phải ghi diện tích hoặc số hộ.", "Hectares; hectares or households must be given."),
            "12.5",
        ),
        optional("households", "Số hộ", CellKind::Count, words("Số hộ.", "Households."), "34"),
        needed(
            "source",
            "Nguồn",
            CellKind::Text,
            words("Ai cho biết.", "Who says so."),
            "BC 15/BC-UBND ngày 31/03/2026",
        ),
    ],
};

/// What owners report of the works, month by month.
pub const PROGRESS: Layout = Layout {
    kind: Kind::Progress,
    title: words("Tiến độ xây dựng theo tháng", "Monthly progress of construction"),
    about: words(
        "Mỗi dòng là báo cáo của chủ đầu tư cho một tháng của một dự án. Để trống cột state là chờ xác nhận. Báo cáo đã xác nhận chỉ thay \
         bằng một dòng đã xác nhận hoặc trả lại; dòng chờ xác nhận nói đúng như cũ thì không đổi gì. Xác nhận, trả lại cần quyền quản lý dự án.",
        "A row is the owner's report of one month of a project. An empty state means that it waits for confirmation. A confirmed report gives \
         way only to a row that is confirmed or returned; one that waits and says the same changes nothing. To confirm or return one needs the \
         right to manage projects.",
    ),
    columns: &[
        project(),
        needed("month", "Tháng", CellKind::Month, words("Tháng báo cáo.", "The month."), "2026-05"),
        needed(
            "percent",
            "Khối lượng lũy kế (%)",
            CellKind::Quantity,
            words("Đã làm đến cuối tháng, 0 đến 100 phần trăm.", "Done at the end of the month, 0 to 100 per cent."),
            "42.5",
        ),
        optional(
            "volume",
            "Khối lượng bằng lời",
            CellKind::Text,
            words("Đã làm những gì; có thể ghi tiếng Việt | English.", "What was done; may be tiếng Việt | English."),
            "đào 500 m đường lò | 500 m of adit driven",
        ),
        optional(
            "disbursed",
            "Giải ngân lũy kế (triệu đồng)",
            CellKind::Quantity,
            words("Đã giải ngân từ đầu dự án, triệu đồng.", "Paid out since the beginning, in million đồng."),
            "15200",
        ),
        optional(
            "state",
            "Tình trạng báo cáo",
            CellKind::Choice(REPORT_STATES),
            words("Báo cáo đã được xác nhận chưa.", "What became of the report."),
            "confirmed",
        ),
        optional(
            "reason",
            "Lý do trả lại",
            CellKind::Text,
            words(
                "Vì sao trả lại; phải ghi, và chỉ ghi, khi trả lại.",
                "Why it was returned; then, and only then, it must stand.",
            ),
            "thiếu biên bản nghiệm thu",
        ),
    ],
};

/// Visits with their findings.
pub const VISITS: Layout = Layout {
    kind: Kind::Visits,
    title: words("Kiểm tra, hướng dẫn dự án", "Visits to projects"),
    about: words(
        "Các dòng cùng dự án, cùng ngày, cùng biên bản là một lần kiểm tra. Dòng đầu ghi loại, ai đến, nội dung; mỗi dòng một tồn tại với hạn \
         và việc khắc phục. Một dòng sai thì bỏ cả lần kiểm tra. Tồn tại đã ghi mà tệp không nhắc, hoặc đã khắc phục mà tệp để trống, vẫn \
         giữ nguyên.",
        "Rows of the same project, day and minutes are one visit. The first row has its kind, who came and what was seen; each row may have one \
         finding with its deadline and its mending. A faulty row leaves the whole visit out. Findings the file does not speak of, and mending \
         it leaves empty, stay as they are.",
    ),
    columns: &[
        project(),
        needed("date", "Ngày kiểm tra", CellKind::Day, words("Ngày kiểm tra.", "The day of the visit."), "2026-04-15"),
        needed(
            "source",
            "Biên bản",
            CellKind::Text,
            words("Số biên bản, để biết dòng nào cùng một lần.", "The minutes, by which rows of one visit are known."),
            "BB 12/BB-SCT",
        ),
        optional(
            "kind",
            "Loại kiểm tra",
            CellKind::Choice(VISIT_KINDS),
            words("Loại; phải ghi ở dòng đầu.", "What for; must stand on the first row."),
            "quality",
        ),
        optional(
            "by",
            "Ai đến",
            CellKind::Text,
            words("Đơn vị, người dẫn đầu; phải ghi ở dòng đầu.", "The body and who led; must stand on the first row."),
            "Phòng Quản lý công nghiệp | Industry division",
        ),
        optional(
            "summary",
            "Nội dung kiểm tra",
            CellKind::Text,
            words("Đã xem, đã trao đổi; phải ghi ở dòng đầu.", "What was seen and said; must stand on the first row."),
            "kiểm tra kè bãi thải | the dam of the spoil heap",
        ),
        optional(
            "finding",
            "Tồn tại",
            CellKind::Text,
            words("Điều chưa đúng; mỗi dòng một điều.", "What is wrong; one a row."),
            "thiếu rào chắn | no fence",
        ),
        optional(
            "deadline",
            "Hạn khắc phục",
            CellKind::Day,
            words("Phải xong trước ngày nào.", "By when it must be mended."),
            "2026-05-15",
        ),
        optional(
            "mended",
            "Khắc phục ngày",
            CellKind::Day,
            words("Xong ngày nào.", "When it was mended."),
            "2026-05-10",
        ),
        optional(
            "how",
            "Khắc phục thế nào",
            CellKind::Text,
            words("Đã làm gì; phải ghi khi có ngày khắc phục.", "How; must stand beside the day."),
            "đã rào toàn bộ | fenced all round",
        ),
    ],
};

/// Directions that stop sites, and their lifting.
pub const DIRECTIVES: Layout = Layout {
    kind: Kind::Directives,
    title: words("Chỉ đạo dừng mỏ, nhà máy", "Directions that stop sites"),
    about: words(
        "Mỗi dòng là một chỉ đạo dừng của một mỏ, nhà máy; việc gỡ ghi cùng dòng. Dòng mới cùng số thứ tự thay bản trước, bản trước vẫn giữ. Tệp \
         này không đổi tình trạng của mỏ, nhà máy: tình trạng ghi ở tệp sites hoặc trên trang của nơi đó.",
        "A row is one direction that stops a site, with its lifting. A new row of the same place in the list takes the place of the version \
         before, which is kept. This file does not change the state of the site: that is said in a file of sites or on the page of the site.",
    ),
    columns: &[
        needed("site", "Mã mỏ, nhà máy", CellKind::Code, words("Mỏ, nhà máy bị dừng.", "The site it stops."), "M04"),
        needed(
            "order",
            "Thứ tự",
            CellKind::Count,
            words("Chỉ đạo thứ mấy của nơi đó, từ 1.", "Its place among those of the site, from 1."),
            "1",
        ),
        optional(
            "number",
            "Số văn bản",
            CellKind::Text,
            words("Số và ký hiệu; chưa rõ thì để trống.", "Number; empty when not known."),
            "123/UBND-KT",
        ),
        optional(
            "date",
            "Thời điểm chỉ đạo",
            CellKind::When,
            words("Khi nào, đúng mức nguồn biết.", "When, as exactly as the source says."),
            "~2024-early",
        ),
        needed(
            "by",
            "Cơ quan chỉ đạo",
            CellKind::Text,
            words("Ai chỉ đạo.", "By whom."),
            "Ủy ban nhân dân tỉnh | Provincial People's Committee",
        ),
        needed(
            "reason",
            "Lý do",
            CellKind::Text,
            words("Vì sao, đến khi xong việc gì.", "Why, and until what is done."),
            "dừng đến khi xong thủ tục đầu tư | until investment procedures are completed",
        ),
        needed("source", "Nguồn", CellKind::Text, words("Nguồn.", "Its source."), "baohagiang.vn"),
        optional(
            "lifted_date",
            "Ngày gỡ",
            CellKind::Day,
            words("Gỡ ngày nào; để trống khi còn hiệu lực.", "When it was lifted; empty while it is in force."),
            "2025-06-30",
        ),
        optional(
            "lifted_number",
            "Số văn bản gỡ",
            CellKind::Text,
            words("Số và ký hiệu.", "Its number."),
            "45/UBND-KT",
        ),
        optional(
            "lifted_by",
            "Cơ quan gỡ",
            CellKind::Text,
            words("Ai gỡ; phải ghi khi có ngày gỡ.", "By whom; must stand beside the day."),
            "Ủy ban nhân dân tỉnh | Provincial People's Committee",
        ),
        optional(
            "lifted_reason",
            "Lý do gỡ",
            CellKind::Text,
            words("Vì sao gỡ; phải ghi khi có ngày gỡ.", "Why; must stand beside the day."),
            "đã xong thủ tục | procedures completed",
        ),
        optional(
            "lifted_source",
            "Nguồn gỡ",
            CellKind::Text,
            words("Nguồn; trống là nguồn của dòng.", "Its source; empty means that of the row."),
            "QĐ 45 ngày 30/06/2025",
        ),
    ],
};
