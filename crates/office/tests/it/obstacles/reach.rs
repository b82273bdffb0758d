//! Who may do and see what.

use super::*;

#[test]
fn what_is_not_ones_own_is_answered_as_what_is_not_there() {
    on_both(|store| async move {
        with_firms(&store).await;
        let officer = at(&store, "2025-03-03", someone(Role::Officer));
        let mine = obstacles::raise(&at(&store, "2025-03-03", firm(FIRM)), raised(ObstacleKind::Land)).await.unwrap();
        obstacles::assign(&officer, &mine, to(&["so-xay-dung"], None), &bodies()).await.unwrap();
        let nowhere: ObstacleCode = "VM-2025-999".parse().unwrap();
        let other = at(&store, "2025-03-03", firm(OTHER));
        let stranger = at(&store, "2025-03-03", body("so-nnmt"));
        for code in [&mine, &nowhere] {
            assert!(is_not_found(obstacles::view(&other, code).await), "{code}");
            assert!(is_not_found(obstacles::view(&stranger, code).await), "{code}");
            assert!(is_not_found(obstacles::answer(&stranger, code, None, Note::internal("x")).await), "{code}");
            assert!(is_not_found(obstacles::view_public(&other, code).await), "{code}");
        }
        let for_another = Raised { enterprise: Some(FIRM.parse().unwrap()), ..raised(ObstacleKind::Land) };
        assert!(is_not_found(obstacles::raise(&other, for_another).await));
        let as_another = obstacles::answer(&stranger, &mine, Some(&agency("so-xay-dung")), Note::internal("x")).await;
        assert!(is_not_found(as_another));

        let rows = |context: Context, filter: ObstacleFilter| async move {
            let listed = obstacles::list(&context, &filter, ObstacleOrder::Due, Page::first()).await.unwrap();
            (listed.rows.len(), listed.total)
        };
        let of_firm = ObstacleFilter { enterprise: Some(FIRM.parse().unwrap()), ..everything() };
        assert_eq!(rows(other.clone(), everything()).await, (0, 0));
        assert_eq!(rows(other, of_firm.clone()).await, (0, 0));
        assert_eq!(rows(stranger.clone(), everything()).await, (0, 0));
        let of_body = ObstacleFilter { agency: Some(agency("so-xay-dung")), ..everything() };
        assert_eq!(rows(stranger, of_body.clone()).await, (0, 0));
        assert_eq!(rows(at(&store, "2025-03-03", firm(FIRM)), everything()).await, (1, 1));
        assert_eq!(rows(at(&store, "2025-03-03", body("so-xay-dung")), of_firm).await, (1, 1));
        assert_eq!(rows(officer, of_body).await, (1, 1));
    });
}

#[test]
fn every_role_gets_as_far_as_it_may() {
    on_both(|store| async move {
        with_firms(&store).await;
        let officer = at(&store, "2025-03-03", someone(Role::Officer));
        let code = obstacles::raise(&at(&store, "2025-03-03", firm(FIRM)), raised(ObstacleKind::Land)).await.unwrap();
        obstacles::assign(&officer, &code, to(&["so-xay-dung"], None), &bodies()).await.unwrap();
        let handles = |role| matches!(role, Role::Officer | Role::Leader | Role::Operator);
        for role in Role::ALL {
            let context = at(&store, "2025-03-03", someone(*role));
            let sees = handles(*role)
                || matches!(role, Role::Firm | Role::Agency | Role::Statistician | Role::Clerk | Role::Auditor);
            assert_eq!(!is_refused(obstacles::view(&context, &code).await), sees, "{role:?} view");
            let page = Page::first();
            let listed = obstacles::list(&context, &everything(), ObstacleOrder::Newest, page).await;
            assert_eq!(!is_refused(listed), sees, "{role:?} list");
            let raises = handles(*role) || *role == Role::Firm;
            assert_eq!(!is_refused(obstacles::raise(&context, raised(ObstacleKind::Land)).await), raises, "{role:?}");
            let answered = obstacles::answer(&context, &code, Some(&agency("so-xay-dung")), Note::public("rõ")).await;
            assert_eq!(!is_refused(answered), handles(*role) || *role == Role::Agency, "{role:?} answer");
            let assigned = obstacles::assign(&context, &code, to(&["so-xay-dung"], None), &bodies()).await;
            assert_eq!(!is_refused(assigned), handles(*role), "{role:?} assign");
            assert_eq!(!is_refused(obstacles::refuse(&context, &code, Note::public("")).await), handles(*role));
            assert_eq!(!is_refused(obstacles::reopen(&context, &code, Note::public("")).await), handles(*role));
            assert_eq!(!is_refused(obstacles::consent(&context, &code).await), handles(*role), "{role:?}");
            assert_eq!(!is_refused(obstacles::escalate_due(&context, &bodies()).await), handles(*role), "{role:?}");
            assert_eq!(!is_refused(obstacles::publish(&context, &code, "rõ").await), handles(*role), "{role:?}");
            assert_eq!(!is_refused(plan::alarms(&context).await), handles(*role), "{role:?} alarms");
            assert_eq!(!is_refused(mail::waiting(&context, None, 1).await), *role == Role::Operator, "{role:?} mail");
            for open in [obstacles::board(&context).await.is_ok(), obstacles::measures(&context).await.is_ok()] {
                assert!(open, "{role:?} counts are for everybody");
            }
        }
    });
}

#[test]
fn the_public_sees_what_was_published_and_nothing_else() {
    on_both(|store| async move {
        with_firms(&store).await;
        let officer = at(&store, "2025-03-03", someone(Role::Officer));
        let public = at(&store, "2025-03-04", Actor::public());
        let code = obstacles::raise(&at(&store, "2025-03-03", firm(FIRM)), raised(ObstacleKind::Land)).await.unwrap();
        let all = everything();
        let listed = || obstacles::list_public(&public, &all, ObstacleOrder::Due, Page::first());
        assert_eq!(listed().await.unwrap().total, 0);
        obstacles::publish(&officer, &code, "Một mỏ chưa được bàn giao đất.").await.unwrap();
        obstacles::assign(&officer, &code, to(&["so-nnmt"], None), &bodies()).await.unwrap();
        obstacles::answer(&officer, &code, Some(&agency("so-nnmt")), Note::public("sẽ bàn giao")).await.unwrap();
        let page = listed().await.unwrap();
        assert_eq!((page.total, page.rows[0].text.as_str()), (1, "Một mỏ chưa được bàn giao đất."));
        let seen = obstacles::view_public(&public, &code).await.unwrap();
        assert_eq!(seen.events.iter().map(|event| event.text.as_str()).collect::<Vec<_>>(), ["sẽ bàn giao"]);
        assert!(is_refused(obstacles::view(&public, &code).await));
        obstacles::publish(&officer, &code, "").await.unwrap();
        assert!(is_not_found(obstacles::view_public(&public, &code).await));
    });
}
