//! Makes the broken files of `fixtures/broken`, text and binary, from their names: so that what is wrong with each can be read.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{Format, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const HEADING: &str = "establishment,month,received,product,unit,actual_previous,estimate,plan_next,shipments,shipments_value,\
                       opening_stock,closing_stock,employees,capacity_used,reason";
const SOUND: &str = "CS-001,2023-12,2024-01-03,0710-01,tấn,10120.5,10250,,,,,,85,72,";

/// A file of returns with one sound row and then this one.
fn returns(row: &str) -> Vec<u8> {
    format!("{HEADING}\n{SOUND}\n{row}\n").into_bytes()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

/// The bytes of a broken file; `None` for a name that is not made here.
pub(super) fn bytes(name: &str) -> Option<Vec<u8>> {
    text(name).or_else(|| register(name)).or_else(|| plain(name)).or_else(|| workbook(name))
}

fn text(name: &str) -> Option<Vec<u8>> {
    let sound = || format!("{HEADING}\n{SOUND}\n");
    Some(match name {
        "empty.csv" => Vec::new(),
        "only-heading.csv" => format!("{HEADING}\n").into_bytes(),
        "utf16.csv" => utf16(&sound()),
        "utf16-no-mark.csv" => utf16(&sound()).split_off(2),
        "windows-1258.csv" => sound().replace("tấn", "t?n").bytes().map(|b| if b == b'?' { 0xE2 } else { b }).collect(),
        "tcvn3.csv" => {
            let text = sound().replace("tấn", "t?n").replace(",72,", ",72,m? s?t th? x");
            text.bytes().map(|b| if b == b'?' { 0xB8 } else { b }).collect()
        }
        "nul.csv" => sound().replace("CS-001", "CS-\u{0}01").into_bytes(),
        "pdf.csv" => b"%PDF-1.7\n1 0 obj\n".to_vec(),
        "html.csv" => b"<html><table><tr><td>establishment</td></tr></table></html>".to_vec(),
        "open-quote.csv" => returns("CS-002,2023-12,2024-01-03,\"3511-01,triệu kWh,24.8,27.25,,,,,,41,,"),
        "after-quote.csv" => returns("CS-002,2023-12,2024-01-03,\"3511\"-01,triệu kWh,24.8,27.25,,,,,,41,,"),
        "endless-line.csv" => format!("{HEADING}\n{}", "9".repeat((1 << 20) + 10)).into_bytes(),
        "no-heading.csv" => format!("{SOUND}\n").into_bytes(),
        "wrong-heading.csv" => sound().replacen("estimate", "estimat", 1).into_bytes(),
        "missing-column.csv" => sound().replace(",unit,", ",").replace(",tấn,", ",").into_bytes(),
        "twice-a-column.csv" => sound().replacen("plan_next", "Ước tháng báo cáo", 1).into_bytes(),
        "pipes.csv" => sound().replace(',', "|").into_bytes(),
        "shifted.csv" => returns("CS-002,2023-12,2024-01-03,3511-01,triệu kWh,24,8,27,25,,,,,,41,,"),
        "unknown-establishment.csv" => returns("CS-404,2023-12,2024-01-03,3511-01,triệu kWh,24.8,27.25,,,,,,41,,"),
        "unknown-product.csv" => returns("CS-002,2023-12,2024-01-03,9999-99,triệu kWh,24.8,27.25,,,,,,41,,"),
        "industry-for-product.csv" => returns("CS-002,2023-12,2024-01-03,2025:3512,triệu kWh,24.8,27.25,,,,,,41,,"),
        "two-units.csv" => returns("CS-002,2023-12,2024-01-03,3511-01,kWh,24800000,27250000,,,,,,41,,"),
        "negative-stock.csv" => returns("CS-002,2023-12,2024-01-03,3511-01,triệu kWh,24.8,27.25,,,,-3,0,41,,"),
        "future-month.csv" => returns("CS-002,2031-01,2024-01-03,3511-01,triệu kWh,24.8,27.25,,,,,,41,,"),
        "no-such-month.csv" => returns("CS-002,2023-13,2024-01-03,3511-01,triệu kWh,24.8,27.25,,,,,,41,,"),
        "no-such-day.csv" => returns("CS-002,2023-12,31/02/2024,3511-01,triệu kWh,24.8,27.25,,,,,,41,,"),
        "received-before.csv" => returns("CS-002,2023-12,2023-10-03,3511-01,triệu kWh,24.8,27.25,,,,,,41,,"),
        "duplicate.csv" => returns(SOUND),
        "1e308.csv" => returns("CS-002,2023-12,2024-01-03,3511-01,triệu kWh,24.8,1e308,,,,,,41,,"),
        "infinite.csv" => returns("CS-002,2023-12,2024-01-03,3511-01,triệu kWh,24.8,inf,,,,,,41,,"),
        "not-a-number.csv" => returns("CS-002,2023-12,2024-01-03,3511-01,triệu kWh,24.8,NaN,,,,,,41,,"),
        "words-for-number.csv" => returns("CS-002,2023-12,2024-01-03,3511-01,triệu kWh,24.8,chưa rõ,,,,,,41,,"),
        "two-readings.csv" => {
            format!("{HEADING}\nCS-001,2023-12,2024-01-03,0710-01,tấn,10120,10250,,,,,,85,72,\nCS-002,2023-12,2024-01-03,3511-01,triệu kWh,,1.671,,,,,,41,,\n")
                .into_bytes()
        }
        "half-a-person.csv" => returns("CS-002,2023-12,2024-01-03,3511-01,triệu kWh,24.8,27.25,,,,,,41.5,,"),
        "capacity-720.csv" => returns("CS-002,2023-12,2024-01-03,3511-01,triệu kWh,24.8,27.25,,,,,,41,720,"),
        "no-quantity.csv" => returns("CS-002,2023-12,2024-01-03,3511-01,triệu kWh,,,,,,,,41,,"),
        "empty-required.csv" => returns("CS-002,,2024-01-03,3511-01,triệu kWh,24.8,27.25,,,,,,41,,"),
        "two-dates-received.csv" => {
            returns("CS-001,2023-12,2024-01-04,3511-01,triệu kWh,24.8,27.25,,,,,,,,")
        }
        "damaged-text.csv" => returns("CS-002,2023-12,2024-01-03,3511-01,triệu kWh,24.8,27.25,,,,,,41,,b\u{FFFD}o d\u{FFFD}\u{FFFD}ng"),
        _ => return None,
    })
}

fn register(name: &str) -> Option<Vec<u8>> {
    let establishments = |row: &str| {
        format!("code,enterprise,name,industry,commune\nCS-900,5100990001,Mỏ,2018:0710,2020:00925\n{row}\n")
    };
    let obstacle = |row: &str| format!("code,kind,channel,raised_on,facts,asked,act,act_date,act_agencies\n{row}\n");
    let task = |rows: &str| format!("code,origin,origin_code,what,lead,due,partners\n{rows}\n");
    let basket = |rows: &str| format!("base,from,until,code,parent,weight,base_quantity\n{rows}\n");
    let text = match name {
        "tax-code.csv" => "code,name,ownership\n5100990009,Công ty A,private\n123456789,Công ty B,private\n".to_owned(),
        "ownership.csv" => {
            "code,name,ownership\n5100990009,Công ty A,private\n5100990008,Công ty B,của ông Ba\n".to_owned()
        }
        "enterprise-twice.csv" => {
            "code,name,ownership\n5100990009,Công ty A,private\n5100990009,Công ty B,state\n".to_owned()
        }
        "industry-without-version.csv" => establishments("CS-901,5100990001,Mỏ,1104,2020:00925"),
        "industry-of-other-version.csv" => establishments("CS-901,5100990001,Chè,2007:1076,2020:00925"),
        "commune-without-version.csv" => establishments("CS-901,5100990001,Mỏ,2018:0710,00691"),
        "unknown-commune.csv" => establishments("CS-901,5100990001,Mỏ,2018:0710,2020:99999"),
        "unknown-enterprise.csv" => establishments("CS-901,5199999999,Mỏ,2018:0710,2020:00925"),
        "product-of-division.csv" => "code,name_vi,unit,industry\n0710-09,Quặng,tấn,2018:07\n".to_owned(),
        "event-kind.csv" => "establishment,date,event\nCS-001,2024-01-01,nghỉ mát\n".to_owned(),
        "resumed-without-stop.csv" => "establishment,date,event\nCS-002,2024-01-01,hoạt động trở lại\n".to_owned(),
        "closed-before-opening.csv" => "establishment,date,event\nCS-003,2014-05-01,chấm dứt\n".to_owned(),
        "basket-unknown-parent.csv" => basket("2019,2019-01,,TOTAL,,,\n2019,2019-01,,0710-01,B,20,10500"),
        "basket-without-base.csv" => basket("2019,2019-01,,TOTAL,,,\n2019,2019-01,,0710-01,TOTAL,20,"),
        "official-without-source.csv" => {
            "period,indicator,sector,measure,value,unit,source\n2024-01,iip,total,mom_pct,4.14,%,\n".to_owned()
        }
        "obstacle-kind.csv" => obstacle("VM-01,thời tiết,officer,2024-01-10,a,b,,,"),
        "obstacle-without-facts.csv" => obstacle("VM-01,land,officer,2024-01-10,,b,,,"),
        "obstacle-cleared-at-once.csv" => obstacle("VM-01,land,officer,2024-01-10,a,b,clear,2024-01-11,"),
        "obstacle-agency.csv" => obstacle("VM-01,land,officer,2024-01-10,a,b,assign,2024-01-11,Sở Xây dựng"),
        "task-without-lead.csv" => task("NV-01,plan,KH-2024,x,,2024-03-01,"),
        "task-twice.csv" => task("NV-01,plan,KH-2024,x,so-nnmt,2024-03-01,\nNV-01,plan,KH-2024,y,so-nnmt,2024-03-01,"),
        "task-lead-helps.csv" => task("NV-01,plan,KH-2024,x,so-nnmt,2024-03-01,so-nnmt"),
        "target-of-nothing.csv" => "year,node,growth,source\n2024,Q,5,Nghị quyết\n".to_owned(),
        _ => return None,
    };
    Some(text.into_bytes())
}

fn plain(name: &str) -> Option<Vec<u8>> {
    let text = match name {
        "components-period.csv" => "code,period,value\nA,2024-13,100\n",
        "components-value.csv" => "code,period,value\nA,2024-01,100\nA,2024-02,inf\n",
        "components-duplicate.csv" => "code,period,value\nA,2024-01,100\nA,2024-01,101\n",
        "series-heading.csv" => "name,period,value\nA,2024-01,100\n",
        "weights-words.csv" => "code,parent,weight\nT,,\nA,T,nặng\n",
        "prices-heading.csv" => "item,period,price\na,2024-01,100\n",
        "prices-words.csv" => "product,period,price\na,2024-01,rẻ\n",
        "rules-form.toml" => "[own]\nu = 0.0\n[[rule]\n",
        "rules-expression.toml" => {
            "[own]\nu = 0.0\na = 0.05\nc = 6.0\nleast = 6\n[cell]\nu = 0.3\na = 0.05\nc = 8.0\nleast = 5\n[[rule]]\ncode = \"X1\"\n\
             name = { vi = \"Thử\", en = \"Trial\" }\nscope = \"line\"\nseverity = \"warning\"\ndoubts = \"production\"\n\
             holds = \"estimate >\"\ntext = { vi = \"a\", en = \"a\" }\norigin = \"x\"\n"
        }
        _ => return None,
    };
    Some(text.as_bytes().to_vec())
}

fn workbook(name: &str) -> Option<Vec<u8>> {
    Some(match name {
        "truncated.xlsx" => filled(|_| {})[..900].to_vec(),
        "empty.xlsx" => Workbook::new().save_to_buffer().ok().or_else(|| blank().save_to_buffer().ok())?,
        "renamed-xls.xlsx" => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].into_iter().chain([0; 504]).collect(),
        "word.xlsx" => {
            package(&[("[Content_Types].xml", b"<Types/>".to_vec()), ("word/document.xml", b"<w/>".to_vec())])
        }
        "plain-zip.xlsx" => package(&[("readme.txt", b"hello".to_vec())]),
        "bomb.xlsx" => {
            package(&[("xl/workbook.xml", b"<workbook/>".to_vec()), ("xl/worksheets/sheet1.xml", vec![b'0'; 6 << 20])])
        }
        "broken-xml.xlsx" => package(&[
            ("[Content_Types].xml", b"<Types/>".to_vec()),
            ("xl/workbook.xml", b"<workbook><sheets><sheet name=".to_vec()),
        ]),
        "no-table.xlsx" => filled(|sheet| {
            for column in 0..15 {
                let _ = sheet.write(0, column, "?");
            }
        }),
        "error-cell.xlsx" => filled(|sheet| {
            let _ = sheet.write(2, 6, Formula::new("=#REF!").set_result("#REF!"));
        }),
        "uncomputed-formula.xlsx" => without_cached_values(&filled(|sheet| {
            let _ = sheet.write(2, 6, Formula::new("=F3*2").set_result("49.6"));
        })),
        "merged.xlsx" => filled(|sheet| {
            let _ = sheet.merge_range(1, 0, 2, 0, "CS-001", &Format::new());
        }),
        "text-number.xlsx" => filled(|sheet| {
            let _ = sheet.write(2, 6, "27,25 triệu");
        }),
        _ => return None,
    })
}

fn blank() -> Workbook {
    let mut book = Workbook::new();
    book.add_worksheet();
    book
}

/// A workbook of returns with two rows, the second changed.
fn filled(change: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = blank();
    let Ok(sheet) = book.worksheet_from_index(0) else { return Vec::new() };
    for (row, line) in
        [HEADING, SOUND, "CS-002,2023-12,2024-01-03,3511-01,triệu kWh,24.8,27.25,,,,,,41,,"].iter().enumerate()
    {
        for (column, cell) in line.split(',').enumerate() {
            let (row, column) = (row as u32, column as u16);
            let _ = match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).map(|_| ()),
                Err(_) if cell.is_empty() => Ok(()),
                Err(_) => sheet.write(row, column, cell).map(|_| ()),
            };
        }
    }
    change(sheet);
    book.save_to_buffer().unwrap_or_default()
}

/// As programs write workbooks that no spreadsheet has computed yet.
fn without_cached_values(workbook: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let names: Vec<String> = archive.file_names().map(|n| n.unwrap().into_owned()).collect();
    let parts: Vec<(&str, Vec<u8>)> = names
        .iter()
        .map(|name| {
            let text = std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
            (name.as_str(), text.replace("<v>49.6</v>", "").into_bytes())
        })
        .collect();
    package(&parts)
}

fn package(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
