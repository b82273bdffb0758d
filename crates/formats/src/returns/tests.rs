use domain::period::Month;
use domain::register::{Enterprise, Establishment, Ownership, Product, Register};
use jiff::civil::{Date, date};

use super::*;
use crate::sheet::Input;

pub(crate) const TODAY: Date = date(2024, 2, 10);

pub(crate) const HEADING: &str = "establishment,month,received,product,unit,actual_previous,estimate,plan_next,shipments,\
                       shipments_value,opening_stock,closing_stock,employees,capacity_used,reason\n";

/// Two mines and two products.
pub(crate) fn register() -> Register {
    let mut register = Register::default();
    let enterprise = Enterprise {
        code: "5100123456".parse().unwrap(),
        name: "Công ty Mẫu".into(),
        ownership: Ownership::Private,
        simulated: true,
    };
    for code in ["CS-001", "CS-002"] {
        let establishment = Establishment {
            code: code.parse().unwrap(),
            enterprise: enterprise.code.clone(),
            name: "Mỏ Mẫu".into(),
            industry: "2018:0710".parse().unwrap(),
            commune: "2020:00925".parse().unwrap(),
            events: Vec::new(),
        };
        register.establishments.insert(establishment.code.clone(), establishment);
    }
    for (code, unit) in [("0710-01", "tấn"), ("3511-01", "triệu kWh")] {
        let product = Product {
            code: code.parse().unwrap(),
            name_vi: "Quặng sắt".into(),
            name_en: "Iron ore".into(),
            unit: unit.into(),
            industry: format!("2018:{}", &code[..4]).parse().unwrap(),
        };
        register.products.insert(product.code.clone(), product);
    }
    register.enterprises.insert(enterprise.code.clone(), enterprise);
    register
}

fn read(rows: &str) -> Read<Return> {
    let text = format!("{HEADING}{rows}");
    read_returns(&Input::new("r.csv", text.as_bytes()), &register(), TODAY).unwrap()
}

/// The column and the English sentence of the first fault, and how many returns went in.
#[track_caller]
fn check(rows: &str, column: &str, fragment: &str, sound: usize) {
    let read = read(rows);
    let fault = read.faults.first().unwrap_or_else(|| panic!("no fault: {read:?}"));
    assert_eq!(fault.place.column.as_deref(), Some(column), "{fault}");
    assert!(fault.what.en.contains(fragment), "{fault}");
    assert!(!fault.remedy.vi.is_empty() && !fault.remedy.en.is_empty());
    assert_eq!(read.rows.len(), sound, "{read:?}");
}

#[test]
fn rows_of_an_establishment_and_month_become_one_return_wherever_they_stand() {
    let read = read(
        "CS-001,2024-01,2024-02-03,3511-01,triệu kWh,,1.5,,,,,,85,72,bảo dưỡng\n\
         CS-002,01/2024,03/02/2024,0710-01,tấn,10,\"1.671,5\",,,,,,,,\n\
         CS-001,2024-01,2024-02-03,0710-01,tấn,0,,,,,,,,,\n",
    );
    assert_eq!(read.faults, []);
    let [(place, first), (_, second)] = &read.rows[..] else { panic!("{read:?}") };
    assert_eq!(place.line, Some(2));
    assert_eq!(first.month, "2024-01".parse::<Month>().unwrap());
    assert_eq!(first.lines.iter().map(|l| l.product.as_str()).collect::<Vec<_>>(), ["0710-01", "3511-01"]);
    assert_eq!((first.employees, first.capacity_used, first.reason.as_str()), (Some(85), Some(72.0), "bảo dưỡng"));
    assert_eq!(first.lines[0].actual_previous, Some(0.0), "a reported zero stays a zero");
    assert_eq!(first.lines[0].estimate, None, "an empty cell stays empty");
    assert_eq!(second.lines[0].estimate, Some(1671.5));
    assert_eq!(second.received, date(2024, 2, 3));
}

#[test]
fn a_faulty_row_leaves_out_only_itself() {
    let sound = "CS-001,2024-01,2024-02-03,0710-01,tấn,,5,,,,,,,,\n";
    check(&format!("{sound}CS-001,2024-01,2024-02-03,3511-01,tấn,,1,,,,,,,,\n"), "unit", "Two units", 1);
    check(
        &format!("{sound}CS-009,2024-01,2024-02-03,0710-01,tấn,,1,,,,,,,,\n"),
        "establishment",
        "no establishment CS-009",
        1,
    );
    check(&format!("{sound}CS-001,2024-01,2024-02-03,0710-01,tấn,,6,,,,,,,,\n"), "product", "Duplicate", 1);
    check(&format!("{sound}CS-002,2024-03,2024-02-03,0710-01,tấn,,6,,,,,,,,\n"), "month", "has not come", 1);
    check(&format!("{sound}CS-002,2024-01,2024-02-03,2025:3512,tấn,,6,,,,,,,,\n"), "product", "industry code", 1);
    check(
        &format!("{sound}CS-002,2024-01,2024-02-03,0710-01,tấn,,6,,,,,-3,,,\n"),
        "closing_stock",
        "cannot be negative",
        1,
    );
    check(
        &format!("{sound}CS-002,2024-01,2024-02-03,0710-01,tấn,,1e308,,,,,,,,\n"),
        "estimate",
        "larger than can be",
        1,
    );
    check(&format!("{sound}CS-002,2024-01,2024-02-03,0710-01,tấn,,NaN,,,,,,,,\n"), "estimate", "not a finite", 1);
    check(&format!("{sound}CS-002,2024-01,2024-02-03,0710-01,tấn,,1.671,,,,,,,,\n"), "estimate", "two ways", 1);
    check(&format!("{sound}CS-002,2024-01,2024-02-03,0710-01,tấn,,,,,,,,5,,\n"), "estimate", "no quantity", 1);
    check(&format!("{sound}CS-002,2024-01,31/02/2024,0710-01,tấn,,6,,,,,,,,\n"), "received", "not a day", 1);
    check(
        &format!("{sound}CS-001,2024-01,2024-02-04,3511-01,triệu kWh,,1,,,,,,,,\n"),
        "received",
        "differs from line 2",
        1,
    );
}

#[test]
fn numbers_with_two_readings_follow_the_rest_of_the_file() {
    let row =
        |product: &str, unit: &str, n: &str| format!("CS-001,2024-01,2024-02-03,{product},{unit},,\"{n}\",,,,,,,,\n");
    let estimate = |other: &str, n: &str| {
        read(&(row("3511-01", "triệu kWh", other) + &row("0710-01", "tấn", n))).rows[0].1.lines[0].estimate
    };
    assert_eq!(estimate("12.5", "1.671"), Some(1.671));
    assert_eq!(estimate("12,5", "1.671"), Some(1671.0));
    assert_eq!(estimate("12.5", "1,671"), Some(1671.0));
}

#[test]
fn the_stream_gives_the_same_returns_as_the_whole_file() {
    let mut text = String::from(HEADING);
    for month in 1..=12 {
        for code in ["CS-001", "CS-002"] {
            for (product, unit) in [("3511-01", "triệu kWh"), ("0710-01", "tấn")] {
                text += &format!("{code},2023-{month:02},2024-01-05,{product},{unit},{month}.25,{month},,,,,,7,,\n");
            }
        }
    }
    let register = register();
    let whole = read_returns(&Input::new("r.csv", text.as_bytes()), &register, TODAY).unwrap();
    let mut reader = ReturnReader::open("r.csv", text.as_bytes(), &register, TODAY).unwrap();
    let mut streamed = Vec::new();
    while let Some(batch) = reader.next_batch(5).unwrap() {
        assert_eq!(batch.faults, []);
        streamed.extend(batch.rows);
    }
    assert_eq!(streamed, whole.rows);
    assert_eq!(streamed.len(), 24);
}
