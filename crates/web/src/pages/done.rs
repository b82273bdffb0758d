//! What was just done, said on the page that follows a form.

use crate::asked::Asked;
use crate::page::Page;

const DONE: [(&str, &str, &str); 40] = [
    ("choices-in-force", "Đã lưu lựa chọn; có hiệu lực ngay.", "The choice is kept; it holds at once."),
    (
        "choices-of-both",
        "Đã lưu lựa chọn; với chuỗi của Cục Thống kê có hiệu lực ngay, với chỉ số của tỉnh áp dụng từ kỳ công bố sau.",
        "The choices are kept; they hold at once for series of the statistics office, from the next release on for the province's indices.",
    ),
    (
        "choices-kept",
        "Đã lưu lựa chọn; áp dụng từ kỳ công bố sau.",
        "The choices are kept; they hold from the next release on.",
    ),
    ("confirmer-set", "Đã lưu người xác nhận.", "Who confirms is saved."),
    ("proposed", "Đã đề nghị. Người thứ hai phải duyệt.", "It is proposed. A second person must approve it."),
    ("approved", "Đã duyệt và công bố.", "It is approved and published."),
    ("withdrawn", "Đã rút đề nghị.", "The proposal is withdrawn."),
    ("not-approved", "Đã ghi không duyệt.", "The refusal is noted."),
    ("days-set", "Đã đặt ngày thu báo cáo.", "The days of collection are set."),
    ("final-day-set", "Đã đặt ngày số chính thức.", "The day of final figures is set."),
    ("judged", "Đã ghi.", "It is noted."),
    (
        "raised",
        "Đã ghi nhận vướng mắc. Sở sẽ xem xét và giao cơ quan trả lời.",
        "The obstacle is noted. The department will look at it and ask who must answer.",
    ),
    ("assigned", "Đã giao cơ quan trả lời.", "The bodies that must answer have been asked."),
    ("answered", "Đã ghi trả lời.", "The answer is noted."),
    ("consented", "Đã ghi nhận im lặng quá hạn là đồng ý.", "The silence is noted as consent."),
    ("cleared", "Đã ghi nhận vướng mắc được tháo gỡ.", "The obstacle is noted as cleared."),
    ("refused", "Đã ghi nhận không chấp nhận.", "The refusal is noted."),
    ("reopened", "Đã mở lại vướng mắc.", "The obstacle is open again."),
    ("published", "Đã lưu phần công khai.", "What everybody may read is saved."),
    (
        "called",
        "Đã triệu tập hội nghị. Hãy mời khách và đưa vướng mắc vào chương trình.",
        "The dialogue is called. Invite guests and set the agenda.",
    ),
    ("invited", "Đã mời.", "They are invited."),
    ("agenda", "Đã đưa vào chương trình.", "The agenda is set."),
    ("opened", "Hội nghị đã khai mạc.", "The dialogue is open."),
    ("minuted", "Đã ghi biên bản.", "The minutes are written."),
    ("committed", "Đã ghi cam kết thành nhiệm vụ.", "The commitment is a task now."),
    ("adopted", "Đã lưu kế hoạch.", "The plan is saved."),
    ("measured", "Đã ghi biện pháp thành nhiệm vụ.", "The measure is a task now."),
    ("reported", "Đã ghi báo cáo.", "The report is noted."),
    (
        "reminded",
        "Đã soạn công văn đôn đốc. Chưa gửi: hãy chọn cách gửi.",
        "The reminder is composed. It is not sent yet: choose how.",
    ),
    ("queued", "Thư đã vào hàng chờ gửi.", "The mail waits to be sent."),
    ("handed", "Đã ghi nhận công văn được chuyển.", "The letter is noted as handed over."),
    (
        "asked",
        "Nếu địa chỉ này có tài khoản, thư kèm đường dẫn sẽ đến trong ít phút.",
        "If this address has an account, a mail with a link will arrive in a few minutes.",
    ),
    ("tied", "Đã gắn danh tính với tài khoản.", "The identity is tied to the account."),
    ("untied", "Đã gỡ danh tính khỏi tài khoản.", "The identity is untied from the account."),
    ("phone-kept", "Đã lưu số điện thoại.", "The telephone is saved."),
    ("key-ended", "Đã thu hồi khóa.", "The key is ended."),
    (
        "received",
        "Đã nhận tệp để xem. Chưa ghi gì vào sổ: xem khác biệt rồi Nhận hoặc Bỏ.",
        "The file is here to be looked at. Nothing is written yet: read the difference, then accept it or give it up.",
    ),
    ("taken", "Đã nhận: sổ đã đổi như khác biệt đã xem.", "Accepted: the records have changed as was shown."),
    ("given-up", "Đã bỏ tệp; tệp vẫn được giữ.", "The file is given up; it is kept."),
    ("nothing-new", "Không có gì mới: mọi thứ đã có từ trước.", "Nothing new: all of it was there before."),
];

/// What the address says was done; nothing when it says something else.
pub(crate) fn said(asked: &Asked, p: &Page) -> Option<String> {
    let code = asked.parameter("done")?;
    let found = DONE.iter().find(|(known, _, _)| *known == code);
    found.map(|(_, vi, en)| p.t(vi, en).to_owned())
}
