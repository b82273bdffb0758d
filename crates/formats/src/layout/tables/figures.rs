//! Layouts of figures: returns, published figures, targets.

use super::super::{CellKind, Column, Kind, Layout};
use super::words;

/// Monthly returns.
pub const RETURNS: Layout = Layout {
    kind: Kind::Returns,
    title: words("Báo cáo tháng", "Monthly returns"),
    about: words(
        "Mỗi dòng một sản phẩm của một cơ sở trong một tháng báo cáo. Các dòng cùng cơ sở, cùng tháng là một báo cáo: ngày nhận, \
         lao động, công suất và lý do ghi ở dòng đầu, các dòng sau ghi giống hệt hoặc để trống. Một dòng sai chỉ bỏ dòng đó; các \
         dòng đúng của cùng báo cáo vẫn được nhận. Không phát sinh thì ghi 0; không rõ thì để trống; một dòng không có sản lượng \
         nào bị từ chối.",
        "One product of one establishment in one report month a row. Rows with the same establishment and month are one return: \
         received, employees, capacity and reason stand on its first row, later rows repeat them or leave them empty. A faulty \
         row leaves out only itself; the sound rows of the same return go in. Write 0 for nothing produced, leave empty what is \
         not known; a row without any quantity is refused.",
    ),
    columns: &[
        Column {
            code: "establishment",
            heading: "Mã cơ sở",
            also: &[],
            kind: CellKind::Code,
            required: true,
            meaning: words("Cơ sở báo cáo, đã có trong danh bạ.", "Who answers; must be in the register."),
            example: "CS-001",
        },
        Column {
            code: "month",
            heading: "Tháng báo cáo",
            also: &["tháng"],
            kind: CellKind::Month,
            required: true,
            meaning: words(
                "Tháng báo cáo, không sau tháng hiện tại.",
                "The report month, not after the current month.",
            ),
            example: "2024-01",
        },
        Column {
            code: "received",
            heading: "Ngày nhận",
            also: &["ngày nhận báo cáo"],
            kind: CellKind::Day,
            required: true,
            meaning: words(
                "Ngày nhận được báo cáo; quyết định báo cáo có chậm hay không.",
                "The day the return was received; decides whether it came late.",
            ),
            example: "2024-02-03",
        },
        Column {
            code: "product",
            heading: "Mã sản phẩm",
            also: &[],
            kind: CellKind::Code,
            required: true,
            meaning: words("Sản phẩm, đã có trong danh mục.", "The product; must be in the register."),
            example: "0710-01",
        },
        Column {
            code: "unit",
            heading: "Đơn vị tính",
            also: &["đvt", "đơn vị"],
            kind: CellKind::Text,
            required: true,
            meaning: words(
                "Phải đúng đơn vị tính của sản phẩm trong danh mục.",
                "Must be the unit the register gives for the product.",
            ),
            example: "tấn",
        },
        Column {
            code: "actual_previous",
            heading: "Chính thức tháng trước",
            also: &["thực hiện tháng trước"],
            kind: CellKind::Quantity,
            required: false,
            meaning: words("Sản lượng chính thức tháng trước.", "Last month's actual production."),
            example: "10250.5",
        },
        Column {
            code: "estimate",
            heading: "Ước tháng báo cáo",
            also: &["ước thực hiện tháng báo cáo", "ước tháng này"],
            kind: CellKind::Quantity,
            required: false,
            meaning: words("Sản lượng ước tháng báo cáo.", "This month's estimated production."),
            example: "10400",
        },
        Column {
            code: "plan_next",
            heading: "Dự kiến tháng sau",
            also: &["kế hoạch tháng sau"],
            kind: CellKind::Quantity,
            required: false,
            meaning: words("Sản lượng dự kiến tháng sau.", "Next month's planned production."),
            example: "9800",
        },
        Column {
            code: "shipments",
            heading: "Tiêu thụ",
            also: &["lượng tiêu thụ", "khối lượng tiêu thụ"],
            kind: CellKind::Quantity,
            required: false,
            meaning: words("Lượng tiêu thụ trong tháng báo cáo.", "Quantity shipped in the report month."),
            example: "9900",
        },
        Column {
            code: "shipments_value",
            heading: "Giá trị tiêu thụ",
            also: &["giá trị tiêu thụ triệu đồng"],
            kind: CellKind::Quantity,
            required: false,
            meaning: words("Giá trị tiêu thụ, triệu đồng.", "Value of the shipments, million đồng."),
            example: "13860",
        },
        Column {
            code: "opening_stock",
            heading: "Tồn kho đầu kỳ",
            also: &["tồn đầu kỳ"],
            kind: CellKind::Quantity,
            required: false,
            meaning: words("Tồn kho đầu tháng báo cáo.", "Stock at the beginning of the report month."),
            example: "1200",
        },
        Column {
            code: "closing_stock",
            heading: "Tồn kho cuối kỳ",
            also: &["tồn cuối kỳ"],
            kind: CellKind::Quantity,
            required: false,
            meaning: words("Tồn kho cuối tháng báo cáo.", "Stock at the end of the report month."),
            example: "1700",
        },
        Column {
            code: "employees",
            heading: "Lao động",
            also: &["số lao động", "lao động cuối tháng"],
            kind: CellKind::Count,
            required: false,
            meaning: words("Số lao động cuối tháng báo cáo.", "People employed at the end of the report month."),
            example: "85",
        },
        Column {
            code: "capacity_used",
            heading: "Công suất sử dụng",
            also: &["công suất", "tỷ lệ sử dụng công suất"],
            kind: CellKind::Quantity,
            required: false,
            meaning: words(
                "Phần công suất đang dùng, phần trăm (0 đến 200).",
                "Share of capacity in use, per cent (0 to 200).",
            ),
            example: "72",
        },
        Column {
            code: "reason",
            heading: "Lý do",
            also: &["lý do giảm ngừng", "nguyên nhân"],
            kind: CellKind::Text,
            required: false,
            meaning: words(
                "Vì sao sản xuất giảm hoặc ngừng; trống nếu không.",
                "Why production slowed or stopped; empty when it did not.",
            ),
            example: "",
        },
    ],
};

/// Figures of the statistics office.
pub const OFFICIAL: Layout = Layout {
    kind: Kind::Official,
    title: words("Số liệu Cục Thống kê công bố", "Official figures"),
    about: words(
        "Mỗi dòng một con số đã công bố, kèm nguồn. Không bao giờ trộn với số liệu Sở tự tính.",
        "One published figure a row, with its source. Never mixed with figures computed here.",
    ),
    columns: &[
        Column {
            code: "province",
            heading: "Tỉnh",
            also: &["area", "địa bàn"],
            kind: CellKind::Text,
            required: false,
            meaning: words(
                "Địa bàn của con số; trống là tỉnh nhà.",
                "The territory the figure is about; empty for the province itself.",
            ),
            example: "",
        },
        Column {
            code: "period",
            heading: "Kỳ",
            also: &["thời kỳ"],
            kind: CellKind::Period,
            required: true,
            meaning: words(
                "Kỳ của con số; ghi undated hoặc “không rõ” khi nguồn không ghi ngày.",
                "The period; write undated when the source gives no date.",
            ),
            example: "2024-01",
        },
        Column {
            code: "indicator",
            heading: "Chỉ tiêu",
            also: &["tên chỉ tiêu"],
            kind: CellKind::Text,
            required: true,
            meaning: words(
                "Điều được đo: iip, gross_output, employment_index …",
                "What is measured: iip, gross_output, employment_index …",
            ),
            example: "iip",
        },
        Column {
            code: "sector",
            heading: "Ngành",
            also: &["khu vực"],
            kind: CellKind::Code,
            required: true,
            meaning: words(
                "total, B, C, D, E, ngành cấp 2, hoặc phần mà nguồn gọi tên.",
                "total, B, C, D, E, a division, or the part the source names.",
            ),
            example: "total",
        },
        Column {
            code: "measure",
            heading: "Cách đo",
            also: &["so sánh"],
            kind: CellKind::Text,
            required: true,
            meaning: words(
                "mom_pct so với tháng trước, yoy_pct so với cùng kỳ, ytd_yoy_pct lũy kế so với cùng kỳ, ytd_value giá trị lũy kế, level mức của chuỗi được hiệu chỉnh mùa vụ …",
                "mom_pct on the month before, yoy_pct on the year, ytd_yoy_pct year to date, ytd_value, level a series of levels, which is adjusted for the season …",
            ),
            example: "mom_pct",
        },
        Column {
            code: "value",
            heading: "Giá trị",
            also: &["trị số"],
            kind: CellKind::Number,
            required: true,
            meaning: words("Con số như đã in.", "The figure as printed."),
            example: "4.14",
        },
        Column {
            code: "unit",
            heading: "Đơn vị tính",
            also: &["đvt", "đơn vị"],
            kind: CellKind::Text,
            required: true,
            meaning: words("Đơn vị như đã in.", "The unit as printed."),
            example: "%",
        },
        Column {
            code: "source",
            heading: "Nguồn",
            also: &["nguồn số liệu"],
            kind: CellKind::Text,
            required: true,
            meaning: words(
                "Nơi công bố: địa chỉ, số báo cáo. Có thể ghi hai thứ tiếng, cách nhau bằng “ | ”.",
                "Where it was published: an address, the number of a report. In both languages if need be, with “ | ” between.",
            ),
            example: "Báo Công Thương, dẫn Cục Thống kê",
        },
        Column {
            code: "note",
            heading: "Ghi chú",
            also: &[],
            kind: CellKind::Text,
            required: false,
            meaning: words("Ghi chú.", "Remark."),
            example: "",
        },
    ],
};

/// Targets of the plan.
pub const TARGETS: Layout = Layout {
    kind: Kind::Targets,
    title: words("Chỉ tiêu kế hoạch năm", "Targets of the year"),
    about: words("Mỗi dòng một chỉ tiêu của một năm.", "One target of a year a row."),
    columns: &[
        Column {
            code: "year",
            heading: "Năm",
            also: &[],
            kind: CellKind::Year,
            required: true,
            meaning: words("Năm kế hoạch.", "The year of the plan."),
            example: "2024",
        },
        Column {
            code: "node",
            heading: "Ngành",
            also: &["sector"],
            kind: CellKind::Code,
            required: true,
            meaning: words("TOTAL toàn ngành, hoặc B, C, D, E.", "TOTAL for the whole industry, or B, C, D, E."),
            example: "TOTAL",
        },
        Column {
            code: "growth",
            heading: "Tăng trưởng",
            also: &["tốc độ tăng"],
            kind: CellKind::Number,
            required: true,
            meaning: words(
                "Tốc độ tăng chỉ số so với năm trước theo kế hoạch, phần trăm.",
                "Planned growth of the index on the year before, per cent.",
            ),
            example: "5",
        },
        Column {
            code: "source",
            heading: "Nguồn",
            also: &["văn bản"],
            kind: CellKind::Text,
            required: true,
            meaning: words("Nghị quyết, kế hoạch giao chỉ tiêu.", "The resolution or plan it stands in."),
            example: "Nghị quyết của Hội đồng nhân dân tỉnh",
        },
        Column {
            code: "note",
            heading: "Ghi chú",
            also: &[],
            kind: CellKind::Text,
            required: false,
            meaning: words("Ghi chú.", "Remark."),
            example: "",
        },
    ],
};
