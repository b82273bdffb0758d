//! Files: whole, and equal to what the page shows.

use calamine::{Data, Reader, Xlsx};
use domain::series::{Measure, decimal};
use domain::text::{Lang, number};

use crate::client::Server;
use crate::fixture;

fn rows(bytes: &[u8]) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(bytes).records().map(Result::unwrap).collect()
}

#[test]
fn a_series_reads_back_as_the_page_shows_it() {
    let server = Server::start();
    let publication = fixture::publication();
    let node = publication.node("C").unwrap();
    let answer = server.get("/data/series.csv?node=C&measure=yoy");
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert!(answer.header("content-disposition").contains("khoi-C-yoy-2024-01-mo-phong.csv"));
    let records = rows(&answer.body);
    assert_eq!(records.len(), publication.months.len());
    let page = server.get("/series?node=C&measure=yoy").text();
    for (n, record) in records.iter().enumerate() {
        let value = node.changes.get(Measure::Yoy)[n];
        assert_eq!(&record[4], value.map(|v| decimal(v, 2)).unwrap_or_default());
        assert_eq!(&record[record.len() - 1], "số liệu mô phỏng");
        if let Some(value) = value {
            let shown = number(value.abs(), 2, Lang::Vi) + "%";
            assert!(page.contains(&shown), "{shown} of {} is in the file but not on the page", &record[0]);
        }
    }
}

#[test]
fn the_index_has_the_decimals_it_is_released_with_in_every_file() {
    let server = Server::start();
    for (path, column) in [
        ("/data/index.csv", 5),
        ("/data/siblings.csv", 4),
        ("/data/revisions.csv", 5),
        ("/data/series.csv?node=C&measure=level", 4),
    ] {
        for record in rows(&server.get(path).body).iter().filter(|record| !record[column].is_empty()) {
            let decimals = record[column].split_once('.').map_or(0, |(_, decimals)| decimals.len());
            assert_eq!(decimals, 2, "{path}: {record:?}");
        }
    }
    let page = server.get("/series?node=C&measure=level").text();
    let last = rows(&server.get("/data/series.csv?node=C&measure=level").body).pop().unwrap();
    assert!(page.contains(&format!(">{}</td>", last[4].replace('.', ","))), "{last:?}");
}

#[test]
fn a_row_with_an_official_figure_says_that_only_the_own_one_is_simulated() {
    let server = Server::start();
    for path in ["/data/official.csv", "/data/series.csv?node=TOTAL&measure=mom"] {
        let records = rows(&server.get(path).body);
        let said = |record: &csv::StringRecord| {
            record.iter().any(|field| field.starts_with("số Sở tự tính là số liệu mô phỏng"))
        };
        let official = if path.contains("official") { 3 } else { 8 };
        assert!(records.iter().all(|record| said(record) != record[official].is_empty()), "{path}");
    }
}

#[test]
fn the_calendar_says_what_was_not_released_here_and_what_is_to_come() {
    let records = rows(&Server::start().get("/data/calendar.csv").body);
    for record in records {
        let (due, released) = (&record[2], !record[4].is_empty());
        let expected = match (released, due < "2024-02-06") {
            (true, _) => "đã công bố",
            (false, true) => "không công bố trong hệ thống",
            (false, false) => "chưa đến ngày",
        };
        assert_eq!(&record[3], expected, "{record:?}");
    }
}

#[test]
fn the_whole_index_is_never_cut() {
    let server = Server::start();
    let publication = fixture::publication();
    let records = rows(&server.get("/data/index.csv").body);
    assert_eq!(records.len(), publication.nodes.len() * publication.months.len());
    let withheld: Vec<_> = records.iter().filter(|r| &r[1] == "E").collect();
    assert_eq!(withheld.len(), publication.months.len());
    for record in withheld {
        assert!((5..13).all(|n| record[n].is_empty()), "{record:?}");
        assert!(record.iter().any(|field| field == "không công bố"));
    }
}

#[test]
fn workbook_and_csv_hold_the_same_numbers() {
    let server = Server::start();
    for set in [
        "series",
        "index",
        "products",
        "siblings",
        "targets",
        "official",
        "revisions",
        "reliability",
        "calendar",
        "contributions",
    ] {
        let csv = server.get(&format!("/en/data/{set}.csv"));
        let book = server.get(&format!("/en/data/{set}.xlsx"));
        assert_eq!((csv.status, book.status), (200, 200), "{set}");
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(book.body)).unwrap();
        let sheet = book.worksheet_range("Data").unwrap();
        let records = rows(&csv.body);
        assert_eq!(sheet.height(), records.len() + 3, "{set}");
        for (n, record) in records.iter().enumerate() {
            for (column, field) in record.iter().enumerate() {
                let cell = sheet.get_value((n as u32 + 3, column as u32)).unwrap_or(&Data::Empty);
                let same = match cell {
                    Data::Float(value) => field.parse::<f64>() == Ok(*value),
                    Data::Empty => field.is_empty(),
                    Data::String(text) => text == field,
                    _ => false,
                };
                assert!(same, "{set}, row {n}, column {column}: {cell:?} beside {field:?}");
            }
        }
        let notes = book.worksheet_range("Notes").unwrap();
        assert_eq!(notes.get_value((1, 0)), Some(&Data::String("Simulated data.".into())), "{set}");
    }
}

#[test]
fn contributions_in_the_file_add_up_to_the_change() {
    let records = rows(&Server::start().get("/data/contributions.csv?node=TOTAL&measure=mom&month=2023-06").body);
    let sum: f64 = records.iter().map(|r| r[7].parse::<f64>().unwrap()).sum();
    let publication = fixture::publication();
    let change = publication.change("TOTAL", "2023-06".parse().unwrap(), Measure::Mom).unwrap();
    assert!((sum - change).abs() < 1e-3, "{sum} against {change}");
}

#[test]
fn csv_for_excel_has_its_mark_and_headings() {
    let server = Server::start();
    let text = server.get("/data/targets.csv?for=excel").text();
    assert!(text.starts_with("\u{feff}Năm;Mã;Kế hoạch (%)"), "{text}");
    assert!(text.contains(";10,00;"), "{text}");
    let text = server.get("/en/data/targets.csv?for=excel").text();
    assert!(text.starts_with("\u{feff}Year,Code,Plan (%)"), "{text}");
}
