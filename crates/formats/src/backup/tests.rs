use std::io::Cursor;

use super::*;

fn backup() -> Vec<u8> {
    let mut writer = Writer::new(Cursor::new(Vec::new())).unwrap();
    let column = |name: &str, kind| Column { name: name.to_owned(), kind };
    writer.table("product_code", vec![column("id", Kind::Int), column("code", Kind::Text)]).unwrap();
    for n in 0..2000 {
        writer.rows(format!("[{n},\"0710-{n}\"]\n").as_bytes(), 1).unwrap();
    }
    writer.table("empty", vec![column("id", Kind::Int)]).unwrap();
    let layout = vec![Step { version: 1, name: "0001_journal".into(), digest: "00".into() }];
    let moment = "2024-02-03T08:00:00Z".parse().unwrap();
    let (file, manifest) = writer.finish("0.1.0", moment, layout, (12, "9f".into())).unwrap();
    assert_eq!(manifest.rows(), 2000);
    file.into_inner()
}

/// Everything in a backup, or what is wrong with it.
fn read(bytes: Vec<u8>) -> Result<(Manifest, Vec<u8>), Broken> {
    let mut reader = Reader::open(Cursor::new(bytes), |_| {})?;
    let mut all = Vec::new();
    for place in 0..reader.manifest().tables.len() {
        reader.table(place, |lines, _| {
            all.extend(lines);
            true
        })?;
    }
    Ok((reader.manifest().clone(), all))
}

#[test]
fn out_and_in_again_is_the_same() {
    let (manifest, lines) = read(backup()).unwrap();
    assert_eq!((manifest.last, manifest.tables[0].rows, manifest.tables[1].rows), (12, 2000, 0));
    assert_eq!(lines.split(|byte| *byte == b'\n').nth(1999), Some(&b"[1999,\"0710-1999\"]"[..]));
}

#[test]
fn a_file_cut_off_anywhere_is_none() {
    let whole = backup();
    for length in 0..whole.len() {
        let said = read(whole[..length].to_vec()).unwrap_err();
        assert!(matches!(said, Broken::Damaged(_) | Broken::Foreign), "{length}: {said}");
        assert!(length < 100 || matches!(said, Broken::Damaged(_)), "{length}: {said}");
    }
}

#[test]
fn a_byte_changed_anywhere_is_found() {
    let whole = backup();
    for place in 0..whole.len() {
        let mut changed = whole.clone();
        changed[place] ^= 1 << (place % 8);
        assert!(read(changed).is_err(), "{place}");
    }
}

#[test]
fn another_archive_is_none() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let foreign = zip.finish().unwrap().into_inner();
    for bytes in [foreign, b"month,value\n".to_vec(), Vec::new(), vec![0; 4096]] {
        assert!(matches!(read(bytes), Err(Broken::Foreign)));
    }
}
