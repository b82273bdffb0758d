use domain::text::Lang;

use super::*;

fn today() -> Date {
    "2026-06-30".parse().unwrap()
}

fn known() -> BTreeSet<ProjectCode> {
    BTreeSet::from(["DA-1".parse().unwrap(), "DA-2".parse().unwrap()])
}

fn said<T>(read: &Read<T>) -> String {
    let faults = read.faults.iter().map(|f| format!("{}: {}", f.place.in_lang(Lang::En), f.what.en));
    assert!(read.faults.iter().all(|f| !f.remedy.vi.is_empty() && !f.remedy.en.is_empty()));
    faults.collect::<Vec<_>>().join("; ")
}

/// The rows left and the fault, with its place in the one row that may be wrong.
#[track_caller]
fn check<T>(read: Read<T>, rows: usize, fault: &str) {
    assert_eq!((read.rows.len(), said(&read)), (rows, fault.to_owned()));
}

fn land(rows: &str) -> Read<OfProject<LandFigure>> {
    let text = format!("project,stage,date,hectares,households,source\n{rows}");
    read_land(&Input::new("l.csv", text.as_bytes()), &known(), today()).unwrap()
}

#[test]
fn a_figure_of_land_says_how_much_of_what_as_of_when_and_by_whom() {
    let read = land("DA-1,cleared,2026-03-31,4.5,,BC\nDA-1,đã bồi thường,31/03/2026,,7,BC\n");
    assert_eq!(said(&read), "");
    let figures: Vec<_> =
        read.values().map(|row| (row.said.stage.code(), row.said.hectares, row.said.households)).collect();
    assert_eq!(figures, [("cleared", Some(4.5), None), ("compensated", None, Some(7))]);
    check(land("DA-9,cleared,2026-03-31,1,,BC\n"), 0, "l.csv, line 2, column project: There is no project DA-9.");
    check(land("DA-1,cleared,2026-07-01,1,,BC\n"), 0, "l.csv, line 2, column date: The day has not come.");
    check(land("DA-1,cleared,2026-03-31,,,BC\n"), 0, "l.csv, line 2, column hectares: The cell “hectares” is empty.");
    check(
        land("DA-1,cleared,2026-03-31,-1,,BC\n"),
        0,
        "l.csv, line 2, column hectares: -1: hectares cannot be negative.",
    );
    check(land("DA-1,cleared,2026-03-31,1,,\n"), 0, "l.csv, line 2, column source: The cell “source” is empty.");
    let twice = "DA-1,cleared,2026-03-31,1,,BC\nDA-2,cleared,2026-03-31,1,,BC\nDA-1,cleared,2026-03-31,2,,BC\n";
    check(land(twice), 2, "l.csv, line 4, column stage: The figure of this stage and day stands twice in the file.");
}

fn progress(rows: &str) -> Read<OfProject<WorkReport>> {
    let text = format!("project,month,percent,volume,disbursed,state,reason\n{rows}");
    read_progress(&Input::new("p.csv", text.as_bytes()), &known(), today()).unwrap()
}

#[test]
fn a_report_of_a_month_waits_unless_it_says_otherwise() {
    let read = progress("DA-1,2026-05,42.5,đào | dug,15200,,\nDA-1,2026-04,40,,,đã xác nhận,\n");
    let rows: Vec<_> = read.values().map(|row| (row.said.percent, row.said.disbursed, row.said.state.code())).collect();
    assert_eq!(rows, [(42.5, Some(15200.0), "reported"), (40.0, None, "confirmed")]);
    check(progress("DA-1,2026-05,101,,,,\n"), 0, "p.csv, line 2, column percent: It is more than 100 per cent.");
    check(progress("DA-1,2026-07,1,,,,\n"), 0, "p.csv, line 2, column month: The day has not come.");
    let reason = "p.csv, line 2, column reason: A returned report, and only a returned one, has a reason.";
    check(progress("DA-1,2026-05,1,,,returned,\n"), 0, reason);
    check(progress("DA-1,2026-05,1,,,,thiếu\n"), 0, reason);
    let twice = "DA-1,2026-05,1,,,,\nDA-1,2026-05,2,,,,\n";
    check(progress(twice), 1, "p.csv, line 3, column month: This month of the project stands twice in the file.");
}

fn visits(rows: &str) -> Read<OfProject<Visit>> {
    let text = format!("project,date,source,kind,by,summary,finding,deadline,mended,how\n{rows}");
    read_visits(&Input::new("v.csv", text.as_bytes()), &known(), today()).unwrap()
}

#[test]
fn rows_of_the_same_minutes_are_one_visit() {
    let read = visits(
        "DA-1,2026-04-15,BB 1,quality,Sở,xem kè,thiếu rào,2026-05-15,2026-05-10,đã rào\n\
         DA-1,2026-04-15,BB 1,,,,thiếu biển,,,\n\
         DA-1,2026-04-15,BB 2,guidance,Sở,hướng dẫn,,,,\n",
    );
    assert_eq!(said(&read), "");
    let told: Vec<_> = read.values().map(|row| (row.said.source.as_str(), row.said.findings.len())).collect();
    assert_eq!(told, [("BB 1", 2), ("BB 2", 0)]);
    check(visits("DA-1,2026-04-15,BB 1,,Sở,x,,,,\n"), 0, "v.csv, line 2, column kind: The cell “kind” is empty.");
    let again = "DA-1,2026-04-15,BB 1,quality,Sở,x,,,,\nDA-1,2026-04-15,BB 1,,Sở,,y,,,\n";
    let read = visits(again);
    assert_eq!(read.left_out, 2, "a faulty row leaves the whole visit out");
    check(read, 0, "v.csv, line 3, column by: This visit stands on a row above.");
    let row = |rest: &str| visits(&format!("DA-1,2026-04-15,BB 1,quality,Sở,x,{rest}\n"));
    check(row("y,2026-04-01,,"), 0, "v.csv, line 2, column deadline: The day lies before the visit.");
    check(row("y,,2026-07-01,z"), 0, "v.csv, line 2, column mended: The day has not come.");
    check(row("y,,2026-05-01,"), 0, "v.csv, line 2, column how: The cell “how” is empty.");
    check(row(",2026-05-01,,"), 0, "v.csv, line 2, column finding: The cell “finding” is empty.");
}

fn directives(rows: &str) -> Read<Directive> {
    let text = format!(
        "site,order,number,date,by,reason,source,lifted_date,lifted_number,lifted_by,lifted_reason,lifted_source\n{rows}"
    );
    let sites = BTreeSet::from(["M04".parse().unwrap()]);
    read_directives(&Input::new("d.csv", text.as_bytes()), &sites, today()).unwrap()
}

#[test]
fn a_direction_names_its_site_and_source_and_may_be_lifted() {
    let read = directives("M04,1,,~2024-early,UBND,x,s,,,,,\nM04,2,7/CV,2025-03,UBND,x,s,2025-06-30,,Sở,xong,\n");
    assert_eq!(said(&read), "");
    let lifted: Vec<_> = read.values().map(|one| one.lifted.as_ref().map(|lifting| lifting.source.as_str())).collect();
    assert_eq!(lifted, [None, Some("s")]);
    check(directives("M99,1,,,UBND,x,s,,,,,\n"), 0, "d.csv, line 2, column site: There is no site M99.");
    check(directives("M04,0,,,UBND,x,s,,,,,\n"), 0, "d.csv, line 2, column order: The place must be from 1 to 65535.");
    check(directives("M04,1,,,UBND,x,,,,,,\n"), 0, "d.csv, line 2, column source: The cell “source” is empty.");
    check(
        directives("M04,1,,,UBND,x,s,,9,,,\n"),
        0,
        "d.csv, line 2, column lifted_date: The cell “lifted_date” is empty.",
    );
    check(
        directives("M04,1,,,UBND,x,s,2025-06-30,,,y,\n"),
        0,
        "d.csv, line 2, column lifted_by: The cell “lifted_by” is empty.",
    );
    let twice = "M04,1,,,UBND,x,s,,,,,\nM04,1,,,UBND,y,s,,,,,\n";
    check(directives(twice), 1, "d.csv, line 3, column order: This direction stands twice in the file.");
}
