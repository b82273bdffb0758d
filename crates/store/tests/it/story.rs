//! One long story: register, returns, a correction, and every state as it was.

use domain::period::MonthRange;
use store::{AsOf, Seq};

use crate::databases::on_both;
use crate::fixture::{answer, enterprise, entry, establishment, line, register};

fn months(first: &str, last: &str) -> MonthRange {
    MonthRange::new(first.parse().unwrap(), last.parse().unwrap())
}

#[test]
fn register_returns_correction_as_of() {
    on_both(|store, _| async move {
        let mut change = store.begin().await.unwrap();
        register(&mut change).await.unwrap();
        let first = change.commit(&entry("danh bạ")).await.unwrap();

        let flash = answer(
            "CS-1",
            "2024-01",
            "2024-02-04",
            vec![line("0710-01", Some(-0.0), Some(100.5)), line("0710-02", None, Some(7.0))],
        );
        let mut change = store.begin().await.unwrap();
        change.monthly_return(&flash, false).await.unwrap();
        let second = change.commit(&entry("báo cáo")).await.unwrap();
        assert_eq!((first, second), (Seq(1), Seq(2)));

        let corrected = answer("CS-1", "2024-01", "2024-02-20", vec![line("0710-01", None, Some(99.5))]);
        let mut change = store.begin().await.unwrap();
        change.monthly_return(&corrected, true).await.unwrap();
        let mut renamed = enterprise();
        renamed.name = "Tên mới".into();
        change.enterprise(&renamed).await.unwrap();
        let third = change.commit(&entry("sửa")).await.unwrap();

        let all = months("2024-01", "2024-12");
        let at = |seq| AsOf::seq(seq);
        assert_eq!(store.returns(at(first), all).await.unwrap(), []);
        assert_eq!(store.returns(at(second), all).await.unwrap(), std::slice::from_ref(&flash));
        assert_eq!(store.returns(at(third), all).await.unwrap(), std::slice::from_ref(&corrected));
        let by_lock = at(third).received_until("2024-02-12".parse().unwrap());
        assert_eq!(store.returns(by_lock, all).await.unwrap(), std::slice::from_ref(&flash));
        assert_eq!(store.returns(AsOf::latest(), months("2024-02", "2024-12")).await.unwrap(), []);

        let history = store.return_history(&flash.establishment, flash.month).await.unwrap();
        let seen: Vec<_> = history.iter().map(|h| (h.seq, h.locked, h.answer.received.to_string())).collect();
        assert_eq!(seen, [(second, false, "2024-02-04".to_owned()), (third, true, "2024-02-20".to_owned())]);

        let before = store.register(second).await.unwrap();
        assert_eq!(before.enterprises.values().next(), Some(&enterprise()));
        assert_eq!(before.establishments.len(), 2);
        assert_eq!(before.establishments[&flash.establishment], establishment("CS-1"));
        let now = store.register(Seq::LATEST).await.unwrap();
        assert_eq!(now.enterprises.values().next(), Some(&renamed));
        assert_eq!(store.return_months().await.unwrap(), Some(months("2024-01", "2024-01")));
    });
}
