//! What `docs/security.vi.md` promises is tested: every test it names exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const TABLE: &str = include_str!("../../docs/security.vi.md");

/// Every Rust file below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The names of the tests of a crate.
fn tests_of(name: &str) -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates").join(name), &mut files);
    let mut tests = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        let mut lines = text.lines().map(str::trim);
        while let Some(line) = lines.next() {
            if line != "#[test]" {
                continue;
            }
            let function = lines.by_ref().find_map(|line| line.strip_prefix("fn ")?.split('(').next());
            tests.extend(function.map(str::to_owned));
        }
    }
    tests
}

#[test]
fn every_test_the_security_table_names_exists() {
    let rows = TABLE.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Yêu cầu"));
    let mut named = 0;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 4, "{row}");
        for name in cells[3].split('`').skip(1).step_by(2) {
            let (room, test) = name.split_once(' ').unwrap_or_else(|| panic!("{name} names no crate"));
            assert!(tests_of(room).contains(test), "{test} is no test of {room}");
            named += 1;
        }
    }
    assert!(named > 30, "the table was not read: {named}");
}
