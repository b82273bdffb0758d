//! Enterprises, establishments, events and products, as delimited text or workbook.
#![no_main]

use formats::register::{read_enterprises, read_establishments, read_events, read_products};
use formats::sheet::{Input, detect};
use fuzz::KNOWN;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = Input::new("f", bytes);
    let _ = detect(&file);
    let _ = read_enterprises(&file);
    let _ = read_establishments(&file, &KNOWN);
    let _ = read_events(&file, &KNOWN);
    let _ = read_products(&file);
});
