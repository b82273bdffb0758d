//! Files sent in on a page: kept, shown as what they would change, accepted as shown or given up.

use domain::authority::{Action, Reach, Role, reach};
use domain::intake::IntakeOutcome;
use domain::sites::{Fact, Site};
use formats::layout::Kind;
use formats::template::{FileFormat, example};
use office::context::{Actor, Context, OfficeError};
use office::import::{Refused, action};
use office::intake::{self, accept, give_up, list, marked, receive, sent};
use office::{Page, Store, sites};

use crate::databases::on_both;

fn at(store: &Store, role: Role) -> Context {
    let actor = Actor::signed_in(format!("{}.1", role.code()), role, None, None).unwrap();
    Context::new(actor, "2024-02-20T03:00:00Z".parse().unwrap(), "thử", store.clone())
}

fn file(format: FileFormat) -> Vec<u8> {
    example(Kind::Sites, format).unwrap()
}

#[test]
fn what_was_shown_is_what_is_taken_in() {
    on_both(|store| async move {
        let officer = at(&store, Role::Officer);
        let id = receive(&officer, None, "../../mỏ\u{7}.csv", &file(FileFormat::Csv)).await.unwrap();
        let seen = intake::file(&officer, id).await.unwrap();
        assert_eq!((seen.kind, seen.intake.name.as_str(), seen.is_workbook), (Kind::Sites, "../../mỏ.csv", false));
        let would = intake::would(&officer, id).await.unwrap();
        assert_eq!((would.taken.new, would.differences.len(), would.hindered), (7, 7, None));
        assert!(sites::list(&officer).await.unwrap().is_empty(), "looking changes nothing");
        let taken = accept(&officer, id, &would.shown, "đã kiểm tra").await.unwrap();
        assert_eq!((taken.new, sites::list(&officer).await.unwrap().len()), (7, 7));
        let line = store.journal_line(taken.seq.unwrap()).await.unwrap().unwrap().entry;
        assert_eq!((line.subject.as_str(), line.why.as_str()), ("sites", "đã kiểm tra"));
        let end = intake::file(&officer, id).await.unwrap().intake.end.unwrap();
        assert_eq!((end.outcome, end.added, end.by.as_str()), (IntakeOutcome::Accepted, 7, "officer.1"));
        assert!(intake::would(&officer, id).await.unwrap_err().to_string().contains("Something came of this file"));
        for again in [accept(&officer, id, &would.shown, "").await.map(|_| ()), give_up(&officer, id, "").await] {
            assert!(again.unwrap_err().to_string().contains("Something came of this file"));
        }
        assert_eq!(sent(&officer, id).await.unwrap().1, file(FileFormat::Csv), "the bytes are kept as they came");
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_difference_that_is_no_longer_the_one_shown_is_not_taken_in() {
    on_both(|store| async move {
        let officer = at(&store, Role::Officer);
        let id = receive(&officer, Some(Kind::Sites), "mỏ.csv", &file(FileFormat::Csv)).await.unwrap();
        let first = intake::would(&officer, id).await.unwrap();
        // Somebody else takes in one of the sites with another river.
        let other = Site { river: Fact::Known("Gâm".into()), ..formats::carried::sites()[1].clone() };
        sites::take(&officer, std::slice::from_ref(&other), "").await.unwrap();
        let latest = store.latest().await.unwrap();
        let refused = accept(&officer, id, &first.shown, "").await.unwrap_err();
        assert!(refused.to_string().contains("have changed since you looked"), "{refused}");
        assert_eq!(store.latest().await.unwrap(), latest, "nothing is written");
        let second = intake::would(&officer, id).await.unwrap();
        assert_ne!(second.shown, first.shown);
        accept(&officer, id, &second.shown, "").await.unwrap();
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_file_that_is_given_up_is_kept_and_one_that_cannot_be_read_is_not() {
    on_both(|store| async move {
        let officer = at(&store, Role::Officer);
        let id = receive(&officer, None, "mỏ.xlsx", &file(FileFormat::Workbook)).await.unwrap();
        assert!(intake::file(&officer, id).await.unwrap().is_workbook);
        assert!(marked(&officer, id).await.unwrap().starts_with(b"PK"));
        give_up(&officer, id, "gửi nhầm").await.unwrap();
        let listed = list(&officer, Page::first()).await.unwrap();
        let end = listed.rows[0].end.clone().unwrap();
        assert_eq!((listed.total, end.outcome, end.reason.as_str()), (1, IntakeOutcome::GivenUp, "gửi nhầm"));
        assert!(sites::list(&officer).await.unwrap().is_empty());
        let latest = store.latest().await.unwrap();
        for (kind, bytes) in [(None, &b"a,b\n1,2\n"[..]), (Some(Kind::Sites), b"x\n"), (None, b""), (None, b"\0\xff")] {
            assert!(matches!(receive(&officer, kind, "tệp", bytes).await, Err(Refused::Faults(_))));
        }
        let large = receive(&officer, None, "tệp", &vec![b'a'; office::intake::LARGEST + 1]).await.unwrap_err();
        assert!(large.to_string().contains("more than 10 MB"), "{large}");
        assert_eq!(store.latest().await.unwrap(), latest);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn faulty_rows_are_told_and_only_the_sound_ones_go_in() {
    on_both(|store| async move {
        let officer = at(&store, Role::Officer);
        let text = "code,name,kind,source\nM90,Mỏ,mine,a\nM91,,mine,a\n";
        let id = receive(&officer, None, "mỏ.csv", text.as_bytes()).await.unwrap();
        let would = intake::would(&officer, id).await.unwrap();
        assert_eq!((would.taken.new, would.remarks.left_out), (1, 1));
        assert_eq!(would.remarks.faults[0].place.line, Some(3));
        accept(&officer, id, &would.shown, "").await.unwrap();
        assert_eq!(sites::list(&officer).await.unwrap().len(), 1);
    });
}

#[test]
fn who_may_not_take_in_a_kind_does_not_see_its_files() {
    on_both(|store| async move {
        let officer = at(&store, Role::Officer);
        let id = receive(&officer, None, "mỏ.csv", &file(FileFormat::Csv)).await.unwrap();
        let statistician = at(&store, Role::Statistician);
        for nothing in [id, id + 1000, -1] {
            assert!(matches!(intake::file(&statistician, nothing).await, Err(OfficeError::NotFound)));
            assert!(matches!(sent(&statistician, nothing).await, Err(OfficeError::NotFound)));
            assert!(matches!(accept(&statistician, nothing, "", "").await, Err(OfficeError::NotFound)));
            assert!(matches!(give_up(&statistician, nothing, "").await, Err(OfficeError::NotFound)));
        }
        assert_eq!(list(&statistician, Page::first()).await.unwrap().total, 0);
        let refused = receive(&statistician, None, "mỏ.csv", &file(FileFormat::Csv)).await.unwrap_err();
        assert!(matches!(refused, Refused::Office(OfficeError::NotAllowed { .. })), "{refused}");
        // A colleague of the same office sees it.
        let actor = Actor::signed_in("chị Mỷ", Role::Officer, None, None).unwrap();
        let colleague = Context::new(actor, officer.moment, "thử", store.clone());
        assert_eq!(intake::file(&colleague, id).await.unwrap().intake.sender, "officer.1");
        for role in [Role::Clerk, Role::Auditor, Role::Administrator] {
            assert!(matches!(list(&at(&store, role), Page::first()).await, Err(OfficeError::NotAllowed { .. })));
        }
    });
}

/// The door lets in exactly those who may take in some kind of file.
#[test]
fn whoever_may_take_in_some_kind_may_send_files_in() {
    for role in Role::ALL {
        let some = Kind::ALL.iter().any(|kind| reach(*role, action(*kind)) == Reach::All);
        assert_eq!(reach(*role, Action::TakeFiles), if some { Reach::All } else { Reach::Never }, "{role:?}");
    }
}
