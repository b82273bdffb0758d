use jiff::civil::date;

use super::*;

fn reminder() -> Reminder {
    Reminder {
        code: "DD-2024-5".parse().unwrap(),
        number: "210/SCT-QLCN".into(),
        date: date(2024, 3, 20),
        to: "so-xay-dung".parse().unwrap(),
        about: About::Obstacle("VM-2024-1".parse().unwrap()),
        matter: Text::new("cho ý kiến về thiết kế", "give an opinion on the design"),
        since: date(2024, 2, 28),
        limit_ended: Some(date(2024, 3, 14)),
        legal_time: Text::new("15 ngày, thời hạn do Sở đặt", "15 days, set by the department"),
        asked_by: date(2024, 3, 25),
        recipients: vec![Text::new("UBND tỉnh (báo cáo)", "People's Committee (to report)")],
        simulated: false,
    }
}

#[test]
fn a_reminder_says_to_whom_about_what_since_when_and_by_when() {
    let name = Text::new("Sở Xây dựng", "Department of Construction");
    let letter = letter(&reminder(), &name);
    assert_eq!(
        letter.plain(Lang::Vi),
        "Số: 210/SCT-QLCN\n20/03/2024\n\nV/v đôn đốc giải quyết khó khăn, vướng mắc VM-2024-1\n\n\
         Kính gửi: Sở Xây dựng\n\n\
         Ngày 28/02/2024, Sở Xây dựng được giao giải quyết: cho ý kiến về thiết kế. Đến nay đã 21 ngày chưa có kết quả.\n\n\
         Thời hạn giải quyết đến ngày 14/03/2024 (15 ngày, thời hạn do Sở đặt); đã quá hạn 6 ngày.\n\n\
         Đề nghị Sở Xây dựng có văn bản trả lời trước ngày 25/03/2024.\n\n\
         Nơi nhận:\n- UBND tỉnh (báo cáo);\n"
    );
    assert_eq!(
        letter.plain(Lang::En),
        "No.: 210/SCT-QLCN\n20 March 2024\n\nReminder: obstacle VM-2024-1\n\nTo: Department of Construction\n\n\
         Since 28 February 2024 this waits for Department of Construction: give an opinion on the design. \
         That is 21 days without an outcome.\n\n\
         The limit ends on 14 March 2024 (15 days, set by the department): 6 days late.\n\n\
         Please answer in writing by 25 March 2024.\n\nCopies to:\n- People's Committee (to report);\n"
    );
}

#[test]
fn a_limit_that_runs_or_is_not_known_is_not_called_late() {
    let name = Text::new("Sở Xây dựng", "Department of Construction");
    let running = Reminder { limit_ended: Some(date(2024, 3, 20)), legal_time: Text::default(), ..reminder() };
    assert!(letter(&running, &name).plain(Lang::En).contains("The limit ends on 20 March 2024.\n"));
    let none = Reminder { limit_ended: None, legal_time: Text::default(), ..reminder() };
    assert!(!letter(&none, &name).plain(Lang::En).contains("limit"));
}
