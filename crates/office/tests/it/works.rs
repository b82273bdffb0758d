//! Land, monthly reports, visits and directions from files: what a file says goes in once, corrects, and undoes nothing that was done since.

use domain::authority::Role;
use domain::projects::{ProjectCode, ReportState, Visit};
use formats::layout::Kind;
use formats::sheet::Input;
use formats::template::{FileFormat, example};
use office::context::{Actor, Context, OfficeError};
use office::import::{self, Refused};
use office::projects::{self, work};
use office::{Store, Taken, sites};

use crate::databases::on_both;

fn at(store: &Store, actor: Actor) -> Context {
    Context::new(actor, "2026-06-30T03:00:00Z".parse().unwrap(), "thử", store.clone())
}

fn role(store: &Store, role: Role) -> Context {
    let firm = (role == Role::Firm).then(|| "5100123456".parse().unwrap());
    at(store, Actor::signed_in("anh Páo", role, firm, None).unwrap())
}

/// The sites and the projects of the examples.
async fn found(store: &Store) -> Context {
    let officer = role(store, Role::Officer);
    sites::take(&officer, formats::carried::sites(), "").await.unwrap();
    taken(&officer, Kind::Projects, &text(Kind::Projects)).await.unwrap();
    officer
}

fn text(kind: Kind) -> String {
    String::from_utf8(example(kind, FileFormat::Csv).unwrap()).unwrap()
}

async fn taken(context: &Context, kind: Kind, file: &str) -> Result<(u64, u64, u64), OfficeError> {
    let read = import::read(context, kind, &Input::new("tệp.csv", file.as_bytes())).await;
    let reading = read.map_err(|refused| match refused {
        Refused::Office(error) => error,
        Refused::Faults(faults) => panic!("{faults:?}"),
    })?;
    assert_eq!(reading.remarks.faults, []);
    let Taken { new, changed, unchanged, .. } = import::take(context, &reading.sound, "theo tệp").await?;
    Ok((new, changed, unchanged))
}

fn code(code: &str) -> ProjectCode {
    code.parse().unwrap()
}

const KINDS: [(Kind, u64); 4] = [(Kind::Land, 3), (Kind::Progress, 3), (Kind::Visits, 2), (Kind::Directives, 2)];

#[test]
fn the_examples_go_in_once_whatever_their_format() {
    on_both(|store| async move {
        let officer = found(&store).await;
        for (kind, count) in KINDS {
            let rehearsal = officer.rehearsing();
            assert_eq!(taken(&rehearsal, kind, &text(kind)).await.unwrap(), (count, 0, 0), "{kind:?}");
            let shown = rehearsal.differences();
            assert_eq!(shown.len() as u64, count, "{kind:?}");
            assert!(shown.iter().all(|one| one.is_new && (one.what.starts_with("DA-TH") || one.what.starts_with('M'))));
            assert_eq!(taken(&officer, kind, &text(kind)).await.unwrap(), (count, 0, 0), "{kind:?}");
            let before = store.latest().await.unwrap();
            let bytes = example(kind, FileFormat::Workbook).unwrap();
            let again = import::read(&officer, kind, &Input::new("tệp.xlsx", &bytes)).await.unwrap();
            let again = import::take(&officer, &again.sound, "").await.unwrap();
            assert_eq!((again.new, again.changed, again.unchanged, again.seq), (0, 0, count, None), "{kind:?}");
            assert_eq!(store.latest().await.unwrap(), before, "{kind:?}");
        }
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn another_figure_of_the_same_day_corrects_and_the_first_is_kept() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let file = |hectares: &str| {
            format!("project,stage,date,hectares,households,source\nDA-TH1,cleared,2026-03-31,{hectares},5,BC\n")
        };
        assert_eq!(taken(&officer, Kind::Land, &file("4")).await.unwrap(), (1, 0, 0));
        assert_eq!(taken(&officer, Kind::Land, &file("4.5")).await.unwrap(), (0, 1, 0));
        assert_eq!(taken(&officer, Kind::Land, &file("4.5")).await.unwrap(), (0, 0, 1));
        let land = projects::view(&officer, &code("DA-TH1")).await.unwrap().project.land;
        assert_eq!(land.iter().map(|figure| figure.hectares).collect::<Vec<_>>(), [Some(4.0), Some(4.5)]);
    });
}

#[test]
fn a_file_of_reports_undoes_no_confirmation() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let file = |rows: &str| format!("project,month,percent,volume,disbursed,state,reason\n{rows}\n");
        let waits = file("DA-TH1,2026-05,42.5,đào,15200,,");
        assert_eq!(taken(&officer, Kind::Progress, &waits).await.unwrap(), (1, 0, 0));
        work::confirm(&officer, &code("DA-TH1"), "2026-05".parse().unwrap(), "").await.unwrap();
        assert_eq!(taken(&officer, Kind::Progress, &waits).await.unwrap(), (0, 0, 1));
        let contradicts = taken(&officer, Kind::Progress, &file("DA-TH1,2026-05,50,đào,15200,,")).await.unwrap_err();
        assert!(
            contradicts.to_string().contains("Project DA-TH1: The report of 2026-05 was confirmed"),
            "{contradicts}"
        );
        let corrected = file("DA-TH1,2026-05,50,đào,15200,confirmed,");
        assert_eq!(taken(&officer, Kind::Progress, &corrected).await.unwrap(), (0, 1, 0));
        let reports = projects::view(&officer, &code("DA-TH1")).await.unwrap().project.construction.reports;
        assert_eq!(
            reports.iter().map(|one| (one.percent, one.state)).collect::<Vec<_>>(),
            [(50.0, ReportState::Confirmed)]
        );
    });
}

#[test]
fn a_file_of_visits_loses_neither_findings_nor_their_mending() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let file = |rows: &str| format!("project,date,source,kind,by,summary,finding,deadline,mended,how\n{rows}\n");
        let first = file("DA-TH1,2026-04-15,BB 1,quality,Sở,xem kè,thiếu rào,2026-05-15,,");
        assert_eq!(taken(&officer, Kind::Visits, &first).await.unwrap(), (1, 0, 0));
        work::mend(
            &officer,
            &code("DA-TH1"),
            (1, 1),
            "2026-05-10".parse().unwrap(),
            domain::text::Text::typed("đã rào"),
            "",
        )
        .await
        .unwrap();
        assert_eq!(taken(&officer, Kind::Visits, &first).await.unwrap(), (0, 0, 1));
        let more = file("DA-TH1,2026-04-15,BB 1,quality,Sở,xem kè,thiếu biển,2026-06-01,,");
        assert_eq!(taken(&officer, Kind::Visits, &more).await.unwrap(), (0, 1, 0));
        let visits: Vec<Visit> = projects::view(&officer, &code("DA-TH1")).await.unwrap().project.visits;
        let [visit] = &visits[..] else { panic!("{visits:?}") };
        let told: Vec<_> =
            visit.findings.iter().map(|one| (one.number, one.what.vi.as_str(), one.mended.is_some())).collect();
        assert_eq!(told, [(1, "thiếu rào", true), (2, "thiếu biển", false)]);
    });
}

#[test]
fn each_kind_asks_what_its_act_on_a_page_asks() {
    on_both(|store| async move {
        found(&store).await;
        for (kind, _) in KINDS {
            for refused in [Role::Firm, Role::Statistician, Role::Leader, Role::Clerk, Role::Auditor] {
                let error = taken(&role(&store, refused), kind, &text(kind)).await.unwrap_err();
                assert!(matches!(error, OfficeError::NotAllowed { .. }), "{kind:?} {refused:?}: {error}");
            }
        }
        // The registry of sites is the officers' as on its pages, not the statisticians'.
        let statistician = role(&store, Role::Statistician);
        let error = taken(&statistician, Kind::Sites, &text(Kind::Sites)).await.unwrap_err();
        assert!(matches!(error, OfficeError::NotAllowed { .. }), "{error}");
        assert!(taken(&role(&store, Role::Officer), Kind::Sites, &text(Kind::Sites)).await.is_ok());
    });
}
