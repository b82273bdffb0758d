//! The recovery plan, the outbox, and what is taken in from files.

use super::*;

#[test]
fn a_plan_has_measures_reports_and_alarms() {
    on_both(|store| async move {
        with_firms(&store).await;
        let leader = |day| at(&store, day, someone(Role::Leader));
        let adopted = Plan {
            code: "KH-2025".parse().unwrap(),
            title: Text::new("Kế hoạch phục hồi", "Recovery plan"),
            adopted_on: "2025-01-15".parse().unwrap(),
            decision: String::new(),
            simulated: true,
        };
        plan::adopt(&leader("2025-01-15"), &adopted).await.unwrap();
        plan::adopt(&leader("2025-01-15"), &adopted).await.unwrap();
        assert_eq!(plan::plans(&leader("2025-01-15")).await.unwrap(), std::slice::from_ref(&adopted));
        let measure = plan::Measure {
            obstacle: None,
            what: "Rà soát mỏ dừng hoạt động".into(),
            lead: agency("so-nnmt"),
            partners: vec![agency("so-xay-dung")],
            watcher: Some(agency("ubnd-tinh")),
            due: "2025-03-02".parse().unwrap(),
            result: "báo cáo".into(),
            visibility: Visibility::Internal,
        };
        let nowhere = "KH-1".parse().unwrap();
        assert!(is_not_found(plan::measure(&leader("2025-01-20"), &nowhere, measure.clone()).await));
        let task = plan::measure(&leader("2025-01-20"), &adopted.code, measure).await.unwrap();
        let alarm = |day: &'static str| {
            let context = leader(day);
            async move { plan::alarms(&context).await.unwrap().into_iter().map(|(_, alarm)| alarm).collect::<Vec<_>>() }
        };
        assert_eq!(alarm("2025-02-22").await, []);
        assert_eq!(alarm("2025-02-23").await, [Alarm::Seven]);
        assert_eq!(alarm("2025-02-24").await, []);
        assert_eq!(alarm("2025-03-01").await, [Alarm::One]);
        let lead = |day| at(&store, day, body("so-nnmt"));
        plan::report(&lead("2025-03-01"), &task, Note::internal("đã rà soát một nửa"), false).await.unwrap();
        assert_eq!(alarm("2025-03-03").await, [Alarm::Late]);
        let stranger = at(&store, "2025-03-03", body("ubnd-tinh"));
        assert!(is_not_found(plan::report(&stranger, &task, Note::internal("x"), true).await), "it only watches");
        assert!(plan::view_task(&stranger, &task).await.is_ok());
        let firm = at(&store, "2025-03-03", firm(FIRM));
        assert!(is_not_found(plan::view_task(&firm, &task).await));
        assert_eq!(plan::tasks(&firm, &TaskFilter::default(), Page::first()).await.unwrap().total, 0);
        plan::report(&lead("2025-03-05"), &task, Note::internal("đã xong"), true).await.unwrap();
        let seen = plan::view_task(&lead("2025-03-05"), &task).await.unwrap();
        assert_eq!((seen.task.done_on, seen.reports.len()), (Some("2025-03-05".parse().unwrap()), 2));
        assert_eq!(alarm("2025-04-01").await, []);
        let open = TaskFilter { open: Some(true), ..TaskFilter::default() };
        assert_eq!(plan::tasks(&leader("2025-03-05"), &open, Page::first()).await.unwrap().total, 0);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_secret_never_reaches_the_journal() {
    on_both(|store| async move {
        let server = at(&store, "2025-03-03", Actor::operator("máy chủ"));
        let message = domain::mail::Message::new(
            "reset-1".parse().unwrap(),
            "lan@so.vn".parse().unwrap(),
            "Đặt lại mật khẩu",
            "https://khoi.vn/reset?token=bi-mat",
        )
        .secret();
        let mut change = server.begin(domain::authority::Action::ManageAccounts).await.unwrap();
        let told = serde_json::to_string(&mail::queue(&mut change, &message).await.unwrap()).unwrap();
        change.commit("mail reset-1", String::new(), told, "").await.unwrap();
        let line = store.journal_line(Seq(1)).await.unwrap().unwrap();
        let whole = serde_json::to_string(&line).unwrap();
        assert!(
            whole.contains("lan@so.vn") && whole.contains("Đặt lại mật khẩu") && !whole.contains("bi-mat"),
            "{whole}"
        );
        assert!(mail::waiting(&server, None, 1).await.unwrap()[0].message.body.contains("bi-mat"));
        let mut change = server.begin(domain::authority::Action::ManageAccounts).await.unwrap();
        mail::queue(&mut change, &message).await.unwrap();
        assert!(
            change.commit("mail reset-1", String::new(), String::new(), "").await.is_err(),
            "the same identity twice"
        );
    });
}

#[test]
fn files_of_obstacles_and_tasks_are_taken_once_and_go_on_from_what_is_known() {
    on_both(|store| async move {
        let operator = at(&store, "2025-01-02", Actor::operator("máy chủ"));
        for (kind, new) in [(Kind::Enterprises, 3), (Kind::Obstacles, 2), (Kind::Tasks, 2)] {
            for format in [FileFormat::Csv, FileFormat::Workbook] {
                let bytes = example(kind, format).unwrap();
                let reading = import::read(&operator, kind, &Input::new("tệp", &bytes)).await.unwrap();
                assert_eq!(reading.remarks.left_out, 0, "{kind:?}");
                let taken = import::take(&operator, &reading.sound, "").await.unwrap();
                let expected = if format == FileFormat::Csv { (new, 0, 0) } else { (0, 0, new) };
                assert_eq!((taken.new, taken.changed, taken.unchanged), expected, "{kind:?} {format:?}");
            }
        }
        let code: ObstacleCode = "VM-01".parse().unwrap();
        let stored = store.obstacle(&code).await.unwrap().unwrap();
        assert_eq!((stored.standing.state, stored.standing.tier), (State::Assigned, Some(Tier::Committee)));

        // The office went on by hand: the file says less, and changes nothing; another course is refused.
        obstacles::answer(&operator, &code, Some(&agency("so-nnmt")), Note::internal("rõ")).await.unwrap();
        let text = String::from_utf8(example(Kind::Obstacles, FileFormat::Csv).unwrap()).unwrap();
        let take = |text: String| {
            let operator = operator.clone();
            async move {
                let input = Input::new("tệp", text.as_bytes());
                let reading = import::read(&operator, Kind::Obstacles, &input).await.unwrap();
                import::take(&operator, &reading.sound, "").await
            }
        };
        assert_eq!(take(text.clone()).await.unwrap().unchanged, 2);
        let before = store.latest().await.unwrap();
        let other = take(text.replace("escalate,2024-02-02", "escalate,2024-02-03")).await.unwrap_err().text();
        assert!(other.en.contains("VM-01") && other.en.contains("another course"), "{other}");
        assert_eq!(store.latest().await.unwrap(), before);
        let corrected = take(text.replace("chưa được bàn giao 4 ha", "chưa được bàn giao 5 ha")).await.unwrap();
        assert_eq!((corrected.changed, corrected.unchanged), (1, 1));
        assert_eq!(store.obstacle(&code).await.unwrap().unwrap().standing.events, 3);

        let officer = at(&store, "2025-01-02", firm(FIRM));
        let bytes = example(Kind::Obstacles, FileFormat::Csv).unwrap();
        assert!(import::read(&officer, Kind::Obstacles, &Input::new("tệp", &bytes)).await.is_err());
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}
