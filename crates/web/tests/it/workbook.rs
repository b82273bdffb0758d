//! A firm's month by workbook: taken, filled in, brought back; wrong and doubted cells come back marked.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use domain::authority::Role;
use domain::returns::sent::Channel;
use rust_xlsxwriter::Workbook;

use crate::client::Answer;
use crate::people::{Office, Person};
use crate::returns::with_mine;

const PLACE: &str = "/returns/CS-0710-1/2024-02";

/// The cells of the sheet that is filled in.
fn cells(book: &[u8]) -> Vec<Vec<Data>> {
    let mut book = Xlsx::new(Cursor::new(book)).unwrap();
    let range = book.worksheet_range("Số liệu").unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// The workbook with figures in the row of the ore, as a clerk fills it in and saves it.
fn filled(book: &[u8], figures: &[(&str, &str)]) -> Vec<u8> {
    let cells = cells(book);
    let mut saved = Workbook::new();
    let sheet = saved.add_worksheet().set_name("Số liệu").unwrap();
    for (row, line) in cells.iter().enumerate() {
        for (column, cell) in line.iter().enumerate() {
            let heading = cells[0][column].to_string();
            let given = figures.iter().find(|(name, _)| row > 0 && *name == heading).map(|(_, figure)| *figure);
            let at = (row as u32, column as u16);
            match (given.map(|given| (given, given.parse::<f64>())), cell) {
                (Some((_, Ok(number))), _) => sheet.write(at.0, at.1, number).unwrap(),
                (Some((text, Err(_))), _) => sheet.write(at.0, at.1, text).unwrap(),
                (None, Data::Float(number)) => sheet.write(at.0, at.1, *number).unwrap(),
                (None, Data::DateTime(day)) => {
                    let (year, month, day, ..) = day.to_ymd_hms_milli();
                    sheet.write(at.0, at.1, format!("{year}-{month:02}-{day:02}")).unwrap()
                }
                (None, Data::Empty) => continue,
                (None, other) => sheet.write(at.0, at.1, other.to_string()).unwrap(),
            };
        }
    }
    saved.save_to_buffer().unwrap()
}

/// Brings a file back.
pub(crate) fn bring(office: &Office, person: &Person, name: &str, bytes: &[u8], more: &[(&str, &str)]) -> Answer {
    let token = office.token(person);
    let mut body = Vec::new();
    for (field, value) in [("form", token.as_str())].iter().chain(more) {
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
    }
    body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--b--\r\n");
    let cookie = ("Cookie", person.cookie.as_str());
    office.server.send_as("multipart/form-data; boundary=b", &format!("{PLACE}/file"), &body, &[cookie])
}

/// The marked workbook that goes along in a page: what is said on its cells.
fn marked(page: &str) -> String {
    let along = page.split("href=\"data:").nth(1).and_then(|rest| rest.split('"').next()).expect("a workbook");
    let text = along.split("base64,").nth(1).unwrap().replace("&#43;", "+");
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, text).unwrap();
    said(&bytes)
}

/// What is said on the cells of a workbook.
fn said(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    std::io::read_to_string(zip.by_name("xl/comments1.xml").unwrap()).unwrap()
}

const FIGURES: [(&str, &str); 8] = [
    ("Chính thức tháng trước", "900"),
    ("Ước tháng báo cáo", "712.5"),
    ("Dự kiến tháng sau", "1000"),
    ("Tiêu thụ", "700"),
    ("Giá trị tiêu thụ", "1400"),
    ("Tồn kho cuối kỳ", "162.5"),
    ("Lao động", "42"),
    ("Công suất sử dụng", "80"),
];

fn with(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    FIGURES.iter().filter(|(known, _)| *known != name).copied().chain([(name, value)]).collect()
}

#[test]
fn a_month_is_filled_in_by_workbook_read_once_more_and_sent() {
    let office = with_mine();
    let firm = office.someone(Role::Firm);
    assert!(office.get(&firm, PLACE).text().contains(&format!("href=\"{PLACE}/file\"")));
    let page = office.get(&firm, &format!("{PLACE}/file")).text();
    assert!(page.contains(&format!("href=\"{PLACE}/workbook\"")) && page.contains("multipart/form-data"), "{page}");
    let book = office.get(&firm, &format!("{PLACE}/workbook"));
    assert!(book.header("content-disposition").contains("khoi-CS-0710-1-2024-02.xlsx"));
    let begun = cells(&book.body);
    let row: Vec<String> = begun[1].iter().map(ToString::to_string).collect();
    assert!(row.contains(&"Quặng sắt".to_owned()) && row.contains(&"150".to_owned()), "the stock is there: {row:?}");
    assert_eq!(begun.len(), 2, "a row for the one product it is asked about");
    assert!(said(&book.body).contains("Tháng trước đã dự kiến: 700"), "last month stands on the cells");
    // Kilograms in place of tonnes: the page asks, and the workbook comes back with that cell marked.
    let answers = bring(&office, &firm, "tháng 2.xlsx", &filled(&book.body, &with("Ước tháng báo cáo", "712500")), &[]);
    let page = answers.text();
    assert!(answers.status == 200 && page.contains("explain.S-UNIT-SLIP.0710-01"), "{page}");
    assert!(marked(&page).contains("712.500") && page.contains("download=\"tháng 2-khoi.xlsx\""));
    // Sound: read once more, and sent from the page as anything typed.
    let page = bring(&office, &firm, "tháng 2.xlsx", &filled(&book.body, &FIGURES), &[]).text();
    assert!(page.contains("Đọc lại một lần rồi bấm Gửi") && !page.contains("href=\"data:"), "{page}");
    let entered: Vec<(&str, &str)> = page
        .split("<input type=\"hidden\" name=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once("\" value=\""))
        .filter_map(|(name, rest)| Some((name, rest.split('"').next()?)))
        .filter(|(name, _)| *name != "form")
        .chain([("act", "send")])
        .collect();
    assert!(entered.contains(&("estimate.0710-01", "712,5")), "{entered:?}");
    let sent = office.fill(&firm, PLACE, &entered);
    assert_eq!(sent.status, 303, "{}", sent.text());
    let known = office.wait(office.store.receipts_of(&"CS-0710-1".parse().unwrap(), "2024-02".parse().unwrap()));
    assert_eq!(known.unwrap()[0].channel, Channel::Workbook);
    // What was sent stands in the next workbook.
    let again = cells(&office.get(&firm, &format!("{PLACE}/workbook")).body);
    assert!(again[1].contains(&Data::Float(712.5)), "{again:?}");
}

#[test]
fn wrong_cells_are_told_and_marked_and_nothing_is_sent() {
    let office = with_mine();
    let firm = office.someone(Role::Firm);
    let book = office.get(&firm, &format!("{PLACE}/workbook")).body;
    let wrong = bring(&office, &firm, "sai.xlsx", &filled(&book, &with("Tiêu thụ", "bảy trăm")), &[]);
    let page = wrong.text();
    assert!(wrong.status == 422 && page.contains("cột J") && page.contains("bảy trăm"), "{page}");
    assert!(marked(&page).contains("bảy trăm"), "its cell is marked");
    let other = filled(&book, &with("Tháng báo cáo", "2024-01"));
    let page = bring(&office, &firm, "khác.xlsx", &other, &[]).text();
    assert!(page.contains("Dòng này của tháng 1/2024, không phải tháng 2/2024"), "{page}");
    let strange = filled(&book, &with("Mã cơ sở", "CS-0899-1"));
    assert!(bring(&office, &firm, "lạ.xlsx", &strange, &[]).text().contains("CS-0899-1"));
    assert_eq!(bring(&office, &firm, "", b"", &[]).status, 422, "no file");
    for (name, bytes) in [("rỗng.csv", &b"\n"[..]), ("hỏng.xlsx", b"PK\x03\x04 broken"), ("x.exe", b"MZ\0\0")] {
        let answer = bring(&office, &firm, name, bytes, &[]);
        assert!(answer.status == 422 && answer.text().contains("chưa gửi gì"), "{name}: {}", answer.text());
    }
    let known = office.wait(office.store.receipts_of(&"CS-0710-1".parse().unwrap(), "2024-02".parse().unwrap()));
    assert_eq!(known.unwrap(), []);
    // Another firm's workbook is not there, and no other room has it.
    assert_eq!(office.get(&firm, "/returns/CS-0710-9/2024-02/workbook").status, 404);
    assert_eq!(office.get(&office.someone(Role::Officer), &format!("{PLACE}/workbook")).status, 403);
}

#[test]
fn what_an_officer_brings_comes_from_paper() {
    let office = with_mine();
    let room = office.someone(Role::Statistician);
    let book = office.get(&room, &format!("{PLACE}/workbook")).body;
    let sent = bring(&office, &room, "phiếu giấy.xlsx", &filled(&book, &FIGURES), &[("act", "send")]);
    assert_eq!(sent.status, 303, "{}", sent.text());
    let known = office.wait(office.store.receipts_of(&"CS-0710-1".parse().unwrap(), "2024-02".parse().unwrap()));
    assert_eq!(known.unwrap()[0].channel, Channel::Paper);
}
