//! Changes that are given up, refused or interrupted leave nothing; large ones go in fast.

use domain::period::{Month, MonthRange};
use domain::register::{Enterprise, Register};
use domain::returns::panel::PanelBuilder;
use store::{AsOf, Rule, Seq, Store, StoreError};

use crate::databases::{create_database, on_both};
use crate::fixture::{answer, enterprise, entry, establishment, line, register};

fn all() -> MonthRange {
    MonthRange::new("2000-01".parse().unwrap(), "2099-12".parse().unwrap())
}

#[test]
fn a_change_dropped_midway_leaves_nothing() {
    on_both(|store, _| async move {
        let mut change = store.begin().await.unwrap();
        register(&mut change).await.unwrap();
        change.commit(&entry("danh bạ")).await.unwrap();

        // Enough rows that many statements have already reached the database.
        let mut change = store.begin().await.unwrap();
        for n in 0..3000 {
            let month = "2001-01".parse::<Month>().unwrap().plus(n).to_string();
            let lines = vec![line("0710-01", None, Some(f64::from(n)))];
            change.monthly_return(&answer("CS-1", &month, "2024-02-03", lines), false).await.unwrap();
        }
        drop(change);

        assert_eq!(store.latest().await.unwrap(), Seq(1));
        assert_eq!(store.returns(AsOf::latest(), all()).await.unwrap(), []);
        let mut change = store.begin().await.unwrap();
        assert_eq!(change.seq(), Seq(2), "the number is given again");
        change.enterprise(&Enterprise { name: "Mới".into(), ..enterprise() }).await.unwrap();
        change.commit(&entry("tiếp")).await.unwrap();
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn rules_are_said_by_name() {
    on_both(|store, _| async move {
        let mut change = store.begin().await.unwrap();
        let error = change.establishment(&establishment("CS-9")).await.unwrap_err();
        assert!(matches!(error, StoreError::Rule(Rule::UnknownEnterprise)), "{error}");
        change.abandon().await.unwrap();

        let mut change = store.begin().await.unwrap();
        register(&mut change).await.unwrap();
        let error = change.monthly_return(&answer("CS-9", "2024-01", "2024-02-03", vec![]), false).await.unwrap_err();
        assert!(matches!(error, StoreError::Rule(Rule::UnknownEstablishment)), "{error}");
        let strange = answer("CS-1", "2024-01", "2024-02-03", vec![line("X", None, None)]);
        let error = change.monthly_return(&strange, false).await.unwrap_err();
        assert!(matches!(error, StoreError::Rule(Rule::UnknownProduct)), "{error}");
        let infinite = answer("CS-1", "2024-01", "2024-02-03", vec![line("0710-01", None, Some(f64::INFINITY))]);
        let error = change.monthly_return(&infinite, false).await.unwrap_err();
        assert!(matches!(error, StoreError::Unstorable { column: "estimate", .. }), "{error}");
        change.abandon().await.unwrap();

        let mut change = store.begin().await.unwrap();
        register(&mut change).await.unwrap();
        for _ in 0..2 {
            change.monthly_return(&answer("CS-1", "2024-01", "2024-02-03", vec![]), false).await.unwrap();
        }
        let error = change.commit(&entry("hai lần")).await.unwrap_err();
        assert!(matches!(error, StoreError::Rule(Rule::Twice)), "{error}");
        assert_eq!(store.latest().await.unwrap(), Seq::START);
    });
}

#[test]
fn writers_wait_for_one_another() {
    on_both(|store, address| async move {
        let other = Store::open(&address).await.unwrap();
        let write = |store: Store, name: &'static str| async move {
            for n in 0..10 {
                let mut change = store.begin().await.unwrap();
                change.enterprise(&Enterprise { name: format!("{name} {n}"), ..enterprise() }).await.unwrap();
                change.commit(&entry(name)).await.unwrap();
            }
        };
        let first = tokio::spawn(write(store.clone(), "một"));
        let second = tokio::spawn(write(other.clone(), "hai"));
        first.await.unwrap();
        second.await.unwrap();
        other.close().await;
        assert_eq!(store.latest().await.unwrap(), Seq(20));
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_database_that_was_not_prepared_says_so() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none.db").display().to_string();
        assert!(matches!(Store::open(&path).await, Err(StoreError::Open { .. })));
        std::fs::write(&path, "").unwrap();
        assert!(matches!(Store::open(&path).await, Err(StoreError::Layout { found: 0, .. })));
        std::fs::write(&path, "this is no database, but long enough to look at".repeat(100)).unwrap();
        assert!(Store::open(&path).await.is_err());
        if let Ok(admin) = std::env::var("KHOI_TEST_POSTGRES") {
            let (_, address) = create_database(&admin).await;
            assert!(matches!(Store::open(&address).await, Err(StoreError::Layout { found: 0, .. })));
        }
    });
}

/// A register of so many mines and five products.
fn large(establishments: usize) -> Register {
    let mut register = Register::default();
    register.enterprises.insert(enterprise().code, enterprise());
    for n in 0..establishments {
        let one = establishment(&format!("CS-{n:06}"));
        register.establishments.insert(one.code.clone(), one);
    }
    for n in 1..=5 {
        let one = crate::fixture::product(&format!("0710-{n:02}"));
        register.products.insert(one.code.clone(), one);
    }
    register
}

/// Writes a register and the returns of `months` months; gives the lines written.
async fn fill(store: &Store, register: &Register, months: i32) -> u64 {
    let mut change = store.begin().await.unwrap();
    for one in register.enterprises.values() {
        change.enterprise(one).await.unwrap();
    }
    for one in register.products.values() {
        change.product(one).await.unwrap();
    }
    for one in register.establishments.values() {
        change.establishment(one).await.unwrap();
    }
    let first: Month = "2019-01".parse().unwrap();
    let mut lines = 0;
    for n in 0..months {
        let month = first.plus(n).to_string();
        for (e, code) in register.establishments.keys().enumerate() {
            let given =
                |p: usize| line(&format!("0710-{p:02}"), Some((e + p) as f64 / 3.0), Some((e * p) as f64 / 7.0));
            let said = answer(code.as_str(), &month, "2019-02-03", (1..=5).map(given).collect());
            change.monthly_return(&said, false).await.unwrap();
            lines += 5;
        }
    }
    change.commit(&entry("lớn")).await.unwrap();
    lines
}

#[test]
fn production_added_up_by_the_database_is_that_of_the_panel() {
    on_both(|store, _| async move {
        let register = large(40);
        fill(&store, &register, 6).await;
        let months = MonthRange::new("2019-01".parse().unwrap(), "2019-06".parse().unwrap());
        let mut builder = PanelBuilder::new(&register, months);
        store.fill_panel(AsOf::latest(), months, &register, &mut builder).await.unwrap();
        let panel = builder.build();
        let sums = store.production(AsOf::latest(), months).await.unwrap();
        for (place, product) in panel.products().iter().enumerate() {
            for month in months.iter() {
                let units = panel.units().iter().enumerate().filter(|(_, unit)| unit.product as usize == place);
                let sum: f64 = units.filter_map(|(unit, _)| panel.value(unit, month)).sum();
                let found = sums[&(product.code.clone(), month)];
                assert!((found.quantity - sum).abs() <= 1e-12 * sum.abs(), "{} {month}", product.code);
                assert_eq!(found.answers, 40);
            }
        }
    });
}

/// Not a test of the machine: prints what `cargo test --release -- --ignored --nocapture speed` measures.
#[test]
#[ignore = "measures speed"]
fn speed() {
    on_both(|store, address| async move {
        let register = large(10_000);
        let clock = std::time::Instant::now();
        let lines = fill(&store, &register, 12).await;
        let seconds = clock.elapsed().as_secs_f64();
        println!("{address}: wrote {lines} lines in {seconds:.1} s, {:.0} a second", lines as f64 / seconds);
        let months = MonthRange::new("2019-01".parse().unwrap(), "2019-12".parse().unwrap());
        let clock = std::time::Instant::now();
        let mut builder = PanelBuilder::new(&register, months);
        store.fill_panel(AsOf::latest(), months, &register, &mut builder).await.unwrap();
        let seconds = clock.elapsed().as_secs_f64();
        println!("  read into a panel in {seconds:.1} s, {:.0} lines a second", lines as f64 / seconds);
        let clock = std::time::Instant::now();
        store.production(AsOf::latest(), months).await.unwrap();
        println!("  added up by the database in {:.1} s", clock.elapsed().as_secs_f64());
        let clock = std::time::Instant::now();
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
        println!("  verified in {:.1} s", clock.elapsed().as_secs_f64());
    });
}
