//! Sites through the use cases: carried, imported, listed in public.

use domain::authority::Role;
use domain::sites::{State, standing_still};
use domain::text::Text;
use formats::layout::Kind;
use formats::sheet::Input;
use formats::template::{FileFormat, example};
use office::context::{Actor, Context, OfficeError};
use office::{ObstacleFilter, ObstacleOrder, Page, Seq, Store, Taken, import, outlook, sites};

use crate::databases::on_both;

fn context(store: &Store, actor: Actor) -> Context {
    Context::new(actor, "2024-02-20T18:00:00Z".parse().unwrap(), "test", store.clone())
}

#[test]
fn carried_sites_go_in_once_and_come_out_as_they_are() {
    on_both(|store| async move {
        let operator = context(&store, Actor::operator("anh Páo"));
        let carried = formats::carried::sites();
        let taken = sites::take(&operator, carried, "số liệu ban đầu").await.unwrap();
        let count = carried.len() as u64;
        assert_eq!(taken, Taken { new: count, seq: Some(Seq(1)), ..Taken::default() });
        let again = sites::take(&operator, carried, "").await.unwrap();
        assert_eq!(again, Taken { unchanged: count, ..Taken::default() });
        assert_eq!(store.latest().await.unwrap(), Seq(1));

        let mut expected = carried.to_vec();
        expected.sort_by(|a, b| a.code.cmp(&b.code));
        let seen = sites::list(&context(&store, Actor::public())).await.unwrap();
        assert_eq!(seen, expected);
        let still = standing_still(&seen, "2024-01-31".parse().unwrap()).count();
        assert_eq!(still, 5);
        let line = store.journal_line(Seq(1)).await.unwrap().unwrap();
        assert_eq!((line.entry.subject.as_str(), line.entry.why.as_str()), ("sites", "số liệu ban đầu"));
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_file_of_sites_is_imported_in_both_formats_and_a_correction_keeps_the_version_before() {
    on_both(|store| async move {
        let operator = context(&store, Actor::operator("anh Páo"));
        for format in [FileFormat::Csv, FileFormat::Workbook] {
            let bytes = example(Kind::Sites, format).unwrap();
            let file = Input::new("sites", &bytes);
            let reading = import::read(&operator, Kind::Sites, &file).await.unwrap();
            assert_eq!(reading.remarks.left_out, 0);
            let taken = import::take(&operator, &reading.sound, "").await.unwrap();
            let (new, unchanged) = if format == FileFormat::Csv { (7, 0) } else { (0, 7) };
            assert_eq!((taken.new, taken.changed, taken.unchanged), (new, 0, unchanged));
        }
        let mut changed =
            sites::current(&operator).await.unwrap().into_iter().find(|s| s.code.as_str() == "M04").unwrap();
        changed.states[0].state = State::Operating;
        changed.internal_note = Some(Text::typed("đã gọi điện"));
        let taken = sites::take(&operator, &[changed.clone()], "đã xong thủ tục").await.unwrap();
        assert_eq!((taken.changed, taken.seq), (1, Some(Seq(2))));
        let line = store.journal_line(Seq(2)).await.unwrap().unwrap();
        assert!(line.entry.before.contains("stopped-by-authority") && line.entry.after.contains("operating"));
        let at = |seq| {
            let store = store.clone();
            async move { store.sites(seq).await.unwrap().into_iter().find(|s| s.code.as_str() == "M04").unwrap() }
        };
        assert_eq!(at(Seq(1)).await.states[0].state, State::StoppedByAuthority);
        assert_eq!(at(Seq::LATEST).await, changed);
    });
}

#[test]
fn the_public_sees_no_remark_of_the_office_and_changes_nothing() {
    on_both(|store| async move {
        let operator = context(&store, Actor::operator("anh Páo"));
        let mut mine = formats::carried::sites()[0].clone();
        mine.internal_note = Some(Text::typed("đã gọi điện"));
        sites::take(&operator, &[mine.clone()], "").await.unwrap();
        let public = context(&store, Actor::public());
        assert_eq!(sites::list(&public).await.unwrap(), [mine.public()]);
        let refused = |error| matches!(error, OfficeError::NotAllowed { role: Role::Public, .. });
        assert!(refused(sites::current(&public).await.unwrap_err()));
        assert!(refused(sites::take(&public, &[mine], "").await.unwrap_err()));
    });
}

#[test]
fn the_board_is_made_anew_when_sites_change_and_not_when_others_do() {
    use office::bench::{BenchRegistry, fill};
    on_both(|store| async move {
        let operator = context(&store, Actor::operator("anh Páo"));
        let public = context(&store, Actor::public());
        let registry = BenchRegistry::new(40, 1, "2024-02-20".parse().unwrap()).unwrap();
        let mut told = 0;
        let filled = fill(&operator, &registry, &mut |more| told += more).await.unwrap();
        assert_eq!((filled.sites, filled.obstacles, filled.tasks, told), (40, 10, 5, 40));
        assert!(filled.steps > 40 * 20, "{filled:?}");
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);

        let board = outlook::board(&public).await.unwrap();
        assert_eq!(board.sites.len(), 40);
        let note = office::obstacles::Note::public("Không thuộc thẩm quyền.");
        let open = ObstacleFilter { state: Some(domain::obstacles::State::Raised), ..ObstacleFilter::default() };
        let obstacles = office::obstacles::list(&operator, &open, ObstacleOrder::Due, Page::first()).await.unwrap();
        office::obstacles::refuse(&operator, &obstacles.rows[0].obstacle.code, note).await.unwrap();
        assert!(outlook::renewed(&public, &board).await.unwrap().is_none(), "an obstacle is not on the board");

        let mut changed = sites::current(&operator).await.unwrap()[7].clone();
        changed.name = Text::typed("Mỏ đổi tên");
        let mut new = changed.clone();
        new.code = "A-1".parse().unwrap();
        sites::take(&operator, &[changed, new], "").await.unwrap();
        let renewed = outlook::renewed(&public, &board).await.unwrap().expect("sites are on the board");
        let fresh = outlook::board(&public).await.unwrap();
        assert_eq!((renewed.as_of, &renewed.sites), (fresh.as_of, &fresh.sites));
        assert_eq!((renewed.sites.len(), renewed.sites[0].code.as_str()), (41, "A-1"));
        assert!(outlook::renewed(&public, &renewed).await.unwrap().is_none());
    });
}

#[test]
fn who_is_waited_for_is_counted_again_when_a_project_changes() {
    use office::bench::{BenchRegistry, fill};
    use office::projects::{NewProject, start, waiting_for};
    on_both(|store| async move {
        let operator = context(&store, Actor::operator("anh Páo"));
        let registry = BenchRegistry::new(40, 1, "2024-02-20".parse().unwrap()).unwrap();
        fill(&operator, &registry, &mut |_| ()).await.unwrap();
        let sum = |overview: office::overview::Overview| overview.waiting.iter().map(|one| one.steps).sum::<u64>();
        let first = office::overview::look(&operator).await.unwrap();
        for one in &first.waiting {
            let listed = waiting_for(&operator, &one.agency, Page::first()).await.unwrap();
            assert_eq!((listed.total, listed.rows[0].waits.since), (one.steps, one.since), "{one:?}");
        }
        let before = sum(first);
        assert_eq!(sum(office::overview::look(&operator).await.unwrap()), before);
        let new = NewProject {
            code: "P-1".parse().unwrap(),
            site: "MP-000000".parse().unwrap(),
            template: "hydro_small".parse().unwrap(),
            exception: Some(Text::typed("mô phỏng")),
            name: Text::typed("Dự án mới"),
            enterprise: None,
            start: "2024-02-01".parse().unwrap(),
            due: None,
        };
        start(&operator, new, "").await.unwrap();
        let after = sum(office::overview::look(&operator).await.unwrap());
        assert!(after > before, "{after} after {before}");
    });
}
