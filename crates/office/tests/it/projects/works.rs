//! Land, works, visits and their files.

use super::*;

#[test]
fn owners_report_officers_confirm_and_the_public_sees_what_was_confirmed() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let (one, own) = (code("DA-1"), firm(&store, OWN));
        let point = PlanPoint { date: date(2026, 5, 31), percent: 40.0, source: "QĐ 1".into() };
        work::approve_schedule(&officer, &one, &[point], "").await.unwrap();
        work::report(&own, &one, report("2026-05", 30.0), "").await.unwrap();
        let public = at(&store, Actor::public());
        let seen = |context| {
            let (context, one): (Context, _) = (context, one.clone());
            async move { projects::view(&context, &one).await.unwrap() }
        };
        assert!(seen(public.clone()).await.project.construction.reports.is_empty());
        assert_eq!(seen(own.clone()).await.project.construction.reports[0].state, ReportState::Reported);
        let month = "2026-05".parse().unwrap();
        work::hand_back(&officer, &one, month, text("thiếu khối lượng | no volume"), "").await.unwrap();
        work::report(&own, &one, report("2026-05", 31.0), "").await.unwrap();
        work::confirm(&officer, &one, month, "").await.unwrap();
        assert_eq!(seen(public.clone()).await.points_behind, Some(9.0));

        work::land(&officer, &one, land(10.0, LandStage::ToClear), "").await.unwrap();
        work::land(&officer, &one, land(4.0, LandStage::Cleared), "").await.unwrap();
        work::visit(&officer, &one, visit(), "").await.unwrap();
        let milestone = Milestone { kind: MilestoneKind::Acceptance, date: date(2026, 6, 1), source: "BB 2".into() };
        work::reach(&officer, &one, milestone, "").await.unwrap();
        let view = seen(own.clone()).await;
        assert_eq!((view.land_missing.hectares, view.findings_overdue), (Some(6.0), vec![(1, 1)]));
        assert_eq!(seen(public.clone()).await.findings_overdue, []);
        work::mend(&officer, &one, (1, 1), date(2026, 6, 2), text("đã rào | fenced"), "").await.unwrap();
        assert_eq!(seen(own).await.findings_overdue, []);
        steps::remark(&officer, &one, number(1), Visibility::Internal, Some(text("đã gọi | called")), "")
            .await
            .unwrap();
        steps::remark(&officer, &one, number(1), Visibility::Public, Some(text("chờ | waits")), "").await.unwrap();
        let public = seen(public).await.project.steps[&number(1)].clone();
        assert_eq!((public.remark, public.internal_remark), (Some(text("chờ | waits")), None));
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_file_of_a_visit_is_opened_by_who_sees_the_inside_of_the_project() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let one = code("DA-1");
        let photo = b"\x89PNG\r\n\x1a\n\0\xff and more".as_slice();
        let attach = async |context: &Context, visit, name: &str, bytes: &[u8]| {
            attachments::attach(context, (&code("DA-1"), visit), name, bytes, "").await
        };
        assert_eq!(told(attach(&officer, 1, "a.png", photo).await), "not found");
        let visit = Visit {
            number: 0,
            date: date(2026, 5, 4),
            kind: VisitKind::Guidance,
            by: text("Sở"),
            summary: text("xem"),
            source: "BB".into(),
            findings: vec![],
        };
        work::visit(&officer, &one, visit, "").await.unwrap();
        let id = attach(&officer, 1, "../../etc/<b>\n.png", photo).await.unwrap();
        for wrong in [&b"<svg onload=alert(1)>"[..], b"", &vec![0xff; attachments::LARGEST + 1]] {
            assert!(matches!(attach(&officer, 1, "a.png", wrong).await, Err(OfficeError::Said(_))));
        }
        let own = firm(&store, OWN);
        let listed = attachments::list(&own, &one).await.unwrap();
        assert_eq!(
            (listed.len(), listed[0].name.as_str(), listed[0].size),
            (1, "../../etc/<b>.png", photo.len() as u64)
        );
        assert_eq!(attachments::open(&own, id).await.unwrap(), (listed[0].clone(), photo.to_vec()));
        assert_eq!(told(attach(&own, 1, "a.png", photo).await), "not allowed");
        let stranger = firm(&store, OTHER);
        assert_eq!(told(attachments::open(&stranger, id).await), "not found");
        assert_eq!(told(attachments::open(&stranger, id + 99).await), "not found");
        assert_eq!(told(attachments::list(&stranger, &one).await), "not found");
        assert_eq!(told(attachments::open(&at(&store, Actor::public()), id).await), "not allowed");
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}
