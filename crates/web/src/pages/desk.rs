//! The desk: where everyone finds what their role works with.

use std::sync::Arc;

use askama::Template;
use domain::authority::{Action, Reach, Role, reach};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::Crumbs;
use crate::page::Page;
use crate::trouble::Trouble;

/// A place to work: where it is, what it is for, and the action one needs for it.
struct Place {
    path: &'static str,
    needs: Action,
    name: (&'static str, &'static str),
    what: (&'static str, &'static str),
}

const PLACES: &[Place] = &[
    Place {
        path: "/returns",
        needs: Action::TakeReturns,
        name: ("Báo cáo tháng", "Monthly returns"),
        what: ("Tháng nào đến hạn, đã gửi, ai còn im lặng.", "What is due, what was sent, who is silent."),
    },
    Place {
        path: "/returns/days",
        needs: Action::ChangeSettings,
        name: ("Ngày thu báo cáo", "Days of collection"),
        what: ("Hạn báo cáo, ngày công bố, ngày khóa.", "When a month is due, published, locked."),
    },
    Place {
        path: "/adjusted/refresh",
        needs: Action::ChangeSettings,
        name: ("Cập nhật cách điều chỉnh", "Refreshing the adjustment"),
        what: (
            "Xem trước chuỗi đã hiệu chỉnh mùa vụ sẽ đổi bao nhiêu, rồi mới chấp nhận.",
            "See by how much seasonally adjusted series would move before it is accepted.",
        ),
    },
    Place {
        path: "/releases/proposals",
        needs: Action::ApproveRelease,
        name: ("Duyệt công bố", "Approving releases"),
        what: ("Một người đề nghị, người thứ hai duyệt.", "One person proposes, a second approves."),
    },
    Place {
        path: "/director",
        needs: Action::Oversee,
        name: ("Trang điều hành", "The director's page"),
        what: (
            "Kế hoạch, kết quả, điều gì kéo xuống, việc trễ và đến hạn, khởi động lại thì thêm bao nhiêu.",
            "Plan, result, what drags, what is late and due, and what starting each site would add.",
        ),
    },
    Place {
        path: "/projects",
        needs: Action::ReadPublished,
        name: ("Dự án", "Projects"),
        what: ("Đang ở bước nào, chờ ai, từ bao giờ, chậm bao lâu.", "Which step, who is waited for, how late."),
    },
    Place {
        path: "/agencies",
        needs: Action::ReadPublished,
        name: ("Việc đang chờ từng cơ quan", "What waits for each agency"),
        what: ("Trả lời bước đang chờ cơ quan mình.", "Answer the steps that wait for your agency."),
    },
    Place {
        path: "/obstacles/new",
        needs: Action::RaiseObstacle,
        name: ("Nêu khó khăn, vướng mắc", "Raise an obstacle"),
        what: ("Một việc, hai phút, trên điện thoại cũng được.", "One matter, two minutes, on a phone as well."),
    },
    Place {
        path: "/obstacles",
        needs: Action::ReadInternal,
        name: ("Khó khăn, vướng mắc", "Obstacles"),
        what: (
            "Việc nào chờ ai, từ bao giờ, quá hạn chưa.",
            "What waits for whom, since when, and whether it is late.",
        ),
    },
    Place {
        path: "/dialogues",
        needs: Action::ReadInternal,
        name: ("Hội nghị đối thoại", "Dialogues"),
        what: ("Khách mời, chương trình, biên bản, cam kết.", "Guests, agenda, minutes, commitments."),
    },
    Place {
        path: "/plan",
        needs: Action::ReportTask,
        name: ("Kế hoạch và nhiệm vụ", "Plans and tasks"),
        what: ("Ai chủ trì, hạn nào, kết quả đến đâu.", "Who leads, by when, and what came of it."),
    },
    Place {
        path: "/reminders",
        needs: Action::Remind,
        name: ("Đôn đốc", "Reminders"),
        what: ("Công văn đôn đốc đã soạn, đã gửi.", "Reminders composed and sent."),
    },
    Place {
        path: "/sites/new",
        needs: Action::ChangeSites,
        name: ("Mở mỏ, nhà máy mới", "Open a new site"),
        what: (
            "Nơi đã có thì sửa ở trang của nơi đó: giấy phép, chủ đầu tư, công suất.",
            "One that is there is changed on its own page: licences, owners, capacities.",
        ),
    },
    Place {
        path: "/intake",
        needs: Action::TakeFiles,
        name: ("Nhận tệp", "Taking in a file"),
        what: (
            "Gửi tệp CSV, XLSX; xem sẽ thêm, đổi gì rồi mới nhận.",
            "Send a CSV or XLSX file; see what it would change before it is taken in.",
        ),
    },
    Place {
        path: "/consents",
        needs: Action::ChangeRegister,
        name: ("Đồng ý của doanh nghiệp", "Consent of firms"),
        what: ("Cho số liệu của mình ra ngoài phòng thống kê.", "To their figures leaving the statistics room."),
    },
    Place {
        path: "/accounts",
        needs: Action::ManageAccounts,
        name: ("Tài khoản người dùng", "Accounts"),
        what: ("Mở, khóa tài khoản, cấp lại mật khẩu.", "Open and close accounts, give new links."),
    },
    Place {
        path: "/sign-ins",
        needs: Action::ReadJournal,
        name: ("Nhật ký đăng nhập", "Sign-ins"),
        what: ("Ai đăng nhập được, ai không, lúc nào.", "Who signed in, who failed to, and when."),
    },
];

#[derive(Template)]
#[template(path = "desk.html")]
struct DeskPage {
    p: Page,
    crumbs: Crumbs,
    /// Address, name, what for.
    places: Vec<(String, &'static str, &'static str)>,
}

/// `/desk`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let p = asked.page("", "");
    let title = p.t("Bàn làm việc", "My desk").to_owned();
    let p = Page { title: title.clone(), description: title.clone(), ..p };
    let role = p.visitor.as_ref().map_or(Role::Public, |visitor| visitor.role);
    let mine = PLACES.iter().filter(|place| reach(role, place.needs) != Reach::Never);
    let places =
        mine.map(|place| (p.link(place.path), p.t(place.name.0, place.name.1), p.t(place.what.0, place.what.1)));
    Answer::page(&DeskPage { crumbs: Crumbs::to(&p, &title), places: places.collect(), p })
}
