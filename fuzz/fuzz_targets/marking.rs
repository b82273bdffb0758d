//! Marking a workbook: with the faults found in it, and with invented ones.
#![no_main]

use domain::text::Text;
use formats::fault::{Fault, Place};
use formats::mark::mark_workbook;
use formats::returns::read_returns;
use formats::sheet::Input;
use fuzz::KNOWN;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = Input::new("f.xlsx", bytes);
    if let Ok(read) = read_returns(&file, &KNOWN, jiff::civil::date(2024, 2, 10)) {
        let _ = mark_workbook(&file, &read.faults);
    }
    let place = Place { sheet: Some("Số liệu".to_owned()), ..Place::file("f.xlsx") };
    let fault = |line, column: &str| {
        Fault::new(place.clone().line(line).column(column), Text::new("sai", "wrong"), Text::new("sửa", "mend"))
    };
    if let Ok(marked) = mark_workbook(&file, &[fault(1, "A"), fault(3, "ZZ"), fault(9000, "B")]) {
        let _ = mark_workbook(&Input::new("f.xlsx", &marked), &[fault(2, "C")]);
    }
});
