//! `khoi migrate`, `khoi import` and `khoi verify`, through the program, on the layouts' own examples.

use crate::khoi::{folder, khoi, write};
use crate::office::{DATABASE, KINDS, example, filled, import, last_hash};

#[test]
fn importing_the_same_files_again_changes_nothing() {
    let folder = filled("csv");
    let before = last_hash(folder.path());
    for (kind, ending) in KINDS.into_iter().flat_map(|kind| [(kind, "csv"), (kind, "xlsx")]) {
        let ended = import(folder.path(), &example(kind, ending), &[]);
        assert_eq!(ended.code, 0, "{kind}.{ending}: {}", ended.err);
        assert!(ended.out.contains("0 new, 0 changed"), "{kind}.{ending}: {}", ended.out);
    }
    assert_eq!(last_hash(folder.path()), before);
    let kept = khoi(folder.path(), &["verify", "--db", DATABASE, "--head", &before]);
    assert_eq!(kept.code, 0, "{}", kept.err);
    let other = khoi(folder.path(), &["verify", "--db", DATABASE, "--head", "3:00"]);
    assert_eq!(other.code, 1, "{}", other.out);
}

#[test]
fn sound_rows_go_in_and_faulty_ones_are_told_with_their_place() {
    let folder = filled("xlsx");
    let text = std::fs::read_to_string(example("targets", "csv")).unwrap();
    let good = text.lines().find(|line| line.starts_with("20")).unwrap();
    let heading = text.lines().find(|line| line.starts_with("year")).unwrap();
    let file = format!("{heading}\n{}\n{}\n", good.replacen("20", "21", 1), good.replacen("20", "2x", 1));
    write(folder.path(), "targets.csv", file);
    let path = folder.path().join("targets.csv");
    let before = last_hash(folder.path());

    let whole = import(folder.path(), &path, &["--all-or-nothing"]);
    assert_eq!(whole.code, 2, "{}", whole.out);
    assert!(whole.err.contains("targets.csv, dòng 3") && whole.err.contains("line 3"), "{}", whole.err);
    assert_eq!(last_hash(folder.path()), before);

    let part = import(folder.path(), &path, &["--json"]);
    assert_eq!(part.code, 1, "{}", part.err);
    let told: serde_json::Value = serde_json::from_str(&part.out).unwrap();
    assert_eq!((&told["taken"]["new"], &told["left_out"]), (&1.into(), &1.into()));
    assert_ne!(last_hash(folder.path()), before);
}

#[test]
fn unreadable_files_write_nothing_and_exit_2() {
    let folder = folder();
    assert_eq!(khoi(folder.path(), &["migrate", "--db", DATABASE]).code, 0);
    let before = last_hash(folder.path());
    write(folder.path(), "empty.csv", "");
    write(folder.path(), "strange.csv", "a,b\n1,2\n");
    for (file, more) in [
        ("nowhere.csv", &[][..]),
        ("empty.csv", &["--kind", "returns"]),
        ("strange.csv", &[]),
        ("strange.csv", &["--kind", "returns"]),
        ("strange.csv", &["--kind", "products", "--marked", "out.xlsx"]),
    ] {
        let ended = import(folder.path(), &folder.path().join(file), more);
        assert_eq!(ended.code, 2, "{file} {more:?}: {}", ended.out);
        assert!(ended.err.contains(file), "{file} {more:?}: {}", ended.err);
    }
    assert_eq!(last_hash(folder.path()), before);
    assert!(!folder.path().join("out.xlsx").exists());
}

#[test]
fn every_layout_is_printed_and_can_be_imported_empty() {
    let folder = folder();
    for kind in KINDS {
        let printed = khoi(folder.path(), &["import", "--template", kind]);
        assert_eq!(printed.code, 0, "{}", printed.err);
        assert!(printed.out.lines().count() > 2, "{kind}");
        let written = khoi(folder.path(), &["import", "--template", kind, "--format", "xlsx", "--out", "mẫu.xlsx"]);
        assert_eq!(written.code, 0, "{}", written.err);
        assert!(std::fs::read(folder.path().join("mẫu.xlsx")).unwrap().starts_with(b"PK"));
    }
}

#[test]
fn without_migration_the_remedy_is_said() {
    let folder = folder();
    let ended = khoi(folder.path(), &["verify", "--db", "none.db"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("khoi migrate"), "{}", ended.err);
}
