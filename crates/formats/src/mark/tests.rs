use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use calamine::{Reader as _, Xlsx};
use rust_xlsxwriter::{Format, Formula, Note, Workbook};
use zip::ZipArchive;

use super::cells::Spot;
use super::xml::tags;
use super::*;
use crate::layout::RETURNS;
use crate::returns::read_returns;
use crate::returns::tests::{TODAY, register};

/// The ten faults: cell, what is written there, and a fragment of the English sentence.
const PLANTED: [(&str, &str, &str); 10] = [
    ("A5", "CS-404", "no establishment CS-404"),
    ("B6", "2024-13", "not a month"),
    ("B7", "2031-01", "has not come"),
    ("C8", "31/02/2024", "not a day"),
    ("D9", "2025:3512", "industry code"),
    ("E10", "kg", "Two units"),
    ("G11", "một nghìn", "not a number"),
    ("L12", "-5", "cannot be negative"),
    ("M13", "12.5", "whole number"),
    ("N14", "720", "above 200"),
];

/// A sender's workbook: a title above the heading, widths, number formats, a formula, a note of their own, a second sheet; rows
/// 4 to 16 hold data, of which 5 to 14 have one fault each.
fn sender() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Báo cáo & số liệu").unwrap();
    sheet.merge_range(0, 0, 0, 5, "BÁO CÁO THÁNG", &Format::new().set_bold()).unwrap();
    sheet.set_column_width(1, 33).unwrap();
    let number = Format::new().set_num_format("#,##0.00").set_italic();
    for (n, column) in RETURNS.columns.iter().enumerate() {
        sheet.write(2, n as u16, column.heading).unwrap();
    }
    for row in 3..16_u32 {
        let (establishment, month) = (["CS-001", "CS-002"][row as usize % 2], format!("2023-{:02}", (row - 1) / 2));
        let texts = [establishment, &month, "2024-01-05", "0710-01", "tấn"];
        for (n, text) in texts.into_iter().enumerate() {
            sheet.write(row, n as u16, text).unwrap();
        }
        for column in 5..12 {
            sheet.write_with_format(row, column, f64::from(row) + 0.25, &number).unwrap();
        }
        sheet.write(row, 12, 85).unwrap();
    }
    sheet.write(15, 6, Formula::new("=F16*2").set_result("30.5")).unwrap();
    for (cell, text, _) in PLANTED {
        let spot = Spot::parse(cell).unwrap();
        match text.parse::<f64>() {
            Ok(value) => sheet.write(spot.row - 1, spot.column as u16, value).unwrap(),
            Err(_) => sheet.write(spot.row - 1, spot.column as u16, text).unwrap(),
        };
    }
    sheet.insert_note(4, 0, &Note::new("ghi chú của người gửi")).unwrap();
    let other = book.add_worksheet();
    other.set_name("Khác").unwrap();
    other.write(0, 0, "không phải bảng").unwrap();
    other.write(1, 1, Formula::new("=1+1").set_result("2")).unwrap();
    book.save_to_buffer().unwrap()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|n| {
            let mut part = archive.by_index(n).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// The cells of a sheet whose style has the colour of wrong cells, by walking the XML.
fn coloured(parts: &BTreeMap<String, String>, sheet: &str) -> BTreeSet<String> {
    let styles = &parts["xl/styles.xml"];
    let all = tags(styles).unwrap();
    let fills: Vec<&str> = styles.split("<fill>").skip(1).collect();
    let red: Vec<String> = (0..fills.len()).filter(|n| fills[*n].contains(COLOUR)).map(|n| n.to_string()).collect();
    let open = all.iter().position(|t| t.starts("cellXfs")).unwrap();
    let formats: Vec<&str> = all[open..]
        .iter()
        .take_while(|t| !t.closes("cellXfs"))
        .filter(|t| t.starts("xf"))
        .map(|t| t.attribute(styles, "fillId").unwrap())
        .collect();
    let text = &parts[sheet];
    let is_red = |style: &str| red.iter().any(|r| r == formats[style.parse::<usize>().unwrap()]);
    tags(text)
        .unwrap()
        .iter()
        .filter(|t| t.starts("c") && t.attribute(text, "s").is_some_and(is_red))
        .map(|t| t.attribute(text, "r").unwrap().to_owned())
        .collect()
}

fn refs(xml: &str, element: &str) -> BTreeSet<String> {
    let all = tags(xml).unwrap();
    all.iter().filter(|t| t.starts(element)).filter_map(|t| t.attribute(xml, "ref")).map(str::to_owned).collect()
}

#[test]
fn ten_planted_faults_come_back_as_exactly_ten_marked_cells() {
    let original = sender();
    let input = Input::new("bao-cao.xlsx", &original);
    let read = read_returns(&input, &register(), TODAY).unwrap();
    assert_eq!(read.faults.len(), 10, "{:#?}", read.faults);
    for (fault, (cell, _, fragment)) in read.faults.iter().zip(PLANTED) {
        let place = format!("{}{}", fault.place.column.as_deref().unwrap(), fault.place.line.unwrap());
        assert_eq!(place, cell, "{fault}");
        assert!(fault.what.en.contains(fragment), "{fault}");
    }
    assert_eq!((read.rows.len(), read.left_out), (3, 10), "the other rows are in");

    let marked = mark_workbook(&input, &read.faults).unwrap();
    let (before, after) = (parts(&original), parts(&marked));
    let expected: BTreeSet<String> = PLANTED.iter().map(|(cell, ..)| (*cell).to_owned()).collect();
    assert_eq!(coloured(&after, "xl/worksheets/sheet1.xml"), expected);
    let comments = after.iter().find(|(name, _)| name.starts_with("xl/comments")).unwrap().1;
    assert_eq!(refs(comments, "comment"), expected);
    assert!(comments.contains("ghi chú của người gửi") && comments.contains("Two units"));
    check_nothing_else_changed(&original, &marked, &before, &after);
    let again = read_returns(&Input::new("bao-cao.xlsx", &marked), &register(), TODAY).unwrap();
    assert_eq!(again, read, "the marked workbook reads like the sender's");
}

fn check_nothing_else_changed(
    original: &[u8],
    marked: &[u8],
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) {
    let changed: Vec<&String> = before.iter().filter(|(name, text)| after[*name] != **text).map(|(n, _)| n).collect();
    let allowed = ["xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/styles.xml", "xl/worksheets/sheet1.xml"];
    assert_eq!(changed, allowed);
    let columns = |parts: &BTreeMap<String, String>| {
        let text = &parts["xl/worksheets/sheet1.xml"];
        text[text.find("<cols>").unwrap()..text.find("</cols>").unwrap()].to_owned()
    };
    assert_eq!(columns(before), columns(after));
    let mut a = Xlsx::new(Cursor::new(original)).unwrap();
    let mut b = Xlsx::new(Cursor::new(marked)).unwrap();
    assert_eq!(a.sheet_names(), b.sheet_names());
    for name in a.sheet_names() {
        let differing = |(x, y): (&_, &_)| x != y;
        let (x, y) = (a.worksheet_range(&name).unwrap(), b.worksheet_range(&name).unwrap());
        assert!(
            !x.cells().zip(y.cells()).any(|((_, _, x), (_, _, y))| differing((x, y))) && x.get_size() == y.get_size()
        );
        assert_eq!(a.worksheet_formula(&name).unwrap(), b.worksheet_formula(&name).unwrap());
    }
}

#[test]
fn absent_cells_and_rows_are_created_and_a_first_comment_brings_its_parts() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("S").unwrap().write(1, 1, "x").unwrap();
    let original = book.save_to_buffer().unwrap();
    let at = |line, column: &str| {
        let place = Place { sheet: Some("S".into()), ..Place::file("s.xlsx") }.line(line).column(column);
        Fault::new(place, Text::new("sai <&>", "wrong <&>"), Text::new("sửa", "mend"))
    };
    let faults = [at(1, "B"), at(2, "A"), at(2, "B"), at(2, "D"), at(5, "AA"), at(5, "C"), at(2, "B")];
    let marked = mark_workbook(&Input::new("s.xlsx", &original), &faults).unwrap();
    let after = parts(&marked);
    let expected: BTreeSet<String> = ["B1", "A2", "B2", "D2", "AA5", "C5"].map(str::to_owned).into();
    assert_eq!(coloured(&after, "xl/worksheets/sheet1.xml"), expected);
    assert_eq!(refs(&after["xl/comments1.xml"], "comment"), expected);
    assert!(after["[Content_Types].xml"].contains("/xl/comments1.xml"));
    assert!(after["xl/worksheets/_rels/sheet1.xml.rels"].contains("vmlDrawing1.vml"));
    let sheet = &after["xl/worksheets/sheet1.xml"];
    let order: Vec<&str> =
        tags(sheet).unwrap().iter().filter(|t| t.starts("c")).map(|t| t.attribute(sheet, "r").unwrap()).collect();
    assert_eq!(order, ["B1", "A2", "B2", "D2", "C5", "AA5"]);
    let twice = mark_workbook(&Input::new("s.xlsx", &marked), &faults).unwrap();
    assert_eq!(coloured(&parts(&twice), "xl/worksheets/sheet1.xml"), expected, "a marked workbook can be marked again");
}

#[test]
fn a_workbook_that_cannot_be_marked_says_so() {
    let fault = mark_workbook(&Input::new("x.csv", b"a,b"), &[]).unwrap_err();
    assert!(fault.what.en.contains("damaged"), "{fault}");
}

/// Writes the sender's and the marked workbook to a folder, to be opened by hand in other programs.
#[test]
#[ignore = "writes files: set KHOI_OUT"]
fn write_for_a_look() {
    let folder = std::env::var("KHOI_OUT").unwrap();
    let original = sender();
    let input = Input::new("bao-cao.xlsx", &original);
    let read = read_returns(&input, &register(), TODAY).unwrap();
    std::fs::write(format!("{folder}/original.xlsx"), &original).unwrap();
    std::fs::write(format!("{folder}/marked.xlsx"), mark_workbook(&input, &read.faults).unwrap()).unwrap();
}
