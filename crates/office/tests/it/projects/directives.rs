//! Directions that stop a site, and their lifting.

use super::*;

#[test]
fn a_directive_stops_a_site_and_only_an_officer_says_what_comes_after_its_lifting() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let site = "M01".parse().unwrap();
        let on = |day| {
            let (store, site): (_, domain::sites::SiteCode) = (store.clone(), "M01".parse().unwrap());
            async move { store.site(&site, Seq::LATEST).await.unwrap().unwrap().state_on(day) }
        };
        let before = on(date(2026, 2, 1)).await;
        let given = direct(&officer, directive("M01"), "").await.unwrap();
        assert_eq!(
            (given.order, on(date(2026, 2, 1)).await, on(date(2026, 2, 2)).await),
            (1, before, State::StoppedByAuthority)
        );
        lift(&officer, &site, 1, lifting(), None, "").await.unwrap();
        assert_eq!(on(date(2026, 6, 1)).await, State::StoppedByAuthority);
        state(&officer, &site, works_from(date(2026, 5, 11)), "").await.unwrap();
        assert_eq!(on(date(2026, 6, 1)).await, State::Operating);
        assert!(lift(&officer, &site, 1, lifting(), None, "").await.is_err());
        assert!(matches!(lift(&officer, &site, 7, lifting(), None, "").await, Err(OfficeError::NotFound)));
        assert!(matches!(direct(&officer, directive("M99"), "").await, Err(OfficeError::NotFound)));
        let second = direct(&officer, directive("M01"), "").await.unwrap();
        lift(&officer, &site, second.order, lifting(), Some(works_from(date(2026, 5, 4))), "").await.unwrap();
        let public = projects::view(&at(&store, Actor::public()), &code("DA-1")).await.unwrap();
        assert_eq!(public.directives.len(), 2);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}
