//! Returns coming in: what is new, what corrects, what says the same again, what is late and what is locked.

use domain::authority::{Action, Role};
use domain::official::Target;
use domain::period::MonthRange;
use domain::register::{Enterprise, Establishment, Ownership, Product};
use domain::returns::{Return, ReturnLine};
use office::context::{Actor, Context, OfficeError};
use office::{AsOf, Seq, Store, Taken, register, returns, settings};

use crate::databases::on_both;

fn context(store: &Store, actor: Actor) -> Context {
    Context::new(actor, "2024-02-20T18:00:00Z".parse().unwrap(), "test", store.clone())
}

/// An office with its first settings, one mine and two products.
pub(crate) async fn office(store: &Store) -> Context {
    let context = context(store, Actor::operator("chị Lan"));
    settings::begin_office(&context).await.unwrap();
    let enterprise = Enterprise {
        code: "5100123456".parse().unwrap(),
        name: "Công ty thử".into(),
        ownership: Ownership::Private,
        simulated: true,
    };
    register::take_enterprises(&context, &[enterprise], "").await.unwrap();
    let establishment = Establishment {
        code: "CS-1".parse().unwrap(),
        enterprise: "5100123456".parse().unwrap(),
        name: "Mỏ thử".into(),
        industry: "2018:0710".parse().unwrap(),
        commune: "2020:00691".parse().unwrap(),
        events: Vec::new(),
    };
    register::take_establishments(&context, &[establishment], "").await.unwrap();
    let product = |code: &str| Product {
        code: code.parse().unwrap(),
        name_vi: "Quặng".into(),
        name_en: "Ore".into(),
        unit: "tấn".into(),
        industry: "2018:0710".parse().unwrap(),
    };
    register::take_products(&context, &[product("P-1"), product("P-2")], "").await.unwrap();
    context
}

fn answer(received: &str, lines: &[(&str, f64)]) -> Return {
    let line = |(product, estimate): &(&str, f64)| ReturnLine {
        product: product.parse().unwrap(),
        actual_previous: None,
        estimate: Some(*estimate),
        plan_next: None,
        shipments: None,
        shipments_value: None,
        opening_stock: None,
        closing_stock: None,
    };
    Return {
        establishment: "CS-1".parse().unwrap(),
        month: "2024-01".parse().unwrap(),
        received: received.parse().unwrap(),
        lines: lines.iter().map(line).collect(),
        employees: Some(9),
        capacity_used: None,
        reason: String::new(),
    }
}

async fn stored(store: &Store) -> Vec<(String, Option<f64>)> {
    let months = MonthRange::new("2024-01".parse().unwrap(), "2024-01".parse().unwrap());
    let found = store.returns(AsOf::latest(), months).await.unwrap();
    found.iter().flat_map(|r| &r.lines).map(|l| (l.product.to_string(), l.estimate)).collect()
}

#[test]
fn a_return_twice_changes_nothing_and_a_corrected_row_loses_no_other() {
    on_both(|store| async move {
        let context = office(&store).await;
        let before = store.latest().await.unwrap();
        let first = [answer("2024-02-04", &[("P-1", 10.0), ("P-2", 20.0)])];
        let taken = returns::take(&context, &first, "").await.unwrap();
        let next = Seq(before.0 + 1);
        assert_eq!(taken, Taken { new: 1, seq: Some(next), ..Taken::default() });

        // The same, received again on another day: no news, no journal line.
        let again = [answer("2024-02-05", &[("P-1", 10.0), ("P-2", 20.0)])];
        let taken = returns::take(&context, &again, "").await.unwrap();
        assert_eq!(taken, Taken { unchanged: 1, ..Taken::default() });
        assert_eq!(store.latest().await.unwrap(), next);

        // Only the corrected row, after the lock on the 12th.
        let corrected = [answer("2024-02-13", &[("P-2", 21.0)])];
        let taken = returns::take(&context, &corrected, "gõ nhầm").await.unwrap();
        let last = Seq(next.0 + 1);
        assert_eq!(taken, Taken { changed: 1, late: 1, locked: 1, seq: Some(last), ..Taken::default() });
        assert_eq!(stored(&store).await, [("P-1".to_owned(), Some(10.0)), ("P-2".to_owned(), Some(21.0))]);

        let line = store.journal_line(last).await.unwrap().unwrap();
        assert_eq!((line.entry.actor.as_str(), line.entry.why.as_str()), ("chị Lan", "gõ nhầm"));
        assert!(line.entry.before.contains("20.0") && line.entry.after.contains("21.0"), "{line:?}");
        let months = store.return_history(&first[0].establishment, first[0].month).await.unwrap();
        assert_eq!(months.iter().map(|m| m.locked).collect::<Vec<_>>(), [false, true]);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn the_public_may_change_nothing_and_leaves_no_trace() {
    on_both(|store| async move {
        office(&store).await;
        let before = store.latest().await.unwrap();
        let public = context(&store, Actor::public());
        let refused = |error| matches!(error, OfficeError::NotAllowed { role: Role::Public, .. });
        assert!(refused(returns::take(&public, &[], "").await.unwrap_err()));
        assert!(refused(register::current(&public).await.unwrap_err()));
        let target = Target {
            year: "2024".parse().unwrap(),
            node: "TOTAL".into(),
            growth: 5.0,
            source: "kế hoạch".into(),
            note: String::new(),
        };
        assert!(refused(settings::take_targets(&public, &[target], "").await.unwrap_err()));
        assert!(public.read(Action::ReadPublished).is_ok());
        assert_eq!(store.latest().await.unwrap(), before);
    });
}

#[test]
fn the_day_is_that_of_viet_nam() {
    on_both(|store| async move {
        // 18:00 UTC is one o'clock of the next morning.
        assert_eq!(context(&store, Actor::public()).today().to_string(), "2024-02-21");
    });
}
