use super::*;

fn enterprise(code: &str) -> EnterpriseCode {
    code.parse().unwrap()
}

fn agency(code: &str) -> AgencyCode {
    code.parse().unwrap()
}

fn with_role(role: Role) -> Actor {
    match role {
        Role::Public => Actor::public(),
        Role::Operator => Actor::operator("máy chủ"),
        Role::Firm => Actor::signed_in("a", role, Some(enterprise("5100000001")), None).unwrap(),
        Role::Agency => Actor::signed_in("a", role, None, Some(agency("so-xay-dung"))).unwrap(),
        _ => Actor::signed_in("a", role, None, None).unwrap(),
    }
}

#[test]
fn the_public_reads_what_is_published_and_nothing_else() {
    for action in Action::ALL {
        assert_eq!(may(&Actor::public(), *action, &Thing::WHOLE), *action == Action::ReadPublished, "{action:?}");
    }
}

#[test]
fn everyone_reads_what_is_published_and_only_accounts_have_an_account() {
    for role in Role::ALL {
        let actor = with_role(*role);
        assert!(may(&actor, Action::ReadPublished, &Thing::WHOLE), "{role:?}");
        let has_account = !matches!(role, Role::Public | Role::Operator);
        assert_eq!(may(&actor, Action::OwnAccount, &Thing::WHOLE), has_account, "{role:?}");
    }
}

#[test]
fn a_firm_reaches_its_own_rows_only() {
    let firm = with_role(Role::Firm);
    let (mine, other) = (enterprise("5100000001"), enterprise("5100000002"));
    for action in Action::ALL.iter().filter(|a| reach(Role::Firm, **a) == Reach::Own) {
        assert!(may(&firm, *action, &Thing::of_enterprise(&mine)), "{action:?}");
        assert!(!may(&firm, *action, &Thing::of_enterprise(&other)), "{action:?}");
        assert!(!may(&firm, *action, &Thing::WHOLE), "{action:?}");
    }
}

#[test]
fn an_agency_reaches_what_is_asked_of_it_only() {
    let officer = with_role(Role::Agency);
    let (mine, other) = ([agency("so-xay-dung"), agency("ubnd-tinh")], [agency("ubnd-tinh")]);
    let firm = enterprise("5100000001");
    for action in [Action::AnswerStep, Action::AnswerObstacle, Action::ReadInternal] {
        assert!(may(&officer, action, &Thing::of_enterprise(&firm).asked_of(&mine)), "{action:?}");
        assert!(!may(&officer, action, &Thing::of_enterprise(&firm).asked_of(&other)), "{action:?}");
        assert!(!may(&officer, action, &Thing::WHOLE), "{action:?}");
    }
}

#[test]
fn microdata_leave_the_statistics_room_with_consent_only() {
    let firm = enterprise("5100000001");
    let closed = Thing::of_enterprise(&firm);
    let open = Thing { consented: true, ..closed };
    for role in [Role::Officer, Role::Leader] {
        assert!(!may(&with_role(role), Action::ReadMicrodata, &closed), "{role:?}");
        assert!(may(&with_role(role), Action::ReadMicrodata, &open), "{role:?}");
    }
    for role in [Role::Clerk, Role::Administrator, Role::Auditor, Role::Agency, Role::Public] {
        assert!(!may(&with_role(role), Action::ReadMicrodata, &open), "{role:?}");
    }
}

#[test]
fn accounts_content_and_audit_are_kept_apart() {
    let changes =
        [Action::ChangeRegister, Action::ChangeSites, Action::Release, Action::HandleObstacle, Action::TakeReturns];
    for action in changes {
        for role in [Role::Administrator, Role::Auditor, Role::Clerk] {
            assert!(!may(&with_role(role), action, &Thing::WHOLE), "{role:?} {action:?}");
        }
    }
    for role in Role::ALL.iter().filter(|r| !matches!(r, Role::Administrator | Role::Operator)) {
        assert!(!may(&with_role(*role), Action::ManageAccounts, &Thing::WHOLE), "{role:?}");
    }
}

#[test]
fn an_account_belongs_to_what_its_role_says() {
    let (firm, body) = (Some(enterprise("5100000001")), Some(agency("so-xay-dung")));
    for role in Role::ALL {
        let bare = Actor::signed_in("a", *role, None, None).is_ok();
        let of_firm = Actor::signed_in("a", *role, firm.clone(), None).is_ok();
        let of_agency = Actor::signed_in("a", *role, None, body.clone()).is_ok();
        assert!(Actor::signed_in("a", *role, firm.clone(), body.clone()).is_err(), "{role:?}");
        let expected = match role {
            Role::Public | Role::Operator => (false, false, false),
            Role::Firm => (false, true, false),
            Role::Agency => (false, false, true),
            _ => (true, false, false),
        };
        assert_eq!((bare, of_firm, of_agency), expected, "{role:?}");
    }
}

#[test]
fn a_program_does_what_it_was_given_and_no_more_than_its_holder_may() {
    for role in Role::ALL {
        let holder = with_role(*role);
        let program = holder.clone().limited_to([Action::ReadInternal, Action::Release].into());
        for action in Action::ALL {
            let given = [Action::ReadPublished, Action::ReadInternal, Action::Release].contains(action);
            let expected = if given { holder.reach(*action) } else { Reach::Never };
            assert_eq!(program.reach(*action), expected, "{role:?} {action:?}");
            assert!(
                !may(&program, *action, &Thing::WHOLE) || may(&holder, *action, &Thing::WHOLE),
                "{role:?} {action:?}"
            );
        }
    }
}
