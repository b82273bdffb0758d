//! Layouts of the register and of the weights.

use super::super::{CellKind, Choice, Column, Kind, Layout};
use super::{YES_NO, words};

const OWNERSHIPS: &[Choice] = &[
    Choice { code: "state", vi: &["nhà nước", "doanh nghiệp nhà nước"] },
    Choice { code: "private", vi: &["ngoài nhà nước", "tư nhân", "doanh nghiệp ngoài nhà nước"] },
    Choice { code: "foreign", vi: &["đầu tư nước ngoài", "fdi", "có vốn đầu tư nước ngoài"] },
    Choice { code: "cooperative", vi: &["hợp tác xã", "htx"] },
    Choice { code: "household", vi: &["hộ", "hộ cá thể", "cơ sở cá thể"] },
];

const EVENT_KINDS: &[Choice] = &[
    Choice { code: "opening", vi: &["bắt đầu hoạt động", "bắt đầu"] },
    Choice { code: "suspension", vi: &["tạm ngừng"] },
    Choice { code: "resumption", vi: &["hoạt động trở lại"] },
    Choice { code: "closure", vi: &["chấm dứt hoạt động", "chấm dứt"] },
];

/// Enterprises.
pub const ENTERPRISES: Layout = Layout {
    kind: Kind::Enterprises,
    title: words("Doanh nghiệp, hợp tác xã", "Enterprises"),
    about: words("Mỗi dòng một doanh nghiệp.", "One enterprise a row."),
    columns: &[
        Column {
            code: "code",
            heading: "Mã số thuế",
            also: &["tax_code", "mst"],
            kind: CellKind::Code,
            required: true,
            meaning: words(
                "Mã số thuế 10 chữ số; đơn vị phụ thuộc thêm gạch nối và 3 chữ số.",
                "Tax code of 10 digits; a dependent unit adds a dash and 3 digits.",
            ),
            example: "5100123456",
        },
        Column {
            code: "name",
            heading: "Tên doanh nghiệp",
            also: &["tên"],
            kind: CellKind::Text,
            required: true,
            meaning: words("Tên đầy đủ.", "Full name."),
            example: "Công ty cổ phần Khoáng sản Mẫu",
        },
        Column {
            code: "ownership",
            heading: "Loại hình",
            also: &["loại hình doanh nghiệp"],
            kind: CellKind::Choice(OWNERSHIPS),
            required: true,
            meaning: words("Loại hình sở hữu.", "Ownership."),
            example: "private",
        },
        Column {
            code: "simulated",
            heading: "Mô phỏng",
            also: &["số liệu mô phỏng"],
            kind: CellKind::Choice(YES_NO),
            required: false,
            meaning: words(
                "Có, nếu là doanh nghiệp giả định để trình diễn; để trống là không.",
                "Yes for an enterprise invented for a demonstration; empty means no.",
            ),
            example: "yes",
        },
    ],
};

/// Establishments.
pub const ESTABLISHMENTS: Layout = Layout {
    kind: Kind::Establishments,
    title: words("Cơ sở sản xuất công nghiệp", "Establishments"),
    about: words(
        "Mỗi dòng một cơ sở; doanh nghiệp chủ quản phải được nạp trước.",
        "One establishment a row; its enterprise must be imported before.",
    ),
    columns: &[
        Column {
            code: "code",
            heading: "Mã cơ sở",
            also: &["establishment"],
            kind: CellKind::Code,
            required: true,
            meaning: words(
                "Chữ in hoa không dấu, chữ số, gạch nối; tối đa 20 ký tự.",
                "Capital letters without marks, digits, dashes; at most 20.",
            ),
            example: "CS-001",
        },
        Column {
            code: "enterprise",
            heading: "Mã số thuế",
            also: &["tax_code", "mst"],
            kind: CellKind::Code,
            required: true,
            meaning: words("Doanh nghiệp chủ quản.", "The enterprise it belongs to."),
            example: "5100123456",
        },
        Column {
            code: "name",
            heading: "Tên cơ sở",
            also: &["tên"],
            kind: CellKind::Text,
            required: true,
            meaning: words("Tên cơ sở.", "Name."),
            example: "Mỏ sắt Mẫu",
        },
        Column {
            code: "industry",
            heading: "Mã ngành",
            also: &["ngành", "vsic", "mã ngành vsic"],
            kind: CellKind::Code,
            required: true,
            meaning: words(
                "Ngành chính kèm phiên bản VSIC: 2018:0710 (Quyết định 27/2018/QĐ-TTg). Mã không kèm phiên bản bị từ chối.",
                "Main industry with the version of VSIC: 2018:0710 (decision 27/2018). A code without its version is refused.",
            ),
            example: "2018:0710",
        },
        Column {
            code: "commune",
            heading: "Mã xã",
            also: &["xã", "mã xã phường", "xã phường"],
            kind: CellKind::Code,
            required: true,
            meaning: words(
                "Xã, phường kèm phiên bản: 2020:00691 (đến 30/06/2025) hoặc 2025:00691 (từ 01/07/2025).",
                "Commune with the version of its list: 2020:00691 (until 30/06/2025) or 2025:00691 (since).",
            ),
            example: "2020:00925",
        },
    ],
};

/// Events of establishments.
pub const EVENTS: Layout = Layout {
    kind: Kind::Events,
    title: words("Biến động của cơ sở", "Events of establishments"),
    about: words(
        "Mỗi dòng một biến động có ngày của một cơ sở đã có trong danh bạ; các dòng đứng theo thứ tự nào cũng được, nhưng theo ngày phải \
         có thể xảy ra (không hoạt động trở lại khi chưa ngừng).",
        "One dated event a row, of an establishment already in the register; the rows may stand in any order, but by date they must be able \
         to happen (no resumption without a stop).",
    ),
    columns: &[
        Column {
            code: "establishment",
            heading: "Mã cơ sở",
            also: &[],
            kind: CellKind::Code,
            required: true,
            meaning: words("Cơ sở.", "The establishment."),
            example: "CS-001",
        },
        Column {
            code: "date",
            heading: "Ngày",
            also: &["ngày hiệu lực"],
            kind: CellKind::Day,
            required: true,
            meaning: words("Ngày có hiệu lực.", "The day it took effect."),
            example: "2020-03-10",
        },
        Column {
            code: "event",
            heading: "Biến động",
            also: &["sự kiện"],
            kind: CellKind::Choice(EVENT_KINDS),
            required: true,
            meaning: words("Bắt đầu, tạm ngừng, trở lại hay chấm dứt.", "What happened."),
            example: "opening",
        },
        Column {
            code: "reason",
            heading: "Lý do",
            also: &[],
            kind: CellKind::Text,
            required: false,
            meaning: words("Vì sao; trống nếu không rõ.", "Why; empty when nobody said."),
            example: "cấp phép khai thác",
        },
    ],
};

/// Products.
pub const PRODUCTS: Layout = Layout {
    kind: Kind::Products,
    title: words("Sản phẩm công nghiệp chủ yếu", "Products"),
    about: words("Mỗi dòng một sản phẩm.", "One product a row."),
    columns: &[
        Column {
            code: "code",
            heading: "Mã sản phẩm",
            also: &["product"],
            kind: CellKind::Code,
            required: true,
            meaning: words(
                "Chữ in hoa không dấu, chữ số, gạch nối; tối đa 20 ký tự.",
                "Capital letters without marks, digits, dashes; at most 20.",
            ),
            example: "0710-01",
        },
        Column {
            code: "name_vi",
            heading: "Tên sản phẩm",
            also: &["tên tiếng việt"],
            kind: CellKind::Text,
            required: true,
            meaning: words("Tên tiếng Việt.", "Name in Vietnamese."),
            example: "Quặng sắt",
        },
        Column {
            code: "name_en",
            heading: "Tên tiếng Anh",
            also: &[],
            kind: CellKind::Text,
            required: false,
            meaning: words(
                "Tên tiếng Anh; trống thì dùng tên tiếng Việt.",
                "Name in English; empty repeats the Vietnamese one.",
            ),
            example: "Iron ore",
        },
        Column {
            code: "unit",
            heading: "Đơn vị tính",
            also: &["đvt", "đơn vị"],
            kind: CellKind::Text,
            required: true,
            meaning: words("Đơn vị của sản lượng, như in trong báo cáo.", "Unit of quantity, as printed in returns."),
            example: "tấn",
        },
        Column {
            code: "industry",
            heading: "Mã ngành",
            also: &["ngành", "vsic", "mã ngành vsic"],
            kind: CellKind::Code,
            required: true,
            meaning: words("Ngành cấp 4 kèm phiên bản VSIC.", "The 4-digit industry with the version of VSIC."),
            example: "2018:0710",
        },
    ],
};

/// Weights and base quantities.
pub const BASKET: Layout = Layout {
    kind: Kind::Basket,
    title: words("Quyền số và sản lượng năm gốc", "Weights and base quantities"),
    about: words(
        "Mỗi dòng một nút của cây quyền số: TOTAL, ngành cấp 1 (B, C, D, E), cấp 2 (07), cấp 4 (0710), sản phẩm (0710-01). \
         Các dòng cùng năm gốc và cùng tháng bắt đầu là một bộ; bộ có một dòng sai thì không được nhận cả bộ, \
         vì thiếu một nút là chỉ số khác.",
        "One node of the weight tree a row: TOTAL, section (B, C, D, E), division (07), class (0710), product (0710-01). Rows with \
         the same base year and first month are one set; a set with one faulty row is left out whole, because an index without \
         a node is another index.",
    ),
    columns: &[
        Column {
            code: "base",
            heading: "Năm gốc",
            also: &[],
            kind: CellKind::Year,
            required: true,
            meaning: words("Năm gốc; tháng bình quân của năm gốc = 100.", "Base year; its average month = 100."),
            example: "2019",
        },
        Column {
            code: "from",
            heading: "Từ tháng",
            also: &[],
            kind: CellKind::Month,
            required: true,
            meaning: words("Tháng đầu tiên bộ quyền số có hiệu lực.", "First month the set holds for."),
            example: "2019-01",
        },
        Column {
            code: "until",
            heading: "Đến tháng",
            also: &[],
            kind: CellKind::Month,
            required: false,
            meaning: words("Tháng cuối; trống là còn hiệu lực.", "Last month; empty while in force."),
            example: "",
        },
        Column {
            code: "code",
            heading: "Mã",
            also: &["mã nút"],
            kind: CellKind::Code,
            required: true,
            meaning: words("Mã của nút.", "The node."),
            example: "0710-01",
        },
        Column {
            code: "parent",
            heading: "Mã cấp trên",
            also: &["thuộc"],
            kind: CellKind::Code,
            required: false,
            meaning: words("Nút cấp trên; chỉ nút gốc để trống.", "The node above; empty for the root only."),
            example: "0710",
        },
        Column {
            code: "weight",
            heading: "Quyền số",
            also: &[],
            kind: CellKind::Quantity,
            required: false,
            meaning: words(
                "Quyền số trong các nút cùng cấp trên; trống ở nút cấp trên là tổng các nút dưới.",
                "Weight among the nodes with the same parent; empty on a parent means the sum of its children.",
            ),
            example: "12.5",
        },
        Column {
            code: "base_quantity",
            heading: "Sản lượng gốc",
            also: &["sản lượng bình quân tháng năm gốc"],
            kind: CellKind::Quantity,
            required: false,
            meaning: words(
                "Ở dòng sản phẩm: sản lượng bình quân tháng của năm gốc, theo đơn vị tính của sản phẩm.",
                "On product rows: quantity of the average month of the base year, in the product's unit.",
            ),
            example: "10500",
        },
    ],
};
