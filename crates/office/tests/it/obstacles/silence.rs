//! What silence means, and limits that cannot be told.

use super::*;

#[test]
fn silence_is_noted_as_consent_only_when_the_law_says_so() {
    on_both(|store| async move {
        with_firms(&store).await;
        let officer = |day| at(&store, day, someone(Role::Officer));
        let rule = &formats::carried::silence_rules()[0];
        assert_eq!(rule.on("2025-06-30".parse().unwrap()), None);
        let silence = rule.on("2025-08-01".parse().unwrap());
        assert!(silence.is_some());
        let code = obstacles::raise(&officer("2025-08-01"), raised(ObstacleKind::Planning)).await.unwrap();
        obstacles::assign(&officer("2025-08-01"), &code, to(&["so-nnmt"], silence), &bodies()).await.unwrap();
        let early = obstacles::consent(&officer("2025-08-16"), &code).await.unwrap_err().text();
        assert!(early.en.contains("16 August 2025"), "{early}");
        assert_eq!(obstacles::escalate_due(&officer("2025-08-17"), &bodies()).await.unwrap(), Climbs::default());
        let standing = obstacles::consent(&officer("2025-08-17"), &code).await.unwrap();
        assert_eq!((standing.state, standing.events), (State::Answered, 2));
        let stored = store.obstacle(&code).await.unwrap().unwrap();
        assert_eq!(stored.events[1].act, Act::Consent);
        let plain = obstacles::raise(&officer("2025-08-01"), raised(ObstacleKind::Planning)).await.unwrap();
        obstacles::assign(&officer("2025-08-01"), &plain, to(&["so-nnmt"], None), &bodies()).await.unwrap();
        let no_law = obstacles::consent(&officer("2025-12-01"), &plain).await.unwrap_err().text();
        assert!(no_law.en.contains("No law"), "{no_law}");
    });
}

/// An obstacle asked of the department on a day by another, with a law that takes silence for consent after these working days.
async fn asked_by(store: &Store, day: &'static str, due: &str, silence: Option<&str>) -> ObstacleCode {
    let officer = at(store, day, someone(Role::Officer));
    let code = obstacles::raise(&officer, raised(ObstacleKind::Land)).await.unwrap();
    let rule = |after: &str| ConsentRule { after: after.parse().unwrap(), ground: "NĐ 193/2025/NĐ-CP Đ42".into() };
    let due = Some(due.parse().unwrap());
    let assignment = Assignment { due, ..to(&["so-xay-dung"], silence.map(rule)) };
    obstacles::assign(&officer, &code, assignment, &bodies()).await.unwrap();
    code
}

#[test]
fn a_limit_that_runs_into_a_year_without_a_calendar_hides_no_other() {
    on_both(|store| async move {
        with_firms(&store).await;
        // 15 working days from 21 December 2026 end in January 2027, of which the days off are not announced.
        let untold = asked_by(&store, "2026-12-21", "2026-12-24", Some("15wd")).await;
        let told = asked_by(&store, "2026-12-22", "2026-12-28", None).await;
        let officer = at(&store, "2026-12-30", someone(Role::Officer));
        let climbs = obstacles::escalate_due(&officer, &bodies()).await.unwrap();
        assert_eq!(climbs.climbed.iter().map(|(code, _)| code).collect::<Vec<_>>(), [&told]);
        assert_eq!(climbs.untold, [(untold.clone(), 2027)]);
        let seen = obstacles::view(&officer, &untold).await.unwrap();
        assert_eq!(seen.quiet, Quiet::CannotSay { year: 2027 });
        let refused = obstacles::consent(&officer, &untold).await.unwrap_err().text();
        assert!(refused.vi.contains("lịch nghỉ lễ năm 2027"), "{refused}");
        let listed = obstacles::list(&officer, &everything(), ObstacleOrder::Due, Page::first()).await.unwrap();
        assert_eq!((listed.total, obstacles::untold(&officer, &listed.rows).await.unwrap().len()), (2, 0));
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_limit_that_could_not_be_told_when_it_was_written_is_looked_at_again() {
    on_both(|store| async move {
        with_firms(&store).await;
        let officer = |day| at(&store, day, someone(Role::Officer));
        let code = obstacles::raise(&officer("2026-11-02"), raised(ObstacleKind::Land)).await.unwrap();
        obstacles::assign(&officer("2026-11-02"), &code, to(&["so-xay-dung"], None), &bodies()).await.unwrap();
        // As it was written while the days off of its year were not known: without a day.
        let stored = store.obstacle(&code).await.unwrap().unwrap();
        let context = officer("2026-11-03");
        let mut change = context.begin(domain::authority::Action::HandleObstacle).await.unwrap();
        change.obstacle_standing(&stored.obstacle, &stored.standing, None).await.unwrap();
        change.commit("obstacle", String::new(), String::new(), "").await.unwrap();
        let due = async || {
            let listed = obstacles::list(&context, &everything(), ObstacleOrder::Due, Page::first()).await.unwrap();
            listed.rows[0].due
        };
        assert_eq!(due().await, None);
        let within = obstacles::escalate_due(&officer("2026-11-04"), &bodies()).await.unwrap();
        assert_eq!((within, due().await), (Climbs::default(), Some("2026-11-17".parse().unwrap())));
        let late = obstacles::escalate_due(&officer("2026-11-18"), &bodies()).await.unwrap();
        assert_eq!((late.climbed.len(), late.untold.len()), (1, 0));
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}
