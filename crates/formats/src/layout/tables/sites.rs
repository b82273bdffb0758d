//! The layout of the registry of sites.

use super::super::{CellKind, Choice, Column, Kind, Layout};
use super::{column, words};

const KINDS: &[Choice] = &[
    Choice { code: "mine", vi: &["mỏ"] },
    Choice { code: "ore-processing", vi: &["cơ sở chế biến khoáng sản", "chế biến khoáng sản"] },
    Choice { code: "hydropower", vi: &["thủy điện", "nhà máy thủy điện"] },
    Choice { code: "factory", vi: &["nhà máy"] },
    Choice { code: "agro-forestry", vi: &["chế biến nông, lâm sản"] },
    Choice { code: "ore-point", vi: &["điểm quặng, khu vực khoáng sản", "điểm quặng"] },
    Choice { code: "exploration", vi: &["khu vực thăm dò"] },
];

const ALSO: &[Choice] =
    &[Choice { code: "concentrator", vi: &["nhà máy tuyển"] }, Choice { code: "smelter", vi: &["nhà máy luyện"] }];

const LICENCES: &[Choice] = &[
    Choice { code: "exploration", vi: &["giấy phép thăm dò", "thăm dò"] },
    Choice { code: "mining", vi: &["giấy phép khai thác", "khai thác"] },
    Choice { code: "salvage", vi: &["giấy phép khai thác tận thu", "tận thu"] },
    Choice { code: "in-principle", vi: &["đồng ý về chủ trương"] },
    Choice { code: "investment", vi: &["quyết định, giấy chứng nhận đầu tư"] },
    Choice { code: "water-use", vi: &["giấy phép khai thác, sử dụng nước mặt"] },
    Choice { code: "electricity", vi: &["giấy phép hoạt động điện lực"] },
    Choice { code: "other", vi: &["giấy phép khác"] },
];

const FATES: &[Choice] = &[
    Choice { code: "extended", vi: &["gia hạn"] },
    Choice { code: "suspended", vi: &["tạm đình chỉ", "đình chỉ"] },
    Choice { code: "resumed", vi: &["có hiệu lực trở lại"] },
    Choice { code: "revoked", vi: &["thu hồi, tước quyền sử dụng", "thu hồi", "tước"] },
    Choice { code: "lapsed", vi: &["hết hiệu lực"] },
    Choice { code: "given-back", vi: &["trả lại"] },
    Choice { code: "replaced", vi: &["được thay thế", "thay thế"] },
];

const CAPACITY_UNITS: &[Choice] = &[
    Choice { code: "tonnes-per-year", vi: &["tấn/năm"] },
    Choice { code: "tonnes-per-day", vi: &["tấn/ngày"] },
    Choice { code: "megawatts", vi: &["MW"] },
];

const BASES: &[Choice] = &[
    Choice { code: "licensed", vi: &["theo giấy phép"] },
    Choice { code: "planned", vi: &["theo quy hoạch"] },
    Choice { code: "plant", vi: &["của nhà máy"] },
];

const OUTPUT_UNITS: &[Choice] =
    &[Choice { code: "million-kwh", vi: &["triệu kWh"] }, Choice { code: "tonnes", vi: &["tấn"] }];

const POINTS: &[Choice] =
    &[Choice { code: "site", vi: &["vị trí công trình"] }, Choice { code: "commune", vi: &["một điểm trong xã"] }];

const STATES: &[Choice] = &[
    Choice { code: "operating", vi: &["đang hoạt động"] },
    Choice { code: "working-below-capacity", vi: &["hoạt động dưới công suất"] },
    Choice { code: "stopped-by-authority", vi: &["dừng theo chỉ đạo của cơ quan nhà nước"] },
    Choice { code: "under-construction", vi: &["đang xây dựng"] },
    Choice { code: "licensed", vi: &["giấy phép còn hiệu lực"] },
    Choice { code: "licensed-procedures-incomplete", vi: &["đã có giấy phép, đang hoàn thiện thủ tục"] },
    Choice { code: "licensed-land-incomplete", vi: &["đã có giấy phép, chưa xong thủ tục đất đai"] },
    Choice { code: "built-procedures-incomplete", vi: &["đã xây dựng, chưa xong thủ tục pháp lý"] },
    Choice { code: "under-check", vi: &["đang kiểm tra, báo cáo"] },
    Choice { code: "province-may-license", vi: &["giao tỉnh quản lý, cấp phép"] },
    Choice { code: "exploration", vi: &["thăm dò"] },
    Choice { code: "assessment", vi: &["đánh giá bổ sung"] },
    Choice { code: "resource", vi: &["mới có số liệu tài nguyên"] },
    Choice { code: "planned", vi: &["trong quy hoạch"] },
    Choice { code: "not-implemented", vi: &["đã giao, chưa triển khai"] },
    Choice { code: "returned-to-state", vi: &["trả lại cho Nhà nước"] },
    Choice { code: "licence-expired-closure-ordered", vi: &["giấy phép hết hạn, yêu cầu đóng cửa mỏ"] },
    Choice { code: "not-to-be-renewed", vi: &["không gia hạn, không cấp lại"] },
    Choice { code: "unknown", vi: &["chưa rõ"] },
];

/// The registry of sites.
pub const SITES: Layout = Layout {
    kind: Kind::Sites,
    title: words("Mỏ, nhà máy, thủy điện", "Sites"),
    about: words(
        "Các dòng cùng mã là một mỏ, nhà máy. Dòng đầu ghi tên, loại, địa điểm, trữ lượng, nguồn; các dòng sau để trống các ô đó và \
         thêm mỗi dòng một giấy phép, một đơn vị, một công suất, một tình trạng hoặc một sự việc (các việc khác loại có thể cùng \
         dòng). Điều chưa rõ thì để trống. Một dòng sai thì bỏ cả mỏ, nhà máy đó; một mỏ, nhà máy được nhận nguyên vẹn và thay bản \
         trước, bản trước vẫn giữ. Chữ có thể ghi hai thứ tiếng: tiếng Việt | English. Thời điểm ghi đúng mức nguồn biết: \
         2009-05-08, 2011-08, 1996, 2009/2010, 2024-early, 2020-late; ~ là khoảng.",
        "Rows of the same code are one site. The first row has name, kind, place, reserves and sources; later rows leave those cells \
         empty and add one licence, owner, capacity, state or event a row (different ones may share a row). Leave empty what is not \
         known. A faulty row leaves the whole site out; a site is taken whole and replaces the version before, which is kept. Words may \
         be in both languages: tiếng Việt | English. A moment is as exact as the source: 2009-05-08, 2011-08, 1996, 2009/2010, \
         2024-early, 2020-late; ~ means about.",
    ),
    columns: &[
        Column {
            code: "code",
            heading: "Mã mỏ, nhà máy",
            also: &["site", "mã", "mã công trình"],
            kind: CellKind::Code,
            required: true,
            meaning: words(
                "Mã của mỏ, nhà máy, thủy điện; các dòng cùng mã là một.",
                "Code of the site; rows of the same code are one site.",
            ),
            example: "M02",
        },
        column(
            "name",
            "Tên mỏ, nhà máy",
            &["tên", "tên công trình"],
            CellKind::Text,
            words("Tên; phải ghi ở dòng đầu.", "Name; must stand on the first row."),
            "Mỏ sắt Tùng Bá | Tùng Bá iron mine",
        ),
        column(
            "kind",
            "Loại",
            &["loại công trình"],
            CellKind::Choice(KINDS),
            words("Loại; phải ghi ở dòng đầu.", "What it is; must stand on the first row."),
            "mine",
        ),
        column(
            "also",
            "Kèm theo",
            &["công trình kèm theo"],
            CellKind::Choice(ALSO),
            words("Nhà máy tuyển hoặc luyện đi kèm.", "A concentrator or a smelter that belongs to it."),
            "concentrator",
        ),
        column(
            "minerals",
            "Khoáng sản",
            &["loại khoáng sản"],
            CellKind::Code,
            words(
                "Các khoáng sản, khoáng sản chính trước, cách nhau bằng dấu chấm phẩy.",
                "Minerals, the main one first, with ; between them.",
            ),
            "lead; zinc",
        ),
        column(
            "river",
            "Sông, suối",
            &["sông"],
            CellKind::Text,
            words("Sông, suối của thủy điện.", "River of a hydropower plant."),
            "Miện",
        ),
        column(
            "commune",
            "Mã xã hiện nay",
            &["mã xã"],
            CellKind::Code,
            words("Xã, phường từ 01/07/2025, kèm phiên bản.", "Commune since 1 July 2025, with its version."),
            "2025:00925",
        ),
        column(
            "area_commune",
            "Xã theo giấy phép",
            &["xã cũ"],
            CellKind::Text,
            words(
                "Tên xã trong giấy phép hoặc nguồn, cách nhau bằng dấu chấm phẩy.",
                "Communes in the words of the licence or source, with ; between them.",
            ),
            "Tùng Bá",
        ),
        column(
            "area_district",
            "Huyện theo giấy phép",
            &["huyện cũ"],
            CellKind::Text,
            words("Tên huyện trong giấy phép hoặc nguồn.", "Districts in the words of the licence or source."),
            "Vị Xuyên",
        ),
        column(
            "area_province",
            "Tỉnh theo giấy phép",
            &["tỉnh cũ"],
            CellKind::Text,
            words("Tên tỉnh trong giấy phép hoặc nguồn.", "Province in the words of the licence or source."),
            "Hà Giang",
        ),
        column(
            "area_ha",
            "Diện tích",
            &["diện tích ha"],
            CellKind::Quantity,
            words("Diện tích (ha) khi không theo giấy phép nào.", "Area in hectares where no licence gives it."),
            "98",
        ),
        column(
            "reserves",
            "Trữ lượng",
            &["trữ lượng, tài nguyên"],
            CellKind::Text,
            words("Trữ lượng, như nguồn viết.", "Reserves as the source words them."),
            "trên 22 triệu tấn quặng sắt | over 22 million t of iron ore",
        ),
        column(
            "construction_start",
            "Khởi công",
            &["thời điểm khởi công"],
            CellKind::When,
            words("Khi nào khởi công.", "When building began."),
            "2008-01",
        ),
        column(
            "operation_date",
            "Bắt đầu hoạt động",
            &["thời điểm hoạt động"],
            CellKind::When,
            words(
                "Khi nào bắt đầu hoạt động; dự kiến thì không ghi.",
                "When it began to work; not when it is expected to.",
            ),
            "2010-09",
        ),
        column(
            "output",
            "Sản lượng năm",
            &["sản lượng"],
            CellKind::Quantity,
            words("Sản lượng năm, chỉ khi là số rõ ràng.", "Yearly output, only a clear number."),
            "166.51",
        ),
        column(
            "output_unit",
            "Đơn vị sản lượng",
            &[],
            CellKind::Choice(OUTPUT_UNITS),
            words("Đơn vị của sản lượng năm.", "Unit of the yearly output."),
            "million-kwh",
        ),
        column(
            "output_text",
            "Sản lượng như in",
            &["sản lượng ghi"],
            CellKind::Text,
            words(
                "Sản lượng như nguồn in, khi không phải một số rõ ràng.",
                "Output as printed, where it is not a clear number.",
            ),
            "gần 400 triệu kWh | nearly 400 million kWh",
        ),
        column(
            "lat",
            "Vĩ độ",
            &["latitude"],
            CellKind::Number,
            words("Vĩ độ của điểm trên bản đồ (độ).", "Latitude of the point on the map, in degrees."),
            "22.998902",
        ),
        column(
            "lon",
            "Kinh độ",
            &["longitude"],
            CellKind::Number,
            words("Kinh độ của điểm trên bản đồ (độ).", "Longitude of the point on the map, in degrees."),
            "105.065431",
        ),
        column(
            "point",
            "Điểm của",
            &["điểm là"],
            CellKind::Choice(POINTS),
            words(
                "Điểm là vị trí công trình hay chỉ là một điểm trong xã.",
                "Whether the point is the site itself or only a point inside its commune.",
            ),
            "site",
        ),
        column(
            "point_source",
            "Nguồn tọa độ",
            &[],
            CellKind::Text,
            words("Ai cho tọa độ.", "Who gives the point."),
            "Wikipedia",
        ),
        column(
            "capacity",
            "Công suất",
            &[],
            CellKind::Quantity,
            words("Công suất, chỉ khi là số rõ ràng.", "Capacity, only a clear number."),
            "1500000",
        ),
        column(
            "capacity_unit",
            "Đơn vị công suất",
            &[],
            CellKind::Choice(CAPACITY_UNITS),
            words("Đơn vị của công suất.", "Unit of the capacity."),
            "tonnes-per-year",
        ),
        column(
            "capacity_basis",
            "Căn cứ công suất",
            &[],
            CellKind::Choice(BASES),
            words(
                "Theo giấy phép, theo quy hoạch hay của nhà máy. Công suất theo giấy phép ghi cùng dòng với giấy phép.",
                "Of the licence, of the plan or of the plant. One of a licence stands on the row of the licence.",
            ),
            "planned",
        ),
        column(
            "capacity_of",
            "Sản phẩm của công suất",
            &["công suất tính cho"],
            CellKind::Text,
            words("Công suất tính cho sản phẩm nào.", "What the capacity is counted in."),
            "quặng sắt | iron ore",
        ),
        column(
            "capacity_text",
            "Công suất như in",
            &["công suất ghi"],
            CellKind::Text,
            words(
                "Công suất như nguồn in, khi không phải một số rõ ràng.",
                "Capacity as printed, where it is not a clear number.",
            ),
            "nhà máy gần 1.000 tấn/năm | plant nearly 1,000 t/year",
        ),
        column(
            "capacity_note",
            "Ghi chú công suất",
            &[],
            CellKind::Text,
            words("Điều còn nghi ngờ về công suất.", "A doubt about the capacity."),
            "như in; có thể in sai | as printed; looks like a misprint",
        ),
        column(
            "owner",
            "Chủ đầu tư",
            &["đơn vị khai thác", "đơn vị vận hành"],
            CellKind::Text,
            words(
                "Đơn vị khai thác, vận hành; mỗi dòng một đơn vị, trước sau theo thời gian; ghi “chưa rõ” khi chỉ biết là đã đổi.",
                "Who runs it; one a row, in order of time; write “not known” where it is known only that it changed.",
            ),
            "Công ty CP Thép An Khang | An Khang Steel JSC",
        ),
        column("owner_from", "Chủ từ", &[], CellKind::When, words("Từ khi nào.", "Since when."), "2009-05-08"),
        column("owner_until", "Chủ đến", &[], CellKind::When, words("Đến khi nào.", "Until when."), "2014"),
        column(
            "owner_note",
            "Ghi chú chủ đầu tư",
            &[],
            CellKind::Text,
            words("Ghi chú về đơn vị.", "A remark on the owner."),
            "đơn vị được cấp giấy phép năm 2009 | holder of the 2009 licence",
        ),
        column(
            "owner_source",
            "Nguồn chủ đầu tư",
            &[],
            CellKind::Text,
            words("Nguồn, khi khác nguồn chung.", "Its source, when it is not among those of the site."),
            "nhandan.vn",
        ),
        column(
            "licence",
            "Loại giấy phép",
            &[],
            CellKind::Choice(LICENCES),
            words("Loại giấy phép, quyết định; mỗi dòng một giấy phép.", "Kind of licence or decision; one a row."),
            "mining",
        ),
        column(
            "licence_number",
            "Số giấy phép",
            &[],
            CellKind::Text,
            words("Số và ký hiệu.", "Number."),
            "872/GP-BTNMT",
        ),
        column(
            "licence_issuer",
            "Cơ quan cấp",
            &["cơ quan cấp phép"],
            CellKind::Text,
            words("Cơ quan cấp.", "Who issued it."),
            "Bộ Tài nguyên và Môi trường | Ministry of Natural Resources and Environment",
        ),
        column(
            "licence_date",
            "Cấp ngày",
            &["ngày cấp"],
            CellKind::When,
            words("Khi nào cấp.", "When it was issued."),
            "2009-05-08",
        ),
        column(
            "licence_end",
            "Hết hạn",
            &["ngày hết hạn"],
            CellKind::When,
            words("Khi nào hết hạn.", "When it ends."),
            "2018-06-02",
        ),
        column(
            "licence_area_ha",
            "Diện tích cấp phép",
            &[],
            CellKind::Quantity,
            words("Diện tích theo giấy phép (ha).", "Area of the licence in hectares."),
            "257",
        ),
        column(
            "licence_reserves",
            "Trữ lượng cấp phép",
            &[],
            CellKind::Text,
            words("Trữ lượng theo giấy phép.", "Reserves of the licence."),
            "1,2 triệu tấn | 1.2 million t",
        ),
        column(
            "licence_note",
            "Ghi chú giấy phép",
            &[],
            CellKind::Text,
            words("Ghi chú về giấy phép.", "A remark on the licence."),
            "thời hạn 9,3 năm | 9.3 years",
        ),
        column(
            "licence_fate",
            "Việc của giấy phép",
            &[],
            CellKind::Choice(FATES),
            words(
                "Gia hạn, tạm đình chỉ, thu hồi, hết hiệu lực, trả lại, thay thế: cùng dòng với giấy phép, hoặc ở dòng sau không có loại giấy \
                 phép thì là của giấy phép ghi ngay trên.",
                "Extended, suspended, revoked, lapsed, given back, replaced: on the row of the licence; on a later row without a kind of \
                 licence it is of the licence above.",
            ),
            "extended",
        ),
        column(
            "licence_fate_date",
            "Việc giấy phép từ",
            &[],
            CellKind::When,
            words("Khi nào.", "Since when."),
            "2018-05-30",
        ),
        column(
            "licence_fate_until",
            "Việc giấy phép đến",
            &[],
            CellKind::When,
            words(
                "Gia hạn đến khi nào, tạm đình chỉ đến khi nào.",
                "The new end of one that is extended, the end of a suspension.",
            ),
            "2028-06-02",
        ),
        column(
            "licence_fate_paper",
            "Văn bản việc giấy phép",
            &[],
            CellKind::Text,
            words(
                "Số văn bản; khi thay thế là số giấy phép mới.",
                "Number of the paper; of one that is replaced, the licence in its place.",
            ),
            "1203/GP-UBND",
        ),
        column(
            "licence_fate_note",
            "Ghi chú việc giấy phép",
            &[],
            CellKind::Text,
            words("Ghi chú về việc này.", "A remark on it."),
            "tước 6 tháng | for six months",
        ),
        column(
            "state",
            "Tình trạng",
            &[],
            CellKind::Choice(STATES),
            words(
                "Tình trạng; mỗi dòng một tình trạng, trước sau theo thời gian.",
                "State; one a row, in order of time.",
            ),
            "stopped-by-authority",
        ),
        column("state_since", "Tình trạng từ", &[], CellKind::When, words("Từ khi nào.", "Since when."), "2018-06-02"),
        column(
            "state_as_of",
            "Tình trạng tại",
            &["thời điểm tình trạng"],
            CellKind::When,
            words("Nguồn nói về thời điểm nào.", "The time the source speaks of."),
            "~2024-early",
        ),
        column(
            "state_by",
            "Cơ quan quyết định",
            &[],
            CellKind::Text,
            words("Ai yêu cầu, chỉ đạo.", "Who ordered it."),
            "UBND tỉnh | Provincial People's Committee",
        ),
        column(
            "state_why",
            "Lý do tình trạng",
            &["lý do"],
            CellKind::Text,
            words(
                "Lý do, hoặc nguồn nói gì; phải ghi khi có tình trạng.",
                "Why, or what the source says; must stand beside a state.",
            ),
            "Chưa hoàn thành thủ tục pháp lý | Legal procedures not complete",
        ),
        column(
            "state_source",
            "Nguồn tình trạng",
            &[],
            CellKind::Text,
            words(
                "Nguồn của tình trạng; trống là nguồn đầu tiên của dòng.",
                "Source of the state; empty means the first source of the row.",
            ),
            "https://baohagiang.vn/…",
        ),
        column(
            "event_date",
            "Mốc ngày",
            &["thời điểm sự việc"],
            CellKind::When,
            words("Khi nào có sự việc.", "When it happened."),
            "2011-06-03",
        ),
        column(
            "event",
            "Sự việc",
            &["mốc lịch sử"],
            CellKind::Text,
            words(
                "Sự việc; mỗi dòng một sự việc, trước sau theo thời gian.",
                "What happened; one a row, in order of time.",
            ),
            "Đồng ý nâng công suất | Capacity raise agreed",
        ),
        column(
            "note",
            "Ghi chú",
            &[],
            CellKind::Text,
            words("Ghi chú cho mọi người xem.", "A remark for everybody."),
            "Cách mỏ Mậu Duệ khoảng 3 km. | About 3 km from the Mậu Duệ mine.",
        ),
        column(
            "internal_note",
            "Ghi chú nội bộ",
            &[],
            CellKind::Text,
            words("Ghi chú chỉ trong cơ quan xem, không công bố.", "A remark for the office only, never published."),
            "đã gọi điện ngày 05/02",
        ),
        column(
            "source",
            "Nguồn",
            &["nguồn số liệu"],
            CellKind::Text,
            words(
                "Các nguồn, cách nhau bằng “ ; ”; dòng đầu phải có.",
                "Sources, with “ ; ” between them; the first row must have one.",
            ),
            "https://hgm.vn/… ; https://baohagiang.vn/…",
        ),
    ],
};
