//! Files that are no backups, and databases that are not empty: a sentence with what to do, exit 2, nothing written.

use std::fs::File;
use std::path::Path;

use formats::backup::{Manifest, Reader, Step, Writer};

use super::{back_up, names, office, restore};
use crate::khoi::{folder, khoi, write};
use crate::office::DATABASE;

/// Expects a refusal with these words, and no database.
#[track_caller]
fn refused(folder: &Path, from: &str, words: &[&str]) {
    let before = names(folder);
    for more in [&["--db", "mới.db"][..], &["--drill"]] {
        let ended = khoi(folder, &[&["restore", "--from", from], more].concat());
        assert_eq!(ended.code, 2, "{from}\n{}{}", ended.out, ended.err);
        assert!(words.iter().all(|word| ended.err.contains(word)), "{from}\n{}", ended.err);
        assert!(!ended.err.contains("panicked") && ended.out.is_empty(), "{}{}", ended.out, ended.err);
    }
    assert_eq!(names(folder), before, "{from}: something was written");
}

const DAMAGED: [&str; 2] = ["bị hỏng hoặc bị cắt cụt", "damaged or cut off"];
const FOREIGN: [&str; 3] = ["không phải bản sao lưu", "not a backup", "khoi backup"];

#[test]
fn a_backup_cut_off_or_changed_is_refused() {
    let office = office();
    back_up(office.path(), DATABASE, "whole.zip");
    let whole = std::fs::read(office.path().join("whole.zip")).unwrap();
    let folder = folder();
    let at = folder.path();
    for length in [whole.len() - 1, whole.len() - 64, whole.len() - 200, whole.len() / 2, 1000, 60] {
        write(at, "cut.zip", &whole[..length]);
        refused(at, "cut.zip", &DAMAGED);
    }
    write(at, "short.zip", &whole[..20]);
    refused(at, "short.zip", &FOREIGN);
    // Numbers from a linear congruence (Knuth, MMIX), begun at a fixed one.
    let mut random = 20_240_131_u64;
    for _ in 0..20 {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let place = (random >> 33) as usize % whole.len();
        let mut changed = whole.clone();
        changed[place] ^= 1 << (random >> 8 & 7);
        write(at, "changed.zip", &changed);
        let said = if place < 45 { "Hãy" } else { "bị hỏng hoặc bị cắt cụt" };
        refused(at, "changed.zip", &[said]);
    }
    let longer = [&whole[..], b"x"].concat();
    write(at, "longer.zip", longer);
    refused(at, "longer.zip", &DAMAGED);
}

#[test]
fn other_files_are_refused() {
    let folder = folder();
    let at = folder.path();
    let workbook = khoi(at, &["import", "--template", "returns", "--format", "csv"]).out;
    write(at, "returns.csv", workbook);
    let mut zip = zip::ZipWriter::new(File::create(at.join("foreign.zip")).unwrap());
    zip.start_file("tables/account.jsonl", zip::write::SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap();
    write(at, "empty.zip", "");
    for name in ["returns.csv", "foreign.zip", "empty.zip"] {
        refused(at, name, &FOREIGN);
    }
    refused(at, "nowhere.zip", &["nowhere.zip", "quyền đọc", "your right to read"]);
    std::fs::create_dir(at.join("folder")).unwrap();
    refused(at, "folder", &["thư mục", "Choose a backup in it"]);
}

#[test]
fn only_an_empty_database_is_filled() {
    let office = office();
    let at = office.path();
    back_up(at, DATABASE, "whole.zip");
    let before = khoi(at, &["verify", "--db", DATABASE]).out;
    let ended = khoi(at, &["restore", "--from", "whole.zip", "--db", DATABASE]);
    assert_eq!(ended.code, 2, "{}", ended.out);
    assert!(ended.err.contains("không trống") && ended.err.contains("not empty"), "{}", ended.err);
    assert_eq!(khoi(at, &["verify", "--db", DATABASE]).out, before);
    // The file of a database that was never prepared is empty.
    write(at, "trống.db", "");
    restore(at, "whole.zip", "trống.db");
    assert_eq!(khoi(at, &["verify", "--db", "trống.db"]).out, before);
}

/// A backup written anew, with another layout and without some of its tables.
fn written_anew(from: &Path, to: &Path, change: impl Fn(&mut Manifest)) {
    let mut reader = Reader::open(File::open(from).unwrap(), |_| {}).unwrap();
    let all = reader.manifest().clone();
    let mut manifest = all.clone();
    change(&mut manifest);
    let file = File::options().read(true).write(true).create_new(true).open(to).unwrap();
    let mut writer = Writer::new(file).unwrap();
    for (place, table) in all.tables.iter().enumerate() {
        if manifest.tables.iter().any(|kept| kept.name == table.name) {
            writer.table(&table.name, table.columns.clone()).unwrap();
            let mut rows = |lines: Vec<u8>, rows| writer.rows(&lines, rows).is_ok();
            reader.table(place, &mut rows).unwrap();
        }
    }
    let Manifest { program, moment, layout, last, hash, .. } = manifest;
    writer.finish(&program, moment, layout, (last, hash)).unwrap();
}

#[test]
fn an_older_layout_is_brought_up_to_date_and_a_later_one_refused_by_name() {
    let office = office();
    let at = office.path();
    back_up(at, DATABASE, "whole.zip");
    let whole = at.join("whole.zip");
    written_anew(&whole, &at.join("older.zip"), |manifest| {
        assert_eq!(manifest.layout.pop().unwrap().name, "0019_adjust");
        manifest.tables.retain(|table| table.name != "adjust_choice");
    });
    let restored = restore(at, "older.zip", "cũ.db");
    assert_eq!(restored["applied"], serde_json::json!(["0019_adjust"]));
    assert_eq!(khoi(at, &["verify", "--db", "cũ.db"]).out, khoi(at, &["verify", "--db", DATABASE]).out);

    written_anew(&whole, &at.join("later.zip"), |manifest| {
        manifest.program = "9.1.0".into();
        manifest.layout.push(Step { version: 99, name: "0099_later".into(), digest: "0".repeat(64) });
    });
    refused(at, "later.zip", &["Khơi 9.1.0", "khôi phục bằng", "Restore it with"]);
    written_anew(&whole, &at.join("other.zip"), |manifest| manifest.layout[3].digest = "0".repeat(64));
    refused(at, "other.zip", &["Khơi 0.1.0", "Restore it with"]);
}

#[test]
fn rows_that_do_not_fit_their_journal_are_not_put_back() {
    let office = office();
    let at = office.path();
    back_up(at, DATABASE, "sound.zip");
    crate::postgres::execute(
        &format!("sqlite://{}", at.join(DATABASE).display()),
        "UPDATE enterprise SET name = name || ' (sửa)'",
    );
    back_up(at, DATABASE, "changed.zip");
    let ended = khoi(at, &["restore", "--from", "changed.zip", "--db", "mới.db"]);
    assert_eq!(ended.code, 2, "{}", ended.out);
    assert!(ended.err.contains("enterprise") && ended.err.contains("Use an older backup"), "{}", ended.err);
    assert!(!at.join("mới.db").exists());
    let drill = khoi(at, &["restore", "--from", "changed.zip", "--drill"]);
    assert!(drill.code == 1 && drill.out.contains("KHÔNG đạt") && drill.out.contains("FAILED"), "{}", drill.out);
    restore(at, "sound.zip", "mới.db");
}
