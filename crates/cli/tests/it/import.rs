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

#[test]
fn boundaries_need_a_source_and_terms_and_come_whole_or_not_at_all() {
    let folder = folder();
    assert_eq!(khoi(folder.path(), &["migrate", "--db", DATABASE]).code, 0);
    let area = |name: &str, west: f64, south: f64| {
        let (east, north) = (west + 0.5, south + 0.5);
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{name}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":\
             [[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{south}]]]}}}}"
        )
    };
    let file = |areas: &[String]| format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", areas.join(","));
    write(folder.path(), "good.geojson", file(&[area("Vị Xuyên", 104.8, 22.6), area("Bắc Mê", 105.3, 22.6)]));
    write(folder.path(), "country.geojson", file(&[area("Vị Xuyên", 104.8, 22.6), area("Cà Mau", 105.0, 9.0)]));
    write(folder.path(), "cut.geojson", "{\"type\":\"FeatureCollection\",\n\"features\":[{");
    let before = last_hash(folder.path());
    let ask = |name: &str, more: &[&str]| {
        import(folder.path(), &folder.path().join(name), &[&["--kind", "boundaries"], more].concat())
    };
    let whole = ["--of", "district", "--source", "Sở", "--licence", "CC0"];
    for (name, more, said) in [
        ("good.geojson", &["--of", "district"][..], "--licence"),
        ("good.geojson", &["--of", "district", "--source", " ", "--licence", "x"], "--source"),
        ("good.geojson", &["--of", "village", "--source", "s", "--licence", "x"], "province, district or commune"),
        ("country.geojson", &whole, "Hoàng Sa"),
        ("cut.geojson", &whole, "line 2"),
        ("nowhere.geojson", &whole, "nowhere.geojson"),
    ] {
        let ended = ask(name, more);
        assert_eq!(ended.code, 2, "{name} {more:?}: {}", ended.out);
        assert!(ended.err.contains(said), "{name}: {}", ended.err);
    }
    assert_eq!(last_hash(folder.path()), before);
    assert!(ask("good.geojson", &whole).out.contains("2 areas, the map is drawn with them"));
    let after = last_hash(folder.path());
    let again = ask("good.geojson", &whole);
    assert_eq!((again.code, again.out.contains("unchanged")), (0, true), "{}", again.out);
    assert_eq!(last_hash(folder.path()), after);
}

#[test]
fn a_difference_is_shown_before_it_is_accepted() {
    let folder = filled("csv");
    let text = std::fs::read_to_string(example("enterprises", "csv")).unwrap();
    let line = text.lines().nth(1).unwrap();
    let name = line.split(',').nth(1).unwrap();
    let changed = text.replacen(name, "Tên đã đổi", 1) + &line.replacen(&line[..10], "5100777777", 1) + "\n";
    write(folder.path(), "enterprises.csv", changed);
    let path = folder.path().join("enterprises.csv");
    let before = last_hash(folder.path());

    let shown = import(folder.path(), &path, &["--difference"]);
    assert_eq!(shown.code, 1, "{}", shown.err);
    assert!(shown.out.contains(&format!("name: {name} → Tên đã đổi")), "{}", shown.out);
    assert!(shown.out.contains("+ 5100777777") && shown.out.contains("Would add 1, change 1"), "{}", shown.out);
    assert_eq!(last_hash(folder.path()), before, "a rehearsal leaves nothing");

    let taken = import(folder.path(), &path, &[]);
    assert!(taken.out.contains("1 new, 1 changed"), "{}", taken.out);
    let same = import(folder.path(), &path, &["--difference"]);
    assert_eq!(same.code, 0, "{}", same.out);
    assert!(same.out.contains("Would add 0, change 0"), "{}", same.out);
}
