//! A site changed by people: facts, licences and what became of them, owners, capacities; and two people at once.

use domain::authority::Role;
use domain::sites::{
    Capacity, CapacityBasis, CapacityUnit, Edit, Fact, Facts, Fate, FateKind, Licence, LicenceKind, Owner, SiteCode,
    When,
};
use domain::text::Text;
use office::context::{Actor, Context, OfficeError};
use office::sites::{self, NotEdited, edit, held};
use office::{Seq, Store};

use crate::databases::on_both;

fn at(store: &Store, role: Role) -> Context {
    let actor = Actor::signed_in("anh Páo", role, None, None).unwrap();
    Context::new(actor, "2024-02-20T03:00:00Z".parse().unwrap(), "thử", store.clone())
}

async fn found(store: &Store) -> (Context, SiteCode) {
    let officer = at(store, Role::Officer);
    sites::take(&officer, formats::carried::sites(), "").await.unwrap();
    (officer, "M04".parse().unwrap())
}

fn when(text: &str) -> Fact<When> {
    Fact::Known(text.parse().unwrap())
}

fn licence(number: &str) -> Licence {
    Licence {
        number: Fact::Known(number.into()),
        kind: LicenceKind::Mining,
        issuer: Fact::Unknown,
        date: when("2012-05"),
        end: when("2022-05"),
        area_ha: Fact::Known(12.5),
        reserves: Fact::Unknown,
        capacity: Fact::Unknown,
        note: None,
        fates: Vec::new(),
    }
}

async fn done(context: &Context, code: &SiteCode, change: Edit, why: &str) {
    let seen = held(context, code).await.unwrap().version;
    assert!(edit(context, code, seen, &change, "QĐ 12", why).await.unwrap());
}

#[test]
fn what_an_officer_writes_is_a_new_version_with_its_journal_line() {
    on_both(|store| async move {
        let (officer, code) = found(&store).await;
        let before = held(&officer, &code).await.unwrap();
        done(&officer, &code, Edit::Licence(None, Box::new(licence("99/GP"))), "tìm thấy giấy phép").await;
        let line = store.journal_line(Seq(before.version.0 + 1)).await.unwrap().unwrap().entry;
        assert_eq!((line.action.as_str(), line.subject.as_str()), ("change-sites", "site M04"));
        assert!(line.after.contains("99/GP") && !line.before.contains("99/GP") && line.why == "tìm thấy giấy phép");
        assert!(!line.after.contains("states"), "only what differs is told: {}", line.after);
        let at = held(&officer, &code)
            .await
            .unwrap()
            .site
            .licences
            .iter()
            .position(|one| one.end == when("2022-05"))
            .unwrap();
        let fate = Fate {
            kind: FateKind::Extended,
            date: when("2021"),
            until: when("2032-05"),
            paper: Fact::Known("7/GP".into()),
            note: None,
        };
        done(&officer, &code, Edit::Fate(at, fate), "").await;
        let owner = Owner {
            name: Fact::Known(Text::typed("Công ty mới")),
            from: when("2023"),
            until: Fact::Unknown,
            note: None,
            source: Fact::Unknown,
        };
        done(&officer, &code, Edit::Owner(None, owner), "").await;
        let capacity = Capacity {
            amount: Some(50_000.0),
            unit: CapacityUnit::TonnesPerYear,
            of: Fact::Unknown,
            basis: CapacityBasis::Plant,
            printed: Text::typed("50.000 tấn/năm | 50,000 t/year"),
            note: None,
        };
        done(&officer, &code, Edit::Capacity(None, capacity), "").await;
        let mut facts = Facts::of(&held(&officer, &code).await.unwrap().site);
        facts.internal_note = Some(Text::typed("đã gọi điện"));
        done(&officer, &code, Edit::Facts(Box::new(facts)), "").await;

        let now = held(&officer, &code).await.unwrap();
        assert_eq!(now.version, Seq(before.version.0 + 5));
        assert_eq!(now.site.licences[at].ends(), when("2032-05"));
        assert_eq!(now.site.operator_on("2024-02-20".parse().unwrap()), Fact::Known(&Text::typed("Công ty mới")));
        assert_eq!(now.site.states, before.site.states);
        assert_eq!(now.site.sources.last().unwrap(), "QĐ 12");
        assert_eq!(
            store.site(&code, before.version).await.unwrap().unwrap(),
            before.site,
            "the version before is kept"
        );
        assert!(sites::one(&officer, &code).await.unwrap().internal_note.is_none());
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn nobody_overwrites_what_somebody_else_has_written_meanwhile() {
    on_both(|store| async move {
        let (officer, code) = found(&store).await;
        let seen = held(&officer, &code).await.unwrap();
        let mut theirs = Facts::of(&seen.site);
        theirs.river = Fact::Known("Gâm".into());
        done(&officer, &code, Edit::Facts(Box::new(theirs)), "").await;
        let latest = store.latest().await.unwrap();
        let mine = Edit::Licence(None, Box::new(licence("99/GP")));
        let refused = edit(&officer, &code, seen.version, &mine, "QĐ 12", "").await.unwrap_err();
        let NotEdited::Meanwhile { told, moved: false } = refused else { panic!("{refused}") };
        assert!(told.fields.contains(&("river".into(), String::new(), "Gâm".into())), "{told:?}");
        assert_eq!(store.latest().await.unwrap(), latest, "nothing is written");
        let now = held(&officer, &code).await.unwrap();
        assert!(edit(&officer, &code, now.version, &mine, "QĐ 12", "").await.unwrap());
        // The licence that was to be changed has another before it now.
        let earlier = Licence { date: when("1999"), ..licence("1/GP") };
        let last = held(&officer, &code).await.unwrap().site.licences.len() - 1;
        let seen = held(&officer, &code).await.unwrap().version;
        done(&officer, &code, Edit::Licence(None, Box::new(earlier)), "").await;
        let late =
            edit(&officer, &code, seen, &Edit::Licence(Some(last), Box::new(licence("99/GP"))), "QĐ 12", "").await;
        assert!(matches!(late, Err(NotEdited::Meanwhile { moved: true, .. })), "{late:?}");
        // A version nobody has seen is no way round.
        assert!(edit(&officer, &code, Seq(0), &mine, "QĐ 12", "").await.is_err());
    });
}

#[test]
fn what_cannot_be_or_may_not_be_leaves_no_trace() {
    on_both(|store| async move {
        let (officer, code) = found(&store).await;
        let seen = held(&officer, &code).await.unwrap();
        let latest = store.latest().await.unwrap();
        let same = Edit::Facts(Box::new(Facts::of(&seen.site)));
        assert!(!edit(&officer, &code, seen.version, &same, "QĐ 12", "").await.unwrap(), "nothing new");
        let unsourced = edit(&officer, &code, seen.version, &same, " ", "").await.unwrap_err();
        assert!(unsourced.to_string().contains("A source is needed"), "{unsourced}");
        let nobody: SiteCode = "M99".parse().unwrap();
        assert!(matches!(held(&officer, &nobody).await, Err(OfficeError::NotFound)));
        for role in [Role::Clerk, Role::Leader, Role::Statistician, Role::Auditor] {
            let other = at(&store, role);
            assert!(matches!(held(&other, &code).await, Err(OfficeError::NotAllowed { .. })), "{role:?}");
            let refused = edit(&other, &code, seen.version, &same, "x", "").await.unwrap_err();
            assert!(matches!(refused, NotEdited::Office(OfficeError::NotAllowed { .. })), "{role:?}");
            let refused = sites::open(&other, nobody.clone(), &Facts::of(&seen.site), "").await.unwrap_err();
            assert!(matches!(refused, OfficeError::NotAllowed { .. }), "{role:?}");
        }
        assert_eq!(store.latest().await.unwrap(), latest);

        sites::open(&officer, nobody.clone(), &Facts::of(&seen.site), "mới cấp phép").await.unwrap();
        let opened = held(&officer, &nobody).await.unwrap();
        assert!(opened.site.licences.is_empty() && Facts::of(&opened.site) == Facts::of(&seen.site));
        let again = sites::open(&officer, nobody, &Facts::of(&seen.site), "").await.unwrap_err();
        assert!(again.to_string().contains("M99 already"), "{again}");
    });
}
