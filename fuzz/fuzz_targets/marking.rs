//! Marking a workbook. Seed the corpus with data/examples/returns.xlsx.
#![no_main]

use domain::text::Text;
use formats::fault::{Fault, Place};
use formats::mark::mark_workbook;
use formats::sheet::Input;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let place = Place { sheet: Some("Số liệu".to_owned()), ..Place::file("f.xlsx") };
    let fault = |line, column: &str| {
        Fault::new(place.clone().line(line).column(column), Text::new("sai", "wrong"), Text::new("sửa", "mend"))
    };
    let _ = mark_workbook(&Input::new("f.xlsx", bytes), &[fault(1, "A"), fault(3, "ZZ"), fault(9000, "B")]);
});
