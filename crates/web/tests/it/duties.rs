//! Every page and command that `docs/duties.md` names exists.

use std::collections::BTreeSet;

const DUTIES: &str = include_str!("../../../../docs/duties.md");
const COMMANDS: &str = include_str!("../../../cli/src/main.rs");

/// What stands between back quotes in the rows of the table.
fn named() -> BTreeSet<&'static str> {
    let rows = DUTIES.lines().filter(|line| line.starts_with('|'));
    rows.flat_map(|row| row.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn every_page_named_is_in_the_table_of_routes() {
    let routes: BTreeSet<&str> = web::routes::table().into_iter().map(|route| route.path).collect();
    let pages: Vec<&str> = named().into_iter().filter(|name| name.starts_with('/')).collect();
    assert!(pages.len() > 20, "the table was not read");
    for page in pages {
        assert!(routes.contains(page), "{page} is named in docs/duties.md and is no page");
    }
}

#[test]
fn every_command_named_is_one() {
    let commands: Vec<&str> = named().into_iter().filter_map(|name| name.strip_prefix("khoi ")).collect();
    assert!(commands.len() > 10, "the table was not read");
    for command in commands {
        let module = format!("mod {command};");
        assert!(COMMANDS.contains(&module), "khoi {command} is named in docs/duties.md and is no command");
    }
}

#[test]
fn what_is_not_begun_says_so() {
    for row in DUTIES.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Nhiệm vụ")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let is_empty = cells[2].is_empty() && cells[3].is_empty();
        assert_eq!(is_empty, cells[4].contains("not begun"), "{row}");
    }
}
