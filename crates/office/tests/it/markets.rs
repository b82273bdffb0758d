//! Links, consents and evidence: whose figures leave the statistics room, and why a site stands still.

use domain::authority::Role;
use domain::markets::{Consent, Holder, SiteHolder, Verdict};
use domain::period::Month;
use domain::register::{Enterprise, Establishment, Ownership, Product};
use domain::returns::{Return, ReturnLine};
use domain::text::Text;
use formats::layout::Kind;
use formats::sheet::Input;
use formats::template::{FileFormat, example};
use office::context::{Actor, Context, OfficeError};
use office::{Store, boundary, import, markets, register, returns, sites};

use crate::databases::on_both;

fn context(store: &Store, actor: Actor) -> Context {
    Context::new(actor, "2024-02-20T03:00:00Z".parse().unwrap(), "thử", store.clone())
}

fn signed_in(role: Role, enterprise: Option<&str>) -> Actor {
    Actor::signed_in("ai đó", role, enterprise.map(|code| code.parse().unwrap()), None).unwrap()
}

const FIRM: &str = "5100000001";
const OTHER: &str = "5100000002";

/// Sites, prices, and an iron mine that makes little, ships nothing and has stock.
async fn office(store: &Store) {
    let operator = context(store, Actor::operator("anh Páo"));
    sites::take(&operator, formats::carried::sites(), "").await.unwrap();
    markets::take_prices(&operator, formats::carried::prices(), "").await.unwrap();
    let enterprise = |code: &str, simulated| Enterprise {
        code: code.parse().unwrap(),
        name: "Công ty".into(),
        ownership: Ownership::Private,
        simulated,
    };
    register::take_enterprises(&operator, &[enterprise(FIRM, true), enterprise(OTHER, false)], "").await.unwrap();
    let mine = Establishment {
        code: "CS-1".parse().unwrap(),
        enterprise: FIRM.parse().unwrap(),
        name: "Mỏ".into(),
        industry: "2018:0710".parse().unwrap(),
        commune: "2020:00691".parse().unwrap(),
        events: Vec::new(),
    };
    register::take_establishments(&operator, &[mine], "").await.unwrap();
    let ore = Product {
        code: "Q-SAT".parse().unwrap(),
        name_vi: "Quặng sắt".into(),
        name_en: "Iron ore".into(),
        unit: "tấn".into(),
        industry: "2018:0710".parse().unwrap(),
    };
    register::take_products(&operator, &[ore], "").await.unwrap();
    let answer = |month: &str| Return {
        establishment: "CS-1".parse().unwrap(),
        month: month.parse().unwrap(),
        received: "2024-02-03".parse().unwrap(),
        lines: vec![ReturnLine {
            product: "Q-SAT".parse().unwrap(),
            actual_previous: None,
            estimate: Some(0.0),
            plan_next: Some(40.0),
            shipments: Some(0.0),
            shipments_value: None,
            opening_stock: None,
            closing_stock: Some(900.0),
        }],
        employees: None,
        capacity_used: Some(20.0),
        reason: "không bán được".into(),
    };
    returns::take(&operator, &[answer("2023-12"), answer("2024-01")], "").await.unwrap();
}

fn link(simulated: bool) -> SiteHolder {
    SiteHolder {
        site: "M04".parse().unwrap(),
        holder: Holder::Establishment("CS-1".parse().unwrap()),
        from: "2020-01-01".parse().unwrap(),
        until: None,
        simulated,
        source: "biên bản làm việc".into(),
    }
}

fn agreed(until: Option<&str>) -> Consent {
    Consent {
        enterprise: FIRM.parse().unwrap(),
        from: "2024-01-01".parse().unwrap(),
        until: until.map(|day| day.parse().unwrap()),
        source: "công văn 12".into(),
    }
}

fn last() -> Month {
    "2024-01".parse().unwrap()
}

#[test]
fn figures_are_seen_outside_the_statistics_room_with_consent_only() {
    on_both(|store| async move {
        office(&store).await;
        let officer = context(&store, signed_in(Role::Officer, None));
        let statistician = context(&store, signed_in(Role::Statistician, None));
        markets::link(&officer, &link(true), "").await.unwrap();
        let code = "M04".parse().unwrap();
        let seen = |context: Context, awaited: Vec<Text>| {
            let code = "M04".parse().unwrap();
            async move { markets::site_evidence(&context, &code, &awaited, last()).await }
        };
        let blind = seen(officer.clone(), Vec::new()).await.unwrap();
        assert_eq!((blind.evidence.verdict, blind.unseen, blind.products.len()), (Verdict::WaitsForPermit, 1, 0));
        assert!(blind.simulated && blind.capacity_used.is_none());
        let told = format!("{:?}", blind);
        assert!(!told.contains("900") && told.contains("have not agreed"), "{told}");

        let whole = seen(statistician.clone(), Vec::new()).await.unwrap();
        assert_eq!((whole.evidence.verdict, whole.unseen, whole.capacity_used), (Verdict::Both, 0, Some(20.0)));
        assert_eq!(whole.products[0].plans[0].share(), Some(0.0));
        let facts: Vec<&str> = whole.evidence.facts.iter().map(|finding| finding.fact.en.as_str()).collect();
        assert!(facts.contains(&"No shipments in 2 reported months; stock of 900 tấn."), "{facts:?}");

        markets::consent(&statistician, &agreed(None), "").await.unwrap();
        assert_eq!(seen(officer.clone(), Vec::new()).await.unwrap().evidence, whole.evidence);
        // Taken back.
        markets::consent(&statistician, &agreed(Some("2024-01-31")), "").await.unwrap();
        assert_eq!(seen(officer.clone(), Vec::new()).await.unwrap().evidence, blind.evidence);

        let firm = context(&store, signed_in(Role::Firm, Some(FIRM)));
        assert_eq!(seen(firm.clone(), Vec::new()).await.unwrap().evidence, whole.evidence);
        let other = context(&store, signed_in(Role::Firm, Some(OTHER)));
        assert!(matches!(seen(other.clone(), Vec::new()).await, Err(OfficeError::NotFound)));
        assert!(matches!(
            markets::site_evidence(&other, &"M99".parse().unwrap(), &[], last()).await,
            Err(OfficeError::NotFound)
        ));
        let public = context(&store, Actor::public());
        assert!(matches!(seen(public.clone(), Vec::new()).await, Err(OfficeError::NotAllowed { .. })));
        let day = "2024-01-31".parse().unwrap();
        assert_eq!(markets::holders(&firm, &code, day).await.unwrap(), [link(true)]);
        assert_eq!(markets::holders(&other, &code, day).await.unwrap(), []);
        assert!(markets::holders(&public, &code, day).await.is_err());
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_real_site_and_an_invented_establishment_are_never_joined_silently() {
    on_both(|store| async move {
        office(&store).await;
        let officer = context(&store, signed_in(Role::Officer, None));
        let refused = |error: OfficeError, words: &str| assert!(error.text().en.contains(words), "{error}");
        refused(markets::link(&officer, &link(false), "").await.unwrap_err(), "is simulated");
        let real = SiteHolder { holder: Holder::Enterprise(OTHER.parse().unwrap()), ..link(true) };
        refused(markets::link(&officer, &real, "").await.unwrap_err(), "is real");
        let unknown = SiteHolder { site: "M99".parse().unwrap(), ..link(true) };
        refused(markets::link(&officer, &unknown, "").await.unwrap_err(), "no site M99");
        let silent = SiteHolder { source: " ".into(), ..link(true) };
        refused(markets::link(&officer, &silent, "").await.unwrap_err(), "source");
        let nobody = SiteHolder { holder: Holder::Establishment("CS-9".parse().unwrap()), ..link(true) };
        refused(markets::link(&officer, &nobody, "").await.unwrap_err(), "not in the register");
        let statistician = context(&store, signed_in(Role::Statistician, None));
        assert!(matches!(markets::link(&statistician, &link(true), "").await, Err(OfficeError::NotAllowed { .. })));
        assert!(matches!(markets::consent(&officer, &agreed(None), "").await, Err(OfficeError::NotAllowed { .. })));
        let before = store.latest().await.unwrap();
        assert_eq!(markets::link(&officer, &link(true), "").await.unwrap().new, 1);
        assert_eq!(markets::link(&officer, &link(true), "").await.unwrap().unchanged, 1);
        assert_eq!(store.latest().await.unwrap().0, before.0 + 1);
    });
}

#[test]
fn limits_are_the_carried_ones_until_the_department_sets_its_own() {
    on_both(|store| async move {
        let operator = context(&store, Actor::operator("anh Páo"));
        assert_eq!(markets::thresholds(&operator).await.unwrap(), formats::carried::market_thresholds());
        let mut own = formats::carried::market_thresholds()[0].clone();
        own.stock_months = 6.0;
        markets::set_thresholds(&operator, std::slice::from_ref(&own), "họp tháng 2").await.unwrap();
        assert_eq!(markets::thresholds(&operator).await.unwrap(), [own.clone()]);
        own.why = Text::default();
        assert!(markets::set_thresholds(&operator, &[own], "").await.is_err());
    });
}

#[test]
fn prices_and_boundaries_come_in_once() {
    on_both(|store| async move {
        let operator = context(&store, Actor::operator("anh Páo"));
        for (format, new) in [(FileFormat::Csv, 22), (FileFormat::Workbook, 0)] {
            let bytes = example(Kind::Prices, format).unwrap();
            let reading = import::read(&operator, Kind::Prices, &Input::new("prices", &bytes)).await.unwrap();
            let taken = import::take(&operator, &reading.sound, "").await.unwrap();
            assert_eq!((taken.new, taken.unchanged, taken.changed), (new, 22 - new, 0));
        }
        let shape = "{\"type\":\"Feature\",\"properties\":{\"name\":\"Vị Xuyên\"},\"geometry\":{\"type\":\"Polygon\",\
                     \"coordinates\":[[[104.8,22.6],[105.3,22.6],[105.3,23.1],[104.8,22.6]]]}}";
        let kind = domain::boundary::BoundaryKind::District;
        let set = formats::boundary::read_boundaries("f", shape.as_bytes(), kind, "Sở", "CC0").unwrap();
        let public = context(&store, Actor::public());
        assert!(boundary::take(&public, &set, "").await.is_err());
        assert_eq!(boundary::take(&operator, &set, "").await.unwrap().new, 1);
        assert_eq!(boundary::take(&operator, &set, "").await.unwrap().unchanged, 1);
        assert_eq!(boundary::current(&public).await.unwrap(), Some(set.clone()));
        let nameless = domain::boundary::BoundarySet { source: String::new(), ..set };
        assert!(boundary::take(&operator, &nameless, "").await.is_err());
    });
}
