//! What is kept of the work as files: whole lists and whole pages, as much of each as whoever asks may see.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use domain::authority::Role;

use crate::api::a_season;
use crate::client::Answer;
use crate::people::Office;

/// The sheets of a workbook by name, each as its rows of texts.
fn sheets(answer: &Answer) -> Vec<(String, Vec<Vec<String>>)> {
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body.clone())).expect("a workbook");
    let names = book.sheet_names();
    let row = |row: &[Data]| row.iter().map(ToString::to_string).collect();
    let mut rows = |name: &str| book.worksheet_range(name).unwrap().rows().map(row).collect();
    names.into_iter().map(|name| (name.clone(), rows(&name))).collect()
}

#[test]
fn lists_of_the_work_are_taken_whole_by_whoever_may_see_them() {
    let office = Office::open();
    a_season(&office);
    let (firm, officer) = (office.someone(Role::Firm), office.someone(Role::Officer));
    let rows = |answer: Answer| answer.text().lines().count() - 1;
    let counted = |path: &str| {
        let public = office.server.get(path);
        let public = if public.status == 200 { Some(rows(public)) } else { None };
        (public, rows(office.get(&firm, path)), rows(office.get(&officer, path)))
    };
    assert_eq!(counted("/data/obstacles.csv"), (Some(0), 1, 1), "nothing of it was made public");
    assert_eq!(counted("/data/obstacles.csv?state=cleared"), (Some(0), 0, 0));
    assert_eq!(counted("/data/tasks.csv"), (Some(1), 1, 1), "a public measure");
    assert_eq!(counted("/data/dialogues.csv"), (None, 0, 1), "the firm is not invited");
    assert_eq!(counted("/data/reminders.csv"), (None, 0, 1));
    let text = office.get(&officer, "/en/data/reminders.csv").text();
    assert!(text.contains("Department of Construction") && text.contains("not sent"), "{text}");
    for set in ["obstacles", "tasks", "dialogues", "reminders"] {
        let book = sheets(&office.get(&officer, &format!("/data/{set}.xlsx")));
        assert_eq!(book.len(), 2, "{set}: data and notes");
        assert_eq!(book[0].1.len(), 4, "{set}: title, notes, headings, one row");
        assert_eq!(office.get(&officer, &format!("/data/{set}.pdf")).status, 404);
    }
}

#[test]
fn a_project_is_a_workbook_of_all_its_tables() {
    let office = Office::open();
    a_season(&office);
    let officer = office.someone(Role::Officer);
    let (public, inside) = (
        sheets(&office.server.get("/en/projects/DA-9/workbook")),
        sheets(&office.get(&officer, "/en/projects/DA-9/workbook")),
    );
    let names = |book: &[(String, Vec<Vec<String>>)]| book.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let open = ["1. Project", "2. Steps", "3. Beyond the time", "4. Land", "5. Works", "6. Directions to stop"];
    assert_eq!(names(&public)[..6], open);
    assert_eq!(names(&public)[6..], ["Notes"]);
    assert_eq!(names(&inside)[6..], ["7. Visits", "Notes"]);
    let land = &inside[3].1[3];
    assert_eq!(land[..4], ["to be cleared", "2024-02-01", "12.5", "7"]);
    assert_eq!((public[4].1.len(), inside[4].1.len()), (3, 4), "a report counts for everybody once it is confirmed");
    assert!(inside[6].1[3].contains(&"Nứt".to_owned()), "{:?}", inside[6].1);
    assert_eq!(office.get(&officer, "/projects/KHONG-CO/workbook").status, 404);
}

#[test]
fn the_director_s_page_is_a_workbook() {
    let office = Office::open();
    a_season(&office);
    let leader = office.someone(Role::Leader);
    let book = sheets(&office.get(&leader, "/en/director/workbook"));
    let names: Vec<&str> = book.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "1. Plan of the year, result, ga",
            "2. What pulls the index",
            "3. If it ran at full capacity",
            "4. Whom the projects wait for",
            "5. Answers overdue",
            "6. Tasks late or due",
            "7. Cleared this month",
            "Notes",
        ]
    );
    assert!(book[2].1.iter().any(|row| row[0] == "M02"), "Tùng Bá stands still: {:?}", book[2].1);
    assert!(book[7].1.iter().any(|row| row[0] == "Simulated data."), "{:?}", book[7].1);
    assert_eq!(office.get(&office.someone(Role::Firm), "/director/workbook").status, 403);
}
