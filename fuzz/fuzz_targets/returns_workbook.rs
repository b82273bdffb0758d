//! Returns as a workbook.
#![no_main]

use formats::returns::read_returns;
use formats::sheet::Input;
use fuzz::KNOWN;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = read_returns(&Input::new("f.xlsx", bytes), &KNOWN, jiff::civil::date(2024, 2, 10));
});
