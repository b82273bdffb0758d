use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::text::Lang;

fn candidate(code: &str, effect_points: Option<f64>, day: i8) -> Candidate {
    Candidate { code: code.parse().unwrap(), effect_points, raised_on: date(2024, 1, day) }
}

#[test]
fn an_agenda_is_ordered_by_effect_then_age_then_code() {
    let candidates = vec![
        candidate("VM-4", None, 1),
        candidate("VM-3", Some(0.2), 9),
        candidate("VM-2", Some(0.2), 3),
        candidate("VM-6", None, 5),
        candidate("VM-5", None, 5),
        candidate("VM-1", Some(1.5), 20),
        candidate("VM-7", Some(-0.1), 1),
    ];
    let order: Vec<String> = agenda(candidates.clone()).iter().map(ToString::to_string).collect();
    assert_eq!(order, ["VM-1", "VM-2", "VM-3", "VM-7", "VM-4", "VM-5", "VM-6"]);
    let on_it = ["VM-2", "VM-4"].map(|code| code.parse().unwrap()).into();
    let missing: Vec<String> = missing_from(&on_it, candidates).iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["VM-1", "VM-3", "VM-7", "VM-5", "VM-6"]);
}

#[test]
fn bodies_are_invited_before_firms_and_nobody_twice() {
    let firm = Guest::Enterprise("5100123456".parse().unwrap());
    let body = |code: &str| Guest::Agency(code.parse().unwrap());
    let guests = vec![firm.clone(), body("ubnd-tinh"), body("so-xay-dung"), firm.clone()];
    assert_eq!(guest_list(guests), [body("so-xay-dung"), body("ubnd-tinh"), firm]);
}

fn dialogue() -> Dialogue {
    Dialogue {
        code: "DT-2024-1".parse().unwrap(),
        title: Text::new("hội nghị đối thoại với doanh nghiệp khai khoáng", "the dialogue with mining firms"),
        date: date(2024, 3, 15),
        place: "Hà Giang".into(),
        chair: "Giám đốc Sở".into(),
        stage: Stage::Called,
        simulated: true,
    }
}

#[test]
fn the_letter_that_follows_says_who_promised_what_by_when() {
    let letter = follow_up(
        &dialogue(),
        FollowUp {
            number: "125/SCT-QLCN".into(),
            date: date(2024, 3, 18),
            guests: vec![Text::new("Sở Xây dựng", "Department of Construction")],
            discussed: vec![
                Discussed { name: Text::new("Mỏ thử", "Trial mine"), conclusion: "Giao Sở Xây dựng.".into() },
                Discussed { name: Text::new("Mỏ hai", "Second mine"), conclusion: String::new() },
            ],
            committed: vec![Committed {
                owner: Text::new("Sở Xây dựng", "Department of Construction"),
                what: "Trả lời về thẩm định thiết kế.".into(),
                due: date(2024, 3, 29),
            }],
        },
    );
    assert_eq!(
        letter.plain(Lang::Vi),
        "SỐ LIỆU MÔ PHỎNG, KHÔNG PHẢI VĂN BẢN THẬT\n\nSố: 125/SCT-QLCN\n18/03/2024\n\n\
         V/v kết quả hội nghị đối thoại với doanh nghiệp khai khoáng ngày 15/03/2024\n\n\
         Kính gửi: Các cơ quan, doanh nghiệp, hợp tác xã tham dự\n\n\
         Ngày 15/03/2024, tại Hà Giang, đã diễn ra hội nghị đối thoại với doanh nghiệp khai khoáng. \
         Hội nghị xem xét 2 khó khăn, vướng mắc và ghi nhận 1 cam kết.\n\n\
         1. Mỏ thử: Giao Sở Xây dựng.\n\n2. Mỏ hai: chưa có kết luận.\n\n\
         Cam kết 1. Sở Xây dựng: Trả lời về thẩm định thiết kế. Thời hạn: 29/03/2024.\n\n\
         Đề nghị các cơ quan, đơn vị thực hiện đúng cam kết và báo cáo kết quả trước thời hạn.\n\n\
         Nơi nhận:\n- Sở Xây dựng;\n"
    );
    assert!(letter.plain(Lang::En).contains("Commitment 1. Department of Construction"));
    assert!(letter.plain(Lang::En).contains("It took up 2 obstacles and noted 1 commitment."));
}

#[test]
fn minutes_wait_for_the_opening() {
    assert!(dialogue().require_open().is_err());
    assert!(Dialogue { stage: Stage::Open, ..dialogue() }.require_open().is_ok());
}

proptest! {
    #[test]
    fn an_agenda_does_not_depend_on_the_order_of_the_candidates(
        effects in proptest::collection::vec((proptest::option::of(-2.0..2.0f64), 1..28i8), 0..12),
        turn in 0..12usize,
    ) {
        let candidates: Vec<Candidate> =
            effects.iter().enumerate().map(|(n, (effect, day))| candidate(&format!("VM-{n:02}"), *effect, *day)).collect();
        let mut turned = candidates.clone();
        turned.rotate_left(turn.min(candidates.len()));
        turned.reverse();
        prop_assert_eq!(agenda(candidates), agenda(turned));
    }
}
