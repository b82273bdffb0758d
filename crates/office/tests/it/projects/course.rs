//! The thread of one project, and what cannot be.

use super::*;

#[test]
fn a_project_runs_from_its_filing_to_its_end_and_everybody_sees_who_is_waited_for() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let one = code("DA-1");
        assert_eq!(waiting(&officer, "chu-dau-tu").await, [("DA-1".into(), 1, date(2026, 1, 5), None)]);
        steps::finish(&officer, &one, number(1), date(2026, 1, 5), "").await.unwrap();
        assert_eq!(waiting(&officer, "chu-dau-tu").await, []);

        // The agency that is asked answers; the other one of the step sees it too; nobody else.
        let asked = agency(&store, "so-nong-nghiep-moi-truong");
        let since = date(2026, 1, 5);
        assert_eq!(waiting(&asked, "so-nong-nghiep-moi-truong").await, [("DA-1".into(), 2, since, None)]);
        steps::answer(&asked, &one, number(2), Answer::Begun { on: since }, "đã nhận").await.unwrap();
        let due = Some(date(2026, 1, 8));
        assert_eq!(waiting(&officer, "ubnd-tinh").await, [("DA-1".into(), 2, since, due)]);
        let paused = Answer::Interrupted {
            on: date(2026, 1, 6),
            what: Interruption::Pause(text("chờ ý kiến | asks others")),
        };
        steps::answer(&asked, &one, number(2), paused, "").await.unwrap();
        assert_eq!(projects::view(&officer, &one).await.unwrap().standing.state, ProjectState::Paused);
        steps::interrupt(&officer, &one, number(2), date(2026, 1, 13), Interruption::Resume, "").await.unwrap();
        assert_eq!(waiting(&officer, "ubnd-tinh").await, [("DA-1".into(), 2, since, Some(date(2026, 1, 15)))]);
        let paper = Document {
            number: Fact::Known("9/STNMT".into()),
            date: Fact::Known(date(2026, 1, 14)),
            name: text("phiếu kiểm tra | check slip"),
            visibility: Visibility::Internal,
        };
        let done = Answer::Finished { on: date(2026, 1, 14), document: Some(paper) };
        steps::answer(&asked, &one, number(2), done, "").await.unwrap();

        let view = projects::internal(&officer, &one).await.unwrap();
        assert_eq!(view.steps.unwrap()[&number(3)].state, domain::projects::State::Ready { since: date(2026, 1, 14) });
        assert_eq!((view.overruns.agencies.len(), view.band), (0, Some(LateBand::Under12Months)));
        assert!(view.is_internal && view.schedule.unwrap().unwrap().finish.is_ok());
        let late = projects::late(&officer).await.unwrap();
        assert_eq!((late.bands[0], late.open), ((LateBand::Under12Months, 1), 1));
        for step in 3..=5 {
            steps::finish(&officer, &one, number(step), date(2026, 3, 2), "").await.unwrap();
        }
        let done = ProjectFilter {
            state: Some(ProjectState::Finished),
            text: "GIẤY PHÉP mỏ".into(),
            ..ProjectFilter::default()
        };
        assert_eq!(projects::list(&officer, &done, all()).await.unwrap().total, 1);
        assert_eq!(projects::view(&officer, &one).await.unwrap().band, None);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn what_cannot_be_leaves_no_trace_and_says_why() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let one = code("DA-1");
        let last = store.latest().await.unwrap();
        let said = |result: Result<(), OfficeError>| result.unwrap_err().text().en;
        let start = |new: NewProject| projects::start(&officer, new, "");
        assert!(said(start(extension("DA-1")).await).contains("already"));
        assert!(
            said(start(NewProject { site: "M99".parse().unwrap(), ..extension("DA-2") }).await).contains("no site M99")
        );
        assert!(
            said(start(NewProject { template: "none".parse().unwrap(), ..extension("DA-2") }).await)
                .contains("no procedure")
        );
        let early = NewProject { start: date(2024, 1, 5), ..extension("DA-2") };
        assert!(said(start(early.clone()).await).contains("not valid on 5 January 2024"));
        let tomorrow = NewProject { start: date(2026, 7, 1), ..extension("DA-2") };
        assert!(said(start(tomorrow).await).contains("has not come"));
        let unknown = NewProject { enterprise: Some("5100000000".parse().unwrap()), ..extension("DA-2") };
        assert!(said(start(unknown).await).contains("not in the register"));
        let finish = |step, on| steps::finish(&officer, &one, number(step), on, "");
        assert!(said(finish(9, date(2026, 1, 5)).await).contains("no step 9"));
        assert!(said(finish(1, date(2026, 7, 1)).await).contains("has happened"));
        assert!(matches!(
            steps::finish(&officer, &code("DA-9"), number(1), date(2026, 1, 5), "").await,
            Err(OfficeError::NotFound)
        ));
        assert_eq!(store.latest().await.unwrap(), last);

        let exception = Some(text("theo điều khoản chuyển tiếp | by the transitional rule"));
        start(NewProject { exception, ..early }).await.unwrap();
        // The same plan again is no change.
        let plan = StepPlan { finish: Some(date(2026, 1, 9)), ..StepPlan::default() };
        steps::plan(&officer, &one, number(1), plan, "").await.unwrap();
        let last = store.latest().await.unwrap();
        steps::plan(&officer, &one, number(1), plan, "").await.unwrap();
        assert_eq!(store.latest().await.unwrap(), last);
        assert_eq!(
            waiting(&officer, "chu-dau-tu").await[1],
            ("DA-1".into(), 1, date(2026, 1, 5), Some(date(2026, 1, 9)))
        );
        let line = store.journal_line(last).await.unwrap().unwrap().entry;
        assert_eq!((line.subject.as_str(), line.action.as_str()), ("project DA-1", "manage-project"));
        assert!(line.after.contains("2026-01-09") && !line.after.contains("licence_extension"), "{}", line.after);
    });
}
