use domain::text::Lang;
use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(bytes: &[u8], place: &str, what: &str) {
    let faults = read_components("c.csv", bytes).unwrap_err();
    let text = faults[0].in_lang(Lang::En);
    assert!(text.starts_with(place) && text.contains(what), "{text}");
    for fault in faults {
        assert!(!fault.what.vi.is_empty() && !fault.remedy.vi.is_empty() && !fault.remedy.en.is_empty());
    }
}

#[test]
fn faults_have_their_place() {
    check(b"", "c.csv:", "empty");
    check(b"code,period\nA,1\n", "c.csv, line 1, column value:", "missing");
    check(b"code;period;value\nA;1;2\n", "c.csv, line 1, column code:", "commas");
    check(b"code,period,value,value\n", "c.csv, line 1, column value:", "twice");
    check(b"code,period,value\nA,1,x\n", "c.csv, line 2, column value:", "not a number");
    check(b"code,period,value\nA,1,\"1,5\"\n", "c.csv, line 2, column value:", "decimal point");
    check(b"code,period,value\n\nA,1,NaN\n", "c.csv, line 3, column value:", "not a finite number");
    check(b"code,period,value\nA,1,1e309\n", "c.csv, line 2, column value:", "larger");
    check(b"code,period,value\nA,2024-13,1\n", "c.csv, line 2, column period:", "not a period");
    check(b"code,period,value\n,1,1\n", "c.csv, line 2, column code:", "empty");
    check(b"code,period,value\nA,1,1\nA,1,2\n", "c.csv, line 3:", "line 2");
    check(b"code,period,value\nA,1,1,5\n", "c.csv, line 2:", "4 cells");
    check(b"code,period,value\nA,1\n", "c.csv, line 2:", "2 cells");
    check(b"code,period,value\nA,1,1\nB\xE9,1,1\n", "c.csv, line 3:", "UTF-8");
    check(b"\xFF\xFEc\0o\0", "c.csv:", "UTF-16");
    check(b"PK\x03\x04abc", "c.csv:", "workbook");
    check(b"code,period,value\nA,\0,1\n", "c.csv, line 2:", "NUL");
    check(b"code,period,value\nA,10,1\nA,2024-01,1\n", "c.csv, line 3, column period:", "order");
    check(b"code,period,value\nA,\"1,1\nB,2,2\n", "c.csv, line 2:", "cells");
    let weights = |bytes: &[u8]| read_weights("w.csv", bytes).unwrap_err()[0].in_lang(Lang::En);
    assert!(
        weights(b"code,parent,weight\nT,,\nA,T,-1\n")
            .starts_with("w.csv, line 3, column weight: the weight is negative")
    );
    assert!(weights(b"code,parent,weight,from,to\nA,T,1,2016,2015\n").contains("before the first"));
}

#[test]
fn twenty_faults_are_enough() {
    let mut text = String::from("code,period,value\n");
    (0..100).for_each(|n| text.push_str(&format!("A,{n},x\n")));
    let faults = read_components("c.csv", text.as_bytes()).unwrap_err();
    assert_eq!(faults.len(), 21);
    assert!(faults[20].in_lang(Lang::En).contains("80 more"));
}

#[test]
fn files_as_programs_write_them_are_read() {
    let text = "\u{FEFF}note,Value, PERIOD ,code\r\n\r\nx,1.5,2024-01,\"A, b\"\r\n,,,\r\n\"y\ny\",,2024-02,A\r\n";
    let sheet = read_components("c.csv", text.as_bytes()).unwrap();
    let rows: Vec<_> = sheet.rows.iter().map(|(l, d)| (*l, d.code.as_str(), d.period.to_string(), d.value)).collect();
    assert_eq!(rows, [(3, "A, b", "2024-01".into(), Some(1.5)), (5, "A", "2024-02".into(), None)]);
}

#[test]
fn four_digits_among_other_numbers_are_a_number() {
    let sheet = read_components("c.csv", b"code,period,value\nA,9999,1\nA,10000,1\n").unwrap();
    assert!(sheet.rows[0].1.period < sheet.rows[1].1.period);
    let sheet = read_components("c.csv", b"code,period,value\nA,2024,1\n").unwrap();
    assert!(matches!(sheet.rows[0].1.period, Label::Calendar(_)));
}

proptest! {
    #[test]
    fn numbers_and_codes_come_back(value in any::<f64>().prop_filter("finite", |v| v.is_finite()), code in "[a-zA-Z0-9,\" é]{0,8}x") {
        let period: Label = "2024-01".parse().unwrap();
        let bytes = write_results([Results { code: code.trim(), period: &period, value, status: "observed" }]);
        let sheet = read_components("r.csv", &bytes).unwrap();
        prop_assert_eq!(sheet.rows[0].1.value, Some(value));
        prop_assert_eq!(&sheet.rows[0].1.code, code.trim());
    }

    #[test]
    fn no_bytes_make_it_fall_over(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_components("c.csv", &bytes);
        let _ = read_weights("c.csv", &[b"code,parent,weight,from,to\n".as_slice(), &bytes].concat());
    }
}
