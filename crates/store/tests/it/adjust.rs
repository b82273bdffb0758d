//! The choices behind adjusted figures in the database: the one in force at any change, and all that were ever accepted.

use std::collections::BTreeMap;

use domain::adjust::{Effect, Factors, Kept, Policy, SeriesKey, Updating};
use store::journal::Entry;
use store::{PastChoice, Seq, Store, StoredChoice};

use crate::databases::on_both;
use crate::fixture::entry;

fn key(text: &str) -> SeriesKey {
    text.parse().unwrap()
}

/// A choice that saw figures up to a month.
fn choice(until: &str, policy: Policy) -> StoredChoice {
    let kept = Kept {
        asked: "x11{}".into(),
        chosen: Some("arima{model=(0 1 1)(0 1 1)}\nx11{}".into()),
        until: until.parse().unwrap(),
        policy,
        updating: Updating::Current,
        to_year: true,
        effects: vec![Effect { name: "tet_during".into(), estimate: 0.1 + 0.2, standard_error: Some(1e-3) }],
        estimated: None,
        factors: Some(Factors {
            first: "2016-01".parse().unwrap(),
            divide: true,
            combined: vec![1.0 / 3.0],
            calendar: vec![1.0],
        }),
    };
    StoredChoice { kept, by: "chị Lan".into(), moment: format!("{until}-06T08:00:00Z").parse().unwrap() }
}

async fn accepted(store: &Store, choices: &[(&str, &StoredChoice)], why: &str) -> Seq {
    let mut change = store.begin().await.unwrap();
    for (series, choice) in choices {
        change.adjust_choice(&key(series), &choice.kept, (&choice.by, choice.moment)).await.unwrap();
    }
    change.commit(&Entry { why: why.into(), ..entry("") }).await.unwrap()
}

#[test]
fn every_choice_of_a_series_comes_back_newest_first_with_its_reason() {
    on_both(|store, _| async move {
        const VIET_NAM: &str = "official/Việt Nam/iip/C";
        let first = choice("2023-12", Policy::Concurrent);
        let second = choice("2024-01", Policy::Fixed);
        let third = choice("2024-02", Policy::Parameters);
        let of_year = accepted(&store, &[("C", &first), (VIET_NAM, &first), ("B", &first)], "lựa chọn của năm").await;
        let january = accepted(&store, &[("C", &second)], "tháng 1").await;
        let february = accepted(&store, &[(VIET_NAM, &third), ("C", &third)], "").await;

        let past = |seq, choice: &StoredChoice, why: &str| PastChoice { seq, choice: choice.clone(), why: why.into() };
        let of = async |series| store.adjust_choices_of(&key(series)).await.unwrap();
        let expected =
            [past(february, &third, ""), past(january, &second, "tháng 1"), past(of_year, &first, "lựa chọn của năm")];
        assert_eq!(of("C").await, expected);
        assert_eq!(of(VIET_NAM).await, [past(february, &third, ""), past(of_year, &first, "lựa chọn của năm")]);
        assert_eq!(of("B").await, [past(of_year, &first, "lựa chọn của năm")]);
        assert_eq!(of("CC").await, [], "a series is not told by the beginning of its code");

        let made_in = async |seq| store.adjust_choices_made_in(seq).await.unwrap();
        let both = |choice: &StoredChoice| [key("C"), key(VIET_NAM)].map(|key| (key, choice.clone())).into();
        assert_eq!(made_in(february).await, both(&third));
        assert_eq!(made_in(january).await, BTreeMap::from([(key("C"), second.clone())]));
        assert_eq!(made_in(Seq(of_year.0 - 1)).await, BTreeMap::new());

        // What is in force after a change is the newest up to it, whatever is accepted later.
        let in_force = store.adjust_choices(january).await.unwrap();
        assert_eq!(in_force[&key("C")], second);
        assert_eq!(in_force[&key(VIET_NAM)], first);
        assert_eq!(store.last_adjust_choice().await.unwrap(), february);
    });
}
