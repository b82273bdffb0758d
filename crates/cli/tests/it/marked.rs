//! `khoi import --marked`: a workbook with ten planted faults comes back with exactly those ten cells marked, and the other rows
//! are in.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use calamine::{Reader as _, Xlsx};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rust_xlsxwriter::{Format, Formula, Note, Workbook};
use zip::ZipArchive;

use crate::khoi::write;
use crate::office::{DATABASE, filled, import, last_hash};

/// Cell, what is written there, and fragments of the sentences.
const PLANTED: [(&str, &str, &str, &str); 10] = [
    ("A5", "CS-404", "no establishment CS-404", "Không có cơ sở mã CS-404"),
    ("B6", "2023-13", "not a month", "không phải là tháng"),
    ("B7", "2091-01", "has not come", "chưa đến"),
    ("C8", "31/02/2024", "not a day", "không phải là ngày"),
    ("D9", "2025:3512", "industry code", "mã ngành VSIC"),
    ("E10", "kg", "Two units", "Hai đơn vị tính"),
    ("G11", "một nghìn", "not a number", "không phải là số"),
    ("L12", "-5", "cannot be negative", "không thể âm"),
    ("M13", "12.5", "whole number", "số nguyên"),
    ("N14", "720", "above 200", "trên 200"),
];

const HEADINGS: [&str; 15] = [
    "establishment",
    "month",
    "received",
    "product",
    "unit",
    "actual_previous",
    "estimate",
    "plan_next",
    "shipments",
    "shipments_value",
    "opening_stock",
    "closing_stock",
    "employees",
    "capacity_used",
    "reason",
];

/// The texts of a row, and the numbers after them; rows are counted from 0 as in a workbook.
fn texts(row: u32) -> [String; 5] {
    let establishment = ["CS-001", "CS-002"][row as usize % 2];
    [establishment, &format!("2023-{:02}", (row - 1) / 2), "2024-01-05", "0710-01", "tấn"].map(str::to_owned)
}

/// A sender's workbook: title, number format, a formula in a sound row, a note of their own in a wrong cell, a second sheet. Rows 4
/// to 16 hold returns, of which 5 to 14 have one fault each.
fn sender() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Báo cáo").unwrap();
    sheet.write_with_format(0, 0, "BÁO CÁO THÁNG", &Format::new().set_bold()).unwrap();
    let number = Format::new().set_num_format("#,##0.00");
    for (column, heading) in HEADINGS.iter().enumerate() {
        sheet.write(2, column as u16, *heading).unwrap();
    }
    for row in 3..16 {
        for (column, text) in texts(row).into_iter().enumerate() {
            sheet.write(row, column as u16, text).unwrap();
        }
        for column in 5..12 {
            sheet.write_with_format(row, column, f64::from(row) + 0.25, &number).unwrap();
        }
        sheet.write(row, 12, 85).unwrap();
    }
    sheet.write(15, 6, Formula::new("=F16*2").set_result("30.5")).unwrap();
    for (cell, text, ..) in PLANTED {
        let (column, row) = (u16::from(cell.as_bytes()[0] - b'A'), cell[1..].parse::<u32>().unwrap() - 1);
        match text.parse::<f64>() {
            Ok(value) => sheet.write(row, column, value).unwrap(),
            Err(_) => sheet.write(row, column, text).unwrap(),
        };
    }
    sheet.insert_note(4, 0, &Note::new("ghi chú của người gửi")).unwrap();
    book.add_worksheet().set_name("Khác").unwrap().write(0, 0, "không phải bảng").unwrap();
    book.save_to_buffer().unwrap()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|n| {
            let mut part = archive.by_index(n).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).unwrap()?;
    Some(found.value.into_owned())
}

/// The elements of a part in order, each with the path of names it stands in.
fn elements(part: &[u8]) -> Vec<(String, BytesStart<'static>)> {
    let mut reader = Reader::from_reader(part);
    let (mut path, mut found, mut buffer) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        match reader.read_event_into(&mut buffer).unwrap() {
            Event::Start(element) => {
                path.push(element.local_name().as_ref().to_owned());
                found.push((path.join("/"), element.into_owned()));
            }
            Event::Empty(element) => {
                let name = element.local_name().as_ref().to_owned();
                found.push((format!("{}/{name}", path.join("/")), element.into_owned()));
            }
            Event::End(_) => drop(path.pop()),
            Event::Eof => return found,
            _ => {}
        }
        buffer.clear();
    }
}

/// The cells of a sheet that are drawn with a light red ground.
fn red_cells(parts: &BTreeMap<String, Vec<u8>>, sheet: &str) -> BTreeSet<String> {
    let styles = elements(&parts["xl/styles.xml"]);
    let mut fills: Vec<bool> = Vec::new();
    for (path, element) in &styles {
        match path.as_str() {
            "styleSheet/fills/fill" => fills.push(false),
            "styleSheet/fills/fill/patternFill/fgColor" if attribute(element, "rgb").as_deref() == Some("FFFFC7CE") => {
                *fills.last_mut().unwrap() = true;
            }
            _ => {}
        }
    }
    let formats = styles.iter().filter(|(path, _)| path == "styleSheet/cellXfs/xf");
    let red: Vec<bool> =
        formats.map(|(_, xf)| fills[attribute(xf, "fillId").unwrap().parse::<usize>().unwrap()]).collect();
    let cells = elements(&parts[sheet]).into_iter().filter(|(path, _)| path == "worksheet/sheetData/row/c");
    cells
        .filter(|(_, cell)| attribute(cell, "s").is_some_and(|style| red[style.parse::<usize>().unwrap()]))
        .map(|(_, cell)| attribute(&cell, "r").unwrap())
        .collect()
}

fn commented(part: &[u8]) -> BTreeSet<String> {
    let comments = elements(part).into_iter().filter(|(path, _)| path == "comments/commentList/comment");
    comments.map(|(_, comment)| attribute(&comment, "ref").unwrap()).collect()
}

#[test]
fn ten_planted_faults_come_back_as_ten_marked_cells_and_the_other_rows_are_in() {
    let folder = filled("csv");
    let original = sender();
    write(folder.path(), "báo cáo.xlsx", &original);
    let file = folder.path().join("báo cáo.xlsx");
    let ended = import(folder.path(), &file, &["--kind", "returns", "--marked", "trả lại.xlsx"]);
    assert_eq!(ended.code, 1, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("3 new, 0 changed, 0 unchanged, 10 faulty rows left out"), "{}", ended.out);
    for (cell, _, says, noi) in PLANTED {
        let (column, line) = cell.split_at(1);
        let is_said = |place: String, says: &str| ended.err.lines().any(|l| l.contains(&place) && l.contains(says));
        assert!(is_said(format!("sheet Báo cáo, line {line}, column {column}: "), says), "{cell}\n{}", ended.err);
        assert!(is_said(format!("trang tính Báo cáo, dòng {line}, cột {column}: "), noi), "{cell}\n{}", ended.err);
    }
    // The formula of a sound row and the sheet that was not read are told, not marked.
    assert!(ended.err.contains("line 16, column G: The cell is a formula; its last computed value (30.5) was read"));
    assert!(ended.err.contains("sheet Khác: The sheet has no heading row"), "{}", ended.err);

    let marked = std::fs::read(folder.path().join("trả lại.xlsx")).unwrap();
    let (before, after) = (parts(&original), parts(&marked));
    let planted: BTreeSet<String> = PLANTED.iter().map(|(cell, ..)| (*cell).to_owned()).collect();
    assert_eq!(red_cells(&after, "xl/worksheets/sheet1.xml"), planted);
    assert_eq!(red_cells(&before, "xl/worksheets/sheet1.xml"), BTreeSet::new());
    assert_eq!(red_cells(&after, "xl/worksheets/sheet2.xml"), BTreeSet::new());
    assert_eq!(commented(&after["xl/comments1.xml"]), planted);
    let comments = String::from_utf8(after["xl/comments1.xml"].clone()).unwrap();
    assert!(comments.contains("ghi chú của người gửi"), "{comments}");
    for (cell, _, says, noi) in PLANTED {
        assert!(comments.contains(says) && comments.contains(noi), "{cell}\n{comments}");
    }
    nothing_else_changed(&original, &marked, &before, &after);
    the_sound_rows_are_in(folder.path());
}

fn nothing_else_changed(
    original: &[u8],
    marked: &[u8],
    before: &BTreeMap<String, Vec<u8>>,
    after: &BTreeMap<String, Vec<u8>>,
) {
    assert!(before.keys().eq(after.keys()));
    let changed: Vec<&String> = before.keys().filter(|name| before[*name] != after[*name]).collect();
    let allowed = ["xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/styles.xml", "xl/worksheets/sheet1.xml"];
    assert_eq!(changed, allowed, "every other part is the sender's, byte for byte");
    let mut a = Xlsx::new(Cursor::new(original)).unwrap();
    let mut b = Xlsx::new(Cursor::new(marked)).unwrap();
    assert_eq!(a.sheet_names(), b.sheet_names());
    for sheet in a.sheet_names() {
        assert_eq!(a.worksheet_range(&sheet).unwrap(), b.worksheet_range(&sheet).unwrap(), "{sheet}");
        assert_eq!(a.worksheet_formula(&sheet).unwrap(), b.worksheet_formula(&sheet).unwrap(), "{sheet}");
    }
}

/// What the database holds: the sound rows told again change nothing, and the mended ones are new.
#[track_caller]
fn the_sound_rows_are_in(folder: &std::path::Path) {
    let before = last_hash(folder);
    let again = import(folder, &folder.join("trả lại.xlsx"), &["--kind", "returns"]);
    assert_eq!(again.code, 1);
    assert!(again.out.contains("0 new, 0 changed, 3 unchanged, 10 faulty rows left out"), "{}", again.out);
    assert_eq!(last_hash(folder), before);

    let (mut sound, mut mended) = (format!("{}\n", HEADINGS.join(",")), format!("{}\n", HEADINGS.join(",")));
    for row in 3..16_u32 {
        let figure = |column| match (row, column) {
            (15, 6) => "30.5".to_owned(),
            _ => (f64::from(row) + 0.25).to_string(),
        };
        let figures: Vec<String> = (5..12).map(figure).collect();
        let line = format!("{},{},85,,\n", texts(row).join(","), figures.join(","));
        if (4..14).contains(&row) { &mut mended } else { &mut sound }.push_str(&line);
    }
    write(folder, "sound.csv", sound);
    write(folder, "mended.csv", mended);
    let ended = import(folder, &folder.join("sound.csv"), &[]);
    assert!(ended.out.contains("0 new, 0 changed, 3 unchanged, 0 faulty"), "{}{}", ended.out, ended.err);
    assert_eq!(last_hash(folder), before);
    let ended = import(folder, &folder.join("mended.csv"), &[]);
    assert!(ended.out.contains("10 new, 0 changed, 0 unchanged, 0 faulty"), "{}{}", ended.out, ended.err);
}

/// A workbook whose only oddity is a formula is sound: nothing is marked, the bytes are the sender's.
#[test]
fn a_sound_workbook_comes_back_as_it_was() {
    let folder = filled("csv");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in HEADINGS.iter().enumerate() {
        sheet.write(0, column as u16, *heading).unwrap();
    }
    for (column, text) in texts(3).into_iter().enumerate() {
        sheet.write(1, column as u16, text).unwrap();
    }
    sheet.write(1, 6, Formula::new("=5*2").set_result("10")).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    write(folder.path(), "sound.xlsx", &bytes);
    let ended = import(folder.path(), &folder.path().join("sound.xlsx"), &["--marked", "out.xlsx"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.contains("The cell is a formula") && ended.err.contains("Ô là công thức"), "{}", ended.err);
    assert_eq!(std::fs::read(folder.path().join("out.xlsx")).unwrap(), bytes);
    let verified = crate::khoi::khoi(folder.path(), &["verify", "--db", DATABASE]);
    assert_eq!(verified.code, 0);
}
