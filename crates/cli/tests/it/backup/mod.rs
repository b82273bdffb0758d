//! `khoi backup` and `khoi restore` as an administrator uses them.

mod broken;
mod moved;

use std::path::Path;

use formats::backup::{Manifest, Reader};
use serde_json::Value;

use crate::khoi::{folder, khoi};
use crate::office::{DATABASE, example, import};

/// A folder with a small office in it.
fn office() -> tempfile::TempDir {
    let folder = folder();
    assert_eq!(khoi(folder.path(), &["migrate", "--db", DATABASE]).code, 0);
    for kind in ["enterprises", "establishments", "products"] {
        assert_eq!(import(folder.path(), &example(kind, "csv"), &[]).code, 0);
    }
    folder
}

/// Backs a database up into a file of the folder.
#[track_caller]
fn back_up(folder: &Path, database: &str, out: &str) -> Value {
    let ended = khoi(folder, &["backup", "--db", database, "--out", out, "--json"]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    serde_json::from_str(&ended.out).unwrap()
}

#[track_caller]
fn restore(folder: &Path, from: &str, database: &str) -> Value {
    let ended = khoi(folder, &["restore", "--from", from, "--db", database, "--json"]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    serde_json::from_str(&ended.out).unwrap()
}

fn manifest(path: &Path) -> Manifest {
    Reader::open(std::fs::File::open(path).unwrap(), |_| {}).unwrap().manifest().clone()
}

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_named_by_its_moment_and_overwrites_nothing() {
    let folder = office();
    let at = folder.path();
    let told = khoi(at, &["backup", "--db", DATABASE, "--out", "sao lưu"]);
    assert!(told.code == 0 && told.out.contains("Đã sao lưu") && told.out.contains("Backed up"), "{}", told.err);
    let [name] = &names(&at.join("sao lưu"))[..] else { panic!("one file") };
    let last = manifest(&at.join("sao lưu").join(name)).last;
    let moment = name.strip_prefix("khoi-20").and_then(|rest| rest.strip_suffix(&format!("Z-{last}.zip"))).unwrap();
    assert!(moment.len() == 13 && moment.bytes().all(|b| b.is_ascii_digit() || b == b'T'), "{name}");

    back_up(at, DATABASE, "một.zip");
    let before = std::fs::read(at.join("một.zip")).unwrap();
    for taken in ["một.zip", DATABASE] {
        let ended = khoi(at, &["backup", "--db", DATABASE, "--out", taken]);
        assert_eq!(ended.code, 2, "{}", ended.out);
        assert!(ended.err.contains("không ghi đè") && ended.err.contains("overwrites nothing"), "{}", ended.err);
    }
    assert_eq!(std::fs::read(at.join("một.zip")).unwrap(), before);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(at.join("một.zip")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "only its owner reads it");
    }
}

#[test]
fn a_place_that_cannot_be_written_leaves_nothing() {
    let folder = office();
    let at = folder.path();
    let before = names(at);
    for out in ["không có/một.zip", &format!("{DATABASE}/một.zip")] {
        let ended = khoi(at, &["backup", "--db", DATABASE, "--out", out]);
        assert_eq!(ended.code, 2, "{out}: {}", ended.out);
        assert!(ended.err.contains("quyền ghi") && ended.err.contains("your right to write"), "{}", ended.err);
    }
    let nothing = khoi(at, &["backup", "--db", "không có.db", "--out", "một.zip"]);
    assert!(nothing.code == 2 && nothing.err.contains("khoi migrate"), "{}", nothing.err);
    assert!(names(at).iter().all(|name| before.contains(name) || name.starts_with(DATABASE)), "{:?}", names(at));
}

/// As with a full disk, the system refuses to let the file grow.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_backup() {
    let folder = office();
    let at = folder.path();
    for kind in ["basket", "returns", "sites"] {
        assert_eq!(import(at, &example(kind, "csv"), &[]).code, 0);
    }
    std::fs::create_dir(at.join("b")).unwrap();
    let bytes = back_up(at, DATABASE, "whole.zip")["bytes"].as_u64().unwrap();
    assert!(bytes > 16_384, "{bytes}");
    // The file that readers of a database share would not fit either; it is there while somebody reads.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let reader = runtime.block_on(::office::Store::open(&at.join(DATABASE).display().to_string())).unwrap();
    // Blocks of 512 bytes.
    let words = format!("trap '' XFSZ; ulimit -f 16; exec {} backup --db \"$0\" --out b", env!("CARGO_BIN_EXE_khoi"));
    let ended = std::process::Command::new("sh").args(["-c", &words, DATABASE]).current_dir(at).output().unwrap();
    runtime.block_on(reader.close());
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains("chỗ trống") && said.contains("room on the disk"), "{said}");
    assert!(names(&at.join("b")).is_empty(), "{:?}", names(&at.join("b")));
}
