//! Prices, limits, links, consents and boundaries: out as they went in, superseded by later rows, and as of their change.

use domain::boundary::{Boundary, BoundaryKind, BoundarySet};
use domain::markets::{Commodity, Consent, Holder, Price, Quote, SiteHolder, Thresholds};
use domain::text::Text;
use store::{AsOf, Seq};

use crate::databases::on_both;
use crate::fixture::{answer, entry, line, register};

fn quote<P>(period: P, value: f64) -> Quote<P> {
    Quote {
        commodity: Commodity::Tin,
        period,
        value,
        unit: "USD/t".into(),
        series: "LME".into(),
        estimated: true,
        source: "bảng tháng 6".into(),
        address: String::new(),
    }
}

fn link(until: Option<&str>) -> SiteHolder {
    SiteHolder {
        site: "M01".parse().unwrap(),
        holder: Holder::Establishment("CS-1".parse().unwrap()),
        from: "2020-01-01".parse().unwrap(),
        until: until.map(|day| day.parse().unwrap()),
        simulated: true,
        source: "biên bản".into(),
    }
}

fn consent(until: Option<&str>) -> Consent {
    Consent {
        enterprise: "5100123456".parse().unwrap(),
        from: "2023-01-01".parse().unwrap(),
        until: until.map(|day| day.parse().unwrap()),
        source: "công văn 12".into(),
    }
}

fn set(name: &str) -> BoundarySet {
    let ring = vec![(104.5, 22.123_45), (105.0, 22.0), (105.0, 23.0), (104.5, 22.123_45)];
    let boundary = Boundary { name: name.into(), code: Some("030".into()), rings: vec![ring.clone(), ring] };
    let bare = Boundary { name: "không".into(), code: None, rings: Vec::new() };
    let (source, licence) = ("Sở".into(), "CC0".into());
    BoundarySet { kind: BoundaryKind::District, source, licence, boundaries: vec![boundary, bare] }
}

#[test]
fn markets_come_back_as_they_were_and_later_rows_supersede() {
    on_both(|store, _| async move {
        let limits = Thresholds {
            from: "2020-01".parse().unwrap(),
            stock_months: 0.1 + 0.2,
            price_fall: 10.0,
            why: Text::new("thử", "test"),
        };
        let month = Price::Month(quote("2023-01".parse().unwrap(), 1.0));
        let year = Price::Year(quote("2023".parse().unwrap(), 3.0));
        let mut writing = store.begin().await.unwrap();
        register(&mut writing).await.unwrap();
        for price in [&month, &year] {
            writing.price(price).await.unwrap();
        }
        writing.market_threshold(&limits).await.unwrap();
        writing.site_holder(&link(None)).await.unwrap();
        writing.consent(&consent(None)).await.unwrap();
        writing.boundary_set(&set("Vị Xuyên")).await.unwrap();
        let first = writing.commit(&entry("markets")).await.unwrap();
        let corrected = Price::Month(quote("2023-01".parse().unwrap(), 2.0));
        let mut writing = store.begin().await.unwrap();
        writing.price(&corrected).await.unwrap();
        writing.site_holder(&link(Some("2023-12-31"))).await.unwrap();
        writing.consent(&consent(Some("2022-12-31"))).await.unwrap();
        writing.boundary_set(&set("Bắc Mê")).await.unwrap();
        writing.commit(&entry("markets")).await.unwrap();

        assert_eq!(store.prices(first).await.unwrap(), [month, year.clone()]);
        assert_eq!(store.prices(Seq::LATEST).await.unwrap(), [year, corrected]);
        assert_eq!(store.market_thresholds(Seq::LATEST).await.unwrap(), [limits]);
        let site = "M01".parse().unwrap();
        assert_eq!(store.site_holders(first, &site).await.unwrap(), [link(None)]);
        assert_eq!(store.site_holders(Seq::LATEST, &site).await.unwrap(), [link(Some("2023-12-31"))]);
        assert_eq!(store.site_holders(Seq::LATEST, &"M02".parse().unwrap()).await.unwrap(), []);
        let enterprise = "5100123456".parse().unwrap();
        assert_eq!(store.consents(first, &enterprise).await.unwrap(), [consent(None)]);
        assert_eq!(store.consents(Seq::LATEST, &enterprise).await.unwrap(), [consent(Some("2022-12-31"))]);
        assert_eq!(store.boundaries(Seq::START).await.unwrap(), None);
        assert_eq!(store.boundaries(first).await.unwrap(), Some(set("Vị Xuyên")));
        assert_eq!(store.boundaries(Seq::LATEST).await.unwrap(), Some(set("Bắc Mê")));
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn the_establishments_of_a_holder_and_the_returns_of_one_are_found_alone() {
    on_both(|store, _| async move {
        let mut writing = store.begin().await.unwrap();
        register(&mut writing).await.unwrap();
        let lines = || vec![line("0710-02", None, Some(2.0)), line("0710-01", Some(1.0), None)];
        for (establishment, month) in [("CS-1", "2024-01"), ("CS-2", "2024-01"), ("CS-1", "2023-12")] {
            writing.monthly_return(&answer(establishment, month, "2024-02-03", lines()), false).await.unwrap();
        }
        writing.commit(&entry("returns")).await.unwrap();
        let codes = |units: Vec<store::Unit>| {
            units.into_iter().map(|unit| (unit.establishment.to_string(), unit.simulated)).collect::<Vec<_>>()
        };
        let establishment = |code: &str| Holder::Establishment(code.parse().unwrap());
        let enterprise: domain::register::EnterpriseCode = "5100123456".parse().unwrap();
        let all = store.units_of(Seq::LATEST, &Holder::Enterprise(enterprise.clone())).await.unwrap();
        assert_eq!(codes(all), [("CS-1".to_owned(), true), ("CS-2".to_owned(), true)]);
        assert_eq!(store.units_of(Seq::LATEST, &establishment("CS-1")).await.unwrap().len(), 1);
        assert_eq!(store.units_of(Seq::LATEST, &establishment("CS-9")).await.unwrap(), []);
        assert_eq!(store.is_simulated(Seq::LATEST, &enterprise).await.unwrap(), Some(true));
        assert_eq!(store.is_simulated(Seq::LATEST, &"5100000009".parse().unwrap()).await.unwrap(), None);
        let months = domain::period::MonthRange::new("2023-01".parse().unwrap(), "2024-12".parse().unwrap());
        let mine = store.returns_of(&"CS-1".parse().unwrap(), AsOf::latest(), months).await.unwrap();
        let all = store.returns(AsOf::latest(), months).await.unwrap();
        let expected: Vec<_> = all.into_iter().filter(|r| r.establishment.as_str() == "CS-1").collect();
        assert_eq!((mine.len(), &mine), (2, &expected));
        assert_eq!(store.returns_of(&"CS-9".parse().unwrap(), AsOf::latest(), months).await.unwrap(), []);
        let products = store.products(Seq::LATEST).await.unwrap();
        assert_eq!(products.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["0710-01", "0710-02"]);
    });
}
