//! One thread from a complaint to its clearing.

use domain::tasks::TaskCode;

use super::*;

#[test]
fn one_thread_from_a_complaint_to_its_clearing() {
    on_both(|store| async move {
        with_firms(&store).await;
        let code = raised_by_a_firm(&store).await;
        let task = taken_up_in_a_dialogue(&store, &code).await;
        asked_and_left_without_an_answer(&store, &code).await;
        reminded(&store, &code).await;
        climbed(&store, &code).await;
        answered_and_cleared(&store, &code, &task).await;
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

/// A firm raises it; what is the office's to decide is left to it.
async fn raised_by_a_firm(store: &Store) -> ObstacleCode {
    let code = obstacles::raise(&at(store, "2025-03-03", firm(FIRM)), raised(ObstacleKind::Building)).await.unwrap();
    let mine = obstacles::view(&at(store, "2025-03-03", firm(FIRM)), &code).await.unwrap();
    assert_eq!(mine.obstacle.channel, Channel::FirmPage);
    assert_eq!((mine.obstacle.public.as_str(), mine.obstacle.effect_points), ("", None), "the office decides those");
    assert_eq!(mine.obstacle.enterprise.as_ref().map(EnterpriseCode::as_str), Some(FIRM));
    assert_eq!((mine.standing.state, mine.quiet), (State::Raised, Quiet::NotAsked));
    code
}

/// A dialogue takes it up; a commitment is made, and written to those who were there.
async fn taken_up_in_a_dialogue(store: &Store, code: &ObstacleCode) -> TaskCode {
    let officer = |day| at(store, day, someone(Role::Officer));
    let called = dialogues::Called {
        title: Text::new("hội nghị đối thoại", "the dialogue"),
        date: "2025-03-05".parse().unwrap(),
        place: "Hà Giang".into(),
        chair: "Giám đốc Sở".into(),
        simulated: true,
    };
    let talk = dialogues::call(&officer("2025-03-04"), called).await.unwrap();
    let guests = [Guest::Enterprise(FIRM.parse().unwrap()), Guest::Agency(agency("so-xay-dung"))];
    assert_eq!(dialogues::invite(&officer("2025-03-04"), &talk, &guests).await.unwrap(), 2);
    assert_eq!(dialogues::invite(&officer("2025-03-04"), &talk, &guests).await.unwrap(), 0);
    let proposed = dialogues::propose_agenda(&officer("2025-03-04"), &everything(), 10).await.unwrap();
    assert_eq!(
        dialogues::put_on_agenda(&officer("2025-03-04"), &talk, &proposed).await.unwrap(),
        std::slice::from_ref(code)
    );
    let minute = Minute {
        obstacle: Some(code.clone()),
        by: "Giám đốc Sở".into(),
        text: "Giao Sở Xây dựng trả lời.".into(),
        visibility: Visibility::Public,
    };
    assert!(dialogues::minute(&officer("2025-03-05"), &talk, &minute).await.is_err(), "it is not open yet");
    dialogues::open(&officer("2025-03-05"), &talk).await.unwrap();
    assert!(dialogues::open(&officer("2025-03-05"), &talk).await.is_err());
    dialogues::minute(&officer("2025-03-05"), &talk, &minute).await.unwrap();
    let commitment = dialogues::Commitment {
        obstacle: Some(code.clone()),
        what: "Trả lời về thiết kế.".into(),
        owner: agency("so-xay-dung"),
        partners: Vec::new(),
        watcher: None,
        due: "2025-03-20".parse().unwrap(),
        result: "văn bản trả lời".into(),
        visibility: Visibility::Public,
    };
    let task = dialogues::commit(&officer("2025-03-05"), &talk, commitment).await.unwrap();
    let letter = dialogues::follow_up(&officer("2025-03-06"), &talk, "12/SCT", &bodies()).await.unwrap();
    let said = letter.plain(Lang::Vi);
    assert!(said.contains("Giao Sở Xây dựng trả lời.") && said.contains("Thời hạn: 20/03/2025"), "{said}");
    assert!(said.contains("- Sở Xây dựng;") && said.contains("- Công ty 5100123456;"), "{said}");
    assert!(said.starts_with("SỐ LIỆU MÔ PHỎNG"), "{said}");
    let seen = dialogues::view(&at(store, "2025-03-06", firm(FIRM)), &talk).await.unwrap();
    assert_eq!((seen.dialogue.agenda, seen.dialogue.minutes.len()), (vec![code.clone()], 1));
    assert!(is_not_found(dialogues::view(&at(store, "2025-03-06", firm(OTHER)), &talk).await));
    task
}

/// The department asks; the body is silent past its limit of 15 days.
async fn asked_and_left_without_an_answer(store: &Store, code: &ObstacleCode) {
    let officer = |day| at(store, day, someone(Role::Officer));
    let construction = |day| at(store, day, body("so-xay-dung"));
    assert!(is_not_found(obstacles::view(&construction("2025-03-06"), code).await), "it was not asked yet");
    obstacles::assign(&officer("2025-03-06"), code, to(&["so-xay-dung"], None), &bodies()).await.unwrap();
    let within = obstacles::view(&construction("2025-03-21"), code).await.unwrap();
    assert_eq!(within.quiet, Quiet::Within { until: "2025-03-21".parse().unwrap() });
    assert_eq!(obstacles::escalate_due(&officer("2025-03-21"), &bodies()).await.unwrap(), Climbs::default());
    let board = obstacles::board(&at(store, "2025-03-22", Actor::public())).await.unwrap();
    assert_eq!(board.overdue[&ObstacleKind::Building], 1);
    assert_eq!(board.counts[&ObstacleKind::Building][&State::Assigned], 1);
}

/// The body is reminded by mail and by letter, and each sending is kept.
async fn reminded(store: &Store, code: &ObstacleCode) {
    let officer = |day| at(store, day, someone(Role::Officer));
    let construction = |day| at(store, day, body("so-xay-dung"));
    let asked = Asked {
        matter: Matter::Obstacle(code.clone()),
        to: agency("so-xay-dung"),
        asked_by: "2025-03-28".parse().unwrap(),
        number: "15/SCT".into(),
        recipients: Vec::new(),
    };
    let (reminder, letter) = reminders::compose(&officer("2025-03-22"), asked, &bodies()).await.unwrap();
    assert!(letter.plain(Lang::Vi).contains("đã quá hạn 1 ngày"), "{}", letter.plain(Lang::Vi));
    let address = Via::Mail("vanthu@soxaydung.vn".parse().unwrap());
    reminders::send(&officer("2025-03-22"), &reminder.code, address, &bodies()).await.unwrap();
    reminders::send(&officer("2025-03-22"), &reminder.code, Via::Letter("Văn thư Sở Xây dựng".into()), &bodies())
        .await
        .unwrap();
    let server = at(store, "2025-03-22", Actor::operator("máy chủ"));
    let waiting = mail::waiting(&server, None, 10).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].message.to.to_string()), (1, "vanthu@soxaydung.vn".to_owned()));
    let id = waiting[0].message.id.clone();
    mail::record_attempt(&server, &id, Outcome::Deferred, "450 busy").await.unwrap();
    assert_eq!(mail::waiting(&server, None, 10).await.unwrap()[0].attempts.len(), 1);
    mail::record_attempt(&server, &id, Outcome::Sent, "250 ok").await.unwrap();
    assert_eq!(mail::waiting(&server, None, 10).await.unwrap(), []);
    assert!(mail::record_attempt(&server, &id, Outcome::Sent, "250 ok").await.is_err(), "it is settled");
    let about = About::Obstacle(code.clone());
    let log = reminders::log(&construction("2025-03-22"), Some(&about), Page::first()).await.unwrap();
    let states: Vec<_> = log.rows[0].sendings.iter().map(|sending| sending.state).collect();
    assert_eq!(states, [MailState::Sent, MailState::Sent]);
    let other = at(store, "2025-03-22", body("so-nnmt"));
    assert_eq!(reminders::log(&other, Some(&about), Page::first()).await.unwrap().total, 0);
}

/// It climbs once.
async fn climbed(store: &Store, code: &ObstacleCode) {
    let officer = |day| at(store, day, someone(Role::Officer));
    let climbed = obstacles::escalate_due(&officer("2025-03-22"), &bodies()).await.unwrap().climbed;
    assert_eq!(climbed.iter().map(|(c, e)| (c, e.to)).collect::<Vec<_>>(), [(code, Tier::Committee)]);
    assert_eq!(obstacles::escalate_due(&officer("2025-03-22"), &bodies()).await.unwrap(), Climbs::default());
    assert!(obstacles::view(&at(store, "2025-03-22", body("ubnd-tinh")), code).await.is_ok());
}

/// Both answer, the task is done, the obstacle is cleared.
async fn answered_and_cleared(store: &Store, code: &ObstacleCode, task: &TaskCode) {
    let officer = |day| at(store, day, someone(Role::Officer));
    let construction = |day| at(store, day, body("so-xay-dung"));
    obstacles::answer(&construction("2025-03-24"), code, None, Note::internal("đã rõ")).await.unwrap();
    let committee = at(store, "2025-03-25", body("ubnd-tinh"));
    let standing = obstacles::answer(&committee, code, None, Note::public("đồng ý")).await.unwrap();
    assert_eq!(standing.state, State::Answered);
    dialogues::report_task(&construction("2025-03-25"), task, Note::internal("đã trả lời"), true).await.unwrap();
    obstacles::clear(&officer("2025-03-26"), code, Note::public("đã xong")).await.unwrap();
    let seen = obstacles::view(&at(store, "2025-03-26", firm(FIRM)), code).await.unwrap();
    assert_eq!(seen.standing.state, State::Cleared);
    let said: Vec<_> = seen.events.iter().map(|event| event.text.as_str()).collect();
    assert_eq!(said, ["đồng ý", "đã xong"], "the firm reads what is public");
    let measures = obstacles::measures(&at(store, "2025-03-26", Actor::public())).await.unwrap();
    assert_eq!(measures.kind[&ObstacleKind::Building].cleared_share(), Some(1.0));
    assert_eq!(measures.tier[&Some(Tier::Committee)].cleared, 1);
    assert_eq!(measures.agency[&agency("so-xay-dung")].cleared, 1);
}

#[test]
fn impossible_moves_leave_no_trace() {
    on_both(|store| async move {
        with_firms(&store).await;
        let officer = at(&store, "2025-03-03", someone(Role::Officer));
        let code = obstacles::raise(&officer, raised(ObstacleKind::Land)).await.unwrap();
        let before = store.latest().await.unwrap();
        let said = obstacles::clear(&officer, &code, Note::public("xong")).await.unwrap_err().text();
        assert!(said.en.contains("Possible: assign"), "{said}");
        assert!(obstacles::assign(&officer, &code, to(&[], None), &bodies()).await.is_err());
        assert!(obstacles::assign(&officer, &code, to(&["la-ai"], None), &bodies()).await.is_err());
        let strange = Raised { site: Some("M99".parse().unwrap()), ..raised(ObstacleKind::Land) };
        assert!(obstacles::raise(&officer, strange).await.unwrap_err().text().en.contains("no site M99"));
        let silent = Raised { facts: " ".into(), ..raised(ObstacleKind::Land) };
        assert!(obstacles::raise(&officer, silent).await.is_err());
        assert_eq!(store.latest().await.unwrap(), before);
    });
}
