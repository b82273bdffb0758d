//! Files that are bombs, files that are huge, clients that are slow or say nothing: each gets an honest answer, and nobody else waits for them.

use std::io::{Cursor, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use domain::authority::Role;
use office::Store;
use web::{Desk, Site};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::people::{Office, Person, morning};
use crate::returns::with_mine;
use crate::workbook::bring;

/// A workbook whose sheet unpacks to 400 MB of zeros.
fn bomb() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for name in ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        zip.start_file(name, options).unwrap();
        let zeros = vec![b'0'; 1 << 20];
        (0..if name.ends_with("sheet1.xml") { 400 } else { 0 }).for_each(|_| zip.write_all(&zeros).unwrap());
    }
    zip.finish().unwrap().into_inner()
}

/// A sound workbook of very many rows.
fn endless() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let headings = ["establishment", "month", "received", "product", "unit", "estimate"];
    for (column, heading) in headings.iter().enumerate() {
        sheet.write(0, column as u16, *heading).unwrap();
    }
    for row in 1..60_000 {
        for (column, text) in ["CS-0710-1", "2024-02", "2024-02-20", "0710-01", "tấn"].iter().enumerate() {
            sheet.write(row, column as u16, *text).unwrap();
        }
        sheet.write(row, 5, f64::from(row)).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn bombs_and_huge_workbooks_are_told_apart_and_cost_nobody_else_anything() {
    let office = with_mine();
    let (firm, room) = (office.someone(Role::Firm), office.someone(Role::Statistician));
    let bomb = bomb();
    assert!(bomb.len() < 1 << 20, "small to send: {}", bomb.len());
    let answer = bring(&office, &firm, "bom.xlsx", &bomb, &[]);
    assert!(answer.status == 422 && answer.text().contains("chưa gửi gì"), "{}", answer.text());
    let answer = crate::intake::upload(&office, &room, "returns", "bom.xlsx", &bomb);
    assert!(answer.status == 422 && answer.text().contains("bom.xlsx"), "{}", answer.text());
    // Longer than a form may be: refused as it comes, in words.
    let large = vec![b'x'; 13 << 20];
    let answer = bring(&office, &firm, "lớn.xlsx", &large, &[]);
    assert!(answer.status == 413 && answer.text().contains("12 MB"), "{}: {}", answer.status, answer.text());
    let answer = bring(&office, &firm, "lớn.xlsx", &large[..(10 << 20) + 1], &[]);
    assert!(answer.status == 422 && answer.text().contains("10 MB"), "{}", answer.text());
    // A real one of 60,000 rows takes a while; meanwhile the others are answered at once.
    let huge = endless();
    let slowest = std::thread::scope(|scope| {
        let sending = scope.spawn(|| bring(&office, &firm, "dài.xlsx", &huge, &[]));
        let mut slowest = Duration::ZERO;
        while !sending.is_finished() {
            let began = Instant::now();
            assert_eq!(office.server.get("/about").status, 200);
            slowest = slowest.max(began.elapsed());
        }
        let answer = sending.join().unwrap();
        assert!(answer.status == 422 && answer.text().contains("Trùng"), "{}", answer.text());
        slowest
    });
    assert!(slowest < Duration::from_secs(5), "somebody else waited {slowest:?}");
}

/// An office that lets nobody take longer than this to send.
fn hurried(time: Duration) -> Office {
    Office::over(async |address| {
        let (store, _) = Store::migrate(address).await.unwrap();
        let desk = Desk::new(store.clone(), "http://localhost");
        desk.clock.set(morning());
        let (clock, site) = (desk.clock.clone(), Site::with_desk(desk).reading_within(time));
        site.publish(crate::fixture::publication());
        (store, clock, site)
    })
}

/// Begins to send a form and stops in the middle.
fn begun(office: &Office, person: &Person) -> TcpStream {
    let mut socket = TcpStream::connect(office.server.address).unwrap();
    let head = format!(
        "POST /account/password HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: 1000\r\n\r\nform=",
        person.cookie
    );
    socket.write_all(head.as_bytes()).unwrap();
    socket
}

#[test]
fn who_sends_too_slowly_is_told_and_keeps_nobody_out() {
    let office = hurried(Duration::from_millis(700));
    let leader = office.someone(Role::Leader);
    // More than are worked on at once.
    let mut slow: Vec<TcpStream> = (0..100).map(|_| begun(&office, &leader)).collect();
    assert_eq!(office.get(&leader, "/desk").status, 200, "others are served meanwhile");
    let mut said = String::new();
    slow[0].set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut bytes = [0; 8192];
    while !said.contains("</html>") {
        let read = slow[0].read(&mut bytes).unwrap();
        assert!(read > 0, "cut without a word: {said}");
        said.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
    assert!(said.starts_with("HTTP/1.1 408") && said.contains("quá chậm"), "{said}");
}

#[test]
fn half_open_connections_keep_nobody_out() {
    let office = with_mine();
    let firm = office.someone(Role::Firm);
    let half: Vec<TcpStream> = (0..400)
        .map(|number| {
            let mut socket = TcpStream::connect(office.server.address).unwrap();
            let begun: &[u8] = if number % 2 == 0 { b"" } else { b"GET /about HT" };
            socket.write_all(begun).unwrap();
            socket
        })
        .collect();
    for _ in 0..20 {
        assert_eq!(office.get(&firm, "/returns").status, 200);
    }
    // One that goes on is answered.
    let mut one = &half[1];
    one.write_all(b"TP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    one.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
