//! Sites: every fact and every missing fact comes back as it was, and every version as of its change.

use domain::sites::{
    Also, Capacity, CapacityBasis, CapacityUnit, Fact, Fate, FateKind, Licence, LicenceKind, Milestone, Mineral,
    NamedArea, Output, OutputUnit, Owner, Point, PointOf, Site, SiteKind, State, StateRecord, When,
};
use domain::text::Text;
use store::Seq;

use crate::databases::{execute, on_both};
use crate::fixture::entry;

fn text(words: &str) -> Text {
    Text::typed(words)
}

fn when(text: &str) -> Fact<When> {
    Fact::Known(text.parse().unwrap())
}

/// A site of which nothing is known but its name.
fn bare(code: &str) -> Site {
    Site {
        code: code.parse().unwrap(),
        name: text("Mỏ thử | Test mine"),
        kind: SiteKind::Mine,
        also: [].into(),
        minerals: Fact::Unknown,
        river: Fact::Unknown,
        commune: Fact::Unknown,
        named_area: NamedArea::default(),
        area_ha: Fact::Unknown,
        reserves: Fact::Unknown,
        owners: Vec::new(),
        licences: Vec::new(),
        capacities: Vec::new(),
        output: Fact::Unknown,
        construction_start: Fact::Unknown,
        operation_date: Fact::Unknown,
        states: Vec::new(),
        history: Vec::new(),
        point: Fact::Unknown,
        note: None,
        internal_note: None,
        sources: Vec::new(),
    }
}

fn capacity(amount: Option<f64>, basis: CapacityBasis) -> Capacity {
    Capacity {
        amount,
        unit: CapacityUnit::TonnesPerYear,
        of: Fact::Known(text("quặng | ore")),
        basis,
        printed: text("0,3 tấn/năm | 0.3 t/year"),
        note: amount.is_none().then(|| text("có thể in sai | looks like a misprint")),
    }
}

fn owner(name: Fact<Text>) -> Owner {
    Owner { name, from: when("2009-05-08"), until: Fact::Unknown, note: None, source: Fact::Known("nguồn".into()) }
}

fn licence(number: &str, own: Fact<Capacity>) -> Licence {
    Licence {
        number: Fact::Known(number.into()),
        kind: LicenceKind::Mining,
        issuer: Fact::Known(text("Bộ | Ministry")),
        date: when("2009/2010"),
        end: Fact::Unknown,
        area_ha: Fact::Known(78.45),
        reserves: Fact::Unknown,
        capacity: own,
        note: Some(text("đã gia hạn | extended")),
        fates: vec![
            Fate {
                kind: FateKind::Extended,
                date: when("2018-05"),
                until: when("2028"),
                paper: Fact::Known("12/GP".into()),
                note: None,
            },
            Fate {
                kind: FateKind::Suspended,
                date: Fact::Unknown,
                until: Fact::Unknown,
                paper: Fact::Unknown,
                note: Some(text("chưa rõ ngày | day not known")),
            },
        ],
    }
}

fn state(state: State) -> StateRecord {
    StateRecord {
        state,
        since: Fact::Unknown,
        as_of: when("~2024-early"),
        by: Fact::Known(text("UBND tỉnh | Province")),
        why: text("chưa xong thủ tục | procedures incomplete"),
        source: "nguồn".into(),
    }
}

/// A site of which everything is known.
fn full(code: &str) -> Site {
    let event = |moment: Fact<When>| Milestone { when: moment, what: text("sự việc | event") };
    Site {
        also: [Also::Smelter, Also::Concentrator].into(),
        minerals: Fact::Known(vec![Mineral::Zinc, Mineral::Lead]),
        river: Fact::Known("Miện".into()),
        commune: Fact::Known("2025:00925".parse().unwrap()),
        named_area: NamedArea { district: Fact::Known(text("Vị Xuyên")), ..NamedArea::default() },
        area_ha: Fact::Known(0.1 + 0.2),
        reserves: Fact::Known(text("trên 22 triệu tấn | over 22 million t")),
        owners: vec![owner(Fact::Known(text("Công ty | Company"))), owner(Fact::Unknown)],
        licences: vec![
            licence("1/GP", Fact::Known(capacity(None, CapacityBasis::Licensed))),
            licence("2/GP", Fact::Unknown),
        ],
        capacities: vec![capacity(Some(0.3), CapacityBasis::Planned), capacity(None, CapacityBasis::Plant)],
        output: Fact::Known(Output {
            amount: None,
            unit: OutputUnit::MillionKwh,
            printed: text("gần 400 | nearly 400"),
        }),
        construction_start: when("2008-01"),
        operation_date: when("2010-late"),
        states: vec![state(State::Operating), state(State::StoppedByAuthority)],
        history: vec![event(when("1996")), event(Fact::Unknown)],
        point: Point::new(22.998902, 105.065431, PointOf::Commune, Fact::Unknown).into(),
        note: Some(text("ghi chú | note")),
        internal_note: Some(text("nội bộ")),
        sources: vec!["b".into(), "a".into()],
        ..bare(code)
    }
}

#[test]
fn sites_come_back_as_they_were_at_every_change() {
    on_both(|store, _| async move {
        let (first, second) = (full("M02"), bare("M01"));
        let mut change = store.begin().await.unwrap();
        change.site(&first).await.unwrap();
        change.site(&second).await.unwrap();
        let before = change.commit(&entry("mỏ")).await.unwrap();

        let corrected = Site { states: vec![state(State::Operating)], licences: Vec::new(), ..first.clone() };
        let mut change = store.begin().await.unwrap();
        change.site(&corrected).await.unwrap();
        change.commit(&entry("sửa")).await.unwrap();

        assert_eq!(store.sites(Seq::START).await.unwrap(), []);
        assert_eq!(store.site(&first.code, before).await.unwrap().as_ref(), Some(&first));
        assert_eq!(store.site(&first.code, Seq::LATEST).await.unwrap().as_ref(), Some(&corrected));
        assert_eq!(store.site(&"M99".parse().unwrap(), Seq::LATEST).await.unwrap(), None);
        assert_eq!(store.sites(before).await.unwrap(), [second.clone(), first]);
        assert_eq!(store.site(&corrected.code, Seq::LATEST).await.unwrap().as_ref(), Some(&corrected));
        assert_eq!(store.site(&"M-KHONG".parse().unwrap(), Seq::LATEST).await.unwrap(), None);
        assert_eq!(store.sites(Seq::LATEST).await.unwrap(), [second, corrected]);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_state_changed_from_outside_is_found() {
    on_both(|store, address| async move {
        let mut change = store.begin().await.unwrap();
        change.site(&full("M02")).await.unwrap();
        change.commit(&entry("mỏ")).await.unwrap();
        execute(&address, "UPDATE site_state SET state = 'operating'".to_owned()).await;
        assert_eq!(store.verify(|_| {}).await.unwrap().findings.len(), 1);
        execute(&address, "UPDATE site_state SET state = 'asleep'".to_owned()).await;
        assert!(store.sites(Seq::LATEST).await.unwrap_err().to_string().contains("the state of a site"));
    });
}

#[test]
fn a_site_twice_in_one_change_and_half_a_point_are_refused() {
    on_both(|store, address| async move {
        let mut change = store.begin().await.unwrap();
        change.site(&bare("M01")).await.unwrap();
        change.site(&bare("M01")).await.unwrap();
        assert!(change.commit(&entry("mỏ")).await.is_err());
        let mut change = store.begin().await.unwrap();
        change.site(&full("M01")).await.unwrap();
        change.commit(&entry("mỏ")).await.unwrap();
        let half = sqlx_refuses(&address, "UPDATE site SET lat = NULL").await;
        assert!(half.contains("site_point_whole"), "{half}");
    });
}

/// What a database says to a statement that breaks a rule of its own.
async fn sqlx_refuses(address: &str, sql: &'static str) -> String {
    use sqlx::Connection;
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(address).await.unwrap();
    let said = sqlx::raw_sql(sql).execute(&mut connection).await.unwrap_err().to_string();
    connection.close().await.unwrap();
    said
}
