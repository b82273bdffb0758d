use domain::text::Lang;

use super::*;
use crate::carried;

fn today() -> Date {
    "2026-06-30".parse().unwrap()
}

fn faults<T>(read: Read<T>) -> (usize, String) {
    let said = read.faults.iter().map(|f| format!("{}: {}", f.place.in_lang(Lang::En), f.what.en));
    (read.rows.len(), said.collect::<Vec<_>>().join("; "))
}

fn projects(rows: &str) -> (usize, String) {
    let text = format!("code,site,template,name,enterprise,start,goals,exception,source\n{rows}");
    let sites = carried::sites().iter().map(|site| site.code.clone()).collect();
    let enterprises = BTreeSet::from(["5100123456".parse().unwrap()]);
    let known = Known { sites: &sites, enterprises: &enterprises, templates: carried::templates(), today: today() };
    faults(read_projects(&Input::new("p.csv", text.as_bytes()), &known).unwrap())
}

#[track_caller]
fn check_project(row: &str, fault: &str) {
    let sound = usize::from(fault.is_empty());
    let fault = if fault.is_empty() { String::new() } else { format!("p.csv, line 2, column {fault}") };
    assert_eq!(projects(row), (sound, fault), "{row}");
}

#[test]
fn a_project_refers_to_what_is_there() {
    check_project("DA-1,M01,mine_2010,Dự án,5100123456,2024-01-05,18;21,,n\n", "");
    check_project("DA-1,M01,mine_2010,Dự án,,,,,n\n", "");
    check_project("da 1,M01,mine_2010,Dự án,,,,,n\n", "code: “da 1” does not have the form of code.");
    check_project("DA-1,M99,mine_2010,Dự án,,,,,n\n", "site: There is no site M99.");
    check_project("DA-1,M01,mine_1996,Dự án,,,,,n\n", "template: There is no procedure mine_1996.");
    check_project("DA-1,M01,mine_2010,Dự án,5100999999,,,,n\n", "enterprise: There is no enterprise 5100999999.");
    check_project(
        "DA-1,M01,mine_2010,Dự án,,2026-01-05,,,n\n",
        "template: The procedure is not valid on the day it began.",
    );
    check_project("DA-1,M01,mine_2010,Dự án,,2026-01-05,,chuyển tiếp,n\n", "");
    check_project("DA-1,M01,mine_2024,Dự án,,2026-07-01,,,n\n", "start: The day it began has not come.");
    check_project("DA-1,M01,mine_2010,Dự án,,,99,,n\n", "goals: These are not numbers of steps of the procedure.");
    check_project("DA-1,M01,mine_2010,Dự án,,,,,\n", "source: The cell “source” is empty.");
    let twice = "DA-1,M01,mine_2010,Dự án,,,,,n\nDA-1,M02,mine_2010,Dự án,,,,,n\n";
    assert_eq!(projects(twice), (1, "p.csv, line 3, column code: DA-1 stands twice.".into()));
}

fn steps(rows: &str) -> Read<StepRow> {
    let text = format!(
        "project,step,planned_time,planned_start,planned_finish,started,finished,event,event_date,event_reason,document,document_number\n{rows}"
    );
    let projects = BTreeMap::from([("DA-1".parse().unwrap(), "licence_extension".parse().unwrap())]);
    read_project_steps(&Input::new("s.csv", text.as_bytes()), &projects, carried::templates(), today()).unwrap()
}

#[track_caller]
fn check_step(rows: &str, fault: &str) {
    let sound = usize::from(fault.is_empty());
    let fault = if fault.is_empty() { String::new() } else { format!("s.csv, {fault}") };
    assert_eq!(faults(steps(rows)), (sound, fault), "{rows}");
}

#[test]
fn a_step_is_taken_whole_or_not_at_all() {
    check_step(
        "DA-1,2,,,,2026-01-05,,,,,,\nDA-1,2,,,,,,paused,2026-01-06,mưa,,\nDA-1,2,,,,,,resumed,2026-01-08,,phiếu,1\n",
        "",
    );
    check_step("DA-9,2,,,,,,,,,,\n", "line 2, column project: There is no project DA-9.");
    check_step("DA-1,6,,,,,,,,,,\n", "line 2, column step: The procedure has no step 6.");
    check_step("DA-1,1,5 days,,,,,,,,,\n", "line 2, column planned_time: “5 days” cannot be read.");
    check_step(
        "DA-1,1,,2026-02-02,2026-02-01,,,,,,,\n",
        "line 2, column planned_finish: It is planned to end before it begins.",
    );
    check_step(
        "DA-1,1,,,,2026-07-02,,,,,,\n",
        "line 2, column step: Step 1 has the actual date 2 July 2026, after 30 June 2026. Enter only what has happened.",
    );
    check_step(
        "DA-1,1,,,,2026-01-05,,,,,,\nDA-1,1,,,,2026-01-06,,,,,,\n",
        "line 3, column step: This step stands on a row above.",
    );
    let event = "column event: An interruption needs its kind and day; a pause, and only a pause, has a reason.";
    check_step("DA-1,1,,,,2026-01-05,,paused,2026-01-06,,,\n", &format!("line 2, {event}"));
    check_step("DA-1,1,,,,2026-01-05,,resumed,,,,\n", &format!("line 2, {event}"));
    check_step("DA-1,1,,,,2026-01-05,,,,,,7/GP\n", "line 2, column document: A paper without a name.");
    let (sound, fault) = faults(steps("DA-1,1,,,,2026-01-05,,resumed,2026-01-06,,,\n"));
    assert!(sound == 0 && fault.contains("a file is resumed that was not paused"), "{fault}");
    let read = steps("DA-1,1,,,,2026-01-05,,,,,,\nDA-1,1,,,,2026-01-06,,,,,,\nDA-1,2,,,,,,,,,,\n");
    assert_eq!((read.rows.len(), read.left_out), (1, 2));
}
