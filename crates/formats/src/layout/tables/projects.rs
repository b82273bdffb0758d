//! The layouts of running projects and of their steps.

use super::super::{CellKind, Choice, Column, Kind, Layout, Words};
use super::words;

const YES_NO: &[Choice] = &[Choice { code: "yes", vi: &["có", "1"] }, Choice { code: "no", vi: &["không", "0"] }];

const EVENTS: &[Choice] = &[
    Choice { code: "paused", vi: &["tạm dừng"] },
    Choice { code: "resumed", vi: &["tiếp tục"] },
    Choice { code: "papers-asked", vi: &["yêu cầu bổ sung hồ sơ"] },
    Choice { code: "returned-ineligible", vi: &["trả hồ sơ không đủ điều kiện"] },
    Choice { code: "papers-brought", vi: &["đã nộp hồ sơ bổ sung"] },
];

const VISIBILITY: &[Choice] =
    &[Choice { code: "public", vi: &["công khai"] }, Choice { code: "internal", vi: &["nội bộ"] }];

const fn column(
    code: &'static str,
    heading: &'static str,
    kind: CellKind,
    required: bool,
    meaning: Words,
    example: &'static str,
) -> Column {
    Column { code, heading, also: &[], kind, required, meaning, example }
}

/// Running projects.
pub const PROJECTS: Layout = Layout {
    kind: Kind::Projects,
    title: words("Dự án", "Projects"),
    about: words(
        "Mỗi dòng là một dự án của một mỏ, nhà máy, theo một trình tự. Dòng mới thay bản trước (bản trước vẫn giữ); các bước, đất đai, xây \
         dựng, kiểm tra đã ghi không đổi. Không rõ ngày bắt đầu thì để trống: khi đó hệ thống không nói dự án đang chờ ai.",
        "A row is a project of a site by a procedure. A new row takes the place of the version before, which is kept; steps, land, works and \
         visits stay. Leave the day it began empty when it is not known: then nothing is said of whom it waits for.",
    ),
    columns: &[
        column("code", "Mã dự án", CellKind::Code, true, words("Mã dự án.", "Code of the project."), "DA-M01"),
        column("site", "Mã mỏ, nhà máy", CellKind::Code, true, words("Mỏ, nhà máy của dự án.", "Its site."), "M01"),
        column(
            "template",
            "Mã trình tự",
            CellKind::Code,
            true,
            words("Trình tự, thủ tục áp dụng.", "The procedure it follows."),
            "mine_2010",
        ),
        column(
            "name",
            "Tên dự án",
            CellKind::Text,
            true,
            words("Tên; có thể ghi tiếng Việt | English.", "Name; may be tiếng Việt | English."),
            "Đưa mỏ Hố Quáng Phìn vào khai thác | Opening the Hố Quáng Phìn mine",
        ),
        column(
            "enterprise",
            "Mã số thuế",
            CellKind::Code,
            false,
            words("Chủ đầu tư, nếu đã có trong danh bạ.", "The investor, when in the register."),
            "5100123456",
        ),
        column(
            "simulated",
            "Mô phỏng",
            CellKind::Choice(YES_NO),
            false,
            words("Dự án giả lập để trình diễn.", "Invented for a demonstration."),
            "no",
        ),
        column(
            "start",
            "Ngày bắt đầu",
            CellKind::Day,
            false,
            words("Ngày bắt đầu.", "The day it began."),
            "2026-01-05",
        ),
        column(
            "due",
            "Ngày hoàn thành theo phê duyệt",
            CellKind::Day,
            false,
            words("Ngày phải hoàn thành theo phê duyệt.", "The day by which it is approved to be done."),
            "2027-12-31",
        ),
        column(
            "goals",
            "Bước đích",
            CellKind::Text,
            false,
            words(
                "Số các bước kết thúc dự án, cách nhau bằng dấu chấm phẩy; để trống: theo trình tự.",
                "Numbers of the steps that end it, with semicolons between; empty: those of the procedure.",
            ),
            "18;21",
        ),
        column(
            "exception",
            "Lý do áp dụng trình tự",
            CellKind::Text,
            false,
            words(
                "Lý do dùng trình tự không có hiệu lực vào ngày bắt đầu.",
                "Why it follows a procedure that was not valid on the day it began.",
            ),
            "theo điều khoản chuyển tiếp | by the transitional rule",
        ),
        column(
            "remark",
            "Ghi chú công khai",
            CellKind::Text,
            false,
            words("Ghi chú cho mọi người xem.", "A remark for everybody."),
            "chưa công bố bước còn vướng | which steps are open was not published",
        ),
        column(
            "internal_note",
            "Ghi chú nội bộ",
            CellKind::Text,
            false,
            words("Ghi chú chỉ trong cơ quan xem.", "A remark for the office only."),
            "đã gọi điện ngày 05/02",
        ),
        column(
            "source",
            "Nguồn",
            CellKind::Text,
            true,
            words("Nguồn của các thông tin này.", "Where this is known from."),
            "báo cáo của chủ đầu tư ngày 05/01/2026",
        ),
    ],
};

/// Steps of running projects.
pub const PROJECT_STEPS: Layout = Layout {
    kind: Kind::ProjectSteps,
    title: words("Các bước của dự án", "Steps of projects"),
    about: words(
        "Các dòng cùng dự án và cùng bước là một bước. Dòng đầu ghi thời gian, ngày; các dòng sau để trống các ô đó và thêm mỗi dòng một lần \
         dừng, tiếp tục hoặc một văn bản, theo thứ tự thời gian. Một dòng sai thì bỏ cả bước đó. Bước được nhận nguyên vẹn và thay bản \
         trước; bản trước vẫn giữ.",
        "Rows of the same project and step are one step. The first row has times and days; later rows leave those cells empty and each add one \
         interruption or one paper, in order of time. A faulty row leaves the whole step out. A step is taken whole and takes the place of \
         the version before, which is kept.",
    ),
    columns: &[
        column("project", "Mã dự án", CellKind::Code, true, words("Mã dự án.", "Code of the project."), "DA-M01"),
        column(
            "step",
            "Số bước",
            CellKind::Code,
            true,
            words("Số của bước trong trình tự.", "Number of the step."),
            "4",
        ),
        column(
            "planned_time",
            "Thời gian dự kiến",
            CellKind::Text,
            false,
            words(
                "Thời gian dự kiến của bước không có thời hạn luật định: 20wd (ngày làm việc), 45d (ngày), 6m (tháng).",
                "Planned time of a step without a statutory one: 20wd (working days), 45d (days), 6m (months).",
            ),
            "45d",
        ),
        column(
            "planned_start",
            "Dự kiến bắt đầu",
            CellKind::Day,
            false,
            words("Ngày dự kiến bắt đầu.", "The day it is planned to begin."),
            "2026-03-02",
        ),
        column(
            "planned_finish",
            "Dự kiến xong",
            CellKind::Day,
            false,
            words("Ngày dự kiến xong.", "The day it is planned to be done."),
            "2026-04-15",
        ),
        column(
            "started",
            "Ngày bắt đầu",
            CellKind::Day,
            false,
            words("Ngày bắt đầu.", "The day it began."),
            "2026-03-03",
        ),
        column(
            "finished",
            "Ngày xong",
            CellKind::Day,
            false,
            words("Ngày xong.", "The day it was done."),
            "2026-04-20",
        ),
        column(
            "not_needed",
            "Không phải thực hiện",
            CellKind::Choice(YES_NO),
            false,
            words("Bước không phải thực hiện.", "The step is not needed."),
            "no",
        ),
        column(
            "event",
            "Dừng, tiếp tục",
            CellKind::Choice(EVENTS),
            false,
            words("Việc làm dừng hoặc chạy lại thời hạn.", "What stopped its clock or started it again."),
            "paused",
        ),
        column(
            "event_date",
            "Ngày dừng, tiếp tục",
            CellKind::Day,
            false,
            words("Ngày của việc đó.", "The day of it."),
            "2026-03-10",
        ),
        column(
            "event_reason",
            "Lý do tạm dừng",
            CellKind::Text,
            false,
            words("Lý do tạm dừng; nội bộ.", "Why it was paused; internal."),
            "chờ điều chỉnh quy hoạch | waits for the plan",
        ),
        column("document", "Văn bản", CellKind::Text, false, words("Tên văn bản.", "A paper."), "giấy phép | licence"),
        column(
            "document_number",
            "Số văn bản",
            CellKind::Text,
            false,
            words("Số của văn bản.", "Its number."),
            "872/GP-BTNMT",
        ),
        column(
            "document_date",
            "Ngày văn bản",
            CellKind::Day,
            false,
            words("Ngày của văn bản.", "Its date."),
            "2009-05-08",
        ),
        column(
            "document_visibility",
            "Phạm vi văn bản",
            CellKind::Choice(VISIBILITY),
            false,
            words("Ai được xem văn bản; để trống là nội bộ.", "Who may see it; internal when empty."),
            "public",
        ),
        column(
            "remark",
            "Ghi chú công khai",
            CellKind::Text,
            false,
            words("Ghi chú cho mọi người xem.", "A remark for everybody."),
            "chờ kết quả thẩm định | waits for the appraisal",
        ),
        column(
            "internal_remark",
            "Ghi chú nội bộ",
            CellKind::Text,
            false,
            words("Ghi chú chỉ trong cơ quan xem.", "A remark for the office only."),
            "đã gọi điện ngày 05/02",
        ),
        column(
            "source",
            "Nguồn",
            CellKind::Text,
            false,
            words("Nguồn của các thông tin này.", "Where this is known from."),
            "báo cáo của chủ đầu tư",
        ),
    ],
};
