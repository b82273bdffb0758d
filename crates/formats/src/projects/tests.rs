use domain::projects::Project;
use domain::sites::Fact;
use domain::text::Lang;
use jiff::civil::date;

use super::*;

const TEMPLATES: &str = "template,name_vi,name_en,law,valid_from,valid_until,goals,note_vi,note_en,source
a,Một,One,Luật,2025-07-01,,2,,,nguồn
b,Hai,Two,Luật,,2025-06-30,,,,nguồn
";
const STEPS: &str = "template,step_no,name_vi,name_en,agency_vi,agency_en,agencies,limit,interruption,legal_basis,basis,waits_for,note_vi,note_en,source
a,1,Xin,Ask,Sở,Department,so-x,30d,,Đ1,law,,,,nguồn
a,2,Cấp,Grant,Sở,Department,so-x;so-y,,,,practice,1,,,nguồn
b,1,Xin,Ask,Sở,Department,so-x,5wd,,Đ1,law,,,,nguồn
";

fn read(templates: &str, steps: &str) -> (Vec<String>, Vec<String>) {
    let templates = Input::new("templates.csv", templates.as_bytes());
    let (sound, faults) = read_templates(&templates, &Input::new("steps.csv", steps.as_bytes()));
    let faults = faults.iter().map(|f| format!("{}: {}", f.place.in_lang(Lang::En), f.what.en)).collect();
    (sound.into_iter().map(|t| format!("{} {}", t.code, t.steps.len())).collect(), faults)
}

#[test]
fn sound_tables_give_templates() {
    assert_eq!(read(TEMPLATES, STEPS), (vec!["a 2".to_owned(), "b 1".to_owned()], vec![]));
}

/// One change to the tables: which templates are left, and the fault with its place.
#[track_caller]
fn check(from: &str, to: &str, left: &[&str], fault: &str) {
    let changed = (TEMPLATES.replace(from, to), STEPS.replace(from, to));
    assert_ne!((changed.0.as_str(), changed.1.as_str()), (TEMPLATES, STEPS), "“{from}” is in neither table");
    let (sound, faults) = read(&changed.0, &changed.1);
    assert_eq!(
        (sound.iter().map(String::as_str).collect::<Vec<_>>(), faults.join("; ")),
        (left.to_vec(), fault.to_owned())
    );
}

#[test]
fn a_fault_names_file_line_and_column_and_takes_its_template_out() {
    check("30d", "30 days", &["b 1"], "steps.csv, line 2, column limit: “30 days” cannot be read.");
    check(
        "so-x;so-y",
        "so-x; Sở Y",
        &["b 1"],
        "steps.csv, line 3, column agencies: “so-x; Sở Y” is no list of agencies.",
    );
    check("so-x;so-y", "", &["b 1"], "steps.csv, line 3, column agencies: The cell is empty.");
    check("a,2,Cấp,Grant", "a,2,Cấp,", &["b 1"], "steps.csv, line 3, column name_en: The cell is empty.");
    check("practice,1,", "practice,4|,", &["b 1"], "steps.csv, line 3, column waits_for: “4|” cannot be read.");
    check("practice,1,", "custom,1,", &["b 1"], "steps.csv, line 3, column basis: “custom” cannot be read.");
    check(
        "2025-06-30",
        "2025-06-31",
        &[],
        "templates.csv, line 3, column valid_until: “2025-06-31” cannot be read.; \
         steps.csv, line 4, column template: The table of templates has no b.",
    );
    check("30d,,Đ1", "30d,pause 25,Đ1", &["b 1"], "steps.csv, line 2, column interruption: “pause 25” cannot be read.");
    check(
        "30d,,Đ1",
        "30d,pause+25,",
        &["b 1"],
        "steps.csv, line 2, column interruption: “pause+25” needs the limit of the step and its legal ground.",
    );
    check("practice,1,,,nguồn", "practice,1,,,", &["b 1"], "steps.csv, line 3, column source: The cell is empty.");
}

#[test]
fn a_broken_graph_is_named_at_its_row() {
    let cycle = "steps.csv, line 2, column waits_for: a: The steps wait for one another: 1 → 2 → 1.";
    check("Đ1,law,,,,nguồn\na,2", "Đ1,law,2,,,nguồn\na,2", &["b 1"], cycle);
    let unknown = "steps.csv, line 3, column waits_for: a: Step 2 waits for step 7, which the procedure does not have.";
    check("practice,1,", "practice,7,", &["b 1"], unknown);
    check(
        "a,2,Cấp",
        "a,1,Cấp",
        &["b 1"],
        "steps.csv, line 3, column step_no: a: Step 1 stands twice.; templates.csv, line 2, column goals: a: The goal 2 is \
         not a step of the procedure.",
    );
    check(
        "\nb,1,",
        "\nc,1,",
        &[],
        "steps.csv, line 4, column template: The table of templates has no c.; templates.csv, \
         line 3: b: The procedure has no steps.",
    );
}

#[test]
fn a_table_without_its_columns_or_with_torn_rows_is_refused() {
    check(
        "waits_for,note_vi",
        "waits,note_vi",
        &[],
        "steps.csv, line 1: Missing columns: waits_for.; templates.csv, line 2: a: \
         The procedure has no steps.; templates.csv, line 2, column goals: a: The goal 2 is not a step of the procedure.; \
         templates.csv, line 3: b: The procedure has no steps.",
    );
    check(
        "b,Hai,Two",
        "a,Hai,Two",
        &[],
        "templates.csv, line 3, column template: The template a stands twice.; steps.csv, line 4, \
         column template: The table of templates has no b.",
    );
    let (sound, faults) = read(TEMPLATES, &format!("{STEPS}b,2\n"));
    assert!(
        faults.len() == 1 && faults[0].starts_with("steps.csv, line 5: The row cannot be read"),
        "{sound:?} {faults:?}"
    );
}

/// The last day of step 1 of a procedure read from a table, for a file received on Monday 9 February 2026, before Tết (16 to 20 February),
/// for which papers were asked on `asked` and brought on Monday 2 March.
#[track_caller]
fn due(limit: &str, interruption: &str, asked: Date, expected: Date) {
    let steps = STEPS.replace("30d,,Đ1", &format!("{limit},{interruption},Đ1"));
    let (templates, steps) =
        (Input::new("templates.csv", TEMPLATES.as_bytes()), Input::new("steps.csv", steps.as_bytes()));
    let (sound, faults) = read_templates(&templates, &steps);
    assert_eq!(faults, [], "{limit} {interruption}");
    let graph = StepGraph::new(&sound[0]).unwrap();
    let (step, name) = (StepNumber::try_from(1).unwrap(), Text::new("thử", "test"));
    let mut project = Project::new("DA-1".parse().unwrap(), "M01".parse().unwrap(), sound[0].code.clone(), name);
    project.start = Fact::Known(date(2026, 2, 9));
    project.begin_step(&graph, step, date(2026, 2, 9)).unwrap();
    project.interrupt_step(&graph, step, asked, domain::projects::Interruption::AskPapers).unwrap();
    let waits = project.standing(&graph, crate::carried::calendar()).awaited;
    let stands = asked == date(2026, 2, 11) || interruption.starts_with("pause");
    assert_eq!(waits[0].due.is_none(), stands, "the clock stands while papers are out: {limit} {interruption}");
    project.interrupt_step(&graph, step, date(2026, 3, 2), domain::projects::Interruption::BringPapers).unwrap();
    let waits = project.standing(&graph, crate::carried::calendar()).awaited;
    assert_eq!(waits[0].due, Some(expected), "{limit} {interruption} asked on {asked}");
}

#[test]
fn a_step_is_counted_again_or_goes_on_as_its_law_says() {
    let in_time = date(2026, 2, 11);
    due("30d", "", in_time, date(2026, 4, 1));
    due("30d", "restart", in_time, date(2026, 4, 1));
    due("30d", "pause", in_time, date(2026, 3, 30));
    due("30d", "pause+25", in_time, date(2026, 4, 24));
    due("20wd", "", in_time, date(2026, 3, 30));
    due("20wd", "pause", in_time, date(2026, 3, 26));
    // Over the day in lieu of the Hùng Kings (27 April), 30 April and 1 May.
    due("20wd", "pause+25", in_time, date(2026, 5, 5));
    // Asked after the three working days of the general rule: its clock went on; the other law knows no such day.
    let later = date(2026, 2, 24);
    due("30d", "", later, date(2026, 3, 11));
    due("30d", "pause", later, date(2026, 3, 17));
    due("30d", "pause+25", later, date(2026, 4, 11));
}
