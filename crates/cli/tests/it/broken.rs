//! Every broken file of `fixtures/broken` through the program: the exit of the contract, a sentence with place and remedy in
//! both languages, and nothing written.
//!
//! `expected.csv` is the table. A file whose faulty rows are left out (exit 1) is also imported with `--all-or-nothing`.

use std::path::{Path, PathBuf};

use crate::khoi::{Ended, folder, khoi, write};
use crate::office::{DATABASE, copy, last_hash, with_examples};

/// One broken file.
struct Broken {
    name: String,
    kind: String,
    exit: i32,
    line: String,
    column: String,
    says: String,
    noi: String,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/broken")
}

fn table() -> Vec<Broken> {
    let text = std::fs::read_to_string(fixtures().join("expected.csv")).unwrap();
    let read = |line: &str| {
        let [name, kind, exit, line, column, says, noi] =
            <[&str; 7]>::try_from(line.split(',').collect::<Vec<_>>()).unwrap().map(str::to_owned);
        Broken { name, kind, exit: exit.parse().unwrap(), line, column, says, noi }
    };
    text.lines().skip(1).map(read).collect()
}

impl Broken {
    fn path(&self) -> String {
        fixtures().join(&self.name).display().to_string()
    }

    /// Whether a line of the error stream names the place, in the words of its language, and has the sentence.
    fn is_said(&self, line: &str, words: [&str; 2], says: &str) -> bool {
        let [at_line, at_column] = words;
        let at_line = if self.line.is_empty() { String::new() } else { format!(", {at_line} {}", self.line) };
        let at_column = if self.column.is_empty() { String::new() } else { format!(", {at_column} {}:", self.column) };
        // What to do is a sentence of its own after the one that says what is wrong.
        let Some((place, sentences)) = line.split_once(": ") else { return false };
        let remedy =
            sentences.split_once(says).and_then(|(_, rest)| rest.split_once(". ")).map_or("", |(_, rest)| rest);
        let place = format!("{place}:");
        place.contains(&self.name) && place.contains(&at_line) && place.contains(&at_column) && !remedy.is_empty()
    }

    #[track_caller]
    fn check(&self, ended: &Ended, exit: i32) {
        let Ended { code, out, err } = ended;
        assert_eq!(*code, exit, "{}\n{out}{err}", self.name);
        let said = |words, says| err.lines().any(|line| self.is_said(line, words, says));
        assert!(said(["line", "column"], &self.says), "{} does not say “{}”:\n{err}", self.name, self.says);
        assert!(said(["dòng", "cột"], &self.noi), "{} không nói “{}”:\n{err}", self.name, self.noi);
        assert!(!err.contains("panicked") && !out.contains("panicked"), "{}\n{err}", self.name);
    }
}

const PLAIN: [&str; 4] = ["components", "series", "weights", "prices"];

#[test]
fn broken_files_are_refused_by_import_and_nothing_is_written() {
    let (whole, part) = (with_examples(), folder());
    let before = last_hash(whole.path());
    let mut count = 0;
    for broken in table().iter().filter(|broken| !PLAIN.contains(&broken.kind.as_str()) && broken.kind != "rules") {
        let (path, kind) = (broken.path(), broken.kind.as_str());
        let import = ["import", &path, "--kind", kind, "--db", DATABASE];
        let all_or_nothing = khoi(whole.path(), &[&import[..], &["--all-or-nothing"]].concat());
        broken.check(&all_or_nothing, 2);
        assert_eq!(all_or_nothing.out, "", "{}", broken.name);
        if broken.exit == 1 {
            copy(whole.path(), part.path());
            let ended = khoi(part.path(), &import);
            broken.check(&ended, 1);
            let left_out =
                ended.out.lines().any(|line| line.contains(" faulty rows left out") && !line.contains(" 0 f"));
            assert!(left_out, "{}\n{}", broken.name, ended.out);
            last_hash(part.path());
        } else {
            broken.check(&khoi(whole.path(), &import), 2);
        }
        assert_eq!(last_hash(whole.path()), before, "{} left something behind", broken.name);
        count += 1;
    }
    assert!(count >= 60, "{count} files");
}

#[test]
fn broken_rules_do_not_come_into_force() {
    let folder = with_examples();
    let before = last_hash(folder.path());
    let mut count = 0;
    for broken in table().iter().filter(|broken| broken.kind == "rules") {
        broken.check(&khoi(folder.path(), &["checks", "use", &broken.path(), "--db", DATABASE]), 2);
        broken.check(&khoi(folder.path(), &["checks", "list", "--rules", &broken.path()]), 2);
        broken.check(
            &khoi(folder.path(), &["checks", "run", "--month", "2023-12", "--rules", &broken.path(), "--db", DATABASE]),
            2,
        );
        assert_eq!(last_hash(folder.path()), before, "{}", broken.name);
        count += 1;
    }
    assert!(count >= 2, "{count} files");
}

#[test]
fn broken_files_are_refused_by_the_plain_commands_and_no_file_is_written() {
    let folder = folder();
    write(folder.path(), "c.csv", "code,period,value\nA,2024-01,100\n");
    write(folder.path(), "w.csv", "code,parent,weight\nT,,\nA,T,1\n");
    write(folder.path(), "t.csv", "series,period,value\nA,2024,1200\n");
    let there = std::fs::read_dir(folder.path()).unwrap().count();
    let mut count = 0;
    for broken in table().iter().filter(|broken| PLAIN.contains(&broken.kind.as_str())) {
        let path = broken.path();
        let arguments: &[&[&str]] = match broken.kind.as_str() {
            "components" => &[
                &["index", "aggregate", "--components", &path, "--weights", "w.csv", "--out", "o.csv"],
                &[
                    "index",
                    "aggregate",
                    "--components",
                    "c.csv",
                    "--weights",
                    "w.csv",
                    "--out",
                    "o.csv",
                    "--compare",
                    &path,
                    "--tolerance",
                    "1",
                ],
            ],
            "weights" => &[&["index", "aggregate", "--components", "c.csv", "--weights", &path, "--out", "o.csv"]],
            "prices" => {
                &[&["index", "elementary", "--prices-quantities", &path, "--formula", "jevons", "--out", "o.csv"]]
            }
            _ => &[
                &[
                    "benchmark",
                    "--series",
                    &path,
                    "--targets",
                    "t.csv",
                    "--method",
                    "denton-additive",
                    "--out",
                    "o.csv",
                ],
                &[
                    "benchmark",
                    "--series",
                    "t.csv",
                    "--targets",
                    &path,
                    "--method",
                    "denton-additive",
                    "--out",
                    "o.csv",
                ],
            ],
        };
        for arguments in arguments {
            broken.check(&khoi(folder.path(), arguments), 2);
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), there, "{} left a file", broken.name);
        }
        count += 1;
    }
    assert!(count >= 7, "{count} files");
}

/// No file of the folder is left out of the table, and none of the table is missing.
#[test]
fn every_broken_file_is_in_the_table() {
    let mut named: Vec<String> = table().into_iter().map(|broken| broken.name).collect();
    named.push("expected.csv".to_owned());
    named.sort();
    let entries = std::fs::read_dir(fixtures()).unwrap();
    let mut there: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    there.sort();
    assert_eq!(named, there);
}
